//! JSON Schemas of all files: derived from the types, strict, with room for `x_` members.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::format::{AnyMinimal, Manifest, Topic};

/// Schema by name: one for each topic, `manifest` and `minimal`.
pub(crate) fn all() -> BTreeMap<String, Value> {
    let topics = Topic::ALL.iter().map(|topic| (topic.name().to_owned(), topic.schema()));
    let manifest = ("manifest".to_owned(), schemars::schema_for!(Manifest));
    let minimal = ("minimal".to_owned(), schemars::schema_for!(AnyMinimal));
    topics
        .chain([manifest, minimal])
        .map(|(name, schema)| {
            let mut schema = schema.to_value();
            drop_nulls(&mut schema);
            make_room(&mut schema);
            bound_integers(&mut schema);
            schema["title"] = json!(format!("marmot-vectors/1 {name}"));
            (name, schema)
        })
        .collect()
}

/// Objects that refuse unknown members accept those that begin with `x_`.
fn make_room(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            members.values_mut().for_each(make_room);
            if members.get("additionalProperties") == Some(&Value::Bool(false)) {
                members.insert("patternProperties".to_owned(), json!({ "^x_": true }));
            }
        }
        Value::Array(items) => items.iter_mut().for_each(make_room),
        _ => {}
    }
}

/// Integers of 64 bits stay below 2^53, which every language reads without loss.
fn bound_integers(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            members.values_mut().for_each(bound_integers);
            if members.get("format").is_some_and(|format| format == "uint64") {
                members.insert("maximum".to_owned(), json!((1_u64 << 53) - 1));
            }
        }
        Value::Array(items) => items.iter_mut().for_each(bound_integers),
        _ => {}
    }
}

/// A member that may be missing is never null instead.
fn drop_nulls(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            members.values_mut().for_each(drop_nulls);
            let required = members.get("required").cloned().unwrap_or_default();
            let required = |name: &str| required.as_array().is_some_and(|names| names.iter().any(|n| n == name));
            if let Some(Value::Object(properties)) = members.get_mut("properties") {
                properties.iter_mut().filter(|(name, _)| !required(name)).for_each(|(_, property)| not_null(property));
            }
        }
        Value::Array(items) => items.iter_mut().for_each(drop_nulls),
        _ => {}
    }
}

fn not_null(property: &mut Value) {
    let null = json!({ "type": "null" });
    if let Some(Value::Array(types)) = property.get_mut("type") {
        types.retain(|name| name != "null");
        if let [only] = types.as_slice() {
            property["type"] = only.clone();
        }
    }
    if let Some(Value::Array(choices)) = property.get_mut("anyOf") {
        choices.retain(|choice| *choice != null);
        // A choice of one is none: its errors are shown themselves.
        if let [Value::Object(only)] = choices.as_slice() {
            let only = only.clone();
            let members = property.as_object_mut().expect("it has a member");
            members.remove("anyOf");
            members.extend(only);
        }
    }
}
