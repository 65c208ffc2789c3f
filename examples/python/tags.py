"""Tags and encodings of KeyPackage events and Welcome rumors, in the reading of the texts that `Reading` names."""

import dataclasses
import re
import urllib.parse

import nostr
from vectors import Refusal

JANUARY, ADOPTED = "mip-2026-01", "adopted-2026-07"


@dataclasses.dataclass
class Reading:
    """strict: repeated tags, extra values, upper case and trailing bytes are faults; else the first value counts.
    inclusive: both ends belong to the lifetime. defaults: capabilities may list a default extension type."""

    profile: str
    strict: bool
    inclusive: bool
    defaults: bool

    @classmethod
    def of(cls, profile, strict=None, inclusive=None, defaults=False):
        adopted = profile == ADOPTED
        strict, inclusive = adopted if strict is None else strict, adopted if inclusive is None else inclusive
        return cls(profile, strict, inclusive, defaults)

    @property
    def adopted(self):
        return self.profile == ADOPTED


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
    pattern = "0x[0-9a-f]{4}" if reading.strict else "0x[0-9a-fA-F]{4}"
    if not all(re.fullmatch(pattern, item) for item in found):
        raise Refusal("tag_value_malformed", name)
    if reading.adopted and len(set(found)) != len(found):
        raise Refusal("tag_value_extra", name)
    return [item.lower() for item in found]


def check_hex(tags, name, reading, length):
    [value] = values(tags, name, reading, single=True)
    pattern = "([0-9a-f]{2})+" if length is None else "[0-9a-f]{%d}" % length
    if not re.fullmatch(pattern, value if reading.strict else value.lower()):
        raise Refusal("tag_value_malformed", name)


def check_relays(tags, reading):
    """At least one relay URL; the values."""
    urls = values(tags, "relays", reading)
    if not all(map(is_relay_url, urls)):
        raise Refusal("tag_value_malformed", "relays")
    return urls


def is_relay_url(text):
    try:
        url = urllib.parse.urlsplit(text)
        return url.scheme in ("ws", "wss") and bool(url.hostname)
    except ValueError:
        return False


def check_encoding(tags, reading):
    """`base64`; in January 2026 `hex` or nothing too; forbidden in the adopted text."""
    present = bool(nostr.rows(tags, "encoding"))
    if reading.adopted:
        if present:
            raise Refusal("tag_forbidden", "encoding")
    elif present or reading.profile != JANUARY:
        allowed = {"base64", "hex"} if reading.profile == JANUARY else {"base64"}
        if values(tags, "encoding", reading)[0] not in allowed:
            raise Refusal("tag_value_unsupported", "encoding")


def decode(event, reading):
    """Base64, except in January 2026, when hex was meant whenever nothing said base64."""
    if not event["content"]:
        raise Refusal("content_empty")
    encodings = [row[1] for row in nostr.rows(event["tags"], "encoding")]
    if reading.profile == JANUARY and "base64" not in encodings:
        return nostr.from_hex(event["content"])
    return nostr.from_base64(event["content"])
