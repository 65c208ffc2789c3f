//! Protobuf as it stands on the wire, without a library.

use super::slips::Slip;

/// A value on the wire.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Number(u64),
    Bytes(Vec<u8>),
}

/// What is not protobuf.
#[derive(Debug)]
pub(super) struct Malformed;

type Read<T> = Result<T, Malformed>;

/// How a field is read.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Kind {
    Text,
    Bytes,
    Number,
    Bool,
    Nested(&'static [Field]),
    Texts,
}

/// Number, name, how it is read.
pub(super) type Field = (u64, &'static str, Kind);

pub(super) const STATUS: &[Field] = &[
    (1, "uuid", Kind::Text),
    (2, "sent", Kind::Number),
    (3, "received", Kind::Number),
    (4, "processed", Kind::Number),
];
pub(super) const DB_MESSAGE: &[Field] = &[
    (1, "data", Kind::Text),
    (2, "outbound", Kind::Bool),
    (3, "status", Kind::Nested(STATUS)),
    (4, "file_paths", Kind::Texts),
];
pub(super) const PAYLOAD: &[Field] = &[
    (1, "sync_type", Kind::Text),
    (2, "peer_uid", Kind::Text),
    (3, "db_message", Kind::Nested(DB_MESSAGE)),
    (4, "dedup_id", Kind::Text),
    (5, "peer_data", Kind::Bytes),
    (6, "identity_data", Kind::Bytes),
    (7, "forward_payload", Kind::Bytes),
    (8, "forward_peer_uid", Kind::Text),
];
pub(super) const USER_MESSAGE: &[Field] = &[
    (1, "destination", Kind::Text),
    (2, "type", Kind::Text),
    (3, "data", Kind::Bytes),
    (4, "status", Kind::Nested(STATUS)),
    (5, "appdata", Kind::Bytes),
];

/// A decoded field.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Decoded {
    Text(String),
    /// As hex.
    Bytes(String),
    Number(u64),
    Bool(bool),
    Nested(Option<Vec<(&'static str, Decoded)>>),
    Texts(Vec<String>),
}

/// Every field of a message, in the order of its numbers.
pub(super) fn decode(bytes: &[u8], fields: &[Field], slip: Option<Slip>) -> Read<Vec<(&'static str, Decoded)>> {
    let found = split(bytes, slip)?;
    fields.iter().map(|field| Ok((field.1, one(&found, field, slip)?))).collect::<Read<Vec<_>>>().and_then(|all| {
        let is_known = |number: &u64| fields.iter().any(|(own, ..)| own == number);
        let refuses = slip == Some(Slip::StopsAtUnknown) && !found.iter().all(|(number, _)| is_known(number));
        if refuses { Err(Malformed) } else { Ok(all) }
    })
}

fn one(found: &[(u64, Value)], (number, _, kind): &Field, slip: Option<Slip>) -> Read<Decoded> {
    let wants_number = matches!(kind, Kind::Number | Kind::Bool);
    let mut own = Vec::new();
    for (_, value) in found.iter().filter(|(other, _)| other == number) {
        if matches!(value, Value::Number(_)) == wants_number {
            own.push(value);
        } else if slip != Some(Slip::AnyWireType) {
            return Err(Malformed);
        }
    }
    let bytes: Vec<&Vec<u8>> =
        own.iter().filter_map(|v| if let Value::Bytes(b) = v { Some(b) } else { None }).collect();
    let numbers: Vec<u64> = own.iter().filter_map(|v| if let Value::Number(n) = v { Some(*n) } else { None }).collect();
    let first = slip == Some(Slip::FirstCounts);
    let number = if first { numbers.first() } else { numbers.last() }.copied().unwrap_or_default();
    let last = if first { bytes.first() } else { bytes.last() }.copied().cloned().unwrap_or_default();
    Ok(match kind {
        Kind::Number => Decoded::Number(number),
        Kind::Bool => Decoded::Bool(if slip == Some(Slip::OneIsTrue) { number == 1 } else { number != 0 }),
        Kind::Bytes => Decoded::Bytes(last.iter().map(|byte| format!("{byte:02x}")).collect()),
        Kind::Texts => Decoded::Texts(bytes.into_iter().map(|bytes| text(bytes, slip)).collect::<Read<_>>()?),
        Kind::Text => {
            bytes.iter().try_for_each(|bytes| text(bytes, slip).map(drop))?;
            Decoded::Text(text(&last, slip)?)
        }
        Kind::Nested(fields) => {
            let parts =
                if slip == Some(Slip::NestedReplaced) { &bytes[bytes.len().saturating_sub(1)..] } else { &bytes };
            // Each part is whole by itself; together they are merged.
            bytes.iter().try_for_each(|part| decode(part, fields, slip).map(drop))?;
            let merged: Vec<u8> = parts.iter().flat_map(|part| part.iter().copied()).collect();
            Decoded::Nested(if bytes.is_empty() { None } else { Some(decode(&merged, fields, slip)?) })
        }
    })
}

fn text(bytes: &[u8], slip: Option<Slip>) -> Read<String> {
    if slip == Some(Slip::TrustsText) {
        return Ok(String::from_utf8_lossy(bytes).into_owned());
    }
    String::from_utf8(bytes.to_vec()).map_err(|_| Malformed)
}

/// Fields as they come; groups are skipped, and other lengths kept as bytes.
fn split(mut bytes: &[u8], slip: Option<Slip>) -> Read<Vec<(u64, Value)>> {
    let mut found = Vec::new();
    while !bytes.is_empty() {
        let key = varint(&mut bytes, slip)?;
        let number = key >> 3;
        if number == 0 && slip != Some(Slip::ZeroField) || number > 0x1fff_ffff {
            return Err(Malformed);
        }
        let value = match key & 7 {
            0 => Value::Number(varint(&mut bytes, slip)?),
            1 => Value::Bytes(take(&mut bytes, 8, slip)?),
            2 => {
                let length = varint(&mut bytes, slip)?;
                Value::Bytes(take(&mut bytes, length, slip)?)
            }
            5 => Value::Bytes(take(&mut bytes, 4, slip)?),
            _ => return Err(Malformed),
        };
        // A fixed length is no field of these messages: it is only skipped.
        found.push((if matches!(key & 7, 1 | 5) { number | 1 << 40 } else { number }, value));
    }
    Ok(found)
}

fn take(bytes: &mut &[u8], length: u64, slip: Option<Slip>) -> Read<Vec<u8>> {
    let length = usize::try_from(length).map_err(|_| Malformed)?;
    let length = if slip == Some(Slip::CutOff) { length.min(bytes.len()) } else { length };
    let (own, rest) = bytes.split_at_checked(length).ok_or(Malformed)?;
    *bytes = rest;
    Ok(own.to_vec())
}

fn varint(bytes: &mut &[u8], slip: Option<Slip>) -> Read<u64> {
    let mut value = 0_u64;
    for place in 0..if slip == Some(Slip::LongVarints) { usize::MAX } else { 10 } {
        let (byte, rest) = bytes.split_first().ok_or(Malformed)?;
        *bytes = rest;
        let part = u64::from(byte & 0x7f);
        if place == 9 && *byte > 1 && slip != Some(Slip::LongVarints) {
            return Err(Malformed);
        }
        value |= if place < 10 { part << (7 * place) } else { 0 };
        if byte & 0x80 == 0 {
            return Ok(value);
        }
    }
    Err(Malformed)
}
