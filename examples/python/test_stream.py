"""The sound client passes all tests, and each mistake is caught by tests whose flags name it, and by no others."""

import contextlib
import copy
import io
import pathlib
import unittest
from unittest import mock

import stream
import vectors
from stream_client import FINAL, R7, Client
from stream_watchdog import Watchdog

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "vectors" / "streams"
TESTS = [(file["profile"], test) for file in vectors.load(FOLDER) for _, test in vectors.tests(file)]


class DeafWhileParked(Client):
    def on_frame(self, now, call, frame):
        if not (self.parked and "ping" in frame):
            super().on_frame(now, call, frame)


class CountsStalls(Client):
    """What comes while consumers are parked is no sign of life, and somebody watches."""

    def on_frame(self, now, call, frame):
        heard = self.call.heard if self.call and self.parked else now
        super().on_frame(now, call, frame)
        if self.call:
            self.call.heard = heard

    def silent_at(self):
        waiting, self.waiting = self.waiting, []
        at, self.waiting = super().silent_at(), waiting
        return at


class FixedInterval(Client):
    def take_started(self, interval):
        super().take_started(0)


class SavesOnArrival(Client):
    def on_frame(self, now, call, frame):
        for _, number, label in frame.get("messages", {}).get("rows", ()):
            self.topics[label].cursor = max(number, self.topics[label].cursor)
        super().on_frame(now, call, frame)


class NeverFallsBack(Client):
    def fall_back(self):
        self.due = None


class TakesAnyRevision(Client):
    def is_too_early(self, label):
        return False


class AsksAfterRefusal(Client):
    def on_closed(self, now, call, code):
        super().on_closed(now, call, "INTERNAL" if code in FINAL else code)


class EndsWithTheNode(Client):
    def on_closed(self, now, call, code):
        super().on_closed(now, call, "PERMISSION_DENIED" if code == "OK" else code)


class HealthyWhenOpened(Client):
    def begin(self, now):
        super().begin(now)
        self.failures = 0


class NoMinimum(Client):
    def call_after(self, now, wait):
        self.last_call = None
        super().call_after(now, wait)


class SuspendsLate(Client):
    def on_resume(self, now):
        grace_at = self.grace_at
        super().on_resume(now)
        self.grace_at = grace_at


class WaitsForProbe(Client):
    def wake(self):
        self.probe_at = None
        return super().wake()


class AlwaysProbes(Client):
    def on_resume(self, now):
        self.probes = True
        super().on_resume(now)


class SkipsToWhatCame(Client):
    """A wave is done as far as any row came, also a live one of another topic."""

    def resumes(self, topic):
        mark = self.marks.get(topic.kind, 0) if topic.wave is not None and self.dialect == R7 else 0
        return max(super().resumes(topic), mark)


class MarksAlone(Client):
    """From the live mark, although floors are wanted."""

    def resumes(self, topic):
        self.marks_alone = True
        return super().resumes(topic)


class LowestCursorForAll(Client):
    """Consumers of one topic have no cursors of their own."""

    def hand_out(self, label, number):
        consumers = [wishes for wishes in self.wishes.values() if label in wishes]
        for wishes in consumers:
            wishes[label] = min(other[label] for other in consumers)
        super().hand_out(label, number)


class StaysAfterWindow(Client):
    def take_started(self, interval):
        super().take_started(interval)
        self.out = [action for action in self.out if action[0] != "half_close"]


class NeverRemoves(Client):
    def on_unsubscribe(self, now, topics):
        super().on_unsubscribe(now, topics)
        self.out = []


class WatchesWhileDraining(Client):
    def silent_at(self):
        call = self.call
        return call.heard + self.watchdog_n * call.interval if call and call.draining else super().silent_at()


class LeavesOnUnknownFeature(Client):
    def on_frame(self, now, call, frame):
        if frame.get("started", {}).get("capabilities"):
            self.give_up()
        super().on_frame(now, call, frame)


class WaitsTooLong(Client):
    def call_after(self, now, wait):
        super().call_after(now, wait + 2 * self.backoff["jitter_ms"])


class PongsTwice(Client):
    def take(self, name, body):
        super().take(name, body)
        if name == "ping":
            super().take(name, body)


class PongsWhileDraining(Client):
    def take(self, name, body):
        super().take(name, body)
        if name == "ping" and self.call.draining:
            self.send("pong", nonce=body["nonce"])


class StartsTwice(Client):
    def take(self, name, body):
        if name == "started":
            self.call.started = False
        super().take(name, body)


class TakesIntervalZero(Client):
    def take_started(self, interval):
        super().take_started(interval)
        self.call.interval = interval or 1


class NoCap(Client):
    def call_again(self, now):
        self.backoff = {**self.backoff, "cap_ms": 1 << 60}
        super().call_again(now)


class TakesAnyPong(Client):
    def take(self, name, body):
        super().take(name, {"nonce": self.probe} if name == "pong" else body)


class ProbesInPeace(Client):
    """Nobody watches while a probe is out."""

    def silent_at(self):
        return None if self.probe is not None else super().silent_at()


class TakesAnyEnd(Client):
    def take_catchup(self, wave):
        super().take_catchup(max(self.call.waves, default=wave))


class RemovesWhatWasWanted(Client):
    def on_unsubscribe(self, now, topics):
        super().on_unsubscribe(now, [label for label in topics if label in self.topics])


class AlwaysAsks(Client):
    def on_subscribe(self, now, consumer, topics):
        wanted, self.topics = self.topics, {}
        super().on_subscribe(now, consumer, topics)
        self.topics = wanted | self.topics


class HandsOutThenFallsBack(Client):
    """The rows of a frame of another revision are taken before the call is given up."""

    def take_messages(self, lane, rows):
        if self.dialect == R7 and lane == 0 and any(self.is_too_early(label) for _, _, label in rows):
            for _, number, label in rows:
                self.hand_out(label, number)
        super().take_messages(lane, rows)


class ForgetsOwedWindows(Client):
    """A window takes the place of one that is still owed."""

    def on_fetch(self, now, consumer, topics):
        if not self.call:
            self.fetching = None
        super().on_fetch(now, consumer, topics)


class CallsInBackground(Client):
    def on_closed(self, now, call, code):
        suspended, self.suspended = self.suspended, False
        super().on_closed(now, call, code)
        self.suspended = suspended


class KeepsWhatIsDue(Client):
    def on_suspend(self, now):
        due = self.due
        super().on_suspend(now)
        self.due = due


class FallsBackWhenRefused(Client):
    def on_closed(self, now, call, code):
        super().on_closed(now, call, "UNIMPLEMENTED" if code == "INVALID_ARGUMENT" else code)


class StaysRefused(Client):
    """Who was refused calls no more, not even in the foreground."""

    refused = False

    def on_closed(self, now, call, code):
        super().on_closed(now, call, code)
        self.refused = code in FINAL

    def call_again(self, now):
        if not self.refused:
            super().call_again(now)


class LeapsFrog(Client):
    """A live row lifts all that is wanted, also what is in a wave."""

    def take_messages(self, lane, rows):
        super().take_messages(lane, rows)
        for (wave, kind), number in self.progress.items():
            self.progress[wave, kind] = max(number, self.marks.get(kind, 0))


class FallsBackInAnyWave(Client):
    def is_too_early(self, label):
        return label in self.topics and self.topics[label].wave is not None


class FallsBackInFirstWave(Client):
    """A live row counts as too early while the first wave of its topic is open, also if the topic has left it."""

    def is_too_early(self, label):
        return self.call.first.get(label) in self.call.waves


class WatchesWhatWaits(Client):
    def silent_at(self):
        waiting, self.waiting = self.waiting, []
        at, self.waiting = super().silent_at(), waiting
        return at


class GoesOnWhereSilenceWas(Client):
    def on_unpark(self, now):
        heard = self.call.heard if self.call else None
        super().on_unpark(now)
        if self.call:
            self.call.heard = heard


class KeepsWhatWaits(Client):
    def drop(self):
        waiting = self.waiting
        super().drop()
        self.waiting = waiting


class CrashesParked(Client):
    def begin_process(self):
        parked = getattr(self, "parked", False)
        super().begin_process()
        self.parked = parked


class CrashesSuspended(Client):
    def begin_process(self):
        suspended = getattr(self, "suspended", False)
        super().begin_process()
        self.suspended = suspended


class FetchesLater(Client):
    """A window on a call that is there waits for the next call."""

    def on_fetch(self, now, consumer, topics):
        if self.call:
            self.fetching = self.note(consumer, topics)
        else:
            super().on_fetch(now, consumer, topics)


class DrainsInForeground(Client):
    def on_resume(self, now):
        if self.call and self.call.draining:
            self.suspended = False
        else:
            super().on_resume(now)


class ForgetsProgress(Client):
    """A topic in an interrupted wave that a window leaves out resumes from the cursor of its add."""

    def end_waves(self):
        cursors = {label: topic.cursor for label, topic in self.topics.items()}
        resumes = super().end_waves()
        for label, cursor in cursors.items():
            self.topics[label].cursor = cursor
        return resumes


class FallsBackForOneCall(Client):
    def on_subscribe(self, now, consumer, topics):
        self.fell_back = False
        super().on_subscribe(now, consumer, topics)


class WatchesInBackground(Client):
    def silent_at(self):
        suspended, self.suspended = self.suspended, False
        at, self.suspended = super().silent_at(), suspended
        return at


MISTAKES = {
    DeafWhileParked: {"SlowConsumer"},
    CountsStalls: {"SlowConsumer"},
    FixedInterval: {"Silence"},
    SavesOnArrival: {"Crash", "Leapfrog"},
    NeverFallsBack: {"OtherRevision", "UnknownCall"},
    TakesAnyRevision: {"OtherRevision"},
    AsksAfterRefusal: {"Refused"},
    EndsWithTheNode: {"CleanEnd"},
    HealthyWhenOpened: {"Background", "Backoff"},
    NoMinimum: {"Flapping"},
    SuspendsLate: {"LastWord"},
    WaitsForProbe: {"Probe"},
    AlwaysProbes: {"Flapping"},
    SkipsToWhatCame: {"InterruptedWave", "Leapfrog", "OtherRevision"},
    MarksAlone: {"ResumesFrom", "TwoConsumers", "UnsetMark"},
    LowestCursorForAll: {"OtherRevision", "TwoConsumers"},
    StaysAfterWindow: {"LastWord", "LongDrain", "Window"},
    NeverRemoves: {"OneRemove", "OtherEnds", "Seeded"},
    WatchesWhileDraining: {"LongDrain"},
    LeavesOnUnknownFeature: {"OtherFeatures"},
    WaitsTooLong: {"Jitter"},
    PongsTwice: {
        "Answers", "AnyStatus", "Backoff", "BlackHole", "BoundedHold", "CleanEnd", "Flapping", "HighestOfEach",
        "InterruptedWave", "KnownGap", "LastWord", "NewWireAtOnce", "OtherFeatures", "Probe", "ResumesFrom",
        "Silence", "SlowConsumer", "TwoConsumers", "UnsetMark",
    },
    PongsWhileDraining: {"LongDrain"},
    StartsTwice: {"StartedOnce"},
    TakesIntervalZero: {"Silence"},
    NoCap: {"Backoff"},
    TakesAnyPong: {"Probe"},
    ProbesInPeace: {"Probe"},
    TakesAnyEnd: {"OtherEnds"},
    RemovesWhatWasWanted: {"OneRemove", "OtherEnds"},
    AlwaysAsks: {"ComesAnyway"},
    CallsInBackground: {"Background", "LastWord", "Window"},
    HandsOutThenFallsBack: {"OtherRevision"},
    ForgetsOwedWindows: {"Window"},
    KeepsWhatIsDue: {"Background"},
    FallsBackWhenRefused: {"Refused"},
    StaysRefused: {"Refused"},
    LeapsFrog: {"InterruptedWave", "Leapfrog", "OtherRevision"},
    FallsBackInAnyWave: {"Leapfrog"},
    FallsBackInFirstWave: {"OtherRevision"},
    WatchesWhatWaits: {"SlowConsumer"},
    GoesOnWhereSilenceWas: {"SlowConsumer"},
    KeepsWhatWaits: {"SlowConsumer"},
    CrashesParked: {"Crash"},
    CrashesSuspended: {"Crash"},
    FetchesLater: {"Window"},
    DrainsInForeground: {"LastWord"},
    ForgetsProgress: {"LastWord"},
    FallsBackForOneCall: {"UnknownCall"},
    WatchesInBackground: {"NewWireAtOnce", "Probe"},
}


def verdicts(make=Client):
    """(flags, word, why) of each test that can be judged."""
    found = [(test["flags"], *stream.verdict(test, profile, make)) for profile, test in TESTS]
    return [(flags, word, why) for flags, word, why in found if word != "unsupported"]


def failed_flags(make=Client):
    return {flag for flags, word, _ in verdicts(make) if word == "failed" for flag in flags}


def one(name):
    """A copy of this test, and its dialect."""
    return next((copy.deepcopy(test), profile) for profile, test in TESTS if test["id"] == name)


class SoundClient(unittest.TestCase):
    def test_passes_all(self):
        found = verdicts()
        self.assertEqual([(flags, why) for flags, word, why in found if word != "passed"], [])
        self.assertEqual(len(found), sum(test["input"]["under_test"] == "client" for _, test in TESTS))


class Mistakes(unittest.TestCase):
    def test_each_fails_what_names_it(self):
        for make, flags in MISTAKES.items():
            with self.subTest(make.__name__):
                self.assertEqual(failed_flags(make), flags)

    def test_watchdog_that_stamps_once(self):
        sound = Watchdog.__init__

        def once(dog, policy):
            sound(dog, policy)
            dog.stamps_each = False

        with mock.patch.object(Watchdog, "__init__", once):
            self.assertEqual(failed_flags(), {"RetryStamp", "Attempts"})

    def test_impatient_watchdog(self):
        with mock.patch.object(Watchdog, "wake", lambda dog: dog.due):
            self.assertEqual(failed_flags(), {"RetryStamp", "Attempts"})


class Bench(unittest.TestCase):
    def test_what_is_not_for_a_client_is_unsupported(self):
        test, dialect = one("str-0101")
        self.assertEqual(stream.verdict(test, "xip83-r9")[0], "unsupported")
        for member, value in (("under_test", "pair"), ("binding", "v9"), ("policy", {"reconcile_ms": 5})):
            with self.subTest(member):
                changed = test | {"input": test["input"] | {member: value}}
                self.assertEqual(stream.verdict(changed, dialect)[0], "unsupported")
        changed = test | {"result": "policy", "expected_by_policy": {"unheard-of": test["expect"]}}
        self.assertEqual(stream.verdict(changed, dialect)[0], "unsupported")

    def test_loops_end(self):
        test, dialect = one("str-0101")
        test["input"]["watchdog_n"] = 0
        word, why = stream.verdict(test, dialect)
        self.assertEqual((word, "no end of timers" in why), ("failed", True))

    def test_broken_files_are_said_to_be_broken(self):
        steps = (
            {"at_ms": 0, "from": "app", "app": "dance"},
            {"at_ms": 0, "from": "moon"},
            {"at_ms": 0, "from": "node", "call": 1, "frame": {"messages": {"mutate_id": 0, "rows": [["group", 99]]}}},
            {"at_ms": 0, "from": "node", "call": 1, "frame": {"pong": {"nonce": "$pang1"}}},
            {"at_ms": 0, "from": "app", "subscribe": {"consumer": "app", "topics": [["unheard-of", 0]]}},
            {"at_ms": 0, "from": "node", "frame": {"ping": {"nonce": 1}}},
        )
        for step in steps:
            with self.subTest(step=step):
                test, dialect = one("str-0101")
                test["input"]["script"].append(step)
                with self.assertRaises(vectors.BadFiles):
                    stream.verdict(test, dialect)

    def test_main(self):
        with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()) as err:
            self.assertEqual(stream.main([str(FOLDER)]), 0)
            self.assertEqual(stream.main([str(FOLDER / "nowhere")]), 2)
        clients = sum(test["input"]["under_test"] == "client" for _, test in TESTS)
        self.assertEqual(out.getvalue(), f"{clients} tests judged by stream_client.py 2, {clients} passed\n")
        self.assertIn("manifest.json", err.getvalue())


if __name__ == "__main__":
    unittest.main()
