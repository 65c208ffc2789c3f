//! openmls 0.9.2, fed from the JSON alone: the successor of the OpenMLS that made the MLS bytes, one major step on.
//!
//! It computes with the provider of the crate `adopted`; everything above single cryptographic operations is its own.

mod exporter;
mod fanout;
mod group_event;
mod join;
mod key_package;
mod member;
mod refused;

use sim_env::Seed;

use super::{Case, Stack, Verdict};
use crate::format::StackVoice;
use crate::format::topics::AnyTest;

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
        sim_device::warm_up();
        sim_env::run(Seed::from(1), case.now, || verify(case))
            .unwrap_or_else(|error| Verdict::Failed(format!("no seeded run: {error}")))
    }
}

fn verify(case: &Case<'_>) -> Verdict {
    match case.test {
        AnyTest::KeyPackageRef(test) => key_package::verify_ref(test),
        AnyTest::KeyPackageEvent(test) => key_package::verify_event(case, test),
        AnyTest::WelcomeJoin(test) => join::verify(test),
        AnyTest::WelcomeFanout(test) => fanout::verify(test),
        AnyTest::GroupEvent(test) => group_event::verify(case, test),
        AnyTest::Exporter(test) => exporter::verify(case, test),
        _ => Verdict::unsupported("no MLS is needed"),
    }
}
