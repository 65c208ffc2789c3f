//! Nostr events and rumors as they stand in the files: plain, so that a broken one can be written down too.

use nostr::JsonUtil;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A NIP-01 event. Nothing about it is checked by being read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// SHA-256 of the NIP-01 serialisation, hex.
    pub id: String,
    /// X-only public key of the author, hex.
    pub pubkey: String,
    /// Unix seconds.
    pub created_at: u64,
    /// Kind.
    pub kind: u16,
    /// Rows of strings; each has a name at least.
    #[schemars(inner(length(min = 1)))]
    pub tags: Vec<Vec<String>>,
    /// Content.
    pub content: String,
    /// BIP-340 signature over the id, hex.
    pub sig: String,
}

impl Event {
    /// The event as the Nostr library holds it; id and signature are not verified.
    ///
    /// # Errors
    /// If a field is not even of the right form.
    pub fn to_nostr(&self) -> Result<nostr::Event, String> {
        let json = serde_json::to_string(self).map_err(|e| e.to_string())?;
        nostr::Event::from_json(json).map_err(|e| format!("no Nostr event: {e}"))
    }

    /// The value of the first tag of this name.
    pub fn tag(&self, name: &str) -> Option<&str> {
        self.tags
            .iter()
            .find(|row| row.first().is_some_and(|first| first == name))
            .and_then(|row| row.get(1))
            .map(String::as_str)
    }
}

impl From<&nostr::Event> for Event {
    fn from(event: &nostr::Event) -> Self {
        Self {
            id: event.id.to_hex(),
            pubkey: event.pubkey.to_hex(),
            created_at: event.created_at.as_secs(),
            kind: event.kind.as_u16(),
            tags: event.tags.iter().map(|tag| tag.as_slice().to_vec()).collect(),
            content: event.content.clone(),
            sig: event.sig.to_string(),
        }
    }
}

/// The same without signature, as it travels inside a seal. A `sig` is a fault and stands only in tests of that fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rumor {
    /// SHA-256 of the NIP-01 serialisation, hex.
    pub id: String,
    /// X-only public key of the author, hex.
    pub pubkey: String,
    /// Unix seconds.
    pub created_at: u64,
    /// Kind.
    pub kind: u16,
    /// Rows of strings; each has a name at least.
    #[schemars(inner(length(min = 1)))]
    pub tags: Vec<Vec<String>>,
    /// Content.
    pub content: String,
    /// Only in a rumor that is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sig: Option<String>,
}

impl Rumor {
    /// The rumor as the Nostr library holds it; a `sig` is left out and the id is not verified.
    ///
    /// # Errors
    /// If a field is not even of the right form.
    pub fn to_nostr(&self) -> Result<nostr::UnsignedEvent, String> {
        let unsigned = Self { sig: None, ..self.clone() };
        let json = serde_json::to_string(&unsigned).map_err(|e| e.to_string())?;
        nostr::UnsignedEvent::from_json(json).map_err(|e| format!("no Nostr rumor: {e}"))
    }
}

impl From<&nostr::UnsignedEvent> for Rumor {
    fn from(rumor: &nostr::UnsignedEvent) -> Self {
        let mut rumor = rumor.clone();
        let id = rumor.id();
        Self {
            id: id.to_hex(),
            pubkey: rumor.pubkey.to_hex(),
            created_at: rumor.created_at.as_secs(),
            kind: rumor.kind.as_u16(),
            tags: rumor.tags.iter().map(|tag| tag.as_slice().to_vec()).collect(),
            content: rumor.content,
            sig: None,
        }
    }
}
