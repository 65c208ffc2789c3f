//! group-event of the adopted text: what members say and do, and what a member can forge with bare openmls.

mod chains;
mod commits;
mod envelopes;
mod leaves;
mod outer;
mod payloads;
mod strangers;

use marmot_rules::Profile;

use super::{Device, Forger, Scene, scene};
use crate::emit::{EmitError, id, in_run};
use crate::format::topics::group_event::{ContentType, Expect, File, Input, Test};
use crate::format::{Event, Reason, Rumor, Topic};

pub(in crate::emit) fn file(profile: Profile) -> Result<File, EmitError> {
    let mut tests = in_run(outer::tests)?;
    tests.extend(chains::tests()?);
    tests.extend(envelopes::tests()?);
    tests.extend(payloads::tests()?);
    tests.extend(commits::tests()?);
    tests.extend(leaves::tests()?);
    tests.extend(strangers::tests()?);
    tests.sort_by(|one, other| one.id.cmp(&other.id));
    crate::emit::file(profile, tests)
}

/// The id of a test here.
fn gev(number: u16) -> String {
    id(Topic::GroupEvent, Profile::Adopted2026_07, number)
}

/// The id of a `welcome-join` test.
fn wjo(number: u16) -> String {
    id(Topic::WelcomeJoin, Profile::Adopted2026_07, number)
}

fn full(event: Event, after: String) -> Input {
    Input::Full { event, after }
}

/// What is expected of a handshake message that this device sends now.
fn handshake(by: &Device, content_type: ContentType) -> Expect {
    let facts = by.group().facts();
    Expect::Full {
        content_type,
        sender_leaf: facts.own_leaf.expect("a member"),
        account: by.id().to_string(),
        rumor: None,
        epoch: facts.epoch,
    }
}

/// What is expected of a message that this device sends now.
fn spoken(by: &Device, rumor: &nostr::UnsignedEvent) -> Expect {
    match handshake(by, ContentType::Application) {
        Expect::Full { content_type, sender_leaf, account, epoch, .. } => {
            Expect::Full { content_type, sender_leaf, account, rumor: Some(Rumor::from(rumor)), epoch }
        }
        outer => outer,
    }
}

/// Something that bare openmls makes and takes, and Marmot forbids.
struct Forgery<'a> {
    number: u16,
    flag: &'static str,
    comment: &'a str,
    /// The valid test from which it differs.
    parent: u16,
    reasons: &'static [Reason],
}

impl Forgery<'_> {
    /// The test: this message, sealed by a member, for the joiner of scene 11.
    fn test(&self, by: &mut Device, message: &[u8], after: String) -> Test {
        let event = Event::from(&by.seal(message));
        let test = Test::invalid(
            gev(self.number),
            &[self.flag],
            self.comment,
            full(event, after),
            &gev(self.parent),
            self.reasons[0],
        );
        if self.reasons.len() > 1 { test.any_of(self.reasons) } else { test }
    }

    /// The same, once a member without Marmot's rules has taken it.
    fn taken(&self, by: &mut Device, reader: &Device, message: &[u8], after: String) -> Test {
        let taken = reader.enter(|| Forger::of(reader).accept(message));
        assert_eq!(taken, Ok(()), "{}: bare openmls takes it", self.comment);
        self.test(by, message, after)
    }
}

/// Forges after scene 11, with the hands of its admin or of its witness, who is none.
fn forged(
    forgery: &Forgery<'_>,
    admin: bool,
    forge: impl FnOnce(&mut Forger, &Scene) -> Vec<u8> + Send,
) -> Result<Test, EmitError> {
    Ok(in_run(|| {
        let mut scene = scene(11);
        let by = if admin { &scene.creator } else { &scene.witness };
        let message = by.enter(|| forge(&mut Forger::of(by), &scene));
        let after = scene.test.id.clone();
        let by = if admin { &mut scene.creator } else { &mut scene.witness };
        forgery.taken(by, &scene.joiner, &message, after)
    })?)
}
