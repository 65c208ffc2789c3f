//! Negative controls: the other readings of D17 fail where `innermost-first` holds. Found by chance, shrunk, and pinned.

use std::collections::BTreeSet;

use marmot_rules::adopted::convergence::{Item, Message, Rules, State, Tree};

use crate::worlds::{ORDINARY, Seeds, World, items, play};

const LITERAL: Rules = Rules::LITERAL;
const MDK: Rules = Rules::MDK;

/// A tree, and what arrives in which pass.
#[derive(Clone)]
struct Case {
    tree: Tree,
    passes: Vec<Vec<Item>>,
}

/// Numbers that follow from a seed, by multiplication (Lehmer's generator).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0 * 48_271 % 2_147_483_647;
        usize::try_from(self.0).unwrap() % sides
    }

    fn byte(&mut self) -> u8 {
        u8::try_from(self.roll(256)).unwrap()
    }
}

impl Case {
    fn random(dice: &mut Dice) -> Self {
        let commits = (0..6).map(|_| (dice.byte(), false, u8::try_from(dice.roll(3)).unwrap())).collect();
        let messages = (0..8).map(|_| (dice.byte(), u8::try_from(dice.roll(2)).unwrap())).collect();
        let tree = Seeds { commits, messages }.tree(0, 5);
        let mut passes = vec![Vec::new(); 3];
        for item in items(&tree) {
            passes[dice.roll(3)].push(item);
        }
        Self { tree, passes }
    }

    /// Commits and messages.
    fn steps(&self) -> usize {
        items(&self.tree).len()
    }

    /// Without one thing and all that depends on it.
    fn without(&self, item: &Item) -> Self {
        let goes = |state: &State| match item {
            Item::Commit(id) => self.tree.path(&state.id).iter().any(|on_path| on_path.id == *id),
            Item::Message(_) => false,
        };
        let gone: BTreeSet<_> = self.tree.states().filter(|state| goes(state)).map(|state| state.id.clone()).collect();
        let states = self.tree.states().filter(|state| !gone.contains(&state.id)).cloned();
        let kept = |m: &&Message| !gone.contains(&m.state) && *item != Item::Message(m.id);
        let tree = Tree::build(states, self.tree.messages().filter(kept).cloned()).unwrap();
        let left = items(&tree);
        let passes = self.passes.iter().map(|pass| pass.iter().filter(|i| left.contains(i)).cloned().collect());
        Self { passes: passes.collect(), tree }
    }

    /// Where the member ends that takes them pass by pass, and then looks again three times; and the one that takes all at once.
    fn ends(&self, rules: Rules) -> [String; 2] {
        [self.passes.clone(), vec![items(&self.tree)]]
            .map(|passes| play(&self.tree, rules, passes, 3).canonical().to_string())
    }

    /// Where the member that takes all at once stands, and where after a pass in which nothing arrives.
    fn looks_again(&self, rules: Rules) -> [String; 2] {
        [0, 1].map(|idle| play(&self.tree, rules, vec![items(&self.tree)], idle).canonical().to_string())
    }
}

/// The smallest of the first fifty random cases that fail, each without everything that it does not need.
fn smallest(fails: impl Fn(&Case) -> bool) -> Option<Case> {
    let mut dice = Dice(14);
    let failing = (0..20_000).map(|_| Case::random(&mut dice)).filter(|case| fails(case)).take(50);
    failing.map(|case| shrunk(case, &fails)).min_by_key(Case::steps)
}

fn shrunk(mut case: Case, fails: impl Fn(&Case) -> bool) -> Case {
    while let Some(smaller) = items(&case.tree).iter().map(|item| case.without(item)).find(&fails) {
        case = smaller;
    }
    case
}

fn part([one, other]: [String; 2]) -> bool {
    one != other
}

#[test]
fn own_fork_divides_members_for_ever_by_four_commits() {
    let case = smallest(|case| part(case.ends(LITERAL))).expect("the negative control finds nothing");
    assert_eq!(case.steps(), 4);
}

#[test]
fn common_base_changes_its_mind_by_eight_steps() {
    let case = smallest(|case| part(case.looks_again(MDK))).expect("the negative control finds nothing");
    assert_eq!(case.steps(), 8);
}

#[test]
fn common_base_divides_nobody_who_looks_again() {
    assert!(smallest(|case| part(case.ends(MDK))).is_none());
}

#[test]
fn innermost_first_does_neither() {
    assert!(smallest(|case| part(case.ends(Rules::default())) || part(case.looks_again(Rules::default()))).is_none());
}

/// What the first search ends in, written down.
///
/// ```text
///  root ─ s ─┬─ i    committer 20
///       │    └─ y    committer 10
///       └─ x
/// ```
#[test]
fn own_fork_four_commits_without_a_message() {
    let world = World::at(1)
        .commit("s", "root", ORDINARY, 0x30, 1)
        .commit("i", "s", ORDINARY, 0x20, 2)
        .commit("y", "s", ORDINARY, 0x10, 3)
        .commit("x", "root", ORDINARY, 0x40, 4);
    let idle = ["", "", ""];
    let late = [&["s i x", "y"][..], &idle].concat();
    let at_once = [&["s i x y"][..], &idle].concat();
    assert_eq!((world.ends(LITERAL, &late), world.ends(LITERAL, &at_once)), ("i".into(), "y".into()));
    for rules in [MDK, Rules::default()] {
        assert_eq!((world.ends(rules, &late), world.ends(rules, &at_once)), ("y".into(), "y".into()));
    }
    assert_eq!(world.ends(LITERAL, &["s i", "y"]), "y", "without x it does not happen");
}

/// What the second search ends in.
///
/// ```text
///  root ─ s ─┬─ i ─ j      two accounts write in s, two in y
///            └─ y
/// ```
#[test]
fn common_base_four_commits_and_four_messages() {
    let world = World::at(1)
        .commit("s", "root", ORDINARY, 0x30, 1)
        .chain(&["i", "j"], "s", 0x20, 2)
        .commit("y", "s", ORDINARY, 0x10, 4)
        .write("s", &[1, 2])
        .write("y", &[1, 2]);
    let all = "s i j y m1 m2 m3 m4";
    assert_eq!(world.ends(MDK, &[all]), "j", "counted from root: 4 against 3");
    assert_eq!(world.ends(MDK, &[all, ""]), "y", "counted from s: 2 against 2 with a quorum");
    assert_eq!(world.ends(MDK, &["s m1 m2", "i j y m3 m4"]), "y", "and so does who had s before");
    for passes in [&[all][..], &[all, ""], &["s m1 m2", "i j y m3 m4"], &["s i j", "y m3 m4", "m1 m2"]] {
        assert_eq!(world.ends(Rules::default(), passes), "y");
    }
}

/// The flip of E3 by a worthless commit, on the same tree.
#[test]
fn common_base_is_flipped_by_a_self_update_on_an_old_epoch() {
    let world = World::at(1)
        .commit("s", "root", ORDINARY, 0x30, 1)
        .chain(&["i", "j"], "s", 0x20, 2)
        .commit("y", "s", ORDINARY, 0x10, 4)
        .commit("x", "root", ORDINARY, 0x40, 5)
        .write("s", &[1, 2])
        .write("y", &[1, 2]);
    let settled = ["s m1 m2", "i j y m3 m4"];
    let with_x = ["s m1 m2", "i j y m3 m4", "x"];
    assert_eq!((world.ends(MDK, &settled), world.ends(MDK, &with_x)), ("y".into(), "j".into()));
    assert_eq!(
        (world.ends(Rules::default(), &settled), world.ends(Rules::default(), &with_x)),
        ("y".into(), "y".into())
    );
}

/// The price of `innermost-first`: the winner inside need not be the strongest outside. Two messages in y help w. (A rule that
/// compares each pair where they fork goes in a circle here: j beats w, w beats y, y beats j.)
#[test]
fn innermost_first_may_send_the_weaker_branch_outwards() {
    let world = World::at(1)
        .commit("s", "root", ORDINARY, 0x30, 1)
        .chain(&["i", "j"], "s", 0x20, 2)
        .commit("y", "s", ORDINARY, 0x10, 4)
        .chain(&["t", "u", "v", "w"], "root", 0x40, 5)
        .write("s", &[1, 2]);
    assert_eq!(world.winner("root", &Rules::default()), "j", "4 with a quorum against 4");
    assert_eq!(world.write("y", &[1, 2]).winner("root", &Rules::default()), "w", "y puts j out, and has 3 against 4");
}
