//! The key schedule by itself: HKDF, without any MLS library.

use super::stack::judge;
use super::{Case, Refusal, Stack, Verdict};
use crate::format::StackVoice;
use crate::format::topics::AnyTest;
use crate::format::topics::exporter::Expect;
use crate::mls::exported;

/// RFC 9420 section 8.5 written out on the hkdf crate.
pub(crate) struct KeySchedule;

impl Stack for KeySchedule {
    fn name(&self) -> &'static str {
        "key-schedule"
    }

    fn voice(&self) -> StackVoice {
        StackVoice { stack: self.name().to_owned(), version: env!("CARGO_PKG_VERSION").to_owned(), via: None }
    }

    fn verify(&self, case: &Case<'_>) -> Verdict {
        let AnyTest::Exporter(test) = case.test else { return Verdict::unsupported("only exporters") };
        let Some(secret) = &test.input.exporter_secret else {
            return Verdict::unsupported("only tests that give the exporter secret");
        };
        let input = &test.input;
        let came = exported(&secret.0, &input.label, &input.context.0, input.length).map_err(Refusal::broken);
        judge(
            test,
            came.map(|[derived, context_hash, secret]| Expect {
                derived_secret: Some(derived.into()),
                context_hash: context_hash.into(),
                secret: secret.into(),
            }),
        )
    }
}
