"""What of Nostr the vectors need: NIP-01 ids and signatures, strict encodings, tags, the outer layer of kind 445."""

import base64
import binascii
import hashlib
import json
import re

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

import schnorr
from vectors import Refusal

NONCE, AEAD_TAG = 12, 16


def event_id(pubkey, created_at, kind, tags, content):
    row = [0, pubkey, created_at, kind, tags, content]
    return hashlib.sha256(json.dumps(row, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()


def check_event(event):
    """Id, then signature: before any other field is trusted."""
    fields = (event[name] for name in ("pubkey", "created_at", "kind", "tags", "content"))
    if event_id(*fields) != event["id"]:
        raise Refusal("bad_event_id")
    key, identifier, signature = (bytes.fromhex(event[name]) for name in ("pubkey", "id", "sig"))
    if not schnorr.verify(key, identifier, signature):
        raise Refusal("bad_event_signature")


def rows(tags, name):
    return [row for row in tags if row and row[0] == name]


def from_base64(text):
    """Standard alphabet, padding, nothing around it; `b64decode` alone forgives too much."""
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Refusal("content_not_base64") from None
    if base64.b64encode(content).decode() != text:
        raise Refusal("content_not_base64")
    return content


def from_hex(text):
    """`bytes.fromhex` would skip white space."""
    if not re.fullmatch(r"([0-9a-fA-F]{2})*", text):
        raise Refusal("content_not_hex")
    return bytes.fromhex(text)


def open_group_event(event, key):
    """The MLS message in a kind 445 event: base64(nonce, ChaCha20-Poly1305), no additional data."""
    if not event["content"]:
        raise Refusal("content_empty")
    content = from_base64(event["content"])
    if len(content) < NONCE + AEAD_TAG:
        raise Refusal("content_too_short")
    try:
        return ChaCha20Poly1305(key).decrypt(content[:NONCE], content[NONCE:], None)
    except InvalidTag:
        raise Refusal("outer_decrypt_failed") from None
