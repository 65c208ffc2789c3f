//! The gRPC service on a listening socket.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use http::{Request, Response};
use streams::node::StreamId;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tonic::body::Body;
use tonic::server::Grpc;
use tonic::transport::Server;
use tonic::transport::server::TcpIncoming;
use tonic::{Status, Streaming};
use tower::service_fn;

use super::down::Down;
use super::{Handle, Settings};
use crate::service::{HEADS, SUBSCRIBE, answering, subscribed};
use crate::wire::{HeadsRequest, HeadsResponse, SubscribeRequest};

/// How long a half-close waits to be told from the end of the connection.
const MOMENT: Duration = Duration::from_millis(5);

/// A node that is served until this is dropped. Calls that it has then go on until their connection ends.
pub struct Serving {
    /// The node.
    pub node: Handle,
    /// Where it listens.
    pub address: SocketAddr,
    tasks: [JoinHandle<()>; 2],
}

impl Serving {
    /// Serves until the socket fails.
    pub async fn finished(&mut self) {
        // A task that ends otherwise than by itself has panicked: there is nothing left to serve either.
        let [accepts, _] = &mut self.tasks;
        accepts.await.unwrap_or_default();
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

/// Serves a node on `listener`.
///
/// # Errors
/// The socket has no address.
pub fn serve(listener: TcpListener, settings: Settings) -> io::Result<Serving> {
    let address = listener.local_addr()?;
    let (every, within) = settings.keepalive.unzip();
    let node = Handle::new(settings);
    let ticks = tokio::spawn(node.clone().tick());
    let answering = node.clone();
    let service = service_fn(move |request| answer(answering.clone(), request));
    let incoming = TcpIncoming::from(listener).with_nodelay(Some(true));
    let server = Server::builder()
        .http2_keepalive_interval(every)
        .http2_keepalive_timeout(within)
        .serve_with_incoming(service, incoming);
    let accepts = tokio::spawn(async move {
        // Single connections that fail are theirs alone; this ends with the socket.
        let _ = server.await;
    });
    Ok(Serving { node, address, tasks: [accepts, ticks] })
}

async fn answer(node: Handle, request: Request<Body>) -> Result<Response<Body>, Infallible> {
    Ok(match request.uri().path() {
        SUBSCRIBE => {
            let call = service_fn(move |request| subscribe(node.clone(), request));
            Grpc::new(subscribed()).streaming(call, request).await
        }
        HEADS => {
            let call = service_fn(move |request| heads(node.clone(), request));
            Grpc::new(answering()).unary(call, request).await
        }
        path => Status::unimplemented(format!("there is no method {path}")).into_http(),
    })
}

async fn subscribe(
    node: Handle,
    request: tonic::Request<Streaming<SubscribeRequest>>,
) -> Result<tonic::Response<Down>, Status> {
    let (stream, queue) = node.opened();
    let reader = tokio::spawn(read(node.clone(), stream, request.into_inner()));
    node.reads(stream, reader.abort_handle());
    Ok(tonic::Response::new(Down { queue, stream, node }))
}

/// Hands the node what the client sends, until it sends nothing more.
async fn read(node: Handle, stream: StreamId, mut requests: Streaming<SubscribeRequest>) {
    loop {
        match requests.message().await {
            Ok(Some(request)) => node.frame(stream, request.into()),
            Ok(None) => {
                // The input of a connection that dies ends cleanly too, and its output goes in the same moment, before or after. Then the
                // stream is gone by now, and this says nothing.
                tokio::time::sleep(MOMENT).await;
                return node.half_closed(stream);
            }
            Err(_) => return node.cancelled(stream),
        }
    }
}

async fn heads(node: Handle, request: tonic::Request<HeadsRequest>) -> Result<tonic::Response<HeadsResponse>, Status> {
    Ok(tonic::Response::new(node.heads(request.into_inner().into()).into()))
}
