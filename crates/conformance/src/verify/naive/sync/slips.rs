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
    DispatchesSynced "dispatches-synced" "what came from a sibling is dispatched again";
    NeverSeen "never-seen" "the seen table is not asked";
    NeverPrunes "never-prunes" "the seen table is kept for ever";
    HookAlways "hook-always" "a sibling that types sends `msg`, whatever `msg_hook` says";
    RowFirst "row-first" "the `msg` of a sibling leaves before its `forward`";
    NoMerge "no-merge" "every `msg` makes a row, with MR-2 too";
    LastStatus "last-status" "the last state counts, with MR-3 too";
    NoStub "no-stub" "a status without a row is lost, with MR-3 too";
    SendsAgain "sends-again" "a forward is sent whatever the row says, with MR-4 too";
    NeverFloods "never-floods" "nothing is passed on, with MR-5 and `flood` too";
    LastWrite "last-write" "stamps are not looked at, with MR-6 too";
    SenderIsPrimary "sender-is-primary" "the sender of a record is its primary, with MR-7 too";
    PrimaryStays "primary-stays" "the sender of a record is not made its primary, without MR-7 neither";
    WritesAtOnce "writes-at-once" "every write of a device is durable at once, with MR-10 too";
    WritesTogether "writes-together" "what an item changes is durable together, without MR-10 too";
    NeverParks "never-parks" "an event without a conversation is lost, with MR-11 too";
    LocalIds "local-ids" "every device names its own records, with MR-13 too";
    WaitsForEver "waits-for-ever" "what waits does not go out to a new primary";
    NoRegisters "no-registers" "a late device gets no registers, with MR-15 too";
    NoHistory "no-history" "nobody answers `ask_history`, with MR-15 too";
    PopKeeps "pop-keeps" "with `pop` items stay until they are released";
    KeepsForEver "keeps-for-ever" "the server never forgets what is too old";
    TrustsText "trusts-text" "a payload: text need not be UTF-8";
    FirstCounts "first-counts" "a payload: of a field that comes twice the first value counts";
    NestedReplaced "nested-replaced" "a payload: of a message that comes twice the second replaces the first";
    StopsAtUnknown "stops-at-unknown" "a payload: what is not known is refused";
    AnyWireType "any-wire-type" "a payload: a known field with another wire type is skipped";
    LongVarints "long-varints" "a payload: a varint may be as long as it likes";
    ZeroField "zero-field" "a payload: field number 0 is skipped";
    CutOff "cut-off" "a payload: a value may end with the bytes";
    OneIsTrue "one-is-true" "a payload: a bool is true for 1 alone";
    ReservedHandled "reserved-handled" "a payload: `server_add` is handled";
    OwnRowMoves "own-row-moves" "`msg` of a row that waits to be forwarded changes that row, without MR-2 too";
}
