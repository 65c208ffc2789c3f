//! The order of the house (ARCHITECTURE.md): floors, unsafe code, and who may name the real world.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use toml::Table;

/// A crate may depend only on crates of lower floors.
const FLOORS: &[(&str, u8)] = &[
    ("sim-env", 1),
    ("marmot-rules", 1),
    ("sim-relay", 1),
    ("sim-engine", 2),
    ("adopted", 2),
    ("sim-device", 3),
    ("experiment", 3),
    ("scenarios", 4),
    ("streams", 4),
    ("sibling-sync", 4),
    ("shared-ratchet", 4),
    ("conformance", 5),
    ("colony", 6),
];

/// Members of the workspace outside the house, and the only crates of the house that each may use. They may touch the real world.
const GUESTS: &[(&str, &[&str])] = &[("examples/xip83", &["sim-env", "streams"])];

/// What reaches out of a simulation, and the only sources that may name it. A path may be a file or a folder.
const REAL_WORLD: &[(&str, &[(&str, &str)])] = &[
    ("SystemTime", &[("scenarios/src/leak.rs", "the negative control reads a real clock")]),
    ("Instant", &[("colony/src/jobs.rs", "a budget of real time: no run begins after it, none ends by it")]),
    ("Timestamp::now", &[]),
    (
        "Timestamp::tweaked",
        &[("sim-device/src/envelope.rs", "interposed: seals are dated back by a draw of the device")],
    ),
    (
        "std::thread",
        &[
            ("colony/src/jobs.rs", "runs side by side; each has a thread of its own anyway"),
            ("scenarios/src/leak.rs", "the negative control needs a thread outside the run"),
            (
                "sim-device/src/engine/mdk_core/store/database.rs",
                "what opening a database does to its thread must not reach the run",
            ),
        ],
    ),
    (
        "OsRng",
        &[
            ("sim-device/src", "interposed: a device draws as its own actor, as a real one draws from its system"),
            ("sibling-sync/src/aware", "interposed: what the library draws, its device draws as its own actor"),
            ("scenarios/src/leak.rs", "the negative control draws real entropy"),
        ],
    ),
    ("thread_rng", &[]),
    ("rand::random", &[]),
    ("RandomState", &[("scenarios/src/leak.rs", "the negative control iterates a hash set")]),
    ("HashSet", &[("scenarios/src/leak.rs", "the negative control iterates a hash set")]),
    ("HashMap", &[]),
    ("std::net", &[]),
    ("tokio", &[]),
    ("env::var", &[]),
    ("env::var_os", &[("colony/src/output.rs", "NO_COLOR, COLUMNS, and what GitHub Actions says of itself")]),
];

fn crates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate lies in crates/").to_owned()
}

fn names() -> Vec<String> {
    let folders = fs::read_dir(crates()).unwrap().map(|entry| entry.unwrap().path());
    let mut names: Vec<_> = folders.filter(|path| path.join("Cargo.toml").is_file()).collect();
    names.sort();
    names.iter().map(|path| path.file_name().unwrap().to_str().unwrap().to_owned()).collect()
}

fn manifest(folder: &Path) -> Table {
    fs::read_to_string(folder.join("Cargo.toml")).unwrap().parse().unwrap()
}

fn dependencies(name: &str) -> BTreeSet<String> {
    let manifest = manifest(&crates().join(name));
    let table = manifest.get("dependencies").and_then(|value| value.as_table());
    table.map(|table| table.keys().cloned().collect()).unwrap_or_default()
}

fn floor(name: &str) -> Option<u8> {
    FLOORS.iter().find(|(n, _)| *n == name).map(|(_, floor)| *floor)
}

/// Every source of a crate: its path below `crates/`, and its text without line comments.
fn sources(name: &str) -> Vec<(String, String)> {
    sources_in(&crates(), name)
}

fn sources_in(root: &Path, name: &str) -> Vec<(String, String)> {
    let (mut folders, mut sources) = (vec![root.join(name).join("src")], Vec::new());
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                let code: Vec<_> = text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect();
                let place = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
                sources.push((place, code.join("\n")));
            }
        }
    }
    sources.sort();
    sources
}

/// Whether `code` names `word`, not as a part of a longer name.
fn mentions(code: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(word).any(|(at, _)| {
        let (before, after) = (&code[..at], &code[at + word.len()..]);
        !before.chars().next_back().is_some_and(part) && !after.chars().next().is_some_and(part)
    })
}

/// The keyword in use, not a longer name or a word such as `unsafe-inline`.
fn has_unsafe_code(code: &str) -> bool {
    ["unsafe {", "unsafe fn", "unsafe impl", "unsafe trait", "unsafe extern", "unsafe("]
        .iter()
        .any(|form| code.contains(form))
}

#[test]
fn the_engine_knows_nothing_but_the_environment() {
    let own: Vec<_> = dependencies("sim-engine").into_iter().filter(|name| floor(name).is_some()).collect();
    assert_eq!(own, ["sim-env"]);
}

#[test]
fn every_crate_has_a_floor_and_stands_only_on_lower_ones() {
    for name in names() {
        let own = floor(&name)
            .unwrap_or_else(|| panic!("{name} has no floor: say in ARCHITECTURE.md and here where it stands"));
        for other in dependencies(&name) {
            let Some(below) = floor(&other) else { continue };
            assert!(below < own, "{name} (floor {own}) depends on {other} (floor {below})");
        }
    }
}

#[test]
fn the_rules_and_the_relay_know_no_mls_library_and_the_environment_no_nostr() {
    let mls = |name: &String| name.starts_with("mdk") || name.starts_with("openmls");
    for name in ["marmot-rules", "sim-relay", "sim-env"] {
        assert_eq!(dependencies(name).into_iter().find(mls), None, "{name} depends on an MLS library");
    }
    assert!(!dependencies("sim-env").contains("nostr"), "sim-env knows nothing of Nostr");
}

#[test]
fn a_device_names_mls_libraries_behind_the_port_alone() {
    const LIBRARIES: [&str; 7] = [
        "mdk_core::prelude",
        "mdk_core::messages",
        "mdk_core::callback",
        "mdk_memory_storage",
        "mdk_sqlite_storage",
        "openmls",
        "openmls_traits",
    ];
    let names = |code: &str| LIBRARIES.into_iter().find(|library| mentions(code, library));
    let (engines, rest): (Vec<_>, Vec<_>) =
        sources("sim-device").into_iter().partition(|(place, _)| place.starts_with("sim-device/src/engine/"));
    for (place, code) in rest {
        assert_eq!(names(&code), None, "{place} goes past the port `mls`");
    }
    assert!(engines.iter().any(|(_, code)| names(code).is_some()), "the search finds libraries");
}

#[test]
fn unsafe_code_lives_in_sim_env_alone_and_every_other_crate_forbids_it() {
    for name in names().iter().filter(|name| *name != "sim-env") {
        for (place, code) in sources(name) {
            assert!(!has_unsafe_code(&code), "{place} has unsafe code");
            if place.ends_with("/src/lib.rs") || place.ends_with("/src/main.rs") {
                assert!(code.contains("#![forbid(unsafe_code)]"), "{place} does not forbid unsafe code");
            }
        }
    }
    assert!(sources("sim-env").iter().any(|(_, code)| has_unsafe_code(code)), "the search finds unsafe code");
}

#[test]
fn a_guest_uses_what_it_shows_alone_and_no_crate_knows_it() {
    let root = crates().parent().unwrap().to_owned();
    let workspace = manifest(&root);
    let members = workspace["workspace"]["members"].as_array().unwrap();
    let outside =
        members.iter().filter_map(|member| member.as_str()).filter(|member| !["crates/*", "benches"].contains(member));
    assert_eq!(outside.collect::<Vec<_>>(), GUESTS.iter().map(|(place, _)| *place).collect::<Vec<_>>());
    for (place, allowed) in GUESTS {
        let own: Vec<_> =
            dependencies(&format!("../{place}")).into_iter().filter(|name| floor(name).is_some()).collect();
        assert_eq!(own, *allowed, "{place}");
        let name = manifest(&root.join(place))["package"]["name"].as_str().unwrap().to_owned();
        for other in names() {
            assert!(!dependencies(&other).contains(&name), "{other} depends on {place}");
        }
        for (file, code) in sources_in(&root, place) {
            assert!(!has_unsafe_code(&code), "{file} has unsafe code");
        }
    }
}

#[test]
fn only_named_sources_touch_the_real_world_and_each_for_a_reason() {
    let outside: Vec<_> =
        names().into_iter().filter(|name| name != "sim-env").flat_map(|name| sources(&name)).collect();
    for (word, exceptions) in REAL_WORLD {
        let users: Vec<_> = outside.iter().filter(|(_, code)| mentions(code, word)).map(|(place, _)| place).collect();
        for place in &users {
            let allowed = exceptions.iter().any(|(path, _)| place.starts_with(path));
            assert!(allowed, "{place} names {word}: draw or read through sim-env, or add an exception with its reason");
        }
        for (path, reason) in *exceptions {
            let used = users.iter().any(|place| place.starts_with(path));
            assert!(used, "{path} no longer names {word} ({reason}): remove the exception");
        }
    }
}
