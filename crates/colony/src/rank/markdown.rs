//! The ranking for a GitHub discussion.

use scenarios::rank::Difference;

use super::{Ranking, words};
use crate::matrix::markdown::escape;
use crate::words::fenced;

pub(super) fn page(ranking: &Ranking) -> String {
    let board = &ranking.whole;
    let mut parts: Vec<String> = words::answer(ranking).iter().map(|line| escape(line)).collect();
    parts.push(table(ranking));
    parts.push(escape(&words::legend(board)));
    parts.push(escape(&words::stories(ranking)));
    let profile = |(profile, board): &(marmot_rules::Profile, scenarios::rank::Board)| {
        format!("- `{profile}`: {}, over {} stories", escape(&words::of_profile(board)), board.counted())
    };
    parts.extend(list("Each profile over all of its own stories", ranking.profiles.iter().map(profile).collect()));
    let turns = words::turns(ranking).iter().map(|turn| format!("- {}", escape(turn))).collect();
    parts.extend(list("What would turn it around, if nothing else changes", turns));
    parts.extend(words::pairs(ranking).iter().map(|(first, second, duel)| {
        let sides = [(&duel.for_first, *first, *second), (&duel.for_second, *second, *first)];
        let told = sides.into_iter().flat_map(|(all, less, more)| all.iter().map(move |found| (found, less, more)));
        let told: Vec<String> = told.map(|(found, less, more)| story(ranking, found, less, more)).collect();
        folded(&words::pair(board, *first, *second), &told.join("\n\n"))
    }));
    let beyond = words::beyond_help(ranking);
    if !beyond.is_empty() {
        parts.push(folded("Set apart: whatever is picked, the harm is the same", &escape(&beyond)));
    }
    parts.extend(ranking.notes.iter().map(|note| escape(note)));
    parts.push(format!("<sub>{}</sub>", escape(&words::headline(ranking))));
    parts.join("\n\n")
}

fn list(heading: &str, lines: Vec<String>) -> Option<String> {
    (!lines.is_empty()).then(|| format!("**{heading}**\n\n{}", lines.join("\n")))
}

fn folded(heading: &str, text: &str) -> String {
    format!("<details><summary>{}</summary>\n\n{text}\n\n</details>", escape(heading))
}

fn table(ranking: &Ranking) -> String {
    let board = &ranking.whole;
    let headings: Vec<&str> = words::COLUMNS.iter().map(|(short, _)| *short).collect();
    let mut lines = vec![
        format!("| option | profile | {} | score | over the seeds |", headings.join(" | ")),
        format!("| --- | --- |{} ---: | --- |", " ---: |".repeat(headings.len())),
    ];
    lines.extend(board.rows.iter().map(|row| {
        let names: Vec<String> = board.names(row).iter().map(|name| format!("`{}`", name.policy)).collect();
        let profile = board.names(row)[0].profile;
        let numbers: Vec<String> = words::COLUMNS.iter().map(|(_, cost)| words::number(row.costs.of(*cost))).collect();
        let score = words::number(row.score);
        format!(
            "| {} | `{profile}` | {} | **{score}** | {} |",
            names.join("<br>"),
            numbers.join(" | "),
            words::range(row)
        )
    }));
    lines.join("\n")
}

fn story(ranking: &Ranking, found: &Difference, less: usize, more: usize) -> String {
    let board = &ranking.whole;
    let (told, commands) = words::difference(ranking, board, found, less, more);
    let case = words::case_command(&ranking.plan.stories[found.story]);
    let commands: Vec<String> = case.into_iter().chain(commands).collect();
    format!("For `{}`, {}\n\n{}", words::contender(board, less), escape(&told), fenced(&commands))
}
