//! mls-rs 0.57.0 on RustCrypto, fed from the JSON alone: a second MLS implementation that shares no code with the generator's.

mod client;
mod group_event;
mod identity;
mod key_package;
mod member;
mod refused;

use super::stack::in_run;
use super::{Case, Stack, Verdict, library};
use crate::format::StackVoice;
use crate::format::topics::AnyTest;
use member::Member;

/// mls-rs as a stack.
pub(crate) struct MlsRs;

impl Stack for MlsRs {
    fn name(&self) -> &'static str {
        "mls-rs"
    }

    fn voice(&self) -> StackVoice {
        StackVoice { stack: self.name().to_owned(), version: "0.57.0".to_owned(), via: None }
    }

    fn policies(&self) -> &'static [&'static str] {
        key_package::event::POLICIES
    }

    /// In a run, for what mls-rs draws; its clock is the test's `now` wherever it looks at one.
    fn verify(&self, case: &Case<'_>) -> Verdict {
        match in_run(case, || verify(case)).unwrap_or_else(Verdict::Failed) {
            Verdict::Failed(what) | Verdict::Refused { why: what, .. } if what.contains(member::NO_UPDATES) => {
                Verdict::unsupported(member::NO_UPDATES)
            }
            verdict => verdict,
        }
    }
}

fn verify(case: &Case<'_>) -> Verdict {
    match case.test {
        AnyTest::KeyPackageRef(test) => key_package::reference::verify(test),
        AnyTest::KeyPackageEvent(test) => key_package::event::verify(case, test),
        AnyTest::WelcomeJoin(test) => library::join::<Member>(case, test),
        AnyTest::WelcomeFanout(test) => library::fanout::<Member>(case, test),
        AnyTest::GroupEvent(test) => group_event::verify(case, test),
        AnyTest::Exporter(test) => library::exporter::<Member>(case, test),
        _ => Verdict::unsupported("no MLS is needed"),
    }
}
