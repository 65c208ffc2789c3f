//! Scenarios × selection policies, × profiles, or × relays as deployed, side by side (design section 8).
//!
//! ```no_run
//! use scenarios::{corpus, matrix};
//!
//! let scenarios = corpus::all()?;
//! let cells = matrix::Plan::default().runs(&scenarios).into_iter().map(|run| run.cell()).collect::<Result<_, _>>()?;
//! for table in matrix::Matrix::of(cells).tables {
//!     println!("{:?}: {} scenarios, {} columns", table.profile, table.rows.len(), table.columns.len());
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Deref;

use experiment::grid::{self, Grid};
use marmot_rules::{Policy, Profile};
use serde::Serialize;
use sim_env::Seed;
use sim_relay::DEPLOYED;

use crate::corpus::{DEFAULT_SEED, natural_policy};
use crate::judge::{Judgement, judge};
use crate::model::{Outcome, Scenario};
use crate::run::{Run, RunOptions, SimulateError, simulate};

/// Devices named one by one in a cell before the rest is counted.
const NAMED_DEVICES: usize = 2;

/// What to compare. The default compares everything that applies.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Policies, in the order of the columns; left out: [`policies`] of each profile.
    pub policies: Option<Vec<Policy>>,
    /// Profile of every row; left out: the first of the scenario's profiles.
    pub profile: Option<Profile>,
    /// Seed of every run; left out: each scenario's own.
    pub seed: Option<Seed>,
    /// Columns are relays: as the scenario has them, then all of them like each relay as deployed. Each scenario runs under the policy
    /// that `colony run` takes.
    pub relays: bool,
    /// Columns are profiles: every one that the scenario has, each under the policy that `colony run` takes.
    pub profiles: bool,
}

/// What a column is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// A selection policy.
    Policy(Policy),
    /// A profile.
    Profile(Profile),
    /// The relays that the scenario names.
    AsWritten,
    /// Every relay is like this one.
    Like(&'static str),
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Policy(policy) => policy.fmt(f),
            Self::Profile(profile) => profile.fmt(f),
            Self::AsWritten => f.pad("as written"),
            Self::Like(name) => f.pad(name),
        }
    }
}

/// A run that becomes a cell.
#[derive(Clone, Debug)]
pub struct PlannedRun<'s> {
    /// The scenario, with the relays of its column.
    pub scenario: Cow<'s, Scenario>,
    /// Profile, policy and seed.
    pub options: RunOptions,
    /// Where it stands.
    pub column: Column,
}

/// Policies that are compared in a profile if nobody asks for others: all that say something about it.
pub fn policies(profile: Profile) -> Vec<Policy> {
    Policy::applying_to(profile).collect()
}

impl Plan {
    /// The profile under which a scenario makes a row; `None` if it makes none.
    pub fn profile_of(&self, scenario: &Scenario) -> Option<Profile> {
        let mut profiles = scenario.profiles.iter().copied();
        profiles.find(|p| self.profile.is_none_or(|wanted| wanted == *p))
    }

    /// Every run, row by row. A policy that does not apply to the profile of a row leaves its cell out.
    pub fn runs<'s>(&self, scenarios: impl IntoIterator<Item = &'s Scenario>) -> Vec<PlannedRun<'s>> {
        let mut runs = Vec::new();
        for scenario in scenarios {
            let Some(profile) = self.profile_of(scenario) else { continue };
            let seed = self.seed.unwrap_or_else(|| scenario.seed.unwrap_or(DEFAULT_SEED).into());
            if self.relays {
                runs.extend(under_relays(scenario, RunOptions::new(profile, natural_policy(scenario, profile), seed)));
                continue;
            }
            if self.profiles {
                let run = |profile: &Profile| PlannedRun {
                    scenario: Cow::Borrowed(scenario),
                    options: RunOptions::new(*profile, natural_policy(scenario, *profile), seed),
                    column: Column::Profile(*profile),
                };
                runs.extend(Profile::ALL.iter().filter(|profile| scenario.profiles.contains(profile)).map(run));
                continue;
            }
            let columns = self.policies.clone().unwrap_or_else(|| policies(profile));
            let run = |policy| PlannedRun {
                scenario: Cow::Borrowed(scenario),
                options: RunOptions::new(profile, policy, seed),
                column: Column::Policy(policy),
            };
            runs.extend(columns.into_iter().filter(|policy| policy.applies_to(profile)).map(run));
        }
        runs
    }
}

/// One scenario as it is, and with all relays like each relay as deployed.
fn under_relays(scenario: &Scenario, options: RunOptions) -> impl Iterator<Item = PlannedRun<'_>> {
    let written = PlannedRun { scenario: Cow::Borrowed(scenario), options: options.clone(), column: Column::AsWritten };
    let like = move |name: &'static str| PlannedRun {
        scenario: Cow::Owned(scenario.with_relays_like(name)),
        options: options.clone(),
        column: Column::Like(name),
    };
    std::iter::once(written).chain(DEPLOYED.iter().map(move |deployed| like(deployed.name)))
}

impl PlannedRun<'_> {
    /// Simulates and judges.
    ///
    /// # Errors
    /// As [`simulate`].
    pub fn cell(&self) -> Result<MatrixCell, SimulateError> {
        Ok(MatrixCell::of(&simulate(&self.scenario, &self.options)?, self.column))
    }
}

/// One scenario under one profile and policy.
#[derive(Clone, Debug)]
pub struct MatrixCell {
    /// Id of the scenario.
    pub scenario: String,
    /// Its title.
    pub title: String,
    /// Profile of the run.
    pub profile: Profile,
    /// Policy of the run.
    pub policy: Policy,
    /// Its column.
    pub column: Column,
    /// Seed of the run.
    pub seed: Seed,
    /// Whether work was left over when the world should have been quiet.
    pub stalled: bool,
    /// What the run showed. Its `failures` mean something only under policies for which the scenario states expectations.
    pub judgement: Judgement,
    /// Command that repeats the run.
    pub repro: String,
}

impl Column {
    /// The option of `colony run` that makes a run one of this column, behind a space; nothing if none is needed.
    pub fn option(self) -> String {
        match self {
            Self::Policy(_) | Self::Profile(_) | Self::AsWritten => String::new(),
            Self::Like(name) => format!(" --like {name}"),
        }
    }
}

/// What a cell says, in the words that every form of the matrix uses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// `2/3 joined`
    pub joined: String,
    /// Who is not joined: `bob/laptop silently-excluded`.
    pub others: Vec<String>,
    /// What does not add up: `4 leaves for 3 devices`, `1 phantom leaf`, `1 Welcome wasted`.
    pub counts: Vec<String>,
    /// Violated invariants.
    pub broken: Vec<String>,
    /// Nothing is violated and nothing is left over.
    pub good: bool,
}

impl MatrixCell {
    /// The cell of a run.
    pub fn of(run: &Run, column: Column) -> Self {
        Self {
            column,
            scenario: run.scenario.id.clone(),
            title: run.scenario.title.clone(),
            profile: run.options.profile,
            policy: run.options.policy,
            seed: run.options.seed,
            stalled: run.checkpoints.iter().any(|checkpoint| !checkpoint.blockers.is_empty()),
            judgement: judge(run),
            repro: run.repro() + &column.option(),
        }
    }

    /// What the cell says.
    pub fn summary(&self) -> Summary {
        let outcomes = &self.judgement.outcomes;
        let joined = outcomes.values().filter(|outcome| **outcome == Outcome::Joined).count();
        let broken: Vec<String> = self.judgement.violated().into_iter().map(ToOwned::to_owned).collect();
        Summary {
            joined: format!("{joined}/{} joined", outcomes.len()),
            others: others(outcomes),
            counts: self.counts(),
            good: broken.is_empty() && !self.stalled,
            broken,
        }
    }

    fn counts(&self) -> Vec<String> {
        let m = &self.judgement.metrics;
        let of = |count: usize, one: &str, many: &str| {
            (count > 0).then(|| format!("{count} {}", if count == 1 { one } else { many }))
        };
        let uneven = m.leaves != m.active_devices;
        let leaves = of(m.leaves, "leaf", "leaves").unwrap_or_else(|| "no leaf".to_owned());
        let devices = of(m.active_devices, "device", "devices").unwrap_or_else(|| "no device".to_owned());
        [
            uneven.then(|| format!("{leaves} for {devices}")),
            of(m.phantom_leaves, "phantom leaf", "phantom leaves"),
            of(m.welcomes_wasted, "Welcome wasted", "Welcomes wasted"),
            self.stalled.then(|| "stalled".to_owned()),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// Who did not join, by outcome, the first devices by name.
fn others(outcomes: &BTreeMap<String, Outcome>) -> Vec<String> {
    let mut by_outcome: BTreeMap<Outcome, Vec<&str>> = BTreeMap::new();
    for (device, outcome) in outcomes.iter().filter(|(_, outcome)| **outcome != Outcome::Joined) {
        by_outcome.entry(*outcome).or_default().push(device);
    }
    let tell = |(outcome, devices): (Outcome, Vec<&str>)| {
        let (named, rest) = devices.split_at(devices.len().min(NAMED_DEVICES));
        let rest = if rest.is_empty() { String::new() } else { format!(" and {} more", rest.len()) };
        format!("{}{rest} {outcome}", named.join(", "))
    };
    by_outcome.into_iter().map(tell).collect()
}

/// Cells in tables, one table per profile: profiles have different policies, and a table without holes reads better.
#[derive(Clone, Debug, Default)]
pub struct Matrix {
    /// In the order in which their profiles first occur.
    pub tables: Vec<Table>,
}

/// The scenarios that ran under one profile, or under several side by side.
#[derive(Clone, Debug)]
pub struct Table {
    /// The profile; none where columns are profiles.
    pub profile: Option<Profile>,
    grid: Grid<Column, MatrixCell>,
}

/// A scenario.
pub type Row = grid::Row<MatrixCell>;

impl Deref for Table {
    type Target = Grid<Column, MatrixCell>;

    fn deref(&self) -> &Self::Target {
        &self.grid
    }
}

/// A column added up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// Scenarios that ran.
    pub scenarios: usize,
    /// Of these, those in which no invariant was violated.
    pub good: usize,
    /// Devices silently excluded.
    pub excluded: usize,
    /// Leaves that nobody can act on.
    pub phantom_leaves: usize,
    /// Welcomes that nobody opened.
    pub welcomes_wasted: usize,
}

impl Matrix {
    /// Sorts cells into tables. Rows and columns keep the order in which they first occur.
    pub fn of(cells: Vec<MatrixCell>) -> Self {
        let mut matrix = Self::default();
        for cell in cells {
            let profile = (!matches!(cell.column, Column::Profile(_))).then_some(cell.profile);
            matrix.table(profile).put(cell);
        }
        matrix
    }

    /// Whether columns are relays.
    pub fn of_relays(&self) -> bool {
        self.tables
            .iter()
            .flat_map(|table| &table.columns)
            .any(|column| matches!(column, Column::AsWritten | Column::Like(_)))
    }

    /// Whether columns are profiles.
    pub fn of_profiles(&self) -> bool {
        self.tables.iter().any(|table| table.profile.is_none())
    }

    /// Every cell, row by row.
    pub fn cells(&self) -> impl Iterator<Item = &MatrixCell> {
        self.tables.iter().flat_map(|table| &table.rows).flat_map(|row| &row.cells).flatten()
    }

    fn table(&mut self, profile: Option<Profile>) -> &mut Table {
        let place = self.tables.iter().position(|table| table.profile == profile).unwrap_or_else(|| {
            self.tables.push(Table { profile, grid: Grid::default() });
            self.tables.len() - 1
        });
        &mut self.tables[place]
    }
}

impl Table {
    fn put(&mut self, cell: MatrixCell) {
        let (scenario, title) = (cell.scenario.clone(), cell.title.clone());
        self.grid.put((&scenario, &title), cell.column, cell);
    }

    /// Columns that say the same in every row, together: several clients often choose alike. In order of the first of each.
    pub fn alike(&self) -> Vec<Vec<usize>> {
        self.grid.alike(MatrixCell::summary)
    }

    /// A column added up.
    pub fn totals(&self, column: usize) -> Totals {
        let mut totals = Totals::default();
        for cell in self.grid.column(column).flatten() {
            let excluded = |outcome: &&Outcome| **outcome == Outcome::SilentlyExcluded;
            totals.scenarios += 1;
            totals.good += usize::from(cell.summary().good);
            totals.excluded += cell.judgement.outcomes.values().filter(excluded).count();
            totals.phantom_leaves += cell.judgement.metrics.phantom_leaves;
            totals.welcomes_wasted += cell.judgement.metrics.welcomes_wasted;
        }
        totals
    }
}
