use scenarios::model::*;
use scenarios::engine::Record;
use scenarios::*;
fn main() {
    let mut s = Scenario { format: Format::V1, id: "x".into(), title: "x".into(), description: None, rules: vec![], source: vec![], profiles: vec![marmot_rules::Profile::Pr40], policies: None, seed: None, start: None, budget: None, relays: [("r1".to_string(), RelaySpec::default())].into(), links: LinkSpec::default(), accounts: [("alice".to_string(), AccountSpec{devices: vec!["desktop".into()]}), ("bob".to_string(), AccountSpec{devices: vec!["phone".into(), "laptop".into()]})].into(), devices: Default::default(), defaults: Default::default(), steps: vec![], expect: Default::default() };
    s.steps.push(Step::by("bob/laptop", Action::PublishKeyPackage(Default::default())));
    s.steps.push(Step::by("bob/phone", Action::PublishKeyPackage(Default::default())));
    s.steps.push(Step::by("alice/desktop", Action::CreateGroup{group:"trip".into(), invite: vec!["bob".into()], admins: vec![], relays: None, use_after: None}));
    s.steps.push(Step::new(Action::Settle(Span::from_millis(600000))));
    s.steps.push(Step::by("alice/desktop", Action::Send{group:"trip".into(), text:"hello".into()}));
    s.steps.push(Step::by("alice/desktop", Action::SelfUpdate{group:"trip".into()}));
    s.steps.push(Step::by("bob/phone", Action::SelfUpdate{group:"trip".into()}));
    let policy: marmot_rules::Policy = std::env::args().nth(1).unwrap_or("client-id".into()).parse().unwrap();
    let profile: marmot_rules::Profile = std::env::args().nth(2).unwrap_or("pr40".into()).parse().unwrap();
    let t = std::time::Instant::now();
    let o = RunOptions { profile, policy, seed: 7.into() };
    let run = simulate(&s, &o).unwrap();
    println!("{:?} {}", t.elapsed(), run.transcript.digest());
    let t = std::time::Instant::now();
    let run2 = simulate(&s, &o).unwrap();
    println!("{:?} {}", t.elapsed(), run2.transcript.digest());
    for (_, e) in run.entries() { match &e.record {
        Record::Note(who, n) => println!("{:8.3} {:14} {}", e.at.as_secs_f64(), run.name(*who), serde_json::to_string(n).unwrap().chars().take(230).collect::<String>()),
        Record::Step(t) => println!("{:8.3} == {t}", e.at.as_secs_f64()),
        Record::Done(w, op, r) => println!("{:8.3} {:14} done {op} {r:?}", e.at.as_secs_f64(), run.name(*w)),
        r if std::env::var("V").is_ok() => println!("{:8.3} {}", e.at.as_secs_f64(), format!("{r:?}").chars().take(200).collect::<String>()),
        _ => {} } }
    for c in &run.checkpoints { println!("{:?} {:?}", c.at, c.blockers); }
}
