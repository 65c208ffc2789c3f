// To parse the JSON, install kotlin's serialization plugin and do:
//
// val json                   = Json { allowStructuredMapKeys = true }
// val exporterFile           = json.parse(ExporterFile.serializer(), jsonString)
// val exporterAnswer         = json.parse(ExporterAnswer.serializer(), jsonString)
// val purpleClass            = json.parse(PurpleClass.serializer(), jsonString)
// val exporterExpect         = json.parse(ExporterExpect.serializer(), jsonString)
// val generator              = json.parse(Generator.serializer(), jsonString)
// val exporterGroup          = json.parse(ExporterGroup.serializer(), jsonString)
// val exporterInput          = json.parse(ExporterInput.serializer(), jsonString)
// val note                   = json.parse(Note.serializer(), jsonString)
// val outcome                = json.parse(Outcome.serializer(), jsonString)
// val reason                 = json.parse(Reason.serializer(), jsonString)
// val spec                   = json.parse(Spec.serializer(), jsonString)
// val stackVoice             = json.parse(StackVoice.serializer(), jsonString)
// val stage                  = json.parse(Stage.serializer(), jsonString)
// val exporterTest           = json.parse(ExporterTest.serializer(), jsonString)
// val groupEventFile         = json.parse(GroupEventFile.serializer(), jsonString)
// val groupEventAnswer       = json.parse(GroupEventAnswer.serializer(), jsonString)
// val contentType            = json.parse(ContentType.serializer(), jsonString)
// val event                  = json.parse(Event.serializer(), jsonString)
// val groupEventExpect       = json.parse(GroupEventExpect.serializer(), jsonString)
// val groupEventGroup        = json.parse(GroupEventGroup.serializer(), jsonString)
// val groupEventInput        = json.parse(GroupEventInput.serializer(), jsonString)
// val rumor                  = json.parse(Rumor.serializer(), jsonString)
// val groupEventTest         = json.parse(GroupEventTest.serializer(), jsonString)
// val keyPackageEventFile    = json.parse(KeyPackageEventFile.serializer(), jsonString)
// val keyPackageEventAnswer  = json.parse(KeyPackageEventAnswer.serializer(), jsonString)
// val keyPackageEventExpect  = json.parse(KeyPackageEventExpect.serializer(), jsonString)
// val keyPackageEventGroup   = json.parse(KeyPackageEventGroup.serializer(), jsonString)
// val keyPackageEventInput   = json.parse(KeyPackageEventInput.serializer(), jsonString)
// val keyPackageEventTest    = json.parse(KeyPackageEventTest.serializer(), jsonString)
// val keyPackageRefFile      = json.parse(KeyPackageRefFile.serializer(), jsonString)
// val keyPackageRefAnswer    = json.parse(KeyPackageRefAnswer.serializer(), jsonString)
// val keyPackageRefExpect    = json.parse(KeyPackageRefExpect.serializer(), jsonString)
// val keyPackageRefGroup     = json.parse(KeyPackageRefGroup.serializer(), jsonString)
// val keyPackageRefInput     = json.parse(KeyPackageRefInput.serializer(), jsonString)
// val keyPackageRefTest      = json.parse(KeyPackageRefTest.serializer(), jsonString)
// val keyPackageSelectFile   = json.parse(KeyPackageSelectFile.serializer(), jsonString)
// val keyPackageSelectAnswer = json.parse(KeyPackageSelectAnswer.serializer(), jsonString)
// val exclusion              = json.parse(Exclusion.serializer(), jsonString)
// val keyPackageSelectExpect = json.parse(KeyPackageSelectExpect.serializer(), jsonString)
// val keyPackageSelectGroup  = json.parse(KeyPackageSelectGroup.serializer(), jsonString)
// val keyPackageSelectInput  = json.parse(KeyPackageSelectInput.serializer(), jsonString)
// val requirements           = json.parse(Requirements.serializer(), jsonString)
// val keyPackageSelectTest   = json.parse(KeyPackageSelectTest.serializer(), jsonString)
// val manifest               = json.parse(Manifest.serializer(), jsonString)
// val fileEntry              = json.parse(FileEntry.serializer(), jsonString)
// val otherFile              = json.parse(OtherFile.serializer(), jsonString)
// val policyEntry            = json.parse(PolicyEntry.serializer(), jsonString)
// val retired                = json.parse(Retired.serializer(), jsonString)
// val memberCoalescingFile   = json.parse(MemberCoalescingFile.serializer(), jsonString)
// val memberCoalescingAnswer = json.parse(MemberCoalescingAnswer.serializer(), jsonString)
// val memberCoalescingExpect = json.parse(MemberCoalescingExpect.serializer(), jsonString)
// val memberCoalescingGroup  = json.parse(MemberCoalescingGroup.serializer(), jsonString)
// val memberCoalescingInput  = json.parse(MemberCoalescingInput.serializer(), jsonString)
// val memberCoalescingTest   = json.parse(MemberCoalescingTest.serializer(), jsonString)
// val minimal                = json.parse(Minimal.serializer(), jsonString)
// val minimalTest            = json.parse(MinimalTest.serializer(), jsonString)
// val scenarioFile           = json.parse(ScenarioFile.serializer(), jsonString)
// val scenarioAnswer         = json.parse(ScenarioAnswer.serializer(), jsonString)
// val device                 = json.parse(Device.serializer(), jsonString)
// val scenarioExpect         = json.parse(ScenarioExpect.serializer(), jsonString)
// val fault                  = json.parse(Fault.serializer(), jsonString)
// val scenarioGroup          = json.parse(ScenarioGroup.serializer(), jsonString)
// val scenarioInput          = json.parse(ScenarioInput.serializer(), jsonString)
// val relay                  = json.parse(Relay.serializer(), jsonString)
// val step                   = json.parse(Step.serializer(), jsonString)
// val scenarioTest           = json.parse(ScenarioTest.serializer(), jsonString)
// val welcomeFanoutFile      = json.parse(WelcomeFanoutFile.serializer(), jsonString)
// val welcomeFanoutAnswer    = json.parse(WelcomeFanoutAnswer.serializer(), jsonString)
// val delivery               = json.parse(Delivery.serializer(), jsonString)
// val welcomeFanoutExpect    = json.parse(WelcomeFanoutExpect.serializer(), jsonString)
// val welcomeFanoutGroup     = json.parse(WelcomeFanoutGroup.serializer(), jsonString)
// val welcomeFanoutInput     = json.parse(WelcomeFanoutInput.serializer(), jsonString)
// val keys                   = json.parse(Keys.serializer(), jsonString)
// val welcomeFanoutTest      = json.parse(WelcomeFanoutTest.serializer(), jsonString)
// val welcomeJoinFile        = json.parse(WelcomeJoinFile.serializer(), jsonString)
// val welcomeJoinAnswer      = json.parse(WelcomeJoinAnswer.serializer(), jsonString)
// val welcomeJoinExpect      = json.parse(WelcomeJoinExpect.serializer(), jsonString)
// val export                 = json.parse(Export.serializer(), jsonString)
// val welcomeJoinGroup       = json.parse(WelcomeJoinGroup.serializer(), jsonString)
// val welcomeJoinInput       = json.parse(WelcomeJoinInput.serializer(), jsonString)
// val leafEntry              = json.parse(LeafEntry.serializer(), jsonString)
// val op                     = json.parse(Op.serializer(), jsonString)
// val opResult               = json.parse(OpResult.serializer(), jsonString)
// val state                  = json.parse(State.serializer(), jsonString)
// val welcomeJoinTest        = json.parse(WelcomeJoinTest.serializer(), jsonString)
// val welcomeRumorFile       = json.parse(WelcomeRumorFile.serializer(), jsonString)
// val welcomeRumorAnswer     = json.parse(WelcomeRumorAnswer.serializer(), jsonString)
// val welcomeRumorExpect     = json.parse(WelcomeRumorExpect.serializer(), jsonString)
// val welcomeRumorGroup      = json.parse(WelcomeRumorGroup.serializer(), jsonString)
// val welcomeRumorInput      = json.parse(WelcomeRumorInput.serializer(), jsonString)
// val welcomeRumorTest       = json.parse(WelcomeRumorTest.serializer(), jsonString)

package marmot.vectors

import kotlinx.serialization.*
import kotlinx.serialization.json.*
import kotlinx.serialization.descriptors.*
import kotlinx.serialization.encoding.*

/**
 * One vector file: one topic, one profile.
 */
@Serializable
data class ExporterFile (
    /**
     * `marmot-vectors/1`
     */
    val format: String,

    /**
     * What wrote the file.
     */
    val generator: Generator,

    /**
     * Tests that share a time.
     */
    val groups: List<ExporterGroup>,

    /**
     * What the flags mean.
     */
    val notes: Map<String, Note>,

    /**
     * Wire profile.
     */
    val profile: String,

    /**
     * The text that is tested.
     */
    val spec: Spec,

    /**
     * Version of the set.
     */
    @SerialName("suite_version")
    val suiteVersion: String,

    /**
     * Every private key in the file was made for it.
     */
    @SerialName("synthetic_secrets")
    val syntheticSecrets: Boolean,

    /**
     * Number of tests.
     */
    @SerialName("test_count")
    val testCount: Long,

    /**
     * Topic; decides the members of `input` and `expect`.
     */
    val topic: String
)

/**
 * What wrote the file.
 */
@Serializable
data class Generator (
    /**
     * The MLS library that made the MLS bytes.
     */
    val mls: String,

    /**
     * Name.
     */
    val name: String,

    /**
     * Seed of every run.
     */
    val seed: String,

    /**
     * Version.
     */
    val version: String
)

/**
 * Tests that share a time.
 */
@Serializable
data class ExporterGroup (
    /**
     * Unix seconds of the judgement.
     */
    val now: Long,

    /**
     * Tests.
     */
    val tests: List<ExporterTest>
)

/**
 * One test.
 */
@Serializable
data class ExporterTest (
    /**
     * One sentence.
     */
    val comment: String,

    /**
     * Of a valid test; all members are compared.
     */
    val expect: ExporterExpect? = null,

    /**
     * Of a policy test: by policy id.
     */
    @SerialName("expected_by_policy")
    val expectedByPolicy: Map<String, ExporterAnswer>? = null,

    /**
     * At least one key of `notes`; one test shows one thing.
     */
    val flags: List<String>,

    /**
     * Stable id: topic prefix and four digits.
     */
    val id: String,

    /**
     * Input.
     */
    val input: ExporterInput,

    /**
     * Unix seconds of the judgement, where it is not the group's.
     */
    val now: Long? = null,

    /**
     * The valid test from which this invalid one differs in exactly the way that its flag names.
     */
    val parent: String? = null,

    /**
     * Of an invalid test.
     */
    val reason: Reason? = null,

    /**
     * Instead of `reason` where the order of checks is free; all of one stage.
     */
    @SerialName("reasons_any")
    val reasonsAny: List<Reason>? = null,

    /**
     * What is demanded.
     */
    val result: Outcome,

    /**
     * Of an invalid test: the stage of its reason.
     */
    val stage: Stage? = null,

    /**
     * The tag that a tag reason is about.
     */
    val tag: String? = null,

    /**
     * Stacks that passed this test when it was emitted.
     */
    @SerialName("verified_by")
    val verifiedBy: List<StackVoice>? = null
)

/**
 * Of a valid test; all members are compared.
 *
 * The secret and its intermediate values (RFC 9420 section 8.5).
 *
 * It succeeds.
 */
@Serializable
data class ExporterExpect (
    /**
     * `Hash(context)`.
     */
    @SerialName("context_hash")
    val contextHash: String,

    /**
     * `DeriveSecret(exporter_secret, label)`, where the exporter secret is given.
     */
    @SerialName("derived_secret")
    val derivedSecret: String? = null,

    /**
     * `ExpandWithLabel(derived_secret, "exported", context_hash, length)`.
     */
    val secret: String
)

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
@Serializable
data class ExporterAnswer (
    /**
     * `Hash(context)`.
     */
    @SerialName("context_hash")
    val contextHash: String? = null,

    /**
     * `DeriveSecret(exporter_secret, label)`, where the exporter secret is given.
     */
    @SerialName("derived_secret")
    val derivedSecret: String? = null,

    /**
     * `ExpandWithLabel(derived_secret, "exported", context_hash, length)`.
     */
    val secret: String? = null,

    /**
     * Why.
     */
    val reason: Reason? = null,

    /**
     * The stage of the reason.
     */
    val stage: Stage? = null
)

/**
 * Why.
 *
 * Why an input must be refused. Error texts are never compared.
 *
 * Of an invalid test.
 */
@Serializable
enum class Reason(val value: String) {
    @SerialName("admin_set_empty") AdminSetEmpty("admin_set_empty"),
    @SerialName("already_joined") AlreadyJoined("already_joined"),
    @SerialName("bad_event_id") BadEventID("bad_event_id"),
    @SerialName("bad_event_json") BadEventJSON("bad_event_json"),
    @SerialName("bad_event_signature") BadEventSignature("bad_event_signature"),
    @SerialName("bad_gift_wrap") BadGiftWrap("bad_gift_wrap"),
    @SerialName("bad_seal") BadSeal("bad_seal"),
    @SerialName("ciphersuite_unsupported") CiphersuiteUnsupported("ciphersuite_unsupported"),
    @SerialName("committer_not_admin") CommitterNotAdmin("committer_not_admin"),
    @SerialName("confirmation_invalid") ConfirmationInvalid("confirmation_invalid"),
    @SerialName("content_empty") ContentEmpty("content_empty"),
    @SerialName("content_not_base64") ContentNotBase64("content_not_base64"),
    @SerialName("content_not_hex") ContentNotHex("content_not_hex"),
    @SerialName("content_too_short") ContentTooShort("content_too_short"),
    @SerialName("created_at_too_new") CreatedAtTooNew("created_at_too_new"),
    @SerialName("created_at_too_old") CreatedAtTooOld("created_at_too_old"),
    @SerialName("credential_identity_malformed") CredentialIdentityMalformed("credential_identity_malformed"),
    @SerialName("credential_type_unsupported") CredentialTypeUnsupported("credential_type_unsupported"),
    @SerialName("default_extension_listed") DefaultExtensionListed("default_extension_listed"),
    @SerialName("evicted") Evicted("evicted"),
    @SerialName("extension_not_advertised") ExtensionNotAdvertised("extension_not_advertised"),
    @SerialName("framing_mismatch") FramingMismatch("framing_mismatch"),
    @SerialName("generation_consumed") GenerationConsumed("generation_consumed"),
    @SerialName("group_data_malformed") GroupDataMalformed("group_data_malformed"),
    @SerialName("group_data_missing") GroupDataMissing("group_data_missing"),
    @SerialName("group_data_version_unsupported") GroupDataVersionUnsupported("group_data_version_unsupported"),
    @SerialName("group_unknown") GroupUnknown("group_unknown"),
    @SerialName("identity_changed") IdentityChanged("identity_changed"),
    @SerialName("identity_mismatch") IdentityMismatch("identity_mismatch"),
    @SerialName("init_key_reused") InitKeyReused("init_key_reused"),
    @SerialName("inner_author_mismatch") InnerAuthorMismatch("inner_author_mismatch"),
    @SerialName("key_package_not_local") KeyPackageNotLocal("key_package_not_local"),
    @SerialName("leaf_key_duplicate") LeafKeyDuplicate("leaf_key_duplicate"),
    @SerialName("leaf_limit_exceeded") LeafLimitExceeded("leaf_limit_exceeded"),
    @SerialName("lifetime_expired") LifetimeExpired("lifetime_expired"),
    @SerialName("lifetime_missing") LifetimeMissing("lifetime_missing"),
    @SerialName("lifetime_not_yet_valid") LifetimeNotYetValid("lifetime_not_yet_valid"),
    @SerialName("lifetime_too_long") LifetimeTooLong("lifetime_too_long"),
    @SerialName("message_decrypt_failed") MessageDecryptFailed("message_decrypt_failed"),
    @SerialName("nip44_decrypt_failed") Nip44DecryptFailed("nip44_decrypt_failed"),
    @SerialName("no_matching_key_package") NoMatchingKeyPackage("no_matching_key_package"),
    @SerialName("not_addressed_to_me") NotAddressedToMe("not_addressed_to_me"),
    @SerialName("outer_decrypt_failed") OuterDecryptFailed("outer_decrypt_failed"),
    @SerialName("previously_failed") PreviouslyFailed("previously_failed"),
    @SerialName("private_key_mismatch") PrivateKeyMismatch("private_key_mismatch"),
    @SerialName("proof_binding_mismatch") ProofBindingMismatch("proof_binding_mismatch"),
    @SerialName("proof_malformed") ProofMalformed("proof_malformed"),
    @SerialName("proof_missing") ProofMissing("proof_missing"),
    @SerialName("proof_signature_invalid") ProofSignatureInvalid("proof_signature_invalid"),
    @SerialName("protocol_version_unsupported") ProtocolVersionUnsupported("protocol_version_unsupported"),
    @SerialName("ratchet_tree_invalid") RatchetTreeInvalid("ratchet_tree_invalid"),
    @SerialName("ratchet_tree_missing") RatchetTreeMissing("ratchet_tree_missing"),
    @SerialName("ref_mismatch") RefMismatch("ref_mismatch"),
    @SerialName("required_capability_unmet") RequiredCapabilityUnmet("required_capability_unmet"),
    @SerialName("rumor_author_mismatch") RumorAuthorMismatch("rumor_author_mismatch"),
    @SerialName("rumor_signed") RumorSigned("rumor_signed"),
    @SerialName("self_update_mixed") SelfUpdateMixed("self_update_mixed"),
    @SerialName("signature_invalid") SignatureInvalid("signature_invalid"),
    @SerialName("tls_malformed") TLSMalformed("tls_malformed"),
    @SerialName("tag_content_mismatch") TagContentMismatch("tag_content_mismatch"),
    @SerialName("tag_forbidden") TagForbidden("tag_forbidden"),
    @SerialName("tag_missing") TagMissing("tag_missing"),
    @SerialName("tag_repeated") TagRepeated("tag_repeated"),
    @SerialName("tag_value_extra") TagValueExtra("tag_value_extra"),
    @SerialName("tag_value_malformed") TagValueMalformed("tag_value_malformed"),
    @SerialName("tag_value_missing") TagValueMissing("tag_value_missing"),
    @SerialName("tag_value_unsupported") TagValueUnsupported("tag_value_unsupported"),
    @SerialName("trailing_bytes") TrailingBytes("trailing_bytes"),
    @SerialName("unexpected_kind") UnexpectedKind("unexpected_kind"),
    @SerialName("welcome_decrypt_failed") WelcomeDecryptFailed("welcome_decrypt_failed"),
    @SerialName("welcomer_not_admin") WelcomerNotAdmin("welcomer_not_admin"),
    @SerialName("wire_format_mismatch") WireFormatMismatch("wire_format_mismatch"),
    @SerialName("wrong_epoch") WrongEpoch("wrong_epoch");
}

/**
 * The stage of the reason.
 *
 * Where a check stands. A reason has exactly one stage.
 *
 * Of an invalid test: the stage of its reason.
 */
@Serializable
enum class Stage(val value: String) {
    @SerialName("delivery") Delivery("delivery"),
    @SerialName("group_policy") GroupPolicy("group_policy"),
    @SerialName("identity") Identity("identity"),
    @SerialName("mls") Mls("mls"),
    @SerialName("nostr") Nostr("nostr"),
    @SerialName("transport") Transport("transport");
}

/**
 * Input.
 *
 * Where the secret comes from, and what is exported.
 */
@Serializable
data class ExporterInput (
    /**
     * Instead: the `welcome-join` test, after all of its `then`, in whose group the joiner
     * exports.
     */
    val after: String? = null,

    /**
     * Context bytes.
     */
    val context: String,

    /**
     * The epoch's exporter secret, 32 bytes.
     */
    @SerialName("exporter_secret")
    val exporterSecret: String? = null,

    /**
     * Label, text; its length with the eight bytes that MLS puts before it is below 64.
     */
    val label: String,

    /**
     * Length of the secret in bytes; HKDF with SHA-256 gives no more than 255 hashes.
     */
    val length: Long
)

/**
 * What is demanded.
 *
 * What is demanded of a client.
 *
 * Must succeed and match `expect`.
 *
 * Must fail with `reason`, or one of `reasons_any`.
 *
 * The texts leave it open: one answer per policy.
 */
@Serializable
enum class Outcome(val value: String) {
    @SerialName("invalid") Invalid("invalid"),
    @SerialName("policy") Policy("policy"),
    @SerialName("valid") Valid("valid");
}

/**
 * A stack that verified a test.
 */
@Serializable
data class StackVoice (
    /**
     * Name.
     */
    val stack: String,

    /**
     * Version.
     */
    val version: String,

    /**
     * The library through which it was driven.
     */
    val via: String? = null
)

/**
 * What a flag means.
 */
@Serializable
data class Note (
    /**
     * How binding the rule is.
     */
    @SerialName("class")
    val noteClass: PurpleClass,

    /**
     * What a test with this flag shows.
     */
    val description: String,

    /**
     * What happens to a client that gets it wrong.
     */
    val effect: String,

    /**
     * Where it stands.
     */
    val spec: String
)

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
@Serializable
enum class PurpleClass(val value: String) {
    @SerialName("MAY") May("MAY"),
    @SerialName("MUST") Must("MUST"),
    @SerialName("open") Open("open"),
    @SerialName("SHOULD") Should("SHOULD");
}

/**
 * The text that is tested.
 */
@Serializable
data class Spec (
    /**
     * Commit or pull request.
     */
    val commit: String,

    /**
     * Files.
     */
    val documents: List<String>,

    /**
     * Repository on GitHub.
     */
    val repo: String
)

/**
 * One vector file: one topic, one profile.
 */
@Serializable
data class GroupEventFile (
    /**
     * `marmot-vectors/1`
     */
    val format: String,

    /**
     * What wrote the file.
     */
    val generator: Generator,

    /**
     * Tests that share a time.
     */
    val groups: List<GroupEventGroup>,

    /**
     * What the flags mean.
     */
    val notes: Map<String, Note>,

    /**
     * Wire profile.
     */
    val profile: String,

    /**
     * The text that is tested.
     */
    val spec: Spec,

    /**
     * Version of the set.
     */
    @SerialName("suite_version")
    val suiteVersion: String,

    /**
     * Every private key in the file was made for it.
     */
    @SerialName("synthetic_secrets")
    val syntheticSecrets: Boolean,

    /**
     * Number of tests.
     */
    @SerialName("test_count")
    val testCount: Long,

    /**
     * Topic; decides the members of `input` and `expect`.
     */
    val topic: String
)

/**
 * Tests that share a time.
 */
@Serializable
data class GroupEventGroup (
    /**
     * Unix seconds of the judgement.
     */
    val now: Long,

    /**
     * Tests.
     */
    val tests: List<GroupEventTest>
)

/**
 * One test.
 */
@Serializable
data class GroupEventTest (
    /**
     * One sentence.
     */
    val comment: String,

    /**
     * Of a valid test; all members are compared.
     */
    val expect: GroupEventExpect? = null,

    /**
     * Of a policy test: by policy id.
     */
    @SerialName("expected_by_policy")
    val expectedByPolicy: Map<String, GroupEventAnswer>? = null,

    /**
     * At least one key of `notes`; one test shows one thing.
     */
    val flags: List<String>,

    /**
     * Stable id: topic prefix and four digits.
     */
    val id: String,

    /**
     * Input.
     */
    val input: GroupEventInput,

    /**
     * Unix seconds of the judgement, where it is not the group's.
     */
    val now: Long? = null,

    /**
     * The valid test from which this invalid one differs in exactly the way that its flag names.
     */
    val parent: String? = null,

    /**
     * Of an invalid test.
     */
    val reason: Reason? = null,

    /**
     * Instead of `reason` where the order of checks is free; all of one stage.
     */
    @SerialName("reasons_any")
    val reasonsAny: List<Reason>? = null,

    /**
     * What is demanded.
     */
    val result: Outcome,

    /**
     * Of an invalid test: the stage of its reason.
     */
    val stage: Stage? = null,

    /**
     * The tag that a tag reason is about.
     */
    val tag: String? = null,

    /**
     * Stacks that passed this test when it was emitted.
     */
    @SerialName("verified_by")
    val verifiedBy: List<StackVoice>? = null
)

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
@Serializable
data class GroupEventExpect (
    /**
     * `MLSMessage`.
     */
    @SerialName("mls_message")
    val mlsMessage: String? = null,

    /**
     * Account of that leaf, hex.
     */
    val account: String? = null,

    /**
     * What the MLS message carries.
     */
    @SerialName("content_type")
    val contentType: ContentType? = null,

    /**
     * Epoch in which it was sent.
     */
    val epoch: Long? = null,

    /**
     * The application message.
     */
    val rumor: Rumor? = null,

    /**
     * Leaf that sent it.
     */
    @SerialName("sender_leaf")
    val senderLeaf: Long? = null
)

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
@Serializable
enum class ContentType(val value: String) {
    @SerialName("application") Application("application"),
    @SerialName("commit") Commit("commit"),
    @SerialName("proposal") Proposal("proposal");
}

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
@Serializable
data class Rumor (
    /**
     * Content.
     */
    val content: String,

    /**
     * Unix seconds.
     */
    @SerialName("created_at")
    val createdAt: Long,

    /**
     * SHA-256 of the NIP-01 serialisation, hex.
     */
    val id: String,

    /**
     * Kind.
     */
    val kind: Long,

    /**
     * X-only public key of the author, hex.
     */
    val pubkey: String,

    /**
     * Only in a rumor that is wrong.
     */
    val sig: String? = null,

    /**
     * Rows of strings; each has a name at least.
     */
    val tags: List<List<String>>
)

/**
 * What is expected under one policy.
 *
 * Of `outer`.
 *
 * Of `full`.
 *
 * It fails.
 */
@Serializable
data class GroupEventAnswer (
    /**
     * `MLSMessage`.
     */
    @SerialName("mls_message")
    val mlsMessage: String? = null,

    /**
     * Account of that leaf, hex.
     */
    val account: String? = null,

    /**
     * What the MLS message carries.
     */
    @SerialName("content_type")
    val contentType: ContentType? = null,

    /**
     * Epoch in which it was sent.
     */
    val epoch: Long? = null,

    /**
     * The application message.
     */
    val rumor: Rumor? = null,

    /**
     * Leaf that sent it.
     */
    @SerialName("sender_leaf")
    val senderLeaf: Long? = null,

    /**
     * Why.
     */
    val reason: Reason? = null,

    /**
     * The stage of the reason.
     */
    val stage: Stage? = null
)

/**
 * Input.
 *
 * An event, and either the key of its outer encryption or a member that can read it.
 *
 * Needs only the key.
 *
 * Continues from a `welcome-join` test, after all of its `then`.
 */
@Serializable
data class GroupEventInput (
    /**
     * Kind 445.
     */
    val event: Event,

    /**
     * `MLS-Exporter("marmot", "group-event", 32)` of the epoch.
     */
    @SerialName("group_event_key")
    val groupEventKey: String? = null,

    val layer: Layer,

    /**
     * Id of the `welcome-join` test.
     */
    val after: String? = null
)

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
@Serializable
data class Event (
    /**
     * Content.
     */
    val content: String,

    /**
     * Unix seconds.
     */
    @SerialName("created_at")
    val createdAt: Long,

    /**
     * SHA-256 of the NIP-01 serialisation, hex.
     */
    val id: String,

    /**
     * Kind.
     */
    val kind: Long,

    /**
     * X-only public key of the author, hex.
     */
    val pubkey: String,

    /**
     * BIP-340 signature over the id, hex.
     */
    val sig: String,

    /**
     * Rows of strings; each has a name at least.
     */
    val tags: List<List<String>>
)

@Serializable
enum class Layer(val value: String) {
    @SerialName("full") Full("full"),
    @SerialName("outer") Outer("outer");
}

/**
 * One vector file: one topic, one profile.
 */
@Serializable
data class KeyPackageEventFile (
    /**
     * `marmot-vectors/1`
     */
    val format: String,

    /**
     * What wrote the file.
     */
    val generator: Generator,

    /**
     * Tests that share a time.
     */
    val groups: List<KeyPackageEventGroup>,

    /**
     * What the flags mean.
     */
    val notes: Map<String, Note>,

    /**
     * Wire profile.
     */
    val profile: String,

    /**
     * The text that is tested.
     */
    val spec: Spec,

    /**
     * Version of the set.
     */
    @SerialName("suite_version")
    val suiteVersion: String,

    /**
     * Every private key in the file was made for it.
     */
    @SerialName("synthetic_secrets")
    val syntheticSecrets: Boolean,

    /**
     * Number of tests.
     */
    @SerialName("test_count")
    val testCount: Long,

    /**
     * Topic; decides the members of `input` and `expect`.
     */
    val topic: String
)

/**
 * Tests that share a time.
 */
@Serializable
data class KeyPackageEventGroup (
    /**
     * Unix seconds of the judgement.
     */
    val now: Long,

    /**
     * Tests.
     */
    val tests: List<KeyPackageEventTest>
)

/**
 * One test.
 */
@Serializable
data class KeyPackageEventTest (
    /**
     * One sentence.
     */
    val comment: String,

    /**
     * Of a valid test; all members are compared.
     */
    val expect: KeyPackageEventExpect? = null,

    /**
     * Of a policy test: by policy id.
     */
    @SerialName("expected_by_policy")
    val expectedByPolicy: Map<String, KeyPackageEventAnswer>? = null,

    /**
     * At least one key of `notes`; one test shows one thing.
     */
    val flags: List<String>,

    /**
     * Stable id: topic prefix and four digits.
     */
    val id: String,

    /**
     * Input.
     */
    val input: KeyPackageEventInput,

    /**
     * Unix seconds of the judgement, where it is not the group's.
     */
    val now: Long? = null,

    /**
     * The valid test from which this invalid one differs in exactly the way that its flag names.
     */
    val parent: String? = null,

    /**
     * Of an invalid test.
     */
    val reason: Reason? = null,

    /**
     * Instead of `reason` where the order of checks is free; all of one stage.
     */
    @SerialName("reasons_any")
    val reasonsAny: List<Reason>? = null,

    /**
     * What is demanded.
     */
    val result: Outcome,

    /**
     * Of an invalid test: the stage of its reason.
     */
    val stage: Stage? = null,

    /**
     * The tag that a tag reason is about.
     */
    val tag: String? = null,

    /**
     * Stacks that passed this test when it was emitted.
     */
    @SerialName("verified_by")
    val verifiedBy: List<StackVoice>? = null
)

/**
 * Of a valid test; all members are compared.
 *
 * What a reader takes out of it.
 *
 * It succeeds.
 */
@Serializable
data class KeyPackageEventExpect (
    /**
     * Author and credential, hex.
     */
    val account: String,

    /**
     * Cipher suite.
     */
    @SerialName("cipher_suite")
    val cipherSuite: Long,

    /**
     * Extension types in the capabilities, ascending, without GREASE.
     */
    val extensions: List<Long>,

    /**
     * Whether it may be used more than once.
     */
    @SerialName("last_resort")
    val lastResort: Boolean,

    /**
     * `not_before` and `not_after` in Unix seconds.
     */
    val lifetime: List<Long>,

    /**
     * Proposal types in the capabilities, ascending, without GREASE.
     */
    val proposals: List<Long>,

    /**
     * KeyPackageRef.
     */
    val ref: String,

    /**
     * Public key of the leaf.
     */
    @SerialName("signature_key")
    val signatureKey: String,

    /**
     * The `d` tag of a kind 30443 event, else null.
     */
    val slot: String? = null
)

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
@Serializable
data class KeyPackageEventAnswer (
    /**
     * Author and credential, hex.
     */
    val account: String? = null,

    /**
     * Cipher suite.
     */
    @SerialName("cipher_suite")
    val cipherSuite: Long? = null,

    /**
     * Extension types in the capabilities, ascending, without GREASE.
     */
    val extensions: List<Long>? = null,

    /**
     * Whether it may be used more than once.
     */
    @SerialName("last_resort")
    val lastResort: Boolean? = null,

    /**
     * `not_before` and `not_after` in Unix seconds.
     */
    val lifetime: List<Long>? = null,

    /**
     * Proposal types in the capabilities, ascending, without GREASE.
     */
    val proposals: List<Long>? = null,

    /**
     * KeyPackageRef.
     */
    val ref: String? = null,

    /**
     * Public key of the leaf.
     */
    @SerialName("signature_key")
    val signatureKey: String? = null,

    /**
     * The `d` tag of a kind 30443 event, else null.
     */
    val slot: String? = null,

    /**
     * Why.
     */
    val reason: Reason? = null,

    /**
     * The stage of the reason.
     */
    val stage: Stage? = null
)

/**
 * Input.
 *
 * The event.
 */
@Serializable
data class KeyPackageEventInput (
    /**
     * As it came from a relay.
     */
    val event: Event
)

/**
 * One vector file: one topic, one profile.
 */
@Serializable
data class KeyPackageRefFile (
    /**
     * `marmot-vectors/1`
     */
    val format: String,

    /**
     * What wrote the file.
     */
    val generator: Generator,

    /**
     * Tests that share a time.
     */
    val groups: List<KeyPackageRefGroup>,

    /**
     * What the flags mean.
     */
    val notes: Map<String, Note>,

    /**
     * Wire profile.
     */
    val profile: String,

    /**
     * The text that is tested.
     */
    val spec: Spec,

    /**
     * Version of the set.
     */
    @SerialName("suite_version")
    val suiteVersion: String,

    /**
     * Every private key in the file was made for it.
     */
    @SerialName("synthetic_secrets")
    val syntheticSecrets: Boolean,

    /**
     * Number of tests.
     */
    @SerialName("test_count")
    val testCount: Long,

    /**
     * Topic; decides the members of `input` and `expect`.
     */
    val topic: String
)

/**
 * Tests that share a time.
 */
@Serializable
data class KeyPackageRefGroup (
    /**
     * Unix seconds of the judgement.
     */
    val now: Long,

    /**
     * Tests.
     */
    val tests: List<KeyPackageRefTest>
)

/**
 * One test.
 */
@Serializable
data class KeyPackageRefTest (
    /**
     * One sentence.
     */
    val comment: String,

    /**
     * Of a valid test; all members are compared.
     */
    val expect: KeyPackageRefExpect? = null,

    /**
     * Of a policy test: by policy id.
     */
    @SerialName("expected_by_policy")
    val expectedByPolicy: Map<String, KeyPackageRefAnswer>? = null,

    /**
     * At least one key of `notes`; one test shows one thing.
     */
    val flags: List<String>,

    /**
     * Stable id: topic prefix and four digits.
     */
    val id: String,

    /**
     * Input.
     */
    val input: KeyPackageRefInput,

    /**
     * Unix seconds of the judgement, where it is not the group's.
     */
    val now: Long? = null,

    /**
     * The valid test from which this invalid one differs in exactly the way that its flag names.
     */
    val parent: String? = null,

    /**
     * Of an invalid test.
     */
    val reason: Reason? = null,

    /**
     * Instead of `reason` where the order of checks is free; all of one stage.
     */
    @SerialName("reasons_any")
    val reasonsAny: List<Reason>? = null,

    /**
     * What is demanded.
     */
    val result: Outcome,

    /**
     * Of an invalid test: the stage of its reason.
     */
    val stage: Stage? = null,

    /**
     * The tag that a tag reason is about.
     */
    val tag: String? = null,

    /**
     * Stacks that passed this test when it was emitted.
     */
    @SerialName("verified_by")
    val verifiedBy: List<StackVoice>? = null
)

/**
 * Of a valid test; all members are compared.
 *
 * The reference and how it came about.
 *
 * It succeeds.
 */
@Serializable
data class KeyPackageRefExpect (
    /**
     * The bare KeyPackage.
     */
    @SerialName("key_package_raw")
    val keyPackageRaw: String,

    /**
     * What is hashed: label and KeyPackage, each with its length.
     */
    val preimage: String,

    /**
     * SHA-256 of that.
     */
    val ref: String
)

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
@Serializable
data class KeyPackageRefAnswer (
    /**
     * The bare KeyPackage.
     */
    @SerialName("key_package_raw")
    val keyPackageRaw: String? = null,

    /**
     * What is hashed: label and KeyPackage, each with its length.
     */
    val preimage: String? = null,

    /**
     * SHA-256 of that.
     */
    val ref: String? = null,

    /**
     * Why.
     */
    val reason: Reason? = null,

    /**
     * The stage of the reason.
     */
    val stage: Stage? = null
)

/**
 * Input.
 *
 * Either framing.
 */
@Serializable
data class KeyPackageRefInput (
    /**
     * Cipher suite, whose hash is used.
     */
    @SerialName("cipher_suite")
    val cipherSuite: Long,

    /**
     * `MLSMessage(mls_key_package)`.
     */
    @SerialName("key_package")
    val keyPackage: String? = null,

    /**
     * The bare KeyPackage.
     */
    @SerialName("key_package_raw")
    val keyPackageRaw: String? = null
)

/**
 * One vector file: one topic, one profile.
 */
@Serializable
data class KeyPackageSelectFile (
    /**
     * `marmot-vectors/1`
     */
    val format: String,

    /**
     * What wrote the file.
     */
    val generator: Generator,

    /**
     * Tests that share a time.
     */
    val groups: List<KeyPackageSelectGroup>,

    /**
     * What the flags mean.
     */
    val notes: Map<String, Note>,

    /**
     * Wire profile.
     */
    val profile: String,

    /**
     * The text that is tested.
     */
    val spec: Spec,

    /**
     * Version of the set.
     */
    @SerialName("suite_version")
    val suiteVersion: String,

    /**
     * Every private key in the file was made for it.
     */
    @SerialName("synthetic_secrets")
    val syntheticSecrets: Boolean,

    /**
     * Number of tests.
     */
    @SerialName("test_count")
    val testCount: Long,

    /**
     * Topic; decides the members of `input` and `expect`.
     */
    val topic: String
)

/**
 * Tests that share a time.
 */
@Serializable
data class KeyPackageSelectGroup (
    /**
     * Unix seconds of the judgement.
     */
    val now: Long,

    /**
     * Tests.
     */
    val tests: List<KeyPackageSelectTest>
)

/**
 * One test.
 */
@Serializable
data class KeyPackageSelectTest (
    /**
     * One sentence.
     */
    val comment: String,

    /**
     * Of a valid test; all members are compared.
     */
    val expect: KeyPackageSelectExpect? = null,

    /**
     * Of a policy test: by policy id.
     */
    @SerialName("expected_by_policy")
    val expectedByPolicy: Map<String, KeyPackageSelectAnswer>? = null,

    /**
     * At least one key of `notes`; one test shows one thing.
     */
    val flags: List<String>,

    /**
     * Stable id: topic prefix and four digits.
     */
    val id: String,

    /**
     * Input.
     */
    val input: KeyPackageSelectInput,

    /**
     * Unix seconds of the judgement, where it is not the group's.
     */
    val now: Long? = null,

    /**
     * The valid test from which this invalid one differs in exactly the way that its flag names.
     */
    val parent: String? = null,

    /**
     * Of an invalid test.
     */
    val reason: Reason? = null,

    /**
     * Instead of `reason` where the order of checks is free; all of one stage.
     */
    @SerialName("reasons_any")
    val reasonsAny: List<Reason>? = null,

    /**
     * What is demanded.
     */
    val result: Outcome,

    /**
     * Of an invalid test: the stage of its reason.
     */
    val stage: Stage? = null,

    /**
     * The tag that a tag reason is about.
     */
    val tag: String? = null,

    /**
     * Stacks that passed this test when it was emitted.
     */
    @SerialName("verified_by")
    val verifiedBy: List<StackVoice>? = null
)

/**
 * Of a valid test; all members are compared.
 *
 * Who is picked, and why everybody else is not.
 *
 * It succeeds.
 */
@Serializable
data class KeyPackageSelectExpect (
    /**
     * Reason by label, for all others.
     */
    val excluded: Map<String, Exclusion>,

    /**
     * Labels in the order in which they go into the MLS call.
     */
    val selected: List<String>
)

/**
 * Why a selection left an event out: the reasons of the selection policies.
 */
@Serializable
enum class Exclusion(val value: String) {
    @SerialName("already_in_tree") AlreadyInTree("already_in_tree"),
    @SerialName("bad_encoding") BadEncoding("bad_encoding"),
    @SerialName("bad_mls") BadMls("bad_mls"),
    @SerialName("bad_proof") BadProof("bad_proof"),
    @SerialName("bad_signature") BadSignature("bad_signature"),
    @SerialName("beyond_query_limit") BeyondQueryLimit("beyond_query_limit"),
    @SerialName("duplicate_ref") DuplicateRef("duplicate_ref"),
    @SerialName("duplicate_signature_key") DuplicateSignatureKey("duplicate_signature_key"),
    @SerialName("future_dated") FutureDated("future_dated"),
    @SerialName("identity_mismatch") IdentityMismatch("identity_mismatch"),
    @SerialName("incompatible") Incompatible("incompatible"),
    @SerialName("lifetime_early") LifetimeEarly("lifetime_early"),
    @SerialName("lifetime_expired") LifetimeExpired("lifetime_expired"),
    @SerialName("lifetime_missing") LifetimeMissing("lifetime_missing"),
    @SerialName("lifetime_too_long") LifetimeTooLong("lifetime_too_long"),
    @SerialName("lookup_aborted") LookupAborted("lookup_aborted"),
    @SerialName("lost_ranking") LostRanking("lost_ranking"),
    @SerialName("lost_tie") LostTie("lost_tie"),
    @SerialName("malformed_shape") MalformedShape("malformed_shape"),
    @SerialName("over_cap") OverCap("over_cap"),
    @SerialName("ref_mismatch") RefMismatch("ref_mismatch"),
    @SerialName("slot_suppressed") SlotSuppressed("slot_suppressed"),
    @SerialName("stale") Stale("stale"),
    @SerialName("superseded_in_group") SupersededInGroup("superseded_in_group"),
    @SerialName("superseded_in_slot") SupersededInSlot("superseded_in_slot"),
    @SerialName("untagged_collapsed") UntaggedCollapsed("untagged_collapsed"),
    @SerialName("wrong_author") WrongAuthor("wrong_author"),
    @SerialName("wrong_kind") WrongKind("wrong_kind");
}

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
@Serializable
data class KeyPackageSelectAnswer (
    /**
     * Reason by label, for all others.
     */
    val excluded: Map<String, Exclusion>? = null,

    /**
     * Labels in the order in which they go into the MLS call.
     */
    val selected: List<String>? = null,

    /**
     * Why.
     */
    val reason: Reason? = null,

    /**
     * The stage of the reason.
     */
    val stage: Stage? = null
)

/**
 * Input.
 *
 * What an inviter has in front of it.
 */
@Serializable
data class KeyPackageSelectInput (
    /**
     * The account that is to be invited, hex.
     */
    val account: String,

    /**
     * Events by label.
     */
    val events: Map<String, Event>,

    /**
     * Accounts that are members already, hex, once per leaf.
     */
    val members: List<String>,

    /**
     * Orders in which they may arrive; all must lead to one answer.
     */
    val orders: List<List<String>>,

    /**
     * What the group requires.
     */
    val requirements: Requirements,

    /**
     * How the events lie on relays: labels by relay.
     */
    val views: Map<String, List<String>>? = null
)

/**
 * What the group requires.
 */
@Serializable
data class Requirements (
    /**
     * Cipher suite.
     */
    @SerialName("cipher_suite")
    val cipherSuite: Long,

    /**
     * Extension types that every leaf must support.
     */
    val extensions: List<Long>,

    /**
     * Proposal types that every leaf must support.
     */
    val proposals: List<Long>
)

/**
 * The list of files.
 */
@Serializable
data class Manifest (
    /**
     * Vector files, by path.
     */
    val files: List<FileEntry>,

    /**
     * `marmot-vectors-manifest/1`
     */
    val format: String,

    /**
     * Policies that occur.
     */
    val policies: Map<String, PolicyEntry>,

    /**
     * Profiles that occur.
     */
    val profiles: List<String>,

    /**
     * Version of the lists of reasons, stages, tags and policy ids.
     */
    @SerialName("reasons_version")
    val reasonsVersion: Long,

    /**
     * Ids that are dead.
     */
    val retired: Map<String, Retired>,

    /**
     * Version of the set.
     */
    @SerialName("suite_version")
    val suiteVersion: String,

    /**
     * Files beside the vector files that do not have their form. Loaders need not know them.
     */
    @SerialName("x_files")
    val xFiles: List<OtherFile>? = null
)

/**
 * One vector file.
 */
@Serializable
data class FileEntry (
    /**
     * Number of bytes.
     */
    val bytes: Long,

    /**
     * Path below the manifest, with `/`.
     */
    val path: String,

    /**
     * Profile.
     */
    val profile: String,

    /**
     * SHA-256 of the bytes.
     */
    val sha256: String,

    /**
     * Number of tests.
     */
    @SerialName("test_count")
    val testCount: Long,

    /**
     * Topic.
     */
    val topic: String,

    /**
     * Stacks that passed tests of this file when it was emitted, and how many.
     */
    @SerialName("verified_by")
    val verifiedBy: Map<String, Long>
)

/**
 * A policy in words.
 */
@Serializable
data class PolicyEntry (
    /**
     * What it does.
     */
    val description: String,

    /**
     * The document or source it restates.
     */
    val source: String
)

/**
 * A test that was wrong.
 */
@Serializable
data class Retired (
    /**
     * The test that takes its place.
     */
    @SerialName("superseded_by")
    val supersededBy: String? = null,

    /**
     * Why.
     */
    val why: String
)

/**
 * A file that has another form than vector files.
 */
@Serializable
data class OtherFile (
    /**
     * Number of bytes.
     */
    val bytes: Long,

    /**
     * Path below the manifest, with `/`.
     */
    val path: String,

    /**
     * SHA-256 of the bytes.
     */
    val sha256: String
)

/**
 * One vector file: one topic, one profile.
 */
@Serializable
data class MemberCoalescingFile (
    /**
     * `marmot-vectors/1`
     */
    val format: String,

    /**
     * What wrote the file.
     */
    val generator: Generator,

    /**
     * Tests that share a time.
     */
    val groups: List<MemberCoalescingGroup>,

    /**
     * What the flags mean.
     */
    val notes: Map<String, Note>,

    /**
     * Wire profile.
     */
    val profile: String,

    /**
     * The text that is tested.
     */
    val spec: Spec,

    /**
     * Version of the set.
     */
    @SerialName("suite_version")
    val suiteVersion: String,

    /**
     * Every private key in the file was made for it.
     */
    @SerialName("synthetic_secrets")
    val syntheticSecrets: Boolean,

    /**
     * Number of tests.
     */
    @SerialName("test_count")
    val testCount: Long,

    /**
     * Topic; decides the members of `input` and `expect`.
     */
    val topic: String
)

/**
 * Tests that share a time.
 */
@Serializable
data class MemberCoalescingGroup (
    /**
     * Unix seconds of the judgement.
     */
    val now: Long,

    /**
     * Tests.
     */
    val tests: List<MemberCoalescingTest>
)

/**
 * One test.
 */
@Serializable
data class MemberCoalescingTest (
    /**
     * One sentence.
     */
    val comment: String,

    /**
     * Of a valid test; all members are compared.
     */
    val expect: MemberCoalescingExpect? = null,

    /**
     * Of a policy test: by policy id.
     */
    @SerialName("expected_by_policy")
    val expectedByPolicy: Map<String, MemberCoalescingAnswer>? = null,

    /**
     * At least one key of `notes`; one test shows one thing.
     */
    val flags: List<String>,

    /**
     * Stable id: topic prefix and four digits.
     */
    val id: String,

    /**
     * Input.
     */
    val input: MemberCoalescingInput,

    /**
     * Unix seconds of the judgement, where it is not the group's.
     */
    val now: Long? = null,

    /**
     * The valid test from which this invalid one differs in exactly the way that its flag names.
     */
    val parent: String? = null,

    /**
     * Of an invalid test.
     */
    val reason: Reason? = null,

    /**
     * Instead of `reason` where the order of checks is free; all of one stage.
     */
    @SerialName("reasons_any")
    val reasonsAny: List<Reason>? = null,

    /**
     * What is demanded.
     */
    val result: Outcome,

    /**
     * Of an invalid test: the stage of its reason.
     */
    val stage: Stage? = null,

    /**
     * The tag that a tag reason is about.
     */
    val tag: String? = null,

    /**
     * Stacks that passed this test when it was emitted.
     */
    @SerialName("verified_by")
    val verifiedBy: List<StackVoice>? = null
)

/**
 * Of a valid test; all members are compared.
 *
 * What a person should see.
 *
 * It succeeds.
 */
@Serializable
data class MemberCoalescingExpect (
    /**
     * Whether it is a conversation of two accounts, however many devices they have.
     */
    @SerialName("is_direct")
    val isDirect: Boolean,

    /**
     * Leaves.
     */
    @SerialName("leaf_count")
    val leafCount: Long,

    /**
     * Accounts, by their lowest leaf.
     */
    val members: List<String>,

    /**
     * Members without the own account.
     */
    val others: List<String>,

    /**
     * Further leaves of the own account, ascending.
     */
    val siblings: List<Long>
)

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
@Serializable
data class MemberCoalescingAnswer (
    /**
     * Whether it is a conversation of two accounts, however many devices they have.
     */
    @SerialName("is_direct")
    val isDirect: Boolean? = null,

    /**
     * Leaves.
     */
    @SerialName("leaf_count")
    val leafCount: Long? = null,

    /**
     * Accounts, by their lowest leaf.
     */
    val members: List<String>? = null,

    /**
     * Members without the own account.
     */
    val others: List<String>? = null,

    /**
     * Further leaves of the own account, ascending.
     */
    val siblings: List<Long>? = null,

    /**
     * Why.
     */
    val reason: Reason? = null,

    /**
     * The stage of the reason.
     */
    val stage: Stage? = null
)

/**
 * Input.
 *
 * A tree.
 */
@Serializable
data class MemberCoalescingInput (
    /**
     * Leaf index and account, in the order in which a library lists them.
     */
    val leaves: List<List<Leaf>>,

    /**
     * The leaf of the device that looks.
     */
    @SerialName("own_leaf")
    val ownLeaf: Long
)

@Serializable
sealed class Leaf {
    class IntegerValue(val value: Long)  : Leaf()
    class StringValue(val value: String) : Leaf()
}

/**
 * A few tests of every topic. `T` is what stands under `test`.
 */
@Serializable
data class Minimal (
    /**
     * `marmot-vectors-minimal/1`
     */
    val format: String,

    /**
     * Policies that occur.
     */
    val policies: Map<String, PolicyEntry>,

    /**
     * Version of the set.
     */
    @SerialName("suite_version")
    val suiteVersion: String,

    /**
     * Every private key in the file was made for it.
     */
    @SerialName("synthetic_secrets")
    val syntheticSecrets: Boolean,

    /**
     * Number of tests.
     */
    @SerialName("test_count")
    val testCount: Long,

    /**
     * Tests. What `parent` and `after` name stands before.
     */
    val tests: List<MinimalTest>
)

/**
 * A test of another file with what that file says around it.
 */
@Serializable
data class MinimalTest (
    /**
     * What the flags mean.
     */
    val notes: Map<String, Note>,

    /**
     * Unix seconds of the judgement.
     */
    val now: Long,

    /**
     * Wire profile.
     */
    val profile: String,

    /**
     * The test as it stands in its own file.
     */
    val test: JsonObject,

    /**
     * Topic; decides the members of `input` and `expect`.
     */
    val topic: String,

    /**
     * Why it was chosen.
     */
    val why: String
)

/**
 * One vector file: one topic, one profile.
 */
@Serializable
data class ScenarioFile (
    /**
     * `marmot-vectors/1`
     */
    val format: String,

    /**
     * What wrote the file.
     */
    val generator: Generator,

    /**
     * Tests that share a time.
     */
    val groups: List<ScenarioGroup>,

    /**
     * What the flags mean.
     */
    val notes: Map<String, Note>,

    /**
     * Wire profile.
     */
    val profile: String,

    /**
     * The text that is tested.
     */
    val spec: Spec,

    /**
     * Version of the set.
     */
    @SerialName("suite_version")
    val suiteVersion: String,

    /**
     * Every private key in the file was made for it.
     */
    @SerialName("synthetic_secrets")
    val syntheticSecrets: Boolean,

    /**
     * Number of tests.
     */
    @SerialName("test_count")
    val testCount: Long,

    /**
     * Topic; decides the members of `input` and `expect`.
     */
    val topic: String
)

/**
 * Tests that share a time.
 */
@Serializable
data class ScenarioGroup (
    /**
     * Unix seconds of the judgement.
     */
    val now: Long,

    /**
     * Tests.
     */
    val tests: List<ScenarioTest>
)

/**
 * One test.
 */
@Serializable
data class ScenarioTest (
    /**
     * One sentence.
     */
    val comment: String,

    /**
     * Of a valid test; all members are compared.
     */
    val expect: ScenarioExpect? = null,

    /**
     * Of a policy test: by policy id.
     */
    @SerialName("expected_by_policy")
    val expectedByPolicy: Map<String, ScenarioAnswer>? = null,

    /**
     * At least one key of `notes`; one test shows one thing.
     */
    val flags: List<String>,

    /**
     * Stable id: topic prefix and four digits.
     */
    val id: String,

    /**
     * Input.
     */
    val input: ScenarioInput,

    /**
     * Unix seconds of the judgement, where it is not the group's.
     */
    val now: Long? = null,

    /**
     * The valid test from which this invalid one differs in exactly the way that its flag names.
     */
    val parent: String? = null,

    /**
     * Of an invalid test.
     */
    val reason: Reason? = null,

    /**
     * Instead of `reason` where the order of checks is free; all of one stage.
     */
    @SerialName("reasons_any")
    val reasonsAny: List<Reason>? = null,

    /**
     * What is demanded.
     */
    val result: Outcome,

    /**
     * Of an invalid test: the stage of its reason.
     */
    val stage: Stage? = null,

    /**
     * The tag that a tag reason is about.
     */
    val tag: String? = null,

    /**
     * Stacks that passed this test when it was emitted.
     */
    @SerialName("verified_by")
    val verifiedBy: List<StackVoice>? = null
)

/**
 * Of a valid test; all members are compared.
 *
 * How it ends.
 *
 * It succeeds.
 */
@Serializable
data class ScenarioExpect (
    /**
     * Rolling digest of the transcript.
     */
    val digest: String,

    /**
     * Every event in order of first arrival at a relay.
     */
    val events: List<Event>,

    /**
     * Groups of every device.
     */
    val final: JsonObject,

    /**
     * Invariants that hold.
     */
    val invariants: List<String>
)

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
@Serializable
data class ScenarioAnswer (
    /**
     * Rolling digest of the transcript.
     */
    val digest: String? = null,

    /**
     * Every event in order of first arrival at a relay.
     */
    val events: List<Event>? = null,

    /**
     * Groups of every device.
     */
    val final: JsonObject? = null,

    /**
     * Invariants that hold.
     */
    val invariants: List<String>? = null,

    /**
     * Why.
     */
    val reason: Reason? = null,

    /**
     * The stage of the reason.
     */
    val stage: Stage? = null
)

/**
 * Input.
 *
 * Who takes part and what happens.
 */
@Serializable
data class ScenarioInput (
    /**
     * Devices.
     */
    val devices: List<Device>,

    /**
     * The fault rules of the steps whose `op` is `fault`.
     */
    val faults: List<Fault>,

    /**
     * Relays.
     */
    val relays: List<Relay>,

    /**
     * Steps, in order; the beginning and the end of a fault are steps too (`fault`, `lift`).
     */
    val steps: List<Step>
)

/**
 * A device.
 */
@Serializable
data class Device (
    /**
     * Name of its account.
     */
    val account: String,

    /**
     * Name.
     */
    val label: String,

    /**
     * Secret key of its account.
     */
    @SerialName("nostr_sk")
    val nostrSk: String
)

/**
 * A fault rule.
 */
@Serializable
data class Fault (
    /**
     * What it matches and does, as in `marmot-scenario/1`.
     */
    val rule: JsonElement?,

    /**
     * Label of the step with which it begins.
     */
    val step: String
)

/**
 * A relay.
 */
@Serializable
data class Relay (
    /**
     * Name.
     */
    val label: String,

    /**
     * How it behaves.
     */
    val personality: String
)

/**
 * Something that happens. It begins when the one before it is finished, or at the time it
 * names. Times are those of
 * `marmot-scenario/1`: a number and `ms`, `s`, `m`, `h` or `d`.
 */
@Serializable
data class Step (
    /**
     * Time since the step before.
     */
    val after: String? = null,

    /**
     * Time since the start.
     */
    val at: String? = null,

    /**
     * Who acts.
     */
    val device: String? = null,

    /**
     * Repeated at this distance.
     */
    val every: String? = null,

    /**
     * Name, unique in the scenario.
     */
    val label: String,

    /**
     * What is done: an action of `marmot-scenario/1`.
     */
    val op: String,

    /**
     * So many times.
     */
    val times: Long? = null,

    /**
     * Its details.
     */
    val with: JsonElement?
)

/**
 * One vector file: one topic, one profile.
 */
@Serializable
data class WelcomeFanoutFile (
    /**
     * `marmot-vectors/1`
     */
    val format: String,

    /**
     * What wrote the file.
     */
    val generator: Generator,

    /**
     * Tests that share a time.
     */
    val groups: List<WelcomeFanoutGroup>,

    /**
     * What the flags mean.
     */
    val notes: Map<String, Note>,

    /**
     * Wire profile.
     */
    val profile: String,

    /**
     * The text that is tested.
     */
    val spec: Spec,

    /**
     * Version of the set.
     */
    @SerialName("suite_version")
    val suiteVersion: String,

    /**
     * Every private key in the file was made for it.
     */
    @SerialName("synthetic_secrets")
    val syntheticSecrets: Boolean,

    /**
     * Number of tests.
     */
    @SerialName("test_count")
    val testCount: Long,

    /**
     * Topic; decides the members of `input` and `expect`.
     */
    val topic: String
)

/**
 * Tests that share a time.
 */
@Serializable
data class WelcomeFanoutGroup (
    /**
     * Unix seconds of the judgement.
     */
    val now: Long,

    /**
     * Tests.
     */
    val tests: List<WelcomeFanoutTest>
)

/**
 * One test.
 */
@Serializable
data class WelcomeFanoutTest (
    /**
     * One sentence.
     */
    val comment: String,

    /**
     * Of a valid test; all members are compared.
     */
    val expect: WelcomeFanoutExpect? = null,

    /**
     * Of a policy test: by policy id.
     */
    @SerialName("expected_by_policy")
    val expectedByPolicy: Map<String, WelcomeFanoutAnswer>? = null,

    /**
     * At least one key of `notes`; one test shows one thing.
     */
    val flags: List<String>,

    /**
     * Stable id: topic prefix and four digits.
     */
    val id: String,

    /**
     * Input.
     */
    val input: WelcomeFanoutInput,

    /**
     * Unix seconds of the judgement, where it is not the group's.
     */
    val now: Long? = null,

    /**
     * The valid test from which this invalid one differs in exactly the way that its flag names.
     */
    val parent: String? = null,

    /**
     * Of an invalid test.
     */
    val reason: Reason? = null,

    /**
     * Instead of `reason` where the order of checks is free; all of one stage.
     */
    @SerialName("reasons_any")
    val reasonsAny: List<Reason>? = null,

    /**
     * What is demanded.
     */
    val result: Outcome,

    /**
     * Of an invalid test: the stage of its reason.
     */
    val stage: Stage? = null,

    /**
     * The tag that a tag reason is about.
     */
    val tag: String? = null,

    /**
     * Stacks that passed this test when it was emitted.
     */
    @SerialName("verified_by")
    val verifiedBy: List<StackVoice>? = null
)

/**
 * Of a valid test; all members are compared.
 *
 * What becomes of each delivery.
 *
 * It succeeds.
 */
@Serializable
data class WelcomeFanoutExpect (
    /**
     * Leaves of the group that was joined last; 0 if none was.
     */
    val leaves: Long,

    /**
     * One outcome for each delivery.
     */
    val outcomes: List<Delivery>
)

/**
 * What becomes of a delivery.
 */
@Serializable
sealed class Delivery {
    class DeliveryClassValue(val value: DeliveryClass) : Delivery()
    class EnumValue(val value: DeliveryEnum)           : Delivery()
}

/**
 * It fails, and leaves no trace.
 */
@Serializable
data class DeliveryClass (
    val rejected: Reason
)

/**
 * The device became a member.
 *
 * It is not meant for this device.
 *
 * The device joined that group before, from this Welcome or another.
 */
@Serializable
enum class DeliveryEnum(val value: String) {
    @SerialName("duplicate") Duplicate("duplicate"),
    @SerialName("ignored") Ignored("ignored"),
    @SerialName("joined") Joined("joined");
}

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
@Serializable
data class WelcomeFanoutAnswer (
    /**
     * Leaves of the group that was joined last; 0 if none was.
     */
    val leaves: Long? = null,

    /**
     * One outcome for each delivery.
     */
    val outcomes: List<Delivery>? = null,

    /**
     * Why.
     */
    val reason: Reason? = null,

    /**
     * The stage of the reason.
     */
    val stage: Stage? = null
)

/**
 * Input.
 *
 * Devices, Welcomes, and what reaches whom in which order.
 */
@Serializable
data class WelcomeFanoutInput (
    /**
     * Device and rumor, in order. Each delivery is one more wrap, except that a delivery which
     * repeats an earlier pair is a
     * replay of the same wrap.
     */
    val deliveries: List<List<String>>,

    /**
     * What each device holds.
     */
    val devices: Map<String, Keys>,

    /**
     * Welcomes, each in a wrap of its own.
     */
    val rumors: Map<String, Rumor>
)

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
@Serializable
data class Keys (
    /**
     * Raw 32-byte X25519 key of the leaf.
     */
    @SerialName("encryption_priv")
    val encryptionPriv: String,

    /**
     * Raw 32-byte X25519 key to which a Welcome is encrypted.
     */
    @SerialName("init_priv")
    val initPriv: String,

    /**
     * `MLSMessage(mls_key_package)`.
     */
    @SerialName("key_package")
    val keyPackage: String,

    /**
     * The event that published it, for clients that look it up by the id in `e`.
     */
    @SerialName("key_package_event")
    val keyPackageEvent: Event,

    /**
     * The bare KeyPackage. Reference and signature are over this form.
     */
    @SerialName("key_package_raw")
    val keyPackageRaw: String,

    /**
     * 32-byte secp256k1 scalar of the account.
     */
    @SerialName("nostr_sk")
    val nostrSk: String,

    /**
     * 32-byte Ed25519 seed (RFC 8032).
     */
    @SerialName("signature_priv")
    val signaturePriv: String,

    /**
     * 32-byte Ed25519 public key.
     */
    @SerialName("signature_pub")
    val signaturePub: String
)

/**
 * One vector file: one topic, one profile.
 */
@Serializable
data class WelcomeJoinFile (
    /**
     * `marmot-vectors/1`
     */
    val format: String,

    /**
     * What wrote the file.
     */
    val generator: Generator,

    /**
     * Tests that share a time.
     */
    val groups: List<WelcomeJoinGroup>,

    /**
     * What the flags mean.
     */
    val notes: Map<String, Note>,

    /**
     * Wire profile.
     */
    val profile: String,

    /**
     * The text that is tested.
     */
    val spec: Spec,

    /**
     * Version of the set.
     */
    @SerialName("suite_version")
    val suiteVersion: String,

    /**
     * Every private key in the file was made for it.
     */
    @SerialName("synthetic_secrets")
    val syntheticSecrets: Boolean,

    /**
     * Number of tests.
     */
    @SerialName("test_count")
    val testCount: Long,

    /**
     * Topic; decides the members of `input` and `expect`.
     */
    val topic: String
)

/**
 * Tests that share a time.
 */
@Serializable
data class WelcomeJoinGroup (
    /**
     * Unix seconds of the judgement.
     */
    val now: Long,

    /**
     * Tests.
     */
    val tests: List<WelcomeJoinTest>
)

/**
 * One test.
 */
@Serializable
data class WelcomeJoinTest (
    /**
     * One sentence.
     */
    val comment: String,

    /**
     * Of a valid test; all members are compared.
     */
    val expect: WelcomeJoinExpect? = null,

    /**
     * Of a policy test: by policy id.
     */
    @SerialName("expected_by_policy")
    val expectedByPolicy: Map<String, WelcomeJoinAnswer>? = null,

    /**
     * At least one key of `notes`; one test shows one thing.
     */
    val flags: List<String>,

    /**
     * Stable id: topic prefix and four digits.
     */
    val id: String,

    /**
     * Input.
     */
    val input: WelcomeJoinInput,

    /**
     * Unix seconds of the judgement, where it is not the group's.
     */
    val now: Long? = null,

    /**
     * The valid test from which this invalid one differs in exactly the way that its flag names.
     */
    val parent: String? = null,

    /**
     * Of an invalid test.
     */
    val reason: Reason? = null,

    /**
     * Instead of `reason` where the order of checks is free; all of one stage.
     */
    @SerialName("reasons_any")
    val reasonsAny: List<Reason>? = null,

    /**
     * What is demanded.
     */
    val result: Outcome,

    /**
     * Of an invalid test: the stage of its reason.
     */
    val stage: Stage? = null,

    /**
     * The tag that a tag reason is about.
     */
    val tag: String? = null,

    /**
     * Stacks that passed this test when it was emitted.
     */
    @SerialName("verified_by")
    val verifiedBy: List<StackVoice>? = null
)

/**
 * Of a valid test; all members are compared.
 *
 * What a join leads to.
 *
 * It succeeds.
 */
@Serializable
data class WelcomeJoinExpect (
    /**
     * The joiner's state right after the join.
     */
    val state: State,

    /**
     * One result for each `then`.
     */
    val then: List<OpResult>
)

/**
 * The joiner's state right after the join.
 *
 * What a member knows after a join. Every member is compared.
 */
@Serializable
data class State (
    /**
     * SHA-256("marmot-convergence-conformance-v1" ‖ 00 ‖ MLS-Exporter("marmot",
     * "convergence-conformance-v1", 32)).
     */
    val commitment: String,

    /**
     * Epoch.
     */
    val epoch: Long,

    /**
     * Epoch authenticator.
     */
    @SerialName("epoch_authenticator")
    val epochAuthenticator: String,

    /**
     * Exported secrets.
     */
    val exporters: List<Export>,

    /**
     * MLS group id.
     */
    @SerialName("group_id")
    val groupID: String,

    /**
     * Every leaf that is not blank, by index.
     */
    val leaves: List<LeafEntry>,

    /**
     * The id that `h` tags name.
     */
    @SerialName("nostr_group_id")
    val nostrGroupID: String,

    /**
     * Index of the own leaf.
     */
    @SerialName("own_leaf")
    val ownLeaf: Long,

    /**
     * Tree hash of the group context.
     */
    @SerialName("tree_hash")
    val treeHash: String
)

/**
 * One exported secret.
 */
@Serializable
data class Export (
    /**
     * Context bytes.
     */
    val context: String,

    /**
     * Label, text.
     */
    val label: String,

    /**
     * Length of the secret in bytes.
     */
    val length: Long,

    /**
     * `MLS-Exporter(label, context, length)`.
     */
    val secret: String
)

/**
 * A leaf of the ratchet tree.
 */
@Serializable
data class LeafEntry (
    /**
     * Account in its credential, hex.
     */
    val account: String,

    /**
     * Leaf index.
     */
    val index: Long,

    /**
     * Its signature key.
     */
    @SerialName("signature_key")
    val signatureKey: String
)

/**
 * What one `then` leads to.
 *
 * Of `receive`.
 *
 * Of `receive_commit`.
 *
 * Of `joiner_sends`.
 */
@Serializable
data class OpResult (
    /**
     * Application data.
     */
    val plaintext: String? = null,

    /**
     * Leaf that sent it.
     */
    @SerialName("sender_leaf")
    val senderLeaf: Long? = null,

    /**
     * The new epoch.
     */
    val epoch: Long? = null,

    /**
     * Its authenticator.
     */
    @SerialName("epoch_authenticator")
    val epochAuthenticator: String? = null,

    /**
     * Application data as the witness read it.
     */
    @SerialName("witness_reads")
    val witnessReads: String? = null
)

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
@Serializable
data class WelcomeJoinAnswer (
    /**
     * The joiner's state right after the join.
     */
    val state: State? = null,

    /**
     * One result for each `then`.
     */
    val then: List<OpResult>? = null,

    /**
     * Why.
     */
    val reason: Reason? = null,

    /**
     * The stage of the reason.
     */
    val stage: Stage? = null
)

/**
 * Input.
 *
 * A Welcome and two who can open it.
 */
@Serializable
data class WelcomeJoinInput (
    /**
     * Who joins.
     */
    val joiner: Keys,

    /**
     * The Welcome that names the joiner's KeyPackage.
     */
    val rumor: Rumor,

    /**
     * What happens after the join, in order.
     */
    val then: List<Op>,

    /**
     * A second leaf added by the same Commit. The runner joins it from the same Welcome bytes;
     * it processes every
     * message of `then` too, and reads what the joiner sends.
     */
    val witness: Keys
)

/**
 * What happens after the join.
 *
 * An application message arrives.
 *
 * A Commit arrives and is applied.
 *
 * The joiner encrypts these bytes, and the witness reads them.
 */
@Serializable
data class Op (
    /**
     * `MLSMessage`, outer encryption removed.
     */
    @SerialName("mls_message")
    val mlsMessage: String? = null,

    val op: OpEnum,

    /**
     * Application data.
     */
    val plaintext: String? = null
)

@Serializable
enum class OpEnum(val value: String) {
    @SerialName("joiner_sends") JoinerSends("joiner_sends"),
    @SerialName("receive") Receive("receive"),
    @SerialName("receive_commit") ReceiveCommit("receive_commit");
}

/**
 * One vector file: one topic, one profile.
 */
@Serializable
data class WelcomeRumorFile (
    /**
     * `marmot-vectors/1`
     */
    val format: String,

    /**
     * What wrote the file.
     */
    val generator: Generator,

    /**
     * Tests that share a time.
     */
    val groups: List<WelcomeRumorGroup>,

    /**
     * What the flags mean.
     */
    val notes: Map<String, Note>,

    /**
     * Wire profile.
     */
    val profile: String,

    /**
     * The text that is tested.
     */
    val spec: Spec,

    /**
     * Version of the set.
     */
    @SerialName("suite_version")
    val suiteVersion: String,

    /**
     * Every private key in the file was made for it.
     */
    @SerialName("synthetic_secrets")
    val syntheticSecrets: Boolean,

    /**
     * Number of tests.
     */
    @SerialName("test_count")
    val testCount: Long,

    /**
     * Topic; decides the members of `input` and `expect`.
     */
    val topic: String
)

/**
 * Tests that share a time.
 */
@Serializable
data class WelcomeRumorGroup (
    /**
     * Unix seconds of the judgement.
     */
    val now: Long,

    /**
     * Tests.
     */
    val tests: List<WelcomeRumorTest>
)

/**
 * One test.
 */
@Serializable
data class WelcomeRumorTest (
    /**
     * One sentence.
     */
    val comment: String,

    /**
     * Of a valid test; all members are compared.
     */
    val expect: WelcomeRumorExpect? = null,

    /**
     * Of a policy test: by policy id.
     */
    @SerialName("expected_by_policy")
    val expectedByPolicy: Map<String, WelcomeRumorAnswer>? = null,

    /**
     * At least one key of `notes`; one test shows one thing.
     */
    val flags: List<String>,

    /**
     * Stable id: topic prefix and four digits.
     */
    val id: String,

    /**
     * Input.
     */
    val input: WelcomeRumorInput,

    /**
     * Unix seconds of the judgement, where it is not the group's.
     */
    val now: Long? = null,

    /**
     * The valid test from which this invalid one differs in exactly the way that its flag names.
     */
    val parent: String? = null,

    /**
     * Of an invalid test.
     */
    val reason: Reason? = null,

    /**
     * Instead of `reason` where the order of checks is free; all of one stage.
     */
    @SerialName("reasons_any")
    val reasonsAny: List<Reason>? = null,

    /**
     * What is demanded.
     */
    val result: Outcome,

    /**
     * Of an invalid test: the stage of its reason.
     */
    val stage: Stage? = null,

    /**
     * The tag that a tag reason is about.
     */
    val tag: String? = null,

    /**
     * Stacks that passed this test when it was emitted.
     */
    @SerialName("verified_by")
    val verifiedBy: List<StackVoice>? = null
)

/**
 * Of a valid test; all members are compared.
 *
 * What a reader takes out of it.
 *
 * It succeeds.
 */
@Serializable
data class WelcomeRumorExpect (
    /**
     * The event that `e` names, hex.
     */
    @SerialName("key_package_event")
    val keyPackageEvent: String,

    /**
     * KeyPackages for which the MLS Welcome holds a secret.
     */
    val refs: List<String>,

    /**
     * Where the group's events are.
     */
    val relays: List<String>,

    /**
     * Author of the rumor, hex.
     */
    val sender: String
)

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
@Serializable
data class WelcomeRumorAnswer (
    /**
     * The event that `e` names, hex.
     */
    @SerialName("key_package_event")
    val keyPackageEvent: String? = null,

    /**
     * KeyPackages for which the MLS Welcome holds a secret.
     */
    val refs: List<String>? = null,

    /**
     * Where the group's events are.
     */
    val relays: List<String>? = null,

    /**
     * Author of the rumor, hex.
     */
    val sender: String? = null,

    /**
     * Why.
     */
    val reason: Reason? = null,

    /**
     * The stage of the reason.
     */
    val stage: Stage? = null
)

/**
 * Input.
 *
 * A rumor, or a gift wrap with the key that opens it.
 */
@Serializable
data class WelcomeRumorInput (
    /**
     * The account that received the wrap.
     */
    @SerialName("nostr_sk")
    val nostrSk: String? = null,

    /**
     * The rumor.
     */
    val rumor: Rumor? = null,

    /**
     * A kind 1059 event.
     */
    val wrap: Event? = null
)
