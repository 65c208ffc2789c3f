//! welcome-fanout: a careful client around mdk-core, which by itself joins again and again (facts b and n).

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use super::member::Device;
use crate::format::topics::welcome_fanout::{Delivery, Expect, Input, Test};
use crate::format::{Answer, Keys, Reason, Rumor};
use crate::mls;
use crate::verify::reader::{Check, Reader};
use crate::verify::{Refusal, Verdict};

/// Which KeyPackage a Welcome may be for.
#[derive(Clone, Copy, PartialEq)]
enum Matching {
    ByRef,
    ByE,
}

/// A careful client is `Reader::default()`; a mutant leaves out a check.
pub(in crate::verify) fn verify(test: &Test, reader: &Reader) -> Verdict {
    for (policy, answer) in test.answers(["by-ref", "by-e"].map(str::to_owned)) {
        let matching = match policy.as_str() {
            "by-ref" => Matching::ByRef,
            "by-e" => Matching::ByE,
            other => return Verdict::unsupported(format!("policy {other}")),
        };
        let Answer::Expect(expected) = answer else { return Verdict::Failed(format!("{policy}: no outcomes")) };
        match play(&test.input, matching, reader) {
            Err(refusal) => return Verdict::Failed(format!("{policy}: {}", refusal.what)),
            Ok(came) if came != expected => {
                return Verdict::Failed(format!("{policy}: expected {expected:?}, got {came:?}"));
            }
            Ok(_) => {}
        }
    }
    Verdict::Passed
}

fn play(input: &Input, matching: Matching, reader: &Reader) -> Result<Expect, Refusal> {
    let mut homes = BTreeMap::new();
    for (name, keys) in &input.devices {
        homes.insert(name, Home { device: Device::with(keys)?, keys, groups: BTreeSet::new() });
    }
    let (mut outcomes, mut leaves) = (Vec::new(), 0);
    for [device, rumor] in &input.deliveries {
        let unknown = || Refusal::broken(format!("delivery of {rumor} to {device}: no such label"));
        let home = homes.get_mut(device).ok_or_else(unknown)?;
        let outcome = home.receive(input.rumors.get(rumor).ok_or_else(unknown)?, matching, reader)?;
        if let Some(count) = outcome.1 {
            leaves = count;
        }
        outcomes.push(outcome.0);
    }
    Ok(Expect { outcomes, leaves })
}

/// A device and the groups it holds.
struct Home<'a> {
    device: Device,
    keys: &'a Keys,
    groups: BTreeSet<mdk_core::prelude::GroupId>,
}

impl Home<'_> {
    /// The outcome, and the leaves of the group if it was joined.
    fn receive(
        &mut self,
        rumor: &Rumor,
        matching: Matching,
        reader: &Reader,
    ) -> Result<(Delivery, Option<u32>), Refusal> {
        let rejected = |reason| Ok((Delivery::Rejected(reason), None));
        let named = rumor.tags.iter().find(|row| row[0] == "e").and_then(|row| row.get(1));
        if named.is_none() && reader.makes(Check::ENamed) {
            return rejected(Reason::TagMissing);
        }
        let own = named.is_none_or(|named| *named == self.keys.key_package_event.id);
        if matching == Matching::ByE && !own && reader.makes(Check::ELocal) {
            return rejected(Reason::KeyPackageNotLocal);
        }
        match self.device.stage(rumor) {
            Err(Refusal { reason: Some(reason), .. }) => return rejected(reason),
            Err(refusal) => return Err(refusal),
            Ok(group) if self.groups.contains(&group) && reader.makes(Check::GroupHeld) => {
                return Ok((Delivery::Duplicate, None));
            }
            Ok(_) => {}
        }
        let group = self.device.accept(rumor, Sha256::digest(&rumor.id).into())?;
        let state = mls::state_of(&self.device.mdk, &group).map_err(Refusal::broken)?;
        self.groups.insert(group);
        let leaves = u32::try_from(state.leaves.len()).map_err(Refusal::broken)?;
        Ok((Delivery::Joined, Some(leaves)))
    }
}
