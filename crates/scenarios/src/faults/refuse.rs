//! RF-04: the relay answers with a refusal instead of taking the message.

use std::rc::Rc;

use sim_engine::Effect;
use sim_relay::{ClientMsg, ConnId, Outbox, Relay, RelayMsg};

use super::kind::{At, Kind};
use crate::world::Misbehaviour;

pub(super) const KIND: Kind = Kind {
    words: "refuse",
    may_have_text: true,
    ..Kind::of(At::Relay(|fault| Rc::new(Refuse(fault.text.clone().unwrap_or_else(|| "blocked: not here".to_owned())))))
};

/// With these words.
struct Refuse(String);

impl Misbehaviour for Refuse {
    fn effect(&self) -> Effect {
        Effect::Refuse
    }

    /// Nothing answers a CLOSE.
    fn concerns(&self, message: &ClientMsg) -> bool {
        !matches!(message, ClientMsg::Close(_))
    }

    /// In the form NIP-01 asks for.
    fn answer(&self, _: &mut Relay, _: u64, conn: ConnId, message: ClientMsg) -> Outbox {
        let text = self.0.clone();
        let refusal = match message {
            ClientMsg::Event(event) | ClientMsg::Auth(event) => {
                Some(RelayMsg::Ok { id: event.id, accepted: false, message: text })
            }
            ClientMsg::Req { sub, .. } | ClientMsg::Count { sub, .. } => Some(RelayMsg::Closed { sub, message: text }),
            ClientMsg::Close(_) => None,
        };
        refusal.map(|reply| (conn, reply)).into_iter().collect()
    }
}
