//! The ranking on a terminal, in at most eighty columns but for commands.

use scenarios::rank::{Board, Row};

use super::{Ranking, words};
use crate::output::{Output, width};
use crate::table::wrap;

/// Pairs of neighbours that are shown unless all are wanted.
const PAIRS: usize = 3;

/// Columns of the name of an option: the longest policy there is.
const NAME: usize = 27;

pub(super) fn tell(ranking: &Ranking, all: bool, output: &mut Output) {
    let board = &ranking.whole;
    words::answer(ranking).iter().for_each(|line| wrapped(line, output));
    output.line("");
    rows(board, output);
    wrapped(&words::legend(board), output);
    wrapped(&words::stories(ranking), output);
    profiles(ranking, output);
    section("What would turn it around, if nothing else changes", words::turns(ranking).into_iter().take(4), output);
    loses(ranking, output);
    pairs(ranking, all, output);
    let beyond = words::beyond_help(ranking);
    section("Set apart: whatever is picked, the harm is the same", (!beyond.is_empty()).then_some(beyond), output);
    section("What is not compared", ranking.notes.iter().cloned(), output);
    output.line("");
    wrapped(&words::headline(ranking), output);
}

/// A heading, and paragraphs below it; nothing if there are none.
fn section(heading: &str, paragraphs: impl IntoIterator<Item = String>, output: &mut Output) {
    for (place, paragraph) in paragraphs.into_iter().enumerate() {
        if place == 0 {
            output.line("");
            output.line(output.style.bold(heading));
        }
        wrapped(&format!("  {paragraph}"), output);
    }
}

/// A paragraph that keeps its indentation; what follows its first line stands two columns further in.
fn wrapped(text: &str, output: &mut Output) {
    let indent = text.len() - text.trim_start().len();
    let further = if indent > 0 { indent + 2 } else { 0 };
    let lines = wrap(text, usize::from(width()).min(100).saturating_sub(further));
    for (place, line) in lines.iter().enumerate() {
        output.line(format!("{:1$}{line}", "", if place == 0 { indent } else { further }));
    }
}

fn rows(board: &Board, output: &mut Output) {
    let headings: String = words::COLUMNS.iter().map(|(short, _)| format!("{short:>6}")).collect();
    output.line(output.style.bold(&format!("{:NAME$}{headings}{:>7}", "option", "score")));
    board.rows.iter().for_each(|row| one(board, row, output));
}

/// Numbers beside the first policy, the others below it, and last the profile with the range.
fn one(board: &Board, row: &Row, output: &mut Output) {
    let numbers: String =
        words::COLUMNS.iter().map(|(_, cost)| format!("{:>6}", words::number(row.costs.of(*cost)))).collect();
    let names = board.names(row);
    for (place, name) in names.iter().enumerate() {
        let numbers = if place == 0 { format!("{numbers}{:>7}", words::number(row.score)) } else { String::new() };
        output.line(format!("{:NAME$}{numbers}", name.policy.to_string()).trim_end());
    }
    output.line(output.style.dim(&format!("  {} · {}", names[0].profile, words::range(row))));
}

fn profiles(ranking: &Ranking, output: &mut Output) {
    let lines = ranking
        .profiles
        .iter()
        .map(|(profile, board)| format!("{profile}: {}, over {} stories", words::of_profile(board), board.counted()));
    section("Each profile over all of its own stories", lines, output);
}

/// Where the first of all loses most, with the commands that show it.
fn loses(ranking: &Ranking, output: &mut Output) {
    let board = &ranking.whole;
    let Some(loss) = board.answer(&ranking.plan, words::SHOWN).loss else { return };
    output.line("");
    output.line(output.style.bold(&format!("Where {} loses most", words::contender(board, 0))));
    told(ranking, &loss.greatest, loss.to, 0, output);
}

fn pairs(ranking: &Ranking, all: bool, output: &mut Output) {
    let board = &ranking.whole;
    let pairs = words::pairs(ranking);
    let shown = if all { pairs.len() } else { pairs.len().min(PAIRS) };
    for (first, second, duel) in &pairs[..shown] {
        output.line("");
        output.line(output.style.bold(&words::pair(board, *first, *second)));
        duel.for_first.iter().for_each(|found| told(ranking, found, *first, *second, output));
        duel.for_second.iter().for_each(|found| told(ranking, found, *second, *first, output));
    }
    if shown < pairs.len() {
        output.line("");
        wrapped(&format!("--all shows what decides the other {} pairs of neighbours.", pairs.len() - shown), output);
    }
}

/// A story that speaks for one of two, and the commands that show it: first the one that it speaks for.
fn told(ranking: &Ranking, found: &scenarios::rank::Difference, less: usize, more: usize, output: &mut Output) {
    let board = &ranking.whole;
    let (told, commands) = words::difference(ranking, board, found, less, more);
    wrapped(&format!("  for {}: {told}", words::contender(board, less)), output);
    let case = words::case_command(&ranking.plan.stories[found.story]);
    case.iter().chain(&commands).for_each(|command| output.line(format!("    {command}")));
}
