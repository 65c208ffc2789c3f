//! Welcomes of mdk-core.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use mdk_core::prelude::welcome_types::Welcome;
use nostr::{EventId, UnsignedEvent};
use openmls::group::{MlsGroupJoinConfig, StagedWelcome};
use openmls::prelude::{MlsMessageBodyIn, MlsMessageIn, tls_codec::Deserialize};

use super::{MdkCore, from_mdk};
use crate::api::Moment;
use crate::library::{Call, Said};
use crate::mls::{By, GroupId, Invited, Opaque, Welcomes};

impl Welcomes for MdkCore {
    fn peek(&self, welcome: &UnsignedEvent) -> Result<(GroupId, u64), Said> {
        let bytes = STANDARD.decode(&welcome.content).map_err(|e| refused(&e))?;
        let message = MlsMessageIn::tls_deserialize(&mut bytes.as_slice()).map_err(|e| refused(&e))?;
        let MlsMessageBodyIn::Welcome(welcome) = message.extract() else { return Err(refused(&"no MLS Welcome")) };
        let config = MlsGroupJoinConfig::builder().use_ratchet_tree_extension(true).build();
        let staged = StagedWelcome::build_from_welcome(&self.mdk().provider, &config, welcome)
            .and_then(|builder| builder.replace_old_group().build())
            .map_err(|e| refused(&e))?;
        let context = staged.group_context();
        Ok((GroupId::new(context.group_id().as_slice()), context.epoch().as_u64()))
    }

    fn open_welcome(&mut self, _: Moment, wrap: EventId, rumor: &UnsignedEvent) -> Result<Invited, Said> {
        let welcome = self.reader().1.process_welcome(&wrap, rumor).map_err(|e| refused(&e))?;
        Ok(Invited {
            group: from_mdk(&welcome.mls_group_id),
            name: welcome.group_name.clone(),
            entitled: welcome.group_admin_pubkeys.contains(&rumor.pubkey),
            inviter: welcome.welcomer,
            handle: Opaque::new(welcome),
        })
    }

    fn accept(&mut self, _: Moment, invited: &Invited, by: By) -> Result<(), Said> {
        let mdk = match by {
            By::Arrival => self.reader().1,
            By::Person => self.mdk(),
        };
        mdk.accept_welcome(opened(invited)?).map_err(|e| refused(&e))
    }

    /// mdk-core may be unable to mark the Welcome, since its keys are gone.
    fn decline(&mut self, invited: &Invited) {
        if let Ok(welcome) = opened(invited) {
            let _ = self.mdk().decline_welcome(welcome);
        }
    }

    /// `process_welcome` stored a pending group.
    fn discard(&mut self, invited: &Invited) {
        if let Ok(welcome) = opened(invited) {
            let _ = self.mdk().decline_welcome(welcome);
            let _ = self.mdk().delete_group(&welcome.mls_group_id);
        }
    }
}

fn refused(why: &dyn std::fmt::Display) -> Said {
    Said::by(Call::ProcessWelcome, why)
}

fn opened(invited: &Invited) -> Result<&Welcome, Said> {
    invited.handle.get().ok_or_else(|| refused(&"another engine opened this Welcome"))
}
