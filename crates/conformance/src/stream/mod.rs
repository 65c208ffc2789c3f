//! stream: what was seen of a node, a client or both, whether it is what a test demands, and the machines of the crate `streams` with
//! a bench around them. Generators make tests with these, and the stack `streams` verifies with them. The stack `naive` plays with a node of its own
//! and shares the check alone; `expectations/stream.rs` stands apart.

mod check;
mod machines;
mod seen;

pub(crate) use check::{check, times_of};
pub(crate) use machines::{MUTANTS, Mutant, play, play_between};
pub(crate) use seen::{Event, Seen, Sent, What};

use crate::format::topics::stream::{Input, PingWhen, ResumeFrom, RetryStamp};

/// Sets what a policy stands for; none if nobody knows it.
pub(crate) fn set(input: &mut Input, policy: &str) -> Option<()> {
    let own = &mut input.policy;
    match policy {
        "ping-send-idle" => own.ping_when = Some(PingWhen::SendIdle),
        "ping-unproven" => own.ping_when = Some(PingWhen::Unproven),
        "remove-cancels" => own.remove_cancels = Some(true),
        "remove-keeps" => own.remove_cancels = Some(false),
        "resume-marks" => own.resume_from = Some(ResumeFrom::Marks),
        "resume-floors" => own.resume_from = Some(ResumeFrom::Floors),
        "retry-once" => own.watchdog.as_mut()?.retry_stamp = Some(RetryStamp::Once),
        "retry-each" => own.watchdog.as_mut()?.retry_stamp = Some(RetryStamp::Each),
        _ => return None,
    }
    Some(())
}
