"""Plays the tests of mutable subscription streams whose `under_test` is `client` to stream_client.py, and judges it.

    python3 stream.py FOLDER [--record FILE]
"""

import argparse
import pathlib
import sys

import record
import vectors
from stream_client import BINDINGS, DIALECTS, Client
from stream_watchdog import Watchdog

STACK, VERSION = "stream_client.py", "2"
SOURCES = ("record.py", "stream.py", "stream_client.py", "stream_watchdog.py", "vectors.py")
KINDS = {"00": "group", "01": "welcome"}
MAX_TURNS = 10_000
POLICIES = {
    "resume-marks": {"resume_from": "marks"},
    "resume-floors": {"resume_from": "floors"},
    "retry-once": {"retry_stamp": "once"},
    "retry-each": {"retry_stamp": "each"},
}
SETTINGS = (
    "ping_when allow limits page unimplemented fence remove_cancels resume_from on_resume probe_ms grace_ms backoff"
    " watchdog"
).split()
CHOICES = {"resume_from": ("marks", "floors"), "on_resume": ("probe", "reconnect")}
APP = ("suspend", "resume", "crash", "park", "unpark", "start")


class Failed(Exception):
    """The machine under test did what it must not; the message says what."""


class Sent:
    """A frame, or a half-close, that one side sent; `place` counts all of a test."""

    def __init__(self, at, place, to, call, name, body):
        self.at, self.place, self.to, self.call, self.name, self.body = at, place, to, call, name, body


class Run:
    """One test, played to one machine."""

    def __init__(self, test, machine, durable_at):
        self.id, self.input, self.machine, self.durable_at = test["id"], test["input"], machine, durable_at
        self.topics = {(row["kind"], row["id"]): row["topic"] for row in self.input["log"]}
        self.sent, self.calls, self.open, self.ends = [], [], set(), []
        self.labels, self.durable, self.fault, self.now, self.turns = {}, {}, None, 0, 0

    def play(self):
        steps = sorted(self.input["script"], key=lambda step: step["at_ms"])
        while (moment := self.next_moment(steps)) is not None:
            self.now = moment
            while steps and steps[0]["at_ms"] <= moment:
                self.step(steps.pop(0))
            self.timers()
        return self

    def next_moment(self, steps):
        moments = [step["at_ms"] for step in steps[:1]] + [at for at, _ in self.ends]
        if (wake := self.machine.wake()) is not None:
            moments.append(max(wake, self.now))
        moment = min(moments, default=None)
        return moment if moment is not None and moment <= self.input["end_ms"] else None

    def timers(self):
        """First calls that end by themselves, then the machine's own timers, until none is due."""
        while True:
            self.turns += 1
            if self.turns > MAX_TURNS:
                raise Failed(f"no end of timers at {self.now} ms")
            due = [end for end in self.ends if end[0] <= self.now]
            if due:
                self.ends.remove(due[0])
                self.end_call(due[0][1], "UNAVAILABLE")
            elif (wake := self.machine.wake()) is not None and wake <= self.now:
                self.tell("timer")
            else:
                return

    def step(self, step):
        label = step.get("label")
        if label is not None:
            self.labels[label] = len(self.sent)
        act = {"app": self.app_step, "node": self.node_step, "pipe": self.pipe_step}.get(step["from"], self.bad_step)
        act(step)
        if label in self.durable_at:
            self.durable[label] = self.machine.durable()

    def app_step(self, step):
        if step.get("app") in APP:
            self.tell(step["app"])
        elif "unsubscribe" in step:
            self.tell("unsubscribe", topics=step["unsubscribe"])
        elif what := next((name for name in ("subscribe", "fetch") if name in step), None):
            topics = [(label, int(cursor)) for label, cursor in step[what]["topics"]]
            self.tell(what, consumer=step[what]["consumer"], topics=topics)
        else:
            self.bad_step(step)

    def node_step(self, step):
        if "close" in step:
            self.end_call(step["call"], step["close"])
        elif "frame" in step and step["call"] in self.open:
            ((name, body),) = step["frame"].items()
            body = {member: self.sent_value(value) for member, value in body.items()}
            body |= {"rows": [(*row, self.topic(row)) for row in body["rows"]]} if "rows" in body else {}
            self.write("client", step["call"], name, body)
            self.tell("frame", call=step["call"], frame={name: body})
        elif "frame" not in step and "lose" not in step:
            self.bad_step(step)

    def pipe_step(self, step):
        if "close" in step:
            for call in sorted(self.open):
                self.end_call(call, step["close"])
        elif step.get("fault", {}).get("mode") == "accept_then_die":
            self.fault = step["fault"]
        else:
            self.bad_step(step)

    def bad_step(self, step):
        raise vectors.BadFiles(f"{self.id}: a step of a client's test that nobody knows: {step}")

    def end_call(self, call, code):
        if call in self.open:
            self.open.discard(call)
            self.tell("closed", call=call, code=code)

    def tell(self, what, **given):
        for action, call, *frame in self.machine.handle(self.now, what, **given):
            if action == "call":
                self.begin_call(call)
            elif call not in self.open:
                raise Failed(f"{action} on call {call} at {self.now} ms, which is not open")
            elif action == "cancel":
                self.open.discard(call)
            else:
                ((name, body),) = frame[0].items() if frame else [(action, {})]
                self.write("node", call, name, body)

    def begin_call(self, call):
        self.calls.append(self.now)
        self.open.add(call)
        if self.fault and self.now < self.fault.get("until_ms", self.now + 1):
            self.ends.append((self.now + self.fault["after_ms"], call))

    def write(self, to, call, name, body):
        self.sent.append(Sent(self.now, len(self.sent), to, call, name, body))

    def topic(self, row):
        if tuple(row) not in self.topics:
            raise vectors.BadFiles(f"{self.id}: the row {row} is not in the log")
        return self.topics[tuple(row)]

    def sent_value(self, value):
        number = self.value(value)
        if number is None:
            raise Failed(f"{value} was not sent until {self.now} ms")
        return number

    def value(self, value):
        """The number behind a name such as `$ping1`; none if it was not sent."""
        if not isinstance(value, str) or not value.startswith("$"):
            return value
        name, number = value[1:].rstrip("0123456789"), value.lstrip("$abcdefghijklmnopqrstuvwxyz")
        member = {"ping": "nonce", "mutate": "mutate_id"}.get(name)
        if member is None or not number:
            raise vectors.BadFiles(f"{self.id}: {value} is no name of a number")
        chosen = [sent.body[member] for sent in self.sent if sent.to == "node" and sent.name == name]
        return chosen[int(number) - 1] if int(number) <= len(chosen) else None

    def like(self, pattern, to):
        """All frames to this side that are like the pattern."""
        ((name, fields),) = pattern.items()
        same = [sent for sent in self.sent if sent.to == to and name in ("any", sent.name)]
        return [sent for sent in same if all(self.holds(sent, *member) for member in fields.items())]

    def holds(self, sent, member, wanted):
        body = sent.body
        if member == "call":
            return sent.call == wanted
        if member == "after":
            if wanted not in self.labels:
                raise vectors.BadFiles(f"{self.id}: no step has the label {wanted}")
            return sent.place >= self.labels[wanted]
        if member == "topic":
            named = [label for label, _ in body.get("adds", ())] + [label for _, _, label in body.get("rows", ())]
            return wanted in named + list(body.get("removes", ())) + list(body.get("topics", ()))
        if member == "rows":
            return any(list(row[:2]) in wanted for row in body.get("rows", ()))
        if member in ("adds", "removes"):
            return sorted(body.get(member, ())) == sorted(wanted)
        if member == "history_only":
            return body.get(member, False) == wanted
        number = self.value(wanted)
        return number is not None and body.get(member) == number


def check_frames(run, expected):
    for wanted in expected:
        found = run.like(wanted["frame"], wanted["to"])
        first, last = wanted.get("within_ms", (0, run.input["end_ms"]))
        if "times" in wanted and len(found) != wanted["times"]:
            raise Failed(f"{len(found)} times {wanted['frame']}, expected {wanted['times']}")
        if "times" not in wanted and not found:
            raise Failed(f"no {wanted['frame']}")
        if found and not first <= found[0].at <= last:
            raise Failed(f"{wanted['frame']} at {found[0].at} ms, expected from {first} to {last}")


def check_before(run, expected, frames):
    for label, pattern in expected:
        wanted = next((wanted for wanted in frames if wanted.get("label") == label), None)
        if wanted is None:
            raise vectors.BadFiles(f"{run.id}: no frame has the label {label}")
        first, later = run.like(wanted["frame"], wanted["to"]), run.like(pattern, "node")
        if later and (not first or first[0].place >= later[0].place):
            raise Failed(f"{pattern} at {later[0].at} ms comes before {label}")


def check_never(run, expected):
    for pattern in expected:
        if found := run.like(pattern, "node"):
            raise Failed(f"{pattern} at {found[0].at} ms, which must not be")


def check_processed(run, expected):
    had = {
        consumer: {label: sorted(ids) for label, ids in topics.items()}
        for consumer, topics in run.machine.processed.items()
    }
    same("processed", filled(had), filled(expected))


def check_durable(run, expected):
    for label, topics in expected.items():
        if label not in run.durable:
            raise vectors.BadFiles(f"{run.id}: no step has the label {label}")
        for topic, resumes in topics.items():
            same(f"{topic} after {label}", run.durable[label].get(topic), resumes)


def check_calls(run, expected):
    came = run.calls[1:]
    if len(came) != len(expected) or any(not first <= at <= last for at, (first, last) in zip(came, expected)):
        raise Failed(f"calls after the first at {came}, expected {expected}")


def filled(consumers):
    """Without topics of which nothing came, and consumers that got nothing."""
    kept = {consumer: {label: ids for label, ids in topics.items() if ids} for consumer, topics in consumers.items()}
    return {consumer: topics for consumer, topics in kept.items() if topics}


def same(what, came, expected):
    if came != expected:
        raise Failed(f"{what}: {came}, expected {expected}")


CHECKS = {
    "frames": lambda run, expect: check_frames(run, expect["frames"]),
    "before": lambda run, expect: check_before(run, expect["before"], expect.get("frames", [])),
    "never": lambda run, expect: check_never(run, expect["never"]),
    "processed": lambda run, expect: check_processed(run, expect["processed"]),
    "durable": lambda run, expect: check_durable(run, expect["durable"]),
    "state": lambda run, expect: same("state", run.machine.state, expect["state"]),
    "reconnect_at_ms": lambda run, expect: check_calls(run, expect["reconnect_at_ms"]),
    "invariants": lambda run, expect: None,
}


def unsupported(test, dialect):
    """Why this test cannot be judged here; empty if it can."""
    given, policy = test["input"], test["input"]["policy"]
    if given["under_test"] != "client":
        return f"a test of a {given['under_test']}"
    if dialect not in DIALECTS or given["binding"] not in BINDINGS:
        return f"{dialect} with the binding {given['binding']}"
    if test["result"] not in ("valid", "policy"):
        return f"the result {test['result']}"
    if unknown := policy.keys() - set(SETTINGS):
        return f"the setting {', '.join(sorted(unknown))}"
    if unknown := [name for name, known in CHOICES.items() if policy.get(name, known[0]) not in known]:
        return f"{unknown[0]}: {policy[unknown[0]]}"
    if test["result"] == "policy" and not POLICIES.keys() & test["expected_by_policy"].keys():
        return "none of the policies is implemented here"
    return ""


def demands(test):
    """What to judge: name, settings and answer. A valid test that leaves it open has the same answer either way."""
    policy = test["input"]["policy"]
    if test["result"] == "valid":
        left_open = "resume_from" not in policy and "watchdog" not in policy
        names = ("resume-marks", "resume-floors") if left_open else ("",)
        return [(name, set_policy(policy, name), test["expect"]) for name in names]
    answers = test["expected_by_policy"].items()
    return [(name, set_policy(policy, name), answer) for name, answer in answers if name in POLICIES]


def set_policy(policy, name):
    wanted = POLICIES.get(name, {})
    return policy | ({"watchdog": policy["watchdog"] | wanted} if "retry_stamp" in wanted else wanted)


def verdict(test, dialect, make=Client):
    """A word, and unless it is `passed`, why."""
    try:
        if why := unsupported(test, dialect):
            return "unsupported", why
        for name, policy, expect in demands(test):
            if why := judge(test, dialect, make, policy, expect):
                return "failed", f"{name}: {why}" if name else why
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise vectors.BadFiles(f"{test['id']}: {error!r} where a member is expected") from error
    return "passed", ""


def judge(test, dialect, make, policy, expect):
    """What the machine does wrong under these settings; empty if nothing."""
    if unknown := expect.keys() - CHECKS.keys():
        raise vectors.BadFiles(f"{test['id']}: {', '.join(sorted(unknown))} is not for a client")
    given = test["input"]
    kinds = {}
    for label, topic in given["topics"].items():
        if topic[:2] not in KINDS:
            raise vectors.BadFiles(f"{test['id']}: {label} is a topic of an unknown kind")
        kinds[label] = KINDS[topic[:2]]
    machine = Watchdog(policy) if "watchdog" in policy else make(dialect, policy, given["watchdog_n"], kinds)
    try:
        run = Run(test, machine, expect.get("durable", {})).play()
        for member in expect:
            CHECKS[member](run, expect)
    except Failed as failed:
        return str(failed)
    return ""


def judge_all(root):
    """Verdict and entry of each test that is judged."""
    for file in vectors.load(root):
        if file["topic"] != "stream":
            continue
        for now, test in vectors.tests(file):
            word, why = verdict(test, file["profile"])
            if word != "unsupported":
                came = "as_demanded" if word == "passed" else "accepted_otherwise"
                yield test["id"], record.digest(file["profile"], now, test), came, why


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Judge the tests of clients of mutable subscription streams.")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--record", type=pathlib.Path, help="write what came of each test to this file")
    options = parser.parse_args(arguments)
    try:
        entries = list(judge_all(options.folder))
    except vectors.BadFiles as error:
        print(error, file=sys.stderr)
        return 2
    failed = [(name, why) for name, _, came, why in entries if came != "as_demanded"]
    for name, why in failed:
        print(f"{name} failed: {why}")
    print(f"{len(entries)} tests judged by {STACK} {VERSION}, {len(entries) - len(failed)} passed")
    if options.record:
        options.record.write_text(record.record(STACK, VERSION, SOURCES, entries), encoding="utf-8")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
