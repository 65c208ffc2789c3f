//! A badge: what <https://shields.io/badges/endpoint-badge> reads.

use serde_json::{Value, json};

use super::case::{Case, Ending};

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

/// `1,995`.
fn thousands(n: usize) -> String {
    let digits = n.to_string();
    let (first, rest) = digits.split_at((digits.len() - 1) % 3 + 1);
    let groups = rest.as_bytes().chunks(3).map(|group| format!(",{}", String::from_utf8_lossy(group)));
    std::iter::once(first.to_owned()).chain(groups).collect()
}

#[cfg(test)]
mod tests {
    use super::thousands;

    #[test]
    fn numbers_have_a_comma_every_three_digits() {
        assert_eq!([0, 12, 123, 1_995, 1_234_567].map(thousands), ["0", "12", "123", "1,995", "1,234,567"]);
    }
}
