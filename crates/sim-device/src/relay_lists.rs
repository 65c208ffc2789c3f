//! Relay lists that change: a device moves its account to other relays, and the account's other devices may follow.

use std::collections::BTreeSet;

use marmot_rules::relay_list::{KIND_INBOX_LIST, KIND_KEY_PACKAGE_LIST, KIND_RELAY_LIST};
use nostr::{EventBuilder, Kind, RelayUrl, Tag, Timestamp};
use sim_relay::{Filter, VerifiedEvent};

use crate::api::{Note, OpId, RelayLists};
use crate::behaviour::{OldInbox, OwnLists, PublishedLists};
use crate::device::MarmotDevice;
use crate::envelope;
use crate::error::CommandError;
use crate::invite::{list_kinds, listed_relays};
use crate::net::Topic;
use crate::publications::Purpose;

impl MarmotDevice {
    /// 10002 says where the account reads and writes, 10050 where its Welcomes go, and in the older profiles 10051 where its KeyPackages
    /// are (KP-15, KP-16, WD-01).
    pub(crate) fn publish_lists(&mut self, op: Option<OpId>, lists: &RelayLists, relays: &[RelayUrl]) {
        let all = |tag: &str, urls: &[RelayUrl]| urls.iter().map(|url| entry(tag, url, None)).collect::<Vec<_>>();
        let inbox = (KIND_INBOX_LIST, all("relay", &lists.inbox));
        let published = self.config.behaviour.relay_lists;
        let key_packages = if published == PublishedLists::NamesNoRelay { &[][..] } else { &lists.key_packages };
        let kinds = match self.config.profile.key_package_list() {
            KIND_RELAY_LIST => vec![(KIND_RELAY_LIST, reads_and_writes(&lists.inbox, key_packages)), inbox],
            _ => {
                let key_packages = (KIND_KEY_PACKAGE_LIST, all("relay", key_packages));
                vec![(KIND_RELAY_LIST, all("r", &lists.inbox)), inbox, key_packages]
            }
        };
        for (kind, tags) in kinds.into_iter().filter(|(kind, _)| is_published(published, *kind)) {
            let event = self.newer_list(kind, EventBuilder::new(Kind::Custom(kind), "").tags(tags));
            self.publish(op, envelope::sign(event, &self.config.keys), relays, Purpose::RelayList);
        }
    }

    /// A relay keeps the newer of two lists, and the one with the lower id of two that are dated alike: a list is always newer than the
    /// one before it.
    fn newer_list(&mut self, kind: u16, list: EventBuilder) -> EventBuilder {
        let newest = self.newest_lists.entry(kind).or_default();
        let dated_alike = *newest >= self.at.wall;
        *newest = self.at.wall.max(*newest + 1);
        if dated_alike { list.custom_created_at(Timestamp::from(*newest)) } else { list }
    }

    /// Tells old and new relays where the account is now, and goes there.
    pub(crate) fn move_relays(
        &mut self,
        op: Option<OpId>,
        relays: Vec<RelayUrl>,
        key_package_relays: Vec<RelayUrl>,
    ) -> Result<(), CommandError> {
        let lists = RelayLists { inbox: relays.clone(), key_packages: key_package_relays.clone() };
        let config = &self.config;
        let told = [&config.relays, &config.key_package_relays, &config.list_relays, &relays, &key_package_relays];
        let told: BTreeSet<_> = told.into_iter().flatten().cloned().collect();
        self.publish_lists(op, &lists, &told.into_iter().collect::<Vec<_>>());
        self.go_to(op, relays, key_package_relays, false)
    }

    /// Listens on these relays, and publishes a KeyPackage where others will look for it now.
    fn go_to(
        &mut self,
        op: Option<OpId>,
        relays: Vec<RelayUrl>,
        key_package_relays: Vec<RelayUrl>,
        follows: bool,
    ) -> Result<(), CommandError> {
        self.note(Note::Moved { relays: relays.clone(), key_package_relays: key_package_relays.clone(), follows });
        if self.config.lists.is_some() {
            // What it publishes when it is installed again.
            let (inbox, key_packages) = (relays.clone(), key_package_relays.clone());
            self.config.lists = Some(RelayLists { inbox, key_packages });
        }
        let old = std::mem::replace(&mut self.config.relays, relays);
        self.left = match self.config.behaviour.old_inbox {
            OldInbox::Leave => Vec::new(),
            OldInbox::KeepReading => {
                let left: BTreeSet<_> = std::mem::take(&mut self.left).into_iter().chain(old).collect();
                left.into_iter().filter(|relay| !self.config.relays.contains(relay)).collect()
            }
        };
        self.listen_to_inbox();
        self.listen_to_own_lists();
        let there_before = same(&self.config.key_package_relays, &key_package_relays);
        self.config.key_package_relays = key_package_relays;
        if there_before || self.newest_key_package().is_none() { Ok(()) } else { self.rotate(op) }
    }

    pub(crate) fn listen_to_own_lists(&mut self) {
        if self.config.behaviour.own_lists == OwnLists::Follow {
            let lists = list_kinds(self.config.profile).map(|kind| Filter::new().kind(kind).author(self.account()));
            let relays: BTreeSet<_> =
                [&self.config.relays, &self.left, &self.config.list_relays].into_iter().flatten().cloned().collect();
            self.net.listen(Topic::OwnLists, &relays.into_iter().collect::<Vec<_>>(), lists.into());
        }
    }

    /// A list of the own account: it moves there, unless the list is an old one or says what it does already.
    pub(crate) fn own_list(&mut self, list: &VerifiedEvent) {
        let kind = list.kind.as_u16();
        let newest = self.newest_lists.entry(kind).or_default();
        if list.created_at.as_secs() <= *newest {
            return;
        }
        *newest = list.created_at.as_secs();
        let named = listed_relays(std::slice::from_ref(list), kind, self.account()).filter(|urls| !urls.is_empty());
        let Some(named) = named else { return };
        let (relays, key_packages) = (self.config.relays.clone(), self.config.key_package_relays.clone());
        let (relays, key_packages) = if kind == KIND_INBOX_LIST { (named, key_packages) } else { (relays, named) };
        if !same(&relays, &self.config.relays) || !same(&key_packages, &self.config.key_package_relays) {
            let _ = self.go_to(None, relays, key_packages, true);
        }
    }
}

/// The entries of a NIP-65 list: relays on which the account reads are where its Welcomes go, and relays on which it writes have its
/// KeyPackages (KP-15).
fn reads_and_writes(inbox: &[RelayUrl], key_packages: &[RelayUrl]) -> Vec<Tag> {
    let urls: BTreeSet<&RelayUrl> = inbox.iter().chain(key_packages).collect();
    let marker = |url: &RelayUrl| match (inbox.contains(url), key_packages.contains(url)) {
        (true, false) => Some("read"),
        (false, true) => Some("write"),
        _ => None,
    };
    urls.into_iter().map(|url| entry("r", url, marker(url))).collect()
}

/// One entry of a list.
fn entry(tag: &str, url: &RelayUrl, marker: Option<&str>) -> Tag {
    let url = url.to_string();
    Tag::parse([tag, &url].into_iter().chain(marker)).expect("it has a name")
}

fn same(a: &[RelayUrl], b: &[RelayUrl]) -> bool {
    a.iter().collect::<BTreeSet<_>>() == b.iter().collect::<BTreeSet<_>>()
}

/// Whether an account that publishes these lists publishes the list of this kind.
fn is_published(lists: PublishedLists, kind: u16) -> bool {
    match lists {
        PublishedLists::All | PublishedLists::NamesNoRelay => true,
        PublishedLists::NoInbox => kind != KIND_INBOX_LIST,
        PublishedLists::NoKeyPackages => kind == KIND_INBOX_LIST,
    }
}
