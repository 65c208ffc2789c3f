//! What a payload must be (GE-06, GE-07), and how messages travel (GE-02).

use sha2::{Digest, Sha256};

use openmls_0_9::prelude::{MlsGroupJoinConfig, OpenMlsProvider as _, PURE_CIPHERTEXT_WIRE_FORMAT_POLICY};

use super::super::{Forger, scene};
use super::{Forgery, Test};
use crate::emit::{EmitError, in_run};
use crate::format::Reason;

pub(super) fn tests() -> Result<Vec<Test>, EmitError> {
    let mut tests = in_run(faults)?;
    tests.push(in_run(encrypted)?);
    Ok(tests)
}

/// The payload of `gev-7040`, by the witness, with one thing wrong.
fn faults() -> Vec<Test> {
    let mut scene = scene(11);
    let rumor = scene.witness.chat("message 40");
    let good = String::from_utf8(adopted::payload::write(&rumor)).expect("JSON");
    let signed = scene.witness.enter(|| rumor.clone().sign_with_keys(&scene.witness.account)).expect("a key signs");
    let sig = format!("{{\"sig\":\"{}\",", signed.sig);
    let id = rumor.id.expect("it has an id").to_hex();
    let foreign = adopted::payload::write(&scene.creator.chat("message 40"));
    let own = rumor.pubkey.to_hex();
    let loud = good.replace(&own, &own.to_uppercase()).replace(&id, &id_by(&own.to_uppercase(), &rumor));
    let with = |add: &str| good.replacen('{', add, 1);
    let fault = |number, flag, comment, reasons| Forgery { number, flag, comment, parent: 40, reasons };
    use Reason::{BadEventId, BadEventJson, InnerAuthorMismatch, RumorSigned};
    let cases = [
        (
            fault(53, "InnerAuthor", "the witness speaks in the creator's name", &[InnerAuthorMismatch]),
            String::from_utf8(foreign).expect("JSON"),
        ),
        (fault(161, "SignedRumor", "a `sig`, and a good one", &[RumorSigned]), with(&sig)),
        (fault(162, "PayloadMembers", "a member that no event has", &[BadEventJson]), with("{\"ots\":\"\",")),
        (fault(163, "PayloadMembers", "`kind` twice, with one value", &[BadEventJson]), with("{\"kind\":9,")),
        (fault(164, "PayloadId", "the id is not the hash", &[BadEventId]), good.replace(&id, &"5a".repeat(32))),
        (
            fault(165, "PayloadMembers", "no `tags`", &[BadEventJson]),
            good.replace(",\"tags\":[]", "").replace("\"tags\":[],", ""),
        ),
        (fault(166, "PayloadMembers", "two objects", &[BadEventJson]), format!("{good}{good}")),
        (fault(167, "PayloadMembers", "a list", &[BadEventJson]), format!("[{good}]")),
        (fault(168, "PayloadMembers", "nothing", &[BadEventJson]), String::new()),
        (fault(169, "InnerAuthor", "the author in upper case, and the id over that", &[InnerAuthorMismatch]), loud),
    ];
    let after = scene.test.id.clone();
    cases
        .into_iter()
        .map(|(fault, payload)| {
            let message = scene.witness.enter(|| Forger::of(&scene.witness).payload(payload.as_bytes()));
            fault.taken(&mut scene.witness, &scene.joiner, &message, after.clone())
        })
        .collect()
}

/// The id of the event whose author is written so (NIP-01).
fn id_by(author: &str, rumor: &nostr::UnsignedEvent) -> String {
    let row = serde_json::json!([0, author, rumor.created_at, rumor.kind, rumor.tags, rumor.content]);
    hex::encode(Sha256::digest(row.to_string()))
}

/// A commit as a PrivateMessage, which openmls's default would send.
fn encrypted() -> Test {
    let mut scene = scene(11);
    let creator = &scene.creator;
    let message = creator.enter(|| {
        let mut forger = Forger::of(creator);
        let config = MlsGroupJoinConfig::builder().wire_format_policy(PURE_CIPHERTEXT_WIRE_FORMAT_POLICY).build();
        forger.group.set_configuration(forger.provider.storage(), &config).expect("a configuration");
        updates(&mut forger)
    });
    let (flag, comment) = ("Carriage", "an encrypted commit");
    let forgery = Forgery { number: 151, flag, comment, parent: 55, reasons: &[Reason::WireFormatMismatch] };
    let after = scene.test.id.clone();
    forgery.test(&mut scene.creator, &message, after)
}

fn updates(forger: &mut Forger) -> Vec<u8> {
    forger.commit(|builder| builder.force_self_update(true), &[])
}
