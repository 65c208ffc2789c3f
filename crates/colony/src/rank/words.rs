//! What a ranking says, in sentences that every form shares.

use scenarios::rank::{Board, Class, Contender, Cost, Difference, Duel, Row, Source, Story};

use super::Ranking;
use crate::words::{count, engines, thousands};

/// Scenarios that speak for either side of a pair.
pub(super) const SHOWN: usize = 2;

/// The answer: what to recommend, what decides it, where it loses.
pub(super) fn answer(ranking: &Ranking) -> [String; 3] {
    let board = &ranking.whole;
    let answer = board.answer(&ranking.plan, SHOWN);
    let score = |place: usize| number(board.rows[place].score);
    let name = |place: usize| row(board, &board.rows[place]);
    let recommend = match (board.rows.len(), answer.agreed) {
        (1, _) => format!("No difference: {} come out alike in every story.", name(0)),
        _ if board.rows[0].score == board.rows[1].score => {
            format!("No difference at these weights: {} and {} cost {} a story each.", name(0), name(1), score(0))
        }
        (_, 0) => {
            let rival = board.rival(0).unwrap_or(1);
            format!(
                "No clear winner: {} ({} a story) does not come before {} ({}) under every seed.",
                name(0),
                score(0),
                name(rival),
                score(rival)
            )
        }
        (2, _) => format!("Recommend {}: it costs {} a story, {} costs {}.", name(0), score(0), name(1), score(1)),
        (rows, _) => format!(
            "Recommend {}: it costs {} a story, next is {} with {}, last {} with {}.",
            name(0),
            score(0),
            name(1),
            score(1),
            name(rows - 1),
            score(rows - 1)
        ),
    };
    let decides = match &answer.duel {
        Some(duel) => format!("What decides it: {}; {}.", decides(duel), agreed(ranking, board, answer.agreed)),
        None => "What decides it: nothing, at these weights.".to_owned(),
    };
    let loses = match &answer.loss {
        None => "Where it loses: in none of these stories does another do less harm.".to_owned(),
        Some(loss) => {
            let story = &ranking.plan.stories[loss.greatest.story];
            let to = board.contenders[board.rows[loss.to].contenders[0]];
            format!(
                "Where it loses: another does less harm in {} of {}, most in {}, {to} ({}).",
                thousands(loss.stories),
                count(board.counted(), "story", "stories"),
                story.name(),
                cost_words(loss.greatest.cost),
            )
        }
    };
    [recommend, decides, loses + &own_stories(ranking)]
}

/// Where the first of all is not the first of its own profile: stories that only this profile can tell speak against it.
fn own_stories(ranking: &Ranking) -> String {
    let winner = contender(&ranking.whole, 0);
    let own = ranking.profiles.iter().find(|(profile, _)| *profile == winner.profile);
    let Some((profile, board)) = own.filter(|(_, board)| board.counted() > 0) else { return String::new() };
    if board.names(&board.rows[0]).contains(&winner) {
        return String::new();
    }
    let place = board.rows.iter().position(|row| board.names(row).contains(&winner)).unwrap_or(0);
    format!(
        " Over all stories of {profile} it is number {} with {}, and {} is first with {}.",
        place + 1,
        number(board.rows[place].score),
        policies(board, &board.rows[0]),
        number(board.rows[0].score)
    )
}

/// `first under each of 3 seeds, as are the next 4`
fn agreed(ranking: &Ranking, board: &Board, agreed: usize) -> String {
    let seeds = count(ranking.seeds.count(), "seed", "seeds");
    match agreed {
        _ if ranking.seeds.count() == 1 => "one seed says nothing of luck".to_owned(),
        0 => format!("the first place changes with the seed, of which there are {}", ranking.seeds.count()),
        n if n >= board.rows.len() => format!("the whole order is the same under each of {seeds}"),
        1 => format!("the first is the same under each of {seeds}, the second is not"),
        n => format!("the first {n} stand in this order under each of {seeds}"),
    }
}

/// What separates the first of two from the second.
fn decides(duel: &Duel) -> String {
    let (less, more): (Vec<_>, Vec<_>) = duel.by_cost.iter().partition(|(_, by)| *by > 0.0);
    let list = |of: &[&(Cost, f64)]| {
        let words = of.iter().take(2).map(|(cost, by)| format!("{} ({})", cost_words(*cost), number(by.abs())));
        words.collect::<Vec<_>>().join(" and ")
    };
    match (less.is_empty(), more.is_empty()) {
        (true, true) => "nothing that weighs anything".to_owned(),
        (false, true) => format!("it has less of {}", list(&less)),
        (true, false) => format!("it has more of {}", list(&more)),
        (false, false) => format!("it has less of {}, and more of {}", list(&less), list(&more)),
    }
}

/// How one profile by itself comes out.
pub(super) fn of_profile(board: &Board) -> String {
    let Some(first) = board.rows.first().filter(|_| board.counted() > 0) else { return "no stories".to_owned() };
    let second = board.rows.get(1).map(|second| format!(", then {} {}", policies(board, second), number(second.score)));
    format!("{} {}{}", policies(board, first), number(first.score), second.unwrap_or_default())
}

/// What would put another first.
pub(super) fn turns(ranking: &Ranking) -> Vec<String> {
    let board = &ranking.whole;
    let turn = |turn: &scenarios::rank::Turn| {
        format!(
            "{} {} {} (now {}) puts {} first",
            turn.cost,
            if turn.above { "above" } else { "below" },
            weight(turn.weight),
            board.weights.of(turn.cost),
            row(board, &board.rows[turn.first]),
        )
    };
    board.answer(&ranking.plan, SHOWN).turns.iter().map(turn).collect()
}

/// How many stories count, and what the others are.
pub(super) fn stories(ranking: &Ranking) -> String {
    let board = &ranking.whole;
    format!(
        "{} under seeds {}: {} decide, in {} nobody does harm, {} are set apart since no policy could help",
        count(board.told.iter().map(|told| told.rounds.len()).sum(), "story", "stories"),
        ranking.seeds,
        thousands(board.of_class(Class::Decides)),
        thousands(board.of_class(Class::Harmless)),
        thousands(board.of_class(Class::BeyondHelp)),
    )
}

/// Names of the stories that no option can help, each once: written ones by name, generated ones by number.
pub(super) fn beyond_help(ranking: &Ranking) -> String {
    let stories = ranking.whole.beyond_help().map(|told| &ranking.plan.stories[told.story]);
    let (written, generated): (Vec<_>, Vec<_>) = stories.partition(|story| story.source == Source::Written);
    let mut names: Vec<String> = written.iter().map(|story| story.name()).collect();
    names.dedup();
    names.sort();
    names.dedup();
    if !generated.is_empty() {
        names.push(count(generated.len(), "generated case", "generated cases"));
    }
    names.join(", ")
}

/// `client-id-strict on pr40`, `newest-one and 4 alike on pr40`
pub(super) fn row(board: &Board, row: &Row) -> String {
    format!("{} on {}", policies(board, row), board.names(row)[0].profile)
}

/// The policies of a row; where there are many, the first and how many came out as it did.
pub(super) fn policies(board: &Board, row: &Row) -> String {
    let names: Vec<String> = board.names(row).iter().map(|name| name.policy.to_string()).collect();
    match names.as_slice() {
        [one] => one.clone(),
        [one, other] => format!("{one}, {other}"),
        [one, rest @ ..] => format!("{one} and {} alike", rest.len()),
        [] => String::new(),
    }
}

/// Three digits of an amount that is not negative, in at most four characters below a thousand.
pub(super) fn number(amount: f64) -> String {
    match amount {
        _ if amount >= 99.95 => format!("{amount:.0}"),
        _ if amount >= 9.995 => format!("{amount:.1}"),
        _ if amount == 0.0 || amount >= 0.005 => format!("{amount:.2}"),
        _ => "<.01".to_owned(),
    }
}

/// The same of a weight, which may be small.
fn weight(amount: f64) -> String {
    if amount == 0.0 || amount >= 0.005 { number(amount) } else { format!("{amount:.5}") }
}

/// `devices left out`
pub(super) fn cost_words(cost: Cost) -> String {
    cost.id().replace('-', " ").replace("welcomes", "Welcomes")
}

/// Scenarios that speak for one of two: a line that says it, and the commands that show both.
pub(super) fn difference(
    ranking: &Ranking,
    board: &Board,
    found: &Difference,
    less: usize,
    more: usize,
) -> (String, [String; 2]) {
    let story = &ranking.plan.stories[found.story];
    let contender = |row: usize| board.contenders[board.rows[row].contenders[0]];
    let told = format!(
        "{}: {} less, mostly {}{}",
        story.name(),
        number(found.by),
        cost_words(found.cost),
        if story.source == Source::Written {
            format!(", under {}", count(found.seeds, "seed", "seeds"))
        } else {
            String::new()
        },
    );
    (told, [less, more].map(|row| ranking.command(story, contender(row))))
}

/// The file that `colony explore case` is to write, and the command that does.
pub(super) fn case_command(story: &Story) -> Option<String> {
    let Source::Generated(id) = story.source else { return None };
    Some(format!("colony explore case {} {} --seed {} > {}", id.family, id.index, id.seed, case_file(story)))
}

pub(super) fn case_file(story: &Story) -> String {
    match story.source {
        Source::Generated(id) => format!("{}-{}-{}.toml", id.family, id.seed, id.index),
        Source::Written => format!("{}.toml", story.scenario.id),
    }
}

/// Pairs of neighbours, each with its duel.
pub(super) fn pairs(ranking: &Ranking) -> Vec<(usize, usize, Duel)> {
    let board = &ranking.whole;
    (1..board.rows.len()).map(|place| (place - 1, place, board.duel(&ranking.plan, place - 1, place, SHOWN))).collect()
}

/// What was compared, in one line.
pub(super) fn headline(ranking: &Ranking) -> String {
    format!(
        "{}, {} · colony {} on {}",
        count(ranking.plan.contenders.len(), "option", "options"),
        count(ranking.runs, "run", "runs"),
        env!("CARGO_PKG_VERSION"),
        engines(ranking.plan.contenders.iter().map(|contender| contender.profile))
    )
}

/// `client-id-strict on pr40`
pub(super) fn contender(board: &Board, row: usize) -> Contender {
    board.contenders[board.rows[row].contenders[0]]
}

/// The columns of the table: a short heading, what it stands for, and the weight.
pub(super) const COLUMNS: [(&str, Cost); 7] = [
    ("out", Cost::DevicesLeftOut),
    ("dead", Cost::PhantomLeaves),
    ("twice", Cost::SecondLeaves),
    ("lost", Cost::WelcomesWasted),
    ("kB", Cost::KilobytesMore),
    ("late", Cost::SecondsLater),
    ("link", Cost::AccountsLinked),
];

/// What the columns are, and how a score comes about.
pub(super) fn legend(board: &Board) -> String {
    let column = |(short, cost): (&str, Cost)| format!("{short} = {cost} × {}", board.weights.of(cost));
    format!(
        "Means over a story: {}. The score adds them up by weight, the lower the better; beside the profile stands its range over the \
         seeds. Options that come out alike in every story share a row.",
        COLUMNS.map(column).join(", ")
    )
}

/// `4.91 to 6.28`
pub(super) fn range(row: &Row) -> String {
    let (low, high) = row.range();
    format!("{} to {}", number(low), number(high))
}

/// `first before second`
pub(super) fn pair(board: &Board, first: usize, second: usize) -> String {
    format!("{} before {}", contender(board, first), contender(board, second))
}
