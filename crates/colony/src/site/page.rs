//! What all pages share.

use crate::report::html::{escape, fill};
use crate::story::clean;

const TEMPLATE: &str = include_str!("page/page.html");
/// The parts of the script, in order; together they are one function, as in reports.
const SCRIPT: [&str; 5] = [
    include_str!("../report/page/script/text.js"),
    include_str!("page/script/filter.js"),
    include_str!("page/script/test.js"),
    include_str!("page/script/vectors.js"),
    include_str!("page/script/main.js"),
];
const STYLE: &str = concat!(
    include_str!("../report/page/base.css"),
    include_str!("../report/page/heat.css"),
    include_str!("page/site.css")
);

/// Pages in the order of the navigation: file and name.
const PAGES: [(&str, &str); 5] = [
    ("index.html", "Colony"),
    ("vectors.html", "Vectors"),
    ("rules.html", "Rules"),
    ("findings.html", "Findings"),
    ("matrix.html", "Matrix"),
];

/// A page of the site.
pub(super) struct Page<'a> {
    pub file: &'static str,
    pub title: &'a str,
    /// What is below the title, as HTML.
    pub main: String,
    /// Scripts with data, before that of the site.
    pub data: &'a [&'a str],
}

impl Page<'_> {
    /// The file of the page and its text.
    pub fn written(&self) -> (String, String) {
        let scripts = self.data.iter().chain(&["site.js"]);
        let scripts: String = scripts.map(|file| format!("<script src=\"{file}\"></script>\n")).collect();
        let parts = [
            ("title", text(self.title)),
            ("nav", nav(self.file)),
            ("main", self.main.clone()),
            ("footer", text(&format!("Written by colony {}; needs no network.", env!("CARGO_PKG_VERSION")))),
            ("scripts", scripts),
        ];
        let parts: Vec<(&str, &str)> = parts.iter().map(|(name, part)| (*name, part.as_str())).collect();
        (self.file.to_owned(), fill(TEMPLATE, &parts))
    }
}

fn nav(current: &str) -> String {
    let link = |(file, name): &(&str, &str)| {
        let here = if *file == current { " aria-current=\"page\"" } else { "" };
        format!("<a href=\"{file}\"{here}>{name}</a>")
    };
    PAGES.iter().map(link).collect::<Vec<_>>().join(" ")
}

/// The style of all pages.
pub(super) fn style() -> (String, String) {
    ("site.css".to_owned(), STYLE.to_owned())
}

/// The script of all pages.
pub(super) fn script() -> (String, String) {
    ("site.js".to_owned(), format!("(() => {{\n\"use strict\";\n{}}})();\n", SCRIPT.join("\n")))
}

/// Text as HTML, in which nothing hides.
pub(super) fn text(text: &str) -> String {
    escape(&clean(text))
}

/// Names, each as code.
pub(super) fn codes(names: &[impl AsRef<str>]) -> String {
    let code = |name: &_| format!("<code>{}</code>", text(AsRef::<str>::as_ref(name)));
    names.iter().map(code).collect::<Vec<_>>().join(", ")
}

/// Names with what stands for each, as HTML; those without anything are left out.
pub(super) fn facts<'a>(rows: impl IntoIterator<Item = (&'a str, String)>) -> String {
    let rows = rows.into_iter().filter(|(_, value)| !value.is_empty());
    let rows: String = rows.map(|(name, value)| format!("<dt>{}</dt><dd>{value}</dd>", text(name))).collect();
    format!("<dl class=\"facts\">{rows}</dl>")
}
