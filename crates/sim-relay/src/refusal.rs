//! Refusals: a reason first, the text of the reply last, since only then it is known whether AUTH can help.

use crate::message::Prefix;
use crate::session::ConnId;
use crate::{Outbox, Relay};

/// Why a message is not done as asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// `<prefix>: text`.
    Because(Prefix, String),
    /// A text made elsewhere, prefix included.
    Text(String),
    /// AUTH is missing: `auth-required:`, after a challenge if the connection has none.
    NeedsAuth(&'static str),
}

impl Refusal {
    pub fn because(prefix: Prefix, text: impl Into<String>) -> Self {
        Self::Because(prefix, text.into())
    }
}

impl Relay {
    /// What to send ahead of the refusal, and its text.
    pub(crate) fn explain(&mut self, conn: ConnId, refusal: Refusal) -> (Outbox, String) {
        match refusal {
            Refusal::Because(prefix, text) => (Outbox::new(), format!("{prefix}: {text}")),
            Refusal::Text(text) => (Outbox::new(), text),
            // Nobody can authenticate where NIP-42 is off: asking for it would send clients in circles.
            Refusal::NeedsAuth(what) if !self.personality.has_nip(42) => {
                (Outbox::new(), format!("{}: {what}, and AUTH is not offered here", Prefix::Restricted))
            }
            Refusal::NeedsAuth(what) => {
                let challenged = self.sessions.get(&conn).is_some_and(|session| session.challenge.is_some());
                let ahead = if challenged { Outbox::new() } else { self.challenge(conn) };
                (ahead, format!("{}: {what}", Prefix::AuthRequired))
            }
        }
    }
}
