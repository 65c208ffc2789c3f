//! RI-2 to RI-6 over random events, filters and orders of arrival. RI-1 is a matter of structure: one function.

#[path = "support/naive.rs"]
mod naive;
#[path = "support/random.rs"]
mod random;

use std::collections::BTreeSet;

use nostr::filter::MatchEventOptions;
use nostr::{EventId, JsonUtil};
use proptest::prelude::*;
use random::{CLOCK, Wish, events, filter, messages, relay, story};
use sim_relay::{ClientMsg, ConnId, Filter, KindClass, Outbox, Relay, RelayMsg, VerifiedEvent};

fn publish_all(relay: &mut Relay, conn: ConnId, events: &[VerifiedEvent]) -> Vec<Outbox> {
    events.iter().map(|event| relay.handle(CLOCK, conn, ClientMsg::Event(event.clone()))).collect()
}

fn served(relay: &mut Relay, conn: ConnId, filters: &[Filter]) -> Vec<VerifiedEvent> {
    let outbox = relay.handle(CLOCK, conn, ClientMsg::Req { sub: "late".into(), filters: filters.to_vec() });
    let (end, stored) = outbox.split_last().expect("an answer");
    assert!(matches!(end, (_, RelayMsg::Eose(_))), "{end:?}");
    stored.iter().map(|(_, msg)| event_of(msg)).collect()
}

fn event_of(msg: &RelayMsg) -> VerifiedEvent {
    match msg {
        RelayMsg::Event { event, .. } => event.clone(),
        other => panic!("expected EVENT, not {other:?}"),
    }
}

fn ids<'a>(events: impl IntoIterator<Item = &'a VerifiedEvent>) -> BTreeSet<EventId> {
    events.into_iter().map(|event| event.id).collect()
}

fn is_ephemeral(event: &VerifiedEvent) -> bool {
    KindClass::of(event.kind.as_u16()) == KindClass::Ephemeral
}

/// 100 cases of 120 filters each: 12,000 filters.
const FILTERS_PER_CASE: usize = 120;

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    /// RI-6: what the relay serves for a filter is what a matcher written from the text of NIP-01 finds.
    #[test]
    fn ri_6_the_relay_agrees_with_a_naive_matcher(
        events in events(60),
        filters in prop::collection::vec(filter(), FILTERS_PER_CASE),
    ) {
        let (mut relay, conn) = relay();
        publish_all(&mut relay, conn, &events);
        let rows = naive::Rows::of(&events);
        for filter in &filters {
            let found: Vec<_> = relay.query(CLOCK, std::slice::from_ref(filter)).events;
            let expected = rows.select(&[filter.to_value()]);
            prop_assert_eq!(found, expected, "{:?}", filter);
        }
        for pair in filters.chunks(2) {
            let union: Vec<_> = pair.iter().map(Filter::to_value).collect();
            let expected = rows.select(&union);
            prop_assert_eq!(served(&mut relay, conn, pair), expected.clone());
            if let [(_, RelayMsg::Count { count, .. })] =
                relay.handle(CLOCK, conn, ClientMsg::Count { sub: "q".into(), filters: pair.to_vec() })[..]
            {
                let unlimited = pair.iter().cloned().map(|f| Filter { limit: None, ..f }.to_value());
                let expected = rows.select(&unlimited.collect::<Vec<_>>());
                prop_assert_eq!(count, expected.len() as u64);
            }
        }
    }
}

proptest! {
    /// RI-6, third voice: `nostr` agrees on filters without empty lists.
    #[test]
    fn ri_6_nostr_agrees_where_it_can(
        events in events(20),
        filters in prop::collection::vec(filter(), 20),
    ) {
        for filter in &filters {
            let third = nostr::Filter::from_json(filter.to_value().to_string()).expect("a plain filter");
            let options = MatchEventOptions { nip50: false, ..MatchEventOptions::default() };
            for event in &events {
                prop_assert_eq!(filter.matches(event), third.match_event(event, options));
            }
        }
    }

    /// RI-4: whatever the order of arrival, the same events are visible in the end.
    #[test]
    fn ri_4_any_order_of_arrival_ends_in_the_same_visible_set(
        (one, other) in story().prop_flat_map(|events| (Just(events.clone()), Just(events).prop_shuffle()))
    ) {
        let visible = |order: &[VerifiedEvent]| {
            let (mut relay, conn) = relay();
            publish_all(&mut relay, conn, order);
            relay.query(CLOCK, &[Filter::new()]).events
        };
        prop_assert_eq!(visible(&one), visible(&other), "{:?} and {:?}", one, other);
    }

    /// RI-5: for a filter without limit, live is late plus what did not last.
    #[test]
    fn ri_5_a_late_reader_sees_what_a_live_one_saw_less_what_did_not_last(
        events in story(),
        filter in filter(),
    ) {
        let filter = Filter { limit: None, ..filter };
        let (mut relay, conn) = relay();
        served(&mut relay, conn, std::slice::from_ref(&filter));
        let outboxes = publish_all(&mut relay, conn, &events);
        let copies = outboxes.iter().flatten().filter(|(_, msg)| matches!(msg, RelayMsg::Event { .. }));
        let live: Vec<_> = copies.map(|(_, msg)| event_of(msg)).collect();
        let kept: Vec<_> = live.iter().filter(|event| !is_ephemeral(event)).collect();
        prop_assert_eq!(ids(kept.iter().copied()).len(), kept.len(), "only ephemeral events go out again (R-51)");
        let lasting = ids(relay.stored());
        let late = ids(&served(&mut relay, conn, &[filter]));
        let expected: BTreeSet<_> = ids(&live).intersection(&lasting).copied().collect();
        prop_assert_eq!(late, expected);
    }

    /// RI-2 and RI-3: every request gets its one answer, and the same history the same bytes.
    #[test]
    fn ri_3_the_same_history_gives_the_same_bytes_and_ri_2_every_request_its_answer(
        wishes in messages(40),
        cut in 0..40_usize,
    ) {
        let (mut relay, conn) = relay();
        let (mut twin, twin_conn) = random::relay();
        for (index, wish) in wishes.iter().enumerate() {
            if index == cut {
                twin.restore(&twin.snapshot());
                relay.restore(&relay.snapshot());
            }
            let Wish { now, msg } = wish;
            let outbox = relay.handle(*now, conn, msg.clone());
            let by_text = twin.handle(*now, twin_conn, msg.clone());
            let bytes = |outbox: &Outbox| outbox.iter().map(|(to, msg)| (*to, msg.to_json())).collect::<Vec<_>>();
            prop_assert_eq!(bytes(&outbox), bytes(&by_text));
            prop_assert_eq!(answers(&outbox, msg), usize::from(!matches!(msg, ClientMsg::Close(_))));
        }
    }
}

fn answers(outbox: &Outbox, question: &ClientMsg) -> usize {
    let is_answer = |msg: &RelayMsg| match (question, msg) {
        (ClientMsg::Event(event) | ClientMsg::Auth(event), RelayMsg::Ok { id, .. }) => *id == event.id,
        (ClientMsg::Req { sub, .. }, RelayMsg::Eose(of) | RelayMsg::Closed { sub: of, .. }) => sub == of,
        (ClientMsg::Count { sub, .. }, RelayMsg::Count { sub: of, .. } | RelayMsg::Closed { sub: of, .. }) => sub == of,
        _ => false,
    };
    outbox.iter().filter(|(_, msg)| is_answer(msg)).count()
}
