//! What must be taken.

use marmot_rules::Profile;

use super::super::START;
use super::super::draft::TWIN;
use super::{Base, Bases, Case, Want};
use crate::format::Reason;

pub(super) fn cases(bases: &Bases) -> Vec<Case> {
    let profile = bases.profile;
    let valid = |number, flag, comment, base| Case::new(number, flag, comment, base, Want::Valid);
    let mut cases = vec![
        valid(1, "Baseline", "as the profile's text says", Base::Baseline),
        valid(2, "Encoded", "made by an encoder of RFC 9420 without an MLS library", Base::Encoded),
        valid(3, "Base64Padding", "one character of base64 padding", Base::Padded),
        valid(4, "TagOrder", "the tags in reverse order", Base::Baseline).with(|d| d.tags.reverse()),
        valid(5, "Grease", "GREASE values in the capabilities, in no tag", Base::Encoded).with({
            let draft = bases.encoded(|b| {
                b.extensions.insert(0, 0x3a3a);
                b.proposals.push(0x5a5a);
            });
            move |d| *d = draft.clone()
        }),
        valid(17, "Grease", "0x0a1a in the capabilities, which is no GREASE", Base::Encoded).with({
            let draft = bases.encoded(|b| b.extensions.push(0x0a1a));
            move |d| *d = draft.clone()
        }),
        valid(6, "FutureCreatedAt", "created_at an hour ahead: no text limits it", Base::Baseline)
            .with(|d| d.created_at = super::super::NOW + 3_600),
        valid(7, "OldCreatedAt", "created_at a year back: lifetime counts, not the event's age", Base::Baseline)
            .with(|d| d.created_at = START - 31_536_000),
        valid(8, "NearLifetimeEdge", "a minute after not_before", Base::Encoded).at(START - 3_600 + 60),
        valid(9, "NearLifetimeEdge", "a minute before not_after", Base::Encoded).at(START + 7_257_600 - 60),
    ];
    let edge = |number, comment, now, reason| {
        let want = if profile.is_adopted() { Want::Valid } else { Want::Edge(reason) };
        Case::new(number, "LifetimeEdge", comment, Base::Encoded, want).at(now)
    };
    cases.push(edge(10, "exactly not_before", START - 3_600, Reason::LifetimeNotYetValid));
    cases.push(edge(11, "exactly not_after", START + 7_257_600, Reason::LifetimeExpired));
    match profile {
        Profile::Pr40 => cases.extend([
            valid(12, "NoClientId", "no client_id: an unknown device of its own", Base::Baseline)
                .with(|d| d.remove("client_id")),
            valid(13, "NoRef", "no i tag, as before pull request #31", Base::Baseline).with(|d| d.remove("i")),
            valid(14, "Proposals", "no mls_proposals: kind 443 need not have it", Base::Baseline)
                .with(|d| d.remove("mls_proposals")),
        ]),
        Profile::Mip2026_01 => cases.extend([
            valid(12, "HexContent", "hex, and no encoding tag", Base::Baseline).with(|d| {
                d.content = hex::encode(d.bytes());
                d.remove("encoding");
            }),
            valid(13, "HexContent", "hex, and encoding says so", Base::Baseline).with(|d| {
                d.content = hex::encode(d.bytes());
                d.set("encoding", &["hex"]);
            }),
        ]),
        Profile::Mip2026_04 => cases.extend([
            valid(12, "Twin", "the kind 443 twin, without d", Base::Baseline).with(|d| {
                d.kind = TWIN;
                d.remove("d");
            }),
            valid(13, "Twin", "a kind 443 twin without i and mls_proposals", Base::Baseline).with(|d| {
                d.kind = TWIN;
                ["d", "i", "mls_proposals"].iter().for_each(|name| d.remove(name));
            }),
        ]),
        Profile::Adopted2026_07 => cases.extend([
            valid(12, "LastResort", "marked by component 0x0004", Base::Encoded).with({
                let draft = bases.encoded(|b| b.last_resort = true);
                move |d| *d = draft.clone()
            }),
            valid(13, "LongLifetime", "the longest span that is allowed", Base::Encoded).with({
                let draft = bases.encoded(|b| b.lifetime = Some((START, START + 7_261_200)));
                move |d| *d = draft.clone()
            }),
        ]),
    }
    if !profile.is_adopted() {
        // No text of the MIP era limits the span.
        cases.push(valid(16, "FarLifetime", "a lifetime from 2023 to 2103", Base::Encoded).with({
            let draft = bases.encoded(|b| b.lifetime = Some(super::leaf::LONG));
            move |d| *d = draft.clone()
        }));
        cases.extend([
            valid(21, "UnknownTag", "a tag that no text knows", Base::Baseline)
                .with(|d| d.push(&["alt", "KeyPackage"])),
            valid(
                26,
                "UnknownTag",
                "letters outside ASCII, and <, & and >: the id is over UTF-8, none of them is escaped",
                Base::Baseline,
            )
            .with(|d| d.push(&["alt", "Schlüsselbund <für & 鍵>"])),
            valid(22, "ClientTag", "another client tag", Base::Baseline).with(|d| d.set("client", &["somebody"])),
            valid(23, "ClientTag", "no client tag", Base::Baseline).with(|d| d.remove("client")),
            valid(24, "Relays", "one relay", Base::Baseline).with(|d| d.set("relays", &["wss://relay.one.example"])),
            valid(25, "Protected", "the NIP-70 tag", Base::Baseline).with(|d| d.push(&["-"])),
        ]);
    }
    cases
}
