"""NIP-59 gift wraps, opened with NIP-44 version 2."""

import hmac
import json

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import ChaCha20
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

import nostr
from vectors import Refusal

SEAL, GIFT_WRAP = 13, 1059


def unwrap(wrap, secret_key):
    """The rumor, whose author is the one who sealed it."""
    nostr.check_event(wrap)
    if wrap["kind"] != GIFT_WRAP:
        raise Refusal("bad_gift_wrap")
    try:
        seal = json.loads(decrypt(wrap["content"], secret_key, wrap["pubkey"]))
        nostr.check_event(seal)
        sealed = seal["kind"] == SEAL and not seal["tags"]  # NIP-59: the tags of a seal are empty
    except (ValueError, KeyError, TypeError):
        raise Refusal("bad_seal") from None
    except Refusal as refusal:
        raise Refusal(refusal.reason if refusal.reason == "nip44_decrypt_failed" else "bad_seal") from None
    if not sealed:
        raise Refusal("bad_seal")
    try:
        rumor = json.loads(decrypt(seal["content"], secret_key, seal["pubkey"]))
        author = rumor["pubkey"]
    except (ValueError, KeyError, TypeError):
        raise Refusal("bad_event_json") from None
    if author != seal["pubkey"]:
        raise Refusal("rumor_author_mismatch")
    return rumor


def decrypt(payload, secret_key, public_key):
    try:
        content = nostr.from_base64(payload)
        if content[0] != 2 or len(content) < 99:
            raise Refusal("nip44_decrypt_failed")
        nonce, ciphertext, mac = content[1:33], content[33:-32], content[-32:]
        keys = HKDFExpand(SHA256(), 76, nonce).derive(conversation_key(secret_key, public_key))
    except (Refusal, ValueError, IndexError):
        raise Refusal("nip44_decrypt_failed") from None
    if not hmac.compare_digest(hmac.digest(keys[44:], nonce + ciphertext, "sha256"), mac):
        raise Refusal("nip44_decrypt_failed")
    counter = bytes(4)
    padded = Cipher(ChaCha20(keys[:32], counter + keys[32:44]), None).decryptor().update(ciphertext)
    length = int.from_bytes(padded[:2], "big")
    if length == 0 or len(padded) != 2 + padded_length(length):
        raise Refusal("nip44_decrypt_failed")
    return padded[2 : 2 + length]


def account(secret_key):
    """The account of a secret key, in hex."""
    own = ec.derive_private_key(int.from_bytes(secret_key, "big"), ec.SECP256K1())
    return own.public_key().public_numbers().x.to_bytes(32, "big").hex()


def conversation_key(secret_key, public_key):
    curve = ec.SECP256K1()
    own = ec.derive_private_key(int.from_bytes(secret_key, "big"), curve)
    other = ec.EllipticCurvePublicKey.from_encoded_point(curve, b"\x02" + bytes.fromhex(public_key))
    return hmac.digest(b"nip44-v2", own.exchange(ec.ECDH(), other), "sha256")


def padded_length(length):
    if length <= 32:
        return 32
    power = 1 << (length - 1).bit_length()
    chunk = 32 if power <= 256 else power // 8
    return chunk * ((length - 1) // chunk + 1)
