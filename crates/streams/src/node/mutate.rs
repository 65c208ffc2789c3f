//! A Mutate: judged as a whole, then carried out (X-S2, X-S3, X-S5, X-S7, X-S11a).

use std::collections::BTreeMap;

use super::slip::Slip;
use super::stream::{Around, Registration, Stream};
use super::wave::Wave;
use crate::code::Code;
use crate::cursor::{Cursor, Sequence};
use crate::dialect::Binding;
use crate::frame::{Mutate, Response, Topic};

impl Stream {
    pub(super) fn mutate(&mut self, around: &Around<'_>, mutate: Mutate) -> Result<(), Code> {
        let adds = merged(&mutate, around);
        self.judge(around, &mutate, &adds)?;
        let first = !std::mem::replace(&mut self.mutated, true);
        for topic in &mutate.removes {
            self.remove(around, topic);
        }
        let added = !adds.is_empty();
        let topics = if mutate.history_only { adds } else { self.register(around, adds) };
        if !topics.is_empty() {
            let key = self.next_key;
            self.waves.push(Wave::new(key, mutate.mutate_id, mutate.history_only, topics, around));
            self.next_key += 1;
            return self.turn(around);
        }
        if around.options.dialect.rules().acknowledges_all || first || added {
            self.send(around, Response::CatchupComplete(mutate.mutate_id))?;
        }
        Ok(())
    }

    /// What no node may accept. Nothing of a refused Mutate takes effect.
    fn judge(&self, around: &Around<'_>, mutate: &Mutate, adds: &BTreeMap<Topic, Cursor>) -> Result<(), Code> {
        let (options, rules) = (around.options, around.options.dialect.rules());
        let unknown = |topic: &Topic| topic.kind().is_none();
        if adds.keys().any(unknown) || mutate.removes.iter().any(unknown) {
            return Err(Code::InvalidArgument);
        }
        let in_flight = self.waves.iter().any(|wave| wave.mutate_id == mutate.mutate_id);
        let strict = rules.strict_ids && !options.slips(Slip::TakesUsedIds);
        if strict && (in_flight || (!adds.is_empty() && mutate.mutate_id == 0)) {
            return Err(Code::InvalidArgument);
        }
        let odd = |cursor: &Cursor| cursor.is_out_of_range() && !options.slips(Slip::TakesAnyCursor);
        let wrong = |cursor: &Cursor| cursor.binding() != options.binding || odd(cursor);
        if mutate.adds.iter().any(|add| wrong(&add.id_cursor)) {
            return Err(Code::InvalidArgument);
        }
        if rules.refuses_overlap
            && !options.slips(Slip::AllowsOverlap)
            && adds.keys().any(|topic| self.overlaps(around, mutate, topic))
        {
            return Err(Code::InvalidArgument);
        }
        let trusted = options.slips(Slip::TrustsTheStream) && self.mutated;
        if !trusted && adds.keys().any(|topic| options.denied.contains(topic)) {
            return Err(Code::PermissionDenied);
        }
        let topics = self.registrations.len() + adds.keys().filter(|t| !self.registrations.contains_key(t)).count();
        let entries: usize = mutate.adds.iter().map(|add| add.id_cursor.entries()).sum();
        let many = mutate.adds.len() > options.limits.adds || entries > options.limits.cursor_entries;
        if many || topics > options.limits.topics {
            return Err(Code::ResourceExhausted);
        }
        Ok(())
    }

    /// Would a topic be replayed by a `history_only` Mutate and be subscribed, or be replayed twice?
    fn overlaps(&self, around: &Around<'_>, mutate: &Mutate, topic: &Topic) -> bool {
        let removed = mutate.removes.contains(topic);
        let replays = self.waves.iter().any(|wave| wave.history_only && wave.topics.contains_key(topic))
            && !(removed && around.options.remove_cancels_history);
        replays || (mutate.history_only && !removed && self.registrations.contains_key(topic))
    }

    /// Drops registration and floor (X-S5d). Whether a running replay goes with it is open (X-S5g).
    fn remove(&mut self, around: &Around<'_>, topic: &Topic) {
        let removed = self.registrations.remove(topic);
        if around.options.slips(Slip::FloorOutlivesRemove)
            && let Some(registration) = removed
        {
            self.ghosts.insert(topic.clone(), registration.floor);
        }
        let cancels = around.options.remove_cancels_history;
        let stale = around.options.slips(Slip::StaleGate);
        for wave in self.waves.iter_mut().filter(|wave| if wave.history_only { cancels } else { !stale }) {
            wave.forget(topic);
        }
    }

    /// Registers what is new, or wanted from further back (X-S5e): the topics of the new wave. In d14n what is active stays as it
    /// is (X-D3).
    fn register(&mut self, around: &Around<'_>, adds: BTreeMap<Topic, Cursor>) -> BTreeMap<Topic, Cursor> {
        let rewinds = around.options.binding == Binding::V3 || around.options.slips(Slip::ReaddRewinds);
        let (key, mut topics) = (self.next_key, BTreeMap::new());
        for (topic, cursor) in adds {
            let known = self.registrations.get(&topic);
            if known.is_some_and(|registration| !rewinds || !cursor.is_below(&registration.floor)) {
                continue;
            }
            let was_live = known.is_some_and(|registration| registration.wave.is_none() || registration.was_live);
            let mut floor = cursor.clone();
            self.ghosts.get(&topic).into_iter().for_each(|ghost| floor.raise_to(ghost));
            if !around.options.slips(Slip::StaleGate) {
                self.waves.iter_mut().filter(|wave| !wave.history_only).for_each(|wave| wave.forget(&topic));
            }
            self.registrations
                .insert(topic.clone(), Registration { cursor, floor: floor.clone(), wave: Some(key), was_live });
            topics.insert(topic, floor);
        }
        topics
    }
}

/// The adds, each topic once: in v3 the lowest cursor counts (X-S5b), in d14n the first (X-D4).
fn merged(mutate: &Mutate, around: &Around<'_>) -> BTreeMap<Topic, Cursor> {
    let options = around.options;
    let mut adds: BTreeMap<Topic, Cursor> = BTreeMap::new();
    for add in &mutate.adds {
        let end = add.id_cursor.is_beginning() && options.slips(Slip::ZeroIsTheEnd);
        let cursor = if end { head(&add.topic, around) } else { add.id_cursor.clone() };
        let counts = |known: &Cursor| options.binding == Binding::V3 && cursor.is_below(known);
        if adds.get(&add.topic).is_none_or(|known| options.slips(Slip::LastAddWins) || counts(known)) {
            adds.insert(add.topic.clone(), cursor);
        }
    }
    adds
}

/// The end of the log, as a cursor of a topic.
fn head(topic: &Topic, around: &Around<'_>) -> Cursor {
    let heads = around.log.heads();
    let of_originator = |(sequence, id): (&Sequence, &u64)| match sequence {
        Sequence::Originator(originator) => Some((*originator, *id)),
        Sequence::Kind(_) => None,
    };
    match around.options.binding {
        Binding::V3 => {
            let head = topic.kind().and_then(|kind| heads.get(&kind.into()));
            Cursor::Id(head.copied().unwrap_or_default())
        }
        Binding::D14n => Cursor::LastSeen(heads.iter().filter_map(of_originator).collect()),
    }
}
