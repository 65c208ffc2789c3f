"""Does what came out agree with what the test demands? A verdict is a word and, unless passed, why."""

from vectors import Refusal

PASSED = ("passed", "")


def judge(test, run):
    try:
        came = run()
    except Refusal as refusal:
        return judge_refusal(test, refusal)
    if test["result"] == "invalid":
        return "failed", f"accepted, expected {' or '.join(reasons(test))}"
    return compare(test["expect"], came)


def judge_refusal(test, refusal):
    if test["result"] != "invalid":
        return "failed", f"refused: {refusal}"
    if refusal.reason not in reasons(test):
        return "failed", f"refused: {refusal}; expected {' or '.join(reasons(test))}"
    if "tag" in test and refusal.tag != test["tag"]:
        return "failed", f"refused: {refusal}; expected the tag {test['tag']}"
    return PASSED


def judge_policies(test, known):
    """One answer per policy id; a client is held to those that it implements."""
    asked = [(policy, answer) for policy, answer in test["expected_by_policy"].items() if policy in known]
    if not asked:
        return "unsupported", "none of the policies is implemented here"
    for policy, answer in asked:
        single = {"result": "invalid", **answer} if "reason" in answer else {"result": "valid", "expect": answer}
        word, why = judge(single, known[policy])
        if word != "passed":
            return word, f"{policy}: {why}"
    return PASSED


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
