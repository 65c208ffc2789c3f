//! Names: users, devices, nodes of the tree (shared-ratchet.md section 2).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// One of the two ends of a relationship. All devices of a user share one ratchet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum User {
    /// Steps first: the root `R` is the other's.
    A,
    /// Owns the root `R`.
    B,
}

impl User {
    /// Both, in their order.
    pub const BOTH: [Self; 2] = [Self::A, Self::B];

    /// The other end.
    pub const fn other(self) -> Self {
        match self {
            Self::A => Self::B,
            Self::B => Self::A,
        }
    }

    /// The small letter in names of devices.
    const fn letter(self) -> char {
        match self {
            Self::A => 'a',
            Self::B => 'b',
        }
    }
}

impl fmt::Display for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

/// A device: `a1`, `b2`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Device {
    /// Whose it is.
    pub user: User,
    /// Its number, from 1.
    pub number: u8,
}

impl Device {
    /// Device `number` (from 1) of `user`.
    pub const fn new(user: User, number: u8) -> Self {
        Self { user, number }
    }
}

impl fmt::Display for Device {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.user.letter(), self.number)
    }
}

/// A node: a root, or one DH step of a device. Ordered as `agree` ranks: by device, then by `k`, then the roots `R`, `R'`,
/// then the rolled ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Node {
    /// `a1.2`: the second DH step of `a1`.
    Step {
        /// Who stepped.
        by: Device,
        /// Which of its steps, from 1.
        k: u32,
    },
    /// `R`: owned by B, known to all.
    Root,
    /// `R'`: owned by A; there only if both users start at once (A10).
    SecondRoot,
    /// `R:a1.1`: the root of the first roll of `a1` (section 9); owned by the other user.
    Rolled {
        /// Who rolled.
        by: Device,
        /// Which of its rolls, from 1.
        k: u32,
    },
}

impl Node {
    /// Step `k` (from 1) of a device.
    pub const fn step(by: Device, k: u32) -> Self {
        Self::Step { by, k }
    }

    /// The user whose node it is: only the other user can step on it.
    pub const fn owner(self) -> User {
        match self {
            Self::Step { by, .. } => by.user,
            Self::Root => User::B,
            Self::SecondRoot => User::A,
            Self::Rolled { by, .. } => by.user.other(),
        }
    }

    /// Whose act it is: the device that stepped or rolled. The first roots are nobody's.
    pub const fn maker(self) -> Option<Device> {
        match self {
            Self::Step { by, .. } | Self::Rolled { by, .. } => Some(by),
            Self::Root | Self::SecondRoot => None,
        }
    }

    /// Whether it has no parent.
    pub const fn is_root(self) -> bool {
        !matches!(self, Self::Step { .. })
    }
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Step { by, k } => write!(f, "{by}.{k}"),
            Self::Root => f.write_str("R"),
            Self::SecondRoot => f.write_str("R'"),
            Self::Rolled { by, k } => write!(f, "R:{by}.{k}"),
        }
    }
}

/// A text that is no name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// No user.
    #[error("`{0}` is no user: expected A or B")]
    User(String),
    /// No device.
    #[error("`{0}` is no device: expected a or b and a number from 1 to 255, like a1")]
    Device(String),
    /// No node.
    #[error("`{0}` is no node: expected a device and its step, like a1.2, or R, R' or a rolled root like R:a1.1")]
    Node(String),
}

impl FromStr for User {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        match text {
            "A" => Ok(Self::A),
            "B" => Ok(Self::B),
            _ => Err(NameError::User(text.into())),
        }
    }
}

impl FromStr for Device {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        let user = match text.chars().next() {
            Some('a') => Some(User::A),
            Some('b') => Some(User::B),
            _ => None,
        };
        let number = text.get(1..).and_then(number).and_then(|number| u8::try_from(number).ok());
        match (user, number) {
            (Some(user), Some(number)) => Ok(Self { user, number }),
            _ => Err(NameError::Device(text.into())),
        }
    }
}

impl FromStr for Node {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        let none = || NameError::Node(text.into());
        match text {
            "R" => return Ok(Self::Root),
            "R'" => return Ok(Self::SecondRoot),
            _ => {}
        }
        let (rolled, rest) = text.strip_prefix("R:").map_or((false, text), |rest| (true, rest));
        let (by, k) = rest.split_once('.').ok_or_else(none)?;
        let by = by.parse().map_err(|_| none())?;
        let k = number(k).ok_or_else(none)?;
        Ok(if rolled { Self::Rolled { by, k } } else { Self::Step { by, k } })
    }
}

/// A number from 1 without signs and leading zeros: a name is written in one way.
fn number(text: &str) -> Option<u32> {
    let plain =
        text.starts_with(|first: char| ('1'..='9').contains(&first)) && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

/// Serde by the name.
macro_rules! by_name {
    ($($name:ty),*) => {$(
        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}

by_name!(Device, Node);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_as_it_is_written() {
        for text in ["a1.1", "b2.13", "R", "R'", "R:a1.1"] {
            assert_eq!(text.parse::<Node>().map(|node| node.to_string()), Ok(text.to_owned()));
        }
        for text in ["", "a", "a0", "a01", "c1", "a1", "a1.0", "a1.+1", "é1.1", "R:", "R:a1", "r"] {
            assert_eq!(text.parse::<Node>(), Err(NameError::Node(text.into())), "{text}");
        }
        for text in ["", "a", "a0", "a256", "c1", "é"] {
            assert_eq!(text.parse::<Device>(), Err(NameError::Device(text.into())), "{text}");
        }
    }

    #[test]
    fn nodes_are_ordered_as_agree_ranks_them() {
        let names = ["a1.1", "a1.2", "a2.1", "b1.1", "R", "R'"];
        let mut nodes: Vec<Node> = names.iter().rev().filter_map(|name| name.parse().ok()).collect();
        nodes.sort();
        assert_eq!(nodes.iter().map(Node::to_string).collect::<Vec<_>>(), names);
    }
}
