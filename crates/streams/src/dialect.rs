//! The revisions of the text, and in what they differ; the two bindings of the later one.

use std::fmt;

/// A revision of XIP-83 (PR #139). Another one is a variant here with its name and rules, and a value of the
/// option `dialect` in `kit.rs`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dialect {
    /// `xip83-r5`: 196fb3d of 2026-06-09, nine server requirements.
    R5,
    /// `xip83-r7`: the revision of 2026-07-09 with delivery tags, ordered lanes and every Mutate acknowledged.
    #[default]
    R7,
}

/// What one revision asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// `Messages` carry the id of their wave, 0 for live (X-S3).
    pub tags: bool,
    /// Adds need an id, and none may be that of a wave in flight (X-S3b, X-S3c).
    pub strict_ids: bool,
    /// Ids ascend per lane and kind (X-S4a, X-S4b).
    pub lanes: bool,
    /// A topic's live rows wait for its wave, also when it was live before (X-S4c, X-S5e).
    pub seam: bool,
    /// Every Mutate is acknowledged (X-S9a). Without it: those that add, and the first of a stream.
    pub acknowledges_all: bool,
    /// A `history_only` replay ends where the log ended when it began (X-S11).
    pub pins_history: bool,
    /// A topic is either replayed or subscribed (X-S11a).
    pub refuses_overlap: bool,
    /// A client resumes from marks per kind and wave (X-C3). Without it: from one cursor per topic.
    pub marks: bool,
}

impl Dialect {
    /// Every dialect.
    pub const ALL: [Self; 2] = [Self::R5, Self::R7];

    /// The name used in files, vectors and reports.
    pub const fn id(self) -> &'static str {
        match self {
            Self::R5 => "xip83-r5",
            Self::R7 => "xip83-r7",
        }
    }

    /// What the revision asks for.
    pub const fn rules(self) -> Rules {
        let r7 = matches!(self, Self::R7);
        Rules {
            tags: r7,
            strict_ids: r7,
            lanes: r7,
            seam: r7,
            acknowledges_all: r7,
            pins_history: r7,
            refuses_overlap: r7,
            marks: r7,
        }
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}

/// Whose rows travel: what a cursor is, and in which sequences rows are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Binding {
    /// One id sequence per kind.
    #[default]
    V3,
    /// Decentralised (14546e6 of 2026-06-16, later than `xip83-r5`): a sequence per originator, cursors that are vectors.
    D14n,
}

impl Binding {
    /// Both bindings.
    pub const ALL: [Self; 2] = [Self::V3, Self::D14n];

    /// The name used in files and vectors.
    pub const fn id(self) -> &'static str {
        match self {
            Self::V3 => "v3",
            Self::D14n => "d14n",
        }
    }

    /// Dialects that have it.
    pub const fn dialects(self) -> &'static [Dialect] {
        match self {
            Self::V3 => &Dialect::ALL,
            Self::D14n => &[Dialect::R7],
        }
    }
}
