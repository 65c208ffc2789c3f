//! `packaging/types`.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use conformance::format::EXTRA_PACKS;

use super::{has, root, run};

const FILES: [&str; 6] =
    ["go/types.go", "kotlin/Types.kt", "python/types.py", "swift/Types.swift", "topics.json", "typescript/types.ts"];

/// A module of `packaging/types/node_modules`, if Node and it are there.
fn installed(module: &str) -> Option<PathBuf> {
    let path = root().join("packaging/types/node_modules").join(module);
    let why = "packaging/types (needs Node 20 or newer, and `npm ci` in that folder)";
    if !path.exists() {
        println!("skipped: {why}");
        return None;
    }
    has("node", &["--version"], why).then_some(path)
}

/// The TypeScript compiler.
pub(super) fn tsc() -> Option<PathBuf> {
    installed("typescript/lib/tsc.js")
}

/// Every file with a schema of its own, without members under `x_`: path, name of its type, content.
fn files() -> Vec<(String, String, Value)> {
    let read = |path: &str| -> Value {
        let mut value = serde_json::from_slice(&fs::read(root().join("vectors").join(path)).unwrap()).unwrap();
        drop_extensions(&mut value);
        value
    };
    let mut files = vec![("minimal.json".to_owned(), "Minimal".to_owned(), read("minimal.json"))];
    for folder in [""].into_iter().chain(EXTRA_PACKS) {
        let path = format!("{folder}manifest.json");
        let manifest = read(&path);
        files.push((path, "Manifest".to_owned(), manifest.clone()));
        for entry in manifest["files"].as_array().unwrap() {
            let path = format!("{folder}{}", entry["path"].as_str().unwrap());
            let content = read(&path);
            files.push((path, format!("{}File", pascal(entry["topic"].as_str().unwrap())), content));
        }
    }
    files
}

fn drop_extensions(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|name, _| !name.starts_with("x_"));
            members.values_mut().for_each(drop_extensions);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_extensions),
        _ => {}
    }
}

/// `welcome-join` is `WelcomeJoin`.
fn pascal(topic: &str) -> String {
    topic.split('-').map(|word| word[..1].to_uppercase() + &word[1..]).collect()
}

#[test]
fn the_types_are_what_the_schemas_give() {
    if installed("quicktype-core").is_none() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let packaging = root().join("packaging/types");
    run(Command::new("node").arg("generate.mjs").arg(folder.path()).current_dir(&packaging));
    for name in FILES {
        let [held, made] = [&packaging, folder.path()].map(|place| fs::read_to_string(place.join(name)).unwrap());
        assert!(held == made, "packaging/types/{name} is stale: run `npm run generate` in packaging/types");
    }
}

#[test]
fn every_file_has_its_typescript_type_and_a_wrong_result_has_not() {
    let Some(tsc) = tsc() else { return };
    let folder = tempfile::tempdir().unwrap();
    let types = root().join("packaging/types/typescript/types.ts");
    fs::copy(types, folder.path().join("types.ts")).unwrap();
    let source = |files: &[(String, String, Value)]| {
        let typed = files.iter().enumerate().map(|(number, (path, name, content))| {
            format!("// {path}\nexport const file{number}: types.{name} = {content};\n")
        });
        format!("import type * as types from \"./types.js\";\n{}", typed.collect::<String>())
    };
    let check = |text: &str| {
        fs::write(folder.path().join("files.ts"), text).unwrap();
        let options = ["--noEmit", "--strict", "--target", "es2022", "--module", "nodenext", "files.ts"];
        Command::new("node").arg(&tsc).args(options).current_dir(folder.path()).output().unwrap()
    };
    let files = files();
    let done = check(&source(&files));
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stdout).chars().take(3_000).collect::<String>());
    for (from, to) in [("\"result\":\"valid\"", "\"result\":\"perhaps\""), ("\"label\":", "\"colour\":")] {
        let exporter = files.iter().find(|(path, ..)| path == "pr40/exporter.json").unwrap();
        let text = source(std::slice::from_ref(exporter));
        assert!(text.contains(from));
        assert!(!check(&text.replacen(from, to, 1)).status.success(), "{to} has passed");
    }
}

/// Arguments: the types. Input: a line per file, of its path, the name of its type and its content.
const READ: &str = r"
import importlib.util, json, sys
spec = importlib.util.spec_from_file_location('types_of_vectors', sys.argv[1])
types = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
spec.loader.exec_module(types)

def plain(value):
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items() if v is not None and not k.startswith('after_remove_')}
    return [plain(item) for item in value] if isinstance(value, list) else value

for path, name, content in map(json.loads, sys.stdin):
    cls = getattr(types, name)
    assert plain(cls.from_dict(content).to_dict()) == plain(content), path
    if 'groups' in content:
        content['groups'][0]['tests'][0]['result'] = 'perhaps'
        try:
            cls.from_dict(content)
        except ValueError:
            continue
        raise SystemExit(f'{path}: a wrong result has passed')
print('read')
";

#[test]
fn python_reads_every_file_into_its_type_and_writes_the_same_again() {
    if !has("python3", &["-c", "import dataclasses"], "packaging/types/python (needs Python 3.7 or newer)") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let lines: String = files()
        .into_iter()
        .map(|(path, name, content)| format!("{}\n", serde_json::json!([path, name, content])))
        .collect();
    fs::write(folder.path().join("files"), lines).unwrap();
    let input = fs::File::open(folder.path().join("files")).unwrap();
    let types = root().join("packaging/types/python/types.py");
    assert_eq!(run(Command::new("python3").args(["-c", READ]).arg(types).stdin(input)), "read\n");
}
