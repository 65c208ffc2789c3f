"""The Welcome rumor (kind 444), bare or in its gift wrap."""

import nostr
from gift_wrap import account, unwrap
from key_package import Reader
from tags import check_encoding, check_hex, check_relays, decode, values
from vectors import Refusal

WELCOME_RUMOR = 444
FRAME = bytes.fromhex("00010003")  # MLSMessage: version mls10, wire format mls_welcome


def read(given, reading):
    """Everything that a reader takes out of a valid rumor."""
    if "wrap" in given:
        [receiver] = values(given["wrap"]["tags"], "p", reading, single=True)
        if reading.adopted and receiver != account(bytes.fromhex(given["nostr_sk"])):
            raise Refusal("not_addressed_to_me")
    rumor = given["rumor"] if "rumor" in given else unwrap(given["wrap"], bytes.fromhex(given["nostr_sk"]))
    if rumor["kind"] != WELCOME_RUMOR:
        raise Refusal("unexpected_kind")
    if "sig" in rumor:
        raise Refusal("rumor_signed")
    fields = (rumor[name] for name in ("pubkey", "created_at", "kind", "tags", "content"))
    if nostr.event_id(*fields) != rumor["id"]:
        raise Refusal("bad_event_id")
    [named] = values(rumor["tags"], "e", reading, single=True)
    if reading.strict:
        check_hex(rumor["tags"], "e", reading, length=64)
    relays = check_relays(rumor["tags"], reading)
    check_encoding(rumor["tags"], reading)
    found = refs(decode(rumor, reading))
    return {"key_package_event": named, "relays": relays, "refs": found, "sender": rumor["pubkey"]}


def refs(content):
    """The KeyPackages for which the Welcome holds a secret."""
    if content[:4] != FRAME:
        raise Refusal("wire_format_mismatch" if content[:2] == FRAME[:2] else "tls_malformed")
    reader = Reader(content[4:])
    reader.number(2)  # cipher suite
    secrets = Reader(reader.opaque()).rest(lambda inner: (inner.opaque(), inner.opaque(), inner.opaque()))
    reader.opaque()  # the encrypted GroupInfo
    if reader.at != len(reader.content):
        raise Refusal("trailing_bytes")
    return [ref.hex() for ref, _, _ in secrets]
