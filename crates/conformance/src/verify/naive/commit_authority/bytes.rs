//! Data of components.

use super::{ADMINS, APP_COMPONENTS, Checked, DENIED, FORM, Id, Judge, LIFECYCLE, PROFILE, RETENTION, ROUTING};
use crate::verify::Refusal;
use crate::verify::reader::Check;

impl Judge<'_> {
    /// The data of a component has its form. Of one that has none here it may be anything.
    pub(super) fn form(&self, component: Id, data: &[u8]) -> Checked {
        let fits = match component {
            APP_COMPONENTS => return self.ids(data).map(drop),
            ADMINS => {
                let keys = self.keys(data)?;
                return self.demand(Check::AdminsSome, !keys.is_empty(), DENIED, "no admin is left");
            }
            LIFECYCLE => matches!(data, [0 | 1]),
            RETENTION => data.len() == 8,
            PROFILE => self.is_profile(data)?,
            ROUTING => self.is_routing(data)?,
            _ => true,
        };
        self.demand(Check::ComponentForm, fits, FORM, component)
    }

    /// Component ids, ascending.
    pub(super) fn ids(&self, data: &[u8]) -> Result<Vec<Id>, Refusal> {
        let body = self.only_vector(data)?;
        self.demand(Check::ComponentForm, body.len() % 2 == 0, FORM, "half an id")?;
        let ids = body.chunks_exact(2).map(|two| Id(u16::from(two[0]) << 8 | u16::from(two[1]))).collect();
        self.ascending(ids)
    }

    /// Account keys, ascending.
    pub(super) fn keys(&self, data: &[u8]) -> Result<Vec<Vec<u8>>, Refusal> {
        let body = self.only_vector(data)?;
        self.demand(Check::ComponentForm, body.len() % 32 == 0, FORM, "part of a key")?;
        self.ascending(body.chunks_exact(32).map(<[u8]>::to_vec).collect())
    }

    fn ascending<T: Ord>(&self, items: Vec<T>) -> Result<Vec<T>, Refusal> {
        let pairs = || items.iter().zip(items.iter().skip(1));
        let sorted = pairs().all(|(one, next)| one <= next);
        self.demand(Check::ItemsAscending, sorted, FORM, "a list out of order")?;
        let once = pairs().all(|(one, next)| one != next);
        self.demand(Check::ItemsOnce, once, FORM, "an item twice")?;
        Ok(items)
    }

    /// Name and description.
    fn is_profile(&self, data: &[u8]) -> Result<bool, Refusal> {
        let (name, rest) = self.vector(data)?;
        let (description, rest) = self.vector(rest)?;
        let text = |bytes: &[u8], most: usize| bytes.len() <= most && std::str::from_utf8(bytes).is_ok();
        Ok(rest.is_empty() && text(name, 256) && text(description, 4_096))
    }

    /// 32 bytes and relays, ascending.
    fn is_routing(&self, data: &[u8]) -> Result<bool, Refusal> {
        let Some((_, rest)) = data.split_at_checked(32) else { return Ok(false) };
        let (mut urls, after) = self.vector(rest)?;
        let mut relays: Vec<&[u8]> = Vec::new();
        while !urls.is_empty() {
            let (url, rest) = self.vector(urls)?;
            relays.push(url);
            urls = rest;
        }
        let ascending = relays.windows(2).all(|two| two[0] < two[1]);
        Ok(after.is_empty() && (1..=16).contains(&relays.len()) && ascending && relays.iter().all(|url| is_relay(url)))
    }

    /// A vector and nothing behind it.
    fn only_vector<'b>(&self, data: &'b [u8]) -> Result<&'b [u8], Refusal> {
        let (body, rest) = self.vector(data)?;
        self.demand(Check::TrailingBytes, rest.is_empty(), FORM, "bytes behind the list")?;
        Ok(body)
    }

    /// `opaque<V>` and what follows. The two high bits of the length say how many bytes it has.
    fn vector<'b>(&self, data: &'b [u8]) -> Result<(&'b [u8], &'b [u8]), Refusal> {
        let cut = || Refusal::new(FORM, "the bytes end inside a field");
        let first = *data.first().ok_or_else(cut)?;
        let size = 1 << (first >> 6);
        let (prefix, rest) = data.split_at_checked(size).ok_or_else(cut)?;
        let length = prefix[1..].iter().fold(u64::from(first & 0x3f), |length, byte| length << 8 | u64::from(*byte));
        let shortest = match length {
            0..0x40 => 1,
            0x40..0x4000 => 2,
            0x4000..0x4000_0000 => 4,
            _ => 8,
        };
        self.demand(Check::VectorShortest, size == shortest, FORM, "a length that is longer than it needs to be")?;
        usize::try_from(length).ok().and_then(|length| rest.split_at_checked(length)).ok_or_else(cut)
    }
}

/// `ws` or `wss`, a host, no user, no fragment, nothing blank, 512 bytes at most.
fn is_relay(url: &[u8]) -> bool {
    let Ok(url) = std::str::from_utf8(url) else { return false };
    let rest = url.strip_prefix("wss://").or_else(|| url.strip_prefix("ws://"));
    let authority = rest.map(|rest| rest.split(['/', '?']).next().unwrap_or_default());
    let blank = url.chars().any(|c| c.is_whitespace() || c.is_control());
    url.len() <= 512 && !blank && !url.contains('#') && authority.is_some_and(|a| !a.is_empty() && !a.contains('@'))
}
