//! Cases that a campaign files under a finding meet what the finding presupposes. Each premise is read off the run here, and shares
//! no code with the table of findings.

#[path = "common/parallel.rs"]
mod parallel;

use std::collections::{BTreeMap, BTreeSet};

use nostr::EventId;
use scenarios::Run;
use scenarios::explore::{CaseId, Family, Fingerprint, case, finding_of, fingerprints};
use scenarios::facts::Facts;
use scenarios::invariants::causes;
use scenarios::judge::judge_by;
use scenarios::simulate;
use scenarios::verdict::{Part, Violation};
use scenarios::world::Wire;
use sim_device::Note;
use sim_device::behaviour::{
    Auth, ForeignWelcome, HeldGroup, InboxSince, OwnCommit, PrivateKeyDeletion, SilentCommit, SlotReuse, WelcomeOrder,
};
use sim_engine::Record;
use sim_relay::{ClientMsg, RelayMsg};

/// Cases in all.
const CASES: usize = 1_000;

/// 45 days.
const TOO_OLD: u64 = 45 * 86_400;

/// A violation that is filed under a finding, and its run.
struct Filed<'r> {
    run: &'r Run,
    violation: &'r Violation,
}

impl Filed<'_> {
    /// The device that plays a role in the cause.
    fn device(&self, role: &str) -> &str {
        match self.violation.cause.part(role) {
            Some(Part::Device(device) | Part::Installation(device, _)) => device,
            other => panic!("{}: no device as {role}: {other:?}", self.violation.cause.id),
        }
    }

    /// Whoever it is about.
    fn whom(&self) -> &str {
        let roles = ["device", "owner", "installation"];
        self.device(roles.into_iter().find(|role| self.violation.cause.part(role).is_some()).unwrap_or("device"))
    }

    fn notes(&self) -> impl Iterator<Item = (usize, &str, &Note)> {
        self.run.notes()
    }

    fn any(&self, meant: impl Fn(&Note) -> bool) -> bool {
        self.notes().any(|(_, _, note)| meant(note))
    }

    /// Something that a device noted at or before the entry of the violation.
    fn before(&self, device: &str, meant: impl Fn(&Note) -> bool) -> bool {
        self.notes().any(|(entry, who, note)| entry <= self.violation.entry && who == device && meant(note))
    }

    /// The file of the case has one of these words.
    fn says_of_a_relay(&self, words: &[&str]) -> bool {
        let text = self.run.scenario.to_toml();
        words.iter().any(|word| text.contains(word))
    }

    fn behaviour(&self, role: &str) -> sim_device::Behaviour {
        self.run.scenario.device(self.device(role)).behaviour
    }

    /// The group event that the cause names, and the epoch in which it was made.
    fn event(&self) -> (EventId, u64) {
        let named = |role| match self.violation.cause.part(role) {
            Some(Part::Event(id)) => Some(*id),
            _ => None,
        };
        let (message, commit) = (named("message"), named("commit"));
        let made = self.notes().find_map(|(_, _, note)| match note {
            Note::MessageSent { message: id, event, epoch, .. } if Some(*id) == message => Some((*event, *epoch)),
            Note::CommitSent { event, epoch, .. } if Some(*event) == commit => Some((*event, *epoch)),
            _ => None,
        });
        made.expect("the cause names a message or a commit")
    }

    /// Seconds by which an event was dated before true time at the entry of the violation; negative: after it.
    fn age(&self, event: EventId) -> i64 {
        let (_, _, event) = self.run.published().into_iter().find(|(_, _, made)| made.id == event).unwrap();
        self.run.wall_clock(self.violation.entry) as i64 - event.created_at.as_secs() as i64
    }

    /// Did the event arrive when the device was in an earlier epoch of the group than the event?
    fn arrived_early(&self) -> bool {
        let (device, (event, sent_in)) = (self.whom(), self.event());
        let mut epoch: BTreeMap<&str, u64> = BTreeMap::new();
        let Some(Part::Group(group)) = self.violation.cause.part("group") else { return false };
        for (_, entry) in self.run.entries() {
            match &entry.record {
                Record::Note(who, Note::Epoch { group, state, .. }) if self.run.name(*who) == device => {
                    epoch.insert(group, state.epoch);
                }
                Record::Delivered { to, message: Wire::ToDevice(RelayMsg::Event { event: came, .. }), .. }
                    if self.run.name(*to) == device && came.id == event =>
                {
                    return epoch.get(group.as_str()).is_some_and(|epoch| *epoch < sent_in);
                }
                _ => {}
            }
        }
        false
    }

    /// Was an installation of the account ended, or is a device of it away at the end?
    fn somebody_is_gone(&self) -> bool {
        let account = self.run.account_of(self.whom());
        let of_account = |device: &str| self.run.account_of(device) == account;
        let wiped = self.notes().any(|(_, who, note)| of_account(who) && matches!(note, Note::Wiped { .. }));
        wiped || self.run.final_views().iter().any(|(name, view)| of_account(name) && !view.online)
    }

    /// Is a KeyPackage of this device past its lifetime at the entry of the violation?
    fn has_expired(&self, device: &str) -> bool {
        let now = self.run.wall_clock(self.violation.entry);
        self.before(
            device,
            |note| matches!(note, Note::KeyPackagePublished { key_package, .. } if key_package.lifetime.1 < now),
        )
    }

    /// Was anything of the account's looked up or made more than once?
    fn invited_more_than_once(&self) -> bool {
        let account = self.run.accounts[self.run.account_of(self.whom())];
        let by_others = self
            .notes()
            .filter(|(_, _, note)| matches!(note, Note::AccountInvited { account: of, .. } if *of == account));
        let own = self.notes().filter(|(_, who, note)| {
            self.run.account_of(who) == self.run.account_of(self.whom()) && matches!(note, Note::GroupCreated { .. })
        });
        by_others.count() + own.count() > 1
    }

    /// How many epochs the device that did not follow had gone on by then, after the one in which the commit was made.
    fn epochs_since_shared(&self) -> u64 {
        let (device, (_, made_in)) = (self.whom(), self.event());
        let epochs = self.notes().take_while(|(entry, ..)| *entry <= self.violation.entry);
        let reached = epochs.filter_map(|(_, who, note)| match note {
            Note::Epoch { state, .. } if who == device => Some(state.epoch),
            _ => None,
        });
        reached.max().unwrap_or_default().saturating_sub(made_in)
    }

    /// The run speaks the adopted text.
    fn is_adopted(&self) -> bool {
        self.run.options.profile.is_adopted()
    }

    /// How many epochs the device went on after one, in the whole run.
    fn reached_since(&self, epoch: u64) -> u64 {
        let reached = self.notes().filter_map(|(_, who, note)| match note {
            Note::Epoch { state, .. } if who == self.device("device") => Some(state.epoch),
            _ => None,
        });
        reached.max().unwrap_or_default().saturating_sub(epoch)
    }

    /// Did a relay refuse the event that the cause names?
    fn was_refused(&self) -> bool {
        let (event, _) = self.event();
        self.run.entries().any(|(_, entry)| match &entry.record {
            Record::Delivered { message: Wire::ToDevice(RelayMsg::Ok { id, accepted, .. }), .. } => {
                *id == event && !accepted
            }
            _ => false,
        })
    }

    /// Does the run have what the finding is about?
    fn meets(&self, finding: &str) -> bool {
        let restored = |note: &Note| matches!(note, Note::Restored { .. });
        let wiped = |note: &Note| matches!(note, Note::Wiped { .. });
        match finding {
            "F-01" => self.behaviour("device").own_commit == OwnCommit::MergePending,
            "F-03" => self.behaviour("device").foreign_welcome == ForeignWelcome::Join,
            "F-04" => self.arrived_early(),
            "F-05" => self.run.scenario.to_toml().contains("skew"),
            "F-06" => self.age(self.event().0) > TOO_OLD as i64,
            "F-07" => self.behaviour("installation").slot == SlotReuse::Fresh,
            "F-09" => self.invited_more_than_once(),
            "F-10" => self.somebody_is_gone(),
            "F-13" => self.any(restored) || self.any(wiped),
            "F-15" => {
                self.run.scenario.device(self.whom()).behaviour.private_key == PrivateKeyDeletion::DeleteOnConfirm
            }
            "F-16" => self.before(self.whom(), |note| matches!(note, Note::KeyPackageDeleted { .. })),
            "F-17" => {
                self.any(|note| matches!(note, Note::WelcomeSent { .. })) && {
                    let role = if self.violation.cause.part("inviter").is_some() { "inviter" } else { "device" };
                    self.behaviour(role).welcome_order == WelcomeOrder::WithCommit
                }
            }
            "F-18" | "F-32" | "F-43" => self.any(restored),
            "F-41" => self.epochs_since_shared() >= 5,
            "F-42" => self.any(|note| matches!(note, Note::NotReached { .. })),
            "F-44" => self.was_refused(),
            "F-48" => self.run.entries().any(|(_, entry)| {
                matches!(&entry.record, Record::Delivered { message: Wire::ToRelay(ClientMsg::Auth(_)), .. })
            }),
            "F-49" => self.says_of_a_relay(&["nostr-relay-py", "nostr-rs-relay", "nostr-relay-js"]),
            "F-50" => self.says_of_a_relay(&["strfry-1.1-next"]),
            "F-51" => self.says_of_a_relay(&["retention"]),
            "F-52" => self.says_of_a_relay(&["over_limit"]),
            "F-54" => self.says_of_a_relay(&["nostr-rs-relay", "nostr-relay-js"]),
            "F-53" => {
                let by_the_network =
                    matches!(self.run.transcript.entries[self.violation.entry].record, Record::Fault { .. });
                let programs = ["nostr-rs-relay", "nostr-relay-js", "rust-nostr", "nostr-relay-py"];
                by_the_network || self.says_of_a_relay(&programs)
            }
            "F-73" => self.is_adopted() && self.reached_since(self.event().1) > 5,
            "F-75" => {
                let welcomed = self.any(|note| matches!(note, Note::WelcomeSent { commit: Some(_), .. }));
                self.is_adopted() && welcomed && self.any(|note| matches!(note, Note::RolledBack { .. }))
            }
            "F-77" => {
                self.is_adopted() && {
                    let mut late = self.notes().filter(|(entry, ..)| *entry >= self.run.roll_call);
                    late.any(|(.., note)| matches!(note, Note::RolledBack { .. }))
                }
            }
            "F-79" => self.is_adopted() || self.says_of_a_relay(&["by-bytes"]),
            "F-83" => {
                let whom = self.whom().to_owned();
                let asked = self.before(&whom, |note| matches!(note, Note::LeaveProposed { .. }));
                self.is_adopted() && asked && self.before(&whom, |note| matches!(note, Note::Removed { .. }))
            }
            "F-45" => self.has_expired(self.whom()),
            "F-19" => self.any(|note| matches!(note, Note::LeaveProposed { .. })),
            "F-25" => self.behaviour("device").inbox_since == InboxSince::LastHeard,
            "F-28" => self.behaviour("device").private_key == PrivateKeyDeletion::Never,
            "F-30" => self.behaviour("device").held_group == HeldGroup::Process,
            "F-31" => self.any(|note| matches!(note, Note::RolledBack { .. })),
            "F-33" => self.before(self.device("sender"), |note| matches!(note, Note::RolledBack { .. })),
            "F-34" => self.notes().filter(|(_, _, note)| matches!(note, Note::WelcomeSent { .. })).count() > 1,
            "F-36" => self.run.scenario.to_toml().contains("limit"),
            "F-37" => self.any(|note| matches!(note, Note::WelcomeUndeliverable { .. })),
            "F-38" => self.before(self.device("inviter"), |note| matches!(note, Note::Crashed { .. })),
            "F-60" => self.any(|note| matches!(note, Note::InvitationDeclined { .. })),
            "F-61" | "F-62" => self.any(|note| matches!(note, Note::Moved { .. })),
            "F-64" => self.any(|note| matches!(note, Note::GiftWrapDeleted { .. })),
            "F-65" => self.run.scenario.device(self.whom()).behaviour.auth == Auth::Ignore,
            "F-66" => self.behaviour("device").silent_commit == SilentCommit::RollBack,
            "F-67" => self.any(|note| matches!(note, Note::KeyPackageDeleted { .. })),
            "F-68" => self.run.scenario.to_toml().contains("forget"),
            "F-46" => self.any(|note| {
                let ended = matches!(note, Note::Restarted | Note::Crashed { .. } | Note::Restored { .. });
                ended || matches!(note, Note::Extension { .. })
            }),
            "F-47" => self.run.scenario.to_toml().contains("before-write"),
            "F-39" => self.has_expired(self.device("owner")),
            "F-40" => self.run.devices.keys().any(|device| self.has_expired(device)),
            // What the cause itself says is all that these presuppose: the reason of a selection, or what stands in a commit.
            "F-11" | "F-12" | "F-14" | "F-20" | "F-21" | "F-26" | "F-35" => true,
            other => panic!("{other} has no premise in this test"),
        }
    }
}

/// A cause's kind is one that is declared, and names nobody and nothing of the run.
fn is_an_id(run: &Run, violation: &Violation) -> bool {
    let id = violation.cause.id;
    let word = |text: &str| text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    let names = run.devices.keys().chain(run.accounts.keys()).chain(run.relays.keys());
    causes().any(|known| known == id.what)
        && id.because.is_none_or(|because| !because.is_empty() && word(because))
        && names.into_iter().all(|name| id.because != Some(name.as_str()))
}

/// What one case shows.
#[derive(Default)]
struct Shown {
    filed: Vec<String>,
    new: Vec<String>,
    wrong: Vec<String>,
}

fn look(id: &CaseId) -> Shown {
    let case = case(*id);
    let run = simulate(&case.scenario, &case.options).unwrap();
    let facts = Facts::of(&run);
    let judgement = judge_by(&run, &facts);
    let ways = fingerprints(&run, &judgement);
    let mut shown = Shown::default();
    let mut causes: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
    for (name, verdict) in &judgement.invariants {
        for violation in verdict.violations() {
            let cause = violation.cause.id.to_string();
            if !is_an_id(&run, violation) {
                shown.wrong.push(format!("{} {}: {cause} is no id", id.family, id.index));
            }
            let parts: Vec<_> =
                ["group", "message", "leaf", "key_package", "key_packages", "inviter", "other", "reference"]
                    .map(|role| violation.cause.part(role).cloned())
                    .into();
            causes.entry((name, violation.entry, &violation.subject, parts)).or_default().insert(cause.clone());
            let way = Fingerprint { invariant: name.clone(), cause };
            if !ways.contains(&way) {
                continue;
            }
            match finding_of(&run, &facts, name, violation) {
                Some(finding) if !(Filed { run: &run, violation }).meets(finding) => {
                    let entry = violation.entry;
                    shown.wrong.push(format!(
                        "{} {} @{entry}: {way} is no {finding}: {}",
                        id.family,
                        id.index,
                        violation.text()
                    ));
                }
                Some(finding) => shown.filed.push(finding.to_owned()),
                None => shown.new.push(format!("{way} ({} {})", id.family, id.index)),
            }
        }
    }
    for ((name, entry, subject, _), ids) in causes.iter().filter(|(_, ids)| ids.len() > 1) {
        shown.wrong.push(format!("{} {} @{entry}: {name} of {subject} has causes {ids:?}", id.family, id.index));
    }
    shown
}

#[test]
fn every_violation_that_is_filed_under_a_finding_meets_its_premise_and_has_one_cause() {
    let of = |index: usize| CaseId {
        family: Family::ALL[index % Family::ALL.len()],
        seed: 1.into(),
        index: (index / Family::ALL.len()) as u64,
    };
    let cases: Vec<_> = (0..CASES).map(of).collect();
    let shown = parallel::each(&cases, look);
    let mut filed: BTreeMap<String, usize> = BTreeMap::new();
    shown.iter().flat_map(|shown| &shown.filed).for_each(|finding| *filed.entry(finding.clone()).or_default() += 1);
    println!("violations by finding: {filed:?}");
    let new: BTreeSet<_> = shown.iter().flat_map(|shown| &shown.new).collect();
    println!("new: {new:#?}");
    let wrong: Vec<_> = shown.iter().flat_map(|shown| &shown.wrong).collect();
    assert!(wrong.is_empty(), "{} wrong: {wrong:#?}", wrong.len());
    assert!(filed.len() >= 15, "{filed:?}");
}
