//! Where in a scenario file a broken expectation stands.

use scenarios::RunOptions;
use scenarios::model::ONE_PER_ACCOUNT;

/// The line that says what a broken expectation is about, an invariant or a device: that of the most specific table which
/// applies and names the subject, else the head of the expectations.
pub(crate) fn line_of(text: &str, subject: Option<&str>, options: &RunOptions) -> Option<usize> {
    let named = subject.map(|subject| format!("\"{subject}\""));
    let (mut weight, mut best, mut head) = (None, None::<(usize, usize)>, None);
    for (number, line) in text.lines().enumerate().map(|(place, line)| (place + 1, line.trim())) {
        if line.starts_with('[') {
            weight = weight_of(line, options);
        }
        let Some(at) = (if line.starts_with("expect") { Some(0) } else { weight }) else { continue };
        head = head.or(Some(number));
        if named.as_ref().is_some_and(|named| line.contains(named)) && best.is_none_or(|(weight, _)| at >= weight) {
            best = Some((at, number));
        }
    }
    best.map(|(_, number)| number).or(head)
}

/// How specific what stands below this heading is, if it says anything about such a run (`Expect::resolve`).
fn weight_of(heading: &str, options: &RunOptions) -> Option<usize> {
    let path = heading.split(']').next()?.trim_start_matches('[').replace(['"', '\'', ' '], "");
    let path = path.strip_suffix(".outcome").unwrap_or(&path);
    if path == "expect" {
        return Some(0);
    }
    let under = path.strip_prefix("expect.under.")?;
    let (profile, policy) = (options.profile.to_string(), options.policy.to_string());
    let mut order = vec![profile.clone()];
    if options.policy.takes_one_per_account() {
        order.extend([ONE_PER_ACCOUNT.to_owned(), format!("{profile}/{ONE_PER_ACCOUNT}")]);
    }
    order.extend([policy.clone(), format!("{profile}/{policy}")]);
    order.extend(options.storage.map(|storage| storage.id().to_owned()));
    order.iter().position(|key| key == under).map(|place| place + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use marmot_rules::{Policy, Profile};

    const TEXT: &str = r#"title = "about no-phantom-leaf"
[accounts.bob]
devices = ["phone"]
[expect]
holds = "all"
outcome = { "bob/phone" = "joined" }
[expect.under.newest-one]
outcome = { "bob/phone" = "silently-excluded" }
[expect.under."pr40/one-per-account".outcome]
"bob/phone" = "removed"
"#;

    fn line(subject: &str, profile: Profile, policy: Policy) -> Option<usize> {
        line_of(TEXT, Some(subject), &RunOptions::new(profile, policy, 7_u64))
    }

    #[test]
    fn the_most_specific_table_that_applies_is_named() {
        let failure = "bob/phone";
        assert_eq!(line(failure, Profile::Pr40, Policy::ClientId), Some(6));
        assert_eq!(line(failure, Profile::Mip2026_04, Policy::NewestOne), Some(8));
        assert_eq!(line(failure, Profile::Pr40, Policy::NewestOne), Some(8));
        assert_eq!(line(failure, Profile::Pr40, Policy::Pika), Some(10));
    }

    #[test]
    fn what_no_line_names_is_found_at_the_head_of_the_expectations_or_nowhere() {
        let failure = "no-phantom-leaf";
        assert_eq!(line(failure, Profile::Pr40, Policy::ClientId), Some(4));
        let options = RunOptions::new(Profile::Pr40, Policy::ClientId, 7_u64);
        assert_eq!(line_of(TEXT, None, &options), Some(4));
        assert_eq!(line_of("title = \"no expectations\"\n", Some(failure), &options), None);
    }
}
