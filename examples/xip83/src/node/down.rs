//! What a node sends on one call, until the transport takes it.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use streams::node::StreamId;
use tokio_stream::Stream;
use tonic::Status;

use super::Handle;
use crate::wire::SubscribeResponse;

/// Frames that wait for the transport.
#[derive(Default)]
pub(super) struct Queue(Mutex<Waiting>);

#[derive(Default)]
struct Waiting {
    frames: VecDeque<(usize, SubscribeResponse)>,
    bytes: usize,
    /// The machine was told to wait.
    full: bool,
    /// Nothing follows but this.
    end: Option<Option<Status>>,
    waker: Option<Waker>,
}

impl Queue {
    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One more frame. Is the queue full with it, and was not before?
    pub fn push(&self, bytes: usize, frame: SubscribeResponse, most: usize) -> bool {
        let mut waiting = self.waiting();
        waiting.bytes += bytes;
        waiting.frames.push_back((bytes, frame));
        let fills = !waiting.full && waiting.bytes >= most;
        waiting.full |= fills;
        wake(waiting);
        fills
    }

    /// Nothing follows what waits.
    pub fn end(&self, status: Option<Status>) {
        let mut waiting = self.waiting();
        waiting.end = Some(status);
        wake(waiting);
    }
}

fn wake(mut waiting: MutexGuard<'_, Waiting>) {
    let waker = waiting.waker.take();
    drop(waiting);
    waker.into_iter().for_each(Waker::wake);
}

/// The body of a call's response. Dropped before its end, it tells the node that the call is gone.
pub(super) struct Down {
    pub queue: Arc<Queue>,
    pub stream: StreamId,
    pub node: Handle,
}

impl Stream for Down {
    type Item = Result<SubscribeResponse, Status>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut waiting = self.queue.waiting();
        if let Some((bytes, frame)) = waiting.frames.pop_front() {
            waiting.bytes -= bytes;
            let drained = waiting.full && waiting.frames.is_empty();
            waiting.full &= !drained;
            drop(waiting);
            if drained {
                self.node.drained(self.stream);
            }
            return Poll::Ready(Some(Ok(frame)));
        }
        match &mut waiting.end {
            Some(status) => Poll::Ready(status.take().map(Err)),
            None => {
                waiting.waker = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }
}

impl Drop for Down {
    fn drop(&mut self) {
        self.node.cancelled(self.stream);
    }
}
