/**
 * One vector file: one topic, one profile.
 */
export interface CommitAuthorityFile {
    /**
     * `marmot-vectors/1`
     */
    format: string;
    /**
     * What wrote the file.
     */
    generator: Generator;
    /**
     * Tests that share a time.
     */
    groups: CommitAuthorityGroup[];
    /**
     * What the flags mean.
     */
    notes: { [key: string]: Note };
    /**
     * Wire profile.
     */
    profile: string;
    /**
     * The text that is tested.
     */
    spec: Spec;
    /**
     * Version of the set.
     */
    suite_version: string;
    /**
     * Every private key in the file was made for it.
     */
    synthetic_secrets: boolean;
    /**
     * Number of tests.
     */
    test_count: number;
    /**
     * Topic; decides the members of `input` and `expect`.
     */
    topic: string;
}

/**
 * What wrote the file.
 */
export interface Generator {
    /**
     * The MLS library that made the MLS bytes.
     */
    mls: string;
    /**
     * Name.
     */
    name: string;
    /**
     * Seed of every run.
     */
    seed: string;
    /**
     * Version.
     */
    version: string;
}

/**
 * Tests that share a time.
 */
export interface CommitAuthorityGroup {
    /**
     * Unix seconds of the judgement.
     */
    now: number;
    /**
     * Tests.
     */
    tests: CommitAuthorityTest[];
}

/**
 * One test.
 */
export interface CommitAuthorityTest {
    /**
     * One sentence.
     */
    comment: string;
    /**
     * Of a valid test; all members are compared.
     */
    expect?: CommitAuthorityExpect;
    /**
     * Of a policy test: by policy id.
     */
    expected_by_policy?: { [key: string]: CommitAuthorityAnswer };
    /**
     * At least one key of `notes`; one test shows one thing.
     */
    flags: [string, ...string[]];
    /**
     * Stable id: topic prefix and four digits.
     */
    id: string;
    /**
     * Input.
     */
    input: CommitAuthorityInput;
    /**
     * Unix seconds of the judgement, where it is not the group's.
     */
    now?: number;
    /**
     * The valid test that this invalid or deferred one is like, but for what its flag names; a
     * `group-event` test with another `after` is elsewhere in the story, too.
     */
    parent?: string;
    /**
     * Of an invalid or deferred test.
     */
    reason?: Reason;
    /**
     * Instead of `reason` where the order of checks is free; all of one stage.
     */
    reasons_any?: Reason[];
    /**
     * What is demanded.
     */
    result: Outcome;
    /**
     * Of an invalid or deferred test: the stage of its reason.
     */
    stage?: Stage;
    /**
     * The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.
     */
    tag?: string;
    /**
     * Stacks that passed this test when it was emitted; of an invalid test, those that refused
     * it for the stated reason.
     */
    verified_by?: StackVoice[];
    /**
     * Stacks that refused this invalid test and did not say why. Not read back.
     */
    x_refused_by?: StackVoice[];
}

/**
 * Of a valid test; all members are compared.
 *
 * The class of an accepted commit, and the state that it leads to.
 *
 * It succeeds.
 */
export interface CommitAuthorityExpect {
    /**
     * Whether it needed an admin.
     */
    class: CommitClass;
    /**
     * The components of the GroupContext.
     */
    components: { [key: string]: string };
    /**
     * The new epoch.
     */
    epoch: number;
    /**
     * Every leaf that is not blank, by index.
     */
    leaves: LeafEntry[];
    /**
     * What every member must support now.
     */
    required: AuthorityRequired;
}

/**
 * Whether it needed an admin.
 *
 * Whether a commit needed an admin.
 *
 * Yes.
 *
 * No.
 */
export type CommitClass = "privileged" | "ordinary";

/**
 * A leaf of the ratchet tree.
 */
export interface LeafEntry {
    /**
     * Account in its credential, hex.
     */
    account: string;
    /**
     * Leaf index.
     */
    index: number;
    /**
     * Its signature key.
     */
    signature_key: string;
}

/**
 * What every member must support now.
 *
 * What every member must support (RFC 9420 section 11.1).
 *
 * The extension `required_capabilities`.
 *
 * The extension `required_capabilities` of its GroupContext.
 */
export interface AuthorityRequired {
    /**
     * Credential types.
     */
    credentials: string[];
    /**
     * Extension types.
     */
    extensions: string[];
    /**
     * Proposal types.
     */
    proposals: string[];
}

/**
 * What is expected under one policy.
 *
 * Of a valid test; all members are compared.
 *
 * The class of an accepted commit, and the state that it leads to.
 *
 * It succeeds.
 *
 * It fails.
 */
export interface CommitAuthorityAnswer {
    /**
     * Whether it needed an admin.
     */
    class?: CommitClass;
    /**
     * The components of the GroupContext.
     */
    components?: { [key: string]: string };
    /**
     * The new epoch.
     */
    epoch?: number;
    /**
     * Every leaf that is not blank, by index.
     */
    leaves?: LeafEntry[];
    /**
     * What every member must support now.
     */
    required?: AuthorityRequired;
    /**
     * Why.
     */
    reason?: Reason;
    /**
     * The stage of the reason.
     */
    stage?: Stage;
}

/**
 * Why.
 *
 * Why an input must be refused. Error texts are never compared.
 *
 * Of an invalid or deferred test.
 */
export type Reason = "bad_event_json" | "bad_event_id" | "bad_event_signature" | "unexpected_kind" | "created_at_too_old" | "created_at_too_new" | "rumor_signed" | "rumor_author_mismatch" | "bad_seal" | "bad_gift_wrap" | "nip44_decrypt_failed" | "tag_missing" | "tag_repeated" | "tag_value_missing" | "tag_value_extra" | "tag_value_malformed" | "tag_value_unsupported" | "tag_forbidden" | "content_empty" | "content_not_base64" | "content_not_hex" | "content_too_short" | "tls_malformed" | "trailing_bytes" | "framing_mismatch" | "wire_format_mismatch" | "ref_mismatch" | "tag_content_mismatch" | "not_addressed_to_me" | "key_package_not_local" | "no_matching_key_package" | "already_joined" | "previously_failed" | "group_unknown" | "outer_decrypt_failed" | "credential_type_unsupported" | "credential_identity_malformed" | "identity_mismatch" | "identity_changed" | "inner_author_mismatch" | "proof_missing" | "proof_malformed" | "proof_signature_invalid" | "proof_binding_mismatch" | "protocol_version_unsupported" | "ciphersuite_unsupported" | "signature_invalid" | "lifetime_missing" | "lifetime_not_yet_valid" | "lifetime_expired" | "lifetime_too_long" | "default_extension_listed" | "extension_not_advertised" | "extension_misplaced" | "init_key_reused" | "private_key_mismatch" | "welcome_decrypt_failed" | "ratchet_tree_missing" | "ratchet_tree_invalid" | "confirmation_invalid" | "leaf_key_duplicate" | "wrong_epoch" | "message_decrypt_failed" | "generation_consumed" | "evicted" | "group_data_missing" | "group_data_malformed" | "group_data_version_unsupported" | "required_capability_unmet" | "welcomer_not_admin" | "committer_not_admin" | "self_update_mixed" | "admin_set_empty" | "leaf_limit_exceeded" | "anchor_missing" | "anchor_repeated" | "state_repeated" | "parent_unknown" | "epoch_not_next" | "commit_repeated" | "message_repeated" | "message_state_unknown" | "canonical_unknown" | "retained_state_missing" | "authorization_failed" | "invalid_encoding" | "invalid_signature" | "unsupported_required_feature" | "device_unknown" | "steps_exhausted" | "node_not_next" | "not_selected" | "wrong_user" | "node_unknown" | "already_processed" | "already_known" | "siblings_apart" | "orphaned" | "out_of_reach" | "would_be_rejected" | "would_be_accepted" | "not_orphaned" | "switch_off" | "not_announced" | "already_acked" | "already_removed" | "cycle_quiescent" | "cycle_too_short" | "cycle_differs" | "cycle_shift";

/**
 * The stage of the reason.
 *
 * Where a check stands. A reason has exactly one stage.
 *
 * Of an invalid or deferred test: the stage of its reason.
 */
export type Stage = "nostr" | "transport" | "delivery" | "identity" | "mls" | "group_policy" | "convergence" | "authority" | "trace";

/**
 * Input.
 *
 * A commit that the MLS library has authenticated in this state.
 */
export interface CommitAuthorityInput {
    /**
     * The commit.
     */
    commit: AuthorityCommit;
    /**
     * The state on which the commit stands.
     */
    parent: AuthorityGroup;
}

/**
 * The commit.
 *
 * A commit.
 */
export interface AuthorityCommit {
    /**
     * The authenticated data of its message.
     */
    authenticated_data?: string;
    /**
     * The index of the leaf that made it. Not there for an External Commit.
     */
    committer?: number;
    /**
     * The epoch that it names.
     */
    epoch: number;
    /**
     * The committer's new leaf, if there is an UpdatePath.
     */
    path?: AuthorityLeaf;
    /**
     * Its proposals. Their order decides only which added leaf comes first.
     */
    proposals: AuthorityProposal[];
}

/**
 * The committer's new leaf, if there is an UpdatePath.
 *
 * A leaf of the tree, or one that is to become one.
 *
 * The leaf of its KeyPackage.
 */
export interface AuthorityLeaf {
    /**
     * What it supports.
     */
    capabilities: AuthorityCapabilities;
    /**
     * Its `app_data_dictionary`; empty if it has none.
     */
    components: { [key: string]: string };
    /**
     * The type of its credential.
     */
    credential: string;
    /**
     * What its credential holds: the account, if all is well.
     */
    identity: string;
    /**
     * Account and device, for a person. Decides nothing.
     */
    name: string;
    /**
     * The key that verifies its messages.
     */
    signature_key: string;
}

/**
 * What it supports.
 *
 * The capabilities of a leaf (RFC 9420 section 7.2).
 */
export interface AuthorityCapabilities {
    /**
     * Cipher suites.
     */
    cipher_suites: string[];
    /**
     * Credential types.
     */
    credentials: string[];
    /**
     * Extension types.
     */
    extensions: string[];
    /**
     * Proposal types.
     */
    proposals: string[];
    /**
     * Protocol versions.
     */
    versions: string[];
}

/**
 * A proposal inside a commit.
 */
export interface AuthorityProposal {
    /**
     * What it asks for.
     */
    asks: AuthorityAsks;
    /**
     * The message that carried it, if the commit has it by reference. Else it is there by
     * value, and the committer's.
     */
    reference?: AuthorityReference;
}

/**
 * What it asks for.
 *
 * What a proposal asks for.
 *
 * A new leaf.
 *
 * The removal of a leaf.
 *
 * The removal of its sender's leaf.
 *
 * A change of one component of the GroupContext.
 *
 * New GroupContext extensions.
 *
 * A new leaf of its sender.
 *
 * A pre-shared key.
 *
 * A restart of the group.
 *
 * The start of an External Commit.
 *
 * Data of an application for one commit.
 *
 * A type that the library does not know.
 */
export interface AuthorityAsks {
    /**
     * The `app_data_dictionary` of the KeyPackage itself.
     */
    key_package?: { [key: string]: string };
    /**
     * The leaf of its KeyPackage.
     */
    leaf?: AuthorityLeaf;
    type:  Type;
    /**
     * The leaf.
     */
    index?: number;
    /**
     * Which.
     */
    component?: string;
    /**
     * Its new data. Without it the entry is removed.
     */
    update?: string;
    /**
     * The extension `app_data_dictionary`.
     */
    components?: { [key: string]: string };
    /**
     * The extension `required_capabilities`.
     */
    required?: AuthorityRequired;
    /**
     * Its number.
     */
    number?: string;
}

export type Type = "add" | "remove" | "self_remove" | "app_data_update" | "group_context_extensions" | "update" | "pre_shared_key" | "re_init" | "external_init" | "app_ephemeral" | "custom";

/**
 * The message that carried it, if the commit has it by reference. Else it is there by
 * value, and the committer's.
 *
 * The message of a proposal that stands alone.
 */
export interface AuthorityReference {
    /**
     * The authenticated data of the message.
     */
    authenticated_data?: string;
    /**
     * The epoch in which it was sent.
     */
    epoch: number;
    /**
     * The index of the leaf that sent it. Not there if no member did.
     */
    sender?: number;
}

/**
 * The state on which the commit stands.
 *
 * A group at one epoch.
 */
export interface AuthorityGroup {
    /**
     * Cipher suite.
     */
    cipher_suite: string;
    /**
     * The extension `app_data_dictionary` of its GroupContext.
     */
    components: { [key: string]: string };
    /**
     * Epoch.
     */
    epoch: number;
    /**
     * Its leaves by index, but for those that are blank.
     */
    leaves: { [key: string]: AuthorityLeaf };
    /**
     * The extension `required_capabilities` of its GroupContext.
     */
    required: AuthorityRequired;
}

/**
 * What is demanded.
 *
 * What is demanded of a client.
 *
 * Must succeed and match `expect`.
 *
 * Must fail; `reason`, or one of `reasons_any`, says why.
 *
 * Cannot be used yet: must be kept and tried again. `reason` says what is in the way.
 *
 * The texts leave it open: one answer per policy.
 */
export type Outcome = "valid" | "invalid" | "deferred" | "policy";

/**
 * A stack that verified a test.
 */
export interface StackVoice {
    /**
     * Name.
     */
    stack: string;
    /**
     * Version.
     */
    version: string;
    /**
     * The library through which it was driven.
     */
    via?: string;
}

/**
 * What a flag means.
 */
export interface Note {
    /**
     * How binding the rule is.
     */
    class: Class;
    /**
     * What a test with this flag shows.
     */
    description: string;
    /**
     * What happens to a client that gets it wrong.
     */
    effect: string;
    /**
     * Where it stands: a document that `spec` lists, `#`, and a heading, section or function.
     */
    spec: string;
}

/**
 * How binding the rule is.
 *
 * How binding the rule behind a flag is.
 *
 * The text demands it.
 *
 * The text recommends it.
 *
 * The text allows it.
 *
 * The texts leave it open or disagree.
 */
export type Class = "MUST" | "SHOULD" | "MAY" | "open";

/**
 * The text that is tested.
 */
export interface Spec {
    /**
     * Commit, 40 hex digits. Empty as `repo` is, if the text stands in no repository.
     */
    commit: string;
    /**
     * Files of this repository at this commit that notes cite.
     */
    documents: string[];
    /**
     * Repository on GitHub of the main text or source.
     */
    repo: string;
    /**
     * Everything else that notes cite. Not read back: members that begin with `x_` are ignored.
     */
    x_pins?: Pin[];
}

/**
 * A document that stands elsewhere than the main text: at a commit, or in an edition that
 * is said in words.
 */
export interface Pin {
    /**
     * Commit, 40 hex digits.
     */
    commit?: string;
    /**
     * As notes cite it, before the `#`.
     */
    document: string;
    /**
     * What was read where no commit can be named, or why this document and no other.
     */
    edition?: string;
    /**
     * Repository on GitHub.
     */
    repo?: string;
}

/**
 * One vector file: one topic, one profile.
 */
export interface ConvergenceFile {
    /**
     * `marmot-vectors/1`
     */
    format: string;
    /**
     * What wrote the file.
     */
    generator: Generator;
    /**
     * Tests that share a time.
     */
    groups: ConvergenceGroup[];
    /**
     * What the flags mean.
     */
    notes: { [key: string]: Note };
    /**
     * Wire profile.
     */
    profile: string;
    /**
     * The text that is tested.
     */
    spec: Spec;
    /**
     * Version of the set.
     */
    suite_version: string;
    /**
     * Every private key in the file was made for it.
     */
    synthetic_secrets: boolean;
    /**
     * Number of tests.
     */
    test_count: number;
    /**
     * Topic; decides the members of `input` and `expect`.
     */
    topic: string;
}

/**
 * Tests that share a time.
 */
export interface ConvergenceGroup {
    /**
     * Unix seconds of the judgement.
     */
    now: number;
    /**
     * Tests.
     */
    tests: ConvergenceTest[];
}

/**
 * One test.
 */
export interface ConvergenceTest {
    /**
     * One sentence.
     */
    comment: string;
    /**
     * Of a valid test; all members are compared.
     */
    expect?: ConvergenceExpect;
    /**
     * Of a policy test: by policy id.
     */
    expected_by_policy?: { [key: string]: ConvergenceAnswer };
    /**
     * At least one key of `notes`; one test shows one thing.
     */
    flags: [string, ...string[]];
    /**
     * Stable id: topic prefix and four digits.
     */
    id: string;
    /**
     * Input.
     */
    input: ConvergenceInput;
    /**
     * Unix seconds of the judgement, where it is not the group's.
     */
    now?: number;
    /**
     * The valid test that this invalid or deferred one is like, but for what its flag names; a
     * `group-event` test with another `after` is elsewhere in the story, too.
     */
    parent?: string;
    /**
     * Of an invalid or deferred test.
     */
    reason?: Reason;
    /**
     * Instead of `reason` where the order of checks is free; all of one stage.
     */
    reasons_any?: Reason[];
    /**
     * What is demanded.
     */
    result: Outcome;
    /**
     * Of an invalid or deferred test: the stage of its reason.
     */
    stage?: Stage;
    /**
     * The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.
     */
    tag?: string;
    /**
     * Stacks that passed this test when it was emitted; of an invalid test, those that refused
     * it for the stated reason.
     */
    verified_by?: StackVoice[];
    /**
     * Stacks that refused this invalid test and did not say why. Not read back.
     */
    x_refused_by?: StackVoice[];
}

/**
 * Of a valid test; all members are compared.
 *
 * The branch, and how it came to be chosen.
 *
 * It succeeds.
 */
export interface ConvergenceExpect {
    /**
     * What becomes of the commit that led to each state.
     */
    commits: { [key: string]: BranchDisposition };
    /**
     * What was compared with what: from high epochs to low ones, within an epoch by the name of
     * the fork.
     */
    contests: BranchContest[];
    /**
     * Every tip, and whether it was inside the rollback horizon.
     */
    eligible: { [key: string]: boolean };
    /**
     * What becomes of each message, by id.
     */
    messages: { [key: string]: BranchDisposition };
    /**
     * The tip that is canonical now.
     */
    winner: string;
}

/**
 * What becomes of a commit or a message.
 *
 * On the canonical path; a message is shown.
 *
 * It may get there later.
 *
 * Too old.
 *
 * A message of another branch: not shown, or not any more.
 */
export type BranchDisposition = "accepted" | "deferred" | "stale" | "invalidated";

/**
 * Branches that are compared.
 */
export interface BranchContest {
    /**
     * The first comparison in which the first two differ.
     */
    decided_by: BranchStep;
    /**
     * Best first.
     */
    ranking: BranchScore[];
}

/**
 * The first comparison in which the first two differ.
 *
 * The comparisons of the text, in its order.
 */
export type BranchStep = "effective_depth" | "quorum" | "witness_score" | "class" | "committer" | "digest";

/**
 * What a branch is worth.
 */
export interface BranchScore {
    /**
     * Commits.
     */
    depth: number;
    /**
     * Commits, and one more with a quorum.
     */
    effective: number;
    /**
     * The state from which it is counted; this one and earlier ones do not count.
     */
    from: string;
    /**
     * Whether two accounts wrote in one of its epochs.
     */
    quorum: boolean;
    /**
     * Its tip.
     */
    tip: string;
    /**
     * For each of its epochs the number of accounts that wrote, at most two.
     */
    witnesses: number;
}

/**
 * What is expected under one policy.
 *
 * Of a valid test; all members are compared.
 *
 * The branch, and how it came to be chosen.
 *
 * It succeeds.
 *
 * It fails.
 */
export interface ConvergenceAnswer {
    /**
     * What becomes of the commit that led to each state.
     */
    commits?: { [key: string]: BranchDisposition };
    /**
     * What was compared with what: from high epochs to low ones, within an epoch by the name of
     * the fork.
     */
    contests?: BranchContest[];
    /**
     * Every tip, and whether it was inside the rollback horizon.
     */
    eligible?: { [key: string]: boolean };
    /**
     * What becomes of each message, by id.
     */
    messages?: { [key: string]: BranchDisposition };
    /**
     * The tip that is canonical now.
     */
    winner?: string;
    /**
     * Why.
     */
    reason?: Reason;
    /**
     * The stage of the reason.
     */
    stage?: Stage;
}

/**
 * Input.
 *
 * What a member knows when it closes a pass.
 */
export interface ConvergenceInput {
    /**
     * The epoch of the canonical state when the pass began.
     */
    base_epoch: number;
    /**
     * What became of messages in earlier passes, by id; nothing for those that are new.
     */
    before?: { [key: string]: BranchDisposition };
    /**
     * The state that it holds for canonical.
     */
    canonical: string;
    /**
     * The messages with a valid payload, each in the one state whose keys open it.
     */
    messages: BranchMessage[];
    /**
     * The member's own leaf.
     */
    own_leaf: number;
    /**
     * The states that it retains, in any order. Exactly one has no commit: the anchor.
     */
    states: BranchState[];
}

/**
 * A message.
 */
export interface BranchMessage {
    /**
     * The account of its sender, hex.
     */
    account: string;
    /**
     * SHA-256 of its MLSMessage, hex.
     */
    id: string;
    /**
     * The leaf of its sender.
     */
    leaf: number;
    /**
     * The state in which it was sent.
     */
    state: string;
}

/**
 * A state of the group. Its name has no part in any comparison.
 */
export interface BranchState {
    /**
     * The commit that led to it.
     */
    commit?: BranchCommit;
    /**
     * Epoch.
     */
    epoch: number;
    /**
     * Name.
     */
    id: string;
    /**
     * Whether the storage lost what is needed to compute with it.
     */
    lost?: boolean;
}

/**
 * The commit that led to it.
 *
 * A commit, with what its bytes and the state that authenticates it say.
 */
export interface BranchCommit {
    /**
     * Whether it needed an admin.
     */
    class: CommitClass;
    /**
     * The account that made it, hex.
     */
    committer: string;
    /**
     * SHA-256 of its MLSMessage, hex.
     */
    digest: string;
    /**
     * The state that authenticates it.
     */
    parent: string;
}

/**
 * One vector file: one topic, one profile.
 */
export interface ExporterFile {
    /**
     * `marmot-vectors/1`
     */
    format: string;
    /**
     * What wrote the file.
     */
    generator: Generator;
    /**
     * Tests that share a time.
     */
    groups: ExporterGroup[];
    /**
     * What the flags mean.
     */
    notes: { [key: string]: Note };
    /**
     * Wire profile.
     */
    profile: string;
    /**
     * The text that is tested.
     */
    spec: Spec;
    /**
     * Version of the set.
     */
    suite_version: string;
    /**
     * Every private key in the file was made for it.
     */
    synthetic_secrets: boolean;
    /**
     * Number of tests.
     */
    test_count: number;
    /**
     * Topic; decides the members of `input` and `expect`.
     */
    topic: string;
}

/**
 * Tests that share a time.
 */
export interface ExporterGroup {
    /**
     * Unix seconds of the judgement.
     */
    now: number;
    /**
     * Tests.
     */
    tests: ExporterTest[];
}

/**
 * One test.
 */
export interface ExporterTest {
    /**
     * One sentence.
     */
    comment: string;
    /**
     * Of a valid test; all members are compared.
     */
    expect?: ExporterExpect;
    /**
     * Of a policy test: by policy id.
     */
    expected_by_policy?: { [key: string]: ExporterAnswer };
    /**
     * At least one key of `notes`; one test shows one thing.
     */
    flags: [string, ...string[]];
    /**
     * Stable id: topic prefix and four digits.
     */
    id: string;
    /**
     * Input.
     */
    input: ExporterInput;
    /**
     * Unix seconds of the judgement, where it is not the group's.
     */
    now?: number;
    /**
     * The valid test that this invalid or deferred one is like, but for what its flag names; a
     * `group-event` test with another `after` is elsewhere in the story, too.
     */
    parent?: string;
    /**
     * Of an invalid or deferred test.
     */
    reason?: Reason;
    /**
     * Instead of `reason` where the order of checks is free; all of one stage.
     */
    reasons_any?: Reason[];
    /**
     * What is demanded.
     */
    result: Outcome;
    /**
     * Of an invalid or deferred test: the stage of its reason.
     */
    stage?: Stage;
    /**
     * The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.
     */
    tag?: string;
    /**
     * Stacks that passed this test when it was emitted; of an invalid test, those that refused
     * it for the stated reason.
     */
    verified_by?: StackVoice[];
    /**
     * Stacks that refused this invalid test and did not say why. Not read back.
     */
    x_refused_by?: StackVoice[];
}

/**
 * Of a valid test; all members are compared.
 *
 * The secret and its intermediate values (RFC 9420 section 8.5).
 *
 * It succeeds.
 */
export interface ExporterExpect {
    /**
     * `Hash(context)`.
     */
    context_hash: string;
    /**
     * `DeriveSecret(exporter_secret, label)`, where the exporter secret is given.
     */
    derived_secret?: string;
    /**
     * `ExpandWithLabel(derived_secret, "exported", context_hash, length)`.
     */
    secret: string;
}

/**
 * What is expected under one policy.
 *
 * Of a valid test; all members are compared.
 *
 * The secret and its intermediate values (RFC 9420 section 8.5).
 *
 * It succeeds.
 *
 * It fails.
 */
export interface ExporterAnswer {
    /**
     * `Hash(context)`.
     */
    context_hash?: string;
    /**
     * `DeriveSecret(exporter_secret, label)`, where the exporter secret is given.
     */
    derived_secret?: string;
    /**
     * `ExpandWithLabel(derived_secret, "exported", context_hash, length)`.
     */
    secret?: string;
    /**
     * Why.
     */
    reason?: Reason;
    /**
     * The stage of the reason.
     */
    stage?: Stage;
}

/**
 * Input.
 *
 * Where the secret comes from, and what is exported.
 */
export interface ExporterInput {
    /**
     * Instead: the `welcome-join` test, after all of its `then`, in whose group the joiner
     * exports; or the valid `group-event` test after
     * whose event its reader does.
     */
    after?: string;
    /**
     * Context bytes.
     */
    context: string;
    /**
     * The epoch's exporter secret, 32 bytes.
     */
    exporter_secret?: string;
    /**
     * Label, text; its length with the eight bytes that MLS puts before it is below 64.
     */
    label: string;
    /**
     * Length of the secret in bytes; HKDF with SHA-256 gives no more than 255 hashes.
     */
    length: number;
}

/**
 * One vector file: one topic, one profile.
 */
export interface GroupEventFile {
    /**
     * `marmot-vectors/1`
     */
    format: string;
    /**
     * What wrote the file.
     */
    generator: Generator;
    /**
     * Tests that share a time.
     */
    groups: GroupEventGroup[];
    /**
     * What the flags mean.
     */
    notes: { [key: string]: Note };
    /**
     * Wire profile.
     */
    profile: string;
    /**
     * The text that is tested.
     */
    spec: Spec;
    /**
     * Version of the set.
     */
    suite_version: string;
    /**
     * Every private key in the file was made for it.
     */
    synthetic_secrets: boolean;
    /**
     * Number of tests.
     */
    test_count: number;
    /**
     * Topic; decides the members of `input` and `expect`.
     */
    topic: string;
}

/**
 * Tests that share a time.
 */
export interface GroupEventGroup {
    /**
     * Unix seconds of the judgement.
     */
    now: number;
    /**
     * Tests.
     */
    tests: GroupEventTest[];
}

/**
 * One test.
 */
export interface GroupEventTest {
    /**
     * One sentence.
     */
    comment: string;
    /**
     * Of a valid test; all members are compared.
     */
    expect?: GroupEventExpect;
    /**
     * Of a policy test: by policy id.
     */
    expected_by_policy?: { [key: string]: GroupEventAnswer };
    /**
     * At least one key of `notes`; one test shows one thing.
     */
    flags: [string, ...string[]];
    /**
     * Stable id: topic prefix and four digits.
     */
    id: string;
    /**
     * Input.
     */
    input: GroupEventInput;
    /**
     * Unix seconds of the judgement, where it is not the group's.
     */
    now?: number;
    /**
     * The valid test that this invalid or deferred one is like, but for what its flag names; a
     * `group-event` test with another `after` is elsewhere in the story, too.
     */
    parent?: string;
    /**
     * Of an invalid or deferred test.
     */
    reason?: Reason;
    /**
     * Instead of `reason` where the order of checks is free; all of one stage.
     */
    reasons_any?: Reason[];
    /**
     * What is demanded.
     */
    result: Outcome;
    /**
     * Of an invalid or deferred test: the stage of its reason.
     */
    stage?: Stage;
    /**
     * The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.
     */
    tag?: string;
    /**
     * Stacks that passed this test when it was emitted; of an invalid test, those that refused
     * it for the stated reason.
     */
    verified_by?: StackVoice[];
    /**
     * Stacks that refused this invalid test and did not say why. Not read back.
     */
    x_refused_by?: StackVoice[];
}

/**
 * Of a valid test; all members are compared.
 *
 * What is inside.
 *
 * It succeeds.
 *
 * Of `outer`.
 *
 * Of `full`.
 */
export interface GroupEventExpect {
    /**
     * `MLSMessage`.
     */
    mls_message?: string;
    /**
     * Account of that leaf, hex.
     */
    account?: string;
    /**
     * What the MLS message carries.
     */
    content_type?: ContentType;
    /**
     * Epoch in which it was sent.
     */
    epoch?: number;
    /**
     * The application message.
     */
    rumor?: Rumor;
    /**
     * Leaf that sent it.
     */
    sender_leaf?: number;
}

/**
 * What the MLS message carries.
 *
 * What an MLS message carries.
 *
 * Application data.
 *
 * A Commit.
 *
 * A proposal that stands alone.
 */
export type ContentType = "application" | "commit" | "proposal";

/**
 * The application message.
 *
 * The same without signature, as it travels inside a seal. A `sig` is a fault and stands
 * only in tests of that fault.
 *
 * The Welcome that names the joiner's KeyPackage.
 *
 * The rumor.
 */
export interface Rumor {
    /**
     * Content.
     */
    content: string;
    /**
     * Unix seconds.
     */
    created_at: number;
    /**
     * SHA-256 of the NIP-01 serialisation, hex.
     */
    id: string;
    /**
     * Kind.
     */
    kind: number;
    /**
     * X-only public key of the author, hex.
     */
    pubkey: string;
    /**
     * Only in a rumor that is wrong.
     */
    sig?: string;
    /**
     * Rows of strings; each has a name at least.
     */
    tags: Array<[string, ...string[]]>;
}

/**
 * What is expected under one policy.
 *
 * Of `outer`.
 *
 * Of `full`.
 *
 * It fails.
 */
export interface GroupEventAnswer {
    /**
     * `MLSMessage`.
     */
    mls_message?: string;
    /**
     * Account of that leaf, hex.
     */
    account?: string;
    /**
     * What the MLS message carries.
     */
    content_type?: ContentType;
    /**
     * Epoch in which it was sent.
     */
    epoch?: number;
    /**
     * The application message.
     */
    rumor?: Rumor;
    /**
     * Leaf that sent it.
     */
    sender_leaf?: number;
    /**
     * Why.
     */
    reason?: Reason;
    /**
     * The stage of the reason.
     */
    stage?: Stage;
}

/**
 * Input.
 *
 * An event, and either the key of its outer encryption or a member that can read it.
 *
 * Needs only the key.
 *
 * Continues from another test.
 */
export interface GroupEventInput {
    /**
     * Kind 445.
     */
    event: Event;
    /**
     * `MLS-Exporter("marmot", "group-event", 32)` of the epoch.
     */
    group_event_key?: string;
    layer:            Layer;
    /**
     * Id of a `welcome-join` test: its joiner reads, after all of its `then`. Or of a valid
     * `full` test of this file: whoever reads
     * there has read its event too.
     */
    after?: string;
}

/**
 * Kind 445.
 *
 * A NIP-01 event. Nothing about it is checked by being read.
 *
 * As it came from a relay.
 *
 * The event that published it, for clients that look it up by the id in `e`.
 *
 * A kind 1059 event.
 */
export interface Event {
    /**
     * Content.
     */
    content: string;
    /**
     * Unix seconds.
     */
    created_at: number;
    /**
     * SHA-256 of the NIP-01 serialisation, hex.
     */
    id: string;
    /**
     * Kind.
     */
    kind: number;
    /**
     * X-only public key of the author, hex.
     */
    pubkey: string;
    /**
     * BIP-340 signature over the id, hex.
     */
    sig: string;
    /**
     * Rows of strings; each has a name at least.
     */
    tags: Array<[string, ...string[]]>;
}

export type Layer = "outer" | "full";

/**
 * One vector file: one topic, one profile.
 */
export interface KeyPackageEventFile {
    /**
     * `marmot-vectors/1`
     */
    format: string;
    /**
     * What wrote the file.
     */
    generator: Generator;
    /**
     * Tests that share a time.
     */
    groups: KeyPackageEventGroup[];
    /**
     * What the flags mean.
     */
    notes: { [key: string]: Note };
    /**
     * Wire profile.
     */
    profile: string;
    /**
     * The text that is tested.
     */
    spec: Spec;
    /**
     * Version of the set.
     */
    suite_version: string;
    /**
     * Every private key in the file was made for it.
     */
    synthetic_secrets: boolean;
    /**
     * Number of tests.
     */
    test_count: number;
    /**
     * Topic; decides the members of `input` and `expect`.
     */
    topic: string;
}

/**
 * Tests that share a time.
 */
export interface KeyPackageEventGroup {
    /**
     * Unix seconds of the judgement.
     */
    now: number;
    /**
     * Tests.
     */
    tests: KeyPackageEventTest[];
}

/**
 * One test.
 */
export interface KeyPackageEventTest {
    /**
     * One sentence.
     */
    comment: string;
    /**
     * Of a valid test; all members are compared.
     */
    expect?: KeyPackageEventExpect;
    /**
     * Of a policy test: by policy id.
     */
    expected_by_policy?: { [key: string]: KeyPackageEventAnswer };
    /**
     * At least one key of `notes`; one test shows one thing.
     */
    flags: [string, ...string[]];
    /**
     * Stable id: topic prefix and four digits.
     */
    id: string;
    /**
     * Input.
     */
    input: KeyPackageEventInput;
    /**
     * Unix seconds of the judgement, where it is not the group's.
     */
    now?: number;
    /**
     * The valid test that this invalid or deferred one is like, but for what its flag names; a
     * `group-event` test with another `after` is elsewhere in the story, too.
     */
    parent?: string;
    /**
     * Of an invalid or deferred test.
     */
    reason?: Reason;
    /**
     * Instead of `reason` where the order of checks is free; all of one stage.
     */
    reasons_any?: Reason[];
    /**
     * What is demanded.
     */
    result: Outcome;
    /**
     * Of an invalid or deferred test: the stage of its reason.
     */
    stage?: Stage;
    /**
     * The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.
     */
    tag?: string;
    /**
     * Stacks that passed this test when it was emitted; of an invalid test, those that refused
     * it for the stated reason.
     */
    verified_by?: StackVoice[];
    /**
     * Stacks that refused this invalid test and did not say why. Not read back.
     */
    x_refused_by?: StackVoice[];
}

/**
 * Of a valid test; all members are compared.
 *
 * What a reader takes out of it.
 *
 * It succeeds.
 */
export interface KeyPackageEventExpect {
    /**
     * Author and credential, hex.
     */
    account: string;
    /**
     * Cipher suite.
     */
    cipher_suite: number;
    /**
     * Extension types in the capabilities, ascending, without GREASE.
     */
    extensions: number[];
    /**
     * Whether it may be used more than once.
     */
    last_resort: boolean;
    /**
     * `not_before` and `not_after` in Unix seconds.
     */
    lifetime: [number, number, ...number[]];
    /**
     * Proposal types in the capabilities, ascending, without GREASE.
     */
    proposals: number[];
    /**
     * KeyPackageRef.
     */
    ref: string;
    /**
     * Public key of the leaf.
     */
    signature_key: string;
    /**
     * The `d` tag of a kind 30443 event, else null.
     */
    slot: null | string;
}

/**
 * What is expected under one policy.
 *
 * Of a valid test; all members are compared.
 *
 * What a reader takes out of it.
 *
 * It succeeds.
 *
 * It fails.
 */
export interface KeyPackageEventAnswer {
    /**
     * Author and credential, hex.
     */
    account?: string;
    /**
     * Cipher suite.
     */
    cipher_suite?: number;
    /**
     * Extension types in the capabilities, ascending, without GREASE.
     */
    extensions?: number[];
    /**
     * Whether it may be used more than once.
     */
    last_resort?: boolean;
    /**
     * `not_before` and `not_after` in Unix seconds.
     */
    lifetime?: [number, number, ...number[]];
    /**
     * Proposal types in the capabilities, ascending, without GREASE.
     */
    proposals?: number[];
    /**
     * KeyPackageRef.
     */
    ref?: string;
    /**
     * Public key of the leaf.
     */
    signature_key?: string;
    /**
     * The `d` tag of a kind 30443 event, else null.
     */
    slot?: null | string;
    /**
     * Why.
     */
    reason?: Reason;
    /**
     * The stage of the reason.
     */
    stage?: Stage;
}

/**
 * Input.
 *
 * The event.
 */
export interface KeyPackageEventInput {
    /**
     * As it came from a relay.
     */
    event: Event;
}

/**
 * One vector file: one topic, one profile.
 */
export interface KeyPackageRefFile {
    /**
     * `marmot-vectors/1`
     */
    format: string;
    /**
     * What wrote the file.
     */
    generator: Generator;
    /**
     * Tests that share a time.
     */
    groups: KeyPackageRefGroup[];
    /**
     * What the flags mean.
     */
    notes: { [key: string]: Note };
    /**
     * Wire profile.
     */
    profile: string;
    /**
     * The text that is tested.
     */
    spec: Spec;
    /**
     * Version of the set.
     */
    suite_version: string;
    /**
     * Every private key in the file was made for it.
     */
    synthetic_secrets: boolean;
    /**
     * Number of tests.
     */
    test_count: number;
    /**
     * Topic; decides the members of `input` and `expect`.
     */
    topic: string;
}

/**
 * Tests that share a time.
 */
export interface KeyPackageRefGroup {
    /**
     * Unix seconds of the judgement.
     */
    now: number;
    /**
     * Tests.
     */
    tests: KeyPackageRefTest[];
}

/**
 * One test.
 */
export interface KeyPackageRefTest {
    /**
     * One sentence.
     */
    comment: string;
    /**
     * Of a valid test; all members are compared.
     */
    expect?: KeyPackageRefExpect;
    /**
     * Of a policy test: by policy id.
     */
    expected_by_policy?: { [key: string]: KeyPackageRefAnswer };
    /**
     * At least one key of `notes`; one test shows one thing.
     */
    flags: [string, ...string[]];
    /**
     * Stable id: topic prefix and four digits.
     */
    id: string;
    /**
     * Input.
     */
    input: KeyPackageRefInput;
    /**
     * Unix seconds of the judgement, where it is not the group's.
     */
    now?: number;
    /**
     * The valid test that this invalid or deferred one is like, but for what its flag names; a
     * `group-event` test with another `after` is elsewhere in the story, too.
     */
    parent?: string;
    /**
     * Of an invalid or deferred test.
     */
    reason?: Reason;
    /**
     * Instead of `reason` where the order of checks is free; all of one stage.
     */
    reasons_any?: Reason[];
    /**
     * What is demanded.
     */
    result: Outcome;
    /**
     * Of an invalid or deferred test: the stage of its reason.
     */
    stage?: Stage;
    /**
     * The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.
     */
    tag?: string;
    /**
     * Stacks that passed this test when it was emitted; of an invalid test, those that refused
     * it for the stated reason.
     */
    verified_by?: StackVoice[];
    /**
     * Stacks that refused this invalid test and did not say why. Not read back.
     */
    x_refused_by?: StackVoice[];
}

/**
 * Of a valid test; all members are compared.
 *
 * The reference and how it came about.
 *
 * It succeeds.
 */
export interface KeyPackageRefExpect {
    /**
     * The bare KeyPackage.
     */
    key_package_raw: string;
    /**
     * What is hashed: label and KeyPackage, each with its length.
     */
    preimage: string;
    /**
     * SHA-256 of that.
     */
    ref: string;
}

/**
 * What is expected under one policy.
 *
 * Of a valid test; all members are compared.
 *
 * The reference and how it came about.
 *
 * It succeeds.
 *
 * It fails.
 */
export interface KeyPackageRefAnswer {
    /**
     * The bare KeyPackage.
     */
    key_package_raw?: string;
    /**
     * What is hashed: label and KeyPackage, each with its length.
     */
    preimage?: string;
    /**
     * SHA-256 of that.
     */
    ref?: string;
    /**
     * Why.
     */
    reason?: Reason;
    /**
     * The stage of the reason.
     */
    stage?: Stage;
}

/**
 * Input.
 *
 * Either framing.
 */
export interface KeyPackageRefInput {
    /**
     * Cipher suite, whose hash is used.
     */
    cipher_suite: number;
    /**
     * `MLSMessage(mls_key_package)`.
     */
    key_package?: string;
    /**
     * The bare KeyPackage.
     */
    key_package_raw?: string;
}

/**
 * One vector file: one topic, one profile.
 */
export interface KeyPackageSelectFile {
    /**
     * `marmot-vectors/1`
     */
    format: string;
    /**
     * What wrote the file.
     */
    generator: Generator;
    /**
     * Tests that share a time.
     */
    groups: KeyPackageSelectGroup[];
    /**
     * What the flags mean.
     */
    notes: { [key: string]: Note };
    /**
     * Wire profile.
     */
    profile: string;
    /**
     * The text that is tested.
     */
    spec: Spec;
    /**
     * Version of the set.
     */
    suite_version: string;
    /**
     * Every private key in the file was made for it.
     */
    synthetic_secrets: boolean;
    /**
     * Number of tests.
     */
    test_count: number;
    /**
     * Topic; decides the members of `input` and `expect`.
     */
    topic: string;
}

/**
 * Tests that share a time.
 */
export interface KeyPackageSelectGroup {
    /**
     * Unix seconds of the judgement.
     */
    now: number;
    /**
     * Tests.
     */
    tests: KeyPackageSelectTest[];
}

/**
 * One test.
 */
export interface KeyPackageSelectTest {
    /**
     * One sentence.
     */
    comment: string;
    /**
     * Of a valid test; all members are compared.
     */
    expect?: KeyPackageSelectExpect;
    /**
     * Of a policy test: by policy id.
     */
    expected_by_policy?: { [key: string]: KeyPackageSelectAnswer };
    /**
     * At least one key of `notes`; one test shows one thing.
     */
    flags: [string, ...string[]];
    /**
     * Stable id: topic prefix and four digits.
     */
    id: string;
    /**
     * Input.
     */
    input: KeyPackageSelectInput;
    /**
     * Unix seconds of the judgement, where it is not the group's.
     */
    now?: number;
    /**
     * The valid test that this invalid or deferred one is like, but for what its flag names; a
     * `group-event` test with another `after` is elsewhere in the story, too.
     */
    parent?: string;
    /**
     * Of an invalid or deferred test.
     */
    reason?: Reason;
    /**
     * Instead of `reason` where the order of checks is free; all of one stage.
     */
    reasons_any?: Reason[];
    /**
     * What is demanded.
     */
    result: Outcome;
    /**
     * Of an invalid or deferred test: the stage of its reason.
     */
    stage?: Stage;
    /**
     * The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.
     */
    tag?: string;
    /**
     * Stacks that passed this test when it was emitted; of an invalid test, those that refused
     * it for the stated reason.
     */
    verified_by?: StackVoice[];
    /**
     * Stacks that refused this invalid test and did not say why. Not read back.
     */
    x_refused_by?: StackVoice[];
}

/**
 * Of a valid test; all members are compared.
 *
 * Who is picked, and why everybody else is not.
 *
 * It succeeds.
 */
export interface KeyPackageSelectExpect {
    /**
     * Reason by label, for all others.
     */
    excluded: { [key: string]: Exclusion };
    /**
     * Labels in the order in which they go into the MLS call.
     */
    selected: string[];
}

/**
 * Why a selection left an event out: the reasons of the selection policies.
 */
export type Exclusion = "wrong_author" | "wrong_kind" | "bad_signature" | "malformed_shape" | "bad_encoding" | "bad_mls" | "ref_mismatch" | "identity_mismatch" | "bad_proof" | "lifetime_missing" | "lifetime_early" | "lifetime_expired" | "lifetime_too_long" | "incompatible" | "future_dated" | "stale" | "beyond_query_limit" | "superseded_in_slot" | "superseded_in_group" | "lost_tie" | "lost_ranking" | "slot_suppressed" | "duplicate_ref" | "duplicate_signature_key" | "already_in_tree" | "over_cap" | "untagged_collapsed" | "lookup_aborted";

/**
 * What is expected under one policy.
 *
 * Of a valid test; all members are compared.
 *
 * Who is picked, and why everybody else is not.
 *
 * It succeeds.
 *
 * It fails.
 */
export interface KeyPackageSelectAnswer {
    /**
     * Reason by label, for all others.
     */
    excluded?: { [key: string]: Exclusion };
    /**
     * Labels in the order in which they go into the MLS call.
     */
    selected?: string[];
    /**
     * Why.
     */
    reason?: Reason;
    /**
     * The stage of the reason.
     */
    stage?: Stage;
}

/**
 * Input.
 *
 * What an inviter has in front of it.
 */
export interface KeyPackageSelectInput {
    /**
     * The account that is to be invited, hex.
     */
    account: string;
    /**
     * Events by label.
     */
    events: { [key: string]: Event };
    /**
     * Accounts that are members already, hex, once per leaf.
     */
    members: string[];
    /**
     * Orders in which they may arrive; all must lead to one answer.
     */
    orders: Array<string[]>;
    /**
     * What the group requires.
     */
    requirements: Requirements;
    /**
     * How the events lie on relays: labels by relay.
     */
    views?: { [key: string]: string[] };
}

/**
 * What the group requires.
 */
export interface Requirements {
    /**
     * Cipher suite.
     */
    cipher_suite: number;
    /**
     * Extension types that every leaf must support.
     */
    extensions: number[];
    /**
     * Proposal types that every leaf must support.
     */
    proposals: number[];
}

/**
 * The list of files.
 */
export interface Manifest {
    /**
     * Vector files, by path.
     */
    files: FileEntry[];
    /**
     * `marmot-vectors-manifest/1`
     */
    format: string;
    /**
     * Policies that occur.
     */
    policies: { [key: string]: PolicyEntry };
    /**
     * Profiles that occur.
     */
    profiles: string[];
    /**
     * Version of the lists of reasons, stages, tags and policy ids.
     */
    reasons_version: number;
    /**
     * Ids that are dead.
     */
    retired: { [key: string]: Retired };
    /**
     * Version of the set.
     */
    suite_version: string;
    /**
     * Files beside the vector files that do not have their form. Loaders need not know them.
     */
    x_files?: OtherFile[];
}

/**
 * One vector file.
 */
export interface FileEntry {
    /**
     * Number of bytes.
     */
    bytes: number;
    /**
     * Path below the manifest, with `/`.
     */
    path: string;
    /**
     * Profile.
     */
    profile: string;
    /**
     * SHA-256 of the bytes.
     */
    sha256: string;
    /**
     * Number of tests.
     */
    test_count: number;
    /**
     * Topic.
     */
    topic: string;
    /**
     * Stacks that passed tests of this file when it was emitted, and how many.
     */
    verified_by: { [key: string]: number };
    /**
     * Stacks that refused invalid tests without saying why, and how many. Not read back.
     */
    x_refused_by?: { [key: string]: number };
}

/**
 * A policy in words.
 */
export interface PolicyEntry {
    /**
     * What it does.
     */
    description: string;
    /**
     * The document or source it restates.
     */
    source: string;
}

/**
 * A test that was wrong.
 */
export interface Retired {
    /**
     * The test that takes its place.
     */
    superseded_by?: string;
    /**
     * Why.
     */
    why: string;
}

/**
 * A file that has another form than vector files.
 */
export interface OtherFile {
    /**
     * Number of bytes.
     */
    bytes: number;
    /**
     * Path below the manifest, with `/`.
     */
    path: string;
    /**
     * SHA-256 of the bytes.
     */
    sha256: string;
}

/**
 * One vector file: one topic, one profile.
 */
export interface MemberCoalescingFile {
    /**
     * `marmot-vectors/1`
     */
    format: string;
    /**
     * What wrote the file.
     */
    generator: Generator;
    /**
     * Tests that share a time.
     */
    groups: MemberCoalescingGroup[];
    /**
     * What the flags mean.
     */
    notes: { [key: string]: Note };
    /**
     * Wire profile.
     */
    profile: string;
    /**
     * The text that is tested.
     */
    spec: Spec;
    /**
     * Version of the set.
     */
    suite_version: string;
    /**
     * Every private key in the file was made for it.
     */
    synthetic_secrets: boolean;
    /**
     * Number of tests.
     */
    test_count: number;
    /**
     * Topic; decides the members of `input` and `expect`.
     */
    topic: string;
}

/**
 * Tests that share a time.
 */
export interface MemberCoalescingGroup {
    /**
     * Unix seconds of the judgement.
     */
    now: number;
    /**
     * Tests.
     */
    tests: MemberCoalescingTest[];
}

/**
 * One test.
 */
export interface MemberCoalescingTest {
    /**
     * One sentence.
     */
    comment: string;
    /**
     * Of a valid test; all members are compared.
     */
    expect?: MemberCoalescingExpect;
    /**
     * Of a policy test: by policy id.
     */
    expected_by_policy?: { [key: string]: MemberCoalescingAnswer };
    /**
     * At least one key of `notes`; one test shows one thing.
     */
    flags: [string, ...string[]];
    /**
     * Stable id: topic prefix and four digits.
     */
    id: string;
    /**
     * Input.
     */
    input: MemberCoalescingInput;
    /**
     * Unix seconds of the judgement, where it is not the group's.
     */
    now?: number;
    /**
     * The valid test that this invalid or deferred one is like, but for what its flag names; a
     * `group-event` test with another `after` is elsewhere in the story, too.
     */
    parent?: string;
    /**
     * Of an invalid or deferred test.
     */
    reason?: Reason;
    /**
     * Instead of `reason` where the order of checks is free; all of one stage.
     */
    reasons_any?: Reason[];
    /**
     * What is demanded.
     */
    result: Outcome;
    /**
     * Of an invalid or deferred test: the stage of its reason.
     */
    stage?: Stage;
    /**
     * The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.
     */
    tag?: string;
    /**
     * Stacks that passed this test when it was emitted; of an invalid test, those that refused
     * it for the stated reason.
     */
    verified_by?: StackVoice[];
    /**
     * Stacks that refused this invalid test and did not say why. Not read back.
     */
    x_refused_by?: StackVoice[];
}

/**
 * Of a valid test; all members are compared.
 *
 * What a person should see.
 *
 * It succeeds.
 */
export interface MemberCoalescingExpect {
    /**
     * Whether it is a conversation of two accounts, however many devices they have.
     */
    is_direct: boolean;
    /**
     * Leaves.
     */
    leaf_count: number;
    /**
     * Accounts, by their lowest leaf.
     */
    members: string[];
    /**
     * Members without the own account.
     */
    others: string[];
    /**
     * Further leaves of the own account, ascending.
     */
    siblings: number[];
    [property: string]: unknown;
}

/**
 * What is expected under one policy.
 *
 * Of a valid test; all members are compared.
 *
 * What a person should see.
 *
 * It succeeds.
 *
 * It fails.
 */
export interface MemberCoalescingAnswer {
    /**
     * Whether it is a conversation of two accounts, however many devices they have.
     */
    is_direct?: boolean;
    /**
     * Leaves.
     */
    leaf_count?: number;
    /**
     * Accounts, by their lowest leaf.
     */
    members?: string[];
    /**
     * Members without the own account.
     */
    others?: string[];
    /**
     * Further leaves of the own account, ascending.
     */
    siblings?: number[];
    /**
     * Why.
     */
    reason?: Reason;
    /**
     * The stage of the reason.
     */
    stage?: Stage;
    [property: string]: unknown;
}

/**
 * Input.
 *
 * A tree.
 */
export interface MemberCoalescingInput {
    /**
     * Leaf index and account, in the order in which a library lists them.
     */
    leaves: Array<[number | string, number | string, ...(number | string)[]]>;
    /**
     * The leaf of the device that looks.
     */
    own_leaf: number;
}

/**
 * Tests to begin with, of all topics but those of the extra packs.
 */
export interface Minimal {
    /**
     * `marmot-vectors-minimal/1`
     */
    format: string;
    /**
     * Policies that occur.
     */
    policies: { [key: string]: PolicyEntry };
    /**
     * Version of the set.
     */
    suite_version: string;
    /**
     * Every private key in the file was made for it.
     */
    synthetic_secrets: boolean;
    /**
     * Number of tests.
     */
    test_count: number;
    /**
     * Tests. What `parent` and `after` name stands before.
     */
    tests: MinimalTest[];
}

/**
 * A test of another file with what that file says around it.
 */
export interface MinimalTest {
    /**
     * What the flags mean.
     */
    notes: { [key: string]: Note };
    /**
     * Unix seconds of the judgement.
     */
    now: number;
    /**
     * Wire profile.
     */
    profile: string;
    /**
     * The test as it stands in its own file.
     */
    test: { [key: string]: unknown };
    /**
     * Topic; decides the members of `input` and `expect`.
     */
    topic: string;
    /**
     * Why it was chosen.
     */
    why: string;
}

/**
 * One vector file: one topic, one profile.
 */
export interface RaceFile {
    /**
     * `marmot-vectors/1`
     */
    format: string;
    /**
     * What wrote the file.
     */
    generator: Generator;
    /**
     * Tests that share a time.
     */
    groups: RaceGroup[];
    /**
     * What the flags mean.
     */
    notes: { [key: string]: Note };
    /**
     * Wire profile.
     */
    profile: string;
    /**
     * The text that is tested.
     */
    spec: Spec;
    /**
     * Version of the set.
     */
    suite_version: string;
    /**
     * Every private key in the file was made for it.
     */
    synthetic_secrets: boolean;
    /**
     * Number of tests.
     */
    test_count: number;
    /**
     * Topic; decides the members of `input` and `expect`.
     */
    topic: string;
}

/**
 * Tests that share a time.
 */
export interface RaceGroup {
    /**
     * Unix seconds of the judgement.
     */
    now: number;
    /**
     * Tests.
     */
    tests: RaceTest[];
}

/**
 * One test.
 */
export interface RaceTest {
    /**
     * One sentence.
     */
    comment: string;
    /**
     * Of a valid test; all members are compared.
     */
    expect?: RaceExpect;
    /**
     * Of a policy test: by policy id.
     */
    expected_by_policy?: { [key: string]: RaceAnswer };
    /**
     * At least one key of `notes`; one test shows one thing.
     */
    flags: [string, ...string[]];
    /**
     * Stable id: topic prefix and four digits.
     */
    id: string;
    /**
     * Input.
     */
    input: RaceInput;
    /**
     * Unix seconds of the judgement, where it is not the group's.
     */
    now?: number;
    /**
     * The valid test that this invalid or deferred one is like, but for what its flag names; a
     * `group-event` test with another `after` is elsewhere in the story, too.
     */
    parent?: string;
    /**
     * Of an invalid or deferred test.
     */
    reason?: Reason;
    /**
     * Instead of `reason` where the order of checks is free; all of one stage.
     */
    reasons_any?: Reason[];
    /**
     * What is demanded.
     */
    result: Outcome;
    /**
     * Of an invalid or deferred test: the stage of its reason.
     */
    stage?: Stage;
    /**
     * The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.
     */
    tag?: string;
    /**
     * Stacks that passed this test when it was emitted; of an invalid test, those that refused
     * it for the stated reason.
     */
    verified_by?: StackVoice[];
    /**
     * Stacks that refused this invalid test and did not say why. Not read back.
     */
    x_refused_by?: StackVoice[];
}

/**
 * Of a valid test; all members are compared.
 *
 * What is found.
 *
 * It succeeds.
 */
export interface RaceExpect {
    /**
     * Properties of the form *always* that hold.
     */
    always: string[];
    /**
     * Nobody can step on its selection.
     */
    dead: number;
    /**
     * Properties of the form *always* that do not hold.
     */
    fails: string[];
    /**
     * The highest fork depth over all states.
     */
    fork_depth_max: number;
    /**
     * A step is opened by no living device of the other user.
     */
    lost: number;
    /**
     * Those without any event but steps; the counts below are of them.
     */
    quiescent: number;
    /**
     * Living devices of one user select differently.
     */
    same_user_split: number;
    /**
     * Properties of the form *sometimes* that some state has.
     */
    sometimes: string[];
    /**
     * States that can be reached.
     */
    states: number;
    /**
     * A living device can never process a node that exists.
     */
    stuck: number;
    /**
     * The two users, each of one mind, select differently.
     */
    users_differ: number;
}

/**
 * What is expected under one policy.
 *
 * Of a valid test; all members are compared.
 *
 * What is found.
 *
 * It succeeds.
 *
 * It fails.
 */
export interface RaceAnswer {
    /**
     * Properties of the form *always* that hold.
     */
    always?: string[];
    /**
     * Nobody can step on its selection.
     */
    dead?: number;
    /**
     * Properties of the form *always* that do not hold.
     */
    fails?: string[];
    /**
     * The highest fork depth over all states.
     */
    fork_depth_max?: number;
    /**
     * A step is opened by no living device of the other user.
     */
    lost?: number;
    /**
     * Those without any event but steps; the counts below are of them.
     */
    quiescent?: number;
    /**
     * Living devices of one user select differently.
     */
    same_user_split?: number;
    /**
     * Properties of the form *sometimes* that some state has.
     */
    sometimes?: string[];
    /**
     * States that can be reached.
     */
    states?: number;
    /**
     * A living device can never process a node that exists.
     */
    stuck?: number;
    /**
     * The two users, each of one mind, select differently.
     */
    users_differ?: number;
    /**
     * Why.
     */
    reason?: Reason;
    /**
     * The stage of the reason.
     */
    stage?: Stage;
}

/**
 * Input.
 *
 * A world with a bound.
 */
export interface RaceInput {
    /**
     * Devices of A.
     */
    m: number;
    /**
     * The finality marker is part of the state.
     */
    marker: boolean;
    /**
     * The machine that runs.
     */
    model: RatchetModel;
    /**
     * Devices of B.
     */
    n: number;
    /**
     * The switches.
     */
    policy: RatchetPolicy;
    /**
     * Devices that were removed before the beginning.
     */
    removed?: string[];
    /**
     * How many DH steps each device can make.
     */
    steps_max: number;
}

/**
 * The machine that runs.
 *
 * That of the topic `tree`.
 */
export type RatchetModel = "tree";

/**
 * The switches.
 *
 * What the text leaves open.
 */
export interface RatchetPolicy {
    /**
     * Which children of a node a remote device accepts.
     */
    accept: RatchetAccept;
    /**
     * What "longest" counts.
     */
    length: RatchetLength;
    /**
     * What an order compares.
     */
    order: RatchetCompare;
    /**
     * By user or device: its order; `ascending` where it is left out.
     */
    orders?: { [key: string]: RatchetOrderClass | RatchetOrderEnum };
    /**
     * What becomes of a message whose parent is not known.
     */
    orphan: RatchetOrphan;
    /**
     * How long a fork can still be joined; `all` if left out.
     */
    retain?: RatchetRetainClass | RatchetRetainEnum;
    /**
     * How rolled roots of one generation rank; `shared` if left out.
     */
    root_order?: RatchetRootOrder;
    /**
     * 1, or 2 if both users can begin.
     */
    roots: number;
    /**
     * Which nodes of its own user a device may select.
     */
    valid: RatchetValid;
}

/**
 * Which children of a node a remote device accepts.
 */
export type RatchetAccept = "all" | "first" | "first_unshared";

/**
 * What "longest" counts.
 */
export type RatchetLength = "dh_steps" | "messages";

/**
 * What an order compares.
 *
 * What an order compares: nodes, or their paths from the root.
 */
export type RatchetCompare = "tip" | "path";

/**
 * These as they stand, then all others, ascending.
 */
export interface RatchetOrderClass {
    list: string[];
}

/**
 * The order of names.
 *
 * The same reversed.
 */
export type RatchetOrderEnum = "ascending" | "descending";

/**
 * What becomes of a message whose parent is not known.
 */
export type RatchetOrphan = "buffer" | "drop";

/**
 * Forks from a node that is at most so many levels below the deepest known one.
 */
export interface RatchetRetainClass {
    levels: number;
}

/**
 * Any fork.
 */
export type RatchetRetainEnum = "all";

/**
 * How rolled roots of one generation rank; `shared` if left out.
 *
 * How rolled roots of one generation rank.
 */
export type RatchetRootOrder = "shared" | "own";

/**
 * Which nodes of its own user a device may select.
 */
export type RatchetValid = "known" | "acked" | "acked_first";

/**
 * One vector file: one topic, one profile.
 */
export interface ScenarioFile {
    /**
     * `marmot-vectors/1`
     */
    format: string;
    /**
     * What wrote the file.
     */
    generator: Generator;
    /**
     * Tests that share a time.
     */
    groups: ScenarioGroup[];
    /**
     * What the flags mean.
     */
    notes: { [key: string]: Note };
    /**
     * Wire profile.
     */
    profile: string;
    /**
     * The text that is tested.
     */
    spec: Spec;
    /**
     * Version of the set.
     */
    suite_version: string;
    /**
     * Every private key in the file was made for it.
     */
    synthetic_secrets: boolean;
    /**
     * Number of tests.
     */
    test_count: number;
    /**
     * Topic; decides the members of `input` and `expect`.
     */
    topic: string;
}

/**
 * Tests that share a time.
 */
export interface ScenarioGroup {
    /**
     * Unix seconds of the judgement.
     */
    now: number;
    /**
     * Tests.
     */
    tests: ScenarioTest[];
}

/**
 * One test.
 */
export interface ScenarioTest {
    /**
     * One sentence.
     */
    comment: string;
    /**
     * Of a valid test; all members are compared.
     */
    expect?: ScenarioExpect;
    /**
     * Of a policy test: by policy id.
     */
    expected_by_policy?: { [key: string]: ScenarioAnswer };
    /**
     * At least one key of `notes`; one test shows one thing.
     */
    flags: [string, ...string[]];
    /**
     * Stable id: topic prefix and four digits.
     */
    id: string;
    /**
     * Input.
     */
    input: ScenarioInput;
    /**
     * Unix seconds of the judgement, where it is not the group's.
     */
    now?: number;
    /**
     * The valid test that this invalid or deferred one is like, but for what its flag names; a
     * `group-event` test with another `after` is elsewhere in the story, too.
     */
    parent?: string;
    /**
     * Of an invalid or deferred test.
     */
    reason?: Reason;
    /**
     * Instead of `reason` where the order of checks is free; all of one stage.
     */
    reasons_any?: Reason[];
    /**
     * What is demanded.
     */
    result: Outcome;
    /**
     * Of an invalid or deferred test: the stage of its reason.
     */
    stage?: Stage;
    /**
     * The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.
     */
    tag?: string;
    /**
     * Stacks that passed this test when it was emitted; of an invalid test, those that refused
     * it for the stated reason.
     */
    verified_by?: StackVoice[];
    /**
     * Stacks that refused this invalid test and did not say why. Not read back.
     */
    x_refused_by?: StackVoice[];
}

/**
 * Of a valid test; all members are compared.
 *
 * How it ends.
 *
 * It succeeds.
 */
export interface ScenarioExpect {
    /**
     * Rolling digest of the transcript.
     */
    digest: string;
    /**
     * Every event in order of first arrival at a relay.
     */
    events: Event[];
    /**
     * Groups of every device.
     */
    final: { [key: string]: unknown };
    /**
     * Invariants that hold.
     */
    invariants: string[];
}

/**
 * What is expected under one policy.
 *
 * Of a valid test; all members are compared.
 *
 * How it ends.
 *
 * It succeeds.
 *
 * It fails.
 */
export interface ScenarioAnswer {
    /**
     * Rolling digest of the transcript.
     */
    digest?: string;
    /**
     * Every event in order of first arrival at a relay.
     */
    events?: Event[];
    /**
     * Groups of every device.
     */
    final?: { [key: string]: unknown };
    /**
     * Invariants that hold.
     */
    invariants?: string[];
    /**
     * Why.
     */
    reason?: Reason;
    /**
     * The stage of the reason.
     */
    stage?: Stage;
}

/**
 * Input.
 *
 * Who takes part and what happens.
 */
export interface ScenarioInput {
    /**
     * Devices.
     */
    devices: Device[];
    /**
     * The fault rules of the steps whose `op` is `fault`.
     */
    faults: Fault[];
    /**
     * Relays.
     */
    relays: Relay[];
    /**
     * Steps, in order; the beginning and the end of a fault are steps too (`fault`, `lift`).
     */
    steps: Step[];
}

/**
 * A device.
 */
export interface Device {
    /**
     * Name of its account.
     */
    account: string;
    /**
     * Name.
     */
    label: string;
    /**
     * Secret key of its account.
     */
    nostr_sk: string;
}

/**
 * A fault rule.
 */
export interface Fault {
    /**
     * What it matches and does, as in `marmot-scenario/1`.
     */
    rule: unknown;
    /**
     * Label of the step with which it begins.
     */
    step: string;
}

/**
 * A relay.
 */
export interface Relay {
    /**
     * Name.
     */
    label: string;
    /**
     * How it behaves.
     */
    personality: string;
}

/**
 * Something that happens. It begins when the one before it is finished, or at the time it
 * names. Times are those of
 * `marmot-scenario/1`: a number and `ms`, `s`, `m`, `h` or `d`.
 */
export interface Step {
    /**
     * Time since the step before.
     */
    after?: string;
    /**
     * Time since the start.
     */
    at?: string;
    /**
     * Who acts.
     */
    device?: string;
    /**
     * Repeated at this distance.
     */
    every?: string;
    /**
     * Name, unique in the scenario.
     */
    label: string;
    /**
     * What is done: an action of `marmot-scenario/1`.
     */
    op: string;
    /**
     * So many times.
     */
    times?: number;
    /**
     * Its details.
     */
    with: unknown;
}

/**
 * One vector file: one topic, one profile.
 */
export interface StreamFile {
    /**
     * `marmot-vectors/1`
     */
    format: string;
    /**
     * What wrote the file.
     */
    generator: Generator;
    /**
     * Tests that share a time.
     */
    groups: StreamGroup[];
    /**
     * What the flags mean.
     */
    notes: { [key: string]: Note };
    /**
     * Wire profile.
     */
    profile: string;
    /**
     * The text that is tested.
     */
    spec: Spec;
    /**
     * Version of the set.
     */
    suite_version: string;
    /**
     * Every private key in the file was made for it.
     */
    synthetic_secrets: boolean;
    /**
     * Number of tests.
     */
    test_count: number;
    /**
     * Topic; decides the members of `input` and `expect`.
     */
    topic: string;
}

/**
 * Tests that share a time.
 */
export interface StreamGroup {
    /**
     * Unix seconds of the judgement.
     */
    now: number;
    /**
     * Tests.
     */
    tests: StreamTest[];
}

/**
 * One test.
 */
export interface StreamTest {
    /**
     * One sentence.
     */
    comment: string;
    /**
     * Of a valid test; all members are compared.
     */
    expect?: StreamExpect;
    /**
     * Of a policy test: by policy id.
     */
    expected_by_policy?: { [key: string]: StreamAnswer };
    /**
     * At least one key of `notes`; one test shows one thing.
     */
    flags: [string, ...string[]];
    /**
     * Stable id: topic prefix and four digits.
     */
    id: string;
    /**
     * Input.
     */
    input: StreamInput;
    /**
     * Unix seconds of the judgement, where it is not the group's.
     */
    now?: number;
    /**
     * The valid test that this invalid or deferred one is like, but for what its flag names; a
     * `group-event` test with another `after` is elsewhere in the story, too.
     */
    parent?: string;
    /**
     * Of an invalid or deferred test.
     */
    reason?: Reason;
    /**
     * Instead of `reason` where the order of checks is free; all of one stage.
     */
    reasons_any?: Reason[];
    /**
     * What is demanded.
     */
    result: Outcome;
    /**
     * Of an invalid or deferred test: the stage of its reason.
     */
    stage?: Stage;
    /**
     * The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.
     */
    tag?: string;
    /**
     * Stacks that passed this test when it was emitted; of an invalid test, those that refused
     * it for the stated reason.
     */
    verified_by?: StackVoice[];
    /**
     * Stacks that refused this invalid test and did not say why. Not read back.
     */
    x_refused_by?: StackVoice[];
}

/**
 * Of a valid test; all members are compared.
 *
 * What must come of it. What is left out is not compared.
 *
 * It succeeds.
 */
export interface StreamExpect {
    /**
     * Ids of the acknowledgements on the first call, in order.
     */
    acks?: number[];
    /**
     * The first frame with this label comes before any of these.
     */
    before?: Array<[BeforeClass | string, BeforeClass | string, ...(BeforeClass | string)[]]>;
    /**
     * How the node ends the first call: null if it stays open.
     */
    close?: StreamClose | null;
    /**
     * Rows that the node sends on the first call, by topic and lane, exactly and in order.
     */
    delivered?: { [key: string]: { [key: string]: number[] } };
    /**
     * From where topics would resume, right after the step with this label. Topics that are
     * left out are not compared.
     */
    durable?: { [key: string]: { [key: string]: number } };
    /**
     * Frames that come.
     */
    frames?: StreamWanted[];
    /**
     * Invariants that hold; for people. Whoever can, checks them.
     */
    invariants?: string[];
    /**
     * Rows that the node sends on the first call, by lane and kind, over all topics, exactly
     * and in order; without those that may be in
     * either lane.
     */
    merged?: { [key: string]: { [key: string]: number[] } };
    /**
     * Frames that do not come.
     */
    never?: StreamPattern[];
    /**
     * Rows that consumers of the client have at the end, by consumer and topic, exactly. Who
     * has none is left out.
     */
    processed?: { [key: string]: { [key: string]: number[] } };
    /**
     * First and last moment for each call of the client after its first. There are no more
     * calls than these.
     */
    reconnect_at_ms?: Array<[number, number, ...number[]]>;
    /**
     * State of the client at the end.
     */
    state?: string;
}

/**
 * Nothing more will be sent. No frame, but counted as one.
 *
 * Any frame.
 */
export interface BeforeClass {
    mutate?:           StreamFields;
    started?:          StreamFields;
    messages?:         StreamFields;
    topics_live?:      StreamFields;
    catchup_complete?: StreamFields;
    ping?:             StreamFields;
    pong?:             StreamFields;
    half_close?:       StreamFields;
    any?:              StreamFields;
}

/**
 * What a frame must carry.
 */
export interface StreamFields {
    /**
     * Exactly what it adds, in any order.
     */
    adds?: Array<[number | string, number | string, ...(number | string)[]]>;
    /**
     * Brought about by the step with this label, or later.
     */
    after?: string;
    /**
     * On this call of the client, from 1.
     */
    call?: number;
    /**
     * Whether it asks for a replay only.
     */
    history_only?: boolean;
    /**
     * Its `mutate_id`.
     */
    mutate_id?: number | string;
    /**
     * Its nonce.
     */
    nonce?: number | string;
    /**
     * Exactly what it removes, in any order.
     */
    removes?: string[];
    /**
     * It carries one of these rows.
     */
    rows?: Array<[StreamKind | number, StreamKind | number, ...(StreamKind | number)[]]>;
    /**
     * A topic that it names, or to which a row of it belongs.
     */
    topic?: string;
}

/**
 * A group.
 *
 * An installation.
 *
 * What a topic is about.
 *
 * Kind of its topic.
 */
export type StreamKind = "group" | "welcome";

/**
 * It ends.
 *
 * How a call ends.
 */
export interface StreamClose {
    /**
     * Name of the gRPC status.
     */
    code: string;
    /**
     * First and last moment.
     */
    within_ms?: [number, number, ...number[]];
}

/**
 * A frame that comes.
 */
export interface StreamWanted {
    /**
     * What it is like.
     */
    frame: StreamPattern;
    /**
     * Its name in `before`.
     */
    label?: string;
    /**
     * How many such frames there are in all; left out: at least one.
     */
    times?: number;
    /**
     * Whom it goes to.
     */
    to: StreamMachine;
    /**
     * First and last moment for the first such frame; left out: any.
     */
    within_ms?: [number, number, ...number[]];
}

/**
 * Frames that are alike: the name of the frame, and what it must carry. What is left out
 * may be anything.
 *
 * What it is like.
 *
 * Nothing more will be sent. No frame, but counted as one.
 *
 * Any frame.
 */
export interface StreamPattern {
    mutate?:           StreamFields;
    started?:          StreamFields;
    messages?:         StreamFields;
    topics_live?:      StreamFields;
    catchup_complete?: StreamFields;
    ping?:             StreamFields;
    pong?:             StreamFields;
    half_close?:       StreamFields;
    any?:              StreamFields;
}

/**
 * Whom it goes to.
 *
 * Whose behaviour is judged.
 *
 * The node; the script is the client.
 *
 * The client; the script is the node, the application, and the end of calls.
 *
 * Both, with the pipe in between; the script is the application and the faults of the pipe.
 */
export type StreamMachine = "node" | "client" | "pair";

/**
 * What is expected under one policy.
 *
 * Of a valid test; all members are compared.
 *
 * What must come of it. What is left out is not compared.
 *
 * It succeeds.
 *
 * It fails.
 */
export interface StreamAnswer {
    /**
     * Ids of the acknowledgements on the first call, in order.
     */
    acks?: number[];
    /**
     * The first frame with this label comes before any of these.
     */
    before?: Array<[BeforeClass | string, BeforeClass | string, ...(BeforeClass | string)[]]>;
    /**
     * How the node ends the first call: null if it stays open.
     */
    close?: StreamClose | null;
    /**
     * Rows that the node sends on the first call, by topic and lane, exactly and in order.
     */
    delivered?: { [key: string]: { [key: string]: number[] } };
    /**
     * From where topics would resume, right after the step with this label. Topics that are
     * left out are not compared.
     */
    durable?: { [key: string]: { [key: string]: number } };
    /**
     * Frames that come.
     */
    frames?: StreamWanted[];
    /**
     * Invariants that hold; for people. Whoever can, checks them.
     */
    invariants?: string[];
    /**
     * Rows that the node sends on the first call, by lane and kind, over all topics, exactly
     * and in order; without those that may be in
     * either lane.
     */
    merged?: { [key: string]: { [key: string]: number[] } };
    /**
     * Frames that do not come.
     */
    never?: StreamPattern[];
    /**
     * Rows that consumers of the client have at the end, by consumer and topic, exactly. Who
     * has none is left out.
     */
    processed?: { [key: string]: { [key: string]: number[] } };
    /**
     * First and last moment for each call of the client after its first. There are no more
     * calls than these.
     */
    reconnect_at_ms?: Array<[number, number, ...number[]]>;
    /**
     * State of the client at the end.
     */
    state?: string;
    /**
     * Why.
     */
    reason?: Reason;
    /**
     * The stage of the reason.
     */
    stage?: Stage;
}

/**
 * Input.
 *
 * What is tested, with what, and what happens.
 */
export interface StreamInput {
    /**
     * The API: `v3`, with one cursor per topic.
     */
    binding: StreamBinding;
    /**
     * When the test is over.
     */
    end_ms: number;
    /**
     * The node's keepalive interval I.
     */
    interval_ms: number;
    /**
     * Rows that the node has, in the order in which they become visible.
     */
    log: StreamRow[];
    /**
     * Everything else that node and client are set to. What is left out is as the README says.
     */
    policy: StreamPolicy;
    /**
     * The node's deadline D for a matching Pong.
     */
    pong_deadline_ms: number;
    /**
     * What happens, in order.
     */
    script: StreamStep[];
    /**
     * Topics by label, as hex: a byte for the kind, then an identifier.
     */
    topics: { [key: string]: string };
    /**
     * Whose behaviour is judged.
     */
    under_test: StreamMachine;
    /**
     * The client gives a wire up after so many intervals of silence (N, at least 1).
     */
    watchdog_n: number;
}

/**
 * The API: `v3`, with one cursor per topic.
 *
 * The API that is spoken.
 *
 * One cursor per topic.
 */
export type StreamBinding = "v3";

/**
 * A row of the node's log.
 */
export interface StreamRow {
    /**
     * When its id was given out, if that was before.
     */
    allotted_at_ms?: number;
    /**
     * Bytes of what it carries, 100 if left out.
     */
    bytes?: number;
    /**
     * Its number in the sequence of its kind.
     */
    id: number;
    /**
     * Kind of its topic.
     */
    kind: StreamKind;
    /**
     * Label of its topic.
     */
    topic: string;
    /**
     * The node cannot parse it, and serves it to nobody.
     */
    unreadable?: boolean;
    /**
     * From when on a reader may see it.
     */
    visible_at_ms: number;
}

/**
 * Everything else that node and client are set to. What is left out is as the README says.
 *
 * Settings of node and client.
 */
export interface StreamPolicy {
    /**
     * Topics that may not be read stand here with `false`.
     */
    allow?: { [key: string]: boolean };
    /**
     * How long the client waits before it calls again.
     */
    backoff?: StreamBackoff;
    /**
     * The node shows no row before every row with a lower id.
     */
    fence?: boolean;
    /**
     * How long after a suspension the client takes its wire down.
     */
    grace_ms?: number;
    /**
     * Bounds of the node.
     */
    limits?: StreamLimits;
    /**
     * What the client does when it comes to the foreground.
     */
    on_resume?: StreamOnResume;
    /**
     * How the node reads history.
     */
    page?: StreamPage;
    /**
     * When the node challenges its client.
     */
    ping_when?: StreamPingWhen;
    /**
     * How long the client waits for the answer to a probe.
     */
    probe_ms?: number;
    /**
     * How often the client compares its cursors with what the node has.
     */
    reconcile_ms?: number;
    /**
     * A remove cancels a running `history_only` replay.
     */
    remove_cancels?: boolean;
    /**
     * From where the client resumes what was live.
     */
    resume_from?: StreamResumeFrom;
    /**
     * The node does not know the call.
     */
    unimplemented?: boolean;
    /**
     * The client is a watchdog around an older call (`under_test` is `client`).
     */
    watchdog?: StreamWatchdog;
}

/**
 * How long the client waits before it calls again.
 *
 * How long a client waits before it calls again.
 */
export interface StreamBackoff {
    /**
     * After the first failure; each further one doubles it.
     */
    base_ms: number;
    /**
     * At most.
     */
    cap_ms: number;
    /**
     * Up to this much more, drawn anew for each call.
     */
    jitter_ms: number;
    /**
     * No two calls are nearer than this.
     */
    min_ms: number;
}

/**
 * Bounds of the node.
 *
 * Bounds of a node. What exceeds one ends the call with `RESOURCE_EXHAUSTED`.
 */
export interface StreamLimits {
    /**
     * Adds of a Mutate.
     */
    max_adds?: number;
    /**
     * Rows that wait for the end of waves.
     */
    max_held_rows?: number;
    /**
     * Bytes of a row.
     */
    max_row_bytes?: number;
    /**
     * Topics of a call.
     */
    max_topics?: number;
    /**
     * Mutates in any second.
     */
    mutates_per_second?: number;
    /**
     * Pings of the client in any second.
     */
    pings_per_second?: number;
    /**
     * How long a frame may wait for a client that takes nothing.
     */
    send_within_ms?: number;
}

/**
 * What the client does when it comes to the foreground.
 *
 * What a client does when it comes to the foreground.
 *
 * It sends a Ping on the wire that it has.
 *
 * It drops the wire and calls.
 */
export type StreamOnResume = "probe" | "reconnect";

/**
 * How the node reads history.
 *
 * How a node reads history: so many rows of a wave at once, then a pause.
 */
export interface StreamPage {
    /**
     * The pause.
     */
    every_ms: number;
    /**
     * Rows, of all topics together.
     */
    rows: number;
}

/**
 * When the node challenges its client.
 *
 * When a node challenges its client.
 *
 * When nothing was sent for an interval.
 *
 * Then, and two intervals after the last matching Pong at the latest.
 */
export type StreamPingWhen = "send_idle" | "unproven";

/**
 * From where the client resumes what was live.
 *
 * From where a client resumes a topic that was live.
 *
 * The live mark of its kind, which is 0 until a live row came.
 *
 * The highest of that mark, the cursor of the add, and the highest id processed of the
 * topic.
 */
export type StreamResumeFrom = "marks" | "floors";

/**
 * The client is a watchdog around an older call (`under_test` is `client`).
 *
 * A watchdog around a stream without keepalive.
 */
export interface StreamWatchdog {
    /**
     * Two attempts are at least this far apart.
     */
    floor_ms: number;
    /**
     * Silence that trips it.
     */
    idle_ms: number;
    /**
     * When the beginning of an attempt is written down.
     */
    retry_stamp?: StreamRetryStamp;
}

/**
 * When the beginning of an attempt is written down.
 *
 * When a watchdog writes the beginning of an attempt down.
 *
 * When its stream began, and not again while attempts fail.
 *
 * At every attempt.
 */
export type StreamRetryStamp = "once" | "each";

/**
 * Something that happens: `from` says by whom, and exactly one of the members after `call`
 * what.
 */
export interface StreamStep {
    /**
     * `client`: from now on it answers Pings at once, or does not. It does from the beginning.
     */
    answers?: boolean;
    /**
     * `app`: something that happens to the client as a whole.
     */
    app?: StreamApp;
    /**
     * When.
     */
    at_ms: number;
    /**
     * Of `node` steps of a client's test: on which of the client's calls, from 1. If that is
     * not open, nothing happens.
     */
    call?: number;
    /**
     * `client`: it gives the call up.
     */
    cancel?: boolean;
    /**
     * `node`: the call ends with this gRPC status. `pipe`: all calls do.
     */
    close?: string;
    /**
     * `pipe`: it behaves so from now on.
     */
    fault?: StreamFault;
    /**
     * `app`: a window in the background, with these topics and cursors.
     */
    fetch?: StreamWish;
    /**
     * `client` or `node`: this is sent.
     */
    frame?: StreamFrame;
    /**
     * Who.
     */
    from: StreamFrom;
    /**
     * `client`: it sends nothing more.
     */
    half_close?: boolean;
    /**
     * Name that expectations refer to.
     */
    label?: string;
    /**
     * `node`: it loses its registrations of this topic and goes on.
     */
    lose?: string;
    /**
     * `client`: it calls.
     */
    open?: boolean;
    /**
     * `app`: a consumer wants rows of these topics above these ids.
     */
    subscribe?: StreamWish;
    /**
     * `app`: nobody wants these topics any more.
     */
    unsubscribe?: string[];
}

/**
 * `app`: something that happens to the client as a whole.
 *
 * What happens to a client as a whole.
 *
 * It goes to the background.
 *
 * It is in the foreground again.
 *
 * Its process dies and is started again at once.
 *
 * Its consumers take nothing for now.
 *
 * They go on.
 *
 * Its machine stops: no input, no timers.
 *
 * Its machine goes on.
 *
 * A watchdog begins.
 */
export type StreamApp = "suspend" | "resume" | "crash" | "park" | "unpark" | "freeze" | "thaw" | "start";

/**
 * `pipe`: it behaves so from now on.
 *
 * How a pipe behaves from now on, or until `until_ms`.
 */
export interface StreamFault {
    /**
     * `accept_then_die`: how soon.
     */
    after_ms?: number;
    /**
     * `stall`: so many bytes are buffered before the node has to wait.
     */
    buffer_bytes?: number;
    /**
     * `cut_after`: so many more frames of the node.
     */
    frames?: number;
    /**
     * How.
     */
    mode: StreamMode;
    /**
     * When it behaves as usual again. Calls that were dead stay dead.
     */
    until_ms?: number;
}

/**
 * How.
 *
 * How a pipe behaves.
 */
export type StreamMode = "blackhole_up" | "blackhole_down" | "proxy_ack" | "half_close" | "stall" | "cut_after" | "accept_then_die";

/**
 * `app`: a window in the background, with these topics and cursors.
 *
 * What a consumer wants.
 *
 * `app`: a consumer wants rows of these topics above these ids.
 */
export interface StreamWish {
    /**
     * Its name.
     */
    consumer: string;
    /**
     * Label and cursor of each topic.
     */
    topics: Array<[number | string, number | string, ...(number | string)[]]>;
}

/**
 * `client` or `node`: this is sent.
 *
 * A frame of a script. Topics are labels.
 *
 * From the client: changes the topics.
 *
 * From the node: the first frame of a call.
 *
 * From the node: rows of one lane.
 *
 * From the node: these topics were replayed.
 *
 * From the node: acknowledges a Mutate.
 *
 * From either.
 *
 * From the client: V1 without any request in it.
 *
 * From the client: no version, or one that nobody knows.
 */
export interface StreamFrame {
    mutate?:           Mutate;
    started?:          Started;
    messages?:         Messages;
    topics_live?:      TopicsLive;
    catchup_complete?: CatchupComplete;
    ping?:             Ping;
    pong?:             Pong;
    empty?:            Empty;
    unknown_version?:  UnknownVersion;
}

export interface CatchupComplete {
    /**
     * Its id.
     */
    mutate_id: number | string;
}

export interface Empty {
}

export interface Messages {
    /**
     * The lane: the id of a wave, 0 for live.
     */
    mutate_id: number | string;
    /**
     * The rows.
     */
    rows: Array<[StreamKind | number, StreamKind | number, ...(StreamKind | number)[]]>;
}

export interface Mutate {
    /**
     * What to add: label and cursor.
     */
    adds?: Array<[number | string, number | string, ...(number | string)[]]>;
    /**
     * Replay only.
     */
    history_only?: boolean;
    /**
     * Its id.
     */
    mutate_id: number | string;
    /**
     * What to remove.
     */
    removes?: string[];
}

export interface Ping {
    /**
     * Its nonce.
     */
    nonce: number | string;
}

export interface Pong {
    /**
     * The nonce of the Ping that it answers.
     */
    nonce: number | string;
}

export interface Started {
    /**
     * Optional features.
     */
    capabilities?: number[];
    /**
     * Its interval.
     */
    keepalive_interval_ms: number;
}

export interface TopicsLive {
    /**
     * Labels.
     */
    topics: string[];
}

export interface UnknownVersion {
}

/**
 * Who.
 *
 * Who does something.
 */
export type StreamFrom = "client" | "node" | "app" | "pipe";

/**
 * One vector file: one topic, one profile.
 */
export interface TreeFile {
    /**
     * `marmot-vectors/1`
     */
    format: string;
    /**
     * What wrote the file.
     */
    generator: Generator;
    /**
     * Tests that share a time.
     */
    groups: TreeGroup[];
    /**
     * What the flags mean.
     */
    notes: { [key: string]: Note };
    /**
     * Wire profile.
     */
    profile: string;
    /**
     * The text that is tested.
     */
    spec: Spec;
    /**
     * Version of the set.
     */
    suite_version: string;
    /**
     * Every private key in the file was made for it.
     */
    synthetic_secrets: boolean;
    /**
     * Number of tests.
     */
    test_count: number;
    /**
     * Topic; decides the members of `input` and `expect`.
     */
    topic: string;
}

/**
 * Tests that share a time.
 */
export interface TreeGroup {
    /**
     * Unix seconds of the judgement.
     */
    now: number;
    /**
     * Tests.
     */
    tests: TreeTest[];
}

/**
 * One test.
 */
export interface TreeTest {
    /**
     * One sentence.
     */
    comment: string;
    /**
     * Of a valid test; all members are compared.
     */
    expect?: TreeExpect;
    /**
     * Of a policy test: by policy id.
     */
    expected_by_policy?: { [key: string]: TreeAnswer };
    /**
     * At least one key of `notes`; one test shows one thing.
     */
    flags: [string, ...string[]];
    /**
     * Stable id: topic prefix and four digits.
     */
    id: string;
    /**
     * Input.
     */
    input: TreeInput;
    /**
     * Unix seconds of the judgement, where it is not the group's.
     */
    now?: number;
    /**
     * The valid test that this invalid or deferred one is like, but for what its flag names; a
     * `group-event` test with another `after` is elsewhere in the story, too.
     */
    parent?: string;
    /**
     * Of an invalid or deferred test.
     */
    reason?: Reason;
    /**
     * Instead of `reason` where the order of checks is free; all of one stage.
     */
    reasons_any?: Reason[];
    /**
     * What is demanded.
     */
    result: Outcome;
    /**
     * Of an invalid or deferred test: the stage of its reason.
     */
    stage?: Stage;
    /**
     * The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.
     */
    tag?: string;
    /**
     * Stacks that passed this test when it was emitted; of an invalid test, those that refused
     * it for the stated reason.
     */
    verified_by?: StackVoice[];
    /**
     * Stacks that refused this invalid test and did not say why. Not read back.
     */
    x_refused_by?: StackVoice[];
}

/**
 * Of a valid test; all members are compared.
 *
 * The world at the end of the trace.
 *
 * It succeeds.
 */
export interface TreeExpect {
    /**
     * Over all pairs of tips of one root: the shorter way from their fork to a tip.
     */
    fork_depth: number;
    /**
     * By removed device: steps that it has opened and some living sibling has not.
     */
    leaked?: { [key: string]: string[] };
    /**
     * In a quiescent world: steps that no living device of the other user has opened.
     */
    lost?: string[];
    /**
     * Nothing is enabled but steps, messages, rolls and removals.
     */
    quiescent: boolean;
    /**
     * Node and index of symmetric messages that share them with others.
     */
    reused?: Array<[number | string, number | string, ...(number | string)[]]>;
    /**
     * By device: on what it sends next.
     */
    selection: { [key: string]: string };
    /**
     * What comes after the trace, and where it leads.
     */
    then?: RatchetThen;
    /**
     * Nodes that nothing grew on, in the order of names.
     */
    tips: string[];
}

/**
 * What comes after the trace, and where it leads.
 *
 * What comes after a trace, and where it leads.
 */
export interface RatchetThen {
    /**
     * By device: on what it sends next.
     */
    selection: { [key: string]: string };
    /**
     * More events.
     */
    trace: Array<string[]>;
}

/**
 * What is expected under one policy.
 *
 * Of a valid test; all members are compared.
 *
 * The world at the end of the trace.
 *
 * It succeeds.
 *
 * It fails.
 */
export interface TreeAnswer {
    /**
     * Over all pairs of tips of one root: the shorter way from their fork to a tip.
     */
    fork_depth?: number;
    /**
     * By removed device: steps that it has opened and some living sibling has not.
     */
    leaked?: { [key: string]: string[] };
    /**
     * In a quiescent world: steps that no living device of the other user has opened.
     */
    lost?: string[];
    /**
     * Nothing is enabled but steps, messages, rolls and removals.
     */
    quiescent?: boolean;
    /**
     * Node and index of symmetric messages that share them with others.
     */
    reused?: Array<[number | string, number | string, ...(number | string)[]]>;
    /**
     * By device: on what it sends next.
     */
    selection?: { [key: string]: string };
    /**
     * What comes after the trace, and where it leads.
     */
    then?: RatchetThen;
    /**
     * Nodes that nothing grew on, in the order of names.
     */
    tips?: string[];
    /**
     * Why.
     */
    reason?: Reason;
    /**
     * The stage of the reason.
     */
    stage?: Stage;
}

/**
 * Input.
 *
 * A world, and what happens in it.
 */
export interface TreeInput {
    /**
     * The trace repeats itself.
     */
    cycle?: RatchetCycle;
    /**
     * Devices of A.
     */
    m: number;
    /**
     * Devices of B.
     */
    n: number;
    /**
     * The switches.
     */
    policy: RatchetPolicy;
    /**
     * How many DH steps each device can make.
     */
    steps_max: number;
    /**
     * Events: a verb, the device, then nodes.
     */
    trace: Array<string[]>;
}

/**
 * The trace repeats itself.
 *
 * After round `from` + `rounds` the world is what it was after round `from`, deeper.
 */
export interface RatchetCycle {
    /**
     * By round: how many events of the trace have happened at its end.
     */
    ends: number[];
    /**
     * The round after which the cycle begins, from 1.
     */
    from: number;
    /**
     * Its length in rounds.
     */
    rounds: number;
    /**
     * By how many levels the tree has grown.
     */
    shift: number;
}

/**
 * One vector file: one topic, one profile.
 */
export interface WelcomeFanoutFile {
    /**
     * `marmot-vectors/1`
     */
    format: string;
    /**
     * What wrote the file.
     */
    generator: Generator;
    /**
     * Tests that share a time.
     */
    groups: WelcomeFanoutGroup[];
    /**
     * What the flags mean.
     */
    notes: { [key: string]: Note };
    /**
     * Wire profile.
     */
    profile: string;
    /**
     * The text that is tested.
     */
    spec: Spec;
    /**
     * Version of the set.
     */
    suite_version: string;
    /**
     * Every private key in the file was made for it.
     */
    synthetic_secrets: boolean;
    /**
     * Number of tests.
     */
    test_count: number;
    /**
     * Topic; decides the members of `input` and `expect`.
     */
    topic: string;
}

/**
 * Tests that share a time.
 */
export interface WelcomeFanoutGroup {
    /**
     * Unix seconds of the judgement.
     */
    now: number;
    /**
     * Tests.
     */
    tests: WelcomeFanoutTest[];
}

/**
 * One test.
 */
export interface WelcomeFanoutTest {
    /**
     * One sentence.
     */
    comment: string;
    /**
     * Of a valid test; all members are compared.
     */
    expect?: WelcomeFanoutExpect;
    /**
     * Of a policy test: by policy id.
     */
    expected_by_policy?: { [key: string]: WelcomeFanoutAnswer };
    /**
     * At least one key of `notes`; one test shows one thing.
     */
    flags: [string, ...string[]];
    /**
     * Stable id: topic prefix and four digits.
     */
    id: string;
    /**
     * Input.
     */
    input: WelcomeFanoutInput;
    /**
     * Unix seconds of the judgement, where it is not the group's.
     */
    now?: number;
    /**
     * The valid test that this invalid or deferred one is like, but for what its flag names; a
     * `group-event` test with another `after` is elsewhere in the story, too.
     */
    parent?: string;
    /**
     * Of an invalid or deferred test.
     */
    reason?: Reason;
    /**
     * Instead of `reason` where the order of checks is free; all of one stage.
     */
    reasons_any?: Reason[];
    /**
     * What is demanded.
     */
    result: Outcome;
    /**
     * Of an invalid or deferred test: the stage of its reason.
     */
    stage?: Stage;
    /**
     * The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.
     */
    tag?: string;
    /**
     * Stacks that passed this test when it was emitted; of an invalid test, those that refused
     * it for the stated reason.
     */
    verified_by?: StackVoice[];
    /**
     * Stacks that refused this invalid test and did not say why. Not read back.
     */
    x_refused_by?: StackVoice[];
}

/**
 * Of a valid test; all members are compared.
 *
 * What becomes of each delivery.
 *
 * It succeeds.
 */
export interface WelcomeFanoutExpect {
    /**
     * Leaves of the group that was joined last; 0 if none was.
     */
    leaves: number;
    /**
     * One outcome for each delivery.
     */
    outcomes: Array<DeliveryClass | DeliveryEnum>;
}

/**
 * It fails, and leaves no trace.
 */
export interface DeliveryClass {
    rejected: Reason;
}

/**
 * The device became a member.
 *
 * It is not meant for this device.
 *
 * The device joined that group before, from this Welcome or another.
 */
export type DeliveryEnum = "joined" | "ignored" | "duplicate";

/**
 * What is expected under one policy.
 *
 * Of a valid test; all members are compared.
 *
 * What becomes of each delivery.
 *
 * It succeeds.
 *
 * It fails.
 */
export interface WelcomeFanoutAnswer {
    /**
     * Leaves of the group that was joined last; 0 if none was.
     */
    leaves?: number;
    /**
     * One outcome for each delivery.
     */
    outcomes?: Array<DeliveryClass | DeliveryEnum>;
    /**
     * Why.
     */
    reason?: Reason;
    /**
     * The stage of the reason.
     */
    stage?: Stage;
}

/**
 * Input.
 *
 * Devices, Welcomes, and what reaches whom in which order.
 */
export interface WelcomeFanoutInput {
    /**
     * Device and rumor, in order. Each delivery is one more wrap, except that a delivery which
     * repeats an earlier pair is a
     * replay of the same wrap.
     */
    deliveries: Array<[string, string, ...string[]]>;
    /**
     * What each device holds.
     */
    devices: { [key: string]: Keys };
    /**
     * Welcomes, each in a wrap of its own.
     */
    rumors: { [key: string]: Rumor };
}

/**
 * One KeyPackage with everything that its owner holds. Names after the MLSWG passive-client
 * vectors.
 *
 * Who joins.
 *
 * A second leaf added by the same Commit. The runner joins it from the same Welcome bytes;
 * it processes every
 * message of `then` too, and reads what the joiner sends.
 */
export interface Keys {
    /**
     * Raw 32-byte X25519 key of the leaf.
     */
    encryption_priv: string;
    /**
     * Raw 32-byte X25519 key to which a Welcome is encrypted.
     */
    init_priv: string;
    /**
     * `MLSMessage(mls_key_package)`.
     */
    key_package: string;
    /**
     * The event that published it, for clients that look it up by the id in `e`.
     */
    key_package_event: Event;
    /**
     * The bare KeyPackage. Reference and signature are over this form.
     */
    key_package_raw: string;
    /**
     * 32-byte secp256k1 scalar of the account.
     */
    nostr_sk: string;
    /**
     * 32-byte Ed25519 seed (RFC 8032).
     */
    signature_priv: string;
    /**
     * 32-byte Ed25519 public key.
     */
    signature_pub: string;
}

/**
 * One vector file: one topic, one profile.
 */
export interface WelcomeJoinFile {
    /**
     * `marmot-vectors/1`
     */
    format: string;
    /**
     * What wrote the file.
     */
    generator: Generator;
    /**
     * Tests that share a time.
     */
    groups: WelcomeJoinGroup[];
    /**
     * What the flags mean.
     */
    notes: { [key: string]: Note };
    /**
     * Wire profile.
     */
    profile: string;
    /**
     * The text that is tested.
     */
    spec: Spec;
    /**
     * Version of the set.
     */
    suite_version: string;
    /**
     * Every private key in the file was made for it.
     */
    synthetic_secrets: boolean;
    /**
     * Number of tests.
     */
    test_count: number;
    /**
     * Topic; decides the members of `input` and `expect`.
     */
    topic: string;
}

/**
 * Tests that share a time.
 */
export interface WelcomeJoinGroup {
    /**
     * Unix seconds of the judgement.
     */
    now: number;
    /**
     * Tests.
     */
    tests: WelcomeJoinTest[];
}

/**
 * One test.
 */
export interface WelcomeJoinTest {
    /**
     * One sentence.
     */
    comment: string;
    /**
     * Of a valid test; all members are compared.
     */
    expect?: WelcomeJoinExpect;
    /**
     * Of a policy test: by policy id.
     */
    expected_by_policy?: { [key: string]: WelcomeJoinAnswer };
    /**
     * At least one key of `notes`; one test shows one thing.
     */
    flags: [string, ...string[]];
    /**
     * Stable id: topic prefix and four digits.
     */
    id: string;
    /**
     * Input.
     */
    input: WelcomeJoinInput;
    /**
     * Unix seconds of the judgement, where it is not the group's.
     */
    now?: number;
    /**
     * The valid test that this invalid or deferred one is like, but for what its flag names; a
     * `group-event` test with another `after` is elsewhere in the story, too.
     */
    parent?: string;
    /**
     * Of an invalid or deferred test.
     */
    reason?: Reason;
    /**
     * Instead of `reason` where the order of checks is free; all of one stage.
     */
    reasons_any?: Reason[];
    /**
     * What is demanded.
     */
    result: Outcome;
    /**
     * Of an invalid or deferred test: the stage of its reason.
     */
    stage?: Stage;
    /**
     * The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.
     */
    tag?: string;
    /**
     * Stacks that passed this test when it was emitted; of an invalid test, those that refused
     * it for the stated reason.
     */
    verified_by?: StackVoice[];
    /**
     * Stacks that refused this invalid test and did not say why. Not read back.
     */
    x_refused_by?: StackVoice[];
}

/**
 * Of a valid test; all members are compared.
 *
 * What a join leads to.
 *
 * It succeeds.
 */
export interface WelcomeJoinExpect {
    /**
     * The joiner's state right after the join.
     */
    state: State;
    /**
     * One result for each `then`.
     */
    then: OpResult[];
}

/**
 * The joiner's state right after the join.
 *
 * What a member knows after a join. Every member is compared.
 */
export interface State {
    /**
     * SHA-256("marmot-convergence-conformance-v1" ‖ 00 ‖ MLS-Exporter("marmot",
     * "convergence-conformance-v1", 32)).
     */
    commitment: string;
    /**
     * Epoch.
     */
    epoch: number;
    /**
     * Epoch authenticator.
     */
    epoch_authenticator: string;
    /**
     * Exported secrets.
     */
    exporters: Export[];
    /**
     * MLS group id.
     */
    group_id: string;
    /**
     * Every leaf that is not blank, by index.
     */
    leaves: LeafEntry[];
    /**
     * The id that `h` tags name.
     */
    nostr_group_id: string;
    /**
     * Index of the own leaf.
     */
    own_leaf: number;
    /**
     * Tree hash of the group context.
     */
    tree_hash: string;
}

/**
 * One exported secret.
 */
export interface Export {
    /**
     * Context bytes.
     */
    context: string;
    /**
     * Label, text.
     */
    label: string;
    /**
     * Length of the secret in bytes.
     */
    length: number;
    /**
     * `MLS-Exporter(label, context, length)`.
     */
    secret: string;
}

/**
 * What one `then` leads to.
 *
 * Of `receive`.
 *
 * Of `receive_commit`.
 *
 * Of `joiner_sends`.
 */
export interface OpResult {
    /**
     * Application data.
     */
    plaintext?: string;
    /**
     * Leaf that sent it.
     */
    sender_leaf?: number;
    /**
     * The new epoch.
     */
    epoch?: number;
    /**
     * Its authenticator.
     */
    epoch_authenticator?: string;
    /**
     * Application data as the witness read it.
     */
    witness_reads?: string;
}

/**
 * What is expected under one policy.
 *
 * Of a valid test; all members are compared.
 *
 * What a join leads to.
 *
 * It succeeds.
 *
 * It fails.
 */
export interface WelcomeJoinAnswer {
    /**
     * The joiner's state right after the join.
     */
    state?: State;
    /**
     * One result for each `then`.
     */
    then?: OpResult[];
    /**
     * Why.
     */
    reason?: Reason;
    /**
     * The stage of the reason.
     */
    stage?: Stage;
}

/**
 * Input.
 *
 * A Welcome and two who can open it.
 */
export interface WelcomeJoinInput {
    /**
     * Who joins.
     */
    joiner: Keys;
    /**
     * The Welcome that names the joiner's KeyPackage.
     */
    rumor: Rumor;
    /**
     * What happens after the join, in order.
     */
    then: Op[];
    /**
     * A second leaf added by the same Commit. The runner joins it from the same Welcome bytes;
     * it processes every
     * message of `then` too, and reads what the joiner sends.
     */
    witness: Keys;
}

/**
 * What happens after the join.
 *
 * An application message arrives.
 *
 * A Commit arrives and is applied.
 *
 * The joiner encrypts these bytes, and the witness reads them.
 */
export interface Op {
    /**
     * `MLSMessage`, outer encryption removed.
     */
    mls_message?: string;
    op:           OpEnum;
    /**
     * Application data.
     */
    plaintext?: string;
}

export type OpEnum = "receive" | "receive_commit" | "joiner_sends";

/**
 * One vector file: one topic, one profile.
 */
export interface WelcomeRumorFile {
    /**
     * `marmot-vectors/1`
     */
    format: string;
    /**
     * What wrote the file.
     */
    generator: Generator;
    /**
     * Tests that share a time.
     */
    groups: WelcomeRumorGroup[];
    /**
     * What the flags mean.
     */
    notes: { [key: string]: Note };
    /**
     * Wire profile.
     */
    profile: string;
    /**
     * The text that is tested.
     */
    spec: Spec;
    /**
     * Version of the set.
     */
    suite_version: string;
    /**
     * Every private key in the file was made for it.
     */
    synthetic_secrets: boolean;
    /**
     * Number of tests.
     */
    test_count: number;
    /**
     * Topic; decides the members of `input` and `expect`.
     */
    topic: string;
}

/**
 * Tests that share a time.
 */
export interface WelcomeRumorGroup {
    /**
     * Unix seconds of the judgement.
     */
    now: number;
    /**
     * Tests.
     */
    tests: WelcomeRumorTest[];
}

/**
 * One test.
 */
export interface WelcomeRumorTest {
    /**
     * One sentence.
     */
    comment: string;
    /**
     * Of a valid test; all members are compared.
     */
    expect?: WelcomeRumorExpect;
    /**
     * Of a policy test: by policy id.
     */
    expected_by_policy?: { [key: string]: WelcomeRumorAnswer };
    /**
     * At least one key of `notes`; one test shows one thing.
     */
    flags: [string, ...string[]];
    /**
     * Stable id: topic prefix and four digits.
     */
    id: string;
    /**
     * Input.
     */
    input: WelcomeRumorInput;
    /**
     * Unix seconds of the judgement, where it is not the group's.
     */
    now?: number;
    /**
     * The valid test that this invalid or deferred one is like, but for what its flag names; a
     * `group-event` test with another `after` is elsewhere in the story, too.
     */
    parent?: string;
    /**
     * Of an invalid or deferred test.
     */
    reason?: Reason;
    /**
     * Instead of `reason` where the order of checks is free; all of one stage.
     */
    reasons_any?: Reason[];
    /**
     * What is demanded.
     */
    result: Outcome;
    /**
     * Of an invalid or deferred test: the stage of its reason.
     */
    stage?: Stage;
    /**
     * The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.
     */
    tag?: string;
    /**
     * Stacks that passed this test when it was emitted; of an invalid test, those that refused
     * it for the stated reason.
     */
    verified_by?: StackVoice[];
    /**
     * Stacks that refused this invalid test and did not say why. Not read back.
     */
    x_refused_by?: StackVoice[];
}

/**
 * Of a valid test; all members are compared.
 *
 * What a reader takes out of it.
 *
 * It succeeds.
 */
export interface WelcomeRumorExpect {
    /**
     * The event that `e` names, hex.
     */
    key_package_event: string;
    /**
     * KeyPackages for which the MLS Welcome holds a secret.
     */
    refs: string[];
    /**
     * Where the group's events are.
     */
    relays: string[];
    /**
     * Author of the rumor, hex.
     */
    sender: string;
}

/**
 * What is expected under one policy.
 *
 * Of a valid test; all members are compared.
 *
 * What a reader takes out of it.
 *
 * It succeeds.
 *
 * It fails.
 */
export interface WelcomeRumorAnswer {
    /**
     * The event that `e` names, hex.
     */
    key_package_event?: string;
    /**
     * KeyPackages for which the MLS Welcome holds a secret.
     */
    refs?: string[];
    /**
     * Where the group's events are.
     */
    relays?: string[];
    /**
     * Author of the rumor, hex.
     */
    sender?: string;
    /**
     * Why.
     */
    reason?: Reason;
    /**
     * The stage of the reason.
     */
    stage?: Stage;
}

/**
 * Input.
 *
 * A rumor, or a gift wrap with the key that opens it.
 */
export interface WelcomeRumorInput {
    /**
     * The account that received the wrap.
     */
    nostr_sk?: string;
    /**
     * The rumor.
     */
    rumor?: Rumor;
    /**
     * A kind 1059 event.
     */
    wrap?: Event;
}

/** What the files of each topic contain. */
export interface FileOf {
    "commit-authority": CommitAuthorityFile;
    "convergence": ConvergenceFile;
    "exporter": ExporterFile;
    "group-event": GroupEventFile;
    "key-package-event": KeyPackageEventFile;
    "key-package-ref": KeyPackageRefFile;
    "key-package-select": KeyPackageSelectFile;
    "member-coalescing": MemberCoalescingFile;
    "race": RaceFile;
    "scenario": ScenarioFile;
    "stream": StreamFile;
    "tree": TreeFile;
    "welcome-fanout": WelcomeFanoutFile;
    "welcome-join": WelcomeJoinFile;
    "welcome-rumor": WelcomeRumorFile;
}
