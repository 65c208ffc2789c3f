//! RF-22: the relay does not answer.

use std::rc::Rc;

use sim_engine::Effect;
use sim_relay::{ClientMsg, ConnId, Outbox, Relay};

use super::kind::{At, Kind};
use crate::world::Misbehaviour;

pub(super) const KIND: Kind = Kind { words: "do not answer", ..Kind::of(At::Relay(|_| Rc::new(Silence))) };

struct Silence;

impl Misbehaviour for Silence {
    fn effect(&self) -> Effect {
        Effect::Silence
    }

    fn concerns(&self, _: &ClientMsg) -> bool {
        true
    }

    fn answer(&self, _: &mut Relay, _: u64, _: ConnId, _: ClientMsg) -> Outbox {
        Outbox::new()
    }
}
