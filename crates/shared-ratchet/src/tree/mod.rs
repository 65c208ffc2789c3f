//! The tree of DH steps (shared-ratchet.md sections 2 to 9) as a machine that a program can search.
//!
//! ```text
//!  name ── a1, a1.2, R        policy ── the switches of section 3       grown ── the tree, of any size
//!  select ── the choice rule, pure, for node sets of any size
//!  race ── every order of every event, on stateright; census ── the same a second time, by a plain search that shares no rule
//! ```

pub mod census;
pub mod grown;
pub mod name;
pub mod policy;
pub mod race;
pub mod select;
pub mod table;

pub use census::census;
pub use grown::Tree;
pub use name::{Device, NameError, Node, User};
pub use policy::{Accept, Compare, Length, Order, Orphan, Policy, Ranker, Retain, RootOrder, Valid};
pub use race::{Model, RaceError, RaceInput, RaceResult, Survey, race, survey};
pub use select::{Known, joinable, select, select_by};
