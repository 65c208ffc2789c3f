//! Random runs: whatever a few devices do at once, they end equal.

use std::collections::BTreeSet;

use adopted::{Effect, Intent, MessageId};
use marmot_rules::adopted::components::{GroupProfile, State};
use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore, SeedableRng};

use crate::common::{World, id};
use crate::in_run;

fn rename(name: &str) -> Intent {
    let profile = GroupProfile::new(name, "").expect("a profile");
    Intent::Update { changes: [(0x8001, Some(profile.encode()))].into() }
}

#[test]
fn whatever_a_few_devices_do_at_once_they_end_equal() {
    many(0..60);
}

#[test]
#[ignore = "takes ten minutes without optimisation"]
fn whatever_a_few_devices_do_at_once_they_end_equal_in_a_thousand_runs() {
    many(1_000..2_000);
}

fn many(seeds: std::ops::Range<u64>) {
    let runs = seeds.end - seeds.start;
    let outcomes: Vec<Outcome> = seeds.map(|seed| in_run(seed, || random(seed))).collect();
    let superseded: usize = outcomes.iter().map(|outcome| outcome.superseded).sum();
    let withdrawn: usize = outcomes.iter().map(|outcome| outcome.withdrawn).sum();
    let removed: usize = outcomes.iter().map(|outcome| outcome.removed).sum();
    println!("{runs} runs: {superseded} commits superseded, {withdrawn} messages withdrawn, {removed} leaves removed");
    assert!(superseded as u64 > runs && withdrawn > 0 && removed > 0, "the runs hold what they are for");
}

/// What a run held, counted over its devices.
struct Outcome {
    superseded: usize,
    withdrawn: usize,
    removed: usize,
}

/// 2 to 5 accounts with 1 to 3 devices each do random things, hear of each other now or later, restart, and settle. Accounts 1
/// and 2 are admins.
fn random(seed: u64) -> Outcome {
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    let mut draw = |below: usize| (rng.next_u32() as usize) % below;
    let accounts: Vec<u8> = (1..=2 + draw(4) as u8).flat_map(|account| vec![account; 1 + draw(3)]).collect();
    let mut world = World::together(&accounts);
    world.commit(0, Intent::Admins { grant: BTreeSet::from([id(2)]), revoke: BTreeSet::new() });
    world.settle();
    let mut sent = Vec::new();
    for step in 0..30 {
        let device = draw(accounts.len());
        if let Some(message) = act(&mut world, device, accounts[device], &format!("{seed}-{step}"), draw(24)) {
            sent.push((device, message));
        }
        world.tick(device);
        if draw(3) == 0 {
            world.exchange();
            world.ms += draw(1_500) as u64;
        }
    }
    world.devices.iter_mut().for_each(|device| device.offline = false);
    world.settle();
    world.assert_equal();
    world.assert_no_generation_twice();
    nothing_is_lost(&world, &sent);
    outcome(&world)
}

/// One device does one thing. What it must not do, the engine refuses.
fn act(world: &mut World, device: usize, account: u8, name: &str, what: usize) -> Option<MessageId> {
    let over = world.group_of(device).is_over() || world.group_of(device).is_leaving();
    match what {
        0..4 => drop(world.try_commit(device, Intent::SelfUpdate)),
        4..8 => drop(world.try_commit(device, rename(name))),
        8..18 if !over => return world.say(device, name),
        18..20 => world.devices[device].offline ^= true,
        20..22 => world.restart(device),
        22 if !over && account > 2 => world.leave(device),
        23 => {
            let leaf =
                world.group_of(device).facts().members.iter().find(|member| ![id(1), id(2)].contains(&member.account));
            let signature_keys = leaf.filter(|leaf| leaf.account != id(account)).map(|leaf| leaf.signature_key.clone());
            let signature_keys = signature_keys.into_iter().collect();
            drop(world.try_commit(device, Intent::RemoveLeaves { signature_keys }));
        }
        _ => {}
    }
    None
}

/// What was sent in a State of the canonical path is shown to every member. A founder and a guest call one State by different
/// names; its GroupContext is the same for both.
fn nothing_is_lost(world: &World, sent: &[(usize, MessageId)]) {
    let members = &world.group_of(0).facts().members;
    let is_member =
        |device: &usize| members.iter().any(|member| member.signature_key == world.group_of(*device).key().public());
    let mut compared = 0;
    for (sender, message) in sent {
        // What is out of reach is in no State that is still there.
        let Some(input) = world.group_of(*sender).inputs().get(message) else { continue };
        let opened = input.opened.as_ref().expect("its sender knows it");
        let Some(state) = world.group_of(*sender).tree().get(opened.state) else { continue };
        for device in (0..world.devices.len()).filter(is_member).filter(|device| device != sender) {
            let group = world.group_of(device);
            let path = group.tree().path(group.canonical().id);
            let mut states = path.iter().filter_map(|id| group.tree().get(*id));
            if states.any(|one| one.facts.context_hash == state.facts.context_hash) {
                assert!(world.texts(device).contains(&opened.event.content), "device {device} misses {message}");
                compared += 1;
            }
        }
    }
    assert!(compared > 0 || sent.len() < 20, "messages reach somebody");
}

fn outcome(world: &World) -> Outcome {
    let count = |wanted: fn(&Effect) -> bool| {
        world.devices.iter().flat_map(|device| &device.told).filter(|effect| wanted(effect)).count()
    };
    Outcome {
        superseded: count(|effect| matches!(effect, Effect::Superseded { .. })),
        withdrawn: count(|effect| matches!(effect, Effect::Withdrawn { .. })),
        removed: count(|effect| matches!(effect, Effect::Removed)),
    }
}
