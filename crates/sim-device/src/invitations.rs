//! Invitations that wait for a person: held after mdk-core has processed the Welcome, then accepted or declined.
//!
//! Nobody else learns of either: for the group, whoever was added is a member from the commit on.

use mdk_core::prelude::welcome_types::Welcome;
use nostr::EventId;

use crate::api::{CrashPoint, Note, WelcomeRefusal};
use crate::device::MdkDevice;
use crate::error::CommandError;
use crate::group_data::label_of;
use crate::library::{Call, Said};

/// A Welcome that mdk-core has processed and nobody has answered.
#[derive(Clone, Debug)]
pub(crate) struct Invitation {
    pub wrap: EventId,
    pub key_package: EventId,
    /// Epoch of the group into which it leads.
    pub epoch: u64,
    pub welcome: Welcome,
}

impl MdkDevice {
    /// An invitation to the same group is held: the later of the two counts, since the earlier may lead to a leaf that is gone.
    pub(crate) fn check_not_overtaken(&self, welcome: &nostr::UnsignedEvent) -> Result<u64, WelcomeRefusal> {
        let (id, epoch) = self.group_of(welcome).map_err(WelcomeRefusal::Failed)?;
        let mut held = self.install.book.invitations.values().filter(|held| held.welcome.mls_group_id == id);
        if held.any(|held| held.epoch >= epoch) { Err(WelcomeRefusal::Overtaken) } else { Ok(epoch) }
    }

    /// Keeps the invitation until somebody answers it. It takes the place of an earlier one.
    pub(crate) fn hold(&mut self, wrap: EventId, key_package: EventId, epoch: u64, welcome: Welcome) {
        let group = label_of(&welcome.group_name).to_owned();
        let inviter = welcome.welcomer;
        self.install.book.declined.remove(&group);
        let invitation = Invitation { wrap, key_package, epoch, welcome };
        if let Some(old) = self.install.book.invitations.insert(group.clone(), invitation) {
            self.useless(&old, WelcomeRefusal::Overtaken, true);
        }
        self.note(Note::InvitationHeld { group, wrap, key_package, inviter });
    }

    fn useless(&mut self, invitation: &Invitation, why: WelcomeRefusal, unchanged: bool) {
        let Invitation { wrap, key_package, .. } = *invitation;
        self.note(Note::WelcomeIgnored { wrap, key_package: Some(key_package), why, unchanged });
    }

    fn invitation(&self, group: &str) -> Result<Invitation, CommandError> {
        let held = self.install.book.invitations.get(group).cloned();
        held.ok_or_else(|| CommandError::NoInvitation { group: group.to_owned() })
    }

    /// Joins as if the Welcome had just come. What the group did in between is read from its relays after that.
    pub(crate) fn accept(&mut self, group: &str) -> Result<(), CommandError> {
        let invitation = self.invitation(group)?;
        let before = self.install.fingerprint();
        let accepted = self.check_key_package(Some(invitation.key_package)).and_then(|own| {
            self.before_library_writes();
            let accepted = self.install.mdk.accept_welcome(&invitation.welcome);
            accepted.map(|()| own).map_err(|e| WelcomeRefusal::Failed(Said::by(Call::ProcessWelcome, e)))
        });
        self.install.book.invitations.remove(group);
        match accepted {
            Ok(own) => {
                if !self.dies_at(CrashPoint::WelcomeAccepted) {
                    let Invitation { wrap, key_package, welcome, .. } = invitation;
                    self.joined(wrap, key_package, own, &welcome.mls_group_id, welcome.welcomer);
                }
                Ok(())
            }
            Err(why) => {
                let unchanged = self.install.fingerprint() == before;
                self.useless(&invitation, why.clone(), unchanged);
                Err(CommandError::InvitationUseless { group: group.to_owned(), why: Box::new(why) })
            }
        }
    }

    /// Says no. That mdk-core may be unable to mark the Welcome, since its keys are gone, changes nothing about the answer.
    pub(crate) fn decline(&mut self, group: &str) -> Result<(), CommandError> {
        let Invitation { wrap, key_package, welcome, .. } = self.invitation(group)?;
        self.before_library_writes();
        let _ = self.install.mdk.decline_welcome(&welcome);
        self.install.book.invitations.remove(group);
        self.install.book.declined.insert(group.to_owned());
        self.note(Note::InvitationDeclined { group: group.to_owned(), wrap, key_package });
        Ok(())
    }
}
