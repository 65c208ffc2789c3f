//! `colony run --seeds`: one scenario under many seeds, as counts.

use scenarios::model::Scenario;
use scenarios::{RunOptions, SimulateError, judge, simulate};
use serde_json::{Value, json};

use super::RunArgs;
use crate::args::ControlArgs;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::find;
use crate::jobs::run_all;
use crate::output::Output;
use crate::seeds::{SeedRange, Tally, listed};
use crate::story;
use crate::table::table;
use crate::words::{count, thousands};

/// One run, as far as it is told.
struct Seen {
    options: RunOptions,
    exit: Exit,
    tally: Tally,
    /// What did not come true.
    why: Vec<String>,
}

pub(super) fn run(
    args: &RunArgs,
    seeds: SeedRange,
    scenario: &Scenario,
    options: &RunOptions,
    output: &mut Output,
) -> Result<Exit, Failure> {
    let planned: Vec<RunOptions> =
        seeds.each().map(|seed| RunOptions { seed: seed.into(), ..options.clone() }).collect();
    let seen = run_all(&planned, None, output, |options| one(scenario, options, args.control))?;
    if args.json {
        output.json(&document(args, seeds, &seen));
    } else {
        tell(args, seeds, scenario, &seen, output);
    }
    Ok(Exit::of_all(seen.iter().map(|seen| seen.exit)))
}

fn one(scenario: &Scenario, options: &RunOptions, control: ControlArgs) -> Result<Seen, SimulateError> {
    let judgement = judge(&simulate(scenario, &control.with(options.clone()))?);
    Ok(Seen {
        options: options.clone(),
        exit: Exit::of(&judgement),
        tally: Tally::of(&judgement),
        why: judgement.failures.iter().map(ToString::to_string).collect(),
    })
}

fn tell(args: &RunArgs, seeds: SeedRange, scenario: &Scenario, seen: &[Seen], output: &mut Output) {
    let style = output.style;
    let tally = Tally::sum(seen.iter().map(|seen| &seen.tally));
    let RunOptions { profile, policy, .. } = &seen[0].options;
    output.detail(style.bold(&story::clean(&scenario.title)));
    output.detail(format!("scenario {} · profile {profile} · policy {policy} · seeds {seeds}", scenario.id));
    let row = |(device, counts): (&String, &_)| vec![device.clone(), Tally::ways(counts)];
    output.line(table(&["device", "ended as"], tally.outcomes.iter().map(row).collect()));
    for (name, n) in &tally.violated {
        output.line(format!("violated  {name} {}", tally.under(*n)));
    }
    let bad: Vec<&Seen> = seen.iter().filter(|seen| seen.exit != Exit::AsExpected).collect();
    let share =
        format!("as expected under {} of {}", thousands(seen.len() - bad.len()), count(seen.len(), "seed", "seeds"));
    if let Some(first) = bad.first() {
        output.line(style.bad(&share));
        output.line(format!("  not under {}", listed(&not_under(&bad))));
        first.why.iter().for_each(|why| output.line(format!("  {}", story::clean(why))));
    } else {
        output.line(style.good(&share));
    }
    if let Some(seed) = scenario.seed {
        output.line(format!("the scenario fixes its seed: what it expects, it expects under seed {seed}"));
    }
    let shown = bad.first().copied().unwrap_or(&seen[0]);
    output.line(format!("repro  {}{}", find::repro(&args.scenario, &shown.options), args.control.words()));
}

fn not_under(bad: &[&Seen]) -> Vec<String> {
    bad.iter().map(|seen| seen.options.seed.to_string()).collect()
}

fn document(args: &RunArgs, seeds: SeedRange, seen: &[Seen]) -> Value {
    let tally = Tally::sum(seen.iter().map(|seen| &seen.tally));
    let bad: Vec<&Seen> = seen.iter().filter(|seen| seen.exit != Exit::AsExpected).collect();
    let RunOptions { profile, policy, .. } = &seen[0].options;
    json!({
        "format": "colony-run-seeds/1",
        "first": seeds.first,
        "last": seeds.last,
        "profile": profile.to_string(),
        "policy": policy.to_string(),
        "seeds": seen.len(),
        "as_expected": seen.len() - bad.len(),
        "not_under": not_under(&bad),
        "failures": bad.first().map(|seen| &seen.why),
        "outcomes": tally.outcomes,
        "violated": tally.violated,
        "repro": find::repro(&args.scenario, &bad.first().copied().unwrap_or(&seen[0]).options),
    })
}
