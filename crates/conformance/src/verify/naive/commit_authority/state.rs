//! Step 7: what every state of a group must be.

use super::{
    ADMINS, APP_COMPONENTS, Check, Checked, DENIED, FORM, GroupState, Id, Judge, LACKS, Leaf, MEDIA_V1, PROFILE, PROOF,
    SAME_ACCOUNT,
};

impl Judge<'_> {
    pub(super) fn result(&self, after: &GroupState) -> Checked {
        let (overlay, mdk) = (self.policy == "same-account", self.policy == "mdk-components");
        let entry = |component: Id| after.components.contains_key(&component);
        self.demand(Check::SameAccountEntry, !(overlay && entry(SAME_ACCOUNT)), FORM, "0x800d has no data")?;
        self.demand(Check::MediaRefused, !(mdk && entry(MEDIA_V1)), LACKS, "0x8008 is refused")?;
        let required = self.required(after);
        self.demand(Check::AdminsRequired, required.contains(&ADMINS), FORM, "the admin list is not required")?;
        self.demand(Check::ProofRequired, required.contains(&PROOF), FORM, "identity proofs are not required")?;
        let profile = !mdk || required.contains(&PROFILE);
        self.demand(Check::ProfileRequired, profile, FORM, "the profile is not required")?;
        for component in &required {
            let without = *component == PROOF || (overlay && *component == SAME_ACCOUNT);
            self.demand(Check::EntryThere, without || entry(*component), FORM, component)?;
        }
        self.capabilities(after)?;
        for leaf in after.leaves.values() {
            self.supports(after, &required, leaf)?;
        }
        self.accounts(after, &required)
    }

    fn capabilities(&self, after: &GroupState) -> Checked {
        let dictionary = after.required.extensions.contains(&Id(0x0006));
        self.demand(Check::RequiresDictionary, dictionary, FORM, "extension 0x0006 is not required")?;
        let update = after.required.proposals.contains(&Id(0x0008));
        self.demand(Check::RequiresUpdate, update, FORM, "proposal 0x0008 is not required")?;
        let leaving = self.policy != "self-remove-required" || after.required.proposals.contains(&Id(0x000a));
        self.demand(Check::RequiresSelfRemove, leaving, FORM, "proposal 0x000a is not required")
    }

    fn supports(&self, after: &GroupState, required: &[Id], leaf: &Leaf) -> Checked {
        let listed = leaf.components.get(&APP_COMPONENTS).map(|data| self.ids(&data.0)).transpose()?;
        let listed = listed.unwrap_or_default();
        let components = required.iter().all(|component| listed.contains(component));
        self.demand(Check::LeafComponents, components, LACKS, &leaf.name)?;
        let (asked, has) = (&after.required, &leaf.capabilities);
        let within = |asked: &[Id], has: &[Id], anyhow: u16| {
            asked.iter().all(|id| has.contains(id) || (1..=anyhow).contains(&id.0))
        };
        self.demand(Check::LeafExtensions, within(&asked.extensions, &has.extensions, 5), LACKS, &leaf.name)?;
        self.demand(Check::LeafProposals, within(&asked.proposals, &has.proposals, 7), LACKS, &leaf.name)?;
        self.demand(Check::LeafCredentials, within(&asked.credentials, &has.credentials, 0), LACKS, &leaf.name)
    }

    fn accounts(&self, after: &GroupState, required: &[Id]) -> Checked {
        let member = |account: &Vec<u8>| after.leaves.values().any(|leaf| leaf.identity.0 == *account);
        let admins = self.admins(&after.components);
        self.demand(Check::AdminHasLeaf, admins.iter().all(member), DENIED, "an admin has no leaf")?;
        let mut keys: Vec<_> = after.leaves.values().map(|leaf| &leaf.signature_key).collect();
        keys.sort();
        let once = keys.windows(2).all(|two| two[0] != two[1]);
        self.demand(Check::KeyOnce, once, FORM, "two leaves have one signature key")?;
        let limited = self.policy == "same-account" && required.contains(&SAME_ACCOUNT);
        self.demand(Check::LeafLimit, !limited || self.most_leaves(after) <= 5, DENIED, "a sixth leaf")
    }
}
