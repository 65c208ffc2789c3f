//! KV-01 to KV-13: the KeyPackage itself. KV-07 (all of them at once) is [`admit`](crate::admit()), KV-11 is what KV-02 asks
//! of a leaf, and KV-12 and KV-14 concern groups ([`authority`](crate::adopted::authority)).

use std::collections::BTreeSet;

use nostr::PublicKey;

use crate::Verdict::{self, Fail, NotApplicable, Pass};
use crate::adopted::authority::{AddView, LeafView, Options, Refusal, leaf};
use crate::decisions::NotAfter;
use crate::key_package::{COMPONENT_APP_COMPONENTS, COMPONENT_IDENTITY_PROOF, COMPONENT_LAST_RESORT, Lifetime};
use crate::proof::{IdentityProof, signature_scheme};
use crate::{KeyPackage, Profile, Reason, Requirements};

/// Longest lifetime of the adopted text: 84 days and an hour for clock skew.
pub const MAX_LIFETIME_SPAN: u64 = 7_261_200;

/// KV-01 (MIP, KPK, mdk #47): a basic credential that holds the author's raw 32-byte key.
pub fn kv_01(key_package: &KeyPackage, author: &PublicKey) -> Verdict {
    match key_package.identity() {
        Some(identity) => Verdict::require(identity == author.to_bytes(), || {
            format!("the credential names {}, not the author", hex::encode(identity))
        }),
        None => Fail(format!("credential type {} is not basic", key_package.leaf_node().credential.kind)),
    }
}

/// KV-02 (PROOF): the leaf supports 0x8009 and holds one proof, made by the identity for this leaf key.
pub fn kv_02(profile: Profile, key_package: &KeyPackage) -> Verdict {
    if !profile.has_identity_proof() {
        return NotApplicable;
    }
    identity_proof(key_package).map(|_| ()).into()
}

/// The verified proof of a leaf.
pub fn identity_proof(key_package: &KeyPackage) -> Result<IdentityProof, String> {
    let components = key_package.leaf_components().map_err(|error| error.to_string())?;
    if !key_package.components().contains(&COMPONENT_IDENTITY_PROOF) {
        return Err("the leaf does not list component 0x8009".to_owned());
    }
    let data = components.get(&COMPONENT_IDENTITY_PROOF).ok_or("the leaf has no component 0x8009")?;
    let misplaced =
        key_package.key_package_components().is_ok_and(|found| found.contains_key(&COMPONENT_IDENTITY_PROOF));
    if misplaced {
        return Err("component 0x8009 appears outside the leaf".to_owned());
    }
    let proof = IdentityProof::parse(data).map_err(|error| error.to_string())?;
    if key_package.identity() != Some(proof.signer.as_slice()) {
        return Err("the proof was signed by another account than the credential's".to_owned());
    }
    let suite = key_package.cipher_suite();
    let scheme = signature_scheme(suite).ok_or_else(|| format!("cipher suite {suite:#06x} has no known scheme"))?;
    proof.verify(suite, scheme, key_package.signature_key()).map_err(|error| error.to_string())?;
    Ok(proof)
}

/// KV-03 (KPK): there is a lifetime, it is current, and in `adopted-2026-07` it is not too long.
pub fn kv_03(profile: Profile, lifetime: Option<Lifetime>, now: u64, edge: NotAfter) -> Verdict {
    match lifetime_refusal(profile, lifetime, now, edge) {
        None => Pass,
        Some(reason) => Fail(match lifetime {
            Some(Lifetime { not_before, not_after }) => {
                format!("{reason}: window {not_before} to {not_after}, now {now}")
            }
            None => reason.to_string(),
        }),
    }
}

/// Which reason of the lifetime family applies. `edge` (D5) decides about both ends of the window alike.
pub fn lifetime_refusal(profile: Profile, lifetime: Option<Lifetime>, now: u64, edge: NotAfter) -> Option<Reason> {
    let Some(Lifetime { not_before, not_after }) = lifetime else {
        return Some(Reason::LifetimeMissing);
    };
    let (early, late) = match edge {
        NotAfter::Valid => (now < not_before, now > not_after),
        NotAfter::Expired => (now <= not_before, now >= not_after),
    };
    let too_long = profile.is_adopted() && not_after.saturating_sub(not_before) > MAX_LIFETIME_SPAN;
    match (early, late, too_long) {
        (true, ..) => Some(Reason::LifetimeEarly),
        (_, true, _) => Some(Reason::LifetimeExpired),
        (_, _, true) => Some(Reason::LifetimeTooLong),
        _ => None,
    }
}

/// KV-04 (KPK, REG): the capabilities of the adopted profile; a last-resort component has no data and sits in the KeyPackage.
pub fn kv_04(profile: Profile, key_package: &KeyPackage) -> Verdict {
    if !profile.is_adopted() {
        return NotApplicable;
    }
    capabilities_of_adopted(key_package).into()
}

fn capabilities_of_adopted(key_package: &KeyPackage) -> Result<(), String> {
    let without = |set: BTreeSet<u16>, id: u16| !set.contains(&id);
    let leaf = key_package.leaf_components().map_err(|error| error.to_string())?;
    let own = key_package.key_package_components().map_err(|error| error.to_string())?;
    if without(key_package.extensions(), 0x0006) {
        Err("app_data_dictionary (0x0006) is not among the extensions".to_owned())
    } else if without(key_package.proposals(), 0x0008) {
        Err("app_data_update (0x0008) is not among the proposals".to_owned())
    } else if without(key_package.proposals(), 0x000a) {
        Err("self_remove (0x000a) is not among the proposals".to_owned())
    } else if !leaf.contains_key(&COMPONENT_APP_COMPONENTS) {
        Err("the leaf has no app_components list".to_owned())
    } else if leaf.contains_key(&COMPONENT_LAST_RESORT)
        || own.get(&COMPONENT_LAST_RESORT).is_some_and(|d| !d.is_empty())
    {
        Err("last_resort_key_package (0x0004) is misplaced or not empty".to_owned())
    } else {
        Ok(())
    }
}

/// KV-05 (KPK, MIP): the KeyPackage covers everything the group requires.
pub fn kv_05(key_package: &KeyPackage, requirements: &Requirements) -> Verdict {
    requirements.missing_in(key_package).map_or(Pass, Fail)
}

/// KV-06 (MIP, RFC 9420 section 7.2): default extension types 1 to 5 are not listed.
pub fn kv_06(key_package: &KeyPackage) -> Verdict {
    match key_package.leaf_node().capabilities.extensions.iter().find(|id| (1..=5).contains(*id)) {
        Some(id) => Fail(format!("capabilities list the default extension {id:#06x}")),
        None => Pass,
    }
}

/// KV-09 (MLSP, KPK): the capabilities of every leaf of the adopted text. SelfRemove is for the group to require (D24).
pub fn kv_09(profile: Profile, key_package: &KeyPackage) -> Verdict {
    let capabilities = &key_package.leaf_node().capabilities;
    of_leaf(profile, leaf::capabilities(capabilities, key_package.cipher_suite(), &Options::default()))
}

/// KV-10 (COMP): the dictionary of the leaf is canonical and lists what the leaf supports, 0x8009 among it.
pub fn kv_10(profile: Profile, key_package: &KeyPackage) -> Verdict {
    let view = LeafView::try_from(key_package.leaf_node()).map_err(Refusal::LeafDictionary);
    of_leaf(profile, view.and_then(|view| leaf::dictionary(&view, &[COMPONENT_IDENTITY_PROOF], &Options::default())))
}

/// KV-13 (KPK): a KeyPackage says that it is last-resort by an empty component 0x0004 of its own dictionary.
pub fn kv_13(profile: Profile, key_package: &KeyPackage) -> Verdict {
    let view = AddView::try_from(key_package).map_err(Refusal::KeyPackageDictionary);
    of_leaf(profile, view.and_then(|add| leaf::last_resort(&add, &Options::default())))
}

fn of_leaf(profile: Profile, judged: Result<(), Refusal>) -> Verdict {
    if !profile.is_adopted() {
        return NotApplicable;
    }
    judged.map_err(|refusal| refusal.to_string()).into()
}

/// The keys of one leaf. Only a leaf that is being added has an init key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeafKeys<'a> {
    /// Signature key.
    pub signature_key: &'a [u8],
    /// Encryption key.
    pub encryption_key: &'a [u8],
    /// Init key of a KeyPackage that is being added.
    pub init_key: Option<&'a [u8]>,
}

/// KV-08 (RFC 9420 section 12.2): keys are unique over the resulting tree. One identity on several leaves is legal.
pub fn kv_08(leaves: &[LeafKeys<'_>]) -> Verdict {
    fn repeated<'a>(keys: impl Iterator<Item = &'a [u8]>) -> bool {
        let mut seen = BTreeSet::new();
        keys.into_iter().any(|key| !seen.insert(key))
    }
    if repeated(leaves.iter().map(|leaf| leaf.signature_key)) {
        Fail("two leaves have one signature key".to_owned())
    } else if repeated(leaves.iter().map(|leaf| leaf.encryption_key)) {
        Fail("two leaves have one encryption key".to_owned())
    } else if repeated(leaves.iter().filter_map(|leaf| leaf.init_key)) {
        Fail("two Adds have one init key".to_owned())
    } else if leaves.iter().any(|leaf| leaf.init_key == Some(leaf.encryption_key)) {
        Fail("an init key equals an encryption key".to_owned())
    } else {
        Pass
    }
}
