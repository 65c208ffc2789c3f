//! group-event, the full layer: openmls reads what the outer layer hides.

use super::member::{Member, protocol_message};
use crate::format::topics::group_event::{Expect, Input, Test};
use crate::format::{Event, Reason, Stage};
use crate::mls;
use crate::verify::inner::rumor;
use crate::verify::stack::judge;
use crate::verify::{Case, Refusal, Verdict};

pub(super) fn verify(case: &Case<'_>, test: &Test) -> Verdict {
    match &test.input {
        Input::Outer { .. } => Verdict::unsupported("openmls has no part in the outer layer"),
        Input::Full { .. } if test.stage == Some(Stage::GroupPolicy) => Verdict::unsupported("openmls knows no admins"),
        Input::Full { event, after } => judge(test, full(case, event, after)),
    }
}

fn full(case: &Case<'_>, event: &Event, after: &str) -> Result<Expect, Refusal> {
    let mut reader = Member::after(case.join_test(after)?)?;
    if event.tag("h") != Some(reader.nostr_group_id()?.to_string().as_str()) {
        return Err(Refusal::new(Reason::GroupUnknown, "h names another group"));
    }
    let key = reader.export("marmot", b"group-event", 32)?;
    let bytes = mls::open(&event.content, &key.0)
        .map_err(|error| Refusal { reason: error.0, what: "outer layer".to_owned() })?;
    let epoch = protocol_message(&bytes)?.epoch().as_u64();
    let leaves = reader.leaves()?;
    let received = reader.receive(&bytes)?;
    let sender = leaves.into_iter().find(|leaf| leaf.index == received.sender_leaf);
    let account = sender.ok_or_else(|| Refusal::broken("the sender has no leaf"))?.account;
    let rumor = received.plaintext.map(|data| rumor(&data, &account)).transpose()?;
    let (content_type, sender_leaf) = (received.content_type, received.sender_leaf);
    Ok(Expect::Full { content_type, sender_leaf, account, rumor, epoch })
}
