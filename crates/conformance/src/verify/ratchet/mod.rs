//! tree and race, by the crate `shared-ratchet`.

mod kills;

pub(crate) use kills::{alive, kills, table};

use super::{Case, Refusal, Stack, Verdict, judge};
use crate::format::StackVoice;
use crate::format::topics::AnyTest;
use crate::ratchet::{counted, replayed};

/// The crate `shared-ratchet` as a stack.
pub(crate) struct SharedRatchet;

impl Stack for SharedRatchet {
    fn name(&self) -> &'static str {
        "shared-ratchet"
    }

    fn voice(&self) -> StackVoice {
        StackVoice { stack: self.name().to_owned(), version: env!("CARGO_PKG_VERSION").to_owned(), via: None }
    }

    fn verify(&self, case: &Case<'_>) -> Verdict {
        match case.test {
            AnyTest::Tree(test) => {
                let then = test.expect.as_ref().and_then(|expect| expect.then.as_ref());
                let came = replayed(&test.input, then.map(|then| then.trace.as_slice()));
                judge(test, came.map_err(|(reason, what)| Refusal { reason, what }))
            }
            AnyTest::Race(test) => judge(test, counted(&test.input).map_err(Refusal::broken)),
            _ => Verdict::unsupported("shared ratchets only"),
        }
    }
}
