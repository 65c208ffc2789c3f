//! What happens at one end, as lines for a person or for another program.

use std::io::Write;

use streams::Ms;
use streams::client::Told;
use streams::frame::{Request, Response};
use streams::system::{Frame, Note};

use crate::Witness;
use crate::topic::show;

/// Writes a line for everything that happens.
#[derive(Clone, Copy, Debug)]
pub struct Lines;

impl Witness for Lines {
    fn note(&self, at: Ms, note: Note) {
        // Whoever does not read these lines any more does not want them.
        let _ = writeln!(std::io::stdout().lock(), "{:>9.3} {}", at as f64 / 1_000.0, line(&note));
    }
}

/// One note in words.
pub fn line(note: &Note) -> String {
    match note {
        Note::Opened(call) => format!("call {call} begins"),
        Note::Sent(call, frame) => format!("call {call} sends {}", in_words(frame)),
        Note::Took(call, frame) => format!("call {call} takes {}", in_words(frame)),
        Note::HalfClosed(call) => format!("call {call} is half-closed"),
        Note::Ended(call, code) => format!("call {call} ends with {code}"),
        Note::GaveUp(call) => format!("call {call} is given up"),
        Note::Mark(call, mark) => format!("call {call} notes {}", mark.id()),
        Note::Visible(row) => format!("row {} {} becomes visible", show(&row.topic), row.id),
        Note::Told(told) => told_in_words(told),
        Note::Watched(_) | Note::Pipe(_) => format!("{note:?}"),
    }
}

fn in_words(frame: &Frame) -> String {
    match frame {
        Frame::Up(Request::Mutate(mutate)) => {
            let adds = mutate.adds.iter().map(|add| format!(" +{}@{}", show(&add.topic), add.id_cursor));
            let removes = mutate.removes.iter().map(|topic| format!(" -{}", show(topic)));
            format!("mutate {}{}", mutate.mutate_id, removes.chain(adds).collect::<String>())
        }
        Frame::Up(Request::Ping(nonce)) | Frame::Down(Response::Ping(nonce)) => format!("ping {nonce}"),
        Frame::Up(Request::Pong(nonce)) | Frame::Down(Response::Pong(nonce)) => format!("pong {nonce}"),
        Frame::Up(request) => request.id().to_owned(),
        Frame::Down(Response::Messages(messages)) => {
            let rows: String = messages.rows().map(|row| format!(" {}:{}", show(&row.topic), row.id)).collect();
            format!("messages of {}{rows}", messages.mutate_id)
        }
        Frame::Down(Response::Started { keepalive_interval_ms, .. }) => format!("started {keepalive_interval_ms} ms"),
        Frame::Down(Response::TopicsLive(topics)) => {
            format!("topics_live{}", topics.iter().map(|topic| format!(" {}", show(topic))).collect::<String>())
        }
        Frame::Down(Response::CatchupComplete(id)) => format!("catchup_complete {id}"),
    }
}

fn told_in_words(told: &Told) -> String {
    match told {
        Told::State(state) => format!("state {}", state.id()),
        Told::Processed { consumer, topic, id } => format!("{consumer} has row {} {id}", show(topic)),
        Told::Spared { consumer, topic, id } => format!("{consumer} had row {} {id}", show(topic)),
        Told::CaughtUp { consumer, topic } => format!("{consumer} is caught up with {}", show(topic)),
        Told::Saved { topic, cursor } => format!("saved {} {cursor}", show(topic)),
        Told::Owed(topic) => format!("rows of {} are owed", show(topic)),
    }
}
