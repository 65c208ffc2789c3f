//! The test cases of the text over a real socket. What is played is the corpus of `streams`: script and expectations stand there.
//! Times are scaled so that every case takes five seconds; what happens by a clock may be late, and never early. A case
//! that is wrong is played once more, alone: a busy machine is late, and a wrong program is wrong twice.

mod cast;
mod hand;
mod nodes;
mod pace;
mod play;
mod proxies;
mod puppet;
mod relay;
mod reverse;
mod sizes;
mod translate;
