//! Crash points: the script kills the application inside an operation of several parts, and the application starts again at once.
//!
//! A handler runs to its end in one go, so a crash is a flag: from the point on the device is dead, and what is dead says,
//! publishes and finishes nothing. At the end of the handler it starts again from what was stored.

use std::collections::BTreeSet;

use nostr::{Event, EventId, PublicKey, RelayUrl, UnsignedEvent};

use crate::api::{CrashPoint, Note, OpId, Output};
use crate::behaviour::{ConsumedKeyPackage, Unfinished};
use crate::device::{Inboxes, MdkDevice, Purpose};
use crate::error::CommandError;

/// Welcomes of one commit, or of a founded group, that are to be wrapped and sent.
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
    dead: Option<CrashPoint>,
    /// The group whose commit was built when it died, and not published.
    unpublished: Option<String>,
}

impl Crashes {
    /// It died with a commit that is still to be published.
    pub(crate) fn died_before_publishing(&mut self, group: &str) {
        self.unpublished = Some(group.to_owned());
    }

    /// Points that it has not come to yet.
    pub(crate) fn to_come(&self) -> impl Iterator<Item = CrashPoint> {
        self.armed.iter().copied()
    }

    pub(crate) fn is_dead(&self) -> bool {
        self.dead.is_some()
    }
}

impl MdkDevice {
    /// The next time it comes to this point, it dies there.
    pub(crate) fn crash_at(&mut self, point: CrashPoint) {
        self.crashes.armed.insert(point);
    }

    /// Whether it dies here; the caller returns at once if so.
    pub(crate) fn dies_at(&mut self, point: CrashPoint) -> bool {
        if !self.is_dead() && self.crashes.armed.remove(&point) {
            self.crashes.dead = Some(point);
        }
        self.is_dead()
    }

    pub(crate) fn is_dead(&self) -> bool {
        self.crashes.is_dead()
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
        for account in welcomes.picks.iter().map(|pick| pick.pubkey) {
            if !invited.contains(&account) {
                invited.push(account);
                self.note(Note::AccountInvited { group: welcomes.group.clone(), account });
            }
        }
    }

    /// Starts again, if it died in this handler.
    pub(crate) fn come_back(&mut self) {
        let Some(at) = self.crashes.dead.take() else { return };
        self.note(Note::Crashed { at });
        let open: Vec<RelayUrl> = self.net.connected().cloned().collect();
        self.net.out.extend(open.into_iter().map(Output::Close));
        self.forget_volatile(&CommandError::Crashed { at }, None);
        if self.goes_on() {
            self.finish_what_was_stored()
        } else {
            self.forget_what_was_in_flight()
        }
        self.listen();
        self.check_key_packages();
    }

    /// A client that keeps in memory what mdk-core returned. mdk-core itself stores the pending commit.
    fn forget_what_was_in_flight(&mut self) {
        self.net.wipe();
        self.purposes.clear();
        self.commits_in_flight.clear();
        self.unsent.clear();
    }

    fn finish_what_was_stored(&mut self) {
        self.discard_unpublished_commit();
        self.publish_commits_again();
        for welcomes in std::mem::take(&mut self.unsent) {
            self.send_welcomes(None, &welcomes);
        }
        self.replace_consumed_key_package();
    }

    /// A pending commit that never left the device: nobody can follow it (CW-02).
    fn discard_unpublished_commit(&mut self) {
        let group = self.crashes.unpublished.take().and_then(|group| self.install.book.groups.get(&group));
        if let Some(group) = group {
            let _ = self.install.mdk.clear_pending_commit(&group.id);
        }
    }

    /// Whether a relay took them is what the device did not get to know: it asks again, and the answer is `duplicate:` if so.
    fn publish_commits_again(&mut self) {
        let unanswered: Vec<_> = self
            .commits_in_flight
            .iter()
            .filter(|(_, commit)| !self.net.publishes(commit.event().id))
            .filter_map(|(label, commit)| {
                let relays = self.install.book.groups.get(label)?.relays.clone();
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
