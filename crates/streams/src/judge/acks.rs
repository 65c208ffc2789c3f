//! Where a call ends with OK, the client has every acknowledgement (X-I13): INV-X6 at the client's end.

use super::Findings;
use super::cause::Cause;
use super::facts::Facts;
use super::invariant::Invariant;
use crate::code::Code;
use crate::frame::{Request, Response};
use crate::system::{Frame, Note};

/// Checks every call.
pub(super) fn check(facts: &Facts<'_>, findings: &mut Findings) {
    let acknowledges_all = facts.run.node.dialect.rules().acknowledges_all;
    for call in &facts.calls {
        let mut asked: Vec<u64> = Vec::new();
        for (at, note) in facts.notes_of(facts.client_of(call.stream)) {
            match note {
                Note::Sent(stream, Frame::Up(Request::Mutate(mutate)))
                    if *stream == call.stream && (acknowledges_all || !mutate.adds.is_empty()) =>
                {
                    asked.push(mutate.mutate_id);
                }
                Note::Took(stream, Frame::Down(Response::CatchupComplete(id))) if *stream == call.stream => {
                    asked.iter().position(|open| open == id).map(|place| asked.remove(place));
                }
                Note::Ended(stream, Code::Ok) if *stream == call.stream => {
                    for mutate_id in std::mem::take(&mut asked) {
                        findings.broke(Invariant::Acknowledged, at, Cause::OkTooEarly { mutate_id });
                    }
                }
                _ => {}
            }
        }
    }
}
