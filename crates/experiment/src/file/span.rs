//! Lengths of time as people write them: `90s`, `1h30m`, `250ms`.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

/// Units and their milliseconds, longest first.
const UNITS: [(&str, u64); 5] = [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];
/// No scenario lasts longer than a hundred years.
const LONGEST_MS: u64 = 36_525 * 86_400_000;

/// A length of time in whole milliseconds. Its text form joins numbers and units, longest unit first: `1h30m`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span(Duration);

/// Why a text is no [`Span`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum BadSpan {
    /// Not numbers followed by units.
    #[error("not a span of time")]
    Malformed,
    /// Longer than a hundred years.
    #[error("longer than a hundred years")]
    TooLong,
}

impl Span {
    /// Nothing at all.
    pub const ZERO: Self = Self(Duration::ZERO);

    /// So many milliseconds.
    pub const fn from_millis(milliseconds: u64) -> Self {
        Self(Duration::from_millis(milliseconds))
    }

    /// So many seconds.
    pub const fn from_secs(seconds: u64) -> Self {
        Self(Duration::from_secs(seconds))
    }

    /// How many milliseconds.
    pub const fn millis(self) -> u64 {
        self.0.as_secs() * 1_000 + self.0.subsec_millis() as u64
    }

    /// The same length as a [`Duration`].
    pub const fn duration(self) -> Duration {
        self.0
    }
}

/// What is shorter than a millisecond is dropped.
impl From<Duration> for Span {
    fn from(duration: Duration) -> Self {
        Self(Duration::new(duration.as_secs(), duration.subsec_millis() * 1_000_000))
    }
}

impl From<Span> for Duration {
    fn from(span: Span) -> Self {
        span.0
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_zero() {
            return f.write_str("0s");
        }
        let mut rest = self.0.as_millis();
        for (unit, length) in UNITS {
            let count = rest / u128::from(length);
            rest %= u128::from(length);
            if count > 0 {
                write!(f, "{count}{unit}")?;
            }
        }
        Ok(())
    }
}

impl FromStr for Span {
    type Err = BadSpan;

    fn from_str(text: &str) -> Result<Self, BadSpan> {
        let mut total: u64 = 0;
        let mut rest = text;
        let mut shorter_than = u64::MAX;
        while !rest.is_empty() {
            let (number, after) = rest.split_at(rest.bytes().take_while(u8::is_ascii_digit).count());
            let (unit, after) = after.split_at(after.bytes().take_while(u8::is_ascii_lowercase).count());
            let length = UNITS.iter().find(|(name, _)| *name == unit).ok_or(BadSpan::Malformed)?.1;
            if number.is_empty() || length >= shorter_than {
                return Err(BadSpan::Malformed);
            }
            let count: u64 = number.parse().map_err(|_| BadSpan::TooLong)?;
            let part = count.checked_mul(length).ok_or(BadSpan::TooLong)?;
            total = total.checked_add(part).filter(|sum| *sum <= LONGEST_MS).ok_or(BadSpan::TooLong)?;
            shorter_than = length;
            rest = after;
        }
        if text.is_empty() { Err(BadSpan::Malformed) } else { Ok(Self::from_millis(total)) }
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|_| {
            let expected = "expected numbers with units: `250ms`, `90s`, `1m30s`";
            D::Error::custom(format!("`{}` is no length of time, {expected}", super::error::shortened(&text)))
        })
    }
}

impl JsonSchema for Span {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Span".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "description": "A length of time: `250ms`, `90s`, `10m`, `6h`, `7d`, `1h30m`.",
            "pattern": "^(?=.)([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?$",
        })
    }
}
