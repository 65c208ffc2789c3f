//! What a group says of itself: its name, its relays, its admins.

use std::collections::BTreeSet;

use nostr::PublicKey;

use crate::api::{EpochState, Membership, Note};
use crate::device::MarmotDevice;

/// What stands between the label of a group and its title.
const BEFORE_TITLE: &str = ": ";

/// The name of a group with this label and title.
pub(crate) fn titled(label: &str, title: &str) -> String {
    format!("{label}{BEFORE_TITLE}{title}")
}

/// The label of the group of this name: what stands before its title. A label never changes, so that a device that joins after a
/// change of name still knows which group of the script it is in.
pub(crate) fn label_of(name: &str) -> &str {
    name.split_once(BEFORE_TITLE).map_or(name, |(label, _)| label)
}

impl MarmotDevice {
    /// Takes up what a commit changed about the group, and listens where its relays are now. That an admin who is no member any
    /// more counts as none is no change.
    pub(crate) fn follow_group_data(&mut self, label: &str) {
        let Some(book) = self.install.book.groups.get(label) else { return };
        let Some(data) = self.install.mls.data(&book.id) else { return };
        let moved = data.relays != book.data.relays;
        let elsewhere = data.sources != book.data.sources || data.addresses != book.data.addresses;
        let admins = members(&data.admins, &book.state);
        let changed = moved || data.name != book.data.name || admins != members(&book.data.admins, &book.state);
        let (name, relays) = (data.name.clone(), data.relays.clone());
        let Some(book) = self.install.book.groups.get_mut(label) else { return };
        book.data = data;
        if changed && book.membership == Membership::Active {
            self.note(Note::GroupChanged { group: label.to_owned(), name, relays, admins });
        }
        if elsewhere {
            self.listen_to_group(label);
        }
    }
}

/// Those of the accounts that have a leaf.
fn members(accounts: &BTreeSet<PublicKey>, state: &EpochState) -> Vec<PublicKey> {
    let is_member = |account: &&PublicKey| state.leaves.iter().any(|leaf| leaf.account == account.to_hex());
    accounts.iter().filter(is_member).copied().collect()
}
