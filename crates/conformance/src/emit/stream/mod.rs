//! stream: what nodes and clients of mutable subscription streams do, from runs of the crate `streams`.

mod clients;
mod cut;
mod expect;
mod more;
mod notes;
mod rows;
mod scenario;
mod script;
pub(super) mod sources;

use std::collections::{BTreeMap, BTreeSet};

use streams::dialect::Dialect;
use streams::{Knobs, RunOptions, Scenario, judge, simulate};

use super::{Emit, EmitError, SEED};
use crate::expectations::stream::agrees;
use crate::format::topics::stream::{Expect, File, Input, Machine, ResumeFrom, Test};
use crate::format::{Answer, FORMAT, Generator, Group, STREAM_PACK, SUITE_VERSION, Topic};
use crate::stream::{Seen, check, play, play_between, set};
use rows::{Half, ROWS, Row};
use scenario::Labels;

impl Emit for File {
    const PACK: &'static str = STREAM_PACK;

    /// One file for each dialect.
    fn all(next: &mut dyn FnMut(&str)) -> Result<Vec<(String, Self)>, EmitError> {
        next("streams");
        files()
    }
}

fn files() -> Result<Vec<(String, File)>, EmitError> {
    let scenarios = more::scenarios().map_err(|error| EmitError::Inconsistent(error.to_string()))?;
    let unused = notes::flags().find(|flag| !ROWS.iter().any(|row| row.flag == *flag));
    if let Some(flag) = unused {
        return Err(EmitError::Inconsistent(format!("no stream test has the flag {flag}")));
    }
    let path = |dialect| format!("{dialect}/stream.json");
    Dialect::ALL.into_iter().map(|dialect| Ok((path(dialect), file(dialect, &scenarios)?))).collect()
}

fn file(dialect: Dialect, scenarios: &BTreeMap<String, Scenario>) -> Result<File, EmitError> {
    let here = ROWS.iter().filter(|row| if dialect == Dialect::R5 { row.in_r5 } else { row.in_r7 });
    let made = here.map(|row| {
        let wrong = |what: String| EmitError::Inconsistent(format!("stream {} under {dialect}: {what}", row.number));
        let scenario = scenarios.get(row.scenario).ok_or_else(|| wrong(format!("no scenario {}", row.scenario)))?;
        Maker { row, dialect, scenario }.test().map_err(wrong)
    });
    let tests: Vec<Test> = made.collect::<Result<_, _>>()?;
    let flags: BTreeSet<&str> = tests.iter().flat_map(|test| test.flags.iter().map(String::as_str)).collect();
    let notes = flags.into_iter().map(|flag| {
        let note = notes::note(flag).ok_or_else(|| EmitError::Inconsistent(format!("flag {flag} has no note")))?;
        Ok((flag.to_owned(), note))
    });
    Ok(File {
        format: FORMAT.to_owned(),
        suite_version: SUITE_VERSION.to_owned(),
        topic: Topic::Stream.name().to_owned(),
        profile: dialect.to_string(),
        spec: sources::spec(dialect),
        generator: Generator {
            name: "colony".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            seed: SEED.to_string(),
            mls: "none".to_owned(),
        },
        synthetic_secrets: true,
        test_count: u32::try_from(tests.len()).expect("tests are written by hand"),
        notes: notes.collect::<Result<_, EmitError>>()?,
        groups: vec![Group { now: super::NOW, tests }],
    })
}

/// What makes one test.
struct Maker<'a> {
    row: &'a Row,
    dialect: Dialect,
    scenario: &'a Scenario,
}

impl Maker<'_> {
    fn test(&self) -> Result<Test, String> {
        let Row { number, flag, comment, .. } = *self.row;
        let number = if self.dialect == Dialect::R5 { number + 5_000 } else { number };
        let id = format!("{}-{number:04}", Topic::Stream.prefix());
        let comment = comment.unwrap_or(&self.scenario.title);
        let mut input = self.input()?;
        if self.row.answers.is_empty() {
            for policy in self.row.with {
                set(&mut input, policy).ok_or_else(|| format!("policy {policy} sets nothing"))?;
            }
            let expect = self.expect(&mut input, self.row.variant, !self.row.gap)?;
            return Ok(Test::valid(id, &[flag], comment, input, expect));
        }
        let mut by = BTreeMap::new();
        for (policy, variant) in self.row.answers {
            let mut own = input.clone();
            set(&mut own, policy).ok_or_else(|| format!("policy {policy} sets nothing"))?;
            by.insert((*policy).to_owned(), Answer::Expect(self.expect(&mut own, *variant, false)?));
            input.script = own.script;
        }
        Ok(Test::policy(id, &[flag], comment, input, by))
    }

    /// The input: the whole scenario, or what reached its client.
    fn input(&self) -> Result<Input, String> {
        if self.row.half == Half::Written {
            let script = clients::SCRIPTS.iter().find(|script| script.name == self.row.scenario);
            return script::input(script.ok_or("no such script")?, self.dialect);
        }
        let mut input = scenario::input(self.scenario, self.dialect, self.row.client)?;
        if self.row.half == Half::Client {
            let mut both = input.clone();
            for policy in self.row.with {
                set(&mut both, policy).ok_or_else(|| format!("policy {policy} sets nothing"))?;
            }
            let seen = self.played_both(&both)?;
            input = cut::client(&both, &seen)?;
        }
        if let Some(change) = self.row.change {
            change(&mut input);
        }
        Ok(input)
    }

    /// A run of node and client, whose node may speak another revision.
    fn played_both(&self, input: &Input) -> Result<Seen, String> {
        play_between(input, [self.dialect, self.scenario.node_dialect.unwrap_or(self.dialect)], None)
    }

    fn expect(&self, input: &mut Input, variant: Option<&str>, sound: bool) -> Result<Expect, String> {
        let claims = self.scenario.expect(self.dialect, variant);
        let labels = Labels(&self.scenario.topics);
        if input.under_test == Machine::Client {
            label_steps(input);
        }
        let seen = play(input, self.dialect, None)?;
        let tagged = self.dialect.rules().tags;
        let mut expect = expect::expect(input, &seen, tagged, &claims, &labels)?;
        if (self.row.change.is_none() || variant.is_some()) && input.under_test != Machine::Client {
            expect.invariants = self.invariants(variant, sound)?;
        }
        if let Some(then) = self.row.then {
            then(&mut expect);
        }
        self.whatever_resumes(input, &mut expect)?;
        check(input, &expect, &seen)?;
        agrees(input, &expect, sound && !self.row.lossy)?;
        Ok(expect)
    }

    /// The invariants that the scenario's own run exercises and keeps. A sound test breaks none.
    fn invariants(&self, variant: Option<&str>, sound: bool) -> Result<Vec<String>, String> {
        let options = RunOptions {
            dialect: self.dialect,
            variant: variant.map(str::to_owned),
            knobs: Knobs::default(),
            ..RunOptions::default()
        };
        let run = simulate(self.scenario, &options).map_err(|error| error.to_string())?;
        let judgement = judge(&run);
        let broken = judgement.violated();
        if sound && !broken.is_empty() {
            return Err(format!("{broken:?} are broken in a test of what is right"));
        }
        Ok(judgement.exercised.difference(&broken).map(|one| one.id().to_owned()).collect())
    }

    /// A client that keeps a floor per topic passes, too, unless the test says from where it resumes (X-I32).
    fn whatever_resumes(&self, input: &Input, expect: &mut Expect) -> Result<(), String> {
        let says = input.policy.resume_from.is_some() || self.row.gap || input.policy.watchdog.is_some();
        if input.under_test == Machine::Node || says || !self.dialect.rules().marks {
            return Ok(());
        }
        let mut other = input.clone();
        other.policy.resume_from = Some(ResumeFrom::Floors);
        let seen = play(&other, self.dialect, None)?;
        expect.durable.retain(|label, cursors| seen.durable_after(label).as_ref() == Some(cursors));
        check(&other, expect, &seen).map_err(|what| format!("with a floor per topic: {what}"))
    }
}

/// Every step of a client's test has a name, so that what is saved after it can be said.
fn label_steps(input: &mut Input) {
    for (place, step) in input.script.iter_mut().enumerate() {
        step.label.get_or_insert_with(|| format!("s{}", place + 1));
    }
}
