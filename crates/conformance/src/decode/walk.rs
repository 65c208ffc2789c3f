//! Where in a test bytes stand that have fields.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Field, event, key_package, message};

/// Keys that open what is encrypted in a test.
#[derive(Default)]
pub(super) struct Keys {
    pub group_event: Option<Vec<u8>>,
    pub nostr: Option<Vec<u8>>,
}

/// What can be decoded in a test, by its place in the test (a JSON pointer, RFC 6901).
pub fn decode(test: &Value) -> BTreeMap<String, Field> {
    let bytes = |pointer: &str| hex::decode(test.pointer(pointer)?.as_str()?).ok();
    let keys = Keys { group_event: bytes("/input/group_event_key"), nostr: bytes("/input/nostr_sk") };
    let mut found = BTreeMap::new();
    walk(test, "", &keys, &mut found);
    found
}

fn walk(value: &Value, at: &str, keys: &Keys, found: &mut BTreeMap<String, Field>) {
    match value {
        Value::Object(members) => {
            if let Some(content) = event::content(members, keys) {
                found.insert(format!("{at}/content"), content);
            }
            for (name, member) in members {
                let at = format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
                if let Some(field) = member.as_str().and_then(|text| bytes(name, text)) {
                    found.insert(at.clone(), field);
                }
                walk(member, &at, keys, found);
            }
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(place, item)| walk(item, &format!("{at}/{place}"), keys, found));
        }
        _ => {}
    }
}

/// Members that hold a structure in hex.
fn bytes(name: &str, text: &str) -> Option<Field> {
    let read = match name {
        "key_package" => key_package::framed,
        "key_package_raw" => key_package::bare,
        "mls_message" => message::message,
        _ => return None,
    };
    hex::decode(text).ok().map(|bytes| read(&bytes))
}
