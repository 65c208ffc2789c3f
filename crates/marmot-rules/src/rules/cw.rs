//! CW-01 to CW-04: the order of commit and Welcome.

use crate::Profile;
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

/// CW-02 (MIP 03, GM, PUB): a commit of one's own is merged exactly if a relay acknowledged it.
pub fn cw_02(acknowledged: bool, merged: bool) -> Verdict {
    Verdict::require(acknowledged == merged, || format!("acknowledged: {acknowledged}, merged: {merged}"))
}

/// CW-03 (JOIN, PUB, MIP 03): the founding Add is not published; the text of January 2026 publishes it.
pub fn cw_03(profile: Profile, published: bool) -> Verdict {
    match profile {
        Profile::Adopted2026_07 => Verdict::require(!published, || "the founding Add was published".to_owned()),
        Profile::Mip2026_01 => Verdict::require(published, || "the founding Add was not published".to_owned()),
        Profile::Pr40 | Profile::Mip2026_04 => NotApplicable,
    }
}

/// CW-04 (NOSTR): every relay of the group was attempted.
pub fn cw_04(profile: Profile, relays: &[&str], attempted: &[&str]) -> Verdict {
    if !profile.is_adopted() {
        return NotApplicable;
    }
    match relays.iter().find(|relay| !attempted.contains(relay)) {
        Some(missed) => Verdict::Fail(format!("{missed} was never attempted")),
        None => Verdict::Pass,
    }
}
