//! What travels on a stream: the messages of `xip83-r7`, field by field. Numbers in brackets are those of the protobuf text.

use std::fmt;

use crate::cursor::{Cursor, RowId, Sequence};

/// What a topic is about: the first byte of its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// 0x00, then a group id.
    Group,
    /// 0x01, then an installation key.
    Welcome,
}

impl Kind {
    /// Both kinds.
    pub const ALL: [Self; 2] = [Self::Group, Self::Welcome];

    /// The name used in files.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Group => "group",
            Self::Welcome => "welcome",
        }
    }
}

/// A topic: a byte for its kind, then an identifier. Any bytes can be sent, so any can be held.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Topic(Vec<u8>);

impl Topic {
    /// A topic of these bytes.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self(bytes.into())
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Its kind; none for another first byte, or where nothing follows it: such a topic is refused (section 3).
    pub fn kind(&self) -> Option<Kind> {
        match self.0.as_slice() {
            [0x00, _, ..] => Some(Kind::Group),
            [0x01, _, ..] => Some(Kind::Welcome),
            _ => None,
        }
    }
}

impl fmt::Debug for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(&self.0))
    }
}

/// A row of the node's log: a message of a group or a Welcome.
#[derive(Clone, PartialEq, Eq)]
pub struct Row {
    /// Kind of its topic.
    pub kind: Kind,
    /// The node that took it in, if the binding is d14n.
    pub originator: Option<u32>,
    /// Its number in the sequence of its kind, or of its originator.
    pub id: u64,
    /// Where it belongs.
    pub topic: Topic,
    /// Size of what it carries, in bytes.
    pub bytes: usize,
    /// Can the node parse it? It serves only rows that it can.
    pub readable: bool,
}

impl Row {
    /// The sequence that its id belongs to.
    pub fn sequence(&self) -> Sequence {
        self.originator.map_or(Sequence::Kind(self.kind), Sequence::Originator)
    }

    /// Which row of its topic it is.
    pub fn key(&self) -> RowId {
        RowId { originator: self.originator, id: self.id }
    }
}

/// A row of v3 has no originator, and says nothing of one.
impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut row = f.debug_struct("Row");
        row.field("kind", &self.kind);
        self.originator.iter().for_each(|originator| _ = row.field("originator", originator));
        let row = row.field("id", &self.id).field("topic", &self.topic);
        row.field("bytes", &self.bytes).field("readable", &self.readable).finish()
    }
}

/// `Subscription { topic = 1, id_cursor = 2 }`; d14n has a map `last_seen` in the place of the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// What to add.
    pub topic: Topic,
    /// From where.
    pub id_cursor: Cursor,
}

/// `Mutate { adds = 1, removes = 2, history_only = 3, mutate_id = 4 }`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mutate {
    /// What to add.
    pub adds: Vec<Subscription>,
    /// What to remove, before anything is added.
    pub removes: Vec<Topic>,
    /// Replay only; nothing is subscribed.
    pub history_only: bool,
    /// Names the Mutate, and the wave that it begins.
    pub mutate_id: u64,
}

/// What a client sends: `SubscribeRequest { V1 { mutate = 1, ping = 2, pong = 3 } = 1 }`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// Changes the topics.
    Mutate(Mutate),
    /// Asks for a Pong with the same nonce.
    Ping(u64),
    /// Answers a Ping.
    Pong(u64),
    /// V1 without any request in it.
    Empty,
    /// No version, or one that the node does not know.
    UnknownVersion,
}

/// `Messages { group_messages = 1, welcome_messages = 2, mutate_id = 3 }`; the third field is of r7. In its place d14n has
/// `Envelopes { envelopes = 1, mutate_id = 2 }`.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Messages {
    /// Rows of groups.
    pub group_messages: Vec<Row>,
    /// Rows of installations.
    pub welcome_messages: Vec<Row>,
    /// Rows of both, if they have an originator: their order is that of its sequence.
    pub envelopes: Vec<Row>,
    /// The wave that they belong to; 0 is live, and all there is in r5.
    pub mutate_id: u64,
}

impl Messages {
    /// A frame of these rows.
    pub fn of(rows: Vec<Row>, mutate_id: u64) -> Self {
        let (envelopes, rows): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(|row| row.originator.is_some());
        let (group_messages, welcome_messages) = rows.into_iter().partition(|row| row.kind == Kind::Group);
        Self { group_messages, welcome_messages, envelopes, mutate_id }
    }

    /// All rows, groups first.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.group_messages.iter().chain(&self.welcome_messages).chain(&self.envelopes)
    }
}

impl fmt::Debug for Messages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.envelopes.is_empty() {
            let mut frame = f.debug_struct("Envelopes");
            return frame.field("envelopes", &self.envelopes).field("mutate_id", &self.mutate_id).finish();
        }
        let mut frame = f.debug_struct("Messages");
        frame.field("group_messages", &self.group_messages).field("welcome_messages", &self.welcome_messages);
        frame.field("mutate_id", &self.mutate_id).finish()
    }
}

/// What a node sends: `SubscribeResponse { V1 { messages = 1, started = 2, ping = 3, pong = 4, topics_live = 5, catchup_complete = 6 } = 1 }`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Response {
    /// Rows of one lane.
    Messages(Messages),
    /// `Started { keepalive_interval_ms = 1, capabilities = 2 }`: the first frame.
    Started {
        /// The node's interval; 0 if it does not ping.
        keepalive_interval_ms: u32,
        /// Optional features; the text has none.
        capabilities: Vec<u32>,
    },
    /// `Ping { nonce = 1 }`.
    Ping(u64),
    /// `Pong { nonce = 1 }`.
    Pong(u64),
    /// `TopicsLive { topics = 1 }`: these were replayed.
    TopicsLive(Vec<Topic>),
    /// `CatchupComplete { mutate_id = 1 }`: acknowledges a Mutate.
    CatchupComplete(u64),
}

impl Request {
    /// The name that it has in files and vectors.
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Mutate(_) => "mutate",
            Self::Ping(_) => "ping",
            Self::Pong(_) => "pong",
            Self::Empty => "empty",
            Self::UnknownVersion => "unknown_version",
        }
    }
}

impl Response {
    /// The name that it has in files and vectors.
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Messages(_) => "messages",
            Self::Started { .. } => "started",
            Self::Ping(_) => "ping",
            Self::Pong(_) => "pong",
            Self::TopicsLive(_) => "topics_live",
            Self::CatchupComplete(_) => "catchup_complete",
        }
    }
}
