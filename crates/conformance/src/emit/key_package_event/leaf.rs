//! The KeyPackage inside: signatures, identity, lifetime, capabilities. Each event fits its KeyPackage otherwise.

use super::super::blueprint::{Blueprint, Proof};
use super::super::{NOW, START};
use super::{Base, Bases, Case, Want};
use crate::format::Reason;

use Reason::{
    CredentialIdentityMalformed, CredentialTypeUnsupported, DefaultExtensionListed, IdentityMismatch, InitKeyReused,
    LifetimeExpired, LifetimeMissing, LifetimeNotYetValid, LifetimeTooLong, ProofBindingMismatch, ProofMalformed,
    ProofMissing, ProofSignatureInvalid, ProtocolVersionUnsupported, SignatureInvalid,
};

/// 2103, after every clock that reads these vectors; and a lifetime in which all such clocks lie.
const FAR: u64 = 4_200_000_000;
pub(super) const LONG: (u64, u64) = (1_700_000_000, FAR);

type Change = fn(&mut Blueprint);

pub(super) fn cases(bases: &Bases) -> Vec<Case> {
    let case = |number, flag, comment, reasons, change: Change| {
        let draft = bases.encoded(change);
        Case::new(number, flag, comment, Base::Encoded, Want::RefusedAny(reasons, None))
            .with(move |d| *d = draft.clone())
    };
    let mut cases = vec![
        case(241, "SignatureInvalid", "the KeyPackage's signature", &[SignatureInvalid], |b| b.break_signature = true),
        case(242, "SignatureInvalid", "the leaf's signature", &[SignatureInvalid], |b| b.break_leaf_signature = true),
        case(243, "ForeignIdentity", "the credential names another account", &[IdentityMismatch], |b| {
            b.identity = Some(vec![0x11; 32]);
        }),
        case(
            244,
            "MalformedIdentity",
            "the credential holds 31 bytes",
            &[CredentialIdentityMalformed, IdentityMismatch],
            |b| b.identity = Some(b.account.public_key().to_bytes()[..31].to_vec()),
        ),
        case(
            245,
            "MalformedIdentity",
            "the credential holds the key in hex",
            &[CredentialIdentityMalformed, IdentityMismatch],
            |b| b.identity = Some(b.account.public_key().to_hex().into_bytes()),
        ),
        case(
            246,
            "CredentialType",
            "an unknown credential type",
            &[CredentialTypeUnsupported, IdentityMismatch],
            |b| {
                b.credential_type = 0xf001;
            },
        ),
        case(247, "ProtocolVersion", "MLS version 2", &[ProtocolVersionUnsupported], |b| b.version = 2),
        case(249, "InitKeyReused", "init key and encryption key are one", &[InitKeyReused], |b| {
            b.init_is_encryption_key = true;
        }),
        case(250, "LifetimeMissing", "a leaf without lifetime", &[LifetimeMissing], |b| b.lifetime = None),
        case(251, "LifetimeExpired", "not_after an hour ago", &[LifetimeExpired], |b| {
            b.lifetime = Some((START - 3_600, NOW - 3_600));
        }),
        case(252, "LifetimeNotYetValid", "not_before in an hour", &[LifetimeNotYetValid], |b| {
            b.lifetime = Some((NOW + 3_600, NOW + 7_200));
        }),
    ];
    cases.push(case(272, "LifetimeAnyClock", "a lifetime that ended in 2004", &[LifetimeExpired], |b| {
        b.lifetime = Some((1_080_000_000, 1_087_000_000));
    }));
    cases.push(case(273, "LifetimeAnyClock", "a lifetime that begins in 2103", &[LifetimeNotYetValid], |b| {
        b.lifetime = Some((FAR, FAR + 7_000_000));
    }));
    if bases.profile.is_adopted() {
        cases.push(case(274, "LifetimeTooLong", "a lifetime from 2023 to 2103", &[LifetimeTooLong], |b| {
            b.lifetime = Some(LONG);
        }));
    } else {
        let draft = bases.encoded(|b| (b.last_resort, b.leaf_last_resort) = (false, true));
        let comment = "last_resort among the leaf's extensions";
        let misplaced = Case::new(275, "LeafLastResort", comment, Base::Encoded, Want::Misplaced);
        cases.push(misplaced.with(move |d| *d = draft.clone()));
        cases.push(case(
            271,
            "SignatureInvalid",
            "a lifetime to 2103, and a broken signature",
            &[SignatureInvalid],
            |b| {
                b.lifetime = Some(LONG);
                b.break_signature = true;
            },
        ));
    }
    let late = |number, comment, reason, now| {
        let want = Want::Refused(reason, None);
        Case::new(number, "OtherTime", comment, Base::Encoded, want).at(now)
    };
    cases.push(late(253, "judged an hour after not_after", LifetimeExpired, START + 7_257_600 + 3_600));
    cases.push(late(254, "judged an hour before not_before", LifetimeNotYetValid, START - 7_200));
    let listed = bases.encoded(|b| b.extensions.push(3));
    let want = Want::Writers(DefaultExtensionListed);
    let case_255 = Case::new(255, "DefaultListed", "capabilities list 0x0003", Base::Encoded, want);
    cases.push(case_255.with(move |d| *d = listed.clone()));
    if bases.profile.is_adopted() {
        let proof = |number, flag, comment, reasons, change: Change| case(number, flag, comment, reasons, change);
        cases.extend([
            proof(261, "ProofMissing", "no identity proof", &[ProofMissing], |b| b.proof = Proof::Missing),
            proof(262, "ProofMalformed", "a proof of 103 bytes", &[ProofMalformed], |b| b.proof = Proof::Short),
            proof(267, "ProofMalformed", "a proof of 105 bytes", &[ProofMalformed], |b| b.proof = Proof::Long),
            proof(263, "ProofSignature", "the proof's signature", &[ProofSignatureInvalid], |b| {
                b.proof = Proof::BadSignature;
            }),
            proof(
                264,
                "ProofBinding",
                "a proof for another leaf key",
                &[ProofBindingMismatch, ProofSignatureInvalid],
                |b| b.proof = Proof::ForAnotherLeafKey,
            ),
            proof(265, "ProofBinding", "a proof by another account", &[ProofBindingMismatch], |b| {
                b.proof = Proof::ByAnotherAccount;
            }),
            proof(266, "LifetimeTooLong", "a second more than allowed", &[LifetimeTooLong], |b| {
                b.lifetime = Some((START, START + 7_261_201));
            }),
        ]);
    }
    cases
}
