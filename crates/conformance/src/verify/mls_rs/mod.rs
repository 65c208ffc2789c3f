//! mls-rs 0.57.0 on RustCrypto, fed from the JSON alone: a second MLS implementation that shares no code with the generator's.

mod client;
mod exporter;
mod fanout;
mod group_event;
mod identity;
mod join;
mod key_package;
mod member;
mod refused;

use sim_env::Seed;

use super::{Case, Stack, Verdict};
use crate::format::StackVoice;
use crate::format::topics::AnyTest;

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
        sim_device::warm_up();
        sim_env::run(Seed::from(1), case.now, || verify(case))
            .unwrap_or_else(|error| Verdict::Failed(format!("no seeded run: {error}")))
    }
}

fn verify(case: &Case<'_>) -> Verdict {
    match case.test {
        AnyTest::KeyPackageRef(test) => key_package::reference::verify(test),
        AnyTest::KeyPackageEvent(test) => key_package::event::verify(case, test),
        AnyTest::WelcomeJoin(test) => join::verify(case, test),
        AnyTest::WelcomeFanout(test) => fanout::verify(case, test),
        AnyTest::GroupEvent(test) => group_event::verify(case, test),
        AnyTest::Exporter(test) => exporter::verify(case, test),
        _ => Verdict::unsupported("no MLS is needed"),
    }
}
