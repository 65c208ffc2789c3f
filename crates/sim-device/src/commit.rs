//! The life of a commit: build → publish → one relay's OK → apply → Welcomes. A failed publication discards it (CW-01, CW-02).

use std::collections::BTreeSet;

use nostr::{Event, EventId, PublicKey, RelayUrl, UnsignedEvent};
use sim_relay::VerifiedEvent;

use crate::api::{CommitKind, CrashPoint, GroupChange, Membership, Note, OpId, Undeliverable};
use crate::behaviour::WelcomeOrder;
use crate::crash::Welcomes;
use crate::device::{Inboxes, MarmotDevice};
use crate::envelope;
use crate::error::{Answers, CommandError};
use crate::group_data::titled;
use crate::mls::{self, Prepared};
use crate::publications::Purpose;

/// How often a commit that lost a race is built anew on the winner.
const ATTEMPTS: u32 = 3;

/// A change to a group that waits for its turn: an engine holds one staged commit per group.
#[derive(Clone, Debug)]
pub(crate) struct CommitRequest {
    op: Option<OpId>,
    change: Change,
    attempt: u32,
}

#[derive(Clone, Debug)]
enum Change {
    Add {
        picks: Vec<Event>,
        inboxes: Inboxes,
    },
    Remove(PublicKey),
    RemoveLeaves(BTreeSet<String>),
    SelfUpdate,
    Data(GroupChange),
    /// The engine built and staged it on its own: in answer to a SelfRemove proposal, or anew after a rollback.
    Staged(VerifiedEvent, CommitKind),
}

impl Change {
    /// The same for the engine, or the commit that it has staged already.
    fn for_engine(&self, label: &str) -> Result<mls::Change<'_>, &VerifiedEvent> {
        Ok(match self {
            Self::Add { picks, .. } => mls::Change::Add(picks),
            Self::Remove(account) => mls::Change::Remove(*account),
            Self::RemoveLeaves(signature_keys) => mls::Change::RemoveLeaves(signature_keys),
            Self::SelfUpdate => mls::Change::SelfUpdate,
            Self::Data(GroupChange::Promote(account)) => mls::Change::Promote(*account),
            Self::Data(GroupChange::Demote(account)) => mls::Change::Demote(*account),
            Self::Data(GroupChange::Disband) => mls::Change::Disband,
            Self::Data(GroupChange::Siblings { allowed }) => mls::Change::Siblings(*allowed),
            Self::Data(GroupChange::Update { title, relays, admins }) => {
                let name = title.as_ref().map(|title| titled(label, title));
                mls::Change::Describe { name, relays: relays.as_deref(), admins: admins.as_deref() }
            }
            Self::Staged(staged, _) => return Err(staged),
        })
    }
}

impl CommitRequest {
    fn new(op: Option<OpId>, change: Change) -> Self {
        Self { op, change, attempt: 1 }
    }

    pub(crate) fn add(op: Option<OpId>, picks: Vec<Event>, inboxes: Inboxes) -> Self {
        Self::new(op, Change::Add { picks, inboxes })
    }

    pub(crate) fn remove(op: Option<OpId>, account: PublicKey) -> Self {
        Self::new(op, Change::Remove(account))
    }

    pub(crate) fn remove_leaves(op: Option<OpId>, signature_keys: BTreeSet<String>) -> Self {
        Self::new(op, Change::RemoveLeaves(signature_keys))
    }

    pub(crate) fn self_update(op: Option<OpId>) -> Self {
        Self::new(op, Change::SelfUpdate)
    }

    pub(crate) fn change(op: Option<OpId>, change: GroupChange) -> Self {
        Self::new(op, Change::Data(change))
    }

    fn kind(&self) -> CommitKind {
        match self.change {
            Change::Add { .. } => CommitKind::Add,
            Change::Remove(_) => CommitKind::Remove,
            Change::RemoveLeaves(_) => CommitKind::RemoveDevice,
            Change::SelfUpdate => CommitKind::SelfUpdate,
            Change::Data(_) => CommitKind::GroupData,
            Change::Staged(_, what) => what,
        }
    }
}

/// To whom a Welcome goes.
pub(crate) struct Addressee {
    pub account: PublicKey,
    /// The KeyPackage event that was used.
    pub key_package: EventId,
    /// Inbox relays of the account, if they are known.
    pub relays: Option<Vec<RelayUrl>>,
}

/// An own commit that the group followed: if a better one of the same epoch turns up, it has to be built again.
#[derive(Clone)]
pub(crate) struct AppliedCommit {
    built_in: u64,
    request: CommitRequest,
}

/// A commit that was published and is not yet acknowledged.
#[derive(Clone)]
pub(crate) struct CommitInFlight {
    request: CommitRequest,
    built_in: u64,
    event: VerifiedEvent,
    rumors: Vec<UnsignedEvent>,
    /// Authenticator of the epoch that this commit leads to.
    leads_to: Option<Vec<u8>>,
}

impl CommitInFlight {
    pub(crate) fn event(&self) -> &VerifiedEvent {
        &self.event
    }

    /// Nobody waits for it any more, but it still has to be acknowledged.
    pub(crate) fn forget_command(&mut self) {
        self.request.op = None;
    }
}

impl MarmotDevice {
    /// Whether this is the commit that the group's device waits for.
    pub(crate) fn awaits(&self, group: &str, event: EventId) -> bool {
        self.commits_in_flight.get(group).is_some_and(|commit| commit.event.id == event)
    }

    /// Whether the device holds the Welcomes of this commit itself, and sends them when the group has followed it.
    pub(crate) fn has_welcomes_of(&self, group: &str, commit: Option<EventId>) -> bool {
        let in_flight = self.commits_in_flight.get(group);
        in_flight.is_some_and(|own| Some(own.event.id) == commit && !own.rumors.is_empty())
    }

    /// The engine has staged this commit by itself.
    pub(crate) fn commit_staged(&mut self, group: &str, event: VerifiedEvent, what: CommitKind) {
        self.commit_first(group, CommitRequest::new(None, Change::Staged(event, what)));
    }

    /// What the engine has staged goes before everything that waits.
    pub(crate) fn commit_first(&mut self, group: &str, request: CommitRequest) {
        self.commits_waiting.entry(group.to_owned()).or_default().push_front(request);
        self.next_commit(group);
    }

    /// Queues a change to the group; it is built when no other commit of this device is in flight.
    pub(crate) fn request_commit(
        &mut self,
        op: Option<OpId>,
        group: &str,
        request: CommitRequest,
    ) -> Result<(), CommandError> {
        self.active_group(group)?;
        self.begin(op);
        self.commits_waiting.entry(group.to_owned()).or_default().push_back(request);
        self.next_commit(group);
        Ok(())
    }

    pub(crate) fn next_commit(&mut self, group: &str) {
        if self.commits_in_flight.contains_key(group) {
            return;
        }
        let Some(request) = self.commits_waiting.get_mut(group).and_then(|queue| queue.pop_front()) else { return };
        let op = request.op;
        if let Err(why) = self.build_and_publish(group, request) {
            self.end(op, Err(why));
            self.next_commit(group);
        }
    }

    fn build_and_publish(&mut self, group: &str, request: CommitRequest) -> Result<(), CommandError> {
        let (id, relays, epoch) = {
            let book = self.active_group(group)?;
            (book.id.clone(), book.data.relays.clone(), book.state.epoch)
        };
        self.before_library_writes();
        let prepared = match request.change.for_engine(group) {
            Ok(change) => self.install.mls.prepare(self.at, &id, &change),
            Err(staged) => Ok(Some(Prepared { event: staged.clone(), welcomes: Vec::new() })),
        };
        let Some(Prepared { event, welcomes: rumors }) = prepared.map_err(CommandError::Library)? else {
            self.commits_waiting.entry(group.to_owned()).or_default().push_front(request);
            return Ok(());
        };
        if self.dies_at(CrashPoint::CommitBuilt) {
            return Ok(());
        }
        let leads_to = self.install.mls.leads_to(&id);
        self.note(Note::CommitSent { group: group.to_owned(), event: event.id, what: request.kind(), epoch });
        let early_welcomes = self.config.behaviour.welcome_order == WelcomeOrder::WithCommit;
        if let (true, Change::Add { picks, inboxes }) = (early_welcomes, &request.change) {
            let welcomes = Welcomes {
                group: group.to_owned(),
                rumors: rumors.clone(),
                picks: picks.clone(),
                inboxes: inboxes.clone(),
                commit: Some(event.id),
            };
            self.note_invited(&welcomes);
            self.send_welcomes(request.op, &welcomes);
        }
        self.publish(request.op, event.clone(), &relays, Purpose::Commit { group: group.to_owned() });
        self.commits_in_flight
            .insert(group.to_owned(), CommitInFlight { request, built_in: epoch, event, rumors, leads_to });
        Ok(())
    }

    pub(crate) fn commit_acknowledged(&mut self, group: &str, id: EventId) {
        if !self.awaits(group, id) || self.dies_at(CrashPoint::CommitTaken) {
            return;
        }
        // It is crossed out when the engine has followed it: who is killed in between does it again.
        let Some(commit) = self.commits_in_flight.get(group).cloned() else { return };
        self.mark_own_event(group, commit.event.clone());
        self.note(Note::CommitAcknowledged { group: group.to_owned(), event: id });
        let op = commit.request.op;
        let applied = self.apply_own(group, &commit);
        if self.is_dead() {
            return;
        }
        self.commits_in_flight.remove(group);
        if applied {
            let applied = AppliedCommit { built_in: commit.built_in, request: commit.request.clone() };
            self.applied_commits.entry(group.to_owned()).or_default().push(applied);
            self.announce(group, commit);
            self.end(op, Ok(()));
        } else if self.is_kept(group, id) {
            self.hold_welcomes(group, commit);
            self.end(op, Ok(()));
        } else {
            let why = CommandError::LostItsRace { group: group.to_owned() };
            self.note(Note::CommitAbandoned { group: group.to_owned(), event: id, why });
            self.try_again(group, commit.request);
        }
        self.read_group_events(group);
    }

    /// Applies the acknowledged commit; true if the group is now where this very commit leads.
    fn apply_own(&mut self, group: &str, commit: &CommitInFlight) -> bool {
        let Some(id) = self.install.book.groups.get(group).map(|book| book.id.clone()) else { return false };
        self.before_library_writes();
        let outcome = self.install.mls.confirm(self.at, &id, &commit.event);
        self.take_outcome(outcome);
        let here = self.install.book.groups.get(group).map(|book| book.state.authenticator.clone());
        // An engine can say yes to an own commit that lost its race too, so ask the group where it is.
        commit.leads_to.as_ref().is_some_and(|wanted| here == Some(hex::encode(wanted)))
    }

    fn is_kept(&self, group: &str, commit: EventId) -> bool {
        self.install.book.groups.get(group).is_some_and(|book| self.install.mls.keeps(&book.id, commit))
    }

    fn announce(&mut self, group: &str, commit: CommitInFlight) {
        let op = commit.request.op;
        if let Some(welcomes) = self.welcomes_after(group, commit) {
            self.welcome_everybody(op, welcomes);
        }
    }

    /// The Welcomes that this commit still owes.
    fn welcomes_after(&self, group: &str, commit: CommitInFlight) -> Option<Welcomes> {
        let Change::Add { picks, inboxes } = commit.request.change else { return None };
        let (group, rumors, event) = (group.to_owned(), commit.rumors, Some(commit.event.id));
        let welcomes = Welcomes { group, rumors, picks, inboxes, commit: event };
        (self.config.behaviour.welcome_order == WelcomeOrder::AfterAck).then_some(welcomes)
    }

    /// The engine keeps the commit, and another branch is better: whom it adds is welcome when its branch wins, not before.
    fn hold_welcomes(&mut self, group: &str, commit: CommitInFlight) {
        let welcomes = self.welcomes_after(group, commit);
        self.held_welcomes.extend(welcomes);
    }

    /// The group has followed this commit: its Welcomes, if they were held back, go out. Those of commits that the engine has forgotten
    /// never will.
    pub(crate) fn welcome_after_all(&mut self, group: &str, commit: Option<EventId>) {
        let held = std::mem::take(&mut self.held_welcomes);
        let (due, held): (Vec<_>, Vec<_>) =
            held.into_iter().partition(|welcomes| welcomes.group == group && welcomes.commit == commit);
        let is_kept = |welcomes: &Welcomes| welcomes.commit.is_some_and(|commit| self.is_kept(&welcomes.group, commit));
        self.held_welcomes = held.into_iter().filter(is_kept).collect();
        due.into_iter().for_each(|welcomes| self.welcome_everybody(None, welcomes));
    }

    /// The commit lost a race: build the same change on the winner, a bounded number of times.
    fn try_again(&mut self, group: &str, mut request: CommitRequest) {
        let op = request.op;
        request.attempt += 1;
        let pointless = matches!(request.change, Change::Staged(..)) || request.attempt > ATTEMPTS;
        if pointless {
            return self.end(op, Err(CommandError::LostItsRace { group: group.to_owned() }));
        }
        self.commits_waiting.entry(group.to_owned()).or_default().push_front(request);
    }

    /// A rollback undid these own commits; what they did is still wanted. With `again` they are built when the winner has been followed.
    pub(crate) fn undo_commits(&mut self, group: &str, back_to: u64, again: bool) {
        let applied = self.applied_commits.entry(group.to_owned()).or_default();
        let undone: Vec<_> = applied.extract_if(.., |commit| commit.built_in >= back_to).collect();
        for mut commit in undone.into_iter().filter(|_| again) {
            commit.request.op = None;
            self.try_again(group, commit.request);
        }
    }

    pub(crate) fn commit_failed(&mut self, group: &str, id: EventId, answers: Answers) {
        if !self.awaits(group, id) {
            return;
        }
        let Some(commit) = self.commits_in_flight.remove(group) else { return };
        if !self.install.mls.follows_failed_commits() {
            self.mark_own_event(group, commit.event.clone());
        }
        self.before_library_writes();
        let given_up = self.install.book.groups.get(group).map(|book| self.install.mls.fail(self.at, &book.id, id));
        let why = CommandError::of_answers(id, answers);
        self.note(Note::CommitAbandoned { group: group.to_owned(), event: id, why: why.clone() });
        self.end(commit.request.op, Err(why));
        self.take_outcome(given_up.unwrap_or_default());
        self.read_group_events(group);
    }

    /// One gift wrap per rumor, to the inbox relays of the account (CID-12, CID-13, WD-07).
    pub(crate) fn send_welcomes(&mut self, op: Option<OpId>, welcomes: &Welcomes) {
        let Welcomes { group, rumors, picks, inboxes, commit } = welcomes;
        for (rumor, pick) in rumors.iter().zip(picks) {
            let relays = inboxes.get(&pick.pubkey).cloned();
            let addressee = Addressee { account: pick.pubkey, key_package: pick.id, relays };
            self.send_welcome(op, group, rumor, addressee, *commit);
        }
    }

    pub(crate) fn send_welcome(
        &mut self,
        op: Option<OpId>,
        group: &str,
        rumor: &UnsignedEvent,
        Addressee { account, key_package, relays }: Addressee,
        commit: Option<EventId>,
    ) {
        let group = group.to_owned();
        let wrap = match envelope::wrap(&self.config.keys, &account, rumor) {
            Ok(wrap) => wrap,
            Err(why) => {
                let why = Undeliverable::NotWrapped(why);
                return self.note(Note::WelcomeUndeliverable { group, key_package, wrap: None, why });
            }
        };
        let relays = relays.unwrap_or_else(|| self.config.relays.clone());
        let (id, bytes) = (wrap.id, wrap.as_json().len());
        self.note(Note::WelcomeSent { group: group.clone(), account, key_package, wrap: id, bytes, commit });
        self.publish(op, wrap, &relays, Purpose::Welcome { group, key_package });
    }

    /// LC-05.
    pub(crate) fn post_join_update(&mut self, group: &str) {
        if self.install.book.groups.get(group).is_some_and(|book| book.membership == Membership::Active) {
            let _ = self.request_commit(None, group, CommitRequest::self_update(None));
        }
    }
}
