//! A WebSocket front for the relay core, for outside test suites: loopback only, real clock, one total order of
//! messages.
//!
//! Shared by the example `ws_front` and its test. No library depends on it, and no determinism is claimed for it.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use futures_util::{SinkExt, StreamExt};
use sim_relay::{ConnId, Outbox, Personality, Relay};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::Message;

/// Messages that may wait for a slow client before it is dropped.
const QUEUE_MAX: usize = 65_536;
/// Longest HTTP request head, in bytes.
const HEAD_MAX: usize = 8_192;
/// How often time alone may act.
const TICK: Duration = Duration::from_millis(100);
/// How long a client may take to send its request head.
const HEAD_TIMEOUT: Duration = Duration::from_secs(5);

/// The relay and the way to its clients. Whoever holds the lock decides what happens next: that is the total order.
struct Desk {
    relay: Relay,
    clients: BTreeMap<ConnId, mpsc::Sender<String>>,
}

type SharedDesk = Arc<Mutex<Desk>>;

/// Serves a new relay on `listener` until the future is dropped. The relay's URL is the listener's address.
pub async fn serve(listener: TcpListener, personality: Personality) -> io::Result<()> {
    let address = listener.local_addr()?;
    if !address.ip().is_loopback() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "the front listens on loopback only"));
    }
    let url = nostr::RelayUrl::parse(&format!("ws://{address}")).map_err(io::Error::other)?;
    let relay = Relay::new(url, personality, [0; 32]);
    let desk = Arc::new(Mutex::new(Desk { relay, clients: BTreeMap::new() }));
    let mut tick = tokio::time::interval(TICK);
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                let (stream, _) = accepted?;
                let desk = Arc::clone(&desk);
                // A client that breaks off is its own problem.
                tokio::spawn(async move { welcome(stream, desk).await.ok() });
            }
            _ = tick.tick() => {
                let mut desk = lock(&desk);
                let outbox = desk.relay.tick(now());
                desk.deliver(outbox);
            }
        }
    }
}

fn lock(desk: &SharedDesk) -> MutexGuard<'_, Desk> {
    desk.lock().unwrap_or_else(PoisonError::into_inner)
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

impl Desk {
    fn deliver(&mut self, outbox: Outbox) {
        for (conn, msg) in outbox {
            let full = self.clients.get(&conn).is_some_and(|client| client.try_send(msg.to_json()).is_err());
            if full {
                self.part(conn);
            }
        }
        // What is queued for them still goes out.
        for conn in self.relay.take_hung_up() {
            self.clients.remove(&conn);
        }
    }

    fn part(&mut self, conn: ConnId) {
        self.clients.remove(&conn);
        self.relay.disconnect(conn);
    }
}

/// WebSocket and NIP-11 share the port: the request head tells which it is.
async fn welcome(mut stream: TcpStream, desk: SharedDesk) -> io::Result<()> {
    let head = tokio::time::timeout(HEAD_TIMEOUT, peek_head(&stream)).await??.to_ascii_lowercase();
    if head.contains("upgrade: websocket") {
        let socket = tokio_tungstenite::accept_async(stream).await.map_err(io::Error::other)?;
        return converse(socket, desk).await.map_err(io::Error::other);
    }
    let response = respond(&head, &lock(&desk).relay);
    stream.read_exact(&mut vec![0; head.len()]).await?;
    stream.write_all(response.as_bytes()).await?;
    stream.shutdown().await
}

/// The request up to and including the empty line, left in the socket for whoever reads it next.
async fn peek_head(stream: &TcpStream) -> io::Result<String> {
    let mut buffer = vec![0; HEAD_MAX];
    loop {
        let length = stream.peek(&mut buffer).await?;
        let seen = String::from_utf8_lossy(&buffer[..length]).into_owned();
        if let Some(end) = seen.find("\r\n\r\n") {
            return Ok(seen[..end + 4].to_owned());
        }
        if length == 0 || length == HEAD_MAX {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "no request head"));
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

fn respond(head: &str, relay: &Relay) -> String {
    let (status, kind, body) = if head.starts_with("options ") {
        ("204 No Content", "text/plain", String::new())
    } else if head.contains("application/nostr+json") {
        ("200 OK", "application/nostr+json", relay.personality().nip11(relay.url()).to_string())
    } else {
        ("200 OK", "text/plain", "A Nostr relay: connect by WebSocket.\n".to_owned())
    };
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\
         Access-Control-Allow-Origin: *\r\nAccess-Control-Allow-Headers: *\r\n\
         Access-Control-Allow-Methods: GET, OPTIONS\r\n\r\n{body}"
    )
}

type Socket = tokio_tungstenite::WebSocketStream<TcpStream>;

async fn converse(socket: Socket, desk: SharedDesk) -> Result<(), tokio_tungstenite::tungstenite::Error> {
    let (sender, mut queue) = mpsc::channel(QUEUE_MAX);
    let conn = {
        let mut desk = lock(&desk);
        let (conn, outbox) = desk.relay.connect(now());
        desk.clients.insert(conn, sender);
        desk.deliver(outbox);
        conn
    };
    let (mut sink, mut source) = socket.split();
    let ended = loop {
        tokio::select! {
            outgoing = queue.recv() => match outgoing {
                Some(text) => if let Err(error) = sink.send(Message::text(text)).await { break Err(error) },
                None => break Ok(()),
            },
            incoming = source.next() => match incoming {
                Some(Ok(Message::Text(text))) => {
                    let mut desk = lock(&desk);
                    let outbox = desk.relay.handle_text(now(), conn, text.as_str());
                    desk.deliver(outbox);
                }
                Some(Ok(Message::Close(_))) | None => break Ok(()),
                Some(Ok(_)) => {}
                Some(Err(error)) => break Err(error),
            },
        }
    };
    lock(&desk).part(conn);
    ended
}
