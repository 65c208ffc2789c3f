//! key-package-select: sets of events, and what every policy that applies makes of them.

mod sets;

use std::collections::{BTreeMap, BTreeSet};

use marmot_rules::{Policy, Profile, Requirements as Rules};
use sha2::{Digest, Sha256};
use sim_env::Actor;

use super::blueprint::Blueprint;
use super::draft::Draft;
use super::party::Party;
use super::{Emit, EmitError, START, id, in_run};
use crate::expectations::key_package_select::{Table, table};
use crate::format::topics::key_package_select::{Expect, File, Input, Requirements, Test};
use crate::format::{Answer, Event, Topic};

/// A set of events and what it shows.
struct Set {
    number: u16,
    flags: &'static [&'static str],
    comment: &'static str,
    events: Vec<Entry>,
    /// Further extension types that the group requires.
    requires: &'static [u16],
    /// Further proposal types that it requires.
    requires_proposals: &'static [u16],
    /// Leaves that the account has in the group.
    members: usize,
    /// Labels by relay.
    views: Option<&'static [(&'static str, &'static [&'static str])]>,
}

impl Set {
    fn new(number: u16, flags: &'static [&'static str], comment: &'static str, events: Vec<Entry>) -> Self {
        Self { number, flags, comment, events, requires: &[], requires_proposals: &[], members: 0, views: None }
    }
}

/// One event of a set.
#[derive(Clone)]
struct Entry {
    label: &'static str,
    created_at: u64,
    /// The device: its `client_id` or its `d`; none is an untagged event, or a slot of its own.
    device: Option<&'static str>,
    shape: Shape,
    /// Changes to the event before it is signed.
    changes: Vec<fn(&mut Draft)>,
}

/// The KeyPackage in an event.
#[derive(Clone, Copy)]
enum Shape {
    /// By mdk-core, where it speaks the profile.
    Made,
    /// By this crate's encoder, with changes.
    Encoded(fn(&mut Blueprint)),
    /// The KeyPackage of an earlier entry of the set.
    SameAs(&'static str),
    /// The event of another account.
    Foreign,
    /// An event that somebody else signed.
    BadSignature,
}

/// An event of a device, this many seconds after [`START`].
fn event(label: &'static str, device: &'static str, seconds: i64) -> Entry {
    let created_at = START.saturating_add_signed(seconds);
    Entry { label, created_at, device: Some(device), shape: Shape::Made, changes: Vec::new() }
}

impl Entry {
    fn untagged(mut self) -> Self {
        self.device = None;
        self
    }

    fn shape(mut self, shape: Shape) -> Self {
        self.shape = shape;
        self
    }

    fn with(mut self, change: fn(&mut Draft)) -> Self {
        self.changes.push(change);
        self
    }

    /// An event that every validating reader refuses.
    fn malformed(self) -> Self {
        self.with(|draft| draft.content = "not base64".to_owned())
    }
}

impl Emit for File {
    fn file(profile: Profile) -> Result<Option<Self>, EmitError> {
        super::file(profile, in_run(|| tests(profile))??).map(Some)
    }

    fn maker(profile: Profile) -> &'static str {
        super::by_blueprint(profile)
    }
}

fn tests(profile: Profile) -> Result<Vec<Test>, EmitError> {
    let mut expected = table(profile).map_err(EmitError::Inconsistent)?;
    let tests = sets::sets(profile).iter().map(|set| test(profile, set, &mut expected)).collect::<Result<_, _>>()?;
    match expected.keys().next() {
        Some(id) => Err(EmitError::Inconsistent(format!("expectations/select/{profile}.txt: there is no test {id}"))),
        None => Ok(tests),
    }
}

/// The test of a set; what it demands is taken out of the table.
fn test(profile: Profile, set: &Set, expected: &mut Table) -> Result<Test, EmitError> {
    let id = id(Topic::KeyPackageSelect, profile, set.number);
    let account = Party::new(&format!("{id}/account")).account;
    let mut drafts: BTreeMap<&str, Draft> = BTreeMap::new();
    let mut events = BTreeMap::new();
    for entry in &set.events {
        let (draft, event) = Maker { profile, id: &id, account: &account, drafts: &drafts }.make(entry);
        drafts.insert(entry.label, draft);
        events.insert(entry.label.to_owned(), event);
    }
    let rules = Rules::for_profile(profile);
    let input = Input {
        account: account.public_key().to_hex(),
        orders: orders(events.keys().cloned().collect()),
        events,
        requirements: Requirements {
            cipher_suite: rules.cipher_suite,
            extensions: rules.extensions.iter().chain(set.requires).copied().collect(),
            proposals: rules.proposals.iter().chain(set.requires_proposals).copied().collect(),
        },
        members: vec![account.public_key().to_hex(); set.members],
        views: set.views.map(|views| {
            let labels = |labels: &[&str]| labels.iter().map(|label| (*label).to_owned()).collect();
            views.iter().map(|(relay, view)| ((*relay).to_owned(), labels(view))).collect()
        }),
    };
    let answers = expected.remove(&id).unwrap_or_default();
    let by: BTreeMap<_, _> = answers.into_iter().map(|(policy, chosen)| (policy, Answer::Expect(chosen))).collect();
    let policies: BTreeSet<String> = Policy::applying_to(profile).map(|policy| policy.to_string()).collect();
    if !by.keys().eq(&policies) {
        let has: Vec<_> = by.keys().collect();
        let what = format!("expectations/select/{profile}.txt: {id} has {has:?}, expected {policies:?}");
        return Err(EmitError::Inconsistent(what));
    }
    let out = out_for_all(&input, &by).map_err(|what| EmitError::Inconsistent(format!("{id}: {what}")))?;
    // What all policies say is no matter of policy.
    let first = by.values().next().cloned();
    let mut test = match first {
        Some(Answer::Expect(agreed)) if by.values().all(|answer| *answer == Answer::Expect(agreed.clone())) => {
            Test::valid(id, set.flags, set.comment, input, agreed)
        }
        _ => Test::policy(id, set.flags, set.comment, input, by),
    };
    test.x_must_not_select = Some(out);
    Ok(test)
}

/// Labels that no policy takes: of another account, of a kind that no profile has, and forged ones where every policy that is
/// listed looks at signatures.
fn out_for_all(input: &Input, by: &BTreeMap<String, Answer<Expect>>) -> Result<Vec<String>, String> {
    let mut out = Vec::new();
    for (label, event) in &input.events {
        let foreign = event.pubkey != input.account || ![443, 30443].contains(&event.kind);
        let forged = event.to_nostr()?.verify().is_err();
        let taken = by.iter().find(|(_, answer)| matches!(answer, Answer::Expect(e) if e.selected.contains(label)));
        match taken {
            None if foreign || forged => out.push(label.clone()),
            Some((policy, _)) if foreign => return Err(format!("{policy} takes {label}, which no policy may take")),
            _ => {}
        }
    }
    Ok(out)
}

/// As they are, reversed, and both rotated.
fn orders(labels: Vec<String>) -> Vec<Vec<String>> {
    let mut orders = vec![labels.clone()];
    let mut next = labels;
    next.reverse();
    orders.push(next.clone());
    if next.len() > 2 {
        next.rotate_left(1);
        orders.push(next.clone());
        next.reverse();
        orders.push(next);
    }
    orders.dedup();
    orders
}

/// Makes the events of one set.
struct Maker<'a> {
    profile: Profile,
    id: &'a str,
    account: &'a nostr::Keys,
    drafts: &'a BTreeMap<&'a str, Draft>,
}

impl Maker<'_> {
    fn make(&self, entry: &Entry) -> (Draft, Event) {
        let name = format!("{}/{}", self.id, entry.label);
        let mut draft = self.draft(entry, &name);
        draft.created_at = entry.created_at;
        self.mark(entry, &mut draft, &name);
        entry.changes.iter().for_each(|change| change(&mut draft));
        let mut event = Event::from(&Actor::register(&name).enter(|| draft.sign()));
        if matches!(entry.shape, Shape::BadSignature) {
            event.sig = super::signature(&super::stranger(), &event.id);
        }
        (draft, event)
    }

    fn draft(&self, entry: &Entry, name: &str) -> Draft {
        let encoded = |account: &nostr::Keys, change: fn(&mut Blueprint)| {
            let mut blueprint = Blueprint::new(self.profile, account, name);
            change(&mut blueprint);
            Draft::from_blueprint(&blueprint)
        };
        let made = |account: &nostr::Keys| {
            if self.profile.executable_on_mdk_0_8().yes {
                Draft::of(&Party::of(name, account).key_package(self.profile).event, account)
            } else {
                encoded(account, |_| ())
            }
        };
        match entry.shape {
            Shape::Made | Shape::BadSignature => made(self.account),
            Shape::Encoded(change) => encoded(self.account, change),
            Shape::SameAs(label) => self.drafts[label].clone(),
            Shape::Foreign => made(&Party::new(&format!("{name}/stranger")).account),
        }
    }

    /// The tag by which the profile tells devices apart.
    fn mark(&self, entry: &Entry, draft: &mut Draft, name: &str) {
        let value = |seed: &str| hex::encode(Sha256::digest(seed));
        if self.profile.has_client_id() {
            draft.remove("client_id");
            if let Some(device) = entry.device {
                draft.set("client_id", &[&value(&format!("{}/{device}", self.id))]);
            }
        }
        if self.profile.has_slots() && draft.kind == marmot_rules::KIND_ADDRESSABLE {
            let slot = entry.device.map_or_else(|| value(name), |device| value(&format!("{}/{device}", self.id)));
            draft.set("d", &[&slot]);
        }
    }
}
