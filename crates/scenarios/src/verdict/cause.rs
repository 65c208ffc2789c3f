//! What broke an invariant, as a value: an id, and whom and what it concerns. Sentences are made from it, and never read back.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Serialize, Serializer};
use sim_device::sentence;

use super::part::Part;
use super::table::What;

/// The kind of a cause: what happened, and, where that has kinds of its own, which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CauseId {
    /// What happened.
    pub what: What,
    /// Which kind of it: the id of a reason, of a fault's effect, of what a library meant.
    pub because: Option<&'static str>,
}

/// `left-out/lost-ranking`
impl fmt::Display for CauseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.because {
            Some(because) => write!(f, "{}/{because}", self.what.id()),
            None => f.write_str(self.what.id()),
        }
    }
}

impl Serialize for CauseId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// What broke an invariant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Cause {
    /// Its kind.
    pub id: CauseId,
    /// Whom and what it concerns, by role.
    pub parts: BTreeMap<&'static str, Part>,
}

impl Cause {
    /// A cause that concerns nobody yet.
    pub fn new(what: What) -> Self {
        Self { id: CauseId { what, because: None }, parts: BTreeMap::new() }
    }

    /// Which kind of it.
    #[must_use]
    pub fn because(mut self, id: &'static str) -> Self {
        self.id.because = Some(id);
        self
    }

    /// Names one thing that it concerns.
    #[must_use]
    pub fn with(mut self, role: &'static str, part: Part) -> Self {
        self.parts.insert(role, part);
        self
    }

    /// Names one thing, if there is one.
    #[must_use]
    pub fn with_some(self, role: &'static str, part: Option<Part>) -> Self {
        match part {
            Some(part) => self.with(role, part),
            None => self,
        }
    }

    /// What plays a role.
    pub fn part(&self, role: &str) -> Option<&Part> {
        self.parts.get(role)
    }
}

/// The sentence: the template of the kind, with its parts. What stands in brackets is said only where every part of it is there.
impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        let mut rest = self.id.what.template();
        while let Some(open) = rest.find('[') {
            let close = rest[open..].find(']').map_or(rest.len(), |length| open + length);
            text.push_str(&self.filled(&rest[..open]).0);
            let (optional, whole) = self.filled(&rest[open + 1..close]);
            if whole {
                text.push_str(&optional);
            }
            rest = rest.get(close + 1..).unwrap_or_default();
        }
        text.push_str(&self.filled(rest).0);
        f.write_str(&sentence(text))
    }
}

impl Cause {
    /// A piece of a template with its parts, and whether each of them was there.
    fn filled(&self, template: &str) -> (String, bool) {
        let (mut text, mut whole) = (String::new(), true);
        let mut pieces = template.split('{');
        text.push_str(pieces.next().unwrap_or_default());
        for piece in pieces {
            let (role, after) = piece.split_once('}').unwrap_or((piece, ""));
            match self.parts.get(role) {
                Some(part) => text.push_str(&part.to_string()),
                None => {
                    whole = false;
                    text.push('?');
                }
            }
            text.push_str(after);
        }
        (text, whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_names_its_parts_and_leaves_out_what_it_does_not_know() {
        let bare = Cause::new(What::NeverInvited).with("device", Part::device("bob/phone"));
        assert_eq!(bare.with("group", Part::group("trip")).to_string(), "bob/phone never joined trip");
        let unsent = Cause::new(What::WelcomeNotSent)
            .with("device", Part::device("bob/phone"))
            .with("inviter", Part::device("alice/desktop"))
            .with("group", Part::group("trip"));
        assert_eq!(unsent.to_string(), "alice/desktop never sent bob/phone its Welcome to trip");
        let crashed = unsent.with("point", Part::CrashPoint("commit-merged"));
        assert!(crashed.to_string().ends_with(": it crashed at commit-merged"));
    }
}
