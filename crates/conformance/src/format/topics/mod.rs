//! One module per topic: what its tests contain. The table of topics is `for_each_topic!`.

pub mod commit_authority;
pub mod convergence;
pub mod exporter;
pub mod group_event;
pub mod key_package_event;
pub mod key_package_ref;
pub mod key_package_select;
pub mod ratchet;
pub mod scenario;
pub mod stream;
pub mod welcome_fanout;
pub mod welcome_join;
pub mod welcome_rumor;

use schemars::Schema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{Note, Outcome, Reason, StackVoice, Stage, Test};
use crate::topics::for_each_topic;
pub use crate::topics::*;
pub use ratchet::{race, tree};

/// Files of one topic.
pub(crate) trait HasTopic {
    /// The topic.
    const TOPIC: Topic;
}

macro_rules! topics {
    ($($variant:ident $module:ident $name:literal $prefix:literal;)*) => {
        /// What a file is about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[allow(missing_docs, reason = "the modules of this folder say what each is")]
        pub enum Topic { $($variant),* }

        impl Topic {
            /// Every topic.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Its name in files.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// How the ids of its tests begin.
            pub const fn prefix(self) -> &'static str {
                match self { $(Self::$variant => $prefix),* }
            }

            /// JSON Schema of its files.
            pub fn schema(self) -> Schema {
                match self { $(Self::$variant => schemars::schema_for!($module::File)),* }
            }
        }

        /// A vector file of any topic.
        #[derive(Clone, Debug, PartialEq)]
        #[allow(missing_docs, reason = "the modules of this folder say what each is")]
        pub enum Vectors { $($variant($module::File)),* }

        /// A test of any topic.
        #[derive(Clone, Copy, Debug, Serialize)]
        #[serde(untagged)]
        #[allow(missing_docs, reason = "the modules of this folder say what each is")]
        pub enum AnyTest<'a> { $($variant(&'a $module::Test)),* }

        $(impl HasTopic for $module::File {
            const TOPIC: Topic = Topic::$variant;
        })*

        $(impl From<$module::File> for Vectors {
            fn from(file: $module::File) -> Self {
                Self::$variant(file)
            }
        })*

        impl Vectors {
            /// Reads a file of a known topic out of JSON without `x_` members.
            ///
            /// # Errors
            /// What serde says about the first member that is wrong.
            pub fn from_value(topic: Topic, value: Value) -> Result<Self, serde_json::Error> {
                fn read<T: DeserializeOwned>(value: Value) -> Result<T, serde_json::Error> {
                    serde_json::from_value(value)
                }
                Ok(match topic { $(Topic::$variant => Self::$variant(read(value)?)),* })
            }

            /// The file as text, see [`super::to_text`].
            ///
            /// # Errors
            /// If it cannot be written as JSON; no file of this crate is like that.
            pub fn to_text(&self) -> Result<String, serde_json::Error> {
                match self { $(Self::$variant(file) => super::to_text(file)),* }
            }

            /// Its topic.
            pub const fn topic(&self) -> Topic {
                match self { $(Self::$variant(_) => Topic::$variant),* }
            }

            /// Its profile.
            pub fn profile(&self) -> &str {
                match self { $(Self::$variant(file) => &file.profile),* }
            }

            /// What it says about its number of tests.
            pub const fn test_count(&self) -> u32 {
                match self { $(Self::$variant(file) => file.test_count),* }
            }

            /// The flags that it explains.
            pub fn notes(&self) -> Vec<&str> {
                match self { $(Self::$variant(file) => file.notes.keys().map(String::as_str).collect()),* }
            }

            /// What a flag means.
            pub fn note(&self, flag: &str) -> Option<&Note> {
                match self { $(Self::$variant(file) => file.notes.get(flag)),* }
            }

            /// Every test with the time at which it is judged.
            pub fn tests(&self) -> Vec<(u64, AnyTest<'_>)> {
                match self {
                    $(Self::$variant(file) => file.tests().map(|(now, test)| (now, AnyTest::$variant(test))).collect()),*
                }
            }

            /// Writes into every test which stacks passed it, and which refused it without saying why.
            pub fn set_voices(&mut self, mut voices: impl FnMut(&str) -> [Vec<StackVoice>; 2]) {
                match self {
                    $(Self::$variant(file) => file.tests_mut().for_each(|test| {
                        let [passed, refused] = voices(&test.id);
                        test.verified_by = (!passed.is_empty()).then_some(passed);
                        test.x_refused_by = (!refused.is_empty()).then_some(refused);
                    })),*
                }
            }
        }

        impl Vectors {
            /// Writes into every test what lies between its input and its answer.
            pub fn set_layers(&mut self, mut layers: impl FnMut(&str) -> Option<Value>) {
                match self {
                    $(Self::$variant(file) => file.tests_mut().for_each(|test| test.x_layers = layers(&test.id))),*
                }
            }

            /// Writes into every test which mutants it kills: those that accept it, and those that give another reason.
            pub fn set_kills(&mut self, mut kills: impl FnMut(&str) -> [Vec<String>; 2]) {
                match self {
                    $(Self::$variant(file) => file.tests_mut().for_each(|test| {
                        [test.x_kills, test.x_kills_reason] = kills(&test.id);
                    })),*
                }
            }
        }

        impl<'a> AnyTest<'a> {
            /// Its topic.
            pub const fn topic(self) -> Topic {
                match self { $(Self::$variant(_) => Topic::$variant),* }
            }

            /// The test as JSON.
            pub fn to_value(self) -> Value {
                match self { $(Self::$variant(test) => serde_json::to_value(test).expect("a test is JSON")),* }
            }

            /// The members that all topics share.
            pub fn head(self) -> Head<'a> {
                match self { $(Self::$variant(test) => Head::of(test)),* }
            }
        }
    };
}

/// The members of a test that all topics share.
#[derive(Clone, Debug)]
pub struct Head<'a> {
    /// Id.
    pub id: &'a str,
    /// Flags.
    pub flags: &'a [String],
    /// One sentence.
    pub comment: &'a str,
    /// The valid test that an invalid one was made from.
    pub parent: Option<&'a str>,
    /// What is demanded.
    pub result: Outcome,
    /// Whether it has an `expect`.
    pub expects: bool,
    /// The policies for which it has an answer.
    pub policies: Vec<&'a str>,
    /// The reasons of which one must be given.
    pub reasons: Vec<Reason>,
    /// The stage of the reasons.
    pub stage: Option<Stage>,
}

impl<'a> Head<'a> {
    fn of<I, E>(test: &'a Test<I, E>) -> Self {
        Self {
            id: &test.id,
            flags: &test.flags,
            comment: &test.comment,
            parent: test.parent.as_deref(),
            result: test.result,
            expects: test.expect.is_some(),
            policies: test.expected_by_policy.iter().flat_map(|by| by.keys()).map(String::as_str).collect(),
            reasons: test.reasons(),
            stage: test.stage,
        }
    }
}

for_each_topic!(topics);

impl std::str::FromStr for Topic {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        Self::ALL.iter().copied().find(|topic| topic.name() == name).ok_or(())
    }
}

impl Head<'_> {
    /// What is wrong with a test beyond its schema, given the flags that its file explains.
    pub fn fault(&self, notes: &[&str]) -> Option<String> {
        if self.flags.is_empty() {
            return Some("there is no flag".to_owned());
        }
        if let Some(flag) = self.flags.iter().find(|flag| !notes.contains(&flag.as_str())) {
            return Some(format!("flag {flag} is not explained in `notes`"));
        }
        let complete = match self.result {
            Outcome::Valid => self.expects && self.reasons.is_empty() && self.policies.is_empty(),
            Outcome::Invalid | Outcome::Deferred => {
                !self.expects && !self.reasons.is_empty() && self.policies.is_empty()
            }
            Outcome::Policy => !self.expects && self.reasons.is_empty() && !self.policies.is_empty(),
        };
        if !complete {
            return Some("`result` and the members that go with it do not agree".to_owned());
        }
        if self.reasons.iter().any(|reason| Some(reason.stage()) != self.stage) {
            return Some("`stage` is not the stage of the reason".to_owned());
        }
        None
    }
}
