//! Who is told what the machines do.

use streams::Ms;
use streams::system::Note;

/// Is told what happens at one end, in its order. Calls are numbered from 1 on.
pub trait Witness: Send + Sync + 'static {
    /// Something happened.
    fn note(&self, at: Ms, note: Note);
}

/// Is told, and does nothing.
#[derive(Clone, Copy, Debug)]
pub struct Nobody;

impl Witness for Nobody {
    fn note(&self, _at: Ms, _note: Note) {}
}
