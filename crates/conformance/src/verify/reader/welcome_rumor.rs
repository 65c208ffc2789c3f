//! welcome-rumor: the envelope, the shape, and the KeyPackages that the Welcome names.

use marmot_rules::Profile;

use super::key_package_event::{Rule, any, hex64, relay, rule};
use super::nostr::id_of;
use super::welcome::Welcome;
use super::{Check, Fault, Reader};
use crate::format::topics::welcome_rumor::{Expect, Input};
use crate::format::{Event, Hex, Reason, Rumor};
use crate::verify::Refusal;

impl Reader {
    /// `None` for a policy that it does not know.
    pub(super) fn welcome_rumor(
        &self,
        profile: Profile,
        input: &Input,
        policy: Option<&str>,
    ) -> Option<Result<Expect, Refusal>> {
        let strict = match policy {
            None | Some("tags-strict") => true,
            Some("tags-lenient") => false,
            Some(_) => return None,
        };
        Some(self.delivered(profile, input, strict))
    }

    fn delivered(&self, profile: Profile, input: &Input, strict: bool) -> Result<Expect, Refusal> {
        let rumor = match (&input.rumor, &input.wrap, &input.nostr_sk) {
            (Some(rumor), None, None) => rumor.clone(),
            (None, Some(wrap), Some(key)) => {
                let addressed = wrap.tags.iter().filter(|row| row[0] == "p").count();
                let one = !strict || addressed <= 1;
                self.demand(Check::Tag(Fault::Repeated, "p"), one, Reason::TagRepeated, "several p tags")?;
                if profile.is_adopted() {
                    self.addressed(wrap, key)?;
                }
                self.unwrap(wrap, key)?
            }
            _ => return Err(Refusal::broken("expected a rumor, or a wrap with its key")),
        };
        self.demand(Check::RumorSigned, rumor.sig.is_none(), Reason::RumorSigned, "the rumor has a signature")?;
        let id = id_of(&rumor.pubkey, rumor.created_at, rumor.kind, &rumor.tags, &rumor.content);
        self.demand(Check::RumorId, rumor.id == hex::encode(id), Reason::BadEventId, "the id is not the hash")?;
        self.demand(Check::Kind, rumor.kind == 444, Reason::UnexpectedKind, rumor.kind)?;
        for rule in rules(profile, strict) {
            self.tag(&rumor.tags, &rule, strict)?;
        }
        let empty = rumor.content.is_empty() && !self.makes(Check::ContentEmpty);
        let refs = if empty { Vec::new() } else { self.refs(profile, &rumor)? };
        let values = |name: &str| {
            let row = rumor.tags.iter().find(|row| row[0] == name);
            row.map(|row| row[1..].to_vec()).unwrap_or_default()
        };
        Ok(Expect {
            key_package_event: values("e").first().cloned().unwrap_or_default(),
            relays: values("relays"),
            refs,
            sender: rumor.pubkey,
        })
    }

    /// `p` names the account of this key.
    fn addressed(&self, wrap: &Event, key: &Hex) -> Result<(), Refusal> {
        let secret = nostr::secp256k1::Keypair::from_seckey_slice(&nostr::secp256k1::Secp256k1::new(), &key.0);
        let own = secret.map_err(Refusal::broken)?.x_only_public_key().0.serialize();
        let named = wrap.tag("p").is_some_and(|p| p == hex::encode(own));
        self.demand(Check::Receiver, named, Reason::NotAddressedToMe, "p names another account")
    }

    fn refs(&self, profile: Profile, rumor: &Rumor) -> Result<Vec<crate::format::Hex>, Refusal> {
        let encoding = rumor.tags.iter().find(|row| row[0] == "encoding").and_then(|row| row.get(1));
        let bytes = self.content(&rumor.content, encoding.map(String::as_str), profile)?;
        let welcome = Welcome::read(self, &bytes)?;
        Ok(welcome.secrets.iter().map(|secret| secret.new_member.into()).collect())
    }
}

fn rules(profile: Profile, strict: bool) -> Vec<Rule> {
    let january = profile == Profile::Mip2026_01;
    let known: &[&str] = if january { &["base64", "hex"] } else { &["base64"] };
    let mut rules = vec![rule("e", if strict { hex64 } else { any }), Rule { list: true, ..rule("relays", relay) }];
    if !profile.is_adopted() {
        rules.push(Rule { required: !january, known, ..rule("encoding", any) });
    }
    rules
}
