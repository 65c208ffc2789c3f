//! The rules that are pure functions, each named after its id: `kp_06` judges KP-06.
//!
//! Every function takes plain data and returns a [`Verdict`](crate::Verdict). Each is called: by admission, by
//! [`validate`](crate::validate), or by an invariant that looks at runs. Texts, levels, and whether a rule is in force in a profile
//! are in [`registry`](crate::registry); a profile is an argument only where the texts differ about the thing itself. Where an older profile has a counterpart to a rule of the adopted text (its own
//! encoding tag, its own relays tag), the same function judges the counterpart, as listed in section 1 of
//! docs/spec/marmot.md.

pub mod cid;
pub mod cw;
pub mod kp;
pub mod kv;
pub mod lc;
pub mod md;
pub mod rw;
pub mod sel;
pub mod wd;
