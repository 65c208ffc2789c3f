//! A run for people: a lane for each device, and what is built on where.

use std::collections::BTreeSet;
use std::time::Duration;

use experiment::{Head, Kit, Line, Tell, Verdict};
use sim_engine::{NodeId, Record};

use crate::judge::{Invariant, Judgement};
use crate::run::Run;
use crate::system::{How, Message, Note, SharedRatchet, Then};
use crate::tree::{Node, Tree};

impl Tell for SharedRatchet {
    fn head_of(run: &Run) -> Head {
        Self::head(&run.scenario)
    }

    /// A's devices, the outbox if there is one, B's devices.
    fn cast(run: &Run) -> Vec<(usize, String)> {
        let named = |(place, name): (usize, &String)| (place, name.clone());
        let (devices, outbox) = run.names.split_at(run.devices.len());
        let (a, b) = devices.split_at(usize::from(run.scenario.a));
        let outbox = outbox.iter().enumerate().map(|(place, name)| (devices.len() + place, name.clone()));
        let b = b.iter().enumerate().map(|(place, name)| (a.len() + place, name.clone()));
        a.iter().enumerate().map(named).chain(outbox).chain(b).collect()
    }

    fn tell(run: &Run, entry: usize, verbose: bool) -> Option<Line> {
        let text = match &run.transcript.entries.get(entry)?.record {
            Record::Step(step) => return Some(Line::step(format!("step {}: {}", step.index + 1, step.what))),
            Record::Note(who, note) => return Some(Line::by(who.0, told(run, entry, note, verbose)?)),
            Record::Delivered { from, to, message } => {
                return Some(Line::between(from.0, to.0, travelling(message, verbose)?));
            }
            Record::Fault { from, to, fault, effect, message } => {
                let text = travelling(message, verbose)?;
                let lasting = verbose || !(fault.starts_with("until ") || fault == "jitter");
                return lasting.then(|| Line::between(from.0, to.0, format!("{text}: {} ({fault})", effect.id())));
            }
            Record::Done(who, _, Err(why)) => return Some(Line::by(who.0, format!("cannot: {why}"))),
            Record::Opened(who, peer) => (*who, format!("is linked to {}", name(run, *peer))),
            Record::Closed(who, peer) => (*who, format!("is no longer linked to {}", name(run, *peer))),
            _ => return None,
        };
        verbose.then(|| Line::by(text.0.0, text.1))
    }

    fn verdicts(judgement: &Judgement) -> Vec<Verdict> {
        let verdict = |invariant: Invariant| Verdict {
            name: invariant.id().to_owned(),
            exercised: judgement.exercised.contains(&invariant),
            violations: judgement
                .violations
                .iter()
                .filter(|violation| violation.invariant == invariant)
                .map(|violation| (violation.entry, violation.cause.to_string()))
                .collect(),
        };
        Invariant::ALL.into_iter().map(verdict).collect()
    }

    fn ends(run: &Run) -> Vec<(String, String)> {
        let end = |(device, end): (&crate::tree::Device, &crate::run::End)| {
            let on = end.selects.map_or_else(|| "nothing".to_owned(), |node| node.to_string());
            (device.to_string(), format!("builds on {on}, {} pickles of {} bytes", end.pickles, end.bytes))
        };
        run.ends.iter().map(end).collect()
    }

    fn duration(run: &Run) -> Duration {
        run.took
    }

    fn invariants() -> Vec<[String; 3]> {
        Invariant::ALL.map(|one| [one.id().to_owned(), one.sentence().to_owned(), one.source().to_owned()]).to_vec()
    }
}

fn name(run: &Run, place: NodeId) -> &str {
    run.names.get(place.0).map_or("", String::as_str)
}

/// The tree as it stands before an entry.
fn tree(run: &Run, entry: usize) -> Tree {
    let mut tree = Tree::new(&run.setting.policy);
    for record in run.transcript.entries.iter().take(entry + 1).map(|entry| &entry.record) {
        match record {
            Record::Note(_, Note::Said { node, parent: Some(parent), .. }) => _ = tree.grow(*node, *parent),
            Record::Note(_, Note::Rolled(root)) => _ = tree.roll(*root, 1),
            _ => {}
        }
    }
    tree
}

/// The chain of a node, by the way from its root: siblings of the way are told if there are any.
fn chain(tree: &Tree, node: Node) -> String {
    let rival = |node: &Node| {
        let parent = tree.parent(*node);
        parent.is_some() && tree.nodes().any(|other| other != *node && tree.parent(other) == parent)
    };
    let forks: BTreeSet<Node> = tree.ancestry(node).filter(rival).collect();
    match forks.iter().max_by_key(|fork| tree.depth(**fork)) {
        Some(fork) => format!("depth {}, branch of {fork}", tree.depth(node)),
        None => format!("depth {}", tree.depth(node)),
    }
}

fn told(run: &Run, entry: usize, note: &Note, verbose: bool) -> Option<String> {
    Some(match note {
        Note::Said { message, node, parent: Some(parent), key, .. } => {
            let name = if *message == node.to_string() { String::new() } else { format!(" with {message}") };
            format!("steps: {node} on {parent}{name} ({}; key {key})", chain(&tree(run, entry), *node))
        }
        Note::Said { message, node, index, .. } => format!("says {message} on {node}, index {index}"),
        Note::Rolled(root) => format!("begins anew below {root}"),
        Note::Read { message, node } if *message == node.to_string() => format!("reads {message}"),
        Note::Read { message, node } => format!("reads {message} on {node}"),
        Note::Shown(message) => format!("shows {message}, from a sibling"),
        Note::Selects(node) => format!("builds on {node} ({})", chain(&tree(run, entry), *node)),
        Note::Unread { item, tried, then } => {
            let tried: Vec<String> = tried.iter().map(|(node, why)| format!("{why} with {node}")).collect();
            let then = match then {
                Then::Waits => "it waits",
                Then::Dropped => "it is thrown away",
                Then::Lost => "it is lost here",
            };
            format!("cannot open {item}: {}; {then}", tried.join(", "))
        }
        Note::Forgot(nodes) => {
            let nodes: Vec<String> = nodes.iter().map(ToString::to_string).collect();
            format!("gives up the pickles of {}", nodes.join(", "))
        }
        Note::Removed(device) => format!("no longer takes {device} for a sibling"),
        Note::Leads(epoch) => format!("leads, epoch {epoch}"),
        Note::Follows(epoch) => format!("follows, epoch {epoch}"),
        Note::Skipped(node, count) => format!("skips {count} messages of {node}"),
        Note::Queued(message) => format!("cannot say {message} yet"),
        Note::NotSaid(message, why) => format!("does not say {message}: {why}"),
        Note::Withdrawn(node) => format!("takes {node} back: the outbox refused it"),
        Note::Fenced(item) => format!("refuses {item}: an older epoch"),
        Note::HandedOn { by, item, .. } if verbose => format!("hands {item} of {by} on"),
        Note::Leased(claim) if verbose => format!("has the lease of {}, epoch {}", claim.holder, claim.epoch),
        Note::Knows(node, How::Announced) => format!("knows the new root {node}"),
        Note::Knows(node, how) if verbose => format!("knows {node} ({how:?})"),
        Note::Posted(..) | Note::Knows(..) | Note::HandedOn { .. } | Note::Leased(_) => return None,
    })
}

/// What travels; what leaders say of themselves only if every line is asked for.
fn travelling(message: &Message, verbose: bool) -> Option<String> {
    Some(match message {
        Message::Data { item, .. } => item.clone(),
        Message::Copy { item, .. } => format!("copy of {item}"),
        Message::News(replica) => format!("news: {} was accepted", replica.node),
        Message::Ack(node) => format!("acknowledgement of {node}"),
        Message::Rolled(announcement) => format!("new root {}", announcement.root),
        Message::Plain(message) => format!("plaintext of {message}"),
        Message::Forward { message, .. } => format!("please say {message}"),
        Message::Push { item, epoch, .. } => format!("push of {item}, epoch {epoch}"),
        Message::Refused { item, epoch, .. } => format!("{item} is refused: epoch {epoch} is known"),
        Message::Withdrawn(node, _) => format!("{node} is taken back"),
        Message::Beat { epoch } if verbose => format!("alive, epoch {epoch}"),
        Message::Claim(claim) if verbose => format!("claims epoch {}", claim.epoch),
        Message::Look if verbose => "who leads?".to_owned(),
        Message::Lease(claim) if verbose => format!("{} leads, epoch {}", claim.holder, claim.epoch),
        Message::Beat { .. } | Message::Claim(_) | Message::Look | Message::Lease(_) => return None,
    })
}
