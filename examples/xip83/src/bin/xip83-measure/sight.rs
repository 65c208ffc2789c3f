//! A call that says what a row wants said, and what is seen of it.

use std::time::{Duration, Instant};

use streams::frame::{Request, Response};
use xip83::client::{Call, End, Event, Events, Target};

/// A call, from its beginning.
pub struct Watched {
    pub call: Call,
    events: Events,
    pub began: Instant,
    pub pongs: Vec<Instant>,
    pub started: Option<Instant>,
}

/// How a call ended, and when.
pub type Ended = Option<(End, Instant)>;

impl Watched {
    pub fn open(target: &Target) -> Self {
        let (call, events) = Call::open(target);
        Self { call, events, began: Instant::now(), pongs: Vec::new(), started: None }
    }

    /// Follows the call for so long. Every Ping is answered; `say` is said every so often.
    pub async fn follow(&mut self, length: Duration, say: Option<(Duration, Request)>) -> Ended {
        let (every, request) = say.unzip();
        let mut timer = tokio::time::interval(every.unwrap_or(Duration::from_secs(1 << 20)));
        timer.reset();
        let over = tokio::time::sleep(length);
        tokio::pin!(over);
        loop {
            tokio::select! {
                () = &mut over => return None,
                _ = timer.tick() => request.iter().for_each(|request| self.call.send(request.clone())),
                event = self.events.recv() => match event {
                    Some(Event::Ended(end)) => return Some((end, Instant::now())),
                    Some(Event::Frame(response)) => self.take(&response),
                    Some(Event::Opened) => {}
                    None => return None,
                },
            }
        }
    }

    fn take(&mut self, response: &Response) {
        match response {
            Response::Ping(nonce) => self.call.send(Request::Pong(*nonce)),
            Response::Pong(_) => self.pongs.push(Instant::now()),
            Response::Started { .. } => self.started = Some(Instant::now()),
            _ => {}
        }
    }
}

/// A cell about an end: how long after `since`, and with which status.
pub fn told(ended: &Ended, since: Instant, patience: Duration) -> String {
    match ended {
        None => format!("open ({} s)", patience.as_secs()),
        Some((end, at)) => format!("ends at {:.1} s, `{}`", at.duration_since(since).as_secs_f64(), end.code),
    }
}
