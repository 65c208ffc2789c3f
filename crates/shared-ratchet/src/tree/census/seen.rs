//! States that were reached, in the order in which they were: a list, and an index that finds a word in it.

/// An empty place of the index.
const EMPTY: u32 = u32::MAX;

/// Words, each once.
#[derive(Debug)]
pub(super) struct Seen {
    words: Vec<u128>,
    index: Vec<u32>,
}

impl Default for Seen {
    fn default() -> Self {
        Self { words: Vec::new(), index: vec![EMPTY; 1 << 10] }
    }
}

impl Seen {
    /// The word at a place of the list.
    pub fn get(&self, place: usize) -> Option<u128> {
        self.words.get(place).copied()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Adds a word unless it is there.
    pub fn add(&mut self, word: u128) {
        if self.words.len() * 2 >= self.index.len() {
            self.index = vec![EMPTY; self.index.len() * 2];
            for place in 0..self.words.len() {
                let slot = self.slot(self.words[place]);
                self.index[slot] = place as u32;
            }
        }
        let slot = self.slot(word);
        if self.index[slot] == EMPTY {
            self.index[slot] = self.words.len() as u32;
            self.words.push(word);
        }
    }

    /// Where a word is in the index, or would be.
    fn slot(&self, word: u128) -> usize {
        let mixed = (word as u64 ^ (word >> 64) as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (word >> 64) as u64;
        let mask = self.index.len() - 1;
        let mut slot = (mixed ^ mixed >> 32) as usize & mask;
        while self.index[slot] != EMPTY && self.words[self.index[slot] as usize] != word {
            slot = (slot + 1) & mask;
        }
        slot
    }
}
