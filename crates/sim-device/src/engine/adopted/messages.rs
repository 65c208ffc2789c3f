//! Group events of the adopted text. The engine keeps what it cannot use yet, and waits for the end of a pass.

use std::time::Duration;

use adopted::Category;
use nostr::UnsignedEvent;
use sim_relay::VerifiedEvent;

use super::{Adopted, canonical, said, verified};
use crate::api::Moment;
use crate::library::{Call, Meaning, Said};
use crate::mls::{Effect, GroupId, Messages, Outcome, RatchetReader};

impl Messages for Adopted {
    fn is_readable(&self, _: &GroupId, _: &VerifiedEvent) -> bool {
        true
    }

    fn process(&mut self, at: Moment, group: &GroupId, event: &VerifiedEvent) -> Outcome {
        let now = self.now(at);
        let verdict = self.engine.ingest(event, now);
        let mut outcome = self.go_on(now);
        if let Err(rejection) = verdict
            && !is_no_news(rejection.category)
        {
            let why = said(Call::ProcessMessage, Some(rejection.category), rejection.why);
            outcome.effects.push((group.clone(), Effect::Unreadable { event: event.id, why }));
        }
        outcome
    }

    fn deferred(&self, group: &GroupId) -> usize {
        self.group(group).map_or(0, adopted::group::Group::unplaced)
    }

    fn encrypt(&mut self, at: Moment, id: &GroupId, message: UnsignedEvent) -> Result<Option<VerifiedEvent>, Said> {
        let name = self.held(id, Call::CreateMessage)?;
        if self.group(id).is_some_and(|group| !group.may_send() && !group.is_over()) {
            return Ok(None);
        }
        let now = self.now(at);
        let sent = self.engine.send(&name, message, now).map_err(|why| said(Call::CreateMessage, None, why))?;
        let event = self.published(sent);
        self.write();
        event.map(verified).transpose()
    }

    fn ratchet_reader(&self, event: &VerifiedEvent) -> Option<RatchetReader> {
        let payload = self.engine.sealed_payload(event)?;
        Some(Box::new(move || canonical::ratchet_use(&payload)))
    }

    /// The engine proposes by itself, and again in every later epoch (CA-10).
    fn leave(&mut self, at: Moment, id: &GroupId) -> Result<Option<VerifiedEvent>, Said> {
        let name = self.held(id, Call::LeaveGroup)?;
        if !self.group(id).is_some_and(adopted::group::Group::is_leaving) {
            let now = self.now(at);
            self.engine.leave(&name, now).map_err(|why| {
                let said = said(Call::LeaveGroup, None, why);
                let admin = self.group(id).is_some_and(|group| group.facts().admins.contains(&self.engine.account()));
                if admin { said.meaning(Meaning::AdminCannotLeave) } else { said }
            })?;
            self.write();
        }
        Ok(None)
    }

    fn next_wake(&self) -> Option<Duration> {
        if self.owed.is_empty() { self.engine.deadline().map(Duration::from_millis) } else { Some(Duration::ZERO) }
    }

    fn tick(&mut self, at: Moment) -> Outcome {
        let now = self.now(at);
        self.go_on(now)
    }
}

/// Nobody has to hear of it: it came before, it is kept for later, or nobody is there any more to whom it matters.
fn is_no_news(category: Category) -> bool {
    match category {
        Category::Duplicate | Category::OwnEcho | Category::TransportDeferred | Category::UnknownGroup => true,
        Category::WrongRecipient
        | Category::StaleEpoch
        | Category::InvalidEncoding
        | Category::InvalidSignature
        | Category::UnsupportedRequiredFeature
        | Category::AuthorizationFailed
        | Category::MissingHistory
        | Category::ResourceRefused => false,
    }
}
