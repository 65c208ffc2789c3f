//! What a run is like: the body of a scenario, readings of the plan, repairs, the server.

use std::collections::{BTreeMap, BTreeSet};

use super::{ContactName, DeviceName};

/// An enum whose values have names in files.
macro_rules! named {
    ($(#[$about:meta])* $name:ident { $($(#[$what:meta])* $value:ident = $id:literal),* $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name { $($(#[$what])* $value),* }

        impl $name {
            /// All of them, the default of the plan first.
            pub const ALL: &'static [Self] = &[$(Self::$value),*];

            /// The name in files.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$value => $id),* }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.id())
            }
        }
    };
}

named! {
    /// Is a status or a forward keyed by the message's uuid (2.1, 3.1) or by a new id (6.4)?
    DedupId {
        /// By the uuid.
        #[default]
        Uuid = "uuid",
        /// By a new id.
        PerEvent = "per_event",
    }
}

named! {
    /// Does storing a `pending_forward` row on a sibling fire the hook of 3.1 too?
    MsgHook {
        /// It does.
        #[default]
        All = "all",
        /// Only storing on the primary does.
        PrimaryOnly = "primary_only",
    }
}

named! {
    /// How devices share the talk with a contact.
    Phase {
        /// The primary relays.
        #[default]
        Relay = "7B",
        /// The contact knows every device and has a session with each.
        Aware = "7A",
        /// Every device has a copy of the one ratchet state.
        Shared = "6",
    }
}

named! {
    /// Who polls the contact's queue?
    Poll {
        /// Every device that knows the contact (M-8).
        #[default]
        AllKeys = "all_keys",
        /// Only the primary (MR-9).
        PrimaryOnly = "primary_only",
    }
}

named! {
    /// When does the ratchet of a shared session step?
    StepAt {
        /// When the other side's message is answered: Olm.
        #[default]
        Send = "send",
        /// When the other side's message is read: nostr-double-ratchet.
        Receive = "receive",
    }
}

named! {
    /// When does the server forget an item?
    Read {
        /// When its reader says that it has it.
        #[default]
        KeepUntilAck = "keep_until_ack",
        /// When it is handed out.
        Pop = "pop",
    }
}

named! {
    /// In which order does the server hand items out?
    Order {
        /// As they came in.
        #[default]
        Fifo = "fifo",
        /// In any order.
        Any = "any",
    }
}

named! {
    /// In which order do the two copies of an item come, where every item is handed out twice?
    Copies {
        /// In any order with everything else.
        #[default]
        Apart = "apart",
        /// The second some time after the first. Nobody can tell copies apart, so nothing is lost but repetition.
        InLine = "in_line",
    }
}

named! {
    /// Where the database of a device is.
    Storage {
        /// In memory.
        #[default]
        Memory = "memory",
        /// In a file of its own.
        File = "file",
    }
}

named! {
    /// A repair of section 6.
    Repair {
        /// Event ids.
        #[default]
        Mr1 = "MR-1",
        /// Upsert.
        Mr2 = "MR-2",
        /// Status join.
        Mr3 = "MR-3",
        /// Send once.
        Mr4 = "MR-4",
        /// Mesh, or flood.
        Mr5 = "MR-5",
        /// Registers.
        Mr6 = "MR-6",
        /// Explicit primary.
        Mr7 = "MR-7",
        /// No ratchet on the wire; in phase 6 `dr_guard`.
        Mr8 = "MR-8",
        /// One reader.
        Mr9 = "MR-9",
        /// One transaction.
        Mr10 = "MR-10",
        /// Parking.
        Mr11 = "MR-11",
        /// Window.
        Mr12 = "MR-12",
        /// Conversation id.
        Mr13 = "MR-13",
        /// Hand-over.
        Mr14 = "MR-14",
        /// Late device.
        Mr15 = "MR-15",
    }
}

/// Readings of the text (section 2). The default is literal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Readings {
    /// How events are keyed.
    pub dedup_id: DedupId,
    /// When the hook fires.
    pub msg_hook: MsgHook,
    /// How devices share the talk.
    pub phase: Phase,
    /// Who polls.
    pub poll: Poll,
    /// When a shared ratchet steps (section 14).
    pub step_at: StepAt,
}

/// Which repairs are in force. None: the plan, word by word.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Repairs(pub BTreeSet<Repair>);

impl Repairs {
    /// All fifteen.
    pub fn all() -> Self {
        Self(Repair::ALL.iter().copied().collect())
    }

    /// Is this one in force?
    pub fn has(&self, repair: Repair) -> bool {
        self.0.contains(&repair)
    }
}

/// What the server is like; the plan fixes none of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ServerOptions {
    /// When it forgets.
    pub read: Read,
    /// In which order it hands out.
    pub order: Order,
    /// How long it keeps what nobody took, in days.
    pub retention_days: u64,
    /// Does it hand every item out twice?
    pub duplicates: bool,
    /// Where the second copy comes.
    pub copies: Copies,
}

impl Default for ServerOptions {
    fn default() -> Self {
        let (read, order, copies) = (Read::default(), Order::default(), Copies::default());
        Self { read, order, retention_days: 30, duplicates: false, copies }
    }
}

/// Somebody whom the user knows when the run begins, or comes to know by [`super::Action::Meet`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactSetup {
    /// The device that completed the invitation (M-14).
    pub primary: DeviceName,
    /// The devices that have a record of the contact when the run begins. Empty: the user does not know it yet.
    pub known_by: BTreeSet<DeviceName>,
    /// Every device made its record by itself: ids, keys and a session of its own (M-S19).
    pub apart: bool,
    /// Does it acknowledge what it reads: received, and processed?
    pub acknowledges: bool,
}

/// Who takes part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    /// Devices.
    pub devices: BTreeSet<DeviceName>,
    /// Which of them are paired when the run begins; each pair once, the lower name first.
    pub paired: BTreeSet<(DeviceName, DeviceName)>,
    /// Contacts.
    pub contacts: BTreeMap<ContactName, ContactSetup>,
    /// Window of the seen table, in days.
    pub prune_days: u64,
    /// MR-5: does a device pass on what it applies for the first time? Without, the graph is only checked.
    pub flood: bool,
    /// MR-15: how many of the last messages of each conversation a device gets that asks for them.
    pub backfill: usize,
    /// Phase 7A on a published library: who is on the first device list, and what applications do. None: sessions are Olm's.
    pub aware: Option<AwareSetup>,
}

/// How a run of phase 7A on nostr-double-ratchet begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AwareSetup {
    /// Devices of the user on the first list.
    pub listed: BTreeSet<DeviceName>,
    /// How far clocks are ahead, in milliseconds, of devices and contacts.
    pub ahead_ms: BTreeMap<String, crate::Ms>,
    /// What every application does.
    pub options: crate::aware::Options,
}
