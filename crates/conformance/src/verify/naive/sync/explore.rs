//! A world from its beginning to its end, in every order.

use std::collections::{BTreeMap, BTreeSet};

use super::device::{STATES, Turn, uid};
use super::slips::Slip;
use super::world::{
    Contact, Crash, DAY, Device, Item, Kept, Letter, Life, Push, Record, Registers, Rules, Sealed, World,
};

/// What happens at some moment.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub at: u64,
    pub who: String,
    pub does: Does,
}

/// What a step does; texts are contacts, messages and devices, in the order of the page.
#[derive(Clone, Debug)]
pub(super) enum Does {
    Type(String, String, String),
    ContactSends(String, String),
    Status(String, String, u8),
    EditPeer(String, Vec<(String, String)>),
    EditIdentity(Vec<(String, String)>),
    Meet(String),
    Pair(String),
    AskHistory(String),
    TakeOver(String),
    Repeat,
    Offline(Option<u64>),
    Crash(Crash),
    Destroy,
}

/// How a run begins.
#[derive(Clone, Debug, Default)]
pub(super) struct Start {
    pub devices: Vec<String>,
    pub pairs: Vec<(String, String)>,
    /// Contact, primary, who knows it, whether each for itself.
    pub contacts: Vec<(String, String, Vec<String>, bool)>,
    pub steps: Vec<Step>,
    pub end: u64,
}

/// How a run ends.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct End {
    pub contact: BTreeMap<String, Vec<String>>,
    /// Uuid, state, orphan.
    pub rows: BTreeMap<String, Vec<(String, u8, bool)>>,
    pub pointers: BTreeMap<String, BTreeMap<String, String>>,
    pub registers: BTreeMap<String, BTreeMap<String, String>>,
    pub wire: Vec<(String, String)>,
    pub sync_messages: u32,
}

/// The registers of a new record.
pub(super) fn first_registers(contact: &str, clock: u64, device: &str) -> Registers {
    let pair = |name: &str, value: &str| (name.to_owned(), (value.to_owned(), clock, device.to_owned()));
    [pair("Blocked", "false"), pair("Name", contact), pair("Visible", "true")].into()
}

/// Deliveries in one order; more are taken for one that does not end.
const MOST_DELIVERIES: u32 = 200;

/// Every end, with the number of orders that lead there. `None`: more than `most` orders, or one that does not end.
pub(super) fn ends(start: &Start, rules: &Rules, most: u64) -> Option<BTreeMap<End, u64>> {
    let mut walk = Walk { start, rules, left: most, ends: BTreeMap::new() };
    walk.on(World::begin(start, rules), 0, 0)?;
    Some(walk.ends)
}

/// The end of one order that is listed; none if there is none.
pub(super) fn end_of(start: &Start, rules: &Rules, names: &[String]) -> Option<End> {
    let (mut world, mut step, mut names) = (World::begin(start, rules), 0, names.to_vec());
    let mut deliveries = 0;
    while deliveries <= MOST_DELIVERIES {
        let could = world.could(rules);
        if could.is_empty() {
            match world.goes_on(start, rules, step) {
                Some(next) => step = next,
                None => return Some(world.end()),
            }
            continue;
        }
        let name = |(device, place): &(String, usize)| world.devices[device].under_way[*place].name(device);
        let called: Vec<Option<String>> = could.iter().map(name).collect();
        let plain = called.iter().position(Option::is_none);
        let first = names.first().and_then(|next| called.iter().position(|name| name.as_ref() == Some(next)));
        let other = called.iter().position(|name| name.as_ref().is_some_and(|name| !names.contains(name)));
        let chosen = plain.or(first).or(other).unwrap_or_default();
        if called[chosen].is_some() && called[chosen].as_ref() == names.first() {
            names.remove(0);
        }
        let (device, place) = could[chosen].clone();
        world.delivers(rules, &device, place);
        deliveries += 1;
    }
    None
}

struct Walk<'a> {
    start: &'a Start,
    rules: &'a Rules,
    left: u64,
    ends: BTreeMap<End, u64>,
}

impl Walk<'_> {
    fn on(&mut self, mut world: World, mut step: usize, deliveries: u32) -> Option<()> {
        if deliveries > MOST_DELIVERIES {
            return None;
        }
        let mut could = world.could(self.rules);
        while could.is_empty() {
            match world.goes_on(self.start, self.rules, step) {
                Some(next) => step = next,
                None => {
                    self.left = self.left.checked_sub(1)?;
                    *self.ends.entry(world.end()).or_default() += 1;
                    return Some(());
                }
            }
            could = world.could(self.rules);
        }
        for (device, place) in could {
            let mut next = world.clone();
            next.delivers(self.rules, &device, place);
            self.on(next, step, deliveries + 1)?;
        }
        Some(())
    }
}

impl Item {
    /// Its name in listed orders.
    fn name(&self, to: &str) -> Option<String> {
        match &self.sealed {
            Sealed::Event(event) => Some(format!("{}/{}>{to}", event.body.about(), event.body.name())),
            _ => None,
        }
    }
}

impl World {
    fn begin(start: &Start, rules: &Rules) -> Self {
        let mut world = Self::default();
        for name in &start.devices {
            let others = start.pairs.iter().flat_map(|(a, b)| [(a, b), (b, a)]);
            let siblings: BTreeSet<String> = others.filter(|(own, _)| *own == name).map(|(_, b)| b.clone()).collect();
            let card = ["Avatars", "DefaultAvatar", "Nickname", "Status"];
            let value = |field: &str| if field == "Nickname" { "me" } else { "" };
            let card = card.map(|field| (field.to_owned(), (value(field).to_owned(), 0, String::new()))).into();
            let kept = Kept { sessions: siblings.clone(), siblings, card, ..Kept::default() };
            let device = Device {
                name: name.clone(),
                kept,
                life: Life::Up,
                crash: None,
                repeat: false,
                polled: BTreeSet::new(),
                under_way: std::collections::VecDeque::new(),
                waiting: Vec::new(),
            };
            world.devices.insert(name.clone(), device);
        }
        for (contact, primary, known_by, apart) in &start.contacts {
            let own = |device: &String| if *apart { device.clone() } else { primary.clone() };
            for device in known_by {
                let record = Record {
                    uid: uid(rules, contact, &own(device)),
                    contact: contact.clone(),
                    queue: apart.then(|| device.clone()),
                    primary: own(device),
                    epoch: u64::from(rules.has(7)),
                    registers: first_registers(contact, 0, ""),
                    session: (own(device) == *device).then(|| (device.clone(), 0)),
                };
                let known = world.devices.get_mut(device).expect("only devices know contacts");
                known.kept.records.push(record);
            }
            let session = Some((primary.clone(), 0)).filter(|_| !known_by.is_empty());
            world.contacts.insert(contact.clone(), Contact { read: Vec::new(), session, queue: None });
        }
        for name in &start.devices {
            world.polls(rules, name, true);
        }
        world
    }

    /// What can be delivered next: a device, and the place of the item under way to it; in the order of handing out.
    fn could(&self, rules: &Rules) -> Vec<(String, usize)> {
        let first = |device: &Device| if rules.any { device.under_way.len() } else { device.under_way.len().min(1) };
        let all = self.devices.values().flat_map(|device| (0..first(device)).map(|place| (device.name.clone(), place)));
        let mut all: Vec<_> = all.collect();
        all.sort_by_key(|(device, place)| self.devices[device].under_way[*place].number);
        all
    }

    fn delivers(&mut self, rules: &Rules, name: &str, place: usize) {
        let device = self.devices.get_mut(name).expect("it could be delivered");
        let Some(item) = device.under_way.remove(place) else { return };
        let ended = self.turn(rules, name, |turn| turn.takes(&item));
        if ended && let Some(queue) = self.queues.get_mut(name) {
            queue.retain(|own| own.number != item.number);
        }
        self.polls(rules, name, false);
    }

    /// A device does something; what it pushes is pushed. False if it died.
    fn turn(
        &mut self,
        rules: &Rules,
        name: &str,
        happens: impl FnOnce(&mut Turn<'_>) -> Result<(), super::device::Dead>,
    ) -> bool {
        let now = self.now;
        let Some(device) = self.devices.get_mut(name) else { return true };
        let mut turn = Turn::new(rules, now, device);
        let ended = turn.whole(happens);
        let (pushes, sync_messages) = (std::mem::take(&mut turn.pushes), turn.sync_messages);
        self.sync_messages += sync_messages;
        if let Err(dead) = ended {
            device.life = Life::Down(now + dead.0);
            (device.crash, device.repeat) = (None, false);
            device.polled.clear();
            device.under_way.clear();
            device.waiting.clear();
            return false;
        }
        if device.life == Life::Up {
            pushes.into_iter().for_each(|push| self.pushed(rules, name, push));
        } else {
            device.waiting.extend(pushes);
        }
        true
    }

    fn pushed(&mut self, rules: &Rules, from: &str, push: Push) {
        match push {
            Push::ToDevice(to, sealed) => {
                self.next += 1;
                let item = Item { number: self.next, from: from.to_owned(), since: self.now, sealed };
                self.queues.entry(to.clone()).or_default().push(item.clone());
                if self.devices.get(&to).is_some_and(|device| device.life == Life::Up) {
                    self.handed(rules, &to, item);
                }
            }
            Push::ToContact(job) => {
                self.wire.push((from.to_owned(), job.uuid.clone()));
                let contact = self.contacts.entry(job.contact).or_default();
                contact.session = Some(job.session);
                if !(rules.has(14) && contact.read.contains(&job.uuid)) {
                    contact.read.push(job.uuid);
                }
            }
        }
    }

    fn handed(&mut self, rules: &Rules, to: &str, item: Item) {
        if rules.pop && !rules.slips(Slip::PopKeeps) {
            self.queues.entry(to.to_owned()).or_default().retain(|own| own.number != item.number);
        }
        let Some(device) = self.devices.get_mut(to) else { return };
        for _ in 0..if rules.duplicates { 2 } else { 1 } {
            device.under_way.push_back(item.clone());
        }
    }

    fn expires(&mut self, rules: &Rules) {
        if rules.slips(Slip::KeepsForEver) {
            return;
        }
        let (now, keep) = (self.now, rules.retention * DAY);
        self.queues.values_mut().for_each(|queue| queue.retain(|item| now - item.since <= keep));
        self.letters.values_mut().for_each(|queue| queue.retain(|letter| now - letter.since <= keep));
    }

    /// A device polls what it should; `anew`: also its own queue.
    fn polls(&mut self, rules: &Rules, name: &str, anew: bool) {
        let device = &self.devices[name];
        if device.life != Life::Up {
            return;
        }
        let all = !rules.poll_primary_only && !rules.has(9);
        let is_mine = |record: &&Record| match &record.queue {
            Some(queue) => queue == name,
            None => all || record.primary == name,
        };
        let records = device.kept.records.iter().filter(is_mine);
        let wanted: BTreeSet<_> = records.map(|record| (record.contact.clone(), record.queue.clone())).collect();
        let new: Vec<_> = wanted.difference(&device.polled).cloned().collect();
        self.devices.get_mut(name).expect("it was just there").polled = wanted;
        if anew {
            let items = self.queues.get(name).cloned().unwrap_or_default();
            items.into_iter().for_each(|item| self.handed(rules, name, item));
        }
        for key in new {
            for letter in self.letters.get(&key).cloned().unwrap_or_default() {
                self.reads(rules, name, &key, &letter);
            }
        }
    }

    fn reads(&mut self, rules: &Rules, name: &str, key: &(String, Option<String>), letter: &Letter) {
        if rules.pop {
            self.letters.entry(key.clone()).or_default().retain(|own| own.number != letter.number);
        }
        let mut is_over = false;
        self.turn(rules, name, |turn| {
            is_over = turn.letter(&key.0, key.1.as_ref(), letter);
            Ok(())
        });
        if is_over {
            self.letters.entry(key.clone()).or_default().retain(|own| own.number != letter.number);
        }
    }

    fn contact_sends(&mut self, rules: &Rules, contact: &str, uuid: &str, text: &str) {
        let Some(Contact { session: Some(session), queue, .. }) = self.contacts.get(contact).cloned() else { return };
        self.next += 1;
        let (uuid, text) = (uuid.to_owned(), text.to_owned());
        let letter = Letter { number: self.next, since: self.now, session, uuid, text };
        let key = (contact.to_owned(), queue);
        self.letters.entry(key.clone()).or_default().push(letter.clone());
        let readers = self.devices.values().filter(|device| device.polled.contains(&key));
        for name in readers.map(|device| device.name.clone()).collect::<Vec<_>>() {
            let is_there = self.letters[&key].iter().any(|own| own.number == letter.number);
            if is_there {
                self.reads(rules, &name, &key, &letter);
            }
        }
    }

    /// The next moment: steps, or a device that comes back. The place of the next step; none: it is over.
    fn goes_on(&mut self, start: &Start, rules: &Rules, step: usize) -> Option<usize> {
        let back = |device: &Device| match device.life {
            Life::Offline(Some(until)) | Life::Down(until) => Some((until, device.name.clone())),
            _ => None,
        };
        let back = self.devices.values().filter_map(back).min();
        let next = start.steps.get(step).map(|step| step.at);
        match (next, back) {
            (next, Some((at, name))) if at <= start.end && next.is_none_or(|next| at < next) => {
                self.now = at;
                self.comes_back(rules, &name);
                Some(step)
            }
            (Some(at), _) => {
                self.now = at;
                self.expires(rules);
                let steps = start.steps[step..].iter().take_while(|step| step.at == at);
                Some(step + steps.map(|step| self.performs(rules, step)).count())
            }
            _ => None,
        }
    }

    fn comes_back(&mut self, rules: &Rules, name: &str) {
        self.expires(rules);
        let device = self.devices.get_mut(name).expect("it was away");
        let was = std::mem::replace(&mut device.life, Life::Up);
        let waiting = std::mem::take(&mut device.waiting);
        waiting.into_iter().for_each(|push| self.pushed(rules, name, push));
        self.turn(rules, name, |turn| {
            if matches!(was, Life::Down(_)) {
                turn.starts();
            }
            Ok(())
        });
        self.polls(rules, name, true);
    }

    fn performs(&mut self, rules: &Rules, step: &Step) {
        let (who, mut turned) = (step.who.as_str(), true);
        match step.does.clone() {
            Does::ContactSends(uuid, text) => self.contact_sends(rules, who, &uuid, &text),
            Does::Offline(until) => self.leaves(who, Life::Offline(until)),
            Does::Destroy => self.leaves(who, Life::Destroyed),
            Does::Crash(crash) => self.devices.get_mut(who).expect("a device").crash = Some(crash),
            Does::Repeat => self.devices.get_mut(who).expect("a device").repeat = true,
            does => turned = self.turn(rules, who, |turn| turned_by(turn, does)),
        }
        if turned && self.devices.contains_key(who) {
            self.polls(rules, who, false);
        }
    }

    fn leaves(&mut self, who: &str, life: Life) {
        let device = self.devices.get_mut(who).expect("a device");
        device.life = life;
        device.polled.clear();
        device.under_way.clear();
    }

    fn end(&self) -> End {
        let mut end = End { wire: self.wire.clone(), sync_messages: self.sync_messages, ..End::default() };
        end.contact = self.contacts.iter().map(|(name, contact)| (name.clone(), contact.read.clone())).collect();
        for (name, Device { kept, .. }) in &self.devices {
            let mut first: BTreeMap<&str, &Record> = BTreeMap::new();
            kept.records.iter().for_each(|record| _ = first.entry(&record.contact).or_insert(record));
            let is_orphan = |uid: &str| !first.values().any(|record| record.uid == uid);
            let rows = kept.rows.iter().map(|row| (row.uuid.clone(), row.state, is_orphan(&row.uid)));
            let mut rows: Vec<_> = rows.collect();
            rows.sort();
            let mut registers: BTreeMap<String, String> =
                kept.card.iter().map(|(field, value)| (field.clone(), value.0.clone())).collect();
            for (contact, record) in &first {
                let own = record.registers.iter();
                registers.extend(own.map(|(field, value)| (format!("{contact}/{field}"), value.0.clone())));
            }
            let pointers = first.iter().map(|(contact, record)| ((*contact).to_owned(), record.primary.clone()));
            end.pointers.insert(name.clone(), pointers.collect());
            end.registers.insert(name.clone(), registers);
            end.rows.insert(name.clone(), rows);
        }
        end
    }
}

fn turned_by(turn: &mut Turn<'_>, does: Does) -> Result<(), super::device::Dead> {
    match does {
        Does::Type(contact, uuid, text) => return turn.types(&contact, &uuid, &text),
        Does::TakeOver(contact) => return turn.takes_over(&contact),
        Does::Status(contact, uuid, state) => turn.told(&contact, &uuid, state),
        Does::EditPeer(contact, set) => turn.edits(Some(&contact), &set),
        Does::EditIdentity(set) => turn.edits(None, &set),
        Does::Meet(contact) => turn.meets(&contact),
        Does::Pair(with) => turn.asks(&with, Sealed::Card),
        Does::AskHistory(from) => turn.asks(&from, Sealed::AskHistory),
        _ => {}
    }
    Ok(())
}

/// The name of a state.
pub(super) fn state_name(state: u8) -> String {
    STATES[usize::from(state)].to_owned()
}
