"""Selection policies: which of an account's KeyPackage events does an inviter take?

Each policy takes a `Lookup` and returns the selected events in order; it writes down why it left the others out.
"""

import re

import nostr
from key_package_event import ADDRESSABLE, KINDS, REGULAR, check_content, read
from tags import Reading
from vectors import Refusal

CLIENT_ID = re.compile("[0-9a-f]{64}")
FUTURE_SKEW, FRESHNESS, MAX_LEAVES, UNTAGGED_CAP = 300, 2_592_000, 10, 1

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

    def of_account(self, kinds):
        """What a query for author and kinds returns."""
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
            self.exclude([event], exclusion(refusal, reading))
            return False
        needs = self.requirements
        capable = key_package.cipher_suite == needs["cipher_suite"]
        capable &= set(needs["extensions"]) <= set(key_package.capable_extensions)
        capable &= set(needs["proposals"]) <= set(key_package.proposals)
        if not capable:
            self.exclude([event], "incompatible")
        return capable

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
    if refusal.reason.startswith("tag_"):
        return "bad_encoding" if refusal.tag == "encoding" and not reading.adopted else "malformed_shape"
    if refusal.reason.startswith("proof_"):
        return "bad_proof"
    return EXCLUSIONS.get(refusal.reason, "bad_mls")


def newest_first(events):
    """Newest first; on a tie the lower id, as relays sort."""
    return sorted(events, key=lambda event: (-event["created_at"], event["id"]))


def client_ids(event):
    return nostr.rows(event["tags"], "client_id")


def newest(limit):
    def policy(lookup):
        ranked = newest_first(lookup.admitted())
        if len(ranked) > limit:
            lookup.exclude_behind(ranked[limit:], ranked[limit - 1], "lost_ranking")
        return ranked[:limit]

    return policy


def client_id(lookup):
    """The listing of the plan behind PR #40, to the letter; it depends on the order, so the order is made one first."""
    lookup.events = newest_first(lookup.events)
    return client_id_as_fetched(lookup)


def client_id_as_fetched(lookup):
    """The same without the sorting: on a tie, whatever arrived first. Wrong on purpose: see --policy-quirk."""
    groups = {}
    for event in lookup.of_account({REGULAR}):
        tag = next(iter(client_ids(event)), [])
        key = tag[1] if len(tag) > 1 else "__untagged_" + event["id"]
        holder = groups.get(key)
        if holder is None or event["created_at"] > holder["created_at"]:
            groups[key] = event
            event["losers"] = [holder, *holder["losers"]] if holder else []
        else:
            holder["losers"].append(event)
    for winner in groups.values():
        lookup.exclude_behind(winner["losers"], winner, "superseded_in_group")
    return [groups[key] for key in sorted(groups)]


def client_id_strict(lookup, untagged_cap=None):
    """The newest valid event per well-formed client_id; all others are devices of their own."""
    groups = {}
    for event in lookup.admitted():
        if event["created_at"] > lookup.now + FUTURE_SKEW:
            lookup.exclude([event], "future_dated")
        else:
            groups.setdefault(device(event), []).append(event)
    winners = []
    for group in groups.values():
        winner, *losers = newest_first(group)
        lookup.exclude_behind(losers, winner, "superseded_in_group")
        winners.append(winner)
    kept = lookup.without_repetitions(winners)
    tagged = sorted((event for event in kept if device(event)[0] == "tagged"), key=device)
    untagged = newest_first(event for event in kept if device(event)[0] == "untagged")
    lookup.exclude(untagged[untagged_cap:] if untagged_cap else [], "untagged_collapsed")
    return tagged + sorted(untagged[:untagged_cap], key=lambda event: (event["created_at"], event["id"]))


def device(event):
    tags = client_ids(event)
    if len(tags) == 1 and len(tags[0]) == 2 and CLIENT_ID.fullmatch(tags[0][1]):
        return "tagged", tags[0][1]
    return "untagged", event["id"]


def client_id_collapse_untagged(lookup):
    return client_id_strict(lookup, UNTAGGED_CAP)


def d_slot(lookup):
    """The newest valid event per slot, best first: not last resort, newest, lowest reference."""
    events = lookup.admitted()
    addressable = {event["key_package"].ref for event in events if event["kind"] == ADDRESSABLE}
    twins = [event for event in events if event["kind"] == REGULAR and event["key_package"].ref in addressable]
    lookup.exclude(twins, "duplicate_ref")
    slots = {}
    for event in (event for event in events if event not in twins):
        slots.setdefault(slot(event), []).append(event)
    winners = []
    for entries in slots.values():
        winner, *losers = newest_first(entries)
        lookup.exclude_behind(losers, winner, "superseded_in_slot")
        winners.append(winner)
    return lookup.without_repetitions(sorted(winners, key=rank))


def slot(event):
    return nostr.rows(event["tags"], "d")[0][1] if event["kind"] == ADDRESSABLE else event["id"]


def rank(event):
    key_package = event["key_package"]
    return key_package.last_resort, -event["created_at"], key_package.ref, event["id"]


def d_slot_one(lookup):
    best, rest = take(d_slot(lookup), 1)
    if rest:
        lookup.exclude_behind(rest, best[0], "lost_ranking")
    return best


def all_fresh(lookup):
    winners = newest_first(d_slot(lookup))
    fresh = [event for event in winners if event["created_at"] >= lookup.now - FRESHNESS]
    lookup.exclude([event for event in winners if event not in fresh], "stale")
    room = MAX_LEAVES - lookup.members.count(lookup.account)
    kept, beyond = take(fresh, max(room, 0))
    lookup.exclude(beyond, "over_cap")
    return kept


def deployed(kinds, query_limit=None, tie="lower-id"):
    """Clients that take the newest event without a look inside."""

    def policy(lookup):
        found, beyond = take(newest_first(lookup.of_account(kinds)), query_limit)
        lookup.exclude(beyond, "beyond_query_limit")
        if tie == "higher-id":
            found.sort(key=lambda event: (event["created_at"], event["id"]), reverse=True)
        best, rest = take(found, 1)
        if rest:
            lookup.exclude_behind(rest, best[0], "lost_ranking")
        return best

    return policy


def take(items, count):
    count = len(items) if count is None else count
    return items[:count], items[count:]


POLICIES = {
    "newest-one": newest(1),
    "newest-n-3": newest(3),
    "client-id": client_id,
    "client-id-strict": client_id_strict,
    "client-id-collapse-untagged": client_id_collapse_untagged,
    "d-slot": d_slot,
    "d-slot-one": d_slot_one,
    "all-fresh": all_fresh,
    "amethyst-2026-08": deployed({ADDRESSABLE}),
    "pika": deployed({REGULAR}, query_limit=10, tie="higher-id"),
    "pika-runtime": deployed({REGULAR}, query_limit=1),
    "burrow-app": deployed({REGULAR}, tie="higher-id"),
    "burrow-cli": deployed({REGULAR}, query_limit=1),
}

# Mistakes that implementations make, to see that the vectors notice.
QUIRKS = {"first-seen": {"client-id": client_id_as_fetched}}
