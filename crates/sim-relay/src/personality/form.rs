//! A personality on paper: lines for people, the NIP-11 document for clients.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

use super::Personality;

/// NIPs that `nip_off` can name.
pub(super) const OPTIONAL_NIPS: [u16; 6] = [9, 40, 42, 45, 70, 77];
/// NIPs that this implementation has at all, besides the guard of NIP-59. 77 is to come.
const IMPLEMENTED_NIPS: [u16; 7] = [1, 9, 11, 40, 42, 45, 70];

/// Publication.
impl Personality {
    /// The NIP-11 document of a relay at `url`, derived from the knobs; `none` leaves a member out.
    pub fn nip11(&self, url: &nostr::RelayUrl) -> Value {
        let limitation = json!({
            "max_message_length": self.max_message_length,
            "max_subscriptions": self.max_subscriptions,
            "max_limit": self.max_limit,
            "max_subid_length": self.max_subid_length,
            "max_event_tags": self.max_event_tags,
            "max_content_length": self.max_content_length,
            "auth_required": self.auth_required,
            "payment_required": false,
            "restricted_writes": self.restricted_writes.is_some(),
            "created_at_lower_limit": self.created_at_lower_limit,
            "created_at_upper_limit": self.created_at_upper_limit,
            "default_limit": self.default_limit,
        });
        json!({
            "name": url.to_string(),
            "description": "Simulated Nostr relay of Colony",
            "software": "sim-relay",
            "version": env!("CARGO_PKG_VERSION"),
            "supported_nips": self.supported_nips(),
            "limitation": without_nulls(limitation),
        })
    }

    fn supported_nips(&self) -> Vec<u16> {
        let mut nips: Vec<u16> = IMPLEMENTED_NIPS.into_iter().filter(|nip| self.has_nip(*nip)).collect();
        if self.giftwrap_guard {
            nips.push(59);
        }
        nips.sort_unstable();
        nips
    }
}

fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(object) => object.into_iter().filter(|(_, value)| !value.is_null()).collect(),
        other => other,
    }
}

/// One `knob = value` per line, by name, none left out.
impl fmt::Display for Personality {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let knobs: BTreeMap<String, Value> =
            serde_json::to_value(self).and_then(serde_json::from_value).map_err(|_| fmt::Error)?;
        for (index, (name, value)) in knobs.iter().enumerate() {
            let line_break = if index == 0 { "" } else { "\n" };
            match value {
                Value::Null => write!(f, "{line_break}{name} = none")?,
                value => write!(f, "{line_break}{name} = {value}")?,
            }
        }
        Ok(())
    }
}

pub(super) fn optional_nips<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeSet<u16>, D::Error> {
    let nips = BTreeSet::<u16>::deserialize(deserializer)?;
    match nips.iter().find(|nip| !OPTIONAL_NIPS.contains(nip)) {
        Some(nip) => {
            Err(serde::de::Error::custom(format!("NIP {nip} cannot be switched off; one of {OPTIONAL_NIPS:?} can")))
        }
        None => Ok(nips),
    }
}
