"""What an inviter has in front of it when it selects, and the account of what it leaves out."""

from key_package_event import KINDS, check_content, read
from tags import Reading
from vectors import Refusal

# How a refusal of an event is called when a selection leaves the event out.
EXCLUSIONS = {
    "unexpected_kind": "wrong_kind",
    "bad_event_id": "bad_signature",
    "bad_event_signature": "bad_signature",
    "content_empty": "bad_mls",
    "content_not_base64": "bad_encoding",
    "content_not_hex": "bad_encoding",
    "ref_mismatch": "ref_mismatch",
    "credential_type_unsupported": "identity_mismatch",
    "credential_identity_malformed": "identity_mismatch",
    "identity_mismatch": "identity_mismatch",
    "lifetime_missing": "lifetime_missing",
    "lifetime_not_yet_valid": "lifetime_early",
    "lifetime_expired": "lifetime_expired",
    "lifetime_too_long": "lifetime_too_long",
}


class Lookup:
    """The events as they arrived, the group that invites, and an account of what was left out."""

    def __init__(self, profile, now, given, order):
        self.profile, self.now, self.account = profile, now, given["account"]
        self.events = [{**given["events"][label], "label": label} for label in order]
        self.requirements, self.members = given["requirements"], given["members"]
        self.excluded = {}

    def exclude(self, events, reason):
        self.excluded.update({event["label"]: reason for event in events})

    def exclude_behind(self, losers, winner, reason):
        for loser in losers:
            self.exclude([loser], "lost_tie" if loser["created_at"] == winner["created_at"] else reason)

    def refuse(self, event, refusal):
        self.exclude([event], exclusion(refusal, Reading.of(self.profile)))

    def in_time(self, events, skew):
        """Without the events that are dated more seconds ahead."""
        self.exclude([event for event in events if event["created_at"] > self.now + skew], "future_dated")
        return [event for event in events if event["created_at"] <= self.now + skew]

    def query(self, kinds, limit=None):
        """What one query returns: newest first, lower id first on a tie, never more than the limit."""
        found, beyond = take(newest_first(self.of_account(kinds)), limit)
        self.exclude(beyond, "beyond_query_limit")
        return found

    def of_account(self, kinds):
        """What is of this author and these kinds."""
        self.exclude([event for event in self.events if event["pubkey"] != self.account], "wrong_author")
        own = [event for event in self.events if event["pubkey"] == self.account]
        self.exclude([event for event in own if event["kind"] not in kinds], "wrong_kind")
        return [event for event in own if event["kind"] in kinds]

    def admitted(self):
        """The events that hold a KeyPackage which may be used now, for this account and group."""
        return [event for event in self.of_account(KINDS[self.profile]) if self.admit(event)]

    def admit(self, event):
        reading = Reading.of(self.profile)
        try:
            key_package = event["key_package"] = read(event, reading)
            check_content(event, key_package, self.now, reading)
        except Refusal as refusal:
            self.refuse(event, refusal)
            return False
        if not self.compatible(key_package):
            self.exclude([event], "incompatible")
            return False
        return True

    def compatible(self, key_package):
        needs = self.requirements
        return (
            key_package.cipher_suite == needs["cipher_suite"]
            and set(needs["extensions"]) <= set(key_package.capable_extensions)
            and set(needs["proposals"]) <= set(key_package.proposals)
        )

    def without_repetitions(self, events):
        """Of one KeyPackage in two events, and of two with one signature key, the newer stays. Keeps the order."""
        for reason, key in (("duplicate_ref", lambda k: k.ref), ("duplicate_signature_key", lambda k: k.signature_key)):
            first = {}
            for event in newest_first(events):
                first.setdefault(key(event["key_package"]), event)
            kept = [event for event in events if first[key(event["key_package"])] is event]
            self.exclude([event for event in events if event not in kept], reason)
            events = kept
        return events


def exclusion(refusal, reading):
    if refusal.reason.startswith("tag_"):  # of a tag, or of tag and content
        return "bad_encoding" if refusal.tag == "encoding" and not reading.adopted else "malformed_shape"
    if refusal.reason.startswith("proof_"):
        return "bad_proof"
    return EXCLUSIONS.get(refusal.reason, "bad_mls")


def newest_first(events):
    """Newest first; on a tie the lower id, as relays sort."""
    return sorted(events, key=lambda event: (-event["created_at"], event["id"]))


def take(items, count):
    count = len(items) if count is None else count
    return items[:count], items[count:]
