//! What a device does where mdk-core 0.8.0 leaves the duty to its caller.
//!
//! The default of every knob is what a careful client following the profile's text does; the other settings are what
//! deployed clients do. Sources: docs/spec/marmot.md sections 3 and 6.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One setting for each duty. The default is the careful client.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Behaviour {
    /// What to do about a Welcome whose `e` tag names a KeyPackage that this installation did not create (D6, CID-15,
    /// RW-04).
    pub foreign_welcome: ForeignWelcome,
    /// What to do about a Welcome for a group that this installation already holds (RW-05, fact n).
    pub held_group: HeldGroup,
    /// What to do about a group event that cannot be read yet, because its commit or the join is missing (fact s).
    pub early_event: EarlyEvent,
    /// How the device applies its own commit after a relay acknowledged it (CW-02, MD-09).
    pub own_commit: OwnCommit,
    /// Which `d` slot a new kind 30443 KeyPackage event gets (KP-07, fact f).
    pub slot: SlotReuse,
    /// What happens to a KeyPackage event after a Welcome consumed it (LC-01, LC-06).
    pub consumed_key_package: ConsumedKeyPackage,
    /// When private KeyPackage material is destroyed (LC-02, LC-03, D3, fact u). Nothing replaces a KeyPackage that was
    /// offered to a sponsor: its own goes when its one group is joined or the offer is over, unless the setting is `never`.
    pub private_key: PrivateKeyDeletion,
    /// Whether an ageing KeyPackage is replaced before it expires (LC-08).
    pub refresh: Refresh,
    /// When the device updates its leaf after it joined (LC-05, fact v).
    pub post_join_update: PostJoinUpdate,
    /// Whether Welcomes wait for a relay's acknowledgement of their commit (CW-01).
    pub welcome_order: WelcomeOrder,
    /// Whether a device that creates a group adds the other devices of its own account (Q19, fact d).
    pub own_siblings: OwnSiblings,
    /// From which date on a device that was away asks relays for gift wraps. NIP-59 dates them back by up to two days.
    pub inbox_since: InboxSince,
    /// Which relay lists the account's first device publishes (D14, KP-15, KP-16, WD-01).
    pub relay_lists: PublishedLists,
    /// What an inviter does when an account has no list of inbox relays (D14, WD-01).
    pub missing_inbox: MissingInbox,
    /// Whether the device reads what relays hold to the end.
    pub paging: Paging,
    /// What the device does about work that a crash left half done; no text says (CW-01, CW-03, RW-02).
    pub unfinished: Unfinished,
    /// What a restart makes of the mdk-core instance (fact y).
    pub restart: Restart,
    /// What becomes of a member who asks to leave a group that does not require SelfRemove (MD-06).
    pub legacy_leave: LegacyLeave,
    /// Who says yes to a Welcome that mdk-core has processed: the device, or a person later; no text says (RW-01).
    pub invitations: Invitations,
    /// What the device does about a gift wrap that it has opened. NIP-59 lets whoever it is addressed to have it deleted.
    pub gift_wraps: GiftWraps,
    /// What the device does when a relay asks it to authenticate (NIP-42, R-76).
    pub auth: Auth,
    /// Whether the device looks if its KeyPackage is still on its relays (KP-17, SEL-08).
    pub key_package_check: KeyPackageCheck,
    /// What a committer does when no relay answers (CW-02).
    pub silent_commit: SilentCommit,
    /// Whether the device follows the relay lists of its own account, which another device may have changed (KP-16, WD-01).
    pub own_lists: OwnLists,
    /// What becomes of inbox relays that the account's list no longer names (WD-01).
    pub old_inbox: OldInbox,
}

macro_rules! knob {
    ($(#[$meta:meta])* $name:ident { $(#[$first_meta:meta])* $first:ident, $($(#[$other_meta:meta])* $other:ident,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name {
            $(#[$first_meta])*
            #[default]
            $first,
            $($(#[$other_meta])* $other,)*
        }
    };
}

knob! {
    /// What to do about a Welcome for another device's KeyPackage (D6).
    ForeignWelcome {
        /// Ignore it: the rule of PR #40 and of `joining.md`; Amethyst.
        Ignore,
        /// Hand it to mdk-core, which joins if it holds the secrets: mdk-core 0.8.0, marmot-ts.
        Join,
    }
}
knob! {
    /// What to do about a Welcome for a group that is held (RW-05).
    HeldGroup {
        /// Refuse it and keep the group as it is.
        Refuse,
        /// Hand it to mdk-core, which rolls the group back to the Welcome's epoch: pika before its pull request 49.
        Process,
    }
}
knob! {
    /// What to do about a group event that cannot be read yet (fact s).
    EarlyEvent {
        /// Keep it until the epoch that can read it is reached, then hand it to mdk-core.
        Buffer,
        /// Hand it to mdk-core at once, which records it as failed for ever.
        HandOver,
    }
}
knob! {
    /// How the own commit is applied (MD-09).
    OwnCommit {
        /// Process the acknowledged event like everybody else's, so that mdk-core keeps the snapshot it needs to change
        /// its mind.
        ProcessEvent,
        /// `merge_pending_commit`, as mdk-core's documentation says: no snapshot, so a better commit of the same epoch
        /// that arrives later cannot win.
        MergePending,
    }
}
knob! {
    /// Which slot a new KeyPackage gets (KP-07).
    SlotReuse {
        /// One slot per installation, drawn once.
        Reuse,
        /// A fresh slot per KeyPackage, as `create_key_package_for_event` returns it.
        Fresh,
    }
}
knob! {
    /// What happens to a KeyPackage event that a Welcome consumed (LC-01, LC-06).
    ConsumedKeyPackage {
        /// Publish a replacement first; where the profile's kind is not replaced by relays, delete the old event after
        /// that.
        Replace,
        /// Delete the event, then publish a new one: a gap in which nobody can invite the device.
        DeleteFirst,
        /// Leave it where it is.
        Keep,
    }
}
knob! {
    /// When private KeyPackage material is destroyed (LC-02, LC-03, D3).
    PrivateKeyDeletion {
        /// Consumed and replaced: destroyed once the replacement is acknowledged. Superseded but unconsumed: kept to
        /// `not_after`.
        KeepToNotAfter,
        /// Destroyed as soon as a replacement is acknowledged, consumed or not.
        DeleteOnConfirm,
        /// Never: mdk-core 0.8.0 left alone.
        Never,
    }
}
knob! {
    /// When a KeyPackage is replaced because of its age (LC-08).
    Refresh {
        /// Between fourteen and twenty-one days before `not_after`, as MDK does.
        BeforeExpiry,
        /// Thirty days after the newest KeyPackage event was dated, whatever the lifetime of the KeyPackage inside.
        ByEventAge,
        /// Never: a device that nobody invites for twelve weeks cannot be invited any more.
        Never,
    }
}
knob! {
    /// When the leaf is updated after a join (LC-05).
    PostJoinUpdate {
        /// At a moment drawn between one and twenty-three hours after the join: within the 24 hours that MIP-02 allows,
        /// and siblings that joined together rarely race.
        Spread,
        /// Within a second of the join.
        AtOnce,
        /// Never.
        Never,
    }
}
knob! {
    /// When Welcomes are sent (CW-01).
    WelcomeOrder {
        /// Welcomes are sent after a relay acknowledged the commit.
        AfterAck,
        /// Welcomes are sent together with the commit.
        WithCommit,
    }
}
knob! {
    /// What happens to the other devices of the creator's account (Q19).
    OwnSiblings {
        /// Look up the own account's other devices and add them right after creation, in a second commit.
        Add,
        /// Leave them out: they never learn of the group.
        Ignore,
    }
}
knob! {
    /// From which date on gift wraps are asked for; a `since` cursor misses those that are dated back
    /// (docs/spec/marmot.md section 8).
    InboxSince {
        /// Asks for all gift wraps.
        Always,
        /// Asks for what is dated two days before the device last heard from a relay, or later.
        TwoDaysBefore,
        /// Asks for what is dated after the device last heard from a relay.
        LastHeard,
    }
}
knob! {
    /// Which relay lists an account publishes (D14).
    PublishedLists {
        /// Kinds 10002 and 10050, and 10051 in the older profiles.
        All,
        /// All but kind 10050: nothing says where Welcomes should go.
        NoInbox,
        /// Kind 10050 alone: nothing says where KeyPackages are.
        NoKeyPackages,
        /// All lists, and that for KeyPackages names no relay.
        NamesNoRelay,
    }
}
knob! {
    /// What happens to an account without a list of inbox relays (D14).
    MissingInbox {
        /// Invites and sends Welcomes to the inviter's own relays, whether or not the account reads there.
        OwnRelays,
        /// Leaves the account out and invites the others; the invitation fails if nobody is left.
        DoNotInvite,
    }
}
knob! {
    /// a relay answers with its newest events up to a limit of its own, and does not say that there are more.
    Paging {
        /// Asks for older KeyPackages, gift wraps and group events until nothing more comes.
        UntilNothingComes,
        /// Takes the first answer for the whole.
        None,
    }
}
knob! {
    /// What a device does about work that a crash left half done.
    Unfinished {
        /// Stores commits in flight, unsent Welcomes and unread gift wraps, and goes on with them.
        GoOn,
        /// Keeps commits and Welcomes in memory only, as mdk-core 0.8.0 returns them, and marks a gift wrap as read
        /// before it is.
        Forget,
    }
}
knob! {
    /// What a restart makes of the mdk-core instance (fact y).
    Restart {
        /// A new instance opens what is stored, as every application does.
        OpensAgain,
        /// The instance lives on, with what it holds in memory only: no application is like that, but it shows what a new one lacks.
        KeepsInstance,
    }
}
knob! {
    /// What becomes of a member who asks to leave a group that does not require SelfRemove, as one that was founded alone (MD-06).
    LegacyLeave {
        /// An admin removes the member; nobody takes the stored request into a commit of its own, or is silenced by it.
        CarryOut,
        /// mdk-core 0.8.0 left alone: an admin answers with a commit that removes nobody, and as long as the request is stored other
        /// members can say nothing; their next commit carries it along and is refused by all.
        LeaveToLibrary,
    }
}
knob! {
    /// Who says yes to an invitation.
    Invitations {
        /// The device, at once.
        Accept,
        /// A person, with a step `accept` or `decline`. Until then the device is no member.
        Wait,
    }
}
knob! {
    /// What happens to an opened gift wrap on relays.
    GiftWraps {
        /// It stays.
        Keep,
        /// The device asks for its deletion once it has joined with the Welcome inside.
        DeleteJoined,
        /// The device asks for the deletion of every gift wrap that it has opened, also of those for its account's other devices.
        DeleteOpened,
    }
}
knob! {
    /// What happens when a relay asks for AUTH.
    Auth {
        /// Answers with the account's key.
        Answer,
        /// Never answers, as a client without NIP-42.
        Ignore,
    }
}
knob! {
    /// When the device looks for its own KeyPackage.
    KeyPackageCheck {
        /// Never: a relay that said OK has it.
        Never,
        /// At every start. Where every relay answers and none has it, the same KeyPackage is published in a new event.
        AtStart,
    }
}
knob! {
    /// What happens to a commit that no relay answers.
    SilentCommit {
        /// It is sent again until some relay answers: others may follow it.
        AskAgain,
        /// It is given up after three tries, although a relay may hold it.
        RollBack,
    }
}
knob! {
    /// What a device does about a new relay list of its own account.
    OwnLists {
        /// Nothing: its relays are a setting of its own.
        Ignore,
        /// It listens where 10050 says, and publishes a new KeyPackage where 10051 says, or 10002 in the adopted text.
        Follow,
    }
}
knob! {
    /// What a device does about inbox relays that it moves away from.
    OldInbox {
        /// Keeps reading them beside the new ones: whoever looked the account up before sends there.
        KeepReading,
        /// Reads the new ones only.
        Leave,
    }
}
