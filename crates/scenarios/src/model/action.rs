//! What happens: steps and actions.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::Value;
use sim_device::{CrashPoint, KeyPackageOptions, SignOutDeletes};

use super::{Fault, Outcome, Span, schema};

/// One step. Steps run in order: each begins when the one before it is finished, or at the moment it names.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Step {
    /// A name for reports.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Begins at this time since the start of the run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Span>,
    /// Begins this long after the end of the step before it; inside `parallel`, this long after the block began.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Span>,
    /// Repeats at this interval, `times` times in all; the next step begins when the last repetition is over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub every: Option<Span>,
    /// How often it happens in all, for `every`; the first time counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
    /// The device that acts or to which it happens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    /// The scenario fails unless this step fails: its device cannot do what it is told, or there is nothing to lift or to
    /// restore. With `times`, at least one of the times must fail. Without `fails` and `may_fail` no step may fail.
    #[serde(default, skip_serializing_if = "is_false")]
    pub fails: bool,
    /// Whether the step fails depends on the profile, the policy or the seed; either way is right.
    #[serde(default, skip_serializing_if = "is_false")]
    pub may_fail: bool,
    /// What it does. In a file the action's name is the key: `send = { group = "trip", text = "hello" }`.
    #[serde(flatten)]
    pub action: Action,
}

impl Step {
    /// A step without a device.
    pub fn new(action: Action) -> Self {
        Self {
            label: None,
            at: None,
            after: None,
            every: None,
            times: None,
            device: None,
            fails: false,
            may_fail: false,
            action,
        }
    }

    /// A step of a device.
    pub fn by(device: impl Into<String>, action: Action) -> Self {
        Self { device: Some(device.into()), ..Self::new(action) }
    }
}

/// What can happen. A step has exactly one.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(deny_unknown_fields)]
pub enum Action {
    /// Publishes one KeyPackage.
    PublishKeyPackage(KeyPackageOptions),
    /// Publishes a replacement for the current KeyPackage and retires the old one.
    #[serde(serialize_with = "nothing")]
    #[schemars(with = "schema::Nothing")]
    Rotate,
    /// Asks relays to delete every KeyPackage event of the installation (NIP-09).
    #[serde(serialize_with = "nothing")]
    #[schemars(with = "schema::Nothing")]
    DeleteKeyPackages,
    /// Stops and starts the application.
    #[serde(serialize_with = "nothing")]
    #[schemars(with = "schema::Nothing")]
    Restart,
    /// Starts or ends the notification extension of the app: a process of its own with the same storage open, which handles what
    /// arrives while it runs. The application's own instance of mdk-core stays open beside it.
    Extension {
        /// Whether it runs from now on.
        runs: bool,
    },
    /// Kills the application the next time it reaches a named point inside an operation, and starts it again at once.
    Crash {
        /// The point at which it is killed.
        at: CrashPoint,
    },
    /// Wipes the device and installs anew.
    Reinstall {
        /// Whether the new installation has a `client_id` and slot of its own.
        client_id: ClientId,
    },
    /// Saves the stored state of the installation under a name.
    Backup {
        /// Name of the backup.
        name: String,
    },
    /// Puts a saved state in place of the current one.
    Restore {
        /// Name of the backup.
        name: String,
    },
    /// Copies the current stored state of another device onto this one.
    Clone {
        /// The device to copy.
        from: String,
    },
    /// Switches the device off for good.
    #[serde(serialize_with = "nothing")]
    #[schemars(with = "schema::Nothing")]
    Retire,
    /// Asks relays to delete KeyPackages, waits for their answers, and switches the device off for good.
    SignOut {
        /// Whose KeyPackages: its own, or all that it finds of its account.
        #[serde(default)]
        deletes: SignOutDeletes,
    },
    /// Moves the account to other relays: publishes its relay lists anew (10002, 10050, and 10051 in the older profiles), listens
    /// there, and publishes a KeyPackage there. Its other devices go along if their `own_lists` is `follow`.
    MoveRelays {
        /// Relays where the account reads and receives gift wraps.
        relays: Vec<String>,
        /// Relays of its KeyPackages; left out: the same.
        #[serde(skip_serializing_if = "Option::is_none")]
        key_package_relays: Option<Vec<String>>,
    },
    /// Says yes to the invitation that the device holds; with `invitations = "wait"`.
    Accept {
        /// Name of the group.
        group: String,
    },
    /// Says no to the invitation that the device holds. The group is not told.
    Decline {
        /// Name of the group.
        group: String,
    },
    /// Takes the network away.
    #[serde(serialize_with = "nothing")]
    #[schemars(with = "schema::Nothing")]
    Offline,
    /// Gives the network back.
    #[serde(serialize_with = "nothing")]
    #[schemars(with = "schema::Nothing")]
    Online,
    /// Sets the device's clock.
    Skew {
        /// Seconds ahead of true time; negative is behind.
        seconds: i64,
    },
    /// Creates a group and invites accounts.
    CreateGroup {
        /// Name of the group.
        group: String,
        /// Accounts to invite, in order.
        #[serde(default)]
        invite: Vec<String>,
        /// Accounts with admin rights beside the creator.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        admins: Vec<String>,
        /// Relays of the group; left out: those that the creator uses.
        #[serde(skip_serializing_if = "Option::is_none")]
        relays: Option<Vec<String>>,
        /// How long the inviter holds the KeyPackages it looked up before it uses them.
        #[serde(skip_serializing_if = "Option::is_none")]
        use_after: Option<Span>,
    },
    /// Looks up accounts' KeyPackages and adds them to a group.
    Invite {
        /// Name of the group.
        group: String,
        /// Accounts to invite, in order.
        invite: Vec<String>,
        /// How long the inviter holds the KeyPackages it looked up before it uses them.
        #[serde(skip_serializing_if = "Option::is_none")]
        use_after: Option<Span>,
    },
    /// Removes every leaf of an account.
    RemoveAccount {
        /// Name of the group.
        group: String,
        /// The account.
        account: String,
    },
    /// Leaves the group.
    Leave {
        /// Name of the group.
        group: String,
    },
    /// Commits an update of the device's own leaf.
    SelfUpdate {
        /// Name of the group.
        group: String,
    },
    /// Commits a change of what the group says of itself. What is left out stays.
    UpdateGroup {
        /// Name of the group.
        group: String,
        /// What stands behind its name from now on: `trip` with the title `Lisbon` is called `trip: Lisbon`.
        #[serde(skip_serializing_if = "Option::is_none")]
        title: Option<String>,
        /// Relays of the group from now on.
        #[serde(skip_serializing_if = "Option::is_none")]
        relays: Option<Vec<String>>,
        /// Accounts with admin rights from now on.
        #[serde(skip_serializing_if = "Option::is_none")]
        admins: Option<Vec<String>>,
    },
    /// Gives an account admin rights.
    Promote {
        /// Name of the group.
        group: String,
        /// The account.
        account: String,
    },
    /// Takes an account's admin rights away; an admin can do so with its own.
    Demote {
        /// Name of the group.
        group: String,
        /// The account.
        account: String,
    },
    /// Ends the group for everybody: removes all other leaves and closes it. Devices of the adopted text alone can do so.
    Disband {
        /// Name of the group.
        group: String,
    },
    /// An admin lets members of the group add and remove devices of their own account (overlay `same-account`, PR #417).
    AllowSiblings {
        /// Name of the group.
        group: String,
    },
    /// An admin takes that back.
    ForbidSiblings {
        /// Name of the group.
        group: String,
    },
    /// Removes the leaf of one device; a member can do so with the devices of its own account where siblings are allowed.
    RemoveDevice {
        /// Name of the group.
        group: String,
        /// The device whose leaf goes.
        of: String,
    },
    /// Asks another device of the account to let this one into its groups: hands it a fresh KeyPackage for each, past all relays.
    Offer {
        /// The device that is asked.
        to: String,
        /// Names of the groups. With `overlay = "idea-devices"` none: all that the other device is in.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        groups: Vec<String>,
        /// How long the offer holds; left out: ten minutes.
        #[serde(skip_serializing_if = "Option::is_none")]
        lasts: Option<Span>,
        /// What happens to what is handed over, if it does not simply arrive.
        #[serde(skip_serializing_if = "Option::is_none")]
        arrives: Option<Carriage>,
    },
    /// Says yes to the offer of another device of the account: tells it, past all relays, which leaf will sign, and adds it.
    Sponsor {
        /// The device that asked.
        of: String,
        /// What happens to what is handed over, if it does not simply arrive.
        #[serde(skip_serializing_if = "Option::is_none")]
        arrives: Option<Carriage>,
        /// It arrives this much later; the step waits for that.
        #[serde(skip_serializing_if = "Option::is_none")]
        late: Option<Span>,
    },
    /// Sends a chat message.
    Send {
        /// Name of the group.
        group: String,
        /// What it says.
        text: String,
    },
    /// Lets this much time pass.
    Advance(Span),
    /// Lets time pass until nothing is pending, at most this long; work that is still pending then is a failure.
    Settle(Span),
    /// Runs steps at the same time; the seed decides how they interleave. It ends when all of them have ended.
    Parallel(Vec<Step>),
    /// Begins a fault.
    Fault(Fault),
    /// Ends a fault.
    Lift {
        /// Name of the fault.
        fault: String,
    },
    /// Changes a relay while it runs.
    SetRelay {
        /// The relay.
        relay: String,
        /// Personality fields to change.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        set: BTreeMap<String, Value>,
        /// Seconds by which its clock runs ahead from now on.
        #[serde(skip_serializing_if = "Option::is_none")]
        skew: Option<i64>,
    },
    /// Delivers events to the device that it received before.
    Replay {
        /// Only events of these kinds; empty: all.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        kinds: Vec<u16>,
        /// Only what came from this relay; left out: all relays.
        #[serde(skip_serializing_if = "Option::is_none")]
        relay: Option<String>,
    },
    /// Checks expectations at this moment of the run.
    Assert {
        /// Outcomes so far, by device.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        outcome: BTreeMap<String, Outcome>,
        /// Invariants that hold so far.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        #[schemars(with = "Vec<schema::InvariantName>")]
        holds: Vec<String>,
        /// Invariants that are violated already.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        #[schemars(with = "Vec<schema::InvariantName>")]
        violates: Vec<String>,
    },
}

impl Action {
    /// The key of the action in a file, for example `publish_key_package`.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::PublishKeyPackage(_) => "publish_key_package",
            Self::Rotate => "rotate",
            Self::DeleteKeyPackages => "delete_key_packages",
            Self::Restart => "restart",
            Self::Extension { .. } => "extension",
            Self::Crash { .. } => "crash",
            Self::Reinstall { .. } => "reinstall",
            Self::Backup { .. } => "backup",
            Self::Restore { .. } => "restore",
            Self::Clone { .. } => "clone",
            Self::Retire => "retire",
            Self::SignOut { .. } => "sign_out",
            Self::MoveRelays { .. } => "move_relays",
            Self::Accept { .. } => "accept",
            Self::Decline { .. } => "decline",
            Self::Offline => "offline",
            Self::Online => "online",
            Self::Skew { .. } => "skew",
            Self::CreateGroup { .. } => "create_group",
            Self::Invite { .. } => "invite",
            Self::RemoveAccount { .. } => "remove_account",
            Self::Leave { .. } => "leave",
            Self::SelfUpdate { .. } => "self_update",
            Self::UpdateGroup { .. } => "update_group",
            Self::Promote { .. } => "promote",
            Self::Demote { .. } => "demote",
            Self::Disband { .. } => "disband",
            Self::AllowSiblings { .. } => "allow_siblings",
            Self::ForbidSiblings { .. } => "forbid_siblings",
            Self::RemoveDevice { .. } => "remove_device",
            Self::Offer { .. } => "offer",
            Self::Sponsor { .. } => "sponsor",
            Self::Send { .. } => "send",
            Self::Advance(_) => "advance",
            Self::Settle(_) => "settle",
            Self::Parallel(_) => "parallel",
            Self::Fault(_) => "fault",
            Self::Lift { .. } => "lift",
            Self::SetRelay { .. } => "set_relay",
            Self::Replay { .. } => "replay",
            Self::Assert { .. } => "assert",
        }
    }
}

/// Whether a reinstalled device keeps its `client_id` and slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ClientId {
    /// A new one, as CID-08 asks.
    Fresh,
    /// The old one, for example out of a cloud keychain.
    Stale,
}

/// What becomes of something that one device hands to another past all relays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Carriage {
    /// Nobody ever gets it.
    Lost,
    /// It arrives under the session of another pairing.
    WrongSession,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde asks for")]
fn is_false(value: &bool) -> bool {
    !value
}

fn nothing<S: Serializer>(serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_map(Some(0))?.end()
}
