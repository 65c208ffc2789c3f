//! No verdict, finding, fingerprint or story follows from the words of a sentence of ours: with the words of every sentence in
//! reverse order all of them are the same. A binary of its own, because the switch holds for the whole process.

#[path = "common/parallel.rs"]
mod parallel;

use std::collections::BTreeSet;

use marmot_rules::{Policy, Profile};
use scenarios::explore::{CaseId, Family, Fingerprint, case, explained};
use scenarios::facts::Facts;
use scenarios::judge::{CausalStory, Judgement, causal, causal_story, judge_by, main_story};
use scenarios::model::Scenario;
use scenarios::world::FailedStep;
use scenarios::{RunOptions, corpus, simulate};

/// Every value that a run leads to.
#[derive(Debug, PartialEq)]
struct Values {
    digest: String,
    judgement: Judgement,
    explained: BTreeSet<(Fingerprint, Option<&'static str>)>,
    told: Option<(String, usize)>,
    stories: Vec<CausalStory>,
    failed_steps: Vec<FailedStep>,
}

/// The same with what a reader sees of it.
fn seen(scenario: &Scenario, options: &RunOptions) -> (Values, Vec<String>) {
    let run = simulate(scenario, options).unwrap();
    let facts = Facts::of(&run);
    let judgement = judge_by(&run, &facts);
    let violations = || judgement.invariants.iter().flat_map(|(_, verdict)| verdict.violations());
    let mut sentences: Vec<String> = violations().map(|violation| violation.text()).collect();
    sentences.extend(judgement.failures.iter().map(ToString::to_string));
    sentences.extend(run.failed_steps.iter().map(ToString::to_string));
    let stories = violations().map(|violation| causal_story(&run, &facts, violation, 25));
    let stories = stories.chain([main_story(&run, 25)]).collect();
    let told = causal::told_violation(&judgement, None).map(|(name, violation)| (name.to_owned(), violation.entry));
    let explained = explained(&run, &facts, &judgement);
    let digest = run.transcript.digest().to_hex();
    (Values { digest, judgement, explained, told, stories, failed_steps: run.failed_steps }, sentences)
}

fn runs() -> Vec<(Scenario, RunOptions)> {
    let policies = [(Profile::Pr40, Policy::ClientId), (Profile::Mip2026_04, Policy::DSlot { limit: None })];
    let mut runs = Vec::new();
    for scenario in corpus::all().unwrap() {
        let fits = policies.iter().filter(|(profile, _)| scenario.profiles.contains(profile));
        runs.extend(fits.map(|(profile, policy)| (scenario.clone(), RunOptions::new(*profile, *policy, 7))));
    }
    for index in 0..100 {
        let family = Family::ALL[index % Family::ALL.len()];
        let made = case(CaseId { family, seed: 1.into(), index: (index / Family::ALL.len()) as u64 });
        runs.push((made.scenario, made.options));
    }
    runs
}

#[test]
fn with_the_words_of_every_sentence_reversed_all_values_stay_the_same() {
    let runs = runs();
    let look = || parallel::each(&runs, |(scenario, options)| seen(scenario, options));
    sim_device::reverse_sentences(false);
    let as_they_are = look();
    sim_device::reverse_sentences(true);
    let reversed = look();
    sim_device::reverse_sentences(false);
    let (mut other_words, mut differing) = (0, Vec::new());
    for ((scenario, options), (here, there)) in runs.iter().zip(as_they_are.iter().zip(&reversed)) {
        let name = format!("{} {} {}", scenario.id, options.profile, options.policy);
        if here.0 != there.0 {
            differing.push(name.clone());
        }
        assert_eq!(here.1.len(), there.1.len(), "{name}");
        other_words += here.1.iter().zip(&there.1).filter(|(a, b)| a != b).count();
    }
    assert_eq!(differing, [""; 0], "they decide by the words of a sentence");
    assert!(other_words > 500, "the switch acts on {other_words} sentences alone");
}
