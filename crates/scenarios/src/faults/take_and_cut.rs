//! RF-03: the relay takes the event, and cuts the connection before the OK.

use std::rc::Rc;

use sim_engine::Effect;
use sim_relay::{ClientMsg, ConnId, Outbox, Relay};

use super::kind::{At, Kind};
use crate::world::Misbehaviour;

pub(super) const KIND: Kind =
    Kind { words: "take, and cut the connection at,", ..Kind::of(At::Relay(|_| Rc::new(TakeAndCut))) };

struct TakeAndCut;

impl Misbehaviour for TakeAndCut {
    fn effect(&self) -> Effect {
        Effect::TakeAndCut
    }

    fn concerns(&self, message: &ClientMsg) -> bool {
        matches!(message, ClientMsg::Event(_))
    }

    fn cuts(&self) -> bool {
        true
    }

    fn answer(&self, relay: &mut Relay, now: u64, conn: ConnId, message: ClientMsg) -> Outbox {
        relay.handle(now, conn, message).into_iter().filter(|(to, _)| *to != conn).collect()
    }
}
