//! The GroupContext in a GroupInfo, changed component by component.

use std::collections::BTreeMap;

use super::super::blueprint::{entry, vector};
use super::super::group_info::{Fault, GroupInfo};
use crate::expectations::key_package as read;

/// Extensions with the required capabilities and the app data dictionary.
pub(super) const REQUIRED_CAPABILITIES: u16 = 0x0003;
pub(super) const DICTIONARY: u16 = 0x0006;

/// Data of components by id.
pub(super) type Components = BTreeMap<u16, Vec<u8>>;

/// A fault among the components.
pub(super) fn components(change: impl Fn(&mut Components) + 'static) -> Fault {
    Fault::Content(Box::new(move |info| change_components(info, &change)))
}

/// Changes the components of a GroupInfo's context.
pub(super) fn change_components(info: &mut GroupInfo, change: impl Fn(&mut Components)) {
    let data = extension(info, DICTIONARY);
    let entries = read::entries(read::vector(&mut &data[..]).expect("a dictionary")).expect("entries");
    let mut components: Components = entries.into_iter().map(|(id, data)| (id, data.to_vec())).collect();
    change(&mut components);
    *data = dictionary(&components);
}

/// The data of extension 0x0006.
pub(super) fn dictionary<'a>(components: impl IntoIterator<Item = (&'a u16, &'a Vec<u8>)>) -> Vec<u8> {
    let entries: Vec<u8> = components.into_iter().flat_map(|(id, data)| entry(*id, data)).collect();
    list(&entries)
}

/// The data of an extension of the context.
pub(super) fn extension(info: &mut GroupInfo, wanted: u16) -> &mut Vec<u8> {
    &mut info.context.iter_mut().find(|(kind, _)| *kind == wanted).expect("every group has it").1
}

/// A list of ids, as 0x0001 holds it.
pub(super) fn ids(ids: &[u16]) -> Vec<u8> {
    list(&ids.iter().flat_map(|id| id.to_be_bytes()).collect::<Vec<u8>>())
}

/// `opaque<V>`
pub(super) fn list(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    vector(&mut out, bytes);
    out
}
