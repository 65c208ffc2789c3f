//! INV-L1 to INV-L3: what the other user gets of a user's devices.

use std::collections::BTreeMap;

use super::reads::loss;
use super::state::{Said, State};
use super::{Cause, Findings, Invariant};
use crate::binding::Key;
use crate::tree::{Node, User};

/// INV-L2: no ratchet key and index twice.
pub(super) fn keys_once(state: &State<'_>, findings: &mut Findings) {
    let mut used: BTreeMap<(Key, u64), &Said> = BTreeMap::new();
    for said in &state.wire {
        findings.exercise(Invariant::NoKeyTwice);
        let Some(first) = used.insert((said.key, said.index), said) else { continue };
        let cause = Cause::KeyAgain {
            first: first.name.clone(),
            second: said.name.clone(),
            node: said.node,
            index: said.index,
        };
        findings.broke(Invariant::NoKeyTwice, said.entry, cause);
    }
}

/// INV-L1: under a leader, each state of the ratchet has one sender.
pub(super) fn one_sender(state: &State<'_>, findings: &mut Findings) {
    if !state.run.is_led() || state.failover.is_none() {
        return;
    }
    findings.exercise(Invariant::OneSender);
    let (mut steps, mut keys) = (BTreeMap::<Node, &Said>::new(), BTreeMap::<(Key, u64), &Said>::new());
    for said in state.wire.iter().filter(|said| said.by.user == User::A) {
        let (node, index, second) = (said.node, said.index, said.by);
        if let Some(first) = keys.insert((said.key, said.index), said).filter(|first| first.by != second) {
            let cause = Cause::TwoSenders { first: first.by, second, node, index };
            findings.broke(Invariant::OneSender, said.entry, cause);
        }
        let Some(parent) = said.parent else { continue };
        if let Some(first) = steps.insert(parent, said).filter(|first| first.by != second) {
            findings.broke(Invariant::OneSender, said.entry, Cause::TwoSteps { first: first.by, second, parent });
        }
    }
}

/// INV-L3: what was sent before the first fail-over is opened.
pub(super) fn failover(state: &State<'_>, findings: &mut Findings) {
    let Some(failover) = state.failover else { return };
    for said in state.wire.iter().filter(|said| said.by.user == User::A && said.entry < failover) {
        for device in state.living().filter(|device| device.user == User::B) {
            if state.is_pending(device, &said.name) {
                continue;
            }
            findings.exercise(Invariant::FailoverLosesNothing);
            if let Some((entry, loss)) = loss(state, said, device) {
                let cause = Cause::NotOpened { device, message: said.name.clone(), loss };
                findings.broke(Invariant::FailoverLosesNothing, entry, cause);
            }
        }
    }
}
