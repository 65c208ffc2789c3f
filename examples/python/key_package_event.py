"""Validation of a KeyPackage event, by profile. Where the texts leave a choice, `Reading` says which one is made."""

import dataclasses
import re
import urllib.parse

import nostr
import schnorr
from key_package import KeyPackage, components, parse_bare, parse_framed, without_grease
from vectors import Refusal

ADDRESSABLE, REGULAR = 30443, 443
KINDS = {
    "pr40": (REGULAR,),
    "mip-2026-01": (REGULAR,),
    "mip-2026-04": (ADDRESSABLE, REGULAR),
    "adopted-2026-07": (ADDRESSABLE,),
}
ADOPTED = "adopted-2026-07"
LISTS = ("mls_ciphersuite", "mls_extensions", "mls_proposals", "app_components")
MAX_LIFETIME = 7_261_200
IDENTITY_PROOF = 0x8009


@dataclasses.dataclass
class Reading:
    """strict: repeated tags, extra values, upper case and trailing bytes are faults; else the first value counts.
    inclusive: both ends belong to the lifetime."""

    profile: str
    strict: bool
    inclusive: bool

    @classmethod
    def of(cls, profile, strict=None, inclusive=None):
        adopted = profile == ADOPTED
        return cls(profile, adopted if strict is None else strict, adopted if inclusive is None else inclusive)

    @property
    def adopted(self):
        return self.profile == ADOPTED


def validate(event, now, reading):
    """Everything that a reader takes out of a valid event."""
    key_package = read(event, reading)
    check_content(event, key_package, now, reading)
    if set(key_package.capable_extensions) & {1, 2, 3, 4, 5}:
        raise Refusal("default_extension_listed")
    if key_package.init_key == key_package.encryption_key:
        raise Refusal("init_key_reused")
    slots = nostr.rows(event["tags"], "d")
    return {
        "account": event["pubkey"],
        "slot": slots[0][1] if event["kind"] == ADDRESSABLE else None,
        "ref": key_package.ref,
        "cipher_suite": key_package.cipher_suite,
        "extensions": without_grease(key_package.capable_extensions),
        "proposals": without_grease(key_package.proposals),
        "last_resort": key_package.last_resort,
        "lifetime": key_package.lifetime,
        "signature_key": key_package.signature_key.hex(),
    }


def read(event, reading):
    """Envelope, tags, encoding, structure and signatures: the KeyPackage, whoever it belongs to and whenever."""
    if event["kind"] not in KINDS[reading.profile]:
        raise Refusal("unexpected_kind")
    nostr.check_event(event)
    check_tags(event, reading)
    content = decode(event, reading)
    if not content:
        raise Refusal("content_empty")
    if reading.adopted:
        key_package = parse_framed(content)
    else:
        key_package = parse_bare(content) if reading.strict else KeyPackage(content)
    if key_package.version != 1:
        raise Refusal("protocol_version_unsupported")
    if key_package.cipher_suite != 1:
        raise Refusal("ciphersuite_unsupported")
    if key_package.lifetime is None:
        raise Refusal("lifetime_missing")
    key_package.check_signatures()
    return key_package


def check_content(event, key_package, now, reading):
    """What can only be asked of the decoded KeyPackage: reference, identity, proof, lifetime."""
    named = nostr.rows(event["tags"], "i")
    if named and reading.profile != "mip-2026-01" and named[0][1].lower() != key_package.ref:
        raise Refusal("ref_mismatch")
    if key_package.credential_type != 1:
        raise Refusal("credential_type_unsupported")
    if len(key_package.identity) != 32:
        raise Refusal("credential_identity_malformed")
    if key_package.identity.hex() != event["pubkey"]:
        raise Refusal("identity_mismatch")
    if reading.adopted:
        check_proof(key_package)
    check_lifetime(key_package.lifetime, now, reading)


def check_lifetime(lifetime, now, reading):
    begin, end = lifetime
    if reading.adopted and end - begin > MAX_LIFETIME:
        raise Refusal("lifetime_too_long")
    if now < begin or (now == begin and not reading.inclusive):
        raise Refusal("lifetime_not_yet_valid")
    if now > end or (now == end and not reading.inclusive):
        raise Refusal("lifetime_expired")


def check_proof(key_package):
    """The account signed an event (kind 450, never published) that names the leaf's signature key."""
    proof = components(key_package.leaf_extensions).get(IDENTITY_PROOF)
    if proof is None:
        raise Refusal("proof_missing")
    if len(proof) != 104:
        raise Refusal("proof_malformed")
    signer, created_at, signature = proof[:32], int.from_bytes(proof[32:40], "big"), proof[40:]
    if signer != key_package.identity:
        raise Refusal("proof_binding_mismatch")
    tags = [
        ["d", "marmot.account-identity-proof.v2"],
        ["component", "0x8009"],
        ["ciphersuite", "0x0001"],
        ["signature_scheme", "0x0807"],
        ["mls_signature_key", key_package.signature_key.hex()],
    ]
    content = "Authorize this MLS leaf key for my Marmot account"
    signed = nostr.event_id(signer.hex(), created_at, 450, tags, content)
    if not schnorr.verify(signer, bytes.fromhex(signed), signature):
        raise Refusal("proof_signature_invalid")


def check_tags(event, reading):
    tags, profile = event["tags"], reading.profile
    if values(tags, "mls_protocol_version", reading, single=True) != ["1.0"]:
        raise Refusal("tag_value_unsupported", "mls_protocol_version")
    if event["kind"] == ADDRESSABLE:
        check_hex(tags, "d", reading, length=64)
    if reading.adopted:
        check_adopted_tags(tags, reading)
    else:
        check_mip_tags(event, reading)
    if nostr.rows(tags, "i") and profile != "mip-2026-01":
        check_hex(tags, "i", reading, length=64 if reading.adopted else None)
    elif event["kind"] == ADDRESSABLE:
        raise Refusal("tag_missing", "i")


def check_adopted_tags(tags, reading):
    for name in ("encoding", "relays"):
        if nostr.rows(tags, name):
            raise Refusal("tag_forbidden", name)
    found = {name: ids(tags, name, reading) for name in LISTS}
    if found["mls_ciphersuite"] != ["0x0001"]:
        raise Refusal("tag_value_unsupported", "mls_ciphersuite")
    if "0x8009" not in found["app_components"]:
        raise Refusal("tag_value_missing", "app_components")


def check_mip_tags(event, reading):
    tags = event["tags"]
    if ids(tags, "mls_ciphersuite", reading)[0] != "0x0001":
        raise Refusal("tag_value_unsupported", "mls_ciphersuite")
    if not {"0x000a", "0xf2ee"} <= set(ids(tags, "mls_extensions", reading)):
        raise Refusal("tag_value_missing", "mls_extensions")
    if reading.profile == "mip-2026-04" and (nostr.rows(tags, "mls_proposals") or event["kind"] == ADDRESSABLE):
        if values(tags, "mls_proposals", reading, single=True) != ["0x000a"]:
            raise Refusal("tag_value_unsupported", "mls_proposals")
    for url in values(tags, "relays", reading):
        if urllib.parse.urlsplit(url).scheme not in ("ws", "wss") or not urllib.parse.urlsplit(url).hostname:
            raise Refusal("tag_value_malformed", "relays")
    allowed = {"base64", "hex"} if reading.profile == "mip-2026-01" else {"base64"}
    if reading.profile != "mip-2026-01" or nostr.rows(tags, "encoding"):
        if values(tags, "encoding", reading)[0] not in allowed:
            raise Refusal("tag_value_unsupported", "encoding")


def values(tags, name, reading, single=False):
    """The values of a tag that must be there."""
    found = nostr.rows(tags, name)
    if not found:
        raise Refusal("tag_missing", name)
    if reading.strict and len(found) > 1:
        raise Refusal("tag_repeated", name)
    if len(found[0]) == 1:
        raise Refusal("tag_value_missing", name)
    if single and reading.strict and len(found[0]) > 2:
        raise Refusal("tag_value_extra", name)
    return found[0][1:2] if single else found[0][1:]


def ids(tags, name, reading):
    """A list of `0x` and four digits; the adopted text forbids repetitions."""
    found = values(tags, name, reading)
    if any(not re.fullmatch("0x[0-9a-f]{4}", item if reading.strict else item[:2] + item[2:].lower()) for item in found):
        raise Refusal("tag_value_malformed", name)
    if reading.adopted and len(set(found)) != len(found):
        raise Refusal("tag_value_extra", name)
    return [item.lower() for item in found]


def check_hex(tags, name, reading, length):
    [value] = values(tags, name, reading, single=True)
    pattern = "([0-9a-f]{2})+" if length is None else "[0-9a-f]{%d}" % length
    if not re.fullmatch(pattern, value if reading.strict else value.lower()):
        raise Refusal("tag_value_malformed", name)


def decode(event, reading):
    """Base64, except in January 2026, when hex was meant whenever nothing said base64."""
    encodings = [row[1] for row in nostr.rows(event["tags"], "encoding")]
    if reading.profile == "mip-2026-01" and "base64" not in encodings:
        return nostr.from_hex(event["content"])
    return nostr.from_base64(event["content"])
