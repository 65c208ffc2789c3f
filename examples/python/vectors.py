"""From a folder of files to tests. Whatever is wrong with the files ends the program: a damaged set proves nothing."""

import collections
import hashlib
import json
import pathlib
import re

try:
    import jsonschema
except ImportError:
    jsonschema = None

MAX_BYTES = 1_000_000
MEMBERS = {
    "file": "format suite_version topic profile spec generator synthetic_secrets test_count notes groups",
    "group": "now tests",
    "test": "id flags comment parent now input result expect expected_by_policy reason reasons_any stage tag"
    " verified_by",
}
ALWAYS = {"id", "flags", "comment", "input", "result"}
REASONS = {"reason", "reasons_any"}
NEEDS = {"valid": {"expect"}, "invalid": REASONS, "deferred": REASONS, "policy": {"expected_by_policy"}}
NO_SCHEMA = "no schema validation: the Python package jsonschema is not installed"


class BadFiles(Exception):
    """The files cannot be used. The message names the file and what was expected."""


class Refusal(Exception):
    """A well-founded refusal: `reason` is one of the closed list of the format, `tag` the tag that it is about."""

    def __init__(self, reason, tag=None):
        super().__init__(f"{reason} ({tag})" if tag else reason)
        self.reason, self.tag = reason, tag


def load(root):
    """The vector files that the manifest lists, in its order."""
    root = pathlib.Path(root)
    path = root / "manifest.json"
    manifest = parse(path, read(path))
    expect(path, "format", manifest.get("format"), "marmot-vectors-manifest/1")
    validate(root, path, manifest, "manifest")
    try:
        check_paths(path, manifest)
        files = [load_file(root, entry) for entry in manifest["files"]]
        check_ids(root, manifest, files)
    except (KeyError, TypeError, AttributeError) as error:
        raise BadFiles(f"{path}: {error!r} where a file entry is expected") from None
    return files


def load_file(root, entry):
    path = root / entry["path"]
    content = read(path)
    expect(path, "SHA-256", hashlib.sha256(content).hexdigest(), entry["sha256"])
    expect(path, "number of bytes", len(content), entry["bytes"])
    file = parse(path, content)
    for name, expected in (("format", "marmot-vectors/1"), ("topic", entry["topic"]), ("profile", entry["profile"])):
        expect(path, name, file.get(name), expected)
    if is_described(root, entry["topic"]):
        validate(root, path, file, entry["topic"])
    try:
        check_members(path, "file", file)
        for group in file["groups"]:
            check_members(path, "group", group)
        found = tests(file)
        for _, test in found:
            check(path, file, test)
    except (KeyError, TypeError, AttributeError) as error:
        raise BadFiles(f"{path}: {error!r} where a member is expected") from None
    expect(path, "number of tests", len(found), entry["test_count"])
    expect(path, "test_count", file["test_count"], entry["test_count"])
    return file


def tests(file):
    """Every test with the Unix second at which it is judged."""
    return [(test.get("now", group["now"]), test) for group in file["groups"] for test in group["tests"]]


def read(path):
    try:
        size = path.stat().st_size
        if size >= MAX_BYTES:
            raise BadFiles(f"{path}: {size} bytes, expected less than {MAX_BYTES}")
        return path.read_bytes()
    except OSError as error:
        raise BadFiles(f"{path}: {error.strerror}") from None


def parse(path, content):
    """JSON without the members under `x_`, which may be added at any time. Numbers are integers below 2^53."""

    def members(found):
        for name, value in found.items():
            if isinstance(value, float) or (isinstance(value, int) and abs(value) >= 2**53):
                raise ValueError(f"{name} is {value}, expected an integer below 2^53")
        return {name: value for name, value in found.items() if not name.startswith("x_")}

    try:
        value = json.loads(content, object_hook=members)
    except (ValueError, RecursionError) as error:
        raise BadFiles(f"{path}: {error}") from None
    if not isinstance(value, dict):
        raise BadFiles(f"{path}: not a JSON object")
    return value


def schema_of(root, name):
    return pathlib.Path(root) / "schema" / f"{name}.json"


def is_described(root, topic):
    """Whether a schema beside the vectors says what files of this topic contain."""
    return schema_of(root, topic).is_file()


def validate(root, path, value, name):
    """Against the JSON Schema beside the vectors, if the package for it is there."""
    if jsonschema is None:
        return
    schema = schema_of(root, name)
    closed = close(parse(schema, read(schema)))
    validator = jsonschema.validators.validator_for(closed)(closed)
    for error in map(closest, validator.iter_errors(value)):
        words = f"unknown value {error.instance}" if error.validator in ("const", "enum") else error.message
        raise BadFiles(f"{path}: {place(error.absolute_path, value)}: {words[:300]}")


def closest(error):
    """Where no alternative fits, the error of the one with the fewest."""
    while error.context:
        alternatives = {}
        for inner in error.context:
            alternatives.setdefault(inner.schema_path[0], []).append(inner)
        error = min(alternatives.values(), key=len)[0]
    return error


def close(schema):
    """Some alternatives in the schemas say nothing of further members. Those are errors; what is under `x_` is gone."""
    if isinstance(schema, dict) and schema.get("type") == "object" and "properties" in schema:
        schema.setdefault("additionalProperties", False)
        schema.pop("patternProperties", None)
    for inner in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else []:
        close(inner)
    return schema


def place(steps, value):
    """`wjo-0001: input/joiner` for `groups`, 0, `tests`, 0, `input`, `joiner`."""
    steps = list(steps)
    if len(steps) < 4 or steps[0] != "groups" or steps[2] != "tests":
        return "/".join(map(str, steps)) or "the file"
    test = value["groups"][steps[1]]["tests"][steps[3]]
    name = test.get("id") if isinstance(test, dict) else test
    return f"{name}: {'/'.join(map(str, steps[4:])) or 'the test'}"


def check_paths(path, manifest):
    seen = set()
    for listed in (pathlib.PurePosixPath(entry["path"]) for entry in manifest["files"]):
        if listed.is_absolute() or ".." in listed.parts:
            raise BadFiles(f"{path}: {listed} leads out of the folder")
        if listed in seen:
            raise BadFiles(f"{path}: {listed} is listed twice")
        seen.add(listed)


def prefixes(files):
    """How the ids of each topic begin: as most of them do."""
    begins = collections.defaultdict(collections.Counter)
    for file in files:
        begins[file["topic"]].update(test["id"].split("-")[0] for _, test in tests(file))
    return {topic: found.most_common(1)[0][0] for topic, found in begins.items() if found}


def check_ids(root, manifest, files):
    """An id is never used again, and tells the topic."""
    used, begins = dict.fromkeys(manifest["retired"], "retired"), prefixes(files)
    if twice := [prefix for prefix, topics in collections.Counter(begins.values()).items() if topics > 1]:
        raise BadFiles(f"{root}: ids of two topics begin with {twice[0]}-")
    for entry, file in zip(manifest["files"], files):
        path = root / entry["path"]
        form = f"{re.escape(begins.get(file['topic'], ''))}-[0-9]{{4}}"
        for _, test in tests(file):
            if not re.fullmatch(f"(?=[a-z]{{3}}-){form}", test["id"]):
                raise BadFiles(f"{path}: id is {test['id']}, expected {form}")
            if test["id"] in used:
                raise BadFiles(f"{path}: {test['id']} is {used[test['id']]} already")
            used[test["id"]] = f"used in {path}"


def check_members(path, level, value):
    if unknown := set(value) - set(MEMBERS[level].split()):
        raise BadFiles(f"{path}: unknown member {', '.join(sorted(unknown))} of a {level}")


def check(path, file, test):
    check_members(path, "test", test)
    if missing := ALWAYS - set(test):
        raise BadFiles(f"{path}: a test ({test.get('id')}) without {', '.join(sorted(missing))}")
    if test["result"] in NEEDS and not NEEDS[test["result"]] & set(test):
        raise BadFiles(f"{path}: {test['id']}: result {test['result']} without what belongs to it")
    if missing := set(test["flags"]) - set(file["notes"]):
        raise BadFiles(f"{path}: {test['id']}: flag {', '.join(sorted(missing))} is not in notes")


def expect(path, what, found, expected):
    if found != expected:
        raise BadFiles(f"{path}: {what} is {found}, expected {expected}")
