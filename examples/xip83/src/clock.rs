//! Real time, in the milliseconds that the machines count.

use std::time::Duration;

use streams::Ms;
use tokio::time::Instant;

/// A clock that begins at 0.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    start: Instant,
}

impl Clock {
    /// A clock that begins now.
    pub fn begin() -> Self {
        Self { start: Instant::now() }
    }

    /// Milliseconds since it began.
    pub fn now(self) -> Ms {
        Ms::try_from(self.start.elapsed().as_millis()).unwrap_or(Ms::MAX)
    }

    /// Waits until `at`. Never less; on a busy machine more.
    pub async fn until(self, at: Ms) {
        tokio::time::sleep_until(self.start + Duration::from_millis(at)).await;
    }
}
