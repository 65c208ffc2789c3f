//! Scenarios by what a person calls them: an id of the corpus, a file, a folder of files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use marmot_rules::{Policy, Profile};
use scenarios::model::Scenario;
use scenarios::{RunOptions, corpus};
use sim_env::Seed;

use crate::failure::{Failure, Place};
use crate::fits::refuse_unless_any;
use crate::hidden::is_hidden;

/// A scenario, and the name under which `colony run` finds it.
pub(crate) struct Named {
    pub name: String,
    pub scenario: Scenario,
}

/// A file if it looks like one or exists, else a scenario of the corpus.
pub(crate) fn find_scenario(name: &str) -> Result<Scenario, Failure> {
    let path = Path::new(name);
    if name.ends_with(".toml") || name.ends_with(".json") || path.is_file() {
        return Ok(Scenario::load(path)?);
    }
    if let Some(scenario) = corpus::find(name)? {
        return Ok(scenario);
    }
    let ids = corpus::ids();
    let nearest = ids.iter().max_by(|a, b| strsim::jaro(a, name).total_cmp(&strsim::jaro(b, name)));
    let hint = nearest.map(|id| format!("; did you mean `{id}`?")).unwrap_or_default();
    Err(Failure::bad_input(format!(
        "no scenario `{name}`: expected a file ending in .toml or an id that `colony list` shows{hint}"
    )))
}

/// What was asked for, and what the scenario says where nothing was.
pub(crate) fn options(
    scenario: &Scenario,
    profile: Option<Profile>,
    policy: Option<Policy>,
    seed: Option<Seed>,
) -> Result<RunOptions, Failure> {
    let profile = match (profile, policy) {
        (Some(profile), _) => profile,
        (None, policy) => default_profile(scenario, policy)?,
    };
    let policy = policy.unwrap_or_else(|| corpus::natural_policy(scenario, profile));
    let seed = seed.unwrap_or_else(|| scenario.seed.unwrap_or(corpus::DEFAULT_SEED).into());
    Ok(RunOptions::new(profile, policy, seed))
}

/// The scenario's first profile, or the first that a policy fits which somebody asked for.
fn default_profile(scenario: &Scenario, policy: Option<Policy>) -> Result<Profile, Failure> {
    if let Some(policy) = policy {
        refuse_unless_any(policy, &scenario.profiles)?;
    }
    let mut profiles = scenario.profiles.iter().copied();
    let fits = |profile: &Profile| policy.is_none_or(|policy| policy.applies_to(*profile));
    profiles.find(fits).ok_or_else(|| Failure::bad_input("the scenario names no profile"))
}

/// What these names stand for, in order; the whole corpus if there are none.
/// Where some cannot be read, the failure has all of them.
pub(crate) fn find_all(names: &[String]) -> Result<Vec<Named>, Failure> {
    if names.is_empty() {
        let all = corpus::all()?.into_iter();
        return Ok(all.map(|scenario| Named { name: scenario.id.clone(), scenario }).collect());
    }
    let (mut found, mut failures) = (Vec::new(), Vec::new());
    for name in names {
        match find_each(name) {
            Ok(each) => each.into_iter().for_each(|one| match one {
                Ok(named) => found.push(named),
                Err(failure) => failures.push(failure),
            }),
            Err(failure) => failures.push(failure),
        }
    }
    match Failure::all(failures) {
        Some(failure) => Err(failure),
        None => each_once(&found).map(|()| found),
    }
}

/// The scenarios of one name, or why one of them cannot be read.
fn find_each(name: &str) -> Result<Vec<Result<Named, Failure>>, Failure> {
    if !Path::new(name).is_dir() {
        let scenario = find_scenario(name)?;
        return Ok(vec![Ok(Named { name: name.to_owned(), scenario })]);
    }
    let entries = std::fs::read_dir(name).map_err(|e| Failure::bad_input(format!("{name}: {e}")))?;
    let mut files: Vec<_> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|e| e == "toml"));
    files.sort();
    if files.is_empty() {
        return Err(Failure::bad_input(format!("{name}: no scenario files (*.toml) in this folder")));
    }
    let named = |file: &PathBuf| Ok(Named { name: file.display().to_string(), scenario: Scenario::load(file)? });
    Ok(files.iter().map(named).collect())
}

/// Results are told by id, so an id stands for one scenario.
fn each_once(found: &[Named]) -> Result<(), Failure> {
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    for Named { name, scenario } in found {
        if let Some(first) = seen.insert(&scenario.id, name) {
            let what = format!("{name}: the id {:?} is that of {first} too", scenario.id);
            let message = format!("{what}\n  expected: each scenario once, each with an id of its own");
            let place = Path::new(name).is_file().then(|| Place { file: name.into(), line: None });
            return Err(Failure { place, ..Failure::bad_input(message) });
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
    let RunOptions { profile, policy, seed, storage, .. } = options;
    let storage = storage.map(|storage| format!(" --storage {}", storage.id())).unwrap_or_default();
    format!("colony {command} {} --profile {profile} --policy {policy} --seed {seed}{storage}", shell_word(name))
}

/// A word as a shell takes it, in characters that can be seen: bytes of others stand there as `$'\033'`, which bash, zsh and
/// ksh read.
pub(crate) fn shell_word(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@%+=,".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    if !word.contains(is_hidden) {
        return format!("'{}'", word.replace('\'', r"'\''"));
    }
    let coded = |c: char| match c {
        '\'' | '\\' => format!("\\{c}"),
        c if is_hidden(c) => c.to_string().bytes().map(|byte| format!("\\{byte:03o}")).collect(),
        c => c.to_string(),
    };
    format!("$'{}'", word.chars().map(coded).collect::<String>())
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

    #[test]
    fn a_word_with_hidden_characters_can_be_seen_and_pasted() {
        let hostile = "it's \\ \u{1b}[31m\u{7}\u{202e}1\n";
        let word = shell_word(hostile);
        assert_eq!(word, r"$'it\'s \\ \033[31m\007\342\200\2561\012'");
        let Ok(shell) = std::process::Command::new("bash").args(["-c", &format!("printf %s {word}")]).output() else {
            return println!("skipped: there is no bash");
        };
        assert_eq!(String::from_utf8(shell.stdout).unwrap(), hostile);
    }
}
