//! Scenarios: the corpus of the crate `streams`, and those that only vectors need.

use std::collections::BTreeMap;

use streams::{Scenario, ScenarioError, parse};

use super::clients::SCRIPTS;

macro_rules! own {
    ($($name:literal)*) => {
        /// Name and text of each.
        const OWN: &[(&str, &str)] = &[$(($name, include_str!(concat!("more/", $name, ".toml")))),*];
    };
}

own! {
    "asked-in-vain" "cancel" "cut-1" "half-close-idle" "history-of-subscribed" "idle-client" "interrupted-wave" "jitter"
    "lower-readd" "marks" "own-interval" "refusing-node" "remove-unknown" "resume-probe" "seeded-from-welcome" "short-topic"
    "silent-open" "too-many-mutates" "too-many-topics" "two-kinds" "waves-any-order" "window"
}

/// Every scenario by its id. A script has one that is empty but for its title.
pub(super) fn scenarios() -> Result<BTreeMap<String, Scenario>, ScenarioError> {
    let own = OWN.iter().map(|(name, text)| parse(text, name));
    let own = own.collect::<Result<Vec<_>, _>>()?;
    let scripts = SCRIPTS.iter().map(|script| {
        let mut scenario = Scenario::empty();
        (scenario.id, scenario.title) = (script.name.to_owned(), script.title.to_owned());
        scenario
    });
    let all = streams::corpus::scenarios()?.into_iter().chain(own).chain(scripts);
    Ok(all.map(|scenario| (scenario.id.clone(), scenario)).collect())
}
