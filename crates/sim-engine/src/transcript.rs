//! Everything that happened, in order, with a rolling digest (law L9).

use std::fmt;
use std::time::Duration;

use sha2::{Digest as _, Sha256};

use crate::{Effect, NodeId, OpId, Port, System};

/// Something whose bytes count for the digest of a system `S`. The system is named so that it can say it of other crates' types.
pub trait Fact<S> {
    /// Writes every byte that must be equal for two runs to be equal.
    fn feed(&self, bytes: &mut Vec<u8>);
}

/// What one line of the transcript is about.
#[derive(Clone, Debug)]
pub enum Record<S: System> {
    /// The script did something.
    Step(S::Step),
    /// A command was given and ended.
    Done(NodeId, OpId, Result<(), S::Failure>),
    /// A participant reported something.
    Note(NodeId, S::Note),
    /// A message arrived.
    Delivered {
        /// Sender.
        from: NodeId,
        /// Receiver.
        to: NodeId,
        /// Message.
        message: S::Message,
    },
    /// A link came up, seen from the first.
    Opened(NodeId, NodeId),
    /// A link went away, seen from the first.
    Closed(NodeId, NodeId),
    /// The first learned that the second sends nothing more on their link.
    Finished(NodeId, NodeId),
    /// The first learned that the second takes nothing more on their link (`false`), or takes again (`true`).
    Window(NodeId, NodeId, bool),
    /// A fault acted on a message.
    Fault {
        /// Sender.
        from: NodeId,
        /// Receiver.
        to: NodeId,
        /// Name of the fault.
        fault: String,
        /// What it did.
        effect: Effect,
        /// Message.
        message: S::Message,
    },
    /// A fault acted on a half-close.
    FaultOnFinish {
        /// Who finished.
        from: NodeId,
        /// The other end.
        to: NodeId,
        /// Name of the fault.
        fault: String,
        /// What it did.
        effect: Effect,
    },
    /// A fault acted on an attempt to open a link.
    FaultOnOpen {
        /// Who tried.
        from: NodeId,
        /// The other end.
        to: NodeId,
        /// Name of the fault.
        fault: String,
        /// What it did.
        effect: Effect,
    },
}

/// SHA-256 over everything up to some record.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Digest([u8; 32]);

impl Digest {
    /// As lower-case hex.
    pub fn to_hex(self) -> String {
        hex::encode(self.0)
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_hex())
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_hex())
    }
}

/// One record, when it happened, and the digest up to and including it.
#[derive(Clone, Debug)]
pub struct Entry<S: System> {
    /// Engine time since the start of the run.
    pub at: Duration,
    /// What happened.
    pub record: Record<S>,
    /// The port of the link, if it is about one.
    pub port: Port,
    /// First eight bytes of the rolling digest here: two runs differ first where these differ first.
    pub mark: u64,
}

/// The records of a run.
pub struct Transcript<S: System> {
    /// In order.
    pub entries: Vec<Entry<S>>,
    rolling: [u8; 32],
    scratch: Vec<u8>,
}

impl<S: System> Default for Transcript<S> {
    fn default() -> Self {
        Self { entries: Vec::new(), rolling: [0; 32], scratch: Vec::new() }
    }
}

impl<S: System> Transcript<S> {
    /// A transcript of given entries, for looking back at a part of a run. Its digest is not that of a run.
    pub fn of(entries: Vec<Entry<S>>) -> Self {
        Self { entries, rolling: [0; 32], scratch: Vec::new() }
    }

    /// The mark of every record, in order.
    pub fn marks(&self) -> impl ExactSizeIterator<Item = u64> + '_ {
        self.entries.iter().map(|entry| entry.mark)
    }

    /// Digest of everything so far.
    pub fn digest(&self) -> Digest {
        Digest(self.rolling)
    }

    /// Writes down what the script did.
    pub fn step(&mut self, at: Duration, step: S::Step) {
        self.push(at, Record::Step(step));
    }

    /// Adds a record that is about no link.
    pub(crate) fn push(&mut self, at: Duration, record: Record<S>) {
        self.push_on(at, Port::default(), record);
    }

    /// Adds a record that is about a link at this port.
    pub(crate) fn push_on(&mut self, at: Duration, port: Port, record: Record<S>) {
        self.scratch.clear();
        self.scratch.extend_from_slice(&self.rolling);
        self.scratch.extend_from_slice(&at.as_nanos().to_be_bytes());
        if port != Port::default() {
            self.scratch.push(PORT);
            self.scratch.extend_from_slice(&port.0.to_be_bytes());
        }
        feed(&record, &mut self.scratch);
        self.rolling = Sha256::digest(&self.scratch).into();
        let mark = u64::from_be_bytes(self.rolling[..8].try_into().expect("eight bytes"));
        self.entries.push(Entry { at, record, port, mark });
    }
}

/// Comes before the port and the tag of a record, where the port is not 0. No tag of a record has this value.
const PORT: u8 = 0xff;

/// The first record in which two transcripts differ, by their marks: the first that only one of them has, if one is the beginning
/// of the other. `None` if they are the same.
pub fn first_difference(a: impl ExactSizeIterator<Item = u64>, b: impl ExactSizeIterator<Item = u64>) -> Option<usize> {
    let (of_a, of_b) = (a.len(), b.len());
    a.zip(b).position(|(a, b)| a != b).or((of_a != of_b).then_some(of_a.min(of_b)))
}

fn feed<S: System>(record: &Record<S>, bytes: &mut Vec<u8>) {
    let mut tag = |tag: u8, nodes: &[NodeId]| {
        bytes.push(tag);
        nodes.iter().for_each(|node| bytes.extend_from_slice(&(node.0 as u64).to_be_bytes()));
    };
    match record {
        Record::Step(step) => {
            tag(1, &[]);
            step.feed(bytes);
        }
        Record::Done(who, op, result) => {
            tag(2, &[*who]);
            bytes.extend_from_slice(&op.to_be_bytes());
            if let Err(why) = result {
                why.feed(bytes);
            }
        }
        Record::Note(who, note) => {
            tag(3, &[*who]);
            note.feed(bytes);
        }
        Record::Delivered { from, to, message } => {
            tag(4, &[*from, *to]);
            message.feed(bytes);
        }
        Record::Opened(who, peer) => tag(5, &[*who, *peer]),
        Record::Closed(who, peer) => tag(6, &[*who, *peer]),
        Record::Fault { from, to, fault, effect, message } => {
            tag(7, &[*from, *to]);
            feed_fault(fault, *effect, bytes);
            message.feed(bytes);
        }
        Record::FaultOnOpen { from, to, fault, effect } => {
            tag(8, &[*from, *to]);
            feed_fault(fault, *effect, bytes);
        }
        Record::Finished(who, peer) => tag(9, &[*who, *peer]),
        Record::Window(who, peer, open) => {
            tag(10, &[*who, *peer]);
            bytes.push(u8::from(*open));
        }
        Record::FaultOnFinish { from, to, fault, effect } => {
            tag(11, &[*from, *to]);
            feed_fault(fault, *effect, bytes);
        }
    }
}

/// The name ends with a zero byte, which no name has.
fn feed_fault(fault: &str, effect: Effect, bytes: &mut Vec<u8>) {
    bytes.extend_from_slice(effect.id().as_bytes());
    bytes.extend_from_slice(fault.as_bytes());
    bytes.push(0);
}
