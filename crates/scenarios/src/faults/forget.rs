//! RF-14: the relay answers as if it had stored the event, and forgets it.

use std::rc::Rc;

use sim_engine::Effect;
use sim_relay::{ClientMsg, ConnId, Outbox, Relay, RelayMsg};

use super::kind::{At, Kind};
use crate::world::Misbehaviour;

pub(super) const KIND: Kind = Kind { words: "forget", ..Kind::of(At::Relay(|_| Rc::new(Forget))) };

struct Forget;

impl Misbehaviour for Forget {
    fn effect(&self) -> Effect {
        Effect::Forget
    }

    /// Only an event can be forgotten.
    fn concerns(&self, message: &ClientMsg) -> bool {
        matches!(message, ClientMsg::Event(_))
    }

    fn answer(&self, relay: &mut Relay, now: u64, conn: ConnId, message: ClientMsg) -> Outbox {
        let before = relay.snapshot();
        let outbox = relay.handle(now, conn, message);
        relay.restore(&before);
        outbox.into_iter().filter(|(_, reply)| matches!(reply, RelayMsg::Ok { .. })).collect()
    }
}
