//! Ids and signatures: a fault is one that a careless client would take.

use nostr::nips::nip44;
use nostr::{Event, JsonUtil, PublicKey, SecretKey};
use serde_json::Value;

use super::Test;

/// No signature is all zeros: every library refuses those, also one that compares nothing.
pub(super) fn are_no_zeros(test: Test<'_>) -> Result<(), String> {
    let input = &test.value["input"];
    let seal = seal(input);
    if has_zeros(input) || seal.as_ref().is_some_and(has_zeros) {
        return Err("a `sig` is all zeros, which says nothing about a client that does not verify".to_owned());
    }
    Ok(())
}

fn has_zeros(value: &Value) -> bool {
    match value {
        Value::Object(members) => members.iter().any(|(name, value)| {
            let zeros = |sig: &str| !sig.is_empty() && sig.bytes().all(|digit| digit == b'0');
            name == "sig" && value.as_str().is_some_and(zeros) || has_zeros(value)
        }),
        Value::Array(items) => items.iter().any(has_zeros),
        _ => false,
    }
}

/// The seal inside a gift wrap that opens.
fn seal(input: &Value) -> Option<Value> {
    let (wrap, key) = (&input["wrap"], input["nostr_sk"].as_str()?);
    let (key, author) = (SecretKey::from_hex(key).ok()?, PublicKey::from_hex(wrap["pubkey"].as_str()?).ok()?);
    let seal = nip44::decrypt(&key, &author, wrap["content"].as_str()?).ok()?;
    serde_json::from_str(&seal).ok()
}

/// If the id is wrong, the signature is one over the stated id; if the signature is wrong, the id is right.
pub(super) fn hold_where_only_the_id_is_wrong(test: Test<'_>) -> Result<(), String> {
    let input = &test.value["input"];
    let event =
        [&input["event"], &input["wrap"]].into_iter().find_map(|value| Event::from_json(value.to_string()).ok());
    let Some(event) = event else { return Ok(()) };
    // A gift wrap that is whole has its fault inside, and so has a group event that a member reads.
    let holds_another = !input["wrap"].is_null() || input["layer"] == "full";
    if holds_another && event.verify().is_ok() {
        return Ok(());
    }
    match test.reasons().as_slice() {
        ["bad_event_id"] if event.verify_id() => Err("the id is the hash of the event after all".to_owned()),
        ["bad_event_id"] if !event.verify_signature() => {
            Err("the signature fails over the stated id: bad_event_signature fits as well".to_owned())
        }
        ["bad_event_signature"] if !event.verify_id() => {
            Err("the id is not the hash of the event: bad_event_id fits as well".to_owned())
        }
        ["bad_event_signature"] if event.verify_signature() => Err("the signature verifies after all".to_owned()),
        _ => Ok(()),
    }
}

/// A rumor with a signature is dangerous if the signature is good.
pub(super) fn of_signed_rumors_hold(test: Test<'_>) -> Result<(), String> {
    if !test.gives("rumor_signed") {
        return Ok(());
    }
    // One in a gift wrap is for whoever opens it.
    let rumor = &test.value["input"]["rumor"];
    match Event::from_json(rumor.to_string()) {
        _ if rumor.is_null() => Ok(()),
        Ok(event) if event.verify().is_ok() => Ok(()),
        _ => Err("the `sig` of the rumor does not verify: the dangerous case is the one that does".to_owned()),
    }
}
