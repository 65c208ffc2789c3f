use super::Ranking;
use crate::failure::Failure;
use crate::output::Output;
use crate::report::overview::Overview;
pub(super) fn overview(_: &Ranking, _: Option<u16>, _: &Output) -> Result<Overview, Failure> { todo!() }
