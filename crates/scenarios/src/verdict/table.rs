//! Every cause: its name, its id, and its sentence. What stands in `{}` is a part of the cause; what stands in `[]` is said only
//! where the parts in it are known. A row is all that a new cause of several invariants needs; one that a single invariant has stands in
//! its module.

macro_rules! causes {
    ($($(#[$doc:meta])* $name:ident $id:literal $template:literal;)*) => {
        /// What broke an invariant.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum What {
            $($(#[$doc])* $name,)*
            /// What a single invariant declares.
            Own(Own),
        }

        impl What {
            /// Every cause, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The name used in reports, fingerprints and findings.
            pub const fn id(self) -> &'static str {
                match self {
                    $(Self::$name => $id,)*
                    Self::Own(own) => own.id,
                }
            }

            /// The sentence, with its parts left open.
            pub const fn template(self) -> &'static str {
                match self {
                    $(Self::$name => $template,)*
                    Self::Own(own) => own.template,
                }
            }
        }
    };
}

/// A cause that a single invariant declares beside itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Own {
    /// The name used in reports, fingerprints and findings.
    pub id: &'static str,
    /// The sentence, with its parts left open.
    pub template: &'static str,
}

impl What {
    /// A cause of an invariant's own, for its `causes`.
    pub const fn own(id: &'static str, template: &'static str) -> Self {
        Self::Own(Own { id, template })
    }
}

causes! {
    // ---- leaves and devices
    /// A device that should have a leaf has none.
    NoLeaf "no-leaf" "{device} has no leaf in {group}";
    /// A device that should have one leaf has several at the end.
    SeveralLeaves "several-leaves" "{device} has leaves {leaves} in {group}";
    /// A device holds two leaves in some epoch.
    SecondLeaf "second-leaf" "{device} holds leaves {leaves} of {group} in epoch {epoch}";
    /// The installation of a leaf was wiped or retired.
    LeafOfGoneInstallation "leaf-of-gone-installation" "leaf {leaf} of {group} belongs to {owner}, which cannot act on it: that installation is gone";
    /// The owner of a leaf acts through another one. Kind: how the two came, and what marked the KeyPackage.
    LeafBesideAnother "leaf-beside-another" "leaf {leaf} of {group} belongs to {owner}, which cannot act on it: it acts through leaf {other}, which came {came}[, from a KeyPackage with {marker}]";
    /// The owner of a leaf takes itself for removed.
    LeafOfRemoved "leaf-of-removed" "leaf {leaf} of {group} belongs to {owner}, which cannot act on it: it takes itself for removed";
    /// The owner of a leaf asked to leave, and the leaf stayed.
    LeafOfLeaver "leaf-of-leaver" "leaf {leaf} of {group} belongs to {owner}, which cannot act on it: it asked to leave, and the leaf stayed";
    /// The owner of a leaf declined the invitation, of which the group learns nothing.
    LeafOfDecliner "leaf-of-decliner" "leaf {leaf} of {group} belongs to {owner}, which will not act on it: it declined the invitation, and the leaf stayed";
    /// The owner of a leaf never joined with it, and its private keys are gone.
    LeafNeverJoined "leaf-never-joined" "leaf {leaf} of {group} belongs to {owner}, which cannot act on it: it never joined[ ({why})], and its keys are gone";
    /// A restored backup or a clone took the place of the state that held the leaf.
    LeafOverwritten "leaf-overwritten" "leaf {leaf} of {group} belongs to {owner}, which cannot act on it: the stored state of {source} took the place of its own";
    /// Nobody knows whose leaf it is.
    LeafOfUnknown "leaf-of-unknown" "leaf {leaf} of {group} belongs to an installation that nobody knows";

    // ---- invitations
    /// An account was asked for and not reached. Kind: why.
    AccountNotReached "account-not-reached" "{account} was asked for and is not in {group}: {why}";
    /// A device's KeyPackage was found and not picked. Kind: the reason of the selection.
    LeftOut "left-out" "{device} was silently excluded from {group}: {policy} on {inviter} picked {picked} and left its KeyPackage {key_package} out ({reason})";
    /// A device's leaf stayed although it asked to leave, and so its new KeyPackage is not taken.
    LeftOutForItsOldLeaf "left-out-for-its-old-leaf" "{device} asked to leave {group}, and its leaf stayed: {inviter} left its KeyPackage {key_package} out ({reason})";
    /// None of a device's KeyPackages was found. Kind: what the relays answered.
    NotFound "not-found" "{device} was silently excluded from {group}: {inviter} found none of its KeyPackages, and {policy} picked {picked}[; the answer of {relay} was cut at {events} events]";
    /// The device was not added, and no selection tells why.
    NeverInvited "never-invited" "{device} never joined {group}";
    /// The inviter never sent the Welcome.
    WelcomeNotSent "welcome-not-sent" "{inviter} never sent {device} its Welcome to {group}[: it crashed at {point}]";
    /// No relay took the Welcome. Kind: what relays said.
    WelcomeNotTaken "welcome-not-taken" "the Welcome of {device} to {group} could not be delivered: {why}";
    /// The Welcome was sent and never came. Kind: how its road ended.
    WelcomeLost "welcome-lost" "{device} never received its Welcome to {group}: gift wrap {wrap} {end}[ at {relay}]";
    /// The device did not act on its Welcome. Kind: why.
    WelcomeNotActedOn "welcome-not-acted-on" "{device} did not act on its Welcome to {group}: {why}";
    /// The Welcome is for a KeyPackage whose lifetime is over.
    KeyPackageExpired "key-package-expired" "{device} did not act on its Welcome to {group}: its KeyPackage {key_package} expired on {expired}";
    /// A leaf of somebody else has expired, so nobody can join.
    LeafExpired "leaf-expired" "{device} could not join {group}: leaf {leaf} of {owner} was never updated and expired on {expired}";
    /// The device joined, and lost its place. Kind: by what.
    SeatLost "seat-lost" "{device} joined {group}, and {how}";

    // ---- Welcomes
    /// A device joined with somebody else's KeyPackage.
    JoinedByForeignWelcome "joined-by-foreign-welcome" "{device} joined {group} from the Welcome for KeyPackage {key_package}, which it did not create";
    /// A refused Welcome changed something. Kind: why it was refused.
    RefusedWelcomeChangedState "refused-welcome-changed-state" "{device} refused the Welcome in gift wrap {wrap} and its state changed all the same";
    /// A Welcome was sent before its commit was taken.
    WelcomeBeforeCommit "welcome-before-commit" "{device} sent a Welcome to {group} before any relay took commit {commit}";
    /// A Welcome was sent for a KeyPackage event that breaks a rule. Kind: the rule.
    WelcomeForBrokenKeyPackage "welcome-for-broken-key-package" "{device} sent a Welcome for KeyPackage {key_package}, which breaks {rule}: {what}";

    // ---- epochs
    /// Two members of one epoch disagree on it.
    SameEpochOtherState "same-epoch-other-state" "{device} and {other} are both in epoch {epoch} of {group} and disagree on it";
    /// A member took a Welcome to a group that it was in.
    SecondWelcomeTaken "second-welcome-taken" "{device} took a Welcome to {group}, in which it was already, and is in epoch {epoch} beside {other} in epoch {others_epoch}";
    /// A member joined by a commit that its inviter went back from or gave up. Kind: which of the two.
    JoinedByUndoneCommit "joined-by-undone-commit" "{device} joined {group} by commit {commit}, which {inviter} {undone}; it is in epoch {epoch}, {other} in epoch {others_epoch}";
    /// Copies act on one leaf, and neither can follow what the other commits.
    CopySharesLeaf "copy-shares-leaf" "{device} shares its leaf of {group} with {copy} and cannot follow what that commits; it is in epoch {epoch}, {other} in epoch {others_epoch}";
    /// A restored device cannot follow a commit that its former state made.
    OwnCommitForgotten "own-commit-forgotten" "{device} was restored to before its own commit {commit} of {group} and cannot follow it; it is in epoch {epoch}, {other} in epoch {others_epoch}";
    /// A commit reached the member, and it could not use it. Kind: what the library said.
    CommitNotUsable "commit-not-usable" "{device} cannot use commit {commit} of {author} in {group}: {words}; it is in epoch {epoch}, {other} in epoch {others_epoch}";
    /// The better of two commits came, and the member stayed with the other. Kind: why.
    BetterCommitNotFollowed "better-commit-not-followed" "{device} stayed with commit {own} of {group} when the better commit {commit} of {author} came[ after {further} further commits][: {words}]; it is in epoch {epoch}, {other} in epoch {others_epoch}";
    /// A commit never reached the member. Kind: how its road ended.
    CommitLost "commit-lost" "{device} never received commit {commit} of {author} in {group}: it {end}[ at {relay}]; it is in epoch {epoch}, {other} in epoch {others_epoch}";
    /// A commit reached the member, and it never looked at it.
    CommitNotRead "commit-not-read" "{device} holds commit {commit} of {author} in {group} and never read it; it is in epoch {epoch}, {other} in epoch {others_epoch}";
    /// A device gave up a commit that others follow.
    CommitGivenUp "commit-given-up" "{device} gave up its commit {commit} of {group}, which a relay holds and others follow; it is in epoch {epoch}, {other} in epoch {others_epoch}";
    /// A member of a group of the adopted text is not at rest, or not equal to another. Kind: the part of the canonical snapshot.
    OtherCanonicalSnapshot "other-canonical-snapshot" "{device} is not at rest in {group}, or not equal to {other}: {part}";
    /// Two payloads of one state were sealed with one key.
    GenerationTwice "generation-twice" "{device} sealed event {event} in epoch {epoch} with generation {generation} of leaf {leaf}, as event {before} was";
    /// Members are on branches that have no epoch in common.
    NoCommonEpoch "no-common-epoch" "{device} is in epoch {epoch} of {group} and {other} in epoch {others_epoch}, and no epoch of theirs was ever the same";

    // ---- messages
    /// A message reached a member, and it could not be read. Kind: what the library said.
    MessageNotUsable "message-not-usable" "{device} cannot read message {message} of {sender} in {group}: {words}[; it was sent {epochs} epochs before]";
    /// A message never reached a member. Kind: how its road ended.
    MessageLost "message-lost" "{device} never received message {message} of {sender} in {group}: it {end}[ at {relay}]";
    /// A message reached a member that was in another epoch, and stayed unread.
    MessageOfOtherEpoch "message-of-other-epoch" "{device} cannot read message {message} of {sender} in {group}: it is in epoch {epoch}, and the message was sent in {sent_in}";
    /// A message of the adopted text reached a member that was already too many epochs on, or came to its state only then.
    MessageOutsideTheWindow "message-outside-the-window" "{device} cannot show message {message} of {sender} in {group}: it was in epoch {epoch} when it came to it, and the message was sent in {sent_in}";
    /// A message that a member had in time, and on whose state it stands, is not shown.
    MessageLostInsideTheWindow "message-lost-inside-the-window" "{device} does not show message {message} of {sender} in {group}, which was sent in epoch {sent_in} and came in time";
    /// A message reached a member in its own epoch, and the member never looked at it.
    MessageNotRead "message-not-read" "{device} holds message {message} of {sender} in {group} and never read it";
    /// A message was said on a branch that lost.
    MessageOnLosingBranch "message-on-losing-branch" "{device} never read message {message}, which {sender} sent in {group} before it went back an epoch";
    /// A message was read and taken back when the reader went back an epoch.
    MessageTakenBack "message-taken-back" "{device} read message {message} of {sender} in {group} before it went back an epoch, and lost it";
    /// A message was read more than once.
    ReadTwice "read-twice" "{device} read message {message} of {sender} in {group} {times} times";
    /// A device read something from before its time.
    ReadBeforeJoin "read-before-join" "{device} joined {group} in epoch {joined} and read a message of epoch {epoch}";
    /// A device read something from after its removal.
    ReadAfterRemoval "read-after-removal" "{device} read message {message} of {group}, which was sent after its last leaf was removed";

    // ---- removals
    /// A commit that removes an account left a leaf of it.
    LeafLeftBehind "leaf-left-behind" "{device} removed an account from {group}, and a leaf of {account} is left";
    /// A departure took a leaf along that should have stayed.
    SiblingsLeafGone "siblings-leaf-gone" "{device} carried out a departure from {group}, and leaf {leaf} of a device that stays is gone";
    /// A device carried out its own departure.
    OwnDepartureCommitted "own-departure-committed" "{device} carried out the departure of its own leaf {leaf} from {group}";
    /// A device that stayed when a sibling left cannot read on.
    SiblingCannotRead "sibling-cannot-read" "{device} stayed in {group} when a device of its account left, and cannot read what {sender} says";

    // ---- identities and KeyPackages
    /// A leaf names an account that did not make it.
    LeafOfForeignAccount "leaf-of-foreign-account" "leaf {leaf} of {group}, as {device} sees it, names an account that did not make it";
    /// Two installations use one client_id.
    ClientIdShared "client-id-shared" "{installation} uses the client_id of {other}";
    /// An installation uses two client_ids.
    ClientIdChanged "client-id-changed" "{installation} uses a second client_id";
    /// An installation publishes in a second slot.
    SecondSlot "second-slot" "{installation} published a KeyPackage in a second slot";
    /// A device joined with an expired KeyPackage.
    JoinedAfterExpiry "joined-after-expiry" "{device} joined {group} with KeyPackage {key_package}, which had expired {since} before";
    /// Private keys outlived their KeyPackage.
    PrivateKeysKept "private-keys-kept" "{device} still holds the private keys of KeyPackage ref {reference}, which expired on {expired}";
    /// Every KeyPackage of a device was deleted. Kind: whether another one was refused.
    NoKeyPackageLeft "no-key-package-left" "{device} has deleted or destroyed its last usable KeyPackage: nobody can invite it";
    /// Another device of the account had the last KeyPackage of a device deleted.
    KeyPackagesDeletedBySibling "key-packages-deleted-by-sibling" "{sibling} had the last usable KeyPackage of {device} deleted: nobody can invite it, and it is not told";
    /// The last KeyPackage of a device ran out.
    LastKeyPackageExpired "last-key-package-expired" "the last usable KeyPackage {key_package} of {device} expired on {expired}, and nothing replaced it: nobody can invite it";
    /// The same events in another order lead to another choice.
    SelectionDependsOnOrder "selection-depends-on-order" "{policy} picks {picked} in one order and {other} in another";
    /// A selection breaks a rule that its policy follows. Kind: the rule.
    SelectionBreaksRule "selection-breaks-rule" "{device} picked {picked} by {policy}, which breaks {rule}: {what}";
    /// The policy picks something else than the device noted.
    SelectionNotThePolicys "selection-not-the-policys" "{device} picked {picked} by {policy}, which from the same events picks {other}";

    // ---- what shows
    /// An event carries more than a public KeyPackage.
    MoreThanThePublicKeyPackage "more-than-the-public-key-package" "event {event} of {device} carries more than the public KeyPackage";
    /// An event shows a secret key.
    SecretKeyShown "secret-key-shown" "event {event} of {device} shows an account's secret key";
    /// An event shows what it should not. Kind: what.
    ShowsTooMuch "shows-too-much" "event {event} of kind {kind} {what}[ {which}]";
    /// A connection to a relay that the account does not name says whose it is. Kind: by what.
    ConnectionNamesAccount "connection-names-account" "{device} {how} on {relay}, which no list of the account names[ and which serves {groups} of its groups]";
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::What;
    use crate::invariants::causes;

    #[test]
    fn no_two_causes_have_one_id() {
        let ids: BTreeSet<_> = causes().map(What::id).collect();
        assert_eq!(ids.len(), causes().count());
    }

    #[test]
    fn brackets_and_braces_of_every_sentence_are_closed() {
        for what in causes() {
            for (open, close) in [('{', '}'), ('[', ']')] {
                let count = |wanted: char| what.template().chars().filter(|c| *c == wanted).count();
                assert_eq!(count(open), count(close), "{}", what.id());
            }
        }
    }
}
