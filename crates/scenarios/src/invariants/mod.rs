//! The invariants: one module each, one sentence each, rule ids cited.
//!
//! An invariant looks at a finished run and says *held*, *violated* (with the transcript entry that broke it) or *not
//! exercised*. It shares no code with the devices that it judges, though it believes some of what they report of themselves.

mod account_removal;
mod all_pairs_decrypt;
mod client_id_per_installation;
mod commit_before_welcome;
mod converges_when_quiet;
mod delivered_exactly_once;
mod equal_canonical_snapshots;
mod every_active_device_joins;
mod every_invited_account;
mod failed_welcome;
mod foreign_welcome;
mod init_key_within_bounds;
mod key_package_always_available;
mod leaf_removal;
mod members_are_accounts;
mod message;
mod no_generation_twice;
mod no_phantom_leaf;
mod no_read_after_removal;
mod no_read_before_join;
mod no_second_leaf;
mod nothing_lost_inside_the_window;
mod observer_learns_only;
mod one_leaf_per_active_device;
mod operator_learns_only;
mod refused_welcomes;
mod same_epoch_same_state;
mod secrets_never_published;
mod selection_ignores_order;
mod slot_is_reused;
mod welcome_only_for_own_key_package;
mod welcomed_key_packages;
mod window;
#[cfg(test)]
mod worlds;

use crate::facts::Facts;
use crate::run::Run;
use crate::verdict::{Verdict, What};

/// A property that every run should have.
pub struct Invariant {
    /// Kebab-case name.
    pub name: &'static str,
    /// What must hold, in one sentence.
    pub sentence: &'static str,
    /// Rules of docs/spec/marmot.md and docs/spec/adopted.md that it follows from; empty if it follows from MLS or from common sense.
    pub rules: &'static [&'static str],
    /// Rules whose functions in `marmot_rules::rules` it calls, at the place or through `marmot_rules::validate`, whether it cites them or
    /// not.
    pub calls: &'static [&'static str],
    /// Rules that it cites and looks at by itself, and why it calls no function.
    pub itself: &'static [(&'static [&'static str], &'static str)],
    /// Invariants whose breaking breaks this one too, so that one story is told once.
    pub follows_from: &'static [&'static str],
    /// Causes that it alone has. Those of the table may be causes of any.
    pub causes: &'static [What],
    /// Looks at a run, of which the facts are gathered.
    pub judge: fn(&Run, &Facts) -> Verdict,
}

impl Invariant {
    const fn of(judge: fn(&Run, &Facts) -> Verdict) -> Self {
        Self { name: "", sentence: "", rules: &[], calls: &[], itself: &[], follows_from: &[], causes: &[], judge }
    }

    /// Whether it looks at what a rule demands, by the rule's function or by itself.
    pub fn judges(&self, rule: &str) -> bool {
        self.calls.contains(&rule) || self.itself.iter().any(|(rules, _)| rules.contains(&rule))
    }
}

/// The rule says what a word means.
const DEFINITION: &str = "a definition: the invariant is told in its terms";

/// Every invariant, in the order of the design.
pub static ALL: &[Invariant] = &[
    one_leaf_per_active_device::INVARIANT,
    every_active_device_joins::INVARIANT,
    every_invited_account::INVARIANT,
    no_phantom_leaf::INVARIANT,
    no_second_leaf::INVARIANT,
    welcome_only_for_own_key_package::INVARIANT,
    foreign_welcome::INVARIANT,
    failed_welcome::INVARIANT,
    commit_before_welcome::INVARIANT,
    same_epoch_same_state::INVARIANT,
    converges_when_quiet::INVARIANT,
    all_pairs_decrypt::INVARIANT,
    delivered_exactly_once::INVARIANT,
    no_read_before_join::INVARIANT,
    no_read_after_removal::INVARIANT,
    account_removal::INVARIANT,
    leaf_removal::INVARIANT,
    members_are_accounts::INVARIANT,
    client_id_per_installation::INVARIANT,
    slot_is_reused::INVARIANT,
    init_key_within_bounds::INVARIANT,
    welcomed_key_packages::INVARIANT,
    selection_ignores_order::INVARIANT,
    key_package_always_available::INVARIANT,
    secrets_never_published::INVARIANT,
    observer_learns_only::INVARIANT,
    operator_learns_only::INVARIANT,
    equal_canonical_snapshots::INVARIANT,
    nothing_lost_inside_the_window::INVARIANT,
    no_generation_twice::INVARIANT,
];

/// The invariant of this name.
pub fn find(name: &str) -> Option<&'static Invariant> {
    ALL.iter().find(|invariant| invariant.name == name)
}

/// Every cause: those of the table, and those of single invariants.
pub fn causes() -> impl Iterator<Item = What> {
    What::ALL.iter().chain(ALL.iter().flat_map(|invariant| invariant.causes)).copied()
}

/// Whether the break of an invariant follows from others that are violated.
pub fn follows_from(name: &str, violated: &[&str]) -> bool {
    find(name).is_some_and(|invariant| invariant.follows_from.iter().any(|cause| violated.contains(cause)))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    /// The modules that lie beside this one, by file, without line comments and white space.
    fn modules() -> Vec<(String, String)> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/invariants");
        let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let module = |path: &Path| {
            let text = fs::read_to_string(path).unwrap();
            let code = text.lines().filter_map(|line| line.split("//").next()).flat_map(str::split_whitespace);
            (path.file_name().unwrap().to_str().unwrap().to_owned(), code.collect())
        };
        paths.filter(|path| path.is_file() && !path.ends_with("mod.rs")).map(|path| module(&path)).collect()
    }

    #[test]
    fn every_invariant_has_a_world_in_which_it_holds_and_one_in_which_it_is_violated() {
        let with_an_invariant: Vec<_> =
            modules().into_iter().filter(|(_, code)| code.contains("constINVARIANT:Invariant=")).collect();
        assert_eq!(with_an_invariant.len(), super::ALL.len());
        for (file, code) in with_an_invariant {
            assert!(code.contains("shows(&super::INVARIANT,"), "{file} has no test that shows its INVARIANT");
        }
    }

    #[test]
    fn no_two_invariants_have_one_name() {
        let names: BTreeSet<_> = super::ALL.iter().map(|invariant| invariant.name).collect();
        assert_eq!(names.len(), super::ALL.len());
    }

    #[test]
    fn what_an_invariant_follows_from_is_an_invariant() {
        for invariant in super::ALL {
            assert!(invariant.follows_from.iter().all(|name| super::find(name).is_some()), "{}", invariant.name);
        }
    }

    #[test]
    fn every_rule_that_an_invariant_cites_is_in_the_registry_of_rules() {
        for invariant in super::ALL {
            for rule in invariant.rules {
                assert!(marmot_rules::registry::rule(rule).is_some(), "{} cites {rule}", invariant.name);
            }
        }
    }
}
