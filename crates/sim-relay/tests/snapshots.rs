//! Snapshots: crash, amnesia, stale replica. And the text form of messages.

mod support;

use sim_relay::{ClientMsg, Filter, Personality, Prefix, RelayMsg, RelaySnapshot, wire};
use support::*;

#[test]
fn a_snapshot_is_not_touched_by_what_follows() {
    let mut desk = Desk::conforming();
    let (kept, later) = (note("kept"), note("later"));
    desk.accept(&kept);
    let snapshot = desk.relay.snapshot();
    desk.accept_all([&later, &delete_id(&alice(), NOW, kept.id)]);
    assert_eq!(snapshot.len(), 1);
    desk.relay.restore(&snapshot);
    desk.finds(Filter::new(), &[&kept]);
    desk.accept(&later);
    assert_eq!(snapshot.len(), 1);
}

#[test]
fn tombstones_and_ranks_are_part_of_a_snapshot() {
    let mut desk = Desk::conforming();
    let target = note("x");
    let (old, new) = (event(&alice(), 0, NOW, &[], "old"), event(&alice(), 0, NOW + 1, &[], "new"));
    desk.accept_all([&target, &delete_id(&alice(), NOW, target.id), &new, &delete_id(&alice(), NOW, new.id)]);
    let mut replica = Desk::conforming();
    replica.relay.restore(&desk.relay.snapshot());
    replica.refuse(&target, Prefix::Blocked);
    replica.refuse(&old, Prefix::Error);
}

#[test]
fn amnesia_leaves_connections_and_subscriptions_open() {
    let mut desk = Desk::conforming();
    let event = note("x");
    desk.req("s", &[Filter::new()]);
    desk.accept(&event);
    desk.relay.restore(&RelaySnapshot::default());
    assert!(desk.relay.snapshot().is_empty());
    assert_eq!(copies(&desk.send(ClientMsg::Event(event))).len(), 1, "it is new again, and somebody listens");
}

#[test]
fn a_stale_replica_serves_what_was_replaced() {
    let mut desk = Desk::conforming();
    let old = event(&alice(), 30_443, NOW, &[&["d", "x"]], "old");
    desk.accept(&old);
    let stale = desk.relay.snapshot();
    desk.accept(&event(&alice(), 30_443, NOW + 1, &[&["d", "x"]], "new"));
    desk.relay.restore(&stale);
    desk.finds(Filter::new().kind(30_443), &[&old]);
}

#[test]
fn what_a_client_writes_the_wire_reads() {
    let mut filter = Filter::new().ids([note("x").id]).authors([alice().public_key()]).kinds([1, 30_443]);
    filter = filter.tag('p', "ab".repeat(32)).tag('d', "ü\"").since(1).until(2).limit(3);
    let messages = [
        ClientMsg::Event(note("\n\"ü")),
        ClientMsg::Auth(auth_event(&alice(), NOW, URL, "x")),
        ClientMsg::Req { sub: "ü\"".into(), filters: vec![filter.clone(), Filter::new()] },
        ClientMsg::Count { sub: "q".into(), filters: vec![filter] },
        ClientMsg::Close("s".into()),
    ];
    for msg in messages {
        assert_eq!(wire::parse(&msg.to_json(), &Personality::conforming()), Ok(msg));
    }
}

#[test]
fn relay_messages_have_the_form_of_nip_01() {
    let event = note("x");
    let rows = [
        (RelayMsg::Eose("s".into()), r#"["EOSE","s"]"#.to_owned()),
        (RelayMsg::Notice("n\"".to_owned()), r#"["NOTICE","n\""]"#.to_owned()),
        (RelayMsg::Auth("c".to_owned()), r#"["AUTH","c"]"#.to_owned()),
        (RelayMsg::Count { sub: "s".into(), count: 3 }, r#"["COUNT","s",{"count":3}]"#.to_owned()),
        (
            RelayMsg::Closed { sub: "s".into(), message: "error: x".to_owned() },
            r#"["CLOSED","s","error: x"]"#.to_owned(),
        ),
        (RelayMsg::Event { sub: "s".into(), event: event.clone() }, format!(r#"["EVENT","s",{}]"#, event.as_json())),
    ];
    for (msg, expected) in rows {
        assert_eq!(msg.to_json(), expected);
    }
}
