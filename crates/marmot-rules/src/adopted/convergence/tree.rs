//! What a member knows: states, the commits between them, and the messages sent in them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

use super::policy::MAX_REWIND_COMMITS;
use crate::adopted::Class;

/// How the caller calls a state. It has no part in any comparison.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StateId(pub String);

impl From<&str> for StateId {
    fn from(name: &str) -> Self {
        Self(name.to_owned())
    }
}

impl fmt::Display for StateId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

macro_rules! bytes32 {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(pub [u8; 32]);

        impl TryFrom<String> for $name {
            type Error = TreeError;

            fn try_from(text: String) -> Result<Self, TreeError> {
                let lower = text.bytes().all(|byte| !byte.is_ascii_uppercase());
                let bytes = hex::decode(&text).ok().filter(|_| lower).and_then(|bytes| bytes.try_into().ok());
                bytes.map(Self).ok_or(TreeError::MalformedBytes { text })
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                hex::encode(value.0)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&hex::encode(self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{self}")
            }
        }
    };
}

bytes32! {
    /// SHA-256 of the bytes of an MLSMessage (GE-05): the name of a commit, or of a message. 64 lower hex digits in files.
    Digest
}

bytes32! {
    /// An account: its x-only public key. Several leaves may belong to it. 64 lower hex digits in files.
    Account
}

/// The commit that led to a state: the edge of the tree.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Commit {
    /// The state that authenticates it (CV-03).
    pub parent: StateId,
    /// Its digest.
    pub digest: Digest,
    /// The account whose leaf signed it.
    pub committer: Account,
    /// Its class.
    pub class: Class,
    /// Whether it disbands the group (CA-08). The selection does not look at this; a member that has applied it does.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub disbands: bool,
}

/// A state of the group.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// Its name.
    pub id: StateId,
    /// Its epoch.
    pub epoch: u64,
    /// How it came to be; the anchor of a tree has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commit: Option<Commit>,
    /// Whether the member can no longer compute with it, because its storage lost it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub lost: bool,
}

/// A message with a valid payload (GE-06, GE-07) that opens in one state. A member's own messages are among them (D37).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Message {
    /// Its digest.
    pub id: Digest,
    /// The state in which it was sent.
    pub state: StateId,
    /// The account of the leaf that sent it.
    pub account: Account,
}

/// What is wrong with a tree.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say what the fields are")]
pub enum TreeError {
    #[error("{text:?} is not 64 lower hex digits")]
    MalformedBytes { text: String },
    #[error("there is no state without a commit, so the tree has no anchor")]
    NoAnchor,
    #[error("{first} and {second} both have no commit, so the tree has two anchors")]
    TwoAnchors { first: StateId, second: StateId },
    #[error("there are two states {id}")]
    DuplicateState { id: StateId },
    #[error("{state} has the parent {parent}, which is not there")]
    UnknownParent { state: StateId, parent: StateId },
    #[error("{state} has epoch {epoch}, and its parent has epoch {parent_epoch}")]
    WrongEpoch { state: StateId, epoch: u64, parent_epoch: u64 },
    #[error("{first} and {second} have the same commit {digest}")]
    DuplicateCommit { digest: Digest, first: StateId, second: StateId },
    #[error("message {message} was sent in {state}, which is not there")]
    UnknownState { message: Digest, state: StateId },
    #[error("there are two messages {id}")]
    DuplicateMessage { id: Digest },
}

/// States with one anchor, each one epoch above its parent, no commit twice; and the messages sent in them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Parts", into = "Parts")]
pub struct Tree {
    anchor: StateId,
    states: BTreeMap<StateId, State>,
    messages: BTreeMap<Digest, Message>,
}

/// A tree as files have it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Parts {
    states: Vec<State>,
    #[serde(default)]
    messages: Vec<Message>,
}

impl TryFrom<Parts> for Tree {
    type Error = TreeError;

    fn try_from(parts: Parts) -> Result<Self, TreeError> {
        Self::build(parts.states, parts.messages)
    }
}

impl From<Tree> for Parts {
    fn from(tree: Tree) -> Self {
        let mut states: Vec<State> = tree.states.into_values().collect();
        states.sort_by(|a, b| (a.epoch, &a.id).cmp(&(b.epoch, &b.id)));
        Self { states, messages: tree.messages.into_values().collect() }
    }
}

impl Tree {
    /// A tree of one state.
    pub fn new(anchor: impl Into<StateId>, epoch: u64) -> Self {
        let anchor = anchor.into();
        let state = State { id: anchor.clone(), epoch, commit: None, lost: false };
        Self { states: BTreeMap::from([(anchor.clone(), state)]), anchor, messages: BTreeMap::new() }
    }

    /// A tree of these parts, in whatever order they come.
    ///
    /// # Errors
    /// The first thing that is wrong: anchors, then states from low epochs to high ones, then messages.
    pub fn build(
        states: impl IntoIterator<Item = State>,
        messages: impl IntoIterator<Item = Message>,
    ) -> Result<Self, TreeError> {
        let (mut anchors, mut others): (Vec<_>, Vec<_>) = states.into_iter().partition(|state| state.commit.is_none());
        let anchor = anchors.pop().ok_or(TreeError::NoAnchor)?;
        if let Some(first) = anchors.pop() {
            return Err(TreeError::TwoAnchors { first: first.id, second: anchor.id });
        }
        let states = BTreeMap::from([(anchor.id.clone(), anchor.clone())]);
        let mut tree = Self { anchor: anchor.id, states, messages: BTreeMap::new() };
        others.sort_by_key(|state| state.epoch);
        others.into_iter().try_for_each(|state| tree.grow(state))?;
        messages.into_iter().try_for_each(|message| tree.hear(message))?;
        Ok(tree)
    }

    /// Adds a state.
    ///
    /// # Errors
    /// If it does not fit: see [`TreeError`].
    pub fn grow(&mut self, state: State) -> Result<(), TreeError> {
        let Some(commit) = &state.commit else {
            return Err(TreeError::TwoAnchors { first: self.anchor.clone(), second: state.id });
        };
        if self.states.contains_key(&state.id) {
            return Err(TreeError::DuplicateState { id: state.id });
        }
        let Some(parent) = self.states.get(&commit.parent) else {
            return Err(TreeError::UnknownParent { state: state.id, parent: commit.parent.clone() });
        };
        if parent.epoch.checked_add(1) != Some(state.epoch) {
            return Err(TreeError::WrongEpoch { state: state.id, epoch: state.epoch, parent_epoch: parent.epoch });
        }
        if let Some(first) = self.of_commit(&commit.digest) {
            return Err(TreeError::DuplicateCommit {
                digest: commit.digest,
                first: first.id.clone(),
                second: state.id,
            });
        }
        self.states.insert(state.id.clone(), state);
        Ok(())
    }

    /// Adds a message.
    ///
    /// # Errors
    /// If its state is not there, or its id is.
    pub fn hear(&mut self, message: Message) -> Result<(), TreeError> {
        if !self.states.contains_key(&message.state) {
            return Err(TreeError::UnknownState { message: message.id, state: message.state });
        }
        if self.messages.contains_key(&message.id) {
            return Err(TreeError::DuplicateMessage { id: message.id });
        }
        self.messages.insert(message.id, message);
        Ok(())
    }

    /// The oldest state.
    pub const fn anchor(&self) -> &StateId {
        &self.anchor
    }

    /// All states, by name.
    pub fn states(&self) -> impl DoubleEndedIterator<Item = &State> {
        self.states.values()
    }

    /// A state.
    pub fn state(&self, id: &StateId) -> Option<&State> {
        self.states.get(id)
    }

    /// All messages, by id.
    pub fn messages(&self) -> impl DoubleEndedIterator<Item = &Message> {
        self.messages.values()
    }

    /// A message.
    pub fn message(&self, id: &Digest) -> Option<&Message> {
        self.messages.get(id)
    }

    /// The state to which a commit leads.
    pub fn of_commit(&self, digest: &Digest) -> Option<&State> {
        self.states.values().find(|state| state.commit.as_ref().is_some_and(|commit| commit.digest == *digest))
    }

    /// The states that no other state follows, by name.
    pub fn tips(&self) -> Vec<&State> {
        let parents: BTreeSet<&StateId> = self.commits().map(|commit| &commit.parent).collect();
        self.states.values().filter(|state| !parents.contains(&state.id)).collect()
    }

    /// The states from the anchor to this one, both included; nothing if it is not there.
    pub fn path<'a>(&'a self, to: &StateId) -> Vec<&'a State> {
        let parent = |state: &&'a State| state.commit.as_ref().and_then(|commit| self.states.get(&commit.parent));
        let mut path: Vec<_> = std::iter::successors(self.states.get(to), parent).collect();
        path.reverse();
        path
    }

    /// The last state that lies on the paths to both.
    pub fn meet(&self, one: &StateId, other: &StateId) -> Option<&State> {
        let pairs = self.path(one).into_iter().zip(self.path(other));
        pairs.take_while(|(a, b)| a.id == b.id).last().map(|(state, _)| state)
    }

    /// The accounts that wrote in a state: its witnesses (CV-09). Several leaves of an account count once, and so do several
    /// messages.
    pub fn witnesses(&self, state: &StateId) -> BTreeSet<Account> {
        self.messages.values().filter(|message| message.state == *state).map(|message| message.account).collect()
    }

    /// Forgets what the rollback horizon leaves behind (`retained-history.md`, "Pruning"): states more than
    /// [`MAX_REWIND_COMMITS`] below the canonical one, branches that forked there, and what was sent in them.
    pub fn prune(&mut self, canonical: &StateId) {
        let path: Vec<(StateId, u64)> = self.path(canonical).iter().map(|s| (s.id.clone(), s.epoch)).collect();
        let Some((_, tip)) = path.last() else { return };
        let Some((anchor, floor)) = path.iter().find(|(_, epoch)| tip - epoch <= MAX_REWIND_COMMITS) else { return };
        let mut order: Vec<&State> = self.states.values().filter(|state| state.epoch > *floor).collect();
        order.sort_by_key(|state| state.epoch);
        let mut kept = BTreeSet::from([anchor.clone()]);
        for state in order {
            if state.commit.as_ref().is_some_and(|commit| kept.contains(&commit.parent)) {
                kept.insert(state.id.clone());
            }
        }
        self.states.retain(|id, _| kept.contains(id));
        self.messages.retain(|_, message| kept.contains(&message.state));
        self.anchor = anchor.clone();
        if let Some(state) = self.states.get_mut(anchor) {
            state.commit = None;
        }
    }

    fn commits(&self) -> impl Iterator<Item = &Commit> {
        self.states.values().filter_map(|state| state.commit.as_ref())
    }
}
