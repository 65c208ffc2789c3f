//! Reports as files: where they go, and what a reader without a script or a browser gets.

mod common;

use std::fs;

use common::colony;
use serde_json::Value;

/// The JSON of this id in a page.
fn data(page: &str, id: &str) -> Value {
    let start = format!("<script type=\"application/json\" id=\"{id}\">");
    let (_, rest) = page.split_once(&start).unwrap_or_else(|| panic!("{id} is not in the page"));
    serde_json::from_str(rest.split_once("</script>").expect("the element ends").0).unwrap()
}

fn run_page() -> String {
    let done = colony(&["run", "uneven-refresh", "--policy", "newest-one", "--html", "-"]);
    assert_eq!((done.exit, done.err.as_str()), (0, ""));
    done.out
}

#[test]
fn a_dash_puts_the_page_and_nothing_else_on_standard_output() {
    let page = run_page();
    assert!(page.starts_with("<!doctype html>\n") && page.ends_with("</html>\n"));
    assert_eq!(page, run_page(), "the same run gives the same bytes");
    let replaced = colony(&["check", "one-device", "--html", "-"]).out;
    assert!(replaced.starts_with("<!doctype html>\n") && replaced.ends_with("</html>\n"));
}

#[test]
fn a_file_gets_the_same_page_whole_and_the_story_is_told_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.html");
    let done = colony(&["run", "uneven-refresh", "--policy", "newest-one", "--html", file.to_str().unwrap()]);
    assert!(done.out.contains("verdict  as the scenario expects\n"), "{}", done.out);
    assert_eq!(fs::read_to_string(&file).unwrap(), run_page());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
}

#[test]
fn a_place_that_cannot_be_written_is_named() {
    let done = colony(&["run", "one-device", "--html", "nowhere/report.html"]);
    assert_eq!((done.exit, done.out.as_str()), (2, ""));
    assert!(done.err.starts_with("colony: cannot write nowhere/report.html: there is no such folder"), "{}", done.err);
    assert_eq!(colony(&["run", "one-device", "--json", "--html", "-"]).exit, 2, "both want standard output");
}

#[test]
fn without_a_script_the_verdict_can_still_be_read() {
    let page = run_page();
    let (_, plain) = page.split_once("<noscript>").unwrap();
    let plain = plain.split_once("</noscript>").unwrap().0;
    for text in [
        "✗ every-active-device-joins: bob/laptop was silently excluded",
        "As the scenario expects.",
        "colony run uneven-refresh",
    ] {
        assert!(plain.contains(text), "{text:?} is missing in {plain}");
    }
}

#[test]
fn the_scene_holds_what_the_judgement_says() {
    let page = run_page();
    let (scene, texts) = (data(&page, "scene-0"), data(&page, "texts"));
    let run: Value =
        serde_json::from_str(&colony(&["run", "uneven-refresh", "--policy", "newest-one", "--json"]).out).unwrap();
    assert_eq!(scene["outcomes"], run["judgement"]["outcomes"]);
    assert_eq!(scene["digest"], run["digest"]);
    assert_eq!(scene["rows"].as_array().unwrap().len(), run["transcript"].as_array().unwrap().len());
    let broken: Vec<&Value> = scene["invariants"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|i| i["violations"] != Value::Array(Vec::new()))
        .collect();
    assert_eq!(broken.len(), 2);
    for invariant in broken {
        let name = invariant["name"].as_str().unwrap();
        for rule in texts["invariants"][name]["rules"].as_array().unwrap() {
            assert!(texts["rules"][rule.as_str().unwrap()]["text"].is_string(), "{name} cites {rule}");
        }
    }
}

#[test]
fn states_of_one_epoch_get_branches_of_their_own_and_leaves_their_owners() {
    let done = colony(&["run", "commit-race-merged-at-once", "--html", "-"]);
    let scene = data(&done.out, "scene-0");
    let group = &scene["groups"][0];
    let states = group["states"].as_array().unwrap();
    let of_epoch = |epoch: u64| -> Vec<u64> {
        let mut branches: Vec<_> =
            states.iter().filter(|s| s["epoch"] == epoch).map(|s| s["branch"].as_u64().unwrap()).collect();
        branches.sort_unstable();
        branches
    };
    assert_eq!((of_epoch(1), of_epoch(7)), (vec![0], vec![0, 1, 2]));
    let owners: Vec<_> =
        group["leaves"].as_array().unwrap().iter().map(|leaf| leaf["owner"].as_str().unwrap()).collect();
    assert!(owners.iter().all(|owner| owner.ends_with("#1")), "{owners:?}");
}

#[test]
fn a_campaign_leaves_a_report_whose_cells_open_the_shrunk_cases() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let done = colony(&["explore", "--family", "invites", "--cases", "12", "--out", out.to_str().unwrap()]);
    assert!(done.out.contains("report.html\n"), "{}", done.out);
    let page = fs::read_to_string(out.join("report.html")).unwrap();
    let overview = data(&page, "overview");
    let rows = overview["tables"][0]["rows"].as_array().unwrap();
    assert!(!rows.is_empty(), "twelve cases of invites find something");
    for row in rows {
        assert!(row["cells"][0]["run"].is_u64(), "{row}");
    }
}
