"""The KeyPackage structure of RFC 9420: parsing, reference, signatures."""

import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from vectors import Refusal

FRAME = bytes.fromhex("00010005")  # MLSMessage: version mls10, wire format mls_key_package
BARE = bytes.fromhex("00010001")  # KeyPackage: version mls10, cipher suite 1
SOURCE_KEY_PACKAGE, SOURCE_UPDATE, SOURCE_COMMIT = 1, 2, 3
EXTENSION_APP_DATA, EXTENSION_LAST_RESORT, COMPONENT_LAST_RESORT = 0x0006, 0x000A, 0x0004


class Reader:
    def __init__(self, content):
        self.content, self.at = content, 0

    def take(self, count):
        if self.at + count > len(self.content):
            raise Refusal("tls_malformed")
        self.at += count
        return self.content[self.at - count : self.at]

    def number(self, size):
        return int.from_bytes(self.take(size), "big")

    def opaque(self):
        """Bytes behind their length in 1, 2 or 4 bytes, always the shortest (section 2.1.2)."""
        first = self.number(1)
        size = 1 << (first >> 6)
        if size == 8:
            raise Refusal("tls_malformed")
        length = int.from_bytes(bytes([first & 0x3F]) + self.take(size - 1), "big")
        if size > 1 and length < (64 if size == 2 else 16384):
            raise Refusal("tls_malformed")
        return self.take(length)

    def rest(self, item):
        items = []
        while self.at < len(self.content):
            items.append(item(self))
        return items


def opaque(content):
    """The inverse of `Reader.opaque`."""
    length = len(content)
    if length < 64:
        return bytes([length]) + content
    if length < 16384:
        return (length | 0x4000).to_bytes(2, "big") + content
    return (length | 0x80000000).to_bytes(4, "big") + content


def numbers(reader):
    return Reader(reader.opaque()).rest(lambda inner: inner.number(2))


def extensions(reader):
    return dict(Reader(reader.opaque()).rest(lambda inner: (inner.number(2), inner.opaque())))


class KeyPackage:
    """Parsed from the front of `content`; `size` is how much of it belongs to the KeyPackage."""

    def __init__(self, content):
        reader = Reader(content)
        self.version, self.cipher_suite = reader.number(2), reader.number(2)
        self.init_key = reader.opaque()
        leaf_start = reader.at
        self.encryption_key, self.signature_key = reader.opaque(), reader.opaque()
        self.credential_type, self.identity = reader.number(2), reader.opaque()
        self.versions, self.cipher_suites, self.capable_extensions, self.proposals, self.credentials = (
            numbers(reader) for _ in range(5)
        )
        self.lifetime = self.leaf_source(reader)
        self.leaf_extensions = extensions(reader)
        self.leaf_signed = content[leaf_start : reader.at]
        self.leaf_signature = reader.opaque()
        self.extensions = extensions(reader)
        self.signed = content[: reader.at]
        self.signature = reader.opaque()
        self.size, self.raw = reader.at, content[: reader.at]

    @staticmethod
    def leaf_source(reader):
        """The lifetime, which only leaves of KeyPackages have."""
        source = reader.number(1)
        if source == SOURCE_KEY_PACKAGE:
            return [reader.number(8), reader.number(8)]
        if source == SOURCE_COMMIT:
            reader.opaque()
        elif source != SOURCE_UPDATE:
            raise Refusal("tls_malformed")
        return None

    @property
    def preimage(self):
        return opaque(b"MLS 1.0 KeyPackage Reference") + opaque(self.raw)

    @property
    def ref(self):
        return hashlib.sha256(self.preimage).hexdigest()

    @property
    def last_resort(self):
        return EXTENSION_LAST_RESORT in self.extensions or COMPONENT_LAST_RESORT in components(self.extensions)

    def check_signatures(self):
        try:
            key = Ed25519PublicKey.from_public_bytes(self.signature_key)
            key.verify(self.leaf_signature, sign_content(b"LeafNodeTBS", self.leaf_signed))
            key.verify(self.signature, sign_content(b"KeyPackageTBS", self.signed))
        except (InvalidSignature, ValueError):
            raise Refusal("signature_invalid") from None


def sign_content(label, content):
    return opaque(b"MLS 1.0 " + label) + opaque(content)


def components(found):
    """Application components by id, out of the app_data_dictionary extension."""
    if EXTENSION_APP_DATA not in found:
        return {}
    inner = Reader(Reader(found[EXTENSION_APP_DATA]).opaque())
    return dict(inner.rest(lambda reader: (reader.number(2), reader.opaque())))


def parse_bare(content):
    key_package = KeyPackage(content)
    if key_package.size != len(content):
        raise Refusal("trailing_bytes")
    return key_package


def parse_framed(content):
    if content[:4] == FRAME:
        return parse_bare(content[4:])
    if content[:4] == BARE:
        raise Refusal("framing_mismatch")
    raise Refusal("wire_format_mismatch" if content[:2] == FRAME[:2] else "tls_malformed")


def without_grease(values):
    return sorted(value for value in set(values) if not (value & 0x0F0F == 0x0A0A and value >> 8 == value & 0xFF))
