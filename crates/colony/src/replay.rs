//! `colony replay`: a saved failure again, byte for byte, or the first record that differs.

use std::path::PathBuf;

use clap::Args;
use experiment::explore::{Replayed, Saved};
use experiment::file;

use crate::args::ControlArgs;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::report::write;
use crate::story;
use crate::systems::{self, Replayed as Replay, SYSTEMS, Source};
use crate::words::count;

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
    let name = args.file.display().to_string();
    let (system, source) = match systems::other(&name)? {
        Some(found) => found,
        None => (SYSTEMS[0], Source { text: file::read(&args.file)?, name, file: Some(args.file.clone()) }),
    };
    let replayed = system.replay(&source, args.control)?;
    if let Some(target) = &args.html {
        write::write(target, &replayed.shown.html(), output);
    }
    if args.mermaid && replayed.compared == Replayed::Same {
        let name = replayed.saved.header.fingerprint.invariant.as_str();
        output.line(replayed.shown.mermaid(replayed.broken.iter().any(|broken| broken == name).then_some(name))?);
        return Ok(Exit::AsExpected);
    }
    let (exit, lines) = tell(&replayed, output);
    if !args.html.as_deref().is_some_and(write::is_stdout) {
        lines.into_iter().for_each(|line| output.line(line));
        args.html.iter().for_each(|file| output.line(format!("report  {}", story::path(file))));
    }
    Ok(exit)
}

fn tell(replayed: &Replay, output: &Output) -> (Exit, Vec<String>) {
    let Saved { header, records } = &replayed.saved;
    match &replayed.compared {
        Replayed::Same => {
            let judged = if replayed.still { "still breaks" } else { "no longer counts as breaking" };
            let same = format!("the same {}, digest {}", count(records.len(), "record", "records"), header.digest);
            let exit = if replayed.still { Exit::AsExpected } else { Exit::Failed };
            (exit, vec![same, format!("{judged} {}", header.fingerprint)])
        }
        Replayed::Differs { entry, saved: before } => {
            let ended = || story::ENDED.to_owned();
            let first = output.style.bad(&format!("differs first at record {entry}"));
            let before = format!("  saved  {}", before.as_ref().map_or_else(ended, |told| story::clean(told)));
            (Exit::Failed, vec![first, before, format!("  now    {}", replayed.now.clone().unwrap_or_else(ended))])
        }
    }
}
