//! Node, clients and pipes as participants of the engine.

mod alarm;
mod client;
mod hand;
mod node;
pub mod pipe;
mod watch;
mod writer;

pub use client::ClientPart;
pub use hand::Hand;
pub use node::NodePart;
pub use pipe::Pipe;
pub use watch::Watch;
pub use writer::Writer;

use sim_engine::{Link, NodeId, Now, Port};

use crate::Ms;
use crate::node::StreamId;

/// Whole milliseconds of the run. What travels at the same time arrives some nanoseconds apart; these do not count.
fn ms(now: Now) -> Ms {
    u64::try_from(now.uptime.as_millis()).unwrap_or(u64::MAX)
}

/// The name of the call on a link of a pipe: pipe and port.
pub(crate) fn stream_id(pipe: NodeId, port: Port) -> StreamId {
    (pipe.0 as u64) << 16 | u64::from(port.0)
}

/// The pipe and the port of a call.
fn link_of(stream: StreamId) -> Link {
    NodeId((stream >> 16) as usize).at(Port((stream & 0xffff) as u16))
}

/// Whose pipe a call goes through.
pub(crate) fn pipe_of(stream: StreamId) -> NodeId {
    link_of(stream).peer
}
