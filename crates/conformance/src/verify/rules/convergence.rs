//! convergence, by `marmot_rules::adopted::convergence`.

use marmot_rules::adopted::Class;
use marmot_rules::adopted::convergence as rules;

use crate::format::Reason;
use crate::format::topics::convergence::{
    CommitClass, Contest, Disposition, Expect, Input, POLICIES, Score, State, Step, Test,
};
use crate::verify::stack::judge_each;
use crate::verify::{Refusal, Verdict};

pub(in crate::verify) fn verify(test: &Test) -> Verdict {
    judge_each(test, &POLICIES, |policy| select(&test.input, &chosen(policy)))
}

/// The choices that a policy stands for.
fn chosen(policy: &str) -> rules::Rules {
    let ours = rules::Rules {
        fork_base: rules::ForkBase::InnermostFirst,
        horizon: rules::Horizon::Base,
        class_order: rules::ClassOrder::AsText,
        withdrawn: rules::Withdrawn::Redeliver,
    };
    match policy {
        "own-fork" => rules::Rules { fork_base: rules::ForkBase::OwnFork, ..ours },
        "common-base" => rules::Rules { fork_base: rules::ForkBase::CommonBase, ..ours },
        "max-tip" => rules::Rules { horizon: rules::Horizon::MaxTip, ..ours },
        "class-first" => rules::Rules { class_order: rules::ClassOrder::ClassBeforeScore, ..ours },
        "never-again" => rules::Rules { withdrawn: rules::Withdrawn::Never, ..ours },
        _ => ours,
    }
}

fn select(input: &Input, chosen: &rules::Rules) -> Result<Expect, Refusal> {
    let tree = tree(input)?;
    let canonical = input.canonical.as_str().into();
    let found = rules::resolve(&tree, &canonical, input.base_epoch, chosen).map_err(|error| {
        let reason = match &error {
            rules::ResolveError::UnknownCanonical { .. } => Reason::CanonicalUnknown,
            rules::ResolveError::MissingRetainedAnchor { .. } => Reason::RetainedStateMissing,
        };
        Refusal::new(reason, error)
    })?;
    let mut before = rules::Fates::default();
    for (id, fate) in &input.before {
        before.messages.insert(digest(id)?, fate_in(*fate));
    }
    let fates = before.after(&tree, &found.winner, chosen);
    let commits = fates.commits.iter().filter_map(|(digest, fate)| Some((tree.of_commit(digest)?.id.0.clone(), fate)));
    Ok(Expect {
        winner: found.winner.0.clone(),
        eligible: found.tips.into_iter().map(|(tip, holds)| (tip.0, holds)).collect(),
        contests: found.contests.into_iter().map(contest).collect(),
        commits: commits.map(|(id, fate)| (id, fate_out(*fate))).collect(),
        messages: fates.messages.iter().map(|(id, fate)| (id.to_string(), fate_out(*fate))).collect(),
    })
}

fn tree(input: &Input) -> Result<rules::Tree, Refusal> {
    let states = input.states.iter().map(state).collect::<Result<Vec<_>, Refusal>>()?;
    let message = |message: &crate::format::topics::convergence::Message| {
        let (id, account) = (digest(&message.id)?, account(&message.account)?);
        Ok(rules::Message { id, state: message.state.as_str().into(), account })
    };
    let messages = input.messages.iter().map(message).collect::<Result<Vec<_>, Refusal>>()?;
    rules::Tree::build(states, messages).map_err(|error| {
        let reason = match &error {
            rules::TreeError::NoAnchor => Reason::AnchorMissing,
            rules::TreeError::TwoAnchors { .. } => Reason::AnchorRepeated,
            rules::TreeError::DuplicateState { .. } => Reason::StateRepeated,
            rules::TreeError::UnknownParent { .. } => Reason::ParentUnknown,
            rules::TreeError::WrongEpoch { .. } => Reason::EpochNotNext,
            rules::TreeError::DuplicateCommit { .. } => Reason::CommitRepeated,
            rules::TreeError::UnknownState { .. } => Reason::MessageStateUnknown,
            rules::TreeError::DuplicateMessage { .. } => Reason::MessageRepeated,
            rules::TreeError::MalformedBytes { .. } => return Refusal::broken(error),
        };
        Refusal::new(reason, error)
    })
}

fn state(state: &State) -> Result<rules::State, Refusal> {
    let commit = state.commit.as_ref().map(|commit| {
        let class = match commit.class {
            CommitClass::Privileged => Class::Privileged,
            CommitClass::Ordinary => Class::Ordinary,
        };
        let (digest, committer) = (digest(&commit.digest)?, account(&commit.committer)?);
        Ok(rules::Commit { parent: commit.parent.as_str().into(), digest, committer, class, disbands: false })
    });
    Ok(rules::State { id: state.id.as_str().into(), epoch: state.epoch, commit: commit.transpose()?, lost: state.lost })
}

fn digest(hex: &str) -> Result<rules::Digest, Refusal> {
    rules::Digest::try_from(hex.to_owned()).map_err(Refusal::broken)
}

fn account(hex: &str) -> Result<rules::Account, Refusal> {
    rules::Account::try_from(hex.to_owned()).map_err(Refusal::broken)
}

fn contest(contest: rules::Contest) -> Contest {
    let decided_by = match contest.decided_by {
        rules::Step::EffectiveDepth => Step::EffectiveDepth,
        rules::Step::Quorum => Step::Quorum,
        rules::Step::WitnessScore => Step::WitnessScore,
        rules::Step::Class => Step::Class,
        rules::Step::Committer => Step::Committer,
        rules::Step::Digest => Step::Digest,
    };
    let score = |score: rules::Score| Score {
        tip: score.tip.0,
        from: score.from.0,
        depth: score.depth,
        effective: score.effective,
        quorum: score.quorum,
        witnesses: score.witnesses,
    };
    Contest { decided_by, ranking: contest.ranking.into_iter().map(score).collect() }
}

const fn fate_in(fate: Disposition) -> rules::Disposition {
    match fate {
        Disposition::Accepted => rules::Disposition::Accepted,
        Disposition::Deferred => rules::Disposition::Deferred,
        Disposition::Stale => rules::Disposition::Stale,
        Disposition::Invalidated => rules::Disposition::Invalidated,
    }
}

const fn fate_out(fate: rules::Disposition) -> Disposition {
    match fate {
        rules::Disposition::Accepted => Disposition::Accepted,
        rules::Disposition::Deferred => Disposition::Deferred,
        rules::Disposition::Stale => Disposition::Stale,
        rules::Disposition::Invalidated => Disposition::Invalidated,
    }
}
