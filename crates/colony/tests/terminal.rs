//! The program on a terminal: widths, colours, progress. `script` lends one; macOS has another `script`.
#![cfg(target_os = "linux")]

mod common;

use std::collections::BTreeSet;

use common::{colony, done, program};

/// What a terminal of this many columns is sent.
fn on_terminal(columns: u16, environment: &str, args: &str) -> String {
    let program = env!("CARGO_BIN_EXE_colony");
    let line = format!("stty cols {columns}; unset NO_COLOR; {environment} '{program}' {args}");
    let mut script = std::process::Command::new("script");
    let output = script.args(["-qec", &line, "/dev/null"]).env("TERM", "xterm").output();
    done(output.expect("script, of util-linux, starts")).out
}

/// Lines as they stand in the end, without colours.
fn plain(sent: &str) -> Vec<String> {
    let without_colours = |part: &str| part.split_once('m').map(|(_, rest)| rest.to_owned()).unwrap_or_default();
    let mut parts = sent.split('\x1b');
    let first = parts.next().unwrap_or_default().to_owned();
    let text = parts.fold(first, |text, part| text + &without_colours(part));
    text.lines().map(|line| line.trim_end_matches('\r').to_owned()).collect()
}

#[test]
fn tables_fit_the_terminal_and_names_stay_whole() {
    for columns in [70, 100, 140] {
        let lines = plain(&on_terminal(columns, "", "--quiet list policies"));
        let widest = lines.iter().map(|line| line.chars().count()).max().unwrap();
        assert!(widest <= columns.into(), "{widest} of {columns}");
        for id in ["client-id-collapse-untagged", "whitenoise-rs-0.8", "relay_control/ephemeral.rs"] {
            assert!(lines.iter().any(|line| line.contains(id)), "{id} is broken at {columns}");
        }
    }
}

/// Words of a text, without what tables are drawn with.
fn words(text: &str) -> BTreeSet<&str> {
    let words = text.split_whitespace().map(|word| word.trim_matches([',', ':', ';', '.']));
    words.filter(|word| word.chars().any(char::is_alphanumeric)).collect()
}

#[test]
fn no_table_breaks_a_word_at_eighty_columns_on_a_terminal_or_in_a_pipe() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out").display().to_string();
    let made = colony(&["explore", "--family", "races", "--cases", "8", "--quiet", "--out", &out]);
    assert!(made.exit <= 1, "{}", made.err);
    let again = folder.path().join("again").display().to_string();
    let commands = [
        "list scenarios".to_owned(),
        "list policies".to_owned(),
        "list profiles".to_owned(),
        "list invariants".to_owned(),
        "list rules".to_owned(),
        "rules".to_owned(),
        "check uneven-refresh two-devices --table".to_owned(),
        "matrix uneven-refresh two-devices".to_owned(),
        format!("vectors list '{}'", concat!(env!("CARGO_MANIFEST_DIR"), "/../../vectors")),
        format!("explore merge '{out}' --out '{again}'"),
    ];
    for command in commands {
        let args: Vec<&str> = command.split(' ').map(|word| word.trim_matches('\'')).collect();
        let in_a_pipe = |columns: &str| {
            let _ = std::fs::remove_dir_all(&again);
            done(program(&args).env("COLUMNS", columns).output().unwrap()).out
        };
        let (wide, narrow) = (in_a_pipe("4000"), in_a_pipe("80"));
        let whole = words(&wide);
        let broken: Vec<_> = words(&narrow).difference(&whole).copied().collect();
        assert!(broken.is_empty(), "{command}: {broken:?} in\n{narrow}");
        let _ = std::fs::remove_dir_all(&again);
        let lines = plain(&on_terminal(80, "", &format!("--quiet {command}")));
        let widest =
            lines.iter().filter(|line| line.starts_with([' ', '─', '═'])).map(|line| line.chars().count()).max();
        assert!(widest.is_none_or(|widest| widest <= 80), "{command}: {widest:?}");
    }
}

#[test]
fn a_check_in_which_all_is_well_fits_a_screen_and_its_last_line_begins_with_the_verdict() {
    let lines = plain(&on_terminal(80, "", "check uneven-refresh two-devices one-device commit-race"));
    let lines: Vec<_> = lines.iter().skip_while(|line| !line.starts_with('─')).collect();
    assert!(lines.len() <= 24 && lines.iter().all(|line| line.chars().count() <= 80), "{lines:#?}");
    assert!(lines.last().unwrap().starts_with("as expected: "), "{lines:#?}");
}

#[test]
fn columns_stay_readable_on_a_narrow_terminal_and_a_hint_says_how_to_see_whole_lines() {
    for (columns, hinted) in [(80, true), (200, false)] {
        let lines = plain(&on_terminal(columns, "", "run uneven-refresh --column"));
        let whole = ["alice/desktop", "bob/laptop", "bob/phone"].iter().all(|name| lines[0].contains(name));
        assert!(whole, "{columns}: {}", lines[0]);
        assert!(lines.iter().any(|line| line.contains("looked up bob:")), "{columns}: {lines:#?}");
        let hint = lines.iter().any(|line| line.starts_with("hint: ") && line.contains("less -S"));
        assert_eq!(hint, hinted, "{columns}");
    }
}

#[test]
fn the_names_of_saved_failures_can_be_copied_from_a_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let sent = on_terminal(110, "", &format!("explore --family races --cases 8 --out '{}'", out.display()));
    let lines = plain(&sent);
    let saved = std::fs::read_dir(out.join("failures")).unwrap().map(|file| file.unwrap().file_name());
    for name in saved.map(|name| name.into_string().unwrap()).filter(|name| name.ends_with(".toml")) {
        assert!(lines.iter().any(|line| line.contains(&name)), "{name} is broken");
    }
}

#[test]
fn a_terminal_gets_colours_unless_no_color_says_no() {
    let args = "run one-device --quiet";
    assert!(on_terminal(100, "", args).contains("\x1b[32m"));
    assert!(!on_terminal(100, "NO_COLOR=1", args).contains('\x1b'));
    assert!(on_terminal(100, "NO_COLOR=", args).contains("\x1b[32m"), "an empty NO_COLOR says nothing");
}

/// What only a bar is drawn with.
const BAR: [char; 2] = ['█', '░'];

#[test]
fn what_takes_longer_shows_progress_on_a_terminal_and_not_with_quiet() {
    let vectors = concat!(env!("CARGO_MANIFEST_DIR"), "/../../vectors");
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().display();
    let commands = [
        "check two-devices".to_owned(),
        "matrix two-devices".to_owned(),
        format!("explore --family races --cases 4 --out '{out}/explored'"),
        format!("vectors verify '{vectors}' --stack naive"),
    ];
    for command in &commands {
        assert!(on_terminal(100, "", command).contains(BAR), "{command}");
    }
    for command in [&commands[0], &commands[3]] {
        let quiet = on_terminal(100, "", &format!("{command} --quiet"));
        assert!(!quiet.contains(BAR), "{command}: {quiet:?}");
    }
    let emit = on_terminal(100, "", &format!("vectors emit --out '{out}/emitted'"));
    assert!(emit.contains("pr40: file "), "{emit:?}");
}

#[test]
fn a_pipe_gets_neither_progress_nor_colours() {
    let done = colony(&["check", "two-devices"]);
    assert_eq!((done.exit, done.err.as_str(), done.out.contains('\x1b')), (0, "", false));
}
