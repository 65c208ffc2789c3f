//! Node, client and watchdog alone, without an engine: input in, frames out.

use sim_env::Seed;
use streams::client::{self, Client, ClientOptions, State};
use streams::code::Code;
use streams::cursor::Cursor;
use streams::dialect::{Binding, Dialect};
use streams::frame::{Kind, Messages, Mutate, Request, Response, Row, Subscription, Topic};
use streams::node::{In, Node, NodeOptions, Out};
use streams::watchdog::{self, RetryStamp, Watchdog, WatchdogOptions};

fn group(name: u8) -> Topic {
    Topic::new([0, name])
}

fn row(topic: u8, id: u64) -> Row {
    Row { kind: Kind::Group, originator: None, id, topic: group(topic), bytes: 10, readable: true }
}

fn add(mutate_id: u64, adds: &[(u8, u64)]) -> In {
    let add = |(topic, cursor): &(u8, u64)| Subscription { topic: group(*topic), id_cursor: (*cursor).into() };
    let adds = adds.iter().map(add).collect();
    In::Frame(Request::Mutate(Mutate { adds, mutate_id, ..Mutate::default() }))
}

fn node(dialect: Dialect) -> Node {
    let mut node = Node::new(NodeOptions { dialect, ..NodeOptions::default() });
    assert_eq!(
        node.handle(0, 1, In::Open),
        [Out::Send(Response::Started { keepalive_interval_ms: 30_000, capabilities: Vec::new() })]
    );
    node
}

fn client(options: ClientOptions) -> Client {
    Client::new(options, Seed::from(1).stream("jitter"))
}

#[test]
fn a_wave_is_rows_marker_and_acknowledgement() {
    let mut node = node(Dialect::R7);
    assert_eq!(node.commit(0, row(1, 1)).said, []);
    let said = node.handle(1, 1, add(9, &[(1, 0)]));
    let expected = [
        Out::Send(Response::Messages(Messages::of(vec![row(1, 1)], 9))),
        Out::Send(Response::TopicsLive(vec![group(1)])),
        Out::Send(Response::CatchupComplete(9)),
    ];
    assert_eq!(said, expected);
    let live = Out::Send(Response::Messages(Messages::of(vec![row(1, 2)], 0)));
    assert_eq!(node.commit(2, row(1, 2)).said, [(1, live)]);
}

#[test]
fn r5_tells_no_lane() {
    let mut node = node(Dialect::R5);
    node.commit(0, row(1, 1));
    let said = node.handle(1, 1, add(9, &[(1, 0)]));
    assert_eq!(said[0], Out::Send(Response::Messages(Messages::of(vec![row(1, 1)], 0))));
}

#[test]
fn a_cursor_that_no_row_can_have_is_refused() {
    for dialect in Dialect::ALL {
        let mut node = node(dialect);
        assert_eq!(node.handle(1, 1, add(1, &[(1, u64::MAX)])), [Out::Close(Code::InvalidArgument)], "X-I21");
        assert!(node.open_streams().is_empty(), "the stream is over");
    }
}

/// A node of the binding d14n.
fn d14n() -> Node {
    let mut node = Node::new(NodeOptions { binding: Binding::D14n, ..NodeOptions::default() });
    node.handle(0, 1, In::Open);
    node
}

fn mutate(adds: &[(Topic, Cursor)]) -> Request {
    let add = |(topic, cursor): &(Topic, Cursor)| Subscription { topic: topic.clone(), id_cursor: cursor.clone() };
    Request::Mutate(Mutate { adds: adds.iter().map(add).collect(), mutate_id: 1, ..Mutate::default() })
}

fn last_seen<const N: usize>(entries: [(u32, u64); N]) -> Cursor {
    Cursor::LastSeen(entries.into())
}

#[test]
fn a_cursor_of_the_other_binding_is_refused() {
    let refused = [Out::Close(Code::InvalidArgument)];
    assert_eq!(d14n().handle(1, 1, In::Frame(mutate(&[(group(1), Cursor::Id(0))]))), refused);
    assert_eq!(node(Dialect::R7).handle(1, 1, In::Frame(mutate(&[(group(1), last_seen([]))]))), refused);
}

#[test]
fn a_vector_that_is_out_of_range_is_refused_also_where_another_counts() {
    let adds = [(group(1), last_seen([(7, 1)])), (group(1), last_seen([(7, 1 << 63)]))];
    assert_eq!(d14n().handle(1, 1, In::Frame(mutate(&adds))), [Out::Close(Code::InvalidArgument)], "X-I21");
    let adds = [(group(1), last_seen([(7, (1 << 63) - 1)]))];
    assert_eq!(d14n().handle(1, 1, In::Frame(mutate(&adds))).len(), 2, "a marker and an acknowledgement");
}

#[test]
fn envelopes_of_both_kinds_go_out_in_the_order_of_their_originator() {
    let mut node = d14n();
    let welcome = Topic::new([1, 9]);
    let of = |kind, topic: &Topic, id| Row { kind, topic: topic.clone(), originator: Some(7), ..row(1, id) };
    let rows = [of(Kind::Welcome, &welcome, 1), of(Kind::Group, &group(1), 2), of(Kind::Welcome, &welcome, 3)];
    rows.iter().for_each(|row| assert_eq!(node.commit(0, row.clone()).said, []));
    let said = node.handle(1, 1, In::Frame(mutate(&[(group(1), last_seen([])), (welcome, last_seen([(7, 1)]))])));
    let Out::Send(Response::Messages(messages)) = &said[0] else { panic!("{said:?}") };
    assert_eq!(messages.rows().cloned().collect::<Vec<_>>(), rows[1..]);
    assert_eq!(messages.envelopes, rows[1..]);
}

#[test]
fn a_fence_holds_back_the_rows_of_one_originator_alone() {
    let mut node = Node::new(NodeOptions { binding: Binding::D14n, fence: true, ..NodeOptions::default() });
    let of = |originator, id| Row { originator: Some(originator), ..row(1, id) };
    node.allot(of(7, 5).sequence(), 5);
    assert_eq!(node.commit(0, of(7, 6)).visible, []);
    assert_eq!(node.commit(1, of(9, 8)).visible, [of(9, 8)]);
    assert_eq!(node.commit(2, of(7, 5)).visible, [of(7, 5), of(7, 6)], "X-I22");
}

#[test]
fn an_entry_of_a_vector_takes_key_and_value() {
    let bytes = |cursor| mutate(&[(group(1), cursor)]).bytes();
    // 12 05 | 08 07 | 10 ac 02
    assert_eq!(bytes(last_seen([(7, 300)])), bytes(last_seen([])) + 7);
    assert_eq!(bytes(last_seen([])), bytes(Cursor::Id(0)), "nothing is sent of either");
}

/// Digests are made of these texts.
#[test]
fn what_is_of_v3_is_written_down_without_a_word_of_originators() {
    let row = row(1, 3);
    let as_text = "Row { kind: Group, id: 3, topic: 0001, bytes: 10, readable: true }";
    assert_eq!(format!("{row:?}"), as_text);
    let frame = format!("Messages {{ group_messages: [{as_text}], welcome_messages: [], mutate_id: 9 }}");
    assert_eq!(format!("{:?}", Messages::of(vec![row.clone()], 9)), frame);
    let add = Subscription { topic: group(1), id_cursor: 3.into() };
    assert_eq!(format!("{add:?}"), "Subscription { topic: 0001, id_cursor: 3 }");
    let envelope = Row { originator: Some(7), ..row };
    assert!(
        format!("{:?}", Messages::of(vec![envelope], 9))
            .starts_with("Envelopes { envelopes: [Row { kind: Group, originator: 7,")
    );
}

#[test]
fn a_stream_that_is_over_says_nothing() {
    let mut node = node(Dialect::R7);
    assert_eq!(node.handle(5, 1, In::Cancel), [Out::Close(Code::Cancelled)]);
    assert_eq!(node.handle(6, 1, In::Frame(Request::Ping(1))), []);
    assert_eq!(node.next_wake(), None);
}

#[test]
fn two_streams_share_nothing_but_the_log() {
    let mut node = node(Dialect::R7);
    node.handle(0, 2, In::Open);
    node.handle(0, 1, add(1, &[(1, 0)]));
    node.handle(0, 2, add(1, &[(2, 0)]));
    let streams: Vec<u64> = node.commit(1, row(2, 1)).said.into_iter().map(|(stream, _)| stream).collect();
    assert_eq!(streams, [2]);
}

#[test]
fn a_node_behind_a_shut_window_waits_and_then_gives_up() {
    let mut node = node(Dialect::R7);
    node.handle(0, 1, add(1, &[(1, 0)]));
    node.handle(1, 1, In::Window(false));
    assert_eq!(node.commit(2, row(1, 1)).said, []);
    assert_eq!(node.next_wake(), Some(300_002), "nobody is challenged who cannot be sent anything");
    assert_eq!(node.tick(300_002), [(1, Out::Close(Code::ResourceExhausted))]);
}

#[test]
fn a_window_that_opens_lets_out_what_waited() {
    let mut node = node(Dialect::R7);
    node.handle(0, 1, add(1, &[(1, 0)]));
    node.handle(1, 1, In::Window(false));
    node.commit(2, row(1, 1));
    let said = node.handle(3, 1, In::Window(true));
    assert_eq!(said, [Out::Send(Response::Messages(Messages::of(vec![row(1, 1)], 0)))]);
}

#[test]
fn a_client_asks_only_after_the_node_has_spoken() {
    let mut client = client(ClientOptions::default());
    let subscribe = client::In::Subscribe { consumer: "app".to_owned(), adds: vec![(group(1), 0)] };
    assert!(client.handle(0, subscribe).contains(&client::Out::Open));
    assert_eq!(client.handle(1, client::In::Opened), []);
    let started = Response::Started { keepalive_interval_ms: 10_000, capabilities: Vec::new() };
    let said = client.handle(2, client::In::Frame(started));
    assert!(said.iter().any(|out| matches!(out, client::Out::Send(Request::Mutate(_)))), "{said:?}");
    assert_eq!(client.state(), State::CatchingUp);
    assert_eq!(client.next_wake(), Some(30_002), "three of the node's intervals");
}

#[test]
fn a_ping_is_answered_at_once() {
    let mut client = client(ClientOptions::default());
    client.handle(0, client::In::Subscribe { consumer: "app".to_owned(), adds: vec![(group(1), 0)] });
    let said = client.handle(3, client::In::Frame(Response::Ping(7)));
    assert_eq!(said, [client::Out::Send(Request::Pong(7))]);
}

#[test]
fn a_watchdog_subscribes_anew_before_it_drops_the_old_stream() {
    let options = WatchdogOptions { jitter_ms: 0, ..WatchdogOptions::default() };
    let mut watchdog = Watchdog::new(options, Seed::from(1).stream("jitter"));
    assert_eq!(watchdog.handle(0, watchdog::In::Start), [watchdog::Out::Subscribe]);
    watchdog.handle(0, watchdog::In::Subscribed);
    watchdog.handle(100_000, watchdog::In::Item);
    assert_eq!(watchdog.next_wake(), Some(400_000));
    let tripped = watchdog.handle(400_000, watchdog::In::Tick);
    assert_eq!(tripped, [watchdog::Out::Stale, watchdog::Out::Subscribe]);
    assert_eq!(
        watchdog.handle(400_001, watchdog::In::Subscribed),
        [watchdog::Out::Swap],
        "no pause after a long silence"
    );
}

#[test]
fn a_first_subscription_that_fails_is_the_callers_affair() {
    let mut watchdog = Watchdog::new(WatchdogOptions::default(), Seed::from(1).stream("jitter"));
    watchdog.handle(0, watchdog::In::Start);
    assert_eq!(watchdog.handle(1, watchdog::In::Failed), [watchdog::Out::Fatal]);
}

#[test]
fn a_stamp_that_is_not_renewed_allows_attempts_without_pause() {
    let after_failure = |retry_stamp| {
        let options = WatchdogOptions { jitter_ms: 0, retry_stamp, ..WatchdogOptions::default() };
        let mut watchdog = Watchdog::new(options, Seed::from(1).stream("jitter"));
        watchdog.handle(0, watchdog::In::Start);
        watchdog.handle(0, watchdog::In::Subscribed);
        watchdog.handle(300_000, watchdog::In::Tick);
        watchdog.handle(300_050, watchdog::In::Failed);
        watchdog.next_wake()
    };
    assert_eq!(after_failure(RetryStamp::Each), Some(301_000));
    assert_eq!(after_failure(RetryStamp::Once), Some(300_050));
}
