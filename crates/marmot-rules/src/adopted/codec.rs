//! Canonical encoding: TLS presentation language with QUIC length prefixes (foundation/canonical-encoding.md).
//!
//! Every value has one encoding. A decoder refuses everything else and repairs nothing: what it accepts re-encodes to the
//! same bytes. `opaque x<V>` and `T items<V>` are a length in bytes, in the shortest prefix that holds it, and the body.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use thiserror::Error;

/// Why bytes are not the encoding of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum DecodeError {
    /// The bytes end inside a field.
    #[error("the bytes end inside {what}")]
    Truncated {
        /// The field.
        what: &'static str,
    },
    /// A length prefix is longer than it needs to be.
    #[error("the length of {what} is not in its shortest form")]
    LongPrefix {
        /// The field.
        what: &'static str,
    },
    /// Bytes follow the value.
    #[error("{count} bytes follow {what}")]
    Trailing {
        /// The value.
        what: &'static str,
        /// How many bytes.
        count: usize,
    },
    /// A field has a length that its structure does not allow.
    #[error("{what} has {found} bytes, not {min} to {max}")]
    Length {
        /// The field.
        what: &'static str,
        /// Its length in bytes.
        found: usize,
        /// The shortest that is allowed.
        min: usize,
        /// The longest that is allowed.
        max: usize,
    },
    /// A text is not UTF-8.
    #[error("{what} is not UTF-8")]
    NotUtf8 {
        /// The field.
        what: &'static str,
    },
    /// A sorted list is not sorted.
    #[error("{what} are not sorted")]
    Unsorted {
        /// The items.
        what: &'static str,
    },
    /// A list of distinct items repeats one.
    #[error("{what} repeat an item")]
    Repeated {
        /// The items.
        what: &'static str,
    },
}

/// Decodes a value that fills all of `bytes`.
pub fn exact<T, E: From<DecodeError>>(
    what: &'static str,
    bytes: &[u8],
    read: impl FnOnce(&mut Decoder<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let mut decoder = Decoder::new(bytes);
    let value = read(&mut decoder)?;
    match decoder.rest.len() {
        0 => Ok(value),
        count => Err(DecodeError::Trailing { what, count }.into()),
    }
}

/// Walks over bytes. Every read names what it reads, so that an error says what was wrong.
#[derive(Debug, Clone)]
pub struct Decoder<'a> {
    rest: &'a [u8],
}

impl<'a> Decoder<'a> {
    /// At the beginning of these bytes.
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// True if everything was read.
    pub const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// `opaque what[N]`
    pub fn array<const N: usize>(&mut self, what: &'static str) -> Result<[u8; N], DecodeError> {
        let (taken, rest) = self.rest.split_first_chunk().ok_or(DecodeError::Truncated { what })?;
        self.rest = rest;
        Ok(*taken)
    }

    /// `uint8`
    pub fn u8(&mut self, what: &'static str) -> Result<u8, DecodeError> {
        self.array(what).map(u8::from_be_bytes)
    }

    /// `uint16`
    pub fn u16(&mut self, what: &'static str) -> Result<u16, DecodeError> {
        self.array(what).map(u16::from_be_bytes)
    }

    /// `uint64`
    pub fn u64(&mut self, what: &'static str) -> Result<u64, DecodeError> {
        self.array(what).map(u64::from_be_bytes)
    }

    /// `opaque what<V>`
    pub fn vector(&mut self, what: &'static str) -> Result<&'a [u8], DecodeError> {
        let length = self.length(what)?;
        let taken = usize::try_from(length).ok().and_then(|length| self.rest.split_at_checked(length));
        let (body, rest) = taken.ok_or(DecodeError::Truncated { what })?;
        self.rest = rest;
        Ok(body)
    }

    /// `opaque what<min..max>`
    pub fn bounded(&mut self, what: &'static str, bounds: RangeInclusive<usize>) -> Result<&'a [u8], DecodeError> {
        let body = self.vector(what)?;
        if bounds.contains(&body.len()) {
            return Ok(body);
        }
        Err(DecodeError::Length { what, found: body.len(), min: *bounds.start(), max: *bounds.end() })
    }

    /// `opaque what<min..max>` that holds UTF-8. Bounds count bytes.
    pub fn text(&mut self, what: &'static str, bounds: RangeInclusive<usize>) -> Result<&'a str, DecodeError> {
        std::str::from_utf8(self.bounded(what, bounds)?).map_err(|_| DecodeError::NotUtf8 { what })
    }

    /// `T what<V>`: the items in wire order.
    pub fn items<T, E: From<DecodeError>>(
        &mut self,
        what: &'static str,
        mut read: impl FnMut(&mut Decoder<'a>) -> Result<T, E>,
    ) -> Result<Vec<T>, E> {
        let mut inner = Decoder::new(self.vector(what)?);
        let mut items = Vec::new();
        while !inner.is_empty() {
            items.push(read(&mut inner)?);
        }
        Ok(items)
    }

    /// The length prefix. Its two high bits say how many bytes it has: 1, 2, 4 or 8.
    fn length(&mut self, what: &'static str) -> Result<u64, DecodeError> {
        let first = self.u8(what)?;
        let high = u64::from(first & 0x3f);
        let (length, floor) = match first >> 6 {
            0 => (high, 0),
            1 => (high << 8 | u64::from(self.u8(what)?), 1 << 6),
            2 => (self.array::<3>(what)?.iter().fold(high, |length, byte| length << 8 | u64::from(*byte)), 1 << 14),
            _ => (self.array::<7>(what)?.iter().fold(high, |length, byte| length << 8 | u64::from(*byte)), 1 << 30),
        };
        if length < floor { Err(DecodeError::LongPrefix { what }) } else { Ok(length) }
    }
}

/// The items as a set; they must be sorted and distinct on the wire.
pub fn ascending<T: Ord>(what: &'static str, items: Vec<T>) -> Result<BTreeSet<T>, DecodeError> {
    if items.windows(2).any(|pair| pair[0] > pair[1]) {
        return Err(DecodeError::Unsorted { what });
    }
    distinct(what, &items)?;
    Ok(items.into_iter().collect())
}

/// Refuses a list, sorted or not, in which an item stands twice.
pub fn distinct<T: Ord>(what: &'static str, items: &[T]) -> Result<(), DecodeError> {
    let mut seen = BTreeSet::new();
    if items.iter().all(|item| seen.insert(item)) { Ok(()) } else { Err(DecodeError::Repeated { what }) }
}

/// Appends a length in its shortest prefix.
pub fn put_length(out: &mut Vec<u8>, length: usize) {
    let length = length as u64;
    match length {
        0..0x40 => out.push(length as u8),
        0x40..0x4000 => out.extend_from_slice(&(length as u16 | 0x4000).to_be_bytes()),
        0x4000..0x4000_0000 => out.extend_from_slice(&(length as u32 | 0x8000_0000).to_be_bytes()),
        _ => out.extend_from_slice(&(length | 0xc000_0000_0000_0000).to_be_bytes()),
    }
}

/// Appends `opaque<V>`.
pub fn put_vector(out: &mut Vec<u8>, body: &[u8]) {
    put_length(out, body.len());
    out.extend_from_slice(body);
}

/// Bytes of one `opaque<V>`.
pub fn vector(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len() + 8);
    put_vector(&mut out, body);
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(bytes: &[u8]) -> Result<Vec<u8>, DecodeError> {
        exact("value", bytes, |decoder| decoder.vector("x").map(<[u8]>::to_vec))
    }

    #[test]
    fn a_prefix_has_the_width_that_its_length_needs() {
        let prefix = |length: usize| {
            let mut out = Vec::new();
            put_length(&mut out, length);
            hex::encode(out)
        };
        assert_eq!(prefix(0), "00");
        assert_eq!(prefix(63), "3f");
        assert_eq!(prefix(64), "4040");
        assert_eq!(prefix(16_383), "7fff");
        assert_eq!(prefix(16_384), "80004000");
        assert_eq!(prefix((1 << 30) - 1), "bfffffff");
        assert_eq!(prefix(1 << 30), "c000000040000000");
    }

    #[test]
    fn a_prefix_that_is_longer_than_needed_is_refused() {
        for bytes in ["4000", "403f", "80003fff", "c00000003fffffff"] {
            let bytes = hex::decode(bytes).expect("hex");
            assert_eq!(read(&bytes), Err(DecodeError::LongPrefix { what: "x" }));
        }
    }

    #[test]
    fn a_length_beyond_the_bytes_is_truncation_however_large() {
        for bytes in ["01", "4040", "80004000ff", "ffffffffffffffff"] {
            let bytes = hex::decode(bytes).expect("hex");
            assert_eq!(read(&bytes), Err(DecodeError::Truncated { what: "x" }));
        }
    }

    #[test]
    fn bytes_after_the_value_are_counted() {
        assert_eq!(read(&[1, 7, 0, 0]), Err(DecodeError::Trailing { what: "value", count: 2 }));
    }

    #[test]
    fn a_list_says_whether_it_is_unsorted_or_repeats_an_item() {
        assert_eq!(ascending("ids", vec![1, 2, 3]), Ok(BTreeSet::from([1, 2, 3])));
        assert_eq!(ascending("ids", vec![2, 1]), Err(DecodeError::Unsorted { what: "ids" }));
        assert_eq!(ascending("ids", vec![1, 1]), Err(DecodeError::Repeated { what: "ids" }));
        assert_eq!(distinct("ids", &[2, 1, 2]), Err(DecodeError::Repeated { what: "ids" }));
    }

    proptest! {
        #[test]
        fn what_was_written_is_read(body in proptest::collection::vec(any::<u8>(), 0..20_000)) {
            prop_assert_eq!(read(&vector(&body)), Ok(body));
        }

        #[test]
        fn what_is_accepted_re_encodes_to_itself(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            if let Ok(body) = read(&bytes) {
                prop_assert_eq!(vector(&body), bytes);
            }
        }
    }
}
