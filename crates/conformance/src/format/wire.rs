//! What a file says under `profile`.

use std::fmt;

use marmot_rules::Profile;
use streams::dialect::Dialect;

use super::Topic;

/// The profile of the topics `tree` and `race`: the text of that day.
pub const PROTON: &str = "proton-2022-07-04";

/// A wire profile of Marmot, a dialect of streams, or the text on shared ratchets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wire {
    /// Of every topic but those below.
    Marmot(Profile),
    /// Of the topic `stream`.
    Streams(Dialect),
    /// Of the topics `tree` and `race`: [`PROTON`].
    Proton,
}

impl Wire {
    /// The one with this name that tests of a topic can have.
    pub fn of(topic: Topic, name: &str) -> Option<Self> {
        match topic {
            Topic::Stream => Dialect::ALL.into_iter().find(|dialect| dialect.id() == name).map(Self::Streams),
            Topic::Tree | Topic::Race => (name == PROTON).then_some(Self::Proton),
            _ => name.parse().ok().map(Self::Marmot),
        }
    }

    /// Is it the adopted text of Marmot?
    pub fn is_adopted(self) -> bool {
        matches!(self, Self::Marmot(profile) if profile.is_adopted())
    }
}

impl fmt::Display for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Marmot(profile) => profile.fmt(f),
            Self::Streams(dialect) => dialect.fmt(f),
            Self::Proton => f.write_str(PROTON),
        }
    }
}
