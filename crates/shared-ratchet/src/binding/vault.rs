//! The pickles of one device, one for each node that it knows.

use std::collections::BTreeMap;

use vodozemac::olm::{OlmMessage, Session, SessionConfig, SessionPickle};

use super::account::{Announcement, Seat, public};
use super::wire::{Key, Letter, Sealed};
use super::{BindingError, Why, draw_as_present_actor};
use crate::tree::{Node, User};

/// What is kept under a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// A session whose newest ratchet key is that of the node.
    Session {
        /// The node's name on the wire.
        key: Key,
        /// The pickle, in JSON.
        pickle: String,
        /// Index of the next message on the node, for its own user.
        next: u64,
    },
    /// A rolled root, for the user who rolled: sessions begin here.
    Start {
        /// The new account.
        seat: Box<Seat>,
        /// Whom they begin with: identity key and published key.
        with: (Key, Key),
    },
    /// A rolled root, for the other user: sessions of this identity are taken.
    Await {
        /// Whose.
        from: Key,
        /// The account whose published key is the root.
        seat: Box<Seat>,
    },
}

impl Kept {
    pub(super) const fn session(key: Key, pickle: String, next: u64) -> Self {
        Self::Session { key, pickle, next }
    }

    /// Bytes that it takes.
    pub fn size(&self) -> usize {
        match self {
            Self::Session { pickle, .. } => pickle.len(),
            Self::Start { .. } | Self::Await { .. } => 0,
        }
    }
}

/// What came out of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// What it says.
    pub letter: Letter,
    /// The node that its sender stepped on; none if the node was known before.
    pub parent: Option<Node>,
}

/// A message that no pickle opens, and what each of them said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// Each pickle with its answer.
    pub tried: Vec<(Node, Why)>,
}

/// The pickles of a device.
#[derive(Clone, Debug)]
pub struct Vault {
    user: User,
    kept: BTreeMap<Node, Kept>,
    seat: Seat,
    seats: Vec<Seat>,
    /// The other user as it is known now: identity key and published key.
    other: (Key, Key),
}

impl Vault {
    pub(super) fn new(user: User, seat: Seat, other: &Seat) -> Self {
        let other = (other.identity, other.fallback);
        Self { user, kept: BTreeMap::new(), seats: vec![seat.clone()], seat, other }
    }

    /// Keeps something under a node.
    pub(super) fn keep(&mut self, node: Node, kept: Kept) {
        self.kept.insert(node, kept);
    }

    /// What is kept under a node.
    pub fn at(&self, node: Node) -> Option<&Kept> {
        self.kept.get(&node)
    }

    /// Nodes with a pickle.
    pub fn nodes(&self) -> impl Iterator<Item = Node> + '_ {
        self.kept.keys().copied()
    }

    /// The node with this ratchet key.
    pub fn named(&self, wanted: Key) -> Option<Node> {
        let has = |kept: &Kept| matches!(kept, Kept::Session { key, .. } if *key == wanted);
        self.kept.iter().find(|(_, kept)| has(kept)).map(|(node, _)| *node)
    }

    /// The ratchet key of a node; none for a rolled root, which has none.
    pub fn key(&self, node: Node) -> Option<Key> {
        if let Some(Kept::Session { key, .. }) = self.kept.get(&node) { Some(*key) } else { None }
    }

    /// Gives up what is kept under a node (A8).
    pub fn forget(&mut self, node: Node) {
        self.kept.remove(&node);
    }

    /// Whether something can be said on a node. On a root that the other user rolled nothing can, before that user has stepped below it.
    pub fn can_say(&self, at: Node) -> bool {
        matches!(self.kept.get(&at), Some(Kept::Session { .. } | Kept::Start { .. }))
    }

    /// Bytes of all pickles.
    pub fn size(&self) -> usize {
        self.kept.values().map(Kept::size).sum()
    }

    /// Encrypts on the pickle under `at`: a DH step if that node is the other user's, to be named `step`; else one more message of the
    /// chain.
    ///
    /// # Errors
    /// Nothing is kept there, or the library refuses.
    pub fn seal(&mut self, at: Node, step: Node, message: &str) -> Result<Sealed, BindingError> {
        let steps = at.owner() != self.user;
        let node = if steps { step } else { at };
        let letter = Letter { node, message: message.to_owned() };
        let text = serde_json::to_string(&letter).map_err(BindingError::broken)?;
        let mut session = self.sender(at)?;
        draw_as_present_actor()?;
        let sealed = Sealed::of(&session.encrypt(text).map_err(BindingError::broken)?);
        self.keep(node, Kept::session(sealed.key, pickle(&session)?, sealed.index + 1));
        Ok(sealed)
    }

    /// As [`Vault::seal`], but nothing of it is kept (a mistake that devices make).
    ///
    /// # Errors
    /// As [`Vault::seal`].
    pub fn seal_and_forget(&mut self, at: Node, step: Node, message: &str) -> Result<Sealed, BindingError> {
        let before = self.kept.get(&at).cloned();
        let sealed = self.seal(at, step, message)?;
        if let (Some(before), false) = (before, at.owner() != self.user) {
            self.keep(at, before);
        }
        Ok(sealed)
    }

    fn sender(&self, at: Node) -> Result<Session, BindingError> {
        match self.kept.get(&at).ok_or(BindingError::NotKept(at))? {
            Kept::Session { pickle, .. } => restored(pickle),
            Kept::Start { seat, with: (identity, fallback) } => {
                draw_as_present_actor()?;
                let account = seat.account()?;
                let session =
                    account.create_outbound_session(SessionConfig::version_1(), public(*identity), public(*fallback));
                session.map_err(BindingError::broken)
            }
            Kept::Await { .. } => Err(BindingError::Broken(format!("{at} is the other user's to begin on"))),
        }
    }

    /// Opens a message with the first pickle of `candidates` that can, and keeps what it becomes. A message of a chain that is known has
    /// one candidate, the node of that chain.
    ///
    /// # Errors
    /// Nothing opens it: what each pickle said. The pickles are as before.
    pub fn open(
        &mut self,
        sealed: &Sealed,
        candidates: impl IntoIterator<Item = Node>,
    ) -> Result<Result<Opened, Unread>, BindingError> {
        let message = sealed.message()?;
        draw_as_present_actor()?;
        let known = self.named(sealed.key);
        let candidates: Vec<Node> = known.map_or_else(|| candidates.into_iter().collect(), |node| vec![node]);
        let mut tried = Vec::new();
        for at in candidates {
            let Some(kept) = self.kept.get(&at) else { continue };
            match attempt(kept, &message)? {
                Ok((text, session)) => {
                    let letter: Letter = serde_json::from_slice(&text).map_err(BindingError::broken)?;
                    let node = known.unwrap_or(letter.node);
                    self.keep(node, Kept::session(sealed.key, pickle(&session)?, 0));
                    return Ok(Ok(Opened { parent: known.is_none().then_some(at), letter }));
                }
                Err(why) => tried.push((at, why)),
            }
        }
        Ok(Err(Unread { tried }))
    }

    /// Takes a sibling's state of a node, unless the own one has gone further. Says whether it was taken.
    pub fn take(&mut self, node: Node, theirs: &Kept) -> bool {
        let further = match (self.kept.get(&node), theirs) {
            (Some(Kept::Session { next: own, .. }), Kept::Session { next: theirs, .. }) => theirs > own,
            (Some(_), _) => false,
            (None, _) => true,
        };
        if further {
            if let Kept::Start { seat, .. } = theirs {
                self.sit(seat);
            }
            self.keep(node, theirs.clone());
        }
        further
    }

    fn sit(&mut self, seat: &Seat) {
        self.seat = seat.clone();
        self.seats.push(seat.clone());
    }

    /// Begins anew under a root: a new account, and what is to be announced.
    ///
    /// # Errors
    /// No entropy.
    pub fn roll(&mut self, root: Node, generation: u32) -> Result<Announcement, BindingError> {
        let seat = Seat::new()?;
        let (identity, fallback) = (seat.identity, seat.fallback);
        self.keep(root, Kept::Start { seat: Box::new(seat.clone()), with: self.other });
        self.sit(&seat);
        Ok(Announcement { root, generation, identity, fallback, of: self.other.0 })
    }

    /// The other user has begun anew. False if the root is that of an account which the device does not have.
    pub fn hear(&mut self, announcement: &Announcement) -> bool {
        let Some(seat) = self.seats.iter().find(|seat| seat.identity == announcement.of) else { return false };
        let kept = Kept::Await { from: announcement.identity, seat: Box::new(seat.clone()) };
        self.other = (announcement.identity, announcement.fallback);
        self.keep(announcement.root, kept);
        true
    }
}

type Attempt = Result<(Vec<u8>, Session), Why>;

/// One attempt, on a fresh restoration: a failed decrypt would change the session.
fn attempt(kept: &Kept, message: &OlmMessage) -> Result<Attempt, BindingError> {
    match (kept, message) {
        (Kept::Session { pickle, .. }, _) => {
            let mut session = restored(pickle)?;
            Ok(session.decrypt(message).map(|text| (text, session)).map_err(Why::from))
        }
        (Kept::Await { from, seat }, OlmMessage::PreKey(first)) => {
            let read = seat.account()?.create_inbound_session(SessionConfig::version_1(), public(*from), first);
            Ok(read.map(|read| (read.plaintext, read.session)).map_err(Why::from))
        }
        (Kept::Await { .. } | Kept::Start { .. }, _) => Ok(Err(Why::InvalidMac)),
    }
}

fn restored(pickle: &str) -> Result<Session, BindingError> {
    let pickle: SessionPickle = serde_json::from_str(pickle).map_err(BindingError::broken)?;
    Ok(Session::from_pickle(pickle))
}

fn pickle(session: &Session) -> Result<String, BindingError> {
    serde_json::to_string(&session.pickle()).map_err(BindingError::broken)
}
