//! The conversations of a device, as the judges of this crate read them.

use super::{In, Sealed, Told, USER};
use crate::vocabulary::{ContactRead, ContactView, DeviceView, Note, RowState, RowView};

/// What a device shows its user, and what it reports beside what it tells.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    rows: Vec<RowView>,
    reads: Vec<ContactRead>,
    unreadable: usize,
}

impl Rows {
    /// The user writes here.
    pub fn write(&mut self, account: &str, input: &In, unix_ms: u64) -> Vec<Note> {
        let In::Write { to, uuid, text } = input else { return Vec::new() };
        let (peer, uuid) = (to.clone(), uuid.clone());
        if account != USER {
            return Vec::new();
        }
        vec![Note::Typed { peer: peer.clone(), uuid: uuid.clone() }, self.add(peer, uuid, text, true, unix_ms)]
    }

    /// What the device tells, in the words of the other phases.
    pub fn hear(&mut self, (account, device): (&str, &str), told: &Told, to: Option<&str>, unix_ms: u64) -> Vec<Note> {
        match told {
            Told::Sent { uuid, copies, .. } => sent((account, device), uuid, copies, to),
            Told::Read { uuid, account: from, device: by, to, text, author, index } => {
                if account != USER {
                    self.reads.push(ContactRead { uuid: uuid.clone(), text: text.clone(), at_ms: unix_ms });
                    let (session, ratchet_key) = (format!("{by}>{device}"), author.clone());
                    let (uuid, chain_index, again) = (uuid.clone(), *index, false);
                    return vec![Note::Read { uuid, session, ratchet_key, chain_index, again }];
                }
                let own = from == USER;
                let peer = if own { to } else { from };
                let heard = (!own).then(|| Note::Heard { contact: peer.clone(), uuid: uuid.clone() });
                let row = self.add(peer.clone(), uuid.clone(), text, own, unix_ms);
                heard.into_iter().chain([row]).collect()
            }
            Told::Waits { .. } => {
                self.unreadable += 1;
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn add(&mut self, contact: String, uuid: String, text: &str, outbound: bool, unix_ms: u64) -> Note {
        let note = Note::Row { peer: contact.clone(), uuid: uuid.clone(), state: RowState::Sent, added: true };
        let (state, text, times) = (RowState::Sent, Some(text.to_owned()), [Some(unix_ms), None, None]);
        self.rows.push(RowView { contact, uuid, state, text, outbound, times, shown: true });
        note
    }

    /// A device of the user at the end.
    pub fn device(&self, listed: String) -> DeviceView {
        let mut rows = self.rows.clone();
        rows.sort();
        DeviceView { rows, registers: [("Listed".to_owned(), listed)].into(), ..DeviceView::default() }
    }

    /// A contact at the end.
    pub fn contact(&self, waiting: usize, sessions: usize) -> ContactView {
        ContactView { read: self.reads.clone(), unreadable: waiting, sessions }
    }
}

fn sent((account, device): (&str, &str), uuid: &str, copies: &[Sealed], to: Option<&str>) -> Vec<Note> {
    let theirs = copies.iter().filter(|copy| copy.account != account);
    if account != USER {
        return vec![Note::ContactWrote { uuid: uuid.to_owned(), copies: theirs.count() }];
    }
    let mut notes: Vec<Note> = theirs
        .map(|copy| Note::Wire {
            contact: copy.account.clone(),
            uuid: uuid.to_owned(),
            session: format!("{device}>{}", copy.device),
            ratchet_key: copy.author.clone(),
            chain_index: copy.index,
            size: copy.size,
        })
        .collect();
    if notes.is_empty() {
        let peer = to.unwrap_or_default().to_owned();
        notes.push(Note::Stranded { peer, uuid: uuid.to_owned() });
    }
    notes
}
