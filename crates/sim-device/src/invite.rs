//! Inviting: look up an account's relays and KeyPackages, choose, and hand the choice to a commit.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use marmot_rules::decisions::{AlreadyMember, SameRef};
use marmot_rules::relay_list::{self, KIND_INBOX_LIST};
use marmot_rules::{Profile, Reason, Requirements, SelectInput, select_verified};
use nostr::{Event, EventId, PublicKey, RelayUrl};
use sim_relay::{Filter, VerifiedEvent};

use crate::api::{DeviceConfig, Invitee, Leaf, Note, OpId};
use crate::behaviour::{MissingInbox, OwnSiblings};
use crate::commit::CommitRequest;
use crate::crash::Welcomes;
use crate::device::{Inboxes, MarmotDevice, Timer};
use crate::error::{CommandError, LookUps, NotReached};
use crate::mls::Founding;
use crate::net::QueryId;
use crate::pairing::Overlay;
use crate::search::Search;

/// Kinds of the lists that say where an account's gift wraps and its KeyPackages are (WD-01, KP-15, KP-16).
pub(crate) const fn list_kinds(profile: Profile) -> [u16; 2] {
    [KIND_INBOX_LIST, profile.key_package_list()]
}

/// Why an account with these relays in its lists is not invited; `None` if nothing is missing that the device needs (D14).
fn lacking(
    config: &DeviceConfig,
    search: &Search,
    inbox: Option<&[RelayUrl]>,
    key_packages: Option<&[RelayUrl]>,
) -> Option<NotReached> {
    if inbox.is_none() && config.behaviour.missing_inbox == MissingInbox::DoNotInvite {
        return Some(search.without_list(NotReached::NoInbox, &config.relays));
    }
    match key_packages {
        _ if !config.profile.needs_key_package_list() => None,
        None => Some(search.without_list(NotReached::NoKeyPackageList, &config.relays)),
        Some([]) => Some(NotReached::EmptyKeyPackageList),
        Some(_) => None,
    }
}

/// What the KeyPackages are for.
enum Goal {
    Create {
        group: String,
        relays: Vec<RelayUrl>,
        admins: Vec<PublicKey>,
    },
    Add {
        group: String,
    },
    /// The creator's other devices; nobody asked for them, so nothing is amiss if there are none.
    AddOwn {
        group: String,
    },
}

impl Goal {
    fn group(&self) -> &String {
        match self {
            Self::Create { group, .. } | Self::Add { group } | Self::AddOwn { group } => group,
        }
    }
}

enum Stage {
    Lists,
    KeyPackages,
    Waiting(Vec<VerifiedEvent>),
}

/// An invitation in the making: accounts are looked up one after the other.
pub(crate) struct Inviting {
    op: Option<OpId>,
    goal: Goal,
    queue: VecDeque<Invitee>,
    stage: Stage,
    /// How the search for the account at the head of the queue goes.
    search: Search,
    picks: Vec<Event>,
    inboxes: Inboxes,
    /// Accounts that are removed before they are added (D11).
    replaced: Vec<PublicKey>,
    /// Accounts of which nothing was picked, and why.
    missed: Vec<(Invitee, NotReached)>,
}

impl Inviting {
    pub(crate) fn waits_for_time(&self) -> bool {
        matches!(self.stage, Stage::Waiting(_))
    }

    pub(crate) fn describe(&self) -> String {
        let group = self.goal.group();
        let whom = self.queue.front().map_or("nobody", |invitee| invitee.name.as_str());
        format!("invite {whom} to {group}")
    }
}

impl MarmotDevice {
    pub(crate) fn create_group(
        &mut self,
        op: Option<OpId>,
        group: String,
        invite: Vec<Invitee>,
        relays: Vec<RelayUrl>,
        admins: Vec<PublicKey>,
    ) -> Result<(), CommandError> {
        if self.install.book.groups.contains_key(&group) {
            return Err(CommandError::GroupExists { group });
        }
        self.begin(op);
        self.look_up(op, Goal::Create { group, relays, admins }, invite, Vec::new(), Vec::new());
        Ok(())
    }

    /// D11: an account that has a leaf is invited again, refused, or removed first.
    pub(crate) fn invite(
        &mut self,
        op: Option<OpId>,
        group: String,
        mut invite: Vec<Invitee>,
    ) -> Result<(), CommandError> {
        let leaves = &self.active_group(&group)?.state.leaves;
        let members: Vec<Invitee> =
            invite.iter().filter(|i| leaves.iter().any(|leaf| leaf.account == i.account.to_hex())).cloned().collect();
        let mut replaced = Vec::new();
        let mut missed = Vec::new();
        match self.config.knobs.already_member {
            AlreadyMember::Allow => {}
            AlreadyMember::Replace => replaced.extend(members.iter().map(|member| member.account)),
            AlreadyMember::Refuse => {
                invite.retain(|invitee| !members.contains(invitee));
                missed.extend(members.into_iter().map(|member| (member, NotReached::AlreadyMember)));
            }
        }
        self.begin(op);
        self.look_up(op, Goal::Add { group }, invite, replaced, missed);
        Ok(())
    }

    fn look_up(
        &mut self,
        op: Option<OpId>,
        goal: Goal,
        invite: Vec<Invitee>,
        replaced: Vec<PublicKey>,
        missed: Vec<(Invitee, NotReached)>,
    ) {
        let id = self.next_inviting;
        self.next_inviting += 1;
        let inviting = Inviting {
            op,
            goal,
            queue: invite.into(),
            stage: Stage::Lists,
            search: Search::default(),
            picks: Vec::new(),
            inboxes: Inboxes::new(),
            replaced,
            missed,
        };
        self.inviting.insert(id, inviting);
        self.next_invitee(id);
    }

    /// Starts with the account at the head of the queue, or finishes.
    fn next_invitee(&mut self, id: u64) {
        let Some(inviting) = self.inviting.get_mut(&id) else { return };
        let Some(invitee) = inviting.queue.front() else { return self.everybody_looked_up(id) };
        inviting.stage = Stage::Lists;
        inviting.search = Search::default();
        // A filter for each list: no relay's limit is too small for one event.
        let lists = list_kinds(self.config.profile).map(|kind| Filter::new().kind(kind).author(invitee.account));
        let relays = self.relays_of_lists();
        let query = self.net.query(lists.into(), &relays, self.at.uptime);
        self.lookups.insert(query, id);
    }

    /// Its own relays, and those that hold relay lists.
    fn relays_of_lists(&self) -> Vec<RelayUrl> {
        let Self { config, .. } = self;
        let others = config.list_relays.iter().filter(|relay| !config.relays.contains(relay));
        config.relays.iter().chain(others).cloned().collect()
    }

    pub(crate) fn looked_up(&mut self, query: QueryId, found: Vec<VerifiedEvent>, answers: LookUps) {
        let Some(id) = self.lookups.remove(&query) else { return };
        let Some(inviting) = self.inviting.get_mut(&id) else { return };
        let Some(invitee) = inviting.queue.front().cloned() else { return };
        inviting.search.known |= !found.is_empty();
        match inviting.stage {
            Stage::Lists => {
                let (config, own) = (&self.config, &self.config.relays);
                inviting.search.lists = answers;
                let inbox = listed_relays(&found, KIND_INBOX_LIST, invitee.account).filter(|urls| !urls.is_empty());
                let named = listed_relays(&found, config.profile.key_package_list(), invitee.account);
                if let Some(why) = lacking(config, &inviting.search, inbox.as_deref(), named.as_deref()) {
                    inviting.queue.pop_front();
                    inviting.missed.push((invitee, why));
                    return self.next_invitee(id);
                }
                inviting.search.named = named.filter(|urls| !urls.is_empty());
                let inbox = inbox.unwrap_or_else(|| own.clone());
                let key_package_relays = inviting.search.named.clone().unwrap_or_else(|| own.clone());
                inviting.inboxes.insert(invitee.account, inbox.clone());
                self.install.book.inboxes.insert(invitee.account, inbox);
                inviting.stage = Stage::KeyPackages;
                let kinds = self.config.profile.key_package_kinds().iter().copied();
                let filter = Filter::new().kinds(kinds).author(invitee.account);
                let query = self.net.query(vec![filter], &key_package_relays, self.at.uptime);
                self.lookups.insert(query, id);
            }
            Stage::KeyPackages => {
                let wait = invitee.use_after;
                inviting.search.key_packages = answers;
                inviting.stage = Stage::Waiting(found);
                if wait.is_zero() { self.use_key_packages(id) } else { self.remind(wait, Timer::UseKeyPackages(id)) }
            }
            Stage::Waiting(_) => {}
        }
    }

    /// Chooses among what was found for the account at the head of the queue, and goes on to the next.
    pub(crate) fn use_key_packages(&mut self, id: u64) {
        let Some(mut inviting) = self.inviting.remove(&id) else { return };
        let (Some(invitee), Stage::Waiting(found)) = (inviting.queue.pop_front(), &inviting.stage) else { return };
        match self.choose(&invitee, found, &inviting) {
            Ok(picked) => inviting.picks.extend(picked),
            Err(why) => inviting.missed.push((invitee, why)),
        }
        self.inviting.insert(id, inviting);
        self.next_invitee(id);
    }

    fn choose(
        &mut self,
        invitee: &Invitee,
        found: &[VerifiedEvent],
        inviting: &Inviting,
    ) -> Result<Vec<Event>, NotReached> {
        // nostr-sdk hands events over newest first, ties by lower id; PR #40's listing depends on that order.
        let mut events: Vec<Event> = found.iter().map(|e| (**e).clone()).collect();
        events.sort_by_key(|e| (std::cmp::Reverse(e.created_at), e.id));
        events.retain(|e| !self.install.book.key_packages.contains_key(&e.id));
        let input = SelectInput {
            events: &events,
            target: invitee.account,
            now: self.at.wall,
            requirements: &self.requirements(inviting, invitee.account),
            profile: self.config.profile,
            knobs: &self.config.knobs,
        };
        let selection = select_verified(self.config.policy, &input);
        let mut picked: Vec<Event> =
            selection.picked.iter().filter_map(|id| events.iter().find(|e| e.id == *id).cloned()).collect();
        self.keep_one_leaf(inviting, invitee.account, &mut picked)?;
        let collapsed = match self.config.knobs.same_ref {
            SameRef::Pass => Vec::new(),
            SameRef::Collapse | SameRef::Error => self.collapse(&mut picked, inviting),
        };
        let in_tree = selection.rejected.iter().all(|(_, reason)| *reason == Reason::AlreadyInTree);
        let failure = match events.is_empty() {
            false if in_tree => NotReached::AlreadyMember,
            _ => inviting.search.failure(events.len(), &self.config.relays),
        };
        self.note(Note::Selected {
            account: invitee.account,
            policy: self.config.policy.id().to_string(),
            picked: picked.iter().map(|e| e.id).collect(),
            collapsed,
            rejected: selection.rejected,
            answers: inviting.search.key_packages.clone(),
        });
        if picked.is_empty() { Err(failure) } else { Ok(picked) }
    }

    /// SA-12: where members add their own devices, an admin invites one leaf of an account that has none, and no other.
    fn keep_one_leaf(&self, inviting: &Inviting, target: PublicKey, picked: &mut Vec<Event>) -> Result<(), NotReached> {
        let book = self.install.book.groups.get(inviting.goal.group());
        if self.config.overlay != Overlay::SameAccount || !book.is_some_and(|book| book.data.siblings) {
            return Ok(());
        }
        if self.leaves_that_stay(inviting).iter().any(|leaf| leaf.account == target.to_hex()) {
            return Err(NotReached::AlreadyMember);
        }
        picked.truncate(1);
        Ok(())
    }

    fn requirements(&self, inviting: &Inviting, target: PublicKey) -> Requirements {
        let target = target.to_hex();
        let leaves = self.leaves_that_stay(inviting);
        Requirements {
            leaves_of_target: leaves.iter().filter(|leaf| leaf.account == target).count(),
            signature_keys_in_tree: leaves.iter().filter_map(|leaf| hex::decode(&leaf.signature_key).ok()).collect(),
            ..Requirements::for_profile(self.config.profile)
        }
    }

    /// The tree into which the picks are added; empty for a group that does not exist yet.
    fn leaves_that_stay(&self, inviting: &Inviting) -> Vec<&Leaf> {
        let (Goal::Add { group } | Goal::AddOwn { group }) = &inviting.goal else { return Vec::new() };
        let Some(book) = self.install.book.groups.get(group) else { return Vec::new() };
        let replaced = |leaf: &&Leaf| inviting.replaced.iter().any(|account| account.to_hex() == leaf.account);
        book.state.leaves.iter().filter(|leaf| !replaced(leaf)).collect()
    }

    /// Fact m: the same KeyPackage twice makes one leaf and two Welcomes, and one that is in the tree fails the whole commit.
    /// Gives what it takes out of the picks.
    fn collapse(&self, picked: &mut Vec<Event>, inviting: &Inviting) -> Vec<EventId> {
        let signature_key = |event: &Event| self.install.mls.signature_key(event);
        let mut taken: BTreeSet<String> = inviting.picks.iter().filter_map(signature_key).collect();
        taken.extend(self.leaves_that_stay(inviting).iter().map(|leaf| leaf.signature_key.clone()));
        picked
            .extract_if(.., |event| signature_key(event).is_some_and(|key| !taken.insert(key)))
            .map(|e| e.id)
            .collect()
    }

    fn everybody_looked_up(&mut self, id: u64) {
        let Some(mut inviting) = self.inviting.remove(&id) else { return };
        let op = inviting.op;
        let group = inviting.goal.group().clone();
        let picks = std::mem::take(&mut inviting.picks);
        inviting.missed.retain(|(invitee, _)| picks.iter().all(|pick| pick.pubkey != invitee.account));
        let missed = std::mem::take(&mut inviting.missed);
        // A client that sends no Welcome without an inbox makes no group for nobody.
        let no_inbox = inviting.inboxes.is_empty() && !missed.is_empty();
        let result = match inviting.goal {
            Goal::Create { relays, admins, .. } if !no_inbox => {
                let result = self.create_with(op, group.clone(), relays, admins, picks, inviting.inboxes);
                self.note_missed(&group, &missed);
                result
            }
            goal => {
                if !matches!(goal, Goal::AddOwn { .. }) {
                    self.note_missed(&group, &missed);
                }
                match picks.is_empty() {
                    true => Err(CommandError::NobodyReached { accounts: with_names(missed) }),
                    false => self.add_to(op, &group, picks, inviting.inboxes, &inviting.replaced),
                }
            }
        };
        self.end(op, result);
    }

    fn note_missed(&mut self, group: &str, missed: &[(Invitee, NotReached)]) {
        for (invitee, why) in missed {
            self.note(Note::NotReached { group: group.to_owned(), account: invitee.account, why: why.clone() });
        }
    }

    /// The commits of an invitation: accounts that are replaced go first, if they can be added again.
    fn add_to(
        &mut self,
        op: Option<OpId>,
        group: &str,
        picks: Vec<Event>,
        inboxes: Inboxes,
        replaced: &[PublicKey],
    ) -> Result<(), CommandError> {
        for account in replaced.iter().filter(|account| picks.iter().any(|pick| pick.pubkey == **account)) {
            self.request_commit(op, group, CommitRequest::remove(op, *account))?;
        }
        self.request_commit(op, group, CommitRequest::add(op, picks, inboxes))
    }

    /// Founds a group; its Welcomes go out at once.
    fn create_with(
        &mut self,
        op: Option<OpId>,
        group: String,
        relays: Vec<RelayUrl>,
        admins: Vec<PublicKey>,
        picks: Vec<Event>,
        inboxes: Inboxes,
    ) -> Result<(), CommandError> {
        let welcomes = self.found(group.clone(), relays, admins, picks, inboxes)?;
        self.welcome_everybody(op, welcomes);
        if !self.is_dead() && self.config.behaviour.own_siblings == OwnSiblings::Add {
            let own =
                Invitee { name: "own devices".to_owned(), account: self.account(), use_after: Default::default() };
            self.look_up(None, Goal::AddOwn { group }, vec![own], Vec::new(), Vec::new());
        }
        Ok(())
    }

    /// CW-03: the founding Add is merged locally and never published. Returns the Welcomes, which the caller sends.
    pub(crate) fn found(
        &mut self,
        group: String,
        relays: Vec<RelayUrl>,
        mut admins: Vec<PublicKey>,
        picks: Vec<Event>,
        inboxes: Inboxes,
    ) -> Result<Welcomes, CommandError> {
        admins.insert(0, self.account());
        let members: BTreeSet<_> = picks.iter().map(|e| e.pubkey).collect();
        let left_out: Vec<_> =
            admins.extract_if(.., |admin| *admin != self.account() && !members.contains(admin)).collect();
        let founding = Founding { name: group.clone(), relays, admins, invited: picks.clone() };
        self.before_library_writes();
        let founded = self.install.mls.found(self.at, &founding).map_err(CommandError::Library)?;
        self.note(Note::GroupCreated { group: group.clone(), group_id: founded.address });
        for account in left_out {
            self.note(Note::AdminLeftOut { group: group.clone(), account });
        }
        self.take_in_group(&founded.id).map_err(CommandError::Library)?;
        self.note_epoch(&group, None);
        Ok(Welcomes { group, rumors: founded.welcomes, picks, inboxes, commit: None })
    }
}

fn with_names(missed: Vec<(Invitee, NotReached)>) -> Vec<(String, NotReached)> {
    missed.into_iter().map(|(invitee, why)| (invitee.name, why)).collect()
}

/// Relays that the newest list of this kind by this author names; `None` if there is no such list.
pub(crate) fn listed_relays(found: &[VerifiedEvent], kind: u16, author: PublicKey) -> Option<Vec<RelayUrl>> {
    let newest = found
        .iter()
        .filter(|e| e.kind.as_u16() == kind && e.pubkey == author)
        .max_by_key(|e| (e.created_at, std::cmp::Reverse(e.id)))?;
    let urls: BTreeMap<String, RelayUrl> = relay_list::named(newest).map(|url| (url.to_string(), url)).collect();
    Some(urls.into_values().collect())
}
