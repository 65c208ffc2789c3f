//! A node of XIP-83 on a socket, with rows that it makes itself.
#![forbid(unsafe_code)]

use std::io::Write;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Parser;
use streams::frame::{Row, Topic};
use streams::node::{NodeOptions, PingWhen};
use tokio::net::TcpListener;
use xip83::node::{Handle, Settings, serve};
use xip83::trace::Lines;
use xip83::{Nobody, Witness, topic};

/// Serves mutable subscription streams (XIP-83) over gRPC. Rows are made by the node itself; nothing is stored.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// Where to listen; port 0 is any free one
    #[arg(long, default_value = "127.0.0.1:4883")]
    listen: SocketAddr,
    /// Interval after which a silent stream is challenged with a Ping
    #[arg(long, value_name = "MS", default_value_t = 30_000, value_parser = clap::value_parser!(u64).range(1..=86_400_000))]
    interval_ms: u64,
    /// How long the Pong may take [default: the interval]
    #[arg(long, value_name = "MS", value_parser = clap::value_parser!(u64).range(1..=86_400_000))]
    pong_deadline_ms: Option<u64>,
    /// Challenge a client at the latest K intervals after its last Pong, whatever is sent (the repair of X-I15)
    #[arg(long, value_name = "K")]
    unproven: Option<u32>,
    /// Rows that a topic has from the start, for example 00a1=5
    #[arg(long, value_name = "TOPIC=ROWS", value_parser = pair)]
    history: Vec<(Topic, u64)>,
    /// Make a row of a topic every so many milliseconds, for example 00a1=1000
    #[arg(long, value_name = "TOPIC=MS", value_parser = pair)]
    publish: Vec<(Topic, u64)>,
    /// Bytes of a row
    #[arg(long, value_name = "BYTES", default_value_t = 100)]
    row_bytes: usize,
    /// Send HTTP/2 PINGs this often; half of it, too, is how long their answer may take
    #[arg(long, value_name = "MS", value_parser = clap::value_parser!(u64).range(2..=86_400_000))]
    keepalive_ms: Option<u64>,
    /// Write a line for everything that happens
    #[arg(long)]
    trace: bool,
}

fn pair(text: &str) -> Result<(Topic, u64), String> {
    let (topic, number) = topic::parse_with(text, '=')?;
    if number == 0 { Err(format!("`{text}`: expected a number above 0 after `=`")) } else { Ok((topic, number)) }
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: cannot serve on {}: {error}", arguments.listen);
            ExitCode::from(4)
        }
    }
}

async fn run(arguments: &Arguments) -> std::io::Result<()> {
    let listener = TcpListener::bind(arguments.listen).await?;
    let witness: Arc<dyn Witness> = if arguments.trace { Arc::new(Lines) } else { Arc::new(Nobody) };
    let keepalive =
        arguments.keepalive_ms.map(|every| (Duration::from_millis(every), Duration::from_millis(every / 2)));
    let mut serving = serve(listener, Settings { witness, keepalive, ..Settings::of(options(arguments)) })?;
    writeln!(std::io::stdout(), "listening on {}", serving.address)?;
    publish(arguments, &serving.node);
    tokio::select! {
        () = serving.finished() => Ok(()),
        interrupted = tokio::signal::ctrl_c() => interrupted,
    }
}

fn options(arguments: &Arguments) -> NodeOptions {
    NodeOptions {
        interval_ms: arguments.interval_ms,
        pong_deadline_ms: arguments.pong_deadline_ms.unwrap_or(arguments.interval_ms),
        ping_when: arguments.unproven.map_or(PingWhen::SendIdle, |k| PingWhen::Unproven { k }),
        row_bytes: arguments.row_bytes.max(NodeOptions::default().row_bytes),
        ..NodeOptions::default()
    }
}

/// Commits what is there from the start, and goes on with what comes. One task gives all ids, so that they ascend.
fn publish(arguments: &Arguments, node: &Handle) {
    let bytes = arguments.row_bytes;
    let mut next_id = 1;
    let mut commit = {
        let node = node.clone();
        move |topic: &Topic| {
            let Some(kind) = topic.kind() else { return };
            let topic = topic.clone();
            node.commit(Row { kind, originator: None, id: next_id, topic, bytes, readable: true });
            next_id += 1;
        }
    };
    for (topic, rows) in &arguments.history {
        (0..*rows).for_each(|_| commit(topic));
    }
    let start = tokio::time::Instant::now();
    let timed = |(topic, every): &(Topic, u64)| {
        let every = Duration::from_millis(*every);
        (start + every, every, topic.clone())
    };
    let mut due: Vec<_> = arguments.publish.iter().map(timed).collect();
    tokio::spawn(async move {
        while let Some((at, every, topic)) = due.iter_mut().min_by_key(|(at, ..)| *at) {
            tokio::time::sleep_until(*at).await;
            commit(topic);
            *at += *every;
        }
    });
}
