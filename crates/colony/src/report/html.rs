//! The page: one file with its style, its script and its data, which needs no network and allows none.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::embedded::Embedded;
use super::scene::Scene;
use super::scene::stakes::texts;
use crate::story::{clean, cut, printable};

const PAGE: &str = include_str!("page/report.html");
/// Colours, text and controls of every page, tables of many runs, then what is peculiar to reports.
const STYLE: &str =
    concat!(include_str!("page/base.css"), include_str!("page/heat.css"), include_str!("page/report.css"));
/// The parts of the script, in order; together they are one function.
const SCRIPT: [&str; 7] = [
    include_str!("page/script/text.js"),
    include_str!("page/script/story.js"),
    include_str!("page/script/diagram.js"),
    include_str!("page/script/details.js"),
    include_str!("page/script/run.js"),
    include_str!("page/script/overview.js"),
    include_str!("page/script/main.js"),
];

/// Characters of a violation where no script shows it in full; commands are never cut.
const LONGEST_SENTENCE: usize = 600;

/// The page of one run.
pub(crate) fn run_page(scene: &Scene) -> String {
    let summary = scene.invariants.iter().flat_map(|shown| {
        shown.violations.iter().map(|b| format!("✗ {}: {}", shown.name, cut(&b.text, LONGEST_SENTENCE)))
    });
    let wanted = if scene.as_expected { "As the scenario expects." } else { "NOT as the scenario expects." };
    let summary: Vec<_> = [wanted.to_owned()].into_iter().chain(summary).chain([scene.repro.clone()]).collect();
    page(&scene.title, &summary, &script_data("application/json", "scene-0", &as_data(scene)))
}

/// What a page of many runs begins with.
pub(super) struct FirstPage<'a, D> {
    pub title: &'a str,
    /// What stands there without a script, in paragraphs.
    pub summary: Vec<String>,
    /// What the script shows.
    pub data: &'a D,
}

/// The page of many runs; the first one names scenes by their place in `scenes`.
pub(super) fn page_of_many(first: &FirstPage<'_, impl Serialize>, scenes: &[Embedded]) -> String {
    let mut data = vec![script_data("application/json", "overview", &as_data(first.data))];
    let scene =
        |(place, scene): (usize, &Embedded)| script_data("application/zlib", &format!("scene-{place}"), scene.text());
    data.extend(scenes.iter().enumerate().map(scene));
    page(first.title, &first.summary, &data.join("\n"))
}

fn page(title: &str, summary: &[String], data: &str) -> String {
    let script = format!("(() => {{\n\"use strict\";\n{}}})();", SCRIPT.join("\n"));
    let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)));
    let policy = format!(
        "default-src 'none'; script-src {}; style-src {}; base-uri 'none'; form-action 'none'",
        hash(&script),
        hash(STYLE)
    );
    let summary: String = summary.iter().map(|line| format!("<p>{}</p>", escape(&clean(line)))).collect();
    let title = escape(&printable(title));
    let data = format!("{}\n{data}", script_data("application/json", "texts", &as_data(&texts())));
    let parts = [
        ("title", title.as_str()),
        ("policy", &policy),
        ("style", STYLE),
        ("summary", &summary),
        ("data", &data),
        ("script", &script),
    ];
    fill(PAGE, &parts)
}

/// Puts each part in the place of its `{name}`, in one pass: a part may hold what looks like a place.
pub(crate) fn fill(template: &str, parts: &[(&str, &str)]) -> String {
    let mut page = String::new();
    let mut rest = template;
    while let Some(start) = rest.find('{') {
        let (before, from) = rest.split_at(start);
        page.push_str(before);
        let part = parts.iter().find_map(|(name, text)| {
            let after = from.strip_prefix('{')?.strip_prefix(name)?.strip_prefix('}')?;
            Some((*text, after))
        });
        let (text, after) = part.unwrap_or(from.split_at(1));
        page.push_str(text);
        rest = after;
    }
    page + rest
}

fn script_data(kind: &str, id: &str, data: &str) -> String {
    format!("<script type=\"{kind}\" id=\"{id}\">{data}</script>")
}

/// As JSON that cannot end the element it stands in.
fn as_data(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("what pages show serialises").replace('<', "\\u003c")
}

/// Text in which nothing hides, as text in elements and in quoted attributes.
pub(crate) fn escape(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;").replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_stays_text() {
        assert_eq!(escape("<script>alert('x')</script>"), "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;");
        assert_eq!(escape("\" onclick=\"x"), "&quot; onclick=&quot;x");
    }

    #[test]
    fn without_a_script_commands_are_whole_and_nothing_hides() {
        let page =
            page("t\u{202e}", &[format!("colony run {}/end.toml", "x".repeat(400)), "a\u{202e}b".to_owned()], "");
        assert!(page.contains("x/end.toml</p>") && page.contains("<p>a·b</p>") && page.contains("<h1>t·</h1>"));
    }

    #[test]
    fn data_cannot_end_its_element() {
        let data = as_data(&"</script><!--<script>");
        assert!(!data.contains('<'), "{data}");
        assert_eq!(serde_json::from_str::<String>(&data).unwrap(), "</script><!--<script>");
    }

    #[test]
    fn a_part_that_looks_like_a_place_is_left_alone() {
        assert_eq!(fill("{a}-{b}-{c}", &[("a", "{b}"), ("b", "x")]), "{b}-x-{c}");
    }

    #[test]
    fn the_page_needs_nothing_from_elsewhere() {
        let page = page("t", &[], "");
        for part in ["http://", "https://", "@import", "<link", "<img", "innerHTML", "eval("] {
            let allowed = if part == "http://" { page.matches("http://www.w3.org/2000/svg").count() } else { 0 };
            assert_eq!(page.matches(part).count(), allowed, "{part}");
        }
    }
}
