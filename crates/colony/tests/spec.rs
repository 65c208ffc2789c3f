//! Every id of a rule, relay case, question, report or finding that anything in the repository cites leads somewhere: to a
//! row of a table or a name in bold in docs/spec, to a heading of FINDINGS.md, or to a law of DETERMINISM.md. So does every
//! link between documents.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Kinds of ids: the letters, and what follows them.
const FAMILIES: &[(&str, Form)] = &[
    ("CID", Form::TwoDigits),
    ("KP", Form::TwoDigits),
    ("KV", Form::TwoDigits),
    ("SEL", Form::TwoDigits),
    ("LC", Form::TwoDigits),
    ("WD", Form::TwoDigits),
    ("CW", Form::TwoDigits),
    ("RW", Form::TwoDigits),
    ("MD", Form::TwoDigits),
    ("GC", Form::TwoDigits),
    ("GE", Form::TwoDigits),
    ("CA", Form::TwoDigits),
    ("CV", Form::TwoDigits),
    ("SA", Form::TwoDigits),
    ("R", Form::TwoDigits),
    ("RF", Form::TwoDigits),
    ("D", Form::TwoDigits),
    ("F", Form::TwoDigits),
    ("W", Form::TwoDigits),
    ("RI", Form::OneDigit),
    ("B", Form::OneDigit),
    ("D", Form::Bare),
    ("Q", Form::Bare),
    ("G", Form::Bare),
    ("L", Form::Bare),
];

/// The documents at the root.
const DOCUMENTS: &[&str] = &[
    "README.md",
    "ARCHITECTURE.md",
    "DETERMINISM.md",
    "FINDINGS.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "SECURITY.md",
];

/// Ids that stand for "one that does not exist".
const MADE_UP: &[&str] = &["KP-99", "Q99"];

#[derive(Clone, Copy)]
enum Form {
    /// `KP-06`.
    TwoDigits,
    /// `RI-1`.
    OneDigit,
    /// `D10`, `Q3a`.
    Bare,
}

impl Form {
    fn fits(self, rest: &str) -> bool {
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        match self {
            Self::TwoDigits => rest.strip_prefix('-').is_some_and(|number| number.len() == 2 && digits(number)),
            Self::OneDigit => rest.strip_prefix('-').is_some_and(|number| number.len() == 1 && digits(number)),
            Self::Bare => {
                let number = rest.strip_suffix(['a', 'b', 'c', 'd']).unwrap_or(rest);
                number.len() <= 2 && digits(number)
            }
        }
    }
}

fn is_id(word: &str) -> bool {
    FAMILIES.iter().any(|(letters, form)| word.strip_prefix(letters).is_some_and(|rest| form.fits(rest)))
}

/// The ids in a text, each a word of its own.
fn ids(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_')).filter(|word| is_id(word))
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every text below `folder` with one of these endings: its path from the root, and what it says.
fn texts(folder: &str, endings: &[&str]) -> Vec<(String, String)> {
    let (mut folders, mut found) = (vec![root().join(folder)], Vec::new());
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let made = ["target", "node_modules", "dist", "__pycache__"].contains(&name.as_str());
            if path.is_dir() {
                folders.extend((!made && !name.starts_with('.')).then_some(path));
            } else if endings.iter().any(|ending| name.ends_with(ending)) {
                let place = path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
                found.push((place, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

/// What a line of a document defines: the ids in the first cell of a row, in a heading of a finding, or in bold.
fn defined_by(line: &str) -> Vec<&str> {
    let place = if let Some(row) = line.strip_prefix("| ") {
        row.split(" | ").next().unwrap_or_default()
    } else if line.starts_with("### F-") || line.starts_with("* **RI-") {
        line.trim_start_matches(['#', '*', ' ']).split([' ', '*']).next().unwrap_or_default()
    } else {
        ""
    };
    // `L1 every draw …` is a row of DETERMINISM.md: only what the cell begins with counts, or a list such as `D-01 / D-02`.
    place.split(" / ").filter_map(|part| part.split(' ').next()).filter(|word| is_id(word)).collect()
}

fn defined() -> BTreeSet<String> {
    let documents = texts("docs/spec", &[".md"]).into_iter().map(|(_, text)| text);
    let others = ["FINDINGS.md", "DETERMINISM.md"].map(|name| fs::read_to_string(root().join(name)).unwrap());
    let all: Vec<_> = documents.chain(others).collect();
    all.iter().flat_map(|text| text.lines().flat_map(defined_by)).map(str::to_owned).collect()
}

#[test]
fn every_rule_decision_and_open_point_of_the_registry_stands_in_the_documents() {
    let defined = defined();
    let decisions = marmot_rules::decisions::all();
    let rules = marmot_rules::registry::rules().map(|rule| rule.id);
    let points = marmot_rules::open::QUESTIONS.iter().chain(&marmot_rules::open::REPORTS);
    let points = points.chain(&marmot_rules::open::PLANNED_TESTS).map(|point| point.id);
    let missing: Vec<_> =
        rules.chain(points).chain(decisions.map(|decision| decision.id)).filter(|id| !defined.contains(*id)).collect();
    assert!(missing.is_empty(), "docs/spec has no row for {missing:?}");
}

#[test]
fn every_id_that_code_or_documents_cite_leads_somewhere() {
    let defined = defined();
    let mut dangling: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut all = texts("crates", &[".rs", ".md", ".toml"]);
    all.extend(texts("docs", &[".md"]));
    all.extend(texts("benches", &[".rs"]));
    all.extend(texts("examples", &[".md", ".py", ".ts"]));
    for name in DOCUMENTS {
        all.push(((*name).to_owned(), fs::read_to_string(root().join(name)).unwrap()));
    }
    for (place, text) in all.iter().filter(|(place, _)| place != "crates/colony/tests/spec.rs") {
        for id in ids(text).filter(|id| !defined.contains(*id) && !MADE_UP.contains(id)) {
            dangling.entry(id).or_default().push(place);
        }
    }
    assert!(dangling.is_empty(), "cited, and defined nowhere: {dangling:#?}");
}

/// The letters behind `fact` or `facts` in a comment, for example in `(facts j and s)`.
fn facts(comment: &str) -> Vec<&str> {
    let mut words = comment.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).peekable();
    let mut found = Vec::new();
    while let Some(word) = words.next() {
        if word != "fact" && word != "facts" {
            continue;
        }
        let letter = |word: &&str| word.len() == 1 && word.bytes().all(|b| b.is_ascii_lowercase()) && *word != "a";
        found.extend(words.next_if(letter));
        if words.next_if_eq(&"and").is_some() {
            found.extend(words.next_if(letter));
        }
    }
    found
}

#[test]
fn every_fact_about_mdk_core_that_code_relies_on_is_written_down() {
    let marmot = fs::read_to_string(root().join("docs/spec/marmot.md")).unwrap();
    let cited = texts("crates", &[".rs"]);
    let comments = cited
        .iter()
        .flat_map(|(place, text)| text.lines().filter_map(move |line| Some((place, line.split_once("//")?.1))));
    let cited: Vec<_> = comments.flat_map(|(place, line)| facts(line).into_iter().map(move |f| (place, f))).collect();
    assert!(cited.len() > 10, "the search finds facts");
    for (place, fact) in cited {
        assert!(
            marmot.contains(&format!("- **({fact})** ")),
            "{place} cites fact {fact}, which marmot.md does not list"
        );
    }
}

#[test]
fn every_document_of_the_specification_that_is_named_is_there() {
    let mut all = texts("crates", &[".rs", ".md", ".toml"]);
    all.extend(texts("docs", &[".md"]));
    for (place, text) in &all {
        for (at, _) in text.match_indices("docs/spec/") {
            let name: String =
                text[at..].chars().take_while(|c| c.is_ascii_alphanumeric() || "/-.".contains(*c)).collect();
            let name = name.trim_end_matches('.');
            let there = name == "docs/spec/" || root().join(name).exists();
            assert!(there, "{place} names {name}, which does not exist");
        }
    }
}

/// The anchor that GitHub gives a heading.
fn anchor(heading: &str) -> String {
    let kept = heading.trim().chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c.to_ascii_lowercase() }).collect()
}

/// Targets of the links of a document outside blocks of code.
fn links(text: &str) -> Vec<&str> {
    let prose = text.split("\n```").step_by(2);
    prose.flat_map(|part| part.split("](").skip(1)).filter_map(|rest| rest.split([')', ' ']).next()).collect()
}

#[test]
fn every_link_between_documents_leads_to_a_file_and_a_heading() {
    let mut all = texts("docs", &[".md"]);
    all.extend(texts("vectors", &[".md"]));
    all.extend(texts("crates", &["README.md"]));
    all.extend(texts("examples", &[".md"]));
    for name in DOCUMENTS {
        all.push(((*name).to_owned(), fs::read_to_string(root().join(name)).unwrap()));
    }
    for (place, text) in &all {
        for link in links(text).into_iter().filter(|link| !link.contains("://")) {
            let (path, heading) = link.split_once('#').unwrap_or((link, ""));
            let here = root().join(place);
            let target = if path.is_empty() { here } else { here.parent().unwrap().join(path) };
            assert!(target.exists(), "{place} links to {link}, and there is no such file");
            if !heading.is_empty() {
                let document = fs::read_to_string(&target).unwrap();
                let headings = document.lines().filter(|line| line.starts_with('#'));
                let found = headings.map(|line| anchor(line.trim_start_matches('#'))).any(|a| a == heading);
                assert!(found, "{place} links to {link}, and there is no such heading");
            }
        }
    }
}

#[test]
fn relay_faults_and_findings_have_different_names() {
    let relay = fs::read_to_string(root().join("docs/spec/relay.md")).unwrap();
    let findings: Vec<_> = ids(&relay).filter(|id| id.starts_with("F-")).collect();
    assert!(findings.is_empty(), "relay.md calls its faults RF-01 and so on, not {findings:?}");
    assert!(ids(&relay).any(|id| id == "RF-24"));
}
