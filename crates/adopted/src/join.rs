//! Joining by a Welcome: steps 1 to 9 of fourteen, on scratch storage, so that a failure has no effect whatever (RW-01, RW-02).

use marmot_rules::adopted::authority::Check;
use openmls_0_9::prelude::tls_codec::Deserialize as _;
use openmls_0_9::prelude::{
    BasicCredential, MlsGroup, MlsMessageBodyIn, MlsMessageIn, StagedWelcome, Welcome, WelcomeError,
};
use openmls_traits_0_6::OpenMlsProvider as _;
use openmls_traits_0_6::storage::StorageProvider as _;
use thiserror::Error;

use crate::category::Category;
use crate::error::MlsError;
use crate::facts::{Facts, FactsError};
use crate::ids::{Account, Reference};
use crate::key_package::{OwnKeyPackage, OwnKeyPackages};
use crate::pairing::Approvals;
use crate::provider::Provider;
use crate::settings::{OldLeaves, SealAuthor, Settings, WelcomeMatch};
use crate::state::State;
use crate::welcome::{self, Arrival, RumorError};
use crate::{Crypto, authorize, group_config, leaf, views};

/// Why a Welcome was not taken. Nothing was recorded: the identical bytes may be tried again (RW-08).
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum JoinError {
    /// Step 1: the wrap is for another account.
    #[error("the wrap is for another account")]
    WrongRecipient,
    /// Step 1: the author of the rumor is not the one who sealed it.
    #[error("the author of the rumor is not the one who sealed it")]
    Author,
    /// Step 2: the KeyPackage is not of this device; a sibling may take it.
    #[error("the KeyPackage is not of this device")]
    NotMine,
    /// Step 3: the rumor or the MLSMessage inside is malformed.
    #[error(transparent)]
    Rumor(#[from] RumorError),
    /// Step 3: the content is no Welcome.
    #[error("the content is no MLS Welcome: {0}")]
    Encoding(String),
    /// Step 4: the tree does not travel with the Welcome (RW-03).
    #[error("the Welcome carries no ratchet tree")]
    MissingTree,
    /// Step 4: openmls refuses.
    #[error(transparent)]
    Mls(#[from] MlsError),
    /// Step 5: a leaf breaks a rule, or its proof does not verify.
    #[error("a leaf of the group is invalid: {0}")]
    Leaf(String),
    /// Step 6: the author of the seal is not the inviter (D28).
    #[error("the seal's author did not sign the GroupInfo")]
    SealAuthor,
    /// Step 7: the state breaks a rule, or needs something that this engine does not support.
    #[error("{0:?}: {1}")]
    State(Category, String),
    /// Step 8: the inviter is no admin.
    #[error("the inviter is no admin")]
    InviterNotAdmin,
    /// Step 8 under the overlay of PR #417: another leaf than the approved sponsor's signed the GroupInfo (SA-08).
    #[error("the GroupInfo is not signed by the leaf of the approved sponsor")]
    NotTheSponsor,
    /// Step 9: there is a copy of this group, or there was one and it was disbanded.
    #[error("this group is retained already")]
    Retained,
    /// Step 9: the group was disbanded before this Welcome. The text gives no category; nobody there may invite any more (CA-08).
    #[error("this group is disbanded")]
    Disbanded,
}

impl JoinError {
    /// The category that the text gives it.
    pub const fn category(&self) -> Category {
        match self {
            Self::WrongRecipient | Self::NotMine => Category::WrongRecipient,
            Self::Author | Self::Leaf(_) | Self::SealAuthor => Category::InvalidSignature,
            Self::Rumor(_) | Self::Encoding(_) | Self::MissingTree | Self::Mls(_) => Category::InvalidEncoding,
            Self::State(category, _) => *category,
            Self::InviterNotAdmin | Self::NotTheSponsor => Category::AuthorizationFailed,
            Self::Retained => Category::Duplicate,
            Self::Disbanded => Category::AuthorizationFailed,
        }
    }
}

/// A group that may be stored.
#[derive(Debug, Clone)]
pub(crate) struct Joined {
    pub group_id: Vec<u8>,
    pub state: State,
    pub reference: Reference,
    pub inviter: Account,
}

/// Who joins.
#[derive(Clone, Copy)]
pub(crate) struct Joiner<'a> {
    pub crypto: &'a Crypto,
    pub account: Account,
    pub own: &'a OwnKeyPackages,
    pub approvals: &'a Approvals,
    pub settings: &'a Settings,
}

impl Joiner<'_> {
    /// Steps 1 to 8, and of step 9 whether the group was disbanded. Whether there is a copy is for the caller to say.
    pub fn open(&self, arrival: &Arrival) -> Result<Joined, JoinError> {
        let makes = |check| self.settings.rules.makes(check);
        if makes(Check::Receiver) && Account::from(arrival.receiver) != self.account {
            return Err(JoinError::WrongRecipient);
        }
        if makes(Check::RumorAuthor) && arrival.rumor.pubkey != arrival.seal_author {
            return Err(JoinError::Author);
        }
        let event = welcome::event(&arrival.rumor)?;
        if self.welcome_match() == WelcomeMatch::EventAndReference && self.own.published_as(&event).is_none() {
            return Err(JoinError::NotMine);
        }
        let welcome = decode(&welcome::content(&arrival.rumor)?)?;
        let own = self.candidate(&event, &welcome)?;
        let provider = self.scratch(own)?;
        let staged = self.stage(&provider, welcome)?;
        let (inviter, signer) = inviter(&staged)?;
        let group = staged.into_group(&provider).map_err(MlsError::of)?;
        self.check_state(&group)?;
        let facts = Facts::read(&group, &provider).map_err(state_error)?;
        if self.settings.seal_author == SealAuthor::MustMatch && Account::from(arrival.seal_author) != inviter {
            return Err(JoinError::SealAuthor);
        }
        self.check_inviter(own.reference, inviter, &signer, &facts)?;
        if makes(Check::GroupOnce) && facts.disbanded {
            return Err(JoinError::Disbanded);
        }
        let group_id = group.group_id().to_vec();
        drop_key_package(&provider, own);
        let state = State::root(facts, provider.snapshot());
        Ok(Joined { group_id, state, reference: own.reference, inviter })
    }

    /// Step 8, which takes exactly one of two paths: for the KeyPackage of an approved intent the sponsor's leaf must have signed, be it an
    /// admin's or not (SA-08); for any other one, a leaf of an admin.
    fn check_inviter(
        &self,
        key_package: Reference,
        inviter: Account,
        signer: &[u8],
        facts: &Facts,
    ) -> Result<(), JoinError> {
        let must_be_admin = self.settings.rules.makes(Check::InviterAdmin);
        match self.approvals.sponsors_of(key_package) {
            Some(sponsors) if inviter != self.account || !sponsors.contains(signer) => Err(JoinError::NotTheSponsor),
            None if must_be_admin && !facts.admins.contains(&inviter) => Err(JoinError::InviterNotAdmin),
            Some(_) | None => Ok(()),
        }
    }

    /// What step 2 compares.
    fn welcome_match(&self) -> WelcomeMatch {
        let named = self.settings.rules.makes(Check::EventNamed);
        if named { self.settings.welcome_match } else { WelcomeMatch::Reference }
    }

    /// Step 2: the KeyPackage of this device for which the Welcome has a secret.
    fn candidate(&self, event: &nostr::EventId, welcome: &Welcome) -> Result<&OwnKeyPackage, JoinError> {
        let named = self.own.published_as(event);
        let held = |own: &&OwnKeyPackage| {
            let secrets = welcome.secrets().iter();
            secrets.map(|secret| secret.new_member()).any(|new| new.as_slice() == own.reference.0)
        };
        match self.welcome_match() {
            WelcomeMatch::EventAndReference => named.filter(held),
            WelcomeMatch::Reference => self.own.iter().find(held),
        }
        .ok_or(JoinError::NotMine)
    }

    /// Storage that holds one KeyPackage bundle and nothing else.
    fn scratch(&self, own: &OwnKeyPackage) -> Result<Provider, JoinError> {
        let provider = Provider::new(self.crypto);
        let reference = own.bundle.key_package().hash_ref(self.crypto).map_err(MlsError::of)?;
        provider.storage().write_key_package(&reference, &own.bundle).map_err(MlsError::of)?;
        Ok(provider)
    }

    /// Step 4.
    fn stage(&self, provider: &Provider, welcome: Welcome) -> Result<StagedWelcome, JoinError> {
        let refused = |error: WelcomeError<_>| match error {
            WelcomeError::MissingRatchetTree => JoinError::MissingTree,
            error => JoinError::Mls(MlsError::of(error)),
        };
        let mut builder =
            StagedWelcome::build_from_welcome(provider, &group_config::join(), welcome).map_err(refused)?;
        if self.settings.old_leaves == OldLeaves::Skip {
            builder = builder.skip_lifetime_validation();
        }
        builder.build().map_err(refused)
    }

    /// Steps 5 and 7.
    fn check_state(&self, group: &MlsGroup) -> Result<(), JoinError> {
        authorize::joined(&views::group(group), &leaf::supported(&self.settings.rules), &self.settings.rules)
    }
}

fn state_error(error: FactsError) -> JoinError {
    let why = error.to_string();
    match error {
        FactsError::Identity(_) => JoinError::Leaf(why),
        FactsError::Mls(error) => JoinError::Mls(error),
        FactsError::Missing(_) | FactsError::Component(_) => JoinError::State(Category::InvalidEncoding, why),
    }
}

fn decode(bytes: &[u8]) -> Result<Welcome, JoinError> {
    let message = MlsMessageIn::tls_deserialize_exact(bytes).map_err(|error| JoinError::Encoding(error.to_string()))?;
    match message.extract() {
        MlsMessageBodyIn::Welcome(welcome) => Ok(welcome),
        _ => Err(JoinError::Encoding("another kind of MLSMessage".to_owned())),
    }
}

/// Step 6: the account and the signature key of the leaf that signed the GroupInfo.
fn inviter(staged: &StagedWelcome) -> Result<(Account, Vec<u8>), JoinError> {
    let leaf = staged.welcome_sender().map_err(MlsError::of)?;
    let identity = BasicCredential::try_from(leaf.credential().clone()).map_err(MlsError::of)?;
    let account = identity.identity().try_into().map(Account);
    let account = account.map_err(|_| JoinError::Leaf("the inviter's identity".to_owned()))?;
    Ok((account, leaf.signature_key().as_slice().to_vec()))
}

/// A last-resort bundle must not stay behind in the group's storage.
fn drop_key_package(provider: &Provider, own: &OwnKeyPackage) {
    if let Ok(reference) = own.bundle.key_package().hash_ref(provider.crypto()) {
        let _ = provider.storage().delete_key_package(&reference);
    }
}
