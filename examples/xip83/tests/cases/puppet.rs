//! A node that only says what stands in a script, each line after what the client had said before.

use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use streams::Ms;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tonic::server::Grpc;
use tonic::transport::Server;
use tonic::transport::server::TcpIncoming;
use tonic::{Status, Streaming};
use tonic_prost::ProstCodec;
use xip83::Clock;
use xip83::wire::{SubscribeRequest, SubscribeResponse};

use super::pace::Pace;

/// Longer than any case takes.
const PATIENCE: Duration = Duration::from_secs(10);

/// What happens on one call, as the client sees it.
#[derive(Clone, Debug)]
pub enum Line {
    Send(Ms, SubscribeResponse),
    Hear(SubscribeRequest),
    HalfClose,
    End(Ms, Option<Status>),
    GivenUp,
}

/// A node that says what stands in the script.
pub struct Puppet {
    pub script: Vec<Vec<Line>>,
    pub clock: Clock,
    pub pace: Pace,
    pub calls: Mutex<usize>,
    pub troubles: Mutex<Vec<String>>,
}

pub async fn serve(listener: TcpListener, puppet: Arc<Puppet>) {
    let service = tower::service_fn(move |request: http::Request<tonic::body::Body>| {
        let puppet = Arc::clone(&puppet);
        async move {
            let codec = ProstCodec::<SubscribeResponse, SubscribeRequest>::default();
            let call = tower::service_fn(move |request: tonic::Request<Streaming<SubscribeRequest>>| {
                let (said, says) = mpsc::unbounded_channel();
                tokio::spawn(Arc::clone(&puppet).speak(request.into_inner(), said));
                std::future::ready(Ok::<_, Status>(tonic::Response::new(Said(says))))
            });
            Ok::<_, Infallible>(Grpc::new(codec).streaming(call, request).await)
        }
    });
    let incoming = TcpIncoming::from(listener).with_nodelay(Some(true));
    Server::builder().serve_with_incoming(service, incoming).await.unwrap();
}

/// What the puppet says, as the body of a response.
struct Said(mpsc::UnboundedReceiver<Result<SubscribeResponse, Status>>);

impl tokio_stream::Stream for Said {
    type Item = Result<SubscribeResponse, Status>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        self.0.poll_recv(context)
    }
}

impl Puppet {
    async fn speak(
        self: Arc<Self>,
        mut requests: Streaming<SubscribeRequest>,
        said: mpsc::UnboundedSender<Result<SubscribeResponse, Status>>,
    ) {
        let call = {
            let mut calls = self.calls.lock().unwrap();
            *calls += 1;
            *calls
        };
        let Some(lines) = self.script.get(call - 1) else {
            return self.trouble(format!("call {call} is one too many"));
        };
        for line in lines {
            match line {
                Line::Send(at, response) => {
                    self.clock.until(self.pace.real(*at)).await;
                    // A client that is gone shows itself by what it does not say.
                    let _ = said.send(Ok(response.clone()));
                }
                Line::End(at, status) => {
                    self.clock.until(self.pace.real(*at)).await;
                    status.iter().for_each(|status| drop(said.send(Err(status.clone()))));
                    return;
                }
                line => {
                    let heard = tokio::time::timeout(PATIENCE, requests.message()).await;
                    let as_written = match (line, &heard) {
                        (Line::Hear(request), Ok(Ok(Some(heard)))) => request == heard,
                        (Line::HalfClose, Ok(Ok(None))) | (Line::GivenUp, Ok(Ok(None) | Err(_))) => true,
                        _ => false,
                    };
                    if !as_written {
                        return self.trouble(format!("call {call}: {heard:?} instead of {line:?}"));
                    }
                }
            }
        }
        // The call stays open until the end.
        while let Ok(Some(_)) = requests.message().await {}
    }

    fn trouble(&self, what: String) {
        self.troubles.lock().unwrap().push(what);
    }
}
