//! The machine on real calls: one task that hands it time, frames and wishes.

use std::collections::BTreeMap;
use std::sync::Arc;

use sim_env::Seed;
use streams::client::{Client, In, Out, State};
use streams::frame::Topic;
use streams::node::StreamId;
use streams::system::{Frame, Note};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tonic::client::Grpc;

use super::{Call, End, Event, Events, Settings, Target};
use crate::service::{HEADS, asking, path};
use crate::wire::{HeadsRequest, HeadsResponse};
use crate::{Clock, Witness};

/// A client that runs until this is dropped.
pub struct Handle {
    wishes: mpsc::UnboundedSender<Wish>,
    task: JoinHandle<()>,
}

enum Wish {
    Hand(In),
    Freeze(bool),
    Tell(oneshot::Sender<State>),
}

impl Handle {
    /// Hands the machine something that its application wants.
    pub fn hand(&self, input: In) {
        self.wish(Wish::Hand(input));
    }

    /// The whole client stands still: it reads nothing, and no time passes for it; or it goes on.
    pub fn freeze(&self, frozen: bool) {
        self.wish(Wish::Freeze(frozen));
    }

    /// In which state it is.
    pub async fn state(&self) -> State {
        let (tell, told) = oneshot::channel();
        self.wish(Wish::Tell(tell));
        told.await.unwrap_or(State::Closed)
    }

    fn wish(&self, wish: Wish) {
        // The task ends with this handle, and not before.
        let _ = self.wishes.send(wish);
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Starts a client. It calls when somebody wants something.
pub fn connect(settings: Settings) -> Handle {
    let (wishes, wished) = mpsc::unbounded_channel();
    let (heads, counted) = mpsc::unbounded_channel();
    let driver = Driver {
        client: Client::new(settings.client, Seed::from(settings.seed).stream("jitter")),
        target: settings.target,
        clock: settings.clock,
        witness: settings.witness,
        calls: 0,
        call: None,
        shut: false,
        heads,
    };
    Handle { wishes, task: tokio::spawn(driver.run(wished, counted)) }
}

struct Driver {
    client: Client,
    target: Target,
    clock: Clock,
    witness: Arc<dyn Witness>,
    calls: StreamId,
    call: Option<(Call, Events)>,
    /// The machine takes nothing for now.
    shut: bool,
    heads: mpsc::UnboundedSender<BTreeMap<Topic, u64>>,
}

impl Driver {
    async fn run(
        mut self,
        mut wishes: mpsc::UnboundedReceiver<Wish>,
        mut counted: mpsc::UnboundedReceiver<BTreeMap<Topic, u64>>,
    ) {
        loop {
            let wake = self.client.next_wake();
            let clock = self.clock;
            let timer = async move {
                match wake {
                    Some(at) => clock.until(at).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                // What has arrived is read before time acts.
                biased;
                wish = wishes.recv() => match wish {
                    Some(Wish::Freeze(true)) => self.stand_still(&mut wishes).await,
                    Some(wish) => self.grant(wish),
                    None => return,
                },
                event = heard(&mut self.call) => self.hear(event),
                Some(heads) = counted.recv() => self.hand(In::Heads(heads)),
                () = timer => self.hand(In::Tick),
            }
        }
    }

    /// What is wished meanwhile is granted afterwards.
    async fn stand_still(&mut self, wishes: &mut mpsc::UnboundedReceiver<Wish>) {
        self.takes(false);
        let mut later = Vec::new();
        while let Some(wish) = wishes.recv().await {
            match wish {
                Wish::Freeze(false) => break,
                wish => later.push(wish),
            }
        }
        self.takes(!self.shut);
        later.into_iter().for_each(|wish| self.grant(wish));
    }

    fn takes(&self, takes: bool) {
        if let Some((call, _)) = &self.call {
            call.take(takes);
        }
    }

    fn grant(&mut self, wish: Wish) {
        match wish {
            Wish::Hand(input) => self.hand(input),
            // Whoever asked and went away needs no answer.
            Wish::Tell(tell) => drop(tell.send(self.client.state())),
            Wish::Freeze(_) => {}
        }
    }

    fn hear(&mut self, event: Event) {
        match event {
            Event::Opened => self.hand(In::Opened),
            Event::Frame(response) => {
                self.note(Note::Took(self.calls, Frame::Down(response.clone())));
                self.hand(In::Frame(response));
            }
            Event::Ended(End { code, .. }) => {
                self.call = None;
                self.note(Note::Ended(self.calls, code));
                self.hand(In::Closed(code));
            }
        }
    }

    fn note(&self, note: Note) {
        self.witness.note(self.clock.now(), note);
    }

    fn hand(&mut self, input: In) {
        for out in self.client.handle(self.clock.now(), input) {
            self.carry_out(out);
        }
    }

    fn carry_out(&mut self, out: Out) {
        match out {
            Out::Open => {
                self.calls += 1;
                self.note(Note::Opened(self.calls));
                self.call = Some(Call::open(&self.target));
                self.shut = false;
            }
            Out::Send(request) => {
                self.note(Note::Sent(self.calls, Frame::Up(request.clone())));
                if let Some((call, _)) = &self.call {
                    call.send(request);
                }
            }
            Out::HalfClose => {
                self.note(Note::HalfClosed(self.calls));
                if let Some((call, _)) = &mut self.call {
                    call.half_close();
                }
            }
            Out::Cancel => {
                self.note(Note::GaveUp(self.calls));
                self.call = None;
            }
            Out::Window(open) => {
                self.shut = !open;
                self.takes(open);
            }
            Out::AskHeads(topics) => self.ask(topics),
            Out::Told(told) => self.note(Note::Told(told)),
        }
    }

    /// Asks beside the stream. No answer is no answer: the next time comes.
    fn ask(&self, topics: Vec<Topic>) {
        let (target, heads) = (self.target.clone(), self.heads.clone());
        tokio::spawn(async move {
            if let Ok(answer) = ask(target, topics.into()).await {
                let _ = heads.send(answer.into());
            }
        });
    }
}

/// The next event of the present call; without one there is none.
async fn heard(call: &mut Option<(Call, Events)>) -> Event {
    let Some((_, events)) = call else { return std::future::pending().await };
    match events.recv().await {
        Some(event) => event,
        None => std::future::pending().await,
    }
}

async fn ask(target: Target, request: HeadsRequest) -> Result<HeadsResponse, tonic::Status> {
    let unreachable = |error: tonic::transport::Error| tonic::Status::unavailable(error.to_string());
    let mut grpc = Grpc::new(target.0.connect().await.map_err(unreachable)?);
    grpc.ready().await.map_err(unreachable)?;
    Ok(grpc.unary(tonic::Request::new(request), path(HEADS), asking()).await?.into_inner())
}
