"""Checks the marmot-vectors/1 test vectors: python3 verify.py VECTORS

Exit codes: 0 all passed, 1 something failed, 2 the files or the call are wrong.
"""

import argparse
import sys

import commit_authority
import convergence
import nostr
import ratchet_race
import ratchet_tree
import selection
import stream
import vectors
import welcome_rumor
from judge import PASSED, compare, judge, judge_policies, policies_of
from key_package import parse_bare, parse_framed
from key_package_event import KINDS, validate
from lookup import Lookup
from tags import Reading

COLUMNS = ("passed", "refused", "failed", "unsupported", "skipped")
MLS = "needs MLS: the TypeScript example checks it, but not of the adopted text"
ELSEWHERE = {
    "welcome-join": MLS,
    "welcome-fanout": MLS,
    "exporter": MLS,
    "scenario": "for live clients",
}


def key_package_ref(test):
    given = test["input"]
    if "key_package" in given:
        key_package = parse_framed(bytes.fromhex(given["key_package"]))
    else:
        key_package = parse_bare(bytes.fromhex(given["key_package_raw"]))
    return {"key_package_raw": key_package.raw.hex(), "preimage": key_package.preimage.hex(), "ref": key_package.ref}


def by_reading(test, profile, read):
    """Strict where the texts are clear; where they are not, one answer per reading."""
    if test["result"] != "policy":
        return judge(test, lambda: read(Reading.of(profile, strict=True)))
    readings = {
        "tags-strict": Reading.of(profile, strict=True),
        "tags-lenient": Reading.of(profile, strict=False),
        "lifetime-inclusive": Reading.of(profile, inclusive=True),
        "lifetime-exclusive": Reading.of(profile, inclusive=False),
        "defaults-refused": Reading.of(profile, defaults=False),
        "defaults-taken": Reading.of(profile, defaults=True),
    }
    return judge_policies(test, {name: lambda reading=reading: read(reading) for name, reading in readings.items()})


def key_package_select(test, profile, now, policies, listed):
    """Every order must lead to the one answer."""
    for order in test["input"]["orders"]:

        def run(policy, order=order):
            lookup = Lookup(profile, now, test["input"], order)
            selected = policy(lookup)
            return {"selected": [event["label"] for event in selected], "excluded": lookup.excluded}

        runs = {name: lambda p=policy: run(p) for name, policy in policies.items()}
        word, why = judge_policies(test, runs, listed)
        if word != "passed":
            return word, f"order {' '.join(order)}: {why}" if word == "failed" else why
    return PASSED


def group_event(test):
    given = test["input"]
    if given["layer"] != "outer":
        return "skipped", f"layer full {MLS}"
    key = bytes.fromhex(given["group_event_key"])
    return judge(test, lambda: {"mls_message": nostr.open_group_event(given["event"], key).hex()})


def member_coalescing(test):
    """Leaves are devices, members are accounts: in the order of their lowest leaf."""
    leaves = sorted((index, account) for index, account in test["input"]["leaves"])

    def members(without_leaf=None, without_account=None):
        left = [account for index, account in leaves if index != without_leaf and account != without_account]
        return list(dict.fromkeys(left))

    own = test["input"]["own_leaf"]
    account = dict(leaves)[own]
    came = {
        "members": members(),
        "leaf_count": len(leaves),
        "others": members(without_account=account),
        "siblings": [index for index, other in leaves if other == account and index != own],
        "is_direct": len(members()) == 2,
    }
    came |= {f"after_remove_leaf_{index}": members(without_leaf=index) for index, _ in leaves}
    came |= {f"after_remove_account_{other[:2]}": members(without_account=other) for other in members()}
    asked = test["expect"]
    return compare(asked, {name: value for name, value in came.items() if name in asked})


def under_each(test, policies, run):
    """A policy that a test does not list answers as the first."""
    known = {policy: lambda policy=policy: run(test["input"], policy) for policy in policies}
    answers = test.get("expected_by_policy") or {policies[0]: test["expect"]}
    every = {policy: answers.get(policy, answers[policies[0]]) for policy in policies}
    return judge_policies({**test, "expected_by_policy": every}, known)


def converge(test):
    """What is no tree is so under every policy; one is asked."""
    if test["result"] == "invalid":
        return judge(test, lambda: convergence.select(test["input"], convergence.POLICIES[0]))
    return under_each(test, convergence.POLICIES, convergence.select)


def authorize(test):
    """What is invalid is refused under every policy, for the one reason."""
    if test["result"] == "invalid":
        found = [
            judge(test, lambda policy=policy: commit_authority.judge(test["input"], policy))
            for policy in commit_authority.POLICIES
        ]
        return min(found, key=lambda verdict: ("failed", "refused", "passed").index(verdict[0]))
    return under_each(test, commit_authority.POLICIES, commit_authority.judge)


RATCHET = {"tree": ratchet_tree.replay, "race": ratchet_race.race}


def ratchet(topic, test, profile):
    if profile != ratchet_tree.PROFILE or test["result"] not in ("valid", "invalid"):
        return "unsupported", f"profile {profile}, result {test['result']}"
    return judge(test, lambda: RATCHET[topic](test))


def verdict(file, now, test, policies):
    topic, profile = file["topic"], file["profile"]
    if topic in ELSEWHERE:
        return "skipped", ELSEWHERE[topic]
    if topic == "stream" and test["result"] in vectors.NEEDS:
        return stream.verdict(test, profile)
    if topic in RATCHET:
        return ratchet(topic, test, profile)
    if profile not in KINDS:
        return "unsupported", f"profile {profile}"
    if test["result"] not in vectors.NEEDS:
        return "unsupported", f"result {test['result']}"
    if topic == "key-package-ref":
        return judge(test, lambda: key_package_ref(test))
    if topic == "key-package-event":
        return by_reading(test, profile, lambda reading: validate(test["input"]["event"], now, reading))
    if topic == "key-package-select":
        return key_package_select(test, profile, now, policies, policies_of(file))
    if topic == "welcome-rumor":
        return by_reading(test, profile, lambda reading: welcome_rumor.read(test["input"], reading))
    if topic == "group-event":
        return group_event(test)
    if topic == "member-coalescing":
        return member_coalescing(test)
    if topic == "convergence":
        return converge(test)
    if topic == "commit-authority":
        return authorize(test)
    return "unsupported", f"topic {topic}"


def report(results):
    """A table by topic, then every failure."""
    table = [["topic", *COLUMNS, "reason"]]
    for topic in sorted({topic for topic, _, _ in results}):
        of_topic = [found for name, _, found in results if name == topic]
        counts = [str(sum(word == column for word, _ in of_topic)) for column in COLUMNS]
        why = dict.fromkeys(f"{word}: {why}" for word, why in of_topic if word in ("unsupported", "skipped"))
        table.append([topic, *counts, "; ".join(why)])
    widths = [max(map(len, column)) for column in zip(*table)]
    for topic, *counts, why in table:
        cells = [topic.ljust(widths[0]), *(count.rjust(width) for count, width in zip(counts, widths[1:])), why]
        print("  ".join(cells).rstrip())
    for _, place, (word, why) in results:
        if word == "failed":
            print(f"failed  {place}: {why}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("vectors", help="the folder with manifest.json")
    parser.add_argument("--policy-quirk", choices=selection.QUIRKS, help="make this mistake in a selection policy")
    options = parser.parse_args()
    policies = selection.QUIRKS[options.policy_quirk] if options.policy_quirk else selection.POLICIES
    results = []
    try:
        for file in vectors.load(options.vectors):
            is_described = vectors.is_described(options.vectors, file["topic"])
            for now, test in vectors.tests(file):
                try:
                    unknown = "unsupported", f"topic {file['topic']}, of which there is no schema"
                    found = verdict(file, now, test, policies) if is_described else unknown
                except (KeyError, IndexError, TypeError, ValueError) as error:
                    found = "failed", f"{error!r} while it was judged"
                results.append((file["topic"], f"{test['id']} ({file['profile']})", found))
    except vectors.BadFiles as error:
        print(error, file=sys.stderr)
        return 2
    report(results)
    if vectors.jsonschema is None:
        print(vectors.NO_SCHEMA)
    return 1 if any(word == "failed" for _, _, (word, _) in results) else 0


if __name__ == "__main__":
    sys.exit(main())
