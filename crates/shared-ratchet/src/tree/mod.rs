//! The tree of DH steps (shared-ratchet.md sections 2 to 9) as a machine that a program can search.
//!
//! ```text
//!  name ── a1, a1.2, R        policy ── the switches of section 3       grown ── the tree, of any size
//!  select ── the choice rule, pure, for node sets of any size
//!  race ── every order of every event, on stateright; census ── the same a second time, by a plain search that shares no rule
//!  table ── section 5 as data           stories ── CE1, CE4, CE5, N1 to N5        chains ── CE2, CE3, lockstep
//!  random ── worlds no search can reach  cost ── what concurrency costs
//!  trace ── traces as values, played in worlds of any size
//! ```

pub mod census;
pub mod chains;
pub mod cost;
pub mod grown;
pub mod name;
pub mod policy;
pub mod race;
pub mod random;
pub mod select;
pub mod stories;
pub mod table;
pub mod trace;

pub use census::{census, census_within};
pub use grown::Tree;
pub use name::{Device, NameError, Node, User};
pub use policy::{Accept, Compare, Length, Order, Orphan, Policy, Ranker, Retain, RootOrder, Valid};
pub use race::{Model, RaceError, RaceInput, RaceResult, Survey, race, survey, survey_within, witness};
pub use select::{Known, joinable, select, select_by};
pub use trace::{Event, TraceError, TraceInput, TraceResult, World, events, replay};
