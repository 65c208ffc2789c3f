//! Every command's work for any kit.

use std::collections::BTreeSet;
use std::marker::PhantomData;
use std::path::Path;

use experiment::check::{Twice, twice};
use experiment::explore::{CaseRecord, Failure as Broken, Saved, run_case, shrink};
use experiment::orders::{self, OrdersError, Reduction, Scope};
use experiment::{FamilyFacts, Named, OptionFacts, file};
use sim_env::Seed;

use super::{CaseName, CheckedRun, ComparedRun, Kept, Lab, OrdersAsked, Replayed, Source, System};
use crate::args::ControlArgs;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::jobs::run_all;
use crate::output::Output;
use crate::report::embedded::Embedded;
use crate::report::form::Shown;
use crate::report::scene::Detail;
use crate::story;
use crate::table::table;
use crate::words::count;

/// A kit as a system.
pub(super) struct Of<K>(PhantomData<fn() -> K>);

impl<K> Of<K> {
    pub(super) const NEW: Self = Self(PhantomData);
}

impl<K: Lab> Of<K> {
    fn read(source: &Source) -> Result<K::Scenario, Failure> {
        Ok(K::parse(&source.text, &source.file_name())?)
    }

    fn options(scenario: &K::Scenario, asked: &Named) -> Result<K::Options, Failure> {
        let expected = || {
            let seed = "seed".to_owned();
            let names: Vec<String> = K::OPTIONS.iter().map(|facts| facts.name.to_owned()).chain([seed]).collect();
            format!("\n  expected: options of the system {} ({}); `colony list systems`", K::ID, names.join(", "))
        };
        K::options(scenario, asked).map_err(|what| Failure::bad_input(format!("{what}{}", expected())))
    }

    fn run_once(scenario: &K::Scenario, options: &K::Options) -> Result<K::Run, Failure> {
        let run = K::simulate(scenario, options, None).map_err(K::failure)?;
        Ok(run.expect("only a chooser gives a run up"))
    }

    fn drawn(case: CaseName, with: &Named) -> Result<(K::Scenario, K::Options), Failure> {
        let unknown = || Failure::bad_input(format!("the system {} has no family `{}`", K::ID, case.family));
        let (scenario, options) = K::draw(case.family, case.seed, case.index).ok_or_else(unknown)?;
        if with.is_empty() {
            return Ok((scenario, options));
        }
        let options = Self::options(&scenario, &with.clone().or(&K::named(&options)))?;
        Ok((scenario, options))
    }

    /// Every scenario with its source, or what is wrong with all that cannot be read.
    fn read_all(sources: &[Source]) -> Result<Vec<(&Source, K::Scenario)>, Failure> {
        let (mut read, mut failures) = (Vec::new(), Vec::new());
        for source in sources {
            match Self::read(source) {
                Ok(scenario) => read.push((source, scenario)),
                Err(failure) => failures.push(failure),
            }
        }
        Failure::all(failures).map_or(Ok(read), Err)
    }

    fn difference(twice: &Twice<K>) -> Option<String> {
        let (place, again) = twice.differs.as_ref()?;
        let tell = |run| K::told(run, *place).map_or_else(|| story::ENDED.to_owned(), |told| format!("t={told}"));
        let (first, second) = (tell(&twice.run), tell(again));
        Some(format!("two runs of the same seed differ first at entry {place}\n  first   {first}\n  second  {second}"))
    }
}

impl<K: Lab> System for Of<K> {
    fn id(&self) -> &'static str {
        K::ID
    }

    fn about(&self) -> &'static str {
        K::ABOUT
    }

    fn options(&self) -> &'static [OptionFacts] {
        K::OPTIONS
    }

    fn generator(&self) -> u32 {
        K::GENERATOR
    }

    fn families(&self) -> &'static [FamilyFacts] {
        K::families()
    }

    fn invariants(&self) -> Vec<[String; 3]> {
        K::invariants()
    }

    fn corpus(&self) -> Result<Vec<[String; 3]>, Failure> {
        let row = |scenario: K::Scenario| {
            let head = K::head(&scenario);
            [head.id, head.title, K::column(&scenario)]
        };
        Ok(K::corpus()?.into_iter().map(row).collect())
    }

    fn find(&self, id: &str) -> Option<Source> {
        Some(Source { name: id.to_owned(), text: K::text(id)?.to_owned(), file: None })
    }

    fn run_case(&self, case: CaseName, with: &Named, control: ControlArgs) -> Result<CaseRecord, Failure> {
        let (scenario, options) = Self::drawn(case, with)?;
        let options = K::control(options, control)?;
        run_case::<K>((case.family, case.index), &scenario, &options).map_err(K::failure)
    }

    fn case_file(&self, case: CaseName) -> Option<String> {
        let (scenario, options) = K::draw(case.family, case.seed, case.index)?;
        Some(K::to_file(&scenario, &options))
    }

    fn shrunk(&self, case: CaseName, with: &Named, broken: &Broken, most_runs: usize) -> Result<Kept, Failure> {
        let (scenario, options) = Self::drawn(case, with)?;
        let small = shrink::<K>(&scenario, &options, &broken.fingerprint, most_runs).scenario;
        let run = Self::run_once(&small, &options)?;
        let tell = |entry| K::told(&run, entry).unwrap_or_default();
        let saved = Saved::of::<K>(&run, &options, broken.fingerprint.clone(), tell);
        let CaseName { family, seed, index } = case;
        let finding = broken.finding.as_deref().unwrap_or("none: this is new");
        let (generator, fingerprint) = (K::GENERATOR, &broken.fingerprint);
        let head = format!(
            "# Found by colony explore and shrunk: case {index} of the family {family}, generator {generator}, seed {seed}.\n# {fingerprint}\n# finding: {finding}\n"
        );
        Ok(Kept { scenario: head + &K::to_file(&small, &options), transcript: saved.to_text() })
    }

    fn kept_scene(&self, path: &Path) -> Result<Embedded, Failure> {
        let source = Source { name: path.display().to_string(), text: file::read(path)?, file: Some(path.to_owned()) };
        let scenario = Self::read(&source)?;
        let saved = super::load_saved(path)?;
        let options = Self::options(&scenario, &saved.header.options)?;
        let run = Self::run_once(&scenario, &options)?;
        let repro = K::command("run", &source.name, &options);
        Ok(Embedded::of(&K::scene(&run, repro, Detail::Full)))
    }

    fn run<'a>(&self, source: &Source, asked: &Named, extra: &str) -> Result<Box<dyn Shown + 'a>, Failure> {
        let scenario = Self::read(source)?;
        let options = Self::options(&scenario, asked)?;
        let run = Self::run_once(&scenario, &options)?;
        let repro = K::command("run", &source.name, &options) + extra;
        Ok(K::shown(run, options, repro))
    }

    fn twice(&self, source: &Source, asked: &Named) -> Result<Option<String>, Failure> {
        let scenario = Self::read(source)?;
        let options = Self::options(&scenario, asked)?;
        Ok(Self::difference(&twice::<K>(&scenario, &options).map_err(K::failure)?))
    }

    fn check(
        &self,
        sources: &[Source],
        seed: Option<Seed>,
        jobs: Option<u16>,
        output: &Output,
    ) -> Result<Vec<CheckedRun>, Failure> {
        let scenarios = Self::read_all(sources)?;
        let each = scenarios.iter().map(|(source, scenario)| (*source, scenario, K::checks(scenario, seed)));
        let runs: Vec<_> = each.flat_map(|(source, s, all)| all.into_iter().map(move |o| (source, s, o))).collect();
        run_all(&runs, jobs, output, |(source, scenario, options)| {
            let twice = twice::<K>(scenario, options).map_err(K::failure)?;
            let (broken, exercised) = K::broken_and_exercised(&twice.run);
            Ok::<_, Failure>(CheckedRun {
                scenario: K::head(scenario).id,
                options: K::named(options).without("seed").to_string().replace("--", ""),
                named: K::named(options),
                digest: K::transcript(&twice.run).digest().to_hex(),
                failures: K::unexpected(&twice.run),
                difference: Self::difference(&twice),
                broken,
                exercised,
                repro: K::command("run", &source.name, options),
                file: source.file.clone(),
            })
        })
    }

    fn compare(
        &self,
        sources: &[Source],
        (seed, scenes): (Option<Seed>, bool),
        jobs: Option<u16>,
        output: &Output,
    ) -> Result<Vec<ComparedRun>, Failure> {
        let scenarios = Self::read_all(sources)?;
        let mut runs = Vec::new();
        for (source, scenario) in &scenarios {
            let seed: Named = seed.map(|seed| ("seed", seed.to_string())).into_iter().collect();
            for column in K::compared() {
                // A column that the scenario has no run in stays empty.
                if let Ok(options) = K::options(scenario, &column.clone().or(&seed)) {
                    runs.push((*source, scenario, column, options));
                }
            }
        }
        run_all(&runs, jobs, output, |(source, scenario, column, options)| {
            let run = Self::run_once(scenario, options)?;
            let head = K::head(scenario);
            let column = column.iter().map(|(_, value)| value).collect::<Vec<_>>().join(" ");
            let repro = K::command("run", &source.name, options);
            Ok::<_, Failure>(ComparedRun {
                scene: scenes.then(|| Embedded::of(&K::scene(&run, repro.clone(), Detail::Compact))),
                scenario: head.id,
                title: head.title,
                column,
                broken: K::broken_and_exercised(&run).0,
                ends: K::ends(&run),
                repro,
            })
        })
    }

    fn orders(&self, source: &Source, asked: &OrdersAsked, output: &mut Output) -> Result<Exit, Failure> {
        let scenario = Self::read(source)?;
        let options = Self::options(&scenario, &asked.asked)?;
        let scope = scope::<K>(asked)?;
        let repro = |order: &orders::Order| {
            let kinds =
                if asked.kinds.is_empty() { String::new() } else { format!(" --kinds {}", asked.kinds.join(",")) };
            let steps = asked.steps.as_ref().map(|steps| format!(" --steps {steps}")).unwrap_or_default();
            format!("{}{steps}{kinds} --order {order}", K::command("explore orders", &source.name, &options))
        };
        if let Some(order) = &asked.order {
            let run = orders::run_order::<K>(&scenario, &options, &scope, order).map_err(of_orders::<K>)?;
            let shown = K::shown(run, options.clone(), repro(order));
            if asked.json {
                output.json(&shown.json())
            } else {
                shown.terminal(asked.verbose, output)
            }
            return Ok(shown.exit());
        }
        let most = asked.most;
        let explored = orders::explore::<K>(&scenario, &options, &scope, Reduction::Commuting, most, |_, _| ())
            .map_err(of_orders::<K>)?;
        let firsts: Vec<String> = explored.outcomes.iter().map(|summary| repro(&summary.first)).collect();
        let ended: Vec<_> = explored.outcomes.iter().map(|summary| K::ended(&summary.outcome)).collect();
        if asked.json {
            let mut document = serde_json::json!({
                "format": "colony-orders/1",
                "system": K::ID,
                "scenario": K::head(&scenario).id,
                "options": K::named(&options),
                "kinds": scope.kinds,
                "most": most,
                "outcome_by_time": explored.place_of_time(),
                "repro": firsts,
            });
            merge(&mut document, serde_json::to_value(&explored).unwrap_or_default());
            output.json(&document);
        } else {
            tell_orders(&explored, &ended, &firsts, output);
        }
        let new = ended.iter().any(|(_, new)| !new.is_empty());
        Ok(if new { Exit::Failed } else { Exit::AsExpected })
    }

    fn replay<'a>(&self, source: &Source, control: ControlArgs) -> Result<Replayed<'a>, Failure> {
        let scenario = Self::read(source)?;
        let path = source.file.clone().unwrap_or_else(|| source.name.clone().into());
        let saved = super::load_saved(&path)?;
        let options = K::control(Self::options(&scenario, &saved.header.options)?, control)?;
        let run = Self::run_once(&scenario, &options)?;
        let compared = saved.compare(K::transcript(&run).marks());
        let now = match &compared {
            experiment::explore::Replayed::Same => None,
            experiment::explore::Replayed::Differs { entry, .. } => K::told(&run, *entry),
        };
        let still = K::fingerprints(&run).contains(&saved.header.fingerprint);
        let repro = K::command("run", &source.name, &options);
        let broken = K::broken_and_exercised(&run).0;
        Ok(Replayed { saved, compared, now, still, broken, shown: K::shown(run, options, repro) })
    }
}

fn scope<K: Lab>(asked: &OrdersAsked) -> Result<Scope<K::Kind>, Failure> {
    let mut scope = Scope::of::<K>();
    if !asked.kinds.is_empty() {
        let kinds = asked.kinds.iter().map(|kind| K::parse_kind(kind).map_err(Failure::bad_input));
        scope.kinds = kinds.collect::<Result<BTreeSet<_>, _>>()?;
    }
    if let Some(steps) = &asked.steps {
        scope.steps = steps.0.clone();
    }
    Ok(scope)
}

fn of_orders<K: Lab>(error: OrdersError<K::Error>) -> Failure {
    match error {
        OrdersError::Simulate(error) => K::failure(error),
        other => Failure::bad_input(other.to_string()),
    }
}

fn merge(document: &mut serde_json::Value, more: serde_json::Value) {
    if let (Some(document), serde_json::Value::Object(more)) = (document.as_object_mut(), more) {
        document.extend(more);
    }
}

fn tell_orders<O: PartialEq, T: Ord>(
    explored: &orders::Explored<O, T>,
    ended: &[(Vec<String>, Vec<String>)],
    repro: &[String],
    output: &mut Output,
) {
    let rows = explored.outcomes.iter().zip(ended).enumerate().map(|(place, (summary, (lines, new)))| {
        let broke = if new.is_empty() { "nothing new".to_owned() } else { new.join("\n") };
        vec![
            (place + 1).to_string(),
            summary.orders.to_string(),
            lines.iter().map(|line| story::clean(line)).collect::<Vec<_>>().join("\n"),
            broke,
            summary.first.to_string(),
        ]
    });
    output.line(table(&["", "orders", "outcome", "what broke", "first order"], rows.collect()));
    output.detail(format!(
        "up to {} in one order; {} given up as covered",
        count(explored.most_choices, "choice", "choices"),
        count(explored.given_up, "run", "runs")
    ));
    repro.first().into_iter().for_each(|repro| output.detail(format!("repro    {repro}")));
    output.line(match explored.place_of_time() {
        Some(place) => format!("with ordinary latencies it ends as outcome {}", place + 1),
        None => "with ordinary latencies it ends otherwise than under any of these orders".to_owned(),
    });
    let (orders, outcomes) = (
        count(explored.orders, "order", "orders"),
        count(explored.outcomes.len(), "distinct outcome", "distinct outcomes"),
    );
    let new = ended.iter().filter(|(_, new)| !new.is_empty()).count();
    let text = format!("{orders}, {outcomes}: {new} with something that broke");
    output.line(if new == 0 { output.style.good(&text) } else { output.style.bad(&text) });
    output.line(match explored.exhaustive {
        true => "exhaustive: every other order differs only in what nobody can tell apart".to_owned(),
        false => "NOT exhaustive: stopped early (--most); other orders remain".to_owned(),
    });
}
