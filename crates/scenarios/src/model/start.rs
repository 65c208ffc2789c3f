//! The begin of simulated time: Unix seconds, or a date and time with an offset.

use toml::value::{Datetime, Offset};

use super::error::Problem;
use super::node::Content;
use super::reader::Item;

/// 2400-01-01: virtual time is kept in 64 bits of nanoseconds, which end in 2554.
const LATEST: u64 = 13_569_465_600;

/// Reads either form.
pub(super) fn read(item: &Item<'_>) -> Result<u64, Problem> {
    let seconds = match &item.node.content {
        Content::Integer(seconds) => u64::try_from(*seconds).ok(),
        Content::Date(date) => unix_seconds(date),
        Content::Text(text) => text.parse().ok().as_ref().and_then(unix_seconds),
        _ => None,
    };
    seconds.filter(|seconds| *seconds <= LATEST).ok_or_else(|| {
        item.trouble(format_args!("is {}", item.node))
            .expected("Unix seconds, or a date and time with offset such as 2026-06-15T00:00:00Z, before the year 2400")
    })
}

/// `None` for what is incomplete, has fractions of a second or lies before 1970.
fn unix_seconds(date: &Datetime) -> Option<u64> {
    let (day, time) = (date.date?, date.time?);
    if time.nanosecond.unwrap_or(0) != 0 {
        return None;
    }
    let offset_minutes = match date.offset? {
        Offset::Z => 0,
        Offset::Custom { minutes } => i64::from(minutes),
    };
    let seconds = i64::from(time.hour) * 3_600 + i64::from(time.minute) * 60 + i64::from(time.second.unwrap_or(0));
    let days = days_since_1970(i64::from(day.year), i64::from(day.month), i64::from(day.day));
    u64::try_from(days * 86_400 + seconds - offset_minutes * 60).ok()
}

/// Days of the proleptic Gregorian calendar; the year is taken to begin in March, so that the leap day comes last.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let month = (month + 9) % 12;
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + day_of_year - 719_468
}
