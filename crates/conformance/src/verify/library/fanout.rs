//! welcome-fanout: a library opens Welcomes; which of them a device opens is decided here.

use std::collections::{BTreeMap, BTreeSet};

use super::Member;
use crate::format::topics::welcome_fanout::{Delivery, Expect, Input, Test};
use crate::format::{Answer, Keys, Reason, Rumor};
use crate::verify::{Case, Refusal, Verdict};

pub(in crate::verify) fn verify<M: Member>(case: &Case<'_>, test: &Test) -> Verdict {
    for (policy, answer) in test.answers(["by-ref", "by-e"].map(str::to_owned)) {
        let strict_on_e = match policy.as_str() {
            "by-ref" => false,
            "by-e" => true,
            other => return Verdict::unsupported(format!("policy {other}")),
        };
        match (answer, deliver::<M>(case, &test.input, strict_on_e)) {
            (Answer::Expect(expected), Ok(came)) if expected == came => {}
            (expected, came) => return Verdict::Failed(format!("{policy}: expected {expected:?}, got {came:?}")),
        }
    }
    Verdict::Passed
}

/// A device with its KeyPackage, and the groups that it is in.
struct Home<'a> {
    keys: &'a Keys,
    groups: BTreeSet<Vec<u8>>,
    /// In the adopted text a KeyPackage that was used is gone, unless it is a last resort, and what is not for this device is
    /// ignored.
    adopted: bool,
}

fn is_not_mine(refusal: &Refusal) -> bool {
    matches!(refusal.reason, Some(Reason::KeyPackageNotLocal | Reason::NoMatchingKeyPackage))
}

fn deliver<M: Member>(case: &Case<'_>, input: &Input, strict_on_e: bool) -> Result<Expect, Refusal> {
    let home = |keys| Home { keys, groups: BTreeSet::new(), adopted: case.profile.is_adopted() };
    let mut homes: BTreeMap<_, _> = input.devices.iter().map(|(label, keys)| (label, home(keys))).collect();
    let mut expect = Expect { outcomes: Vec::new(), leaves: 0 };
    for [to, what] in &input.deliveries {
        let (Some(home), Some(rumor)) = (homes.get_mut(to), input.rumors.get(what)) else {
            return Err(Refusal::broken(format!("{what} to {to}: no such labels")));
        };
        expect.outcomes.push(match home.receive::<M>(rumor, strict_on_e, case.now) {
            Ok(Some(member)) => {
                expect.leaves = u32::try_from(member.leaves()?.len()).map_err(Refusal::broken)?;
                Delivery::Joined
            }
            Ok(None) => Delivery::Duplicate,
            Err(refusal) if home.adopted && is_not_mine(&refusal) => Delivery::Ignored,
            Err(refusal) => Delivery::Rejected(refusal.reason.ok_or(refusal)?),
        });
    }
    Ok(expect)
}

impl Home<'_> {
    /// The group that it is in now, or `None` if it was in it before.
    fn receive<M: Member>(&mut self, rumor: &Rumor, strict_on_e: bool, now: u64) -> Result<Option<M>, Refusal> {
        let e = rumor.tags.iter().find(|row| row.first().is_some_and(|name| name == "e")).and_then(|row| row.get(1));
        let e = e.ok_or_else(|| Refusal::new(Reason::TagMissing, "no e tag"))?;
        if strict_on_e && *e != self.keys.key_package_event.id {
            return Err(Refusal::new(Reason::KeyPackageNotLocal, format!("no event {e} here")));
        }
        if self.adopted && !self.groups.is_empty() && !is_last_resort(self.keys) {
            return Err(Refusal::new(Reason::KeyPackageNotLocal, "its private keys are gone"));
        }
        let member = M::joins(self.keys, rumor, now)?;
        let new = self.groups.insert(member.group_id().to_vec());
        Ok(new.then_some(member))
    }
}

fn is_last_resort(keys: &Keys) -> bool {
    marmot_rules::key_package::parse_bare(&keys.key_package_raw.0).is_ok_and(|package| package.last_resort())
}
