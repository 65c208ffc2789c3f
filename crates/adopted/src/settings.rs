//! The choices that the text leaves, as far as the engine acts on them (docs/spec/adopted.md section 9).

use marmot_rules::adopted::authority::Options;
use marmot_rules::adopted::convergence::Rules;
use serde::de::{DeserializeOwned, IntoDeserializer};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Which leaf signature key a KeyPackage gets. The text is silent; mdk uses one per device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LeafKeys {
    /// One key for all KeyPackages and groups of a device.
    #[default]
    PerDevice,
    /// A new key for every KeyPackage and every founded group.
    PerKeyPackage,
}

/// D20: whether a joiner checks the lifetime of leaves that never committed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OldLeaves {
    /// An expired lifetime in the tree does not matter.
    #[default]
    Skip,
    /// It closes the group to everybody who is not in it yet: openmls by default, mdk.
    Verify,
}

/// D26: whether a commit has an UpdatePath where MLS does not ask for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Path {
    /// Only when MLS asks for it.
    #[default]
    WhenNeeded,
    /// In every commit.
    Always,
}

/// D29: what step 2 of joining compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WelcomeMatch {
    /// The event that `e` names is an own one, and the Welcome has a secret for that very KeyPackage.
    #[default]
    EventAndReference,
    /// The Welcome has a secret for any own KeyPackage: mdk.
    Reference,
}

/// D28: whether the author of the seal must be the account that signed the GroupInfo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SealAuthor {
    /// Nothing ties the two: the text, mdk.
    #[default]
    Ignore,
    /// Another author is refused.
    MustMatch,
}

/// All choices. [`Default`] is the text, and where it is silent what docs/spec/adopted.md chose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Settings {
    /// One leaf key or many.
    pub leaf_keys: LeafKeys,
    /// D20
    pub old_leaves: OldLeaves,
    /// D24: a group that this device founds requires that every leaf can leave by SelfRemove.
    pub found_with_self_remove: bool,
    /// D26
    pub path: Path,
    /// D28
    pub seal_author: SealAuthor,
    /// D29
    pub welcome_match: WelcomeMatch,
    /// D17, D18, D27, D35
    pub convergence: Rules,
    /// D22, D24 (of other people's groups and leaves), D25, D31, D36, D38, D42, and the overlay of PR #417.
    pub rules: Options,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            leaf_keys: LeafKeys::default(),
            old_leaves: OldLeaves::default(),
            found_with_self_remove: true,
            path: Path::default(),
            seal_author: SealAuthor::default(),
            welcome_match: WelcomeMatch::default(),
            convergence: Rules::default(),
            rules: Options::default(),
        }
    }
}

impl Settings {
    /// Turns one decision of [`marmot_rules::adopted::decisions`] by the name of its knob: `choose("fork-base", "own-fork")`.
    ///
    /// # Errors
    /// There is no such knob with such an option that the engine acts on; nothing is changed.
    pub fn choose(&mut self, knob: &str, option: &str) -> Result<(), UnknownChoice> {
        let mut chosen = self.clone();
        match knob {
            "fork-base" => chosen.convergence.fork_base = read(option)?,
            "horizon" => chosen.convergence.horizon = read(option)?,
            "class-order" => chosen.convergence.class_order = read(option)?,
            "withdrawn" => chosen.convergence.withdrawn = read(option)?,
            "old-leaves" => chosen.old_leaves = read(option)?,
            "support-list" => chosen.rules.support_list = read(option)?,
            "self-remove-support" => chosen.rules.self_remove_support = read(option)?,
            "default-extensions" => chosen.rules.default_extensions = read(option)?,
            "path" => chosen.path = read(option)?,
            "seal-author" => chosen.seal_author = read(option)?,
            "welcome-match" => chosen.welcome_match = read(option)?,
            "group-components" => chosen.rules.group_components = read(option)?,
            "handshake-data" => chosen.rules.handshake_data = read(option)?,
            "leaf-shrink" => chosen.rules.leaf_shrink = read(option)?,
            "mixed-self-remove" => chosen.rules.mixed_self_remove = read(option)?,
            _ => return Err(UnknownChoice),
        }
        *self = chosen;
        Ok(())
    }
}

/// The engine has no such knob, or the knob no such option.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the engine has no such knob with such an option")]
pub struct UnknownChoice;

/// Every option is written as its type writes it.
fn read<T: DeserializeOwned>(option: &str) -> Result<T, UnknownChoice> {
    T::deserialize(option.into_deserializer()).map_err(|_: serde::de::value::Error| UnknownChoice)
}

#[cfg(test)]
mod tests {
    use marmot_rules::adopted::decisions::DECISIONS;

    use super::*;

    #[test]
    fn every_decision_with_more_than_one_option_can_be_turned_to_each() {
        for decision in &DECISIONS {
            for option in decision.options {
                let turned = Settings::default().choose(decision.knob, option.id);
                assert_eq!(turned.is_ok(), decision.options.len() > 1, "{} = {}", decision.knob, option.id);
            }
            assert_eq!(Settings::default().choose(decision.knob, "maybe"), Err(UnknownChoice));
        }
    }

    #[test]
    fn the_options_of_a_decision_are_different_settings() {
        for decision in DECISIONS.iter().filter(|decision| decision.options.len() > 1) {
            let settings = decision.options.iter().map(|option| {
                let mut settings = Settings::default();
                settings.choose(decision.knob, option.id).expect("it can be turned");
                settings
            });
            let settings: Vec<_> = settings.collect();
            assert!(settings.windows(2).all(|pair| pair[0] != pair[1]), "{}", decision.id);
            assert!(settings.contains(&Settings::default()), "{}: one option is the default", decision.id);
        }
    }
}
