//! Why something could not be done: values, from which sentences are made where somebody reads them.

use std::collections::BTreeMap;
use std::fmt;

use nostr::{EventId, RelayUrl};
use serde::Serialize;

use crate::api::{CrashPoint, WelcomeRefusal};
use crate::library::Said;
use crate::sentence::sentence;

/// What a relay made of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "answer", content = "said", rename_all = "kebab-case")]
pub enum Answer {
    /// It took it.
    Taken,
    /// It refused it, in these words.
    Refused(String),
    /// It said nothing, however often it was asked. Whether it took the event is not known.
    Silent,
}

/// What each relay made of an event.
pub type Answers = BTreeMap<RelayUrl, Answer>;

/// What a relay made of a look-up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "answer", rename_all = "kebab-case")]
pub enum LookUp {
    /// It sent everything that it holds.
    Complete,
    /// It sent as much as its limit allows, and the device did not ask for the rest, or could not.
    Cut {
        /// Events in the answer.
        events: usize,
    },
    /// It closed the subscription, in these words.
    Refused {
        /// The relay's words.
        said: String,
    },
    /// It said nothing until the time was over.
    Silent,
    /// No connection could be opened until the time was over.
    Unreachable,
    /// The device had no network, so it could not ask.
    Offline,
}

/// What each relay made of a look-up.
pub type LookUps = BTreeMap<RelayUrl, LookUp>;

/// Why an account that was asked for was not invited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "why", rename_all = "kebab-case")]
pub enum NotReached {
    /// Every relay answered, and none of them holds a KeyPackage of the account that the policy takes.
    NoKeyPackage {
        /// How many events were found and not taken.
        rejected: usize,
    },
    /// A relay refused the look-up, and what the others gave did not do.
    LookUpRefused,
    /// A relay did not answer the look-up, and what the others gave did not do.
    NoAnswer,
    /// A relay's answer was cut, and what was in it did not do.
    AnswerCut,
    /// The device had no network.
    Offline,
    /// No relay that the device can reach is known to hold anything of the account: its lists name others, or were not found.
    NoCommonRelay,
    /// Nothing says where the account's Welcomes should go (D14).
    NoInbox,
    /// Nothing says where the account's KeyPackages are: it has no such list (D14).
    NoKeyPackageList,
    /// The account's list names no relay for its KeyPackages (D14).
    EmptyKeyPackageList,
    /// It has a leaf already, and the device does not invite members again (D11).
    AlreadyMember,
}

impl NotReached {
    /// The name used in reports and expectations.
    pub const fn id(&self) -> &'static str {
        match self {
            Self::NoKeyPackage { .. } => "no-key-package",
            Self::LookUpRefused => "look-up-refused",
            Self::NoAnswer => "no-answer",
            Self::AnswerCut => "answer-cut",
            Self::Offline => "offline",
            Self::NoCommonRelay => "no-common-relay",
            Self::NoInbox => "no-inbox",
            Self::NoKeyPackageList => "no-key-package-list",
            Self::EmptyKeyPackageList => "empty-key-package-list",
            Self::AlreadyMember => "already-member",
        }
    }
}

impl fmt::Display for NotReached {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::NoKeyPackage { rejected: 0 } => "it has no KeyPackage on any relay that was asked".to_owned(),
            Self::NoKeyPackage { rejected } => format!("none of its {rejected} KeyPackage events can be used"),
            Self::LookUpRefused => "a relay refused the look-up".to_owned(),
            Self::NoAnswer => "a relay did not answer the look-up".to_owned(),
            Self::AnswerCut => "a relay's answer was cut at its limit".to_owned(),
            Self::Offline => "the device was offline and could not ask".to_owned(),
            Self::NoCommonRelay => "no relay that the device can reach is known to hold its KeyPackages".to_owned(),
            Self::NoInbox => "no list of inbox relays (kind 10050) was found".to_owned(),
            Self::NoKeyPackageList => "it has no list of relays on which it writes (kind 10002)".to_owned(),
            Self::EmptyKeyPackageList => "its list names no relay on which it writes (kind 10002)".to_owned(),
            Self::AlreadyMember => "it is a member already".to_owned(),
        };
        f.write_str(&sentence(text))
    }
}

/// Why a command could not be carried out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "failed", rename_all = "kebab-case")]
pub enum CommandError {
    /// The device is switched off for good.
    Retired,
    /// The application was restarted, or its installation replaced, while the command was under way.
    Restarted,
    /// The application crashed while the command was under way.
    Crashed {
        /// Where.
        at: CrashPoint,
    },
    /// The device knows no group of this label.
    GroupUnknown {
        /// Label.
        group: String,
    },
    /// The device was a member of the group once.
    NoLongerMember {
        /// Label.
        group: String,
    },
    /// The device holds no invitation to the group.
    NoInvitation {
        /// Label.
        group: String,
    },
    /// Somebody said yes to an invitation, and it could not be used any more.
    InvitationUseless {
        /// Label.
        group: String,
        /// Why.
        why: Box<WelcomeRefusal>,
    },
    /// The device has a group of this label already.
    GroupExists {
        /// Label.
        group: String,
    },
    /// None of the accounts could be invited; each has a [`crate::Note::NotReached`] of its own.
    NobodyReached {
        /// Account names, and why.
        accounts: Vec<(String, NotReached)>,
    },
    /// Every relay refused the event.
    NotTaken {
        /// Event.
        event: EventId,
        /// What each said.
        answers: Answers,
    },
    /// No relay is known to have taken the event, and at least one was silent.
    NoAnswer {
        /// Event.
        event: EventId,
        /// What each said.
        answers: Answers,
    },
    /// There was no relay to send the event to.
    NoRelay {
        /// Event.
        event: EventId,
    },
    /// Other commits won, as often as the device tried.
    LostItsRace {
        /// Label.
        group: String,
    },
    /// The backup was made by a device of another kind.
    ForeignBackup {
        /// Whose state it is.
        from: String,
    },
    /// No offer of this device is open.
    NoOffer {
        /// The device.
        device: String,
    },
    /// The device has made no offer in this session.
    NoSuchPairing {
        /// The session.
        session: String,
    },
    /// The offer does not hold any more.
    PairingOver {
        /// The session.
        session: String,
    },
    /// An offer is for named groups, unless the device speaks [`crate::Overlay::IdeaDevices`].
    NothingOffered,
    /// Another account made the offer.
    ForeignOffer {
        /// The device.
        device: String,
    },
    /// A library refused it.
    Library(Said),
}

impl CommandError {
    /// The name used in reports.
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Retired => "retired",
            Self::Restarted => "restarted",
            Self::Crashed { .. } => "crashed",
            Self::GroupUnknown { .. } => "group-unknown",
            Self::NoLongerMember { .. } => "no-longer-member",
            Self::NoInvitation { .. } => "no-invitation",
            Self::InvitationUseless { .. } => "invitation-useless",
            Self::GroupExists { .. } => "group-exists",
            Self::NobodyReached { .. } => "nobody-reached",
            Self::NotTaken { .. } => "not-taken",
            Self::NoAnswer { .. } => "no-answer",
            Self::NoRelay { .. } => "no-relay",
            Self::LostItsRace { .. } => "lost-its-race",
            Self::ForeignBackup { .. } => "foreign-backup",
            Self::NoOffer { .. } => "no-offer",
            Self::NoSuchPairing { .. } => "no-such-pairing",
            Self::PairingOver { .. } => "pairing-over",
            Self::NothingOffered => "nothing-offered",
            Self::ForeignOffer { .. } => "foreign-offer",
            Self::Library(_) => "library",
        }
    }

    /// What became of an event that no relay is known to have taken.
    pub(crate) fn of_answers(event: EventId, answers: Answers) -> Self {
        match answers.values().any(|answer| *answer == Answer::Silent) {
            _ if answers.is_empty() => Self::NoRelay { event },
            true => Self::NoAnswer { event, answers },
            false => Self::NotTaken { event, answers },
        }
    }
}

/// What relays said, one after the other.
pub fn answers_text(answers: &Answers) -> String {
    let one = |(relay, answer): (&RelayUrl, &Answer)| match answer {
        Answer::Taken => format!("{relay}: taken"),
        Answer::Refused(said) => format!("{relay}: {said}"),
        Answer::Silent => format!("{relay}: no answer"),
    };
    answers.iter().map(one).collect::<Vec<_>>().join("; ")
}

impl fmt::Display for CommandError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::Retired => "the device is retired".to_owned(),
            Self::Restarted => "interrupted by a restart".to_owned(),
            Self::Crashed { at } => format!("the application crashed at {}", at.id()),
            Self::GroupUnknown { group } => format!("the device knows no group {group}"),
            Self::NoLongerMember { group } => format!("the device is no longer in group {group}"),
            Self::NoInvitation { group } => format!("the device holds no invitation to {group}"),
            Self::InvitationUseless { group, why } => format!("the invitation to {group} cannot be used: {why}"),
            Self::GroupExists { group } => format!("the device already has a group called {group}"),
            Self::NobodyReached { accounts } if accounts.is_empty() => "there was nobody to invite".to_owned(),
            Self::NobodyReached { accounts } => {
                let each = accounts.iter().map(|(name, why)| format!("{name} was not reached: {why}"));
                each.collect::<Vec<_>>().join("; ")
            }
            Self::NotTaken { event, answers } => {
                format!("every relay refused event {} ({})", &event.to_hex()[..8], answers_text(answers))
            }
            Self::NoAnswer { event, answers } => {
                format!("no relay is known to have event {} ({})", &event.to_hex()[..8], answers_text(answers))
            }
            Self::NoRelay { event } => format!("there is no relay to send event {} to", &event.to_hex()[..8]),
            Self::LostItsRace { .. } => "the commit lost its race".to_owned(),
            Self::ForeignBackup { from } => format!("a device of another kind made the backup of {from}"),
            Self::NoOffer { device } => format!("no offer of {device} is open"),
            Self::NoSuchPairing { session } => format!("it has made no offer in session {}", start_of(session)),
            Self::PairingOver { session } => {
                format!("the offer of session {} does not hold any more", start_of(session))
            }
            Self::NothingOffered => "the offer names no group".to_owned(),
            Self::ForeignOffer { device } => format!("the KeyPackages that {device} offers are of another account"),
            Self::Library(said) => said.to_string(),
        };
        f.write_str(&sentence(text))
    }
}

/// The first digits of a session. What another device calls its session may be anything.
fn start_of(session: &str) -> &str {
    session.get(..8).unwrap_or(session)
}
