//! What cases draw from, by index: lists of the generator's own, of version 3.
//!
//! A case is its identity, so none of these lists follows what the house comes to know: a new policy, crash point or relay joins no
//! list here, and no case becomes another. It joins with the next version of the generator, or in the list of a new family.

use marmot_rules::{Policy, Profile};
use sim_device::CrashPoint;

use crate::model::Does;

/// Profiles whose devices run on mdk-core 0.8.0.
pub(super) const PROFILES: [Profile; 3] = [Profile::Pr40, Profile::Mip2026_01, Profile::Mip2026_04];

/// Policies that inviters follow in a profile.
pub(super) const fn policies(profile: Profile) -> &'static [Policy] {
    use Policy::{
        AllFresh, Amethyst202608, BurrowApp, BurrowCli, ClientId, ClientIdCollapseUntagged, ClientIdStrict, DSlot,
        NewestN, NewestOne, Pika, Pika201baa3e, PikaRuntime, WhitenoiseRs08,
    };
    match profile {
        Profile::Pr40 => &[
            NewestOne,
            NewestN(3),
            ClientId,
            ClientIdStrict,
            ClientIdCollapseUntagged,
            Pika,
            PikaRuntime,
            Pika201baa3e,
            BurrowApp,
            BurrowCli,
        ],
        Profile::Mip2026_01 => &[NewestOne, NewestN(3), Pika, PikaRuntime, Pika201baa3e, BurrowApp, BurrowCli],
        Profile::Mip2026_04 => &[
            NewestOne,
            NewestN(3),
            DSlot { limit: None },
            DSlot { limit: Some(1) },
            AllFresh,
            WhitenoiseRs08,
            Amethyst202608,
        ],
        Profile::Adopted2026_07 => &[DSlot { limit: None }],
    }
}

/// Points at which an application crashes.
pub(super) const CRASH_POINTS: [CrashPoint; 6] = [
    CrashPoint::KeyPackageMade,
    CrashPoint::CommitBuilt,
    CrashPoint::CommitTaken,
    CrashPoint::CommitMerged,
    CrashPoint::WelcomeUnwrapped,
    CrashPoint::WelcomeAccepted,
];

/// Relays as deployed.
pub(super) const RELAYS: [&str; 7] = [
    "nostr-rs-relay-0.8",
    "rust-nostr-0.44",
    "rust-nostr-0.45-dev",
    "nostr-relay-js-0.0.40",
    "nostr-relay-py-1.14",
    "strfry-1.1",
    "strfry-1.1-next",
];

/// What goes wrong between devices and relays.
pub(super) const FAULTS: [Does; 7] =
    [Does::Drop, Does::Delay, Does::Duplicate, Does::Hold, Does::Disconnect, Does::Refuse, Does::Silence];

#[cfg(test)]
mod tests {
    use super::super::family::{Deed, Family};
    use super::*;
    use crate::actions;

    #[test]
    fn cases_draw_only_what_there_is() {
        assert!(RELAYS.iter().all(|name| sim_relay::Deployed::named(name).is_some()));
        for profile in Profile::ALL {
            assert!(
                policies(*profile).iter().all(|policy| Policy::ALL.contains(policy) && policy.applies_to(*profile))
            );
        }
        assert!(PROFILES.iter().all(|profile| profile.executable_on_mdk_0_8().yes));
        let deeds = Family::ALL.iter().flat_map(|family| family.weights());
        for (deed, _) in deeds {
            assert!(!matches!(deed, Deed::One(action) if actions::kind(action).is_none()), "{deed:?}");
        }
    }
}
