//! A client that does what the script says, and answers Pings while it is told to: the scripted client of the model on a real call.

use std::sync::Arc;

use streams::frame::{Request, Response};
use streams::node::StreamId;
use streams::system::{Act, Frame, Note};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use xip83::client::{Call, End, Event, Events, Target};
use xip83::{Clock, Witness};

pub struct Hand {
    acts: mpsc::UnboundedSender<Act>,
    _task: JoinSet<()>,
}

impl Hand {
    pub fn new(target: Target, clock: Clock, witness: Arc<dyn Witness>) -> Self {
        let (acts, told) = mpsc::unbounded_channel();
        let mut task = JoinSet::new();
        let doer = Doer { target, clock, witness, calls: 0, call: None, answers: true };
        task.spawn(doer.run(told));
        Self { acts, _task: task }
    }

    pub fn act(&self, act: &Act) {
        self.acts.send(act.clone()).unwrap();
    }
}

struct Doer {
    target: Target,
    clock: Clock,
    witness: Arc<dyn Witness>,
    calls: StreamId,
    call: Option<(Call, Events)>,
    answers: bool,
}

impl Doer {
    async fn run(mut self, mut told: mpsc::UnboundedReceiver<Act>) {
        loop {
            let heard = async {
                match &mut self.call {
                    Some((_, events)) => events.recv().await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                act = told.recv() => match act {
                    Some(act) => self.act(act),
                    None => return,
                },
                event = heard => match event {
                    Some(Event::Opened) => {}
                    Some(Event::Frame(response)) => self.take(response),
                    Some(Event::Ended(End { code, .. })) => {
                        self.note(Note::Ended(self.calls, code));
                        self.call = None;
                    }
                    None => self.call = None,
                },
            }
        }
    }

    fn note(&self, note: Note) {
        self.witness.note(self.clock.now(), note);
    }

    fn act(&mut self, act: Act) {
        match act {
            Act::Open => {
                self.calls += 1;
                self.note(Note::Opened(self.calls));
                self.call = Some(Call::open(&self.target));
            }
            Act::Send(request) => self.send(request),
            Act::HalfClose => {
                self.note(Note::HalfClosed(self.calls));
                if let Some((call, _)) = &mut self.call {
                    call.half_close();
                }
            }
            Act::Cancel => {
                self.note(Note::GaveUp(self.calls));
                self.call = None;
            }
            Act::Answer(answers) => self.answers = answers,
        }
    }

    fn send(&self, request: Request) {
        self.note(Note::Sent(self.calls, Frame::Up(request.clone())));
        if let Some((call, _)) = &self.call {
            call.send(request);
        }
    }

    fn take(&self, response: Response) {
        self.note(Note::Took(self.calls, Frame::Down(response.clone())));
        if let Response::Ping(nonce) = response
            && self.answers
        {
            self.send(Request::Pong(nonce));
        }
    }
}
