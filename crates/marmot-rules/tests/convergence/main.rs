//! The selection of the adopted text: the worked examples of docs/spec/adopted.md 6.5, a second implementation written another
//! way, and what does and does not depend on the order and the passes in which things arrive.

mod controls;
mod examples;
mod fates;
mod partition;
mod reference;
mod trees;
mod worlds;
