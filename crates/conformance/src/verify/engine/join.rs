//! welcome-join

use adopted::{Effect, Settings, payload};
use nostr::{JsonUtil, UnsignedEvent};

use super::choosing;
use super::device::Device;
use crate::format::topics::welcome_join::{Expect, Op, OpResult, Test};
use crate::format::{Hex, Outcome};
use crate::verify::stack::{judge, judge_each};
use crate::verify::{Refusal, Verdict};

pub(super) fn verify(test: &Test, settings: &Settings) -> Verdict {
    if test.result != Outcome::Policy {
        return judge(test, came(test, settings));
    }
    judge_each(test, &["old-leaves-skipped", "old-leaves-verified"], |policy| {
        let option = if policy == "old-leaves-skipped" { "skip" } else { "verify" };
        came(test, &choosing(settings, "old-leaves", option))
    })
}

fn came(test: &Test, settings: &Settings) -> Result<Expect, Refusal> {
    let input = &test.input;
    let mut joiner = Device::joins(&input.joiner, &input.rumor, settings)?;
    let state = joiner.state()?;
    // The rumor names the joiner's event: to the witness another one came, with the same Welcome.
    let mut rumor = input.rumor.clone();
    for row in rumor.tags.iter_mut().filter(|row| row.first().is_some_and(|name| name == "e")) {
        *row = vec!["e".to_owned(), input.witness.key_package_event.id.clone()];
    }
    let mut witness = Device::joins(&input.witness, &rumor, settings)?;
    let then = input.then.iter().map(|op| carry_out(&mut joiner, &mut witness, op)).collect::<Result<_, _>>()?;
    Ok(Expect { state, then })
}

/// One `then`. The witness goes through everything too, and must come to the same result.
fn carry_out(joiner: &mut Device, witness: &mut Device, op: &Op) -> Result<OpResult, Refusal> {
    match op {
        Op::Receive { mls_message } => {
            let (plaintext, sender_leaf) = both(joiner, witness, |device| reads(device, &mls_message.0))?;
            Ok(OpResult::Received { plaintext, sender_leaf })
        }
        Op::ReceiveCommit { mls_message } => both(joiner, witness, |device| {
            device.hears(&mls_message.0)?;
            let facts = device.group()?.facts();
            let epoch_authenticator = facts.authenticator.as_slice().into();
            Ok(OpResult::Committed { epoch: facts.epoch, epoch_authenticator })
        }),
        Op::JoinerSends { plaintext } => {
            let payload = UnsignedEvent::from_json(&plaintext.0).map_err(Refusal::broken)?;
            let (witness_reads, sender_leaf) = reads(witness, &joiner.says(payload)?)?;
            Ok(OpResult::Witnessed { witness_reads, sender_leaf })
        }
    }
}

fn both<T: PartialEq>(
    joiner: &mut Device,
    witness: &mut Device,
    hear: impl Fn(&mut Device) -> Result<T, Refusal>,
) -> Result<T, Refusal> {
    let (came, seen) = (hear(joiner)?, hear(witness)?);
    if came == seen { Ok(came) } else { Err(Refusal::broken("joiner and witness come to different results")) }
}

/// The payload of a message, and the leaf that sent it.
fn reads(device: &mut Device, message: &[u8]) -> Result<(Hex, u32), Refusal> {
    let delivered = device.hears(message)?.into_iter().find_map(|effect| match effect {
        Effect::Delivered { leaf, event, .. } => Some((payload::write(&event).into(), leaf)),
        _ => None,
    });
    delivered.ok_or_else(|| Refusal::broken("it delivered nothing"))
}
