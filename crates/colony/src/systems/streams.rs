//! What the command line has to know of streams.

use streams::system::Streams;
use streams::{MessageKind, Run, RunError, RunOptions, RunOutcome, Scenario, corpus};

use super::lab::ToldLab;
use crate::exit::Exit;
use crate::failure::{Failure, of_environment};

impl ToldLab for Streams {
    const ALL_KINDS: &'static [MessageKind] = &[
        MessageKind::Mutate,
        MessageKind::Row,
        MessageKind::Messages,
        MessageKind::CatchupComplete,
        MessageKind::Status,
    ];

    fn failure(error: RunError) -> Failure {
        let exit = match &error {
            RunError::Environment(error) => of_environment(error),
            RunError::Dialect(..) | RunError::Variant(..) | RunError::Step { .. } => Exit::BadInput,
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
        let heard = outcome.heard.iter().map(|(client, lines)| format!("{client} hears {}", lines.join(", ")));
        let has = outcome.has.iter().flat_map(|(consumer, topics)| {
            topics.iter().map(move |(topic, ids)| format!("{consumer} has of {topic} {}", join(ids)))
        });
        (heard.chain(has).collect(), outcome.broke.iter().map(|failure| failure.fingerprint.to_string()).collect())
    }

    fn column(scenario: &Scenario) -> String {
        scenario.dialects.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    }
}

fn join(ids: &std::collections::BTreeSet<u64>) -> String {
    ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}
