//! Mistakes that nodes made, or that a revision was written against. Each breaks one rule, so that the check of this rule can be
//! seen to fail.

/// A mistake that a node can be told to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slip {
    /// A live row of a topic overtakes its replay (X-I10).
    Leapfrog,
    /// A marker names all topics of the stream (X-G).
    MarkerToEverybody,
    /// Every frame sent puts off the deadline of the Pong, too (X-I14).
    OneTicker,
    /// A drain whose sender died ends with OK (X-I13).
    OkAfterDeadSender,
    /// The end of a wave opens the gate of a topic that left it (X-I16).
    StaleGate,
    /// A wave ends where the log ends, wherever that is by then (X-I18).
    Chasing,
    /// The place in the log is that of the last row that could be parsed (X-I19).
    PlaceOfParsedRow,
    /// A row that is too large is left out (X-I20).
    SkipsOversize,
    /// Any frame of the client meets the deadline of the Pong (X-I2).
    AnyFrameProves,
    /// A client that has half-closed is challenged (X-I8).
    PingsTheHalfClosed,
    /// A wave is read topic by topic (X-I23).
    TopicByTopic,
    /// A remove leaves the floor (X-I6).
    FloorOutlivesRemove,
    /// Cursor 0 is the end of the log (X-I4).
    ZeroIsTheEnd,
    /// A request that is unknown is passed over (X-I7).
    IgnoresUnknown,
    /// Of two adds of a topic the last counts (X-I5).
    LastAddWins,
    /// The deadline acts before what has arrived is read (X-I30).
    ReapsUnread,
    /// Arrivals that exceed the bound are dropped (X-I27).
    DropsHeld,
    /// Only the first Mutate is asked what it may read (X-I1).
    TrustsTheStream,
    /// A half-close ends the stream at once (X-I9).
    EndsAtHalfClose,
    /// An id of a wave in flight is taken again (X-I12).
    TakesUsedIds,
    /// A topic is subscribed while a `history_only` replay of it runs (X-I17).
    AllowsOverlap,
    /// A `history_only` replay reads originators alone that its cursor names (X-I25).
    OnlyNamedOriginators,
    /// A cursor that no row can have is taken (X-I21).
    TakesAnyCursor,
    /// All sequences share one live mark (X-D2).
    OneMark,
    /// A d14n topic that is added again from further back begins anew (X-D3).
    ReaddRewinds,
}

impl Slip {
    /// Every slip.
    pub const ALL: [Self; 25] = [
        Self::Leapfrog,
        Self::MarkerToEverybody,
        Self::OneTicker,
        Self::OkAfterDeadSender,
        Self::StaleGate,
        Self::Chasing,
        Self::PlaceOfParsedRow,
        Self::SkipsOversize,
        Self::AnyFrameProves,
        Self::PingsTheHalfClosed,
        Self::TopicByTopic,
        Self::FloorOutlivesRemove,
        Self::ZeroIsTheEnd,
        Self::IgnoresUnknown,
        Self::LastAddWins,
        Self::ReapsUnread,
        Self::DropsHeld,
        Self::TrustsTheStream,
        Self::EndsAtHalfClose,
        Self::TakesUsedIds,
        Self::AllowsOverlap,
        Self::OnlyNamedOriginators,
        Self::TakesAnyCursor,
        Self::OneMark,
        Self::ReaddRewinds,
    ];

    /// The name used in files.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Leapfrog => "leapfrog",
            Self::MarkerToEverybody => "marker-to-everybody",
            Self::OneTicker => "one-ticker",
            Self::OkAfterDeadSender => "ok-after-dead-sender",
            Self::StaleGate => "stale-gate",
            Self::Chasing => "chasing",
            Self::PlaceOfParsedRow => "place-of-parsed-row",
            Self::SkipsOversize => "skips-oversize",
            Self::AnyFrameProves => "any-frame-proves",
            Self::PingsTheHalfClosed => "pings-the-half-closed",
            Self::TopicByTopic => "topic-by-topic",
            Self::FloorOutlivesRemove => "floor-outlives-remove",
            Self::ZeroIsTheEnd => "zero-is-the-end",
            Self::IgnoresUnknown => "ignores-unknown",
            Self::LastAddWins => "last-add-wins",
            Self::ReapsUnread => "reaps-unread",
            Self::DropsHeld => "drops-held",
            Self::TrustsTheStream => "trusts-the-stream",
            Self::EndsAtHalfClose => "ends-at-half-close",
            Self::TakesUsedIds => "takes-used-ids",
            Self::AllowsOverlap => "allows-overlap",
            Self::OnlyNamedOriginators => "only-named-originators",
            Self::TakesAnyCursor => "takes-any-cursor",
            Self::OneMark => "one-mark",
            Self::ReaddRewinds => "readd-rewinds",
        }
    }
}
