//! Welcomes of the adopted text: opened on scratch storage, so that until the device joins there is nothing to take back.

use std::collections::BTreeSet;

use adopted::welcome::Arrival;
use adopted::{Account, Invitation, JoinError, OpenedWelcome, Reference};
use nostr::{EventId, PublicKey, UnsignedEvent};

use super::groups::title;
use super::{Adopted, id_of, said};
use crate::api::Moment;
use crate::library::{Call, Said};
use crate::mls::{By, GroupId, Invited, Opaque, Welcomes};

impl Welcomes for Adopted {
    fn peek(&self, welcome: &UnsignedEvent) -> Result<(GroupId, u64), Said> {
        let invitation = self.engine.open(&self.arrival(welcome)).map_err(|why| refused(&why))?.invitation;
        Ok((leads_to(&invitation)?, invitation.facts.epoch))
    }

    fn approve(&mut self, at: Moment, reference: &str, sponsors: &BTreeSet<String>, expires: u64) {
        self.now(at);
        if let Ok(reference) = reference.parse::<Reference>() {
            let sponsors = sponsors.iter().filter_map(|key| hex::decode(key).ok()).collect();
            self.engine.approvals_mut().approve(reference, sponsors, expires);
            self.write();
        }
    }

    fn open_welcome(&mut self, at: Moment, _: EventId, rumor: &UnsignedEvent) -> Result<Invited, Said> {
        self.now(at);
        let opened = self.engine.open(&self.arrival(rumor)).map_err(|why| refused(&why))?;
        let invitation = &opened.invitation;
        Ok(Invited {
            group: leads_to(invitation)?,
            name: title(&invitation.facts),
            // The engine refuses others (step 8 of joining).
            entitled: true,
            inviter: key_of(invitation.inviter)?,
            handle: Opaque::new(opened),
        })
    }

    /// The engine keeps a group that is over; a new Welcome to it takes its place, unless it was disbanded (RW-10).
    fn accept(&mut self, at: Moment, invited: &Invited, _: By) -> Result<(), Said> {
        self.now(at);
        let opened = invited.handle.get::<OpenedWelcome>();
        let opened = opened.ok_or_else(|| said(Call::ProcessWelcome, None, "another engine opened this Welcome"))?;
        if let Some(held) = self.group(&invited.group) {
            if held.tree().anchor().facts.context_hash == opened.invitation.facts.context_hash {
                // The application was killed before it knew.
                return Ok(());
            }
            // Nothing but a copy that is held may stand in the way; a disbanded one stays (RW-10).
            let can_join = self.engine.key_packages().get(opened.key_package()).is_some();
            if can_join && held.is_over() && !held.facts().disbanded {
                let _ = self.engine.discard(&super::name(&invited.group));
            }
        }
        self.engine.accept(opened.clone()).map_err(|why| refused(&why))?;
        self.write();
        Ok(())
    }

    fn decline(&mut self, _: &Invited) {}

    fn discard(&mut self, _: &Invited) {}
}

impl Adopted {
    /// The device has opened the wrap with its account's key, and made sure that who sealed the rumor is its author.
    fn arrival(&self, rumor: &UnsignedEvent) -> Arrival {
        Arrival { receiver: self.keys.public_key(), seal_author: rumor.pubkey, rumor: rumor.clone() }
    }
}

fn leads_to(invitation: &Invitation) -> Result<GroupId, Said> {
    id_of(&invitation.group).ok_or_else(|| said(Call::ProcessWelcome, None, "the group has no name"))
}

fn key_of(account: Account) -> Result<PublicKey, Said> {
    PublicKey::from_slice(&account.0).map_err(|why| said(Call::ProcessWelcome, None, why))
}

fn refused(why: &JoinError) -> Said {
    said(Call::ProcessWelcome, Some(why.category()), why)
}
