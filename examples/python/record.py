"""What came of each test, for machines: crates/conformance/voices/README.md says what it means."""

import hashlib
import json
import pathlib

HERE = pathlib.Path(__file__).parent


def canonical(value):
    """Members in order of name, no spaces."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def judged(test):
    """A test without what later emissions add to it. What is under `x_` was not loaded."""
    return {name: value for name, value in test.items() if name != "verified_by"}


def digest(profile, now, test):
    """SHA-256 of all that a verdict rests on: profile, time, test, and the test that `after` names (none here)."""
    return hashlib.sha256(canonical([profile, now, judged(test), None]).encode()).hexdigest()


def consumer(sources):
    """SHA-256 over name and text of the sources of a consumer."""
    found = hashlib.sha256()
    for name in sorted(sources):
        found.update(name.encode() + b"\0" + (HERE / name).read_bytes() + b"\0")
    return found.hexdigest()


def record(stack, version, sources, entries):
    """One test a line, by id. `entries` are (id, sha256, came, why)."""
    lines = []
    for name, sha256, came, why in sorted(entries):
        entry = {"sha256": sha256, "came": came} | ({"why": why} if why else {})
        lines.append(f"    {json.dumps(name)}: {json.dumps(entry, separators=(',', ':'), ensure_ascii=False)}")
    tests = ",\n".join(lines)
    return (
        f'{{\n  "format": "colony-voice/1",\n  "stack": "{stack}",\n  "version": "{version}",\n'
        f'  "consumer": "examples/python",\n  "consumer_sha256": "{consumer(sources)}",\n  "tests": {{\n{tests}\n  }}\n}}\n'
    )
