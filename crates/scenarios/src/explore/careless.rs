//! Behaviour as deployed: one knob each, away from what a careful client does.

use sim_device::Behaviour;
use sim_device::behaviour::{
    ConsumedKeyPackage, EarlyEvent, ForeignWelcome, HeldGroup, InboxSince, OwnCommit, OwnSiblings, PostJoinUpdate,
    PrivateKeyDeletion, Refresh, SlotReuse, Unfinished, WelcomeOrder,
};

/// Turns one knob.
pub(super) type Carelessness = fn(&mut Behaviour);

pub(super) const CARELESS: [Carelessness; 14] = [
    |b| b.foreign_welcome = ForeignWelcome::Join,
    |b| b.held_group = HeldGroup::Process,
    |b| b.early_event = EarlyEvent::HandOver,
    |b| b.own_commit = OwnCommit::MergePending,
    |b| b.slot = SlotReuse::Fresh,
    |b| b.consumed_key_package = ConsumedKeyPackage::DeleteFirst,
    |b| b.consumed_key_package = ConsumedKeyPackage::Keep,
    |b| b.private_key = PrivateKeyDeletion::DeleteOnConfirm,
    |b| b.private_key = PrivateKeyDeletion::Never,
    |b| b.refresh = Refresh::Never,
    |b| b.post_join_update = PostJoinUpdate::AtOnce,
    |b| b.welcome_order = WelcomeOrder::WithCommit,
    |b| b.unfinished = Unfinished::Forget,
    |b| {
        b.own_siblings = OwnSiblings::Ignore;
        b.inbox_since = InboxSince::LastHeard;
    },
];
