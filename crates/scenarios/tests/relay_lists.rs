//! Which lists say where KeyPackages are, read off what devices send (KP-15, KP-16).

use std::collections::BTreeSet;

use marmot_rules::relay_list::{self, KIND_KEY_PACKAGE_LIST, KIND_RELAY_LIST};
use marmot_rules::{KIND_ADDRESSABLE, Profile};
use nostr::RelayUrl;
use scenarios::world::Wire;
use scenarios::{Run, RunOptions, corpus, simulate};
use sim_engine::Record;
use sim_relay::ClientMsg;

/// Scenarios in which relays of an account are not those of another.
const STORIES: [&str; 5] = [
    "account-moves-to-another-relay",
    "inbox-on-another-relay",
    "lists-on-an-indexer",
    "partial-relay-views",
    "welcome-to-the-old-inbox",
];

fn run(story: &str, profile: Profile) -> Run {
    let scenario = corpus::find(story).unwrap().unwrap_or_else(|| panic!("{story}: no such scenario"));
    let policy = corpus::natural_policy(&scenario, profile);
    simulate(&scenario, &RunOptions::new(profile, policy, 7_u64)).unwrap()
}

/// What devices sent.
fn sent(run: &Run) -> impl Iterator<Item = &ClientMsg> {
    run.transcript.entries.iter().filter_map(|entry| match &entry.record {
        Record::Delivered { message: Wire::ToRelay(msg), .. } => Some(msg),
        _ => None,
    })
}

/// Kinds of relay lists that are asked for, and those that are published.
fn lists(run: &Run) -> (BTreeSet<u16>, BTreeSet<u16>) {
    let is_list = |kind: &u16| (10_000..20_000).contains(kind) && *kind != 10_050;
    let (mut asked, mut published) = (BTreeSet::new(), BTreeSet::new());
    for msg in sent(run) {
        match msg {
            ClientMsg::Req { filters, .. } => {
                asked.extend(filters.iter().flat_map(|f| f.kinds.iter().flatten().copied()))
            }
            ClientMsg::Event(event) => drop(published.insert(event.kind.as_u16())),
            _ => {}
        }
    }
    asked.retain(is_list);
    published.retain(is_list);
    (asked, published)
}

#[test]
fn devices_of_the_adopted_text_use_10002_alone() {
    for story in STORIES {
        let (asked, published) = lists(&run(story, Profile::Adopted2026_07));
        assert_eq!((asked, published), ([KIND_RELAY_LIST].into(), [KIND_RELAY_LIST].into()), "{story}");
    }
}

#[test]
fn devices_of_the_older_profiles_ask_for_10051_alone_and_publish_both() {
    for story in STORIES {
        let (asked, published) = lists(&run(story, Profile::Pr40));
        let both = [KIND_RELAY_LIST, KIND_KEY_PACKAGE_LIST].into();
        assert_eq!((asked, published), ([KIND_KEY_PACKAGE_LIST].into(), both), "{story}");
    }
}

#[test]
fn key_packages_go_where_the_newest_list_says_that_the_account_writes() {
    for story in ["account-moves-to-another-relay", "inbox-on-another-relay", "adopted-found-where-the-account-writes"]
    {
        let run = run(story, Profile::Adopted2026_07);
        let mut writes: BTreeSet<RelayUrl> = BTreeSet::new();
        let mut seen = 0;
        for entry in &run.transcript.entries {
            let Record::Delivered { to, message: Wire::ToRelay(ClientMsg::Event(event)), .. } = &entry.record else {
                continue;
            };
            if run.account_name(&event.pubkey) != Some("bob") {
                continue;
            }
            match event.kind.as_u16() {
                KIND_RELAY_LIST => writes = relay_list::named(event).collect(),
                KIND_ADDRESSABLE => {
                    let place = RelayUrl::parse(&format!("wss://{}.example", run.name(*to))).unwrap();
                    assert!(writes.contains(&place), "{story}: {place} is none of {writes:?}");
                    seen += 1;
                }
                _ => {}
            }
        }
        assert!(seen > 0, "{story}");
    }
}
