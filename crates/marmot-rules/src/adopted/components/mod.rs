//! Application components: the data under each id, as a typed value with one encoding.
//!
//! A value is valid by construction: reading checks the bytes and every rule that the component alone can show. Rules that
//! need the rest of the group (an admin has a leaf, a required component is there) belong to the commit.

mod admins;
mod avatar;
mod dictionary;
mod image;
mod lifecycle;
mod list;
mod media;
mod profile;
mod proof;
mod retention;
mod routing;
mod url;

use thiserror::Error;

pub use admins::{AccountKey, AdminPolicy};
pub use avatar::AvatarUrl;
pub use dictionary::{AppDataDictionary, Location};
pub use image::{BlossomImage, ImageKeys};
pub use lifecycle::Lifecycle;
pub use list::{AppComponents, ComponentsList, SafeAad};
pub use media::{BlobEndpoint, MEDIA_FORMAT, MediaPolicy};
pub use profile::GroupProfile;
pub use retention::Retention;
pub use routing::{MAX_RELAYS, NostrRouting};
pub use url::{UrlError, relay_url};

use super::codec::DecodeError;
use crate::proof::{IdentityProof, ProofError};

/// Component ids (foundation/registries.md).
pub mod id {
    pub use crate::key_package::{
        COMPONENT_APP_COMPONENTS as APP_COMPONENTS, COMPONENT_IDENTITY_PROOF as IDENTITY_PROOF,
        COMPONENT_LAST_RESORT as LAST_RESORT,
    };

    /// `safe_aad`: which components contribute to the authenticated data.
    pub const SAFE_AAD: u16 = 0x0002;
    /// `marmot.group.profile.v1`
    pub const PROFILE: u16 = 0x8001;
    /// `marmot.group.blossom.image.v1`
    pub const BLOSSOM_IMAGE: u16 = 0x8002;
    /// `marmot.group.admin-policy.v1`
    pub const ADMIN_POLICY: u16 = 0x8003;
    /// `marmot.transport.nostr.routing.v1`
    pub const NOSTR_ROUTING: u16 = 0x8004;
    /// `marmot.group.message-retention.v1`
    pub const RETENTION: u16 = 0x8005;
    /// `marmot.group.agent-text-stream.quic.v1`, experimental; opaque here.
    pub const AGENT_STREAM: u16 = 0x8006;
    /// `marmot.group.avatar-url.v1`
    pub const AVATAR_URL: u16 = 0x8007;
    /// `marmot.group.encrypted-media.v1`, frozen; opaque here.
    pub const MEDIA_V1: u16 = 0x8008;
    /// `marmot.group.encrypted-media.v2`
    pub const MEDIA: u16 = 0x800b;
    /// `marmot.group.lifecycle.v1`
    pub const LIFECYCLE: u16 = 0x800c;
    /// `marmot.same-account-membership.v1` (PR #417, not adopted): a mark without data.
    pub const SAME_ACCOUNT: u16 = 0x800d;
}

/// Why the data of a component is invalid.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ComponentError {
    /// The bytes are not in canonical form.
    #[error(transparent)]
    Bytes(#[from] DecodeError),
    /// A list is too short or too long.
    #[error("{what}: {found} entries, not {min} to {max}")]
    Count {
        /// The list.
        what: &'static str,
        /// How many entries it has.
        found: usize,
        /// The fewest that are allowed.
        min: usize,
        /// The most that are allowed.
        max: usize,
    },
    /// A URL breaks the profile of its field.
    #[error("`{url}` {why}")]
    Url {
        /// The URL.
        url: String,
        /// What is wrong with it.
        why: UrlError,
    },
    /// An image or avatar is there in part.
    #[error("{what} is there only in part")]
    Partial {
        /// The component.
        what: &'static str,
    },
    /// A byte that names no lifecycle state.
    #[error("{0:#04x} is no lifecycle state")]
    Lifecycle(u8),
    /// A media policy of another format.
    #[error("the media format is `{0}`, not `encrypted-media-v2`")]
    MediaFormat(String),
    /// A locator kind that is misspelt or not among the allowed ones.
    #[error("`{0}` is no allowed locator kind")]
    LocatorKind(String),
    /// The identity proof is no proof.
    #[error(transparent)]
    Proof(#[from] ProofError),
    /// A component stands in an object where it is invalid.
    #[error("component {id:#06x} stands in the {location}")]
    Misplaced {
        /// The component.
        id: u16,
        /// The object.
        location: Location,
    },
}

/// A component with data of a known form.
pub trait State: Sized {
    /// The component id.
    const ID: u16;

    /// Reads the data. What is accepted re-encodes to the same bytes.
    fn decode(data: &[u8]) -> Result<Self, ComponentError>;

    /// The data.
    fn encode(&self) -> Vec<u8>;
}

/// Checks the data of a component as GroupContext state. Ids without a form known here are opaque and always pass.
pub fn check_group_state(id: u16, data: &[u8]) -> Result<(), ComponentError> {
    fn check<S: State>(data: &[u8]) -> Result<(), ComponentError> {
        S::decode(data).map(|_| ())
    }
    match id {
        id::APP_COMPONENTS => check::<AppComponents>(data),
        id::PROFILE => check::<GroupProfile>(data),
        id::BLOSSOM_IMAGE => check::<BlossomImage>(data),
        id::ADMIN_POLICY => check::<AdminPolicy>(data),
        id::NOSTR_ROUTING => check::<NostrRouting>(data),
        id::RETENTION => check::<Retention>(data),
        id::AVATAR_URL => check::<AvatarUrl>(data),
        id::MEDIA => check::<MediaPolicy>(data),
        id::LIFECYCLE => check::<Lifecycle>(data),
        _ => Ok(()),
    }
}

/// Refuses a list whose number of entries is out of bounds.
fn counted(what: &'static str, found: usize, min: usize, max: usize) -> Result<(), ComponentError> {
    if (min..=max).contains(&found) { Ok(()) } else { Err(ComponentError::Count { what, found, min, max }) }
}
