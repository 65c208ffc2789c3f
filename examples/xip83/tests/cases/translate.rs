//! A case of the text with the client's machine in place of the scripted client: what the script sends becomes what an application wants.

use streams::client::{ClientOptions, In};
use streams::code::Code;
use streams::corpus::Case;
use streams::frame::{Mutate, Request, Subscription};
use streams::system::Act;
use streams::{Action, Party, Step};

/// The consumer's name.
const APP: &str = "app";

/// The same case with the machine.
///
/// # Errors
/// Why it cannot be played so.
pub fn with_the_machine(case: &Case) -> Result<Case, &'static str> {
    let mut case = case.clone();
    let expected = case.scenario.expect(case.dialect, case.variant.as_deref());
    if expected.close == Some(Some(Code::InvalidArgument)) {
        return Err("the client keeps the text and sends nothing that is refused");
    }
    let steps = std::mem::take(&mut case.scenario.steps);
    let mutates = steps.iter().any(|step| matches!(&step.action, Action::Hand(_, Act::Send(Request::Mutate(_)))));
    let first = case.scenario.topics.values().next().cloned();
    let opening =
        first.filter(|_| !mutates).map(|topic| In::Subscribe { consumer: APP.to_owned(), adds: vec![(topic, 0)] });
    for step in steps {
        let Action::Hand(who, act) = &step.action else {
            case.scenario.steps.push(step);
            continue;
        };
        if let (Act::Answer(answers), Some(party)) = (act, case.scenario.clients.get_mut(who)) {
            *party = Party::Client(ClientOptions { answers: *answers, ..ClientOptions::default() });
        }
        for input in wishes(act, opening.as_ref())? {
            case.scenario.steps.push(Step { action: Action::Client(who.clone(), input), ..step.clone() });
        }
    }
    for party in case.scenario.clients.values_mut().filter(|party| matches!(party, Party::Hand)) {
        *party = Party::Client(ClientOptions::default());
    }
    Ok(case)
}

/// What an application wants, in place of an act. A client calls when somebody wants something, and half-closes by itself.
fn wishes(act: &Act, opening: Option<&In>) -> Result<Vec<In>, &'static str> {
    match act {
        Act::Open => Ok(opening.into_iter().cloned().collect()),
        Act::Send(Request::Mutate(mutate)) => Ok(of_mutate(mutate)),
        // A client asks with a Ping when it comes to the foreground (X-L3).
        Act::Send(Request::Ping(_)) => Ok(vec![In::Suspend, In::Resume]),
        Act::HalfClose | Act::Answer(_) => Ok(Vec::new()),
        Act::Send(_) | Act::Cancel => Err("no application can want this"),
    }
}

fn of_mutate(mutate: &Mutate) -> Vec<In> {
    let add = |add: &Subscription| (add.topic.clone(), add.id_cursor.id().unwrap_or_default());
    let adds: Vec<_> = mutate.adds.iter().map(add).collect();
    let consumer = APP.to_owned();
    let mut wishes = Vec::new();
    if !mutate.removes.is_empty() {
        wishes.push(In::Unsubscribe(mutate.removes.clone()));
    }
    if mutate.history_only {
        wishes.push(In::Fetch { consumer, adds });
    } else if !adds.is_empty() {
        wishes.push(In::Subscribe { consumer, adds });
    }
    wishes
}
