//! D22, D24, D25, D31, D38: what each option refuses that the text lets pass. D36 and D42 stand with their shapes.

use marmot_rules::adopted::authority::*;
use marmot_rules::adopted::components::*;

use crate::group::*;

fn leaf_under(change: fn(&mut LeafView), options: Options) -> Result<(), Refusal> {
    let mut changed = leaf(ERIN, "erin");
    change(&mut changed);
    assert_eq!(judge_leaf(&changed, 1, &Options::default()), Ok(()));
    judge_leaf(&changed, 1, &options)
}

#[test]
fn mdk_wants_the_upstream_components_listed() {
    let listed = Options { support_list: SupportList::EntriesListed, ..Options::default() };
    let unlisted = |id| Err(Refusal::Unlisted(Feature::Component(id)));
    let list = |leaf: &mut LeafView| leaf.dictionary.set(&REQUIRED.into_iter().collect::<AppComponents>());
    assert_eq!(leaf_under(list, listed), unlisted(id::APP_COMPONENTS));
    let entry = |leaf: &mut LeafView| drop(leaf.dictionary.remove(id::SAFE_AAD));
    assert_eq!(leaf_under(entry, listed), unlisted(id::SAFE_AAD));
}

#[test]
fn mdk_wants_self_remove_in_every_leaf_and_group() {
    let required = Options { self_remove_support: SelfRemoveSupport::Required, ..Options::default() };
    let lacks = leaf_under(|leaf| leaf.capabilities.proposals = vec![8], required);
    assert_eq!(lacks, Err(Refusal::Incapable(Feature::Proposal(10))));
    let mut view = group();
    view.required = capabilities(&[6], &[8]);
    assert_eq!(judge_state(&view, &Options::default()), Ok(()));
    assert_eq!(judge_state(&view, &required), Err(Refusal::Unrequired(Feature::Proposal(10))));
}

#[test]
fn default_extensions_are_listed_by_mdk_and_refused_by_the_strict() {
    let strict = Options { default_extensions: DefaultExtensions::Reject, ..Options::default() };
    let listed = leaf_under(|leaf| leaf.capabilities.extensions.push(3), strict);
    assert_eq!(listed, Err(Refusal::Listed(Feature::Extension(3))));
}

#[test]
fn mdk_wants_a_profile_and_no_frozen_media_policy() {
    let mdk = Options { group_components: GroupComponents::Mdk, ..Options::default() };
    let mut view = group();
    view.dictionary.insert(id::MEDIA_V1, vec![1]);
    assert_eq!(judge_state(&view, &Options::default()), Ok(()));
    assert_eq!(judge_state(&view, &mdk), Err(Refusal::RefusedComponent { component: id::MEDIA_V1 }));
    let mut view = group();
    view.dictionary.set(&REQUIRED.into_iter().filter(|id| *id != id::PROFILE).collect::<AppComponents>());
    assert_eq!(judge_state(&view, &Options::default()), Ok(()));
    assert_eq!(judge_state(&view, &mdk), Err(Refusal::NotRequired { component: id::PROFILE }));
}

#[test]
fn a_leaf_may_shrink_unless_the_option_forbids_it() {
    let strict = Options { leaf_shrink: LeafShrink::Reject, ..Options::default() };
    let shrinks = |change: fn(&mut LeafView), feature| {
        let mut smaller = leaf(BOB, "new key");
        change(&mut smaller);
        let mut parent = group();
        parent.required = capabilities(&[6], &[8]);
        let update = with_path(commit(BOB_PHONE, []), smaller);
        assert_eq!(judged_in(&parent, &update, &Options::default()), Ok(Shape::SelfUpdate));
        assert_eq!(judged_in(&parent, &update, &strict), Err(Refusal::Shrinks(feature)));
    };
    shrinks(|leaf| leaf.capabilities.proposals = vec![8], Feature::Proposal(10));
    shrinks(
        |leaf| leaf.dictionary.set(&REQUIRED.into_iter().collect::<AppComponents>()),
        Feature::Component(id::APP_COMPONENTS),
    );
    let equal = with_path(commit(BOB_PHONE, []), leaf(BOB, "new key"));
    assert_eq!(judged_in(&group(), &equal, &strict), Ok(Shape::SelfUpdate));
}
