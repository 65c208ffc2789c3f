//! Trees in one line.
//!
//! ```text
//! root@7; A<root P b0 ff; a,b,c<root 10 01; B@9<root O 01 00; +B 51 51/4 52; !B; m1=invalidated
//! ```
//!
//! An anchor with its epoch; a commit with parent, class, committer and digest; a chain of self-updates by one account, whose
//! digests count up; a state with an epoch that is not the next; messages in a state by account and, behind the stroke, leaf
//! (`=1` is the first message again); a state that is lost; what became of a message before. Accounts and digests are one byte, repeated. The first account
//! that is named has leaf 0, the next leaf 1, unless the stroke says otherwise; leaf 0 is one's own.

use std::collections::BTreeMap;

use super::trees::Row;
use crate::format::topics::convergence::{Commit, CommitClass, Disposition, Input, Message, State};

/// What a row describes.
///
/// # Errors
/// The part of the line that cannot be read.
pub(super) fn read(row: &Row) -> Result<Input, String> {
    let mut sketch = Sketch::default();
    for part in row.tree.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        sketch.part(part).ok_or_else(|| format!("{part:?} is no part of a tree"))?;
    }
    let epoch = |id: &str| sketch.states.iter().find(|state| state.id == id).map_or(0, |state| state.epoch);
    Ok(Input {
        base_epoch: row.base_epoch.unwrap_or_else(|| epoch(row.canonical)),
        canonical: row.canonical.to_owned(),
        own_leaf: 0,
        before: sketch.before,
        states: sketch.states,
        messages: sketch.messages,
    })
}

#[derive(Default)]
struct Sketch {
    states: Vec<State>,
    messages: Vec<Message>,
    before: BTreeMap<String, Disposition>,
    leaves: Vec<String>,
}

impl Sketch {
    fn part(&mut self, part: &str) -> Option<()> {
        if let Some(rest) = part.strip_prefix('+') {
            let (state, writers) = rest.split_once(' ')?;
            return writers.split(' ').try_for_each(|writer| self.write(state, writer));
        }
        if let Some(id) = part.strip_prefix('!') {
            self.states.iter_mut().find(|state| state.id == id)?.lost = true;
            return Some(());
        }
        if let Some((number, fate)) = part.strip_prefix('m').and_then(|rest| rest.split_once('=')) {
            let fate = match fate {
                "accepted" => Disposition::Accepted,
                "invalidated" => Disposition::Invalidated,
                "stale" => Disposition::Stale,
                _ => return None,
            };
            self.before.insert(message(number.parse().ok()?), fate);
            return Some(());
        }
        match part.split_once('<') {
            Some((names, commit)) => self.grow(names, commit),
            None => {
                let (id, epoch) = part.split_once('@')?;
                self.states.push(State { id: id.to_owned(), epoch: epoch.parse().ok()?, commit: None, lost: false });
                Some(())
            }
        }
    }

    fn grow(&mut self, names: &str, commit: &str) -> Option<()> {
        let words: Vec<&str> = commit.split(' ').collect();
        let (parent, class, committer, digest) = match words.as_slice() {
            [parent, "P", committer, digest] => (*parent, CommitClass::Privileged, committer, digest),
            [parent, "O", committer, digest] | [parent, committer, digest] => {
                (*parent, CommitClass::Ordinary, committer, digest)
            }
            _ => return None,
        };
        let (mut parent, mut digest) = (parent.to_owned(), u8::from_str_radix(digest, 16).ok()?);
        for name in names.split(',') {
            let below = self.states.iter().find(|state| state.id == parent).map_or(7, |state| state.epoch);
            let (id, epoch) = match name.split_once('@') {
                Some((id, epoch)) => (id, epoch.parse().ok()?),
                None => (name, below + 1),
            };
            let commit = Commit { parent, digest: bytes(digest), committer: committer.repeat(32), class };
            self.states.push(State { id: id.to_owned(), epoch, commit: Some(commit), lost: false });
            parent = id.to_owned();
            digest = digest.wrapping_add(1);
        }
        Some(())
    }

    fn write(&mut self, state: &str, writer: &str) -> Option<()> {
        if let Some(number) = writer.strip_prefix('=') {
            let id = message(number.parse().ok()?);
            let again = self.messages.iter().find(|message| message.id == id)?.clone();
            self.messages.push(Message { state: state.to_owned(), ..again });
            return Some(());
        }
        let (account, leaf) = writer.split_once('/').map_or((writer, None), |(account, leaf)| (account, Some(leaf)));
        if !self.leaves.iter().any(|known| known == account) {
            self.leaves.push(account.to_owned());
        }
        let place = self.leaves.iter().position(|known| known == account)?;
        let leaf = leaf.map_or(u32::try_from(place).ok(), |leaf| leaf.parse().ok())?;
        let id = message(u8::try_from(self.messages.len() + 1).ok()?);
        self.messages.push(Message { id, state: state.to_owned(), account: account.repeat(32), leaf });
        Some(())
    }
}

fn bytes(byte: u8) -> String {
    format!("{byte:02x}").repeat(32)
}

/// The id of the message that is written so many-th.
fn message(number: u8) -> String {
    format!("{}{number:02x}", "ee".repeat(31))
}
