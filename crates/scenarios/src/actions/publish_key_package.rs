//! `publish_key_package`

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde_json::Value;
use sim_device::{Command, KeyPackageOptions};
use sim_env::Stream;

use super::Action;
use super::verb::Verb;
use crate::explore::{Draft, Family};
use crate::model::describe::settings;
use crate::model::{Declared, Item, LARGEST_SKEW_SECS, Problem};
use crate::script::Script;

/// Publishes one KeyPackage.
#[derive(JsonSchema)]
pub struct PublishKeyPackage;

impl Verb<PublishKeyPackage> for KeyPackageOptions {
    const NAME: &'static str = "publish_key_package";

    fn read(item: &Item<'_>, _: &str, _: &mut Declared) -> Result<Self, Problem> {
        let options = item.settings(Self::default())?;
        if options.created_at_offset.unsigned_abs() > LARGEST_SKEW_SECS.unsigned_abs() {
            let found = format_args!("has `created_at_offset` {}", options.created_at_offset);
            return Err(item.trouble(found).expected("at most a hundred years"));
        }
        Ok(options)
    }

    fn describe(&self) -> String {
        let usual = serde_json::to_value(Self::default()).unwrap_or_default();
        let differs: BTreeMap<String, Value> = match serde_json::to_value(self) {
            Ok(Value::Object(fields)) => {
                fields.into_iter().filter(|(key, value)| usual.get(key) != Some(value)).collect()
            }
            _ => BTreeMap::new(),
        };
        match differs.is_empty() {
            true => "publish a KeyPackage".to_owned(),
            false => format!("publish a KeyPackage with {}", settings(&differs)),
        }
    }

    fn command(&self, _: &Script<'_>) -> Option<Command> {
        Some(Command::PublishKeyPackage(self.clone()))
    }

    fn simpler(&self) -> Vec<Self> {
        vec![Self::default()]
    }

    fn draw(rng: &mut Stream, draft: &mut Draft, _: Family) -> Option<()> {
        draft.on_somebody(rng, |_| Action::PublishKeyPackage(Self::default()))
    }
}
