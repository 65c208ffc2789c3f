"""Does what came out agree with what the test demands? A verdict is a word and, unless passed, why.

An invalid input has two verdicts: that it was refused, which counts, and that it was refused for the stated reason. `refused` is
the first without the second.
"""

from vectors import Refusal

PASSED = ("passed", "")


def judge(test, run):
    try:
        came = run()
    except Refusal as refusal:
        return judge_refusal(test, refusal)
    if test["result"] != "valid":
        return "failed", f"accepted, expected {' or '.join(reasons(test))}"
    return compare(test["expect"], came)


def judge_refusal(test, refusal):
    if test["result"] == "valid":
        return "failed", f"refused: {refusal}"
    # What is deferred must be kept: that is known by its reason alone.
    another = "refused" if test["result"] == "invalid" else "failed"
    if refusal.reason not in reasons(test):
        return another, f"{refusal}; expected {' or '.join(reasons(test))}"
    if refusal.reason.startswith("tag_") and refusal.tag != test["tag"]:
        return another, f"{refusal}; expected the tag {test['tag']}"
    return PASSED


def judge_policies(test, known, listed=()):
    """One answer per policy id; a client is held to those that it implements. What a valid test expects holds for all that
    the file lists."""
    answers = test.get("expected_by_policy") or dict.fromkeys(listed, test.get("expect"))
    asked = [(policy, answer) for policy, answer in answers.items() if policy in known]
    if not asked:
        return "unsupported", "none of the policies is implemented here"
    for policy, answer in asked:
        fails = {"result": "invalid", "tag": test.get("tag"), **answer}
        single = fails if "reason" in answer else {"result": "valid", "expect": answer}
        word, why = judge(single, known[policy])
        if word != "passed":
            return word, f"{policy}: {why}"
    return PASSED


def policies_of(file):
    """Every policy for which a test of the file has an answer."""
    tests = [test for group in file["groups"] for test in group["tests"]]
    return sorted({policy for test in tests for policy in test.get("expected_by_policy", {})})


def reasons(test):
    return test.get("reasons_any") or [test["reason"]]


def compare(expected, came, path="expect"):
    """The first place where two values differ, in words."""
    if isinstance(expected, dict) and isinstance(came, dict):
        for name in sorted(expected.keys() | came.keys()):
            if (verdict := compare(expected.get(name), came.get(name), f"{path}.{name}")) != PASSED:
                return verdict
        return PASSED
    return PASSED if expected == came else ("failed", f"{path}: {came}, expected {expected}")
