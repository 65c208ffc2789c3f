//! INV-M5 and INV-M12: how many sync messages there are, and what they carry.

use std::collections::BTreeSet;

use super::cause::Cause;
use super::facts::{EventKey, Facts, Moment};
use super::{Findings, Invariant};
use crate::vocabulary::{Action, Note, Phase, Repair, Step, SyncType};

/// Members that a snapshot of a record never has (section 4).
const NEVER_OF_PEER: [&str; 1] = ["dbPassword"];
/// Members that a snapshot of the own card never has (section 4).
const NEVER_OF_IDENTITY: [&str; 8] = [
    "RootKp",
    "Device",
    "OwnedDevices",
    "HiddenPeers",
    "DefaultDbPassword",
    "DbPasswordStore",
    "MessageServers",
    "Peers",
];
/// Members that MR-8 leaves out under 7B; the private half of `MyIdentity` goes unless MR-14 needs it.
const NOT_WITH_MR8: [&str; 6] =
    ["DrStateJson", "DrRootKey", "DrKpPrivate", "MySymKey", "MyEncryptionKp.private", "MyLookupKp.private"];

pub(super) fn check(facts: &Facts<'_>, findings: &mut Findings) {
    let mut batches: Vec<Batch<'_>> = Vec::new();
    for (at, who, note) in &facts.notes {
        let Note::SyncSent { to, sync_type, event, cause, passed_on, members, .. } = note else { continue };
        findings.exercise(Invariant::OnePerLink);
        findings.exercise(Invariant::NothingForbidden);
        let carried: BTreeSet<String> =
            forbidden(facts, *sync_type).filter(|name| members.contains(*name)).map(str::to_owned).collect();
        if !carried.is_empty() {
            let (device, to) = ((*who).to_owned(), to.clone());
            let cause = Cause::Forbidden { device, to, sync_type: *sync_type, members: carried };
            findings.broke(Invariant::NothingForbidden, *at, cause);
        }
        if *passed_on || *sync_type == SyncType::Forward {
            continue;
        }
        if let Some((because, _)) = cause.as_ref().filter(|(because, _)| *because != SyncType::Forward) {
            let (device, to, because) = ((*who).to_owned(), to.clone(), *because);
            let cause = Cause::Caused { device, to, sync_type: *sync_type, because };
            findings.broke(Invariant::OnePerLink, *at, cause);
        }
        let key = (*who, *sync_type, event);
        match batches.last_mut().filter(|batch| batch.key == key && !batch.to.contains(to.as_str())) {
            Some(batch) => _ = batch.to.insert(to),
            None => batches.push(Batch { at: *at, key, to: [to.as_str()].into() }),
        }
    }
    if pairs_stay(facts) {
        batches.iter().for_each(|batch| every_link(facts, batch, findings));
    }
}

/// What one event made a device send: what it sends in a row, over each link once.
struct Batch<'a> {
    at: Moment,
    key: EventKey<'a>,
    to: BTreeSet<&'a str>,
}

/// Nobody is paired meanwhile, asks for history, or is told to repeat itself.
fn pairs_stay(facts: &Facts<'_>) -> bool {
    let changes = |step: &Step| {
        matches!(
            step.action,
            Action::Pair { .. } | Action::AskHistory { .. } | Action::Repeat { .. } | Action::Meet { .. }
        )
    };
    !facts.run.scenario.steps.iter().any(changes)
}

fn every_link(facts: &Facts<'_>, batch: &Batch<'_>, findings: &mut Findings) {
    let (device, sync_type, _) = batch.key;
    let links = facts.run.setting.body.paired.iter().filter(|(a, b)| a == device || b == device).count();
    if batch.to.len() != links {
        let (device, sent) = (device.to_owned(), batch.to.len());
        findings.broke(Invariant::OnePerLink, batch.at, Cause::NotOnePerLink { device, sync_type, sent, links });
    }
}

fn forbidden(facts: &Facts<'_>, sync_type: SyncType) -> impl Iterator<Item = &'static str> {
    let setting = &facts.run.setting;
    let has = |repair| setting.repairs.has(repair);
    let relays = setting.readings.phase == Phase::Relay;
    let (always, mended): (&[&str], &[&str]) = match sync_type {
        SyncType::PeerUpdate if has(Repair::Mr8) && relays => (&NEVER_OF_PEER, &NOT_WITH_MR8),
        SyncType::PeerUpdate => (&NEVER_OF_PEER, &[]),
        SyncType::IdentityUpdate => (&NEVER_OF_IDENTITY, &[]),
        _ => (&[], &[]),
    };
    let identity = sync_type == SyncType::PeerUpdate && relays && has(Repair::Mr8) && !has(Repair::Mr14);
    always.iter().chain(mended).copied().chain(identity.then_some("MyIdentity.private"))
}
