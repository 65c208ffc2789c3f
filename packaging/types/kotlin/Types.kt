// To parse the JSON, install jackson-module-kotlin and do:
//
//   val commitAuthorityFile = CommitAuthorityFile.fromJson(jsonString)
//   val commitAuthorityAnswer = CommitAuthorityAnswer.fromJson(jsonString)
//   val authorityAsks = AuthorityAsks.fromJson(jsonString)
//   val authorityCapabilities = AuthorityCapabilities.fromJson(jsonString)
//   val authorityCommit = AuthorityCommit.fromJson(jsonString)
//   val authorityGroup = AuthorityGroup.fromJson(jsonString)
//   val authorityLeaf = AuthorityLeaf.fromJson(jsonString)
//   val authorityProposal = AuthorityProposal.fromJson(jsonString)
//   val authorityReference = AuthorityReference.fromJson(jsonString)
//   val authorityRequired = AuthorityRequired.fromJson(jsonString)
//   val purpleClass = PurpleClass.fromJson(jsonString)
//   val commitClass = CommitClass.fromJson(jsonString)
//   val commitAuthorityExpect = CommitAuthorityExpect.fromJson(jsonString)
//   val generator = Generator.fromJson(jsonString)
//   val commitAuthorityGroup = CommitAuthorityGroup.fromJson(jsonString)
//   val commitAuthorityInput = CommitAuthorityInput.fromJson(jsonString)
//   val leafEntry = LeafEntry.fromJson(jsonString)
//   val note = Note.fromJson(jsonString)
//   val outcome = Outcome.fromJson(jsonString)
//   val pin = Pin.fromJson(jsonString)
//   val reason = Reason.fromJson(jsonString)
//   val spec = Spec.fromJson(jsonString)
//   val stackVoice = StackVoice.fromJson(jsonString)
//   val stage = Stage.fromJson(jsonString)
//   val commitAuthorityTest = CommitAuthorityTest.fromJson(jsonString)
//   val convergenceFile = ConvergenceFile.fromJson(jsonString)
//   val convergenceAnswer = ConvergenceAnswer.fromJson(jsonString)
//   val branchCommit = BranchCommit.fromJson(jsonString)
//   val branchContest = BranchContest.fromJson(jsonString)
//   val branchDisposition = BranchDisposition.fromJson(jsonString)
//   val branchMessage = BranchMessage.fromJson(jsonString)
//   val branchScore = BranchScore.fromJson(jsonString)
//   val branchState = BranchState.fromJson(jsonString)
//   val branchStep = BranchStep.fromJson(jsonString)
//   val convergenceExpect = ConvergenceExpect.fromJson(jsonString)
//   val convergenceGroup = ConvergenceGroup.fromJson(jsonString)
//   val convergenceInput = ConvergenceInput.fromJson(jsonString)
//   val convergenceTest = ConvergenceTest.fromJson(jsonString)
//   val exporterFile = ExporterFile.fromJson(jsonString)
//   val exporterAnswer = ExporterAnswer.fromJson(jsonString)
//   val exporterExpect = ExporterExpect.fromJson(jsonString)
//   val exporterGroup = ExporterGroup.fromJson(jsonString)
//   val exporterInput = ExporterInput.fromJson(jsonString)
//   val exporterTest = ExporterTest.fromJson(jsonString)
//   val groupEventFile = GroupEventFile.fromJson(jsonString)
//   val groupEventAnswer = GroupEventAnswer.fromJson(jsonString)
//   val contentType = ContentType.fromJson(jsonString)
//   val event = Event.fromJson(jsonString)
//   val groupEventExpect = GroupEventExpect.fromJson(jsonString)
//   val groupEventGroup = GroupEventGroup.fromJson(jsonString)
//   val groupEventInput = GroupEventInput.fromJson(jsonString)
//   val rumor = Rumor.fromJson(jsonString)
//   val groupEventTest = GroupEventTest.fromJson(jsonString)
//   val keyPackageEventFile = KeyPackageEventFile.fromJson(jsonString)
//   val keyPackageEventAnswer = KeyPackageEventAnswer.fromJson(jsonString)
//   val keyPackageEventExpect = KeyPackageEventExpect.fromJson(jsonString)
//   val keyPackageEventGroup = KeyPackageEventGroup.fromJson(jsonString)
//   val keyPackageEventInput = KeyPackageEventInput.fromJson(jsonString)
//   val keyPackageEventTest = KeyPackageEventTest.fromJson(jsonString)
//   val keyPackageRefFile = KeyPackageRefFile.fromJson(jsonString)
//   val keyPackageRefAnswer = KeyPackageRefAnswer.fromJson(jsonString)
//   val keyPackageRefExpect = KeyPackageRefExpect.fromJson(jsonString)
//   val keyPackageRefGroup = KeyPackageRefGroup.fromJson(jsonString)
//   val keyPackageRefInput = KeyPackageRefInput.fromJson(jsonString)
//   val keyPackageRefTest = KeyPackageRefTest.fromJson(jsonString)
//   val keyPackageSelectFile = KeyPackageSelectFile.fromJson(jsonString)
//   val keyPackageSelectAnswer = KeyPackageSelectAnswer.fromJson(jsonString)
//   val exclusion = Exclusion.fromJson(jsonString)
//   val keyPackageSelectExpect = KeyPackageSelectExpect.fromJson(jsonString)
//   val keyPackageSelectGroup = KeyPackageSelectGroup.fromJson(jsonString)
//   val keyPackageSelectInput = KeyPackageSelectInput.fromJson(jsonString)
//   val requirements = Requirements.fromJson(jsonString)
//   val keyPackageSelectTest = KeyPackageSelectTest.fromJson(jsonString)
//   val manifest = Manifest.fromJson(jsonString)
//   val fileEntry = FileEntry.fromJson(jsonString)
//   val otherFile = OtherFile.fromJson(jsonString)
//   val policyEntry = PolicyEntry.fromJson(jsonString)
//   val retired = Retired.fromJson(jsonString)
//   val memberCoalescingFile = MemberCoalescingFile.fromJson(jsonString)
//   val memberCoalescingAnswer = MemberCoalescingAnswer.fromJson(jsonString)
//   val memberCoalescingExpect = MemberCoalescingExpect.fromJson(jsonString)
//   val memberCoalescingGroup = MemberCoalescingGroup.fromJson(jsonString)
//   val memberCoalescingInput = MemberCoalescingInput.fromJson(jsonString)
//   val memberCoalescingTest = MemberCoalescingTest.fromJson(jsonString)
//   val minimal = Minimal.fromJson(jsonString)
//   val minimalTest = MinimalTest.fromJson(jsonString)
//   val raceFile = RaceFile.fromJson(jsonString)
//   val raceAnswer = RaceAnswer.fromJson(jsonString)
//   val raceExpect = RaceExpect.fromJson(jsonString)
//   val raceGroup = RaceGroup.fromJson(jsonString)
//   val raceInput = RaceInput.fromJson(jsonString)
//   val ratchetAccept = RatchetAccept.fromJson(jsonString)
//   val ratchetCompare = RatchetCompare.fromJson(jsonString)
//   val ratchetLength = RatchetLength.fromJson(jsonString)
//   val ratchetModel = RatchetModel.fromJson(jsonString)
//   val ratchetOrder = RatchetOrder.fromJson(jsonString)
//   val ratchetOrphan = RatchetOrphan.fromJson(jsonString)
//   val ratchetPolicy = RatchetPolicy.fromJson(jsonString)
//   val ratchetRetain = RatchetRetain.fromJson(jsonString)
//   val ratchetRootOrder = RatchetRootOrder.fromJson(jsonString)
//   val ratchetValid = RatchetValid.fromJson(jsonString)
//   val raceTest = RaceTest.fromJson(jsonString)
//   val scenarioFile = ScenarioFile.fromJson(jsonString)
//   val scenarioAnswer = ScenarioAnswer.fromJson(jsonString)
//   val device = Device.fromJson(jsonString)
//   val scenarioExpect = ScenarioExpect.fromJson(jsonString)
//   val fault = Fault.fromJson(jsonString)
//   val scenarioGroup = ScenarioGroup.fromJson(jsonString)
//   val scenarioInput = ScenarioInput.fromJson(jsonString)
//   val relay = Relay.fromJson(jsonString)
//   val step = Step.fromJson(jsonString)
//   val scenarioTest = ScenarioTest.fromJson(jsonString)
//   val streamFile = StreamFile.fromJson(jsonString)
//   val streamAnswer = StreamAnswer.fromJson(jsonString)
//   val streamExpect = StreamExpect.fromJson(jsonString)
//   val streamGroup = StreamGroup.fromJson(jsonString)
//   val streamInput = StreamInput.fromJson(jsonString)
//   val streamApp = StreamApp.fromJson(jsonString)
//   val streamBackoff = StreamBackoff.fromJson(jsonString)
//   val streamBinding = StreamBinding.fromJson(jsonString)
//   val streamClose = StreamClose.fromJson(jsonString)
//   val streamFault = StreamFault.fromJson(jsonString)
//   val streamFields = StreamFields.fromJson(jsonString)
//   val streamFrame = StreamFrame.fromJson(jsonString)
//   val streamFrom = StreamFrom.fromJson(jsonString)
//   val streamKind = StreamKind.fromJson(jsonString)
//   val streamLimits = StreamLimits.fromJson(jsonString)
//   val streamMachine = StreamMachine.fromJson(jsonString)
//   val streamMode = StreamMode.fromJson(jsonString)
//   val streamOnResume = StreamOnResume.fromJson(jsonString)
//   val streamPage = StreamPage.fromJson(jsonString)
//   val streamPattern = StreamPattern.fromJson(jsonString)
//   val streamPingWhen = StreamPingWhen.fromJson(jsonString)
//   val streamPolicy = StreamPolicy.fromJson(jsonString)
//   val streamResumeFrom = StreamResumeFrom.fromJson(jsonString)
//   val streamRetryStamp = StreamRetryStamp.fromJson(jsonString)
//   val streamRow = StreamRow.fromJson(jsonString)
//   val streamStep = StreamStep.fromJson(jsonString)
//   val streamWanted = StreamWanted.fromJson(jsonString)
//   val streamWatchdog = StreamWatchdog.fromJson(jsonString)
//   val streamWish = StreamWish.fromJson(jsonString)
//   val streamTest = StreamTest.fromJson(jsonString)
//   val treeFile = TreeFile.fromJson(jsonString)
//   val treeAnswer = TreeAnswer.fromJson(jsonString)
//   val treeExpect = TreeExpect.fromJson(jsonString)
//   val treeGroup = TreeGroup.fromJson(jsonString)
//   val treeInput = TreeInput.fromJson(jsonString)
//   val ratchetCycle = RatchetCycle.fromJson(jsonString)
//   val ratchetThen = RatchetThen.fromJson(jsonString)
//   val treeTest = TreeTest.fromJson(jsonString)
//   val welcomeFanoutFile = WelcomeFanoutFile.fromJson(jsonString)
//   val welcomeFanoutAnswer = WelcomeFanoutAnswer.fromJson(jsonString)
//   val delivery = Delivery.fromJson(jsonString)
//   val welcomeFanoutExpect = WelcomeFanoutExpect.fromJson(jsonString)
//   val welcomeFanoutGroup = WelcomeFanoutGroup.fromJson(jsonString)
//   val welcomeFanoutInput = WelcomeFanoutInput.fromJson(jsonString)
//   val keys = Keys.fromJson(jsonString)
//   val welcomeFanoutTest = WelcomeFanoutTest.fromJson(jsonString)
//   val welcomeJoinFile = WelcomeJoinFile.fromJson(jsonString)
//   val welcomeJoinAnswer = WelcomeJoinAnswer.fromJson(jsonString)
//   val welcomeJoinExpect = WelcomeJoinExpect.fromJson(jsonString)
//   val export = Export.fromJson(jsonString)
//   val welcomeJoinGroup = WelcomeJoinGroup.fromJson(jsonString)
//   val welcomeJoinInput = WelcomeJoinInput.fromJson(jsonString)
//   val op = Op.fromJson(jsonString)
//   val opResult = OpResult.fromJson(jsonString)
//   val state = State.fromJson(jsonString)
//   val welcomeJoinTest = WelcomeJoinTest.fromJson(jsonString)
//   val welcomeRumorFile = WelcomeRumorFile.fromJson(jsonString)
//   val welcomeRumorAnswer = WelcomeRumorAnswer.fromJson(jsonString)
//   val welcomeRumorExpect = WelcomeRumorExpect.fromJson(jsonString)
//   val welcomeRumorGroup = WelcomeRumorGroup.fromJson(jsonString)
//   val welcomeRumorInput = WelcomeRumorInput.fromJson(jsonString)
//   val welcomeRumorTest = WelcomeRumorTest.fromJson(jsonString)

package marmot.vectors

import com.fasterxml.jackson.annotation.*
import com.fasterxml.jackson.core.*
import com.fasterxml.jackson.databind.*
import com.fasterxml.jackson.databind.deser.std.StdDeserializer
import com.fasterxml.jackson.databind.module.SimpleModule
import com.fasterxml.jackson.databind.node.*
import com.fasterxml.jackson.databind.ser.std.StdSerializer
import com.fasterxml.jackson.module.kotlin.*


@Suppress("UNCHECKED_CAST")
private fun <T> ObjectMapper.convert(k: kotlin.reflect.KClass<*>, fromJson: (JsonNode) -> T, toJson: (T) -> String, isUnion: Boolean = false) = registerModule(SimpleModule().apply {
    addSerializer(k.java as Class<T>, object : StdSerializer<T>(k.java as Class<T>) {
            override fun serialize(value: T, gen: JsonGenerator, provider: SerializerProvider) = gen.writeRawValue(toJson(value))
    })
    addDeserializer(k.java as Class<T>, object : StdDeserializer<T>(k.java as Class<T>) {
            override fun deserialize(p: JsonParser, ctxt: DeserializationContext) = fromJson(p.readValueAsTree())
    })
})

val mapper = jacksonObjectMapper().apply {
    propertyNamingStrategy = PropertyNamingStrategy.LOWER_CAMEL_CASE
    setSerializationInclusion(JsonInclude.Include.NON_NULL)
    convert(CommitClass::class,       { CommitClass.fromValue(it.asText()) },       { "\"${it.value}\"" })
    convert(Reason::class,            { Reason.fromValue(it.asText()) },            { "\"${it.value}\"" })
    convert(Stage::class,             { Stage.fromValue(it.asText()) },             { "\"${it.value}\"" })
    convert(Type::class,              { Type.fromValue(it.asText()) },              { "\"${it.value}\"" })
    convert(Outcome::class,           { Outcome.fromValue(it.asText()) },           { "\"${it.value}\"" })
    convert(PurpleClass::class,       { PurpleClass.fromValue(it.asText()) },       { "\"${it.value}\"" })
    convert(BranchDisposition::class, { BranchDisposition.fromValue(it.asText()) }, { "\"${it.value}\"" })
    convert(BranchStep::class,        { BranchStep.fromValue(it.asText()) },        { "\"${it.value}\"" })
    convert(ContentType::class,       { ContentType.fromValue(it.asText()) },       { "\"${it.value}\"" })
    convert(Layer::class,             { Layer.fromValue(it.asText()) },             { "\"${it.value}\"" })
    convert(Exclusion::class,         { Exclusion.fromValue(it.asText()) },         { "\"${it.value}\"" })
    convert(RatchetModel::class,      { RatchetModel.fromValue(it.asText()) },      { "\"${it.value}\"" })
    convert(RatchetAccept::class,     { RatchetAccept.fromValue(it.asText()) },     { "\"${it.value}\"" })
    convert(RatchetLength::class,     { RatchetLength.fromValue(it.asText()) },     { "\"${it.value}\"" })
    convert(RatchetCompare::class,    { RatchetCompare.fromValue(it.asText()) },    { "\"${it.value}\"" })
    convert(RatchetOrderEnum::class,  { RatchetOrderEnum.fromValue(it.asText()) },  { "\"${it.value}\"" })
    convert(RatchetOrphan::class,     { RatchetOrphan.fromValue(it.asText()) },     { "\"${it.value}\"" })
    convert(RatchetRetainEnum::class, { RatchetRetainEnum.fromValue(it.asText()) }, { "\"${it.value}\"" })
    convert(RatchetRootOrder::class,  { RatchetRootOrder.fromValue(it.asText()) },  { "\"${it.value}\"" })
    convert(RatchetValid::class,      { RatchetValid.fromValue(it.asText()) },      { "\"${it.value}\"" })
    convert(StreamKind::class,        { StreamKind.fromValue(it.asText()) },        { "\"${it.value}\"" })
    convert(StreamMachine::class,     { StreamMachine.fromValue(it.asText()) },     { "\"${it.value}\"" })
    convert(StreamBinding::class,     { StreamBinding.fromValue(it.asText()) },     { "\"${it.value}\"" })
    convert(StreamOnResume::class,    { StreamOnResume.fromValue(it.asText()) },    { "\"${it.value}\"" })
    convert(StreamPingWhen::class,    { StreamPingWhen.fromValue(it.asText()) },    { "\"${it.value}\"" })
    convert(StreamResumeFrom::class,  { StreamResumeFrom.fromValue(it.asText()) },  { "\"${it.value}\"" })
    convert(StreamRetryStamp::class,  { StreamRetryStamp.fromValue(it.asText()) },  { "\"${it.value}\"" })
    convert(StreamApp::class,         { StreamApp.fromValue(it.asText()) },         { "\"${it.value}\"" })
    convert(StreamMode::class,        { StreamMode.fromValue(it.asText()) },        { "\"${it.value}\"" })
    convert(StreamFrom::class,        { StreamFrom.fromValue(it.asText()) },        { "\"${it.value}\"" })
    convert(DeliveryEnum::class,      { DeliveryEnum.fromValue(it.asText()) },      { "\"${it.value}\"" })
    convert(OpEnum::class,            { OpEnum.fromValue(it.asText()) },            { "\"${it.value}\"" })
    convert(Leaf::class,              { Leaf.fromJson(it) },                        { it.toJson() }, true)
    convert(RatchetOrder::class,      { RatchetOrder.fromJson(it) },                { it.toJson() }, true)
    convert(RatchetRetain::class,     { RatchetRetain.fromJson(it) },               { it.toJson() }, true)
    convert(BeforeElement::class,     { BeforeElement.fromJson(it) },               { it.toJson() }, true)
    convert(StreamValue::class,       { StreamValue.fromJson(it) },                 { it.toJson() }, true)
    convert(RowElement::class,        { RowElement.fromJson(it) },                  { it.toJson() }, true)
    convert(Delivery::class,          { Delivery.fromJson(it) },                    { it.toJson() }, true)
}

/**
 * One vector file: one topic, one profile.
 */
data class CommitAuthorityFile (
    /**
     * `marmot-vectors/1`
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val format: String,

    /**
     * What wrote the file.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val generator: Generator,

    /**
     * Tests that share a time.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val groups: List<CommitAuthorityGroup>,

    /**
     * What the flags mean.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val notes: Map<String, Note>,

    /**
     * Wire profile.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val profile: String,

    /**
     * The text that is tested.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val spec: Spec,

    /**
     * Version of the set.
     */
    @get:JsonProperty("suite_version", required=true)@field:JsonProperty("suite_version", required=true)
    val suiteVersion: String,

    /**
     * Every private key in the file was made for it.
     */
    @get:JsonProperty("synthetic_secrets", required=true)@field:JsonProperty("synthetic_secrets", required=true)
    val syntheticSecrets: Boolean,

    /**
     * Number of tests.
     */
    @get:JsonProperty("test_count", required=true)@field:JsonProperty("test_count", required=true)
    val testCount: Long,

    /**
     * Topic; decides the members of `input` and `expect`.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val topic: String
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<CommitAuthorityFile>(json)
    }
}

/**
 * What wrote the file.
 */
data class Generator (
    /**
     * The MLS library that made the MLS bytes.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val mls: String,

    /**
     * Name.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val name: String,

    /**
     * Seed of every run.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val seed: String,

    /**
     * Version.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val version: String
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<Generator>(json)
    }
}

/**
 * Tests that share a time.
 */
data class CommitAuthorityGroup (
    /**
     * Unix seconds of the judgement.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val now: Long,

    /**
     * Tests.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val tests: List<CommitAuthorityTest>
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<CommitAuthorityGroup>(json)
    }
}

/**
 * One test.
 */
data class CommitAuthorityTest (
    /**
     * One sentence.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val comment: String,

    /**
     * Of a valid test; all members are compared.
     */
    val expect: CommitAuthorityExpect? = null,

    /**
     * Of a policy test: by policy id.
     */
    @get:JsonProperty("expected_by_policy")@field:JsonProperty("expected_by_policy")
    val expectedByPolicy: Map<String, CommitAuthorityAnswer>? = null,

    /**
     * At least one key of `notes`; one test shows one thing.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val flags: List<String>,

    /**
     * Stable id: topic prefix and four digits.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val id: String,

    /**
     * Input.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val input: CommitAuthorityInput,

    /**
     * Unix seconds of the judgement, where it is not the group's.
     */
    val now: Long? = null,

    /**
     * The valid test that this invalid or deferred one is like, but for what its flag names; a
     * `group-event` test with another `after` is elsewhere in the story, too.
     */
    val parent: String? = null,

    /**
     * Of an invalid or deferred test.
     */
    val reason: Reason? = null,

    /**
     * Instead of `reason` where the order of checks is free; all of one stage.
     */
    @get:JsonProperty("reasons_any")@field:JsonProperty("reasons_any")
    val reasonsAny: List<Reason>? = null,

    /**
     * What is demanded.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val result: Outcome,

    /**
     * Of an invalid or deferred test: the stage of its reason.
     */
    val stage: Stage? = null,

    /**
     * The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.
     */
    val tag: String? = null,

    /**
     * Stacks that passed this test when it was emitted; of an invalid test, those that refused
     * it for the stated reason.
     */
    @get:JsonProperty("verified_by")@field:JsonProperty("verified_by")
    val verifiedBy: List<StackVoice>? = null,

    /**
     * Stacks that refused this invalid test and did not say why. Not read back.
     */
    @get:JsonProperty("x_refused_by")@field:JsonProperty("x_refused_by")
    val xRefusedBy: List<StackVoice>? = null
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<CommitAuthorityTest>(json)
    }
}

/**
 * Of a valid test; all members are compared.
 *
 * The class of an accepted commit, and the state that it leads to.
 *
 * It succeeds.
 */
data class CommitAuthorityExpect (
    /**
     * Whether it needed an admin.
     */
    @get:JsonProperty("class", required=true)@field:JsonProperty("class", required=true)
    val commitAuthorityExpectClass: CommitClass,

    /**
     * The components of the GroupContext.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val components: Map<String, String>,

    /**
     * The new epoch.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val epoch: Long,

    /**
     * Every leaf that is not blank, by index.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val leaves: List<LeafEntry>,

    /**
     * What every member must support now.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val required: AuthorityRequired
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<CommitAuthorityExpect>(json)
    }
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
enum class CommitClass(val value: String) {
    Ordinary("ordinary"),
    Privileged("privileged");

    companion object {
        fun fromValue(value: String): CommitClass = when (value) {
            "ordinary"   -> Ordinary
            "privileged" -> Privileged
            else         -> throw IllegalArgumentException()
        }
    }
}

/**
 * A leaf of the ratchet tree.
 */
data class LeafEntry (
    /**
     * Account in its credential, hex.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val account: String,

    /**
     * Leaf index.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val index: Long,

    /**
     * Its signature key.
     */
    @get:JsonProperty("signature_key", required=true)@field:JsonProperty("signature_key", required=true)
    val signatureKey: String
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<LeafEntry>(json)
    }
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
data class AuthorityRequired (
    /**
     * Credential types.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val credentials: List<String>,

    /**
     * Extension types.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val extensions: List<String>,

    /**
     * Proposal types.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val proposals: List<String>
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<AuthorityRequired>(json)
    }
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
data class CommitAuthorityAnswer (
    /**
     * Whether it needed an admin.
     */
    @get:JsonProperty("class")@field:JsonProperty("class")
    val commitAuthorityAnswerClass: CommitClass? = null,

    /**
     * The components of the GroupContext.
     */
    val components: Map<String, String>? = null,

    /**
     * The new epoch.
     */
    val epoch: Long? = null,

    /**
     * Every leaf that is not blank, by index.
     */
    val leaves: List<LeafEntry>? = null,

    /**
     * What every member must support now.
     */
    val required: AuthorityRequired? = null,

    /**
     * Why.
     */
    val reason: Reason? = null,

    /**
     * The stage of the reason.
     */
    val stage: Stage? = null
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<CommitAuthorityAnswer>(json)
    }
}

/**
 * Why.
 *
 * Why an input must be refused. Error texts are never compared.
 *
 * Of an invalid or deferred test.
 */
enum class Reason(val value: String) {
    AdminSetEmpty("admin_set_empty"),
    AlreadyAcked("already_acked"),
    AlreadyJoined("already_joined"),
    AlreadyKnown("already_known"),
    AlreadyProcessed("already_processed"),
    AlreadyRemoved("already_removed"),
    AnchorMissing("anchor_missing"),
    AnchorRepeated("anchor_repeated"),
    AuthorizationFailed("authorization_failed"),
    BadEventID("bad_event_id"),
    BadEventJSON("bad_event_json"),
    BadEventSignature("bad_event_signature"),
    BadGiftWrap("bad_gift_wrap"),
    BadSeal("bad_seal"),
    CanonicalUnknown("canonical_unknown"),
    CiphersuiteUnsupported("ciphersuite_unsupported"),
    CommitRepeated("commit_repeated"),
    CommitterNotAdmin("committer_not_admin"),
    ConfirmationInvalid("confirmation_invalid"),
    ContentEmpty("content_empty"),
    ContentNotBase64("content_not_base64"),
    ContentNotHex("content_not_hex"),
    ContentTooShort("content_too_short"),
    CreatedAtTooNew("created_at_too_new"),
    CreatedAtTooOld("created_at_too_old"),
    CredentialIdentityMalformed("credential_identity_malformed"),
    CredentialTypeUnsupported("credential_type_unsupported"),
    CycleDiffers("cycle_differs"),
    CycleQuiescent("cycle_quiescent"),
    CycleShift("cycle_shift"),
    CycleTooShort("cycle_too_short"),
    DefaultExtensionListed("default_extension_listed"),
    DeviceUnknown("device_unknown"),
    EpochNotNext("epoch_not_next"),
    Evicted("evicted"),
    ExtensionMisplaced("extension_misplaced"),
    ExtensionNotAdvertised("extension_not_advertised"),
    FramingMismatch("framing_mismatch"),
    GenerationConsumed("generation_consumed"),
    GroupDataMalformed("group_data_malformed"),
    GroupDataMissing("group_data_missing"),
    GroupDataVersionUnsupported("group_data_version_unsupported"),
    GroupUnknown("group_unknown"),
    IdentityChanged("identity_changed"),
    IdentityMismatch("identity_mismatch"),
    InitKeyReused("init_key_reused"),
    InnerAuthorMismatch("inner_author_mismatch"),
    InvalidEncoding("invalid_encoding"),
    InvalidSignature("invalid_signature"),
    KeyPackageNotLocal("key_package_not_local"),
    LeafKeyDuplicate("leaf_key_duplicate"),
    LeafLimitExceeded("leaf_limit_exceeded"),
    LifetimeExpired("lifetime_expired"),
    LifetimeMissing("lifetime_missing"),
    LifetimeNotYetValid("lifetime_not_yet_valid"),
    LifetimeTooLong("lifetime_too_long"),
    MessageDecryptFailed("message_decrypt_failed"),
    MessageRepeated("message_repeated"),
    MessageStateUnknown("message_state_unknown"),
    Nip44DecryptFailed("nip44_decrypt_failed"),
    NoMatchingKeyPackage("no_matching_key_package"),
    NodeNotNext("node_not_next"),
    NodeUnknown("node_unknown"),
    NotAddressedToMe("not_addressed_to_me"),
    NotAnnounced("not_announced"),
    NotOrphaned("not_orphaned"),
    NotSelected("not_selected"),
    Orphaned("orphaned"),
    OutOfReach("out_of_reach"),
    OuterDecryptFailed("outer_decrypt_failed"),
    ParentUnknown("parent_unknown"),
    PreviouslyFailed("previously_failed"),
    PrivateKeyMismatch("private_key_mismatch"),
    ProofBindingMismatch("proof_binding_mismatch"),
    ProofMalformed("proof_malformed"),
    ProofMissing("proof_missing"),
    ProofSignatureInvalid("proof_signature_invalid"),
    ProtocolVersionUnsupported("protocol_version_unsupported"),
    RatchetTreeInvalid("ratchet_tree_invalid"),
    RatchetTreeMissing("ratchet_tree_missing"),
    RefMismatch("ref_mismatch"),
    RequiredCapabilityUnmet("required_capability_unmet"),
    RetainedStateMissing("retained_state_missing"),
    RumorAuthorMismatch("rumor_author_mismatch"),
    RumorSigned("rumor_signed"),
    SelfUpdateMixed("self_update_mixed"),
    SiblingsApart("siblings_apart"),
    SignatureInvalid("signature_invalid"),
    StateRepeated("state_repeated"),
    StepsExhausted("steps_exhausted"),
    SwitchOff("switch_off"),
    TLSMalformed("tls_malformed"),
    TagContentMismatch("tag_content_mismatch"),
    TagForbidden("tag_forbidden"),
    TagMissing("tag_missing"),
    TagRepeated("tag_repeated"),
    TagValueExtra("tag_value_extra"),
    TagValueMalformed("tag_value_malformed"),
    TagValueMissing("tag_value_missing"),
    TagValueUnsupported("tag_value_unsupported"),
    TrailingBytes("trailing_bytes"),
    UnexpectedKind("unexpected_kind"),
    UnsupportedRequiredFeature("unsupported_required_feature"),
    WelcomeDecryptFailed("welcome_decrypt_failed"),
    WelcomerNotAdmin("welcomer_not_admin"),
    WireFormatMismatch("wire_format_mismatch"),
    WouldBeAccepted("would_be_accepted"),
    WouldBeRejected("would_be_rejected"),
    WrongEpoch("wrong_epoch"),
    WrongUser("wrong_user");

    companion object {
        fun fromValue(value: String): Reason = when (value) {
            "admin_set_empty"                -> AdminSetEmpty
            "already_acked"                  -> AlreadyAcked
            "already_joined"                 -> AlreadyJoined
            "already_known"                  -> AlreadyKnown
            "already_processed"              -> AlreadyProcessed
            "already_removed"                -> AlreadyRemoved
            "anchor_missing"                 -> AnchorMissing
            "anchor_repeated"                -> AnchorRepeated
            "authorization_failed"           -> AuthorizationFailed
            "bad_event_id"                   -> BadEventID
            "bad_event_json"                 -> BadEventJSON
            "bad_event_signature"            -> BadEventSignature
            "bad_gift_wrap"                  -> BadGiftWrap
            "bad_seal"                       -> BadSeal
            "canonical_unknown"              -> CanonicalUnknown
            "ciphersuite_unsupported"        -> CiphersuiteUnsupported
            "commit_repeated"                -> CommitRepeated
            "committer_not_admin"            -> CommitterNotAdmin
            "confirmation_invalid"           -> ConfirmationInvalid
            "content_empty"                  -> ContentEmpty
            "content_not_base64"             -> ContentNotBase64
            "content_not_hex"                -> ContentNotHex
            "content_too_short"              -> ContentTooShort
            "created_at_too_new"             -> CreatedAtTooNew
            "created_at_too_old"             -> CreatedAtTooOld
            "credential_identity_malformed"  -> CredentialIdentityMalformed
            "credential_type_unsupported"    -> CredentialTypeUnsupported
            "cycle_differs"                  -> CycleDiffers
            "cycle_quiescent"                -> CycleQuiescent
            "cycle_shift"                    -> CycleShift
            "cycle_too_short"                -> CycleTooShort
            "default_extension_listed"       -> DefaultExtensionListed
            "device_unknown"                 -> DeviceUnknown
            "epoch_not_next"                 -> EpochNotNext
            "evicted"                        -> Evicted
            "extension_misplaced"            -> ExtensionMisplaced
            "extension_not_advertised"       -> ExtensionNotAdvertised
            "framing_mismatch"               -> FramingMismatch
            "generation_consumed"            -> GenerationConsumed
            "group_data_malformed"           -> GroupDataMalformed
            "group_data_missing"             -> GroupDataMissing
            "group_data_version_unsupported" -> GroupDataVersionUnsupported
            "group_unknown"                  -> GroupUnknown
            "identity_changed"               -> IdentityChanged
            "identity_mismatch"              -> IdentityMismatch
            "init_key_reused"                -> InitKeyReused
            "inner_author_mismatch"          -> InnerAuthorMismatch
            "invalid_encoding"               -> InvalidEncoding
            "invalid_signature"              -> InvalidSignature
            "key_package_not_local"          -> KeyPackageNotLocal
            "leaf_key_duplicate"             -> LeafKeyDuplicate
            "leaf_limit_exceeded"            -> LeafLimitExceeded
            "lifetime_expired"               -> LifetimeExpired
            "lifetime_missing"               -> LifetimeMissing
            "lifetime_not_yet_valid"         -> LifetimeNotYetValid
            "lifetime_too_long"              -> LifetimeTooLong
            "message_decrypt_failed"         -> MessageDecryptFailed
            "message_repeated"               -> MessageRepeated
            "message_state_unknown"          -> MessageStateUnknown
            "nip44_decrypt_failed"           -> Nip44DecryptFailed
            "no_matching_key_package"        -> NoMatchingKeyPackage
            "node_not_next"                  -> NodeNotNext
            "node_unknown"                   -> NodeUnknown
            "not_addressed_to_me"            -> NotAddressedToMe
            "not_announced"                  -> NotAnnounced
            "not_orphaned"                   -> NotOrphaned
            "not_selected"                   -> NotSelected
            "orphaned"                       -> Orphaned
            "out_of_reach"                   -> OutOfReach
            "outer_decrypt_failed"           -> OuterDecryptFailed
            "parent_unknown"                 -> ParentUnknown
            "previously_failed"              -> PreviouslyFailed
            "private_key_mismatch"           -> PrivateKeyMismatch
            "proof_binding_mismatch"         -> ProofBindingMismatch
            "proof_malformed"                -> ProofMalformed
            "proof_missing"                  -> ProofMissing
            "proof_signature_invalid"        -> ProofSignatureInvalid
            "protocol_version_unsupported"   -> ProtocolVersionUnsupported
            "ratchet_tree_invalid"           -> RatchetTreeInvalid
            "ratchet_tree_missing"           -> RatchetTreeMissing
            "ref_mismatch"                   -> RefMismatch
            "required_capability_unmet"      -> RequiredCapabilityUnmet
            "retained_state_missing"         -> RetainedStateMissing
            "rumor_author_mismatch"          -> RumorAuthorMismatch
            "rumor_signed"                   -> RumorSigned
            "self_update_mixed"              -> SelfUpdateMixed
            "siblings_apart"                 -> SiblingsApart
            "signature_invalid"              -> SignatureInvalid
            "state_repeated"                 -> StateRepeated
            "steps_exhausted"                -> StepsExhausted
            "switch_off"                     -> SwitchOff
            "tls_malformed"                  -> TLSMalformed
            "tag_content_mismatch"           -> TagContentMismatch
            "tag_forbidden"                  -> TagForbidden
            "tag_missing"                    -> TagMissing
            "tag_repeated"                   -> TagRepeated
            "tag_value_extra"                -> TagValueExtra
            "tag_value_malformed"            -> TagValueMalformed
            "tag_value_missing"              -> TagValueMissing
            "tag_value_unsupported"          -> TagValueUnsupported
            "trailing_bytes"                 -> TrailingBytes
            "unexpected_kind"                -> UnexpectedKind
            "unsupported_required_feature"   -> UnsupportedRequiredFeature
            "welcome_decrypt_failed"         -> WelcomeDecryptFailed
            "welcomer_not_admin"             -> WelcomerNotAdmin
            "wire_format_mismatch"           -> WireFormatMismatch
            "would_be_accepted"              -> WouldBeAccepted
            "would_be_rejected"              -> WouldBeRejected
            "wrong_epoch"                    -> WrongEpoch
            "wrong_user"                     -> WrongUser
            else                             -> throw IllegalArgumentException()
        }
    }
}

/**
 * The stage of the reason.
 *
 * Where a check stands. A reason has exactly one stage.
 *
 * Of an invalid or deferred test: the stage of its reason.
 */
enum class Stage(val value: String) {
    Authority("authority"),
    Convergence("convergence"),
    Delivery("delivery"),
    GroupPolicy("group_policy"),
    Identity("identity"),
    Mls("mls"),
    Nostr("nostr"),
    Trace("trace"),
    Transport("transport");

    companion object {
        fun fromValue(value: String): Stage = when (value) {
            "authority"    -> Authority
            "convergence"  -> Convergence
            "delivery"     -> Delivery
            "group_policy" -> GroupPolicy
            "identity"     -> Identity
            "mls"          -> Mls
            "nostr"        -> Nostr
            "trace"        -> Trace
            "transport"    -> Transport
            else           -> throw IllegalArgumentException()
        }
    }
}

/**
 * Input.
 *
 * A commit that the MLS library has authenticated in this state.
 */
data class CommitAuthorityInput (
    /**
     * The commit.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val commit: AuthorityCommit,

    /**
     * The state on which the commit stands.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val parent: AuthorityGroup
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<CommitAuthorityInput>(json)
    }
}

/**
 * The commit.
 *
 * A commit.
 */
data class AuthorityCommit (
    /**
     * The authenticated data of its message.
     */
    @get:JsonProperty("authenticated_data")@field:JsonProperty("authenticated_data")
    val authenticatedData: String? = null,

    /**
     * The index of the leaf that made it. Not there for an External Commit.
     */
    val committer: Long? = null,

    /**
     * The epoch that it names.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val epoch: Long,

    /**
     * The committer's new leaf, if there is an UpdatePath.
     */
    val path: AuthorityLeaf? = null,

    /**
     * Its proposals. Their order decides only which added leaf comes first.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val proposals: List<AuthorityProposal>
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<AuthorityCommit>(json)
    }
}

/**
 * The committer's new leaf, if there is an UpdatePath.
 *
 * A leaf of the tree, or one that is to become one.
 *
 * The leaf of its KeyPackage.
 */
data class AuthorityLeaf (
    /**
     * What it supports.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val capabilities: AuthorityCapabilities,

    /**
     * Its `app_data_dictionary`; empty if it has none.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val components: Map<String, String>,

    /**
     * The type of its credential.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val credential: String,

    /**
     * What its credential holds: the account, if all is well.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val identity: String,

    /**
     * Account and device, for a person. Decides nothing.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val name: String,

    /**
     * The key that verifies its messages.
     */
    @get:JsonProperty("signature_key", required=true)@field:JsonProperty("signature_key", required=true)
    val signatureKey: String
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<AuthorityLeaf>(json)
    }
}

/**
 * What it supports.
 *
 * The capabilities of a leaf (RFC 9420 section 7.2).
 */
data class AuthorityCapabilities (
    /**
     * Cipher suites.
     */
    @get:JsonProperty("cipher_suites", required=true)@field:JsonProperty("cipher_suites", required=true)
    val cipherSuites: List<String>,

    /**
     * Credential types.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val credentials: List<String>,

    /**
     * Extension types.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val extensions: List<String>,

    /**
     * Proposal types.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val proposals: List<String>,

    /**
     * Protocol versions.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val versions: List<String>
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<AuthorityCapabilities>(json)
    }
}

/**
 * A proposal inside a commit.
 */
data class AuthorityProposal (
    /**
     * What it asks for.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val asks: AuthorityAsks,

    /**
     * The message that carried it, if the commit has it by reference. Else it is there by
     * value, and the committer's.
     */
    val reference: AuthorityReference? = null
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<AuthorityProposal>(json)
    }
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
data class AuthorityAsks (
    /**
     * The `app_data_dictionary` of the KeyPackage itself.
     */
    @get:JsonProperty("key_package")@field:JsonProperty("key_package")
    val keyPackage: Map<String, String>? = null,

    /**
     * The leaf of its KeyPackage.
     */
    val leaf: AuthorityLeaf? = null,

    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val type: Type,

    /**
     * The leaf.
     */
    val index: Long? = null,

    /**
     * Which.
     */
    val component: String? = null,

    /**
     * Its new data. Without it the entry is removed.
     */
    val update: String? = null,

    /**
     * The extension `app_data_dictionary`.
     */
    val components: Map<String, String>? = null,

    /**
     * The extension `required_capabilities`.
     */
    val required: AuthorityRequired? = null,

    /**
     * Its number.
     */
    val number: String? = null
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<AuthorityAsks>(json)
    }
}

enum class Type(val value: String) {
    Add("add"),
    AppDataUpdate("app_data_update"),
    AppEphemeral("app_ephemeral"),
    Custom("custom"),
    ExternalInit("external_init"),
    GroupContextExtensions("group_context_extensions"),
    PreSharedKey("pre_shared_key"),
    ReInit("re_init"),
    Remove("remove"),
    SelfRemove("self_remove"),
    Update("update");

    companion object {
        fun fromValue(value: String): Type = when (value) {
            "add"                      -> Add
            "app_data_update"          -> AppDataUpdate
            "app_ephemeral"            -> AppEphemeral
            "custom"                   -> Custom
            "external_init"            -> ExternalInit
            "group_context_extensions" -> GroupContextExtensions
            "pre_shared_key"           -> PreSharedKey
            "re_init"                  -> ReInit
            "remove"                   -> Remove
            "self_remove"              -> SelfRemove
            "update"                   -> Update
            else                       -> throw IllegalArgumentException()
        }
    }
}

/**
 * The message that carried it, if the commit has it by reference. Else it is there by
 * value, and the committer's.
 *
 * The message of a proposal that stands alone.
 */
data class AuthorityReference (
    /**
     * The authenticated data of the message.
     */
    @get:JsonProperty("authenticated_data")@field:JsonProperty("authenticated_data")
    val authenticatedData: String? = null,

    /**
     * The epoch in which it was sent.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val epoch: Long,

    /**
     * The index of the leaf that sent it. Not there if no member did.
     */
    val sender: Long? = null
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<AuthorityReference>(json)
    }
}

/**
 * The state on which the commit stands.
 *
 * A group at one epoch.
 */
data class AuthorityGroup (
    /**
     * Cipher suite.
     */
    @get:JsonProperty("cipher_suite", required=true)@field:JsonProperty("cipher_suite", required=true)
    val cipherSuite: String,

    /**
     * The extension `app_data_dictionary` of its GroupContext.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val components: Map<String, String>,

    /**
     * Epoch.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val epoch: Long,

    /**
     * Its leaves by index, but for those that are blank.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val leaves: Map<String, AuthorityLeaf>,

    /**
     * The extension `required_capabilities` of its GroupContext.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val required: AuthorityRequired
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<AuthorityGroup>(json)
    }
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
enum class Outcome(val value: String) {
    Deferred("deferred"),
    Invalid("invalid"),
    Policy("policy"),
    Valid("valid");

    companion object {
        fun fromValue(value: String): Outcome = when (value) {
            "deferred" -> Deferred
            "invalid"  -> Invalid
            "policy"   -> Policy
            "valid"    -> Valid
            else       -> throw IllegalArgumentException()
        }
    }
}

/**
 * A stack that verified a test.
 */
data class StackVoice (
    /**
     * Name.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val stack: String,

    /**
     * Version.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val version: String,

    /**
     * The library through which it was driven.
     */
    val via: String? = null
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<StackVoice>(json)
    }
}

/**
 * What a flag means.
 */
data class Note (
    /**
     * How binding the rule is.
     */
    @get:JsonProperty("class", required=true)@field:JsonProperty("class", required=true)
    val noteClass: PurpleClass,

    /**
     * What a test with this flag shows.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val description: String,

    /**
     * What happens to a client that gets it wrong.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val effect: String,

    /**
     * Where it stands: a document that `spec` lists, `#`, and a heading, section or function.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val spec: String
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<Note>(json)
    }
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
enum class PurpleClass(val value: String) {
    May("MAY"),
    Must("MUST"),
    Open("open"),
    Should("SHOULD");

    companion object {
        fun fromValue(value: String): PurpleClass = when (value) {
            "MAY"    -> May
            "MUST"   -> Must
            "open"   -> Open
            "SHOULD" -> Should
            else     -> throw IllegalArgumentException()
        }
    }
}

/**
 * The text that is tested.
 */
data class Spec (
    /**
     * Commit, 40 hex digits. Empty as `repo` is, if the text stands in no repository.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val commit: String,

    /**
     * Files of this repository at this commit that notes cite.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val documents: List<String>,

    /**
     * Repository on GitHub of the main text or source.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val repo: String,

    /**
     * Everything else that notes cite. Not read back: members that begin with `x_` are ignored.
     */
    @get:JsonProperty("x_pins")@field:JsonProperty("x_pins")
    val xPins: List<Pin>? = null
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<Spec>(json)
    }
}

/**
 * A document that stands elsewhere than the main text: at a commit, or in an edition that
 * is said in words.
 */
data class Pin (
    /**
     * Commit, 40 hex digits.
     */
    val commit: String? = null,

    /**
     * As notes cite it, before the `#`.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val document: String,

    /**
     * What was read where no commit can be named, or why this document and no other.
     */
    val edition: String? = null,

    /**
     * Repository on GitHub.
     */
    val repo: String? = null
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<Pin>(json)
    }
}

/**
 * One vector file: one topic, one profile.
 */
data class ConvergenceFile (
    /**
     * `marmot-vectors/1`
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val format: String,

    /**
     * What wrote the file.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val generator: Generator,

    /**
     * Tests that share a time.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val groups: List<ConvergenceGroup>,

    /**
     * What the flags mean.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val notes: Map<String, Note>,

    /**
     * Wire profile.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val profile: String,

    /**
     * The text that is tested.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val spec: Spec,

    /**
     * Version of the set.
     */
    @get:JsonProperty("suite_version", required=true)@field:JsonProperty("suite_version", required=true)
    val suiteVersion: String,

    /**
     * Every private key in the file was made for it.
     */
    @get:JsonProperty("synthetic_secrets", required=true)@field:JsonProperty("synthetic_secrets", required=true)
    val syntheticSecrets: Boolean,

    /**
     * Number of tests.
     */
    @get:JsonProperty("test_count", required=true)@field:JsonProperty("test_count", required=true)
    val testCount: Long,

    /**
     * Topic; decides the members of `input` and `expect`.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val topic: String
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<ConvergenceFile>(json)
    }
}

/**
 * Tests that share a time.
 */
data class ConvergenceGroup (
    /**
     * Unix seconds of the judgement.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val now: Long,

    /**
     * Tests.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val tests: List<ConvergenceTest>
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<ConvergenceGroup>(json)
    }
}

/**
 * One test.
 */
data class ConvergenceTest (
    /**
     * One sentence.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val comment: String,

    /**
     * Of a valid test; all members are compared.
     */
    val expect: ConvergenceExpect? = null,

    /**
     * Of a policy test: by policy id.
     */
    @get:JsonProperty("expected_by_policy")@field:JsonProperty("expected_by_policy")
    val expectedByPolicy: Map<String, ConvergenceAnswer>? = null,

    /**
     * At least one key of `notes`; one test shows one thing.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val flags: List<String>,

    /**
     * Stable id: topic prefix and four digits.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val id: String,

    /**
     * Input.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val input: ConvergenceInput,

    /**
     * Unix seconds of the judgement, where it is not the group's.
     */
    val now: Long? = null,

    /**
     * The valid test that this invalid or deferred one is like, but for what its flag names; a
     * `group-event` test with another `after` is elsewhere in the story, too.
     */
    val parent: String? = null,

    /**
     * Of an invalid or deferred test.
     */
    val reason: Reason? = null,

    /**
     * Instead of `reason` where the order of checks is free; all of one stage.
     */
    @get:JsonProperty("reasons_any")@field:JsonProperty("reasons_any")
    val reasonsAny: List<Reason>? = null,

    /**
     * What is demanded.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val result: Outcome,

    /**
     * Of an invalid or deferred test: the stage of its reason.
     */
    val stage: Stage? = null,

    /**
     * The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.
     */
    val tag: String? = null,

    /**
     * Stacks that passed this test when it was emitted; of an invalid test, those that refused
     * it for the stated reason.
     */
    @get:JsonProperty("verified_by")@field:JsonProperty("verified_by")
    val verifiedBy: List<StackVoice>? = null,

    /**
     * Stacks that refused this invalid test and did not say why. Not read back.
     */
    @get:JsonProperty("x_refused_by")@field:JsonProperty("x_refused_by")
    val xRefusedBy: List<StackVoice>? = null
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<ConvergenceTest>(json)
    }
}

/**
 * Of a valid test; all members are compared.
 *
 * The branch, and how it came to be chosen.
 *
 * It succeeds.
 */
data class ConvergenceExpect (
    /**
     * What becomes of the commit that led to each state.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val commits: Map<String, BranchDisposition>,

    /**
     * What was compared with what: from high epochs to low ones, within an epoch by the name of
     * the fork.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val contests: List<BranchContest>,

    /**
     * Every tip, and whether it was inside the rollback horizon.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val eligible: Map<String, Boolean>,

    /**
     * What becomes of each message, by id.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val messages: Map<String, BranchDisposition>,

    /**
     * The tip that is canonical now.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val winner: String
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<ConvergenceExpect>(json)
    }
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
enum class BranchDisposition(val value: String) {
    Accepted("accepted"),
    Deferred("deferred"),
    Invalidated("invalidated"),
    Stale("stale");

    companion object {
        fun fromValue(value: String): BranchDisposition = when (value) {
            "accepted"    -> Accepted
            "deferred"    -> Deferred
            "invalidated" -> Invalidated
            "stale"       -> Stale
            else          -> throw IllegalArgumentException()
        }
    }
}

/**
 * Branches that are compared.
 */
data class BranchContest (
    /**
     * The first comparison in which the first two differ.
     */
    @get:JsonProperty("decided_by", required=true)@field:JsonProperty("decided_by", required=true)
    val decidedBy: BranchStep,

    /**
     * Best first.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val ranking: List<BranchScore>
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<BranchContest>(json)
    }
}

/**
 * The first comparison in which the first two differ.
 *
 * The comparisons of the text, in its order.
 */
enum class BranchStep(val value: String) {
    BranchStepClass("class"),
    Committer("committer"),
    Digest("digest"),
    EffectiveDepth("effective_depth"),
    Quorum("quorum"),
    WitnessScore("witness_score");

    companion object {
        fun fromValue(value: String): BranchStep = when (value) {
            "class"           -> BranchStepClass
            "committer"       -> Committer
            "digest"          -> Digest
            "effective_depth" -> EffectiveDepth
            "quorum"          -> Quorum
            "witness_score"   -> WitnessScore
            else              -> throw IllegalArgumentException()
        }
    }
}

/**
 * What a branch is worth.
 */
data class BranchScore (
    /**
     * Commits.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val depth: Long,

    /**
     * Commits, and one more with a quorum.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val effective: Long,

    /**
     * The state from which it is counted; this one and earlier ones do not count.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val from: String,

    /**
     * Whether two accounts wrote in one of its epochs.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val quorum: Boolean,

    /**
     * Its tip.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val tip: String,

    /**
     * For each of its epochs the number of accounts that wrote, at most two.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val witnesses: Long
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<BranchScore>(json)
    }
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
data class ConvergenceAnswer (
    /**
     * What becomes of the commit that led to each state.
     */
    val commits: Map<String, BranchDisposition>? = null,

    /**
     * What was compared with what: from high epochs to low ones, within an epoch by the name of
     * the fork.
     */
    val contests: List<BranchContest>? = null,

    /**
     * Every tip, and whether it was inside the rollback horizon.
     */
    val eligible: Map<String, Boolean>? = null,

    /**
     * What becomes of each message, by id.
     */
    val messages: Map<String, BranchDisposition>? = null,

    /**
     * The tip that is canonical now.
     */
    val winner: String? = null,

    /**
     * Why.
     */
    val reason: Reason? = null,

    /**
     * The stage of the reason.
     */
    val stage: Stage? = null
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<ConvergenceAnswer>(json)
    }
}

/**
 * Input.
 *
 * What a member knows when it closes a pass.
 */
data class ConvergenceInput (
    /**
     * The epoch of the canonical state when the pass began.
     */
    @get:JsonProperty("base_epoch", required=true)@field:JsonProperty("base_epoch", required=true)
    val baseEpoch: Long,

    /**
     * What became of messages in earlier passes, by id; nothing for those that are new.
     */
    val before: Map<String, BranchDisposition>? = null,

    /**
     * The state that it holds for canonical.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val canonical: String,

    /**
     * The messages with a valid payload, each in the one state whose keys open it.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val messages: List<BranchMessage>,

    /**
     * The member's own leaf.
     */
    @get:JsonProperty("own_leaf", required=true)@field:JsonProperty("own_leaf", required=true)
    val ownLeaf: Long,

    /**
     * The states that it retains, in any order. Exactly one has no commit: the anchor.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val states: List<BranchState>
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<ConvergenceInput>(json)
    }
}

/**
 * A message.
 */
data class BranchMessage (
    /**
     * The account of its sender, hex.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val account: String,

    /**
     * SHA-256 of its MLSMessage, hex.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val id: String,

    /**
     * The leaf of its sender.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val leaf: Long,

    /**
     * The state in which it was sent.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val state: String
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<BranchMessage>(json)
    }
}

/**
 * A state of the group. Its name has no part in any comparison.
 */
data class BranchState (
    /**
     * The commit that led to it.
     */
    val commit: BranchCommit? = null,

    /**
     * Epoch.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val epoch: Long,

    /**
     * Name.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val id: String,

    /**
     * Whether the storage lost what is needed to compute with it.
     */
    val lost: Boolean? = null
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<BranchState>(json)
    }
}

/**
 * The commit that led to it.
 *
 * A commit, with what its bytes and the state that authenticates it say.
 */
data class BranchCommit (
    /**
     * Whether it needed an admin.
     */
    @get:JsonProperty("class", required=true)@field:JsonProperty("class", required=true)
    val branchCommitClass: CommitClass,

    /**
     * The account that made it, hex.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val committer: String,

    /**
     * SHA-256 of its MLSMessage, hex.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val digest: String,

    /**
     * The state that authenticates it.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val parent: String
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<BranchCommit>(json)
    }
}

/**
 * One vector file: one topic, one profile.
 */
data class ExporterFile (
    /**
     * `marmot-vectors/1`
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val format: String,

    /**
     * What wrote the file.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val generator: Generator,

    /**
     * Tests that share a time.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val groups: List<ExporterGroup>,

    /**
     * What the flags mean.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val notes: Map<String, Note>,

    /**
     * Wire profile.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val profile: String,

    /**
     * The text that is tested.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val spec: Spec,

    /**
     * Version of the set.
     */
    @get:JsonProperty("suite_version", required=true)@field:JsonProperty("suite_version", required=true)
    val suiteVersion: String,

    /**
     * Every private key in the file was made for it.
     */
    @get:JsonProperty("synthetic_secrets", required=true)@field:JsonProperty("synthetic_secrets", required=true)
    val syntheticSecrets: Boolean,

    /**
     * Number of tests.
     */
    @get:JsonProperty("test_count", required=true)@field:JsonProperty("test_count", required=true)
    val testCount: Long,

    /**
     * Topic; decides the members of `input` and `expect`.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val topic: String
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<ExporterFile>(json)
    }
}

/**
 * Tests that share a time.
 */
data class ExporterGroup (
    /**
     * Unix seconds of the judgement.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val now: Long,

    /**
     * Tests.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val tests: List<ExporterTest>
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<ExporterGroup>(json)
    }
}

/**
 * One test.
 */
data class ExporterTest (
    /**
     * One sentence.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val comment: String,

    /**
     * Of a valid test; all members are compared.
     */
    val expect: ExporterExpect? = null,

    /**
     * Of a policy test: by policy id.
     */
    @get:JsonProperty("expected_by_policy")@field:JsonProperty("expected_by_policy")
    val expectedByPolicy: Map<String, ExporterAnswer>? = null,

    /**
     * At least one key of `notes`; one test shows one thing.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val flags: List<String>,

    /**
     * Stable id: topic prefix and four digits.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val id: String,

    /**
     * Input.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val input: ExporterInput,

    /**
     * Unix seconds of the judgement, where it is not the group's.
     */
    val now: Long? = null,

    /**
     * The valid test that this invalid or deferred one is like, but for what its flag names; a
     * `group-event` test with another `after` is elsewhere in the story, too.
     */
    val parent: String? = null,

    /**
     * Of an invalid or deferred test.
     */
    val reason: Reason? = null,

    /**
     * Instead of `reason` where the order of checks is free; all of one stage.
     */
    @get:JsonProperty("reasons_any")@field:JsonProperty("reasons_any")
    val reasonsAny: List<Reason>? = null,

    /**
     * What is demanded.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val result: Outcome,

    /**
     * Of an invalid or deferred test: the stage of its reason.
     */
    val stage: Stage? = null,

    /**
     * The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.
     */
    val tag: String? = null,

    /**
     * Stacks that passed this test when it was emitted; of an invalid test, those that refused
     * it for the stated reason.
     */
    @get:JsonProperty("verified_by")@field:JsonProperty("verified_by")
    val verifiedBy: List<StackVoice>? = null,

    /**
     * Stacks that refused this invalid test and did not say why. Not read back.
     */
    @get:JsonProperty("x_refused_by")@field:JsonProperty("x_refused_by")
    val xRefusedBy: List<StackVoice>? = null
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<ExporterTest>(json)
    }
}

/**
 * Of a valid test; all members are compared.
 *
 * The secret and its intermediate values (RFC 9420 section 8.5).
 *
 * It succeeds.
 */
data class ExporterExpect (
    /**
     * `Hash(context)`.
     */
    @get:JsonProperty("context_hash", required=true)@field:JsonProperty("context_hash", required=true)
    val contextHash: String,

    /**
     * `DeriveSecret(exporter_secret, label)`, where the exporter secret is given.
     */
    @get:JsonProperty("derived_secret")@field:JsonProperty("derived_secret")
    val derivedSecret: String? = null,

    /**
     * `ExpandWithLabel(derived_secret, "exported", context_hash, length)`.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val secret: String
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<ExporterExpect>(json)
    }
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
data class ExporterAnswer (
    /**
     * `Hash(context)`.
     */
    @get:JsonProperty("context_hash")@field:JsonProperty("context_hash")
    val contextHash: String? = null,

    /**
     * `DeriveSecret(exporter_secret, label)`, where the exporter secret is given.
     */
    @get:JsonProperty("derived_secret")@field:JsonProperty("derived_secret")
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
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<ExporterAnswer>(json)
    }
}

/**
 * Input.
 *
 * Where the secret comes from, and what is exported.
 */
data class ExporterInput (
    /**
     * Instead: the `welcome-join` test, after all of its `then`, in whose group the joiner
     * exports; or the valid `group-event` test after
     * whose event its reader does.
     */
    val after: String? = null,

    /**
     * Context bytes.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val context: String,

    /**
     * The epoch's exporter secret, 32 bytes.
     */
    @get:JsonProperty("exporter_secret")@field:JsonProperty("exporter_secret")
    val exporterSecret: String? = null,

    /**
     * Label, text; its length with the eight bytes that MLS puts before it is below 64.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val label: String,

    /**
     * Length of the secret in bytes; HKDF with SHA-256 gives no more than 255 hashes.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val length: Long
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<ExporterInput>(json)
    }
}

/**
 * One vector file: one topic, one profile.
 */
data class GroupEventFile (
    /**
     * `marmot-vectors/1`
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val format: String,

    /**
     * What wrote the file.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val generator: Generator,

    /**
     * Tests that share a time.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val groups: List<GroupEventGroup>,

    /**
     * What the flags mean.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val notes: Map<String, Note>,

    /**
     * Wire profile.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val profile: String,

    /**
     * The text that is tested.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val spec: Spec,

    /**
     * Version of the set.
     */
    @get:JsonProperty("suite_version", required=true)@field:JsonProperty("suite_version", required=true)
    val suiteVersion: String,

    /**
     * Every private key in the file was made for it.
     */
    @get:JsonProperty("synthetic_secrets", required=true)@field:JsonProperty("synthetic_secrets", required=true)
    val syntheticSecrets: Boolean,

    /**
     * Number of tests.
     */
    @get:JsonProperty("test_count", required=true)@field:JsonProperty("test_count", required=true)
    val testCount: Long,

    /**
     * Topic; decides the members of `input` and `expect`.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val topic: String
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<GroupEventFile>(json)
    }
}

/**
 * Tests that share a time.
 */
data class GroupEventGroup (
    /**
     * Unix seconds of the judgement.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val now: Long,

    /**
     * Tests.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val tests: List<GroupEventTest>
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<GroupEventGroup>(json)
    }
}

/**
 * One test.
 */
data class GroupEventTest (
    /**
     * One sentence.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val comment: String,

    /**
     * Of a valid test; all members are compared.
     */
    val expect: GroupEventExpect? = null,

    /**
     * Of a policy test: by policy id.
     */
    @get:JsonProperty("expected_by_policy")@field:JsonProperty("expected_by_policy")
    val expectedByPolicy: Map<String, GroupEventAnswer>? = null,

    /**
     * At least one key of `notes`; one test shows one thing.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val flags: List<String>,

    /**
     * Stable id: topic prefix and four digits.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val id: String,

    /**
     * Input.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val input: GroupEventInput,

    /**
     * Unix seconds of the judgement, where it is not the group's.
     */
    val now: Long? = null,

    /**
     * The valid test that this invalid or deferred one is like, but for what its flag names; a
     * `group-event` test with another `after` is elsewhere in the story, too.
     */
    val parent: String? = null,

    /**
     * Of an invalid or deferred test.
     */
    val reason: Reason? = null,

    /**
     * Instead of `reason` where the order of checks is free; all of one stage.
     */
    @get:JsonProperty("reasons_any")@field:JsonProperty("reasons_any")
    val reasonsAny: List<Reason>? = null,

    /**
     * What is demanded.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val result: Outcome,

    /**
     * Of an invalid or deferred test: the stage of its reason.
     */
    val stage: Stage? = null,

    /**
     * The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.
     */
    val tag: String? = null,

    /**
     * Stacks that passed this test when it was emitted; of an invalid test, those that refused
     * it for the stated reason.
     */
    @get:JsonProperty("verified_by")@field:JsonProperty("verified_by")
    val verifiedBy: List<StackVoice>? = null,

    /**
     * Stacks that refused this invalid test and did not say why. Not read back.
     */
    @get:JsonProperty("x_refused_by")@field:JsonProperty("x_refused_by")
    val xRefusedBy: List<StackVoice>? = null
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<GroupEventTest>(json)
    }
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
data class GroupEventExpect (
    /**
     * `MLSMessage`.
     */
    @get:JsonProperty("mls_message")@field:JsonProperty("mls_message")
    val mlsMessage: String? = null,

    /**
     * Account of that leaf, hex.
     */
    val account: String? = null,

    /**
     * What the MLS message carries.
     */
    @get:JsonProperty("content_type")@field:JsonProperty("content_type")
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
    @get:JsonProperty("sender_leaf")@field:JsonProperty("sender_leaf")
    val senderLeaf: Long? = null
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<GroupEventExpect>(json)
    }
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
enum class ContentType(val value: String) {
    Application("application"),
    Commit("commit"),
    Proposal("proposal");

    companion object {
        fun fromValue(value: String): ContentType = when (value) {
            "application" -> Application
            "commit"      -> Commit
            "proposal"    -> Proposal
            else          -> throw IllegalArgumentException()
        }
    }
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
data class Rumor (
    /**
     * Content.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val content: String,

    /**
     * Unix seconds.
     */
    @get:JsonProperty("created_at", required=true)@field:JsonProperty("created_at", required=true)
    val createdAt: Long,

    /**
     * SHA-256 of the NIP-01 serialisation, hex.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val id: String,

    /**
     * Kind.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val kind: Long,

    /**
     * X-only public key of the author, hex.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val pubkey: String,

    /**
     * Only in a rumor that is wrong.
     */
    val sig: String? = null,

    /**
     * Rows of strings; each has a name at least.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val tags: List<List<String>>
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<Rumor>(json)
    }
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
data class GroupEventAnswer (
    /**
     * `MLSMessage`.
     */
    @get:JsonProperty("mls_message")@field:JsonProperty("mls_message")
    val mlsMessage: String? = null,

    /**
     * Account of that leaf, hex.
     */
    val account: String? = null,

    /**
     * What the MLS message carries.
     */
    @get:JsonProperty("content_type")@field:JsonProperty("content_type")
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
    @get:JsonProperty("sender_leaf")@field:JsonProperty("sender_leaf")
    val senderLeaf: Long? = null,

    /**
     * Why.
     */
    val reason: Reason? = null,

    /**
     * The stage of the reason.
     */
    val stage: Stage? = null
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<GroupEventAnswer>(json)
    }
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
data class GroupEventInput (
    /**
     * Kind 445.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val event: Event,

    /**
     * `MLS-Exporter("marmot", "group-event", 32)` of the epoch.
     */
    @get:JsonProperty("group_event_key")@field:JsonProperty("group_event_key")
    val groupEventKey: String? = null,

    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val layer: Layer,

    /**
     * Id of a `welcome-join` test: its joiner reads, after all of its `then`. Or of a valid
     * `full` test of this file: whoever reads
     * there has read its event too.
     */
    val after: String? = null
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<GroupEventInput>(json)
    }
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
data class Event (
    /**
     * Content.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val content: String,

    /**
     * Unix seconds.
     */
    @get:JsonProperty("created_at", required=true)@field:JsonProperty("created_at", required=true)
    val createdAt: Long,

    /**
     * SHA-256 of the NIP-01 serialisation, hex.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val id: String,

    /**
     * Kind.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val kind: Long,

    /**
     * X-only public key of the author, hex.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val pubkey: String,

    /**
     * BIP-340 signature over the id, hex.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val sig: String,

    /**
     * Rows of strings; each has a name at least.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val tags: List<List<String>>
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<Event>(json)
    }
}

enum class Layer(val value: String) {
    Full("full"),
    Outer("outer");

    companion object {
        fun fromValue(value: String): Layer = when (value) {
            "full"  -> Full
            "outer" -> Outer
            else    -> throw IllegalArgumentException()
        }
    }
}

/**
 * One vector file: one topic, one profile.
 */
data class KeyPackageEventFile (
    /**
     * `marmot-vectors/1`
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val format: String,

    /**
     * What wrote the file.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val generator: Generator,

    /**
     * Tests that share a time.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val groups: List<KeyPackageEventGroup>,

    /**
     * What the flags mean.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val notes: Map<String, Note>,

    /**
     * Wire profile.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val profile: String,

    /**
     * The text that is tested.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val spec: Spec,

    /**
     * Version of the set.
     */
    @get:JsonProperty("suite_version", required=true)@field:JsonProperty("suite_version", required=true)
    val suiteVersion: String,

    /**
     * Every private key in the file was made for it.
     */
    @get:JsonProperty("synthetic_secrets", required=true)@field:JsonProperty("synthetic_secrets", required=true)
    val syntheticSecrets: Boolean,

    /**
     * Number of tests.
     */
    @get:JsonProperty("test_count", required=true)@field:JsonProperty("test_count", required=true)
    val testCount: Long,

    /**
     * Topic; decides the members of `input` and `expect`.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val topic: String
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<KeyPackageEventFile>(json)
    }
}

/**
 * Tests that share a time.
 */
data class KeyPackageEventGroup (
    /**
     * Unix seconds of the judgement.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val now: Long,

    /**
     * Tests.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val tests: List<KeyPackageEventTest>
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<KeyPackageEventGroup>(json)
    }
}

/**
 * One test.
 */
data class KeyPackageEventTest (
    /**
     * One sentence.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val comment: String,

    /**
     * Of a valid test; all members are compared.
     */
    val expect: KeyPackageEventExpect? = null,

    /**
     * Of a policy test: by policy id.
     */
    @get:JsonProperty("expected_by_policy")@field:JsonProperty("expected_by_policy")
    val expectedByPolicy: Map<String, KeyPackageEventAnswer>? = null,

    /**
     * At least one key of `notes`; one test shows one thing.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val flags: List<String>,

    /**
     * Stable id: topic prefix and four digits.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val id: String,

    /**
     * Input.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val input: KeyPackageEventInput,

    /**
     * Unix seconds of the judgement, where it is not the group's.
     */
    val now: Long? = null,

    /**
     * The valid test that this invalid or deferred one is like, but for what its flag names; a
     * `group-event` test with another `after` is elsewhere in the story, too.
     */
    val parent: String? = null,

    /**
     * Of an invalid or deferred test.
     */
    val reason: Reason? = null,

    /**
     * Instead of `reason` where the order of checks is free; all of one stage.
     */
    @get:JsonProperty("reasons_any")@field:JsonProperty("reasons_any")
    val reasonsAny: List<Reason>? = null,

    /**
     * What is demanded.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val result: Outcome,

    /**
     * Of an invalid or deferred test: the stage of its reason.
     */
    val stage: Stage? = null,

    /**
     * The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.
     */
    val tag: String? = null,

    /**
     * Stacks that passed this test when it was emitted; of an invalid test, those that refused
     * it for the stated reason.
     */
    @get:JsonProperty("verified_by")@field:JsonProperty("verified_by")
    val verifiedBy: List<StackVoice>? = null,

    /**
     * Stacks that refused this invalid test and did not say why. Not read back.
     */
    @get:JsonProperty("x_refused_by")@field:JsonProperty("x_refused_by")
    val xRefusedBy: List<StackVoice>? = null
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<KeyPackageEventTest>(json)
    }
}

/**
 * Of a valid test; all members are compared.
 *
 * What a reader takes out of it.
 *
 * It succeeds.
 */
data class KeyPackageEventExpect (
    /**
     * Author and credential, hex.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val account: String,

    /**
     * Cipher suite.
     */
    @get:JsonProperty("cipher_suite", required=true)@field:JsonProperty("cipher_suite", required=true)
    val cipherSuite: Long,

    /**
     * Extension types in the capabilities, ascending, without GREASE.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val extensions: List<Long>,

    /**
     * Whether it may be used more than once.
     */
    @get:JsonProperty("last_resort", required=true)@field:JsonProperty("last_resort", required=true)
    val lastResort: Boolean,

    /**
     * `not_before` and `not_after` in Unix seconds.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val lifetime: List<Long>,

    /**
     * Proposal types in the capabilities, ascending, without GREASE.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val proposals: List<Long>,

    /**
     * KeyPackageRef.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val ref: String,

    /**
     * Public key of the leaf.
     */
    @get:JsonProperty("signature_key", required=true)@field:JsonProperty("signature_key", required=true)
    val signatureKey: String,

    /**
     * The `d` tag of a kind 30443 event, else null.
     */
    val slot: String? = null
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<KeyPackageEventExpect>(json)
    }
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
data class KeyPackageEventAnswer (
    /**
     * Author and credential, hex.
     */
    val account: String? = null,

    /**
     * Cipher suite.
     */
    @get:JsonProperty("cipher_suite")@field:JsonProperty("cipher_suite")
    val cipherSuite: Long? = null,

    /**
     * Extension types in the capabilities, ascending, without GREASE.
     */
    val extensions: List<Long>? = null,

    /**
     * Whether it may be used more than once.
     */
    @get:JsonProperty("last_resort")@field:JsonProperty("last_resort")
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
    @get:JsonProperty("signature_key")@field:JsonProperty("signature_key")
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
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<KeyPackageEventAnswer>(json)
    }
}

/**
 * Input.
 *
 * The event.
 */
data class KeyPackageEventInput (
    /**
     * As it came from a relay.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val event: Event
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<KeyPackageEventInput>(json)
    }
}

/**
 * One vector file: one topic, one profile.
 */
data class KeyPackageRefFile (
    /**
     * `marmot-vectors/1`
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val format: String,

    /**
     * What wrote the file.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val generator: Generator,

    /**
     * Tests that share a time.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val groups: List<KeyPackageRefGroup>,

    /**
     * What the flags mean.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val notes: Map<String, Note>,

    /**
     * Wire profile.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val profile: String,

    /**
     * The text that is tested.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val spec: Spec,

    /**
     * Version of the set.
     */
    @get:JsonProperty("suite_version", required=true)@field:JsonProperty("suite_version", required=true)
    val suiteVersion: String,

    /**
     * Every private key in the file was made for it.
     */
    @get:JsonProperty("synthetic_secrets", required=true)@field:JsonProperty("synthetic_secrets", required=true)
    val syntheticSecrets: Boolean,

    /**
     * Number of tests.
     */
    @get:JsonProperty("test_count", required=true)@field:JsonProperty("test_count", required=true)
    val testCount: Long,

    /**
     * Topic; decides the members of `input` and `expect`.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val topic: String
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<KeyPackageRefFile>(json)
    }
}

/**
 * Tests that share a time.
 */
data class KeyPackageRefGroup (
    /**
     * Unix seconds of the judgement.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val now: Long,

    /**
     * Tests.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val tests: List<KeyPackageRefTest>
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<KeyPackageRefGroup>(json)
    }
}

/**
 * One test.
 */
data class KeyPackageRefTest (
    /**
     * One sentence.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val comment: String,

    /**
     * Of a valid test; all members are compared.
     */
    val expect: KeyPackageRefExpect? = null,

    /**
     * Of a policy test: by policy id.
     */
    @get:JsonProperty("expected_by_policy")@field:JsonProperty("expected_by_policy")
    val expectedByPolicy: Map<String, KeyPackageRefAnswer>? = null,

    /**
     * At least one key of `notes`; one test shows one thing.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val flags: List<String>,

    /**
     * Stable id: topic prefix and four digits.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val id: String,

    /**
     * Input.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val input: KeyPackageRefInput,

    /**
     * Unix seconds of the judgement, where it is not the group's.
     */
    val now: Long? = null,

    /**
     * The valid test that this invalid or deferred one is like, but for what its flag names; a
     * `group-event` test with another `after` is elsewhere in the story, too.
     */
    val parent: String? = null,

    /**
     * Of an invalid or deferred test.
     */
    val reason: Reason? = null,

    /**
     * Instead of `reason` where the order of checks is free; all of one stage.
     */
    @get:JsonProperty("reasons_any")@field:JsonProperty("reasons_any")
    val reasonsAny: List<Reason>? = null,

    /**
     * What is demanded.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val result: Outcome,

    /**
     * Of an invalid or deferred test: the stage of its reason.
     */
    val stage: Stage? = null,

    /**
     * The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.
     */
    val tag: String? = null,

    /**
     * Stacks that passed this test when it was emitted; of an invalid test, those that refused
     * it for the stated reason.
     */
    @get:JsonProperty("verified_by")@field:JsonProperty("verified_by")
    val verifiedBy: List<StackVoice>? = null,

    /**
     * Stacks that refused this invalid test and did not say why. Not read back.
     */
    @get:JsonProperty("x_refused_by")@field:JsonProperty("x_refused_by")
    val xRefusedBy: List<StackVoice>? = null
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<KeyPackageRefTest>(json)
    }
}

/**
 * Of a valid test; all members are compared.
 *
 * The reference and how it came about.
 *
 * It succeeds.
 */
data class KeyPackageRefExpect (
    /**
     * The bare KeyPackage.
     */
    @get:JsonProperty("key_package_raw", required=true)@field:JsonProperty("key_package_raw", required=true)
    val keyPackageRaw: String,

    /**
     * What is hashed: label and KeyPackage, each with its length.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val preimage: String,

    /**
     * SHA-256 of that.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val ref: String
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<KeyPackageRefExpect>(json)
    }
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
data class KeyPackageRefAnswer (
    /**
     * The bare KeyPackage.
     */
    @get:JsonProperty("key_package_raw")@field:JsonProperty("key_package_raw")
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
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<KeyPackageRefAnswer>(json)
    }
}

/**
 * Input.
 *
 * Either framing.
 */
data class KeyPackageRefInput (
    /**
     * Cipher suite, whose hash is used.
     */
    @get:JsonProperty("cipher_suite", required=true)@field:JsonProperty("cipher_suite", required=true)
    val cipherSuite: Long,

    /**
     * `MLSMessage(mls_key_package)`.
     */
    @get:JsonProperty("key_package")@field:JsonProperty("key_package")
    val keyPackage: String? = null,

    /**
     * The bare KeyPackage.
     */
    @get:JsonProperty("key_package_raw")@field:JsonProperty("key_package_raw")
    val keyPackageRaw: String? = null
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<KeyPackageRefInput>(json)
    }
}

/**
 * One vector file: one topic, one profile.
 */
data class KeyPackageSelectFile (
    /**
     * `marmot-vectors/1`
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val format: String,

    /**
     * What wrote the file.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val generator: Generator,

    /**
     * Tests that share a time.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val groups: List<KeyPackageSelectGroup>,

    /**
     * What the flags mean.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val notes: Map<String, Note>,

    /**
     * Wire profile.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val profile: String,

    /**
     * The text that is tested.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val spec: Spec,

    /**
     * Version of the set.
     */
    @get:JsonProperty("suite_version", required=true)@field:JsonProperty("suite_version", required=true)
    val suiteVersion: String,

    /**
     * Every private key in the file was made for it.
     */
    @get:JsonProperty("synthetic_secrets", required=true)@field:JsonProperty("synthetic_secrets", required=true)
    val syntheticSecrets: Boolean,

    /**
     * Number of tests.
     */
    @get:JsonProperty("test_count", required=true)@field:JsonProperty("test_count", required=true)
    val testCount: Long,

    /**
     * Topic; decides the members of `input` and `expect`.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val topic: String
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<KeyPackageSelectFile>(json)
    }
}

/**
 * Tests that share a time.
 */
data class KeyPackageSelectGroup (
    /**
     * Unix seconds of the judgement.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val now: Long,

    /**
     * Tests.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val tests: List<KeyPackageSelectTest>
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<KeyPackageSelectGroup>(json)
    }
}

/**
 * One test.
 */
data class KeyPackageSelectTest (
    /**
     * One sentence.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val comment: String,

    /**
     * Of a valid test; all members are compared.
     */
    val expect: KeyPackageSelectExpect? = null,

    /**
     * Of a policy test: by policy id.
     */
    @get:JsonProperty("expected_by_policy")@field:JsonProperty("expected_by_policy")
    val expectedByPolicy: Map<String, KeyPackageSelectAnswer>? = null,

    /**
     * At least one key of `notes`; one test shows one thing.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val flags: List<String>,

    /**
     * Stable id: topic prefix and four digits.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val id: String,

    /**
     * Input.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val input: KeyPackageSelectInput,

    /**
     * Unix seconds of the judgement, where it is not the group's.
     */
    val now: Long? = null,

    /**
     * The valid test that this invalid or deferred one is like, but for what its flag names; a
     * `group-event` test with another `after` is elsewhere in the story, too.
     */
    val parent: String? = null,

    /**
     * Of an invalid or deferred test.
     */
    val reason: Reason? = null,

    /**
     * Instead of `reason` where the order of checks is free; all of one stage.
     */
    @get:JsonProperty("reasons_any")@field:JsonProperty("reasons_any")
    val reasonsAny: List<Reason>? = null,

    /**
     * What is demanded.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val result: Outcome,

    /**
     * Of an invalid or deferred test: the stage of its reason.
     */
    val stage: Stage? = null,

    /**
     * The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.
     */
    val tag: String? = null,

    /**
     * Stacks that passed this test when it was emitted; of an invalid test, those that refused
     * it for the stated reason.
     */
    @get:JsonProperty("verified_by")@field:JsonProperty("verified_by")
    val verifiedBy: List<StackVoice>? = null,

    /**
     * Stacks that refused this invalid test and did not say why. Not read back.
     */
    @get:JsonProperty("x_refused_by")@field:JsonProperty("x_refused_by")
    val xRefusedBy: List<StackVoice>? = null
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<KeyPackageSelectTest>(json)
    }
}

/**
 * Of a valid test; all members are compared.
 *
 * Who is picked, and why everybody else is not.
 *
 * It succeeds.
 */
data class KeyPackageSelectExpect (
    /**
     * Reason by label, for all others.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val excluded: Map<String, Exclusion>,

    /**
     * Labels in the order in which they go into the MLS call.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val selected: List<String>
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<KeyPackageSelectExpect>(json)
    }
}

/**
 * Why a selection left an event out: the reasons of the selection policies.
 */
enum class Exclusion(val value: String) {
    AlreadyInTree("already_in_tree"),
    BadEncoding("bad_encoding"),
    BadMls("bad_mls"),
    BadProof("bad_proof"),
    BadSignature("bad_signature"),
    BeyondQueryLimit("beyond_query_limit"),
    DuplicateRef("duplicate_ref"),
    DuplicateSignatureKey("duplicate_signature_key"),
    FutureDated("future_dated"),
    IdentityMismatch("identity_mismatch"),
    Incompatible("incompatible"),
    LifetimeEarly("lifetime_early"),
    LifetimeExpired("lifetime_expired"),
    LifetimeMissing("lifetime_missing"),
    LifetimeTooLong("lifetime_too_long"),
    LookupAborted("lookup_aborted"),
    LostRanking("lost_ranking"),
    LostTie("lost_tie"),
    MalformedShape("malformed_shape"),
    OverCap("over_cap"),
    RefMismatch("ref_mismatch"),
    SlotSuppressed("slot_suppressed"),
    Stale("stale"),
    SupersededInGroup("superseded_in_group"),
    SupersededInSlot("superseded_in_slot"),
    UntaggedCollapsed("untagged_collapsed"),
    WrongAuthor("wrong_author"),
    WrongKind("wrong_kind");

    companion object {
        fun fromValue(value: String): Exclusion = when (value) {
            "already_in_tree"         -> AlreadyInTree
            "bad_encoding"            -> BadEncoding
            "bad_mls"                 -> BadMls
            "bad_proof"               -> BadProof
            "bad_signature"           -> BadSignature
            "beyond_query_limit"      -> BeyondQueryLimit
            "duplicate_ref"           -> DuplicateRef
            "duplicate_signature_key" -> DuplicateSignatureKey
            "future_dated"            -> FutureDated
            "identity_mismatch"       -> IdentityMismatch
            "incompatible"            -> Incompatible
            "lifetime_early"          -> LifetimeEarly
            "lifetime_expired"        -> LifetimeExpired
            "lifetime_missing"        -> LifetimeMissing
            "lifetime_too_long"       -> LifetimeTooLong
            "lookup_aborted"          -> LookupAborted
            "lost_ranking"            -> LostRanking
            "lost_tie"                -> LostTie
            "malformed_shape"         -> MalformedShape
            "over_cap"                -> OverCap
            "ref_mismatch"            -> RefMismatch
            "slot_suppressed"         -> SlotSuppressed
            "stale"                   -> Stale
            "superseded_in_group"     -> SupersededInGroup
            "superseded_in_slot"      -> SupersededInSlot
            "untagged_collapsed"      -> UntaggedCollapsed
            "wrong_author"            -> WrongAuthor
            "wrong_kind"              -> WrongKind
            else                      -> throw IllegalArgumentException()
        }
    }
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
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<KeyPackageSelectAnswer>(json)
    }
}

/**
 * Input.
 *
 * What an inviter has in front of it.
 */
data class KeyPackageSelectInput (
    /**
     * The account that is to be invited, hex.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val account: String,

    /**
     * Events by label.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val events: Map<String, Event>,

    /**
     * Accounts that are members already, hex, once per leaf.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val members: List<String>,

    /**
     * Orders in which they may arrive; all must lead to one answer.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val orders: List<List<String>>,

    /**
     * What the group requires.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val requirements: Requirements,

    /**
     * How the events lie on relays: labels by relay.
     */
    val views: Map<String, List<String>>? = null
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<KeyPackageSelectInput>(json)
    }
}

/**
 * What the group requires.
 */
data class Requirements (
    /**
     * Cipher suite.
     */
    @get:JsonProperty("cipher_suite", required=true)@field:JsonProperty("cipher_suite", required=true)
    val cipherSuite: Long,

    /**
     * Extension types that every leaf must support.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val extensions: List<Long>,

    /**
     * Proposal types that every leaf must support.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val proposals: List<Long>
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<Requirements>(json)
    }
}

/**
 * The list of files.
 */
data class Manifest (
    /**
     * Vector files, by path.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val files: List<FileEntry>,

    /**
     * `marmot-vectors-manifest/1`
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val format: String,

    /**
     * Policies that occur.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val policies: Map<String, PolicyEntry>,

    /**
     * Profiles that occur.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val profiles: List<String>,

    /**
     * Version of the lists of reasons, stages, tags and policy ids.
     */
    @get:JsonProperty("reasons_version", required=true)@field:JsonProperty("reasons_version", required=true)
    val reasonsVersion: Long,

    /**
     * Ids that are dead.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val retired: Map<String, Retired>,

    /**
     * Version of the set.
     */
    @get:JsonProperty("suite_version", required=true)@field:JsonProperty("suite_version", required=true)
    val suiteVersion: String,

    /**
     * Files beside the vector files that do not have their form. Loaders need not know them.
     */
    @get:JsonProperty("x_files")@field:JsonProperty("x_files")
    val xFiles: List<OtherFile>? = null
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<Manifest>(json)
    }
}

/**
 * One vector file.
 */
data class FileEntry (
    /**
     * Number of bytes.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val bytes: Long,

    /**
     * Path below the manifest, with `/`.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val path: String,

    /**
     * Profile.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val profile: String,

    /**
     * SHA-256 of the bytes.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val sha256: String,

    /**
     * Number of tests.
     */
    @get:JsonProperty("test_count", required=true)@field:JsonProperty("test_count", required=true)
    val testCount: Long,

    /**
     * Topic.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val topic: String,

    /**
     * Stacks that passed tests of this file when it was emitted, and how many.
     */
    @get:JsonProperty("verified_by", required=true)@field:JsonProperty("verified_by", required=true)
    val verifiedBy: Map<String, Long>,

    /**
     * Stacks that refused invalid tests without saying why, and how many. Not read back.
     */
    @get:JsonProperty("x_refused_by")@field:JsonProperty("x_refused_by")
    val xRefusedBy: Map<String, Long>? = null
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<FileEntry>(json)
    }
}

/**
 * A policy in words.
 */
data class PolicyEntry (
    /**
     * What it does.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val description: String,

    /**
     * The document or source it restates.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val source: String
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<PolicyEntry>(json)
    }
}

/**
 * A test that was wrong.
 */
data class Retired (
    /**
     * The test that takes its place.
     */
    @get:JsonProperty("superseded_by")@field:JsonProperty("superseded_by")
    val supersededBy: String? = null,

    /**
     * Why.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val why: String
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<Retired>(json)
    }
}

/**
 * A file that has another form than vector files.
 */
data class OtherFile (
    /**
     * Number of bytes.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val bytes: Long,

    /**
     * Path below the manifest, with `/`.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val path: String,

    /**
     * SHA-256 of the bytes.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val sha256: String
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<OtherFile>(json)
    }
}

/**
 * One vector file: one topic, one profile.
 */
data class MemberCoalescingFile (
    /**
     * `marmot-vectors/1`
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val format: String,

    /**
     * What wrote the file.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val generator: Generator,

    /**
     * Tests that share a time.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val groups: List<MemberCoalescingGroup>,

    /**
     * What the flags mean.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val notes: Map<String, Note>,

    /**
     * Wire profile.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val profile: String,

    /**
     * The text that is tested.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val spec: Spec,

    /**
     * Version of the set.
     */
    @get:JsonProperty("suite_version", required=true)@field:JsonProperty("suite_version", required=true)
    val suiteVersion: String,

    /**
     * Every private key in the file was made for it.
     */
    @get:JsonProperty("synthetic_secrets", required=true)@field:JsonProperty("synthetic_secrets", required=true)
    val syntheticSecrets: Boolean,

    /**
     * Number of tests.
     */
    @get:JsonProperty("test_count", required=true)@field:JsonProperty("test_count", required=true)
    val testCount: Long,

    /**
     * Topic; decides the members of `input` and `expect`.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val topic: String
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<MemberCoalescingFile>(json)
    }
}

/**
 * Tests that share a time.
 */
data class MemberCoalescingGroup (
    /**
     * Unix seconds of the judgement.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val now: Long,

    /**
     * Tests.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val tests: List<MemberCoalescingTest>
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<MemberCoalescingGroup>(json)
    }
}

/**
 * One test.
 */
data class MemberCoalescingTest (
    /**
     * One sentence.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val comment: String,

    /**
     * Of a valid test; all members are compared.
     */
    val expect: MemberCoalescingExpect? = null,

    /**
     * Of a policy test: by policy id.
     */
    @get:JsonProperty("expected_by_policy")@field:JsonProperty("expected_by_policy")
    val expectedByPolicy: Map<String, MemberCoalescingAnswer>? = null,

    /**
     * At least one key of `notes`; one test shows one thing.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val flags: List<String>,

    /**
     * Stable id: topic prefix and four digits.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val id: String,

    /**
     * Input.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val input: MemberCoalescingInput,

    /**
     * Unix seconds of the judgement, where it is not the group's.
     */
    val now: Long? = null,

    /**
     * The valid test that this invalid or deferred one is like, but for what its flag names; a
     * `group-event` test with another `after` is elsewhere in the story, too.
     */
    val parent: String? = null,

    /**
     * Of an invalid or deferred test.
     */
    val reason: Reason? = null,

    /**
     * Instead of `reason` where the order of checks is free; all of one stage.
     */
    @get:JsonProperty("reasons_any")@field:JsonProperty("reasons_any")
    val reasonsAny: List<Reason>? = null,

    /**
     * What is demanded.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val result: Outcome,

    /**
     * Of an invalid or deferred test: the stage of its reason.
     */
    val stage: Stage? = null,

    /**
     * The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.
     */
    val tag: String? = null,

    /**
     * Stacks that passed this test when it was emitted; of an invalid test, those that refused
     * it for the stated reason.
     */
    @get:JsonProperty("verified_by")@field:JsonProperty("verified_by")
    val verifiedBy: List<StackVoice>? = null,

    /**
     * Stacks that refused this invalid test and did not say why. Not read back.
     */
    @get:JsonProperty("x_refused_by")@field:JsonProperty("x_refused_by")
    val xRefusedBy: List<StackVoice>? = null
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<MemberCoalescingTest>(json)
    }
}

/**
 * Of a valid test; all members are compared.
 *
 * What a person should see.
 *
 * It succeeds.
 */
data class MemberCoalescingExpect (
    /**
     * Whether it is a conversation of two accounts, however many devices they have.
     */
    @get:JsonProperty("is_direct", required=true)@field:JsonProperty("is_direct", required=true)
    val isDirect: Boolean,

    /**
     * Leaves.
     */
    @get:JsonProperty("leaf_count", required=true)@field:JsonProperty("leaf_count", required=true)
    val leafCount: Long,

    /**
     * Accounts, by their lowest leaf.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val members: List<String>,

    /**
     * Members without the own account.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val others: List<String>,

    /**
     * Further leaves of the own account, ascending.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val siblings: List<Long>
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<MemberCoalescingExpect>(json)
    }
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
data class MemberCoalescingAnswer (
    /**
     * Whether it is a conversation of two accounts, however many devices they have.
     */
    @get:JsonProperty("is_direct")@field:JsonProperty("is_direct")
    val isDirect: Boolean? = null,

    /**
     * Leaves.
     */
    @get:JsonProperty("leaf_count")@field:JsonProperty("leaf_count")
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
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<MemberCoalescingAnswer>(json)
    }
}

/**
 * Input.
 *
 * A tree.
 */
data class MemberCoalescingInput (
    /**
     * Leaf index and account, in the order in which a library lists them.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val leaves: List<List<Leaf>>,

    /**
     * The leaf of the device that looks.
     */
    @get:JsonProperty("own_leaf", required=true)@field:JsonProperty("own_leaf", required=true)
    val ownLeaf: Long
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<MemberCoalescingInput>(json)
    }
}

sealed class Leaf {
    class IntegerValue(val value: Long)  : Leaf()
    class StringValue(val value: String) : Leaf()

    fun toJson(): String = mapper.writeValueAsString(when (this) {
        is IntegerValue -> this.value
        is StringValue  -> this.value
    })

    companion object {
        fun fromJson(jn: JsonNode): Leaf = when (jn) {
            is IntNode, is LongNode -> IntegerValue(mapper.treeToValue(jn))
            is TextNode             -> StringValue(mapper.treeToValue(jn))
            else                    -> throw IllegalArgumentException()
        }
    }
}

/**
 * Tests to begin with, of all topics but those of the extra packs.
 */
data class Minimal (
    /**
     * `marmot-vectors-minimal/1`
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val format: String,

    /**
     * Policies that occur.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val policies: Map<String, PolicyEntry>,

    /**
     * Version of the set.
     */
    @get:JsonProperty("suite_version", required=true)@field:JsonProperty("suite_version", required=true)
    val suiteVersion: String,

    /**
     * Every private key in the file was made for it.
     */
    @get:JsonProperty("synthetic_secrets", required=true)@field:JsonProperty("synthetic_secrets", required=true)
    val syntheticSecrets: Boolean,

    /**
     * Number of tests.
     */
    @get:JsonProperty("test_count", required=true)@field:JsonProperty("test_count", required=true)
    val testCount: Long,

    /**
     * Tests. What `parent` and `after` name stands before.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val tests: List<MinimalTest>
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<Minimal>(json)
    }
}

/**
 * A test of another file with what that file says around it.
 */
data class MinimalTest (
    /**
     * What the flags mean.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val notes: Map<String, Note>,

    /**
     * Unix seconds of the judgement.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val now: Long,

    /**
     * Wire profile.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val profile: String,

    /**
     * The test as it stands in its own file.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val test: Map<String, Any?>,

    /**
     * Topic; decides the members of `input` and `expect`.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val topic: String,

    /**
     * Why it was chosen.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val why: String
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<MinimalTest>(json)
    }
}

/**
 * One vector file: one topic, one profile.
 */
data class RaceFile (
    /**
     * `marmot-vectors/1`
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val format: String,

    /**
     * What wrote the file.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val generator: Generator,

    /**
     * Tests that share a time.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val groups: List<RaceGroup>,

    /**
     * What the flags mean.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val notes: Map<String, Note>,

    /**
     * Wire profile.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val profile: String,

    /**
     * The text that is tested.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val spec: Spec,

    /**
     * Version of the set.
     */
    @get:JsonProperty("suite_version", required=true)@field:JsonProperty("suite_version", required=true)
    val suiteVersion: String,

    /**
     * Every private key in the file was made for it.
     */
    @get:JsonProperty("synthetic_secrets", required=true)@field:JsonProperty("synthetic_secrets", required=true)
    val syntheticSecrets: Boolean,

    /**
     * Number of tests.
     */
    @get:JsonProperty("test_count", required=true)@field:JsonProperty("test_count", required=true)
    val testCount: Long,

    /**
     * Topic; decides the members of `input` and `expect`.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val topic: String
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<RaceFile>(json)
    }
}

/**
 * Tests that share a time.
 */
data class RaceGroup (
    /**
     * Unix seconds of the judgement.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val now: Long,

    /**
     * Tests.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val tests: List<RaceTest>
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<RaceGroup>(json)
    }
}

/**
 * One test.
 */
data class RaceTest (
    /**
     * One sentence.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val comment: String,

    /**
     * Of a valid test; all members are compared.
     */
    val expect: RaceExpect? = null,

    /**
     * Of a policy test: by policy id.
     */
    @get:JsonProperty("expected_by_policy")@field:JsonProperty("expected_by_policy")
    val expectedByPolicy: Map<String, RaceAnswer>? = null,

    /**
     * At least one key of `notes`; one test shows one thing.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val flags: List<String>,

    /**
     * Stable id: topic prefix and four digits.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val id: String,

    /**
     * Input.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val input: RaceInput,

    /**
     * Unix seconds of the judgement, where it is not the group's.
     */
    val now: Long? = null,

    /**
     * The valid test that this invalid or deferred one is like, but for what its flag names; a
     * `group-event` test with another `after` is elsewhere in the story, too.
     */
    val parent: String? = null,

    /**
     * Of an invalid or deferred test.
     */
    val reason: Reason? = null,

    /**
     * Instead of `reason` where the order of checks is free; all of one stage.
     */
    @get:JsonProperty("reasons_any")@field:JsonProperty("reasons_any")
    val reasonsAny: List<Reason>? = null,

    /**
     * What is demanded.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val result: Outcome,

    /**
     * Of an invalid or deferred test: the stage of its reason.
     */
    val stage: Stage? = null,

    /**
     * The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.
     */
    val tag: String? = null,

    /**
     * Stacks that passed this test when it was emitted; of an invalid test, those that refused
     * it for the stated reason.
     */
    @get:JsonProperty("verified_by")@field:JsonProperty("verified_by")
    val verifiedBy: List<StackVoice>? = null,

    /**
     * Stacks that refused this invalid test and did not say why. Not read back.
     */
    @get:JsonProperty("x_refused_by")@field:JsonProperty("x_refused_by")
    val xRefusedBy: List<StackVoice>? = null
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<RaceTest>(json)
    }
}

/**
 * Of a valid test; all members are compared.
 *
 * What is found.
 *
 * It succeeds.
 */
data class RaceExpect (
    /**
     * Properties of the form *always* that hold.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val always: List<String>,

    /**
     * Nobody can step on its selection.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val dead: Long,

    /**
     * Properties of the form *always* that do not hold.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val fails: List<String>,

    /**
     * The highest fork depth over all states.
     */
    @get:JsonProperty("fork_depth_max", required=true)@field:JsonProperty("fork_depth_max", required=true)
    val forkDepthMax: Long,

    /**
     * A step is opened by no living device of the other user.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val lost: Long,

    /**
     * Those without any event but steps; the counts below are of them.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val quiescent: Long,

    /**
     * Living devices of one user select differently.
     */
    @get:JsonProperty("same_user_split", required=true)@field:JsonProperty("same_user_split", required=true)
    val sameUserSplit: Long,

    /**
     * Properties of the form *sometimes* that some state has.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val sometimes: List<String>,

    /**
     * States that can be reached.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val states: Long,

    /**
     * A living device can never process a node that exists.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val stuck: Long,

    /**
     * The two users, each of one mind, select differently.
     */
    @get:JsonProperty("users_differ", required=true)@field:JsonProperty("users_differ", required=true)
    val usersDiffer: Long
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<RaceExpect>(json)
    }
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
data class RaceAnswer (
    /**
     * Properties of the form *always* that hold.
     */
    val always: List<String>? = null,

    /**
     * Nobody can step on its selection.
     */
    val dead: Long? = null,

    /**
     * Properties of the form *always* that do not hold.
     */
    val fails: List<String>? = null,

    /**
     * The highest fork depth over all states.
     */
    @get:JsonProperty("fork_depth_max")@field:JsonProperty("fork_depth_max")
    val forkDepthMax: Long? = null,

    /**
     * A step is opened by no living device of the other user.
     */
    val lost: Long? = null,

    /**
     * Those without any event but steps; the counts below are of them.
     */
    val quiescent: Long? = null,

    /**
     * Living devices of one user select differently.
     */
    @get:JsonProperty("same_user_split")@field:JsonProperty("same_user_split")
    val sameUserSplit: Long? = null,

    /**
     * Properties of the form *sometimes* that some state has.
     */
    val sometimes: List<String>? = null,

    /**
     * States that can be reached.
     */
    val states: Long? = null,

    /**
     * A living device can never process a node that exists.
     */
    val stuck: Long? = null,

    /**
     * The two users, each of one mind, select differently.
     */
    @get:JsonProperty("users_differ")@field:JsonProperty("users_differ")
    val usersDiffer: Long? = null,

    /**
     * Why.
     */
    val reason: Reason? = null,

    /**
     * The stage of the reason.
     */
    val stage: Stage? = null
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<RaceAnswer>(json)
    }
}

/**
 * Input.
 *
 * A world with a bound.
 */
data class RaceInput (
    /**
     * Devices of A.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val m: Long,

    /**
     * The finality marker is part of the state.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val marker: Boolean,

    /**
     * The machine that runs.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val model: RatchetModel,

    /**
     * Devices of B.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val n: Long,

    /**
     * The switches.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val policy: RatchetPolicy,

    /**
     * Devices that were removed before the beginning.
     */
    val removed: List<String>? = null,

    /**
     * How many DH steps each device can make.
     */
    @get:JsonProperty("steps_max", required=true)@field:JsonProperty("steps_max", required=true)
    val stepsMax: Long
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<RaceInput>(json)
    }
}

/**
 * The machine that runs.
 *
 * That of the topic `tree`.
 */
enum class RatchetModel(val value: String) {
    Tree("tree");

    companion object {
        fun fromValue(value: String): RatchetModel = when (value) {
            "tree" -> Tree
            else   -> throw IllegalArgumentException()
        }
    }
}

/**
 * The switches.
 *
 * What the text leaves open.
 */
data class RatchetPolicy (
    /**
     * Which children of a node a remote device accepts.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val accept: RatchetAccept,

    /**
     * What "longest" counts.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val length: RatchetLength,

    /**
     * What an order compares.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val order: RatchetCompare,

    /**
     * By user or device: its order; `ascending` where it is left out.
     */
    val orders: Map<String, RatchetOrder>? = null,

    /**
     * What becomes of a message whose parent is not known.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val orphan: RatchetOrphan,

    /**
     * How long a fork can still be joined; `all` if left out.
     */
    val retain: RatchetRetain? = null,

    /**
     * How rolled roots of one generation rank; `shared` if left out.
     */
    @get:JsonProperty("root_order")@field:JsonProperty("root_order")
    val rootOrder: RatchetRootOrder? = null,

    /**
     * 1, or 2 if both users can begin.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val roots: Long,

    /**
     * Which nodes of its own user a device may select.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val valid: RatchetValid
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<RatchetPolicy>(json)
    }
}

/**
 * Which children of a node a remote device accepts.
 */
enum class RatchetAccept(val value: String) {
    All("all"),
    First("first"),
    FirstUnshared("first_unshared");

    companion object {
        fun fromValue(value: String): RatchetAccept = when (value) {
            "all"            -> All
            "first"          -> First
            "first_unshared" -> FirstUnshared
            else             -> throw IllegalArgumentException()
        }
    }
}

/**
 * What "longest" counts.
 */
enum class RatchetLength(val value: String) {
    DhSteps("dh_steps"),
    Messages("messages");

    companion object {
        fun fromValue(value: String): RatchetLength = when (value) {
            "dh_steps" -> DhSteps
            "messages" -> Messages
            else       -> throw IllegalArgumentException()
        }
    }
}

/**
 * What an order compares.
 *
 * What an order compares: nodes, or their paths from the root.
 */
enum class RatchetCompare(val value: String) {
    Path("path"),
    Tip("tip");

    companion object {
        fun fromValue(value: String): RatchetCompare = when (value) {
            "path" -> Path
            "tip"  -> Tip
            else   -> throw IllegalArgumentException()
        }
    }
}

/**
 * Which of two nodes is lower.
 */
sealed class RatchetOrder {
    class EnumValue(val value: RatchetOrderEnum)               : RatchetOrder()
    class RatchetOrderClassValue(val value: RatchetOrderClass) : RatchetOrder()

    fun toJson(): String = mapper.writeValueAsString(when (this) {
        is EnumValue              -> this.value
        is RatchetOrderClassValue -> this.value
    })

    companion object {
        fun fromJson(jn: JsonNode): RatchetOrder = when (jn) {
            is TextNode   -> EnumValue(mapper.treeToValue(jn))
            is ObjectNode -> RatchetOrderClassValue(mapper.treeToValue(jn))
            else          -> throw IllegalArgumentException()
        }
    }
}

/**
 * These as they stand, then all others, ascending.
 */
data class RatchetOrderClass (
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val list: List<String>
)

/**
 * The order of names.
 *
 * The same reversed.
 */
enum class RatchetOrderEnum(val value: String) {
    Ascending("ascending"),
    Descending("descending");

    companion object {
        fun fromValue(value: String): RatchetOrderEnum = when (value) {
            "ascending"  -> Ascending
            "descending" -> Descending
            else         -> throw IllegalArgumentException()
        }
    }
}

/**
 * What becomes of a message whose parent is not known.
 */
enum class RatchetOrphan(val value: String) {
    Buffer("buffer"),
    Drop("drop");

    companion object {
        fun fromValue(value: String): RatchetOrphan = when (value) {
            "buffer" -> Buffer
            "drop"   -> Drop
            else     -> throw IllegalArgumentException()
        }
    }
}

/**
 * How long a fork can still be joined; `all` if left out.
 *
 * How far below the deepest node a fork can still be joined.
 */
sealed class RatchetRetain {
    class EnumValue(val value: RatchetRetainEnum)                : RatchetRetain()
    class RatchetRetainClassValue(val value: RatchetRetainClass) : RatchetRetain()

    fun toJson(): String = mapper.writeValueAsString(when (this) {
        is EnumValue               -> this.value
        is RatchetRetainClassValue -> this.value
    })

    companion object {
        fun fromJson(jn: JsonNode): RatchetRetain = when (jn) {
            is TextNode   -> EnumValue(mapper.treeToValue(jn))
            is ObjectNode -> RatchetRetainClassValue(mapper.treeToValue(jn))
            else          -> throw IllegalArgumentException()
        }
    }
}

/**
 * Forks from a node that is at most so many levels below the deepest known one.
 */
data class RatchetRetainClass (
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val levels: Long
)

/**
 * Any fork.
 */
enum class RatchetRetainEnum(val value: String) {
    All("all");

    companion object {
        fun fromValue(value: String): RatchetRetainEnum = when (value) {
            "all" -> All
            else  -> throw IllegalArgumentException()
        }
    }
}

/**
 * How rolled roots of one generation rank; `shared` if left out.
 *
 * How rolled roots of one generation rank.
 */
enum class RatchetRootOrder(val value: String) {
    Own("own"),
    Shared("shared");

    companion object {
        fun fromValue(value: String): RatchetRootOrder = when (value) {
            "own"    -> Own
            "shared" -> Shared
            else     -> throw IllegalArgumentException()
        }
    }
}

/**
 * Which nodes of its own user a device may select.
 */
enum class RatchetValid(val value: String) {
    Acked("acked"),
    AckedFirst("acked_first"),
    Known("known");

    companion object {
        fun fromValue(value: String): RatchetValid = when (value) {
            "acked"       -> Acked
            "acked_first" -> AckedFirst
            "known"       -> Known
            else          -> throw IllegalArgumentException()
        }
    }
}

/**
 * One vector file: one topic, one profile.
 */
data class ScenarioFile (
    /**
     * `marmot-vectors/1`
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val format: String,

    /**
     * What wrote the file.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val generator: Generator,

    /**
     * Tests that share a time.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val groups: List<ScenarioGroup>,

    /**
     * What the flags mean.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val notes: Map<String, Note>,

    /**
     * Wire profile.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val profile: String,

    /**
     * The text that is tested.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val spec: Spec,

    /**
     * Version of the set.
     */
    @get:JsonProperty("suite_version", required=true)@field:JsonProperty("suite_version", required=true)
    val suiteVersion: String,

    /**
     * Every private key in the file was made for it.
     */
    @get:JsonProperty("synthetic_secrets", required=true)@field:JsonProperty("synthetic_secrets", required=true)
    val syntheticSecrets: Boolean,

    /**
     * Number of tests.
     */
    @get:JsonProperty("test_count", required=true)@field:JsonProperty("test_count", required=true)
    val testCount: Long,

    /**
     * Topic; decides the members of `input` and `expect`.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val topic: String
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<ScenarioFile>(json)
    }
}

/**
 * Tests that share a time.
 */
data class ScenarioGroup (
    /**
     * Unix seconds of the judgement.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val now: Long,

    /**
     * Tests.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val tests: List<ScenarioTest>
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<ScenarioGroup>(json)
    }
}

/**
 * One test.
 */
data class ScenarioTest (
    /**
     * One sentence.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val comment: String,

    /**
     * Of a valid test; all members are compared.
     */
    val expect: ScenarioExpect? = null,

    /**
     * Of a policy test: by policy id.
     */
    @get:JsonProperty("expected_by_policy")@field:JsonProperty("expected_by_policy")
    val expectedByPolicy: Map<String, ScenarioAnswer>? = null,

    /**
     * At least one key of `notes`; one test shows one thing.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val flags: List<String>,

    /**
     * Stable id: topic prefix and four digits.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val id: String,

    /**
     * Input.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val input: ScenarioInput,

    /**
     * Unix seconds of the judgement, where it is not the group's.
     */
    val now: Long? = null,

    /**
     * The valid test that this invalid or deferred one is like, but for what its flag names; a
     * `group-event` test with another `after` is elsewhere in the story, too.
     */
    val parent: String? = null,

    /**
     * Of an invalid or deferred test.
     */
    val reason: Reason? = null,

    /**
     * Instead of `reason` where the order of checks is free; all of one stage.
     */
    @get:JsonProperty("reasons_any")@field:JsonProperty("reasons_any")
    val reasonsAny: List<Reason>? = null,

    /**
     * What is demanded.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val result: Outcome,

    /**
     * Of an invalid or deferred test: the stage of its reason.
     */
    val stage: Stage? = null,

    /**
     * The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.
     */
    val tag: String? = null,

    /**
     * Stacks that passed this test when it was emitted; of an invalid test, those that refused
     * it for the stated reason.
     */
    @get:JsonProperty("verified_by")@field:JsonProperty("verified_by")
    val verifiedBy: List<StackVoice>? = null,

    /**
     * Stacks that refused this invalid test and did not say why. Not read back.
     */
    @get:JsonProperty("x_refused_by")@field:JsonProperty("x_refused_by")
    val xRefusedBy: List<StackVoice>? = null
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<ScenarioTest>(json)
    }
}

/**
 * Of a valid test; all members are compared.
 *
 * How it ends.
 *
 * It succeeds.
 */
data class ScenarioExpect (
    /**
     * Rolling digest of the transcript.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val digest: String,

    /**
     * Every event in order of first arrival at a relay.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val events: List<Event>,

    /**
     * Groups of every device.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val final: Map<String, Any?>,

    /**
     * Invariants that hold.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val invariants: List<String>
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<ScenarioExpect>(json)
    }
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
    val final: Map<String, Any?>? = null,

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
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<ScenarioAnswer>(json)
    }
}

/**
 * Input.
 *
 * Who takes part and what happens.
 */
data class ScenarioInput (
    /**
     * Devices.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val devices: List<Device>,

    /**
     * The fault rules of the steps whose `op` is `fault`.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val faults: List<Fault>,

    /**
     * Relays.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val relays: List<Relay>,

    /**
     * Steps, in order; the beginning and the end of a fault are steps too (`fault`, `lift`).
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val steps: List<Step>
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<ScenarioInput>(json)
    }
}

/**
 * A device.
 */
data class Device (
    /**
     * Name of its account.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val account: String,

    /**
     * Name.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val label: String,

    /**
     * Secret key of its account.
     */
    @get:JsonProperty("nostr_sk", required=true)@field:JsonProperty("nostr_sk", required=true)
    val nostrSk: String
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<Device>(json)
    }
}

/**
 * A fault rule.
 */
data class Fault (
    /**
     * What it matches and does, as in `marmot-scenario/1`.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val rule: Any?,

    /**
     * Label of the step with which it begins.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val step: String
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<Fault>(json)
    }
}

/**
 * A relay.
 */
data class Relay (
    /**
     * Name.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val label: String,

    /**
     * How it behaves.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val personality: String
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<Relay>(json)
    }
}

/**
 * Something that happens. It begins when the one before it is finished, or at the time it
 * names. Times are those of
 * `marmot-scenario/1`: a number and `ms`, `s`, `m`, `h` or `d`.
 */
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
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val label: String,

    /**
     * What is done: an action of `marmot-scenario/1`.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val op: String,

    /**
     * So many times.
     */
    val times: Long? = null,

    /**
     * Its details.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val with: Any?
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<Step>(json)
    }
}

/**
 * One vector file: one topic, one profile.
 */
data class StreamFile (
    /**
     * `marmot-vectors/1`
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val format: String,

    /**
     * What wrote the file.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val generator: Generator,

    /**
     * Tests that share a time.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val groups: List<StreamGroup>,

    /**
     * What the flags mean.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val notes: Map<String, Note>,

    /**
     * Wire profile.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val profile: String,

    /**
     * The text that is tested.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val spec: Spec,

    /**
     * Version of the set.
     */
    @get:JsonProperty("suite_version", required=true)@field:JsonProperty("suite_version", required=true)
    val suiteVersion: String,

    /**
     * Every private key in the file was made for it.
     */
    @get:JsonProperty("synthetic_secrets", required=true)@field:JsonProperty("synthetic_secrets", required=true)
    val syntheticSecrets: Boolean,

    /**
     * Number of tests.
     */
    @get:JsonProperty("test_count", required=true)@field:JsonProperty("test_count", required=true)
    val testCount: Long,

    /**
     * Topic; decides the members of `input` and `expect`.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val topic: String
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<StreamFile>(json)
    }
}

/**
 * Tests that share a time.
 */
data class StreamGroup (
    /**
     * Unix seconds of the judgement.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val now: Long,

    /**
     * Tests.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val tests: List<StreamTest>
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<StreamGroup>(json)
    }
}

/**
 * One test.
 */
data class StreamTest (
    /**
     * One sentence.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val comment: String,

    /**
     * Of a valid test; all members are compared.
     */
    val expect: StreamExpect? = null,

    /**
     * Of a policy test: by policy id.
     */
    @get:JsonProperty("expected_by_policy")@field:JsonProperty("expected_by_policy")
    val expectedByPolicy: Map<String, StreamAnswer>? = null,

    /**
     * At least one key of `notes`; one test shows one thing.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val flags: List<String>,

    /**
     * Stable id: topic prefix and four digits.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val id: String,

    /**
     * Input.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val input: StreamInput,

    /**
     * Unix seconds of the judgement, where it is not the group's.
     */
    val now: Long? = null,

    /**
     * The valid test that this invalid or deferred one is like, but for what its flag names; a
     * `group-event` test with another `after` is elsewhere in the story, too.
     */
    val parent: String? = null,

    /**
     * Of an invalid or deferred test.
     */
    val reason: Reason? = null,

    /**
     * Instead of `reason` where the order of checks is free; all of one stage.
     */
    @get:JsonProperty("reasons_any")@field:JsonProperty("reasons_any")
    val reasonsAny: List<Reason>? = null,

    /**
     * What is demanded.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val result: Outcome,

    /**
     * Of an invalid or deferred test: the stage of its reason.
     */
    val stage: Stage? = null,

    /**
     * The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.
     */
    val tag: String? = null,

    /**
     * Stacks that passed this test when it was emitted; of an invalid test, those that refused
     * it for the stated reason.
     */
    @get:JsonProperty("verified_by")@field:JsonProperty("verified_by")
    val verifiedBy: List<StackVoice>? = null,

    /**
     * Stacks that refused this invalid test and did not say why. Not read back.
     */
    @get:JsonProperty("x_refused_by")@field:JsonProperty("x_refused_by")
    val xRefusedBy: List<StackVoice>? = null
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<StreamTest>(json)
    }
}

/**
 * Of a valid test; all members are compared.
 *
 * What must come of it. What is left out is not compared.
 *
 * It succeeds.
 */
data class StreamExpect (
    /**
     * Ids of the acknowledgements on the first call, in order.
     */
    val acks: List<Long>? = null,

    /**
     * The first frame with this label comes before any of these.
     */
    val before: List<List<BeforeElement>>? = null,

    /**
     * How the node ends the first call: null if it stays open.
     */
    val close: StreamClose? = null,

    /**
     * Rows that the node sends on the first call, by topic and lane, exactly and in order.
     */
    val delivered: Map<String, Map<String, List<Long>>>? = null,

    /**
     * From where topics would resume, right after the step with this label. Topics that are
     * left out are not compared.
     */
    val durable: Map<String, Map<String, Long>>? = null,

    /**
     * Frames that come.
     */
    val frames: List<StreamWanted>? = null,

    /**
     * Invariants that hold; for people. Whoever can, checks them.
     */
    val invariants: List<String>? = null,

    /**
     * Rows that the node sends on the first call, by lane and kind, over all topics, exactly
     * and in order; without those that may be in
     * either lane.
     */
    val merged: Map<String, Map<String, List<Long>>>? = null,

    /**
     * Frames that do not come.
     */
    val never: List<StreamPattern>? = null,

    /**
     * Rows that consumers of the client have at the end, by consumer and topic, exactly. Who
     * has none is left out.
     */
    val processed: Map<String, Map<String, List<Long>>>? = null,

    /**
     * First and last moment for each call of the client after its first. There are no more
     * calls than these.
     */
    @get:JsonProperty("reconnect_at_ms")@field:JsonProperty("reconnect_at_ms")
    val reconnectAtMS: List<List<Long>>? = null,

    /**
     * State of the client at the end.
     */
    val state: String? = null
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<StreamExpect>(json)
    }
}

sealed class BeforeElement {
    class BeforeClassValue(val value: BeforeClass) : BeforeElement()
    class StringValue(val value: String)           : BeforeElement()

    fun toJson(): String = mapper.writeValueAsString(when (this) {
        is BeforeClassValue -> this.value
        is StringValue      -> this.value
    })

    companion object {
        fun fromJson(jn: JsonNode): BeforeElement = when (jn) {
            is ObjectNode -> BeforeClassValue(mapper.treeToValue(jn))
            is TextNode   -> StringValue(mapper.treeToValue(jn))
            else          -> throw IllegalArgumentException()
        }
    }
}

/**
 * Nothing more will be sent. No frame, but counted as one.
 *
 * Any frame.
 */
data class BeforeClass (
    val mutate: StreamFields? = null,
    val started: StreamFields? = null,
    val messages: StreamFields? = null,

    @get:JsonProperty("topics_live")@field:JsonProperty("topics_live")
    val topicsLive: StreamFields? = null,

    @get:JsonProperty("catchup_complete")@field:JsonProperty("catchup_complete")
    val catchupComplete: StreamFields? = null,

    val ping: StreamFields? = null,
    val pong: StreamFields? = null,

    @get:JsonProperty("half_close")@field:JsonProperty("half_close")
    val halfClose: StreamFields? = null,

    val any: StreamFields? = null
)

/**
 * What a frame must carry.
 */
data class StreamFields (
    /**
     * Exactly what it adds, in any order.
     */
    val adds: List<List<StreamValue>>? = null,

    /**
     * Brought about by the step with this label, or later.
     */
    val after: String? = null,

    /**
     * On this call of the client, from 1.
     */
    val call: Long? = null,

    /**
     * Whether it asks for a replay only.
     */
    @get:JsonProperty("history_only")@field:JsonProperty("history_only")
    val historyOnly: Boolean? = null,

    /**
     * Its `mutate_id`.
     */
    @get:JsonProperty("mutate_id")@field:JsonProperty("mutate_id")
    val mutateID: StreamValue? = null,

    /**
     * Its nonce.
     */
    val nonce: StreamValue? = null,

    /**
     * Exactly what it removes, in any order.
     */
    val removes: List<String>? = null,

    /**
     * It carries one of these rows.
     */
    val rows: List<List<RowElement>>? = null,

    /**
     * A topic that it names, or to which a row of it belongs.
     */
    val topic: String? = null
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<StreamFields>(json)
    }
}

sealed class StreamValue {
    class IntegerValue(val value: Long)  : StreamValue()
    class StringValue(val value: String) : StreamValue()

    fun toJson(): String = mapper.writeValueAsString(when (this) {
        is IntegerValue -> this.value
        is StringValue  -> this.value
    })

    companion object {
        fun fromJson(jn: JsonNode): StreamValue = when (jn) {
            is IntNode, is LongNode -> IntegerValue(mapper.treeToValue(jn))
            is TextNode             -> StringValue(mapper.treeToValue(jn))
            else                    -> throw IllegalArgumentException()
        }
    }
}

sealed class RowElement {
    class EnumValue(val value: StreamKind) : RowElement()
    class IntegerValue(val value: Long)    : RowElement()

    fun toJson(): String = mapper.writeValueAsString(when (this) {
        is EnumValue    -> this.value
        is IntegerValue -> this.value
    })

    companion object {
        fun fromJson(jn: JsonNode): RowElement = when (jn) {
            is TextNode             -> EnumValue(mapper.treeToValue(jn))
            is IntNode, is LongNode -> IntegerValue(mapper.treeToValue(jn))
            else                    -> throw IllegalArgumentException()
        }
    }
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
enum class StreamKind(val value: String) {
    Group("group"),
    Welcome("welcome");

    companion object {
        fun fromValue(value: String): StreamKind = when (value) {
            "group"   -> Group
            "welcome" -> Welcome
            else      -> throw IllegalArgumentException()
        }
    }
}

/**
 * It ends.
 *
 * How a call ends.
 */
data class StreamClose (
    /**
     * Name of the gRPC status.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val code: String,

    /**
     * First and last moment.
     */
    @get:JsonProperty("within_ms")@field:JsonProperty("within_ms")
    val withinMS: List<Long>? = null
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<StreamClose>(json)
    }
}

/**
 * A frame that comes.
 */
data class StreamWanted (
    /**
     * What it is like.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val frame: StreamPattern,

    /**
     * Its name in `before`.
     */
    val label: String? = null,

    /**
     * How many such frames there are in all; left out: at least one.
     */
    val times: Long? = null,

    /**
     * Whom it goes to.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val to: StreamMachine,

    /**
     * First and last moment for the first such frame; left out: any.
     */
    @get:JsonProperty("within_ms")@field:JsonProperty("within_ms")
    val withinMS: List<Long>? = null
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<StreamWanted>(json)
    }
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
data class StreamPattern (
    val mutate: StreamFields? = null,
    val started: StreamFields? = null,
    val messages: StreamFields? = null,

    @get:JsonProperty("topics_live")@field:JsonProperty("topics_live")
    val topicsLive: StreamFields? = null,

    @get:JsonProperty("catchup_complete")@field:JsonProperty("catchup_complete")
    val catchupComplete: StreamFields? = null,

    val ping: StreamFields? = null,
    val pong: StreamFields? = null,

    @get:JsonProperty("half_close")@field:JsonProperty("half_close")
    val halfClose: StreamFields? = null,

    val any: StreamFields? = null
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<StreamPattern>(json)
    }
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
enum class StreamMachine(val value: String) {
    Client("client"),
    Node("node"),
    Pair("pair");

    companion object {
        fun fromValue(value: String): StreamMachine = when (value) {
            "client" -> Client
            "node"   -> Node
            "pair"   -> Pair
            else     -> throw IllegalArgumentException()
        }
    }
}

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
data class StreamAnswer (
    /**
     * Ids of the acknowledgements on the first call, in order.
     */
    val acks: List<Long>? = null,

    /**
     * The first frame with this label comes before any of these.
     */
    val before: List<List<BeforeElement>>? = null,

    /**
     * How the node ends the first call: null if it stays open.
     */
    val close: StreamClose? = null,

    /**
     * Rows that the node sends on the first call, by topic and lane, exactly and in order.
     */
    val delivered: Map<String, Map<String, List<Long>>>? = null,

    /**
     * From where topics would resume, right after the step with this label. Topics that are
     * left out are not compared.
     */
    val durable: Map<String, Map<String, Long>>? = null,

    /**
     * Frames that come.
     */
    val frames: List<StreamWanted>? = null,

    /**
     * Invariants that hold; for people. Whoever can, checks them.
     */
    val invariants: List<String>? = null,

    /**
     * Rows that the node sends on the first call, by lane and kind, over all topics, exactly
     * and in order; without those that may be in
     * either lane.
     */
    val merged: Map<String, Map<String, List<Long>>>? = null,

    /**
     * Frames that do not come.
     */
    val never: List<StreamPattern>? = null,

    /**
     * Rows that consumers of the client have at the end, by consumer and topic, exactly. Who
     * has none is left out.
     */
    val processed: Map<String, Map<String, List<Long>>>? = null,

    /**
     * First and last moment for each call of the client after its first. There are no more
     * calls than these.
     */
    @get:JsonProperty("reconnect_at_ms")@field:JsonProperty("reconnect_at_ms")
    val reconnectAtMS: List<List<Long>>? = null,

    /**
     * State of the client at the end.
     */
    val state: String? = null,

    /**
     * Why.
     */
    val reason: Reason? = null,

    /**
     * The stage of the reason.
     */
    val stage: Stage? = null
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<StreamAnswer>(json)
    }
}

/**
 * Input.
 *
 * What is tested, with what, and what happens.
 */
data class StreamInput (
    /**
     * The API: `v3`, with one cursor per topic.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val binding: StreamBinding,

    /**
     * When the test is over.
     */
    @get:JsonProperty("end_ms", required=true)@field:JsonProperty("end_ms", required=true)
    val endMS: Long,

    /**
     * The node's keepalive interval I.
     */
    @get:JsonProperty("interval_ms", required=true)@field:JsonProperty("interval_ms", required=true)
    val intervalMS: Long,

    /**
     * Rows that the node has, in the order in which they become visible.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val log: List<StreamRow>,

    /**
     * Everything else that node and client are set to. What is left out is as the README says.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val policy: StreamPolicy,

    /**
     * The node's deadline D for a matching Pong.
     */
    @get:JsonProperty("pong_deadline_ms", required=true)@field:JsonProperty("pong_deadline_ms", required=true)
    val pongDeadlineMS: Long,

    /**
     * What happens, in order.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val script: List<StreamStep>,

    /**
     * Topics by label, as hex: a byte for the kind, then an identifier.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val topics: Map<String, String>,

    /**
     * Whose behaviour is judged.
     */
    @get:JsonProperty("under_test", required=true)@field:JsonProperty("under_test", required=true)
    val underTest: StreamMachine,

    /**
     * The client gives a wire up after so many intervals of silence (N, at least 1).
     */
    @get:JsonProperty("watchdog_n", required=true)@field:JsonProperty("watchdog_n", required=true)
    val watchdogN: Long
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<StreamInput>(json)
    }
}

/**
 * The API: `v3`, with one cursor per topic.
 *
 * The API that is spoken.
 *
 * One cursor per topic.
 */
enum class StreamBinding(val value: String) {
    V3("v3");

    companion object {
        fun fromValue(value: String): StreamBinding = when (value) {
            "v3" -> V3
            else -> throw IllegalArgumentException()
        }
    }
}

/**
 * A row of the node's log.
 */
data class StreamRow (
    /**
     * When its id was given out, if that was before.
     */
    @get:JsonProperty("allotted_at_ms")@field:JsonProperty("allotted_at_ms")
    val allottedAtMS: Long? = null,

    /**
     * Bytes of what it carries, 100 if left out.
     */
    val bytes: Long? = null,

    /**
     * Its number in the sequence of its kind.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val id: Long,

    /**
     * Kind of its topic.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val kind: StreamKind,

    /**
     * Label of its topic.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val topic: String,

    /**
     * The node cannot parse it, and serves it to nobody.
     */
    val unreadable: Boolean? = null,

    /**
     * From when on a reader may see it.
     */
    @get:JsonProperty("visible_at_ms", required=true)@field:JsonProperty("visible_at_ms", required=true)
    val visibleAtMS: Long
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<StreamRow>(json)
    }
}

/**
 * Everything else that node and client are set to. What is left out is as the README says.
 *
 * Settings of node and client.
 */
data class StreamPolicy (
    /**
     * Topics that may not be read stand here with `false`.
     */
    val allow: Map<String, Boolean>? = null,

    /**
     * How long the client waits before it calls again.
     */
    val backoff: StreamBackoff? = null,

    /**
     * The node shows no row before every row with a lower id.
     */
    val fence: Boolean? = null,

    /**
     * How long after a suspension the client takes its wire down.
     */
    @get:JsonProperty("grace_ms")@field:JsonProperty("grace_ms")
    val graceMS: Long? = null,

    /**
     * Bounds of the node.
     */
    val limits: StreamLimits? = null,

    /**
     * What the client does when it comes to the foreground.
     */
    @get:JsonProperty("on_resume")@field:JsonProperty("on_resume")
    val onResume: StreamOnResume? = null,

    /**
     * How the node reads history.
     */
    val page: StreamPage? = null,

    /**
     * When the node challenges its client.
     */
    @get:JsonProperty("ping_when")@field:JsonProperty("ping_when")
    val pingWhen: StreamPingWhen? = null,

    /**
     * How long the client waits for the answer to a probe.
     */
    @get:JsonProperty("probe_ms")@field:JsonProperty("probe_ms")
    val probeMS: Long? = null,

    /**
     * How often the client compares its cursors with what the node has.
     */
    @get:JsonProperty("reconcile_ms")@field:JsonProperty("reconcile_ms")
    val reconcileMS: Long? = null,

    /**
     * A remove cancels a running `history_only` replay.
     */
    @get:JsonProperty("remove_cancels")@field:JsonProperty("remove_cancels")
    val removeCancels: Boolean? = null,

    /**
     * From where the client resumes what was live.
     */
    @get:JsonProperty("resume_from")@field:JsonProperty("resume_from")
    val resumeFrom: StreamResumeFrom? = null,

    /**
     * The node does not know the call.
     */
    val unimplemented: Boolean? = null,

    /**
     * The client is a watchdog around an older call (`under_test` is `client`).
     */
    val watchdog: StreamWatchdog? = null
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<StreamPolicy>(json)
    }
}

/**
 * How long the client waits before it calls again.
 *
 * How long a client waits before it calls again.
 */
data class StreamBackoff (
    /**
     * After the first failure; each further one doubles it.
     */
    @get:JsonProperty("base_ms", required=true)@field:JsonProperty("base_ms", required=true)
    val baseMS: Long,

    /**
     * At most.
     */
    @get:JsonProperty("cap_ms", required=true)@field:JsonProperty("cap_ms", required=true)
    val capMS: Long,

    /**
     * Up to this much more, drawn anew for each call.
     */
    @get:JsonProperty("jitter_ms", required=true)@field:JsonProperty("jitter_ms", required=true)
    val jitterMS: Long,

    /**
     * No two calls are nearer than this.
     */
    @get:JsonProperty("min_ms", required=true)@field:JsonProperty("min_ms", required=true)
    val minMS: Long
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<StreamBackoff>(json)
    }
}

/**
 * Bounds of the node.
 *
 * Bounds of a node. What exceeds one ends the call with `RESOURCE_EXHAUSTED`.
 */
data class StreamLimits (
    /**
     * Adds of a Mutate.
     */
    @get:JsonProperty("max_adds")@field:JsonProperty("max_adds")
    val maxAdds: Long? = null,

    /**
     * Rows that wait for the end of waves.
     */
    @get:JsonProperty("max_held_rows")@field:JsonProperty("max_held_rows")
    val maxHeldRows: Long? = null,

    /**
     * Bytes of a row.
     */
    @get:JsonProperty("max_row_bytes")@field:JsonProperty("max_row_bytes")
    val maxRowBytes: Long? = null,

    /**
     * Topics of a call.
     */
    @get:JsonProperty("max_topics")@field:JsonProperty("max_topics")
    val maxTopics: Long? = null,

    /**
     * Mutates in any second.
     */
    @get:JsonProperty("mutates_per_second")@field:JsonProperty("mutates_per_second")
    val mutatesPerSecond: Long? = null,

    /**
     * Pings of the client in any second.
     */
    @get:JsonProperty("pings_per_second")@field:JsonProperty("pings_per_second")
    val pingsPerSecond: Long? = null,

    /**
     * How long a frame may wait for a client that takes nothing.
     */
    @get:JsonProperty("send_within_ms")@field:JsonProperty("send_within_ms")
    val sendWithinMS: Long? = null
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<StreamLimits>(json)
    }
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
enum class StreamOnResume(val value: String) {
    Probe("probe"),
    Reconnect("reconnect");

    companion object {
        fun fromValue(value: String): StreamOnResume = when (value) {
            "probe"     -> Probe
            "reconnect" -> Reconnect
            else        -> throw IllegalArgumentException()
        }
    }
}

/**
 * How the node reads history.
 *
 * How a node reads history: so many rows of a wave at once, then a pause.
 */
data class StreamPage (
    /**
     * The pause.
     */
    @get:JsonProperty("every_ms", required=true)@field:JsonProperty("every_ms", required=true)
    val everyMS: Long,

    /**
     * Rows, of all topics together.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val rows: Long
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<StreamPage>(json)
    }
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
enum class StreamPingWhen(val value: String) {
    SendIdle("send_idle"),
    Unproven("unproven");

    companion object {
        fun fromValue(value: String): StreamPingWhen = when (value) {
            "send_idle" -> SendIdle
            "unproven"  -> Unproven
            else        -> throw IllegalArgumentException()
        }
    }
}

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
enum class StreamResumeFrom(val value: String) {
    Floors("floors"),
    Marks("marks");

    companion object {
        fun fromValue(value: String): StreamResumeFrom = when (value) {
            "floors" -> Floors
            "marks"  -> Marks
            else     -> throw IllegalArgumentException()
        }
    }
}

/**
 * The client is a watchdog around an older call (`under_test` is `client`).
 *
 * A watchdog around a stream without keepalive.
 */
data class StreamWatchdog (
    /**
     * Two attempts are at least this far apart.
     */
    @get:JsonProperty("floor_ms", required=true)@field:JsonProperty("floor_ms", required=true)
    val floorMS: Long,

    /**
     * Silence that trips it.
     */
    @get:JsonProperty("idle_ms", required=true)@field:JsonProperty("idle_ms", required=true)
    val idleMS: Long,

    /**
     * When the beginning of an attempt is written down.
     */
    @get:JsonProperty("retry_stamp")@field:JsonProperty("retry_stamp")
    val retryStamp: StreamRetryStamp? = null
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<StreamWatchdog>(json)
    }
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
enum class StreamRetryStamp(val value: String) {
    Each("each"),
    Once("once");

    companion object {
        fun fromValue(value: String): StreamRetryStamp = when (value) {
            "each" -> Each
            "once" -> Once
            else   -> throw IllegalArgumentException()
        }
    }
}

/**
 * Something that happens: `from` says by whom, and exactly one of the members after `call`
 * what.
 */
data class StreamStep (
    /**
     * `client`: from now on it answers Pings at once, or does not. It does from the beginning.
     */
    val answers: Boolean? = null,

    /**
     * `app`: something that happens to the client as a whole.
     */
    val app: StreamApp? = null,

    /**
     * When.
     */
    @get:JsonProperty("at_ms", required=true)@field:JsonProperty("at_ms", required=true)
    val atMS: Long,

    /**
     * Of `node` steps of a client's test: on which of the client's calls, from 1. If that is
     * not open, nothing happens.
     */
    val call: Long? = null,

    /**
     * `client`: it gives the call up.
     */
    val cancel: Boolean? = null,

    /**
     * `node`: the call ends with this gRPC status. `pipe`: all calls do.
     */
    val close: String? = null,

    /**
     * `pipe`: it behaves so from now on.
     */
    val fault: StreamFault? = null,

    /**
     * `app`: a window in the background, with these topics and cursors.
     */
    val fetch: StreamWish? = null,

    /**
     * `client` or `node`: this is sent.
     */
    val frame: StreamFrame? = null,

    /**
     * Who.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val from: StreamFrom,

    /**
     * `client`: it sends nothing more.
     */
    @get:JsonProperty("half_close")@field:JsonProperty("half_close")
    val halfClose: Boolean? = null,

    /**
     * Name that expectations refer to.
     */
    val label: String? = null,

    /**
     * `node`: it loses its registrations of this topic and goes on.
     */
    val lose: String? = null,

    /**
     * `client`: it calls.
     */
    val open: Boolean? = null,

    /**
     * `app`: a consumer wants rows of these topics above these ids.
     */
    val subscribe: StreamWish? = null,

    /**
     * `app`: nobody wants these topics any more.
     */
    val unsubscribe: List<String>? = null
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<StreamStep>(json)
    }
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
enum class StreamApp(val value: String) {
    Crash("crash"),
    Freeze("freeze"),
    Park("park"),
    Resume("resume"),
    Start("start"),
    Suspend("suspend"),
    Thaw("thaw"),
    Unpark("unpark");

    companion object {
        fun fromValue(value: String): StreamApp = when (value) {
            "crash"   -> Crash
            "freeze"  -> Freeze
            "park"    -> Park
            "resume"  -> Resume
            "start"   -> Start
            "suspend" -> Suspend
            "thaw"    -> Thaw
            "unpark"  -> Unpark
            else      -> throw IllegalArgumentException()
        }
    }
}

/**
 * `pipe`: it behaves so from now on.
 *
 * How a pipe behaves from now on, or until `until_ms`.
 */
data class StreamFault (
    /**
     * `accept_then_die`: how soon.
     */
    @get:JsonProperty("after_ms")@field:JsonProperty("after_ms")
    val afterMS: Long? = null,

    /**
     * `stall`: so many bytes are buffered before the node has to wait.
     */
    @get:JsonProperty("buffer_bytes")@field:JsonProperty("buffer_bytes")
    val bufferBytes: Long? = null,

    /**
     * `cut_after`: so many more frames of the node.
     */
    val frames: Long? = null,

    /**
     * How.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val mode: StreamMode,

    /**
     * When it behaves as usual again. Calls that were dead stay dead.
     */
    @get:JsonProperty("until_ms")@field:JsonProperty("until_ms")
    val untilMS: Long? = null
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<StreamFault>(json)
    }
}

/**
 * How.
 *
 * How a pipe behaves.
 */
enum class StreamMode(val value: String) {
    AcceptThenDie("accept_then_die"),
    BlackholeDown("blackhole_down"),
    BlackholeUp("blackhole_up"),
    CutAfter("cut_after"),
    HalfClose("half_close"),
    ProxyACK("proxy_ack"),
    Stall("stall");

    companion object {
        fun fromValue(value: String): StreamMode = when (value) {
            "accept_then_die" -> AcceptThenDie
            "blackhole_down"  -> BlackholeDown
            "blackhole_up"    -> BlackholeUp
            "cut_after"       -> CutAfter
            "half_close"      -> HalfClose
            "proxy_ack"       -> ProxyACK
            "stall"           -> Stall
            else              -> throw IllegalArgumentException()
        }
    }
}

/**
 * `app`: a window in the background, with these topics and cursors.
 *
 * What a consumer wants.
 *
 * `app`: a consumer wants rows of these topics above these ids.
 */
data class StreamWish (
    /**
     * Its name.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val consumer: String,

    /**
     * Label and cursor of each topic.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val topics: List<List<StreamValue>>
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<StreamWish>(json)
    }
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
data class StreamFrame (
    val mutate: Mutate? = null,
    val started: Started? = null,
    val messages: Messages? = null,

    @get:JsonProperty("topics_live")@field:JsonProperty("topics_live")
    val topicsLive: TopicsLive? = null,

    @get:JsonProperty("catchup_complete")@field:JsonProperty("catchup_complete")
    val catchupComplete: CatchupComplete? = null,

    val ping: Ping? = null,
    val pong: Pong? = null,
    val empty: Empty? = null,

    @get:JsonProperty("unknown_version")@field:JsonProperty("unknown_version")
    val unknownVersion: UnknownVersion? = null
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<StreamFrame>(json)
    }
}

data class CatchupComplete (
    /**
     * Its id.
     */
    @get:JsonProperty("mutate_id", required=true)@field:JsonProperty("mutate_id", required=true)
    val mutateID: StreamValue
)

typealias Empty = JsonNode

data class Messages (
    /**
     * The lane: the id of a wave, 0 for live.
     */
    @get:JsonProperty("mutate_id", required=true)@field:JsonProperty("mutate_id", required=true)
    val mutateID: StreamValue,

    /**
     * The rows.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val rows: List<List<RowElement>>
)

data class Mutate (
    /**
     * What to add: label and cursor.
     */
    val adds: List<List<StreamValue>>? = null,

    /**
     * Replay only.
     */
    @get:JsonProperty("history_only")@field:JsonProperty("history_only")
    val historyOnly: Boolean? = null,

    /**
     * Its id.
     */
    @get:JsonProperty("mutate_id", required=true)@field:JsonProperty("mutate_id", required=true)
    val mutateID: StreamValue,

    /**
     * What to remove.
     */
    val removes: List<String>? = null
)

data class Ping (
    /**
     * Its nonce.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val nonce: StreamValue
)

data class Pong (
    /**
     * The nonce of the Ping that it answers.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val nonce: StreamValue
)

data class Started (
    /**
     * Optional features.
     */
    val capabilities: List<Long>? = null,

    /**
     * Its interval.
     */
    @get:JsonProperty("keepalive_interval_ms", required=true)@field:JsonProperty("keepalive_interval_ms", required=true)
    val keepaliveIntervalMS: Long
)

data class TopicsLive (
    /**
     * Labels.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val topics: List<String>
)

typealias UnknownVersion = JsonNode

/**
 * Who.
 *
 * Who does something.
 */
enum class StreamFrom(val value: String) {
    App("app"),
    Client("client"),
    Node("node"),
    Pipe("pipe");

    companion object {
        fun fromValue(value: String): StreamFrom = when (value) {
            "app"    -> App
            "client" -> Client
            "node"   -> Node
            "pipe"   -> Pipe
            else     -> throw IllegalArgumentException()
        }
    }
}

/**
 * One vector file: one topic, one profile.
 */
data class TreeFile (
    /**
     * `marmot-vectors/1`
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val format: String,

    /**
     * What wrote the file.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val generator: Generator,

    /**
     * Tests that share a time.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val groups: List<TreeGroup>,

    /**
     * What the flags mean.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val notes: Map<String, Note>,

    /**
     * Wire profile.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val profile: String,

    /**
     * The text that is tested.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val spec: Spec,

    /**
     * Version of the set.
     */
    @get:JsonProperty("suite_version", required=true)@field:JsonProperty("suite_version", required=true)
    val suiteVersion: String,

    /**
     * Every private key in the file was made for it.
     */
    @get:JsonProperty("synthetic_secrets", required=true)@field:JsonProperty("synthetic_secrets", required=true)
    val syntheticSecrets: Boolean,

    /**
     * Number of tests.
     */
    @get:JsonProperty("test_count", required=true)@field:JsonProperty("test_count", required=true)
    val testCount: Long,

    /**
     * Topic; decides the members of `input` and `expect`.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val topic: String
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<TreeFile>(json)
    }
}

/**
 * Tests that share a time.
 */
data class TreeGroup (
    /**
     * Unix seconds of the judgement.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val now: Long,

    /**
     * Tests.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val tests: List<TreeTest>
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<TreeGroup>(json)
    }
}

/**
 * One test.
 */
data class TreeTest (
    /**
     * One sentence.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val comment: String,

    /**
     * Of a valid test; all members are compared.
     */
    val expect: TreeExpect? = null,

    /**
     * Of a policy test: by policy id.
     */
    @get:JsonProperty("expected_by_policy")@field:JsonProperty("expected_by_policy")
    val expectedByPolicy: Map<String, TreeAnswer>? = null,

    /**
     * At least one key of `notes`; one test shows one thing.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val flags: List<String>,

    /**
     * Stable id: topic prefix and four digits.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val id: String,

    /**
     * Input.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val input: TreeInput,

    /**
     * Unix seconds of the judgement, where it is not the group's.
     */
    val now: Long? = null,

    /**
     * The valid test that this invalid or deferred one is like, but for what its flag names; a
     * `group-event` test with another `after` is elsewhere in the story, too.
     */
    val parent: String? = null,

    /**
     * Of an invalid or deferred test.
     */
    val reason: Reason? = null,

    /**
     * Instead of `reason` where the order of checks is free; all of one stage.
     */
    @get:JsonProperty("reasons_any")@field:JsonProperty("reasons_any")
    val reasonsAny: List<Reason>? = null,

    /**
     * What is demanded.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val result: Outcome,

    /**
     * Of an invalid or deferred test: the stage of its reason.
     */
    val stage: Stage? = null,

    /**
     * The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.
     */
    val tag: String? = null,

    /**
     * Stacks that passed this test when it was emitted; of an invalid test, those that refused
     * it for the stated reason.
     */
    @get:JsonProperty("verified_by")@field:JsonProperty("verified_by")
    val verifiedBy: List<StackVoice>? = null,

    /**
     * Stacks that refused this invalid test and did not say why. Not read back.
     */
    @get:JsonProperty("x_refused_by")@field:JsonProperty("x_refused_by")
    val xRefusedBy: List<StackVoice>? = null
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<TreeTest>(json)
    }
}

/**
 * Of a valid test; all members are compared.
 *
 * The world at the end of the trace.
 *
 * It succeeds.
 */
data class TreeExpect (
    /**
     * Over all pairs of tips of one root: the shorter way from their fork to a tip.
     */
    @get:JsonProperty("fork_depth", required=true)@field:JsonProperty("fork_depth", required=true)
    val forkDepth: Long,

    /**
     * By removed device: steps that it has opened and some living sibling has not.
     */
    val leaked: Map<String, List<String>>? = null,

    /**
     * In a quiescent world: steps that no living device of the other user has opened.
     */
    val lost: List<String>? = null,

    /**
     * Nothing is enabled but steps, messages, rolls and removals.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val quiescent: Boolean,

    /**
     * Node and index of symmetric messages that share them with others.
     */
    val reused: List<List<Leaf>>? = null,

    /**
     * By device: on what it sends next.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val selection: Map<String, String>,

    /**
     * What comes after the trace, and where it leads.
     */
    val then: RatchetThen? = null,

    /**
     * Nodes that nothing grew on, in the order of names.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val tips: List<String>
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<TreeExpect>(json)
    }
}

/**
 * What comes after the trace, and where it leads.
 *
 * What comes after a trace, and where it leads.
 */
data class RatchetThen (
    /**
     * By device: on what it sends next.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val selection: Map<String, String>,

    /**
     * More events.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val trace: List<List<String>>
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<RatchetThen>(json)
    }
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
data class TreeAnswer (
    /**
     * Over all pairs of tips of one root: the shorter way from their fork to a tip.
     */
    @get:JsonProperty("fork_depth")@field:JsonProperty("fork_depth")
    val forkDepth: Long? = null,

    /**
     * By removed device: steps that it has opened and some living sibling has not.
     */
    val leaked: Map<String, List<String>>? = null,

    /**
     * In a quiescent world: steps that no living device of the other user has opened.
     */
    val lost: List<String>? = null,

    /**
     * Nothing is enabled but steps, messages, rolls and removals.
     */
    val quiescent: Boolean? = null,

    /**
     * Node and index of symmetric messages that share them with others.
     */
    val reused: List<List<Leaf>>? = null,

    /**
     * By device: on what it sends next.
     */
    val selection: Map<String, String>? = null,

    /**
     * What comes after the trace, and where it leads.
     */
    val then: RatchetThen? = null,

    /**
     * Nodes that nothing grew on, in the order of names.
     */
    val tips: List<String>? = null,

    /**
     * Why.
     */
    val reason: Reason? = null,

    /**
     * The stage of the reason.
     */
    val stage: Stage? = null
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<TreeAnswer>(json)
    }
}

/**
 * Input.
 *
 * A world, and what happens in it.
 */
data class TreeInput (
    /**
     * The trace repeats itself.
     */
    val cycle: RatchetCycle? = null,

    /**
     * Devices of A.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val m: Long,

    /**
     * Devices of B.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val n: Long,

    /**
     * The switches.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val policy: RatchetPolicy,

    /**
     * How many DH steps each device can make.
     */
    @get:JsonProperty("steps_max", required=true)@field:JsonProperty("steps_max", required=true)
    val stepsMax: Long,

    /**
     * Events: a verb, the device, then nodes.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val trace: List<List<String>>
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<TreeInput>(json)
    }
}

/**
 * The trace repeats itself.
 *
 * After round `from` + `rounds` the world is what it was after round `from`, deeper.
 */
data class RatchetCycle (
    /**
     * By round: how many events of the trace have happened at its end.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val ends: List<Long>,

    /**
     * The round after which the cycle begins, from 1.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val from: Long,

    /**
     * Its length in rounds.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val rounds: Long,

    /**
     * By how many levels the tree has grown.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val shift: Long
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<RatchetCycle>(json)
    }
}

/**
 * One vector file: one topic, one profile.
 */
data class WelcomeFanoutFile (
    /**
     * `marmot-vectors/1`
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val format: String,

    /**
     * What wrote the file.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val generator: Generator,

    /**
     * Tests that share a time.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val groups: List<WelcomeFanoutGroup>,

    /**
     * What the flags mean.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val notes: Map<String, Note>,

    /**
     * Wire profile.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val profile: String,

    /**
     * The text that is tested.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val spec: Spec,

    /**
     * Version of the set.
     */
    @get:JsonProperty("suite_version", required=true)@field:JsonProperty("suite_version", required=true)
    val suiteVersion: String,

    /**
     * Every private key in the file was made for it.
     */
    @get:JsonProperty("synthetic_secrets", required=true)@field:JsonProperty("synthetic_secrets", required=true)
    val syntheticSecrets: Boolean,

    /**
     * Number of tests.
     */
    @get:JsonProperty("test_count", required=true)@field:JsonProperty("test_count", required=true)
    val testCount: Long,

    /**
     * Topic; decides the members of `input` and `expect`.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val topic: String
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<WelcomeFanoutFile>(json)
    }
}

/**
 * Tests that share a time.
 */
data class WelcomeFanoutGroup (
    /**
     * Unix seconds of the judgement.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val now: Long,

    /**
     * Tests.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val tests: List<WelcomeFanoutTest>
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<WelcomeFanoutGroup>(json)
    }
}

/**
 * One test.
 */
data class WelcomeFanoutTest (
    /**
     * One sentence.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val comment: String,

    /**
     * Of a valid test; all members are compared.
     */
    val expect: WelcomeFanoutExpect? = null,

    /**
     * Of a policy test: by policy id.
     */
    @get:JsonProperty("expected_by_policy")@field:JsonProperty("expected_by_policy")
    val expectedByPolicy: Map<String, WelcomeFanoutAnswer>? = null,

    /**
     * At least one key of `notes`; one test shows one thing.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val flags: List<String>,

    /**
     * Stable id: topic prefix and four digits.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val id: String,

    /**
     * Input.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val input: WelcomeFanoutInput,

    /**
     * Unix seconds of the judgement, where it is not the group's.
     */
    val now: Long? = null,

    /**
     * The valid test that this invalid or deferred one is like, but for what its flag names; a
     * `group-event` test with another `after` is elsewhere in the story, too.
     */
    val parent: String? = null,

    /**
     * Of an invalid or deferred test.
     */
    val reason: Reason? = null,

    /**
     * Instead of `reason` where the order of checks is free; all of one stage.
     */
    @get:JsonProperty("reasons_any")@field:JsonProperty("reasons_any")
    val reasonsAny: List<Reason>? = null,

    /**
     * What is demanded.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val result: Outcome,

    /**
     * Of an invalid or deferred test: the stage of its reason.
     */
    val stage: Stage? = null,

    /**
     * The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.
     */
    val tag: String? = null,

    /**
     * Stacks that passed this test when it was emitted; of an invalid test, those that refused
     * it for the stated reason.
     */
    @get:JsonProperty("verified_by")@field:JsonProperty("verified_by")
    val verifiedBy: List<StackVoice>? = null,

    /**
     * Stacks that refused this invalid test and did not say why. Not read back.
     */
    @get:JsonProperty("x_refused_by")@field:JsonProperty("x_refused_by")
    val xRefusedBy: List<StackVoice>? = null
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<WelcomeFanoutTest>(json)
    }
}

/**
 * Of a valid test; all members are compared.
 *
 * What becomes of each delivery.
 *
 * It succeeds.
 */
data class WelcomeFanoutExpect (
    /**
     * Leaves of the group that was joined last; 0 if none was.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val leaves: Long,

    /**
     * One outcome for each delivery.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val outcomes: List<Delivery>
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<WelcomeFanoutExpect>(json)
    }
}

/**
 * What becomes of a delivery.
 */
sealed class Delivery {
    class DeliveryClassValue(val value: DeliveryClass) : Delivery()
    class EnumValue(val value: DeliveryEnum)           : Delivery()

    fun toJson(): String = mapper.writeValueAsString(when (this) {
        is DeliveryClassValue -> this.value
        is EnumValue          -> this.value
    })

    companion object {
        fun fromJson(jn: JsonNode): Delivery = when (jn) {
            is ObjectNode -> DeliveryClassValue(mapper.treeToValue(jn))
            is TextNode   -> EnumValue(mapper.treeToValue(jn))
            else          -> throw IllegalArgumentException()
        }
    }
}

/**
 * It fails, and leaves no trace.
 */
data class DeliveryClass (
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val rejected: Reason
)

/**
 * The device became a member.
 *
 * It is not meant for this device.
 *
 * The device joined that group before, from this Welcome or another.
 */
enum class DeliveryEnum(val value: String) {
    Duplicate("duplicate"),
    Ignored("ignored"),
    Joined("joined");

    companion object {
        fun fromValue(value: String): DeliveryEnum = when (value) {
            "duplicate" -> Duplicate
            "ignored"   -> Ignored
            "joined"    -> Joined
            else        -> throw IllegalArgumentException()
        }
    }
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
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<WelcomeFanoutAnswer>(json)
    }
}

/**
 * Input.
 *
 * Devices, Welcomes, and what reaches whom in which order.
 */
data class WelcomeFanoutInput (
    /**
     * Device and rumor, in order. Each delivery is one more wrap, except that a delivery which
     * repeats an earlier pair is a
     * replay of the same wrap.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val deliveries: List<List<String>>,

    /**
     * What each device holds.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val devices: Map<String, Keys>,

    /**
     * Welcomes, each in a wrap of its own.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val rumors: Map<String, Rumor>
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<WelcomeFanoutInput>(json)
    }
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
data class Keys (
    /**
     * Raw 32-byte X25519 key of the leaf.
     */
    @get:JsonProperty("encryption_priv", required=true)@field:JsonProperty("encryption_priv", required=true)
    val encryptionPriv: String,

    /**
     * Raw 32-byte X25519 key to which a Welcome is encrypted.
     */
    @get:JsonProperty("init_priv", required=true)@field:JsonProperty("init_priv", required=true)
    val initPriv: String,

    /**
     * `MLSMessage(mls_key_package)`.
     */
    @get:JsonProperty("key_package", required=true)@field:JsonProperty("key_package", required=true)
    val keyPackage: String,

    /**
     * The event that published it, for clients that look it up by the id in `e`.
     */
    @get:JsonProperty("key_package_event", required=true)@field:JsonProperty("key_package_event", required=true)
    val keyPackageEvent: Event,

    /**
     * The bare KeyPackage. Reference and signature are over this form.
     */
    @get:JsonProperty("key_package_raw", required=true)@field:JsonProperty("key_package_raw", required=true)
    val keyPackageRaw: String,

    /**
     * 32-byte secp256k1 scalar of the account.
     */
    @get:JsonProperty("nostr_sk", required=true)@field:JsonProperty("nostr_sk", required=true)
    val nostrSk: String,

    /**
     * 32-byte Ed25519 seed (RFC 8032).
     */
    @get:JsonProperty("signature_priv", required=true)@field:JsonProperty("signature_priv", required=true)
    val signaturePriv: String,

    /**
     * 32-byte Ed25519 public key.
     */
    @get:JsonProperty("signature_pub", required=true)@field:JsonProperty("signature_pub", required=true)
    val signaturePub: String
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<Keys>(json)
    }
}

/**
 * One vector file: one topic, one profile.
 */
data class WelcomeJoinFile (
    /**
     * `marmot-vectors/1`
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val format: String,

    /**
     * What wrote the file.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val generator: Generator,

    /**
     * Tests that share a time.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val groups: List<WelcomeJoinGroup>,

    /**
     * What the flags mean.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val notes: Map<String, Note>,

    /**
     * Wire profile.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val profile: String,

    /**
     * The text that is tested.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val spec: Spec,

    /**
     * Version of the set.
     */
    @get:JsonProperty("suite_version", required=true)@field:JsonProperty("suite_version", required=true)
    val suiteVersion: String,

    /**
     * Every private key in the file was made for it.
     */
    @get:JsonProperty("synthetic_secrets", required=true)@field:JsonProperty("synthetic_secrets", required=true)
    val syntheticSecrets: Boolean,

    /**
     * Number of tests.
     */
    @get:JsonProperty("test_count", required=true)@field:JsonProperty("test_count", required=true)
    val testCount: Long,

    /**
     * Topic; decides the members of `input` and `expect`.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val topic: String
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<WelcomeJoinFile>(json)
    }
}

/**
 * Tests that share a time.
 */
data class WelcomeJoinGroup (
    /**
     * Unix seconds of the judgement.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val now: Long,

    /**
     * Tests.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val tests: List<WelcomeJoinTest>
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<WelcomeJoinGroup>(json)
    }
}

/**
 * One test.
 */
data class WelcomeJoinTest (
    /**
     * One sentence.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val comment: String,

    /**
     * Of a valid test; all members are compared.
     */
    val expect: WelcomeJoinExpect? = null,

    /**
     * Of a policy test: by policy id.
     */
    @get:JsonProperty("expected_by_policy")@field:JsonProperty("expected_by_policy")
    val expectedByPolicy: Map<String, WelcomeJoinAnswer>? = null,

    /**
     * At least one key of `notes`; one test shows one thing.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val flags: List<String>,

    /**
     * Stable id: topic prefix and four digits.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val id: String,

    /**
     * Input.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val input: WelcomeJoinInput,

    /**
     * Unix seconds of the judgement, where it is not the group's.
     */
    val now: Long? = null,

    /**
     * The valid test that this invalid or deferred one is like, but for what its flag names; a
     * `group-event` test with another `after` is elsewhere in the story, too.
     */
    val parent: String? = null,

    /**
     * Of an invalid or deferred test.
     */
    val reason: Reason? = null,

    /**
     * Instead of `reason` where the order of checks is free; all of one stage.
     */
    @get:JsonProperty("reasons_any")@field:JsonProperty("reasons_any")
    val reasonsAny: List<Reason>? = null,

    /**
     * What is demanded.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val result: Outcome,

    /**
     * Of an invalid or deferred test: the stage of its reason.
     */
    val stage: Stage? = null,

    /**
     * The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.
     */
    val tag: String? = null,

    /**
     * Stacks that passed this test when it was emitted; of an invalid test, those that refused
     * it for the stated reason.
     */
    @get:JsonProperty("verified_by")@field:JsonProperty("verified_by")
    val verifiedBy: List<StackVoice>? = null,

    /**
     * Stacks that refused this invalid test and did not say why. Not read back.
     */
    @get:JsonProperty("x_refused_by")@field:JsonProperty("x_refused_by")
    val xRefusedBy: List<StackVoice>? = null
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<WelcomeJoinTest>(json)
    }
}

/**
 * Of a valid test; all members are compared.
 *
 * What a join leads to.
 *
 * It succeeds.
 */
data class WelcomeJoinExpect (
    /**
     * The joiner's state right after the join.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val state: State,

    /**
     * One result for each `then`.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val then: List<OpResult>
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<WelcomeJoinExpect>(json)
    }
}

/**
 * The joiner's state right after the join.
 *
 * What a member knows after a join. Every member is compared.
 */
data class State (
    /**
     * SHA-256("marmot-convergence-conformance-v1" ‖ 00 ‖ MLS-Exporter("marmot",
     * "convergence-conformance-v1", 32)).
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val commitment: String,

    /**
     * Epoch.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val epoch: Long,

    /**
     * Epoch authenticator.
     */
    @get:JsonProperty("epoch_authenticator", required=true)@field:JsonProperty("epoch_authenticator", required=true)
    val epochAuthenticator: String,

    /**
     * Exported secrets.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val exporters: List<Export>,

    /**
     * MLS group id.
     */
    @get:JsonProperty("group_id", required=true)@field:JsonProperty("group_id", required=true)
    val groupID: String,

    /**
     * Every leaf that is not blank, by index.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val leaves: List<LeafEntry>,

    /**
     * The id that `h` tags name.
     */
    @get:JsonProperty("nostr_group_id", required=true)@field:JsonProperty("nostr_group_id", required=true)
    val nostrGroupID: String,

    /**
     * Index of the own leaf.
     */
    @get:JsonProperty("own_leaf", required=true)@field:JsonProperty("own_leaf", required=true)
    val ownLeaf: Long,

    /**
     * Tree hash of the group context.
     */
    @get:JsonProperty("tree_hash", required=true)@field:JsonProperty("tree_hash", required=true)
    val treeHash: String
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<State>(json)
    }
}

/**
 * One exported secret.
 */
data class Export (
    /**
     * Context bytes.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val context: String,

    /**
     * Label, text.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val label: String,

    /**
     * Length of the secret in bytes.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val length: Long,

    /**
     * `MLS-Exporter(label, context, length)`.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val secret: String
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<Export>(json)
    }
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
data class OpResult (
    /**
     * Application data.
     */
    val plaintext: String? = null,

    /**
     * Leaf that sent it.
     */
    @get:JsonProperty("sender_leaf")@field:JsonProperty("sender_leaf")
    val senderLeaf: Long? = null,

    /**
     * The new epoch.
     */
    val epoch: Long? = null,

    /**
     * Its authenticator.
     */
    @get:JsonProperty("epoch_authenticator")@field:JsonProperty("epoch_authenticator")
    val epochAuthenticator: String? = null,

    /**
     * Application data as the witness read it.
     */
    @get:JsonProperty("witness_reads")@field:JsonProperty("witness_reads")
    val witnessReads: String? = null
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<OpResult>(json)
    }
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
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<WelcomeJoinAnswer>(json)
    }
}

/**
 * Input.
 *
 * A Welcome and two who can open it.
 */
data class WelcomeJoinInput (
    /**
     * Who joins.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val joiner: Keys,

    /**
     * The Welcome that names the joiner's KeyPackage.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val rumor: Rumor,

    /**
     * What happens after the join, in order.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val then: List<Op>,

    /**
     * A second leaf added by the same Commit. The runner joins it from the same Welcome bytes;
     * it processes every
     * message of `then` too, and reads what the joiner sends.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val witness: Keys
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<WelcomeJoinInput>(json)
    }
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
data class Op (
    /**
     * `MLSMessage`, outer encryption removed.
     */
    @get:JsonProperty("mls_message")@field:JsonProperty("mls_message")
    val mlsMessage: String? = null,

    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val op: OpEnum,

    /**
     * Application data.
     */
    val plaintext: String? = null
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<Op>(json)
    }
}

enum class OpEnum(val value: String) {
    JoinerSends("joiner_sends"),
    Receive("receive"),
    ReceiveCommit("receive_commit");

    companion object {
        fun fromValue(value: String): OpEnum = when (value) {
            "joiner_sends"   -> JoinerSends
            "receive"        -> Receive
            "receive_commit" -> ReceiveCommit
            else             -> throw IllegalArgumentException()
        }
    }
}

/**
 * One vector file: one topic, one profile.
 */
data class WelcomeRumorFile (
    /**
     * `marmot-vectors/1`
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val format: String,

    /**
     * What wrote the file.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val generator: Generator,

    /**
     * Tests that share a time.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val groups: List<WelcomeRumorGroup>,

    /**
     * What the flags mean.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val notes: Map<String, Note>,

    /**
     * Wire profile.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val profile: String,

    /**
     * The text that is tested.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val spec: Spec,

    /**
     * Version of the set.
     */
    @get:JsonProperty("suite_version", required=true)@field:JsonProperty("suite_version", required=true)
    val suiteVersion: String,

    /**
     * Every private key in the file was made for it.
     */
    @get:JsonProperty("synthetic_secrets", required=true)@field:JsonProperty("synthetic_secrets", required=true)
    val syntheticSecrets: Boolean,

    /**
     * Number of tests.
     */
    @get:JsonProperty("test_count", required=true)@field:JsonProperty("test_count", required=true)
    val testCount: Long,

    /**
     * Topic; decides the members of `input` and `expect`.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val topic: String
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<WelcomeRumorFile>(json)
    }
}

/**
 * Tests that share a time.
 */
data class WelcomeRumorGroup (
    /**
     * Unix seconds of the judgement.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val now: Long,

    /**
     * Tests.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val tests: List<WelcomeRumorTest>
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<WelcomeRumorGroup>(json)
    }
}

/**
 * One test.
 */
data class WelcomeRumorTest (
    /**
     * One sentence.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val comment: String,

    /**
     * Of a valid test; all members are compared.
     */
    val expect: WelcomeRumorExpect? = null,

    /**
     * Of a policy test: by policy id.
     */
    @get:JsonProperty("expected_by_policy")@field:JsonProperty("expected_by_policy")
    val expectedByPolicy: Map<String, WelcomeRumorAnswer>? = null,

    /**
     * At least one key of `notes`; one test shows one thing.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val flags: List<String>,

    /**
     * Stable id: topic prefix and four digits.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val id: String,

    /**
     * Input.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val input: WelcomeRumorInput,

    /**
     * Unix seconds of the judgement, where it is not the group's.
     */
    val now: Long? = null,

    /**
     * The valid test that this invalid or deferred one is like, but for what its flag names; a
     * `group-event` test with another `after` is elsewhere in the story, too.
     */
    val parent: String? = null,

    /**
     * Of an invalid or deferred test.
     */
    val reason: Reason? = null,

    /**
     * Instead of `reason` where the order of checks is free; all of one stage.
     */
    @get:JsonProperty("reasons_any")@field:JsonProperty("reasons_any")
    val reasonsAny: List<Reason>? = null,

    /**
     * What is demanded.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val result: Outcome,

    /**
     * Of an invalid or deferred test: the stage of its reason.
     */
    val stage: Stage? = null,

    /**
     * The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.
     */
    val tag: String? = null,

    /**
     * Stacks that passed this test when it was emitted; of an invalid test, those that refused
     * it for the stated reason.
     */
    @get:JsonProperty("verified_by")@field:JsonProperty("verified_by")
    val verifiedBy: List<StackVoice>? = null,

    /**
     * Stacks that refused this invalid test and did not say why. Not read back.
     */
    @get:JsonProperty("x_refused_by")@field:JsonProperty("x_refused_by")
    val xRefusedBy: List<StackVoice>? = null
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<WelcomeRumorTest>(json)
    }
}

/**
 * Of a valid test; all members are compared.
 *
 * What a reader takes out of it.
 *
 * It succeeds.
 */
data class WelcomeRumorExpect (
    /**
     * The event that `e` names, hex.
     */
    @get:JsonProperty("key_package_event", required=true)@field:JsonProperty("key_package_event", required=true)
    val keyPackageEvent: String,

    /**
     * KeyPackages for which the MLS Welcome holds a secret.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val refs: List<String>,

    /**
     * Where the group's events are.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val relays: List<String>,

    /**
     * Author of the rumor, hex.
     */
    @get:JsonProperty(required=true)@field:JsonProperty(required=true)
    val sender: String
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<WelcomeRumorExpect>(json)
    }
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
data class WelcomeRumorAnswer (
    /**
     * The event that `e` names, hex.
     */
    @get:JsonProperty("key_package_event")@field:JsonProperty("key_package_event")
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
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<WelcomeRumorAnswer>(json)
    }
}

/**
 * Input.
 *
 * A rumor, or a gift wrap with the key that opens it.
 */
data class WelcomeRumorInput (
    /**
     * The account that received the wrap.
     */
    @get:JsonProperty("nostr_sk")@field:JsonProperty("nostr_sk")
    val nostrSk: String? = null,

    /**
     * The rumor.
     */
    val rumor: Rumor? = null,

    /**
     * A kind 1059 event.
     */
    val wrap: Event? = null
) {
    fun toJson() = mapper.writeValueAsString(this)

    companion object {
        fun fromJson(json: String) = mapper.readValue<WelcomeRumorInput>(json)
    }
}
