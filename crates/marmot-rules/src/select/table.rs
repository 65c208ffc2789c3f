//! Every policy: what is known of it, and what it picks. A row here and the function that it calls are all that a new policy needs.
//!
//! A row may have a parameter: what it is, how the row calls it, the values that [`Policy::ALL`] lists, and the word that makes an id
//! with a number behind it.

use nostr::Event;

use super::ledger::Ledger;
use super::policy::PolicyKind::*;
use super::policy::{Facts, Id, Says, Takes};
use super::{all_fresh, client_id, client_id_strict, d_slot, deployed, newest};
use crate::{KIND_ADDRESSABLE, KIND_REGULAR, Profile};

macro_rules! policies {
    ($events:ident, $ledger:ident; $(
        $(#[$doc:meta])*
        $name:ident $(of $payload:tt as $pattern:tt in $values:tt counted $counted:expr)? => $facts:expr, $picks:expr;
    )*) => {
        /// An inviter's way to choose (docs/spec/marmot.md section 5).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Policy { $($(#[$doc])* $name $($payload)?,)* }

        impl Policy {
            /// Every policy once; `newest-n` with 3.
            pub const ALL: &'static [Self] = &flat::<{ length(ROWS) }>(ROWS);

            pub(super) const fn facts(self) -> Facts {
                match self { $(Self::$name $($pattern)? => $facts,)* }
            }

            /// What it picks of the events that a relay hands out for its filter.
            pub(super) fn pick<'e>(self, $events: &[&'e Event], $ledger: &mut Ledger<'_>) -> Vec<&'e Event> {
                match self { $(Self::$name $($pattern)? => $picks,)* }
            }
        }

        /// What each row lists.
        const ROWS: &[&[Policy]] = &[$(listed!($name $($values)?),)*];

        /// Words that make an id with `-` and a number behind them.
        pub(super) const COUNTED: &[(&str, fn(usize) -> Policy)] = &[$($($counted,)?)*];
    };
}

macro_rules! listed {
    ($name:ident) => { &[Policy::$name] };
    ($name:ident [$($value:tt),+]) => { &[$(Policy::$name $value),+] };
}

policies! {
    events, ledger;

    /// The newest admitted event.
    NewestOne => Facts {
        id: Id::Word("newest-one"),
        describe: "The newest valid KeyPackage of the account.",
        source: STRATEGIES,
        rules: &["SEL-01", "SEL-06"],
        ..Facts::of(Ours)
    }, newest::newest(events, 1, ledger);

    /// The newest admitted events, this many.
    NewestN of (usize) as (n) in [(3)] counted ("newest-n", Policy::NewestN) => Facts {
        id: Id::Counted("newest-n", n),
        describe: "The n newest valid KeyPackages of the account, whichever devices they are from.",
        source: STRATEGIES,
        takes: Takes::Few,
        ..Facts::of(Ours)
    }, newest::newest(events, n, ledger);

    /// The listing of PR #40's plan, read literally. Depends on the fetch order.
    ClientId => Facts {
        id: Id::Word("client-id"),
        describe: "The newest event per client_id, unchecked; untagged events are devices of their own.",
        source: "PR #40 and burrow .opencode/plans/multi-device-support.md (aff35ea), phase 3",
        kind: Text,
        rules: &["CID-10", "CID-11"],
        order_free: false,
        kinds: Some(&[KIND_REGULAR]),
        any_client_id: true,
        ..BY_CLIENT_ID
    }, client_id::listing(events, ledger);

    /// The newest valid event per `client_id`, whatever the fetch order.
    ClientIdStrict => Facts {
        id: Id::Word("client-id-strict"),
        describe: "The newest valid KeyPackage per well-formed client_id, without repetitions.",
        rules: &["CID-10", "CID-11", "SEL-01", "SEL-06", "KV-08"],
        ..BY_CLIENT_ID
    }, client_id_strict::strict(events, None, ledger);

    /// The same, with all untagged events taken as few unknown devices.
    ClientIdCollapseUntagged => Facts {
        id: Id::Word("client-id-collapse-untagged"),
        describe: "As client-id-strict, but untagged events count as one unknown device.",
        rules: &["CID-10", "SEL-01", "SEL-06", "KV-08"],
        ..BY_CLIENT_ID
    }, client_id_strict::strict(events, Some(ledger.context.knobs.untagged_cap), ledger);

    /// The best event per `d` slot; limit 1 is the adopted text, none takes every slot.
    DSlot of {
        /// How many slots to take.
        limit: Option<usize>
    } as { limit } in [{ limit: None }, { limit: Some(1) }] counted ("d-slot", |n| Policy::DSlot { limit: Some(n) }) =>
        d_slot::facts(limit), d_slot::d_slot(events, limit, ledger);

    /// Every slot's winner that is at most 30 days old, ten per account.
    AllFresh => Facts {
        id: Id::Word("all-fresh"),
        describe: "Every slot's newest valid KeyPackage of the last 30 days, at most ten leaves per account.",
        source: "marmot ideas/multi-device.md at 2032741e",
        rules: &["SEL-01", "SEL-02", "SEL-03", "SEL-10"],
        takes: Takes::PerDevice,
        says: d_slot::SAYS,
        ..Facts::of(Idea)
    }, all_fresh::all_fresh(events, ledger);

    /// mdk 0.9.14.
    Mdk0914 => Facts {
        id: Id::Word("mdk-0.9.14"),
        describe: "The newest of 12 records; one bad record aborts the lookup.",
        source: "mdk 235c8ade, marmot-app key_package_records.rs",
        ..MDK_0_9
    }, deployed::mdk::mdk_0_9_14(events, ledger);

    /// mdk after PR #1910.
    MdkAfter1910 => Facts {
        id: Id::Word("mdk-after-1910"),
        describe: "One record per slot, valid or not; the client label ranks before the time.",
        source: "mdk 08b0124a, marmot-app key_package_records.rs (PR #1550, then #1910)",
        rules: &["SEL-12"],
        ..MDK_0_9
    }, deployed::mdk::mdk_after_1910(events, ledger);

    /// whitenoise-rs on mdk 0.8.
    WhitenoiseRs08 => Facts {
        id: Id::Word("whitenoise-rs-0.8"),
        describe: "The newest that passes a baseline, kind 30443 before kind 443; no second choice.",
        source: "whitenoise-rs 93cb4fc5, relay_control/ephemeral.rs and whitenoise/key_packages.rs",
        kinds: Some(&[KIND_ADDRESSABLE, KIND_REGULAR]),
        says: ON_MDK_0_8,
        ..Facts::of(DeployedClient)
    }, deployed::whitenoise_rs_0_8(events, ledger);

    /// Amethyst in August 2026.
    Amethyst202608 => Facts {
        id: Id::Word("amethyst-2026-08"),
        describe: "The first in relay order, unchecked.",
        source: "amethyst 10149d71, quartz KeyPackageFetcher.kt",
        kinds: Some(&[KIND_ADDRESSABLE]),
        says: ON_MDK_0_8,
        ..Facts::of(DeployedClient)
    }, deployed::amethyst_2026_08(events, ledger);

    /// pika's app.
    Pika => Facts {
        id: Id::Word("pika"),
        describe: "The newest of ten, unchecked, higher id on a tie.",
        source: "pika dd226e25, rust/src/core/mod.rs",
        query_limit: Some(10),
        ..EARLY_2026
    }, deployed::newest_with_higher_id(events, ledger);

    /// pika's runtime crate.
    PikaRuntime => Facts {
        id: Id::Word("pika-runtime"),
        describe: "The one event that the relay sends, unchecked.",
        source: "pika dd226e25, crates/pika-marmot-runtime/src/relay.rs",
        query_limit: Some(1),
        ..EARLY_2026
    }, deployed::first_from_relay(events, ledger);

    /// pika for one day: invite everything.
    Pika201baa3e => Facts {
        id: Id::Word("pika-201baa3e"),
        describe: "All of ten that parse.",
        source: "pika 201baa3e, reverted in f92c24cf",
        takes: Takes::PerDevice,
        query_limit: Some(10),
        ..EARLY_2026
    }, deployed::pika_201baa3e(events, ledger);

    /// burrow's app.
    BurrowApp => Facts {
        id: Id::Word("burrow-app"),
        describe: "The newest, unchecked, higher id on a tie.",
        source: "burrow ac883fa, app/rust/src/api/invite.rs",
        ..EARLY_2026
    }, deployed::newest_with_higher_id(events, ledger);

    /// burrow's CLI.
    BurrowCli => Facts {
        id: Id::Word("burrow-cli"),
        describe: "The one event that the relay sends, unchecked.",
        source: "burrow ac883fa, cli/src/commands/invite.rs",
        query_limit: Some(1),
        ..EARLY_2026
    }, deployed::first_from_relay(events, ledger);
}

const STRATEGIES: &str = "PR #40, the strategies it argues against";

/// One KeyPackage for each `client_id`.
const BY_CLIENT_ID: Facts = Facts {
    source: "this project, after PR #40",
    takes: Takes::PerDevice,
    says: Says::If(Profile::has_client_id, "only PR #40 knows a client_id tag"),
    ..Facts::of(Ours)
};

/// They speak the adopted text. On the profile before it, which has the same slots, their choice is theirs and the reading of a
/// record the profile's.
const MDK_0_9: Facts = Facts {
    kinds: Some(&[KIND_ADDRESSABLE]),
    query_limit: Some(12),
    says: Says::If(Profile::has_slots, "mdk 0.9 and later look for slots only"),
    ..Facts::of(DeployedClient)
};

const ON_MDK_0_8: Says =
    Says::If(|profile| matches!(profile, Profile::Mip2026_04), "this client speaks mip-2026-04 only");

/// Clients that look for kind 443 events.
const EARLY_2026: Facts = Facts {
    kinds: Some(&[KIND_REGULAR]),
    says: Says::If(
        |profile| matches!(profile, Profile::Pr40 | Profile::Mip2026_01),
        "this client looks for kind 443 events of early 2026",
    ),
    ..Facts::of(DeployedClient)
};

const fn length(rows: &[&[Policy]]) -> usize {
    let (mut row, mut all) = (0, 0);
    while row < rows.len() {
        all += rows[row].len();
        row += 1;
    }
    all
}

/// The rows as one list.
const fn flat<const ALL: usize>(rows: &[&[Policy]]) -> [Policy; ALL] {
    let (mut list, mut at, mut row) = ([Policy::NewestOne; ALL], 0, 0);
    while row < rows.len() {
        let mut value = 0;
        while value < rows[row].len() {
            list[at] = rows[row][value];
            (at, value) = (at + 1, value + 1);
        }
        row += 1;
    }
    list
}
