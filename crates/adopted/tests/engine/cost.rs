//! What the engine costs beside the openmls calls that it cannot do without.

use std::time::{Duration, Instant};

use adopted::{Effect, Intent};
use nostr::Event;

use crate::common::World;
use crate::forge::Forger;

const ROUNDS: u32 = 40;

/// Keeps the shortest time: whatever else the machine does can only add to it.
fn timed(least: &mut Duration, act: impl FnOnce()) {
    let begin = Instant::now();
    act();
    *least = begin.elapsed().min(*least);
}

/// The last event of device 0, and the MLS message in it.
fn last(world: &mut World) -> (Event, Vec<u8>) {
    let told = world.devices[0].told.iter().rev();
    let published = told.filter_map(|effect| match effect {
        Effect::Publish { event, message, .. } => Some((event.clone(), *message)),
        _ => None,
    });
    let (event, message) = published.into_iter().next().expect("something was published");
    (event, world.group_of(0).inputs()[&message].message.bytes.clone())
}

#[test]
#[ignore = "a measurement, not a check"]
fn an_engine_beside_bare_openmls_calls() {
    let mut world = World::together(&[1, 2, 3, 4, 5, 6, 7, 8]);
    let mut bare = Forger::of(&world, 1);
    let [mut verify, mut commit, mut commit_bare, mut payload, mut payload_bare, mut prepare, mut send] =
        [Duration::MAX; 7];
    for round in 0..ROUNDS {
        timed(&mut prepare, || assert!(world.commit(0, Intent::SelfUpdate).is_some()));
        world.tick(0);
        let (event, bytes) = last(&mut world);
        timed(&mut verify, || assert!(event.verify_id() && event.verify_signature()));
        timed(&mut commit, || drop(world.ingest(1, &event)));
        timed(&mut commit_bare, || bare.accept(&bytes).expect("openmls takes it"));
        world.settle();
        for device in 2..8 {
            world.devices[device].told.clear();
        }
        for message in 0..3 {
            timed(&mut send, || assert!(world.say(0, &format!("{round}-{message}")).is_some()));
            let (event, bytes) = last(&mut world);
            timed(&mut payload, || drop(world.ingest(1, &event)));
            timed(&mut payload_bare, || bare.accept(&bytes).expect("openmls takes it"));
        }
        world.settle();
    }
    println!("event signature          {:?}", verify);
    println!("commit: prepared         {:?}", prepare);
    println!("commit: ingested         {:?}", commit);
    println!("commit: bare             {:?}", commit_bare);
    println!("payload: sent            {:?}", send);
    println!("payload: ingested        {:?}", payload);
    println!("payload: bare            {:?}", payload_bare);
}
