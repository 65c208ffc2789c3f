//! `every-active-device-joins`

use std::collections::BTreeSet;

use nostr::EventId;
use sim_device::{Membership, Note};

use crate::invariants::Invariant;
use crate::judge::{Chronicle, Invitation, Verdict, Violation};
use crate::run::Run;

pub(super) const INVARIANT: Invariant = Invariant {
    name: "every-active-device-joins",
    sentence: "Every device of an account that was active when the account was invited takes part in the group at the end.",
    rules: &["CID-10", "SEL-09", "WD-07"],
    judge,
};

/// Devices that the end of the run may be asked about: active when invited, the same installation still alive and online, and
/// not removed since. Group, device, entry of the (last) invitation.
pub(super) fn invited_devices(run: &Run, chronicle: &Chronicle) -> BTreeSet<(String, String, usize)> {
    let views = run.final_views();
    let mut devices = std::collections::BTreeMap::new();
    for invitation in &chronicle.invitations {
        for device in &invitation.active {
            let view = &views[device];
            let same = chronicle.current(device).is_some_and(|life| life.from < invitation.entry);
            let removed = run.notes().any(|(entry, who, note)| {
                entry > invitation.entry
                    && who == device
                    && matches!(note, Note::Removed { group } if *group == invitation.group)
            });
            if same && view.alive && view.online && !removed {
                devices.insert((invitation.group.clone(), device.clone()), invitation.entry);
            }
        }
    }
    devices.into_iter().map(|((group, device), entry)| (group, device, entry)).collect()
}

fn judge(run: &Run, chronicle: &Chronicle) -> Verdict {
    let views = run.final_views();
    let devices = invited_devices(run, chronicle);
    let mut violations = Vec::new();
    for (group, device, entry) in &devices {
        let joined = views[device].groups.get(group).is_some_and(|g| g.membership == Membership::Active);
        if !joined {
            let invitation = chronicle.invitations.iter().find(|i| i.entry == *entry).expect("entry of an invitation");
            violations.push(why(run, chronicle, invitation, device));
        }
    }
    Verdict::of(devices.len(), violations)
}

/// Says less about why a device was left out than what was said about the twin.
const TWIN: &str = "duplicate-ref";

/// The event that left the device out.
fn why(run: &Run, chronicle: &Chronicle, invitation: &Invitation, device: &str) -> Violation {
    let subject = device.to_owned();
    let own = |id: &EventId| chronicle.key_packages.get(id).is_some_and(|life| life.device == device);
    let group = &invitation.group;
    let Some(selection) = &invitation.selection else {
        return Violation { entry: invitation.entry, subject, text: format!("{device} never joined {group}") };
    };
    let short = |id: &EventId| id.to_hex()[..8].to_owned();
    let picked: Vec<_> = selection
        .picked
        .iter()
        .map(|id| {
            format!("{} of {}", short(id), chronicle.key_packages.get(id).map_or("nobody known", |l| l.device.as_str()))
        })
        .collect();
    let picked = picked.join(", ");
    if let Some(mine) = selection.picked.iter().find(|id| own(id)) {
        return lost_welcome(run, chronicle, invitation, device, mine);
    }
    let policy = &selection.policy;
    let text = match selection
        .rejected
        .iter()
        .filter(|(id, _)| own(id))
        .max_by_key(|(id, reason)| (reason.as_str() != TWIN, chronicle.key_packages[*id].published))
    {
        Some((id, reason)) => format!(
            "{device} was silently excluded from {group}: {policy} on {} picked {picked} and left its KeyPackage {} out ({reason})",
            invitation.inviter,
            short(id),
        ),
        None => format!(
            "{device} was silently excluded from {group}: {} found none of its KeyPackages, and {policy} picked {picked}",
            invitation.inviter
        ),
    };
    Violation { entry: selection.entry, subject, text }
}

/// Its KeyPackage was picked: what became of the Welcome?
fn lost_welcome(
    run: &Run,
    chronicle: &Chronicle,
    invitation: &Invitation,
    device: &str,
    key_package: &EventId,
) -> Violation {
    let group = &invitation.group;
    let subject = device.to_owned();
    let mut last = (invitation.entry, format!("{} never sent {device} its Welcome for {group}", invitation.inviter));
    for (entry, who, note) in run.notes().filter(|(entry, ..)| *entry > invitation.entry) {
        match note {
            Note::WelcomeSent { key_package: k, .. } if k == key_package => {
                last = (entry, format!("{device} never received its Welcome for {group}"));
            }
            Note::WelcomeUndeliverable { key_package: k, why, .. } if k == key_package => {
                last = (entry, format!("the Welcome of {device} for {group} could not be delivered: {why}"));
            }
            Note::WelcomeIgnored { key_package: Some(k), why, .. } if who == device && k == key_package => {
                let expired = run.wall_clock(entry) > chronicle.key_packages[k].facts.lifetime.1;
                let why = serde_json::to_string(why).unwrap_or_default();
                let why = if expired { format!("its KeyPackage had expired: {why}") } else { why };
                last = (entry, format!("{device} did not act on its Welcome for {group}: {why}"));
            }
            _ => {}
        }
    }
    Violation { entry: last.0, subject, text: last.1 }
}
