//! The engine of the adopted text, on openmls 0.9.2, fed from the JSON alone; and its mutants, which leave out one check.
//!
//! It made the groups of these tests, too: that it passes says that a fresh device gets as far from the file.

mod device;
mod exporter;
mod fanout;
mod group_event;
mod join;
mod refused;
mod welcome_rumor;

use adopted::Settings;
use marmot_rules::adopted::authority::Check;

use super::stack::in_run;
use super::{Case, Stack, Verdict};
use crate::format::StackVoice;
use crate::format::topics::AnyTest;

/// The engine as a stack.
pub(crate) struct Adopted;

impl Stack for Adopted {
    fn name(&self) -> &'static str {
        "adopted"
    }

    fn voice(&self) -> StackVoice {
        let via = Some("colony's engine of the adopted text".to_owned());
        StackVoice { stack: "openmls".to_owned(), version: "0.9.2".to_owned(), via }
    }

    fn verify(&self, case: &Case<'_>) -> Verdict {
        verify_with(case, None)
    }
}

/// What the engine makes of a test, or the mutant that leaves out this check.
pub(in crate::verify) fn verify_with(case: &Case<'_>, without: Option<Check>) -> Verdict {
    if !case.profile.is_adopted() {
        return Verdict::unsupported("it speaks the adopted text alone");
    }
    let mut settings = Settings::default();
    settings.rules.without = without;
    in_run(case, || verify(case, &settings)).unwrap_or_else(Verdict::Failed)
}

/// In a run: it reads the system's clock and draws entropy.
fn verify(case: &Case<'_>, settings: &Settings) -> Verdict {
    match case.test {
        AnyTest::WelcomeRumor(test) => welcome_rumor::verify(test, settings),
        AnyTest::WelcomeJoin(test) => join::verify(test, settings),
        AnyTest::WelcomeFanout(test) => fanout::verify(test, settings),
        AnyTest::GroupEvent(test) => group_event::verify(case, test, settings),
        AnyTest::Exporter(test) => exporter::verify(case, test, settings),
        _ => Verdict::unsupported("no topic of the engine"),
    }
}

/// The same settings with one choice of another option.
fn choosing(settings: &Settings, knob: &str, option: &str) -> Settings {
    let mut chosen = settings.clone();
    chosen.choose(knob, option).expect("a knob of the engine");
    chosen
}
