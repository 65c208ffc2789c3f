//! What an operator of relays can link, and that nobody tells it more than it must know.

use std::collections::BTreeSet;

use marmot_rules::{Policy, Profile};
use scenarios::facts::operator::{Operator, Tell, operators};
use scenarios::{Run, RunOptions, corpus, judge, simulate};

fn run_of(id: &str) -> Run {
    let scenario = corpus::find(id).unwrap().expect("the corpus has it");
    simulate(&scenario, &RunOptions::new(Profile::Pr40, Policy::ClientId, 7)).unwrap()
}

fn operator_of(run: &Run, relays: &[&str]) -> Operator {
    operators(run).into_iter().find(|operator| operator.relays == relays).expect("there is one for each relay and all")
}

fn names(of: &BTreeSet<String>) -> Vec<&str> {
    of.iter().map(String::as_str).collect()
}

#[test]
fn the_one_relay_of_everybody_links_accounts_to_the_group_and_the_inviter_to_the_invited() {
    let run = run_of("two-devices");
    let operator = operator_of(&run, &["r1"]);
    let (alice, bob) = (&operator.accounts["alice"], &operator.accounts["bob"]);
    assert_eq!((bob.connections, bob.at_once, operator.nameless), (2, 2, 0), "a connection for each device");
    assert!(bob.by.contains(&Tell::Signed) && bob.by.contains(&Tell::Inbox));
    assert_eq!((names(&alice.looked_up), names(&alice.wrapped_to)), (vec!["bob"], vec!["bob"]));
    let groups: Vec<_> = operator.groups.values().map(names).collect();
    assert_eq!(groups, [["alice", "bob"]]);
}

#[test]
fn a_relay_of_the_group_alone_links_nobody_until_it_asks() {
    let quiet = run_of("group-relay-asks-nothing");
    let operator = operator_of(&quiet, &["r2"]);
    assert!(operator.connections >= 2 && operator.nameless == operator.connections, "{operator:?}");
    assert!(operator.accounts.is_empty() && operator.groups.is_empty());
    let asks = run_of("group-relay-asks-who-you-are");
    let operator = operator_of(&asks, &["r2"]);
    assert_eq!(operator.groups.values().map(names).collect::<Vec<_>>(), [["alice", "bob"]]);
    assert_eq!(operator.accounts["bob"].by, BTreeSet::from([Tell::Auth]));
}

#[test]
fn two_operators_know_together_what_each_of_them_knows() {
    let run = run_of("group-relay-asks-nothing");
    let [r1, both] = [operator_of(&run, &["r1"]), operator_of(&run, &["r1", "r2"])];
    assert_eq!(both.accounts.keys().collect::<Vec<_>>(), r1.accounts.keys().collect::<Vec<_>>());
    assert_eq!(both.connections, r1.connections + operator_of(&run, &["r2"]).connections);
}

#[test]
fn what_gave_an_account_away_is_the_entry_of_the_violation() {
    let run = run_of("group-relay-asks-who-you-are");
    let judgement = judge(&run);
    let violations = judgement.verdict("operator-learns-only").expect("it is registered").violations();
    let devices: Vec<_> = violations.iter().map(|violation| violation.subject.as_str()).collect();
    assert_eq!(devices, ["alice/desktop", "bob/phone"]);
    let text = violations[0].text();
    assert!(text.contains("authenticated with its account's key on r2"), "{text}");
}
