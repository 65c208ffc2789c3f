//! Every command's work for any kit.

use std::marker::PhantomData;
use std::path::Path;

use experiment::explore::{CaseRecord, Failure as Broken, Saved, run_case, shrink};
use experiment::orders::{self, OrdersError, Reduction};
use experiment::{FamilyFacts, Named, OptionFacts, file};
use sim_env::Seed;

use super::{CaseName, CheckedRun, ComparedRun, Kept, Lab, OrdersAsked, Ran, Replayed, Source, System};
use crate::args::ControlArgs;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::jobs::run_all;
use crate::output::Output;
use crate::report::embedded::Embedded;
use crate::report::form::story_or_json;
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
        K::run(scenario, options).map_err(K::failure)
    }

    /// What was saved beside a scenario, and the options of that run. The header has to name each of them: a default would be a guess.
    fn saved(path: &Path, scenario: &K::Scenario) -> Result<(Saved, K::Options), Failure> {
        let saved = super::load_saved(path)?;
        let asked = &saved.header.options;
        let options = Self::options(scenario, asked)?;
        match K::named(&options).iter().find(|(name, _)| asked.get(name).is_none()) {
            Some((name, _)) => {
                let file = path.with_extension("transcript");
                let what = format!("line 1: no header of a saved transcript: missing field `{name}`");
                Err(Failure::bad_input(format!("{}: {what}", file.display())))
            }
            None => Ok((saved, options)),
        }
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
        let (_, options) = Self::saved(path, &scenario)?;
        let run = Self::run_once(&scenario, &options)?;
        let repro = K::command("run", &source.name, &options);
        Ok(Embedded::of(&K::scene(&run, &K::judge(&run), repro, Detail::Full)))
    }

    fn run(&self, source: &Source, asked: &Named, verify: bool) -> Result<Ran, Failure> {
        let scenario = Self::read(source)?;
        let options = Self::options(&scenario, asked)?;
        let run = Self::run_once(&scenario, &options)?;
        let difference = if verify { K::difference(&run, &Self::run_once(&scenario, &options)?) } else { None };
        let (judged, repro) = (K::judge(&run), K::command("run", &source.name, &options));
        Ok(Ran { shown: K::shown(run, judged, options, repro), difference })
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
            let (first, second) = (Self::run_once(scenario, options)?, Self::run_once(scenario, options)?);
            let judged = K::judge(&first);
            let (broken, exercised) = K::broken_and_exercised(&judged);
            Ok::<_, Failure>(CheckedRun {
                scenario: K::head(scenario).id,
                options: K::named(options).without("seed").to_string(),
                named: K::named(options),
                digest: K::transcript(&first).digest().to_hex(),
                failures: K::unexpected(&judged),
                difference: K::difference(&first, &second),
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
            let judged = K::judge(&run);
            let head = K::head(scenario);
            let column = column.iter().map(|(_, value)| value).collect::<Vec<_>>().join(" ");
            let repro = K::command("run", &source.name, options);
            Ok::<_, Failure>(ComparedRun {
                scene: scenes.then(|| Embedded::of(&K::scene(&run, &judged, repro.clone(), Detail::Compact))),
                scenario: head.id,
                title: head.title,
                column,
                broken: K::broken_and_exercised(&judged).0,
                ends: K::ends(&run, &judged),
                repro,
            })
        })
    }

    fn orders(&self, source: &Source, asked: &OrdersAsked, output: &mut Output) -> Result<Exit, Failure> {
        let scenario = Self::read(source)?;
        let options = Self::options(&scenario, &asked.asked)?;
        let scope = K::scope((&source.name, &scenario), &asked.kinds, asked.steps.as_ref())?;
        let repro = |order: &orders::Order| {
            let kinds =
                if asked.kinds.is_empty() { String::new() } else { format!(" --kinds {}", asked.kinds.join(",")) };
            let steps = asked.steps.as_ref().map(|steps| format!(" --steps {steps}")).unwrap_or_default();
            format!("{}{steps}{kinds} --order {order}", K::command("explore orders", &source.name, &options))
        };
        if let Some(order) = &asked.order {
            let run = orders::run_order::<K>(&scenario, &options, &scope, order).map_err(of_orders::<K>)?;
            let (judged, repro) = (K::judge(&run), repro(order));
            let shown = K::shown(run, judged, options, repro);
            story_or_json(asked.json, asked.verbose).show(&*shown, output)?;
            return Ok(shown.exit());
        }
        let most = asked.most;
        let counts = asked.kinds.is_empty() && asked.steps.is_none() && K::counts_orders(&scenario, &options);
        let reduction = if counts { Reduction::None } else { Reduction::Commuting };
        let explored =
            orders::explore::<K>(&scenario, &options, &scope, reduction, most, |_, _| ()).map_err(of_orders::<K>)?;
        let wrong = counts.then(|| K::unexpected_orders(&scenario, &options, &explored));
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
                "unexpected": wrong,
            });
            merge(&mut document, serde_json::to_value(&explored).unwrap_or_default());
            output.json(&document);
        } else {
            tell_orders(&explored, (&ended, wrong.as_deref()), &firsts, output);
        }
        let failed = wrong.map_or_else(|| ended.iter().any(|(_, new)| !new.is_empty()), |wrong| !wrong.is_empty());
        Ok(if failed { Exit::Failed } else { Exit::AsExpected })
    }

    fn replay(&self, source: &Source, control: ControlArgs) -> Result<Replayed, Failure> {
        let scenario = Self::read(source)?;
        let path = source.file.clone().unwrap_or_else(|| source.name.clone().into());
        let (saved, options) = Self::saved(&path, &scenario)?;
        let options = K::control(options, control)?;
        let run = Self::run_once(&scenario, &options)?;
        let compared = saved.compare(K::transcript(&run).marks());
        let now = match &compared {
            experiment::explore::Replayed::Same => None,
            experiment::explore::Replayed::Differs { entry, .. } => K::told(&run, *entry),
        };
        let judged = K::judge(&run);
        let still = K::fingerprints(&run, &judged).contains(&saved.header.fingerprint);
        let repro = K::command("run", &source.name, &options);
        let broken = K::broken_and_exercised(&judged).0;
        Ok(Replayed { saved, compared, now, still, broken, shown: K::shown(run, judged, options, repro) })
    }
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

/// How an order ended, in lines, and what of it nothing explains.
type Ended = (Vec<String>, Vec<String>);

fn tell_orders<O: PartialEq, T: Ord>(
    explored: &orders::Explored<O, T>,
    (ended, wrong): (&[Ended], Option<&[String]>),
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
    output.line(if new == 0 || wrong.is_some() { output.style.good(&text) } else { output.style.bad(&text) });
    output.line(match (explored.exhaustive, wrong) {
        (true, None) => "exhaustive: every other order differs only in what nobody can tell apart",
        (true, Some(_)) => "exhaustive: every single order was run",
        (false, _) => "NOT exhaustive: stopped early (--most); other orders remain",
    });
    match wrong {
        None => {}
        Some([]) => output.line(format!("verdict  {}", output.style.good("as the scenario expects of all its orders"))),
        Some(wrong) => {
            output.line(format!("verdict  {}", output.style.bad("NOT as the scenario expects of all its orders")));
            wrong.iter().for_each(|line| output.line(format!("  {}", story::clean(line))));
        }
    }
}
