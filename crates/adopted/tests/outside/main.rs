//! Events that another engine made, recorded by a third: do we come to the same states and verdicts?
//!
//! The files are the vectors of MDK 0.11.0 in libmarmot's tests (chebizarro/nostrc, MIT): `adopted-groups.json`,
//! `adopted-commits.json` and `convergence-forks.json`. None of them is in this repository. The variable
//! `COLONY_MDK_VECTORS` names the folder where they lie; where it names none, every test here says that it was skipped.
//!
//! ```text
//!  KeyPackage event ──> key_package::read        private halves ──> Engine::restore ─┐
//!  Welcome rumor ────────────────────────────────────────────────────────────────────┴─> Engine::join ──> recorded state
//!  events of kind 445, or bare MLS messages sealed by us ──> Engine::ingest ──> recorded epoch, messages, verdict
//! ```
//!
//! **What is recorded and what is not.** The private halves of the joiners' KeyPackages are recorded, so every Welcome can be
//! tried. Wraps and seals are not: a rumor arrives as if they had been opened. What was made with bare openmls has neither
//! event nor rumor: those are ours, around the recorded bytes. MDK's own view of a state is recorded as its epoch, its name,
//! or its tree; where a message follows, that it opens says more than all of them.
//!
//! **Time.** The recorded KeyPackages end 84 days after they were made, and openmls asks the clock of the system. So each
//! recording is judged in a run of sim-env whose clock stands at the second of its making. That the clock matters is itself
//! a test: `after_its_end_a_recorded_key_package_is_refused`.
//!
//! **Where we differ.** [`differences::TABLE`] has each case in which the engine does not do what was recorded, with the
//! sentence of the text on it. A case that differs and is not in the table fails, and so does an entry that is not true.

mod commits;
mod differences;
mod forks;
mod key_packages;
mod member;
mod recorded;
mod welcomes;

use std::io::Write as _;

use serde::de::DeserializeOwned;
use sim_env::{Seed, run};

/// The variable that names the folder.
const FOLDER: &str = "COLONY_MDK_VECTORS";

/// A file of the folder. None, and a line that says so, where no folder is named.
fn file<T: DeserializeOwned>(name: &str) -> Option<T> {
    warm();
    let Some(folder) = std::env::var_os(FOLDER) else {
        say(&format!("SKIPPED, nothing was judged: {FOLDER} names no folder with {name}"));
        return None;
    };
    let path = std::path::Path::new(&folder).join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    Some(serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
}

/// Writes past the test harness, which would hide the words of a test that passes.
fn say(line: &str) {
    let line = format!("outside: {line}\n");
    std::io::stderr().write_all(line.as_bytes()).expect("there is a stderr");
}

/// Acts while the clock stands at this second. Whatever draws entropy belongs in here: outside, it would disturb the run of
/// another test (law L6).
fn at<T: Send>(second: u64, act: impl FnOnce() -> T + Send) -> T {
    run(Seed::from(0), second, act).expect("a run")
}

/// Touches the lazies of the process once, before the first run (law L4).
fn warm() {
    static WARM: std::sync::Once = std::sync::Once::new();
    WARM.call_once(member::warm);
}
