//! Reports in a real browser. Where none is installed, each test says that it was skipped.

mod browser;
mod common;

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use browser::Browser;
use common::colony;
use serde_json::Value;
use tempfile::TempDir;

/// A report, in a folder that goes away with it.
struct Report {
    folder: TempDir,
}

impl Report {
    /// What a command writes with `--html`.
    fn of(args: &[&str]) -> Self {
        let report = Self { folder: tempfile::tempdir().unwrap() };
        let file = report.file();
        let done = colony(&[args, &["--html", file.to_str().unwrap()]].concat());
        assert_eq!(done.err, "", "{args:?}");
        report
    }

    /// The report of a scenario that is not in the corpus.
    fn of_scenario(text: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let scenario = folder.path().join("scenario.toml");
        fs::write(&scenario, text).unwrap();
        Self::of(&["run", scenario.to_str().unwrap()])
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("report.html")
    }

    /// Opened in a browser, if there is one.
    fn open(&self) -> Option<Browser> {
        let mut browser = Browser::start()?;
        browser.open(&self.file(), "");
        Some(browser)
    }
}

/// Place in the transcript of the selected record.
fn selected(browser: &mut Browser) -> u64 {
    let text = browser.text(".row.selected");
    assert_ne!(text, "", "the selected record is in sight");
    let entry = browser.eval("Number(location.hash.split('@')[1])");
    entry.as_u64().expect("the address names the record")
}

/// The colour in which a device's line is drawn in the row of a place, by its lane.
fn colours(browser: &mut Browser, row: &str) -> Vec<String> {
    let found = browser
        .eval(&format!("[...document.querySelectorAll('{row} .band')].map((band) => getComputedStyle(band).fill)"));
    found.as_array().unwrap().iter().map(|colour| colour.as_str().unwrap().to_owned()).collect()
}

const NOTHING: [String; 0] = [];

#[test]
fn a_run_opens_without_complaints_and_shows_the_violation() {
    let report = Report::of(&["run", "uneven-refresh", "--policy", "newest-one"]);
    let Some(mut browser) = report.open() else { return };
    let verdict = browser.text(".verdict");
    assert!(verdict.contains("every-active-device-joins"), "{verdict}");
    assert!(
        verdict.contains("It demands: ") && browser.text(".details").contains("It demands: "),
        "not by mouse alone"
    );
    assert!(verdict.contains("bob/laptop was silently excluded from trip: newest-one on alice/desktop picked"));
    assert!(browser.text(".row.selected.broken").contains("looked up bob: newest-one picks"));
    assert!(browser.text(".outcomes .bad").contains("bob/laptop silently-excluded"));
    let details = browser.text(".details");
    for text in ["✗ every-active-device-joins", "CID-10", "Rules at stake", "\"note\": \"selected\"", "\"kind\": 443"]
    {
        assert!(details.contains(text), "{text:?} is missing in {details}");
    }
    assert_eq!(browser.complaints, NOTHING);
}

#[test]
fn a_complaint_is_heard() {
    let report = Report::of(&["run", "one-device"]);
    let Some(mut browser) = report.open() else { return };
    assert_eq!(browser.complaints, NOTHING);
    browser.eval("{ const s = document.createElement('script'); s.textContent = '1'; document.body.append(s); }");
    browser.eval("fetch('https://example.invalid/').then(() => 'sent', () => 'refused')");
    assert!(
        browser.complaints.iter().any(|text| text.contains("script-src")),
        "no script but its own: {:?}",
        browser.complaints
    );
    assert!(browser.complaints.iter().any(|text| text.contains("connect")), "no network: {:?}", browser.complaints);
}

#[test]
fn keys_go_from_record_to_record_and_from_violation_to_violation() {
    let report = Report::of(&["run", "uneven-refresh", "--policy", "newest-one"]);
    let Some(mut browser) = report.open() else { return };
    let first = selected(&mut browser);
    browser.press("j");
    let below = selected(&mut browser);
    assert!(below > first);
    browser.press("ArrowUp");
    assert_eq!(selected(&mut browser), first);
    browser.press("n");
    let second = selected(&mut browser);
    assert!(second > first && browser.count(".row.selected.broken") == 1);
    browser.press("p");
    assert_eq!(selected(&mut browser), first);
    browser.press("Home");
    let top = selected(&mut browser);
    browser.press("End");
    assert!(top < first && selected(&mut browser) > second);
    browser.press("?");
    let keys = browser.text("dialog[open]");
    assert!(keys.contains("next, previous violation"), "{keys}");
    browser.press("Escape");
    assert_eq!(browser.count("dialog[open]"), 0);
    let named = browser.eval(
        "document.activeElement.getAttribute('aria-activedescendant') === document.querySelector('.row.selected').id",
    );
    assert_eq!(named, true, "assistive technology hears of the selected record");
    assert_eq!(browser.complaints, NOTHING);
}

#[test]
fn a_resting_pointer_shows_a_record_and_a_click_keeps_it() {
    let report = Report::of(&["run", "uneven-refresh", "--policy", "newest-one"]);
    let Some(mut browser) = report.open() else { return };
    let (first, kept) = (selected(&mut browser), browser.text(".details"));
    browser.rest_on(".row.selected + .row");
    let rested = browser.text(".details");
    assert!(rested != kept && rested.contains("created group trip"), "{rested}");
    browser.rest_on("h1");
    assert_eq!(browser.text(".details"), kept, "the selected record comes back");
    browser.click(".row.selected + .row");
    assert!(selected(&mut browser) > first);
    assert_eq!(browser.text(".details"), rested);
    browser.click("button.show");
    assert_eq!(selected(&mut browser), first, "the verdict leads to its record");
    assert_eq!(browser.complaints, NOTHING);
}

#[test]
fn the_filter_is_reached_by_a_key_and_says_what_it_folded() {
    let report = Report::of(&["run", "uneven-refresh", "--policy", "newest-one"]);
    let Some(mut browser) = report.open() else { return };
    let all = browser.text(".status");
    assert!(all.contains(" of ") && all.contains("folded: ") && all.contains("REQ, EOSE, OK and the like"), "{all}");
    browser.press("/");
    browser.type_text("ignored the Welcome");
    assert!(browser.text(".status").starts_with("1 of "), "{}", browser.text(".status"));
    assert!(browser.text(".row").contains("bob/laptop ignored the Welcome"));
    browser.press("Escape");
    browser.press("Escape");
    assert_eq!(browser.text(".status"), all, "the second Esc clears the filter");
    browser.click("[data-lane='1']");
    assert_eq!(browser.eval("[...document.querySelectorAll('.row .text b')].every((b) => ['bob/laptop', 'r1'].includes(b.innerText) || b.closest('.broken'))"), true);
    browser.press("Escape");
    let folded = browser.count(".row");
    browser.press("Enter");
    assert!(browser.text(".status") != all && folded > 0, "Enter unfolds what is folded before the record");
    browser.press("Escape");
    browser.click(".menu:nth-of-type(2) summary");
    browser.click("input[value='event']");
    assert!(browser.text(".status").contains(" × event on its way"), "{}", browser.text(".status"));
    assert_eq!((browser.count(".row.event"), browser.count(".menu[open]")), (0, 1));
    browser.press("Escape");
    assert_eq!(browser.count(".menu[open]"), 0, "Esc closes the menu first");
    browser.press("Escape");
    assert_eq!(browser.text(".status"), all, "and clears the filter then");
    browser.eval("{ const s = document.querySelector('.tools select'); s.value = 'every-active-device-joins'; s.dispatchEvent(new Event('change')); }");
    assert!(browser.text(".row.broken").contains("looked up bob: newest-one picks"), "the break itself");
    assert_eq!(browser.complaints, NOTHING);
}

#[test]
fn the_page_tells_how_an_invariant_broke_as_its_causal_story_does() {
    let report = Report::of(&["run", "uneven-refresh", "--policy", "newest-one"]);
    let Some(mut browser) = report.open() else { return };
    browser.window(1400, 4000, false);
    browser.open(&report.file(), "");
    browser.eval("{ const s = document.querySelector('.tools select'); s.value = 'every-active-device-joins'; s.dispatchEvent(new Event('change')); }");
    let told = browser.eval("[...document.querySelectorAll('.row .text')].map((text) => text.innerText).join('\\n')");
    let told = told.as_str().unwrap();
    for text in ["bob/laptop published KeyPackage", "bob/phone published KeyPackage", "looked up bob: newest-one picks"]
    {
        assert!(told.contains(text), "{text:?} is missing in {told}");
    }
    assert!(told.lines().all(|line| line.contains("KeyPackage") || line.contains("picks")), "nothing else: {told}");
    assert_eq!(browser.complaints, NOTHING);
}

#[test]
fn a_fork_is_two_colours_and_a_word() {
    let report = Report::of(&["run", "commit-race-merged-at-once"]);
    let Some(mut browser) = report.open() else { return };
    assert!(
        browser.text(".forks").contains("fork in epochs 2 to 7: bob/laptop, bob/phone until the end"),
        "{}",
        browser.text(".forks")
    );
    assert!(browser.text(".row.selected .pill.fork text").ends_with("fork"));
    let parted = selected(&mut browser);
    browser.press("End");
    browser.click("button.show");
    assert_eq!(selected(&mut browser), parted, "the verdict leads to where they parted");
    assert!(browser.count(".row .stripes") > 0, "without colours a fork has stripes");
    browser.press("End");
    let mut seen = colours(&mut browser, ".row.selected");
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 3, "three devices in one epoch and three states: {seen:?}");
    assert_eq!(browser.complaints, NOTHING);
}

#[test]
fn leaves_stand_before_and_after_each_commit_and_phantoms_are_marked() {
    let report = Report::of(&["run", "device-added-later"]);
    let Some(mut browser) = report.open() else { return };
    browser.press("/");
    browser.type_text("adds leaves");
    browser.press("Escape");
    browser.press("End");
    let leaves = browser.text(".leaves");
    assert!(leaves.contains("epoch 1") && leaves.contains("epoch 2") && leaves.contains("phantom"), "{leaves}");
    assert_eq!(browser.complaints, NOTHING);
}

/// Ten devices that say much.
fn talkative(messages: usize) -> String {
    let names: Vec<_> = (0..9).map(|n| format!("\"d{n}\"")).collect();
    let mut text = format!(
        "format = \"marmot-scenario/1\"\nid = \"talkative\"\ntitle = \"Many words\"\nprofiles = [\"pr40\"]\n\
         [accounts.alice]\ndevices = [\"desktop\"]\n[accounts.bob]\ndevices = [{}]\n",
        names.join(", ")
    );
    for n in 0..9 {
        let _ = write!(text, "[[steps]]\ndevice = \"bob/d{n}\"\npublish_key_package = {{}}\n");
    }
    text += "[[steps]]\ndevice = \"alice/desktop\"\ncreate_group = { group = \"trip\", invite = [\"bob\"] }\n[[steps]]\nsettle = \"10m\"\n";
    for n in 0..messages {
        let _ = write!(
            text,
            "[[steps]]\nafter = \"1m\"\ndevice = \"bob/d{}\"\nsend = {{ group = \"trip\", text = \"word {n}\" }}\n",
            n % 9
        );
    }
    text
}

#[test]
fn five_thousand_events_are_there_within_two_seconds_and_what_is_folded_is_said() {
    let report = Report::of_scenario(&talkative(460));
    let page = fs::read_to_string(report.file()).unwrap();
    let events = page.matches("\"kind\":\"event\"").count();
    assert!(events >= 5_000, "{events} events");
    let Some(mut browser) = report.open() else { return };
    let mut opened = || -> u64 {
        browser.open(&report.file(), "");
        browser.eval("document.documentElement.dataset.ready").as_str().unwrap().parse().unwrap()
    };
    // The best of three: other tests run at the same time.
    let millis = (0..3).map(|_| opened()).min().unwrap();
    println!("{events} events, {} MB, shown after {millis} ms", page.len() >> 20);
    assert!(millis < 2_000, "{millis} ms");
    let status = browser.text(".status");
    assert!(status.contains("× event on its way"), "{status}");
    let slow = browser.eval(
        "(async () => { const list = document.querySelector('.rows'); const took = []; \
         for (let n = 0; n < 20; n++) { const before = performance.now(); list.scrollTop = (n * 7919 * 28) % list.scrollHeight; \
         await new Promise(requestAnimationFrame); await new Promise(requestAnimationFrame); took.push(performance.now() - before); } return took.sort((a, b) => a - b)[10]; })()",
    );
    assert!(slow.as_f64().unwrap() < 500.0, "half of the far jumps take longer than {slow} ms");
    assert!(browser.count(".row") < 200, "only the rows in sight are in the page");
    assert_eq!(browser.complaints, NOTHING);
}

const HOSTILE: &str = r#"format = "marmot-scenario/1"
id = "hostile"
title = "</script><script>window.hacked = 1</script><img src=x onerror='window.hacked = 2'>"
description = "a\u202Eb \u0007 {data} <b>bold</b>"
profiles = ["pr40"]

[accounts.alice]
devices = ["desktop"]
[accounts.bob]
devices = ["phone"]

[[steps]]
device = "bob/phone"
publish_key_package = {}
[[steps]]
device = "alice/desktop"
create_group = { group = "trip", invite = ["bob"] }
[[steps]]
device = "alice/desktop"
send = { group = "trip", text = "<img src=x onerror='window.hacked = 3'> \u0007 \u202Egnp.exe \u2028 </script> LONG" }
[[steps]]
settle = "10m"
"#;

#[test]
fn hostile_text_is_shown_as_text() {
    let report = Report::of_scenario(&HOSTILE.replace("LONG", &"long ".repeat(20_000)));
    let Some(mut browser) = report.open() else { return };
    assert!(
        browser.text("h1").starts_with("</script><script>window.hacked = 1</script><img src=x"),
        "{}",
        browser.text("h1")
    );
    browser.press("/");
    browser.type_text("says in trip");
    browser.press("Escape");
    browser.press("Home");
    assert!(
        browser.text(".row.selected").contains("says in trip “<img src=x onerror="),
        "{}",
        browser.text(".row.selected")
    );
    let details = browser.text(".details");
    assert!(
        details.contains("\\u202egnp.exe") && details.contains("characters)"),
        "marks are shown by code, long texts cut: {details}"
    );
    let hidden = browser.eval("/[\\u0007\\u202e\\u2028]/.test(document.getElementById('app').textContent)");
    assert_eq!((hidden, browser.eval("typeof window.hacked")), (Value::from(false), Value::from("undefined")));
    assert_eq!((browser.count("#app img"), browser.count("#app script")), (0, 0));
    assert_eq!(browser.complaints, NOTHING);
}

#[test]
fn a_cell_of_the_matrix_opens_its_run_and_escape_leads_back() {
    let report = Report::of(&["matrix", "uneven-refresh", "two-devices", "--policy", "newest-one,client-id"]);
    let Some(mut browser) = report.open() else { return };
    assert!(browser.text(".verdict").contains("Something broke in"), "{}", browser.text(".verdict"));
    browser.press("/");
    browser.type_text("uneven");
    browser.press("Escape");
    assert_eq!(browser.count("table.heat tbody tr:not([hidden])"), 1);
    assert_eq!(
        browser.eval("[...document.querySelectorAll('tr:not([hidden]) button.cell')].filter((b) => b.offsetHeight < b.parentElement.clientHeight - 2).length"),
        0,
        "a button fills its cell"
    );
    assert!(browser.count("details.more dd") > 1, "what the policies are can be unfolded");
    browser.press("ArrowDown");
    browser.press("Enter");
    browser.wait_for(".diagram .row.selected");
    assert!(
        browser.text(".facts").contains("scenario uneven-refresh · profile pr40 · policy newest-one"),
        "{}",
        browser.text(".facts")
    );
    assert!(browser.text(".verdict").contains("every-active-device-joins"));
    browser.press("Escape");
    browser.wait_for("table.heat");
    assert_eq!(browser.eval("document.activeElement.className"), "cell", "back on the cell it came from");
    assert_eq!(browser.complaints, NOTHING);
}

#[test]
fn a_cell_whose_run_is_not_in_the_page_shows_the_command() {
    let report = Report::of(&["matrix", "uneven-refresh", "--policy", "newest-one"]);
    let page = fs::read_to_string(report.file()).unwrap();
    fs::write(report.file(), page.replace("\"run\":0", "\"run\":null")).unwrap();
    let Some(mut browser) = report.open() else { return };
    browser.press("Enter");
    let told = browser.text("dialog[open]");
    assert!(told.contains("colony run uneven-refresh --profile pr40 --policy newest-one --seed 7"), "{told}");
    browser.press("Escape");
    assert_eq!(browser.count("dialog[open]"), 0);
    assert_eq!(browser.complaints, NOTHING);
}

#[test]
fn paper_gets_every_shown_record_and_the_screen_its_few_back() {
    let report = Report::of(&["run", "two-devices"]);
    let Some(mut browser) = report.open() else { return };
    browser.eval("addEventListener('beforeprint', () => (window.printed = document.querySelectorAll('.row').length))");
    browser.eval("addEventListener('afterprint', () => (window.after = document.querySelectorAll('.row').length))");
    let paper = browser.print();
    assert!(paper.starts_with(b"%PDF") && paper.len() > 20_000, "{} bytes", paper.len());
    let all = browser.eval("Number(document.querySelector('.status').textContent.split(' ')[0])");
    assert_eq!(browser.eval("window.printed"), all);
    assert!(browser.eval("window.after").as_u64() < all.as_u64(), "only the rows in sight stay");
    assert_eq!(browser.complaints, NOTHING);
}

#[test]
fn nothing_lies_beyond_the_edge_of_a_narrow_or_a_wide_window() {
    let endless = HOSTILE.replace("title = \"", &format!("title = \"{}", "w".repeat(3_000)));
    let reports =
        [Report::of(&["run", "ten-devices"]), Report::of_scenario(&endless.replace("LONG", &"w".repeat(9_000)))];
    let Some(mut browser) = Browser::start() else { return };
    for (width, height) in [(360, 740), (800, 600), (1400, 900), (2400, 1200)] {
        for report in &reports {
            browser.window(width, height, width < 1000);
            browser.open(&report.file(), "");
            let beyond = browser.eval("document.documentElement.scrollWidth - innerWidth");
            assert_eq!(beyond, 0, "at {width} pixels");
            let text = browser.eval("document.querySelector('.row.selected .text').clientWidth");
            assert!(text.as_u64().unwrap() >= 140, "at {width} pixels the text is {text} wide");
        }
    }
    assert_eq!(browser.complaints, NOTHING);
}

/// Rows of the picture of the matrix: what an account with several devices meets first.
const PICTURED: &[&str] = &[
    "two-devices",
    "uneven-refresh",
    "tagged-and-untagged",
    "untagged-legacy-flood",
    "reinstall-fresh-client-id",
    "lost-device",
    "device-added-later",
    "cloned-installation",
    "commit-race",
    "ninety-days",
];

/// The pictures in `docs/`: `COLONY_PICTURES=docs cargo test --test report_browser pictures` makes them anew.
#[test]
fn pictures_of_a_hidden_device_a_fork_and_the_matrix_are_small_enough_to_keep() {
    let hidden = Report::of(&["run", "uneven-refresh", "--policy", "newest-one"]);
    let fork = Report::of(&["run", "commit-race-merged-at-once"]);
    let matrix = Report::of(&[&["matrix"], PICTURED].concat());
    let Some(mut browser) = Browser::start() else { return };
    let kept = std::env::var_os("COLONY_PICTURES").map(|docs| repository().join(docs));
    let folder = kept.unwrap_or_else(|| hidden.folder.path().to_owned());
    let pictures = [
        ("report-uneven-refresh", &hidden, (1280, 800, false)),
        ("report-uneven-refresh-narrow", &hidden, (420, 900, true)),
        ("report-fork", &fork, (1280, 900, true)),
        ("report-matrix", &matrix, (1280, 800, false)),
    ];
    for (name, report, (width, height, dark)) in pictures {
        browser.window(width, height, dark);
        browser.open(&report.file(), "");
        let file = folder.join(format!("{name}.png"));
        browser.picture(&file);
        let size = fs::metadata(&file).unwrap().len();
        assert!((10_000..300_000).contains(&size), "{name} has {size} bytes");
    }
    assert_eq!(browser.complaints, NOTHING);
}

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .expect("crates/colony lies in the repository")
        .to_owned()
}

#[test]
fn the_reader_picks_the_group_whose_epochs_are_shown() {
    let report = Report::of(&["run", "consumed-by-another-inviter"]);
    let Some(mut browser) = report.open() else { return };
    let choose = "select[aria-label='Group whose epochs are shown']";
    let chosen = browser.eval(&format!("document.querySelector(\"{choose}\").selectedOptions[0].innerText"));
    assert_eq!(chosen, "epochs of hike", "the group in which something broke");
    let pills = |browser: &mut Browser| {
        browser.eval("[...document.querySelectorAll('.pill')].map((p) => p.closest('.row').innerText)")
    };
    let of_hike = pills(&mut browser);
    assert!(of_hike.to_string().contains("of hike"), "{of_hike}");
    browser.eval(&format!(
        "{{ const s = document.querySelector(\"{choose}\"); s.value = '1'; s.dispatchEvent(new Event('change')); }}"
    ));
    assert_ne!(pills(&mut browser), of_hike);
    assert_eq!(browser.complaints, NOTHING);
}

#[test]
fn a_campaign_opens_its_cases() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    colony(&["explore", "--family", "invites", "--cases", "6", "--out", out.to_str().unwrap()]);
    let Some(mut browser) = Browser::start() else { return };
    browser.open(&out.join("report.html"), "");
    assert!(browser.text(".verdict").contains("6 cases: nothing broke in"), "{}", browser.text(".verdict"));
    browser.press("Enter");
    browser.wait_for(".diagram .row.selected");
    assert!(browser.text(".verdict").contains("✗"), "{}", browser.text(".verdict"));
    assert_eq!(browser.complaints, NOTHING);
}
