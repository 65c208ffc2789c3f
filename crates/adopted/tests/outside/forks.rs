//! Recorded forks: MDK's engines committed without hearing of each other, then heard everything and agreed.

use adopted::Settings;
use marmot_rules::adopted::components::{GroupProfile, State, id};
use marmot_rules::adopted::convergence::{ForkBase, Horizon, Rules};

use crate::commits::told;
use crate::member::Member;
use crate::recorded::{Forks, Step, Story, Verdict};
use crate::{at, file, say};

/// The steps of one fork, and the message that its winner's epoch carries.
struct Fork<'a> {
    name: &'a str,
    verdict: &'a Verdict,
    rivals: Vec<&'a Step>,
    message: &'a Step,
}

/// A fork ends with the step `message_after_` and its name.
fn forks(story: &Story) -> Vec<Fork<'_>> {
    let mut forks = Vec::new();
    let mut rivals = Vec::new();
    for step in &story.steps {
        match step.name.strip_prefix("message_after_") {
            None => rivals.push(step),
            Some(name) => {
                let verdict = story.verdicts.get(name).unwrap_or_else(|| panic!("no verdict for {name}"));
                forks.push(Fork { name, verdict, rivals: std::mem::take(&mut rivals), message: step });
            }
        }
    }
    assert!(rivals.is_empty(), "every step belongs to a fork");
    assert_eq!(forks.len(), story.verdicts.len(), "every verdict has a fork");
    forks
}

/// How the forks of the story end under some rules.
#[derive(Default)]
struct Ends {
    runs: usize,
    /// Fork, order and partition of each run that does not end as recorded.
    otherwise: Vec<String>,
}

/// Ours and mdk's reading of D17, and both of D18, give the recorded verdicts.
#[test]
fn every_fork_ends_as_mdk_ended_it_in_every_order_and_every_partition_into_passes() {
    let Some(Forks { forks: story }) = file("convergence-forks.json") else { return };
    let mut runs = 0;
    for fork_base in [ForkBase::InnermostFirst, ForkBase::CommonBase] {
        for horizon in Horizon::ALL {
            let ends = all_forks(&story, Rules { fork_base, horizon, ..Rules::default() });
            assert_eq!(ends.otherwise, Vec::<String>::new(), "{fork_base:?}, {horizon:?}");
            runs += ends.runs;
        }
    }
    let count = story.verdicts.len();
    say(&format!("Forks: {count} verdicts, all equal in {runs} runs (readings of D17 and D18, orders, partitions)"));
}

/// D17, to the letter, is not what mdk does. The loser of an earlier fork still stands, so the canonical branch is counted
/// from where that one left it, with all commits and messages since, and a fresh rival from its own fork alone: whoever is
/// canonical stays so. The recorded parties held their own branches for canonical, heard the same, and went to the winner.
#[test]
fn the_letter_of_d17_contradicts_a_recorded_verdict() {
    let Some(Forks { forks: story }) = file("convergence-forks.json") else { return };
    let ends = all_forks(&story, Rules { fork_base: ForkBase::OwnFork, ..Rules::default() });
    say(&format!("Forks, D17 to the letter: {} of {} runs end otherwise", ends.otherwise.len(), ends.runs));
    for fork in ["depth2 ", "witnessed "] {
        assert!(ends.otherwise.iter().any(|run| run.starts_with(fork)), "{fork}");
    }
}

/// All forks of the story, each from where the recorded order led.
fn all_forks(story: &Story, convergence: Rules) -> Ends {
    let device = story.device("w25n-mdk-observer");
    let settings = Settings { convergence, ..Settings::default() };
    at(device.made_at(), || {
        let mut member = device.join(&settings, &story.rumor).expect("the Welcome is valid");
        assert_eq!(hex::encode(member.group().id()), story.group_id);
        assert_eq!(hex::encode(member.group().facts().address), story.nostr_group_id);
        let mut ends = Ends::default();
        for fork in forks(story) {
            for order in orders(&fork.rivals) {
                // Bit n set: a pass ends after step n. After the last step one always ends.
                for passes in 0..1_usize << (order.len() - 1) {
                    ends.runs += 1;
                    let otherwise = one(&member, &fork, &order, passes).err();
                    ends.otherwise.extend(otherwise.map(|end| {
                        let names: Vec<&str> = order.iter().map(|step| step.name.as_str()).collect();
                        format!("{} {names:?}, passes {passes:b}: {end}", fork.name)
                    }));
                }
            }
            member = one(&member, &fork, &fork.rivals, 0).expect("all at once, it ends as recorded");
        }
        ends
    })
}

/// The member after one fork, if it ends as recorded. It reads the message of the winner's epoch then, so it is in the very
/// state of the recorded parties.
fn one(member: &Member, fork: &Fork<'_>, order: &[&Step], passes: usize) -> Result<Member, String> {
    let mut member = member.clone();
    for (index, step) in order.iter().enumerate() {
        // What no key opens yet is kept: a commit on a branch whose first commit is still to come.
        let _ = member.hears(&step.event);
        if passes >> index & 1 == 1 {
            member.decides();
        }
    }
    member.decides();
    as_recorded(&member, fork)?;
    let message = member.hears(&fork.message.event).map_err(|error| error.to_string())?;
    // A new witness on one of several branches is a reason for another pass, and it is shown when that ends.
    member.decides();
    as_recorded(&member, fork)?;
    let expected = (fork.message.epoch_after, fork.message.by_account.clone());
    if told(&member, message) == Some(expected) { Ok(member) } else { Err("its message is not shown".to_owned()) }
}

fn as_recorded(member: &Member, fork: &Fork<'_>) -> Result<(), String> {
    let facts = member.group().facts();
    let profile = GroupProfile::decode(&facts.dictionary[&id::PROFILE]).expect("a profile");
    let is = (facts.epoch, profile.name());
    if is == (fork.verdict.epoch, fork.verdict.name.as_str()) { Ok(()) } else { Err(format!("{is:?}")) }
}

/// All orders.
fn orders<'a>(steps: &[&'a Step]) -> Vec<Vec<&'a Step>> {
    if steps.is_empty() {
        return vec![Vec::new()];
    }
    let first = |index: usize| {
        let mut rest = steps.to_vec();
        let step = rest.remove(index);
        orders(&rest).into_iter().map(move |order| [vec![step], order].concat())
    };
    (0..steps.len()).flat_map(first).collect()
}
