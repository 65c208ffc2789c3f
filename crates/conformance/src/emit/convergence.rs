//! convergence: trees of states, and which branch is chosen.

mod sketch;
mod trees;

use std::collections::BTreeMap;

use marmot_rules::Profile;

use super::{Emit, EmitError, id};
use crate::expectations::convergence::chosen;
use crate::format::topics::convergence::{Expect, File, POLICIES, Test};
use crate::format::{Answer, ENGINE_PACK, Reason, Topic};

use trees::Row;

/// The valid test from which broken ones are made.
const PARENT: u16 = 1;

impl Emit for File {
    const PACK: &'static str = ENGINE_PACK;

    fn file(profile: Profile) -> Result<Option<Self>, EmitError> {
        profile.is_adopted().then(|| super::file(profile, tests(profile)?)).transpose()
    }
}

fn tests(profile: Profile) -> Result<Vec<Test>, EmitError> {
    let valid = trees::TREES.iter().map(|row| test(profile, row));
    let broken = trees::BROKEN.iter().map(|(row, reasons)| refused(profile, row, reasons));
    valid.chain(broken).collect()
}

/// A test of a good tree: valid where all policies agree, else with the answer of innermost-first and those that differ from it.
/// The row says who wins under which.
fn test(profile: Profile, row: &Row) -> Result<Test, EmitError> {
    let input = sketch::read(row).map_err(|what| wrong(row, &what))?;
    let all: BTreeMap<&str, Expect> = POLICIES.into_iter().map(|policy| (policy, chosen(&input, policy))).collect();
    for (policy, expect) in &all {
        let said = row.winners.split(' ').filter_map(|word| word.split_once('=')).find(|(name, _)| name == policy);
        let said = said.map_or_else(|| row.winners.split(' ').next().unwrap_or_default(), |(_, winner)| winner);
        if expect.winner != said {
            return Err(wrong(row, &format!("{policy} chooses {}, and the row says {said}", expect.winner)));
        }
    }
    let id = id(Topic::Convergence, profile, row.number);
    let first = all["innermost-first"].clone();
    if all.values().all(|expect| *expect == first) {
        return Ok(Test::valid(id, &[row.flag], row.comment, input, first));
    }
    // A policy that is not listed answers as innermost-first.
    let own = all.into_iter().filter(|(policy, expect)| *policy == "innermost-first" || *expect != first);
    let by = own.map(|(policy, expect)| (policy.to_owned(), Answer::Expect(expect))).collect();
    Ok(Test::policy(id, &[row.flag], row.comment, input, by))
}

fn refused(profile: Profile, row: &Row, reasons: &[Reason]) -> Result<Test, EmitError> {
    let input = sketch::read(row).map_err(|what| wrong(row, &what))?;
    let parent = id(Topic::Convergence, profile, PARENT);
    let id = id(Topic::Convergence, profile, row.number);
    let test = Test::invalid(id, &[row.flag], row.comment, input, &parent, reasons[0]);
    Ok(if reasons.len() > 1 { test.any_of(reasons) } else { test })
}

fn wrong(row: &Row, what: &str) -> EmitError {
    EmitError::Inconsistent(format!("convergence {}: {what}", row.number))
}
