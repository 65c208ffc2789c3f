//! What the adopted text asks of a group that is joined, beyond MLS.

use std::collections::BTreeMap;

use super::bytes::Cursor;
use super::key_package::{Leaf, verifies};
use super::tree::Tree;
use super::welcome::Context;
use super::{Check, Reader};
use crate::format::topics::commit_authority::{self as authority, Capabilities, Components, GroupState, Id, Required};
use crate::format::{Hex, Reason};
use crate::verify::{Refusal, naive};

/// The extensions with the required capabilities and with the app data dictionary.
const REQUIRED_CAPABILITIES: u16 = 0x0003;
const DICTIONARY: u16 = 0x0006;
/// The component that says where group events go: it begins with the group's address.
const ROUTING: Id = Id(0x8004);

impl Reader {
    /// Judges the group; the address of its events. The leaf `signer` signed the GroupInfo.
    pub(super) fn adopted_group(
        &self,
        context: &Context<'_>,
        tree: &Tree<'_>,
        signer: u32,
        ends: Option<u64>,
    ) -> Result<Hex, Refusal> {
        for (index, leaf) in tree.leaves() {
            let signed = leaf.is_signed(context.group_id, index);
            self.demand(Check::LeafSignature, signed, Reason::RatchetTreeInvalid, "the signature of a leaf")?;
            let over = matches!((ends, leaf.lifetime), (Some(now), Some([_, to])) if now > to);
            self.demand(Check::LifetimeExpired, !over, Reason::LifetimeExpired, index)?;
        }
        let group =
            self.group_state(context, tree).map_err(|refusal| Refusal::new(Reason::InvalidEncoding, refusal.what))?;
        naive::joined(&group, signer, self)?;
        let routing = group.components.get(&ROUTING).map(|data| data.0.as_slice()).unwrap_or_default();
        Ok(Hex::from(routing.get(..32).unwrap_or_default()))
    }

    /// The group as plain data.
    pub(super) fn group_state(&self, context: &Context<'_>, tree: &Tree<'_>) -> Result<GroupState, Refusal> {
        let leaf = |(index, leaf): (u32, &Leaf<'_>)| Ok((index, self.leaf_state(index, leaf)?));
        Ok(GroupState {
            epoch: context.epoch,
            cipher_suite: Id(1),
            required: self.required(&context.extensions)?,
            components: self.components(&context.extensions)?,
            x_admins: Vec::new(),
            x_requires: Vec::new(),
            leaves: tree.leaves().map(leaf).collect::<Result<_, Refusal>>()?,
        })
    }

    pub(super) fn leaf_state(&self, index: u32, leaf: &Leaf<'_>) -> Result<authority::Leaf, Refusal> {
        Ok(authority::Leaf {
            name: format!("leaf {index}"),
            identity: leaf.identity.into(),
            credential: Id(leaf.credential_type),
            signature_key: leaf.signature_key.into(),
            capabilities: Capabilities {
                versions: ids(&leaf.versions),
                cipher_suites: ids(&leaf.cipher_suites),
                extensions: ids(&leaf.extension_types),
                proposals: ids(&leaf.proposal_types),
                credentials: ids(&leaf.credential_types),
            },
            components: self.components(&leaf.extensions)?,
        })
    }

    /// The data of extension 0x0003: three lists of ids.
    pub(super) fn required(&self, extensions: &[(u16, &[u8])]) -> Result<Required, Refusal> {
        let Some((_, data)) = extensions.iter().find(|(id, _)| *id == REQUIRED_CAPABILITIES) else {
            return Ok(Required::default());
        };
        let mut at = Cursor::new(self, data);
        Ok(Required {
            extensions: ids(&at.list()?.ids()?),
            proposals: ids(&at.list()?.ids()?),
            credentials: ids(&at.list()?.ids()?),
        })
    }

    /// The components in extension 0x0006, ids ascending; none if it is not there.
    pub(super) fn components(&self, extensions: &[(u16, &[u8])]) -> Result<Components, Refusal> {
        let Some((_, data)) = extensions.iter().find(|(id, _)| *id == DICTIONARY) else { return Ok(BTreeMap::new()) };
        let entries = Cursor::new(self, data).list()?.entries()?;
        let ascending = entries.windows(2).all(|two| two[0].0 < two[1].0);
        self.demand(Check::ItemsAscending, ascending, Reason::InvalidEncoding, "components out of order")?;
        Ok(entries.into_iter().map(|(id, data)| (Id(id), data.into())).collect())
    }
}

impl Leaf<'_> {
    /// Whether its signature verifies where it stands: a leaf of a KeyPackage signed itself, one of a commit its place too (RFC 9420
    /// section 7.2).
    fn is_signed(&self, group_id: &[u8], index: u32) -> bool {
        let place = match self.lifetime {
            Some(_) => Vec::new(),
            None => [&super::bytes::vector(group_id)[..], &index.to_be_bytes()].concat(),
        };
        verifies(self.signature_key, "LeafNodeTBS", &[self.signed, &place].concat(), self.signature)
    }
}

fn ids(ids: &[u16]) -> Vec<Id> {
    ids.iter().copied().map(Id).collect()
}
