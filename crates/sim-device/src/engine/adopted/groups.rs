//! Groups of the adopted text.

use std::collections::BTreeSet;
use std::sync::Arc;

use adopted::group::{Group, Phase};
use adopted::{Account, Effect, Facts, NewGroup, State};
use marmot_rules::adopted::components::id;
use nostr::{EventId, PublicKey, RelayUrl, UnsignedEvent};
use openmls_traits_0_6::OpenMlsProvider;

use super::{Adopted, canonical, name, said};
use crate::api::{EpochState, Moment};
use crate::library::{Call, Said};
use crate::mls::{CanonicalSnapshot, Entered, Founded, Founding, GroupData, GroupId, Groups, Standing};

impl Groups for Adopted {
    fn found(&mut self, at: Moment, founding: &Founding) -> Result<Founded, Said> {
        let wish = NewGroup {
            profile: Some((founding.name.clone(), String::new())),
            relays: founding.relays.iter().map(ToString::to_string).collect(),
            admins: founding.admins.iter().map(|admin| Account::from(*admin)).collect(),
            ..NewGroup::default()
        };
        let now = self.now(at);
        let name = self.engine.found(&wish, founding.invited.clone(), now).map_err(|why| refused(&why))?;
        let (own, others): (Vec<_>, Vec<_>) = self.engine.effects().into_iter().partition(|(group, _)| *group == name);
        self.owed.extend(others);
        let welcomes: Vec<_> = own.into_iter().filter_map(welcome).collect();
        let rumor_for = |key_package: EventId| {
            let found = welcomes.iter().find(|(named, _)| *named == key_package);
            found.map(|(_, rumor)| rumor.clone()).ok_or_else(|| refused(&"one KeyPackage came twice"))
        };
        let rumors: Result<Vec<_>, _> = founding.invited.iter().map(|event| rumor_for(event.id)).collect();
        if rumors.is_err() {
            self.engine.discard(&name).map_err(|why| refused(&why))?;
        }
        let welcomes = rumors?;
        self.write();
        let group = self.engine.group(&name).ok_or_else(|| refused(&"it is not there"))?;
        Ok(Founded { id: GroupId::new(group.id()), address: hex::encode(group.facts().address), welcomes })
    }

    fn enter(&mut self, id: &GroupId) -> Result<Entered, Said> {
        let group = self.group(id).ok_or_else(|| refused(&"there is no such group"))?;
        Ok(Entered { data: data_of(group), state: state_of(group.facts()) })
    }

    /// Of several commits that were applied at once, each is told with the State that it led to.
    fn standing(&mut self, id: &GroupId, known: &str, by: Option<EventId>) -> Standing {
        let Some(group) = self.group(id) else { return Standing::Unknown };
        match group.phase() {
            Phase::Removed | Phase::Disbanded => return Standing::Out,
            Phase::Unrecoverable => return Standing::Unknown,
            Phase::Stable | Phase::Recovering | Phase::PendingPublish(_) | Phase::Merging(_) => {}
        }
        let state = by.and_then(|by| led_to(group, by)).unwrap_or_else(|| group.canonical());
        match hex::encode(&state.facts.authenticator) == known {
            true => Standing::Same,
            false => Standing::Moved(state_of(&state.facts)),
        }
    }

    fn data(&self, id: &GroupId) -> Option<GroupData> {
        self.group(id).map(data_of)
    }

    fn canonical(&self, id: &GroupId) -> Option<CanonicalSnapshot> {
        self.group(id).map(canonical::snapshot_of)
    }

    fn export(&self, id: &GroupId, label: &str, context: &[u8], length: usize) -> Option<Vec<u8>> {
        let group = self.group(id)?;
        let (provider, mls) = group.canonical().scratch(self.engine.crypto(), group.id()).ok()?;
        mls.export_secret(provider.crypto(), label, context, length).ok()
    }
}

fn refused(why: &dyn std::fmt::Display) -> Said {
    said(Call::CreateGroup, None, why)
}

fn welcome((_, effect): (String, Effect)) -> Option<(EventId, UnsignedEvent)> {
    match effect {
        Effect::Welcome { key_package, rumor, .. } => Some((key_package, rumor)),
        _ => None,
    }
}

/// The State of the canonical path to which the commit in this event led.
fn led_to(group: &Group, event: EventId) -> Option<&State> {
    let path = group.tree().path(group.canonical().id);
    let carried = |state: &&State| {
        let commit = state.edge.as_ref().and_then(|edge| group.inputs().get(&edge.commit));
        commit.is_some_and(|commit| commit.event == Some(event))
    };
    path.into_iter().filter_map(|id| group.tree().get(id)).find(carried)
}

/// The group's name; empty if it says nothing of itself.
pub(super) fn title(facts: &Facts) -> String {
    facts.profile().map(|profile| profile.name().to_owned()).unwrap_or_default()
}

fn data_of(group: &Group) -> GroupData {
    let facts = group.facts();
    let admins: BTreeSet<_> = facts.admins.iter().filter_map(|admin| PublicKey::from_slice(&admin.0).ok()).collect();
    GroupData {
        name: title(facts),
        relays: facts.relays.iter().filter_map(|relay| RelayUrl::parse(relay).ok()).collect(),
        sources: group.sources().iter().filter_map(|relay| RelayUrl::parse(relay).ok()).collect(),
        admins,
        addresses: group.addresses().iter().map(hex::encode).collect(),
        siblings: facts.required_components().contains(&id::SAME_ACCOUNT),
    }
}

fn state_of(facts: &Facts) -> Arc<EpochState> {
    Arc::new(EpochState {
        epoch: facts.epoch,
        own_leaf: facts.own_leaf.unwrap_or_default(),
        tree_hash: hex::encode(&facts.tree_hash),
        authenticator: hex::encode(&facts.authenticator),
        exporter: facts.commitment.clone().unwrap_or_default(),
        leaves: canonical::leaves(facts),
    })
}

impl Adopted {
    /// As [`name`], if the group is there.
    pub(super) fn held(&self, id: &GroupId, call: Call) -> Result<String, Said> {
        let name = name(id);
        match self.engine.group(&name) {
            Some(_) => Ok(name),
            None => Err(said(call, None, "there is no such group")),
        }
    }
}
