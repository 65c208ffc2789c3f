//! Groups of mdk-core: how they begin, and where they are.

use std::sync::Arc;

use mdk_core::prelude::NostrGroupConfigData;
use mdk_core::prelude::group_types::Group;
use nostr::{EventId, RelayUrl};

use super::inside::has_snapshot;
use super::loaded::Loaded;
use super::records::{Followed, Record, Snapshot};
use super::{MdkCore, from_mdk, to_mdk};
use crate::api::Moment;
use crate::library::{Call, Said};
use crate::mls::{Entered, Founded, Founding, GroupData, GroupId, Groups, Standing};

impl Groups for MdkCore {
    fn found(&mut self, _: Moment, founding: &Founding) -> Result<Founded, Said> {
        let Founding { name, relays, admins, invited } = founding.clone();
        let config = NostrGroupConfigData::new(name, String::new(), None, None, None, relays, admins);
        let created = self.mdk().create_group(&self.account, invited, config);
        let created = created.map_err(|e| Said::by(Call::CreateGroup, e))?;
        Ok(Founded {
            id: from_mdk(&created.group.mls_group_id),
            address: hex::encode(created.group.nostr_group_id),
            welcomes: created.welcome_rumors,
        })
    }

    fn enter(&mut self, id: &GroupId) -> Result<Entered, Said> {
        let gone = |words: &str| Said::by(Call::Storage, words);
        let (mdk, group) = (self.mdk(), to_mdk(id));
        let held =
            mdk.get_group(&group).ok().flatten().ok_or_else(|| gone("the group that was just joined is not there"))?;
        let relays = mdk.get_relays(&group).map_err(|e| gone(&e.to_string()))?.into_iter().collect();
        let loaded = Loaded::load(mdk, &group).ok_or_else(|| gone("the group cannot be loaded"))?;
        let state = Arc::new(loaded.state(mdk));
        let keys = loaded.event_key(mdk).map(|key| (state.epoch, key)).into_iter().collect();
        self.records.groups.insert(id.clone(), Record { epoch: state.epoch, keys, ..Record::default() });
        Ok(Entered { data: data_of(held, relays), state })
    }

    fn standing(&mut self, id: &GroupId, known: &str, by: Option<EventId>) -> Standing {
        let (mdk, group) = (&self.app.mdk, to_mdk(id));
        let Some(loaded) = Loaded::load(mdk, &group) else { return Standing::Unknown };
        if !loaded.is_active() {
            return Standing::Out;
        }
        let state = Arc::new(loaded.state(mdk));
        if state.authenticator == known {
            return Standing::Same;
        }
        let record = self.records.groups.entry(id.clone()).or_default();
        if let Some(handed) = self.handed.filter(|handed| Some(handed.event) == by && state.epoch > 0) {
            let left = state.epoch - 1;
            let kept = if has_snapshot(mdk, &group, left) { handed.snapshot } else { Snapshot::None };
            record.left(left, Followed { snapshot: kept, ..handed });
        }
        record.epoch = state.epoch;
        if let Some(key) = loaded.event_key(mdk) {
            record.add_key(state.epoch, key);
        }
        Standing::Moved(state)
    }

    fn data(&self, id: &GroupId) -> Option<GroupData> {
        let group = to_mdk(id);
        let held = self.mdk().get_group(&group).ok().flatten()?;
        let relays = self.mdk().get_relays(&group).ok()?.into_iter().collect();
        Some(data_of(held, relays))
    }

    fn export(&self, id: &GroupId, label: &str, context: &[u8], length: usize) -> Option<Vec<u8>> {
        Loaded::load(self.mdk(), &to_mdk(id))?.export(self.mdk(), label, context, length)
    }
}

fn data_of(group: Group, relays: Vec<RelayUrl>) -> GroupData {
    let sources = relays.clone();
    let addresses = vec![hex::encode(group.nostr_group_id)];
    GroupData { name: group.name, relays, sources, admins: group.admin_pubkeys, addresses, siblings: false }
}
