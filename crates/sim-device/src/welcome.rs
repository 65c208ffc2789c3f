//! Receiving a Welcome: open the wrap, check what the engine leaves to its caller, join.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use marmot_rules::decisions::EqualWelcomes;
use nostr::nips::nip09::EventDeletionRequest;
use nostr::{EventBuilder, EventId, Kind, Tag, UnsignedEvent};
use rand::Rng;
use sha2::{Digest, Sha256};
use sim_relay::VerifiedEvent;

use crate::api::{CrashPoint, Membership, Note, WelcomeRefusal};
use crate::behaviour::{ForeignWelcome, GiftWraps, HeldGroup, Invitations, PostJoinUpdate};
use crate::device::{MarmotDevice, Timer};
use crate::envelope::{self, Opened};
use crate::installation::SeenWelcome;
use crate::mls::{By, Invited};
use crate::publications::Purpose;

impl MarmotDevice {
    /// A kind 1059 event of the inbox. Wraps that hold no Welcome are none of this device's business.
    pub(crate) fn gift_wrap(&mut self, wrap: VerifiedEvent) {
        if self.install.book.seen_wraps.contains(&wrap.id) {
            return;
        }
        let content = self.read_wrap(&wrap);
        if self.is_dead() && self.goes_on() {
            return;
        }
        self.install.book.seen_wraps.insert(wrap.id);
        self.install.book.seen_welcomes.extend(content);
        if self.config.behaviour.gift_wraps == GiftWraps::DeleteOpened {
            self.delete_gift_wrap(wrap.id);
        }
    }

    /// NIP-09 by the receiver, whom the wrap's `p` tag names.
    fn delete_gift_wrap(&mut self, wrap: EventId) {
        let kind = Tag::parse(["k", "1059"]).expect("two values");
        let request = EventBuilder::delete(EventDeletionRequest::new().id(wrap)).tag(kind);
        let relays = self.inbox_relays();
        self.note(Note::GiftWrapDeleted { wrap });
        self.publish(None, envelope::sign(request, &self.config.keys), &relays, Purpose::Deletion);
    }

    /// Gives what makes another Welcome equal to this one, if it is one that counts.
    fn read_wrap(&mut self, wrap: &VerifiedEvent) -> Option<SeenWelcome> {
        let opened = match envelope::open(&self.config.keys, wrap) {
            Ok(opened) => opened,
            Err(why) => {
                self.ignore(wrap, None, WelcomeRefusal::Malformed(why), true);
                return None;
            }
        };
        if opened.rumor.kind != Kind::MlsWelcome {
            return None;
        }
        let named = named_key_package(&opened.rumor);
        let content = match self.content_that_counts(&opened.rumor, named) {
            Ok(content) => content,
            Err(why) => {
                self.ignore(wrap, named, WelcomeRefusal::Malformed(why), true);
                return None;
            }
        };
        if content.is_some_and(|content| self.install.book.seen_welcomes.contains(&content)) {
            self.ignore(wrap, named, WelcomeRefusal::SeenBefore, true);
            self.acknowledge_pairing(named, true);
            return None;
        }
        let before = self.install.fingerprint();
        if let Err(why) = self.welcome(wrap, &opened, named) {
            let unchanged = self.install.fingerprint() == before;
            self.ignore(wrap, named, why, unchanged);
            // RW-08: the adopted text marks nothing as seen before a success, so that the same bytes may come again in the own wrap.
            return content.filter(|_| !self.config.profile.is_adopted());
        }
        content
    }

    /// D7, RW-07: what the knob compares to tell whether another wrap brought this Welcome before. Fails where there are no bytes.
    fn content_that_counts(
        &self,
        rumor: &UnsignedEvent,
        named: Option<EventId>,
    ) -> Result<Option<SeenWelcome>, String> {
        let counts = match self.config.knobs.equal_welcomes {
            EqualWelcomes::ByWrapper => return Ok(None),
            EqualWelcomes::ByBytes => None,
            EqualWelcomes::ByBytesAndE => named,
        };
        let bytes = welcome_bytes(rumor)?;
        Ok(Some((Sha256::digest(bytes).into(), counts)))
    }

    fn ignore(&mut self, wrap: &VerifiedEvent, key_package: Option<EventId>, why: WelcomeRefusal, unchanged: bool) {
        self.note(Note::WelcomeIgnored { wrap: wrap.id, key_package, why, unchanged });
    }

    fn welcome(&mut self, wrap: &VerifiedEvent, opened: &Opened, named: Option<EventId>) -> Result<(), WelcomeRefusal> {
        let own_key_package = self.check_key_package(named)?;
        let named = named.ok_or_else(|| WelcomeRefusal::Malformed("no `e` tag that names an event".to_owned()))?;
        check_sender(opened)?;
        self.check_not_held(&opened.rumor)?;
        let waits = self.config.behaviour.invitations == Invitations::Wait;
        let epoch = if waits { Some(self.check_not_overtaken(&opened.rumor)?) } else { None };
        self.before_library_writes();
        let invited = self.install.mls.open_welcome(self.at, wrap.id, &opened.rumor).map_err(WelcomeRefusal::Failed)?;
        if !invited.entitled {
            // A refused Welcome must leave nothing behind (RW-02).
            self.install.mls.discard(&invited);
            return Err(WelcomeRefusal::InviterNotEntitled);
        }
        if self.dies_at(CrashPoint::WelcomeUnwrapped) {
            return Ok(());
        }
        if let Some(epoch) = epoch {
            self.hold(wrap.id, named, epoch, invited);
            return Ok(());
        }
        self.install.mls.accept(self.at, &invited, By::Arrival).map_err(WelcomeRefusal::Failed)?;
        if self.dies_at(CrashPoint::WelcomeAccepted) {
            return Ok(());
        }
        self.joined(wrap.id, named, own_key_package, &invited);
        Ok(())
    }

    /// CID-15, RW-04: true if this installation created the KeyPackage that the Welcome names.
    pub(crate) fn check_key_package(&self, named: Option<EventId>) -> Result<bool, WelcomeRefusal> {
        let own = named.and_then(|id| self.install.book.key_packages.get(&id));
        match (own, self.config.behaviour.foreign_welcome) {
            (Some(own), _) if own.held => Ok(true),
            (Some(_), ForeignWelcome::Ignore) => Err(WelcomeRefusal::KeysGone),
            (None, ForeignWelcome::Ignore) => Err(WelcomeRefusal::ForeignKeyPackage),
            (own, ForeignWelcome::Join) => Ok(own.is_some()),
        }
    }

    /// RW-05, fact n: mdk-core would turn a joined group Pending, and then roll it back. Looking first costs one more decryption, and
    /// only for a device that holds a group at all.
    fn check_not_held(&self, rumor: &UnsignedEvent) -> Result<(), WelcomeRefusal> {
        let refuse = self.config.behaviour.held_group == HeldGroup::Refuse;
        if refuse && !self.install.book.groups.is_empty() {
            let (id, epoch) = self.install.mls.peek(rumor).map_err(WelcomeRefusal::Failed)?;
            match self.install.group_by_mls_id(&id) {
                Some((_, group)) if group.membership == Membership::Active => return Err(WelcomeRefusal::GroupHeld),
                Some((_, group)) if epoch <= group.state.epoch => return Err(WelcomeRefusal::RemovedSince),
                _ => {}
            }
        }
        Ok(())
    }

    pub(crate) fn joined(&mut self, wrap: EventId, key_package: EventId, own_key_package: bool, invited: &Invited) {
        let inviter = invited.inviter;
        let group = match self.take_in_group(&invited.group) {
            Ok(group) => group,
            Err(why) => {
                let why = WelcomeRefusal::Failed(why);
                return self.note(Note::WelcomeIgnored { wrap, key_package: Some(key_package), why, unchanged: false });
            }
        };
        self.note(Note::Joined { group: group.clone(), wrap, key_package, own_key_package, inviter });
        self.note_epoch(&group, None);
        self.key_package_consumed(key_package);
        self.acknowledge_pairing(Some(key_package), false);
        if self.config.behaviour.gift_wraps == GiftWraps::DeleteJoined {
            self.delete_gift_wrap(wrap);
        }
        let hour = 3_600;
        match self.config.behaviour.post_join_update {
            PostJoinUpdate::Spread => {
                let after = Duration::from_secs(rand::rngs::OsRng.gen_range(hour..23 * hour));
                self.remind(after, Timer::PostJoinUpdate(group));
            }
            PostJoinUpdate::AtOnce => self.remind(Duration::from_secs(1), Timer::PostJoinUpdate(group)),
            PostJoinUpdate::Never => {}
        }
    }
}

/// RW-01 step 6, fact o: mdk-core reports the author that the rumor claims.
fn check_sender(opened: &Opened) -> Result<(), WelcomeRefusal> {
    if opened.sealed_by == opened.rumor.pubkey { Ok(()) } else { Err(WelcomeRefusal::InviterNotEntitled) }
}

/// The bytes of the MLS message in a Welcome rumor.
fn welcome_bytes(rumor: &UnsignedEvent) -> Result<Vec<u8>, String> {
    STANDARD.decode(&rumor.content).map_err(|e| e.to_string())
}

/// The event that a Welcome rumor's `e` tag names (CID-13, CID-14).
fn named_key_package(rumor: &UnsignedEvent) -> Option<EventId> {
    let tag = rumor.tags.iter().map(|t| t.as_slice()).find(|t| t[0] == "e")?;
    EventId::from_hex(tag.get(1)?).ok()
}
