//! Epoch 0: a group of one leaf, canonical at once, nothing to publish.

use std::collections::{BTreeMap, BTreeSet};

use marmot_rules::adopted::components::{
    AdminPolicy, AppComponents, AppDataDictionary, ComponentError, GroupProfile, Lifecycle, NostrRouting, Retention, id,
};
use nostr::Keys;
use openmls_0_9::prelude::{
    Extension, ExtensionType, Extensions, GroupContext, GroupId, MlsGroup, ProposalType, RequiredCapabilitiesExtension,
};
use openmls_traits_0_6::random::OpenMlsRand;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::category::Category;
use crate::dictionary::to_extension;
use crate::error::MlsError;
use crate::facts::{Facts, FactsError};
use crate::leaf::{self, LeafKey};
use crate::provider::Provider;
use crate::settings::Settings;
use crate::state::State;
use crate::{Crypto, authorize, group_config, views};

/// What a new group is to be.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct NewGroup {
    /// The visible name and description; none writes no profile.
    pub profile: Option<(String, String)>,
    /// 1 to 16 relay URLs.
    pub relays: Vec<String>,
    /// Seconds that payloads live; none writes no component.
    pub retention: Option<u64>,
    /// More components with their data.
    pub components: BTreeMap<u16, Vec<u8>>,
    /// More components that every leaf must support.
    pub required: BTreeSet<u16>,
    /// Write no lifecycle component, as groups of before July 2026 did (D31).
    pub without_lifecycle: bool,
}

/// A group cannot be founded.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FoundError {
    /// A component of the wish is invalid.
    #[error(transparent)]
    Component(#[from] ComponentError),
    /// openmls cannot make it.
    #[error(transparent)]
    Mls(#[from] MlsError),
    /// A rule forbids such a group.
    #[error("{0:?}: {1}")]
    Forbidden(Category, String),
    /// What was made cannot be read.
    #[error(transparent)]
    Facts(#[from] FactsError),
}

/// Makes the group; the MLS group id and the State of epoch 0. `now` is in Unix seconds.
pub(crate) fn found(
    crypto: &Crypto,
    account: &Keys,
    key: &LeafKey,
    wish: &NewGroup,
    settings: &Settings,
    now: u64,
) -> Result<(Vec<u8>, State), FoundError> {
    let proof = leaf::prove(account, now, key.public()).map_err(MlsError::of)?;
    let leaf_extensions = leaf::extensions(&leaf::dictionary(leaf::supported(&settings.rules), &proof))?;
    let dictionary = dictionary(crypto, account, wish)?;
    let config = group_config::create(context(&dictionary, settings)?, leaf_extensions)?;
    let provider = Provider::new(crypto);
    let group_id: [u8; 32] = crypto.random_array().map_err(MlsError::of)?;
    let credential = key.credential(&account.public_key());
    let group = MlsGroup::new_with_group_id(&provider, key, &config, GroupId::from_slice(&group_id), credential)
        .map_err(MlsError::of)?;
    authorize::founded(&views::group(&group), &settings.rules)?;
    let facts = Facts::read(&group, &provider)?;
    Ok((group_id.to_vec(), State::root(facts, provider.snapshot())))
}

fn dictionary(crypto: &Crypto, account: &Keys, wish: &NewGroup) -> Result<AppDataDictionary, FoundError> {
    let address: [u8; 32] = crypto.random_array().map_err(MlsError::of)?;
    let mut dictionary: AppDataDictionary = wish.components.iter().map(|(id, data)| (*id, data.clone())).collect();
    dictionary.set(&AdminPolicy::new([account.public_key().to_bytes()])?);
    dictionary.set(&NostrRouting::new(address, wish.relays.iter().cloned())?);
    let mut required = BTreeSet::from([id::ADMIN_POLICY, id::NOSTR_ROUTING, id::IDENTITY_PROOF]);
    required.extend(&wish.required);
    if let Some((name, description)) = &wish.profile {
        dictionary.set(&GroupProfile::new(name, description)?);
        required.insert(id::PROFILE);
    }
    if let Some(seconds) = wish.retention {
        dictionary.set(&Retention { seconds });
    }
    if !wish.without_lifecycle {
        dictionary.set(&Lifecycle::Active);
        required.insert(id::LIFECYCLE);
    }
    dictionary.set(&AppComponents::from_iter(required));
    dictionary.check_group_state()?;
    Ok(dictionary)
}

/// The two extensions of a GroupContext (GC-01).
fn context(dictionary: &AppDataDictionary, settings: &Settings) -> Result<Extensions<GroupContext>, MlsError> {
    let mut proposals = vec![ProposalType::AppDataUpdate];
    if settings.found_with_self_remove {
        proposals.push(ProposalType::SelfRemove);
    }
    let required = RequiredCapabilitiesExtension::new(&[ExtensionType::AppDataDictionary], &proposals, &[]);
    Extensions::from_vec(vec![Extension::RequiredCapabilities(required), to_extension(dictionary)?])
        .map_err(MlsError::of)
}
