//! Names that a scenario may use, and the form of those that it makes up.

pub use experiment::file::is_name;

use crate::invariants;

/// Every invariant, in the order of the registry (`crate::invariants::ALL`).
pub const INVARIANTS: &[&str] = &{
    let mut names = [""; invariants::ALL.len()];
    let mut place = 0;
    while place < names.len() {
        names[place] = invariants::ALL[place].name;
        place += 1;
    }
    names
};

/// One to four capital letters, `-`, two or three digits: the form of rule ids, for example `CID-08`.
pub fn is_rule_id(text: &str) -> bool {
    let Some((family, number)) = text.split_once('-') else { return false };
    (1..=4).contains(&family.len())
        && family.bytes().all(|b| b.is_ascii_uppercase())
        && (2..=3).contains(&number.len())
        && number.bytes().all(|b| b.is_ascii_digit())
}
