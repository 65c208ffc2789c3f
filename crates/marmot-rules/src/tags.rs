//! Reading event tags as rows of strings, without the meaning that a Nostr library gives them.

use nostr::Tags;

/// The rows named `name`, in event order.
pub(crate) fn named<'a>(tags: &'a Tags, name: &'a str) -> impl Iterator<Item = &'a [String]> {
    tags.iter().map(nostr::Tag::as_slice).filter(move |row| row.first().is_some_and(|first| first == name))
}

/// The first row named `name`.
pub(crate) fn first<'a>(tags: &'a Tags, name: &'a str) -> Option<&'a [String]> {
    named(tags, name).next()
}

/// The second element of the first row named `name`.
pub(crate) fn first_value<'a>(tags: &'a Tags, name: &'a str) -> Option<&'a str> {
    first(tags, name)?.get(1).map(String::as_str)
}

/// The value of a tag that must be there exactly once with exactly one value (KP-05).
pub(crate) fn single<'a>(tags: &'a Tags, name: &'a str) -> Result<&'a str, String> {
    match exactly_one(tags, name)? {
        [_, value] => Ok(value),
        row => Err(format!("the {name} tag has {} values instead of one", row.len() - 1)),
    }
}

/// The only row named `name`.
pub(crate) fn exactly_one<'a>(tags: &'a Tags, name: &'a str) -> Result<&'a [String], String> {
    let mut rows = named(tags, name);
    let row = rows.next().ok_or_else(|| format!("there is no {name} tag"))?;
    match rows.count() {
        0 => Ok(row),
        more => Err(format!("there are {} {name} tags", more + 1)),
    }
}

/// True for `length` characters `0-9a-f`.
pub(crate) fn is_lower_hex(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// True for `length` hex characters of any case.
pub(crate) fn is_hex(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// True for an id as KP-11 spells it: `0x` and four lower-case hex digits.
pub(crate) fn is_id(text: &str) -> bool {
    text.strip_prefix("0x").is_some_and(|digits| is_lower_hex(digits, 4))
}

/// The same in any case, as mdk-core 0.8.0 accepts it; the `0x` itself must be lower-case.
pub(crate) fn is_id_any_case(text: &str) -> bool {
    text.strip_prefix("0x").is_some_and(|digits| is_hex(digits, 4))
}

/// An id as the texts spell it.
pub(crate) fn id_text(id: u16) -> String {
    format!("{id:#06x}")
}
