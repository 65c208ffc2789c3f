//! Scenarios × policies as data.

use marmot_rules::{Policy, Profile};
use scenarios::matrix::{Matrix, MatrixCell, Plan, Totals, policies};
use scenarios::model::Scenario;
use scenarios::{corpus, judge, simulate};

fn scenario(id: &str) -> Scenario {
    corpus::find(id).unwrap().expect("the corpus has it")
}

fn cells(plan: &Plan, scenarios: &[Scenario]) -> Vec<MatrixCell> {
    plan.runs(scenarios).iter().map(|run| run.cell().unwrap()).collect()
}

#[test]
fn columns_are_the_policies_that_apply_to_the_profile_in_their_order() {
    let columns = policies(Profile::Mip2026_04);
    let place = |policy: &Policy| Policy::ALL.iter().position(|other| other == policy);
    assert!(columns.is_sorted_by_key(place));
    assert!(Policy::settled().all(|policy| columns.contains(&policy) == policy.applies_to(Profile::Mip2026_04)));
    let known: Vec<_> = columns.iter().map(ToString::to_string).take(3).collect();
    assert_eq!(known, ["newest-one", "newest-n-3", "d-slot"]);
}

#[test]
fn a_row_runs_under_the_first_profile_that_can_run_or_the_one_asked_for() {
    let scenario = scenario("uneven-refresh");
    assert_eq!(Plan::default().profile_of(&scenario), Some(Profile::Pr40));
    let asked = |profile| Plan { profile: Some(profile), ..Plan::default() };
    assert_eq!(asked(Profile::Mip2026_04).profile_of(&scenario), Some(Profile::Mip2026_04));
    assert_eq!(asked(Profile::Adopted2026_07).profile_of(&scenario), Some(Profile::Adopted2026_07));
    let of_april_alone = self::scenario("two-devices-on-kind-30443");
    assert_eq!(asked(Profile::Adopted2026_07).profile_of(&of_april_alone), None);
}

#[test]
fn cells_say_who_joined_what_broke_and_what_was_wasted() {
    let plan = Plan { policies: Some(vec![Policy::NewestOne, Policy::ClientId]), ..Plan::default() };
    let cells = cells(&plan, &[scenario("uneven-refresh")]);
    let [newest, by_id] = cells.iter().map(MatrixCell::summary).collect::<Vec<_>>().try_into().unwrap();
    assert_eq!((newest.joined.as_str(), newest.good), ("2/3 joined", false));
    assert_eq!(newest.others, ["bob/laptop silently-excluded"]);
    assert_eq!(newest.counts, ["2 leaves for 3 devices"]);
    assert_eq!(newest.broken, ["one-leaf-per-active-device", "every-active-device-joins"]);
    assert_eq!((by_id.joined.as_str(), by_id.good, by_id.counts.len()), ("3/3 joined", true, 0));
}

#[test]
fn a_cell_is_the_run_that_its_command_repeats() {
    let plan = Plan { seed: Some(11.into()), ..Plan::default() };
    let scenarios = [scenario("two-devices")];
    for run in plan.runs(&scenarios) {
        let cell = run.cell().unwrap();
        let again = simulate(&run.scenario, &run.options).unwrap();
        assert_eq!((&cell.judgement, &cell.repro), (&judge(&again), &again.repro()));
        assert!(cell.repro.ends_with(&format!("--policy {} --seed 11", cell.policy)), "{}", cell.repro);
    }
}

#[test]
fn rows_of_one_profile_share_a_table_and_columns_add_up() {
    let plan = Plan { policies: Some(vec![Policy::NewestOne, Policy::DSlot { limit: None }]), ..Plan::default() };
    let scenarios = [scenario("two-devices"), scenario("fresh-slot-every-time"), scenario("uneven-refresh")];
    let matrix = Matrix::of(cells(&plan, &scenarios));
    let shape: Vec<_> = matrix.tables.iter().map(|t| (t.profile, t.columns.len(), t.rows.len())).collect();
    assert_eq!(
        shape,
        [(Some(Profile::Pr40), 1, 2), (Some(Profile::Mip2026_04), 2, 1)],
        "d-slot says nothing about pr40"
    );
    let totals = matrix.tables[0].totals(0);
    assert_eq!(totals, Totals { scenarios: 2, excluded: 2, ..Totals::default() });
    assert_eq!(matrix.cells().count(), 4);
}

#[test]
fn policies_that_come_out_alike_are_found() {
    let policies = [Policy::NewestOne, Policy::ClientId, Policy::BurrowApp];
    let plan = Plan { policies: Some(policies.to_vec()), ..Plan::default() };
    let matrix = Matrix::of(cells(&plan, &[scenario("two-devices"), scenario("uneven-refresh")]));
    assert_eq!(matrix.tables[0].alike(), [vec![0, 2], vec![1]]);
}

#[test]
fn profiles_stand_side_by_side_each_under_the_policy_of_its_text() {
    let plan = Plan { profiles: true, ..Plan::default() };
    let cells = cells(&plan, &[scenario("restart-between-racing-commits"), scenario("commit-race")]);
    let matrix = Matrix::of(cells);
    let [table] = &matrix.tables[..] else { panic!("one table") };
    assert_eq!(table.columns.len(), Profile::ALL.len());
    let race = table.rows[0].cells.iter().flatten().map(|cell| (cell.profile, cell.summary().good)).collect::<Vec<_>>();
    assert!(race.contains(&(Profile::Adopted2026_07, true)) && race.contains(&(Profile::Mip2026_04, false)));
}
