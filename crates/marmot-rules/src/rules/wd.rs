//! WD-02, WD-03, WD-09: the shape of a Welcome. WD-01 and the others concern its way; they have no function.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use nostr::{Event, RelayUrl, Tags};

use crate::Verdict::{self, Fail, Pass};
use crate::decisions::TagValues;
use crate::tags::{exactly_one, first, first_value, is_lower_hex, named, single};
use crate::{Profile, Verdict::NotApplicable};

/// Kind of a Welcome rumor.
pub const KIND_WELCOME: u16 = 444;
/// Kind of a NIP-59 wrap.
pub const KIND_WRAP: u16 = 1059;
/// Kind of a NIP-59 seal.
pub const KIND_SEAL: u16 = 13;
/// How `MLSMessage(mls_welcome)` begins.
pub const WELCOME_PREFIX: [u8; 4] = [0, 1, 0, 3];

/// WD-02 (NOSTR, MIP): a wrap has kind 1059 and names its recipient in exactly one `p`.
pub fn wd_02(wrap: &Event) -> Verdict {
    if wrap.kind.as_u16() != KIND_WRAP {
        return Fail(format!("the wrap has kind {}", wrap.kind.as_u16()));
    }
    match single(&wrap.tags, "p") {
        Ok(p) => Verdict::require(is_lower_hex(p, 64), || format!("p is `{p}`, not a key in lower-case hex")),
        Err(what) => Fail(what),
    }
}

/// WD-02, the rumor: kind 444. That it has no signature is its type.
pub fn wd_02_rumor(kind: u16) -> Verdict {
    Verdict::require(kind == KIND_WELCOME, || format!("the rumor has kind {kind}"))
}

/// WD-03 (NOSTR): the `e` tag. Leniently, as mdk-core 0.8.0 reads it, any `e` that is not empty.
pub fn wd_03_e(tags: &Tags, values: TagValues) -> Verdict {
    match values {
        TagValues::Strict => match single(tags, "e") {
            Ok(e) => Verdict::require(is_lower_hex(e, 64), || format!("e is `{e}`, not an event id")),
            Err(what) => Fail(what),
        },
        TagValues::Lenient => {
            let some = named(tags, "e").any(|row| row.get(1).is_some_and(|value| !value.is_empty()));
            Verdict::require(some, || "there is no e tag with a value".to_owned())
        }
    }
}

/// WD-03 (NOSTR): the `relays` tag holds at least one URL and only URLs.
pub fn wd_03_relays(tags: &Tags, values: TagValues) -> Verdict {
    let row = match values {
        TagValues::Strict => exactly_one(tags, "relays"),
        TagValues::Lenient => first(tags, "relays").ok_or_else(|| "there is no relays tag".to_owned()),
    };
    match row {
        Err(what) => Fail(what),
        Ok([_]) => Fail("the relays tag is empty".to_owned()),
        Ok(row) => match row[1..].iter().find(|url| RelayUrl::parse(url).is_err()) {
            Some(bad) => Fail(format!("`{bad}` is no relay URL")),
            None => Pass,
        },
    }
}

/// WD-03 (NOSTR): the content is `MLSMessage(mls_welcome)` in base64; `mip-2026-01` also reads hex.
pub fn wd_03_content(profile: Profile, tags: &Tags, content: &str) -> Verdict {
    let hex_declared = first_value(tags, "encoding") != Some("base64");
    let bytes = if profile == Profile::Mip2026_01 && hex_declared {
        hex::decode(content).map_err(|error| error.to_string())
    } else {
        BASE64.decode(content).map_err(|error| error.to_string())
    };
    match bytes {
        Err(error) => Fail(format!("the content does not decode: {error}")),
        Ok(bytes) => Verdict::require(bytes.starts_with(&WELCOME_PREFIX), || {
            format!("the content begins with {}, not 00010003", hex::encode(&bytes[..bytes.len().min(4)]))
        }),
    }
}

/// WD-09 (MIP, #38): `encoding` says `base64`. January also reads `hex` or nothing; the adopted text knows no such tag.
pub fn wd_09(profile: Profile, tags: &Tags) -> Verdict {
    let encoding = first_value(tags, "encoding");
    match profile {
        Profile::Pr40 | Profile::Mip2026_04 => {
            Verdict::require(encoding == Some("base64"), || format!("encoding is {encoding:?}, not base64"))
        }
        Profile::Mip2026_01 => Verdict::require(matches!(encoding, None | Some("base64" | "hex")), || {
            format!("encoding is {encoding:?}, neither base64 nor hex")
        }),
        Profile::Adopted2026_07 => NotApplicable,
    }
}
