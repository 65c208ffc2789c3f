//! A client of XIP-83: subscribes to topics, and writes a line for everything that happens.
#![forbid(unsafe_code)]

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Parser;
use streams::Ms;
use streams::client::{ClientOptions, Cursors, In, State, Told};
use streams::code::Code;
use streams::frame::Topic;
use streams::system::Note;
use tokio::sync::mpsc;
use xip83::client::{Settings, Target, connect};
use xip83::trace::Lines;
use xip83::{Witness, topic};

/// Subscribes to topics of a node of XIP-83 and writes what happens, a line each. Calls again when its call dies.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// The node, for example http://127.0.0.1:4883
    node: String,
    /// A topic in hexadecimal digits, and above which id its rows are wanted, for example 00a1@7
    #[arg(long = "topic", value_name = "TOPIC[@ID]", required = true, value_parser = |text: &str| topic::parse_with(text, '@'))]
    topics: Vec<(Topic, u64)>,
    /// Take what there is, and end (a `history_only` Mutate and a half-close)
    #[arg(long)]
    once: bool,
    /// Intervals of silence after which the node is dead; 0: never
    #[arg(long, value_name = "N", default_value_t = 3)]
    watchdog_n: u32,
    /// Resume every topic above its own last row (the repair of X-I32)
    #[arg(long)]
    floors: bool,
    /// Send HTTP/2 PINGs this often; half of it, too, is how long their answer may take
    #[arg(long, value_name = "MS", value_parser = clap::value_parser!(u64).range(2..=86_400_000))]
    keepalive_ms: Option<u64>,
    /// End after so many milliseconds
    #[arg(long, value_name = "MS")]
    end_after_ms: Option<u64>,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut target = match Target::at(&arguments.node) {
        Ok(target) => target,
        Err(error) => {
            eprintln!("error: {error}");
            return ExitCode::from(2);
        }
    };
    if let Some(every) = arguments.keepalive_ms {
        target = target.keepalive((Duration::from_millis(every), Duration::from_millis(every / 2)));
    }
    let (tell, told) = mpsc::unbounded_channel();
    let mut client = ClientOptions { watchdog_n: arguments.watchdog_n, ..ClientOptions::default() };
    if arguments.floors {
        client.cursors = Cursors::Floors;
    }
    let seed = u64::from(std::process::id());
    let client = connect(Settings { witness: Arc::new(Ends(tell)), seed, ..Settings::of(client, target) });
    let (consumer, adds) = ("app".to_owned(), arguments.topics);
    client.hand(if arguments.once { In::Fetch { consumer, adds } } else { In::Subscribe { consumer, adds } });
    let length = arguments.end_after_ms.map_or(Duration::MAX, Duration::from_millis);
    tokio::select! {
        ending = ending(told) => ending,
        () = tokio::time::sleep(length) => ExitCode::SUCCESS,
        _ = tokio::signal::ctrl_c() => ExitCode::SUCCESS,
    }
}

/// Writes lines, and tells how calls end and where the client goes then.
struct Ends(mpsc::UnboundedSender<Note>);

impl Witness for Ends {
    fn note(&self, at: Ms, note: Note) {
        Lines.note(at, note.clone());
        if matches!(note, Note::Ended(..) | Note::Told(Told::State(_))) {
            // Nobody waits for it after the end.
            let _ = self.0.send(note);
        }
    }
}

/// The end of a client that calls no more: everything was fetched, or the node will not have it.
async fn ending(mut told: mpsc::UnboundedReceiver<Note>) -> ExitCode {
    let mut code = Code::Ok;
    while let Some(note) = told.recv().await {
        match note {
            Note::Ended(_, ended) => code = ended,
            Note::Told(Told::State(State::Closed)) if code == Code::Ok => return ExitCode::SUCCESS,
            Note::Told(Told::State(State::Closed | State::FellBack)) => {
                eprintln!("error: the node ended the call with {code}, and calling again is of no use");
                return ExitCode::from(4);
            }
            _ => {}
        }
    }
    ExitCode::SUCCESS
}
