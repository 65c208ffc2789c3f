//! `observer-learns-only`
//!
//! What may be learned is in the sentence; how much that is, [`Observer`](crate::facts::observer::Observer) counts. Two things lie
//! outside: a reader's guesses from sizes and times, and the MLS group id, which no outer part of an event can be compared
//! with, since devices do not report it.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use marmot_rules::Verdict as Rule;
use marmot_rules::decisions::TagValues;
use marmot_rules::rules::{cid, wd};
use nostr::{EventId, PublicKey};
use sim_relay::VerifiedEvent;

use crate::facts::Facts;
use crate::facts::observer::{MarkerKind, Readable, is_key_package, markers, readable, tag};
use crate::invariants::Invariant;
use crate::run::Run;
use crate::verdict::{Cause, Part, Verdict, Violation, What};

pub(super) const INVARIANT: Invariant = Invariant {
    name: "observer-learns-only",
    sentence: "A reader of all relays sees account keys only as authors of KeyPackages, relay lists and deletions and as receivers of gift wraps, group ids only in group events, device markers only on KeyPackages, and no author of a group event or gift wrap twice.",
    rules: &["CID-01", "CID-02", "CID-07", "CID-16", "KP-14", "WD-02"],
    calls: &["CID-01", "CID-02", "CID-07", "WD-02"],
    itself: &[
        (&["CID-16"], "a claim about all events together"),
        (&["KP-14"], "looks for what any tag tells, not for tags beyond a table"),
    ],
    ..Invariant::of(judge)
};

const DELETION: u16 = 5;
const GROUP_EVENT: u16 = 445;
const GIFT_WRAP: u16 = 1059;
const RELAY_LISTS: [u16; 3] = [10002, 10050, 10051];

/// Values shorter than this stand in any text by chance.
const SHORTEST_TELLING: usize = 16;

fn judge(run: &Run, _: &Facts) -> Verdict {
    let events = readable(run);
    let known = Known::of(run, &events);
    let mut authors: BTreeMap<PublicKey, EventId> = BTreeMap::new();
    let mut violations = Vec::new();
    for seen in &events {
        let event = seen.event;
        let mut found = known.shown_by(event);
        if matches!(event.kind.as_u16(), GROUP_EVENT | GIFT_WRAP) {
            let first = *authors.entry(event.pubkey).or_insert(event.id);
            if first != event.id {
                found.push(Shown {
                    id: "author-used-twice",
                    what: "has a key that is not used once: the author of event",
                    which: Some(Part::Event(first)),
                });
            }
        }
        let cause = |shown: Shown| {
            Cause::new(What::ShowsTooMuch)
                .because(shown.id)
                .with("event", Part::Event(event.id))
                .with("kind", Part::Number(event.kind.as_u16().into()))
                .with("what", Part::Term(shown.what))
                .with_some("which", shown.which)
        };
        violations.extend(found.into_iter().map(|shown| Violation::new(seen.entry, event.id.to_hex(), cause(shown))));
    }
    Verdict::of(events.len(), violations)
}

/// Something that an event shows and should not.
struct Shown {
    id: &'static str,
    /// In a sentence, behind the event.
    what: &'static str,
    which: Option<Part>,
}

impl Shown {
    fn one(id: &'static str, what: &'static str) -> Self {
        Self { id, what, which: None }
    }

    fn of(id: &'static str, what: &'static str, which: impl Into<String>) -> Self {
        Self { id, what, which: Some(Part::Words(which.into())) }
    }
}

/// What must not show where it does not belong.
struct Known {
    /// Hex of the key, and the key.
    accounts: Vec<(String, PublicKey)>,
    markers: BTreeSet<String>,
    groups: BTreeSet<String>,
}

impl Known {
    fn of(run: &Run, events: &[Readable<'_>]) -> Self {
        let telling = |value: &str| (value.len() >= SHORTEST_TELLING).then(|| value.to_owned());
        let packages = events.iter().filter(|seen| is_key_package(seen.event));
        let groups = events.iter().filter(|seen| seen.event.kind.as_u16() == GROUP_EVENT);
        Self {
            accounts: run.accounts.values().map(|key| (key.to_hex(), *key)).collect(),
            markers: packages.flat_map(|seen| markers(seen.event)).filter_map(|(_, value)| telling(value)).collect(),
            groups: groups.filter_map(|seen| tag(seen.event, "h")).filter_map(telling).collect(),
        }
    }

    /// What an event shows and should not.
    fn shown_by(&self, event: &VerifiedEvent) -> Vec<Shown> {
        let mut found = Vec::new();
        match event.kind.as_u16() {
            _ if is_key_package(event) => {
                found.extend(self.telling_markers(event));
                found.extend(self.group_in(event));
            }
            GIFT_WRAP => {
                found.extend(self.account_author(event));
                found.extend(self.marker_in(event));
                found.extend(self.group_in(event));
                let receivers = wd::wd_02(event).failure();
                found.extend(receivers.map(|what| Shown::of("receivers", "does not name one receiver:", what)));
            }
            GROUP_EVENT => {
                found.extend(self.account_author(event));
                found.extend(self.marker_in(event));
            }
            DELETION => found.extend(self.group_in(event)),
            kind if RELAY_LISTS.contains(&kind) => {
                found.extend(self.marker_in(event));
                found.extend(self.group_in(event));
            }
            _ => found.push(Shown::one("foreign-kind", "is of a kind that nobody but members should see")),
        }
        found.extend(self.account_in(event));
        found
    }

    fn account_author(&self, event: &VerifiedEvent) -> Option<Shown> {
        let account = self.accounts.iter().any(|(_, key)| *key == event.pubkey);
        account.then(|| Shown::one("account-author", "is signed with an account's key"))
    }

    /// An account key in tags or content, other than the author's own and the receiver of a gift wrap.
    fn account_in(&self, event: &VerifiedEvent) -> Option<Shown> {
        let wrap = event.kind.as_u16() == GIFT_WRAP;
        let text = text(event, |name| !(wrap && name == "p"));
        let shown = |(hex, key): &&(String, PublicKey)| *key != event.pubkey && text.contains(hex.as_str());
        self.accounts.iter().find(shown).map(|(hex, _)| Shown::of("account-key", "shows the account key", head(hex)))
    }

    fn marker_in(&self, event: &VerifiedEvent) -> Option<Shown> {
        let text = text(event, |_| true);
        let shown = self.markers.iter().find(|value| text.contains(value.as_str()))?;
        Some(Shown::of("device-marker", "shows the device marker", head(shown)))
    }

    fn group_in(&self, event: &VerifiedEvent) -> Option<Shown> {
        let text = text(event, |_| true);
        let content = if is_key_package(event) { STANDARD.decode(&event.content).ok() } else { None };
        let raw = |id: &str| {
            let bytes = hex::decode(id).unwrap_or_default();
            !bytes.is_empty()
                && content.as_ref().is_some_and(|content| content.windows(bytes.len()).any(|w| w == bytes))
        };
        let shown = self.groups.iter().find(|id| text.contains(id.as_str()) || raw(id))?;
        Some(Shown::of("group-id", "shows the group id", head(shown)))
    }

    /// A marker may say which events are of one device, and nothing else: 32 bytes that follow from no account key.
    fn telling_markers(&self, event: &VerifiedEvent) -> Vec<Shown> {
        let keys: Vec<[u8; 32]> = self.accounts.iter().map(|(_, key)| key.to_bytes()).collect();
        let material: Vec<&[u8]> = keys.iter().map(|key| key.as_slice()).collect();
        let judge = |(kind, value): (MarkerKind, &str)| {
            let form = match kind {
                MarkerKind::ClientId if !is_short_hex(value) => {
                    [cid::cid_01(value), cid::cid_02(value, TagValues::Lenient)]
                }
                MarkerKind::ClientId | MarkerKind::Slot | MarkerKind::None => [Rule::Pass, Rule::Pass],
            };
            form.into_iter().chain([cid::cid_07(value, &material)]).find_map(Rule::failure)
        };
        markers(event)
            .into_iter()
            .filter_map(judge)
            .map(|what| Shown::of("telling-marker", "has a marker that tells more:", what))
            .collect()
    }
}

/// Too few hex digits, or none: that breaks CID-02, and tells less than a whole `client_id` does.
fn is_short_hex(value: &str) -> bool {
    value.len() < 64 && value.bytes().all(|digit| digit.is_ascii_hexdigit())
}

/// Content and tag values, without the tags that `counts` leaves out.
fn text(event: &VerifiedEvent, counts: impl Fn(&str) -> bool) -> String {
    let mut text = event.content.clone();
    for row in event.tags.iter().map(|tag| tag.as_slice()).filter(|row| counts(&row[0])) {
        for value in &row[1..] {
            text.push('\n');
            text.push_str(value);
        }
    }
    text
}

fn head(value: &str) -> String {
    value.chars().take(8).collect()
}

#[cfg(test)]
mod tests {
    use crate::invariants::worlds::*;
    use crate::model::{Action, Scenario};

    fn name_client_ids(scenario: &mut Scenario) {
        for step in &mut scenario.steps {
            if let Action::PublishKeyPackage(options) = &mut step.action {
                options.client_id = Some("the phone of bob".to_owned());
            }
        }
    }

    #[test]
    fn it_holds_and_is_violated() {
        shows(&super::INVARIANT, TWO, TWO, Changed(name_client_ids));
    }
}
