//! A device: an account's keys, its KeyPackages and its groups.

use std::collections::{BTreeMap, BTreeSet};

use marmot_rules::adopted::authority::{Check, Options};
use marmot_rules::adopted::components::id;
use nostr::{Event, Keys, UnsignedEvent};
use serde::{Deserialize, Serialize};

use crate::Crypto;
use crate::addresses;
use crate::category::Category;
use crate::effect::Effect;
use crate::error::MlsError;
use crate::facts::Facts;
use crate::founding::{self, FoundError, NewGroup};
use crate::group::{CommitError, Context, Group, Now, Rejection, SealedPayload, SendError, Verdict};
use crate::ids::{Account, MessageId};
use crate::intent::Intent;
use crate::join::{JoinError, Joined, Joiner};
use crate::key_package::{self, OwnKeyPackages, Wish};
use crate::leaf::LeafKey;
use crate::pairing::Approvals;
use crate::refusals::{FoundingError, GroupError, NoSuchGroup};
use crate::settings::{LeafKeys, Settings};
use crate::welcome::Arrival;

/// The name of a group on a device: its MLS group id in hex. Secret; never on a relay (GC-05).
pub type GroupName = String;

/// Everything that a device keeps. A copy of it at any moment is a complete restart point.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Saved {
    settings: Settings,
    device_key: LeafKey,
    key_packages: OwnKeyPackages,
    /// Open pairings, under the overlay of PR #417.
    approvals: Approvals,
    groups: BTreeMap<GroupName, Group>,
    /// Groups whose canonical State or anchor is gone. Nothing can be done with them but to discard them.
    damaged: BTreeMap<GroupName, Group>,
    /// What the monotonic clock showed last.
    seen: u64,
    /// Groups that were disbanded or discarded after an end, which no Welcome brings back.
    tombstones: BTreeSet<GroupName>,
}

/// A device that speaks the adopted text.
#[derive(Debug, Clone)]
pub struct Engine {
    account: Keys,
    crypto: Crypto,
    saved: Saved,
}

/// A group that was joined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JoinedGroup {
    /// Its name here.
    pub group: GroupName,
    /// Who invited (RW-06).
    pub inviter: Account,
    /// The KeyPackage that was used.
    pub key_package: crate::ids::Reference,
}

/// Where a Welcome leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// The name that the group would have here.
    pub group: GroupName,
    /// The state that the joiner would be in.
    pub facts: Facts,
    /// Who invited (RW-06).
    pub inviter: Account,
}

/// A Welcome that was opened. It holds the private state of the group, and nobody is in it yet.
#[derive(Debug, Clone)]
pub struct OpenedWelcome {
    /// Where it leads.
    pub invitation: Invitation,
    joined: Joined,
}

impl OpenedWelcome {
    /// The KeyPackage that it used.
    pub const fn key_package(&self) -> crate::ids::Reference {
        self.joined.reference
    }
}

impl Engine {
    /// A new installation. Draws entropy once for the generator and once for the leaf key.
    pub fn new(account: Keys, settings: Settings) -> Result<Self, MlsError> {
        let crypto = Crypto::default();
        let saved = Saved {
            settings,
            device_key: LeafKey::generate(&crypto)?,
            key_packages: OwnKeyPackages::default(),
            approvals: Approvals::default(),
            groups: BTreeMap::new(),
            damaged: BTreeMap::new(),
            seen: 0,
            tombstones: BTreeSet::new(),
        };
        Ok(Self { account, crypto, saved })
    }

    /// All that must be durable now.
    pub fn save(&self) -> Saved {
        self.saved.clone()
    }

    /// The device after a restart: publications of unknown outcome go out again with the identical bytes (CW-05).
    ///
    /// A group that lacks the State in which it is, or its oldest one, is set aside: it is told as [`Effect::Unrecoverable`], and
    /// [`Self::damaged`] names it. The monotonic clock may have begun again.
    pub fn restore(account: Keys, mut saved: Saved, now: Now) -> Self {
        let back = saved.seen.saturating_sub(now.monotonic);
        saved.seen = now.monotonic;
        for (name, mut group) in std::mem::take(&mut saved.groups) {
            group.rebase(back);
            if group.has_ground() {
                group.resume();
                saved.groups.insert(name, group);
            } else {
                group.effects.push(Effect::Unrecoverable);
                saved.damaged.insert(name, group);
            }
        }
        Self { account, crypto: Crypto::default(), saved }
    }

    /// The same device as a mutant that leaves out a check, for the verification of vectors. What is left out is never saved.
    #[must_use]
    pub fn without(mut self, check: Check) -> Self {
        self.saved.settings.rules.without = Some(check);
        self
    }

    /// Whose device it is.
    pub fn account(&self) -> Account {
        self.account.public_key().into()
    }

    /// What the device computes with.
    pub const fn crypto(&self) -> &Crypto {
        &self.crypto
    }

    /// Own KeyPackages.
    pub const fn key_packages(&self) -> &OwnKeyPackages {
        &self.saved.key_packages
    }

    /// Own KeyPackages, to confirm publications and to expire them.
    pub const fn key_packages_mut(&mut self) -> &mut OwnKeyPackages {
        &mut self.saved.key_packages
    }

    /// Open pairings, to approve a sponsor and to drop what is over.
    pub const fn approvals_mut(&mut self) -> &mut Approvals {
        &mut self.saved.approvals
    }

    /// The groups on this device, by name.
    pub fn groups(&self) -> impl Iterator<Item = (&GroupName, &Group)> {
        self.saved.groups.iter()
    }

    /// The groups of which too little is left to go on; [`Self::discard`] forgets them.
    pub fn damaged(&self) -> impl Iterator<Item = &GroupName> {
        self.saved.damaged.keys()
    }

    /// One group.
    pub fn group(&self, name: &str) -> Option<&Group> {
        self.saved.groups.get(name)
    }

    /// Makes a KeyPackage and the event that publishes it. Under the overlay of PR #417 its leaf supports that, too (SA-01).
    pub fn new_key_package(&mut self, wish: &Wish) -> Result<Event, MlsError> {
        let key = self.leaf_key()?;
        let overlay = self.saved.settings.rules.same_account.then_some(id::SAME_ACCOUNT);
        let supported = wish.supported.iter().copied().chain(overlay).collect::<BTreeSet<_>>().into_iter().collect();
        let wish = Wish { supported, ..wish.clone() };
        let (own, event) = key_package::make(&self.crypto, &self.account, &key, &wish)?;
        self.saved.key_packages.insert(own);
        Ok(event)
    }

    fn leaf_key(&self) -> Result<LeafKey, MlsError> {
        match self.saved.settings.leaf_keys {
            LeafKeys::PerDevice => Ok(self.saved.device_key.clone()),
            LeafKeys::PerKeyPackage => LeafKey::generate(&self.crypto),
        }
    }

    /// Founds a group, with the devices of these KeyPackage events in it from the start: one Add that is never published, then
    /// a Welcome for each (CW-03).
    pub fn found(&mut self, wish: &NewGroup, invited: Vec<Event>, now: Now) -> Result<GroupName, FoundingError> {
        let key = self.leaf_key().map_err(FoundError::from)?;
        let (id, root) = founding::found(&self.crypto, &self.account, &key, wish, &self.saved.settings, now.unix)?;
        let name = hex::encode(&id);
        let mut group = Group::new(id, key, root);
        if !invited.is_empty() {
            group.found_with(&self.context(now), &invited, &wish.admins)?;
        }
        self.saved.groups.insert(name.clone(), group);
        Ok(name)
    }

    /// Opens a Welcome on scratch storage and does nothing else: the device is not in the group, and the KeyPackage is still there.
    pub fn open(&self, arrival: &Arrival) -> Result<OpenedWelcome, JoinError> {
        let joined = self.joiner().open(arrival)?;
        let (facts, inviter) = (joined.state.facts.clone(), joined.inviter);
        Ok(OpenedWelcome { invitation: Invitation { group: hex::encode(&joined.group_id), facts, inviter }, joined })
    }

    fn joiner(&self) -> Joiner<'_> {
        Joiner {
            crypto: &self.crypto,
            account: self.account(),
            own: &self.saved.key_packages,
            approvals: &self.saved.approvals,
            settings: &self.saved.settings,
        }
    }

    /// Joins by a Welcome. A failure changes nothing, and the same Welcome may come again (RW-08).
    pub fn join(&mut self, arrival: &Arrival) -> Result<JoinedGroup, JoinError> {
        let opened = self.open(arrival)?;
        self.accept(opened)
    }

    /// Joins by a Welcome that this engine has opened. A failure changes nothing; the KeyPackage may have gone meanwhile.
    pub fn accept(&mut self, opened: OpenedWelcome) -> Result<JoinedGroup, JoinError> {
        let OpenedWelcome { invitation: Invitation { group: name, .. }, joined } = opened;
        let Saved { settings, groups, damaged, tombstones, .. } = &self.saved;
        let held = groups.contains_key(&name) || damaged.contains_key(&name) || tombstones.contains(&name);
        if settings.rules.makes(Check::GroupOnce) && held {
            return Err(JoinError::Retained);
        }
        let own = self.saved.key_packages.get(joined.reference).ok_or(JoinError::NotMine)?;
        let key = own.key.clone();
        self.saved.groups.insert(name.clone(), Group::new(joined.group_id, key, joined.state));
        self.saved.key_packages.consume(joined.reference);
        if self.saved.key_packages.get(joined.reference).is_none() {
            // It served this group alone.
            self.saved.approvals.close(joined.reference);
        }
        Ok(JoinedGroup { group: name, inviter: joined.inviter, key_package: joined.reference })
    }

    /// Takes an event of kind 445 for whichever group has its address, and a key for it if several have.
    pub fn ingest(&mut self, event: &Event, now: Now) -> Verdict {
        let envelope = crate::envelope::Envelope::read_by(event, &self.saved.settings.rules)?;
        let mut verdict = Err(Rejection::new(Category::UnknownGroup, "no group has this address"));
        for name in addresses::addressees(&self.saved.groups, &envelope) {
            let said = self
                .with(&name, now, |group, context| group.ingest(context, event.id, &envelope))
                .expect("it was listed");
            // Whoever had no room must be brought it again (GE-04); no other group's word takes that back.
            let no_room = verdict.as_ref().is_err_and(|why: &Rejection| why.category == Category::ResourceRefused);
            if !no_room {
                verdict = said;
            }
        }
        verdict
    }

    /// The payload in a group event of which somebody has verified the signature, if a State in reach opens it. For whoever judges
    /// what was published; changes nothing.
    pub fn sealed_payload(&self, event: &Event) -> Option<SealedPayload> {
        let verified = Options { without: Some(Check::EventSignature), ..Options::default() };
        let envelope = crate::envelope::Envelope::read_by(event, &verified).ok()?;
        let mut groups = self.saved.groups.values().filter(|group| group.listens(&envelope.address));
        groups.find_map(|group| group.sealed_payload(&self.crypto, &envelope))
    }

    /// Commits for an intent, now or when the group is settled.
    pub fn commit(
        &mut self,
        group: &str,
        intent: Intent,
        now: Now,
    ) -> Result<Option<MessageId>, GroupError<CommitError>> {
        self.with(group, now, |group, context| group.commit(context, intent))?.map_err(GroupError::Refused)
    }

    /// A relay acknowledged a commit. The next [`Self::tick`] applies it.
    pub fn acknowledge(&mut self, group: &str, commit: MessageId) -> Result<(), GroupError<CommitError>> {
        self.group_mut(group)?.acknowledge(commit).map_err(GroupError::Refused)
    }

    /// No relay took a commit, and none will.
    pub fn fail(&mut self, group: &str, commit: MessageId, now: Now) -> Result<(), GroupError<CommitError>> {
        self.with(group, now, |group, context| group.fail(context, commit))?.map_err(GroupError::Refused)
    }

    /// Sends a payload, now or when no pass is open.
    pub fn send(
        &mut self,
        group: &str,
        event: UnsignedEvent,
        now: Now,
    ) -> Result<Option<MessageId>, GroupError<SendError>> {
        self.with(group, now, |group, context| group.send(context, event))?.map_err(GroupError::Refused)
    }

    /// Asks the others to remove this device's leaf.
    pub fn leave(&mut self, group: &str, now: Now) -> Result<(), GroupError<CommitError>> {
        self.with(group, now, |group, context| group.leave(context))?.map_err(GroupError::Refused)
    }

    /// Does everything that is due in every group: call it after every other call, and when [`Self::deadline`] is reached. A
    /// copy of [`Self::save`] between two calls is a restart point.
    pub fn tick(&mut self, now: Now) {
        for name in self.saved.groups.keys().cloned().collect::<Vec<_>>() {
            let _ = self.with(&name, now, |group, context| group.tick(context));
        }
        addresses::forget_what_others_opened(&mut self.saved.groups);
    }

    /// When [`Self::tick`] has something to do next, in monotonic milliseconds.
    pub fn deadline(&self) -> Option<u64> {
        self.saved.groups.values().filter_map(Group::deadline).min()
    }

    /// Forgets a group; a Welcome may bring it back, unless it was disbanded (RW-10).
    pub fn discard(&mut self, group: &str) -> Result<(), NoSuchGroup> {
        if self.saved.damaged.remove(group).is_some() {
            return Ok(());
        }
        let gone = self.saved.groups.remove(group).ok_or_else(|| NoSuchGroup(group.to_owned()))?;
        if gone.facts().disbanded {
            self.saved.tombstones.insert(group.to_owned());
        }
        Ok(())
    }

    /// Takes the effects that are open, in the order of groups and of their making; those of damaged groups last.
    pub fn effects(&mut self) -> Vec<(GroupName, Effect)> {
        let groups = self.saved.groups.iter_mut().chain(&mut self.saved.damaged);
        groups
            .flat_map(|(name, group)| {
                std::mem::take(&mut group.effects).into_iter().map(move |effect| (name.clone(), effect))
            })
            .collect()
    }

    fn context(&self, now: Now) -> Context<'_> {
        Context { crypto: &self.crypto, account: self.account.public_key(), settings: &self.saved.settings, now }
    }

    fn group_mut(&mut self, name: &str) -> Result<&mut Group, NoSuchGroup> {
        self.saved.groups.get_mut(name).ok_or_else(|| NoSuchGroup(name.to_owned()))
    }

    fn with<T>(
        &mut self,
        name: &str,
        now: Now,
        act: impl FnOnce(&mut Group, &Context<'_>) -> T,
    ) -> Result<T, NoSuchGroup> {
        let Saved { settings, groups, seen, .. } = &mut self.saved;
        *seen = now.monotonic;
        let context = Context { crypto: &self.crypto, account: self.account.public_key(), settings, now };
        let group = groups.get_mut(name).ok_or_else(|| NoSuchGroup(name.to_owned()))?;
        Ok(act(group, &context))
    }
}
