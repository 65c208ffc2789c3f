//! Own commits of the adopted text. The engine makes those that lost again by itself (CV-08).

use std::collections::{BTreeMap, BTreeSet};

use adopted::group::{CommitError, Group, Pending};
use adopted::{Account, Facts, GroupError, Intent, PrepareError};
use marmot_rules::adopted::components::{
    AdminPolicy, AppComponents, ComponentError, GroupProfile, NostrRouting, State as _, id,
};
use nostr::{Event, EventId, UnsignedEvent};
use sim_relay::VerifiedEvent;

use super::{Adopted, said, verified};
use crate::api::Moment;
use crate::library::{Call, Said};
use crate::mls::{Change, Commits, Effect, GroupId, Outcome, Prepared};

impl Commits for Adopted {
    fn prepare(&mut self, at: Moment, id: &GroupId, change: &Change<'_>) -> Result<Option<Prepared>, Said> {
        let name = self.held(id, Call::Commit)?;
        let Some(group) = self.group(id).filter(|group| group.is_settled() || group.is_over()) else { return Ok(None) };
        let intent = intent(group.facts(), change).map_err(|why| said(Call::Commit, None, why))?;
        let now = self.now(at);
        let commit = self.engine.commit(&name, intent, now).map_err(|why| refused(&why))?;
        let event = self.published(commit);
        let pending = self.group(id).and_then(Group::pending);
        let prepared = event.zip(pending).map(|(event, pending)| prepared(event, pending, change)).transpose();
        if let (Err(_), Some(commit)) = (&prepared, commit) {
            // Nobody will publish it. It was just made, so it is there; that it failed, the device hears by the error.
            let _ = self.engine.fail(&name, commit, now);
            self.owed.extend(self.engine.effects());
        }
        self.write();
        prepared
    }

    fn leads_to(&self, id: &GroupId) -> Option<Vec<u8>> {
        Some(self.group(id)?.pending()?.child().facts.authenticator.clone())
    }

    fn staged_removes_nobody(&self, _: &GroupId) -> bool {
        false
    }

    fn confirm(&mut self, at: Moment, id: &GroupId, commit: &VerifiedEvent) -> Outcome {
        let now = self.now(at);
        if let Some((name, message)) = self.pending_as(id, commit.id) {
            // It was just found.
            let _ = self.engine.acknowledge(&name, message);
        }
        let mut outcome = self.go_on(now);
        outcome.effects.push((id.clone(), Effect::Moved { by: Some(commit.id) }));
        outcome
    }

    fn keeps(&self, id: &GroupId, commit: EventId) -> bool {
        self.group(id).is_some_and(|group| {
            let carried = |input: &adopted::group::Input| input.own && input.event == Some(commit);
            group.inputs().values().any(carried)
        })
    }

    fn follows_failed_commits(&self) -> bool {
        true
    }

    fn fail(&mut self, at: Moment, id: &GroupId, commit: EventId) -> Outcome {
        let now = self.now(at);
        if let Some((name, message)) = self.pending_as(id, commit) {
            // It was just found.
            let _ = self.engine.fail(&name, message, now);
        }
        self.go_on(now)
    }
}

impl Adopted {
    /// The commit under way, if this event carries it.
    fn pending_as(&self, id: &GroupId, event: EventId) -> Option<(String, adopted::MessageId)> {
        let pending = self.group(id)?.pending().filter(|pending| pending.event().id == event)?;
        Some((super::name(id), pending.id()))
    }
}

/// The commit for the device, with a Welcome for every KeyPackage that it asked for.
fn prepared(event: Event, pending: &Pending, change: &Change<'_>) -> Result<Prepared, Said> {
    let event = verified(event)?;
    let Change::Add(picks) = change else { return Ok(Prepared { event, welcomes: Vec::new() }) };
    let welcomes: Option<Vec<UnsignedEvent>> = picks.iter().map(|pick| welcome_for(pending, pick)).collect();
    match welcomes {
        Some(welcomes) => Ok(Prepared { event, welcomes }),
        None => Err(said(Call::Commit, None, "the commit adds fewer leaves than it was asked for")),
    }
}

fn welcome_for(pending: &Pending, pick: &Event) -> Option<UnsignedEvent> {
    pending.welcomes().find(|rumor| rumor.tags.event_ids().any(|named| *named == pick.id)).cloned()
}

fn refused(why: &GroupError<CommitError>) -> Said {
    let category = match why {
        GroupError::Refused(CommitError::Prepare(PrepareError::Forbidden(category, _))) => Some(*category),
        _ => None,
    };
    said(Call::Commit, category, why)
}

/// SA-02, SA-04: 0x800d is required from now on, or not any more; that is all (SA-01).
fn siblings(facts: &Facts, allowed: bool) -> Intent {
    let mut required = facts.required_components();
    if allowed {
        required.insert(id::SAME_ACCOUNT)
    } else {
        required.remove(&id::SAME_ACCOUNT)
    };
    let required = AppComponents::from_iter(required).encode();
    Intent::Update { changes: BTreeMap::from([(id::APP_COMPONENTS, Some(required))]) }
}

fn intent(facts: &Facts, change: &Change<'_>) -> Result<Intent, ComponentError> {
    let one = |account: nostr::PublicKey| BTreeSet::from([Account::from(account)]);
    Ok(match change {
        Change::Add(key_packages) => Intent::Invite { key_packages: key_packages.to_vec() },
        Change::Remove(account) => Intent::Remove { accounts: one(*account) },
        Change::RemoveLeaves(keys) => {
            Intent::RemoveLeaves { signature_keys: keys.iter().filter_map(|key| hex::decode(key).ok()).collect() }
        }
        Change::Siblings(allowed) => siblings(facts, *allowed),
        Change::SelfUpdate => Intent::SelfUpdate,
        Change::Promote(account) => Intent::Admins { grant: one(*account), revoke: BTreeSet::new() },
        Change::Disband => Intent::Disband,
        Change::Demote(account) => Intent::Admins { grant: BTreeSet::new(), revoke: one(*account) },
        Change::Describe { name, relays, admins } => {
            let mut changes = BTreeMap::new();
            if let Some(name) = name {
                let description = facts.profile().map(|old| old.description().to_owned()).unwrap_or_default();
                changes.insert(id::PROFILE, Some(GroupProfile::new(name, &description)?.encode()));
            }
            if let Some(relays) = relays {
                let routing = NostrRouting::new(facts.address, relays.iter().map(ToString::to_string))?;
                changes.insert(id::NOSTR_ROUTING, Some(routing.encode()));
            }
            if let Some(admins) = admins {
                let admins = AdminPolicy::new(admins.iter().map(|admin| admin.to_bytes()))?;
                changes.insert(id::ADMIN_POLICY, Some(admins.encode()));
            }
            Intent::Update { changes }
        }
    })
}
