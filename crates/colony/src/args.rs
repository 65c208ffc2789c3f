//! What the arguments of several commands share.

use std::str::FromStr;

use clap::{Args, ValueEnum};
use marmot_rules::UnknownId;
use scenarios::{Leak, RunOptions};
use sim_device::Storage;
use sim_relay::{DEPLOYED, Deployed};

use crate::failure::Failure;

/// A policy, profile or family by its id.
pub(crate) fn parse_id<T: FromStr<Err = UnknownId>>(text: &str) -> Result<T, String> {
    text.parse().map_err(|error: UnknownId| error.to_string())
}

/// A storage by its id.
pub(crate) fn parse_storage(text: &str) -> Result<Storage, String> {
    let known = Storage::ALL.into_iter().find(|storage| storage.id() == text);
    known.ok_or_else(|| format!("no storage `{text}`: expected one of {}", Storage::ALL.map(Storage::id).join(", ")))
}

/// A relay as deployed by its name.
pub(crate) fn deployed_relay(text: &str) -> Result<&'static str, String> {
    let names: Vec<&str> = DEPLOYED.iter().map(|deployed| deployed.name).collect();
    let unknown = || format!("no relay as deployed has this name; there are {}", names.join(", "));
    Deployed::named(text).map(|deployed| deployed.name).ok_or_else(unknown)
}

/// The negative control, which no help text shows.
#[derive(Args, Clone, Copy)]
pub(crate) struct ControlArgs {
    /// Negative control: let something real into each run, which the comparison or the alarm must catch.
    #[arg(long, hide = true, value_enum)]
    pub leak: Option<LeakKind>,
}

/// What the control lets in.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LeakKind {
    /// One real random number decides a latency.
    Entropy,
    /// One real clock reading decides a latency.
    Clock,
    /// One loop over a hash set decides latencies.
    HashOrder,
    /// A thread that nobody declared draws entropy.
    StrayThread,
    /// Nothing: Colony itself panics.
    Panic,
}

impl ControlArgs {
    /// The options of a run, with the leak in them.
    pub(crate) fn with(self, options: RunOptions) -> RunOptions {
        RunOptions { leak: self.leak.map(Leak::from), ..options }
    }

    /// The same panic for commands that simulate nothing of their own.
    pub(crate) fn panic_if_asked(self) {
        assert!(self.leak != Some(LeakKind::Panic), "a panic on purpose");
    }

    /// Does `work`, beside a thread that draws entropy if that is what leaks.
    pub(crate) fn beside<T>(self, work: impl FnOnce() -> T) -> T {
        match self.leak {
            Some(LeakKind::StrayThread) => Leak::beside_a_stray_thread(work),
            _ => work(),
        }
    }

    /// Refuses what a system does not know how to let in.
    pub(crate) fn none_for(self, system: &str) -> Result<(), Failure> {
        match self.leak {
            None => Ok(()),
            Some(LeakKind::Panic) => panic!("a panic on purpose"),
            Some(_) => Err(Failure::bad_input(format!("--leak is a control of Marmot's runs; {system} has none"))),
        }
    }

    /// As it stands on a command line.
    pub(crate) fn words(self) -> String {
        let leak = self.leak.and_then(|leak| leak.to_possible_value());
        leak.map(|leak| format!(" --leak {}", leak.get_name())).unwrap_or_default()
    }
}

impl From<LeakKind> for Leak {
    fn from(kind: LeakKind) -> Self {
        match kind {
            LeakKind::Entropy => Self::Entropy,
            LeakKind::Clock => Self::Clock,
            LeakKind::HashOrder => Self::HashOrder,
            LeakKind::StrayThread => Self::StrayThread,
            LeakKind::Panic => Self::Panic,
        }
    }
}
