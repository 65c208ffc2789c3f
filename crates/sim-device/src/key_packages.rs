//! Creating, publishing, replacing and deleting KeyPackages.

use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use nostr::nips::nip09::EventDeletionRequest;
use nostr::{Event, EventBuilder, EventId, Keys, Kind, RelayUrl, Tag, Timestamp};
use rand::Rng;
use sim_relay::VerifiedEvent;

use crate::api::{CrashPoint, KeyPackageFacts, KeyPackageForm, KeyPackageOptions, Malformed, Note, OpId};
use crate::behaviour::{ConsumedKeyPackage, PrivateKeyDeletion, Refresh, SlotReuse};
use crate::device::{MarmotDevice, Timer};
use crate::envelope;
use crate::error::CommandError;
use crate::installation::{OwnKeyPackage, form_of, random_id};
use crate::library::{Call, Said};
use crate::mls::NewKeyPackage;
use crate::publications::Purpose;

const KIND_REGULAR: u16 = 443;
const KIND_ADDRESSABLE: u16 = 30443;
/// MDK replaces a KeyPackage this long before it expires (LC-08): 14 to 21 days.
const REFRESH_BEFORE_SECS: Range<u64> = 14 * 86_400..21 * 86_400;
/// The age at which [`Refresh::ByEventAge`] replaces an event: thirty days.
const REFRESH_AGE_SECS: u64 = 30 * 86_400;

impl MarmotDevice {
    /// Has the engine create a KeyPackage, and publishes it in the form that `options` and the profile ask for.
    pub(crate) fn publish_key_package(
        &mut self,
        op: Option<OpId>,
        options: &KeyPackageOptions,
    ) -> Result<(), CommandError> {
        self.forget_expired_key_packages();
        let form = options.form.unwrap_or_else(|| form_of(self.config.profile));
        let relays = self.config.key_package_relays.clone();
        let owner = match options.malformed {
            Some(Malformed::ForeignCredential) => Keys::generate().public_key(),
            _ => self.account(),
        };
        self.before_library_writes();
        let data = match self.newest_key_package().filter(|_| options.again) {
            Some(newest) => newest.data.clone(),
            None => {
                let made = self.install.mls.create_key_package(self.at, &owner, &relays, options.protected);
                Arc::new(made.map_err(CommandError::Library)?)
            }
        };
        self.install.book.signature_keys.insert(data.signature_key.clone());
        if self.dies_at(CrashPoint::KeyPackageMade) {
            return Ok(());
        }

        let kinds: &[u16] = match form {
            KeyPackageForm::Twin => &[KIND_ADDRESSABLE, KIND_REGULAR],
            KeyPackageForm::Addressable => &[KIND_ADDRESSABLE],
            KeyPackageForm::Tagged | KeyPackageForm::Untagged | KeyPackageForm::Legacy => &[KIND_REGULAR],
        };
        for &kind in kinds {
            let (event, created_at) = self.key_package_event(kind, form, options, &data)?;
            let facts = facts_of(&event, &data);
            let own = OwnKeyPackage {
                facts,
                options: options.clone(),
                data: data.clone(),
                relays: relays.clone(),
                created_at,
                acknowledged: false,
                consumed: false,
                superseded: false,
                held: true,
                deleted: false,
                offered: false,
            };
            self.install.book.key_packages.insert(event.id, own);
            self.install.mls.key_package_event(&data.handle, &event);
            self.publish(op, event, &relays, Purpose::KeyPackage);
        }
        Ok(())
    }

    /// A KeyPackage that no relay sees and that serves one group (SA-09), or all (MD-14), in an event like any other: a Welcome
    /// names that.
    pub(crate) fn offered_key_package(&mut self, reusable: bool) -> Result<VerifiedEvent, CommandError> {
        self.before_library_writes();
        let data =
            Arc::new(self.install.mls.create_offered_key_package(self.at, reusable).map_err(CommandError::Library)?);
        let options = KeyPackageOptions { slot: Some(random_id()), ..KeyPackageOptions::default() };
        let (event, created_at) =
            self.key_package_event(KIND_ADDRESSABLE, KeyPackageForm::Addressable, &options, &data)?;
        self.install.book.signature_keys.insert(data.signature_key.clone());
        self.install.mls.key_package_event(&data.handle, &event);
        let own = OwnKeyPackage {
            facts: facts_of(&event, &data),
            options,
            data,
            relays: Vec::new(),
            created_at,
            acknowledged: false,
            consumed: false,
            superseded: false,
            held: true,
            deleted: true,
            offered: true,
        };
        self.install.book.key_packages.insert(event.id, own);
        Ok(event)
    }

    fn key_package_event(
        &self,
        kind: u16,
        form: KeyPackageForm,
        options: &KeyPackageOptions,
        data: &NewKeyPackage,
    ) -> Result<(VerifiedEvent, u64), CommandError> {
        let mut tags = if kind == KIND_ADDRESSABLE { &data.addressable_tags } else { &data.regular_tags }.clone();
        let mut content = data.content.clone();
        if kind == KIND_ADDRESSABLE {
            // Fact f: the engine draws a fresh slot on every call; reusing the installation's is the caller's duty (KP-07).
            let reuse = self.config.behaviour.slot == SlotReuse::Reuse;
            let slot = options.slot.clone().or_else(|| reuse.then(|| self.install.book.slot.clone()));
            if let Some(slot) = slot {
                tags.iter_mut().filter(|t| t[0] == "d").for_each(|t| t[1] = slot.clone());
            }
        }
        if form == KeyPackageForm::Legacy {
            tags.retain(|t| t[0] != "i" && t[0] != "mls_proposals");
        }
        if form == KeyPackageForm::Tagged {
            let client_id = options.client_id.clone().unwrap_or_else(|| self.install.book.client_id.clone());
            tags.push(vec!["client_id".to_owned(), client_id]);
        }
        break_as_asked(options.malformed, &mut tags, &mut content);
        let created_at = self.key_package_time(kind, &tags).saturating_add_signed(options.created_at_offset);
        let tags = tags.into_iter().map(Tag::parse).collect::<Result<Vec<_>, _>>().map_err(|e| refused(&e))?;
        let event =
            EventBuilder::new(Kind::from(kind), content).tags(tags).custom_created_at(Timestamp::from(created_at));
        Ok((envelope::sign(event, &self.config.keys), created_at))
    }

    /// LC-09: a replacement in a slot is always newer than what it replaces, or the relay may keep the old one.
    fn key_package_time(&self, kind: u16, tags: &[Vec<String>]) -> u64 {
        let slot = tags.iter().find(|t| t[0] == "d").map(|t| &t[1]);
        let same = |kp: &&OwnKeyPackage| kind == KIND_ADDRESSABLE && kp.facts.slot.as_ref() == slot;
        let newest = self.install.book.key_packages.values().filter(same).map(|kp| kp.created_at + 1).max();
        self.at.wall.max(newest.unwrap_or(0))
    }

    /// Publishes a replacement of the current KeyPackage. What relays keep of the old one depends on its kind; its private keys
    /// stay as long as the knob says, since a Welcome for it may be under way (D3, D4).
    pub(crate) fn rotate(&mut self, op: Option<OpId>) -> Result<(), CommandError> {
        let options = self.newest_key_package().map(|kp| kp.options.of_replacement());
        self.publish_key_package(op, &options.unwrap_or_default())
    }

    pub(crate) fn newest_key_package(&self) -> Option<&OwnKeyPackage> {
        let published = self.install.book.key_packages.values().filter(|kp| !kp.offered);
        published.max_by_key(|kp| (kp.created_at, kp.facts.event))
    }

    pub(crate) fn key_package_acknowledged(&mut self, id: EventId, relay: RelayUrl) {
        let Some(own) = self.install.book.key_packages.get_mut(&id) else { return };
        own.acknowledged = true;
        let key_package = own.facts.clone();
        let (reference, created_at) = (key_package.reference.clone(), own.created_at);
        // A second relay may take the used one after the first: that replaces nothing.
        let replaces = !own.consumed;
        self.note(Note::KeyPackagePublished { key_package, relay });
        self.remember_dates_of(id);
        let older = |kp: &OwnKeyPackage| !kp.offered && kp.facts.reference != reference && kp.created_at <= created_at;
        for kp in self.install.book.key_packages.values_mut().filter(|kp| older(kp)) {
            kp.superseded = true;
        }
        if replaces && self.config.behaviour.consumed_key_package == ConsumedKeyPackage::Replace {
            self.delete_consumed_events();
        }
        self.destroy_replaced_private_keys();
    }

    /// A Welcome used this KeyPackage: make room for the next invitation (LC-01, LC-06).
    pub(crate) fn key_package_consumed(&mut self, id: EventId) {
        let Some(own) = self.install.book.key_packages.get(&id) else { return };
        let reference = own.facts.reference.clone();
        let options = own.options.of_replacement();
        let superseded = own.superseded;
        let replaced_already = self.replacement_is_under_way(own);
        let offered = own.offered;
        for kp in self.install.book.key_packages.values_mut().filter(|kp| kp.facts.reference == reference) {
            kp.consumed = true;
        }
        if offered {
            let pairings = self.install.book.pairings.clone();
            return self.forget_offered_keys(|kp| kp.consumed && pairings.is_for_one_group(&kp.facts.event));
        }
        match self.config.behaviour.consumed_key_package {
            ConsumedKeyPackage::Keep => {}
            ConsumedKeyPackage::Replace if superseded => self.delete_consumed_events(),
            // The old event goes when the new one is acknowledged, however many Welcomes use it until then.
            ConsumedKeyPackage::Replace if replaced_already => {}
            ConsumedKeyPackage::Replace => {
                if let Err(why) = self.publish_key_package(None, &options) {
                    self.note(Note::KeyPackageRefused { event: id, answers: [].into() });
                    debug_assert!(self.is_dead(), "a KeyPackage like one that was published cannot be made: {why}");
                }
            }
            ConsumedKeyPackage::DeleteFirst => {
                self.delete_consumed_events();
                if !replaced_already {
                    let _ = self.publish_key_package(None, &options);
                }
            }
        }
    }

    /// NIP-09 for consumed events that relays would not replace by themselves.
    fn delete_consumed_events(&mut self) {
        let regular = |kp: &OwnKeyPackage| kp.facts.kind == KIND_REGULAR;
        self.delete_events(None, |kp| kp.consumed && !kp.deleted && regular(kp));
    }

    pub(crate) fn delete_all_key_packages(&mut self, op: Option<OpId>) {
        self.delete_events(op, |kp| !kp.deleted);
    }

    fn delete_events(&mut self, op: Option<OpId>, which: impl Fn(&OwnKeyPackage) -> bool) {
        let own = self.install.book.key_packages.values_mut().filter(|kp| which(kp));
        let mut targets = Vec::new();
        for kp in own {
            kp.deleted = true;
            targets.push((kp.facts.event, kp.relays.clone()));
        }
        for (id, relays) in targets {
            let request = EventDeletionRequest::new().id(id);
            let event = envelope::sign(EventBuilder::delete(request), &self.config.keys);
            self.note(Note::KeyPackageDeleted { event: id });
            self.publish(op, event, &relays, Purpose::Deletion);
        }
    }

    /// LC-02, LC-03, D3: which private keys die once a replacement is confirmed.
    fn destroy_replaced_private_keys(&mut self) {
        let which: fn(&OwnKeyPackage) -> bool = match self.config.behaviour.private_key {
            PrivateKeyDeletion::KeepToNotAfter => |kp| kp.held && kp.superseded && kp.consumed,
            PrivateKeyDeletion::DeleteOnConfirm => |kp| kp.held && kp.superseded,
            PrivateKeyDeletion::Never => return,
        };
        self.forget_private_keys(which);
    }

    /// Reminds of everything that the stored KeyPackages need, as after a restored backup.
    pub(crate) fn remember_key_package_dates(&mut self) {
        let held: Vec<_> =
            self.install.book.key_packages.values().filter(|kp| kp.held).map(|kp| kp.facts.event).collect();
        held.into_iter().for_each(|id| self.remember_dates_of(id));
    }

    /// LC-03 and LC-08: when to replace a KeyPackage, and when its private keys must be gone.
    fn remember_dates_of(&mut self, id: EventId) {
        let Some(own) = self.install.book.key_packages.get(&id) else { return };
        let until = |at: u64| Duration::from_secs(at.saturating_sub(self.at.wall));
        let not_after = own.facts.lifetime.1;
        let expired = until(not_after);
        let early = rand::rngs::OsRng.gen_range(REFRESH_BEFORE_SECS);
        let refresh = match self.config.behaviour.refresh {
            Refresh::BeforeExpiry => Some(until(not_after.saturating_sub(early))),
            Refresh::ByEventAge => Some(until(own.created_at + REFRESH_AGE_SECS)),
            Refresh::Never => None,
        };
        self.remind(expired, Timer::Expired);
        if let Some(refresh) = refresh {
            self.remind(refresh, Timer::Refresh(id));
        }
    }

    /// LC-08: the KeyPackage is still the current one and will expire before long; by age, the event is the newest.
    pub(crate) fn refresh_key_package(&mut self, id: EventId) {
        let newest = match self.config.behaviour.refresh {
            Refresh::ByEventAge => self.newest_key_package().map(|kp| kp.created_at),
            Refresh::BeforeExpiry | Refresh::Never => None,
        };
        let overtaken = |kp: &OwnKeyPackage| newest.is_some_and(|newest| kp.created_at < newest);
        let current = |kp: &OwnKeyPackage| {
            kp.held && !kp.superseded && !kp.deleted && !overtaken(kp) && !self.replacement_is_under_way(kp)
        };
        if let Some(own) = self.install.book.key_packages.get(&id).filter(|kp| current(kp)) {
            let options = own.options.of_replacement();
            let _ = self.publish_key_package(None, &options);
        }
    }

    /// A newer KeyPackage is published, and no relay has taken it yet: one replacement is enough, whatever asks for it.
    fn replacement_is_under_way(&self, old: &OwnKeyPackage) -> bool {
        let newer = |kp: &OwnKeyPackage| kp.facts.reference != old.facts.reference && kp.created_at >= old.created_at;
        let under_way = |kp: &OwnKeyPackage| !kp.acknowledged && kp.held && self.outbox.holds(kp.facts.event);
        self.install.book.key_packages.values().any(|kp| newer(kp) && under_way(kp))
    }

    /// LC-03: at `not_after` the keys must be gone.
    pub(crate) fn forget_expired_key_packages(&mut self) {
        if self.config.behaviour.private_key != PrivateKeyDeletion::Never {
            let now = self.at.wall;
            self.forget_private_keys(move |kp| kp.held && kp.facts.lifetime.1 <= now);
        }
    }

    /// SA-09: those of own offers that are used, or over.
    pub(crate) fn forget_offered_keys(&mut self, which: impl Fn(&OwnKeyPackage) -> bool) {
        if self.config.behaviour.private_key != PrivateKeyDeletion::Never {
            self.forget_private_keys(|kp| kp.held && kp.offered && which(kp));
        }
    }

    fn forget_private_keys(&mut self, which: impl Fn(&OwnKeyPackage) -> bool) {
        let mut forgotten = Vec::new();
        for kp in self.install.book.key_packages.values_mut().filter(|kp| which(kp)) {
            kp.held = false;
            forgotten.push((kp.facts.reference.clone(), kp.data.handle.clone()));
        }
        forgotten.sort();
        forgotten.dedup();
        self.before_library_writes();
        for (reference, handle) in forgotten {
            self.install.mls.forget_key_package(&handle);
            self.note(Note::KeyPackageForgotten { reference });
        }
    }
}

fn refused(why: &dyn std::fmt::Display) -> CommandError {
    CommandError::Library(Said::by(Call::CreateKeyPackage, why))
}

fn facts_of(event: &Event, made: &NewKeyPackage) -> KeyPackageFacts {
    let tag = |name: &str| {
        event.tags.iter().map(|t| t.as_slice()).find(|t| t[0] == name).and_then(|t| t.get(1)).map(|v| v.to_owned())
    };
    KeyPackageFacts {
        event: event.id,
        kind: event.kind.as_u16(),
        reference: made.reference.clone(),
        signature_key: made.signature_key.clone(),
        client_id: tag("client_id"),
        slot: tag("d"),
        lifetime: made.lifetime,
    }
}

/// Breaks an event in one named way, before it is signed.
fn break_as_asked(malformed: Option<Malformed>, tags: &mut Vec<Vec<String>>, content: &mut String) {
    match malformed {
        Some(Malformed::WrongRef) => tags.iter_mut().filter(|t| t[0] == "i").for_each(|t| t[1] = "00".repeat(32)),
        Some(Malformed::NotBase64) => *content = "this is no base64!".to_owned(),
        Some(Malformed::Truncated) => content.truncate(content.len() / 8 * 4),
        Some(Malformed::NoEncoding) => tags.retain(|t| t[0] != "encoding"),
        Some(Malformed::NoRelays) => tags.retain(|t| t[0] != "relays"),
        Some(Malformed::WrongCiphersuite) => {
            tags.iter_mut().filter(|t| t[0] == "mls_ciphersuite").for_each(|t| t[1] = "0x0007".to_owned());
        }
        Some(Malformed::UpperCaseRef) => {
            tags.iter_mut().filter(|t| t[0] == "i").for_each(|t| t[1].make_ascii_uppercase())
        }
        Some(Malformed::SurplusValue) => {
            tags.iter_mut().filter(|t| t[0] == "mls_protocol_version").for_each(|t| t.push("1.1".to_owned()));
        }
        Some(Malformed::RepeatedTag) => tags.push(vec!["mls_protocol_version".to_owned(), "1.1".to_owned()]),
        Some(Malformed::ForeignCredential) | None => {}
    }
}
