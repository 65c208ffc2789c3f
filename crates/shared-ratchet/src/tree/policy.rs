//! What the text leaves open, as switches (shared-ratchet.md section 3).

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::name::{Device, NameError, Node, User};

/// A2: what "longest" counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Length {
    /// DH steps from the root.
    #[default]
    DhSteps,
    /// Messages on all nodes from the root.
    Messages,
}

/// A3: which nodes of the own user may be used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Valid {
    /// All that are known.
    #[default]
    Known,
    /// Only acknowledged ones: the literal "valid chains". A device forks itself.
    Acked,
    /// All, but one without acknowledgement is passed over while another on the same parent has one.
    AckedFirst,
}

/// A5: whether a device accepts a second child of a node from the other user.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Accept {
    /// Every child.
    #[default]
    All,
    /// The first child, or one that a sibling or the sender is known to have had accepted.
    First,
    /// The first child; nobody tells what others accepted.
    FirstUnshared,
}

/// A6: what the order compares.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Compare {
    /// The tips.
    #[default]
    Tip,
    /// The paths from the root, node by node.
    Path,
}

/// A7: what becomes of a message whose parent is unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Orphan {
    /// It waits.
    #[default]
    Buffer,
    /// It may be discarded for good.
    Drop,
}

/// A8: how long keys of losing branches live.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Retain {
    /// For ever.
    #[default]
    All,
    /// Only a node whose parent is at most this many levels above the deepest known node can still be joined.
    Levels(u32),
}

/// How roots of one generation rank when both users roll at once (section 9).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RootOrder {
    /// By an order that both users share: the ascending one.
    #[default]
    Shared,
    /// Not at all: depth, then the own order decide, as between `R` and `R'`.
    Own,
}

/// A total order over nodes; the lowest wins.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// `a1.1, a1.2, …, a2.1, …, b1.1, …, R, R'`.
    #[default]
    Ascending,
    /// The same list reversed.
    Descending,
    /// These first, as they stand; others behind them, ascending.
    List(Vec<Node>),
}

impl Order {
    /// Where a node stands: lower is better.
    pub fn compare(&self, left: Node, right: Node) -> Ordering {
        match self {
            Self::Ascending => left.cmp(&right),
            Self::Descending => right.cmp(&left),
            Self::List(list) => {
                let place = |node| list.iter().position(|listed| *listed == node).unwrap_or(list.len());
                place(left).cmp(&place(right)).then(left.cmp(&right))
            }
        }
    }
}

/// Whose order it is: a user's devices share one, unless a device has its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Ranker {
    /// `A` or `B`.
    User(User),
    /// `b2`: it stands alone (a fault).
    Device(Device),
}

impl TryFrom<String> for Ranker {
    type Error = NameError;

    fn try_from(text: String) -> Result<Self, NameError> {
        text.parse().map(Self::User).or_else(|_| text.parse().map(Self::Device))
    }
}

impl From<Ranker> for String {
    fn from(ranker: Ranker) -> Self {
        match ranker {
            Ranker::User(user) => user.to_string(),
            Ranker::Device(device) => device.to_string(),
        }
    }
}

/// The switches, as a file writes them. What is absent has its default.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Policy {
    /// A5.
    pub accept: Accept,
    /// A3.
    pub valid: Valid,
    /// A2.
    pub length: Length,
    /// A7.
    pub orphan: Orphan,
    /// A6.
    pub order: Compare,
    /// A8.
    pub retain: Retain,
    /// A10: 1, or 2 if both users start at once.
    pub roots: u8,
    /// How rolled roots of one generation rank.
    pub root_order: RootOrder,
    /// Who ranks how; ascending if unsaid.
    pub orders: BTreeMap<Ranker, Order>,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            accept: Accept::default(),
            valid: Valid::default(),
            length: Length::default(),
            orphan: Orphan::default(),
            order: Compare::default(),
            retain: Retain::default(),
            roots: 1,
            root_order: RootOrder::default(),
            orders: BTreeMap::new(),
        }
    }
}

impl Policy {
    /// Everybody ranks alike.
    pub fn agree() -> Self {
        Self::default()
    }

    /// B ranks in reverse.
    pub fn opposite() -> Self {
        Self::default().ranked(Ranker::User(User::B), Order::Descending)
    }

    /// The same with another order for somebody.
    #[must_use]
    pub fn ranked(mut self, who: Ranker, order: Order) -> Self {
        self.orders.insert(who, order);
        self
    }

    /// The order of a device.
    pub fn order_of(&self, device: Device) -> &Order {
        const UNSAID: &Order = &Order::Ascending;
        let own = self.orders.get(&Ranker::Device(device));
        own.or_else(|| self.orders.get(&Ranker::User(device.user))).unwrap_or(UNSAID)
    }

    /// Whether what devices acknowledged has to be remembered (section 2).
    pub fn has_acknowledgements(&self) -> bool {
        self.accept != Accept::All || self.valid != Valid::Known
    }

    /// The first roots.
    pub fn first_roots(&self) -> &'static [Node] {
        if self.roots == 2 { &[Node::Root, Node::SecondRoot] } else { &[Node::Root] }
    }
}
