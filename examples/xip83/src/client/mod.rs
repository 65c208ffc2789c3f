//! The client's end: [`streams::client::Client`] on real calls, and a single call for those who want to say everything themselves.

mod call;
mod driver;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

pub use call::{Call, End, Event, Events};
pub use driver::{Handle, connect};
use streams::client::ClientOptions;
use tonic::transport::Endpoint;

use crate::{Clock, Nobody, Witness};

/// Where a node is, and how it is called.
#[derive(Clone, Debug)]
pub struct Target(Endpoint);

/// A text that is no address of a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoAddress(String);

impl fmt::Display for NoAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no address of a node: expected http://HOST:PORT", self.0)
    }
}

impl std::error::Error for NoAddress {}

impl Target {
    /// A node at this URI, for example `http://127.0.0.1:4883`. There is no TLS.
    ///
    /// # Errors
    /// It is another text.
    pub fn at(uri: &str) -> Result<Self, NoAddress> {
        let endpoint = Endpoint::from_shared(uri.to_owned()).ok();
        let endpoint = endpoint.filter(|endpoint| endpoint.uri().scheme_str() == Some("http"));
        let endpoint = endpoint.ok_or_else(|| NoAddress(uri.to_owned()))?;
        Ok(Self(endpoint.connect_timeout(Duration::from_secs(5)).tcp_nodelay(true)))
    }

    /// With HTTP/2 PINGs: how often, and how long their answer may take.
    #[must_use]
    pub fn keepalive(self, (every, within): (Duration, Duration)) -> Self {
        Self(self.0.http2_keep_alive_interval(every).keep_alive_timeout(within).keep_alive_while_idle(true))
    }
}

/// What a client needs to know besides [`ClientOptions`].
pub struct Settings {
    /// What the machine is like.
    pub client: ClientOptions,
    /// Where the node is.
    pub target: Target,
    /// What its waiting times are drawn from.
    pub seed: u64,
    /// Is told what happens.
    pub witness: Arc<dyn Witness>,
    /// The clock of its machine.
    pub clock: Clock,
}

impl Settings {
    /// A client like this, with nobody who looks on.
    pub fn of(client: ClientOptions, target: Target) -> Self {
        Self { client, target, seed: 1, witness: Arc::new(Nobody), clock: Clock::begin() }
    }
}
