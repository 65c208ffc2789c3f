//! CID-01 to CID-17: the `client_id` tag of PR #40.

use crate::Verdict;
use crate::decisions::TagValues;
use crate::tags::{is_hex, is_lower_hex};

/// CID-02 (BPLAN phase 1): 64 hex characters; lower case is inferred from the example, so leniency (D13) waives it.
pub fn cid_02(value: &str, values: TagValues) -> Verdict {
    let kept = match values {
        TagValues::Strict => is_lower_hex(value, 64),
        TagValues::Lenient => is_hex(value, 64),
    };
    Verdict::require(kept, || format!("client_id `{value}` is not 64 hex characters"))
}
