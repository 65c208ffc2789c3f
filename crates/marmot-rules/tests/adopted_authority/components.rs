//! GC-03, GC-04: how the dictionary and the required capabilities may change.

use marmot_rules::adopted::authority::Category::*;
use marmot_rules::adopted::authority::*;
use marmot_rules::adopted::codec::DecodeError;
use marmot_rules::adopted::components::*;

use crate::group::*;

fn by_alice(proposals: impl IntoIterator<Item = Proposal>) -> CommitView {
    commit(ALICE_PHONE, proposals)
}

#[test]
fn one_component_is_changed_once_whatever_is_done_to_it() {
    let (a, b) = (set(&Retention { seconds: 1 }), set(&Retention { seconds: 2 }));
    let refusal = Refusal::ChangedTwice { component: id::RETENTION };
    refused(&by_alice([a.clone(), b]), refusal.clone(), "GC-03", InvalidEncoding);
    let mut parent = group();
    parent.dictionary.set(&Retention { seconds: 9 });
    for twice in [[a.clone(), unset(id::RETENTION)], [unset(id::RETENTION), unset(id::RETENTION)]] {
        assert_eq!(judged_in(&parent, &by_alice(twice), &Options::default()), Err(refusal.clone()));
    }
}

#[test]
fn what_was_not_there_cannot_be_removed() {
    let refusal = Refusal::RemovesAbsent { component: id::RETENTION };
    refused(&by_alice([unset(id::RETENTION)]), refusal, "GC-03", InvalidEncoding);
}

#[test]
fn the_admin_policy_and_the_lifecycle_cannot_be_removed() {
    for component in [id::ADMIN_POLICY, id::LIFECYCLE] {
        let required: Vec<u16> = REQUIRED.into_iter().filter(|id| *id != component).collect();
        let commit = by_alice([unset(component), require(&required)]);
        refused(&commit, Refusal::NotRemovable { component }, "GC-03", InvalidEncoding);
    }
}

#[test]
fn an_optional_component_goes_together_with_its_requirement() {
    let without: Vec<u16> = REQUIRED.into_iter().filter(|id| *id != id::PROFILE).collect();
    assert_eq!(judged(&by_alice([unset(id::PROFILE), require(&without)])), Ok(Shape::Administration));
    let refusal = Refusal::MissingEntry { component: id::PROFILE };
    refused(&by_alice([unset(id::PROFILE)]), refusal, "GC-02", InvalidEncoding);
}

#[test]
fn what_is_not_group_state_is_never_written_there() {
    for component in [id::SAFE_AAD, id::LAST_RESORT, id::IDENTITY_PROOF] {
        let error = ComponentError::Misplaced { id: component, location: Location::GroupContext };
        let refusal = Refusal::Component { component, error };
        refused(&by_alice([raw(component, vec![0])]), refusal, "GC-02", InvalidEncoding);
    }
}

#[test]
fn data_has_the_form_of_its_component_and_unknown_components_are_opaque() {
    let trailing = DecodeError::Trailing { what: "the profile", count: 1 };
    let refusal = Refusal::Component { component: id::PROFILE, error: trailing.into() };
    refused(&by_alice([raw(id::PROFILE, vec![0, 0, 0])]), refusal, "GC-02", InvalidEncoding);
    assert_eq!(judged(&by_alice([raw(0x8123, vec![0xff])])), Ok(Shape::Administration));
}

#[test]
fn the_admin_list_is_never_empty() {
    refused(&by_alice([raw(id::ADMIN_POLICY, vec![0])]), Refusal::NoAdmins, "CA-06", AuthorizationFailed);
}

#[test]
fn the_lifecycle_goes_forward_and_is_not_rewritten() {
    refused(&by_alice([set(&Lifecycle::Active)]), Refusal::LifecycleStep, "CA-08", AuthorizationFailed);
    let mut old = group();
    let without: Vec<u16> = REQUIRED.into_iter().filter(|id| *id != id::LIFECYCLE).collect();
    old.dictionary.remove(id::LIFECYCLE);
    old.dictionary.set(&without.into_iter().collect::<AppComponents>());
    let enable = by_alice([set(&Lifecycle::Active), require(&REQUIRED)]);
    assert_eq!(judged_in(&old, &enable, &Options::default()), Ok(Shape::Administration));
}

#[test]
fn once_required_the_lifecycle_stays_required() {
    let without: Vec<u16> = REQUIRED.into_iter().filter(|id| *id != id::LIFECYCLE).collect();
    let refusal = Refusal::NotRequired { component: id::LIFECYCLE };
    refused(&by_alice([require(&without)]), refusal, "GC-02", InvalidEncoding);
}

#[test]
fn context_extensions_leave_the_dictionary_as_it_is() {
    let extensions = |dictionary| Proposal::GroupContextExtensions { required: group().required, dictionary };
    let moved = group().dictionary.with(&admins(&[ALICE]));
    for dictionary in [moved, AppDataDictionary::default()] {
        refused(&by_alice([extensions(dictionary)]), Refusal::DictionaryMoved, "GC-03", InvalidEncoding);
    }
    // Not even together with the update that makes the same change.
    let retention = Retention { seconds: 1 };
    let both = [set(&retention), extensions(group().dictionary.with(&retention))];
    refused(&by_alice(both), Refusal::DictionaryMoved, "GC-03", InvalidEncoding);
    let twice = [extensions(group().dictionary), extensions(group().dictionary)];
    refused(&by_alice(twice), Refusal::ExtensionsTwice, "GC-03", InvalidEncoding);
}

#[test]
fn a_result_that_changed_without_a_proposal_is_refused() {
    let update = with_path(commit(BOB_PHONE, []), leaf(BOB, "new key"));
    let judge = |change: fn(&mut GroupView)| {
        let mut result = merged(&group(), &update);
        change(&mut result);
        judge_commit(&group(), &update, &result, &Options::default())
    };
    assert_eq!(judge(|_| {}), Ok(Shape::SelfUpdate));
    assert_eq!(judge(|result| result.dictionary.set(&Retention { seconds: 1 })), Err(Refusal::DictionaryMoved));
    assert_eq!(judge(|result| result.required = capabilities(&[6], &[8])), Err(Refusal::RequiredMoved));
    named(&Refusal::RequiredMoved, "GC-03", InvalidEncoding);
}
