//! Sessions of two: vodozemac's Olm, kept as pickles between uses.

use serde_json::Value;
use vodozemac::Curve25519PublicKey;
use vodozemac::olm::{Account, AccountPickle, DecryptionError, OlmMessage, Session, SessionConfig, SessionPickle};

use crate::payload::Envelope;
use crate::vocabulary::Unreadable;

/// A pickle as text: what a database keeps.
pub type Pickle = String;

/// Where a session stands: read off its pickle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// Id of the session.
    pub session: String,
    /// How many times its ratchet stepped.
    pub count: u64,
    /// Index of its next message; 0 before the first of a chain.
    pub index: u64,
    /// Hash of its own ratchet key, hex: two copies that differ here have forked.
    pub key: String,
}

/// Pickles a session.
pub fn pickle(session: &Session) -> Pickle {
    serde_json::to_string(&session.pickle()).expect("a pickle is plain data")
}

/// The session of a pickle; none if it is none.
pub fn unpickle(pickle: &str) -> Option<Session> {
    serde_json::from_str::<SessionPickle>(pickle).ok().map(Session::from_pickle)
}

/// Pickles an account.
pub fn pickle_account(account: &Account) -> Pickle {
    serde_json::to_string(&account.pickle()).expect("a pickle is plain data")
}

/// The account of a pickle; none if it is none.
pub fn unpickle_account(pickle: &str) -> Option<Account> {
    serde_json::from_str::<AccountPickle>(pickle).ok().map(Account::from_pickle)
}

/// Where the session of a pickle stands.
pub fn position(pickle: &str) -> Option<Position> {
    let value: Value = serde_json::from_str(pickle).ok()?;
    let session = unpickle(pickle)?.session_id();
    let ratchet = &value["sending_ratchet"];
    let count = match &ratchet["ratchet_count"] {
        Value::Object(known) => known.get("Known").and_then(Value::as_u64).unwrap_or_default(),
        other => other.as_u64().unwrap_or_default(),
    };
    let active = ratchet["type"] == "active";
    let key = if active { &ratchet["active_ratchet"]["ratchet_key"] } else { &ratchet["ratchet_key"] };
    let index = ratchet["symmetric_key_ratchet"]["index"].as_u64().unwrap_or_default();
    let key = <sha2::Sha256 as sha2::Digest>::digest(key.to_string());
    Some(Position { session, count, index, key: hex::encode(key) })
}

/// What was sealed.
pub struct Sealed {
    /// What lies in the queue.
    pub envelope: Envelope,
    /// The session after it.
    pub pickle: Pickle,
}

/// Seals a plaintext; none if the pickle is none, or a key is not fit.
pub fn seal(pickled: &str, from: &str, plaintext: &[u8]) -> Option<Sealed> {
    let mut session = unpickle(pickled)?;
    let message = session.encrypt(plaintext).ok()?;
    Some(Sealed { envelope: envelope(from, &message), pickle: pickle(&session) })
}

/// A message of a session on its way.
pub fn envelope(from: &str, message: &OlmMessage) -> Envelope {
    let (kind, body) = message.to_parts();
    Envelope { from: from.to_owned(), kind: kind as u32, body }
}

/// The message of a session in an envelope.
pub fn message(envelope: &Envelope) -> Option<OlmMessage> {
    OlmMessage::from_parts(envelope.kind as usize, &envelope.body).ok()
}

/// Session id, ratchet key and chain index, as the wire shows them. The id is known of a first message only.
pub fn header(message: &OlmMessage) -> (Option<String>, String, u64) {
    let (id, inner) = match message {
        OlmMessage::Normal(inner) => (None, inner),
        OlmMessage::PreKey(first) => (Some(first.session_id()), first.message()),
    };
    (id, hex::encode(inner.ratchet_key().as_bytes()), inner.chain_index())
}

/// A session that steps when it reads (`step_at = receive`): Olm steps when it seals, so what is sealed here is thrown away.
pub fn step(pickled: &str) -> Option<Pickle> {
    let mut session = unpickle(pickled)?;
    session.encrypt(b"").ok()?;
    Some(pickle(&session))
}

/// Opens a message. A failed attempt leaves no trace: the session is made anew from its pickle every time, since a failure may
/// step the ratchet of the session that it happened to.
///
/// # Errors
/// Why it cannot be read.
pub fn open(pickled: &str, message: &OlmMessage) -> Result<(Vec<u8>, Pickle), Unreadable> {
    let mut session = unpickle(pickled).ok_or(Unreadable::NoSession)?;
    let plaintext = session.decrypt(message).map_err(|error| match error {
        DecryptionError::MissingMessageKey(_) => Unreadable::KeyUsed,
        DecryptionError::InvalidMAC(_) => Unreadable::WrongChain,
        _ => Unreadable::Other,
    })?;
    Ok((plaintext, pickle(&session)))
}

/// A session with whoever has these keys.
pub fn begin(account: &Account, identity: &[u8], one_time: &[u8]) -> Option<Session> {
    let key = |bytes| Curve25519PublicKey::from_slice(bytes).ok();
    account.create_outbound_session(SessionConfig::version_1(), key(identity)?, key(one_time)?).ok()
}

/// The session that a first message begins, and what it says.
///
/// # Errors
/// Why it begins none.
pub fn accept(account: &mut Account, message: &OlmMessage) -> Result<(Session, Vec<u8>), Unreadable> {
    let OlmMessage::PreKey(first) = message else { return Err(Unreadable::NoSession) };
    let identity = first.identity_key();
    let created = account.create_inbound_session(SessionConfig::version_1(), identity, first);
    created.map(|made| (made.session, made.plaintext)).map_err(|error| match error {
        vodozemac::olm::SessionCreationError::MissingOneTimeKey(_) => Unreadable::KeyUsed,
        _ => Unreadable::Other,
    })
}
