//! Section 9: what deployed relays do otherwise than the texts ask, one knob at a time.

mod support;

use sim_relay::{
    AddressDeletion, ClientMsg, DuplicateAnswer, EmptyList, EmptyLists, Expiry, Filter, ForeignDeletion, LimitScope,
    LimitZero, MissingD, OddMember, OkOrder, Order, OverLimit, Overflow, Oversize, Prefix, RefusalForm, RefusedReq,
    RelayMsg, Retention, RetentionSince, SameReq, SameSecond, Superseded, Tie, Tombstones, Union, Until,
};
use support::*;

/// A KeyPackage of alice's in the slot `a`.
fn in_slot(at: u64, content: &str) -> sim_relay::VerifiedEvent {
    event(&alice(), 30443, at, &[&["d", "a"]], content)
}

fn slot() -> Filter {
    Filter::new().kind(30443).author(alice().public_key())
}

#[test]
fn which_of_two_versions_of_one_second_stays_is_a_matter_of_the_relay() {
    let [low, high] = tie(30443, &[&["d", "a"]]);
    let left = |rule: Tie, first: &sim_relay::VerifiedEvent, second: &sim_relay::VerifiedEvent| {
        let mut desk = Desk::with(|knobs| knobs.tie = rule);
        desk.publish(first);
        desk.publish(second);
        desk.find(slot())
    };
    for (first, second) in [(&low, &high), (&high, &low)] {
        assert_eq!(left(Tie::LowestId, first, second), std::slice::from_ref(&low));
        assert_eq!(left(Tie::FirstArrival, first, second), std::slice::from_ref(first));
        assert_eq!(left(Tie::LastArrival, first, second), std::slice::from_ref(second));
        assert_eq!(left(Tie::KeepAll, first, second), [low.clone(), high.clone()]);
    }
}

#[test]
fn a_newer_version_ousts_both_of_a_tie_that_was_kept() {
    let mut desk = Desk::with(|knobs| knobs.tie = Tie::KeepAll);
    desk.accept_all(&tie(30443, &[&["d", "a"]]));
    let newer = in_slot(NOW + 1, "newer");
    desk.accept(&newer);
    desk.finds(slot(), &[&newer]);
}

#[test]
fn an_older_version_can_be_answered_true_without_being_stored() {
    let mut desk = Desk::with(|knobs| knobs.superseded = Superseded::Duplicate);
    let (newer, older) = (in_slot(NOW, "newer"), in_slot(NOW - 1, "older"));
    desk.accept(&newer);
    let (accepted, message) = desk.publish(&older);
    assert_eq!((accepted, prefix(&message)), (true, Some(Prefix::Duplicate)));
    desk.finds(slot(), &[&newer]);
}

#[test]
fn an_older_version_can_be_kept_beside_the_newer_one_and_sent_live() {
    let mut desk = Desk::with(|knobs| knobs.superseded = Superseded::Keep);
    let (newer, older) = (in_slot(NOW, "newer"), in_slot(NOW - 1, "older"));
    desk.accept(&newer);
    desk.req("live", &[slot()]);
    let outbox = desk.send(ClientMsg::Event(older.clone()));
    assert_eq!(copies(&outbox).len(), 1, "the subscriber takes it for a rotation");
    desk.finds(slot(), &[&newer, &older]);
}

#[test]
fn an_event_without_d_is_a_slot_of_its_own_or_refused() {
    let bare = |at: u64| event(&alice(), 30443, at, &[], "");
    let mut desk = Desk::with(|knobs| knobs.missing_d = MissingD::Distinct);
    desk.accept_all(&[bare(NOW), bare(NOW + 1), event(&alice(), 30443, NOW + 2, &[&["d", ""]], "")]);
    assert_eq!(desk.find(slot()).len(), 3);
    Desk::with(|knobs| knobs.missing_d = MissingD::Refuse).refuse(&bare(NOW), Prefix::Error);
}

#[test]
fn a_deletion_by_address_can_be_ignored_act_once_or_act_on_what_is_newer() {
    let after = |rule: AddressDeletion| {
        let mut desk = Desk::with(|knobs| knobs.deletion_by_address = rule);
        desk.accept(&in_slot(NOW, "used"));
        desk.accept(&delete_address(&alice(), NOW + 1, 30443, &alice().public_key(), "a"));
        desk
    };
    assert_eq!(after(AddressDeletion::Ignore).find(slot()).len(), 1, "the consumed KeyPackage stays in its slot");
    let older = in_slot(NOW - 5, "an older one");
    after(AddressDeletion::Enforce).refuse(&older, Prefix::Blocked);
    after(AddressDeletion::Once).accept(&older);
    after(AddressDeletion::Once).refuse(&in_slot(NOW, "used"), Prefix::Blocked);
    let mut newer_is_there = Desk::with(|knobs| knobs.deletion_by_address = AddressDeletion::AnyTime);
    newer_is_there.accept(&in_slot(NOW + 9, "newer than the request"));
    newer_is_there.accept(&delete_address(&alice(), NOW, 30443, &alice().public_key(), "a"));
    newer_is_there.finds(slot(), &[]);
}

#[test]
fn a_deleted_event_can_be_answered_true_and_hidden_or_come_back() {
    let published_again = |rule: Tombstones| {
        let mut desk = Desk::with(|knobs| knobs.tombstones = rule);
        let target = note("target");
        desk.accept(&target);
        desk.accept(&delete_id(&alice(), NOW, target.id));
        let (accepted, message) = desk.publish(&target);
        (accepted, prefix(&message), desk.find(Filter::new().kind(1)).len())
    };
    assert_eq!(published_again(Tombstones::Refuse), (false, Some(Prefix::Blocked), 0));
    assert_eq!(published_again(Tombstones::TrueButHidden), (true, Some(Prefix::Duplicate), 0));
    assert_eq!(published_again(Tombstones::None), (true, None, 1));
}

#[test]
fn a_deletion_request_that_is_not_kept_acts_and_is_told_to_nobody() {
    let mut desk = Desk::with(|knobs| knobs.deletion_kept = false);
    let target = note("target");
    desk.accept(&target);
    desk.req("deletions", &[Filter::new().kind(5)]);
    let outbox = desk.send(ClientMsg::Event(delete_id(&alice(), NOW, target.id)));
    assert_eq!(ok_of(&outbox), (true, String::new()));
    assert_eq!((copies(&outbox).len(), desk.stored().len()), (0, 0));
}

#[test]
fn a_recipient_cannot_delete_a_gift_wrap_where_only_its_author_may() {
    let mut desk = Desk::with(|knobs| {
        knobs.giftwrap_guard = false;
        knobs.wrap_deletion_by_recipient = false;
    });
    let wrapped = wrap(1059, NOW, &bob().public_key());
    desk.accept(&wrapped);
    desk.accept(&delete_id(&bob(), NOW, wrapped.id));
    desk.finds(Filter::new().kind(1059), &[&wrapped]);
}

#[test]
fn a_refused_deletion_request_can_be_half_done() {
    let after = |rule: ForeignDeletion| {
        let mut desk = Desk::with(|knobs| knobs.foreign_deletion = rule);
        let (own, foreign) = (note("own"), event(&bob(), 1, NOW, &[], "foreign"));
        desk.accept_all([&own, &foreign]);
        let request = deletion(&alice(), NOW, &[&["e", &own.id.to_hex()], &["e", &foreign.id.to_hex()]]);
        desk.refuse(&request, Prefix::Restricted);
        desk.find(Filter::new().kind(1)).len()
    };
    assert_eq!((after(ForeignDeletion::Refuse), after(ForeignDeletion::RefuseRest)), (2, 1));
}

#[test]
fn a_deletion_request_can_be_deletable_and_what_it_barred_stays_barred() {
    let mut desk = Desk::with(|knobs| knobs.deletions_deletable = true);
    let target = note("target");
    desk.accept(&target);
    let request = delete_id(&alice(), NOW, target.id);
    desk.accept_all([&request, &delete_id(&alice(), NOW + 1, request.id)]);
    assert!(!desk.stored().contains(&request));
    desk.refuse(&target, Prefix::Blocked);
}

#[test]
fn expiry_is_enforced_on_arrival_only_by_sweeps_or_not_at_all() {
    let fleeting = |content| event(&alice(), 1, NOW, &[&["expiration", &(NOW + 10).to_string()]], content);
    let seen_at = |rule: Expiry, when: u64| {
        let mut desk = Desk::with(|knobs| knobs.expiry = rule);
        desk.accept(&fleeting("soon gone"));
        desk.now = when;
        let arrived_late = desk.publish(&fleeting("late")).0;
        (desk.find(Filter::new().kind(1)).len(), arrived_late)
    };
    assert_eq!(seen_at(Expiry::Enforce, NOW + 10), (0, false));
    assert_eq!(seen_at(Expiry::OnArrival, NOW + 10), (1, false));
    assert_eq!(seen_at(Expiry::Off, NOW + 10), (2, true));
    assert_eq!(seen_at(Expiry::Sweep(300), NOW + 299), (2, true));
    assert_eq!(seen_at(Expiry::Sweep(300), NOW + 300), (1, true), "swept before the late one came");
}

#[test]
fn a_malformed_expiration_can_be_let_through() {
    let odd = event(&alice(), 1, NOW, &[&["expiration", "soon"]], "");
    Desk::conforming().refuse(&odd, Prefix::Invalid);
    Desk::with(|knobs| knobs.malformed_expiration = OddMember::Ignore).accept(&odd);
}

#[test]
fn an_expired_version_outranks_older_ones_for_as_long_as_the_relay_says() {
    let older_is_taken = |purge_after: Option<u64>, later: u64| {
        let mut desk = Desk::with(|knobs| knobs.purge_after = purge_after);
        desk.accept(&event(&alice(), 30443, NOW, &[&["d", "a"], &["expiration", &(NOW + 10).to_string()]], ""));
        desk.now = NOW + 10 + later;
        desk.relay.tick(desk.now);
        desk.publish(&in_slot(NOW - 1, "older")).0
    };
    assert!(older_is_taken(Some(0), 0));
    assert!(!older_is_taken(Some(60), 59));
    assert!(older_is_taken(Some(60), 60));
    assert!(!older_is_taken(None, 1_000_000));
}

#[test]
fn retention_drops_an_event_some_time_after_it_came_or_was_made() {
    let day = 86_400;
    let kept = |since: RetentionSince, made: u64, asked: u64| {
        let rule = Retention { kinds: Some(set([1059])), seconds: day, since };
        let mut desk = Desk::with(|knobs| {
            knobs.giftwrap_guard = false;
            knobs.retention = vec![rule];
        });
        desk.accept_all([&wrap(1059, made, &bob().public_key()), &note("of a kind that is kept")]);
        desk.now = asked;
        desk.find(Filter::new().kind(1059)).len()
    };
    assert_eq!(kept(RetentionSince::Received, NOW - 2 * day, NOW + day - 1), 1, "gift wraps are dated back");
    assert_eq!(kept(RetentionSince::Received, NOW - 2 * day, NOW + day), 0);
    assert_eq!(kept(RetentionSince::Created, NOW, NOW + day - 1), 1);
    assert_eq!(kept(RetentionSince::Created, NOW - 2 * day, NOW), 0, "a wrap that is dated back is gone at once");
}

#[test]
fn what_retention_dropped_can_be_published_again_and_ranks_no_more() {
    let mut desk = Desk::with(|knobs| {
        knobs.retention = vec![Retention { kinds: None, seconds: 60, since: RetentionSince::Received }];
    });
    let (newer, older) = (in_slot(NOW, "newer"), in_slot(NOW - 1, "older"));
    desk.accept(&newer);
    desk.refuse(&older, Prefix::Error);
    desk.now = NOW + 60;
    assert_eq!(desk.relay.query(desk.now, &[slot()]).events, [], "no reader sees it, asked or not");
    desk.accept(&older);
    desk.accept(&newer);
}

#[test]
fn one_subscription_too_many_can_be_a_notice_or_cost_the_oldest_one() {
    let third = |rule: Overflow| {
        let mut desk = Desk::with(|knobs| {
            knobs.max_subscriptions = Some(2);
            knobs.overflow = rule;
        });
        desk.req("first", &[Filter::new()]);
        desk.req("second", &[Filter::new()]);
        let reply = desk.ask(r#"["REQ","third",{}]"#);
        let outbox = desk.send(ClientMsg::Event(note("news")));
        let heard: Vec<String> = copies(&outbox).into_iter().map(|(_, sub, _)| sub).collect();
        (reply, heard)
    };
    let heard = |subs: [&str; 2]| subs.map(str::to_owned).to_vec();
    assert!(matches!(third(Overflow::Closed), (RelayMsg::Closed { .. }, subs) if subs == heard(["first", "second"])));
    assert!(matches!(third(Overflow::Notice), (RelayMsg::Notice(_), subs) if subs == heard(["first", "second"])));
    assert!(matches!(third(Overflow::DropOldest), (RelayMsg::Eose(_), subs) if subs == heard(["second", "third"])));
}

#[test]
fn a_refused_req_can_be_a_notice_or_the_end_of_the_connection() {
    let odd = r#"["REQ","odd",{"ids":["abc"]}]"#;
    let mut noticed = Desk::with(|knobs| knobs.refused_req = RefusedReq::Notice);
    assert!(matches!(noticed.ask(odd), RelayMsg::Notice(_)));
    assert_eq!(noticed.relay.take_hung_up(), []);
    for text in [odd, "not JSON", r#"["WHAT"]"#] {
        let mut cut = Desk::with(|knobs| knobs.refused_req = RefusedReq::Disconnect);
        assert_eq!(cut.say(text), []);
        assert_eq!(cut.relay.take_hung_up(), [cut.conn]);
        assert!(!cut.relay.is_connected(cut.conn));
    }
}

#[test]
fn a_question_for_more_than_the_largest_limit_is_cut_or_refused() {
    let asks = r#"["REQ","s",{"limit":11}]"#;
    let mut clamps = Desk::with(|knobs| knobs.max_limit = Some(10));
    assert_eq!(clamps.ask(asks), RelayMsg::Eose("s".into()));
    let mut refuses = Desk::with(|knobs| {
        knobs.max_limit = Some(10);
        knobs.over_limit = OverLimit::Refuse;
    });
    assert!(matches!(refuses.ask(asks), RelayMsg::Closed { message, .. } if prefix(&message) == Some(Prefix::Invalid)));
    assert_eq!(refuses.ask(r#"["REQ","s",{"limit":10}]"#), RelayMsg::Eose("s".into()));
    for n in 0..10 {
        refuses.accept(&note(&n.to_string()));
    }
    assert_eq!(refuses.say(r#"["REQ","s",{}]"#).len(), 11, "ten events and EOSE");
    refuses.accept(&note("the eleventh"));
    assert!(matches!(refuses.ask(r#"["REQ","s",{}]"#), RelayMsg::Closed { .. }), "without a limit it would find more");
}

#[test]
fn limit_zero_can_be_unanswered_or_ignored() {
    let answers = |rule: LimitZero| {
        let mut desk = Desk::with(|knobs| knobs.limit_zero = rule);
        desk.accept(&note("stored"));
        let said = desk.say(r#"["REQ","s",{"limit":0}]"#).len();
        let live = copies(&desk.send(ClientMsg::Event(note("live")))).len();
        (said, live)
    };
    assert_eq!(answers(LimitZero::Eose), (1, 1));
    assert_eq!(answers(LimitZero::NoEose), (0, 1));
    assert_eq!(answers(LimitZero::Ignored), (2, 1));
}

#[test]
fn the_limit_of_the_last_filter_can_hold_for_all() {
    let filters = [Filter::new().kind(1), Filter::new().kind(7).limit(1)];
    let found = |rule: LimitScope| {
        let mut desk = Desk::with(|knobs| knobs.limit_scope = rule);
        let at = |kind: u16, at: u64| event(&alice(), kind, at, &[], "");
        desk.accept_all(&[at(1, NOW), at(1, NOW + 1), at(7, NOW + 2), at(7, NOW + 3)]);
        desk.req("s", &filters).iter().map(|event| event.kind.as_u16()).collect::<Vec<_>>()
    };
    assert_eq!(found(LimitScope::PerFilter), [7, 1, 1]);
    assert_eq!(found(LimitScope::LastForAll), [7], "notes are cut off unseen");
}

#[test]
fn until_can_leave_its_own_second_out() {
    for (rule, found) in [(Until::Inclusive, 1), (Until::Exclusive, 0)] {
        let mut desk = Desk::with(|knobs| knobs.until = rule);
        desk.accept(&note("at the boundary"));
        assert_eq!(desk.find(Filter::new().until(NOW)).len(), found);
        assert_eq!(desk.find(Filter::new().until(0)).len(), 0);
    }
}

#[test]
fn stored_events_come_oldest_first_where_there_is_no_limit_and_by_arrival_within_a_second() {
    let mut desk = Desk::with(|knobs| {
        knobs.order = Order::OldestWithoutLimit;
        knobs.same_second = SameSecond::Arrival;
    });
    let [low, high] = tie(1, &[]);
    let old = event(&alice(), 1, NOW - 5, &[], "");
    desk.accept_all([&high, &low, &old]);
    desk.finds(Filter::new().kind(1), &[&old, &high, &low]);
    desk.finds(Filter::new().kind(1).limit(9), &[&high, &low, &old]);
    let mut reversed = Desk::with(|knobs| knobs.same_second = SameSecond::ReverseArrival);
    reversed.accept_all([&high, &low]);
    reversed.finds(Filter::new(), &[&low, &high]);
}

#[test]
fn several_filters_are_answered_in_turn_and_an_event_may_come_twice() {
    let (older, newer) = (event(&alice(), 1, NOW - 1, &[], ""), event(&alice(), 7, NOW, &[], ""));
    let filters = [Filter::new().kind(1), Filter::new().kinds([1, 7])];
    let sent = |rule: Union| {
        let mut desk = Desk::with(|knobs| knobs.union = rule);
        desk.accept_all([&older, &newer]);
        desk.req("s", &filters)
    };
    assert_eq!(sent(Union::Merged), [newer.clone(), older.clone()]);
    assert_eq!(sent(Union::PerFilter), [older.clone(), newer.clone()]);
    assert_eq!(sent(Union::PerFilterTwice), [older.clone(), newer.clone(), older.clone()]);
}

#[test]
fn a_cached_answer_is_given_again_until_its_time_is_over() {
    let mut desk = Desk::with(|knobs| knobs.query_cache = 1);
    assert_eq!(desk.find(slot()).len(), 0);
    desk.accept(&in_slot(NOW, "new"));
    assert_eq!(desk.find(slot()).len(), 0, "the device that looks at its slot sees it empty and publishes again");
    desk.now += 1;
    assert_eq!(desk.find(slot()).len(), 1);
}

#[test]
fn the_same_req_again_can_be_left_unanswered() {
    let mut desk = Desk::with(|knobs| knobs.same_req_again = SameReq::Silence);
    desk.accept(&note("stored"));
    assert_eq!(desk.say(r#"["REQ","s",{}]"#).len(), 2);
    assert_eq!(desk.say(r#"["REQ","s",{}]"#), []);
    assert_eq!(desk.say(r#"["REQ","s",{"kinds":[1]}]"#).len(), 2, "another filter is another REQ");
    assert_eq!(copies(&desk.send(ClientMsg::Event(note("live")))).len(), 1, "the subscription is open all along");
}

#[test]
fn a_duplicate_can_be_told_without_a_word_or_refused() {
    let again = |rule: DuplicateAnswer| {
        let mut desk = Desk::with(|knobs| knobs.duplicate = rule);
        desk.accept(&note("once"));
        let (accepted, message) = desk.publish(&note("once"));
        (accepted, prefix(&message))
    };
    assert_eq!(again(DuplicateAnswer::TruePrefix), (true, Some(Prefix::Duplicate)));
    assert_eq!(again(DuplicateAnswer::TrueEmpty), (true, None));
    assert_eq!(again(DuplicateAnswer::FalsePrefix), (false, Some(Prefix::Duplicate)));
}

#[test]
fn a_publisher_can_see_its_own_event_before_its_ok() {
    let order = |rule: OkOrder, content: &str| {
        let mut desk = Desk::with(|knobs| knobs.ok_order = rule);
        desk.req("own", &[Filter::new()]);
        let outbox = desk.send(ClientMsg::Event(note(content)));
        matches!(outbox[0].1, RelayMsg::Ok { .. })
    };
    assert!(order(OkOrder::OkFirst, "a") && !order(OkOrder::EventFirst, "a"));
    let both: std::collections::BTreeSet<bool> = (0..20).map(|n| order(OkOrder::Either, &n.to_string())).collect();
    assert_eq!(both.len(), 2);
}

#[test]
fn an_ephemeral_event_can_go_unanswered() {
    let mut desk = Desk::with(|knobs| knobs.ok_for_ephemeral = false);
    desk.req("live", &[Filter::new()]);
    let outbox = desk.send(ClientMsg::Event(event(&alice(), 20_001, NOW, &[], "")));
    assert!(matches!(outbox.as_slice(), [(_, RelayMsg::Event { .. })]), "{outbox:?}");
}

#[test]
fn what_is_too_long_can_be_a_notice_and_the_end_of_the_connection() {
    let long = event(&alice(), 1, NOW, &[], &"x".repeat(500));
    for (rule, ends) in [(Oversize::Notice, false), (Oversize::NoticeAndClose, true)] {
        let mut desk = Desk::with(|knobs| {
            knobs.max_message_length = Some(400);
            knobs.oversize = rule;
        });
        let outbox = desk.send(ClientMsg::Event(long.clone()));
        assert!(matches!(outbox.as_slice(), [(_, RelayMsg::Notice(_))]));
        assert_eq!(!desk.relay.take_hung_up().is_empty(), ends);
        let mut on_the_wire = Desk::with(|knobs| {
            knobs.max_content_length = Some(400);
            knobs.oversize = rule;
        });
        assert!(matches!(on_the_wire.ask(&event_message(&as_value(&long))), RelayMsg::Notice(_)));
    }
}

#[test]
fn so_many_events_a_minute_and_no_more() {
    let mut desk = Desk::with(|knobs| knobs.events_per_minute = Some(60));
    let note = |n: u64| note(&n.to_string());
    (0..60).for_each(|n| desk.accept(&note(n)));
    desk.refuse(&note(60), Prefix::RateLimited);
    desk.now += 1;
    desk.accept(&note(60));
    desk.refuse(&note(61), Prefix::RateLimited);
    desk.now += 600;
    (61..121).for_each(|n| desk.accept(&note(n)));
    desk.refuse(&note(121), Prefix::RateLimited);
}

#[test]
fn forty_a_minute_are_forty_a_minute() {
    let mut desk = Desk::with(|knobs| knobs.events_per_minute = Some(40));
    (0..40).for_each(|n| desk.accept(&note(&n.to_string())));
    let mut taken = 0;
    for second in 0..60 {
        desk.now += 1;
        let outbox = desk.send(ClientMsg::Event(note(&format!("later {second}"))));
        taken += usize::from(matches!(outbox.as_slice(), [(_, RelayMsg::Ok { accepted: true, .. })]));
    }
    assert_eq!(taken, 40);
}

#[test]
fn a_nameless_refusal_says_no_and_not_to_what() {
    let mut desk = Desk::with(|knobs| {
        knobs.refusals = RefusalForm::Nameless;
        knobs.max_content_length = Some(3);
    });
    let outbox = desk.send(ClientMsg::Event(note("long")));
    assert!(
        matches!(outbox.as_slice(), [(_, reply @ RelayMsg::NamelessOk { .. })] if reply.to_json().starts_with(r#"["OK","",false,"#))
    );
}

#[test]
fn a_tarpit_gives_refusals_late_and_what_is_said_meanwhile_waits() {
    let mut desk = Desk::with(|knobs| {
        knobs.tarpit = Some(2);
        knobs.max_content_length = Some(3);
    });
    let (long, short) = (note("long"), note("ok"));
    for delay in [2, 4] {
        assert_eq!(desk.send(ClientMsg::Event(long.clone())), []);
        assert_eq!(desk.send(ClientMsg::Event(short.clone())), [], "it is not even looked at");
        assert_eq!(desk.relay.next_due(), Some(desk.now + delay));
        assert_eq!(desk.relay.tick(desk.now + delay - 1), []);
        desk.now += delay;
        let told = desk.relay.tick(desk.now);
        assert!(matches!(
            told.as_slice(),
            [(_, RelayMsg::Ok { accepted: false, .. }), (_, RelayMsg::Ok { accepted: true, .. })]
        ));
        assert_eq!(desk.relay.next_due(), None);
    }
}

#[test]
fn what_is_no_message_waits_in_a_tarpit_as_messages_do() {
    let mut desk = Desk::with(|knobs| {
        knobs.tarpit = Some(2);
        knobs.max_content_length = Some(3);
    });
    assert_eq!(desk.send(ClientMsg::Event(note("long"))), []);
    assert_eq!(desk.send(ClientMsg::Event(note("ok"))), []);
    assert_eq!(desk.relay.handle_text(desk.now, desk.conn, "no message"), []);
    let told = desk.relay.tick(desk.now + 2);
    let said = told.iter().map(|(_, reply)| reply);
    let accepted: Vec<bool> = said
        .filter_map(|reply| match reply {
            RelayMsg::Ok { accepted, .. } => Some(*accepted),
            _ => None,
        })
        .collect();
    assert_eq!(accepted, [false, true]);
}

#[test]
fn empty_lists_are_read_member_by_member() {
    let lists = EmptyLists { tags: EmptyList::Any, ..EmptyLists::from(EmptyList::None) };
    let mut desk = Desk::with(|knobs| knobs.empty_list = lists);
    desk.accept(&note("anything"));
    assert_eq!(desk.find(Filter::new().tag_values('h', [])).len(), 1, "no groups: the whole relay");
    assert_eq!(desk.find(Filter::new().authors([])).len(), 0);
    let written = serde_json::to_value(lists).expect("plain data");
    assert_eq!(written["tags"], "any");
    assert_eq!(serde_json::from_value::<EmptyLists>(written).expect("its own form"), lists);
    assert_eq!(serde_json::to_value(EmptyLists::from(EmptyList::Any)).expect("plain data"), "any");
}
