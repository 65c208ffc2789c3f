//! Topics on a command line: bytes in hexadecimal digits.

use streams::frame::Topic;

/// Reads a topic, for example `00a1`.
///
/// # Errors
/// What is wrong, and what was expected.
pub fn parse(text: &str) -> Result<Topic, String> {
    let bytes = hex::decode(text).map_err(|_| format!("`{text}` is no topic: expected bytes in hexadecimal digits"))?;
    let topic = Topic::new(bytes);
    if topic.kind().is_none() {
        return Err(format!("`{text}` is no topic: expected 00 or 01, and then at least one byte"));
    }
    Ok(topic)
}

/// Reads a topic and a number after `separator`; without one the number is 0.
///
/// # Errors
/// What is wrong, and what was expected.
pub fn parse_with(text: &str, separator: char) -> Result<(Topic, u64), String> {
    let (name, number) = text.split_once(separator).unwrap_or((text, "0"));
    let number = number.parse().map_err(|_| format!("`{number}` is no number"))?;
    Ok((parse(name)?, number))
}

/// A topic as it is written.
pub fn show(topic: &Topic) -> String {
    hex::encode(topic.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topic_is_read_as_it_is_written() {
        let topic = parse("00a1").unwrap();
        assert_eq!(show(&topic), "00a1");
        assert_eq!(parse_with("00a1@7", '@'), Ok((topic, 7)));
    }

    #[test]
    fn what_is_no_topic_is_told() {
        for text in ["", "0", "zz", "00", "02a1", "00a1@x"] {
            assert!(parse_with(text, '@').is_err(), "{text}");
        }
    }
}
