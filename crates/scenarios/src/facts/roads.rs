//! What became of an event on its way from its author over relays to a device.
//!
//! ```text
//!   author ──EVENT──> relay ──OK──> author
//!                       └──EVENT──> device
//!   a fault, a refusal, a silence, a cut answer on any of the arrows ends the road there
//! ```

use std::collections::{BTreeMap, BTreeSet};

use marmot_rules::rules::md;
use nostr::EventId;
use sim_device::{Note, RelayTrouble};
use sim_relay::{ClientMsg, Filter, RelayMsg, SubId, VerifiedEvent};

use super::questions::Questions;
use crate::run::Run;
use crate::world::Wire;
use sim_engine::{Effect, NodeId, Record};

/// What happened to one event, by transcript entry.
#[derive(Clone, Debug, Default)]
struct Road {
    /// It came to a relay.
    at_relay: Vec<(usize, NodeId)>,
    /// A relay said that it took it, whether or not that was heard.
    taken: Vec<(usize, NodeId)>,
    /// A relay refused it.
    refused: Vec<(usize, NodeId)>,
    /// It came to a device.
    at_device: Vec<(usize, NodeId)>,
    /// A fault acted on it: sender, receiver, effect.
    faults: Vec<(usize, NodeId, NodeId, Effect)>,
}

/// The ways of all events of a run.
#[derive(Debug, Default)]
pub struct Roads {
    roads: BTreeMap<EventId, Road>,
    events: BTreeMap<EventId, VerifiedEvent>,
    /// Relays that a device asked for events of a kind.
    asked: BTreeMap<(NodeId, u16), BTreeSet<NodeId>>,
    /// Every time that a device asked a relay for events of a kind: entry, device, relay, kind.
    requests: Vec<(usize, NodeId, NodeId, u16)>,
    /// What devices asked relays for, question by question.
    questions: Questions,
    /// The last entry at which a device heard from a relay: device, relay.
    heard: BTreeMap<(NodeId, NodeId), usize>,
    /// Answers that were cut at a relay's limit.
    cut: Vec<CutAnswer>,
    /// The subscription whose stored events a relay last said to have sent: device, relay.
    sent: BTreeMap<(NodeId, NodeId), SubId>,
    /// Connections of a device that broke or could not be opened: entry, device, relay.
    broken: Vec<(usize, NodeId, NodeId)>,
}

/// An answer that ended at the limit of its relay.
#[derive(Debug)]
struct CutAnswer {
    entry: usize,
    device: NodeId,
    relay: NodeId,
    /// The question.
    filters: Vec<Filter>,
}

/// How the road of an event to a device ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    /// It came to the device.
    Arrived,
    /// No relay was ever sent it.
    NeverSent,
    /// It was lost on the way to a relay.
    LostToRelay(Effect),
    /// The relay that the device asks refused it.
    Refused,
    /// The relay said that it took it, and forgot it.
    Forgotten,
    /// The relay said nothing to it.
    Silenced,
    /// It was lost on the way from a relay to the device.
    LostToDevice(Effect),
    /// It was beyond the limit of the relay's answer.
    Cut,
    /// No relay that took it is one that the device asks.
    NoCommonRelay,
    /// The device had no connection to a relay that holds it.
    NotConnected,
    /// A relay took it, and refused the device's question for it.
    QuestionRefused,
    /// A relay took it and did not show it to the device, which asked for it.
    NotShown,
    /// A relay holds it, and the device did not ask for it.
    NotAsked,
}

impl End {
    /// The name used in causes.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Arrived => "arrived",
            Self::NeverSent => "never-sent",
            Self::LostToRelay(Effect::Hold) => "held-on-the-way-to-a-relay",
            Self::LostToRelay(_) => "lost-on-the-way-to-a-relay",
            Self::Refused => "refused-by-a-relay",
            Self::Forgotten => "forgotten-by-a-relay",
            Self::Silenced => "relay-silent",
            Self::LostToDevice(Effect::Hold) => "held-on-the-way-to-the-device",
            Self::LostToDevice(_) => "lost-on-the-way-to-the-device",
            Self::Cut => "answer-cut",
            Self::NoCommonRelay => "no-common-relay",
            Self::NotConnected => "not-connected",
            Self::QuestionRefused => "question-refused",
            Self::NotShown => "not-shown",
            Self::NotAsked => "not-asked-for",
        }
    }
}

impl End {
    /// What stands for it in a sentence, behind "it".
    pub const fn words(self) -> &'static str {
        match self {
            Self::Arrived => "came",
            Self::NeverSent => "was never sent to a relay",
            Self::LostToRelay(Effect::Hold) => "is held back on its way to a relay",
            Self::LostToRelay(_) => "was lost on its way to a relay",
            Self::Refused => "was refused",
            Self::Forgotten => "was taken and forgotten",
            Self::Silenced => "was not answered",
            Self::LostToDevice(Effect::Hold) => "is held back on its way to the device",
            Self::LostToDevice(_) => "was lost on its way to the device",
            Self::Cut => "is beyond the limit of the answer",
            Self::NoCommonRelay => "is only on relays that the device does not ask",
            Self::NotConnected => "is on a relay to which the device had no connection",
            Self::QuestionRefused => "is on a relay that refused the device's question",
            Self::NotShown => "was taken by a relay that did not show it to the device",
            Self::NotAsked => "is on a relay, and the device did not ask for it",
        }
    }
}

/// The end of a road, and the transcript entry that shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    /// How.
    pub end: End,
    /// Where: the fault, the refusal, the cut answer, the arrival.
    pub entry: Option<usize>,
    /// The relay at which it ended, if at one.
    pub relay: Option<NodeId>,
    /// Where it ended at another relay that the device asks.
    pub also: Option<usize>,
}

/// Kind of group events.
const GROUP_EVENT: u16 = 445;

/// Effects after which a message does not arrive.
const LOST: [Effect; 3] = [Effect::Drop, Effect::Hold, Effect::Disconnect];

impl Roads {
    pub(super) fn of(run: &Run) -> Self {
        let mut roads = Self::default();
        for (index, entry) in run.entries() {
            match &entry.record {
                Record::Delivered { from, to, message } => roads.delivered(index, *from, *to, message),
                Record::Fault { from, to, effect, message, .. } => {
                    roads.fault(index, *from, *to, *effect, message);
                }
                Record::Note(who, Note::Relay { relay, what }) => {
                    if let (RelayTrouble::AnswerCut { .. }, Some(relay)) = (what, run.relay_at(relay)) {
                        roads.answer_cut(index, *who, relay);
                    }
                }
                Record::FaultOnOpen { from, to, .. } | Record::Closed(from, to) => {
                    roads.broken.push((index, *from, *to));
                    roads.questions.cut(index, *from, *to);
                }
                _ => {}
            }
        }
        roads
    }

    /// The device noticed it when the relay had sent the last event.
    fn answer_cut(&mut self, entry: usize, device: NodeId, relay: NodeId) {
        let sub = self.sent.get(&(device, relay));
        let filters = sub.map(|sub| self.questions.filters(device, relay, sub)).unwrap_or_default();
        self.cut.push(CutAnswer { entry, device, relay, filters });
    }

    fn road(&mut self, event: &VerifiedEvent) -> &mut Road {
        self.events.entry(event.id).or_insert_with(|| event.clone());
        self.roads.entry(event.id).or_default()
    }

    fn delivered(&mut self, index: usize, from: NodeId, to: NodeId, message: &Wire) {
        if matches!(message, Wire::ToDevice(_)) {
            self.heard.insert((to, from), index);
        }
        match message {
            Wire::ToRelay(ClientMsg::Event(event)) => self.road(event).at_relay.push((index, to)),
            Wire::ToRelay(ClientMsg::Close(sub)) => self.questions.closed(index, from, to, sub),
            Wire::ToDevice(RelayMsg::Eose(sub)) => {
                self.sent.insert((to, from), sub.clone());
            }
            Wire::ToDevice(RelayMsg::Closed { sub, .. }) => self.questions.refused(index, to, from, sub),
            Wire::ToRelay(ClientMsg::Req { sub, filters }) => {
                self.questions.asked(index, from, to, sub, filters);
                for kind in filters.iter().flat_map(|filter| filter.kinds.iter().flatten()) {
                    self.asked.entry((from, *kind)).or_default().insert(to);
                    self.requests.push((index, from, to, *kind));
                }
            }
            Wire::ToDevice(RelayMsg::Event { event, .. }) => self.road(event).at_device.push((index, to)),
            Wire::ToDevice(RelayMsg::Ok { id, accepted, .. }) => self.answered(index, from, id, *accepted),
            _ => {}
        }
    }

    fn answered(&mut self, index: usize, relay: NodeId, id: &EventId, accepted: bool) {
        let road = self.roads.entry(*id).or_default();
        if accepted { &mut road.taken } else { &mut road.refused }.push((index, relay));
    }

    fn fault(&mut self, index: usize, from: NodeId, to: NodeId, effect: Effect, message: &Wire) {
        match message {
            Wire::ToRelay(ClientMsg::Event(event)) | Wire::ToDevice(RelayMsg::Event { event, .. }) => {
                self.road(event).faults.push((index, from, to, effect));
                if effect == Effect::TakeAndCut {
                    self.answered(index, to, &event.id, true);
                }
            }
            // The answer was on its way: the relay had made up its mind.
            Wire::ToDevice(RelayMsg::Ok { id, accepted, .. }) => self.answered(index, from, id, *accepted),
            _ => {}
        }
    }

    /// The event itself, if it ever travelled.
    pub fn event(&self, id: &EventId) -> Option<&VerifiedEvent> {
        self.events.get(id)
    }

    /// Whether some relay took the event, whatever its author heard.
    pub fn was_taken(&self, id: &EventId) -> bool {
        self.roads.get(id).is_some_and(|road| !road.taken.is_empty() || !road.at_device.is_empty())
    }

    /// Whether some relay refused the event.
    pub fn was_refused(&self, id: &EventId) -> bool {
        self.roads.get(id).is_some_and(|road| !road.refused.is_empty())
    }

    /// Does MD-09 prefer the first of two commits of one epoch? One that never travelled counts as the earliest.
    pub fn is_better(&self, one: &EventId, other: &EventId) -> bool {
        let dated = |id: &EventId| (self.events.get(id).map_or(0, |event| event.created_at.as_secs()), *id);
        one != other && md::md_09(&[dated(one), dated(other)]) == Some(*one)
    }

    /// The first arrival of an event at a device.
    pub fn arrival(&self, id: &EventId, device: NodeId) -> Option<usize> {
        self.roads.get(id)?.at_device.iter().find(|(_, to)| *to == device).map(|(entry, _)| *entry)
    }

    /// How the road of an event to a device ended. Where the device asks several relays, each of them is an end of its own: the
    /// one that counts is at a relay that the device still hears, and there the latest.
    pub fn end(&self, id: &EventId, device: NodeId) -> Ended {
        let Some(road) = self.roads.get(id) else { return Ended::at(End::NeverSent, None, None) };
        if let Some(entry) = self.arrival(id, device) {
            return Ended::at(End::Arrived, Some(entry), None);
        }
        let kind = self.events.get(id).map_or(GROUP_EVENT, |event| event.kind.as_u16());
        let began = road.first();
        let mut ends: Vec<Ended> = match self.asked.get(&(device, kind)) {
            Some(asked) => asked.iter().filter_map(|relay| self.end_at(id, road, device, *relay)).collect(),
            None => road.relays().into_iter().filter_map(|relay| self.end_at(id, road, device, relay)).collect(),
        };
        let heard = |end: &Ended| {
            let last = end.relay.and_then(|relay| self.heard.get(&(device, relay)));
            last.is_some_and(|last| *last > began)
        };
        ends.sort_by_key(|end| (heard(end), end.entry));
        match ends.pop() {
            Some(end) => Ended { also: ends.last().and_then(|other| other.entry), ..end },
            None => road.elsewhere(),
        }
    }

    /// How the road ended at one relay; none if the event was never on its way there.
    fn end_at(&self, id: &EventId, road: &Road, device: NodeId, relay: NodeId) -> Option<Ended> {
        let at = |end, entry| Some(Ended::at(end, Some(entry), Some(relay)));
        let fault = |wanted: &[Effect]| {
            let mut of_relay = road.faults.iter().rev().filter(|(_, _, to, _)| *to == relay);
            of_relay.find(|(_, _, _, effect)| wanted.contains(effect)).map(|(entry, _, _, effect)| (*entry, *effect))
        };
        if let Some((entry, _)) = fault(&[Effect::Forget]) {
            return at(End::Forgotten, entry);
        }
        if road.taken.iter().any(|(_, taker)| *taker == relay) {
            return Some(self.end_behind_relay(id, road, device, relay));
        }
        let answered = road.refused.iter().rev().find(|(_, from)| *from == relay).map(|(entry, _)| *entry);
        if let Some(entry) = fault(&[Effect::Refuse]).map(|(entry, _)| entry).or(answered) {
            return at(End::Refused, entry);
        }
        if let Some((entry, _)) = fault(&[Effect::Silence]) {
            return at(End::Silenced, entry);
        }
        if let Some((entry, effect)) = fault(&LOST) {
            return at(End::LostToRelay(effect), entry);
        }
        // It came, and the relay neither took nor refused it: not by name, or not at all.
        let (entry, _) = road.at_relay.iter().find(|(_, at)| *at == relay)?;
        at(End::Silenced, *entry)
    }

    /// A relay that the device asks holds the event, and the device never had it.
    fn end_behind_relay(&self, id: &EventId, road: &Road, device: NodeId, relay: NodeId) -> Ended {
        let at = |end, entry| Ended::at(end, entry, Some(relay));
        let mut faults = road.faults.iter().rev();
        let lost = faults.find(|(_, from, to, effect)| *from == relay && *to == device && LOST.contains(effect));
        if let Some((entry, _, _, effect)) = lost {
            return at(End::LostToDevice(*effect), Some(*entry));
        }
        let of_device = |list: &[(usize, NodeId, NodeId)]| {
            list.iter().rev().find(|(_, who, peer)| *who == device && *peer == relay).map(|(entry, ..)| *entry)
        };
        let event = self.events.get(id);
        if let Some(entry) = event.and_then(|event| self.cut_from(event, road.first(), device, relay)) {
            return at(End::Cut, Some(entry));
        }
        let since = road.taken.first().map_or(0, |(entry, _)| *entry);
        let question = event.and_then(|event| self.questions.about(event, since, device, relay));
        match (of_device(&self.broken), question) {
            (Some(entry), question) if entry >= since && question.as_ref().is_none_or(|about| about.asked < entry) => {
                at(End::NotConnected, Some(entry))
            }
            (_, Some(question)) => at(question.end, Some(question.entry)),
            (broken, None) => {
                let kind = event.map_or(GROUP_EVENT, |event| event.kind.as_u16());
                at(End::NotAsked, self.asked_for_others(since, kind, device, relay).or(broken))
            }
        }
    }
}

impl Roads {
    /// The last answer that was cut although the event could have stood in it.
    fn cut_from(&self, event: &VerifiedEvent, since: usize, device: NodeId, relay: NodeId) -> Option<usize> {
        let could_hold = |cut: &&CutAnswer| {
            cut.entry >= since
                && (cut.device, cut.relay) == (device, relay)
                && cut.filters.iter().any(|filter| filter.matches(event))
        };
        self.cut.iter().rev().find(could_hold).map(|cut| cut.entry)
    }

    /// The first time after an event was taken that the device asked the relay for events of its kind, and not for this one.
    fn asked_for_others(&self, since: usize, kind: u16, device: NodeId, relay: NodeId) -> Option<usize> {
        let mut requests = self.requests.iter();
        let asks = |(entry, from, to, of): &&(usize, NodeId, NodeId, u16)| {
            *entry >= since && (*from, *to, *of) == (device, relay, kind)
        };
        requests.find(asks).map(|(entry, ..)| *entry)
    }
}

impl Ended {
    fn at(end: End, entry: Option<usize>, relay: Option<NodeId>) -> Self {
        Self { end, entry, relay, also: None }
    }
}

impl Road {
    /// The first entry at which anything happened to the event.
    fn first(&self) -> usize {
        let came = self.at_relay.iter().map(|(entry, _)| *entry);
        came.chain(self.faults.iter().map(|(entry, ..)| *entry)).min().unwrap_or_default()
    }

    fn relays(&self) -> BTreeSet<NodeId> {
        let came = self.at_relay.iter().chain(&self.taken).chain(&self.refused).map(|(_, relay)| *relay);
        came.chain(self.faults.iter().map(|(_, _, to, _)| *to)).collect()
    }

    /// Where the event is, if it is not on any relay that the device asks.
    fn elsewhere(&self) -> Ended {
        if let Some((entry, relay)) = self.taken.iter().chain(&self.at_relay).next() {
            return Ended::at(End::NoCommonRelay, Some(*entry), Some(*relay));
        }
        match self.faults.last() {
            Some((entry, _, to, effect)) => Ended::at(End::LostToRelay(*effect), Some(*entry), Some(*to)),
            None => Ended::at(End::NeverSent, None, None),
        }
    }
}
