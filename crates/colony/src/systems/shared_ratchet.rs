//! What the command line has to know of shared ratchets.

use shared_ratchet::system::SharedRatchet;
use shared_ratchet::{MessageKind, Run, RunError, RunOptions, RunOutcome, Scenario, Strategy, corpus};

use super::lab::ToldLab;
use crate::exit::Exit;
use crate::failure::{Failure, of_environment};

impl ToldLab for SharedRatchet {
    const ALL_KINDS: &'static [MessageKind] = &MessageKind::ALL;

    fn failure(error: RunError) -> Failure {
        let exit = match &error {
            RunError::Environment(error) => of_environment(error),
            RunError::Introduction(_) => Exit::Unable,
            RunError::Variant(..) | RunError::Step { .. } => Exit::BadInput,
        };
        Failure { exit, ..Failure::bad_input(error.to_string()) }
    }

    fn options_of(run: &Run) -> &RunOptions {
        &run.options
    }

    fn text(id: &str) -> Option<&'static str> {
        corpus::text(id)
    }

    fn ended(outcome: &RunOutcome) -> (Vec<String>, Vec<String>) {
        let selects = outcome.selects.iter().map(|(device, node)| format!("{device} selects {node}"));
        let seen = outcome.seen.iter().map(|(device, messages)| {
            format!("{device} has seen {}", messages.iter().cloned().collect::<Vec<_>>().join(", "))
        });
        (selects.chain(seen).collect(), outcome.broke.iter().map(|failure| failure.fingerprint.to_string()).collect())
    }

    fn column(scenario: &Scenario) -> String {
        let strategy = match scenario.setting.strategy {
            Strategy::Leaderless => "leaderless",
            Strategy::FanOut => "fan-out",
            Strategy::Leader(_) => "leader",
        };
        format!("{strategy} {}×{}", scenario.a, scenario.b)
    }
}
