//! A run for a test, an actor for each draw, and a user and a contact with one Olm session between them.

use sim_env::{Actor, Seed};
use vodozemac::Curve25519PublicKey;
use vodozemac::olm::{Account, DecryptionError, OlmMessage, Session, SessionConfig};

/// Virtual time at which tests begin, in Unix seconds: 2026-06-15.
pub const START: u64 = 1_781_481_600;

/// What `test` gives in a run with this seed. Law L2: the generator of the thread is there before anybody acts, so that nobody's
/// stream pays for it.
pub fn seeded<T: Send>(seed: u64, test: impl FnOnce() -> T + Send) -> T {
    sibling_sync::aware::warm_up();
    let run = || {
        rand_0_10::rng();
        test()
    };
    sim_env::run(Seed::from(seed), START, run).expect("the hooks are effective in this binary")
}

/// The same with the seed of all tests.
pub fn run<T: Send>(test: impl FnOnce() -> T + Send) -> T {
    seeded(11, test)
}

/// Acts as somebody. Law L7: vodozemac draws from a generator of the thread, which is seeded anew from the actor's own stream.
pub fn act<T>(who: &str, action: impl FnOnce() -> T) -> T {
    Actor::register(who).enter(|| {
        rand_0_10::rng().reseed().expect("the stream of an actor never ends");
        action()
    })
}

/// An Olm session, and whose it is.
pub struct Olm {
    who: &'static str,
    pub session: Session,
}

/// Which key a message was made with: what anybody sees on the wire.
pub type Position = (Curve25519PublicKey, u64);

impl Olm {
    /// Encrypts a text.
    pub fn send(&mut self, text: &str) -> OlmMessage {
        act(self.who, || self.session.encrypt(text)).expect("the keys are honest")
    }

    /// Decrypts a message.
    pub fn read(&mut self, message: &OlmMessage) -> Result<String, DecryptionError> {
        let text = act(self.who, || self.session.decrypt(message))?;
        Ok(String::from_utf8(text).expect("texts are texts"))
    }

    /// Another device gets a copy of the state.
    pub fn copy(&self, who: &'static str) -> Self {
        let bytes = self.pickle();
        Self { who, session: Session::from_pickle(serde_json::from_slice(&bytes).expect("a pickle can be read")) }
    }

    /// The serde form of the state.
    pub fn pickle(&self) -> Vec<u8> {
        serde_json::to_vec(&self.session.pickle()).expect("a pickle can be written")
    }

    /// `active`: sent last; `inactive`: received last.
    pub fn sending(&self) -> String {
        let pickle: serde_json::Value = serde_json::from_slice(&self.pickle()).expect("a pickle is JSON");
        pickle["sending_ratchet"]["type"].as_str().expect("a sending ratchet has a type").to_owned()
    }
}

/// The (ratchet key, chain index) of a message.
pub fn position(message: &OlmMessage) -> Position {
    let inner = match message {
        OlmMessage::Normal(message) => message,
        OlmMessage::PreKey(message) => message.message(),
    };
    (inner.ratchet_key(), inner.chain_index())
}

/// Accounts of a user and a contact, and the user's outbound session for a one-time key of the contact.
pub fn greeting() -> (Account, Account, Olm) {
    let user = act("user", Account::new);
    let mut contact = act("contact", Account::new);
    act("contact", || contact.generate_one_time_keys(1));
    let one_time = *contact.one_time_keys().values().next().expect("one was made");
    let session = act("user", || {
        user.create_outbound_session(SessionConfig::version_1(), contact.curve25519_key(), one_time)
            .expect("the keys are honest")
    });
    (user, contact, Olm { who: "user", session })
}

/// A user and a contact who have each read the other: the user received last.
pub fn met() -> (Olm, Olm) {
    let (user, mut contact, mut ours) = greeting();
    let OlmMessage::PreKey(hello) = ours.send("hello") else { panic!("the first message is a pre-key message") };
    let inbound = act("contact", || {
        contact
            .create_inbound_session(SessionConfig::version_1(), user.curve25519_key(), &hello)
            .expect("the contact has the one-time key")
    });
    let mut theirs = Olm { who: "contact", session: inbound.session };
    let welcome = theirs.send("welcome");
    assert_eq!(ours.read(&welcome).unwrap(), "welcome");
    (ours, theirs)
}

/// The same, and then the user sent: the user's state is `active`.
pub fn met_and_sent() -> (Olm, Olm) {
    let (mut ours, mut theirs) = met();
    let thanks = ours.send("thanks");
    assert_eq!(theirs.read(&thanks).unwrap(), "thanks");
    (ours, theirs)
}
