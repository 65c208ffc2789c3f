"""Topic stream: plays the script of a `client` test to the client of stream_client.py, and compares with what is demanded.

Tests of a node, or of both, are unsupported: there is no node here.
"""

import argparse
import pathlib
import sys

import vectors
from record import digest, record
from stream_client import Client
from stream_watchdog import Watchdog

STACK, VERSION = "stream_client.py", "1"
SOURCES = ("record.py", "stream.py", "stream_client.py", "stream_watchdog.py", "vectors.py")

DIALECTS = ("xip83-r5", "xip83-r7")
#: What each policy sets.
POLICIES = {
    "resume-marks": lambda policy: policy.update(resume_from="marks"),
    "resume-floors": lambda policy: policy.update(resume_from="floors"),
    "retry-once": lambda policy: policy["watchdog"].update(retry_stamp="once"),
    "retry-each": lambda policy: policy["watchdog"].update(retry_stamp="each"),
}


class Seen:
    """What the client did, in order: (time, kind, details). Steps of the script stand in between."""

    def __init__(self):
        self.events, self.durable = [], {}

    def frames(self):
        """Place, time, call, name, frame of everything that it sent."""
        for place, (at, kind, *rest) in enumerate(self.events):
            if kind == "send":
                yield place, at, *rest
            elif kind == "half_close":
                yield place, at, rest[0], "half_close", {}

    def chosen(self, name):
        """The number behind `$ping1` or `$mutate2`."""
        what, key = ("ping", "nonce") if name.startswith("$ping") else ("mutate", "mutate_id")
        numbers = [frame[key] for _, _, _, own, frame in self.frames() if own == what]
        return numbers[int(name[len(what) + 1 :]) - 1]

    def calls(self):
        return [at for at, kind, *_ in self.events if kind == "call"]


class Bench:
    """The node, the application and the pipe of one test."""

    def __init__(self, dialect, given, make=Client):
        self.given, self.seen = given, Seen()
        self.rows = {(row["kind"], row["id"]): row for row in given["log"]}
        self.client = Watchdog(given) if "watchdog" in given["policy"] else make(dialect, given)
        self.call, self.dies, self.dying = None, None, None

    def play(self):
        for step in self.given["script"]:
            self.run_until(step["at_ms"])
            self.seen.events.append((step["at_ms"], "step", step.get("label")))
            self.step(step)
            if "label" in step:
                self.seen.durable[step["label"]] = self.client.saved()
        self.run_until(self.given["end_ms"] + 1)
        return self.seen

    def run_until(self, end):
        for _ in range(100_000):
            at = min((at for at in (self.client.wake(), self.dies) if at is not None), default=end)
            if at >= end:
                return
            if at == self.dies:
                self.close(at, "UNAVAILABLE")
            else:
                self.hand(at, "tick")
        raise vectors.BadFiles("the client never rests")

    def step(self, step):
        at = step["at_ms"]
        here = self.call is not None and step.get("call", self.call) == self.call
        if "frame" in step:
            if here:
                ((name, frame),) = step["frame"].items()
                self.hand(at, "frame", name, self.filled(frame))
        elif "close" in step:
            if here:
                self.close(at, step["close"])
        elif "subscribe" in step or "fetch" in step:
            what = "subscribe" if "subscribe" in step else "fetch"
            topics = [(topic, cursor) for topic, cursor in step[what]["topics"]]
            self.hand(at, what, step[what]["consumer"], topics)
        elif "unsubscribe" in step:
            self.hand(at, "unsubscribe", step["unsubscribe"])
        elif "app" in step:
            self.hand(at, step["app"])
        elif step.get("fault", {}).get("mode") == "accept_then_die":
            self.dying = step["fault"]
        else:
            raise KeyError(f"a step that is nothing for a client: {step}")

    def filled(self, frame):
        """The frame with numbers for names, and rows with their topics."""
        frame = {
            key: self.seen.chosen(value) if isinstance(value, str) and value.startswith("$") else value
            for key, value in frame.items()
        }
        if "rows" in frame:
            frame["rows"] = [self.rows[kind, number] for kind, number in frame["rows"]]
        return frame

    def close(self, at, code):
        self.call = self.dies = None
        self.hand(at, "close", code)

    def hand(self, at, *what):
        for out in self.client.handle(at, *what):
            self.seen.events.append((at, *out))
            if out[0] == "call":
                self.call = out[1]
                dying = self.dying is not None and at < self.dying.get("until_ms", 2**53)
                self.dies = at + self.dying["after_ms"] if dying else None
            elif out[0] == "give_up":
                self.call = self.dies = None


def is_like(seen, pattern, call, name, frame):
    ((wanted, fields),) = pattern.items()

    def number(value):
        return seen.chosen(value) if isinstance(value, str) else value

    def fits(key, value):
        if key in ("mutate_id", "nonce"):
            return key in frame and frame[key] == number(value)
        if key == "topic":
            return value in [topic for topic, _ in frame.get("adds", [])] + frame.get("removes", [])
        if key in ("adds", "removes"):
            return key in frame and sorted(map(list_of, frame[key])) == sorted(map(list_of, value))
        if key == "history_only":
            return frame.get(key) == value
        if key == "call":
            return call == value
        return key == "after"

    return wanted in (name, "any") and all(fits(key, value) for key, value in fields.items())


def list_of(value):
    return list(value) if isinstance(value, (list, tuple)) else value


def like(seen, pattern):
    """Places and times of the frames like a pattern."""
    ((_, fields),) = pattern.items()
    first = 0
    if "after" in fields:
        steps = [place for place, event in enumerate(seen.events) if event[1:] == ("step", fields["after"])]
        first = steps[0] + 1
    return [
        (place, at)
        for place, at, call, name, frame in seen.frames()
        if place >= first and is_like(seen, pattern, call, name, frame)
    ]


def within(at, window):
    return window is None or window[0] <= at <= window[1]


def faults(expect, seen, client):
    """Everything that is not as demanded, in words."""
    labelled = {}
    for wanted in expect.get("frames", []):
        found = like(seen, wanted["frame"])
        labelled[wanted.get("label")] = found
        times = wanted.get("times")
        if not found or not within(found[0][1], wanted.get("within_ms")) or times not in (None, len(found)):
            yield f"{wanted} comes at {[at for _, at in found]}"
    for label, later in expect.get("before", []):
        found = like(seen, later)
        if found and (not labelled[label] or found[0] < labelled[label][0]):
            yield f"{later} comes before {label}"
    for pattern in expect.get("never", []):
        if like(seen, pattern):
            yield f"{pattern} comes"
    has = client.processed()
    for consumer, topics in expect.get("processed", {}).items():
        for topic, ids in topics.items():
            if has.get((consumer, topic), []) != ids:
                yield f"{consumer} has {has.get((consumer, topic))} of {topic}, expected {ids}"
    for label, cursors in expect.get("durable", {}).items():
        for topic, cursor in cursors.items():
            if seen.durable[label].get(topic) != cursor:
                yield f"after {label} {topic} resumes from {seen.durable[label].get(topic)}, expected {cursor}"
    if "state" in expect and client.state != expect["state"]:
        yield f"the state is {client.state}, expected {expect['state']}"
    if "reconnect_at_ms" in expect:
        calls, windows = seen.calls()[1:], expect["reconnect_at_ms"]
        if len(calls) != len(windows) or not all(map(within, calls, windows)):
            yield f"calls at {calls}, expected {windows}"


def verdict(test, dialect, make=Client):
    if dialect not in DIALECTS:
        return "unsupported", f"dialect {dialect}"
    given = test["input"]
    if given["under_test"] != "client":
        return "unsupported", f"there is no {given['under_test']} here"
    answers = test.get("expected_by_policy") or {None: test["expect"]}
    for policy, expect in answers.items():
        if policy is not None and policy not in POLICIES:
            return "unsupported", f"policy {policy}"
        settings = {name: dict(own) if isinstance(own, dict) else own for name, own in given["policy"].items()}
        if policy is not None:
            POLICIES[policy](settings)
        bench = Bench(dialect, {**given, "policy": settings}, make)
        for fault in faults(expect, bench.play(), bench.client):
            return "failed", f"{policy}: {fault}" if policy else fault
    return "passed", None


def main():
    """What the client made of each of its tests, for machines."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("vectors", help="the folder streams/ with its manifest.json")
    parser.add_argument("--record", type=pathlib.Path, help="write what came of each test to this file")
    options = parser.parse_args()
    entries = []
    try:
        for file in vectors.load(options.vectors):
            for now, test in vectors.tests(file):
                word, why = verdict(test, file["profile"])
                if word != "unsupported":
                    came = ("as_demanded", "") if word == "passed" else ("accepted_otherwise", why)
                    entries.append((test["id"], digest(file["profile"], now, test), *came))
    except vectors.BadFiles as error:
        print(error, file=sys.stderr)
        return 2
    passed = sum(came == "as_demanded" for _, _, came, _ in entries)
    print(f"{len(entries)} tests judged by {STACK} {VERSION}, {passed} passed")
    if options.record:
        options.record.write_text(record(STACK, VERSION, SOURCES, entries), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
