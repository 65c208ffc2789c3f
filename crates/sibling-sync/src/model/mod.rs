//! A scenario: who takes part, what happens when, what is expected. Read from `sibling-sync-scenario/1` (TOML, or JSON with the same keys).

mod expect;
mod read;
mod read_expect;
mod steps;
mod variant;
mod write;

use std::collections::BTreeMap;

pub use expect::{Expect, ExpectedOutcome, ExpectedRow};
pub use experiment::file::{LARGEST_FILE, ScenarioError, Span};
pub use read::parse;
pub use variant::{Base, Change, RunOptions, Setting, Variant};
pub use write::to_file;

use crate::Ms;
use crate::vocabulary::{Body, Readings, ServerOptions, Step};

/// The format of a file.
pub const FORMAT: &str = "sibling-sync-scenario/1";

/// Most steps of a file.
pub const MOST_STEPS: usize = 1_000;

/// How long a run goes on after its last step, unless its file says when it ends: a day.
pub const REST_MS: Ms = 86_400_000;

/// A scenario. What a run is like under one variant says [`Scenario::setting`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scenario {
    /// Name.
    pub id: String,
    /// One line for a person.
    pub title: String,
    /// More, for a newcomer.
    pub description: Option<String>,
    /// Rules and repairs of `docs/spec/sibling-sync.md` that it exercises.
    pub rules: Vec<String>,
    /// Where the story comes from.
    pub source: Vec<String>,
    /// Seed of a run, unless the caller gives one.
    pub seed: Option<u64>,
    /// Who takes part.
    pub body: Body,
    /// How the plan is read.
    pub readings: Readings,
    /// What the server is like.
    pub server: ServerOptions,
    /// Other settings under a name, to run it again with.
    pub variants: BTreeMap<String, Change>,
    /// Orders of delivery by name: items in the order in which they are to come.
    pub orders: BTreeMap<String, Vec<ItemName>>,
    /// Every way in which a check runs it.
    pub checks: Vec<Check>,
    /// What happens, in the order of the file, which is that of time.
    pub steps: Vec<Step>,
    /// When it ends.
    pub end_ms: Ms,
    expect: Expect,
    expect_under: BTreeMap<String, Expect>,
}

/// One way to run a scenario: `literal`, `literal+MR-1/hook-first`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Check {
    /// Under which variant.
    pub variant: Variant,
    /// In which order, if not in that of time.
    pub order: Option<String>,
}

impl std::fmt::Display for Check {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.order {
            Some(order) => write!(f, "{}/{order}", self.variant),
            None => write!(f, "{}", self.variant),
        }
    }
}

/// An item by name, as it waits at the server: `u1/forward>A` is the forward of message `u1` to device `A`. Of several that are called so,
/// the first that waits is meant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ItemName {
    /// What it is about: the uuid of a message, the contact of a record, or `identity`.
    pub about: String,
    /// Its type.
    pub sync_type: crate::vocabulary::SyncType,
    /// To whom.
    pub to: String,
}

impl std::fmt::Display for ItemName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}>{}", self.about, self.sync_type, self.to)
    }
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
            body: Body {
                devices: [].into(),
                paired: [].into(),
                contacts: BTreeMap::new(),
                prune_days: read::PRUNE_DAYS,
                flood: false,
                backfill: 0,
                aware: None,
            },
            readings: Readings::default(),
            server: ServerOptions::default(),
            variants: BTreeMap::new(),
            orders: BTreeMap::new(),
            checks: vec![Check { variant: Variant::literal(), order: None }],
            steps: Vec::new(),
            end_ms: REST_MS,
            expect: Expect::default(),
            expect_under: BTreeMap::new(),
        }
    }

    /// What is expected under a variant and in an order: in general, then what differs under the variant, then under both
    /// (`literal/hook-first`). A member is taken whole from the last place that has it.
    pub fn expect(&self, check: &Check) -> Expect {
        let variant = check.variant.to_string();
        let both = check.order.is_some().then(|| check.to_string());
        let overs = [Some(variant), both].into_iter().flatten();
        overs.filter_map(|key| self.expect_under.get(&key)).fold(self.expect.clone(), Expect::with)
    }

    /// What the outcomes of all orders are under a variant, if the file says it, with the number of orders that end in each.
    pub fn outcomes(&self, variant: &Variant) -> Option<Vec<ExpectedOutcome>> {
        self.expect(&Check { variant: variant.clone(), order: None }).outcomes
    }

    /// Every variant of which the file says how all orders end.
    pub fn counted(&self) -> Vec<Variant> {
        let variants = self.checks.iter().map(|check| check.variant.clone());
        let named = self.expect_under.keys().filter_map(|key| Variant::read(key, &self.variants).ok());
        let all: std::collections::BTreeSet<Variant> = variants.chain(named).collect();
        all.into_iter().filter(|variant| self.outcomes(variant).is_some()).collect()
    }

    /// The same scenario, of which this is expected whatever the variant.
    #[must_use]
    pub fn expecting(self, expect: Expect) -> Self {
        Self { expect, expect_under: BTreeMap::new(), ..self }
    }
}
