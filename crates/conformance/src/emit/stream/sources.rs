//! Which text the rules of streams were read from.

use streams::dialect::Dialect;

use crate::format::{Pin, Spec};

const REPO: &str = "xmtp/XIPs";
/// The text, as notes cite it.
pub(super) const TEXT: &str = "XIPs/xip-83-mutable-subscription-streams.md";
/// Pull request 139 as of 2026-06-09.
const R5: &str = "196fb3dc53305b00331203d49f7d01521adf1e1a";
/// The last commit of the pull request at hand, of 2026-06-16: what stands in r7 and not here was read elsewhere.
const R7: &str = "14546e6b692528319002fb7e65a3c04b36a8cbe3";
/// What r7 added.
pub(super) const REVISION: &str = "XIP-83 of 2026-07-09";
/// What implementations ran into, or what follows from the text and stands nowhere in it.
pub(super) const ISSUES: &str = "issues of XIP-83";

/// What a file cites.
pub(super) fn spec(dialect: Dialect) -> Spec {
    let edition = |document: &str, edition: &str| Pin {
        document: document.to_owned(),
        repo: None,
        commit: None,
        edition: Some(edition.to_owned()),
    };
    let issues = edition(
        ISSUES,
        "pull requests 3718, 3828, 3829, 3845, 3852, 3873 and 3887 of xmtp/libxmtp, 562 to 564 of xmtp/xmtp-node-go, 2020 of \
         xmtp/xmtpd, and what follows from the text itself",
    );
    let (commit, mut pins) = match dialect {
        Dialect::R5 => (R5, Vec::new()),
        Dialect::R7 => (
            R7,
            vec![edition(
                REVISION,
                "the revision of 2026-07-09 of pull request 139 of xmtp/XIPs, by its description in pull requests 340 of xmtp/proto \
                 and 564 of xmtp/xmtp-node-go: no commit of it is at hand",
            )],
        ),
    };
    pins.push(issues);
    Spec { repo: REPO.to_owned(), commit: commit.to_owned(), documents: vec![TEXT.to_owned()], x_pins: pins }
}

/// Whether the rules of a dialect were read from this document at this commit.
pub(in crate::emit) fn was_read(profile: &str, repo: &str, commit: &str, document: &str) -> bool {
    Dialect::ALL.iter().any(|dialect| {
        let spec = spec(*dialect);
        dialect.id() == profile
            && (spec.repo.as_str(), spec.commit.as_str()) == (repo, commit)
            && spec.documents.iter().any(|own| own == document)
    })
}
