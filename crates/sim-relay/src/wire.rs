//! Raw JSON stops here: text becomes a message, or the reply that rejects it.

use nostr::EventId;
use serde_json::Value;

use crate::event_json::read_event;
use crate::filter_json::read_filter;
use crate::message::Prefix;
use crate::{ClientMsg, Personality, RelayMsg, SubId, VerifiedEvent};

/// A message that goes no further.
#[derive(Debug, Clone, PartialEq)]
pub struct Reject {
    /// What the relay must send. The connection stays open, whatever the message was, unless the personality hangs up
    /// (`refused_req`, `oversize`).
    pub reply: RelayMsg,
    /// The subscription that ends with it: a refused REQ is the end of its id.
    pub ends: Option<SubId>,
    /// The message is longer than the relay takes.
    pub too_long: bool,
}

impl Reject {
    fn notice(text: impl std::fmt::Display) -> Self {
        Self { reply: RelayMsg::Notice(format!("{}: {text}", Prefix::Invalid)), ends: None, too_long: false }
    }

    /// OK false where the id can be read, else NOTICE.
    fn event(id: Option<EventId>, text: impl std::fmt::Display) -> Self {
        match id {
            Some(id) => {
                let message = format!("{}: {text}", Prefix::Invalid);
                Self { reply: RelayMsg::Ok { id, accepted: false, message }, ends: None, too_long: false }
            }
            None => Self::notice(text),
        }
    }

    fn query(verb: Verb, sub: SubId, message: String) -> Self {
        let ends = (verb == Verb::Req).then(|| sub.clone());
        Self { reply: RelayMsg::Closed { sub, message }, ends, too_long: false }
    }

    fn for_length(self) -> Self {
        Self { too_long: true, ..self }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verb {
    Event,
    Req,
    Close,
    Count,
    Auth,
}

/// Reads one client message and checks its shape, and the id and signature of an event in it.
///
/// Items after the last one a verb needs are ignored, and of two members of one name the last counts.
pub fn parse(text: &str, personality: &Personality) -> Result<ClientMsg, Reject> {
    let message: Value = serde_json::from_str(text).map_err(|error| Reject::notice(format!("not JSON: {error}")))?;
    let items = message.as_array().ok_or_else(|| Reject::notice("a message is an array"))?;
    let verb = match items.first().and_then(Value::as_str) {
        Some("EVENT") => Verb::Event,
        Some("REQ") => Verb::Req,
        Some("CLOSE") => Verb::Close,
        Some("COUNT") => Verb::Count,
        Some("AUTH") => Verb::Auth,
        Some(other) => return Err(Reject::notice(format!("unknown verb {other:?}"))),
        None => return Err(Reject::notice("a message begins with a verb")),
    };
    let body = &items[1..];
    let excess = personality.max_message_length.filter(|max| text.trim().len() > *max);
    match verb {
        Verb::Event => parse_event(body, excess).map(ClientMsg::Event),
        Verb::Auth => parse_event(body, excess).map(ClientMsg::Auth),
        Verb::Req | Verb::Count => parse_query(verb, body, excess, personality),
        Verb::Close => match (body.first().and_then(Value::as_str), excess) {
            (Some(sub), None) => Ok(ClientMsg::Close(sub.into())),
            (Some(_), Some(max)) => Err(Reject::notice(length_text(max)).for_length()),
            (None, _) => Err(Reject::notice("CLOSE names a subscription by a string")),
        },
    }
}

fn parse_event(body: &[Value], excess: Option<usize>) -> Result<VerifiedEvent, Reject> {
    let value = body.first().ok_or_else(|| Reject::notice("the event is missing"))?;
    let id = readable_id(value);
    if let Some(max) = excess {
        return Err(Reject::event(id, length_text(max)).for_length());
    }
    let event = read_event(value).map_err(|text| Reject::event(id, text))?;
    VerifiedEvent::check(event).map_err(|error| Reject::event(id, error))
}

/// An OK must carry an id, so any 64 hex digits count as readable, upper-case ones too.
fn readable_id(value: &Value) -> Option<EventId> {
    EventId::from_hex(value.get("id")?.as_str()?).ok()
}

fn parse_query(
    verb: Verb,
    body: &[Value],
    excess: Option<usize>,
    personality: &Personality,
) -> Result<ClientMsg, Reject> {
    let [sub, filters @ ..] = body else {
        return Err(Reject::notice("the subscription id is missing"));
    };
    let sub: SubId = sub.as_str().ok_or_else(|| Reject::notice("the subscription id is not a string"))?.into();
    let invalid = |text: String| format!("{}: {text}", Prefix::Invalid);
    let refuse = |message: String| Reject::query(verb, sub.clone(), message);
    if let Some(max) = excess {
        return Err(refuse(invalid(length_text(max))).for_length());
    }
    let filters = filters
        .iter()
        .map(|filter| read_filter(filter).map_err(invalid)?.admit(personality))
        .collect::<Result<Vec<_>, _>>()
        .map_err(refuse)?;
    Ok(match verb {
        Verb::Count => ClientMsg::Count { sub, filters },
        _ => ClientMsg::Req { sub, filters },
    })
}

fn length_text(max: usize) -> String {
    format!("message is longer than {max} bytes")
}

/// The rejection of a message that is too long, for one that never was text.
pub(crate) fn too_long(msg: &ClientMsg, max: usize) -> Reject {
    let text = length_text(max);
    let reject = match msg {
        ClientMsg::Event(event) | ClientMsg::Auth(event) => Reject::event(Some(event.id), text),
        ClientMsg::Req { sub, .. } => Reject::query(Verb::Req, sub.clone(), format!("{}: {text}", Prefix::Invalid)),
        ClientMsg::Count { sub, .. } => Reject::query(Verb::Count, sub.clone(), format!("{}: {text}", Prefix::Invalid)),
        ClientMsg::Close(_) => Reject::notice(text),
    };
    reject.for_length()
}
