//! group-event, the full layer: openmls reads what the outer layer hides.

use super::member::Member;
use crate::format::topics::group_event::{Input, Test};
use crate::format::{Hex, Stage};
use crate::mls;
use crate::verify::stack::judge;
use crate::verify::{Case, Refusal, Verdict, library};

pub(super) fn verify(case: &Case<'_>, test: &Test) -> Verdict {
    match &test.input {
        Input::Outer { .. } => Verdict::unsupported("openmls has no part in the outer layer"),
        Input::Full { .. } if matches!(test.stage, Some(Stage::GroupPolicy | Stage::Authority)) => {
            Verdict::unsupported("openmls knows no rules of Marmot")
        }
        Input::Full { event, after } => judge(test, library::group_event::<Member>(case, event, after, open)),
    }
}

fn open(content: &str, key: &[u8]) -> Result<Hex, Refusal> {
    let opened = mls::open(content, key);
    opened.map(Hex::from).map_err(|error| Refusal { reason: error.0, what: "outer layer".to_owned() })
}
