//! REQ, CLOSE and COUNT.

use crate::message::Prefix;
use crate::query::select;
use crate::refusal::Refusal;
use crate::session::ConnId;
use crate::subscriptions::Subscription;
use crate::visibility::{GuardVerdict, guard, visible};
use crate::{Filter, Outbox, Relay, RelayMsg, SubId};

impl Relay {
    /// Stored events, then EOSE, and the subscription is open; or CLOSED, and it is not.
    ///
    /// A refused REQ ends an open subscription of the same id too: its client reads CLOSED as the end of that id.
    pub(crate) fn subscribe(&mut self, now: u64, conn: ConnId, sub: SubId, filters: Vec<Filter>) -> Outbox {
        let verdict = self.check_query(conn, &sub, filters).and_then(|filters| {
            self.check_room(conn, &sub)?;
            Ok(filters)
        });
        self.unsubscribe(conn, &sub);
        let outbox = match verdict {
            Ok(filters) => self.open(now, conn, sub, filters),
            Err(refusal) => self.refuse_query(conn, sub, refusal),
        };
        let ends = outbox.iter().filter(|(_, msg)| matches!(msg, RelayMsg::Eose(_) | RelayMsg::Closed { .. }));
        debug_assert_eq!(ends.count(), 1, "RI-2: one EOSE or CLOSED per REQ");
        outbox
    }

    fn open(&mut self, now: u64, conn: ConnId, sub: SubId, filters: Vec<Filter>) -> Outbox {
        let stored = self.query_as(now, self.keys(conn), &filters).events.into_iter();
        let mut outbox: Outbox = stored.map(|event| (conn, RelayMsg::Event { sub: sub.clone(), event })).collect();
        outbox.push((conn, RelayMsg::Eose(sub.clone())));
        let key = self.subscriptions.open(conn, Subscription { sub: sub.clone(), filters });
        if let Some(session) = self.sessions.get_mut(&conn) {
            session.open.insert(sub, key);
        }
        outbox
    }

    /// CLOSE. No reply, also when there is nothing to end.
    pub(crate) fn unsubscribe(&mut self, conn: ConnId, sub: &SubId) -> Outbox {
        if let Some(key) = self.sessions.get_mut(&conn).and_then(|session| session.open.remove(sub)) {
            self.subscriptions.close(key);
        }
        Outbox::new()
    }

    /// The size of the union, without limits, or CLOSED.
    pub(crate) fn count(&mut self, now: u64, conn: ConnId, sub: SubId, filters: Vec<Filter>) -> Outbox {
        let verdict = match self.personality.has_nip(45) {
            true => self.check_query(conn, &sub, filters),
            false => Err(Refusal::because(Prefix::Unsupported, "COUNT is not offered here")),
        };
        match verdict {
            Ok(filters) => {
                let seen = |event: &_| visible(event, self.keys(conn), now, &self.personality);
                let found = select(&self.store, &filters, |_| None, |event| seen(event));
                let count = found.events.len() as u64;
                vec![(conn, RelayMsg::Count { sub, count })]
            }
            Err(refusal) => self.refuse_query(conn, sub, refusal),
        }
    }

    fn refuse_query(&mut self, conn: ConnId, sub: SubId, refusal: Refusal) -> Outbox {
        let (mut outbox, message) = self.explain(conn, refusal);
        outbox.push((conn, RelayMsg::Closed { sub, message }));
        outbox
    }

    /// What REQ and COUNT share: the filters to work with, or why not.
    fn check_query(&self, conn: ConnId, sub: &SubId, filters: Vec<Filter>) -> Result<Vec<Filter>, Refusal> {
        let knobs = &self.personality;
        let length = sub.as_str().chars().count();
        if length == 0 || length > knobs.max_subid_length {
            let text = format!("a subscription id has 1 to {} characters", knobs.max_subid_length);
            return Err(Refusal::because(Prefix::Invalid, text));
        }
        if filters.is_empty() {
            return Err(Refusal::because(Prefix::Invalid, "a query needs a filter"));
        }
        if let Some(max) = knobs.max_filters.filter(|max| filters.len() > *max) {
            return Err(Refusal::because(Prefix::RateLimited, format!("more than {max} filters")));
        }
        let admitted = filters.into_iter().map(|filter| filter.admit(knobs));
        let filters = admitted.collect::<Result<Vec<_>, _>>().map_err(Refusal::Text)?;
        let keys = self.keys(conn);
        if knobs.auth_required && keys.is_empty() {
            return Err(Refusal::NeedsAuth("reading needs AUTH"));
        }
        match guard(&filters, keys, knobs) {
            GuardVerdict::Pass => Ok(filters),
            GuardVerdict::AuthRequired => Err(Refusal::NeedsAuth("gift wraps need AUTH by their recipient")),
            GuardVerdict::Restricted => {
                Err(Refusal::because(Prefix::Restricted, "gift wraps go to their recipient only"))
            }
        }
    }

    /// Replacing an open subscription needs no room.
    fn check_room(&self, conn: ConnId, sub: &SubId) -> Result<(), Refusal> {
        let open = self.sessions.get(&conn).map(|session| &session.open);
        match (open, self.personality.max_subscriptions) {
            (Some(open), Some(max)) if open.len() >= max && !open.contains_key(sub) => {
                Err(Refusal::because(Prefix::RateLimited, format!("more than {max} subscriptions")))
            }
            _ => Ok(()),
        }
    }
}
