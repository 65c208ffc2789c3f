//! What is seen of a device at the end.

use std::collections::BTreeSet;

use super::Device;
use crate::payload::DbMessage;
use crate::vocabulary::{DeviceView, PeerField, Pointer, RowView};

/// Members of a record with which somebody could act in the user's name, or read.
const SECRETS: [&str; 7] = [
    "DrKpPrivate",
    "DrRootKey",
    "DrStateJson",
    "MyEncryptionKp.private",
    "MyIdentity.private",
    "MyLookupKp.private",
    "MySymKey",
];

impl Device {
    /// What there is to see.
    pub fn view(&self, destroyed: bool) -> DeviceView {
        let mut view = DeviceView {
            rows: self.view_rows(),
            seen: self.store.seen(),
            siblings: self.store.siblings().into_iter().collect(),
            parked: self.store.parked(),
            jobs: self.store.jobs().len(),
            destroyed,
            ..DeviceView::default()
        };
        for peer in self.store.peers().into_iter().rev() {
            let registers = self.store.registers(&peer.uid);
            let named = |register: &&crate::store::Register| PeerField::ALL.iter().any(|f| f.id() == register.field);
            for register in registers.iter().filter(named) {
                view.registers.insert(format!("{}/{}", peer.contact, register.field), register.value.clone());
            }
            let secret = registers.iter().filter(|register| SECRETS.contains(&register.field.as_str()));
            view.secrets.extend(
                secret.map(|register| format!("{}/{}", peer.contact, register.field.trim_end_matches(".private"))),
            );
            if self.store.session(&super::of_peer(&peer.uid)).is_some() {
                view.secrets.insert(format!("{}/DrStateJson", peer.contact));
            }
            view.pointers.insert(peer.contact, Pointer { primary: peer.primary, epoch: peer.epoch });
        }
        let card = self.store.registers("identity").into_iter();
        view.registers.extend(card.map(|register| (register.field, register.value)));
        view.secrets.extend(self.store.sessions().into_iter().filter(|key| key.starts_with("sibling/")));
        view
    }

    fn view_rows(&self) -> Vec<RowView> {
        let peers = self.store.peers();
        let mut met = BTreeSet::new();
        let first: BTreeSet<_> =
            peers.iter().filter(|peer| met.insert(peer.contact.clone())).map(|peer| peer.uid.clone()).collect();
        let time = |time: u64| (time > 0).then_some(time);
        let view = |row: crate::store::StoredRow| {
            let peer = peers.iter().find(|peer| peer.uid == row.conversation)?;
            let DbMessage { outbound, .. } = row.db_message();
            Some(RowView {
                contact: peer.contact.clone(),
                uuid: row.status.uuid.clone(),
                state: row.status.state(),
                text: row.data,
                outbound,
                times: [time(row.status.sent), time(row.status.received), time(row.status.processed)],
                shown: first.contains(&row.conversation),
            })
        };
        let mut rows: Vec<_> = self.store.rows().into_iter().filter_map(view).collect();
        rows.sort();
        rows
    }
}
