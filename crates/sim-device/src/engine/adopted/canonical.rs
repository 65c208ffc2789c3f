//! What whoever compares devices is told of a group: the canonical snapshot, by the names of `foundation/conformance.md`.

use adopted::Facts;
use adopted::group::{Disposition, Group, Input, Phase};

use crate::api::Leaf;
use crate::mls::{CanonicalSnapshot, Disposed, RatchetUse};

pub(super) fn snapshot_of(group: &Group) -> CanonicalSnapshot {
    let facts = group.facts();
    CanonicalSnapshot {
        group_id: hex::encode(group.id()),
        epoch: facts.epoch,
        context: hex::encode(facts.context_hash),
        commitment: facts.commitment.clone().unwrap_or_default(),
        leaves: leaves(facts),
        required: required(facts).collect(),
        dictionary: facts.dictionary.iter().map(|(id, data)| (*id, hex::encode(data))).collect(),
        lifecycle: lifecycle(group.phase()),
        gates: group.pass().is_some().then_some("pass").into_iter().collect(),
        obligations: group.obligations(),
        since: group.tree().anchor().epoch(),
        dispositions: group.inputs().iter().map(|(id, input)| (id.to_string(), disposed(input))).collect(),
    }
}

pub(super) fn leaves(facts: &Facts) -> Vec<Leaf> {
    let leaves = facts.members.iter().map(|member| Leaf {
        index: member.leaf,
        account: member.account.to_string(),
        signature_key: hex::encode(&member.signature_key),
    });
    leaves.collect()
}

fn required(facts: &Facts) -> impl Iterator<Item = String> {
    let named = |kind: &'static str, ids: Vec<u16>| ids.into_iter().map(move |id| format!("{kind} {id:#06x}"));
    let of = |ids: &std::collections::BTreeSet<u16>| ids.iter().copied().collect::<Vec<_>>();
    named("extension", of(&facts.required.extensions))
        .chain(named("proposal", of(&facts.required.proposals)))
        .chain(named("credential", of(&facts.required.credentials)))
        .chain(named("component", of(&facts.required_components())))
}

const fn lifecycle(phase: &Phase) -> &'static str {
    match phase {
        Phase::Stable => "stable",
        Phase::PendingPublish(_) => "pending-publish",
        Phase::Merging(_) => "merging",
        Phase::Recovering => "recovering",
        Phase::Removed => "removed",
        Phase::Disbanded => "disbanded",
        Phase::Unrecoverable => "unrecoverable",
    }
}

fn disposed(input: &Input) -> Disposed {
    let disposition = match input.disposition {
        Disposition::Accepted => "accepted".to_owned(),
        Disposition::Deferred => "deferred".to_owned(),
        Disposition::Stale => "stale".to_owned(),
        Disposition::Invalidated => "invalidated".to_owned(),
        Disposition::Rejected(category) => format!("rejected {category:?}"),
    };
    let is_payload = input.message.content == adopted::message::Content::Payload;
    Disposed { epoch: input.message.epoch, is_payload, disposition }
}

pub(super) fn ratchet_use(payload: &adopted::group::SealedPayload) -> Option<RatchetUse> {
    let used = payload.ratchet_use()?;
    Some(RatchetUse {
        message: used.message.to_string(),
        authenticator: hex::encode(used.authenticator),
        epoch: used.epoch,
        leaf: used.leaf,
        generation: used.generation,
    })
}
