//! Who a leaf is.

use mls_rs::ExtensionList;
use mls_rs::error::IntoAnyError;
use mls_rs::identity::basic::BasicCredential;
use mls_rs::identity::{CredentialType, SigningIdentity};
use mls_rs::time::MlsTime;
use mls_rs_core::identity::{IdentityProvider, MemberValidationContext};

/// Leaves are told apart by signature key: mls-rs wants one identity for each, and the devices of an account share a
/// credential.
#[derive(Clone)]
pub(super) struct ByLeafKey;

/// A credential that is not basic.
#[derive(Debug, thiserror::Error)]
#[error("credential type {0:?}, expected basic")]
pub(super) struct NotBasic(CredentialType);

impl IntoAnyError for NotBasic {
    fn into_dyn_error(self) -> Result<Box<dyn std::error::Error + Send + Sync>, Self> {
        Ok(self.into())
    }
}

/// The identity in a leaf's credential.
pub(super) fn account(identity: &SigningIdentity) -> Result<&[u8], NotBasic> {
    let basic = identity.credential.as_basic();
    basic.map(BasicCredential::identifier).ok_or_else(|| NotBasic(identity.credential.credential_type()))
}

impl IdentityProvider for ByLeafKey {
    type Error = NotBasic;

    fn validate_member(
        &self,
        member: &SigningIdentity,
        _: Option<MlsTime>,
        _: MemberValidationContext<'_>,
    ) -> Result<(), NotBasic> {
        account(member).map(drop)
    }

    fn validate_external_sender(
        &self,
        sender: &SigningIdentity,
        _: Option<MlsTime>,
        _: Option<&ExtensionList>,
    ) -> Result<(), NotBasic> {
        account(sender).map(drop)
    }

    fn identity(&self, member: &SigningIdentity, _: &ExtensionList) -> Result<Vec<u8>, NotBasic> {
        Ok(member.signature_key.to_vec())
    }

    fn valid_successor(
        &self,
        predecessor: &SigningIdentity,
        successor: &SigningIdentity,
        _: &ExtensionList,
    ) -> Result<bool, NotBasic> {
        Ok(account(predecessor)? == account(successor)?)
    }

    fn supported_types(&self) -> Vec<CredentialType> {
        vec![BasicCredential::credential_type()]
    }
}
