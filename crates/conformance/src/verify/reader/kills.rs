//! Which mutants each test kills.

use std::collections::{BTreeMap, BTreeSet};

use marmot_rules::adopted::authority::Check as EngineCheck;

use super::{Answered, Check, Reader};
use crate::format::{Outcome, Topic};
use crate::verify::{Case, Suite, Verdict, engine};

/// What a test kills.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Killed {
    /// Mutants that take what must be refused, or come to another result.
    pub accept: Vec<String>,
    /// Mutants that refuse it too, but for a reason that the test does not allow.
    pub other_reason: Vec<String>,
}

/// Kills of a suite, by the id of a test. A test that kills none is not there.
pub type Kills = BTreeMap<String, Killed>;

/// Lets the reader and its mutants judge every test.
///
/// A mutant leaves out one check. Where no such mutant is killed, because several checks stand in the way, those that leave
/// out two are tried; their names have a plus.
///
/// # Errors
/// In words, if the whole reader does not answer a test as it demands, or a mutant fails a valid test.
pub fn kills(suite: &Suite) -> Result<Kills, String> {
    let (mut kills, mut wrong) = (Kills::new(), Vec::new());
    for case in suite.cases() {
        match by(&case) {
            Ok(killed) => {
                let mut killed = killed.unwrap_or_default();
                killed.accept.extend(of_engine(&case));
                if killed != Killed::default() {
                    _ = kills.insert(case.test.head().id.to_owned(), killed);
                }
            }
            Err(what) => wrong.push(what),
        }
    }
    if wrong.is_empty() { Ok(kills) } else { Err(wrong.join("\n")) }
}

/// What one test kills; `None` if the reader does not read it.
fn by(case: &Case<'_>) -> Result<Option<Killed>, String> {
    let head = case.test.head();
    let whole = Reader::default();
    match whole.answer(case) {
        None => return Ok(None),
        Some(Answered::Right) => {}
        Some(other) => return Err(format!("{}: our reader does not answer as demanded: {other:?}", head.id)),
    }
    let mut killed = Killed::default();
    let mut further = BTreeSet::new();
    for check in whole.met() {
        let mutant = Reader::without(&[check]);
        killed.add(&[check], mutant.answer(case));
        let next = mutant.met().into_iter().filter(|next| *next != check);
        further.extend(next.map(|next| [check.min(next), check.max(next)]));
    }
    // A selection leaves events out, and an outcome can be a refusal, also where everybody agrees on it.
    let refuses_inside = matches!(case.test.topic(), Topic::KeyPackageSelect | Topic::WelcomeFanout);
    if head.result == Outcome::Valid && !refuses_inside {
        return if killed == Killed::default() {
            Ok(Some(killed))
        } else {
            Err(format!("{} is valid, and kills {killed:?}", head.id))
        };
    }
    if killed.accept.is_empty() {
        let mut pairs = Killed::default();
        further.iter().for_each(|pair| pairs.add(pair, Reader::without(pair).answer(case)));
        killed.accept = pairs.accept;
        if killed.other_reason.is_empty() {
            killed.other_reason = pairs.other_reason;
        }
    }
    Ok(Some(killed))
}

/// The mutants of the engine that a test kills: they take what must be refused, or come to another result. The whole engine passes it.
fn of_engine(case: &Case<'_>) -> Vec<String> {
    let stands = |verdict| matches!(verdict, Verdict::Passed | Verdict::Refused { .. });
    let head = case.test.head();
    let refuses_inside = case.test.topic() == Topic::WelcomeFanout || head.result != Outcome::Valid;
    if !refuses_inside || !stands(engine::verify_with(case, None)) {
        return Vec::new();
    }
    let fails = |check: &&EngineCheck| matches!(engine::verify_with(case, Some(**check)), Verdict::Failed(_));
    EngineCheck::ALL.iter().filter(fails).map(|check| engine_mutant(*check)).collect()
}

/// How a mutant of the engine is called in `x_kills`.
pub(super) fn engine_mutant(check: EngineCheck) -> String {
    format!("engine-without-{}", check.name())
}

impl Killed {
    fn add(&mut self, without: &[Check], answered: Option<Answered>) {
        let names: Vec<String> = without.iter().map(ToString::to_string).collect();
        let name = format!("no-{}", names.join("+"));
        match answered {
            Some(Answered::Otherwise(_)) => self.accept.push(name),
            Some(Answered::OtherReason(_)) => self.other_reason.push(name),
            Some(Answered::Right) | None => {}
        }
    }
}
