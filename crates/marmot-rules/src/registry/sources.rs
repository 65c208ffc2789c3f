//! The documents behind the source column.

use serde::Serialize;

/// A document and the tag under which rules cite it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Source {
    /// The short name in the source column.
    pub tag: &'static str,
    /// What it is and at which revision it was read.
    pub document: &'static str,
}

const fn source(tag: &'static str, document: &'static str) -> Source {
    Source { tag, document }
}

/// Every tag of the source column.
pub static SOURCES: [Source; 30] = [
    source("MIP", "marmot-protocol/marmot 00.md, 02.md, 03.md at c0b5b743 (2026-01-09)"),
    source("#31", "marmot PR #31, merged early 2026: the i tag"),
    source("#28", "marmot PR #28, merged early 2026: init_key deletion and post-join self-update"),
    source("#38", "marmot PR #38, merged early 2026: base64 only, NIP-70 tag discouraged"),
    source("PR40", "marmot PR #40 (2026-02-16, closed), as restated in BPLAN"),
    source("BPLAN", "CentauriAgent/burrow .opencode/plans/multi-device-support.md at aff35ea"),
    source("#54", "marmot PR #54, April 2026, kind 30443; known through mdk PR #233 and marmot-ts PR #68"),
    source("MDK8", "marmot-protocol/mdk v0.8.0 (575ae29d), identical to the published mdk-core 0.8.0"),
    source("NOSTR", "marmot-protocol/marmot transports/nostr.md at 27c1f508 (adopted)"),
    source("KPK", "marmot foundation/key-packages.md at 625f8aae (adopted)"),
    source("PROOF", "marmot app-components/account-identity-proof-v2.md at 625f8aae (adopted)"),
    source("JOIN", "marmot protocol-core/joining.md at 4fc16391 (adopted)"),
    source("GM", "marmot protocol-core/group-messaging.md at d388c0f1"),
    source("DEP", "marmot protocol-core/member-departure.md at 85edc8a0"),
    source("ADM", "marmot app-components/admin-policy-v1.md at 181bf0bd"),
    source("CONV", "marmot protocol-core/convergence.md at 48f63d46 (adopted)"),
    source("PUB", "marmot protocol-core/publish-lifecycle.md at 625f8aae (adopted)"),
    source("REG", "marmot foundation/registries.md at 181bf0bd"),
    source("MLSP", "marmot foundation/mls-protocol.md at 6c0c0505 (adopted)"),
    source("APP", "marmot foundation/application-messages.md at 27c1f508 (adopted)"),
    source("CONF", "marmot foundation/conformance.md at 42bf95fa (adopted)"),
    source("COMP", "marmot app-components/README.md at 181bf0bd (adopted)"),
    source("LIFE", "marmot app-components/group-lifecycle-v1.md at 7ad5f1b7 (adopted)"),
    source("RET", "marmot app-components/message-retention-v1.md at 7ad5f1b7 (adopted)"),
    source("ROUT", "marmot app-components/nostr-routing-v1.md at 625f8aae (adopted)"),
    source("INB", "marmot protocol-core/inbound-processing.md at 48b0e07c (adopted)"),
    source("STATE", "marmot protocol-core/group-state.md at 48f63d46 (adopted)"),
    source("DUR", "marmot protocol-core/durability.md at 48f63d46 (adopted)"),
    source("#417", "marmot PR #417 at 994ba068, same-account-membership-v1.md and joining (not adopted)"),
    source("IDEA", "marmot ideas/multi-device.md at 2032741e (non-normative)"),
];
