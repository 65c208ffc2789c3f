//! The overlay `idea-devices`, as far as it is here: a device that is let in comes into the group of its siblings and into every chat.
//!
//! ```text
//!  sponsor: device group (founded with the second device), then an Add in every chat that it may add to     MD-12, MD-14
//!  sponsor ── announcement in the device group ──> siblings: a minute later each adds the device to chats that it lacks
//! ```
//!
//! Not normative: `ideas/multi-device.md` assigns no kinds, so that of the announcement is a placeholder. What is not here: that two
//! device groups become one, a prompt for an unknown device (MD-13), account-wide answers to invitations (MD-16), the order of signing
//! out (MD-17), stale devices (MD-18), a limit of ten (D34: the overlay below allows five), codes and continuity keys (MD-20, MD-21).

use std::collections::BTreeSet;
use std::time::Duration;

use nostr::{Event, EventId, JsonUtil, UnsignedEvent};
use rand::Rng;
use sim_relay::VerifiedEvent;

use crate::api::{Membership, OpId};
use crate::commit::CommitRequest;
use crate::crash::Welcomes;
use crate::device::{Inboxes, MarmotDevice, Timer};
use crate::error::CommandError;
use crate::installation::GroupBook;
use crate::pairing::Overlay;

/// Placeholder kind of the message that announces a new sibling by its KeyPackage event; no text assigns one.
const ANNOUNCEMENT: u16 = 20_451;

impl MarmotDevice {
    /// The label of the group of the account's devices (MD-12).
    fn device_group(&self) -> String {
        let account = self.config.name.split_once('/').map_or(self.config.name.as_str(), |(account, _)| account);
        format!("{account}-devices")
    }

    /// Whether this is the group of the account's devices: anybody can call a chat so, but nobody else is in this one.
    fn is_device_group(&self, label: &str, book: &GroupBook) -> bool {
        let account = self.account().to_hex();
        label == self.device_group() && book.state.leaves.iter().all(|leaf| leaf.account == account)
    }

    fn active_groups(&self) -> impl Iterator<Item = (&String, &GroupBook)> {
        self.install.book.groups.iter().filter(|(_, book)| book.membership == Membership::Active)
    }

    /// Leaf signature keys of the account in all groups, hex.
    pub(crate) fn roster(&self) -> BTreeSet<String> {
        let account = self.account().to_hex();
        let leaves = self.active_groups().flat_map(|(_, book)| &book.state.leaves);
        leaves.filter(|leaf| leaf.account == account).map(|leaf| leaf.signature_key.clone()).collect()
    }

    /// MD-12: founds the group of the account's devices with this new one in it, unless there is one. The Welcome is still
    /// to be sent.
    ///
    /// # Errors
    /// A chat has its label, or the engine refuses.
    pub(crate) fn found_device_group(&mut self, key_package: &Event) -> Result<Option<Welcomes>, CommandError> {
        let group = self.device_group();
        match self.active_group(&group) {
            Ok(book) if self.is_device_group(&group, book) => return Ok(None),
            Ok(_) => return Err(CommandError::GroupExists { group }),
            Err(_) => {}
        }
        self.install.book.pairings.let_in_by(key_package.id);
        let (relays, picks) = (self.config.relays.clone(), vec![key_package.clone()]);
        self.found(group, relays, Vec::new(), picks, Inboxes::new()).map(Some)
    }

    /// Adds a device to the group of its siblings, or welcomes it to the one that was `founded` with it; then adds it to
    /// every chat.
    pub(crate) fn let_in_everywhere(
        &mut self,
        op: Option<OpId>,
        key_package: &Event,
        founded: Option<Welcomes>,
    ) -> Result<(), CommandError> {
        if let Some(welcomes) = founded {
            self.welcome_everybody(op, welcomes);
        } else {
            let group = self.device_group();
            self.add_sibling(op, &group, key_package)?;
            self.send_kind(None, &group, ANNOUNCEMENT, &key_package.as_json(), false)?;
        }
        self.chats_without(key_package).iter().try_for_each(|chat| self.add_sibling(op, chat, key_package))
    }

    /// One Add of one leaf (SA-05).
    pub(crate) fn add_sibling(
        &mut self,
        op: Option<OpId>,
        group: &str,
        key_package: &Event,
    ) -> Result<(), CommandError> {
        self.install.book.pairings.let_in_by(key_package.id);
        self.request_commit(op, group, CommitRequest::add(op, vec![key_package.clone()], Inboxes::new()))
    }

    /// The chats that lack the device of this KeyPackage, and to which this device may add it.
    fn chats_without(&self, key_package: &Event) -> Vec<String> {
        let account = self.account();
        let Some(key) = self.install.mls.signature_key(key_package) else { return Vec::new() };
        let lacks = |book: &GroupBook| book.state.leaves.iter().all(|leaf| leaf.signature_key != key);
        let may_add = |book: &GroupBook| book.data.siblings || book.data.admins.contains(&account);
        let chats = self
            .active_groups()
            .filter(|(label, book)| !self.is_device_group(label, book) && lacks(book) && may_add(book));
        chats.map(|(label, _)| label.clone()).collect()
    }

    /// A message was read: if a sibling announces a new one in the device group, its gaps are filled after a while.
    pub(crate) fn announced(&mut self, label: &str, rumor: &UnsignedEvent) {
        let heard_there = self.active_group(label).is_ok_and(|book| self.is_device_group(label, book));
        let speaks = self.config.overlay == Overlay::IdeaDevices && heard_there;
        if !speaks || rumor.kind.as_u16() != ANNOUNCEMENT || rumor.pubkey != self.account() {
            return;
        }
        let Ok(event) = Event::from_json(&rumor.content) else { return };
        let Ok(event) = VerifiedEvent::check(event) else { return };
        if event.pubkey != self.account() || self.install.book.key_packages.contains_key(&event.id) {
            return;
        }
        // The sponsor comes first, and siblings that wake together should not race.
        let after = Duration::from_secs(rand::rngs::OsRng.gen_range(60..120));
        self.remind(after, Timer::FillGaps(event.id));
        self.install.book.pairings.announced.insert(event.id, event);
    }

    /// MD-14: what the sponsor is not in, a sibling is.
    pub(crate) fn fill_gaps(&mut self, key_package: EventId) {
        let Some(event) = self.install.book.pairings.announced.remove(&key_package) else { return };
        for chat in self.chats_without(&event) {
            // A chat that was left in between needs nobody.
            let _ = self.add_sibling(None, &chat, &event);
        }
    }
}
