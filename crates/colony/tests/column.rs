//! `colony run X --column`: a log with a column for each device and relay.

mod common;

use common::colony;

#[test]
fn each_event_stands_in_the_column_of_its_actor() {
    let done = colony(&["run", "foreign-welcome-joined", "--column"]);
    assert_eq!((done.exit, done.err.as_str()), (0, ""));
    let header = done.out.lines().next().unwrap();
    let column = |name: &str| header.find(name).unwrap_or_else(|| panic!("{header}: no {name}"));
    let (alice, laptop, phone, relay) =
        (column("alice/desktop"), column("bob/laptop"), column("bob/phone"), column("r1"));
    assert!(alice < laptop && laptop < phone && phone < relay, "{header}");
    let starts = |at: usize, text: &str| {
        let hit = |line: &str| line.char_indices().nth(at).is_some_and(|(byte, _)| line[byte..].starts_with(text));
        assert!(done.out.lines().any(hit), "no `{text}` in column {at}:\n{}", done.out);
    };
    starts(alice, "looked up bob");
    starts(laptop, "joined trip");
    starts(phone, "published KeyPackage");
    starts(relay, "← kind 443");
}

#[test]
fn time_never_runs_backwards_and_nothing_stands_outside_the_columns() {
    let done = colony(&["run", "foreign-welcome-joined", "--column"]);
    let first = done.out.lines().next().unwrap().find("alice/desktop").unwrap();
    let seconds: Vec<f64> = done
        .out
        .lines()
        .skip(1)
        .filter_map(|line| line.get(..first)?.trim().strip_suffix(" s")?.split_once(": ")?.1.parse().ok())
        .collect();
    assert!(seconds.len() > 20 && seconds.is_sorted(), "{seconds:?}");
    assert!(done.out.lines().all(|line| line.chars().count() <= 160 && !line.contains('\x1b')), "{}", done.out);
}

#[test]
fn verbose_adds_every_message() {
    let plain = colony(&["run", "foreign-welcome-joined", "--column"]).out;
    let verbose = colony(&["run", "foreign-welcome-joined", "--column", "-v"]).out;
    assert!(!plain.contains("EOSE") && verbose.contains("EOSE"));
    assert!(verbose.lines().count() > plain.lines().count());
}

#[test]
fn only_one_form_is_written_at_a_time() {
    for other in ["--json", "--mermaid"] {
        let done = colony(&["run", "foreign-welcome-joined", "--column", other]);
        assert_eq!((done.exit, done.out.as_str()), (2, ""), "{other}");
    }
}
