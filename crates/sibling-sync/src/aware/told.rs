//! What goes into a device, what comes out of it, and what it tells.

use std::collections::BTreeSet;

use nostr::Event;

/// Which date a device gives to a list that it publishes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dating {
    /// What its clock says.
    #[default]
    Clock,
    /// What its clock says, but later than the newest list of the account that it knows.
    AfterKnown,
}

impl Dating {
    /// Both, by their names in files.
    pub const ALL: [(&'static str, Self); 2] = [("clock", Self::Clock), ("after_known", Self::AfterKnown)];
}

/// What a device does about a sibling's list from which a device is missing that it put on a list itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relist {
    /// Nothing.
    #[default]
    Never,
    /// It publishes a list that has both, dated after the newest that it knows. Its price: a sibling cannot take such a device off.
    WhenLost,
}

impl Relist {
    /// Both, by their names in files.
    pub const ALL: [(&'static str, Self); 2] = [("never", Self::Never), ("when_lost", Self::WhenLost)];
}

/// What the application around the library decides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Options {
    /// How lists are dated.
    pub dating: Dating,
    /// What is done about a lost device.
    pub relist: Relist,
}

/// What travels between a device and the board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wire {
    /// From a device: what is public, and what is for one of these keys (hex), please, from the first event on.
    Ask(BTreeSet<String>),
    /// From a device: to be kept. From the board: somebody posted this.
    Event(Box<Event>),
}

/// What a device is told to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum In {
    /// Publish an invitation, and a list if these are given: the devices of the account when the run begins, this one among them.
    Begin(Option<Vec<String>>),
    /// Put a device on a new list, made from the list that is known here.
    Link(String),
    /// Take a device off a new list.
    Unlink(String),
    /// Publish once more every device that is on the list known here, and every one that this device put there.
    Relist,
    /// Write to an account.
    Write {
        /// To whom.
        to: String,
        /// Which message.
        uuid: String,
        /// What it says.
        text: String,
    },
    /// Make a copy of the state.
    Keep,
    /// Go back to the copy.
    Restore,
    /// Somebody posted this.
    Event(Box<Event>),
}

/// What a device wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Out {
    /// Ask the board again, for these keys (hex).
    Ask(BTreeSet<String>),
    /// Post this.
    Post(Box<Event>),
    /// This happened.
    Told(Told),
}

/// What the library made of a list.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It counts from now on.
    Taken,
    /// A sibling's list of the same second: both count, together.
    Merged,
    /// An older list than the one that counts, or one that says the same. No error.
    Ignored,
    /// An error, in the library's words.
    Refused(String),
}

/// Why a message is not read yet.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Waiting {
    /// No session has this author.
    NoSession,
    /// Its device says that it belongs to an account, and no list of that account says so.
    NotListed,
    /// There is a session, and the library does not let it read: its device is on no list that counts.
    Silent,
    /// An error, in the library's words.
    Failed(String),
}

/// A copy of a message, for one device.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sealed {
    /// Of which account.
    pub account: String,
    /// For which of its devices.
    pub device: String,
    /// The author of the event: this device's ratchet key in the session, hex. What anybody sees.
    pub author: String,
    /// How many messages this device sent under that key before.
    pub index: u64,
    /// Bytes of the event.
    pub size: usize,
}

/// What a device tells. All names are names of the scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// It published a list of its account.
    Listed {
        /// Its date, in Unix seconds.
        date: u64,
        /// Who is on it.
        devices: BTreeSet<String>,
        /// What the library on this very device makes of it.
        verdict: Verdict,
    },
    /// It saw a list of somebody, or of a sibling.
    List {
        /// Of which account.
        account: String,
        /// Its date, in Unix seconds.
        date: u64,
        /// Who is on it.
        devices: BTreeSet<String>,
        /// What the library made of it.
        verdict: Verdict,
        /// The devices of the account that a message would go to from now on.
        reached: BTreeSet<String>,
    },
    /// A message went out.
    Sent {
        /// Which.
        uuid: String,
        /// One for each device that gets a copy, own siblings among them.
        copies: Vec<Sealed>,
        /// How many of them were greeted with it: a session began.
        greeted: usize,
        /// What the library says is missing, in its words.
        gaps: Vec<String>,
        /// Bytes of all that was posted.
        bytes: usize,
    },
    /// A message was read.
    Read {
        /// Which.
        uuid: String,
        /// From which account.
        account: String,
        /// From which of its devices.
        device: String,
        /// To which account it was written: a sibling's copy names the contact.
        to: String,
        /// What it says.
        text: String,
        /// The author of its event: the sender's ratchet key, hex.
        author: String,
        /// How many messages of this author came before it.
        index: u64,
    },
    /// A message cannot be read yet; it is tried again whenever a list or a greeting comes.
    Waits {
        /// Id of its event, the first eight digits.
        event: String,
        /// Why.
        why: Waiting,
    },
    /// A device greeted this one: a session began.
    Greeted {
        /// Which device.
        device: String,
        /// The account that it says it belongs to, if no list says so.
        unproven: Option<String>,
    },
    /// Something was posted that the library does not take, in its words.
    Refused(String),
    /// It went back to its copy, or it has none.
    Restored(bool),
}
