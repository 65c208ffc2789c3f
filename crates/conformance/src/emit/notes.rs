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

type Row = (&'static str, Class, &'static str, &'static str, &'static str);

use Class::{May, Must, Open, Should};

const MIP_02: &str = "02.md";
const MIP_03: &str = "03.md";
const RFC: &str = "RFC 9420";

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
];

const _: (Class, Class) = (Should, Open);
