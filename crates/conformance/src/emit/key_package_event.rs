//! key-package-event: every rule that an event can show, broken one at a time, and what must not be mistaken for a fault.

mod content;
mod leaf;
mod tags;
mod valid;

use std::collections::BTreeMap;

use marmot_rules::Profile;
use sim_env::Actor;

use super::blueprint::Blueprint;
use super::draft::Draft;
use super::party::Party;
use super::{Emit, EmitError, id, in_run};
use crate::expectations::key_package_event::contents;
use crate::format::topics::key_package_event::{Expect, File, Input, Test};
use crate::format::{Answer, Event, Reason, Topic};

/// One row of the tables: a draft with one change, and what is demanded then.
struct Case {
    number: u16,
    flag: &'static str,
    comment: &'static str,
    base: Base,
    change: Box<dyn Fn(&mut Draft)>,
    want: Want,
    now: Option<u64>,
}

/// The valid test that a case starts from.
#[derive(Clone, Copy, PartialEq)]
enum Base {
    /// Test 1: by mdk-core where it speaks the profile.
    Baseline,
    /// Test 2: by this crate's encoder.
    Encoded,
    /// Test 3: the same, of a length that needs base64 padding.
    Padded,
}

impl Base {
    const fn number(self) -> u16 {
        match self {
            Self::Baseline => 1,
            Self::Encoded => 2,
            Self::Padded => 3,
        }
    }
}

enum Want {
    Valid,
    Refused(Reason, Option<&'static str>),
    /// Any of these; those about a tag are about this one.
    RefusedAny(&'static [Reason], Option<&'static str>),
    /// Refused by `tags-strict`, taken by `tags-lenient` (decision D13).
    Strictness(Reason, Option<&'static str>),
    /// Refused by `leaf-extensions-known`, taken by `leaf-extensions-any`.
    Misplaced,
    /// Refused by `lifetime-exclusive`, taken by `lifetime-inclusive` (decision D5).
    Edge(Reason),
    /// Refused by `defaults-refused`, taken by `defaults-taken`: the text binds who writes.
    Writers(Reason),
}

impl Case {
    fn new(number: u16, flag: &'static str, comment: &'static str, base: Base, want: Want) -> Self {
        Self { number, flag, comment, base, change: Box::new(|_| ()), want, now: None }
    }

    fn with(self, change: impl Fn(&mut Draft) + 'static) -> Self {
        Self { change: Box::new(change), ..self }
    }

    fn at(self, now: u64) -> Self {
        Self { now: Some(now), ..self }
    }
}

/// Where cases start from.
struct Bases {
    profile: Profile,
    encoded: Blueprint,
    baseline: Draft,
    padded: Draft,
}

impl Bases {
    fn new(profile: Profile) -> Self {
        let party = Party::new(&id(Topic::KeyPackageEvent, profile, 1));
        let seed = |base: Base| id(Topic::KeyPackageEvent, profile, base.number());
        let encoded = Blueprint::new(profile, &party.account, &seed(Base::Encoded));
        let baseline = if profile.executable_on_mdk_0_8().yes {
            Draft::of(&party.key_package(profile).event, &party.account)
        } else {
            Draft::from_blueprint(&Blueprint::new(profile, &party.account, &seed(Base::Baseline)))
        };
        let mut padded = Blueprint::new(profile, &party.account, &seed(Base::Padded));
        // Two more bytes, until the length is no multiple of three.
        while Draft::from_blueprint(&padded).bytes().len() % 3 != 2 {
            padded.extensions.push(0x3a3a);
        }
        Self { profile, encoded, baseline, padded: Draft::from_blueprint(&padded) }
    }

    fn draft(&self, base: Base) -> Draft {
        match base {
            Base::Baseline => self.baseline.clone(),
            Base::Encoded => Draft::from_blueprint(&self.encoded),
            Base::Padded => self.padded.clone(),
        }
    }

    /// A case whose KeyPackage differs, in an event that fits it.
    fn encoded(&self, change: impl FnOnce(&mut Blueprint)) -> Draft {
        let mut blueprint = self.encoded.clone();
        change(&mut blueprint);
        Draft::from_blueprint(&blueprint)
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
    let bases = Bases::new(profile);
    let cases = [valid::cases(&bases), tags::cases(profile), content::cases(profile), leaf::cases(&bases)];
    let mut tests: Vec<Test> = cases.into_iter().flatten().map(|case| test(&bases, &case)).collect::<Result<_, _>>()?;
    tests.extend(envelope(&bases));
    Ok(tests)
}

fn test(bases: &Bases, case: &Case) -> Result<Test, EmitError> {
    let number = |number| id(Topic::KeyPackageEvent, bases.profile, number);
    let (id, parent) = (number(case.number), number(case.base.number()));
    let mut draft = bases.draft(case.base);
    (case.change)(&mut draft);
    let event = Event::from(&Actor::register(&id).enter(|| draft.sign()));
    let read = contents(&event, bases.profile).map_err(|e| EmitError::Inconsistent(format!("{id}: {e}")));
    let input = Input { event };
    let now = case.now.unwrap_or(super::NOW);
    let flags = &[case.flag];
    let invalid = |reason| Test::invalid(id.clone(), flags, case.comment, input.clone(), &parent, reason);
    let policy = |by| Test::policy(id.clone(), flags, case.comment, input.clone(), by);
    let test = match &case.want {
        Want::Valid => Test::valid(id.clone(), flags, case.comment, input.clone(), read?),
        Want::Refused(reason, tag) => about(invalid(*reason), *tag),
        Want::RefusedAny(reasons, tag) => {
            let test = about(invalid(reasons[0]), *tag);
            if reasons.len() == 1 { test } else { test.any_of(reasons) }
        }
        Want::Strictness(reason, tag) => about(policy(either("tags-strict", *reason, "tags-lenient", read?)), *tag),
        Want::Edge(reason) => policy(either("lifetime-exclusive", *reason, "lifetime-inclusive", read?)),
        Want::Writers(reason) => policy(either("defaults-refused", *reason, "defaults-taken", read?)),
        Want::Misplaced => {
            policy(either("leaf-extensions-known", Reason::ExtensionMisplaced, "leaf-extensions-any", read?))
        }
    };
    Ok(if now == super::NOW { test } else { test.at(now) })
}

fn about(test: Test, tag: Option<&str>) -> Test {
    match tag {
        Some(tag) => test.about(tag),
        None => test,
    }
}

fn either(fails: &str, reason: Reason, takes: &str, expect: Expect) -> BTreeMap<String, Answer<Expect>> {
    let fails = (fails.to_owned(), Answer::Fails { reason, stage: reason.stage() });
    [fails, (takes.to_owned(), Answer::Expect(expect))].into()
}

/// Faults that no signing library makes: id and signature, written into the finished event. A wrong id is signed all the same,
/// so that only who computes the hash sees it; a wrong signature is a good one by somebody else.
fn envelope(bases: &Bases) -> Vec<Test> {
    let number = |number| id(Topic::KeyPackageEvent, bases.profile, number);
    let base = Event::from(&Actor::register(&number(1)).enter(|| bases.baseline.sign()));
    let test = |n, flag, comment, reason, change: &dyn Fn(&mut Event)| {
        let mut event = base.clone();
        change(&mut event);
        Test::invalid(number(n), &[flag], comment, Input { event }, &number(1), reason)
    };
    let other = |hex: &str| format!("{}{}", if hex.starts_with('0') { '1' } else { '0' }, &hex[1..]);
    let owner = &bases.baseline.account;
    vec![
        test(301, "BadEventId", "the first digit of the id differs, and that id is signed", Reason::BadEventId, &|e| {
            e.id = other(&e.id);
            e.sig = super::signature(owner, &e.id);
        }),
        test(302, "BadEventSignature", "signed by another account", Reason::BadEventSignature, &|e| {
            e.sig = super::signature(&super::stranger(), &e.id);
        }),
        test(303, "BadEventId", "created_at was changed after signing", Reason::BadEventId, &|e| e.created_at += 1),
        test(304, "BadEventId", "the content was changed after signing", Reason::BadEventId, &|e| {
            e.content = format!("{}{}", &e.content[..40], &e.content[44..]);
        }),
    ]
}
