//! `colony replay`: a saved failure again, byte for byte, or the first record that differs.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use scenarios::explore::{Replayed, Saved, fingerprints, replay as compare};
use scenarios::facts::Facts;
use scenarios::judge::judge_by;
use scenarios::model::Scenario;
use scenarios::{Run, RunOptions, judge, simulate};

use crate::args::ControlArgs;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::report::scene::{Detail, Scene};
use crate::report::{html, mermaid, write};
use crate::words::count;
use crate::{find, story};

#[derive(Args)]
pub(crate) struct ReplayArgs {
    /// The scenario of a saved failure; its transcript lies beside it.
    pub file: PathBuf,
    /// A Mermaid sequence diagram of what led to the failure, in place of the verdict; only if the run is the same.
    #[arg(long)]
    pub mermaid: bool,
    /// Write a page to look at, which needs nothing else, to this file; `-` is standard output, in place of the result.
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    #[command(flatten)]
    pub control: ControlArgs,
}

pub(crate) fn replay(args: &ReplayArgs, output: &mut Output) -> Result<Exit, Failure> {
    write::prepare(&[&args.html])?;
    let scenario = Scenario::load(&args.file)?;
    let saved = load(&args.file.with_extension("transcript"))?;
    let options = args.control.with(options(&saved).map_err(Failure::bad_input)?);
    let run = simulate(&scenario, &options)?;
    let repro = || find::repro(&args.file.display().to_string(), &options);
    if let Some(target) = &args.html {
        let facts = Facts::of(&run);
        let scene = Scene::of(&run, &facts, &judge_by(&run, &facts), repro(), Detail::Full);
        write::write(target, &html::run_page(&scene), output);
    }
    if args.mermaid && compare(&saved, &run) == Replayed::Same {
        let judgement = judge(&run);
        let name = saved.header.fingerprint.invariant.as_str();
        let broken = judgement.violated().contains(&name).then_some(name);
        output.line(mermaid::page(&run, &judgement, broken, &repro())?);
        return Ok(Exit::AsExpected);
    }
    let (exit, lines) = tell(&saved, &run, output);
    if !args.html.as_deref().is_some_and(write::is_stdout) {
        lines.into_iter().for_each(|line| output.line(line));
        args.html.iter().for_each(|file| output.line(format!("report  {}", story::path(file))));
    }
    Ok(exit)
}

fn tell(saved: &Saved, run: &Run, output: &Output) -> (Exit, Vec<String>) {
    match compare(saved, run) {
        Replayed::Same => {
            let still = fingerprints(run, &judge(run)).contains(&saved.header.fingerprint);
            let judged = if still { "still breaks" } else { "no longer counts as breaking" };
            let same =
                format!("the same {}, digest {}", count(saved.records.len(), "record", "records"), saved.header.digest);
            let exit = if still { Exit::AsExpected } else { Exit::Failed };
            (exit, vec![same, format!("{judged} {}", saved.header.fingerprint)])
        }
        Replayed::Differs { entry, saved: before } => {
            let ended = || story::ENDED.to_owned();
            let first = output.style.bad(&format!("differs first at record {entry}"));
            let before = format!("  saved  {}", before.map_or_else(ended, |told| story::clean(&told)));
            (Exit::Failed, vec![first, before, format!("  now    {}", story::told(run, entry).unwrap_or_else(ended))])
        }
    }
}

pub(crate) fn load(path: &Path) -> Result<Saved, Failure> {
    let text = fs::read_to_string(path).map_err(|error| {
        let Failure { message, .. } = Failure::unread(path, &error);
        Failure::bad_input(format!(
            "{message}\n  expected: the transcript beside the scenario, as `colony explore` saves it"
        ))
    })?;
    Saved::parse(&text).map_err(|error| Failure::bad_input(format!("{}: {error}", path.display())))
}

pub(crate) fn options(saved: &Saved) -> Result<RunOptions, String> {
    let header = &saved.header;
    let profile = header.profile.parse().map_err(|error: marmot_rules::UnknownId| error.to_string())?;
    let policy = header.policy.parse().map_err(|error: marmot_rules::UnknownId| error.to_string())?;
    let seed: sim_env::Seed = header.seed.parse().map_err(|error: sim_env::ParseSeedError| error.to_string())?;
    Ok(RunOptions::new(profile, policy, seed))
}
