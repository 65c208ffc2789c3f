//! `colony rank`: which selection policy costs least.

mod html;
mod json;
mod markdown;
mod terminal;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use clap::Args;
use marmot_rules::{Policy, Profile};
use scenarios::explore::Family;
use scenarios::model::Scenario;
use scenarios::rank::{Board, Contender, Plan, Results, Source, Story, Weights};
use scenarios::simulate;

use crate::args::{ControlArgs, parse_id};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::find::{find_all, shell_word};
use crate::jobs::run_all;
use crate::output::Output;
use crate::report::write::{is_stdout, prepare, write};
use crate::seeds::SeedRange;
use crate::story;
use crate::words::count;

/// Seeds that one ranking may try: each of them runs the whole corpus under every option.
const MOST_SEEDS: usize = 100;

#[derive(Args)]
pub(crate) struct RankArgs {
    /// Scenario files, folders of them, or ids of the corpus; everything in the corpus if none is named.
    pub scenarios: Vec<String>,
    /// Only these policies: `A,B`, or the option several times.
    #[arg(long, value_parser = parse_id::<Policy>, value_delimiter = ',')]
    pub policy: Vec<Policy>,
    /// Only these profiles: `A,B`, or the option several times.
    #[arg(long, value_parser = parse_id::<Profile>, value_delimiter = ',')]
    pub profile: Vec<Profile>,
    /// Seeds, first and last: each runs every scenario that does not fix its own, and generates cases of its own.
    #[arg(long, value_name = "FIRST..LAST", default_value = "1..3")]
    pub seeds: SeedRange,
    /// Generated cases of each family under each seed [default: 1, or none if scenarios are named].
    #[arg(long, value_parser = clap::value_parser!(u64).range(0..=10_000))]
    pub cases: Option<u64>,
    /// What one of each cost weighs, as in `devices-left-out=10,welcomes-wasted=0.5`; what is not named keeps its weight.
    #[arg(long, value_name = "COST=NUMBER,…", default_value_t)]
    pub weights: Weights,
    /// Every pair of neighbours with the scenarios that decide it, not only the first ones.
    #[arg(long)]
    pub all: bool,
    /// One JSON document.
    #[arg(long, group = "form")]
    pub json: bool,
    /// Markdown, for a discussion on GitHub.
    #[arg(long, group = "form")]
    pub markdown: bool,
    /// A page whose numbers open the run that shows them most: one HTML file that needs nothing else; `-` is standard output.
    #[arg(long, group = "form", value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// Threads that run stories [default: one per core].
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,
    #[command(flatten)]
    pub control: ControlArgs,
}

/// A ranking, ready to be told.
struct Ranking {
    plan: Plan,
    seeds: SeedRange,
    /// As a person named each scenario, by id.
    names: BTreeMap<String, String>,
    /// Runs that were made.
    runs: usize,
    /// The options of all profiles, over the stories that every one of them can tell.
    whole: Board,
    /// Each profile by itself, over all of its stories; empty if there is only one.
    profiles: Vec<(Profile, Board)>,
    /// What is left out or cannot be compared, in sentences.
    notes: Vec<String>,
}

pub(crate) fn rank(args: &RankArgs, output: &mut Output) -> Result<Exit, Failure> {
    prepare(&[&args.html])?;
    let ranking = ranking(args, output)?;
    if args.json {
        output.json(&json::document(&ranking));
    } else if args.markdown {
        output.line(markdown::page(&ranking));
    } else if let Some(target) = &args.html {
        write(target, &html::overview(&ranking, args.jobs, output)?.page(), output);
        if !is_stdout(target) {
            words::answer(&ranking).iter().for_each(|line| output.line(line));
            output.line(format!("report  {}", story::path(target)));
        }
    } else {
        terminal::tell(&ranking, args.all, output);
    }
    Ok(Exit::AsExpected)
}

fn ranking(args: &RankArgs, output: &Output) -> Result<Ranking, Failure> {
    let named = find_all(&args.scenarios)?;
    let names = named.iter().map(|named| (named.scenario.id.clone(), named.name.clone())).collect();
    let scenarios: Vec<Scenario> = named.into_iter().map(|named| named.scenario).collect();
    let plan = plan(args, &scenarios)?;
    let runs = plan.runs();
    let seen = run_all(&runs, args.jobs, output, |run| {
        let options = args.control.with(run.options.clone());
        Ok::<_, Failure>(scenarios::rank::Seen::of(&simulate(run.scenario, &options)?))
    })?;
    let places = runs.iter().map(|run| (run.story, run.contender));
    let (made, results): (usize, Results) = (runs.len(), places.zip(seen).collect());
    let everyone: Vec<usize> = (0..plan.contenders.len()).collect();
    let whole = Board::of(&plan, &results, &everyone, &args.weights);
    let here: Vec<Profile> = Profile::ALL.iter().copied().filter(|p| !plan.of_profile(*p).is_empty()).collect();
    let of = |profile: &Profile| (*profile, Board::of(&plan, &results, &plan.of_profile(*profile), &args.weights));
    // One option is beside nothing.
    let several = here.iter().filter(|profile| plan.of_profile(**profile).len() > 1);
    let profiles = if here.len() > 1 { several.map(of).collect() } else { Vec::new() };
    if whole.counted() == 0 {
        let what = "nothing to rank: no story in which a policy could help is told by every option";
        return Err(Failure::bad_input(format!("{what}\n  expected: other scenarios, or fewer profiles")));
    }
    let mut notes = notes(args, &plan, &here);
    notes.extend(stalled(&plan, &results));
    Ok(Ranking { seeds: args.seeds, names, runs: made, whole, profiles, notes, plan })
}

fn plan(args: &RankArgs, scenarios: &[Scenario]) -> Result<Plan, Failure> {
    if args.seeds.count() > MOST_SEEDS {
        let what = format!("`{}` names too many seeds for a ranking", args.seeds);
        return Err(Failure::bad_input(format!("{what}\n  expected: at most {MOST_SEEDS}")));
    }
    let seeds: Vec<u64> = args.seeds.each().collect();
    let cases = args.cases.unwrap_or(if args.scenarios.is_empty() { 1 } else { 0 });
    let mut plan = Plan::of(scenarios, &Family::ALL, &seeds, cases);
    let asked = |c: &Contender| {
        (args.policy.is_empty() || args.policy.contains(&c.policy))
            && (args.profile.is_empty() || args.profile.contains(&c.profile))
    };
    let policies: BTreeSet<Policy> = args.policy.iter().copied().collect();
    let others = policies.iter().filter(|policy| Policy::settled().all(|known| known != **policy)).flat_map(|policy| {
        let runs = Profile::ALL.iter().copied().filter(|p| policy.applies_to(*p));
        runs.map(|profile| Contender { profile, policy: *policy })
    });
    plan.contenders.extend(others);
    plan.contenders.retain(asked);
    // An option without a story of its own would empty the table of all.
    let told = |c: &Contender| plan.stories.iter().any(|story| story.tells(*c));
    let mute: Vec<Contender> = plan.contenders.iter().copied().filter(|c| !told(c)).collect();
    plan.contenders.retain(|contender| !mute.contains(contender));
    match plan.contenders.len() {
        0 => Err(Failure::bad_input("nothing to rank: no scenario applies to these policies and profiles")),
        1 => {
            let what = format!("nothing to rank: {} is the only option", plan.contenders[0]);
            Err(Failure::bad_input(format!(
                "{what}\n  expected: two policies or more that fit the profiles of the scenarios"
            )))
        }
        _ => Ok(plan),
    }
}

/// Stories that some option did not tell to the end are left out.
fn stalled(plan: &Plan, results: &Results) -> Option<String> {
    let stories: BTreeSet<usize> =
        results.iter().filter(|(_, seen)| seen.stalled).map(|((story, _), _)| *story).collect();
    let names: BTreeSet<String> = stories.iter().map(|story| plan.stories[*story].name()).collect();
    let names: Vec<String> = names.into_iter().collect();
    (!names.is_empty()).then(|| {
        format!(
            "Left out, since a run of it stalled or was over its budget under some option: {} ({}).",
            names.join(", "),
            count(stories.len(), "story", "stories")
        )
    })
}

/// What is not in the tables, and why.
fn notes(args: &RankArgs, plan: &Plan, here: &[Profile]) -> Vec<String> {
    let mut notes = Vec::new();
    if here.len() > 1 {
        let bridges: Vec<String> = plan.bridges().iter().map(ToString::to_string).collect();
        let bridge = match bridges.as_slice() {
            [] => "no policy of these runs on all of them".to_owned(),
            some => format!("{} on each of them shows what the text alone makes", some.join(" or ")),
        };
        notes.push(format!(
            "Between profiles devices publish other events, so that texts are compared with their policies: {bridge}."
        ));
    }
    if args.profile.is_empty() {
        notes.push(
            "Not comparable: profile adopted-2026-07, whose devices nothing here runs. Its rule is d-slot-one, ranked on mip-2026-04, whose \
             slots are the same."
                .to_owned(),
        );
    }
    notes
}

impl Ranking {
    /// The command that shows a story under an option.
    fn command(&self, story: &Story, contender: Contender) -> String {
        let name = match story.source {
            Source::Written => self.names.get(&story.scenario.id).unwrap_or(&story.scenario.id).clone(),
            Source::Generated(_) => words::case_file(story),
        };
        let Contender { profile, policy } = contender;
        format!("colony run {} --profile {profile} --policy {policy} --seed {}", shell_word(&name), story.seed)
    }
}
