//! Vectors are loaded, and stacks say what they make of them.

#[cfg(test)]
mod agreement;
mod check;
mod disagreements;
mod engine;
mod key_package;
mod key_schedule;
mod library;
mod load;
mod mdk_core;
mod mls_rs;
mod naive;
mod openmls;
pub(crate) mod ratchet;
mod reader;
mod recorded;
mod report;
mod rules;
pub(crate) mod schema;
mod stack;
pub(crate) mod streams;
mod suite;
mod voices;

pub(crate) use disagreements::table as who_reads_what;
pub(crate) use load::is_inside;
pub use load::{LoadError, load};
pub(crate) use reader::Reader;
pub use reader::{Check, Fault, Killed, Kills, kills, layers, tables, unexplained};
pub use recorded::{Came, Entry, Record, digest, records};
pub use report::{Count, Report, Verified};
pub(crate) use rules::open_gift_wrap;
pub(crate) use stack::judge;
pub use stack::{Case, Refusal, Stack, Verdict};
pub use suite::Suite;
pub(crate) use voices::Voices;

/// Every stack that this crate drives, and those of which it holds a record.
pub fn stacks() -> Vec<Box<dyn Stack>> {
    let mut stacks: Vec<Box<dyn Stack>> = vec![
        Box::new(mdk_core::MdkCore),
        Box::new(mls_rs::MlsRs),
        Box::new(openmls::OpenMls),
        Box::new(engine::Adopted),
        Box::new(rules::Rules),
        Box::new(naive::Naive),
        Box::new(streams::Streams),
        Box::new(ratchet::SharedRatchet),
        Box::new(key_schedule::KeySchedule),
    ];
    stacks.extend(recorded::stacks());
    stacks
}

/// Lets every stack (or those of one name) verify every test of a suite.
pub fn run(suite: &Suite, stacks: &[Box<dyn Stack>], only: Option<&str>) -> Report {
    run_watched(suite, stacks, only, || ())
}

/// As [`run`]; `judged` is called after every verdict, for whoever shows progress.
pub fn run_watched(suite: &Suite, stacks: &[Box<dyn Stack>], only: Option<&str>, mut judged: impl FnMut()) -> Report {
    let mut results = Vec::new();
    for stack in stacks.iter().filter(|stack| only.is_none_or(|name| name == stack.name())) {
        for case in suite.cases() {
            let verdict = stack.verify(&case);
            results.push(Verified {
                path: case.path.to_owned(),
                topic: case.test.topic(),
                id: case.test.head().id.to_owned(),
                stack: stack.name(),
                voice: stack.voice(),
                verdict,
            });
            judged();
        }
    }
    Report { results }
}
