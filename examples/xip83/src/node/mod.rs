//! The node's end: [`streams::node::Node`] behind a listening socket.

mod down;
mod handle;
mod serve;

use std::sync::Arc;
use std::time::Duration;

pub use handle::Handle;
pub use serve::{Serving, serve};
use streams::node::NodeOptions;

use crate::{Clock, Nobody, Witness};

/// What a node needs to know besides [`NodeOptions`].
pub struct Settings {
    /// What the machine is like.
    pub node: NodeOptions,
    /// Bytes that wait for a client which takes nothing, before the machine is told to wait.
    pub buffer_bytes: usize,
    /// HTTP/2 PINGs: how often, and how long their answer may take.
    pub keepalive: Option<(Duration, Duration)>,
    /// Is told what happens.
    pub witness: Arc<dyn Witness>,
    /// The clock of its machine.
    pub clock: Clock,
}

impl Settings {
    /// A node like this, with nobody who looks on.
    pub fn of(node: NodeOptions) -> Self {
        Self { node, buffer_bytes: 1 << 20, keepalive: None, witness: Arc::new(Nobody), clock: Clock::begin() }
    }
}
