//! welcome-fanout

use std::collections::BTreeMap;

use adopted::welcome::RumorError;
use adopted::{JoinError, Settings};

use super::device::Device;
use super::{choosing, refused};
use crate::format::topics::welcome_fanout::{Delivery, Expect, Input, Test};
use crate::format::{Answer, Reason, Rumor};
use crate::verify::{Refusal, Verdict};

pub(super) fn verify(test: &Test, settings: &Settings) -> Verdict {
    for (policy, answer) in test.answers(["by-ref", "by-e"].map(str::to_owned)) {
        let settings = match policy.as_str() {
            "by-ref" => choosing(settings, "welcome-match", "reference"),
            "by-e" => settings.clone(),
            other => return Verdict::unsupported(format!("policy {other}")),
        };
        match (answer, deliver(&test.input, &settings)) {
            (Answer::Expect(expected), Ok(came)) if expected == came => {}
            (expected, came) => return Verdict::Failed(format!("{policy}: expected {expected:?}, got {came:?}")),
        }
    }
    Verdict::Passed
}

fn deliver(input: &Input, settings: &Settings) -> Result<Expect, Refusal> {
    let homes = input.devices.iter().map(|(label, keys)| Ok((label, Device::with(keys, settings)?)));
    let mut homes: BTreeMap<_, _> = homes.collect::<Result<_, Refusal>>()?;
    let mut expect = Expect { outcomes: Vec::new(), leaves: 0 };
    for [to, what] in &input.deliveries {
        let (Some(home), Some(rumor)) = (homes.get_mut(to), input.rumors.get(what)) else {
            return Err(Refusal::broken(format!("{what} to {to}: no such labels")));
        };
        let outcome = receive(home, rumor)?;
        if outcome == Delivery::Joined {
            expect.leaves = u32::try_from(home.group()?.facts().members.len()).map_err(Refusal::broken)?;
        }
        expect.outcomes.push(outcome);
    }
    Ok(expect)
}

fn receive(home: &mut Device, rumor: &Rumor) -> Result<Delivery, Refusal> {
    match home.join(&rumor.to_nostr().map_err(Refusal::broken)?) {
        Ok(_) => Ok(Delivery::Joined),
        Err(JoinError::NotMine) => Ok(Delivery::Ignored),
        Err(JoinError::Retained) => Ok(Delivery::Duplicate),
        // The engine does not say what is wrong with `e`.
        Err(JoinError::Rumor(RumorError::Event)) if !names_event(rumor) => Ok(Delivery::Rejected(Reason::TagMissing)),
        Err(error) => Err(refused::join(&error)),
    }
}

fn names_event(rumor: &Rumor) -> bool {
    rumor.tags.iter().any(|row| row.first().is_some_and(|name| name == "e"))
}
