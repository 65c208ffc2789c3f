//! A run of any kit that can tell it, in every form of a report.

use std::collections::BTreeMap;

use experiment::{Line, Tell};
use serde_json::{Value, json};

use super::Lab;
use super::scene;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::report::form::Shown;
use crate::report::mermaid::text::{command, escape, label, wide_label};
use crate::report::scene::Detail;
use crate::report::{column, html};
use crate::story::{clean, printable, time};
use crate::table::table;
use crate::words::count;

/// Lines of a diagram that a reader still takes in.
const MOST_LINES: usize = 34;

/// A run, ready to be shown.
pub(super) struct ToldRun<K: Lab + Tell> {
    pub run: K::Run,
    pub judged: K::Judged,
    pub options: K::Options,
    /// The command that repeats it.
    pub repro: String,
}

/// A record in one line of text: when, who, what.
pub(super) fn line<K: Tell>(run: &K::Run, entry: usize) -> Option<String> {
    let at = K::transcript(run).entries.get(entry)?.at;
    let names: BTreeMap<usize, String> = K::cast(run).into_iter().collect();
    let Line { who, to, text } = K::tell(run, entry, true).unwrap_or_else(|| Line::step("a record without words"));
    let who = who.and_then(|who| names.get(&who)).map_or("", String::as_str);
    let to = to.and_then(|to| names.get(&to)).map(|to| format!("→ {to}: ")).unwrap_or_default();
    Some(format!("{} {who} {to}{}", time(at).trim(), clean(&text)))
}

/// Invariants that broke, and those that could have.
pub(super) fn verdicts<K: Tell>(judged: &K::Judged) -> (Vec<String>, Vec<String>) {
    let verdicts = K::verdicts(judged);
    let broken = verdicts.iter().filter(|verdict| !verdict.violations.is_empty()).map(|v| v.name.clone()).collect();
    let exercised = verdicts.into_iter().filter(|verdict| verdict.exercised).map(|verdict| verdict.name).collect();
    (broken, exercised)
}

impl<K: Lab + Tell> ToldRun<K> {
    fn entries(&self) -> usize {
        K::transcript(&self.run).entries.len()
    }

    fn at(&self, entry: usize) -> std::time::Duration {
        K::transcript(&self.run).entries.get(entry).map(|entry| entry.at).unwrap_or_default()
    }

    fn lines(&self, verbose: bool) -> impl Iterator<Item = (usize, Line)> {
        (0..self.entries()).filter_map(move |entry| Some((entry, K::tell(&self.run, entry, verbose)?)))
    }

    fn tell_story(&self, verbose: bool, output: &mut Output) {
        let names: BTreeMap<usize, String> = K::cast(&self.run).into_iter().collect();
        let width = names.values().map(String::len).max().unwrap_or_default();
        for (entry, Line { who, to, text }) in self.lines(verbose) {
            let at = format!("{entry:>6} {}", time(self.at(entry)));
            match who {
                None => output.detail(output.style.bold(&format!("{at}  ── {}", clean(&text)))),
                Some(who) => {
                    let who = names.get(&who).map_or("", String::as_str);
                    let to = to.and_then(|to| names.get(&to)).map(|to| format!("→ {to}: ")).unwrap_or_default();
                    output.detail(format!("{at}  {who:width$}  {to}{}", clean(&text)));
                }
            }
        }
        output.detail("");
    }

    fn tell_verdicts(&self, output: &mut Output) {
        let mut silent = Vec::new();
        for verdict in K::verdicts(&self.judged) {
            let style = output.style;
            match (verdict.violations.as_slice(), verdict.exercised) {
                ([], false) => silent.push(verdict.name),
                ([], true) => output.detail(format!("{} {}", style.good("✓"), verdict.name)),
                ([(entry, text), others @ ..], _) => {
                    let more = if others.is_empty() { String::new() } else { format!(" and {} more", others.len()) };
                    let at = time(self.at(*entry));
                    output.line(format!("{} {}", style.bad("✗"), style.bad(&verdict.name)));
                    output.line(format!("    entry {entry}, t={}: {}{more}", at.trim(), clean(text)));
                }
            }
        }
        if !silent.is_empty() {
            output.detail(output.style.dim(&format!("not exercised: {}", silent.join(", "))));
        }
    }

    /// The first break of an invariant, or of any.
    fn told_violation(&self, invariant: Option<&str>) -> Result<Option<(String, usize, String)>, Failure> {
        let verdicts = K::verdicts(&self.judged);
        let broken = verdicts.iter().filter(|verdict| invariant.is_none_or(|name| name == verdict.name));
        let first =
            broken.flat_map(|v| v.violations.iter().map(|(entry, text)| (v.name.clone(), *entry, text.clone())));
        let first = first.min_by_key(|(_, entry, _)| *entry);
        match (invariant, &first) {
            (Some(name), None) => {
                let broken: Vec<&str> =
                    verdicts.iter().filter(|v| !v.violations.is_empty()).map(|v| v.name.as_str()).collect();
                let offer = if broken.is_empty() {
                    "nothing is violated; without `--invariant` the end of the run is drawn".to_owned()
                } else {
                    format!("expected one of those that are violated: {}", broken.join(", "))
                };
                Err(Failure::bad_input(format!("`{}` is not violated; {offer}", printable(name))))
            }
            _ => Ok(first),
        }
    }
}

impl<K: Lab + Tell> Shown for ToldRun<K> {
    fn terminal(&self, verbose: bool, output: &mut Output) {
        let style = output.style;
        let head = K::head_of(&self.run);
        output.detail(style.bold(&clean(&head.title)));
        let description = head.description.iter().flat_map(|text| text.trim().lines());
        description.for_each(|line| output.detail(style.dim(&clean(line))));
        let options = K::named(&self.options);
        let options = options.iter().map(|(name, value)| format!("{name} {value}"));
        let first = [format!("system {}", K::ID), format!("scenario {}", head.id)].into_iter();
        let last = format!("colony {}", env!("CARGO_PKG_VERSION"));
        output.detail(first.chain(options).chain([last]).collect::<Vec<_>>().join(" · "));
        output.detail("");
        if !output.quiet {
            self.tell_story(verbose, output);
        }
        let ends = <K as Tell>::ends(&self.run).into_iter().map(|(who, how)| vec![who, how]);
        output.detail(table(&["who", "how it ended"], ends.collect()));
        self.tell_verdicts(output);
        output.line("");
        let transcript = K::transcript(&self.run);
        output.line(format!(
            "digest   {} ({}, {} of virtual time)",
            transcript.digest(),
            count(self.entries(), "record", "records"),
            time(K::duration(&self.run)).trim()
        ));
        let failures = K::unexpected(&self.judged);
        if failures.is_empty() {
            output.line(format!("verdict  {}", style.good("as the scenario expects")));
        } else {
            output.line(format!("verdict  {}", style.bad("NOT as the scenario expects")));
            failures.iter().for_each(|failure| output.line(format!("  {}", clean(failure))));
        }
        output.line(format!("repro    {}", self.repro));
    }

    fn json(&self) -> Value {
        let names: BTreeMap<usize, String> = K::cast(&self.run).into_iter().collect();
        let name = |place: Option<usize>| place.and_then(|place| names.get(&place));
        let record = |(entry, line): (usize, Line)| {
            let mark = format!("{:016x}", K::transcript(&self.run).entries[entry].mark);
            json!({
                "entry": entry,
                "at_ns": self.at(entry).as_nanos() as u64,
                "mark": mark,
                "who": name(line.who),
                "to": name(line.to),
                "text": line.text,
            })
        };
        let verdict = |verdict: experiment::Verdict| {
            let broken = verdict.violations.iter().map(|(entry, text)| json!({ "entry": entry, "text": text }));
            json!({
                "invariant": verdict.name,
                "exercised": verdict.exercised,
                "violations": broken.collect::<Vec<_>>(),
            })
        };
        let failures = K::unexpected(&self.judged);
        json!({
            "format": "colony-run/1",
            "system": K::ID,
            "scenario": K::head_of(&self.run).id,
            "options": K::named(&self.options),
            "repro": self.repro,
            "digest": K::transcript(&self.run).digest().to_hex(),
            "as_expected": failures.is_empty(),
            "failures": failures,
            "ends": <K as Tell>::ends(&self.run).into_iter().collect::<BTreeMap<_, _>>(),
            "verdicts": K::verdicts(&self.judged).into_iter().map(verdict).collect::<Vec<_>>(),
            "transcript": self.lines(true).map(record).collect::<Vec<_>>(),
        })
    }

    /// The lines of the story that lead to the violation; without one, its last lines.
    fn mermaid(&self, invariant: Option<&str>) -> Result<String, Failure> {
        let told = self.told_violation(invariant)?;
        let until = told.as_ref().map_or(self.entries(), |(_, entry, _)| entry + 1);
        let all: Vec<(usize, Line)> = self.lines(false).take_while(|(entry, _)| *entry < until).collect();
        let left_out = all.len().saturating_sub(MOST_LINES);
        let drawn = &all[left_out..];
        let acts = |place: usize| drawn.iter().any(|(_, line)| line.who == Some(place) || line.to == Some(place));
        let everybody = K::cast(&self.run);
        let cast: Vec<_> = everybody.iter().filter(|(place, _)| acts(*place)).collect();
        let cast = if cast.is_empty() { everybody.iter().collect() } else { cast };
        let over = match cast.as_slice() {
            [] => String::new(),
            [only] => format!("p{}", only.0),
            [first, .., last] => format!("p{},p{}", first.0, last.0),
        };
        let mut lines = vec!["sequenceDiagram".to_owned(), format!("  %% {}", clean(&self.repro))];
        lines.extend(cast.iter().map(|(place, name)| format!("  participant p{place} as {}", escape(name))));
        if left_out > 0 {
            lines.push(format!("  Note over {over}: {} before are left out", count(left_out, "line", "lines")));
        }
        lines.extend(drawn.iter().map(|(entry, line)| {
            let text = format!("{} {}", time(self.at(*entry)).trim(), line.text);
            match (line.who, line.to) {
                (Some(from), Some(to)) => format!("  p{from}->>p{to}: {}", label(&text)),
                (Some(who), None) => format!("  Note over p{who}: {}", label(&text)),
                (None, _) => format!("  Note over {over}: {}", wide_label(&text)),
            }
        }));
        if let Some((name, entry, text)) = told {
            lines.push("  rect rgb(255, 214, 214)".to_owned());
            let text = wide_label(&format!("{text} (entry {entry})"));
            lines.push(format!("  Note over {over}: ✗ {}<br/>{text}", escape(&name)));
            lines.push("  end".to_owned());
        }
        lines.push(format!("  Note over {over}: {}", command(&self.repro)));
        Ok(lines.join("\n"))
    }

    fn column(&self, verbose: bool, output: &mut Output) {
        let cast = K::cast(&self.run);
        let names: Vec<&str> = cast.iter().map(|(_, name)| name.as_str()).collect();
        let row = |(entry, line): (usize, Line)| {
            let place = line.who.and_then(|who| cast.iter().position(|(known, _)| *known == who));
            let text = if line.who.is_none() { format!("── {}", line.text) } else { line.text };
            column::Row { entry, at: self.at(entry), column: place, text: clean(&text) }
        };
        column::lay_out(&names, self.lines(verbose).map(row), output);
    }

    fn html(&self) -> String {
        html::run_page(&scene::of::<K>((&self.run, &self.judged), &self.options, self.repro.clone(), Detail::Full))
    }

    fn repro(&self) -> &str {
        &self.repro
    }

    fn exit(&self) -> Exit {
        if K::unexpected(&self.judged).is_empty() { Exit::AsExpected } else { Exit::Failed }
    }
}
