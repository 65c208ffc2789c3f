//! A scenario in the making: who exists, who is online, which groups there are. Whatever is added refers to what is there, so a
//! draft is a well-formed scenario at any time.

use std::time::Duration;

use rand::Rng;
use rand::seq::SliceRandom;
use sim_env::Stream;

use super::frozen;
use crate::actions;
use crate::model::{Action, Direction, Does, Fault, Scenario, Span, Step};

pub(crate) struct DraftDevice {
    pub name: String,
    pub account: String,
    pub alive: bool,
    pub online: bool,
}

pub(crate) struct DraftGroup {
    pub name: String,
    /// Accounts that were invited, the creator's first.
    pub accounts: Vec<String>,
    /// The device that made it.
    pub creator: usize,
}

pub(crate) struct Draft {
    pub scenario: Scenario,
    pub devices: Vec<DraftDevice>,
    pub groups: Vec<DraftGroup>,
    pub faults: Vec<String>,
    pub named: usize,
    /// Some fault was installed: what it swallowed comes only after a reconnect.
    pub faulty: bool,
    /// How long the next step waits.
    pause: Option<Duration>,
}

impl Draft {
    pub fn new(scenario: Scenario) -> Self {
        let device = |name: String| DraftDevice {
            account: name.split_once('/').map_or(String::new(), |(account, _)| account.to_owned()),
            name,
            alive: true,
            online: true,
        };
        let devices = scenario.device_names().into_iter().map(device).collect();
        Self { scenario, devices, groups: Vec::new(), faults: Vec::new(), named: 0, faulty: false, pause: None }
    }

    /// The next step waits this long after the one before it.
    pub fn pause(&mut self, how_long: Duration) {
        self.pause = (!how_long.is_zero()).then_some(how_long);
    }

    pub fn push(&mut self, mut step: Step) {
        step.after = self.pause.take().map(|pause| Span::from_millis(pause.as_millis() as u64));
        self.scenario.steps.push(step);
    }

    pub fn by(&mut self, device: usize, action: Action) {
        let step = Step::by(self.devices[device].name.clone(), action);
        self.push(step);
    }

    /// A device does something, if one can.
    pub fn on_somebody(&mut self, rng: &mut Stream, action: impl Fn(&mut Stream) -> Action) -> Option<()> {
        let device = self.somebody(rng)?;
        let action = action(rng);
        self.by(device, action);
        Some(())
    }

    /// A device does something that may come to nothing.
    pub fn may_fail(&mut self, device: usize, action: Action) {
        let step = Step::by(self.devices[device].name.clone(), action);
        self.push(Step { may_fail: true, ..step });
    }

    /// A name that nothing has yet: `b3`.
    pub fn name(&mut self, letter: char) -> String {
        self.named += 1;
        format!("{letter}{}", self.named)
    }

    /// A device that can act, if there is one.
    pub fn somebody(&self, rng: &mut Stream) -> Option<usize> {
        self.pick(rng, |device| device.alive && device.online)
    }

    pub fn pick(&self, rng: &mut Stream, which: impl Fn(&DraftDevice) -> bool) -> Option<usize> {
        let places: Vec<usize> = (0..self.devices.len()).filter(|place| which(&self.devices[*place])).collect();
        places.choose(rng).copied()
    }

    /// A group, and a device that can act and whose account was invited to it.
    pub fn member(&self, rng: &mut Stream) -> Option<(usize, usize)> {
        let group = (0..self.groups.len()).collect::<Vec<_>>().choose(rng).copied()?;
        let accounts = &self.groups[group].accounts;
        let device = self.pick(rng, |d| d.alive && d.online && accounts.contains(&d.account))?;
        Some((group, device))
    }

    /// A group with its place, and who changes it: its creator, or a member if that one cannot act.
    pub fn admin(&self, rng: &mut Stream) -> Option<((usize, String), usize)> {
        let (place, member) = self.member(rng)?;
        let group = &self.groups[place];
        let creator = &self.devices[group.creator];
        let admin = if creator.alive && creator.online { group.creator } else { member };
        Some(((place, group.name.clone()), admin))
    }

    /// A group, and a device that may hold an invitation to it; whether it does depends on what came before.
    pub fn invited(&self, rng: &mut Stream) -> Option<(String, usize)> {
        let group = self.groups.choose(rng)?;
        let own = &self.devices[group.creator].name;
        let invited = |d: &DraftDevice| d.alive && d.online && group.accounts.contains(&d.account) && d.name != *own;
        Some((group.name.clone(), self.pick(rng, invited)?))
    }

    /// A device that can act and is not the last one of its account: that one stays.
    pub fn somebody_of_several(&self, rng: &mut Stream) -> Option<usize> {
        let device = self.somebody(rng)?;
        let account = &self.devices[device].account;
        let alive = self.devices.iter().filter(|other| other.alive && other.account == *account);
        (alive.count() >= 2).then_some(device)
    }

    /// All accounts but that of a device.
    pub fn others(&self, device: usize) -> Vec<String> {
        let own = &self.devices[device].account;
        self.accounts().into_iter().filter(|account| account != own).collect()
    }

    pub fn accounts(&self) -> Vec<String> {
        self.scenario.accounts.keys().cloned().collect()
    }

    /// A fault on the links of one device or of all, that ends by itself or is lifted.
    pub fn fault(&mut self, rng: &mut Stream) {
        let name = self.name('f');
        let does = *frozen::FAULTS.choose(rng).expect("a fixed list");
        let kinds = [&[][..], &[445], &[1059], &[443, 30443]].choose(rng).expect("a fixed list").to_vec();
        let device = rng.gen_bool(0.6).then(|| self.devices.choose(rng).map(|d| d.name.clone())).flatten();
        let relays: Vec<String> = self.scenario.relays.keys().cloned().collect();
        let fault = Fault {
            name: name.clone(),
            relay: rng.gen_bool(0.3).then(|| relays.choose(rng).cloned()).flatten(),
            device,
            direction: *[Direction::ToRelay, Direction::ToDevice, Direction::Both].choose(rng).expect("a fixed list"),
            kinds,
            authors: Vec::new(),
            does,
            delay: (does == Does::Delay).then(|| Span::from_secs(rng.gen_range(1..90))),
            text: None,
            times: rng.gen_bool(0.5).then(|| rng.gen_range(1..4)),
            lasts: rng.gen_bool(0.5).then(|| Span::from_secs(rng.gen_range(5..600))),
        };
        self.push(Step::new(Action::Fault(fault)));
        self.faults.push(name);
        self.faulty = true;
    }

    /// Ends every fault, lets every device connect anew if there was one, and brings every device back: what is still wrong after that is wrong for good.
    pub fn make_peace(&mut self) {
        self.pause = None;
        for fault in std::mem::take(&mut self.faults) {
            self.push(Step::new(Action::Lift(actions::Lift { fault })));
        }
        for place in 0..self.devices.len() {
            if self.faulty && self.devices[place].alive && self.devices[place].online {
                self.by(place, Action::Offline);
                self.devices[place].online = false;
            }
            if self.devices[place].alive && !self.devices[place].online {
                self.devices[place].online = true;
                self.by(place, Action::Online);
            }
        }
        self.push(Step::new(Action::Settle(Span::from_secs(2 * 3_600))));
    }
}
