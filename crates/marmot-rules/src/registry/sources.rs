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
pub static SOURCES: [Source; 19] = [
    source("MIP", "marmot-protocol/marmot 00.md, 02.md, 03.md at c0b5b743 (2026-01-09)"),
    source("#31", "marmot PR #31, merged early 2026: the i tag"),
    source("#28", "marmot PR #28, merged early 2026: init_key deletion and post-join self-update"),
    source("#38", "marmot PR #38, merged early 2026: base64 only, NIP-70 tag discouraged"),
    source("PR40", "marmot PR #40 (2026-02-16, closed), as restated in BPLAN"),
    source("BPLAN", "CentauriAgent/burrow .opencode/plans/multi-device-support.md at aff35ea"),
    source("#54", "marmot PR #54, April 2026, kind 30443; known through mdk PR #233 and marmot-ts PR #68"),
    source("MDK8", "marmot-protocol/mdk v0.8.0 (575ae29d), identical to the published mdk-core 0.8.0"),
    source("NOSTR", "marmot-protocol/marmot transports/nostr.md at 27c1f508 (adopted)"),
    source("KPK", "marmot foundation/key-packages.md at 0c4ed474 (adopted)"),
    source("PROOF", "marmot app-components/account-identity-proof-v2.md at 625f8aae (adopted)"),
    source("JOIN", "marmot protocol-core/joining.md at 4fc16391 (adopted)"),
    source("GM", "marmot protocol-core/group-messaging.md at d388c0f1"),
    source("DEP", "marmot protocol-core/member-departure.md at 85edc8a0"),
    source("ADM", "marmot app-components/admin-policy-v1.md at 181bf0bd"),
    source("CONV", "marmot-protocol/darkmatter spec/protocol-core/convergence.md at e43fd5e7"),
    source("PUB", "marmot protocol-core/publish-lifecycle.md at cb932dee (draft)"),
    source("REG", "marmot foundation/registries.md at 181bf0bd"),
    source("IDEA", "marmot ideas/multi-device.md at 2032741e (non-normative)"),
];
