"""Puts beside the loader what it needs and what lies elsewhere in the repository, unless this is an unpacked archive."""

import json
import pathlib
import shutil

from setuptools import setup

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PACKAGE = HERE / "src/marmot_vectors"

if (ROOT / "vectors/manifest.json").is_file():
    shutil.rmtree(PACKAGE / "vectors", ignore_errors=True)
    shutil.copytree(ROOT / "vectors", PACKAGE / "vectors", ignore=shutil.ignore_patterns("engine", "scenarios", "shared-ratchet", "streams"))
    shutil.copy(ROOT / "packaging/types/python/types.py", PACKAGE / "types.py")
    shutil.copy(ROOT / "LICENSE", HERE / "LICENSE")

setup(version=json.loads((PACKAGE / "vectors/manifest.json").read_text(encoding="utf-8"))["suite_version"])
