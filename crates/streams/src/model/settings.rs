//! What files say of node, pipes and clients, in place of what holds anyway.

use super::file::{ClientFile, NodeFile, PipeFile, SilenceName};
use super::names;
use crate::client::ClientOptions;
use crate::node::NodeOptions;
use crate::part::pipe::{PipeOptions, Silence};
use crate::watchdog::WatchdogOptions;
use experiment::file::error::Problem;

/// Takes what the file says where it says something.
macro_rules! take {
    ($($to:expr => $from:expr),* $(,)?) => {
        $(if let Some(value) = $from { $to = value; })*
    };
}

pub(super) fn node(file: &NodeFile) -> NodeOptions {
    let mut node = NodeOptions::default();
    take! {
        node.interval_ms => file.interval.map(|span| span.millis()),
        node.pong_deadline_ms => file.pong_deadline.or(file.interval).map(|span| span.millis()),
        node.page.rows => file.page_rows,
        node.page.every_ms => file.page_every.map(|span| span.millis()),
        node.frame_rows => file.frame_rows,
        node.row_bytes => file.row_bytes,
        node.limits.topics => file.max_topics,
        node.limits.adds => file.max_adds,
        node.limits.cursor_entries => file.max_cursor_entries,
        node.limits.held_rows => file.max_held,
        node.limits.waiting_frames => file.max_waiting,
        node.limits.send_ms => file.send_within.map(|span| span.millis()),
        node.limits.mutates_per_second => file.max_mutates_per_second,
        node.limits.pings_per_second => file.max_pings_per_second,
        node.knows_subscribe => file.knows_subscribe,
    }
    node
}

pub(super) fn pipe(file: &PipeFile) -> Result<PipeOptions, Problem> {
    let mut pipe = PipeOptions::default();
    take! {
        pipe.up_ms => file.up.map(|span| span.millis()),
        pipe.down_ms => file.down.map(|span| span.millis()),
        pipe.buffer_bytes => file.buffer_bytes,
    }
    pipe.request_bytes_max = file.request_bytes_max;
    if let Some(idle) = &file.idle {
        let silence = match idle.silence {
            SilenceName::Up => Silence::Up,
            SilenceName::Down => Silence::Down,
            SilenceName::Both => Silence::Both,
        };
        pipe.idle = Some((silence, idle.after.millis(), names::code(&idle.code)?));
    }
    Ok(pipe)
}

pub(super) fn client(file: &ClientFile) -> ClientOptions {
    let mut client = ClientOptions::default();
    take! {
        client.watchdog_n => file.watchdog_n,
        client.probe_ms => file.probe.map(|span| span.millis()),
        client.grace_ms => file.grace.map(|span| Some(span.millis())),
        client.backoff.base_ms => file.backoff_base.map(|span| span.millis()),
        client.backoff.cap_ms => file.backoff_cap.map(|span| span.millis()),
        client.backoff.jitter_ms => file.jitter.map(|span| span.millis()),
        client.backoff.min_ms => file.min_interval.map(|span| span.millis()),
        client.buffer_bytes => file.buffer_bytes,
        client.answers => file.answers,
    }
    client
}

pub(super) fn watchdog(file: &ClientFile) -> WatchdogOptions {
    let mut watchdog = WatchdogOptions::default();
    take! {
        watchdog.idle_ms => file.idle.map(|span| span.millis()),
        watchdog.floor_ms => file.floor.map(|span| span.millis()),
        watchdog.jitter_ms => file.jitter.map(|span| span.millis()),
    }
    watchdog
}
