//! The second matcher (RI-6). Written from the text of NIP-01, over JSON, with loops: it shares nothing with the
//! relay's.

use serde_json::Value;
use sim_relay::VerifiedEvent;

/// "A filter's conditions are treated as && conditions, the values of a list as ||."
fn matches(filter: &Value, event: &Value) -> bool {
    for (name, condition) in filter.as_object().expect("a filter is an object") {
        let holds = match name.as_str() {
            "ids" => contains(condition, &event["id"]),
            "authors" => contains(condition, &event["pubkey"]),
            "kinds" => contains(condition, &event["kind"]),
            "since" => condition.as_u64() <= event["created_at"].as_u64(),
            "until" => event["created_at"].as_u64() <= condition.as_u64(),
            "limit" => true,
            tag => has_tag(&tag[1..], condition, event),
        };
        if !holds {
            return false;
        }
    }
    true
}

fn contains(list: &Value, wanted: &Value) -> bool {
    list.as_array().expect("a list").iter().any(|item| item == wanted)
}

/// "Only the first value in any given tag is indexed."
fn has_tag(letter: &str, values: &Value, event: &Value) -> bool {
    let tags = event["tags"].as_array().expect("a list");
    tags.iter().any(|tag| tag[0] == letter && tag.get(1).is_some_and(|value| contains(values, value)))
}

/// Events and their JSON, latest first and lowest id first among equals.
pub struct Rows(Vec<(Value, VerifiedEvent)>);

impl Rows {
    pub fn of(events: &[VerifiedEvent]) -> Self {
        let mut sorted = events.to_vec();
        sorted.sort_by_key(|event| (std::cmp::Reverse(event.created_at.as_secs()), event.id.to_hex()));
        sorted.dedup_by_key(|event| event.id);
        let json = |event: &VerifiedEvent| serde_json::from_str(&event.as_json()).expect("events are JSON");
        Self(sorted.into_iter().map(|event| (json(&event), event)).collect())
    }

    /// The union over `filters` of each one's first `limit` matches.
    pub fn select(&self, filters: &[Value]) -> Vec<VerifiedEvent> {
        let mut taken = vec![false; self.0.len()];
        for filter in filters {
            let limit = filter["limit"].as_u64().unwrap_or(u64::MAX);
            let mut found = 0;
            for (index, (event, _)) in self.0.iter().enumerate() {
                if found < limit && matches(filter, event) {
                    found += 1;
                    taken[index] = true;
                }
            }
        }
        let kept = self.0.iter().zip(taken).filter(|(_, taken)| *taken);
        kept.map(|((_, event), _)| event.clone()).collect()
    }
}
