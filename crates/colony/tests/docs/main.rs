//! Every command of the documents is run, and what they show is what came.
//!
//! * A `console` block is a session: `$ command`, then what it prints; a line `…` stands for lines left out. A command ends
//!   with 0, or `$ echo $?` comes next.
//! * A block under a line that ends in "`FILE`:" is that file. It is written, or compared if a command wrote it before.
//! * `UPDATE_DOCS=1 cargo test --workspace --test docs` renews what is shown: the lines that come nearest to those before.
//! * `colony …` elsewhere (in a sentence, a table, a `text` block) names commands and options that there are.
#![cfg(unix)]

#[path = "../common/mod.rs"]
mod common;
mod markdown;
mod shell;
mod shown;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::colony;
use markdown::Block;
use shell::Shell;

const DOCUMENTS: [&str; 11] = [
    "README.md",
    "vectors/README.md",
    "docs/guide/1-run-a-scenario.md",
    "docs/guide/2-write-your-own.md",
    "docs/guide/3-read-a-counterexample.md",
    "docs/guide/4-use-the-vectors.md",
    "docs/guide/5-run-it-in-your-ci.md",
    "docs/guide/6-read-the-ranking.md",
    "docs/guide/7-relays-as-deployed.md",
    "docs/guide/8-what-no-text-decides.md",
    "docs/guide/9-other-systems.md",
];

/// Commands that are not run here, and why.
const NOT_RUN: [(&str, &str); 7] = [
    ("git clone ", "the repository is what is tested"),
    ("cd colony", "the test is there already"),
    ("cargo build ", "the program is built already"),
    ("PATH=", "the program is found already"),
    ("cargo test ", "this is one of the tests"),
    ("cargo run --release -- check ", "the whole corpus, twice: a step of .ci/run, too slow without optimisation"),
    ("colony rank --seeds ", "the whole corpus under every option: too slow without optimisation"),
];

/// What a run in continuous integration knows of its commit.
const COMMIT: &str = "6dcd09ef5b1e3e1d8a5c0f5f1a4b5f0f5e6d7c8b";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(document: &str) -> String {
    fs::read_to_string(root().join(document)).unwrap_or_else(|error| panic!("{document}: {error}"))
}

fn starts(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}

/// Runs a session; what it shows, renewed if that was asked for.
fn run_session(shell: &mut Shell, block: &Block, document: &str) -> Vec<String> {
    let (session, mut lines) = (markdown::session(block), Vec::new());
    for (place, (command, shown)) in session.iter().enumerate() {
        lines.push(format!("$ {command}"));
        let what = format!("{document}: $ {command}");
        if NOT_RUN.iter().any(|(begins, _)| format!("{command} ").starts_with(begins)) {
            lines.extend_from_slice(shown);
            continue;
        }
        if command.starts_with("python3") && !starts("python3") {
            println!("skipped: {what} (there is no python3)");
            lines.extend_from_slice(shown);
            continue;
        }
        let done = shell.run(command);
        let code_is_shown = session.get(place + 1).is_some_and(|(next, _)| next == "echo $?");
        assert!(done.exit == 0 || code_is_shown, "{what}\nends with {}:\n{}", done.exit, done.out);
        lines.extend(shown::compared(shown, &done.out, &what));
    }
    lines
}

/// What a workflow runs with this program.
fn workflow_commands(block: &Block) -> impl Iterator<Item = String> {
    let commands = block.lines.iter().filter_map(|line| Some(line.split_once("run: ")?.1.to_owned()));
    commands
        .filter(|command| command.starts_with("colony "))
        .map(|command| command.replace("${{ github.sha }}", COMMIT))
}

/// A file of the document: compared if a command wrote it, else written, and if it is a workflow, what it runs is run.
fn settle_file(shell: &mut Shell, file: &str, block: &Block, document: &str) -> Vec<String> {
    let path = shell.path(file);
    if path.exists() {
        return shown::compared(&block.lines, &fs::read_to_string(&path).unwrap(), &format!("{document}: {file}"));
    }
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, block.lines.join("\n") + "\n").unwrap();
    for command in workflow_commands(block) {
        let done = shell.run(&command);
        assert_eq!(done.exit, 0, "{document}: {command}\n{}", done.out);
    }
    block.lines.clone()
}

/// Follows a document from its first line to its last.
fn follow(document: &str) {
    let (text, mut shell) = (read(document), Shell::new());
    let (mut blocks, _) = markdown::parts(&text);
    for block in &mut blocks {
        block.lines = match &block.file {
            Some(file) => settle_file(&mut shell, file, block, document),
            None if block.kind == "console" => run_session(&mut shell, block, document),
            None => continue,
        };
    }
    let followed = markdown::with_blocks(&text, &blocks);
    if followed != text {
        fs::write(root().join(document), followed).unwrap();
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
fn chapter_6_shows_what_comes() {
    follow("docs/guide/6-read-the-ranking.md");
}

#[test]
fn chapter_7_shows_what_comes() {
    follow("docs/guide/7-relays-as-deployed.md");
}

#[test]
fn chapter_8_shows_what_comes() {
    follow("docs/guide/8-what-no-text-decides.md");
}

#[test]
fn chapter_9_shows_what_comes() {
    follow("docs/guide/9-other-systems.md");
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
    let sessions: Vec<Block> = DOCUMENTS.iter().flat_map(|document| markdown::parts(&read(document)).0).collect();
    let commands: Vec<_> = sessions.iter().filter(|b| b.kind == "console").flat_map(markdown::session).collect();
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
        let (blocks, outside) = markdown::parts(&text);
        let quoted = outside.iter().flat_map(|line| line.split('`').skip(1).step_by(2)).map(ToOwned::to_owned);
        let listed = blocks.iter().filter(|block| block.kind == "text").flat_map(overview);
        for command in quoted.chain(listed).filter(|command| command.starts_with("colony ")) {
            assert_known(&command, document);
        }
    }
}
