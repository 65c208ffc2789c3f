//! A reader for the TLS presentation language with RFC 9420's variable-size vectors, and nothing else.

use super::ParseError;

/// Walks over a byte string. Every read names what it wants, so that an error says what was cut off.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    all: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    /// At the beginning of these bytes.
    pub fn new(all: &'a [u8]) -> Self {
        Self { all, at: 0 }
    }

    /// How many bytes were read.
    pub fn position(&self) -> usize {
        self.at
    }

    /// Whether everything was read.
    pub fn is_empty(&self) -> bool {
        self.at == self.all.len()
    }

    /// What was not read yet.
    pub fn rest(&self) -> &'a [u8] {
        &self.all[self.at..]
    }

    /// This many bytes.
    pub fn take(&mut self, length: usize, what: &'static str) -> Result<&'a [u8], ParseError> {
        let end = self.at.checked_add(length).filter(|end| *end <= self.all.len());
        let end = end.ok_or(ParseError::Truncated { what, at: self.at })?;
        let bytes = &self.all[self.at..end];
        self.at = end;
        Ok(bytes)
    }

    /// `uint8`
    pub fn u8(&mut self, what: &'static str) -> Result<u8, ParseError> {
        Ok(self.take(1, what)?[0])
    }

    /// `uint16`
    pub fn u16(&mut self, what: &'static str) -> Result<u16, ParseError> {
        let bytes = self.take(2, what)?;
        Ok(u16::from_be_bytes([bytes[0], bytes[1]]))
    }

    /// `uint64`
    pub fn u64(&mut self, what: &'static str) -> Result<u64, ParseError> {
        let bytes = self.take(8, what)?;
        Ok(bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }

    /// The length prefix of RFC 9420 section 2.1.2: 1, 2 or 4 bytes, in the shortest form.
    fn length(&mut self, what: &'static str) -> Result<usize, ParseError> {
        let first = self.u8(what)?;
        let (more, floor) = match first >> 6 {
            0 => (0, 0),
            1 => (1, 1 << 6),
            2 => (3, 1 << 14),
            _ => return Err(ParseError::BadLength { what }),
        };
        let rest = self.take(more, what)?;
        let length = rest.iter().fold(usize::from(first & 0x3f), |length, byte| length << 8 | usize::from(*byte));
        if length < floor { Err(ParseError::BadLength { what }) } else { Ok(length) }
    }

    /// `opaque what<V>`
    pub fn vector(&mut self, what: &'static str) -> Result<&'a [u8], ParseError> {
        let length = self.length(what)?;
        self.take(length, what)
    }

    /// `uint16 what<V>`
    pub fn u16s(&mut self, what: &'static str) -> Result<Vec<u16>, ParseError> {
        let mut inner = Reader::new(self.vector(what)?);
        let mut values = Vec::new();
        while !inner.is_empty() {
            values.push(inner.u16(what)?);
        }
        Ok(values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adopted::codec::vector;

    #[test]
    fn a_length_is_read_as_it_was_written_at_every_width() {
        for length in [0, 1, 63, 64, 16_383, 16_384, 70_000] {
            let bytes = vector(&vec![7; length]);
            let mut reader = Reader::new(&bytes);
            assert_eq!(reader.vector("x").map(<[u8]>::len), Ok(length));
            assert!(reader.is_empty());
        }
    }

    #[test]
    fn a_length_that_is_longer_than_it_needs_to_be_is_refused() {
        assert_eq!(Reader::new(&[0x40, 0x01, 0xff]).vector("x"), Err(ParseError::BadLength { what: "x" }));
        assert_eq!(Reader::new(&[0xc0]).vector("x"), Err(ParseError::BadLength { what: "x" }));
    }

    #[test]
    fn a_cut_vector_says_what_was_cut() {
        assert_eq!(Reader::new(&[2, 0]).vector("key"), Err(ParseError::Truncated { what: "key", at: 1 }));
    }
}
