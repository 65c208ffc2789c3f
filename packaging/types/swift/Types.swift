// This file was generated from JSON Schema using quicktype, do not modify it directly.
// To parse the JSON, add this file to your project and do:
//
//   let commitAuthorityFile = try CommitAuthorityFile(json)
//   let commitAuthorityAnswer = try CommitAuthorityAnswer(json)
//   let authorityAsks = try AuthorityAsks(json)
//   let authorityCapabilities = try AuthorityCapabilities(json)
//   let authorityCommit = try AuthorityCommit(json)
//   let authorityGroup = try AuthorityGroup(json)
//   let authorityLeaf = try AuthorityLeaf(json)
//   let authorityProposal = try AuthorityProposal(json)
//   let authorityReference = try AuthorityReference(json)
//   let authorityRequired = try AuthorityRequired(json)
//   let class = try? JSONDecoder().decode(Class.self, from: jsonData)
//   let commitClass = try? JSONDecoder().decode(CommitClass.self, from: jsonData)
//   let commitAuthorityExpect = try CommitAuthorityExpect(json)
//   let generator = try Generator(json)
//   let commitAuthorityGroup = try CommitAuthorityGroup(json)
//   let commitAuthorityInput = try CommitAuthorityInput(json)
//   let leafEntry = try LeafEntry(json)
//   let note = try Note(json)
//   let outcome = try? JSONDecoder().decode(Outcome.self, from: jsonData)
//   let pin = try Pin(json)
//   let reason = try? JSONDecoder().decode(Reason.self, from: jsonData)
//   let spec = try Spec(json)
//   let stackVoice = try StackVoice(json)
//   let stage = try? JSONDecoder().decode(Stage.self, from: jsonData)
//   let commitAuthorityTest = try CommitAuthorityTest(json)
//   let convergenceFile = try ConvergenceFile(json)
//   let convergenceAnswer = try ConvergenceAnswer(json)
//   let branchCommit = try BranchCommit(json)
//   let branchContest = try BranchContest(json)
//   let branchDisposition = try? JSONDecoder().decode(BranchDisposition.self, from: jsonData)
//   let branchMessage = try BranchMessage(json)
//   let branchScore = try BranchScore(json)
//   let branchState = try BranchState(json)
//   let branchStep = try? JSONDecoder().decode(BranchStep.self, from: jsonData)
//   let convergenceExpect = try ConvergenceExpect(json)
//   let convergenceGroup = try ConvergenceGroup(json)
//   let convergenceInput = try ConvergenceInput(json)
//   let convergenceTest = try ConvergenceTest(json)
//   let exporterFile = try ExporterFile(json)
//   let exporterAnswer = try ExporterAnswer(json)
//   let exporterExpect = try ExporterExpect(json)
//   let exporterGroup = try ExporterGroup(json)
//   let exporterInput = try ExporterInput(json)
//   let exporterTest = try ExporterTest(json)
//   let groupEventFile = try GroupEventFile(json)
//   let groupEventAnswer = try GroupEventAnswer(json)
//   let contentType = try? JSONDecoder().decode(ContentType.self, from: jsonData)
//   let event = try Event(json)
//   let groupEventExpect = try GroupEventExpect(json)
//   let groupEventGroup = try GroupEventGroup(json)
//   let groupEventInput = try GroupEventInput(json)
//   let rumor = try Rumor(json)
//   let groupEventTest = try GroupEventTest(json)
//   let keyPackageEventFile = try KeyPackageEventFile(json)
//   let keyPackageEventAnswer = try KeyPackageEventAnswer(json)
//   let keyPackageEventExpect = try KeyPackageEventExpect(json)
//   let keyPackageEventGroup = try KeyPackageEventGroup(json)
//   let keyPackageEventInput = try KeyPackageEventInput(json)
//   let keyPackageEventTest = try KeyPackageEventTest(json)
//   let keyPackageRefFile = try KeyPackageRefFile(json)
//   let keyPackageRefAnswer = try KeyPackageRefAnswer(json)
//   let keyPackageRefExpect = try KeyPackageRefExpect(json)
//   let keyPackageRefGroup = try KeyPackageRefGroup(json)
//   let keyPackageRefInput = try KeyPackageRefInput(json)
//   let keyPackageRefTest = try KeyPackageRefTest(json)
//   let keyPackageSelectFile = try KeyPackageSelectFile(json)
//   let keyPackageSelectAnswer = try KeyPackageSelectAnswer(json)
//   let exclusion = try? JSONDecoder().decode(Exclusion.self, from: jsonData)
//   let keyPackageSelectExpect = try KeyPackageSelectExpect(json)
//   let keyPackageSelectGroup = try KeyPackageSelectGroup(json)
//   let keyPackageSelectInput = try KeyPackageSelectInput(json)
//   let requirements = try Requirements(json)
//   let keyPackageSelectTest = try KeyPackageSelectTest(json)
//   let manifest = try Manifest(json)
//   let fileEntry = try FileEntry(json)
//   let otherFile = try OtherFile(json)
//   let policyEntry = try PolicyEntry(json)
//   let retired = try Retired(json)
//   let memberCoalescingFile = try MemberCoalescingFile(json)
//   let memberCoalescingAnswer = try MemberCoalescingAnswer(json)
//   let memberCoalescingExpect = try MemberCoalescingExpect(json)
//   let memberCoalescingGroup = try MemberCoalescingGroup(json)
//   let memberCoalescingInput = try MemberCoalescingInput(json)
//   let memberCoalescingTest = try MemberCoalescingTest(json)
//   let minimal = try Minimal(json)
//   let minimalTest = try MinimalTest(json)
//   let raceFile = try RaceFile(json)
//   let raceAnswer = try RaceAnswer(json)
//   let raceExpect = try RaceExpect(json)
//   let raceGroup = try RaceGroup(json)
//   let raceInput = try RaceInput(json)
//   let ratchetAccept = try? JSONDecoder().decode(RatchetAccept.self, from: jsonData)
//   let ratchetCompare = try? JSONDecoder().decode(RatchetCompare.self, from: jsonData)
//   let ratchetLength = try? JSONDecoder().decode(RatchetLength.self, from: jsonData)
//   let ratchetModel = try? JSONDecoder().decode(RatchetModel.self, from: jsonData)
//   let ratchetOrder = try RatchetOrder(json)
//   let ratchetOrphan = try? JSONDecoder().decode(RatchetOrphan.self, from: jsonData)
//   let ratchetPolicy = try RatchetPolicy(json)
//   let ratchetRetain = try RatchetRetain(json)
//   let ratchetRootOrder = try? JSONDecoder().decode(RatchetRootOrder.self, from: jsonData)
//   let ratchetValid = try? JSONDecoder().decode(RatchetValid.self, from: jsonData)
//   let raceTest = try RaceTest(json)
//   let scenarioFile = try ScenarioFile(json)
//   let scenarioAnswer = try ScenarioAnswer(json)
//   let device = try Device(json)
//   let scenarioExpect = try ScenarioExpect(json)
//   let fault = try Fault(json)
//   let scenarioGroup = try ScenarioGroup(json)
//   let scenarioInput = try ScenarioInput(json)
//   let relay = try Relay(json)
//   let step = try Step(json)
//   let scenarioTest = try ScenarioTest(json)
//   let streamFile = try StreamFile(json)
//   let streamAnswer = try StreamAnswer(json)
//   let streamExpect = try StreamExpect(json)
//   let streamGroup = try StreamGroup(json)
//   let streamInput = try StreamInput(json)
//   let streamApp = try? JSONDecoder().decode(StreamApp.self, from: jsonData)
//   let streamBackoff = try StreamBackoff(json)
//   let streamBinding = try? JSONDecoder().decode(StreamBinding.self, from: jsonData)
//   let streamClose = try StreamClose(json)
//   let streamFault = try StreamFault(json)
//   let streamFields = try StreamFields(json)
//   let streamFrame = try StreamFrame(json)
//   let streamFrom = try? JSONDecoder().decode(StreamFrom.self, from: jsonData)
//   let streamKind = try? JSONDecoder().decode(StreamKind.self, from: jsonData)
//   let streamLimits = try StreamLimits(json)
//   let streamMachine = try? JSONDecoder().decode(StreamMachine.self, from: jsonData)
//   let streamMode = try? JSONDecoder().decode(StreamMode.self, from: jsonData)
//   let streamOnResume = try? JSONDecoder().decode(StreamOnResume.self, from: jsonData)
//   let streamPage = try StreamPage(json)
//   let streamPattern = try StreamPattern(json)
//   let streamPingWhen = try? JSONDecoder().decode(StreamPingWhen.self, from: jsonData)
//   let streamPolicy = try StreamPolicy(json)
//   let streamResumeFrom = try? JSONDecoder().decode(StreamResumeFrom.self, from: jsonData)
//   let streamRetryStamp = try? JSONDecoder().decode(StreamRetryStamp.self, from: jsonData)
//   let streamRow = try StreamRow(json)
//   let streamStep = try StreamStep(json)
//   let streamWanted = try StreamWanted(json)
//   let streamWatchdog = try StreamWatchdog(json)
//   let streamWish = try StreamWish(json)
//   let streamTest = try StreamTest(json)
//   let treeFile = try TreeFile(json)
//   let treeAnswer = try TreeAnswer(json)
//   let treeExpect = try TreeExpect(json)
//   let treeGroup = try TreeGroup(json)
//   let treeInput = try TreeInput(json)
//   let ratchetCycle = try RatchetCycle(json)
//   let ratchetThen = try RatchetThen(json)
//   let treeTest = try TreeTest(json)
//   let welcomeFanoutFile = try WelcomeFanoutFile(json)
//   let welcomeFanoutAnswer = try WelcomeFanoutAnswer(json)
//   let delivery = try Delivery(json)
//   let welcomeFanoutExpect = try WelcomeFanoutExpect(json)
//   let welcomeFanoutGroup = try WelcomeFanoutGroup(json)
//   let welcomeFanoutInput = try WelcomeFanoutInput(json)
//   let keys = try Keys(json)
//   let welcomeFanoutTest = try WelcomeFanoutTest(json)
//   let welcomeJoinFile = try WelcomeJoinFile(json)
//   let welcomeJoinAnswer = try WelcomeJoinAnswer(json)
//   let welcomeJoinExpect = try WelcomeJoinExpect(json)
//   let export = try Export(json)
//   let welcomeJoinGroup = try WelcomeJoinGroup(json)
//   let welcomeJoinInput = try WelcomeJoinInput(json)
//   let op = try Op(json)
//   let opResult = try OpResult(json)
//   let state = try State(json)
//   let welcomeJoinTest = try WelcomeJoinTest(json)
//   let welcomeRumorFile = try WelcomeRumorFile(json)
//   let welcomeRumorAnswer = try WelcomeRumorAnswer(json)
//   let welcomeRumorExpect = try WelcomeRumorExpect(json)
//   let welcomeRumorGroup = try WelcomeRumorGroup(json)
//   let welcomeRumorInput = try WelcomeRumorInput(json)
//   let welcomeRumorTest = try WelcomeRumorTest(json)

import Foundation

/// One vector file: one topic, one profile.
// MARK: - CommitAuthorityFile
struct CommitAuthorityFile: Codable {
    /// `marmot-vectors/1`
    let format: String
    /// What wrote the file.
    let generator: Generator
    /// Tests that share a time.
    let groups: [CommitAuthorityGroup]
    /// What the flags mean.
    let notes: [String: Note]
    /// Wire profile.
    let profile: String
    /// The text that is tested.
    let spec: Spec
    /// Version of the set.
    let suiteVersion: String
    /// Every private key in the file was made for it.
    let syntheticSecrets: Bool
    /// Number of tests.
    let testCount: Int
    /// Topic; decides the members of `input` and `expect`.
    let topic: String

    enum CodingKeys: String, CodingKey {
        case format = "format"
        case generator = "generator"
        case groups = "groups"
        case notes = "notes"
        case profile = "profile"
        case spec = "spec"
        case suiteVersion = "suite_version"
        case syntheticSecrets = "synthetic_secrets"
        case testCount = "test_count"
        case topic = "topic"
    }
}

// MARK: CommitAuthorityFile convenience initializers and mutators

extension CommitAuthorityFile {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(CommitAuthorityFile.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        format: String? = nil,
        generator: Generator? = nil,
        groups: [CommitAuthorityGroup]? = nil,
        notes: [String: Note]? = nil,
        profile: String? = nil,
        spec: Spec? = nil,
        suiteVersion: String? = nil,
        syntheticSecrets: Bool? = nil,
        testCount: Int? = nil,
        topic: String? = nil
    ) -> CommitAuthorityFile {
        return CommitAuthorityFile(
            format: format ?? self.format,
            generator: generator ?? self.generator,
            groups: groups ?? self.groups,
            notes: notes ?? self.notes,
            profile: profile ?? self.profile,
            spec: spec ?? self.spec,
            suiteVersion: suiteVersion ?? self.suiteVersion,
            syntheticSecrets: syntheticSecrets ?? self.syntheticSecrets,
            testCount: testCount ?? self.testCount,
            topic: topic ?? self.topic
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// What wrote the file.
// MARK: - Generator
struct Generator: Codable {
    /// The MLS library that made the MLS bytes.
    let mls: String
    /// Name.
    let name: String
    /// Seed of every run.
    let seed: String
    /// Version.
    let version: String

    enum CodingKeys: String, CodingKey {
        case mls = "mls"
        case name = "name"
        case seed = "seed"
        case version = "version"
    }
}

// MARK: Generator convenience initializers and mutators

extension Generator {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(Generator.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        mls: String? = nil,
        name: String? = nil,
        seed: String? = nil,
        version: String? = nil
    ) -> Generator {
        return Generator(
            mls: mls ?? self.mls,
            name: name ?? self.name,
            seed: seed ?? self.seed,
            version: version ?? self.version
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Tests that share a time.
// MARK: - CommitAuthorityGroup
struct CommitAuthorityGroup: Codable {
    /// Unix seconds of the judgement.
    let now: Int
    /// Tests.
    let tests: [CommitAuthorityTest]

    enum CodingKeys: String, CodingKey {
        case now = "now"
        case tests = "tests"
    }
}

// MARK: CommitAuthorityGroup convenience initializers and mutators

extension CommitAuthorityGroup {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(CommitAuthorityGroup.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        now: Int? = nil,
        tests: [CommitAuthorityTest]? = nil
    ) -> CommitAuthorityGroup {
        return CommitAuthorityGroup(
            now: now ?? self.now,
            tests: tests ?? self.tests
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// One test.
// MARK: - CommitAuthorityTest
struct CommitAuthorityTest: Codable {
    /// One sentence.
    let comment: String
    /// Of a valid test; all members are compared.
    let expect: CommitAuthorityExpect?
    /// Of a policy test: by policy id.
    let expectedByPolicy: [String: CommitAuthorityAnswer]?
    /// At least one key of `notes`; one test shows one thing.
    let flags: [String]
    /// Stable id: topic prefix and four digits.
    let id: String
    /// Input.
    let input: CommitAuthorityInput
    /// Unix seconds of the judgement, where it is not the group's.
    let now: Int?
    /// The valid test that this invalid or deferred one is like, but for what its flag names; a
    /// `group-event` test with another `after` is elsewhere in the story, too.
    let parent: String?
    /// Of an invalid or deferred test.
    let reason: Reason?
    /// Instead of `reason` where the order of checks is free; all of one stage.
    let reasonsAny: [Reason]?
    /// What is demanded.
    let result: Outcome
    /// Of an invalid or deferred test: the stage of its reason.
    let stage: Stage?
    /// The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.
    let tag: String?
    /// Stacks that passed this test when it was emitted; of an invalid test, those that refused
    /// it for the stated reason.
    let verifiedBy: [StackVoice]?
    /// Stacks that refused this invalid test and did not say why. Not read back.
    let xRefusedBy: [StackVoice]?

    enum CodingKeys: String, CodingKey {
        case comment = "comment"
        case expect = "expect"
        case expectedByPolicy = "expected_by_policy"
        case flags = "flags"
        case id = "id"
        case input = "input"
        case now = "now"
        case parent = "parent"
        case reason = "reason"
        case reasonsAny = "reasons_any"
        case result = "result"
        case stage = "stage"
        case tag = "tag"
        case verifiedBy = "verified_by"
        case xRefusedBy = "x_refused_by"
    }
}

// MARK: CommitAuthorityTest convenience initializers and mutators

extension CommitAuthorityTest {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(CommitAuthorityTest.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        comment: String? = nil,
        expect: CommitAuthorityExpect?? = nil,
        expectedByPolicy: [String: CommitAuthorityAnswer]?? = nil,
        flags: [String]? = nil,
        id: String? = nil,
        input: CommitAuthorityInput? = nil,
        now: Int?? = nil,
        parent: String?? = nil,
        reason: Reason?? = nil,
        reasonsAny: [Reason]?? = nil,
        result: Outcome? = nil,
        stage: Stage?? = nil,
        tag: String?? = nil,
        verifiedBy: [StackVoice]?? = nil,
        xRefusedBy: [StackVoice]?? = nil
    ) -> CommitAuthorityTest {
        return CommitAuthorityTest(
            comment: comment ?? self.comment,
            expect: expect ?? self.expect,
            expectedByPolicy: expectedByPolicy ?? self.expectedByPolicy,
            flags: flags ?? self.flags,
            id: id ?? self.id,
            input: input ?? self.input,
            now: now ?? self.now,
            parent: parent ?? self.parent,
            reason: reason ?? self.reason,
            reasonsAny: reasonsAny ?? self.reasonsAny,
            result: result ?? self.result,
            stage: stage ?? self.stage,
            tag: tag ?? self.tag,
            verifiedBy: verifiedBy ?? self.verifiedBy,
            xRefusedBy: xRefusedBy ?? self.xRefusedBy
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Of a valid test; all members are compared.
///
/// The class of an accepted commit, and the state that it leads to.
///
/// It succeeds.
// MARK: - CommitAuthorityExpect
struct CommitAuthorityExpect: Codable {
    /// Whether it needed an admin.
    let commitAuthorityExpectClass: CommitClass
    /// The components of the GroupContext.
    let components: [String: String]
    /// The new epoch.
    let epoch: Int
    /// Every leaf that is not blank, by index.
    let leaves: [LeafEntry]
    /// What every member must support now.
    let commitAuthorityExpectRequired: AuthorityRequired

    enum CodingKeys: String, CodingKey {
        case commitAuthorityExpectClass = "class"
        case components = "components"
        case epoch = "epoch"
        case leaves = "leaves"
        case commitAuthorityExpectRequired = "required"
    }
}

// MARK: CommitAuthorityExpect convenience initializers and mutators

extension CommitAuthorityExpect {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(CommitAuthorityExpect.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        commitAuthorityExpectClass: CommitClass? = nil,
        components: [String: String]? = nil,
        epoch: Int? = nil,
        leaves: [LeafEntry]? = nil,
        commitAuthorityExpectRequired: AuthorityRequired? = nil
    ) -> CommitAuthorityExpect {
        return CommitAuthorityExpect(
            commitAuthorityExpectClass: commitAuthorityExpectClass ?? self.commitAuthorityExpectClass,
            components: components ?? self.components,
            epoch: epoch ?? self.epoch,
            leaves: leaves ?? self.leaves,
            commitAuthorityExpectRequired: commitAuthorityExpectRequired ?? self.commitAuthorityExpectRequired
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Whether it needed an admin.
///
/// Whether a commit needed an admin.
///
/// Yes.
///
/// No.
enum CommitClass: String, Codable {
    case ordinary = "ordinary"
    case privileged = "privileged"
}

/// What every member must support now.
///
/// What every member must support (RFC 9420 section 11.1).
///
/// The extension `required_capabilities`.
///
/// The extension `required_capabilities` of its GroupContext.
// MARK: - AuthorityRequired
struct AuthorityRequired: Codable {
    /// Credential types.
    let credentials: [String]
    /// Extension types.
    let extensions: [String]
    /// Proposal types.
    let proposals: [String]

    enum CodingKeys: String, CodingKey {
        case credentials = "credentials"
        case extensions = "extensions"
        case proposals = "proposals"
    }
}

// MARK: AuthorityRequired convenience initializers and mutators

extension AuthorityRequired {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(AuthorityRequired.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        credentials: [String]? = nil,
        extensions: [String]? = nil,
        proposals: [String]? = nil
    ) -> AuthorityRequired {
        return AuthorityRequired(
            credentials: credentials ?? self.credentials,
            extensions: extensions ?? self.extensions,
            proposals: proposals ?? self.proposals
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// A leaf of the ratchet tree.
// MARK: - LeafEntry
struct LeafEntry: Codable {
    /// Account in its credential, hex.
    let account: String
    /// Leaf index.
    let index: Int
    /// Its signature key.
    let signatureKey: String

    enum CodingKeys: String, CodingKey {
        case account = "account"
        case index = "index"
        case signatureKey = "signature_key"
    }
}

// MARK: LeafEntry convenience initializers and mutators

extension LeafEntry {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(LeafEntry.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        account: String? = nil,
        index: Int? = nil,
        signatureKey: String? = nil
    ) -> LeafEntry {
        return LeafEntry(
            account: account ?? self.account,
            index: index ?? self.index,
            signatureKey: signatureKey ?? self.signatureKey
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// What is expected under one policy.
///
/// Of a valid test; all members are compared.
///
/// The class of an accepted commit, and the state that it leads to.
///
/// It succeeds.
///
/// It fails.
// MARK: - CommitAuthorityAnswer
struct CommitAuthorityAnswer: Codable {
    /// Whether it needed an admin.
    let commitAuthorityAnswerClass: CommitClass?
    /// The components of the GroupContext.
    let components: [String: String]?
    /// The new epoch.
    let epoch: Int?
    /// Every leaf that is not blank, by index.
    let leaves: [LeafEntry]?
    /// What every member must support now.
    let commitAuthorityAnswerRequired: AuthorityRequired?
    /// Why.
    let reason: Reason?
    /// The stage of the reason.
    let stage: Stage?

    enum CodingKeys: String, CodingKey {
        case commitAuthorityAnswerClass = "class"
        case components = "components"
        case epoch = "epoch"
        case leaves = "leaves"
        case commitAuthorityAnswerRequired = "required"
        case reason = "reason"
        case stage = "stage"
    }
}

// MARK: CommitAuthorityAnswer convenience initializers and mutators

extension CommitAuthorityAnswer {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(CommitAuthorityAnswer.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        commitAuthorityAnswerClass: CommitClass?? = nil,
        components: [String: String]?? = nil,
        epoch: Int?? = nil,
        leaves: [LeafEntry]?? = nil,
        commitAuthorityAnswerRequired: AuthorityRequired?? = nil,
        reason: Reason?? = nil,
        stage: Stage?? = nil
    ) -> CommitAuthorityAnswer {
        return CommitAuthorityAnswer(
            commitAuthorityAnswerClass: commitAuthorityAnswerClass ?? self.commitAuthorityAnswerClass,
            components: components ?? self.components,
            epoch: epoch ?? self.epoch,
            leaves: leaves ?? self.leaves,
            commitAuthorityAnswerRequired: commitAuthorityAnswerRequired ?? self.commitAuthorityAnswerRequired,
            reason: reason ?? self.reason,
            stage: stage ?? self.stage
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Why.
///
/// Why an input must be refused. Error texts are never compared.
///
/// Of an invalid or deferred test.
enum Reason: String, Codable {
    case adminSetEmpty = "admin_set_empty"
    case alreadyAcked = "already_acked"
    case alreadyJoined = "already_joined"
    case alreadyKnown = "already_known"
    case alreadyProcessed = "already_processed"
    case alreadyRemoved = "already_removed"
    case anchorMissing = "anchor_missing"
    case anchorRepeated = "anchor_repeated"
    case authorizationFailed = "authorization_failed"
    case badEventID = "bad_event_id"
    case badEventJSON = "bad_event_json"
    case badEventSignature = "bad_event_signature"
    case badGiftWrap = "bad_gift_wrap"
    case badSeal = "bad_seal"
    case canonicalUnknown = "canonical_unknown"
    case ciphersuiteUnsupported = "ciphersuite_unsupported"
    case commitRepeated = "commit_repeated"
    case committerNotAdmin = "committer_not_admin"
    case confirmationInvalid = "confirmation_invalid"
    case contentEmpty = "content_empty"
    case contentNotBase64 = "content_not_base64"
    case contentNotHex = "content_not_hex"
    case contentTooShort = "content_too_short"
    case createdAtTooNew = "created_at_too_new"
    case createdAtTooOld = "created_at_too_old"
    case credentialIdentityMalformed = "credential_identity_malformed"
    case credentialTypeUnsupported = "credential_type_unsupported"
    case cycleDiffers = "cycle_differs"
    case cycleQuiescent = "cycle_quiescent"
    case cycleShift = "cycle_shift"
    case cycleTooShort = "cycle_too_short"
    case defaultExtensionListed = "default_extension_listed"
    case deviceUnknown = "device_unknown"
    case epochNotNext = "epoch_not_next"
    case evicted = "evicted"
    case extensionMisplaced = "extension_misplaced"
    case extensionNotAdvertised = "extension_not_advertised"
    case framingMismatch = "framing_mismatch"
    case generationConsumed = "generation_consumed"
    case groupDataMalformed = "group_data_malformed"
    case groupDataMissing = "group_data_missing"
    case groupDataVersionUnsupported = "group_data_version_unsupported"
    case groupUnknown = "group_unknown"
    case identityChanged = "identity_changed"
    case identityMismatch = "identity_mismatch"
    case initKeyReused = "init_key_reused"
    case innerAuthorMismatch = "inner_author_mismatch"
    case invalidEncoding = "invalid_encoding"
    case invalidSignature = "invalid_signature"
    case keyPackageNotLocal = "key_package_not_local"
    case leafKeyDuplicate = "leaf_key_duplicate"
    case leafLimitExceeded = "leaf_limit_exceeded"
    case lifetimeExpired = "lifetime_expired"
    case lifetimeMissing = "lifetime_missing"
    case lifetimeNotYetValid = "lifetime_not_yet_valid"
    case lifetimeTooLong = "lifetime_too_long"
    case messageDecryptFailed = "message_decrypt_failed"
    case messageRepeated = "message_repeated"
    case messageStateUnknown = "message_state_unknown"
    case nip44DecryptFailed = "nip44_decrypt_failed"
    case noMatchingKeyPackage = "no_matching_key_package"
    case nodeNotNext = "node_not_next"
    case nodeUnknown = "node_unknown"
    case notAddressedToMe = "not_addressed_to_me"
    case notAnnounced = "not_announced"
    case notOrphaned = "not_orphaned"
    case notSelected = "not_selected"
    case orphaned = "orphaned"
    case outOfReach = "out_of_reach"
    case outerDecryptFailed = "outer_decrypt_failed"
    case parentUnknown = "parent_unknown"
    case previouslyFailed = "previously_failed"
    case privateKeyMismatch = "private_key_mismatch"
    case proofBindingMismatch = "proof_binding_mismatch"
    case proofMalformed = "proof_malformed"
    case proofMissing = "proof_missing"
    case proofSignatureInvalid = "proof_signature_invalid"
    case protocolVersionUnsupported = "protocol_version_unsupported"
    case ratchetTreeInvalid = "ratchet_tree_invalid"
    case ratchetTreeMissing = "ratchet_tree_missing"
    case refMismatch = "ref_mismatch"
    case requiredCapabilityUnmet = "required_capability_unmet"
    case retainedStateMissing = "retained_state_missing"
    case rumorAuthorMismatch = "rumor_author_mismatch"
    case rumorSigned = "rumor_signed"
    case selfUpdateMixed = "self_update_mixed"
    case siblingsApart = "siblings_apart"
    case signatureInvalid = "signature_invalid"
    case stateRepeated = "state_repeated"
    case stepsExhausted = "steps_exhausted"
    case switchOff = "switch_off"
    case tagContentMismatch = "tag_content_mismatch"
    case tagForbidden = "tag_forbidden"
    case tagMissing = "tag_missing"
    case tagRepeated = "tag_repeated"
    case tagValueExtra = "tag_value_extra"
    case tagValueMalformed = "tag_value_malformed"
    case tagValueMissing = "tag_value_missing"
    case tagValueUnsupported = "tag_value_unsupported"
    case tlsMalformed = "tls_malformed"
    case trailingBytes = "trailing_bytes"
    case unexpectedKind = "unexpected_kind"
    case unsupportedRequiredFeature = "unsupported_required_feature"
    case welcomeDecryptFailed = "welcome_decrypt_failed"
    case welcomerNotAdmin = "welcomer_not_admin"
    case wireFormatMismatch = "wire_format_mismatch"
    case wouldBeAccepted = "would_be_accepted"
    case wouldBeRejected = "would_be_rejected"
    case wrongEpoch = "wrong_epoch"
    case wrongUser = "wrong_user"
}

/// The stage of the reason.
///
/// Where a check stands. A reason has exactly one stage.
///
/// Of an invalid or deferred test: the stage of its reason.
enum Stage: String, Codable {
    case authority = "authority"
    case convergence = "convergence"
    case delivery = "delivery"
    case groupPolicy = "group_policy"
    case identity = "identity"
    case mls = "mls"
    case nostr = "nostr"
    case trace = "trace"
    case transport = "transport"
}

/// Input.
///
/// A commit that the MLS library has authenticated in this state.
// MARK: - CommitAuthorityInput
struct CommitAuthorityInput: Codable {
    /// The commit.
    let commit: AuthorityCommit
    /// The state on which the commit stands.
    let parent: AuthorityGroup

    enum CodingKeys: String, CodingKey {
        case commit = "commit"
        case parent = "parent"
    }
}

// MARK: CommitAuthorityInput convenience initializers and mutators

extension CommitAuthorityInput {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(CommitAuthorityInput.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        commit: AuthorityCommit? = nil,
        parent: AuthorityGroup? = nil
    ) -> CommitAuthorityInput {
        return CommitAuthorityInput(
            commit: commit ?? self.commit,
            parent: parent ?? self.parent
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// The commit.
///
/// A commit.
// MARK: - AuthorityCommit
struct AuthorityCommit: Codable {
    /// The authenticated data of its message.
    let authenticatedData: String?
    /// The index of the leaf that made it. Not there for an External Commit.
    let committer: Int?
    /// The epoch that it names.
    let epoch: Int
    /// The committer's new leaf, if there is an UpdatePath.
    let path: AuthorityLeaf?
    /// Its proposals. Their order decides only which added leaf comes first.
    let proposals: [AuthorityProposal]

    enum CodingKeys: String, CodingKey {
        case authenticatedData = "authenticated_data"
        case committer = "committer"
        case epoch = "epoch"
        case path = "path"
        case proposals = "proposals"
    }
}

// MARK: AuthorityCommit convenience initializers and mutators

extension AuthorityCommit {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(AuthorityCommit.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        authenticatedData: String?? = nil,
        committer: Int?? = nil,
        epoch: Int? = nil,
        path: AuthorityLeaf?? = nil,
        proposals: [AuthorityProposal]? = nil
    ) -> AuthorityCommit {
        return AuthorityCommit(
            authenticatedData: authenticatedData ?? self.authenticatedData,
            committer: committer ?? self.committer,
            epoch: epoch ?? self.epoch,
            path: path ?? self.path,
            proposals: proposals ?? self.proposals
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// The committer's new leaf, if there is an UpdatePath.
///
/// A leaf of the tree, or one that is to become one.
///
/// The leaf of its KeyPackage.
// MARK: - AuthorityLeaf
struct AuthorityLeaf: Codable {
    /// What it supports.
    let capabilities: AuthorityCapabilities
    /// Its `app_data_dictionary`; empty if it has none.
    let components: [String: String]
    /// The type of its credential.
    let credential: String
    /// What its credential holds: the account, if all is well.
    let identity: String
    /// Account and device, for a person. Decides nothing.
    let name: String
    /// The key that verifies its messages.
    let signatureKey: String

    enum CodingKeys: String, CodingKey {
        case capabilities = "capabilities"
        case components = "components"
        case credential = "credential"
        case identity = "identity"
        case name = "name"
        case signatureKey = "signature_key"
    }
}

// MARK: AuthorityLeaf convenience initializers and mutators

extension AuthorityLeaf {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(AuthorityLeaf.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        capabilities: AuthorityCapabilities? = nil,
        components: [String: String]? = nil,
        credential: String? = nil,
        identity: String? = nil,
        name: String? = nil,
        signatureKey: String? = nil
    ) -> AuthorityLeaf {
        return AuthorityLeaf(
            capabilities: capabilities ?? self.capabilities,
            components: components ?? self.components,
            credential: credential ?? self.credential,
            identity: identity ?? self.identity,
            name: name ?? self.name,
            signatureKey: signatureKey ?? self.signatureKey
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// What it supports.
///
/// The capabilities of a leaf (RFC 9420 section 7.2).
// MARK: - AuthorityCapabilities
struct AuthorityCapabilities: Codable {
    /// Cipher suites.
    let cipherSuites: [String]
    /// Credential types.
    let credentials: [String]
    /// Extension types.
    let extensions: [String]
    /// Proposal types.
    let proposals: [String]
    /// Protocol versions.
    let versions: [String]

    enum CodingKeys: String, CodingKey {
        case cipherSuites = "cipher_suites"
        case credentials = "credentials"
        case extensions = "extensions"
        case proposals = "proposals"
        case versions = "versions"
    }
}

// MARK: AuthorityCapabilities convenience initializers and mutators

extension AuthorityCapabilities {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(AuthorityCapabilities.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        cipherSuites: [String]? = nil,
        credentials: [String]? = nil,
        extensions: [String]? = nil,
        proposals: [String]? = nil,
        versions: [String]? = nil
    ) -> AuthorityCapabilities {
        return AuthorityCapabilities(
            cipherSuites: cipherSuites ?? self.cipherSuites,
            credentials: credentials ?? self.credentials,
            extensions: extensions ?? self.extensions,
            proposals: proposals ?? self.proposals,
            versions: versions ?? self.versions
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// A proposal inside a commit.
// MARK: - AuthorityProposal
struct AuthorityProposal: Codable {
    /// What it asks for.
    let asks: AuthorityAsks
    /// The message that carried it, if the commit has it by reference. Else it is there by
    /// value, and the committer's.
    let reference: AuthorityReference?

    enum CodingKeys: String, CodingKey {
        case asks = "asks"
        case reference = "reference"
    }
}

// MARK: AuthorityProposal convenience initializers and mutators

extension AuthorityProposal {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(AuthorityProposal.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        asks: AuthorityAsks? = nil,
        reference: AuthorityReference?? = nil
    ) -> AuthorityProposal {
        return AuthorityProposal(
            asks: asks ?? self.asks,
            reference: reference ?? self.reference
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// What it asks for.
///
/// What a proposal asks for.
///
/// A new leaf.
///
/// The removal of a leaf.
///
/// The removal of its sender's leaf.
///
/// A change of one component of the GroupContext.
///
/// New GroupContext extensions.
///
/// A new leaf of its sender.
///
/// A pre-shared key.
///
/// A restart of the group.
///
/// The start of an External Commit.
///
/// Data of an application for one commit.
///
/// A type that the library does not know.
// MARK: - AuthorityAsks
struct AuthorityAsks: Codable {
    /// The `app_data_dictionary` of the KeyPackage itself.
    let keyPackage: [String: String]?
    /// The leaf of its KeyPackage.
    let leaf: AuthorityLeaf?
    let type: TypeEnum
    /// The leaf.
    let index: Int?
    /// Which.
    let component: String?
    /// Its new data. Without it the entry is removed.
    let update: String?
    /// The extension `app_data_dictionary`.
    let components: [String: String]?
    /// The extension `required_capabilities`.
    let authorityAsksRequired: AuthorityRequired?
    /// Its number.
    let number: String?

    enum CodingKeys: String, CodingKey {
        case keyPackage = "key_package"
        case leaf = "leaf"
        case type = "type"
        case index = "index"
        case component = "component"
        case update = "update"
        case components = "components"
        case authorityAsksRequired = "required"
        case number = "number"
    }
}

// MARK: AuthorityAsks convenience initializers and mutators

extension AuthorityAsks {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(AuthorityAsks.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        keyPackage: [String: String]?? = nil,
        leaf: AuthorityLeaf?? = nil,
        type: TypeEnum? = nil,
        index: Int?? = nil,
        component: String?? = nil,
        update: String?? = nil,
        components: [String: String]?? = nil,
        authorityAsksRequired: AuthorityRequired?? = nil,
        number: String?? = nil
    ) -> AuthorityAsks {
        return AuthorityAsks(
            keyPackage: keyPackage ?? self.keyPackage,
            leaf: leaf ?? self.leaf,
            type: type ?? self.type,
            index: index ?? self.index,
            component: component ?? self.component,
            update: update ?? self.update,
            components: components ?? self.components,
            authorityAsksRequired: authorityAsksRequired ?? self.authorityAsksRequired,
            number: number ?? self.number
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

enum TypeEnum: String, Codable {
    case add = "add"
    case appDataUpdate = "app_data_update"
    case appEphemeral = "app_ephemeral"
    case custom = "custom"
    case externalInit = "external_init"
    case groupContextExtensions = "group_context_extensions"
    case preSharedKey = "pre_shared_key"
    case reInit = "re_init"
    case remove = "remove"
    case selfRemove = "self_remove"
    case update = "update"
}

/// The message that carried it, if the commit has it by reference. Else it is there by
/// value, and the committer's.
///
/// The message of a proposal that stands alone.
// MARK: - AuthorityReference
struct AuthorityReference: Codable {
    /// The authenticated data of the message.
    let authenticatedData: String?
    /// The epoch in which it was sent.
    let epoch: Int
    /// The index of the leaf that sent it. Not there if no member did.
    let sender: Int?

    enum CodingKeys: String, CodingKey {
        case authenticatedData = "authenticated_data"
        case epoch = "epoch"
        case sender = "sender"
    }
}

// MARK: AuthorityReference convenience initializers and mutators

extension AuthorityReference {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(AuthorityReference.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        authenticatedData: String?? = nil,
        epoch: Int? = nil,
        sender: Int?? = nil
    ) -> AuthorityReference {
        return AuthorityReference(
            authenticatedData: authenticatedData ?? self.authenticatedData,
            epoch: epoch ?? self.epoch,
            sender: sender ?? self.sender
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// The state on which the commit stands.
///
/// A group at one epoch.
// MARK: - AuthorityGroup
struct AuthorityGroup: Codable {
    /// Cipher suite.
    let cipherSuite: String
    /// The extension `app_data_dictionary` of its GroupContext.
    let components: [String: String]
    /// Epoch.
    let epoch: Int
    /// Its leaves by index, but for those that are blank.
    let leaves: [String: AuthorityLeaf]
    /// The extension `required_capabilities` of its GroupContext.
    let authorityGroupRequired: AuthorityRequired

    enum CodingKeys: String, CodingKey {
        case cipherSuite = "cipher_suite"
        case components = "components"
        case epoch = "epoch"
        case leaves = "leaves"
        case authorityGroupRequired = "required"
    }
}

// MARK: AuthorityGroup convenience initializers and mutators

extension AuthorityGroup {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(AuthorityGroup.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        cipherSuite: String? = nil,
        components: [String: String]? = nil,
        epoch: Int? = nil,
        leaves: [String: AuthorityLeaf]? = nil,
        authorityGroupRequired: AuthorityRequired? = nil
    ) -> AuthorityGroup {
        return AuthorityGroup(
            cipherSuite: cipherSuite ?? self.cipherSuite,
            components: components ?? self.components,
            epoch: epoch ?? self.epoch,
            leaves: leaves ?? self.leaves,
            authorityGroupRequired: authorityGroupRequired ?? self.authorityGroupRequired
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// What is demanded.
///
/// What is demanded of a client.
///
/// Must succeed and match `expect`.
///
/// Must fail; `reason`, or one of `reasons_any`, says why.
///
/// Cannot be used yet: must be kept and tried again. `reason` says what is in the way.
///
/// The texts leave it open: one answer per policy.
enum Outcome: String, Codable {
    case deferred = "deferred"
    case invalid = "invalid"
    case policy = "policy"
    case valid = "valid"
}

/// A stack that verified a test.
// MARK: - StackVoice
struct StackVoice: Codable {
    /// Name.
    let stack: String
    /// Version.
    let version: String
    /// The library through which it was driven.
    let via: String?

    enum CodingKeys: String, CodingKey {
        case stack = "stack"
        case version = "version"
        case via = "via"
    }
}

// MARK: StackVoice convenience initializers and mutators

extension StackVoice {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(StackVoice.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        stack: String? = nil,
        version: String? = nil,
        via: String?? = nil
    ) -> StackVoice {
        return StackVoice(
            stack: stack ?? self.stack,
            version: version ?? self.version,
            via: via ?? self.via
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// What a flag means.
// MARK: - Note
struct Note: Codable {
    /// How binding the rule is.
    let noteClass: Class
    /// What a test with this flag shows.
    let description: String
    /// What happens to a client that gets it wrong.
    let effect: String
    /// Where it stands: a document that `spec` lists, `#`, and a heading, section or function.
    let spec: String

    enum CodingKeys: String, CodingKey {
        case noteClass = "class"
        case description = "description"
        case effect = "effect"
        case spec = "spec"
    }
}

// MARK: Note convenience initializers and mutators

extension Note {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(Note.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        noteClass: Class? = nil,
        description: String? = nil,
        effect: String? = nil,
        spec: String? = nil
    ) -> Note {
        return Note(
            noteClass: noteClass ?? self.noteClass,
            description: description ?? self.description,
            effect: effect ?? self.effect,
            spec: spec ?? self.spec
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// How binding the rule is.
///
/// How binding the rule behind a flag is.
///
/// The text demands it.
///
/// The text recommends it.
///
/// The text allows it.
///
/// The texts leave it open or disagree.
enum Class: String, Codable {
    case classOpen = "open"
    case may = "MAY"
    case must = "MUST"
    case should = "SHOULD"
}

/// The text that is tested.
// MARK: - Spec
struct Spec: Codable {
    /// Commit, 40 hex digits. Empty as `repo` is, if the text stands in no repository.
    let commit: String
    /// Files of this repository at this commit that notes cite.
    let documents: [String]
    /// Repository on GitHub of the main text or source.
    let repo: String
    /// Everything else that notes cite. Not read back: members that begin with `x_` are ignored.
    let xPins: [Pin]?

    enum CodingKeys: String, CodingKey {
        case commit = "commit"
        case documents = "documents"
        case repo = "repo"
        case xPins = "x_pins"
    }
}

// MARK: Spec convenience initializers and mutators

extension Spec {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(Spec.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        commit: String? = nil,
        documents: [String]? = nil,
        repo: String? = nil,
        xPins: [Pin]?? = nil
    ) -> Spec {
        return Spec(
            commit: commit ?? self.commit,
            documents: documents ?? self.documents,
            repo: repo ?? self.repo,
            xPins: xPins ?? self.xPins
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// A document that stands elsewhere than the main text: at a commit, or in an edition that
/// is said in words.
// MARK: - Pin
struct Pin: Codable {
    /// Commit, 40 hex digits.
    let commit: String?
    /// As notes cite it, before the `#`.
    let document: String
    /// What was read where no commit can be named, or why this document and no other.
    let edition: String?
    /// Repository on GitHub.
    let repo: String?

    enum CodingKeys: String, CodingKey {
        case commit = "commit"
        case document = "document"
        case edition = "edition"
        case repo = "repo"
    }
}

// MARK: Pin convenience initializers and mutators

extension Pin {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(Pin.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        commit: String?? = nil,
        document: String? = nil,
        edition: String?? = nil,
        repo: String?? = nil
    ) -> Pin {
        return Pin(
            commit: commit ?? self.commit,
            document: document ?? self.document,
            edition: edition ?? self.edition,
            repo: repo ?? self.repo
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// One vector file: one topic, one profile.
// MARK: - ConvergenceFile
struct ConvergenceFile: Codable {
    /// `marmot-vectors/1`
    let format: String
    /// What wrote the file.
    let generator: Generator
    /// Tests that share a time.
    let groups: [ConvergenceGroup]
    /// What the flags mean.
    let notes: [String: Note]
    /// Wire profile.
    let profile: String
    /// The text that is tested.
    let spec: Spec
    /// Version of the set.
    let suiteVersion: String
    /// Every private key in the file was made for it.
    let syntheticSecrets: Bool
    /// Number of tests.
    let testCount: Int
    /// Topic; decides the members of `input` and `expect`.
    let topic: String

    enum CodingKeys: String, CodingKey {
        case format = "format"
        case generator = "generator"
        case groups = "groups"
        case notes = "notes"
        case profile = "profile"
        case spec = "spec"
        case suiteVersion = "suite_version"
        case syntheticSecrets = "synthetic_secrets"
        case testCount = "test_count"
        case topic = "topic"
    }
}

// MARK: ConvergenceFile convenience initializers and mutators

extension ConvergenceFile {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(ConvergenceFile.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        format: String? = nil,
        generator: Generator? = nil,
        groups: [ConvergenceGroup]? = nil,
        notes: [String: Note]? = nil,
        profile: String? = nil,
        spec: Spec? = nil,
        suiteVersion: String? = nil,
        syntheticSecrets: Bool? = nil,
        testCount: Int? = nil,
        topic: String? = nil
    ) -> ConvergenceFile {
        return ConvergenceFile(
            format: format ?? self.format,
            generator: generator ?? self.generator,
            groups: groups ?? self.groups,
            notes: notes ?? self.notes,
            profile: profile ?? self.profile,
            spec: spec ?? self.spec,
            suiteVersion: suiteVersion ?? self.suiteVersion,
            syntheticSecrets: syntheticSecrets ?? self.syntheticSecrets,
            testCount: testCount ?? self.testCount,
            topic: topic ?? self.topic
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Tests that share a time.
// MARK: - ConvergenceGroup
struct ConvergenceGroup: Codable {
    /// Unix seconds of the judgement.
    let now: Int
    /// Tests.
    let tests: [ConvergenceTest]

    enum CodingKeys: String, CodingKey {
        case now = "now"
        case tests = "tests"
    }
}

// MARK: ConvergenceGroup convenience initializers and mutators

extension ConvergenceGroup {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(ConvergenceGroup.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        now: Int? = nil,
        tests: [ConvergenceTest]? = nil
    ) -> ConvergenceGroup {
        return ConvergenceGroup(
            now: now ?? self.now,
            tests: tests ?? self.tests
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// One test.
// MARK: - ConvergenceTest
struct ConvergenceTest: Codable {
    /// One sentence.
    let comment: String
    /// Of a valid test; all members are compared.
    let expect: ConvergenceExpect?
    /// Of a policy test: by policy id.
    let expectedByPolicy: [String: ConvergenceAnswer]?
    /// At least one key of `notes`; one test shows one thing.
    let flags: [String]
    /// Stable id: topic prefix and four digits.
    let id: String
    /// Input.
    let input: ConvergenceInput
    /// Unix seconds of the judgement, where it is not the group's.
    let now: Int?
    /// The valid test that this invalid or deferred one is like, but for what its flag names; a
    /// `group-event` test with another `after` is elsewhere in the story, too.
    let parent: String?
    /// Of an invalid or deferred test.
    let reason: Reason?
    /// Instead of `reason` where the order of checks is free; all of one stage.
    let reasonsAny: [Reason]?
    /// What is demanded.
    let result: Outcome
    /// Of an invalid or deferred test: the stage of its reason.
    let stage: Stage?
    /// The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.
    let tag: String?
    /// Stacks that passed this test when it was emitted; of an invalid test, those that refused
    /// it for the stated reason.
    let verifiedBy: [StackVoice]?
    /// Stacks that refused this invalid test and did not say why. Not read back.
    let xRefusedBy: [StackVoice]?

    enum CodingKeys: String, CodingKey {
        case comment = "comment"
        case expect = "expect"
        case expectedByPolicy = "expected_by_policy"
        case flags = "flags"
        case id = "id"
        case input = "input"
        case now = "now"
        case parent = "parent"
        case reason = "reason"
        case reasonsAny = "reasons_any"
        case result = "result"
        case stage = "stage"
        case tag = "tag"
        case verifiedBy = "verified_by"
        case xRefusedBy = "x_refused_by"
    }
}

// MARK: ConvergenceTest convenience initializers and mutators

extension ConvergenceTest {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(ConvergenceTest.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        comment: String? = nil,
        expect: ConvergenceExpect?? = nil,
        expectedByPolicy: [String: ConvergenceAnswer]?? = nil,
        flags: [String]? = nil,
        id: String? = nil,
        input: ConvergenceInput? = nil,
        now: Int?? = nil,
        parent: String?? = nil,
        reason: Reason?? = nil,
        reasonsAny: [Reason]?? = nil,
        result: Outcome? = nil,
        stage: Stage?? = nil,
        tag: String?? = nil,
        verifiedBy: [StackVoice]?? = nil,
        xRefusedBy: [StackVoice]?? = nil
    ) -> ConvergenceTest {
        return ConvergenceTest(
            comment: comment ?? self.comment,
            expect: expect ?? self.expect,
            expectedByPolicy: expectedByPolicy ?? self.expectedByPolicy,
            flags: flags ?? self.flags,
            id: id ?? self.id,
            input: input ?? self.input,
            now: now ?? self.now,
            parent: parent ?? self.parent,
            reason: reason ?? self.reason,
            reasonsAny: reasonsAny ?? self.reasonsAny,
            result: result ?? self.result,
            stage: stage ?? self.stage,
            tag: tag ?? self.tag,
            verifiedBy: verifiedBy ?? self.verifiedBy,
            xRefusedBy: xRefusedBy ?? self.xRefusedBy
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Of a valid test; all members are compared.
///
/// The branch, and how it came to be chosen.
///
/// It succeeds.
// MARK: - ConvergenceExpect
struct ConvergenceExpect: Codable {
    /// What becomes of the commit that led to each state.
    let commits: [String: BranchDisposition]
    /// What was compared with what: from high epochs to low ones, within an epoch by the name of
    /// the fork.
    let contests: [BranchContest]
    /// Every tip, and whether it was inside the rollback horizon.
    let eligible: [String: Bool]
    /// What becomes of each message, by id.
    let messages: [String: BranchDisposition]
    /// The tip that is canonical now.
    let winner: String

    enum CodingKeys: String, CodingKey {
        case commits = "commits"
        case contests = "contests"
        case eligible = "eligible"
        case messages = "messages"
        case winner = "winner"
    }
}

// MARK: ConvergenceExpect convenience initializers and mutators

extension ConvergenceExpect {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(ConvergenceExpect.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        commits: [String: BranchDisposition]? = nil,
        contests: [BranchContest]? = nil,
        eligible: [String: Bool]? = nil,
        messages: [String: BranchDisposition]? = nil,
        winner: String? = nil
    ) -> ConvergenceExpect {
        return ConvergenceExpect(
            commits: commits ?? self.commits,
            contests: contests ?? self.contests,
            eligible: eligible ?? self.eligible,
            messages: messages ?? self.messages,
            winner: winner ?? self.winner
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// What becomes of a commit or a message.
///
/// On the canonical path; a message is shown.
///
/// It may get there later.
///
/// Too old.
///
/// A message of another branch: not shown, or not any more.
enum BranchDisposition: String, Codable {
    case accepted = "accepted"
    case deferred = "deferred"
    case invalidated = "invalidated"
    case stale = "stale"
}

/// Branches that are compared.
// MARK: - BranchContest
struct BranchContest: Codable {
    /// The first comparison in which the first two differ.
    let decidedBy: BranchStep
    /// Best first.
    let ranking: [BranchScore]

    enum CodingKeys: String, CodingKey {
        case decidedBy = "decided_by"
        case ranking = "ranking"
    }
}

// MARK: BranchContest convenience initializers and mutators

extension BranchContest {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(BranchContest.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        decidedBy: BranchStep? = nil,
        ranking: [BranchScore]? = nil
    ) -> BranchContest {
        return BranchContest(
            decidedBy: decidedBy ?? self.decidedBy,
            ranking: ranking ?? self.ranking
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// The first comparison in which the first two differ.
///
/// The comparisons of the text, in its order.
enum BranchStep: String, Codable {
    case branchStepClass = "class"
    case committer = "committer"
    case digest = "digest"
    case effectiveDepth = "effective_depth"
    case quorum = "quorum"
    case witnessScore = "witness_score"
}

/// What a branch is worth.
// MARK: - BranchScore
struct BranchScore: Codable {
    /// Commits.
    let depth: Int
    /// Commits, and one more with a quorum.
    let effective: Int
    /// The state from which it is counted; this one and earlier ones do not count.
    let from: String
    /// Whether two accounts wrote in one of its epochs.
    let quorum: Bool
    /// Its tip.
    let tip: String
    /// For each of its epochs the number of accounts that wrote, at most two.
    let witnesses: Int

    enum CodingKeys: String, CodingKey {
        case depth = "depth"
        case effective = "effective"
        case from = "from"
        case quorum = "quorum"
        case tip = "tip"
        case witnesses = "witnesses"
    }
}

// MARK: BranchScore convenience initializers and mutators

extension BranchScore {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(BranchScore.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        depth: Int? = nil,
        effective: Int? = nil,
        from: String? = nil,
        quorum: Bool? = nil,
        tip: String? = nil,
        witnesses: Int? = nil
    ) -> BranchScore {
        return BranchScore(
            depth: depth ?? self.depth,
            effective: effective ?? self.effective,
            from: from ?? self.from,
            quorum: quorum ?? self.quorum,
            tip: tip ?? self.tip,
            witnesses: witnesses ?? self.witnesses
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// What is expected under one policy.
///
/// Of a valid test; all members are compared.
///
/// The branch, and how it came to be chosen.
///
/// It succeeds.
///
/// It fails.
// MARK: - ConvergenceAnswer
struct ConvergenceAnswer: Codable {
    /// What becomes of the commit that led to each state.
    let commits: [String: BranchDisposition]?
    /// What was compared with what: from high epochs to low ones, within an epoch by the name of
    /// the fork.
    let contests: [BranchContest]?
    /// Every tip, and whether it was inside the rollback horizon.
    let eligible: [String: Bool]?
    /// What becomes of each message, by id.
    let messages: [String: BranchDisposition]?
    /// The tip that is canonical now.
    let winner: String?
    /// Why.
    let reason: Reason?
    /// The stage of the reason.
    let stage: Stage?

    enum CodingKeys: String, CodingKey {
        case commits = "commits"
        case contests = "contests"
        case eligible = "eligible"
        case messages = "messages"
        case winner = "winner"
        case reason = "reason"
        case stage = "stage"
    }
}

// MARK: ConvergenceAnswer convenience initializers and mutators

extension ConvergenceAnswer {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(ConvergenceAnswer.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        commits: [String: BranchDisposition]?? = nil,
        contests: [BranchContest]?? = nil,
        eligible: [String: Bool]?? = nil,
        messages: [String: BranchDisposition]?? = nil,
        winner: String?? = nil,
        reason: Reason?? = nil,
        stage: Stage?? = nil
    ) -> ConvergenceAnswer {
        return ConvergenceAnswer(
            commits: commits ?? self.commits,
            contests: contests ?? self.contests,
            eligible: eligible ?? self.eligible,
            messages: messages ?? self.messages,
            winner: winner ?? self.winner,
            reason: reason ?? self.reason,
            stage: stage ?? self.stage
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Input.
///
/// What a member knows when it closes a pass.
// MARK: - ConvergenceInput
struct ConvergenceInput: Codable {
    /// The epoch of the canonical state when the pass began.
    let baseEpoch: Int
    /// What became of messages in earlier passes, by id; nothing for those that are new.
    let before: [String: BranchDisposition]?
    /// The state that it holds for canonical.
    let canonical: String
    /// The messages with a valid payload, each in the one state whose keys open it.
    let messages: [BranchMessage]
    /// The member's own leaf.
    let ownLeaf: Int
    /// The states that it retains, in any order. Exactly one has no commit: the anchor.
    let states: [BranchState]

    enum CodingKeys: String, CodingKey {
        case baseEpoch = "base_epoch"
        case before = "before"
        case canonical = "canonical"
        case messages = "messages"
        case ownLeaf = "own_leaf"
        case states = "states"
    }
}

// MARK: ConvergenceInput convenience initializers and mutators

extension ConvergenceInput {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(ConvergenceInput.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        baseEpoch: Int? = nil,
        before: [String: BranchDisposition]?? = nil,
        canonical: String? = nil,
        messages: [BranchMessage]? = nil,
        ownLeaf: Int? = nil,
        states: [BranchState]? = nil
    ) -> ConvergenceInput {
        return ConvergenceInput(
            baseEpoch: baseEpoch ?? self.baseEpoch,
            before: before ?? self.before,
            canonical: canonical ?? self.canonical,
            messages: messages ?? self.messages,
            ownLeaf: ownLeaf ?? self.ownLeaf,
            states: states ?? self.states
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// A message.
// MARK: - BranchMessage
struct BranchMessage: Codable {
    /// The account of its sender, hex.
    let account: String
    /// SHA-256 of its MLSMessage, hex.
    let id: String
    /// The leaf of its sender.
    let leaf: Int
    /// The state in which it was sent.
    let state: String

    enum CodingKeys: String, CodingKey {
        case account = "account"
        case id = "id"
        case leaf = "leaf"
        case state = "state"
    }
}

// MARK: BranchMessage convenience initializers and mutators

extension BranchMessage {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(BranchMessage.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        account: String? = nil,
        id: String? = nil,
        leaf: Int? = nil,
        state: String? = nil
    ) -> BranchMessage {
        return BranchMessage(
            account: account ?? self.account,
            id: id ?? self.id,
            leaf: leaf ?? self.leaf,
            state: state ?? self.state
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// A state of the group. Its name has no part in any comparison.
// MARK: - BranchState
struct BranchState: Codable {
    /// The commit that led to it.
    let commit: BranchCommit?
    /// Epoch.
    let epoch: Int
    /// Name.
    let id: String
    /// Whether the storage lost what is needed to compute with it.
    let lost: Bool?

    enum CodingKeys: String, CodingKey {
        case commit = "commit"
        case epoch = "epoch"
        case id = "id"
        case lost = "lost"
    }
}

// MARK: BranchState convenience initializers and mutators

extension BranchState {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(BranchState.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        commit: BranchCommit?? = nil,
        epoch: Int? = nil,
        id: String? = nil,
        lost: Bool?? = nil
    ) -> BranchState {
        return BranchState(
            commit: commit ?? self.commit,
            epoch: epoch ?? self.epoch,
            id: id ?? self.id,
            lost: lost ?? self.lost
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// The commit that led to it.
///
/// A commit, with what its bytes and the state that authenticates it say.
// MARK: - BranchCommit
struct BranchCommit: Codable {
    /// Whether it needed an admin.
    let branchCommitClass: CommitClass
    /// The account that made it, hex.
    let committer: String
    /// SHA-256 of its MLSMessage, hex.
    let digest: String
    /// The state that authenticates it.
    let parent: String

    enum CodingKeys: String, CodingKey {
        case branchCommitClass = "class"
        case committer = "committer"
        case digest = "digest"
        case parent = "parent"
    }
}

// MARK: BranchCommit convenience initializers and mutators

extension BranchCommit {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(BranchCommit.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        branchCommitClass: CommitClass? = nil,
        committer: String? = nil,
        digest: String? = nil,
        parent: String? = nil
    ) -> BranchCommit {
        return BranchCommit(
            branchCommitClass: branchCommitClass ?? self.branchCommitClass,
            committer: committer ?? self.committer,
            digest: digest ?? self.digest,
            parent: parent ?? self.parent
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// One vector file: one topic, one profile.
// MARK: - ExporterFile
struct ExporterFile: Codable {
    /// `marmot-vectors/1`
    let format: String
    /// What wrote the file.
    let generator: Generator
    /// Tests that share a time.
    let groups: [ExporterGroup]
    /// What the flags mean.
    let notes: [String: Note]
    /// Wire profile.
    let profile: String
    /// The text that is tested.
    let spec: Spec
    /// Version of the set.
    let suiteVersion: String
    /// Every private key in the file was made for it.
    let syntheticSecrets: Bool
    /// Number of tests.
    let testCount: Int
    /// Topic; decides the members of `input` and `expect`.
    let topic: String

    enum CodingKeys: String, CodingKey {
        case format = "format"
        case generator = "generator"
        case groups = "groups"
        case notes = "notes"
        case profile = "profile"
        case spec = "spec"
        case suiteVersion = "suite_version"
        case syntheticSecrets = "synthetic_secrets"
        case testCount = "test_count"
        case topic = "topic"
    }
}

// MARK: ExporterFile convenience initializers and mutators

extension ExporterFile {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(ExporterFile.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        format: String? = nil,
        generator: Generator? = nil,
        groups: [ExporterGroup]? = nil,
        notes: [String: Note]? = nil,
        profile: String? = nil,
        spec: Spec? = nil,
        suiteVersion: String? = nil,
        syntheticSecrets: Bool? = nil,
        testCount: Int? = nil,
        topic: String? = nil
    ) -> ExporterFile {
        return ExporterFile(
            format: format ?? self.format,
            generator: generator ?? self.generator,
            groups: groups ?? self.groups,
            notes: notes ?? self.notes,
            profile: profile ?? self.profile,
            spec: spec ?? self.spec,
            suiteVersion: suiteVersion ?? self.suiteVersion,
            syntheticSecrets: syntheticSecrets ?? self.syntheticSecrets,
            testCount: testCount ?? self.testCount,
            topic: topic ?? self.topic
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Tests that share a time.
// MARK: - ExporterGroup
struct ExporterGroup: Codable {
    /// Unix seconds of the judgement.
    let now: Int
    /// Tests.
    let tests: [ExporterTest]

    enum CodingKeys: String, CodingKey {
        case now = "now"
        case tests = "tests"
    }
}

// MARK: ExporterGroup convenience initializers and mutators

extension ExporterGroup {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(ExporterGroup.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        now: Int? = nil,
        tests: [ExporterTest]? = nil
    ) -> ExporterGroup {
        return ExporterGroup(
            now: now ?? self.now,
            tests: tests ?? self.tests
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// One test.
// MARK: - ExporterTest
struct ExporterTest: Codable {
    /// One sentence.
    let comment: String
    /// Of a valid test; all members are compared.
    let expect: ExporterExpect?
    /// Of a policy test: by policy id.
    let expectedByPolicy: [String: ExporterAnswer]?
    /// At least one key of `notes`; one test shows one thing.
    let flags: [String]
    /// Stable id: topic prefix and four digits.
    let id: String
    /// Input.
    let input: ExporterInput
    /// Unix seconds of the judgement, where it is not the group's.
    let now: Int?
    /// The valid test that this invalid or deferred one is like, but for what its flag names; a
    /// `group-event` test with another `after` is elsewhere in the story, too.
    let parent: String?
    /// Of an invalid or deferred test.
    let reason: Reason?
    /// Instead of `reason` where the order of checks is free; all of one stage.
    let reasonsAny: [Reason]?
    /// What is demanded.
    let result: Outcome
    /// Of an invalid or deferred test: the stage of its reason.
    let stage: Stage?
    /// The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.
    let tag: String?
    /// Stacks that passed this test when it was emitted; of an invalid test, those that refused
    /// it for the stated reason.
    let verifiedBy: [StackVoice]?
    /// Stacks that refused this invalid test and did not say why. Not read back.
    let xRefusedBy: [StackVoice]?

    enum CodingKeys: String, CodingKey {
        case comment = "comment"
        case expect = "expect"
        case expectedByPolicy = "expected_by_policy"
        case flags = "flags"
        case id = "id"
        case input = "input"
        case now = "now"
        case parent = "parent"
        case reason = "reason"
        case reasonsAny = "reasons_any"
        case result = "result"
        case stage = "stage"
        case tag = "tag"
        case verifiedBy = "verified_by"
        case xRefusedBy = "x_refused_by"
    }
}

// MARK: ExporterTest convenience initializers and mutators

extension ExporterTest {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(ExporterTest.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        comment: String? = nil,
        expect: ExporterExpect?? = nil,
        expectedByPolicy: [String: ExporterAnswer]?? = nil,
        flags: [String]? = nil,
        id: String? = nil,
        input: ExporterInput? = nil,
        now: Int?? = nil,
        parent: String?? = nil,
        reason: Reason?? = nil,
        reasonsAny: [Reason]?? = nil,
        result: Outcome? = nil,
        stage: Stage?? = nil,
        tag: String?? = nil,
        verifiedBy: [StackVoice]?? = nil,
        xRefusedBy: [StackVoice]?? = nil
    ) -> ExporterTest {
        return ExporterTest(
            comment: comment ?? self.comment,
            expect: expect ?? self.expect,
            expectedByPolicy: expectedByPolicy ?? self.expectedByPolicy,
            flags: flags ?? self.flags,
            id: id ?? self.id,
            input: input ?? self.input,
            now: now ?? self.now,
            parent: parent ?? self.parent,
            reason: reason ?? self.reason,
            reasonsAny: reasonsAny ?? self.reasonsAny,
            result: result ?? self.result,
            stage: stage ?? self.stage,
            tag: tag ?? self.tag,
            verifiedBy: verifiedBy ?? self.verifiedBy,
            xRefusedBy: xRefusedBy ?? self.xRefusedBy
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Of a valid test; all members are compared.
///
/// The secret and its intermediate values (RFC 9420 section 8.5).
///
/// It succeeds.
// MARK: - ExporterExpect
struct ExporterExpect: Codable {
    /// `Hash(context)`.
    let contextHash: String
    /// `DeriveSecret(exporter_secret, label)`, where the exporter secret is given.
    let derivedSecret: String?
    /// `ExpandWithLabel(derived_secret, "exported", context_hash, length)`.
    let secret: String

    enum CodingKeys: String, CodingKey {
        case contextHash = "context_hash"
        case derivedSecret = "derived_secret"
        case secret = "secret"
    }
}

// MARK: ExporterExpect convenience initializers and mutators

extension ExporterExpect {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(ExporterExpect.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        contextHash: String? = nil,
        derivedSecret: String?? = nil,
        secret: String? = nil
    ) -> ExporterExpect {
        return ExporterExpect(
            contextHash: contextHash ?? self.contextHash,
            derivedSecret: derivedSecret ?? self.derivedSecret,
            secret: secret ?? self.secret
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// What is expected under one policy.
///
/// Of a valid test; all members are compared.
///
/// The secret and its intermediate values (RFC 9420 section 8.5).
///
/// It succeeds.
///
/// It fails.
// MARK: - ExporterAnswer
struct ExporterAnswer: Codable {
    /// `Hash(context)`.
    let contextHash: String?
    /// `DeriveSecret(exporter_secret, label)`, where the exporter secret is given.
    let derivedSecret: String?
    /// `ExpandWithLabel(derived_secret, "exported", context_hash, length)`.
    let secret: String?
    /// Why.
    let reason: Reason?
    /// The stage of the reason.
    let stage: Stage?

    enum CodingKeys: String, CodingKey {
        case contextHash = "context_hash"
        case derivedSecret = "derived_secret"
        case secret = "secret"
        case reason = "reason"
        case stage = "stage"
    }
}

// MARK: ExporterAnswer convenience initializers and mutators

extension ExporterAnswer {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(ExporterAnswer.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        contextHash: String?? = nil,
        derivedSecret: String?? = nil,
        secret: String?? = nil,
        reason: Reason?? = nil,
        stage: Stage?? = nil
    ) -> ExporterAnswer {
        return ExporterAnswer(
            contextHash: contextHash ?? self.contextHash,
            derivedSecret: derivedSecret ?? self.derivedSecret,
            secret: secret ?? self.secret,
            reason: reason ?? self.reason,
            stage: stage ?? self.stage
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Input.
///
/// Where the secret comes from, and what is exported.
// MARK: - ExporterInput
struct ExporterInput: Codable {
    /// Instead: the `welcome-join` test, after all of its `then`, in whose group the joiner
    /// exports; or the valid `group-event` test after
    /// whose event its reader does.
    let after: String?
    /// Context bytes.
    let context: String
    /// The epoch's exporter secret, 32 bytes.
    let exporterSecret: String?
    /// Label, text; its length with the eight bytes that MLS puts before it is below 64.
    let label: String
    /// Length of the secret in bytes; HKDF with SHA-256 gives no more than 255 hashes.
    let length: Int

    enum CodingKeys: String, CodingKey {
        case after = "after"
        case context = "context"
        case exporterSecret = "exporter_secret"
        case label = "label"
        case length = "length"
    }
}

// MARK: ExporterInput convenience initializers and mutators

extension ExporterInput {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(ExporterInput.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        after: String?? = nil,
        context: String? = nil,
        exporterSecret: String?? = nil,
        label: String? = nil,
        length: Int? = nil
    ) -> ExporterInput {
        return ExporterInput(
            after: after ?? self.after,
            context: context ?? self.context,
            exporterSecret: exporterSecret ?? self.exporterSecret,
            label: label ?? self.label,
            length: length ?? self.length
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// One vector file: one topic, one profile.
// MARK: - GroupEventFile
struct GroupEventFile: Codable {
    /// `marmot-vectors/1`
    let format: String
    /// What wrote the file.
    let generator: Generator
    /// Tests that share a time.
    let groups: [GroupEventGroup]
    /// What the flags mean.
    let notes: [String: Note]
    /// Wire profile.
    let profile: String
    /// The text that is tested.
    let spec: Spec
    /// Version of the set.
    let suiteVersion: String
    /// Every private key in the file was made for it.
    let syntheticSecrets: Bool
    /// Number of tests.
    let testCount: Int
    /// Topic; decides the members of `input` and `expect`.
    let topic: String

    enum CodingKeys: String, CodingKey {
        case format = "format"
        case generator = "generator"
        case groups = "groups"
        case notes = "notes"
        case profile = "profile"
        case spec = "spec"
        case suiteVersion = "suite_version"
        case syntheticSecrets = "synthetic_secrets"
        case testCount = "test_count"
        case topic = "topic"
    }
}

// MARK: GroupEventFile convenience initializers and mutators

extension GroupEventFile {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(GroupEventFile.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        format: String? = nil,
        generator: Generator? = nil,
        groups: [GroupEventGroup]? = nil,
        notes: [String: Note]? = nil,
        profile: String? = nil,
        spec: Spec? = nil,
        suiteVersion: String? = nil,
        syntheticSecrets: Bool? = nil,
        testCount: Int? = nil,
        topic: String? = nil
    ) -> GroupEventFile {
        return GroupEventFile(
            format: format ?? self.format,
            generator: generator ?? self.generator,
            groups: groups ?? self.groups,
            notes: notes ?? self.notes,
            profile: profile ?? self.profile,
            spec: spec ?? self.spec,
            suiteVersion: suiteVersion ?? self.suiteVersion,
            syntheticSecrets: syntheticSecrets ?? self.syntheticSecrets,
            testCount: testCount ?? self.testCount,
            topic: topic ?? self.topic
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Tests that share a time.
// MARK: - GroupEventGroup
struct GroupEventGroup: Codable {
    /// Unix seconds of the judgement.
    let now: Int
    /// Tests.
    let tests: [GroupEventTest]

    enum CodingKeys: String, CodingKey {
        case now = "now"
        case tests = "tests"
    }
}

// MARK: GroupEventGroup convenience initializers and mutators

extension GroupEventGroup {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(GroupEventGroup.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        now: Int? = nil,
        tests: [GroupEventTest]? = nil
    ) -> GroupEventGroup {
        return GroupEventGroup(
            now: now ?? self.now,
            tests: tests ?? self.tests
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// One test.
// MARK: - GroupEventTest
struct GroupEventTest: Codable {
    /// One sentence.
    let comment: String
    /// Of a valid test; all members are compared.
    let expect: GroupEventExpect?
    /// Of a policy test: by policy id.
    let expectedByPolicy: [String: GroupEventAnswer]?
    /// At least one key of `notes`; one test shows one thing.
    let flags: [String]
    /// Stable id: topic prefix and four digits.
    let id: String
    /// Input.
    let input: GroupEventInput
    /// Unix seconds of the judgement, where it is not the group's.
    let now: Int?
    /// The valid test that this invalid or deferred one is like, but for what its flag names; a
    /// `group-event` test with another `after` is elsewhere in the story, too.
    let parent: String?
    /// Of an invalid or deferred test.
    let reason: Reason?
    /// Instead of `reason` where the order of checks is free; all of one stage.
    let reasonsAny: [Reason]?
    /// What is demanded.
    let result: Outcome
    /// Of an invalid or deferred test: the stage of its reason.
    let stage: Stage?
    /// The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.
    let tag: String?
    /// Stacks that passed this test when it was emitted; of an invalid test, those that refused
    /// it for the stated reason.
    let verifiedBy: [StackVoice]?
    /// Stacks that refused this invalid test and did not say why. Not read back.
    let xRefusedBy: [StackVoice]?

    enum CodingKeys: String, CodingKey {
        case comment = "comment"
        case expect = "expect"
        case expectedByPolicy = "expected_by_policy"
        case flags = "flags"
        case id = "id"
        case input = "input"
        case now = "now"
        case parent = "parent"
        case reason = "reason"
        case reasonsAny = "reasons_any"
        case result = "result"
        case stage = "stage"
        case tag = "tag"
        case verifiedBy = "verified_by"
        case xRefusedBy = "x_refused_by"
    }
}

// MARK: GroupEventTest convenience initializers and mutators

extension GroupEventTest {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(GroupEventTest.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        comment: String? = nil,
        expect: GroupEventExpect?? = nil,
        expectedByPolicy: [String: GroupEventAnswer]?? = nil,
        flags: [String]? = nil,
        id: String? = nil,
        input: GroupEventInput? = nil,
        now: Int?? = nil,
        parent: String?? = nil,
        reason: Reason?? = nil,
        reasonsAny: [Reason]?? = nil,
        result: Outcome? = nil,
        stage: Stage?? = nil,
        tag: String?? = nil,
        verifiedBy: [StackVoice]?? = nil,
        xRefusedBy: [StackVoice]?? = nil
    ) -> GroupEventTest {
        return GroupEventTest(
            comment: comment ?? self.comment,
            expect: expect ?? self.expect,
            expectedByPolicy: expectedByPolicy ?? self.expectedByPolicy,
            flags: flags ?? self.flags,
            id: id ?? self.id,
            input: input ?? self.input,
            now: now ?? self.now,
            parent: parent ?? self.parent,
            reason: reason ?? self.reason,
            reasonsAny: reasonsAny ?? self.reasonsAny,
            result: result ?? self.result,
            stage: stage ?? self.stage,
            tag: tag ?? self.tag,
            verifiedBy: verifiedBy ?? self.verifiedBy,
            xRefusedBy: xRefusedBy ?? self.xRefusedBy
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Of a valid test; all members are compared.
///
/// What is inside.
///
/// It succeeds.
///
/// Of `outer`.
///
/// Of `full`.
// MARK: - GroupEventExpect
struct GroupEventExpect: Codable {
    /// `MLSMessage`.
    let mlsMessage: String?
    /// Account of that leaf, hex.
    let account: String?
    /// What the MLS message carries.
    let contentType: ContentType?
    /// Epoch in which it was sent.
    let epoch: Int?
    /// The application message.
    let rumor: Rumor?
    /// Leaf that sent it.
    let senderLeaf: Int?

    enum CodingKeys: String, CodingKey {
        case mlsMessage = "mls_message"
        case account = "account"
        case contentType = "content_type"
        case epoch = "epoch"
        case rumor = "rumor"
        case senderLeaf = "sender_leaf"
    }
}

// MARK: GroupEventExpect convenience initializers and mutators

extension GroupEventExpect {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(GroupEventExpect.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        mlsMessage: String?? = nil,
        account: String?? = nil,
        contentType: ContentType?? = nil,
        epoch: Int?? = nil,
        rumor: Rumor?? = nil,
        senderLeaf: Int?? = nil
    ) -> GroupEventExpect {
        return GroupEventExpect(
            mlsMessage: mlsMessage ?? self.mlsMessage,
            account: account ?? self.account,
            contentType: contentType ?? self.contentType,
            epoch: epoch ?? self.epoch,
            rumor: rumor ?? self.rumor,
            senderLeaf: senderLeaf ?? self.senderLeaf
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// What the MLS message carries.
///
/// What an MLS message carries.
///
/// Application data.
///
/// A Commit.
///
/// A proposal that stands alone.
enum ContentType: String, Codable {
    case application = "application"
    case commit = "commit"
    case proposal = "proposal"
}

/// The application message.
///
/// The same without signature, as it travels inside a seal. A `sig` is a fault and stands
/// only in tests of that fault.
///
/// The Welcome that names the joiner's KeyPackage.
///
/// The rumor.
// MARK: - Rumor
struct Rumor: Codable {
    /// Content.
    let content: String
    /// Unix seconds.
    let createdAt: Int
    /// SHA-256 of the NIP-01 serialisation, hex.
    let id: String
    /// Kind.
    let kind: Int
    /// X-only public key of the author, hex.
    let pubkey: String
    /// Only in a rumor that is wrong.
    let sig: String?
    /// Rows of strings; each has a name at least.
    let tags: [[String]]

    enum CodingKeys: String, CodingKey {
        case content = "content"
        case createdAt = "created_at"
        case id = "id"
        case kind = "kind"
        case pubkey = "pubkey"
        case sig = "sig"
        case tags = "tags"
    }
}

// MARK: Rumor convenience initializers and mutators

extension Rumor {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(Rumor.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        content: String? = nil,
        createdAt: Int? = nil,
        id: String? = nil,
        kind: Int? = nil,
        pubkey: String? = nil,
        sig: String?? = nil,
        tags: [[String]]? = nil
    ) -> Rumor {
        return Rumor(
            content: content ?? self.content,
            createdAt: createdAt ?? self.createdAt,
            id: id ?? self.id,
            kind: kind ?? self.kind,
            pubkey: pubkey ?? self.pubkey,
            sig: sig ?? self.sig,
            tags: tags ?? self.tags
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// What is expected under one policy.
///
/// Of `outer`.
///
/// Of `full`.
///
/// It fails.
// MARK: - GroupEventAnswer
struct GroupEventAnswer: Codable {
    /// `MLSMessage`.
    let mlsMessage: String?
    /// Account of that leaf, hex.
    let account: String?
    /// What the MLS message carries.
    let contentType: ContentType?
    /// Epoch in which it was sent.
    let epoch: Int?
    /// The application message.
    let rumor: Rumor?
    /// Leaf that sent it.
    let senderLeaf: Int?
    /// Why.
    let reason: Reason?
    /// The stage of the reason.
    let stage: Stage?

    enum CodingKeys: String, CodingKey {
        case mlsMessage = "mls_message"
        case account = "account"
        case contentType = "content_type"
        case epoch = "epoch"
        case rumor = "rumor"
        case senderLeaf = "sender_leaf"
        case reason = "reason"
        case stage = "stage"
    }
}

// MARK: GroupEventAnswer convenience initializers and mutators

extension GroupEventAnswer {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(GroupEventAnswer.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        mlsMessage: String?? = nil,
        account: String?? = nil,
        contentType: ContentType?? = nil,
        epoch: Int?? = nil,
        rumor: Rumor?? = nil,
        senderLeaf: Int?? = nil,
        reason: Reason?? = nil,
        stage: Stage?? = nil
    ) -> GroupEventAnswer {
        return GroupEventAnswer(
            mlsMessage: mlsMessage ?? self.mlsMessage,
            account: account ?? self.account,
            contentType: contentType ?? self.contentType,
            epoch: epoch ?? self.epoch,
            rumor: rumor ?? self.rumor,
            senderLeaf: senderLeaf ?? self.senderLeaf,
            reason: reason ?? self.reason,
            stage: stage ?? self.stage
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Input.
///
/// An event, and either the key of its outer encryption or a member that can read it.
///
/// Needs only the key.
///
/// Continues from another test.
// MARK: - GroupEventInput
struct GroupEventInput: Codable {
    /// Kind 445.
    let event: Event
    /// `MLS-Exporter("marmot", "group-event", 32)` of the epoch.
    let groupEventKey: String?
    let layer: Layer
    /// Id of a `welcome-join` test: its joiner reads, after all of its `then`. Or of a valid
    /// `full` test of this file: whoever reads
    /// there has read its event too.
    let after: String?

    enum CodingKeys: String, CodingKey {
        case event = "event"
        case groupEventKey = "group_event_key"
        case layer = "layer"
        case after = "after"
    }
}

// MARK: GroupEventInput convenience initializers and mutators

extension GroupEventInput {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(GroupEventInput.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        event: Event? = nil,
        groupEventKey: String?? = nil,
        layer: Layer? = nil,
        after: String?? = nil
    ) -> GroupEventInput {
        return GroupEventInput(
            event: event ?? self.event,
            groupEventKey: groupEventKey ?? self.groupEventKey,
            layer: layer ?? self.layer,
            after: after ?? self.after
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Kind 445.
///
/// A NIP-01 event. Nothing about it is checked by being read.
///
/// As it came from a relay.
///
/// The event that published it, for clients that look it up by the id in `e`.
///
/// A kind 1059 event.
// MARK: - Event
struct Event: Codable {
    /// Content.
    let content: String
    /// Unix seconds.
    let createdAt: Int
    /// SHA-256 of the NIP-01 serialisation, hex.
    let id: String
    /// Kind.
    let kind: Int
    /// X-only public key of the author, hex.
    let pubkey: String
    /// BIP-340 signature over the id, hex.
    let sig: String
    /// Rows of strings; each has a name at least.
    let tags: [[String]]

    enum CodingKeys: String, CodingKey {
        case content = "content"
        case createdAt = "created_at"
        case id = "id"
        case kind = "kind"
        case pubkey = "pubkey"
        case sig = "sig"
        case tags = "tags"
    }
}

// MARK: Event convenience initializers and mutators

extension Event {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(Event.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        content: String? = nil,
        createdAt: Int? = nil,
        id: String? = nil,
        kind: Int? = nil,
        pubkey: String? = nil,
        sig: String? = nil,
        tags: [[String]]? = nil
    ) -> Event {
        return Event(
            content: content ?? self.content,
            createdAt: createdAt ?? self.createdAt,
            id: id ?? self.id,
            kind: kind ?? self.kind,
            pubkey: pubkey ?? self.pubkey,
            sig: sig ?? self.sig,
            tags: tags ?? self.tags
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

enum Layer: String, Codable {
    case full = "full"
    case outer = "outer"
}

/// One vector file: one topic, one profile.
// MARK: - KeyPackageEventFile
struct KeyPackageEventFile: Codable {
    /// `marmot-vectors/1`
    let format: String
    /// What wrote the file.
    let generator: Generator
    /// Tests that share a time.
    let groups: [KeyPackageEventGroup]
    /// What the flags mean.
    let notes: [String: Note]
    /// Wire profile.
    let profile: String
    /// The text that is tested.
    let spec: Spec
    /// Version of the set.
    let suiteVersion: String
    /// Every private key in the file was made for it.
    let syntheticSecrets: Bool
    /// Number of tests.
    let testCount: Int
    /// Topic; decides the members of `input` and `expect`.
    let topic: String

    enum CodingKeys: String, CodingKey {
        case format = "format"
        case generator = "generator"
        case groups = "groups"
        case notes = "notes"
        case profile = "profile"
        case spec = "spec"
        case suiteVersion = "suite_version"
        case syntheticSecrets = "synthetic_secrets"
        case testCount = "test_count"
        case topic = "topic"
    }
}

// MARK: KeyPackageEventFile convenience initializers and mutators

extension KeyPackageEventFile {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(KeyPackageEventFile.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        format: String? = nil,
        generator: Generator? = nil,
        groups: [KeyPackageEventGroup]? = nil,
        notes: [String: Note]? = nil,
        profile: String? = nil,
        spec: Spec? = nil,
        suiteVersion: String? = nil,
        syntheticSecrets: Bool? = nil,
        testCount: Int? = nil,
        topic: String? = nil
    ) -> KeyPackageEventFile {
        return KeyPackageEventFile(
            format: format ?? self.format,
            generator: generator ?? self.generator,
            groups: groups ?? self.groups,
            notes: notes ?? self.notes,
            profile: profile ?? self.profile,
            spec: spec ?? self.spec,
            suiteVersion: suiteVersion ?? self.suiteVersion,
            syntheticSecrets: syntheticSecrets ?? self.syntheticSecrets,
            testCount: testCount ?? self.testCount,
            topic: topic ?? self.topic
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Tests that share a time.
// MARK: - KeyPackageEventGroup
struct KeyPackageEventGroup: Codable {
    /// Unix seconds of the judgement.
    let now: Int
    /// Tests.
    let tests: [KeyPackageEventTest]

    enum CodingKeys: String, CodingKey {
        case now = "now"
        case tests = "tests"
    }
}

// MARK: KeyPackageEventGroup convenience initializers and mutators

extension KeyPackageEventGroup {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(KeyPackageEventGroup.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        now: Int? = nil,
        tests: [KeyPackageEventTest]? = nil
    ) -> KeyPackageEventGroup {
        return KeyPackageEventGroup(
            now: now ?? self.now,
            tests: tests ?? self.tests
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// One test.
// MARK: - KeyPackageEventTest
struct KeyPackageEventTest: Codable {
    /// One sentence.
    let comment: String
    /// Of a valid test; all members are compared.
    let expect: KeyPackageEventExpect?
    /// Of a policy test: by policy id.
    let expectedByPolicy: [String: KeyPackageEventAnswer]?
    /// At least one key of `notes`; one test shows one thing.
    let flags: [String]
    /// Stable id: topic prefix and four digits.
    let id: String
    /// Input.
    let input: KeyPackageEventInput
    /// Unix seconds of the judgement, where it is not the group's.
    let now: Int?
    /// The valid test that this invalid or deferred one is like, but for what its flag names; a
    /// `group-event` test with another `after` is elsewhere in the story, too.
    let parent: String?
    /// Of an invalid or deferred test.
    let reason: Reason?
    /// Instead of `reason` where the order of checks is free; all of one stage.
    let reasonsAny: [Reason]?
    /// What is demanded.
    let result: Outcome
    /// Of an invalid or deferred test: the stage of its reason.
    let stage: Stage?
    /// The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.
    let tag: String?
    /// Stacks that passed this test when it was emitted; of an invalid test, those that refused
    /// it for the stated reason.
    let verifiedBy: [StackVoice]?
    /// Stacks that refused this invalid test and did not say why. Not read back.
    let xRefusedBy: [StackVoice]?

    enum CodingKeys: String, CodingKey {
        case comment = "comment"
        case expect = "expect"
        case expectedByPolicy = "expected_by_policy"
        case flags = "flags"
        case id = "id"
        case input = "input"
        case now = "now"
        case parent = "parent"
        case reason = "reason"
        case reasonsAny = "reasons_any"
        case result = "result"
        case stage = "stage"
        case tag = "tag"
        case verifiedBy = "verified_by"
        case xRefusedBy = "x_refused_by"
    }
}

// MARK: KeyPackageEventTest convenience initializers and mutators

extension KeyPackageEventTest {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(KeyPackageEventTest.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        comment: String? = nil,
        expect: KeyPackageEventExpect?? = nil,
        expectedByPolicy: [String: KeyPackageEventAnswer]?? = nil,
        flags: [String]? = nil,
        id: String? = nil,
        input: KeyPackageEventInput? = nil,
        now: Int?? = nil,
        parent: String?? = nil,
        reason: Reason?? = nil,
        reasonsAny: [Reason]?? = nil,
        result: Outcome? = nil,
        stage: Stage?? = nil,
        tag: String?? = nil,
        verifiedBy: [StackVoice]?? = nil,
        xRefusedBy: [StackVoice]?? = nil
    ) -> KeyPackageEventTest {
        return KeyPackageEventTest(
            comment: comment ?? self.comment,
            expect: expect ?? self.expect,
            expectedByPolicy: expectedByPolicy ?? self.expectedByPolicy,
            flags: flags ?? self.flags,
            id: id ?? self.id,
            input: input ?? self.input,
            now: now ?? self.now,
            parent: parent ?? self.parent,
            reason: reason ?? self.reason,
            reasonsAny: reasonsAny ?? self.reasonsAny,
            result: result ?? self.result,
            stage: stage ?? self.stage,
            tag: tag ?? self.tag,
            verifiedBy: verifiedBy ?? self.verifiedBy,
            xRefusedBy: xRefusedBy ?? self.xRefusedBy
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Of a valid test; all members are compared.
///
/// What a reader takes out of it.
///
/// It succeeds.
// MARK: - KeyPackageEventExpect
struct KeyPackageEventExpect: Codable {
    /// Author and credential, hex.
    let account: String
    /// Cipher suite.
    let cipherSuite: Int
    /// Extension types in the capabilities, ascending, without GREASE.
    let extensions: [Int]
    /// Whether it may be used more than once.
    let lastResort: Bool
    /// `not_before` and `not_after` in Unix seconds.
    let lifetime: [Int]
    /// Proposal types in the capabilities, ascending, without GREASE.
    let proposals: [Int]
    /// KeyPackageRef.
    let ref: String
    /// Public key of the leaf.
    let signatureKey: String
    /// The `d` tag of a kind 30443 event, else null.
    let slot: String?

    enum CodingKeys: String, CodingKey {
        case account = "account"
        case cipherSuite = "cipher_suite"
        case extensions = "extensions"
        case lastResort = "last_resort"
        case lifetime = "lifetime"
        case proposals = "proposals"
        case ref = "ref"
        case signatureKey = "signature_key"
        case slot = "slot"
    }
}

// MARK: KeyPackageEventExpect convenience initializers and mutators

extension KeyPackageEventExpect {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(KeyPackageEventExpect.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        account: String? = nil,
        cipherSuite: Int? = nil,
        extensions: [Int]? = nil,
        lastResort: Bool? = nil,
        lifetime: [Int]? = nil,
        proposals: [Int]? = nil,
        ref: String? = nil,
        signatureKey: String? = nil,
        slot: String?? = nil
    ) -> KeyPackageEventExpect {
        return KeyPackageEventExpect(
            account: account ?? self.account,
            cipherSuite: cipherSuite ?? self.cipherSuite,
            extensions: extensions ?? self.extensions,
            lastResort: lastResort ?? self.lastResort,
            lifetime: lifetime ?? self.lifetime,
            proposals: proposals ?? self.proposals,
            ref: ref ?? self.ref,
            signatureKey: signatureKey ?? self.signatureKey,
            slot: slot ?? self.slot
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// What is expected under one policy.
///
/// Of a valid test; all members are compared.
///
/// What a reader takes out of it.
///
/// It succeeds.
///
/// It fails.
// MARK: - KeyPackageEventAnswer
struct KeyPackageEventAnswer: Codable {
    /// Author and credential, hex.
    let account: String?
    /// Cipher suite.
    let cipherSuite: Int?
    /// Extension types in the capabilities, ascending, without GREASE.
    let extensions: [Int]?
    /// Whether it may be used more than once.
    let lastResort: Bool?
    /// `not_before` and `not_after` in Unix seconds.
    let lifetime: [Int]?
    /// Proposal types in the capabilities, ascending, without GREASE.
    let proposals: [Int]?
    /// KeyPackageRef.
    let ref: String?
    /// Public key of the leaf.
    let signatureKey: String?
    /// The `d` tag of a kind 30443 event, else null.
    let slot: String?
    /// Why.
    let reason: Reason?
    /// The stage of the reason.
    let stage: Stage?

    enum CodingKeys: String, CodingKey {
        case account = "account"
        case cipherSuite = "cipher_suite"
        case extensions = "extensions"
        case lastResort = "last_resort"
        case lifetime = "lifetime"
        case proposals = "proposals"
        case ref = "ref"
        case signatureKey = "signature_key"
        case slot = "slot"
        case reason = "reason"
        case stage = "stage"
    }
}

// MARK: KeyPackageEventAnswer convenience initializers and mutators

extension KeyPackageEventAnswer {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(KeyPackageEventAnswer.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        account: String?? = nil,
        cipherSuite: Int?? = nil,
        extensions: [Int]?? = nil,
        lastResort: Bool?? = nil,
        lifetime: [Int]?? = nil,
        proposals: [Int]?? = nil,
        ref: String?? = nil,
        signatureKey: String?? = nil,
        slot: String?? = nil,
        reason: Reason?? = nil,
        stage: Stage?? = nil
    ) -> KeyPackageEventAnswer {
        return KeyPackageEventAnswer(
            account: account ?? self.account,
            cipherSuite: cipherSuite ?? self.cipherSuite,
            extensions: extensions ?? self.extensions,
            lastResort: lastResort ?? self.lastResort,
            lifetime: lifetime ?? self.lifetime,
            proposals: proposals ?? self.proposals,
            ref: ref ?? self.ref,
            signatureKey: signatureKey ?? self.signatureKey,
            slot: slot ?? self.slot,
            reason: reason ?? self.reason,
            stage: stage ?? self.stage
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Input.
///
/// The event.
// MARK: - KeyPackageEventInput
struct KeyPackageEventInput: Codable {
    /// As it came from a relay.
    let event: Event

    enum CodingKeys: String, CodingKey {
        case event = "event"
    }
}

// MARK: KeyPackageEventInput convenience initializers and mutators

extension KeyPackageEventInput {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(KeyPackageEventInput.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        event: Event? = nil
    ) -> KeyPackageEventInput {
        return KeyPackageEventInput(
            event: event ?? self.event
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// One vector file: one topic, one profile.
// MARK: - KeyPackageRefFile
struct KeyPackageRefFile: Codable {
    /// `marmot-vectors/1`
    let format: String
    /// What wrote the file.
    let generator: Generator
    /// Tests that share a time.
    let groups: [KeyPackageRefGroup]
    /// What the flags mean.
    let notes: [String: Note]
    /// Wire profile.
    let profile: String
    /// The text that is tested.
    let spec: Spec
    /// Version of the set.
    let suiteVersion: String
    /// Every private key in the file was made for it.
    let syntheticSecrets: Bool
    /// Number of tests.
    let testCount: Int
    /// Topic; decides the members of `input` and `expect`.
    let topic: String

    enum CodingKeys: String, CodingKey {
        case format = "format"
        case generator = "generator"
        case groups = "groups"
        case notes = "notes"
        case profile = "profile"
        case spec = "spec"
        case suiteVersion = "suite_version"
        case syntheticSecrets = "synthetic_secrets"
        case testCount = "test_count"
        case topic = "topic"
    }
}

// MARK: KeyPackageRefFile convenience initializers and mutators

extension KeyPackageRefFile {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(KeyPackageRefFile.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        format: String? = nil,
        generator: Generator? = nil,
        groups: [KeyPackageRefGroup]? = nil,
        notes: [String: Note]? = nil,
        profile: String? = nil,
        spec: Spec? = nil,
        suiteVersion: String? = nil,
        syntheticSecrets: Bool? = nil,
        testCount: Int? = nil,
        topic: String? = nil
    ) -> KeyPackageRefFile {
        return KeyPackageRefFile(
            format: format ?? self.format,
            generator: generator ?? self.generator,
            groups: groups ?? self.groups,
            notes: notes ?? self.notes,
            profile: profile ?? self.profile,
            spec: spec ?? self.spec,
            suiteVersion: suiteVersion ?? self.suiteVersion,
            syntheticSecrets: syntheticSecrets ?? self.syntheticSecrets,
            testCount: testCount ?? self.testCount,
            topic: topic ?? self.topic
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Tests that share a time.
// MARK: - KeyPackageRefGroup
struct KeyPackageRefGroup: Codable {
    /// Unix seconds of the judgement.
    let now: Int
    /// Tests.
    let tests: [KeyPackageRefTest]

    enum CodingKeys: String, CodingKey {
        case now = "now"
        case tests = "tests"
    }
}

// MARK: KeyPackageRefGroup convenience initializers and mutators

extension KeyPackageRefGroup {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(KeyPackageRefGroup.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        now: Int? = nil,
        tests: [KeyPackageRefTest]? = nil
    ) -> KeyPackageRefGroup {
        return KeyPackageRefGroup(
            now: now ?? self.now,
            tests: tests ?? self.tests
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// One test.
// MARK: - KeyPackageRefTest
struct KeyPackageRefTest: Codable {
    /// One sentence.
    let comment: String
    /// Of a valid test; all members are compared.
    let expect: KeyPackageRefExpect?
    /// Of a policy test: by policy id.
    let expectedByPolicy: [String: KeyPackageRefAnswer]?
    /// At least one key of `notes`; one test shows one thing.
    let flags: [String]
    /// Stable id: topic prefix and four digits.
    let id: String
    /// Input.
    let input: KeyPackageRefInput
    /// Unix seconds of the judgement, where it is not the group's.
    let now: Int?
    /// The valid test that this invalid or deferred one is like, but for what its flag names; a
    /// `group-event` test with another `after` is elsewhere in the story, too.
    let parent: String?
    /// Of an invalid or deferred test.
    let reason: Reason?
    /// Instead of `reason` where the order of checks is free; all of one stage.
    let reasonsAny: [Reason]?
    /// What is demanded.
    let result: Outcome
    /// Of an invalid or deferred test: the stage of its reason.
    let stage: Stage?
    /// The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.
    let tag: String?
    /// Stacks that passed this test when it was emitted; of an invalid test, those that refused
    /// it for the stated reason.
    let verifiedBy: [StackVoice]?
    /// Stacks that refused this invalid test and did not say why. Not read back.
    let xRefusedBy: [StackVoice]?

    enum CodingKeys: String, CodingKey {
        case comment = "comment"
        case expect = "expect"
        case expectedByPolicy = "expected_by_policy"
        case flags = "flags"
        case id = "id"
        case input = "input"
        case now = "now"
        case parent = "parent"
        case reason = "reason"
        case reasonsAny = "reasons_any"
        case result = "result"
        case stage = "stage"
        case tag = "tag"
        case verifiedBy = "verified_by"
        case xRefusedBy = "x_refused_by"
    }
}

// MARK: KeyPackageRefTest convenience initializers and mutators

extension KeyPackageRefTest {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(KeyPackageRefTest.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        comment: String? = nil,
        expect: KeyPackageRefExpect?? = nil,
        expectedByPolicy: [String: KeyPackageRefAnswer]?? = nil,
        flags: [String]? = nil,
        id: String? = nil,
        input: KeyPackageRefInput? = nil,
        now: Int?? = nil,
        parent: String?? = nil,
        reason: Reason?? = nil,
        reasonsAny: [Reason]?? = nil,
        result: Outcome? = nil,
        stage: Stage?? = nil,
        tag: String?? = nil,
        verifiedBy: [StackVoice]?? = nil,
        xRefusedBy: [StackVoice]?? = nil
    ) -> KeyPackageRefTest {
        return KeyPackageRefTest(
            comment: comment ?? self.comment,
            expect: expect ?? self.expect,
            expectedByPolicy: expectedByPolicy ?? self.expectedByPolicy,
            flags: flags ?? self.flags,
            id: id ?? self.id,
            input: input ?? self.input,
            now: now ?? self.now,
            parent: parent ?? self.parent,
            reason: reason ?? self.reason,
            reasonsAny: reasonsAny ?? self.reasonsAny,
            result: result ?? self.result,
            stage: stage ?? self.stage,
            tag: tag ?? self.tag,
            verifiedBy: verifiedBy ?? self.verifiedBy,
            xRefusedBy: xRefusedBy ?? self.xRefusedBy
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Of a valid test; all members are compared.
///
/// The reference and how it came about.
///
/// It succeeds.
// MARK: - KeyPackageRefExpect
struct KeyPackageRefExpect: Codable {
    /// The bare KeyPackage.
    let keyPackageRaw: String
    /// What is hashed: label and KeyPackage, each with its length.
    let preimage: String
    /// SHA-256 of that.
    let ref: String

    enum CodingKeys: String, CodingKey {
        case keyPackageRaw = "key_package_raw"
        case preimage = "preimage"
        case ref = "ref"
    }
}

// MARK: KeyPackageRefExpect convenience initializers and mutators

extension KeyPackageRefExpect {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(KeyPackageRefExpect.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        keyPackageRaw: String? = nil,
        preimage: String? = nil,
        ref: String? = nil
    ) -> KeyPackageRefExpect {
        return KeyPackageRefExpect(
            keyPackageRaw: keyPackageRaw ?? self.keyPackageRaw,
            preimage: preimage ?? self.preimage,
            ref: ref ?? self.ref
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// What is expected under one policy.
///
/// Of a valid test; all members are compared.
///
/// The reference and how it came about.
///
/// It succeeds.
///
/// It fails.
// MARK: - KeyPackageRefAnswer
struct KeyPackageRefAnswer: Codable {
    /// The bare KeyPackage.
    let keyPackageRaw: String?
    /// What is hashed: label and KeyPackage, each with its length.
    let preimage: String?
    /// SHA-256 of that.
    let ref: String?
    /// Why.
    let reason: Reason?
    /// The stage of the reason.
    let stage: Stage?

    enum CodingKeys: String, CodingKey {
        case keyPackageRaw = "key_package_raw"
        case preimage = "preimage"
        case ref = "ref"
        case reason = "reason"
        case stage = "stage"
    }
}

// MARK: KeyPackageRefAnswer convenience initializers and mutators

extension KeyPackageRefAnswer {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(KeyPackageRefAnswer.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        keyPackageRaw: String?? = nil,
        preimage: String?? = nil,
        ref: String?? = nil,
        reason: Reason?? = nil,
        stage: Stage?? = nil
    ) -> KeyPackageRefAnswer {
        return KeyPackageRefAnswer(
            keyPackageRaw: keyPackageRaw ?? self.keyPackageRaw,
            preimage: preimage ?? self.preimage,
            ref: ref ?? self.ref,
            reason: reason ?? self.reason,
            stage: stage ?? self.stage
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Input.
///
/// Either framing.
// MARK: - KeyPackageRefInput
struct KeyPackageRefInput: Codable {
    /// Cipher suite, whose hash is used.
    let cipherSuite: Int
    /// `MLSMessage(mls_key_package)`.
    let keyPackage: String?
    /// The bare KeyPackage.
    let keyPackageRaw: String?

    enum CodingKeys: String, CodingKey {
        case cipherSuite = "cipher_suite"
        case keyPackage = "key_package"
        case keyPackageRaw = "key_package_raw"
    }
}

// MARK: KeyPackageRefInput convenience initializers and mutators

extension KeyPackageRefInput {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(KeyPackageRefInput.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        cipherSuite: Int? = nil,
        keyPackage: String?? = nil,
        keyPackageRaw: String?? = nil
    ) -> KeyPackageRefInput {
        return KeyPackageRefInput(
            cipherSuite: cipherSuite ?? self.cipherSuite,
            keyPackage: keyPackage ?? self.keyPackage,
            keyPackageRaw: keyPackageRaw ?? self.keyPackageRaw
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// One vector file: one topic, one profile.
// MARK: - KeyPackageSelectFile
struct KeyPackageSelectFile: Codable {
    /// `marmot-vectors/1`
    let format: String
    /// What wrote the file.
    let generator: Generator
    /// Tests that share a time.
    let groups: [KeyPackageSelectGroup]
    /// What the flags mean.
    let notes: [String: Note]
    /// Wire profile.
    let profile: String
    /// The text that is tested.
    let spec: Spec
    /// Version of the set.
    let suiteVersion: String
    /// Every private key in the file was made for it.
    let syntheticSecrets: Bool
    /// Number of tests.
    let testCount: Int
    /// Topic; decides the members of `input` and `expect`.
    let topic: String

    enum CodingKeys: String, CodingKey {
        case format = "format"
        case generator = "generator"
        case groups = "groups"
        case notes = "notes"
        case profile = "profile"
        case spec = "spec"
        case suiteVersion = "suite_version"
        case syntheticSecrets = "synthetic_secrets"
        case testCount = "test_count"
        case topic = "topic"
    }
}

// MARK: KeyPackageSelectFile convenience initializers and mutators

extension KeyPackageSelectFile {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(KeyPackageSelectFile.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        format: String? = nil,
        generator: Generator? = nil,
        groups: [KeyPackageSelectGroup]? = nil,
        notes: [String: Note]? = nil,
        profile: String? = nil,
        spec: Spec? = nil,
        suiteVersion: String? = nil,
        syntheticSecrets: Bool? = nil,
        testCount: Int? = nil,
        topic: String? = nil
    ) -> KeyPackageSelectFile {
        return KeyPackageSelectFile(
            format: format ?? self.format,
            generator: generator ?? self.generator,
            groups: groups ?? self.groups,
            notes: notes ?? self.notes,
            profile: profile ?? self.profile,
            spec: spec ?? self.spec,
            suiteVersion: suiteVersion ?? self.suiteVersion,
            syntheticSecrets: syntheticSecrets ?? self.syntheticSecrets,
            testCount: testCount ?? self.testCount,
            topic: topic ?? self.topic
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Tests that share a time.
// MARK: - KeyPackageSelectGroup
struct KeyPackageSelectGroup: Codable {
    /// Unix seconds of the judgement.
    let now: Int
    /// Tests.
    let tests: [KeyPackageSelectTest]

    enum CodingKeys: String, CodingKey {
        case now = "now"
        case tests = "tests"
    }
}

// MARK: KeyPackageSelectGroup convenience initializers and mutators

extension KeyPackageSelectGroup {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(KeyPackageSelectGroup.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        now: Int? = nil,
        tests: [KeyPackageSelectTest]? = nil
    ) -> KeyPackageSelectGroup {
        return KeyPackageSelectGroup(
            now: now ?? self.now,
            tests: tests ?? self.tests
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// One test.
// MARK: - KeyPackageSelectTest
struct KeyPackageSelectTest: Codable {
    /// One sentence.
    let comment: String
    /// Of a valid test; all members are compared.
    let expect: KeyPackageSelectExpect?
    /// Of a policy test: by policy id.
    let expectedByPolicy: [String: KeyPackageSelectAnswer]?
    /// At least one key of `notes`; one test shows one thing.
    let flags: [String]
    /// Stable id: topic prefix and four digits.
    let id: String
    /// Input.
    let input: KeyPackageSelectInput
    /// Unix seconds of the judgement, where it is not the group's.
    let now: Int?
    /// The valid test that this invalid or deferred one is like, but for what its flag names; a
    /// `group-event` test with another `after` is elsewhere in the story, too.
    let parent: String?
    /// Of an invalid or deferred test.
    let reason: Reason?
    /// Instead of `reason` where the order of checks is free; all of one stage.
    let reasonsAny: [Reason]?
    /// What is demanded.
    let result: Outcome
    /// Of an invalid or deferred test: the stage of its reason.
    let stage: Stage?
    /// The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.
    let tag: String?
    /// Stacks that passed this test when it was emitted; of an invalid test, those that refused
    /// it for the stated reason.
    let verifiedBy: [StackVoice]?
    /// Stacks that refused this invalid test and did not say why. Not read back.
    let xRefusedBy: [StackVoice]?

    enum CodingKeys: String, CodingKey {
        case comment = "comment"
        case expect = "expect"
        case expectedByPolicy = "expected_by_policy"
        case flags = "flags"
        case id = "id"
        case input = "input"
        case now = "now"
        case parent = "parent"
        case reason = "reason"
        case reasonsAny = "reasons_any"
        case result = "result"
        case stage = "stage"
        case tag = "tag"
        case verifiedBy = "verified_by"
        case xRefusedBy = "x_refused_by"
    }
}

// MARK: KeyPackageSelectTest convenience initializers and mutators

extension KeyPackageSelectTest {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(KeyPackageSelectTest.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        comment: String? = nil,
        expect: KeyPackageSelectExpect?? = nil,
        expectedByPolicy: [String: KeyPackageSelectAnswer]?? = nil,
        flags: [String]? = nil,
        id: String? = nil,
        input: KeyPackageSelectInput? = nil,
        now: Int?? = nil,
        parent: String?? = nil,
        reason: Reason?? = nil,
        reasonsAny: [Reason]?? = nil,
        result: Outcome? = nil,
        stage: Stage?? = nil,
        tag: String?? = nil,
        verifiedBy: [StackVoice]?? = nil,
        xRefusedBy: [StackVoice]?? = nil
    ) -> KeyPackageSelectTest {
        return KeyPackageSelectTest(
            comment: comment ?? self.comment,
            expect: expect ?? self.expect,
            expectedByPolicy: expectedByPolicy ?? self.expectedByPolicy,
            flags: flags ?? self.flags,
            id: id ?? self.id,
            input: input ?? self.input,
            now: now ?? self.now,
            parent: parent ?? self.parent,
            reason: reason ?? self.reason,
            reasonsAny: reasonsAny ?? self.reasonsAny,
            result: result ?? self.result,
            stage: stage ?? self.stage,
            tag: tag ?? self.tag,
            verifiedBy: verifiedBy ?? self.verifiedBy,
            xRefusedBy: xRefusedBy ?? self.xRefusedBy
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Of a valid test; all members are compared.
///
/// Who is picked, and why everybody else is not.
///
/// It succeeds.
// MARK: - KeyPackageSelectExpect
struct KeyPackageSelectExpect: Codable {
    /// Reason by label, for all others.
    let excluded: [String: Exclusion]
    /// Labels in the order in which they go into the MLS call.
    let selected: [String]

    enum CodingKeys: String, CodingKey {
        case excluded = "excluded"
        case selected = "selected"
    }
}

// MARK: KeyPackageSelectExpect convenience initializers and mutators

extension KeyPackageSelectExpect {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(KeyPackageSelectExpect.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        excluded: [String: Exclusion]? = nil,
        selected: [String]? = nil
    ) -> KeyPackageSelectExpect {
        return KeyPackageSelectExpect(
            excluded: excluded ?? self.excluded,
            selected: selected ?? self.selected
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Why a selection left an event out: the reasons of the selection policies.
enum Exclusion: String, Codable {
    case alreadyInTree = "already_in_tree"
    case badEncoding = "bad_encoding"
    case badMls = "bad_mls"
    case badProof = "bad_proof"
    case badSignature = "bad_signature"
    case beyondQueryLimit = "beyond_query_limit"
    case duplicateRef = "duplicate_ref"
    case duplicateSignatureKey = "duplicate_signature_key"
    case futureDated = "future_dated"
    case identityMismatch = "identity_mismatch"
    case incompatible = "incompatible"
    case lifetimeEarly = "lifetime_early"
    case lifetimeExpired = "lifetime_expired"
    case lifetimeMissing = "lifetime_missing"
    case lifetimeTooLong = "lifetime_too_long"
    case lookupAborted = "lookup_aborted"
    case lostRanking = "lost_ranking"
    case lostTie = "lost_tie"
    case malformedShape = "malformed_shape"
    case overCap = "over_cap"
    case refMismatch = "ref_mismatch"
    case slotSuppressed = "slot_suppressed"
    case stale = "stale"
    case supersededInGroup = "superseded_in_group"
    case supersededInSlot = "superseded_in_slot"
    case untaggedCollapsed = "untagged_collapsed"
    case wrongAuthor = "wrong_author"
    case wrongKind = "wrong_kind"
}

/// What is expected under one policy.
///
/// Of a valid test; all members are compared.
///
/// Who is picked, and why everybody else is not.
///
/// It succeeds.
///
/// It fails.
// MARK: - KeyPackageSelectAnswer
struct KeyPackageSelectAnswer: Codable {
    /// Reason by label, for all others.
    let excluded: [String: Exclusion]?
    /// Labels in the order in which they go into the MLS call.
    let selected: [String]?
    /// Why.
    let reason: Reason?
    /// The stage of the reason.
    let stage: Stage?

    enum CodingKeys: String, CodingKey {
        case excluded = "excluded"
        case selected = "selected"
        case reason = "reason"
        case stage = "stage"
    }
}

// MARK: KeyPackageSelectAnswer convenience initializers and mutators

extension KeyPackageSelectAnswer {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(KeyPackageSelectAnswer.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        excluded: [String: Exclusion]?? = nil,
        selected: [String]?? = nil,
        reason: Reason?? = nil,
        stage: Stage?? = nil
    ) -> KeyPackageSelectAnswer {
        return KeyPackageSelectAnswer(
            excluded: excluded ?? self.excluded,
            selected: selected ?? self.selected,
            reason: reason ?? self.reason,
            stage: stage ?? self.stage
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Input.
///
/// What an inviter has in front of it.
// MARK: - KeyPackageSelectInput
struct KeyPackageSelectInput: Codable {
    /// The account that is to be invited, hex.
    let account: String
    /// Events by label.
    let events: [String: Event]
    /// Accounts that are members already, hex, once per leaf.
    let members: [String]
    /// Orders in which they may arrive; all must lead to one answer.
    let orders: [[String]]
    /// What the group requires.
    let requirements: Requirements
    /// How the events lie on relays: labels by relay.
    let views: [String: [String]]?

    enum CodingKeys: String, CodingKey {
        case account = "account"
        case events = "events"
        case members = "members"
        case orders = "orders"
        case requirements = "requirements"
        case views = "views"
    }
}

// MARK: KeyPackageSelectInput convenience initializers and mutators

extension KeyPackageSelectInput {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(KeyPackageSelectInput.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        account: String? = nil,
        events: [String: Event]? = nil,
        members: [String]? = nil,
        orders: [[String]]? = nil,
        requirements: Requirements? = nil,
        views: [String: [String]]?? = nil
    ) -> KeyPackageSelectInput {
        return KeyPackageSelectInput(
            account: account ?? self.account,
            events: events ?? self.events,
            members: members ?? self.members,
            orders: orders ?? self.orders,
            requirements: requirements ?? self.requirements,
            views: views ?? self.views
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// What the group requires.
// MARK: - Requirements
struct Requirements: Codable {
    /// Cipher suite.
    let cipherSuite: Int
    /// Extension types that every leaf must support.
    let extensions: [Int]
    /// Proposal types that every leaf must support.
    let proposals: [Int]

    enum CodingKeys: String, CodingKey {
        case cipherSuite = "cipher_suite"
        case extensions = "extensions"
        case proposals = "proposals"
    }
}

// MARK: Requirements convenience initializers and mutators

extension Requirements {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(Requirements.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        cipherSuite: Int? = nil,
        extensions: [Int]? = nil,
        proposals: [Int]? = nil
    ) -> Requirements {
        return Requirements(
            cipherSuite: cipherSuite ?? self.cipherSuite,
            extensions: extensions ?? self.extensions,
            proposals: proposals ?? self.proposals
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// The list of files.
// MARK: - Manifest
struct Manifest: Codable {
    /// Vector files, by path.
    let files: [FileEntry]
    /// `marmot-vectors-manifest/1`
    let format: String
    /// Policies that occur.
    let policies: [String: PolicyEntry]
    /// Profiles that occur.
    let profiles: [String]
    /// Version of the lists of reasons, stages, tags and policy ids.
    let reasonsVersion: Int
    /// Ids that are dead.
    let retired: [String: Retired]
    /// Version of the set.
    let suiteVersion: String
    /// Files beside the vector files that do not have their form. Loaders need not know them.
    let xFiles: [OtherFile]?

    enum CodingKeys: String, CodingKey {
        case files = "files"
        case format = "format"
        case policies = "policies"
        case profiles = "profiles"
        case reasonsVersion = "reasons_version"
        case retired = "retired"
        case suiteVersion = "suite_version"
        case xFiles = "x_files"
    }
}

// MARK: Manifest convenience initializers and mutators

extension Manifest {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(Manifest.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        files: [FileEntry]? = nil,
        format: String? = nil,
        policies: [String: PolicyEntry]? = nil,
        profiles: [String]? = nil,
        reasonsVersion: Int? = nil,
        retired: [String: Retired]? = nil,
        suiteVersion: String? = nil,
        xFiles: [OtherFile]?? = nil
    ) -> Manifest {
        return Manifest(
            files: files ?? self.files,
            format: format ?? self.format,
            policies: policies ?? self.policies,
            profiles: profiles ?? self.profiles,
            reasonsVersion: reasonsVersion ?? self.reasonsVersion,
            retired: retired ?? self.retired,
            suiteVersion: suiteVersion ?? self.suiteVersion,
            xFiles: xFiles ?? self.xFiles
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// One vector file.
// MARK: - FileEntry
struct FileEntry: Codable {
    /// Number of bytes.
    let bytes: Int
    /// Path below the manifest, with `/`.
    let path: String
    /// Profile.
    let profile: String
    /// SHA-256 of the bytes.
    let sha256: String
    /// Number of tests.
    let testCount: Int
    /// Topic.
    let topic: String
    /// Stacks that passed tests of this file when it was emitted, and how many.
    let verifiedBy: [String: Int]
    /// Stacks that refused invalid tests without saying why, and how many. Not read back.
    let xRefusedBy: [String: Int]?

    enum CodingKeys: String, CodingKey {
        case bytes = "bytes"
        case path = "path"
        case profile = "profile"
        case sha256 = "sha256"
        case testCount = "test_count"
        case topic = "topic"
        case verifiedBy = "verified_by"
        case xRefusedBy = "x_refused_by"
    }
}

// MARK: FileEntry convenience initializers and mutators

extension FileEntry {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(FileEntry.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        bytes: Int? = nil,
        path: String? = nil,
        profile: String? = nil,
        sha256: String? = nil,
        testCount: Int? = nil,
        topic: String? = nil,
        verifiedBy: [String: Int]? = nil,
        xRefusedBy: [String: Int]?? = nil
    ) -> FileEntry {
        return FileEntry(
            bytes: bytes ?? self.bytes,
            path: path ?? self.path,
            profile: profile ?? self.profile,
            sha256: sha256 ?? self.sha256,
            testCount: testCount ?? self.testCount,
            topic: topic ?? self.topic,
            verifiedBy: verifiedBy ?? self.verifiedBy,
            xRefusedBy: xRefusedBy ?? self.xRefusedBy
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// A policy in words.
// MARK: - PolicyEntry
struct PolicyEntry: Codable {
    /// What it does.
    let description: String
    /// The document or source it restates.
    let source: String

    enum CodingKeys: String, CodingKey {
        case description = "description"
        case source = "source"
    }
}

// MARK: PolicyEntry convenience initializers and mutators

extension PolicyEntry {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(PolicyEntry.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        description: String? = nil,
        source: String? = nil
    ) -> PolicyEntry {
        return PolicyEntry(
            description: description ?? self.description,
            source: source ?? self.source
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// A test that was wrong.
// MARK: - Retired
struct Retired: Codable {
    /// The test that takes its place.
    let supersededBy: String?
    /// Why.
    let why: String

    enum CodingKeys: String, CodingKey {
        case supersededBy = "superseded_by"
        case why = "why"
    }
}

// MARK: Retired convenience initializers and mutators

extension Retired {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(Retired.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        supersededBy: String?? = nil,
        why: String? = nil
    ) -> Retired {
        return Retired(
            supersededBy: supersededBy ?? self.supersededBy,
            why: why ?? self.why
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// A file that has another form than vector files.
// MARK: - OtherFile
struct OtherFile: Codable {
    /// Number of bytes.
    let bytes: Int
    /// Path below the manifest, with `/`.
    let path: String
    /// SHA-256 of the bytes.
    let sha256: String

    enum CodingKeys: String, CodingKey {
        case bytes = "bytes"
        case path = "path"
        case sha256 = "sha256"
    }
}

// MARK: OtherFile convenience initializers and mutators

extension OtherFile {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(OtherFile.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        bytes: Int? = nil,
        path: String? = nil,
        sha256: String? = nil
    ) -> OtherFile {
        return OtherFile(
            bytes: bytes ?? self.bytes,
            path: path ?? self.path,
            sha256: sha256 ?? self.sha256
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// One vector file: one topic, one profile.
// MARK: - MemberCoalescingFile
struct MemberCoalescingFile: Codable {
    /// `marmot-vectors/1`
    let format: String
    /// What wrote the file.
    let generator: Generator
    /// Tests that share a time.
    let groups: [MemberCoalescingGroup]
    /// What the flags mean.
    let notes: [String: Note]
    /// Wire profile.
    let profile: String
    /// The text that is tested.
    let spec: Spec
    /// Version of the set.
    let suiteVersion: String
    /// Every private key in the file was made for it.
    let syntheticSecrets: Bool
    /// Number of tests.
    let testCount: Int
    /// Topic; decides the members of `input` and `expect`.
    let topic: String

    enum CodingKeys: String, CodingKey {
        case format = "format"
        case generator = "generator"
        case groups = "groups"
        case notes = "notes"
        case profile = "profile"
        case spec = "spec"
        case suiteVersion = "suite_version"
        case syntheticSecrets = "synthetic_secrets"
        case testCount = "test_count"
        case topic = "topic"
    }
}

// MARK: MemberCoalescingFile convenience initializers and mutators

extension MemberCoalescingFile {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(MemberCoalescingFile.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        format: String? = nil,
        generator: Generator? = nil,
        groups: [MemberCoalescingGroup]? = nil,
        notes: [String: Note]? = nil,
        profile: String? = nil,
        spec: Spec? = nil,
        suiteVersion: String? = nil,
        syntheticSecrets: Bool? = nil,
        testCount: Int? = nil,
        topic: String? = nil
    ) -> MemberCoalescingFile {
        return MemberCoalescingFile(
            format: format ?? self.format,
            generator: generator ?? self.generator,
            groups: groups ?? self.groups,
            notes: notes ?? self.notes,
            profile: profile ?? self.profile,
            spec: spec ?? self.spec,
            suiteVersion: suiteVersion ?? self.suiteVersion,
            syntheticSecrets: syntheticSecrets ?? self.syntheticSecrets,
            testCount: testCount ?? self.testCount,
            topic: topic ?? self.topic
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Tests that share a time.
// MARK: - MemberCoalescingGroup
struct MemberCoalescingGroup: Codable {
    /// Unix seconds of the judgement.
    let now: Int
    /// Tests.
    let tests: [MemberCoalescingTest]

    enum CodingKeys: String, CodingKey {
        case now = "now"
        case tests = "tests"
    }
}

// MARK: MemberCoalescingGroup convenience initializers and mutators

extension MemberCoalescingGroup {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(MemberCoalescingGroup.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        now: Int? = nil,
        tests: [MemberCoalescingTest]? = nil
    ) -> MemberCoalescingGroup {
        return MemberCoalescingGroup(
            now: now ?? self.now,
            tests: tests ?? self.tests
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// One test.
// MARK: - MemberCoalescingTest
struct MemberCoalescingTest: Codable {
    /// One sentence.
    let comment: String
    /// Of a valid test; all members are compared.
    let expect: MemberCoalescingExpect?
    /// Of a policy test: by policy id.
    let expectedByPolicy: [String: MemberCoalescingAnswer]?
    /// At least one key of `notes`; one test shows one thing.
    let flags: [String]
    /// Stable id: topic prefix and four digits.
    let id: String
    /// Input.
    let input: MemberCoalescingInput
    /// Unix seconds of the judgement, where it is not the group's.
    let now: Int?
    /// The valid test that this invalid or deferred one is like, but for what its flag names; a
    /// `group-event` test with another `after` is elsewhere in the story, too.
    let parent: String?
    /// Of an invalid or deferred test.
    let reason: Reason?
    /// Instead of `reason` where the order of checks is free; all of one stage.
    let reasonsAny: [Reason]?
    /// What is demanded.
    let result: Outcome
    /// Of an invalid or deferred test: the stage of its reason.
    let stage: Stage?
    /// The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.
    let tag: String?
    /// Stacks that passed this test when it was emitted; of an invalid test, those that refused
    /// it for the stated reason.
    let verifiedBy: [StackVoice]?
    /// Stacks that refused this invalid test and did not say why. Not read back.
    let xRefusedBy: [StackVoice]?

    enum CodingKeys: String, CodingKey {
        case comment = "comment"
        case expect = "expect"
        case expectedByPolicy = "expected_by_policy"
        case flags = "flags"
        case id = "id"
        case input = "input"
        case now = "now"
        case parent = "parent"
        case reason = "reason"
        case reasonsAny = "reasons_any"
        case result = "result"
        case stage = "stage"
        case tag = "tag"
        case verifiedBy = "verified_by"
        case xRefusedBy = "x_refused_by"
    }
}

// MARK: MemberCoalescingTest convenience initializers and mutators

extension MemberCoalescingTest {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(MemberCoalescingTest.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        comment: String? = nil,
        expect: MemberCoalescingExpect?? = nil,
        expectedByPolicy: [String: MemberCoalescingAnswer]?? = nil,
        flags: [String]? = nil,
        id: String? = nil,
        input: MemberCoalescingInput? = nil,
        now: Int?? = nil,
        parent: String?? = nil,
        reason: Reason?? = nil,
        reasonsAny: [Reason]?? = nil,
        result: Outcome? = nil,
        stage: Stage?? = nil,
        tag: String?? = nil,
        verifiedBy: [StackVoice]?? = nil,
        xRefusedBy: [StackVoice]?? = nil
    ) -> MemberCoalescingTest {
        return MemberCoalescingTest(
            comment: comment ?? self.comment,
            expect: expect ?? self.expect,
            expectedByPolicy: expectedByPolicy ?? self.expectedByPolicy,
            flags: flags ?? self.flags,
            id: id ?? self.id,
            input: input ?? self.input,
            now: now ?? self.now,
            parent: parent ?? self.parent,
            reason: reason ?? self.reason,
            reasonsAny: reasonsAny ?? self.reasonsAny,
            result: result ?? self.result,
            stage: stage ?? self.stage,
            tag: tag ?? self.tag,
            verifiedBy: verifiedBy ?? self.verifiedBy,
            xRefusedBy: xRefusedBy ?? self.xRefusedBy
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Of a valid test; all members are compared.
///
/// What a person should see.
///
/// It succeeds.
// MARK: - MemberCoalescingExpect
struct MemberCoalescingExpect: Codable {
    /// Whether it is a conversation of two accounts, however many devices they have.
    let isDirect: Bool
    /// Leaves.
    let leafCount: Int
    /// Accounts, by their lowest leaf.
    let members: [String]
    /// Members without the own account.
    let others: [String]
    /// Further leaves of the own account, ascending.
    let siblings: [Int]

    enum CodingKeys: String, CodingKey {
        case isDirect = "is_direct"
        case leafCount = "leaf_count"
        case members = "members"
        case others = "others"
        case siblings = "siblings"
    }
}

// MARK: MemberCoalescingExpect convenience initializers and mutators

extension MemberCoalescingExpect {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(MemberCoalescingExpect.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        isDirect: Bool? = nil,
        leafCount: Int? = nil,
        members: [String]? = nil,
        others: [String]? = nil,
        siblings: [Int]? = nil
    ) -> MemberCoalescingExpect {
        return MemberCoalescingExpect(
            isDirect: isDirect ?? self.isDirect,
            leafCount: leafCount ?? self.leafCount,
            members: members ?? self.members,
            others: others ?? self.others,
            siblings: siblings ?? self.siblings
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// What is expected under one policy.
///
/// Of a valid test; all members are compared.
///
/// What a person should see.
///
/// It succeeds.
///
/// It fails.
// MARK: - MemberCoalescingAnswer
struct MemberCoalescingAnswer: Codable {
    /// Whether it is a conversation of two accounts, however many devices they have.
    let isDirect: Bool?
    /// Leaves.
    let leafCount: Int?
    /// Accounts, by their lowest leaf.
    let members: [String]?
    /// Members without the own account.
    let others: [String]?
    /// Further leaves of the own account, ascending.
    let siblings: [Int]?
    /// Why.
    let reason: Reason?
    /// The stage of the reason.
    let stage: Stage?

    enum CodingKeys: String, CodingKey {
        case isDirect = "is_direct"
        case leafCount = "leaf_count"
        case members = "members"
        case others = "others"
        case siblings = "siblings"
        case reason = "reason"
        case stage = "stage"
    }
}

// MARK: MemberCoalescingAnswer convenience initializers and mutators

extension MemberCoalescingAnswer {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(MemberCoalescingAnswer.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        isDirect: Bool?? = nil,
        leafCount: Int?? = nil,
        members: [String]?? = nil,
        others: [String]?? = nil,
        siblings: [Int]?? = nil,
        reason: Reason?? = nil,
        stage: Stage?? = nil
    ) -> MemberCoalescingAnswer {
        return MemberCoalescingAnswer(
            isDirect: isDirect ?? self.isDirect,
            leafCount: leafCount ?? self.leafCount,
            members: members ?? self.members,
            others: others ?? self.others,
            siblings: siblings ?? self.siblings,
            reason: reason ?? self.reason,
            stage: stage ?? self.stage
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Input.
///
/// A tree.
// MARK: - MemberCoalescingInput
struct MemberCoalescingInput: Codable {
    /// Leaf index and account, in the order in which a library lists them.
    let leaves: [[Leaf]]
    /// The leaf of the device that looks.
    let ownLeaf: Int

    enum CodingKeys: String, CodingKey {
        case leaves = "leaves"
        case ownLeaf = "own_leaf"
    }
}

// MARK: MemberCoalescingInput convenience initializers and mutators

extension MemberCoalescingInput {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(MemberCoalescingInput.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        leaves: [[Leaf]]? = nil,
        ownLeaf: Int? = nil
    ) -> MemberCoalescingInput {
        return MemberCoalescingInput(
            leaves: leaves ?? self.leaves,
            ownLeaf: ownLeaf ?? self.ownLeaf
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

enum Leaf: Codable {
    case integer(Int)
    case string(String)

    init(from decoder: Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let x = try? container.decode(Int.self) {
            self = .integer(x)
            return
        }
        if let x = try? container.decode(String.self) {
            self = .string(x)
            return
        }
        throw DecodingError.typeMismatch(Leaf.self, DecodingError.Context(codingPath: decoder.codingPath, debugDescription: "Wrong type for Leaf"))
    }

    func encode(to encoder: Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .integer(let x):
            try container.encode(x)
        case .string(let x):
            try container.encode(x)
        }
    }
}

/// Tests to begin with, of all topics but those of the extra packs.
// MARK: - Minimal
struct Minimal: Codable {
    /// `marmot-vectors-minimal/1`
    let format: String
    /// Policies that occur.
    let policies: [String: PolicyEntry]
    /// Version of the set.
    let suiteVersion: String
    /// Every private key in the file was made for it.
    let syntheticSecrets: Bool
    /// Number of tests.
    let testCount: Int
    /// Tests. What `parent` and `after` name stands before.
    let tests: [MinimalTest]

    enum CodingKeys: String, CodingKey {
        case format = "format"
        case policies = "policies"
        case suiteVersion = "suite_version"
        case syntheticSecrets = "synthetic_secrets"
        case testCount = "test_count"
        case tests = "tests"
    }
}

// MARK: Minimal convenience initializers and mutators

extension Minimal {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(Minimal.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        format: String? = nil,
        policies: [String: PolicyEntry]? = nil,
        suiteVersion: String? = nil,
        syntheticSecrets: Bool? = nil,
        testCount: Int? = nil,
        tests: [MinimalTest]? = nil
    ) -> Minimal {
        return Minimal(
            format: format ?? self.format,
            policies: policies ?? self.policies,
            suiteVersion: suiteVersion ?? self.suiteVersion,
            syntheticSecrets: syntheticSecrets ?? self.syntheticSecrets,
            testCount: testCount ?? self.testCount,
            tests: tests ?? self.tests
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// A test of another file with what that file says around it.
// MARK: - MinimalTest
struct MinimalTest: Codable {
    /// What the flags mean.
    let notes: [String: Note]
    /// Unix seconds of the judgement.
    let now: Int
    /// Wire profile.
    let profile: String
    /// The test as it stands in its own file.
    let test: [String: JSONAny]
    /// Topic; decides the members of `input` and `expect`.
    let topic: String
    /// Why it was chosen.
    let why: String

    enum CodingKeys: String, CodingKey {
        case notes = "notes"
        case now = "now"
        case profile = "profile"
        case test = "test"
        case topic = "topic"
        case why = "why"
    }
}

// MARK: MinimalTest convenience initializers and mutators

extension MinimalTest {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(MinimalTest.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        notes: [String: Note]? = nil,
        now: Int? = nil,
        profile: String? = nil,
        test: [String: JSONAny]? = nil,
        topic: String? = nil,
        why: String? = nil
    ) -> MinimalTest {
        return MinimalTest(
            notes: notes ?? self.notes,
            now: now ?? self.now,
            profile: profile ?? self.profile,
            test: test ?? self.test,
            topic: topic ?? self.topic,
            why: why ?? self.why
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// One vector file: one topic, one profile.
// MARK: - RaceFile
struct RaceFile: Codable {
    /// `marmot-vectors/1`
    let format: String
    /// What wrote the file.
    let generator: Generator
    /// Tests that share a time.
    let groups: [RaceGroup]
    /// What the flags mean.
    let notes: [String: Note]
    /// Wire profile.
    let profile: String
    /// The text that is tested.
    let spec: Spec
    /// Version of the set.
    let suiteVersion: String
    /// Every private key in the file was made for it.
    let syntheticSecrets: Bool
    /// Number of tests.
    let testCount: Int
    /// Topic; decides the members of `input` and `expect`.
    let topic: String

    enum CodingKeys: String, CodingKey {
        case format = "format"
        case generator = "generator"
        case groups = "groups"
        case notes = "notes"
        case profile = "profile"
        case spec = "spec"
        case suiteVersion = "suite_version"
        case syntheticSecrets = "synthetic_secrets"
        case testCount = "test_count"
        case topic = "topic"
    }
}

// MARK: RaceFile convenience initializers and mutators

extension RaceFile {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(RaceFile.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        format: String? = nil,
        generator: Generator? = nil,
        groups: [RaceGroup]? = nil,
        notes: [String: Note]? = nil,
        profile: String? = nil,
        spec: Spec? = nil,
        suiteVersion: String? = nil,
        syntheticSecrets: Bool? = nil,
        testCount: Int? = nil,
        topic: String? = nil
    ) -> RaceFile {
        return RaceFile(
            format: format ?? self.format,
            generator: generator ?? self.generator,
            groups: groups ?? self.groups,
            notes: notes ?? self.notes,
            profile: profile ?? self.profile,
            spec: spec ?? self.spec,
            suiteVersion: suiteVersion ?? self.suiteVersion,
            syntheticSecrets: syntheticSecrets ?? self.syntheticSecrets,
            testCount: testCount ?? self.testCount,
            topic: topic ?? self.topic
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Tests that share a time.
// MARK: - RaceGroup
struct RaceGroup: Codable {
    /// Unix seconds of the judgement.
    let now: Int
    /// Tests.
    let tests: [RaceTest]

    enum CodingKeys: String, CodingKey {
        case now = "now"
        case tests = "tests"
    }
}

// MARK: RaceGroup convenience initializers and mutators

extension RaceGroup {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(RaceGroup.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        now: Int? = nil,
        tests: [RaceTest]? = nil
    ) -> RaceGroup {
        return RaceGroup(
            now: now ?? self.now,
            tests: tests ?? self.tests
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// One test.
// MARK: - RaceTest
struct RaceTest: Codable {
    /// One sentence.
    let comment: String
    /// Of a valid test; all members are compared.
    let expect: RaceExpect?
    /// Of a policy test: by policy id.
    let expectedByPolicy: [String: RaceAnswer]?
    /// At least one key of `notes`; one test shows one thing.
    let flags: [String]
    /// Stable id: topic prefix and four digits.
    let id: String
    /// Input.
    let input: RaceInput
    /// Unix seconds of the judgement, where it is not the group's.
    let now: Int?
    /// The valid test that this invalid or deferred one is like, but for what its flag names; a
    /// `group-event` test with another `after` is elsewhere in the story, too.
    let parent: String?
    /// Of an invalid or deferred test.
    let reason: Reason?
    /// Instead of `reason` where the order of checks is free; all of one stage.
    let reasonsAny: [Reason]?
    /// What is demanded.
    let result: Outcome
    /// Of an invalid or deferred test: the stage of its reason.
    let stage: Stage?
    /// The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.
    let tag: String?
    /// Stacks that passed this test when it was emitted; of an invalid test, those that refused
    /// it for the stated reason.
    let verifiedBy: [StackVoice]?
    /// Stacks that refused this invalid test and did not say why. Not read back.
    let xRefusedBy: [StackVoice]?

    enum CodingKeys: String, CodingKey {
        case comment = "comment"
        case expect = "expect"
        case expectedByPolicy = "expected_by_policy"
        case flags = "flags"
        case id = "id"
        case input = "input"
        case now = "now"
        case parent = "parent"
        case reason = "reason"
        case reasonsAny = "reasons_any"
        case result = "result"
        case stage = "stage"
        case tag = "tag"
        case verifiedBy = "verified_by"
        case xRefusedBy = "x_refused_by"
    }
}

// MARK: RaceTest convenience initializers and mutators

extension RaceTest {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(RaceTest.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        comment: String? = nil,
        expect: RaceExpect?? = nil,
        expectedByPolicy: [String: RaceAnswer]?? = nil,
        flags: [String]? = nil,
        id: String? = nil,
        input: RaceInput? = nil,
        now: Int?? = nil,
        parent: String?? = nil,
        reason: Reason?? = nil,
        reasonsAny: [Reason]?? = nil,
        result: Outcome? = nil,
        stage: Stage?? = nil,
        tag: String?? = nil,
        verifiedBy: [StackVoice]?? = nil,
        xRefusedBy: [StackVoice]?? = nil
    ) -> RaceTest {
        return RaceTest(
            comment: comment ?? self.comment,
            expect: expect ?? self.expect,
            expectedByPolicy: expectedByPolicy ?? self.expectedByPolicy,
            flags: flags ?? self.flags,
            id: id ?? self.id,
            input: input ?? self.input,
            now: now ?? self.now,
            parent: parent ?? self.parent,
            reason: reason ?? self.reason,
            reasonsAny: reasonsAny ?? self.reasonsAny,
            result: result ?? self.result,
            stage: stage ?? self.stage,
            tag: tag ?? self.tag,
            verifiedBy: verifiedBy ?? self.verifiedBy,
            xRefusedBy: xRefusedBy ?? self.xRefusedBy
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Of a valid test; all members are compared.
///
/// What is found.
///
/// It succeeds.
// MARK: - RaceExpect
struct RaceExpect: Codable {
    /// Properties of the form *always* that hold.
    let always: [String]
    /// Nobody can step on its selection.
    let dead: Int
    /// Properties of the form *always* that do not hold.
    let fails: [String]
    /// The highest fork depth over all states.
    let forkDepthMax: Int
    /// A step is opened by no living device of the other user.
    let lost: Int
    /// Those without any event but steps; the counts below are of them.
    let quiescent: Int
    /// Living devices of one user select differently.
    let sameUserSplit: Int
    /// Properties of the form *sometimes* that some state has.
    let sometimes: [String]
    /// States that can be reached.
    let states: Int
    /// A living device can never process a node that exists.
    let stuck: Int
    /// The two users, each of one mind, select differently.
    let usersDiffer: Int

    enum CodingKeys: String, CodingKey {
        case always = "always"
        case dead = "dead"
        case fails = "fails"
        case forkDepthMax = "fork_depth_max"
        case lost = "lost"
        case quiescent = "quiescent"
        case sameUserSplit = "same_user_split"
        case sometimes = "sometimes"
        case states = "states"
        case stuck = "stuck"
        case usersDiffer = "users_differ"
    }
}

// MARK: RaceExpect convenience initializers and mutators

extension RaceExpect {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(RaceExpect.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        always: [String]? = nil,
        dead: Int? = nil,
        fails: [String]? = nil,
        forkDepthMax: Int? = nil,
        lost: Int? = nil,
        quiescent: Int? = nil,
        sameUserSplit: Int? = nil,
        sometimes: [String]? = nil,
        states: Int? = nil,
        stuck: Int? = nil,
        usersDiffer: Int? = nil
    ) -> RaceExpect {
        return RaceExpect(
            always: always ?? self.always,
            dead: dead ?? self.dead,
            fails: fails ?? self.fails,
            forkDepthMax: forkDepthMax ?? self.forkDepthMax,
            lost: lost ?? self.lost,
            quiescent: quiescent ?? self.quiescent,
            sameUserSplit: sameUserSplit ?? self.sameUserSplit,
            sometimes: sometimes ?? self.sometimes,
            states: states ?? self.states,
            stuck: stuck ?? self.stuck,
            usersDiffer: usersDiffer ?? self.usersDiffer
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// What is expected under one policy.
///
/// Of a valid test; all members are compared.
///
/// What is found.
///
/// It succeeds.
///
/// It fails.
// MARK: - RaceAnswer
struct RaceAnswer: Codable {
    /// Properties of the form *always* that hold.
    let always: [String]?
    /// Nobody can step on its selection.
    let dead: Int?
    /// Properties of the form *always* that do not hold.
    let fails: [String]?
    /// The highest fork depth over all states.
    let forkDepthMax: Int?
    /// A step is opened by no living device of the other user.
    let lost: Int?
    /// Those without any event but steps; the counts below are of them.
    let quiescent: Int?
    /// Living devices of one user select differently.
    let sameUserSplit: Int?
    /// Properties of the form *sometimes* that some state has.
    let sometimes: [String]?
    /// States that can be reached.
    let states: Int?
    /// A living device can never process a node that exists.
    let stuck: Int?
    /// The two users, each of one mind, select differently.
    let usersDiffer: Int?
    /// Why.
    let reason: Reason?
    /// The stage of the reason.
    let stage: Stage?

    enum CodingKeys: String, CodingKey {
        case always = "always"
        case dead = "dead"
        case fails = "fails"
        case forkDepthMax = "fork_depth_max"
        case lost = "lost"
        case quiescent = "quiescent"
        case sameUserSplit = "same_user_split"
        case sometimes = "sometimes"
        case states = "states"
        case stuck = "stuck"
        case usersDiffer = "users_differ"
        case reason = "reason"
        case stage = "stage"
    }
}

// MARK: RaceAnswer convenience initializers and mutators

extension RaceAnswer {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(RaceAnswer.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        always: [String]?? = nil,
        dead: Int?? = nil,
        fails: [String]?? = nil,
        forkDepthMax: Int?? = nil,
        lost: Int?? = nil,
        quiescent: Int?? = nil,
        sameUserSplit: Int?? = nil,
        sometimes: [String]?? = nil,
        states: Int?? = nil,
        stuck: Int?? = nil,
        usersDiffer: Int?? = nil,
        reason: Reason?? = nil,
        stage: Stage?? = nil
    ) -> RaceAnswer {
        return RaceAnswer(
            always: always ?? self.always,
            dead: dead ?? self.dead,
            fails: fails ?? self.fails,
            forkDepthMax: forkDepthMax ?? self.forkDepthMax,
            lost: lost ?? self.lost,
            quiescent: quiescent ?? self.quiescent,
            sameUserSplit: sameUserSplit ?? self.sameUserSplit,
            sometimes: sometimes ?? self.sometimes,
            states: states ?? self.states,
            stuck: stuck ?? self.stuck,
            usersDiffer: usersDiffer ?? self.usersDiffer,
            reason: reason ?? self.reason,
            stage: stage ?? self.stage
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Input.
///
/// A world with a bound.
// MARK: - RaceInput
struct RaceInput: Codable {
    /// Devices of A.
    let m: Int
    /// The finality marker is part of the state.
    let marker: Bool
    /// The machine that runs.
    let model: RatchetModel
    /// Devices of B.
    let n: Int
    /// The switches.
    let policy: RatchetPolicy
    /// Devices that were removed before the beginning.
    let removed: [String]?
    /// How many DH steps each device can make.
    let stepsMax: Int

    enum CodingKeys: String, CodingKey {
        case m = "m"
        case marker = "marker"
        case model = "model"
        case n = "n"
        case policy = "policy"
        case removed = "removed"
        case stepsMax = "steps_max"
    }
}

// MARK: RaceInput convenience initializers and mutators

extension RaceInput {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(RaceInput.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        m: Int? = nil,
        marker: Bool? = nil,
        model: RatchetModel? = nil,
        n: Int? = nil,
        policy: RatchetPolicy? = nil,
        removed: [String]?? = nil,
        stepsMax: Int? = nil
    ) -> RaceInput {
        return RaceInput(
            m: m ?? self.m,
            marker: marker ?? self.marker,
            model: model ?? self.model,
            n: n ?? self.n,
            policy: policy ?? self.policy,
            removed: removed ?? self.removed,
            stepsMax: stepsMax ?? self.stepsMax
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// The machine that runs.
///
/// That of the topic `tree`.
enum RatchetModel: String, Codable {
    case tree = "tree"
}

/// The switches.
///
/// What the text leaves open.
// MARK: - RatchetPolicy
struct RatchetPolicy: Codable {
    /// Which children of a node a remote device accepts.
    let accept: RatchetAccept
    /// What "longest" counts.
    let length: RatchetLength
    /// What an order compares.
    let order: RatchetCompare
    /// By user or device: its order; `ascending` where it is left out.
    let orders: [String: RatchetOrder]?
    /// What becomes of a message whose parent is not known.
    let orphan: RatchetOrphan
    /// How long a fork can still be joined; `all` if left out.
    let retain: RatchetRetain?
    /// How rolled roots of one generation rank; `shared` if left out.
    let rootOrder: RatchetRootOrder?
    /// 1, or 2 if both users can begin.
    let roots: Int
    /// Which nodes of its own user a device may select.
    let valid: RatchetValid

    enum CodingKeys: String, CodingKey {
        case accept = "accept"
        case length = "length"
        case order = "order"
        case orders = "orders"
        case orphan = "orphan"
        case retain = "retain"
        case rootOrder = "root_order"
        case roots = "roots"
        case valid = "valid"
    }
}

// MARK: RatchetPolicy convenience initializers and mutators

extension RatchetPolicy {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(RatchetPolicy.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        accept: RatchetAccept? = nil,
        length: RatchetLength? = nil,
        order: RatchetCompare? = nil,
        orders: [String: RatchetOrder]?? = nil,
        orphan: RatchetOrphan? = nil,
        retain: RatchetRetain?? = nil,
        rootOrder: RatchetRootOrder?? = nil,
        roots: Int? = nil,
        valid: RatchetValid? = nil
    ) -> RatchetPolicy {
        return RatchetPolicy(
            accept: accept ?? self.accept,
            length: length ?? self.length,
            order: order ?? self.order,
            orders: orders ?? self.orders,
            orphan: orphan ?? self.orphan,
            retain: retain ?? self.retain,
            rootOrder: rootOrder ?? self.rootOrder,
            roots: roots ?? self.roots,
            valid: valid ?? self.valid
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Which children of a node a remote device accepts.
enum RatchetAccept: String, Codable {
    case all = "all"
    case first = "first"
    case firstUnshared = "first_unshared"
}

/// What "longest" counts.
enum RatchetLength: String, Codable {
    case dhSteps = "dh_steps"
    case messages = "messages"
}

/// What an order compares.
///
/// What an order compares: nodes, or their paths from the root.
enum RatchetCompare: String, Codable {
    case path = "path"
    case tip = "tip"
}

/// Which of two nodes is lower.
enum RatchetOrder: Codable {
    case enumeration(RatchetOrderEnum)
    case ratchetOrderClass(RatchetOrderClass)

    init(from decoder: Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let x = try? container.decode(RatchetOrderEnum.self) {
            self = .enumeration(x)
            return
        }
        if let x = try? container.decode(RatchetOrderClass.self) {
            self = .ratchetOrderClass(x)
            return
        }
        throw DecodingError.typeMismatch(RatchetOrder.self, DecodingError.Context(codingPath: decoder.codingPath, debugDescription: "Wrong type for RatchetOrder"))
    }

    func encode(to encoder: Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .enumeration(let x):
            try container.encode(x)
        case .ratchetOrderClass(let x):
            try container.encode(x)
        }
    }
}

/// These as they stand, then all others, ascending.
// MARK: - RatchetOrderClass
struct RatchetOrderClass: Codable {
    let list: [String]

    enum CodingKeys: String, CodingKey {
        case list = "list"
    }
}

// MARK: RatchetOrderClass convenience initializers and mutators

extension RatchetOrderClass {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(RatchetOrderClass.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        list: [String]? = nil
    ) -> RatchetOrderClass {
        return RatchetOrderClass(
            list: list ?? self.list
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// The order of names.
///
/// The same reversed.
enum RatchetOrderEnum: String, Codable {
    case ascending = "ascending"
    case descending = "descending"
}

/// What becomes of a message whose parent is not known.
enum RatchetOrphan: String, Codable {
    case buffer = "buffer"
    case drop = "drop"
}

/// How long a fork can still be joined; `all` if left out.
///
/// How far below the deepest node a fork can still be joined.
enum RatchetRetain: Codable {
    case enumeration(RatchetRetainEnum)
    case ratchetRetainClass(RatchetRetainClass)

    init(from decoder: Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let x = try? container.decode(RatchetRetainEnum.self) {
            self = .enumeration(x)
            return
        }
        if let x = try? container.decode(RatchetRetainClass.self) {
            self = .ratchetRetainClass(x)
            return
        }
        throw DecodingError.typeMismatch(RatchetRetain.self, DecodingError.Context(codingPath: decoder.codingPath, debugDescription: "Wrong type for RatchetRetain"))
    }

    func encode(to encoder: Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .enumeration(let x):
            try container.encode(x)
        case .ratchetRetainClass(let x):
            try container.encode(x)
        }
    }
}

/// Forks from a node that is at most so many levels below the deepest known one.
// MARK: - RatchetRetainClass
struct RatchetRetainClass: Codable {
    let levels: Int

    enum CodingKeys: String, CodingKey {
        case levels = "levels"
    }
}

// MARK: RatchetRetainClass convenience initializers and mutators

extension RatchetRetainClass {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(RatchetRetainClass.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        levels: Int? = nil
    ) -> RatchetRetainClass {
        return RatchetRetainClass(
            levels: levels ?? self.levels
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Any fork.
enum RatchetRetainEnum: String, Codable {
    case all = "all"
}

/// How rolled roots of one generation rank; `shared` if left out.
///
/// How rolled roots of one generation rank.
enum RatchetRootOrder: String, Codable {
    case own = "own"
    case shared = "shared"
}

/// Which nodes of its own user a device may select.
enum RatchetValid: String, Codable {
    case acked = "acked"
    case ackedFirst = "acked_first"
    case known = "known"
}

/// One vector file: one topic, one profile.
// MARK: - ScenarioFile
struct ScenarioFile: Codable {
    /// `marmot-vectors/1`
    let format: String
    /// What wrote the file.
    let generator: Generator
    /// Tests that share a time.
    let groups: [ScenarioGroup]
    /// What the flags mean.
    let notes: [String: Note]
    /// Wire profile.
    let profile: String
    /// The text that is tested.
    let spec: Spec
    /// Version of the set.
    let suiteVersion: String
    /// Every private key in the file was made for it.
    let syntheticSecrets: Bool
    /// Number of tests.
    let testCount: Int
    /// Topic; decides the members of `input` and `expect`.
    let topic: String

    enum CodingKeys: String, CodingKey {
        case format = "format"
        case generator = "generator"
        case groups = "groups"
        case notes = "notes"
        case profile = "profile"
        case spec = "spec"
        case suiteVersion = "suite_version"
        case syntheticSecrets = "synthetic_secrets"
        case testCount = "test_count"
        case topic = "topic"
    }
}

// MARK: ScenarioFile convenience initializers and mutators

extension ScenarioFile {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(ScenarioFile.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        format: String? = nil,
        generator: Generator? = nil,
        groups: [ScenarioGroup]? = nil,
        notes: [String: Note]? = nil,
        profile: String? = nil,
        spec: Spec? = nil,
        suiteVersion: String? = nil,
        syntheticSecrets: Bool? = nil,
        testCount: Int? = nil,
        topic: String? = nil
    ) -> ScenarioFile {
        return ScenarioFile(
            format: format ?? self.format,
            generator: generator ?? self.generator,
            groups: groups ?? self.groups,
            notes: notes ?? self.notes,
            profile: profile ?? self.profile,
            spec: spec ?? self.spec,
            suiteVersion: suiteVersion ?? self.suiteVersion,
            syntheticSecrets: syntheticSecrets ?? self.syntheticSecrets,
            testCount: testCount ?? self.testCount,
            topic: topic ?? self.topic
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Tests that share a time.
// MARK: - ScenarioGroup
struct ScenarioGroup: Codable {
    /// Unix seconds of the judgement.
    let now: Int
    /// Tests.
    let tests: [ScenarioTest]

    enum CodingKeys: String, CodingKey {
        case now = "now"
        case tests = "tests"
    }
}

// MARK: ScenarioGroup convenience initializers and mutators

extension ScenarioGroup {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(ScenarioGroup.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        now: Int? = nil,
        tests: [ScenarioTest]? = nil
    ) -> ScenarioGroup {
        return ScenarioGroup(
            now: now ?? self.now,
            tests: tests ?? self.tests
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// One test.
// MARK: - ScenarioTest
struct ScenarioTest: Codable {
    /// One sentence.
    let comment: String
    /// Of a valid test; all members are compared.
    let expect: ScenarioExpect?
    /// Of a policy test: by policy id.
    let expectedByPolicy: [String: ScenarioAnswer]?
    /// At least one key of `notes`; one test shows one thing.
    let flags: [String]
    /// Stable id: topic prefix and four digits.
    let id: String
    /// Input.
    let input: ScenarioInput
    /// Unix seconds of the judgement, where it is not the group's.
    let now: Int?
    /// The valid test that this invalid or deferred one is like, but for what its flag names; a
    /// `group-event` test with another `after` is elsewhere in the story, too.
    let parent: String?
    /// Of an invalid or deferred test.
    let reason: Reason?
    /// Instead of `reason` where the order of checks is free; all of one stage.
    let reasonsAny: [Reason]?
    /// What is demanded.
    let result: Outcome
    /// Of an invalid or deferred test: the stage of its reason.
    let stage: Stage?
    /// The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.
    let tag: String?
    /// Stacks that passed this test when it was emitted; of an invalid test, those that refused
    /// it for the stated reason.
    let verifiedBy: [StackVoice]?
    /// Stacks that refused this invalid test and did not say why. Not read back.
    let xRefusedBy: [StackVoice]?

    enum CodingKeys: String, CodingKey {
        case comment = "comment"
        case expect = "expect"
        case expectedByPolicy = "expected_by_policy"
        case flags = "flags"
        case id = "id"
        case input = "input"
        case now = "now"
        case parent = "parent"
        case reason = "reason"
        case reasonsAny = "reasons_any"
        case result = "result"
        case stage = "stage"
        case tag = "tag"
        case verifiedBy = "verified_by"
        case xRefusedBy = "x_refused_by"
    }
}

// MARK: ScenarioTest convenience initializers and mutators

extension ScenarioTest {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(ScenarioTest.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        comment: String? = nil,
        expect: ScenarioExpect?? = nil,
        expectedByPolicy: [String: ScenarioAnswer]?? = nil,
        flags: [String]? = nil,
        id: String? = nil,
        input: ScenarioInput? = nil,
        now: Int?? = nil,
        parent: String?? = nil,
        reason: Reason?? = nil,
        reasonsAny: [Reason]?? = nil,
        result: Outcome? = nil,
        stage: Stage?? = nil,
        tag: String?? = nil,
        verifiedBy: [StackVoice]?? = nil,
        xRefusedBy: [StackVoice]?? = nil
    ) -> ScenarioTest {
        return ScenarioTest(
            comment: comment ?? self.comment,
            expect: expect ?? self.expect,
            expectedByPolicy: expectedByPolicy ?? self.expectedByPolicy,
            flags: flags ?? self.flags,
            id: id ?? self.id,
            input: input ?? self.input,
            now: now ?? self.now,
            parent: parent ?? self.parent,
            reason: reason ?? self.reason,
            reasonsAny: reasonsAny ?? self.reasonsAny,
            result: result ?? self.result,
            stage: stage ?? self.stage,
            tag: tag ?? self.tag,
            verifiedBy: verifiedBy ?? self.verifiedBy,
            xRefusedBy: xRefusedBy ?? self.xRefusedBy
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Of a valid test; all members are compared.
///
/// How it ends.
///
/// It succeeds.
// MARK: - ScenarioExpect
struct ScenarioExpect: Codable {
    /// Rolling digest of the transcript.
    let digest: String
    /// Every event in order of first arrival at a relay.
    let events: [Event]
    /// Groups of every device.
    let scenarioExpectFinal: [String: JSONAny]
    /// Invariants that hold.
    let invariants: [String]

    enum CodingKeys: String, CodingKey {
        case digest = "digest"
        case events = "events"
        case scenarioExpectFinal = "final"
        case invariants = "invariants"
    }
}

// MARK: ScenarioExpect convenience initializers and mutators

extension ScenarioExpect {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(ScenarioExpect.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        digest: String? = nil,
        events: [Event]? = nil,
        scenarioExpectFinal: [String: JSONAny]? = nil,
        invariants: [String]? = nil
    ) -> ScenarioExpect {
        return ScenarioExpect(
            digest: digest ?? self.digest,
            events: events ?? self.events,
            scenarioExpectFinal: scenarioExpectFinal ?? self.scenarioExpectFinal,
            invariants: invariants ?? self.invariants
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// What is expected under one policy.
///
/// Of a valid test; all members are compared.
///
/// How it ends.
///
/// It succeeds.
///
/// It fails.
// MARK: - ScenarioAnswer
struct ScenarioAnswer: Codable {
    /// Rolling digest of the transcript.
    let digest: String?
    /// Every event in order of first arrival at a relay.
    let events: [Event]?
    /// Groups of every device.
    let scenarioAnswerFinal: [String: JSONAny]?
    /// Invariants that hold.
    let invariants: [String]?
    /// Why.
    let reason: Reason?
    /// The stage of the reason.
    let stage: Stage?

    enum CodingKeys: String, CodingKey {
        case digest = "digest"
        case events = "events"
        case scenarioAnswerFinal = "final"
        case invariants = "invariants"
        case reason = "reason"
        case stage = "stage"
    }
}

// MARK: ScenarioAnswer convenience initializers and mutators

extension ScenarioAnswer {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(ScenarioAnswer.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        digest: String?? = nil,
        events: [Event]?? = nil,
        scenarioAnswerFinal: [String: JSONAny]?? = nil,
        invariants: [String]?? = nil,
        reason: Reason?? = nil,
        stage: Stage?? = nil
    ) -> ScenarioAnswer {
        return ScenarioAnswer(
            digest: digest ?? self.digest,
            events: events ?? self.events,
            scenarioAnswerFinal: scenarioAnswerFinal ?? self.scenarioAnswerFinal,
            invariants: invariants ?? self.invariants,
            reason: reason ?? self.reason,
            stage: stage ?? self.stage
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Input.
///
/// Who takes part and what happens.
// MARK: - ScenarioInput
struct ScenarioInput: Codable {
    /// Devices.
    let devices: [Device]
    /// The fault rules of the steps whose `op` is `fault`.
    let faults: [Fault]
    /// Relays.
    let relays: [Relay]
    /// Steps, in order; the beginning and the end of a fault are steps too (`fault`, `lift`).
    let steps: [Step]

    enum CodingKeys: String, CodingKey {
        case devices = "devices"
        case faults = "faults"
        case relays = "relays"
        case steps = "steps"
    }
}

// MARK: ScenarioInput convenience initializers and mutators

extension ScenarioInput {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(ScenarioInput.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        devices: [Device]? = nil,
        faults: [Fault]? = nil,
        relays: [Relay]? = nil,
        steps: [Step]? = nil
    ) -> ScenarioInput {
        return ScenarioInput(
            devices: devices ?? self.devices,
            faults: faults ?? self.faults,
            relays: relays ?? self.relays,
            steps: steps ?? self.steps
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// A device.
// MARK: - Device
struct Device: Codable {
    /// Name of its account.
    let account: String
    /// Name.
    let label: String
    /// Secret key of its account.
    let nostrSk: String

    enum CodingKeys: String, CodingKey {
        case account = "account"
        case label = "label"
        case nostrSk = "nostr_sk"
    }
}

// MARK: Device convenience initializers and mutators

extension Device {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(Device.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        account: String? = nil,
        label: String? = nil,
        nostrSk: String? = nil
    ) -> Device {
        return Device(
            account: account ?? self.account,
            label: label ?? self.label,
            nostrSk: nostrSk ?? self.nostrSk
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// A fault rule.
// MARK: - Fault
struct Fault: Codable {
    /// What it matches and does, as in `marmot-scenario/1`.
    let rule: JSONAny
    /// Label of the step with which it begins.
    let step: String

    enum CodingKeys: String, CodingKey {
        case rule = "rule"
        case step = "step"
    }
}

// MARK: Fault convenience initializers and mutators

extension Fault {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(Fault.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        rule: JSONAny? = nil,
        step: String? = nil
    ) -> Fault {
        return Fault(
            rule: rule ?? self.rule,
            step: step ?? self.step
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// A relay.
// MARK: - Relay
struct Relay: Codable {
    /// Name.
    let label: String
    /// How it behaves.
    let personality: String

    enum CodingKeys: String, CodingKey {
        case label = "label"
        case personality = "personality"
    }
}

// MARK: Relay convenience initializers and mutators

extension Relay {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(Relay.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        label: String? = nil,
        personality: String? = nil
    ) -> Relay {
        return Relay(
            label: label ?? self.label,
            personality: personality ?? self.personality
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Something that happens. It begins when the one before it is finished, or at the time it
/// names. Times are those of
/// `marmot-scenario/1`: a number and `ms`, `s`, `m`, `h` or `d`.
// MARK: - Step
struct Step: Codable {
    /// Time since the step before.
    let after: String?
    /// Time since the start.
    let at: String?
    /// Who acts.
    let device: String?
    /// Repeated at this distance.
    let every: String?
    /// Name, unique in the scenario.
    let label: String
    /// What is done: an action of `marmot-scenario/1`.
    let op: String
    /// So many times.
    let times: Int?
    /// Its details.
    let with: JSONAny

    enum CodingKeys: String, CodingKey {
        case after = "after"
        case at = "at"
        case device = "device"
        case every = "every"
        case label = "label"
        case op = "op"
        case times = "times"
        case with = "with"
    }
}

// MARK: Step convenience initializers and mutators

extension Step {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(Step.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        after: String?? = nil,
        at: String?? = nil,
        device: String?? = nil,
        every: String?? = nil,
        label: String? = nil,
        op: String? = nil,
        times: Int?? = nil,
        with: JSONAny? = nil
    ) -> Step {
        return Step(
            after: after ?? self.after,
            at: at ?? self.at,
            device: device ?? self.device,
            every: every ?? self.every,
            label: label ?? self.label,
            op: op ?? self.op,
            times: times ?? self.times,
            with: with ?? self.with
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// One vector file: one topic, one profile.
// MARK: - StreamFile
struct StreamFile: Codable {
    /// `marmot-vectors/1`
    let format: String
    /// What wrote the file.
    let generator: Generator
    /// Tests that share a time.
    let groups: [StreamGroup]
    /// What the flags mean.
    let notes: [String: Note]
    /// Wire profile.
    let profile: String
    /// The text that is tested.
    let spec: Spec
    /// Version of the set.
    let suiteVersion: String
    /// Every private key in the file was made for it.
    let syntheticSecrets: Bool
    /// Number of tests.
    let testCount: Int
    /// Topic; decides the members of `input` and `expect`.
    let topic: String

    enum CodingKeys: String, CodingKey {
        case format = "format"
        case generator = "generator"
        case groups = "groups"
        case notes = "notes"
        case profile = "profile"
        case spec = "spec"
        case suiteVersion = "suite_version"
        case syntheticSecrets = "synthetic_secrets"
        case testCount = "test_count"
        case topic = "topic"
    }
}

// MARK: StreamFile convenience initializers and mutators

extension StreamFile {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(StreamFile.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        format: String? = nil,
        generator: Generator? = nil,
        groups: [StreamGroup]? = nil,
        notes: [String: Note]? = nil,
        profile: String? = nil,
        spec: Spec? = nil,
        suiteVersion: String? = nil,
        syntheticSecrets: Bool? = nil,
        testCount: Int? = nil,
        topic: String? = nil
    ) -> StreamFile {
        return StreamFile(
            format: format ?? self.format,
            generator: generator ?? self.generator,
            groups: groups ?? self.groups,
            notes: notes ?? self.notes,
            profile: profile ?? self.profile,
            spec: spec ?? self.spec,
            suiteVersion: suiteVersion ?? self.suiteVersion,
            syntheticSecrets: syntheticSecrets ?? self.syntheticSecrets,
            testCount: testCount ?? self.testCount,
            topic: topic ?? self.topic
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Tests that share a time.
// MARK: - StreamGroup
struct StreamGroup: Codable {
    /// Unix seconds of the judgement.
    let now: Int
    /// Tests.
    let tests: [StreamTest]

    enum CodingKeys: String, CodingKey {
        case now = "now"
        case tests = "tests"
    }
}

// MARK: StreamGroup convenience initializers and mutators

extension StreamGroup {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(StreamGroup.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        now: Int? = nil,
        tests: [StreamTest]? = nil
    ) -> StreamGroup {
        return StreamGroup(
            now: now ?? self.now,
            tests: tests ?? self.tests
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// One test.
// MARK: - StreamTest
struct StreamTest: Codable {
    /// One sentence.
    let comment: String
    /// Of a valid test; all members are compared.
    let expect: StreamExpect?
    /// Of a policy test: by policy id.
    let expectedByPolicy: [String: StreamAnswer]?
    /// At least one key of `notes`; one test shows one thing.
    let flags: [String]
    /// Stable id: topic prefix and four digits.
    let id: String
    /// Input.
    let input: StreamInput
    /// Unix seconds of the judgement, where it is not the group's.
    let now: Int?
    /// The valid test that this invalid or deferred one is like, but for what its flag names; a
    /// `group-event` test with another `after` is elsewhere in the story, too.
    let parent: String?
    /// Of an invalid or deferred test.
    let reason: Reason?
    /// Instead of `reason` where the order of checks is free; all of one stage.
    let reasonsAny: [Reason]?
    /// What is demanded.
    let result: Outcome
    /// Of an invalid or deferred test: the stage of its reason.
    let stage: Stage?
    /// The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.
    let tag: String?
    /// Stacks that passed this test when it was emitted; of an invalid test, those that refused
    /// it for the stated reason.
    let verifiedBy: [StackVoice]?
    /// Stacks that refused this invalid test and did not say why. Not read back.
    let xRefusedBy: [StackVoice]?

    enum CodingKeys: String, CodingKey {
        case comment = "comment"
        case expect = "expect"
        case expectedByPolicy = "expected_by_policy"
        case flags = "flags"
        case id = "id"
        case input = "input"
        case now = "now"
        case parent = "parent"
        case reason = "reason"
        case reasonsAny = "reasons_any"
        case result = "result"
        case stage = "stage"
        case tag = "tag"
        case verifiedBy = "verified_by"
        case xRefusedBy = "x_refused_by"
    }
}

// MARK: StreamTest convenience initializers and mutators

extension StreamTest {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(StreamTest.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        comment: String? = nil,
        expect: StreamExpect?? = nil,
        expectedByPolicy: [String: StreamAnswer]?? = nil,
        flags: [String]? = nil,
        id: String? = nil,
        input: StreamInput? = nil,
        now: Int?? = nil,
        parent: String?? = nil,
        reason: Reason?? = nil,
        reasonsAny: [Reason]?? = nil,
        result: Outcome? = nil,
        stage: Stage?? = nil,
        tag: String?? = nil,
        verifiedBy: [StackVoice]?? = nil,
        xRefusedBy: [StackVoice]?? = nil
    ) -> StreamTest {
        return StreamTest(
            comment: comment ?? self.comment,
            expect: expect ?? self.expect,
            expectedByPolicy: expectedByPolicy ?? self.expectedByPolicy,
            flags: flags ?? self.flags,
            id: id ?? self.id,
            input: input ?? self.input,
            now: now ?? self.now,
            parent: parent ?? self.parent,
            reason: reason ?? self.reason,
            reasonsAny: reasonsAny ?? self.reasonsAny,
            result: result ?? self.result,
            stage: stage ?? self.stage,
            tag: tag ?? self.tag,
            verifiedBy: verifiedBy ?? self.verifiedBy,
            xRefusedBy: xRefusedBy ?? self.xRefusedBy
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Of a valid test; all members are compared.
///
/// What must come of it. What is left out is not compared.
///
/// It succeeds.
// MARK: - StreamExpect
struct StreamExpect: Codable {
    /// Ids of the acknowledgements on the first call, in order.
    let acks: [Int]?
    /// The first frame with this label comes before any of these.
    let before: [[BeforeElement]]?
    /// How the node ends the first call: null if it stays open.
    let close: StreamClose?
    /// Rows that the node sends on the first call, by topic and lane, exactly and in order.
    let delivered: [String: [String: [Int]]]?
    /// From where topics would resume, right after the step with this label. Topics that are
    /// left out are not compared.
    let durable: [String: [String: Int]]?
    /// Frames that come.
    let frames: [StreamWanted]?
    /// Invariants that hold; for people. Whoever can, checks them.
    let invariants: [String]?
    /// Rows that the node sends on the first call, by lane and kind, over all topics, exactly
    /// and in order; without those that may be in
    /// either lane.
    let merged: [String: [String: [Int]]]?
    /// Frames that do not come.
    let never: [StreamPattern]?
    /// Rows that consumers of the client have at the end, by consumer and topic, exactly. Who
    /// has none is left out.
    let processed: [String: [String: [Int]]]?
    /// First and last moment for each call of the client after its first. There are no more
    /// calls than these.
    let reconnectAtMS: [[Int]]?
    /// State of the client at the end.
    let state: String?

    enum CodingKeys: String, CodingKey {
        case acks = "acks"
        case before = "before"
        case close = "close"
        case delivered = "delivered"
        case durable = "durable"
        case frames = "frames"
        case invariants = "invariants"
        case merged = "merged"
        case never = "never"
        case processed = "processed"
        case reconnectAtMS = "reconnect_at_ms"
        case state = "state"
    }
}

// MARK: StreamExpect convenience initializers and mutators

extension StreamExpect {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(StreamExpect.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        acks: [Int]?? = nil,
        before: [[BeforeElement]]?? = nil,
        close: StreamClose?? = nil,
        delivered: [String: [String: [Int]]]?? = nil,
        durable: [String: [String: Int]]?? = nil,
        frames: [StreamWanted]?? = nil,
        invariants: [String]?? = nil,
        merged: [String: [String: [Int]]]?? = nil,
        never: [StreamPattern]?? = nil,
        processed: [String: [String: [Int]]]?? = nil,
        reconnectAtMS: [[Int]]?? = nil,
        state: String?? = nil
    ) -> StreamExpect {
        return StreamExpect(
            acks: acks ?? self.acks,
            before: before ?? self.before,
            close: close ?? self.close,
            delivered: delivered ?? self.delivered,
            durable: durable ?? self.durable,
            frames: frames ?? self.frames,
            invariants: invariants ?? self.invariants,
            merged: merged ?? self.merged,
            never: never ?? self.never,
            processed: processed ?? self.processed,
            reconnectAtMS: reconnectAtMS ?? self.reconnectAtMS,
            state: state ?? self.state
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

enum BeforeElement: Codable {
    case beforeClass(BeforeClass)
    case string(String)

    init(from decoder: Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let x = try? container.decode(String.self) {
            self = .string(x)
            return
        }
        if let x = try? container.decode(BeforeClass.self) {
            self = .beforeClass(x)
            return
        }
        throw DecodingError.typeMismatch(BeforeElement.self, DecodingError.Context(codingPath: decoder.codingPath, debugDescription: "Wrong type for BeforeElement"))
    }

    func encode(to encoder: Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .beforeClass(let x):
            try container.encode(x)
        case .string(let x):
            try container.encode(x)
        }
    }
}

/// Nothing more will be sent. No frame, but counted as one.
///
/// Any frame.
// MARK: - BeforeClass
struct BeforeClass: Codable {
    let mutate: StreamFields?
    let started: StreamFields?
    let messages: StreamFields?
    let topicsLive: StreamFields?
    let catchupComplete: StreamFields?
    let ping: StreamFields?
    let pong: StreamFields?
    let halfClose: StreamFields?
    let any: StreamFields?

    enum CodingKeys: String, CodingKey {
        case mutate = "mutate"
        case started = "started"
        case messages = "messages"
        case topicsLive = "topics_live"
        case catchupComplete = "catchup_complete"
        case ping = "ping"
        case pong = "pong"
        case halfClose = "half_close"
        case any = "any"
    }
}

// MARK: BeforeClass convenience initializers and mutators

extension BeforeClass {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(BeforeClass.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        mutate: StreamFields?? = nil,
        started: StreamFields?? = nil,
        messages: StreamFields?? = nil,
        topicsLive: StreamFields?? = nil,
        catchupComplete: StreamFields?? = nil,
        ping: StreamFields?? = nil,
        pong: StreamFields?? = nil,
        halfClose: StreamFields?? = nil,
        any: StreamFields?? = nil
    ) -> BeforeClass {
        return BeforeClass(
            mutate: mutate ?? self.mutate,
            started: started ?? self.started,
            messages: messages ?? self.messages,
            topicsLive: topicsLive ?? self.topicsLive,
            catchupComplete: catchupComplete ?? self.catchupComplete,
            ping: ping ?? self.ping,
            pong: pong ?? self.pong,
            halfClose: halfClose ?? self.halfClose,
            any: any ?? self.any
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// What a frame must carry.
// MARK: - StreamFields
struct StreamFields: Codable {
    /// Exactly what it adds, in any order.
    let adds: [[StreamValue]]?
    /// Brought about by the step with this label, or later.
    let after: String?
    /// On this call of the client, from 1.
    let call: Int?
    /// Whether it asks for a replay only.
    let historyOnly: Bool?
    /// Its `mutate_id`.
    let mutateID: StreamValue?
    /// Its nonce.
    let nonce: StreamValue?
    /// Exactly what it removes, in any order.
    let removes: [String]?
    /// It carries one of these rows.
    let rows: [[RowElement]]?
    /// A topic that it names, or to which a row of it belongs.
    let topic: String?

    enum CodingKeys: String, CodingKey {
        case adds = "adds"
        case after = "after"
        case call = "call"
        case historyOnly = "history_only"
        case mutateID = "mutate_id"
        case nonce = "nonce"
        case removes = "removes"
        case rows = "rows"
        case topic = "topic"
    }
}

// MARK: StreamFields convenience initializers and mutators

extension StreamFields {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(StreamFields.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        adds: [[StreamValue]]?? = nil,
        after: String?? = nil,
        call: Int?? = nil,
        historyOnly: Bool?? = nil,
        mutateID: StreamValue?? = nil,
        nonce: StreamValue?? = nil,
        removes: [String]?? = nil,
        rows: [[RowElement]]?? = nil,
        topic: String?? = nil
    ) -> StreamFields {
        return StreamFields(
            adds: adds ?? self.adds,
            after: after ?? self.after,
            call: call ?? self.call,
            historyOnly: historyOnly ?? self.historyOnly,
            mutateID: mutateID ?? self.mutateID,
            nonce: nonce ?? self.nonce,
            removes: removes ?? self.removes,
            rows: rows ?? self.rows,
            topic: topic ?? self.topic
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

enum StreamValue: Codable {
    case integer(Int)
    case string(String)

    init(from decoder: Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let x = try? container.decode(Int.self) {
            self = .integer(x)
            return
        }
        if let x = try? container.decode(String.self) {
            self = .string(x)
            return
        }
        throw DecodingError.typeMismatch(StreamValue.self, DecodingError.Context(codingPath: decoder.codingPath, debugDescription: "Wrong type for StreamValue"))
    }

    func encode(to encoder: Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .integer(let x):
            try container.encode(x)
        case .string(let x):
            try container.encode(x)
        }
    }
}

enum RowElement: Codable {
    case enumeration(StreamKind)
    case integer(Int)

    init(from decoder: Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let x = try? container.decode(Int.self) {
            self = .integer(x)
            return
        }
        if let x = try? container.decode(StreamKind.self) {
            self = .enumeration(x)
            return
        }
        throw DecodingError.typeMismatch(RowElement.self, DecodingError.Context(codingPath: decoder.codingPath, debugDescription: "Wrong type for RowElement"))
    }

    func encode(to encoder: Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .enumeration(let x):
            try container.encode(x)
        case .integer(let x):
            try container.encode(x)
        }
    }
}

/// A group.
///
/// An installation.
///
/// What a topic is about.
///
/// Kind of its topic.
enum StreamKind: String, Codable {
    case group = "group"
    case welcome = "welcome"
}

/// It ends.
///
/// How a call ends.
// MARK: - StreamClose
struct StreamClose: Codable {
    /// Name of the gRPC status.
    let code: String
    /// First and last moment.
    let withinMS: [Int]?

    enum CodingKeys: String, CodingKey {
        case code = "code"
        case withinMS = "within_ms"
    }
}

// MARK: StreamClose convenience initializers and mutators

extension StreamClose {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(StreamClose.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        code: String? = nil,
        withinMS: [Int]?? = nil
    ) -> StreamClose {
        return StreamClose(
            code: code ?? self.code,
            withinMS: withinMS ?? self.withinMS
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// A frame that comes.
// MARK: - StreamWanted
struct StreamWanted: Codable {
    /// What it is like.
    let frame: StreamPattern
    /// Its name in `before`.
    let label: String?
    /// How many such frames there are in all; left out: at least one.
    let times: Int?
    /// Whom it goes to.
    let to: StreamMachine
    /// First and last moment for the first such frame; left out: any.
    let withinMS: [Int]?

    enum CodingKeys: String, CodingKey {
        case frame = "frame"
        case label = "label"
        case times = "times"
        case to = "to"
        case withinMS = "within_ms"
    }
}

// MARK: StreamWanted convenience initializers and mutators

extension StreamWanted {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(StreamWanted.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        frame: StreamPattern? = nil,
        label: String?? = nil,
        times: Int?? = nil,
        to: StreamMachine? = nil,
        withinMS: [Int]?? = nil
    ) -> StreamWanted {
        return StreamWanted(
            frame: frame ?? self.frame,
            label: label ?? self.label,
            times: times ?? self.times,
            to: to ?? self.to,
            withinMS: withinMS ?? self.withinMS
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Frames that are alike: the name of the frame, and what it must carry. What is left out
/// may be anything.
///
/// What it is like.
///
/// Nothing more will be sent. No frame, but counted as one.
///
/// Any frame.
// MARK: - StreamPattern
struct StreamPattern: Codable {
    let mutate: StreamFields?
    let started: StreamFields?
    let messages: StreamFields?
    let topicsLive: StreamFields?
    let catchupComplete: StreamFields?
    let ping: StreamFields?
    let pong: StreamFields?
    let halfClose: StreamFields?
    let any: StreamFields?

    enum CodingKeys: String, CodingKey {
        case mutate = "mutate"
        case started = "started"
        case messages = "messages"
        case topicsLive = "topics_live"
        case catchupComplete = "catchup_complete"
        case ping = "ping"
        case pong = "pong"
        case halfClose = "half_close"
        case any = "any"
    }
}

// MARK: StreamPattern convenience initializers and mutators

extension StreamPattern {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(StreamPattern.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        mutate: StreamFields?? = nil,
        started: StreamFields?? = nil,
        messages: StreamFields?? = nil,
        topicsLive: StreamFields?? = nil,
        catchupComplete: StreamFields?? = nil,
        ping: StreamFields?? = nil,
        pong: StreamFields?? = nil,
        halfClose: StreamFields?? = nil,
        any: StreamFields?? = nil
    ) -> StreamPattern {
        return StreamPattern(
            mutate: mutate ?? self.mutate,
            started: started ?? self.started,
            messages: messages ?? self.messages,
            topicsLive: topicsLive ?? self.topicsLive,
            catchupComplete: catchupComplete ?? self.catchupComplete,
            ping: ping ?? self.ping,
            pong: pong ?? self.pong,
            halfClose: halfClose ?? self.halfClose,
            any: any ?? self.any
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Whom it goes to.
///
/// Whose behaviour is judged.
///
/// The node; the script is the client.
///
/// The client; the script is the node, the application, and the end of calls.
///
/// Both, with the pipe in between; the script is the application and the faults of the pipe.
enum StreamMachine: String, Codable {
    case client = "client"
    case node = "node"
    case pair = "pair"
}

/// What is expected under one policy.
///
/// Of a valid test; all members are compared.
///
/// What must come of it. What is left out is not compared.
///
/// It succeeds.
///
/// It fails.
// MARK: - StreamAnswer
struct StreamAnswer: Codable {
    /// Ids of the acknowledgements on the first call, in order.
    let acks: [Int]?
    /// The first frame with this label comes before any of these.
    let before: [[BeforeElement]]?
    /// How the node ends the first call: null if it stays open.
    let close: StreamClose?
    /// Rows that the node sends on the first call, by topic and lane, exactly and in order.
    let delivered: [String: [String: [Int]]]?
    /// From where topics would resume, right after the step with this label. Topics that are
    /// left out are not compared.
    let durable: [String: [String: Int]]?
    /// Frames that come.
    let frames: [StreamWanted]?
    /// Invariants that hold; for people. Whoever can, checks them.
    let invariants: [String]?
    /// Rows that the node sends on the first call, by lane and kind, over all topics, exactly
    /// and in order; without those that may be in
    /// either lane.
    let merged: [String: [String: [Int]]]?
    /// Frames that do not come.
    let never: [StreamPattern]?
    /// Rows that consumers of the client have at the end, by consumer and topic, exactly. Who
    /// has none is left out.
    let processed: [String: [String: [Int]]]?
    /// First and last moment for each call of the client after its first. There are no more
    /// calls than these.
    let reconnectAtMS: [[Int]]?
    /// State of the client at the end.
    let state: String?
    /// Why.
    let reason: Reason?
    /// The stage of the reason.
    let stage: Stage?

    enum CodingKeys: String, CodingKey {
        case acks = "acks"
        case before = "before"
        case close = "close"
        case delivered = "delivered"
        case durable = "durable"
        case frames = "frames"
        case invariants = "invariants"
        case merged = "merged"
        case never = "never"
        case processed = "processed"
        case reconnectAtMS = "reconnect_at_ms"
        case state = "state"
        case reason = "reason"
        case stage = "stage"
    }
}

// MARK: StreamAnswer convenience initializers and mutators

extension StreamAnswer {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(StreamAnswer.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        acks: [Int]?? = nil,
        before: [[BeforeElement]]?? = nil,
        close: StreamClose?? = nil,
        delivered: [String: [String: [Int]]]?? = nil,
        durable: [String: [String: Int]]?? = nil,
        frames: [StreamWanted]?? = nil,
        invariants: [String]?? = nil,
        merged: [String: [String: [Int]]]?? = nil,
        never: [StreamPattern]?? = nil,
        processed: [String: [String: [Int]]]?? = nil,
        reconnectAtMS: [[Int]]?? = nil,
        state: String?? = nil,
        reason: Reason?? = nil,
        stage: Stage?? = nil
    ) -> StreamAnswer {
        return StreamAnswer(
            acks: acks ?? self.acks,
            before: before ?? self.before,
            close: close ?? self.close,
            delivered: delivered ?? self.delivered,
            durable: durable ?? self.durable,
            frames: frames ?? self.frames,
            invariants: invariants ?? self.invariants,
            merged: merged ?? self.merged,
            never: never ?? self.never,
            processed: processed ?? self.processed,
            reconnectAtMS: reconnectAtMS ?? self.reconnectAtMS,
            state: state ?? self.state,
            reason: reason ?? self.reason,
            stage: stage ?? self.stage
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Input.
///
/// What is tested, with what, and what happens.
// MARK: - StreamInput
struct StreamInput: Codable {
    /// The API: `v3`, with one cursor per topic.
    let binding: StreamBinding
    /// When the test is over.
    let endMS: Int
    /// The node's keepalive interval I.
    let intervalMS: Int
    /// Rows that the node has, in the order in which they become visible.
    let log: [StreamRow]
    /// Everything else that node and client are set to. What is left out is as the README says.
    let policy: StreamPolicy
    /// The node's deadline D for a matching Pong.
    let pongDeadlineMS: Int
    /// What happens, in order.
    let script: [StreamStep]
    /// Topics by label, as hex: a byte for the kind, then an identifier.
    let topics: [String: String]
    /// Whose behaviour is judged.
    let underTest: StreamMachine
    /// The client gives a wire up after so many intervals of silence (N, at least 1).
    let watchdogN: Int

    enum CodingKeys: String, CodingKey {
        case binding = "binding"
        case endMS = "end_ms"
        case intervalMS = "interval_ms"
        case log = "log"
        case policy = "policy"
        case pongDeadlineMS = "pong_deadline_ms"
        case script = "script"
        case topics = "topics"
        case underTest = "under_test"
        case watchdogN = "watchdog_n"
    }
}

// MARK: StreamInput convenience initializers and mutators

extension StreamInput {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(StreamInput.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        binding: StreamBinding? = nil,
        endMS: Int? = nil,
        intervalMS: Int? = nil,
        log: [StreamRow]? = nil,
        policy: StreamPolicy? = nil,
        pongDeadlineMS: Int? = nil,
        script: [StreamStep]? = nil,
        topics: [String: String]? = nil,
        underTest: StreamMachine? = nil,
        watchdogN: Int? = nil
    ) -> StreamInput {
        return StreamInput(
            binding: binding ?? self.binding,
            endMS: endMS ?? self.endMS,
            intervalMS: intervalMS ?? self.intervalMS,
            log: log ?? self.log,
            policy: policy ?? self.policy,
            pongDeadlineMS: pongDeadlineMS ?? self.pongDeadlineMS,
            script: script ?? self.script,
            topics: topics ?? self.topics,
            underTest: underTest ?? self.underTest,
            watchdogN: watchdogN ?? self.watchdogN
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// The API: `v3`, with one cursor per topic.
///
/// The API that is spoken.
///
/// One cursor per topic.
enum StreamBinding: String, Codable {
    case v3 = "v3"
}

/// A row of the node's log.
// MARK: - StreamRow
struct StreamRow: Codable {
    /// When its id was given out, if that was before.
    let allottedAtMS: Int?
    /// Bytes of what it carries, 100 if left out.
    let bytes: Int?
    /// Its number in the sequence of its kind.
    let id: Int
    /// Kind of its topic.
    let kind: StreamKind
    /// Label of its topic.
    let topic: String
    /// The node cannot parse it, and serves it to nobody.
    let unreadable: Bool?
    /// From when on a reader may see it.
    let visibleAtMS: Int

    enum CodingKeys: String, CodingKey {
        case allottedAtMS = "allotted_at_ms"
        case bytes = "bytes"
        case id = "id"
        case kind = "kind"
        case topic = "topic"
        case unreadable = "unreadable"
        case visibleAtMS = "visible_at_ms"
    }
}

// MARK: StreamRow convenience initializers and mutators

extension StreamRow {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(StreamRow.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        allottedAtMS: Int?? = nil,
        bytes: Int?? = nil,
        id: Int? = nil,
        kind: StreamKind? = nil,
        topic: String? = nil,
        unreadable: Bool?? = nil,
        visibleAtMS: Int? = nil
    ) -> StreamRow {
        return StreamRow(
            allottedAtMS: allottedAtMS ?? self.allottedAtMS,
            bytes: bytes ?? self.bytes,
            id: id ?? self.id,
            kind: kind ?? self.kind,
            topic: topic ?? self.topic,
            unreadable: unreadable ?? self.unreadable,
            visibleAtMS: visibleAtMS ?? self.visibleAtMS
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Everything else that node and client are set to. What is left out is as the README says.
///
/// Settings of node and client.
// MARK: - StreamPolicy
struct StreamPolicy: Codable {
    /// Topics that may not be read stand here with `false`.
    let allow: [String: Bool]?
    /// How long the client waits before it calls again.
    let backoff: StreamBackoff?
    /// The node shows no row before every row with a lower id.
    let fence: Bool?
    /// How long after a suspension the client takes its wire down.
    let graceMS: Int?
    /// Bounds of the node.
    let limits: StreamLimits?
    /// What the client does when it comes to the foreground.
    let onResume: StreamOnResume?
    /// How the node reads history.
    let page: StreamPage?
    /// When the node challenges its client.
    let pingWhen: StreamPingWhen?
    /// How long the client waits for the answer to a probe.
    let probeMS: Int?
    /// How often the client compares its cursors with what the node has.
    let reconcileMS: Int?
    /// A remove cancels a running `history_only` replay.
    let removeCancels: Bool?
    /// From where the client resumes what was live.
    let resumeFrom: StreamResumeFrom?
    /// The node does not know the call.
    let unimplemented: Bool?
    /// The client is a watchdog around an older call (`under_test` is `client`).
    let watchdog: StreamWatchdog?

    enum CodingKeys: String, CodingKey {
        case allow = "allow"
        case backoff = "backoff"
        case fence = "fence"
        case graceMS = "grace_ms"
        case limits = "limits"
        case onResume = "on_resume"
        case page = "page"
        case pingWhen = "ping_when"
        case probeMS = "probe_ms"
        case reconcileMS = "reconcile_ms"
        case removeCancels = "remove_cancels"
        case resumeFrom = "resume_from"
        case unimplemented = "unimplemented"
        case watchdog = "watchdog"
    }
}

// MARK: StreamPolicy convenience initializers and mutators

extension StreamPolicy {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(StreamPolicy.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        allow: [String: Bool]?? = nil,
        backoff: StreamBackoff?? = nil,
        fence: Bool?? = nil,
        graceMS: Int?? = nil,
        limits: StreamLimits?? = nil,
        onResume: StreamOnResume?? = nil,
        page: StreamPage?? = nil,
        pingWhen: StreamPingWhen?? = nil,
        probeMS: Int?? = nil,
        reconcileMS: Int?? = nil,
        removeCancels: Bool?? = nil,
        resumeFrom: StreamResumeFrom?? = nil,
        unimplemented: Bool?? = nil,
        watchdog: StreamWatchdog?? = nil
    ) -> StreamPolicy {
        return StreamPolicy(
            allow: allow ?? self.allow,
            backoff: backoff ?? self.backoff,
            fence: fence ?? self.fence,
            graceMS: graceMS ?? self.graceMS,
            limits: limits ?? self.limits,
            onResume: onResume ?? self.onResume,
            page: page ?? self.page,
            pingWhen: pingWhen ?? self.pingWhen,
            probeMS: probeMS ?? self.probeMS,
            reconcileMS: reconcileMS ?? self.reconcileMS,
            removeCancels: removeCancels ?? self.removeCancels,
            resumeFrom: resumeFrom ?? self.resumeFrom,
            unimplemented: unimplemented ?? self.unimplemented,
            watchdog: watchdog ?? self.watchdog
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// How long the client waits before it calls again.
///
/// How long a client waits before it calls again.
// MARK: - StreamBackoff
struct StreamBackoff: Codable {
    /// After the first failure; each further one doubles it.
    let baseMS: Int
    /// At most.
    let capMS: Int
    /// Up to this much more, drawn anew for each call.
    let jitterMS: Int
    /// No two calls are nearer than this.
    let minMS: Int

    enum CodingKeys: String, CodingKey {
        case baseMS = "base_ms"
        case capMS = "cap_ms"
        case jitterMS = "jitter_ms"
        case minMS = "min_ms"
    }
}

// MARK: StreamBackoff convenience initializers and mutators

extension StreamBackoff {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(StreamBackoff.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        baseMS: Int? = nil,
        capMS: Int? = nil,
        jitterMS: Int? = nil,
        minMS: Int? = nil
    ) -> StreamBackoff {
        return StreamBackoff(
            baseMS: baseMS ?? self.baseMS,
            capMS: capMS ?? self.capMS,
            jitterMS: jitterMS ?? self.jitterMS,
            minMS: minMS ?? self.minMS
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Bounds of the node.
///
/// Bounds of a node. What exceeds one ends the call with `RESOURCE_EXHAUSTED`.
// MARK: - StreamLimits
struct StreamLimits: Codable {
    /// Adds of a Mutate.
    let maxAdds: Int?
    /// Rows that wait for the end of waves.
    let maxHeldRows: Int?
    /// Bytes of a row.
    let maxRowBytes: Int?
    /// Topics of a call.
    let maxTopics: Int?
    /// Mutates in any second.
    let mutatesPerSecond: Int?
    /// Pings of the client in any second.
    let pingsPerSecond: Int?
    /// How long a frame may wait for a client that takes nothing.
    let sendWithinMS: Int?

    enum CodingKeys: String, CodingKey {
        case maxAdds = "max_adds"
        case maxHeldRows = "max_held_rows"
        case maxRowBytes = "max_row_bytes"
        case maxTopics = "max_topics"
        case mutatesPerSecond = "mutates_per_second"
        case pingsPerSecond = "pings_per_second"
        case sendWithinMS = "send_within_ms"
    }
}

// MARK: StreamLimits convenience initializers and mutators

extension StreamLimits {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(StreamLimits.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        maxAdds: Int?? = nil,
        maxHeldRows: Int?? = nil,
        maxRowBytes: Int?? = nil,
        maxTopics: Int?? = nil,
        mutatesPerSecond: Int?? = nil,
        pingsPerSecond: Int?? = nil,
        sendWithinMS: Int?? = nil
    ) -> StreamLimits {
        return StreamLimits(
            maxAdds: maxAdds ?? self.maxAdds,
            maxHeldRows: maxHeldRows ?? self.maxHeldRows,
            maxRowBytes: maxRowBytes ?? self.maxRowBytes,
            maxTopics: maxTopics ?? self.maxTopics,
            mutatesPerSecond: mutatesPerSecond ?? self.mutatesPerSecond,
            pingsPerSecond: pingsPerSecond ?? self.pingsPerSecond,
            sendWithinMS: sendWithinMS ?? self.sendWithinMS
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// What the client does when it comes to the foreground.
///
/// What a client does when it comes to the foreground.
///
/// It sends a Ping on the wire that it has.
///
/// It drops the wire and calls.
enum StreamOnResume: String, Codable {
    case probe = "probe"
    case reconnect = "reconnect"
}

/// How the node reads history.
///
/// How a node reads history: so many rows of a wave at once, then a pause.
// MARK: - StreamPage
struct StreamPage: Codable {
    /// The pause.
    let everyMS: Int
    /// Rows, of all topics together.
    let rows: Int

    enum CodingKeys: String, CodingKey {
        case everyMS = "every_ms"
        case rows = "rows"
    }
}

// MARK: StreamPage convenience initializers and mutators

extension StreamPage {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(StreamPage.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        everyMS: Int? = nil,
        rows: Int? = nil
    ) -> StreamPage {
        return StreamPage(
            everyMS: everyMS ?? self.everyMS,
            rows: rows ?? self.rows
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// When the node challenges its client.
///
/// When a node challenges its client.
///
/// When nothing was sent for an interval.
///
/// Then, and two intervals after the last matching Pong at the latest.
enum StreamPingWhen: String, Codable {
    case sendIdle = "send_idle"
    case unproven = "unproven"
}

/// From where the client resumes what was live.
///
/// From where a client resumes a topic that was live.
///
/// The live mark of its kind, which is 0 until a live row came.
///
/// The highest of that mark, the cursor of the add, and the highest id processed of the
/// topic.
enum StreamResumeFrom: String, Codable {
    case floors = "floors"
    case marks = "marks"
}

/// The client is a watchdog around an older call (`under_test` is `client`).
///
/// A watchdog around a stream without keepalive.
// MARK: - StreamWatchdog
struct StreamWatchdog: Codable {
    /// Two attempts are at least this far apart.
    let floorMS: Int
    /// Silence that trips it.
    let idleMS: Int
    /// When the beginning of an attempt is written down.
    let retryStamp: StreamRetryStamp?

    enum CodingKeys: String, CodingKey {
        case floorMS = "floor_ms"
        case idleMS = "idle_ms"
        case retryStamp = "retry_stamp"
    }
}

// MARK: StreamWatchdog convenience initializers and mutators

extension StreamWatchdog {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(StreamWatchdog.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        floorMS: Int? = nil,
        idleMS: Int? = nil,
        retryStamp: StreamRetryStamp?? = nil
    ) -> StreamWatchdog {
        return StreamWatchdog(
            floorMS: floorMS ?? self.floorMS,
            idleMS: idleMS ?? self.idleMS,
            retryStamp: retryStamp ?? self.retryStamp
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// When the beginning of an attempt is written down.
///
/// When a watchdog writes the beginning of an attempt down.
///
/// When its stream began, and not again while attempts fail.
///
/// At every attempt.
enum StreamRetryStamp: String, Codable {
    case each = "each"
    case once = "once"
}

/// Something that happens: `from` says by whom, and exactly one of the members after `call`
/// what.
// MARK: - StreamStep
struct StreamStep: Codable {
    /// `client`: from now on it answers Pings at once, or does not. It does from the beginning.
    let answers: Bool?
    /// `app`: something that happens to the client as a whole.
    let app: StreamApp?
    /// When.
    let atMS: Int
    /// Of `node` steps of a client's test: on which of the client's calls, from 1. If that is
    /// not open, nothing happens.
    let call: Int?
    /// `client`: it gives the call up.
    let cancel: Bool?
    /// `node`: the call ends with this gRPC status. `pipe`: all calls do.
    let close: String?
    /// `pipe`: it behaves so from now on.
    let fault: StreamFault?
    /// `app`: a window in the background, with these topics and cursors.
    let fetch: StreamWish?
    /// `client` or `node`: this is sent.
    let frame: StreamFrame?
    /// Who.
    let from: StreamFrom
    /// `client`: it sends nothing more.
    let halfClose: Bool?
    /// Name that expectations refer to.
    let label: String?
    /// `node`: it loses its registrations of this topic and goes on.
    let lose: String?
    /// `client`: it calls.
    let streamStepOpen: Bool?
    /// `app`: a consumer wants rows of these topics above these ids.
    let subscribe: StreamWish?
    /// `app`: nobody wants these topics any more.
    let unsubscribe: [String]?

    enum CodingKeys: String, CodingKey {
        case answers = "answers"
        case app = "app"
        case atMS = "at_ms"
        case call = "call"
        case cancel = "cancel"
        case close = "close"
        case fault = "fault"
        case fetch = "fetch"
        case frame = "frame"
        case from = "from"
        case halfClose = "half_close"
        case label = "label"
        case lose = "lose"
        case streamStepOpen = "open"
        case subscribe = "subscribe"
        case unsubscribe = "unsubscribe"
    }
}

// MARK: StreamStep convenience initializers and mutators

extension StreamStep {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(StreamStep.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        answers: Bool?? = nil,
        app: StreamApp?? = nil,
        atMS: Int? = nil,
        call: Int?? = nil,
        cancel: Bool?? = nil,
        close: String?? = nil,
        fault: StreamFault?? = nil,
        fetch: StreamWish?? = nil,
        frame: StreamFrame?? = nil,
        from: StreamFrom? = nil,
        halfClose: Bool?? = nil,
        label: String?? = nil,
        lose: String?? = nil,
        streamStepOpen: Bool?? = nil,
        subscribe: StreamWish?? = nil,
        unsubscribe: [String]?? = nil
    ) -> StreamStep {
        return StreamStep(
            answers: answers ?? self.answers,
            app: app ?? self.app,
            atMS: atMS ?? self.atMS,
            call: call ?? self.call,
            cancel: cancel ?? self.cancel,
            close: close ?? self.close,
            fault: fault ?? self.fault,
            fetch: fetch ?? self.fetch,
            frame: frame ?? self.frame,
            from: from ?? self.from,
            halfClose: halfClose ?? self.halfClose,
            label: label ?? self.label,
            lose: lose ?? self.lose,
            streamStepOpen: streamStepOpen ?? self.streamStepOpen,
            subscribe: subscribe ?? self.subscribe,
            unsubscribe: unsubscribe ?? self.unsubscribe
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// `app`: something that happens to the client as a whole.
///
/// What happens to a client as a whole.
///
/// It goes to the background.
///
/// It is in the foreground again.
///
/// Its process dies and is started again at once.
///
/// Its consumers take nothing for now.
///
/// They go on.
///
/// Its machine stops: no input, no timers.
///
/// Its machine goes on.
///
/// A watchdog begins.
enum StreamApp: String, Codable {
    case crash = "crash"
    case freeze = "freeze"
    case park = "park"
    case resume = "resume"
    case start = "start"
    case suspend = "suspend"
    case thaw = "thaw"
    case unpark = "unpark"
}

/// `pipe`: it behaves so from now on.
///
/// How a pipe behaves from now on, or until `until_ms`.
// MARK: - StreamFault
struct StreamFault: Codable {
    /// `accept_then_die`: how soon.
    let afterMS: Int?
    /// `stall`: so many bytes are buffered before the node has to wait.
    let bufferBytes: Int?
    /// `cut_after`: so many more frames of the node.
    let frames: Int?
    /// How.
    let mode: StreamMode
    /// When it behaves as usual again. Calls that were dead stay dead.
    let untilMS: Int?

    enum CodingKeys: String, CodingKey {
        case afterMS = "after_ms"
        case bufferBytes = "buffer_bytes"
        case frames = "frames"
        case mode = "mode"
        case untilMS = "until_ms"
    }
}

// MARK: StreamFault convenience initializers and mutators

extension StreamFault {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(StreamFault.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        afterMS: Int?? = nil,
        bufferBytes: Int?? = nil,
        frames: Int?? = nil,
        mode: StreamMode? = nil,
        untilMS: Int?? = nil
    ) -> StreamFault {
        return StreamFault(
            afterMS: afterMS ?? self.afterMS,
            bufferBytes: bufferBytes ?? self.bufferBytes,
            frames: frames ?? self.frames,
            mode: mode ?? self.mode,
            untilMS: untilMS ?? self.untilMS
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// How.
///
/// How a pipe behaves.
enum StreamMode: String, Codable {
    case acceptThenDie = "accept_then_die"
    case blackholeDown = "blackhole_down"
    case blackholeUp = "blackhole_up"
    case cutAfter = "cut_after"
    case halfClose = "half_close"
    case proxyACK = "proxy_ack"
    case stall = "stall"
}

/// `app`: a window in the background, with these topics and cursors.
///
/// What a consumer wants.
///
/// `app`: a consumer wants rows of these topics above these ids.
// MARK: - StreamWish
struct StreamWish: Codable {
    /// Its name.
    let consumer: String
    /// Label and cursor of each topic.
    let topics: [[StreamValue]]

    enum CodingKeys: String, CodingKey {
        case consumer = "consumer"
        case topics = "topics"
    }
}

// MARK: StreamWish convenience initializers and mutators

extension StreamWish {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(StreamWish.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        consumer: String? = nil,
        topics: [[StreamValue]]? = nil
    ) -> StreamWish {
        return StreamWish(
            consumer: consumer ?? self.consumer,
            topics: topics ?? self.topics
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// `client` or `node`: this is sent.
///
/// A frame of a script. Topics are labels.
///
/// From the client: changes the topics.
///
/// From the node: the first frame of a call.
///
/// From the node: rows of one lane.
///
/// From the node: these topics were replayed.
///
/// From the node: acknowledges a Mutate.
///
/// From either.
///
/// From the client: V1 without any request in it.
///
/// From the client: no version, or one that nobody knows.
// MARK: - StreamFrame
struct StreamFrame: Codable {
    let mutate: Mutate?
    let started: Started?
    let messages: Messages?
    let topicsLive: TopicsLive?
    let catchupComplete: CatchupComplete?
    let ping: Ping?
    let pong: Pong?
    let empty: Empty?
    let unknownVersion: UnknownVersion?

    enum CodingKeys: String, CodingKey {
        case mutate = "mutate"
        case started = "started"
        case messages = "messages"
        case topicsLive = "topics_live"
        case catchupComplete = "catchup_complete"
        case ping = "ping"
        case pong = "pong"
        case empty = "empty"
        case unknownVersion = "unknown_version"
    }
}

// MARK: StreamFrame convenience initializers and mutators

extension StreamFrame {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(StreamFrame.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        mutate: Mutate?? = nil,
        started: Started?? = nil,
        messages: Messages?? = nil,
        topicsLive: TopicsLive?? = nil,
        catchupComplete: CatchupComplete?? = nil,
        ping: Ping?? = nil,
        pong: Pong?? = nil,
        empty: Empty?? = nil,
        unknownVersion: UnknownVersion?? = nil
    ) -> StreamFrame {
        return StreamFrame(
            mutate: mutate ?? self.mutate,
            started: started ?? self.started,
            messages: messages ?? self.messages,
            topicsLive: topicsLive ?? self.topicsLive,
            catchupComplete: catchupComplete ?? self.catchupComplete,
            ping: ping ?? self.ping,
            pong: pong ?? self.pong,
            empty: empty ?? self.empty,
            unknownVersion: unknownVersion ?? self.unknownVersion
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

// MARK: - CatchupComplete
struct CatchupComplete: Codable {
    /// Its id.
    let mutateID: StreamValue

    enum CodingKeys: String, CodingKey {
        case mutateID = "mutate_id"
    }
}

// MARK: CatchupComplete convenience initializers and mutators

extension CatchupComplete {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(CatchupComplete.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        mutateID: StreamValue? = nil
    ) -> CatchupComplete {
        return CatchupComplete(
            mutateID: mutateID ?? self.mutateID
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

// MARK: - Empty
struct Empty: Codable {
}

// MARK: Empty convenience initializers and mutators

extension Empty {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(Empty.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
    ) -> Empty {
        return Empty(
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

// MARK: - Messages
struct Messages: Codable {
    /// The lane: the id of a wave, 0 for live.
    let mutateID: StreamValue
    /// The rows.
    let rows: [[RowElement]]

    enum CodingKeys: String, CodingKey {
        case mutateID = "mutate_id"
        case rows = "rows"
    }
}

// MARK: Messages convenience initializers and mutators

extension Messages {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(Messages.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        mutateID: StreamValue? = nil,
        rows: [[RowElement]]? = nil
    ) -> Messages {
        return Messages(
            mutateID: mutateID ?? self.mutateID,
            rows: rows ?? self.rows
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

// MARK: - Mutate
struct Mutate: Codable {
    /// What to add: label and cursor.
    let adds: [[StreamValue]]?
    /// Replay only.
    let historyOnly: Bool?
    /// Its id.
    let mutateID: StreamValue
    /// What to remove.
    let removes: [String]?

    enum CodingKeys: String, CodingKey {
        case adds = "adds"
        case historyOnly = "history_only"
        case mutateID = "mutate_id"
        case removes = "removes"
    }
}

// MARK: Mutate convenience initializers and mutators

extension Mutate {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(Mutate.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        adds: [[StreamValue]]?? = nil,
        historyOnly: Bool?? = nil,
        mutateID: StreamValue? = nil,
        removes: [String]?? = nil
    ) -> Mutate {
        return Mutate(
            adds: adds ?? self.adds,
            historyOnly: historyOnly ?? self.historyOnly,
            mutateID: mutateID ?? self.mutateID,
            removes: removes ?? self.removes
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

// MARK: - Ping
struct Ping: Codable {
    /// Its nonce.
    let nonce: StreamValue

    enum CodingKeys: String, CodingKey {
        case nonce = "nonce"
    }
}

// MARK: Ping convenience initializers and mutators

extension Ping {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(Ping.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        nonce: StreamValue? = nil
    ) -> Ping {
        return Ping(
            nonce: nonce ?? self.nonce
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

// MARK: - Pong
struct Pong: Codable {
    /// The nonce of the Ping that it answers.
    let nonce: StreamValue

    enum CodingKeys: String, CodingKey {
        case nonce = "nonce"
    }
}

// MARK: Pong convenience initializers and mutators

extension Pong {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(Pong.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        nonce: StreamValue? = nil
    ) -> Pong {
        return Pong(
            nonce: nonce ?? self.nonce
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

// MARK: - Started
struct Started: Codable {
    /// Optional features.
    let capabilities: [Int]?
    /// Its interval.
    let keepaliveIntervalMS: Int

    enum CodingKeys: String, CodingKey {
        case capabilities = "capabilities"
        case keepaliveIntervalMS = "keepalive_interval_ms"
    }
}

// MARK: Started convenience initializers and mutators

extension Started {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(Started.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        capabilities: [Int]?? = nil,
        keepaliveIntervalMS: Int? = nil
    ) -> Started {
        return Started(
            capabilities: capabilities ?? self.capabilities,
            keepaliveIntervalMS: keepaliveIntervalMS ?? self.keepaliveIntervalMS
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

// MARK: - TopicsLive
struct TopicsLive: Codable {
    /// Labels.
    let topics: [String]

    enum CodingKeys: String, CodingKey {
        case topics = "topics"
    }
}

// MARK: TopicsLive convenience initializers and mutators

extension TopicsLive {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(TopicsLive.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        topics: [String]? = nil
    ) -> TopicsLive {
        return TopicsLive(
            topics: topics ?? self.topics
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

// MARK: - UnknownVersion
struct UnknownVersion: Codable {
}

// MARK: UnknownVersion convenience initializers and mutators

extension UnknownVersion {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(UnknownVersion.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
    ) -> UnknownVersion {
        return UnknownVersion(
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Who.
///
/// Who does something.
enum StreamFrom: String, Codable {
    case app = "app"
    case client = "client"
    case node = "node"
    case pipe = "pipe"
}

/// One vector file: one topic, one profile.
// MARK: - TreeFile
struct TreeFile: Codable {
    /// `marmot-vectors/1`
    let format: String
    /// What wrote the file.
    let generator: Generator
    /// Tests that share a time.
    let groups: [TreeGroup]
    /// What the flags mean.
    let notes: [String: Note]
    /// Wire profile.
    let profile: String
    /// The text that is tested.
    let spec: Spec
    /// Version of the set.
    let suiteVersion: String
    /// Every private key in the file was made for it.
    let syntheticSecrets: Bool
    /// Number of tests.
    let testCount: Int
    /// Topic; decides the members of `input` and `expect`.
    let topic: String

    enum CodingKeys: String, CodingKey {
        case format = "format"
        case generator = "generator"
        case groups = "groups"
        case notes = "notes"
        case profile = "profile"
        case spec = "spec"
        case suiteVersion = "suite_version"
        case syntheticSecrets = "synthetic_secrets"
        case testCount = "test_count"
        case topic = "topic"
    }
}

// MARK: TreeFile convenience initializers and mutators

extension TreeFile {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(TreeFile.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        format: String? = nil,
        generator: Generator? = nil,
        groups: [TreeGroup]? = nil,
        notes: [String: Note]? = nil,
        profile: String? = nil,
        spec: Spec? = nil,
        suiteVersion: String? = nil,
        syntheticSecrets: Bool? = nil,
        testCount: Int? = nil,
        topic: String? = nil
    ) -> TreeFile {
        return TreeFile(
            format: format ?? self.format,
            generator: generator ?? self.generator,
            groups: groups ?? self.groups,
            notes: notes ?? self.notes,
            profile: profile ?? self.profile,
            spec: spec ?? self.spec,
            suiteVersion: suiteVersion ?? self.suiteVersion,
            syntheticSecrets: syntheticSecrets ?? self.syntheticSecrets,
            testCount: testCount ?? self.testCount,
            topic: topic ?? self.topic
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Tests that share a time.
// MARK: - TreeGroup
struct TreeGroup: Codable {
    /// Unix seconds of the judgement.
    let now: Int
    /// Tests.
    let tests: [TreeTest]

    enum CodingKeys: String, CodingKey {
        case now = "now"
        case tests = "tests"
    }
}

// MARK: TreeGroup convenience initializers and mutators

extension TreeGroup {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(TreeGroup.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        now: Int? = nil,
        tests: [TreeTest]? = nil
    ) -> TreeGroup {
        return TreeGroup(
            now: now ?? self.now,
            tests: tests ?? self.tests
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// One test.
// MARK: - TreeTest
struct TreeTest: Codable {
    /// One sentence.
    let comment: String
    /// Of a valid test; all members are compared.
    let expect: TreeExpect?
    /// Of a policy test: by policy id.
    let expectedByPolicy: [String: TreeAnswer]?
    /// At least one key of `notes`; one test shows one thing.
    let flags: [String]
    /// Stable id: topic prefix and four digits.
    let id: String
    /// Input.
    let input: TreeInput
    /// Unix seconds of the judgement, where it is not the group's.
    let now: Int?
    /// The valid test that this invalid or deferred one is like, but for what its flag names; a
    /// `group-event` test with another `after` is elsewhere in the story, too.
    let parent: String?
    /// Of an invalid or deferred test.
    let reason: Reason?
    /// Instead of `reason` where the order of checks is free; all of one stage.
    let reasonsAny: [Reason]?
    /// What is demanded.
    let result: Outcome
    /// Of an invalid or deferred test: the stage of its reason.
    let stage: Stage?
    /// The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.
    let tag: String?
    /// Stacks that passed this test when it was emitted; of an invalid test, those that refused
    /// it for the stated reason.
    let verifiedBy: [StackVoice]?
    /// Stacks that refused this invalid test and did not say why. Not read back.
    let xRefusedBy: [StackVoice]?

    enum CodingKeys: String, CodingKey {
        case comment = "comment"
        case expect = "expect"
        case expectedByPolicy = "expected_by_policy"
        case flags = "flags"
        case id = "id"
        case input = "input"
        case now = "now"
        case parent = "parent"
        case reason = "reason"
        case reasonsAny = "reasons_any"
        case result = "result"
        case stage = "stage"
        case tag = "tag"
        case verifiedBy = "verified_by"
        case xRefusedBy = "x_refused_by"
    }
}

// MARK: TreeTest convenience initializers and mutators

extension TreeTest {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(TreeTest.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        comment: String? = nil,
        expect: TreeExpect?? = nil,
        expectedByPolicy: [String: TreeAnswer]?? = nil,
        flags: [String]? = nil,
        id: String? = nil,
        input: TreeInput? = nil,
        now: Int?? = nil,
        parent: String?? = nil,
        reason: Reason?? = nil,
        reasonsAny: [Reason]?? = nil,
        result: Outcome? = nil,
        stage: Stage?? = nil,
        tag: String?? = nil,
        verifiedBy: [StackVoice]?? = nil,
        xRefusedBy: [StackVoice]?? = nil
    ) -> TreeTest {
        return TreeTest(
            comment: comment ?? self.comment,
            expect: expect ?? self.expect,
            expectedByPolicy: expectedByPolicy ?? self.expectedByPolicy,
            flags: flags ?? self.flags,
            id: id ?? self.id,
            input: input ?? self.input,
            now: now ?? self.now,
            parent: parent ?? self.parent,
            reason: reason ?? self.reason,
            reasonsAny: reasonsAny ?? self.reasonsAny,
            result: result ?? self.result,
            stage: stage ?? self.stage,
            tag: tag ?? self.tag,
            verifiedBy: verifiedBy ?? self.verifiedBy,
            xRefusedBy: xRefusedBy ?? self.xRefusedBy
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Of a valid test; all members are compared.
///
/// The world at the end of the trace.
///
/// It succeeds.
// MARK: - TreeExpect
struct TreeExpect: Codable {
    /// Over all pairs of tips of one root: the shorter way from their fork to a tip.
    let forkDepth: Int
    /// By removed device: steps that it has opened and some living sibling has not.
    let leaked: [String: [String]]?
    /// In a quiescent world: steps that no living device of the other user has opened.
    let lost: [String]?
    /// Nothing is enabled but steps, messages, rolls and removals.
    let quiescent: Bool
    /// Node and index of symmetric messages that share them with others.
    let reused: [[Leaf]]?
    /// By device: on what it sends next.
    let selection: [String: String]
    /// What comes after the trace, and where it leads.
    let then: RatchetThen?
    /// Nodes that nothing grew on, in the order of names.
    let tips: [String]

    enum CodingKeys: String, CodingKey {
        case forkDepth = "fork_depth"
        case leaked = "leaked"
        case lost = "lost"
        case quiescent = "quiescent"
        case reused = "reused"
        case selection = "selection"
        case then = "then"
        case tips = "tips"
    }
}

// MARK: TreeExpect convenience initializers and mutators

extension TreeExpect {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(TreeExpect.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        forkDepth: Int? = nil,
        leaked: [String: [String]]?? = nil,
        lost: [String]?? = nil,
        quiescent: Bool? = nil,
        reused: [[Leaf]]?? = nil,
        selection: [String: String]? = nil,
        then: RatchetThen?? = nil,
        tips: [String]? = nil
    ) -> TreeExpect {
        return TreeExpect(
            forkDepth: forkDepth ?? self.forkDepth,
            leaked: leaked ?? self.leaked,
            lost: lost ?? self.lost,
            quiescent: quiescent ?? self.quiescent,
            reused: reused ?? self.reused,
            selection: selection ?? self.selection,
            then: then ?? self.then,
            tips: tips ?? self.tips
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// What comes after the trace, and where it leads.
///
/// What comes after a trace, and where it leads.
// MARK: - RatchetThen
struct RatchetThen: Codable {
    /// By device: on what it sends next.
    let selection: [String: String]
    /// More events.
    let trace: [[String]]

    enum CodingKeys: String, CodingKey {
        case selection = "selection"
        case trace = "trace"
    }
}

// MARK: RatchetThen convenience initializers and mutators

extension RatchetThen {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(RatchetThen.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        selection: [String: String]? = nil,
        trace: [[String]]? = nil
    ) -> RatchetThen {
        return RatchetThen(
            selection: selection ?? self.selection,
            trace: trace ?? self.trace
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// What is expected under one policy.
///
/// Of a valid test; all members are compared.
///
/// The world at the end of the trace.
///
/// It succeeds.
///
/// It fails.
// MARK: - TreeAnswer
struct TreeAnswer: Codable {
    /// Over all pairs of tips of one root: the shorter way from their fork to a tip.
    let forkDepth: Int?
    /// By removed device: steps that it has opened and some living sibling has not.
    let leaked: [String: [String]]?
    /// In a quiescent world: steps that no living device of the other user has opened.
    let lost: [String]?
    /// Nothing is enabled but steps, messages, rolls and removals.
    let quiescent: Bool?
    /// Node and index of symmetric messages that share them with others.
    let reused: [[Leaf]]?
    /// By device: on what it sends next.
    let selection: [String: String]?
    /// What comes after the trace, and where it leads.
    let then: RatchetThen?
    /// Nodes that nothing grew on, in the order of names.
    let tips: [String]?
    /// Why.
    let reason: Reason?
    /// The stage of the reason.
    let stage: Stage?

    enum CodingKeys: String, CodingKey {
        case forkDepth = "fork_depth"
        case leaked = "leaked"
        case lost = "lost"
        case quiescent = "quiescent"
        case reused = "reused"
        case selection = "selection"
        case then = "then"
        case tips = "tips"
        case reason = "reason"
        case stage = "stage"
    }
}

// MARK: TreeAnswer convenience initializers and mutators

extension TreeAnswer {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(TreeAnswer.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        forkDepth: Int?? = nil,
        leaked: [String: [String]]?? = nil,
        lost: [String]?? = nil,
        quiescent: Bool?? = nil,
        reused: [[Leaf]]?? = nil,
        selection: [String: String]?? = nil,
        then: RatchetThen?? = nil,
        tips: [String]?? = nil,
        reason: Reason?? = nil,
        stage: Stage?? = nil
    ) -> TreeAnswer {
        return TreeAnswer(
            forkDepth: forkDepth ?? self.forkDepth,
            leaked: leaked ?? self.leaked,
            lost: lost ?? self.lost,
            quiescent: quiescent ?? self.quiescent,
            reused: reused ?? self.reused,
            selection: selection ?? self.selection,
            then: then ?? self.then,
            tips: tips ?? self.tips,
            reason: reason ?? self.reason,
            stage: stage ?? self.stage
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Input.
///
/// A world, and what happens in it.
// MARK: - TreeInput
struct TreeInput: Codable {
    /// The trace repeats itself.
    let cycle: RatchetCycle?
    /// Devices of A.
    let m: Int
    /// Devices of B.
    let n: Int
    /// The switches.
    let policy: RatchetPolicy
    /// How many DH steps each device can make.
    let stepsMax: Int
    /// Events: a verb, the device, then nodes.
    let trace: [[String]]

    enum CodingKeys: String, CodingKey {
        case cycle = "cycle"
        case m = "m"
        case n = "n"
        case policy = "policy"
        case stepsMax = "steps_max"
        case trace = "trace"
    }
}

// MARK: TreeInput convenience initializers and mutators

extension TreeInput {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(TreeInput.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        cycle: RatchetCycle?? = nil,
        m: Int? = nil,
        n: Int? = nil,
        policy: RatchetPolicy? = nil,
        stepsMax: Int? = nil,
        trace: [[String]]? = nil
    ) -> TreeInput {
        return TreeInput(
            cycle: cycle ?? self.cycle,
            m: m ?? self.m,
            n: n ?? self.n,
            policy: policy ?? self.policy,
            stepsMax: stepsMax ?? self.stepsMax,
            trace: trace ?? self.trace
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// The trace repeats itself.
///
/// After round `from` + `rounds` the world is what it was after round `from`, deeper.
// MARK: - RatchetCycle
struct RatchetCycle: Codable {
    /// By round: how many events of the trace have happened at its end.
    let ends: [Int]
    /// The round after which the cycle begins, from 1.
    let from: Int
    /// Its length in rounds.
    let rounds: Int
    /// By how many levels the tree has grown.
    let shift: Int

    enum CodingKeys: String, CodingKey {
        case ends = "ends"
        case from = "from"
        case rounds = "rounds"
        case shift = "shift"
    }
}

// MARK: RatchetCycle convenience initializers and mutators

extension RatchetCycle {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(RatchetCycle.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        ends: [Int]? = nil,
        from: Int? = nil,
        rounds: Int? = nil,
        shift: Int? = nil
    ) -> RatchetCycle {
        return RatchetCycle(
            ends: ends ?? self.ends,
            from: from ?? self.from,
            rounds: rounds ?? self.rounds,
            shift: shift ?? self.shift
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// One vector file: one topic, one profile.
// MARK: - WelcomeFanoutFile
struct WelcomeFanoutFile: Codable {
    /// `marmot-vectors/1`
    let format: String
    /// What wrote the file.
    let generator: Generator
    /// Tests that share a time.
    let groups: [WelcomeFanoutGroup]
    /// What the flags mean.
    let notes: [String: Note]
    /// Wire profile.
    let profile: String
    /// The text that is tested.
    let spec: Spec
    /// Version of the set.
    let suiteVersion: String
    /// Every private key in the file was made for it.
    let syntheticSecrets: Bool
    /// Number of tests.
    let testCount: Int
    /// Topic; decides the members of `input` and `expect`.
    let topic: String

    enum CodingKeys: String, CodingKey {
        case format = "format"
        case generator = "generator"
        case groups = "groups"
        case notes = "notes"
        case profile = "profile"
        case spec = "spec"
        case suiteVersion = "suite_version"
        case syntheticSecrets = "synthetic_secrets"
        case testCount = "test_count"
        case topic = "topic"
    }
}

// MARK: WelcomeFanoutFile convenience initializers and mutators

extension WelcomeFanoutFile {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(WelcomeFanoutFile.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        format: String? = nil,
        generator: Generator? = nil,
        groups: [WelcomeFanoutGroup]? = nil,
        notes: [String: Note]? = nil,
        profile: String? = nil,
        spec: Spec? = nil,
        suiteVersion: String? = nil,
        syntheticSecrets: Bool? = nil,
        testCount: Int? = nil,
        topic: String? = nil
    ) -> WelcomeFanoutFile {
        return WelcomeFanoutFile(
            format: format ?? self.format,
            generator: generator ?? self.generator,
            groups: groups ?? self.groups,
            notes: notes ?? self.notes,
            profile: profile ?? self.profile,
            spec: spec ?? self.spec,
            suiteVersion: suiteVersion ?? self.suiteVersion,
            syntheticSecrets: syntheticSecrets ?? self.syntheticSecrets,
            testCount: testCount ?? self.testCount,
            topic: topic ?? self.topic
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Tests that share a time.
// MARK: - WelcomeFanoutGroup
struct WelcomeFanoutGroup: Codable {
    /// Unix seconds of the judgement.
    let now: Int
    /// Tests.
    let tests: [WelcomeFanoutTest]

    enum CodingKeys: String, CodingKey {
        case now = "now"
        case tests = "tests"
    }
}

// MARK: WelcomeFanoutGroup convenience initializers and mutators

extension WelcomeFanoutGroup {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(WelcomeFanoutGroup.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        now: Int? = nil,
        tests: [WelcomeFanoutTest]? = nil
    ) -> WelcomeFanoutGroup {
        return WelcomeFanoutGroup(
            now: now ?? self.now,
            tests: tests ?? self.tests
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// One test.
// MARK: - WelcomeFanoutTest
struct WelcomeFanoutTest: Codable {
    /// One sentence.
    let comment: String
    /// Of a valid test; all members are compared.
    let expect: WelcomeFanoutExpect?
    /// Of a policy test: by policy id.
    let expectedByPolicy: [String: WelcomeFanoutAnswer]?
    /// At least one key of `notes`; one test shows one thing.
    let flags: [String]
    /// Stable id: topic prefix and four digits.
    let id: String
    /// Input.
    let input: WelcomeFanoutInput
    /// Unix seconds of the judgement, where it is not the group's.
    let now: Int?
    /// The valid test that this invalid or deferred one is like, but for what its flag names; a
    /// `group-event` test with another `after` is elsewhere in the story, too.
    let parent: String?
    /// Of an invalid or deferred test.
    let reason: Reason?
    /// Instead of `reason` where the order of checks is free; all of one stage.
    let reasonsAny: [Reason]?
    /// What is demanded.
    let result: Outcome
    /// Of an invalid or deferred test: the stage of its reason.
    let stage: Stage?
    /// The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.
    let tag: String?
    /// Stacks that passed this test when it was emitted; of an invalid test, those that refused
    /// it for the stated reason.
    let verifiedBy: [StackVoice]?
    /// Stacks that refused this invalid test and did not say why. Not read back.
    let xRefusedBy: [StackVoice]?

    enum CodingKeys: String, CodingKey {
        case comment = "comment"
        case expect = "expect"
        case expectedByPolicy = "expected_by_policy"
        case flags = "flags"
        case id = "id"
        case input = "input"
        case now = "now"
        case parent = "parent"
        case reason = "reason"
        case reasonsAny = "reasons_any"
        case result = "result"
        case stage = "stage"
        case tag = "tag"
        case verifiedBy = "verified_by"
        case xRefusedBy = "x_refused_by"
    }
}

// MARK: WelcomeFanoutTest convenience initializers and mutators

extension WelcomeFanoutTest {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(WelcomeFanoutTest.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        comment: String? = nil,
        expect: WelcomeFanoutExpect?? = nil,
        expectedByPolicy: [String: WelcomeFanoutAnswer]?? = nil,
        flags: [String]? = nil,
        id: String? = nil,
        input: WelcomeFanoutInput? = nil,
        now: Int?? = nil,
        parent: String?? = nil,
        reason: Reason?? = nil,
        reasonsAny: [Reason]?? = nil,
        result: Outcome? = nil,
        stage: Stage?? = nil,
        tag: String?? = nil,
        verifiedBy: [StackVoice]?? = nil,
        xRefusedBy: [StackVoice]?? = nil
    ) -> WelcomeFanoutTest {
        return WelcomeFanoutTest(
            comment: comment ?? self.comment,
            expect: expect ?? self.expect,
            expectedByPolicy: expectedByPolicy ?? self.expectedByPolicy,
            flags: flags ?? self.flags,
            id: id ?? self.id,
            input: input ?? self.input,
            now: now ?? self.now,
            parent: parent ?? self.parent,
            reason: reason ?? self.reason,
            reasonsAny: reasonsAny ?? self.reasonsAny,
            result: result ?? self.result,
            stage: stage ?? self.stage,
            tag: tag ?? self.tag,
            verifiedBy: verifiedBy ?? self.verifiedBy,
            xRefusedBy: xRefusedBy ?? self.xRefusedBy
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Of a valid test; all members are compared.
///
/// What becomes of each delivery.
///
/// It succeeds.
// MARK: - WelcomeFanoutExpect
struct WelcomeFanoutExpect: Codable {
    /// Leaves of the group that was joined last; 0 if none was.
    let leaves: Int
    /// One outcome for each delivery.
    let outcomes: [Delivery]

    enum CodingKeys: String, CodingKey {
        case leaves = "leaves"
        case outcomes = "outcomes"
    }
}

// MARK: WelcomeFanoutExpect convenience initializers and mutators

extension WelcomeFanoutExpect {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(WelcomeFanoutExpect.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        leaves: Int? = nil,
        outcomes: [Delivery]? = nil
    ) -> WelcomeFanoutExpect {
        return WelcomeFanoutExpect(
            leaves: leaves ?? self.leaves,
            outcomes: outcomes ?? self.outcomes
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// What becomes of a delivery.
enum Delivery: Codable {
    case deliveryClass(DeliveryClass)
    case enumeration(DeliveryEnum)

    init(from decoder: Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let x = try? container.decode(DeliveryEnum.self) {
            self = .enumeration(x)
            return
        }
        if let x = try? container.decode(DeliveryClass.self) {
            self = .deliveryClass(x)
            return
        }
        throw DecodingError.typeMismatch(Delivery.self, DecodingError.Context(codingPath: decoder.codingPath, debugDescription: "Wrong type for Delivery"))
    }

    func encode(to encoder: Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .deliveryClass(let x):
            try container.encode(x)
        case .enumeration(let x):
            try container.encode(x)
        }
    }
}

/// It fails, and leaves no trace.
// MARK: - DeliveryClass
struct DeliveryClass: Codable {
    let rejected: Reason

    enum CodingKeys: String, CodingKey {
        case rejected = "rejected"
    }
}

// MARK: DeliveryClass convenience initializers and mutators

extension DeliveryClass {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(DeliveryClass.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        rejected: Reason? = nil
    ) -> DeliveryClass {
        return DeliveryClass(
            rejected: rejected ?? self.rejected
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// The device became a member.
///
/// It is not meant for this device.
///
/// The device joined that group before, from this Welcome or another.
enum DeliveryEnum: String, Codable {
    case duplicate = "duplicate"
    case ignored = "ignored"
    case joined = "joined"
}

/// What is expected under one policy.
///
/// Of a valid test; all members are compared.
///
/// What becomes of each delivery.
///
/// It succeeds.
///
/// It fails.
// MARK: - WelcomeFanoutAnswer
struct WelcomeFanoutAnswer: Codable {
    /// Leaves of the group that was joined last; 0 if none was.
    let leaves: Int?
    /// One outcome for each delivery.
    let outcomes: [Delivery]?
    /// Why.
    let reason: Reason?
    /// The stage of the reason.
    let stage: Stage?

    enum CodingKeys: String, CodingKey {
        case leaves = "leaves"
        case outcomes = "outcomes"
        case reason = "reason"
        case stage = "stage"
    }
}

// MARK: WelcomeFanoutAnswer convenience initializers and mutators

extension WelcomeFanoutAnswer {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(WelcomeFanoutAnswer.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        leaves: Int?? = nil,
        outcomes: [Delivery]?? = nil,
        reason: Reason?? = nil,
        stage: Stage?? = nil
    ) -> WelcomeFanoutAnswer {
        return WelcomeFanoutAnswer(
            leaves: leaves ?? self.leaves,
            outcomes: outcomes ?? self.outcomes,
            reason: reason ?? self.reason,
            stage: stage ?? self.stage
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Input.
///
/// Devices, Welcomes, and what reaches whom in which order.
// MARK: - WelcomeFanoutInput
struct WelcomeFanoutInput: Codable {
    /// Device and rumor, in order. Each delivery is one more wrap, except that a delivery which
    /// repeats an earlier pair is a
    /// replay of the same wrap.
    let deliveries: [[String]]
    /// What each device holds.
    let devices: [String: Keys]
    /// Welcomes, each in a wrap of its own.
    let rumors: [String: Rumor]

    enum CodingKeys: String, CodingKey {
        case deliveries = "deliveries"
        case devices = "devices"
        case rumors = "rumors"
    }
}

// MARK: WelcomeFanoutInput convenience initializers and mutators

extension WelcomeFanoutInput {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(WelcomeFanoutInput.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        deliveries: [[String]]? = nil,
        devices: [String: Keys]? = nil,
        rumors: [String: Rumor]? = nil
    ) -> WelcomeFanoutInput {
        return WelcomeFanoutInput(
            deliveries: deliveries ?? self.deliveries,
            devices: devices ?? self.devices,
            rumors: rumors ?? self.rumors
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// One KeyPackage with everything that its owner holds. Names after the MLSWG passive-client
/// vectors.
///
/// Who joins.
///
/// A second leaf added by the same Commit. The runner joins it from the same Welcome bytes;
/// it processes every
/// message of `then` too, and reads what the joiner sends.
// MARK: - Keys
struct Keys: Codable {
    /// Raw 32-byte X25519 key of the leaf.
    let encryptionPriv: String
    /// Raw 32-byte X25519 key to which a Welcome is encrypted.
    let initPriv: String
    /// `MLSMessage(mls_key_package)`.
    let keyPackage: String
    /// The event that published it, for clients that look it up by the id in `e`.
    let keyPackageEvent: Event
    /// The bare KeyPackage. Reference and signature are over this form.
    let keyPackageRaw: String
    /// 32-byte secp256k1 scalar of the account.
    let nostrSk: String
    /// 32-byte Ed25519 seed (RFC 8032).
    let signaturePriv: String
    /// 32-byte Ed25519 public key.
    let signaturePub: String

    enum CodingKeys: String, CodingKey {
        case encryptionPriv = "encryption_priv"
        case initPriv = "init_priv"
        case keyPackage = "key_package"
        case keyPackageEvent = "key_package_event"
        case keyPackageRaw = "key_package_raw"
        case nostrSk = "nostr_sk"
        case signaturePriv = "signature_priv"
        case signaturePub = "signature_pub"
    }
}

// MARK: Keys convenience initializers and mutators

extension Keys {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(Keys.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        encryptionPriv: String? = nil,
        initPriv: String? = nil,
        keyPackage: String? = nil,
        keyPackageEvent: Event? = nil,
        keyPackageRaw: String? = nil,
        nostrSk: String? = nil,
        signaturePriv: String? = nil,
        signaturePub: String? = nil
    ) -> Keys {
        return Keys(
            encryptionPriv: encryptionPriv ?? self.encryptionPriv,
            initPriv: initPriv ?? self.initPriv,
            keyPackage: keyPackage ?? self.keyPackage,
            keyPackageEvent: keyPackageEvent ?? self.keyPackageEvent,
            keyPackageRaw: keyPackageRaw ?? self.keyPackageRaw,
            nostrSk: nostrSk ?? self.nostrSk,
            signaturePriv: signaturePriv ?? self.signaturePriv,
            signaturePub: signaturePub ?? self.signaturePub
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// One vector file: one topic, one profile.
// MARK: - WelcomeJoinFile
struct WelcomeJoinFile: Codable {
    /// `marmot-vectors/1`
    let format: String
    /// What wrote the file.
    let generator: Generator
    /// Tests that share a time.
    let groups: [WelcomeJoinGroup]
    /// What the flags mean.
    let notes: [String: Note]
    /// Wire profile.
    let profile: String
    /// The text that is tested.
    let spec: Spec
    /// Version of the set.
    let suiteVersion: String
    /// Every private key in the file was made for it.
    let syntheticSecrets: Bool
    /// Number of tests.
    let testCount: Int
    /// Topic; decides the members of `input` and `expect`.
    let topic: String

    enum CodingKeys: String, CodingKey {
        case format = "format"
        case generator = "generator"
        case groups = "groups"
        case notes = "notes"
        case profile = "profile"
        case spec = "spec"
        case suiteVersion = "suite_version"
        case syntheticSecrets = "synthetic_secrets"
        case testCount = "test_count"
        case topic = "topic"
    }
}

// MARK: WelcomeJoinFile convenience initializers and mutators

extension WelcomeJoinFile {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(WelcomeJoinFile.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        format: String? = nil,
        generator: Generator? = nil,
        groups: [WelcomeJoinGroup]? = nil,
        notes: [String: Note]? = nil,
        profile: String? = nil,
        spec: Spec? = nil,
        suiteVersion: String? = nil,
        syntheticSecrets: Bool? = nil,
        testCount: Int? = nil,
        topic: String? = nil
    ) -> WelcomeJoinFile {
        return WelcomeJoinFile(
            format: format ?? self.format,
            generator: generator ?? self.generator,
            groups: groups ?? self.groups,
            notes: notes ?? self.notes,
            profile: profile ?? self.profile,
            spec: spec ?? self.spec,
            suiteVersion: suiteVersion ?? self.suiteVersion,
            syntheticSecrets: syntheticSecrets ?? self.syntheticSecrets,
            testCount: testCount ?? self.testCount,
            topic: topic ?? self.topic
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Tests that share a time.
// MARK: - WelcomeJoinGroup
struct WelcomeJoinGroup: Codable {
    /// Unix seconds of the judgement.
    let now: Int
    /// Tests.
    let tests: [WelcomeJoinTest]

    enum CodingKeys: String, CodingKey {
        case now = "now"
        case tests = "tests"
    }
}

// MARK: WelcomeJoinGroup convenience initializers and mutators

extension WelcomeJoinGroup {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(WelcomeJoinGroup.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        now: Int? = nil,
        tests: [WelcomeJoinTest]? = nil
    ) -> WelcomeJoinGroup {
        return WelcomeJoinGroup(
            now: now ?? self.now,
            tests: tests ?? self.tests
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// One test.
// MARK: - WelcomeJoinTest
struct WelcomeJoinTest: Codable {
    /// One sentence.
    let comment: String
    /// Of a valid test; all members are compared.
    let expect: WelcomeJoinExpect?
    /// Of a policy test: by policy id.
    let expectedByPolicy: [String: WelcomeJoinAnswer]?
    /// At least one key of `notes`; one test shows one thing.
    let flags: [String]
    /// Stable id: topic prefix and four digits.
    let id: String
    /// Input.
    let input: WelcomeJoinInput
    /// Unix seconds of the judgement, where it is not the group's.
    let now: Int?
    /// The valid test that this invalid or deferred one is like, but for what its flag names; a
    /// `group-event` test with another `after` is elsewhere in the story, too.
    let parent: String?
    /// Of an invalid or deferred test.
    let reason: Reason?
    /// Instead of `reason` where the order of checks is free; all of one stage.
    let reasonsAny: [Reason]?
    /// What is demanded.
    let result: Outcome
    /// Of an invalid or deferred test: the stage of its reason.
    let stage: Stage?
    /// The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.
    let tag: String?
    /// Stacks that passed this test when it was emitted; of an invalid test, those that refused
    /// it for the stated reason.
    let verifiedBy: [StackVoice]?
    /// Stacks that refused this invalid test and did not say why. Not read back.
    let xRefusedBy: [StackVoice]?

    enum CodingKeys: String, CodingKey {
        case comment = "comment"
        case expect = "expect"
        case expectedByPolicy = "expected_by_policy"
        case flags = "flags"
        case id = "id"
        case input = "input"
        case now = "now"
        case parent = "parent"
        case reason = "reason"
        case reasonsAny = "reasons_any"
        case result = "result"
        case stage = "stage"
        case tag = "tag"
        case verifiedBy = "verified_by"
        case xRefusedBy = "x_refused_by"
    }
}

// MARK: WelcomeJoinTest convenience initializers and mutators

extension WelcomeJoinTest {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(WelcomeJoinTest.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        comment: String? = nil,
        expect: WelcomeJoinExpect?? = nil,
        expectedByPolicy: [String: WelcomeJoinAnswer]?? = nil,
        flags: [String]? = nil,
        id: String? = nil,
        input: WelcomeJoinInput? = nil,
        now: Int?? = nil,
        parent: String?? = nil,
        reason: Reason?? = nil,
        reasonsAny: [Reason]?? = nil,
        result: Outcome? = nil,
        stage: Stage?? = nil,
        tag: String?? = nil,
        verifiedBy: [StackVoice]?? = nil,
        xRefusedBy: [StackVoice]?? = nil
    ) -> WelcomeJoinTest {
        return WelcomeJoinTest(
            comment: comment ?? self.comment,
            expect: expect ?? self.expect,
            expectedByPolicy: expectedByPolicy ?? self.expectedByPolicy,
            flags: flags ?? self.flags,
            id: id ?? self.id,
            input: input ?? self.input,
            now: now ?? self.now,
            parent: parent ?? self.parent,
            reason: reason ?? self.reason,
            reasonsAny: reasonsAny ?? self.reasonsAny,
            result: result ?? self.result,
            stage: stage ?? self.stage,
            tag: tag ?? self.tag,
            verifiedBy: verifiedBy ?? self.verifiedBy,
            xRefusedBy: xRefusedBy ?? self.xRefusedBy
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Of a valid test; all members are compared.
///
/// What a join leads to.
///
/// It succeeds.
// MARK: - WelcomeJoinExpect
struct WelcomeJoinExpect: Codable {
    /// The joiner's state right after the join.
    let state: State
    /// One result for each `then`.
    let then: [OpResult]

    enum CodingKeys: String, CodingKey {
        case state = "state"
        case then = "then"
    }
}

// MARK: WelcomeJoinExpect convenience initializers and mutators

extension WelcomeJoinExpect {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(WelcomeJoinExpect.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        state: State? = nil,
        then: [OpResult]? = nil
    ) -> WelcomeJoinExpect {
        return WelcomeJoinExpect(
            state: state ?? self.state,
            then: then ?? self.then
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// The joiner's state right after the join.
///
/// What a member knows after a join. Every member is compared.
// MARK: - State
struct State: Codable {
    /// SHA-256("marmot-convergence-conformance-v1" ‖ 00 ‖ MLS-Exporter("marmot",
    /// "convergence-conformance-v1", 32)).
    let commitment: String
    /// Epoch.
    let epoch: Int
    /// Epoch authenticator.
    let epochAuthenticator: String
    /// Exported secrets.
    let exporters: [Export]
    /// MLS group id.
    let groupID: String
    /// Every leaf that is not blank, by index.
    let leaves: [LeafEntry]
    /// The id that `h` tags name.
    let nostrGroupID: String
    /// Index of the own leaf.
    let ownLeaf: Int
    /// Tree hash of the group context.
    let treeHash: String

    enum CodingKeys: String, CodingKey {
        case commitment = "commitment"
        case epoch = "epoch"
        case epochAuthenticator = "epoch_authenticator"
        case exporters = "exporters"
        case groupID = "group_id"
        case leaves = "leaves"
        case nostrGroupID = "nostr_group_id"
        case ownLeaf = "own_leaf"
        case treeHash = "tree_hash"
    }
}

// MARK: State convenience initializers and mutators

extension State {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(State.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        commitment: String? = nil,
        epoch: Int? = nil,
        epochAuthenticator: String? = nil,
        exporters: [Export]? = nil,
        groupID: String? = nil,
        leaves: [LeafEntry]? = nil,
        nostrGroupID: String? = nil,
        ownLeaf: Int? = nil,
        treeHash: String? = nil
    ) -> State {
        return State(
            commitment: commitment ?? self.commitment,
            epoch: epoch ?? self.epoch,
            epochAuthenticator: epochAuthenticator ?? self.epochAuthenticator,
            exporters: exporters ?? self.exporters,
            groupID: groupID ?? self.groupID,
            leaves: leaves ?? self.leaves,
            nostrGroupID: nostrGroupID ?? self.nostrGroupID,
            ownLeaf: ownLeaf ?? self.ownLeaf,
            treeHash: treeHash ?? self.treeHash
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// One exported secret.
// MARK: - Export
struct Export: Codable {
    /// Context bytes.
    let context: String
    /// Label, text.
    let label: String
    /// Length of the secret in bytes.
    let length: Int
    /// `MLS-Exporter(label, context, length)`.
    let secret: String

    enum CodingKeys: String, CodingKey {
        case context = "context"
        case label = "label"
        case length = "length"
        case secret = "secret"
    }
}

// MARK: Export convenience initializers and mutators

extension Export {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(Export.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        context: String? = nil,
        label: String? = nil,
        length: Int? = nil,
        secret: String? = nil
    ) -> Export {
        return Export(
            context: context ?? self.context,
            label: label ?? self.label,
            length: length ?? self.length,
            secret: secret ?? self.secret
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// What one `then` leads to.
///
/// Of `receive`.
///
/// Of `receive_commit`.
///
/// Of `joiner_sends`.
// MARK: - OpResult
struct OpResult: Codable {
    /// Application data.
    let plaintext: String?
    /// Leaf that sent it.
    let senderLeaf: Int?
    /// The new epoch.
    let epoch: Int?
    /// Its authenticator.
    let epochAuthenticator: String?
    /// Application data as the witness read it.
    let witnessReads: String?

    enum CodingKeys: String, CodingKey {
        case plaintext = "plaintext"
        case senderLeaf = "sender_leaf"
        case epoch = "epoch"
        case epochAuthenticator = "epoch_authenticator"
        case witnessReads = "witness_reads"
    }
}

// MARK: OpResult convenience initializers and mutators

extension OpResult {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(OpResult.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        plaintext: String?? = nil,
        senderLeaf: Int?? = nil,
        epoch: Int?? = nil,
        epochAuthenticator: String?? = nil,
        witnessReads: String?? = nil
    ) -> OpResult {
        return OpResult(
            plaintext: plaintext ?? self.plaintext,
            senderLeaf: senderLeaf ?? self.senderLeaf,
            epoch: epoch ?? self.epoch,
            epochAuthenticator: epochAuthenticator ?? self.epochAuthenticator,
            witnessReads: witnessReads ?? self.witnessReads
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// What is expected under one policy.
///
/// Of a valid test; all members are compared.
///
/// What a join leads to.
///
/// It succeeds.
///
/// It fails.
// MARK: - WelcomeJoinAnswer
struct WelcomeJoinAnswer: Codable {
    /// The joiner's state right after the join.
    let state: State?
    /// One result for each `then`.
    let then: [OpResult]?
    /// Why.
    let reason: Reason?
    /// The stage of the reason.
    let stage: Stage?

    enum CodingKeys: String, CodingKey {
        case state = "state"
        case then = "then"
        case reason = "reason"
        case stage = "stage"
    }
}

// MARK: WelcomeJoinAnswer convenience initializers and mutators

extension WelcomeJoinAnswer {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(WelcomeJoinAnswer.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        state: State?? = nil,
        then: [OpResult]?? = nil,
        reason: Reason?? = nil,
        stage: Stage?? = nil
    ) -> WelcomeJoinAnswer {
        return WelcomeJoinAnswer(
            state: state ?? self.state,
            then: then ?? self.then,
            reason: reason ?? self.reason,
            stage: stage ?? self.stage
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Input.
///
/// A Welcome and two who can open it.
// MARK: - WelcomeJoinInput
struct WelcomeJoinInput: Codable {
    /// Who joins.
    let joiner: Keys
    /// The Welcome that names the joiner's KeyPackage.
    let rumor: Rumor
    /// What happens after the join, in order.
    let then: [Op]
    /// A second leaf added by the same Commit. The runner joins it from the same Welcome bytes;
    /// it processes every
    /// message of `then` too, and reads what the joiner sends.
    let witness: Keys

    enum CodingKeys: String, CodingKey {
        case joiner = "joiner"
        case rumor = "rumor"
        case then = "then"
        case witness = "witness"
    }
}

// MARK: WelcomeJoinInput convenience initializers and mutators

extension WelcomeJoinInput {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(WelcomeJoinInput.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        joiner: Keys? = nil,
        rumor: Rumor? = nil,
        then: [Op]? = nil,
        witness: Keys? = nil
    ) -> WelcomeJoinInput {
        return WelcomeJoinInput(
            joiner: joiner ?? self.joiner,
            rumor: rumor ?? self.rumor,
            then: then ?? self.then,
            witness: witness ?? self.witness
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// What happens after the join.
///
/// An application message arrives.
///
/// A Commit arrives and is applied.
///
/// The joiner encrypts these bytes, and the witness reads them.
// MARK: - Op
struct Op: Codable {
    /// `MLSMessage`, outer encryption removed.
    let mlsMessage: String?
    let op: OpEnum
    /// Application data.
    let plaintext: String?

    enum CodingKeys: String, CodingKey {
        case mlsMessage = "mls_message"
        case op = "op"
        case plaintext = "plaintext"
    }
}

// MARK: Op convenience initializers and mutators

extension Op {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(Op.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        mlsMessage: String?? = nil,
        op: OpEnum? = nil,
        plaintext: String?? = nil
    ) -> Op {
        return Op(
            mlsMessage: mlsMessage ?? self.mlsMessage,
            op: op ?? self.op,
            plaintext: plaintext ?? self.plaintext
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

enum OpEnum: String, Codable {
    case joinerSends = "joiner_sends"
    case receive = "receive"
    case receiveCommit = "receive_commit"
}

/// One vector file: one topic, one profile.
// MARK: - WelcomeRumorFile
struct WelcomeRumorFile: Codable {
    /// `marmot-vectors/1`
    let format: String
    /// What wrote the file.
    let generator: Generator
    /// Tests that share a time.
    let groups: [WelcomeRumorGroup]
    /// What the flags mean.
    let notes: [String: Note]
    /// Wire profile.
    let profile: String
    /// The text that is tested.
    let spec: Spec
    /// Version of the set.
    let suiteVersion: String
    /// Every private key in the file was made for it.
    let syntheticSecrets: Bool
    /// Number of tests.
    let testCount: Int
    /// Topic; decides the members of `input` and `expect`.
    let topic: String

    enum CodingKeys: String, CodingKey {
        case format = "format"
        case generator = "generator"
        case groups = "groups"
        case notes = "notes"
        case profile = "profile"
        case spec = "spec"
        case suiteVersion = "suite_version"
        case syntheticSecrets = "synthetic_secrets"
        case testCount = "test_count"
        case topic = "topic"
    }
}

// MARK: WelcomeRumorFile convenience initializers and mutators

extension WelcomeRumorFile {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(WelcomeRumorFile.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        format: String? = nil,
        generator: Generator? = nil,
        groups: [WelcomeRumorGroup]? = nil,
        notes: [String: Note]? = nil,
        profile: String? = nil,
        spec: Spec? = nil,
        suiteVersion: String? = nil,
        syntheticSecrets: Bool? = nil,
        testCount: Int? = nil,
        topic: String? = nil
    ) -> WelcomeRumorFile {
        return WelcomeRumorFile(
            format: format ?? self.format,
            generator: generator ?? self.generator,
            groups: groups ?? self.groups,
            notes: notes ?? self.notes,
            profile: profile ?? self.profile,
            spec: spec ?? self.spec,
            suiteVersion: suiteVersion ?? self.suiteVersion,
            syntheticSecrets: syntheticSecrets ?? self.syntheticSecrets,
            testCount: testCount ?? self.testCount,
            topic: topic ?? self.topic
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Tests that share a time.
// MARK: - WelcomeRumorGroup
struct WelcomeRumorGroup: Codable {
    /// Unix seconds of the judgement.
    let now: Int
    /// Tests.
    let tests: [WelcomeRumorTest]

    enum CodingKeys: String, CodingKey {
        case now = "now"
        case tests = "tests"
    }
}

// MARK: WelcomeRumorGroup convenience initializers and mutators

extension WelcomeRumorGroup {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(WelcomeRumorGroup.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        now: Int? = nil,
        tests: [WelcomeRumorTest]? = nil
    ) -> WelcomeRumorGroup {
        return WelcomeRumorGroup(
            now: now ?? self.now,
            tests: tests ?? self.tests
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// One test.
// MARK: - WelcomeRumorTest
struct WelcomeRumorTest: Codable {
    /// One sentence.
    let comment: String
    /// Of a valid test; all members are compared.
    let expect: WelcomeRumorExpect?
    /// Of a policy test: by policy id.
    let expectedByPolicy: [String: WelcomeRumorAnswer]?
    /// At least one key of `notes`; one test shows one thing.
    let flags: [String]
    /// Stable id: topic prefix and four digits.
    let id: String
    /// Input.
    let input: WelcomeRumorInput
    /// Unix seconds of the judgement, where it is not the group's.
    let now: Int?
    /// The valid test that this invalid or deferred one is like, but for what its flag names; a
    /// `group-event` test with another `after` is elsewhere in the story, too.
    let parent: String?
    /// Of an invalid or deferred test.
    let reason: Reason?
    /// Instead of `reason` where the order of checks is free; all of one stage.
    let reasonsAny: [Reason]?
    /// What is demanded.
    let result: Outcome
    /// Of an invalid or deferred test: the stage of its reason.
    let stage: Stage?
    /// The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.
    let tag: String?
    /// Stacks that passed this test when it was emitted; of an invalid test, those that refused
    /// it for the stated reason.
    let verifiedBy: [StackVoice]?
    /// Stacks that refused this invalid test and did not say why. Not read back.
    let xRefusedBy: [StackVoice]?

    enum CodingKeys: String, CodingKey {
        case comment = "comment"
        case expect = "expect"
        case expectedByPolicy = "expected_by_policy"
        case flags = "flags"
        case id = "id"
        case input = "input"
        case now = "now"
        case parent = "parent"
        case reason = "reason"
        case reasonsAny = "reasons_any"
        case result = "result"
        case stage = "stage"
        case tag = "tag"
        case verifiedBy = "verified_by"
        case xRefusedBy = "x_refused_by"
    }
}

// MARK: WelcomeRumorTest convenience initializers and mutators

extension WelcomeRumorTest {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(WelcomeRumorTest.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        comment: String? = nil,
        expect: WelcomeRumorExpect?? = nil,
        expectedByPolicy: [String: WelcomeRumorAnswer]?? = nil,
        flags: [String]? = nil,
        id: String? = nil,
        input: WelcomeRumorInput? = nil,
        now: Int?? = nil,
        parent: String?? = nil,
        reason: Reason?? = nil,
        reasonsAny: [Reason]?? = nil,
        result: Outcome? = nil,
        stage: Stage?? = nil,
        tag: String?? = nil,
        verifiedBy: [StackVoice]?? = nil,
        xRefusedBy: [StackVoice]?? = nil
    ) -> WelcomeRumorTest {
        return WelcomeRumorTest(
            comment: comment ?? self.comment,
            expect: expect ?? self.expect,
            expectedByPolicy: expectedByPolicy ?? self.expectedByPolicy,
            flags: flags ?? self.flags,
            id: id ?? self.id,
            input: input ?? self.input,
            now: now ?? self.now,
            parent: parent ?? self.parent,
            reason: reason ?? self.reason,
            reasonsAny: reasonsAny ?? self.reasonsAny,
            result: result ?? self.result,
            stage: stage ?? self.stage,
            tag: tag ?? self.tag,
            verifiedBy: verifiedBy ?? self.verifiedBy,
            xRefusedBy: xRefusedBy ?? self.xRefusedBy
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Of a valid test; all members are compared.
///
/// What a reader takes out of it.
///
/// It succeeds.
// MARK: - WelcomeRumorExpect
struct WelcomeRumorExpect: Codable {
    /// The event that `e` names, hex.
    let keyPackageEvent: String
    /// KeyPackages for which the MLS Welcome holds a secret.
    let refs: [String]
    /// Where the group's events are.
    let relays: [String]
    /// Author of the rumor, hex.
    let sender: String

    enum CodingKeys: String, CodingKey {
        case keyPackageEvent = "key_package_event"
        case refs = "refs"
        case relays = "relays"
        case sender = "sender"
    }
}

// MARK: WelcomeRumorExpect convenience initializers and mutators

extension WelcomeRumorExpect {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(WelcomeRumorExpect.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        keyPackageEvent: String? = nil,
        refs: [String]? = nil,
        relays: [String]? = nil,
        sender: String? = nil
    ) -> WelcomeRumorExpect {
        return WelcomeRumorExpect(
            keyPackageEvent: keyPackageEvent ?? self.keyPackageEvent,
            refs: refs ?? self.refs,
            relays: relays ?? self.relays,
            sender: sender ?? self.sender
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// What is expected under one policy.
///
/// Of a valid test; all members are compared.
///
/// What a reader takes out of it.
///
/// It succeeds.
///
/// It fails.
// MARK: - WelcomeRumorAnswer
struct WelcomeRumorAnswer: Codable {
    /// The event that `e` names, hex.
    let keyPackageEvent: String?
    /// KeyPackages for which the MLS Welcome holds a secret.
    let refs: [String]?
    /// Where the group's events are.
    let relays: [String]?
    /// Author of the rumor, hex.
    let sender: String?
    /// Why.
    let reason: Reason?
    /// The stage of the reason.
    let stage: Stage?

    enum CodingKeys: String, CodingKey {
        case keyPackageEvent = "key_package_event"
        case refs = "refs"
        case relays = "relays"
        case sender = "sender"
        case reason = "reason"
        case stage = "stage"
    }
}

// MARK: WelcomeRumorAnswer convenience initializers and mutators

extension WelcomeRumorAnswer {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(WelcomeRumorAnswer.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        keyPackageEvent: String?? = nil,
        refs: [String]?? = nil,
        relays: [String]?? = nil,
        sender: String?? = nil,
        reason: Reason?? = nil,
        stage: Stage?? = nil
    ) -> WelcomeRumorAnswer {
        return WelcomeRumorAnswer(
            keyPackageEvent: keyPackageEvent ?? self.keyPackageEvent,
            refs: refs ?? self.refs,
            relays: relays ?? self.relays,
            sender: sender ?? self.sender,
            reason: reason ?? self.reason,
            stage: stage ?? self.stage
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

/// Input.
///
/// A rumor, or a gift wrap with the key that opens it.
// MARK: - WelcomeRumorInput
struct WelcomeRumorInput: Codable {
    /// The account that received the wrap.
    let nostrSk: String?
    /// The rumor.
    let rumor: Rumor?
    /// A kind 1059 event.
    let wrap: Event?

    enum CodingKeys: String, CodingKey {
        case nostrSk = "nostr_sk"
        case rumor = "rumor"
        case wrap = "wrap"
    }
}

// MARK: WelcomeRumorInput convenience initializers and mutators

extension WelcomeRumorInput {
    init(data: Data) throws {
        self = try newJSONDecoder().decode(WelcomeRumorInput.self, from: data)
    }

    init(_ json: String, using encoding: String.Encoding = .utf8) throws {
        guard let data = json.data(using: encoding) else {
            throw NSError(domain: "JSONDecoding", code: 0, userInfo: nil)
        }
        try self.init(data: data)
    }

    init(fromURL url: URL) throws {
        try self.init(data: try Data(contentsOf: url))
    }

    func with(
        nostrSk: String?? = nil,
        rumor: Rumor?? = nil,
        wrap: Event?? = nil
    ) -> WelcomeRumorInput {
        return WelcomeRumorInput(
            nostrSk: nostrSk ?? self.nostrSk,
            rumor: rumor ?? self.rumor,
            wrap: wrap ?? self.wrap
        )
    }

    func jsonData() throws -> Data {
        return try newJSONEncoder().encode(self)
    }

    func jsonString(encoding: String.Encoding = .utf8) throws -> String? {
        return String(data: try self.jsonData(), encoding: encoding)
    }
}

// MARK: - Helper functions for creating encoders and decoders

func newJSONDecoder() -> JSONDecoder {
    let decoder = JSONDecoder()
    if #available(iOS 10.0, OSX 10.12, tvOS 10.0, watchOS 3.0, *) {
        decoder.dateDecodingStrategy = .iso8601
    }
    return decoder
}

func newJSONEncoder() -> JSONEncoder {
    let encoder = JSONEncoder()
    if #available(iOS 10.0, OSX 10.12, tvOS 10.0, watchOS 3.0, *) {
        encoder.dateEncodingStrategy = .iso8601
    }
    return encoder
}

// MARK: - Encode/decode helpers

class JSONNull: Codable, Hashable {

    public static func == (lhs: JSONNull, rhs: JSONNull) -> Bool {
        return true
    }

    public var hashValue: Int {
        return 0
    }

    public func hash(into hasher: inout Hasher) {
        // No-op
    }

    public init() {}

    public required init(from decoder: Decoder) throws {
        let container = try decoder.singleValueContainer()
        if !container.decodeNil() {
            throw DecodingError.typeMismatch(JSONNull.self, DecodingError.Context(codingPath: decoder.codingPath, debugDescription: "Wrong type for JSONNull"))
        }
    }

    public func encode(to encoder: Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encodeNil()
    }
}

class JSONCodingKey: CodingKey {
    let key: String

    required init?(intValue: Int) {
        return nil
    }

    required init?(stringValue: String) {
        key = stringValue
    }

    var intValue: Int? {
        return nil
    }

    var stringValue: String {
        return key
    }
}

class JSONAny: Codable {

    let value: Any

    static func decodingError(forCodingPath codingPath: [CodingKey]) -> DecodingError {
        let context = DecodingError.Context(codingPath: codingPath, debugDescription: "Cannot decode JSONAny")
        return DecodingError.typeMismatch(JSONAny.self, context)
    }

    static func encodingError(forValue value: Any, codingPath: [CodingKey]) -> EncodingError {
        let context = EncodingError.Context(codingPath: codingPath, debugDescription: "Cannot encode JSONAny")
        return EncodingError.invalidValue(value, context)
    }

    static func decode(from container: SingleValueDecodingContainer) throws -> Any {
        if let value = try? container.decode(Bool.self) {
            return value
        }
        if let value = try? container.decode(Int64.self) {
            return value
        }
        if let value = try? container.decode(Double.self) {
            return value
        }
        if let value = try? container.decode(String.self) {
            return value
        }
        if container.decodeNil() {
            return JSONNull()
        }
        throw decodingError(forCodingPath: container.codingPath)
    }

    static func decode(from container: inout UnkeyedDecodingContainer) throws -> Any {
        if let value = try? container.decode(Bool.self) {
            return value
        }
        if let value = try? container.decode(Int64.self) {
            return value
        }
        if let value = try? container.decode(Double.self) {
            return value
        }
        if let value = try? container.decode(String.self) {
            return value
        }
        if let value = try? container.decodeNil() {
            if value {
                return JSONNull()
            }
        }
        if var container = try? container.nestedUnkeyedContainer() {
            return try decodeArray(from: &container)
        }
        if var container = try? container.nestedContainer(keyedBy: JSONCodingKey.self) {
            return try decodeDictionary(from: &container)
        }
        throw decodingError(forCodingPath: container.codingPath)
    }

    static func decode(from container: inout KeyedDecodingContainer<JSONCodingKey>, forKey key: JSONCodingKey) throws -> Any {
        if let value = try? container.decode(Bool.self, forKey: key) {
            return value
        }
        if let value = try? container.decode(Int64.self, forKey: key) {
            return value
        }
        if let value = try? container.decode(Double.self, forKey: key) {
            return value
        }
        if let value = try? container.decode(String.self, forKey: key) {
            return value
        }
        if let value = try? container.decodeNil(forKey: key) {
            if value {
                return JSONNull()
            }
        }
        if var container = try? container.nestedUnkeyedContainer(forKey: key) {
            return try decodeArray(from: &container)
        }
        if var container = try? container.nestedContainer(keyedBy: JSONCodingKey.self, forKey: key) {
            return try decodeDictionary(from: &container)
        }
        throw decodingError(forCodingPath: container.codingPath)
    }

    static func decodeArray(from container: inout UnkeyedDecodingContainer) throws -> [Any] {
        var arr: [Any] = []
        while !container.isAtEnd {
            let value = try decode(from: &container)
            arr.append(value)
        }
        return arr
    }

    static func decodeDictionary(from container: inout KeyedDecodingContainer<JSONCodingKey>) throws -> [String: Any] {
        var dict = [String: Any]()
        for key in container.allKeys {
            let value = try decode(from: &container, forKey: key)
            dict[key.stringValue] = value
        }
        return dict
    }

    static func encode(to container: inout UnkeyedEncodingContainer, array: [Any]) throws {
        for value in array {
            if let value = value as? Bool {
                try container.encode(value)
            } else if let value = value as? Int64 {
                try container.encode(value)
            } else if let value = value as? Double {
                try container.encode(value)
            } else if let value = value as? String {
                try container.encode(value)
            } else if value is JSONNull {
                try container.encodeNil()
            } else if let value = value as? [Any] {
                var container = container.nestedUnkeyedContainer()
                try encode(to: &container, array: value)
            } else if let value = value as? [String: Any] {
                var container = container.nestedContainer(keyedBy: JSONCodingKey.self)
                try encode(to: &container, dictionary: value)
            } else {
                throw encodingError(forValue: value, codingPath: container.codingPath)
            }
        }
    }

    static func encode(to container: inout KeyedEncodingContainer<JSONCodingKey>, dictionary: [String: Any]) throws {
        for (key, value) in dictionary {
            let key = JSONCodingKey(stringValue: key)!
            if let value = value as? Bool {
                try container.encode(value, forKey: key)
            } else if let value = value as? Int64 {
                try container.encode(value, forKey: key)
            } else if let value = value as? Double {
                try container.encode(value, forKey: key)
            } else if let value = value as? String {
                try container.encode(value, forKey: key)
            } else if value is JSONNull {
                try container.encodeNil(forKey: key)
            } else if let value = value as? [Any] {
                var container = container.nestedUnkeyedContainer(forKey: key)
                try encode(to: &container, array: value)
            } else if let value = value as? [String: Any] {
                var container = container.nestedContainer(keyedBy: JSONCodingKey.self, forKey: key)
                try encode(to: &container, dictionary: value)
            } else {
                throw encodingError(forValue: value, codingPath: container.codingPath)
            }
        }
    }

    static func encode(to container: inout SingleValueEncodingContainer, value: Any) throws {
        if let value = value as? Bool {
            try container.encode(value)
        } else if let value = value as? Int64 {
            try container.encode(value)
        } else if let value = value as? Double {
            try container.encode(value)
        } else if let value = value as? String {
            try container.encode(value)
        } else if value is JSONNull {
            try container.encodeNil()
        } else {
            throw encodingError(forValue: value, codingPath: container.codingPath)
        }
    }

    public required init(from decoder: Decoder) throws {
        if var arrayContainer = try? decoder.unkeyedContainer() {
            self.value = try JSONAny.decodeArray(from: &arrayContainer)
        } else if var container = try? decoder.container(keyedBy: JSONCodingKey.self) {
            self.value = try JSONAny.decodeDictionary(from: &container)
        } else {
            let container = try decoder.singleValueContainer()
            self.value = try JSONAny.decode(from: container)
        }
    }

    public func encode(to encoder: Encoder) throws {
        if let arr = self.value as? [Any] {
            var container = encoder.unkeyedContainer()
            try JSONAny.encode(to: &container, array: arr)
        } else if let dict = self.value as? [String: Any] {
            var container = encoder.container(keyedBy: JSONCodingKey.self)
            try JSONAny.encode(to: &container, dictionary: dict)
        } else {
            var container = encoder.singleValueContainer()
            try JSONAny.encode(to: &container, value: self.value)
        }
    }
}
