//! What the numbers of the MLS registries and of Marmot are called.

use marmot_rules::key_package::is_grease;

use super::Field;

/// A registry: the numbers that occur, each with its name.
pub(super) struct Registry(&'static [(u16, &'static str)]);

pub(super) const VERSIONS: Registry = Registry(&[(1, "mls10")]);
pub(super) const CIPHER_SUITES: Registry = Registry(&[
    (1, "MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519"),
    (2, "MLS_128_DHKEMP256_AES128GCM_SHA256_P256"),
    (3, "MLS_128_DHKEMX25519_CHACHA20POLY1305_SHA256_Ed25519"),
    (4, "MLS_256_DHKEMX448_AES256GCM_SHA512_Ed448"),
    (5, "MLS_256_DHKEMP521_AES256GCM_SHA512_P521"),
    (6, "MLS_256_DHKEMX448_CHACHA20POLY1305_SHA512_Ed448"),
    (7, "MLS_256_DHKEMP384_AES256GCM_SHA384_P384"),
]);
pub(super) const EXTENSIONS: Registry = Registry(&[
    (0x0001, "application_id"),
    (0x0002, "ratchet_tree"),
    (0x0003, "required_capabilities"),
    (0x0004, "external_pub"),
    (0x0005, "external_senders"),
    (0x0006, "app_data_dictionary"),
    (0x000a, "last_resort"),
    (0xf2ee, "marmot_group_data"),
]);
pub(super) const PROPOSALS: Registry = Registry(&[
    (0x0001, "add"),
    (0x0002, "update"),
    (0x0003, "remove"),
    (0x0004, "psk"),
    (0x0005, "reinit"),
    (0x0006, "external_init"),
    (0x0007, "group_context_extensions"),
    (0x0008, "app_data_update"),
    (0x000a, "self_remove"),
]);
pub(super) const CREDENTIALS: Registry = Registry(&[(1, "basic"), (2, "x509")]);
pub(super) const COMPONENTS: Registry = Registry(&[
    (0x0001, "app_components"),
    (0x0004, "last_resort_key_package"),
    (0x8009, "marmot.member.account-identity-proof.v2"),
]);
pub(super) const WIRE_FORMATS: Registry = Registry(&[
    (1, "mls_public_message"),
    (2, "mls_private_message"),
    (3, "mls_welcome"),
    (4, "mls_group_info"),
    (5, "mls_key_package"),
]);
pub(super) const CONTENT_TYPES: Registry = Registry(&[(1, "application"), (2, "proposal"), (3, "commit")]);
pub(super) const SENDERS: Registry =
    Registry(&[(1, "member"), (2, "external"), (3, "new_member_proposal"), (4, "new_member_commit")]);

impl Registry {
    fn name(&self, number: u16) -> &'static str {
        let known = self.0.iter().find(|(known, _)| *known == number).map(|(_, name)| *name);
        known.unwrap_or(if is_grease(number) { "GREASE" } else { "unknown" })
    }

    /// A number with its name.
    pub(super) fn field(&self, name: &str, number: u16) -> Field {
        Field::new(name, format!("{number:#06x}")).about(self.name(number))
    }

    /// A list of numbers, each with its name.
    pub(super) fn list(&self, name: &str, numbers: &[u16]) -> Field {
        match numbers {
            [] => Field::new(name, "").about("empty"),
            _ => Field::of(name, numbers.iter().map(|number| self.field("", *number)).collect()),
        }
    }
}
