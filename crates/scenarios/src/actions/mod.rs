//! What can happen in a scenario: a module for each action.
//!
//! A module holds the body of the action as a file has it, its name, its reader, its description in words, what the script does for it,
//! and what shrinking can make of it ([`verb::Verb`]). A new action is a module and its row in the table below; whatever else has to
//! know of it asks the table.

mod carriage;
mod reading;
mod table;
mod verb;

mod accept;
mod advance;
mod allow_siblings;
mod assert;
mod backup;
mod clone;
mod crash;
mod create_group;
mod decline;
mod delete_key_packages;
mod demote;
mod disband;
mod extension;
mod fault;
mod forbid_siblings;
mod invite;
mod leave;
mod lift;
mod move_relays;
mod offer;
mod offline;
mod online;
mod parallel;
mod promote;
mod publish_key_package;
mod reinstall;
mod remove_account;
mod remove_device;
mod replay;
mod restart;
mod restore;
mod retire;
mod rotate;
mod self_update;
mod send;
mod set_relay;
mod settle;
mod sign_out;
mod skew;
mod sponsor;
mod update_group;

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};
use sim_device::KeyPackageOptions;
use sim_engine::OpId;
use sim_env::Stream;

use crate::explore::{Draft, Family};
use crate::model::{self, Declared, Item, Problem, Span, Step};
use crate::script::Script;

pub use carriage::Carriage;
pub use reinstall::ClientId;
use table::{action, actions, body, bound, of, of_mut};
pub(crate) use verb::{Actor, Kind, Turn};
use verb::{Nothing, Verb};

actions! {
    PublishKeyPackage(KeyPackageOptions) in publish_key_package;
    Rotate in rotate;
    DeleteKeyPackages in delete_key_packages;
    Restart in restart;
    Extension(Extension) in extension;
    Crash(Crash) in crash;
    Reinstall(Reinstall) in reinstall;
    Backup(Backup) in backup;
    Restore(Restore) in restore;
    Clone(clone::Clone) in clone;
    Retire in retire;
    SignOut(SignOut) in sign_out;
    MoveRelays(MoveRelays) in move_relays;
    Accept(Accept) in accept;
    Decline(Decline) in decline;
    Offline in offline;
    Online in online;
    Skew(Skew) in skew;
    CreateGroup(CreateGroup) in create_group;
    Invite(Invite) in invite;
    RemoveAccount(RemoveAccount) in remove_account;
    Leave(Leave) in leave;
    SelfUpdate(SelfUpdate) in self_update;
    UpdateGroup(UpdateGroup) in update_group;
    Promote(Promote) in promote;
    Demote(Demote) in demote;
    Disband(Disband) in disband;
    AllowSiblings(AllowSiblings) in allow_siblings;
    ForbidSiblings(ForbidSiblings) in forbid_siblings;
    RemoveDevice(RemoveDevice) in remove_device;
    Offer(Offer) in offer;
    Sponsor(Sponsor) in sponsor;
    Send(send::Send) in send;
    Advance(Span) in advance;
    Settle(Span) in settle;
    Parallel(Vec<Step>) in parallel;
    Fault(model::Fault) in fault;
    Lift(Lift) in lift;
    SetRelay(SetRelay) in set_relay;
    Replay(Replay) in replay;
    Assert(Assert) in assert;
}

impl Action {
    /// The key of the action in a file, for example `publish_key_package`.
    pub fn name(&self) -> &'static str {
        self.kind().name
    }

    /// The steps that it consists of, if it is `parallel`.
    pub fn inner(&self) -> &[Step] {
        match self {
            Self::Parallel(steps) => steps,
            _ => &[],
        }
    }
}

/// The kind of action that has this name.
pub(crate) fn kind(name: &str) -> Option<Kind> {
    KINDS.iter().copied().find(|kind| kind.name == name)
}

/// Names of all actions, in the order in which messages list them.
pub fn names() -> Vec<&'static str> {
    let (behind, at_home): (Vec<&Kind>, Vec<&Kind>) = KINDS.iter().partition(|kind| kind.listed_after.is_some());
    let mut names: Vec<&str> = at_home.into_iter().map(|kind| kind.name).collect();
    for kind in behind {
        let place = names.iter().position(|name| Some(*name) == kind.listed_after);
        names.insert(place.map_or(names.len(), |place| place + 1), kind.name);
    }
    names
}
