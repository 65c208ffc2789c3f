//! Encoding and framing of the content.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE};
use marmot_rules::Profile;
use marmot_rules::key_package::FRAME_PREFIX;

use super::{Base, Case, Want};
use crate::format::Reason;

use Reason::{ContentEmpty, ContentNotBase64, ContentNotHex, FramingMismatch, TlsMalformed, TrailingBytes};

pub(super) fn cases(profile: Profile) -> Vec<Case> {
    let case =
        |number, flag, comment, reason| Case::new(number, flag, comment, Base::Padded, Want::Refused(reason, None));
    let any = |number, flag, comment, reasons| {
        Case::new(number, flag, comment, Base::Baseline, Want::RefusedAny(reasons, None))
    };
    let mut cases = vec![
        case(221, "MissingPadding", "base64 without its padding", ContentNotBase64)
            .with(|d| d.content = STANDARD_NO_PAD.encode(d.bytes())),
        case(222, "UrlSafeBase64", "the URL-safe alphabet", ContentNotBase64)
            .with(|d| d.content = URL_SAFE.encode(d.bytes())),
        case(223, "TrailingNewline", "a newline after the base64", ContentNotBase64).with(|d| d.content.push('\n')),
        case(224, "Whitespace", "a space in the middle", ContentNotBase64).with(|d| d.content.insert(40, ' ')),
        case(225, "NotBase64", "characters of no alphabet", ContentNotBase64)
            .with(|d| d.content.replace_range(8..12, "!?*#")),
        any(226, "EmptyContent", "no content", &[ContentEmpty, TlsMalformed]).with(|d| d.content.clear()),
        any(227, "Truncated", "the last nine bytes are missing", &[TlsMalformed]).with(|d| {
            let bytes = d.bytes();
            d.set_bytes(&bytes[..bytes.len() - 9]);
        }),
    ];
    if profile.is_adopted() {
        cases.push(any(228, "BareAsFramed", "a bare KeyPackage", &[FramingMismatch, TlsMalformed]).with(|d| {
            let bytes = d.bytes();
            d.set_bytes(&bytes[FRAME_PREFIX.len()..]);
        }));
        cases.push(any(229, "TrailingBytes", "three bytes follow", &[TrailingBytes, TlsMalformed]).with(|d| {
            let bytes = d.bytes();
            d.set_bytes(&[&bytes[..], &[0; 3]].concat());
        }));
    } else {
        cases.push(any(228, "FramedAsBare", "an MLSMessage", &[FramingMismatch, TlsMalformed]).with(|d| {
            let bytes = d.bytes();
            d.set_bytes(&[&FRAME_PREFIX[..], &bytes].concat());
        }));
        let trailing = Want::Strictness(TrailingBytes, None);
        let case = Case::new(229, "TrailingBytes", "three bytes follow", Base::Baseline, trailing);
        cases.push(case.with(|d| {
            let bytes = d.bytes();
            d.set_bytes(&[&bytes[..], &[0; 3]].concat());
        }));
    }
    if profile == Profile::Mip2026_01 {
        cases.extend([
            any(230, "EncodingMismatch", "hex content, but encoding says base64", &[ContentNotBase64, TlsMalformed])
                .with(|d| d.content = hex::encode(d.bytes())),
            case(231, "EncodingMismatch", "base64 content, but encoding says hex", ContentNotHex)
                .with(|d| d.set("encoding", &["hex"])),
            case(232, "EncodingMismatch", "base64 content without encoding tag", ContentNotHex)
                .with(|d| d.remove("encoding")),
        ]);
    }
    cases
}
