"""Selection policies: which of an account's KeyPackage events does an inviter take?

Each policy takes a `Lookup` and returns the selected events in order; it writes down why it left the others out.
Deployed clients are in `deployed.py`.
"""

import re

import nostr
from deployed import DEPLOYED
from key_package_event import ADDRESSABLE, REGULAR
from lookup import newest_first, take

CLIENT_ID = re.compile("[0-9a-f]{64}")
FUTURE_SKEW, FRESHNESS, MAX_LEAVES, UNTAGGED_CAP = 300, 2_592_000, 10, 1


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
    for event in lookup.in_time(lookup.admitted(), FUTURE_SKEW):
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


POLICIES = {
    "newest-one": newest(1),
    "newest-n-3": newest(3),
    "client-id": client_id,
    "client-id-strict": client_id_strict,
    "client-id-collapse-untagged": client_id_collapse_untagged,
    "d-slot": d_slot,
    "d-slot-one": d_slot_one,
    "all-fresh": all_fresh,
    **DEPLOYED,
}

# Mistakes that implementations make, to see that the vectors notice.
QUIRKS = {"first-seen": {"client-id": client_id_as_fetched}}
