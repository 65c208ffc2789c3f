//! What is expected of a run, and how it depends on profile and policy.

use std::collections::BTreeMap;

use marmot_rules::{Policy, Profile};
use schemars::JsonSchema;
use serde::{Serialize, Serializer};
use sim_device::Storage;

use super::schema;

/// The key of [`Expect::under`] for every policy that takes one KeyPackage per account (D10 `one`).
pub const ONE_PER_ACCOUNT: &str = "one-per-account";

/// What is expected at the end of a run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Expect {
    /// Invariants that hold. What `violates` names is exempt.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holds: Option<Holds>,
    /// Invariants that are violated.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Vec<schema::InvariantName>")]
    pub violates: Vec<String>,
    /// How the run ends for a device, by its full name such as `bob/phone`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub outcome: BTreeMap<String, Outcome>,
    /// What differs under a profile (`pr40`), a policy (`newest-one`), all policies that take one KeyPackage per
    /// account (`one-per-account`), a profile with either (`pr40/newest-one`), or on a storage (`memory`, `sqlite`).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub under: BTreeMap<String, ExpectPart>,
}

/// What differs under one profile or policy. What is left out stays as it is without it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ExpectPart {
    /// In place of the general `holds`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holds: Option<Holds>,
    /// In place of the general `violates`; an empty list says that nothing is violated.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Vec<schema::InvariantName>>")]
    pub violates: Option<Vec<String>>,
    /// Outcomes of single devices, in place of the general ones of the same devices.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub outcome: BTreeMap<String, Outcome>,
}

/// The invariants that hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Every invariant that the run exercises.
    All,
    /// These; each must be exercised.
    List(Vec<String>),
}

/// How a run ends for a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Holds a leaf and reads current traffic.
    Joined,
    /// Active and of an invited account, but without a leaf, although the inviter believes that the account was
    /// invited.
    SilentlyExcluded,
    /// Its leaf belongs to an installation that can no longer act on it.
    Phantom,
    /// Holds a leaf and cannot read current traffic.
    Undecryptable,
    /// Was a member and was removed, or left.
    Removed,
    /// Holds an invitation to which nobody has said yes or no.
    Invited,
    /// Said no to its invitation.
    Declined,
    /// Its account was asked for, and nothing of it could be reached: no KeyPackage, or no answer to the look-up.
    NotReached,
    /// Nobody invited its account.
    NotInvited,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 9] = [
        Self::Joined,
        Self::SilentlyExcluded,
        Self::Phantom,
        Self::Undecryptable,
        Self::Removed,
        Self::Invited,
        Self::Declined,
        Self::NotReached,
        Self::NotInvited,
    ];

    /// The name used in files and reports.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Joined => "joined",
            Self::SilentlyExcluded => "silently-excluded",
            Self::Phantom => "phantom",
            Self::Undecryptable => "undecryptable",
            Self::Removed => "removed",
            Self::Invited => "invited",
            Self::Declined => "declined",
            Self::NotReached => "not-reached",
            Self::NotInvited => "not-invited",
        }
    }
}

impl std::fmt::Display for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.id())
    }
}

impl Expect {
    /// What is expected under this profile and policy; [`Expect::under`] of the answer is empty.
    ///
    /// From most to least specific: the storage that is left to [`Expect::on`], profile and policy, policy, profile and kind of policy, kind of policy
    /// ([`ONE_PER_ACCOUNT`]), profile, and what is said in general. `holds` and `violates` are taken whole from the
    /// most specific place that has them, outcomes device by device. An invariant that ends up in both lists is
    /// expected to be violated.
    pub fn resolve(&self, profile: Profile, policy: Policy) -> Self {
        let mut resolved = Self { under: BTreeMap::new(), ..self.clone() };
        let kind = policy.takes_one_per_account().then_some(ONE_PER_ACCOUNT);
        let kinds = kind.into_iter().flat_map(|kind| [kind.to_owned(), format!("{profile}/{kind}")]);
        let alone = [policy.to_string(), format!("{profile}/{policy}")];
        for key in [profile.to_string()].into_iter().chain(kinds).chain(alone) {
            if let Some(part) = self.under.get(&key) {
                resolved.apply(part);
            }
        }
        if let Some(Holds::List(holds)) = &mut resolved.holds {
            holds.retain(|name| !resolved.violates.contains(name));
        }
        resolved
    }

    /// The same with what differs on this storage (`expect.under.sqlite`), which stands above all else.
    pub fn on(mut self, all: &Self, storage: Storage) -> Self {
        if let Some(part) = all.under.get(storage.id()) {
            self.apply(part);
        }
        self
    }

    fn apply(&mut self, part: &ExpectPart) {
        if let Some(holds) = &part.holds {
            self.holds = Some(holds.clone());
        }
        if let Some(violates) = &part.violates {
            self.violates.clone_from(violates);
        }
        self.outcome.extend(part.outcome.iter().map(|(device, outcome)| (device.clone(), *outcome)));
    }
}

impl Serialize for Holds {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::All => serializer.serialize_str("all"),
            Self::List(names) => names.serialize(serializer),
        }
    }
}

impl JsonSchema for Holds {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Holds".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "Which invariants hold: `all` that the run exercises, or a list of names.",
            "oneOf": [{ "const": "all" }, { "type": "array", "items": { "enum": super::INVARIANTS } }],
        })
    }
}
