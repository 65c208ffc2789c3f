//! Prints a generated case, or a scenario file: what everybody said and heard, and what broke.
//!
//! `cargo run -p streams --example case -- traffic 20`, or `… -- crates/streams/corpus/x-t18.toml xip83-r5 [variant]`.

use std::process::ExitCode;

use sim_engine::Record;
use streams::dialect::Dialect;
use streams::explore::{Case, Family, run, scenario};
use streams::{Judgement, Run, RunOptions, judge, parse, simulate};

fn print(run: &Run, judgement: &Judgement) {
    for (place, entry) in run.transcript.entries.iter().enumerate() {
        let line = match &entry.record {
            Record::Step(step) => format!("script        {step:?}"),
            Record::Note(who, note) => format!("{:<13} {note:?}", run.names[who.0]),
            _ => continue,
        };
        println!("{place:>5} {:>9} ms  {line}", entry.at.as_millis());
    }
    for violation in &judgement.violations {
        println!("{} at {} ms (entry {}): {}", violation.invariant, violation.at_ms, violation.entry, violation.cause);
    }
    for failure in &judgement.failures {
        println!("not as expected: {failure}");
    }
}

fn show(arguments: &[String]) -> Result<(), Box<dyn std::error::Error>> {
    let [first, second, rest @ ..] = arguments else {
        return Err("expected a family and a number, or a file and a dialect".into());
    };
    if let Some(family) = Family::ALL.into_iter().find(|family| family.id() == first) {
        let outcome = run(&scenario(Case { family, number: second.parse()? }), None)?;
        print(&outcome.run, &outcome.judgement);
        return Ok(());
    }
    let scenario = parse(&std::fs::read_to_string(first)?, first)?;
    let dialect = Dialect::ALL.into_iter().find(|dialect| dialect.id() == second).ok_or("no such dialect")?;
    let options = RunOptions { dialect, variant: rest.first().cloned(), ..RunOptions::default() };
    let run = simulate(&scenario, &options)?;
    print(&run, &judge(&run));
    Ok(())
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match show(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}
