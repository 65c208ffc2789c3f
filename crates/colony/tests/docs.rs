//! Every command of the documents is run, and what they show is what came.
//!
//! * A `console` block is a session: `$ command`, then what it prints; a line `…` stands for lines left out. A command ends
//!   with 0, or `$ echo $?` comes next.
//! * A block under a line that ends in "`FILE`:" is that file. It is written, or compared if a command wrote it before.
//! * `colony …` elsewhere (in a sentence, a table, a `text` block) names commands and options that there are.
#![cfg(unix)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::{Done, colony, done};
use tempfile::TempDir;

const DOCUMENTS: [&str; 7] = [
    "README.md",
    "vectors/README.md",
    "docs/guide/1-run-a-scenario.md",
    "docs/guide/2-write-your-own.md",
    "docs/guide/3-read-a-counterexample.md",
    "docs/guide/4-use-the-vectors.md",
    "docs/guide/5-run-it-in-your-ci.md",
];

/// Commands that are not run here, and why.
const NOT_RUN: [(&str, &str); 6] = [
    ("git clone ", "the repository is what is tested"),
    ("cd colony", "the test is there already"),
    ("cargo build ", "the program is built already"),
    ("PATH=", "the program is found already"),
    ("cargo test ", "this is one of the tests"),
    ("cargo run --release -- check ", "the whole corpus, twice: a step of .ci/run, too slow without optimisation"),
];

/// What a run in continuous integration knows of its commit.
const COMMIT: &str = "6dcd09ef5b1e3e1d8a5c0f5f1a4b5f0f5e6d7c8b";

struct Block {
    /// The first word after the fence.
    kind: String,
    /// The file that the line above the block names.
    file: Option<String>,
    lines: Vec<String>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(document: &str) -> String {
    fs::read_to_string(root().join(document)).unwrap_or_else(|error| panic!("{document}: {error}"))
}

/// The fenced blocks of a document, and the lines outside of them.
fn parts(text: &str) -> (Vec<Block>, Vec<&str>) {
    let (mut blocks, mut outside, mut open) = (Vec::new(), Vec::new(), None::<Block>);
    for line in text.lines() {
        match (line.strip_prefix("```"), open.as_mut()) {
            (Some(_), Some(_)) => {
                outside.push(line);
                blocks.extend(open.take());
            }
            (Some(kind), None) => {
                let above = outside.iter().rev().find(|line: &&&str| !line.is_empty());
                let file =
                    above.and_then(|line| line.strip_suffix("`:")?.rsplit_once('`').map(|(_, file)| file.to_owned()));
                open = Some(Block { kind: kind.to_owned(), file, lines: Vec::new() });
            }
            (None, Some(block)) => block.lines.push(line.to_owned()),
            (None, None) => outside.push(line),
        }
    }
    assert!(open.is_none(), "a block has no end");
    (blocks, outside)
}

/// The commands of a session, each with what it shows.
fn session(block: &Block) -> Vec<(String, Vec<String>)> {
    let mut session: Vec<(String, Vec<String>)> = Vec::new();
    for line in &block.lines {
        match (line.strip_prefix("$ "), session.last_mut()) {
            (Some(command), _) => session.push((command.to_owned(), Vec::new())),
            (None, Some((_, shown))) => shown.push(line.trim_end().to_owned()),
            (None, None) => panic!("a session begins with a command, not with {line:?}"),
        }
    }
    session
}

/// A copy of what a newcomer's clone holds, as far as commands read it, and a shell in it.
struct Shell {
    folder: TempDir,
    last: i32,
}

impl Shell {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("bin")).unwrap();
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_colony"), folder.path().join("bin/colony")).unwrap();
        copy(&root().join("vectors"), &folder.path().join("clone/vectors"));
        Self { folder, last: 0 }
    }

    fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join("clone").join(file)
    }

    fn run(&mut self, command: &str) -> Done {
        let command = command.replace("cargo run --release -- ", "colony ");
        let bin = self.folder.path().join("bin");
        let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap_or_default());
        let mut shell = Command::new("sh");
        shell.args(["-c", &format!("exec 2>&1\n(exit {})\n{command}", self.last)]);
        shell.current_dir(self.path("")).env("PATH", path).stdin(std::process::Stdio::null());
        for name in ["GITHUB_ACTIONS", "GITHUB_WORKSPACE", "NO_COLOR"] {
            shell.env_remove(name);
        }
        let done = done(shell.output().expect("sh starts"));
        self.last = done.exit;
        done
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(|entry| entry.unwrap()) {
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// Is this what is shown? Parts between lines `…` come in order, the first at the start and the last at the end.
fn matches(shown: &[String], came: &[&str]) -> bool {
    let parts: Vec<&[String]> = shown.split(|line| line == "…").collect();
    let (mut rest, last) = (came, parts.len() - 1);
    for (place, part) in parts.into_iter().enumerate() {
        let fits = |at: &usize| rest[*at..].iter().zip(part).all(|(came, shown)| came == shown);
        let ends = rest.len().checked_sub(part.len());
        let found = match (place, ends) {
            (_, None) => None,
            (0, Some(end)) if last == 0 => (end == 0 && fits(&0)).then_some(0),
            (0, Some(_)) => fits(&0).then_some(0),
            (_, Some(end)) if place == last => fits(&end).then_some(end),
            (_, Some(end)) => (0..=end).find(fits),
        };
        let Some(at) = found else { return false };
        rest = &rest[at + part.len()..];
    }
    true
}

fn assert_shown(shown: &[String], came: &str, what: &str) {
    let came: Vec<&str> = came.lines().map(str::trim_end).collect();
    assert!(matches(shown, &came), "{what}\n--- shown\n{}\n--- came\n{}", shown.join("\n"), came.join("\n"));
}

fn starts(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}

fn run_session(shell: &mut Shell, block: &Block, document: &str) {
    let session = session(block);
    for (place, (command, shown)) in session.iter().enumerate() {
        let what = format!("{document}: $ {command}");
        if NOT_RUN.iter().any(|(begins, _)| format!("{command} ").starts_with(begins)) {
            continue;
        }
        if command.starts_with("python3") && !starts("python3") {
            println!("skipped: {what} (there is no python3)");
            continue;
        }
        let done = shell.run(command);
        let code_is_shown = session.get(place + 1).is_some_and(|(next, _)| next == "echo $?");
        assert!(done.exit == 0 || code_is_shown, "{what}\nends with {}:\n{}", done.exit, done.out);
        assert_shown(shown, &done.out, &what);
    }
}

/// What a workflow runs with this program.
fn workflow_commands(block: &Block) -> impl Iterator<Item = String> {
    let commands = block.lines.iter().filter_map(|line| Some(line.split_once("run: ")?.1.to_owned()));
    commands
        .filter(|command| command.starts_with("colony "))
        .map(|command| command.replace("${{ github.sha }}", COMMIT))
}

/// Follows a document from its first line to its last.
fn follow(document: &str) {
    let mut shell = Shell::new();
    for block in parts(&read(document)).0 {
        let Some(file) = &block.file else {
            if block.kind == "console" {
                run_session(&mut shell, &block, document);
            }
            continue;
        };
        let path = shell.path(file);
        if path.exists() {
            assert_shown(&block.lines, &fs::read_to_string(&path).unwrap(), &format!("{document}: {file}"));
            continue;
        }
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, block.lines.join("\n") + "\n").unwrap();
        for command in workflow_commands(&block) {
            let done = shell.run(&command);
            assert_eq!(done.exit, 0, "{document}: {command}\n{}", done.out);
        }
    }
}

#[test]
fn the_readme_shows_what_comes() {
    follow("README.md");
}

#[test]
fn the_readme_of_the_vectors_shows_what_comes() {
    follow("vectors/README.md");
}

#[test]
fn chapter_1_shows_what_comes() {
    follow("docs/guide/1-run-a-scenario.md");
}

#[test]
fn chapter_2_shows_what_comes() {
    follow("docs/guide/2-write-your-own.md");
}

#[test]
fn chapter_3_shows_what_comes() {
    follow("docs/guide/3-read-a-counterexample.md");
}

#[test]
fn chapter_4_shows_what_comes() {
    follow("docs/guide/4-use-the-vectors.md");
}

#[test]
fn chapter_5_shows_what_comes() {
    follow("docs/guide/5-run-it-in-your-ci.md");
}

#[test]
fn every_chapter_is_followed_and_every_exception_is_needed() {
    let mut chapters: Vec<String> = fs::read_dir(root().join("docs/guide"))
        .unwrap()
        .map(|entry| format!("docs/guide/{}", entry.unwrap().file_name().to_str().unwrap()))
        .collect();
    chapters.sort();
    assert_eq!(chapters, DOCUMENTS[2..]);
    for chapter in &chapters {
        assert!(read(chapter).lines().count() <= 130, "{chapter} is too long");
    }
    let sessions: Vec<Block> = DOCUMENTS.iter().flat_map(|document| parts(&read(document)).0).collect();
    let commands: Vec<_> = sessions.iter().filter(|b| b.kind == "console").flat_map(session).collect();
    for (begins, why) in NOT_RUN {
        let used = commands.iter().any(|(command, _)| format!("{command} ").starts_with(begins));
        assert!(used, "no document has `{begins}` ({why}): remove the exception");
    }
}

/// The names that the help of a command lists.
fn subcommands(path: &[&str]) -> (String, Vec<String>) {
    let help = colony(&[path, &["--help"]].concat()).out;
    let list = help.split("Commands:\n").nth(1).unwrap_or_default().lines().take_while(|line| line.starts_with("  "));
    let names = list.filter_map(|line| line[2..].split(' ').next().map(ToOwned::to_owned)).collect();
    (help, names)
}

/// Checks that a command, written with placeholders or not, names commands and options that there are.
fn assert_known(command: &str, document: &str) {
    let mut path = Vec::new();
    let (mut help, mut names) = subcommands(&path);
    for word in command.split_whitespace().skip(1).map(|word| word.trim_matches(['[', ']', '…'])) {
        if matches!(word, "#" | "|" | ">") {
            break;
        } else if word.starts_with("--") {
            let option = word.split('=').next().unwrap_or(word);
            let known = help.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').any(|word| word == option);
            assert!(known, "{document}: `{command}`: colony {} has no {option}", path.join(" "));
        } else if !names.is_empty() {
            let all_known = word.split('|').all(|name| names.iter().any(|known| known == name));
            assert!(all_known || !path.is_empty(), "{document}: `{command}`: there is no command {word}");
            if all_known && !word.contains('|') {
                path.push(word);
                (help, names) = subcommands(&path);
            }
        }
    }
}

/// The commands of an overview: what stands on later lines, and what a description names, are options of the command above.
fn overview(block: &Block) -> Vec<String> {
    let mut commands: Vec<String> = Vec::new();
    for line in &block.lines {
        let (named, described) = line.split_once("   ").unwrap_or((line, ""));
        let options = described.split([' ', '(', ')', ',']).filter(|word| word.starts_with("--"));
        let options = options.fold(String::new(), |all, option| format!("{all} {option}"));
        if line.starts_with("colony ") {
            commands.push(format!("{named}{options}"));
        } else if let Some(last) = commands.last_mut() {
            last.push_str(&options);
        }
    }
    commands
}

#[test]
fn commands_in_sentences_tables_and_overviews_name_what_there_is() {
    for document in DOCUMENTS {
        let text = read(document);
        let (blocks, outside) = parts(&text);
        let quoted = outside.iter().flat_map(|line| line.split('`').skip(1).step_by(2)).map(ToOwned::to_owned);
        let listed = blocks.iter().filter(|block| block.kind == "text").flat_map(overview);
        for command in quoted.chain(listed).filter(|command| command.starts_with("colony ")) {
            assert_known(&command, document);
        }
    }
}

#[test]
fn what_is_shown_is_compared_line_by_line_and_only_an_ellipsis_leaves_out() {
    let shown = |text: &str| text.lines().map(ToOwned::to_owned).collect::<Vec<_>>();
    let came = ["a", "b", "c", "b", "d"];
    for good in ["a\nb\nc\nb\nd", "…", "a\n…", "…\nd", "a\n…\nb\nd", "a\n…\nc\n…\nd", "…\nb\n…"] {
        assert!(matches(&shown(good), &came), "{good:?}");
    }
    for bad in ["", "a", "a\nb", "…\nc", "b\n…", "a\n…\ne\n…", "…\nd\n…\nc\n…", "a\n…\nb\nc\nb\nd\nd"] {
        assert!(!matches(&shown(bad), &came), "{bad:?}");
    }
    assert!(matches(&[], &[]));
}
