//! Which events a policy takes: tables, one for each profile, that a person reads and changes.
//!
//! A test begins with its id in the first column; each line below it has policies, a colon, the picks in order (`-` if there
//! are none), and behind each `|` an exclusion with the events that it keeps out. A table that says something else than the
//! code fails the emission; it is changed by hand, never written by a stack.

use std::collections::BTreeMap;

use marmot_rules::Profile;

use crate::format::Exclusion;
use crate::format::topics::key_package_select::Expect;

/// What each policy makes of each test of a profile.
pub(crate) type Table = BTreeMap<String, BTreeMap<String, Expect>>;

/// The table of a profile.
///
/// # Errors
/// The first line that is none, in words.
pub(crate) fn table(profile: Profile) -> Result<Table, String> {
    let text = match profile {
        Profile::Pr40 => include_str!("select/pr40.txt"),
        Profile::Mip2026_01 => include_str!("select/mip-2026-01.txt"),
        Profile::Mip2026_04 => include_str!("select/mip-2026-04.txt"),
        Profile::Adopted2026_07 => include_str!("select/adopted-2026-07.txt"),
    };
    let (mut table, mut id) = (Table::new(), String::new());
    for (number, line) in (1..).zip(text.lines()) {
        let wrong = |what: &str| format!("expectations/select/{profile}.txt, line {number}: {what}");
        let Some(answer) = line.strip_prefix("  ") else {
            id = line.split_whitespace().next().ok_or_else(|| wrong("expected the id of a test"))?.to_owned();
            if table.insert(id.clone(), BTreeMap::new()).is_some() {
                return Err(wrong(&format!("{id} is there twice")));
            }
            continue;
        };
        let (policies, expect) = self::answer(answer).map_err(|what| wrong(&what))?;
        let test = table.get_mut(&id).ok_or_else(|| wrong("expected the id of a test first"))?;
        for policy in policies {
            if test.insert(policy.clone(), expect.clone()).is_some() {
                return Err(wrong(&format!("{policy} is there twice")));
            }
        }
    }
    Ok(table)
}

/// `policy policy: a b | lost_tie c | lost_ranking d e`
fn answer(line: &str) -> Result<(Vec<String>, Expect), String> {
    let (policies, answer) = line.split_once(':').ok_or("expected policies, a colon and their picks")?;
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let mut parts = answer.split('|');
    let mut selected = parts.next().map(words).unwrap_or_default();
    selected.retain(|label| label != "-");
    let mut excluded = BTreeMap::new();
    for part in parts {
        let (exclusion, labels) = part.trim().split_once(' ').ok_or("expected an exclusion and its events")?;
        let exclusion: Exclusion = serde_json::from_value(exclusion.into()).map_err(|e| e.to_string())?;
        excluded.extend(words(labels).into_iter().map(|label| (label, exclusion)));
    }
    Ok((words(policies), Expect { selected, excluded }))
}
