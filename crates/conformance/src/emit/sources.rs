//! Which text a rule was read from, by profile: the document, its commit, and the section or function.
//!
//! Nothing stands here that was not read. A document without a commit says in words what was read instead.

use std::collections::{BTreeMap, BTreeSet};

use marmot_rules::Profile;

use crate::format::{Note, Pin, Spec, Topic};

use Profile::{Adopted2026_07, Mip2026_01, Mip2026_04, Pr40};

/// Where a rule stands; which document that is depends on the profile.
#[derive(Clone, Copy)]
pub(crate) enum Cite {
    /// RFC 9420, at an anchor of its HTML form.
    Rfc(&'static str),
    /// A NIP.
    Nip(&'static str),
    /// Kind and parsing of a KeyPackage event, or of a Welcome rumor where the topic is that.
    Event,
    /// Tags of the same.
    Tags,
    /// The `i` tag.
    Reference,
    /// Framing and bytes of the content of the same.
    Content,
    /// Base64, of whatever the topic is about.
    Encoding,
    /// The credential.
    Identity,
    /// The ends of a lifetime.
    Lifetime,
    /// Tags and content of a Welcome rumor.
    Welcome,
    /// What a receiver does with a Welcome.
    Join,
    /// A Welcome for a group that is held.
    Held,
    /// Outer encryption of kind 445.
    Outer,
    /// A message of a group.
    Message,
    /// The Marmot data of a group, extension `0xf2ee`.
    GroupData,
    /// The `h` tag.
    Routing,
    /// The author of the rumor in a message.
    Author,
    /// An event that no key at hand opens.
    Waiting,
    /// Leaves are devices, members are accounts.
    Members,
    /// Removal of members.
    Removal,
    /// The `client_id` tag and the selection by it.
    ClientId,
    /// Selection; before the adopted text no document speaks of it.
    Selection,
    /// Events of one second; before the adopted text no document speaks of them.
    Tie,
    /// The identity proof.
    Proof,
    /// KeyPackages of the adopted text.
    KeyPackages,
    /// The idea paper on several devices.
    Idea,
    /// Selection of a branch, at a heading.
    Convergence(&'static str),
    /// What is kept of earlier states, at a heading.
    Retained(&'static str),
    /// The admin list, at a heading.
    Admins(&'static str),
    /// Commits and proposals of a group, at a heading.
    Messaging(&'static str),
    /// Members that leave, at a heading.
    Departure(&'static str),
    /// The lifecycle of a group, at a heading.
    Lifecycle(&'static str),
    /// Components, at a heading.
    Components(&'static str),
    /// The overlay for devices of one account, at a heading.
    Siblings(&'static str),
    /// A policy of the manifest: what a deployed client does, or how a text is read.
    Policy(&'static str),
}

const KEY_PACKAGES_RS: &str = "crates/mdk-core/src/key_packages.rs";
const WELCOMES_RS: &str = "crates/mdk-core/src/welcomes.rs";
const GROUPS_RS: &str = "crates/mdk-core/src/groups.rs";
const CRYPTO_RS: &str = "crates/mdk-core/src/messages/crypto.rs";
const TYPES_RS: &str = "crates/mdk-core/src/extension/types.rs";
const PROCESS_RS: &str = "crates/mdk-core/src/messages/process.rs";
const VALIDATION_RS: &str = "crates/mdk-core/src/messages/validation.rs";
const MIP_00: &str = "00.md";
const MIP_02: &str = "02.md";
const PLAN: &str = ".opencode/plans/multi-device-support.md";
const NOSTR: &str = "transports/nostr.md";
const PAYLOADS: &str = "foundation/application-messages.md";
const KPK: &str = "foundation/key-packages.md";
const PROOF: &str = "app-components/account-identity-proof-v2.md";
const JOINING: &str = "protocol-core/joining.md";
const CONVERGENCE: &str = "protocol-core/convergence.md";
const RETAINED: &str = "protocol-core/retained-history.md";
const ADMINS: &str = "app-components/admin-policy-v1.md";
const MESSAGING: &str = "protocol-core/group-messaging.md";
const DEPARTURE: &str = "protocol-core/member-departure.md";
const LIFECYCLE: &str = "app-components/group-lifecycle-v1.md";
const COMPONENTS: &str = "app-components/README.md";
const SIBLINGS: &str = "app-components/same-account-membership-v1.md";
const IDEA: &str = "ideas/multi-device.md";
const RFC: &str = "RFC 9420";
const POLICIES: &str = "manifest.json";

const MDK: &str = "marmot-protocol/mdk";
const MARMOT: &str = "marmot-protocol/marmot";
const MARMOT_BEFORE: &str = "parres-hq/marmot";

/// Tag v0.8.0, whose sources are those of the published crate mdk-core 0.8.0.
const MDK_0_8_0: &str = "575ae29d25d58494135058d9e46affec7174e79a";
const JANUARY: &str = "c0b5b743c3ff39276c815f9ca8b4d428bc9aff87";
const ADOPTED: &str = "27c1f50883b3678a0b4a59077a918964ec94257e";

/// A document, and the profiles whose rules are read from it.
struct Text {
    document: &'static str,
    repo: &'static str,
    commit: &'static str,
    edition: &'static str,
    profiles: &'static [Profile],
}

const fn at(document: &'static str, repo: &'static str, commit: &'static str, profiles: &'static [Profile]) -> Text {
    Text { document, repo, commit, edition: "", profiles }
}

const fn edition(document: &'static str, edition: &'static str) -> Text {
    Text { document, repo: "", commit: "", edition, profiles: Profile::ALL }
}

const LIVE: &[Profile] = &[Pr40, Mip2026_04];

/// Every document, each once.
const TEXTS: &[Text] = &[
    at(KEY_PACKAGES_RS, MDK, MDK_0_8_0, LIVE),
    at(WELCOMES_RS, MDK, MDK_0_8_0, LIVE),
    at(GROUPS_RS, MDK, MDK_0_8_0, LIVE),
    at(CRYPTO_RS, MDK, MDK_0_8_0, LIVE),
    at(TYPES_RS, MDK, MDK_0_8_0, LIVE),
    at(PROCESS_RS, MDK, MDK_0_8_0, LIVE),
    at(VALIDATION_RS, MDK, MDK_0_8_0, LIVE),
    at(MIP_00, MARMOT, JANUARY, &[Mip2026_01]),
    at(MIP_02, MARMOT, JANUARY, &[Mip2026_01]),
    at(NOSTR, MARMOT, ADOPTED, Profile::ALL),
    at(PAYLOADS, MARMOT, ADOPTED, &[Adopted2026_07]),
    at(KPK, MARMOT_BEFORE, "625f8aae8096a17c6b11fde08ec8c2d582568619", Profile::ALL),
    at(PROOF, MARMOT_BEFORE, "625f8aae8096a17c6b11fde08ec8c2d582568619", &[Adopted2026_07]),
    at(JOINING, MARMOT, "4fc163916309a5dabc2dde0da52259c5fa37f199", Profile::ALL),
    at(CONVERGENCE, MARMOT_BEFORE, "48f63d467b220fc03919ef45b8a29ec03546bf90", &[Adopted2026_07]),
    at(RETAINED, MARMOT, "42bf95fad46b85e1df6f8de5484b362fd2305bae", &[Adopted2026_07]),
    at(ADMINS, MARMOT, "181bf0bd63f3660a19111a41572a4028b58136bb", &[Adopted2026_07]),
    at(MESSAGING, MARMOT, "d388c0f1bea3481188556f6e55d1d0d4f6576978", &[Adopted2026_07]),
    at(DEPARTURE, MARMOT, "85edc8a045b768f2b817a55ce3fc4df6de33075b", &[Adopted2026_07]),
    at(LIFECYCLE, MARMOT, "7ad5f1b7958eb6008fa1bf9b3edd0dad6b6ecd3c", &[Adopted2026_07]),
    at(COMPONENTS, MARMOT, "181bf0bd63f3660a19111a41572a4028b58136bb", &[Adopted2026_07]),
    at(SIBLINGS, MARMOT_BEFORE, "994ba06878d7093e7ba2cf7f6c34b2fe37bc043b", &[Adopted2026_07]),
    at(IDEA, MARMOT, "2032741e0d9c2b80e5c21266b761d0a1004b07b7", Profile::ALL),
    Text {
        document: PLAN,
        repo: "CentauriAgent/burrow",
        commit: "aff35eafa4e7e443386a9e084c21b467ba1c2c16",
        edition: "restates marmot pull request 40, of which only description and review were read: no commit of its head is known here",
        profiles: &[Pr40],
    },
    edition(RFC, "July 2023"),
    edition("NIP-01", "as the crate nostr 0.44.8 implements it"),
    edition("NIP-44", "as the crate nostr 0.44.8 implements it"),
    edition("NIP-59", "as the crate nostr 0.44.8 implements it"),
    edition("NIP-70", "the tag alone: no client here reads it"),
    edition(POLICIES, "no text decides; `policies` of the manifest names the source of each answer"),
];

impl Cite {
    /// Document and section.
    fn resolve(self, topic: Topic, profile: Profile) -> (&'static str, &'static str) {
        // The January text, the source of mdk-core 0.8.0, the adopted text.
        let by = |january, mdk, adopted| match profile {
            Mip2026_01 => january,
            Pr40 | Mip2026_04 => mdk,
            Adopted2026_07 => adopted,
        };
        let of_welcome = matches!(topic, Topic::WelcomeRumor | Topic::WelcomeJoin | Topic::WelcomeFanout);
        match self {
            Self::Event | Self::Tags | Self::Content if of_welcome => Self::Welcome.resolve(topic, profile),
            Self::Rfc(section) => (RFC, section),
            Self::Nip(document) => (document, ""),
            Self::Event if topic == Topic::GroupEvent => Self::Waiting.resolve(topic, profile),
            Self::Event => by(
                (MIP_00, "keypackage-events"),
                (KEY_PACKAGES_RS, "parse_key_package"),
                (NOSTR, "keypackage-publication"),
            ),
            Self::Tags => by(
                (MIP_00, "field-explanations"),
                (KEY_PACKAGES_RS, "validate_key_package_tags"),
                (NOSTR, "event-identity-and-tag-cardinality"),
            ),
            Self::Reference => {
                by((RFC, "section-5.2"), (KEY_PACKAGES_RS, "parse_key_package"), (NOSTR, "keypackage-publication"))
            }
            Self::Content => by(
                (MIP_00, "field-explanations"),
                (KEY_PACKAGES_RS, "parse_serialized_key_package"),
                (NOSTR, "transport-byte-encoding"),
            ),
            Self::Encoding => match topic {
                Topic::GroupEvent => Self::Outer,
                _ => Self::Content,
            }
            .resolve(topic, profile),
            Self::Identity => {
                by((MIP_00, "identity-requirements"), (KEY_PACKAGES_RS, "parse_credential_identity"), (KPK, "behavior"))
            }
            Self::Lifetime => by((RFC, "section-7.3"), (RFC, "section-7.3"), (KPK, "selection-and-lifecycle")),
            Self::Welcome => {
                by((MIP_02, "field-details"), (WELCOMES_RS, "validate_welcome_event"), (NOSTR, "welcome-delivery"))
            }
            Self::Join => {
                by((MIP_02, "processing-requirements"), (WELCOMES_RS, "process_welcome"), (JOINING, "receiving-flow"))
            }
            Self::Held => (JOINING, "receiving-flow"),
            Self::Outer if profile == Adopted2026_07 => Self::Waiting.resolve(topic, profile),
            Self::Outer => (CRYPTO_RS, "decrypt_message_with_exporter_secret"),
            Self::Message if profile == Adopted2026_07 => (PAYLOADS, ""),
            Self::Message => (PROCESS_RS, "process_message"),
            Self::GroupData => (TYPES_RS, "from_raw"),
            Self::Routing if profile == Adopted2026_07 => Self::Waiting.resolve(topic, profile),
            Self::Routing => (VALIDATION_RS, "extract_nostr_group_id"),
            Self::Author if profile == Adopted2026_07 => (PAYLOADS, ""),
            Self::Author => (VALIDATION_RS, "verify_rumor_author"),
            Self::Waiting => (NOSTR, "outer-decryption-and-epoch-selection"),
            Self::Members if profile == Adopted2026_07 => (IDEA, ""),
            Self::Removal if profile == Adopted2026_07 => (MESSAGING, "commit-authorization"),
            Self::Members => (GROUPS_RS, "get_members"),
            Self::Removal => (GROUPS_RS, "remove_members"),
            Self::ClientId if profile == Pr40 => (PLAN, "spec-from-mip-00-pr"),
            Self::ClientId => (POLICIES, "policies"),
            Self::Selection => {
                let none = (POLICIES, "policies");
                by(none, none, (KPK, "selection-and-lifecycle"))
            }
            Self::Tie => {
                let none = (POLICIES, "policies");
                by(none, none, (NOSTR, "keypackage-publication"))
            }
            Self::Proof => (PROOF, ""),
            Self::KeyPackages => (KPK, "selection-and-lifecycle"),
            Self::Idea => (IDEA, ""),
            Self::Convergence(section) => (CONVERGENCE, section),
            Self::Retained(section) => (RETAINED, section),
            Self::Admins(section) => (ADMINS, section),
            Self::Messaging(section) => (MESSAGING, section),
            Self::Departure(section) => (DEPARTURE, section),
            Self::Lifecycle(section) => (LIFECYCLE, section),
            Self::Components(section) => (COMPONENTS, section),
            Self::Siblings(section) => (SIBLINGS, section),
            Self::Policy(policy) => (POLICIES, policy),
        }
    }

    /// As it stands in a note.
    pub(super) fn text(self, topic: Topic, profile: Profile) -> String {
        match self.resolve(topic, profile) {
            (document, "") => document.to_owned(),
            (document, section) => format!("{document}#{section}"),
        }
    }
}

/// The document that a note cites.
pub(super) fn document(cited: &str) -> &str {
    cited.split('#').next().unwrap_or_default()
}

/// What a file with these notes has to pin.
pub(super) fn spec(profile: Profile, notes: &BTreeMap<String, Note>) -> Spec {
    let (repo, commit) = match profile {
        Pr40 | Mip2026_04 => (MDK, MDK_0_8_0),
        Mip2026_01 => (MARMOT, JANUARY),
        Adopted2026_07 => (MARMOT, ADOPTED),
    };
    let cited: BTreeSet<&str> = notes.values().map(|note| document(&note.spec)).collect();
    let texts = || TEXTS.iter().filter(|text| cited.contains(text.document));
    let is_main = |text: &&Text| (text.repo, text.commit) == (repo, commit);
    let some = |text: &'static str| (!text.is_empty()).then(|| text.to_owned());
    let pin = |text: &Text| Pin {
        document: text.document.to_owned(),
        repo: some(text.repo),
        commit: some(text.commit),
        edition: some(text.edition),
    };
    Spec {
        repo: repo.to_owned(),
        commit: commit.to_owned(),
        documents: texts().filter(is_main).map(|text| text.document.to_owned()).collect(),
        x_pins: texts().filter(|text| !is_main(text)).map(pin).collect(),
    }
}

/// Whether the rules of this profile were read from this document at this commit.
pub(super) fn was_read(profile: &str, repo: &str, commit: &str, document: &str) -> bool {
    let of_streams = super::stream::sources::was_read(profile, repo, commit, document);
    let of_marmot = TEXTS.iter().any(|text| {
        (text.repo, text.commit, text.document) == (repo, commit, document)
            && text.profiles.iter().any(|own| own.to_string() == profile)
    });
    of_marmot || of_streams
}
