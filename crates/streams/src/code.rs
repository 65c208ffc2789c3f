//! How a call ends.

use std::fmt;
use std::str::FromStr;

/// A gRPC status code, as far as streams end with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Code {
    /// 0: everything was done.
    Ok,
    /// 1: the client cancelled the call.
    Cancelled,
    /// 2: the transport broke; what a client sees when a connection dies below it.
    Unknown,
    /// 3: a request that no node may accept.
    InvalidArgument,
    /// 4: the matching Pong did not come in time.
    DeadlineExceeded,
    /// 7: a topic that the caller may not read.
    PermissionDenied,
    /// 8: a limit was exceeded.
    ResourceExhausted,
    /// 12: the node does not know the call.
    Unimplemented,
    /// 13: an intermediary broke the call.
    Internal,
    /// 14: nobody answers.
    Unavailable,
}

impl Code {
    /// Every code.
    pub const ALL: [Self; 10] = [
        Self::Ok,
        Self::Cancelled,
        Self::Unknown,
        Self::InvalidArgument,
        Self::DeadlineExceeded,
        Self::PermissionDenied,
        Self::ResourceExhausted,
        Self::Unimplemented,
        Self::Internal,
        Self::Unavailable,
    ];

    /// The name of the status in gRPC.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Ok => "OK",
            Self::Cancelled => "CANCELLED",
            Self::Unknown => "UNKNOWN",
            Self::InvalidArgument => "INVALID_ARGUMENT",
            Self::DeadlineExceeded => "DEADLINE_EXCEEDED",
            Self::PermissionDenied => "PERMISSION_DENIED",
            Self::ResourceExhausted => "RESOURCE_EXHAUSTED",
            Self::Unimplemented => "UNIMPLEMENTED",
            Self::Internal => "INTERNAL",
            Self::Unavailable => "UNAVAILABLE",
        }
    }

    /// The number of the status in gRPC.
    pub const fn number(self) -> u8 {
        match self {
            Self::Ok => 0,
            Self::Cancelled => 1,
            Self::Unknown => 2,
            Self::InvalidArgument => 3,
            Self::DeadlineExceeded => 4,
            Self::PermissionDenied => 7,
            Self::ResourceExhausted => 8,
            Self::Unimplemented => 12,
            Self::Internal => 13,
            Self::Unavailable => 14,
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}

/// A text that is no name of a status.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no status")]
pub struct UnknownCode(String);

impl FromStr for Code {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        Self::ALL.into_iter().find(|code| code.id() == text).ok_or_else(|| UnknownCode(text.to_owned()))
    }
}
