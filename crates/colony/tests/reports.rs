//! JUnit reports, annotations for GitHub and badges, as a CI server meets them.

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use common::{Done, colony, done, program};
use serde_json::{Value, json};
use tempfile::TempDir;
use uppsala::{Document, NodeId, XsdValidator};

/// A scenario that comes out as expected under every policy but `client-id`.
const SCENARIO: &str = r#"format = "marmot-scenario/1"
id = "tiny"
title = "One device, alone"
profiles = ["pr40"]

[accounts.alice]
devices = ["desktop"]

[[steps]]
device = "alice/desktop"
publish_key_package = {}

[[steps]]
settle = "10m"

[expect.under.client-id]
outcome = { "alice/desktop" = "joined" }
"#;

/// A name that could break XML, an annotation, a shell or a terminal.
const HOSTILE: &str = "it's ]]> <b> & \"%0A,:\u{1b}[31m\u{7}\u{fffe}";

struct Place(TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn name(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// A folder with the scenario in it.
    fn scenario(&self, folder: &str) -> String {
        fs::create_dir(self.path(folder)).unwrap();
        fs::write(self.path(folder).join("tiny.toml"), SCENARIO).unwrap();
        self.name(&format!("{folder}/tiny.toml"))
    }
}

fn committed_vectors() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors").to_str().unwrap().to_owned()
}

/// What the schema has against a text; a text that is no XML at all is a panic.
fn objections(text: &str) -> Vec<String> {
    let schema = uppsala::parse(include_str!("junit/junit-10.xsd")).unwrap();
    let document = uppsala::parse(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    let schema = XsdValidator::from_schema(&schema).unwrap();
    schema.validate(&document).iter().map(ToString::to_string).collect()
}

/// A report that is valid and counts right; its test cases.
fn report(text: &str) -> Vec<TestCase> {
    assert_eq!(objections(text), Vec::<String>::new(), "{text}");
    let document = uppsala::parse(text).unwrap();
    let suites = document.get_elements_by_tag_name("testsuite");
    let whole = document.get_elements_by_tag_name("testsuites");
    let number = |id, name| document.get_attribute(id, name).map(|text| text.parse::<usize>().unwrap());
    for (attribute, element) in
        [("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped")]
    {
        let count = document.get_elements_by_tag_name(element).len();
        let of_suites: usize = suites.iter().map(|id| number(*id, attribute).unwrap()).sum();
        assert_eq!(of_suites, count, "{attribute}");
        assert!(number(whole[0], attribute).is_none_or(|sum| sum == count), "{attribute}");
    }
    for suite in suites {
        let cases = document.children(suite).into_iter().filter_map(|id| document.get_attribute(id, "classname"));
        let classes: BTreeSet<_> = cases.collect();
        let name = document.get_attribute(suite, "name").unwrap();
        assert_eq!(classes.into_iter().collect::<Vec<_>>(), [name], "a suite is one class");
    }
    document.get_elements_by_tag_name("testcase").into_iter().map(|id| TestCase::read(&document, id)).collect()
}

#[derive(Debug)]
struct TestCase {
    class: String,
    name: String,
    /// Element, `message` and text of what is inside.
    parts: Vec<(String, Option<String>, String)>,
}

impl TestCase {
    fn read(document: &Document, id: NodeId) -> Self {
        let attribute = |id, name| document.get_attribute(id, name).map(ToOwned::to_owned);
        let part = |id: NodeId| {
            let element = document.element(id)?.name.local_name.to_string();
            Some((element, attribute(id, "message"), document.text_content_deep(id)))
        };
        Self {
            class: attribute(id, "classname").unwrap(),
            name: attribute(id, "name").unwrap(),
            parts: document.children(id).into_iter().filter_map(part).collect(),
        }
    }

    fn part(&self, element: &str) -> Option<(&str, &str)> {
        let part = self.parts.iter().find(|(name, ..)| name == element)?;
        Some((part.1.as_deref().unwrap_or_default(), part.2.as_str()))
    }
}

fn exit(done: &Done) -> i32 {
    assert!(!done.err.contains("panicked"), "{}", done.err);
    done.exit
}

#[test]
fn every_run_of_a_check_is_a_test_case_and_a_failed_one_says_what_was_expected_and_how_to_repeat_it() {
    let place = Place::new();
    let file = place.scenario("s");
    assert_eq!(exit(&colony(&["check", &file, "--junit", &place.name("junit.xml")])), 1);
    let cases = report(&place.read("junit.xml"));
    assert_eq!(cases.len(), 10, "a case for each policy of pr40");
    assert!(cases.iter().all(|case| case.class == "tiny" && case.name.starts_with("pr40 ")));
    let failed: Vec<_> = cases.iter().filter(|case| case.part("failure").is_some()).collect();
    let [failed] = failed[..] else { panic!("one fails: {cases:?}") };
    let expected = "alice/desktop was expected to end as joined and ended as not-invited";
    let repro = format!("colony run {file} --profile pr40 --policy client-id --seed 7");
    assert_eq!(failed.name, "pr40 client-id");
    assert_eq!(failed.part("failure"), Some((expected, format!("{expected}\nrepro  {repro}").as_str())));
    assert_eq!(failed.part("system-out"), Some(("", repro.as_str())));
    assert_eq!(fs::read_dir(place.0.path()).unwrap().count(), 2, "nothing but the folder and the report is left");
}

#[test]
fn the_whole_corpus_of_a_scenario_passes_with_a_green_badge() {
    let place = Place::new();
    let (junit, badge) = (place.name("junit.xml"), place.name("badge.json"));
    let done = colony(&["check", "uneven-refresh", "--profile", "pr40", "--junit", &junit, "--badge", &badge]);
    assert_eq!(exit(&done), 0);
    let cases = report(&place.read("junit.xml"));
    assert!(cases.iter().all(|case| case.part("failure").is_none() && case.part("system-out").is_some()));
    let badge: Value = serde_json::from_str(&place.read("badge.json")).unwrap();
    let all = format!("{0} of {0}", cases.len());
    let green = json!({ "schemaVersion": 1, "label": "marmot conformance", "message": all, "color": "brightgreen" });
    assert_eq!(badge, green);
}

#[test]
fn a_badge_of_a_failed_check_is_red() {
    let place = Place::new();
    let file = place.scenario("s");
    assert_eq!(exit(&colony(&["check", &file, "--badge", &place.name("badge.json")])), 1);
    let badge: Value = serde_json::from_str(&place.read("badge.json")).unwrap();
    assert_eq!((&badge["message"], &badge["color"]), (&json!("9 of 10"), &json!("red")));
}

#[test]
fn a_hostile_name_breaks_neither_the_report_nor_an_annotation() {
    let place = Place::new();
    let file = place.scenario(HOSTILE);
    let done = colony(&["check", &file, "--junit", &place.name("junit.xml"), "--github"]);
    assert_eq!(exit(&done), 1);
    let cases = report(&place.read("junit.xml"));
    let (_, out) = cases[0].part("system-out").unwrap();
    assert!(out.contains(r"it\'s ]]> <b> & ") && out.contains(r"%0A,:\033[31m\007\357\277\276/tiny.toml'"), "{out}");
    let lines: Vec<_> = done.err.lines().collect();
    let [line] = lines[..] else { panic!("one line: {lines:?}") };
    let (head, message) = line.strip_prefix("::error file=").and_then(|line| line.split_once("::")).unwrap();
    let properties: Vec<_> = head.split(',').collect();
    assert_eq!((properties.len(), &properties[1..]), (3, &["line=17", "title=tiny%3A pr40 client-id"][..]), "{head}");
    assert!(properties[0].contains("& \"%250A%2C%3A·[31m"), "{head}");
    assert!(message.starts_with("alice/desktop was expected") && message.contains("%0Arepro  colony run"), "{message}");
}

#[test]
fn the_schema_refuses_what_is_no_report() {
    assert_ne!(objections("<testsuites><testcase name='alone'/></testsuites>"), Vec::<String>::new());
    assert_ne!(objections("<testsuites skipped='1'/>"), Vec::<String>::new());
}

#[test]
fn annotations_come_where_github_runs_or_where_they_are_asked_for_and_name_files_from_the_root_of_the_repository() {
    let place = Place::new();
    let file = place.scenario("s");
    let check = |github: &str, more: &[&str]| {
        let mut command = program(&[&["check", file.as_str(), "--json"][..], more].concat());
        command.env("GITHUB_ACTIONS", github).env("GITHUB_WORKSPACE", place.0.path());
        let done = done(command.output().unwrap());
        serde_json::from_str::<Value>(&done.out).expect("standard output stays JSON");
        done.err
    };
    let annotation = "::error file=s/tiny.toml,line=17,title=tiny%3A pr40 client-id::alice/desktop was expected to";
    assert!(check("true", &[]).starts_with(annotation), "{}", check("true", &[]));
    assert!(check("", &["--github"]).starts_with(annotation));
    assert_eq!(check("", &[]), "");
    assert_eq!(check("true", &["--github=never"]), "");
}

#[test]
fn a_file_that_cannot_be_read_is_annotated_at_the_line_that_is_wrong() {
    let place = Place::new();
    let file = place.scenario("s");
    fs::write(&file, SCENARIO.replace("title", "titel")).unwrap();
    let done = colony(&["check", &file, "--github"]);
    assert_eq!(exit(&done), 2);
    let annotation =
        format!("::error file={file},line=3,title=Colony cannot read it::{file}:3:1: unknown key `titel`%0A");
    assert!(done.err.starts_with(&annotation), "{}", done.err);
    assert!(done.err.contains(&format!("\ncolony: {file}:3:1: unknown key `titel`\n")), "{}", done.err);
}

#[test]
fn every_broken_file_is_named_annotated_and_an_error_of_the_report_and_nothing_is_run() {
    let place = Place::new();
    let good = place.scenario("s");
    let (first, second) = (place.name("s/first.toml"), place.name("s/second.toml"));
    fs::write(&first, SCENARIO.replace("title", "titel")).unwrap();
    fs::write(&second, SCENARIO.replace("settle", "setle")).unwrap();
    let (junit, badge) = (place.name("junit.xml"), place.name("badge.json"));
    let args = ["check", &good, &place.name("s"), "no-such-scenario", "--github", "--junit", &junit, "--badge", &badge];
    let done = colony(&args);
    assert_eq!((exit(&done), done.out.as_str()), (2, ""));
    let annotated: Vec<_> = done.err.lines().filter(|line| line.starts_with("::error ")).collect();
    assert_eq!(annotated.len(), 3, "{}", done.err);
    assert!(annotated[0].starts_with(&format!("::error file={first},line=3,title=Colony cannot read it::")));
    assert!(annotated[1].starts_with(&format!("::error file={second},line=14,title=Colony cannot read it::")));
    assert!(annotated[2].starts_with("::error title=Colony cannot read it::no scenario `no-such-scenario`"));
    for what in [format!("{first}:3:1: "), format!("{second}:14:1: "), "no scenario `no-such-scenario`".to_owned()] {
        assert!(done.err.contains(&format!("\ncolony: {what}")), "{what}: {}", done.err);
    }
    let cases = report(&place.read("junit.xml"));
    let names: Vec<_> = cases.iter().map(|case| (case.class.as_str(), case.name.as_str())).collect();
    assert_eq!(names, [("input", first.as_str()), ("input", &second), ("input", "arguments")]);
    let (message, text) = cases[1].part("error").unwrap();
    assert!(message.contains(":14:1: unknown key") && text.contains("did you mean `settle`?"), "{text}");
    let badge: Value = serde_json::from_str(&place.read("badge.json")).unwrap();
    assert_eq!((&badge["message"], &badge["color"]), (&json!("cannot be read"), &json!("red")));
}

#[test]
fn an_id_that_stands_in_two_files_is_annotated_at_the_second() {
    let place = Place::new();
    place.scenario("s");
    let second = place.name("s/zwin.toml");
    fs::write(&second, SCENARIO).unwrap();
    let done = colony(&["check", &place.name("s"), "--github"]);
    assert_eq!(exit(&done), 2);
    let annotation =
        format!("::error file={second},title=Colony cannot read it::{second}: the id \"tiny\" is that of ");
    assert!(done.err.starts_with(&annotation), "{}", done.err);
}

#[test]
fn a_report_that_could_not_be_written_is_said_before_the_work_and_an_old_one_does_not_stay() {
    let place = Place::new();
    let nowhere = place.name("nowhere/junit.xml");
    let done = colony(&["check", "--junit", &nowhere]);
    assert_eq!((done.exit, done.err), (2, format!("colony: cannot write {nowhere}: there is no such folder\n")));
    fs::write(place.path("junit.xml"), "of yesterday").unwrap();
    let nothing = ["check", "one-device-still-on-kind-443", "--profile", "pr40"];
    assert_eq!(colony(&[&nothing[..], &["--junit", &place.name("junit.xml")]].concat()).exit, 2);
    assert!(!place.path("junit.xml").exists());
}

#[test]
fn vectors_have_a_case_for_each_test_and_stack_and_what_a_stack_cannot_judge_is_skipped() {
    let place = Place::new();
    let (junit, badge) = (place.name("junit.xml"), place.name("badge.json"));
    let args = ["vectors", "verify", &committed_vectors(), "--stack", "naive", "--junit", &junit, "--badge", &badge];
    let done = colony(&args);
    assert_eq!(exit(&done), 0);
    let cases = report(&place.read("junit.xml"));
    let skipped = cases.iter().filter(|case| case.part("skipped").is_some_and(|(why, _)| !why.is_empty())).count();
    let passed = cases.len() - skipped;
    let tests = format!("{},{:03}", cases.len() / 1_000, cases.len() % 1_000);
    assert!(done.out.ends_with(&format!("{tests} tests, {passed} verdicts passed, 0 failed\n")), "{}", done.out);
    let one = cases.iter().find(|case| case.name == "kps-0001 naive").expect("a test of selection");
    assert_eq!((one.class.as_str(), one.parts.len()), ("pr40.key-package-select", 0));
    let badge: Value = serde_json::from_str(&place.read("badge.json")).unwrap();
    assert_eq!(
        (&badge["label"], &badge["message"]),
        (&json!("marmot vectors"), &json!(format!("{passed} of {passed}")))
    );
}

#[test]
fn a_campaign_has_a_case_for_each_way_to_fail_and_known_ones_are_skipped_with_their_finding() {
    let place = Place::new();
    let (junit, out) = (place.name("junit.xml"), place.name("out"));
    let done = colony(&["explore", "--family", "races", "--cases", "8", "--out", &out, "--junit", &junit]);
    assert_eq!(exit(&done), 0, "{}", done.out);
    let cases = report(&place.read("junit.xml"));
    assert!(cases.iter().any(|case| case.class == "races" && case.name == "reaches its marks"));
    let known: Vec<_> =
        cases.iter().filter_map(|case| Some((case.part("skipped")?.0, case.part("system-out")?.1))).collect();
    assert!(!known.is_empty());
    for (why, replay) in known {
        assert!(why.starts_with("known as F-"), "{why}");
        let words: Vec<_> = replay.split(' ').skip(1).collect();
        assert_eq!(colony(&words).exit, 0, "{replay}");
    }
    let merged = place.name("merged.xml");
    assert_eq!(colony(&["explore", "merge", &out, "--out", &place.name("all"), "--junit", &merged]).exit, 0);
    assert_eq!(report(&place.read("merged.xml")).len(), cases.len());
}
