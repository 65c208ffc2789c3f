//! What every policy shares: events by label, validity, and the account of who was left out.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::key_package::Package;
use crate::format::topics::key_package_select::{Expect, Input};
use crate::format::{Event, Exclusion};
use crate::verify::reader::{Check, Reader};

use Exclusion::{
    BadEncoding, BadMls, BadSignature, BeyondQueryLimit, FutureDated, IdentityMismatch, Incompatible, LifetimeEarly,
    LifetimeExpired, LostRanking, LostTie, MalformedShape, RefMismatch, WrongAuthor, WrongKind,
};

/// A labelled event.
#[derive(Clone, Copy)]
pub(super) struct Labelled<'a> {
    pub label: &'a str,
    pub event: &'a Event,
}

impl Labelled<'_> {
    /// Newest first, lower id first: the order of NIP-01.
    pub(super) fn relay_order(&self) -> (Reverse<u64>, String) {
        (Reverse(self.event.created_at), self.event.id.clone())
    }

    /// Its KeyPackage, where a policy has seen to it that there is one.
    pub(super) fn package(&self, adopted: bool) -> Option<Package> {
        decode(self.event, adopted).ok()
    }
}

/// One selection under way.
pub(super) struct Desk<'a> {
    pub input: &'a Input,
    pub profile: &'a str,
    pub now: u64,
    reader: &'a Reader,
    excluded: BTreeMap<String, Exclusion>,
}

impl<'a> Desk<'a> {
    pub(super) fn new(input: &'a Input, profile: &'a str, now: u64, reader: &'a Reader) -> Self {
        Self { input, profile, now, reader, excluded: BTreeMap::new() }
    }

    /// The exclusion, if something is wrong and the reader looks for it.
    pub(super) fn against(&self, check: Check, wrong: bool, why: Exclusion) -> Option<Exclusion> {
        (wrong && self.reader.makes(check)).then_some(why)
    }

    pub(super) fn adopted(&self) -> bool {
        self.profile == "adopted-2026-07"
    }

    pub(super) fn exclude(&mut self, out: Labelled<'_>, why: Exclusion) {
        self.excluded.insert(out.label.to_owned(), why);
    }

    /// Keeps those against which there is nothing.
    pub(super) fn sift(
        &mut self,
        events: Vec<Labelled<'a>>,
        against: impl Fn(&Self, Labelled<'a>) -> Option<Exclusion>,
    ) -> Vec<Labelled<'a>> {
        let mut kept = Vec::new();
        for event in events {
            match against(self, event) {
                Some(why) => self.exclude(event, why),
                None => kept.push(event),
            }
        }
        kept
    }

    /// The account's events of these kinds, the newest `limit` of them, newest first.
    pub(super) fn query(&mut self, kinds: &[u16], limit: usize) -> Vec<Labelled<'a>> {
        let input = self.input;
        let all = input.events.iter().map(|(label, event)| Labelled { label, event }).collect();
        let mut found = self.sift(all, |desk, found| {
            let event = found.event;
            let foreign = desk.against(Check::Author, event.pubkey != input.account, WrongAuthor);
            foreign.or_else(|| desk.against(Check::Kind, !kinds.contains(&event.kind), WrongKind))
        });
        found.sort_by_key(Labelled::relay_order);
        let beyond = found.split_off(limit.min(found.len()));
        beyond.into_iter().for_each(|event| self.exclude(event, BeyondQueryLimit));
        found
    }

    /// Without what is dated further ahead than `seconds`.
    pub(super) fn not_ahead(&mut self, events: Vec<Labelled<'a>>, seconds: u64) -> Vec<Labelled<'a>> {
        let latest = self.now + seconds;
        self.sift(events, |desk, found| desk.against(Check::Future, found.event.created_at > latest, FutureDated))
    }

    /// Only valid events.
    pub(super) fn valid(&mut self, events: Vec<Labelled<'a>>) -> Vec<Labelled<'a>> {
        self.sift(events, |desk, found| desk.fault(found.event))
    }

    /// Excludes losers: as a tie if they are as old as the winner.
    pub(super) fn lose(&mut self, losers: Vec<Labelled<'_>>, winner: Labelled<'_>, otherwise: Exclusion) {
        for loser in losers {
            let tied = loser.event.created_at == winner.event.created_at;
            self.exclude(loser, if tied { LostTie } else { otherwise });
        }
    }

    /// The first `count`; the others lost to the last of them.
    pub(super) fn first(&mut self, mut ranked: Vec<Labelled<'a>>, count: usize) -> Vec<Labelled<'a>> {
        let losers = ranked.split_off(count.min(ranked.len()));
        if let Some(last) = ranked.last() {
            self.lose(losers, *last, LostRanking);
        }
        ranked
    }

    pub(super) fn close(self, selected: Vec<Labelled<'_>>) -> Expect {
        let selected = selected.into_iter().map(|event| event.label.to_owned()).collect();
        Expect { selected, excluded: self.excluded }
    }

    /// The first thing that is wrong with an event.
    pub(super) fn fault(&self, event: &Event) -> Option<Exclusion> {
        let forged = event.to_nostr().and_then(|event| event.verify().map_err(|e| e.to_string())).is_err();
        if let Some(why) = self.against(Check::EventSignature, forged, BadSignature) {
            return Some(why);
        }
        let package = match self.read(event) {
            Ok(package) => package,
            Err(why) => return self.against(Check::ContentDecodes, true, why),
        };
        let (from, to) = package.lifetime;
        let (early, late) =
            if self.adopted() { (self.now < from, self.now > to) } else { (self.now <= from, self.now >= to) };
        let checks = [
            (Check::RefMismatch, event.tag("i").is_some_and(|i| i != hex::encode(&package.reference)), RefMismatch),
            (Check::Identity, hex::encode(&package.identity) != event.pubkey, IdentityMismatch),
            (Check::LifetimeNotYetValid, early, LifetimeEarly),
            (Check::LifetimeExpired, late, LifetimeExpired),
            (Check::Requirements, !self.covers(&package), Incompatible),
        ];
        checks.into_iter().find_map(|(check, wrong, why)| self.against(check, wrong, why))
    }

    /// Shape, encoding, MLS.
    pub(super) fn read(&self, event: &Event) -> Result<Package, Exclusion> {
        if event.kind == 30443 {
            let d = event.tag("d").unwrap_or_default();
            let hex = d.len() == 64 && d.chars().all(|c| c.is_ascii_hexdigit());
            let wrong = !hex || self.adopted() && d.chars().any(|c| c.is_ascii_uppercase());
            if let Some(why) = self.against(Check::Slot, wrong, MalformedShape) {
                return Err(why);
            }
        }
        decode(event, self.adopted())
    }

    /// Whether it supports what the group requires.
    pub(super) fn covers(&self, package: &Package) -> bool {
        let wants = &self.input.requirements;
        package.suite == wants.cipher_suite
            && wants.extensions.iter().all(|id| package.extensions.contains(id))
            && wants.proposals.iter().all(|id| package.proposals.contains(id))
            && (!self.adopted() || package.components.contains(&0x8009))
    }
}

/// The KeyPackage in base64, in the adopted text behind the four bytes of its frame.
pub(super) fn decode(event: &Event, adopted: bool) -> Result<Package, Exclusion> {
    let bytes = STANDARD.decode(&event.content).map_err(|_| BadEncoding)?;
    let bare = if adopted { bytes.strip_prefix(&[0, 1, 0, 5]) } else { Some(bytes.as_slice()) };
    bare.and_then(Package::read).ok_or(BadMls)
}
