//! key-package-ref: both framings, whole and broken.

use marmot_rules::Profile;
use marmot_rules::key_package::FRAME_PREFIX;

use super::blueprint::Blueprint;
use super::party::Party;
use super::{Emit, EmitError, id, in_run};
use crate::expectations::key_package::reference;
use crate::format::topics::key_package_ref::{Expect, File, Input, Test};
use crate::format::{Hex, Reason, Topic};

impl Emit for File {
    fn file(profile: Profile) -> Result<Option<Self>, EmitError> {
        super::file(profile, in_run(|| tests(profile))?).map(Some)
    }

    fn maker(profile: Profile) -> &'static str {
        super::by_blueprint(profile)
    }
}

fn tests(profile: Profile) -> Vec<Test> {
    let test_id = |number| id(Topic::KeyPackageRef, profile, number);
    let account = Party::new(&test_id(1)).account;
    let mut plain = Blueprint::new(profile, &account, &test_id(1));
    let raws: Vec<Vec<u8>> = match profile {
        Profile::Adopted2026_07 => {
            let first = plain.encode();
            plain.last_resort = true;
            vec![first, plain.encode()]
        }
        _ => {
            let made = Party::of(&test_id(3), &account).key_package(profile);
            plain.extensions.push(0x3a3a);
            vec![made.keys.key_package_raw.0, plain.encode()]
        }
    };
    let mut tests = Vec::new();
    for (number, raw) in (1..).step_by(2).zip(&raws) {
        let (preimage, hash) = reference(raw);
        let expect = Expect { key_package_raw: raw.into(), preimage: preimage.into(), reference: hash.into() };
        let framed = [&FRAME_PREFIX[..], raw].concat();
        let comment = "an MLSMessage; the reference is over the KeyPackage inside";
        tests.push(Test::valid(test_id(number), &["Framed"], comment, input(Some(&framed), None), expect.clone()));
        let comment = "a bare KeyPackage";
        tests.push(Test::valid(test_id(number + 1), &["Bare"], comment, input(None, Some(raw)), expect));
    }
    tests.extend(broken(profile, &raws[0]));
    tests
}

fn input(framed: Option<&[u8]>, raw: Option<&[u8]>) -> Input {
    Input { key_package: framed.map(Hex::from), key_package_raw: raw.map(Hex::from), cipher_suite: 1 }
}

fn broken(profile: Profile, raw: &[u8]) -> Vec<Test> {
    let test_id = |number| id(Topic::KeyPackageRef, profile, number);
    let framed = [&FRAME_PREFIX[..], raw].concat();
    let (of_framed, of_bare) = (test_id(1), test_id(2));
    let as_framed = |number, flag, comment, bytes: &[u8], reason| {
        Test::invalid(test_id(number), &[flag], comment, input(Some(bytes), None), &of_framed, reason)
    };
    let as_bare = |number, flag, comment, bytes: &[u8], reason| {
        Test::invalid(test_id(number), &[flag], comment, input(None, Some(bytes)), &of_bare, reason)
    };
    let with = |at: usize, byte: u8, bytes: &[u8]| {
        let mut bytes = bytes.to_vec();
        bytes[at] = byte;
        bytes
    };
    let either = [Reason::TlsMalformed, Reason::FramingMismatch];
    vec![
        as_bare(21, "FramedAsBare", "framed bytes where bare ones belong", &framed, Reason::TlsMalformed)
            .any_of(&either),
        as_framed(22, "BareAsFramed", "bare bytes where framed ones belong", raw, Reason::WireFormatMismatch)
            .any_of(&[Reason::WireFormatMismatch, Reason::FramingMismatch, Reason::TlsMalformed]),
        as_framed(23, "OtherWireFormat", "the frame says Welcome", &with(3, 3, &framed), Reason::WireFormatMismatch)
            .any_of(&[Reason::WireFormatMismatch, Reason::TlsMalformed, Reason::TrailingBytes]),
        as_bare(24, "Truncated", "the last byte is missing", &raw[..raw.len() - 1], Reason::TlsMalformed),
        as_bare(25, "Truncated", "only the first four bytes", &raw[..4], Reason::TlsMalformed),
        as_bare(26, "TrailingBytes", "one byte too many", &[raw, &[0]].concat(), Reason::TrailingBytes)
            .any_of(&[Reason::TrailingBytes, Reason::TlsMalformed]),
        as_framed(27, "TrailingBytes", "one byte too many", &[&framed[..], &[0]].concat(), Reason::TrailingBytes)
            .any_of(&[Reason::TrailingBytes, Reason::TlsMalformed]),
        as_bare(28, "LengthNotShortest", "a length of 32 in two bytes", &long_length(raw), Reason::TlsMalformed),
    ]
}

/// The init key's length in two bytes instead of one, which RFC 9420 section 2.1.2 forbids.
fn long_length(raw: &[u8]) -> Vec<u8> {
    [&raw[..4], &[0x40, 32], &raw[5..]].concat()
}
