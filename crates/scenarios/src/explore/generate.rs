//! From a case's identity to its scenario.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use rand::Rng;
use rand::seq::SliceRandom;
use sim_device::{CrashPoint, KeyPackageForm, KeyPackageOptions, Malformed, Storage};
use sim_env::{Seed, Stream};

use super::careless::CARELESS;
use super::deployed;
use super::draft::Draft;
use super::everyday;
use super::family::{Deed, Family};
use super::frozen;
use super::rivals;
use crate::actions;
use crate::model::{AccountSpec, Action, RelaySpec, Scenario, Span, Step};
use crate::run::RunOptions;

/// Version of the generator. A change that gives some case another scenario raises it, so that the identity of a case never
/// means two things.
pub const GENERATOR: u32 = 3;

/// Identity of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CaseId {
    /// What the case is after.
    pub family: Family,
    /// Seed of the campaign.
    pub seed: Seed,
    /// Which case of the family, from 0.
    pub index: u64,
}

impl fmt::Display for CaseId {
    /// `churn-3-17`: family, generator version, index. The seed belongs to the campaign.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{GENERATOR}-{}", self.family, self.index)
    }
}

/// A generated case.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its identity.
    pub id: CaseId,
    /// What happens. The scenario expects nothing: what breaks is what the case is for.
    pub scenario: Scenario,
    /// Profile, policy and seed of its run.
    pub options: RunOptions,
}

/// Makes a case. Any one can be made alone: it depends on its identity only.
pub fn case(id: CaseId) -> Case {
    let mut rng = id.seed.stream(&format!("explore/{GENERATOR}/{}/{}", id.family, id.index));
    let (profile, policy) = *id.family.worlds().choose(&mut rng).expect("every family has worlds");
    let mut scenario = Scenario::new(id.to_string(), title(id.family, id.index), vec![profile]);
    scenario.policies = Some(vec![policy]);
    scenario.seed = Some(rng.r#gen());
    scenario.accounts = accounts(&mut rng);
    relays(&mut rng, id.family, &mut scenario);
    storages(&mut rng, id.family, &mut scenario);
    if id.family == Family::Rivals {
        scenario.accounts = rivals::accounts(&mut rng);
        everyday::relays(&mut scenario);
    }
    if id.family == Family::Deployed {
        deployed::relays(&mut rng, &mut scenario);
    }
    people(&mut rng, id.family, &mut scenario);
    if id.family == Family::Everyday {
        everyday::people(&mut rng, &mut scenario);
    }
    let mut draft = Draft::new(scenario);
    opening(&mut rng, id.family, &mut draft);
    let deeds = swarm(&mut rng, id.family);
    for _ in 0..rng.gen_range(4..16) {
        let deed = deeds.choose_weighted(&mut rng, |(_, weight)| *weight).expect("some deed has weight").0;
        draft.pause(id.family.pause(&mut rng));
        do_it(&mut rng, deed, id.family, &mut draft);
    }
    draft.make_peace();
    let mut scenario = draft.scenario;
    if id.family == Family::Everyday {
        everyday::house_groups(&mut rng, &mut scenario);
    }
    let options = RunOptions::new(profile, policy, scenario.seed.unwrap_or_default());
    Case { id, scenario, options }
}

fn title(family: Family, index: u64) -> String {
    format!("Generated case {index} of the family {family}")
}

fn accounts(rng: &mut Stream) -> BTreeMap<String, AccountSpec> {
    let devices = |names: &[&str]| AccountSpec { devices: names.iter().map(|name| (*name).to_owned()).collect() };
    let mut accounts = BTreeMap::new();
    accounts.insert("alice".to_owned(), devices(&["desktop", "phone"][..rng.gen_range(1..=2)]));
    accounts.insert("bob".to_owned(), devices(&["phone", "laptop", "tablet"][..rng.gen_range(1..=3)]));
    if rng.gen_bool(0.3) {
        accounts.insert("carol".to_owned(), devices(&["phone", "laptop"][..rng.gen_range(1..=2)]));
    }
    accounts
}

fn relays(rng: &mut Stream, family: Family, scenario: &mut Scenario) {
    let several = matches!(family, Family::Relays | Family::Lossy | Family::Everything);
    if !several {
        return;
    }
    scenario.relays = (1..=rng.gen_range(1..=2)).map(|n| (format!("r{n}"), RelaySpec::default())).collect();
    if family == Family::Lossy {
        return;
    }
    for relay in scenario.relays.values_mut() {
        relay.personality =
            (*["conforming", "conforming", "public", "inbox", "minimal"].choose(rng).expect("some")).to_owned();
        relay.skew = *[0, 0, 0, -90, 90, 400].choose(rng).expect("some");
        if rng.gen_bool(0.2) {
            relay.set.insert("max_limit".to_owned(), rng.gen_range(2..8).into());
        }
    }
}

/// Half of the cases of the family that is after storages keep everything on SQLite.
fn storages(rng: &mut Stream, family: Family, scenario: &mut Scenario) {
    if family == Family::Disks && rng.gen_bool(0.5) {
        scenario.defaults.storage = Some(Storage::Sqlite);
    }
}

/// Who is careless, who speaks another profile, whose clock is off.
fn people(rng: &mut Stream, family: Family, scenario: &mut Scenario) {
    if !matches!(family, Family::Eras | Family::Everything) {
        return;
    }
    for _ in 0..rng.gen_range(0..=2) {
        CARELESS.choose(rng).expect("some")(&mut scenario.defaults.behaviour);
    }
    for name in scenario.device_names() {
        let mut device = scenario.device(&name);
        if rng.gen_bool(0.2) {
            let profile = *frozen::PROFILES.choose(rng).expect("some");
            device.profile = Some(profile);
            device.policy = frozen::policies(profile).choose(rng).copied();
        }
        if rng.gen_bool(0.1) {
            device.skew = *[-200, 200, 400].choose(rng).expect("some");
        }
        scenario.devices.insert(name, device);
    }
}

/// Most devices publish, somebody makes a group.
fn opening(rng: &mut Stream, family: Family, draft: &mut Draft) {
    let mut order: Vec<usize> = (0..draft.devices.len()).collect();
    order.shuffle(rng);
    for device in order {
        if rng.gen_bool(0.9) {
            draft.pause(Duration::from_secs(*[0, 1, 60].choose(rng).expect("some")));
            draft.by(device, Action::PublishKeyPackage(KeyPackageOptions::default()));
        }
    }
    draft.pause(family.pause(rng).min(Duration::from_secs(3_600)));
    let _ = Action::draw("create_group", rng, draft, family);
    draft.push(Step::new(Action::Settle(Span::from_secs(600))));
}

/// Each case leaves some deeds out and weighs the rest anew: what always happens hides what happens only without it.
fn swarm(rng: &mut Stream, family: Family) -> Vec<(Deed, u32)> {
    let weights = family.weights();
    let mut deeds: Vec<(Deed, u32)> = weights.iter().filter(|_| rng.gen_bool(0.6)).copied().collect::<Vec<_>>();
    if deeds.is_empty() {
        deeds.push(weights[0]);
    }
    deeds.iter_mut().for_each(|(_, weight)| *weight *= rng.gen_range(1..=4));
    deeds
}

fn do_it(rng: &mut Stream, deed: Deed, family: Family, draft: &mut Draft) {
    let _ = match deed {
        Deed::One(action) => Action::draw(action, rng, draft, family),
        Deed::PublishOddly => publish_oddly(rng, draft),
        Deed::DeleteKeyPackages => delete_and_publish(rng, draft, family),
        Deed::Kill => kill(rng, draft),
        Deed::Extension => extension(rng, draft, family),
        Deed::Crash => crash(rng, draft, family),
        Deed::BackupRestore => backup_restore(rng, draft, family),
        Deed::Race => race(rng, draft),
        Deed::ChangeGroup => everyday::change_group(rng, draft),
        Deed::Amnesia => everyday::amnesia(rng, draft),
        Deed::Silence => everyday::silence(rng, draft),
    };
}

/// What is malformed comes after something well-formed: a device that publishes nothing else is out by its own fault.
fn publish_oddly(rng: &mut Stream, draft: &mut Draft) -> Option<()> {
    let device = draft.somebody(rng)?;
    let odd = odd(rng);
    if odd.malformed.is_some() {
        draft.by(device, Action::PublishKeyPackage(KeyPackageOptions::default()));
    }
    draft.by(device, Action::PublishKeyPackage(odd));
    Some(())
}

/// A device that deletes all it has and never publishes again wants to be left alone, so it does publish again.
fn delete_and_publish(rng: &mut Stream, draft: &mut Draft, family: Family) -> Option<()> {
    let device = draft.somebody(rng)?;
    draft.by(device, Action::DeleteKeyPackages);
    draft.pause(family.pause(rng));
    draft.by(device, Action::PublishKeyPackage(KeyPackageOptions::default()));
    Some(())
}

/// A KeyPackage event as somebody once published it.
fn odd(rng: &mut Stream) -> KeyPackageOptions {
    let plain = KeyPackageOptions::default();
    match rng.gen_range(0..8) {
        0 | 1 => KeyPackageOptions { form: Some(KeyPackageForm::Untagged), ..plain },
        2 => KeyPackageOptions { form: Some(KeyPackageForm::Legacy), ..plain },
        3 => KeyPackageOptions { again: true, ..plain },
        4 => {
            KeyPackageOptions { created_at_offset: *[-86_400, -1, 120, 1_209_600].choose(rng).expect("some"), ..plain }
        }
        5 => KeyPackageOptions {
            client_id: Some(["ab", "cd"].choose(rng).expect("some").repeat(32)),
            form: Some(KeyPackageForm::Tagged),
            ..plain
        },
        6 => KeyPackageOptions {
            malformed: Some(
                *[Malformed::WrongRef, Malformed::NotBase64, Malformed::NoEncoding, Malformed::ForeignCredential]
                    .choose(rng)
                    .expect("some"),
            ),
            ..plain
        },
        _ => KeyPackageOptions { protected: true, ..plain },
    }
}

fn backup_restore(rng: &mut Stream, draft: &mut Draft, family: Family) -> Option<()> {
    let device = draft.somebody(rng)?;
    let name = draft.name('b');
    draft.by(device, Action::Backup(actions::Backup { name: name.clone() }));
    draft.pause(family.pause(rng));
    if let Some((group, sender)) = draft.member(rng) {
        let group = draft.groups[group].name.clone();
        draft.by(sender, Action::SelfUpdate(actions::SelfUpdate { group }));
    }
    draft.by(device, Action::Restore(actions::Restore { name }));
    Some(())
}

/// A crash waits for its operation, so something that may come to the point follows at once.
fn crash(rng: &mut Stream, draft: &mut Draft, family: Family) -> Option<()> {
    use CrashPoint::{
        BeforeWrite, CommitBuilt, CommitMerged, CommitTaken, KeyPackageMade, WelcomeAccepted, WelcomeUnwrapped,
    };
    let at = *frozen::CRASH_POINTS.choose(rng).expect("a fixed list");
    let (group, device) = draft.member(rng)?;
    let name = draft.groups[group].name.clone();
    draft.by(device, Action::Crash(actions::Crash { at }));
    match at {
        KeyPackageMade => draft.by(device, Action::Rotate),
        CommitBuilt | CommitTaken | BeforeWrite(_) => {
            draft.by(device, Action::SelfUpdate(actions::SelfUpdate { group: name }))
        }
        CommitMerged => {
            let invite = draft.accounts().choose(rng).cloned().into_iter().collect();
            draft.by(device, Action::Invite(actions::Invite { group: name, invite, use_after: None }));
        }
        WelcomeUnwrapped | WelcomeAccepted => return Action::draw("create_group", rng, draft, family),
    }
    Some(())
}

/// A few writes after something that makes mdk-core write. The writes may be fewer, so the step comes to nothing in peace.
fn kill(rng: &mut Stream, draft: &mut Draft) -> Option<()> {
    let (group, device) = draft.member(rng)?;
    let group = draft.groups[group].name.clone();
    let at = CrashPoint::BeforeWrite(rng.gen_range(1..=40));
    let who = draft.devices[device].name.clone();
    draft.push(Step { may_fail: true, ..Step::by(who, Action::Crash(actions::Crash { at })) });
    if rng.gen_bool(0.5) {
        draft.by(device, Action::SelfUpdate(actions::SelfUpdate { group }));
        return Some(());
    }
    let (_, other) = draft.member(rng)?;
    draft.by(other, Action::Send(actions::Send { group, text: "are you there?".to_owned() }));
    Some(())
}

/// The extension runs over something that arrives.
fn extension(rng: &mut Stream, draft: &mut Draft, family: Family) -> Option<()> {
    let (group, device) = draft.member(rng)?;
    let group = draft.groups[group].name.clone();
    draft.by(device, Action::Extension(actions::Extension { runs: true }));
    let (_, other) = draft.member(rng)?;
    match rng.gen_bool(0.5) {
        true => draft.by(other, Action::SelfUpdate(actions::SelfUpdate { group })),
        false => draft.by(other, Action::Send(actions::Send { group, text: "wake up".to_owned() })),
    }
    draft.pause(family.pause(rng));
    draft.by(device, Action::Extension(actions::Extension { runs: false }));
    Some(())
}

/// Two to four members do something in the same moment.
fn race(rng: &mut Stream, draft: &mut Draft) -> Option<()> {
    let (group, first) = draft.member(rng)?;
    let name = draft.groups[group].name.clone();
    let accounts = draft.groups[group].accounts.clone();
    let mut racers: Vec<usize> = (0..draft.devices.len())
        .filter(|place| {
            let device = &draft.devices[*place];
            device.alive && device.online && accounts.contains(&device.account) && *place != first
        })
        .collect();
    racers.shuffle(rng);
    racers.truncate(rng.gen_range(1..=3));
    racers.insert(0, first);
    let mut steps = Vec::new();
    for place in racers {
        let text = draft.name('m');
        let action = match rng.gen_range(0..10) {
            0..=6 => Action::SelfUpdate(actions::SelfUpdate { group: name.clone() }),
            7 => Action::Leave(actions::Leave { group: name.clone() }),
            _ => Action::Send(actions::Send { group: name.clone(), text }),
        };
        steps.push(Step::by(draft.devices[place].name.clone(), action));
    }
    draft.push(Step::new(Action::Parallel(steps)));
    Some(())
}
