//! What a run is a function of, in words.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::{Serialize, Serializer};
use sim_env::{ParseSeedError, Seed};

use crate::OptionFacts;

/// Options of a run by name, in the order in which a person says them: `profile` `pr40`, `policy` `client-id`. In files it is a table
/// with these keys; as text it is `profile pr40 policy client-id`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named(Vec<(String, String)>);

impl Named {
    /// These options.
    pub fn of<const N: usize>(options: [(&str, String); N]) -> Self {
        options.into_iter().collect()
    }

    /// Whether nothing is named.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value of an option.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The value that somebody asks for under this name, of those that are `known`; `None` if nobody asks.
    ///
    /// # Errors
    /// It is none of them, and what there is.
    pub fn one_of<'n, T>(
        &self,
        name: &str,
        known: impl Iterator<Item = (&'n str, T)> + Clone,
    ) -> Result<Option<T>, String> {
        let Some(value) = self.get(name) else { return Ok(None) };
        let found = known.clone().find(|(id, _)| *id == value).map(|(_, value)| value);
        let all = || known.map(|(id, _)| format!("`{id}`")).collect::<Vec<_>>().join(", ");
        let there = || Some(all()).filter(|all| !all.is_empty()).unwrap_or_else(|| "none".to_owned());
        found.map(Some).ok_or_else(|| format!("unknown {name} `{value}`; there is {}", there()))
    }

    /// The seed that somebody asks for.
    ///
    /// # Errors
    /// It is none.
    pub fn seed(&self) -> Result<Option<Seed>, String> {
        self.get("seed").map(|seed| seed.parse().map_err(|error: ParseSeedError| error.to_string())).transpose()
    }

    /// All but this one.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.0.retain(|(key, _)| key != name);
        self
    }

    /// Every option with its value.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Refuses names that are neither among these options nor the seed.
    ///
    /// # Errors
    /// The first of them, and what there is.
    pub fn refuse_others(&self, known: &[OptionFacts]) -> Result<(), String> {
        let known: Vec<&str> = known.iter().map(|facts| facts.name).chain(["seed"]).collect();
        match self.iter().find(|(name, _)| !known.contains(name)) {
            Some((other, _)) => Err(format!("unknown option `{other}`, expected one of `{}`", known.join("`, `"))),
            None => Ok(()),
        }
    }

    /// These, and those of `others` that are not named here.
    #[must_use]
    pub fn or(mut self, others: &Self) -> Self {
        let missing: Vec<_> = others.0.iter().filter(|(name, _)| self.get(name).is_none()).cloned().collect();
        self.0.extend(missing);
        self
    }
}

impl<'a> FromIterator<(&'a str, String)> for Named {
    fn from_iter<I: IntoIterator<Item = (&'a str, String)>>(options: I) -> Self {
        Self(options.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }
}

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let options: Vec<String> = self.iter().map(|(name, value)| format!("{name} {value}")).collect();
        f.write_str(&options.join(" "))
    }
}

impl Serialize for Named {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de> Deserialize<'de> for Named {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Pairs)
    }
}

struct Pairs;

impl<'de> Visitor<'de> for Pairs {
    type Value = Named;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("options by name")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Named, A::Error> {
        let mut options = Vec::new();
        while let Some(option) = map.next_entry()? {
            options.push(option);
        }
        Ok(Named(options))
    }
}
