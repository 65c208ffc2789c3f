"""From a folder of files to tests. Whatever is wrong with the files ends the program: a damaged set proves nothing."""

import hashlib
import json
import pathlib

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
NEEDS = {"valid": {"expect"}, "invalid": {"reason", "reasons_any"}, "policy": {"expected_by_policy"}}
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
    manifest = parse(root / "manifest.json", read(root / "manifest.json"))
    validate(root, root / "manifest.json", manifest, "manifest")
    expect(root / "manifest.json", "format", manifest.get("format"), "marmot-vectors-manifest/1")
    try:
        return [load_file(root, entry) for entry in manifest["files"]]
    except (KeyError, TypeError) as error:
        raise BadFiles(f"{root / 'manifest.json'}: {error!r} where a file entry is expected") from None


def load_file(root, entry):
    if pathlib.PurePosixPath(entry["path"]).is_absolute() or ".." in pathlib.PurePosixPath(entry["path"]).parts:
        raise BadFiles(f"{root / 'manifest.json'}: {entry['path']} leads out of the folder")
    path = root / entry["path"]
    content = read(path)
    expect(path, "SHA-256", hashlib.sha256(content).hexdigest(), entry["sha256"])
    file = parse(path, content)
    validate(root, path, file, entry["topic"])
    for name, expected in (("format", "marmot-vectors/1"), ("topic", entry["topic"]), ("profile", entry["profile"])):
        expect(path, name, file.get(name), expected)
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
    """JSON without the members under `x_`, which may be added at any time."""
    try:
        value = json.loads(content, object_hook=lambda o: {k: v for k, v in o.items() if not k.startswith("x_")})
    except (ValueError, RecursionError) as error:
        raise BadFiles(f"{path}: {error}") from None
    if not isinstance(value, dict):
        raise BadFiles(f"{path}: not a JSON object")
    return value


def validate(root, path, value, name):
    """Against the JSON Schema beside the vectors. A topic that has none here is unknown, and reported as such later."""
    schema = root / "schema" / f"{name}.json"
    if jsonschema is None or not schema.exists():
        return
    validator = jsonschema.validators.validator_for(parsed := parse(schema, read(schema)))(parsed)
    if error := jsonschema.exceptions.best_match(validator.iter_errors(value)):
        raise BadFiles(f"{path}: at {error.json_path}: {error.message[:300]}")


def check_members(path, level, value):
    if unknown := set(value) - set(MEMBERS[level].split()):
        raise BadFiles(f"{path}: unknown member {', '.join(sorted(unknown))} of a {level}")


def check(path, file, test):
    check_members(path, "test", test)
    if missing := ALWAYS - set(test):
        raise BadFiles(f"{path}: a test ({test.get('id')}) without {', '.join(sorted(missing))}")
    if not NEEDS.get(test["result"], set()) & set(test):
        raise BadFiles(f"{path}: {test['id']}: result {test['result']} without what belongs to it")
    if missing := set(test["flags"]) - set(file["notes"]):
        raise BadFiles(f"{path}: {test['id']}: flag {', '.join(sorted(missing))} is not in notes")


def expect(path, what, found, expected):
    if found != expected:
        raise BadFiles(f"{path}: {what} is {found}, expected {expected}")
