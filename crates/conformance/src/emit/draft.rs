//! A KeyPackage event before it is signed.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use marmot_rules::key_package::{FRAME_PREFIX, is_grease};
use marmot_rules::{KIND_ADDRESSABLE, KIND_REGULAR, Profile};
use nostr::{EventBuilder, Kind, Tag, Timestamp};
use sha2::{Digest, Sha256};

use super::START;
use super::blueprint::Blueprint;
use super::party::RELAYS;
use crate::expectations::key_package::reference;
use crate::format::Event;

/// An event that can still be changed.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub account: nostr::Keys,
    pub kind: u16,
    pub created_at: u64,
    pub tags: Vec<Vec<String>>,
    pub content: String,
}

impl Draft {
    /// What somebody published, to be published again.
    pub(super) fn of(event: &nostr::Event, account: &nostr::Keys) -> Self {
        let event = Event::from(event);
        let Event { kind, created_at, tags, content, .. } = event;
        Self { account: account.clone(), kind, created_at, tags, content }
    }

    /// The event in which a blueprint's KeyPackage is published, in the preferred form of its profile.
    pub(super) fn from_blueprint(blueprint: &Blueprint) -> Self {
        let raw = blueprint.encode();
        let adopted = blueprint.profile.is_adopted();
        let content = if adopted { STANDARD.encode([&FRAME_PREFIX[..], &raw].concat()) } else { STANDARD.encode(&raw) };
        Self {
            account: blueprint.account.clone(),
            kind: blueprint.profile.key_package_kinds()[0],
            created_at: START,
            tags: tags_of(blueprint, &raw),
            content,
        }
    }

    /// Sets the values of a tag, or adds it.
    pub(super) fn set(&mut self, name: &str, values: &[&str]) {
        let row: Vec<String> = std::iter::once(name).chain(values.iter().copied()).map(str::to_owned).collect();
        match self.tags.iter_mut().find(|tag| tag[0] == name) {
            Some(tag) => *tag = row,
            None => self.tags.push(row),
        }
    }

    /// One more tag at the end.
    pub(super) fn push(&mut self, row: &[&str]) {
        self.tags.push(row.iter().map(|value| (*value).to_owned()).collect());
    }

    /// One more value at the end of a tag.
    pub(super) fn extend(&mut self, name: &str, value: &str) {
        self.tags.iter_mut().filter(|tag| tag[0] == name).for_each(|tag| tag.push(value.to_owned()));
    }

    /// Removes a tag.
    pub(super) fn remove(&mut self, name: &str) {
        self.tags.retain(|tag| tag[0] != name);
    }

    /// A second copy of a tag.
    pub(super) fn repeat(&mut self, name: &str) {
        let copies: Vec<_> = self.tags.iter().filter(|tag| tag[0] == name).cloned().collect();
        self.tags.extend(copies);
    }

    /// The first value of a tag.
    pub(super) fn value(&self, name: &str) -> String {
        self.tags.iter().find(|tag| tag[0] == name).and_then(|tag| tag.get(1)).cloned().unwrap_or_default()
    }

    /// The bytes of a base64 content.
    pub(super) fn bytes(&self) -> Vec<u8> {
        STANDARD.decode(&self.content).expect("the content of a draft is base64 until a test breaks it")
    }

    /// Other bytes as base64.
    pub(super) fn set_bytes(&mut self, bytes: &[u8]) {
        self.content = STANDARD.encode(bytes);
    }

    /// The signed event.
    pub(super) fn sign(&self) -> nostr::Event {
        let tags = self.tags.iter().map(|row| Tag::parse(row).expect("a row with a name"));
        EventBuilder::new(Kind::from(self.kind), &self.content)
            .tags(tags)
            .allow_self_tagging()
            .custom_created_at(Timestamp::from_secs(self.created_at))
            .sign_with_keys(&self.account)
            .expect("a key signs")
    }
}

fn tags_of(blueprint: &Blueprint, raw: &[u8]) -> Vec<Vec<String>> {
    let profile = blueprint.profile;
    let id = |id: &u16| format!("{id:#06x}");
    let list = |ids: &[u16]| ids.iter().filter(|id| !is_grease(**id)).map(id).collect::<Vec<_>>();
    let mut tags: Vec<Vec<String>> = Vec::new();
    let mut put = |name: &str, values: Vec<String>| tags.push([vec![name.to_owned()], values].concat());
    if profile.key_package_kinds()[0] == KIND_ADDRESSABLE {
        put("d", vec![hex::encode(Sha256::digest(format!("slot {}", blueprint.seed)))]);
    }
    put("mls_protocol_version", vec!["1.0".to_owned()]);
    put("mls_ciphersuite", vec![id(&blueprint.suite)]);
    put("mls_extensions", list(&blueprint.extensions));
    if profile.has_slots() {
        put("mls_proposals", list(&blueprint.proposals));
    }
    if profile != Profile::Mip2026_01 {
        put("i", vec![hex::encode(reference(raw).1)]);
    }
    if profile.is_adopted() {
        put("app_components", list(&blueprint.components));
    } else {
        put("relays", RELAYS.map(str::to_owned).to_vec());
        put("encoding", vec!["base64".to_owned()]);
    }
    if profile.has_client_id() {
        put("client_id", vec![hex::encode(Sha256::digest(format!("client {}", blueprint.seed)))]);
    }
    tags
}

/// The kind that is not the preferred one.
pub(super) const TWIN: u16 = KIND_REGULAR;
