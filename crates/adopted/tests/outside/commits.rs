//! Recorded commits: a story of MDK's engine from epoch 1 to 9, and forged commits, each from the same epoch 1.

use adopted::group::Disposition;
use adopted::message::{Content, Message};
use adopted::{Category, Effect, MessageId, Settings};
use nostr::PublicKey;
use openmls_0_9::prelude::{ProcessMessageError, StageCommitError};

use crate::differences::{Outcome, Tally};
use crate::member::Member;
use crate::recorded::{Commits, Forged, Forgeries, Hex, Kind, Step};
use crate::{at, file, say};

/// Each message is opened with the keys of its epoch only, so a message that is read after a commit proves that the commit
/// led to its sender's state: the key schedule takes in the tree and the GroupContext.
#[test]
fn the_commits_of_mdk_are_followed_and_every_message_between_them_is_read() {
    let Some(Commits { mdk_engine: story, .. }) = file("adopted-commits.json") else { return };
    let device = story.device("w24h-mdk-observer");
    let mut tally = Tally::of("Commits, proposals and messages of MDK");
    at(device.made_at(), || {
        let mut member = device.join(&Settings::default(), &story.rumor).expect("the Welcome is valid");
        assert_eq!(hex::encode(member.group().id()), story.group_id);
        assert_eq!(hex::encode(member.group().facts().address), story.nostr_group_id);
        assert_eq!(member.group().facts().relays, story.relays);
        for step in &story.steps {
            tally.add(&step.name, true, take(&mut member, step));
        }
        let facts = member.group().facts();
        assert_eq!(hex::encode(facts.address), story.rotated_nostr_group_id);
        assert_eq!(facts.relays, story.rotated_relays);
        assert_eq!(facts.members.len(), 2, "the creator and the observer are left");
    });
    tally.finish();
}

/// One step of a story, and whether the member is where the sender is afterwards.
fn take(member: &mut Member, step: &Step) -> Outcome {
    let id = match member.hears(&step.event) {
        Ok(id) => id,
        Err(rejection) => return Outcome::Refused(rejection.category),
    };
    member.decides();
    match step.kind {
        Kind::Commit => {
            assert_eq!(member.group().facts().epoch, step.epoch_after, "{}", step.name);
            assert_eq!(member.group().inputs()[&id].disposition, Disposition::Accepted, "{}", step.name);
        }
        Kind::Proposal => assert!(member.group().canonical().edge.is_some(), "{}: it is kept, and no more", step.name),
        Kind::Application => {
            assert_eq!(told(member, id), Some((step.epoch_after, step.by_account.clone())), "{}", step.name)
        }
    }
    Outcome::Followed
}

/// The epoch and the account of a message that was delivered.
pub fn told(member: &Member, id: MessageId) -> Option<(u64, String)> {
    member.told.iter().find_map(|effect| match effect {
        Effect::Delivered { message, epoch, sender, .. } if *message == id => Some((*epoch, sender.to_string())),
        _ => None,
    })
}

#[test]
fn forged_commits_are_refused_and_the_valid_ones_among_them_are_followed() {
    let Some(Commits { openmls_forgeries: forgeries, .. }) = file("adopted-commits.json") else { return };
    let mut tally = Tally::of("Forged commits of bare openmls");
    judge(&mut tally, "", &forgeries);
    if let Some(group) = &forgeries.lifecycle_less {
        judge(&mut tally, "lifecycle_less/", group);
    }
    tally.finish();
}

fn judge(tally: &mut Tally, prefix: &str, forgeries: &Forgeries) {
    let creator = PublicKey::from_hex(&forgeries.creator_account).expect("a key");
    at(forgeries.made_at(), || {
        let device = forgeries.device();
        let rumor = device.rumor(creator, &forgeries.welcome);
        let member = device.join(&Settings::default(), &rumor).expect("the Welcome is valid");
        for (name, Forged { message }) in &forgeries.commits {
            tally.add(format!("{prefix}{name}"), name.starts_with("ok_"), follow(&member, message).0);
        }
    });
}

/// What a copy of the member does with a bare message, and the copy afterwards.
pub fn follow(member: &Member, message: &[u8]) -> (Outcome, Member) {
    let mut copy = member.clone();
    let before = copy.group().canonical().id;
    let verdict = copy.hears_bare(message);
    copy.decides();
    let moved = copy.group().canonical().id != before;
    let outcome = match verdict {
        Err(rejection) => {
            assert!(!moved, "what was refused changed nothing");
            Outcome::Refused(rejection.category)
        }
        Ok(id) if !moved && copy.group().inputs()[&id].message.content == Content::Commit => {
            assert!(lacks_a_proposal(&copy, &copy.group().inputs()[&id].message), "it waits for nothing else");
            Outcome::Waits
        }
        Ok(_) => Outcome::Followed,
    };
    (outcome, copy)
}

/// A commit that belongs to the canonical State, by its tag and signature, and names a proposal that openmls never got.
fn lacks_a_proposal(member: &Member, commit: &Message) -> bool {
    let group = member.group();
    let (provider, mut mls) = group.canonical().scratch(member.crypto(), group.id()).expect("a copy");
    let processed = mls.process_message(&provider, commit.protocol().expect("a message of the group"));
    matches!(processed, Err(ProcessMessageError::InvalidCommit(StageCommitError::MissingProposal)))
}

/// Authority of a proposal is that of its sender in the proposal's own epoch, whoever commits it.
#[test]
fn a_proposal_by_reference_is_taken_from_an_admin_of_its_epoch_only() {
    let Some(Commits { openmls_forgeries: forgeries, .. }) = file("adopted-commits.json") else { return };
    let mut tally = Tally::of("Proposals by reference");
    by_reference(&mut tally, &forgeries);
    if let Some(group) = &forgeries.lifecycle_less {
        enablement(&mut tally, group);
    }
    if forgeries.by_ref.is_empty() {
        return say("SKIPPED: this copy of adopted-commits.json has no proposals by reference");
    }
    tally.finish();
}

fn by_reference(tally: &mut Tally, forgeries: &Forgeries) {
    let creator = PublicKey::from_hex(&forgeries.creator_account).expect("a key");
    at(forgeries.made_at(), || {
        let device = forgeries.device();
        let rumor = device.rumor(creator, &forgeries.welcome);
        let joined = device.join(&Settings::default(), &rumor).expect("the Welcome is valid");
        let mut hear = |member: &Member, name: &str, valid: bool| {
            let Some(Hex(message)) = forgeries.by_ref.get(name) else { return member.clone() };
            let (outcome, after) = follow(member, message);
            tally.add(name, valid, outcome);
            after
        };
        let proposed = hear(&joined, "proposal_x", true);
        hear(&proposed, "commit_x", true);
        let proposed = hear(&joined, "proposal_y", false);
        hear(&proposed, "commit_x_of_y", false);
        let proposed = hear(&joined, "proposal_w_epoch1", true);
        let demoted = hear(&proposed, "demote_w", true);
        let proposed = hear(&demoted, "proposal_w_epoch2", false);
        hear(&proposed, "commit_x_of_w_epoch2", false);
    });
}

/// MDK wants all of an enablement of 0x800c inline.
fn enablement(tally: &mut Tally, group: &Forgeries) {
    let by_ref = |name| group.by_ref.get(name);
    let (Some(Hex(proposal)), Some(Hex(commit))) =
        (by_ref("proposal_wl_requirements"), by_ref("commit_xl_enable_by_ref"))
    else {
        return;
    };
    let creator = PublicKey::from_hex(&group.creator_account).expect("a key");
    at(group.made_at(), || {
        let device = group.device();
        let rumor = device.rumor(creator, &group.welcome);
        let joined = device.join(&Settings::default(), &rumor).expect("the Welcome is valid");
        let (outcome, proposed) = follow(&joined, proposal);
        tally.add("lifecycle_less/proposal_wl_requirements", true, outcome);
        tally.add("lifecycle_less/commit_xl_enable_by_ref", false, follow(&proposed, commit).0);
    });
}

#[test]
fn a_recorded_event_with_one_bit_flipped_is_refused() {
    let Some(Commits { mdk_engine: story, .. }) = file("adopted-commits.json") else { return };
    let device = story.device("w24h-mdk-observer");
    at(device.made_at(), || {
        let mut member = device.join(&Settings::default(), &story.rumor).expect("the Welcome is valid");
        for step in &story.steps {
            let mut event = step.event.clone();
            let other = if event.content.starts_with('A') { "B" } else { "A" };
            event.content.replace_range(..1, other);
            let refused = member.hears(&event).expect_err("its id is of other bytes");
            assert_eq!(refused.category, Category::InvalidSignature, "{}", step.name);
        }
    });
}
