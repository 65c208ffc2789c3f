//! KeyPackages: the reference, and what an inviter makes of the event.

pub(super) mod event;
pub(super) mod reference;

use mls_rs::crypto::HpkePublicKey;
use mls_rs::group::LeafNode;
use mls_rs::mls_rs_codec::MlsDecode;
use mls_rs::{KeyPackage, MlsMessage};

use super::refused;
use crate::format::Reason;
use crate::verify::Refusal;

/// `MLSMessage(mls_key_package)`: version 1, wire format 5.
const FRAME: [u8; 4] = [0, 1, 0, 5];

/// A bare KeyPackage, to the last byte.
fn bare(bytes: &[u8]) -> Result<KeyPackage, Refusal> {
    KeyPackage::mls_decode_exhaustive(bytes).map_err(refused::codec)
}

/// The KeyPackage in an MLSMessage.
fn framed(bytes: &[u8]) -> Result<KeyPackage, Refusal> {
    let message = MlsMessage::from_bytes(bytes).map_err(refused::message)?;
    message
        .into_key_package()
        .ok_or_else(|| Refusal::new(Reason::WireFormatMismatch, "the MLS message is no KeyPackage"))
}

/// The leaf of a bare KeyPackage; mls-rs keeps that field to itself.
pub(super) fn leaf_of(mut bytes: &[u8]) -> Result<LeafNode, Refusal> {
    let (_version, _suite) = <(u16, u16)>::mls_decode(&mut bytes).map_err(refused::codec)?;
    let _init_key = HpkePublicKey::mls_decode(&mut bytes).map_err(refused::codec)?;
    LeafNode::mls_decode(&mut bytes).map_err(refused::codec)
}
