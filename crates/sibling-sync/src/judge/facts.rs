//! What is read off a transcript, once for all checks.

use std::collections::{BTreeMap, BTreeSet};

use sim_engine::Record;

use crate::Ms;
use crate::run::Run;
use crate::system::Message;
use crate::vocabulary::{
    Action, ContactName, CrashPoint, DeviceName, DeviceView, EventId, Fate, Note, SyncType, Unreadable, Uuid,
};

/// A place in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Moment {
    /// Index in the transcript.
    pub entry: usize,
    /// When.
    pub ms: Ms,
}

/// A sync message, by what tells it from others: receiver, sender, type and id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ItemKey<'a> {
    pub to: &'a str,
    pub from: &'a str,
    pub sync_type: SyncType,
    pub event: &'a str,
}

/// What became of a sync message.
#[derive(Clone, Debug, Default)]
pub(super) struct Item<'a> {
    /// The message that it is about.
    pub uuid: Option<&'a str>,
    /// Every time that it went out.
    pub sent: Vec<Moment>,
    /// Every time that it came, and how that ended.
    pub came: Vec<(Moment, End)>,
}

/// How the handling of an item ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// It was read.
    Took(Fate),
    /// It could not be read.
    Unread(Unreadable),
    /// The device died meanwhile.
    Crashed(CrashPoint),
}

/// A message on its way between the user and a contact.
#[derive(Clone, Debug, Default)]
pub(super) struct Talk<'a> {
    /// Ciphertexts that went out, and from whom.
    pub wired: Vec<(Moment, &'a str)>,
    /// Every time that it was read, not counting what was known already.
    pub read: Vec<Moment>,
    /// Every time that it came and was not read.
    pub unread: Vec<(Moment, End)>,
}

/// A run, read.
pub(super) struct Facts<'a> {
    pub run: &'a Run,
    /// What participants reported.
    pub notes: Vec<(Moment, &'a str, &'a Note)>,
    /// Sync messages.
    pub items: BTreeMap<ItemKey<'a>, Item<'a>>,
    /// What the user wrote, by contact and message: the device that it was written on first.
    pub typed: BTreeMap<(&'a ContactName, &'a Uuid), (Moment, &'a str)>,
    /// What contacts wrote.
    pub wrote: BTreeMap<(&'a str, &'a Uuid), Moment>,
    /// From the user to contacts.
    pub out: BTreeMap<(&'a str, &'a str), Talk<'a>>,
    /// From contacts to the user.
    pub back: BTreeMap<(&'a str, &'a str), Talk<'a>>,
    /// Devices whose state counts at the end: they are there, and have a connection.
    pub here: BTreeMap<&'a DeviceName, &'a DeviceView>,
}

impl<'a> Facts<'a> {
    pub fn of(run: &'a Run) -> Self {
        let mut facts = Self {
            run,
            notes: Vec::new(),
            items: BTreeMap::new(),
            typed: BTreeMap::new(),
            wrote: BTreeMap::new(),
            out: BTreeMap::new(),
            back: BTreeMap::new(),
            here: BTreeMap::new(),
        };
        // The message that a participant handles: whatever it reports next belongs to it.
        let mut handles: BTreeMap<usize, &'a Message> = BTreeMap::new();
        for (entry, record) in run.transcript.entries.iter().enumerate() {
            let at = Moment { entry, ms: u64::try_from(record.at.as_millis()).unwrap_or(Ms::MAX) };
            match &record.record {
                Record::Delivered { to, message, .. } => _ = handles.insert(to.0, message),
                Record::Note(who, note) => {
                    let name = run.names[who.0].as_str();
                    facts.notes.push((at, name, note));
                    facts.hear(at, name, note, handles.get(&who.0).copied());
                }
                _ => {}
            }
        }
        facts.here = facts.those_here();
        facts
    }

    fn hear(&mut self, at: Moment, who: &'a str, note: &'a Note, handles: Option<&'a Message>) {
        match note {
            Note::SyncSent { to, sync_type, event, uuid, .. } => {
                let item = self.item(ItemKey { to, from: who, sync_type: *sync_type, event });
                item.uuid = uuid.as_deref();
                item.sent.push(at);
            }
            Note::SyncTook { from, sync_type, event, uuid, fate } => {
                let item = self.item(ItemKey { to: who, from, sync_type: *sync_type, event });
                item.uuid = item.uuid.or(uuid.as_deref());
                item.came.push((at, End::Took(*fate)));
            }
            Note::Unread { why, .. } => self.ended_badly(at, who, handles, End::Unread(*why)),
            Note::Crashed(point) => self.ended_badly(at, who, handles, End::Crashed(*point)),
            Note::Typed { peer, uuid } => _ = self.typed.entry((peer, uuid)).or_insert((at, who)),
            Note::ContactWrote { uuid, .. } => _ = self.wrote.entry((who, uuid)).or_insert(at),
            Note::Wire { contact, uuid, .. } => {
                self.out.entry((contact, uuid)).or_default().wired.push((at, who));
            }
            Note::Read { uuid, again: false, .. } => self.out.entry((who, uuid)).or_default().read.push(at),
            Note::Heard { contact, uuid } => self.back.entry((contact, uuid)).or_default().read.push(at),
            _ => {}
        }
    }

    fn item(&mut self, key: ItemKey<'a>) -> &mut Item<'a> {
        self.items.entry(key).or_default()
    }

    fn ended_badly(&mut self, at: Moment, who: &'a str, handles: Option<&'a Message>, end: End) {
        let Some(about) = handles.and_then(Message::about) else { return };
        match (about.sync_type, &about.contact) {
            (Some(sync_type), _) => {
                let item = self.item(ItemKey { to: who, from: &about.from, sync_type, event: &about.event });
                item.came.push((at, end));
            }
            (None, Some(contact)) if contact == who => {
                self.out.entry((who, &about.event)).or_default().unread.push((at, end));
            }
            (None, Some(contact)) => {
                self.back.entry((contact, &about.event)).or_default().unread.push((at, end));
            }
            (None, None) => {}
        }
    }

    fn those_here(&self) -> BTreeMap<&'a DeviceName, &'a DeviceView> {
        let mut away: BTreeSet<&str> = BTreeSet::new();
        for (_, who, note) in &self.notes {
            match note {
                Note::Online(true) | Note::Restarted => _ = away.remove(who),
                Note::Online(false) | Note::Crashed(_) => _ = away.insert(who),
                _ => {}
            }
        }
        let here = |(name, view): &(&'a DeviceName, &'a DeviceView)| !view.destroyed && !away.contains(name.as_str());
        self.run.devices.iter().filter(here).collect()
    }

    /// The end of the run.
    pub fn end(&self) -> Moment {
        Moment { entry: self.run.transcript.entries.len().saturating_sub(1), ms: self.run.scenario.end_ms }
    }

    /// The text that a message has in the script.
    pub fn text(&self, uuid: &str) -> Option<&'a str> {
        self.run.scenario.steps.iter().find(|step| step.uuid() == uuid).and_then(|step| match &step.action {
            Action::Type { text, .. } | Action::ContactSends { text, .. } => Some(text.as_str()),
            _ => None,
        })
    }

    /// Items about a message to a device, of these types.
    pub fn about<'f>(
        &'f self,
        device: &'f str,
        uuid: &'f str,
        types: &'f [SyncType],
    ) -> impl Iterator<Item = (&'f ItemKey<'a>, &'f Item<'a>)> {
        let wanted = move |(key, item): &(&'f ItemKey<'a>, &'f Item<'a>)| {
            key.to == device && item.uuid == Some(uuid) && types.contains(&key.sync_type)
        };
        self.items.iter().filter(wanted)
    }

    /// Notes of one participant.
    pub fn notes_of<'f>(&'f self, who: &'f str) -> impl Iterator<Item = (Moment, &'a Note)> + 'f {
        self.notes.iter().filter(move |(_, name, _)| *name == who).map(|(at, _, note)| (*at, *note))
    }

    /// Did the server throw something away that was meant for this reader?
    pub fn expired_for(&self, queue: impl Fn(&crate::vocabulary::QueueKey) -> bool) -> bool {
        self.notes.iter().any(|(_, _, note)| matches!(note, Note::Forgot { key, expired: true, .. } if queue(key)))
    }
}

/// An event of a device.
pub(super) type EventKey<'a> = (&'a str, SyncType, &'a EventId);
