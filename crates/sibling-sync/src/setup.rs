//! How a run begins: accounts, records and sessions, made before anything travels.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use sim_env::{Actor, Seed};
use vodozemac::olm::{Account, Session};

use crate::device::{Beginning, Keys, Known, registers, uid};
use crate::model::Setting;
use crate::payload::Card;
use crate::session::{self, Pickle};
use crate::store::Peer;
use crate::vocabulary::{
    Body, ContactName, ContactSetup, DeviceName, Phase, QueueKey, Readings, Repair, Repairs, StepAt,
};

/// Everything that there is before the script begins.
pub struct Setup {
    /// What lies in the databases.
    pub devices: BTreeMap<DeviceName, Beginning>,
    /// Accounts of contacts, and their sessions.
    pub contacts: BTreeMap<ContactName, (Pickle, Vec<(QueueKey, Pickle)>)>,
}

/// What a setup is a function of.
type Source = (Seed, Body, Readings, Repairs);

/// The last setup that was made: exploring begins thousands of runs alike, and half the work of a short run is its keys.
///
/// This is all that outlives a run, and no run can tell. A setup is a function of its [`Source`], nothing of it is changed afterwards,
/// and what it draws is drawn by an actor of its own: whether it was made anew or kept, everybody else draws the same bytes.
static LAST: Mutex<Option<(Source, Arc<Setup>)>> = Mutex::new(None);

/// The setup of a run.
pub fn setup(seed: Seed, setting: &Setting) -> Arc<Setup> {
    let source = (seed, setting.body.clone(), setting.readings, setting.repairs.clone());
    let mut last = LAST.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if let Some((_, setup)) = last.as_ref().filter(|(of, _)| *of == source) {
        return Arc::clone(setup);
    }
    let setup = Arc::new(Actor::register("setup").enter(|| {
        rand_0_10::rng().reseed().expect("a run answers every request for entropy");
        Setup::new(setting)
    }));
    *last = Some((source, Arc::clone(&setup)));
    setup
}

impl Setup {
    /// Of a run that is like this. Draws from the actor at hand.
    fn new(setting: &Setting) -> Self {
        let body = &setting.body;
        let mut accounts: BTreeMap<_, _> = body.devices.iter().map(|name| (name.clone(), Account::new())).collect();
        let mut siblings: BTreeMap<DeviceName, Vec<(DeviceName, Pickle)>> = BTreeMap::new();
        for (a, b) in &body.paired {
            let (of_a, of_b) = pair(&mut accounts, a, b);
            siblings.entry(a.clone()).or_default().push((b.clone(), of_a));
            siblings.entry(b.clone()).or_default().push((a.clone(), of_b));
        }
        let mut known: BTreeMap<DeviceName, Vec<Known>> = BTreeMap::new();
        let mut contacts = BTreeMap::new();
        for (name, contact) in &body.contacts {
            let mut account = Account::new();
            account.generate_fallback_key();
            let sessions = meet(setting, name, contact, &mut account, &mut known);
            contacts.insert(name.clone(), (session::pickle_account(&account), sessions));
        }
        let beginning = |(name, account): (DeviceName, Account)| {
            let known = known.remove(&name).unwrap_or_default();
            let siblings = siblings.remove(&name).unwrap_or_default();
            (name, Beginning { known, siblings, account: session::pickle_account(&account), card: own_card() })
        };
        Self { devices: accounts.into_iter().map(beginning).collect(), contacts }
    }
}

/// The own card of the user.
fn own_card() -> Vec<(String, String)> {
    let card = [("Avatars", ""), ("DefaultAvatar", ""), ("Nickname", "me"), ("Status", "")];
    card.map(|(field, value)| (field.to_owned(), value.to_owned())).to_vec()
}

/// A pairing that is over: both ends have heard from each other.
fn pair(accounts: &mut BTreeMap<DeviceName, Account>, a: &str, b: &str) -> (Pickle, Pickle) {
    let account = accounts.get_mut(b).expect("only devices are paired");
    let one_time = account.generate_one_time_keys(1).created;
    account.mark_keys_as_published();
    let key = one_time.first().expect("one was asked for").to_bytes().to_vec();
    let card = Card { identity: account.curve25519_key().to_bytes().to_vec(), one_time: key };
    let mut theirs = accounts.remove(b).expect("only devices are paired");
    let (mine, other) = greet(&accounts[a], &mut theirs, &card);
    accounts.insert(b.to_owned(), theirs);
    (session::pickle(&mine), session::pickle(&other))
}

/// A session of two of which each has heard the other.
fn greet(mine: &Account, theirs: &mut Account, card: &Card) -> (Session, Session) {
    let mut first = session::begin(mine, &card.identity, &card.one_time).expect("keys of an account are fit");
    let hello = first.encrypt("hello").expect("keys of an account are fit");
    let (mut second, _) = session::accept(theirs, &hello).expect("it was sealed for this account");
    let answer = second.encrypt("hello").expect("keys of an account are fit");
    first.decrypt(&answer).expect("it was sealed in this session");
    (first, second)
}

/// The records that devices have of a contact, and the contact's sessions with them.
fn meet(
    setting: &Setting,
    name: &str,
    contact: &ContactSetup,
    account: &mut Account,
    known: &mut BTreeMap<DeviceName, Vec<Known>>,
) -> Vec<(QueueKey, Pickle)> {
    let one_time = account.fallback_key().into_values().next().expect("it was just made");
    let card = Card { identity: account.curve25519_key().to_bytes().to_vec(), one_time: one_time.to_bytes().to_vec() };
    let by_hash = setting.repairs.has(Repair::Mr13);
    let mut shared: Option<(Vec<(String, String)>, Pickle)> = None;
    let mut sessions = Vec::new();
    for device in &contact.known_by {
        let queue = contact.apart.then(|| device.clone());
        let (registers, session) = match &shared {
            Some(shared) if !contact.apart => shared.clone(),
            _ => {
                let mine = Account::new();
                let (of_user, of_contact) = greet(&mine, account, &card);
                sessions.push((QueueKey::User(name.to_owned(), queue.clone()), session::pickle(&of_contact)));
                let session = session::pickle(&of_user);
                let steps = setting.readings.phase == Phase::Shared && setting.readings.step_at == StepAt::Receive;
                let session = if steps { session::step(&session).unwrap_or(session) } else { session };
                let made = (registers(name, &card, &mine, &Keys::drawn()), session);
                shared.insert(made).clone()
            }
        };
        let primary = if contact.apart { device } else { &contact.primary };
        let peer = Peer {
            uid: uid(name, primary, &card, by_hash),
            contact: name.to_owned(),
            queue,
            primary: primary.clone(),
            epoch: u64::from(setting.repairs.has(Repair::Mr7)),
        };
        let speaks = setting.readings.phase != Phase::Relay || *primary == *device;
        known.entry(device.clone()).or_default().push(record(setting, peer, registers, session, speaks));
    }
    sessions
}

/// A record as it came to a device: literally with every key, with MR-8 without those that only the primary needs.
fn record(setting: &Setting, peer: Peer, mut registers: Vec<(String, String)>, session: Pickle, speaks: bool) -> Known {
    let has = |repair| setting.repairs.has(repair);
    if speaks {
        return Known { peer, registers, session: Some(session) };
    }
    registers.push(("DrStateJson".to_owned(), session));
    if has(Repair::Mr8) {
        registers.retain(|(field, _)| !crate::device::is_private(field, has(Repair::Mr14)));
    }
    Known { peer, registers, session: None }
}
