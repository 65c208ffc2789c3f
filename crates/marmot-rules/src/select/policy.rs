//! What is known of a policy, and how it is asked for. The policies themselves are rows of [`super::table`].

use std::borrow::Cow;
use std::str::FromStr;

use super::Policy;
use super::table::COUNTED;
use crate::decisions::Tie;
use crate::ids::{id_enum, text_form};
use crate::{Knobs, Profile, UnknownId};

id_enum! {
    /// Where a policy comes from.
    pub enum PolicyKind, "policy kind" {
        /// A protocol text.
        Text => "text",
        /// This project.
        Ours => "ours",
        /// A non-normative document.
        Idea => "idea",
        /// A client as deployed, read in its source.
        DeployedClient => "deployed-client",
        /// One that is tried out: it runs where it is named, and nothing says yet what comes of it.
        Proposal => "proposal",
    }
}

/// Whether a policy says anything about a profile, and if not, why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applicability {
    /// It does.
    Applies,
    /// It does not, for this reason.
    No(&'static str),
}

/// The name of a policy.
#[derive(Clone, Copy)]
pub(super) enum Id {
    /// A word.
    Word(&'static str),
    /// A word, `-` and a number.
    Counted(&'static str, usize),
}

/// How many KeyPackages of one account a policy takes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Takes {
    /// One at most.
    One,
    /// A fixed number at most, whichever devices they are from.
    Few,
    /// One for each device, as far as it can tell devices apart.
    PerDevice,
}

/// About which profiles a policy says something.
#[derive(Clone, Copy)]
pub(super) enum Says {
    /// About all.
    Always,
    /// About those for which the function is true; and why not about the others.
    If(fn(Profile) -> bool, &'static str),
}

/// What is known of a policy.
#[derive(Clone, Copy)]
pub(super) struct Facts {
    pub(super) id: Id,
    /// One sentence about what it does.
    pub(super) describe: &'static str,
    /// The document or source it restates.
    pub(super) source: &'static str,
    pub(super) kind: PolicyKind,
    /// Rules that it follows beside admission.
    pub(super) rules: &'static [&'static str],
    pub(super) takes: Takes,
    /// False if the fetch order matters.
    pub(super) order_free: bool,
    pub(super) says: Says,
    /// The kinds that it asks relays for, if they are not those of the profile.
    pub(super) kinds: Option<&'static [u16]>,
    /// How many events it asks relays for.
    pub(super) query_limit: Option<usize>,
    /// True if it goes by any `client_id`, well-formed or not.
    pub(super) any_client_id: bool,
}

impl Facts {
    /// The facts of most policies: whatever is said otherwise stands in the row.
    pub(super) const fn of(kind: PolicyKind) -> Self {
        Self {
            id: Id::Word(""),
            describe: "",
            source: "",
            kind,
            rules: &[],
            takes: Takes::One,
            order_free: true,
            says: Says::Always,
            kinds: None,
            query_limit: None,
            any_client_id: false,
        }
    }
}

impl Policy {
    /// The name used in files, in reports and on the command line.
    pub fn id(self) -> Cow<'static, str> {
        match self.facts().id {
            Id::Word(word) => Cow::Borrowed(word),
            Id::Counted(word, number) => Cow::Owned(format!("{word}-{number}")),
        }
    }

    /// Words that make an id with `-` and a number behind them.
    pub fn counted() -> impl Iterator<Item = &'static str> {
        COUNTED.iter().map(|(word, _)| *word)
    }

    /// One sentence about what it does.
    pub const fn describe(self) -> &'static str {
        self.facts().describe
    }

    /// The document or source it restates.
    pub const fn source(self) -> &'static str {
        self.facts().source
    }

    /// Rules that the policy follows beside admission, whatever the profile; none for a policy that no text describes.
    pub const fn rules(self) -> &'static [&'static str] {
        self.facts().rules
    }

    /// Where it comes from.
    pub const fn kind(self) -> PolicyKind {
        self.facts().kind
    }

    /// True if the policy never takes more than one KeyPackage of an account: option `one` of D10.
    pub const fn takes_one_per_account(self) -> bool {
        matches!(self.facts().takes, Takes::One)
    }

    /// True if the policy takes one KeyPackage of an account, or the newest few, whichever devices they are from.
    pub const fn takes_few_per_account(self) -> bool {
        matches!(self.facts().takes, Takes::One | Takes::Few)
    }

    /// True if the policy goes by any `client_id`, well-formed or not.
    pub(crate) const fn goes_by_any_client_id(self) -> bool {
        self.facts().any_client_id
    }

    /// True if the policy says something about the profile.
    pub fn applies_to(self, profile: Profile) -> bool {
        self.applicability(profile) == Applicability::Applies
    }

    /// Every policy of which the corpus, the tables and the vectors say what comes: all but proposals, in the order of
    /// [`ALL`](Self::ALL).
    pub fn settled() -> impl Iterator<Item = Self> + Clone {
        Self::ALL.iter().copied().filter(|policy| policy.kind() != PolicyKind::Proposal)
    }

    /// Every [`settled`](Self::settled) policy that says something about the profile, in that order.
    pub fn applying_to(profile: Profile) -> impl Iterator<Item = Self> {
        Self::settled().filter(move |policy| policy.applies_to(profile))
    }

    /// [`applies_to`](Self::applies_to) with the reason why not.
    pub fn applicability(self, profile: Profile) -> Applicability {
        match self.facts().says {
            Says::If(applies, why_not) if !applies(profile) => Applicability::No(why_not),
            Says::Always | Says::If(..) => Applicability::Applies,
        }
    }

    /// True if the fetch order never matters, with the knobs of every profile.
    pub const fn order_free(self) -> bool {
        self.facts().order_free
    }

    /// The same under given knobs: with D2 `first-seen` the texts and our own policies depend on the fetch order too.
    pub fn order_free_under(self, knobs: &Knobs) -> bool {
        self.order_free() && (knobs.tie != Tie::FirstSeen || self.kind() == PolicyKind::DeployedClient)
    }

    /// The kinds that the policy asks relays for; `None` means those of the profile.
    pub const fn kinds(self) -> Option<&'static [u16]> {
        self.facts().kinds
    }

    /// How many events the policy asks relays for.
    pub const fn query_limit(self) -> Option<usize> {
        self.facts().query_limit
    }
}

impl FromStr for Policy {
    type Err = UnknownId;

    fn from_str(text: &str) -> Result<Self, UnknownId> {
        let known = Self::ALL.iter().copied().find(|policy| policy.id() == text);
        known.or_else(|| counted(text)).ok_or_else(|| UnknownId {
            what: "policy",
            given: text.to_owned(),
            known: Self::ALL.iter().map(|policy| policy.id()).collect::<Vec<_>>().join(", "),
        })
    }
}

/// A policy whose id ends in a number from 1 on.
fn counted(text: &str) -> Option<Policy> {
    COUNTED.iter().find_map(|(word, make)| {
        let number = text.strip_prefix(word)?.strip_prefix('-')?.parse::<usize>().ok()?;
        (number > 0).then(|| make(number))
    })
}

text_form!(Policy);
