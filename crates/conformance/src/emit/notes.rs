//! What the flags mean.

use marmot_rules::Profile;

use crate::format::{Class, Note, Spec};

/// The pinned text of a profile.
pub(super) fn spec(profile: Profile) -> Spec {
    let (commit, documents): (&str, &[&str]) = match profile {
        Profile::Pr40 => ("refs/pull/40", &["00.md", "02.md", "03.md"]),
        Profile::Mip2026_01 | Profile::Mip2026_04 => ("c0b5b743", &["00.md", "02.md", "03.md"]),
        Profile::Adopted2026_07 => {
            ("27c1f508", &["transports/nostr.md", "foundation/key-packages.md", "protocol-core/joining.md"])
        }
    };
    Spec {
        repo: "marmot-protocol/marmot".to_owned(),
        commit: commit.to_owned(),
        documents: documents.iter().map(|name| (*name).to_owned()).collect(),
    }
}

/// The note of a flag.
pub(super) fn note(flag: &str) -> Option<Note> {
    let (_, class, spec, description, effect) = NOTES.iter().find(|(name, ..)| *name == flag)?;
    Some(Note {
        class: *class,
        spec: (*spec).to_owned(),
        description: (*description).to_owned(),
        effect: (*effect).to_owned(),
    })
}

/// Every flag that has a note.
pub(super) fn flags() -> impl Iterator<Item = &'static str> {
    NOTES.iter().map(|(flag, ..)| *flag)
}

type Row = (&'static str, Class, &'static str, &'static str, &'static str);

use Class::{May, Must, Open, Should};

const MIP_02: &str = "02.md";
const MIP_03: &str = "03.md";
const PR40: &str = "pull request 40";
const RFC: &str = "RFC 9420";
const NOSTR: &str = "transports/nostr.md";
const KPK: &str = "foundation/key-packages.md";
const PROOF: &str = "app-components/account-identity-proof-v2.md";

#[rustfmt::skip]
const NOTES: &[Row] = &[
    // welcome-join
    ("Baseline", Must, RFC, "nothing special", "a client that fails here is not ready for the rest of the file"),
    ("SiblingWitness", Must, "00.md", "joiner and witness are two devices of one account", "a library that wants one leaf per identity refuses the group"),
    ("JoinsLater", Must, RFC, "the group has had epochs before", "epoch or transcript is taken to begin at the join"),
    ("BlankLeaves", Must, "RFC 9420 section 7.7", "leaves were removed before, so nodes of the tree are blank", "resolution of blank nodes is wrong"),
    ("LargeTree", Must, RFC, "a tree of more than eight leaves", "tree arithmetic is wrong"),
    ("ManyCommits", Must, RFC, "several commits by several members follow", "the key schedule is not carried on"),
    ("CommitRemoves", Must, RFC, "a commit that removes an account follows", "removed leaves stay in the tree"),
    ("CommitAdds", Must, RFC, "a commit that adds a leaf follows", "added leaves are not taken in"),
    ("LongMessage", Must, RFC, "a message of 8,000 characters", "length prefixes of more than one byte are misread"),
    ("CreatorsSibling", Must, "00.md", "the joiner is another device of the account that created the group", "members are told apart by account"),
    ("WrongPrivateKey", Must, "RFC 9420 section 10", "a private key does not belong to its public key", "the device joins in silence and fails at a later commit or message"),
    ("ForeignKeyPackage", Must, "RFC 9420 section 12.4.3.1", "the Welcome holds no secret for this KeyPackage", "an error that looks like a broken Welcome"),
    ("DamagedWelcome", Must, RFC, "one byte of the encrypted part is inverted", "damage is not noticed"),
    ("TruncatedWelcome", Must, RFC, "the content ends too early", "a parser reads beyond the end"),
    ("NotBase64", Must, MIP_02, "the content is not standard padded base64", "decoders differ in what they forgive"),
    ("WrongWireFormat", Must, RFC, "the content is another kind of MLS message", "the wire format is not looked at"),
    // welcome-fanout
    ("OneCommitTwoAdds", Open, MIP_02, "one Commit with several Adds: every rumor carries the same Welcome and another e", "a device takes its sibling's rumor, or loses its own by de-duplicating bytes"),
    ("TwoCommits", Must, MIP_02, "each device was added by a Commit of its own", "a Welcome for a sibling is taken for a failure"),
    ("Replay", Must, MIP_02, "the same wrap arrives again", "the group is joined twice"),
    ("WrongE", Open, MIP_02, "e names an event that no device published", "clients differ: by-ref joins, by-e refuses"),
    ("MissingE", Must, MIP_02, "there is no e tag", "the rumor is taken all the same"),
    ("OtherAccount", Must, MIP_02, "the Welcome is for another account", "an error instead of silence"),
    ("AfterRotation", Must, MIP_02, "the KeyPackage was replaced and its keys are gone", "the new KeyPackage is spent or reported as used"),
    ("GroupHeld", Must, "protocol-core/joining.md", "the device is a member of that group already", "the group is replaced and rolled back to the epoch of the Welcome"),
    // group-event
    ("ApplicationMessage", Must, MIP_03, "an application message", "nothing can be read"),
    ("CommitMessage", Must, MIP_03, "a commit", "the group is lost at the next epoch"),
    ("Base64Padding", Must, MIP_03, "lengths with none, one and two padding characters", "some messages cannot be read"),
    ("ShortContent", Must, MIP_03, "shorter than nonce and tag", "a slice beyond the end"),
    ("EmptyContent", Must, MIP_03, "no content", "a slice beyond the end"),
    ("UrlSafeBase64", Must, MIP_03, "the URL-safe alphabet", "decoders differ in what they forgive"),
    ("MissingPadding", Must, MIP_03, "base64 without its padding", "decoders differ in what they forgive"),
    ("TrailingNewline", Must, MIP_03, "a newline after the base64", "decoders differ in what they forgive"),
    ("DamagedNonce", Must, MIP_03, "one byte of the nonce is inverted", "damage is not noticed"),
    ("DamagedCiphertext", Must, MIP_03, "one byte of the ciphertext is inverted", "damage is not noticed"),
    ("DamagedTag", Must, MIP_03, "one byte of the authentication tag is inverted", "damage is not noticed"),
    ("WrongKey", Must, MIP_03, "the key of another epoch", "an old key opens a new event"),
    ("SiblingSpeaks", Must, MIP_03, "the message comes from another device of the joiner's account", "own account is mistaken for own device"),
    ("SkippedGeneration", Must, "RFC 9420 section 9.1", "an earlier message of the sender never arrived", "the ratchet does not skip"),
    ("NextEpoch", Must, MIP_03, "sent in an epoch that the reader has not reached", "an event is given up instead of kept"),
    ("UnknownGroup", Must, MIP_03, "h names no group of the reader", "every group is tried"),
    ("InnerAuthor", Must, MIP_03, "the rumor names another author than the leaf that sent it", "anybody can speak for anybody"),
    // exporter
    ("ExporterSecret", Must, "RFC 9420 section 8.5", "from the exporter secret, with intermediate values", "label, context hash or length are not bound"),
    ("FromGroup", Must, "RFC 9420 section 8.5", "from a group that was joined", "the exporter secret of the wrong epoch is used"),
    ("OtherLength", May, "RFC 9420 section 8.5", "a length other than 32", "the length is not bound"),
    ("EmptyContext", May, "RFC 9420 section 8.5", "an empty context", "the empty string is not hashed"),
    // welcome-rumor
    ("NoClient", May, MIP_02, "client is optional", "the tag is required"),
    ("SignedRumor", Must, "NIP-59", "a rumor has no signature", "what was said in private can be proved"),
    ("MalformedE", Open, MIP_02, "e is no event id: only its presence is asked for before the adopted text", "readers differ"),
    ("BareWelcome", Must, MIP_02, "a Welcome is framed as an MLSMessage", "four bytes break every parse"),
    ("Wrapped", Must, "NIP-59", "a rumor in a seal in a gift wrap", "the envelope is not opened"),
    ("OtherReceiver", Must, "NIP-59", "a wrap for another account", "an error instead of silence"),
    ("RumorAuthor", Must, "NIP-59", "seal and rumor have different authors", "anybody can invite as anybody"),
    ("BadSeal", Must, "NIP-59", "the seal is no valid kind 13 event", "anybody can invite as anybody"),
    // member-coalescing
    ("Alone", Must, "00.md", "one device", "a group of one has no members"),
    ("TwoAccounts", Must, "00.md", "two accounts, one device each", "nothing special"),
    ("TwoDevicesOnePeer", Must, "00.md", "a direct conversation with somebody who has two devices", "it is shown as a group of three"),
    ("OnlySiblings", Must, "00.md", "all leaves are one account's", "own devices are shown as other people"),
    ("BothSeveral", Must, "00.md", "both accounts have several devices", "it is shown as a large group"),
    ("ThreeAccounts", Must, "00.md", "more accounts than two", "it is shown as a direct conversation"),
    ("ListOrder", Must, RFC, "leaves are told apart by index, not by place in a list", "order depends on the library"),
    ("LowestLeaf", Must, RFC, "an account stands at its lowest leaf", "order depends on the library"),
    // scenario
    ("AllDevicesJoin", Open, PR40, "two devices of one account are invited", "one of them is left out"),
    ("SiblingsWelcome", Open, PR40, "every device receives every Welcome of its account", "a device joins with its sibling's, or loses its own"),
    ("DeviceAddedLater", Open, PR40, "a device comes when the group exists", "it stays outside"),
    ("UnevenRefresh", Open, PR40, "one device publishes more often than another", "the quiet device is left out"),
    ("RotateWhileInvited", Open, PR40, "a KeyPackage is replaced while an invitation is under way", "the invitation is lost"),
    ("CommitRace", Must, MIP_03, "two commits of one epoch", "the group splits"),
    ("AccountRemoved", Must, MIP_03, "all leaves of an account are removed", "one device stays inside"),
    ("LostDevice", Open, PR40, "a device is gone for good", "its leaf stays"),
    ("WelcomeReplayed", Must, MIP_02, "a Welcome arrives again", "the group is rolled back"),
    ("CreatorsSiblings", Open, PR40, "the creator has a second device", "it stays outside"),
    // key-package-ref
    ("Framed", Must, "RFC 9420 section 5.2", "the input is an MLSMessage", "the frame is hashed too"),
    ("Bare", Must, "RFC 9420 section 5.2", "the input is a bare KeyPackage", "a frame is expected"),
    ("FramedAsBare", Must, "00.md", "a frame where none belongs", "four bytes break every parse, or are skipped in silence"),
    ("BareAsFramed", Must, NOSTR, "no frame where one belongs", "a reader switches between the two forms"),
    ("OtherWireFormat", Must, RFC, "the frame names another message", "the wire format is not looked at"),
    ("Truncated", Must, RFC, "bytes are missing at the end", "a parser reads beyond the end"),
    ("TrailingBytes", Must, RFC, "bytes follow the structure", "one KeyPackage has many encodings"),
    ("LengthNotShortest", Must, "RFC 9420 section 2.1.2", "a length prefix is longer than needed", "one KeyPackage has many encodings, and many references"),
    // key-package-event: what must be taken
    ("Encoded", Must, RFC, "made by an encoder that is no MLS library", "a reader depends on its own library's habits"),
    ("TagOrder", Must, "NIP-01", "tags have no order", "tags are read by position"),
    ("Grease", Must, "RFC 9420 section 13.5", "GREASE values in the capabilities", "unknown values are refused"),
    ("FutureCreatedAt", Open, "00.md", "created_at lies ahead; no text limits it", "clients with a skew limit hide the event"),
    ("OldCreatedAt", Open, "00.md", "created_at lies far back; no text limits it", "clients with an age limit hide the event"),
    ("NearLifetimeEdge", Must, RFC, "a minute inside the lifetime", "a margin nobody asked for"),
    ("LifetimeEdge", Open, "foundation/key-packages.md", "exactly an end of the lifetime: the adopted text includes both, OpenMLS 0.8.3 neither", "clients differ for one second"),
    ("NoClientId", Should, PR40, "client_id is recommended, not required", "untagged devices are lost"),
    ("NoRef", May, "pull request 31", "events older than the i tag have none", "old events are refused"),
    ("Proposals", Must, "00.md", "what mls_proposals may hold", "the tag is taken for something it is not"),
    ("HexContent", Must, "00.md", "hex must still be read", "old events are refused"),
    ("Twin", Must, "pull request 54", "a kind 443 event beside the 30443 one, without d", "one device counts as two"),
    ("LastResort", May, KPK, "a KeyPackage that may be used again", "it is preferred to a single-use one"),
    ("LongLifetime", Must, KPK, "a span of 7,261,200 s is allowed", "off by one"),
    ("UnknownTag", May, "NIP-01", "a tag of another text", "unknown tags are refused"),
    ("ClientTag", Open, "00.md", "client is optional and says what it wants", "the tag is required"),
    ("Relays", Must, "00.md", "one relay is enough", "two are expected"),
    ("Protected", May, "NIP-70", "the tag of protected events", "unknown tags are refused"),
    // key-package-event: faults
    ("BadEventId", Must, "NIP-01", "the id is not the hash of the event", "anybody can rewrite a KeyPackage"),
    ("BadEventSignature", Must, "NIP-01", "the signature does not verify", "anybody can publish for anybody"),
    ("UnexpectedKind", Must, "00.md", "the kind carries no KeyPackage", "another event is taken for one"),
    ("MissingTag", Must, "00.md", "a required tag is missing", "what it protects is not checked"),
    ("NoValue", Must, "00.md", "a tag without value", "an index beyond the end"),
    ("RepeatedTag", Open, NOSTR, "a tag twice: malformed in the adopted text, unspecified before", "readers differ in which they take"),
    ("ExtraValue", Open, NOSTR, "more values than one: malformed in the adopted text, unspecified before except in i", "readers differ in which they take"),
    ("RepeatedValue", Must, NOSTR, "one value twice in a list", "readers differ"),
    ("UpperCase", Open, NOSTR, "hex in upper case: malformed in the adopted text, unspecified before", "one device counts as two"),
    ("UnsupportedVersion", Must, "00.md", "a protocol version other than 1.0", "a KeyPackage of the future breaks the parser"),
    ("MalformedId", Must, "00.md", "an id that is not 0x and four digits", "ids are compared as text"),
    ("MalformedSlot", Must, NOSTR, "d is not 64 hex digits", "slots collide"),
    ("RefMismatch", Must, NOSTR, "i names another KeyPackage", "a Welcome is matched to the wrong KeyPackage"),
    ("MalformedRef", Must, NOSTR, "i is no KeyPackageRef", "a Welcome is matched to the wrong KeyPackage"),
    ("MalformedRelay", Must, "00.md", "a relay that is no ws or wss URL", "the client cannot connect"),
    ("UnsupportedSuite", Must, "00.md", "a cipher suite other than 0x0001", "an invite that fails later"),
    ("RequiredExtension", Must, "00.md", "mls_extensions lacks one that every member needs", "an invite that fails later"),
    ("UnsupportedEncoding", Must, "00.md", "an encoding that the profile does not know", "content is guessed"),
    ("ForbiddenTag", Must, NOSTR, "a tag that the adopted text forbids", "decoders are switched by the author"),
    ("RequiredComponent", Must, NOSTR, "app_components lacks 0x8009", "an invite that fails later"),
    ("Whitespace", Must, "00.md", "a space inside the base64", "decoders differ in what they forgive"),
    ("EncodingMismatch", Must, "00.md", "content and encoding tag disagree", "content is guessed"),
    ("SignatureInvalid", Must, "RFC 9420 section 10.1", "an MLS signature does not verify", "a KeyPackage can be forged"),
    ("ForeignIdentity", Must, "00.md", "the credential is another account's", "somebody joins under another name"),
    ("MalformedIdentity", Must, "00.md", "the credential is not the raw 32-byte key", "accounts are compared in two forms"),
    ("CredentialType", Must, "00.md", "not a basic credential", "an identity is read out of something else"),
    ("ProtocolVersion", Must, RFC, "another MLS version inside", "a KeyPackage of the future breaks the parser"),
    ("DefaultExtension", Must, "RFC 9420 section 7.2", "default extension types are not listed", "strict peers refuse the leaf"),
    ("InitKeyReused", Must, "RFC 9420 section 10.1", "init key and encryption key must differ", "one secret opens two things"),
    ("LifetimeMissing", Must, "RFC 9420 section 7.3", "the leaf of a KeyPackage has a lifetime", "it never expires"),
    ("LifetimeExpired", Must, "RFC 9420 section 7.3", "the lifetime is over", "the keys may be gone"),
    ("LifetimeNotYetValid", Must, "RFC 9420 section 7.3", "the lifetime has not begun", "a clock that is wrong goes unnoticed"),
    ("LifetimeTooLong", Must, KPK, "the span is longer than 7,261,200 s", "a key lives too long"),
    ("OtherTime", Must, "RFC 9420 section 7.3", "a good event, judged at another time", "the clock of the machine is used instead of now"),
    ("ProofMissing", Must, PROOF, "the leaf has no identity proof", "a leaf key that its account never saw"),
    ("ProofMalformed", Must, PROOF, "the proof has another length", "an index beyond the end"),
    ("ProofSignature", Must, PROOF, "the proof's signature does not verify", "a leaf key that its account never saw"),
    ("ProofBinding", Must, PROOF, "the proof is for another leaf key or by another account", "a proof can be copied"),
    ("FarLifetime", May, "RFC 9420 section 7.3", "a lifetime in which every clock lies, for libraries whose clock cannot be set", "valid KeyPackages cannot be tried"),
    ("LeafLastResort", Open, "RFC 9420 section 7.2", "last_resort in the leaf instead of the KeyPackage: libraries differ in whether such a leaf is one", "an inviter takes it for reusable, or refuses the device"),
    ("LifetimeAnyClock", Must, "RFC 9420 section 7.3", "a lifetime in which no clock lies", "the keys may be gone"),
    // group-event and welcome-rumor: envelopes
    ("OtherExporter", Must, MIP_03, "a key exported under another label, context or length does not open the event", "two clients export under different names"),
    ("SealTags", Must, "NIP-59", "a seal has no tags", "a seal says who it is for"),
    ("WrapKind", Must, "NIP-59", "a gift wrap has kind 1059", "another event is taken for a gift wrap"),
    ("DamagedMac", Must, "NIP-44", "the MAC does not verify", "anybody can change what is encrypted"),
    ("TwoReceivers", Open, "NIP-59", "a gift wrap with two p tags: no text says how many there are", "readers differ"),
    // welcome-join: GroupInfo
    ("GroupInfoSignature", Must, "RFC 9420 section 12.4.3.1", "the signature of the GroupInfo does not verify", "anybody with the joiner secret makes the group"),
    ("ConfirmationTag", Must, "RFC 9420 section 12.4.3.1", "the confirmation tag does not verify", "joiner and group have different transcripts"),
    ("NoRatchetTree", Must, "RFC 9420 section 12.4.3.1", "there is no ratchet tree", "the joiner knows no member"),
    ("TreeHash", Must, "RFC 9420 section 12.4.3.1", "the tree is not the one whose hash the context has", "the joiner has members that the group has not"),
    ("GroupDataMissing", Must, "01.md", "a group without Marmot data", "there is no id for its events"),
    ("GroupDataMalformed", Must, "01.md", "Marmot data that end too early", "an index beyond the end"),
    ("GroupDataVersion", Must, "01.md", "a version of the Marmot data that never was", "fields are guessed"),
    ("FutureGroupData", Open, "01.md", "a version of the Marmot data that nobody knows yet", "every member must update at once, or fields are guessed"),
    ("OtherCipherSuite", Must, RFC, "the Welcome names another cipher suite than the KeyPackage", "one key in two algorithms"),
    // key-package-select
    ("NoEvents", Must, "00.md", "nothing was found", "an error instead of an answer"),
    ("TwoDevices", Open, PR40, "one device or all of them?", "a device is left out"),
    ("Rotation", Open, PR40, "older KeyPackages of one device", "one device becomes several leaves"),
    ("TieOnCreatedAt", Open, "NIP-01", "one device, one second: lower id, higher id or first seen", "inviters pick differently"),
    ("FetchOrder", Open, PR40, "the literal listing depends on the order of arrival: sort by created_at descending, then id ascending, first", "the same events lead to different invitations"),
    ("TieAcrossDevices", Open, NOSTR, "several devices, one second", "inviters pick differently"),
    ("BusyDevice", Open, PR40, "one device publishes more often than another", "the quiet device is crowded out"),
    ("ManyDevices", Open, "ideas/multi-device.md", "more devices than limits allow", "which devices are left out differs"),
    ("PartialViews", Open, NOSTR, "relays hold different parts", "an answer depends on the relay"),
    ("AlreadyMember", Open, "ideas/multi-device.md", "the account has leaves in the group", "too many leaves"),
    ("NewestInvalid", Open, NOSTR, "the newest event of a device is invalid: older one, none, or abort", "a bad event blocks every invitation"),
    ("OldestInvalid", Open, NOSTR, "an old invalid event of another device", "a bad event blocks every invitation"),
    ("NothingValid", Open, NOSTR, "no event is valid", "a bad KeyPackage goes into the MLS call"),
    ("FutureDated", Open, "00.md", "created_at lies ahead", "an event of the future stays the newest"),
    ("Expired", Open, "RFC 9420 section 7.3", "the newest has expired", "the invitation fails"),
    ("Incompatible", Open, KPK, "the newest lacks what the group requires", "the invitation fails"),
    ("WrongAuthor", Must, "00.md", "a relay returns another account's event", "somebody else is invited"),
    ("WrongKind", Must, "00.md", "a relay returns another kind", "another event is taken for a KeyPackage"),
    ("BadSignature", Must, "NIP-01", "a relay returns a forged event", "somebody else is invited"),
    ("DuplicateRef", Open, NOSTR, "one KeyPackage in two events", "one leaf, two Welcomes"),
    ("DuplicateSignatureKey", Open, "RFC 9420 section 12.2", "one signature key in two KeyPackages", "the commit is invalid"),
    ("Stale", Open, "ideas/multi-device.md", "an old event", "a device that is gone is invited"),
    ("Untagged", Open, PR40, "events without client_id", "phantom leaves"),
    ("KeyOrder", Open, PR40, "the order of the picks decides leaf indices", "peers expect other leaves"),
    ("MalformedClientId", Open, PR40, "client_id is empty, repeated or no 64 hex digits", "devices collide"),
    ("ExampleClientId", Open, PR40, "a constant as client_id", "devices collide"),
    ("SharedClientId", Open, PR40, "two devices with one client_id", "one of them is never invited"),
    ("LegacyOnly", Open, "pull request 54", "only kind 443", "the account cannot be invited"),
    ("LegacyNewer", Open, "pull request 54", "kind 443 is newer or better than kind 30443", "inviters pick differently"),
    ("ClientLabel", Open, "mdk pull request 1910", "the client tag ranks before the time", "inviters pick differently"),
];
