//! The traces of section 6 and their kin: CE1 to CE5, N1 to N5. CE2 and CE3 go on for ever: [`super::chains`] makes their rounds.

use super::name::{Device, User};
use super::policy::{Accept, Order, Orphan, Policy, Ranker, Valid};
use super::trace::{Event, EventError, TraceInput, events};

/// A trace of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    /// `CE1`, `N3`.
    pub id: &'static str,
    /// What it shows.
    pub title: &'static str,
    /// The trace.
    pub input: TraceInput,
    /// What comes after it, if the text goes on.
    pub then: Vec<Event>,
}

/// What is written of a story: devices of A, devices of B, the most steps, switches.
type World = (u8, u8, u32, Policy);

/// All stories that end.
pub fn stories() -> Result<Vec<Story>, EventError> {
    [ce1(), ce4(), ce5(), n1(), n2(), n2_other(), n3(), n4(), n5()].into_iter().collect()
}

fn story(id: &'static str, title: &'static str, world: World, trace: &str, then: &str) -> Result<Story, EventError> {
    let (m, n, steps_max, policy) = world;
    let input = TraceInput { m, n, steps_max, policy, trace: events(trace)?, cycle: None };
    Ok(Story { id, title, input, then: events(then)? })
}

/// Two siblings fork, and the users rank in opposite ways.
pub fn ce1() -> Result<Story, EventError> {
    let trace = "step a1 a1.1 R; step a2 a2.1 R; deliver a1 a2.1; deliver a2 a1.1; deliver b1 a1.1; deliver b1 a2.1";
    let then = "step b1 b1.1 a2.1; deliver a1 b1.1; deliver a2 b1.1";
    story(
        "CE1",
        "quiescent, and the two users select differently; one step heals it",
        (2, 1, 1, Policy::opposite()),
        trace,
        then,
    )
}

/// `r`, here `a2`, is removed and races.
pub fn ce4() -> Result<Story, EventError> {
    let trace = "
        remove a2
        step a1 a1.1 R; deliver b1 a1.1; step b1 b1.1 a1.1; deliver a1 b1.1
        step a2 a2.1 R; deliver b2 a2.1; step b2 b2.1 a2.1; deliver a2 b2.1; step a2 a2.2 b2.1; deliver b2 a2.2
        deliver b1 a2.1; deliver b1 b2.1; deliver b1 a2.2; deliver b2 a1.1; deliver b2 b1.1";
    let then = "step b1 b1.2 a2.2; deliver b2 b1.2; deliver a2 b1.2";
    story("CE4", "a removed device takes the conversation over", (2, 2, 2, Policy::agree()), trace, then)
}

/// One message key, two messages.
pub fn ce5() -> Result<Story, EventError> {
    let trace = "step a1 a1.1 R; deliver a2 a1.1; message a1 a1.1; message a2 a1.1";
    story("CE5", "two siblings send at the same index of one chain", (2, 1, 1, Policy::agree()), trace, "")
}

/// `drop`: one device stays behind for ever.
pub fn n1() -> Result<Story, EventError> {
    let trace = "
        step a1 a1.1 R; deliver a2 a1.1; deliver b1 a1.1; step b1 b1.1 a1.1; deliver a1 b1.1; deliver a2 b1.1
        drop b2 b1.1; deliver b2 a1.1";
    let policy = Policy { orphan: Orphan::Drop, ..Policy::agree() };
    story("N1", "a dropped copy leaves a device behind for ever", (2, 2, 1, policy), trace, "")
}

fn first() -> Policy {
    Policy { accept: Accept::First, ..Policy::agree() }
}

/// `first`: the second sibling's message is lost.
pub fn n2() -> Result<Story, EventError> {
    let trace = "
        step a1 a1.1 R; step a2 a2.1 R; deliver a1 a2.1; deliver a2 a1.1
        deliver b1 a1.1; ack a1 a1.1; ack a2 a1.1; reject b1 a2.1";
    story("N2", "the second child is rejected, and its message is read by nobody", (2, 1, 1, first()), trace, "")
}

/// `first`, the other way round: A stays on what B rejected.
pub fn n2_other() -> Result<Story, EventError> {
    let trace = "
        step a1 a1.1 R; step a2 a2.1 R; deliver a1 a2.1; deliver a2 a1.1
        deliver b1 a2.1; ack a1 a2.1; ack a2 a2.1; reject b1 a1.1";
    story("N2b", "A keeps selecting the node that B rejected", (2, 1, 1, first()), trace, "")
}

/// `first_unshared`: the devices of B part for ever.
pub fn n3() -> Result<Story, EventError> {
    let trace = "
        step a1 a1.1 R; step a2 a2.1 R; deliver a1 a2.1; deliver a2 a1.1
        deliver b1 a1.1; deliver b2 a2.1; reject b1 a2.1; reject b2 a1.1
        ack a1 a1.1; ack a1 a2.1; ack a2 a1.1; ack a2 a2.1";
    let policy = Policy { accept: Accept::FirstUnshared, ..Policy::agree() };
    story("N3", "each device of B accepts another child, and both stay there", (2, 2, 1, policy), trace, "")
}

/// `acked`: a device forks itself.
pub fn n4() -> Result<Story, EventError> {
    let trace = "step a1 a1.1 R; step a1 a1.2 R; deliver b1 a1.1; ack a1 a1.1; reject b1 a1.2";
    let policy = Policy { valid: Valid::Acked, ..first() };
    story("N4", "a device forks itself, and the peer rejects the second", (1, 1, 2, policy), trace, "")
}

/// `roots = 2`: nobody can step again.
pub fn n5() -> Result<Story, EventError> {
    let trace = "step a1 a1.1 R; step b1 b1.1 R'; deliver a1 b1.1; deliver b1 a1.1";
    let policy = Policy { roots: 2, ..Policy::opposite() };
    story("N5", "both users start at once, and each sits on its own tip", (1, 1, 2, policy), trace, "")
}

/// Orders under which A prefers its second device's nodes and B the first's, or both the same (CE3).
pub fn prefer(a_second: bool, b_second: bool) -> Policy {
    let order = |second| if second { Order::Descending } else { Order::Ascending };
    let policy = Policy::agree().ranked(Ranker::User(User::A), order(a_second));
    policy.ranked(Ranker::User(User::B), order(b_second))
}

/// Orders under which the second device of a user ranks in reverse of the first, for these users.
pub fn at_odds(users: &[User]) -> Policy {
    let second = |user: &User| Ranker::Device(Device::new(*user, 2));
    users.iter().fold(Policy::agree(), |policy, user| policy.ranked(second(user), Order::Descending))
}
