//! A scenario: who takes part, what happens when, what is expected. Read from `streams-scenario/1` (TOML).

mod expect;
mod file;
mod knobs;
mod names;
mod place;
mod read;
mod read_expect;
mod settings;

use std::collections::BTreeMap;

pub use expect::{ClientExpect, Expect, Lane, Pattern, Wanted};
pub use experiment::file::{LARGEST_FILE, ScenarioError, Span};
pub use knobs::{Knobs, PingWhenName};
pub use read::parse;

use crate::Ms;
use crate::client::{self, ClientOptions};
use crate::cursor::Sequence;
use crate::dialect::Dialect;
use crate::frame::{Row, Topic};
use crate::node::NodeOptions;
use crate::part::pipe::{Mode, PipeOptions};
use crate::system::Act;
use crate::watchdog::WatchdogOptions;

/// Most steps of a file, repetitions counted.
pub const MOST_STEPS: u64 = 100_000;

/// A scenario. Its options are those of one dialect and one variant: see [`Scenario::under`].
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Name.
    pub id: String,
    /// One line for a person.
    pub title: String,
    /// More, for a newcomer.
    pub description: Option<String>,
    /// Rules of `docs/spec/streams.md` that it exercises.
    pub rules: Vec<String>,
    /// Where the story comes from.
    pub source: Vec<String>,
    /// Dialects under which it can be run.
    pub dialects: Vec<Dialect>,
    /// Seed of a run, unless the caller gives one.
    pub seed: Option<u64>,
    /// When it ends.
    pub end_ms: Ms,
    /// Knobs that every run of it has.
    pub knobs: Knobs,
    /// Knobs by name, to run it again with.
    pub variants: BTreeMap<String, Knobs>,
    /// What the node is like, without dialect and knobs.
    pub node: NodeOptions,
    /// The revision of the node, if it is not that of the clients.
    pub node_dialect: Option<Dialect>,
    /// What pipes are like.
    pub pipe: PipeOptions,
    /// Topics by name.
    pub topics: BTreeMap<String, Topic>,
    /// Who takes part.
    pub clients: BTreeMap<String, Party>,
    /// What happens, by time and then by place in the file.
    pub steps: Vec<Step>,
    expect: Expect,
    expect_under: BTreeMap<String, Expect>,
}

/// Who is at the client's end of a pipe.
#[derive(Clone, Debug)]
pub enum Party {
    /// Does what the script says.
    Hand,
    /// The machine, without dialect and knobs.
    Client(ClientOptions),
    /// A watchdog, without knobs.
    Watchdog(WatchdogOptions),
}

/// Something that happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// When.
    pub at_ms: Ms,
    /// Place in the file.
    pub index: usize,
    /// Name that expectations refer to.
    pub label: Option<String>,
    /// What.
    pub action: Action,
}

/// What a step does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Rows are committed, one after the other.
    Commit(Vec<Row>),
    /// Writers are given ids.
    Allot(Sequence, Vec<u64>),
    /// The node forgets registrations.
    Lose(Topic),
    /// A scripted client does something.
    Hand(String, Act),
    /// A client is told something.
    Client(String, client::In),
    /// A watchdog begins.
    Watch(String),
    /// A client's machine freezes for so long.
    Freeze(String, Ms),
    /// A frozen machine goes on.
    Thaw(String),
    /// A client's pipe behaves differently from now on.
    Pipe(String, Mode),
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
            dialects: Vec::new(),
            seed: None,
            end_ms: 0,
            knobs: Knobs::default(),
            variants: BTreeMap::new(),
            node: NodeOptions::default(),
            node_dialect: None,
            pipe: PipeOptions::default(),
            topics: BTreeMap::new(),
            clients: BTreeMap::new(),
            steps: Vec::new(),
            expect: Expect::default(),
            expect_under: BTreeMap::new(),
        }
    }

    /// What is expected under a dialect and a variant: in general, then what differs under the dialect, under the variant, and under
    /// both (`xip83-r5/repaired`). A member is taken whole from the last place that has it.
    pub fn expect(&self, dialect: Dialect, variant: Option<&str>) -> Expect {
        let both = variant.map(|variant| format!("{dialect}/{variant}"));
        let keys = [Some(dialect.id()), variant, both.as_deref()];
        let overs = keys.into_iter().flatten().filter_map(|key| self.expect_under.get(key));
        overs.fold(self.expect.clone(), Expect::with)
    }

    /// The same under a dialect and with knobs turned: node and clients as they are in a run.
    pub fn under(&self, dialect: Dialect, knobs: &Knobs) -> (NodeOptions, BTreeMap<String, Party>) {
        let knobs = self.knobs.with(knobs);
        let mut node = NodeOptions { dialect: self.node_dialect.unwrap_or(dialect), ..self.node.clone() };
        knobs.turn_node(&mut node);
        let mut clients = self.clients.clone();
        for party in clients.values_mut() {
            match party {
                Party::Hand => {}
                Party::Client(options) => {
                    options.dialect = dialect;
                    options.cursors = ClientOptions::speaking(dialect).cursors;
                    knobs.turn_client(options);
                }
                Party::Watchdog(options) => knobs.turn_watchdog(options),
            }
        }
        (node, clients)
    }
}
