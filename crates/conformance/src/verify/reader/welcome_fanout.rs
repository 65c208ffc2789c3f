//! welcome-fanout of the adopted text: devices that open Welcomes without an MLS library.

use std::collections::BTreeMap;

use super::{Check, Reader};
use crate::format::topics::welcome_fanout::{Delivery, Expect, Input, Test};
use crate::format::topics::welcome_join;
use crate::format::{Answer, Hex, Keys, Reason, Rumor};
use crate::verify::{Refusal, Verdict};

/// A device, the groups that it is in, and whether its private keys are gone.
struct Home<'a> {
    keys: &'a Keys,
    groups: Vec<Hex>,
    spent: bool,
}

impl Reader {
    pub(super) fn welcome_fanout(&self, test: &Test) -> Verdict {
        for (policy, answer) in test.answers(["by-ref", "by-e"].map(str::to_owned)) {
            match (answer, self.deliver(&test.input, policy == "by-e")) {
                (Answer::Expect(expected), Ok(came)) if expected == came => {}
                (expected, came) => return Verdict::Failed(format!("{policy}: expected {expected:?}, got {came:?}")),
            }
        }
        Verdict::Passed
    }

    fn deliver(&self, input: &Input, by_e: bool) -> Result<Expect, Refusal> {
        let home = |keys| Home { keys, groups: Vec::new(), spent: false };
        let mut homes: BTreeMap<_, _> = input.devices.iter().map(|(label, keys)| (label, home(keys))).collect();
        let mut expect = Expect { outcomes: Vec::new(), leaves: 0 };
        for [to, what] in &input.deliveries {
            let (Some(home), Some(rumor)) = (homes.get_mut(to), input.rumors.get(what)) else {
                return Err(Refusal::broken(format!("{what} to {to}: no such labels")));
            };
            expect.outcomes.push(match self.receive(home, rumor, by_e) {
                Ok(Some(leaves)) => {
                    expect.leaves = leaves;
                    Delivery::Joined
                }
                Ok(None) => Delivery::Duplicate,
                Err(Refusal { reason: Some(Reason::KeyPackageNotLocal | Reason::NoMatchingKeyPackage), .. }) => {
                    Delivery::Ignored
                }
                Err(refusal) => Delivery::Rejected(refusal.reason.ok_or(refusal)?),
            });
        }
        Ok(expect)
    }

    /// The leaves of the group that was joined, or `None` if the device was in it before.
    fn receive(&self, home: &mut Home<'_>, rumor: &Rumor, by_e: bool) -> Result<Option<u32>, Refusal> {
        let e = rumor.tags.iter().find(|row| row[0] == "e").and_then(|row| row.get(1));
        self.demand(Check::ENamed, e.is_some(), Reason::TagMissing, "no e tag")?;
        let foreign = e.is_some_and(|e| *e != home.keys.key_package_event.id);
        self.demand(Check::ELocal, !(by_e && foreign), Reason::KeyPackageNotLocal, "e names another event")?;
        self.demand(Check::KeysGone, !home.spent, Reason::KeyPackageNotLocal, "the private keys are gone")?;
        let test = welcome_join::Test::valid(
            String::new(),
            &[],
            "",
            welcome_join::Input {
                rumor: rumor.clone(),
                joiner: home.keys.clone(),
                witness: home.keys.clone(),
                then: Vec::new(),
            },
            welcome_join::Expect { state: crate::format::State::default(), then: Vec::new() },
        );
        let state = self.joined(&test, super::welcome::Mode::Adopted { old_leaves: None })?.state;
        if home.groups.contains(&state.group_id) && self.makes(Check::GroupHeld) {
            return Ok(None);
        }
        home.groups.push(state.group_id);
        home.spent = !self.is_last_resort(home.keys)?;
        u32::try_from(state.leaves.len()).map(Some).map_err(Refusal::broken)
    }

    fn is_last_resort(&self, keys: &Keys) -> Result<bool, Refusal> {
        let package = self.key_package(&keys.key_package_raw.0, true)?;
        super::key_package_event::last_resort(self, &package)
    }
}
