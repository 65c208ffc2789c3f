//! A device in a seeded run: real mdk-core, an entropy stream of its own, and its account's keys.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use marmot_rules::{KIND_ADDRESSABLE, KIND_REGULAR, Profile};
use mdk_core::prelude::{GroupId, NostrGroupConfigData};
use nostr::{EventBuilder, EventId, Kind, RelayUrl, Tag, UnsignedEvent};
use sim_env::Actor;

use crate::format::Keys;
use crate::mls::{self, Mdk};

/// Where the groups of the vectors live.
pub(crate) const RELAYS: [&str; 2] = ["wss://relay.one.example", "wss://relay.two.example"];

/// One device.
pub(crate) struct Party {
    pub account: nostr::Keys,
    pub mdk: Mdk,
    actor: Actor,
    client_id: String,
}

/// A KeyPackage that a party made, with the event that publishes it and everything private.
#[derive(Clone)]
pub(crate) struct Made {
    pub event: nostr::Event,
    pub keys: Keys,
}

impl Party {
    /// A device of a new account.
    pub(crate) fn new(name: &str) -> Self {
        let actor = Actor::register(name);
        let account = actor.enter(nostr::Keys::generate);
        Self::of(name, &account)
    }

    /// A device of this account.
    pub(crate) fn of(name: &str, account: &nostr::Keys) -> Self {
        let actor = Actor::register(name);
        let client_id = actor.enter(|| nostr::Keys::generate().secret_key().to_secret_hex());
        Self { account: account.clone(), mdk: actor.enter(mls::instance), actor, client_id }
    }

    pub(crate) fn enter<T>(&self, f: impl FnOnce() -> T) -> T {
        self.actor.enter(f)
    }

    /// A KeyPackage in the preferred form of the profile.
    pub(crate) fn key_package(&self, profile: Profile) -> Made {
        self.enter(|| {
            let data = self.mdk.create_key_package_for_event(&self.account.public_key(), relays());
            let data = data.expect("mdk-core makes KeyPackages");
            let mut kind = KIND_REGULAR;
            let mut tags = data.tags_443;
            match profile {
                Profile::Pr40 => tags.push(Tag::parse(["client_id", &self.client_id]).expect("a tag with a name")),
                Profile::Mip2026_01 => tags.retain(|tag| !["i", "mls_proposals"].contains(&tag.as_slice()[0].as_str())),
                Profile::Mip2026_04 | Profile::Adopted2026_07 => (kind, tags) = (KIND_ADDRESSABLE, data.tags_30443),
            }
            let raw = STANDARD.decode(&data.content).expect("mdk-core writes base64");
            let event = EventBuilder::new(Kind::from(kind), data.content).tags(tags).sign_with_keys(&self.account);
            let event = event.expect("a key signs");
            let keys = mls::secrets_of(&self.mdk, &raw, &self.account, &event).expect("made a line ago");
            Made { event, keys }
        })
    }

    /// Creates a group with these KeyPackages; the Welcome rumors are in their order.
    pub(crate) fn create_group(&self, key_packages: &[&Made]) -> (GroupId, Vec<UnsignedEvent>) {
        self.enter(|| {
            let admins = vec![self.account.public_key()];
            let config = NostrGroupConfigData::new(
                "vectors".into(),
                "a group of test vectors".into(),
                None,
                None,
                None,
                relays(),
                admins,
            );
            let events = key_packages.iter().map(|made| made.event.clone()).collect();
            let created = self.mdk.create_group(&self.account.public_key(), events, config);
            let created = created.expect("mdk-core takes its own KeyPackages");
            (created.group.mls_group_id, created.welcome_rumors)
        })
    }

    /// Adds these KeyPackages by one commit and applies it.
    pub(crate) fn add(&self, group: &GroupId, key_packages: &[&Made]) -> (nostr::Event, Vec<UnsignedEvent>) {
        self.enter(|| {
            let events: Vec<_> = key_packages.iter().map(|made| made.event.clone()).collect();
            let added = self.mdk.add_members(group, &events).expect("mdk-core takes its own KeyPackages");
            self.mdk.merge_pending_commit(group).expect("the commit is pending");
            (added.evolution_event, added.welcome_rumors.unwrap_or_default())
        })
    }

    /// Removes every leaf of an account and applies that.
    pub(crate) fn remove(&self, group: &GroupId, account: &nostr::Keys) -> nostr::Event {
        self.enter(|| {
            let removed = self.mdk.remove_members(group, &[account.public_key()]).expect("it is a member");
            self.mdk.merge_pending_commit(group).expect("the commit is pending");
            removed.evolution_event
        })
    }

    /// A commit with an UpdatePath, applied.
    pub(crate) fn self_update(&self, group: &GroupId) -> nostr::Event {
        self.enter(|| {
            let update = self.mdk.self_update(group).expect("a member may update itself");
            self.mdk.merge_pending_commit(group).expect("the commit is pending");
            update.evolution_event
        })
    }

    /// A chat message: its event and its rumor.
    pub(crate) fn say(&self, group: &GroupId, text: &str) -> (nostr::Event, UnsignedEvent) {
        self.enter(|| {
            let mut rumor = EventBuilder::new(Kind::Custom(9), text).build(self.account.public_key());
            rumor.ensure_id();
            (self.mdk.create_message(group, rumor.clone(), None).expect("a member may speak"), rumor)
        })
    }

    /// Joins by a Welcome. `wrap` numbers the wrapper event.
    pub(crate) fn join(&self, rumor: &UnsignedEvent, wrap: u8) -> GroupId {
        self.enter(|| {
            let wrap = EventId::from_slice(&[wrap; 32]).expect("32 bytes");
            let welcome = self.mdk.process_welcome(&wrap, rumor).expect("the Welcome is for this party");
            self.mdk.accept_welcome(&welcome).expect("the Welcome is for this party");
            welcome.mls_group_id
        })
    }

    /// The MLS message inside a group event of the current epoch.
    pub(crate) fn open(&self, group: &GroupId, event: &nostr::Event) -> Vec<u8> {
        let key = self.group_event_key(group);
        mls::open(&event.content, &key).expect("encrypted in this epoch")
    }

    pub(crate) fn group_event_key(&self, group: &GroupId) -> Vec<u8> {
        self.enter(|| mls::group_event_key(&self.mdk, group)).expect("a member exports")
    }
}

pub(crate) fn relays() -> Vec<RelayUrl> {
    RELAYS.iter().map(|url| RelayUrl::parse(url).expect("a relay URL")).collect()
}
