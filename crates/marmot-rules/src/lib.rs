#![forbid(unsafe_code)]
#![doc = include_str!("../README.md")]

pub mod admit;
pub mod adopted;
pub mod decisions;
mod ids;
pub mod key_package;
mod knobs;
pub mod limits;
pub mod open;
mod profile;
pub mod proof;
mod reason;
pub mod registry;
pub mod relay_list;
mod requirements;
pub mod rules;
pub mod select;
mod tags;
pub mod validate;
mod verdict;

pub use admit::{AdmitContext, admit};
pub use ids::UnknownId;
pub use key_package::{KeyPackage, KeyPackageRef};
pub use knobs::{FutureSkew, KnobError, Knobs, MalformedClientId, QueryLimit};
pub use profile::{Executable, KIND_ADDRESSABLE, KIND_REGULAR, Profile};
pub use reason::Reason;
pub use registry::RuleId;
pub use requirements::{CIPHER_SUITE, Requirements};
pub use select::{Policy, SelectInput, Selection, select, select_verified};
pub use verdict::Verdict;
