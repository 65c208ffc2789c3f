//! The one number from which a run follows.

use std::fmt;
use std::str::FromStr;

use rand::SeedableRng;
use sha2::{Digest, Sha256};

/// The generator behind every stream of a run: ChaCha20, seeded by name from the run's [`Seed`].
pub type Stream = rand_chacha::ChaCha20Rng;

/// Seed of a run: an unsigned 64-bit number, or a 40-digit commit hash so that CI varies from commit to commit and stays
/// reproducible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Seed(Kind);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Kind {
    Number(u64),
    Commit([u8; 20]),
}

/// A text that is neither a decimal number below 2^64 nor 40 hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a seed: expected a number from 0 to 18446744073709551615, or 40 hexadecimal digits (a commit hash)"
)]
pub struct ParseSeedError(String);

impl Seed {
    /// The stream called `name` of this seed. Equal names give equal streams; different names are independent.
    pub fn stream(&self, name: &str) -> Stream {
        let mut hash = Sha256::new();
        hash.update(b"colony/stream/1\0");
        match &self.0 {
            Kind::Number(n) => {
                hash.update([0]);
                hash.update(n.to_be_bytes());
            }
            Kind::Commit(bytes) => {
                hash.update([1]);
                hash.update(bytes);
            }
        }
        hash.update(name.as_bytes());
        Stream::from_seed(hash.finalize().into())
    }
}

impl From<u64> for Seed {
    fn from(n: u64) -> Self {
        Self(Kind::Number(n))
    }
}

impl fmt::Display for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Number(n) => write!(f, "{n}"),
            Kind::Commit(bytes) => bytes.iter().try_for_each(|b| write!(f, "{b:02x}")),
        }
    }
}

impl FromStr for Seed {
    type Err = ParseSeedError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Ok(n) = text.parse::<u64>() {
            return Ok(Self(Kind::Number(n)));
        }
        let error = || ParseSeedError(text.to_owned());
        if text.len() != 40 || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(error());
        }
        let mut bytes = [0; 20];
        for (i, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[2 * i..2 * i + 2], 16).map_err(|_| error())?;
        }
        Ok(Self(Kind::Commit(bytes)))
    }
}
