//! The engine [`adopted`] on openmls 0.9.2: devices that speak the text adopted in July 2026.
//!
//! The engine converges, queues and makes lost commits again by itself; the device publishes, and says when a relay took what.
//! What it stores is one value, which is written at the end of every call.

mod canonical;
mod commits;
mod groups;
mod key_packages;
mod life;
mod messages;
mod outcomes;
#[cfg(test)]
mod tests;
mod welcomes;

use std::collections::{BTreeMap, BTreeSet};

use adopted::group::{Group, Now};
use adopted::{Category, Engine, MessageId};
use nostr::{Event, EventId, Keys};
use sim_relay::VerifiedEvent;

use crate::api::{DeviceConfig, Moment};
use crate::envelope;
use crate::library::{Call, Meaning, Said};
use crate::mls::GroupId;
use life::Disk;

/// The MLS messages that carry a message of the application, by group and inner id: two devices of an account can say the same thing in
/// the same second, which is one message in two wraps. It is told with the first and withdrawn with the last.
type Shown = BTreeMap<(GroupId, EventId), BTreeSet<MessageId>>;

/// One installation's engine.
pub(crate) struct Adopted {
    keys: Keys,
    engine: Engine,
    /// It speaks an overlay under which devices of one account pair (PR #417).
    pairs: bool,
    disk: Disk,
    /// Told by the engine in a call that could not hand it on: the next tick does.
    owed: Vec<(String, adopted::Effect)>,
    /// Messages that were told and not withdrawn since.
    shown: Shown,
    /// When it was called last.
    at: Now,
}

impl Adopted {
    /// A new installation.
    ///
    /// # Panics
    /// Only if the environment gives no entropy.
    pub(crate) fn new(config: &DeviceConfig) -> Self {
        let mut settings = config.adopted.clone();
        settings.rules.same_account |= config.overlay.knows_siblings();
        let engine = Engine::new(config.keys.clone(), settings).expect("entropy is there");
        Self {
            keys: config.keys.clone(),
            engine,
            pairs: config.overlay.knows_siblings(),
            disk: Disk::default(),
            owed: Vec::new(),
            shown: Shown::new(),
            at: Now { monotonic: 0, unix: 0 },
        }
    }

    fn group(&self, id: &GroupId) -> Option<&Group> {
        self.engine.group(&name(id))
    }

    fn now(&mut self, at: Moment) -> Now {
        let monotonic = at.uptime.as_millis().try_into().unwrap_or(u64::MAX);
        self.at = Now { monotonic, unix: at.wall };
        self.engine.approvals_mut().expire(at.wall);
        self.at
    }
}

/// What the engine calls a group.
fn name(id: &GroupId) -> String {
    hex::encode(id.as_bytes())
}

/// The id of a group that the engine calls so.
fn id_of(name: &str) -> Option<GroupId> {
    hex::decode(name).ok().map(GroupId::new)
}

/// An event that the engine signed, checked once for everybody who will ever hold it.
fn verified(event: Event) -> Result<VerifiedEvent, Said> {
    envelope::verified(event)
}

/// What the engine said, in the words that devices understand.
fn said(call: Call, category: Option<Category>, words: impl std::fmt::Display) -> Said {
    let said = Said::by(call, words);
    match (category, said.means) {
        (Some(Category::AuthorizationFailed), _) => said.meaning(Meaning::NotAdmin),
        (Some(Category::StaleEpoch), _) => said.meaning(Meaning::EpochOver),
        (Some(Category::WrongRecipient), _) => said.meaning(Meaning::NoMatchingKeyPackage),
        (Some(_), Meaning::NotUnderstood) => said.meaning(Meaning::Unprocessable),
        _ => said,
    }
}
