//! The oracle that reads the KeyPackages for which Welcomes were sent.

use marmot_rules::{Policy, Profile};
use nostr::{Event, JsonUtil};
use scenarios::verdict::Verdict;
use scenarios::world::Wire;
use scenarios::{Run, RunOptions, corpus, judge, simulate};
use sim_engine::Record;
use sim_relay::{ClientMsg, VerifiedEvent};

fn verdict(run: &Run) -> Verdict {
    judge(run).verdict("welcomed-key-packages-are-valid").expect("it is registered").clone()
}

fn two_devices() -> Run {
    let scenario = corpus::find("two-devices").unwrap().expect("the corpus has it");
    simulate(&scenario, &RunOptions::new(Profile::Pr40, Policy::ClientId, 7)).unwrap()
}

/// Changes the JSON of every KeyPackage event on its way to a relay, and leaves its id.
fn tamper(run: &mut Run, old: &str, new: &str) {
    for entry in &mut run.transcript.entries {
        if let Record::Delivered { message: Wire::ToRelay(ClientMsg::Event(event)), .. } = &mut entry.record
            && event.kind.as_u16() == 443
        {
            let json = event.as_json();
            assert!(json.contains(old), "{json}");
            *event = VerifiedEvent::assume_verified(Event::from_json(json.replace(old, new)).unwrap());
        }
    }
}

/// Rules that are said to be broken.
fn broken(run: &Run) -> Vec<String> {
    let Verdict::Violated { violations } = verdict(run) else { panic!("{:?}", verdict(run)) };
    violations.iter().map(|violation| violation.cause.part("rule").unwrap().to_string()).collect()
}

#[test]
fn what_devices_publish_is_valid() {
    assert_eq!(verdict(&two_devices()), Verdict::Held { exercised: 2 });
}

#[test]
fn an_event_that_was_changed_after_signing_is_noticed() {
    let mut run = two_devices();
    tamper(&mut run, "\"1.0\"", "\"2.0\"");
    let broken = broken(&run);
    assert!(broken.contains(&"KP-02".to_owned()) && broken.contains(&"KP-09".to_owned()), "{broken:?}");
}
