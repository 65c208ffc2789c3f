//! Names made of 32 bytes, written in hex.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

macro_rules! id32 {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; 32]);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&hex::encode(self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), &hex::encode(self.0)[..8])
            }
        }

        impl FromStr for $name {
            type Err = hex::FromHexError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let mut bytes = [0; 32];
                hex::decode_to_slice(text, &mut bytes)?;
                Ok(Self(bytes))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

id32! {
    /// SHA-256 of the bytes of an MLSMessage: the name by which duplicates are found, and the digest of a commit (GE-05).
    MessageId
}

id32! {
    /// A State: SHA-256 of the parent's id and the commit's digest; of the GroupContext for a State without parent.
    StateId
}

id32! {
    /// `KeyPackageRef` of RFC 9420.
    Reference
}

id32! {
    /// An account: the x-only public key that stands in its credentials.
    Account
}

impl MessageId {
    /// The id of these bytes.
    pub fn of(message: &[u8]) -> Self {
        Self(Sha256::digest(message).into())
    }
}

impl StateId {
    /// The id of a State that nothing led to: an epoch 0, or the epoch of a Welcome.
    pub fn root(group_context: &[u8]) -> Self {
        Self(Sha256::digest(group_context).into())
    }

    /// The id of the State that a commit leads to.
    pub fn child(self, commit: MessageId) -> Self {
        Self(Sha256::new().chain_update(self.0).chain_update(commit.0).finalize().into())
    }
}

impl From<nostr::PublicKey> for Account {
    fn from(key: nostr::PublicKey) -> Self {
        Self(key.to_bytes())
    }
}
