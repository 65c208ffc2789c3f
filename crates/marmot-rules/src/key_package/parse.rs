//! From bytes to a [`KeyPackage`]: RFC 9420 sections 6, 7.2 and 10.

use super::reader::Reader;
use super::{Capabilities, Credential, Extension, KeyPackage, LeafNode, LeafSource, Lifetime, ParseError};

/// How `MLSMessage(mls_key_package)` begins: version 1.0, wire format 5.
pub const FRAME_PREFIX: [u8; 4] = [0, 1, 0, 5];

/// Reads a bare KeyPackage that fills all of `bytes`.
pub fn parse_bare(bytes: &[u8]) -> Result<KeyPackage, ParseError> {
    let (key_package, rest) = parse_bare_prefix(bytes)?;
    if rest == 0 { Ok(key_package) } else { Err(ParseError::Trailing { count: rest }) }
}

/// Reads a bare KeyPackage and counts the bytes after it, as mdk-core 0.8.0 does, which ignores them.
pub fn parse_bare_prefix(bytes: &[u8]) -> Result<(KeyPackage, usize), ParseError> {
    let mut reader = Reader::new(bytes);
    let version = reader.u16("version")?;
    if version != 1 {
        return Err(ParseError::Unexpected { what: "version", found: version });
    }
    let cipher_suite = reader.u16("cipher_suite")?;
    let init_key = reader.vector("init_key")?.to_vec();
    let leaf_start = reader.position();
    let (leaf_node, leaf_tbs_end) = leaf_node(&mut reader)?;
    let extensions = extensions(&mut reader)?;
    let tbs_end = reader.position();
    let signature = reader.vector("signature")?.to_vec();
    let end = reader.position();
    let key_package = KeyPackage {
        version,
        cipher_suite,
        init_key,
        leaf_node,
        extensions,
        signature,
        bytes: bytes[..end].to_vec(),
        leaf_tbs: leaf_start..leaf_tbs_end,
        tbs_end,
    };
    Ok((key_package, bytes.len() - end))
}

/// Reads `MLSMessage(mls_key_package)` that fills all of `bytes`.
pub fn parse_framed(bytes: &[u8]) -> Result<KeyPackage, ParseError> {
    let mut reader = Reader::new(bytes);
    let version = reader.u16("MLSMessage version")?;
    if version != 1 {
        return Err(ParseError::Unexpected { what: "MLSMessage version", found: version });
    }
    let wire_format = reader.u16("wire_format")?;
    if wire_format != 5 {
        return Err(ParseError::Unexpected { what: "wire_format", found: wire_format });
    }
    parse_bare(&bytes[FRAME_PREFIX.len()..])
}

/// The leaf, and where its signed part ends. For a KeyPackage source the signed part is the leaf without signature.
fn leaf_node(reader: &mut Reader<'_>) -> Result<(LeafNode, usize), ParseError> {
    let encryption_key = reader.vector("encryption_key")?.to_vec();
    let signature_key = reader.vector("signature_key")?.to_vec();
    let credential = Credential { kind: reader.u16("credential_type")?, body: reader.vector("credential")?.to_vec() };
    let capabilities = Capabilities {
        versions: reader.u16s("capabilities.versions")?,
        cipher_suites: reader.u16s("capabilities.cipher_suites")?,
        extensions: reader.u16s("capabilities.extensions")?,
        proposals: reader.u16s("capabilities.proposals")?,
        credentials: reader.u16s("capabilities.credentials")?,
    };
    let source = leaf_source(reader)?;
    let extensions = extensions(reader)?;
    let tbs_end = reader.position();
    let signature = reader.vector("leaf signature")?.to_vec();
    let leaf = LeafNode { encryption_key, signature_key, credential, capabilities, source, extensions, signature };
    Ok((leaf, tbs_end))
}

fn leaf_source(reader: &mut Reader<'_>) -> Result<LeafSource, ParseError> {
    match reader.u8("leaf_node_source")? {
        1 => Ok(LeafSource::KeyPackage(Lifetime {
            not_before: reader.u64("not_before")?,
            not_after: reader.u64("not_after")?,
        })),
        2 => Ok(LeafSource::Update),
        3 => Ok(LeafSource::Commit(reader.vector("parent_hash")?.to_vec())),
        other => Err(ParseError::Unexpected { what: "leaf_node_source", found: u16::from(other) }),
    }
}

fn extensions(reader: &mut Reader<'_>) -> Result<Vec<Extension>, ParseError> {
    let mut inner = Reader::new(reader.vector("extensions")?);
    let mut found: Vec<Extension> = Vec::new();
    while !inner.is_empty() {
        let kind = inner.u16("extension_type")?;
        let data = inner.vector("extension_data")?.to_vec();
        if found.iter().any(|earlier| earlier.kind == kind) {
            return Err(ParseError::Duplicate { what: "extension", id: kind });
        }
        found.push(Extension { kind, data });
    }
    Ok(found)
}
