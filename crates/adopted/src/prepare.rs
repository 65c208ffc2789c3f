//! From an intent to a commit: on a copy of the State, merged there, and kept as a child that nobody has published yet.

use std::collections::{BTreeMap, BTreeSet};

use marmot_rules::adopted::components::{AdminPolicy, Lifecycle, State as Component, id};
use marmot_rules::{Profile, Requirements};
use openmls_0_9::component::ComponentData;
use openmls_0_9::prelude::tls_codec::Serialize as _;
use openmls_0_9::prelude::{AppDataUpdateProposal, CommitMessageBundle, KeyPackage, LeafNodeIndex, Proposal, Sender};
use openmls_traits_0_6::OpenMlsProvider as _;
use thiserror::Error;

use crate::category::Category;
use crate::error::MlsError;
use crate::facts::{Facts, Member};
use crate::ids::{Account, MessageId};
use crate::intent::{Intent, Own, Queued};
use crate::key_package::{self, Invitee, KeyPackageError};
use crate::leaf::LeafKey;
use crate::live::Live;
use crate::message::{Content, Message};
use crate::process::{self, Copy, Failure};
use crate::settings::{Path, Settings};
use crate::state::State;
use crate::{Crypto, authorize, views};

/// Why an intent leads to no commit.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PrepareError {
    /// The State already is as the intent wants it, or what it speaks of is gone.
    #[error("there is nothing left to do")]
    Moot,
    /// A KeyPackage cannot be used.
    #[error(transparent)]
    KeyPackage(#[from] KeyPackageError),
    /// A rule forbids the commit.
    #[error("{0:?}: {1}")]
    Forbidden(Category, String),
    /// openmls cannot build it.
    #[error(transparent)]
    Mls(#[from] MlsError),
}

impl From<Failure> for PrepareError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::NotHere(why) | Failure::Local(why) => Self::Mls(MlsError(why)),
            Failure::Invalid { category, why } => Self::Forbidden(category, why),
        }
    }
}

/// A commit that is ready to be published.
#[derive(Debug, Clone)]
pub(crate) struct Prepared {
    /// The State after it.
    pub child: State,
    /// The commit.
    pub commit: Message,
    /// The Welcome, as an MLSMessage.
    pub welcome: Option<Vec<u8>>,
    /// Whom it welcomes.
    pub invitees: Vec<Invitee>,
}

/// Everything that one commit is to do.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    pub invitees: Vec<Invitee>,
    pub removes: BTreeSet<u32>,
    pub changes: BTreeMap<u16, Option<Vec<u8>>>,
    pub departures: Vec<Message>,
    pub self_update: bool,
}

/// Who is at work, and how.
#[derive(Clone, Copy)]
pub(crate) struct Hand<'a> {
    pub crypto: &'a Crypto,
    pub key: &'a LeafKey,
    pub group_id: &'a [u8],
    pub settings: &'a Settings,
    /// Unix seconds.
    pub now: u64,
}

impl Hand<'_> {
    /// Builds the commit for a wish on a State.
    pub fn prepare(&self, state: &State, wish: &Queued, live: &mut Live) -> Result<Prepared, PrepareError> {
        let plan = self.plan(state, &wish.intent)?;
        let mut prepared = self.build(state, plan, live)?;
        if let Some(edge) = &mut prepared.child.edge {
            let origin = wish.origin.unwrap_or(prepared.commit.id);
            edge.own = Some(Own { intent: wish.intent.clone(), origin });
        }
        Ok(prepared)
    }

    fn plan(&self, state: &State, intent: &Intent) -> Result<Plan, PrepareError> {
        let facts = &state.facts;
        let plan = match intent {
            Intent::SelfUpdate => return Ok(Plan { self_update: true, ..Plan::default() }),
            Intent::Invite { key_packages } => {
                let new = |event: &&nostr::Event| !invited_before(facts, event);
                let read = |event: &nostr::Event| self.invitee(facts, event);
                Plan {
                    invitees: key_packages.iter().filter(new).map(read).collect::<Result<_, _>>()?,
                    ..Plan::default()
                }
            }
            Intent::Remove { accounts } => remove(facts, |member| accounts.contains(&member.account)),
            Intent::RemoveLeaves { signature_keys } => {
                remove(facts, |member| signature_keys.contains(&member.signature_key))
            }
            Intent::Admins { grant, revoke } => admins(facts, grant, revoke),
            Intent::Update { changes } => {
                let changes = changes.iter().filter(|(id, data)| facts.dictionary.get(id) != data.as_ref());
                Plan { changes: changes.map(|(id, data)| (*id, data.clone())).collect(), ..Plan::default() }
            }
            Intent::Departures => self.departures(state)?,
            Intent::Disband => disband(facts),
        };
        let empty = plan.invitees.is_empty() && plan.removes.is_empty() && plan.departures.is_empty();
        if empty && plan.changes.is_empty() { Err(PrepareError::Moot) } else { Ok(plan) }
    }

    fn invitee(&self, facts: &Facts, event: &nostr::Event) -> Result<Invitee, PrepareError> {
        let requirements = requirements(facts, event.pubkey.into());
        Ok(key_package::read(self.crypto, event, self.now, &requirements, &self.settings.rules)?)
    }

    /// One SelfRemove for each leaf that asked: of several the lowest digest (CA-10).
    fn departures(&self, state: &State) -> Result<Plan, PrepareError> {
        let mut copy = Copy::of(self.crypto, self.group_id, state)?;
        let ids = copy.recall(state.proposals.values().cloned());
        let mut chosen: BTreeMap<u32, MessageId> = BTreeMap::new();
        for queued in copy.group.pending_proposals().filter(|queued| process::is_self_remove(queued)) {
            let Sender::Member(leaf) = queued.sender() else { continue };
            let id = ids[queued.proposal_reference_ref().as_slice()];
            let lowest = chosen.entry(leaf.u32()).or_insert(id);
            *lowest = id.min(*lowest);
        }
        chosen.retain(|leaf, _| state.facts.own_leaf != Some(*leaf));
        let departures = chosen.values().filter_map(|id| state.proposals.get(id)).cloned().collect();
        Ok(Plan { departures, ..Plan::default() })
    }

    /// Builds the commit, merges it in the copy and judges the step as a receiver would.
    fn build(&self, state: &State, plan: Plan, live: &mut Live) -> Result<Prepared, PrepareError> {
        let mut copy = live.take(self.crypto, self.group_id, state)?;
        let recalled = copy.recall(plan.departures.iter().cloned());
        let leaf = copy.group.own_leaf_index().u32();
        let before = views::group(&copy.group);
        let bundle = self.stage(&mut copy, &plan, self.needs_path(state, leaf, &plan))?;
        let commit = bundle.commit().tls_serialize_detached().map_err(MlsError::of)?;
        let welcome = bundle.to_welcome_msg().map(|message| message.tls_serialize_detached());
        let staged = copy.group.pending_commit().ok_or_else(|| MlsError("no commit is pending".to_owned()))?;
        let step = views::commit(staged, leaf, state.epoch(), Vec::new());
        let proposals = process::references(staged).filter_map(|reference| recalled.get(&reference).copied()).collect();
        copy.group.merge_pending_commit(&copy.provider).map_err(MlsError::of)?;
        let class = authorize::commit(&before, &step, &views::group(&copy.group), &self.settings.rules)?;
        let id = MessageId::of(&commit);
        let child = process::finish(&copy, state, id, leaf, class, proposals)?;
        live.keep(child.id, copy);
        Ok(Prepared {
            child,
            commit: Message { id, bytes: commit, epoch: state.epoch(), content: Content::Commit },
            welcome: welcome.transpose().map_err(MlsError::of)?,
            invitees: plan.invitees,
        })
    }

    /// True if a rule or a setting asks for an UpdatePath where MLS might not. SA-05 does, for an own sibling.
    fn needs_path(&self, state: &State, leaf: u32, plan: &Plan) -> bool {
        let own = state.facts.member(leaf).map(|own| own.account);
        let sibling = plan.invitees.iter().any(|invitee| Some(invitee.account) == own);
        plan.self_update || self.settings.path == Path::Always || (self.settings.rules.same_account && sibling)
    }

    fn stage(&self, copy: &mut Copy, plan: &Plan, path: bool) -> Result<CommitMessageBundle, MlsError> {
        let provider = &copy.provider;
        let update = |(id, data): (&u16, &Option<Vec<u8>>)| match data {
            Some(data) => AppDataUpdateProposal::update(*id, data.clone()),
            None => AppDataUpdateProposal::remove(*id),
        };
        let updates = plan.changes.iter().map(update).map(|update| Proposal::AppDataUpdate(Box::new(update)));
        let key_packages: Vec<KeyPackage> = plan.invitees.iter().map(|invitee| invitee.key_package.clone()).collect();
        // A commit takes up no stored proposal unless it is made for departures: openmls would put them into every commit.
        let mut builder = copy
            .group
            .commit_builder()
            .consume_proposal_store(!plan.departures.is_empty())
            .force_self_update(path)
            .propose_adds(key_packages)
            .propose_removals(plan.removes.iter().map(|leaf| LeafNodeIndex::new(*leaf)))
            .add_proposals(updates)
            .load_psks(provider.storage())
            .map_err(MlsError::of)?;
        let mut updater = builder.app_data_dictionary_updater();
        for (id, data) in &plan.changes {
            match data {
                Some(data) => updater.set(ComponentData::from_parts(*id, data.clone().into())),
                None => updater.remove(id),
            }
        }
        let changes = updater.changes();
        builder.with_app_data_dictionary_updates(changes);
        builder
            .build(provider.rand(), provider.crypto(), self.key, |_| true)
            .map_err(MlsError::of)?
            .stage_commit(provider)
            .map_err(MlsError::of)
    }
}

/// What the group asks of a new leaf of this account.
pub fn requirements(facts: &Facts, account: Account) -> Requirements {
    Requirements {
        extensions: facts.required.extensions.clone(),
        proposals: facts.required.proposals.clone(),
        components: facts.required_components(),
        signature_keys_in_tree: facts.members.iter().map(|member| member.signature_key.clone()).collect(),
        leaves_of_target: facts.leaves_of(account).count(),
        ..Requirements::for_profile(Profile::Adopted2026_07)
    }
}

/// True if the leaf of this KeyPackage is in the tree: an intent that comes a second time must not fail over it.
pub(crate) fn invited_before(facts: &Facts, event: &nostr::Event) -> bool {
    key_package::peek(event).is_some_and(|key_package| {
        facts.members.iter().any(|member| member.signature_key == key_package.signature_key())
    })
}

/// Removes leaves. An admin who loses the last leaf leaves the list in the same commit (CA-06).
fn remove(facts: &Facts, goes: impl Fn(&Member) -> bool) -> Plan {
    let removes: BTreeSet<u32> = facts.members.iter().filter(|member| goes(member)).map(|member| member.leaf).collect();
    let stays: BTreeSet<Account> =
        facts.members.iter().filter(|member| !removes.contains(&member.leaf)).map(|member| member.account).collect();
    let gone: BTreeSet<Account> = facts.admins.difference(&stays).copied().collect();
    if removes.is_empty() {
        return Plan::default();
    }
    Plan { removes, ..admins(facts, &BTreeSet::new(), &gone) }
}

fn admins(facts: &Facts, grant: &BTreeSet<Account>, revoke: &BTreeSet<Account>) -> Plan {
    let list: BTreeSet<Account> =
        facts.admins.union(grant).filter(|account| !revoke.contains(account)).copied().collect();
    if list == facts.admins {
        return Plan::default();
    }
    Plan { changes: BTreeMap::from([(id::ADMIN_POLICY, Some(admin_list(&list)))]), ..Plan::default() }
}

/// The data of 0x8003. An empty list is written too: the rules refuse it.
fn admin_list(admins: &BTreeSet<Account>) -> Vec<u8> {
    AdminPolicy::new(admins.iter().map(|account| account.0)).map_or_else(|_| vec![0], |policy| policy.encode())
}

/// CA-08: lifecycle, the committer as the only admin, and every other leaf goes.
fn disband(facts: &Facts) -> Plan {
    let Some(own) = facts.own_leaf.and_then(|leaf| facts.member(leaf)) else {
        return Plan::default();
    };
    if facts.disbanded {
        return Plan::default();
    }
    Plan {
        removes: facts.members.iter().filter(|member| member.leaf != own.leaf).map(|member| member.leaf).collect(),
        changes: BTreeMap::from([
            (id::LIFECYCLE, Some(Lifecycle::Disbanded.encode())),
            (id::ADMIN_POLICY, Some(admin_list(&BTreeSet::from([own.account])))),
        ]),
        ..Plan::default()
    }
}
