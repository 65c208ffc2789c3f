//! The `app_data_dictionary` of the MLS extensions draft: component data by id.

use std::collections::BTreeMap;
use std::fmt;

use super::{ComponentError, State, check_group_state, id};
use crate::adopted::codec::{ascending, exact, put_vector, vector};

/// `struct { uint16 component_id; opaque data<V>; } component_data<V>`, ids strictly ascending. Data of unknown components
/// stays as it is, byte for byte.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AppDataDictionary {
    entries: BTreeMap<u16, Vec<u8>>,
}

/// Which MLS object holds a dictionary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Location {
    /// Group state.
    GroupContext,
    /// One member's leaf.
    LeafNode,
    /// A KeyPackage, apart from its leaf.
    KeyPackage,
    /// The GroupInfo of a Welcome.
    GroupInfo,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::GroupContext => "GroupContext",
            Self::LeafNode => "LeafNode",
            Self::KeyPackage => "KeyPackage",
            Self::GroupInfo => "GroupInfo",
        })
    }
}

impl Location {
    /// True if a text says that the component is invalid here: `safe_aad` in a GroupContext would reframe all authenticated
    /// data, the last-resort mark belongs to KeyPackages, the identity proof to leaves.
    pub const fn forbids(self, id: u16) -> bool {
        match id {
            id::SAFE_AAD => matches!(self, Self::GroupContext),
            id::LAST_RESORT => !matches!(self, Self::KeyPackage),
            id::IDENTITY_PROOF => !matches!(self, Self::LeafNode),
            _ => false,
        }
    }
}

impl AppDataDictionary {
    /// Reads the data of extension 0x0006.
    pub fn decode(data: &[u8]) -> Result<Self, ComponentError> {
        let entries = exact("the dictionary", data, |decoder| {
            decoder.items("component data", |item| {
                let id = item.u16("component id")?;
                Ok::<_, ComponentError>((id, item.vector("data")?.to_vec()))
            })
        })?;
        ascending("component ids", entries.iter().map(|(id, _)| *id).collect())?;
        Ok(Self { entries: entries.into_iter().collect() })
    }

    /// The data of extension 0x0006.
    pub fn encode(&self) -> Vec<u8> {
        let mut body = Vec::new();
        for (id, data) in &self.entries {
            body.extend_from_slice(&id.to_be_bytes());
            put_vector(&mut body, data);
        }
        vector(&body)
    }

    /// The raw data of a component.
    pub fn get(&self, id: u16) -> Option<&[u8]> {
        self.entries.get(&id).map(Vec::as_slice)
    }

    /// True if there is an entry.
    pub fn contains(&self, id: u16) -> bool {
        self.entries.contains_key(&id)
    }

    /// The typed data of a component, if there is an entry.
    pub fn read<S: State>(&self) -> Result<Option<S>, ComponentError> {
        self.get(S::ID).map(S::decode).transpose()
    }

    /// Writes or replaces an entry.
    pub fn set<S: State>(&mut self, state: &S) {
        self.insert(S::ID, state.encode());
    }

    /// The same dictionary with this entry.
    pub fn with<S: State>(mut self, state: &S) -> Self {
        self.set(state);
        self
    }

    /// Writes or replaces raw data.
    pub fn insert(&mut self, id: u16, data: Vec<u8>) {
        self.entries.insert(id, data);
    }

    /// Removes an entry; the data that it had.
    pub fn remove(&mut self, id: u16) -> Option<Vec<u8>> {
        self.entries.remove(&id)
    }

    /// All entries, ids ascending.
    pub fn iter(&self) -> impl Iterator<Item = (u16, &[u8])> {
        self.entries.iter().map(|(id, data)| (*id, data.as_slice()))
    }

    /// The first entry that must not stand in this object.
    pub fn check_places(&self, location: Location) -> Result<(), ComponentError> {
        match self.entries.keys().find(|id| location.forbids(**id)) {
            Some(&id) => Err(ComponentError::Misplaced { id, location }),
            None => Ok(()),
        }
    }

    /// Every entry as state of a group: in its place, and in the form of its component where one is known.
    pub fn check_group_state(&self) -> Result<(), ComponentError> {
        self.check_places(Location::GroupContext)?;
        self.iter().try_for_each(|(id, data)| check_group_state(id, data))
    }
}

impl FromIterator<(u16, Vec<u8>)> for AppDataDictionary {
    fn from_iter<I: IntoIterator<Item = (u16, Vec<u8>)>>(entries: I) -> Self {
        Self { entries: entries.into_iter().collect() }
    }
}
