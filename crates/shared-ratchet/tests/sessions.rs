//! The binding: what real sessions do under the tree (section 8, and sibling-sync.md sections 10 and 14).

use sim_env::{Actor, run};

use shared_ratchet::binding::{Kept, Key, Vault, Why, introduce};
use shared_ratchet::tree::{Device, Node, User};

fn node(name: &str) -> Node {
    name.parse().unwrap()
}

/// In a run of its own, since keys are drawn from it.
fn within<T: Send>(seed: u64, f: impl FnOnce() -> T + Send) -> T {
    run(seed.into(), 1_781_481_600, f).unwrap()
}

fn begin() -> (Vault, Vault) {
    introduce(&[Node::Root]).unwrap()
}

/// Nodes of a vault, as a device without other knowledge tries them.
fn all(vault: &Vault) -> Vec<Node> {
    vault.nodes().collect()
}

#[test]
fn both_children_of_the_root_are_read_with_one_pickle_per_node_and_only_one_with_one_session() {
    within(1, || {
        let (a, b) = begin();
        let (mut a1, mut a2, mut b1) = (a.clone(), a, b);
        let first = a1.seal(Node::Root, node("a1.1"), "a1.1").unwrap();
        let second = a2.seal(Node::Root, node("a2.1"), "a2.1").unwrap();
        assert_ne!(first.key, second.key, "two DH steps");
        assert_eq!((first.index, second.index), (0, 0));
        let opened = b1.open(&first, [Node::Root]).unwrap().unwrap();
        assert_eq!((opened.letter.node, opened.parent), (node("a1.1"), Some(Node::Root)));
        // One session is the pickle that came out of the first.
        let unread = b1.clone().open(&second, [node("a1.1")]).unwrap().unwrap_err();
        assert_eq!(unread.tried, [(node("a1.1"), Why::InvalidMac)]);
        let candidates = all(&b1);
        assert_eq!(b1.open(&second, candidates).unwrap().unwrap().parent, Some(Node::Root));
        assert_eq!(b1.named(second.key), Some(node("a2.1")), "the node's name on the wire is its ratchet key");
    });
}

#[test]
fn a_failed_attempt_changes_nothing_that_is_kept() {
    within(1, || {
        let (a, b) = begin();
        let (mut a1, mut a2, mut b1) = (a.clone(), a, b);
        let step = a1.seal(Node::Root, node("a1.1"), "a1.1").unwrap();
        b1.open(&step, [Node::Root]).unwrap().unwrap();
        let reply = b1.seal(node("a1.1"), node("b1.1"), "b1.1").unwrap();
        // a2 has no copy of the step: its session at R is inactive, and a failed decrypt would leave it active, with a new key.
        let before = a2.at(Node::Root).cloned();
        assert_eq!(a2.open(&reply, [Node::Root]).unwrap().unwrap_err().tried, [(Node::Root, Why::InvalidMac)]);
        assert_eq!(a2.at(Node::Root).cloned(), before);
        let copy: Kept = a1.at(node("a1.1")).unwrap().clone();
        assert!(a2.take(node("a1.1"), &copy));
        assert!(a2.open(&reply, [Node::Root, node("a1.1")]).unwrap().is_ok());
        assert!(!a2.take(node("a1.1"), &copy), "what is not further is not taken");
    });
}

#[test]
fn two_messages_at_one_place_of_a_chain_have_one_key_and_a_peer_opens_one() {
    within(1, || {
        let (a, mut b1) = begin();
        let mut a1 = a;
        let step = a1.seal(Node::Root, node("a1.1"), "a1.1").unwrap();
        b1.open(&step, [Node::Root]).unwrap().unwrap();
        let mut a2 = a1.clone();
        let first = a1.seal(node("a1.1"), node("a1.1"), "m1").unwrap();
        let second = a2.seal(node("a1.1"), node("a1.1"), "m2").unwrap();
        assert_eq!((first.key, first.index), (second.key, second.index));
        assert_eq!(b1.open(&first, []).unwrap().unwrap().letter.message, "m1");
        assert_eq!(b1.open(&second, []).unwrap().unwrap_err().tried, [(node("a1.1"), Why::MissingMessageKey(1))]);
        // What comes behind is not harmed.
        let third = a1.seal(node("a1.1"), node("a1.1"), "m3").unwrap();
        assert!(b1.open(&third, []).unwrap().is_ok());
    });
}

#[test]
fn a_peer_keeps_forty_keys_of_a_gap() {
    for (skipped, kept) in [(40, true), (41, false)] {
        within(1, || {
            let (mut a1, mut b1) = begin();
            let step = a1.seal(Node::Root, node("a1.1"), "a1.1").unwrap();
            b1.open(&step, [Node::Root]).unwrap().unwrap();
            let late: Vec<_> = (0..skipped).map(|_| a1.seal(node("a1.1"), node("a1.1"), "late").unwrap()).collect();
            let next = a1.seal(node("a1.1"), node("a1.1"), "next").unwrap();
            assert!(b1.open(&next, []).unwrap().is_ok());
            assert_eq!(b1.open(&late[0], []).unwrap().is_ok(), kept, "{skipped} skipped");
            assert!(b1.open(&late[1], []).unwrap().is_ok());
        });
    }
}

#[test]
fn each_sibling_begins_a_session_of_its_own_below_a_rolled_root_and_the_old_account_begins_none() {
    within(1, || {
        let (a, b) = begin();
        let (mut a1, mut a2, mut b1) = (a.clone(), a.clone(), b);
        let root = Node::Rolled { by: Device::new(User::A, 1), k: 1 };
        let announcement = a1.roll(root, 1).unwrap();
        assert!(a2.take(root, &a1.at(root).unwrap().clone()));
        assert!(b1.hear(&announcement));
        assert!(!b1.can_say(root), "nothing can be said on it before A steps");
        let first = a1.seal(root, node("a1.1"), "m1").unwrap();
        let second = a2.seal(root, node("a2.1"), "m2").unwrap();
        assert_ne!(first.key, second.key);
        for (sealed, name) in [(&first, "a1.1"), (&second, "a2.1")] {
            let candidates = all(&b1);
            let opened = b1.open(sealed, candidates).unwrap().unwrap();
            assert_eq!((opened.letter.node, opened.parent), (node(name), Some(root)));
        }
        let reply = b1.seal(node("a2.1"), node("b1.1"), "r").unwrap();
        assert!(a2.open(&reply, [root, node("a2.1")]).unwrap().is_ok());
        let mut removed = a;
        let tried = removed.open(&reply, [Node::Root]).unwrap().unwrap_err().tried;
        assert_eq!(tried, [(Node::Root, Why::InvalidMac)]);
    });
}

#[test]
fn a_pickle_is_as_large_as_the_specification_says() {
    within(1, || {
        let (mut a1, mut b1) = begin();
        let size = |vault: &Vault, at: &str| vault.at(node(at)).unwrap().size();
        assert!((700..2_000).contains(&size(&a1, "R")), "{}", size(&a1, "R"));
        let mut at = Node::Root;
        for k in 1..=6 {
            for (speaker, listener, name) in [(0, 1, format!("a1.{k}")), (1, 0, format!("b1.{k}"))] {
                let both = [&mut a1, &mut b1];
                let sealed = both[speaker].seal(at, node(&name), &name).unwrap();
                both[listener].open(&sealed, [at]).unwrap().unwrap();
                at = node(&name);
            }
        }
        assert!((2_000..4_000).contains(&size(&a1, "b1.6")), "{}", size(&a1, "b1.6"));
    });
}

#[test]
fn keys_follow_from_the_seed_and_from_who_draws_them_alone() {
    let keys = |seed: u64, a2_first: bool| {
        within(seed, move || {
            let (a, _) = Actor::register("introduction").enter(begin);
            let step = |name: &str| -> Key {
                let made = node(&format!("{name}.1"));
                Actor::register(name).enter(|| a.clone().seal(Node::Root, made, name).unwrap().key)
            };
            if a2_first {
                let (second, first) = (step("a2"), step("a1"));
                (first, second)
            } else {
                (step("a1"), step("a2"))
            }
        })
    };
    assert_eq!(keys(1, false), keys(1, true), "one device's draws do not shift another's");
    assert_ne!(keys(1, false), keys(2, false));
}
