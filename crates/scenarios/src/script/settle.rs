//! Waiting until the world is quiet: for what is under way, and for everything that is due or ends by itself.

use std::collections::BTreeMap;
use std::time::Duration;

use sim_device::Task;
use sim_env::UnixNanos;
use sim_relay::RelayMsg;

use super::{Checkpoint, Script, nanos};
use crate::faults::InForce;
use crate::world::{Marmot, RelayNode, ScriptEntry, Wait, Wire};
use sim_engine::{Blocker, Engine, NodeId, Part, Record};

/// How long the world may take to become quiet before and after the closing roll call, after the last thing that is due.
const CLOSING: Duration = Duration::from_secs(600);
/// The world waits no longer than this at the end, whatever may still be due.
const LONGEST_CLOSING: Duration = Duration::from_secs(86_400);

/// What the script waited for, and what not.
#[derive(Default)]
struct Waits {
    waited_for: Vec<Wait>,
    unfinished: Vec<Blocker>,
    in_vain: Vec<Wait>,
}

impl Script<'_> {
    /// Runs until nothing is pending, but not longer than `limit`.
    pub(crate) fn settle(&mut self, limit: Duration) {
        let since = sim_env::now();
        let until = self.world.later(limit).min(self.last_moment().max(since));
        let waits = self.wait_until(until);
        self.close_settling(since, waits);
    }

    /// As [`Script::settle`], for as long as something is due.
    pub(super) fn settle_at_the_end(&mut self) {
        let since = sim_env::now();
        let last = self.world.later(LONGEST_CLOSING).min(self.last_moment().max(since));
        let mut all = Waits::default();
        loop {
            let until = self.end_of_closing(&all.unfinished, last);
            let waits = self.wait_until(until);
            all.waited_for
                .extend(waits.waited_for.into_iter().filter(|wait| !all.waited_for.contains(wait)).collect::<Vec<_>>());
            (all.unfinished, all.in_vain) = (waits.unfinished, waits.in_vain);
            let due = all.unfinished.iter().any(|blocker| self.due(blocker).is_some_and(|due| due > until));
            if !due || until >= last || self.world.engine.is_given_up() {
                break;
            }
        }
        self.close_settling(since, all);
    }

    /// So long after the last thing that is due or ends by itself, but not after `last`.
    fn end_of_closing(&self, unfinished: &[Blocker], last: UnixNanos) -> UnixNanos {
        let ends = self.faults.values().filter_map(|fault| fault.ends);
        let due = unfinished.iter().filter_map(|blocker| self.due(blocker));
        let latest = ends.chain(due).filter(|at| *at <= last).max().unwrap_or(0).max(sim_env::now());
        latest.saturating_add(nanos(CLOSING)).min(last)
    }

    /// When work that only waits for its time goes on.
    fn due(&self, blocker: &Blocker) -> Option<UnixNanos> {
        blocker.due.map(|due| self.started.saturating_add(nanos(due)))
    }

    fn wait_until(&mut self, until: UnixNanos) -> Waits {
        let mut waits = Waits::default();
        self.advance_while(until, |script, next| {
            let Script { world, faults, changed, .. } = &mut *script;
            let outlook = Outlook { faults, devices: &world.devices, changed: *changed, until };
            let settled = world.engine.settle(next, &|engine, blocker| outlook.is_in_vain(engine, blocker));
            for blocker in &settled.waited_for {
                note(&mut waits.waited_for, script.work(blocker));
            }
            waits.in_vain = settled.in_vain.iter().map(|blocker| script.work(blocker)).collect();
            let quiet = settled.unfinished.is_empty();
            waits.unfinished = settled.unfinished;
            let ends = script.faults.iter().filter(|(_, fault)| fault.ends.is_some_and(|ends| ends <= until));
            let ends: Vec<_> = ends.map(|(name, _)| Wait::FaultToEnd { fault: name.clone() }).collect();
            let over = quiet && ends.is_empty();
            ends.into_iter().for_each(|wait| note(&mut waits.waited_for, wait));
            over
        });
        self.note_what_stays(until, &mut waits);
        waits
    }

    /// Faults that are still in force, and what they hold back.
    fn note_what_stays(&self, until: UnixNanos, waits: &mut Waits) {
        for (name, fault) in self.faults.iter().filter(|(_, fault)| fault.acts()) {
            waits.in_vain.push(match fault.ends {
                Some(ends) if ends > until => Wait::FaultToEnd { fault: name.clone() },
                Some(_) => continue,
                None => Wait::FaultInForce { fault: name.clone() },
            });
        }
        let held = self.world.engine.held_back();
        waits
            .in_vain
            .extend(held.into_iter().map(|(fault, messages)| Wait::Held { fault: fault.to_owned(), messages }));
    }

    fn work(&self, blocker: &Blocker) -> Wait {
        let relay = self.world.relays.iter().find(|(_, id)| Some(**id) == blocker.peer).map(|(name, _)| name.clone());
        Wait::Work {
            who: blocker.who.clone(),
            kind: blocker.kind,
            what: blocker.what.clone(),
            waits_for: relay.unwrap_or_else(|| blocker.waits_for.clone()),
        }
    }

    /// Says what was waited for, if there is anything to say, and looks at every device.
    fn close_settling(&mut self, since: UnixNanos, waits: Waits) {
        let Waits { waited_for, unfinished, in_vain } = waits;
        let later = |wait: &Wait| matches!(wait, Wait::FaultToEnd { .. } | Wait::Held { .. });
        let quiet = unfinished.is_empty() && !in_vain.iter().any(later);
        if !(waited_for.is_empty() && unfinished.is_empty() && in_vain.is_empty()) {
            let unfinished = unfinished.iter().map(|blocker| self.work(blocker)).collect();
            let took_ms = (sim_env::now() - since) / 1_000_000;
            self.note_step(ScriptEntry::Waited { took_ms, waited_for, unfinished, in_vain });
        }
        self.checkpoint(quiet, unfinished);
    }

    /// Every device as it is now.
    pub(super) fn checkpoint(&mut self, quiet: bool, blockers: Vec<Blocker>) {
        let devices: Vec<_> = self.world.devices.values().copied().collect();
        devices.into_iter().for_each(|id| self.world.engine.touch(Part::Participant(id)));
        let checkpoint = Checkpoint {
            entries: self.world.engine.transcript.entries.len(),
            at: self.world.engine.uptime(),
            views: self.world.views(),
            quiet,
            blockers,
        };
        self.checkpoints.push(checkpoint);
    }
}

/// What may still come of unfinished work before a moment.
struct Outlook<'a> {
    faults: &'a BTreeMap<String, InForce>,
    devices: &'a BTreeMap<String, NodeId>,
    /// The transcript entry before which a fault or a relay last changed.
    changed: usize,
    until: UnixNanos,
}

impl Outlook<'_> {
    /// Will this work not end before `until`, whatever is tried? So it is with a connection while a fault that lasts longer is in
    /// its way, with a subscription that a relay has refused since anything changed there, and with a publication at a relay that
    /// has said no again and again without saying to what.
    fn is_in_vain(&self, engine: &Engine<Marmot>, blocker: &Blocker) -> bool {
        let outlasts = |fault: &str| self.faults.get(fault).is_some_and(|fault| fault.outlasts(self.until));
        let (Some(device), Some(relay)) = (self.devices.get(&blocker.who), blocker.peer) else { return false };
        if blocker.kind == Task::Reconnect.id() {
            return engine.thwarted_by(*device, relay).is_some_and(outlasts);
        }
        if blocker.kind == Task::Publish.id() {
            return refuses_without_a_name(engine, *device, relay, self.changed);
        }
        if blocker.kind == Task::Resubscribe.id() {
            return match last_refusal(engine, *device, relay) {
                Some(Refusal::ByFault(fault)) => outlasts(fault),
                Some(Refusal::ByRelay { entry, for_now }) => !for_now && entry >= self.changed,
                None => false,
            };
        }
        false
    }
}

/// So many refusals without a name are no accident: every publication is tried as often before its relay counts as silent.
const NAMELESS: usize = 3;

/// Does this relay refuse without naming the event, and has it told the device so?
fn refuses_without_a_name(engine: &Engine<Marmot>, device: NodeId, relay: NodeId, changed: usize) -> bool {
    let does = engine.participant::<RelayNode>(relay).is_some_and(|node| !node.relay().personality().names_refusals());
    let nameless =
        |message: &Wire| matches!(message, Wire::ToDevice(RelayMsg::NamelessOk { .. } | RelayMsg::Notice(_)));
    let told = engine.transcript.entries.iter().skip(changed).filter(|entry| match &entry.record {
        Record::Delivered { from, to, message } => (*from, *to) == (relay, device) && nameless(message),
        _ => false,
    });
    does && told.take(NAMELESS).count() == NAMELESS
}

/// Who refused the device's last subscription at this relay.
fn last_refusal<'e>(engine: &'e Engine<Marmot>, device: NodeId, relay: NodeId) -> Option<Refusal<'e>> {
    let mut refused = None;
    for (index, entry) in engine.transcript.entries.iter().enumerate().rev() {
        match &entry.record {
            Record::Delivered { from, to, message: Wire::ToDevice(RelayMsg::Closed { message, .. }) }
                if refused.is_none() && (*from, *to) == (relay, device) =>
            {
                let for_now = message.starts_with("rate-limited:");
                refused = Some(Refusal::ByRelay { entry: index, for_now });
            }
            Record::Delivered { from, to, message: Wire::ToRelay(sim_relay::ClientMsg::Req { .. }) }
                if refused.is_some() && (*from, *to) == (device, relay) =>
            {
                break;
            }
            Record::Fault { from, to, fault, message: Wire::ToRelay(sim_relay::ClientMsg::Req { .. }), .. }
                if (*from, *to) == (device, relay) =>
            {
                return Some(Refusal::ByFault(fault));
            }
            _ => {}
        }
    }
    refused
}

/// What refused a subscription.
enum Refusal<'e> {
    /// A fault, by name.
    ByFault(&'e str),
    /// The relay itself.
    ByRelay {
        /// Where it says so.
        entry: usize,
        /// Whether it asked for patience.
        for_now: bool,
    },
}

fn note(waits: &mut Vec<Wait>, wait: Wait) {
    if !waits.contains(&wait) {
        waits.push(wait);
    }
}
