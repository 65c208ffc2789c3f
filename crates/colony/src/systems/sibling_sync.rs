//! What the command line has to know of sibling sync.

use sibling_sync::system::SiblingSync;
use sibling_sync::{MessageKind, Run, RunError, RunOptions, RunOutcome, Scenario, corpus};

use super::lab::ToldLab;
use crate::exit::Exit;
use crate::failure::{Failure, of_environment};
use crate::words::count;

impl ToldLab for SiblingSync {
    const ALL_KINDS: &'static [MessageKind] = &[MessageKind::Sync, MessageKind::ToContact, MessageKind::FromContact];

    fn failure(error: RunError) -> Failure {
        let exit = match &error {
            RunError::Environment(error) => of_environment(error),
            RunError::Database(_) => Exit::Unable,
            RunError::Variant(..) | RunError::Order(..) | RunError::Cast(..) | RunError::Step { .. } => Exit::BadInput,
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
        let read = outcome.contact.iter().map(|(contact, uuids)| format!("{contact} reads {}", or_nothing(uuids)));
        let rows = outcome.rows.iter().map(|(device, rows)| {
            let rows: Vec<String> = rows.iter().map(|row| Vec::from(row.clone()).join(" ")).collect();
            format!("{device} has {}", or_nothing(&rows))
        });
        (read.chain(rows).collect(), outcome.broke.iter().map(|failure| failure.fingerprint.to_string()).collect())
    }

    fn column(scenario: &Scenario) -> String {
        let Scenario { body, readings, .. } = scenario;
        format!("{} {}", readings.phase, count(body.devices.len(), "device", "devices"))
    }
}

fn or_nothing(what: &[String]) -> String {
    if what.is_empty() { "nothing".to_owned() } else { what.join(", ") }
}
