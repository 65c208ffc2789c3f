//! What the flags of these tests mean, and which text their rules were read from.

use crate::format::{Class, Note, Pin, Spec};

/// The plan, as notes cite it.
const PLAN: &str = "multi_device_sync_plan.md";
/// What it leaves open, and what follows from it.
const ANALYSIS: &str = "docs/spec/sibling-sync.md";

/// Flag, document, section, what a test shows, what goes wrong.
type Row = (&'static str, &'static str, &'static str, &'static str, &'static str);

#[rustfmt::skip]
const NOTES: &[Row] = &[
    ("AnyOrder", ANALYSIS, "4", "fields come in any order", "a payload is refused that is whole"),
    ("Apart", ANALYSIS, "8", "M-S19: two records of one contact", "rows of the sibling are shown nowhere"),
    ("Away", ANALYSIS, "8", "M-S16: forwards wait for the primary", "messages are lost, or sent twice"),
    ("Card", PLAN, "identity_update", "M-11: the own card", "an edit undoes another"),
    ("Crash", ANALYSIS, "8", "M-S13: a device dies between two writes", "a message is lost for ever, or is there twice"),
    ("Cut", ANALYSIS, "4", "a payload ends too early", "half an event is applied"),
    ("CutWithin", ANALYSIS, "4", "a message within ends too early", "half an event is applied"),
    ("Defaults", ANALYSIS, "4", "what is not there is empty", "a payload is refused that is whole"),
    ("Encoding", ANALYSIS, "4", "a payload is decoded, or refused", "devices of two versions do not understand each other"),
    ("FieldZero", ANALYSIS, "4", "there is no field 0", "what is no protobuf is applied"),
    ("Fifo", ANALYSIS, "2", "queues keep their order", "the forward is taken for seen"),
    ("Forwarded", ANALYSIS, "4", "a forward carries a whole message", "the primary sends something else"),
    ("HandOver", ANALYSIS, "8", "M-S17: a sibling takes over", "nobody can send any more"),
    ("HookOnPrimary", ANALYSIS, "2", "a sibling that types sends no `msg`", "a second row, or none"),
    ("Ignored", ANALYSIS, "4", "types that are not known are ignored", "a reserved type does something"),
    ("Inbound", ANALYSIS, "8", "M-S12: what the contact sends", "it is there twice, or nowhere"),
    ("LastCounts", ANALYSIS, "4", "of a field that comes twice the last value counts", "two readers see two events"),
    ("LateDevice", ANALYSIS, "8", "M-S18: a device that is paired later", "it has no history, or no contacts"),
    ("Line", ANALYSIS, "8", "M-S4: a forward travels along a line", "it ends half-way"),
    ("Listed", ANALYSIS, "12", "one order by name", "another order is walked"),
    ("LongVarint", ANALYSIS, "4", "a varint has at most ten bytes", "what is no protobuf is applied"),
    ("Merged", ANALYSIS, "4", "two messages in one field are merged", "half of a message is lost"),
    ("Mesh", ANALYSIS, "8", "M-S1: everybody hears of everything", "rows differ"),
    ("Msg", ANALYSIS, "4", "a message", "nothing is read"),
    ("NewContact", ANALYSIS, "8", "M-S14: a message comes before its record", "it is seen, and lost"),
    ("NoUtf8", ANALYSIS, "4", "text is UTF-8", "what is no protobuf is applied"),
    ("NoWireType", ANALYSIS, "4", "there is no wire type 7", "what is no protobuf is applied"),
    ("OneReader", ANALYSIS, "6", "MR-9: the primary alone polls the contact's queue", "somebody takes what it cannot read"),
    ("PerEvent", ANALYSIS, "2", "each event has an id of its own", "a second row"),
    ("Pointers", ANALYSIS, "8", "M-S9: the sender of a record becomes its primary", "nobody is the primary"),
    ("Pop", ANALYSIS, "1", "the server forgets what it hands out", "what is lost on the way is lost for ever"),
    ("Registers", ANALYSIS, "8", "M-S8: two edits at once", "values swap, and a block is undone"),
    ("Repeated", ANALYSIS, "4", "a field that is repeated", "files are lost"),
    ("SendOnce", ANALYSIS, "6", "MR-4, MR-14: what waits is sent once", "the contact gets it twice"),
    ("SiblingSend", ANALYSIS, "8", "M-S5, M-S6: a sibling types", "the contact gets nothing; a row waits for ever"),
    ("Snapshots", ANALYSIS, "4", "records and cards", "an edit is lost"),
    ("Star", ANALYSIS, "8", "M-S4: two siblings without a link", "one of them hears nothing"),
    ("Status", ANALYSIS, "8", "M-S7: a message gets further", "the state is too low, or the row is not there"),
    ("Statuses", ANALYSIS, "4", "a status", "times are lost"),
    ("Twice", ANALYSIS, "8", "M-S2: something comes twice", "it is applied twice"),
    ("Unknown", ANALYSIS, "4", "fields of later versions are skipped", "devices of two versions do not understand each other"),
    ("Utf8", ANALYSIS, "4", "text beyond ASCII", "text is damaged"),
    ("Varints", ANALYSIS, "4", "numbers, as long as they are", "a payload is refused that is whole"),
    ("Window", ANALYSIS, "5", "M-S15: the seen table is pruned", "an old copy makes a second row"),
    ("WireType", ANALYSIS, "4", "a known field has its own wire type", "what is no protobuf is applied"),
];

/// What a flag means.
pub(super) fn note(flag: &str) -> Option<Note> {
    let (_, document, section, description, effect) = NOTES.iter().find(|(name, ..)| *name == flag)?;
    Some(Note {
        // Section 4 has the bytes; everything else depends on the repairs.
        class: if *section == "4" { Class::Must } else { Class::Open },
        spec: format!("{document}#{section}"),
        description: (*description).to_owned(),
        effect: (*effect).to_owned(),
    })
}

/// Every flag that has a note.
#[cfg(test)]
pub(super) fn flags() -> impl Iterator<Item = &'static str> {
    NOTES.iter().map(|(flag, ..)| *flag)
}

/// What a file cites: texts of which no commit can be named.
pub(super) fn spec() -> Spec {
    let pin = |document: &str, edition: &str| Pin {
        document: document.to_owned(),
        repo: None,
        commit: None,
        edition: Some(edition.to_owned()),
    };
    let pins = vec![
        pin(PLAN, "meowlib, doc/multi_device_sync_plan.md as of 2026-03-05, with phases 6 and 7"),
        pin(
            ANALYSIS,
            "Colony's analysis of that plan, second edition: what it leaves open as switches, repairs, and what follows",
        ),
    ];
    Spec { repo: String::new(), commit: String::new(), documents: Vec::new(), x_pins: pins }
}
