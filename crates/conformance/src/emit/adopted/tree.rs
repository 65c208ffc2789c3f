//! The ratchet tree in a GroupInfo, changed leaf by leaf: none of these trees has parent nodes, so that only their hash has to
//! follow (RFC 9420 sections 7.8 and 12.4.3.3).

use sha2::{Digest, Sha256};

use super::super::blueprint::vector;
use super::super::group_info::GroupInfo;
use crate::expectations::key_package as read;

/// The leaves of a tree without parent nodes, by index; `None` for a blank one.
type Leaves = Vec<Option<Vec<u8>>>;

/// Puts another leaf into the tree of a GroupInfo, and its new hash into the context.
pub(super) fn set_leaf(info: &mut GroupInfo, index: usize, leaf: &[u8]) {
    let mut leaves = leaves(info.tree()).expect("a tree without parent nodes");
    leaves[index] = Some(leaf.to_vec());
    *info.tree() = encoded(&leaves);
    info.tree_hash = hash(&leaves, 0);
}

fn leaves(tree: &[u8]) -> Option<Leaves> {
    let mut at = read::vector(&mut &*tree)?;
    let mut nodes = Vec::new();
    while !at.is_empty() {
        nodes.push(match read::take(&mut at, 1)? {
            [0] => None,
            _ => Some(leaf_node(&mut at)?),
        });
    }
    let parents = nodes.iter().skip(1).step_by(2).flatten().count();
    let mut leaves: Leaves = nodes.into_iter().step_by(2).collect();
    leaves.resize(leaves.len().next_power_of_two(), None);
    (parents == 0).then_some(leaves)
}

/// Reads `Node` of type leaf.
fn leaf_node(at: &mut &[u8]) -> Option<Vec<u8>> {
    let [1] = read::take(at, 1)? else { return None };
    let before = *at;
    let (_encryption_key, _signature_key) = (read::vector(at)?, read::vector(at)?);
    let (_credential_type, _identity) = (read::u16(at)?, read::vector(at)?);
    for _capabilities in 0..5 {
        read::vector(at)?;
    }
    match read::take(at, 1)? {
        [1] => drop(read::take(at, 16)?),
        [2] => {}
        _ => drop(read::vector(at)?),
    }
    let (_extensions, _signature) = (read::vector(at)?, read::vector(at)?);
    Some(before[..before.len() - at.len()].to_vec())
}

/// `optional<Node> ratchet_tree<V>`, without blank nodes at its end.
fn encoded(leaves: &Leaves) -> Vec<u8> {
    let node = |leaf: &Option<Vec<u8>>| leaf.as_ref().map_or(vec![0], |leaf| [&[1, 1], &leaf[..]].concat());
    let last = leaves.iter().rposition(Option::is_some).unwrap_or_default();
    let nodes: Vec<_> = leaves[..=last].iter().map(node).collect();
    let mut out = Vec::new();
    vector(&mut out, &nodes.join(&[0][..]));
    out
}

/// TreeHashInput of the subtree over these leaves, of which the first has this index.
fn hash(leaves: &[Option<Vec<u8>>], first: u32) -> Vec<u8> {
    let input = match leaves {
        [leaf] => {
            let leaf = leaf.as_ref().map_or(vec![0], |leaf| [&[1], &leaf[..]].concat());
            [&[1][..], &first.to_be_bytes(), &leaf].concat()
        }
        _ => {
            let (left, right) = leaves.split_at(leaves.len() / 2);
            let mut input = vec![2, 0];
            vector(&mut input, &hash(left, first));
            vector(&mut input, &hash(right, first + left.len() as u32));
            input
        }
    };
    Sha256::digest(input).to_vec()
}
