//! Whom and what a cause concerns.

use std::fmt;

use marmot_rules::Reason;
use nostr::EventId;
use serde::Serialize;
use sim_device::{CommandError, CrashPoint, NotReached, Said, Undeliverable, WelcomeRefusal};

/// One thing that a cause names. It shows as the words that stand for it in a sentence.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// A device, by full name.
    Device(String),
    /// An installation of a device.
    Installation(String, u32),
    /// An account, by name.
    Account(String),
    /// A group, by label.
    Group(String),
    /// A relay, by name.
    Relay(String),
    /// An event.
    Event(EventId),
    /// A KeyPackage event and the device that published it.
    KeyPackage(Picked),
    /// KeyPackage events.
    KeyPackages(Vec<Picked>),
    /// A KeyPackageRef, hex.
    Reference(String),
    /// A transcript entry.
    Entry(usize),
    /// A selection policy.
    Policy(String),
    /// A rule of the texts.
    Rule(String),
    /// Why a selection left an event out.
    Reason(Reason),
    /// A number: an epoch, a leaf index, a count.
    Number(u64),
    /// Numbers.
    Numbers(Vec<u64>),
    /// A stretch of time in seconds.
    Seconds(u64),
    /// Unix seconds.
    Date(u64),
    /// A point at which a device crashed.
    CrashPoint(&'static str),
    /// Why an account was not reached.
    NotReached(Told),
    /// Why a Welcome did not get on its way.
    Undeliverable(Told),
    /// Why a Welcome was not acted on.
    Refusal(Told),
    /// Why a command failed.
    Failure(Told),
    /// What a library or relay said, in its own words.
    Words(String),
    /// A word of the field, such as a kind of event.
    Term(&'static str),
}

/// A KeyPackage event, and whose it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Picked {
    /// Event.
    pub event: EventId,
    /// Device that published it, if a device of the run did.
    pub device: Option<String>,
}

/// A typed reason of a device, with its id; the sentence is made when it is read.
#[derive(Clone, Debug, Serialize)]
pub struct Told {
    /// Id of the reason.
    pub id: &'static str,
    #[serde(skip)]
    why: Why,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Why {
    NotReached(NotReached),
    Undeliverable(Undeliverable),
    Refusal(WelcomeRefusal),
    Failure(CommandError),
}

impl PartialEq for Told {
    fn eq(&self, other: &Self) -> bool {
        (self.id, &self.why) == (other.id, &other.why)
    }
}

impl Eq for Told {}

impl PartialOrd for Told {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Told {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.id.cmp(other.id)
    }
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.why {
            Why::NotReached(why) => why.fmt(f),
            Why::Undeliverable(why) => why.fmt(f),
            Why::Refusal(why) => why.fmt(f),
            Why::Failure(why) => why.fmt(f),
        }
    }
}

impl Part {
    /// A device.
    pub fn device(name: impl Into<String>) -> Self {
        Self::Device(name.into())
    }

    /// A group.
    pub fn group(label: impl Into<String>) -> Self {
        Self::Group(label.into())
    }

    /// A crash point.
    pub const fn crash(at: CrashPoint) -> Self {
        Self::CrashPoint(at.id())
    }

    /// Why an account was not reached.
    pub fn not_reached(why: &NotReached) -> Self {
        Self::NotReached(Told { id: why.id(), why: Why::NotReached(why.clone()) })
    }

    /// Why a Welcome did not get on its way.
    pub fn undeliverable(why: &Undeliverable) -> Self {
        Self::Undeliverable(Told { id: why.id(), why: Why::Undeliverable(why.clone()) })
    }

    /// Why a Welcome was not acted on.
    pub fn refusal(why: &WelcomeRefusal) -> Self {
        Self::Refusal(Told { id: why.id(), why: Why::Refusal(why.clone()) })
    }

    /// Why a command failed.
    pub fn failure(why: &CommandError) -> Self {
        Self::Failure(Told { id: why.id(), why: Why::Failure(why.clone()) })
    }

    /// What a library said.
    pub fn said(said: &Said) -> Self {
        Self::Words(said.to_string())
    }
}

/// Longest text from outside that a sentence takes up, in characters.
const LONGEST_WORDS: usize = 200;

fn short(id: &EventId) -> String {
    id.to_hex()[..8].to_owned()
}

fn list<T>(items: &[T], one: impl Fn(&T) -> String, between: &str) -> String {
    if items.is_empty() { "nothing".to_owned() } else { items.iter().map(one).collect::<Vec<_>>().join(between) }
}

impl fmt::Display for Picked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", short(&self.event), self.device.as_deref().unwrap_or("nobody known"))
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Device(name) | Self::Account(name) | Self::Group(name) | Self::Relay(name) | Self::Policy(name) => {
                f.write_str(name)
            }
            Self::Installation(device, number) => write!(f, "{device}#{number}"),
            Self::Event(id) => f.write_str(&short(id)),
            Self::KeyPackage(picked) => write!(f, "{}", short(&picked.event)),
            Self::KeyPackages(picked) => f.write_str(&list(picked, ToString::to_string, ", ")),
            Self::Reference(hex) => f.write_str(&hex.chars().take(8).collect::<String>()),
            Self::Entry(entry) => write!(f, "entry {entry}"),
            Self::Rule(id) => f.write_str(id),
            Self::Reason(reason) => write!(f, "{reason}"),
            Self::Number(n) => write!(f, "{n}"),
            Self::Numbers(numbers) => f.write_str(&list(numbers, ToString::to_string, " and ")),
            Self::Seconds(seconds) => f.write_str(&span(*seconds)),
            Self::Date(unix) => f.write_str(&date(*unix)),
            Self::CrashPoint(id) | Self::Term(id) => f.write_str(id),
            Self::NotReached(told) | Self::Undeliverable(told) | Self::Refusal(told) | Self::Failure(told) => {
                told.fmt(f)
            }
            Self::Words(words) => f.write_str(&words.chars().take(LONGEST_WORDS).collect::<String>()),
        }
    }
}

/// A stretch of time in the two largest units that it fills.
fn span(seconds: u64) -> String {
    let units = [(86_400, "d"), (3_600, "h"), (60, "min"), (1, "s")];
    let mut rest = seconds;
    let mut told = Vec::new();
    for (length, unit) in units {
        if rest >= length && told.len() < 2 {
            told.push(format!("{} {unit}", rest / length));
        }
        rest %= length;
    }
    if told.is_empty() { "0 s".to_owned() } else { told.join(" ") }
}

/// A moment as `2026-06-15 00:00`, UTC.
fn date(unix: u64) -> String {
    let days = i64::try_from(unix / 86_400).unwrap_or(i64::MAX / 2);
    // Days to civil date, after Howard Hinnant's public-domain algorithm: eras of 400 years that begin on 1 March.
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02} {:02}:{:02}", unix % 86_400 / 3_600, unix % 3_600 / 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_and_dates_read_as_people_write_them() {
        assert_eq!(span(0), "0 s");
        assert_eq!(span(3_661), "1 h 1 min");
        assert_eq!(span(90_000), "1 d 1 h");
        assert_eq!(date(1_781_481_600), "2026-06-15 00:00");
        assert_eq!(date(951_827_696), "2000-02-29 12:34");
    }
}
