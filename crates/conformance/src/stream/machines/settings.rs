//! What node and client are set to.

use streams::client::{Backoff, ClientOptions, OnResume as ModelOnResume};
use streams::dialect::Dialect;
use streams::node::{NodeOptions, PingWhen as ModelPingWhen};

use super::names::Names;
use crate::format::topics::stream::{Input, OnResume, PingWhen, ResumeFrom};

/// After how many intervals without proof a client is challenged at the latest.
const UNPROVEN_K: u32 = 2;

pub(super) fn node(input: &Input, dialect: Dialect, names: &Names<'_>) -> Result<NodeOptions, String> {
    let (policy, mut node) = (&input.policy, NodeOptions { dialect, ..NodeOptions::default() });
    node.interval_ms = input.interval_ms;
    node.pong_deadline_ms = input.pong_deadline_ms;
    if policy.ping_when == Some(PingWhen::Unproven) {
        node.ping_when = ModelPingWhen::Unproven { k: UNPROVEN_K };
    }
    if let Some(page) = policy.page {
        (node.page.rows, node.page.every_ms) = (page.rows as usize, page.every_ms);
    }
    for (label, _) in policy.allow.iter().filter(|(_, allowed)| !**allowed) {
        node.denied.insert(names.topic(label)?);
    }
    let limits = policy.limits.unwrap_or_default();
    let set = |to: &mut usize, value: Option<u32>| *to = value.map_or(*to, |value| value as usize);
    set(&mut node.limits.topics, limits.max_topics);
    set(&mut node.limits.adds, limits.max_adds);
    set(&mut node.limits.held_rows, limits.max_held_rows);
    set(&mut node.limits.mutates_per_second, limits.mutates_per_second);
    set(&mut node.limits.pings_per_second, limits.pings_per_second);
    set(&mut node.row_bytes, limits.max_row_bytes);
    node.limits.send_ms = limits.send_within_ms.unwrap_or(node.limits.send_ms);
    node.fence = policy.fence;
    node.remove_cancels_history = policy.remove_cancels.unwrap_or_default();
    node.knows_subscribe = !policy.unimplemented;
    Ok(node)
}

pub(super) fn client(input: &Input, dialect: Dialect) -> ClientOptions {
    let (policy, mut client) = (&input.policy, ClientOptions::speaking(dialect));
    client.watchdog_n = input.watchdog_n;
    client.probe_ms = policy.probe_ms.unwrap_or(client.probe_ms);
    client.grace_ms = policy.grace_ms;
    client.reconcile_ms = policy.reconcile_ms;
    if policy.on_resume == Some(OnResume::Reconnect) {
        client.on_resume = ModelOnResume::Reconnect;
    }
    if policy.resume_from == Some(ResumeFrom::Floors) && dialect.rules().marks {
        client.cursors = streams::client::Cursors::Floors;
    }
    if let Some(own) = policy.backoff {
        client.backoff =
            Backoff { base_ms: own.base_ms, cap_ms: own.cap_ms, jitter_ms: own.jitter_ms, min_ms: own.min_ms };
    }
    client
}
