//! What a careful client does about proposals where mdk-core 0.8.0 goes wrong: corrections that upstream made (mdk pull requests 288
//! and 317) and never published.
//!
//! mdk-core stores what it does not answer, and puts everything stored into the device's next commit. A member who asks to leave a
//! group that does not require SelfRemove sends a Remove of itself, and an admin answers with a commit that removes nobody.

use nostr::PublicKey;
use openmls::group::{MlsGroup, QueuedProposal};
use openmls::prelude::hash_ref::ProposalRef;
use openmls::prelude::{BasicCredential, LeafNodeIndex, Proposal, ProposalType, Sender};
use openmls_traits::OpenMlsProvider;
use openmls_traits::storage::StorageProvider;

use super::{MdkCore, MdkGroupId};

impl MdkCore {
    /// Takes out of mdk-core's store what nobody entitled proposed. `acts`: the device is about to commit, which would carry out what
    /// is stored, or to say something, which mdk-core refuses as long as anything is stored; departures go too then, since an admin
    /// of this device carries them out by a removal of its own. True if something was taken out.
    pub(super) fn sift_proposals(&self, id: &MdkGroupId, acts: bool) -> bool {
        let mdk = self.mdk();
        let storage = mdk.provider.storage();
        let stored: Vec<ProposalRef> = storage.queued_proposal_refs(id.inner()).unwrap_or_default();
        if stored.is_empty() {
            return false;
        }
        let (Ok(Some(group)), Ok(Some(mut mls))) = (mdk.get_group(id), MlsGroup::load(storage, id.inner())) else {
            return false;
        };
        let is_admin = |account: PublicKey| group.admin_pubkeys.contains(&account);
        let departures_go = acts && self.carries_out_departures();
        let unwanted = |queued: &QueuedProposal| {
            let Sender::Member(from) = queued.sender() else { return true };
            let what = queued.proposal().proposal_type();
            let by_admin = account_at(&mls, *from).is_some_and(is_admin);
            let entitled = may_propose(what, removes(queued.proposal(), *from), by_admin);
            !entitled || (departures_go && what == ProposalType::Remove)
        };
        let unwanted: Vec<_> =
            mls.pending_proposals().filter(|p| unwanted(p)).map(|p| p.proposal_reference_ref().clone()).collect();
        let mut taken = false;
        for reference in &unwanted {
            taken |= mls.remove_pending_proposal(storage, reference).is_ok();
        }
        taken
    }
}

/// MD-03: admins change who is in the group and what the group is. Everybody may renew the own leaf, and ask to go.
fn may_propose(what: ProposalType, of_its_author: bool, by_admin: bool) -> bool {
    match what {
        ProposalType::Update | ProposalType::SelfRemove => true,
        ProposalType::Remove => by_admin || of_its_author,
        _ => by_admin,
    }
}

fn removes(proposal: &Proposal, leaf: LeafNodeIndex) -> bool {
    matches!(proposal, Proposal::Remove(remove) if remove.removed() == leaf)
}

fn account_at(group: &MlsGroup, leaf: LeafNodeIndex) -> Option<PublicKey> {
    let credential = BasicCredential::try_from(group.member_at(leaf)?.credential).ok()?;
    PublicKey::from_slice(credential.identity()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_admin_proposes_what_concerns_others() {
        let concerns_others = [ProposalType::Add, ProposalType::Remove, ProposalType::GroupContextExtensions];
        for what in concerns_others {
            assert!(may_propose(what, false, true));
            assert!(!may_propose(what, false, false));
        }
        for what in [ProposalType::Update, ProposalType::SelfRemove, ProposalType::Remove] {
            assert!(may_propose(what, true, false));
        }
    }
}
