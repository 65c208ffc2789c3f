//! Traces in which something cannot happen: each a trace that can be played, and one change.

use super::words;
use crate::format::Reason;
use crate::format::topics::ratchet::{Accept, Retain};
use crate::format::topics::tree::{Cycle, Input};

/// A trace that is refused.
#[derive(Clone, Copy)]
pub(super) struct Row {
    pub number: u16,
    pub flag: &'static str,
    pub comment: &'static str,
    /// The number of the trace that it is like.
    pub parent: u16,
    pub change: fn(&mut Input),
    pub reason: Reason,
}

const fn row(
    number: u16,
    flag: &'static str,
    comment: &'static str,
    parent: u16,
    change: fn(&mut Input),
    reason: Reason,
) -> Row {
    Row { number, flag, comment, parent, change, reason }
}

/// Something more happens at the end.
fn then(input: &mut Input, text: &str) {
    input.trace.extend(words::events(text));
}

/// An event happens in the place of the last one.
fn last(input: &mut Input, text: &str) {
    input.trace.pop();
    then(input, text);
}

fn cycle(input: &mut Input, change: impl FnOnce(&mut Cycle)) {
    if let Some(cycle) = &mut input.cycle {
        change(cycle);
    }
}

/// The trace ends one event before the end of round 4.
fn unheard(input: &mut Input) {
    cycle(input, |cycle| {
        cycle.ends.truncate(4);
        cycle.ends[3] -= 1;
    });
    let end = input.cycle.as_ref().and_then(|cycle| cycle.ends.last()).copied();
    input.trace.truncate(end.unwrap_or_default());
}

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    row(101, "NoSuchDevice", "A has no third device", 1, |input| then(input, "deliver a3 a1.1"), Reason::DeviceUnknown),
    row(102, "StepsExhausted", "a1 has made its one step", 2, |input| then(input, "step b1 b1.1 a1.1; deliver a1 b1.1; step a1 a1.2 b1.1"), Reason::StepsExhausted),
    row(103, "NextNode", "a1 makes a1.1 first", 57, |input| input.trace = words::events("step a1 a1.2 R"), Reason::NodeNotNext),
    row(104, "NextNode", "a1 makes nodes of its own name only", 1, |input| input.trace = words::events("step a1 a2.1 R"), Reason::NodeNotNext),
    row(105, "StepElsewhere", "b1 selects a2.1", 1, |input| then(input, "step b1 b1.1 a1.1"), Reason::NotSelected),
    row(106, "StepElsewhere", "b1 has not heard of a1.1 and selects the root", 1, |input| input.trace = words::events("step a1 a1.1 R; step b1 b1.1 a1.1"), Reason::NotSelected),
    row(107, "StepOnOwn", "a2 selects a node of its own user", 14, |input| then(input, "step a2 a2.1 a1.1"), Reason::WrongUser),
    row(108, "StepOnOwn", "the root is of B", 50, |input| then(input, "step b1 b1.1 R"), Reason::WrongUser),
    row(109, "MessageElsewhere", "b1 selects a2.1: a message there is a step", 1, |input| then(input, "message b1 a2.1"), Reason::WrongUser),
    row(110, "MessageElsewhere", "a1 selects a1.1", 1, |input| then(input, "message a1 a2.1"), Reason::NotSelected),
    row(111, "MessageElsewhere", "the root is of B: a message of A on it is a step", 50, |input| then(input, "message a1 R"), Reason::WrongUser),
    row(112, "NoSuchNode", "a2 has made no step", 14, |input| then(input, "deliver b1 a2.1"), Reason::NodeUnknown),
    row(113, "Again", "what was dropped does not come again", 15, |input| then(input, "deliver b2 b1.1"), Reason::AlreadyProcessed),
    row(114, "Again", "what was rejected does not come again", 16, |input| then(input, "deliver b1 a2.1"), Reason::AlreadyProcessed),
    row(115, "Again", "a copy comes once", 1, |input| then(input, "deliver a1 a2.1"), Reason::AlreadyProcessed),
    row(116, "OwnNode", "nobody sends a device what it made", 1, |input| then(input, "deliver a1 a1.1"), Reason::AlreadyKnown),
    row(117, "Removed", "no copy passes to a removed device", 39, |input| then(input, "deliver a2 a1.1"), Reason::SiblingsApart),
    row(118, "Removed", "no copy passes from a removed device", 11, |input| then(input, "deliver a1 a2.1"), Reason::SiblingsApart),
    row(119, "Removed", "no acknowledgement passes to a removed device", 41, |input| then(input, "ack a2 a1.1"), Reason::SiblingsApart),
    row(120, "Orphan", "a message cannot be read before its parent is known", 35, |input| last(input, "deliver b2 b1.1"), Reason::Orphaned),
    row(121, "Retain", "the fork is one level too far below", 34, |input| input.policy.retain = Retain::Levels(2), Reason::OutOfReach),
    row(122, "SecondChild", "b1 knows another child of the root", 16, |input| last(input, "deliver b1 a2.1"), Reason::WouldBeRejected),
    row(123, "SecondChild", "with `all` nothing is rejected", 1, |input| last(input, "reject b1 a2.1"), Reason::WouldBeAccepted),
    row(124, "SecondChild", "by news b2 knows the second child, and takes it", 47, |input| { input.trace.truncate(5); then(input, "reject b2 a2.1"); }, Reason::WouldBeAccepted),
    row(125, "SwitchOff", "with `buffer` nothing is dropped", 35, |input| last(input, "drop b2 b1.1"), Reason::SwitchOff),
    row(126, "SwitchOff", "without acknowledgements there is nothing to hear", 1, |input| then(input, "ack a1 a1.1"), Reason::SwitchOff),
    row(127, "SwitchOff", "with `first_unshared` siblings tell each other nothing", 47, |input| input.policy.accept = Accept::FirstUnshared, Reason::SwitchOff),
    row(129, "NoOrphan", "what can be read is not dropped", 15, |input| last(input, "drop b2 a1.1"), Reason::NotOrphaned),
    row(130, "Unheard", "nobody has accepted a2.1", 16, |input| then(input, "ack a2 a2.1"), Reason::NotAnnounced),
    row(131, "Unheard", "nobody has accepted a2.1, so that there is no news of it", 47, |input| input.trace = words::events("step a2 a2.1 R; news b2 a2.1"), Reason::NotAnnounced),
    row(132, "Again", "an acknowledgement comes once", 16, |input| then(input, "ack a1 a1.1"), Reason::AlreadyAcked),
    row(133, "Again", "a reply was the acknowledgement", 26, |input| then(input, "ack a1 a1.1"), Reason::AlreadyAcked),
    row(134, "Again", "nobody is removed twice", 39, |input| then(input, "remove a2"), Reason::AlreadyRemoved),
    row(135, "WrongUser", "an acknowledgement is about a node of the own user", 16, |input| then(input, "ack b1 a1.1"), Reason::WrongUser),
    row(136, "WrongUser", "news is about a node of the other user", 47, |input| then(input, "news a1 a2.1"), Reason::WrongUser),
    row(137, "Again", "news of what is known is none", 47, |input| then(input, "news b2 a1.1"), Reason::AlreadyKnown),
    row(138, "Orphan", "news of a node whose parent is not known is of no use", 47, |input| { input.trace = words::events("step a1 a1.1 R; deliver b1 a1.1; step b1 b1.1 a1.1; deliver a1 b1.1; news a2 b1.1"); }, Reason::Orphaned),
    row(139, "NextNode", "a roll has a number too", 43, |input| { input.trace.truncate(1); then(input, "roll a2 R:a2.2"); }, Reason::NodeNotNext),
    row(140, "Cycle", "the world becomes quiescent inside the cycle", 4, |input| { then(input, "deliver a1 b2.3; deliver a2 b1.3; deliver b1 b2.3; deliver b2 b1.3"); }, Reason::CycleQuiescent),
    row(141, "Cycle", "the trace has too few rounds", 4, |input| cycle(input, |cycle| cycle.rounds = 5), Reason::CycleTooShort),
    row(142, "Cycle", "a device has not heard of the other chain in the last round", 4, unheard, Reason::CycleDiffers),
    row(143, "Cycle", "the tree grows by two levels", 4, |input| cycle(input, |cycle| cycle.shift = 1), Reason::CycleShift),
    row(145, "Heard", "messages on a node come once", 37, |input| then(input, "deliver b1 a2.1"), Reason::AlreadyProcessed),
    row(144, "Cycle", "the beginning is not part of the cycle", 4, |input| cycle(input, |cycle| cycle.from = 1), Reason::CycleDiffers),
];
