//! Crash points: the script kills the application inside an operation of several parts, and the application starts again at once.
//!
//! A handler runs to its end in one go, so a crash is a flag: from the point on the device is dead, and what is dead says,
//! publishes and finishes nothing. At the end of the handler it starts again from what was stored.

use std::collections::BTreeSet;

use nostr::{Event, EventId, PublicKey, RelayUrl, UnsignedEvent};

use crate::api::{CrashPoint, Note, OpId, Output};
use crate::behaviour::{ConsumedKeyPackage, Unfinished};
use crate::device::{Inboxes, MarmotDevice};
use crate::error::CommandError;
use crate::publications::Purpose;
use crate::stored::Stored;

/// Welcomes of one commit, or of a founded group, that are to be wrapped and sent.
#[derive(Clone)]
pub(crate) struct Welcomes {
    pub group: String,
    pub rumors: Vec<UnsignedEvent>,
    pub picks: Vec<Event>,
    pub inboxes: Inboxes,
    /// `None` for the founding Add, which is not published.
    pub commit: Option<EventId>,
}

/// Where the application is to be killed, and where it was.
#[derive(Default)]
pub(crate) struct Crashes {
    armed: BTreeSet<CrashPoint>,
    /// The write before which the engine is killed: of several that were asked for, the last one.
    write: Option<CrashPoint>,
    dead: Option<CrashPoint>,
    /// What was stored when the engine was last called, kept while a write of it is to be its last.
    stored: Option<Stored>,
}

impl Crashes {
    /// Points that it has not come to yet.
    pub(crate) fn to_come(&self) -> impl Iterator<Item = CrashPoint> {
        self.armed.iter().copied()
    }
}

impl MarmotDevice {
    /// The next time it comes to this point, it dies there.
    pub(crate) fn crash_at(&mut self, point: CrashPoint) {
        self.crashes.armed.insert(point);
        if let CrashPoint::BeforeWrite(n) = point {
            self.crashes.write = Some(point);
            self.install.mls.kill_before(n.into());
        }
    }

    /// Whether it dies here; the caller returns at once if so.
    pub(crate) fn dies_at(&mut self, point: CrashPoint) -> bool {
        if !self.is_dead() && self.crashes.armed.remove(&point) {
            self.crashes.dead = Some(point);
        }
        self.is_dead()
    }

    pub(crate) fn is_dead(&self) -> bool {
        self.crashes.dead.is_some() || self.install.mls.is_killed()
    }

    /// The engine is about to write: if it is killed over that, this is what the application had stored by then.
    pub(crate) fn before_library_writes(&mut self) {
        if self.install.mls.is_armed() {
            self.crashes.stored = Some(self.stored());
        }
    }

    /// Whether it stores what it is in the middle of.
    pub(crate) fn goes_on(&self) -> bool {
        self.config.behaviour.unfinished == Unfinished::GoOn
    }

    /// Sends the Welcomes of a commit that the group has followed (CW-01), unless it dies first.
    pub(crate) fn welcome_everybody(&mut self, op: Option<OpId>, welcomes: Welcomes) {
        self.note_invited(&welcomes);
        if self.dies_at(CrashPoint::CommitMerged) {
            self.unsent.push(welcomes);
        } else {
            self.send_welcomes(op, &welcomes);
        }
    }

    /// From here on the inviter takes these accounts for members.
    pub(crate) fn note_invited(&mut self, welcomes: &Welcomes) {
        let mut invited: Vec<PublicKey> = Vec::new();
        // Whoever lets a sibling in invites no account: it is a member.
        let picks = welcomes.picks.iter().filter(|pick| !self.install.book.pairings.is_sponsored(&pick.id));
        for account in picks.map(|pick| pick.pubkey).collect::<Vec<_>>() {
            if !invited.contains(&account) {
                invited.push(account);
                self.note(Note::AccountInvited { group: welcomes.group.clone(), account });
            }
        }
    }

    /// Starts again, if it died in this handler.
    pub(crate) fn come_back(&mut self) {
        let Some((at, stored)) = self.death() else { return };
        self.net.out.push(Output::Note(Note::Crashed { at }));
        let open: Vec<RelayUrl> = self.net.connected().cloned().collect();
        self.net.out.extend(open.into_iter().map(Output::Close));
        self.interrupt(&CommandError::Crashed { at }, None);
        if self.goes_on() {
            self.begin_again(stored);
            self.finish_what_was_stored();
        } else {
            self.begin_again(stored.without_work());
        }
        self.listen();
        self.check_key_packages();
    }

    /// Where it died, and what was stored at that moment. Nothing of what it did since happened.
    fn death(&mut self) -> Option<(CrashPoint, Stored)> {
        let before = self.crashes.stored.take();
        if self.install.mls.is_killed() {
            let at = self.crashes.write.take()?;
            self.crashes.armed.remove(&at);
            return Some((at, before.unwrap_or_else(|| self.stored())));
        }
        let at = self.crashes.dead.take()?;
        Some((at, self.stored()))
    }

    fn finish_what_was_stored(&mut self) {
        self.look_at_what_the_library_holds();
        self.publish_commits_again();
        for welcomes in std::mem::take(&mut self.unsent) {
            self.send_welcomes(None, &welcomes);
        }
        self.replace_consumed_key_package();
    }

    /// The engine may be further than the application wrote down: in another epoch, or with a pending commit that never left the
    /// device and that nobody can follow (CW-02).
    fn look_at_what_the_library_holds(&mut self) {
        let labels: Vec<_> = self.install.book.groups.keys().cloned().collect();
        for label in labels {
            if !self.commits_in_flight.contains_key(&label) {
                self.install.mls.forget_staged(&self.install.book.groups[&label].id);
            }
            self.refresh_group(&label, None);
        }
    }

    /// Whether a relay took them is what the device did not get to know: it asks again, and the answer is `duplicate:` if so.
    fn publish_commits_again(&mut self) {
        let unanswered: Vec<_> = self
            .commits_in_flight
            .iter()
            .filter(|(_, commit)| !self.outbox.holds(commit.event().id))
            .filter_map(|(label, commit)| {
                let relays = self.install.book.groups.get(label)?.data.relays.clone();
                Some((label.clone(), commit.event().clone(), relays))
            })
            .collect();
        for (group, event, relays) in unanswered {
            self.publish_again(event, &relays, Purpose::Commit { group });
        }
    }

    /// LC-01, LC-06: a Welcome used the newest KeyPackage, and nothing took its place.
    fn replace_consumed_key_package(&mut self) {
        let replaces = self.config.behaviour.consumed_key_package == ConsumedKeyPackage::Replace;
        let used_up = self.newest_key_package().filter(|kp| replaces && kp.consumed && !kp.superseded);
        if let Some(options) = used_up.map(|kp| kp.options.of_replacement()) {
            let _ = self.publish_key_package(None, &options);
        }
    }
}
