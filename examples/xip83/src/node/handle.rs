//! The machine and the calls that it has, behind one lock: what it is handed and what it says has one order.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use streams::Ms;
use streams::cursor::Sequence;
use streams::frame::{Request, Row, Topic};
use streams::node::{In, Node, Out, StreamId};
use streams::system::{Frame, Note};
use tokio::sync::Notify;
use tokio::task::AbortHandle;

use super::Settings;
use super::down::Queue;
use crate::{Clock, Witness, status_of};

/// A node that is served.
#[derive(Clone)]
pub struct Handle(Arc<Shared>);

struct Shared {
    core: Mutex<Core>,
    /// The next tick may be another one now.
    due: Notify,
    clock: Clock,
    witness: Arc<dyn Witness>,
    buffer_bytes: usize,
}

struct Core {
    node: Node,
    wires: BTreeMap<StreamId, Wire>,
    calls: StreamId,
}

/// The transport of a stream.
struct Wire {
    queue: Arc<Queue>,
    reader: Option<AbortHandle>,
}

impl Handle {
    pub(super) fn new(settings: Settings) -> Self {
        let core = Core { node: Node::new(settings.node), wires: BTreeMap::new(), calls: 0 };
        Self(Arc::new(Shared {
            core: Mutex::new(core),
            due: Notify::new(),
            clock: settings.clock,
            witness: settings.witness,
            buffer_bytes: settings.buffer_bytes,
        }))
    }

    /// Commits a row; whoever has its topic gets it.
    pub fn commit(&self, row: Row) {
        let mut core = self.core();
        let now = self.0.clock.now();
        let committed = core.node.commit(now, row);
        committed.visible.into_iter().for_each(|row| self.note(now, Note::Visible(row)));
        self.say(&mut core, now, committed.said);
    }

    /// A writer was given an id, and commits its row later.
    pub fn allot(&self, sequence: Sequence, id: u64) {
        self.core().node.allot(sequence, id);
    }

    /// Every stream loses its registration of a topic (X-I26).
    pub fn lose(&self, topic: &Topic) {
        self.core().node.lose(topic);
    }

    /// The highest visible id of each topic.
    pub fn heads(&self, topics: Vec<Topic>) -> BTreeMap<Topic, u64> {
        self.core().node.heads(topics)
    }

    /// How many streams are open.
    pub fn open_streams(&self) -> usize {
        self.core().node.open_streams().len()
    }

    /// A client called. The name of the stream, and what will be sent on it.
    pub(super) fn opened(&self) -> (StreamId, Arc<Queue>) {
        let mut core = self.core();
        core.calls += 1;
        let (stream, queue) = (core.calls, Arc::new(Queue::default()));
        core.wires.insert(stream, Wire { queue: Arc::clone(&queue), reader: None });
        self.hand(&mut core, stream, In::Open, Some(Note::Opened(stream)));
        (stream, queue)
    }

    /// Who reads what the client sends; not needed any more when the stream is over.
    pub(super) fn reads(&self, stream: StreamId, reader: AbortHandle) {
        match self.core().wires.get_mut(&stream) {
            Some(wire) => wire.reader = Some(reader),
            None => reader.abort(),
        }
    }

    /// The client sent this.
    pub(super) fn frame(&self, stream: StreamId, request: Request) {
        let note = Note::Took(stream, Frame::Up(request.clone()));
        self.hand(&mut self.core(), stream, In::Frame(request), Some(note));
    }

    /// The client sends nothing more, on purpose or because its connection died: the transport tells no difference.
    pub(super) fn half_closed(&self, stream: StreamId) {
        self.hand(&mut self.core(), stream, In::HalfClose, Some(Note::HalfClosed(stream)));
    }

    /// The call is gone.
    pub(super) fn cancelled(&self, stream: StreamId) {
        self.hand(&mut self.core(), stream, In::Cancel, None);
    }

    /// The transport has taken everything that waited.
    pub(super) fn drained(&self, stream: StreamId) {
        self.hand(&mut self.core(), stream, In::Window(true), None);
    }

    /// Ticks whenever one is due, for ever.
    pub(super) async fn tick(self) {
        loop {
            let next = self.core().node.next_wake();
            let due = self.0.due.notified();
            let Some(at) = next else {
                due.await;
                continue;
            };
            // What is due already waits a moment: what has arrived by now is read first (X-I30).
            let at = at.max(self.0.clock.now() + 1);
            tokio::select! {
                () = self.0.clock.until(at) => {
                    let mut core = self.core();
                    let now = self.0.clock.now();
                    let said = core.node.tick(now);
                    self.say(&mut core, now, said);
                }
                () = due => {}
            }
        }
    }

    fn core(&self) -> MutexGuard<'_, Core> {
        self.0.core.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, at: Ms, note: Note) {
        self.0.witness.note(at, note);
    }

    fn hand(&self, core: &mut Core, stream: StreamId, input: In, note: Option<Note>) {
        if !core.wires.contains_key(&stream) {
            return;
        }
        let now = self.0.clock.now();
        if let Some(note) = note {
            self.note(now, note);
        }
        let said = core.node.handle(now, stream, input);
        self.say(core, now, said.into_iter().map(|out| (stream, out)).collect());
    }

    /// Carries out what streams say, and tells those to wait whose clients take nothing.
    fn say(&self, core: &mut Core, now: Ms, mut said: Vec<(StreamId, Out)>) {
        while !said.is_empty() {
            let mut full = Vec::new();
            for (stream, out) in said.drain(..) {
                if self.carry_out(core, now, stream, out) && !full.contains(&stream) {
                    full.push(stream);
                }
            }
            for stream in full {
                let more = core.node.handle(now, stream, In::Window(false));
                said.extend(more.into_iter().map(|out| (stream, out)));
            }
        }
        self.0.due.notify_one();
    }

    /// Carries one thing out. Is the queue full now, and was not before?
    fn carry_out(&self, core: &mut Core, now: Ms, stream: StreamId, out: Out) -> bool {
        match out {
            Out::Send(response) => {
                self.note(now, Note::Sent(stream, Frame::Down(response.clone())));
                let wire = core.wires.get(&stream);
                wire.is_some_and(|wire| wire.queue.push(response.bytes(), response.into(), self.0.buffer_bytes))
            }
            Out::Close(code) => {
                self.note(now, Note::Ended(stream, code));
                if let Some(wire) = core.wires.remove(&stream) {
                    wire.queue.end(status_of(code));
                    wire.reader.inspect(AbortHandle::abort);
                }
                false
            }
            Out::Mark(mark) => {
                self.note(now, Note::Mark(stream, mark));
                false
            }
        }
    }
}
