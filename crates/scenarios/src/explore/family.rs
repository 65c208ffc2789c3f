//! Families of generated cases: what each is after.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use experiment::FamilyFacts;
use marmot_rules::{Policy, Profile, UnknownId};
use rand::Rng;
use sim_env::Stream;

use super::frozen;

/// A family: which actions and faults its cases prefer, how fast time goes by, and what it must come across.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// Devices publish, rotate, mark and mismark KeyPackages, and are invited in between.
    Churn,
    /// Several inviters, several groups, the same accounts again and again.
    Invites,
    /// Siblings and others commit in the same moment.
    Races,
    /// Links lose, delay, hold and repeat what they carry; connections break.
    Lossy,
    /// Crashes, reinstalls, backups, clones, lost and retired devices.
    Lives,
    /// Devices are away for hours, days or weeks.
    Absence,
    /// Profiles of several eras, clients as deployed, careless behaviour.
    Eras,
    /// Relays of every personality, several at a time, with clocks of their own.
    Relays,
    /// Everything at once.
    Everything,
    /// Apps on memory or SQLite are started again, killed between two writes, copied, and share their storage with an extension.
    Disks,
    /// Relays as deployed, with retention and refused REQs.
    Deployed,
    /// Invitations answered late or never, accounts that move, groups that change, devices that sign out.
    Everyday,
    /// Members of groups of the adopted text commit, speak, leave and are away in the same moments.
    Rivals,
}

/// Every family as the laboratory knows it.
pub static FAMILIES: [FamilyFacts; Family::ALL.len()] = {
    let mut facts = [Family::ALL[0].facts(); Family::ALL.len()];
    let mut place = 1;
    while place < facts.len() {
        facts[place] = Family::ALL[place].facts();
        place += 1;
    }
    facts
};

/// What a case can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Deed {
    /// The action of this name, as its module draws it.
    One(&'static str),
    PublishOddly,
    DeleteKeyPackages,
    Kill,
    Extension,
    Crash,
    BackupRestore,
    Race,
    ChangeGroup,
    Amnesia,
    Silence,
}

impl Family {
    /// Every family.
    pub const ALL: [Self; 13] = [
        Self::Churn,
        Self::Invites,
        Self::Races,
        Self::Lossy,
        Self::Lives,
        Self::Absence,
        Self::Eras,
        Self::Relays,
        Self::Everything,
        Self::Disks,
        Self::Deployed,
        Self::Everyday,
        Self::Rivals,
    ];

    /// The name used in files and on the command line.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Churn => "churn",
            Self::Invites => "invites",
            Self::Races => "races",
            Self::Lossy => "lossy",
            Self::Lives => "lives",
            Self::Absence => "absence",
            Self::Eras => "eras",
            Self::Relays => "relays",
            Self::Everything => "everything",
            Self::Disks => "disks",
            Self::Deployed => "deployed",
            Self::Everyday => "everyday",
            Self::Rivals => "rivals",
        }
    }

    /// One sentence about it.
    pub const fn describe(self) -> &'static str {
        match self {
            Self::Churn => "KeyPackages come, change and go while devices are invited",
            Self::Invites => "several inviters invite the same accounts into several groups, again and again",
            Self::Races => "siblings and others commit in the same moment",
            Self::Lossy => "links lose, delay, hold and repeat messages, and connections break",
            Self::Lives => "devices crash, are reinstalled, restored, cloned, lost and retired",
            Self::Absence => "devices are away for hours, days or weeks",
            Self::Eras => "profiles of several eras, clients as deployed, careless behaviour",
            Self::Relays => "relays of every personality, with limits, refusals and clocks of their own",
            Self::Everything => "everything at once",
            Self::Disks => {
                "apps on memory or SQLite restart, are killed between two writes, are copied, and have an extension"
            }
            Self::Deployed => "relays as deployed, which forget, refuse and answer in ways of their own",
            Self::Rivals => {
                "members of groups of the adopted text commit, speak, leave and are away in the same moments"
            }
            Self::Everyday => "people answer invitations late, move to other relays, change groups and sign out",
        }
    }

    const fn facts(self) -> FamilyFacts {
        FamilyFacts { id: self.id(), about: self.describe(), must_reach: self.must_reach() }
    }

    /// Marks that some case of a campaign must reach, or the family looks in the wrong place.
    pub const fn must_reach(self) -> &'static [&'static str] {
        match self {
            Self::Churn => &["key-package-replaced", "foreign-welcome-ignored", "duplicate-key-package-collapsed"],
            Self::Invites => &["second-welcome-refused", "two-groups", "sibling-of-the-creator-added"],
            Self::Races => &["commit-race-lost", "commit-made-again"],
            Self::Lossy => &["message-dropped", "connection-broken", "event-seen-twice"],
            Self::Lives => &[
                "installation-wiped",
                "backup-restored",
                "phantom-leaf",
                "crashed-within-a-commit",
                "crashed-while-joining",
            ],
            Self::Absence => &["offline-over-a-day", "welcome-opened-late", "key-package-expired"],
            Self::Eras => &["policy-of-a-deployed-client", "commit-race-lost", "two-profiles"],
            Self::Relays => &["relay-refused-an-event", "relay-skewed"],
            Self::Everything => &["commit-race-lost", "installation-wiped", "message-dropped"],
            Self::Disks => &["killed-within-mdk-core", "commit-race-lost", "extension-ran", "backup-restored"],
            Self::Deployed => {
                &["relay-as-deployed", "relay-refused-an-event", "relay-refused-a-question", "event-unanswered"]
            }
            Self::Rivals => &["commit-race-lost", "device-removed", "group-changed", "connection-broken"],
            Self::Everyday => &[
                "account-moved",
                "gift-wrap-deleted",
                "group-changed",
                "invitation-declined",
                "invitation-held",
                "key-package-missed",
                "siblings-key-package-deleted",
                "taken-and-cut",
            ],
        }
    }

    /// How much each deed weighs before the swarm draws its own weights.
    pub(super) const fn weights(self) -> &'static [(Deed, u32)] {
        use Deed::*;
        match self {
            Self::Churn => &[
                (One("publish_key_package"), 6),
                (PublishOddly, 8),
                (One("rotate"), 6),
                (DeleteKeyPackages, 2),
                (One("invite"), 5),
                (One("create_group"), 3),
                (One("send"), 2),
                (One("advance"), 3),
                (One("reinstall"), 1),
            ],
            Self::Invites => &[
                (One("publish_key_package"), 4),
                (One("invite"), 8),
                (One("create_group"), 6),
                (One("remove_account"), 3),
                (One("send"), 3),
                (One("advance"), 1),
                (One("rotate"), 2),
            ],
            Self::Races => &[
                (Race, 10),
                (One("self_update"), 3),
                (One("invite"), 2),
                (One("send"), 4),
                (One("leave"), 1),
                (One("remove_account"), 1),
                (One("advance"), 1),
            ],
            Self::Lossy => &[
                (One("fault"), 8),
                (One("lift"), 4),
                (One("send"), 6),
                (One("self_update"), 3),
                (Race, 2),
                (One("invite"), 3),
                (One("publish_key_package"), 2),
                (One("restart"), 2),
                (Crash, 3),
                (One("advance"), 2),
            ],
            Self::Lives => &[
                (One("reinstall"), 5),
                (BackupRestore, 4),
                (One("clone"), 3),
                (One("retire"), 2),
                (One("restart"), 3),
                (Crash, 4),
                (One("publish_key_package"), 5),
                (One("invite"), 5),
                (One("send"), 3),
                (One("self_update"), 2),
                (One("advance"), 3),
            ],
            Self::Absence => &[
                (One("offline"), 6),
                (One("online"), 5),
                (One("advance"), 8),
                (One("send"), 4),
                (One("self_update"), 3),
                (One("invite"), 4),
                (One("create_group"), 3),
                (One("remove_account"), 1),
                (One("rotate"), 2),
            ],
            Self::Eras => &[
                (PublishOddly, 5),
                (One("publish_key_package"), 3),
                (One("invite"), 5),
                (One("create_group"), 2),
                (Race, 4),
                (One("send"), 3),
                (One("advance"), 2),
                (One("rotate"), 2),
                (One("skew"), 1),
            ],
            Self::Relays => &[
                (One("publish_key_package"), 5),
                (One("rotate"), 3),
                (One("invite"), 5),
                (One("create_group"), 2),
                (One("send"), 5),
                (Race, 2),
                (One("advance"), 3),
                (One("fault"), 2),
            ],
            Self::Disks => &[
                (One("restart"), 6),
                (Kill, 6),
                (Extension, 4),
                (BackupRestore, 2),
                (One("clone"), 1),
                (Race, 6),
                (One("self_update"), 4),
                (One("invite"), 3),
                (One("create_group"), 1),
                (One("send"), 5),
                (One("advance"), 2),
            ],
            Self::Deployed => &[
                (One("publish_key_package"), 5),
                (One("rotate"), 4),
                (DeleteKeyPackages, 2),
                (One("invite"), 5),
                (One("create_group"), 3),
                (One("send"), 5),
                (One("self_update"), 3),
                (Race, 3),
                (One("offline"), 2),
                (One("online"), 2),
                (One("restart"), 1),
                (One("advance"), 3),
            ],
            Self::Everything => &[
                (One("publish_key_package"), 4),
                (PublishOddly, 3),
                (One("rotate"), 2),
                (DeleteKeyPackages, 1),
                (One("restart"), 2),
                (Crash, 2),
                (One("reinstall"), 2),
                (BackupRestore, 2),
                (One("clone"), 1),
                (One("retire"), 1),
                (One("offline"), 2),
                (One("online"), 2),
                (One("skew"), 1),
                (One("create_group"), 2),
                (One("invite"), 4),
                (One("remove_account"), 1),
                (One("leave"), 1),
                (One("self_update"), 3),
                (One("send"), 4),
                (Race, 3),
                (One("fault"), 4),
                (One("lift"), 2),
                (One("advance"), 3),
            ],
            Self::Rivals => &[
                (Race, 10),
                (One("send"), 8),
                (One("self_update"), 3),
                (ChangeGroup, 3),
                (One("invite"), 2),
                (One("remove_account"), 1),
                (One("leave"), 1),
                (One("publish_key_package"), 2),
                (One("restart"), 3),
                (Kill, 2),
                (One("offline"), 2),
                (One("online"), 3),
                (One("fault"), 3),
                (One("lift"), 2),
                (One("advance"), 2),
            ],
            Self::Everyday => &[
                (One("accept"), 6),
                (One("decline"), 3),
                (One("move_relays"), 4),
                (ChangeGroup, 6),
                (One("sign_out"), 3),
                (Amnesia, 2),
                (Silence, 3),
                (One("create_group"), 4),
                (One("invite"), 5),
                (One("remove_account"), 1),
                (One("leave"), 1),
                (One("publish_key_package"), 3),
                (One("rotate"), 3),
                (One("restart"), 2),
                (One("self_update"), 2),
                (One("send"), 4),
                (One("offline"), 2),
                (One("online"), 2),
                (One("advance"), 3),
            ],
        }
    }

    /// Waits between deeds, shortest and longest.
    const fn pauses(self) -> (Duration, Duration) {
        const MINUTE: u64 = 60;
        const DAY: u64 = 86_400;
        let (shortest, longest) = match self {
            Self::Races | Self::Rivals => (0, 10),
            Self::Churn | Self::Invites | Self::Everyday => (1, 6 * 60 * MINUTE),
            Self::Lossy | Self::Relays | Self::Disks => (1, 10 * MINUTE),
            Self::Lives | Self::Eras | Self::Everything | Self::Deployed => (1, DAY),
            Self::Absence => (60 * MINUTE, 40 * DAY),
        };
        (Duration::from_secs(shortest), Duration::from_secs(longest))
    }

    /// A wait between deeds: short ones are as frequent as long ones.
    pub(crate) fn pause(self, rng: &mut Stream) -> Duration {
        let (shortest, longest) = self.pauses();
        if rng.gen_bool(0.3) {
            return Duration::ZERO;
        }
        let (low, high) = ((shortest.as_secs_f64() + 1.0).ln(), (longest.as_secs_f64() + 1.0).ln());
        Duration::from_millis(((rng.gen_range(low..=high).exp() - 1.0) * 1_000.0) as u64)
    }

    /// Profiles with the policies that inviters follow there.
    pub(super) fn worlds(self) -> Vec<(Profile, Policy)> {
        use Policy::{ClientId, ClientIdCollapseUntagged, ClientIdStrict, DSlot, NewestOne};
        let every = DSlot { limit: None };
        let texts = [
            (Profile::Pr40, ClientId),
            (Profile::Pr40, ClientIdStrict),
            (Profile::Pr40, ClientIdCollapseUntagged),
            (Profile::Mip2026_01, NewestOne),
            (Profile::Mip2026_04, every),
            (Profile::Mip2026_04, DSlot { limit: Some(1) }),
        ];
        if self == Self::Disks {
            // Clients as MDK ships them: its storage, and its own way to choose where the text has slots.
            let mdk = [Policy::Mdk0914, Policy::MdkAfter1910].map(|policy| (Profile::Mip2026_04, policy));
            return [&texts[..], &mdk].concat();
        }
        if self == Self::Rivals {
            return vec![(Profile::Adopted2026_07, every)];
        }
        if !matches!(self, Self::Eras | Self::Everything) {
            return texts.to_vec();
        }
        let drawn = |profile| frozen::policies(profile).iter().map(move |policy| (profile, *policy));
        frozen::PROFILES.into_iter().flat_map(drawn).collect()
    }
}

impl fmt::Display for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}

impl FromStr for Family {
    type Err = UnknownId;

    fn from_str(text: &str) -> Result<Self, UnknownId> {
        Self::ALL.into_iter().find(|family| family.id() == text).ok_or_else(|| UnknownId {
            what: "family",
            given: text.to_owned(),
            known: Self::ALL.map(Self::id).join(", "),
        })
    }
}
