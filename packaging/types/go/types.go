// Code generated from JSON Schema using quicktype. DO NOT EDIT.
// To parse and unparse this JSON data, add this code to your project and do:
//
//    commitAuthorityFile, err := UnmarshalCommitAuthorityFile(bytes)
//    bytes, err = commitAuthorityFile.Marshal()
//
//    commitAuthorityAnswer, err := UnmarshalCommitAuthorityAnswer(bytes)
//    bytes, err = commitAuthorityAnswer.Marshal()
//
//    authorityAsks, err := UnmarshalAuthorityAsks(bytes)
//    bytes, err = authorityAsks.Marshal()
//
//    authorityCapabilities, err := UnmarshalAuthorityCapabilities(bytes)
//    bytes, err = authorityCapabilities.Marshal()
//
//    authorityCommit, err := UnmarshalAuthorityCommit(bytes)
//    bytes, err = authorityCommit.Marshal()
//
//    authorityGroup, err := UnmarshalAuthorityGroup(bytes)
//    bytes, err = authorityGroup.Marshal()
//
//    authorityLeaf, err := UnmarshalAuthorityLeaf(bytes)
//    bytes, err = authorityLeaf.Marshal()
//
//    authorityProposal, err := UnmarshalAuthorityProposal(bytes)
//    bytes, err = authorityProposal.Marshal()
//
//    authorityReference, err := UnmarshalAuthorityReference(bytes)
//    bytes, err = authorityReference.Marshal()
//
//    authorityRequired, err := UnmarshalAuthorityRequired(bytes)
//    bytes, err = authorityRequired.Marshal()
//
//    class, err := UnmarshalClass(bytes)
//    bytes, err = class.Marshal()
//
//    commitClass, err := UnmarshalCommitClass(bytes)
//    bytes, err = commitClass.Marshal()
//
//    commitAuthorityExpect, err := UnmarshalCommitAuthorityExpect(bytes)
//    bytes, err = commitAuthorityExpect.Marshal()
//
//    generator, err := UnmarshalGenerator(bytes)
//    bytes, err = generator.Marshal()
//
//    commitAuthorityGroup, err := UnmarshalCommitAuthorityGroup(bytes)
//    bytes, err = commitAuthorityGroup.Marshal()
//
//    commitAuthorityInput, err := UnmarshalCommitAuthorityInput(bytes)
//    bytes, err = commitAuthorityInput.Marshal()
//
//    leafEntry, err := UnmarshalLeafEntry(bytes)
//    bytes, err = leafEntry.Marshal()
//
//    note, err := UnmarshalNote(bytes)
//    bytes, err = note.Marshal()
//
//    outcome, err := UnmarshalOutcome(bytes)
//    bytes, err = outcome.Marshal()
//
//    pin, err := UnmarshalPin(bytes)
//    bytes, err = pin.Marshal()
//
//    reason, err := UnmarshalReason(bytes)
//    bytes, err = reason.Marshal()
//
//    spec, err := UnmarshalSpec(bytes)
//    bytes, err = spec.Marshal()
//
//    stackVoice, err := UnmarshalStackVoice(bytes)
//    bytes, err = stackVoice.Marshal()
//
//    stage, err := UnmarshalStage(bytes)
//    bytes, err = stage.Marshal()
//
//    commitAuthorityTest, err := UnmarshalCommitAuthorityTest(bytes)
//    bytes, err = commitAuthorityTest.Marshal()
//
//    convergenceFile, err := UnmarshalConvergenceFile(bytes)
//    bytes, err = convergenceFile.Marshal()
//
//    convergenceAnswer, err := UnmarshalConvergenceAnswer(bytes)
//    bytes, err = convergenceAnswer.Marshal()
//
//    branchCommit, err := UnmarshalBranchCommit(bytes)
//    bytes, err = branchCommit.Marshal()
//
//    branchContest, err := UnmarshalBranchContest(bytes)
//    bytes, err = branchContest.Marshal()
//
//    branchDisposition, err := UnmarshalBranchDisposition(bytes)
//    bytes, err = branchDisposition.Marshal()
//
//    branchMessage, err := UnmarshalBranchMessage(bytes)
//    bytes, err = branchMessage.Marshal()
//
//    branchScore, err := UnmarshalBranchScore(bytes)
//    bytes, err = branchScore.Marshal()
//
//    branchState, err := UnmarshalBranchState(bytes)
//    bytes, err = branchState.Marshal()
//
//    branchStep, err := UnmarshalBranchStep(bytes)
//    bytes, err = branchStep.Marshal()
//
//    convergenceExpect, err := UnmarshalConvergenceExpect(bytes)
//    bytes, err = convergenceExpect.Marshal()
//
//    convergenceGroup, err := UnmarshalConvergenceGroup(bytes)
//    bytes, err = convergenceGroup.Marshal()
//
//    convergenceInput, err := UnmarshalConvergenceInput(bytes)
//    bytes, err = convergenceInput.Marshal()
//
//    convergenceTest, err := UnmarshalConvergenceTest(bytes)
//    bytes, err = convergenceTest.Marshal()
//
//    exporterFile, err := UnmarshalExporterFile(bytes)
//    bytes, err = exporterFile.Marshal()
//
//    exporterAnswer, err := UnmarshalExporterAnswer(bytes)
//    bytes, err = exporterAnswer.Marshal()
//
//    exporterExpect, err := UnmarshalExporterExpect(bytes)
//    bytes, err = exporterExpect.Marshal()
//
//    exporterGroup, err := UnmarshalExporterGroup(bytes)
//    bytes, err = exporterGroup.Marshal()
//
//    exporterInput, err := UnmarshalExporterInput(bytes)
//    bytes, err = exporterInput.Marshal()
//
//    exporterTest, err := UnmarshalExporterTest(bytes)
//    bytes, err = exporterTest.Marshal()
//
//    groupEventFile, err := UnmarshalGroupEventFile(bytes)
//    bytes, err = groupEventFile.Marshal()
//
//    groupEventAnswer, err := UnmarshalGroupEventAnswer(bytes)
//    bytes, err = groupEventAnswer.Marshal()
//
//    contentType, err := UnmarshalContentType(bytes)
//    bytes, err = contentType.Marshal()
//
//    event, err := UnmarshalEvent(bytes)
//    bytes, err = event.Marshal()
//
//    groupEventExpect, err := UnmarshalGroupEventExpect(bytes)
//    bytes, err = groupEventExpect.Marshal()
//
//    groupEventGroup, err := UnmarshalGroupEventGroup(bytes)
//    bytes, err = groupEventGroup.Marshal()
//
//    groupEventInput, err := UnmarshalGroupEventInput(bytes)
//    bytes, err = groupEventInput.Marshal()
//
//    rumor, err := UnmarshalRumor(bytes)
//    bytes, err = rumor.Marshal()
//
//    groupEventTest, err := UnmarshalGroupEventTest(bytes)
//    bytes, err = groupEventTest.Marshal()
//
//    keyPackageEventFile, err := UnmarshalKeyPackageEventFile(bytes)
//    bytes, err = keyPackageEventFile.Marshal()
//
//    keyPackageEventAnswer, err := UnmarshalKeyPackageEventAnswer(bytes)
//    bytes, err = keyPackageEventAnswer.Marshal()
//
//    keyPackageEventExpect, err := UnmarshalKeyPackageEventExpect(bytes)
//    bytes, err = keyPackageEventExpect.Marshal()
//
//    keyPackageEventGroup, err := UnmarshalKeyPackageEventGroup(bytes)
//    bytes, err = keyPackageEventGroup.Marshal()
//
//    keyPackageEventInput, err := UnmarshalKeyPackageEventInput(bytes)
//    bytes, err = keyPackageEventInput.Marshal()
//
//    keyPackageEventTest, err := UnmarshalKeyPackageEventTest(bytes)
//    bytes, err = keyPackageEventTest.Marshal()
//
//    keyPackageRefFile, err := UnmarshalKeyPackageRefFile(bytes)
//    bytes, err = keyPackageRefFile.Marshal()
//
//    keyPackageRefAnswer, err := UnmarshalKeyPackageRefAnswer(bytes)
//    bytes, err = keyPackageRefAnswer.Marshal()
//
//    keyPackageRefExpect, err := UnmarshalKeyPackageRefExpect(bytes)
//    bytes, err = keyPackageRefExpect.Marshal()
//
//    keyPackageRefGroup, err := UnmarshalKeyPackageRefGroup(bytes)
//    bytes, err = keyPackageRefGroup.Marshal()
//
//    keyPackageRefInput, err := UnmarshalKeyPackageRefInput(bytes)
//    bytes, err = keyPackageRefInput.Marshal()
//
//    keyPackageRefTest, err := UnmarshalKeyPackageRefTest(bytes)
//    bytes, err = keyPackageRefTest.Marshal()
//
//    keyPackageSelectFile, err := UnmarshalKeyPackageSelectFile(bytes)
//    bytes, err = keyPackageSelectFile.Marshal()
//
//    keyPackageSelectAnswer, err := UnmarshalKeyPackageSelectAnswer(bytes)
//    bytes, err = keyPackageSelectAnswer.Marshal()
//
//    exclusion, err := UnmarshalExclusion(bytes)
//    bytes, err = exclusion.Marshal()
//
//    keyPackageSelectExpect, err := UnmarshalKeyPackageSelectExpect(bytes)
//    bytes, err = keyPackageSelectExpect.Marshal()
//
//    keyPackageSelectGroup, err := UnmarshalKeyPackageSelectGroup(bytes)
//    bytes, err = keyPackageSelectGroup.Marshal()
//
//    keyPackageSelectInput, err := UnmarshalKeyPackageSelectInput(bytes)
//    bytes, err = keyPackageSelectInput.Marshal()
//
//    requirements, err := UnmarshalRequirements(bytes)
//    bytes, err = requirements.Marshal()
//
//    keyPackageSelectTest, err := UnmarshalKeyPackageSelectTest(bytes)
//    bytes, err = keyPackageSelectTest.Marshal()
//
//    manifest, err := UnmarshalManifest(bytes)
//    bytes, err = manifest.Marshal()
//
//    fileEntry, err := UnmarshalFileEntry(bytes)
//    bytes, err = fileEntry.Marshal()
//
//    otherFile, err := UnmarshalOtherFile(bytes)
//    bytes, err = otherFile.Marshal()
//
//    policyEntry, err := UnmarshalPolicyEntry(bytes)
//    bytes, err = policyEntry.Marshal()
//
//    retired, err := UnmarshalRetired(bytes)
//    bytes, err = retired.Marshal()
//
//    memberCoalescingFile, err := UnmarshalMemberCoalescingFile(bytes)
//    bytes, err = memberCoalescingFile.Marshal()
//
//    memberCoalescingAnswer, err := UnmarshalMemberCoalescingAnswer(bytes)
//    bytes, err = memberCoalescingAnswer.Marshal()
//
//    memberCoalescingExpect, err := UnmarshalMemberCoalescingExpect(bytes)
//    bytes, err = memberCoalescingExpect.Marshal()
//
//    memberCoalescingGroup, err := UnmarshalMemberCoalescingGroup(bytes)
//    bytes, err = memberCoalescingGroup.Marshal()
//
//    memberCoalescingInput, err := UnmarshalMemberCoalescingInput(bytes)
//    bytes, err = memberCoalescingInput.Marshal()
//
//    memberCoalescingTest, err := UnmarshalMemberCoalescingTest(bytes)
//    bytes, err = memberCoalescingTest.Marshal()
//
//    minimal, err := UnmarshalMinimal(bytes)
//    bytes, err = minimal.Marshal()
//
//    minimalTest, err := UnmarshalMinimalTest(bytes)
//    bytes, err = minimalTest.Marshal()
//
//    raceFile, err := UnmarshalRaceFile(bytes)
//    bytes, err = raceFile.Marshal()
//
//    raceAnswer, err := UnmarshalRaceAnswer(bytes)
//    bytes, err = raceAnswer.Marshal()
//
//    raceExpect, err := UnmarshalRaceExpect(bytes)
//    bytes, err = raceExpect.Marshal()
//
//    raceGroup, err := UnmarshalRaceGroup(bytes)
//    bytes, err = raceGroup.Marshal()
//
//    raceInput, err := UnmarshalRaceInput(bytes)
//    bytes, err = raceInput.Marshal()
//
//    ratchetAccept, err := UnmarshalRatchetAccept(bytes)
//    bytes, err = ratchetAccept.Marshal()
//
//    ratchetCompare, err := UnmarshalRatchetCompare(bytes)
//    bytes, err = ratchetCompare.Marshal()
//
//    ratchetLength, err := UnmarshalRatchetLength(bytes)
//    bytes, err = ratchetLength.Marshal()
//
//    ratchetModel, err := UnmarshalRatchetModel(bytes)
//    bytes, err = ratchetModel.Marshal()
//
//    ratchetOrder, err := UnmarshalRatchetOrder(bytes)
//    bytes, err = ratchetOrder.Marshal()
//
//    ratchetOrphan, err := UnmarshalRatchetOrphan(bytes)
//    bytes, err = ratchetOrphan.Marshal()
//
//    ratchetPolicy, err := UnmarshalRatchetPolicy(bytes)
//    bytes, err = ratchetPolicy.Marshal()
//
//    ratchetRetain, err := UnmarshalRatchetRetain(bytes)
//    bytes, err = ratchetRetain.Marshal()
//
//    ratchetRootOrder, err := UnmarshalRatchetRootOrder(bytes)
//    bytes, err = ratchetRootOrder.Marshal()
//
//    ratchetValid, err := UnmarshalRatchetValid(bytes)
//    bytes, err = ratchetValid.Marshal()
//
//    raceTest, err := UnmarshalRaceTest(bytes)
//    bytes, err = raceTest.Marshal()
//
//    scenarioFile, err := UnmarshalScenarioFile(bytes)
//    bytes, err = scenarioFile.Marshal()
//
//    scenarioAnswer, err := UnmarshalScenarioAnswer(bytes)
//    bytes, err = scenarioAnswer.Marshal()
//
//    device, err := UnmarshalDevice(bytes)
//    bytes, err = device.Marshal()
//
//    scenarioExpect, err := UnmarshalScenarioExpect(bytes)
//    bytes, err = scenarioExpect.Marshal()
//
//    fault, err := UnmarshalFault(bytes)
//    bytes, err = fault.Marshal()
//
//    scenarioGroup, err := UnmarshalScenarioGroup(bytes)
//    bytes, err = scenarioGroup.Marshal()
//
//    scenarioInput, err := UnmarshalScenarioInput(bytes)
//    bytes, err = scenarioInput.Marshal()
//
//    relay, err := UnmarshalRelay(bytes)
//    bytes, err = relay.Marshal()
//
//    step, err := UnmarshalStep(bytes)
//    bytes, err = step.Marshal()
//
//    scenarioTest, err := UnmarshalScenarioTest(bytes)
//    bytes, err = scenarioTest.Marshal()
//
//    streamFile, err := UnmarshalStreamFile(bytes)
//    bytes, err = streamFile.Marshal()
//
//    streamAnswer, err := UnmarshalStreamAnswer(bytes)
//    bytes, err = streamAnswer.Marshal()
//
//    streamExpect, err := UnmarshalStreamExpect(bytes)
//    bytes, err = streamExpect.Marshal()
//
//    streamGroup, err := UnmarshalStreamGroup(bytes)
//    bytes, err = streamGroup.Marshal()
//
//    streamInput, err := UnmarshalStreamInput(bytes)
//    bytes, err = streamInput.Marshal()
//
//    streamApp, err := UnmarshalStreamApp(bytes)
//    bytes, err = streamApp.Marshal()
//
//    streamBackoff, err := UnmarshalStreamBackoff(bytes)
//    bytes, err = streamBackoff.Marshal()
//
//    streamBinding, err := UnmarshalStreamBinding(bytes)
//    bytes, err = streamBinding.Marshal()
//
//    streamClose, err := UnmarshalStreamClose(bytes)
//    bytes, err = streamClose.Marshal()
//
//    streamFault, err := UnmarshalStreamFault(bytes)
//    bytes, err = streamFault.Marshal()
//
//    streamFields, err := UnmarshalStreamFields(bytes)
//    bytes, err = streamFields.Marshal()
//
//    streamFrame, err := UnmarshalStreamFrame(bytes)
//    bytes, err = streamFrame.Marshal()
//
//    streamFrom, err := UnmarshalStreamFrom(bytes)
//    bytes, err = streamFrom.Marshal()
//
//    streamKind, err := UnmarshalStreamKind(bytes)
//    bytes, err = streamKind.Marshal()
//
//    streamLimits, err := UnmarshalStreamLimits(bytes)
//    bytes, err = streamLimits.Marshal()
//
//    streamMachine, err := UnmarshalStreamMachine(bytes)
//    bytes, err = streamMachine.Marshal()
//
//    streamMode, err := UnmarshalStreamMode(bytes)
//    bytes, err = streamMode.Marshal()
//
//    streamOnResume, err := UnmarshalStreamOnResume(bytes)
//    bytes, err = streamOnResume.Marshal()
//
//    streamPage, err := UnmarshalStreamPage(bytes)
//    bytes, err = streamPage.Marshal()
//
//    streamPattern, err := UnmarshalStreamPattern(bytes)
//    bytes, err = streamPattern.Marshal()
//
//    streamPingWhen, err := UnmarshalStreamPingWhen(bytes)
//    bytes, err = streamPingWhen.Marshal()
//
//    streamPolicy, err := UnmarshalStreamPolicy(bytes)
//    bytes, err = streamPolicy.Marshal()
//
//    streamResumeFrom, err := UnmarshalStreamResumeFrom(bytes)
//    bytes, err = streamResumeFrom.Marshal()
//
//    streamRetryStamp, err := UnmarshalStreamRetryStamp(bytes)
//    bytes, err = streamRetryStamp.Marshal()
//
//    streamRow, err := UnmarshalStreamRow(bytes)
//    bytes, err = streamRow.Marshal()
//
//    streamStep, err := UnmarshalStreamStep(bytes)
//    bytes, err = streamStep.Marshal()
//
//    streamWanted, err := UnmarshalStreamWanted(bytes)
//    bytes, err = streamWanted.Marshal()
//
//    streamWatchdog, err := UnmarshalStreamWatchdog(bytes)
//    bytes, err = streamWatchdog.Marshal()
//
//    streamWish, err := UnmarshalStreamWish(bytes)
//    bytes, err = streamWish.Marshal()
//
//    streamTest, err := UnmarshalStreamTest(bytes)
//    bytes, err = streamTest.Marshal()
//
//    treeFile, err := UnmarshalTreeFile(bytes)
//    bytes, err = treeFile.Marshal()
//
//    treeAnswer, err := UnmarshalTreeAnswer(bytes)
//    bytes, err = treeAnswer.Marshal()
//
//    treeExpect, err := UnmarshalTreeExpect(bytes)
//    bytes, err = treeExpect.Marshal()
//
//    treeGroup, err := UnmarshalTreeGroup(bytes)
//    bytes, err = treeGroup.Marshal()
//
//    treeInput, err := UnmarshalTreeInput(bytes)
//    bytes, err = treeInput.Marshal()
//
//    ratchetCycle, err := UnmarshalRatchetCycle(bytes)
//    bytes, err = ratchetCycle.Marshal()
//
//    ratchetThen, err := UnmarshalRatchetThen(bytes)
//    bytes, err = ratchetThen.Marshal()
//
//    treeTest, err := UnmarshalTreeTest(bytes)
//    bytes, err = treeTest.Marshal()
//
//    welcomeFanoutFile, err := UnmarshalWelcomeFanoutFile(bytes)
//    bytes, err = welcomeFanoutFile.Marshal()
//
//    welcomeFanoutAnswer, err := UnmarshalWelcomeFanoutAnswer(bytes)
//    bytes, err = welcomeFanoutAnswer.Marshal()
//
//    delivery, err := UnmarshalDelivery(bytes)
//    bytes, err = delivery.Marshal()
//
//    welcomeFanoutExpect, err := UnmarshalWelcomeFanoutExpect(bytes)
//    bytes, err = welcomeFanoutExpect.Marshal()
//
//    welcomeFanoutGroup, err := UnmarshalWelcomeFanoutGroup(bytes)
//    bytes, err = welcomeFanoutGroup.Marshal()
//
//    welcomeFanoutInput, err := UnmarshalWelcomeFanoutInput(bytes)
//    bytes, err = welcomeFanoutInput.Marshal()
//
//    keys, err := UnmarshalKeys(bytes)
//    bytes, err = keys.Marshal()
//
//    welcomeFanoutTest, err := UnmarshalWelcomeFanoutTest(bytes)
//    bytes, err = welcomeFanoutTest.Marshal()
//
//    welcomeJoinFile, err := UnmarshalWelcomeJoinFile(bytes)
//    bytes, err = welcomeJoinFile.Marshal()
//
//    welcomeJoinAnswer, err := UnmarshalWelcomeJoinAnswer(bytes)
//    bytes, err = welcomeJoinAnswer.Marshal()
//
//    welcomeJoinExpect, err := UnmarshalWelcomeJoinExpect(bytes)
//    bytes, err = welcomeJoinExpect.Marshal()
//
//    export, err := UnmarshalExport(bytes)
//    bytes, err = export.Marshal()
//
//    welcomeJoinGroup, err := UnmarshalWelcomeJoinGroup(bytes)
//    bytes, err = welcomeJoinGroup.Marshal()
//
//    welcomeJoinInput, err := UnmarshalWelcomeJoinInput(bytes)
//    bytes, err = welcomeJoinInput.Marshal()
//
//    op, err := UnmarshalOp(bytes)
//    bytes, err = op.Marshal()
//
//    opResult, err := UnmarshalOpResult(bytes)
//    bytes, err = opResult.Marshal()
//
//    state, err := UnmarshalState(bytes)
//    bytes, err = state.Marshal()
//
//    welcomeJoinTest, err := UnmarshalWelcomeJoinTest(bytes)
//    bytes, err = welcomeJoinTest.Marshal()
//
//    welcomeRumorFile, err := UnmarshalWelcomeRumorFile(bytes)
//    bytes, err = welcomeRumorFile.Marshal()
//
//    welcomeRumorAnswer, err := UnmarshalWelcomeRumorAnswer(bytes)
//    bytes, err = welcomeRumorAnswer.Marshal()
//
//    welcomeRumorExpect, err := UnmarshalWelcomeRumorExpect(bytes)
//    bytes, err = welcomeRumorExpect.Marshal()
//
//    welcomeRumorGroup, err := UnmarshalWelcomeRumorGroup(bytes)
//    bytes, err = welcomeRumorGroup.Marshal()
//
//    welcomeRumorInput, err := UnmarshalWelcomeRumorInput(bytes)
//    bytes, err = welcomeRumorInput.Marshal()
//
//    welcomeRumorTest, err := UnmarshalWelcomeRumorTest(bytes)
//    bytes, err = welcomeRumorTest.Marshal()

package marmotvectors

import "bytes"
import "errors"

import "encoding/json"

func UnmarshalCommitAuthorityFile(data []byte) (CommitAuthorityFile, error) {
	var r CommitAuthorityFile
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *CommitAuthorityFile) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalCommitAuthorityAnswer(data []byte) (CommitAuthorityAnswer, error) {
	var r CommitAuthorityAnswer
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *CommitAuthorityAnswer) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalAuthorityAsks(data []byte) (AuthorityAsks, error) {
	var r AuthorityAsks
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *AuthorityAsks) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalAuthorityCapabilities(data []byte) (AuthorityCapabilities, error) {
	var r AuthorityCapabilities
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *AuthorityCapabilities) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalAuthorityCommit(data []byte) (AuthorityCommit, error) {
	var r AuthorityCommit
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *AuthorityCommit) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalAuthorityGroup(data []byte) (AuthorityGroup, error) {
	var r AuthorityGroup
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *AuthorityGroup) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalAuthorityLeaf(data []byte) (AuthorityLeaf, error) {
	var r AuthorityLeaf
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *AuthorityLeaf) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalAuthorityProposal(data []byte) (AuthorityProposal, error) {
	var r AuthorityProposal
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *AuthorityProposal) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalAuthorityReference(data []byte) (AuthorityReference, error) {
	var r AuthorityReference
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *AuthorityReference) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalAuthorityRequired(data []byte) (AuthorityRequired, error) {
	var r AuthorityRequired
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *AuthorityRequired) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalClass(data []byte) (Class, error) {
	var r Class
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *Class) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalCommitClass(data []byte) (CommitClass, error) {
	var r CommitClass
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *CommitClass) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalCommitAuthorityExpect(data []byte) (CommitAuthorityExpect, error) {
	var r CommitAuthorityExpect
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *CommitAuthorityExpect) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalGenerator(data []byte) (Generator, error) {
	var r Generator
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *Generator) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalCommitAuthorityGroup(data []byte) (CommitAuthorityGroup, error) {
	var r CommitAuthorityGroup
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *CommitAuthorityGroup) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalCommitAuthorityInput(data []byte) (CommitAuthorityInput, error) {
	var r CommitAuthorityInput
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *CommitAuthorityInput) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalLeafEntry(data []byte) (LeafEntry, error) {
	var r LeafEntry
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *LeafEntry) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalNote(data []byte) (Note, error) {
	var r Note
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *Note) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalOutcome(data []byte) (Outcome, error) {
	var r Outcome
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *Outcome) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalPin(data []byte) (Pin, error) {
	var r Pin
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *Pin) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalReason(data []byte) (Reason, error) {
	var r Reason
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *Reason) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalSpec(data []byte) (Spec, error) {
	var r Spec
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *Spec) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalStackVoice(data []byte) (StackVoice, error) {
	var r StackVoice
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *StackVoice) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalStage(data []byte) (Stage, error) {
	var r Stage
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *Stage) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalCommitAuthorityTest(data []byte) (CommitAuthorityTest, error) {
	var r CommitAuthorityTest
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *CommitAuthorityTest) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalConvergenceFile(data []byte) (ConvergenceFile, error) {
	var r ConvergenceFile
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *ConvergenceFile) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalConvergenceAnswer(data []byte) (ConvergenceAnswer, error) {
	var r ConvergenceAnswer
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *ConvergenceAnswer) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalBranchCommit(data []byte) (BranchCommit, error) {
	var r BranchCommit
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *BranchCommit) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalBranchContest(data []byte) (BranchContest, error) {
	var r BranchContest
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *BranchContest) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalBranchDisposition(data []byte) (BranchDisposition, error) {
	var r BranchDisposition
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *BranchDisposition) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalBranchMessage(data []byte) (BranchMessage, error) {
	var r BranchMessage
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *BranchMessage) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalBranchScore(data []byte) (BranchScore, error) {
	var r BranchScore
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *BranchScore) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalBranchState(data []byte) (BranchState, error) {
	var r BranchState
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *BranchState) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalBranchStep(data []byte) (BranchStep, error) {
	var r BranchStep
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *BranchStep) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalConvergenceExpect(data []byte) (ConvergenceExpect, error) {
	var r ConvergenceExpect
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *ConvergenceExpect) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalConvergenceGroup(data []byte) (ConvergenceGroup, error) {
	var r ConvergenceGroup
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *ConvergenceGroup) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalConvergenceInput(data []byte) (ConvergenceInput, error) {
	var r ConvergenceInput
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *ConvergenceInput) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalConvergenceTest(data []byte) (ConvergenceTest, error) {
	var r ConvergenceTest
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *ConvergenceTest) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalExporterFile(data []byte) (ExporterFile, error) {
	var r ExporterFile
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *ExporterFile) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalExporterAnswer(data []byte) (ExporterAnswer, error) {
	var r ExporterAnswer
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *ExporterAnswer) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalExporterExpect(data []byte) (ExporterExpect, error) {
	var r ExporterExpect
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *ExporterExpect) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalExporterGroup(data []byte) (ExporterGroup, error) {
	var r ExporterGroup
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *ExporterGroup) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalExporterInput(data []byte) (ExporterInput, error) {
	var r ExporterInput
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *ExporterInput) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalExporterTest(data []byte) (ExporterTest, error) {
	var r ExporterTest
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *ExporterTest) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalGroupEventFile(data []byte) (GroupEventFile, error) {
	var r GroupEventFile
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *GroupEventFile) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalGroupEventAnswer(data []byte) (GroupEventAnswer, error) {
	var r GroupEventAnswer
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *GroupEventAnswer) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalContentType(data []byte) (ContentType, error) {
	var r ContentType
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *ContentType) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalEvent(data []byte) (Event, error) {
	var r Event
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *Event) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalGroupEventExpect(data []byte) (GroupEventExpect, error) {
	var r GroupEventExpect
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *GroupEventExpect) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalGroupEventGroup(data []byte) (GroupEventGroup, error) {
	var r GroupEventGroup
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *GroupEventGroup) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalGroupEventInput(data []byte) (GroupEventInput, error) {
	var r GroupEventInput
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *GroupEventInput) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalRumor(data []byte) (Rumor, error) {
	var r Rumor
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *Rumor) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalGroupEventTest(data []byte) (GroupEventTest, error) {
	var r GroupEventTest
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *GroupEventTest) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalKeyPackageEventFile(data []byte) (KeyPackageEventFile, error) {
	var r KeyPackageEventFile
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *KeyPackageEventFile) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalKeyPackageEventAnswer(data []byte) (KeyPackageEventAnswer, error) {
	var r KeyPackageEventAnswer
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *KeyPackageEventAnswer) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalKeyPackageEventExpect(data []byte) (KeyPackageEventExpect, error) {
	var r KeyPackageEventExpect
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *KeyPackageEventExpect) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalKeyPackageEventGroup(data []byte) (KeyPackageEventGroup, error) {
	var r KeyPackageEventGroup
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *KeyPackageEventGroup) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalKeyPackageEventInput(data []byte) (KeyPackageEventInput, error) {
	var r KeyPackageEventInput
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *KeyPackageEventInput) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalKeyPackageEventTest(data []byte) (KeyPackageEventTest, error) {
	var r KeyPackageEventTest
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *KeyPackageEventTest) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalKeyPackageRefFile(data []byte) (KeyPackageRefFile, error) {
	var r KeyPackageRefFile
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *KeyPackageRefFile) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalKeyPackageRefAnswer(data []byte) (KeyPackageRefAnswer, error) {
	var r KeyPackageRefAnswer
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *KeyPackageRefAnswer) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalKeyPackageRefExpect(data []byte) (KeyPackageRefExpect, error) {
	var r KeyPackageRefExpect
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *KeyPackageRefExpect) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalKeyPackageRefGroup(data []byte) (KeyPackageRefGroup, error) {
	var r KeyPackageRefGroup
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *KeyPackageRefGroup) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalKeyPackageRefInput(data []byte) (KeyPackageRefInput, error) {
	var r KeyPackageRefInput
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *KeyPackageRefInput) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalKeyPackageRefTest(data []byte) (KeyPackageRefTest, error) {
	var r KeyPackageRefTest
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *KeyPackageRefTest) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalKeyPackageSelectFile(data []byte) (KeyPackageSelectFile, error) {
	var r KeyPackageSelectFile
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *KeyPackageSelectFile) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalKeyPackageSelectAnswer(data []byte) (KeyPackageSelectAnswer, error) {
	var r KeyPackageSelectAnswer
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *KeyPackageSelectAnswer) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalExclusion(data []byte) (Exclusion, error) {
	var r Exclusion
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *Exclusion) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalKeyPackageSelectExpect(data []byte) (KeyPackageSelectExpect, error) {
	var r KeyPackageSelectExpect
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *KeyPackageSelectExpect) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalKeyPackageSelectGroup(data []byte) (KeyPackageSelectGroup, error) {
	var r KeyPackageSelectGroup
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *KeyPackageSelectGroup) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalKeyPackageSelectInput(data []byte) (KeyPackageSelectInput, error) {
	var r KeyPackageSelectInput
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *KeyPackageSelectInput) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalRequirements(data []byte) (Requirements, error) {
	var r Requirements
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *Requirements) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalKeyPackageSelectTest(data []byte) (KeyPackageSelectTest, error) {
	var r KeyPackageSelectTest
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *KeyPackageSelectTest) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalManifest(data []byte) (Manifest, error) {
	var r Manifest
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *Manifest) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalFileEntry(data []byte) (FileEntry, error) {
	var r FileEntry
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *FileEntry) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalOtherFile(data []byte) (OtherFile, error) {
	var r OtherFile
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *OtherFile) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalPolicyEntry(data []byte) (PolicyEntry, error) {
	var r PolicyEntry
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *PolicyEntry) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalRetired(data []byte) (Retired, error) {
	var r Retired
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *Retired) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalMemberCoalescingFile(data []byte) (MemberCoalescingFile, error) {
	var r MemberCoalescingFile
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *MemberCoalescingFile) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalMemberCoalescingAnswer(data []byte) (MemberCoalescingAnswer, error) {
	var r MemberCoalescingAnswer
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *MemberCoalescingAnswer) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalMemberCoalescingExpect(data []byte) (MemberCoalescingExpect, error) {
	var r MemberCoalescingExpect
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *MemberCoalescingExpect) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalMemberCoalescingGroup(data []byte) (MemberCoalescingGroup, error) {
	var r MemberCoalescingGroup
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *MemberCoalescingGroup) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalMemberCoalescingInput(data []byte) (MemberCoalescingInput, error) {
	var r MemberCoalescingInput
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *MemberCoalescingInput) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalMemberCoalescingTest(data []byte) (MemberCoalescingTest, error) {
	var r MemberCoalescingTest
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *MemberCoalescingTest) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalMinimal(data []byte) (Minimal, error) {
	var r Minimal
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *Minimal) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalMinimalTest(data []byte) (MinimalTest, error) {
	var r MinimalTest
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *MinimalTest) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalRaceFile(data []byte) (RaceFile, error) {
	var r RaceFile
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *RaceFile) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalRaceAnswer(data []byte) (RaceAnswer, error) {
	var r RaceAnswer
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *RaceAnswer) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalRaceExpect(data []byte) (RaceExpect, error) {
	var r RaceExpect
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *RaceExpect) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalRaceGroup(data []byte) (RaceGroup, error) {
	var r RaceGroup
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *RaceGroup) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalRaceInput(data []byte) (RaceInput, error) {
	var r RaceInput
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *RaceInput) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalRatchetAccept(data []byte) (RatchetAccept, error) {
	var r RatchetAccept
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *RatchetAccept) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalRatchetCompare(data []byte) (RatchetCompare, error) {
	var r RatchetCompare
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *RatchetCompare) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalRatchetLength(data []byte) (RatchetLength, error) {
	var r RatchetLength
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *RatchetLength) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalRatchetModel(data []byte) (RatchetModel, error) {
	var r RatchetModel
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *RatchetModel) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalRatchetOrder(data []byte) (RatchetOrder, error) {
	var r RatchetOrder
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *RatchetOrder) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalRatchetOrphan(data []byte) (RatchetOrphan, error) {
	var r RatchetOrphan
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *RatchetOrphan) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalRatchetPolicy(data []byte) (RatchetPolicy, error) {
	var r RatchetPolicy
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *RatchetPolicy) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalRatchetRetain(data []byte) (RatchetRetain, error) {
	var r RatchetRetain
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *RatchetRetain) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalRatchetRootOrder(data []byte) (RatchetRootOrder, error) {
	var r RatchetRootOrder
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *RatchetRootOrder) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalRatchetValid(data []byte) (RatchetValid, error) {
	var r RatchetValid
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *RatchetValid) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalRaceTest(data []byte) (RaceTest, error) {
	var r RaceTest
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *RaceTest) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalScenarioFile(data []byte) (ScenarioFile, error) {
	var r ScenarioFile
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *ScenarioFile) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalScenarioAnswer(data []byte) (ScenarioAnswer, error) {
	var r ScenarioAnswer
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *ScenarioAnswer) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalDevice(data []byte) (Device, error) {
	var r Device
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *Device) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalScenarioExpect(data []byte) (ScenarioExpect, error) {
	var r ScenarioExpect
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *ScenarioExpect) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalFault(data []byte) (Fault, error) {
	var r Fault
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *Fault) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalScenarioGroup(data []byte) (ScenarioGroup, error) {
	var r ScenarioGroup
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *ScenarioGroup) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalScenarioInput(data []byte) (ScenarioInput, error) {
	var r ScenarioInput
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *ScenarioInput) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalRelay(data []byte) (Relay, error) {
	var r Relay
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *Relay) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalStep(data []byte) (Step, error) {
	var r Step
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *Step) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalScenarioTest(data []byte) (ScenarioTest, error) {
	var r ScenarioTest
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *ScenarioTest) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalStreamFile(data []byte) (StreamFile, error) {
	var r StreamFile
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *StreamFile) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalStreamAnswer(data []byte) (StreamAnswer, error) {
	var r StreamAnswer
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *StreamAnswer) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalStreamExpect(data []byte) (StreamExpect, error) {
	var r StreamExpect
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *StreamExpect) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalStreamGroup(data []byte) (StreamGroup, error) {
	var r StreamGroup
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *StreamGroup) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalStreamInput(data []byte) (StreamInput, error) {
	var r StreamInput
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *StreamInput) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalStreamApp(data []byte) (StreamApp, error) {
	var r StreamApp
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *StreamApp) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalStreamBackoff(data []byte) (StreamBackoff, error) {
	var r StreamBackoff
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *StreamBackoff) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalStreamBinding(data []byte) (StreamBinding, error) {
	var r StreamBinding
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *StreamBinding) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalStreamClose(data []byte) (StreamClose, error) {
	var r StreamClose
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *StreamClose) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalStreamFault(data []byte) (StreamFault, error) {
	var r StreamFault
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *StreamFault) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalStreamFields(data []byte) (StreamFields, error) {
	var r StreamFields
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *StreamFields) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalStreamFrame(data []byte) (StreamFrame, error) {
	var r StreamFrame
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *StreamFrame) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalStreamFrom(data []byte) (StreamFrom, error) {
	var r StreamFrom
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *StreamFrom) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalStreamKind(data []byte) (StreamKind, error) {
	var r StreamKind
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *StreamKind) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalStreamLimits(data []byte) (StreamLimits, error) {
	var r StreamLimits
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *StreamLimits) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalStreamMachine(data []byte) (StreamMachine, error) {
	var r StreamMachine
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *StreamMachine) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalStreamMode(data []byte) (StreamMode, error) {
	var r StreamMode
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *StreamMode) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalStreamOnResume(data []byte) (StreamOnResume, error) {
	var r StreamOnResume
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *StreamOnResume) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalStreamPage(data []byte) (StreamPage, error) {
	var r StreamPage
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *StreamPage) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalStreamPattern(data []byte) (StreamPattern, error) {
	var r StreamPattern
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *StreamPattern) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalStreamPingWhen(data []byte) (StreamPingWhen, error) {
	var r StreamPingWhen
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *StreamPingWhen) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalStreamPolicy(data []byte) (StreamPolicy, error) {
	var r StreamPolicy
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *StreamPolicy) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalStreamResumeFrom(data []byte) (StreamResumeFrom, error) {
	var r StreamResumeFrom
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *StreamResumeFrom) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalStreamRetryStamp(data []byte) (StreamRetryStamp, error) {
	var r StreamRetryStamp
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *StreamRetryStamp) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalStreamRow(data []byte) (StreamRow, error) {
	var r StreamRow
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *StreamRow) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalStreamStep(data []byte) (StreamStep, error) {
	var r StreamStep
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *StreamStep) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalStreamWanted(data []byte) (StreamWanted, error) {
	var r StreamWanted
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *StreamWanted) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalStreamWatchdog(data []byte) (StreamWatchdog, error) {
	var r StreamWatchdog
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *StreamWatchdog) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalStreamWish(data []byte) (StreamWish, error) {
	var r StreamWish
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *StreamWish) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalStreamTest(data []byte) (StreamTest, error) {
	var r StreamTest
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *StreamTest) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalTreeFile(data []byte) (TreeFile, error) {
	var r TreeFile
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *TreeFile) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalTreeAnswer(data []byte) (TreeAnswer, error) {
	var r TreeAnswer
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *TreeAnswer) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalTreeExpect(data []byte) (TreeExpect, error) {
	var r TreeExpect
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *TreeExpect) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalTreeGroup(data []byte) (TreeGroup, error) {
	var r TreeGroup
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *TreeGroup) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalTreeInput(data []byte) (TreeInput, error) {
	var r TreeInput
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *TreeInput) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalRatchetCycle(data []byte) (RatchetCycle, error) {
	var r RatchetCycle
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *RatchetCycle) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalRatchetThen(data []byte) (RatchetThen, error) {
	var r RatchetThen
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *RatchetThen) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalTreeTest(data []byte) (TreeTest, error) {
	var r TreeTest
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *TreeTest) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalWelcomeFanoutFile(data []byte) (WelcomeFanoutFile, error) {
	var r WelcomeFanoutFile
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *WelcomeFanoutFile) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalWelcomeFanoutAnswer(data []byte) (WelcomeFanoutAnswer, error) {
	var r WelcomeFanoutAnswer
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *WelcomeFanoutAnswer) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalDelivery(data []byte) (Delivery, error) {
	var r Delivery
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *Delivery) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalWelcomeFanoutExpect(data []byte) (WelcomeFanoutExpect, error) {
	var r WelcomeFanoutExpect
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *WelcomeFanoutExpect) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalWelcomeFanoutGroup(data []byte) (WelcomeFanoutGroup, error) {
	var r WelcomeFanoutGroup
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *WelcomeFanoutGroup) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalWelcomeFanoutInput(data []byte) (WelcomeFanoutInput, error) {
	var r WelcomeFanoutInput
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *WelcomeFanoutInput) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalKeys(data []byte) (Keys, error) {
	var r Keys
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *Keys) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalWelcomeFanoutTest(data []byte) (WelcomeFanoutTest, error) {
	var r WelcomeFanoutTest
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *WelcomeFanoutTest) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalWelcomeJoinFile(data []byte) (WelcomeJoinFile, error) {
	var r WelcomeJoinFile
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *WelcomeJoinFile) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalWelcomeJoinAnswer(data []byte) (WelcomeJoinAnswer, error) {
	var r WelcomeJoinAnswer
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *WelcomeJoinAnswer) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalWelcomeJoinExpect(data []byte) (WelcomeJoinExpect, error) {
	var r WelcomeJoinExpect
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *WelcomeJoinExpect) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalExport(data []byte) (Export, error) {
	var r Export
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *Export) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalWelcomeJoinGroup(data []byte) (WelcomeJoinGroup, error) {
	var r WelcomeJoinGroup
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *WelcomeJoinGroup) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalWelcomeJoinInput(data []byte) (WelcomeJoinInput, error) {
	var r WelcomeJoinInput
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *WelcomeJoinInput) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalOp(data []byte) (Op, error) {
	var r Op
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *Op) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalOpResult(data []byte) (OpResult, error) {
	var r OpResult
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *OpResult) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalState(data []byte) (State, error) {
	var r State
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *State) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalWelcomeJoinTest(data []byte) (WelcomeJoinTest, error) {
	var r WelcomeJoinTest
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *WelcomeJoinTest) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalWelcomeRumorFile(data []byte) (WelcomeRumorFile, error) {
	var r WelcomeRumorFile
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *WelcomeRumorFile) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalWelcomeRumorAnswer(data []byte) (WelcomeRumorAnswer, error) {
	var r WelcomeRumorAnswer
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *WelcomeRumorAnswer) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalWelcomeRumorExpect(data []byte) (WelcomeRumorExpect, error) {
	var r WelcomeRumorExpect
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *WelcomeRumorExpect) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalWelcomeRumorGroup(data []byte) (WelcomeRumorGroup, error) {
	var r WelcomeRumorGroup
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *WelcomeRumorGroup) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalWelcomeRumorInput(data []byte) (WelcomeRumorInput, error) {
	var r WelcomeRumorInput
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *WelcomeRumorInput) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

func UnmarshalWelcomeRumorTest(data []byte) (WelcomeRumorTest, error) {
	var r WelcomeRumorTest
	err := json.Unmarshal(data, &r)
	return r, err
}

func (r *WelcomeRumorTest) Marshal() ([]byte, error) {
	return json.Marshal(r)
}

// One vector file: one topic, one profile.
type CommitAuthorityFile struct {
	// `marmot-vectors/1`                                                        
	Format                                                string                 `json:"format"`
	// What wrote the file.                                                      
	Generator                                             Generator              `json:"generator"`
	// Tests that share a time.                                                  
	Groups                                                []CommitAuthorityGroup `json:"groups"`
	// What the flags mean.                                                      
	Notes                                                 map[string]Note        `json:"notes"`
	// Wire profile.                                                             
	Profile                                               string                 `json:"profile"`
	// The text that is tested.                                                  
	Spec                                                  Spec                   `json:"spec"`
	// Version of the set.                                                       
	SuiteVersion                                          string                 `json:"suite_version"`
	// Every private key in the file was made for it.                            
	SyntheticSecrets                                      bool                   `json:"synthetic_secrets"`
	// Number of tests.                                                          
	TestCount                                             int64                  `json:"test_count"`
	// Topic; decides the members of `input` and `expect`.                       
	Topic                                                 string                 `json:"topic"`
}

// What wrote the file.
type Generator struct {
	// The MLS library that made the MLS bytes.       
	Mls                                        string `json:"mls"`
	// Name.                                          
	Name                                       string `json:"name"`
	// Seed of every run.                             
	Seed                                       string `json:"seed"`
	// Version.                                       
	Version                                    string `json:"version"`
}

// Tests that share a time.
type CommitAuthorityGroup struct {
	// Unix seconds of the judgement.                      
	Now                              int64                 `json:"now"`
	// Tests.                                              
	Tests                            []CommitAuthorityTest `json:"tests"`
}

// One test.
type CommitAuthorityTest struct {
	// One sentence.                                                                                                            
	Comment                                                                                    string                           `json:"comment"`
	// Of a valid test; all members are compared.                                                                               
	Expect                                                                                     *CommitAuthorityExpect           `json:"expect,omitempty"`
	// Of a policy test: by policy id.                                                                                          
	ExpectedByPolicy                                                                           map[string]CommitAuthorityAnswer `json:"expected_by_policy,omitempty"`
	// At least one key of `notes`; one test shows one thing.                                                                   
	Flags                                                                                      []string                         `json:"flags"`
	// Stable id: topic prefix and four digits.                                                                                 
	ID                                                                                         string                           `json:"id"`
	// Input.                                                                                                                   
	Input                                                                                      CommitAuthorityInput             `json:"input"`
	// Unix seconds of the judgement, where it is not the group's.                                                              
	Now                                                                                        *int64                           `json:"now,omitempty"`
	// The valid test that this invalid or deferred one is like, but for what its flag names; a                                 
	// `group-event` test with another `after` is elsewhere in the story, too.                                                  
	Parent                                                                                     *string                          `json:"parent,omitempty"`
	// Of an invalid or deferred test.                                                                                          
	Reason                                                                                     *Reason                          `json:"reason,omitempty"`
	// Instead of `reason` where the order of checks is free; all of one stage.                                                 
	ReasonsAny                                                                                 []Reason                         `json:"reasons_any,omitempty"`
	// What is demanded.                                                                                                        
	Result                                                                                     Outcome                          `json:"result"`
	// Of an invalid or deferred test: the stage of its reason.                                                                 
	Stage                                                                                      *Stage                           `json:"stage,omitempty"`
	// The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.                                        
	Tag                                                                                        *string                          `json:"tag,omitempty"`
	// Stacks that passed this test when it was emitted; of an invalid test, those that refused                                 
	// it for the stated reason.                                                                                                
	VerifiedBy                                                                                 []StackVoice                     `json:"verified_by,omitempty"`
	// Stacks that refused this invalid test and did not say why. Not read back.                                                
	XRefusedBy                                                                                 []StackVoice                     `json:"x_refused_by,omitempty"`
}

// Of a valid test; all members are compared.
//
// The class of an accepted commit, and the state that it leads to.
//
// It succeeds.
type CommitAuthorityExpect struct {
	// Whether it needed an admin.                              
	Class                                     CommitClass       `json:"class"`
	// The components of the GroupContext.                      
	Components                                map[string]string `json:"components"`
	// The new epoch.                                           
	Epoch                                     int64             `json:"epoch"`
	// Every leaf that is not blank, by index.                  
	Leaves                                    []LeafEntry       `json:"leaves"`
	// What every member must support now.                      
	Required                                  AuthorityRequired `json:"required"`
}

// A leaf of the ratchet tree.
type LeafEntry struct {
	// Account in its credential, hex.       
	Account                           string `json:"account"`
	// Leaf index.                           
	Index                             int64  `json:"index"`
	// Its signature key.                    
	SignatureKey                      string `json:"signature_key"`
}

// What every member must support now.
//
// What every member must support (RFC 9420 section 11.1).
//
// The extension `required_capabilities`.
//
// The extension `required_capabilities` of its GroupContext.
type AuthorityRequired struct {
	// Credential types.         
	Credentials         []string `json:"credentials"`
	// Extension types.          
	Extensions          []string `json:"extensions"`
	// Proposal types.           
	Proposals           []string `json:"proposals"`
}

// What is expected under one policy.
//
// Of a valid test; all members are compared.
//
// The class of an accepted commit, and the state that it leads to.
//
// It succeeds.
//
// It fails.
type CommitAuthorityAnswer struct {
	// Whether it needed an admin.                               
	Class                                     *CommitClass       `json:"class,omitempty"`
	// The components of the GroupContext.                       
	Components                                map[string]string  `json:"components,omitempty"`
	// The new epoch.                                            
	Epoch                                     *int64             `json:"epoch,omitempty"`
	// Every leaf that is not blank, by index.                   
	Leaves                                    []LeafEntry        `json:"leaves,omitempty"`
	// What every member must support now.                       
	Required                                  *AuthorityRequired `json:"required,omitempty"`
	// Why.                                                      
	Reason                                    *Reason            `json:"reason,omitempty"`
	// The stage of the reason.                                  
	Stage                                     *Stage             `json:"stage,omitempty"`
}

// Input.
//
// A commit that the MLS library has authenticated in this state.
type CommitAuthorityInput struct {
	// The commit.                                          
	Commit                                  AuthorityCommit `json:"commit"`
	// The state on which the commit stands.                
	Parent                                  AuthorityGroup  `json:"parent"`
}

// The commit.
//
// A commit.
type AuthorityCommit struct {
	// The authenticated data of its message.                                                   
	AuthenticatedData                                                       *string             `json:"authenticated_data,omitempty"`
	// The index of the leaf that made it. Not there for an External Commit.                    
	Committer                                                               *int64              `json:"committer,omitempty"`
	// The epoch that it names.                                                                 
	Epoch                                                                   int64               `json:"epoch"`
	// The committer's new leaf, if there is an UpdatePath.                                     
	Path                                                                    *AuthorityLeaf      `json:"path,omitempty"`
	// Its proposals. Their order decides only which added leaf comes first.                    
	Proposals                                                               []AuthorityProposal `json:"proposals"`
}

// The committer's new leaf, if there is an UpdatePath.
//
// A leaf of the tree, or one that is to become one.
//
// The leaf of its KeyPackage.
type AuthorityLeaf struct {
	// What it supports.                                                            
	Capabilities                                              AuthorityCapabilities `json:"capabilities"`
	// Its `app_data_dictionary`; empty if it has none.                             
	Components                                                map[string]string     `json:"components"`
	// The type of its credential.                                                  
	Credential                                                string                `json:"credential"`
	// What its credential holds: the account, if all is well.                      
	Identity                                                  string                `json:"identity"`
	// Account and device, for a person. Decides nothing.                           
	Name                                                      string                `json:"name"`
	// The key that verifies its messages.                                          
	SignatureKey                                              string                `json:"signature_key"`
}

// What it supports.
//
// The capabilities of a leaf (RFC 9420 section 7.2).
type AuthorityCapabilities struct {
	// Cipher suites.             
	CipherSuites         []string `json:"cipher_suites"`
	// Credential types.          
	Credentials          []string `json:"credentials"`
	// Extension types.           
	Extensions           []string `json:"extensions"`
	// Proposal types.            
	Proposals            []string `json:"proposals"`
	// Protocol versions.         
	Versions             []string `json:"versions"`
}

// A proposal inside a commit.
type AuthorityProposal struct {
	// What it asks for.                                                                                      
	Asks                                                                                  AuthorityAsks       `json:"asks"`
	// The message that carried it, if the commit has it by reference. Else it is there by                    
	// value, and the committer's.                                                                            
	Reference                                                                             *AuthorityReference `json:"reference,omitempty"`
}

// What it asks for.
//
// What a proposal asks for.
//
// A new leaf.
//
// The removal of a leaf.
//
// The removal of its sender's leaf.
//
// A change of one component of the GroupContext.
//
// New GroupContext extensions.
//
// A new leaf of its sender.
//
// A pre-shared key.
//
// A restart of the group.
//
// The start of an External Commit.
//
// Data of an application for one commit.
//
// A type that the library does not know.
type AuthorityAsks struct {
	// The `app_data_dictionary` of the KeyPackage itself.                   
	KeyPackage                                            map[string]string  `json:"key_package,omitempty"`
	// The leaf of its KeyPackage.                                           
	Leaf                                                  *AuthorityLeaf     `json:"leaf,omitempty"`
	Type                                                  Type               `json:"type"`
	// The leaf.                                                             
	Index                                                 *int64             `json:"index,omitempty"`
	// Which.                                                                
	Component                                             *string            `json:"component,omitempty"`
	// Its new data. Without it the entry is removed.                        
	Update                                                *string            `json:"update,omitempty"`
	// The extension `app_data_dictionary`.                                  
	Components                                            map[string]string  `json:"components,omitempty"`
	// The extension `required_capabilities`.                                
	Required                                              *AuthorityRequired `json:"required,omitempty"`
	// Its number.                                                           
	Number                                                *string            `json:"number,omitempty"`
}

// The message that carried it, if the commit has it by reference. Else it is there by
// value, and the committer's.
//
// The message of a proposal that stands alone.
type AuthorityReference struct {
	// The authenticated data of the message.                                 
	AuthenticatedData                                                 *string `json:"authenticated_data,omitempty"`
	// The epoch in which it was sent.                                        
	Epoch                                                             int64   `json:"epoch"`
	// The index of the leaf that sent it. Not there if no member did.        
	Sender                                                            *int64  `json:"sender,omitempty"`
}

// The state on which the commit stands.
//
// A group at one epoch.
type AuthorityGroup struct {
	// Cipher suite.                                                                      
	CipherSuite                                                  string                   `json:"cipher_suite"`
	// The extension `app_data_dictionary` of its GroupContext.                           
	Components                                                   map[string]string        `json:"components"`
	// Epoch.                                                                             
	Epoch                                                        int64                    `json:"epoch"`
	// Its leaves by index, but for those that are blank.                                 
	Leaves                                                       map[string]AuthorityLeaf `json:"leaves"`
	// The extension `required_capabilities` of its GroupContext.                         
	Required                                                     AuthorityRequired        `json:"required"`
}

// A stack that verified a test.
type StackVoice struct {
	// Name.                                           
	Stack                                      string  `json:"stack"`
	// Version.                                        
	Version                                    string  `json:"version"`
	// The library through which it was driven.        
	Via                                        *string `json:"via,omitempty"`
}

// What a flag means.
type Note struct {
	// How binding the rule is.                                                                      
	Class                                                                                     Class  `json:"class"`
	// What a test with this flag shows.                                                             
	Description                                                                               string `json:"description"`
	// What happens to a client that gets it wrong.                                                  
	Effect                                                                                    string `json:"effect"`
	// Where it stands: a document that `spec` lists, `#`, and a heading, section or function.       
	Spec                                                                                      string `json:"spec"`
}

// The text that is tested.
type Spec struct {
	// Commit, 40 hex digits. Empty as `repo` is, if the text stands in no repository.                   
	Commit                                                                                      string   `json:"commit"`
	// Files of this repository at this commit that notes cite.                                          
	Documents                                                                                   []string `json:"documents"`
	// Repository on GitHub of the main text or source.                                                  
	Repo                                                                                        string   `json:"repo"`
	// Everything else that notes cite. Not read back: members that begin with `x_` are ignored.         
	XPins                                                                                       []Pin    `json:"x_pins,omitempty"`
}

// A document that stands elsewhere than the main text: at a commit, or in an edition that
// is said in words.
type Pin struct {
	// Commit, 40 hex digits.                                                                
	Commit                                                                           *string `json:"commit,omitempty"`
	// As notes cite it, before the `#`.                                                     
	Document                                                                         string  `json:"document"`
	// What was read where no commit can be named, or why this document and no other.        
	Edition                                                                          *string `json:"edition,omitempty"`
	// Repository on GitHub.                                                                 
	Repo                                                                             *string `json:"repo,omitempty"`
}

// One vector file: one topic, one profile.
type ConvergenceFile struct {
	// `marmot-vectors/1`                                                    
	Format                                                string             `json:"format"`
	// What wrote the file.                                                  
	Generator                                             Generator          `json:"generator"`
	// Tests that share a time.                                              
	Groups                                                []ConvergenceGroup `json:"groups"`
	// What the flags mean.                                                  
	Notes                                                 map[string]Note    `json:"notes"`
	// Wire profile.                                                         
	Profile                                               string             `json:"profile"`
	// The text that is tested.                                              
	Spec                                                  Spec               `json:"spec"`
	// Version of the set.                                                   
	SuiteVersion                                          string             `json:"suite_version"`
	// Every private key in the file was made for it.                        
	SyntheticSecrets                                      bool               `json:"synthetic_secrets"`
	// Number of tests.                                                      
	TestCount                                             int64              `json:"test_count"`
	// Topic; decides the members of `input` and `expect`.                   
	Topic                                                 string             `json:"topic"`
}

// Tests that share a time.
type ConvergenceGroup struct {
	// Unix seconds of the judgement.                  
	Now                              int64             `json:"now"`
	// Tests.                                          
	Tests                            []ConvergenceTest `json:"tests"`
}

// One test.
type ConvergenceTest struct {
	// One sentence.                                                                                                        
	Comment                                                                                    string                       `json:"comment"`
	// Of a valid test; all members are compared.                                                                           
	Expect                                                                                     *ConvergenceExpect           `json:"expect,omitempty"`
	// Of a policy test: by policy id.                                                                                      
	ExpectedByPolicy                                                                           map[string]ConvergenceAnswer `json:"expected_by_policy,omitempty"`
	// At least one key of `notes`; one test shows one thing.                                                               
	Flags                                                                                      []string                     `json:"flags"`
	// Stable id: topic prefix and four digits.                                                                             
	ID                                                                                         string                       `json:"id"`
	// Input.                                                                                                               
	Input                                                                                      ConvergenceInput             `json:"input"`
	// Unix seconds of the judgement, where it is not the group's.                                                          
	Now                                                                                        *int64                       `json:"now,omitempty"`
	// The valid test that this invalid or deferred one is like, but for what its flag names; a                             
	// `group-event` test with another `after` is elsewhere in the story, too.                                              
	Parent                                                                                     *string                      `json:"parent,omitempty"`
	// Of an invalid or deferred test.                                                                                      
	Reason                                                                                     *Reason                      `json:"reason,omitempty"`
	// Instead of `reason` where the order of checks is free; all of one stage.                                             
	ReasonsAny                                                                                 []Reason                     `json:"reasons_any,omitempty"`
	// What is demanded.                                                                                                    
	Result                                                                                     Outcome                      `json:"result"`
	// Of an invalid or deferred test: the stage of its reason.                                                             
	Stage                                                                                      *Stage                       `json:"stage,omitempty"`
	// The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.                                    
	Tag                                                                                        *string                      `json:"tag,omitempty"`
	// Stacks that passed this test when it was emitted; of an invalid test, those that refused                             
	// it for the stated reason.                                                                                            
	VerifiedBy                                                                                 []StackVoice                 `json:"verified_by,omitempty"`
	// Stacks that refused this invalid test and did not say why. Not read back.                                            
	XRefusedBy                                                                                 []StackVoice                 `json:"x_refused_by,omitempty"`
}

// Of a valid test; all members are compared.
//
// The branch, and how it came to be chosen.
//
// It succeeds.
type ConvergenceExpect struct {
	// What becomes of the commit that led to each state.                                                                    
	Commits                                                                                     map[string]BranchDisposition `json:"commits"`
	// What was compared with what: from high epochs to low ones, within an epoch by the name of                             
	// the fork.                                                                                                             
	Contests                                                                                    []BranchContest              `json:"contests"`
	// Every tip, and whether it was inside the rollback horizon.                                                            
	Eligible                                                                                    map[string]bool              `json:"eligible"`
	// What becomes of each message, by id.                                                                                  
	Messages                                                                                    map[string]BranchDisposition `json:"messages"`
	// The tip that is canonical now.                                                                                        
	Winner                                                                                      string                       `json:"winner"`
}

// Branches that are compared.
type BranchContest struct {
	// The first comparison in which the first two differ.              
	DecidedBy                                             BranchStep    `json:"decided_by"`
	// Best first.                                                      
	Ranking                                               []BranchScore `json:"ranking"`
}

// What a branch is worth.
type BranchScore struct {
	// Commits.                                                                          
	Depth                                                                         int64  `json:"depth"`
	// Commits, and one more with a quorum.                                              
	Effective                                                                     int64  `json:"effective"`
	// The state from which it is counted; this one and earlier ones do not count.       
	From                                                                          string `json:"from"`
	// Whether two accounts wrote in one of its epochs.                                  
	Quorum                                                                        bool   `json:"quorum"`
	// Its tip.                                                                          
	Tip                                                                           string `json:"tip"`
	// For each of its epochs the number of accounts that wrote, at most two.            
	Witnesses                                                                     int64  `json:"witnesses"`
}

// What is expected under one policy.
//
// Of a valid test; all members are compared.
//
// The branch, and how it came to be chosen.
//
// It succeeds.
//
// It fails.
type ConvergenceAnswer struct {
	// What becomes of the commit that led to each state.                                                                    
	Commits                                                                                     map[string]BranchDisposition `json:"commits,omitempty"`
	// What was compared with what: from high epochs to low ones, within an epoch by the name of                             
	// the fork.                                                                                                             
	Contests                                                                                    []BranchContest              `json:"contests,omitempty"`
	// Every tip, and whether it was inside the rollback horizon.                                                            
	Eligible                                                                                    map[string]bool              `json:"eligible,omitempty"`
	// What becomes of each message, by id.                                                                                  
	Messages                                                                                    map[string]BranchDisposition `json:"messages,omitempty"`
	// The tip that is canonical now.                                                                                        
	Winner                                                                                      *string                      `json:"winner,omitempty"`
	// Why.                                                                                                                  
	Reason                                                                                      *Reason                      `json:"reason,omitempty"`
	// The stage of the reason.                                                                                              
	Stage                                                                                       *Stage                       `json:"stage,omitempty"`
}

// Input.
//
// What a member knows when it closes a pass.
type ConvergenceInput struct {
	// The epoch of the canonical state when the pass began.                                                         
	BaseEpoch                                                                           int64                        `json:"base_epoch"`
	// What became of messages in earlier passes, by id; nothing for those that are new.                             
	Before                                                                              map[string]BranchDisposition `json:"before,omitempty"`
	// The state that it holds for canonical.                                                                        
	Canonical                                                                           string                       `json:"canonical"`
	// The messages with a valid payload, each in the one state whose keys open it.                                  
	Messages                                                                            []BranchMessage              `json:"messages"`
	// The member's own leaf.                                                                                        
	OwnLeaf                                                                             int64                        `json:"own_leaf"`
	// The states that it retains, in any order. Exactly one has no commit: the anchor.                              
	States                                                                              []BranchState                `json:"states"`
}

// A message.
type BranchMessage struct {
	// The account of its sender, hex.       
	Account                           string `json:"account"`
	// SHA-256 of its MLSMessage, hex.       
	ID                                string `json:"id"`
	// The leaf of its sender.               
	Leaf                              int64  `json:"leaf"`
	// The state in which it was sent.       
	State                             string `json:"state"`
}

// A state of the group. Its name has no part in any comparison.
type BranchState struct {
	// The commit that led to it.                                               
	Commit                                                        *BranchCommit `json:"commit,omitempty"`
	// Epoch.                                                                   
	Epoch                                                         int64         `json:"epoch"`
	// Name.                                                                    
	ID                                                            string        `json:"id"`
	// Whether the storage lost what is needed to compute with it.              
	Lost                                                          *bool         `json:"lost,omitempty"`
}

// The commit that led to it.
//
// A commit, with what its bytes and the state that authenticates it say.
type BranchCommit struct {
	// Whether it needed an admin.                 
	Class                              CommitClass `json:"class"`
	// The account that made it, hex.              
	Committer                          string      `json:"committer"`
	// SHA-256 of its MLSMessage, hex.             
	Digest                             string      `json:"digest"`
	// The state that authenticates it.            
	Parent                             string      `json:"parent"`
}

// One vector file: one topic, one profile.
type ExporterFile struct {
	// `marmot-vectors/1`                                                 
	Format                                                string          `json:"format"`
	// What wrote the file.                                               
	Generator                                             Generator       `json:"generator"`
	// Tests that share a time.                                           
	Groups                                                []ExporterGroup `json:"groups"`
	// What the flags mean.                                               
	Notes                                                 map[string]Note `json:"notes"`
	// Wire profile.                                                      
	Profile                                               string          `json:"profile"`
	// The text that is tested.                                           
	Spec                                                  Spec            `json:"spec"`
	// Version of the set.                                                
	SuiteVersion                                          string          `json:"suite_version"`
	// Every private key in the file was made for it.                     
	SyntheticSecrets                                      bool            `json:"synthetic_secrets"`
	// Number of tests.                                                   
	TestCount                                             int64           `json:"test_count"`
	// Topic; decides the members of `input` and `expect`.                
	Topic                                                 string          `json:"topic"`
}

// Tests that share a time.
type ExporterGroup struct {
	// Unix seconds of the judgement.               
	Now                              int64          `json:"now"`
	// Tests.                                       
	Tests                            []ExporterTest `json:"tests"`
}

// One test.
type ExporterTest struct {
	// One sentence.                                                                                                     
	Comment                                                                                    string                    `json:"comment"`
	// Of a valid test; all members are compared.                                                                        
	Expect                                                                                     *ExporterExpect           `json:"expect,omitempty"`
	// Of a policy test: by policy id.                                                                                   
	ExpectedByPolicy                                                                           map[string]ExporterAnswer `json:"expected_by_policy,omitempty"`
	// At least one key of `notes`; one test shows one thing.                                                            
	Flags                                                                                      []string                  `json:"flags"`
	// Stable id: topic prefix and four digits.                                                                          
	ID                                                                                         string                    `json:"id"`
	// Input.                                                                                                            
	Input                                                                                      ExporterInput             `json:"input"`
	// Unix seconds of the judgement, where it is not the group's.                                                       
	Now                                                                                        *int64                    `json:"now,omitempty"`
	// The valid test that this invalid or deferred one is like, but for what its flag names; a                          
	// `group-event` test with another `after` is elsewhere in the story, too.                                           
	Parent                                                                                     *string                   `json:"parent,omitempty"`
	// Of an invalid or deferred test.                                                                                   
	Reason                                                                                     *Reason                   `json:"reason,omitempty"`
	// Instead of `reason` where the order of checks is free; all of one stage.                                          
	ReasonsAny                                                                                 []Reason                  `json:"reasons_any,omitempty"`
	// What is demanded.                                                                                                 
	Result                                                                                     Outcome                   `json:"result"`
	// Of an invalid or deferred test: the stage of its reason.                                                          
	Stage                                                                                      *Stage                    `json:"stage,omitempty"`
	// The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.                                 
	Tag                                                                                        *string                   `json:"tag,omitempty"`
	// Stacks that passed this test when it was emitted; of an invalid test, those that refused                          
	// it for the stated reason.                                                                                         
	VerifiedBy                                                                                 []StackVoice              `json:"verified_by,omitempty"`
	// Stacks that refused this invalid test and did not say why. Not read back.                                         
	XRefusedBy                                                                                 []StackVoice              `json:"x_refused_by,omitempty"`
}

// Of a valid test; all members are compared.
//
// The secret and its intermediate values (RFC 9420 section 8.5).
//
// It succeeds.
type ExporterExpect struct {
	// `Hash(context)`.                                                                   
	ContextHash                                                                   string  `json:"context_hash"`
	// `DeriveSecret(exporter_secret, label)`, where the exporter secret is given.        
	DerivedSecret                                                                 *string `json:"derived_secret,omitempty"`
	// `ExpandWithLabel(derived_secret, "exported", context_hash, length)`.               
	Secret                                                                        string  `json:"secret"`
}

// What is expected under one policy.
//
// Of a valid test; all members are compared.
//
// The secret and its intermediate values (RFC 9420 section 8.5).
//
// It succeeds.
//
// It fails.
type ExporterAnswer struct {
	// `Hash(context)`.                                                                   
	ContextHash                                                                   *string `json:"context_hash,omitempty"`
	// `DeriveSecret(exporter_secret, label)`, where the exporter secret is given.        
	DerivedSecret                                                                 *string `json:"derived_secret,omitempty"`
	// `ExpandWithLabel(derived_secret, "exported", context_hash, length)`.               
	Secret                                                                        *string `json:"secret,omitempty"`
	// Why.                                                                               
	Reason                                                                        *Reason `json:"reason,omitempty"`
	// The stage of the reason.                                                           
	Stage                                                                         *Stage  `json:"stage,omitempty"`
}

// Input.
//
// Where the secret comes from, and what is exported.
type ExporterInput struct {
	// Instead: the `welcome-join` test, after all of its `then`, in whose group the joiner        
	// exports; or the valid `group-event` test after                                              
	// whose event its reader does.                                                                
	After                                                                                  *string `json:"after,omitempty"`
	// Context bytes.                                                                              
	Context                                                                                string  `json:"context"`
	// The epoch's exporter secret, 32 bytes.                                                      
	ExporterSecret                                                                         *string `json:"exporter_secret,omitempty"`
	// Label, text; its length with the eight bytes that MLS puts before it is below 64.           
	Label                                                                                  string  `json:"label"`
	// Length of the secret in bytes; HKDF with SHA-256 gives no more than 255 hashes.             
	Length                                                                                 int64   `json:"length"`
}

// One vector file: one topic, one profile.
type GroupEventFile struct {
	// `marmot-vectors/1`                                                   
	Format                                                string            `json:"format"`
	// What wrote the file.                                                 
	Generator                                             Generator         `json:"generator"`
	// Tests that share a time.                                             
	Groups                                                []GroupEventGroup `json:"groups"`
	// What the flags mean.                                                 
	Notes                                                 map[string]Note   `json:"notes"`
	// Wire profile.                                                        
	Profile                                               string            `json:"profile"`
	// The text that is tested.                                             
	Spec                                                  Spec              `json:"spec"`
	// Version of the set.                                                  
	SuiteVersion                                          string            `json:"suite_version"`
	// Every private key in the file was made for it.                       
	SyntheticSecrets                                      bool              `json:"synthetic_secrets"`
	// Number of tests.                                                     
	TestCount                                             int64             `json:"test_count"`
	// Topic; decides the members of `input` and `expect`.                  
	Topic                                                 string            `json:"topic"`
}

// Tests that share a time.
type GroupEventGroup struct {
	// Unix seconds of the judgement.                 
	Now                              int64            `json:"now"`
	// Tests.                                         
	Tests                            []GroupEventTest `json:"tests"`
}

// One test.
type GroupEventTest struct {
	// One sentence.                                                                                                       
	Comment                                                                                    string                      `json:"comment"`
	// Of a valid test; all members are compared.                                                                          
	Expect                                                                                     *GroupEventExpect           `json:"expect,omitempty"`
	// Of a policy test: by policy id.                                                                                     
	ExpectedByPolicy                                                                           map[string]GroupEventAnswer `json:"expected_by_policy,omitempty"`
	// At least one key of `notes`; one test shows one thing.                                                              
	Flags                                                                                      []string                    `json:"flags"`
	// Stable id: topic prefix and four digits.                                                                            
	ID                                                                                         string                      `json:"id"`
	// Input.                                                                                                              
	Input                                                                                      GroupEventInput             `json:"input"`
	// Unix seconds of the judgement, where it is not the group's.                                                         
	Now                                                                                        *int64                      `json:"now,omitempty"`
	// The valid test that this invalid or deferred one is like, but for what its flag names; a                            
	// `group-event` test with another `after` is elsewhere in the story, too.                                             
	Parent                                                                                     *string                     `json:"parent,omitempty"`
	// Of an invalid or deferred test.                                                                                     
	Reason                                                                                     *Reason                     `json:"reason,omitempty"`
	// Instead of `reason` where the order of checks is free; all of one stage.                                            
	ReasonsAny                                                                                 []Reason                    `json:"reasons_any,omitempty"`
	// What is demanded.                                                                                                   
	Result                                                                                     Outcome                     `json:"result"`
	// Of an invalid or deferred test: the stage of its reason.                                                            
	Stage                                                                                      *Stage                      `json:"stage,omitempty"`
	// The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.                                   
	Tag                                                                                        *string                     `json:"tag,omitempty"`
	// Stacks that passed this test when it was emitted; of an invalid test, those that refused                            
	// it for the stated reason.                                                                                           
	VerifiedBy                                                                                 []StackVoice                `json:"verified_by,omitempty"`
	// Stacks that refused this invalid test and did not say why. Not read back.                                           
	XRefusedBy                                                                                 []StackVoice                `json:"x_refused_by,omitempty"`
}

// Of a valid test; all members are compared.
//
// What is inside.
//
// It succeeds.
//
// Of `outer`.
//
// Of `full`.
type GroupEventExpect struct {
	// `MLSMessage`.                             
	MlsMessage                      *string      `json:"mls_message,omitempty"`
	// Account of that leaf, hex.                
	Account                         *string      `json:"account,omitempty"`
	// What the MLS message carries.             
	ContentType                     *ContentType `json:"content_type,omitempty"`
	// Epoch in which it was sent.               
	Epoch                           *int64       `json:"epoch,omitempty"`
	// The application message.                  
	Rumor                           *Rumor       `json:"rumor,omitempty"`
	// Leaf that sent it.                        
	SenderLeaf                      *int64       `json:"sender_leaf,omitempty"`
}

// The application message.
//
// The same without signature, as it travels inside a seal. A `sig` is a fault and stands
// only in tests of that fault.
//
// The Welcome that names the joiner's KeyPackage.
//
// The rumor.
type Rumor struct {
	// Content.                                             
	Content                                      string     `json:"content"`
	// Unix seconds.                                        
	CreatedAt                                    int64      `json:"created_at"`
	// SHA-256 of the NIP-01 serialisation, hex.            
	ID                                           string     `json:"id"`
	// Kind.                                                
	Kind                                         int64      `json:"kind"`
	// X-only public key of the author, hex.                
	Pubkey                                       string     `json:"pubkey"`
	// Only in a rumor that is wrong.                       
	Sig                                          *string    `json:"sig,omitempty"`
	// Rows of strings; each has a name at least.           
	Tags                                         [][]string `json:"tags"`
}

// What is expected under one policy.
//
// Of `outer`.
//
// Of `full`.
//
// It fails.
type GroupEventAnswer struct {
	// `MLSMessage`.                             
	MlsMessage                      *string      `json:"mls_message,omitempty"`
	// Account of that leaf, hex.                
	Account                         *string      `json:"account,omitempty"`
	// What the MLS message carries.             
	ContentType                     *ContentType `json:"content_type,omitempty"`
	// Epoch in which it was sent.               
	Epoch                           *int64       `json:"epoch,omitempty"`
	// The application message.                  
	Rumor                           *Rumor       `json:"rumor,omitempty"`
	// Leaf that sent it.                        
	SenderLeaf                      *int64       `json:"sender_leaf,omitempty"`
	// Why.                                      
	Reason                          *Reason      `json:"reason,omitempty"`
	// The stage of the reason.                  
	Stage                           *Stage       `json:"stage,omitempty"`
}

// Input.
//
// An event, and either the key of its outer encryption or a member that can read it.
//
// Needs only the key.
//
// Continues from another test.
type GroupEventInput struct {
	// Kind 445.                                                                                    
	Event                                                                                   Event   `json:"event"`
	// `MLS-Exporter("marmot", "group-event", 32)` of the epoch.                                    
	GroupEventKey                                                                           *string `json:"group_event_key,omitempty"`
	Layer                                                                                   Layer   `json:"layer"`
	// Id of a `welcome-join` test: its joiner reads, after all of its `then`. Or of a valid        
	// `full` test of this file: whoever reads                                                      
	// there has read its event too.                                                                
	After                                                                                   *string `json:"after,omitempty"`
}

// Kind 445.
//
// A NIP-01 event. Nothing about it is checked by being read.
//
// As it came from a relay.
//
// The event that published it, for clients that look it up by the id in `e`.
//
// A kind 1059 event.
type Event struct {
	// Content.                                             
	Content                                      string     `json:"content"`
	// Unix seconds.                                        
	CreatedAt                                    int64      `json:"created_at"`
	// SHA-256 of the NIP-01 serialisation, hex.            
	ID                                           string     `json:"id"`
	// Kind.                                                
	Kind                                         int64      `json:"kind"`
	// X-only public key of the author, hex.                
	Pubkey                                       string     `json:"pubkey"`
	// BIP-340 signature over the id, hex.                  
	Sig                                          string     `json:"sig"`
	// Rows of strings; each has a name at least.           
	Tags                                         [][]string `json:"tags"`
}

// One vector file: one topic, one profile.
type KeyPackageEventFile struct {
	// `marmot-vectors/1`                                                        
	Format                                                string                 `json:"format"`
	// What wrote the file.                                                      
	Generator                                             Generator              `json:"generator"`
	// Tests that share a time.                                                  
	Groups                                                []KeyPackageEventGroup `json:"groups"`
	// What the flags mean.                                                      
	Notes                                                 map[string]Note        `json:"notes"`
	// Wire profile.                                                             
	Profile                                               string                 `json:"profile"`
	// The text that is tested.                                                  
	Spec                                                  Spec                   `json:"spec"`
	// Version of the set.                                                       
	SuiteVersion                                          string                 `json:"suite_version"`
	// Every private key in the file was made for it.                            
	SyntheticSecrets                                      bool                   `json:"synthetic_secrets"`
	// Number of tests.                                                          
	TestCount                                             int64                  `json:"test_count"`
	// Topic; decides the members of `input` and `expect`.                       
	Topic                                                 string                 `json:"topic"`
}

// Tests that share a time.
type KeyPackageEventGroup struct {
	// Unix seconds of the judgement.                      
	Now                              int64                 `json:"now"`
	// Tests.                                              
	Tests                            []KeyPackageEventTest `json:"tests"`
}

// One test.
type KeyPackageEventTest struct {
	// One sentence.                                                                                                            
	Comment                                                                                    string                           `json:"comment"`
	// Of a valid test; all members are compared.                                                                               
	Expect                                                                                     *KeyPackageEventExpect           `json:"expect,omitempty"`
	// Of a policy test: by policy id.                                                                                          
	ExpectedByPolicy                                                                           map[string]KeyPackageEventAnswer `json:"expected_by_policy,omitempty"`
	// At least one key of `notes`; one test shows one thing.                                                                   
	Flags                                                                                      []string                         `json:"flags"`
	// Stable id: topic prefix and four digits.                                                                                 
	ID                                                                                         string                           `json:"id"`
	// Input.                                                                                                                   
	Input                                                                                      KeyPackageEventInput             `json:"input"`
	// Unix seconds of the judgement, where it is not the group's.                                                              
	Now                                                                                        *int64                           `json:"now,omitempty"`
	// The valid test that this invalid or deferred one is like, but for what its flag names; a                                 
	// `group-event` test with another `after` is elsewhere in the story, too.                                                  
	Parent                                                                                     *string                          `json:"parent,omitempty"`
	// Of an invalid or deferred test.                                                                                          
	Reason                                                                                     *Reason                          `json:"reason,omitempty"`
	// Instead of `reason` where the order of checks is free; all of one stage.                                                 
	ReasonsAny                                                                                 []Reason                         `json:"reasons_any,omitempty"`
	// What is demanded.                                                                                                        
	Result                                                                                     Outcome                          `json:"result"`
	// Of an invalid or deferred test: the stage of its reason.                                                                 
	Stage                                                                                      *Stage                           `json:"stage,omitempty"`
	// The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.                                        
	Tag                                                                                        *string                          `json:"tag,omitempty"`
	// Stacks that passed this test when it was emitted; of an invalid test, those that refused                                 
	// it for the stated reason.                                                                                                
	VerifiedBy                                                                                 []StackVoice                     `json:"verified_by,omitempty"`
	// Stacks that refused this invalid test and did not say why. Not read back.                                                
	XRefusedBy                                                                                 []StackVoice                     `json:"x_refused_by,omitempty"`
}

// Of a valid test; all members are compared.
//
// What a reader takes out of it.
//
// It succeeds.
type KeyPackageEventExpect struct {
	// Author and credential, hex.                                            
	Account                                                           string  `json:"account"`
	// Cipher suite.                                                          
	CipherSuite                                                       int64   `json:"cipher_suite"`
	// Extension types in the capabilities, ascending, without GREASE.        
	Extensions                                                        []int64 `json:"extensions"`
	// Whether it may be used more than once.                                 
	LastResort                                                        bool    `json:"last_resort"`
	// `not_before` and `not_after` in Unix seconds.                          
	Lifetime                                                          []int64 `json:"lifetime"`
	// Proposal types in the capabilities, ascending, without GREASE.         
	Proposals                                                         []int64 `json:"proposals"`
	// KeyPackageRef.                                                         
	Ref                                                               string  `json:"ref"`
	// Public key of the leaf.                                                
	SignatureKey                                                      string  `json:"signature_key"`
	// The `d` tag of a kind 30443 event, else null.                          
	Slot                                                              *string `json:"slot"`
}

// What is expected under one policy.
//
// Of a valid test; all members are compared.
//
// What a reader takes out of it.
//
// It succeeds.
//
// It fails.
type KeyPackageEventAnswer struct {
	// Author and credential, hex.                                            
	Account                                                           *string `json:"account,omitempty"`
	// Cipher suite.                                                          
	CipherSuite                                                       *int64  `json:"cipher_suite,omitempty"`
	// Extension types in the capabilities, ascending, without GREASE.        
	Extensions                                                        []int64 `json:"extensions,omitempty"`
	// Whether it may be used more than once.                                 
	LastResort                                                        *bool   `json:"last_resort,omitempty"`
	// `not_before` and `not_after` in Unix seconds.                          
	Lifetime                                                          []int64 `json:"lifetime,omitempty"`
	// Proposal types in the capabilities, ascending, without GREASE.         
	Proposals                                                         []int64 `json:"proposals,omitempty"`
	// KeyPackageRef.                                                         
	Ref                                                               *string `json:"ref,omitempty"`
	// Public key of the leaf.                                                
	SignatureKey                                                      *string `json:"signature_key,omitempty"`
	// The `d` tag of a kind 30443 event, else null.                          
	Slot                                                              *string `json:"slot,omitempty"`
	// Why.                                                                   
	Reason                                                            *Reason `json:"reason,omitempty"`
	// The stage of the reason.                                               
	Stage                                                             *Stage  `json:"stage,omitempty"`
}

// Input.
//
// The event.
type KeyPackageEventInput struct {
	// As it came from a relay.      
	Event                      Event `json:"event"`
}

// One vector file: one topic, one profile.
type KeyPackageRefFile struct {
	// `marmot-vectors/1`                                                      
	Format                                                string               `json:"format"`
	// What wrote the file.                                                    
	Generator                                             Generator            `json:"generator"`
	// Tests that share a time.                                                
	Groups                                                []KeyPackageRefGroup `json:"groups"`
	// What the flags mean.                                                    
	Notes                                                 map[string]Note      `json:"notes"`
	// Wire profile.                                                           
	Profile                                               string               `json:"profile"`
	// The text that is tested.                                                
	Spec                                                  Spec                 `json:"spec"`
	// Version of the set.                                                     
	SuiteVersion                                          string               `json:"suite_version"`
	// Every private key in the file was made for it.                          
	SyntheticSecrets                                      bool                 `json:"synthetic_secrets"`
	// Number of tests.                                                        
	TestCount                                             int64                `json:"test_count"`
	// Topic; decides the members of `input` and `expect`.                     
	Topic                                                 string               `json:"topic"`
}

// Tests that share a time.
type KeyPackageRefGroup struct {
	// Unix seconds of the judgement.                    
	Now                              int64               `json:"now"`
	// Tests.                                            
	Tests                            []KeyPackageRefTest `json:"tests"`
}

// One test.
type KeyPackageRefTest struct {
	// One sentence.                                                                                                          
	Comment                                                                                    string                         `json:"comment"`
	// Of a valid test; all members are compared.                                                                             
	Expect                                                                                     *KeyPackageRefExpect           `json:"expect,omitempty"`
	// Of a policy test: by policy id.                                                                                        
	ExpectedByPolicy                                                                           map[string]KeyPackageRefAnswer `json:"expected_by_policy,omitempty"`
	// At least one key of `notes`; one test shows one thing.                                                                 
	Flags                                                                                      []string                       `json:"flags"`
	// Stable id: topic prefix and four digits.                                                                               
	ID                                                                                         string                         `json:"id"`
	// Input.                                                                                                                 
	Input                                                                                      KeyPackageRefInput             `json:"input"`
	// Unix seconds of the judgement, where it is not the group's.                                                            
	Now                                                                                        *int64                         `json:"now,omitempty"`
	// The valid test that this invalid or deferred one is like, but for what its flag names; a                               
	// `group-event` test with another `after` is elsewhere in the story, too.                                                
	Parent                                                                                     *string                        `json:"parent,omitempty"`
	// Of an invalid or deferred test.                                                                                        
	Reason                                                                                     *Reason                        `json:"reason,omitempty"`
	// Instead of `reason` where the order of checks is free; all of one stage.                                               
	ReasonsAny                                                                                 []Reason                       `json:"reasons_any,omitempty"`
	// What is demanded.                                                                                                      
	Result                                                                                     Outcome                        `json:"result"`
	// Of an invalid or deferred test: the stage of its reason.                                                               
	Stage                                                                                      *Stage                         `json:"stage,omitempty"`
	// The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.                                      
	Tag                                                                                        *string                        `json:"tag,omitempty"`
	// Stacks that passed this test when it was emitted; of an invalid test, those that refused                               
	// it for the stated reason.                                                                                              
	VerifiedBy                                                                                 []StackVoice                   `json:"verified_by,omitempty"`
	// Stacks that refused this invalid test and did not say why. Not read back.                                              
	XRefusedBy                                                                                 []StackVoice                   `json:"x_refused_by,omitempty"`
}

// Of a valid test; all members are compared.
//
// The reference and how it came about.
//
// It succeeds.
type KeyPackageRefExpect struct {
	// The bare KeyPackage.                                              
	KeyPackageRaw                                                 string `json:"key_package_raw"`
	// What is hashed: label and KeyPackage, each with its length.       
	Preimage                                                      string `json:"preimage"`
	// SHA-256 of that.                                                  
	Ref                                                           string `json:"ref"`
}

// What is expected under one policy.
//
// Of a valid test; all members are compared.
//
// The reference and how it came about.
//
// It succeeds.
//
// It fails.
type KeyPackageRefAnswer struct {
	// The bare KeyPackage.                                               
	KeyPackageRaw                                                 *string `json:"key_package_raw,omitempty"`
	// What is hashed: label and KeyPackage, each with its length.        
	Preimage                                                      *string `json:"preimage,omitempty"`
	// SHA-256 of that.                                                   
	Ref                                                           *string `json:"ref,omitempty"`
	// Why.                                                               
	Reason                                                        *Reason `json:"reason,omitempty"`
	// The stage of the reason.                                           
	Stage                                                         *Stage  `json:"stage,omitempty"`
}

// Input.
//
// Either framing.
type KeyPackageRefInput struct {
	// Cipher suite, whose hash is used.        
	CipherSuite                         int64   `json:"cipher_suite"`
	// `MLSMessage(mls_key_package)`.           
	KeyPackage                          *string `json:"key_package,omitempty"`
	// The bare KeyPackage.                     
	KeyPackageRaw                       *string `json:"key_package_raw,omitempty"`
}

// One vector file: one topic, one profile.
type KeyPackageSelectFile struct {
	// `marmot-vectors/1`                                                         
	Format                                                string                  `json:"format"`
	// What wrote the file.                                                       
	Generator                                             Generator               `json:"generator"`
	// Tests that share a time.                                                   
	Groups                                                []KeyPackageSelectGroup `json:"groups"`
	// What the flags mean.                                                       
	Notes                                                 map[string]Note         `json:"notes"`
	// Wire profile.                                                              
	Profile                                               string                  `json:"profile"`
	// The text that is tested.                                                   
	Spec                                                  Spec                    `json:"spec"`
	// Version of the set.                                                        
	SuiteVersion                                          string                  `json:"suite_version"`
	// Every private key in the file was made for it.                             
	SyntheticSecrets                                      bool                    `json:"synthetic_secrets"`
	// Number of tests.                                                           
	TestCount                                             int64                   `json:"test_count"`
	// Topic; decides the members of `input` and `expect`.                        
	Topic                                                 string                  `json:"topic"`
}

// Tests that share a time.
type KeyPackageSelectGroup struct {
	// Unix seconds of the judgement.                       
	Now                              int64                  `json:"now"`
	// Tests.                                               
	Tests                            []KeyPackageSelectTest `json:"tests"`
}

// One test.
type KeyPackageSelectTest struct {
	// One sentence.                                                                                                             
	Comment                                                                                    string                            `json:"comment"`
	// Of a valid test; all members are compared.                                                                                
	Expect                                                                                     *KeyPackageSelectExpect           `json:"expect,omitempty"`
	// Of a policy test: by policy id.                                                                                           
	ExpectedByPolicy                                                                           map[string]KeyPackageSelectAnswer `json:"expected_by_policy,omitempty"`
	// At least one key of `notes`; one test shows one thing.                                                                    
	Flags                                                                                      []string                          `json:"flags"`
	// Stable id: topic prefix and four digits.                                                                                  
	ID                                                                                         string                            `json:"id"`
	// Input.                                                                                                                    
	Input                                                                                      KeyPackageSelectInput             `json:"input"`
	// Unix seconds of the judgement, where it is not the group's.                                                               
	Now                                                                                        *int64                            `json:"now,omitempty"`
	// The valid test that this invalid or deferred one is like, but for what its flag names; a                                  
	// `group-event` test with another `after` is elsewhere in the story, too.                                                   
	Parent                                                                                     *string                           `json:"parent,omitempty"`
	// Of an invalid or deferred test.                                                                                           
	Reason                                                                                     *Reason                           `json:"reason,omitempty"`
	// Instead of `reason` where the order of checks is free; all of one stage.                                                  
	ReasonsAny                                                                                 []Reason                          `json:"reasons_any,omitempty"`
	// What is demanded.                                                                                                         
	Result                                                                                     Outcome                           `json:"result"`
	// Of an invalid or deferred test: the stage of its reason.                                                                  
	Stage                                                                                      *Stage                            `json:"stage,omitempty"`
	// The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.                                         
	Tag                                                                                        *string                           `json:"tag,omitempty"`
	// Stacks that passed this test when it was emitted; of an invalid test, those that refused                                  
	// it for the stated reason.                                                                                                 
	VerifiedBy                                                                                 []StackVoice                      `json:"verified_by,omitempty"`
	// Stacks that refused this invalid test and did not say why. Not read back.                                                 
	XRefusedBy                                                                                 []StackVoice                      `json:"x_refused_by,omitempty"`
}

// Of a valid test; all members are compared.
//
// Who is picked, and why everybody else is not.
//
// It succeeds.
type KeyPackageSelectExpect struct {
	// Reason by label, for all others.                                            
	Excluded                                                  map[string]Exclusion `json:"excluded"`
	// Labels in the order in which they go into the MLS call.                     
	Selected                                                  []string             `json:"selected"`
}

// What is expected under one policy.
//
// Of a valid test; all members are compared.
//
// Who is picked, and why everybody else is not.
//
// It succeeds.
//
// It fails.
type KeyPackageSelectAnswer struct {
	// Reason by label, for all others.                                            
	Excluded                                                  map[string]Exclusion `json:"excluded,omitempty"`
	// Labels in the order in which they go into the MLS call.                     
	Selected                                                  []string             `json:"selected,omitempty"`
	// Why.                                                                        
	Reason                                                    *Reason              `json:"reason,omitempty"`
	// The stage of the reason.                                                    
	Stage                                                     *Stage               `json:"stage,omitempty"`
}

// Input.
//
// What an inviter has in front of it.
type KeyPackageSelectInput struct {
	// The account that is to be invited, hex.                                          
	Account                                                         string              `json:"account"`
	// Events by label.                                                                 
	Events                                                          map[string]Event    `json:"events"`
	// Accounts that are members already, hex, once per leaf.                           
	Members                                                         []string            `json:"members"`
	// Orders in which they may arrive; all must lead to one answer.                    
	Orders                                                          [][]string          `json:"orders"`
	// What the group requires.                                                         
	Requirements                                                    Requirements        `json:"requirements"`
	// How the events lie on relays: labels by relay.                                   
	Views                                                           map[string][]string `json:"views,omitempty"`
}

// What the group requires.
type Requirements struct {
	// Cipher suite.                                        
	CipherSuite                                     int64   `json:"cipher_suite"`
	// Extension types that every leaf must support.        
	Extensions                                      []int64 `json:"extensions"`
	// Proposal types that every leaf must support.         
	Proposals                                       []int64 `json:"proposals"`
}

// The list of files.
type Manifest struct {
	// Vector files, by path.                                                                                       
	Files                                                                                    []FileEntry            `json:"files"`
	// `marmot-vectors-manifest/1`                                                                                  
	Format                                                                                   string                 `json:"format"`
	// Policies that occur.                                                                                         
	Policies                                                                                 map[string]PolicyEntry `json:"policies"`
	// Profiles that occur.                                                                                         
	Profiles                                                                                 []string               `json:"profiles"`
	// Version of the lists of reasons, stages, tags and policy ids.                                                
	ReasonsVersion                                                                           int64                  `json:"reasons_version"`
	// Ids that are dead.                                                                                           
	Retired                                                                                  map[string]Retired     `json:"retired"`
	// Version of the set.                                                                                          
	SuiteVersion                                                                             string                 `json:"suite_version"`
	// Files beside the vector files that do not have their form. Loaders need not know them.                       
	XFiles                                                                                   []OtherFile            `json:"x_files,omitempty"`
}

// One vector file.
type FileEntry struct {
	// Number of bytes.                                                                                   
	Bytes                                                                                int64            `json:"bytes"`
	// Path below the manifest, with `/`.                                                                 
	Path                                                                                 string           `json:"path"`
	// Profile.                                                                                           
	Profile                                                                              string           `json:"profile"`
	// SHA-256 of the bytes.                                                                              
	Sha256                                                                               string           `json:"sha256"`
	// Number of tests.                                                                                   
	TestCount                                                                            int64            `json:"test_count"`
	// Topic.                                                                                             
	Topic                                                                                string           `json:"topic"`
	// Stacks that passed tests of this file when it was emitted, and how many.                           
	VerifiedBy                                                                           map[string]int64 `json:"verified_by"`
	// Stacks that refused invalid tests without saying why, and how many. Not read back.                 
	XRefusedBy                                                                           map[string]int64 `json:"x_refused_by,omitempty"`
}

// A policy in words.
type PolicyEntry struct {
	// What it does.                             
	Description                           string `json:"description"`
	// The document or source it restates.       
	Source                                string `json:"source"`
}

// A test that was wrong.
type Retired struct {
	// The test that takes its place.        
	SupersededBy                     *string `json:"superseded_by,omitempty"`
	// Why.                                  
	Why                              string  `json:"why"`
}

// A file that has another form than vector files.
type OtherFile struct {
	// Number of bytes.                         
	Bytes                                int64  `json:"bytes"`
	// Path below the manifest, with `/`.       
	Path                                 string `json:"path"`
	// SHA-256 of the bytes.                    
	Sha256                               string `json:"sha256"`
}

// One vector file: one topic, one profile.
type MemberCoalescingFile struct {
	// `marmot-vectors/1`                                                         
	Format                                                string                  `json:"format"`
	// What wrote the file.                                                       
	Generator                                             Generator               `json:"generator"`
	// Tests that share a time.                                                   
	Groups                                                []MemberCoalescingGroup `json:"groups"`
	// What the flags mean.                                                       
	Notes                                                 map[string]Note         `json:"notes"`
	// Wire profile.                                                              
	Profile                                               string                  `json:"profile"`
	// The text that is tested.                                                   
	Spec                                                  Spec                    `json:"spec"`
	// Version of the set.                                                        
	SuiteVersion                                          string                  `json:"suite_version"`
	// Every private key in the file was made for it.                             
	SyntheticSecrets                                      bool                    `json:"synthetic_secrets"`
	// Number of tests.                                                           
	TestCount                                             int64                   `json:"test_count"`
	// Topic; decides the members of `input` and `expect`.                        
	Topic                                                 string                  `json:"topic"`
}

// Tests that share a time.
type MemberCoalescingGroup struct {
	// Unix seconds of the judgement.                       
	Now                              int64                  `json:"now"`
	// Tests.                                               
	Tests                            []MemberCoalescingTest `json:"tests"`
}

// One test.
type MemberCoalescingTest struct {
	// One sentence.                                                                                                             
	Comment                                                                                    string                            `json:"comment"`
	// Of a valid test; all members are compared.                                                                                
	Expect                                                                                     *MemberCoalescingExpect           `json:"expect,omitempty"`
	// Of a policy test: by policy id.                                                                                           
	ExpectedByPolicy                                                                           map[string]MemberCoalescingAnswer `json:"expected_by_policy,omitempty"`
	// At least one key of `notes`; one test shows one thing.                                                                    
	Flags                                                                                      []string                          `json:"flags"`
	// Stable id: topic prefix and four digits.                                                                                  
	ID                                                                                         string                            `json:"id"`
	// Input.                                                                                                                    
	Input                                                                                      MemberCoalescingInput             `json:"input"`
	// Unix seconds of the judgement, where it is not the group's.                                                               
	Now                                                                                        *int64                            `json:"now,omitempty"`
	// The valid test that this invalid or deferred one is like, but for what its flag names; a                                  
	// `group-event` test with another `after` is elsewhere in the story, too.                                                   
	Parent                                                                                     *string                           `json:"parent,omitempty"`
	// Of an invalid or deferred test.                                                                                           
	Reason                                                                                     *Reason                           `json:"reason,omitempty"`
	// Instead of `reason` where the order of checks is free; all of one stage.                                                  
	ReasonsAny                                                                                 []Reason                          `json:"reasons_any,omitempty"`
	// What is demanded.                                                                                                         
	Result                                                                                     Outcome                           `json:"result"`
	// Of an invalid or deferred test: the stage of its reason.                                                                  
	Stage                                                                                      *Stage                            `json:"stage,omitempty"`
	// The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.                                         
	Tag                                                                                        *string                           `json:"tag,omitempty"`
	// Stacks that passed this test when it was emitted; of an invalid test, those that refused                                  
	// it for the stated reason.                                                                                                 
	VerifiedBy                                                                                 []StackVoice                      `json:"verified_by,omitempty"`
	// Stacks that refused this invalid test and did not say why. Not read back.                                                 
	XRefusedBy                                                                                 []StackVoice                      `json:"x_refused_by,omitempty"`
}

// Of a valid test; all members are compared.
//
// What a person should see.
//
// It succeeds.
type MemberCoalescingExpect struct {
	// Whether it is a conversation of two accounts, however many devices they have.         
	IsDirect                                                                        bool     `json:"is_direct"`
	// Leaves.                                                                               
	LeafCount                                                                       int64    `json:"leaf_count"`
	// Accounts, by their lowest leaf.                                                       
	Members                                                                         []string `json:"members"`
	// Members without the own account.                                                      
	Others                                                                          []string `json:"others"`
	// Further leaves of the own account, ascending.                                         
	Siblings                                                                        []int64  `json:"siblings"`
}

// What is expected under one policy.
//
// Of a valid test; all members are compared.
//
// What a person should see.
//
// It succeeds.
//
// It fails.
type MemberCoalescingAnswer struct {
	// Whether it is a conversation of two accounts, however many devices they have.         
	IsDirect                                                                        *bool    `json:"is_direct,omitempty"`
	// Leaves.                                                                               
	LeafCount                                                                       *int64   `json:"leaf_count,omitempty"`
	// Accounts, by their lowest leaf.                                                       
	Members                                                                         []string `json:"members,omitempty"`
	// Members without the own account.                                                      
	Others                                                                          []string `json:"others,omitempty"`
	// Further leaves of the own account, ascending.                                         
	Siblings                                                                        []int64  `json:"siblings,omitempty"`
	// Why.                                                                                  
	Reason                                                                          *Reason  `json:"reason,omitempty"`
	// The stage of the reason.                                                              
	Stage                                                                           *Stage   `json:"stage,omitempty"`
}

// Input.
//
// A tree.
type MemberCoalescingInput struct {
	// Leaf index and account, in the order in which a library lists them.         
	Leaves                                                                [][]Leaf `json:"leaves"`
	// The leaf of the device that looks.                                          
	OwnLeaf                                                               int64    `json:"own_leaf"`
}

// Tests to begin with, of all topics but those of the extra packs.
type Minimal struct {
	// `marmot-vectors-minimal/1`                                                 
	Format                                                 string                 `json:"format"`
	// Policies that occur.                                                       
	Policies                                               map[string]PolicyEntry `json:"policies"`
	// Version of the set.                                                        
	SuiteVersion                                           string                 `json:"suite_version"`
	// Every private key in the file was made for it.                             
	SyntheticSecrets                                       bool                   `json:"synthetic_secrets"`
	// Number of tests.                                                           
	TestCount                                              int64                  `json:"test_count"`
	// Tests. What `parent` and `after` name stands before.                       
	Tests                                                  []MinimalTest          `json:"tests"`
}

// A test of another file with what that file says around it.
type MinimalTest struct {
	// What the flags mean.                                                      
	Notes                                                 map[string]Note        `json:"notes"`
	// Unix seconds of the judgement.                                            
	Now                                                   int64                  `json:"now"`
	// Wire profile.                                                             
	Profile                                               string                 `json:"profile"`
	// The test as it stands in its own file.                                    
	Test                                                  map[string]interface{} `json:"test"`
	// Topic; decides the members of `input` and `expect`.                       
	Topic                                                 string                 `json:"topic"`
	// Why it was chosen.                                                        
	Why                                                   string                 `json:"why"`
}

// One vector file: one topic, one profile.
type RaceFile struct {
	// `marmot-vectors/1`                                                 
	Format                                                string          `json:"format"`
	// What wrote the file.                                               
	Generator                                             Generator       `json:"generator"`
	// Tests that share a time.                                           
	Groups                                                []RaceGroup     `json:"groups"`
	// What the flags mean.                                               
	Notes                                                 map[string]Note `json:"notes"`
	// Wire profile.                                                      
	Profile                                               string          `json:"profile"`
	// The text that is tested.                                           
	Spec                                                  Spec            `json:"spec"`
	// Version of the set.                                                
	SuiteVersion                                          string          `json:"suite_version"`
	// Every private key in the file was made for it.                     
	SyntheticSecrets                                      bool            `json:"synthetic_secrets"`
	// Number of tests.                                                   
	TestCount                                             int64           `json:"test_count"`
	// Topic; decides the members of `input` and `expect`.                
	Topic                                                 string          `json:"topic"`
}

// Tests that share a time.
type RaceGroup struct {
	// Unix seconds of the judgement.           
	Now                              int64      `json:"now"`
	// Tests.                                   
	Tests                            []RaceTest `json:"tests"`
}

// One test.
type RaceTest struct {
	// One sentence.                                                                                                 
	Comment                                                                                    string                `json:"comment"`
	// Of a valid test; all members are compared.                                                                    
	Expect                                                                                     *RaceExpect           `json:"expect,omitempty"`
	// Of a policy test: by policy id.                                                                               
	ExpectedByPolicy                                                                           map[string]RaceAnswer `json:"expected_by_policy,omitempty"`
	// At least one key of `notes`; one test shows one thing.                                                        
	Flags                                                                                      []string              `json:"flags"`
	// Stable id: topic prefix and four digits.                                                                      
	ID                                                                                         string                `json:"id"`
	// Input.                                                                                                        
	Input                                                                                      RaceInput             `json:"input"`
	// Unix seconds of the judgement, where it is not the group's.                                                   
	Now                                                                                        *int64                `json:"now,omitempty"`
	// The valid test that this invalid or deferred one is like, but for what its flag names; a                      
	// `group-event` test with another `after` is elsewhere in the story, too.                                       
	Parent                                                                                     *string               `json:"parent,omitempty"`
	// Of an invalid or deferred test.                                                                               
	Reason                                                                                     *Reason               `json:"reason,omitempty"`
	// Instead of `reason` where the order of checks is free; all of one stage.                                      
	ReasonsAny                                                                                 []Reason              `json:"reasons_any,omitempty"`
	// What is demanded.                                                                                             
	Result                                                                                     Outcome               `json:"result"`
	// Of an invalid or deferred test: the stage of its reason.                                                      
	Stage                                                                                      *Stage                `json:"stage,omitempty"`
	// The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.                             
	Tag                                                                                        *string               `json:"tag,omitempty"`
	// Stacks that passed this test when it was emitted; of an invalid test, those that refused                      
	// it for the stated reason.                                                                                     
	VerifiedBy                                                                                 []StackVoice          `json:"verified_by,omitempty"`
	// Stacks that refused this invalid test and did not say why. Not read back.                                     
	XRefusedBy                                                                                 []StackVoice          `json:"x_refused_by,omitempty"`
}

// Of a valid test; all members are compared.
//
// What is found.
//
// It succeeds.
type RaceExpect struct {
	// Properties of the form *always* that hold.                               
	Always                                                             []string `json:"always"`
	// Nobody can step on its selection.                                        
	Dead                                                               int64    `json:"dead"`
	// Properties of the form *always* that do not hold.                        
	Fails                                                              []string `json:"fails"`
	// The highest fork depth over all states.                                  
	ForkDepthMax                                                       int64    `json:"fork_depth_max"`
	// A step is opened by no living device of the other user.                  
	Lost                                                               int64    `json:"lost"`
	// Those without any event but steps; the counts below are of them.         
	Quiescent                                                          int64    `json:"quiescent"`
	// Living devices of one user select differently.                           
	SameUserSplit                                                      int64    `json:"same_user_split"`
	// Properties of the form *sometimes* that some state has.                  
	Sometimes                                                          []string `json:"sometimes"`
	// States that can be reached.                                              
	States                                                             int64    `json:"states"`
	// A living device can never process a node that exists.                    
	Stuck                                                              int64    `json:"stuck"`
	// The two users, each of one mind, select differently.                     
	UsersDiffer                                                        int64    `json:"users_differ"`
}

// What is expected under one policy.
//
// Of a valid test; all members are compared.
//
// What is found.
//
// It succeeds.
//
// It fails.
type RaceAnswer struct {
	// Properties of the form *always* that hold.                               
	Always                                                             []string `json:"always,omitempty"`
	// Nobody can step on its selection.                                        
	Dead                                                               *int64   `json:"dead,omitempty"`
	// Properties of the form *always* that do not hold.                        
	Fails                                                              []string `json:"fails,omitempty"`
	// The highest fork depth over all states.                                  
	ForkDepthMax                                                       *int64   `json:"fork_depth_max,omitempty"`
	// A step is opened by no living device of the other user.                  
	Lost                                                               *int64   `json:"lost,omitempty"`
	// Those without any event but steps; the counts below are of them.         
	Quiescent                                                          *int64   `json:"quiescent,omitempty"`
	// Living devices of one user select differently.                           
	SameUserSplit                                                      *int64   `json:"same_user_split,omitempty"`
	// Properties of the form *sometimes* that some state has.                  
	Sometimes                                                          []string `json:"sometimes,omitempty"`
	// States that can be reached.                                              
	States                                                             *int64   `json:"states,omitempty"`
	// A living device can never process a node that exists.                    
	Stuck                                                              *int64   `json:"stuck,omitempty"`
	// The two users, each of one mind, select differently.                     
	UsersDiffer                                                        *int64   `json:"users_differ,omitempty"`
	// Why.                                                                     
	Reason                                                             *Reason  `json:"reason,omitempty"`
	// The stage of the reason.                                                 
	Stage                                                              *Stage   `json:"stage,omitempty"`
}

// Input.
//
// A world with a bound.
type RaceInput struct {
	// Devices of A.                                                
	M                                                 int64         `json:"m"`
	// The finality marker is part of the state.                    
	Marker                                            bool          `json:"marker"`
	// The machine that runs.                                       
	Model                                             RatchetModel  `json:"model"`
	// Devices of B.                                                
	N                                                 int64         `json:"n"`
	// The switches.                                                
	Policy                                            RatchetPolicy `json:"policy"`
	// Devices that were removed before the beginning.              
	Removed                                           []string      `json:"removed,omitempty"`
	// How many DH steps each device can make.                      
	StepsMax                                          int64         `json:"steps_max"`
}

// The switches.
//
// What the text leaves open.
type RatchetPolicy struct {
	// Which children of a node a remote device accepts.                                       
	Accept                                                            RatchetAccept            `json:"accept"`
	// What "longest" counts.                                                                  
	Length                                                            RatchetLength            `json:"length"`
	// What an order compares.                                                                 
	Order                                                             RatchetCompare           `json:"order"`
	// By user or device: its order; `ascending` where it is left out.                         
	Orders                                                            map[string]*RatchetOrder `json:"orders,omitempty"`
	// What becomes of a message whose parent is not known.                                    
	Orphan                                                            RatchetOrphan            `json:"orphan"`
	// How long a fork can still be joined; `all` if left out.                                 
	Retain                                                            *RatchetRetain           `json:"retain,omitempty"`
	// How rolled roots of one generation rank; `shared` if left out.                          
	RootOrder                                                         *RatchetRootOrder        `json:"root_order,omitempty"`
	// 1, or 2 if both users can begin.                                                        
	Roots                                                             int64                    `json:"roots"`
	// Which nodes of its own user a device may select.                                        
	Valid                                                             RatchetValid             `json:"valid"`
}

// These as they stand, then all others, ascending.
type RatchetOrderClass struct {
	List []string `json:"list"`
}

// Forks from a node that is at most so many levels below the deepest known one.
type RatchetRetainClass struct {
	Levels int64 `json:"levels"`
}

// One vector file: one topic, one profile.
type ScenarioFile struct {
	// `marmot-vectors/1`                                                 
	Format                                                string          `json:"format"`
	// What wrote the file.                                               
	Generator                                             Generator       `json:"generator"`
	// Tests that share a time.                                           
	Groups                                                []ScenarioGroup `json:"groups"`
	// What the flags mean.                                               
	Notes                                                 map[string]Note `json:"notes"`
	// Wire profile.                                                      
	Profile                                               string          `json:"profile"`
	// The text that is tested.                                           
	Spec                                                  Spec            `json:"spec"`
	// Version of the set.                                                
	SuiteVersion                                          string          `json:"suite_version"`
	// Every private key in the file was made for it.                     
	SyntheticSecrets                                      bool            `json:"synthetic_secrets"`
	// Number of tests.                                                   
	TestCount                                             int64           `json:"test_count"`
	// Topic; decides the members of `input` and `expect`.                
	Topic                                                 string          `json:"topic"`
}

// Tests that share a time.
type ScenarioGroup struct {
	// Unix seconds of the judgement.               
	Now                              int64          `json:"now"`
	// Tests.                                       
	Tests                            []ScenarioTest `json:"tests"`
}

// One test.
type ScenarioTest struct {
	// One sentence.                                                                                                     
	Comment                                                                                    string                    `json:"comment"`
	// Of a valid test; all members are compared.                                                                        
	Expect                                                                                     *ScenarioExpect           `json:"expect,omitempty"`
	// Of a policy test: by policy id.                                                                                   
	ExpectedByPolicy                                                                           map[string]ScenarioAnswer `json:"expected_by_policy,omitempty"`
	// At least one key of `notes`; one test shows one thing.                                                            
	Flags                                                                                      []string                  `json:"flags"`
	// Stable id: topic prefix and four digits.                                                                          
	ID                                                                                         string                    `json:"id"`
	// Input.                                                                                                            
	Input                                                                                      ScenarioInput             `json:"input"`
	// Unix seconds of the judgement, where it is not the group's.                                                       
	Now                                                                                        *int64                    `json:"now,omitempty"`
	// The valid test that this invalid or deferred one is like, but for what its flag names; a                          
	// `group-event` test with another `after` is elsewhere in the story, too.                                           
	Parent                                                                                     *string                   `json:"parent,omitempty"`
	// Of an invalid or deferred test.                                                                                   
	Reason                                                                                     *Reason                   `json:"reason,omitempty"`
	// Instead of `reason` where the order of checks is free; all of one stage.                                          
	ReasonsAny                                                                                 []Reason                  `json:"reasons_any,omitempty"`
	// What is demanded.                                                                                                 
	Result                                                                                     Outcome                   `json:"result"`
	// Of an invalid or deferred test: the stage of its reason.                                                          
	Stage                                                                                      *Stage                    `json:"stage,omitempty"`
	// The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.                                 
	Tag                                                                                        *string                   `json:"tag,omitempty"`
	// Stacks that passed this test when it was emitted; of an invalid test, those that refused                          
	// it for the stated reason.                                                                                         
	VerifiedBy                                                                                 []StackVoice              `json:"verified_by,omitempty"`
	// Stacks that refused this invalid test and did not say why. Not read back.                                         
	XRefusedBy                                                                                 []StackVoice              `json:"x_refused_by,omitempty"`
}

// Of a valid test; all members are compared.
//
// How it ends.
//
// It succeeds.
type ScenarioExpect struct {
	// Rolling digest of the transcript.                                       
	Digest                                              string                 `json:"digest"`
	// Every event in order of first arrival at a relay.                       
	Events                                              []Event                `json:"events"`
	// Groups of every device.                                                 
	Final                                               map[string]interface{} `json:"final"`
	// Invariants that hold.                                                   
	Invariants                                          []string               `json:"invariants"`
}

// What is expected under one policy.
//
// Of a valid test; all members are compared.
//
// How it ends.
//
// It succeeds.
//
// It fails.
type ScenarioAnswer struct {
	// Rolling digest of the transcript.                                       
	Digest                                              *string                `json:"digest,omitempty"`
	// Every event in order of first arrival at a relay.                       
	Events                                              []Event                `json:"events,omitempty"`
	// Groups of every device.                                                 
	Final                                               map[string]interface{} `json:"final,omitempty"`
	// Invariants that hold.                                                   
	Invariants                                          []string               `json:"invariants,omitempty"`
	// Why.                                                                    
	Reason                                              *Reason                `json:"reason,omitempty"`
	// The stage of the reason.                                                
	Stage                                               *Stage                 `json:"stage,omitempty"`
}

// Input.
//
// Who takes part and what happens.
type ScenarioInput struct {
	// Devices.                                                                                       
	Devices                                                                                  []Device `json:"devices"`
	// The fault rules of the steps whose `op` is `fault`.                                            
	Faults                                                                                   []Fault  `json:"faults"`
	// Relays.                                                                                        
	Relays                                                                                   []Relay  `json:"relays"`
	// Steps, in order; the beginning and the end of a fault are steps too (`fault`, `lift`).         
	Steps                                                                                    []Step   `json:"steps"`
}

// A device.
type Device struct {
	// Name of its account.             
	Account                      string `json:"account"`
	// Name.                            
	Label                        string `json:"label"`
	// Secret key of its account.       
	NostrSk                      string `json:"nostr_sk"`
}

// A fault rule.
type Fault struct {
	// What it matches and does, as in `marmot-scenario/1`.            
	Rule                                                   interface{} `json:"rule"`
	// Label of the step with which it begins.                         
	Step                                                   string      `json:"step"`
}

// A relay.
type Relay struct {
	// Name.                 
	Label             string `json:"label"`
	// How it behaves.       
	Personality       string `json:"personality"`
}

// Something that happens. It begins when the one before it is finished, or at the time it
// names. Times are those of
// `marmot-scenario/1`: a number and `ms`, `s`, `m`, `h` or `d`.
type Step struct {
	// Time since the step before.                                
	After                                             *string     `json:"after,omitempty"`
	// Time since the start.                                      
	At                                                *string     `json:"at,omitempty"`
	// Who acts.                                                  
	Device                                            *string     `json:"device,omitempty"`
	// Repeated at this distance.                                 
	Every                                             *string     `json:"every,omitempty"`
	// Name, unique in the scenario.                              
	Label                                             string      `json:"label"`
	// What is done: an action of `marmot-scenario/1`.            
	Op                                                string      `json:"op"`
	// So many times.                                             
	Times                                             *int64      `json:"times,omitempty"`
	// Its details.                                               
	With                                              interface{} `json:"with"`
}

// One vector file: one topic, one profile.
type StreamFile struct {
	// `marmot-vectors/1`                                                 
	Format                                                string          `json:"format"`
	// What wrote the file.                                               
	Generator                                             Generator       `json:"generator"`
	// Tests that share a time.                                           
	Groups                                                []StreamGroup   `json:"groups"`
	// What the flags mean.                                               
	Notes                                                 map[string]Note `json:"notes"`
	// Wire profile.                                                      
	Profile                                               string          `json:"profile"`
	// The text that is tested.                                           
	Spec                                                  Spec            `json:"spec"`
	// Version of the set.                                                
	SuiteVersion                                          string          `json:"suite_version"`
	// Every private key in the file was made for it.                     
	SyntheticSecrets                                      bool            `json:"synthetic_secrets"`
	// Number of tests.                                                   
	TestCount                                             int64           `json:"test_count"`
	// Topic; decides the members of `input` and `expect`.                
	Topic                                                 string          `json:"topic"`
}

// Tests that share a time.
type StreamGroup struct {
	// Unix seconds of the judgement.             
	Now                              int64        `json:"now"`
	// Tests.                                     
	Tests                            []StreamTest `json:"tests"`
}

// One test.
type StreamTest struct {
	// One sentence.                                                                                                   
	Comment                                                                                    string                  `json:"comment"`
	// Of a valid test; all members are compared.                                                                      
	Expect                                                                                     *StreamExpect           `json:"expect,omitempty"`
	// Of a policy test: by policy id.                                                                                 
	ExpectedByPolicy                                                                           map[string]StreamAnswer `json:"expected_by_policy,omitempty"`
	// At least one key of `notes`; one test shows one thing.                                                          
	Flags                                                                                      []string                `json:"flags"`
	// Stable id: topic prefix and four digits.                                                                        
	ID                                                                                         string                  `json:"id"`
	// Input.                                                                                                          
	Input                                                                                      StreamInput             `json:"input"`
	// Unix seconds of the judgement, where it is not the group's.                                                     
	Now                                                                                        *int64                  `json:"now,omitempty"`
	// The valid test that this invalid or deferred one is like, but for what its flag names; a                        
	// `group-event` test with another `after` is elsewhere in the story, too.                                         
	Parent                                                                                     *string                 `json:"parent,omitempty"`
	// Of an invalid or deferred test.                                                                                 
	Reason                                                                                     *Reason                 `json:"reason,omitempty"`
	// Instead of `reason` where the order of checks is free; all of one stage.                                        
	ReasonsAny                                                                                 []Reason                `json:"reasons_any,omitempty"`
	// What is demanded.                                                                                               
	Result                                                                                     Outcome                 `json:"result"`
	// Of an invalid or deferred test: the stage of its reason.                                                        
	Stage                                                                                      *Stage                  `json:"stage,omitempty"`
	// The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.                               
	Tag                                                                                        *string                 `json:"tag,omitempty"`
	// Stacks that passed this test when it was emitted; of an invalid test, those that refused                        
	// it for the stated reason.                                                                                       
	VerifiedBy                                                                                 []StackVoice            `json:"verified_by,omitempty"`
	// Stacks that refused this invalid test and did not say why. Not read back.                                       
	XRefusedBy                                                                                 []StackVoice            `json:"x_refused_by,omitempty"`
}

// Of a valid test; all members are compared.
//
// What must come of it. What is left out is not compared.
//
// It succeeds.
type StreamExpect struct {
	// Ids of the acknowledgements on the first call, in order.                                                            
	Acks                                                                                     []int64                       `json:"acks,omitempty"`
	// The first frame with this label comes before any of these.                                                          
	Before                                                                                   [][]BeforeElement             `json:"before,omitempty"`
	// How the node ends the first call: null if it stays open.                                                            
	Close                                                                                    *StreamClose                  `json:"close,omitempty"`
	// Rows that the node sends on the first call, by topic and lane, exactly and in order.                                
	Delivered                                                                                map[string]map[string][]int64 `json:"delivered,omitempty"`
	// From where topics would resume, right after the step with this label. Topics that are                               
	// left out are not compared.                                                                                          
	Durable                                                                                  map[string]map[string]int64   `json:"durable,omitempty"`
	// Frames that come.                                                                                                   
	Frames                                                                                   []StreamWanted                `json:"frames,omitempty"`
	// Invariants that hold; for people. Whoever can, checks them.                                                         
	Invariants                                                                               []string                      `json:"invariants,omitempty"`
	// Rows that the node sends on the first call, by lane and kind, over all topics, exactly                              
	// and in order; without those that may be in                                                                          
	// either lane.                                                                                                        
	Merged                                                                                   map[string]map[string][]int64 `json:"merged,omitempty"`
	// Frames that do not come.                                                                                            
	Never                                                                                    []StreamPattern               `json:"never,omitempty"`
	// Rows that consumers of the client have at the end, by consumer and topic, exactly. Who                              
	// has none is left out.                                                                                               
	Processed                                                                                map[string]map[string][]int64 `json:"processed,omitempty"`
	// First and last moment for each call of the client after its first. There are no more                                
	// calls than these.                                                                                                   
	ReconnectAtMS                                                                            [][]int64                     `json:"reconnect_at_ms,omitempty"`
	// State of the client at the end.                                                                                     
	State                                                                                    *string                       `json:"state,omitempty"`
}

// Nothing more will be sent. No frame, but counted as one.
//
// Any frame.
type BeforeClass struct {
	Mutate          *StreamFields `json:"mutate,omitempty"`
	Started         *StreamFields `json:"started,omitempty"`
	Messages        *StreamFields `json:"messages,omitempty"`
	TopicsLive      *StreamFields `json:"topics_live,omitempty"`
	CatchupComplete *StreamFields `json:"catchup_complete,omitempty"`
	Ping            *StreamFields `json:"ping,omitempty"`
	Pong            *StreamFields `json:"pong,omitempty"`
	HalfClose       *StreamFields `json:"half_close,omitempty"`
	Any             *StreamFields `json:"any,omitempty"`
}

// What a frame must carry.
type StreamFields struct {
	// Exactly what it adds, in any order.                                    
	Adds                                                      [][]StreamValue `json:"adds,omitempty"`
	// Brought about by the step with this label, or later.                   
	After                                                     *string         `json:"after,omitempty"`
	// On this call of the client, from 1.                                    
	Call                                                      *int64          `json:"call,omitempty"`
	// Whether it asks for a replay only.                                     
	HistoryOnly                                               *bool           `json:"history_only,omitempty"`
	// Its `mutate_id`.                                                       
	MutateID                                                  *StreamValue    `json:"mutate_id,omitempty"`
	// Its nonce.                                                             
	Nonce                                                     *StreamValue    `json:"nonce,omitempty"`
	// Exactly what it removes, in any order.                                 
	Removes                                                   []string        `json:"removes,omitempty"`
	// It carries one of these rows.                                          
	Rows                                                      [][]RowElement  `json:"rows,omitempty"`
	// A topic that it names, or to which a row of it belongs.                
	Topic                                                     *string         `json:"topic,omitempty"`
}

// It ends.
//
// How a call ends.
type StreamClose struct {
	// Name of the gRPC status.        
	Code                       string  `json:"code"`
	// First and last moment.          
	WithinMS                   []int64 `json:"within_ms,omitempty"`
}

// A frame that comes.
type StreamWanted struct {
	// What it is like.                                                            
	Frame                                                            StreamPattern `json:"frame"`
	// Its name in `before`.                                                       
	Label                                                            *string       `json:"label,omitempty"`
	// How many such frames there are in all; left out: at least one.              
	Times                                                            *int64        `json:"times,omitempty"`
	// Whom it goes to.                                                            
	To                                                               StreamMachine `json:"to"`
	// First and last moment for the first such frame; left out: any.              
	WithinMS                                                         []int64       `json:"within_ms,omitempty"`
}

// Frames that are alike: the name of the frame, and what it must carry. What is left out
// may be anything.
//
// What it is like.
//
// Nothing more will be sent. No frame, but counted as one.
//
// Any frame.
type StreamPattern struct {
	Mutate          *StreamFields `json:"mutate,omitempty"`
	Started         *StreamFields `json:"started,omitempty"`
	Messages        *StreamFields `json:"messages,omitempty"`
	TopicsLive      *StreamFields `json:"topics_live,omitempty"`
	CatchupComplete *StreamFields `json:"catchup_complete,omitempty"`
	Ping            *StreamFields `json:"ping,omitempty"`
	Pong            *StreamFields `json:"pong,omitempty"`
	HalfClose       *StreamFields `json:"half_close,omitempty"`
	Any             *StreamFields `json:"any,omitempty"`
}

// What is expected under one policy.
//
// Of a valid test; all members are compared.
//
// What must come of it. What is left out is not compared.
//
// It succeeds.
//
// It fails.
type StreamAnswer struct {
	// Ids of the acknowledgements on the first call, in order.                                                            
	Acks                                                                                     []int64                       `json:"acks,omitempty"`
	// The first frame with this label comes before any of these.                                                          
	Before                                                                                   [][]BeforeElement             `json:"before,omitempty"`
	// How the node ends the first call: null if it stays open.                                                            
	Close                                                                                    *StreamClose                  `json:"close,omitempty"`
	// Rows that the node sends on the first call, by topic and lane, exactly and in order.                                
	Delivered                                                                                map[string]map[string][]int64 `json:"delivered,omitempty"`
	// From where topics would resume, right after the step with this label. Topics that are                               
	// left out are not compared.                                                                                          
	Durable                                                                                  map[string]map[string]int64   `json:"durable,omitempty"`
	// Frames that come.                                                                                                   
	Frames                                                                                   []StreamWanted                `json:"frames,omitempty"`
	// Invariants that hold; for people. Whoever can, checks them.                                                         
	Invariants                                                                               []string                      `json:"invariants,omitempty"`
	// Rows that the node sends on the first call, by lane and kind, over all topics, exactly                              
	// and in order; without those that may be in                                                                          
	// either lane.                                                                                                        
	Merged                                                                                   map[string]map[string][]int64 `json:"merged,omitempty"`
	// Frames that do not come.                                                                                            
	Never                                                                                    []StreamPattern               `json:"never,omitempty"`
	// Rows that consumers of the client have at the end, by consumer and topic, exactly. Who                              
	// has none is left out.                                                                                               
	Processed                                                                                map[string]map[string][]int64 `json:"processed,omitempty"`
	// First and last moment for each call of the client after its first. There are no more                                
	// calls than these.                                                                                                   
	ReconnectAtMS                                                                            [][]int64                     `json:"reconnect_at_ms,omitempty"`
	// State of the client at the end.                                                                                     
	State                                                                                    *string                       `json:"state,omitempty"`
	// Why.                                                                                                                
	Reason                                                                                   *Reason                       `json:"reason,omitempty"`
	// The stage of the reason.                                                                                            
	Stage                                                                                    *Stage                        `json:"stage,omitempty"`
}

// Input.
//
// What is tested, with what, and what happens.
type StreamInput struct {
	// The API: `v3`, with one cursor per topic.                                                                 
	Binding                                                                                    StreamBinding     `json:"binding"`
	// When the test is over.                                                                                    
	EndMS                                                                                      int64             `json:"end_ms"`
	// The node's keepalive interval I.                                                                          
	IntervalMS                                                                                 int64             `json:"interval_ms"`
	// Rows that the node has, in the order in which they become visible.                                        
	Log                                                                                        []StreamRow       `json:"log"`
	// Everything else that node and client are set to. What is left out is as the README says.                  
	Policy                                                                                     StreamPolicy      `json:"policy"`
	// The node's deadline D for a matching Pong.                                                                
	PongDeadlineMS                                                                             int64             `json:"pong_deadline_ms"`
	// What happens, in order.                                                                                   
	Script                                                                                     []StreamStep      `json:"script"`
	// Topics by label, as hex: a byte for the kind, then an identifier.                                         
	Topics                                                                                     map[string]string `json:"topics"`
	// Whose behaviour is judged.                                                                                
	UnderTest                                                                                  StreamMachine     `json:"under_test"`
	// The client gives a wire up after so many intervals of silence (N, at least 1).                            
	WatchdogN                                                                                  int64             `json:"watchdog_n"`
}

// A row of the node's log.
type StreamRow struct {
	// When its id was given out, if that was before.               
	AllottedAtMS                                         *int64     `json:"allotted_at_ms,omitempty"`
	// Bytes of what it carries, 100 if left out.                   
	Bytes                                                *int64     `json:"bytes,omitempty"`
	// Its number in the sequence of its kind.                      
	ID                                                   int64      `json:"id"`
	// Kind of its topic.                                           
	Kind                                                 StreamKind `json:"kind"`
	// Label of its topic.                                          
	Topic                                                string     `json:"topic"`
	// The node cannot parse it, and serves it to nobody.           
	Unreadable                                           *bool      `json:"unreadable,omitempty"`
	// From when on a reader may see it.                            
	VisibleAtMS                                          int64      `json:"visible_at_ms"`
}

// Everything else that node and client are set to. What is left out is as the README says.
//
// Settings of node and client.
type StreamPolicy struct {
	// Topics that may not be read stand here with `false`.                                       
	Allow                                                                       map[string]bool   `json:"allow,omitempty"`
	// How long the client waits before it calls again.                                           
	Backoff                                                                     *StreamBackoff    `json:"backoff,omitempty"`
	// The node shows no row before every row with a lower id.                                    
	Fence                                                                       *bool             `json:"fence,omitempty"`
	// How long after a suspension the client takes its wire down.                                
	GraceMS                                                                     *int64            `json:"grace_ms,omitempty"`
	// Bounds of the node.                                                                        
	Limits                                                                      *StreamLimits     `json:"limits,omitempty"`
	// What the client does when it comes to the foreground.                                      
	OnResume                                                                    *StreamOnResume   `json:"on_resume,omitempty"`
	// How the node reads history.                                                                
	Page                                                                        *StreamPage       `json:"page,omitempty"`
	// When the node challenges its client.                                                       
	PingWhen                                                                    *StreamPingWhen   `json:"ping_when,omitempty"`
	// How long the client waits for the answer to a probe.                                       
	ProbeMS                                                                     *int64            `json:"probe_ms,omitempty"`
	// How often the client compares its cursors with what the node has.                          
	ReconcileMS                                                                 *int64            `json:"reconcile_ms,omitempty"`
	// A remove cancels a running `history_only` replay.                                          
	RemoveCancels                                                               *bool             `json:"remove_cancels,omitempty"`
	// From where the client resumes what was live.                                               
	ResumeFrom                                                                  *StreamResumeFrom `json:"resume_from,omitempty"`
	// The node does not know the call.                                                           
	Unimplemented                                                               *bool             `json:"unimplemented,omitempty"`
	// The client is a watchdog around an older call (`under_test` is `client`).                  
	Watchdog                                                                    *StreamWatchdog   `json:"watchdog,omitempty"`
}

// How long the client waits before it calls again.
//
// How long a client waits before it calls again.
type StreamBackoff struct {
	// After the first failure; each further one doubles it.      
	BaseMS                                                  int64 `json:"base_ms"`
	// At most.                                                   
	CapMS                                                   int64 `json:"cap_ms"`
	// Up to this much more, drawn anew for each call.            
	JitterMS                                                int64 `json:"jitter_ms"`
	// No two calls are nearer than this.                         
	MinMS                                                   int64 `json:"min_ms"`
}

// Bounds of the node.
//
// Bounds of a node. What exceeds one ends the call with `RESOURCE_EXHAUSTED`.
type StreamLimits struct {
	// Adds of a Mutate.                                                
	MaxAdds                                                      *int64 `json:"max_adds,omitempty"`
	// Rows that wait for the end of waves.                             
	MaxHeldRows                                                  *int64 `json:"max_held_rows,omitempty"`
	// Bytes of a row.                                                  
	MaxRowBytes                                                  *int64 `json:"max_row_bytes,omitempty"`
	// Topics of a call.                                                
	MaxTopics                                                    *int64 `json:"max_topics,omitempty"`
	// Mutates in any second.                                           
	MutatesPerSecond                                             *int64 `json:"mutates_per_second,omitempty"`
	// Pings of the client in any second.                               
	PingsPerSecond                                               *int64 `json:"pings_per_second,omitempty"`
	// How long a frame may wait for a client that takes nothing.       
	SendWithinMS                                                 *int64 `json:"send_within_ms,omitempty"`
}

// How the node reads history.
//
// How a node reads history: so many rows of a wave at once, then a pause.
type StreamPage struct {
	// The pause.                         
	EveryMS                         int64 `json:"every_ms"`
	// Rows, of all topics together.      
	Rows                            int64 `json:"rows"`
}

// The client is a watchdog around an older call (`under_test` is `client`).
//
// A watchdog around a stream without keepalive.
type StreamWatchdog struct {
	// Two attempts are at least this far apart.                          
	FloorMS                                             int64             `json:"floor_ms"`
	// Silence that trips it.                                             
	IdleMS                                              int64             `json:"idle_ms"`
	// When the beginning of an attempt is written down.                  
	RetryStamp                                          *StreamRetryStamp `json:"retry_stamp,omitempty"`
}

// Something that happens: `from` says by whom, and exactly one of the members after `call`
// what.
type StreamStep struct {
	// `client`: from now on it answers Pings at once, or does not. It does from the beginning.             
	Answers                                                                                    *bool        `json:"answers,omitempty"`
	// `app`: something that happens to the client as a whole.                                              
	App                                                                                        *StreamApp   `json:"app,omitempty"`
	// When.                                                                                                
	AtMS                                                                                       int64        `json:"at_ms"`
	// Of `node` steps of a client's test: on which of the client's calls, from 1. If that is               
	// not open, nothing happens.                                                                           
	Call                                                                                       *int64       `json:"call,omitempty"`
	// `client`: it gives the call up.                                                                      
	Cancel                                                                                     *bool        `json:"cancel,omitempty"`
	// `node`: the call ends with this gRPC status. `pipe`: all calls do.                                   
	Close                                                                                      *string      `json:"close,omitempty"`
	// `pipe`: it behaves so from now on.                                                                   
	Fault                                                                                      *StreamFault `json:"fault,omitempty"`
	// `app`: a window in the background, with these topics and cursors.                                    
	Fetch                                                                                      *StreamWish  `json:"fetch,omitempty"`
	// `client` or `node`: this is sent.                                                                    
	Frame                                                                                      *StreamFrame `json:"frame,omitempty"`
	// Who.                                                                                                 
	From                                                                                       StreamFrom   `json:"from"`
	// `client`: it sends nothing more.                                                                     
	HalfClose                                                                                  *bool        `json:"half_close,omitempty"`
	// Name that expectations refer to.                                                                     
	Label                                                                                      *string      `json:"label,omitempty"`
	// `node`: it loses its registrations of this topic and goes on.                                        
	Lose                                                                                       *string      `json:"lose,omitempty"`
	// `client`: it calls.                                                                                  
	Open                                                                                       *bool        `json:"open,omitempty"`
	// `app`: a consumer wants rows of these topics above these ids.                                        
	Subscribe                                                                                  *StreamWish  `json:"subscribe,omitempty"`
	// `app`: nobody wants these topics any more.                                                           
	Unsubscribe                                                                                []string     `json:"unsubscribe,omitempty"`
}

// `pipe`: it behaves so from now on.
//
// How a pipe behaves from now on, or until `until_ms`.
type StreamFault struct {
	// `accept_then_die`: how soon.                                               
	AfterMS                                                            *int64     `json:"after_ms,omitempty"`
	// `stall`: so many bytes are buffered before the node has to wait.           
	BufferBytes                                                        *int64     `json:"buffer_bytes,omitempty"`
	// `cut_after`: so many more frames of the node.                              
	Frames                                                             *int64     `json:"frames,omitempty"`
	// How.                                                                       
	Mode                                                               StreamMode `json:"mode"`
	// When it behaves as usual again. Calls that were dead stay dead.            
	UntilMS                                                            *int64     `json:"until_ms,omitempty"`
}

// `app`: a window in the background, with these topics and cursors.
//
// What a consumer wants.
//
// `app`: a consumer wants rows of these topics above these ids.
type StreamWish struct {
	// Its name.                                      
	Consumer                          string          `json:"consumer"`
	// Label and cursor of each topic.                
	Topics                            [][]StreamValue `json:"topics"`
}

// `client` or `node`: this is sent.
//
// A frame of a script. Topics are labels.
//
// From the client: changes the topics.
//
// From the node: the first frame of a call.
//
// From the node: rows of one lane.
//
// From the node: these topics were replayed.
//
// From the node: acknowledges a Mutate.
//
// From either.
//
// From the client: V1 without any request in it.
//
// From the client: no version, or one that nobody knows.
type StreamFrame struct {
	Mutate          *Mutate          `json:"mutate,omitempty"`
	Started         *Started         `json:"started,omitempty"`
	Messages        *MessagesClass   `json:"messages,omitempty"`
	TopicsLive      *TopicsLive      `json:"topics_live,omitempty"`
	CatchupComplete *CatchupComplete `json:"catchup_complete,omitempty"`
	Ping            *Ping            `json:"ping,omitempty"`
	Pong            *Pong            `json:"pong,omitempty"`
	Empty           *Empty           `json:"empty,omitempty"`
	UnknownVersion  *UnknownVersion  `json:"unknown_version,omitempty"`
}

type CatchupComplete struct {
	// Its id.             
	MutateID  *StreamValue `json:"mutate_id"`
}

type Empty struct {
}

type MessagesClass struct {
	// The lane: the id of a wave, 0 for live.               
	MutateID                                  *StreamValue   `json:"mutate_id"`
	// The rows.                                             
	Rows                                      [][]RowElement `json:"rows"`
}

type Mutate struct {
	// What to add: label and cursor.                
	Adds                             [][]StreamValue `json:"adds,omitempty"`
	// Replay only.                                  
	HistoryOnly                      *bool           `json:"history_only,omitempty"`
	// Its id.                                       
	MutateID                         *StreamValue    `json:"mutate_id"`
	// What to remove.                               
	Removes                          []string        `json:"removes,omitempty"`
}

type Ping struct {
	// Its nonce.             
	Nonce        *StreamValue `json:"nonce"`
}

type Pong struct {
	// The nonce of the Ping that it answers.             
	Nonce                                    *StreamValue `json:"nonce"`
}

type Started struct {
	// Optional features.        
	Capabilities         []int64 `json:"capabilities,omitempty"`
	// Its interval.             
	KeepaliveIntervalMS  int64   `json:"keepalive_interval_ms"`
}

type TopicsLive struct {
	// Labels.         
	Topics    []string `json:"topics"`
}

type UnknownVersion struct {
}

// One vector file: one topic, one profile.
type TreeFile struct {
	// `marmot-vectors/1`                                                 
	Format                                                string          `json:"format"`
	// What wrote the file.                                               
	Generator                                             Generator       `json:"generator"`
	// Tests that share a time.                                           
	Groups                                                []TreeGroup     `json:"groups"`
	// What the flags mean.                                               
	Notes                                                 map[string]Note `json:"notes"`
	// Wire profile.                                                      
	Profile                                               string          `json:"profile"`
	// The text that is tested.                                           
	Spec                                                  Spec            `json:"spec"`
	// Version of the set.                                                
	SuiteVersion                                          string          `json:"suite_version"`
	// Every private key in the file was made for it.                     
	SyntheticSecrets                                      bool            `json:"synthetic_secrets"`
	// Number of tests.                                                   
	TestCount                                             int64           `json:"test_count"`
	// Topic; decides the members of `input` and `expect`.                
	Topic                                                 string          `json:"topic"`
}

// Tests that share a time.
type TreeGroup struct {
	// Unix seconds of the judgement.           
	Now                              int64      `json:"now"`
	// Tests.                                   
	Tests                            []TreeTest `json:"tests"`
}

// One test.
type TreeTest struct {
	// One sentence.                                                                                                 
	Comment                                                                                    string                `json:"comment"`
	// Of a valid test; all members are compared.                                                                    
	Expect                                                                                     *TreeExpect           `json:"expect,omitempty"`
	// Of a policy test: by policy id.                                                                               
	ExpectedByPolicy                                                                           map[string]TreeAnswer `json:"expected_by_policy,omitempty"`
	// At least one key of `notes`; one test shows one thing.                                                        
	Flags                                                                                      []string              `json:"flags"`
	// Stable id: topic prefix and four digits.                                                                      
	ID                                                                                         string                `json:"id"`
	// Input.                                                                                                        
	Input                                                                                      TreeInput             `json:"input"`
	// Unix seconds of the judgement, where it is not the group's.                                                   
	Now                                                                                        *int64                `json:"now,omitempty"`
	// The valid test that this invalid or deferred one is like, but for what its flag names; a                      
	// `group-event` test with another `after` is elsewhere in the story, too.                                       
	Parent                                                                                     *string               `json:"parent,omitempty"`
	// Of an invalid or deferred test.                                                                               
	Reason                                                                                     *Reason               `json:"reason,omitempty"`
	// Instead of `reason` where the order of checks is free; all of one stage.                                      
	ReasonsAny                                                                                 []Reason              `json:"reasons_any,omitempty"`
	// What is demanded.                                                                                             
	Result                                                                                     Outcome               `json:"result"`
	// Of an invalid or deferred test: the stage of its reason.                                                      
	Stage                                                                                      *Stage                `json:"stage,omitempty"`
	// The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.                             
	Tag                                                                                        *string               `json:"tag,omitempty"`
	// Stacks that passed this test when it was emitted; of an invalid test, those that refused                      
	// it for the stated reason.                                                                                     
	VerifiedBy                                                                                 []StackVoice          `json:"verified_by,omitempty"`
	// Stacks that refused this invalid test and did not say why. Not read back.                                     
	XRefusedBy                                                                                 []StackVoice          `json:"x_refused_by,omitempty"`
}

// Of a valid test; all members are compared.
//
// The world at the end of the trace.
//
// It succeeds.
type TreeExpect struct {
	// Over all pairs of tips of one root: the shorter way from their fork to a tip.                      
	ForkDepth                                                                         int64               `json:"fork_depth"`
	// By removed device: steps that it has opened and some living sibling has not.                       
	Leaked                                                                            map[string][]string `json:"leaked,omitempty"`
	// In a quiescent world: steps that no living device of the other user has opened.                    
	Lost                                                                              []string            `json:"lost,omitempty"`
	// Nothing is enabled but steps, messages, rolls and removals.                                        
	Quiescent                                                                         bool                `json:"quiescent"`
	// Node and index of symmetric messages that share them with others.                                  
	Reused                                                                            [][]Leaf            `json:"reused,omitempty"`
	// By device: on what it sends next.                                                                  
	Selection                                                                         map[string]string   `json:"selection"`
	// What comes after the trace, and where it leads.                                                    
	Then                                                                              *RatchetThen        `json:"then,omitempty"`
	// Nodes that nothing grew on, in the order of names.                                                 
	Tips                                                                              []string            `json:"tips"`
}

// What comes after the trace, and where it leads.
//
// What comes after a trace, and where it leads.
type RatchetThen struct {
	// By device: on what it sends next.                  
	Selection                           map[string]string `json:"selection"`
	// More events.                                       
	Trace                               [][]string        `json:"trace"`
}

// What is expected under one policy.
//
// Of a valid test; all members are compared.
//
// The world at the end of the trace.
//
// It succeeds.
//
// It fails.
type TreeAnswer struct {
	// Over all pairs of tips of one root: the shorter way from their fork to a tip.                      
	ForkDepth                                                                         *int64              `json:"fork_depth,omitempty"`
	// By removed device: steps that it has opened and some living sibling has not.                       
	Leaked                                                                            map[string][]string `json:"leaked,omitempty"`
	// In a quiescent world: steps that no living device of the other user has opened.                    
	Lost                                                                              []string            `json:"lost,omitempty"`
	// Nothing is enabled but steps, messages, rolls and removals.                                        
	Quiescent                                                                         *bool               `json:"quiescent,omitempty"`
	// Node and index of symmetric messages that share them with others.                                  
	Reused                                                                            [][]Leaf            `json:"reused,omitempty"`
	// By device: on what it sends next.                                                                  
	Selection                                                                         map[string]string   `json:"selection,omitempty"`
	// What comes after the trace, and where it leads.                                                    
	Then                                                                              *RatchetThen        `json:"then,omitempty"`
	// Nodes that nothing grew on, in the order of names.                                                 
	Tips                                                                              []string            `json:"tips,omitempty"`
	// Why.                                                                                               
	Reason                                                                            *Reason             `json:"reason,omitempty"`
	// The stage of the reason.                                                                           
	Stage                                                                             *Stage              `json:"stage,omitempty"`
}

// Input.
//
// A world, and what happens in it.
type TreeInput struct {
	// The trace repeats itself.                            
	Cycle                                     *RatchetCycle `json:"cycle,omitempty"`
	// Devices of A.                                        
	M                                         int64         `json:"m"`
	// Devices of B.                                        
	N                                         int64         `json:"n"`
	// The switches.                                        
	Policy                                    RatchetPolicy `json:"policy"`
	// How many DH steps each device can make.              
	StepsMax                                  int64         `json:"steps_max"`
	// Events: a verb, the device, then nodes.              
	Trace                                     [][]string    `json:"trace"`
}

// The trace repeats itself.
//
// After round `from` + `rounds` the world is what it was after round `from`, deeper.
type RatchetCycle struct {
	// By round: how many events of the trace have happened at its end.        
	Ends                                                               []int64 `json:"ends"`
	// The round after which the cycle begins, from 1.                         
	From                                                               int64   `json:"from"`
	// Its length in rounds.                                                   
	Rounds                                                             int64   `json:"rounds"`
	// By how many levels the tree has grown.                                  
	Shift                                                              int64   `json:"shift"`
}

// One vector file: one topic, one profile.
type WelcomeFanoutFile struct {
	// `marmot-vectors/1`                                                      
	Format                                                string               `json:"format"`
	// What wrote the file.                                                    
	Generator                                             Generator            `json:"generator"`
	// Tests that share a time.                                                
	Groups                                                []WelcomeFanoutGroup `json:"groups"`
	// What the flags mean.                                                    
	Notes                                                 map[string]Note      `json:"notes"`
	// Wire profile.                                                           
	Profile                                               string               `json:"profile"`
	// The text that is tested.                                                
	Spec                                                  Spec                 `json:"spec"`
	// Version of the set.                                                     
	SuiteVersion                                          string               `json:"suite_version"`
	// Every private key in the file was made for it.                          
	SyntheticSecrets                                      bool                 `json:"synthetic_secrets"`
	// Number of tests.                                                        
	TestCount                                             int64                `json:"test_count"`
	// Topic; decides the members of `input` and `expect`.                     
	Topic                                                 string               `json:"topic"`
}

// Tests that share a time.
type WelcomeFanoutGroup struct {
	// Unix seconds of the judgement.                    
	Now                              int64               `json:"now"`
	// Tests.                                            
	Tests                            []WelcomeFanoutTest `json:"tests"`
}

// One test.
type WelcomeFanoutTest struct {
	// One sentence.                                                                                                          
	Comment                                                                                    string                         `json:"comment"`
	// Of a valid test; all members are compared.                                                                             
	Expect                                                                                     *WelcomeFanoutExpect           `json:"expect,omitempty"`
	// Of a policy test: by policy id.                                                                                        
	ExpectedByPolicy                                                                           map[string]WelcomeFanoutAnswer `json:"expected_by_policy,omitempty"`
	// At least one key of `notes`; one test shows one thing.                                                                 
	Flags                                                                                      []string                       `json:"flags"`
	// Stable id: topic prefix and four digits.                                                                               
	ID                                                                                         string                         `json:"id"`
	// Input.                                                                                                                 
	Input                                                                                      WelcomeFanoutInput             `json:"input"`
	// Unix seconds of the judgement, where it is not the group's.                                                            
	Now                                                                                        *int64                         `json:"now,omitempty"`
	// The valid test that this invalid or deferred one is like, but for what its flag names; a                               
	// `group-event` test with another `after` is elsewhere in the story, too.                                                
	Parent                                                                                     *string                        `json:"parent,omitempty"`
	// Of an invalid or deferred test.                                                                                        
	Reason                                                                                     *Reason                        `json:"reason,omitempty"`
	// Instead of `reason` where the order of checks is free; all of one stage.                                               
	ReasonsAny                                                                                 []Reason                       `json:"reasons_any,omitempty"`
	// What is demanded.                                                                                                      
	Result                                                                                     Outcome                        `json:"result"`
	// Of an invalid or deferred test: the stage of its reason.                                                               
	Stage                                                                                      *Stage                         `json:"stage,omitempty"`
	// The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.                                      
	Tag                                                                                        *string                        `json:"tag,omitempty"`
	// Stacks that passed this test when it was emitted; of an invalid test, those that refused                               
	// it for the stated reason.                                                                                              
	VerifiedBy                                                                                 []StackVoice                   `json:"verified_by,omitempty"`
	// Stacks that refused this invalid test and did not say why. Not read back.                                              
	XRefusedBy                                                                                 []StackVoice                   `json:"x_refused_by,omitempty"`
}

// Of a valid test; all members are compared.
//
// What becomes of each delivery.
//
// It succeeds.
type WelcomeFanoutExpect struct {
	// Leaves of the group that was joined last; 0 if none was.           
	Leaves                                                     int64      `json:"leaves"`
	// One outcome for each delivery.                                     
	Outcomes                                                   []Delivery `json:"outcomes"`
}

// It fails, and leaves no trace.
type DeliveryClass struct {
	Rejected Reason `json:"rejected"`
}

// What is expected under one policy.
//
// Of a valid test; all members are compared.
//
// What becomes of each delivery.
//
// It succeeds.
//
// It fails.
type WelcomeFanoutAnswer struct {
	// Leaves of the group that was joined last; 0 if none was.           
	Leaves                                                     *int64     `json:"leaves,omitempty"`
	// One outcome for each delivery.                                     
	Outcomes                                                   []Delivery `json:"outcomes,omitempty"`
	// Why.                                                               
	Reason                                                     *Reason    `json:"reason,omitempty"`
	// The stage of the reason.                                           
	Stage                                                      *Stage     `json:"stage,omitempty"`
}

// Input.
//
// Devices, Welcomes, and what reaches whom in which order.
type WelcomeFanoutInput struct {
	// Device and rumor, in order. Each delivery is one more wrap, except that a delivery which                 
	// repeats an earlier pair is a                                                                             
	// replay of the same wrap.                                                                                 
	Deliveries                                                                                 [][]string       `json:"deliveries"`
	// What each device holds.                                                                                  
	Devices                                                                                    map[string]Keys  `json:"devices"`
	// Welcomes, each in a wrap of its own.                                                                     
	Rumors                                                                                     map[string]Rumor `json:"rumors"`
}

// One KeyPackage with everything that its owner holds. Names after the MLSWG passive-client
// vectors.
//
// Who joins.
//
// A second leaf added by the same Commit. The runner joins it from the same Welcome bytes;
// it processes every
// message of `then` too, and reads what the joiner sends.
type Keys struct {
	// Raw 32-byte X25519 key of the leaf.                                              
	EncryptionPriv                                                               string `json:"encryption_priv"`
	// Raw 32-byte X25519 key to which a Welcome is encrypted.                          
	InitPriv                                                                     string `json:"init_priv"`
	// `MLSMessage(mls_key_package)`.                                                   
	KeyPackage                                                                   string `json:"key_package"`
	// The event that published it, for clients that look it up by the id in `e`.       
	KeyPackageEvent                                                              Event  `json:"key_package_event"`
	// The bare KeyPackage. Reference and signature are over this form.                 
	KeyPackageRaw                                                                string `json:"key_package_raw"`
	// 32-byte secp256k1 scalar of the account.                                         
	NostrSk                                                                      string `json:"nostr_sk"`
	// 32-byte Ed25519 seed (RFC 8032).                                                 
	SignaturePriv                                                                string `json:"signature_priv"`
	// 32-byte Ed25519 public key.                                                      
	SignaturePub                                                                 string `json:"signature_pub"`
}

// One vector file: one topic, one profile.
type WelcomeJoinFile struct {
	// `marmot-vectors/1`                                                    
	Format                                                string             `json:"format"`
	// What wrote the file.                                                  
	Generator                                             Generator          `json:"generator"`
	// Tests that share a time.                                              
	Groups                                                []WelcomeJoinGroup `json:"groups"`
	// What the flags mean.                                                  
	Notes                                                 map[string]Note    `json:"notes"`
	// Wire profile.                                                         
	Profile                                               string             `json:"profile"`
	// The text that is tested.                                              
	Spec                                                  Spec               `json:"spec"`
	// Version of the set.                                                   
	SuiteVersion                                          string             `json:"suite_version"`
	// Every private key in the file was made for it.                        
	SyntheticSecrets                                      bool               `json:"synthetic_secrets"`
	// Number of tests.                                                      
	TestCount                                             int64              `json:"test_count"`
	// Topic; decides the members of `input` and `expect`.                   
	Topic                                                 string             `json:"topic"`
}

// Tests that share a time.
type WelcomeJoinGroup struct {
	// Unix seconds of the judgement.                  
	Now                              int64             `json:"now"`
	// Tests.                                          
	Tests                            []WelcomeJoinTest `json:"tests"`
}

// One test.
type WelcomeJoinTest struct {
	// One sentence.                                                                                                        
	Comment                                                                                    string                       `json:"comment"`
	// Of a valid test; all members are compared.                                                                           
	Expect                                                                                     *WelcomeJoinExpect           `json:"expect,omitempty"`
	// Of a policy test: by policy id.                                                                                      
	ExpectedByPolicy                                                                           map[string]WelcomeJoinAnswer `json:"expected_by_policy,omitempty"`
	// At least one key of `notes`; one test shows one thing.                                                               
	Flags                                                                                      []string                     `json:"flags"`
	// Stable id: topic prefix and four digits.                                                                             
	ID                                                                                         string                       `json:"id"`
	// Input.                                                                                                               
	Input                                                                                      WelcomeJoinInput             `json:"input"`
	// Unix seconds of the judgement, where it is not the group's.                                                          
	Now                                                                                        *int64                       `json:"now,omitempty"`
	// The valid test that this invalid or deferred one is like, but for what its flag names; a                             
	// `group-event` test with another `after` is elsewhere in the story, too.                                              
	Parent                                                                                     *string                      `json:"parent,omitempty"`
	// Of an invalid or deferred test.                                                                                      
	Reason                                                                                     *Reason                      `json:"reason,omitempty"`
	// Instead of `reason` where the order of checks is free; all of one stage.                                             
	ReasonsAny                                                                                 []Reason                     `json:"reasons_any,omitempty"`
	// What is demanded.                                                                                                    
	Result                                                                                     Outcome                      `json:"result"`
	// Of an invalid or deferred test: the stage of its reason.                                                             
	Stage                                                                                      *Stage                       `json:"stage,omitempty"`
	// The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.                                    
	Tag                                                                                        *string                      `json:"tag,omitempty"`
	// Stacks that passed this test when it was emitted; of an invalid test, those that refused                             
	// it for the stated reason.                                                                                            
	VerifiedBy                                                                                 []StackVoice                 `json:"verified_by,omitempty"`
	// Stacks that refused this invalid test and did not say why. Not read back.                                            
	XRefusedBy                                                                                 []StackVoice                 `json:"x_refused_by,omitempty"`
}

// Of a valid test; all members are compared.
//
// What a join leads to.
//
// It succeeds.
type WelcomeJoinExpect struct {
	// The joiner's state right after the join.           
	State                                      State      `json:"state"`
	// One result for each `then`.                        
	Then                                       []OpResult `json:"then"`
}

// The joiner's state right after the join.
//
// What a member knows after a join. Every member is compared.
type State struct {
	// SHA-256("marmot-convergence-conformance-v1" ‖ 00 ‖ MLS-Exporter("marmot",            
	// "convergence-conformance-v1", 32)).                                                  
	Commitment                                                                  string      `json:"commitment"`
	// Epoch.                                                                               
	Epoch                                                                       int64       `json:"epoch"`
	// Epoch authenticator.                                                                 
	EpochAuthenticator                                                          string      `json:"epoch_authenticator"`
	// Exported secrets.                                                                    
	Exporters                                                                   []Export    `json:"exporters"`
	// MLS group id.                                                                        
	GroupID                                                                     string      `json:"group_id"`
	// Every leaf that is not blank, by index.                                              
	Leaves                                                                      []LeafEntry `json:"leaves"`
	// The id that `h` tags name.                                                           
	NostrGroupID                                                                string      `json:"nostr_group_id"`
	// Index of the own leaf.                                                               
	OwnLeaf                                                                     int64       `json:"own_leaf"`
	// Tree hash of the group context.                                                      
	TreeHash                                                                    string      `json:"tree_hash"`
}

// One exported secret.
type Export struct {
	// Context bytes.                                
	Context                                   string `json:"context"`
	// Label, text.                                  
	Label                                     string `json:"label"`
	// Length of the secret in bytes.                
	Length                                    int64  `json:"length"`
	// `MLS-Exporter(label, context, length)`.       
	Secret                                    string `json:"secret"`
}

// What one `then` leads to.
//
// Of `receive`.
//
// Of `receive_commit`.
//
// Of `joiner_sends`.
type OpResult struct {
	// Application data.                               
	Plaintext                                  *string `json:"plaintext,omitempty"`
	// Leaf that sent it.                              
	SenderLeaf                                 *int64  `json:"sender_leaf,omitempty"`
	// The new epoch.                                  
	Epoch                                      *int64  `json:"epoch,omitempty"`
	// Its authenticator.                              
	EpochAuthenticator                         *string `json:"epoch_authenticator,omitempty"`
	// Application data as the witness read it.        
	WitnessReads                               *string `json:"witness_reads,omitempty"`
}

// What is expected under one policy.
//
// Of a valid test; all members are compared.
//
// What a join leads to.
//
// It succeeds.
//
// It fails.
type WelcomeJoinAnswer struct {
	// The joiner's state right after the join.           
	State                                      *State     `json:"state,omitempty"`
	// One result for each `then`.                        
	Then                                       []OpResult `json:"then,omitempty"`
	// Why.                                               
	Reason                                     *Reason    `json:"reason,omitempty"`
	// The stage of the reason.                           
	Stage                                      *Stage     `json:"stage,omitempty"`
}

// Input.
//
// A Welcome and two who can open it.
type WelcomeJoinInput struct {
	// Who joins.                                                                                    
	Joiner                                                                                     Keys  `json:"joiner"`
	// The Welcome that names the joiner's KeyPackage.                                               
	Rumor                                                                                      Rumor `json:"rumor"`
	// What happens after the join, in order.                                                        
	Then                                                                                       []Op  `json:"then"`
	// A second leaf added by the same Commit. The runner joins it from the same Welcome bytes;      
	// it processes every                                                                            
	// message of `then` too, and reads what the joiner sends.                                       
	Witness                                                                                    Keys  `json:"witness"`
}

// What happens after the join.
//
// An application message arrives.
//
// A Commit arrives and is applied.
//
// The joiner encrypts these bytes, and the witness reads them.
type Op struct {
	// `MLSMessage`, outer encryption removed.        
	MlsMessage                                *string `json:"mls_message,omitempty"`
	Op                                        OpEnum  `json:"op"`
	// Application data.                              
	Plaintext                                 *string `json:"plaintext,omitempty"`
}

// One vector file: one topic, one profile.
type WelcomeRumorFile struct {
	// `marmot-vectors/1`                                                     
	Format                                                string              `json:"format"`
	// What wrote the file.                                                   
	Generator                                             Generator           `json:"generator"`
	// Tests that share a time.                                               
	Groups                                                []WelcomeRumorGroup `json:"groups"`
	// What the flags mean.                                                   
	Notes                                                 map[string]Note     `json:"notes"`
	// Wire profile.                                                          
	Profile                                               string              `json:"profile"`
	// The text that is tested.                                               
	Spec                                                  Spec                `json:"spec"`
	// Version of the set.                                                    
	SuiteVersion                                          string              `json:"suite_version"`
	// Every private key in the file was made for it.                         
	SyntheticSecrets                                      bool                `json:"synthetic_secrets"`
	// Number of tests.                                                       
	TestCount                                             int64               `json:"test_count"`
	// Topic; decides the members of `input` and `expect`.                    
	Topic                                                 string              `json:"topic"`
}

// Tests that share a time.
type WelcomeRumorGroup struct {
	// Unix seconds of the judgement.                   
	Now                              int64              `json:"now"`
	// Tests.                                           
	Tests                            []WelcomeRumorTest `json:"tests"`
}

// One test.
type WelcomeRumorTest struct {
	// One sentence.                                                                                                         
	Comment                                                                                    string                        `json:"comment"`
	// Of a valid test; all members are compared.                                                                            
	Expect                                                                                     *WelcomeRumorExpect           `json:"expect,omitempty"`
	// Of a policy test: by policy id.                                                                                       
	ExpectedByPolicy                                                                           map[string]WelcomeRumorAnswer `json:"expected_by_policy,omitempty"`
	// At least one key of `notes`; one test shows one thing.                                                                
	Flags                                                                                      []string                      `json:"flags"`
	// Stable id: topic prefix and four digits.                                                                              
	ID                                                                                         string                        `json:"id"`
	// Input.                                                                                                                
	Input                                                                                      WelcomeRumorInput             `json:"input"`
	// Unix seconds of the judgement, where it is not the group's.                                                           
	Now                                                                                        *int64                        `json:"now,omitempty"`
	// The valid test that this invalid or deferred one is like, but for what its flag names; a                              
	// `group-event` test with another `after` is elsewhere in the story, too.                                               
	Parent                                                                                     *string                       `json:"parent,omitempty"`
	// Of an invalid or deferred test.                                                                                       
	Reason                                                                                     *Reason                       `json:"reason,omitempty"`
	// Instead of `reason` where the order of checks is free; all of one stage.                                              
	ReasonsAny                                                                                 []Reason                      `json:"reasons_any,omitempty"`
	// What is demanded.                                                                                                     
	Result                                                                                     Outcome                       `json:"result"`
	// Of an invalid or deferred test: the stage of its reason.                                                              
	Stage                                                                                      *Stage                        `json:"stage,omitempty"`
	// The tag that a tag reason is about, also one in `expected_by_policy` or `expect`.                                     
	Tag                                                                                        *string                       `json:"tag,omitempty"`
	// Stacks that passed this test when it was emitted; of an invalid test, those that refused                              
	// it for the stated reason.                                                                                             
	VerifiedBy                                                                                 []StackVoice                  `json:"verified_by,omitempty"`
	// Stacks that refused this invalid test and did not say why. Not read back.                                             
	XRefusedBy                                                                                 []StackVoice                  `json:"x_refused_by,omitempty"`
}

// Of a valid test; all members are compared.
//
// What a reader takes out of it.
//
// It succeeds.
type WelcomeRumorExpect struct {
	// The event that `e` names, hex.                                
	KeyPackageEvent                                         string   `json:"key_package_event"`
	// KeyPackages for which the MLS Welcome holds a secret.         
	Refs                                                    []string `json:"refs"`
	// Where the group's events are.                                 
	Relays                                                  []string `json:"relays"`
	// Author of the rumor, hex.                                     
	Sender                                                  string   `json:"sender"`
}

// What is expected under one policy.
//
// Of a valid test; all members are compared.
//
// What a reader takes out of it.
//
// It succeeds.
//
// It fails.
type WelcomeRumorAnswer struct {
	// The event that `e` names, hex.                                
	KeyPackageEvent                                         *string  `json:"key_package_event,omitempty"`
	// KeyPackages for which the MLS Welcome holds a secret.         
	Refs                                                    []string `json:"refs,omitempty"`
	// Where the group's events are.                                 
	Relays                                                  []string `json:"relays,omitempty"`
	// Author of the rumor, hex.                                     
	Sender                                                  *string  `json:"sender,omitempty"`
	// Why.                                                          
	Reason                                                  *Reason  `json:"reason,omitempty"`
	// The stage of the reason.                                      
	Stage                                                   *Stage   `json:"stage,omitempty"`
}

// Input.
//
// A rumor, or a gift wrap with the key that opens it.
type WelcomeRumorInput struct {
	// The account that received the wrap.        
	NostrSk                               *string `json:"nostr_sk,omitempty"`
	// The rumor.                                 
	Rumor                                 *Rumor  `json:"rumor,omitempty"`
	// A kind 1059 event.                         
	Wrap                                  *Event  `json:"wrap,omitempty"`
}

// Whether it needed an admin.
//
// Whether a commit needed an admin.
//
// Yes.
//
// No.
type CommitClass string

const (
	Ordinary   CommitClass = "ordinary"
	Privileged CommitClass = "privileged"
)

// Why.
//
// Why an input must be refused. Error texts are never compared.
//
// Of an invalid or deferred test.
type Reason string

const (
	AdminSetEmpty               Reason = "admin_set_empty"
	AlreadyAcked                Reason = "already_acked"
	AlreadyJoined               Reason = "already_joined"
	AlreadyKnown                Reason = "already_known"
	AlreadyProcessed            Reason = "already_processed"
	AlreadyRemoved              Reason = "already_removed"
	AnchorMissing               Reason = "anchor_missing"
	AnchorRepeated              Reason = "anchor_repeated"
	AuthorizationFailed         Reason = "authorization_failed"
	BadEventID                  Reason = "bad_event_id"
	BadEventJSON                Reason = "bad_event_json"
	BadEventSignature           Reason = "bad_event_signature"
	BadGiftWrap                 Reason = "bad_gift_wrap"
	BadSeal                     Reason = "bad_seal"
	CanonicalUnknown            Reason = "canonical_unknown"
	CiphersuiteUnsupported      Reason = "ciphersuite_unsupported"
	CommitRepeated              Reason = "commit_repeated"
	CommitterNotAdmin           Reason = "committer_not_admin"
	ConfirmationInvalid         Reason = "confirmation_invalid"
	ContentEmpty                Reason = "content_empty"
	ContentNotBase64            Reason = "content_not_base64"
	ContentNotHex               Reason = "content_not_hex"
	ContentTooShort             Reason = "content_too_short"
	CreatedAtTooNew             Reason = "created_at_too_new"
	CreatedAtTooOld             Reason = "created_at_too_old"
	CredentialIdentityMalformed Reason = "credential_identity_malformed"
	CredentialTypeUnsupported   Reason = "credential_type_unsupported"
	CycleDiffers                Reason = "cycle_differs"
	CycleQuiescent              Reason = "cycle_quiescent"
	CycleShift                  Reason = "cycle_shift"
	CycleTooShort               Reason = "cycle_too_short"
	DefaultExtensionListed      Reason = "default_extension_listed"
	DeviceUnknown               Reason = "device_unknown"
	EpochNotNext                Reason = "epoch_not_next"
	Evicted                     Reason = "evicted"
	ExtensionMisplaced          Reason = "extension_misplaced"
	ExtensionNotAdvertised      Reason = "extension_not_advertised"
	FramingMismatch             Reason = "framing_mismatch"
	GenerationConsumed          Reason = "generation_consumed"
	GroupDataMalformed          Reason = "group_data_malformed"
	GroupDataMissing            Reason = "group_data_missing"
	GroupDataVersionUnsupported Reason = "group_data_version_unsupported"
	GroupUnknown                Reason = "group_unknown"
	IdentityChanged             Reason = "identity_changed"
	InitKeyReused               Reason = "init_key_reused"
	InnerAuthorMismatch         Reason = "inner_author_mismatch"
	InvalidEncoding             Reason = "invalid_encoding"
	InvalidSignature            Reason = "invalid_signature"
	KeyPackageNotLocal          Reason = "key_package_not_local"
	LeafKeyDuplicate            Reason = "leaf_key_duplicate"
	LeafLimitExceeded           Reason = "leaf_limit_exceeded"
	LifetimeNotYetValid         Reason = "lifetime_not_yet_valid"
	MessageDecryptFailed        Reason = "message_decrypt_failed"
	MessageRepeated             Reason = "message_repeated"
	MessageStateUnknown         Reason = "message_state_unknown"
	Nip44DecryptFailed          Reason = "nip44_decrypt_failed"
	NoMatchingKeyPackage        Reason = "no_matching_key_package"
	NodeNotNext                 Reason = "node_not_next"
	NodeUnknown                 Reason = "node_unknown"
	NotAddressedToMe            Reason = "not_addressed_to_me"
	NotAnnounced                Reason = "not_announced"
	NotOrphaned                 Reason = "not_orphaned"
	NotSelected                 Reason = "not_selected"
	Orphaned                    Reason = "orphaned"
	OutOfReach                  Reason = "out_of_reach"
	OuterDecryptFailed          Reason = "outer_decrypt_failed"
	ParentUnknown               Reason = "parent_unknown"
	PreviouslyFailed            Reason = "previously_failed"
	PrivateKeyMismatch          Reason = "private_key_mismatch"
	ProofBindingMismatch        Reason = "proof_binding_mismatch"
	ProofMalformed              Reason = "proof_malformed"
	ProofMissing                Reason = "proof_missing"
	ProofSignatureInvalid       Reason = "proof_signature_invalid"
	ProtocolVersionUnsupported  Reason = "protocol_version_unsupported"
	RatchetTreeInvalid          Reason = "ratchet_tree_invalid"
	RatchetTreeMissing          Reason = "ratchet_tree_missing"
	ReasonIdentityMismatch      Reason = "identity_mismatch"
	ReasonLifetimeExpired       Reason = "lifetime_expired"
	ReasonLifetimeMissing       Reason = "lifetime_missing"
	ReasonLifetimeTooLong       Reason = "lifetime_too_long"
	ReasonRefMismatch           Reason = "ref_mismatch"
	RequiredCapabilityUnmet     Reason = "required_capability_unmet"
	RetainedStateMissing        Reason = "retained_state_missing"
	RumorAuthorMismatch         Reason = "rumor_author_mismatch"
	RumorSigned                 Reason = "rumor_signed"
	SelfUpdateMixed             Reason = "self_update_mixed"
	SiblingsApart               Reason = "siblings_apart"
	SignatureInvalid            Reason = "signature_invalid"
	StateRepeated               Reason = "state_repeated"
	StepsExhausted              Reason = "steps_exhausted"
	SwitchOff                   Reason = "switch_off"
	TLSMalformed                Reason = "tls_malformed"
	TagContentMismatch          Reason = "tag_content_mismatch"
	TagForbidden                Reason = "tag_forbidden"
	TagMissing                  Reason = "tag_missing"
	TagRepeated                 Reason = "tag_repeated"
	TagValueExtra               Reason = "tag_value_extra"
	TagValueMalformed           Reason = "tag_value_malformed"
	TagValueMissing             Reason = "tag_value_missing"
	TagValueUnsupported         Reason = "tag_value_unsupported"
	TrailingBytes               Reason = "trailing_bytes"
	UnexpectedKind              Reason = "unexpected_kind"
	UnsupportedRequiredFeature  Reason = "unsupported_required_feature"
	WelcomeDecryptFailed        Reason = "welcome_decrypt_failed"
	WelcomerNotAdmin            Reason = "welcomer_not_admin"
	WireFormatMismatch          Reason = "wire_format_mismatch"
	WouldBeAccepted             Reason = "would_be_accepted"
	WouldBeRejected             Reason = "would_be_rejected"
	WrongEpoch                  Reason = "wrong_epoch"
	WrongUser                   Reason = "wrong_user"
)

// The stage of the reason.
//
// Where a check stands. A reason has exactly one stage.
//
// Of an invalid or deferred test: the stage of its reason.
type Stage string

const (
	Authority     Stage = "authority"
	Convergence   Stage = "convergence"
	GroupPolicy   Stage = "group_policy"
	Identity      Stage = "identity"
	Mls           Stage = "mls"
	Nostr         Stage = "nostr"
	StageDelivery Stage = "delivery"
	Trace         Stage = "trace"
	Transport     Stage = "transport"
)

type Type string

const (
	Add                    Type = "add"
	AppDataUpdate          Type = "app_data_update"
	AppEphemeral           Type = "app_ephemeral"
	Custom                 Type = "custom"
	ExternalInit           Type = "external_init"
	GroupContextExtensions Type = "group_context_extensions"
	PreSharedKey           Type = "pre_shared_key"
	ReInit                 Type = "re_init"
	Remove                 Type = "remove"
	SelfRemove             Type = "self_remove"
	Update                 Type = "update"
)

// What is demanded.
//
// What is demanded of a client.
//
// Must succeed and match `expect`.
//
// Must fail; `reason`, or one of `reasons_any`, says why.
//
// Cannot be used yet: must be kept and tried again. `reason` says what is in the way.
//
// The texts leave it open: one answer per policy.
type Outcome string

const (
	Invalid         Outcome = "invalid"
	OutcomeDeferred Outcome = "deferred"
	Policy          Outcome = "policy"
	Valid           Outcome = "valid"
)

// How binding the rule is.
//
// How binding the rule behind a flag is.
//
// The text demands it.
//
// The text recommends it.
//
// The text allows it.
//
// The texts leave it open or disagree.
type Class string

const (
	May    Class = "MAY"
	Must   Class = "MUST"
	Open   Class = "open"
	Should Class = "SHOULD"
)

// What becomes of a commit or a message.
//
// On the canonical path; a message is shown.
//
// It may get there later.
//
// Too old.
//
// A message of another branch: not shown, or not any more.
type BranchDisposition string

const (
	Accepted                  BranchDisposition = "accepted"
	BranchDispositionDeferred BranchDisposition = "deferred"
	BranchDispositionStale    BranchDisposition = "stale"
	Invalidated               BranchDisposition = "invalidated"
)

// The first comparison in which the first two differ.
//
// The comparisons of the text, in its order.
type BranchStep string

const (
	BranchStepClass BranchStep = "class"
	Committer       BranchStep = "committer"
	Digest          BranchStep = "digest"
	EffectiveDepth  BranchStep = "effective_depth"
	Quorum          BranchStep = "quorum"
	WitnessScore    BranchStep = "witness_score"
)

// What the MLS message carries.
//
// What an MLS message carries.
//
// Application data.
//
// A Commit.
//
// A proposal that stands alone.
type ContentType string

const (
	Application ContentType = "application"
	Commit      ContentType = "commit"
	Proposal    ContentType = "proposal"
)

type Layer string

const (
	Full  Layer = "full"
	Outer Layer = "outer"
)

// Why a selection left an event out: the reasons of the selection policies.
type Exclusion string

const (
	AlreadyInTree             Exclusion = "already_in_tree"
	BadEncoding               Exclusion = "bad_encoding"
	BadMls                    Exclusion = "bad_mls"
	BadProof                  Exclusion = "bad_proof"
	BadSignature              Exclusion = "bad_signature"
	BeyondQueryLimit          Exclusion = "beyond_query_limit"
	DuplicateRef              Exclusion = "duplicate_ref"
	DuplicateSignatureKey     Exclusion = "duplicate_signature_key"
	ExclusionIdentityMismatch Exclusion = "identity_mismatch"
	ExclusionLifetimeExpired  Exclusion = "lifetime_expired"
	ExclusionLifetimeMissing  Exclusion = "lifetime_missing"
	ExclusionLifetimeTooLong  Exclusion = "lifetime_too_long"
	ExclusionRefMismatch      Exclusion = "ref_mismatch"
	ExclusionStale            Exclusion = "stale"
	FutureDated               Exclusion = "future_dated"
	Incompatible              Exclusion = "incompatible"
	LifetimeEarly             Exclusion = "lifetime_early"
	LookupAborted             Exclusion = "lookup_aborted"
	LostRanking               Exclusion = "lost_ranking"
	LostTie                   Exclusion = "lost_tie"
	MalformedShape            Exclusion = "malformed_shape"
	OverCap                   Exclusion = "over_cap"
	SlotSuppressed            Exclusion = "slot_suppressed"
	SupersededInGroup         Exclusion = "superseded_in_group"
	SupersededInSlot          Exclusion = "superseded_in_slot"
	UntaggedCollapsed         Exclusion = "untagged_collapsed"
	WrongAuthor               Exclusion = "wrong_author"
	WrongKind                 Exclusion = "wrong_kind"
)

// The machine that runs.
//
// That of the topic `tree`.
type RatchetModel string

const (
	Tree RatchetModel = "tree"
)

// Which children of a node a remote device accepts.
type RatchetAccept string

const (
	First            RatchetAccept = "first"
	FirstUnshared    RatchetAccept = "first_unshared"
	RatchetAcceptAll RatchetAccept = "all"
)

// What "longest" counts.
type RatchetLength string

const (
	DhSteps  RatchetLength = "dh_steps"
	Messages RatchetLength = "messages"
)

// What an order compares.
//
// What an order compares: nodes, or their paths from the root.
type RatchetCompare string

const (
	Path RatchetCompare = "path"
	Tip  RatchetCompare = "tip"
)

// The order of names.
//
// The same reversed.
type RatchetOrderEnum string

const (
	Ascending  RatchetOrderEnum = "ascending"
	Descending RatchetOrderEnum = "descending"
)

// What becomes of a message whose parent is not known.
type RatchetOrphan string

const (
	Buffer RatchetOrphan = "buffer"
	Drop   RatchetOrphan = "drop"
)

// Any fork.
type RatchetRetainEnum string

const (
	RatchetRetainAll RatchetRetainEnum = "all"
)

// How rolled roots of one generation rank; `shared` if left out.
//
// How rolled roots of one generation rank.
type RatchetRootOrder string

const (
	Own    RatchetRootOrder = "own"
	Shared RatchetRootOrder = "shared"
)

// Which nodes of its own user a device may select.
type RatchetValid string

const (
	Acked      RatchetValid = "acked"
	AckedFirst RatchetValid = "acked_first"
	Known      RatchetValid = "known"
)

// A group.
//
// An installation.
//
// What a topic is about.
//
// Kind of its topic.
type StreamKind string

const (
	Group   StreamKind = "group"
	Welcome StreamKind = "welcome"
)

// Whom it goes to.
//
// Whose behaviour is judged.
//
// The node; the script is the client.
//
// The client; the script is the node, the application, and the end of calls.
//
// Both, with the pipe in between; the script is the application and the faults of the pipe.
type StreamMachine string

const (
	Pair                StreamMachine = "pair"
	StreamMachineClient StreamMachine = "client"
	StreamMachineNode   StreamMachine = "node"
)

// The API: `v3`, with one cursor per topic.
//
// The API that is spoken.
//
// One cursor per topic.
type StreamBinding string

const (
	V3 StreamBinding = "v3"
)

// What the client does when it comes to the foreground.
//
// What a client does when it comes to the foreground.
//
// It sends a Ping on the wire that it has.
//
// It drops the wire and calls.
type StreamOnResume string

const (
	Probe     StreamOnResume = "probe"
	Reconnect StreamOnResume = "reconnect"
)

// When the node challenges its client.
//
// When a node challenges its client.
//
// When nothing was sent for an interval.
//
// Then, and two intervals after the last matching Pong at the latest.
type StreamPingWhen string

const (
	SendIdle StreamPingWhen = "send_idle"
	Unproven StreamPingWhen = "unproven"
)

// From where the client resumes what was live.
//
// From where a client resumes a topic that was live.
//
// The live mark of its kind, which is 0 until a live row came.
//
// The highest of that mark, the cursor of the add, and the highest id processed of the
// topic.
type StreamResumeFrom string

const (
	Floors StreamResumeFrom = "floors"
	Marks  StreamResumeFrom = "marks"
)

// When the beginning of an attempt is written down.
//
// When a watchdog writes the beginning of an attempt down.
//
// When its stream began, and not again while attempts fail.
//
// At every attempt.
type StreamRetryStamp string

const (
	Each StreamRetryStamp = "each"
	Once StreamRetryStamp = "once"
)

// `app`: something that happens to the client as a whole.
//
// What happens to a client as a whole.
//
// It goes to the background.
//
// It is in the foreground again.
//
// Its process dies and is started again at once.
//
// Its consumers take nothing for now.
//
// They go on.
//
// Its machine stops: no input, no timers.
//
// Its machine goes on.
//
// A watchdog begins.
type StreamApp string

const (
	Crash   StreamApp = "crash"
	Freeze  StreamApp = "freeze"
	Park    StreamApp = "park"
	Resume  StreamApp = "resume"
	Start   StreamApp = "start"
	Suspend StreamApp = "suspend"
	Thaw    StreamApp = "thaw"
	Unpark  StreamApp = "unpark"
)

// How.
//
// How a pipe behaves.
type StreamMode string

const (
	AcceptThenDie StreamMode = "accept_then_die"
	BlackholeDown StreamMode = "blackhole_down"
	BlackholeUp   StreamMode = "blackhole_up"
	CutAfter      StreamMode = "cut_after"
	HalfClose     StreamMode = "half_close"
	ProxyACK      StreamMode = "proxy_ack"
	Stall         StreamMode = "stall"
)

// Who.
//
// Who does something.
type StreamFrom string

const (
	App              StreamFrom = "app"
	Pipe             StreamFrom = "pipe"
	StreamFromClient StreamFrom = "client"
	StreamFromNode   StreamFrom = "node"
)

// The device became a member.
//
// It is not meant for this device.
//
// The device joined that group before, from this Welcome or another.
type DeliveryEnum string

const (
	Duplicate DeliveryEnum = "duplicate"
	Ignored   DeliveryEnum = "ignored"
	Joined    DeliveryEnum = "joined"
)

type OpEnum string

const (
	JoinerSends   OpEnum = "joiner_sends"
	Receive       OpEnum = "receive"
	ReceiveCommit OpEnum = "receive_commit"
)

type Leaf struct {
	Integer *int64
	String  *string
}

func (x *Leaf) UnmarshalJSON(data []byte) error {
	object, err := unmarshalUnion(data, &x.Integer, nil, nil, &x.String, false, nil, false, nil, false, nil, false, nil, false)
	if err != nil {
		return err
	}
	if object {
	}
	return nil
}

func (x *Leaf) MarshalJSON() ([]byte, error) {
	return marshalUnion(x.Integer, nil, nil, x.String, false, nil, false, nil, false, nil, false, nil, false)
}

// Which of two nodes is lower.
type RatchetOrder struct {
	Enum              *RatchetOrderEnum
	RatchetOrderClass *RatchetOrderClass
}

func (x *RatchetOrder) UnmarshalJSON(data []byte) error {
	x.RatchetOrderClass = nil
	x.Enum = nil
	var c RatchetOrderClass
	object, err := unmarshalUnion(data, nil, nil, nil, nil, false, nil, true, &c, false, nil, true, &x.Enum, false)
	if err != nil {
		return err
	}
	if object {
		x.RatchetOrderClass = &c
	}
	return nil
}

func (x *RatchetOrder) MarshalJSON() ([]byte, error) {
	return marshalUnion(nil, nil, nil, nil, false, nil, x.RatchetOrderClass != nil, x.RatchetOrderClass, false, nil, x.Enum != nil, x.Enum, false)
}

// How long a fork can still be joined; `all` if left out.
//
// How far below the deepest node a fork can still be joined.
type RatchetRetain struct {
	Enum               *RatchetRetainEnum
	RatchetRetainClass *RatchetRetainClass
}

func (x *RatchetRetain) UnmarshalJSON(data []byte) error {
	x.RatchetRetainClass = nil
	x.Enum = nil
	var c RatchetRetainClass
	object, err := unmarshalUnion(data, nil, nil, nil, nil, false, nil, true, &c, false, nil, true, &x.Enum, false)
	if err != nil {
		return err
	}
	if object {
		x.RatchetRetainClass = &c
	}
	return nil
}

func (x *RatchetRetain) MarshalJSON() ([]byte, error) {
	return marshalUnion(nil, nil, nil, nil, false, nil, x.RatchetRetainClass != nil, x.RatchetRetainClass, false, nil, x.Enum != nil, x.Enum, false)
}

type BeforeElement struct {
	BeforeClass *BeforeClass
	String      *string
}

func (x *BeforeElement) UnmarshalJSON(data []byte) error {
	x.BeforeClass = nil
	var c BeforeClass
	object, err := unmarshalUnion(data, nil, nil, nil, &x.String, false, nil, true, &c, false, nil, false, nil, false)
	if err != nil {
		return err
	}
	if object {
		x.BeforeClass = &c
	}
	return nil
}

func (x *BeforeElement) MarshalJSON() ([]byte, error) {
	return marshalUnion(nil, nil, nil, x.String, false, nil, x.BeforeClass != nil, x.BeforeClass, false, nil, false, nil, false)
}

type StreamValue struct {
	Integer *int64
	String  *string
}

func (x *StreamValue) UnmarshalJSON(data []byte) error {
	object, err := unmarshalUnion(data, &x.Integer, nil, nil, &x.String, false, nil, false, nil, false, nil, false, nil, false)
	if err != nil {
		return err
	}
	if object {
	}
	return nil
}

func (x *StreamValue) MarshalJSON() ([]byte, error) {
	return marshalUnion(x.Integer, nil, nil, x.String, false, nil, false, nil, false, nil, false, nil, false)
}

type RowElement struct {
	Enum    *StreamKind
	Integer *int64
}

func (x *RowElement) UnmarshalJSON(data []byte) error {
	x.Enum = nil
	object, err := unmarshalUnion(data, &x.Integer, nil, nil, nil, false, nil, false, nil, false, nil, true, &x.Enum, false)
	if err != nil {
		return err
	}
	if object {
	}
	return nil
}

func (x *RowElement) MarshalJSON() ([]byte, error) {
	return marshalUnion(x.Integer, nil, nil, nil, false, nil, false, nil, false, nil, x.Enum != nil, x.Enum, false)
}

// What becomes of a delivery.
type Delivery struct {
	DeliveryClass *DeliveryClass
	Enum          *DeliveryEnum
}

func (x *Delivery) UnmarshalJSON(data []byte) error {
	x.DeliveryClass = nil
	x.Enum = nil
	var c DeliveryClass
	object, err := unmarshalUnion(data, nil, nil, nil, nil, false, nil, true, &c, false, nil, true, &x.Enum, false)
	if err != nil {
		return err
	}
	if object {
		x.DeliveryClass = &c
	}
	return nil
}

func (x *Delivery) MarshalJSON() ([]byte, error) {
	return marshalUnion(nil, nil, nil, nil, false, nil, x.DeliveryClass != nil, x.DeliveryClass, false, nil, x.Enum != nil, x.Enum, false)
}

func unmarshalUnion(data []byte, pi **int64, pf **float64, pb **bool, ps **string, haveArray bool, pa interface{}, haveObject bool, pc interface{}, haveMap bool, pm interface{}, haveEnum bool, pe interface{}, nullable bool) (bool, error) {
	if pi != nil {
			*pi = nil
	}
	if pf != nil {
			*pf = nil
	}
	if pb != nil {
			*pb = nil
	}
	if ps != nil {
			*ps = nil
	}

	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	tok, err := dec.Token()
	if err != nil {
			return false, err
	}

	switch v := tok.(type) {
	case json.Number:
			if pi != nil {
					i, err := v.Int64()
					if err == nil {
							*pi = &i
							return false, nil
					}
			}
			if pf != nil {
					f, err := v.Float64()
					if err == nil {
							*pf = &f
							return false, nil
					}
					return false, errors.New("Unparsable number")
			}
			return false, errors.New("Union does not contain number")
	case float64:
			return false, errors.New("Decoder should not return float64")
	case bool:
			if pb != nil {
					*pb = &v
					return false, nil
			}
			return false, errors.New("Union does not contain bool")
	case string:
			if haveEnum {
					return false, json.Unmarshal(data, pe)
			}
			if ps != nil {
					*ps = &v
					return false, nil
			}
			return false, errors.New("Union does not contain string")
	case nil:
			if nullable {
					return false, nil
			}
			return false, errors.New("Union does not contain null")
	case json.Delim:
			if v == '{' {
					if haveObject {
							return true, json.Unmarshal(data, pc)
					}
					if haveMap {
							return false, json.Unmarshal(data, pm)
					}
					return false, errors.New("Union does not contain object")
			}
			if v == '[' {
					if haveArray {
							return false, json.Unmarshal(data, pa)
					}
					return false, errors.New("Union does not contain array")
			}
			return false, errors.New("Cannot handle delimiter")
	}
	return false, errors.New("Cannot unmarshal union")
}

func marshalUnion(pi *int64, pf *float64, pb *bool, ps *string, haveArray bool, pa interface{}, haveObject bool, pc interface{}, haveMap bool, pm interface{}, haveEnum bool, pe interface{}, nullable bool) ([]byte, error) {
	if pi != nil {
			return json.Marshal(*pi)
	}
	if pf != nil {
			return json.Marshal(*pf)
	}
	if pb != nil {
			return json.Marshal(*pb)
	}
	if ps != nil {
			return json.Marshal(*ps)
	}
	if haveArray {
			return json.Marshal(pa)
	}
	if haveObject {
			return json.Marshal(pc)
	}
	if haveMap {
			return json.Marshal(pm)
	}
	if haveEnum {
			return json.Marshal(pe)
	}
	if nullable {
			return json.Marshal(nil)
	}
	return nil, errors.New("Union must not be null")
}

// Topics that this version knows.
var Topics = []string{
	"commit-authority",
	"convergence",
	"exporter",
	"group-event",
	"key-package-event",
	"key-package-ref",
	"key-package-select",
	"member-coalescing",
	"race",
	"scenario",
	"stream",
	"tree",
	"welcome-fanout",
	"welcome-join",
	"welcome-rumor",
}

// FileOf is an empty file of a topic, to decode into; nil if this version does not know the topic.
func FileOf(topic string) any {
	switch topic {
	case "commit-authority":
		return &CommitAuthorityFile{}
	case "convergence":
		return &ConvergenceFile{}
	case "exporter":
		return &ExporterFile{}
	case "group-event":
		return &GroupEventFile{}
	case "key-package-event":
		return &KeyPackageEventFile{}
	case "key-package-ref":
		return &KeyPackageRefFile{}
	case "key-package-select":
		return &KeyPackageSelectFile{}
	case "member-coalescing":
		return &MemberCoalescingFile{}
	case "race":
		return &RaceFile{}
	case "scenario":
		return &ScenarioFile{}
	case "stream":
		return &StreamFile{}
	case "tree":
		return &TreeFile{}
	case "welcome-fanout":
		return &WelcomeFanoutFile{}
	case "welcome-join":
		return &WelcomeJoinFile{}
	case "welcome-rumor":
		return &WelcomeRumorFile{}
	}
	return nil
}
