//! Kind classes and addresses: what makes two events versions of the same thing.

use nostr::{Event, PublicKey};

use crate::event::{identifier, names_d, parse_key, plain_number};
use crate::personality::MissingD;

/// Kind 5, deletion request (NIP-09).
pub(crate) const DELETION: u16 = 5;
/// Kind 62, request to vanish (NIP-62): a kind 5 cannot touch it.
pub(crate) const VANISH: u16 = 62;
/// Kind 1059, gift wrap (NIP-59).
pub(crate) const GIFT_WRAP: u16 = 1059;
/// Kind 21059, ephemeral gift wrap.
pub(crate) const EPHEMERAL_GIFT_WRAP: u16 = 21059;
/// Kind 22242, the answer to an AUTH challenge (NIP-42).
pub(crate) const CLIENT_AUTH: u16 = 22242;

/// What a relay does with events of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KindClass {
    /// Every event is kept.
    Regular,
    /// The latest per (kind, author) is kept: 0, 3, 10000–19999.
    Replaceable,
    /// Nothing is kept: 20000–29999.
    Ephemeral,
    /// The latest per (kind, author, `d`) is kept: 30000–39999.
    Addressable,
}

impl KindClass {
    /// Class of `kind`, from the NIP-01 ranges only; 41 in particular is regular.
    pub fn of(kind: u16) -> Self {
        match kind {
            0 | 3 | 10_000..=19_999 => Self::Replaceable,
            20_000..=29_999 => Self::Ephemeral,
            30_000..=39_999 => Self::Addressable,
            _ => Self::Regular,
        }
    }
}

/// Whether `kind` is a gift wrap, stored or ephemeral.
pub(crate) fn is_wrap(kind: u16) -> bool {
    matches!(kind, GIFT_WRAP | EPHEMERAL_GIFT_WRAP)
}

/// Names all versions of one replaceable or addressable event. `d` is compared as exact bytes and is empty on
/// replaceable kinds, whatever their tags say.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Address {
    pub kind: u16,
    pub author: PublicKey,
    pub d: String,
}

impl Address {
    /// `None` on regular and ephemeral kinds, and on events that have none where the relay reads a missing `d` so.
    pub fn of(event: &Event, missing_d: MissingD) -> Option<Self> {
        let kind = event.kind.as_u16();
        let d = match KindClass::of(kind) {
            KindClass::Replaceable => "",
            KindClass::Addressable if missing_d == MissingD::Distinct && !names_d(event) => return None,
            KindClass::Addressable => identifier(event),
            KindClass::Regular | KindClass::Ephemeral => return None,
        };
        Some(Self { kind, author: event.pubkey, d: d.to_owned() })
    }

    /// Reads `kind:pubkey:d`. Only the first two colons separate, and the second must be there even when `d`
    /// is empty. `None` for anything else, kinds without addresses included.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, ':');
        let (kind, author, d) = (parts.next()?, parts.next()?, parts.next()?);
        let address =
            Self { kind: u16::try_from(plain_number(kind)?).ok()?, author: parse_key(author)?, d: d.to_owned() };
        match KindClass::of(address.kind) {
            KindClass::Addressable => Some(address),
            KindClass::Replaceable => address.d.is_empty().then_some(address),
            KindClass::Regular | KindClass::Ephemeral => None,
        }
    }
}
