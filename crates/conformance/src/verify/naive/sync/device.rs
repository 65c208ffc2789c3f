//! What a device does with one input.

use super::slips::Slip;
use super::world::{
    Body, Crash, DAY, Device, Event, Item, Job, Kept, Letter, Message, Push, Record, Register, Registers, Row, Rules,
    Sealed,
};

/// It dies here.
pub(super) struct Dead(pub u64);

/// The states of a message, the lowest first.
pub(super) const STATES: [&str; 4] = ["pending_forward", "sent", "received", "processed"];

/// One input of a device.
pub(super) struct Turn<'a> {
    pub rules: &'a Rules,
    pub now: u64,
    pub device: &'a mut Device,
    pub pushes: Vec<Push>,
    pub sync_messages: u32,
    cause: Option<(&'static str, String)>,
    repeated: bool,
    /// What it changed is written.
    written: bool,
}

impl<'a> Turn<'a> {
    pub fn new(rules: &'a Rules, now: u64, device: &'a mut Device) -> Self {
        Self { rules, now, device, pushes: Vec::new(), sync_messages: 0, cause: None, repeated: false, written: false }
    }

    /// Lets something happen. What the device kept before is there again if it dies and all is written together.
    pub fn whole(&mut self, happens: impl FnOnce(&mut Self) -> Result<(), Dead>) -> Result<(), Dead> {
        let before = self.device.kept.clone();
        let ended = happens(self);
        if ended.is_err() && self.is_whole() && !self.written {
            self.device.kept = before;
            self.pushes.clear();
        }
        ended?;
        if self.repeated {
            self.device.repeat = false;
        }
        self.flush();
        Ok(())
    }

    fn is_whole(&self) -> bool {
        self.rules.slips(Slip::WritesTogether) || self.rules.has(10) && !self.rules.slips(Slip::WritesAtOnce)
    }

    /// Jobs go out.
    pub fn flush(&mut self) {
        let jobs = std::mem::take(&mut self.device.kept.jobs);
        self.pushes.extend(jobs.into_iter().map(Push::ToContact));
    }

    fn kept(&mut self) -> &mut Kept {
        &mut self.device.kept
    }

    fn name(&self) -> String {
        self.device.name.clone()
    }

    fn point(&self, point: &str) -> Result<(), Dead> {
        let Some(Crash { point: wanted, sync_type, of, down }) = &self.device.crash else { return Ok(()) };
        let (kind, uuid) = self.cause.as_ref().map_or(("", ""), |(kind, uuid)| (*kind, uuid.as_str()));
        let fits = wanted == point
            && sync_type.as_ref().is_none_or(|wanted| wanted == kind)
            && of.as_ref().is_none_or(|wanted| wanted == uuid);
        if fits { Err(Dead(*down)) } else { Ok(()) }
    }

    // Records and rows.

    fn record_of(&self, contact: &str) -> Option<Record> {
        self.device.kept.records.iter().find(|record| record.contact == contact).cloned()
    }

    fn record(&self, uid: &str) -> Option<Record> {
        self.device.kept.records.iter().find(|record| record.uid == uid).cloned()
    }

    fn keep_record(&mut self, record: &Record) {
        match self.kept().records.iter_mut().find(|own| own.uid == record.uid) {
            Some(own) => *own = record.clone(),
            None => self.kept().records.push(record.clone()),
        }
    }

    fn state_of(&self, uid: &str, uuid: &str) -> Option<u8> {
        let rows = self.device.kept.rows.iter().rev();
        rows.filter(|row| row.uid == uid && row.uuid == uuid).map(|row| row.state).next()
    }

    fn put(&mut self, uid: &str, message: &Message) {
        let merges = self.rules.has(2) && !self.rules.slips(Slip::NoMerge);
        let joins = self.joins();
        let moves = self.rules.slips(Slip::OwnRowMoves);
        let fits = |row: &&mut Row| {
            row.uid == uid
                && row.uuid == message.uuid
                && (merges || joins && row.text.is_none() || moves && row.state == 0)
        };
        let Some(row) = self.kept().rows.iter_mut().find(fits) else {
            let Message { uuid, text, outbound, state } = message.clone();
            self.kept().rows.push(Row { uid: uid.to_owned(), uuid, text: Some(text), outbound, state });
            return;
        };
        row.text = Some(message.text.clone());
        row.outbound = message.outbound;
        row.state = if joins { row.state.max(message.state) } else { message.state };
    }

    fn joins(&self) -> bool {
        self.rules.has(3) && !self.rules.slips(Slip::LastStatus)
    }

    fn put_status(&mut self, uid: &str, uuid: &str, state: u8) {
        let (joins, mut found) = (self.joins(), false);
        for row in self.kept().rows.iter_mut().filter(|row| row.uid == uid && row.uuid == uuid) {
            row.state = if joins { row.state.max(state) } else { state };
            found = true;
        }
        if !found && self.rules.has(3) && !self.rules.slips(Slip::NoStub) {
            let (uid, uuid) = (uid.to_owned(), uuid.to_owned());
            self.kept().rows.push(Row { uid, uuid, text: None, outbound: true, state });
        }
    }

    // Events.

    fn new_id(&mut self) -> String {
        self.kept().events += 1;
        format!("{}#{}", self.device.name, self.device.kept.events)
    }

    fn event(&mut self, body: Body) -> Event {
        let by_uuid = match &body {
            Body::Msg(..) => true,
            Body::Status(..) | Body::Forward(..) => !self.rules.per_event,
            Body::Peer { .. } | Body::Identity(_) => false,
        };
        let id = if by_uuid && !self.rules.has(1) { body.about().to_owned() } else { self.new_id() };
        Event { id, body }
    }

    fn floods(&self) -> bool {
        self.rules.flood && self.rules.has(5) && !self.rules.slips(Slip::NeverFloods)
    }

    fn key(&self, event: &Event) -> String {
        if self.rules.has(1) { format!("{}|{}", event.body.name(), event.id) } else { event.id.clone() }
    }

    fn send(&mut self, to: &[String], event: &Event) {
        for to in to {
            for _ in 0..if self.device.repeat { 2 } else { 1 } {
                self.repeated |= self.device.repeat;
                self.sync_messages += 1;
                self.pushes.push(Push::ToDevice(to.clone(), Sealed::Event(event.clone())));
            }
        }
    }

    fn dispatch_to(&mut self, to: &[String], body: Body) {
        let event = self.event(body);
        if self.floods() {
            let (key, now) = (self.key(&event), self.now);
            self.kept().seen.entry(key).or_insert(now);
        }
        self.send(to, &event);
    }

    fn dispatch(&mut self, body: Body) {
        let siblings = self.siblings();
        self.dispatch_to(&siblings, body);
    }

    fn siblings(&self) -> Vec<String> {
        self.device.kept.siblings.iter().cloned().collect()
    }

    fn record_event(&self, record: &Record, changed: Option<&[String]>) -> Body {
        let changed = changed.filter(|_| self.rules.has(6));
        let is_in = |name: &String| changed.is_none_or(|changed| changed.contains(name));
        let registers = record.registers.iter().filter(|(name, _)| is_in(name));
        Body::Peer {
            uid: record.uid.clone(),
            contact: changed.is_none().then(|| record.contact.clone()),
            registers: registers.map(|(name, register)| (name.clone(), self.stamped(register))).collect(),
            claim: self.rules.has(7).then(|| (record.primary.clone(), record.epoch)),
            of: record.contact.clone(),
        }
    }

    fn stamped(&self, register: &Register) -> Register {
        if self.rules.has(6) { register.clone() } else { (register.0.clone(), 0, String::new()) }
    }

    fn card_event(&self, changed: Option<&[String]>) -> Body {
        let is_in = |name: &String| changed.filter(|_| self.rules.has(6)).is_none_or(|changed| changed.contains(name));
        let card = self.device.kept.card.iter().filter(|(name, _)| is_in(name));
        Body::Identity(card.map(|(name, register)| (name.clone(), self.stamped(register))).collect())
    }

    // Talk with a contact.

    pub fn types(&mut self, contact: &str, uuid: &str, text: &str) -> Result<(), Dead> {
        let Some(record) = self.record_of(contact) else { return Ok(()) };
        let message = Message { uuid: uuid.to_owned(), text: text.to_owned(), outbound: true, state: 0 };
        if record.primary == self.device.name {
            return self.send_and_tell(&record, message);
        }
        let hook = !self.rules.hook_primary_only || self.rules.slips(Slip::HookAlways);
        if self.rules.slips(Slip::RowFirst) && hook {
            self.dispatch(Body::Msg(record.uid.clone(), message.clone()));
        }
        self.forward(&record, &message);
        self.put(&record.uid, &message);
        if hook && !self.rules.slips(Slip::RowFirst) {
            self.dispatch(Body::Msg(record.uid, message));
        }
        Ok(())
    }

    fn forward(&mut self, record: &Record, message: &Message) {
        let siblings = self.siblings();
        let to = if siblings.contains(&record.primary) {
            vec![record.primary.clone()]
        } else if self.floods() {
            siblings
        } else {
            return;
        };
        self.dispatch_to(&to, Body::Forward(record.uid.clone(), message.clone()));
    }

    fn send_and_tell(&mut self, record: &Record, mut message: Message) -> Result<(), Dead> {
        if let Some(session) = record.session.clone() {
            message.state = message.state.max(1);
            let (contact, uuid) = (record.contact.clone(), message.uuid.clone());
            self.kept().jobs.push(Job { contact, uuid, session });
        }
        self.point("after_contact_job_queued")?;
        self.put(&record.uid, &message);
        self.point("before_msg_back")?;
        self.dispatch(Body::Msg(record.uid.clone(), message));
        Ok(())
    }

    pub fn told(&mut self, contact: &str, uuid: &str, state: u8) {
        let Some(record) = self.record_of(contact) else { return };
        let state = self.state_of(&record.uid, uuid).unwrap_or_default().max(state);
        self.put_status(&record.uid, uuid, state);
        self.dispatch(Body::Status(record.uid, uuid.to_owned(), state));
    }

    /// A letter of a contact. True if it need not lie there any longer.
    pub fn letter(&mut self, contact: &str, queue: Option<&String>, letter: &Letter) -> bool {
        let own = |record: &&Record| record.contact == contact && record.queue.as_ref() == queue;
        let Some(record) = self.device.kept.records.iter().find(own).cloned() else { return false };
        if record.session.as_ref() != Some(&letter.session) || !self.kept().opened.insert(letter.number) {
            return record.primary == self.device.name;
        }
        let (uuid, text) = (letter.uuid.clone(), letter.text.clone());
        let message = Message { uuid, text, outbound: false, state: 2 };
        self.put(&record.uid, &message);
        self.dispatch(Body::Msg(record.uid, message));
        true
    }

    fn pending_goes_out(&mut self, record: &Record) -> Result<(), Dead> {
        if self.rules.slips(Slip::WaitsForEver) {
            return Ok(());
        }
        let rows = self.device.kept.rows.clone();
        for row in rows.into_iter().filter(|row| row.uid == record.uid && row.outbound && row.state == 0) {
            let text = row.text.unwrap_or_default();
            let message = Message { uuid: row.uuid, text, outbound: true, state: 0 };
            if record.primary == self.device.name {
                self.send_and_tell(record, message)?;
            } else {
                self.forward(record, &message);
            }
        }
        Ok(())
    }

    // Records.

    pub fn edits(&mut self, contact: Option<&str>, set: &[(String, String)]) {
        self.kept().clock += 1;
        let (clock, name) = (self.device.kept.clock, self.name());
        let changed: Vec<String> = set.iter().map(|(field, _)| field.clone()).collect();
        let news = set.iter().map(|(field, value)| (field.clone(), (value.clone(), clock, name.clone())));
        match contact.map(|contact| self.record_of(contact)) {
            None => {
                self.kept().card.extend(news);
                let body = self.card_event(Some(&changed));
                self.dispatch(body);
            }
            Some(None) => self.kept().clock -= 1,
            Some(Some(mut record)) => {
                record.registers.extend(news);
                self.keep_record(&record);
                let body = self.record_event(&record, Some(&changed));
                self.dispatch(body);
            }
        }
    }

    pub fn meets(&mut self, contact: &str) {
        let (kept, name) = (&mut self.device.kept, self.device.name.clone());
        (kept.clock, kept.begun) = (kept.clock + 1, kept.begun + 1);
        let registers = super::explore::first_registers(contact, kept.clock, &name);
        let record = Record {
            uid: uid(self.rules, contact, &name),
            contact: contact.to_owned(),
            queue: None,
            primary: name.clone(),
            epoch: u64::from(self.rules.has(7)),
            registers,
            session: Some((name, self.device.kept.begun)),
        };
        self.keep_record(&record);
        let body = self.record_event(&record, None);
        self.dispatch(body);
    }

    pub fn takes_over(&mut self, contact: &str) -> Result<(), Dead> {
        let Some(mut record) = self.record_of(contact).filter(|_| self.rules.has(14)) else { return Ok(()) };
        self.kept().begun += 1;
        record.session = Some((self.name(), self.device.kept.begun));
        (record.primary, record.epoch) = (self.name(), record.epoch + 1);
        self.keep_record(&record);
        let body = self.record_event(&record, Some(&[]));
        self.dispatch(body);
        self.pending_goes_out(&record)
    }

    fn set(own: &mut Registers, name: &str, register: &Register, by_stamp: bool) {
        let newer = own.get(name).is_none_or(|there| (there.1, &there.2) < (register.1, &register.2));
        if newer || !by_stamp {
            own.insert(name.to_owned(), register.clone());
        }
    }

    fn apply_record(&mut self, from: &str, event: &Event) -> Result<(), Dead> {
        let Body::Peer { uid, contact, registers, claim, .. } = &event.body else { return Ok(()) };
        let there = self.record(uid);
        let first = || {
            Some(Record {
                uid: uid.clone(),
                contact: contact.clone()?,
                queue: None,
                primary: from.to_owned(),
                epoch: 0,
                registers: Registers::new(),
                session: None,
            })
        };
        let Some(mut record) = there.or_else(first) else { return self.no_conversation(from, uid, event) };
        let before = record.primary.clone();
        match claim {
            Some((primary, epoch)) if self.rules.has(7) && !self.rules.slips(Slip::SenderIsPrimary) => {
                if *epoch > record.epoch || *epoch == record.epoch && *primary < record.primary {
                    (record.primary, record.epoch) = (primary.clone(), *epoch);
                }
            }
            _ if self.rules.slips(Slip::PrimaryStays) => {}
            _ => record.primary = from.to_owned(),
        }
        let by_stamp = self.rules.has(6) && !self.rules.slips(Slip::LastWrite);
        for (name, register) in registers {
            self.kept().clock = self.device.kept.clock.max(register.1);
            Self::set(&mut record.registers, name, register, by_stamp);
        }
        self.keep_record(&record);
        self.unpark(uid)?;
        if before != record.primary && self.rules.has(14) {
            self.pending_goes_out(&record)?;
        }
        Ok(())
    }

    fn no_conversation(&mut self, from: &str, uid: &str, event: &Event) -> Result<(), Dead> {
        if self.rules.has(11) && !self.rules.slips(Slip::NeverParks) {
            self.kept().parked.push((uid.to_owned(), from.to_owned(), event.clone()));
        }
        Ok(())
    }

    fn unpark(&mut self, uid: &str) -> Result<(), Dead> {
        let parked = std::mem::take(&mut self.kept().parked);
        let (now, later) = parked.into_iter().partition(|(of, ..)| of == uid);
        self.kept().parked = later;
        let now: Vec<(String, String, Event)> = now;
        now.into_iter().try_for_each(|(_, from, event)| self.apply(&from, &event).map(drop))
    }

    // Items.

    /// Takes an item of its own queue.
    pub fn takes(&mut self, item: &Item) -> Result<(), Dead> {
        let from = item.from.clone();
        if let Sealed::Card = item.sealed {
            self.kept().sessions.insert(from.clone());
            self.pushes.push(Push::ToDevice(from, Sealed::Answer));
            return Ok(());
        }
        if self.kept().opened.contains(&item.number) {
            return Ok(());
        }
        if let Sealed::Answer = item.sealed {
            self.kept().opened.insert(item.number);
            self.kept().sessions.insert(from.clone());
            self.pushes.push(Push::ToDevice(from.clone(), Sealed::End));
            self.is_paired(&from);
            return Ok(());
        }
        if !self.kept().sessions.contains(&from) {
            return Ok(());
        }
        match &item.sealed {
            Sealed::Event(event) => return self.takes_event(&from, item.number, event),
            Sealed::End => self.is_paired(&from),
            _ => self.tells_history(&from),
        }
        self.kept().opened.insert(item.number);
        Ok(())
    }

    fn takes_event(&mut self, from: &str, number: u32, event: &Event) -> Result<(), Dead> {
        let about = match &event.body {
            Body::Peer { .. } | Body::Identity(_) => String::new(),
            body => body.about().to_owned(),
        };
        self.cause = Some((event.body.name(), about));
        self.point("after_decrypt")?;
        let (key, now) = (self.key(event), self.now);
        if self.device.kept.seen.contains_key(&key) && !self.rules.slips(Slip::NeverSeen) {
            self.kept().opened.insert(number);
        } else {
            self.kept().seen.insert(key, now);
            self.point("after_mark_seen")?;
            self.kept().opened.insert(number);
            self.point("after_ratchet_persisted")?;
            let arrived = self.apply(from, event)?;
            if self.floods() && !arrived {
                let others: Vec<String> = self.siblings().into_iter().filter(|other| other != from).collect();
                self.send(&others, event);
            }
        }
        self.written = true;
        self.point("after_apply")
    }

    /// True if it was a forward that went to the contact.
    fn apply(&mut self, from: &str, event: &Event) -> Result<bool, Dead> {
        match &event.body {
            Body::Identity(card) => {
                let by_stamp = self.rules.has(6) && !self.rules.slips(Slip::LastWrite);
                for (name, register) in card {
                    self.kept().clock = self.device.kept.clock.max(register.1);
                    Self::set(&mut self.device.kept.card, name, register, by_stamp);
                }
            }
            Body::Peer { .. } => self.apply_record(from, event)?,
            Body::Msg(uid, message) if self.record(uid).is_some() => {
                self.put(uid, message);
                if self.rules.slips(Slip::DispatchesSynced) {
                    self.dispatch(event.body.clone());
                }
            }
            Body::Status(uid, uuid, state) if self.record(uid).is_some() => self.put_status(uid, uuid, *state),
            Body::Forward(uid, message) if self.record(uid).is_some() => {
                let record = self.record(uid).expect("it was just there");
                return self.apply_forward(&record, message, event);
            }
            Body::Msg(uid, _) | Body::Status(uid, ..) | Body::Forward(uid, _) => {
                self.no_conversation(from, uid, event)?;
            }
        }
        Ok(false)
    }

    fn apply_forward(&mut self, record: &Record, message: &Message, event: &Event) -> Result<bool, Dead> {
        if record.primary != self.device.name {
            if !self.floods() && self.device.kept.siblings.contains(&record.primary) {
                self.send(std::slice::from_ref(&record.primary), event);
            }
            return Ok(false);
        }
        let is_sent = |row: &Row| row.uid == record.uid && row.uuid == message.uuid && row.state >= 1;
        let once = self.rules.has(4) && !self.rules.slips(Slip::SendsAgain);
        if once && self.device.kept.rows.iter().any(is_sent) {
            return Ok(false);
        }
        self.send_and_tell(record, message.clone())?;
        Ok(true)
    }

    // Pairing.

    pub fn asks(&mut self, to: &str, sealed: Sealed) {
        if matches!(sealed, Sealed::Card) || self.device.kept.sessions.contains(to) {
            self.pushes.push(Push::ToDevice(to.to_owned(), sealed));
        }
    }

    fn is_paired(&mut self, with: &str) {
        if !self.kept().siblings.insert(with.to_owned()) {
            return;
        }
        let records = self.device.kept.records.clone();
        if !self.rules.has(15) || records.is_empty() || self.rules.slips(Slip::NoRegisters) {
            return;
        }
        let to = [with.to_owned()];
        let card = self.card_event(None);
        self.dispatch_to(&to, card);
        for record in records {
            let body = self.record_event(&record, None);
            self.dispatch_to(&to, body);
        }
    }

    fn tells_history(&mut self, to: &str) {
        if !self.rules.has(15) || self.rules.slips(Slip::NoHistory) {
            return;
        }
        for record in self.device.kept.records.clone() {
            let rows = self.device.kept.rows.iter().filter(|row| row.uid == record.uid);
            let mut rows: Vec<Row> = rows.cloned().collect();
            rows.drain(..rows.len().saturating_sub(self.rules.backfill));
            for Row { uuid, text, outbound, state, .. } in rows {
                let message = Message { uuid, text: text.unwrap_or_default(), outbound, state };
                self.dispatch_to(&[to.to_owned()], Body::Msg(record.uid.clone(), message));
            }
        }
    }

    /// It starts again.
    pub fn starts(&mut self) {
        let (now, window) = (self.now, self.rules.prune * DAY);
        if now >= self.device.kept.pruned + 7 * DAY && !self.rules.slips(Slip::NeverPrunes) {
            self.kept().pruned = now;
            self.kept().seen.retain(|_, at| *at + window >= now);
        }
    }
}

/// How a device calls a record that it makes.
pub(super) fn uid(rules: &Rules, contact: &str, device: &str) -> String {
    let by_hash = rules.has(13) && !rules.slips(Slip::LocalIds);
    if by_hash { contact.to_owned() } else { format!("{contact}@{device}") }
}
