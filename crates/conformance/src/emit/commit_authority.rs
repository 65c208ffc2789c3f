//! commit-authority: commits on a group of four accounts, and what becomes of them.
//!
//! Answers stand in the rows, by hand; only the state that an accepted commit leads to is computed.

#[rustfmt::skip]
mod accepted;
mod case;
#[rustfmt::skip]
mod choices;
#[rustfmt::skip]
mod components;
#[rustfmt::skip]
mod disband;
#[rustfmt::skip]
mod leaves;
#[rustfmt::skip]
mod notes;
#[rustfmt::skip]
mod refused;
#[rustfmt::skip]
mod required;
#[rustfmt::skip]
mod siblings;
mod world;

use std::collections::BTreeMap;

use marmot_rules::Profile;

use super::{Emit, EmitError, Row, id};
use crate::expectations::commit_authority::after;
use crate::format::topics::commit_authority::{Expect, File, Input, POLICIES, Test};
use crate::format::topics::convergence::CommitClass;
use crate::format::{Answer, ENGINE_PACK, Reason, Topic};

use case::Case;

/// The policy that answers where another one is not listed.
const DEFAULT: &str = POLICIES[0];

/// What a row says of a commit.
#[derive(Clone)]
enum Said {
    /// It is accepted.
    Accepted(CommitClass),
    /// It is refused for one of these reasons. The number is that of a valid test like it.
    Refused(u16, Vec<Reason>),
    /// Policies differ: what most of them say, and what one of them says.
    Differs(Ruling, &'static str, Ruling),
}

/// What one policy says.
type Ruling = Result<CommitClass, Reason>;

impl Emit for File {
    const PACK: &'static str = ENGINE_PACK;
    const NOTES: &'static [Row] = notes::NOTES;

    /// Two files, each with the valid tests that its invalid ones differ from: who may do what to whom, and what the group's own
    /// state may become.
    fn files(profile: Profile) -> Result<Vec<(String, Self)>, EmitError> {
        if !profile.is_adopted() {
            return Ok(Vec::new());
        }
        let (state, members): (Vec<Case>, Vec<Case>) = cases().into_iter().partition(is_about_state);
        let file = |cases: Vec<Case>| super::file(profile, cases.into_iter().map(|case| test(profile, case)).collect());
        Ok(vec![("commit-authority".to_owned(), file(members)?), ("commit-authority-state".to_owned(), file(state)?)])
    }
}

/// Every case, by number.
fn cases() -> Vec<Case> {
    let all = [
        accepted::cases(),
        refused::cases(),
        components::cases(),
        required::cases(),
        leaves::cases(),
        disband::cases(),
        choices::cases(),
        siblings::cases(),
    ];
    let mut cases: Vec<Case> = all.into_iter().flatten().collect();
    cases.sort_by_key(|case| case.number);
    cases
}

/// Whether the case, or the valid one that it is like, is among those about components and requirements, or a matter of policy.
fn is_about_state(case: &Case) -> bool {
    match case.said {
        Said::Accepted(_) => accepted::OF_STATE.contains(&case.number),
        Said::Refused(like, _) => accepted::OF_STATE.contains(&like),
        Said::Differs(..) => true,
    }
}

fn test(profile: Profile, case: Case) -> Test {
    let Case { number, flag, comment, mut parent, commit, said } = case;
    world::explain(&mut parent);
    let (id, input) = (id(Topic::CommitAuthority, profile, number), Input { parent, commit });
    match said {
        Said::Accepted(class) => {
            let expect = after(&input, class);
            Test::valid(id, &[flag], comment, input, expect)
        }
        Said::Refused(like, reasons) => {
            let parent = super::id(Topic::CommitAuthority, profile, like);
            let test = Test::invalid(id, &[flag], comment, input, &parent, reasons[0]);
            if reasons.len() > 1 { test.any_of(&reasons) } else { test }
        }
        Said::Differs(most, policy, one) => {
            let by = [(DEFAULT, most), (policy, one)].map(|(name, said)| (name.to_owned(), answer(&input, said)));
            Test::policy(id, &[flag], comment, input, BTreeMap::from(by))
        }
    }
}

fn answer(input: &Input, said: Ruling) -> Answer<Expect> {
    match said {
        Ok(class) => Answer::Expect(after(input, class)),
        Err(reason) => Answer::Fails { reason, stage: reason.stage() },
    }
}
