//! mdk-core 0.8.0 on OpenMLS, fed from the JSON alone: private keys go into an empty store, time and entropy are a run's.

mod exporter;
mod fanout;
mod group_event;
mod join;
mod joined;
mod key_package;
mod member;
mod welcome_rumor;

use super::reader::Reader;
use super::stack::in_run;
use super::{Case, Stack, Verdict};
use crate::format::StackVoice;
use crate::format::topics::AnyTest;

pub(super) use fanout::verify as fanout;
pub(super) use joined::Joined;

/// mdk-core as a stack.
pub(crate) struct MdkCore;

impl Stack for MdkCore {
    fn name(&self) -> &'static str {
        "mdk-core"
    }

    fn voice(&self) -> StackVoice {
        let via = Some("mdk-core 0.8.0".to_owned());
        StackVoice { stack: "openmls".to_owned(), version: "0.8.3".to_owned(), via }
    }

    fn policies(&self) -> &'static [&'static str] {
        key_package::POLICIES
    }

    fn verify(&self, case: &Case<'_>) -> Verdict {
        in_run(case, || verify(case)).unwrap_or_else(Verdict::Failed)
    }
}

fn verify(case: &Case<'_>) -> Verdict {
    match case.test {
        AnyTest::WelcomeRumor(_)
        | AnyTest::WelcomeJoin(_)
        | AnyTest::WelcomeFanout(_)
        | AnyTest::GroupEvent(_)
        | AnyTest::Exporter(_)
            if case.profile.is_adopted() =>
        {
            Verdict::unsupported("mdk-core 0.8.0 knows groups of older texts alone")
        }
        AnyTest::KeyPackageRef(test) => key_package::verify_ref(test),
        AnyTest::KeyPackageEvent(test) => key_package::verify_event(case, test),
        AnyTest::WelcomeRumor(test) => welcome_rumor::verify(case, test),
        AnyTest::WelcomeJoin(test) => join::verify(test),
        AnyTest::WelcomeFanout(test) => fanout::verify(test, &Reader::default()),
        AnyTest::GroupEvent(test) => group_event::verify(case, test),
        AnyTest::Exporter(test) => exporter::verify(case, test),
        _ => Verdict::unsupported("mdk-core has no such function"),
    }
}
