//! Refusals: a reason first, the text of the reply last, since only then it is known whether AUTH can help.

use nostr::EventId;

use crate::message::Prefix;
use crate::personality::{Overflow, Oversize, RefusalForm, RefusedReq};
use crate::session::ConnId;
use crate::wire::Reject;
use crate::{Outbox, Relay, RelayMsg, SubId};

/// Why a message is not done as asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// `<prefix>: text`.
    Because(Prefix, String),
    /// A text made elsewhere, prefix included.
    Text(String),
    /// Something is longer than the relay takes: `invalid:`.
    TooLong(String),
    /// There are too many subscriptions: `rate-limited:`.
    NoRoom(String),
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
            Refusal::TooLong(text) => (Outbox::new(), format!("{}: {text}", Prefix::Invalid)),
            Refusal::NoRoom(text) => (Outbox::new(), format!("{}: {text}", Prefix::RateLimited)),
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

/// The forms that a refusal takes.
impl Relay {
    /// Refuses an EVENT or AUTH.
    pub(crate) fn refuse_event(&mut self, now: u64, conn: ConnId, id: EventId, refusal: Refusal) -> Outbox {
        if matches!(refusal, Refusal::TooLong(_)) && self.personality.oversize != Oversize::OkFalse {
            let (_, text) = self.explain(conn, refusal);
            return self.too_long(conn, text);
        }
        let (mut outbox, message) = self.explain(conn, refusal);
        outbox.extend(self.say_no(now, conn, id, message));
        outbox
    }

    /// OK false, named or not, now or later.
    fn say_no(&mut self, now: u64, conn: ConnId, id: EventId, message: String) -> Outbox {
        let reply = match self.personality.refusals {
            RefusalForm::Named => RelayMsg::Ok { id, accepted: false, message },
            RefusalForm::Nameless => RelayMsg::NamelessOk { message },
        };
        match (self.personality.tarpit, self.sessions.get_mut(&conn)) {
            (Some(first), Some(session)) => {
                session.slow_down(now, first, reply);
                Outbox::new()
            }
            _ => vec![(conn, reply)],
        }
    }

    /// Refuses a REQ or COUNT.
    pub(crate) fn refuse_query(&mut self, conn: ConnId, sub: SubId, refusal: Refusal) -> Outbox {
        let form = match (&refusal, self.personality.overflow) {
            (Refusal::NeedsAuth(_), _) => RefusedReq::Closed,
            (Refusal::NoRoom(_), Overflow::Notice) => RefusedReq::Notice,
            (Refusal::NoRoom(_), _) => RefusedReq::Closed,
            _ => self.personality.refused_req,
        };
        let (mut outbox, message) = self.explain(conn, refusal);
        outbox.extend(self.say_closed(conn, sub, message, form));
        outbox
    }

    fn say_closed(&mut self, conn: ConnId, sub: SubId, message: String, form: RefusedReq) -> Outbox {
        match form {
            RefusedReq::Closed => vec![(conn, RelayMsg::Closed { sub, message })],
            RefusedReq::Notice => vec![(conn, RelayMsg::Notice(message))],
            RefusedReq::Disconnect => self.hang_up(conn),
        }
    }

    fn too_long(&mut self, conn: ConnId, text: String) -> Outbox {
        if self.personality.oversize == Oversize::NoticeAndClose {
            self.hang_up(conn);
        }
        vec![(conn, RelayMsg::Notice(text))]
    }

    /// Refuses what never became a message.
    pub(crate) fn reject(&mut self, now: u64, conn: ConnId, reject: Reject) -> Outbox {
        if let Some(sub) = &reject.ends {
            self.unsubscribe(conn, sub);
        }
        let form = self.personality.refused_req;
        match reject.reply {
            RelayMsg::Ok { message, .. } | RelayMsg::Closed { message, .. } | RelayMsg::Notice(message)
                if reject.too_long && self.personality.oversize != Oversize::OkFalse =>
            {
                self.too_long(conn, message)
            }
            RelayMsg::Ok { id, message, .. } => self.say_no(now, conn, id, message),
            RelayMsg::Closed { sub, message } => self.say_closed(conn, sub, message, form),
            RelayMsg::Notice(_) if form == RefusedReq::Disconnect => self.hang_up(conn),
            reply => vec![(conn, reply)],
        }
    }
}
