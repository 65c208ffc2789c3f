//! Relays of generated cases that are like those that people run.

use rand::Rng;
use rand::seq::SliceRandom;
use serde_json::json;
use sim_env::Stream;

use super::frozen;
use crate::model::{RelaySpec, Scenario};

const DAY_S: u64 = 86_400;

/// One to three relays, each as deployed; now and then one conforms, keeps events for some days, or refuses what asks for too much.
pub(super) fn relays(rng: &mut Stream, scenario: &mut Scenario) {
    let several = (1..=rng.gen_range(1..=3)).map(|n| (format!("r{n}"), RelaySpec::default()));
    scenario.relays = several.collect();
    for relay in scenario.relays.values_mut() {
        if rng.gen_bool(0.85) {
            relay.like = Some((*frozen::RELAYS.choose(rng).expect("a fixed list")).to_owned());
        }
        if rng.gen_bool(0.3) {
            let days = *[1, 3, 7].choose(rng).expect("a fixed list");
            let since = *["received", "created"].choose(rng).expect("a fixed list");
            let kinds = *[&[445][..], &[1059], &[445, 1059], &[443, 30443]].choose(rng).expect("a fixed list");
            let rule = json!([{ "kinds": kinds, "seconds": days * DAY_S, "since": since }]);
            relay.set.insert("retention".to_owned(), rule);
        }
        if rng.gen_bool(0.2) {
            relay.set.insert("max_limit".to_owned(), rng.gen_range(1..6).into());
            relay.set.insert("over_limit".to_owned(), json!("refuse"));
            relay.set.insert("refused_req".to_owned(), json!("closed"));
        }
    }
}
