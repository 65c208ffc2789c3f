//! `index.csv`, read by a reader that has nothing to do with what wrote it.

use std::collections::BTreeMap;
use std::process::Command;

use conformance::format::is_apart;
use conformance::verify::load;
use serde_json::Value;

use super::{has, root, run};

const READ: &str = "import csv, json, sys; print(json.dumps(list(csv.DictReader(open(sys.argv[1], newline='')))))";

/// Rows of an index.
fn rows(folder: &str) -> Vec<BTreeMap<String, String>> {
    let path = root().join("vectors").join(folder).join("index.csv");
    serde_json::from_str(&run(Command::new("python3").args(["-c", READ]).arg(path))).unwrap()
}

/// A list of a test in one field.
fn words(list: &Value, word: impl Fn(&Value) -> String) -> String {
    list.as_array().into_iter().flatten().map(word).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_index_has_a_line_for_each_test_that_says_what_the_test_says() {
    if !has("python3", &["--version"], "vectors/index.csv (needs Python for its CSV reader)") {
        return;
    }
    for folder in ["", "engine", "scenarios", "shared-ratchet", "streams"] {
        let (suite, _) = load(&root().join("vectors").join(folder)).unwrap();
        let rows = rows(folder);
        let own = suite.cases().filter(|case| !is_apart(case.path)).collect::<Vec<_>>();
        assert_eq!(rows.len(), own.len());
        for (row, case) in rows.iter().zip(own) {
            let test = serde_json::to_value(case.test).unwrap();
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let expected = BTreeMap::from([
                ("id", text(&test["id"])),
                ("path", case.path.to_owned()),
                ("topic", case.test.topic().name().to_owned()),
                ("profile", case.profile.to_string()),
                ("result", text(&test["result"])),
                ("reason", text(&test["reason"]) + &words(&test["reasons_any"], text)),
                ("stage", text(&test["stage"])),
                ("tag", text(&test["tag"])),
                ("flags", words(&test["flags"], text)),
                ("parent", text(&test["parent"])),
                ("comment", text(&test["comment"])),
            ]);
            let row: BTreeMap<&str, String> = row.iter().map(|(name, field)| (name.as_str(), field.clone())).collect();
            assert_eq!(row, expected);
        }
    }
}
