//! The ranking of selection policies: what is counted, what is compared with what, and what the answer follows from.

use marmot_rules::{Policy, Profile};
use scenarios::explore::Family;
use scenarios::rank::{Board, Class, Contender, Cost, Plan, Results, Seen, Source, Weights};
use scenarios::{corpus, simulate};

fn plan(ids: &[&str], policies: &[Policy], seeds: &[u64]) -> Plan {
    let scenarios: Vec<_> = ids.iter().map(|id| corpus::find(id).unwrap().expect("the corpus has it")).collect();
    let mut plan = Plan::of(&scenarios, &[], seeds, 0);
    plan.contenders.retain(|contender| policies.contains(&contender.policy));
    plan
}

fn results(plan: &Plan) -> Results {
    let seen = |run: &scenarios::rank::PlannedRun<'_>| Seen::of(&simulate(run.scenario, &run.options).unwrap());
    plan.runs().iter().map(|run| ((run.story, run.contender), seen(run))).collect()
}

fn board(plan: &Plan, profile: Profile, weights: &Weights) -> Board {
    Board::of(plan, &results(plan), &plan.of_profile(profile), weights)
}

fn first(board: &Board) -> Policy {
    board.names(&board.rows[0])[0].policy
}

#[test]
fn whoever_hides_a_device_comes_last_and_the_story_that_decides_it_is_named() {
    let plan = plan(&["uneven-refresh", "one-device"], &[Policy::NewestOne, Policy::ClientId], &[1, 2]);
    let board = board(&plan, Profile::Pr40, &Weights::default());
    assert_eq!((first(&board), board.rows.len()), (Policy::ClientId, 2));
    let answer = board.answer(&plan, 3);
    let duel = answer.duel.expect("there are two");
    assert_eq!(duel.by_cost[0].0, Cost::DevicesLeftOut);
    let decides = duel.for_first[0];
    assert_eq!(plan.stories[decides.story].name(), "uneven-refresh");
    assert_eq!((decides.seeds, decides.cost, answer.agreed), (2, Cost::DevicesLeftOut, 2));
    assert!(duel.for_second.iter().all(|found| found.by < 1.0), "a Welcome saved is all that speaks for the other");
}

#[test]
fn a_score_is_the_sum_of_its_columns_by_weight() {
    let plan = plan(&["uneven-refresh", "lost-device"], &[Policy::NewestOne, Policy::ClientId], &[1]);
    let weights: Weights = "devices-left-out=7,phantom-leaves=0.5".parse().unwrap();
    for row in board(&plan, Profile::Pr40, &weights).rows {
        let sum: f64 = Cost::ALL.iter().map(|cost| row.costs.of(*cost) * weights.of(*cost)).sum();
        assert!((row.score - sum).abs() < 1e-9, "{} is not {sum}", row.score);
    }
}

#[test]
fn the_weight_that_is_named_as_the_turn_turns_the_ranking_around() {
    let plan = plan(&["untagged-legacy-flood", "uneven-refresh"], &[Policy::NewestOne, Policy::ClientId], &[1]);
    let weights = Weights::default();
    let results = results(&plan);
    let of = |weights: &Weights| Board::of(&plan, &results, &plan.of_profile(Profile::Pr40), weights);
    let before = of(&weights);
    let turns = before.answer(&plan, 1).turns;
    assert!(!turns.is_empty());
    for turn in turns {
        let past = if turn.above { turn.weight * 1.01 + 0.001 } else { (turn.weight * 0.99 - 0.001).max(0.0) };
        let after = of(&weights.with(turn.cost, past));
        assert_eq!(first(&after), before.names(&before.rows[turn.first])[0].policy, "{turn:?}");
        assert_ne!(first(&after), first(&before));
    }
}

#[test]
fn a_story_in_which_every_policy_does_the_same_harm_counts_in_no_score() {
    let plan = plan(&["nobody-has-a-key-package", "uneven-refresh"], &[Policy::NewestOne, Policy::ClientId], &[1]);
    let board = board(&plan, Profile::Pr40, &Weights::default());
    let apart: Vec<String> = board.beyond_help().map(|told| plan.stories[told.story].name()).collect();
    assert_eq!((apart, board.counted()), (vec!["nobody-has-a-key-package".to_owned()], 1));
    assert_eq!(board.of_class(Class::Decides), 1);
}

#[test]
fn an_invitation_that_fails_as_a_whole_leaves_the_invited_out() {
    let plan = plan(&["foreign-credential"], &[Policy::NewestOne, Policy::ClientId], &[1]);
    let board = board(&plan, Profile::Pr40, &Weights::default());
    let out: Vec<_> = board.rows.iter().map(|row| row.costs.of(Cost::DevicesLeftOut)).collect();
    assert_eq!((first(&board), out), (Policy::NewestOne, vec![0.0, 1.0]), "mdk-core refuses the unchecked choice");
}

#[test]
fn a_scenario_that_fixes_its_seed_runs_once_and_counts_under_every_seed() {
    let mut scenario = corpus::find("one-device").unwrap().unwrap();
    scenario.seed = Some(3);
    let plan = Plan::of(&[scenario], &[], &[1, 2], 0);
    assert_eq!(plan.stories.len(), 1);
    assert_eq!(plan.stories[0].rounds, [0, 1]);
}

#[test]
fn a_generated_case_is_told_under_every_profile_and_each_seed_brings_its_own() {
    let plan = Plan::of(&[], &[Family::Churn], &[1, 2], 1);
    let stories: Vec<_> = plan.stories.iter().map(|story| (story.seed, story.source)).collect();
    assert!(stories.len() == 2 && stories[0].0 != stories[1].0);
    assert!(stories.iter().all(|(_, source)| matches!(source, Source::Generated(_))));
    let told = |contender: &Contender| plan.stories[0].tells(*contender);
    assert!(plan.contenders.iter().all(told), "nothing in it is a profile's own");
}

#[test]
fn weights_that_are_none_are_refused_with_the_names_that_there_are() {
    for text in ["", "x", "devices-left-out", "phantoms=1", "phantom-leaves=-1", "phantom-leaves=NaN"] {
        let error = text.parse::<Weights>().unwrap_err().to_string();
        assert!(error.contains("expected `COST=NUMBER`") && error.contains("welcomes-wasted"), "{error}");
    }
    assert!("phantom-leaves=1,phantom-leaves=2".parse::<Weights>().is_err(), "once is enough");
    let weights = Weights::default();
    assert_eq!(weights.to_string().parse::<Weights>().unwrap(), weights);
}
