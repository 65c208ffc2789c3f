//! A service that only looks on: how the input of a call ends, and when the transport lets go of its output.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use streams::frame::Response;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_stream::Stream;
use tonic::body::Body;
use tonic::server::Grpc;
use tonic::transport::Server;
use tonic::transport::server::TcpIncoming;
use tonic::{Status, Streaming};
use tonic_prost::ProstCodec;
use tower::service_fn;
use xip83::wire::{SubscribeRequest, SubscribeResponse};

/// What was seen of the only call, in order.
#[derive(Clone, Default)]
pub struct Seen(Arc<Mutex<Vec<(Instant, String)>>>);

impl Seen {
    fn list(&self) -> MutexGuard<'_, Vec<(Instant, String)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn push(&self, what: String) {
        self.list().push((Instant::now(), what));
    }

    /// Everything until now.
    pub fn all(&self) -> Vec<(Instant, String)> {
        self.list().clone()
    }
}

/// The service, until this is dropped.
pub struct Raw {
    pub seen: Seen,
    task: JoinHandle<()>,
}

impl Drop for Raw {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Raw {
    /// Serves with HTTP/2 PINGs.
    pub fn start(listener: TcpListener, (every, within): (Duration, Duration)) -> Self {
        let seen = Seen::default();
        let looks_on = seen.clone();
        let service = service_fn(move |request: http::Request<Body>| {
            let seen = looks_on.clone();
            async move {
                let codec = ProstCodec::<SubscribeResponse, SubscribeRequest>::default();
                let call = service_fn(move |request| std::future::ready(answer(&seen, request)));
                Ok::<_, Infallible>(Grpc::new(codec).streaming(call, request).await)
            }
        });
        let server = Server::builder()
            .http2_keepalive_interval(Some(every))
            .http2_keepalive_timeout(Some(within))
            .serve_with_incoming(service, TcpIncoming::from(listener).with_nodelay(Some(true)));
        let task = tokio::spawn(async move {
            // It ends with the socket; the cell then says that nothing was seen.
            let _ = server.await;
        });
        Self { seen, task }
    }
}

fn answer(
    seen: &Seen,
    request: tonic::Request<Streaming<SubscribeRequest>>,
) -> Result<tonic::Response<Output>, Status> {
    tokio::spawn(read(seen.clone(), request.into_inner()));
    let started = Response::Started { keepalive_interval_ms: 86_400_000, capabilities: Vec::new() };
    Ok(tonic::Response::new(Output { first: Some(started), seen: seen.clone() }))
}

async fn read(seen: Seen, mut requests: Streaming<SubscribeRequest>) {
    loop {
        match requests.message().await {
            Ok(Some(_)) => {}
            Ok(None) => return seen.push("the input ends cleanly".to_owned()),
            Err(status) => return seen.push(format!("the input ends with `{:?}`", status.code())),
        }
    }
}

/// One frame, and then nothing.
struct Output {
    first: Option<Response>,
    seen: Seen,
}

impl Stream for Output {
    type Item = Result<SubscribeResponse, Status>;

    fn poll_next(mut self: Pin<&mut Self>, _context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        // Nothing wakes this again: the connection drops it.
        self.first.take().map_or(Poll::Pending, |first| Poll::Ready(Some(Ok(first.into()))))
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        self.seen.push("the output is dropped".to_owned());
    }
}
