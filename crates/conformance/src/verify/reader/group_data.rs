//! Extension 0xf2ee of the group context: what Marmot says of a group.

use super::bytes::Cursor;
use super::{Check, Reader};
use crate::format::Reason;
use crate::verify::Refusal;

/// Its fields.
pub(crate) struct GroupData<'a> {
    pub version: u16,
    pub nostr_group_id: &'a [u8],
    pub name: &'a [u8],
    pub description: &'a [u8],
    /// 32 bytes each.
    pub admins: Vec<&'a [u8]>,
    pub relays: Vec<&'a [u8]>,
    /// Hash, key, nonce and upload key; empty for none.
    pub image: [&'a [u8]; 4],
}

impl<'a> GroupData<'a> {
    pub(super) fn read(reader: &'a Reader, data: &'a [u8]) -> Result<Self, Refusal> {
        let malformed = |refusal: Refusal| Refusal::new(Reason::GroupDataMalformed, refusal.what);
        let mut at = Cursor::new(reader, data);
        let fields = Self::fields(&mut at).map_err(malformed)?;
        reader.demand(
            Check::GroupDataTrailing,
            at.is_empty(),
            Reason::GroupDataMalformed,
            "bytes follow the fields",
        )?;
        Ok(fields)
    }

    fn fields(at: &mut Cursor<'a>) -> Result<Self, Refusal> {
        let (version, nostr_group_id) = (at.u16()?, at.take(32)?);
        let (name, description) = (at.vector()?, at.vector()?);
        let admins = at.vector()?.chunks(32).collect();
        let (mut list, mut relays) = (at.list()?, Vec::new());
        while !list.is_empty() {
            relays.push(list.vector()?);
        }
        let image = [at.vector()?, at.vector()?, at.vector()?, at.vector()?];
        Ok(Self { version, nostr_group_id, name, description, admins, relays, image })
    }
}
