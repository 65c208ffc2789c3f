//! A world in 128 bits: what the switches do not need is left out.

use super::rules::Rules;
use super::world::{Above, Mind, Row, World};
use crate::tree::race::{MOST_DEVICES, MOST_NODES, RaceError};

/// Bits of a place: a node, a root, or nothing.
const PLACE: u32 = 4;
/// The place of the first root.
const ROOT: u128 = 13;
/// No place.
const NOTHING: u128 = 15;

/// How worlds are written.
#[derive(Debug)]
pub(super) struct Packing {
    devices: usize,
    nodes: usize,
    processed: bool,
    acks: bool,
}

impl Packing {
    pub fn new(rules: &Rules) -> Result<Self, RaceError> {
        let packing =
            Self { devices: rules.devices, nodes: rules.nodes, processed: rules.acks || rules.drops, acks: rules.acks };
        let rows = 1 + u32::from(packing.processed) + 2 * u32::from(packing.acks);
        let (devices, nodes) = (packing.devices as u32, packing.nodes as u32);
        let bits = PLACE * nodes + rows * devices * nodes + u32::from(packing.acks) * nodes + PLACE + 1;
        if bits > u128::BITS { Err(RaceError::Wide(bits)) } else { Ok(packing) }
    }

    pub fn pack(&self, world: &World) -> u128 {
        let mut word = 0;
        for above in &world.above[..self.nodes] {
            word = word << PLACE | place(*above);
        }
        for mind in &world.minds[..self.devices] {
            for row in self.rows(mind) {
                word = row[..self.nodes].iter().fold(word, |word, bit| word << 1 | u128::from(*bit));
            }
        }
        if self.acks {
            word = world.announced[..self.nodes].iter().fold(word, |word, bit| word << 1 | u128::from(*bit));
        }
        (word << PLACE | world.marker.map_or(NOTHING, place)) << 1 | u128::from(world.broken)
    }

    fn rows<'a>(&self, mind: &'a Mind) -> impl Iterator<Item = &'a Row> {
        let rows = [(true, &mind.known), (self.processed, &mind.processed)];
        let more = [(self.acks, &mind.decrypted), (self.acks, &mind.acked)];
        rows.into_iter().chain(more).filter_map(|(written, row)| written.then_some(row))
    }

    pub fn unpack(&self, mut word: u128) -> World {
        let mut take = |bits: u32| {
            let low = word & ((1 << bits) - 1);
            word >>= bits;
            low
        };
        let broken = take(1) == 1;
        let marker = Some(unplace(take(PLACE))).filter(|marker| *marker != Above::Nothing);
        let mut row = |written: bool| {
            let mut row = [false; MOST_NODES];
            if written {
                row[..self.nodes].iter_mut().rev().for_each(|bit| *bit = take(1) == 1);
            }
            row
        };
        let announced = row(self.acks);
        let mut minds = [Mind::default(); MOST_DEVICES];
        for mind in minds[..self.devices].iter_mut().rev() {
            mind.acked = row(self.acks);
            mind.decrypted = row(self.acks);
            mind.processed = row(self.processed);
            mind.known = row(true);
        }
        let mut above = [Above::Nothing; MOST_NODES];
        above[..self.nodes].iter_mut().rev().for_each(|above| *above = unplace(take(PLACE)));
        World { above, minds, announced, marker, broken }
    }
}

fn place(above: Above) -> u128 {
    match above {
        Above::Nothing => NOTHING,
        Above::Root(root) => ROOT + root as u128,
        Above::Node(node) => node as u128,
    }
}

fn unplace(place: u128) -> Above {
    match place {
        NOTHING => Above::Nothing,
        ROOT.. => Above::Root((place - ROOT) as usize),
        node => Above::Node(node as usize),
    }
}
