//! What the stacks `marmot-rules` and `naive` say of each topic.

use super::reader::Reader;
use super::stack::judge;
use super::{Case, Verdict, naive, rules};
use crate::format::Outcome;
use crate::format::topics::{
    AnyTest, commit_authority, convergence, exporter, group_event, key_package_event, key_package_ref,
    key_package_select, race, scenario, stream, tree, welcome_fanout, welcome_join, welcome_rumor,
};
use crate::topics::for_each_topic;

/// Two voices of which neither needs a library of MLS. They share no code, but for `group-event`, where both have what our reader
/// decoded. Implemented for the `Test` of a topic.
///
/// A topic that implements neither is left to the other stacks. Both reach their verdict from the case alone, and neither looks
/// at the other.
pub(crate) trait Voices {
    /// The stack `marmot-rules`: the texts as pure functions.
    fn rules(&self, _: &Case<'_>) -> Verdict {
        Verdict::unsupported("the rules hold no groups")
    }

    /// The stack `naive`: without a line of `marmot-rules`. What it refuses it asks `reader` about, so that mutants which leave out
    /// that check are tried on the test.
    fn naive(&self, _: &Case<'_>, _: &Reader) -> Verdict {
        Verdict::unsupported("it knows nothing of this topic, or follows no group")
    }
}

macro_rules! asked {
    ($($variant:ident $module:ident $name:literal $prefix:literal;)*) => {
        /// The voices of a test.
        pub(super) fn voices(test: AnyTest<'_>) -> &dyn Voices {
            match test { $(AnyTest::$variant(test) => test),* }
        }
    };
}

for_each_topic!(asked);

impl Voices for key_package_ref::Test {
    fn rules(&self, _: &Case<'_>) -> Verdict {
        rules::key_package_ref::verify(self)
    }
}

impl Voices for key_package_event::Test {
    fn rules(&self, case: &Case<'_>) -> Verdict {
        rules::key_package_event::verify(case, self)
    }
}

impl Voices for key_package_select::Test {
    fn rules(&self, case: &Case<'_>) -> Verdict {
        rules::key_package_select::verify(case, self)
    }

    fn naive(&self, case: &Case<'_>, reader: &Reader) -> Verdict {
        naive::policies::verify(case, self, reader)
    }
}

impl Voices for welcome_rumor::Test {
    fn rules(&self, case: &Case<'_>) -> Verdict {
        rules::welcome_rumor::verify(case, self)
    }
}

impl Voices for welcome_join::Test {
    fn naive(&self, case: &Case<'_>, reader: &Reader) -> Verdict {
        if !case.profile.is_adopted() || self.result != Outcome::Invalid {
            return Verdict::unsupported("it follows nobody after a join");
        }
        match reader.welcome_join(case, self, None) {
            Some(came) => judge(self, came),
            None => Verdict::unsupported("a policy that it does not have"),
        }
    }
}

impl Voices for welcome_fanout::Test {}

impl Voices for group_event::Test {
    fn rules(&self, case: &Case<'_>) -> Verdict {
        if case.profile.is_adopted() {
            return rules::group_event::verify(case, self);
        }
        Verdict::unsupported("the rules hold no groups")
    }

    fn naive(&self, case: &Case<'_>, reader: &Reader) -> Verdict {
        if !case.profile.is_adopted() {
            return Verdict::unsupported("of groups it reads the adopted text only");
        }
        match reader.group_event(case, &self.input) {
            Some(came) => judge(self, came),
            None => Verdict::unsupported("it follows no commits"),
        }
    }
}

impl Voices for exporter::Test {}

impl Voices for convergence::Test {
    fn rules(&self, _: &Case<'_>) -> Verdict {
        rules::convergence::verify(self)
    }

    fn naive(&self, _: &Case<'_>, reader: &Reader) -> Verdict {
        naive::convergence::verify(self, reader)
    }
}

impl Voices for commit_authority::Test {
    fn rules(&self, _: &Case<'_>) -> Verdict {
        rules::commit_authority::verify(self)
    }

    fn naive(&self, _: &Case<'_>, reader: &Reader) -> Verdict {
        naive::commit_authority::verify(self, reader)
    }
}

impl Voices for scenario::Test {}

impl Voices for stream::Test {
    fn naive(&self, case: &Case<'_>, _: &Reader) -> Verdict {
        naive::stream::verify(case, self)
    }
}

impl Voices for tree::Test {
    fn naive(&self, _: &Case<'_>, _: &Reader) -> Verdict {
        naive::ratchet::tree(self, None)
    }
}

impl Voices for race::Test {
    fn naive(&self, _: &Case<'_>, _: &Reader) -> Verdict {
        naive::ratchet::race(self, usize::MAX, None)
    }
}
