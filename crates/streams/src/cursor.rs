//! Where rows stand, and from where they are wanted: by one id per kind (v3), or by a number per originator (d14n).

use std::collections::BTreeMap;
use std::fmt;

use crate::dialect::Binding;
use crate::frame::Kind;

/// The largest number that a node can store.
const MOST: u64 = i64::MAX as u64;

/// A sequence in which ids ascend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sequence {
    /// v3: all topics of a kind share one.
    Kind(Kind),
    /// d14n: everything that an originator has taken in (X-D2).
    Originator(u32),
}

impl From<Kind> for Sequence {
    fn from(kind: Kind) -> Self {
        Self::Kind(kind)
    }
}

/// A row of a topic. In v3 its id says which.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowId {
    /// Who took it in (d14n).
    pub originator: Option<u32>,
    /// Its number in its sequence.
    pub id: u64,
}

impl From<u64> for RowId {
    fn from(id: u64) -> Self {
        Self { originator: None, id }
    }
}

impl fmt::Display for RowId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.originator {
            None => write!(f, "{}", self.id),
            Some(originator) => write!(f, "{originator}:{}", self.id),
        }
    }
}

impl fmt::Debug for RowId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// From where rows of a topic are wanted.
#[derive(Clone, PartialEq, Eq)]
pub enum Cursor {
    /// v3, `id_cursor`: above this id; 0 is the beginning.
    Id(u64),
    /// d14n, `last_seen`: above the number of their originator. One that is absent counts as 0; an empty map is the beginning (X-D1).
    LastSeen(BTreeMap<u32, u64>),
}

impl Cursor {
    /// The binding that has such cursors.
    pub const fn binding(&self) -> Binding {
        match self {
            Self::Id(_) => Binding::V3,
            Self::LastSeen(_) => Binding::D14n,
        }
    }

    /// The id of a v3 cursor.
    pub const fn id(&self) -> Option<u64> {
        match self {
            Self::Id(id) => Some(*id),
            Self::LastSeen(_) => None,
        }
    }

    /// Rows of this sequence are wanted above which number?
    pub fn above(&self, sequence: Sequence) -> u64 {
        match (self, sequence) {
            (Self::Id(id), _) => *id,
            (Self::LastSeen(seen), Sequence::Originator(originator)) => seen.get(&originator).copied().unwrap_or(0),
            (Self::LastSeen(_), Sequence::Kind(_)) => 0,
        }
    }

    /// Is this row at or below the cursor, so that it is not wanted?
    pub fn covers(&self, row: RowId) -> bool {
        match self {
            Self::Id(id) => row.id <= *id,
            Self::LastSeen(seen) => row.originator.and_then(|one| seen.get(&one)).is_some_and(|seen| row.id <= *seen),
        }
    }

    /// Does it say anything about this sequence?
    pub fn names(&self, sequence: Sequence) -> bool {
        match (self, sequence) {
            (Self::Id(_), _) => true,
            (Self::LastSeen(seen), Sequence::Originator(originator)) => seen.contains_key(&originator),
            (Self::LastSeen(_), Sequence::Kind(_)) => false,
        }
    }

    /// Is everything wanted?
    pub fn is_beginning(&self) -> bool {
        self.numbers().all(|number| number == 0)
    }

    /// Is there a number that no row can have (X-I21)?
    pub fn is_out_of_range(&self) -> bool {
        self.numbers().any(|number| number > MOST)
    }

    /// Entries of a map; a v3 cursor has one number, and none.
    pub fn entries(&self) -> usize {
        match self {
            Self::Id(_) => 0,
            Self::LastSeen(seen) => seen.len(),
        }
    }

    /// Does it want a row that the other does not?
    pub fn is_below(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Id(id), Self::Id(other)) => id < other,
            (Self::LastSeen(_), Self::LastSeen(seen)) => {
                seen.iter().any(|(originator, number)| self.above(Sequence::Originator(*originator)) < *number)
            }
            _ => false,
        }
    }

    /// A row of this sequence is not wanted any more, nor any below it.
    pub fn raise(&mut self, sequence: Sequence, to: u64) {
        match (self, sequence) {
            (Self::Id(id), _) => *id = (*id).max(to),
            (Self::LastSeen(seen), Sequence::Originator(originator)) => {
                let number = seen.entry(originator).or_default();
                *number = (*number).max(to);
            }
            (Self::LastSeen(_), Sequence::Kind(_)) => {}
        }
    }

    /// Wants only what the other wants, too.
    pub fn raise_to(&mut self, other: &Self) {
        match other {
            Self::Id(id) if self.binding() == Binding::V3 => self.raise(Kind::Group.into(), *id),
            Self::Id(_) => {}
            Self::LastSeen(seen) => {
                seen.iter().for_each(|(one, number)| self.raise(Sequence::Originator(*one), *number));
            }
        }
    }

    fn numbers(&self) -> impl Iterator<Item = u64> {
        let (id, seen) = match self {
            Self::Id(id) => (Some(*id), None),
            Self::LastSeen(seen) => (None, Some(seen)),
        };
        id.into_iter().chain(seen.into_iter().flatten().map(|(_, number)| *number))
    }
}

impl From<u64> for Cursor {
    fn from(id: u64) -> Self {
        Self::Id(id)
    }
}

impl fmt::Debug for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => fmt::Debug::fmt(id, f),
            Self::LastSeen(seen) => fmt::Debug::fmt(seen, f),
        }
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}
