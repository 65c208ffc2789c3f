//! As much of a KeyPackage as a selection looks at, read byte by byte (RFC 9420 sections 7.2 and 10).

use sha2::{Digest, Sha256};

/// A KeyPackage.
pub(super) struct Package {
    pub suite: u16,
    pub signature_key: Vec<u8>,
    pub identity: Vec<u8>,
    pub extensions: Vec<u16>,
    pub proposals: Vec<u16>,
    pub components: Vec<u16>,
    pub lifetime: (u64, u64),
    pub last_resort: bool,
    pub reference: Vec<u8>,
}

impl Package {
    /// Reads a bare KeyPackage and nothing after it.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let mut at = Cursor(bytes);
        if at.number(2)? != 1 {
            return None;
        }
        let suite = at.u16()?;
        let _init_key = at.vector()?;
        let _encryption_key = at.vector()?;
        let signature_key = at.vector()?.to_vec();
        let _credential_type = at.u16()?;
        let identity = at.vector()?.to_vec();
        let (_versions, _suites) = (at.vector()?, at.vector()?);
        let (extensions, proposals) = (list(at.vector()?)?, list(at.vector()?)?);
        let _credentials = at.vector()?;
        if at.number(1)? != 1 {
            return None;
        }
        let lifetime = (at.number(8)?, at.number(8)?);
        let leaf = entries(at.vector()?)?;
        let _leaf_signature = at.vector()?;
        let own = entries(at.vector()?)?;
        let _signature = at.vector()?;
        if !at.0.is_empty() {
            return None;
        }
        let components = find(&dictionary(&leaf)?, 1).map_or(Some(Vec::new()), |data| list(Cursor(data).vector()?))?;
        let last_resort = find(&own, 0x000a).is_some() || find(&dictionary(&own)?, 4).is_some();
        let reference = reference(bytes);
        Some(Self {
            suite,
            signature_key,
            identity,
            extensions,
            proposals,
            components,
            lifetime,
            last_resort,
            reference,
        })
    }
}

fn reference(bytes: &[u8]) -> Vec<u8> {
    let label: &[u8] = b"MLS 1.0 KeyPackage Reference";
    let length = (bytes.len() as u16 | 0x4000).to_be_bytes();
    Sha256::digest([&[label.len() as u8], label, &length, bytes].concat()).to_vec()
}

type Entries<'a> = Vec<(u16, &'a [u8])>;

/// Pairs of an id and data: extensions, or the components of a dictionary.
fn entries(bytes: &[u8]) -> Option<Entries<'_>> {
    let (mut at, mut found) = (Cursor(bytes), Vec::new());
    while !at.0.is_empty() {
        found.push((at.u16()?, at.vector()?));
    }
    Some(found)
}

fn find<'a>(entries: &Entries<'a>, id: u16) -> Option<&'a [u8]> {
    entries.iter().find(|entry| entry.0 == id).map(|entry| entry.1)
}

/// What stands in extension 0x0006; nothing if there is none.
fn dictionary<'a>(extensions: &Entries<'a>) -> Option<Entries<'a>> {
    match find(extensions, 6) {
        Some(data) => entries(Cursor(data).vector()?),
        None => Some(Vec::new()),
    }
}

fn list(bytes: &[u8]) -> Option<Vec<u16>> {
    let pairs = bytes.chunks(2).map(|pair| Some(u16::from_be_bytes(pair.try_into().ok()?)));
    pairs.collect()
}

/// Bytes that are still to be read.
struct Cursor<'a>(&'a [u8]);

impl<'a> Cursor<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn number(&mut self, bytes: usize) -> Option<u64> {
        Some(self.take(bytes)?.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }

    fn u16(&mut self) -> Option<u16> {
        self.number(2).and_then(|number| u16::try_from(number).ok())
    }

    /// `opaque<V>`
    fn vector(&mut self) -> Option<&'a [u8]> {
        let first = self.number(1)?;
        let length = match first >> 6 {
            0 => first,
            1 => (first & 0x3f) << 8 | self.number(1)?,
            2 => (first & 0x3f) << 24 | self.number(3)?,
            _ => return None,
        };
        self.take(usize::try_from(length).ok()?)
    }
}
