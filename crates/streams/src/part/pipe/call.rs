//! One call on its way through a pipe.

use std::collections::VecDeque;

use super::Mode;
use crate::Ms;
use crate::system::Message;

/// What travels up.
#[derive(Debug)]
pub(super) enum Parcel {
    Message(Message),
    Finish,
}

/// One call.
#[derive(Debug)]
pub(super) struct Call {
    pub up: VecDeque<(Ms, Parcel)>,
    pub down: VecDeque<(Ms, Message)>,
    pub up_dead: bool,
    pub down_dead: bool,
    pub node_open: bool,
    pub client_open: bool,
    /// The client takes nothing.
    pub parked: bool,
    /// It was ended, and the client has not heard of it.
    pub over: bool,
    /// The node was told to wait.
    pub shut: bool,
    pub sent_bytes: usize,
    pub frames_left: Option<u32>,
    pub dies_at: Option<Ms>,
    pub last_up: Ms,
    pub last_down: Ms,
}

impl Call {
    /// A call that begins now, in a pipe that behaves like this.
    pub fn new(at: Ms, mode: &Mode, frames_left: Option<u32>) -> Self {
        let (up_dead, down_dead) = dead(mode);
        Self {
            up: VecDeque::new(),
            down: VecDeque::new(),
            up_dead,
            down_dead,
            node_open: false,
            client_open: true,
            parked: matches!(mode, Mode::Stall { .. }),
            over: false,
            shut: false,
            sent_bytes: 0,
            frames_left,
            dies_at: None,
            last_up: at,
            last_down: at,
        }
    }
}

/// Which ways a mode kills.
pub(super) fn dead(mode: &Mode) -> (bool, bool) {
    match mode {
        Mode::BlackholeUp => (true, false),
        Mode::BlackholeDown => (false, true),
        Mode::ProxyAck => (true, true),
        _ => (false, false),
    }
}
