"""What a user of the Python package does. Arguments: a folder with a file of an unknown topic, and one with a wrong hash."""

import sys

import marmot_vectors

_, strange, broken = sys.argv
suite = marmot_vectors.load()
print(len(list(suite.tests())), "tests,", len(marmot_vectors.minimal()["tests"]), "to begin with")
for held in suite.files:
    assert sum(len(group.tests) for group in held.typed().groups) == held.file["test_count"], held.path
held = marmot_vectors.load(strange)
print(len(list(held.tests())), "tests,", ",".join(file.why for file in held.unsupported))
assert "x_" not in str(held.files), "a member under x_ is left"
try:
    marmot_vectors.load(broken)
except marmot_vectors.BadVectors as error:
    print("refused:", error)
