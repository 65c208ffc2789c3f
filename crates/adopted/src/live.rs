//! Groups that are loaded already. Only a shortcut: what is here is in a State too, is never saved, and no copy of a group gets it.

use openmls_0_9::framing::errors::MessageDecryptionError;
use openmls_0_9::prelude::{ProcessMessageError, ProcessedMessage, ProtocolMessage, ValidationError};

use crate::Crypto;
use crate::ids::StateId;
use crate::process::{Copy, Failure, classify};
use crate::state::State;

/// At most two loaded groups.
#[derive(Default)]
pub(crate) struct Live {
    /// Exactly as its State: what a commit or an own message made.
    next: Option<(StateId, Copy)>,
    /// As its State, but for the receiving ratchets, which have moved.
    reader: Option<(StateId, Copy)>,
}

impl Clone for Live {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl std::fmt::Debug for Live {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Live")
    }
}

impl Live {
    /// The group as it is in this State. Whoever takes it brings back what became of it, or nothing.
    pub fn take(&mut self, crypto: &Crypto, group_id: &[u8], state: &State) -> Result<Copy, Failure> {
        match self.next.take_if(|(id, _)| *id == state.id) {
            Some((_, copy)) => Ok(copy),
            None => Copy::of(crypto, group_id, state),
        }
    }

    /// The copy is exactly as this State.
    pub fn keep(&mut self, state: StateId, copy: Copy) {
        self.next = Some((state, copy));
    }

    /// Opens a payload of this State. A ratchet that has moved too far to open it is no reason to refuse it: the State's own
    /// stands where it stood when the State was made.
    pub fn read(
        &mut self,
        crypto: &Crypto,
        group_id: &[u8],
        state: &State,
        payload: ProtocolMessage,
    ) -> Result<ProcessedMessage, Failure> {
        if let Some((_, copy)) = self.reader.as_mut().filter(|(id, _)| *id == state.id) {
            match copy.group.process_message(&copy.provider, payload.clone()) {
                Err(ProcessMessageError::ValidationError(ValidationError::UnableToDecrypt(
                    MessageDecryptionError::SecretTreeError(_) | MessageDecryptionError::GenerationOutOfBound,
                ))) => {}
                processed => return processed.map_err(classify),
            }
        }
        let mut copy = Copy::of(crypto, group_id, state)?;
        let processed = copy.group.process_message(&copy.provider, payload).map_err(classify)?;
        self.reader = Some((state.id, copy));
        Ok(processed)
    }
}
