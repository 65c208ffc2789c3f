//! The known answer of identity proof v2 (docs/spec/marmot.md section 8).

use marmot_rules::proof::{IdentityProof, ProofError};
use nostr::Keys;
use nostr::secp256k1::{Message, Secp256k1, SecretKey};

const COMPONENT: &str = "f9308a019258c31049344f85f89d5229b531c845836f99b08601f113bce036f9\
                         000000006553f100\
                         c5315d3c85b9d4907cb03395a2a97b3ba2eab393f8e45b13a5d5233acedac60a\
                         51d2a295e1b1b5ee372d18a49bdb8041a7dba9dedce722c7c6f712f78bbdfb5d";
const EVENT_ID: &str = "b7e9a15dd85990fb0f49c33db3cc9875f73986207b038404ceb6b7fec4e0af6b";

fn leaf_key() -> Vec<u8> {
    (0..32).collect()
}

fn known() -> IdentityProof {
    IdentityProof::parse(&hex::decode(COMPONENT).expect("hex")).expect("104 bytes")
}

#[test]
fn the_known_answer_verifies() {
    let proof = known();
    assert_eq!(proof.created_at, 1_700_000_000);
    assert_eq!(proof.event_id(0x0001, 0x0807, &leaf_key()).map(|id| id.to_hex()), Ok(EVENT_ID.to_owned()));
    assert_eq!(proof.verify(0x0001, 0x0807, &leaf_key()), Ok(()));
    assert_eq!(hex::encode(proof.to_bytes()), COMPONENT);
}

#[test]
fn signing_with_secret_three_and_no_randomness_gives_the_known_answer() {
    let mut secret = [0; 32];
    secret[31] = 3;
    let keys = Keys::new(SecretKey::from_slice(&secret).expect("a scalar").into());
    let secp = Secp256k1::new();
    let message = Message::from_digest(hex::decode(EVENT_ID).expect("hex").try_into().expect("32 bytes"));
    let signature = secp.sign_schnorr_no_aux_rand(&message, &keys.secret_key().keypair(&secp)).serialize();
    assert_eq!((keys.public_key().to_bytes(), signature), (known().signer, known().signature));
}

#[test]
fn a_proof_is_bound_to_every_signed_input() {
    let proof = known();
    let mut other_key = leaf_key();
    other_key[0] = 1;
    assert_eq!(proof.verify(0x0001, 0x0807, &other_key), Err(ProofError::Signature));
    assert_eq!(proof.verify(0x0002, 0x0807, &leaf_key()), Err(ProofError::Signature));
    assert_eq!(proof.verify(0x0001, 0x0403, &leaf_key()), Err(ProofError::Signature));
    let later = IdentityProof { created_at: proof.created_at + 1, ..proof.clone() };
    assert_eq!(later.verify(0x0001, 0x0807, &leaf_key()), Err(ProofError::Signature));
    let nobody = IdentityProof { signer: [0xff; 32], ..proof };
    assert_eq!(nobody.verify(0x0001, 0x0807, &leaf_key()), Err(ProofError::Signer));
}

#[test]
fn a_proof_has_104_bytes() {
    assert_eq!(IdentityProof::parse(&[0; 103]), Err(ProofError::Length(103)));
    assert_eq!(IdentityProof::parse(&[0; 105]), Err(ProofError::Length(105)));
}
