//! Numbers of things, in words.

use std::collections::BTreeSet;

use marmot_rules::Profile;

/// The MLS libraries of these profiles.
pub(crate) fn engines(profiles: impl Iterator<Item = Profile>) -> String {
    let engines: BTreeSet<&str> = profiles.map(Profile::engine_name).collect();
    engines.into_iter().collect::<Vec<_>>().join(" and ")
}

/// `1 case`, `2 cases`, `3 phantom leaves`.
pub(crate) fn count(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", thousands(n), if n == 1 { one } else { many })
}

/// `once`, `2 times`.
pub(crate) fn times(n: usize) -> String {
    match n {
        1 => "once".to_owned(),
        n => format!("{} times", thousands(n)),
    }
}

/// `1,995`.
pub(crate) fn thousands(n: usize) -> String {
    let digits = n.to_string();
    let (first, rest) = digits.split_at((digits.len() - 1) % 3 + 1);
    let groups = rest.as_bytes().chunks(3).map(|group| format!(",{}", String::from_utf8_lossy(group)));
    std::iter::once(first.to_owned()).chain(groups).collect()
}

/// `3-5, 7, 9-12`: numbers in order, those that follow on each other as ranges.
pub(crate) fn ranges(numbers: impl IntoIterator<Item = u64>) -> Vec<(u64, u64)> {
    let mut ranges: Vec<(u64, u64)> = Vec::new();
    for number in numbers {
        match ranges.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(number) => *last = number,
            _ => ranges.push((number, number)),
        }
    }
    ranges
}

/// Commands in a fence that none of them can close, for Markdown.
pub(crate) fn fenced(commands: &[String]) -> String {
    let commands: Vec<String> = commands.iter().map(|command| command.replace(['\n', '\r'], " ")).collect();
    let commands = commands.join("\n");
    let fence = "`".repeat(longest_run(&commands).max(2) + 1);
    format!("{fence}sh\n{commands}\n{fence}")
}

/// The longest run of backticks.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_a_comma_every_three_digits() {
        assert_eq!([0, 12, 123, 1_995, 1_234_567].map(thousands), ["0", "12", "123", "1,995", "1,234,567"]);
    }

    #[test]
    fn one_is_one_and_many_are_many() {
        assert_eq!([0, 1, 2].map(|n| count(n, "case", "cases")), ["0 cases", "1 case", "2 cases"]);
        assert_eq!([0, 1, 2].map(times), ["0 times", "once", "2 times"]);
    }

    #[test]
    fn numbers_that_follow_on_each_other_are_a_range() {
        assert_eq!(ranges([3, 4, 5, 7, u64::MAX]), [(3, 5), (7, 7), (u64::MAX, u64::MAX)]);
    }

    #[test]
    fn the_longest_run_of_backticks_counts() {
        assert_eq!((longest_run("a`b``c"), longest_run("")), (2, 0));
    }
}
