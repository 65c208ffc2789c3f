//! Structures of TLS presentation language and base64, read step by step.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::{Check, Reader};
use crate::format::Reason;
use crate::verify::Refusal;

/// Bytes that are still to be read.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    rest: &'a [u8],
    reader: &'a Reader,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(reader: &'a Reader, rest: &'a [u8]) -> Self {
        Self { rest, reader }
    }

    /// Who reads.
    pub(super) const fn reader(&self) -> &'a Reader {
        self.reader
    }

    /// What is left.
    pub(super) const fn rest(&self) -> &'a [u8] {
        self.rest
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    pub(super) fn take(&mut self, count: usize) -> Result<&'a [u8], Refusal> {
        let there = count.min(self.rest.len());
        self.reader.demand(Check::VectorEnd, there == count, Reason::TlsMalformed, "the bytes end inside a field")?;
        let (taken, rest) = self.rest.split_at(there);
        self.rest = rest;
        Ok(taken)
    }

    pub(super) fn number(&mut self, bytes: usize) -> Result<u64, Refusal> {
        Ok(self.take(bytes)?.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }

    pub(super) fn u16(&mut self) -> Result<u16, Refusal> {
        self.number(2).map(|number| u16::try_from(number).unwrap_or_default())
    }

    /// `opaque<V>` (RFC 9420 section 2.1.2).
    pub(super) fn vector(&mut self) -> Result<&'a [u8], Refusal> {
        let first = self.number(1)?;
        let more = match first >> 6 {
            3 => return Err(Refusal::new(Reason::TlsMalformed, "a length of eight bytes")),
            size => (1 << size) - 1,
        };
        let length = (first & 0x3f) << (8 * more) | self.number(more)?;
        let shortest = match more {
            1 => length >= 64,
            3 => length >= 0x4000,
            _ => true,
        };
        self.reader.demand(
            Check::VectorShortest,
            shortest,
            Reason::TlsMalformed,
            "a length in more bytes than it needs",
        )?;
        self.take(usize::try_from(length).map_err(Refusal::broken)?)
    }

    /// A vector as bytes to be read.
    pub(super) fn list(&mut self) -> Result<Self, Refusal> {
        Ok(Self { rest: self.vector()?, ..*self })
    }

    /// Ids with data, one after another: extensions, or the components of a dictionary.
    pub(super) fn entries(mut self) -> Result<Vec<(u16, &'a [u8])>, Refusal> {
        let mut entries = Vec::new();
        while !self.is_empty() {
            entries.push((self.u16()?, self.vector()?));
        }
        Ok(entries)
    }

    /// Ids of two bytes.
    pub(super) fn ids(mut self) -> Result<Vec<u16>, Refusal> {
        let mut ids = Vec::new();
        while !self.is_empty() {
            ids.push(self.u16()?);
        }
        Ok(ids)
    }
}

/// `opaque<V>`
pub(super) fn vector(bytes: &[u8]) -> Vec<u8> {
    let length = bytes.len() as u32;
    let head = match length {
        0..64 => vec![length as u8],
        64..0x4000 => (0x4000 | length as u16).to_be_bytes().to_vec(),
        _ => (0x8000_0000 | length).to_be_bytes().to_vec(),
    };
    [&head[..], bytes].concat()
}

impl Reader {
    /// The bytes in a base64 content.
    pub(super) fn base64(&self, content: &str) -> Result<Vec<u8>, Refusal> {
        self.demand(Check::ContentEmpty, !content.is_empty(), Reason::ContentEmpty, "no content")?;
        let mut text = String::new();
        for character in content.chars() {
            let (check, instead) = match character {
                'A'..='Z' | 'a'..='z' | '0'..='9' | '+' | '/' | '=' => {
                    text.push(character);
                    continue;
                }
                '-' => (Check::Base64Alphabet, Some('+')),
                '_' => (Check::Base64Alphabet, Some('/')),
                ' ' | '\t' | '\r' | '\n' => (Check::Base64Whitespace, None),
                _ => (Check::Base64Characters, None),
            };
            self.demand(check, false, Reason::ContentNotBase64, format!("{character:?} in base64"))?;
            text.extend(instead);
        }
        let strict = self.makes(Check::Base64Padding) && self.makes(Check::Base64Characters);
        let padding = if strict { DecodePaddingMode::RequireCanonical } else { DecodePaddingMode::Indifferent };
        let loose = !self.makes(Check::Base64Characters);
        let config =
            GeneralPurposeConfig::new().with_decode_padding_mode(padding).with_decode_allow_trailing_bits(loose);
        let decoded = GeneralPurpose::new(&STANDARD, config).decode(&text);
        decoded.map_err(|e| Refusal::new(Reason::ContentNotBase64, e))
    }
}
