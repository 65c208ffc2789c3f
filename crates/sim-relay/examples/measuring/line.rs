//! One connection to the relay that is measured, and events to hand over.

use std::net::SocketAddr;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use futures_util::{SinkExt, StreamExt};
use nostr::{JsonUtil, Keys, Kind, Tag, Timestamp, UnsignedEvent};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use super::Answered;

/// How long the answer to an EVENT may take: some relays make a refusal wait.
const EVENT_PATIENCE: Duration = Duration::from_millis(3_500);
/// How long the answer to a REQ may take.
const REQ_PATIENCE: Duration = Duration::from_millis(1_500);

/// The answer to an EVENT.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// OK with the event's id: whether it was taken, and the text.
    Ok(bool, String),
    /// OK with another id.
    Nameless,
    /// NOTICE.
    Notice,
    /// The connection was closed, after a NOTICE or not.
    HungUp { noticed: bool },
    /// Nothing.
    Silence,
}

impl Reply {
    pub fn accepted(&self) -> bool {
        matches!(self, Self::Ok(true, _))
    }

    pub fn says(&self, prefix: &str) -> bool {
        matches!(self, Self::Ok(_, text) if text.starts_with(prefix))
    }
}

/// How the answer to a REQ ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    Eose,
    Closed(String),
    Notice,
    HungUp,
    Silence,
}

impl End {
    pub fn refused(&self) -> bool {
        !matches!(self, Self::Eose)
    }
}

/// The answer to a REQ: ids in the order in which they came, and the end.
#[derive(Debug, Clone)]
pub struct Found {
    pub ids: Vec<String>,
    pub end: End,
}

enum Heard {
    Said(Value),
    HungUp,
    Nothing,
}

pub struct Line {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    /// A challenge came.
    pub challenged: bool,
}

impl Line {
    pub async fn open(place: SocketAddr) -> Answered<Self> {
        let (socket, _) =
            connect_async(format!("ws://{place}")).await.map_err(|error| format!("ws://{place}: {error}"))?;
        Ok(Self { socket, challenged: false })
    }

    pub async fn say(&mut self, message: &Value) {
        // Whether the connection still stands shows when the answer is waited for.
        self.socket.send(Message::text(message.to_string())).await.ok();
    }

    async fn hear(&mut self, until: Instant) -> Heard {
        loop {
            let left = until.saturating_duration_since(Instant::now());
            match tokio::time::timeout(left, self.socket.next()).await {
                Err(_) => return Heard::Nothing,
                Ok(Some(Ok(Message::Text(text)))) => {
                    let said: Value = serde_json::from_str(text.as_str()).unwrap_or_default();
                    self.challenged |= said[0] == "AUTH";
                    return Heard::Said(said);
                }
                Ok(Some(Ok(Message::Close(_)) | Err(_)) | None) => return Heard::HungUp,
                Ok(Some(Ok(_))) => {}
            }
        }
    }

    /// Whatever comes within `patience`, message by message.
    pub async fn listen(&mut self, patience: Duration) -> Vec<Value> {
        let until = Instant::now() + patience;
        let mut said = Vec::new();
        while let Heard::Said(message) = self.hear(until).await {
            said.push(message);
        }
        said
    }

    /// Publishes and waits for the answer.
    pub async fn publish(&mut self, event: &nostr::Event) -> Reply {
        self.publish_text(&as_value(event)).await
    }

    pub async fn publish_text(&mut self, event: &Value) -> Reply {
        self.say(&json!(["EVENT", event])).await;
        let until = Instant::now() + EVENT_PATIENCE;
        let mut noticed = false;
        loop {
            // After a NOTICE the connection may end, or nothing follows.
            let until = if noticed { Instant::now() + Duration::from_millis(400) } else { until };
            match self.hear(until).await {
                Heard::Said(said) if said[0] == "OK" && said[1] == event["id"] => {
                    return Reply::Ok(said[2] == true, said[3].as_str().unwrap_or_default().to_owned());
                }
                Heard::Said(said) if said[0] == "OK" => return Reply::Nameless,
                Heard::Said(said) if said[0] == "NOTICE" => noticed = true,
                Heard::Said(_) => {}
                Heard::HungUp => return Reply::HungUp { noticed },
                Heard::Nothing if noticed => return Reply::Notice,
                Heard::Nothing => return Reply::Silence,
            }
        }
    }

    /// Asks, and waits for the end of the answer.
    pub async fn ask(&mut self, sub: &str, filters: &[Value]) -> Found {
        let mut req = vec![json!("REQ"), json!(sub)];
        req.extend_from_slice(filters);
        self.say(&Value::Array(req)).await;
        let until = Instant::now() + REQ_PATIENCE;
        let mut ids = Vec::new();
        let end = loop {
            match self.hear(until).await {
                Heard::Said(said) if said[0] == "EVENT" && said[1] == sub => {
                    ids.push(said[2]["id"].as_str().unwrap_or_default().to_owned());
                }
                Heard::Said(said) if said[0] == "EOSE" && said[1] == sub => break End::Eose,
                Heard::Said(said) if said[0] == "CLOSED" && said[1] == sub => {
                    break End::Closed(said[2].as_str().unwrap_or_default().to_owned());
                }
                Heard::Said(said) if said[0] == "NOTICE" => break End::Notice,
                Heard::Said(_) => {}
                Heard::HungUp => break End::HungUp,
                Heard::Nothing => break End::Silence,
            }
        };
        Found { ids, end }
    }

    /// Ids of what one filter finds, under a subscription of its own that is closed again.
    pub async fn find(&mut self, filter: Value) -> Vec<String> {
        let found = self.ask("find", &[filter]).await;
        self.say(&json!(["CLOSE", "find"])).await;
        found.ids
    }

    /// Whether an event is served to this connection.
    pub async fn serves(&mut self, event: &nostr::Event) -> bool {
        let filter = json!({ "authors": [event.pubkey.to_hex()], "kinds": [event.kind.as_u16()] });
        self.find(filter).await.contains(&event.id.to_hex())
    }
}

/// The clock of this machine, which the relay shares.
pub fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

pub fn event(author: &Keys, kind: u16, at: u64, tags: &[&[&str]], content: &str) -> nostr::Event {
    let tags = tags.iter().map(|tag| Tag::parse(tag.iter().copied()).expect("not empty"));
    UnsignedEvent::new(author.public_key(), Timestamp::from_secs(at), Kind::from_u16(kind), tags, content)
        .sign_with_keys(author)
        .expect("signing works")
}

/// A text note of nobody in particular, like no other.
pub fn note(author: &Keys) -> nostr::Event {
    let number = Keys::generate().public_key().to_hex();
    event(author, 1, now(), &[], &number[..16])
}

pub fn as_value(event: &nostr::Event) -> Value {
    serde_json::from_str(&event.as_json()).expect("events are JSON")
}

/// A search for the largest number that a relay takes. Whatever is below one that it takes, it takes.
pub struct Search {
    /// The largest number that is tried.
    pub most: usize,
    /// Bounds that relays like, ascending: tried first, since a refusal can be slow.
    pub typical: &'static [usize],
    /// How far off the answer may be.
    pub slack: usize,
}

/// The largest number that fits; `None` if the largest that is tried does.
pub async fn largest(search: &Search, mut fits: impl AsyncFnMut(usize) -> Answered<bool>) -> Answered<Option<usize>> {
    if fits(search.most).await? {
        return Ok(None);
    }
    let (mut low, mut high) = (0, search.most);
    while high - low > 1 + search.slack {
        let typical: Vec<usize> = search.typical.iter().copied().filter(|t| low < *t && *t < high).collect();
        let middle = match typical.get(typical.len() / 2) {
            Some(typical) => *typical,
            None if search.typical.contains(&low) && low + search.slack + 1 < high => low + search.slack + 1,
            None => low + (high - low) / 2,
        };
        match fits(middle).await? {
            true => low = middle,
            false => high = middle,
        }
    }
    Ok(Some(low))
}
