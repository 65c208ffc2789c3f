//! Pairing under the overlay of PR #417: a member device lets another device of its account in, without any admin.
//!
//! ```text
//!  new device ── Offer: a session, a fresh KeyPackage for each group ──> member device        (past all relays, a person carries it)
//!  new device <── Approval: the session, which leaf will sign ────────── member device
//!  new device <── Welcome (through relays, as any other) ─────────────── member device, after its Add
//!  new device: joined, acknowledged, and only then its leaf is updated (SA-10)
//! ```
//!
//! The exchange is modelled as authenticated: who carries it knows both devices. What is not here: QR codes, kind 453 proofs, the HKDF
//! channel and the acknowledgement of kind 452, which only an earlier revision of the proposal has; the acknowledgement is told in the
//! transcript, and the sponsor does not wait for it.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use nostr::EventId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sim_relay::VerifiedEvent;

use crate::api::{Note, OpId, Output};
use crate::device::{MarmotDevice, Timer};
use crate::error::CommandError;
use crate::installation::random_id;

/// A proposal on top of the adopted text that a device speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Overlay {
    /// The adopted text alone.
    #[default]
    None,
    /// PR #417, not adopted: members add and remove devices of their own account (SA-01 to SA-12).
    SameAccount,
    /// `ideas/multi-device.md`, not normative, on top of PR #417: a device that is let in comes into every chat of the one that lets it in,
    /// and its siblings fill what that one lacks (MD-12, MD-14, as far as the guide says).
    IdeaDevices,
}

impl Overlay {
    /// Every overlay, and none.
    pub const ALL: [Self; 3] = [Self::None, Self::SameAccount, Self::IdeaDevices];

    /// The name used in files.
    pub const fn id(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::SameAccount => "same-account",
            Self::IdeaDevices => "idea-devices",
        }
    }

    /// Whether the device knows component 0x800d as PR #417 means it.
    pub const fn knows_siblings(self) -> bool {
        !matches!(self, Self::None)
    }
}

/// What two devices of one account hand each other when they pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Handed {
    /// From the new device.
    Offer(Offer),
    /// From the sponsor.
    Approval(Approval),
}

/// A new device asks a member device of its account to add it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The new device, `account/device`.
    pub device: String,
    /// Names this pairing, 64 hex digits.
    pub session: String,
    /// The last second is the one before this, Unix seconds.
    pub expires: u64,
    /// A fresh KeyPackage event for each group, by label; never published (SA-09).
    pub key_packages: BTreeMap<String, VerifiedEvent>,
    /// One KeyPackage event for all groups of the sponsor in its place, under `idea-devices` (MD-14).
    pub for_all: Option<VerifiedEvent>,
}

/// The sponsor's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    /// The sponsor, `account/device`.
    pub sponsor: String,
    /// The pairing that it answers.
    pub session: String,
    /// Signature key (hex) of the leaf that will sign, by group.
    pub leaves: BTreeMap<String, String>,
    /// Signature keys (hex) of all devices of the account, as far as the sponsor knows, for a KeyPackage that serves all groups.
    pub roster: BTreeSet<String>,
}

/// A KeyPackage of an own offer.
#[derive(Clone, Debug)]
pub(crate) struct Offered {
    session: String,
    /// The one group that it is for; none if it is for all.
    group: Option<String>,
    expires: u64,
    /// Its time is over, whatever the clock was set to since.
    over: bool,
    /// The group was joined with it: an identical Welcome is acknowledged again.
    acknowledged: bool,
}

/// What a device remembers of its pairings.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pairings {
    /// Own offers, by KeyPackage event.
    offered: BTreeMap<EventId, Offered>,
    /// Offers of other devices, by device: the newest.
    open: BTreeMap<String, Offer>,
    /// KeyPackage events of siblings that this device lets in: nobody is invited by that.
    sponsored: BTreeSet<EventId>,
    /// KeyPackage events of new siblings, as another sibling announced them (MD-14).
    pub(crate) announced: BTreeMap<EventId, VerifiedEvent>,
}

impl Pairings {
    /// Whether this is the KeyPackage of an own offer for one group.
    pub(crate) fn is_for_one_group(&self, key_package: &EventId) -> bool {
        self.offered.get(key_package).is_some_and(|offered| offered.group.is_some())
    }

    /// Whether this is the KeyPackage of an own offer whose time is over.
    fn is_over(&self, key_package: &EventId) -> bool {
        self.offered.get(key_package).is_some_and(|offered| offered.over)
    }

    /// Whether this device lets a sibling in by this KeyPackage.
    pub(crate) fn is_sponsored(&self, key_package: &EventId) -> bool {
        self.sponsored.contains(key_package)
    }

    /// From now on this device lets a sibling in by this KeyPackage.
    pub(crate) fn let_in_by(&mut self, key_package: EventId) {
        self.sponsored.insert(key_package);
    }
}

impl MarmotDevice {
    /// Makes a KeyPackage for each group under a new session, or one for all that the other device is in, and hands them over. What a
    /// group is called is known from the person.
    pub(crate) fn offer(&mut self, groups: &BTreeSet<String>, lasts: Duration) -> Result<(), CommandError> {
        let for_all = (self.config.overlay == Overlay::IdeaDevices && groups.is_empty()).then_some(None);
        if groups.is_empty() && for_all.is_none() {
            return Err(CommandError::NothingOffered);
        }
        let (session, expires) = (random_id(), self.at.wall.saturating_add(lasts.as_secs()));
        let (mut key_packages, mut facts) = (BTreeMap::new(), BTreeMap::new());
        for group in groups.iter().cloned().map(Some).chain(for_all) {
            let event = self.offered_key_package(group.is_none())?;
            facts.insert(group.clone().unwrap_or_default(), self.install.book.key_packages[&event.id].facts.clone());
            let offered =
                Offered { session: session.clone(), group: group.clone(), expires, over: false, acknowledged: false };
            self.install.book.pairings.offered.insert(event.id, offered);
            key_packages.insert(group, event);
        }
        self.remind(lasts, Timer::OfferOver(session.clone()));
        self.note(Note::PairingOffered { session: session.clone(), expires, key_packages: facts });
        let (device, for_all) = (self.config.name.clone(), key_packages.remove(&None));
        let key_packages = key_packages.into_iter().filter_map(|(group, event)| Some((group?, event))).collect();
        self.hand(Handed::Offer(Offer { device, session, expires, key_packages, for_all }));
        Ok(())
    }

    fn hand(&mut self, what: Handed) {
        if !self.is_dead() {
            self.net.out.push(Output::Hand(what));
        }
    }

    /// Another device of the account handed something over.
    pub(crate) fn take(&mut self, what: Handed) -> Result<(), CommandError> {
        match what {
            Handed::Offer(offer) => self.take_offer(offer),
            Handed::Approval(approval) => self.take_approval(&approval),
        }
    }

    /// SA-05: a device lets in devices of its own account, and nobody else.
    fn take_offer(&mut self, offer: Offer) -> Result<(), CommandError> {
        let account = self.account();
        if offer.key_packages.values().chain(&offer.for_all).any(|key_package| key_package.pubkey != account) {
            return Err(CommandError::ForeignOffer { device: offer.device });
        }
        self.install.book.pairings.open.insert(offer.device.clone(), offer);
        Ok(())
    }

    /// SA-08, SA-09: the session must be an own one that is not over.
    fn take_approval(&mut self, approval: &Approval) -> Result<(), CommandError> {
        let Approval { sponsor, session, leaves, roster } = approval;
        let of_session = |(_, offered): &(&EventId, &Offered)| offered.session == *session;
        let offered: Vec<(EventId, Offered)> = self
            .install
            .book
            .pairings
            .offered
            .iter()
            .filter(of_session)
            .map(|(event, offered)| (*event, offered.clone()))
            .collect();
        if offered.is_empty() {
            return Err(CommandError::NoSuchPairing { session: session.clone() });
        }
        if offered.iter().any(|(_, offered)| offered.over || offered.expires <= self.at.wall) {
            return Err(CommandError::PairingOver { session: session.clone() });
        }
        self.before_library_writes();
        for (event, offered) in offered {
            let signers = match &offered.group {
                Some(group) => leaves.get(group).cloned().into_iter().collect(),
                None => roster.clone(),
            };
            if let Some(own) = self.install.book.key_packages.get(&event) {
                self.install.mls.approve(self.at, &own.facts.reference, &signers, offered.expires);
            }
        }
        self.note(Note::PairingApproved { session: session.clone(), sponsor: sponsor.clone() });
        Ok(())
    }

    /// Says who will sign, and adds the device to every group of its offer: one Add each (SA-05). A sponsor that founds the
    /// group of the devices signs there too, so that comes first; the Welcome to it goes out after the approval.
    pub(crate) fn sponsor(&mut self, op: Option<OpId>, device: &str) -> Result<(), CommandError> {
        let Some(offer) = self.install.book.pairings.open.get(device).cloned() else {
            return Err(CommandError::NoOffer { device: device.to_owned() });
        };
        if offer.expires <= self.at.wall {
            return Err(CommandError::PairingOver { session: offer.session });
        }
        let mut leaves = BTreeMap::new();
        for group in offer.key_packages.keys() {
            let book = self.active_group(group)?;
            let own = book.state.leaves.iter().find(|leaf| leaf.index == book.state.own_leaf);
            leaves.extend(own.map(|leaf| (group.clone(), leaf.signature_key.clone())));
        }
        let founded = offer.for_all.as_ref().map_or(Ok(None), |key_package| self.found_device_group(key_package))?;
        self.install.book.pairings.open.remove(device);
        let (session, sponsor, roster) = (offer.session.clone(), self.config.name.clone(), self.roster());
        self.note(Note::PairingSponsored { session: session.clone(), device: device.to_owned() });
        self.hand(Handed::Approval(Approval { sponsor, session, leaves, roster }));
        for (group, key_package) in offer.key_packages {
            self.add_sibling(op, &group, &key_package)?;
        }
        offer.for_all.map_or(Ok(()), |key_package| self.let_in_everywhere(op, &key_package, founded))
    }

    /// Reminds of the end of every own offer, as after a restored backup.
    pub(crate) fn remember_offers(&mut self) {
        let offered = self.install.book.pairings.offered.values().filter(|offered| !offered.over);
        let open: BTreeMap<_, _> = offered.map(|offered| (offered.session.clone(), offered.expires)).collect();
        for (session, expires) in open {
            let left = Duration::from_secs(expires.saturating_sub(self.at.wall));
            self.remind(left, Timer::OfferOver(session));
        }
    }

    /// The time of an own offer is over, and its private keys go with it.
    pub(crate) fn end_offer(&mut self, session: &str) {
        let offered = self.install.book.pairings.offered.values_mut();
        offered.filter(|offered| offered.session == session).for_each(|offered| offered.over = true);
        let pairings = self.install.book.pairings.clone();
        self.forget_offered_keys(|kp| pairings.is_over(&kp.facts.event));
    }

    /// SA-10: said before the leaf is updated, and again when the identical Welcome comes again.
    pub(crate) fn acknowledge_pairing(&mut self, key_package: Option<EventId>, again: bool) {
        let offered = key_package.and_then(|event| self.install.book.pairings.offered.get_mut(&event));
        let Some(offered) = offered.filter(|offered| offered.acknowledged == again) else { return };
        offered.acknowledged = true;
        let (session, Some(group)) = (offered.session.clone(), offered.group.clone()) else { return };
        self.note(Note::PairingAcknowledged { session, group, again });
    }
}
