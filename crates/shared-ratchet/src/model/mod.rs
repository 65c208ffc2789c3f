//! A scenario: who takes part, under which switches and strategy, what happens, what is expected. Read from `shared-ratchet-scenario/1`.

mod expect;
mod read;
mod read_expect;
mod read_step;
mod write;

use std::collections::BTreeMap;

pub use expect::{Cycle, Expect};
pub use experiment::file::{LARGEST_FILE, ScenarioError, Span};
pub use read::parse;
pub use write::file;

use crate::Ms;
use crate::leader::LeaderOptions;
use crate::part::Slip;
use crate::tree::{Device, Node, Policy, User};

/// Most steps of a file.
pub const MOST_STEPS: usize = 1_000;
/// Most devices of a user.
pub const MOST_DEVICES: u8 = 9;

/// A scenario.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Name.
    pub id: String,
    /// One line for a person.
    pub title: String,
    /// More, for a newcomer.
    pub description: Option<String>,
    /// Rules of `docs/spec/shared-ratchet.md` that it exercises.
    pub rules: Vec<String>,
    /// Where the story comes from.
    pub source: Vec<String>,
    /// Seed of a run, unless the caller gives one.
    pub seed: Option<u64>,
    /// How many devices A has.
    pub a: u8,
    /// How many devices B has.
    pub b: u8,
    /// Switches and strategy.
    pub setting: Setting,
    /// The same by name, to run it again with.
    pub variants: BTreeMap<String, Setting>,
    /// Who decides what arrives when.
    pub delivery: Delivery,
    /// By how many milliseconds clocks are ahead.
    pub clocks: BTreeMap<Device, i64>,
    /// When it ends; a minute after the last step, or with it if the script delivers, unless it is said.
    pub end_ms: Option<Ms>,
    /// What happens, by time and then by place in the file.
    pub steps: Vec<Step>,
    /// Expectations in the midst of the script, by their number.
    pub checks: Vec<Expect>,
    /// What is expected at the end.
    pub expect: Expect,
    /// What is expected instead under a variant.
    pub expect_under: BTreeMap<String, Expect>,
}

/// Switches and strategy of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Setting {
    /// Section 3.
    pub policy: Policy,
    /// What A's devices do; B's are always without a leader.
    pub strategy: Strategy,
    /// A mistake.
    pub slip: Option<Slip>,
}

/// Section 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Strategy {
    /// 3: everybody sends.
    #[default]
    Leaderless,
    /// 1: `a1` holds the ratchet and passes plaintext to the others.
    FanOut,
    /// 2: one leader sends.
    Leader(LeaderOptions),
}

/// Who decides what arrives when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// Everything waits until the script delivers it.
    Script,
    /// Links take so long, from and to; a message takes up to `jitter_ms` more, and others may overtake it then.
    Links {
        /// Shortest and longest latency.
        latency_ms: (Ms, Ms),
        /// Most that a message takes beside it.
        jitter_ms: Ms,
    },
}

/// Something that happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// When.
    pub at_ms: Ms,
    /// Place in the file.
    pub index: usize,
    /// What.
    pub action: Action,
}

/// What a step does. Section 13 has the verbs of traces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// A DH step.
    Step(Device, Node, Node),
    /// A further message on a chain of the own user.
    Say(Device, String, Option<Node>),
    /// A person asks a device to say something.
    Send(Device, String),
    /// The same, unless that would be no DH step.
    Turn(Device, String),
    /// What waits for a device arrives, and this comes of it.
    Deliver(Device, Vec<String>, Comes),
    /// Acknowledgements of nodes arrive.
    Ack(Device, Vec<Node>),
    /// A sibling's acceptance of nodes arrives.
    News(Device, Vec<Node>),
    /// Everything that waits arrives.
    Flush,
    /// A device is no longer a sibling.
    Remove(Device),
    /// A device begins anew.
    Roll(Device, Node),
    /// A device is away for so long.
    Offline(Device, Ms),
    /// It is back. Follows from [`Action::Offline`].
    Online(Device),
    /// These cannot reach each other for so long.
    Partition(Vec<Device>, Vec<Device>, Ms),
    /// They can again. Follows from [`Action::Partition`].
    Heal(Vec<Device>, Vec<Device>),
    /// A device is destroyed.
    Destroy(Device),
    /// A message is held back on its way to a device, or to the outbox (none).
    Hold(String, Option<Device>),
    /// It goes on.
    Release(String, Option<Device>),
    /// A round is over.
    Round(u32),
    /// What is there is compared with an expectation, by its number.
    Check(usize),
}

impl Action {
    /// Devices that it names.
    pub fn devices(&self) -> Vec<Device> {
        match self {
            Self::Step(who, node, on) => [Some(*who), node.maker(), on.maker()].into_iter().flatten().collect(),
            Self::Say(who, ..) | Self::Send(who, _) | Self::Turn(who, _) | Self::Deliver(who, ..) => vec![*who],
            Self::Ack(who, _) | Self::News(who, _) => vec![*who],
            Self::Remove(who) | Self::Roll(who, _) | Self::Offline(who, _) | Self::Online(who) | Self::Destroy(who) => {
                vec![*who]
            }
            Self::Partition(left, right, _) | Self::Heal(left, right) => left.iter().chain(right).copied().collect(),
            Self::Hold(_, to) | Self::Release(_, to) => to.iter().copied().collect(),
            Self::Flush | Self::Round(_) | Self::Check(_) => Vec::new(),
        }
    }
}

/// What comes of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comes {
    /// It is known, or read.
    Taken,
    /// It is not read although its parent is known.
    Rejected,
    /// It is thrown away.
    Dropped,
    /// It waits for its parent.
    Waits,
}

impl Scenario {
    /// A scenario in which nobody takes part and nothing happens.
    pub fn empty() -> Self {
        Self {
            id: String::new(),
            title: String::new(),
            description: None,
            rules: Vec::new(),
            source: Vec::new(),
            seed: None,
            a: 1,
            b: 1,
            setting: Setting::default(),
            variants: BTreeMap::new(),
            delivery: Delivery::Script,
            clocks: BTreeMap::new(),
            end_ms: None,
            steps: Vec::new(),
            checks: Vec::new(),
            expect: Expect::default(),
            expect_under: BTreeMap::new(),
        }
    }

    /// Everybody, A's devices first.
    pub fn devices(&self) -> Vec<Device> {
        let of = |user, count| (1..=count).map(move |number| Device::new(user, number));
        of(User::A, self.a).chain(of(User::B, self.b)).collect()
    }

    /// When it ends.
    pub fn end_ms(&self) -> Ms {
        let last = self.steps.last().map_or(0, |step| step.at_ms);
        let after = if self.delivery == Delivery::Script { 0 } else { 60_000 };
        self.end_ms.unwrap_or(last + after)
    }

    /// What is expected under a variant: a member is taken whole from the variant's part if that has it.
    pub fn expected(&self, variant: Option<&str>) -> Expect {
        let over = variant.and_then(|variant| self.expect_under.get(variant));
        over.map_or_else(|| self.expect.clone(), |over| self.expect.clone().with(over))
    }
}
