//! What a run is like: literal, repaired, or something in between.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use sim_env::Seed;

use super::{Check, Scenario};
use crate::slip::Slip;
use crate::vocabulary::{Body, Readings, Repair, Repairs, ServerOptions, Storage};

/// What a variant begins with.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Base {
    /// The plan, word by word.
    Literal,
    /// With all repairs.
    Repaired,
    /// A variant that the file describes.
    Named(String),
}

/// A way to read and mend the plan: `literal`, `repaired`, `per-event`, each with repairs on top: `literal+MR-1+MR-4`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Variant {
    /// What it begins with.
    pub base: Base,
    /// Repairs on top.
    pub plus: Repairs,
}

/// What a variant of a file changes. What it leaves out is as the scenario says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// How the plan is read.
    pub readings: Option<Readings>,
    /// What the server is like.
    pub server: Option<ServerOptions>,
    /// Repairs in force.
    pub repairs: Repairs,
    /// Window of the seen table, in days.
    pub prune_days: Option<u64>,
    /// Does a device pass on what it applies for the first time?
    pub flood: Option<bool>,
    /// How many messages of each conversation a late device gets.
    pub backfill: Option<usize>,
    /// A mistake that the devices make: a negative control.
    pub slip: Option<Slip>,
}

/// What a run is a function of, besides its scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunOptions {
    /// How the plan is read and mended.
    pub variant: Variant,
    /// An order of the scenario, by name.
    pub order: Option<String>,
    /// Where the databases are.
    pub storage: Storage,
    /// A mistake that the devices make, on top of what the variant has.
    pub slip: Option<Slip>,
    /// In place of the scenario's own seed.
    pub seed: Option<Seed>,
}

impl Default for RunOptions {
    fn default() -> Self {
        Self { variant: Variant::literal(), order: None, storage: Storage::default(), slip: None, seed: None }
    }
}

impl RunOptions {
    /// One way to check a scenario.
    pub fn of(check: &Check) -> Self {
        Self { variant: check.variant.clone(), order: check.order.clone(), ..Self::default() }
    }

    /// The same without storage, slip and seed: what expectations are looked up by.
    pub fn check(&self) -> Check {
        Check { variant: self.variant.clone(), order: self.order.clone() }
    }
}

/// What a run is like, beside its script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Who takes part.
    pub body: Body,
    /// How the plan is read.
    pub readings: Readings,
    /// What is mended.
    pub repairs: Repairs,
    /// What the server is like.
    pub server: ServerOptions,
    /// Where the databases are.
    pub storage: Storage,
    /// Mistakes that the devices make.
    pub slips: BTreeSet<Slip>,
}

impl Variant {
    /// The plan, word by word.
    pub fn literal() -> Self {
        Self { base: Base::Literal, plus: Repairs::default() }
    }

    /// With all repairs.
    pub fn repaired() -> Self {
        Self { base: Base::Repaired, plus: Repairs::default() }
    }

    /// From its name, among variants that a file describes.
    ///
    /// # Errors
    /// The part of the name that is not known.
    pub fn read(text: &str, named: &BTreeMap<String, Change>) -> Result<Self, String> {
        let mut parts = text.split('+');
        let base = match parts.next().unwrap_or_default() {
            "literal" => Base::Literal,
            "repaired" => Base::Repaired,
            name if named.contains_key(name) => Base::Named(name.to_owned()),
            name => return Err(name.to_owned()),
        };
        let repair = |id: &str| Repair::ALL.iter().find(|known| known.id() == id).copied().ok_or_else(|| id.to_owned());
        let plus = parts.map(repair).collect::<Result<_, _>>()?;
        Ok(Self { base, plus: Repairs(plus) })
    }
}

impl fmt::Display for Variant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.base {
            Base::Literal => f.write_str("literal")?,
            Base::Repaired => f.write_str("repaired")?,
            Base::Named(name) => f.write_str(name)?,
        }
        self.plus.0.iter().try_for_each(|repair| write!(f, "+{repair}"))
    }
}

impl Scenario {
    /// What a run under these options is like; none if the file does not describe the variant.
    pub fn setting(&self, options: &RunOptions) -> Option<Setting> {
        let change = match &options.variant.base {
            Base::Literal => Change::default(),
            Base::Repaired => Change { repairs: Repairs::all(), ..Change::default() },
            Base::Named(name) => self.variants.get(name)?.clone(),
        };
        let mut body = self.body.clone();
        body.prune_days = change.prune_days.unwrap_or(body.prune_days);
        body.flood = change.flood.unwrap_or(body.flood);
        body.backfill = change.backfill.unwrap_or(body.backfill);
        Some(Setting {
            body,
            readings: change.readings.unwrap_or(self.readings),
            repairs: Repairs(change.repairs.0.union(&options.variant.plus.0).copied().collect()),
            server: change.server.unwrap_or(self.server),
            storage: options.storage,
            slips: change.slip.into_iter().chain(options.slip).collect(),
        })
    }
}
