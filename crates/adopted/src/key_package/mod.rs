//! KeyPackages: making and publishing own ones, reading other people's.

mod event;
mod read;
mod store;

pub use event::KIND;
pub(crate) use read::peek;
pub use read::{Invitee, KeyPackageError, read};
pub use store::{OwnKeyPackage, OwnKeyPackages};

use marmot_rules::adopted::components::{AppDataDictionary, id};
use marmot_rules::rules::kv::MAX_LIFETIME_SPAN;
use nostr::{Event, Keys};
use openmls_0_9::prelude::tls_codec::Serialize as _;
use openmls_0_9::prelude::{Extensions, KeyPackage, KeyPackageBundle, Lifetime, MlsMessageOut};
use serde::{Deserialize, Serialize};

use crate::dictionary::to_extension;
use crate::error::MlsError;
use crate::ids::Reference;
use crate::leaf::{self, LeafKey, SUITE};
use crate::{Crypto, Provider};

/// What a new KeyPackage is to be. Times are Unix seconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wish {
    /// The slot: 64 lower-case hex characters, drawn once per installation (KP-07).
    pub slot: String,
    /// `created_at` of the event and of the proof.
    pub created_at: u64,
    /// First second of validity.
    pub not_before: u64,
    /// Last second of validity; openmls treats this second as expired (D21).
    pub not_after: u64,
    /// May it serve several groups (component 0x0004)?
    pub last_resort: bool,
    /// The components that the leaf says it supports.
    pub supported: Vec<u16>,
}

impl Wish {
    /// The longest lifetime that the text allows, beginning an hour ago, and everything that this engine supports.
    pub fn new(slot: impl Into<String>, now: u64) -> Self {
        let not_before = now.saturating_sub(3600);
        Self {
            slot: slot.into(),
            created_at: now,
            not_before,
            not_after: not_before + MAX_LIFETIME_SPAN,
            last_resort: false,
            supported: leaf::SUPPORTED.to_vec(),
        }
    }
}

/// Makes a KeyPackage and the signed event that publishes it.
pub(crate) fn make(
    crypto: &Crypto,
    account: &Keys,
    key: &LeafKey,
    wish: &Wish,
) -> Result<(OwnKeyPackage, Event), MlsError> {
    let bundle = bundle(crypto, account, key, wish)?;
    let key_package = bundle.key_package();
    let reference = reference(crypto, key_package)?;
    let framed = MlsMessageOut::from(key_package.clone()).tls_serialize_detached().map_err(MlsError::of)?;
    let event = event::sign(account, wish, reference, key_package, &framed).map_err(MlsError::of)?;
    let own = OwnKeyPackage {
        reference,
        bundle,
        key: key.clone(),
        events: vec![event.id],
        slot: wish.slot.clone(),
        created_at: wish.created_at,
        not_after: wish.not_after,
        last_resort: wish.last_resort,
        consumed: false,
    };
    Ok((own, event))
}

fn bundle(crypto: &Crypto, account: &Keys, key: &LeafKey, wish: &Wish) -> Result<KeyPackageBundle, MlsError> {
    let proof = leaf::prove(account, wish.created_at, key.public()).map_err(MlsError::of)?;
    let leaf_extensions = leaf::extensions(&leaf::dictionary(wish.supported.iter().copied(), &proof))?;
    let mut builder = KeyPackage::builder()
        .leaf_node_capabilities(leaf::capabilities())
        .leaf_node_extensions(leaf_extensions)
        .key_package_lifetime(Lifetime::init(wish.not_before, wish.not_after));
    if wish.last_resort {
        // The builder's own switch writes extension 0x000a, which the adopted text does not know.
        let mark: AppDataDictionary = [(id::LAST_RESORT, Vec::new())].into_iter().collect();
        builder = builder.key_package_extensions(Extensions::single(to_extension(&mark)?).map_err(MlsError::of)?);
    }
    builder.build(SUITE, &Provider::new(crypto), key, key.credential(&account.public_key())).map_err(MlsError::of)
}

/// The reference of a KeyPackage.
pub(crate) fn reference(crypto: &Crypto, key_package: &KeyPackage) -> Result<Reference, MlsError> {
    let reference = key_package.hash_ref(crypto).map_err(MlsError::of)?;
    reference.as_slice().try_into().map(Reference).map_err(MlsError::of)
}
