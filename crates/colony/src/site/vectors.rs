//! The page of test vectors: a list of all of them in one file, and a file with everything for each file of vectors, which the page
//! loads when somebody looks at a test of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use conformance::decode::decode;
use conformance::verify::{self, Suite};
use serde_json::{Map, Value, json};

use super::Files;
use super::page::{Page, text};
use crate::failure::Failure;
use crate::words::count;

/// Vectors to browse. They were checked as `colony vectors verify` checks them; members under `x_` are shown too.
pub(super) struct Browser {
    suite: Suite,
    /// Files as they stand, by path.
    files: BTreeMap<String, Value>,
    manifest: Value,
    /// Files of an unknown topic or profile, each with the reason.
    left_out: Vec<String>,
}

impl Browser {
    pub fn load(root: &Path) -> Result<Self, Failure> {
        let (suite, left_out) = verify::load(root)?;
        let read = |path: &String| Ok((path.clone(), read(&root.join(path))?));
        let files = suite.files().keys().map(read).collect::<Result<_, Failure>>()?;
        Ok(Self { manifest: read_manifest(root)?, suite, files, left_out })
    }

    /// How many tests there are.
    pub fn tests(&self) -> usize {
        self.suite.cases().count()
    }

    /// The page and its data.
    pub fn files(&self) -> Files {
        let mut files = Files::from([self.page(), ("data/index.js".to_owned(), self.index())]);
        let each = |(path, file): (&String, &Value)| (data_file(path), self.file(path, file));
        files.extend(self.files.iter().map(each));
        files
    }

    fn page(&self) -> (String, String) {
        let rows = self.files.iter().map(|(path, file)| {
            let tests = file["test_count"].to_string();
            format!("<tr><td>{}</td><td>{}</td></tr>", text(path), text(&tests))
        });
        let main = format!(
            "<p class=\"lead\">{} in {} of suite {}: what a Marmot client is given, and what it must answer.</p>\n{}\
             <div id=\"vectors\"></div>\n<noscript><p>Listing and decoding needs the script of this page. The files:</p>\
             <table class=\"plain\"><thead><tr><th>file</th><th>tests</th></tr></thead><tbody>{}</tbody></table></noscript>",
            count(self.tests(), "test", "tests"),
            count(self.files.len(), "file", "files"),
            text(self.manifest["suite_version"].as_str().unwrap_or_default()),
            self.left_out_note(),
            rows.collect::<String>(),
        );
        Page { file: "vectors.html", title: "Test vectors", main, data: &["data/index.js"] }.written()
    }

    fn left_out_note(&self) -> String {
        let line = |why: &String| format!("<li>{}</li>", text(why));
        let lines: String = self.left_out.iter().map(line).collect();
        if lines.is_empty() {
            lines
        } else {
            format!("<p>Not shown, since this version does not know them:</p><ul>{lines}</ul>\n")
        }
    }

    /// One line for each test, as the list needs it.
    fn index(&self) -> String {
        let mut tests = Vec::new();
        for (place, path) in self.files.keys().enumerate() {
            for (_, test) in tests_of(&self.files[path]) {
                let reasons = match &test["reasons_any"] {
                    Value::Array(any) => any.clone(),
                    _ => vec![test["reason"].clone()],
                };
                let reasons: Vec<Value> = reasons.into_iter().filter(Value::is_string).collect();
                tests.push(json!([test["id"], place, test["result"], test["flags"], reasons, test["comment"]]));
            }
        }
        let file = |(path, file): (&String, &Value)| json!([path, file["topic"], file["profile"], data_file(path)]);
        let files: Vec<Value> = self.files.iter().map(file).collect();
        let index = json!({ "files": files, "tests": tests, "retired": self.manifest["retired"] });
        format!("globalThis.colony = {{ index: {} }};\n", parsed(&index))
    }

    /// Every test of a file as it stands, and what is inside its bytes. Equal parts stand there once.
    fn file(&self, path: &str, file: &Value) -> String {
        let (mut parts, mut places): (Vec<Value>, BTreeMap<String, usize>) = (Vec::new(), BTreeMap::new());
        let mut tests = Map::new();
        for (now, test) in tests_of(file) {
            let mut decoded = Map::new();
            for (pointer, field) in decode(test) {
                let field = serde_json::to_value(field).expect("a field serialises");
                let place = *places.entry(field.to_string()).or_insert_with(|| {
                    parts.push(field);
                    parts.len() - 1
                });
                decoded.insert(pointer, place.into());
            }
            let id = test["id"].as_str().unwrap_or_default();
            tests.insert(id.to_owned(), json!({ "now": now, "test": test, "decoded": decoded }));
        }
        let members = ["spec", "generator", "notes"].map(|name| (name.to_owned(), file[name].clone()));
        let mut whole: Map<String, Value> = members.into_iter().collect();
        whole.insert("tests".to_owned(), tests.into());
        whole.insert("parts".to_owned(), parts.into());
        format!("colony.take({}, {});\n", Value::from(path), parsed(&whole.into()))
    }
}

/// Every test of a file, with the time at which it is judged.
fn tests_of(file: &Value) -> impl Iterator<Item = (&Value, &Value)> {
    let groups = file["groups"].as_array().into_iter().flatten();
    groups.flat_map(|group| {
        let tests = group["tests"].as_array().into_iter().flatten();
        tests.map(|test| (test.get("now").unwrap_or(&group["now"]), test))
    })
}

/// Where the data of a file of vectors is.
fn data_file(path: &str) -> String {
    format!("data/tests/{}.js", path.strip_suffix(".json").unwrap_or(path))
}

/// An expression of JavaScript for a value. An object literal would not do: a member `__proto__` is special in one.
fn parsed(value: &Value) -> String {
    let escaped = value.to_string().replace('\\', "\\\\").replace('\'', "\\'");
    format!("JSON.parse('{escaped}')")
}

fn read_manifest(root: &Path) -> Result<Value, Failure> {
    read(&root.join("manifest.json"))
}

fn read(path: &PathBuf) -> Result<Value, Failure> {
    let text = fs::read_to_string(path).map_err(|error| Failure::unread(path, &error))?;
    serde_json::from_str(&text).map_err(|error| Failure::bad_input(format!("{}: {error}", path.display())))
}
