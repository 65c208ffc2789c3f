//! `colony run`: one run, its story and its verdicts.

use std::path::Path;

use clap::ValueEnum;
use marmot_rules::{Policy, Profile};
use scenarios::facts::Facts;
use scenarios::judge::{Judgement, judge_by};
use scenarios::model::Scenario;
use scenarios::verdict::Verdict;
use scenarios::{Leak, Run, RunOptions, Without, corpus, simulate};
use sim_env::Seed;

use crate::cli::RunArgs;
use crate::output::{Exit, Failure, Output, table};
use crate::report::scene::{Detail, Scene};
use crate::report::{column, html, mermaid, write};
use crate::{find, json, story};

pub(crate) fn run(args: &RunArgs, output: &mut Output) -> Result<Exit, Failure> {
    write::refuse_both(args.html.as_deref(), args.json)?;
    let scenario = find_scenario(&args.scenario)?;
    let leak = args.leak.map(Leak::from);
    let mut options = RunOptions { leak, ..options(&scenario, args.profile, args.policy, args.seed)? };
    let mut first = simulate(&scenario, &options)?;
    let left_out = args.without.map(|entry| leave_out(&first, entry)).transpose()?;
    if let Some((without, _)) = &left_out {
        options.without = Some(*without);
        first = simulate(&scenario, &options)?;
    }
    let facts = Facts::of(&first);
    let judgement = judge_by(&first, &facts);
    let differs =
        if args.verify_determinism { first_difference(&first, &simulate(&scenario, &options)?) } else { None };
    if let Some(target) = &args.html {
        let scene = Scene::of(&first, &facts, &judgement, repro(&first, args), Detail::Full);
        write::write(target, &html::run_page(&scene), output)?;
    }
    if args.html.as_deref().is_some_and(write::is_stdout) {
        // The page is all that is wanted there.
    } else if args.json {
        let document = json::run_document(&first, &judgement);
        output.line(serde_json::to_string_pretty(&document).unwrap_or_default());
    } else if args.mermaid {
        output.line(mermaid::page(&first, &judgement, args.invariant.as_deref(), &repro(&first, args))?);
    } else if args.column {
        column::tell(&first, args.verbose, output);
    } else {
        if let Some((without, told)) = &left_out {
            output.line(format!("without entry {}: {told}", without.entry));
        }
        tell(&first, &judgement, args.verbose, &repro(&first, args), output);
        args.html.iter().for_each(|file| output.line(format!("report   {}", story::path(file))));
    }
    if let Some(difference) = differs {
        output.error(&format!("nondeterminism: {difference}\n  repro  {} --verify-determinism", repro(&first, args)));
        return Ok(Exit::Nondeterminism);
    }
    if judgement.as_expected() {
        return Ok(Exit::AsExpected);
    }
    Ok(if judgement.stalled { Exit::Unable } else { Exit::Failed })
}

/// What to leave out, and how the story told it.
fn leave_out(run: &Run, entry: usize) -> Result<(Without, String), Failure> {
    let without = scenarios::without(run, entry).map_err(|why| Failure::bad_input(why.to_string()))?;
    Ok((without, story::told(run, entry).unwrap_or_default()))
}

/// A file if it looks like one or exists, else a scenario of the corpus.
pub(crate) fn find_scenario(name: &str) -> Result<Scenario, Failure> {
    let path = Path::new(name);
    if name.ends_with(".toml") || name.ends_with(".json") || path.is_file() {
        return Ok(Scenario::load(path)?);
    }
    if let Some(scenario) = corpus::find(name)? {
        return Ok(scenario);
    }
    let ids = corpus::ids();
    let nearest = ids.iter().max_by(|a, b| strsim::jaro(a, name).total_cmp(&strsim::jaro(b, name)));
    let hint = nearest.map(|id| format!("; did you mean `{id}`?")).unwrap_or_default();
    Err(Failure::bad_input(format!(
        "no scenario `{name}`: expected a file ending in .toml or an id that `colony list` shows{hint}"
    )))
}

/// What was asked for, and what the scenario says where nothing was.
pub(crate) fn options(
    scenario: &Scenario,
    profile: Option<Profile>,
    policy: Option<Policy>,
    seed: Option<Seed>,
) -> Result<RunOptions, Failure> {
    let profile = match profile {
        Some(profile) => profile,
        None => *scenario.profiles.first().ok_or_else(|| Failure::bad_input("the scenario names no profile"))?,
    };
    let policy = policy.unwrap_or_else(|| corpus::natural_policy(scenario, profile));
    let seed = seed.unwrap_or_else(|| scenario.seed.unwrap_or(corpus::DEFAULT_SEED).into());
    Ok(RunOptions::new(profile, policy, seed))
}

/// The first record in which two runs differ, in words.
pub(crate) fn first_difference(a: &Run, b: &Run) -> Option<String> {
    let place = scenarios::engine::first_difference(a.transcript.marks(), b.transcript.marks())?;
    let tell = |run: &Run| story::told(run, place).map_or_else(|| story::ENDED.to_owned(), |told| format!("t={told}"));
    Some(format!(
        "two runs of the same seed differ first at entry {place}\n  first   {}\n  second  {}",
        tell(a),
        tell(b)
    ))
}

/// The story of a run and all that is to say about it.
pub(crate) fn tell(run: &Run, judgement: &Judgement, verbose: bool, repro: &str, output: &mut Output) {
    let style = output.style;
    let RunOptions { profile, policy, seed, .. } = &run.options;
    output.detail(style.bold(&story::clean(&run.scenario.title)));
    if let Some(description) = &run.scenario.description {
        description.trim().lines().for_each(|line| output.detail(style.dim(&story::clean(line))));
    }
    output.detail(format!(
        "scenario {} · profile {profile} · policy {policy} · seed {seed} · start {} · colony {}",
        run.scenario.id,
        run.scenario.start.unwrap_or(scenarios::DEFAULT_START),
        env!("CARGO_PKG_VERSION")
    ));
    for name in run.scenario.relays.keys() {
        output.detail(style.dim(&format!("relay {name}: {}", story::clean(&story::relay_text(run, name)))));
    }
    output.detail("");
    if !output.quiet {
        tell_story(run, verbose, output);
    }
    tell_outcomes(judgement, output);
    tell_invariants(run, judgement, output);
    tell_metrics(judgement, output);
    crate::observer::tell(judgement, output);
    output.line("");
    output.line(format!(
        "digest   {} ({} records, {} of virtual time)",
        run.transcript.digest(),
        run.transcript.entries.len(),
        story::time(run.duration()).trim()
    ));
    if judgement.as_expected() {
        output.line(format!("verdict  {}", style.good("as the scenario expects")));
    } else {
        output.line(format!("verdict  {}", style.bad("not as the scenario expects")));
        judgement.failures.iter().for_each(|failure| output.line(format!("  {}", story::clean(&failure.to_string()))));
    }
    output.line(format!("repro    {repro}"));
}

/// The line that repeats this run; a scenario from a file is named by its file.
fn repro(run: &Run, args: &RunArgs) -> String {
    let leak = args.leak.and_then(|leak| leak.to_possible_value());
    let leak = leak.map(|leak| format!(" --leak {}", leak.get_name())).unwrap_or_default();
    let without = args.without.map(|entry| format!(" --without {entry}")).unwrap_or_default();
    find::repro(&args.scenario, &run.options) + &without + &leak
}

fn tell_story(run: &Run, verbose: bool, output: &mut Output) {
    let style = output.style;
    let width = run.names.iter().map(String::len).max().unwrap_or(0);
    let digits = run.transcript.entries.len().to_string().len();
    for line in story::story(run, verbose) {
        let margin = style.dim(&format!("{:>digits$} {}", line.entry, story::time(line.at)));
        if line.who.is_empty() {
            output.line(format!("{margin}  {}", style.bold(&format!("── {}", line.text))));
        } else {
            output.line(format!("{margin}  {:width$}  {}", line.who, line.text));
        }
    }
    output.line("");
}

fn tell_outcomes(judgement: &Judgement, output: &mut Output) {
    let rows = judgement.outcomes.iter().map(|(device, outcome)| vec![device.clone(), outcome.to_string()]).collect();
    output.line(table(&["device", "ended as"], rows));
}

fn tell_invariants(run: &Run, judgement: &Judgement, output: &mut Output) {
    let style = output.style;
    for (name, verdict) in &judgement.invariants {
        match verdict {
            Verdict::Held { exercised } => {
                output.detail(format!("{}  {name} ({exercised} times)", style.good("held         ")))
            }
            Verdict::NotExercised => output.detail(format!("{}  {name}", style.dim("not exercised"))),
            Verdict::Violated { violations } => {
                output.line(format!("{}  {name}", style.bad("violated     ")));
                for violation in violations.iter().take(5) {
                    let at = run.transcript.entries.get(violation.entry).map(|e| e.at).unwrap_or_default();
                    output.line(format!(
                        "               t={} {}",
                        story::time(at).trim(),
                        story::clean(&violation.text())
                    ));
                    if let Some(line) = story::entry_line(run, violation.entry) {
                        output.detail(style.dim(&format!(
                            "               caused by entry {}: {} {}",
                            violation.entry, line.who, line.text
                        )));
                    }
                }
                if violations.len() > 5 {
                    output.line(format!("               … and {} more", violations.len() - 5));
                }
            }
        }
    }
}

fn tell_metrics(judgement: &Judgement, output: &mut Output) {
    let m = &judgement.metrics;
    output.detail(format!(
        "counts         leaves {} ({} phantom) · members {} · Welcomes {} sent, {} opened, {} ignored, {} wasted · epochs {} · rollbacks {}",
        m.leaves, m.phantom_leaves, m.members, m.welcomes_sent, m.welcomes_opened, m.welcomes_ignored, m.welcomes_wasted, m.epochs, m.rollbacks
    ));
    output.detail(format!(
        "               {} events, {} bytes · slowest join {} ms",
        m.published_events, m.published_bytes, m.slowest_join_ms
    ));
}
