//! GE: group events of kind 445.

use super::Level::*;
use super::sets::*;
use super::{Rule, row};

pub(super) const RULES: &[Rule] = &[
    row(
        "GE-01",
        Must,
        D,
        "Id, signature, tags, base64 and length of an event are checked before it is decrypted, and its key is fresh and never the key of an account.",
        "NOSTR",
    ),
    row(
        "GE-02",
        Must,
        D,
        "Handshake messages are PublicMessages, application messages are PrivateMessages, and every sender is a member.",
        "MLSP",
    ),
    row(
        "GE-03",
        Must,
        D,
        "The keys that are tried belong to the canonical epoch, to states inside the horizon on every branch and to the own staged commit, and success proves nothing about the branch.",
        "NOSTR",
    ),
    row(
        "GE-04",
        Must,
        D,
        "An event that no key opens is deferred and tried again when the keys change, and one that is refused for local limits is never marked as seen.",
        "NOSTR, INB",
    ),
    row(
        "GE-05",
        Must,
        D,
        "A message is known by SHA-256 of its MLS bytes; event id, created_at and order of arrival decide nothing.",
        "INB, CONV",
    ),
    row(
        "GE-06",
        Must,
        D,
        "A payload is one JSON object with exactly id, pubkey, created_at, kind, tags and content, whose id is right.",
        "APP",
    ),
    row(
        "GE-07",
        Must,
        D,
        "The pubkey of a payload is the account of the sending leaf, or else the payload is dropped and nothing else.",
        "APP",
    ),
    row(
        "GE-08",
        Must,
        D,
        "Commits and proposals never carry an expiration; messages should carry one exactly if the retention of their epoch asks for it, and receivers ignore it.",
        "NOSTR, RET",
    ),
    row(
        "GE-09",
        Must,
        D,
        "A change of routing is published at the old address, and members listen at every address of an epoch inside their windows.",
        "ROUT",
    ),
    row(
        "GE-10",
        Definition,
        D,
        "The protocol sets no limit of size and none of events per epoch, so what is discarded for such a limit was merely unavailable.",
        "NOSTR",
    ),
    row("GE-11", Gap, D, "What stands in created_at of the outer event is not said (decision D33).", "NOSTR"),
];
