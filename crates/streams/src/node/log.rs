//! The rows that a node has, and which of them readers see.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use crate::cursor::Sequence;
use crate::frame::{Row, Topic};

/// The rows of a node.
#[derive(Debug, Default)]
pub(super) struct Log {
    fence: bool,
    visible: BTreeMap<Topic, BTreeMap<(Sequence, u64), Row>>,
    heads: BTreeMap<Sequence, u64>,
    /// Ids that a writer has and has not committed.
    allotted: BTreeSet<(Sequence, u64)>,
    /// Committed rows above an id that is not.
    fenced: BTreeMap<(Sequence, u64, Topic), Row>,
}

impl Log {
    /// An empty log. With a fence no row is seen before every row with a lower id.
    pub fn new(fence: bool) -> Self {
        Self { fence, ..Self::default() }
    }

    /// A writer was given an id and has not committed its row yet.
    pub fn allot(&mut self, sequence: Sequence, id: u64) {
        self.allotted.insert((sequence, id));
    }

    /// A row is committed. The rows that readers see from now on, in the order of their ids.
    pub fn commit(&mut self, row: Row) -> Vec<Row> {
        self.allotted.remove(&(row.sequence(), row.id));
        self.fenced.insert((row.sequence(), row.id, row.topic.clone()), row);
        let lowest = |one| self.allotted.range((one, 0)..=(one, u64::MAX)).next().map(|(_, id)| *id);
        let free =
            |(one, id, _): &(Sequence, u64, Topic)| !self.fence || lowest(*one).is_none_or(|lowest| *id < lowest);
        let (free, fenced): (BTreeMap<_, _>, _) =
            std::mem::take(&mut self.fenced).into_iter().partition(|(key, _)| free(key));
        self.fenced = fenced;
        let rows: Vec<Row> = free.into_values().collect();
        for row in &rows {
            let head = self.heads.entry(row.sequence()).or_default();
            *head = (*head).max(row.id);
            self.visible.entry(row.topic.clone()).or_default().insert((row.sequence(), row.id), row.clone());
        }
        rows
    }

    /// The highest visible id of every sequence that has any.
    pub fn heads(&self) -> &BTreeMap<Sequence, u64> {
        &self.heads
    }

    /// The highest visible id of a topic, 0 if there is none; of the last of its originators if there are several.
    pub fn head_of(&self, topic: &Topic) -> u64 {
        self.visible.get(topic).and_then(|rows| rows.last_key_value()).map_or(0, |((_, id), _)| *id)
    }

    /// Visible rows of a topic in one sequence, above an id, up to a ceiling.
    pub fn between(&self, topic: &Topic, sequence: Sequence, above: u64, ceiling: u64) -> impl Iterator<Item = &Row> {
        let rows = self.visible.get(topic).filter(|_| above < ceiling);
        let span = (Bound::Excluded((sequence, above)), Bound::Included((sequence, ceiling)));
        rows.into_iter().flat_map(move |rows| rows.range(span).map(|(_, row)| row))
    }
}
