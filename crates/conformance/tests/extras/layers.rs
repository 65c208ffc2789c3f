//! `x_layers` lead from the input to the answer: each step is done again here, with primitives only.

use aes_gcm::aead::{Aead, KeyInit};
use aes_gcm::{Aes128Gcm, Nonce};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chacha20::ChaCha20;
use chacha20::cipher::{KeyIvInit, StreamCipher};
use chacha20poly1305::ChaCha20Poly1305;
use hkdf::Hkdf;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::raw;

/// The tests of a topic that have layers.
fn with_layers(topic: &str) -> Vec<Value> {
    let tests = raw::tests().into_iter().filter(|(own, test)| own == topic && test["x_layers"].is_object());
    tests.map(|(_, test)| test).collect()
}

fn bytes(value: &Value) -> Vec<u8> {
    hex::decode(value.as_str().unwrap_or_else(|| panic!("no bytes: {value}"))).unwrap()
}

fn expand(secret: &[u8], label: &str, context: &[u8], length: u16) -> Vec<u8> {
    let prefixed = |bytes: &[u8]| match bytes.len() {
        length @ 0..64 => [&[length as u8], bytes].concat(),
        length => [&(0x4000 | length as u16).to_be_bytes()[..], bytes].concat(),
    };
    let label = prefixed(format!("MLS 1.0 {label}").as_bytes());
    let mut out = vec![0; length.into()];
    let info = [&length.to_be_bytes()[..], &label, &prefixed(context)].concat();
    Hkdf::<Sha256>::from_prk(secret).unwrap().expand(&info, &mut out).unwrap();
    out
}

#[test]
fn the_layers_of_a_group_event_open_it() {
    let tests = with_layers("group-event");
    assert!(tests.len() >= 10);
    for test in tests {
        let layers = &test["x_layers"];
        let [key, nonce, aad, ciphertext, tag, plaintext] =
            ["key", "nonce", "aad", "ciphertext", "tag", "plaintext"].map(|name| bytes(&layers[name]));
        let content = STANDARD.decode(test["input"]["event"]["content"].as_str().unwrap()).unwrap();
        assert_eq!([&nonce[..], &ciphertext, &tag].concat(), content, "{}", test["id"]);
        let cipher = ChaCha20Poly1305::new_from_slice(&key).unwrap();
        let opened = cipher.decrypt(chacha20poly1305::Nonce::from_slice(&nonce), &content[12..]).unwrap();
        assert!(aad.is_empty() && opened == plaintext && plaintext == bytes(&test["expect"]["mls_message"]));
    }
}

#[test]
fn the_layers_of_a_gift_wrap_open_both_envelopes() {
    let tests = with_layers("welcome-rumor");
    assert!(tests.len() >= 3);
    for test in tests {
        let mut event = test["input"]["wrap"].clone();
        for envelope in ["wrap", "seal"] {
            let layers = &test["x_layers"][envelope];
            let payload = STANDARD.decode(event["content"].as_str().unwrap()).unwrap();
            let (nonce, ciphertext) = (&payload[1..33], &payload[33..payload.len() - 32]);
            assert_eq!(nonce, bytes(&layers["nonce"]));
            let mut keys = [0; 76];
            let conversation = Hkdf::<Sha256>::from_prk(&bytes(&layers["conversation_key"])).unwrap();
            conversation.expand(nonce, &mut keys).unwrap();
            let named = ["chacha_key", "chacha_nonce", "hmac_key"].map(|name| bytes(&layers[name])).concat();
            assert_eq!(keys.to_vec(), named);
            let mut padded = ciphertext.to_vec();
            ChaCha20::new(keys[..32].into(), keys[32..44].into()).apply_keystream(&mut padded);
            let plaintext = layers["plaintext"].as_str().unwrap().as_bytes();
            assert_eq!(&padded[2..2 + plaintext.len()], plaintext);
            assert_eq!(layers["padded_length"], padded.len() - 2);
            assert_eq!(layers["padding"], padded.len() - 2 - plaintext.len());
            event = serde_json::from_slice(plaintext).unwrap();
        }
        assert_eq!(event["pubkey"], test["expect"]["sender"]);
    }
}

#[test]
fn the_layers_of_a_welcome_lead_from_the_hpke_key_to_the_epoch() {
    let tests = with_layers("welcome-join");
    assert!(tests.len() >= 20);
    for test in tests {
        let layers = &test["x_layers"];
        let of = |name: &str| bytes(&layers[name]);
        let content = STANDARD.decode(test["input"]["rumor"]["content"].as_str().unwrap()).unwrap();
        let (secret, encrypted) = ours(&content, &bytes(&layers["hpke"]["kem_output"]));
        let open = |key: &[u8], nonce: &[u8], sealed: &[u8]| {
            Aes128Gcm::new_from_slice(key).unwrap().decrypt(Nonce::from_slice(nonce), sealed).unwrap()
        };
        let secrets = open(&bytes(&layers["hpke"]["key"]), &bytes(&layers["hpke"]["nonce"]), &secret);
        assert_eq!(secrets[1..33], of("joiner_secret"));
        let (member, _) = Hkdf::<Sha256>::extract(Some(&of("joiner_secret")), &[0; 32]);
        assert_eq!(member.to_vec(), of("member_secret"));
        assert_eq!(expand(&member, "welcome", &[], 32), of("welcome_secret"));
        assert_eq!(expand(&of("welcome_secret"), "key", &[], 16), of("welcome_key"));
        assert_eq!(expand(&of("welcome_secret"), "nonce", &[], 12), of("welcome_nonce"));
        let info = open(&of("welcome_key"), &of("welcome_nonce"), &encrypted);
        assert!(info.starts_with(&of("group_context")));
        let epoch = expand(&member, "epoch", &of("group_context"), 32);
        assert_eq!(epoch, of("epoch_secret"));
        let state = &test["expect"]["state"];
        assert_eq!(expand(&epoch, "authentication", &[], 32), bytes(&state["epoch_authenticator"]));
        let first = &state["exporters"][0];
        let derived = expand(&of("exporter_secret"), first["label"].as_str().unwrap(), &[], 32);
        let exported = expand(&derived, "exported", &Sha256::digest(bytes(&first["context"])), 32);
        assert_eq!(exported, bytes(&first["secret"]));
        match layers["components"]["0x8004"].as_str() {
            Some(routing) => assert!(routing.starts_with(state["nostr_group_id"].as_str().unwrap())),
            None => assert_eq!(layers["group_data"]["nostr_group_id"], state["nostr_group_id"]),
        }
    }
}

/// The group secrets with this KEM output, still sealed, and the sealed GroupInfo.
fn ours(content: &[u8], kem_output: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let mut at = &content[6..];
    let mut secrets = take(&mut at);
    let encrypted = take(&mut at).to_vec();
    while !secrets.is_empty() {
        let (_reference, kem, sealed) = (take(&mut secrets), take(&mut secrets), take(&mut secrets));
        if kem == kem_output {
            return (sealed.to_vec(), encrypted);
        }
    }
    panic!("nobody has this KEM output")
}

/// `opaque<V>`
fn take<'a>(bytes: &mut &'a [u8]) -> &'a [u8] {
    let size = 1 << (bytes[0] >> 6);
    let length =
        bytes[1..size].iter().fold(usize::from(bytes[0] & 0x3f), |length, byte| length << 8 | usize::from(*byte));
    let (taken, rest) = bytes[size..].split_at(length);
    *bytes = rest;
    taken
}
