//! The page of findings: FINDINGS.md, with a diagram of the first run that shows each.

use std::collections::BTreeMap;

use clap::Parser;
use marmot_rules::registry;
use pulldown_cmark::{CowStr, Event, Options, Parser as Markdown, Tag, TagEnd, html};
use scenarios::judge::judge;
use scenarios::simulate;

use super::page::{Page, text};
use crate::cli::{Cli, Command};
use crate::failure::Failure;
use crate::output::Output;
use crate::report::mermaid;
use crate::words::count;
use crate::{jobs, run};

const TEXT: &str = include_str!("../../../../FINDINGS.md");

/// A part of the text under one heading.
struct Part {
    /// Signs of the heading.
    level: usize,
    heading: &'static str,
    body: &'static str,
}

/// The parts of the text, in order.
fn parts() -> Vec<Part> {
    let mut starts: Vec<usize> = TEXT.match_indices("\n#").map(|(at, _)| at + 1).collect();
    starts.insert(0, 0);
    let ends = starts.iter().skip(1).copied().chain([TEXT.len()]);
    let part = |(start, end): (&usize, usize)| {
        let (head, body) = TEXT[*start..end].split_once('\n').unwrap_or((&TEXT[*start..end], ""));
        let heading = head.trim_start_matches('#');
        Part { level: head.len() - heading.len(), heading: heading.trim(), body }
    };
    starts.iter().zip(ends).map(part).collect()
}

impl Part {
    /// `F-07`, of a finding.
    fn id(&self) -> Option<&'static str> {
        let id = self.heading.split(' ').next()?;
        (self.level == 3 && id.starts_with("F-")).then_some(id)
    }

    /// The first run that shows it, and the invariant that it violates.
    fn repro(&self) -> Option<(&'static str, &'static str)> {
        let line = self.body.lines().find(|line| line.starts_with("- `colony run "))?;
        let mut quoted = line.split('`').skip(1).step_by(2);
        Some((quoted.next()?, quoted.next()?))
    }
}

/// The findings that cite each rule in their line of facts.
pub(super) fn by_rule() -> BTreeMap<&'static str, Vec<&'static str>> {
    let mut found: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for part in parts() {
        let (Some(id), Some(facts)) = (part.id(), part.body.lines().find(|line| line.starts_with("*Rule"))) else {
            continue;
        };
        for word in facts.split(|c: char| !is_of_an_id(c)) {
            if registry::rule(word).is_some() {
                found.entry(word).or_default().push(id);
            }
        }
    }
    found
}

/// How many findings there are, and the page.
pub(super) fn page(diagrams: bool, jobs: Option<u16>, output: &Output) -> Result<(usize, (String, String)), Failure> {
    let parts = parts();
    let found = parts.iter().filter(|part| part.id().is_some()).count();
    let drawn = if diagrams { draw(&parts, jobs, output)? } else { BTreeMap::new() };
    let cut = if diagrams { "" } else { "<p>The diagrams are left out: this site was made without them.</p>\n" };
    let filter = "<div class=\"filter\" data-filter=\"finding\" data-label=\"words\"></div>\n";
    let mut main = String::new();
    for part in &parts {
        main += &match (part.level, part.id()) {
            (1, _) => format!("{}{cut}{filter}", rendered(part.body)),
            (_, Some(id)) => finding(id, part, drawn.get(id).map(String::as_str)),
            (_, None) if part.heading == "Index" => {
                let table = rendered(part.body);
                format!(
                    "<details class=\"more\"><summary>Index of {}</summary><div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Index\">{table}</div></details>\n",
                    count(found, "finding", "findings")
                )
            }
            _ => format!("<h2>{}</h2>\n{}", text(part.heading), rendered(part.body)),
        };
    }
    Ok((found, Page { file: "findings.html", title: "Findings", main, data: &[] }.written()))
}

fn finding(id: &str, part: &Part, diagram: Option<&str>) -> String {
    let title = text(part.heading[id.len()..].trim());
    let body = rendered(part.body);
    let diagram = diagram.unwrap_or_default();
    format!(
        "<article class=\"item\" id=\"{id}\"><h3><a href=\"#{id}\">{id}</a> {title}</h3>{body}{diagram}</article>\n"
    )
}

/// What shows each finding, drawn, by its id.
fn draw(parts: &[Part], jobs: Option<u16>, output: &Output) -> Result<BTreeMap<&'static str, String>, Failure> {
    let of = |part: &Part| Some((part.id()?, part.repro()?));
    let mut asked = Vec::new();
    for (id, (command, invariant)) in parts.iter().filter_map(of) {
        let Ok(Cli { command: Command::Run(args), .. }) = Cli::try_parse_from(command.split(' ')) else {
            return Err(Failure::unable(format!("{id}: `{command}` is no command of this version")));
        };
        asked.push((id, command, invariant, run::asked(&args)?));
    }
    let drawn = jobs::run_all(&asked, jobs, output, |(id, command, invariant, (scenario, options))| {
        let run = simulate(scenario, options)?;
        let drawn = mermaid::svg(&run, &judge(&run), Some(invariant), command);
        Ok::<_, Failure>((*id, drawn.map(|svg| folded_away(invariant, &svg))))
    })?;
    drawn.into_iter().map(|(id, drawn)| drawn.map(|drawn| (id, drawn))).collect()
}

fn folded_away(invariant: &str, svg: &str) -> String {
    format!(
        "<details class=\"more\"><summary>Diagram: what led to ✗ {0}</summary><div class=\"wide\" tabindex=\"0\" role=\"region\" \
         aria-label=\"What led to {0}\">{svg}</div></details>",
        text(invariant)
    )
}

/// Markdown as HTML: nothing in it is markup of its own, and it links to this site or to the web.
fn rendered(markdown: &str) -> String {
    let (mut events, mut dropped) = (Vec::new(), Vec::new());
    for event in Markdown::new_ext(markdown, Options::ENABLE_TABLES) {
        match event {
            Event::Html(text) | Event::InlineHtml(text) => events.push(Event::Text(text)),
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let dest_url = destination(&dest_url);
                dropped.push(dest_url.is_none());
                let link = |dest_url| Event::Start(Tag::Link { link_type, dest_url, title, id });
                events.extend(dest_url.map(link));
            }
            Event::End(TagEnd::Link) => {
                let drop = dropped.pop().unwrap_or(true);
                events.extend((!drop).then_some(Event::End(TagEnd::Link)));
            }
            Event::Text(words) if dropped.last() != Some(&false) => with_links(&words, &mut events),
            other => events.push(other),
        }
    }
    let mut page = String::new();
    html::push_html(&mut page, events.into_iter());
    page
}

/// Where a link of the text leads from the site; `None` for a file of the repository.
fn destination(link: &str) -> Option<CowStr<'static>> {
    let finding = link.strip_prefix("#f-").and_then(|rest| rest.get(..2));
    match finding {
        Some(number) => Some(format!("#F-{number}").into()),
        None => link.starts_with("https://").then(|| link.to_owned().into()),
    }
}

fn is_of_an_id(c: char) -> bool {
    c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-'
}

/// Text in which rules and findings lead to where they stand.
fn with_links(words: &str, events: &mut Vec<Event<'_>>) {
    let mut rest = words;
    while !rest.is_empty() {
        let end = rest.find(|c| !is_of_an_id(c)).unwrap_or(rest.len()).max(1);
        let end = rest.char_indices().map(|(at, _)| at).find(|at| *at >= end).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        let page = if registry::rule(word).is_some() { Some("rules.html") } else { is_finding(word).then_some("") };
        events.push(match page {
            Some(page) => Event::InlineHtml(format!("<a href=\"{page}#{word}\">{word}</a>").into()),
            None => Event::Text(word.to_owned().into()),
        });
        rest = after;
    }
}

fn is_finding(word: &str) -> bool {
    TEXT.contains(&format!("\n### {word} ")) && word.starts_with("F-")
}
