//! Why two members of a group are not in one epoch.
//!
//! ```text
//!   lineages part ──> the commit that one of them did not follow ──> where its road ended, or what the device said of it
//!        └─ none in common ──> the Welcome that brought the device to where it is
//! ```

use nostr::EventId;
use sim_device::{Note, Said};

use crate::facts::{End, Facts, Lineage, device_of};
use crate::run::Run;
use crate::verdict::{Cause, Part, What};

/// Two members of a group.
struct Apart<'r> {
    run: &'r Run,
    facts: &'r Facts,
    group: &'r str,
    /// Who did not follow.
    stuck: &'r str,
    /// Who is where the group is.
    other: &'r str,
}

/// The cause, and the entry that shows it. The first of the two is the one that the verdict is about.
pub(super) fn of<'r>(run: &'r Run, facts: &'r Facts, group: &'r str, pair: [&'r str; 2]) -> (usize, Cause) {
    let [device, reference] = pair;
    let apart = |stuck, other| Apart { run, facts, group, stuck, other };
    let (here, there) = (Lineage::of(run, device, group), Lineage::of(run, reference, group));
    if let Some(found) = apart(device, reference).way_in().or_else(|| apart(reference, device).way_in()) {
        return found;
    }
    let Some(parting) = here.parting(&there) else { return apart(device, reference).never_together(&here) };
    match (parting.own.map(|stage| stage.by), parting.others.map(|stage| stage.by)) {
        (None, Some(Some(missed))) => apart(device, reference).missed(missed, parting.shared.entry),
        (Some(Some(missed)), None) => apart(reference, device).missed(missed, parting.shared.entry),
        (Some(Some(own)), Some(Some(others))) if facts.roads.is_better(&own, &others) => {
            apart(reference, device).stayed(others, own)
        }
        (Some(Some(own)), Some(Some(others))) => apart(device, reference).stayed(own, others),
        _ => apart(device, reference).never_together(&here),
    }
}

impl Apart<'_> {
    fn named(&self, what: What) -> Cause {
        let epoch = |device: &str| {
            let seen = self.run.final_views().get(device).and_then(|view| view.groups.get(self.group));
            Part::Number(seen.map_or(0, |seen| seen.state.epoch))
        };
        Cause::new(what)
            .with("device", Part::device(self.stuck))
            .with("other", Part::device(self.other))
            .with("group", Part::group(self.group))
            .with("epoch", epoch(self.stuck))
            .with("others_epoch", epoch(self.other))
    }

    fn author(&self, commit: &EventId) -> Option<&str> {
        self.run.notes().find_map(|(_, who, note)| match note {
            Note::CommitSent { event, .. } if event == commit => Some(who),
            _ => None,
        })
    }

    fn of_commit(&self, what: What, commit: EventId) -> Cause {
        let author = self.author(&commit).unwrap_or("nobody known");
        self.named(what).with("commit", Part::Event(commit)).with("author", Part::device(author))
    }

    /// What the device said last of an event that it could not use.
    fn refusal(&self, event: &EventId) -> Option<(usize, &Said)> {
        let said = self.run.notes().filter_map(|(entry, who, note)| match note {
            Note::Unreadable { event: of, why, .. } if who == self.stuck && of == event => Some((entry, why)),
            _ => None,
        });
        said.last()
    }

    /// A commit that the others followed, and this device did not.
    fn missed(&self, commit: EventId, since: usize) -> (usize, Cause) {
        if let Some(found) = self.own_commit(commit).or_else(|| self.copys_commit(commit)) {
            return found;
        }
        let Some(&node) = self.run.devices.get(self.stuck) else {
            return (since, self.of_commit(What::CommitLost, commit));
        };
        let ended = self.facts.roads.end(&commit, node);
        if ended.end != End::Arrived {
            let cause = self
                .of_commit(What::CommitLost, commit)
                .because(ended.end.id())
                .with("end", Part::Term(ended.end.words()))
                .with_some("relay", ended.relay.map(|relay| Part::Relay(self.run.name(relay).to_owned())))
                .with_some("also", ended.also.map(Part::Entry));
            return (ended.entry.unwrap_or(since), cause);
        }
        match self.refusal(&commit) {
            Some((entry, why)) => {
                let cause = self.of_commit(What::CommitNotUsable, commit);
                (entry, cause.because(why.means.id()).with("words", Part::said(why)))
            }
            None => (ended.entry.unwrap_or(since), self.of_commit(What::CommitNotRead, commit)),
        }
    }

    /// Its own commit, which it gave up or forgot.
    fn own_commit(&self, commit: EventId) -> Option<(usize, Cause)> {
        let made = self.run.notes().find_map(|(entry, who, note)| match note {
            Note::CommitSent { event, .. } if *event == commit && who == self.stuck => Some(entry),
            _ => None,
        })?;
        let after = || self.run.notes().filter(move |(entry, who, _)| *entry > made && *who == self.stuck);
        let restored = after().find(|(.., note)| matches!(note, Note::Restored { .. }));
        if let Some((entry, ..)) = restored {
            let entry = self.refusal(&commit).map_or(entry, |(refused, _)| refused);
            return Some((entry, self.of_commit(What::OwnCommitForgotten, commit)));
        }
        let given_up =
            after().find(|(.., note)| matches!(note, Note::CommitAbandoned { event, .. } if *event == commit));
        given_up.map(|(entry, ..)| (entry, self.of_commit(What::CommitGivenUp, commit)))
    }

    /// The commit of a copy, or of what this device is a copy of.
    fn copys_commit(&self, commit: EventId) -> Option<(usize, Cause)> {
        let author = self.author(&commit)?;
        let copied = self.run.notes().find_map(|(entry, who, note)| match note {
            Note::Restored { from } => {
                let pair = [who, device_of(from)];
                (pair[0] != pair[1] && pair.contains(&author) && pair.contains(&self.stuck)).then_some(entry)
            }
            _ => None,
        })?;
        let cause = self.of_commit(What::CopySharesLeaf, commit);
        let cause = cause.with("copy", Part::device(author)).with("copied", Part::Entry(copied));
        Some((self.refusal(&commit).map_or(copied, |(entry, _)| entry), cause))
    }

    /// It went on with one commit although a better one of the same epoch was there.
    fn stayed(&self, own: EventId, better: EventId) -> (usize, Cause) {
        let (entry, missed) = self.missed(better, 0);
        if !matches!(missed.id.what, What::CommitNotUsable | What::CommitNotRead) {
            return (entry, missed);
        }
        let further = self.commits_between(own, entry);
        let mut cause = self.of_commit(What::BetterCommitNotFollowed, better).with("own", Part::Event(own));
        cause.id.because = missed.id.because;
        let cause = cause.with_some("words", missed.part("words").cloned());
        (entry, cause.with_some("further", (further > 0).then_some(Part::Number(further))))
    }

    /// How many epochs the device went on after its own commit, before an entry.
    fn commits_between(&self, own: EventId, before: usize) -> u64 {
        let epochs =
            self.run.notes().take_while(|(entry, ..)| *entry < before).filter_map(|(_, who, note)| match note {
                Note::Epoch { group, by, state } if who == self.stuck && group == self.group => {
                    Some((*by, state.epoch))
                }
                _ => None,
            });
        let epochs: Vec<_> = epochs.collect();
        let at = epochs.iter().rev().find(|(by, _)| *by == Some(own)).map(|(_, epoch)| *epoch);
        let last = epochs.last().map(|(_, epoch)| *epoch);
        last.zip(at).map_or(0, |(last, at)| last.saturating_sub(at))
    }

    /// What is wrong with the Welcome that brought the device to where it is, if anything.
    fn way_in(&self) -> Option<(usize, Cause)> {
        let joined = self.run.notes().filter_map(|(entry, who, note)| match note {
            Note::Joined { group, wrap, .. } if who == self.stuck && group == self.group => Some((entry, *wrap)),
            _ => None,
        });
        let joined: Vec<_> = joined.collect();
        let (last, wrap) = *joined.last()?;
        if let Some((before, _)) = joined.iter().rev().nth(1) {
            let left = |note: &Note| match note {
                Note::Removed { group } => group == self.group,
                Note::Wiped { .. } | Note::Restored { .. } => true,
                _ => false,
            };
            let mut between =
                self.run.notes().filter(|(entry, who, _)| (*before..last).contains(entry) && *who == self.stuck);
            if !between.any(|(.., note)| left(note)) {
                return Some((last, self.named(What::SecondWelcomeTaken).with("wrap", Part::Event(wrap))));
            }
        }
        self.undone(last, wrap)
    }

    /// The device joined by a commit that its inviter went back from or gave up.
    fn undone(&self, joined: usize, welcome: EventId) -> Option<(usize, Cause)> {
        let (sent, inviter, commit) = self.run.notes().find_map(|(entry, who, note)| match note {
            Note::WelcomeSent { wrap, commit: Some(commit), .. } if *wrap == welcome => Some((entry, who, *commit)),
            _ => None,
        })?;
        let built_in = self.run.notes().find_map(|(_, _, note)| match note {
            Note::CommitSent { event, epoch, .. } if *event == commit => Some(*epoch),
            _ => None,
        })?;
        let undone = |note: &Note| match note {
            Note::RolledBack { group, epoch } if group == self.group && *epoch <= built_in => {
                Some(("went-back", "went back from"))
            }
            Note::CommitAbandoned { event, .. } if *event == commit => Some(("gave-up", "gave up")),
            _ => None,
        };
        let after = self.run.notes().filter(|(entry, who, _)| *entry >= sent && *who == inviter);
        let (entry, (id, words)) = after.filter_map(|(entry, _, note)| Some((entry, undone(note)?))).next()?;
        let cause = self
            .of_commit(What::JoinedByUndoneCommit, commit)
            .because(id)
            .with("undone", Part::Term(words))
            .with("inviter", Part::device(inviter))
            .with("wrap", Part::Event(welcome));
        Some((entry.max(joined), cause))
    }

    /// No epoch is shared: the device is where its Welcome or its backup brought it, and did not get on.
    fn never_together(&self, own: &Lineage) -> (usize, Cause) {
        let came = own.stages.first().map_or(0, |stage| stage.entry);
        let refused = self.run.notes().filter_map(|(entry, who, note)| match note {
            Note::Unreadable { group, event, .. } if who == self.stuck && group == self.group && entry > came => {
                Some(*event)
            }
            _ => None,
        });
        match refused.filter(|event| self.author(event).is_some()).last() {
            Some(commit) => self.missed(commit, came),
            None => (came, self.named(What::NoCommonEpoch)),
        }
    }
}
