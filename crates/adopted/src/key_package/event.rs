//! The event of kind 30443 around a KeyPackage: seven tags, each once.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use marmot_rules::adopted::components::AppComponents;
use nostr::{Event, EventBuilder, Keys, Kind, Tag, Timestamp};
use openmls_0_9::prelude::KeyPackage;

use super::Wish;
use crate::dictionary::from_extension;
use crate::ids::Reference;

/// Kind of a KeyPackage event.
pub const KIND: u16 = marmot_rules::KIND_ADDRESSABLE;

pub(super) fn sign(
    account: &Keys,
    wish: &Wish,
    reference: Reference,
    key_package: &KeyPackage,
    framed: &[u8],
) -> Result<Event, nostr::event::builder::Error> {
    let lists = Lists::of(key_package);
    let rows = [
        row("d", [wish.slot.clone()]),
        row("mls_protocol_version", ["1.0".to_owned()]),
        row("i", [reference.to_string()]),
        row("mls_ciphersuite", lists.suite.iter().map(text)),
        row("mls_extensions", lists.extensions.iter().map(text)),
        row("mls_proposals", lists.proposals.iter().map(text)),
        row("app_components", lists.components.iter().map(text)),
    ];
    EventBuilder::new(Kind::from(KIND), BASE64.encode(framed))
        .tags(rows)
        .custom_created_at(Timestamp::from_secs(wish.created_at))
        .sign_with_keys(account)
}

/// The id lists of a KeyPackage as the tags show them.
struct Lists {
    suite: Vec<u16>,
    extensions: Vec<u16>,
    proposals: Vec<u16>,
    /// Of the supported components those in the private range (D23).
    components: Vec<u16>,
}

impl Lists {
    fn of(key_package: &KeyPackage) -> Self {
        let leaf = key_package.leaf_node();
        let dictionary = from_extension(leaf.extensions().app_data_dictionary());
        let supported = dictionary.read::<AppComponents>().ok().flatten().unwrap_or_default().0.0;
        Self {
            suite: vec![u16::from(key_package.ciphersuite())],
            extensions: leaf.capabilities().extensions().iter().map(|kind| u16::from(*kind)).collect(),
            proposals: leaf.capabilities().proposals().iter().map(|kind| u16::from(*kind)).collect(),
            components: supported.into_iter().filter(|id| *id >= 0x8000).collect(),
        }
    }
}

/// An id as tags spell it.
fn text(id: &u16) -> String {
    format!("{id:#06x}")
}

fn row(name: &str, values: impl IntoIterator<Item = String>) -> Tag {
    Tag::parse(std::iter::once(name.to_owned()).chain(values)).expect("a row with a name is a tag")
}
