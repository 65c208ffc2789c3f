"""Test vectors for clients of the Marmot protocol: `load()`, `minimal()`. What tests mean stands in vectors/README.md."""

import hashlib
import json
import pathlib
import re
from dataclasses import dataclass
from typing import Any, Dict, Iterator, List, NamedTuple, Union

from . import types

ROOT = pathlib.Path(__file__).resolve().parent / "vectors"
PROFILES = ("pr40", "mip-2026-01", "mip-2026-04", "adopted-2026-07")
#: Class of the files of each topic: `WelcomeJoinFile` of `welcome-join`.
TOPICS: Dict[str, Any] = {
    re.sub("(?<!^)(?=[A-Z])", "-", name[: -len("File")]).lower(): kind
    for name, kind in vars(types).items()
    if name.endswith("File") and "groups" in getattr(kind, "__dataclass_fields__", {})
}
MEMBERS = {
    "file": "format suite_version topic profile spec generator synthetic_secrets test_count notes groups",
    "group": "now tests",
    "test": "id flags comment parent now input result expect expected_by_policy reason reasons_any stage tag"
    " verified_by",
}

Folder = Union[str, pathlib.Path]


class BadVectors(Exception):
    """Files that are not what the manifest says."""


class Unsupported(NamedTuple):
    """A file of a topic or profile that this version does not know: not failed, only not judged."""

    path: str
    why: str


class Test(NamedTuple):
    """A test as plain JSON with what its file says around it; `now` are the Unix seconds of the judgement."""

    path: str
    topic: str
    profile: str
    now: int
    notes: Dict[str, Any]
    test: Dict[str, Any]


@dataclass(frozen=True)
class LoadedFile:
    """A vector file as plain JSON."""

    path: str
    topic: str
    profile: str
    file: Dict[str, Any]

    def typed(self) -> Any:
        """The file as the class of its topic, see `types`."""
        return TOPICS[self.topic].from_dict(self.file)


@dataclass(frozen=True)
class Suite:
    """Every file that the manifest lists."""

    files: List[LoadedFile]
    unsupported: List[Unsupported]

    def tests(self) -> Iterator[Test]:
        """Every test."""
        for held in self.files:
            for group in held.file["groups"]:
                for test in group["tests"]:
                    now = test.get("now", group["now"])
                    yield Test(held.path, held.topic, held.profile, now, held.file["notes"], test)


def load(folder: Folder = ROOT) -> Suite:
    """Loads every file once its SHA-256 and its number of tests are right; without members under `x_`."""
    folder = pathlib.Path(folder)
    manifest = _json((folder / "manifest.json").read_bytes(), "manifest.json")
    _expect("manifest.json", "format", manifest.get("format"), "marmot-vectors-manifest/1")
    files, unsupported = [], []
    for entry in manifest["files"]:
        data = _listed(folder, entry)
        path, topic, profile = entry["path"], entry["topic"], entry["profile"]
        if topic not in TOPICS:
            unsupported.append(Unsupported(path, f"unknown topic {topic}"))
        elif profile not in PROFILES:
            unsupported.append(Unsupported(path, f"unknown profile {profile}"))
        else:
            files.append(LoadedFile(path, topic, profile, _vector_file(data, entry)))
    return Suite(files, unsupported)


def minimal(folder: Folder = ROOT) -> Dict[str, Any]:
    """The tests to begin with."""
    file = _json((pathlib.Path(folder) / "minimal.json").read_bytes(), "minimal.json")
    _expect("minimal.json", "format", file.get("format"), "marmot-vectors-minimal/1")
    _expect("minimal.json", "test_count", len(file["tests"]), file["test_count"])
    return file


def _listed(folder: pathlib.Path, entry: Dict[str, Any]) -> bytes:
    """The bytes of a file, which are those that the manifest means."""
    path = pathlib.PurePosixPath(entry["path"])
    if path.is_absolute() or ".." in path.parts:
        raise BadVectors(f"manifest.json: {path} leads out of the folder")
    data = (folder / path).read_bytes()
    _expect(entry["path"], "SHA-256", hashlib.sha256(data).hexdigest(), entry["sha256"])
    return data


def _vector_file(data: bytes, entry: Dict[str, Any]) -> Dict[str, Any]:
    path = entry["path"]
    file = _json(data, path)
    _expect(path, "format", file.get("format"), "marmot-vectors/1")
    for name in ("topic", "profile", "test_count"):
        _expect(path, name, file.get(name), entry[name])
    _only_known(path, "file", file)
    for group in file["groups"]:
        _only_known(path, "group", group)
        for test in group["tests"]:
            _only_known(path, "test", test)
    _expect(path, "number of tests", sum(len(group["tests"]) for group in file["groups"]), entry["test_count"])
    return file


def _json(data: bytes, path: str) -> Dict[str, Any]:
    """JSON without the members that begin with `x_`."""

    def members(found: Dict[str, Any]) -> Dict[str, Any]:
        return {name: value for name, value in found.items() if not name.startswith("x_")}

    try:
        return json.loads(data, object_hook=members)
    except ValueError as error:
        raise BadVectors(f"{path}: {error}") from None


def _only_known(path: str, kind: str, value: Dict[str, Any]) -> None:
    if strangers := sorted(set(value) - set(MEMBERS[kind].split())):
        raise BadVectors(f"{path}: unknown member {strangers[0]} of a {kind}")


def _expect(path: str, what: str, found: Any, wanted: Any) -> None:
    if found != wanted:
        raise BadVectors(f"{path}: {what} is {found}, expected {wanted}")
