//! One order of delivery that a file names item by item.

use std::collections::{BTreeMap, VecDeque};

use sim_engine::{Candidate, Chooser, Part, Port, Way};

use crate::model::ItemName;
use crate::system::{Class, Message, SiblingSync};
use crate::vocabulary::SyncType;

/// Lets items come in the order of a list. An item that is named and does not wait yet is waited for as long as something else can come; what
/// is not named comes when none of the named items waits, in the order in which it was sent.
pub(crate) fn chooser(items: &[ItemName], names: &[String]) -> Box<dyn Chooser<SiblingSync>> {
    Box::new(Listed { left: items.iter().cloned().collect(), names: names.to_vec(), waiting: BTreeMap::new() })
}

struct Listed {
    left: VecDeque<ItemName>,
    /// Names of participants, by their place.
    names: Vec<String>,
    /// What waits, by receiver and port.
    waiting: BTreeMap<(String, Port), VecDeque<(SyncType, String)>>,
}

impl Listed {
    /// The item that comes next on a way, if it is one.
    fn item(&self, way: Way) -> Option<(ItemName, (String, Port))> {
        let Way::Link { to, port, .. } = way else { return None };
        let key = (self.names.get(to.0)?.clone(), port);
        let (sync_type, about) = self.waiting.get(&key)?.front()?.clone();
        Some((ItemName { about, sync_type, to: key.0.clone() }, key))
    }

    fn place(&self, candidates: &[Candidate]) -> usize {
        let items: Vec<Option<ItemName>> =
            candidates.iter().map(|candidate| Some(self.item(candidate.way)?.0)).collect();
        // The first name of the list; an item that a later name means waits for its turn.
        let first = self.left.front().and_then(|next| items.iter().position(|item| item.as_ref() == Some(next)));
        let is_named = |item: &Option<ItemName>| item.as_ref().is_some_and(|item| self.left.contains(item));
        first.or_else(|| items.iter().position(|item| !is_named(item))).unwrap_or_default()
    }
}

impl Chooser<SiblingSync> for Listed {
    fn matters(&mut self, message: &Message) -> bool {
        let Some(about) = message.about().filter(|_| message.class() == Class::Sync) else { return false };
        let Some(sync_type) = about.sync_type else { return false };
        let what = about.uuid.clone().or_else(|| about.contact.clone()).unwrap_or_else(|| "identity".to_owned());
        self.waiting.entry((about.to.clone(), about.port)).or_default().push_back((sync_type, what));
        true
    }

    fn choose(&mut self, candidates: &[Candidate], _: u64) -> Option<usize> {
        let place = self.place(candidates);
        if let Some((item, key)) = self.item(candidates[place].way) {
            if self.left.front() == Some(&item) {
                self.left.pop_front();
            }
            self.waiting.get_mut(&key).and_then(VecDeque::pop_front);
        }
        Some(place)
    }

    fn touches(&mut self, _: Part) {}

    fn quiet(&mut self) {}
}
