//! The ranking as a page whose numbers open the run that shows them most.

use scenarios::facts::Facts;
use scenarios::judge::judge_by;
use scenarios::rank::{Board, Cost, Difference, Row, Told};
use scenarios::{RunOptions, SimulateError, simulate};

use super::{Ranking, words};
use crate::failure::Failure;
use crate::jobs::run_all;
use crate::output::Output;
use crate::report::embedded::Embedded;
use crate::report::overview::{HeatCell, HeatRow, HeatTable, Name, Overview};
use crate::report::scene::{Detail, Scene};

/// What the colour of a number stands for.
const HEATS: [&str; 5] =
    ["the least of its column", "up to a quarter of the way to the most", "up to half", "up to three quarters", "more"];

/// A run that a cell opens: a story and an option of the board.
type Shown = (usize, usize);

/// A cell, and the run that it opens.
struct Cell {
    cell: HeatCell,
    shown: Option<Shown>,
}

pub(super) fn overview(ranking: &Ranking, jobs: Option<u16>, output: &Output) -> Result<Overview, Failure> {
    let board = &ranking.whole;
    let costs: Vec<Vec<Option<Cell>>> = board.rows.iter().map(|row| costs(ranking, row)).collect();
    let pairs = words::pairs(ranking);
    let sides: Vec<Vec<Option<Cell>>> = pairs
        .iter()
        .map(|(first, second, duel)| {
            vec![
                side(ranking, duel.for_first.first(), *first, *second),
                side(ranking, duel.for_second.first(), *second, *first),
            ]
        })
        .collect();
    let rows =
        |row: &Row| (words::row(board, row), format!("score {}, {}", words::number(row.score), words::range(row)));
    let pair = |(first, second, _): &(usize, usize, _)| (words::pair(board, *first, *second), String::new());
    let [answer, decides, loses] = words::answer(ranking);
    let beyond = words::beyond_help(ranking);
    let beyond = (!beyond.is_empty()).then(|| format!("Set apart, since no policy could help: {beyond}."));
    let profiles = ranking.profiles.iter().map(|(profile, board)| {
        format!(
            "{profile} over all of its own stories: {}, over {} stories.",
            words::of_profile(board),
            board.counted()
        )
    });
    let turns = words::turns(ranking).into_iter().map(|turn| format!("What would turn it around: {turn}."));
    let notes =
        [decides, loses, words::stories(ranking)].into_iter().chain(profiles).chain(turns.take(4)).chain(beyond);
    let notes = notes.chain(ranking.notes.iter().cloned()).chain([words::headline(ranking)]).collect();
    let cost_columns = Cost::ALL.map(|cost| vec![Name { name: cost.to_string(), hint: cost.describe().to_owned() }]);
    let side_columns = ["speaks for the first", "speaks for the second"]
        .map(|name| vec![Name { name: name.to_owned(), hint: "opens the run of the one that does worse".to_owned() }]);
    let tables = vec![
        table(
            "Options by what they cost",
            "means over a story; each number opens the run that shows it most",
            "option",
            cost_columns.into(),
            heat_rows(ranking, jobs, output, board.rows.iter().map(rows).collect(), costs)?,
        ),
        table(
            "What decides between neighbours",
            "the scenario with the greatest difference",
            "pair",
            side_columns.into(),
            heat_rows(ranking, jobs, output, pairs.iter().map(pair).collect(), sides)?,
        ),
    ];
    let title = "Which selection policy costs least".to_owned();
    Ok(Overview { title, verdict: answer, good: None, notes, tables, heats: Some(HEATS) })
}

fn table(title: &str, about: &str, first: &str, columns: Vec<Vec<Name>>, rows: Vec<HeatRow>) -> HeatTable {
    let (title, about, first) = (title.to_owned(), about.to_owned(), first.to_owned());
    HeatTable { title, about, first, columns, rows, totals: Vec::new() }
}

/// Rows with the runs behind their cells.
fn heat_rows(
    ranking: &Ranking,
    jobs: Option<u16>,
    output: &Output,
    names: Vec<(String, String)>,
    cells: Vec<Vec<Option<Cell>>>,
) -> Result<Vec<HeatRow>, Failure> {
    let wanted: Vec<Shown> = cells.iter().flatten().flatten().filter_map(|cell| cell.shown).collect();
    let mut scenes = run_all(&wanted, jobs, output, |shown| scene(ranking, *shown))?.into_iter();
    let mut rows = Vec::new();
    for ((name, title), cells) in names.into_iter().zip(cells) {
        let filled = cells
            .into_iter()
            .map(|cell| cell.map(|Cell { cell, shown }| HeatCell { scene: shown.and_then(|_| scenes.next()), ..cell }));
        rows.push(HeatRow { name, title, cells: filled.collect() });
    }
    Ok(rows)
}

fn scene(ranking: &Ranking, (story, option): Shown) -> Result<Embedded, SimulateError> {
    let story = &ranking.plan.stories[story];
    let contender = ranking.whole.contenders[option];
    let run = simulate(&story.scenario, &RunOptions::new(contender.profile, contender.policy, story.seed))?;
    let facts = Facts::of(&run);
    let repro = ranking.command(story, contender);
    Ok(Embedded::of(&Scene::of(&run, &facts, &judge_by(&run, &facts), repro, Detail::Compact)))
}

/// The costs of an option, each with the story in which it is greatest. A cost of nothing has no cell.
fn costs(ranking: &Ranking, row: &Row) -> Vec<Option<Cell>> {
    let board = &ranking.whole;
    let option = row.contenders[0];
    let cell = |cost: Cost| {
        let amount = |told: &Told| told.costs[option].of(cost);
        let most =
            board.told.iter().filter(|told| !told.is_beyond_help()).max_by(|a, b| amount(a).total_cmp(&amount(b)))?;
        let shown = (amount(most) > 0.0).then_some((most.story, option))?;
        let story = &ranking.plan.stories[most.story];
        let lines = vec![format!("most in {}: {}", story.name(), words::number(amount(most)))];
        let heat = heat(board, cost, row.costs.of(cost));
        Some(Cell {
            cell: heat_cell(ranking, heat, words::number(row.costs.of(cost)), lines, shown),
            shown: Some(shown),
        })
    };
    Cost::ALL.map(cell).into()
}

/// How far an amount is on the way from the least to the most of its column.
fn heat(board: &Board, cost: Cost, amount: f64) -> u8 {
    let column = || board.rows.iter().map(|row| row.costs.of(cost));
    let (least, most) = (column().fold(f64::INFINITY, f64::min), column().fold(0.0, f64::max));
    if amount <= least { 0 } else { ((amount - least) / (most - least) * 4.0).ceil().clamp(1.0, 4.0) as u8 }
}

fn side(ranking: &Ranking, found: Option<&Difference>, less: usize, more: usize) -> Option<Cell> {
    let board = &ranking.whole;
    let found = found?;
    let (told, _) = words::difference(ranking, board, found, less, more);
    let shown = (found.story, board.rows[more].contenders[0]);
    let cell = heat_cell(ranking, 1, format!("{} less", words::number(found.by)), vec![told], shown);
    Some(Cell { cell, shown: Some(shown) })
}

fn heat_cell(ranking: &Ranking, heat: u8, label: String, lines: Vec<String>, (story, option): Shown) -> HeatCell {
    let story = &ranking.plan.stories[story];
    let contender = ranking.whole.contenders[option];
    let commands = words::case_command(story).into_iter().chain([ranking.command(story, contender)]).collect();
    HeatCell {
        heat,
        label,
        lines,
        broken: Vec::new(),
        names: vec![contender.to_string()],
        commands,
        run: None,
        scene: None,
    }
}
