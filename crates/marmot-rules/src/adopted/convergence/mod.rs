//! Which of several branches is the canonical one, and what becomes of what was sent on them.
//!
//! ```text
//!  Tree (states, messages) ─┐
//!  canonical state ─────────┼─> resolve ──> Resolution { winner, tips, contests } ─> Fates::after ─> prune
//!  base epoch, Rules ───────┘                                                             │
//!         ▲                                                                               ▼
//!         └────────────────── Member: the same, pass after pass ──────────── canonical, fates, effects
//! ```
//!
//! Nothing here parses MLS. Whoever calls has placed each commit below the state that authenticates it (CV-03) and has opened
//! each message with the keys of the one state that it was sent in (CV-09). What is left is counting and comparing, which
//! `protocol-core/convergence.md` @48f63d46 describes; docs/spec/adopted.md 6.3 to 6.5 says where it can be read in several
//! ways, and [`Rules`] makes each of them a choice. docs/convergence.md shows where those readings part.

mod fates;
mod knobs;
mod passes;
pub mod policy;
mod resolve;
mod score;
mod tree;

pub use fates::{Disposition, Effects, Fates};
pub use knobs::{ClassOrder, ForkBase, Horizon, Rules, Withdrawn};
pub use passes::{Item, Member};
pub use resolve::{Contest, Resolution, ResolveError, resolve};
pub use score::{Score, Step};
pub use tree::{Account, Commit, Digest, Message, State, StateId, Tree, TreeError};
