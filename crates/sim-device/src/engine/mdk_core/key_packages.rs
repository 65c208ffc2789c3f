//! KeyPackages of mdk-core.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use marmot_rules::key_package::{self, KeyPackage};
use nostr::{Event, PublicKey, RelayUrl, Tag};

use super::MdkCore;
use crate::api::Moment;
use crate::library::{Call, Said};
use crate::mls::{KeyPackages, NewKeyPackage};

impl KeyPackages for MdkCore {
    fn create_key_package(
        &mut self,
        _: Moment,
        owner: &PublicKey,
        relays: &[RelayUrl],
        protected: bool,
    ) -> Result<NewKeyPackage, Said> {
        let made = self.mdk().create_key_package_for_event_with_options(owner, relays.iter().cloned(), protected);
        let made = made.map_err(|e| refused(&e))?;
        let bytes = STANDARD.decode(&made.content).map_err(|e| refused(&e))?;
        let parsed = key_package::parse_bare(&bytes).map_err(|e| refused(&e))?;
        Ok(NewKeyPackage {
            content: made.content,
            addressable_tags: in_words(&made.tags_30443),
            regular_tags: in_words(&made.tags_443),
            reference: hex::encode(parsed.reference()),
            signature_key: hex::encode(parsed.signature_key()),
            lifetime: lifetime(&parsed),
            handle: made.hash_ref,
        })
    }

    fn forget_key_package(&mut self, handle: &[u8]) {
        let _ = self.mdk().delete_key_package_from_storage_by_hash_ref(handle);
    }

    fn signature_key(&self, event: &Event) -> Option<String> {
        let bytes = STANDARD.decode(&event.content).ok()?;
        let parsed = key_package::parse_bare(&bytes).ok()?;
        Some(hex::encode(parsed.signature_key()))
    }
}

fn refused(why: &dyn std::fmt::Display) -> Said {
    Said::by(Call::CreateKeyPackage, why)
}

fn in_words(tags: &[Tag]) -> Vec<Vec<String>> {
    tags.iter().map(|tag| tag.as_slice().to_vec()).collect()
}

/// not_before and not_after; a KeyPackage without a lifetime never ends.
fn lifetime(parsed: &KeyPackage) -> (u64, u64) {
    parsed.lifetime().map_or((0, u64::MAX), |l| (l.not_before, l.not_after))
}
