//! Types that exist for the JSON Schema only: what a file may say where the model knows better.

#![expect(dead_code, reason = "nobody makes a value of these")]

use std::borrow::Cow;

use marmot_rules::{Policy, Profile};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::INVARIANTS;

/// In a file, a single text stands for a list of one.
#[derive(JsonSchema)]
#[serde(untagged)]
pub(super) enum OneOrMany {
    /// One.
    One(String),
    /// Several.
    Many(Vec<String>),
}

/// The two forms of a moment.
#[derive(JsonSchema)]
#[serde(untagged)]
pub(super) enum UnixOrDate {
    /// Seconds since 1970.
    Unix(u64),
    /// RFC 3339, for example `2026-06-15T00:00:00Z`.
    Date(String),
}

macro_rules! words {
    ($name:ident, $doc:literal, $schema:expr) => {
        #[doc = $doc]
        pub(crate) struct $name;

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                $schema
            }
        }
    };
}

words!(
    ProfileId,
    "A wire profile.",
    json_schema!({ "enum": Profile::ALL.iter().map(Profile::to_string).collect::<Vec<_>>() })
);
words!(
    PolicyId,
    "A selection policy.",
    json_schema!({ "anyOf": [
        { "enum": Policy::ALL.iter().map(Policy::to_string).collect::<Vec<_>>() },
        { "type": "string", "pattern": format!("^({})-[1-9][0-9]*$", Policy::counted().collect::<Vec<_>>().join("|")) },
    ] })
);
words!(InvariantName, "An invariant.", json_schema!({ "enum": INVARIANTS }));
words!(
    OpenPointId,
    "A question, a report, a planned test, or an option of a decision point.",
    json_schema!({ "enum": marmot_rules::open::citable().collect::<Vec<_>>() })
);
words!(
    DeployedRelay,
    "A relay as deployed: the name of its personality.",
    json_schema!({ "enum": sim_relay::DEPLOYED.iter().map(|deployed| deployed.name).collect::<Vec<_>>() })
);
