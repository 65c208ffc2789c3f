//! 0x8005 `marmot.group.message-retention.v1`: how long relays keep messages.

use super::{ComponentError, State, id};
use crate::adopted::codec::exact;

/// Seconds after which a relay may drop a message; 0 is the same as no component.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Retention {
    /// The duration in seconds.
    pub seconds: u64,
}

impl Retention {
    /// When a message of this time expires, in Unix seconds (GE-08): nothing if retention is off or the sum does not fit.
    pub const fn expiry(self, created_at: u64) -> Option<u64> {
        if self.seconds == 0 { None } else { created_at.checked_add(self.seconds) }
    }
}

impl State for Retention {
    const ID: u16 = id::RETENTION;

    fn decode(data: &[u8]) -> Result<Self, ComponentError> {
        exact("the retention", data, |decoder| Ok(Self { seconds: decoder.u64("seconds")? }))
    }

    fn encode(&self) -> Vec<u8> {
        self.seconds.to_be_bytes().to_vec()
    }
}
