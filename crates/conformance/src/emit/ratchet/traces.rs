//! Traces that can be played. Numbers never change; a wrong test is retired.

/// A trace.
#[derive(Clone, Copy)]
pub(super) struct Row {
    pub number: u16,
    pub flag: &'static str,
    pub comment: &'static str,
    /// Devices of A, devices of B, steps of each.
    pub world: (u8, u8, u32),
    pub policy: &'static str,
    pub trace: &'static str,
    pub then: &'static str,
}

const fn row(
    number: u16,
    flag: &'static str,
    comment: &'static str,
    world: (u8, u8, u32),
    policy: &'static str,
    [trace, then]: [&'static str; 2],
) -> Row {
    Row { number, flag, comment, world, policy, trace, then }
}

/// Both devices of A step, and everything is delivered.
const FORK: &str = "step a1 a1.1 R; step a2 a2.1 R; deliver a1 a2.1; deliver a2 a1.1; deliver b1 a1.1; deliver b1 a2.1";
/// The same, up to where the message of a second child arrives at b1.
const RIVALS: &str = "step a1 a1.1 R; step a2 a2.1 R; deliver a1 a2.1; deliver a2 a1.1";
/// Two chains of two steps, and everything is delivered. By tips b1.1 is the lowest, by paths b2.1.
const CROSSED: &str = "
    step a1 a1.1 R; step a2 a2.1 R; deliver b1 a2.1; deliver b2 a1.1; step b1 b1.1 a2.1; step b2 b2.1 a1.1
    deliver b1 a1.1; deliver b1 b2.1; deliver b2 a2.1; deliver b2 b1.1; deliver a1 a2.1; deliver a1 b1.1; deliver a1 b2.1
    deliver a2 a1.1; deliver a2 b1.1; deliver a2 b2.1";
/// The removed a2 takes the conversation over.
const TAKEN: &str = "
    remove a2
    step a1 a1.1 R; deliver b1 a1.1; step b1 b1.1 a1.1; deliver a1 b1.1
    step a2 a2.1 R; deliver b2 a2.1; step b2 b2.1 a2.1; deliver a2 b2.1; step a2 a2.2 b2.1; deliver b2 a2.2
    deliver b1 a2.1; deliver b1 b2.1; deliver b1 a2.2; deliver b2 a1.1; deliver b2 b1.1";
/// The same, and b1 answers on the chain of the removed device.
const READ: &str = "
    remove a2
    step a1 a1.1 R; deliver b1 a1.1; step b1 b1.1 a1.1; deliver a1 b1.1
    step a2 a2.1 R; deliver b2 a2.1; step b2 b2.1 a2.1; deliver a2 b2.1; step a2 a2.2 b2.1; deliver b2 a2.2
    deliver b1 a2.1; deliver b1 b2.1; deliver b1 a2.2; deliver b2 a1.1; deliver b2 b1.1
    step b1 b1.2 a2.2; deliver a2 b1.2; deliver b2 b1.2";
/// The same, and then a1 rolls.
const ROLLED: &str = "
    remove a2
    step a1 a1.1 R; deliver b1 a1.1; step b1 b1.1 a1.1; deliver a1 b1.1
    step a2 a2.1 R; deliver b2 a2.1; step b2 b2.1 a2.1; deliver a2 b2.1; step a2 a2.2 b2.1; deliver b2 a2.2
    deliver b1 a2.1; deliver b1 b2.1; deliver b1 a2.2; deliver b2 a1.1; deliver b2 b1.1
    roll a1 R:a1.1; deliver b1 R:a1.1; deliver b2 R:a1.1";
/// a2 hears nothing while a1 and b1 talk, and steps on the root.
const FAR: &str = "
    step a1 a1.1 R; deliver b1 a1.1; step b1 b1.1 a1.1; deliver a1 b1.1; step a1 a1.2 b1.1; deliver b1 a1.2
    step a2 a2.1 R; deliver a2 a1.1; deliver a2 b1.1; deliver a2 a1.2";
/// The same, and the fork is joined.
const JOINED: &str = "
    step a1 a1.1 R; deliver b1 a1.1; step b1 b1.1 a1.1; deliver a1 b1.1; step a1 a1.2 b1.1; deliver b1 a1.2
    step a2 a2.1 R; deliver a2 a1.1; deliver a2 b1.1; deliver a2 a1.2; deliver a1 a2.1; deliver b1 a2.1";
/// Both devices of A step, and everything is delivered to two devices of B.
const BOTH: &str = "
    step a1 a1.1 R; step a2 a2.1 R; deliver a1 a2.1; deliver a2 a1.1
    deliver b1 a1.1; deliver b1 a2.1; deliver b2 a1.1; deliver b2 a2.1";
/// Two chains of two messages each; then both users send and hear, twice.
const LOCKED: &str = "
    step a1 a1.1 R; step a2 a2.1 R; message a2 a2.1; deliver b1 a1.1; step b1 b1.1 a1.1; deliver a1 a2.1; deliver a1 a2.1
    deliver a1 b1.1; deliver a2 a1.1; deliver a2 b1.1; deliver b1 a2.1; deliver b1 a2.1
    message a1 a2.1; message b1 b1.1; deliver a1 b1.1; deliver a2 a2.1; deliver a2 b1.1; deliver b1 a2.1
    message a1 a2.1; message b1 b1.1; deliver a1 b1.1; deliver a2 a2.1; deliver a2 b1.1; deliver b1 a2.1";
const LOCKED_LATER: &str = "
    step a1 a1.1 R; step a2 a2.1 R; message a2 a2.1; deliver b1 a1.1; step b1 b1.1 a1.1; deliver a1 a2.1; deliver a1 a2.1
    deliver a1 b1.1; deliver a2 a1.1; deliver a2 b1.1; deliver b1 a2.1; deliver b1 a2.1
    step a1 a1.2 b1.1; step b1 b1.2 a2.1; deliver a1 b1.2; deliver a2 a1.2; deliver a2 b1.2; deliver b1 a1.2
    message a1 a1.2; message b1 b1.2; deliver a1 b1.2; deliver a2 a1.2; deliver a2 b1.2; deliver b1 a1.2";
const UNLOCKED: &str = "
    step a1 a1.1 R; step a2 a2.1 R; message a2 a2.1; deliver b1 a1.1; step b1 b1.1 a1.1; deliver a1 a2.1; deliver a1 a2.1
    deliver a1 b1.1; deliver a2 a1.1; deliver a2 b1.1; deliver b1 a2.1; deliver b1 a2.1
    step a1 a1.2 b1.1; message b1 b1.1; deliver a1 b1.1; deliver a2 b1.1; deliver a2 a1.2; deliver b1 a1.2";
/// Two steps on one chain, and a longer talk on the other.
const TALK: &str = "
    step a1 a1.1 R; step a2 a2.1 R; message a2 a2.1; message a2 a2.1; deliver b1 a1.1; step b1 b1.1 a1.1
    deliver b1 a2.1; deliver a1 a2.1; deliver a1 b1.1; deliver a2 a1.1; deliver a2 b1.1";

/// The same, and the messages on a2.1 are heard.
const HEARD: &str = "
    step a1 a1.1 R; step a2 a2.1 R; message a2 a2.1; message a2 a2.1; deliver b1 a1.1; step b1 b1.1 a1.1
    deliver b1 a2.1; deliver a1 a2.1; deliver a1 b1.1; deliver a2 a1.1; deliver a2 b1.1; deliver a1 a2.1; deliver b1 a2.1";

const OPPOSITE: &str = "A=ascending B=descending";

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    row(1, "CE1", "quiescent, and the users select differently; one step heals it", (2, 1, 1), OPPOSITE, [FORK, "step b1 b1.1 a2.1; deliver a1 b1.1; deliver a2 b1.1"]),
    row(2, "OneOrder", "the same fork, and both users have one order", (2, 1, 1), "", [FORK, "step b1 b1.1 a1.1; deliver a1 b1.1; deliver a2 b1.1"]),
    row(3, "CE1", "the same fork, and the users have changed orders", (2, 1, 1), "A=descending", [FORK, "step b1 b1.1 a1.1; deliver a2 b1.1"]),
    row(10, "CE4", "a removed device takes the conversation over", (2, 2, 2), "", [TAKEN, "step b1 b1.2 a2.2; deliver b2 b1.2; deliver a2 b1.2"]),
    row(11, "CE4", "the removed device reads what the legitimate one cannot", (2, 2, 2), "", [READ, ""]),
    row(12, "Roll", "a new root ends that: what is made on it stays with those who know it", (2, 2, 2), "", [ROLLED, "step a1 a1.2 R:a1.1; deliver b1 a1.2; deliver b2 a1.2"]),
    row(13, "CE5", "two siblings send at the same index of one chain", (2, 1, 1), "", ["step a1 a1.1 R; deliver a2 a1.1; message a1 a1.1; message a2 a1.1", ""]),
    row(14, "Messages", "one device sends twice: the index moves on", (2, 1, 1), "", ["step a1 a1.1 R; deliver a2 a1.1; message a1 a1.1; message a1 a1.1", "message a2 a1.1"]),
    row(15, "N1", "a dropped copy leaves a device behind for ever", (2, 2, 1), "orphan=drop", ["step a1 a1.1 R; deliver a2 a1.1; deliver b1 a1.1; step b1 b1.1 a1.1; deliver a1 b1.1; deliver a2 b1.1; drop b2 b1.1; deliver b2 a1.1", ""]),
    row(16, "N2", "the second child is rejected, and its message is read by nobody", (2, 1, 1), "accept=first", ["step a1 a1.1 R; step a2 a2.1 R; deliver a1 a2.1; deliver a2 a1.1; deliver b1 a1.1; ack a1 a1.1; ack a2 a1.1; reject b1 a2.1", "step b1 b1.1 a1.1; deliver a1 b1.1; deliver a2 b1.1"]),
    row(17, "N2", "A keeps selecting the node that B rejected", (2, 1, 1), "accept=first", ["step a1 a1.1 R; step a2 a2.1 R; deliver a1 a2.1; deliver a2 a1.1; deliver b1 a2.1; ack a1 a2.1; ack a2 a2.1; reject b1 a1.1", ""]),
    row(18, "N3", "each device of B accepts another child, and both stay there", (2, 2, 1), "accept=first_unshared", ["step a1 a1.1 R; step a2 a2.1 R; deliver a1 a2.1; deliver a2 a1.1; deliver b1 a1.1; deliver b2 a2.1; reject b1 a2.1; reject b2 a1.1; ack a1 a1.1; ack a1 a2.1; ack a2 a1.1; ack a2 a2.1", ""]),
    row(19, "N4", "a device forks itself, and the peer rejects the second", (1, 1, 2), "accept=first valid=acked", ["step a1 a1.1 R; step a1 a1.2 R; deliver b1 a1.1; ack a1 a1.1; reject b1 a1.2", ""]),
    row(20, "N4", "a device forks itself, and the peer reads both", (1, 1, 2), "valid=acked B=descending", ["step a1 a1.1 R; step a1 a1.2 R; deliver b1 a1.1; deliver b1 a1.2; ack a1 a1.1; ack a1 a1.2", "step b1 b1.1 a1.2; deliver a1 b1.1"]),
    row(21, "N5", "both users start at once, and each sits on its own tip", (1, 1, 2), "roots=2 B=descending", ["step a1 a1.1 R; step b1 b1.1 R'; deliver a1 b1.1; deliver b1 a1.1", ""]),
    row(22, "TwoRoots", "with one order A begins, and nobody uses the second root", (1, 1, 2), "roots=2", ["step a1 a1.1 R; deliver b1 a1.1", "step b1 b1.1 a1.1; deliver a1 b1.1"]),
    row(23, "AckedFirst", "a node that nobody accepted is passed over beside one that somebody did", (2, 1, 1), "accept=first valid=acked_first", ["step a1 a1.1 R; step a2 a2.1 R; deliver a1 a2.1; deliver a2 a1.1; deliver b1 a2.1; ack a1 a2.1; ack a2 a2.1; reject b1 a1.1", ""]),
    row(24, "AckedFirst", "while nothing is acknowledged, everything may be used", (2, 1, 1), "valid=acked_first", [RIVALS, "deliver b1 a2.1; ack a1 a2.1"]),
    row(25, "OnlyAcked", "a device stays on the root until its step is acknowledged", (1, 1, 1), "valid=acked", ["step a1 a1.1 R; deliver b1 a1.1", "ack a1 a1.1"]),
    row(26, "OnlyAcked", "a reply is an acknowledgement", (1, 1, 1), "valid=acked", ["step a1 a1.1 R; deliver b1 a1.1; step b1 b1.1 a1.1; deliver a1 b1.1", ""]),
    row(27, "OrderOfTips", "the lower tip wins, though its path is the higher one", (2, 2, 1), "", [CROSSED, ""]),
    row(28, "OrderOfPaths", "the lower path wins, though its tip is the higher one", (2, 2, 1), "order=path", [CROSSED, ""]),
    row(29, "OrderOfPaths", "the same, and A ranks in reverse", (2, 2, 1), "order=path A=descending", [CROSSED, ""]),
    row(30, "OwnOrder", "a device that ranks otherwise than its sibling stands alone", (2, 2, 1), "b2=descending", [BOTH, ""]),
    row(31, "ListedOrder", "an order that is a list", (2, 1, 1), "A=a2.1,a1.1", [FORK, "step b1 b1.1 a1.1"]),
    row(32, "ManyDevices", "the tenth device comes behind the second", (10, 1, 1), "", ["step a10 a10.1 R; step a2 a2.1 R; deliver b1 a10.1; deliver b1 a2.1", ""]),
    row(33, "Retain", "a fork that is too far below cannot be joined: its message is lost, and nothing is under way", (2, 1, 2), "retain=1", [FAR, ""]),
    row(34, "Retain", "a fork that is just near enough is joined", (2, 1, 2), "retain=3", [JOINED, ""]),
    row(35, "Buffered", "a message waits for its parent", (2, 2, 1), "", ["step a1 a1.1 R; deliver a2 a1.1; deliver b1 a1.1; step b1 b1.1 a1.1; deliver a1 b1.1; deliver a2 b1.1; deliver b2 a1.1", "deliver b2 b1.1"]),
    row(36, "Dropped", "a message of the other user is dropped: one device of B stays behind", (1, 2, 2), "orphan=drop", ["step a1 a1.1 R; deliver b1 a1.1; step b1 b1.1 a1.1; deliver a1 b1.1; step a1 a1.2 b1.1; deliver b1 a1.2; drop b2 a1.2; deliver b2 a1.1; deliver b2 b1.1", ""]),
    row(37, "LengthInMessages", "the chain with more messages wins, though it has fewer steps", (2, 1, 1), "length=messages", [HEARD, ""]),
    row(58, "LengthInMessages", "a message counts for its sender at once, and for others when they hear it", (2, 1, 1), "length=messages", [TALK, "deliver b1 a2.1"]),
    row(59, "RootMessage", "B sends on its root before anybody steps", (1, 1, 1), "length=messages roots=2 A=descending", ["message b1 R", "deliver a1 R"]),
    row(38, "LengthInSteps", "the chain with more steps wins, though it has fewer messages", (2, 1, 1), "", [TALK, ""]),
    row(39, "Removed", "a removed device gets no copy, and so no reply on it", (2, 1, 1), "", ["remove a2; step a1 a1.1 R; deliver b1 a1.1; step b1 b1.1 a1.1; deliver a1 b1.1", ""]),
    row(40, "Removed", "who is removed reads replies on what it knows", (2, 1, 1), "", ["step a1 a1.1 R; deliver a2 a1.1; remove a2; deliver b1 a1.1; step b1 b1.1 a1.1; deliver a2 b1.1", "deliver a1 b1.1"]),
    row(41, "HealedFirst", "the healing step reaches B first: the removed device is rejected", (2, 1, 1), "accept=first", ["remove a2; step a1 a1.1 R; step a2 a2.1 R; deliver b1 a1.1; reject b1 a2.1; step b1 b1.1 a1.1; deliver a1 b1.1; ack b1 b1.1", ""]),
    row(42, "HealedLast", "the removed device reaches B first: the healing step is rejected", (2, 1, 1), "accept=first", ["remove a2; step a1 a1.1 R; step a2 a2.1 R; deliver b1 a2.1; reject b1 a1.1; step b1 b1.1 a2.1; deliver a2 b1.1; ack b1 b1.1", ""]),
    row(43, "Roll", "a new root outranks a longer chain", (2, 1, 1), "", ["step a1 a1.1 R; roll a2 R:a2.1; deliver a1 R:a2.1; deliver b1 R:a2.1; deliver a2 a1.1; deliver b1 a1.1", "step a2 a2.1 R:a2.1; deliver a1 a2.1; deliver b1 a2.1"]),
    row(44, "TwoRolls", "both users roll at once, and rank roots by one order", (1, 1, 1), "B=descending", ["roll a1 R:a1.1; roll b1 R:b1.1; deliver a1 R:b1.1; deliver b1 R:a1.1", "step a1 a1.1 R:a1.1; deliver b1 a1.1"]),
    row(45, "TwoRolls", "both users roll at once, and each ranks roots by its own order", (1, 1, 1), "root_order=own B=descending", ["roll a1 R:a1.1; roll b1 R:b1.1; deliver a1 R:b1.1; deliver b1 R:a1.1", "step a1 a1.1 R:a1.1; deliver b1 a1.1"]),
    row(46, "RollAgain", "a second roll outranks the first, and what grew on it", (1, 1, 1), "", ["roll a1 R:a1.1; deliver b1 R:a1.1; step a1 a1.1 R:a1.1; deliver b1 a1.1; roll b1 R:b1.1; deliver a1 R:b1.1", "step b1 b1.1 R:b1.1; deliver a1 b1.1"]),
    row(47, "News", "by news of what the sibling accepted both children are read", (2, 2, 1), "accept=first", ["step a1 a1.1 R; step a2 a2.1 R; deliver b1 a2.1; deliver b2 a1.1; news b2 a2.1; deliver b2 a2.1; news b1 a1.1; deliver b1 a1.1; deliver a1 a2.1; deliver a2 a1.1; ack a1 a1.1; ack a1 a2.1; ack a2 a1.1; ack a2 a2.1", ""]),
    row(48, "News", "news of a message is not the message", (1, 2, 1), "accept=first", ["remove b1; step a1 a1.1 R; deliver b1 a1.1; news b2 a1.1", "deliver b2 a1.1"]),
    row(49, "UnderWay", "something is under way", (1, 1, 1), "", ["step a1 a1.1 R", "deliver b1 a1.1"]),
    row(50, "Empty", "nothing has happened", (2, 2, 1), "", ["", ""]),
    row(51, "TwoRoots", "nothing has happened, and the users rank the two roots differently", (1, 1, 1), "roots=2 B=descending", ["", ""]),
    row(52, "UnderWay", "an acknowledgement is under way", (1, 1, 1), "accept=first", ["step a1 a1.1 R; deliver b1 a1.1", "ack a1 a1.1"]),
    row(53, "CE3", "lengths in messages: A and B each sit on a chain of their own, and no step ever comes", (2, 1, 2), "length=messages order=path A=descending", [LOCKED, "message a1 a2.1; message b1 b1.1"]),
    row(54, "CE3", "the same after two steps, if the users prefer the other chain each", (2, 1, 3), "length=messages order=path B=descending", [LOCKED_LATER, "message a1 a1.2; message b1 b1.2"]),
    row(55, "LengthInMessages", "the same with one order: it heals, and goes on", (2, 1, 3), "length=messages order=path", [UNLOCKED, "message a1 a1.2; step b1 b1.2 a1.2; deliver a1 b1.2; deliver a2 b1.2"]),
    row(56, "OneChain", "a conversation without forks", (1, 1, 3), "B=descending", ["step a1 a1.1 R; deliver b1 a1.1; step b1 b1.1 a1.1; deliver a1 b1.1; step a1 a1.2 b1.1; deliver b1 a1.2", "step b1 b1.2 a1.2; deliver a1 b1.2; step a1 a1.3 b1.2"]),
    row(57, "Longest", "the longest chain wins, whatever the order says", (2, 1, 2), "A=descending B=descending", ["step a1 a1.1 R; deliver b1 a1.1; step b1 b1.1 a1.1; step a2 a2.1 R; deliver b1 a2.1; deliver a1 a2.1; deliver a1 b1.1; deliver a2 a1.1; deliver a2 b1.1", ""]),
];
