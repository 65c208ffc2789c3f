//! The systems that Colony knows: one line each in [`SYSTEMS`], and a file each for how their runs are shown.

mod lab;
pub(crate) mod marmot;
mod of;
mod scene;
mod shared_ratchet;
mod sibling_sync;
mod streams;
mod told;

use std::path::{Path, PathBuf};

use clap::Args;
use experiment::explore::{CaseRecord, Failure as Broken};
use experiment::{FamilyFacts, Named, OptionFacts, file};
use sim_env::Seed;

use crate::args::ControlArgs;
use crate::failure::Failure;
use crate::output::Output;
use crate::report::embedded::Embedded;
use crate::report::form::Shown;
pub(crate) use lab::Lab;
use of::Of;

/// Every system, the first of which is Marmot.
pub(crate) static SYSTEMS: [&dyn System; 4] = [
    &Of::<scenarios::world::Marmot>::NEW,
    &Of::<::streams::system::Streams>::NEW,
    &Of::<::sibling_sync::system::SiblingSync>::NEW,
    &Of::<::shared_ratchet::system::SharedRatchet>::NEW,
];

/// A case of a campaign: family and number.
#[derive(Clone, Copy)]
pub(crate) struct CaseName {
    pub family: &'static str,
    pub seed: Seed,
    pub index: u64,
}

/// A failure that is to be kept: the scenario's file and the transcript that `colony replay` compares.
pub(crate) struct Kept {
    pub scenario: String,
    pub transcript: String,
}

/// A run of a check.
pub(crate) struct CheckedRun {
    pub scenario: String,
    /// Options without the seed, as a table shows them.
    pub options: String,
    pub named: Named,
    pub digest: String,
    /// What is not as expected, a sentence each.
    pub failures: Vec<String>,
    /// How a second run of the same seed differs.
    pub difference: Option<String>,
    /// Invariants that broke, and those that could have.
    pub broken: Vec<String>,
    pub exercised: Vec<String>,
    pub repro: String,
    /// The file, if the scenario came from one.
    pub file: Option<PathBuf>,
}

/// A cell of a comparison.
pub(crate) struct ComparedRun {
    pub scenario: String,
    pub title: String,
    /// What is compared.
    pub column: String,
    pub broken: Vec<String>,
    pub ends: Vec<(String, String)>,
    pub repro: String,
    /// The run as a page shows it, if one was asked for.
    pub scene: Option<Embedded>,
}

/// What `explore orders` was asked for, as words.
pub(crate) struct OrdersAsked {
    pub asked: Named,
    pub kinds: Vec<String>,
    pub steps: Option<crate::explore::Steps>,
    pub most: usize,
    pub order: Option<experiment::orders::Order>,
    pub json: bool,
    pub verbose: bool,
}

/// A scenario that was found by what a person calls it.
#[derive(Clone)]
pub(crate) struct Source {
    /// As the person called it.
    pub name: String,
    /// The text of its file.
    pub text: String,
    /// The file, if it is one and not of the corpus.
    pub file: Option<PathBuf>,
}

impl Source {
    /// What messages call the file.
    pub(crate) fn file_name(&self) -> String {
        self.file.as_ref().map_or_else(|| format!("{}.toml", self.name), |file| file.display().to_string())
    }
}

/// A system, whatever its kit: what commands ask of it.
pub(crate) trait System: Sync {
    fn id(&self) -> &'static str;
    fn about(&self) -> &'static str;
    fn options(&self) -> &'static [OptionFacts];
    /// Version of the generator of its cases.
    fn generator(&self) -> u32;
    fn families(&self) -> &'static [FamilyFacts];
    /// Name, sentence and source of every invariant.
    fn invariants(&self) -> Vec<[String; 3]>;
    /// Id, title and options of every scenario of the corpus.
    fn corpus(&self) -> Result<Vec<[String; 3]>, Failure>;
    /// The scenario of the corpus with this id.
    fn find(&self, id: &str) -> Option<Source>;

    /// Draws, runs and judges a case, with other options than were drawn where `with` has some.
    fn run_case(&self, case: CaseName, with: &Named, control: ControlArgs) -> Result<CaseRecord, Failure>;
    /// The file of a case.
    fn case_file(&self, case: CaseName) -> Option<String>;
    /// The smallest scenario that fails as a case did, in at most so many runs.
    fn shrunk(&self, case: CaseName, with: &Named, broken: &Broken, most_runs: usize) -> Result<Kept, Failure>;
    /// A failure that was kept, run again: its scene, and the command that repeats the run.
    fn kept_scene(&self, file: &Path) -> Result<Embedded, Failure>;

    /// One run; a second too, to compare the two, if somebody wants to see that they are the same.
    fn run(&self, source: &Source, asked: &Named, verify: bool) -> Result<Ran, Failure>;
    /// Every run of a check of these.
    fn check(
        &self,
        sources: &[Source],
        seed: Option<Seed>,
        jobs: Option<u16>,
        output: &Output,
    ) -> Result<Vec<CheckedRun>, Failure>;
    /// Every cell of a comparison of these, with its scene if a page is to be made.
    fn compare(
        &self,
        sources: &[Source],
        seed_and_scenes: (Option<Seed>, bool),
        jobs: Option<u16>,
        output: &Output,
    ) -> Result<Vec<ComparedRun>, Failure>;
    /// Every order in which messages of a scenario can arrive.
    fn orders(&self, source: &Source, asked: &OrdersAsked, output: &mut Output) -> Result<crate::exit::Exit, Failure>;
    /// A saved failure again.
    fn replay(&self, source: &Source, control: ControlArgs) -> Result<Replayed, Failure>;
}

/// What was run.
pub(crate) struct Ran {
    pub shown: Box<dyn Shown>,
    /// How a second run of the same seed differs, if there was one.
    pub difference: Option<String>,
}

/// A saved failure that was run again.
pub(crate) struct Replayed {
    pub saved: experiment::explore::Saved,
    /// How the two compare.
    pub compared: experiment::explore::Replayed,
    /// The record in which they differ, as it is now.
    pub now: Option<String>,
    /// Whether what broke breaks again.
    pub still: bool,
    /// Invariants that break now.
    pub broken: Vec<String>,
    pub shown: Box<dyn Shown>,
}

/// Every family of every system, with its system.
pub(crate) fn families() -> impl Iterator<Item = (&'static dyn System, &'static FamilyFacts)> {
    SYSTEMS.iter().flat_map(|system| system.families().iter().map(|family| (*system, family)))
}

/// The system to which a family belongs.
pub(crate) fn of_family(id: &str) -> Option<(&'static dyn System, &'static FamilyFacts)> {
    families().find(|(_, family)| family.id == id)
}

/// A scenario of a system other than Marmot, by what a person calls it: a file whose format says so, or an id of its corpus. `None`:
/// whatever is wrong with it, Marmot says so.
pub(crate) fn other(name: &str) -> Result<Option<(&'static dyn System, Source)>, Failure> {
    let path = Path::new(name);
    if name.ends_with(".toml") || name.ends_with(".json") || path.is_file() {
        return of_file(path, name);
    }
    if scenarios::corpus::text(name).is_some() {
        return Ok(None);
    }
    Ok(SYSTEMS[1..].iter().find_map(|system| Some((*system, system.find(name)?))))
}

fn of_file(path: &Path, name: &str) -> Result<Option<(&'static dyn System, Source)>, Failure> {
    let Ok(text) = file::read(path) else { return Ok(None) };
    let format = file::format_of(&text, name).unwrap_or_default();
    let Some(id) = format.strip_suffix("-scenario/1") else { return Ok(None) };
    let system = SYSTEMS[1..].iter().find(|system| system.id() == id);
    Ok(system.map(|system| (*system, Source { name: name.to_owned(), text, file: Some(path.to_owned()) })))
}

/// Scenarios sorted by system.
#[derive(Default)]
pub(crate) struct Sorted {
    /// Names that Marmot has to find.
    pub marmot: Vec<String>,
    /// What belongs to each other system, in the order of [`SYSTEMS`].
    pub others: Vec<(usize, Vec<Source>)>,
}

/// Sorts scenario names, folders of files among them, by system.
pub(crate) fn sort(names: &[String]) -> Result<Sorted, Failure> {
    let mut sorted = Sorted::default();
    for name in names {
        if Path::new(name).is_dir() {
            sort_folder(name, &mut sorted)?;
            continue;
        }
        match other(name)? {
            Some((system, source)) => sorted.add(system, source),
            None => sorted.marmot.push(name.clone()),
        }
    }
    Ok(sorted)
}

/// A folder that holds files of another system is taken file by file; any other is Marmot's as a whole.
fn sort_folder(name: &str, sorted: &mut Sorted) -> Result<(), Failure> {
    let entries = std::fs::read_dir(name).map_err(|e| Failure::bad_input(format!("{name}: {e}")))?;
    let mut files: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
    files.sort();
    let (mut own, mut foreign) = (Vec::new(), Vec::new());
    for file in files {
        let name = file.display().to_string();
        match of_file(&file, &name)? {
            Some(found) => foreign.push(found),
            None => own.push(name),
        }
    }
    match foreign.is_empty() {
        true => sorted.marmot.push(name.to_owned()),
        false => sorted.marmot.extend(own),
    }
    foreign.into_iter().for_each(|(system, source)| sorted.add(system, source));
    Ok(())
}

impl Sorted {
    fn add(&mut self, system: &dyn System, source: Source) {
        let place = SYSTEMS.iter().position(|known| known.id() == system.id()).unwrap_or_default();
        match self.others.iter_mut().find(|(known, _)| *known == place) {
            Some((_, sources)) => sources.push(source),
            None => self.others.push((place, vec![source])),
        }
    }

    /// Everything that comes with Colony, of every system but Marmot.
    pub(crate) fn whole() -> Result<Self, Failure> {
        let mut sorted = Self::default();
        for system in &SYSTEMS[1..] {
            let ids = system.corpus()?.into_iter().map(|[id, ..]| id);
            ids.filter_map(|id| system.find(&id)).for_each(|source| sorted.add(*system, source));
        }
        Ok(sorted)
    }
}

/// Options of a run in a system other than Marmot.
#[derive(Args, Clone)]
pub(crate) struct WithArgs {
    /// An option of a run in a system other than Marmot, as in `--with ping-when=unproven`; `colony list systems` tells them. May be given
    /// several times.
    #[arg(long = "with", value_name = "NAME=VALUE", value_parser = parse_option)]
    pub with: Vec<(String, String)>,
}

impl WithArgs {
    /// Options that somebody asked for, and the seed.
    pub(crate) fn asked(&self, seed: Option<Seed>) -> Named {
        let seed = seed.map(|seed| ("seed", seed.to_string()));
        self.with.iter().map(|(name, value)| (name.as_str(), value.clone())).chain(seed).collect()
    }

    /// Marmot has options of its own.
    pub(crate) fn none_for_marmot(&self) -> Result<(), Failure> {
        match self.with.first() {
            Some((name, _)) => Err(Failure::bad_input(format!(
                "--with {name}: the system marmot has no options of this kind\n  expected: --profile, --policy, --storage or --seed"
            ))),
            None => Ok(()),
        }
    }
}

/// Refuses options of Marmot that were given for a scenario of another system.
pub(crate) fn refuse_marmots(name: &str, given: &[(&str, bool)]) -> Result<(), Failure> {
    match given.iter().find(|(_, given)| *given) {
        Some((option, _)) => Err(Failure::bad_input(format!(
            "{option}: {} is no scenario of the system marmot\n  expected: --with NAME=VALUE; `colony list systems` tells what there is",
            crate::story::printable(name)
        ))),
        None => Ok(()),
    }
}

/// One option as a command line names it: `ping-when=unproven`.
pub(crate) fn parse_option(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or_else(|| format!("`{text}` is no option: expected NAME=VALUE"))?;
    Ok((name.to_owned(), value.to_owned()))
}

/// The transcript that lies beside a saved scenario.
pub(crate) fn load_saved(scenario: &Path) -> Result<experiment::explore::Saved, Failure> {
    let path = scenario.with_extension("transcript");
    let text = std::fs::read_to_string(&path).map_err(|error| {
        let Failure { message, .. } = Failure::unread(&path, &error);
        let expected = "the transcript beside the scenario, as `colony explore` saves it";
        Failure::bad_input(format!("{message}\n  expected: {expected}"))
    })?;
    let saved = experiment::explore::Saved::parse(&text);
    saved.map_err(|error| Failure::bad_input(format!("{}: {error}", path.display())))
}
