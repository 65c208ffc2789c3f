//! What the harness costs on top of the work that it drives, and how many runs a core does in a second.
//!
//! Before criterion's groups, the program measures the CPU time of the three-device case with and without the harness in turns and
//! prints the ratio: on a busy machine, times taken minutes apart cannot be compared.

#[path = "harness/adopted.rs"]
mod adopted;
#[path = "harness/direct.rs"]
mod direct;
#[path = "harness/three_devices.rs"]
mod three_devices;

use criterion::{Criterion, Throughput};
use marmot_rules::{Policy, Profile};
use scenarios::{RunOptions, corpus, judge, simulate};
use three_devices::{MESSAGES, SIDES, Side, quantile, three_devices, timed, with_harness, without_harness};

const PAIRS: u64 = 200;

fn overhead(side: Side, pairs: u64) {
    let scenario = three_devices();
    let judgement = judge(&simulate(&scenario, &RunOptions::new(side.profile, side.policy, 0)).expect("it runs"));
    assert!(judgement.outcomes.values().all(|outcome| outcome.id() == "joined"), "both sides must do the same work");
    let (mut with, mut without, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for seed in 0..pairs {
        let (a, b) = if seed % 2 == 0 {
            let a = timed(|| with_harness(&scenario, side, seed));
            (a, timed(|| without_harness(side, seed)))
        } else {
            let b = timed(|| without_harness(side, seed));
            (timed(|| with_harness(&scenario, side, seed)), b)
        };
        with.push(a.as_secs_f64() * 1e3);
        without.push(b.as_secs_f64() * 1e3);
        ratios.push(a.as_secs_f64() / b.as_secs_f64());
    }
    println!(
        "{}: three devices, {MESSAGES} messages, one self-update; {pairs} pairs in turns; milliseconds of CPU",
        side.name
    );
    println!("{:>16} {:>8} {:>8} {:>8}", "", "p10", "median", "p90");
    for (name, values) in [("with harness", &mut with), ("without", &mut without), ("ratio", &mut ratios)] {
        let [low, middle, high] = [0.1, 0.5, 0.9].map(|part| quantile(values, part));
        println!("{name:>16} {low:8.3} {middle:8.3} {high:8.3}");
    }
}

fn case(criterion: &mut Criterion) {
    let scenario = three_devices();
    let mut group = criterion.benchmark_group("three devices");
    group.throughput(Throughput::Elements(1));
    for side in SIDES {
        let named = |what: &str| format!("{}, {what}", side.name);
        group.bench_function(named("with harness"), |bencher| bencher.iter(|| with_harness(&scenario, side, 7)));
        group.bench_function(named("without"), |bencher| bencher.iter(|| without_harness(side, 7)));
    }
    group.finish();
}

/// A run of the corpus together with its judgement: what a check does twice.
fn corpus_runs(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("run and judge");
    group.throughput(Throughput::Elements(1)).sample_size(20);
    for id in ["one-device", "two-devices", "remove-account", "ten-devices", "ninety-days"] {
        let scenario = corpus::find(id).expect("the corpus is good").expect("it has this scenario");
        let options = RunOptions::new(Profile::Pr40, Policy::ClientId, 7);
        group.bench_function(id, |bencher| {
            bencher.iter(|| judge(&simulate(&scenario, &options).expect("it runs")));
        });
    }
    group.finish();
}

fn main() {
    sim_device::warm_up();
    let asked = |option: &str| std::env::args().any(|arg| arg == option);
    if !asked("--profile-time") {
        SIDES.into_iter().for_each(|side| overhead(side, if asked("--test") { 1 } else { PAIRS }));
    }
    let mut criterion = Criterion::default().configure_from_args();
    case(&mut criterion);
    corpus_runs(&mut criterion);
    criterion.final_summary();
}
