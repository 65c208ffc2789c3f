//! The rows that a node has, and which of them readers see.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use crate::frame::{Kind, Row, Topic};

/// The rows of a node.
#[derive(Debug, Default)]
pub(super) struct Log {
    fence: bool,
    visible: BTreeMap<Topic, BTreeMap<u64, Row>>,
    heads: BTreeMap<Kind, u64>,
    /// Ids that a writer has and has not committed.
    allotted: BTreeSet<(Kind, u64)>,
    /// Committed rows above an id that is not.
    fenced: BTreeMap<(Kind, u64, Topic), Row>,
}

impl Log {
    /// An empty log. With a fence no row is seen before every row with a lower id.
    pub fn new(fence: bool) -> Self {
        Self { fence, ..Self::default() }
    }

    /// A writer was given an id and has not committed its row yet.
    pub fn allot(&mut self, kind: Kind, id: u64) {
        self.allotted.insert((kind, id));
    }

    /// A row is committed. The rows that readers see from now on, in the order of their ids.
    pub fn commit(&mut self, row: Row) -> Vec<Row> {
        self.allotted.remove(&(row.kind, row.id));
        self.fenced.insert((row.kind, row.id, row.topic.clone()), row);
        let lowest = |kind| self.allotted.range((kind, 0)..=(kind, u64::MAX)).next().map(|(_, id)| *id);
        let free = |(kind, id, _): &(Kind, u64, Topic)| !self.fence || lowest(*kind).is_none_or(|lowest| *id < lowest);
        let (free, fenced): (BTreeMap<_, _>, _) =
            std::mem::take(&mut self.fenced).into_iter().partition(|(key, _)| free(key));
        self.fenced = fenced;
        let rows: Vec<Row> = free.into_values().collect();
        for row in &rows {
            let head = self.heads.entry(row.kind).or_default();
            *head = (*head).max(row.id);
            self.visible.entry(row.topic.clone()).or_default().insert(row.id, row.clone());
        }
        rows
    }

    /// The highest visible id of a kind, 0 if there is none.
    pub fn head(&self, kind: Kind) -> u64 {
        self.heads.get(&kind).copied().unwrap_or_default()
    }

    /// The highest visible id of a topic, 0 if there is none.
    pub fn head_of(&self, topic: &Topic) -> u64 {
        self.visible.get(topic).and_then(|rows| rows.last_key_value()).map_or(0, |(id, _)| *id)
    }

    /// Visible rows of a topic above an id, up to a ceiling.
    pub fn between(&self, topic: &Topic, above: u64, ceiling: u64) -> impl Iterator<Item = &Row> {
        let rows = self.visible.get(topic).filter(|_| above < ceiling);
        rows.into_iter()
            .flat_map(move |rows| rows.range((Bound::Excluded(above), Bound::Included(ceiling))).map(|(_, row)| row))
    }
}
