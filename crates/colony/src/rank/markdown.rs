use super::Ranking;
pub(super) fn page(_: &Ranking) -> String { String::new() }
