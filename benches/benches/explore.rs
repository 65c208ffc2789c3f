//! How fast generated cases run, what of that is mdk-core, what a second thread gives, and what large worlds need.
//!
//! One line per figure. What is compared is measured in turns in one run: on a busy machine, times taken minutes apart say
//! nothing about each other.

#[path = "harness/adopted.rs"]
mod adopted;
#[path = "harness/direct.rs"]
mod direct;
#[path = "harness/three_devices.rs"]
mod three_devices;

use std::hint::black_box;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use marmot_rules::{Policy, Profile};
use scenarios::explore::{Case, CaseId, Family, case, run_case};
use scenarios::model::{AccountSpec, Action, Scenario, Step};
use scenarios::{RunOptions, corpus, simulate};
use sim_device::KeyPackageOptions;
use three_devices::{SIDES, Side, quantile, three_devices, timed, with_harness, without_harness};

/// The argument with which the program calls itself, followed by a number of devices: peak memory is that of a process.
const WORLD: &str = "--world";

/// How much of everything is measured.
struct Effort {
    /// Cases of each family.
    cases: u64,
    /// Times that a comparison is made.
    turns: u64,
    /// Sizes of worlds.
    devices: &'static [usize],
}

const FULL: Effort = Effort { cases: 40, turns: 100, devices: &[1, 100, 1_000] };
const TEST: Effort = Effort { cases: 1, turns: 1, devices: &[1] };

fn cases(family: Family, count: u64) -> Vec<Case> {
    (0..count).map(|index| case(CaseId { family, seed: 1.into(), index })).collect()
}

/// Generating, running and judging on one thread.
fn families(effort: &Effort) {
    for family in Family::ALL {
        let took = timed(|| {
            for index in 0..effort.cases {
                black_box(run_case(&case(CaseId { family, seed: 1.into(), index })).expect("it runs"));
            }
        });
        println!("{:<38} {:8.1} cases/s", format!("family {family}"), effort.cases as f64 / took.as_secs_f64());
    }
}

/// The three-device case run, and run and judged, against the same calls of the engine made directly.
fn share_of_engine(side: Side, effort: &Effort) {
    let scenario = three_devices();
    let judged = |seed: u64| Case {
        id: CaseId { family: Family::Everything, seed: seed.into(), index: 0 },
        scenario: scenario.clone(),
        options: RunOptions::new(side.profile, side.policy, seed),
    };
    let (mut run, mut run_and_judged) = (Vec::new(), Vec::new());
    for seed in 0..effort.turns {
        let case = judged(seed);
        let before = timed(|| without_harness(side, seed));
        let with = timed(|| with_harness(&scenario, side, seed));
        let with_judgement = timed(|| drop(black_box(run_case(&case).expect("it runs"))));
        let after = timed(|| without_harness(side, seed));
        let direct = (before + after).as_secs_f64() / 2.0;
        run.push(100.0 * direct / with.as_secs_f64());
        run_and_judged.push(100.0 * direct / with_judgement.as_secs_f64());
    }
    print_quantiles(&format!("{}, run: share of it", side.name), &mut run, "%");
    print_quantiles(&format!("{}, run and judged", side.name), &mut run_and_judged, "%");
}

/// Two threads against one, on the same cases of every family: in real time, which is only fair while nobody else wants the
/// cores, and without the time in which a thread could have run but had no core.
fn scaling(effort: &Effort) {
    let cases: Vec<Case> = Family::ALL.into_iter().flat_map(|family| cases(family, effort.cases.div_ceil(2))).collect();
    let (mut real, mut with_cores) = (Vec::new(), Vec::new());
    for _ in 0..effort.turns.div_ceil(20) {
        let (one, two) = (on_threads(&cases, 1), on_threads(&cases, 2));
        real.push(one.0 / two.0);
        with_cores.push(one.1 / two.1);
    }
    print_quantiles("two threads against one", &mut real, "x");
    print_quantiles("the same, less waiting for a core", &mut with_cores, "x");
}

/// Seconds that the cases take: as they went by, and for a thread on average less the time in which it waited for a core.
fn on_threads(cases: &[Case], threads: usize) -> (f64, f64) {
    let next = AtomicUsize::new(0);
    let work = || {
        sim_env::register_thread_as_outside();
        let mut waited = 0.0;
        let took = timed(|| {
            while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                black_box(run_case(case).expect("it runs"));
            }
            waited = waited_for_a_core();
        });
        took.as_secs_f64() - waited
    };
    let mut own = 0.0;
    let took = timed(|| {
        std::thread::scope(|scope| {
            let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            own = workers.into_iter().map(|worker| worker.join().expect("it runs")).sum();
        });
    });
    (took.as_secs_f64(), own / threads as f64)
}

/// Seconds for which this thread was ready to run and did not.
fn waited_for_a_core() -> f64 {
    let line = std::fs::read_to_string("/proc/thread-self/schedstat").expect("Linux");
    let nanos: f64 = line.split(' ').nth(1).expect("three numbers").parse().expect("a number");
    nanos / 1e9
}

fn print_quantiles(what: &str, values: &mut [f64], unit: &str) {
    let [low, middle, high] = [0.1, 0.5, 0.9].map(|part| quantile(values, part));
    println!("{what:<38} {middle:8.2} {unit}  (p10 {low:.2}, p90 {high:.2})");
}

/// Virtual against real time.
fn speed_of_time(effort: &Effort) {
    let scenario = corpus::find("ninety-days").expect("the corpus is good").expect("it has this scenario");
    let speed = |seed| {
        let mut simulated = 0.0;
        let options = RunOptions::new(Profile::Pr40, Policy::ClientId, seed);
        let took = timed(|| simulated = simulate(&scenario, &options).expect("it runs").duration().as_secs_f64());
        simulated / took.as_secs_f64() / 1e6
    };
    let mut speeds: Vec<f64> = (0..effort.turns.div_ceil(5)).map(speed).collect();
    print_quantiles("ninety days: simulated per real second", &mut speeds, "million");
}

/// Accounts of one device each that publish a KeyPackage.
fn world(devices: usize) -> Scenario {
    let mut scenario = Scenario::new("world", "Many devices publish KeyPackages", vec![Profile::Pr40]);
    for number in 0..devices {
        let account = format!("a{number}");
        let publish = Action::PublishKeyPackage(KeyPackageOptions::default());
        scenario.steps.push(Step::by(format!("{account}/phone"), publish));
        scenario.accounts.insert(account, AccountSpec { devices: vec!["phone".to_owned()] });
    }
    scenario
}

/// Each world in a process of its own.
fn memory(effort: &Effort) {
    for devices in effort.devices {
        let this = std::env::current_exe().expect("the program has a path");
        let child = Command::new(this).args([WORLD, &devices.to_string()]).output().expect("it starts");
        assert!(child.status.success(), "{}", String::from_utf8_lossy(&child.stderr));
        print!("{}", String::from_utf8_lossy(&child.stdout));
    }
}

fn one_world(devices: usize) {
    let scenario = world(devices);
    let options = RunOptions::new(Profile::Pr40, Policy::ClientId, 1);
    let mut run = None;
    let took = timed(|| run = Some(simulate(&scenario, &options).expect("it runs")));
    let published = run.iter().flat_map(|run| run.final_views().values()).filter(|view| !view.key_packages.is_empty());
    assert_eq!(published.count(), devices, "every device has published");
    let what = format!("world of {devices} devices: peak memory");
    println!("{what:<38} {:8.1} MiB  (run in {:.2} s)", peak_kib() / 1024.0, took.as_secs_f64());
}

/// `VmHWM`: the most real memory that this process ever had.
fn peak_kib() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("Linux tells");
    line.trim().trim_end_matches(" kB").parse().expect("a number of kB")
}

fn main() {
    sim_device::warm_up();
    let args: Vec<String> = std::env::args().collect();
    if let Some(place) = args.iter().position(|arg| arg == WORLD) {
        return one_world(args[place + 1].parse().expect("a number of devices"));
    }
    let effort = if args.iter().any(|arg| arg == "--test") { TEST } else { FULL };
    memory(&effort);
    speed_of_time(&effort);
    SIDES.into_iter().for_each(|side| share_of_engine(side, &effort));
    families(&effort);
    scaling(&effort);
}
