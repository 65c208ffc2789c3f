//! What people do with a messenger from day to day: they answer invitations late or never, move to other relays, rename groups,
//! change admins, sign out. Their clients differ in what no text says.

use rand::Rng;
use rand::seq::SliceRandom;
use sim_device::behaviour::{
    Auth, GiftWraps, Invitations, KeyPackageCheck, OldInbox, OwnLists, PrivateKeyDeletion, SilentCommit,
};
use sim_device::{Behaviour, KeyPackageOptions};
use sim_env::Stream;

use super::draft::Draft;
use crate::actions;
use crate::model::{Action, Direction, Does, Fault, RelaySpec, Scenario, Span, Step};

/// Relays that hold everything; beside them there is [`INDEXER`].
const RELAYS: [&str; 2] = ["r1", "r2"];
/// Holds relay lists only.
const INDEXER: &str = "index";
/// A relay that only a group names: its operator needs to know nobody.
const HOUSE: &str = "house";

/// How clients differ, one knob each.
const HABITS: [fn(&mut Behaviour); 9] = [
    |b| b.invitations = Invitations::Wait,
    |b| b.gift_wraps = GiftWraps::DeleteJoined,
    |b| b.gift_wraps = GiftWraps::DeleteOpened,
    |b| b.auth = Auth::Ignore,
    |b| b.key_package_check = KeyPackageCheck::AtStart,
    |b| b.silent_commit = SilentCommit::RollBack,
    |b| b.own_lists = OwnLists::Follow,
    |b| b.old_inbox = OldInbox::Leave,
    |b| {
        b.invitations = Invitations::Wait;
        b.private_key = PrivateKeyDeletion::DeleteOnConfirm;
    },
];

/// Two relays that hold everything.
pub(super) fn relays(scenario: &mut Scenario) {
    scenario.relays = RELAYS.map(|name| (name.to_owned(), RelaySpec::default())).into();
}

/// Two relays and an indexer; every device uses one of the relays or both, and has up to two habits.
pub(super) fn people(rng: &mut Stream, scenario: &mut Scenario) {
    relays(scenario);
    let indexer = RelaySpec { personality: "indexer".to_owned(), ..RelaySpec::default() };
    scenario.relays.insert(INDEXER.to_owned(), indexer);
    for name in scenario.device_names() {
        let mut device = scenario.device(&name);
        device.relays = Some(some_relays(rng));
        device.list_relays = Some(vec![INDEXER.to_owned()]);
        for _ in 0..*[0, 1, 1, 2].choose(rng).expect("some") {
            HABITS.choose(rng).expect("some")(&mut device.behaviour);
        }
        scenario.devices.insert(name, device);
    }
}

/// One of the two relays that hold everything, or both.
pub(crate) fn some_relays(rng: &mut Stream) -> Vec<String> {
    let chosen: &[&str] = [&RELAYS[..], &RELAYS[..1], &RELAYS[1..]].choose(rng).expect("some");
    chosen.iter().map(|name| (*name).to_owned()).collect()
}

/// Groups live on relays that take group events. In half of the cases on a relay of their own too, or on it alone, and it may
/// ask everybody who they are.
pub(super) fn house_groups(rng: &mut Stream, scenario: &mut Scenario) {
    let mut homes = vec![RELAYS.map(str::to_owned).to_vec()];
    if rng.gen_bool(0.5) {
        homes = vec![vec![HOUSE.to_owned()], vec![RELAYS[0].to_owned(), HOUSE.to_owned()]];
        let mut house = RelaySpec::default();
        if rng.gen_bool(0.5) {
            house.set.insert("auth_required".to_owned(), true.into());
        }
        scenario.relays.insert(HOUSE.to_owned(), house);
    }
    for step in &mut scenario.steps {
        if let Action::CreateGroup(actions::CreateGroup { relays: relays @ None, .. }) = &mut step.action {
            *relays = homes.choose(rng).cloned();
        }
    }
}

/// Somebody changes what a group says of itself, or who its admins are.
pub(super) fn change_group(rng: &mut Stream, draft: &mut Draft) -> Option<()> {
    let (place, member) = draft.member(rng)?;
    let group = draft.groups[place].name.clone();
    let creator = draft.groups[place].creator;
    let acts = draft.devices[creator].alive && draft.devices[creator].online && rng.gen_bool(0.7);
    let device = if acts { creator } else { member };
    let account = draft.groups[place].accounts.choose(rng)?.clone();
    let action = match rng.gen_range(0..4) {
        0 => Action::UpdateGroup(actions::UpdateGroup {
            title: Some(draft.name('t')),
            relays: None,
            admins: None,
            group,
        }),
        1 => Action::UpdateGroup(actions::UpdateGroup {
            title: None,
            relays: Some(some_relays(rng)),
            admins: None,
            group,
        }),
        2 => Action::Promote(actions::Promote { group, account }),
        _ => Action::Demote(actions::Demote { group, account }),
    };
    draft.may_fail(device, action);
    Some(())
}

/// A relay says OK to a KeyPackage and forgets it; later the device starts again.
pub(super) fn amnesia(rng: &mut Stream, draft: &mut Draft) -> Option<()> {
    let device = draft.somebody(rng)?;
    fault(rng, draft, device, Does::Forget, &[443, 30443], Direction::Both);
    draft.by(device, Action::PublishKeyPackage(KeyPackageOptions::default()));
    draft.by(device, Action::Restart);
    Some(())
}

/// The relay takes a commit, and its committer does not hear so for a while.
pub(super) fn silence(rng: &mut Stream, draft: &mut Draft) -> Option<()> {
    let (group, device) = draft.member(rng)?;
    let group = draft.groups[group].name.clone();
    match rng.gen_bool(0.5) {
        true => fault(rng, draft, device, Does::TakeAndCut, &[445], Direction::Both),
        false => fault(rng, draft, device, Does::Drop, &[], Direction::ToDevice),
    }
    draft.may_fail(device, Action::SelfUpdate(actions::SelfUpdate { group }));
    Some(())
}

fn fault(rng: &mut Stream, draft: &mut Draft, device: usize, does: Does, kinds: &[u16], direction: Direction) {
    let name = draft.name('f');
    let fault = Fault {
        name: name.clone(),
        relay: None,
        device: Some(draft.devices[device].name.clone()),
        direction,
        kinds: kinds.to_vec(),
        authors: Vec::new(),
        does,
        delay: None,
        text: None,
        times: (!kinds.is_empty()).then(|| rng.gen_range(1..=4)),
        lasts: Some(Span::from_secs(rng.gen_range(20..300))),
    };
    draft.push(Step::new(Action::Fault(fault)));
    draft.faults.push(name);
    draft.faulty = true;
}
