//! Commit authority of the adopted text: each shape that a rule allows, and for each refusal a commit, a proposal or a group
//! with which nothing else is wrong.

#[path = "../common/mod.rs"]
mod common;

mod components;
mod group;
mod leaves;
mod options;
mod proposals;
mod random;
mod shapes;
mod siblings;
mod states;
