//! What becomes of commits and messages.

use marmot_rules::adopted::convergence::{
    Commit, Digest, Disposition, Effects, Item, Member, Rules, State, Tree, Withdrawn,
};

use crate::worlds::{ORDINARY, World, message};

fn commit(number: u8) -> Digest {
    Digest([number; 32])
}

/// `a` wins by its committer, until somebody writes in `b`.
fn race() -> World {
    World::at(1)
        .commit("a", "root", ORDINARY, 1, 1)
        .commit("b", "root", ORDINARY, 2, 2)
        .write("b", &[9])
        .write("a", &[9])
}

#[test]
fn losing_once_is_not_final() {
    let world = race();
    let mut member = world.after(Rules::default(), &["a b"]);
    assert_eq!(member.canonical().0, "a");
    assert_eq!(member.fates().commits, [(commit(1), Disposition::Accepted), (commit(2), Disposition::Deferred)].into());
    let effects = member.pass(world.items("m1")).unwrap();
    assert_eq!(member.canonical().0, "b");
    assert_eq!(effects, Effects { deliver: vec![message(1)], withdraw: vec![], supersede: vec![commit(1)] });
    assert_eq!(member.fates().commits, [(commit(1), Disposition::Deferred), (commit(2), Disposition::Accepted)].into());
}

#[test]
fn a_message_of_the_branch_that_loses_is_withdrawn() {
    let world = race();
    let mut member = world.after(Rules::default(), &["b m1"]);
    let effects = member.pass(world.items("a m2")).unwrap();
    assert_eq!(effects, Effects { deliver: vec![message(2)], withdraw: vec![message(1)], supersede: vec![commit(2)] });
    assert_eq!(member.fates().messages[&message(1)], Disposition::Invalidated);
}

#[test]
fn what_comes_twice_is_shown_once() {
    let world = race();
    let mut member = world.after(Rules::default(), &["b m1"]);
    assert_eq!(member.pass(world.items("b m1")).unwrap(), Effects::default());
}

#[test]
fn a_commit_without_its_parent_waits_and_so_does_a_message() {
    let world = World::at(1).chain(&["a", "b"], "root", 1, 1).write("b", &[9]);
    let mut member = world.after(Rules::default(), &["b m1"]);
    assert_eq!(member.canonical().0, "root");
    assert_eq!(member.fates().commits[&commit(2)], Disposition::Deferred);
    assert_eq!(member.fates().messages[&message(1)], Disposition::Deferred);
    let effects = member.pass(world.items("a")).unwrap();
    assert_eq!((member.canonical().0.as_str(), effects.deliver), ("b", vec![message(1)]));
}

#[test]
fn what_waits_for_a_state_that_never_comes_is_stale_after_five_epochs() {
    let stem = ["s2", "s3", "s4", "s5", "s6", "s7", "s8"];
    let world = World::at(1).chain(&stem, "root", 1, 1).chain(&["x2", "x3"], "root", 2, 60).write("x2", &[9]);
    let mut member = world.after(Rules::default(), &["x3 m1", "s2 s3 s4 s5 s6 s7"]);
    assert_eq!(member.fates().commits[&commit(61)], Disposition::Deferred, "sent in epoch 2, and this is 7");
    assert_eq!(member.fates().messages[&message(1)], Disposition::Deferred);
    member.pass(world.items("s8")).unwrap();
    assert_eq!(member.fates().commits[&commit(61)], Disposition::Stale);
    assert_eq!(member.fates().messages[&message(1)], Disposition::Stale);
    member.pass(world.items("x2")).unwrap();
    assert_eq!(member.fates().commits[&commit(60)], Disposition::Stale, "its parent is pruned");
    assert_eq!(member.fates().commits[&commit(61)], Disposition::Stale, "and it stays so");
}

#[test]
fn a_message_from_six_epochs_ago_is_stale_and_one_from_five_is_not() {
    let stem = ["s2", "s3", "s4", "s5", "s6", "s7", "s8"];
    let world = World::at(1).chain(&stem, "root", 1, 1).write("s2", &[9]).write("s3", &[9]);
    let member = world.after(Rules::default(), &["s2 s3 s4 s5 s6 s7 s8 m1 m2"]);
    assert_eq!(member.fates().messages[&message(1)], Disposition::Stale);
    assert_eq!(member.fates().messages[&message(2)], Disposition::Accepted);
}

/// A finding: an offline member that catches up in one pass does not show what one that was there has shown.
#[test]
fn whether_a_message_six_epochs_below_the_tip_is_shown_depends_on_the_passes() {
    let stem = ["s2", "s3", "s4", "s5", "s6", "s7", "s8"];
    let world = World::at(1).chain(&stem, "root", 1, 1).write("s2", &[9]);
    let stem = stem.join(" ");
    let at_once = world.after(Rules::default(), &[&format!("{stem} m1")]);
    let in_two = world.after(Rules::default(), &["s2 m1", &stem]);
    assert_eq!(at_once.canonical(), in_two.canonical());
    assert_eq!(at_once.fates().messages[&message(1)], Disposition::Stale);
    assert_eq!(in_two.fates().messages[&message(1)], Disposition::Accepted);
}

/// `a` is longer, then `b` catches up; its message was invalidated meanwhile.
fn comes_back() -> World {
    World::at(1).chain(&["a1", "a2"], "root", 1, 1).chain(&["b1", "b2"], "root", 2, 50).write("b1", &[9])
}

#[test]
fn a_withdrawn_message_is_shown_again_when_its_branch_wins() {
    let world = comes_back();
    let mut member = world.after(Rules::default(), &["b1 m1", "a1 a2"]);
    assert_eq!(member.fates().messages[&message(1)], Disposition::Invalidated);
    let effects = member.pass(world.items("b2")).unwrap();
    assert_eq!((member.canonical().0.as_str(), effects.deliver), ("b2", vec![message(1)]));
}

/// A finding: `never` makes what a member shows depend on the passes.
#[test]
fn if_it_is_never_shown_again_members_with_the_same_input_show_different_things() {
    let world = comes_back();
    let rules = Rules { withdrawn: Withdrawn::Never, ..Rules::default() };
    let at_once = world.after(rules, &["a1 a2 b1 b2 m1"]);
    let in_two = world.after(rules, &["a1 a2 b1 m1", "b2"]);
    assert_eq!(at_once.canonical(), in_two.canonical());
    assert_eq!(at_once.fates().messages[&message(1)], Disposition::Accepted);
    assert_eq!(in_two.fates().messages[&message(1)], Disposition::Invalidated);
}

/// `d` disbands, `r` does not, and `r` has the lower committer.
fn disband_race() -> Tree {
    let mut tree = Tree::new("root", 1);
    for (id, committer, disbands) in [("d", 2, true), ("r", 1, false)] {
        let account = marmot_rules::adopted::convergence::Account([committer; 32]);
        let class = marmot_rules::adopted::Class::Privileged;
        let digest = commit(committer);
        let commit = Commit { parent: "root".into(), digest, committer: account, class, disbands };
        tree.grow(State { id: id.into(), epoch: 2, commit: Some(commit), lost: false }).unwrap();
    }
    tree
}

/// A finding: the end of a group is the one thing that a later branch cannot undo, so the passes decide.
#[test]
fn whether_a_disbanded_group_lives_on_depends_on_the_passes() {
    let tree = disband_race();
    let [d, r] = ["d", "r"].map(|id| Item::Commit(id.into()));
    let mut at_once = Member::new(&tree, Rules::default());
    at_once.pass([d.clone(), r.clone()]).unwrap();
    let mut in_two = Member::new(&tree, Rules::default());
    in_two.pass([d]).unwrap();
    assert!(in_two.is_disbanded());
    assert_eq!(in_two.pass([r]).unwrap(), Effects::default());
    assert_eq!((at_once.canonical().0.as_str(), in_two.canonical().0.as_str()), ("r", "d"));
}
