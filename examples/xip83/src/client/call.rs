//! One call on a connection of its own. A new call on a connection that is dead would be dead too, and nobody would have told.

use streams::code::Code;
use streams::frame::{Request, Response};
use tokio::sync::{mpsc, watch};
use tokio::task::AbortHandle;
use tokio_stream::Stream;
use tonic::Status;
use tonic::client::Grpc;

use super::Target;
use crate::code_of;
use crate::service::{SUBSCRIBE, path, subscribing};
use crate::wire::SubscribeRequest;

/// Frames that are read ahead of who takes them.
const AHEAD: usize = 16;

/// Bytes of a frame, at most: a node as it is by default puts a hundred rows of 4 MiB into one.
const LARGEST_FRAME: usize = 512 << 20;

/// What is heard of a call.
#[derive(Clone, Debug)]
pub enum Event {
    /// The node took it.
    Opened,
    /// The node sent this.
    Frame(Response),
    /// It is over.
    Ended(End),
}

/// How a call ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    /// The code.
    pub code: Code,
    /// What gRPC says about it.
    pub message: String,
}

/// Hears of one call.
pub type Events = mpsc::Receiver<Event>;

/// A call. It is given up when this is dropped.
pub struct Call {
    up: Option<mpsc::UnboundedSender<SubscribeRequest>>,
    takes: watch::Sender<bool>,
    task: AbortHandle,
}

impl Call {
    /// Connects and calls.
    pub fn open(target: &Target) -> (Self, Events) {
        let (up, requests) = mpsc::unbounded_channel();
        let (takes, taking) = watch::channel(true);
        let (events, heard) = mpsc::channel(AHEAD);
        let target = target.clone();
        let task = tokio::spawn(async move {
            let end = follow(target, Up(requests), taking, &events).await;
            // Whoever does not listen any more does not want to know.
            let _ = events.send(Event::Ended(end)).await;
        });
        (Self { up: Some(up), takes, task: task.abort_handle() }, heard)
    }

    /// Sends, unless nothing can be sent any more.
    pub fn send(&self, request: Request) {
        if let Some(up) = &self.up {
            // A call that is over takes nothing; its end is on its way to who listens.
            let _ = up.send(request.into());
        }
    }

    /// Sends nothing more.
    pub fn half_close(&mut self) {
        self.up = None;
    }

    /// Reads what comes (`true`), or leaves it to the transport.
    pub fn take(&self, takes: bool) {
        self.takes.send_replace(takes);
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// What is sent, as a stream.
struct Up(mpsc::UnboundedReceiver<SubscribeRequest>);

impl Stream for Up {
    type Item = SubscribeRequest;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<SubscribeRequest>> {
        self.0.poll_recv(context)
    }
}

async fn follow(target: Target, up: Up, mut taking: watch::Receiver<bool>, events: &mpsc::Sender<Event>) -> End {
    match hear(target, up, &mut taking, events).await {
        Ok(()) => End { code: Code::Ok, message: String::new() },
        Err(status) => End { code: code_of(&status), message: status.message().to_owned() },
    }
}

async fn hear(
    target: Target,
    up: Up,
    taking: &mut watch::Receiver<bool>,
    events: &mpsc::Sender<Event>,
) -> Result<(), Status> {
    let unreachable = |error: tonic::transport::Error| Status::unavailable(reason(&error));
    let channel = target.0.connect().await.map_err(unreachable)?;
    let mut grpc = Grpc::new(channel).max_decoding_message_size(LARGEST_FRAME);
    grpc.ready().await.map_err(unreachable)?;
    let response = grpc.streaming(tonic::Request::new(up), path(SUBSCRIBE), subscribing()).await?;
    let gone = |_| Status::cancelled("nobody listens");
    events.send(Event::Opened).await.map_err(gone)?;
    let mut frames = response.into_inner();
    loop {
        // The other end lives as long as the call.
        let _ = taking.wait_for(|takes| *takes).await;
        let Some(message) = frames.message().await? else { return Ok(()) };
        // A frame of a kind that this program does not know is passed over.
        if let Some(frame) = message.frame() {
            events.send(Event::Frame(frame)).await.map_err(|_| Status::cancelled("nobody listens"))?;
        }
    }
}

/// An error and what it comes from, in one line.
fn reason(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |error| error.source());
    causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}
