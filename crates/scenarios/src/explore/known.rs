//! Which violations are findings that are written down already (FINDINGS.md), so that a campaign reports only what is new.
//!
//! A row matches the id of a cause, and what the finding presupposes: a finding about restored backups explains nothing in a run
//! in which nothing was restored. A row is all that a new finding needs.

use std::collections::BTreeMap;

use marmot_rules::Policy;
use marmot_rules::adopted::convergence::policy::MAX_REWIND_COMMITS;
use marmot_rules::decisions::EqualWelcomes;
use sim_device::behaviour::{
    Auth, EarlyEvent, ForeignWelcome, HeldGroup, InboxSince, OldInbox, OwnCommit, OwnLists, PrivateKeyDeletion,
    SilentCommit, SlotReuse, WelcomeOrder,
};
use sim_device::{Behaviour, CrashPoint, Meaning, Note};
use sim_relay::{ClientMsg, OverLimit, Overflow, Personality, RelayMsg, Superseded};

use crate::actions;
use crate::facts::Facts;
use crate::facts::observer::is_key_package;
use crate::model::Action;
use crate::run::Run;
use crate::verdict::{Part, Violation, What};
use crate::world::Wire;
use sim_engine::{Effect, Record};

/// A finding, and what it explains.
struct Known {
    finding: &'static str,
    invariant: &'static str,
    what: What,
    /// Kinds of the cause; empty: all of them.
    because: &'static [&'static str],
    premise: Premise,
}

/// What a finding presupposes.
type Premise = fn(&Scene<'_>) -> bool;

/// A violation, and the run in which it is one.
struct Scene<'r> {
    run: &'r Run,
    facts: &'r Facts,
    violation: &'r Violation,
}

const fn row(
    finding: &'static str,
    invariant: &'static str,
    what: What,
    because: &'static [&'static str],
    premise: Premise,
) -> Known {
    Known { finding, invariant, what, because, premise }
}

const JOINS: &str = "every-active-device-joins";
const PHANTOM: &str = "no-phantom-leaf";
const CONVERGES: &str = "converges-when-quiet";
const DECRYPT: &str = "all-pairs-decrypt";
const DELIVERED: &str = "delivered-exactly-once";
const SPARED: &str = "leaf-removal-spares-siblings";
const GENERATION: &str = "no-generation-twice";
const AVAILABLE: &str = "key-package-always-available";

/// Every finding that a campaign can come across. The first row that fits explains a violation.
const KNOWN: &[Known] = &[
    row("F-01", CONVERGES, What::BetterCommitNotFollowed, &["no-snapshot"], |s| {
        s.behaves("device").own_commit == OwnCommit::MergePending
    }),
    row("F-03", "welcome-only-for-own-key-package", What::JoinedByForeignWelcome, &[], |s| {
        s.behaves("device").foreign_welcome == ForeignWelcome::Join
    }),
    row("F-04", DELIVERED, What::MessageNotUsable, &[], |s| s.was_early()),
    row("F-04", DECRYPT, What::MessageNotUsable, &[], |s| s.was_early()),
    row("F-04", CONVERGES, What::CommitNotUsable, &[], |s| s.was_early()),
    row("F-05", CONVERGES, What::CommitNotUsable, &["too-far-in-the-future"], |s| s.has_skew()),
    row("F-05", CONVERGES, What::BetterCommitNotFollowed, &["too-far-in-the-future"], |s| s.has_skew()),
    row("F-05", DELIVERED, What::MessageNotUsable, &["too-far-in-the-future"], |s| s.has_skew()),
    row("F-05", DECRYPT, What::MessageNotUsable, &["too-far-in-the-future"], |s| s.has_skew()),
    row("F-06", CONVERGES, What::CommitNotUsable, &["too-old"], |s| s.was_old()),
    row("F-06", DELIVERED, What::MessageNotUsable, &["too-old"], |s| s.was_old()),
    row("F-73", DELIVERED, What::MessageOutsideTheWindow, &[], |_| true),
    row("F-75", PHANTOM, What::LeafBesideAnother, &["in-another-commit"], |s| s.was_welcomed_by_a_loser()),
    row("F-75", CONVERGES, What::JoinedByUndoneCommit, &["went-back"], |s| s.was_welcomed_by_a_loser()),
    row("F-77", DECRYPT, What::MessageOfOtherEpoch, &[], |s| s.was_healed_by_the_roll_call()),
    row("F-79", JOINS, What::WelcomeNotActedOn, &["seen-before"], |s| s.goes_by_welcome_bytes()),
    row("F-86", GENERATION, What::GenerationTwice, &[], |s| s.was_restored("device")),
    row("F-86", "equal-canonical-snapshots", What::OtherCanonicalSnapshot, &["dispositions"], |s| {
        s.was_restored("device") || s.was_restored("other")
    }),
    row("F-83", PHANTOM, What::LeafOfRemoved, &[], |s| s.is_adopted() && s.left_and_saw_it()),
    row("F-83", SPARED, What::SiblingCannotRead, &[], |s| s.is_adopted() && s.left_and_saw_it()),
    row("F-07", "slot-is-reused", What::SecondSlot, &[], |s| s.behaves("installation").slot == SlotReuse::Fresh),
    row("F-09", PHANTOM, What::LeafBesideAnother, &["in-another-commit"], |s| s.was_invited_twice()),
    row("F-09", "no-second-leaf-for-a-device", What::SecondLeaf, &[], |s| s.was_invited_twice()),
    row("F-09", JOINS, What::LeftOut, &["already-in-tree"], |s| s.was_invited_twice()),
    row("F-09", PHANTOM, What::LeafNeverJoined, &["overtaken"], |s| s.was_invited_twice()),
    row("F-60", PHANTOM, What::LeafOfDecliner, &[], |_| true),
    row("F-60", JOINS, What::LeftOut, &["already-in-tree"], |s| s.declined()),
    row("F-61", JOINS, What::NotFound, &["not-there"], |s| s.stayed_behind()),
    row("F-61", JOINS, What::WelcomeLost, &["no-common-relay"], |s| s.stayed_behind()),
    row("F-62", JOINS, What::WelcomeLost, &["no-common-relay", "not-asked-for"], |s| s.left_an_inbox()),
    row("F-64", JOINS, What::WelcomeLost, &["deleted"], |_| true),
    row("F-65", JOINS, What::WelcomeLost, &["not-shown", "question-refused"], |s| {
        s.behaves("device").auth == Auth::Ignore && s.the_relay_asks()
    }),
    row("F-65", PHANTOM, What::LeafNeverJoined, &["no-welcome"], |s| {
        s.behaves("owner").auth == Auth::Ignore && s.the_relay_asks()
    }),
    row("F-62", PHANTOM, What::LeafNeverJoined, &["no-welcome"], |s| s.left_an_inbox()),
    row("F-66", CONVERGES, What::CommitGivenUp, &[], |s| s.behaves("device").silent_commit == SilentCommit::RollBack),
    row("F-67", AVAILABLE, What::KeyPackagesDeletedBySibling, &[], |_| true),
    row("F-67", JOINS, What::NotFound, &["not-there"], |s| s.siblings_deleted()),
    row("F-68", JOINS, What::NotFound, &["not-there"], |s| s.was_forgotten()),
    row("F-10", PHANTOM, What::LeafOfGoneInstallation, &[], |s| s.is_gone()),
    row("F-10", JOINS, What::WelcomeNotActedOn, &["foreign-key-package", "group-held"], |s| s.is_gone()),
    row("F-11", PHANTOM, What::LeafBesideAnother, &["in-one-commit-unmarked"], |_| true),
    row("F-12", PHANTOM, What::LeafBesideAnother, &["in-one-commit-by-slot"], |_| true),
    row("F-13", "client-id-per-installation", What::ClientIdShared, &[], |s| s.is_copy()),
    row("F-21", "client-id-per-installation", What::ClientIdShared, &[], |_| true),
    row("F-21", "client-id-per-installation", What::ClientIdChanged, &[], |_| true),
    row("F-21", PHANTOM, What::LeafBesideAnother, &["in-one-commit-by-client-id"], |_| true),
    row("F-14", JOINS, What::LeftOut, &["lost-ranking", "lost-tie"], |s| s.takes_one()),
    row("F-14", JOINS, What::LeftOut, &["beyond-query-limit", "untagged-collapsed"], |_| true),
    row("F-15", JOINS, What::WelcomeNotActedOn, &["keys-gone"], |s| s.destroys_soon()),
    row("F-15", PHANTOM, What::LeafNeverJoined, &["keys-gone"], |s| s.destroys_soon()),
    row("F-16", AVAILABLE, What::NoKeyPackageLeft, &[], |s| s.was_deleted()),
    row("F-17", "commit-before-welcome", What::WelcomeBeforeCommit, &[], |s| s.welcomes_early()),
    row("F-17", CONVERGES, What::JoinedByUndoneCommit, &["gave-up"], |s| {
        s.behaves("inviter").welcome_order == WelcomeOrder::WithCommit
    }),
    row("F-18", DECRYPT, What::MessageNotUsable, &[], |s| s.was_restored("sender")),
    row("F-18", DELIVERED, What::MessageNotUsable, &[], |s| s.was_restored("sender")),
    row("F-18", DELIVERED, What::ReadTwice, &[], |s| s.was_restored("device")),
    row("F-19", JOINS, What::WelcomeNotActedOn, &["removed-since"], |s| s.somebody_leaves()),
    row("F-19", PHANTOM, What::LeafOfRemoved, &[], |s| s.somebody_leaves()),
    row("F-19", PHANTOM, What::LeafOfLeaver, &[], |s| s.somebody_leaves()),
    row("F-19", JOINS, What::LeftOutForItsOldLeaf, &[], |s| s.somebody_leaves()),
    row("F-19", "leaf-removal-spares-siblings", What::SiblingCannotRead, &[], |s| s.somebody_leaves()),
    row("F-19", "one-leaf-per-active-device", What::NoLeaf, &[], |s| s.missed_a_departure()),
    row("F-20", JOINS, What::LeftOut, &["future-dated"], |_| true),
    row("F-25", JOINS, What::WelcomeLost, &["not-asked-for"], |s| {
        s.behaves("device").inbox_since == InboxSince::LastHeard
    }),
    row(
        "F-26",
        JOINS,
        What::LeftOut,
        &["bad-encoding", "ref-mismatch", "identity-mismatch", "malformed-shape"],
        |_| true,
    ),
    row("F-28", "init-key-within-bounds", What::PrivateKeysKept, &[], |s| s.keeps_keys()),
    row("F-28", "init-key-within-bounds", What::JoinedAfterExpiry, &[], |s| s.keeps_keys()),
    row("F-30", CONVERGES, What::SecondWelcomeTaken, &[], |s| s.behaves("device").held_group == HeldGroup::Process),
    row("F-31", CONVERGES, What::JoinedByUndoneCommit, &["went-back"], |_| true),
    row("F-32", CONVERGES, What::OwnCommitForgotten, &[], |s| s.was_restored("device")),
    row("F-32", CONVERGES, What::CopySharesLeaf, &[], |s| s.was_restored("device") || s.was_restored("copy")),
    row("F-33", DELIVERED, What::MessageOnLosingBranch, &[], |_| true),
    row("F-34", JOINS, What::WelcomeNotActedOn, &["keys-gone", "no-matching-key-package"], |s| s.was_welcomed_twice()),
    row("F-34", PHANTOM, What::LeafNeverJoined, &["keys-gone", "welcome-refused"], |s| s.was_welcomed_twice()),
    row("F-35", JOINS, What::LeftOut, &["wrong-kind"], |_| true),
    row("F-36", JOINS, What::NotFound, &["answer-cut"], |_| true),
    row("F-36", JOINS, What::WelcomeLost, &["answer-cut"], |_| true),
    row("F-36", CONVERGES, What::CommitLost, &["answer-cut"], |_| true),
    row("F-36", DECRYPT, What::MessageLost, &["answer-cut"], |_| true),
    row("F-36", DELIVERED, What::MessageLost, &["answer-cut"], |_| true),
    row("F-37", JOINS, What::WelcomeNotTaken, &["refused", "no-answer"], |_| true),
    row("F-37", PHANTOM, What::LeafNeverJoined, &["no-welcome"], |s| s.was_undeliverable()),
    row("F-38", PHANTOM, What::LeafNeverJoined, &["no-welcome"], |s| s.somebody_crashed()),
    row("F-38", JOINS, What::WelcomeNotSent, &["crashed"], |_| true),
    row("F-39", JOINS, What::LeafExpired, &[], |_| true),
    row("F-41", CONVERGES, What::BetterCommitNotFollowed, &["snapshot-gone"], |s| s.epochs_gone_on() >= SNAPSHOTS_KEPT),
    row("F-19", CONVERGES, What::CommitNotUsable, &["proposal-missing"], |s| s.somebody_leaves()),
    row("F-19", CONVERGES, What::BetterCommitNotFollowed, &["proposal-missing"], |s| s.somebody_leaves()),
    row("F-41", CONVERGES, What::CommitNotUsable, &["snapshot-gone"], |s| s.epochs_gone_on() >= SNAPSHOTS_KEPT),
    row("F-13", "slot-is-reused", What::SecondSlot, &[], |s| s.is_copy()),
    row(
        "F-32",
        CONVERGES,
        What::CommitNotUsable,
        &["own-record-gone", "own-leaf", "no-snapshot", "snapshot-gone"],
        |s| s.was_restored("device"),
    ),
    row("F-32", CONVERGES, What::BetterCommitNotFollowed, &["no-snapshot", "snapshot-gone"], |s| {
        s.was_restored("device")
    }),
    row("F-32", CONVERGES, What::CommitNotUsable, &["lost-its-race"], |s| {
        s.was_restored("device") || s.was_restored("author")
    }),
    row("F-32", CONVERGES, What::BetterCommitNotFollowed, &[], |s| s.was_restored("author")),
    row("F-32", CONVERGES, What::CommitNotRead, &[], |s| s.was_restored("device")),
    row("F-13", JOINS, What::NotFound, &["not-there"], |s| s.was_restored("device")),
    row("F-13", "one-leaf-per-active-device", What::NoLeaf, &[], |s| s.was_restored("device")),
    row("F-42", "every-invited-account-is-reached", What::AccountNotReached, &[], |_| true),
    row("F-43", PHANTOM, What::LeafOverwritten, &[], |s| s.was_restored("owner")),
    row("F-43", PHANTOM, What::LeafNeverJoined, &[], |s| s.was_restored("owner")),
    row("F-43", JOINS, What::SeatLost, &[], |s| s.was_restored("device")),
    row("F-45", JOINS, What::KeyPackageExpired, &[], |_| true),
    row("F-45", PHANTOM, What::LeafNeverJoined, &[], |s| s.has_expired()),
    row("F-44", CONVERGES, What::CommitGivenUp, &[], |s| !s.is_adopted() && s.commit_was_refused()),
    row("F-43", JOINS, What::WelcomeNotActedOn, &["foreign-key-package", "group-held"], |s| s.was_restored("device")),
    row("F-44", DECRYPT, What::MessageLost, &["refused-by-a-relay"], |_| true),
    row("F-44", DELIVERED, What::MessageLost, &["refused-by-a-relay"], |_| true),
    row("F-44", CONVERGES, What::CommitLost, &["refused-by-a-relay"], |_| true),
    row("F-40", CONVERGES, What::CommitNotUsable, &["lifetime-over"], |_| true),
    row("F-46", CONVERGES, What::BetterCommitNotFollowed, &["snapshot-forgotten"], |s| s.was_opened_again("device")),
    row("F-46", CONVERGES, What::CommitNotUsable, &["snapshot-forgotten"], |s| s.was_opened_again("device")),
    row("F-47", CONVERGES, What::BetterCommitNotFollowed, &[], |s| s.somebody_was_killed()),
    row("F-47", CONVERGES, What::CommitNotUsable, &[], |s| s.somebody_was_killed()),
    row("F-47", CONVERGES, What::NoCommonEpoch, &[], |s| s.somebody_was_killed()),
    row("F-47", CONVERGES, What::CommitGivenUp, &[], |s| s.somebody_was_killed()),
    row("F-47", DECRYPT, What::MessageNotUsable, &[], |s| s.somebody_was_killed()),
    row("F-47", DELIVERED, What::MessageNotUsable, &[], |s| s.somebody_was_killed()),
    row("F-47", JOINS, What::WelcomeNotActedOn, &[], |s| s.somebody_was_killed()),
    row("F-47", PHANTOM, What::LeafBesideAnother, &["in-another-commit"], |s| s.somebody_was_killed()),
    row("F-48", "operator-learns-only", What::ConnectionNamesAccount, &["auth"], |s| s.the_relay_asks()),
    row("F-49", JOINS, What::WelcomeLost, &["relay-silent"], |s| s.some_relay(|knobs| !knobs.names_refusals())),
    row("F-49", CONVERGES, What::CommitLost, &["relay-silent"], |s| s.some_relay(|knobs| !knobs.names_refusals())),
    row("F-49", DECRYPT, What::MessageLost, &["relay-silent"], |s| s.some_relay(|knobs| !knobs.names_refusals())),
    row("F-49", DELIVERED, What::MessageLost, &["relay-silent"], |s| s.some_relay(|knobs| !knobs.names_refusals())),
    row("F-50", JOINS, What::WelcomeLost, &["not-shown", "question-refused"], |s| s.some_relay(shows_wraps_to_nobody)),
    row("F-51", JOINS, What::WelcomeLost, &["not-shown"], |s| s.some_relay(forgets)),
    row("F-51", CONVERGES, What::CommitLost, &["not-shown"], |s| s.some_relay(forgets)),
    row("F-51", DECRYPT, What::MessageLost, &["not-shown"], |s| s.some_relay(forgets)),
    row("F-51", DELIVERED, What::MessageLost, &["not-shown"], |s| s.some_relay(forgets)),
    row("F-52", JOINS, What::WelcomeLost, &["question-refused"], |s| s.some_relay(refuses_questions)),
    row("F-52", CONVERGES, What::CommitLost, &["question-refused"], |s| s.some_relay(refuses_questions)),
    row("F-52", DECRYPT, What::MessageLost, &["question-refused"], |s| s.some_relay(refuses_questions)),
    row("F-52", DELIVERED, What::MessageLost, &["question-refused"], |s| s.some_relay(refuses_questions)),
    row("F-54", JOINS, What::NotFound, &["not-there"], |s| {
        s.some_relay(|knobs| knobs.superseded == Superseded::Duplicate)
    }),
    row("F-53", JOINS, What::NotFound, &["answer-incomplete"], |_| true),
    row("F-53", JOINS, What::WelcomeLost, &["not-shown"], |s| s.some_relay(answers_in_part)),
    row("F-53", CONVERGES, What::CommitLost, &["not-shown"], |s| s.some_relay(answers_in_part)),
    row("F-53", DECRYPT, What::MessageLost, &["not-shown"], |s| s.some_relay(answers_in_part)),
    row("F-53", DELIVERED, What::MessageLost, &["not-shown"], |s| s.some_relay(answers_in_part)),
];

/// Gift wraps need an AUTH that is not on offer.
fn shows_wraps_to_nobody(knobs: &Personality) -> bool {
    knobs.giftwrap_guard && !knobs.has_nip(42)
}

fn forgets(knobs: &Personality) -> bool {
    !knobs.retention.is_empty()
}

fn refuses_questions(knobs: &Personality) -> bool {
    knobs.over_limit == OverLimit::Refuse
}

/// Some question is answered late or by what was true before, or some subscription ends, and nobody is told.
fn answers_in_part(knobs: &Personality) -> bool {
    knobs.query_cache > 0 || knobs.overflow == Overflow::DropOldest || !knobs.answers_every_req()
}

/// mdk-core 0.8.0 keeps so many epoch snapshots to go back to.
const SNAPSHOTS_KEPT: u64 = 5;

/// mdk-core 0.8.0 refuses group events older than this, in seconds: 45 days.
const TOO_OLD_SECS: u64 = 45 * 86_400;

impl Scene<'_> {
    /// The device in a role of the cause.
    fn device(&self, role: &str) -> Option<&str> {
        match self.violation.cause.part(role)? {
            Part::Device(device) | Part::Installation(device, _) => Some(device),
            _ => None,
        }
    }

    /// The run speaks the adopted text.
    fn is_adopted(&self) -> bool {
        self.run.options.profile.is_adopted()
    }

    /// Whoever the violation is about joined, under the adopted text, by a commit that its inviter went back from.
    fn was_welcomed_by_a_loser(&self) -> bool {
        let subject = self.subject();
        let welcomed = self.run.notes().filter_map(|(_, who, note)| match note {
            Note::Joined { wrap, .. } if Some(who) == subject => Some(*wrap),
            _ => None,
        });
        let welcomed: Vec<_> = welcomed.collect();
        let sent = self.run.notes().filter_map(|(entry, who, note)| match note {
            Note::WelcomeSent { group, wrap, commit: Some(_), .. } if welcomed.contains(wrap) => {
                Some((entry, who, group))
            }
            _ => None,
        });
        let sent: Vec<_> = sent.collect();
        let went_back = |entry: usize, who: &str, in_group: &str| {
            sent.iter().any(|(sent, inviter, group)| *inviter == who && *group == in_group && *sent <= entry)
        };
        let mut notes = self.run.notes();
        self.is_adopted()
            && notes.any(|(entry, who, note)| match note {
                Note::RolledBack { group, .. } => went_back(entry, who, group),
                _ => false,
            })
    }

    /// Somebody went back in the closing roll call of a group of the adopted text, and the fork lay at the horizon: before anybody spoke
    /// both sides were settled.
    fn was_healed_by_the_roll_call(&self) -> bool {
        let mut tips: BTreeMap<(&str, &str), u64> = BTreeMap::new();
        for (entry, who, note) in self.run.notes() {
            match note {
                Note::Epoch { group, state, .. } => drop(tips.insert((who, group), state.epoch)),
                Note::RolledBack { group, epoch } if entry >= self.run.roll_call => {
                    let tip = tips.get(&(who, group.as_str())).copied().unwrap_or_default();
                    if self.is_adopted() && tip.saturating_sub(*epoch) >= MAX_REWIND_COMMITS {
                        return true;
                    }
                }
                _ => {}
            }
        }
        false
    }

    /// The device counts a Welcome as seen by its bytes alone.
    fn goes_by_welcome_bytes(&self) -> bool {
        let knobs = self.device("device").map(|device| {
            let device = self.run.scenario.device(device);
            device.knobs.under(device.profile.unwrap_or(self.run.options.profile))
        });
        knobs.is_some_and(|knobs| knobs.equal_welcomes == EqualWelcomes::ByBytes)
    }

    /// The owner asked to leave, and was told that it is out.
    fn left_and_saw_it(&self) -> bool {
        self.noted(self.subject(), |note| matches!(note, Note::LeaveProposed { .. }))
            && self.noted(self.subject(), |note| matches!(note, Note::Removed { .. }))
    }

    /// Whoever the violation is about.
    fn subject(&self) -> Option<&str> {
        ["device", "owner", "installation"].into_iter().find_map(|role| self.device(role))
    }

    fn behaves(&self, role: &str) -> Behaviour {
        self.device(role).map(|device| self.run.scenario.device(device).behaviour).unwrap_or_default()
    }

    /// The relay of the cause sent a challenge (NIP-42); where the cause names none, some relay did.
    fn the_relay_asks(&self) -> bool {
        let meant = match self.violation.cause.part("relay") {
            Some(Part::Relay(relay)) => Some(relay),
            _ => None,
        };
        self.run.entries().any(|(_, entry)| match &entry.record {
            Record::Delivered { from, message: Wire::ToDevice(RelayMsg::Auth(_)), .. } => {
                meant.is_none_or(|relay| self.run.name(*from) == relay)
            }
            _ => false,
        })
    }

    /// The relay of the cause is so; where the cause names none, some relay is.
    fn some_relay(&self, is: impl Fn(&Personality) -> bool) -> bool {
        let meant = match self.violation.cause.part("relay") {
            Some(Part::Relay(relay)) => Some(relay),
            _ => None,
        };
        let relays = self.run.scenario.relays.iter().filter(|(name, _)| meant.is_none_or(|meant| meant == *name));
        relays.filter_map(|(_, relay)| relay.personality().ok()).any(|personality| is(&personality))
    }

    /// A relay refused the commit of the cause.
    fn commit_was_refused(&self) -> bool {
        match self.violation.cause.part("commit") {
            Some(Part::Event(commit)) => self.facts.roads.was_refused(commit),
            _ => false,
        }
    }

    fn noted(&self, device: Option<&str>, meant: impl Fn(&Note) -> bool) -> bool {
        self.run.notes().any(|(_, who, note)| device.is_none_or(|device| device == who) && meant(note))
    }

    /// The event was refused when the device was in an epoch before the one in which it was sent.
    fn was_early(&self) -> bool {
        let Some(device) = self.subject() else { return false };
        let hands_over = self.run.scenario.device(device).behaviour.early_event == EarlyEvent::HandOver;
        let refused = self.run.notes().find_map(|(entry, _, note)| match note {
            Note::Unreadable { event, epoch, .. } if entry == self.violation.entry => Some((event, *epoch)),
            _ => None,
        });
        let sent_in = |wanted| {
            self.run.notes().find_map(|(_, _, note)| match note {
                Note::CommitSent { event, epoch, .. } | Note::MessageSent { event, epoch, .. } if event == wanted => {
                    Some(*epoch)
                }
                _ => None,
            })
        };
        hands_over && refused.is_some_and(|(event, epoch)| sent_in(event).is_some_and(|sent| sent > epoch))
    }

    /// How many epochs the device had gone on since the one in which the commit of the cause was made.
    fn epochs_gone_on(&self) -> u64 {
        let commit = match self.violation.cause.part("commit") {
            Some(Part::Event(commit)) => *commit,
            _ => return 0,
        };
        let made_in = self.run.notes().find_map(|(_, _, note)| match note {
            Note::CommitSent { event, epoch, .. } if *event == commit => Some(*epoch),
            _ => None,
        });
        let before = self.run.notes().take_while(|(entry, ..)| *entry <= self.violation.entry);
        let reached = before.filter_map(|(_, who, note)| match note {
            Note::Epoch { state, .. } if Some(who) == self.device("device") => Some(state.epoch),
            _ => None,
        });
        reached.max().zip(made_in).map_or(0, |(reached, made_in)| reached.saturating_sub(made_in))
    }

    /// A KeyPackage of the owner has run out by the end.
    fn has_expired(&self) -> bool {
        let end = self.run.wall_clock(self.run.transcript.entries.len().saturating_sub(1));
        let lives = self.facts.chronicle.key_packages.values();
        lives.filter(|life| Some(life.device.as_str()) == self.subject()).any(|life| life.facts.lifetime.1 < end)
    }

    /// Somebody's clock is wrong.
    fn has_skew(&self) -> bool {
        let mut steps: Vec<_> = self.run.scenario.steps.iter().collect();
        let mut turned = false;
        while let Some(step) = steps.pop() {
            match &step.action {
                Action::Skew(actions::Skew { seconds }) => turned |= *seconds != 0,
                Action::Parallel(inner) => steps.extend(inner),
                _ => {}
            }
        }
        turned || self.run.devices.keys().any(|name| self.run.scenario.device(name).skew != 0)
    }

    /// The event was older than mdk-core takes when it was looked at.
    fn was_old(&self) -> bool {
        let event = self.run.notes().find_map(|(entry, _, note)| match note {
            Note::Unreadable { event, .. } if entry == self.violation.entry => Some(*event),
            _ => None,
        });
        let date = event.and_then(|event| self.facts.roads.event(&event)).map(|event| event.created_at.as_secs());
        date.is_some_and(|date| self.run.wall_clock(self.violation.entry).saturating_sub(date) > TOO_OLD_SECS)
    }

    fn was_invited_twice(&self) -> bool {
        let Some(account) = self.subject().map(|device| self.run.account_of(device)) else { return false };
        let invitations = self.facts.chronicle.invitations.iter().filter(|i| i.account == account);
        let own = self
            .facts
            .chronicle
            .groups(self.run)
            .into_values()
            .filter(|creator| self.run.account_of(creator) == account);
        invitations.count() + own.count() > 1
    }

    /// An installation of the account was wiped, retired, or went away for good.
    fn is_gone(&self) -> bool {
        let Some(account) = self.subject().map(|device| self.run.account_of(device)) else { return false };
        let mut views = self.run.final_views().iter();
        let lost = views.any(|(name, view)| self.run.account_of(name) == account && !view.online);
        lost || self
            .run
            .notes()
            .any(|(_, who, note)| self.run.account_of(who) == account && matches!(note, Note::Wiped { .. }))
    }

    /// The installation runs on the stored state of another, or another runs on its own.
    fn is_copy(&self) -> bool {
        self.noted(None, |note| matches!(note, Note::Restored { .. }))
            || self.noted(self.subject(), |note| matches!(note, Note::Wiped { .. }))
    }

    fn was_restored(&self, role: &str) -> bool {
        let device = self.device(role);
        let source = |from: &str| device == Some(crate::facts::device_of(from));
        device.is_some()
            && (self.noted(device, |note| matches!(note, Note::Restored { .. }))
                || self.noted(None, |note| matches!(note, Note::Restored { from } if source(from))))
    }

    fn declined(&self) -> bool {
        self.noted(self.subject(), |note| matches!(note, Note::InvitationDeclined { .. }))
    }

    /// Another device moved the account, and this one does not follow lists.
    fn stayed_behind(&self) -> bool {
        let Some(device) = self.subject() else { return false };
        let account = self.run.account_of(device);
        let moved = |who: &str, note: &Note| {
            who != device && self.run.account_of(who) == account && matches!(note, Note::Moved { follows: false, .. })
        };
        self.behaves("device").own_lists == OwnLists::Ignore && self.run.notes().any(|(_, who, note)| moved(who, note))
    }

    /// The device moved away from an inbox that it no longer reads.
    fn left_an_inbox(&self) -> bool {
        let leaves = ["device", "owner"].iter().any(|role| self.behaves(role).old_inbox == OldInbox::Leave);
        leaves && self.noted(self.subject(), |note| matches!(note, Note::Moved { .. }))
    }

    /// Another device had a KeyPackage of the device deleted.
    fn siblings_deleted(&self) -> bool {
        let lives = &self.facts.chronicle.key_packages;
        let own = |event| lives.get(event).is_some_and(|life| Some(life.device.as_str()) == self.subject());
        self.run.notes().any(|(_, who, note)| {
            Some(who) != self.subject() && matches!(note, Note::KeyPackageDeleted { event } if own(event))
        })
    }

    /// A relay said that it took a KeyPackage of the device, and forgot it.
    fn was_forgotten(&self) -> bool {
        let node = self.subject().and_then(|device| self.run.devices.get(device));
        self.run.entries().any(|(_, entry)| match &entry.record {
            Record::Fault { from, effect: Effect::Forget, message: Wire::ToRelay(ClientMsg::Event(event)), .. } => {
                Some(from) == node && is_key_package(event)
            }
            _ => false,
        })
    }

    /// The inviter takes one KeyPackage for each account, or the newest few.
    fn takes_one(&self) -> bool {
        let policy = match self.violation.cause.part("policy") {
            Some(Part::Policy(name)) => name.parse::<Policy>().ok(),
            _ => None,
        };
        policy.is_some_and(Policy::takes_few_per_account)
    }

    fn destroys_soon(&self) -> bool {
        let device = self.subject().map(|device| self.run.scenario.device(device).behaviour);
        device.is_some_and(|behaviour| behaviour.private_key == PrivateKeyDeletion::DeleteOnConfirm)
    }

    fn keeps_keys(&self) -> bool {
        self.behaves("device").private_key == PrivateKeyDeletion::Never
    }

    fn was_deleted(&self) -> bool {
        self.noted(self.subject(), |note| matches!(note, Note::KeyPackageDeleted { .. }))
    }

    fn welcomes_early(&self) -> bool {
        self.behaves("device").welcome_order == WelcomeOrder::WithCommit
    }

    /// Somebody left on mdk-core, which loses departures.
    fn somebody_leaves(&self) -> bool {
        !self.is_adopted() && self.noted(None, |note| matches!(note, Note::LeaveProposed { .. }))
    }

    /// The device did not hold the proposal that a commit carries out, and so does not know what became of its leaf since.
    fn missed_a_departure(&self) -> bool {
        let missing =
            |note: &Note| matches!(note, Note::Unreadable { why, .. } if why.means == Meaning::ProposalMissing);
        self.noted(self.subject(), missing)
    }

    /// No relay took a Welcome for the device.
    fn was_undeliverable(&self) -> bool {
        let of_device = |event: &nostr::EventId| {
            let maker = self.facts.chronicle.maker(event);
            maker.is_some_and(|(device, _)| Some(device) == self.subject())
        };
        self.noted(
            None,
            |note| matches!(note, Note::WelcomeUndeliverable { key_package, .. } if of_device(key_package)),
        )
    }

    fn somebody_crashed(&self) -> bool {
        self.noted(None, |note| matches!(note, Note::Crashed { .. }))
    }

    /// A device was killed between two writes of mdk-core. What it says and commits afterwards reaches the others, too.
    fn somebody_was_killed(&self) -> bool {
        let killed = |note: &Note| matches!(note, Note::Crashed { at: CrashPoint::BeforeWrite(_) });
        self.run.notes().any(|(entry, _, note)| entry <= self.violation.entry && killed(note))
    }

    /// An instance of mdk-core that the device ran has ended, or a second one ran beside it.
    fn was_opened_again(&self, role: &str) -> bool {
        let device = self.device(role);
        let again = |note: &Note| {
            matches!(note, Note::Restarted | Note::Crashed { .. } | Note::Restored { .. } | Note::Extension { .. })
        };
        device.is_some() && self.noted(device, again)
    }

    /// Two Welcomes were sent for one KeyPackage of the device.
    fn was_welcomed_twice(&self) -> bool {
        let Some(device) = self.subject() else { return false };
        let of_device = self.run.notes().filter_map(|(_, _, note)| match note {
            Note::WelcomeSent { key_package, .. } => {
                let life = self.facts.chronicle.key_packages.get(key_package)?;
                (life.device == device).then_some(&life.facts.reference)
            }
            _ => None,
        });
        let mut references: Vec<_> = of_device.collect();
        references.sort();
        references.windows(2).any(|pair| pair[0] == pair[1])
    }
}

/// The finding that explains a violation, for example `F-14`.
pub fn finding_of(run: &Run, facts: &Facts, invariant: &str, violation: &Violation) -> Option<&'static str> {
    let scene = Scene { run, facts, violation };
    let id = violation.cause.id;
    let fits = |known: &&Known| {
        known.invariant == invariant
            && known.what == id.what
            && (known.because.is_empty() || id.because.is_some_and(|because| known.because.contains(&because)))
            && (known.premise)(&scene)
    };
    KNOWN.iter().find(fits).map(|known| known.finding)
}
