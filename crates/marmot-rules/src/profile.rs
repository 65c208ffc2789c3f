//! Four named readings of the protocol text. Texts disagree, so every rule is judged *for a profile*.

use crate::ids::id_enum;
use crate::relay_list::{KIND_KEY_PACKAGE_LIST, KIND_RELAY_LIST};

/// Kind of an addressable KeyPackage event.
pub const KIND_ADDRESSABLE: u16 = 30443;
/// Kind of a regular KeyPackage event; in `mip-2026-04` the twin of an addressable one.
pub const KIND_REGULAR: u16 = 443;

id_enum! {
    /// A named state of the Marmot text (docs/spec/marmot.md section 1).
    ///
    /// Devices of the first three run on mdk-core 0.8.0, those of `adopted-2026-07` on openmls 0.9.2; see [`Profile::engine`].
    pub enum Profile, "profile" {
        /// PR #40 over the MIP texts of February 2026: kind 443 and a `client_id` tag.
        Pr40 => "pr40",
        /// The MIP texts of January 2026: kind 443, no device marker, hex content still read.
        Mip2026_01 => "mip-2026-01",
        /// April 2026: kind 30443 with a `d` slot, and a kind 443 twin. What mdk-core 0.8.0 speaks.
        Mip2026_04 => "mip-2026-04",
        /// The rewritten text, adopted in July 2026.
        Adopted2026_07 => "adopted-2026-07",
    }
}

/// Whether real MLS can run under a profile, and why (not).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Executable {
    /// True if mdk-core 0.8.0 can make and read the events of the profile.
    pub yes: bool,
    /// One sentence for a person.
    pub why: &'static str,
}

impl Profile {
    /// One line about where the profile comes from.
    pub const fn base_text(self) -> &'static str {
        match self {
            Self::Pr40 => "marmot PR #40 over the MIP texts of February 2026",
            Self::Mip2026_01 => "MIP-00, 02 and 03 at c0b5b743 (2026-01-09)",
            Self::Mip2026_04 => "marmot PR #54 and mdk-core 0.8.0",
            Self::Adopted2026_07 => "transports/nostr.md, foundation/key-packages.md, joining.md, identity proof v2",
        }
    }

    /// On which MLS library devices of the profile run.
    pub const fn engine_name(self) -> &'static str {
        if self.is_adopted() { "openmls 0.9.2" } else { "mdk-core 0.8.0" }
    }

    /// On which MLS engine devices of the profile run, in one sentence.
    pub const fn engine(self) -> &'static str {
        if self.is_adopted() {
            "openmls 0.9.2, by an engine of this project (crate adopted)"
        } else {
            self.engine_name()
        }
    }

    /// Whether mdk-core 0.8.0 can run it with real MLS. In the reason "it" is mdk-core 0.8.0.
    pub const fn executable_on_mdk_0_8(self) -> Executable {
        let (yes, why) = match self {
            Self::Pr40 => (true, "it accepts the client_id tag on its kind 443 events"),
            Self::Mip2026_01 => (true, "on the base64 side; it refuses hex content and a missing encoding tag"),
            Self::Mip2026_04 => (true, "natively"),
            Self::Adopted2026_07 => (
                false,
                "framing, leaf proof, tag table and commit order differ, and it can neither make nor parse such \
                 events",
            ),
        };
        Executable { yes, why }
    }

    /// The event kinds that carry a KeyPackage, preferred kind first.
    pub const fn key_package_kinds(self) -> &'static [u16] {
        match self {
            Self::Pr40 | Self::Mip2026_01 => &[KIND_REGULAR],
            Self::Mip2026_04 => &[KIND_ADDRESSABLE, KIND_REGULAR],
            Self::Adopted2026_07 => &[KIND_ADDRESSABLE],
        }
    }

    /// Kind of the list that says where an account's KeyPackages are (KP-15, KP-16): the dedicated one of the MIPs, or the NIP-65 list.
    pub const fn key_package_list(self) -> u16 {
        if self.is_adopted() { KIND_RELAY_LIST } else { KIND_KEY_PACKAGE_LIST }
    }

    /// True if an account that does not publish [`Self::key_package_list`], or names no relay in it, cannot be invited (D14). The MIPs
    /// do not say, and their clients look on relays of their own.
    pub const fn needs_key_package_list(self) -> bool {
        self.is_adopted()
    }

    /// True if KeyPackage events carry a `client_id` tag.
    pub const fn has_client_id(self) -> bool {
        matches!(self, Self::Pr40)
    }

    /// True if the preferred KeyPackage event is addressable and has a `d` slot that a relay replaces.
    pub const fn has_slots(self) -> bool {
        matches!(self, Self::Mip2026_04 | Self::Adopted2026_07)
    }

    /// True if the content is `MLSMessage(mls_key_package)` instead of a bare KeyPackage.
    pub const fn framed_content(self) -> bool {
        self.is_adopted()
    }

    /// True if the leaf must carry an account identity proof (component 0x8009).
    pub const fn has_identity_proof(self) -> bool {
        self.is_adopted()
    }

    /// True if the KeyPackage event names relays itself.
    pub const fn has_relays_tag(self) -> bool {
        !self.is_adopted()
    }

    /// True for the rewritten text, whose rules differ in almost every field.
    pub const fn is_adopted(self) -> bool {
        matches!(self, Self::Adopted2026_07)
    }
}
