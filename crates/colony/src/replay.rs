//! `colony replay`: a saved failure again, byte for byte, or the first record that differs.

use std::fs;
use std::path::Path;

use scenarios::explore::{Replayed, Saved, fingerprints, replay as compare};
use scenarios::model::Scenario;
use scenarios::{RunOptions, judge, simulate};

use crate::cli::ReplayArgs;
use crate::output::{Exit, Failure, Output};
use crate::report::mermaid;
use crate::{find, story};

pub(crate) fn replay(args: &ReplayArgs, output: &mut Output) -> Result<Exit, Failure> {
    let scenario = Scenario::load(&args.file)?;
    let saved = load(&args.file.with_extension("transcript"))?;
    let options = options(&saved).map_err(Failure::bad_input)?;
    let run = simulate(&scenario, &options)?;
    match compare(&saved, &run) {
        Replayed::Same if args.mermaid => {
            let judgement = judge(&run);
            let name = saved.header.fingerprint.invariant.as_str();
            let broken = judgement.violated().contains(&name).then_some(name);
            let repro = find::repro(&args.file.display().to_string(), &options);
            output.line(mermaid::page(&run, &judgement, broken, &repro)?);
            Ok(Exit::AsExpected)
        }
        Replayed::Same => {
            let still = fingerprints(&run, &judge(&run)).contains(&saved.header.fingerprint);
            let judged = if still { "still breaks" } else { "no longer counts as breaking" };
            output.line(format!("the same {} records, digest {}", saved.records.len(), saved.header.digest));
            output.line(format!("{judged} {}", saved.header.fingerprint));
            Ok(if still { Exit::AsExpected } else { Exit::Failed })
        }
        Replayed::Differs { entry, saved: before } => {
            let ended = || story::ENDED.to_owned();
            output.line(output.style.bad(&format!("differs first at record {entry}")));
            output.line(format!("  saved  {}", before.map_or_else(ended, |told| story::clean(&told))));
            output.line(format!("  now    {}", story::told(&run, entry).unwrap_or_else(ended)));
            Ok(Exit::Failed)
        }
    }
}

fn load(path: &Path) -> Result<Saved, Failure> {
    let text = fs::read_to_string(path).map_err(|error| {
        let what = format!("cannot read {}: {error}", path.display());
        Failure::bad_input(format!(
            "{what}\n  expected: the transcript beside the scenario, as `colony explore` saves it"
        ))
    })?;
    Saved::parse(&text).map_err(|error| Failure::bad_input(format!("{}: {error}", path.display())))
}

fn options(saved: &Saved) -> Result<RunOptions, String> {
    let header = &saved.header;
    let profile = header.profile.parse().map_err(|error: marmot_rules::UnknownId| error.to_string())?;
    let policy = header.policy.parse().map_err(|error: marmot_rules::UnknownId| error.to_string())?;
    let seed: sim_env::Seed = header.seed.parse().map_err(|error: sim_env::ParseSeedError| error.to_string())?;
    Ok(RunOptions::new(profile, policy, seed))
}
