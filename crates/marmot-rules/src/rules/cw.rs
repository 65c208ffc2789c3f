//! CW-01: the order of commit and Welcome.
//!
//! CW-02 to CW-04 (what is merged, what is published, which relays are tried) concern a client's network; they have no function.

use crate::Verdict::{self, NotApplicable};

/// CW-01 (MIP 02 and 03, JOIN): no Welcome before the first OK for its commit. Arguments are times or positions in a log.
pub fn cw_01(founding: bool, first_ok: Option<u64>, first_welcome: Option<u64>) -> Verdict {
    match first_welcome {
        None => NotApplicable,
        Some(_) if founding => NotApplicable,
        Some(welcome) => Verdict::require(first_ok.is_some_and(|ok| ok <= welcome), || {
            "a Welcome was sent before its commit was acknowledged".to_owned()
        }),
    }
}
