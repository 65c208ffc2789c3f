//! How openmls is to run a Marmot group.

use marmot_rules::adopted::convergence::policy::APP_PAYLOAD_PAST_EPOCH_LIMIT;
use openmls_0_9::prelude::{
    Extensions, GroupContext, LeafNode, MlsGroupCreateConfig, MlsGroupJoinConfig, PURE_PLAINTEXT_WIRE_FORMAT_POLICY,
    SenderRatchetConfiguration,
};

use crate::error::MlsError;
use crate::leaf::{self, SUITE};

/// How many past epochs of payloads stay readable.
const PAST_EPOCHS: usize = APP_PAYLOAD_PAST_EPOCH_LIMIT as usize;

/// Handshakes are public (openmls makes them private by default), trees travel in Welcomes, five past epochs stay readable.
pub fn join() -> MlsGroupJoinConfig {
    MlsGroupJoinConfig::builder()
        .wire_format_policy(PURE_PLAINTEXT_WIRE_FORMAT_POLICY)
        .use_ratchet_tree_extension(true)
        .max_past_epochs(PAST_EPOCHS)
        .sender_ratchet_configuration(ratchet())
        .build()
}

/// The same for a group of one's own.
pub fn create(
    context: Extensions<GroupContext>,
    leaf_extensions: Extensions<LeafNode>,
) -> Result<MlsGroupCreateConfig, MlsError> {
    Ok(MlsGroupCreateConfig::builder()
        .ciphersuite(SUITE)
        .capabilities(leaf::capabilities())
        .with_leaf_node_extensions(leaf_extensions)
        .map_err(MlsError::of)?
        .with_group_context_extensions(context)
        .wire_format_policy(PURE_PLAINTEXT_WIRE_FORMAT_POLICY)
        .use_ratchet_tree_extension(true)
        .max_past_epochs(PAST_EPOCHS)
        .sender_ratchet_configuration(ratchet())
        .build())
}

/// Payloads are read on copies whose receiving ratchets stand at the beginning of the epoch: the second number is how many messages of
/// one leaf in one epoch can be read at all. The first is openmls's tolerance for what comes out of order.
fn ratchet() -> SenderRatchetConfiguration {
    SenderRatchetConfiguration::new(100, 10_000)
}
