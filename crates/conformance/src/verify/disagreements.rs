//! `WHO-READS-WHAT.md`: the tests on which voices disagree.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::{Report, Verdict, Verified, stacks};
use crate::format::topics::Head;
use crate::format::{Outcome, StackVoice, Vectors};

/// What a row shows of a test; tests that show the same share it.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    flag: String,
    comment: String,
    demanded: String,
    as_demanded: BTreeSet<String>,
    otherwise: BTreeSet<String>,
}

/// The table, as Markdown.
pub(crate) fn table(files: &BTreeMap<String, Vectors>, report: &Report) -> String {
    let mut by_test: BTreeMap<&str, Vec<&Verified>> = BTreeMap::new();
    for result in &report.results {
        by_test.entry(&result.id).or_default().push(result);
    }
    let natures: Natures = stacks().iter().map(|stack| (stack.name(), stack.policies())).collect();
    let mut rows: BTreeMap<Row, Vec<&str>> = BTreeMap::new();
    for (_, test) in files.values().flat_map(Vectors::tests) {
        let head = test.head();
        let results = by_test.get(head.id).map(Vec::as_slice).unwrap_or_default();
        if let Some(row) = Row::of(&head, results, &natures) {
            rows.entry(row).or_default().push(head.id);
        }
    }
    let mut text = HEAD.to_owned();
    for (Row { flag, comment, demanded, as_demanded, otherwise }, ids) in rows {
        let join = |set: BTreeSet<String>| set.into_iter().collect::<Vec<_>>().join("<br>");
        let (ids, yes, no) = (ids.join(" "), join(as_demanded), join(otherwise));
        writeln!(text, "| {ids} | {flag}: {comment} | {demanded} | {yes} | {no} |").expect("a string takes everything");
    }
    text
}

/// The policies that each stack has by nature, by its name.
type Natures = BTreeMap<&'static str, &'static [&'static str]>;

impl Row {
    /// Nothing if all who judge it agree.
    fn of(head: &Head<'_>, results: &[&Verified], natures: &Natures) -> Option<Self> {
        let otherwise: BTreeSet<String> = results.iter().filter_map(|result| otherwise(result)).collect();
        let agree = results.iter().filter(|result| result.verdict.is_passed() || result.verdict.is_refused());
        let follows = |result: &Verified| natures[result.stack].iter().find(|own| head.policies.contains(*own));
        let agree: Vec<_> = agree.map(|result| (name(&result.voice), follows(result))).collect();
        let policies: BTreeSet<_> = agree.iter().filter_map(|(_, policy)| *policy).collect();
        if otherwise.is_empty() && policies.len() < 2 {
            return None;
        }
        let demanded = match head.result {
            Outcome::Valid => "accepted".to_owned(),
            Outcome::Invalid => format!("refused: {}", reasons(&head.reasons)),
            Outcome::Deferred => format!("kept for later: {}", reasons(&head.reasons)),
            Outcome::Policy => "by policy".to_owned(),
        };
        let with_policy = |(voice, policy): (String, Option<_>)| match policy {
            Some(policy) => format!("{voice}: `{policy}`"),
            None => voice,
        };
        let as_demanded = agree.into_iter().map(with_policy).collect();
        Some(Self { flag: head.flags.join(" "), comment: head.comment.to_owned(), demanded, as_demanded, otherwise })
    }
}

const HEAD: &str = "# Who reads what

Made by `colony vectors emit`, as the vectors are. Each row is a test, or several of one kind, on which the voices disagree: one refuses what
another accepts, or they come to something else. A refusal for another reason than the stated one is no disagreement (`x_refused_by` in the vectors names
those). Where the texts leave it open, the policy that a library has by nature stands beside it. A voice that has no part in a test is not named. `marmot-rules` is this project's own reader.

| tests | what | demanded | as demanded | otherwise |
| --- | --- | --- | --- | --- |
";

/// Who reads it otherwise, and how.
fn otherwise(result: &Verified) -> Option<String> {
    match &result.verdict {
        Verdict::Differs(how) => {
            Some(format!("{}: {}", name(&result.voice), how.replace('|', "\\|").replace('\n', " ")))
        }
        _ => None,
    }
}

/// `openmls 0.8.3 (mdk-core 0.8.0)`
fn name(voice: &StackVoice) -> String {
    let via = voice.via.as_ref().map(|via| format!(" ({via})")).unwrap_or_default();
    format!("{} {}{via}", voice.stack, voice.version)
}

fn reasons(reasons: &[crate::format::Reason]) -> String {
    let names = reasons.iter().map(|reason| serde_json::to_string(reason).unwrap_or_default().replace('"', "`"));
    names.collect::<Vec<_>>().join(" or ")
}
