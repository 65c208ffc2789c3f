//! What a pipe is like, and how it can be told to behave.

use crate::Ms;
use crate::code::Code;

/// Bytes that a transport of HTTP/2 takes for a client which takes nothing, as measured without a proxy: the client's window.
pub const WINDOW_BYTES: usize = 2 << 20;

/// How a pipe behaves from now on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Everything passes. Calls that are dead stay dead.
    Ok,
    /// What the client sends is lost.
    BlackholeUp,
    /// What the node sends is lost.
    BlackholeDown,
    /// A proxy takes everything and passes nothing on.
    ProxyAck,
    /// The client's side ends for the node; the other way stays. After [`Mode::BlackholeDown`] it is the death of a connection that the
    /// node's HTTP/2 PINGs found: its input ends as if the client had wanted it, and nothing gets through any more.
    HalfClose,
    /// The client takes nothing; so much is buffered before the node has to wait.
    Stall {
        /// Bytes.
        buffer_bytes: usize,
    },
    /// Calls end now.
    Close(Code),
    /// Calls end after so many more frames of the node; without a call, the next one does.
    CutAfter {
        /// Frames.
        frames: u32,
    },
    /// Calls are taken and end soon, as calls do whose node dies.
    AcceptThenDie {
        /// How soon.
        after_ms: Ms,
    },
}

/// Which silence a proxy ends a call for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Silence {
    /// Nothing from the client.
    Up,
    /// Nothing from the node, whatever the client sends.
    Down,
    /// Nothing from either.
    Both,
}

/// What a pipe is like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PipeOptions {
    /// Delay from client to node.
    pub up_ms: Ms,
    /// Delay from node to client.
    pub down_ms: Ms,
    /// Ends a call after this silence, with this status.
    pub idle: Option<(Silence, Ms, Code)>,
    /// Ends a call whose client has sent more bytes than this over its life.
    pub request_bytes_max: Option<usize>,
    /// Bytes that it takes for a client which takes nothing.
    pub buffer_bytes: usize,
}

impl Default for PipeOptions {
    /// A network without delay, faults or limits, and tonic's window.
    fn default() -> Self {
        Self { up_ms: 0, down_ms: 0, idle: None, request_bytes_max: None, buffer_bytes: WINDOW_BYTES }
    }
}
