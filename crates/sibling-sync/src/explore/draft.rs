//! From the number of a case to its scenario.

use rand::Rng;
use sim_env::Stream;

use super::{Case, Family};
use crate::Ms;
use crate::model::Scenario;
use crate::vocabulary::{Action, ContactSetup, CrashPoint, DeviceName, On, Order, PeerField, RowState, Step, Uuid};

/// A change of what is drawn is another version.
pub(crate) const VERSION: u32 = 2;
/// Contacts of a generated case.
const CONTACTS: [&str; 2] = ["P", "Q"];
/// How long a case goes on after its last step: longer than anybody is away.
const REST_MS: Ms = 3 * 86_400_000;
/// After this long a message has gone out, if nobody is away.
const SETTLED_MS: Ms = 1_000;
const HOUR_MS: Ms = 3_600_000;

/// Draws a scenario.
pub(super) fn draft(case: Case) -> Scenario {
    let mut draft = Draft::new(case);
    match case.family {
        Family::Traffic => draft.traffic(),
        Family::Crash => draft.crash(),
        Family::HandOver => draft.hand_over(),
    }
    draft.finish(case)
}

struct Draft {
    random: Stream,
    now: Ms,
    steps: Vec<Step>,
    devices: Vec<DeviceName>,
    /// Those that steps may act on: a device that is down cannot be told anything, and nobody can foretell when a crash will come.
    acting: Vec<DeviceName>,
    /// Messages so far: the device that they were written on, to whom, and when.
    written: Vec<(DeviceName, &'static str, Uuid, Ms)>,
    /// Nobody has been away so far.
    calm: bool,
    labels: usize,
}

impl Draft {
    fn new(case: Case) -> Self {
        let mut random = case.seed.stream(&format!("{}/{VERSION}/{}", case.family, case.number));
        let devices: Vec<_> =
            ["A", "B", "C"].iter().take(random.gen_range(2..=3)).map(|name| (*name).to_owned()).collect();
        let acting = devices.clone();
        Self { random, now: 0, steps: Vec::new(), devices, acting, written: Vec::new(), calm: true, labels: 0 }
    }

    fn finish(mut self, case: Case) -> Scenario {
        let mut scenario = Scenario::empty();
        scenario.id = format!("{}-{}", case.family, case.number);
        scenario.title = format!("Case {} of the family {}", case.number, case.family);
        scenario.seed = Some(case.number);
        scenario.body.devices = self.devices.iter().cloned().collect();
        let pairs = self.devices.iter().enumerate();
        scenario.body.paired =
            pairs.flat_map(|(place, a)| self.devices[place + 1..].iter().map(|b| (a.clone(), b.clone()))).collect();
        for (place, contact) in CONTACTS.iter().enumerate() {
            let setup = ContactSetup {
                primary: self.devices[place % self.devices.len()].clone(),
                known_by: scenario.body.devices.clone(),
                apart: false,
                acknowledges: self.random.gen_bool(0.5),
            };
            scenario.body.contacts.insert((*contact).to_owned(), setup);
        }
        scenario.server.order = if self.random.gen_bool(0.5) { Order::Any } else { Order::Fifo };
        scenario.server.duplicates = self.random.gen_bool(0.4);
        scenario.end_ms = self.now + REST_MS;
        scenario.steps = self.steps;
        scenario
    }

    fn push(&mut self, label: Option<Uuid>, action: Action) {
        let index = self.steps.len();
        self.steps.push(Step { at_ms: self.now, index, label, action });
    }

    fn pause(&mut self) {
        self.now += [0, 0, 50, 2_000, 60_000][self.random.gen_range(0..5)];
    }

    fn device(&mut self) -> DeviceName {
        let place = self.random.gen_range(0..self.acting.len());
        self.acting[place].clone()
    }

    fn contact(&mut self) -> &'static str {
        CONTACTS[self.random.gen_range(0..CONTACTS.len())]
    }

    fn label(&mut self) -> Uuid {
        self.labels += 1;
        format!("u{}", self.labels)
    }

    fn write(&mut self) {
        let (device, peer, label) = (self.device(), self.contact(), self.label());
        self.written.push((device.clone(), peer, label.clone(), self.now));
        let text = format!("text {}", self.labels);
        self.push(Some(label), Action::Type { device, peer: peer.to_owned(), text });
    }

    fn answer(&mut self) {
        let (contact, label) = (self.contact().to_owned(), self.label());
        let text = format!("answer {}", self.labels);
        self.push(Some(label), Action::ContactSends { contact, text });
    }

    /// A device learns that a message got further, which has gone out by then: nobody was away.
    fn status(&mut self) {
        let latest = self.now.saturating_sub(SETTLED_MS);
        let there = |(device, _, _, at): &&(DeviceName, &str, Uuid, Ms)| self.acting.contains(device) && *at <= latest;
        let written: Vec<_> = self.written.iter().filter(there).cloned().collect();
        if !self.calm || written.is_empty() {
            return;
        }
        let place = self.random.gen_range(0..written.len());
        let (device, peer, uuid, _) = written[place].clone();
        let state = [RowState::Received, RowState::Processed][self.random.gen_range(0..2)];
        self.push(None, Action::Status { device, peer: peer.to_owned(), uuid, state });
    }

    fn edit(&mut self) {
        let device = self.device();
        let value = format!("v{}", self.steps.len());
        if self.random.gen_bool(0.3) {
            let field = ["Nickname", "Status"][self.random.gen_range(0..2)].to_owned();
            return self.push(None, Action::EditIdentity { device, fields: vec![(field, value)] });
        }
        let peer = self.contact().to_owned();
        let field = match self.random.gen_range(0..3) {
            0 => (PeerField::Name, value),
            1 => (PeerField::Blocked, self.random.gen_bool(0.5).to_string()),
            _ => (PeerField::Notification, value),
        };
        self.push(None, Action::EditPeer { device, peer, fields: vec![field] });
    }

    fn offline(&mut self) {
        self.calm = false;
        let device = self.device();
        let until_ms = Some(self.now + self.random.gen_range(1..=40) * HOUR_MS / 20);
        self.push(None, Action::Offline { device, until_ms });
    }

    fn something(&mut self) {
        match self.random.gen_range(0..100) {
            0..45 => self.write(),
            45..55 => self.answer(),
            55..68 => self.status(),
            68..84 => self.edit(),
            84..88 => {
                let device = self.device();
                self.push(None, Action::Repeat { device });
            }
            _ => self.offline(),
        }
    }

    fn traffic(&mut self) {
        for _ in 0..self.random.gen_range(2..=10) {
            self.pause();
            self.something();
        }
    }

    fn crash(&mut self) {
        for _ in 0..self.random.gen_range(2..=6) {
            self.pause();
            if self.acting.len() > 1 && self.random.gen_bool(0.35) {
                self.arm();
            }
            self.something();
        }
    }

    /// A device that will crash over something that comes to it. Over what its user does it would forget that: he does it again.
    fn arm(&mut self) {
        self.calm = false;
        let device = self.device();
        let point = CrashPoint::ALL[self.random.gen_range(0..CrashPoint::ALL.len())];
        let down_ms = self.random.gen_range(1..=40) * HOUR_MS / 20;
        self.push(None, Action::Crash { device: device.clone(), point, on: On::default(), down_ms });
        self.acting.retain(|name| *name != device);
    }

    /// The primary of both contacts' first goes away or for ever; a sibling takes over.
    fn hand_over(&mut self) {
        for _ in 0..self.random.gen_range(1..=3) {
            self.pause();
            self.write();
        }
        self.now += 60_000;
        let gone = self.random.gen_bool(0.5);
        let device = self.devices[0].clone();
        if gone {
            self.push(None, Action::Destroy { device });
            self.acting.remove(0);
        } else {
            let until_ms = Some(self.now + HOUR_MS);
            self.push(None, Action::Offline { device, until_ms });
        }
        let writes = self.random.gen_range(0..=2);
        for _ in 0..writes {
            self.pause();
            self.write();
        }
        self.now += 1_000;
        let heir = self.acting.last().cloned().unwrap_or_default();
        self.push(None, Action::TakeOver { device: heir, peer: CONTACTS[0].to_owned() });
        for _ in 0..self.random.gen_range(1..=3) {
            self.pause();
            self.write();
        }
    }
}
