//! Every rule of the texts, with level, profiles, one sentence and source: what reports and scenarios refer to.
//!
//! The registry is data. Rules that something here judges have a function in [`rules`](crate::rules) as well.

mod ca;
mod cid;
mod cv;
mod cw;
mod gc;
mod ge;
mod kp;
mod kv;
mod lc;
mod md;
mod rw;
mod sa;
mod sel;
mod sources;
mod wd;

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};

use crate::ids::id_enum;
use crate::{Profile, UnknownId};

pub use sources::{SOURCES, Source};

id_enum! {
    /// How binding a rule is.
    pub enum Level, "level" {
        /// MUST or MUST NOT.
        Must => "M",
        /// SHOULD or SHOULD NOT.
        Should => "S",
        /// MAY.
        May => "O",
        /// A definition, or a fact that follows from the text.
        Definition => "def",
        /// A non-normative idea.
        Idea => "N",
        /// A proposal that is not adopted.
        Proposal => "P",
        /// What an implementation does; no text says so.
        Implementation => "I",
        /// A question that the text leaves open.
        Gap => "gap",
    }
}

/// One row of the tables in docs/spec/marmot.md section 2 and docs/spec/adopted.md.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// Family and number, for example `KP-06`.
    pub id: &'static str,
    /// How binding it is, where it is most binding.
    pub level: Level,
    /// Profiles in which it is binding in another way.
    pub exceptions: &'static [(Profile, Level)],
    /// The profiles it belongs to.
    pub profiles: &'static [Profile],
    /// What it says, in one sentence.
    pub text: &'static str,
    /// Tags of [`SOURCES`], issues and pull requests.
    pub source: &'static str,
}

impl Rule {
    /// The letters before the number.
    pub fn family(&self) -> &'static str {
        self.id.split_once('-').map_or(self.id, |(family, _)| family)
    }

    /// How binding it is in a profile; `None` if it does not belong to it.
    pub fn level_in(&self, profile: Profile) -> Option<Level> {
        let exception = self.exceptions.iter().find(|(excepted, _)| *excepted == profile);
        self.profiles.contains(&profile).then(|| exception.map_or(self.level, |(_, level)| *level))
    }
}

/// The tables, family by family.
pub static RULES: [&[Rule]; 14] = TABLES;

const TABLES: [&[Rule]; 14] = [
    cid::RULES,
    kp::RULES,
    kv::RULES,
    sel::RULES,
    lc::RULES,
    wd::RULES,
    cw::RULES,
    rw::RULES,
    md::RULES,
    gc::RULES,
    ge::RULES,
    ca::RULES,
    cv::RULES,
    sa::RULES,
];

/// All rules, in the order of the tables.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    RULES.iter().copied().flatten()
}

/// The rule with this id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    rules().find(|rule| rule.id == id)
}

/// The id of a rule that exists. Code can only name rules of the tables: [`RuleId::of`] checks in constants at compile
/// time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(&'static str);

impl RuleId {
    /// The id, which must be in the tables.
    ///
    /// # Panics
    ///
    /// If no table holds the id; in a constant that is a compile error.
    pub const fn of(id: &'static str) -> Self {
        assert!(exists(id), "no table holds this rule id");
        Self(id)
    }

    /// The text form.
    pub const fn id(self) -> &'static str {
        self.0
    }

    /// The row of the table.
    pub fn rule(self) -> &'static Rule {
        rule(self.0).expect("a RuleId is made from the tables")
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.0)
    }
}

impl std::str::FromStr for RuleId {
    type Err = UnknownId;

    fn from_str(text: &str) -> Result<Self, UnknownId> {
        rule(text).map(|rule| Self(rule.id)).ok_or_else(|| UnknownId {
            what: "rule",
            given: text.to_owned(),
            known: "the ids of docs/spec/marmot.md section 2 and docs/spec/adopted.md, such as KP-06".to_owned(),
        })
    }
}

impl Serialize for RuleId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

impl<'de> Deserialize<'de> for RuleId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// `rule(id).is_some()` for constants.
const fn exists(id: &str) -> bool {
    let mut table = 0;
    while table < TABLES.len() {
        let mut row = 0;
        while row < TABLES[table].len() {
            if same(TABLES[table][row].id.as_bytes(), id.as_bytes()) {
                return true;
            }
            row += 1;
        }
        table += 1;
    }
    false
}

const fn same(a: &[u8], b: &[u8]) -> bool {
    let mut at = 0;
    while at < a.len() && at < b.len() && a[at] == b[at] {
        at += 1;
    }
    at == a.len() && at == b.len()
}

/// A row without exceptions.
const fn row(
    id: &'static str,
    level: Level,
    profiles: &'static [Profile],
    text: &'static str,
    source: &'static str,
) -> Rule {
    Rule { id, level, exceptions: &[], profiles, text, source }
}

/// Sets of profiles as the tables abbreviate them: P, J, A, D.
mod sets {
    use crate::Profile::{self, Adopted2026_07, Mip2026_01, Mip2026_04, Pr40};

    pub(super) const ALL: &[Profile] = Profile::ALL;
    pub(super) const P: &[Profile] = &[Pr40];
    pub(super) const A: &[Profile] = &[Mip2026_04];
    pub(super) const D: &[Profile] = &[Adopted2026_07];
    pub(super) const PA: &[Profile] = &[Pr40, Mip2026_04];
    pub(super) const PD: &[Profile] = &[Pr40, Adopted2026_07];
    pub(super) const AD: &[Profile] = &[Mip2026_04, Adopted2026_07];
    pub(super) const PJA: &[Profile] = &[Pr40, Mip2026_01, Mip2026_04];
    pub(super) const PAD: &[Profile] = &[Pr40, Mip2026_04, Adopted2026_07];
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn the_families_have_as_many_rules_as_the_tables() {
        let mut counts = BTreeMap::new();
        for rule in rules() {
            *counts.entry(rule.family()).or_insert(0) += 1;
        }
        let expected = [
            ("CID", 17),
            ("KP", 19),
            ("KV", 14),
            ("SEL", 12),
            ("LC", 11),
            ("WD", 10),
            ("CW", 8),
            ("RW", 10),
            ("MD", 22),
            ("GC", 5),
            ("GE", 11),
            ("CA", 11),
            ("CV", 11),
            ("SA", 12),
        ];
        assert_eq!(counts, BTreeMap::from(expected));
    }

    #[test]
    fn ids_are_numbered_without_gap_and_unique() {
        for table in RULES {
            for (index, rule) in table.iter().enumerate() {
                assert_eq!(rule.id, format!("{}-{:02}", table[0].family(), index + 1));
            }
        }
    }

    #[test]
    fn every_text_is_one_sentence() {
        for rule in rules() {
            assert!(rule.text.ends_with('.') && !rule.text.contains(". "), "{}: {}", rule.id, rule.text);
        }
    }

    #[test]
    fn a_level_can_differ_per_profile() {
        let rule = rule("LC-05").expect("LC-05 is in the tables");
        assert_eq!(rule.level_in(Profile::Pr40), Some(Level::Must));
        assert_eq!(rule.level_in(Profile::Adopted2026_07), Some(Level::Should));
        assert_eq!(rule.level_in(Profile::Mip2026_01), None);
    }

    #[test]
    fn an_unknown_id_is_an_error_that_names_it() {
        let error = "KP-99".parse::<RuleId>().expect_err("there is no KP-99");
        assert!(error.to_string().contains("KP-99"));
        assert_eq!("KP-06".parse::<RuleId>(), Ok(RuleId::of("KP-06")));
    }
}
