//! What a group says of itself: its name, its relays, its admins.

use std::collections::BTreeSet;

use mdk_core::prelude::{GroupId, NostrGroupDataUpdate, UpdateGroupResult};
use nostr::PublicKey;

use crate::api::{EpochState, GroupChange, Membership, Note};
use crate::device::MdkDevice;
use crate::installation::Mdk;

/// What stands between the label of a group and its title.
const BEFORE_TITLE: &str = ": ";

/// A group's name and its admins, as mdk-core has stored them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct GroupData {
    pub name: String,
    pub admins: BTreeSet<PublicKey>,
}

/// The label of the group of this name: what stands before its title. A label never changes, so that a device that joins after a
/// change of name still knows which group of the script it is in.
pub(crate) fn label_of(name: &str) -> &str {
    name.split_once(BEFORE_TITLE).map_or(name, |(label, _)| label)
}

/// Lets mdk-core build the commit for a change. Promotion and demotion start from the admins that there are now.
pub(crate) fn build(
    mdk: &Mdk,
    id: &GroupId,
    label: &str,
    own: PublicKey,
    change: &GroupChange,
) -> Result<UpdateGroupResult, mdk_core::Error> {
    let admins_now = || mdk.get_group(id).ok().flatten().map(|group| group.admin_pubkeys).unwrap_or_default();
    let update = NostrGroupDataUpdate::new();
    let update = match change {
        GroupChange::Demote(account) if *account == own => return mdk.self_demote(id),
        GroupChange::Demote(account) => {
            update.admins(admins_now().into_iter().filter(|admin| admin != account).collect())
        }
        GroupChange::Promote(account) => update.admins(admins_now().into_iter().chain([*account]).collect()),
        GroupChange::Update { title, relays, admins } => {
            let name = title.as_ref().map(|title| format!("{label}{BEFORE_TITLE}{title}"));
            NostrGroupDataUpdate { name, relays: relays.clone(), admins: admins.clone(), ..update }
        }
    };
    mdk.update_group_data(id, update)
}

impl MdkDevice {
    pub(crate) fn group_data(&self, id: &GroupId) -> GroupData {
        let group = self.install.mdk.get_group(id).ok().flatten();
        group.map(|group| GroupData { name: group.name, admins: group.admin_pubkeys }).unwrap_or_default()
    }

    /// Takes up what a commit changed about the group, and listens where its relays are now. That an admin who is no member any
    /// more counts as none is no change.
    pub(crate) fn follow_group_data(&mut self, label: &str) {
        let Some(book) = self.install.book.groups.get(label) else { return };
        let data = self.group_data(&book.id);
        let Ok(relays) = self.install.mdk.get_relays(&book.id) else { return };
        let relays: Vec<_> = relays.into_iter().collect();
        let moved = relays != book.relays;
        let admins = members(&data.admins, &book.state);
        let changed = moved || data.name != book.data.name || admins != members(&book.data.admins, &book.state);
        let name = data.name.clone();
        let Some(book) = self.install.book.groups.get_mut(label) else { return };
        book.data = data;
        book.relays.clone_from(&relays);
        if changed && book.membership == Membership::Active {
            self.note(Note::GroupChanged { group: label.to_owned(), name, relays, admins });
        }
        if moved {
            self.listen_to_group(label);
        }
    }
}

/// Those of the accounts that have a leaf.
fn members(accounts: &BTreeSet<PublicKey>, state: &EpochState) -> Vec<PublicKey> {
    let is_member = |account: &&PublicKey| state.leaves.iter().any(|leaf| leaf.account == account.to_hex());
    accounts.iter().filter(is_member).copied().collect()
}
