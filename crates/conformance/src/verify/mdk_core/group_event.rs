//! group-event

use mdk_core::prelude::MessageProcessingResult;
use openmls::prelude::tls_codec::Deserialize;
use openmls::prelude::{ContentType as MlsContent, MlsMessageIn, ProtocolMessage};

use super::member::Member;
use crate::format::topics::group_event::{ContentType, Expect, Input, Test};
use crate::format::{Event, Reason, Rumor};
use crate::mls::{self, OpenError};
use crate::verify::stack::judge;
use crate::verify::{Case, Refusal, Verdict};

pub(super) fn verify(case: &Case<'_>, test: &Test) -> Verdict {
    let came = match &test.input {
        Input::Outer { event, group_event_key } => {
            let opened = mls::open(&event.content, &group_event_key.0);
            opened.map(|bytes| Expect::Outer { mls_message: bytes.into() }).map_err(outer)
        }
        Input::Full { event, after } => full(case, event, after),
    };
    judge(test, came)
}

/// What the outer layer says.
fn outer(error: OpenError) -> Refusal {
    Refusal { reason: error.0, what: "outer layer".to_owned() }
}

fn full(case: &Case<'_>, event: &Event, after: &str) -> Result<Expect, Refusal> {
    let reader = Member::after(case.join_test(after)?)?;
    let state = mls::state_of(&reader.device.mdk, &reader.group).map_err(Refusal::broken)?;
    if event.tag("h") != Some(state.nostr_group_id.to_string().as_str()) {
        return Err(Refusal::new(Reason::GroupUnknown, "h names another group"));
    }
    let key = mls::group_event_key(&reader.device.mdk, &reader.group).map_err(Refusal::broken)?;
    let bytes = mls::open(&event.content, &key).map_err(outer)?;
    let (content_type, epoch) = head(&bytes)?;

    // Twice: OpenMLS says which leaf sent it, mdk-core what a client sees of it.
    let (data, sender_leaf) = Member::after(case.join_test(after)?)?.process(&bytes)?;
    let account = state.leaves.iter().find(|leaf| leaf.index == sender_leaf).map(|leaf| leaf.account.clone());
    let account = account.ok_or_else(|| Refusal::broken("the sender has no leaf"))?;
    let processed = reader.device.mdk.process_message(&event.to_nostr().map_err(Refusal::broken)?);
    let rumor = match processed.map_err(Refusal::broken)? {
        MessageProcessingResult::ApplicationMessage(message) if content_type == ContentType::Application => {
            Some(Rumor::from(&message.event))
        }
        MessageProcessingResult::Commit { .. } if content_type == ContentType::Commit => None,
        other if names_another(data.as_deref(), &account) => {
            return Err(Refusal::new(Reason::InnerAuthorMismatch, format!("mdk-core makes of it {other:?}")));
        }
        other => return Err(Refusal::broken(format!("mdk-core makes of it {other:?}"))),
    };
    Ok(Expect::Full { content_type, sender_leaf, account, rumor, epoch })
}

/// Whether what is wrong with a message that mdk-core calls unprocessable is that the rumor has another author.
fn names_another(data: Option<&[u8]>, account: &str) -> bool {
    let rumor = data.and_then(|data| serde_json::from_slice::<serde_json::Value>(data).ok());
    rumor.is_some_and(|rumor| rumor["pubkey"] != account)
}

/// What the unencrypted head of an MLS message says.
pub(super) fn head(bytes: &[u8]) -> Result<(ContentType, u64), Refusal> {
    let message = MlsMessageIn::tls_deserialize_exact(bytes).map_err(|e| Refusal::new(Reason::TlsMalformed, e))?;
    let message: ProtocolMessage =
        message.try_into_protocol_message().map_err(|e| Refusal::new(Reason::WireFormatMismatch, e))?;
    let content_type = match message.content_type() {
        MlsContent::Application => ContentType::Application,
        MlsContent::Commit => ContentType::Commit,
        MlsContent::Proposal => ContentType::Proposal,
    };
    Ok((content_type, message.epoch().as_u64()))
}
