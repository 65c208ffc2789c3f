//! The work of the three-device case without the harness: the same calls of mdk-core, and what any Nostr client does around
//! them. No engine, no relay, no transcript, no oracle.

use mdk_core::prelude::{GroupId, MDK, MessageProcessingResult, NostrGroupConfigData};
use mdk_memory_storage::MdkMemoryStorage;
use nostr::nips::nip09::EventDeletionRequest;
use nostr::nips::nip44;
use nostr::nips::nip59::RANGE_RANDOM_TIMESTAMP_TWEAK;
use nostr::{Event, EventBuilder, JsonUtil, Keys, Kind, PublicKey, RelayUrl, Tag, Timestamp, UnsignedEvent};

/// An app on one device.
struct Device {
    keys: Keys,
    mdk: MDK<MdkMemoryStorage>,
    relay: RelayUrl,
}

/// A KeyPackage event, and the handle of its private keys.
struct Published {
    event: Event,
    handle: Vec<u8>,
}

/// Runs the case; call it inside [`sim_env::run`].
pub fn three_devices(messages: usize) {
    let (alice, bob) = (Keys::generate(), Keys::generate());
    let (desktop, phone, laptop) = (Device::new(&alice), Device::new(&bob), Device::new(&bob));
    [&desktop, &phone, &laptop].into_iter().for_each(Device::log_in);
    desktop.publish_lists();
    phone.publish_lists();
    let invitations = [laptop.publish_key_package(), phone.publish_key_package()];

    let picks = invitations.iter().map(|published| published.event.clone()).collect();
    let config = NostrGroupConfigData::new(
        "trip".to_owned(),
        String::new(),
        None,
        None,
        None,
        vec![desktop.relay.clone()],
        vec![alice.public_key()],
    );
    let created = desktop.mdk.create_group(&alice.public_key(), picks, config).expect("the group is made");
    let id = created.group.mls_group_id;
    desktop.look_at(&id);
    let wraps: Vec<Event> =
        created.welcome_rumors.iter().map(|rumor| verified(wrap(&alice, &bob.public_key(), rumor))).collect();
    for (device, own) in [&laptop, &phone].into_iter().zip(&invitations) {
        wraps.iter().for_each(|wrap| device.take_welcome(wrap, own));
        device.look_at(&id);
    }

    let everybody = [&desktop, &phone, &laptop];
    for turn in 0..messages {
        if turn == messages / 2 {
            phone.update(&id, [&desktop, &laptop]);
        }
        let (sender, others) = match turn % 3 {
            0 => (everybody[0], [everybody[1], everybody[2]]),
            1 => (everybody[1], [everybody[0], everybody[2]]),
            _ => (everybody[2], [everybody[0], everybody[1]]),
        };
        sender.say(&id, &format!("message {turn}"), others);
    }
}

impl Device {
    fn new(keys: &Keys) -> Self {
        let relay = RelayUrl::parse("wss://r1.example").expect("a literal URL");
        Self { keys: keys.clone(), mdk: MDK::new(MdkMemoryStorage::default()), relay }
    }

    fn sign(&self, event: EventBuilder) -> Event {
        verified(event.sign_with_keys(&self.keys).expect("signing cannot fail"))
    }

    /// NIP-42: relays show gift wraps only to whom they are addressed.
    fn log_in(&self) {
        self.sign(EventBuilder::auth("challenge", self.relay.clone()));
    }

    fn publish_lists(&self) {
        for kind in [10002, 10050, 10051] {
            let tag = Tag::parse(["relay", &self.relay.to_string()]).expect("two values");
            self.sign(EventBuilder::new(Kind::Custom(kind), "").tags([tag]));
        }
    }

    fn publish_key_package(&self) -> Published {
        let account = self.keys.public_key();
        let data = self.mdk.create_key_package_for_event_with_options(&account, [self.relay.clone()], false);
        let data = data.expect("a KeyPackage can be made");
        let client_id = Tag::parse(["client_id".to_owned(), "00".repeat(32)]).expect("two values");
        let event = EventBuilder::new(Kind::from(443), data.content).tags(data.tags_443).tags([client_id]);
        Published { event: self.sign(event), handle: data.hash_ref }
    }

    /// A client reads its new group's name and relays.
    fn look_at(&self, id: &GroupId) {
        self.mdk.get_group(id).expect("stored").expect("just joined");
        self.mdk.get_relays(id).expect("stored");
    }

    /// Joins if the Welcome is for this device; then a new KeyPackage takes the place of the used one.
    fn take_welcome(&self, wrap: &Event, own: &Published) {
        let rumor = open(&self.keys, wrap);
        let named = rumor.tags.iter().map(|tag| tag.as_slice()).find(|tag| tag[0] == "e").map(|tag| tag[1].clone());
        if named != Some(own.event.id.to_hex()) {
            return;
        }
        let welcome = self.mdk.process_welcome(&wrap.id, &rumor).expect("the Welcome is good");
        self.mdk.accept_welcome(&welcome).expect("the Welcome is good");
        self.publish_key_package();
        self.sign(EventBuilder::delete(EventDeletionRequest::new().id(own.event.id)));
        self.mdk.delete_key_package_from_storage_by_hash_ref(&own.handle).expect("stored");
    }

    fn say(&self, id: &GroupId, text: &str, others: [&Self; 2]) {
        let mut rumor = EventBuilder::new(Kind::Custom(9), text).build(self.keys.public_key());
        rumor.ensure_id();
        let event = verified(self.mdk.create_message(id, rumor, None).expect("a member may write"));
        for other in others {
            let outcome = other.mdk.process_message_with_context(&event).expect("members can read");
            assert!(matches!(outcome.result, MessageProcessingResult::ApplicationMessage(_)));
        }
    }

    fn update(&self, id: &GroupId, others: [&Self; 2]) {
        let event = verified(self.mdk.self_update(id).expect("a member may update").evolution_event);
        for device in [self, others[0], others[1]] {
            let outcome = device.mdk.process_message_with_context(&event).expect("members can follow");
            assert!(matches!(outcome.result, MessageProcessingResult::Commit { .. }));
        }
    }
}

/// Each event is verified once, by whoever sees it first.
pub fn verified(event: Event) -> Event {
    event.verify().expect("signed properly");
    event
}

pub fn wrap(keys: &Keys, receiver: &PublicKey, rumor: &UnsignedEvent) -> Event {
    let content =
        nip44::encrypt(keys.secret_key(), receiver, rumor.as_json(), nip44::Version::V2).expect("short enough");
    let seal = EventBuilder::new(Kind::Seal, content)
        .custom_created_at(Timestamp::tweaked(RANGE_RANDOM_TIMESTAMP_TWEAK))
        .sign_with_keys(keys)
        .expect("signing cannot fail");
    EventBuilder::gift_wrap_from_seal(receiver, &seal, []).expect("short enough")
}

pub fn open(keys: &Keys, wrap: &Event) -> UnsignedEvent {
    let seal = nip44::decrypt(keys.secret_key(), &wrap.pubkey, &wrap.content).expect("ours");
    let seal = verified(Event::from_json(seal).expect("an event"));
    let rumor = nip44::decrypt(keys.secret_key(), &seal.pubkey, &seal.content).expect("ours");
    let mut rumor = UnsignedEvent::from_json(rumor).expect("an event");
    rumor.ensure_id();
    rumor
}
