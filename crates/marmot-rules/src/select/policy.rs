//! The list of policies and what is known about each.

use std::borrow::Cow;
use std::str::FromStr;

use crate::decisions::Tie;
use crate::ids::{id_enum, text_form};
use crate::{KIND_ADDRESSABLE, KIND_REGULAR, Knobs, Profile, UnknownId};

/// An inviter's way to choose (docs/spec/marmot.md section 5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Policy {
    /// The newest admitted event.
    NewestOne,
    /// The newest admitted events, this many.
    NewestN(usize),
    /// The listing of PR #40's plan, read literally. Depends on the fetch order.
    ClientId,
    /// The newest valid event per `client_id`, whatever the fetch order.
    ClientIdStrict,
    /// The same, with all untagged events taken as few unknown devices.
    ClientIdCollapseUntagged,
    /// The best event per `d` slot; limit 1 is the adopted text, none takes every slot.
    DSlot {
        /// How many slots to take.
        limit: Option<usize>,
    },
    /// Every slot's winner that is at most 30 days old, ten per account.
    AllFresh,
    /// mdk 0.9.14.
    Mdk0914,
    /// mdk after PR #1910.
    MdkAfter1910,
    /// whitenoise-rs on mdk 0.8.
    WhitenoiseRs08,
    /// Amethyst in August 2026.
    Amethyst202608,
    /// pika's app.
    Pika,
    /// pika's runtime crate.
    PikaRuntime,
    /// pika for one day: invite everything.
    Pika201baa3e,
    /// burrow's app.
    BurrowApp,
    /// burrow's CLI.
    BurrowCli,
}

id_enum! {
    /// Where a policy comes from.
    pub enum PolicyKind, "policy kind" {
        /// A protocol text.
        Text => "text",
        /// This project.
        Ours => "ours",
        /// A non-normative document.
        Idea => "idea",
        /// A client as deployed, read in its source.
        DeployedClient => "deployed-client",
    }
}

/// Whether a policy says anything about a profile, and if not, why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applicability {
    /// It does.
    Applies,
    /// It does not, for this reason.
    No(&'static str),
}

impl Policy {
    /// Every policy once; `newest-n` with 3.
    pub const ALL: &'static [Self] = &[
        Self::NewestOne,
        Self::NewestN(3),
        Self::ClientId,
        Self::ClientIdStrict,
        Self::ClientIdCollapseUntagged,
        Self::DSlot { limit: None },
        Self::DSlot { limit: Some(1) },
        Self::AllFresh,
        Self::Mdk0914,
        Self::MdkAfter1910,
        Self::WhitenoiseRs08,
        Self::Amethyst202608,
        Self::Pika,
        Self::PikaRuntime,
        Self::Pika201baa3e,
        Self::BurrowApp,
        Self::BurrowCli,
    ];

    /// The name used in files, in reports and on the command line.
    pub fn id(self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::NewestOne => "newest-one",
            Self::NewestN(n) => return Cow::Owned(format!("newest-n-{n}")),
            Self::ClientId => "client-id",
            Self::ClientIdStrict => "client-id-strict",
            Self::ClientIdCollapseUntagged => "client-id-collapse-untagged",
            Self::DSlot { limit: None } => "d-slot",
            Self::DSlot { limit: Some(1) } => "d-slot-one",
            Self::DSlot { limit: Some(n) } => return Cow::Owned(format!("d-slot-{n}")),
            Self::AllFresh => "all-fresh",
            Self::Mdk0914 => "mdk-0.9.14",
            Self::MdkAfter1910 => "mdk-after-1910",
            Self::WhitenoiseRs08 => "whitenoise-rs-0.8",
            Self::Amethyst202608 => "amethyst-2026-08",
            Self::Pika => "pika",
            Self::PikaRuntime => "pika-runtime",
            Self::Pika201baa3e => "pika-201baa3e",
            Self::BurrowApp => "burrow-app",
            Self::BurrowCli => "burrow-cli",
        })
    }

    /// One sentence about what it does.
    pub const fn describe(self) -> &'static str {
        match self {
            Self::NewestOne => "The newest valid KeyPackage of the account.",
            Self::NewestN(_) => "The n newest valid KeyPackages of the account, whichever devices they are from.",
            Self::ClientId => "The newest event per client_id, unchecked; untagged events are devices of their own.",
            Self::ClientIdStrict => "The newest valid KeyPackage per well-formed client_id, without repetitions.",
            Self::ClientIdCollapseUntagged => "As client-id-strict, but untagged events count as one unknown device.",
            Self::DSlot { limit: None } => "The newest valid KeyPackage of every d slot.",
            Self::DSlot { limit: Some(_) } => "The newest valid KeyPackage per d slot, then the best-ranked slots.",
            Self::AllFresh => {
                "Every slot's newest valid KeyPackage of the last 30 days, at most ten leaves per account."
            }
            Self::Mdk0914 => "The newest of 12 records; one bad record aborts the lookup.",
            Self::MdkAfter1910 => "One record per slot, valid or not; the client label ranks before the time.",
            Self::WhitenoiseRs08 => "The newest that passes a baseline, kind 30443 before kind 443; no second choice.",
            Self::Amethyst202608 => "The first in relay order, unchecked.",
            Self::Pika => "The newest of ten, unchecked, higher id on a tie.",
            Self::PikaRuntime => "The one event that the relay sends, unchecked.",
            Self::Pika201baa3e => "All of ten that parse.",
            Self::BurrowApp => "The newest, unchecked, higher id on a tie.",
            Self::BurrowCli => "The one event that the relay sends, unchecked.",
        }
    }

    /// The document or source it restates.
    pub const fn source(self) -> &'static str {
        match self {
            Self::NewestOne | Self::NewestN(_) => "PR #40, the strategies it argues against",
            Self::ClientId => "PR #40 and burrow .opencode/plans/multi-device-support.md (aff35ea), phase 3",
            Self::ClientIdStrict | Self::ClientIdCollapseUntagged => "this project, after PR #40",
            Self::DSlot { .. } => "marmot transports/nostr.md and foundation/key-packages.md (adopted)",
            Self::AllFresh => "marmot ideas/multi-device.md at 2032741e",
            Self::Mdk0914 => "mdk 235c8ade, marmot-app key_package_records.rs",
            Self::MdkAfter1910 => "mdk 08b0124a, marmot-app key_package_records.rs (PR #1550, then #1910)",
            Self::WhitenoiseRs08 => "whitenoise-rs 93cb4fc5, relay_control/ephemeral.rs and whitenoise/key_packages.rs",
            Self::Amethyst202608 => "amethyst 10149d71, quartz KeyPackageFetcher.kt",
            Self::Pika => "pika dd226e25, rust/src/core/mod.rs",
            Self::PikaRuntime => "pika dd226e25, crates/pika-marmot-runtime/src/relay.rs",
            Self::Pika201baa3e => "pika 201baa3e, reverted in f92c24cf",
            Self::BurrowApp => "burrow ac883fa, app/rust/src/api/invite.rs",
            Self::BurrowCli => "burrow ac883fa, cli/src/commands/invite.rs",
        }
    }

    /// Rules that the policy follows beside admission, whatever the profile; none for a policy that no text describes.
    pub const fn rules(self) -> &'static [&'static str] {
        match self {
            Self::NewestOne => &["SEL-01", "SEL-06"],
            Self::ClientId => &["CID-10", "CID-11"],
            Self::ClientIdStrict => &["CID-10", "CID-11", "SEL-01", "SEL-06", "KV-08"],
            Self::ClientIdCollapseUntagged => &["CID-10", "SEL-01", "SEL-06", "KV-08"],
            Self::DSlot { limit: None } => &["SEL-01", "SEL-02", "SEL-03", "SEL-04", "SEL-05", "SEL-06", "KV-08"],
            Self::DSlot { limit: Some(1) } => &["SEL-01", "SEL-02", "SEL-03", "SEL-04", "SEL-05", "SEL-06", "SEL-09"],
            Self::AllFresh => &["SEL-01", "SEL-02", "SEL-03", "SEL-10"],
            Self::MdkAfter1910 => &["SEL-12"],
            _ => &[],
        }
    }

    /// Where it comes from.
    pub const fn kind(self) -> PolicyKind {
        match self {
            Self::ClientId | Self::DSlot { limit: Some(1) } => PolicyKind::Text,
            Self::NewestOne
            | Self::NewestN(_)
            | Self::ClientIdStrict
            | Self::ClientIdCollapseUntagged
            | Self::DSlot { .. } => PolicyKind::Ours,
            Self::AllFresh => PolicyKind::Idea,
            _ => PolicyKind::DeployedClient,
        }
    }

    /// True if the policy never takes more than one KeyPackage of an account: option `one` of D10.
    pub const fn takes_one_per_account(self) -> bool {
        !matches!(
            self,
            Self::NewestN(_)
                | Self::ClientId
                | Self::ClientIdStrict
                | Self::ClientIdCollapseUntagged
                | Self::DSlot { limit: None | Some(2..) }
                | Self::AllFresh
                | Self::Pika201baa3e
        )
    }

    /// True if the policy says something about the profile.
    pub fn applies_to(self, profile: Profile) -> bool {
        self.applicability(profile) == Applicability::Applies
    }

    /// Every policy of [`ALL`](Self::ALL) that says something about the profile, in that order.
    pub fn applying_to(profile: Profile) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(move |policy| policy.applies_to(profile))
    }

    /// [`applies_to`](Self::applies_to) with the reason why not.
    pub const fn applicability(self, profile: Profile) -> Applicability {
        let (applies, why_not) = match self {
            Self::NewestOne | Self::NewestN(_) => (true, ""),
            Self::ClientId | Self::ClientIdStrict | Self::ClientIdCollapseUntagged => {
                (profile.has_client_id(), "only PR #40 knows a client_id tag")
            }
            Self::DSlot { .. } | Self::AllFresh => (profile.has_slots(), "kind 443 events have no d slot"),
            // They speak the adopted text. On the profile before it, which has the same slots, their choice is theirs and the
            // reading of a record the profile's.
            Self::Mdk0914 | Self::MdkAfter1910 => (profile.has_slots(), "mdk 0.9 and later look for slots only"),
            Self::WhitenoiseRs08 | Self::Amethyst202608 => {
                (matches!(profile, Profile::Mip2026_04), "this client speaks mip-2026-04 only")
            }
            Self::Pika | Self::PikaRuntime | Self::Pika201baa3e | Self::BurrowApp | Self::BurrowCli => (
                matches!(profile, Profile::Pr40 | Profile::Mip2026_01),
                "this client looks for kind 443 events of early 2026",
            ),
        };
        if applies { Applicability::Applies } else { Applicability::No(why_not) }
    }

    /// True if the fetch order never matters, with the knobs of every profile.
    pub const fn order_free(self) -> bool {
        !matches!(self, Self::ClientId)
    }

    /// The same under given knobs: with D2 `first-seen` the texts and our own policies depend on the fetch order too.
    pub fn order_free_under(self, knobs: &Knobs) -> bool {
        self.order_free() && (knobs.tie != Tie::FirstSeen || self.kind() == PolicyKind::DeployedClient)
    }

    /// The kinds that the policy asks relays for; `None` means those of the profile.
    pub const fn kinds(self) -> Option<&'static [u16]> {
        match self {
            Self::ClientId
            | Self::Pika
            | Self::PikaRuntime
            | Self::Pika201baa3e
            | Self::BurrowApp
            | Self::BurrowCli => Some(&[KIND_REGULAR]),
            Self::Mdk0914 | Self::MdkAfter1910 | Self::Amethyst202608 => Some(&[KIND_ADDRESSABLE]),
            Self::WhitenoiseRs08 => Some(&[KIND_ADDRESSABLE, KIND_REGULAR]),
            _ => None,
        }
    }

    /// How many events the policy asks relays for.
    pub const fn query_limit(self) -> Option<usize> {
        match self {
            Self::Mdk0914 | Self::MdkAfter1910 => Some(12),
            Self::Pika | Self::Pika201baa3e => Some(10),
            Self::PikaRuntime | Self::BurrowCli => Some(1),
            _ => None,
        }
    }
}

impl FromStr for Policy {
    type Err = UnknownId;

    fn from_str(text: &str) -> Result<Self, UnknownId> {
        let counted = |prefix: &str| text.strip_prefix(prefix)?.parse::<usize>().ok().filter(|n| *n > 0);
        let known = Self::ALL.iter().copied().find(|policy| policy.id() == text);
        known
            .or_else(|| counted("newest-n-").map(Self::NewestN))
            .or_else(|| counted("d-slot-").map(|n| Self::DSlot { limit: Some(n) }))
            .ok_or_else(|| UnknownId {
                what: "policy",
                given: text.to_owned(),
                known: Self::ALL.iter().map(|policy| policy.id()).collect::<Vec<_>>().join(", "),
            })
    }
}

text_form!(Policy);
