//! Small cases, each with the answer that is right; the wrong ones were told once. All of it by values, none of it by words.

use marmot_rules::{Policy, Profile};
use scenarios::facts::Facts;
use scenarios::judge::{Judgement, causal_story};
use scenarios::model::{Outcome, Scenario};
use scenarios::verdict::{Part, Violation};
use scenarios::world::{Marmot, ScriptEntry, Wait, Wire};
use scenarios::{Run, RunOptions, corpus, judge, simulate};
use sim_device::{LookUp, NotReached, Note};
use sim_engine::{Effect, Record};
use sim_relay::RelayMsg;

const JOINS: &str = "every-active-device-joins";
const REACHED: &str = "every-invited-account-is-reached";
const CONVERGES: &str = "converges-when-quiet";
const DELIVERED: &str = "delivered-exactly-once";
const AVAILABLE: &str = "key-package-always-available";

/// One run of a case, and what is said of it.
struct Told {
    profile: Profile,
    run: Run,
    judgement: Judgement,
}

impl Told {
    /// The first violation of an invariant.
    fn violation(&self, invariant: &str) -> &Violation {
        let violations = self.judgement.verdict(invariant).unwrap().violations();
        violations.first().unwrap_or_else(|| panic!("{}: {invariant} is not violated", self.profile))
    }

    fn record(&self, violation: &Violation) -> &Record<Marmot> {
        &self.run.transcript.entries[violation.entry].record
    }

    fn note(&self, violation: &Violation) -> (&str, &Note) {
        match self.record(violation) {
            Record::Note(who, note) => (self.run.name(*who), note),
            other => panic!("{}: no note: {other:?}", self.profile),
        }
    }

    fn outcome(&self, device: &str) -> Outcome {
        self.judgement.outcomes[device]
    }

    fn failed(&self) -> Vec<(usize, &str)> {
        self.run.failed_steps.iter().map(|failed| (failed.place.step, failed.why.id())).collect()
    }

    /// What the script says that it waited for.
    fn waited_for(&self) -> Vec<&Wait> {
        let waited = self.run.entries().filter_map(|(_, entry)| match &entry.record {
            Record::Step(ScriptEntry::Waited { waited_for, .. }) => Some(waited_for),
            _ => None,
        });
        waited.flatten().collect()
    }
}

fn scenario(file: &str) -> Scenario {
    let path = format!("{}/tests/truth/{file}.toml", env!("CARGO_MANIFEST_DIR"));
    Scenario::load(path).unwrap_or_else(|error| panic!("{error}"))
}

/// A case under every profile that it names, by the policy of the profile's own text.
fn told(file: &str) -> Vec<Told> {
    let scenario = scenario(file);
    let one = |&profile: &Profile| {
        let options = RunOptions::new(profile, corpus::natural_policy(&scenario, profile), 7);
        let run = simulate(&scenario, &options).unwrap();
        let judgement = judge(&run);
        Told { profile, run, judgement }
    };
    scenario.profiles.iter().map(one).collect()
}

fn id(violation: &Violation) -> String {
    violation.cause.id.to_string()
}

fn device(name: &str) -> Option<Part> {
    Some(Part::device(name))
}

#[test]
fn the_files_are_all_tested_here() {
    let folder = format!("{}/tests/truth", env!("CARGO_MANIFEST_DIR"));
    let source = include_str!("truth.rs");
    for file in std::fs::read_dir(folder).unwrap() {
        let name = file.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned();
        assert!(source.contains(&format!("\"{name}\"")), "{name} has no test");
    }
}

#[test]
fn a_message_six_epochs_late_is_laid_to_the_receiver_that_cannot_use_it() {
    for told in told("03-message-6-epochs-late") {
        let violation = told.violation(DELIVERED);
        assert!(id(violation).starts_with("message-not-usable/"), "{}", id(violation));
        assert!(matches!(told.note(violation), ("bob/phone", Note::Unreadable { .. })));
        assert_eq!(violation.cause.part("sender"), device("alice/desktop").as_ref());
        assert_eq!(violation.cause.part("epochs"), Some(&Part::Number(6)));
    }
}

#[test]
fn a_phone_asks_on_where_a_relay_cuts_its_answer() {
    for told in told("05-history-beyond-the-limit") {
        assert_eq!(told.judgement.violated(), [""; 0]);
        assert_eq!(told.outcome("bob/phone"), Outcome::Joined);
    }
}

#[test]
fn settling_waits_for_a_reconnect_that_is_due() {
    for told in told("06c-settle-before-reconnect") {
        assert_eq!(told.judgement.violated(), [""; 0]);
        assert!(told.waited_for().iter().any(|wait| matches!(wait, Wait::Work { kind, .. } if *kind == "reconnect")));
        assert!(told.judgement.outcomes.values().all(|outcome| *outcome == Outcome::Joined));
    }
}

#[test]
fn a_better_commit_that_comes_after_six_others_is_the_cause_and_named_so() {
    for told in told("07-better-commit-6-late") {
        let violation = told.violation(CONVERGES);
        assert!(id(violation).starts_with("better-commit-not-followed"), "{}", id(violation));
        assert_eq!(violation.cause.part("author"), device("bob/phone").as_ref());
        // After the one of the same epoch with which it competes; mdk-core keeps five snapshots.
        assert_eq!(violation.cause.part("further"), Some(&Part::Number(5)));
        assert!(matches!(told.note(violation).1, Note::Unreadable { .. }), "{:?}", told.note(violation));
    }
}

#[test]
fn an_account_without_a_key_package_was_asked_for_and_not_reached() {
    for told in told("09b-nobody-has-a-key-package") {
        let violation = told.violation(REACHED);
        assert_eq!(
            (id(violation).as_str(), violation.subject.as_str()),
            ("account-not-reached/no-key-package", "carol")
        );
        let (who, note) = told.note(violation);
        assert!(
            who == "alice/desktop"
                && matches!(note, Note::NotReached { why: NotReached::NoKeyPackage { rejected: 0 }, .. })
        );
        assert_eq!(told.outcome("carol/phone"), Outcome::NotReached);
    }
}

#[test]
fn a_commit_that_one_of_two_relays_refused_is_laid_to_that_refusal() {
    for told in told("22-commit-on-one-of-two-relays") {
        let violation = told.violation(CONVERGES);
        assert_eq!(id(violation), "commit-lost/refused-by-a-relay");
        assert_eq!(violation.cause.part("device"), device("bob/phone").as_ref());
        assert_eq!(violation.cause.part("relay"), Some(&Part::Relay("ra".to_owned())));
        let refuser = match told.record(violation) {
            Record::Fault { to, effect: Effect::Refuse, .. } => told.run.name(*to),
            Record::Delivered { from, message: Wire::ToDevice(RelayMsg::Ok { accepted: false, .. }), .. } => {
                told.run.name(*from)
            }
            other => panic!("no refusal: {other:?}"),
        };
        assert_eq!(refuser, "ra");
    }
}

#[test]
fn an_admin_that_cannot_leave_is_a_failed_step() {
    for told in told("24-admin-leaves") {
        assert_eq!(told.failed(), [(4, "library")]);
        assert!(!told.run.failed_steps[0].expected && !told.judgement.as_expected());
    }
}

#[test]
fn settling_waits_for_an_outage_to_end_and_for_what_follows() {
    for told in told("26-outage-ends-by-itself") {
        assert_eq!(told.judgement.violated(), [""; 0]);
        assert!(told.waited_for().iter().any(|wait| matches!(wait, Wait::FaultToEnd { fault } if fault == "down")));
        let read =
            |(_, who, note): (usize, &str, &Note)| who == "bob/phone" && matches!(note, Note::MessageRead { .. });
        assert!(told.run.notes().any(read));
    }
}

#[test]
fn an_admin_that_invites_while_offline_says_that_it_was_offline() {
    for told in told("27b-invite-while-offline") {
        let violation = told.violation(REACHED);
        assert_eq!((id(violation).as_str(), violation.subject.as_str()), ("account-not-reached/offline", "bob"));
        assert!(told.run.notes().all(|(_, _, note)| match note {
            Note::Selected { answers, .. } => answers.values().all(|answer| *answer == LookUp::Offline),
            _ => true,
        }));
    }
}

#[test]
fn a_leaf_that_was_never_updated_is_the_cause_and_not_the_newcomer() {
    for told in told("29-never-updated-leaf") {
        let violation = told.violation(JOINS);
        assert_eq!((id(violation).as_str(), violation.subject.as_str()), ("leaf-expired", "carol/phone"));
        assert_eq!(violation.cause.part("owner"), Some(&Part::Installation("bob/phone".to_owned(), 1)));
        let published = told.run.notes().find_map(|(_, who, note)| match note {
            Note::KeyPackagePublished { key_package, .. } if who == "bob/phone" => Some(key_package.lifetime.1),
            _ => None,
        });
        assert_eq!(violation.cause.part("expired"), published.map(Part::Date).as_ref());
        let story = causal_story(&told.run, &Facts::of(&told.run), violation, 25);
        let by_bob = |entry: &usize| matches!(&told.run.transcript.entries[*entry].record, Record::Note(who, _) if told.run.name(*who) == "bob/phone");
        assert!(story.entries.iter().any(by_bob), "{story:?}");
    }
}

#[test]
fn the_refusal_of_one_message_excuses_no_other() {
    for told in told("30-two-sends-one-refused") {
        let violation = told.violation(DELIVERED);
        assert_eq!(id(violation), "message-lost/lost-on-the-way-to-the-device");
        assert_eq!(violation.cause.part("group"), Some(&Part::group("gb")));
        let Record::Fault { fault, effect: Effect::Drop, .. } = told.record(violation) else {
            panic!("{:?}", told.record(violation))
        };
        assert_eq!(fault, "lost");
        assert_eq!(told.failed(), [(9, "not-taken")]);
    }
}

#[test]
fn a_key_package_that_runs_out_leaves_its_device_without_any() {
    for told in told("31-expired-never") {
        let violation = told.violation(AVAILABLE);
        assert_eq!((id(violation).as_str(), violation.subject.as_str()), ("last-key-package-expired", "bob/phone"));
    }
}

#[test]
fn whoever_reads_an_add_after_its_key_package_has_expired_is_locked_out() {
    for told in told("add-expired-late") {
        let violation = told.violation(CONVERGES);
        assert_eq!(id(violation), "commit-not-usable/lifetime-over");
        assert_eq!(violation.cause.part("device"), device("bob/phone").as_ref());
        assert!(matches!(told.note(violation), ("bob/phone", Note::Unreadable { .. })));
    }
}

#[test]
fn an_admin_who_is_not_invited_is_left_out_and_that_is_said() {
    for told in told("admin-not-invited") {
        let carol = told.run.accounts["carol"];
        let said = |(_, who, note): (usize, &str, &Note)| {
            who == "alice/desktop" && matches!(note, Note::AdminLeftOut { account, .. } if *account == carol)
        };
        assert!(told.run.notes().any(said));
        assert_eq!(told.failed(), [(7, "library")]);
    }
}

#[test]
fn sixty_days_without_a_commit_cost_the_old_message_alone() {
    for told in told("f06-sixty-days-nobody-commits") {
        assert_eq!(told.judgement.violated(), [DELIVERED]);
        let violations = told.judgement.verdict(DELIVERED).unwrap().violations();
        let [violation] = violations else { panic!("{violations:?}") };
        assert_eq!((id(violation).as_str(), violation.subject.as_str()), ("message-not-usable/too-old", "bob/laptop"));
        assert!(told.judgement.outcomes.values().all(|outcome| *outcome == Outcome::Joined));
    }
}

#[test]
fn a_device_that_lost_the_ranking_is_not_excluded_by_its_kind() {
    let scenario = scenario("f35-both-on-30443");
    let policy: Policy = "amethyst-2026-08".parse().unwrap();
    let run = simulate(&scenario, &RunOptions::new(Profile::Mip2026_04, policy, 7)).unwrap();
    let judgement = judge(&run);
    let violations = judgement.verdict(JOINS).unwrap().violations();
    let [violation] = violations else { panic!("{violations:?}") };
    assert!(["left-out/lost-ranking", "left-out/lost-tie"].contains(&id(violation).as_str()), "{}", id(violation));
    // The event that lost, and not its twin of kind 443.
    let Some(Part::KeyPackage(left)) = violation.cause.part("key_package") else { panic!("{:?}", violation.cause) };
    assert_eq!(left.device.as_deref(), Some(violation.subject.as_str()));
    let kind = run.published().into_iter().find(|(_, _, event)| event.id == left.event).unwrap().2.kind.as_u16();
    assert_eq!(kind, 30443);
}

#[test]
fn a_relay_that_serves_some_accounts_refuses_the_others() {
    for told in told("serves-restricts") {
        assert_eq!(told.failed(), [(1, "not-taken")]);
    }
}
