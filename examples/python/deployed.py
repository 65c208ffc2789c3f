"""What deployed clients do, after their own checks: read in their sources, not run. All but one take a single event."""

import nostr
from key_package import Reader, components, parse_framed, without_grease
from key_package_event import ADDRESSABLE, REGULAR, check_lifetime, read_unsigned
from lookup import take
from tags import Reading
from vectors import Refusal

MDK_SKEW, WHITENOISE_SKEW = 300, 3600
APP_COMPONENTS = 0x0001


def by_age(event):
    """Ascending: the last one is the newest, with the higher id on a tie."""
    return event["created_at"], event["id"]


def best_of(lookup, ranked):
    """The first of the ranked; all others lost to it."""
    best, rest = take(ranked, 1)
    if rest:
        lookup.exclude_behind(rest, best[0], "lost_ranking")
    return best


def unchecked(kinds, limit=None, tie="lower-id"):
    """The newest event without a look inside."""

    def policy(lookup):
        found = lookup.query(kinds, limit)
        return best_of(lookup, found if tie == "lower-id" else sorted(found, key=by_age, reverse=True))

    return policy


def pika_all(lookup):
    """Everything that parses."""
    taken = []
    for event in lookup.query({REGULAR}, limit=10):
        try:
            read_unsigned(event, Reading.of(lookup.profile))
            taken.append(event)
        except Refusal as refusal:
            lookup.refuse(event, refusal)
    return taken


def whitenoise(lookup):
    """The newest that looks right from outside, a 30443 before any 443."""
    usable = []
    for event in lookup.in_time(lookup.query({ADDRESSABLE, REGULAR}), WHITENOISE_SKEW):
        fault = whitenoise_fault(event)
        if fault:
            lookup.exclude([event], fault)
        else:
            usable.append(event)
    usable.sort(key=lambda event: (event["kind"] == ADDRESSABLE, *by_age(event)), reverse=True)
    return best_of(lookup, usable)


def whitenoise_fault(event):
    try:
        nostr.from_base64(event["content"])
    except Refusal:
        return "bad_encoding"
    if "base64" not in listed(event, "encoding"):
        return "bad_encoding"
    suitable = "0x0001" in listed(event, "mls_ciphersuite") and "0xf2ee" in listed(event, "mls_extensions")
    return None if suitable else "incompatible"


def listed(event, name):
    """The values of the first tag of this name."""
    return next((row[1:] for row in nostr.rows(event["tags"], name)), [])


def mdk_0_9_14(lookup):
    """The newest of twelve, if every one of them parses and it is within its lifetime."""
    records = sorted(lookup.in_time(lookup.query({ADDRESSABLE}, limit=12), MDK_SKEW), key=by_age, reverse=True)
    try:
        parsed = [mdk_read(event, lookup) for event in records]
    except Refusal:
        lookup.exclude(records, "lookup_aborted")
        return []
    best = best_of(lookup, records)
    try:
        for key_package in parsed[:1]:
            check_lifetime(key_package.lifetime, lookup.now, Reading.of("mip-2026-04", inclusive=True))
    except Refusal as refusal:
        lookup.refuse(best[0], refusal)
        return []
    return best


def mdk_after_1910(lookup):
    """The newest event of a slot claims it unseen; of what can be used, the client's label ranks before the time."""
    records = sorted(lookup.in_time(lookup.query({ADDRESSABLE}, limit=12), MDK_SKEW), key=by_age, reverse=True)
    slots, best, losers = {}, None, []
    for event in records:
        if best and label_rank(best) == 2:
            losers.append(event)
            continue
        slot = next(iter(listed(event, "d")), "")
        if slot in slots:
            lookup.exclude_behind([event], slots[slot], "superseded_in_slot")
            continue
        slots[slot] = event
        try:
            usable = lookup.compatible(mdk_read(event, lookup))
        except Refusal as refusal:
            lookup.refuse(event, refusal)
            continue
        if not usable:
            lookup.exclude([event], "incompatible")
        elif best is None or label_rank(event) > label_rank(best):
            best, losers = event, losers + ([best] if best else [])
        else:
            losers.append(event)
    return best_of(lookup, [best, *losers]) if best else []


def label_rank(event):
    labels = [row[1].strip().lower() for row in nostr.rows(event["tags"], "client") if len(row) > 1]
    alone = labels[0] if len(nostr.rows(event["tags"], "client")) == 1 and labels else None
    return {"whitenoise": 2, "amethyst": 0}.get(alone, 1)


def mdk_read(event, lookup):
    """MDK speaks the adopted text. On the profile before it a record counts as that profile reads it."""
    reading = Reading.of(lookup.profile)
    if reading.adopted:
        return mdk_parse(event)
    key_package = read_unsigned(event, reading)
    if next(iter(listed(event, "i")), key_package.ref).lower() != key_package.ref:
        raise Refusal("ref_mismatch")
    if key_package.credential_type != 1 or key_package.identity.hex() != event["pubkey"]:
        raise Refusal("identity_mismatch")
    return key_package


def mdk_parse(event):
    """The first tag of each name counts; the id lists must say what the leaf says."""
    if listed(event, "mls_protocol_version")[:1] != ["1.0"]:
        raise Refusal("tag_value_unsupported", "mls_protocol_version")
    for name in ("d", "i"):
        if not next(iter(listed(event, name)), ""):
            raise Refusal("tag_missing", name)
    key_package = parse_framed(nostr.from_base64(event["content"]))
    key_package.check_signatures()
    if listed(event, "i")[0].lower() != key_package.ref:
        raise Refusal("ref_mismatch")
    support = components(key_package.leaf_extensions).get(APP_COMPONENTS, b"\0")
    found = {
        "mls_ciphersuite": [key_package.cipher_suite],
        "mls_extensions": without_grease(key_package.capable_extensions),
        "mls_proposals": without_grease(key_package.proposals),
        "app_components": Reader(Reader(support).opaque()).rest(lambda reader: reader.number(2)),
    }
    for name, ids in found.items():
        if set(listed(event, name)) != {f"0x{id:04x}" for id in ids}:
            raise Refusal("tag_content_mismatch", name)
    if key_package.credential_type != 1 or key_package.identity.hex() != event["pubkey"]:
        raise Refusal("identity_mismatch")
    return key_package


DEPLOYED = {
    "amethyst-2026-08": unchecked({ADDRESSABLE}),
    "burrow-app": unchecked({REGULAR}, tie="higher-id"),
    "burrow-cli": unchecked({REGULAR}, limit=1),
    "mdk-0.9.14": mdk_0_9_14,
    "mdk-after-1910": mdk_after_1910,
    "pika": unchecked({REGULAR}, limit=10, tie="higher-id"),
    "pika-201baa3e": pika_all,
    "pika-runtime": unchecked({REGULAR}, limit=1),
    "whitenoise-rs-0.8": whitenoise,
}
