//! A KeyPackage read byte by byte (RFC 9420 sections 7.2 and 10), as far as a test demands something of it.

use sha2::{Digest, Sha256};

/// What stands in a KeyPackage.
pub(crate) struct KeyPackage {
    pub cipher_suite: u16,
    /// Of the capabilities, as they stand there.
    pub extensions: Vec<u16>,
    pub proposals: Vec<u16>,
    pub lifetime: [u64; 2],
    pub signature_key: Vec<u8>,
    pub last_resort: bool,
    pub reference: [u8; 32],
}

/// Extension that marks a KeyPackage as last-resort, before the adopted text.
const LAST_RESORT: u16 = 0x000a;
/// Extension with the dictionary in which the adopted text marks it, and the component that does.
const APP_DATA_DICTIONARY: u16 = 0x0006;
const LAST_RESORT_COMPONENT: u16 = 0x0004;

impl KeyPackage {
    /// Reads a bare KeyPackage with a basic credential and a lifetime; what follows it is ignored.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes;
        let (_version, cipher_suite) = (u16(&mut rest)?, u16(&mut rest)?);
        let (_init_key, _encryption_key, signature_key) = (vector(&mut rest)?, vector(&mut rest)?, vector(&mut rest)?);
        let (_credential_type, _identity) = (u16(&mut rest)?, vector(&mut rest)?);
        let (_versions, _suites) = (vector(&mut rest)?, vector(&mut rest)?);
        let (extensions, proposals, _credentials) = (vector(&mut rest)?, vector(&mut rest)?, vector(&mut rest)?);
        let (_source, not_before, not_after) = (take(&mut rest, 1)?, u64(&mut rest)?, u64(&mut rest)?);
        let (_leaf_extensions, _leaf_signature) = (vector(&mut rest)?, vector(&mut rest)?);
        let (own, _signature) = (vector(&mut rest)?, vector(&mut rest)?);
        Some(Self {
            cipher_suite,
            extensions: ids(extensions),
            proposals: ids(proposals),
            lifetime: [not_before, not_after],
            signature_key: signature_key.to_vec(),
            last_resort: is_last_resort(own)?,
            reference: reference(&bytes[..bytes.len() - rest.len()]).1,
        })
    }
}

fn is_last_resort(extensions: &[u8]) -> Option<bool> {
    for (kind, data) in entries(extensions)? {
        if kind == APP_DATA_DICTIONARY {
            let components = entries(vector(&mut &*data)?)?;
            if components.iter().any(|(component, _)| *component == LAST_RESORT_COMPONENT) {
                return Some(true);
            }
        }
        if kind == LAST_RESORT {
            return Some(true);
        }
    }
    Some(false)
}

/// Ids with data, one after another.
pub(crate) fn entries(mut bytes: &[u8]) -> Option<Vec<(u16, &[u8])>> {
    let mut entries = Vec::new();
    while !bytes.is_empty() {
        entries.push((u16(&mut bytes)?, vector(&mut bytes)?));
    }
    Some(entries)
}

/// Preimage and hash of a KeyPackageRef (RFC 9420 section 5.2), for SHA-256 and KeyPackages of 64 bytes to 16 KiB.
pub(crate) fn reference(raw: &[u8]) -> (Vec<u8>, [u8; 32]) {
    let label = b"MLS 1.0 KeyPackage Reference";
    let length = u16::try_from(raw.len()).ok().filter(|length| (64..0x4000).contains(length)).expect("two bytes");
    let preimage = [&[label.len() as u8], &label[..], &(0x4000 | length).to_be_bytes(), raw].concat();
    let hash = Sha256::digest(&preimage).into();
    (preimage, hash)
}

/// Ascending, without the values that RFC 9420 section 13.5 reserves.
fn ids(bytes: &[u8]) -> Vec<u16> {
    let ids = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
    let mut ids: Vec<u16> = ids.filter(|id| id & 0x0f0f != 0x0a0a || id >> 8 != id & 0xff).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

pub(crate) fn take<'a>(bytes: &mut &'a [u8], count: usize) -> Option<&'a [u8]> {
    let (taken, rest) = bytes.split_at_checked(count)?;
    *bytes = rest;
    Some(taken)
}

pub(crate) fn u16(bytes: &mut &[u8]) -> Option<u16> {
    Some(u16::from_be_bytes(take(bytes, 2)?.try_into().ok()?))
}

pub(crate) fn u64(bytes: &mut &[u8]) -> Option<u64> {
    Some(u64::from_be_bytes(take(bytes, 8)?.try_into().ok()?))
}

/// `opaque<V>` (RFC 9420 section 2.1.2) of up to 16 KiB.
pub(crate) fn vector<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let first = take(bytes, 1)?[0];
    let length = match first >> 6 {
        0 => usize::from(first),
        1 => usize::from(first & 0x3f) << 8 | usize::from(take(bytes, 1)?[0]),
        _ => return None,
    };
    take(bytes, length)
}
