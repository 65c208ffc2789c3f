//! What a run can be varied by: knobs of node, clients and watchdogs in one table.

use serde::Deserialize;

use super::Span;
use crate::client::{ClientOptions, Cursors, Healthy, OnResume, Saves};
use crate::node::{NodeOptions, PingWhen, Slip};
use crate::watchdog::{RetryStamp, WatchdogOptions};

/// Knobs. What is left out stays as the revision has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Knobs {
    /// When a node challenges (X-I15).
    pub ping_when: Option<PingWhenName>,
    /// After how many intervals an unproven client is challenged; 2 if left out.
    pub unproven_k: Option<u32>,
    /// Does the node show ids in the order in which they were allotted (X-I22)?
    pub fence: Option<bool>,
    /// Does a remove cancel a running `history_only` replay (X-S5g)?
    pub remove_cancels_history: Option<bool>,
    /// What the node does wrong.
    #[serde(default)]
    pub slips: Vec<SlipName>,
    /// From where clients resume (X-I32).
    pub cursors: Option<CursorsName>,
    /// Do clients keep the progress of a wave for each topic (X-I23)?
    pub progress_per_topic: Option<bool>,
    /// How often clients compare their cursors with the node's heads (X-I26).
    pub reconcile: Option<Span>,
    /// When clients save (INV-X12).
    pub saves: Option<SavesName>,
    /// When a wire counts as healthy (X-I28).
    pub healthy: Option<HealthyName>,
    /// What clients do on resume (X-L2, X-L3).
    pub on_resume: Option<OnResumeName>,
    /// Does a client's silence count while its own consumer takes nothing (X-I31)?
    pub watchdog_counts_stalls: Option<bool>,
    /// Does a client ask with a Ping before its watchdog acts (TB-5)?
    pub watchdog_probes: Option<bool>,
    /// Does the end of a grace period act after a resume (X-I29)?
    pub late_suspend: Option<bool>,
    /// Do clients connect again after `UNAVAILABLE` alone?
    pub only_unavailable: Option<bool>,
    /// When a watchdog writes its attempt down (X-I33).
    pub retry_stamp: Option<RetryStampName>,
}

/// Names in files for values that live elsewhere.
macro_rules! names {
    ($(#[$doc:meta] $name:ident for $of:ty { $($variant:ident = $value:expr),* $(,)? })*) => {
        $(
            #[$doc]
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
            #[serde(rename_all = "kebab-case")]
            #[allow(missing_docs)]
            pub enum $name { $($variant),* }

            impl $name {
                /// The value that it names.
                pub fn value(self) -> $of {
                    match self { $(Self::$variant => $value),* }
                }
            }
        )*
    };
}

names! {
    /// See [`Cursors`].
    CursorsName for Cursors { Marks = Cursors::Marks, Floors = Cursors::Floors, HighWater = Cursors::HighWater }
    /// See [`Saves`].
    SavesName for Saves { Processed = Saves::Processed, Arrived = Saves::Arrived }
    /// See [`Healthy`].
    HealthyName for Healthy { Heard = Healthy::Heard, Opened = Healthy::Opened }
    /// See [`OnResume`].
    OnResumeName for OnResume { Probe = OnResume::Probe, Reconnect = OnResume::Reconnect }
    /// See [`RetryStamp`].
    RetryStampName for RetryStamp { Once = RetryStamp::Once, Each = RetryStamp::Each }
    /// See [`PingWhen`]; the number of intervals is a knob of its own.
    PingWhenName for bool { SendIdle = false, Unproven = true }
}

impl PingWhenName {
    /// The name used in files and on the command line.
    pub const fn id(self) -> &'static str {
        match self {
            Self::SendIdle => "send-idle",
            Self::Unproven => "unproven",
        }
    }
}

/// The name of a [`Slip`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SlipName(pub Slip);

impl<'de> Deserialize<'de> for SlipName {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let known = Slip::ALL.into_iter().find(|slip| slip.id() == text);
        let names = || Slip::ALL.map(|slip| format!("`{}`", slip.id())).join(", ");
        known
            .map(Self)
            .ok_or_else(|| serde::de::Error::custom(format!("unknown slip `{text}`, expected one of {}", names())))
    }
}

impl Knobs {
    /// Everything turned so that the gaps which no revision closes are closed: X-I15, X-I22, X-I23, X-I32.
    pub fn repaired() -> Self {
        Self {
            ping_when: Some(PingWhenName::Unproven),
            fence: Some(true),
            cursors: Some(CursorsName::Floors),
            progress_per_topic: Some(true),
            ..Self::default()
        }
    }

    /// These mistakes alone.
    pub fn with_slips(slips: impl IntoIterator<Item = Slip>) -> Self {
        Self { slips: slips.into_iter().map(SlipName).collect(), ..Self::default() }
    }

    /// These, with what `over` says in their place. Slips add up.
    pub fn with(&self, over: &Self) -> Self {
        macro_rules! either {
            ($($field:ident),*) => {
                Self {
                    slips: self.slips.iter().chain(&over.slips).copied().collect(),
                    $($field: over.$field.or(self.$field)),*
                }
            };
        }
        either!(
            ping_when,
            unproven_k,
            fence,
            remove_cancels_history,
            cursors,
            progress_per_topic,
            reconcile,
            saves,
            healthy,
            on_resume,
            watchdog_counts_stalls,
            watchdog_probes,
            late_suspend,
            only_unavailable,
            retry_stamp
        )
    }

    /// Turns a node's.
    pub fn turn_node(&self, options: &mut NodeOptions) {
        if let Some(name) = self.ping_when {
            let k = self.unproven_k.unwrap_or(2);
            options.ping_when = if name.value() { PingWhen::Unproven { k } } else { PingWhen::SendIdle };
        }
        set(&mut options.fence, self.fence);
        set(&mut options.remove_cancels_history, self.remove_cancels_history);
        options.slips.extend(self.slips.iter().map(|name| name.0));
    }

    /// Turns a client's.
    pub fn turn_client(&self, options: &mut ClientOptions) {
        set(&mut options.cursors, self.cursors.map(CursorsName::value));
        set(&mut options.progress_per_topic, self.progress_per_topic);
        set(&mut options.reconcile_ms, self.reconcile.map(|span| Some(span.millis())));
        set(&mut options.saves, self.saves.map(SavesName::value));
        set(&mut options.healthy, self.healthy.map(HealthyName::value));
        set(&mut options.on_resume, self.on_resume.map(OnResumeName::value));
        set(&mut options.watchdog_counts_stalls, self.watchdog_counts_stalls);
        set(&mut options.watchdog_probes, self.watchdog_probes);
        set(&mut options.late_suspend, self.late_suspend);
        set(&mut options.only_unavailable, self.only_unavailable);
    }

    /// Turns a watchdog's.
    pub fn turn_watchdog(&self, options: &mut WatchdogOptions) {
        set(&mut options.retry_stamp, self.retry_stamp.map(RetryStampName::value));
    }
}

fn set<T>(to: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *to = value;
    }
}
