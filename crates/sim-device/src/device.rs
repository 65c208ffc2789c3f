//! A device on a real MLS engine: the state machine that ties the parts together.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use nostr::{EventId, PublicKey, RelayUrl};
use sim_relay::{Filter, VerifiedEvent};

use crate::api::{
    Backup, Command, Device, DeviceConfig, DeviceView, GroupView, Input, Moment, Note, OpId, Output, Pending, Task,
};
use crate::behaviour::{InboxSince, Restart};
use crate::commit::{AppliedCommit, CommitInFlight, CommitRequest};
use crate::crash::{Crashes, Welcomes};
use crate::engine;
use crate::error::CommandError;
use crate::installation::{Backed, Installation};
use crate::invite::Inviting;
use crate::messages::Unsent;
use crate::mls::{MakeEngine, RatchetReader};
use crate::net::{Net, QueryId, Topic};
use crate::outbox::Outbox;
use crate::publications::Purpose;
use crate::sign_out::{OwnLookUp, SigningOut};
use crate::stored::Stored;

/// Relays that may hold one account's Welcomes, by account.
pub(crate) type Inboxes = BTreeMap<PublicKey, Vec<RelayUrl>>;

/// A [`Device`] on an MLS engine, mdk-core 0.8.0 unless another one is given.
pub struct MarmotDevice {
    pub(crate) config: DeviceConfig,
    pub(crate) at: Moment,
    pub(crate) net: Net,
    pub(crate) outbox: Outbox,
    pub(crate) install: Installation,
    engine: MakeEngine,
    alive: bool,
    online: bool,
    /// Commands under way: how many parts are open, and the first failure.
    pub(crate) ops: BTreeMap<OpId, (usize, Option<CommandError>)>,
    /// What a publication in flight is for.
    pub(crate) purposes: BTreeMap<EventId, (Option<OpId>, Purpose)>,
    pub(crate) inviting: BTreeMap<u64, Inviting>,
    pub(crate) next_inviting: u64,
    /// Which invitation a query in flight belongs to.
    pub(crate) lookups: BTreeMap<QueryId, u64>,
    pub(crate) commits_in_flight: BTreeMap<String, CommitInFlight>,
    pub(crate) applied_commits: BTreeMap<String, Vec<AppliedCommit>>,
    pub(crate) commits_waiting: BTreeMap<String, VecDeque<CommitRequest>>,
    /// Messages that the engine would not encrypt yet.
    pub(crate) messages_waiting: BTreeMap<String, VecDeque<Unsent>>,
    /// Welcomes of commits that the group has followed, kept until they are handed to the relays.
    pub(crate) unsent: Vec<Welcomes>,
    /// Welcomes of commits that lost before they were sent, in case their branch wins.
    pub(crate) held_welcomes: Vec<Welcomes>,
    /// Inbox relays that the account moved away from and that are still read.
    pub(crate) left: Vec<RelayUrl>,
    /// Date of the newest relay list of the own account, by kind.
    pub(crate) newest_lists: BTreeMap<u16, u64>,
    /// What the device asks about its own account.
    pub(crate) own_lookups: BTreeMap<QueryId, OwnLookUp>,
    pub(crate) signing_out: Option<SigningOut>,
    pub(crate) crashes: Crashes,
    timers: BTreeMap<(Duration, u64), Timer>,
    next_timer: u64,
    wake_asked: Option<Duration>,
}

/// NIP-59 lets a gift wrap be dated back by up to two days.
const WRAP_DATED_BACK_SECS: u64 = 172_800;

/// What a device wants to be reminded of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Timer {
    /// The KeyPackages that were looked up are to be used now.
    UseKeyPackages(u64),
    /// LC-05.
    PostJoinUpdate(String),
    /// A group event from the future is near enough to be read.
    FutureEvents(String),
    /// LC-08: this KeyPackage will expire before long.
    Refresh(EventId),
    /// LC-03: a KeyPackage has expired, and its private keys must go.
    Expired,
    /// The offer of this session does not hold any more, whatever the clock was set to since.
    OfferOver(String),
    /// MD-14: a sibling had time to add the device of this KeyPackage event to its groups; this device adds it to those that it
    /// alone is in.
    FillGaps(EventId),
}

impl Timer {
    /// Whether the application finds this date again when it is started anew.
    fn is_stored(&self) -> bool {
        !matches!(self, Self::UseKeyPackages(_) | Self::FutureEvents(_))
    }
}

impl MarmotDevice {
    /// Installs a device. Identifiers are drawn at once, so call this as the device's actor.
    pub fn install(config: DeviceConfig, at: Moment) -> (Self, Vec<Output>) {
        Self::install_on(engine::for_profile(), config, at)
    }

    /// The same on another MLS engine; every installation of the device gets one of its own.
    pub fn install_on(engine: MakeEngine, config: DeviceConfig, at: Moment) -> (Self, Vec<Output>) {
        let net = Net::new(&config);
        let install = Installation::new(1, &config, &engine, None);
        let mut device = Self {
            config,
            at,
            net,
            outbox: Outbox::default(),
            install,
            engine,
            alive: true,
            online: true,
            ops: BTreeMap::new(),
            purposes: BTreeMap::new(),
            inviting: BTreeMap::new(),
            next_inviting: 0,
            lookups: BTreeMap::new(),
            commits_in_flight: BTreeMap::new(),
            applied_commits: BTreeMap::new(),
            commits_waiting: BTreeMap::new(),
            messages_waiting: BTreeMap::new(),
            unsent: Vec::new(),
            held_welcomes: Vec::new(),
            left: Vec::new(),
            newest_lists: BTreeMap::new(),
            own_lookups: BTreeMap::new(),
            signing_out: None,
            crashes: Crashes::default(),
            timers: BTreeMap::new(),
            next_timer: 0,
            wake_asked: None,
        };
        device.note_installed();
        let out = device.finish();
        (device, out)
    }

    pub(crate) fn account(&self) -> PublicKey {
        self.config.keys.public_key()
    }

    pub(crate) fn note(&mut self, note: Note) {
        if !self.is_dead() {
            self.net.out.push(Output::Note(note));
        }
    }

    // ---- commands and their parts ------------------------------------------------------------------------------------

    /// Opens a part of a command; the command is done when every part is closed.
    pub(crate) fn begin(&mut self, op: Option<OpId>) {
        if let Some((open, _)) = op.and_then(|op| self.ops.get_mut(&op)) {
            *open += 1;
        }
    }

    /// Closes a part of a command.
    pub(crate) fn end(&mut self, op: Option<OpId>, result: Result<(), CommandError>) {
        let Some(op) = op.filter(|_| !self.is_dead()) else { return };
        let Some((open, failure)) = self.ops.get_mut(&op) else { return };
        *open -= 1;
        if let Err(why) = result {
            failure.get_or_insert(why);
        }
        if *open == 0 {
            let (_, failure) = self.ops.remove(&op).expect("found above");
            self.net.out.push(Output::Done(op, failure.map_or(Ok(()), Err)));
        }
    }

    fn command(&mut self, op: OpId, command: Command) {
        self.ops.insert(op, (1, None));
        let part = Some(op);
        let result = if self.alive { self.carry_out(part, command) } else { Err(CommandError::Retired) };
        self.end(part, result);
    }

    fn carry_out(&mut self, op: Option<OpId>, command: Command) -> Result<(), CommandError> {
        match command {
            Command::Start => self.start(op),
            Command::PublishKeyPackage(options) => self.publish_key_package(op, &options)?,
            Command::Rotate => self.rotate(op)?,
            Command::DeleteKeyPackages => self.delete_all_key_packages(op),
            Command::Restart => self.restart(op),
            Command::Extension { runs } => self.extension(runs),
            Command::Crash(point) => self.crash_at(point),
            Command::Reinstall { keep_client_id } => self.reinstall(op, keep_client_id),
            Command::Restore(backup) => self.restore(op, &backup)?,
            Command::Retire => self.retire(op),
            Command::SignOut(deletes) => self.sign_out(op, deletes),
            Command::Accept { group } => self.accept(&group)?,
            Command::Decline { group } => self.decline(&group)?,
            Command::MoveRelays { relays, key_package_relays } => self.move_relays(op, relays, key_package_relays)?,
            Command::ChangeGroup { group, change } => {
                self.request_commit(op, &group, CommitRequest::change(op, change))?
            }
            Command::GoOffline => self.set_online(false),
            Command::GoOnline => self.set_online(true),
            Command::CreateGroup { group, invite, relays, admins } => {
                self.create_group(op, group, invite, relays, admins)?
            }
            Command::Invite { group, invite } => self.invite(op, group, invite)?,
            Command::RemoveAccount { group, account } => {
                self.request_commit(op, &group, CommitRequest::remove(op, account))?
            }
            Command::RemoveLeaves { group, signature_keys } => {
                self.request_commit(op, &group, CommitRequest::remove_leaves(op, signature_keys))?
            }
            Command::Offer { groups, lasts } => self.offer(&groups, lasts)?,
            Command::Take(what) => self.take(what)?,
            Command::Sponsor { device } => self.sponsor(op, &device)?,
            Command::Leave { group } => self.leave(op, &group)?,
            Command::SelfUpdate { group } => self.request_commit(op, &group, CommitRequest::self_update(op))?,
            Command::Send { group, text, roll_call } => self.send(op, &group, &text, roll_call)?,
        }
        Ok(())
    }

    // ---- life cycle --------------------------------------------------------------------------------------------------

    /// Publishes the account's relay lists and listens for Welcomes.
    fn start(&mut self, op: Option<OpId>) {
        if let Some(lists) = self.config.lists.clone() {
            let mut relays =
                [lists.inbox.clone(), lists.key_packages.clone(), self.config.list_relays.clone()].concat();
            relays.sort();
            relays.dedup();
            self.publish_lists(op, &lists, &relays);
        }
        self.listen();
    }

    pub(crate) fn listen(&mut self) {
        self.listen_to_inbox();
        self.listen_to_own_lists();
        let labels: Vec<_> = self.install.book.groups.keys().cloned().collect();
        labels.iter().for_each(|label| self.listen_to_group(label));
    }

    /// Where gift wraps for the account may be.
    pub(crate) fn inbox_relays(&self) -> Vec<RelayUrl> {
        self.config.relays.iter().chain(&self.left).cloned().collect()
    }

    pub(crate) fn listen_to_inbox(&mut self) {
        let last_heard = self.install.book.last_heard;
        let since = match self.config.behaviour.inbox_since {
            InboxSince::Always => 0,
            InboxSince::TwoDaysBefore => last_heard.saturating_sub(WRAP_DATED_BACK_SECS),
            InboxSince::LastHeard => last_heard,
        };
        let wraps = Filter::new().kind(1059).tag('p', self.account().to_hex());
        let wraps = if since > 0 { wraps.since(since) } else { wraps };
        self.net.listen(Topic::Inbox, &self.inbox_relays(), vec![wraps]);
    }

    fn note_installed(&mut self) {
        let book = &self.install.book;
        let (client_id, slot) = (book.client_id.clone(), book.slot.clone());
        self.note(Note::Installed { installation: self.install.number, client_id, slot });
    }

    /// What it would find again if it were killed now.
    pub(crate) fn stored(&self) -> Stored {
        Stored {
            book: self.install.book.clone(),
            engine: self.install.mls.records(),
            outbox: self.outbox.stored(self.at.uptime),
            purposes: self.purposes.clone(),
            commits_in_flight: self.commits_in_flight.clone(),
            applied_commits: self.applied_commits.clone(),
            unsent: self.unsent.clone(),
            held_welcomes: self.held_welcomes.clone(),
            dates: self.timers.iter().filter(|(_, timer)| timer.is_stored()).map(|(k, t)| (*k, t.clone())).collect(),
        }
    }

    /// The application ends: whoever waits for a command learns that it is interrupted.
    pub(crate) fn interrupt(&mut self, because: &CommandError, but: Option<OpId>) {
        let interrupted: Vec<_> = self.ops.keys().copied().filter(|op| Some(*op) != but).collect();
        for op in interrupted.into_iter().rev() {
            self.ops.remove(&op);
            self.net.out.push(Output::Done(op, Err(because.clone())));
        }
    }

    /// The application is started with what was stored; all else is as new. The world has closed the connections by now.
    pub(crate) fn begin_again(&mut self, stored: Stored) {
        let Stored { book, engine, outbox, purposes, commits_in_flight, applied_commits, unsent, held_welcomes, dates } =
            stored;
        self.install.book = book;
        self.install.mls.put_back(&engine);
        if self.config.behaviour.restart == Restart::OpensAgain || self.install.mls.is_killed() {
            self.install.open_again();
        }
        self.net.begin_again();
        self.outbox = outbox;
        (self.purposes, self.commits_in_flight, self.applied_commits) = (purposes, commits_in_flight, applied_commits);
        self.purposes.values_mut().for_each(|(op, _)| *op = None);
        self.commits_in_flight.values_mut().for_each(CommitInFlight::forget_command);
        (self.unsent, self.held_welcomes, self.timers) = (unsent, held_welcomes, dates);
        self.inviting.clear();
        self.lookups.clear();
        self.own_lookups.clear();
        self.signing_out = None;
        self.commits_waiting.clear();
        self.messages_waiting.clear();
    }

    fn restart(&mut self, op: Option<OpId>) {
        self.interrupt(&CommandError::Restarted, op);
        self.begin_again(self.stored());
        self.note(Note::Restarted);
        self.listen();
        self.check_key_packages();
    }

    fn extension(&mut self, runs: bool) {
        self.install.mls.set_extension(runs);
        self.note(Note::Extension { runs });
    }

    fn reinstall(&mut self, op: Option<OpId>, keep_client_id: bool) {
        self.interrupt(&CommandError::Restarted, op);
        self.note(Note::Wiped { installation: self.install.number });
        let kept = keep_client_id.then_some(&self.install.book);
        self.install = Installation::new(self.install.number + 1, &self.config, &self.engine, kept);
        self.begin_again(Stored::of(&self.install));
        self.crashes = Crashes::default();
        self.note_installed();
        self.start(op);
    }

    /// Puts a copy of the backup in the place of everything stored. What was under way when it was made is not taken up again.
    fn restore(&mut self, op: Option<OpId>, backup: &Backup) -> Result<(), CommandError> {
        let known = backup.content::<Backed>().is_some_and(|backed| self.install.move_to(backed));
        if !known {
            return Err(CommandError::ForeignBackup { from: backup.name().to_owned() });
        }
        self.interrupt(&CommandError::Restarted, op);
        self.begin_again(Stored::of(&self.install));
        self.crashes = Crashes::default();
        self.remember_key_package_dates();
        self.remember_offers();
        self.note(Note::Restored { from: backup.name().to_owned() });
        let labels: Vec<_> = self.install.book.groups.keys().cloned().collect();
        labels.iter().for_each(|label| self.note_epoch(label, None));
        self.listen();
        Ok(())
    }

    pub(crate) fn is_online(&self) -> bool {
        self.online
    }

    pub(crate) fn retire(&mut self, op: Option<OpId>) {
        self.note(Note::Wiped { installation: self.install.number });
        self.interrupt(&CommandError::Restarted, op);
        self.begin_again(Stored::of(&self.install));
        self.crashes = Crashes::default();
        self.net.set_online(false, self.outbox.relays());
        (self.alive, self.online) = (false, false);
    }

    fn set_online(&mut self, online: bool) {
        if self.online != online {
            self.online = online;
            self.note(Note::Network { online });
            if online {
                self.outbox.start_over(self.at.uptime);
            }
            self.net.set_online(online, self.outbox.relays());
            if online && self.config.behaviour.inbox_since != InboxSince::Always {
                self.listen_to_inbox();
            }
        }
    }

    // ---- timers ------------------------------------------------------------------------------------------------------

    /// Asks for a reminder; one of each kind is enough.
    pub(crate) fn remind(&mut self, after: Duration, timer: Timer) {
        if matches!(timer, Timer::FutureEvents(_)) {
            self.timers.retain(|_, known| *known != timer);
        }
        self.timers.insert((self.at.uptime.saturating_add(after), self.next_timer), timer);
        self.next_timer += 1;
    }

    fn date_of(&self, timer: &Timer) -> Option<Duration> {
        self.timers.iter().find(|(_, known)| *known == timer).map(|((date, _), _)| *date)
    }

    fn timers_due(&mut self) {
        while let Some((&date, timer)) = self.timers.first_key_value() {
            if date.0 > self.at.uptime || self.is_dead() {
                break;
            }
            match timer.clone() {
                Timer::UseKeyPackages(invitation) => self.use_key_packages(invitation),
                Timer::PostJoinUpdate(group) => self.post_join_update(&group),
                Timer::FutureEvents(group) => self.read_group_events(&group),
                Timer::Refresh(key_package) => self.refresh_key_package(key_package),
                Timer::OfferOver(session) => self.end_offer(&session),
                Timer::FillGaps(key_package) => self.fill_gaps(key_package),
                Timer::Expired => self.forget_expired_key_packages(),
            }
            // A date is crossed out when its work is done.
            if !self.is_dead() {
                self.timers.remove(&date);
            }
        }
    }

    /// Lets the engine do what time alone brings about.
    fn engine_due(&mut self) {
        if !self.is_dead() && self.install.mls.next_wake().is_some_and(|due| due <= self.at.uptime) {
            self.before_library_writes();
            let outcome = self.install.mls.tick(self.at);
            self.take_outcome(outcome);
            let labels: Vec<_> = self.install.book.groups.keys().cloned().collect();
            labels.iter().for_each(|label| self.read_group_events(label));
        }
    }

    // ---- the pump ----------------------------------------------------------------------------------------------------

    /// Takes the outputs, and asks to be woken for whatever is due next.
    fn finish(&mut self) -> Vec<Output> {
        let own = self.timers.keys().map(|(t, _)| *t);
        let publications = self.outbox.next_due().filter(|_| self.online);
        let next = own.chain(self.net.next_due()).chain(publications).chain(self.install.mls.next_wake()).min();
        if let Some(next) = next {
            let asked = self.wake_asked.filter(|&t| t > self.at.uptime);
            if self.alive && asked.is_none_or(|asked| next < asked) {
                self.wake_asked = Some(next);
                self.net.out.push(Output::WakeAfter(next.saturating_sub(self.at.uptime)));
            }
        }
        std::mem::take(&mut self.net.out)
    }
}

impl Device for MarmotDevice {
    fn handle(&mut self, at: Moment, input: Input) -> Vec<Output> {
        self.at = at;
        match input {
            Input::Opened(relay) => {
                self.net.opened(&relay);
                self.outbox.opened(&relay, &mut self.net);
            }
            Input::Closed(relay) => self.net.closed(&relay, at.uptime),
            Input::Relay(relay, msg) => {
                self.install.book.last_heard = at.wall;
                let heard = self.received(&relay, msg);
                self.take_in(heard);
            }
            Input::Wake => {
                let heard = self.net_due();
                self.take_in(heard);
                if self.alive {
                    self.timers_due();
                    self.engine_due();
                }
            }
            Input::Command(op, command) => self.command(op, command),
        }
        self.come_back();
        self.finish()
    }

    fn pending(&self) -> Vec<Pending> {
        // Without a network nothing can be published, and only the script brings one: that is no work under way.
        let mut pending: Vec<_> = self.outbox.pending().filter(|_| self.online).collect();
        pending.extend(self.net.pending(self.outbox.relays()));
        pending.extend(self.commits_waiting.iter().filter(|(_, queue)| !queue.is_empty()).map(|(group, queue)| {
            Pending {
                task: Task::Commit,
                what: format!("{} further commits in {group}", queue.len()),
                waits_for: "the commit in flight".to_owned(),
                due: None,
            }
        }));
        pending.extend(self.inviting.iter().filter(|(_, i)| i.waits_for_time()).map(|(id, i)| Pending {
            task: Task::Invite,
            what: i.describe(),
            waits_for: "time".to_owned(),
            due: self.date_of(&Timer::UseKeyPackages(*id)),
        }));
        // The timer counts, not the date: an event whose time has come is still to be read until the timer has gone off.
        let ahead = self.timers.iter().filter_map(|((due, _), timer)| match timer {
            Timer::FutureEvents(group) => Some((group, *due)),
            _ => None,
        });
        pending.extend(ahead.map(|(group, due)| Pending {
            task: Task::FutureEvent,
            what: format!("read an event of {group} that is dated in the future"),
            waits_for: "time".to_owned(),
            due: Some(due),
        }));
        pending.extend(self.install.mls.next_wake().map(|due| Pending {
            task: Task::Engine,
            what: "let the MLS engine go on".to_owned(),
            waits_for: "time".to_owned(),
            due: Some(due),
        }));
        pending
    }

    fn view(&self) -> DeviceView {
        let book = &self.install.book;
        let groups = book.groups.iter().map(|(label, group)| {
            let view = GroupView {
                membership: group.membership,
                state: group.state.clone(),
                messages: group.messages.clone(),
                unread: group.early.len() + self.install.mls.deferred(&group.id),
                canonical: self.install.mls.canonical(&group.id),
            };
            (label.clone(), view)
        });
        let live = |kp: &&crate::installation::OwnKeyPackage| kp.acknowledged && kp.held && !kp.deleted;
        DeviceView {
            installation: self.install.number,
            alive: self.alive,
            online: self.online,
            groups: groups.collect(),
            invitations: book.invitations.keys().cloned().collect(),
            declined: book.declined.clone(),
            signature_keys: book.signature_keys.iter().cloned().collect(),
            crashes_to_come: self.crashes.to_come().collect(),
            key_packages: book.key_packages.values().filter(live).map(|kp| kp.facts.clone()).collect(),
            held_keys: book.key_packages.values().filter(|kp| kp.held).map(|kp| kp.facts.clone()).collect(),
        }
    }

    fn ratchet_reader(&self, event: &VerifiedEvent) -> Option<RatchetReader> {
        self.install.mls.ratchet_reader(event)
    }

    fn backup(&self) -> Option<Backup> {
        if !self.alive {
            return None;
        }
        let name = format!("{}#{}", self.config.name, self.install.number);
        Some(Backup::new(name, self.install.backed()))
    }

    fn installation(&self) -> u32 {
        self.install.number
    }
}
