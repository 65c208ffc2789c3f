//! `colony run`: one run, its story and its verdicts.

mod seeds;

use std::path::PathBuf;

use clap::Args;
use marmot_rules::{Policy, Profile};
use scenarios::judge::Judgement;
use scenarios::model::Scenario;
use scenarios::verdict::Verdict;
use scenarios::world::Marmot;
use scenarios::{Run, RunOptions, Without, simulate};
use sim_device::Storage;
use sim_env::Seed;

use crate::args::{ControlArgs, deployed_relay, parse_id, parse_storage};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::find::{self, find_scenario, options};
use crate::fits::refuse_misfits;
use crate::observer::Eyes;
use crate::output::Output;
use crate::report::form::{Column, Form, Json, Mermaid, Shown, Terminal};
use crate::report::write;
use crate::seeds::SeedRange;
use crate::systems::marmot::MarmotRun;
use crate::systems::{self, Lab, Ran, Source, System, WithArgs, refuse_marmots};
use crate::table::table;
use crate::words::{count, times};
use crate::{observer, story};

#[derive(Args)]
pub(crate) struct RunArgs {
    /// A scenario file (`*.toml`), or the id of a scenario of the corpus.
    pub scenario: String,
    /// Selection policy of every device that does not name its own [default: what the profile's text describes].
    #[arg(long, value_parser = parse_id::<Policy>)]
    pub policy: Option<Policy>,
    /// Wire profile of every device that does not name its own [default: the scenario's first that the policy fits].
    #[arg(long, value_parser = parse_id::<Profile>)]
    pub profile: Option<Profile>,
    /// Seed: a number or a 40-digit commit hash [default: the scenario's, else 7].
    #[arg(long)]
    pub seed: Option<Seed>,
    /// What every device keeps its MLS state in unless it names its own: `memory` or `sqlite` [default: as the scenario says].
    #[arg(long, value_parser = parse_storage)]
    pub storage: Option<Storage>,
    /// Run under each of these seeds, first and last, and count how devices end and what breaks: `1..50`.
    #[arg(
        long,
        value_name = "FIRST..LAST",
        conflicts_with_all = ["seed", "mermaid", "column", "html", "verify_determinism", "without", "verbose"]
    )]
    pub seeds: Option<SeedRange>,
    /// Every relay of the scenario is like this relay as deployed: `colony list relays` names them.
    #[arg(long, value_name = "RELAY", value_parser = deployed_relay)]
    pub like: Option<&'static str>,
    /// The whole run as one JSON document: options, transcript with every event, verdicts.
    #[arg(long, group = "form")]
    pub json: bool,
    /// A Mermaid sequence diagram of what led to a violation, or of the whole if there is none; fits into a comment on GitHub.
    #[arg(long, group = "form")]
    pub mermaid: bool,
    /// A log with a column for each device and relay.
    #[arg(long, group = "form")]
    pub column: bool,
    /// The violated invariant whose story `--mermaid` tells [default: the one that explains the others].
    #[arg(long, requires = "mermaid")]
    pub invariant: Option<String>,
    /// Write a page to look at, which needs nothing else, to this file; `-` is standard output, in place of the story.
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// Run twice, compare every record, and name the first that differs.
    #[arg(long)]
    pub verify_determinism: bool,
    /// Run once more without the effect of this entry of the story: the fault does not act, the message does not arrive, the relay
    /// takes what it refused, or answers without a limit.
    #[arg(long, value_name = "ENTRY")]
    pub without: Option<usize>,
    /// Whose eyes the last lines look with: a reader of relays, or those who run them.
    #[arg(long, value_enum, default_value_t, conflicts_with_all = ["form", "seeds"])]
    pub observer: Eyes,
    /// Tell every message between devices and relays too.
    #[arg(long, short)]
    pub verbose: bool,
    #[command(flatten)]
    pub with: WithArgs,
    #[command(flatten)]
    pub control: ControlArgs,
}

impl RunArgs {
    /// The form of what is written to the output.
    fn form(&self) -> Box<dyn Form + '_> {
        match (self.json, self.mermaid, self.column) {
            (true, ..) => Box::new(Json),
            (_, true, _) => Box::new(Mermaid { invariant: self.invariant.as_deref() }),
            (.., true) => Box::new(Column { verbose: self.verbose }),
            _ => Box::new(Terminal { verbose: self.verbose }),
        }
    }

    fn is_story(&self) -> bool {
        !(self.json || self.mermaid || self.column)
    }

    /// Options that other systems do not have.
    fn refuse_marmots(&self) -> Result<(), Failure> {
        let given = [
            ("--policy", self.policy.is_some()),
            ("--profile", self.profile.is_some()),
            ("--storage", self.storage.is_some()),
            ("--seeds", self.seeds.is_some()),
            ("--like", self.like.is_some()),
            ("--without", self.without.is_some()),
            ("--observer", self.observer != Eyes::default()),
        ];
        refuse_marmots(&self.scenario, &given)
    }
}

pub(crate) fn run(args: &RunArgs, output: &mut Output) -> Result<Exit, Failure> {
    write::refuse_both(args.html.as_deref(), args.json)?;
    write::prepare(&[&args.html])?;
    if let Some((system, source)) = systems::other(&args.scenario)? {
        return run_other(args, system, &source, output);
    }
    args.with.none_for_marmot()?;
    let (scenario, mut options) = asked(args)?;
    if let Some(seeds) = args.seeds {
        return seeds::run(args, seeds, &scenario, &options, output);
    }
    let mut first = simulate(&scenario, &options)?;
    let left_out = args.without.map(|entry| leave_out(&first, entry)).transpose()?;
    if let Some((without, _)) = &left_out {
        options.without = Some(*without);
        first = simulate(&scenario, &options)?;
    }
    let difference =
        if args.verify_determinism { Marmot::difference(&first, &simulate(&scenario, &options)?) } else { None };
    let repro = repro(&first, args);
    let head = left_out.map(|(without, told)| format!("without entry {}: {told}", without.entry));
    let shown = MarmotRun { eyes: args.observer, head, ..MarmotRun::of(first, repro) };
    show(args, &shown, difference, output)
}

/// A run of another system.
fn run_other(args: &RunArgs, system: &dyn System, source: &Source, output: &mut Output) -> Result<Exit, Failure> {
    args.refuse_marmots()?;
    args.control.none_for(system.id())?;
    let asked = args.with.asked(args.seed);
    let Ran { shown, difference } = system.run(source, &asked, args.verify_determinism)?;
    show(args, &*shown, difference, output)
}

/// The page, the form that was asked for, and the alarm if two runs differ.
fn show(args: &RunArgs, shown: &dyn Shown, difference: Option<String>, output: &mut Output) -> Result<Exit, Failure> {
    if let Some(target) = &args.html {
        write::write(target, &shown.html(), output);
    }
    if !args.html.as_deref().is_some_and(write::is_stdout) {
        args.form().show(shown, output)?;
        if args.is_story() {
            args.html.iter().for_each(|file| output.line(format!("report   {}", story::path(file))));
        }
    }
    if let Some(difference) = difference {
        output.error(&format!("nondeterminism: {difference}\n  repro  {} --verify-determinism", shown.repro()));
        return Ok(Exit::Nondeterminism);
    }
    Ok(shown.exit())
}

/// What the arguments ask for: which scenario, run how.
pub(crate) fn asked(args: &RunArgs) -> Result<(Scenario, RunOptions), Failure> {
    let scenario = find_scenario(&args.scenario)?;
    let scenario = args.like.map_or_else(|| scenario.clone(), |name| scenario.with_relays_like(name));
    let mut options = args.control.with(options(&scenario, args.profile, args.policy, args.seed)?);
    options.storage = args.storage;
    refuse_misfits(&scenario, &options)?;
    Ok((scenario, options))
}

/// What to leave out, and how the story told it.
fn leave_out(run: &Run, entry: usize) -> Result<(Without, String), Failure> {
    let without = scenarios::without(run, entry).map_err(|why| Failure::bad_input(why.to_string()))?;
    Ok((without, story::told(run, entry).unwrap_or_default()))
}

/// The story of a run and all that is to say about it.
pub(crate) fn tell(run: &Run, judgement: &Judgement, verbose: bool, eyes: Eyes, repro: &str, output: &mut Output) {
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
    match eyes {
        Eyes::Reader => observer::tell(judgement, output),
        Eyes::Operator => observer::tell_operators(run, output),
    }
    output.line("");
    output.line(format!(
        "digest   {} ({}, {} of virtual time)",
        run.transcript.digest(),
        count(run.transcript.entries.len(), "record", "records"),
        story::time(run.duration()).trim()
    ));
    if judgement.as_expected() {
        output.line(format!("verdict  {}", style.good("as the scenario expects")));
    } else {
        let stalled = if judgement.stalled { ": it stalled" } else { "" };
        output.line(format!("verdict  {}{stalled}", style.bad("NOT as the scenario expects")));
        let failures = judgement.failures.iter().map(|failure| story::clean(&failure.to_string()));
        failures.for_each(|failure| output.line(format!("  {failure}")));
    }
    output.line(format!("repro    {repro}"));
}

/// The line that repeats this run; a scenario from a file is named by its file.
fn repro(run: &Run, args: &RunArgs) -> String {
    let without = args.without.map(|entry| format!(" --without {entry}")).unwrap_or_default();
    let like = args.like.map(|name| format!(" --like {name}")).unwrap_or_default();
    find::repro(&args.scenario, &run.options) + &like + &without + &args.control.words()
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
            Verdict::Held { exercised } => output.detail(format!("held           {name} ({})", times(*exercised))),
            Verdict::NotExercised => output.detail(format!("{}  {name}", style.dim("not exercised"))),
            Verdict::Violated { violations } => {
                // Red is for what nobody expects: the colours of a run say pass or fail at a glance.
                let violated =
                    if judgement.as_expected() { style.bold("violated     ") } else { style.bad("violated     ") };
                output.line(format!("{violated}  {name}"));
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
        "               {}, {} · slowest join {} ms",
        count(m.published_events, "event", "events"),
        count(m.published_bytes, "byte", "bytes"),
        m.slowest_join_ms
    ));
}
