//! What is recorded against what we do, and where and why the two differ.

use std::collections::BTreeMap;

use adopted::Category;

use crate::say;

/// What the engine did with a Welcome or a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is a member of the recorded state, or of the state after the commit; or it keeps the proposal.
    Followed,
    /// It refused for good, and nothing changed.
    Refused(Category),
    /// It keeps a commit that names a proposal which it has not, and nothing changed.
    Waits,
}

/// A case in which we do not do what was recorded.
pub struct Difference {
    pub case: &'static str,
    pub ours: Outcome,
    /// The sentence of the text, with its document; or that there is none.
    pub text: &'static str,
    /// Who is right, in our view.
    pub view: &'static str,
}

/// All of them.
pub const TABLE: &[Difference] = &[];

/// The cases of one test.
pub struct Tally {
    name: &'static str,
    cases: BTreeMap<String, (bool, Outcome)>,
}

impl Tally {
    pub const fn of(name: &'static str) -> Self {
        Self { name, cases: BTreeMap::new() }
    }

    /// A case that is recorded as valid, or as one to refuse.
    pub fn add(&mut self, case: impl Into<String>, valid: bool, ours: Outcome) {
        let case = case.into();
        let twice = self.cases.insert(case.clone(), (valid, ours));
        assert!(twice.is_none(), "{case} is judged once");
    }

    /// Says what came out. Every difference is in [`TABLE`], and every entry about these cases is one.
    pub fn finish(self) {
        let agrees = |(valid, ours): &(bool, Outcome)| *valid == (*ours == Outcome::Followed);
        let count = |valid| self.cases.values().filter(|case| case.0 == valid && agrees(case)).count();
        let different: BTreeMap<&str, Outcome> = self
            .cases
            .iter()
            .filter(|(_, case)| !agrees(case))
            .map(|(name, (_, ours))| (name.as_str(), *ours))
            .collect();
        let (followed, refused, total) = (count(true), count(false), self.cases.len());
        let name = self.name;
        say(&format!("{name}: {total} judged, {followed} followed, {refused} refused, {} different", different.len()));
        for (case, (_, ours)) in self.cases.iter().filter(|(_, case)| agrees(case) && case.1 != Outcome::Followed) {
            say(&format!("  {case}: {ours:?}"));
        }
        for (case, ours) in &different {
            let entry = TABLE.iter().find(|entry| entry.case == *case && entry.ours == *ours);
            let (text, view) = entry.map_or(("NOT IN THE TABLE", ""), |entry| (entry.text, entry.view));
            say(&format!("  DIFFERENT {case}: {ours:?}\n    text: {text}\n    view: {view}"));
        }
        let listed: BTreeMap<&str, Outcome> = TABLE
            .iter()
            .filter(|entry| self.cases.contains_key(entry.case))
            .map(|entry| (entry.case, entry.ours))
            .collect();
        assert!(!self.cases.is_empty(), "{name}: the file holds nothing");
        assert_eq!(different, listed, "{name}: what differs, and what the table says");
    }
}
