//! A badge: what <https://shields.io/badges/endpoint-badge> reads.

use serde_json::{Value, json};

use super::case::{Case, Ending};
use crate::words::thousands;

/// How many of the cases that were judged passed; nothing of the kind if some could not be read.
pub(crate) fn document(label: &str, cases: &[Case]) -> Value {
    let passed = cases.iter().filter(|case| matches!(case.ending, Ending::Passed)).count();
    let bad = cases.iter().filter(|case| case.ending.is_bad()).count();
    let color = match (passed, bad) {
        (0, 0) => "lightgrey",
        (_, 0) => "brightgreen",
        _ => "red",
    };
    let unreadable = cases.iter().any(|case| matches!(case.ending, Ending::Unreadable(_)));
    let message = match unreadable {
        true => "cannot be read".to_owned(),
        false => format!("{} of {}", thousands(passed), thousands(passed + bad)),
    };
    json!({ "schemaVersion": 1, "label": label, "message": message, "color": color })
}
