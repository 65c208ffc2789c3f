//! Steps 5 to 9 of joining: what a group must be that is joined, and who may invite.

use super::{ADMINS, APP_COMPONENTS, LIFECYCLE, PROFILE, RETENTION};
use super::{
    Check, Checked, Commit, DENIED, FORM, GroupState, Hex, Id, Judge, LACKS, LAST_RESORT, PROOF, ROUTING, SAFE_AAD,
    UNPROVED,
};
use crate::verify::reader::Reader;

/// Components that this reader knows when a group requires them.
const KNOWN: [Id; 6] = [PROFILE, ADMINS, ROUTING, RETENTION, PROOF, LIFECYCLE];

/// Judges a group that is joined; the leaf `signer` signed the GroupInfo.
pub(in crate::verify) fn joined(group: &GroupState, signer: u32, reader: &Reader) -> Checked {
    let commit = Commit {
        committer: Some(signer),
        epoch: group.epoch,
        proposals: Vec::new(),
        path: None,
        authenticated_data: Hex::default(),
    };
    Judge { parent: group, commit: &commit, policy: "as-text", reader }.joined(signer)
}

impl Judge<'_> {
    fn joined(&self, signer: u32) -> Checked {
        let group = self.parent;
        for leaf in group.leaves.values() {
            let account = leaf.identity.0.len() == 32;
            self.demand(Check::IdentityPrefix, account, UNPROVED, "an identity of another length")?;
            self.leaf(leaf)?;
        }
        for (component, data) in &group.components {
            let place = ![SAFE_AAD, LAST_RESORT, PROOF].contains(component);
            self.demand(Check::ComponentPlace, place, FORM, component)?;
            self.form(*component, &data.0)?;
        }
        self.demand(Check::RoutingThere, group.components.contains_key(&ROUTING), FORM, "no component 0x8004")?;
        self.result(group)?;
        let unknown = self.required(group).into_iter().find(|id| *id != APP_COMPONENTS && !KNOWN.contains(id));
        self.demand(Check::KnowsRequired, unknown.is_none(), LACKS, "a required component is not known here")?;
        let admin = self.is_admin(group, Some(signer));
        self.demand(Check::InviterAdmin, admin, DENIED, "the inviter is no admin")?;
        let ended = group.components.get(&LIFECYCLE).is_some_and(|data| data.0 == [1]);
        self.demand(Check::Disbanded, !ended, DENIED, "the group is disbanded")
    }
}
