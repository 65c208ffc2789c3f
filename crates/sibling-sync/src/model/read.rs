//! From a file to a scenario: names are looked up, what is wrong is told with its place.

use std::collections::{BTreeMap, BTreeSet};

use experiment::file::error::{Problem, Trouble};
use experiment::file::item::{Item, Table};
use experiment::file::load::tree;
use experiment::file::node::Node;

use super::variant::{Base, Change};
use super::{Check, FORMAT, ItemName, REST_MS, Scenario, ScenarioError, Variant, read_expect, steps};
use crate::aware::{Dating, Options, Relist};
use crate::slip::Slip;
use crate::vocabulary::{
    AwareSetup, Body, ContactSetup, Copies, DedupId, MsgHook, Order, Phase, Poll, Read, Readings, Repair, Repairs,
    ServerOptions, StepAt, SyncType,
};

/// Window of the seen table unless a file says another, in days (M-5).
pub(super) const PRUNE_DAYS: u64 = 30;
/// Most devices of a file, and most contacts.
const MOST_PARTIES: usize = 16;
/// Longest name.
const LONGEST_NAME: usize = 64;
/// A hundred years, in days.
const MOST_DAYS: u64 = 36_525;

const KEYS: [&str; 25] = [
    "format",
    "id",
    "title",
    "description",
    "rules",
    "source",
    "seed",
    "devices",
    "pairing_edges",
    "contacts",
    "primary",
    "known_by",
    "apart",
    "acknowledges",
    "readings",
    "server",
    "prune_days",
    "flood",
    "backfill",
    "aware",
    "variants",
    "orders",
    "checks",
    "steps",
    "expect",
];

/// Reads a text. `file` is for messages, and says by its ending whether the text is JSON.
///
/// # Errors
/// One message about the first thing that is wrong.
pub fn parse(text: &str, file: &str) -> Result<Scenario, ScenarioError> {
    tree(text, file).and_then(|node| scenario(&node)).map_err(|trouble| trouble.in_file(file, text))
}

/// Names that a file has made up.
pub(super) struct Names {
    pub devices: BTreeSet<String>,
    pub contacts: BTreeSet<String>,
}

impl Names {
    pub fn device(&self, item: &Item<'_>) -> Result<String, Problem> {
        item.known("unknown device", self.devices.iter().map(String::as_str))
    }

    pub fn contact(&self, item: &Item<'_>) -> Result<String, Problem> {
        item.known("unknown contact", self.contacts.iter().map(String::as_str))
    }
}

fn scenario(node: &Node) -> Result<Scenario, Problem> {
    let keys: Vec<&str> = KEYS.iter().copied().chain(["end", "duplicates"]).collect();
    let root = Table::root(node, &keys)?;
    root.need("format", &format!("`{FORMAT}`"))?.known("unknown format", [FORMAT])?;
    let names = names(&root)?;
    let body = body(&root, &names)?;
    let readings = root.read("readings", |item| readings(item, Readings::default()))?.unwrap_or_default();
    let server = server(&root, ServerOptions::default())?;
    let variants = variants(&root, readings, server)?;
    goes_with_phase(&root, &body, readings, &variants)?;
    let (steps, last_ms) = root.read("steps", |item| steps::read(item, &names))?.unwrap_or_default();
    let orders = root.read("orders", |item| orders(item, &names))?.unwrap_or_default();
    let checks = checks(&root, &variants, &orders)?;
    let known = read_expect::Known { names: &names, variants: &variants, orders: &orders };
    let (expect, expect_under) = root.read("expect", |item| read_expect::both(item, &known))?.unwrap_or_default();
    Ok(Scenario {
        id: root.need("id", "a name")?.new_name()?,
        title: root.need("title", "a sentence")?.sentence()?,
        description: root.read("description", Item::sentence)?,
        rules: root.read("rules", |item| item.distinct(Item::sentence))?.unwrap_or_default(),
        source: root.read("source", |item| item.distinct(Item::sentence))?.unwrap_or_default(),
        seed: root.read("seed", |item| item.integer(0, u64::MAX))?,
        body,
        readings,
        server,
        variants,
        orders,
        checks,
        steps,
        end_ms: end(&root, last_ms)?,
        expect,
        expect_under,
    })
}

fn end(root: &Table<'_>, last_ms: u64) -> Result<u64, Problem> {
    let Some(item) = root.get("end") else { return Ok(last_ms + REST_MS) };
    let end_ms = item.span()?.millis();
    if end_ms < last_ms { Err(item.trouble("comes before the last step").expected("a later time")) } else { Ok(end_ms) }
}

/// A name that a person sees: `A`, `P`, `phone-2`.
fn party(item: &Item<'_>) -> Result<String, Problem> {
    let text = item.text()?;
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    if text.is_empty() || text.len() > LONGEST_NAME || !text.bytes().all(fits) {
        return Err(item.trouble("is no name").expected("letters, digits and `-`, at most 64"));
    }
    Ok(text.to_owned())
}

fn names(root: &Table<'_>) -> Result<Names, Problem> {
    let few = |item: &Item<'_>| {
        let names = item.some_distinct(party)?;
        if names.len() > MOST_PARTIES {
            return Err(item.trouble("is too long").expected(format!("at most {MOST_PARTIES} entries")));
        }
        Ok::<BTreeSet<String>, Problem>(names.into_iter().collect())
    };
    let devices = few(&root.need("devices", "names of devices")?)?;
    let contacts_item = root.need("contacts", "names of contacts")?;
    let contacts = few(&contacts_item)?;
    if let Some(both) = contacts.intersection(&devices).next() {
        return Err(contacts_item.trouble(format_args!("has `{both}`, which is a device")).expected("other names"));
    }
    Ok(Names { devices, contacts })
}

fn body(root: &Table<'_>, names: &Names) -> Result<Body, Problem> {
    let edge = |item: &Item<'_>| {
        let ends = item.distinct(|end| names.device(end))?;
        match <[String; 2]>::try_from(ends) {
            Ok([a, b]) => Ok(if a < b { (a, b) } else { (b, a) }),
            Err(_) => Err(item.trouble("is no pair").expected("two devices")),
        }
    };
    let complete =
        || names.devices.iter().flat_map(|a| names.devices.range(a.clone()..).skip(1).map(|b| (a.clone(), b.clone())));
    let paired = root.read("pairing_edges", |item| item.distinct(edge))?;
    Ok(Body {
        devices: names.devices.clone(),
        paired: paired.map_or_else(|| complete().collect(), |edges| edges.into_iter().collect()),
        contacts: contacts(root, names)?,
        prune_days: root.read("prune_days", days)?.unwrap_or(PRUNE_DAYS),
        flood: root.read("flood", Item::boolean)?.unwrap_or_default(),
        backfill: root.read("backfill", |item| item.integer(0, 1_000_u64))?.unwrap_or_default() as usize,
        aware: root.read("aware", |item| aware(item, names))?,
    })
}

/// Phase 7A on the library. Devices and contacts may have clocks that are ahead.
fn aware(item: &Item<'_>, names: &Names) -> Result<AwareSetup, Problem> {
    let table = item.table(&["listed", "ahead", "dating", "relist"])?;
    let listed = table.need("listed", "the devices on the first list")?.distinct(|one| names.device(one))?;
    let everybody: Vec<&str> = names.devices.iter().chain(&names.contacts).map(String::as_str).collect();
    let ahead = table.read("ahead", |item| {
        let clocks = item.table(&everybody)?;
        let ahead = |name: &&str| Ok(clocks.read(name, Item::span)?.map(|span| ((*name).to_owned(), span.millis())));
        everybody.iter().filter_map(|name| ahead(name).transpose()).collect::<Result<BTreeMap<_, _>, Problem>>()
    })?;
    let dating = table.read("dating", |item| item.one_of(&Dating::ALL))?;
    let relist = table.read("relist", |item| item.one_of(&Relist::ALL))?;
    Ok(AwareSetup {
        listed: listed.into_iter().collect(),
        ahead_ms: ahead.unwrap_or_default(),
        options: Options { dating: dating.unwrap_or_default(), relist: relist.unwrap_or_default() },
    })
}

/// Phase 7A runs on other devices, which `aware` describes: there is neither without the other.
fn goes_with_phase(
    root: &Table<'_>,
    body: &Body,
    readings: Readings,
    variants: &BTreeMap<String, Change>,
) -> Result<(), Problem> {
    let of_variants = variants.values().filter_map(|change| change.readings);
    if [readings].into_iter().chain(of_variants).all(|one| (one.phase == Phase::Aware) == body.aware.is_some()) {
        return Ok(());
    }
    let item = root.need("aware", "who is listed: phase 7A needs it")?;
    Err(item.trouble("is for phase 7A alone").expected("`readings.phase = \"7A\"`, and no variant of another phase"))
}

fn days(item: &Item<'_>) -> Result<u64, Problem> {
    item.integer(1, MOST_DAYS)
}

fn contacts(root: &Table<'_>, names: &Names) -> Result<BTreeMap<String, ContactSetup>, Problem> {
    let first = names.devices.first().cloned().unwrap_or_default();
    let setup = ContactSetup { primary: first, known_by: names.devices.clone(), apart: false, acknowledges: false };
    let mut contacts: BTreeMap<String, ContactSetup> =
        names.contacts.iter().map(|name| (name.clone(), setup.clone())).collect();
    let by_contact = |key: &str, set: &mut dyn FnMut(&mut ContactSetup, &Item<'_>) -> Result<(), Problem>| {
        let Some(item) = root.get(key) else { return Ok(()) };
        let valid = names.contacts.iter().map(String::as_str).collect::<Vec<_>>();
        let table = item.table(&valid)?;
        for (name, setup) in &mut contacts {
            if let Some(item) = table.get(name) {
                set(setup, &item)?;
            }
        }
        Ok::<(), Problem>(())
    };
    let mut by_contact = by_contact;
    by_contact("primary", &mut |setup, item| {
        setup.primary = names.device(item)?;
        Ok(())
    })?;
    by_contact("known_by", &mut |setup, item| {
        setup.known_by = item.distinct(|one| names.device(one))?.into_iter().collect();
        Ok(())
    })?;
    let listed = |key: &str| root.read(key, |item| item.distinct(|one| names.contact(one)));
    for name in listed("apart")?.unwrap_or_default() {
        contacts.entry(name).and_modify(|setup| setup.apart = true);
    }
    for name in listed("acknowledges")?.unwrap_or_default() {
        contacts.entry(name).and_modify(|setup| setup.acknowledges = true);
    }
    Ok(contacts)
}

/// An enum of the vocabulary, by the names of its values.
macro_rules! word {
    ($item:expr, $type:ty) => {
        $item.one_of(&<$type>::ALL.iter().map(|value| (value.id(), *value)).collect::<Vec<_>>())
    };
}
pub(super) use word;

fn readings(item: &Item<'_>, base: Readings) -> Result<Readings, Problem> {
    let table = item.table(&["dedup_id", "msg_hook", "phase", "poll", "step_at"])?;
    Ok(Readings {
        dedup_id: table.read("dedup_id", |item| word!(item, DedupId))?.unwrap_or(base.dedup_id),
        msg_hook: table.read("msg_hook", |item| word!(item, MsgHook))?.unwrap_or(base.msg_hook),
        phase: table.read("phase", |item| word!(item, Phase))?.unwrap_or(base.phase),
        poll: table.read("poll", |item| word!(item, Poll))?.unwrap_or(base.poll),
        step_at: table.read("step_at", |item| word!(item, StepAt))?.unwrap_or(base.step_at),
    })
}

/// `server` and `duplicates` of a table, in place of what holds anyway.
fn server(table: &Table<'_>, base: ServerOptions) -> Result<ServerOptions, Problem> {
    let mut server = base;
    if let Some(item) = table.get("server") {
        let table = item.table(&["read", "order", "retention_days", "copies"])?;
        server = ServerOptions {
            read: table.read("read", |item| word!(item, Read))?.unwrap_or(base.read),
            order: table.read("order", |item| word!(item, Order))?.unwrap_or(base.order),
            retention_days: table.read("retention_days", days)?.unwrap_or(base.retention_days),
            copies: table.read("copies", |item| word!(item, Copies))?.unwrap_or(base.copies),
            duplicates: base.duplicates,
        };
    }
    server.duplicates = table.read("duplicates", Item::boolean)?.unwrap_or(base.duplicates);
    Ok(server)
}

fn variants(
    root: &Table<'_>,
    as_written: Readings,
    as_built: ServerOptions,
) -> Result<BTreeMap<String, Change>, Problem> {
    let Some(item) = root.get("variants") else { return Ok(BTreeMap::new()) };
    let mut seen = BTreeSet::new();
    let mut variants = BTreeMap::new();
    for entry in item.entries()? {
        let name = experiment::file::item::new_key(entry, "variants", &mut seen)?;
        if ["literal", "repaired"].contains(&name.as_str()) {
            let found = format!("`{name}` cannot be described anew");
            return Err(Trouble::new(entry.key_span.clone(), found).expected("a name of its own"));
        }
        variants.insert(name, change(&item.child(entry), as_written, as_built)?);
    }
    Ok(variants)
}

fn change(item: &Item<'_>, as_written: Readings, as_built: ServerOptions) -> Result<Change, Problem> {
    let keys = ["readings", "server", "repairs", "prune_days", "flood", "backfill", "duplicates", "slip"];
    let table = item.table(&keys)?;
    let with_server = table.get("server").is_some() || table.get("duplicates").is_some();
    let repairs = table.read("repairs", |item| item.distinct(|one| word!(one, Repair)))?.unwrap_or_default();
    Ok(Change {
        readings: table.read("readings", |item| readings(item, as_written))?,
        server: with_server.then(|| server(&table, as_built)).transpose()?,
        repairs: Repairs(repairs.into_iter().collect()),
        prune_days: table.read("prune_days", days)?,
        flood: table.read("flood", Item::boolean)?,
        backfill: table.read("backfill", |item| item.integer(0, 1_000_u64))?.map(|most| most as usize),
        slip: table.read("slip", |item| word!(item, Slip))?,
    })
}

fn orders(item: &Item<'_>, names: &Names) -> Result<BTreeMap<String, Vec<ItemName>>, Problem> {
    let mut seen = BTreeSet::new();
    let mut orders = BTreeMap::new();
    for entry in item.entries()? {
        let name = experiment::file::item::new_key(entry, "orders", &mut seen)?;
        let items = item.child(entry).list()?.iter().map(|one| item_name(one, names)).collect::<Result<_, _>>()?;
        orders.insert(name, items);
    }
    Ok(orders)
}

fn item_name(item: &Item<'_>, names: &Names) -> Result<ItemName, Problem> {
    let text = item.text()?;
    let wrong = || item.trouble("is no item").expected("message, type and receiver: `u1/forward>A`");
    let (what, to) = text.split_once('>').ok_or_else(wrong)?;
    let (about, sync_type) = what.split_once('/').ok_or_else(wrong)?;
    let sync_type = SyncType::of(sync_type).ok_or_else(|| {
        let types: Vec<&str> = SyncType::ALL.iter().map(|one| one.id()).collect();
        item.trouble(format_args!("has an unknown type `{sync_type}`")).one_of(sync_type, types)
    })?;
    if !names.devices.contains(to) {
        let devices = names.devices.iter().map(String::as_str);
        return Err(item.trouble(format_args!("has an unknown device `{to}`")).one_of(to, devices));
    }
    Ok(ItemName { about: about.to_owned(), sync_type, to: to.to_owned() })
}

fn checks(
    root: &Table<'_>,
    variants: &BTreeMap<String, Change>,
    orders: &BTreeMap<String, Vec<ItemName>>,
) -> Result<Vec<Check>, Problem> {
    if let Some(item) = root.get("checks") {
        return item.some_distinct(|one| check(one, variants, orders));
    }
    let named = variants.keys().map(|name| Base::Named(name.clone()));
    let bases = [Base::Literal, Base::Repaired].into_iter().chain(named);
    Ok(bases.map(|base| Check { variant: Variant { base, plus: Repairs::default() }, order: None }).collect())
}

fn check(
    item: &Item<'_>,
    variants: &BTreeMap<String, Change>,
    orders: &BTreeMap<String, Vec<ItemName>>,
) -> Result<Check, Problem> {
    read_check(item.text()?, variants, orders).map_err(|(part, valid)| {
        let valid: Vec<&str> = valid.iter().map(String::as_str).collect();
        item.trouble(format_args!("has an unknown part `{part}`")).one_of(&part, valid)
    })
}

/// `variant` or `variant/order`; otherwise the part that is not known, and what there is.
pub(super) fn read_check(
    text: &str,
    variants: &BTreeMap<String, Change>,
    orders: &BTreeMap<String, Vec<ItemName>>,
) -> Result<Check, (String, Vec<String>)> {
    let (variant, order) = text.split_once('/').map_or((text, None), |(variant, order)| (variant, Some(order)));
    if let Some(order) = order.filter(|order| !orders.contains_key(*order)) {
        return Err((order.to_owned(), orders.keys().cloned().collect()));
    }
    let variant = Variant::read(variant, variants).map_err(|part| {
        let bases = ["literal", "repaired"].map(str::to_owned).into_iter().chain(variants.keys().cloned());
        (part, bases.chain(Repair::ALL.iter().map(|one| one.id().to_owned())).collect())
    })?;
    Ok(Check { variant, order: order.map(str::to_owned) })
}
