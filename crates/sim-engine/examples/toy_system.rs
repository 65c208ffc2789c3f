//! The smallest system on the engine: three nodes that hand parcels to each other. Read this page first; run it with
//! `cargo run -p sim-engine --example toy_system`.
//!
//! A system says what travels ([`System::Message`]), what a script may ask ([`System::Command`]) and what is written down. A
//! participant is a state machine without input and output of its own: it takes an [`Input`], and says by [`Output`]s what should
//! happen. It never sleeps and opens nothing. Whatever it knows of time and entropy comes from the engine, so that the same seed
//! gives the same bytes.

use std::time::Duration;

use sim_engine::{Engine, Fact, Input, NodeId, Now, OpId, Output, Participant, System};

/// How many nodes there are.
pub const NODES: usize = 3;

/// The system. Only its types count.
#[derive(Debug)]
pub struct Toy;

impl System for Toy {
    type Message = Parcel;
    type Command = Parcel;
    type Note = Parcel;
    type Step = Parcel;
    type Failure = Parcel;
}

/// A message, and the command to send one. What it leads to gets smaller: `left` counts down, and a command with 0 only opens links.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Parcel {
    /// What is in it.
    pub tag: u64,
    /// How many parcels may still follow from it.
    pub left: u8,
}

/// The bytes that count: two runs are equal if these are.
impl Fact<Toy> for Parcel {
    fn feed(&self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(&self.tag.to_be_bytes());
        bytes.push(self.left);
    }
}

/// Remembers everything, and lets it decide to whom it sends next.
pub struct Node {
    own: usize,
    /// From whom, and what, in order. Commands come from `NODES`, which is nobody.
    pub history: Vec<(usize, Parcel)>,
    waiting: Vec<OpId>,
}

impl Node {
    /// The node with this place among the three.
    pub fn new(own: usize) -> Self {
        Self { own, history: Vec::new(), waiting: Vec::new() }
    }

    /// Follows from everything that it took, in that order.
    fn mood(&self) -> u64 {
        let mix = |mood: u64, (from, parcel): &(usize, Parcel)| {
            (mood ^ parcel.tag ^ *from as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29)
        };
        self.history.iter().fold(self.own as u64, mix)
    }

    fn send(&mut self, left: u8) -> Vec<Output<Toy>> {
        let Some(left) = left.checked_sub(1) else { return Vec::new() };
        let mood = self.mood();
        let to = NodeId((self.own + 1 + (mood % 2) as usize) % NODES);
        vec![Output::Send(to.into(), Parcel { tag: mood >> 8, left })]
    }
}

impl Participant<Toy> for Node {
    fn handle(&mut self, _: Now, input: Input<Toy>) -> Vec<Output<Toy>> {
        match input {
            Input::Command(op, Parcel { left: 0, .. }) => {
                let open = (self.own + 1..NODES).map(|peer| Output::Open(NodeId(peer).into()));
                open.chain([Output::Done(op, Ok(()))]).collect()
            }
            Input::Command(op, parcel) => {
                self.waiting.push(op);
                self.history.push((NODES, parcel.clone()));
                self.send(parcel.left)
            }
            Input::Message(from, parcel) => {
                self.history.push((from.peer.0, parcel.clone()));
                let done = std::mem::take(&mut self.waiting).into_iter().map(|op| Output::Done(op, Ok(())));
                self.send(parcel.left).into_iter().chain(done).collect()
            }
            Input::Opened(_) | Input::Closed(_) | Input::Finished(_) | Input::Window(..) | Input::Wake => Vec::new(),
        }
    }

    /// Whoever draws entropy is an actor with a stream of its own.
    fn actor_name(&self) -> &str {
        ["a", "b", "c"][self.own]
    }
}

/// A world of three nodes that are linked to each other.
pub fn world() -> (Engine<Toy>, Vec<NodeId>) {
    let mut engine = Engine::<Toy>::new(Duration::from_millis(1), Duration::from_millis(9));
    let nodes: Vec<_> = (0..NODES).map(|own| engine.add(["a", "b", "c"][own], Box::new(Node::new(own)))).collect();
    for node in &nodes {
        engine.command(*node, Parcel { tag: 0, left: 0 });
    }
    let later = sim_env::now() + 1_000_000_000;
    engine.run_until(later);
    (engine, nodes)
}

/// Plays one world in a deterministic environment and prints what happened.
pub fn main() {
    let seed = std::env::args().nth(1).and_then(|seed| seed.parse::<u64>().ok()).unwrap_or(1);
    let told = sim_env::run(seed.into(), 0, || {
        let (mut engine, nodes) = world();
        engine.command(nodes[0], Parcel { tag: seed, left: 5 });
        engine.settle(sim_env::now() + 1_000_000_000, &|_, _| false);
        for entry in &engine.transcript.entries {
            println!("{:>9.3} ms  {:?}", entry.at.as_secs_f64() * 1e3, entry.record);
        }
        engine.transcript.digest()
    });
    match told {
        Ok(digest) => println!("the same seed gives the same digest: {digest}"),
        Err(why) => eprintln!("no deterministic environment here: {why}"),
    }
}
