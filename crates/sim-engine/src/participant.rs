//! The vocabulary of a system, and what its participants are handed and say.

use std::any::Any;
use std::time::Duration;

use sim_env::UnixNanos;

use crate::{Effect, Fact, Waiting};

/// The vocabulary of one kind of simulated system.
pub trait System: Sized + 'static {
    /// What travels on links.
    type Message: Fact<Self> + Clone + std::fmt::Debug;
    /// What the script tells a participant to do.
    type Command: std::fmt::Debug;
    /// What a participant reports for the transcript.
    type Note: Fact<Self> + Clone + std::fmt::Debug;
    /// What the script writes into the transcript.
    type Step: Fact<Self> + Clone + std::fmt::Debug;
    /// Why a command was not carried out.
    type Failure: Fact<Self> + Clone + std::fmt::Debug;
}

/// Index of a participant, in order of addition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct NodeId(pub usize);

impl NodeId {
    /// The link to this participant at a port.
    pub fn at(self, port: Port) -> Link {
        Link { peer: self, port }
    }
}

/// Tells several links between the same two participants apart. Systems with one link between two use port 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct Port(pub u16);

/// A link as one of its ends sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Link {
    /// The other end.
    pub peer: NodeId,
    /// Which of the links to it.
    pub port: Port,
}

/// The link at port 0.
impl From<NodeId> for Link {
    fn from(peer: NodeId) -> Self {
        peer.at(Port::default())
    }
}

/// Names a command until its participant reports it done.
pub type OpId = u64;

/// When an input arrives at a participant.
#[derive(Clone, Copy, Debug)]
pub struct Now {
    /// The participant's own wall clock, skew included.
    pub wall: UnixNanos,
    /// Engine time since the start of the run.
    pub uptime: Duration,
}

/// What a participant is handed.
#[derive(Debug)]
pub enum Input<S: System> {
    /// The link is open.
    Opened(Link),
    /// The link is gone.
    Closed(Link),
    /// The peer sends nothing more on this link; it may still be sent to.
    Finished(Link),
    /// The peer takes nothing more for now (`false`), or takes again what is sent (`true`).
    Window(Link, bool),
    /// The peer sent this.
    Message(Link, S::Message),
    /// The time asked for has come.
    Wake,
    /// The script says so.
    Command(OpId, S::Command),
}

/// What a participant wants to happen.
#[derive(Debug)]
pub enum Output<S: System> {
    /// Open a link.
    Open(Link),
    /// Close a link.
    Close(Link),
    /// Nothing more will be sent on this link: a half-close. The peer learns of it after everything that was sent before.
    Finish(Link),
    /// Tell the peer that nothing more is taken for now (`false`), or that it is taken again (`true`).
    Window(Link, bool),
    /// Send on an open link; lost if it is not open.
    Send(Link, S::Message),
    /// Hand in [`Input::Wake`] after this long.
    WakeAfter(Duration),
    /// Write this into the transcript.
    Note(S::Note),
    /// The command is finished.
    Done(OpId, Result<(), S::Failure>),
    /// A fault of the participant itself acted on this message, which came from `from`.
    Fault {
        /// Who sent it.
        from: Link,
        /// Name of the fault.
        fault: String,
        /// What was done.
        effect: Effect,
        /// The message.
        message: S::Message,
    },
}

/// What a message is spared by its receiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sparing {
    /// The receiver's own faults.
    Fault,
    /// The receiver's own judgement and limits.
    Judgement,
}

/// A sans-IO state machine that takes part in a run.
pub trait Participant<S: System>: Any {
    /// Takes one input and says what should happen.
    fn handle(&mut self, now: Now, input: Input<S>) -> Vec<Output<S>>;

    /// Spares the next message something, if it knows how.
    fn spare(&mut self, _how: Sparing) {}

    /// What is unfinished.
    fn pending(&self) -> Vec<Waiting> {
        Vec::new()
    }

    /// Owner of the entropy it draws. May change over its life: a reinstalled device is a new owner.
    fn actor_name(&self) -> &str;
}
