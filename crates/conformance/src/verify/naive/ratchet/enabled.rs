//! Which events are enabled, and what comes of them.

use super::names::{Set, members};
use super::slips::Slip;
use super::world::{Rules, World};
use crate::format::Reason;
use crate::format::topics::ratchet::{Accept, Length, Orphan, Retain};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verb {
    Step,
    Message,
    Roll,
    Deliver,
    Reject,
    Drop,
    Ack,
    News,
    Remove,
}

/// Verbs that make a world restless while they are enabled.
const HEARD: [Verb; 5] = [Verb::Deliver, Verb::Reject, Verb::Drop, Verb::Ack, Verb::News];

/// Something that happens to a device, with a node (any number that is no node if the verb takes none), on a parent.
#[derive(Clone, Copy, Debug)]
pub(super) struct Event {
    pub verb: Verb,
    pub device: usize,
    pub node: usize,
    pub parent: usize,
}

fn unless(wrong: bool, reason: Reason) -> Result<(), Reason> {
    if wrong { Err(reason) } else { Ok(()) }
}

impl Rules<'_> {
    /// The first reason why an event is not enabled.
    pub fn check(&self, world: &World, event: Event) -> Result<(), Reason> {
        let Event { verb, device, node, parent } = event;
        let foreign = self.names.is_root(node) || self.names.owner(node) != self.names.user(device);
        match verb {
            Verb::Step => {
                let made = self.made(world, device);
                let most = self.steps + usize::from(self.slips(Slip::StepsOnceMore));
                unless(made >= most, Reason::StepsExhausted)?;
                unless(node != self.names.step(device, made + 1), Reason::NodeNotNext)?;
                let selected = self.selection(world, device) == parent || self.slips(Slip::StepsAnywhere);
                unless(!selected, Reason::NotSelected)?;
                let own = self.names.owner(parent) == self.names.user(device) && !self.slips(Slip::StepsOnOwn);
                unless(own, Reason::WrongUser)
            }
            Verb::Message => {
                unless(self.selection(world, device) != node, Reason::NotSelected)?;
                unless(self.names.owner(node) != self.names.user(device), Reason::WrongUser)
            }
            Verb::Roll => unless(self.next_roll(world, device) != Some(node), Reason::NodeNotNext),
            Verb::Deliver if self.unheard(world, device, node) => Ok(()),
            Verb::Deliver => {
                self.arrival(world, device, node)?;
                unless(!self.accepts(world, device, node), Reason::WouldBeRejected)
            }
            Verb::Reject => {
                self.arrival(world, device, node)?;
                unless(self.accepts(world, device, node), Reason::WouldBeAccepted)
            }
            Verb::Drop => {
                let on = self.policy.orphan == Orphan::Drop && !self.slips(Slip::NeverDrops);
                unless(!on, Reason::SwitchOff)?;
                self.pending(world, device, node)?;
                unless(!self.is_orphan(world, device, node) && !self.slips(Slip::DropsAny), Reason::NotOrphaned)
            }
            Verb::Ack => {
                unless(!self.policy.has_acknowledgements(), Reason::SwitchOff)?;
                unless(foreign, Reason::WrongUser)?;
                let announced = world.announced >> node & 1 == 1;
                unless(!announced && !self.slips(Slip::AcksUnheard), Reason::NotAnnounced)?;
                unless(world.minds[device].acked >> node & 1 == 1, Reason::AlreadyAcked)?;
                unless(self.apart(world, device, node), Reason::SiblingsApart)
            }
            Verb::News => self.news(world, device, node),
            Verb::Remove => unless(world.removed >> device & 1 == 1, Reason::AlreadyRemoved),
        }
    }

    fn news(&self, world: &World, device: usize, node: usize) -> Result<(), Reason> {
        let on = self.policy.has_acknowledgements() && self.policy.accept != Accept::FirstUnshared;
        unless(!on, Reason::SwitchOff)?;
        let remote = !self.names.is_root(node) && self.names.owner(node) != self.names.user(device);
        unless(!remote, Reason::WrongUser)?;
        unless(world.announced >> node & 1 == 0, Reason::NotAnnounced)?;
        unless(world.minds[device].known >> node & 1 == 1, Reason::AlreadyKnown)?;
        unless(self.is_orphan(world, device, node), Reason::Orphaned)
    }

    fn pending(&self, world: &World, device: usize, node: usize) -> Result<(), Reason> {
        let mind = world.minds[device];
        unless(!world.is_there(node), Reason::NodeUnknown)?;
        let again = self.slips(Slip::DroppedReturns) && mind.known >> node & 1 == 0;
        unless(mind.processed >> node & 1 == 1 && !again, Reason::AlreadyProcessed)?;
        let remote = !self.names.is_root(node) && self.names.owner(node) != self.names.user(device);
        let can_come = remote && self.policy.has_acknowledgements();
        unless(mind.known >> node & 1 == 1 && !can_come, Reason::AlreadyKnown)?;
        let cut_off = self.slips(Slip::CutsRemovedOff) && world.removed >> device & 1 == 1;
        unless(cut_off || self.apart(world, device, node), Reason::SiblingsApart)
    }

    fn arrival(&self, world: &World, device: usize, node: usize) -> Result<(), Reason> {
        self.pending(world, device, node)?;
        unless(self.is_orphan(world, device, node) && !self.slips(Slip::TakesOrphans), Reason::Orphaned)?;
        let (Some(parent), Retain::Levels(levels)) = (world.parent(node), self.policy.retain) else { return Ok(()) };
        let deepest = members(world.minds[device].known).map(|node| world.depth(node)).max().unwrap_or(0);
        let levels = levels as usize + usize::from(self.slips(Slip::KeepsOneMore));
        let gone = deepest > world.depth(parent) + levels;
        unless(gone && !self.slips(Slip::KeepsAll), Reason::OutOfReach)
    }

    /// It knows the node, and has not had all symmetric messages on it.
    fn unheard(&self, world: &World, device: usize, node: usize) -> bool {
        let heard = world.heard.get(device).map_or(0, |heard| heard[node]);
        let all = world.messages.get(node).copied().unwrap_or(0);
        self.policy.length == Length::Messages && world.minds[device].known >> node & 1 == 1 && heard < all
    }

    /// Its parent is not known.
    fn is_orphan(&self, world: &World, device: usize, node: usize) -> bool {
        world.parent(node).is_some_and(|parent| world.minds[device].known >> parent & 1 == 0)
    }

    /// Nothing passes between the device and who made the node.
    fn apart(&self, world: &World, device: usize, node: usize) -> bool {
        let Some(maker) = self.names.maker(node) else { return false };
        let siblings = maker != device && self.names.user(maker) == self.names.user(device);
        siblings && (world.removed >> maker | world.removed >> device) & 1 == 1 && !self.slips(Slip::CopiesToRemoved)
    }

    fn accepts(&self, world: &World, device: usize, node: usize) -> bool {
        let known = world.minds[device].known;
        let copy = self.names.is_root(node) || self.names.owner(node) == self.names.user(device);
        let any = match self.policy.accept {
            Accept::All => !self.slips(Slip::TakesFirst),
            Accept::First | Accept::FirstUnshared => self.slips(Slip::TakesAll),
        };
        let heard = known >> node & 1 == 1 && !self.slips(Slip::DeafToNews);
        copy || any || heard || known & world.siblings(node) == 0
    }

    fn made(&self, world: &World, device: usize) -> usize {
        (world.exist & self.names.steps_of(device)).count_ones() as usize
    }

    /// The next step of a device, on its selection.
    pub fn next_step(&self, world: &World, device: usize) -> Event {
        let node = self.names.step(device, self.made(world, device) + 1);
        Event { verb: Verb::Step, device, node, parent: self.selection(world, device) }
    }

    fn next_roll(&self, world: &World, device: usize) -> Option<usize> {
        [1, 2].map(|k| self.names.rolled(device, k)).into_iter().find(|root| !world.is_there(*root))
    }

    /// What comes of an event that is enabled.
    pub fn apply(&self, world: &mut World, event: Event) {
        let Event { verb, device, node, parent } = event;
        let bit: Set = 1_u64.checked_shl(node as u32).unwrap_or(0);
        let copy = self.names.is_root(node) || self.names.owner(node) == self.names.user(device);
        let above = world.above.get(node).copied().map_or(node, usize::from);
        match verb {
            Verb::Step => {
                world.above[node] = parent as u8;
                world.exist |= bit;
                world.minds[device].known |= bit;
            }
            Verb::Roll => self.roll(world, device, node),
            Verb::Message => {
                world.messages.resize(self.names.nodes(), 0);
                world.heard.resize(self.names.devices, Vec::new());
                world.heard.iter_mut().for_each(|heard| heard.resize(self.names.nodes(), 0));
                world.messages[node] += 1;
                world.heard[device][node] += 1;
            }
            Verb::Deliver if self.unheard(world, device, node) => world.heard[device][node] = world.messages[node],
            Verb::Deliver => {
                let mind = &mut world.minds[device];
                mind.known |= bit;
                mind.processed |= bit;
                if !copy {
                    mind.opened |= bit;
                    if !self.names.is_root(above) && !self.slips(Slip::ReplyIsNoAck) {
                        mind.acked |= 1 << above;
                    }
                    world.announced |= bit;
                }
            }
            Verb::Reject | Verb::Drop => world.minds[device].processed |= bit,
            Verb::Ack => world.minds[device].acked |= bit,
            Verb::News => {
                world.minds[device].known |= bit;
                if self.slips(Slip::NewsOpens) {
                    world.minds[device].opened |= bit;
                }
            }
            Verb::Remove => world.removed |= 1 << device,
        }
    }

    fn roll(&self, world: &mut World, device: usize, root: usize) {
        world.generations.resize(self.names.nodes(), 0);
        let known = members(world.minds[device].known);
        let newest = known.map(|node| world.generations[world.path(node)[0]]).max().unwrap_or(0);
        world.generations[root] = newest + 1;
        world.exist |= 1 << root;
        world.minds[device].known |= 1 << root;
    }

    /// Everything that is enabled but what people decide.
    pub fn heard(&self, world: &World) -> Vec<Event> {
        let mut events = Vec::new();
        let acks = self.policy.has_acknowledgements() || self.policy.length == Length::Messages;
        for device in 0..self.names.devices {
            // What is known is of no interest any more, unless acknowledgements or messages come.
            let news = if acks { world.exist } else { world.exist & !world.minds[device].known };
            for node in members(news) {
                let all = HEARD.map(|verb| Event { verb, device, node, parent: 0 });
                events.extend(all.into_iter().filter(|event| self.check(world, *event).is_ok()));
            }
        }
        events
    }

    pub fn quiescent(&self, world: &World) -> bool {
        let late = |event: &Event| matches!(event.verb, Verb::Ack | Verb::News) && self.slips(Slip::QuietTooSoon);
        self.heard(world).iter().all(late)
    }
}
