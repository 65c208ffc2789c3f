//! The ranking on a terminal.

use scenarios::rank::{Board, Cost};

use super::{Ranking, words};
use crate::output::{Output, width};
use crate::table::{table, wrap};

/// Pairs of neighbours that are shown unless all are wanted.
const PAIRS: usize = 4;

pub(super) fn tell(ranking: &Ranking, all: bool, output: &mut Output) {
    let style = output.style;
    let board = &ranking.whole;
    words::answer(ranking).iter().for_each(|line| wrapped(line, output));
    output.line("");
    output.line(rows(board));
    wrapped(&words::stories(ranking), output);
    for (profile, board) in &ranking.profiles {
        wrapped(&format!("{profile} by itself: {} ({} stories)", words::of_profile(board), board.counted()), output);
    }
    let turns = words::turns(ranking);
    if !turns.is_empty() {
        output.line("");
        output.line(style.bold("What would turn it around, if nothing else changes"));
        turns.iter().take(4).for_each(|line| wrapped(&format!("  {line}"), output));
    }
    output.line("");
    pairs(ranking, all, output);
    let beyond = words::beyond_help(ranking);
    if !beyond.is_empty() {
        output.line(style.bold("Set apart: whatever is picked, the harm is the same"));
        wrapped(&beyond, output);
        output.line("");
    }
    ranking.notes.iter().for_each(|note| wrapped(note, output));
    wrapped(&words::headline(ranking), output);
}

fn wrapped(text: &str, output: &mut Output) {
    let indent = text.len() - text.trim_start().len();
    let room = usize::from(width()).saturating_sub(indent);
    for (place, line) in wrap(text, room.saturating_sub(if indent > 0 { 2 } else { 0 })).iter().enumerate() {
        let more = if place > 0 && indent > 0 { 2 } else { 0 };
        output.line(format!("{:1$}{line}", "", indent + more));
    }
}

fn rows(board: &Board) -> String {
    let heading = |cost: Cost| cost.id().replace('-', "\n");
    let headings: Vec<String> = ["option".to_owned()]
        .into_iter()
        .chain(Cost::ALL.map(heading))
        .chain(["score\nrange".to_owned()])
        .collect();
    let row = |row: &scenarios::rank::Row| {
        let names = board.names(row);
        let lines = names.iter().map(|name| name.policy.to_string()).chain([format!("  {}", names[0].profile)]);
        let (low, high) = row.range();
        [lines.collect::<Vec<_>>().join("\n")]
            .into_iter()
            .chain(Cost::ALL.map(|cost| words::number(row.costs.of(cost))))
            .chain([format!("{}\n{}-{}", words::number(row.score), words::number(low), words::number(high))])
            .collect()
    };
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    table(&headings, board.rows.iter().map(row).collect())
}

fn pairs(ranking: &Ranking, all: bool, output: &mut Output) {
    let board = &ranking.whole;
    let pairs = words::pairs(ranking);
    let shown = if all { pairs.len() } else { pairs.len().min(PAIRS) };
    for (first, second, duel) in &pairs[..shown] {
        let [a, b] = [*first, *second].map(|row| words::contender(board, row).to_string());
        output.line(output.style.bold(&format!("{a} before {b}")));
        for (less, more, found) in [(*first, *second, &duel.for_first), (*second, *first, &duel.for_second)] {
            for found in found {
                let (told, commands) = words::difference(ranking, board, found, less, more);
                wrapped(&format!("  for {}: {told}", words::contender(board, less).policy), output);
                words::case_command(&ranking.plan.stories[found.story]).iter().for_each(|line| output.line(format!("    {line}")));
                commands.iter().for_each(|line| output.line(format!("    {line}")));
            }
        }
    }
    if shown < pairs.len() {
        output.line(format!("--all shows what decides the other {} pairs of neighbours", pairs.len() - shown));
    }
    output.line("");
}
