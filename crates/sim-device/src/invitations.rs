//! Invitations that wait for a person: held after the engine has opened the Welcome, then accepted or declined.
//!
//! Nobody else learns of either: for the group, whoever was added is a member from the commit on.

use nostr::EventId;

use crate::api::{CrashPoint, Note, WelcomeRefusal};
use crate::device::MarmotDevice;
use crate::error::CommandError;
use crate::group_data::label_of;
use crate::mls::{By, Invited};

/// A Welcome that the engine has opened and nobody has answered.
#[derive(Clone, Debug)]
pub(crate) struct Invitation {
    pub wrap: EventId,
    pub key_package: EventId,
    /// Epoch of the group into which it leads.
    pub epoch: u64,
    pub invited: Invited,
}

impl MarmotDevice {
    /// An invitation to the same group is held: the later of the two counts, since the earlier may lead to a leaf that is gone.
    pub(crate) fn check_not_overtaken(&self, welcome: &nostr::UnsignedEvent) -> Result<u64, WelcomeRefusal> {
        let (id, epoch) = self.install.mls.peek(welcome).map_err(WelcomeRefusal::Failed)?;
        let mut held = self.install.book.invitations.values().filter(|held| held.invited.group == id);
        if held.any(|held| held.epoch >= epoch) { Err(WelcomeRefusal::Overtaken) } else { Ok(epoch) }
    }

    /// Keeps the invitation until somebody answers it. It takes the place of an earlier one.
    pub(crate) fn hold(&mut self, wrap: EventId, key_package: EventId, epoch: u64, invited: Invited) {
        let group = label_of(&invited.name).to_owned();
        let inviter = invited.inviter;
        self.install.book.declined.remove(&group);
        let invitation = Invitation { wrap, key_package, epoch, invited };
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
            let accepted = self.install.mls.accept(self.at, &invitation.invited, By::Person);
            accepted.map(|()| own).map_err(WelcomeRefusal::Failed)
        });
        self.install.book.invitations.remove(group);
        match accepted {
            Ok(own) => {
                if !self.dies_at(CrashPoint::WelcomeAccepted) {
                    let Invitation { wrap, key_package, invited, .. } = invitation;
                    self.joined(wrap, key_package, own, &invited);
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

    /// Says no.
    pub(crate) fn decline(&mut self, group: &str) -> Result<(), CommandError> {
        let Invitation { wrap, key_package, invited, .. } = self.invitation(group)?;
        self.before_library_writes();
        self.install.mls.decline(&invited);
        self.install.book.invitations.remove(group);
        self.install.book.declined.insert(group.to_owned());
        self.note(Note::InvitationDeclined { group: group.to_owned(), wrap, key_package });
        Ok(())
    }
}
