//! 0x0001 `app_components` and 0x0002 `safe_aad`: lists of component ids.

use std::collections::BTreeSet;

use super::{ComponentError, State, id};
use crate::adopted::codec::{ascending, exact, vector};

/// `uint16 component_ids<V>`, ascending, each once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ComponentsList(pub BTreeSet<u16>);

impl ComponentsList {
    /// Reads the list.
    pub fn decode(data: &[u8]) -> Result<Self, ComponentError> {
        let ids = exact("the list", data, |decoder| decoder.items("component ids", |item| item.u16("component id")))?;
        Ok(Self(ascending("component ids", ids)?))
    }

    /// Its bytes.
    pub fn encode(&self) -> Vec<u8> {
        vector(&self.0.iter().flat_map(|id| id.to_be_bytes()).collect::<Vec<u8>>())
    }
}

impl FromIterator<u16> for ComponentsList {
    fn from_iter<I: IntoIterator<Item = u16>>(ids: I) -> Self {
        Self(ids.into_iter().collect())
    }
}

/// 0x0001. In a leaf: the components that it supports. In the GroupContext: the components that every member must support.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AppComponents(pub ComponentsList);

/// 0x0002. In a leaf: the components that may contribute to the authenticated data. Invalid in a GroupContext.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SafeAad(pub ComponentsList);

macro_rules! list_state {
    ($name:ident, $id:expr) => {
        impl State for $name {
            const ID: u16 = $id;

            fn decode(data: &[u8]) -> Result<Self, ComponentError> {
                ComponentsList::decode(data).map(Self)
            }

            fn encode(&self) -> Vec<u8> {
                self.0.encode()
            }
        }

        impl FromIterator<u16> for $name {
            fn from_iter<I: IntoIterator<Item = u16>>(ids: I) -> Self {
                Self(ids.into_iter().collect())
            }
        }
    };
}

list_state!(AppComponents, id::APP_COMPONENTS);
list_state!(SafeAad, id::SAFE_AAD);
