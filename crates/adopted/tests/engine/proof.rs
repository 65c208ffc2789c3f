//! The identity proof against the known answer of the text.

use crate::common::account;
use adopted::leaf::prove;

#[test]
fn the_proof_of_secret_three_is_the_known_answer() {
    let key: Vec<u8> = (0..32).collect();
    let proof = prove(&account(3), 1_700_000_000, &key).expect("a proof");
    assert_eq!(
        hex::encode(proof.to_bytes()),
        "f9308a019258c31049344f85f89d5229b531c845836f99b08601f113bce036f9000000006553f100\
         c5315d3c85b9d4907cb03395a2a97b3ba2eab393f8e45b13a5d5233acedac60a\
         51d2a295e1b1b5ee372d18a49bdb8041a7dba9dedce722c7c6f712f78bbdfb5d"
            .replace(char::is_whitespace, "")
    );
    let id = proof.event_id(1, 0x0807, &key).expect("an id");
    assert_eq!(id.to_hex(), "b7e9a15dd85990fb0f49c33db3cc9875f73986207b038404ceb6b7fec4e0af6b");
}
