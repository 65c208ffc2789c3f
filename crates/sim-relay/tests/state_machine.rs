//! The relay against a model of it, through random histories: events of every class, deletions, expiry, reads, subscriptions.

#[path = "support/model.rs"]
mod model;
#[path = "support/naive.rs"]
mod naive;
#[path = "support/random.rs"]
mod random;

use model::{Listener, Model, Verdict, address};
use proptest::prelude::*;
use proptest::sample::select;
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest, prop_state_machine};
use random::{CLOCK, author, build, filter, relay, second, tags};
use sim_relay::{ClientMsg, ConnId, Filter, Outbox, Relay, RelayMsg, VerifiedEvent};

/// What a client or the clock does next.
#[derive(Clone, Debug)]
enum Deed {
    Publish(VerifiedEvent),
    Read(Vec<Filter>),
    Listen(Listener),
    Close(usize, &'static str),
    Wait(u64),
}

/// A model and what it answered last.
#[derive(Clone, Debug)]
struct History {
    model: Model,
    verdict: Option<Verdict>,
}

struct ByTheBook;

impl ReferenceStateMachine for ByTheBook {
    type State = History;
    type Transition = Deed;

    fn init_state() -> BoxedStrategy<History> {
        let model = Model { came: Vec::new(), now: CLOCK, listeners: Vec::new() };
        Just(History { model, verdict: None }).boxed()
    }

    fn transitions(History { model, .. }: &History) -> BoxedStrategy<Deed> {
        let filters = || prop::collection::vec(filter(), 1..3);
        let (conn, sub) = (0..2_usize, select(vec!["a", "b"]));
        let listen = (conn.clone(), sub.clone(), filters());
        let mut deeds = vec![
            (6, event().prop_map(Deed::Publish).boxed()),
            (2, filters().prop_map(Deed::Read).boxed()),
            (2, listen.prop_map(|(conn, sub, filters)| Deed::Listen(Listener { conn, sub, filters })).boxed()),
            (1, (conn, sub).prop_map(|(conn, sub)| Deed::Close(conn, sub)).boxed()),
            (1, (1..3_u64).prop_map(Deed::Wait).boxed()),
        ];
        if !model.came.is_empty() {
            deeds.push((2, select(model.came.clone()).prop_map(Deed::Publish).boxed()));
            deeds.push((3, request(&model.came).prop_map(Deed::Publish).boxed()));
        }
        prop::strategy::Union::new_weighted(deeds).boxed()
    }

    fn apply(mut state: History, deed: &Deed) -> History {
        let model = &mut state.model;
        let listeners = &mut model.listeners;
        state.verdict = None;
        match deed {
            Deed::Publish(event) => state.verdict = Some(model.take(event)),
            Deed::Read(_) => {}
            Deed::Listen(new) => {
                listeners.retain(|old| (old.conn, old.sub) != (new.conn, new.sub));
                listeners.push(new.clone());
            }
            Deed::Close(conn, sub) => listeners.retain(|old| (old.conn, old.sub) != (*conn, *sub)),
            Deed::Wait(seconds) => model.now += seconds,
        }
        state
    }
}

/// Few keys, kinds, seconds and words, so that versions, ties and duplicates meet.
fn event() -> impl Strategy<Value = VerifiedEvent> {
    let kind = select(vec![0_u16, 1, 445, 1059, 10_002, 30_443, 30_443]);
    let expiry = prop::option::weighted(0.2, CLOCK..CLOCK + 6);
    let event = (author(), kind, second(), tags(), expiry, select(vec!["", "x"]));
    event.prop_map(|(author, kind, at, mut tags, expiry, content)| {
        tags.extend(expiry.map(|second| vec!["expiration".to_owned(), second.to_string()]));
        build(author, kind, at, tags, content)
    })
}

/// A deletion request for something that came, by anybody, by id or address.
fn request(came: &[VerifiedEvent]) -> impl Strategy<Value = VerifiedEvent> + use<> {
    let target = (select(came.to_vec()), any::<bool>()).prop_map(|(event, by_address)| match address(&event) {
        Some(address) if by_address => vec!["a".to_owned(), address],
        _ => vec!["e".to_owned(), event.id.to_hex()],
    });
    (author(), second(), prop::collection::vec(target, 1..3))
        .prop_map(|(author, at, targets)| build(author, 5, at, targets, ""))
}

/// The relay and its two clients; the first publishes.
struct Desk {
    relay: Relay,
    conns: [ConnId; 2],
}

impl Desk {
    fn sends(&mut self, conn: usize, now: u64, msg: ClientMsg) -> Outbox {
        self.relay.handle(now, self.conns[conn], msg)
    }

    fn publishes(&mut self, History { model, verdict }: &History, event: &VerifiedEvent) {
        let outbox = self.sends(0, model.now, ClientMsg::Event(event.clone()));
        let [(_, RelayMsg::Ok { accepted, message, .. }), copies @ ..] = &outbox[..] else {
            panic!("an event is answered by OK first: {outbox:?}");
        };
        let answer = match (accepted, message.starts_with("duplicate:")) {
            (false, _) => Verdict::Refused,
            (true, true) => Verdict::Known,
            (true, false) => Verdict::New,
        };
        assert_eq!(Some(answer), *verdict, "{message}");
        let hearing = if answer == Verdict::New { model.hearing(event) } else { Vec::new() };
        let expected: Outbox = hearing
            .into_iter()
            .map(|(conn, sub)| (self.conns[conn], RelayMsg::Event { sub: sub.into(), event: event.clone() }))
            .collect();
        assert_eq!(copies, expected);
    }

    fn reads(&mut self, model: &Model, conn: usize, sub: &str, filters: &[Filter]) {
        let outbox = self.sends(conn, model.now, ClientMsg::Req { sub: sub.into(), filters: filters.to_vec() });
        let stored = model.read(filters).into_iter().map(|event| RelayMsg::Event { sub: sub.into(), event });
        let expected: Outbox = stored.chain([RelayMsg::Eose(sub.into())]).map(|msg| (self.conns[conn], msg)).collect();
        assert_eq!(outbox, expected);
    }
}

struct AgainstTheModel;

impl StateMachineTest for AgainstTheModel {
    type SystemUnderTest = Desk;
    type Reference = ByTheBook;

    fn init_test(_: &History) -> Desk {
        let (mut relay, first) = relay();
        let (second, _) = relay.connect(CLOCK);
        Desk { relay, conns: [first, second] }
    }

    fn apply(mut desk: Desk, history: &History, deed: Deed) -> Desk {
        let model = &history.model;
        match deed {
            Deed::Publish(event) => desk.publishes(history, &event),
            Deed::Read(filters) => {
                desk.reads(model, 1, "read", &filters);
                assert!(desk.sends(1, model.now, ClientMsg::Close("read".into())).is_empty());
            }
            Deed::Listen(Listener { conn, sub, filters }) => desk.reads(model, conn, sub, &filters),
            Deed::Close(conn, sub) => assert!(desk.sends(conn, model.now, ClientMsg::Close(sub.into())).is_empty()),
            Deed::Wait(_) => {}
        }
        desk
    }

    fn check_invariants(desk: &Desk, History { model, .. }: &History) {
        let everything = [Filter::new()];
        assert_eq!(desk.relay.query(model.now, &everything).events, model.read(&everything));
    }
}

prop_state_machine! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_the_relay_answers_as_the_nips_say(sequential 1..40 => AgainstTheModel);
}
