//! Own commits of mdk-core.

use mdk_core::prelude::{MessageProcessingResult, NostrGroupDataUpdate, UpdateGroupResult};
use nostr::EventId;
use sim_relay::VerifiedEvent;

use super::loaded::Loaded;
use super::records::Handle;
use super::{MdkCore, MdkGroupId, to_mdk, verified};
use crate::api::Moment;
use crate::behaviour::OwnCommit;
use crate::library::{Call, Said};
use crate::mls::{Change, Commits, Effect, GroupId, Outcome, Prepared};

impl Commits for MdkCore {
    fn prepare(&mut self, _: Moment, id: &GroupId, change: &Change<'_>) -> Result<Option<Prepared>, Said> {
        let group = to_mdk(id);
        self.sift_proposals(&group, true);
        let built = self.build(&group, change).map_err(|e| {
            let _ = self.mdk().clear_pending_commit(&group);
            Said::by(Call::Commit, e)
        })?;
        let event = verified(built.evolution_event)?;
        Ok(Some(Prepared { event, welcomes: built.welcome_rumors.unwrap_or_default() }))
    }

    fn leads_to(&self, id: &GroupId) -> Option<Vec<u8>> {
        Loaded::load(self.mdk(), &to_mdk(id)).and_then(|loaded| loaded.pending_authenticator())
    }

    fn staged_removes_nobody(&self, id: &GroupId) -> bool {
        self.carries_out_departures()
            && Loaded::load(self.mdk(), &to_mdk(id)).is_some_and(|loaded| loaded.pending_commit_is_empty())
    }

    fn confirm(&mut self, _: Moment, id: &GroupId, commit: &VerifiedEvent) -> Outcome {
        let mdk = self.mdk();
        let refusal = match self.own_commit {
            OwnCommit::ProcessEvent => match mdk.process_message(commit) {
                Ok(MessageProcessingResult::Unprocessable { .. }) => Some("unprocessable".to_owned()),
                result => result.err().map(|why| why.to_string()),
            },
            OwnCommit::MergePending => mdk.merge_pending_commit(&to_mdk(id)).err().map(|why| why.to_string()),
        };
        self.was_handed(commit, Handle::App);
        let mut effects = self.rollbacks();
        if let Some(why) = refusal {
            let why = Said::by(Call::ProcessMessage, why);
            effects.push((id.clone(), Effect::Unreadable { event: commit.id, why }));
        }
        effects.push((id.clone(), Effect::Moved { by: Some(commit.id) }));
        Outcome { effects, publish: Vec::new() }
    }

    fn fail(&mut self, _: Moment, id: &GroupId, _: EventId) -> Outcome {
        self.forget_staged(id);
        Outcome::default()
    }

    /// `MDK::clear_pending_commit` takes a commit that carries out nothing for a change of the leaf's own signature key, and deletes the
    /// key that is in use.
    fn forget_staged(&mut self, id: &GroupId) {
        let (mdk, group) = (self.mdk(), to_mdk(id));
        let loaded = Loaded::load(mdk, &group).filter(|_| self.carries_out_departures());
        match loaded.filter(Loaded::pending_commit_keeps_its_key) {
            Some(loaded) => loaded.clear_pending_commit(mdk),
            None => drop(mdk.clear_pending_commit(&group)),
        }
    }
}

impl MdkCore {
    /// Promotion and demotion start from the admins that there are now.
    fn build(&self, id: &MdkGroupId, change: &Change<'_>) -> Result<UpdateGroupResult, mdk_core::Error> {
        let mdk = self.mdk();
        let admins_now = || mdk.get_group(id).ok().flatten().map(|group| group.admin_pubkeys).unwrap_or_default();
        let update = NostrGroupDataUpdate::new();
        let update = match change {
            Change::Add(key_packages) => return mdk.add_members(id, key_packages),
            Change::Remove(account) => return mdk.remove_members(id, &[*account]),
            Change::SelfUpdate => return mdk.self_update(id),
            Change::Demote(account) if *account == self.account => return mdk.self_demote(id),
            Change::Demote(account) => {
                update.admins(admins_now().into_iter().filter(|admin| admin != account).collect())
            }
            Change::Disband => {
                return Err(mdk_core::Error::Group("no group of this profile can be disbanded".to_owned()));
            }
            Change::RemoveLeaves(_) | Change::Siblings(_) => {
                return Err(mdk_core::Error::Group("no group of this profile knows devices of one account".to_owned()));
            }
            Change::Promote(account) => update.admins(admins_now().into_iter().chain([*account]).collect()),
            Change::Describe { name, relays, admins } => NostrGroupDataUpdate {
                name: name.clone(),
                relays: relays.map(<[_]>::to_vec),
                admins: admins.map(<[_]>::to_vec),
                ..update
            },
        };
        mdk.update_group_data(id, update)
    }
}
