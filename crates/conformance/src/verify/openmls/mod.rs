//! openmls 0.9.2, fed from the JSON alone: the successor of the OpenMLS that made the MLS bytes, one major step on.
//!
//! It computes with the provider of the crate `adopted`; everything above single cryptographic operations is its own.

mod group_event;
mod key_package;
mod member;
mod refused;

use super::stack::in_run;
use super::{Case, Stack, Verdict, library};
use crate::format::StackVoice;
use crate::format::topics::AnyTest;
use member::Member;

/// openmls as a stack.
pub(crate) struct OpenMls;

impl Stack for OpenMls {
    fn name(&self) -> &'static str {
        "openmls"
    }

    fn voice(&self) -> StackVoice {
        StackVoice { stack: self.name().to_owned(), version: "0.9.2".to_owned(), via: None }
    }

    fn policies(&self) -> &'static [&'static str] {
        key_package::POLICIES
    }

    /// In a run: openmls reads the system's clock and draws entropy.
    fn verify(&self, case: &Case<'_>) -> Verdict {
        in_run(case, || verify(case)).unwrap_or_else(Verdict::Failed)
    }
}

fn verify(case: &Case<'_>) -> Verdict {
    match case.test {
        AnyTest::KeyPackageRef(test) => key_package::verify_ref(test),
        AnyTest::KeyPackageEvent(test) => key_package::verify_event(case, test),
        AnyTest::WelcomeJoin(test) => library::join::<Member>(case, test),
        AnyTest::WelcomeFanout(test) => library::fanout::<Member>(case, test),
        AnyTest::GroupEvent(test) => group_event::verify(case, test),
        AnyTest::Exporter(test) => library::exporter::<Member>(case, test),
        _ => Verdict::unsupported("no MLS is needed"),
    }
}
