//! 0x8009 `marmot.member.account-identity-proof.v2`: the account's signature for a leaf key.

use super::{ComponentError, IdentityProof, State, id};

impl State for IdentityProof {
    const ID: u16 = id::IDENTITY_PROOF;

    fn decode(data: &[u8]) -> Result<Self, ComponentError> {
        Ok(Self::parse(data)?)
    }

    fn encode(&self) -> Vec<u8> {
        self.to_bytes()
    }
}
