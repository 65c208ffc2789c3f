//! 0x8004 `marmot.transport.nostr.routing.v1`: where the group's messages go.

use std::collections::BTreeSet;

use super::{ComponentError, State, counted, id, relay_url};
use crate::adopted::codec::{ascending, exact, put_vector};

/// The most relays that a group may name.
pub const MAX_RELAYS: usize = 16;
const URL_MAX: usize = 512;

/// `opaque nostr_group_id[32]; opaque url<1..512> relays<V>`: 1 to 16 relays, sorted, each once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NostrRouting {
    nostr_group_id: [u8; 32],
    relays: BTreeSet<String>,
}

impl NostrRouting {
    /// A routing with these relays. The id must come from a secure random generator, which nobody can see in it.
    pub fn new(
        nostr_group_id: [u8; 32],
        relays: impl IntoIterator<Item = impl Into<String>>,
    ) -> Result<Self, ComponentError> {
        let relays: BTreeSet<String> = relays.into_iter().map(Into::into).collect();
        counted("relays", relays.len(), 1, MAX_RELAYS)?;
        relays.iter().try_for_each(|url| relay_url(url))?;
        Ok(Self { nostr_group_id, relays })
    }

    /// What the `h` tag of a group event holds in hex.
    pub const fn nostr_group_id(&self) -> &[u8; 32] {
        &self.nostr_group_id
    }

    /// The relays, byte for byte as the group signed them.
    pub const fn relays(&self) -> &BTreeSet<String> {
        &self.relays
    }
}

impl State for NostrRouting {
    const ID: u16 = id::NOSTR_ROUTING;

    fn decode(data: &[u8]) -> Result<Self, ComponentError> {
        let (nostr_group_id, relays) = exact("the routing", data, |decoder| {
            let id = decoder.array("nostr_group_id")?;
            let relays = decoder.items("relays", |item| item.text("relay", 1..=URL_MAX).map(str::to_owned))?;
            Ok::<_, ComponentError>((id, relays))
        })?;
        Self::new(nostr_group_id, ascending("relays", relays)?)
    }

    fn encode(&self) -> Vec<u8> {
        let mut urls = Vec::new();
        self.relays.iter().for_each(|url| put_vector(&mut urls, url.as_bytes()));
        let mut out = self.nostr_group_id.to_vec();
        put_vector(&mut out, &urls);
        out
    }
}
