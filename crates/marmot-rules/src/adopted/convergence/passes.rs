//! One member that sees the same things as another, in another order and in other passes.

use std::collections::BTreeSet;

use super::fates::{Disposition, Effects, Fates};
use super::knobs::Rules;
use super::policy::{APP_PAYLOAD_PAST_EPOCH_LIMIT, MAX_REWIND_COMMITS};
use super::resolve::{ResolveError, resolve};
use super::tree::{Digest, StateId, Tree};

/// Something that arrives.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Item {
    /// The commit that leads to this state.
    Commit(StateId),
    /// This message.
    Message(Digest),
}

/// A member that knows a part of the world: of all states and messages that there are.
///
/// The world stands for cryptography: it tells which state authenticates a commit and which one opens a message. A member asks
/// it only about what has arrived, and can place only what belongs to a state that it has.
#[derive(Clone, Debug)]
pub struct Member<'w> {
    world: &'w Tree,
    rules: Rules,
    known: Tree,
    canonical: StateId,
    waiting: BTreeSet<Item>,
    fates: Fates,
}

impl<'w> Member<'w> {
    /// A member in the oldest state of the world.
    pub fn new(world: &'w Tree, rules: Rules) -> Self {
        let anchor = world.anchor().clone();
        let epoch = world.state(&anchor).map_or(0, |state| state.epoch);
        let known = Tree::new(anchor.clone(), epoch);
        Self { world, rules, known, canonical: anchor, waiting: BTreeSet::new(), fates: Fates::default() }
    }

    /// One pass: these items and all that waited are the frozen batch (CV-01). Says what the app is told.
    ///
    /// A group that was disbanded takes nothing any more (CA-08).
    ///
    /// # Errors
    /// See [`ResolveError`]; canonical state is then as it was.
    pub fn pass(&mut self, arrived: impl IntoIterator<Item = Item>) -> Result<Effects, ResolveError> {
        if self.is_disbanded() {
            return Ok(Effects::default());
        }
        let before = self.fates.clone();
        self.waiting.extend(arrived);
        while self.place_some() {}
        let base_epoch = self.epoch();
        self.canonical = resolve(&self.known, &self.canonical, base_epoch, &self.rules)?.winner;
        self.fates = before.after(&self.known, &self.canonical, &self.rules);
        self.known.prune(&self.canonical);
        self.expire();
        Ok(Effects::between(&before, &self.fates))
    }

    /// The state that it holds for canonical.
    pub const fn canonical(&self) -> &StateId {
        &self.canonical
    }

    /// What became of all that it has dealt with.
    pub const fn fates(&self) -> &Fates {
        &self.fates
    }

    /// The states and messages that it has, without what was pruned.
    pub const fn known(&self) -> &Tree {
        &self.known
    }

    /// Whether its canonical state is the end of the group.
    pub fn is_disbanded(&self) -> bool {
        let state = self.world.state(&self.canonical);
        state.and_then(|state| state.commit.as_ref()).is_some_and(|commit| commit.disbands)
    }

    fn epoch(&self) -> u64 {
        self.known.state(&self.canonical).map_or(0, |state| state.epoch)
    }

    /// Places each item whose state it has. Whether there was one: it may be what others wait for.
    fn place_some(&mut self) -> bool {
        let waiting = std::mem::take(&mut self.waiting);
        let before = waiting.len();
        self.waiting = waiting.into_iter().filter(|item| !self.place(item)).collect();
        self.waiting.len() < before
    }

    /// Whether it is done with an item: placed, or known to it, or decided for good.
    fn place(&mut self, item: &Item) -> bool {
        match item {
            Item::Commit(id) => {
                let Some(state) = self.world.state(id) else { return true };
                let Some(commit) = &state.commit else { return true };
                let fate = self.fates.commits.get(&commit.digest);
                self.known.state(id).is_some()
                    || matches!(fate, Some(Disposition::Accepted | Disposition::Stale))
                    || self.known.grow(state.clone()).is_ok()
            }
            Item::Message(id) => {
                let Some(message) = self.world.message(id) else { return true };
                let fate = self.fates.messages.get(id);
                self.known.message(id).is_some()
                    || fate.is_some_and(|fate| *fate != Disposition::Deferred)
                    || self.known.hear(message.clone()).is_ok()
            }
        }
    }

    /// What waits for a state waits until it is out of reach: expiry "is epoch-based, not a local wall-clock policy". The epoch
    /// in which it was sent is enough to know that.
    fn expire(&mut self) {
        let tip = self.epoch();
        for item in std::mem::take(&mut self.waiting) {
            let (sent_in, limit) = match &item {
                Item::Commit(_) => (self.epoch_of(&item), MAX_REWIND_COMMITS),
                Item::Message(_) => (self.epoch_of(&item), APP_PAYLOAD_PAST_EPOCH_LIMIT),
            };
            let stale = tip.saturating_sub(sent_in) > limit;
            self.judge(&item, if stale { Disposition::Stale } else { Disposition::Deferred });
            if !stale {
                self.waiting.insert(item);
            }
        }
    }

    /// The epoch that the bytes of an item name: of the parent, for a commit.
    fn epoch_of(&self, item: &Item) -> u64 {
        let state = match item {
            Item::Commit(id) => self.world.state(id),
            Item::Message(id) => self.world.message(id).and_then(|message| self.world.state(&message.state)),
        };
        state.map_or(0, |state| state.epoch.saturating_sub(u64::from(matches!(item, Item::Commit(_)))))
    }

    fn judge(&mut self, item: &Item, fate: Disposition) {
        match item {
            Item::Commit(id) => {
                let commit = self.world.state(id).and_then(|state| state.commit.as_ref());
                self.fates.commits.extend(commit.map(|commit| (commit.digest, fate)));
            }
            Item::Message(id) => {
                self.fates.messages.insert(*id, fate);
            }
        }
    }
}
