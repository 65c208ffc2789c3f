//! Cursors and rows as files have them, in both bindings.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::cursor::{Cursor, RowId};

/// `3`, or `{ 7 = 3 }`: the last number seen of every originator.
#[derive(Clone, Debug)]
pub(super) struct CursorFile(pub Cursor);

/// `3`, or `[7, 3]`: originator and number.
#[derive(Clone, Copy, Debug)]
pub(super) struct RowFile(pub RowId);

/// A number. One for which TOML has no integer stands in quotes.
struct Number(u64);

/// Takes whole numbers: the same in every visitor.
macro_rules! numbers {
    ($make:expr) => {
        fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
            let wrong = || E::custom(format!("`{number}` is below zero"));
            u64::try_from(number).map($make).map_err(|_| wrong())
        }

        fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
            Ok($make(number))
        }
    };
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Numbers;

        impl Visitor<'_> for Numbers {
            type Value = Number;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a whole number, in quotes if it is a large one")
            }

            numbers!(Number);

            fn visit_str<E: Error>(self, text: &str) -> Result<Number, E> {
                text.parse().map(Number).map_err(|_| E::custom(format!("`{text}` is no whole number of 64 bits")))
            }
        }

        deserializer.deserialize_any(Numbers)
    }
}

impl<'de> Deserialize<'de> for CursorFile {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Cursors;

        impl<'de> Visitor<'de> for Cursors {
            type Value = CursorFile;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a cursor: a whole number, or a table of originators with the last number seen of each")
            }

            numbers!(|id| CursorFile(Cursor::Id(id)));

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<CursorFile, A::Error> {
                let mut seen = BTreeMap::new();
                while let Some((name, Number(number))) = map.next_entry::<String, Number>()? {
                    let originator = name.parse::<u32>();
                    let originator = originator.map_err(|_| A::Error::custom(format!("`{name}` is no originator")))?;
                    seen.insert(originator, number);
                }
                Ok(CursorFile(Cursor::LastSeen(seen)))
            }
        }

        deserializer.deserialize_any(Cursors)
    }
}

impl<'de> Deserialize<'de> for RowFile {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Rows;

        impl<'de> Visitor<'de> for Rows {
            type Value = RowFile;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a row: its id, or a list of originator and number")
            }

            numbers!(|id| RowFile(RowId::from(id)));

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<RowFile, A::Error> {
                let (originator, Some(id), None) =
                    (seq.next_element::<u32>()?, seq.next_element::<u64>()?, seq.next_element::<u64>()?)
                else {
                    return Err(A::Error::custom("a row is an id, or a list of originator and number"));
                };
                Ok(RowFile(RowId { originator, id }))
            }
        }

        deserializer.deserialize_any(Rows)
    }
}
