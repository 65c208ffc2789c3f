//! welcome-rumor: a device that holds no KeyPackage looks at it, and finds that it is for somebody else.

use adopted::welcome::Arrival;
use adopted::{Engine, JoinError, Settings};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use openmls_0_9::prelude::tls_codec::Deserialize;
use openmls_0_9::prelude::{MlsMessageBodyIn, MlsMessageIn};

use super::{choosing, refused};
use crate::format::topics::welcome_rumor::{Expect, Input, Test};
use crate::format::{Hex, Outcome, Reason, Rumor};
use crate::verify::rules::unsealed;
use crate::verify::stack::judge;
use crate::verify::{Refusal, Verdict};

pub(super) fn verify(test: &Test, settings: &Settings) -> Verdict {
    match test.result {
        Outcome::Policy => Verdict::unsupported("it has none of the policies of this test"),
        _ => judge(test, came(&test.input, settings)),
    }
}

fn came(input: &Input, settings: &Settings) -> Result<Expect, Refusal> {
    let (receiver, seal_author, rumor, own) = match (&input.rumor, &input.wrap, &input.nostr_sk) {
        (Some(rumor), None, None) => (None, None, rumor.clone(), nostr::Keys::generate()),
        (None, Some(wrap), Some(key)) => {
            let own = nostr::Keys::new(nostr::SecretKey::from_slice(&key.0).map_err(Refusal::broken)?);
            let receiver = wrap.tag("p").and_then(|p| nostr::PublicKey::from_hex(p).ok());
            let named = wrap.tags.iter().filter(|row| row.first().is_some_and(|name| name == "p"));
            if named.count() > 1 {
                return Err(Refusal::new(Reason::TagRepeated, "several p tags"));
            }
            // Who opens it with another key than that of `p` gets nowhere.
            let elsewhere = receiver != Some(own.public_key());
            let (seal_author, rumor) = unsealed(wrap, key).map_err(|refusal| match refusal.reason {
                Some(Reason::Nip44DecryptFailed) if elsewhere => Refusal::new(Reason::NotAddressedToMe, refusal.what),
                _ => refusal,
            })?;
            (receiver, Some(seal_author), rumor, own)
        }
        _ => return Err(Refusal::broken("expected a rumor, or a wrap with its key")),
    };
    if rumor.sig.is_some() {
        return Err(Refusal::new(Reason::RumorSigned, "the rumor has a signature"));
    }
    let unsigned = rumor.to_nostr().map_err(Refusal::broken)?;
    unsigned.verify_id().map_err(|e| Refusal::new(Reason::BadEventId, e))?;
    let receiver = receiver.unwrap_or_else(|| own.public_key());
    let arrival = Arrival { receiver, seal_author: seal_author.unwrap_or(unsigned.pubkey), rumor: unsigned };
    // By reference it looks at all of the rumor before it finds that no KeyPackage here is meant.
    let engine = Engine::new(own, choosing(settings, "welcome-match", "reference")).map_err(Refusal::broken)?;
    match engine.open(&arrival) {
        Err(JoinError::NotMine) => read(&rumor),
        Err(error) => Err(refused::join(&error)),
        Ok(_) => Err(Refusal::broken("a device without KeyPackage joined")),
    }
}

fn read(rumor: &Rumor) -> Result<Expect, Refusal> {
    let bytes = STANDARD.decode(&rumor.content).map_err(Refusal::broken)?;
    let message = MlsMessageIn::tls_deserialize_exact(bytes).map_err(Refusal::broken)?;
    let MlsMessageBodyIn::Welcome(welcome) = message.extract() else { return Err(Refusal::broken("no Welcome")) };
    let values = |name: &str| {
        let row = rumor.tags.iter().find(|row| row.first().is_some_and(|first| first == name));
        row.map(|row| row[1..].to_vec()).unwrap_or_default()
    };
    Ok(Expect {
        key_package_event: values("e").concat(),
        relays: values("relays"),
        refs: welcome.secrets().iter().map(|secret| Hex::from(secret.new_member().as_slice())).collect(),
        sender: rumor.pubkey.clone(),
    })
}
