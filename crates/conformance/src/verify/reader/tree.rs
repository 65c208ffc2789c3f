//! The ratchet tree in a GroupInfo, and its hash (RFC 9420 sections 7.8 and 12.4.3.3).

use sha2::{Digest, Sha256};

use super::Reader;
use super::bytes::{Cursor, vector};
use super::key_package::Leaf;
use crate::format::{LeafEntry, Reason};
use crate::verify::Refusal;

/// Nodes from left to right; leaves have even places.
pub(super) struct Tree<'a> {
    nodes: Vec<Option<Node<'a>>>,
}

struct Node<'a> {
    bytes: &'a [u8],
    leaf: Option<Leaf<'a>>,
}

impl<'a> Tree<'a> {
    pub(super) fn read(reader: &'a Reader, mut at: Cursor<'a>) -> Result<Self, Refusal> {
        let mut nodes = Vec::new();
        while !at.is_empty() {
            nodes.push(match at.number(1)? {
                0 => None,
                _ => Some(Node::read(reader, &mut at)?),
            });
        }
        // The full tree ends at 2^n - 1 nodes.
        let full = (nodes.len() + 1).next_power_of_two() - 1;
        nodes.resize_with(full, || None);
        Ok(Self { nodes })
    }

    /// The leaf with this index, if it is not blank.
    pub(super) fn leaf(&self, index: u32) -> Option<&Leaf<'a>> {
        self.nodes.get(2 * usize::try_from(index).ok()?)?.as_ref()?.leaf.as_ref()
    }

    /// How many nodes the full tree has.
    pub(super) fn width(&self) -> usize {
        self.nodes.len()
    }

    /// Every leaf that is not blank.
    pub(super) fn leaves(&self) -> impl Iterator<Item = (u32, &Leaf<'a>)> {
        let leaves = (0..).zip(self.nodes.iter().step_by(2));
        leaves.filter_map(|(index, node)| Some((index, node.as_ref()?.leaf.as_ref()?)))
    }

    /// The same as they stand in vectors.
    pub(super) fn entries(&self) -> Vec<LeafEntry> {
        let entry = |(index, leaf): (u32, &Leaf<'_>)| LeafEntry {
            index,
            account: hex::encode(leaf.identity),
            signature_key: leaf.signature_key.into(),
        };
        self.leaves().map(entry).collect()
    }

    /// The hash of the root.
    pub(super) fn hash(&self) -> Vec<u8> {
        self.hash_of(0, self.nodes.len())
    }

    /// The hash of the subtree of these nodes, `from` to before `to`; its root is in the middle.
    fn hash_of(&self, from: usize, to: usize) -> Vec<u8> {
        let middle = from + (to - from) / 2;
        let node = self.nodes[middle].as_ref().map_or(vec![0], |node| [&[1], node.bytes].concat());
        let input = if to - from == 1 {
            let index = u32::try_from(from / 2).expect("a tree in memory");
            [&[1][..], &index.to_be_bytes(), &node].concat()
        } else {
            let (left, right) = (self.hash_of(from, middle), self.hash_of(middle + 1, to));
            [&[2][..], &node, &vector(&left), &vector(&right)].concat()
        };
        Sha256::digest(input).to_vec()
    }
}

impl<'a> Node<'a> {
    fn read(reader: &'a Reader, at: &mut Cursor<'a>) -> Result<Self, Refusal> {
        let kind = at.number(1)?;
        let before = at.rest();
        let leaf = match kind {
            1 => Some(reader.leaf(at)?),
            2 => {
                let (_encryption_key, _parent_hash, _unmerged_leaves) = (at.vector()?, at.vector()?, at.vector()?);
                None
            }
            _ => return Err(Refusal::new(Reason::RatchetTreeInvalid, "a node that is neither leaf nor parent")),
        };
        Ok(Self { bytes: &before[..before.len() - at.rest().len()], leaf })
    }
}
