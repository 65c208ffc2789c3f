//! Characters that nobody sees, or that act on whoever shows them. Everything that writes text from outside asks here.

use std::ops::RangeInclusive;

/// Control characters, marks that turn the order of letters round, and what has no width or no look of its own.
///
/// The pages have the same list, but for the line feed: `HIDDEN` in `report/page/script/text.js`.
/// Variation selectors 1 to 16 are not here: emoji need them.
pub(crate) const HIDDEN: [RangeInclusive<char>; 18] = [
    '\u{0}'..='\u{1f}',
    '\u{7f}'..='\u{9f}',
    '\u{ad}'..='\u{ad}',
    '\u{34f}'..='\u{34f}',
    '\u{61c}'..='\u{61c}',
    '\u{115f}'..='\u{1160}',
    '\u{17b4}'..='\u{17b5}',
    '\u{180b}'..='\u{180f}',
    '\u{200b}'..='\u{200f}',
    '\u{2028}'..='\u{202e}',
    '\u{2060}'..='\u{206f}',
    '\u{3164}'..='\u{3164}',
    '\u{feff}'..='\u{feff}',
    '\u{ffa0}'..='\u{ffa0}',
    '\u{fff0}'..='\u{fffb}',
    '\u{fffe}'..='\u{ffff}',
    '\u{1d173}'..='\u{1d17a}',
    '\u{e0000}'..='\u{e0fff}',
];

/// Whether this is one of [`HIDDEN`].
pub(crate) fn is_hidden(c: char) -> bool {
    HIDDEN.iter().any(|range| range.contains(&c))
}

/// The text with a dot for each hidden character that is not among `kept`.
pub(crate) fn dotted(text: &str, kept: &[char]) -> String {
    text.chars().map(|c| if is_hidden(c) && !kept.contains(&c) { '·' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A character as the script writes it: `\u00ad` or `\u{e0000}`; the rest of the text.
    fn character(text: &str) -> (u32, &str) {
        let text = text.strip_prefix("\\u").unwrap_or_else(|| panic!("a code and not {text}"));
        let (code, rest) = match text.strip_prefix('{') {
            Some(braced) => braced.split_once('}').unwrap(),
            None => text.split_at(4),
        };
        (u32::from_str_radix(code, 16).unwrap(), rest)
    }

    /// The ranges of the class in the script.
    fn of_the_script() -> Vec<RangeInclusive<u32>> {
        let script = include_str!("report/page/script/text.js");
        let mut rest = script.split_once("HIDDEN = /[").unwrap().1.split_once("]/gu;").unwrap().0;
        let mut ranges = Vec::new();
        while !rest.is_empty() {
            let (first, after) = character(rest);
            let (last, after) = after.strip_prefix('-').map_or((first, after), character);
            ranges.push(first..=last);
            rest = after;
        }
        ranges
    }

    #[test]
    fn the_pages_hide_the_same_characters_but_for_the_line_feed() {
        let script = of_the_script();
        for code in 0..=u32::from(char::MAX) {
            let Some(c) = char::from_u32(code) else { continue };
            let there = script.iter().any(|range| range.contains(&code));
            assert_eq!(there, is_hidden(c) && c != '\n', "U+{code:04X}");
        }
    }

    #[test]
    fn what_can_be_seen_stays_and_what_is_kept_stays_too() {
        let seen = "ä ß 漢 عربي עברית ❤\u{fe0f} “→” \u{e9}";
        assert_eq!(dotted(seen, &[]), seen);
        assert_eq!(dotted("a\nb\u{ad}\u{202e}\u{e0041}\u{fffe}\u{1b}c", &['\n']), "a\nb·····c");
    }
}
