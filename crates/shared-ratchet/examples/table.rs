//! Section 5 of shared-ratchet.md, row by row, on stateright and by the plain search:
//! `cargo run --release -p shared-ratchet --example table`. Words after it choose rows by name,
//! `drawn` adds 2×2 with two steps under twenty pairs of orders; `--quick` leaves the plain search out;
//! `--threads 1` counts on one thread.

use std::process::ExitCode;
use std::time::Instant;

use shared_ratchet::tree::table::{Row, drawn, rows};
use shared_ratchet::tree::{RaceError, Survey, census, survey};

fn main() -> ExitCode {
    let mut words: Vec<String> = std::env::args().skip(1).collect();
    let mut threads = 2;
    if let Some(place) = words.iter().position(|word| word == "--threads") {
        let number = words.get(place + 1).and_then(|number| number.parse().ok());
        let Some(number) = number.filter(|number| *number > 0) else {
            eprintln!("--threads takes a number from 1");
            return ExitCode::from(2);
        };
        threads = number;
        words.drain(place..=place + 1);
    }
    let quick = words.iter().any(|word| word == "--quick");
    words.retain(|word| word != "--quick");
    let mut wrong = 0;
    let more: Vec<Row> = (1..=20u64).filter_map(|seed| drawn(seed.into(), 2)).collect();
    let more = if words.iter().any(|word| "drawn".contains(word.as_str())) { more } else { Vec::new() };
    for row in rows().iter().chain(&more).filter(|row| words.iter().all(|word| row.name.contains(word.as_str()))) {
        println!("{}", row.name);
        wrong += show("stateright", row, || survey(&row.input, threads));
        if !quick {
            wrong += show("plain", row, || census(&row.input));
        }
    }
    println!("{wrong} differences");
    if wrong == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// One run of one row; how many differences it has.
fn show(search: &str, row: &Row, run: impl Fn() -> Result<Survey, RaceError>) -> usize {
    let start = Instant::now();
    let found = run();
    let seconds = start.elapsed().as_secs_f64();
    let found = match found {
        Ok(found) => found,
        Err(error) => {
            println!("  {search}: {error}");
            return 1;
        }
    };
    let numbers: Vec<String> = row
        .stated
        .iter()
        .map(|stated| {
            let (expected, number) = stated.against(&found);
            let name = format!("{stated:?}");
            format!("{} {expected}/{number}", name.split('(').next().unwrap_or_default().to_lowercase())
        })
        .collect();
    println!(
        "  {search:10} {seconds:7.2} s  expected/found: states {}/{} quiescent {}/{} {}  A≠B {} holds {} fails {}",
        row.states,
        found.result.states,
        row.quiescent,
        found.result.quiescent,
        numbers.join(" "),
        found.result.users_differ,
        found.result.always.join(","),
        found.result.fails.join(","),
    );
    let differences = row.differences(&found);
    for difference in &differences {
        println!("  DIFFERS  {difference}");
    }
    differences.len()
}
