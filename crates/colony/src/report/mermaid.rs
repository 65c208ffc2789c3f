//! A run as a Mermaid sequence diagram, small enough for a comment on GitHub.
//!
//! Only the causal story of one violation is drawn, one line for each entry: an arrow for what travels, a note for what a device
//! does or concludes. <https://mermaid.js.org/syntax/sequenceDiagram.html>

use std::time::Duration;

use scenarios::engine::{NodeId, Record};
use scenarios::judge::causal::told_violation;
use scenarios::judge::{CausalStory, Judgement, Violation, causal, causal_story, main_story};
use scenarios::world::{Marmot, Wire, relay_url};
use scenarios::{Run, judge::Verdict};
use sim_device::Note;
use sim_relay::{ClientMsg, RelayMsg};

use crate::output::Failure;
use crate::story;

/// Lines of a diagram that a reader still takes in.
const MOST_LINES: usize = 40;

/// Characters of one label; what is longer is cut.
const LONGEST_LABEL: usize = 150;

/// Where a label breaks, in characters.
const FOLD: usize = 38;

/// A pause worth telling.
const PAUSE: Duration = Duration::from_secs(60);

/// The diagram of one violation: of `invariant`, or the one that explains the others; the main story if nothing is violated.
///
/// # Errors
/// `invariant` is not violated.
pub(crate) fn page(run: &Run, judgement: &Judgement, invariant: Option<&str>, repro: &str) -> Result<String, Failure> {
    let told = told_violation(judgement, invariant);
    if let (Some(name), None) = (invariant, told) {
        return Err(not_violated(judgement, name));
    }
    let around = |width: usize| Frame { run, repro, told, story: story_of(run, told, width) };
    let whole = around(causal::READABLE);
    let over = whole.lines().len().saturating_sub(MOST_LINES);
    let fitting = if over == 0 { whole } else { around(causal::READABLE.saturating_sub(over).max(1)) };
    Ok(fitting.lines().join("\n"))
}

fn story_of(run: &Run, told: Option<(&str, &Violation)>, most: usize) -> CausalStory {
    match told {
        Some((_, violation)) => causal_story(run, violation, most),
        None => main_story(run, most),
    }
}

fn not_violated(judgement: &Judgement, name: &str) -> Failure {
    let violated = judgement.violated();
    let known = judgement.invariants.iter().any(|(known, _)| known == name);
    let what = match judgement.verdict(name) {
        Some(Verdict::Held { .. }) => "held in this run",
        Some(_) => "is not exercised by this run",
        None => "is no invariant",
    };
    let offer = match (known, violated.is_empty()) {
        (_, false) => format!("violated are: {}", violated.join(", ")),
        (true, true) => "this run violates nothing; leave `--invariant` out for its main story".to_owned(),
        (false, true) => "`colony list invariants` shows them; this run violates none".to_owned(),
    };
    Failure::bad_input(format!("`{name}` {what}: {offer}"))
}

/// Everything that a diagram is made from.
struct Frame<'r> {
    run: &'r Run,
    repro: &'r str,
    told: Option<(&'r str, &'r Violation)>,
    story: CausalStory,
}

/// One line of the story.
enum Drawn {
    /// From, to, how the arrow looks.
    Arrow(NodeId, NodeId, &'static str, String),
    /// A note beside a participant, or across all.
    Note(Option<NodeId>, String),
}

impl Frame<'_> {
    fn lines(&self) -> Vec<String> {
        let drawn = self.drawn();
        let cast = self.cast(&drawn);
        let all = match (cast.first(), cast.last()) {
            (Some(first), Some(last)) if first != last => format!("d{},d{}", first.0, last.0),
            (Some(only), _) => format!("d{}", only.0),
            _ => return vec!["sequenceDiagram".to_owned(), format!("  %% {}", plain(self.repro))],
        };
        let mut lines = vec!["sequenceDiagram".to_owned(), format!("  %% {}", plain(self.repro))];
        lines.extend(self.boxes(&cast));
        lines.extend(drawn.iter().map(|(_, drawn)| match drawn {
            Drawn::Arrow(from, to, arrow, text) => format!("  d{}{arrow}d{}: {}", from.0, to.0, label(text)),
            Drawn::Note(Some(who), text) => format!("  Note over d{}: {}", who.0, label(text)),
            Drawn::Note(None, text) => format!("  Note over {all}: {}", label(text)),
        }));
        if let Some((name, violation)) = self.told {
            lines.push("  rect rgb(255, 214, 214)".to_owned());
            lines.push(format!("  Note over {all}: ✗ {}: {}", escape(name), label(&violation.text)));
            lines.push("  end".to_owned());
        }
        let rest = match self.story.left_out {
            0 => String::new(),
            n => format!("<br/>({n} less important events are left out)"),
        };
        lines.push(format!("  Note over {all}: {}{rest}", fold(&escaped_words(&plain(self.repro)), 64)));
        lines
    }

    /// Everybody who is drawn, in the order of the columns: devices by account, then relays.
    fn cast(&self, drawn: &[(usize, Drawn)]) -> Vec<NodeId> {
        let acts = |id: &NodeId| {
            drawn.iter().any(|(_, drawn)| match drawn {
                Drawn::Arrow(from, to, ..) => from == id || to == id,
                Drawn::Note(who, _) => who.as_ref() == Some(id),
            })
        };
        self.run.devices.values().chain(self.run.relays.values()).copied().filter(acts).collect()
    }

    fn boxes(&self, cast: &[NodeId]) -> Vec<String> {
        let mut groups: Vec<(&str, Vec<NodeId>)> = Vec::new();
        for id in cast {
            let name = self.run.name(*id);
            let group = if self.run.devices.contains_key(name) { self.run.account_of(name) } else { "relays" };
            match groups.last_mut() {
                Some((last, ids)) if *last == group => ids.push(*id),
                _ => groups.push((group, vec![*id])),
            }
        }
        let mut lines = Vec::new();
        for (group, ids) in groups {
            let boxed = group != "relays";
            if boxed {
                lines.push(format!("  box transparent {}", escape(group)));
            }
            lines.extend(ids.iter().map(|id| {
                let name = self.run.name(*id);
                let name = name.split_once('/').map_or(name, |(_, device)| device);
                format!("  participant d{} as {}", id.0, escape(name))
            }));
            if boxed {
                lines.push("  end".to_owned());
            }
        }
        lines
    }

    /// The story, drawn, with pauses told at what comes after them.
    fn drawn(&self) -> Vec<(usize, Drawn)> {
        let mut drawn: Vec<(usize, Drawn)> = Vec::new();
        let mut before: Option<Duration> = None;
        for index in &self.story.entries {
            let entry = &self.run.transcript.entries[*index];
            let Some(mut line) = draw(self.run, &entry.record) else { continue };
            let pause = before.map(|before| entry.at.saturating_sub(before)).filter(|pause| *pause >= PAUSE);
            if let Some(pause) = pause {
                let (Drawn::Arrow(.., text) | Drawn::Note(_, text)) = &mut line;
                *text = format!("({} later) {text}", span(pause));
            }
            before = Some(entry.at);
            drawn.push((*index, line));
        }
        drawn
    }
}

/// A length of time in its largest unit, rounded down.
fn span(pause: Duration) -> String {
    match pause.as_secs() {
        s if s >= 2 * 86_400 => format!("{} days", s / 86_400),
        s if s >= 2 * 3_600 => format!("{} hours", s / 3_600),
        s if s >= 120 => format!("{} minutes", s / 60),
        s => format!("{s} s"),
    }
}

fn draw(run: &Run, record: &Record<Marmot>) -> Option<Drawn> {
    Some(match record {
        Record::Step(text) => Drawn::Note(None, step(text)),
        Record::Done(who, _, Err(why)) => Drawn::Note(Some(*who), format!("could not: {why}")),
        Record::Note(who, note) => draw_note(run, *who, note)?,
        Record::Fault { from, to, verdict, message } => {
            Drawn::Arrow(*from, *to, "--x", format!("fault: {verdict} {}", story::message_text(message)))
        }
        Record::Delivered { from, to, message } => Drawn::Arrow(*from, *to, "-->>", travels(run, message)),
        _ => return None,
    })
}

fn step(text: &str) -> String {
    format!("▸ {text}")
}

fn travels(run: &Run, message: &Wire) -> String {
    match message {
        Wire::ToDevice(RelayMsg::Event { event, .. }) => {
            let what = match event.kind.as_u16() {
                443 | 30443 => "KeyPackage",
                445 => "group event",
                1059 => "gift wrap",
                _ => return story::message_text(message),
            };
            format!("{what} {}", story::short(&event.id))
        }
        Wire::ToRelay(ClientMsg::Req { filters, .. }) => {
            let since = filters.iter().filter_map(|filter| filter.since).max();
            let start = run.scenario.start.unwrap_or(scenarios::DEFAULT_START);
            let since = since.map(|since| since as i128 - i128::from(start));
            let since = since.map(|s| format!(" dated t={s} s or later")).unwrap_or_default();
            let wraps = filters.iter().any(|f| f.kinds.as_ref().is_some_and(|kinds| kinds.contains(&1059)));
            format!("asks for {}{since}", if wraps { "gift wraps" } else { "events" })
        }
        Wire::ToDevice(RelayMsg::Ok { id, accepted: false, message }) => {
            format!("refuses {}: {message}", story::short(id))
        }
        other => story::message_text(other),
    }
}

fn draw_note(run: &Run, who: NodeId, note: &Note) -> Option<Drawn> {
    let text = story::note_text(run, note, true)?;
    let relay = match note {
        Note::KeyPackagePublished { relay, .. } => run.relays.iter().find(|(name, _)| relay_url(name) == *relay),
        Note::WelcomeSent { .. } | Note::CommitSent { .. } | Note::MessageSent { .. } | Note::LeaveProposed { .. } => {
            run.relays.iter().next()
        }
        _ => None,
    };
    Some(match relay {
        Some((_, relay)) => Drawn::Arrow(who, *relay, "->>", text),
        None => Drawn::Note(Some(who), text),
    })
}

/// Text for a label: cut, escaped, folded.
fn label(text: &str) -> String {
    fold(&escaped_words(&cut(text)), FOLD)
}

fn cut(text: &str) -> String {
    let clean = story::clean(text);
    match clean.char_indices().nth(LONGEST_LABEL) {
        Some((end, _)) => format!("{}…", &clean[..end]),
        None => clean,
    }
}

/// On one line, without what a terminal or a page would act on. For a comment, which Mermaid does not escape.
fn plain(text: &str) -> String {
    story::clean(text)
}

/// Every word with its length as read.
fn escaped_words(text: &str) -> Vec<(usize, String)> {
    text.split_whitespace().flat_map(pieces).map(|word| (word.chars().count(), escape(&word))).collect()
}

/// A word that is longer than a line, in pieces.
fn pieces(word: &str) -> Vec<String> {
    let chars: Vec<char> = word.chars().collect();
    chars.chunks(FOLD).map(|piece| piece.iter().collect()).collect()
}

fn fold(words: &[(usize, String)], width: usize) -> String {
    let mut text = String::new();
    let mut line = 0;
    for (length, word) in words {
        if line > 0 && line + 1 + length > width {
            text.push_str("<br/>");
            line = 0;
        } else if line > 0 {
            text.push(' ');
            line += 1;
        }
        text.push_str(word);
        line += length;
    }
    text
}

/// Mermaid's own escapes for everything that its grammar, HTML or Markdown could act on.
fn escape(text: &str) -> String {
    let safe = |c: char| c.is_ascii_alphanumeric() || " -_./:,()+=!?'…·“”→✗▸".contains(c);
    text.chars().map(|c| if safe(c) { c.to_string() } else { format!("#{};", u32::from(c)) }).collect()
}
