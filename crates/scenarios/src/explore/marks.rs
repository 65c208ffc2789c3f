//! Situations that a campaign should come across now and then.

use std::collections::{BTreeMap, BTreeSet};

use marmot_rules::Reason;
use marmot_rules::select::PolicyKind;
use sim_device::{CrashPoint, Note, RelayTrouble, WelcomeRefusal};

use crate::judge::Judgement;
use crate::model::Outcome;
use crate::run::Run;
use sim_engine::{Effect, Record};

/// Every mark and what it means.
pub const MARKS: [(&str, &str); 40] = [
    ("account-moved", "a device moved its account to other relays, or followed it there"),
    ("backup-restored", "a device went back to an earlier state of its own or of a sibling"),
    ("commit-abandoned", "no relay took a commit"),
    ("commit-made-again", "a device made three commits in a group or more"),
    ("commit-race-lost", "a device went back an epoch because a better commit won"),
    ("connection-broken", "a connection closed"),
    ("crashed-while-joining", "an application was killed while it took a Welcome"),
    ("crashed-within-a-commit", "an application was killed between building a commit and sending its Welcomes"),
    ("device-left", "a device asked to leave a group"),
    ("device-removed", "a device learned that it was removed"),
    ("duplicate-key-package-collapsed", "an inviter left a pick out because its leaf would be there already"),
    ("event-seen-twice", "a fault delivered something twice"),
    ("event-unanswered", "a relay never said whether it took an event"),
    ("extension-ran", "a notification extension handled what arrived, beside the app"),
    ("foreign-welcome-ignored", "a device ignored a Welcome for a KeyPackage that it did not make"),
    ("gift-wrap-deleted", "a device had a gift wrap deleted that it had opened"),
    ("group-changed", "a group got another name, other relays or other admins"),
    ("installation-wiped", "an installation ended"),
    ("invitation-declined", "somebody said no to an invitation"),
    ("invitation-held", "an invitation waited for an answer"),
    ("key-package-expired", "an inviter found a KeyPackage that had expired"),
    ("key-package-missed", "a device looked for its KeyPackage, and no relay had it"),
    ("key-package-refused", "no relay took a KeyPackage"),
    ("key-package-replaced", "an inviter found a KeyPackage that a newer one supersedes"),
    ("killed-within-mdk-core", "an application was killed between two writes of mdk-core"),
    ("message-dropped", "a fault swallowed a message"),
    ("offline-over-a-day", "a device was offline for more than a day"),
    ("phantom-leaf", "a group ended with a leaf that nobody can act on"),
    ("policy-of-a-deployed-client", "an inviter chose as a deployed client does"),
    ("relay-as-deployed", "a relay was like one that people run"),
    ("relay-refused-a-question", "a relay said no to a question"),
    ("relay-refused-an-event", "a relay said no to an event"),
    ("relay-skewed", "a relay's clock was off"),
    ("second-welcome-refused", "a device ignored a Welcome for a group that it was in"),
    ("sibling-of-the-creator-added", "a creator added its own account's other device"),
    ("siblings-key-package-deleted", "a device had the KeyPackage of another device of its account deleted"),
    ("taken-and-cut", "a relay took an event and cut the connection before it answered"),
    ("two-groups", "two groups came into being"),
    ("two-profiles", "devices of two profiles met"),
    ("welcome-opened-late", "a Welcome was opened more than an hour after it was sent"),
];

/// The marks that a run reached.
pub fn marks(run: &Run, judgement: &Judgement) -> BTreeSet<&'static str> {
    let mut reached = BTreeSet::new();
    let mut seen = Seen::default();
    for (entry, device, note) in run.notes() {
        reached.extend(of_note(note));
        reached.extend(seen.with(run, entry, device, note));
    }
    for (_, entry) in run.entries() {
        reached.extend(match &entry.record {
            Record::Closed(..) => Some("connection-broken"),
            Record::Fault { effect, .. } => of_fault(*effect),
            _ => None,
        });
    }
    let profiles: BTreeSet<_> = run.devices.keys().map(|name| run.scenario.device(name).profile).collect();
    let of_world = [
        (profiles.len() > 1, "two-profiles"),
        (run.scenario.relays.values().any(|relay| relay.skew != 0), "relay-skewed"),
        (run.scenario.relays.values().any(|relay| relay.like.is_some()), "relay-as-deployed"),
        (run.options.policy.kind() == PolicyKind::DeployedClient, "policy-of-a-deployed-client"),
        (judgement.metrics.phantom_leaves > 0, "phantom-leaf"),
        (judgement.outcomes.values().any(|outcome| *outcome == Outcome::Phantom), "phantom-leaf"),
    ];
    reached.extend(of_world.into_iter().filter(|(yes, _)| *yes).map(|(_, mark)| mark));
    reached
}

fn of_fault(effect: Effect) -> Option<&'static str> {
    match effect {
        Effect::Drop => Some("message-dropped"),
        Effect::Duplicate => Some("event-seen-twice"),
        Effect::TakeAndCut => Some("taken-and-cut"),
        _ => None,
    }
}

fn of_note(note: &Note) -> Option<&'static str> {
    match note {
        Note::Crashed { at } => of_crash(*at),
        Note::Extension { runs: true } => Some("extension-ran"),
        Note::Restored { .. } => Some("backup-restored"),
        Note::Moved { .. } => Some("account-moved"),
        Note::GiftWrapDeleted { .. } => Some("gift-wrap-deleted"),
        Note::GroupChanged { .. } => Some("group-changed"),
        Note::InvitationHeld { .. } => Some("invitation-held"),
        Note::InvitationDeclined { .. } => Some("invitation-declined"),
        Note::KeyPackageMissing { .. } => Some("key-package-missed"),
        Note::CommitAbandoned { .. } | Note::ChangeGivenUp { .. } => Some("commit-abandoned"),
        Note::RolledBack { .. } => Some("commit-race-lost"),
        Note::LeaveProposed { .. } => Some("device-left"),
        Note::Removed { .. } => Some("device-removed"),
        Note::Relay { what: RelayTrouble::EventUnanswered { .. }, .. } => Some("event-unanswered"),
        Note::Relay { what: RelayTrouble::SubscriptionClosed { .. }, .. } => Some("relay-refused-a-question"),
        Note::Wiped { .. } => Some("installation-wiped"),
        Note::KeyPackageRefused { .. } => Some("key-package-refused"),
        Note::WelcomeIgnored { why: WelcomeRefusal::ForeignKeyPackage, .. } => Some("foreign-welcome-ignored"),
        Note::WelcomeIgnored { why: WelcomeRefusal::GroupHeld, .. } => Some("second-welcome-refused"),
        Note::Selected { collapsed, .. } if !collapsed.is_empty() => Some("duplicate-key-package-collapsed"),
        Note::Selected { rejected, .. } if has(rejected, &[Reason::LifetimeExpired]) => Some("key-package-expired"),
        Note::Selected { rejected, .. } if has(rejected, &[Reason::SupersededInGroup, Reason::SupersededInSlot]) => {
            Some("key-package-replaced")
        }
        _ => None,
    }
}

fn of_crash(at: CrashPoint) -> Option<&'static str> {
    use CrashPoint::{
        BeforeWrite, CommitBuilt, CommitMerged, CommitTaken, KeyPackageMade, WelcomeAccepted, WelcomeUnwrapped,
    };
    match at {
        KeyPackageMade => None,
        CommitBuilt | CommitTaken | CommitMerged => Some("crashed-within-a-commit"),
        WelcomeUnwrapped | WelcomeAccepted => Some("crashed-while-joining"),
        BeforeWrite(_) => Some("killed-within-mdk-core"),
    }
}

fn has<T>(rejected: &[(T, Reason)], reasons: &[Reason]) -> bool {
    rejected.iter().any(|(_, reason)| reasons.contains(reason))
}

/// What only several notes together show.
#[derive(Default)]
struct Seen {
    commits: BTreeMap<(String, String), usize>,
    offline: BTreeMap<String, std::time::Duration>,
    sent: BTreeMap<nostr::EventId, std::time::Duration>,
    groups: usize,
    publishers: BTreeMap<nostr::EventId, String>,
}

impl Seen {
    fn with(&mut self, run: &Run, entry: usize, device: &str, note: &Note) -> Option<&'static str> {
        let at = run.transcript.entries[entry].at;
        let hours = |n: u64| std::time::Duration::from_secs(n * 3_600);
        match note {
            Note::CommitSent { group, .. } => {
                let count = self.commits.entry((device.to_owned(), group.clone())).or_default();
                *count += 1;
                (*count > 2).then_some("commit-made-again")
            }
            Note::KeyPackagePublished { key_package, .. } => {
                self.publishers.insert(key_package.event, device.to_owned());
                None
            }
            Note::KeyPackageDeleted { event } => {
                let publisher = self.publishers.get(event);
                publisher.is_some_and(|publisher| publisher != device).then_some("siblings-key-package-deleted")
            }
            Note::GroupCreated { .. } => {
                self.groups += 1;
                (self.groups > 1).then_some("two-groups")
            }
            Note::Network { online: false } => {
                self.offline.insert(device.to_owned(), at);
                None
            }
            Note::Network { online: true } => {
                let since = self.offline.remove(device)?;
                (at - since > hours(24)).then_some("offline-over-a-day")
            }
            Note::WelcomeSent { wrap, account, .. } => {
                self.sent.insert(*wrap, at);
                let own = run.accounts.get(run.account_of(device)) == Some(account);
                own.then_some("sibling-of-the-creator-added")
            }
            Note::Joined { wrap, .. } => (at - *self.sent.get(wrap)? > hours(1)).then_some("welcome-opened-late"),
            Note::Relay { what: RelayTrouble::EventRefused { .. }, .. } => Some("relay-refused-an-event"),
            Note::KeyPackageRefused { .. } | Note::WelcomeUndeliverable { .. } => Some("relay-refused-an-event"),
            _ => None,
        }
    }
}
