"""What rfc9420 1.3.0 (PyPI, Apache-2.0) makes of KeyPackages: python3 rfc9420_voice.py VECTORS [--record FILE]

Topics: key-package-ref, and the MLS part of key-package-event. It cannot join these groups: it refuses every group context
with an extension that is not one of the default types. Exit codes: 0 judged (what it reads differently is printed), 2 the
files or the call are wrong, or the package is not there.
"""

import argparse
import pathlib
import sys

import vectors
from judge import compare, reasons
from key_package import COMPONENT_LAST_RESORT, components, without_grease
from record import digest, record
from tags import Reading, decode

STACK, VERSION = "rfc9420", "1.3.0"
SOURCES = ("judge.py", "key_package.py", "record.py", "rfc9420_voice.py", "tags.py", "vectors.py")
"""The reasons that show in a KeyPackage and in what an event says of it."""
SEEN = {
    "tls_malformed", "trailing_bytes", "framing_mismatch", "ref_mismatch", "credential_type_unsupported",
    "credential_identity_malformed", "identity_mismatch", "protocol_version_unsupported", "ciphersuite_unsupported",
    "signature_invalid", "lifetime_missing", "lifetime_not_yet_valid", "lifetime_expired", "default_extension_listed",
    "extension_not_advertised", "init_key_reused",
}  # fmt: skip
"""rfc9420 has one type of error for whatever is wrong with a KeyPackage; its words tell which."""
WORDS = {
    "trailing bytes": "trailing_bytes",
    "version field": "protocol_version_unsupported",
    "unsupported MLS version": "protocol_version_unsupported",
    "cipher_suite field": "ciphersuite_unsupported",
    "cipher suite": "ciphersuite_unsupported",
    "source must be": "lifetime_missing",
    "init_key must differ": "init_key_reused",
    "capabilit": "extension_not_advertised",
}


def library():
    try:
        import rfc9420
        from rfc9420.extensions.extensions import parse_capabilities_data
        from rfc9420.messages.key_packages import KeyPackage
        from rfc9420.messages.messages import MLSMessage
        from rfc9420.messages.refs import encode_ref_hash_input, make_key_package_ref
    except ImportError as error:
        raise vectors.BadFiles(f"needs the package rfc9420=={VERSION}: {error}") from None
    if rfc9420.__version__ != VERSION:
        raise vectors.BadFiles(f"needs the package rfc9420=={VERSION}: found {rfc9420.__version__}")
    return argparse.Namespace(**locals(), crypto=rfc9420.DefaultCryptoProvider())


def refused(error, now=None, lifetime=None):
    """The reason in an error of the library."""
    words = str(error)
    if "not yet valid" in words and lifetime:
        return vectors.Refusal("lifetime_not_yet_valid" if now < lifetime[0] else "lifetime_expired")
    known = [reason for word, reason in WORDS.items() if word in words]
    malformed = "encoding" in words or "truncated" in words or "need" in words
    return vectors.Refusal(known[0] if known else "tls_malformed" if malformed else "signature_invalid")


def parse(lib, content, framed):
    try:
        if not framed:
            return lib.KeyPackage.deserialize(content)
        found = lib.MLSMessage.deserialize(content).get_parsed_content()
        if not isinstance(found, lib.KeyPackage):
            raise vectors.Refusal("wire_format_mismatch")
        return found
    except vectors.Refusal:
        raise
    except Exception as error:
        reason = refused(error).reason
        raise vectors.Refusal("tls_malformed" if reason == "signature_invalid" else reason) from error


def key_package_ref(lib, test):
    given = test["input"]
    framed = "key_package" in given
    found = parse(lib, bytes.fromhex(given["key_package" if framed else "key_package_raw"]), framed)
    raw = found.serialize()
    preimage = lib.encode_ref_hash_input(b"MLS 1.0 KeyPackage Reference", raw)
    ref = lib.make_key_package_ref(lib.crypto, raw)
    return {"key_package_raw": raw.hex(), "preimage": preimage.hex(), "ref": ref.hex()}


def key_package_event(lib, test, profile, now):
    event = test["input"]["event"]
    found = parse(lib, decode(event, Reading.of(profile, strict=True)), profile == "adopted-2026-07")
    leaf = found.leaf_node
    lifetime = [leaf.lifetime_not_before, leaf.lifetime_not_after]
    try:
        found.verify(lib.crypto, current_time=now)
    except Exception as error:
        raise refused(error, now, lifetime) from error
    named = {row[0]: row[1] for row in reversed(event["tags"]) if len(row) > 1}
    ref = lib.make_key_package_ref(lib.crypto, found.serialize()).hex()
    if named.get("i", ref) != ref:
        raise vectors.Refusal("ref_mismatch")
    if int(leaf.credential.credential_type) != 1:
        raise vectors.Refusal("credential_type_unsupported")
    if leaf.credential.identity.hex() != event["pubkey"]:
        raise vectors.Refusal("identity_mismatch")
    held = {int(extension.ext_type): extension.data for extension in found.extensions}
    listed = lib.parse_capabilities_data(leaf.capabilities)
    return {
        "account": event["pubkey"],
        "slot": named["d"] if event["kind"] == 30443 else None,
        "ref": ref,
        "cipher_suite": int(found.cipher_suite.suite_id),
        "extensions": without_grease(listed["extensions"]),
        "proposals": without_grease(listed["proposals"]),
        "last_resort": 10 in held or COMPONENT_LAST_RESORT in components(held),
        "lifetime": lifetime,
        "signature_key": leaf.signature_key.hex(),
    }


def outcome(test, run):
    """(came, why), in the words of crates/conformance/voices/README.md"""
    try:
        came = run()
    except vectors.Refusal as refusal:
        if test["result"] != "invalid":
            return "refused", f"refused: {refusal}"
        if refusal.reason in reasons(test):
            return "as_demanded", ""
        return "refused_otherwise", f"refused: {refusal}; expected {' or '.join(reasons(test))}"
    if test["result"] == "invalid":
        return "accepted", f"accepted, expected {' or '.join(reasons(test))}"
    word, why = compare(test["expect"], came)
    return ("as_demanded", "") if word == "passed" else ("accepted_otherwise", why)


def judge(lib, file, now, test):
    """Nothing if the library has no part in the test."""
    if file["topic"] == "key-package-ref":
        return outcome(test, lambda: key_package_ref(lib, test))
    seen = test["result"] == "valid" or SEEN & set(reasons(test) if test["result"] == "invalid" else ())
    if file["topic"] == "key-package-event" and seen:
        return outcome(test, lambda: key_package_event(lib, test, file["profile"], now))
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("vectors", help="the folder with manifest.json")
    parser.add_argument("--record", type=pathlib.Path, help="write what came of each test to this file")
    options = parser.parse_args()
    entries = []
    try:
        lib = library()
        for file in vectors.load(options.vectors):
            for now, test in vectors.tests(file):
                if (found := judge(lib, file, now, test)) is not None:
                    entries.append((test["id"], digest(file["profile"], now, test), *found))
    except vectors.BadFiles as error:
        print(error, file=sys.stderr)
        return 2
    for name, _, came, why in sorted(entries):
        if why:
            print(f"{name}  {came}: {why}")
    passed = sum(came in ("as_demanded", "refused_otherwise") for _, _, came, _ in entries)
    print(f"{len(entries)} tests judged by {STACK} {VERSION}, {passed} passed")
    if options.record:
        options.record.write_text(record(STACK, VERSION, SOURCES, entries), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
