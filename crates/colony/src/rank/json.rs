//! The ranking as JSON.
use serde_json::{Value, json};

use super::Ranking;

pub(super) fn document(_: &Ranking) -> Value {
    json!({})
}
