//! Scenarios by what a person calls them: an id of the corpus, a file, a folder of files.

use std::collections::BTreeMap;
use std::path::Path;

use scenarios::model::Scenario;
use scenarios::{RunOptions, corpus};

use crate::output::Failure;

/// A scenario, and the name under which `colony run` finds it.
pub(crate) struct Named {
    pub name: String,
    pub scenario: Scenario,
}

/// What these names stand for, in order; the whole corpus if there are none.
pub(crate) fn find_all(names: &[String]) -> Result<Vec<Named>, Failure> {
    if names.is_empty() {
        let all = corpus::all()?.into_iter();
        return Ok(all.map(|scenario| Named { name: scenario.id.clone(), scenario }).collect());
    }
    let mut found = Vec::new();
    for name in names {
        if !Path::new(name).is_dir() {
            found.push(Named { name: name.clone(), scenario: crate::run::find_scenario(name)? });
            continue;
        }
        let entries = std::fs::read_dir(name).map_err(|e| Failure::bad_input(format!("{name}: {e}")))?;
        let mut files: Vec<_> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
        files.retain(|path| path.extension().is_some_and(|e| e == "toml"));
        files.sort();
        if files.is_empty() {
            return Err(Failure::bad_input(format!("{name}: no scenario files (*.toml) in this folder")));
        }
        for file in files {
            found.push(Named { name: file.display().to_string(), scenario: Scenario::load(file)? });
        }
    }
    each_once(&found)?;
    Ok(found)
}

/// Results are told by id, so an id stands for one scenario.
fn each_once(found: &[Named]) -> Result<(), Failure> {
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    for Named { name, scenario } in found {
        if let Some(first) = seen.insert(&scenario.id, name) {
            let what = format!("{name}: the id {:?} is that of {first} too", scenario.id);
            return Err(Failure::bad_input(format!(
                "{what}\n  expected: each scenario once, each with an id of its own"
            )));
        }
    }
    Ok(())
}

/// The command that repeats a run of the scenario of this name.
pub(crate) fn repro(name: &str, options: &RunOptions) -> String {
    command("run", name, options)
}

/// A command on the scenario of this name, with the options of a run.
pub(crate) fn command(command: &str, name: &str, options: &RunOptions) -> String {
    let RunOptions { profile, policy, seed, .. } = options;
    format!("colony {command} {} --profile {profile} --policy {policy} --seed {seed}", shell_word(name))
}

/// A word as a shell takes it.
pub(crate) fn shell_word(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@%+=,".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::shell_word;

    #[test]
    fn only_words_that_a_shell_would_change_are_quoted() {
        assert_eq!(shell_word("corpus/two-devices.toml"), "corpus/two-devices.toml");
        assert_eq!(shell_word("my file.toml"), "'my file.toml'");
        assert_eq!(shell_word("it's; rm *"), r"'it'\''s; rm *'");
        assert_eq!(shell_word(""), "''");
    }
}
