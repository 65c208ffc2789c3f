//! Why an invariant is broken, as a value; its sentence is made from it.

use crate::Ms;
use crate::code::Code;
use crate::cursor::RowId;
use crate::frame::Topic;
use crate::judge::Invariant;

/// A breach of an invariant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Of which.
    pub invariant: Invariant,
    /// When.
    pub at_ms: Ms,
    /// The entry of the transcript that shows it.
    pub entry: usize,
    /// Why.
    pub cause: Cause,
}

/// Why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Cause {
    /// A consumer lacks rows.
    #[error("{consumer} lacks rows {ids:?} of {topic:?}")]
    Lacks {
        /// Who.
        consumer: String,
        /// Where.
        topic: Topic,
        /// Which.
        ids: Vec<u64>,
    },
    /// A wave was acknowledged without all its rows.
    #[error("Mutate {mutate_id} was acknowledged, and rows {ids:?} of {topic:?} were not sent")]
    Hole {
        /// Where.
        topic: Topic,
        /// Which Mutate.
        mutate_id: u64,
        /// Which rows.
        ids: Vec<RowId>,
    },
    /// A consumer has a row that is not in the log.
    #[error("{consumer} has rows {ids:?} of {topic:?} that it did not ask for")]
    Has {
        /// Who.
        consumer: String,
        /// Where.
        topic: Topic,
        /// Which.
        ids: Vec<u64>,
    },
    /// A row came twice, or from below its floor.
    #[error("row {id} of {topic:?} was sent again")]
    Again {
        /// Where.
        topic: Topic,
        /// Which.
        id: RowId,
    },
    /// A call asked for rows from below what was done.
    #[error("{topic:?} is asked for above {cursor}, although everything up to {done} is done")]
    AsksBelow {
        /// Where.
        topic: Topic,
        /// Above which id.
        cursor: u64,
        /// What was done.
        done: u64,
    },
    /// A consumer was handed a row twice.
    #[error("{consumer} was handed row {id} of {topic:?} twice")]
    TakenTwice {
        /// Who.
        consumer: String,
        /// Where.
        topic: Topic,
        /// Which.
        id: u64,
    },
    /// An id came after a higher one.
    #[error("row {id} came after row {after} in one lane (wave {wave}; 0 is live)")]
    Descends {
        /// Which.
        id: RowId,
        /// After which.
        after: RowId,
        /// In which wave.
        wave: u64,
    },
    /// A live row came before its topic's wave ended.
    #[error("live row {id} of {topic:?} came before wave {wave} ended")]
    BeforeTheEnd {
        /// Where.
        topic: Topic,
        /// Which.
        id: RowId,
        /// Which wave.
        wave: u64,
    },
    /// Nobody acknowledged a Mutate.
    #[error("Mutate {mutate_id} was not acknowledged")]
    NotAcknowledged {
        /// Which.
        mutate_id: u64,
    },
    /// An acknowledgement for which there is no Mutate, or out of turn.
    #[error("{mutate_id} was acknowledged out of turn")]
    OutOfTurn {
        /// Which.
        mutate_id: u64,
    },
    /// A call ended with OK although the client lacks an acknowledgement.
    #[error("OK, and the client lacks the acknowledgement of Mutate {mutate_id}")]
    OkTooEarly {
        /// Which.
        mutate_id: u64,
    },
    /// A frame names a topic that does not belong there.
    #[error("a frame of wave {wave} (0 is live) names {topic:?}, which is not in it")]
    Foreign {
        /// Where.
        topic: Topic,
        /// In which wave.
        wave: u64,
    },
    /// Another frame came first.
    #[error("the first frame is no `Started`")]
    NotStarted,
    /// A client did not notice that its wire was silent.
    #[error("{client} heard nothing for {silent_ms} ms and went on")]
    Unnoticed {
        /// Who.
        client: String,
        /// For how long.
        silent_ms: Ms,
    },
    /// A client gave up a wire that was not silent.
    #[error("{client} gave its wire up {silent_ms} ms after it last heard something")]
    FalseAlarm {
        /// Who.
        client: String,
        /// After how long.
        silent_ms: Ms,
    },
    /// The node keeps a call whose client is dead.
    #[error("the call of {client}, dead for {dead_ms} ms, is still open")]
    Zombie {
        /// Who.
        client: String,
        /// For how long.
        dead_ms: Ms,
    },
    /// Something followed a refused Mutate.
    #[error("something was sent between a Mutate and its refusal with {code}")]
    AfterRefusal {
        /// How it was refused.
        code: Code,
    },
    /// A row was sent that nobody may read.
    #[error("row {id} of {topic:?}, which may not be read, was sent")]
    Forbidden {
        /// Where.
        topic: Topic,
        /// Which.
        id: RowId,
    },
    /// A cursor was saved that covers what was not processed.
    #[error("{cursor} was saved for {topic:?}, and rows {ids:?} below it are not processed")]
    Ahead {
        /// Where.
        topic: Topic,
        /// What was saved.
        cursor: u64,
        /// What is missing.
        ids: Vec<u64>,
    },
}

impl Cause {
    /// What kind of cause it is, without names, ids and times: what a fingerprint is made of.
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Lacks { .. } => "lacks",
            Self::Hole { .. } => "hole",
            Self::Has { .. } => "has",
            Self::Again { .. } => "again",
            Self::AsksBelow { .. } => "asks-below",
            Self::TakenTwice { .. } => "taken-twice",
            Self::Descends { .. } => "descends",
            Self::BeforeTheEnd { .. } => "before-the-end",
            Self::NotAcknowledged { .. } => "not-acknowledged",
            Self::OutOfTurn { .. } => "out-of-turn",
            Self::OkTooEarly { .. } => "ok-too-early",
            Self::Foreign { .. } => "foreign",
            Self::NotStarted => "not-started",
            Self::Unnoticed { .. } => "unnoticed",
            Self::FalseAlarm { .. } => "false-alarm",
            Self::Zombie { .. } => "zombie",
            Self::AfterRefusal { .. } => "after-refusal",
            Self::Forbidden { .. } => "forbidden",
            Self::Ahead { .. } => "ahead",
        }
    }
}
