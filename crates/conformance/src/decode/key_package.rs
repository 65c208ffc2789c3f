//! A KeyPackage, field by field (RFC 9420 sections 7.2 and 10).

use std::collections::BTreeMap;

use marmot_rules::key_package::{
    Capabilities, Credential, EXT_APP_DATA_DICTIONARY, Extension, FRAME_PREFIX, KeyPackage, LeafNode, LeafSource,
    Lifetime, ParseError, parse_bare_prefix, parse_framed,
};
use nostr::Timestamp;

use super::Field;
use super::names::{CIPHER_SUITES, COMPONENTS, CREDENTIALS, EXTENSIONS, PROPOSALS, VERSIONS, WIRE_FORMATS};

/// Bare or framed, as the first four bytes say.
pub(super) fn key_package(bytes: &[u8]) -> Field {
    if bytes.starts_with(&FRAME_PREFIX) { framed(bytes) } else { bare(bytes) }
}

/// `MLSMessage(mls_key_package)`.
pub(super) fn framed(bytes: &[u8]) -> Field {
    match (bytes.strip_prefix(&FRAME_PREFIX), parse_framed(bytes).err()) {
        (Some(inside), _) => {
            let frame = [VERSIONS.field("version", 1), WIRE_FORMATS.field("wire_format", 5)];
            Field::of("MLSMessage", frame.into_iter().chain([bare(inside)]).collect())
        }
        (None, why) => Field::unread("MLSMessage", why.map_or_else(String::new, |why| why.to_string())),
    }
}

/// A bare KeyPackage; bytes after it are told.
pub(super) fn bare(bytes: &[u8]) -> Field {
    match parse_bare_prefix(bytes) {
        Ok((key_package, rest)) => {
            let mut fields = fields(&key_package);
            if rest > 0 {
                fields.push(Field::bytes("bytes after the KeyPackage", &bytes[bytes.len() - rest..]));
            }
            Field::of("KeyPackage", fields)
        }
        Err(error) => Field::unread("KeyPackage", error),
    }
}

fn fields(key_package: &KeyPackage) -> Vec<Field> {
    let own = extensions(key_package.key_package_extensions(), key_package.key_package_components());
    vec![
        VERSIONS.field("version", key_package.version()),
        CIPHER_SUITES.field("cipher_suite", key_package.cipher_suite()),
        Field::bytes("init_key", key_package.init_key()),
        leaf_node(key_package),
        own,
        Field::bytes("signature", key_package.signature()),
        Field::new("KeyPackageRef", key_package.reference_hex()).about("computed: SHA-256 over the bare KeyPackage"),
        Field::new("checked", "").about(match key_package.verify() {
            Ok(()) => "both signatures verify, and every extension is in the capabilities".to_owned(),
            Err(why) => why,
        }),
    ]
}

fn leaf_node(key_package: &KeyPackage) -> Field {
    let LeafNode { encryption_key, signature_key, credential, capabilities, source, extensions: own, signature } =
        key_package.leaf_node();
    let mut fields = vec![
        Field::bytes("encryption_key", encryption_key),
        Field::bytes("signature_key", signature_key),
        credential_field(credential),
        capabilities_field(capabilities),
    ];
    fields.extend(source_fields(source));
    fields.push(extensions(own, key_package.leaf_components()));
    fields.push(Field::bytes("signature", signature));
    Field::of("leaf_node", fields)
}

fn credential_field(credential: &Credential) -> Field {
    let name = if credential.kind == 1 { "identity" } else { "body" };
    let fields = vec![CREDENTIALS.field("credential_type", credential.kind), Field::bytes(name, &credential.body)];
    Field::of("credential", fields)
}

fn capabilities_field(capabilities: &Capabilities) -> Field {
    let Capabilities { versions, cipher_suites, extensions, proposals, credentials } = capabilities;
    Field::of(
        "capabilities",
        vec![
            VERSIONS.list("versions", versions),
            CIPHER_SUITES.list("cipher_suites", cipher_suites),
            EXTENSIONS.list("extensions", extensions),
            PROPOSALS.list("proposals", proposals),
            CREDENTIALS.list("credentials", credentials),
        ],
    )
}

fn source_fields(source: &LeafSource) -> Vec<Field> {
    let source_field = |number: u8, name: &str| Field::new("leaf_node_source", number).about(name);
    match source {
        LeafSource::KeyPackage(lifetime) => vec![source_field(1, "key_package"), lifetime_field(*lifetime)],
        LeafSource::Update => vec![source_field(2, "update: no leaf of a KeyPackage")],
        LeafSource::Commit(parent_hash) => {
            vec![source_field(3, "commit: no leaf of a KeyPackage"), Field::bytes("parent_hash", parent_hash)]
        }
    }
}

fn lifetime_field(lifetime: Lifetime) -> Field {
    let days = lifetime.span() / 86_400;
    let fields = vec![time("not_before", lifetime.not_before), time("not_after", lifetime.not_after)];
    Field::of("lifetime", fields).about(format!("{} s, about {days} days", lifetime.span()))
}

/// The first second of the year 10000: later ones have no date that people write.
const LAST_DATE: u64 = 253_402_300_800;

fn time(name: &str, seconds: u64) -> Field {
    let date =
        if seconds < LAST_DATE { Timestamp::from(seconds).to_human_datetime() } else { "beyond 9999".to_owned() };
    Field::new(name, seconds).about(date)
}

fn extensions(list: &[Extension], components: Result<BTreeMap<u16, Vec<u8>>, ParseError>) -> Field {
    if list.is_empty() {
        return Field::new("extensions", "").about("empty");
    }
    let fields = list.iter().map(|extension| {
        let mut field = EXTENSIONS.field("extension_type", extension.kind);
        field.fields = match (&components, extension.kind == EXT_APP_DATA_DICTIONARY) {
            (Ok(components), true) => components.iter().map(component).collect(),
            _ => vec![Field::bytes("extension_data", &extension.data)],
        };
        field
    });
    Field::of("extensions", fields.collect())
}

fn component((id, data): (&u16, &Vec<u8>)) -> Field {
    Field { fields: vec![Field::bytes("data", data)], ..COMPONENTS.field("component_id", *id) }
}
