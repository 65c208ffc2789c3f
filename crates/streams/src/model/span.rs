//! Lengths of time as people write them: `90s`, `1m30s`, `250ms`.

use std::fmt;

use serde::{Deserialize, Deserializer, de::Error};

use crate::Ms;

/// Units and their milliseconds, longest first.
const UNITS: [(&str, Ms); 4] = [("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];
/// A year is longer than any run.
const LONGEST: Ms = 366 * 86_400_000;

/// A length of time in whole milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span(pub Ms);

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        parse(&text).map(Self).ok_or_else(|| {
            D::Error::custom(format!(
                "`{text}` is no length of time, expected numbers with units: `250ms`, `90s`, `1m30s`"
            ))
        })
    }
}

fn parse(text: &str) -> Option<Ms> {
    let (mut total, mut rest, mut shorter_than): (Ms, &str, Ms) = (0, text, Ms::MAX);
    while !rest.is_empty() {
        let (number, after) = rest.split_at(rest.bytes().take_while(u8::is_ascii_digit).count());
        let (unit, after) = after.split_at(after.bytes().take_while(u8::is_ascii_lowercase).count());
        let length = UNITS.iter().find(|(name, _)| *name == unit)?.1;
        if length >= shorter_than {
            return None;
        }
        total = number.parse::<Ms>().ok()?.checked_mul(length)?.checked_add(total).filter(|sum| *sum <= LONGEST)?;
        (shorter_than, rest) = (length, after);
    }
    (!text.is_empty()).then_some(total)
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == 0 {
            return f.write_str("0s");
        }
        let mut rest = self.0;
        for (unit, length) in UNITS {
            let count = rest / length;
            rest %= length;
            if count > 0 {
                write!(f, "{count}{unit}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Span, parse};

    #[test]
    fn a_length_of_time_reads_as_it_is_written() {
        for text in ["0s", "250ms", "90s", "1m30s", "1h1m1s1ms"] {
            let span = Span(parse(text).unwrap());
            assert_eq!(parse(&span.to_string()), Some(span.0), "{text}");
        }
        assert_eq!(Span(90_000).to_string(), "1m30s");
    }

    #[test]
    fn what_is_no_length_of_time_is_refused() {
        for text in ["", "s", "10", "1s1m", "1s1s", "-1s", "1.5s", "99999999999999999999h", "9000h"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
