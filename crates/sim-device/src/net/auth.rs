//! NIP-42: a relay asks who the device is.

use nostr::{EventBuilder, EventId, RelayUrl};
use sim_relay::ClientMsg;

use super::Net;
use crate::api::{Output, RelayTrouble};
use crate::behaviour::Auth;
use crate::envelope;

impl Net {
    /// Answers the relay's challenge and says `msg` again afterwards. False if the relay gave no challenge, or the device never answers
    /// one.
    pub(crate) fn authenticate(&mut self, relay: &RelayUrl, msg: ClientMsg) -> bool {
        let session = self.sessions.entry(relay.clone()).or_default();
        let Some(challenge) = session.challenge.clone().filter(|_| self.auth == Auth::Answer) else { return false };
        session.after_auth.push(msg);
        if session.auth.is_none() {
            let event = envelope::sign(EventBuilder::auth(challenge, relay.clone()), &self.keys);
            session.auth = Some(event.id);
            self.out.push(Output::Send(relay.clone(), ClientMsg::Auth(event)));
        }
        true
    }

    /// Whether the relay's OK is about the device's own AUTH; it is taken in then.
    pub(super) fn authenticated(&mut self, relay: &RelayUrl, id: EventId, accepted: bool, message: &str) -> bool {
        let session = self.sessions.entry(relay.clone()).or_default();
        if session.auth != Some(id) {
            return false;
        }
        session.auth = None;
        let again = std::mem::take(&mut session.after_auth);
        if accepted {
            self.out.extend(again.into_iter().map(|msg| Output::Send(relay.clone(), msg)));
        } else {
            self.note_relay(relay, RelayTrouble::AuthRefused { said: message.to_owned() });
        }
        true
    }
}
