//! What every vector file looks like around its topic.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Reason, Stage};

/// One vector file: one topic, one profile.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct File<I, E> {
    /// `marmot-vectors/1`
    pub format: String,
    /// Version of the set.
    pub suite_version: String,
    /// Topic; decides the members of `input` and `expect`.
    pub topic: String,
    /// Wire profile.
    pub profile: String,
    /// The text that is tested.
    pub spec: Spec,
    /// What wrote the file.
    pub generator: Generator,
    /// Every private key in the file was made for it.
    pub synthetic_secrets: bool,
    /// Number of tests.
    pub test_count: u32,
    /// What the flags mean.
    pub notes: BTreeMap<String, Note>,
    /// Tests that share a time.
    pub groups: Vec<Group<I, E>>,
}

/// The text that is tested.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Spec {
    /// Repository on GitHub of the main text or source.
    pub repo: String,
    /// Commit, 40 hex digits. Empty as `repo` is, if the text stands in no repository.
    pub commit: String,
    /// Files of this repository at this commit that notes cite.
    pub documents: Vec<String>,
    /// Everything else that notes cite. Not read back: members that begin with `x_` are ignored.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub x_pins: Vec<Pin>,
}

/// A document that stands elsewhere than the main text: at a commit, or in an edition that is said in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pin {
    /// As notes cite it, before the `#`.
    pub document: String,
    /// Repository on GitHub.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repo: Option<String>,
    /// Commit, 40 hex digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
    /// What was read where no commit can be named, or why this document and no other.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edition: Option<String>,
}

/// What wrote the file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Generator {
    /// Name.
    pub name: String,
    /// Version.
    pub version: String,
    /// Seed of every run.
    pub seed: String,
    /// The MLS library that made the MLS bytes.
    pub mls: String,
}

/// How binding the rule behind a flag is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Class {
    /// The text demands it.
    #[serde(rename = "MUST")]
    Must,
    /// The text recommends it.
    #[serde(rename = "SHOULD")]
    Should,
    /// The text allows it.
    #[serde(rename = "MAY")]
    May,
    /// The texts leave it open or disagree.
    #[serde(rename = "open")]
    Open,
}

/// What a flag means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// How binding the rule is.
    pub class: Class,
    /// Where it stands: a document that `spec` lists, `#`, and a heading, section or function.
    pub spec: String,
    /// What a test with this flag shows.
    pub description: String,
    /// What happens to a client that gets it wrong.
    pub effect: String,
}

/// Tests that share a time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Group<I, E> {
    /// Unix seconds of the judgement.
    pub now: u64,
    /// Tests.
    pub tests: Vec<Test<I, E>>,
}

/// What is demanded of a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Must succeed and match `expect`.
    Valid,
    /// Must fail; `reason`, or one of `reasons_any`, says why.
    Invalid,
    /// Cannot be used yet: must be kept and tried again. `reason` says what is in the way.
    Deferred,
    /// The texts leave it open: one answer per policy.
    Policy,
}

/// One test.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Test<I, E> {
    /// Stable id: topic prefix and four digits.
    #[schemars(extend("pattern" = "^[a-z]{3}-[0-9]{4}$"))]
    pub id: String,
    /// At least one key of `notes`; one test shows one thing.
    #[schemars(length(min = 1))]
    pub flags: Vec<String>,
    /// One sentence.
    pub comment: String,
    /// The valid test that this invalid or deferred one is like, but for what its flag names; a `group-event` test with another `after` is elsewhere in the story, too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Unix seconds of the judgement, where it is not the group's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub now: Option<u64>,
    /// Input.
    pub input: I,
    /// What is demanded.
    pub result: Outcome,
    /// Of a valid test; all members are compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expect: Option<E>,
    /// Of a policy test: by policy id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected_by_policy: Option<BTreeMap<String, Answer<E>>>,
    /// Of an invalid or deferred test.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// Instead of `reason` where the order of checks is free; all of one stage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reasons_any: Option<Vec<Reason>>,
    /// Of an invalid or deferred test: the stage of its reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
    /// The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
    /// Stacks that passed this test when it was emitted; of an invalid test, those that refused it for the stated reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verified_by: Option<Vec<StackVoice>>,
    /// Stacks that refused this invalid test and did not say why. Not read back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub x_refused_by: Option<Vec<StackVoice>>,
    /// Mutants of our own reader that take what must be refused, or answer a policy test otherwise; in `stream`, nodes and clients with one mistake
    /// (KILLS.md).
    #[serde(skip_deserializing, skip_serializing_if = "Vec::is_empty")]
    #[schemars(skip)]
    pub x_kills: Vec<String>,
    /// Mutants that refuse it too, but for a reason that the test does not allow.
    #[serde(skip_deserializing, skip_serializing_if = "Vec::is_empty")]
    #[schemars(skip)]
    pub x_kills_reason: Vec<String>,
    /// Labels that no policy takes.
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    #[schemars(skip)]
    pub x_must_not_select: Option<Vec<String>>,
    /// What lies between input and answer.
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    #[schemars(skip)]
    pub x_layers: Option<serde_json::Value>,
}

/// What is expected under one policy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Answer<E> {
    /// It succeeds.
    Expect(E),
    /// It fails.
    #[serde(rename_all = "snake_case")]
    Fails {
        /// Why.
        reason: Reason,
        /// The stage of the reason.
        stage: Stage,
    },
}

/// A stack that verified a test.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StackVoice {
    /// Name.
    pub stack: String,
    /// Version.
    pub version: String,
    /// The library through which it was driven.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub via: Option<String>,
}

impl<I, E> File<I, E> {
    /// Every test with the time at which it is judged.
    pub fn tests(&self) -> impl Iterator<Item = (u64, &Test<I, E>)> {
        self.groups.iter().flat_map(|group| group.tests.iter().map(|test| (test.now.unwrap_or(group.now), test)))
    }

    /// Every test, to add to.
    pub fn tests_mut(&mut self) -> impl Iterator<Item = &mut Test<I, E>> {
        self.groups.iter_mut().flat_map(|group| &mut group.tests)
    }
}

impl<I, E> Test<I, E> {
    fn new(id: String, flags: &[&str], comment: &str, input: I, result: Outcome) -> Self {
        Self {
            id,
            flags: flags.iter().map(|flag| (*flag).to_owned()).collect(),
            comment: comment.to_owned(),
            parent: None,
            now: None,
            input,
            result,
            expect: None,
            expected_by_policy: None,
            reason: None,
            reasons_any: None,
            stage: None,
            tag: None,
            verified_by: None,
            x_refused_by: None,
            x_kills: Vec::new(),
            x_kills_reason: Vec::new(),
            x_must_not_select: None,
            x_layers: None,
        }
    }

    /// A test that must succeed.
    pub fn valid(id: String, flags: &[&str], comment: &str, input: I, expect: E) -> Self {
        Self { expect: Some(expect), ..Self::new(id, flags, comment, input, Outcome::Valid) }
    }

    /// A test that must fail, for this reason.
    pub fn invalid(id: String, flags: &[&str], comment: &str, input: I, parent: &str, reason: Reason) -> Self {
        Self {
            parent: Some(parent.to_owned()),
            reason: Some(reason),
            stage: Some(reason.stage()),
            ..Self::new(id, flags, comment, input, Outcome::Invalid)
        }
    }

    /// A test of what cannot be used yet, for this reason, and must be kept.
    pub fn deferred(id: String, flags: &[&str], comment: &str, input: I, parent: &str, reason: Reason) -> Self {
        Self { result: Outcome::Deferred, ..Self::invalid(id, flags, comment, input, parent, reason) }
    }

    /// A test whose answer is a matter of policy.
    pub fn policy(id: String, flags: &[&str], comment: &str, input: I, by: BTreeMap<String, Answer<E>>) -> Self {
        Self { expected_by_policy: Some(by), ..Self::new(id, flags, comment, input, Outcome::Policy) }
    }

    /// Judged at another time than its group.
    pub fn at(mut self, now: u64) -> Self {
        self.now = Some(now);
        self
    }

    /// The reason is about this tag.
    pub fn about(mut self, tag: &str) -> Self {
        self.tag = Some(tag.to_owned());
        self
    }

    /// The order of checks is free: any of these reasons will do. The first decides the stage.
    pub fn any_of(mut self, reasons: &[Reason]) -> Self {
        self.reason = None;
        self.reasons_any = Some(reasons.to_vec());
        self
    }

    /// The answer under each policy; what a valid test expects is expected under all of `policies`.
    pub fn answers(&self, policies: impl IntoIterator<Item = String>) -> Vec<(String, Answer<E>)>
    where
        E: Clone,
    {
        match (&self.expected_by_policy, &self.expect) {
            (Some(by), _) => by.iter().map(|(policy, answer)| (policy.clone(), answer.clone())).collect(),
            (None, Some(expect)) => {
                policies.into_iter().map(|policy| (policy, Answer::Expect(expect.clone()))).collect()
            }
            (None, None) => Vec::new(),
        }
    }

    /// The reasons of which one must be given.
    pub fn reasons(&self) -> Vec<Reason> {
        self.reason.into_iter().chain(self.reasons_any.iter().flatten().copied()).collect()
    }
}
