//! Decision points (D1 to D42) that a scenario decides otherwise than the profile's text.

use std::borrow::Cow;
use std::collections::BTreeMap;

use marmot_rules::decisions::Decision;
use marmot_rules::{Knobs, MalformedClientId, Profile, adopted, decisions};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Serialize;

/// Knobs that a device looks at, by name. Of the others, D3, D6 and D14 are settings of its behaviour, D10 is the
/// policy, and D4, D9, D15 and D16 have no second way on mdk-core 0.8.0 or in this world.
pub const PLAYED: [&str; 9] = [
    "newest-invalid",
    "tie",
    "not-after",
    "equal-welcomes",
    "same-ref",
    "already-member",
    "client-tag",
    "tag-values",
    "malformed-client-id",
];

/// Every knob that some device looks at: those of [`PLAYED`], and those of the adopted text that have a second way (D17 to D42).
pub fn played() -> impl Iterator<Item = &'static str> {
    PLAYED.into_iter().chain(of_the_adopted_text().map(|decision| decision.knob))
}

fn of_the_adopted_text() -> impl Iterator<Item = &'static Decision> {
    adopted::decisions::DECISIONS.iter().filter(|decision| decision.options.len() > 1)
}

/// Whether devices of the adopted text alone look at it.
fn is_adopted(knob: &str) -> bool {
    of_the_adopted_text().any(|decision| decision.knob == knob)
}

/// Options of a knob; none if a device does not look at it.
pub fn options(knob: &str) -> Vec<&'static str> {
    if !played().any(|known| known == knob) {
        return Vec::new();
    }
    match decisions::all().find(|decision| decision.knob == knob) {
        Some(decision) => decision.options.iter().map(|choice| choice.id).collect(),
        None => MalformedClientId::ALL.iter().map(|option| option.id()).collect(),
    }
}

/// What a knob decides, for the JSON schema.
fn description(knob: &str) -> String {
    match decisions::all().find(|decision| decision.knob == knob) {
        Some(decision) => format!("{}: what happens when {}.", decision.id, decision.question),
        None => "What happens when a client_id tag is malformed (Q12).".to_owned(),
    }
}

/// What a scenario decides, by knob. The rest follows the profile.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Choices(BTreeMap<String, String>);

impl Choices {
    /// Decides one point.
    ///
    /// # Errors
    /// An unknown knob or option, or a knob that no device looks at; the choices stay as they are.
    pub fn choose(&mut self, knob: &str, option: &str) -> Result<(), String> {
        if !options(knob).contains(&option) {
            return Err(format!("no device has a knob `{knob}` with the option `{option}`"));
        }
        self.0.insert(knob.to_owned(), option.to_owned());
        Ok(())
    }

    /// Whether everything is left to the profile.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The knobs of a device that speaks this profile.
    pub fn under(&self, profile: Profile) -> Knobs {
        let mut knobs = Knobs::for_profile(profile);
        for (knob, option) in self.0.iter().filter(|(knob, _)| !is_adopted(knob)) {
            knobs.set(knob, option).expect("`choose` lets nothing else in");
        }
        knobs
    }

    /// The settings of a device that speaks the adopted text.
    pub fn settings(&self) -> ::adopted::Settings {
        let mut settings = ::adopted::Settings::default();
        for (knob, option) in self.0.iter().filter(|(knob, _)| is_adopted(knob)) {
            settings.choose(knob, option).expect("`choose` lets nothing else in");
        }
        settings
    }
}

impl JsonSchema for Choices {
    fn schema_name() -> Cow<'static, str> {
        "Choices".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let knob = |knob: &str| {
            let schema = json_schema!({ "description": description(knob), "enum": options(knob) });
            (knob.to_owned(), schema.to_value())
        };
        let properties: serde_json::Map<_, _> = played().map(knob).collect();
        json_schema!({
            "description": "What a device does where the texts leave a choice (D1 to D42), if not what the profile's text says.",
            "type": "object",
            "properties": properties,
            "additionalProperties": false,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_option_of_every_played_knob_can_be_chosen() {
        for knob in played() {
            assert!(options(knob).len() > 1, "{knob}");
            for option in options(knob) {
                let mut choices = Choices::default();
                choices.choose(knob, option).unwrap();
                choices.under(Profile::Pr40);
                choices.settings();
            }
        }
    }

    #[test]
    fn what_no_device_looks_at_cannot_be_chosen() {
        let mut choices = Choices::default();
        assert!(choices.choose("fork-welcome", "passes").is_err() && choices.choose("tie", "lower").is_err());
        assert!(choices.is_empty() && choices.under(Profile::Pr40) == Knobs::for_profile(Profile::Pr40));
    }
}
