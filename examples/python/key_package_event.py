"""Validation of a KeyPackage event, by profile."""

import nostr
import schnorr
from key_package import KeyPackage, components, parse_bare, parse_framed, without_grease
from tags import check_encoding, check_hex, check_relays, decode, ids, values
from vectors import Refusal

ADDRESSABLE, REGULAR = 30443, 443
KINDS = {
    "pr40": (REGULAR,),
    "mip-2026-01": (REGULAR,),
    "mip-2026-04": (ADDRESSABLE, REGULAR),
    "adopted-2026-07": (ADDRESSABLE,),
}
LISTS = ("mls_ciphersuite", "mls_extensions", "mls_proposals", "app_components")
MAX_LIFETIME = 7_261_200
IDENTITY_PROOF = 0x8009


def validate(event, now, reading):
    """Everything that a reader takes out of a valid event."""
    key_package = read(event, reading)
    check_content(event, key_package, now, reading)
    if set(key_package.capable_extensions) & {1, 2, 3, 4, 5} and not reading.defaults:
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
    return read_unsigned(event, reading)


def read_unsigned(event, reading):
    """The same without a look at id and signature of the event."""
    check_tags(event, reading)
    content = decode(event, reading)
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
    check_encoding(tags, reading)
    if nostr.rows(tags, "relays"):
        raise Refusal("tag_forbidden", "relays")
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
    check_relays(tags, reading)
    check_encoding(tags, reading)
