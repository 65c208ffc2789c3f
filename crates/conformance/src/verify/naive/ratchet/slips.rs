//! Mistakes that the machine can make: one at a time, to see which tests notice.

macro_rules! slips {
    ($($slip:ident $name:literal $sentence:literal;)*) => {
        /// A mistake.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "the sentences say what each does")]
        pub(crate) enum Slip { $($slip),* }

        /// Every mistake, with its name in `x_kills` and what it does.
        pub(crate) const SLIPS: &[(Slip, &str, &str)] = &[$((Slip::$slip, $name, $sentence)),*];
    };
}

slips! {
    OneOrder "one-order" "everybody ranks nodes as a1 does";
    HighestWins "highest-wins" "of two equally long chains the higher node wins";
    Tips "tips-only" "`order = path` compares tips all the same";
    Paths "paths-always" "`order = tip` compares paths all the same";
    CountsMessages "counts-messages" "the longest chain is the one with most messages, whatever `length` says";
    CountsSteps "counts-steps" "the longest chain is the one with most DH steps, whatever `length` says";
    HearsAtOnce "hears-at-once" "symmetric messages count for everybody from when they are sent";
    AnyIsValid "any-is-valid" "nodes of the own user need no acknowledgement, whatever `valid` says";
    OnlyAcked "only-acked" "`acked_first` takes acknowledged nodes alone";
    OldRoots "old-roots" "a rolled root is a root as any other: the longest chain wins";
    OwnRoots "own-roots" "of two rolled roots of one generation each user takes its own, whatever `root_order` says";
    StepsOnOwn "steps-on-own" "a device steps on nodes of its own user too";
    StepsAnywhere "steps-anywhere" "a device steps on any node, not on its selection alone";
    StepsOnceMore "steps-once-more" "a device makes one step more than `steps_max`";
    TakesOrphans "takes-orphans" "a message is processed whose parent is not known";
    TakesAll "takes-all" "every child of a node is accepted, whatever `accept` says";
    TakesFirst "takes-first" "the first child of a node alone is accepted, as an ordinary session does, whatever `accept` says";
    DeafToNews "deaf-to-news" "a node that is known by news is not accepted when its message comes beside another child";
    NewsOpens "news-opens" "news of a node counts as its message opened";
    ReplyIsNoAck "reply-is-no-ack" "a reply on a node does not acknowledge it";
    AcksUnheard "acks-unheard" "a node is acknowledged that nobody has accepted";
    DroppedReturns "dropped-returns" "a message that was dropped or rejected can come again";
    DropsAny "drops-any" "a message is dropped that could be processed";
    NeverDrops "never-drops" "`orphan = drop` keeps messages all the same";
    KeepsAll "keeps-all" "`retain` is not looked at";
    KeepsOneMore "keeps-one-more" "`retain` keeps one level more than it says";
    CopiesToRemoved "copies-to-removed" "copies still pass between a removed device and its siblings";
    CutsRemovedOff "cuts-removed-off" "a removed device gets nothing, from the other user neither";
    RemovedLive "removed-live" "a removed device counts as living";
    OneCounter "one-counter" "siblings share the index of their messages, so that none is used twice";
    QuietTooSoon "quiet-too-soon" "a world with acknowledgements under way counts as quiescent";
    MarksAlways "marks-always" "every step sets the marker, in a world that is not quiescent too";
    BlindLasso "blind-lasso" "a cycle is taken without a look at the two worlds";
    RestlessLasso "restless-lasso" "a cycle may be quiescent";
    AnyShift "any-shift" "the shift of a cycle is not looked at";
}
