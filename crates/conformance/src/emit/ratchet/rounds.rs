//! Two chains side by side (CE2): rounds that can go on for ever.

use crate::format::topics::tree::{Cycle, Input};

use super::words;

/// Number, flag, comment, input, and what comes after it.
pub(super) type Row = (u16, &'static str, &'static str, Input, Vec<Vec<String>>);

/// The traces of CE2.
pub(super) fn rows() -> impl Iterator<Item = Row> {
    let opposite = |input| with(input, "B=descending");
    let lasso = "two chains live for ever, though every message is read soon after it was sent";
    let healed = "when the rounds end, and everything is delivered, one chain is thrown away whole";
    let last = "deliver b1 b2.5; deliver b2 b1.5; deliver a1 b2.5; deliver a2 b1.5";
    let mut unrolled = opposite(two_chains(10));
    unrolled.trace.extend(words::events(last));
    let then = "step a1 a1.6 b1.5; deliver a2 a1.6; deliver b1 a1.6; deliver b2 a1.6";
    let rows = [
        (4, "CE2", lasso, cycled(opposite(two_chains(6)), [2, 2]), Vec::new()),
        (5, "CE2", "the same with one order, over four rounds", cycled(two_chains(8), [3, 4]), Vec::new()),
        (6, "Healed", healed, unrolled, words::events(then)),
    ];
    rows.into_iter()
}

fn with(input: Input, policy: &str) -> Input {
    Input { policy: words::policy(policy).unwrap_or(input.policy), ..input }
}

/// The user that steps in a round, and the number of its step.
fn turn(round: usize) -> (char, usize) {
    (if round % 2 == 1 { 'a' } else { 'b' }, round.div_ceil(2))
}

/// The node of a chain (1 or 2) after a round.
fn tip(chain: usize, round: usize) -> String {
    let (user, k) = turn(round);
    if round == 0 { "R".to_owned() } else { format!("{user}{chain}.{k}") }
}

/// In each round two devices of one user step, each on its own chain; one device of the other user hears of each, and the step of the
/// round before on the other chain reaches everybody.
fn two_chains(rounds: usize) -> Input {
    let trace = (1..=rounds).flat_map(|number| words::events(&round(number))).collect();
    Input {
        m: 2,
        n: 2,
        steps_max: rounds as u32 / 2 + 1,
        policy: crate::format::topics::ratchet::Policy::usual(),
        trace,
        cycle: None,
    }
}

fn round(number: usize) -> String {
    let ((u, _), (w, _)) = (turn(number), turn(number + 1));
    let chain = |chain: usize| format!("step {u}{chain} {} {}; ", tip(chain, number), tip(chain, number - 1));
    let heard = |chain: usize| format!("deliver {w}{chain} {}; ", tip(chain, number));
    let late = |user: char, chain: usize| format!("deliver {user}{chain} {}; ", tip(3 - chain, number - 1));
    let mut text = chain(1) + &chain(2) + &heard(1) + &heard(2);
    if number > 1 {
        text += &(late('a', 1) + &late('a', 2) + &late('b', 1) + &late('b', 2));
    }
    text
}

/// It says that after `from` + `rounds` rounds everything is as after `from`, as many levels deeper.
fn cycled(mut input: Input, [from, rounds]: [usize; 2]) -> Input {
    let mut ends = Vec::new();
    let mut end = 0;
    while end < input.trace.len() {
        end += if ends.is_empty() { 4 } else { 8 };
        ends.push(end);
    }
    input.cycle = Some(Cycle { from, rounds, shift: rounds as u32, ends });
    input
}
