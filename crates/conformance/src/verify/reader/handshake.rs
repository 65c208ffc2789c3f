//! Proposals and commits as plain data (RFC 9420 section 12, and the proposals of the extensions draft that the adopted text uses).

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::Reader;
use super::bytes::{Cursor, vector};
use super::framing::{Epoch, Message};
use crate::format::Hex;
use crate::format::topics::commit_authority::{Asks, Commit, Id, Input, Proposal, Reference};
use crate::verify::Refusal;

/// Proposals that came in messages of their own, by their reference.
pub(super) type Known = BTreeMap<Vec<u8>, Proposal>;

/// The types of the proposals in a commit, or of a proposal, in an MLSMessage that is public; none for everything else.
pub(in crate::verify) fn proposal_types(message: &[u8]) -> Vec<u16> {
    let reader = Reader::default();
    types(&mut Cursor::new(&reader, message)).unwrap_or_default()
}

fn types(at: &mut Cursor<'_>) -> Result<Vec<u16>, Refusal> {
    if (at.u16()?, at.u16()?) != (1, 1) {
        return Ok(Vec::new());
    }
    let (_, _, sender) = (at.vector()?, at.number(8)?, at.number(1)?);
    if sender <= 2 {
        at.number(4)?;
    }
    at.vector()?;
    match at.number(1)? {
        2 => Ok(vec![at.u16()?]),
        3 => {
            let (mut list, mut found) = (at.list()?, Vec::new());
            while !list.is_empty() {
                if list.number(1)? == 1 {
                    found.push(peek_type(&list)?);
                    skip_proposal(&mut list)?;
                } else {
                    list.vector()?;
                }
            }
            Ok(found)
        }
        _ => Ok(Vec::new()),
    }
}

/// The type of the proposal that comes next.
fn peek_type(at: &Cursor<'_>) -> Result<u16, Refusal> {
    let mut ahead = *at;
    ahead.u16()
}

/// Goes behind a proposal.
pub(super) fn skip_proposal(at: &mut Cursor<'_>) -> Result<(), Refusal> {
    match at.u16()? {
        1 => at
            .reader()
            .key_package(at.rest(), false)
            .map(|package| package.raw.len())
            .and_then(|length| at.take(length))
            .map(drop),
        2 => skip_leaf(at),
        3 => at.number(4).map(drop),
        4 => {
            if at.number(1)? == 1 {
                at.vector()?;
            } else {
                at.number(1)?;
                at.vector()?;
                at.number(8)?;
            }
            at.vector().map(drop)
        }
        5 => {
            at.vector()?;
            at.u16()?;
            at.u16()?;
            at.vector().map(drop)
        }
        6 | 7 => at.vector().map(drop),
        8 => {
            at.u16()?;
            if at.number(1)? == 1 { at.vector().map(drop) } else { Ok(()) }
        }
        9 => {
            at.u16()?;
            at.vector().map(drop)
        }
        10 => Ok(()),
        _ => at.vector().map(drop),
    }
}

fn skip_leaf(at: &mut Cursor<'_>) -> Result<(), Refusal> {
    let reader = at.reader();
    reader.leaf(at).map(drop)
}

/// Goes behind a commit: proposals, and an UpdatePath if there is one.
pub(super) fn skip_commit(at: &mut Cursor<'_>) -> Result<(), Refusal> {
    at.vector()?;
    if at.number(1)? == 1 {
        skip_leaf(at)?;
        at.vector()?;
    }
    Ok(())
}

impl Reader {
    /// A commit, with the state on which it stands.
    pub(super) fn commit(&self, epoch: &Epoch<'_>, message: &Message, known: &Known) -> Result<Input, Refusal> {
        let mut at = Cursor::new(self, &message.content);
        let (mut list, mut proposals) = (at.list()?, Vec::new());
        while !list.is_empty() {
            proposals.push(if list.number(1)? == 1 {
                Proposal { reference: None, asks: self.asks(&mut list)? }
            } else {
                let reference = list.vector()?;
                known.get(reference).cloned().ok_or_else(|| Refusal::broken("a proposal that did not come"))?
            });
        }
        let path = match at.number(1)? {
            1 => Some(self.leaf_state(message.sender.unwrap_or_default(), &self.leaf(&mut at)?)?),
            _ => None,
        };
        let commit = Commit {
            committer: message.sender,
            epoch: message.epoch,
            proposals,
            path,
            authenticated_data: message.authenticated_data.as_slice().into(),
        };
        Ok(Input { parent: self.group_state(&epoch.context, &epoch.tree)?, commit })
    }

    /// A proposal that stands alone, with its reference.
    pub(super) fn proposal(&self, message: &Message) -> Result<(Vec<u8>, Proposal), Refusal> {
        let asks = self.asks(&mut Cursor::new(self, &message.content))?;
        let reference = Reference {
            sender: message.sender,
            epoch: message.epoch,
            authenticated_data: message.authenticated_data.as_slice().into(),
        };
        let label = vector(b"MLS 1.0 Proposal Reference");
        let hash = Sha256::digest([&label[..], &vector(&message.authenticated)].concat()).to_vec();
        Ok((hash, Proposal { reference: Some(reference), asks }))
    }

    /// Whether a proposal may stand is whether somebody may commit it: an admin if there is another one than its sender, else anybody.
    pub(super) fn committing(&self, epoch: &Epoch<'_>, proposal: &Proposal, admins: &[u32]) -> Result<Input, Refusal> {
        let parent = self.group_state(&epoch.context, &epoch.tree)?;
        let sender = proposal.reference.as_ref().and_then(|reference| reference.sender);
        let others = || parent.leaves.keys().filter(|leaf| Some(**leaf) != sender);
        let committer = others().find(|leaf| admins.contains(leaf)).or_else(|| others().next()).copied();
        // A member's commit of what only an admin may commit fails whoever proposed it: then the sender itself commits, by reference.
        let committer =
            committer.filter(|leaf| admins.contains(leaf) || proposal.asks == (Asks::SelfRemove {})).or(sender);
        let commit = Commit {
            committer,
            epoch: parent.epoch,
            proposals: vec![proposal.clone()],
            path: None,
            authenticated_data: Hex::default(),
        };
        Ok(Input { parent, commit })
    }

    fn asks(&self, at: &mut Cursor<'_>) -> Result<Asks, Refusal> {
        let kind = peek_type(at)?;
        let before = at.rest();
        skip_proposal(at)?;
        let mut own = Cursor::new(self, &before[2..before.len() - at.rest().len()]);
        Ok(match kind {
            1 => {
                let package = self.key_package(own.rest(), false)?;
                let leaf = Box::new(self.leaf_state(0, &package.leaf)?);
                Asks::Add { leaf, key_package: self.components(&package.extensions)? }
            }
            2 => Asks::Update {},
            3 => Asks::Remove { index: u32::try_from(own.number(4)?).map_err(Refusal::broken)? },
            4 => Asks::PreSharedKey {},
            5 => Asks::ReInit {},
            6 => Asks::ExternalInit {},
            7 => {
                let extensions = own.list()?.entries()?;
                Asks::GroupContextExtensions {
                    required: self.required(&extensions)?,
                    components: self.components(&extensions)?,
                }
            }
            8 => {
                let component = Id(own.u16()?);
                let update = if own.number(1)? == 1 { Some(own.vector()?.into()) } else { None };
                Asks::AppDataUpdate { component, update }
            }
            9 => Asks::AppEphemeral {},
            10 => Asks::SelfRemove {},
            number => Asks::Custom { number: Id(number) },
        })
    }
}
