//! Vector files as a client sees them: plain JSON, with the members under `x_` that the loader drops.

use std::path::{Path, PathBuf};

use conformance::verify::{Suite, load};
use serde_json::Value;

fn vectors() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors")
}

/// A file of the folder.
pub fn text(name: &str) -> String {
    std::fs::read_to_string(vectors().join(name)).unwrap()
}

/// The committed suite.
pub fn committed() -> Suite {
    // Tests run side by side: what this thread draws is no stray work of another test's run.
    sim_env::register_thread_as_outside();
    load(&vectors()).unwrap().0
}

/// Every test with its topic, but for whole runs.
pub fn tests() -> Vec<(String, Value)> {
    let read = |name: &str| -> Value { serde_json::from_str(&text(name)).unwrap() };
    let mut tests = Vec::new();
    for folder in ["", "engine/"] {
        for entry in read(&format!("{folder}manifest.json"))["files"].as_array().unwrap() {
            let topic = entry["topic"].as_str().unwrap();
            let path = format!("{folder}{}", entry["path"].as_str().unwrap());
            for group in read(&path)["groups"].as_array().unwrap() {
                tests.extend(group["tests"].as_array().unwrap().iter().map(|test| (topic.to_owned(), test.clone())));
            }
        }
    }
    tests
}

/// A list of strings; none if the member is not there.
pub fn strings(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().map(|item| item.as_str().unwrap().to_owned()).collect()
}
