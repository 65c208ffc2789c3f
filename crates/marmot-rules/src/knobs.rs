//! The choices under which rules and policies are evaluated.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::Profile;
use crate::decisions::*;
use crate::ids::id_enum;

id_enum! {
    /// What `client-id-strict` does with a malformed `client_id` tag.
    pub enum MalformedClientId, "malformed-client-id" {
        /// Treat the event as if it had no tag: an unknown device of its own.
        Untagged => "untagged",
        /// Refuse the event.
        Reject => "reject",
    }
}

/// How far ahead `created_at` may lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FutureSkew {
    /// As the policy's own text says: none for texts, 300 s for `client-id-strict` and MDK, 3,600 s for whitenoise-rs.
    #[default]
    AsPolicy,
    /// No limit.
    Unlimited,
    /// At most this many seconds.
    Seconds(u64),
}

/// How many events a query returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum QueryLimit {
    /// As the policy's own text says: none, 1, 10 (pika) or 12 (MDK).
    #[default]
    AsPolicy,
    /// No limit.
    Unlimited,
    /// The newest events, this many, as a relay counts them.
    Newest(usize),
}

/// One choice for each decision point, and the extra settings that policies need.
///
/// Knobs steer the texts and our own policies. Emulations of deployed clients keep to what their code does; of the
/// knobs they follow only an explicit [`FutureSkew`] or [`QueryLimit`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Knobs {
    /// D1
    pub newest_invalid: NewestInvalid,
    /// D2
    pub tie: Tie,
    /// D3
    pub superseded_last_resort: SupersededLastResort,
    /// D4
    pub welcome_in_flight: WelcomeInFlight,
    /// D5
    pub not_after: NotAfter,
    /// D6
    pub foreign_e: ForeignE,
    /// D7
    pub equal_welcomes: EqualWelcomes,
    /// D8
    pub same_ref: SameRef,
    /// D9
    pub same_signature_key: SameSignatureKey,
    /// D10
    pub per_account: PerAccount,
    /// D11
    pub already_member: AlreadyMember,
    /// D12
    pub client_tag: ClientTag,
    /// D13
    pub tag_values: TagValues,
    /// D14
    pub missing_relay_list: MissingRelayList,
    /// D15
    pub admin_device_leaves: AdminDeviceLeaves,
    /// D16
    pub fork_welcome: ForkWelcome,
    /// How far ahead `created_at` may lie.
    pub future_skew: FutureSkew,
    /// How many events a query returns.
    pub query_limit: QueryLimit,
    /// Whether an inviter prefers what it has cached to what relays say. A selection sees only the events it is given,
    /// so this knob is for the caller that gathers them.
    pub cache_first: bool,
    /// What a malformed `client_id` tag means.
    pub malformed_client_id: MalformedClientId,
    /// How many untagged events `client-id-collapse-untagged` keeps.
    pub untagged_cap: usize,
    /// False makes `newest-one` and `newest-n` look at author, kind and signature only.
    pub validate: bool,
}

impl Knobs {
    /// What the profile's text says, or where it is silent what mdk-core 0.8.0 does.
    pub const fn for_profile(profile: Profile) -> Self {
        let adopted = profile.is_adopted();
        Self {
            newest_invalid: NewestInvalid::OlderValid,
            tie: Tie::LowerId,
            superseded_last_resort: if adopted {
                SupersededLastResort::DeleteOnConfirm
            } else {
                SupersededLastResort::Never
            },
            welcome_in_flight: WelcomeInFlight::Lost,
            not_after: if adopted { NotAfter::Valid } else { NotAfter::Expired },
            foreign_e: if adopted || profile.has_client_id() { ForeignE::Reject } else { ForeignE::Join },
            equal_welcomes: if adopted { EqualWelcomes::ByBytes } else { EqualWelcomes::ByWrapper },
            same_ref: SameRef::Collapse,
            same_signature_key: SameSignatureKey::CollapseNewest,
            per_account: if profile.has_client_id() { PerAccount::PerClientId } else { PerAccount::One },
            already_member: AlreadyMember::Allow,
            client_tag: ClientTag::Allow,
            tag_values: if adopted { TagValues::Strict } else { TagValues::Lenient },
            missing_relay_list: MissingRelayList::Uninvitable,
            admin_device_leaves: AdminDeviceLeaves::Stuck,
            fork_welcome: if adopted { ForkWelcome::Passes } else { ForkWelcome::NoAdminCheck },
            future_skew: FutureSkew::AsPolicy,
            query_limit: QueryLimit::AsPolicy,
            cache_first: false,
            malformed_client_id: MalformedClientId::Untagged,
            untagged_cap: 1,
            validate: true,
        }
    }

    /// Turns one decision by name: `set("D1", "slot-dead")` or `set("newest-invalid", "slot-dead")`.
    pub fn set(&mut self, knob: &str, value: &str) -> Result<(), KnobError> {
        let decision = DECISIONS.iter().find(|decision| decision.id == knob).map_or(knob, |decision| decision.knob);
        match decision {
            "newest-invalid" => self.newest_invalid = value.parse()?,
            "tie" => self.tie = value.parse()?,
            "superseded-last-resort" => self.superseded_last_resort = value.parse()?,
            "welcome-in-flight" => self.welcome_in_flight = value.parse()?,
            "not-after" => self.not_after = value.parse()?,
            "foreign-e" => self.foreign_e = value.parse()?,
            "equal-welcomes" => self.equal_welcomes = value.parse()?,
            "same-ref" => self.same_ref = value.parse()?,
            "same-signature-key" => self.same_signature_key = value.parse()?,
            "per-account" => self.per_account = value.parse()?,
            "already-member" => self.already_member = value.parse()?,
            "client-tag" => self.client_tag = value.parse()?,
            "tag-values" => self.tag_values = value.parse()?,
            "missing-relay-list" => self.missing_relay_list = value.parse()?,
            "admin-device-leaves" => self.admin_device_leaves = value.parse()?,
            "fork-welcome" => self.fork_welcome = value.parse()?,
            "malformed-client-id" => self.malformed_client_id = value.parse()?,
            other => return Err(KnobError::UnknownKnob(other.to_owned())),
        }
        Ok(())
    }
}

/// Why a knob could not be set by name.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum KnobError {
    /// No knob has this name.
    #[error("unknown knob `{0}`; known: D1 to D16, their names, and malformed-client-id")]
    UnknownKnob(String),
    /// The knob has no such option.
    #[error(transparent)]
    UnknownOption(#[from] crate::UnknownId),
}
