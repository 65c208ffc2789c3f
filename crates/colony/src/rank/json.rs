//! The ranking as JSON.

use scenarios::rank::{Board, Class, Cost, Costs, Difference, Row};
use serde_json::{Map, Value, json};

use super::{Ranking, words};

pub(super) fn document(ranking: &Ranking) -> Value {
    let board = &ranking.whole;
    let weights: Map<String, Value> =
        Cost::ALL.iter().map(|cost| (cost.to_string(), board.weights.of(*cost).into())).collect();
    let profiles: Map<String, Value> =
        ranking.profiles.iter().map(|(profile, board)| (profile.to_string(), of_board(board))).collect();
    let answer = board.answer(&ranking.plan, words::SHOWN);
    let turns = answer.turns.iter().map(|turn| {
        json!({
            "cost": turn.cost,
            if turn.above { "above" } else { "below" }: turn.weight,
            "first": options(board, &board.rows[turn.first]),
        })
    });
    json!({
        "format": "colony-rank/1",
        "answer": words::answer(ranking),
        "seeds": { "first": ranking.seeds.first, "last": ranking.seeds.last },
        "runs": ranking.runs,
        "weights": weights,
        "ranking": of_board(board),
        "same_order_under_every_seed": answer.agreed,
        "profiles": profiles,
        "turns": turns.collect::<Vec<_>>(),
        "pairs": pairs(ranking),
        "set_apart": board.beyond_help().map(|told| ranking.plan.stories[told.story].name()).collect::<Vec<_>>(),
        "not_compared": ranking.notes,
    })
}

fn of_board(board: &Board) -> Value {
    json!({
        "stories": {
            "counted": board.counted(),
            "deciding": board.of_class(Class::Decides),
            "harmless": board.of_class(Class::Harmless),
            "beyond_help": board.of_class(Class::BeyondHelp),
        },
        "rows": board.rows.iter().map(|row| of_row(board, row)).collect::<Vec<_>>(),
    })
}

fn of_row(board: &Board, row: &Row) -> Value {
    let (lowest, highest) = row.range();
    json!({
        "options": options(board, row),
        "costs": costs(&row.costs),
        "score": row.score,
        "median": row.median(),
        "lowest": lowest,
        "highest": highest,
        "by_seed": row.rounds,
        "corpus": row.parts[0],
        "generated": row.parts[1],
    })
}

fn options(board: &Board, row: &Row) -> Vec<Value> {
    let option = |name: scenarios::rank::Contender| json!({ "policy": name.policy.to_string(), "profile": name.profile.to_string() });
    board.names(row).into_iter().map(option).collect()
}

fn costs(costs: &Costs) -> Map<String, Value> {
    Cost::ALL.iter().map(|cost| (cost.to_string(), costs.of(*cost).into())).collect()
}

fn pairs(ranking: &Ranking) -> Vec<Value> {
    let board = &ranking.whole;
    let side = |all: &[Difference], less: usize, more: usize| -> Vec<Value> {
        let story = |found: &Difference| {
            let (_, commands) = words::difference(ranking, board, found, less, more);
            let story = &ranking.plan.stories[found.story];
            json!({
                "story": story.name(),
                "by": found.by,
                "cost": found.cost,
                "seeds": found.seeds,
                "case": words::case_command(story),
                "better": commands[0],
                "worse": commands[1],
            })
        };
        all.iter().map(story).collect()
    };
    let pair = |(first, second, duel): (usize, usize, scenarios::rank::Duel)| {
        json!({
            "first": options(board, &board.rows[first]),
            "second": options(board, &board.rows[second]),
            "for_first": side(&duel.for_first, first, second),
            "for_second": side(&duel.for_second, second, first),
        })
    };
    words::pairs(ranking).into_iter().map(pair).collect()
}
