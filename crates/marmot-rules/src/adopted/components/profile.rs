//! 0x8001 `marmot.group.profile.v1`: the visible name.

use super::{ComponentError, State, id};
use crate::adopted::codec::{DecodeError, exact, put_vector};

const NAME_MAX: usize = 256;
const DESCRIPTION_MAX: usize = 4096;

/// `opaque name<0..256>; opaque description<0..4096>`, both UTF-8. An absent profile and one with two empty texts differ.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GroupProfile {
    name: String,
    description: String,
}

impl GroupProfile {
    /// A profile with these texts; lengths count bytes.
    pub fn new(name: impl Into<String>, description: impl Into<String>) -> Result<Self, ComponentError> {
        let (name, description) = (name.into(), description.into());
        for (what, text, max) in [("name", &name, NAME_MAX), ("description", &description, DESCRIPTION_MAX)] {
            if text.len() > max {
                return Err(DecodeError::Length { what, found: text.len(), min: 0, max }.into());
            }
        }
        Ok(Self { name, description })
    }

    /// The name of the group.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the group is about.
    pub fn description(&self) -> &str {
        &self.description
    }
}

impl State for GroupProfile {
    const ID: u16 = id::PROFILE;

    fn decode(data: &[u8]) -> Result<Self, ComponentError> {
        exact("the profile", data, |decoder| {
            let name = decoder.text("name", 0..=NAME_MAX)?.to_owned();
            let description = decoder.text("description", 0..=DESCRIPTION_MAX)?.to_owned();
            Ok(Self { name, description })
        })
    }

    fn encode(&self) -> Vec<u8> {
        let mut out = Vec::new();
        put_vector(&mut out, self.name.as_bytes());
        put_vector(&mut out, self.description.as_bytes());
        out
    }
}
