//! `colony site` from outside: the folder, its links, and its pages in a real browser. Where none is installed, a test says that it
//! was skipped.

#[allow(dead_code, reason = "reports are looked at with more of it")]
mod browser;
mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use browser::Browser;
use common::{Done, colony};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

const NOTHING: [String; 0] = [];
const PAGES: [&str; 5] = ["index.html", "vectors.html", "rules.html", "findings.html", "matrix.html"];

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn committed() -> PathBuf {
    repository().join("vectors")
}

fn site(vectors: &Path, out: &Path, more: &[&str]) -> Done {
    let (vectors, out) = (vectors.to_str().unwrap(), out.to_str().unwrap());
    colony(&[&["site", vectors, "--out", out], more].concat())
}

/// A site of the vectors in the repository, without what is simulated for it.
fn quick(out: &Path) {
    let done = site(&committed(), out, &["--without", "matrix,diagrams"]);
    assert_eq!((done.exit, done.err.as_str()), (0, ""));
}

/// A site in a folder that goes away with it.
struct Site(TempDir);

impl Site {
    fn of(vectors: &Path, more: &[&str]) -> Self {
        let site = Self(tempfile::tempdir().unwrap());
        let done = self::site(vectors, site.path(), more);
        assert_eq!((done.exit, done.err.as_str()), (0, ""));
        site
    }

    fn quick() -> Self {
        Self::of(&committed(), &["--without", "matrix,diagrams"])
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn page(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }
}

/// Every file below a folder, by its path there.
fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let (mut folders, mut found) = (vec![root.to_owned()], BTreeMap::new());
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// What stands between these two in the text, each time.
fn between<'a>(text: &'a str, begin: &str, end: &str) -> Vec<&'a str> {
    text.split(begin).skip(1).filter_map(|rest| rest.split_once(end)).map(|(found, _)| found).collect()
}

#[test]
fn the_same_bytes_come_out_every_time_and_what_is_not_of_the_site_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = (folder.path().join("one"), folder.path().join("other"));
    let with_runs = ["--scenario", "uneven-refresh,two-devices"];
    assert_eq!(site(&committed(), &one, &with_runs).exit, 0);
    assert_eq!(site(&committed(), &other, &[&with_runs[..], &["--jobs", "1"]].concat()).exit, 0);
    assert!(files(&one) == files(&other), "two sites of the same vectors differ");
    assert_eq!(files(&one).keys().filter(|name| name.ends_with(".html")).count(), PAGES.len());

    fs::write(one.join("CNAME"), "colony.example").unwrap();
    fs::write(one.join("old.html"), "of an earlier version").unwrap();
    let list = fs::read_to_string(one.join("site.json")).unwrap();
    fs::write(one.join("site.json"), list.replacen("\"data/index.js\"", "\"old.html\",\n    \"data/index.js\"", 1))
        .unwrap();
    quick(&one);
    quick(&other);
    assert!(!one.join("old.html").exists(), "what an earlier site had more is gone");
    fs::remove_file(one.join("CNAME")).expect("a file that the site did not write is still there");
    assert!(files(&one) == files(&other), "nothing of the earlier site is left");
}

#[test]
fn bad_input_is_one_clear_message_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("full")).unwrap();
    fs::write(at("full/thesis.txt"), "years of work").unwrap();
    fs::write(at("file"), "").unwrap();
    fs::create_dir(at("evil")).unwrap();
    fs::write(at("evil/site.json"), r#"{"format":"colony-site/1","files":["../file"]}"#).unwrap();
    fs::create_dir(at("newer")).unwrap();
    fs::write(at("newer/site.json"), r#"{"format":"colony-site/9","files":[]}"#).unwrap();
    let cases = [
        (committed(), "full", vec![], "is not empty, and no site of Colony"),
        (committed(), "file", vec![], "is no folder"),
        (committed(), "evil", vec![], "\"../file\" leads out of the folder"),
        (committed(), "newer", vec![], "expected: \"colony-site/1\""),
        (at("nowhere"), "new", vec![], "manifest.json"),
        (committed(), "new", vec!["--scenario", "uneven-refreshed"], "did you mean `uneven-refresh`?"),
    ];
    let before = files(folder.path());
    for (vectors, out, more, message) in cases {
        let done = site(&vectors, &at(out), &more);
        assert_eq!((done.exit, done.out.as_str()), (2, ""), "{out}: {}", done.err);
        assert!(done.err.starts_with("colony: ") && done.err.contains(message), "{out}: {}", done.err);
    }
    assert_eq!(files(folder.path()), before, "nothing was written");
}

#[test]
fn every_link_leads_to_a_page_and_a_place_that_are_there_and_nothing_comes_from_elsewhere() {
    let site = Site::of(&committed(), &["--scenario", "uneven-refresh,two-devices"]);
    let text = |name: &str| fs::read_to_string(site.page(name)).unwrap();
    let ids: BTreeMap<&str, BTreeSet<String>> =
        PAGES.map(|page| (page, between(&text(page), " id=\"", "\"").into_iter().map(str::to_owned).collect())).into();
    let (mut links, mut places) = (0, 0);
    for page in PAGES {
        let html = text(page);
        for link in between(&html, "href=\"", "\"") {
            if link.starts_with("https://github.com/") && page == "findings.html" {
                continue; // Where somebody may go on to read; nothing is loaded from there.
            }
            let (file, place) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() { page } else { file };
            assert!(site.page(target).is_file(), "{page} links to {link}");
            let known = || ids.get(target).is_some_and(|ids| ids.contains(place));
            assert!(place.is_empty() || known(), "{page} links to {link}, where nothing has this id");
            (links, places) = (links + 1, places + usize::from(!place.is_empty()));
        }
        for script in between(&html, "src=\"", "\"") {
            assert!(site.page(script).is_file(), "{page} wants {script}");
        }
        assert!(
            html.contains("default-src 'none'") && !html.contains("style=\"") && !html.contains(" onclick="),
            "{page}"
        );
    }
    assert!(links > 300 && places > 200, "{links} links, {places} to a place");
    let code = text("site.js") + &text("site.css");
    for part in ["innerHTML", "eval(", "@import", "url(", "https://", "fetch("] {
        assert!(!code.contains(part), "{part} is in the script or the style");
    }
}

#[test]
fn pages_say_what_they_know_without_a_script_and_what_was_left_out() {
    let site = Site::quick();
    let text = |name: &str| fs::read_to_string(site.page(name)).unwrap();
    assert!(text("matrix.html").contains("The matrix is left out"));
    assert!(text("findings.html").contains("The diagrams are left out") && !text("findings.html").contains("<svg"));
    assert!(text("rules.html").contains("id=\"KP-06\"") && text("rules.html").contains("href=\"findings.html#F-"));
    assert!(
        text("vectors.html").contains("<noscript>") && text("vectors.html").contains("pr40/key-package-event.json")
    );

    let whole = Site::of(&committed(), &["--scenario", "uneven-refresh"]);
    let findings = fs::read_to_string(whole.page("findings.html")).unwrap();
    let repros = fs::read_to_string(repository().join("FINDINGS.md")).unwrap();
    let shown = repros.split("\n### F-").skip(1).filter(|finding| finding.contains("\n- `colony run ")).count();
    assert_eq!(findings.matches("<svg class=\"sequence\"").count(), shown, "a diagram for each finding with a run");
    let matrix = fs::read_to_string(whole.page("matrix.html")).unwrap();
    assert!(
        matrix.contains("Only what was asked for: uneven-refresh") && matrix.contains("silently-excluded"),
        "{matrix}"
    );
}

/// Whether a text is the id of a test.
fn is_id(text: &str) -> bool {
    let (prefix, number) = text.split_once('-').unwrap_or_default();
    prefix.len() == 3 && number.len() == 4 && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// Gives every test of a file another id; names that are taken are skipped.
fn renamed(value: &mut Value, names: &mut BTreeMap<String, String>, taken: &mut BTreeSet<String>) {
    match value {
        Value::String(text) if is_id(text) => {
            let free = || (1..10_000).map(|n| format!("{}-{n:04}", &text[..3])).find(|id| !taken.contains(id)).unwrap();
            let name = names.entry(text.clone()).or_insert_with(free).clone();
            taken.insert(name.clone());
            *text = name;
        }
        Value::Array(items) => items.iter_mut().for_each(|item| renamed(item, names, taken)),
        Value::Object(members) => members.values_mut().for_each(|member| renamed(member, names, taken)),
        _ => {}
    }
}

/// The vectors of the repository, and copies of them under other ids until there are this many tests. Returns how many there are.
fn at_least(tests: u64, root: &Path) -> u64 {
    let read = |name: &str| -> Value { serde_json::from_slice(&fs::read(committed().join(name)).unwrap()).unwrap() };
    let mut manifest = read("manifest.json");
    let entries = manifest["files"].as_array().unwrap().clone();
    let own = |entry: &Value| entry["path"].as_str().unwrap().to_owned();
    let files: Vec<(Value, Value)> = entries.iter().map(|entry| (entry.clone(), read(&own(entry)))).collect();
    let mut taken = BTreeSet::new();
    files.iter().for_each(|(_, file)| collect_ids(file, &mut taken));
    taken.extend(manifest["retired"].as_object().into_iter().flat_map(|ids| ids.keys().cloned()));
    let (mut listed, mut count, mut copy) = (Vec::new(), 0, 0);
    while count < tests {
        let mut names = BTreeMap::new();
        for (entry, file) in &files {
            let (mut entry, mut file) = (entry.clone(), file.clone());
            if copy > 0 {
                renamed(&mut file, &mut names, &mut taken);
            }
            let bytes = serde_json::to_vec(&file).unwrap();
            let path = format!("copy-{copy}/{}", own(&entry));
            fs::create_dir_all(root.join(&path).parent().unwrap()).unwrap();
            fs::write(root.join(&path), &bytes).unwrap();
            count += entry["test_count"].as_u64().unwrap();
            let sha256: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            (entry["path"], entry["bytes"], entry["sha256"]) = (path.into(), bytes.len().into(), sha256.into());
            listed.push(entry);
        }
        copy += 1;
    }
    manifest["files"] = listed.into();
    fs::write(root.join("manifest.json"), manifest.to_string()).unwrap();
    count
}

fn collect_ids(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::String(text) if is_id(text) => _ = found.insert(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| collect_ids(item, found)),
        Value::Object(members) => members.values().for_each(|member| collect_ids(member, found)),
        _ => {}
    }
}

/// Chooses in one of the lists above the tests.
fn choose(browser: &mut Browser, name: &str, value: &str) {
    browser.eval(&format!(
        "{{ const s = document.getElementById('by-{name}'); s.value = '{value}'; s.dispatchEvent(new Event('change')); }}"
    ));
}

/// Milliseconds of the longest measure of this name.
fn longest(browser: &mut Browser, measure: &str) -> f64 {
    let asked = format!("Math.max(...performance.getEntriesByName('{measure}').map((one) => one.duration))");
    browser.eval(&asked).as_f64().unwrap()
}

#[test]
fn two_thousand_vectors_are_listed_and_filtered_in_less_than_a_second() {
    let vectors = tempfile::tempdir().unwrap();
    let count = at_least(2_000, vectors.path());
    let site = Site::of(vectors.path(), &["--without", "matrix,diagrams"]);
    let Some(mut browser) = Browser::start() else { return };
    browser.open(&site.page("vectors.html"), "");
    let status = browser.text("p.status");
    assert!(status.contains(" tests, the first 100 are in the list"), "what is cut is told: {status}");
    assert!(status.replace(',', "").starts_with(&format!("{count} of {count} tests")), "{status}");
    assert_eq!(browser.count(".tests > li"), 100, "few rows at once");
    let (ready, list) = (browser.eval("Number(document.documentElement.dataset.ready)"), longest(&mut browser, "list"));
    choose(&mut browser, "result", "invalid");
    choose(&mut browser, "topic", "group-event");
    choose(&mut browser, "result", "");
    choose(&mut browser, "topic", "");
    browser.press("/");
    browser.type_text("trailing");
    let filter = longest(&mut browser, "filter");
    println!("{count} vectors: page ready after {ready} ms, listed in {list:.1} ms, slowest filter {filter:.1} ms");
    assert!(list < 1_000.0 && filter < 1_000.0, "listed in {list} ms, filtered in {filter} ms");
    let shown = browser.text(".tests");
    assert!(shown.to_lowercase().contains("trailing"), "{shown}");
    assert_eq!(browser.eval("location.hash"), "#words=trailing");

    browser.press("Escape");
    browser.click(".tools button");
    browser.eval("document.querySelector('.listed > .rest').click()");
    assert!(browser.count(".tests > li") >= 200, "more rows where they are asked for");
    assert_eq!(browser.complaints, NOTHING);
}

#[test]
fn the_address_of_a_test_and_of_a_filter_opens_them() {
    let site = Site::quick();
    let Some(mut browser) = Browser::start() else { return };
    browser.open(&site.page("vectors.html"), "#kpe-4001");
    browser.wait_for(".shown[data-id='kpe-4001']");
    let test = browser.text(".shown");
    for text in [
        "kpe-4001",
        "succeed, and match",
        "Baseline",
        "KeyPackage",
        "init_key",
        "credential",
        "lifetime",
        "last_resort",
        "both signatures verify",
    ] {
        assert!(test.contains(text), "{text:?} is missing in {test}");
    }
    let reference = browser.eval("[...document.querySelectorAll('.fields li')].find((li) => li.textContent.startsWith('KeyPackageRef')).querySelector('code').textContent");
    assert!(test.matches(reference.as_str().unwrap()).count() >= 2, "the reference is that of the i tag: {reference}");
    assert!(browser.eval("document.title").as_str().unwrap().starts_with("kpe-4001: "));

    browser.open(&site.page("vectors.html"), "#topic=group-event&reason=content_too_short");
    let all = browser.count(".tests > li");
    assert!((1..10).contains(&all) && browser.count(".tests .tag.invalid") == all, "{all} tests");
    assert_eq!(browser.eval("document.getElementById('by-reason').value"), "content_too_short");

    browser.open(&site.page("vectors.html"), "#topic=exporter&reason=content_too_short");
    assert!(browser.text("p.status").contains("None fits"), "{}", browser.text("p.status"));
    browser.open(&site.page("vectors.html"), "#xyz-0001&topic=%E0%A4%A&flag=__proto__");
    assert!(browser.text(".shown").contains("There is no test of this id"), "{}", browser.text(".shown"));
    assert_eq!(browser.complaints, NOTHING);
}

#[test]
fn bytes_of_every_topic_are_decoded_in_place() {
    let site = Site::quick();
    let Some(mut browser) = Browser::start() else { return };
    let expected: [(&str, &[&str]); 5] = [
        (
            "gev-4001",
            &[
                "ChaCha20-Poly1305",
                "nonce",
                "ciphertext",
                "Poly1305, 16 bytes",
                "mls_private_message",
                "opened with group_event_key",
            ],
        ),
        ("wjo-4001", &["mls_welcome", "encrypted_group_secrets", "kem_output", "encrypted_group_info", "identity"]),
        ("wfo-4001", &["key_package_raw", "Expected", "mls_welcome"]),
        ("kps-4001", &["KeyPackage", "capabilities"]),
        ("kpr-4001", &["MLSMessage", "leaf_node", "computed: SHA-256"]),
    ];
    for (id, texts) in expected {
        browser.open(&site.page("vectors.html"), &format!("#{id}"));
        browser.wait_for(&format!(".shown[data-id='{id}']"));
        browser.eval("document.querySelectorAll('.shown details').forEach((part) => (part.open = true))");
        browser.wait_for(".fields");
        let shown = browser.text(".shown");
        for text in texts {
            assert!(shown.contains(text), "{id}: {text:?} is missing in {shown}");
        }
        assert!(shown.contains(&format!("\"id\": \"{id}\"")), "{id}: the test as JSON");
    }
    assert_eq!(browser.complaints, NOTHING);
}

/// What has the focus, in words, and whether one sees it.
fn focus(browser: &mut Browser) -> (String, bool) {
    let found = browser.eval(
        "(() => { const e = document.activeElement, s = getComputedStyle(e); return [e.innerText || e.id, e.matches(':focus-visible') && parseFloat(s.outlineWidth) >= 2 && s.outlineStyle !== 'none']; })()",
    );
    (found[0].as_str().unwrap_or_default().to_owned(), found[1] == true)
}

#[test]
fn everything_is_reached_by_keyboard_and_the_focus_is_seen() {
    let site = Site::quick();
    let Some(mut browser) = Browser::start() else { return };
    browser.open(&site.page("vectors.html"), "");
    let mut walked = Vec::new();
    for _ in 0..16 {
        browser.press("Tab");
        let (what, seen) = focus(&mut browser);
        assert!(seen, "the focus on {what:?} is not seen");
        walked.push(what);
    }
    let names = ["Skip to the content", "Colony", "Vectors", "Rules", "Findings", "Matrix", "words"];
    assert_eq!(walked[..7], names, "in the order of the page");
    let labels =
        browser.eval("[...document.querySelectorAll('input, select')].filter((e) => e.labels.length !== 1).length");
    assert_eq!(labels, 0, "every field has its label");

    browser.press("Escape");
    browser.press("/");
    browser.type_text("three bytes");
    browser.press("ArrowDown");
    let (row, seen) = focus(&mut browser);
    assert!(seen && is_id(&row[..8]) && row.contains("three bytes"), "down from the search: {row:?}");
    browser.press("Enter");
    browser.wait_for(".shown[data-id]");
    let (heading, seen) = focus(&mut browser);
    assert!(seen && heading[..8] == row[..8], "the test has the focus: {heading:?}");
    let place = browser.eval("location.hash").as_str().unwrap().to_owned();
    assert!(place.contains(&heading[..8]) && place.contains("words=three%20bytes"), "{place}");
    browser.press("Escape");
    browser.wait_for(".two:not(.chosen)");
    browser.eval("new Promise((done) => setTimeout(() => done(0), 50))");
    assert_eq!(focus(&mut browser), (row, true), "back on the row that it came from");

    browser.open(&site.page("rules.html"), "");
    browser.press("/");
    browser.type_text("KP-06");
    assert!(browser.count("article.item:not([hidden])") < 20, "{}", browser.text(".status"));
    assert_eq!(browser.complaints, NOTHING);
}

/// Texts whose contrast to what is behind them is below that of WCAG AA.
const FAINT: &str = "(() => {
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = (c) => { const [r, g, b] = c.map((v) => (v / 255 <= 0.03928 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4)); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const behind = (e) => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > 0) return c; } return rgb(getComputedStyle(document.body).backgroundColor); };
  const faint = [];
  for (const e of document.querySelectorAll('body *:not(svg, svg *, script, option)')) {
    if (!e.checkVisibility() || ![...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())) continue;
    const [a, b] = [light(rgb(getComputedStyle(e).color).slice(0, 3)), light(behind(e).slice(0, 3))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) faint.push(`${e.tagName}.${e.className} ${e.textContent.slice(0, 30)}: ${ratio.toFixed(2)}`);
  }
  return faint.slice(0, 5);
})()";

#[test]
fn pages_fit_narrow_and_wide_windows_light_and_dark_with_text_that_can_be_read() {
    let site = Site::of(&committed(), &["--scenario", "uneven-refresh,two-devices"]);
    let Some(mut browser) = Browser::start() else { return };
    let places = ["vectors.html#kpe-4001", "vectors.html#wjo-4001", "vectors.html#topic=group-event"];
    for (width, dark) in [(400, false), (400, true), (1400, false), (1400, true)] {
        browser.window(width, 900, dark);
        for place in PAGES.iter().chain(&places) {
            let (page, hash) =
                place.split_once('#').map_or((*place, String::new()), |(page, id)| (page, format!("#{id}")));
            browser.open(&site.page(page), &hash);
            if let Some(id) = hash.strip_prefix('#').filter(|id| is_id(id)) {
                browser.wait_for(&format!(".shown[data-id='{id}']"));
            }
            browser.eval("document.querySelectorAll('main details').forEach((part) => (part.open = true))");
            let beyond = browser.eval("document.documentElement.scrollWidth - innerWidth");
            assert!(beyond.as_i64().unwrap() <= 0, "{place} at {width} pixels: {beyond} beyond the edge");
            assert_eq!(browser.eval(FAINT), json!([]), "{place} at {width} pixels, dark {dark}");
            let background = browser.eval("getComputedStyle(document.body).backgroundColor");
            assert_eq!(background == "rgb(255, 255, 255)", !dark, "{background}");
        }
    }
    assert_eq!(browser.complaints, NOTHING);
}

#[test]
fn hostile_texts_of_vectors_stay_texts() {
    let vectors = tempfile::tempdir().unwrap();
    at_least(1, vectors.path());
    let path = vectors.path().join("copy-0/pr40/key-package-event.json");
    let mut file: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    let test = &mut file["groups"][0]["tests"][0];
    let id = test["id"].as_str().unwrap().to_owned();
    test["comment"] = "</script><img src=x onerror='window.hacked=1'> \u{202e}gnp'\\ ${1} \u{2028}".into();
    test["x_note"] = json!({ "__proto__": { "polluted": "<b>bold</b>" }, "long": "w".repeat(9_000) });
    let bytes = serde_json::to_vec(&file).unwrap();
    fs::write(&path, &bytes).unwrap();
    let manifest = vectors.path().join("manifest.json");
    let mut listed: Value = serde_json::from_slice(&fs::read(&manifest).unwrap()).unwrap();
    let entries = listed["files"].as_array_mut().unwrap();
    let entry = entries.iter_mut().find(|entry| entry["path"] == "copy-0/pr40/key-package-event.json").unwrap();
    let sha256: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    (entry["bytes"], entry["sha256"]) = (bytes.len().into(), sha256.into());
    fs::write(&manifest, listed.to_string()).unwrap();

    let site = Site::of(vectors.path(), &["--without", "matrix,diagrams"]);
    let Some(mut browser) = Browser::start() else { return };
    browser.open(&site.page("vectors.html"), &format!("#{id}"));
    browser.wait_for(&format!(".shown[data-id='{id}']"));
    let shown = browser.text(".shown");
    for text in [
        "</script><img src=x onerror='window.hacked=1'> \\u202egnp'\\ ${1}",
        "Beyond the format",
        "<b>bold</b>",
        "show all 9,000 characters",
    ] {
        assert!(shown.contains(text), "{text:?} is missing in {shown}");
    }
    assert_eq!(browser.count("main img, main script"), 0);
    assert_eq!(
        browser.eval("[...document.querySelectorAll('main b')].filter((b) => b.innerText === 'bold').length"),
        0
    );
    assert_eq!(browser.eval("[typeof window.hacked, typeof ({}).polluted]"), json!(["undefined", "undefined"]));
    assert_eq!(browser.complaints, NOTHING);
}

/// The pictures in `docs/`: `COLONY_PICTURES=docs cargo test --workspace --test site pictures` makes them anew.
#[test]
fn pictures_of_the_site_are_small_enough_to_keep() {
    let site = Site::of(
        &committed(),
        &["--scenario", "uneven-refresh,two-devices,tagged-and-untagged,commit-race,lost-device"],
    );
    let Some(mut browser) = Browser::start() else { return };
    let kept = std::env::var_os("COLONY_PICTURES").map(|docs| repository().join(docs));
    let folder = kept.unwrap_or_else(|| site.path().to_owned());
    let pictures = [
        ("site-vectors", "vectors.html", "#kpe-4001&topic=key-package-event&profile=mip-2026-04", (1400, 640, false)),
        ("site-vectors-dark", "vectors.html", "#gev-4001&topic=group-event", (1400, 760, true)),
        ("site-vectors-narrow", "vectors.html", "#topic=group-event", (400, 900, false)),
        ("site-vectors-narrow-dark", "vectors.html", "#kpe-4001", (400, 900, true)),
        ("site-findings", "findings.html", "#F-14", (1400, 760, false)),
        ("site-findings-narrow-dark", "findings.html", "#F-14", (400, 900, true)),
    ];
    for (name, page, place, (width, height, dark)) in pictures {
        browser.window(width, height, dark);
        browser.open(&site.page(page), place);
        if is_id(&place[1..place.len().min(9)]) {
            browser.wait_for(".shown[data-id]");
        }
        browser.eval("document.querySelector(':target details')?.setAttribute('open', '')");
        browser.eval("document.querySelector(':target')?.scrollIntoView()");
        if place.starts_with("#kpe-") {
            browser.eval("document.querySelector('.decoded').scrollIntoView()");
        }
        let file = folder.join(format!("{name}.png"));
        browser.picture(&file);
        let size = fs::metadata(&file).unwrap().len();
        assert!((10_000..200_000).contains(&size), "{name} has {size} bytes");
    }
    assert_eq!(browser.complaints, NOTHING);
}
