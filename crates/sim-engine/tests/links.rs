//! Links with ports, each in its own time; half-closes, windows and machines that fail, seen by a participant that writes down what
//! it is handed.

use std::time::Duration;

use sim_engine::{
    Attempt, Crashing, Effect, Engine, Fact, Freezing, Input, Link, NodeId, Now, OpId, Output, Participant, Port,
    Record, Restart, Stalling, System, Verdict,
};

#[derive(Debug)]
struct Talk;

#[derive(Clone, Debug, PartialEq)]
struct Word(&'static str);

impl Fact<Talk> for Word {
    fn feed(&self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(self.0.as_bytes());
    }
}

/// What a script has somebody do.
#[derive(Debug)]
enum Do {
    Open(Link),
    Say(Link, &'static str),
    Finish(Link),
    DoneTwice,
}

impl System for Talk {
    type Message = Word;
    type Command = Do;
    type Note = Word;
    type Step = Word;
    type Failure = Word;
}

/// Writes down what it is handed, and when.
#[derive(Default)]
struct Talker {
    name: &'static str,
    heard: Vec<(u64, String)>,
}

impl Participant<Talk> for Talker {
    fn handle(&mut self, now: Now, input: Input<Talk>) -> Vec<Output<Talk>> {
        let mut hear = |what: String| self.heard.push((now.uptime.as_millis() as u64, what));
        match input {
            Input::Opened(link) => hear(format!("opened {}", link.port.0)),
            Input::Closed(link) => hear(format!("closed {}", link.port.0)),
            Input::Finished(link) => hear(format!("finished {}", link.port.0)),
            Input::Window(link, open) => hear(format!("window {} {open}", link.port.0)),
            Input::Message(link, word) => hear(format!("{} {}", word.0, link.port.0)),
            Input::Wake => hear("woken".to_owned()),
            Input::Command(op, what) => return obey(op, what),
        }
        Vec::new()
    }

    fn actor_name(&self) -> &str {
        self.name
    }
}

fn obey(op: OpId, what: Do) -> Vec<Output<Talk>> {
    let done = Output::Done(op, Ok(()));
    match what {
        Do::Open(link) => vec![Output::Open(link), done],
        Do::Say(link, word) => vec![Output::Send(link, Word(word)), done],
        Do::Finish(link) => vec![Output::Finish(link), done],
        Do::DoneTwice => vec![Output::Done(op, Ok(())), done],
    }
}

impl Restart for Talker {
    fn restart(&mut self) {
        self.heard.clear();
    }
}

const A: NodeId = NodeId(0);
const B: NodeId = NodeId(1);

/// Two participants, `b` as given; every link takes 10 ms.
fn in_world<T: Send + 'static>(b: fn(Talker) -> Box<dyn Participant<Talk>>, act: fn(&mut Engine<Talk>) -> T) -> T {
    sim_env::run(1.into(), 0, move || {
        let mut engine = Engine::new(ms(10), ms(10));
        engine.add("a", Box::new(Talker { name: "a", heard: Vec::new() }));
        engine.add("b", b(Talker { name: "b", heard: Vec::new() }));
        act(&mut engine)
    })
    .expect("the environment is deterministic")
}

fn plain(talker: Talker) -> Box<dyn Participant<Talk>> {
    Box::new(talker)
}

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

fn run(engine: &mut Engine<Talk>, millis: u64) {
    engine.run_until(sim_env::now() + millis * 1_000_000);
}

fn at(port: u16) -> Link {
    B.at(Port(port))
}

fn words(talker: &Talker) -> Vec<&str> {
    talker.heard.iter().map(|(_, what)| what.as_str()).collect()
}

#[test]
fn two_links_between_the_same_two_open_and_close_apart() {
    let (a, b, ports) = in_world(plain, |engine| {
        for port in [0, 7] {
            engine.command(A, Do::Open(at(port)));
        }
        run(engine, 100);
        engine.command(A, Do::Say(at(7), "seven"));
        engine.command(A, Do::Say(at(0), "nought"));
        run(engine, 100);
        engine.cut(A, at(7));
        engine.command(A, Do::Say(at(7), "lost"));
        engine.command(A, Do::Say(at(0), "still"));
        run(engine, 100);
        let heard = |id| words(engine.participant::<Talker>(id).unwrap()).join(", ");
        let ports: Vec<_> =
            engine.transcript.entries.iter().map(|entry| entry.port.0).filter(|port| *port > 0).collect();
        (heard(A), heard(B), ports.len())
    });
    assert_eq!(a, "opened 0, opened 7, closed 7");
    assert_eq!(b, "opened 0, opened 7, seven 7, nought 0, closed 7, still 0");
    assert_eq!(ports, 5, "two ends open, one message, two ends close at port 7");
}

#[test]
fn each_direction_of_a_link_has_its_own_time_and_keeps_its_order() {
    let (a, b) = in_world(plain, |engine| {
        engine.set_latency(A, B, ms(300)..=ms(300));
        engine.set_latency(B, A, ms(5)..=ms(5));
        engine.command(A, Do::Open(B.into()));
        run(engine, 1_000);
        engine.command(A, Do::Say(B.into(), "one"));
        engine.command(A, Do::Say(B.into(), "two"));
        engine.command(B, Do::Say(A.into(), "back"));
        run(engine, 1_000);
        let heard = |id| engine.participant::<Talker>(id).unwrap().heard.clone();
        (heard(A), heard(B))
    });
    let told = |heard: Vec<(u64, String)>| heard.iter().map(|(at, what)| format!("{at} {what}")).collect::<Vec<_>>();
    assert_eq!(told(a), ["305 opened 0", "1005 back 0"]);
    assert_eq!(told(b), ["300 opened 0", "1300 one 0", "1300 two 0"]);
}

#[test]
fn a_half_close_comes_after_what_was_sent_and_leaves_the_way_back_open() {
    let (a, b, quiet) = in_world(plain, |engine| {
        engine.command(A, Do::Open(B.into()));
        run(engine, 100);
        engine.command(A, Do::Say(B.into(), "last"));
        engine.command(A, Do::Finish(B.into()));
        engine.command(A, Do::Finish(B.into()));
        run(engine, 100);
        engine.command(B, Do::Say(A.into(), "answer"));
        let settled = engine.settle(sim_env::now() + 1_000_000_000, &|_, _| false);
        let heard = |id| words(engine.participant::<Talker>(id).unwrap()).join(", ");
        (heard(A), heard(B), settled.unfinished.is_empty())
    });
    assert_eq!((a.as_str(), b.as_str(), quiet), ("opened 0, answer 0", "opened 0, last 0, finished 0", true));
}

#[test]
fn a_fault_rule_sees_a_half_close_and_can_swallow_it() {
    let (b, told) = in_world(plain, |engine| {
        engine.command(A, Do::Open(B.into()));
        run(engine, 100);
        let deaf = |exchange: &sim_engine::Exchange<'_, Talk>| match exchange.attempt {
            Attempt::Finish => Verdict::Drop,
            Attempt::Open | Attempt::Send(_) => Verdict::Pass,
        };
        engine.install("deaf", Box::new(deaf));
        engine.command(A, Do::Finish(B.into()));
        run(engine, 100);
        let swallowed = |record: &Record<Talk>| matches!(record, Record::FaultOnFinish { from: A, to: B, effect: Effect::Drop, fault } if fault == "deaf");
        let told = engine.transcript.entries.iter().filter(|entry| swallowed(&entry.record)).count();
        (words(engine.participant::<Talker>(B).unwrap()).join(", "), told)
    });
    assert_eq!((b.as_str(), told), ("opened 0", 1));
}

#[test]
fn a_frozen_machine_takes_everything_at_once_when_it_thaws() {
    let heard = in_world(
        |talker| Box::new(Freezing::new(talker)),
        |engine| {
            engine.command(A, Do::Open(B.into()));
            run(engine, 100);
            engine.participant_mut::<Freezing<Talk, Talker>>(B).unwrap().freeze();
            engine.command(A, Do::Say(B.into(), "one"));
            run(engine, 400);
            engine.wake(B);
            engine.command(A, Do::Say(B.into(), "two"));
            run(engine, 400);
            engine.participant_mut::<Freezing<Talk, Talker>>(B).unwrap().thaw();
            engine.wake(B);
            engine.command(A, Do::Say(B.into(), "three"));
            run(engine, 100);
            engine.participant::<Freezing<Talk, Talker>>(B).unwrap().inner().heard.clone()
        },
    );
    let told: Vec<_> = heard.iter().map(|(at, what)| format!("{at} {what}")).collect();
    assert_eq!(told, ["10 opened 0", "900 one 0", "900 two 0", "900 woken", "910 three 0"]);
}

#[test]
fn a_stalled_consumer_tells_the_sender_to_wait_once_its_buffer_is_full() {
    let (a, b, buffered) = in_world(
        |talker| Box::new(Stalling::new(talker, 6, |word| word.0.len())),
        |engine| {
            engine.command(A, Do::Open(B.into()));
            run(engine, 100);
            engine.participant_mut::<Stalling<Talk, Talker>>(B).unwrap().stall();
            for word in ["abc", "def", "ghi"] {
                engine.command(A, Do::Say(B.into(), word));
            }
            engine.command(A, Do::Finish(B.into()));
            run(engine, 100);
            let buffered = engine.participant::<Stalling<Talk, Talker>>(B).unwrap().buffered()[&A.into()];
            engine.participant_mut::<Stalling<Talk, Talker>>(B).unwrap().go_on();
            engine.wake(B);
            run(engine, 100);
            let a = words(engine.participant::<Talker>(A).unwrap()).join(", ");
            let b = words(engine.participant::<Stalling<Talk, Talker>>(B).unwrap().inner()).join(", ");
            (a, b, buffered)
        },
    );
    assert_eq!(a, "opened 0, window 0 false, window 0 true");
    assert_eq!(b, "opened 0, abc 0, def 0, ghi 0, finished 0, woken");
    assert_eq!(buffered, 9);
}

#[test]
fn a_crashed_process_takes_nothing_and_keeps_only_what_is_durable() {
    let (dead, alive) = in_world(
        |talker| Box::new(Crashing::new(talker)),
        |engine| {
            engine.command(A, Do::Open(B.into()));
            run(engine, 100);
            engine.participant_mut::<Crashing<Talker>>(B).unwrap().crash();
            engine.command(A, Do::Say(B.into(), "unheard"));
            run(engine, 100);
            let dead = words(engine.participant::<Crashing<Talker>>(B).unwrap().inner()).join(", ");
            engine.participant_mut::<Crashing<Talker>>(B).unwrap().start();
            engine.wake(B);
            engine.command(A, Do::Say(B.into(), "heard"));
            run(engine, 100);
            (dead, words(engine.participant::<Crashing<Talker>>(B).unwrap().inner()).join(", "))
        },
    );
    assert_eq!((dead.as_str(), alive.as_str()), ("", "woken, heard 0"));
}

#[test]
fn the_same_seed_gives_the_same_digest_and_a_port_is_part_of_it() {
    let digest = |port: u16| {
        sim_env::run(9.into(), 0, move || {
            let mut engine = Engine::<Talk>::new(ms(1), ms(90));
            for name in ["a", "b"] {
                engine.add(name, Box::new(Talker { name, heard: Vec::new() }));
            }
            engine.command(A, Do::Open(at(port)));
            run(&mut engine, 500);
            engine.transcript.digest().to_hex()
        })
        .expect("the environment is deterministic")
    };
    assert_eq!(digest(0), digest(0));
    assert_ne!(digest(0), digest(3));
}

#[test]
#[should_panic(expected = "sends after saying that nothing more will come")]
fn nobody_sends_after_a_half_close() {
    in_world(plain, |engine| {
        engine.command(A, Do::Open(B.into()));
        run(engine, 100);
        engine.command(A, Do::Finish(B.into()));
        engine.command(A, Do::Say(B.into(), "late"));
    });
}

#[test]
#[should_panic(expected = "is reported done once, and was given")]
fn a_command_is_done_once() {
    in_world(plain, |engine| {
        engine.command(A, Do::DoneTwice);
    });
}
