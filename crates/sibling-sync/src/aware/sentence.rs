//! What a device tells, as a sentence for a person.

use std::fmt;

use nostr_double_ratchet::{APP_KEYS_SNAPSHOT_KIND, INVITE_EVENT_KIND, INVITE_RESPONSE_KIND, MESSAGE_EVENT_KIND};

use super::{Told, Verdict, Waiting, Wire};

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Listed { date, devices, verdict } => {
                write!(f, "publishes the list {} of date {date}, {verdict} here", names(devices))
            }
            Self::List { account, date, devices, verdict, reached } => {
                let (devices, reached) = (names(devices), names(reached));
                write!(f, "sees the list {devices} of {account}, date {date}: {verdict}; would write to {reached}")
            }
            Self::Sent { uuid, copies, greeted, gaps, .. } => {
                let to = names(copies.iter().map(|copy| &copy.device));
                write!(f, "sends {uuid} to {to}, {greeted} of them greeted with it")?;
                if gaps.is_empty() { Ok(()) } else { write!(f, "; missing: {}", gaps.join(", ")) }
            }
            Self::Read { uuid, account, device, .. } => write!(f, "reads {uuid} from {device} of {account}"),
            Self::Waits { event, why } => write!(f, "cannot read message {event}: {why}"),
            Self::Greeted { device, unproven: None } => write!(f, "is greeted by {device}"),
            Self::Greeted { device, unproven: Some(account) } => {
                write!(f, "is greeted by {device}, which says that it is {account}'s; no list says so")
            }
            Self::Refused(why) => write!(f, "does not take it: {why}"),
            Self::Restored(true) => f.write_str("goes back to its copy"),
            Self::Restored(false) => f.write_str("has no copy to go back to"),
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Taken => f.write_str("taken"),
            Self::Merged => f.write_str("merged with one of the same second"),
            Self::Ignored => f.write_str("ignored"),
            Self::Refused(why) => write!(f, "refused ({why})"),
        }
    }
}

impl fmt::Display for Waiting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSession => f.write_str("no session has its author"),
            Self::NotListed => f.write_str("no list says whose device it is"),
            Self::Silent => f.write_str("its device is on no list that counts"),
            Self::Failed(why) => f.write_str(why),
        }
    }
}

impl fmt::Display for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let event = match self {
            Self::Ask(_) => return f.write_str("asks for everything"),
            Self::Event(event) => event,
        };
        f.write_str(match u32::from(event.kind.as_u16()) {
            APP_KEYS_SNAPSHOT_KIND => "device list",
            INVITE_EVENT_KIND => "invitation",
            INVITE_RESPONSE_KIND => "greeting",
            MESSAGE_EVENT_KIND => "message",
            _ => "event",
        })
    }
}

fn names<'a>(names: impl IntoIterator<Item = &'a String>) -> String {
    let names: Vec<&str> = names.into_iter().map(String::as_str).collect();
    if names.is_empty() { "nobody".to_owned() } else { names.join(" ") }
}
