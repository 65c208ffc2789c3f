//! The WebSocket front, on an ephemeral loopback port.

#[path = "../examples/front/mod.rs"]
mod front;
mod support;

use std::net::SocketAddr;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use sim_relay::{ClientMsg, Personality};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

const PATIENCE: Duration = Duration::from_secs(10);

async fn start() -> SocketAddr {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(front::serve(listener, Personality::judge()));
    address
}

struct Client(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Client {
    async fn connect(address: SocketAddr) -> Self {
        let (mut socket, _) = connect_async(format!("ws://{address}")).await.expect("a connection");
        let greeting = socket.next().await.expect("a greeting").expect("text");
        assert!(greeting.into_text().expect("text").starts_with(r#"["AUTH","#));
        Self(socket)
    }

    async fn say(&mut self, text: String) {
        self.0.send(Message::text(text)).await.expect("sent");
    }

    async fn hear(&mut self) -> Value {
        let message = tokio::time::timeout(PATIENCE, self.0.next()).await.expect("in time");
        let text = message.expect("open").expect("a message").into_text().expect("text");
        serde_json::from_str(text.as_str()).expect("JSON")
    }
}

#[tokio::test]
async fn two_clients_meet_over_websockets_and_odd_text_closes_nothing() {
    let address = start().await;
    let (mut reader, mut writer) = (Client::connect(address).await, Client::connect(address).await);
    reader.say(r#"["REQ","s",{"kinds":[1]}]"#.to_owned()).await;
    assert_eq!(reader.hear().await, json!(["EOSE", "s"]));
    writer.say("not JSON".to_owned()).await;
    assert_eq!(writer.hear().await[0], "NOTICE");
    let note = support::note("over the wire");
    writer.say(ClientMsg::Event(note.clone()).to_json()).await;
    assert_eq!(writer.hear().await, json!(["OK", note.id.to_hex(), true, ""]));
    assert_eq!(reader.hear().await, json!(["EVENT", "s", support::as_value(&note)]));
    writer.0.close(None).await.expect("closed");
    reader.say(r#"["COUNT","q",{}]"#.to_owned()).await;
    assert_eq!(reader.hear().await, json!(["COUNT", "q", { "count": 1 }]));
}

async fn http(address: SocketAddr, request: &str) -> String {
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    stream.write_all(request.as_bytes()).await.expect("sent");
    let mut response = String::new();
    let read = tokio::time::timeout(PATIENCE, stream.read_to_string(&mut response)).await;
    read.expect("in time").expect("a response");
    response
}

#[tokio::test]
async fn the_same_port_serves_nip_11_with_cors_headers() {
    let address = start().await;
    let request = "GET / HTTP/1.1\r\nHost: x\r\nAccept: application/nostr+json\r\n\r\n";
    let response = http(address, request).await;
    let (head, body) = response.split_once("\r\n\r\n").expect("a head and a body");
    assert!(head.contains("Access-Control-Allow-Origin: *"));
    let document: Value = serde_json::from_str(body).expect("JSON");
    assert_eq!(document["limitation"]["max_subid_length"], 64);
    let preflight = http(address, "OPTIONS / HTTP/1.1\r\nHost: x\r\n\r\n").await;
    assert!(preflight.starts_with("HTTP/1.1 204") && preflight.contains("Access-Control-Allow-Methods"));
    assert!(http(address, "GET / HTTP/1.1\r\nHost: x\r\n\r\n").await.contains("WebSocket"));
}

#[tokio::test]
async fn the_front_refuses_to_listen_beyond_loopback() {
    let listener = TcpListener::bind(("0.0.0.0", 0)).await.expect("a free port");
    let served = tokio::time::timeout(PATIENCE, front::serve(listener, Personality::judge())).await;
    assert!(served.expect("at once").is_err());
}
