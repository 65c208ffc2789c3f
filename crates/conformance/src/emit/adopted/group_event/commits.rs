//! Commits and proposals whose sender may not make them, or that ask for what nobody may have. Bare openmls 0.9.2 takes them all.

use adopted::Intent;
use marmot_rules::adopted::components::{AdminPolicy, AppComponents, GroupProfile, Lifecycle, State as _, id};
use openmls_0_9::prelude::{
    AppDataUpdateProposal as Update, Extension, ExtensionType, LeafNodeIndex, LeafNodeParameters, ProposalOrRefType,
    Propose, RequiredCapabilitiesExtension,
};

use super::super::bytes;
use super::super::{Device, Forger, Scene, scene};
use super::{Forgery, Test, forged};
use crate::emit::{EmitError, in_run};
use crate::format::Reason::{self, AuthorizationFailed, InvalidEncoding, UnsupportedRequiredFeature};

/// The valid tests from which these differ: a rename, a change of the admin list, an Add, a Remove.
const RENAMED: u16 = 64;
const APPOINTED: u16 = 66;
const ADDED: u16 = 67;
const REMOVED: u16 = 74;

type Changes = Vec<(u16, Option<Vec<u8>>)>;

/// A commit that gives the group another name.
fn renames(forger: &mut Forger) -> Vec<u8> {
    forger.updates(&[Update::update(id::PROFILE, name("mine"))])
}

fn name(name: &str) -> Vec<u8> {
    GroupProfile::new(name, "").expect("a profile").encode()
}

fn admins(accounts: impl IntoIterator<Item = [u8; 32]>) -> Vec<u8> {
    AdminPolicy::new(accounts).expect("a list").encode()
}

fn required(ids: &[u16]) -> Vec<u8> {
    AppComponents::from_iter(ids.iter().copied()).encode()
}

/// What every group here requires.
const REQUIRED: [u16; 5] = [id::PROFILE, id::ADMIN_POLICY, id::NOSTR_ROUTING, id::IDENTITY_PROOF, id::LIFECYCLE];

fn forgery(
    number: u16,
    flag: &'static str,
    comment: &'static str,
    parent: u16,
    reasons: &'static [Reason],
) -> Forgery<'static> {
    Forgery { number, flag, comment, parent, reasons }
}

pub(super) fn tests() -> Result<Vec<Test>, EmitError> {
    let mut tests = by_member()?;
    tests.extend(components()?);
    tests.extend(alone()?);
    tests.push(in_run(removed_admin)?);
    tests.push(in_run(mixed)?);
    Ok(tests)
}

/// What only admins may, by a member that is none.
fn by_member() -> Result<Vec<Test>, EmitError> {
    const DENIED: &[Reason] = &[AuthorizationFailed];
    let no_admin = |number, comment, parent| forgery(number, "NoAdmin", comment, parent, DENIED);
    let member = |forgery: Forgery<'static>, forge: fn(&mut Forger, &Scene) -> Vec<u8>| forged(&forgery, false, forge);
    Ok(vec![
        member(no_admin(101, "a member renames the group", RENAMED), |forger, _| renames(forger))?,
        member(forgery(102, "GrantsItself", "a member makes itself an admin", APPOINTED, DENIED), |forger, scene| {
            let both = [scene.creator.id().0, scene.witness.id().0];
            forger.updates(&[Update::update(id::ADMIN_POLICY, admins(both))])
        })?,
        member(no_admin(103, "a member removes the admin and puts itself in its place", REMOVED), |forger, scene| {
            let list = Update::update(id::ADMIN_POLICY, admins([scene.witness.id().0]));
            forger.commit(|builder| builder.propose_removals([LeafNodeIndex::new(0)]), &[list])
        })?,
        member(no_admin(105, "a member adds another device of its own account", ADDED), |forger, scene| {
            let made = Device::of("gev/sibling", &scene.witness.account).key_package();
            let key_package = forger.decode(&made.event);
            forger.commit(|builder| builder.propose_adds([key_package]), &[])
        })?,
        member(no_admin(106, "a member changes what the group requires", RENAMED), |forger, _| {
            let mut extensions = forger.group.extensions().clone();
            let required = RequiredCapabilitiesExtension::new(
                &[ExtensionType::AppDataDictionary],
                &[openmls_0_9::prelude::ProposalType::AppDataUpdate],
                &[],
            );
            extensions.add_or_replace(Extension::RequiredCapabilities(required)).expect("it belongs there");
            forger.commit(|builder| builder.propose_group_context_extensions(extensions).expect("a proposal"), &[])
        })?,
    ])
}

/// Component updates of an admin that nobody may make.
fn components() -> Result<Vec<Test>, EmitError> {
    const FORM: &[Reason] = &[InvalidEncoding];
    const DENIED: &[Reason] = &[AuthorizationFailed];
    const LACKS: &[Reason] = &[UnsupportedRequiredFeature];
    // The text names the fault in two places, and gives another category in each.
    const EITHER: &[Reason] = &[InvalidEncoding, AuthorizationFailed];
    type Make = fn(&Scene) -> Changes;
    let cases: Vec<(Forgery<'static>, Make)> = vec![
        (forgery(111, "ChangedTwice", "two updates of one component", RENAMED, FORM), |_| {
            vec![(id::PROFILE, Some(name("a"))), (id::PROFILE, Some(name("b")))]
        }),
        (forgery(112, "ChangedTwice", "the removal and an update of one component", RENAMED, FORM), |_| {
            vec![(id::PROFILE, None), (id::PROFILE, Some(name("mine")))]
        }),
        (forgery(113, "Misplaced", "safe_aad in the GroupContext", RENAMED, FORM), |_| {
            vec![(id::SAFE_AAD, Some(vec![0]))]
        }),
        (forgery(114, "Misplaced", "an identity proof in the GroupContext", RENAMED, FORM), |_| {
            vec![(id::IDENTITY_PROOF, Some(vec![0; 104]))]
        }),
        (forgery(115, "RemovesAbsent", "the removal of a component that is not there", RENAMED, FORM), |_| {
            vec![(id::RETENTION, None)]
        }),
        (forgery(116, "NotRemovable", "the removal of the admin list", APPOINTED, EITHER), |_| {
            vec![(id::ADMIN_POLICY, None)]
        }),
        (forgery(117, "NotRemovable", "the removal of the lifecycle", RENAMED, EITHER), |_| {
            vec![(id::LIFECYCLE, None)]
        }),
        (forgery(118, "ComponentForm", "a lifecycle that is neither active nor disbanded", RENAMED, EITHER), |_| {
            vec![(id::LIFECYCLE, Some(vec![7]))]
        }),
        (forgery(119, "ComponentForm", "a routing without relays", RENAMED, FORM), |_| {
            vec![(id::NOSTR_ROUTING, Some([&[0x5a; 32][..], &[0]].concat()))]
        }),
        (forgery(120, "AdminListForm", "an admin list out of order", APPOINTED, FORM), |scene| {
            let mut keys = [scene.creator.id().0, scene.witness.id().0];
            keys.sort_unstable_by(|one, other| other.cmp(one));
            vec![(id::ADMIN_POLICY, Some([&[0x40, 0x40][..], &keys.concat()].concat()))]
        }),
        (
            forgery(121, "AdminWithoutLeaf", "an admin list with an account that has no leaf", APPOINTED, DENIED),
            |scene| {
                vec![(
                    id::ADMIN_POLICY,
                    Some(admins([scene.creator.id().0, crate::emit::stranger().public_key().to_bytes()])),
                )]
            },
        ),
        (forgery(122, "NoAdmins", "an admin list of nobody", APPOINTED, EITHER), |_| {
            vec![(id::ADMIN_POLICY, Some(vec![0]))]
        }),
        (forgery(123, "MissingEntry", "a component is required that is not there", RENAMED, FORM), |_| {
            vec![(id::APP_COMPONENTS, Some(required(&[&REQUIRED[..], &[id::RETENTION]].concat())))]
        }),
        (forgery(124, "LeafLacks", "a component is required that no leaf supports", RENAMED, LACKS), |_| {
            vec![(id::APP_COMPONENTS, Some(required(&[&REQUIRED[..], &[0x8fff]].concat()))), (0x8fff, Some(vec![1]))]
        }),
        (forgery(125, "StillRequired", "identity proofs are no longer required", RENAMED, FORM), |_| {
            vec![(
                id::APP_COMPONENTS,
                Some(required(&[id::PROFILE, id::ADMIN_POLICY, id::NOSTR_ROUTING, id::LIFECYCLE])),
            )]
        }),
        (forgery(126, "StillRequired", "the admin list is no longer required", RENAMED, FORM), |_| {
            vec![(
                id::APP_COMPONENTS,
                Some(required(&[id::PROFILE, id::NOSTR_ROUTING, id::IDENTITY_PROOF, id::LIFECYCLE])),
            )]
        }),
        (forgery(127, "StillRequired", "the lifecycle is no longer required", RENAMED, FORM), |_| {
            vec![(
                id::APP_COMPONENTS,
                Some(required(&[id::PROFILE, id::ADMIN_POLICY, id::NOSTR_ROUTING, id::IDENTITY_PROOF])),
            )]
        }),
        (forgery(128, "DisbandShape", "the group ends, and everybody stays in it", RENAMED, DENIED), |_| {
            vec![(id::LIFECYCLE, Some(Lifecycle::Disbanded.encode()))]
        }),
    ];
    cases
        .into_iter()
        .map(|(forgery, make)| {
            forged(&forgery, true, |forger, scene| {
                let updates: Vec<Update> = make(scene)
                    .into_iter()
                    .map(|(component, data)| match data {
                        Some(data) => Update::update(component, data),
                        None => Update::remove(component),
                    })
                    .collect();
                forger.updates(&updates)
            })
        })
        .collect()
}

/// Proposals that stand alone.
fn alone() -> Result<Vec<Test>, EmitError> {
    const DENIED: &[Reason] = &[AuthorizationFailed];
    /// A valid SelfRemove.
    const LEFT: u16 = 61;
    let propose = |forger: &mut Forger, propose: Propose| {
        let key = forger.key.clone();
        let reference = ProposalOrRefType::Reference;
        bytes(&forger.group.propose(&forger.provider, &key, propose, reference).expect("a proposal").0)
    };
    Ok(vec![
        forged(&forgery(131, "AdminLeaves", "an admin proposes its own removal", LEFT, DENIED), true, |forger, _| {
            forger.leave()
        })?,
        forged(
            &forgery(132, "ProposedByMember", "a member proposes the removal of another", LEFT, DENIED),
            false,
            |forger, _| {
                let key = forger.key.clone();
                let target = LeafNodeIndex::new(0);
                bytes(&forger.group.propose_remove_member(&forger.provider, &key, target).expect("a proposal").0)
            },
        )?,
        forged(
            &forgery(133, "ProposedByMember", "a member proposes another name", LEFT, DENIED),
            false,
            |forger, _| {
                propose(forger, Propose::UpdateAppDataComponent { component_id: id::PROFILE, update: name("mine") })
            },
        )?,
        forged(&forgery(134, "NoRule", "a member proposes its own new leaf", LEFT, DENIED), false, |forger, _| {
            let key = forger.key.clone();
            let leaf = LeafNodeParameters::builder().build();
            bytes(&forger.group.propose_self_update(&forger.provider, &key, leaf).expect("a proposal").0)
        })?,
        forged(&forgery(135, "NoRule", "an admin proposes its own new leaf", LEFT, DENIED), true, |forger, _| {
            let key = forger.key.clone();
            let leaf = LeafNodeParameters::builder().build();
            bytes(&forger.group.propose_self_update(&forger.provider, &key, leaf).expect("a proposal").0)
        })?,
        forged(
            &forgery(136, "DisbandShape", "an admin proposes the end of the group", LEFT, DENIED),
            true,
            |forger, _| {
                let end = Lifecycle::Disbanded.encode();
                propose(forger, Propose::UpdateAppDataComponent { component_id: id::LIFECYCLE, update: end })
            },
        )?,
    ])
}

/// The last leaf of an admin goes, and the list keeps its key.
fn removed_admin() -> Test {
    let mut scene = scene(11);
    let witness = scene.witness.id();
    let appoint = Intent::Admins { grant: [witness].into(), revoke: Default::default() };
    let rename = scene.creator.commit(super::super::rename("renamed")).event;
    let appointed = scene.creator.commit(appoint).event;
    for event in [&rename, &appointed] {
        drop((scene.joiner.receive(event), scene.witness.receive(event)));
    }
    let leaf = scene.witness.group().facts().own_leaf.expect("a member");
    let message = scene.creator.enter(|| {
        Forger::of(&scene.creator).commit(|builder| builder.propose_removals([LeafNodeIndex::new(leaf)]), &[])
    });
    let comment = "an admin's last leaf goes, and its key stays on the list";
    let forgery = forgery(129, "AdminWithoutLeaf", comment, REMOVED, &[AuthorizationFailed]);
    forgery.taken(&mut scene.creator, &scene.joiner, &message, super::gev(APPOINTED))
}

/// A member takes a SelfRemove up and renames the group with it.
fn mixed() -> Test {
    let mut scene = scene(12);
    let leaving = scene.witness.leave();
    let proposal = scene.witness.open(&leaving);
    let message = scene.others[0].enter(|| {
        let mut forger = Forger::of(&scene.others[0]);
        forger.accept(&proposal).expect("a proposal");
        forger.commit(|builder| builder.consume_proposal_store(true), &[Update::update(id::PROFILE, name("mine"))])
    });
    let taken = scene.joiner.enter(|| {
        let mut bare = Forger::of(&scene.joiner);
        bare.accept(&proposal).and_then(|()| bare.accept(&message))
    });
    assert_eq!(taken, Ok(()), "bare openmls takes it");
    let comment = "a member commits a SelfRemove and another name together";
    forgery(130, "MixedByMember", comment, 77, &[AuthorizationFailed]).test(
        &mut scene.others[0],
        &message,
        super::gev(76),
    )
}
