//! A run as a Mermaid sequence diagram, small enough for a comment on GitHub.
//!
//! Only the causal story of one violation is drawn, one line for each entry: an arrow for what travels, a note for what a device
//! does or concludes. The same as SVG is for pages that have no Mermaid. <https://mermaid.js.org/syntax/sequenceDiagram.html>

mod cast;
mod draw;
mod svg;
pub(crate) mod text;

use std::time::Duration;

use scenarios::Run;
use scenarios::facts::Facts;
use scenarios::judge::causal::told_violation;
use scenarios::judge::{CausalStory, Judgement, causal_story, main_story};
use scenarios::verdict::{Verdict, Violation};
use scenarios::world::Wire;
use sim_device::Note;
use sim_engine::{NodeId, Record};
use sim_relay::RelayMsg;

use crate::failure::Failure;
use crate::story;
use draw::{Drawn, Pen, span};
use text::{command, escape, label, wide_label};

/// Lines of a diagram that a reader still takes in.
const MOST_LINES: usize = 40;

/// Entries that a story may have before those that are alike share a line.
const MOST_ENTRIES: usize = 120;

/// Entries alike, one after the other, that get a line each.
const ALIKE: usize = 2;

/// A pause worth telling.
const PAUSE: Duration = Duration::from_secs(180);

/// The diagram of one violation: of `invariant`, or the one that explains the others; the main story if nothing is violated.
///
/// # Errors
/// `invariant` is not violated.
pub(crate) fn page(run: &Run, judgement: &Judgement, invariant: Option<&str>, repro: &str) -> Result<String, Failure> {
    Ok(fitting(run, judgement, invariant, repro)?.lines().join("\n"))
}

/// The same diagram as an SVG element.
///
/// # Errors
/// `invariant` is not violated.
pub(crate) fn svg(run: &Run, judgement: &Judgement, invariant: Option<&str>, repro: &str) -> Result<String, Failure> {
    Ok(svg::element(&fitting(run, judgement, invariant, repro)?))
}

/// As much of the story as fits.
fn fitting<'r>(
    run: &'r Run,
    judgement: &'r Judgement,
    invariant: Option<&str>,
    repro: &'r str,
) -> Result<Frame<'r>, Failure> {
    let told = told_violation(judgement, invariant);
    if let (Some(name), None) = (invariant, told) {
        return Err(not_violated(judgement, name));
    }
    let facts = Facts::of(run);
    let mut most = MOST_ENTRIES;
    loop {
        let story = story_of(run, &facts, told, most);
        let told_entries = story.entries.len();
        let frame = Frame { run, pen: Pen::of(run, &story), repro, told, story };
        let over = frame.lines().len().saturating_sub(MOST_LINES);
        if over == 0 || told_entries == 0 {
            return Ok(frame);
        }
        most = told_entries.saturating_sub(over);
    }
}

fn story_of(run: &Run, facts: &Facts, told: Option<(&str, &Violation)>, most: usize) -> CausalStory {
    match told {
        Some((_, violation)) => causal_story(run, facts, violation, most),
        None => main_story(run, most),
    }
}

/// What is wrong with asking for the story of an invariant that is not violated.
fn not_violated(judgement: &Judgement, name: &str) -> Failure {
    let what = match judgement.verdict(name) {
        Some(Verdict::Held { .. }) => "held in this run",
        Some(_) => "is not exercised by this run",
        None => "is no invariant",
    };
    let violated = judgement.violated();
    let offer = if violated.is_empty() {
        "nothing is violated; without `--invariant` the main story is drawn".to_owned()
    } else {
        format!("expected one of those that are violated: {}", violated.join(", "))
    };
    Failure::bad_input(format!("`{}` {what}; {offer}", story::printable(name)))
}

/// Everything that a diagram is made from.
struct Frame<'r> {
    run: &'r Run,
    pen: Pen<'r>,
    repro: &'r str,
    told: Option<(&'r str, &'r Violation)>,
    story: CausalStory,
}

impl Frame<'_> {
    fn lines(&self) -> Vec<String> {
        let drawn = self.drawn();
        let cast = self.cast(&drawn);
        let all = match cast.as_slice() {
            [] => String::new(),
            [only] => format!("d{}", only.0),
            [first, .., last] => format!("d{},d{}", first.0, last.0),
        };
        let mut lines = vec!["sequenceDiagram".to_owned(), format!("  %% {}", story::clean(self.repro))];
        lines.extend(cast::declared(self.run, &cast));
        lines.extend(drawn.iter().map(|drawn| match drawn {
            Drawn::Arrow(from, to, arrow, text) => format!("  d{}{arrow}d{}: {}", from.0, to.0, label(text)),
            Drawn::Note(Some(who), text) => format!("  Note over d{}: {}", who.0, label(text)),
            Drawn::Note(None, text) => format!("  Note over {all}: {}", wide_label(text)),
        }));
        if let Some((name, violation)) = self.told {
            lines.push("  rect rgb(255, 214, 214)".to_owned());
            lines.push(format!("  Note over {all}: ✗ {}<br/>{}", escape(name), wide_label(&self.violation(violation))));
            lines.push("  end".to_owned());
        }
        let rest = match self.story.left_out {
            0 => String::new(),
            n => format!("<br/>({n} events that matter less are left out)"),
        };
        lines.push(format!("  Note over {all}: {}{rest}", command(self.repro)));
        lines
    }

    /// The sentence of the violation, and when it came true if that is long after the rest.
    fn violation(&self, violation: &Violation) -> String {
        let at = |entry: usize| self.run.transcript.entries.get(entry).map(|entry| entry.at).unwrap_or_default();
        let last = self.story.entries.last().map(|last| at(*last)).unwrap_or_default();
        format!("{}{} (entry {})", later(at(violation.entry).saturating_sub(last)), violation.text(), violation.entry)
    }

    /// Everybody who is drawn, in the order of the columns: devices by account, then relays.
    fn cast(&self, drawn: &[Drawn]) -> Vec<NodeId> {
        let everybody = || self.run.devices.values().chain(self.run.relays.values()).copied();
        let acts = |id: &NodeId| {
            drawn.iter().any(|drawn| match drawn {
                Drawn::Arrow(from, to, ..) => from == id || to == id,
                Drawn::Note(who, _) => who.as_ref() == Some(id),
            })
        };
        let cast: Vec<NodeId> = everybody().filter(acts).collect();
        if cast.is_empty() { everybody().collect() } else { cast }
    }

    /// The story, drawn: pauses told at what comes after them, and one line for many that are alike.
    fn drawn(&self) -> Vec<Drawn> {
        let mut drawn = Vec::new();
        let mut before: Option<Duration> = None;
        for alike in self.runs() {
            let Some(mut line) = self.pen.draw(alike[0]) else { continue };
            if alike.len() > ALIKE {
                let last = self.pen.draw(alike[alike.len() - 1]).map(|mut last| std::mem::take(last.text_mut()));
                let text = line.text_mut();
                *text = format!("{} like this: {text} … {}", alike.len(), last.unwrap_or_default());
            }
            let at = |entry: usize| self.run.transcript.entries[entry].at;
            let pause = before.map(|before| at(alike[0]).saturating_sub(before)).unwrap_or_default();
            line.text_mut().insert_str(0, &format!("{} · {}", alike[0], later(pause)));
            before = alike.last().map(|last| at(*last));
            drawn.push(line);
        }
        drawn
    }

    /// The entries of the story; those that are alike together, if they are more than a few.
    fn runs(&self) -> Vec<Vec<usize>> {
        let mut runs: Vec<Vec<usize>> = Vec::new();
        for entry in self.story.entries.iter().filter(|entry| !self.is_one_of_many(**entry)) {
            match runs.last_mut() {
                Some(run) if self.kind(*entry).is_some() && self.kind(run[0]) == self.kind(*entry) => run.push(*entry),
                _ => runs.push(vec![*entry]),
            }
        }
        runs.into_iter()
            .flat_map(|run| match run.len() > ALIKE {
                true => vec![run],
                false => run.into_iter().map(|entry| vec![entry]).collect(),
            })
            .collect()
    }

    /// Whether an entry only brings a device one of many Welcomes that it ignores.
    fn is_one_of_many(&self, entry: usize) -> bool {
        let record = |entry: usize| &self.run.transcript.entries[entry].record;
        let Record::Delivered { to, message: Wire::ToDevice(RelayMsg::Event { event, .. }), .. } = record(entry) else {
            return false;
        };
        let ignores = |of: &&usize| matches!(record(**of), Record::Note(who, Note::WelcomeIgnored { .. }) if who == to);
        event.kind.as_u16() == 1059 && self.story.entries.iter().filter(ignores).count() > ALIKE
    }

    /// Whose entry of which kind, for kinds that come in numbers.
    fn kind(&self, entry: usize) -> Option<(NodeId, &'static str)> {
        match &self.run.transcript.entries[entry].record {
            Record::Note(who, Note::KeyPackagePublished { .. }) => Some((*who, "published")),
            Record::Note(who, Note::WelcomeSent { .. }) => Some((*who, "sent")),
            Record::Note(who, Note::WelcomeIgnored { .. }) => Some((*who, "ignored")),
            _ => None,
        }
    }
}

fn later(pause: Duration) -> String {
    if pause >= PAUSE { format!("({} later) ", span(pause)) } else { String::new() }
}
