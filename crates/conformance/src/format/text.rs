//! JSON as it stands in files: two spaces, what fits on a line on one line, lists of plain values always on one.

use serde::Serialize;

/// A line of an array or object has at most so many characters.
const WIDTH: usize = 2_000;

/// Text of a value, with a newline at the end.
///
/// # Errors
/// If it cannot be written as JSON; no type of this crate is like that.
pub fn to_text(value: &impl Serialize) -> Result<String, serde_json::Error> {
    Ok(folded(&serde_json::to_string_pretty(value)?))
}

/// An array or object that is being read: its lines so far, each of its items one or several.
#[derive(Default)]
struct Block {
    lines: Vec<String>,
    holds_blocks: bool,
}

/// Joins the lines of what fits on one. No line of pretty JSON but a bracket's ends in an opening or begins with a closing one.
fn folded(pretty: &str) -> String {
    let mut open = vec![Block::default()];
    for line in pretty.lines() {
        let closes = line.trim_start().starts_with(['}', ']']);
        if line.ends_with(['{', '[']) {
            open.push(Block::default());
        }
        let block = open.last_mut().expect("brackets match");
        block.lines.push(line.to_owned());
        if closes {
            let lines = open.pop().expect("brackets match").fold();
            let outer = open.last_mut().expect("brackets match");
            outer.lines.extend(lines);
            outer.holds_blocks = true;
        }
    }
    open.into_iter().flat_map(|block| block.lines).fold(String::new(), |text, line| text + &line + "\n")
}

impl Block {
    fn fold(self) -> Vec<String> {
        let [first, items @ .., last] = self.lines.as_slice() else { return self.lines };
        let length = self.lines.iter().map(|line| line.trim_start().len() + 1).sum::<usize>();
        let is_plain_list = last.trim_start().starts_with(']') && !self.holds_blocks;
        if !is_plain_list && length > WIDTH {
            return self.lines;
        }
        let items: Vec<_> = items.iter().map(|line| line.trim_start()).collect();
        vec![format!("{first}{}{}", items.join(" "), last.trim_start())]
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{WIDTH, to_text};

    #[test]
    fn what_fits_is_on_one_line_and_long_lists_of_plain_values_too() {
        let long = "x".repeat(WIDTH * 2 / 3);
        let value =
            json!({ "a": [], "b": { "c": ["[", "{"] }, "d": [long, long], "e": { "f": long, "g": long, "h": {} } });
        let text = to_text(&value).unwrap();
        let lines: Vec<_> = text.lines().map(str::trim_start).collect();
        assert_eq!(
            lines[..4],
            ["{", "\"a\": [],", "\"b\": {\"c\": [\"[\", \"{\"]},", &format!("\"d\": [\"{long}\", \"{long}\"],")]
        );
        assert_eq!((lines[4], lines.len()), ("\"e\": {", 10));
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
    }
}
