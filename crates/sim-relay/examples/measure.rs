//! Asks a relay on loopback the questions of docs/spec/relay.md, section 9, and prints its personality as JSON.
//!
//! ```text
//! cargo run -p sim-relay --example measure -- ws://127.0.0.1:7447
//! cargo run -p sim-relay --example measure -- --patient ws://127.0.0.1:7447
//! ```
//!
//! It publishes some two thousand events by keys of its own. `--patient` also waits up to seven minutes for expired events to be
//! swept. What cannot be asked (retention, who may write, NIP-77) stands on stderr.

mod measuring;

use std::process::ExitCode;

const USAGE: &str = "measure [--patient] ws://LOOPBACK_ADDRESS:PORT";

#[tokio::main]
async fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (patient, address) = match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [address] if !address.starts_with('-') => (false, address),
        ["--patient", address] => (true, address),
        _ => return failed(USAGE),
    };
    let place = match measuring::loopback(address) {
        Ok(place) => place,
        Err(sentence) => return failed(&sentence),
    };
    match measuring::measure(place, patient).await {
        Ok(personality) => {
            println!("{}", serde_json::to_string_pretty(&personality).expect("a personality is plain data"));
            eprintln!("not asked: {}", measuring::NOT_ASKED);
            ExitCode::SUCCESS
        }
        Err(error) => failed(&error.to_string()),
    }
}

fn failed(sentence: &str) -> ExitCode {
    eprintln!("{sentence}");
    ExitCode::from(2)
}
