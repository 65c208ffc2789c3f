//! Pairing (M-P): a card, an answer, an end. Both ends then have one session; every step survives a restart and a second card.

use prost::Message as _;
use sha2::{Digest as _, Sha256};
use sim_engine::Port;
use vodozemac::olm::{Account, OlmMessage};

use super::{Device, of_sibling};
use crate::payload::{Card, ConversationStatus, Envelope, UserMessage};
use crate::session;
use crate::system::NotDone;
use crate::vocabulary::{About, Note, QueueKey, Repair, SyncType};

/// `UserMessage.type` of the end of a pairing; its `appdata` names the links of its sender, one a line.
const PAIRED: &str = "device_paired";

/// `UserMessage.type` of a request for the last messages.
const HISTORY: &str = "device_history";

impl Device {
    /// Its account. None, which ends the run, if the database has none or it is no pickle.
    fn account(&self) -> Option<Account> {
        let account = self.store.get("account").and_then(|pickle| session::unpickle_account(&pickle));
        if account.is_none() {
            self.store.fail("there is no account that can be read");
        }
        account
    }

    fn keep_account(&self, account: &Account) {
        self.store.set("account", &session::pickle_account(account));
    }

    /// Init: a card with a key for one session.
    pub(super) fn show_card(&mut self, to: &str) {
        let Some(mut account) = self.account() else { return };
        let made = account.generate_one_time_keys(1);
        account.mark_keys_as_published();
        self.keep_account(&account);
        let Some(one_time) = made.created.first() else { return self.refuse(NotDone::NoKey(self.name.clone())) };
        let identity = account.curve25519_key().to_bytes().to_vec();
        let card = Card { identity, one_time: one_time.to_bytes().to_vec() };
        let envelope = Envelope { from: self.name.clone(), kind: Envelope::CARD, body: card.encode_to_vec() };
        self.show(to, &envelope.encode_to_vec());
    }

    /// Answer: the first message of a session. To a card that came before, the same answer.
    pub(super) fn card(&mut self, from: &str, body: &[u8]) {
        if let Some((_, answer)) = self.store.answer(from).filter(|(card, _)| card == body) {
            self.show(from, &answer);
            return;
        }
        let Ok(card) = Card::decode(body) else { return };
        let Some(account) = self.account() else { return };
        let Some(mut session) = session::begin(&account, &card.identity, &card.one_time) else { return };
        let Ok(first) = session.encrypt(self.links_message().encode_to_vec()) else { return };
        let answer = session::envelope(&self.name, &first).encode_to_vec();
        self.store.keep_session(&of_sibling(from), &session::pickle(&session));
        self.store.keep_answer(from, body, &answer);
        self.show(from, &answer);
    }

    /// Finalize: the session of an answer, and a message that ends the pairing. False if it is no answer to a card of its own.
    pub(super) fn pairing_answer(&mut self, from: &str, message: &OlmMessage) -> bool {
        let OlmMessage::PreKey(first) = message else { return false };
        if let Some((_, end)) = self.store.answer(from).filter(|(id, _)| *id == first.session_id().into_bytes()) {
            self.show(from, &end);
            return true;
        }
        let Some(mut account) = self.account() else { return false };
        let Ok((mut session, plaintext)) = session::accept(&mut account, message) else { return false };
        self.keep_account(&account);
        let Ok(answer) = UserMessage::decode(plaintext.as_slice()) else { return false };
        let Ok(last) = session.encrypt(self.links_message().encode_to_vec()) else { return false };
        let end = session::envelope(&self.name, &last).encode_to_vec();
        self.store.keep_session(&of_sibling(from), &session::pickle(&session));
        self.store.keep_answer(from, session.session_id().as_bytes(), &end);
        self.show(from, &end);
        self.paired(from, &answer);
        true
    }

    /// The end has come.
    pub(super) fn pairing_end(&mut self, from: &str, message: &UserMessage) {
        if message.r#type == PAIRED {
            self.paired(from, message);
        }
    }

    /// MR-15: whoever has records sends all registers to a new sibling.
    fn send_registers(&mut self, to: &str) {
        let peers = self.store.peers();
        if !self.has(Repair::Mr15) || peers.is_empty() {
            return;
        }
        let to = [to.to_owned()];
        let identity = self.identity_payload(None);
        self.send_to(&to, &identity);
        for peer in peers {
            let record = self.peer_payload(&peer, None);
            self.send_to(&to, &record);
        }
    }

    /// Asks for the last messages (MR-15).
    pub(super) fn ask_history(&mut self, from: &str) {
        let asks = UserMessage { r#type: HISTORY.to_owned(), ..UserMessage::default() };
        let key = of_sibling(from);
        let pickle = self.store.session(&key);
        let sealed = pickle.and_then(|pickle| session::seal(&pickle, &self.name, &asks.encode_to_vec()));
        let Some(sealed) = sealed else {
            return self.refuse(NotDone::NoSession(self.name.clone(), from.to_owned()));
        };
        self.store.keep_session(&key, &sealed.pickle);
        self.show(from, &sealed.envelope.encode_to_vec());
    }

    /// Sends them, as ordinary `msg` events.
    pub(super) fn send_history(&mut self, to: &str, asks: &UserMessage) {
        if asks.r#type != HISTORY || !self.has(Repair::Mr15) {
            return;
        }
        for peer in self.store.peers() {
            for row in self.store.last_rows(&peer.uid, self.options.backfill) {
                let payload = self.row_payload(SyncType::Msg, &peer, &row.db_message());
                self.send_to(&[to.to_owned()], &payload);
            }
        }
    }

    fn paired(&mut self, with: &str, message: &UserMessage) {
        let theirs: Vec<_> = String::from_utf8_lossy(&message.appdata).lines().map(str::to_owned).collect();
        if !self.store.add_sibling(with) {
            return;
        }
        let session = self.store.session(&of_sibling(with)).and_then(|pickle| session::unpickle(&pickle));
        let root = session.map(|session| hex::encode(Sha256::digest(session.session_id()))).unwrap_or_default();
        self.note(Note::Paired { with: with.to_owned(), root });
        let mine = self.store.siblings();
        let is_missing = |other: &&String| **other != self.name && !mine.contains(other);
        let pair = |other: &String| (self.name.clone().min(other.clone()), self.name.clone().max(other.clone()));
        let missing: std::collections::BTreeSet<_> = theirs.iter().filter(is_missing).map(pair).collect();
        self.check_mesh(missing);
        self.send_registers(with);
    }

    /// Names its links, so that the other end can tell what is missing (MR-5).
    fn links_message(&self) -> UserMessage {
        UserMessage {
            r#type: PAIRED.to_owned(),
            appdata: self.store.siblings().join("\n").into_bytes(),
            status: Some(ConversationStatus::default()),
            ..UserMessage::default()
        }
    }

    fn show(&mut self, to: &str, blob: &[u8]) {
        let about = About {
            from: self.name.clone(),
            to: to.to_owned(),
            sync_type: None,
            contact: None,
            event: String::new(),
            uuid: None,
            port: Port::default(),
        };
        self.push(QueueKey::Device(to.to_owned()), blob.to_vec(), about);
    }
}
