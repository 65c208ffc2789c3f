//! What lies between client and node.

use std::net::SocketAddr;

use xip83::proxy::{Front, Kind};

/// A column of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Nothing.
    Direct,
    /// nginx with its defaults.
    Nginx,
    /// HAProxy without limits of time.
    HaProxy,
    /// HAProxy with the limits of Debian's configuration.
    HaProxyOfDebian,
}

impl Way {
    pub const ALL: [Self; 4] = [Self::Direct, Self::Nginx, Self::HaProxy, Self::HaProxyOfDebian];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Nginx => "nginx, defaults",
            Self::HaProxy => "HAProxy without timeouts",
            Self::HaProxyOfDebian => "HAProxy, Debian's 50 s",
        }
    }

    pub const fn kind(self) -> Option<Kind> {
        match self {
            Self::Direct => None,
            Self::Nginx => Some(Kind::Nginx),
            Self::HaProxy | Self::HaProxyOfDebian => Some(Kind::HaProxy),
        }
    }

    pub fn is_there(self) -> bool {
        self.kind().is_none_or(|kind| kind.version().is_some())
    }

    pub fn front(self, upstream: SocketAddr) -> Front {
        let front = Front::to(upstream);
        match self {
            Self::HaProxyOfDebian => front.with(["timeout client 50000", "timeout server 50000"]),
            _ => front,
        }
    }
}
