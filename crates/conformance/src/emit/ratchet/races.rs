//! Worlds that are counted. Numbers never change; a wrong test is retired.

/// More states than this are many: the test has the flag `Large`.
pub(super) const LARGE: u64 = 40_000;

/// A world.
#[derive(Clone, Copy)]
pub(super) struct Row {
    pub number: u16,
    pub flag: &'static str,
    pub comment: &'static str,
    /// Devices of A, devices of B, steps of each.
    pub world: (u8, u8, u32),
    pub marker: bool,
    pub policy: &'static str,
    pub removed: &'static [&'static str],
}

const fn row(
    number: u16,
    flag: &'static str,
    comment: &'static str,
    world: (u8, u8, u32),
    marker: bool,
    policy: &'static str,
) -> Row {
    Row { number, flag, comment, world, marker, policy, removed: &[] }
}

/// The same with a2 removed.
const fn gone(row: Row) -> Row {
    Row { removed: &["a2"], ..row }
}

/// The two users rank in opposite ways.
const OPPOSITE: &str = "B=descending";

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    row(1, "NoForks", "one device each", (1, 1, 2), true, OPPOSITE),
    row(2, "NoForks", "one device each, three steps, no marker", (1, 1, 3), false, OPPOSITE),
    row(3, "Opposite", "B has two devices", (1, 2, 1), true, OPPOSITE),
    row(4, "Opposite", "the same without the marker", (1, 2, 1), false, OPPOSITE),
    row(5, "Opposite", "two steps", (1, 2, 2), true, OPPOSITE),
    row(6, "Opposite", "the same without the marker", (1, 2, 2), false, OPPOSITE),
    row(7, "Opposite", "A has two devices", (2, 1, 1), true, OPPOSITE),
    row(8, "Opposite", "the same without the marker", (2, 1, 1), false, OPPOSITE),
    row(9, "Opposite", "two steps", (2, 1, 2), true, OPPOSITE),
    row(10, "Opposite", "the same without the marker", (2, 1, 2), false, OPPOSITE),
    row(11, "Opposite", "three steps", (2, 1, 3), false, OPPOSITE),
    row(12, "Opposite", "three devices of B", (1, 3, 1), true, OPPOSITE),
    row(13, "Opposite", "three devices of A", (3, 1, 1), true, OPPOSITE),
    row(14, "Opposite", "two devices each", (2, 2, 1), true, OPPOSITE),
    row(15, "Opposite", "the same without the marker", (2, 2, 1), false, OPPOSITE),
    row(16, "OneOrder", "two devices each, and all rank alike", (2, 2, 1), true, ""),
    row(17, "OneOrder", "two devices of A, and all rank alike", (2, 1, 2), true, ""),
    row(18, "OrderOfPaths", "paths are compared: the same numbers as of tips", (2, 2, 1), true, "order=path B=descending"),
    row(19, "Dropped", "orphans may be dropped", (2, 2, 1), false, "orphan=drop"),
    row(20, "Dropped", "one device each loses nothing, since nothing overtakes", (1, 1, 2), false, "orphan=drop"),
    row(21, "First", "only the first child is accepted", (2, 1, 1), false, "accept=first B=descending"),
    row(22, "First", "two steps", (2, 1, 2), false, "accept=first B=descending"),
    row(23, "AckedFirst", "what nobody accepted is passed over", (2, 1, 1), false, "accept=first valid=acked_first B=descending"),
    row(24, "AckedFirst", "two steps", (2, 1, 2), false, "accept=first valid=acked_first B=descending"),
    row(25, "Unshared", "siblings do not tell each other what they accepted", (2, 1, 2), false, "accept=first_unshared B=descending"),
    row(26, "OnlyAcked", "a device forks itself", (1, 1, 2), false, "valid=acked B=descending"),
    row(27, "OnlyAcked", "three steps", (1, 1, 3), false, "valid=acked B=descending"),
    row(28, "OnlyAcked", "and the peer accepts the first child only", (1, 1, 2), false, "accept=first valid=acked B=descending"),
    row(29, "OnlyAcked", "three steps", (1, 1, 3), false, "accept=first valid=acked B=descending"),
    row(30, "TwoRoots", "both users begin, and nobody can step again", (1, 1, 2), false, "roots=2 B=descending"),
    row(31, "TwoRoots", "two devices each", (2, 2, 1), false, "roots=2 B=descending"),
    row(32, "TwoRoots", "two devices each, by paths", (2, 2, 1), false, "roots=2 order=path B=descending"),
    row(33, "TwoRoots", "with one order nothing happens", (1, 1, 2), false, "roots=2"),
    row(34, "TwoRoots", "with one order nothing happens, two devices each", (2, 2, 1), false, "roots=2"),
    gone(row(35, "Removed", "a removed device goes on", (2, 1, 1), false, OPPOSITE)),
    gone(row(36, "Removed", "two steps", (2, 1, 2), false, OPPOSITE)),
    gone(row(37, "Removed", "only the first child is accepted", (2, 1, 1), false, "accept=first B=descending")),
    gone(row(38, "Removed", "two steps", (2, 1, 2), false, "accept=first B=descending")),
    row(39, "OwnOrder", "a device ranks in reverse of its sibling", (2, 2, 1), true, "b2=descending"),
    row(40, "OwnOrder", "one of each user does", (1, 2, 2), true, "b2=descending"),
    row(41, "ListedOrder", "an order that is a list", (2, 1, 2), true, "A=a2.1,a1.2,R B=descending"),
    gone(row(42, "Removed", "B has two devices: one can be behind with the removed one", (2, 2, 1), false, "")),
    row(60, "Opposite", "three steps, with the marker", (2, 1, 3), true, OPPOSITE),
    row(80, "Unshared", "two devices each", (2, 2, 1), false, "accept=first_unshared B=descending"),
    row(81, "Opposite", "four steps", (2, 1, 4), false, OPPOSITE),
    row(82, "AckedFirst", "three devices of A", (3, 1, 1), false, "accept=first valid=acked_first B=descending"),
    row(83, "Opposite", "four steps, with the marker", (2, 1, 4), true, OPPOSITE),
];
