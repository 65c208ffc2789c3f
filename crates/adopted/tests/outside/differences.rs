//! What is recorded against what we do, and where and why the two differ.

use std::collections::BTreeMap;

use adopted::Category;

use crate::say;

/// What the engine did with a Welcome or a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is a member of the recorded state, or of the state after the commit; or it keeps the proposal.
    Followed,
    /// It refused for good, and nothing changed.
    Refused(Category),
    /// It keeps a commit that names a proposal which it has not, and nothing changed.
    Waits,
}

/// A case in which we do not do what was recorded.
pub struct Difference {
    pub case: &'static str,
    pub ours: Outcome,
    /// The sentence of the text, with its document; or that there is none.
    pub text: &'static str,
    /// Who is right, in our view.
    pub view: &'static str,
}

/// All of them, as of MDK 0.11.0 and libmarmot's README of 2026-10-01. The documents are those that docs/spec/adopted.md
/// section 1 lists. What MDK "refuses to send" counts as recorded to be refused; libmarmot does refuse it.
pub const TABLE: &[Difference] = &[
    Difference {
        case: "white_noise_app",
        ours: Outcome::Refused(Category::UnsupportedRequiredFeature),
        text: "app-components/README: \"A member that does not support every required component id MUST NOT join the \
               group.\" The group requires 0x8006, which the same document calls experimental.",
        view: "Both are right. This engine does not know 0x8006, and an app that wants White Noise's groups must.",
    },
    Difference {
        case: "MixedGroup",
        ours: Outcome::Followed,
        text: "Silent. joining lists when a Welcome is refused, and a further GroupContext extension (0xf2ee, of the \
               older texts) is not among the reasons; foundation/registries does not know 0xf2ee at all.",
        view: "We follow the text; refusing is safer, since two states of one group can contradict each other. The \
               joiner here lists 0xf2ee in its leaf; devices of ours do not.",
    },
    Difference {
        case: "ok_remove_absent",
        ours: Outcome::Refused(Category::InvalidEncoding),
        text: "draft-ietf-mls-extensions, AppDataUpdate, which app-components/README follows: \"An AppDataUpdate \
               proposal is invalid if [...] it specifies the removal of state for a component_id that has no state \
               present.\"",
        view: "We are right. MDK inherits the gap of OpenMLS, which looks for the state only in a \
               GroupContextExtensions of the same commit.",
    },
    Difference {
        case: "agent_stream_send_required",
        ours: Outcome::Followed,
        text: "agent-text-stream-quic-v1: \"A component update that adds a required role is therefore invalid unless \
               every member in the resulting epoch already advertises that role\"; app-components/README: \"Unknown \
               non-required component entries MUST be preserved byte-for-byte\".",
        view: "Both are right, and so the text splits a group: whoever knows 0x8006 refuses a commit that whoever \
               does not must follow. The same holds for every component that is present, not required, and unknown to \
               somebody.",
    },
    Difference {
        case: "group_context_extensions",
        ours: Outcome::Followed,
        text: "group-setup: \"A change to the GroupContext required_capabilities extension uses the MLS \
               GroupContextExtensions proposal and a Commit. [...] only an active admin MAY commit the change.\" Here \
               an admin commits the extensions as they are.",
        view: "We are right: nothing forbids a change that changes nothing. libmarmot refuses what it cannot judge.",
    },
    Difference {
        case: "lifecycle_less/enable_lifecycle_with_rename",
        ours: Outcome::Followed,
        text: "group-lifecycle-v1: \"An active admin MAY enable disbanding in one Commit that: adds the active state \
               if it is absent; and adds 0x800c to the required app_components list.\" Only of the disband Commit it \
               says \"no [...] unrelated AppDataUpdate\".",
        view: "We follow the text as it stands. If MDK's reading (these two and nothing else, inline) is meant, the \
               text must say it.",
    },
    Difference {
        case: "lifecycle_less/lifecycle_state_unrequired",
        ours: Outcome::Followed,
        text: "group-lifecycle-v1, the same sentence; and \"A group that predates this component MAY omit it and MAY \
               omit 0x800c from its required app_components list.\" That a state without the requirement is invalid \
               is nowhere said.",
        view: "Open. MDK's reading is the more useful one: half an enablement helps nobody. The text should say that \
               the two come together.",
    },
];

/// The cases of one test.
pub struct Tally {
    name: &'static str,
    cases: BTreeMap<String, (bool, Outcome)>,
}

impl Tally {
    pub const fn of(name: &'static str) -> Self {
        Self { name, cases: BTreeMap::new() }
    }

    /// A case that is recorded as valid, or as one to refuse.
    pub fn add(&mut self, case: impl Into<String>, valid: bool, ours: Outcome) {
        let case = case.into();
        let twice = self.cases.insert(case.clone(), (valid, ours));
        assert!(twice.is_none(), "{case} is judged once");
    }

    /// Says what came out. Every difference is in [`TABLE`], and every entry about these cases is one.
    pub fn finish(self) {
        let agrees = |(valid, ours): &(bool, Outcome)| *valid == (*ours == Outcome::Followed);
        let count = |valid| self.cases.values().filter(|case| case.0 == valid && agrees(case)).count();
        let different: BTreeMap<&str, Outcome> = self
            .cases
            .iter()
            .filter(|(_, case)| !agrees(case))
            .map(|(name, (_, ours))| (name.as_str(), *ours))
            .collect();
        let (followed, refused, total) = (count(true), count(false), self.cases.len());
        let name = self.name;
        say(&format!("{name}: {total} judged, {followed} followed, {refused} refused, {} different", different.len()));
        for (case, (_, ours)) in self.cases.iter().filter(|(_, case)| agrees(case) && case.1 != Outcome::Followed) {
            say(&format!("  {case}: {ours:?}"));
        }
        for (case, ours) in &different {
            let entry = TABLE.iter().find(|entry| entry.case == *case && entry.ours == *ours);
            let (text, view) = entry.map_or(("NOT IN THE TABLE", ""), |entry| (entry.text, entry.view));
            say(&format!("  DIFFERENT {case}: {ours:?}\n    text: {text}\n    view: {view}"));
        }
        let listed: BTreeMap<&str, Outcome> = TABLE
            .iter()
            .filter(|entry| self.cases.contains_key(entry.case))
            .map(|entry| (entry.case, entry.ours))
            .collect();
        assert!(!self.cases.is_empty(), "{name}: the file holds nothing");
        assert_eq!(different, listed, "{name}: what differs, and what the table says");
    }
}
