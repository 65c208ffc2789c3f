//! Expectations of a file.

use std::collections::{BTreeMap, BTreeSet};

use experiment::file::error::{Problem, Trouble};
use experiment::file::item::{Item, Table};

use super::expect::{Expect, ExpectedOutcome, ExpectedRow};
use super::read::{Names, read_check, word};
use super::{Change, ItemName};
use crate::judge::{Invariant, OBSERVERS, REPORTS, is_cause};
use crate::vocabulary::RowState;

const MEMBERS: [&str; 12] = [
    "violates",
    "exercises",
    "contact",
    "rows",
    "pointers",
    "registers",
    "wire",
    "indexes",
    "sync_messages",
    "reports",
    "observers",
    "outcomes",
];

/// Names that expectations may use.
pub(super) struct Known<'a> {
    pub names: &'a Names,
    pub variants: &'a BTreeMap<String, Change>,
    pub orders: &'a BTreeMap<String, Vec<ItemName>>,
}

/// What is expected in general, and what differs where.
pub(super) fn both(item: &Item<'_>, known: &Known<'_>) -> Result<(Expect, BTreeMap<String, Expect>), Problem> {
    let keys: Vec<&str> = MEMBERS.iter().copied().chain(["under"]).collect();
    let table = item.table(&keys)?;
    let mut under = BTreeMap::new();
    if let Some(item) = table.get("under") {
        for entry in item.entries()? {
            let check = read_check(&entry.key, known.variants, known.orders).map_err(|(part, valid)| {
                Trouble::new(entry.key_span.clone(), format!("unknown variant or order `{part}`"))
                    .one_of(&part, valid.iter().map(String::as_str))
            })?;
            let part = item.child(entry).table(&MEMBERS)?;
            under.insert(check.to_string(), expect(&part, known)?);
        }
    }
    Ok((expect(&table, known)?, under))
}

fn expect(table: &Table<'_>, known: &Known<'_>) -> Result<Expect, Problem> {
    let names = known.names;
    let words = |item: &Item<'_>, valid: &[&str]| {
        Ok::<BTreeSet<String>, Problem>(
            item.distinct(|one| one.known("unknown name", valid.iter().copied()))?.into_iter().collect(),
        )
    };
    let exercises = table.read("exercises", |item| item.distinct(invariant))?;
    Ok(Expect {
        violates: table.read("violates", |item| violates(item))?,
        exercises: exercises.unwrap_or_default().into_iter().collect(),
        contact: by_contact(table, names)?,
        rows: by_device(table, "rows", names, rows)?,
        pointers: by_device(table, "pointers", names, |item| names.device(item))?,
        registers: by_device(table, "registers", names, registers)?,
        wire: table.read("wire", |item| item.list()?.iter().map(|pair| sent(pair, names)).collect())?,
        indexes: table.read("indexes", |item| item.list()?.iter().map(number).collect())?,
        sync_messages: table.read("sync_messages", count)?,
        reports: table.read("reports", |item| words(item, &REPORTS))?,
        observers: table.read("observers", |item| observers(item))?.unwrap_or_default(),
        outcomes: table.read("outcomes", |item| item.list()?.iter().map(|one| outcome(one, names)).collect())?,
    })
}

fn number(item: &Item<'_>) -> Result<u64, Problem> {
    item.integer(0, u64::MAX)
}

fn count(item: &Item<'_>) -> Result<usize, Problem> {
    item.integer(0, u32::MAX).map(|count| count as usize)
}

fn invariant(item: &Item<'_>) -> Result<Invariant, Problem> {
    word!(item, Invariant)
}

/// `{ INV-M3 = ["forward-seen"] }`: every cause of every invariant that breaks.
fn violates(item: &Item<'_>) -> Result<BTreeMap<Invariant, BTreeSet<String>>, Problem> {
    let ids: Vec<&str> = Invariant::ALL.iter().map(|one| one.id()).collect();
    let table = item.table(&ids)?;
    let mut violates = BTreeMap::new();
    for one in Invariant::ALL {
        if let Some(item) = table.get(one.id()) {
            let causes = item.some_distinct(cause)?;
            violates.insert(one, causes.into_iter().collect());
        }
    }
    Ok(violates)
}

fn cause(item: &Item<'_>) -> Result<String, Problem> {
    let id = item.text()?;
    let wrong = || {
        item.trouble(format_args!("has an unknown cause `{id}`")).expected("a cause, as in `not-read/taken-for-seen`")
    };
    is_cause(id).then(|| id.to_owned()).ok_or_else(wrong)
}

fn by_device<T>(
    table: &Table<'_>,
    key: &str,
    names: &Names,
    read: impl Fn(&Item<'_>) -> Result<T, Problem>,
) -> Result<BTreeMap<String, T>, Problem> {
    by_name(table, key, &names.devices, read)
}

fn by_contact(table: &Table<'_>, names: &Names) -> Result<BTreeMap<String, Vec<String>>, Problem> {
    by_name(table, "contact", &names.contacts, |item| item.list()?.iter().map(Item::sentence).collect())
}

fn by_name<T>(
    table: &Table<'_>,
    key: &str,
    names: &BTreeSet<String>,
    read: impl Fn(&Item<'_>) -> Result<T, Problem>,
) -> Result<BTreeMap<String, T>, Problem> {
    let Some(item) = table.get(key) else { return Ok(BTreeMap::new()) };
    let valid: Vec<&str> = names.iter().map(String::as_str).collect();
    let inner = item.table(&valid)?;
    let one = |name: &&String| inner.get(name).map(|item| Ok(((*name).clone(), read(&item)?)));
    names.iter().filter_map(|name| one(&name)).collect()
}

fn rows(item: &Item<'_>) -> Result<Vec<ExpectedRow>, Problem> {
    let mut rows = item.list()?.iter().map(row).collect::<Result<Vec<_>, _>>()?;
    rows.sort();
    Ok(rows)
}

fn row(item: &Item<'_>) -> Result<ExpectedRow, Problem> {
    let parts = item.list()?;
    let wrong =
        || item.trouble("is no row").expected("a message and its state: `[\"u1\", \"sent\"]`, or with \"orphan\"");
    let (uuid, state, rest) = match parts.as_slice() {
        [uuid, state, rest @ ..] if rest.len() < 2 => (uuid, state, rest.first()),
        _ => return Err(wrong()),
    };
    let orphan = rest.map(|word| word.known("unknown word", ["orphan"])).transpose()?.is_some();
    Ok(ExpectedRow { uuid: uuid.sentence()?, state: word!(state, RowState)?, orphan })
}

fn registers(item: &Item<'_>) -> Result<BTreeMap<String, String>, Problem> {
    let mut registers = BTreeMap::new();
    for entry in item.entries()? {
        registers.insert(entry.key.clone(), item.child(entry).text()?.to_owned());
    }
    Ok(registers)
}

fn sent(item: &Item<'_>, names: &Names) -> Result<(String, String), Problem> {
    match item.list()?.as_slice() {
        [device, uuid] => Ok((names.device(device)?, uuid.sentence()?)),
        _ => Err(item.trouble("is no pair").expected("a device and a message")),
    }
}

fn observers(item: &Item<'_>) -> Result<BTreeMap<String, BTreeMap<String, u64>>, Problem> {
    let names: Vec<&str> = OBSERVERS.iter().map(|(name, _)| *name).collect();
    let table = item.table(&names)?;
    let mut observers = BTreeMap::new();
    for (name, counts) in OBSERVERS {
        let Some(item) = table.get(name) else { continue };
        let inner = item.table(counts)?;
        let mut wanted = BTreeMap::new();
        for key in inner.keys() {
            if let Some(item) = inner.get(key) {
                wanted.insert(key.to_owned(), number(&item)?);
            }
        }
        observers.insert((*name).to_owned(), wanted);
    }
    Ok(observers)
}

fn outcome(item: &Item<'_>, names: &Names) -> Result<ExpectedOutcome, Problem> {
    let table = item.table(&["count", "contact", "reads", "rows", "pointers", "registers", "violates"])?;
    Ok(ExpectedOutcome {
        count: table.read("count", count)?,
        contact: by_contact(&table, names)?,
        reads: table.read("reads", count)?,
        rows: by_device(&table, "rows", names, rows)?,
        pointers: by_device(&table, "pointers", names, |item| names.device(item))?,
        registers: by_device(&table, "registers", names, registers)?,
        violates: table.read("violates", |item| item.distinct(invariant))?.map(|broken| broken.into_iter().collect()),
    })
}
