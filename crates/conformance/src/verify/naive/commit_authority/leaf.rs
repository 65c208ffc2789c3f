//! Step 8: the leaves that a commit brings.

use nostr::secp256k1::{Message, Secp256k1, XOnlyPublicKey, schnorr};
use sha2::{Digest, Sha256};

use super::{
    APP_COMPONENTS, Asks, Check, Checked, Components, FORM, Id, Judge, LACKS, LAST_RESORT, Leaf, PROOF, SAFE_AAD,
    SAME_ACCOUNT, UNPROVED,
};

impl Judge<'_> {
    pub(super) fn new_leaves(&self) -> Checked {
        let old = self.commit.committer.and_then(|leaf| self.parent.leaves.get(&leaf));
        if let (Some(path), Some(old)) = (&self.commit.path, old) {
            self.leaf(path)?;
            let same = path.identity == old.identity;
            self.demand(Check::IdentityKept, same, UNPROVED, "the leaf is another account's")?;
            let kept = self.policy != "no-shrinking" || supports_all(self, path, old);
            self.demand(Check::SupportKept, kept, LACKS, "the leaf supports less than before")?;
        }
        for proposal in &self.commit.proposals {
            let Asks::Add { leaf, key_package } = &proposal.asks else { continue };
            self.leaf(leaf)?;
            self.key_package(key_package)?;
        }
        Ok(())
    }

    /// The dictionary of a KeyPackage itself.
    fn key_package(&self, components: &Components) -> Checked {
        self.demand(Check::KeyPackagePlace, !components.contains_key(&PROOF), FORM, "the proof is out of place")?;
        self.overlay_entry(components)?;
        let empty = components.get(&LAST_RESORT).is_none_or(|data| data.0.is_empty());
        self.demand(Check::LastResortData, empty, FORM, "the last-resort mark has data")
    }

    fn overlay_entry(&self, components: &Components) -> Checked {
        let entry = self.policy == "same-account" && components.contains_key(&SAME_ACCOUNT);
        self.demand(Check::SameAccountEntry, !entry, FORM, "0x800d has no data")
    }

    pub(super) fn leaf(&self, leaf: &Leaf) -> Checked {
        let has = &leaf.capabilities;
        self.demand(Check::LeafVersion, has.versions.contains(&Id(1)), LACKS, "MLS 1.0")?;
        self.demand(Check::LeafSuite, has.cipher_suites.contains(&self.parent.cipher_suite), LACKS, "cipher suite")?;
        self.demand(Check::LeafBasic, has.credentials.contains(&Id(1)), LACKS, "basic credentials")?;
        let last_resort = has.extensions.contains(&Id(0x000a));
        self.demand(Check::LastResortExtension, !last_resort, FORM, "extension 0x000a is listed")?;
        let default = self.policy == "defaults-refused" && has.extensions.iter().any(|id| (1..=5).contains(&id.0));
        self.demand(Check::DefaultExtension, !default, FORM, "a default extension is listed")?;
        let misplaced = leaf.components.contains_key(&LAST_RESORT);
        self.demand(Check::LeafPlace, !misplaced, FORM, "the last-resort mark is out of place")?;
        self.overlay_entry(&leaf.components)?;
        if self.policy == "lists-itself" {
            let listed = leaf.components.get(&APP_COMPONENTS).and_then(|data| self.ids(&data.0).ok());
            let itself = listed.is_some_and(|ids| ids.contains(&APP_COMPONENTS));
            self.demand(Check::ListsItself, itself, LACKS, "0x0001 is not listed")?;
            let safe_aad = leaf.components.contains_key(&SAFE_AAD);
            self.demand(Check::SafeAadEntry, safe_aad, LACKS, "there is no 0x0002")?;
        }
        self.proof(leaf)
    }

    /// The account signed an event, which nobody publishes, for this signature key.
    fn proof(&self, leaf: &Leaf) -> Checked {
        self.demand(Check::CredentialType, leaf.credential == Id(1), UNPROVED, "no basic credential")?;
        let Some(data) = leaf.components.get(&PROOF) else {
            return self.demand(Check::ProofMissing, false, UNPROVED, "no proof");
        };
        self.demand(Check::ProofLength, data.0.len() == 104, UNPROVED, "the proof has not 104 bytes")?;
        let mut proof = data.0.clone();
        proof.resize(104, 0);
        let (signer, rest) = proof.split_at(32);
        let time = u64::from_be_bytes(std::array::from_fn(|at| rest[at]));
        self.demand(Check::ProofTime, (1..1 << 53).contains(&time), UNPROVED, "the proof has no time")?;
        self.demand(Check::ProofBinding, leaf.identity.0 == signer, UNPROVED, "another account signed")?;
        let event = format!(
            concat!(
                r#"[0,"{}",{},450,[["d","marmot.account-identity-proof.v2"],["component","0x8009"],"#,
                r#"["ciphersuite","{}"],["signature_scheme","0x0807"],["mls_signature_key","{}"]],"#,
                r#""Authorize this MLS leaf key for my Marmot account"]"#
            ),
            hex::encode(signer),
            time,
            self.parent.cipher_suite,
            leaf.signature_key,
        );
        let signed = verifies(signer, Sha256::digest(event).into(), &rest[8..]);
        self.demand(Check::ProofSignature, signed, UNPROVED, "the proof does not verify")
    }
}

fn verifies(signer: &[u8], digest: [u8; 32], signature: &[u8]) -> bool {
    let (Ok(signer), Ok(signature)) = (XOnlyPublicKey::from_slice(signer), schnorr::Signature::from_slice(signature))
    else {
        return false;
    };
    Secp256k1::verification_only().verify_schnorr(&signature, &Message::from_digest(digest), &signer).is_ok()
}

/// Whether one leaf supports everything that another one does.
fn supports_all(judge: &Judge<'_>, new: &Leaf, old: &Leaf) -> bool {
    let components =
        |leaf: &Leaf| leaf.components.get(&APP_COMPONENTS).and_then(|data| judge.ids(&data.0).ok()).unwrap_or_default();
    let (is, was) = (&new.capabilities, &old.capabilities);
    let pairs = [
        (&is.versions, &was.versions),
        (&is.cipher_suites, &was.cipher_suites),
        (&is.extensions, &was.extensions),
        (&is.proposals, &was.proposals),
        (&is.credentials, &was.credentials),
        (&components(new), &components(old)),
    ];
    pairs.into_iter().all(|(is, was)| was.iter().all(|id| is.contains(id)))
}
