//! Two judges of commits that share no code agree on far more commits than there are tests: every commit of the vectors in
//! every group of them, under every policy.

use std::collections::BTreeMap;
use std::path::Path;

use super::reader::Reader;
use super::{load, naive, rules};
use crate::format::Vectors;
use crate::format::topics::commit_authority::{Commit, GroupState, Input, POLICIES};

/// Every group and every commit, each once.
fn read() -> (Vec<GroupState>, Vec<Commit>) {
    sim_env::register_thread_as_outside();
    let (suite, _) = load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors/engine")).unwrap();
    let (mut groups, mut commits) = (Vec::new(), Vec::new());
    for file in suite.files().values() {
        let Vectors::CommitAuthority(file) = file else { continue };
        for (_, test) in file.tests() {
            let Input { parent, commit } = &test.input;
            if !groups.contains(parent) {
                groups.push(parent.clone());
            }
            if !commits.contains(commit) {
                commits.push(commit.clone());
            }
        }
    }
    (groups, commits)
}

#[test]
fn the_rules_and_the_naive_judge_agree_on_every_commit_in_every_group_under_every_policy() {
    let ((groups, commits), reader) = (read(), Reader::default());
    let (mut accepted, mut refused, mut reasons) = (0, 0, BTreeMap::new());
    for parent in &groups {
        for commit in &commits {
            let input = Input { parent: parent.clone(), commit: commit.clone() };
            for policy in POLICIES {
                let one = rules::commit_ruling(&input, policy);
                let other = naive::commit_ruling(&input, policy, &reader);
                match (one, other) {
                    (Ok(one), Ok(other)) => {
                        assert_eq!(one, other, "{policy}: {input:?}");
                        accepted += 1;
                    }
                    (Err(one), Err(other)) => {
                        refused += 1;
                        if one.reason != other.reason {
                            *reasons.entry((one.what, other.what)).or_insert(0) += 1;
                        }
                    }
                    (one, other) => panic!("{policy}: {one:?}, {other:?}: {input:?}"),
                }
            }
        }
    }
    println!("{} groups, {} commits: {accepted} accepted, {refused} refused", groups.len(), commits.len());
    println!("for different reasons: {reasons:#?}");
    assert!(accepted > 5_000 && refused > 5_000, "{accepted} accepted, {refused} refused");
}
