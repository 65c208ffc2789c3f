//! The last thing that happens to every sentence of ours.

use std::sync::atomic::{AtomicBool, Ordering};

static REVERSED: AtomicBool = AtomicBool::new(false);

/// Debug switch: from now on every sentence of this process comes with its words in reverse order. A test turns it to show that
/// no verdict, finding, fingerprint or story follows from the words of a sentence.
#[doc(hidden)]
pub fn reverse_sentences(reversed: bool) {
    REVERSED.store(reversed, Ordering::Relaxed);
}

/// A sentence on its way to a reader. Nothing reads it back.
pub fn sentence(text: String) -> String {
    if REVERSED.load(Ordering::Relaxed) {
        return text.split(' ').rev().collect::<Vec<_>>().join(" ");
    }
    text
}
