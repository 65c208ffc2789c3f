//! The trees, and who wins.

use crate::format::Reason;
use crate::format::Reason::{
    AnchorMissing, AnchorRepeated, CanonicalUnknown, CommitRepeated, EpochNotNext, MessageRepeated,
    MessageStateUnknown, ParentUnknown, RetainedStateMissing, StateRepeated,
};

/// A tree and what it shows.
pub(super) struct Row {
    pub number: u16,
    pub flag: &'static str,
    pub comment: &'static str,
    /// As `sketch` reads it.
    pub tree: &'static str,
    pub canonical: &'static str,
    /// Where it is not the canonical state's.
    pub base_epoch: Option<u64>,
    /// Who wins; behind it, for policies with another winner, `policy=winner`.
    pub winners: &'static str,
}

const fn row(
    number: u16,
    flag: &'static str,
    comment: &'static str,
    tree: &'static str,
    canonical: &'static str,
    winners: &'static str,
) -> Row {
    Row { number, flag, comment, tree, canonical, base_epoch: None, winners }
}

const fn based(base_epoch: u64, row: Row) -> Row {
    Row { base_epoch: Some(base_epoch), ..row }
}

#[rustfmt::skip]
pub(super) const TREES: &[Row] = &[
    // One branch, or none.
    row(1, "Race", "two commits on one parent, nobody wrote: the privileged one wins, though its committer and digest are higher", "root@7; A<root P b0 ff; B<root O 01 00", "root", "A"),
    row(2, "Race", "the same, seen from the other side", "root@7; A<root P b0 ff; B<root O 01 00", "B", "A"),
    row(3, "Linear", "nothing happened", "root@7", "root", "root"),
    row(4, "Linear", "one commit", "root@7; A<root O 10 01", "root", "A"),
    row(5, "Linear", "four commits in one pass", "root@7; a,b,c,d<root 10 01", "root", "d"),
    row(6, "Linear", "three commits behind the canonical state", "root@7; a,b,c,d<root 10 01", "a", "d"),
    // Depth, quorum, witness score.
    row(10, "Depth", "two commits against one", "root@7; a,b<root 20 01; c<root 10 40", "c", "b"),
    row(11, "Depth", "three against two, and the two have one witness", "root@7; a,b,c<root 20 01; d,e<root 10 40; +d 51", "e", "c"),
    row(12, "Quorum", "two accounts make up for one commit", "root@3; l4,l5,l6<root 10 01; p4,p5,p6,p7<root 20 32; +l5 51 52", "l6", "l6"),
    row(13, "Quorum", "the same, and the longer branch has one witness", "root@3; l4,l5,l6<root 10 01; p4,p5,p6,p7<root 20 32; +l5 51 52; +p5 51", "l6", "l6"),
    row(14, "Quorum", "they do not make up for two commits", "root@3; l4,l5,l6<root 10 01; p4,p5,p6,p7,p8<root 20 32; +l5 51 52", "l6", "p8"),
    row(15, "Quorum", "at equal depth", "root@7; A<root O 20 01; B<root O 10 02; +A 51 52", "B", "A"),
    row(16, "Quorum", "two quorums on one branch add one and not two", "root@7; a,b<root 20 01; c,d,e,f<root 10 40; +a 51 52; +b 51 52", "b", "f"),
    row(17, "Quorum", "two accounts in two epochs are no quorum", "root@7; a,b<root 20 01; c,d<root 10 40; +a 51; +b 52; +c 51 52", "b", "d"),
    row(18, "Quorum", "both have one, and the witness score decides", "root@7; a,b<root 20 01; c,d<root 10 40; +a 51 52; +b 51; +c 51 52", "d", "b"),
    row(19, "WitnessScore", "one message against none", "root@7; A<root O 20 02; B<root O 10 01; +A 51", "root", "A"),
    row(20, "WitnessScore", "two epochs with one account each against one", "root@7; a,b<root 20 01; c,d<root 10 40; +a 51; +b 51; +c 51", "root", "b"),
    row(21, "WitnessesCapped", "three accounts in an epoch count as two", "root@7; A<root O 20 02; B<root O 10 01; +A 51 52 53; +B 51 52", "root", "B"),
    row(22, "WitnessesCapped", "five messages of one account count as one", "root@7; A<root O 20 02; B<root O 10 01; +A 51 51 51 51 51; +B 52", "root", "B"),
    row(23, "LeavesOfOneAccount", "two leaves of one account are no quorum", "root@7; A<root O 20 02; B<root O 10 01; +A 51/1 51/4; +B 52/2", "root", "B"),
    row(24, "LeavesOfOneAccount", "two leaves of one account and one of another are two accounts", "root@7; A<root O 20 02; B<root O 10 01; +A 51/1 51/4 52/2; +B 53/3", "root", "A"),
    row(25, "OwnMessage", "only oneself wrote, and that counts", "root@7; A<root O 20 02; B<root O 10 01; +A 51/0", "A", "A"),
    row(26, "OwnMessage", "oneself and another account are a quorum", "root@7; A<root O 20 02; b,c<root 10 40; +A 51/0 52/1", "c", "A"),
    row(27, "OwnMessage", "oneself and a sibling leaf are one account", "root@7; A<root O 20 02; b,c<root 10 40; +A 51/0 51/3", "c", "c"),
    row(28, "SharedHistory", "messages in the state where they fork are no witnesses", "root@7; A<root O 20 02; B<root O 10 01; +root 51 52", "root", "B"),
    row(29, "SharedHistory", "nor are those before it", "root@7; s<root O 30 50; A<s O 20 02; B<s O 10 01; +root 51; +s 51 52", "s", "B"),
    row(30, "SharedHistory", "a branch of a stem that everybody has: I and Y of example E3", "root@1; i2,i3,i4,i5<root 20 01; y4<i3 O 30 40; +i3 51 52; +y4 51 52", "i5", "y4"),
    row(31, "SharedHistory", "the same from the other side", "root@1; i2,i3,i4,i5<root 20 01; y4<i3 O 30 40; +i3 51 52; +y4 51 52", "y4", "y4"),
    // Class, committer, digest.
    row(40, "Class", "both committers tie on all else, and the class decides", "root@7; A<root P 20 02; B<root O 10 01; +A 51; +B 52", "B", "A"),
    row(41, "Class", "it is the class of the last commit", "root@7; a<root P 20 01; b<a O 20 02; c<root O 30 03; d<c P 30 04", "b", "d"),
    row(42, "Committer", "the lower account", "root@7; A<root O 20 01; B<root O 10 ff", "A", "B"),
    row(43, "Committer", "accounts are compared as unsigned bytes", "root@7; A<root O 80 01; B<root O 7f ff", "A", "B"),
    row(44, "Committer", "it is that of the last commit", "root@7; a<root O 01 01; b<a O 50 02; c<root O 70 03; d<c O 02 04", "b", "d"),
    row(45, "Digest", "two commits of one account", "root@7; A<root O 20 90; B<root O 20 10", "A", "B"),
    row(46, "Digest", "digests are compared as unsigned bytes", "root@7; A<root P 20 80; B<root P 20 7f", "A", "B"),
    row(47, "Digest", "it is that of the last commit", "root@7; a<root O 20 01; b<a O 20 90; c<root O 20 70; d<c O 20 80", "b", "d"),
    row(48, "SeveralRivals", "three commits on one parent", "root@7; A<root O 30 01; B<root O 10 03; C<root O 20 02", "A", "B"),
    row(49, "SeveralRivals", "four, decided at four places", "root@7; a,b<root 40 01; C<root O 30 10; D<root O 20 20; E<root O 50 30; +D 51; +E 51 52", "C", "E"),
    // Who decides, where the text leaves it open.
    row(60, "ClassAgainstScore", "one message outranks a privileged commit (E1)", "root@7; A<root P b0 ff; B<root O 01 00; +B 51", "A", "B class-first=A"),
    row(61, "ClassAgainstScore", "two leaves of one account do no more (E1)", "root@7; A<root P b0 ff; B<root O 01 00; +B 51/1 51/2", "A", "B class-first=A"),
    row(62, "ClassAgainstScore", "two accounts do (E1)", "root@7; A<root P b0 ff; B<root O 01 00; +B 51 52", "A", "B class-first=A"),
    row(63, "ClassAgainstScore", "a longer branch outranks a privileged commit", "root@7; A<root P b0 ff; b,c<root 01 10", "A", "c class-first=A"),
    row(64, "ClassAgainstScore", "an ordinary commit on top takes its class from a branch", "root@7; A<root P b0 ff; a<A O b0 ee; b,c<root 30 10; d<root P 40 40; +b 51 52", "a", "c class-first=d"),
    row(65, "ThreeBranches", "I, Y and X of example E3, I canonical", "root@1; i2,i3,i4,i5<root 20 01; y4<i3 O 30 40; x2<root O 10 50; +i3 51 52; +y4 51 52", "i5", "y4 own-fork=i5 common-base=i5"),
    row(66, "ThreeBranches", "the same, Y canonical", "root@1; i2,i3,i4,i5<root 20 01; y4<i3 O 30 40; x2<root O 10 50; +i3 51 52; +y4 51 52", "y4", "y4 common-base=i5"),
    row(67, "ThreeBranches", "the same, seen from the root", "root@1; i2,i3,i4,i5<root 20 01; y4<i3 O 30 40; x2<root O 10 50; +i3 51 52; +y4 51 52", "root", "y4 own-fork=i5 common-base=i5"),
    row(68, "ThreeBranches", "four commits, and own-fork stays on i", "root@1; s<root O 30 01; i<s O 20 02; y<s O 10 03; x<root O 40 04", "i", "y own-fork=i"),
    row(69, "ThreeBranches", "four commits, and own-fork stays on y", "root@1; s<root O 30 01; i<s O 20 02; y<s O 10 03; x<root O 40 04", "y", "y"),
    row(70, "ThreeBranches", "the winner inside is not the strongest outside", "root@1; s<root O 30 01; i,j<s 20 02; y<s O 10 04; t,u,v,w<root 40 05; +s 51 52; +y 51 52", "j", "w own-fork=j common-base=j"),
    row(71, "ThreeBranches", "forks inside forks", "root@1; a<root O 10 01; b<a O 20 02; c<b O 30 03; d<b O 20 04; e<a O 10 05; f<e O 20 06; g<root O 01 07; +c 51; +f 52", "d", "f own-fork=d"),
    row(72, "StemInOnePass", "I and Y of E3, and the stem comes in the same pass", "root@1; i2,i3,i4,i5<root 20 01; y4<i3 O 30 40; +i3 51 52; +y4 51 52", "root", "y4 own-fork=i5 common-base=i5"),
    row(73, "StemInOnePass", "eight steps, all at once", "root@1; s<root O 30 01; i,j<s 20 02; y<s O 10 04; +s 51 52; +y 51 52", "root", "y own-fork=j common-base=j"),
    row(74, "HorizonEdge", "E4 from the longer branch", "root@3; a4,a5,a6,a7,a8,a9<root 10 01; b4,b5,b6,b7,b8<root 20 32; +b5 51 52", "b8", "b8 max-tip=a9"),
    based(9, row(75, "HorizonEdge", "measured from the base epoch: six (E2)", "root@3; l4,l5,l6<root 10 01; p4,p5,p6,p7,p8<root 20 32; +l5 51 52", "l6", "l6 max-tip=p8")),
    row(76, "HorizonEdge", "six commits against one, all at once", "root@3; a,b,c,d,e,f<root 10 01; g<root O 20 50", "root", "f"),
    row(77, "HorizonEdge", "a witness five epochs below the tip counts", "root@3; a,b,c,d,e,f<root 20 01; g,h,i,j,k,l<root 10 50; +a 51", "root", "f max-tip=l"),
    row(78, "HorizonEdge", "six epochs below it, none", "root@3; a,b,c,d,e,f,g<root 20 01; h,i,j,k,l,m,n<root 10 50; +a 51", "root", "n"),
    row(79, "ShownAgain", "a message that was invalidated is on the winning branch", "root@7; a,b<root 10 01; c,d<root 20 40; +c 51; m1=invalidated", "b", "d"),
    // The horizon and what becomes of things.
    row(90, "Horizon", "a fork five epochs ago takes part", "root@3; a,b,c,d,e<root 20 01; g,h,i,j,k<root 10 50", "e", "k"),
    row(91, "Horizon", "one six epochs ago does not, in spite of its quorum (E4)", "root@3; a,b,c,d,e,f<root 10 01; g,h,i,j,k<root 20 50; +g 51 52", "f", "f"),
    based(8, row(92, "Horizon", "measured from the base epoch: five (E2)", "root@3; l4,l5,l6<root 10 01; p4,p5,p6,p7,p8<root 20 32; +l5 51 52", "l6", "p8")),
    row(93, "Horizon", "a branch beyond it is stale, and its message withdrawn", "root@3; a,b,c,d,e,f<root 10 01; g<root O 20 50; +g 51; m1=accepted", "f", "f"),
    row(94, "Horizon", "what it lost does not matter beyond it", "root@3; a,b,c,d,e,f<root 10 01; g<root O 20 50; !g", "f", "f"),
    row(95, "Losers", "two commits of the losing branch are deferred, its messages invalidated", "root@7; a,b,c<root 10 01; d,e<root 20 40; +a 51; +d 51; +e 52", "root", "c"),
    row(96, "Losers", "a message that was shown is withdrawn", "root@7; a,b<root 10 01; c<root O 20 40; +c 51; m1=accepted", "c", "b"),
    row(97, "PayloadWindow", "five epochs below the tip accepted, six stale", "root@3; a,b,c,d,e,f,g<root 10 01; +a 51; +b 51", "a", "g"),
    row(98, "PayloadWindow", "what was accepted stays accepted", "root@3; a,b,c,d,e,f,g<root 10 01; +a 51; +b 51; m1=accepted; m2=accepted", "f", "g"),
    row(99, "PayloadWindow", "what was invalidated comes back only inside the window", "root@3; a,b,c,d,e,f,g<root 10 01; +a 51; m1=invalidated", "f", "g"),
    row(100, "LostElsewhere", "a lost state that no rival needs", "root@7; a,b<root 10 01; c,d<root 20 40; !a", "b", "b"),
];

#[rustfmt::skip]
pub(super) const BROKEN: &[(Row, &[Reason])] = &[
    (row(201, "NoAnchor", "the anchor is missing", "A@8<root P b0 ff; B@8<root O 01 00", "A", ""), &[AnchorMissing, ParentUnknown]),
    (row(202, "TwoAnchors", "a second state without a commit", "root@7; other@7; A<root P b0 ff; B<root O 01 00", "root", ""), &[AnchorRepeated]),
    (row(203, "UnknownParent", "the parent of B is not there", "root@7; A<root P b0 ff; B<nowhere O 01 00", "root", ""), &[ParentUnknown]),
    (row(204, "WrongEpoch", "B is two epochs above its parent", "root@7; A<root P b0 ff; B@9<root O 01 00", "root", ""), &[EpochNotNext]),
    (row(205, "WrongEpoch", "B is in the epoch of its parent", "root@7; A<root P b0 ff; B@7<root O 01 00", "root", ""), &[EpochNotNext]),
    (row(206, "Circle", "A and B follow each other", "root@7; A@8<B P b0 ff; B@9<A O 01 00", "root", ""), &[EpochNotNext, ParentUnknown]),
    (row(207, "RepeatedCommit", "one commit leads to two states", "root@7; A<root P b0 ff; B<root P b0 ff", "root", ""), &[CommitRepeated]),
    (row(208, "RepeatedState", "two states have one name", "root@7; A<root P b0 ff; A<root O 01 00", "root", ""), &[StateRepeated]),
    (row(209, "MessageNowhere", "a message in a state that is not there", "root@7; A<root P b0 ff; B<root O 01 00; +C 51", "root", ""), &[MessageStateUnknown]),
    (row(211, "UnknownCanonical", "the canonical state is not there", "root@7; A<root P b0 ff; B<root O 01 00", "C", ""), &[CanonicalUnknown]),
    (row(212, "LostState", "the state where they fork is lost", "root@7; A<root P b0 ff; B<root O 01 00; !root", "A", ""), &[RetainedStateMissing]),
    (row(213, "LostState", "the tip of the rival is lost", "root@7; A<root P b0 ff; B<root O 01 00; !B", "A", ""), &[RetainedStateMissing]),
    (row(214, "RepeatedMessage", "one message opens in two states", "root@7; A<root P b0 ff; B<root O 01 00; +A 51; +B =1", "root", ""), &[MessageRepeated]),
];
