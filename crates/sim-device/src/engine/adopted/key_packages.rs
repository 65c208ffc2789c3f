//! KeyPackages of the adopted text.

use adopted::Reference;
use adopted::key_package::Wish;
use marmot_rules::{Knobs, Profile, admit};
use nostr::{Event, PublicKey, RelayUrl};

use super::Adopted;
use crate::api::Moment;
use crate::installation::random_id;
use crate::library::{Call, Said};
use crate::mls::{KeyPackages, NewKeyPackage};

impl KeyPackages for Adopted {
    /// Every KeyPackage may serve several groups (component 0x0004), as those of mdk do: a slot holds one for all inviters.
    fn create_key_package(
        &mut self,
        at: Moment,
        owner: &PublicKey,
        _: &[RelayUrl],
        protected: bool,
    ) -> Result<NewKeyPackage, Said> {
        if *owner != self.keys.public_key() {
            return Err(refused(&"the engine proves its own account's keys only"));
        }
        self.make_key_package(at, true, protected)
    }

    fn create_offered_key_package(&mut self, at: Moment, reusable: bool) -> Result<NewKeyPackage, Said> {
        match self.pairs {
            true => self.make_key_package(at, reusable, false),
            false => Err(refused(&"the device speaks no overlay under which devices pair")),
        }
    }

    fn key_package_event(&mut self, handle: &[u8], event: &Event) {
        if let Ok(reference) = handle.try_into() {
            self.engine.key_packages_mut().published(Reference(reference), event.id);
            self.write();
        }
    }

    fn forget_key_package(&mut self, handle: &[u8]) {
        if let Ok(reference) = handle.try_into() {
            self.engine.key_packages_mut().forget(Reference(reference));
            self.write();
        }
    }

    fn signature_key(&self, event: &Event) -> Option<String> {
        let profile = Profile::Adopted2026_07;
        let decoded = admit::decode(event, profile, &Knobs::for_profile(profile)).ok()?;
        Some(hex::encode(decoded.signature_key()))
    }
}

impl Adopted {
    fn make_key_package(&mut self, at: Moment, last_resort: bool, protected: bool) -> Result<NewKeyPackage, Said> {
        let now = self.now(at).unix;
        let wish = Wish { last_resort, ..Wish::new(random_id(), now) };
        let event = self.engine.new_key_package(&wish).map_err(|why| refused(&why))?;
        let own = self.engine.key_packages().published_as(&event.id).ok_or_else(|| refused(&"it was not kept"))?;
        let reference = own.reference;
        let mut tags: Vec<Vec<String>> = event.tags.iter().map(|tag| tag.clone().to_vec()).collect();
        tags.extend(protected.then(|| vec!["-".to_owned()]));
        let made = NewKeyPackage {
            signature_key: self.signature_key(&event).ok_or_else(|| refused(&"it cannot be read"))?,
            regular_tags: tags.iter().filter(|tag| tag[0] != "d").cloned().collect(),
            addressable_tags: tags,
            content: event.content,
            reference: reference.to_string(),
            lifetime: (wish.not_before, wish.not_after),
            handle: reference.0.to_vec(),
        };
        self.write();
        Ok(made)
    }
}

fn refused(why: &dyn std::fmt::Display) -> Said {
    Said::by(Call::CreateKeyPackage, why)
}
