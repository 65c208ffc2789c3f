//! group-event of the adopted text: commits and proposals, which our own reader decodes, by `marmot_rules::adopted::authority`.

use super::commit_authority::ruling;
use crate::format::topics::group_event::{Expect, Input, Test};
use crate::verify::reader::Reader;
use crate::verify::stack::judge;
use crate::verify::{Case, Refusal, Verdict};

pub(in crate::verify) fn verify(case: &Case<'_>, test: &Test) -> Verdict {
    let Input::Full { event, after } = &test.input else { return Verdict::unsupported("the rules open nothing") };
    match Reader::default().read_event(case, event, after) {
        None => Verdict::unsupported("it follows no commits"),
        // What the reader refuses is the reader's verdict.
        Some(Err(_)) => Verdict::unsupported("the fault is not in what the rules look at"),
        Some(Ok(read)) => match read.handshake() {
            None => Verdict::unsupported("the rules have no say in payloads"),
            Some(handshake) => {
                let came: Result<Expect, Refusal> = ruling(handshake, "as-text").map(|_| read.expect(None));
                judge(test, came)
            }
        },
    }
}
