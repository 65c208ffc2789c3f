//! Accounts: how a relationship begins, and how a user begins anew (section 9: roll).

use serde::{Deserialize, Serialize};
use vodozemac::Curve25519PublicKey;
use vodozemac::olm::{Account, AccountPickle, OlmMessage, SessionConfig};

use super::vault::{Kept, Vault};
use super::wire::{Key, Sealed};
use super::{BindingError, draw_as_present_actor};
use crate::tree::{Node, User};

/// An account in the form in which it is kept and copied: JSON of its pickle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    pickle: String,
    /// Its identity key.
    pub identity: Key,
    /// Its published key for sessions that begin: it may be used by several.
    pub fallback: Key,
}

/// What a user publishes when it rolls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announcement {
    /// The new root: the other user's published key, below which the roller's devices begin.
    pub root: Node,
    /// Its generation: higher than that of every root known to the roller.
    pub generation: u32,
    /// The roller's new identity key.
    pub identity: Key,
    /// The roller's new published key.
    pub fallback: Key,
    /// Identity key of the account of the other user whose published key is the root.
    pub of: Key,
}

impl Seat {
    /// A new account.
    pub(super) fn new() -> Result<Self, BindingError> {
        draw_as_present_actor()?;
        let mut account = Account::new();
        account.generate_fallback_key();
        let fallback = account.fallback_key().into_values().next().ok_or(BindingError::Entropy)?;
        account.mark_keys_as_published();
        let identity = Key::from(account.curve25519_key().to_bytes());
        let pickle = serde_json::to_string(&account.pickle()).map_err(BindingError::broken)?;
        Ok(Self { pickle, identity, fallback: Key::from(fallback.to_bytes()) })
    }

    pub(super) fn account(&self) -> Result<Account, BindingError> {
        let pickle: AccountPickle = serde_json::from_str(&self.pickle).map_err(BindingError::broken)?;
        Ok(Account::from_pickle(pickle))
    }
}

pub(super) fn public(key: Key) -> Curve25519PublicKey {
    Curve25519PublicKey::from_bytes(*key.bytes())
}

/// The beginning of a relationship: what every device of A and every device of B starts with. Under each first root there is a session
/// whose first message was said by the owner of the root and read by the other (section 8).
///
/// # Errors
/// No entropy, or a library that refuses.
pub fn introduce(roots: &[Node]) -> Result<(Vault, Vault), BindingError> {
    let (a, b) = (Seat::new()?, Seat::new()?);
    let mut vaults = (Vault::new(User::A, a.clone(), &b), Vault::new(User::B, b.clone(), &a));
    for root in roots {
        let (owner, other) = if root.owner() == User::A { (&a, &b) } else { (&b, &a) };
        let (from_owner, from_other, key) = begin(owner, other, *root)?;
        let (at_a, at_b) = if root.owner() == User::A { (from_owner, from_other) } else { (from_other, from_owner) };
        vaults.0.keep(*root, Kept::session(key, at_a, 1));
        vaults.1.keep(*root, Kept::session(key, at_b, 1));
    }
    Ok(vaults)
}

/// The first message of a session: pickles of both ends, its sender's first, and its ratchet key.
fn begin(owner: &Seat, other: &Seat, root: Node) -> Result<(String, String, Key), BindingError> {
    let (config, account) = (SessionConfig::version_1(), owner.account()?);
    let session = account.create_outbound_session(config, public(other.identity), public(other.fallback));
    let mut session = session.map_err(BindingError::broken)?;
    let first = session.encrypt(root.to_string()).map_err(BindingError::broken)?;
    let key = Sealed::of(&first).key;
    let OlmMessage::PreKey(first) = first else {
        return Err(BindingError::Broken("the first message of a session is no pre-key message".to_owned()));
    };
    let read = other.account()?.create_inbound_session(config, public(owner.identity), &first);
    let read = read.map_err(BindingError::broken)?;
    let pickle =
        |session: &vodozemac::olm::Session| serde_json::to_string(&session.pickle()).map_err(BindingError::broken);
    Ok((pickle(&session)?, pickle(&read.session)?, key))
}
