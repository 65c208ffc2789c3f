//! welcome-rumor: mdk-core judges the shape, OpenMLS lists the KeyPackages. Envelopes are its caller's business.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use marmot_rules::Profile;
use nostr::EventId;
use openmls::prelude::tls_codec::Deserialize;
use openmls::prelude::{MlsMessageBodyIn, MlsMessageIn};

use crate::format::topics::welcome_rumor::{Expect, Test};
use crate::format::{Answer, Outcome, Rumor};
use crate::mls;
use crate::verify::stack::judge;
use crate::verify::{Case, Refusal, Verdict};

/// What OpenMLS says when the Welcome is for nobody here.
const NO_KEY_PACKAGE: &str = "No matching key package was found";

pub(super) fn verify(case: &Case<'_>, test: &Test) -> Verdict {
    let Some(rumor) = &test.input.rumor else { return Verdict::unsupported("mdk-core opens no gift wraps") };
    let own_check = ["SignedRumor", "BadEventId"];
    if test.flags.iter().any(|flag| own_check.contains(&flag.as_str())) {
        return Verdict::unsupported("mdk-core is handed rumors that were checked before");
    }
    let came = came(rumor);
    match test.result {
        Outcome::Valid if !rumor.tags.iter().any(|row| *row == ["encoding", "base64"]) => {
            Verdict::unsupported("mdk-core reads no hex")
        }
        Outcome::Valid => judge(test, came),
        Outcome::Invalid if came.is_ok() && case.marmot() == Profile::Mip2026_01 => {
            Verdict::unsupported("mdk-core reads no hex")
        }
        Outcome::Invalid | Outcome::Deferred => judge(test, came),
        Outcome::Policy => match (test.expected_by_policy.as_ref().and_then(|by| by.get("tags-lenient")), came) {
            (Some(Answer::Expect(expected)), Ok(came)) if *expected == came => Verdict::Passed,
            (answer, came) => Verdict::Failed(format!("tags-lenient: expected {answer:?}, got {came:?}")),
        },
    }
}

fn came(rumor: &Rumor) -> Result<Expect, Refusal> {
    let mdk = mls::instance();
    let unsigned = rumor.to_nostr().map_err(Refusal::broken)?;
    // An instance without keys gets as far as looking for a KeyPackage exactly if the shape is right.
    match mdk.process_welcome(&EventId::all_zeros(), &unsigned) {
        Ok(_) => return Err(Refusal::broken("an instance without keys joined")),
        Err(error) if error.to_string().contains(NO_KEY_PACKAGE) => {}
        Err(error) => return Err(Refusal::broken(error)),
    }
    let bytes = STANDARD.decode(&rumor.content).map_err(Refusal::broken)?;
    let message = MlsMessageIn::tls_deserialize_exact(&bytes).map_err(Refusal::broken)?;
    let MlsMessageBodyIn::Welcome(welcome) = message.extract() else { return Err(Refusal::broken("no Welcome")) };
    let row = |name: &str| rumor.tags.iter().find(|row| row[0] == name).cloned().unwrap_or_default();
    Ok(Expect {
        key_package_event: row("e").get(1).cloned().unwrap_or_default(),
        relays: row("relays").into_iter().skip(1).collect(),
        refs: welcome.secrets().iter().map(|secret| secret.new_member().as_slice().into()).collect(),
        sender: rumor.pubkey.clone(),
    })
}
