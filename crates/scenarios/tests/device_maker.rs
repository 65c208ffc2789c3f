//! Whoever makes the devices of a run can put another one into a device's place.

use std::sync::{Arc, Mutex};

use marmot_rules::{Policy, Profile};
use scenarios::model::Scenario;
use scenarios::world::StepFailure;
use scenarios::{Run, RunOptions, corpus, simulate};
use sim_device::{
    Backup, Command, CommandError, Device, DeviceConfig, DeviceMaker, DeviceView, Input, Installed, Moment, Note,
    Output, Pending,
};

const HEAD: &str = r#"
format = "marmot-scenario/1"
id = "double"
title = "t"
profiles = ["pr40"]
[accounts.alice]
devices = ["desktop"]
[accounts.bob]
devices = ["phone", "tablet"]
[[steps]]
device = "bob/phone"
publish_key_package = {}
"#;

/// What a double had stored when it was backed up.
struct Memory(usize);

/// Says yes to every command and does nothing. It counts them, and stores the count.
struct Double {
    commands: usize,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Device for Double {
    fn handle(&mut self, _: Moment, input: Input) -> Vec<Output> {
        let Input::Command(op, command) = input else { return Vec::new() };
        self.commands += 1;
        self.seen.lock().unwrap().push(format!("{command:?}"));
        if let Command::Restore(backup) = command {
            let Some(Memory(commands)) = backup.content() else {
                let from = backup.name().to_owned();
                return vec![Output::Done(op, Err(CommandError::ForeignBackup { from }))];
            };
            self.commands = *commands;
        }
        vec![Output::Done(op, Ok(()))]
    }

    fn pending(&self) -> Vec<Pending> {
        Vec::new()
    }

    fn view(&self) -> DeviceView {
        DeviceView {
            installation: 1,
            alive: true,
            online: true,
            groups: Default::default(),
            invitations: Default::default(),
            declined: Default::default(),
            signature_keys: Vec::new(),
            crashes_to_come: Vec::new(),
            key_packages: Vec::new(),
            held_keys: Vec::new(),
        }
    }

    fn backup(&self) -> Option<Backup> {
        Some(Backup::new("double#1".to_owned(), Memory(self.commands)))
    }

    fn installation(&self) -> u32 {
        1
    }
}

/// Doubles in the places of these devices, and what they were told.
fn doubles(places: &'static [&'static str]) -> (DeviceMaker, Arc<Mutex<Vec<String>>>) {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let told = seen.clone();
    let others = DeviceMaker::default();
    let make = move |config: DeviceConfig, at: Moment| -> Installed {
        match places.contains(&config.name.as_str()) {
            true => (Box::new(Double { commands: 0, seen: told.clone() }), Vec::new()),
            false => others.install(config, at),
        }
    };
    (DeviceMaker::new(make), seen)
}

fn run(steps: &str, devices: DeviceMaker) -> Run {
    let scenario = Scenario::parse(&format!("{HEAD}{steps}"), "double.toml").unwrap();
    let options = RunOptions { devices, ..RunOptions::new(Profile::Pr40, Policy::ClientId, 7) };
    simulate(&scenario, &options).unwrap()
}

const INVITE: &str = r#"
[[steps]]
device = "alice/desktop"
create_group = { group = "trip", invite = ["bob"] }
[[steps]]
settle = "10m"
"#;

#[test]
fn a_double_that_publishes_nothing_is_not_reached() {
    let (maker, seen) = doubles(&["bob/phone"]);
    let missed =
        |run: &Run| run.notes().any(|(_, by, note)| by == "alice/desktop" && matches!(note, Note::NotReached { .. }));
    assert!(missed(&run(INVITE, maker)));
    assert!(seen.lock().unwrap().iter().any(|command| command.starts_with("PublishKeyPackage")));
    assert!(!missed(&run(INVITE, DeviceMaker::default())));
}

#[test]
fn a_maker_that_hands_every_place_on_changes_no_byte() {
    let scenario = corpus::find("commit-race").unwrap().unwrap();
    let plain = RunOptions::new(Profile::Mip2026_04, Policy::NewestOne, 7);
    let handed_on = RunOptions { devices: doubles(&[]).0, ..plain.clone() };
    let [one, other] = [plain, handed_on].map(|options| simulate(&scenario, &options).unwrap().transcript.digest());
    assert_eq!(one, other);
}

const SAVE: &str = r#"
[[steps]]
device = "bob/phone"
backup = { name = "monday" }
"#;

const RESTORE_ON_TABLET: &str = r#"
[[steps]]
device = "bob/tablet"
restore = { name = "monday" }
"#;

#[test]
fn a_double_restores_what_a_double_has_stored() {
    let (maker, _) = doubles(&["bob/phone", "bob/tablet"]);
    let run = run(&format!("{SAVE}{RESTORE_ON_TABLET}"), maker);
    assert!(run.failed_steps.is_empty(), "{:?}", run.failed_steps);
}

#[test]
fn no_device_restores_what_another_kind_has_stored() {
    for place in [&["bob/phone"], &["bob/tablet"]] {
        let (maker, _) = doubles(place);
        let run = run(&format!("{SAVE}{RESTORE_ON_TABLET}"), maker);
        let [failed] = run.failed_steps.as_slice() else { panic!("{:?}", run.failed_steps) };
        let StepFailure::Failed { error: CommandError::ForeignBackup { .. } } = &failed.why else {
            panic!("{:?}", failed.why)
        };
    }
}
