//! Which selection policy costs least: every policy on the same stories, added up.
//!
//! ```text
//!   corpus × seeds ──┐                        ┌─> board over the stories that every profile tells (options of all profiles)
//!   generated cases ─┴─> stories × options ───┼─> one board for each profile, over all of its stories
//!                          Seen of each run    └─> answer: the first, what decides it, where it loses, what would turn it
//! ```
//!
//! An *option* is a policy on a profile. Options are compared story by story: the same scenario, the same devices, the same steps, the
//! same seed. Inside a profile the KeyPackages are the same too, so that what differs is the policy alone. Across profiles
//! devices publish other events, so that such a comparison is one of texts with their policies; `newest-one` and `newest-n`, which
//! run everywhere, show what the text alone contributes.

mod answer;
mod board;
mod cost;
mod plan;
mod seen;

pub use answer::{Answer, Difference, Duel, Loss, Turn};
pub use board::{Board, Class, Results, Row, Told};
pub use cost::{BadWeights, Cost, Costs, Weights};
pub use plan::{Contender, Plan, PlannedRun, Source, Story};
pub use seen::Seen;
