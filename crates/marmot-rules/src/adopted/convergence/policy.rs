//! The constants of convergence policy v1 (adopted.md 6.3; `convergence.md`, "Convergence policy").
//!
//! They are not in group state, and nobody may choose them: a member with another value forks the group.

/// `max_rewind_commits`: a branch that forked more epochs ago than this cannot be selected any more.
pub const MAX_REWIND_COMMITS: u64 = 5;

/// `app_payload_past_epoch_limit`: a message from more epochs ago than this is neither delivered nor a witness.
pub const APP_PAYLOAD_PAST_EPOCH_LIMIT: u64 = 5;

/// `settlement_quiescence_ms`: a pass closes after this time without input that matters for the selection, in milliseconds.
pub const SETTLEMENT_QUIESCENCE_MS: u64 = 1_000;

/// `max_convergence_pass_ms`: a pass closes after this time whatever comes, in milliseconds.
pub const MAX_CONVERGENCE_PASS_MS: u64 = 5_000;

/// `witness_quorum_senders_per_epoch`: so many accounts make a quorum in one epoch, and an epoch counts no more than that.
pub const WITNESS_QUORUM_SENDERS_PER_EPOCH: usize = 2;

/// `witness_quorum_epochs`: so many epochs with a quorum make one for the branch.
pub const WITNESS_QUORUM_EPOCHS: usize = 1;

/// `max_witness_override_depth`: what a quorum adds to the depth of a branch.
pub const MAX_WITNESS_OVERRIDE_DEPTH: u64 = 1;

/// `max_witness_override_depth` MUST NOT exceed `max_rewind_commits`.
const _: () = assert!(MAX_WITNESS_OVERRIDE_DEPTH <= MAX_REWIND_COMMITS);
