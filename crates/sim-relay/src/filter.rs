//! Filters: the conditions of a REQ or COUNT, and the one matcher that judges them.

use std::collections::{BTreeMap, BTreeSet};

use nostr::{Event, EventId, PublicKey};
use serde_json::{Map, Value, json};

use crate::event::{is_lower_hex, letter_tags};
use crate::message::Prefix;
use crate::personality::{EmptyList, EmptyLists, OddMember, Personality, Until};

/// One filter: all conditions must hold, and any value of a list satisfies its condition.
///
/// `None` and a missing tag key mean "no condition". `Some` of an empty set matches nothing, unless the relay's
/// [`EmptyList`] knob says otherwise.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filter {
    /// Event ids.
    pub ids: Option<BTreeSet<EventId>>,
    /// Public keys of authors.
    pub authors: Option<BTreeSet<PublicKey>>,
    /// Kinds.
    pub kinds: Option<BTreeSet<u16>>,
    /// Earliest `created_at`, Unix seconds, inclusive.
    pub since: Option<u64>,
    /// Latest `created_at`, Unix seconds, inclusive.
    pub until: Option<u64>,
    /// At most this many stored events; ignored for live ones.
    pub limit: Option<usize>,
    /// `#x` conditions by their letter, case-sensitive. Only element 1 of a tag counts.
    pub tags: BTreeMap<char, BTreeSet<String>>,
    /// The `search` of NIP-50. Never used for matching.
    pub search: Option<String>,
    /// Members this relay does not know, kept so that it can refuse them by name.
    pub unknown: BTreeMap<String, Value>,
}

/// Building.
impl Filter {
    /// `{}`: matches everything.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an id.
    pub fn id(self, id: EventId) -> Self {
        self.ids([id])
    }

    /// Adds ids. An empty iterator still adds the condition.
    pub fn ids(mut self, ids: impl IntoIterator<Item = EventId>) -> Self {
        self.ids.get_or_insert_default().extend(ids);
        self
    }

    /// Adds an author.
    pub fn author(self, author: PublicKey) -> Self {
        self.authors([author])
    }

    /// Adds authors. An empty iterator still adds the condition.
    pub fn authors(mut self, authors: impl IntoIterator<Item = PublicKey>) -> Self {
        self.authors.get_or_insert_default().extend(authors);
        self
    }

    /// Adds a kind.
    pub fn kind(self, kind: u16) -> Self {
        self.kinds([kind])
    }

    /// Adds kinds. An empty iterator still adds the condition.
    pub fn kinds(mut self, kinds: impl IntoIterator<Item = u16>) -> Self {
        self.kinds.get_or_insert_default().extend(kinds);
        self
    }

    /// Adds a value for `#letter`; values of one letter are a union, letters must all match.
    pub fn tag(self, letter: char, value: impl Into<String>) -> Self {
        self.tag_values(letter, [value.into()])
    }

    /// Adds values for `#letter`. An empty iterator still adds the condition.
    pub fn tag_values(mut self, letter: char, values: impl IntoIterator<Item = String>) -> Self {
        self.tags.entry(letter).or_default().extend(values);
        self
    }

    /// Earliest `created_at`, Unix seconds, inclusive.
    pub fn since(mut self, since: u64) -> Self {
        self.since = Some(since);
        self
    }

    /// Latest `created_at`, Unix seconds, inclusive.
    pub fn until(mut self, until: u64) -> Self {
        self.until = Some(until);
        self
    }

    /// At most `limit` stored events.
    pub fn limit(mut self, limit: usize) -> Self {
        self.limit = Some(limit);
        self
    }
}

/// Judging.
impl Filter {
    /// Whether `event` meets every condition. `limit`, `search` and unknown members are not conditions.
    pub fn matches(&self, event: &Event) -> bool {
        let at = event.created_at.as_secs();
        allows(&self.kinds, &event.kind.as_u16())
            && allows(&self.authors, &event.pubkey)
            && allows(&self.ids, &event.id)
            && self.since.is_none_or(|since| since <= at)
            && self.until.is_none_or(|until| at <= until)
            && self.tags.iter().all(|(wanted, values)| {
                letter_tags(event).any(|(letter, value)| letter == *wanted && values.contains(value))
            })
    }

    /// Applies the relay's knobs for odd filters: the filter it will work with, or the text of the CLOSED
    /// . Applying it twice changes nothing.
    pub(crate) fn admit(mut self, personality: &Personality) -> Result<Self, String> {
        if let Some(name) = self.unknown.keys().next()
            && personality.unknown_filter_member == OddMember::Refuse
        {
            return Err(format!("{}: filter member {name:?} is not known here", Prefix::Unsupported));
        }
        if self.search.is_some() && personality.search == OddMember::Refuse {
            return Err(format!("{}: search is not offered here", Prefix::Unsupported));
        }
        self.unknown.clear();
        self.search = None;
        self.check_tags()?;
        if self.has_empty_list(personality.empty_list) {
            return Err(format!("{}: a list in a filter is empty", Prefix::Invalid));
        }
        self.drop_empty_lists(personality.empty_list);
        Ok(self)
    }

    /// The filter as the relay works with it where it does not read `until` as NIP-01 does.
    pub(crate) fn read_by(mut self, personality: &Personality) -> Self {
        if let (Until::Exclusive, Some(until)) = (personality.until, self.until) {
            match until.checked_sub(1) {
                Some(before) => self.until = Some(before),
                None => self.kinds = Some(BTreeSet::new()),
            }
        }
        self
    }

    fn check_tags(&self) -> Result<(), String> {
        for (letter, values) in &self.tags {
            if !letter.is_ascii_alphabetic() {
                return Err(format!("{}: \"#{letter}\" is not a tag filter", Prefix::Unsupported));
            }
            let keyed = matches!(letter, 'e' | 'p');
            if let Some(bad) = values.iter().find(|value| keyed && !is_lower_hex(value, 64)) {
                return Err(format!("{}: #{letter} {bad:?} is not 64 lower-case hex", Prefix::Invalid));
            }
        }
        Ok(())
    }

    /// Whether a list is empty that must not be.
    fn has_empty_list(&self, lists: EmptyLists) -> bool {
        let refused = |rule: EmptyList, empty: bool| rule == EmptyList::Refuse && empty;
        refused(lists.ids, self.ids.as_ref().is_some_and(BTreeSet::is_empty))
            || refused(lists.authors, self.authors.as_ref().is_some_and(BTreeSet::is_empty))
            || refused(lists.kinds, self.kinds.as_ref().is_some_and(BTreeSet::is_empty))
            || refused(lists.tags, self.tags.values().any(BTreeSet::is_empty))
    }

    /// Drops empty lists that mean nothing.
    fn drop_empty_lists(&mut self, lists: EmptyLists) {
        let any = |rule: EmptyList, empty: bool| rule == EmptyList::Any && empty;
        self.ids.take_if(|ids| any(lists.ids, ids.is_empty()));
        self.authors.take_if(|authors| any(lists.authors, authors.is_empty()));
        self.kinds.take_if(|kinds| any(lists.kinds, kinds.is_empty()));
        self.tags.retain(|_, values| !any(lists.tags, values.is_empty()));
    }
}

fn allows<T: Ord>(condition: &Option<BTreeSet<T>>, value: &T) -> bool {
    condition.as_ref().is_none_or(|values| values.contains(value))
}

/// Writing; reading is in `filter_json.rs`.
impl Filter {
    /// The filter as a JSON object, members it was built with only.
    pub fn to_value(&self) -> Value {
        let mut object: Map<String, Value> = self.unknown.clone().into_iter().collect();
        let mut put = |name: &str, value: Option<Value>| {
            if let Some(value) = value {
                object.insert(name.to_owned(), value);
            }
        };
        put("ids", self.ids.as_ref().map(|ids| json!(ids)));
        put("authors", self.authors.as_ref().map(|authors| json!(authors)));
        put("kinds", self.kinds.as_ref().map(|kinds| json!(kinds)));
        put("since", self.since.map(Value::from));
        put("until", self.until.map(Value::from));
        put("limit", self.limit.map(Value::from));
        put("search", self.search.clone().map(Value::from));
        for (letter, values) in &self.tags {
            put(&format!("#{letter}"), Some(json!(values)));
        }
        Value::Object(object)
    }
}
