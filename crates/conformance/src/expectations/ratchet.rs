//! tree and race: what a person says must come out. Outcomes of traces are written down by hand; counts are those of
//! docs/spec/shared-ratchet.md, section 5.

use std::collections::BTreeMap;

use crate::format::topics::{race, tree};

/// Number, whether the world is quiescent, selections after the trace and after what comes then: devices, `=`, their node.
type Outcome = (u16, bool, &'static str, &'static str);

#[rustfmt::skip]
const OUTCOMES: &[Outcome] = &[
    (1, true, "a1 a2=a1.1 b1=a2.1", "a1 a2 b1=b1.1"),
    (2, true, "a1 a2 b1=a1.1", "a1 a2 b1=b1.1"),
    (3, true, "a1 a2=a2.1 b1=a1.1", "a1=a2.1 a2 b1=b1.1"),
    (4, false, "a1 b1=b1.3 a2 b2=b2.3", ""),
    (5, false, "a1 b1=b1.4 a2 b2=b2.4", ""),
    (6, true, "a1 a2=b1.5 b1 b2=b2.5", "a1 a2 b1 b2=a1.6"),
    (10, true, "a1=b1.1 a2 b1 b2=a2.2", "a1=b1.1 a2 b1 b2=b1.2"),
    (11, true, "a1=b1.1 a2 b1 b2=b1.2", ""),
    (12, true, "a1 b1 b2=R:a1.1 a2=a2.2", "a1 b1 b2=a1.2 a2=a2.2"),
    (13, false, "a1 a2=a1.1 b1=R", ""),
    (14, false, "a1 a2=a1.1 b1=R", "a1 a2=a1.1 b1=R"),
    (15, true, "a1 a2 b1=b1.1 b2=a1.1", ""),
    (16, true, "a1 a2 b1=a1.1", "a1 a2 b1=b1.1"),
    (17, true, "a1 a2=a1.1 b1=a2.1", ""),
    (18, true, "a1 a2 b1=a1.1 b2=a2.1", ""),
    (19, true, "a1 b1=a1.1", ""),
    (20, true, "a1=a1.1 b1=a1.2", "a1=b1.1 b1=a1.2"),
    (21, true, "a1=a1.1 b1=b1.1", ""),
    (22, true, "a1 b1=a1.1", "a1 b1=b1.1"),
    (23, true, "a1 a2 b1=a2.1", ""),
    (24, false, "a1 a2=a1.1 b1=R", "a1=a2.1 a2=a1.1 b1=a2.1"),
    (25, false, "a1=R b1=a1.1", "a1 b1=a1.1"),
    (26, false, "a1=b1.1 b1=a1.1", ""),
    (27, true, "a1 a2 b1 b2=b1.1", ""),
    (28, true, "a1 a2 b1 b2=b2.1", ""),
    (29, true, "a1 a2=b1.1 b1 b2=b2.1", ""),
    (30, true, "a1 a2 b1=a1.1 b2=a2.1", ""),
    (31, true, "a1 a2=a2.1 b1=a1.1", "a1 a2=a2.1 b1=b1.1"),
    (32, false, "a1 a3 a4 a5 a6 a7 a8 a9=R a2 b1=a2.1 a10=a10.1", ""),
    (33, true, "a1 a2 b1=a1.2", ""),
    (34, true, "a1 a2 b1=a1.2", ""),
    (35, false, "a1 a2 b1=b1.1 b2=a1.1", "a1 a2 b1 b2=b1.1"),
    (36, true, "a1 b1=a1.2 b2=b1.1", ""),
    (37, true, "a1 a2 b1=a2.1", ""),
    (38, true, "a1 a2 b1=b1.1", ""),
    (39, true, "a1 b1=b1.1 a2=R", ""),
    (40, false, "a1=a1.1 a2 b1=b1.1", "a1 a2 b1=b1.1"),
    (41, true, "a1 b1=b1.1 a2=a2.1", ""),
    (42, true, "a1=a1.1 a2 b1=b1.1", ""),
    (43, true, "a1 a2 b1=R:a2.1", "a1 a2 b1=a2.1"),
    (44, true, "a1 b1=R:a1.1", "a1 b1=a1.1"),
    (45, true, "a1=R:a1.1 b1=R:b1.1", "a1 b1=a1.1"),
    (46, true, "a1 b1=R:b1.1", "a1 b1=b1.1"),
    (47, true, "a1 a2 b1 b2=a1.1", ""),
    (48, false, "a1 b1 b2=a1.1", "a1 b1 b2=a1.1"),
    (49, false, "a1=a1.1 b1=R", "a1 b1=a1.1"),
    (50, true, "a1 a2 b1 b2=R", ""),
    (51, true, "a1=R b1=R'", ""),
    (52, false, "a1 b1=a1.1", "a1 b1=a1.1"),
    (53, true, "a1 a2=a2.1 b1=b1.1", "a1 a2=a2.1 b1=b1.1"),
    (54, true, "a1 a2=a1.2 b1=b1.2", "a1 a2=a1.2 b1=b1.2"),
    (55, true, "a1 a2 b1=a1.2", "a1 a2 b1=b1.2"),
    (56, true, "a1 b1=a1.2", "a1=a1.3 b1=b1.2"),
    (57, true, "a1 a2 b1=b1.1", ""),
    (58, false, "a1 b1=b1.1 a2=a2.1", "a1=b1.1 a2 b1=a2.1"),
    (59, false, "a1=R' b1=R", "a1 b1=R"),
];

/// Number, then members of `expect`: states, quiescent, users differ, same user split, dead, stuck, lost. None where nothing is stated.
type Stated = (u16, u64, u64, [Option<u64>; 5]);

const fn differ(number: u16, states: u64, quiescent: u64, differ: u64) -> Stated {
    (number, states, quiescent, [Some(differ), Some(0), Some(0), Some(0), Some(0)])
}

const fn lost(number: u16, states: u64, quiescent: u64, differ: Option<u64>, lost: u64) -> Stated {
    (number, states, quiescent, [differ, None, None, None, Some(lost)])
}

const STATED: &[Stated] = &[
    differ(1, 9, 5, 0),
    differ(2, 13, 7, 0),
    differ(3, 57, 8, 2),
    differ(4, 33, 5, 1),
    differ(5, 977, 64, 17),
    differ(6, 401, 21, 5),
    differ(7, 129, 17, 1),
    differ(8, 97, 10, 1),
    differ(9, 2_601, 176, 22),
    differ(10, 1_329, 52, 7),
    differ(11, 15_361, 240, 39),
    differ(12, 1_543, 16, 8),
    differ(13, 7_385, 69, 13),
    differ(14, 4_721, 65, 10),
    differ(15, 3_585, 30, 7),
    differ(16, 4_721, 65, 0),
    differ(17, 2_601, 176, 0),
    differ(18, 4_721, 65, 10),
    (19, 19_809, 244, [None, Some(184), None, None, None]),
    differ(20, 9, 5, 0),
    lost(21, 533, 11, Some(1), 4),
    lost(22, 38_957, 59, Some(7), 40),
    lost(23, 533, 11, Some(0), 4),
    lost(24, 38_957, 59, Some(0), 40),
    (25, 5_533, 59, [None, Some(0), None, Some(0), Some(40)]),
    (26, 159, 14, [Some(5), None, None, None, None]),
    (27, 4_878, 102, [Some(43), None, None, None, None]),
    lost(28, 107, 17, None, 12),
    lost(29, 1_538, 104, None, 97),
    (30, 21, 10, [Some(2), None, Some(1), None, None]),
    (31, 26_769, 96, [Some(28), None, Some(13), None, None]),
    (32, 26_769, 96, [None, None, Some(9), None, None]),
    differ(33, 9, 5, 0),
    differ(34, 3_585, 30, 0),
    lost(35, 21, 8, Some(4), 2),
    lost(36, 45, 16, Some(8), 6),
    lost(37, 40, 9, None, 5),
    lost(38, 88, 17, None, 11),
    differ(60, 35_065, 1_248, 204),
    (80, 47_913, 53, [None, Some(20), None, Some(10), Some(22)]),
    differ(81, 171_921, 1_056, 195),
    lost(82, 177_611, 43, Some(0), 30),
    differ(83, 413_169, 7_416, 1_402),
];

/// Holds a trace against what was written down.
///
/// # Errors
/// What is otherwise.
pub(crate) fn outcome(number: u16, found: &tree::Expect) -> Result<(), String> {
    let row = OUTCOMES.iter().find(|(own, ..)| *own == number);
    let (_, quiescent, selection, then) = row.ok_or("nobody has written down what comes out")?;
    if found.quiescent != *quiescent {
        return Err(format!("quiescent should be {quiescent}"));
    }
    same(&found.selection, selection)?;
    match &found.then {
        Some(found) => same(&found.selection, then),
        None if then.is_empty() => Ok(()),
        None => Err("nothing comes then".to_owned()),
    }
}

fn same(found: &BTreeMap<String, String>, text: &str) -> Result<(), String> {
    let (mut wanted, mut devices) = (BTreeMap::new(), Vec::new());
    for word in text.split_whitespace() {
        let (device, node) = word.split_once('=').map_or((word, None), |(device, node)| (device, Some(node)));
        devices.push(device.to_owned());
        if let Some(node) = node {
            wanted.extend(devices.drain(..).map(|device| (device, node.to_owned())));
        }
    }
    if *found == wanted { Ok(()) } else { Err(format!("selections are {found:?}, and should be {text}")) }
}

/// Holds counts against those of the specification, where it has any.
///
/// # Errors
/// What is otherwise.
pub(crate) fn counts(number: u16, found: &race::Expect) -> Result<(), String> {
    let Some((_, states, quiescent, others)) = STATED.iter().find(|(own, ..)| *own == number) else { return Ok(()) };
    let own = [found.users_differ, found.same_user_split, found.dead, found.stuck, found.lost];
    let agrees = own.iter().zip(others).all(|(own, stated)| stated.is_none_or(|stated| stated == *own));
    if agrees && (found.states, found.quiescent) == (*states, *quiescent) {
        return Ok(());
    }
    Err(format!("stated are {states} states, {quiescent} quiescent, {others:?}; found {found:?}"))
}
