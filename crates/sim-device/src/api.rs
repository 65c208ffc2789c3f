//! The contract between a device and whoever drives it: inputs in, outputs out.
//!
//! A device never sleeps, opens no socket and schedules nothing. It learns of time when it is handed an input, and asks to be
//! woken. [`Device`] is what an implementation outside this crate satisfies too.

use std::any::Any;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use marmot_rules::{Knobs, Policy, Profile, Reason};
use nostr::{EventId, Keys, PublicKey, RelayUrl};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sim_relay::{ClientMsg, RelayMsg, VerifiedEvent};

use crate::behaviour::Behaviour;
use crate::engine::Storage;
use crate::error::{Answer, Answers, CommandError, LookUps, NotReached, answers_text};
use crate::library::Said;
use crate::mls::{CanonicalSnapshot, Opaque, RatchetReader};
use crate::pairing::{Handed, Overlay};
use crate::sentence::sentence;

/// Everything a device is told when it is installed.
#[derive(Clone, Debug)]
pub struct DeviceConfig {
    /// Name of the physical device, `account/device`.
    pub name: String,
    /// Keys of the account (npub) that the device acts for.
    pub keys: Keys,
    /// Relays on which this device listens for gift wraps and looks others up first.
    pub relays: Vec<RelayUrl>,
    /// Relays to which this device publishes its KeyPackages; a subset of what the account's list names.
    pub key_package_relays: Vec<RelayUrl>,
    /// Relays where this device publishes and looks up relay lists, beside its own.
    pub list_relays: Vec<RelayUrl>,
    /// The account's relay lists, if this is the device that maintains them.
    pub lists: Option<RelayLists>,
    /// Wire profile.
    pub profile: Profile,
    /// How it chooses among the KeyPackages of an account it invites.
    pub policy: Policy,
    /// What it does where mdk-core leaves the choice to its caller.
    pub behaviour: Behaviour,
    /// How it decides where the texts leave a choice. Selection, inviting and the reception of Welcomes look at them.
    pub knobs: Knobs,
    /// The same for the engine of the adopted text (D17 to D42).
    pub adopted: adopted::Settings,
    /// What it speaks on top of the adopted text.
    pub overlay: Overlay,
    /// How many events a relay answers a filter with at most, as its information document (NIP-11) says. The device does not act on
    /// it; it tells from it that an answer was cut.
    pub limits: BTreeMap<RelayUrl, usize>,
    /// What it keeps its MLS state in.
    pub storage: Storage,
}

/// What an account says about where to find it (KP-15, KP-16, WD-01).
#[derive(Clone, Debug)]
pub struct RelayLists {
    /// Where the account reads and receives gift wraps: kinds 10002 and 10050.
    pub inbox: Vec<RelayUrl>,
    /// Where its KeyPackages are: kind 10051, or in the adopted text the entries for writing of kind 10002.
    pub key_packages: Vec<RelayUrl>,
}

/// When an input arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The device's own wall clock, skew included: Unix seconds. May jump.
    pub wall: u64,
    /// Time since the start of the run; never jumps, never runs backwards.
    pub uptime: Duration,
}

/// Names one command until the device reports it done.
pub type OpId = u64;

/// What a device is handed.
#[derive(Clone, Debug)]
pub enum Input {
    /// The connection to this relay is open.
    Opened(RelayUrl),
    /// The connection to this relay is gone; nothing sent on it can be answered any more.
    Closed(RelayUrl),
    /// A relay sent this.
    Relay(RelayUrl, RelayMsg),
    /// The time asked for with [`Output::WakeAfter`] has come.
    Wake,
    /// Do this, and report [`Output::Done`] with the same id.
    Command(OpId, Command),
}

/// What a device wants to happen.
#[derive(Clone, Debug)]
pub enum Output {
    /// Open a connection to this relay, if none is open.
    Open(RelayUrl),
    /// Close the connection, if one is open.
    Close(RelayUrl),
    /// Send this on the open connection.
    Send(RelayUrl, ClientMsg),
    /// Hand in [`Input::Wake`] after this long.
    WakeAfter(Duration),
    /// Give this to another device of the account, past all relays; whoever drives the devices hands it in as [`Command::Take`].
    Hand(Handed),
    /// Something that happened, for the transcript.
    Note(Note),
    /// The command is finished.
    Done(OpId, Result<(), CommandError>),
}

/// A kind of KeyPackage event to publish. What is left out follows the device's profile.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct KeyPackageOptions {
    /// Form of the event; default: what the profile publishes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub form: Option<KeyPackageForm>,
    /// A given `client_id` tag value instead of the installation's own (collision and spoofing cases).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    /// A given slot (`d` value) instead of the installation's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slot: Option<String>,
    /// Seconds added to the event's `created_at`; negative is the past.
    #[serde(skip_serializing_if = "is_zero")]
    pub created_at_offset: i64,
    /// Marks the event as protected (NIP-70 `-` tag).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub protected: bool,
    /// Breaks the event in one named way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub malformed: Option<Malformed>,
    /// Publishes the newest KeyPackage once more instead of a new one: another event, the same KeyPackageRef (D8).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub again: bool,
}

impl KeyPackageOptions {
    /// The same form and identifiers, for a new KeyPackage that is well-formed and dated now.
    pub(crate) fn of_replacement(&self) -> Self {
        Self { created_at_offset: 0, malformed: None, again: false, ..self.clone() }
    }
}

fn is_zero(n: &i64) -> bool {
    *n == 0
}

/// Form of a KeyPackage event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum KeyPackageForm {
    /// Kind 443 with a `client_id` tag (PR #40).
    Tagged,
    /// Kind 443 without it.
    Untagged,
    /// Kind 443 as the January 2026 text knows it: no `client_id`, `i` or `mls_proposals` tag.
    Legacy,
    /// Kind 30443 with a `d` slot.
    Addressable,
    /// Kind 30443 and a kind 443 twin with the same content (LC-07).
    Twin,
}

/// One way in which a KeyPackage event is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Malformed {
    /// The `i` tag names another KeyPackage (KP-10).
    WrongRef,
    /// The content is not base64.
    NotBase64,
    /// The content is cut in the middle.
    Truncated,
    /// No `encoding` tag.
    NoEncoding,
    /// No `relays` tag.
    NoRelays,
    /// The credential is another account's (KV-01).
    ForeignCredential,
    /// Claims an unsupported cipher suite in the tag.
    WrongCiphersuite,
    /// The `i` tag is in capitals (D13): mdk-core 0.8.0 accepts it.
    UpperCaseRef,
    /// The `mls_protocol_version` tag has a second value (D13): mdk-core 0.8.0 looks at the first.
    SurplusValue,
    /// The `mls_protocol_version` tag is there twice (D13): mdk-core 0.8.0 looks at the first.
    RepeatedTag,
}

/// What a person, or the operating system, makes a device do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Publish the account's relay lists (10002, 10050, and 10051 in the older profiles) and start listening for Welcomes.
    Start,
    /// Create and publish one KeyPackage.
    PublishKeyPackage(KeyPackageOptions),
    /// Publish a replacement for the current KeyPackage and retire the old one as the knobs say.
    Rotate,
    /// Ask relays to delete every KeyPackage event that this installation published (NIP-09).
    DeleteKeyPackages,
    /// Stop and start the application: volatile state and connections are lost, stored state stays.
    Restart,
    /// Start or end the notification extension: a process of its own with the same storage open, which handles what arrives while it
    /// runs. The application's own instance of mdk-core stays open beside it.
    Extension {
        /// Whether it runs from now on.
        runs: bool,
    },
    /// Wipe everything and install anew; the old installation can never act again.
    Reinstall {
        /// Whether the `client_id` and slot survive, for example in a cloud keychain (CID-08 broken).
        keep_client_id: bool,
    },
    /// Kill the application the next time it comes to this point, and start it again at once. A restart leaves that as it is; a
    /// reinstallation, a restored backup and retirement call it off.
    Crash(CrashPoint),
    /// Put the stored state of a backup in place of the current one.
    Restore(Backup),
    /// Switch the device off for good.
    Retire,
    /// Ask relays to delete KeyPackages, wait for their answers, then switch the device off for good.
    SignOut(SignOutDeletes),
    /// Say yes to the invitation to this group that the device holds.
    Accept {
        /// Label of the group.
        group: String,
    },
    /// Say no to it.
    Decline {
        /// Label of the group.
        group: String,
    },
    /// Use other relays from now on, and publish the account's relay lists anew.
    MoveRelays {
        /// Where the account reads and receives gift wraps.
        relays: Vec<RelayUrl>,
        /// Where its KeyPackages live.
        key_package_relays: Vec<RelayUrl>,
    },
    /// Commit a change of what the group says of itself.
    ChangeGroup {
        /// Label of the group.
        group: String,
        /// What changes.
        change: GroupChange,
    },
    /// Lose the network.
    GoOffline,
    /// Get the network back.
    GoOnline,
    /// Create a group and invite these accounts.
    CreateGroup {
        /// Label of the group; also its name.
        group: String,
        /// Accounts to invite, in order.
        invite: Vec<Invitee>,
        /// Relays of the group.
        relays: Vec<RelayUrl>,
        /// Accounts with admin rights beside the creator.
        admins: Vec<PublicKey>,
    },
    /// Look up these accounts' KeyPackages and add them to a group.
    Invite {
        /// Label of the group.
        group: String,
        /// Accounts to invite, in order.
        invite: Vec<Invitee>,
    },
    /// Remove every leaf of an account.
    RemoveAccount {
        /// Label of the group.
        group: String,
        /// The account.
        account: PublicKey,
    },
    /// Remove single leaves; under an overlay a member may do so with those of its own account (SA-06).
    RemoveLeaves {
        /// Label of the group.
        group: String,
        /// Their signature keys, hex.
        signature_keys: BTreeSet<String>,
    },
    /// Ask another device of the account to let this one into its groups ([`Output::Hand`] carries the offer).
    Offer {
        /// Labels of the groups; under `idea-devices` none, which means all that the other device is in.
        groups: BTreeSet<String>,
        /// How long the offer holds.
        lasts: Duration,
    },
    /// Take what another device of the account hands over.
    Take(Handed),
    /// Let a device in whose offer was taken.
    Sponsor {
        /// The device, `account/device`.
        device: String,
    },
    /// Leave the group (SelfRemove proposal).
    Leave {
        /// Label of the group.
        group: String,
    },
    /// Commit a self-update.
    SelfUpdate {
        /// Label of the group.
        group: String,
    },
    /// Send a chat message (kind 9 rumor).
    Send {
        /// Label of the group.
        group: String,
        /// Text.
        text: String,
        /// Part of the closing roll call.
        roll_call: bool,
    },
}

/// Whose KeyPackages a device that signs out has deleted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SignOutDeletes {
    /// Its own.
    #[default]
    Own,
    /// All that it finds of its account, those of the other devices included (mdk issue 1697).
    Account,
}

/// A change of what a group says of itself (its group data extension).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GroupChange {
    /// New values in place of the old ones; what is left out stays.
    Update {
        /// What stands behind the label in the group's name, `trip: Lisbon`.
        title: Option<String>,
        /// Relays of the group.
        relays: Option<Vec<RelayUrl>>,
        /// Accounts with admin rights.
        admins: Option<Vec<PublicKey>>,
    },
    /// One more admin.
    Promote(PublicKey),
    /// One admin less; the own account demotes itself.
    Demote(PublicKey),
    /// The group ends for everybody; in the adopted text only (CA-08).
    Disband,
    /// From now on members may, or may not, add and remove devices of their own account (SA-02, SA-04).
    Siblings {
        /// Whether they may.
        allowed: bool,
    },
}

/// A point inside an operation of several parts. What came before it is stored; what would have come after it never happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CrashPoint {
    /// A KeyPackage was made, its private keys are stored, and nothing was published.
    KeyPackageMade,
    /// mdk-core holds a pending commit, and nothing was published.
    CommitBuilt,
    /// A relay took the commit, and the device has not followed it yet (CW-02).
    CommitTaken,
    /// The group followed the commit, or was founded, and its Welcomes are not sent yet (CW-01, CW-03).
    CommitMerged,
    /// mdk-core has processed a Welcome, and it is not accepted yet.
    WelcomeUnwrapped,
    /// mdk-core has joined, the application has not written it down, and the KeyPackage is not replaced yet (LC-01).
    WelcomeAccepted,
    /// mdk-core is about to write to its storage, for the n-th time from now on: that write and all that follow are not done.
    BeforeWrite(u32),
}

impl CrashPoint {
    /// Every point that has a name of its own: [`Self::BeforeWrite`] is as many points as there are writes.
    pub const ALL: [Self; 6] = [
        Self::KeyPackageMade,
        Self::CommitBuilt,
        Self::CommitTaken,
        Self::CommitMerged,
        Self::WelcomeUnwrapped,
        Self::WelcomeAccepted,
    ];

    /// The name used in files.
    pub const fn id(self) -> &'static str {
        match self {
            Self::KeyPackageMade => "key-package-made",
            Self::CommitBuilt => "commit-built",
            Self::CommitTaken => "commit-taken",
            Self::CommitMerged => "commit-merged",
            Self::WelcomeUnwrapped => "welcome-unwrapped",
            Self::WelcomeAccepted => "welcome-accepted",
            Self::BeforeWrite(_) => "before-write",
        }
    }
}

/// An account to invite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitee {
    /// Name in the scenario.
    pub name: String,
    /// Public key.
    pub account: PublicKey,
    /// Wait this long between look-up and use of the KeyPackages (a user who types, a cache).
    pub use_after: Duration,
}

/// Stored state of an installation at one moment. What is in it is known to the kind of device that made it alone; restoring it on
/// another device of that kind clones the installation.
#[derive(Clone, Debug)]
pub struct Backup {
    name: String,
    content: Opaque,
}

impl Backup {
    /// Closes stored state up. `name` says in the transcript whose it is: `account/device#installation`.
    pub fn new<T: Any + Send + Sync>(name: String, content: T) -> Self {
        Self { name, content: Opaque::new(content) }
    }

    /// Whose state it is.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The stored state, for the kind of device that made it. `None` if another kind did.
    pub fn content<T: Any>(&self) -> Option<&T> {
        self.content.get()
    }
}

impl PartialEq for Backup {
    fn eq(&self, other: &Self) -> bool {
        self.content.is(&other.content)
    }
}

impl Eq for Backup {}

/// A KeyPackage event as its publisher knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeyPackageFacts {
    /// Event id.
    pub event: EventId,
    /// 443 or 30443.
    pub kind: u16,
    /// KeyPackageRef, hex.
    pub reference: String,
    /// Leaf signature key, hex: finds the leaf again in a ratchet tree.
    pub signature_key: String,
    /// `client_id` tag value, if tagged.
    pub client_id: Option<String>,
    /// `d` value, if addressable.
    pub slot: Option<String>,
    /// Lifetime in Unix seconds: not_before and not_after.
    pub lifetime: (u64, u64),
}

/// What a device did or noticed. The transcript, the story and every invariant are made from these.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "note", rename_all = "kebab-case")]
pub enum Note {
    /// An installation began its life.
    Installed {
        /// Counts the device's installations from 1.
        installation: u32,
        /// Its `client_id`.
        client_id: String,
        /// Its slot.
        slot: String,
    },
    /// An installation ended: nothing it held can be used any more.
    Wiped {
        /// The one that ended.
        installation: u32,
    },
    /// The application was restarted.
    Restarted,
    /// The notification extension, a second instance of mdk-core on the same storage, was started or ended.
    Extension {
        /// Whether it runs from now on.
        runs: bool,
    },
    /// The application was killed here and started again.
    Crashed {
        /// Where.
        at: CrashPoint,
    },
    /// Stored state was replaced by a backup's.
    Restored {
        /// Installation whose state it is.
        from: String,
    },
    /// The network went away or came back.
    Network {
        /// Whether it is there.
        online: bool,
    },
    /// A relay acknowledged a KeyPackage event of this installation.
    KeyPackagePublished {
        /// The KeyPackage.
        #[serde(flatten)]
        key_package: KeyPackageFacts,
        /// Relay that acknowledged first. What the others said is told by [`Note::Answers`].
        relay: RelayUrl,
    },
    /// No relay took the KeyPackage event.
    KeyPackageRefused {
        /// Event id.
        event: EventId,
        /// What each relay said.
        answers: Answers,
    },
    /// A KeyPackage event was asked to be deleted from relays.
    KeyPackageDeleted {
        /// Event id.
        event: EventId,
    },
    /// Private material of a KeyPackage was destroyed.
    KeyPackageForgotten {
        /// KeyPackageRef, hex.
        reference: String,
    },
    /// KeyPackages of an account were looked up and a choice was made.
    Selected {
        /// Account looked up.
        account: PublicKey,
        /// Policy that chose.
        policy: String,
        /// Picked events that the device goes on with, in order.
        picked: Vec<EventId>,
        /// Picked events that the device leaves out, in order: their leaf is in the tree or comes with another pick (D8).
        collapsed: Vec<EventId>,
        /// Every other event that was found, with the reason.
        rejected: Vec<(EventId, Reason)>,
        /// What each relay made of the look-up.
        answers: LookUps,
    },
    /// An account that the device was asked to invite is not in the commit.
    NotReached {
        /// Label of the group.
        group: String,
        /// The account.
        account: PublicKey,
        /// Why.
        why: NotReached,
    },
    /// An account that was to be an admin is none: it is no member (mdk-core 0.8.0 takes members only).
    AdminLeftOut {
        /// Label of the group.
        group: String,
        /// The account.
        account: PublicKey,
    },
    /// A group came into being on this device.
    GroupCreated {
        /// Label.
        group: String,
        /// Nostr group id, hex.
        group_id: String,
    },
    /// This device believes that the account is in the group now.
    AccountInvited {
        /// Label.
        group: String,
        /// The account.
        account: PublicKey,
    },
    /// A commit was published, not yet acknowledged.
    CommitSent {
        /// Label.
        group: String,
        /// Event id.
        event: EventId,
        /// What it does.
        what: CommitKind,
        /// Epoch it was built in.
        epoch: u64,
    },
    /// A relay acknowledged the commit.
    CommitAcknowledged {
        /// Label.
        group: String,
        /// Event id.
        event: EventId,
    },
    /// No relay is known to have taken the commit, or another one won; it was discarded (CW-02).
    CommitAbandoned {
        /// Label.
        group: String,
        /// Event id.
        event: EventId,
        /// Why.
        why: CommandError,
    },
    /// Every one of several relays has answered about an event of this device, or has been silent for so long that it counts as
    /// silent.
    Answers {
        /// Event id.
        event: EventId,
        /// What each relay made of it.
        answers: Answers,
    },
    /// A Welcome was handed to relays.
    WelcomeSent {
        /// Label.
        group: String,
        /// Receiving account.
        account: PublicKey,
        /// KeyPackage event that the rumor's `e` tag names.
        key_package: EventId,
        /// Gift wrap.
        wrap: EventId,
        /// Size of the gift wrap as JSON, in bytes.
        bytes: usize,
        /// Commit that added the leaf; none for the founding Add, which is never published (CW-03).
        commit: Option<EventId>,
    },
    /// A relay acknowledged the gift wrap.
    WelcomeAcknowledged {
        /// Gift wrap.
        wrap: EventId,
    },
    /// No relay took the gift wrap, or it could not be made.
    WelcomeUndeliverable {
        /// Label.
        group: String,
        /// KeyPackage event.
        key_package: EventId,
        /// Gift wrap, if it could be made.
        wrap: Option<EventId>,
        /// Why.
        why: Undeliverable,
    },
    /// A Welcome was not acted on.
    WelcomeIgnored {
        /// Gift wrap.
        wrap: EventId,
        /// Value of the rumor's `e` tag, if it could be read.
        key_package: Option<EventId>,
        /// Why.
        why: WelcomeRefusal,
        /// Whether the device's state stayed as it was (RW-02, LC-04).
        unchanged: bool,
    },
    /// The device joined a group.
    Joined {
        /// Label.
        group: String,
        /// Gift wrap it came in.
        wrap: EventId,
        /// KeyPackage event that the rumor's `e` tag named.
        key_package: EventId,
        /// Whether this installation created that KeyPackage.
        own_key_package: bool,
        /// Who invited, as far as the device can tell.
        inviter: PublicKey,
    },
    /// The device holds an invitation to which nobody has said yes or no.
    InvitationHeld {
        /// Label.
        group: String,
        /// Gift wrap it came in.
        wrap: EventId,
        /// KeyPackage event that the rumor's `e` tag named.
        key_package: EventId,
        /// Who invited, as far as the device can tell.
        inviter: PublicKey,
    },
    /// Somebody said no to an invitation. Nobody else is told.
    InvitationDeclined {
        /// Label.
        group: String,
        /// Gift wrap it came in.
        wrap: EventId,
        /// KeyPackage event that the rumor's `e` tag named.
        key_package: EventId,
    },
    /// The device uses other relays from now on.
    Moved {
        /// Where it reads and receives gift wraps.
        relays: Vec<RelayUrl>,
        /// Where its KeyPackages live.
        key_package_relays: Vec<RelayUrl>,
        /// It follows a list that another device of its account published.
        follows: bool,
    },
    /// The device looked for its KeyPackage, and no relay has it.
    KeyPackageMissing {
        /// Event id.
        event: EventId,
    },
    /// A gift wrap was asked to be deleted from relays.
    GiftWrapDeleted {
        /// Gift wrap.
        wrap: EventId,
    },
    /// What the group says of itself has changed.
    GroupChanged {
        /// Label.
        group: String,
        /// Its name.
        name: String,
        /// Its relays.
        relays: Vec<RelayUrl>,
        /// Accounts with admin rights that are members.
        admins: Vec<PublicKey>,
    },
    /// The device reached an epoch, by joining, committing or following a commit.
    Epoch {
        /// Label.
        group: String,
        /// Commit that led there; none after joining, founding or a restored backup.
        by: Option<EventId>,
        /// Where it is now.
        #[serde(flatten)]
        state: Arc<EpochState>,
    },
    /// An own commit lost its race and cannot be made again.
    ChangeGivenUp {
        /// Its name.
        group: String,
        /// What the commit was to do.
        what: CommitKind,
        /// What the library says.
        why: Said,
    },
    /// The stored copy of a group lacks a part that is needed (`Unrecoverable`, section 6.2 of docs/spec/adopted.md): the device can
    /// neither read nor write there any more.
    CopyDamaged {
        /// Label.
        group: String,
    },
    /// The device asked a sibling to let it in.
    PairingOffered {
        /// Names the pairing.
        session: String,
        /// Until when the offer holds, Unix seconds.
        expires: u64,
        /// The KeyPackages that it made for that, by group. No relay sees them.
        key_packages: BTreeMap<String, KeyPackageFacts>,
    },
    /// The device lets a sibling in: it has said which leaf will sign, and its Adds follow.
    PairingSponsored {
        /// Names the pairing.
        session: String,
        /// The sibling.
        device: String,
    },
    /// The device knows who its sponsor is (SA-08).
    PairingApproved {
        /// Names the pairing.
        session: String,
        /// The sponsor.
        sponsor: String,
    },
    /// The device has joined by a pairing and tells its sponsor so (SA-10).
    PairingAcknowledged {
        /// Names the pairing.
        session: String,
        /// Label of the group.
        group: String,
        /// The identical Welcome came once more; nothing was joined again.
        again: bool,
    },
    /// The device proposed that its own leaf be removed (SelfRemove); somebody else has to commit that.
    LeaveProposed {
        /// Label.
        group: String,
        /// Event id of the proposal.
        event: EventId,
    },
    /// A better commit won: the device went back and followed it (MD-09).
    RolledBack {
        /// Label.
        group: String,
        /// Epoch it went back to.
        epoch: u64,
    },
    /// The device was removed from the group.
    Removed {
        /// Label.
        group: String,
    },
    /// A message was sent.
    MessageSent {
        /// Label.
        group: String,
        /// Rumor id.
        message: EventId,
        /// Group event that carries it.
        event: EventId,
        /// Epoch it was sent in.
        epoch: u64,
        /// Text.
        text: String,
        /// Part of the closing roll call, which the harness asks for.
        roll_call: bool,
    },
    /// No relay is known to have taken a message, and its sender was told so.
    MessageNotTaken {
        /// Label.
        group: String,
        /// Rumor id.
        message: EventId,
        /// What each relay made of it.
        answers: Answers,
    },
    /// A message was read.
    MessageRead {
        /// Label.
        group: String,
        /// Rumor id.
        message: EventId,
        /// Author.
        author: PublicKey,
        /// Leaf of the author's device.
        leaf: Option<u32>,
        /// Epoch of the reader.
        epoch: u64,
    },
    /// A group event could not be used.
    Unreadable {
        /// Label.
        group: String,
        /// Event id.
        event: EventId,
        /// What the library said, and what is behind it.
        why: Said,
        /// Epoch of the device then.
        epoch: u64,
        /// Epoch in which the event was sent, if a key of this device opens it.
        sent_in: Option<u64>,
        /// What is in it, if a key of this device opens it.
        content: Option<ContentKind>,
    },
    /// A relay was reached but refused, closed or stayed silent, or was not reached.
    Relay {
        /// Relay.
        relay: RelayUrl,
        /// What happened.
        what: RelayTrouble,
    },
}

/// What an MLS message carries, as its framing says in clear.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ContentKind {
    /// A message of the application.
    Application,
    /// A proposal.
    Proposal,
    /// A commit.
    Commit,
}

/// What a device noticed about a relay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "trouble", rename_all = "kebab-case")]
pub enum RelayTrouble {
    /// It sent a NOTICE.
    Notice {
        /// Its words.
        said: String,
    },
    /// It refused to authenticate the device (NIP-42).
    AuthRefused {
        /// Its words.
        said: String,
    },
    /// It closed a subscription or refused to open it.
    SubscriptionClosed {
        /// Its words.
        said: String,
    },
    /// It refused an event that other relays may take.
    EventRefused {
        /// The event.
        event: EventId,
        /// Its words.
        said: String,
    },
    /// It did not answer a publication, however often it was asked.
    EventUnanswered {
        /// The event.
        event: EventId,
    },
    /// It did not answer a query.
    QueryUnanswered,
    /// A query could not be sent: the device has no network.
    QueryOffline,
    /// A query could not be sent: no connection came up.
    QueryUnreachable,
    /// It answered with as many events as its limit allows; there may be more.
    AnswerCut {
        /// Events in the answer.
        events: usize,
    },
}

/// Why a Welcome did not get on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "why", rename_all = "kebab-case")]
pub enum Undeliverable {
    /// It could not be sealed or wrapped.
    NotWrapped(Said),
    /// No relay is known to have taken the gift wrap.
    NotTaken {
        /// What each said.
        answers: Answers,
    },
}

impl std::fmt::Display for RelayTrouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = match self {
            Self::Notice { said } => format!("NOTICE {said}"),
            Self::AuthRefused { said } => format!("AUTH refused: {said}"),
            Self::SubscriptionClosed { said } => format!("subscription closed: {said}"),
            Self::EventRefused { event, said } => format!("refused event {}: {said}", &event.to_hex()[..8]),
            Self::EventUnanswered { event } => format!("no answer to event {}", &event.to_hex()[..8]),
            Self::QueryUnanswered => "no answer to a query".to_owned(),
            Self::QueryOffline => "a query could not be sent: the device is offline".to_owned(),
            Self::QueryUnreachable => "a query could not be sent: no connection came up".to_owned(),
            Self::AnswerCut { events } => format!("its answer ends at its limit of {events} events"),
        };
        f.write_str(&sentence(text))
    }
}

impl Undeliverable {
    /// The name used in reports.
    pub fn id(&self) -> &'static str {
        match self {
            Self::NotWrapped(_) => "not-wrapped",
            Self::NotTaken { answers } if answers.is_empty() => "no-relay",
            Self::NotTaken { answers } if answers.values().any(|answer| *answer == Answer::Silent) => "no-answer",
            Self::NotTaken { .. } => "refused",
        }
    }
}

impl std::fmt::Display for Undeliverable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = match self {
            Self::NotWrapped(said) => format!("it cannot be wrapped: {said}"),
            Self::NotTaken { answers } => answers_text(answers),
        };
        f.write_str(&sentence(text))
    }
}

/// What a commit does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CommitKind {
    /// Adds leaves.
    Add,
    /// Removes an account.
    Remove,
    /// Removes single leaves.
    RemoveDevice,
    /// Updates the committer's own leaf.
    SelfUpdate,
    /// Carries out a SelfRemove proposal.
    CommitLeave,
    /// Changes what the group says of itself.
    GroupData,
}

/// Why a Welcome was not acted on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum WelcomeRefusal {
    /// Its `e` tag names a KeyPackage that this installation did not create (CID-15, RW-04).
    ForeignKeyPackage,
    /// The installation created the KeyPackage but no longer holds the private keys.
    KeysGone,
    /// The group is held already (RW-05).
    GroupHeld,
    /// The device was in that group in this epoch or a later one, and was removed since: the Welcome is an old one.
    RemovedSince,
    /// Another gift wrap carried the same Welcome (D7, RW-07).
    SeenBefore,
    /// A later Welcome to the same group is there, and neither was accepted.
    Overtaken,
    /// Seal author and rumor author differ, or the author is no admin (RW-01).
    InviterNotEntitled,
    /// The envelope or the rumor is malformed (WD-02, WD-03, WD-09).
    Malformed(String),
    /// mdk-core refused it.
    Failed(Said),
}

impl WelcomeRefusal {
    /// The name used in reports: for what a library refused, what its words mean.
    pub fn id(&self) -> &'static str {
        match self {
            Self::ForeignKeyPackage => "foreign-key-package",
            Self::KeysGone => "keys-gone",
            Self::GroupHeld => "group-held",
            Self::RemovedSince => "removed-since",
            Self::SeenBefore => "seen-before",
            Self::Overtaken => "overtaken",
            Self::InviterNotEntitled => "inviter-not-entitled",
            Self::Malformed(_) => "malformed",
            Self::Failed(said) => said.means.id(),
        }
    }
}

impl std::fmt::Display for WelcomeRefusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = match self {
            Self::ForeignKeyPackage => "it is not for one of its own KeyPackages".to_owned(),
            Self::KeysGone => "the private keys of that KeyPackage are gone".to_owned(),
            Self::GroupHeld => "it is in that group already".to_owned(),
            Self::RemovedSince => "it was removed from that group after this epoch".to_owned(),
            Self::SeenBefore => "the same Welcome came in another gift wrap".to_owned(),
            Self::Overtaken => "a later Welcome to that group is there".to_owned(),
            Self::InviterNotEntitled => "whoever sent it may not invite".to_owned(),
            Self::Malformed(what) => format!("it is malformed: {what}"),
            Self::Failed(said) => format!("the library refuses it: {said}"),
        };
        f.write_str(&sentence(text))
    }
}

/// A leaf of a ratchet tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Leaf {
    /// Leaf index.
    pub index: u32,
    /// Account in the credential, hex.
    pub account: String,
    /// Signature key, hex.
    pub signature_key: String,
}

/// Where a device is in a group: everything in which members of one epoch must agree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EpochState {
    /// Epoch number.
    pub epoch: u64,
    /// Own leaf index; not part of what members agree on.
    pub own_leaf: u32,
    /// Tree hash, hex.
    pub tree_hash: String,
    /// Epoch authenticator, hex.
    pub authenticator: String,
    /// SHA-256 commitment to an exporter secret, hex (`State.commitment` of docs/spec/vectors.md).
    pub exporter: String,
    /// Leaves in index order.
    pub leaves: Vec<Leaf>,
}

/// Whether a device takes part in a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Membership {
    /// Joined and not removed.
    Active,
    /// Removed, or left.
    Inactive,
    /// Holds a Welcome that is not accepted.
    Pending,
}

/// A group as one device sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GroupView {
    /// Whether it takes part.
    pub membership: Membership,
    /// Where it is.
    pub state: Arc<EpochState>,
    /// Rumor ids of the messages it has read or sent, in order of reading.
    pub messages: Vec<EventId>,
    /// Group events that it holds and cannot read.
    pub unread: usize,
    /// The canonical snapshot, where the device's text has one (CV-11). For those who judge; no report shows it.
    #[serde(skip)]
    pub canonical: Option<CanonicalSnapshot>,
}

/// A device as an oracle sees it between two inputs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeviceView {
    /// Installation number, from 1.
    pub installation: u32,
    /// Not retired.
    pub alive: bool,
    /// Has network.
    pub online: bool,
    /// Groups by label.
    pub groups: BTreeMap<String, GroupView>,
    /// Groups to which it holds an invitation that nobody has answered.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub invitations: BTreeSet<String>,
    /// Groups whose invitation was declined.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub declined: BTreeSet<String>,
    /// Signature keys (hex) for which this installation holds the private key through a KeyPackage or a leaf.
    pub signature_keys: Vec<String>,
    /// Points at which it is still to crash.
    pub crashes_to_come: Vec<CrashPoint>,
    /// KeyPackages that are published as far as the device knows and whose private material it holds.
    pub key_packages: Vec<KeyPackageFacts>,
    /// KeyPackages whose private material it holds, published or not.
    pub held_keys: Vec<KeyPackageFacts>,
}

/// A kind of unfinished work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Task {
    /// An event waits for answers of relays.
    Publish,
    /// A query waits for answers of relays.
    LookUp,
    /// A broken connection is to be opened again.
    Reconnect,
    /// A closed subscription is to be opened again.
    Resubscribe,
    /// Commits wait for the one in flight.
    Commit,
    /// KeyPackages were looked up and are to be used later.
    Invite,
    /// An event from the future is held back until its time has come.
    FutureEvent,
    /// The MLS engine waits for time, for example for the end of a convergence pass.
    Engine,
}

impl Task {
    /// The name used in reports.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Publish => "publish",
            Self::LookUp => "look-up",
            Self::Reconnect => "reconnect",
            Self::Resubscribe => "resubscribe",
            Self::Commit => "commit",
            Self::Invite => "invite",
            Self::FutureEvent => "future-event",
            Self::Engine => "engine",
        }
    }
}

/// Unfinished work of a device: what it does and whom it waits for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Pending {
    /// What kind of work it is.
    pub task: Task,
    /// For a person: "publish commit 5c…".
    pub what: String,
    /// Whom it waits for: a relay, or nobody but time.
    pub waits_for: String,
    /// When the device will go on by itself, in time since the start of the run; none if it waits for somebody else.
    pub due: Option<Duration>,
}

/// A device that can take part in a simulation.
pub trait Device: Send {
    /// Takes one input and says what should happen.
    fn handle(&mut self, at: Moment, input: Input) -> Vec<Output>;

    /// What is unfinished. Empty when the device waits for nothing but new input.
    fn pending(&self) -> Vec<Pending>;

    /// The device as an oracle may see it.
    fn view(&self) -> DeviceView;

    /// What finds out, after the run, which key of its ratchet the payload in an event that this device publishes now was sealed with.
    /// `None` if there is no payload in it, or the implementation cannot tell.
    fn ratchet_reader(&self, event: &VerifiedEvent) -> Option<RatchetReader> {
        let _ = event;
        None
    }

    /// Stored state, for backup and clone. `None` if the implementation has no such thing.
    fn backup(&self) -> Option<Backup>;

    /// Number of the current installation, from 1. Each one is an owner of entropy of its own.
    fn installation(&self) -> u32;
}
