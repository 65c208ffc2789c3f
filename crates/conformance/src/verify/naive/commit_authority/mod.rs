//! commit-authority step by step, as vectors/engine/README.md tells it. Each check can be left out.

mod bytes;
mod joined;
mod leaf;
mod proposals;
mod shape;
mod state;

use std::collections::BTreeMap;

use crate::format::topics::commit_authority::{
    Asks, Commit, Components, Expect, GroupState, Id, Input, Leaf, POLICIES, Proposal, Test,
};
use crate::format::{Hex, LeafEntry, Reason};
use crate::verify::reader::{Check, Reader};
use crate::verify::stack::judge_each;
use crate::verify::{Refusal, Verdict};

const DENIED: Reason = Reason::AuthorizationFailed;
const FORM: Reason = Reason::InvalidEncoding;
const UNPROVED: Reason = Reason::InvalidSignature;
const LACKS: Reason = Reason::UnsupportedRequiredFeature;

const APP_COMPONENTS: Id = Id(0x0001);
const SAFE_AAD: Id = Id(0x0002);
const LAST_RESORT: Id = Id(0x0004);
const PROFILE: Id = Id(0x8001);
const ADMINS: Id = Id(0x8003);
const ROUTING: Id = Id(0x8004);
const RETENTION: Id = Id(0x8005);
const MEDIA_V1: Id = Id(0x8008);
const PROOF: Id = Id(0x8009);
const LIFECYCLE: Id = Id(0x800c);
const SAME_ACCOUNT: Id = Id(0x800d);

pub(in crate::verify) use joined::joined;

pub(in crate::verify) fn verify(test: &Test, reader: &Reader) -> Verdict {
    judge_each(test, &POLICIES, |policy| ruling(&test.input, policy, reader))
}

/// What a policy says of a commit.
pub(in crate::verify) fn ruling(input: &Input, policy: &str, reader: &Reader) -> Result<Expect, Refusal> {
    Judge { parent: &input.parent, commit: &input.commit, policy, reader }.ruling()
}

/// Somebody who judges one commit.
struct Judge<'a> {
    parent: &'a GroupState,
    commit: &'a Commit,
    policy: &'a str,
    reader: &'a Reader,
}

type Checked = Result<(), Refusal>;

impl Judge<'_> {
    fn ruling(&self) -> Result<Expect, Refusal> {
        self.envelope()?;
        let after = self.after();
        let class = self.shape(&after)?;
        self.removed_once()?;
        self.senders()?;
        self.contents()?;
        self.changes()?;
        self.kept(&after)?;
        self.result(&after)?;
        self.new_leaves()?;
        let entry = |(index, leaf): (&u32, &Leaf)| LeafEntry {
            index: *index,
            account: leaf.identity.to_string(),
            signature_key: leaf.signature_key.clone(),
        };
        let leaves = after.leaves.iter().map(entry).collect();
        let GroupState { epoch, required, components, .. } = after;
        Ok(Expect { class, epoch, required, components, leaves })
    }

    /// Step 1: who, when, and whether there is a group still.
    fn envelope(&self) -> Checked {
        let committer = self.commit.committer.is_some_and(|leaf| self.parent.leaves.contains_key(&leaf));
        self.demand(Check::CommitterMember, committer, DENIED, "the committer is no member")?;
        let epoch = self.commit.epoch == self.parent.epoch;
        self.demand(Check::CommitEpoch, epoch, FORM, "another epoch")?;
        let ended = self.parent.components.get(&LIFECYCLE).is_some_and(|data| data.0 == [1]);
        self.demand(Check::Disbanded, !ended, DENIED, "the group is disbanded")?;
        self.handshake_data(self.commit.authenticated_data.0.is_empty())
    }

    fn handshake_data(&self, is_empty: bool) -> Checked {
        let holds = is_empty || self.policy != "empty-data";
        self.demand(Check::HandshakeData, holds, FORM, "authenticated data")
    }

    /// The state that the commit leads to.
    fn after(&self) -> GroupState {
        let mut group = self.parent.clone();
        group.epoch += 1;
        if let (Some(committer), Some(path)) = (self.commit.committer, &self.commit.path) {
            group.leaves.insert(committer, path.clone());
        }
        let (mut added, mut changed) = (Vec::new(), BTreeMap::new());
        for proposal in &self.commit.proposals {
            match &proposal.asks {
                Asks::Remove { index } => _ = group.leaves.remove(index),
                Asks::SelfRemove {} => _ = self.sender(proposal).and_then(|leaf| group.leaves.remove(&leaf)),
                Asks::Add { leaf, .. } => added.push(leaf),
                Asks::AppDataUpdate { component, update } => _ = changed.insert(*component, update.clone()),
                Asks::GroupContextExtensions { required, components } => {
                    group.required = required.clone();
                    group.components = components.clone();
                }
                _ => {}
            }
        }
        for leaf in added {
            let mut index = 0;
            while group.leaves.contains_key(&index) {
                index += 1;
            }
            group.leaves.insert(index, (**leaf).clone());
        }
        for (component, update) in changed {
            match update {
                Some(data) => group.components.insert(component, data),
                None => group.components.remove(&component),
            };
        }
        group
    }

    /// The leaf that sent a proposal; of one by value the committer's.
    fn sender(&self, proposal: &Proposal) -> Option<u32> {
        proposal.reference.as_ref().map_or(self.commit.committer, |message| message.sender)
    }

    /// Whether the account of a leaf is on the admin list of a state.
    fn is_admin(&self, group: &GroupState, leaf: Option<u32>) -> bool {
        let account = leaf.and_then(|leaf| self.parent.leaves.get(&leaf)).map(|leaf| &leaf.identity.0);
        account.is_some_and(|account| self.admins(&group.components).iter().any(|key| key == account))
    }

    /// The admin list; empty where it cannot be read.
    fn admins(&self, components: &Components) -> Vec<Vec<u8>> {
        components.get(&ADMINS).and_then(|data| self.keys(&data.0).ok()).unwrap_or_default()
    }

    /// The required components; none where they cannot be read.
    fn required(&self, group: &GroupState) -> Vec<Id> {
        group.components.get(&APP_COMPONENTS).and_then(|data| self.ids(&data.0).ok()).unwrap_or_default()
    }

    fn requires(&self, group: &GroupState, component: Id) -> bool {
        self.required(group).contains(&component)
    }

    fn demand(&self, check: Check, holds: bool, reason: Reason, what: impl ToString) -> Checked {
        self.reader.demand(check, holds, reason, what)
    }
}
