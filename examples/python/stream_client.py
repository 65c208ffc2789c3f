"""A client of mutable subscription streams (XIP-83), without any input or output of its own.

`handle` takes what happens and gives back what is to be done, as tuples: `("call", n)` begins call number n,
`("send", n, frame)`, `("half_close", n)` and `("cancel", n)` act on it. `wake` is the next moment at which
`handle(now, "timer")` has something to do. Times are whole milliseconds.
"""

import random
from dataclasses import dataclass, field
from typing import Optional

R5, R7 = "xip83-r5", "xip83-r7"
DIALECTS = (R5, R7)
BINDINGS = ("v3",)
HELD = ("messages", "topics_live", "catchup_complete")
FINAL = ("INVALID_ARGUMENT", "PERMISSION_DENIED")
FIRST_INTERVAL = 30_000
BACKOFF = {"base_ms": 1_000, "cap_ms": 60_000, "jitter_ms": 0, "min_ms": 0}


@dataclass
class Topic:
    """What is saved of a topic that somebody wants."""

    kind: str
    cursor: int = 0
    counted: int = 0
    wave: Optional[int] = None
    replay: bool = False
    live: bool = False

    def ask(self, cursor, wave=None, replay=False):
        """It is asked for from this cursor; without a wave that is remembered."""
        self.cursor, self.counted = cursor, min(self.counted, cursor)
        self.wave, self.replay, self.live = wave, replay, False

    def end_wave(self):
        if self.replay:
            self.cursor = max(self.cursor, self.counted)
        self.wave, self.live, self.replay = None, not self.replay, False


@dataclass
class Call:
    """The present call: `heard` is when silence began, `first` the wave with which each topic was first asked for."""

    number: int
    heard: int
    interval: int = FIRST_INTERVAL
    started: bool = False
    draining: bool = False
    waves: set = field(default_factory=set)
    first: dict = field(default_factory=dict)


class Client:
    def __init__(self, dialect, policy, watchdog_n, kinds):
        self.dialect, self.watchdog_n, self.kinds = dialect, watchdog_n, kinds
        self.backoff = BACKOFF | policy.get("backoff", {})
        self.marks_alone = policy.get("resume_from") == "marks"
        self.probes = policy.get("on_resume", "probe") == "probe"
        self.probe_ms, self.grace_ms = policy.get("probe_ms", 5_000), policy.get("grace_ms")
        self.random = random.Random(0)
        self.wishes, self.processed = {}, {}  # both: consumer -> topic -> cursor, or ids
        self.topics, self.marks, self.progress = {}, {}, {}  # the progress of (wave, kind)
        self.calls = self.mutates = self.pings = 0
        self.out = []
        self.begin_process()

    def begin_process(self):
        """All that a crash takes away."""
        self.call = self.due = self.last_call = self.probe = self.probe_at = self.grace_at = self.fetching = None
        self.suspended = self.parked = self.fell_back = False
        self.failures, self.waiting = 0, []

    def handle(self, now, what, **given):
        """Something happens; comes back with what is to be done, in order."""
        self.out = []
        getattr(self, f"on_{what}")(now, **given)
        return self.out

    def wake(self):
        moments = (self.due, self.probe_at, self.grace_at, self.silent_at())
        return min((moment for moment in moments if moment is not None), default=None)

    def silent_at(self):
        """When the call has been silent for too long, if anybody watches."""
        if not self.call or self.suspended or self.call.draining or self.waiting:
            return None
        return self.call.heard + self.watchdog_n * self.call.interval

    @property
    def state(self):
        call = self.call
        if self.fell_back:
            return "fell-back"
        if self.suspended:
            return "suspended"
        if not call:
            return "closed" if self.due is None else "reconnecting"
        if call.draining:
            return "draining"
        if self.probe is not None:
            return "resuming"
        return "opening" if not call.started else "catching-up" if call.waves else "live"

    def durable(self):
        """Topic -> from where it would resume."""
        return {label: self.resumes(topic) for label, topic in self.topics.items()}

    def resumes(self, topic):
        if self.dialect == R5:
            return max(topic.cursor, topic.counted)
        if topic.wave is not None:
            return max(topic.cursor, self.progress.get((topic.wave, topic.kind), 0))
        if not topic.live:
            return topic.cursor
        mark = self.marks.get(topic.kind, 0)
        return mark if self.marks_alone else max(mark, topic.cursor, topic.counted)

    # What the application does

    def on_subscribe(self, now, consumer, topics):
        asked = []
        for label, cursor in self.note(consumer, topics).items():
            topic = self.topics.get(label)
            if topic and cursor >= max(topic.cursor, topic.counted):
                continue
            self.topics.setdefault(label, Topic(self.kinds[label])).ask(cursor)
            asked.append(label)
        if asked and self.can_mutate():
            self.ask({label: self.topics[label].cursor for label in asked})
        elif asked and not self.call and self.due is None and not self.suspended:
            self.begin(now)

    def on_unsubscribe(self, now, topics):
        for label in topics:
            self.topics.pop(label, None)
            (self.fetching or {}).pop(label, None)
            for wishes in self.wishes.values():
                wishes.pop(label, None)
        if self.can_mutate():
            self.mutate(removes=list(topics))

    def on_fetch(self, now, consumer, topics):
        """On a call that is there this is a `subscribe`; else a window, which is a call for a replay alone."""
        if self.call:
            self.on_subscribe(now, consumer, topics)
        else:
            owed = self.fetching or {}
            for label, cursor in self.note(consumer, topics).items():
                owed[label] = min(cursor, owed.get(label, cursor))
            self.fetching = owed
            self.begin(now)

    def on_suspend(self, now):
        if self.suspended:
            return
        self.suspended, self.due, self.probe, self.probe_at = True, None, None, None
        if self.call and self.fetching is None and self.grace_ms is not None:
            self.grace_at = now + self.grace_ms

    def on_resume(self, now):
        if not self.suspended:
            return
        self.suspended, self.grace_at = False, None
        if self.probes and self.can_mutate():
            self.pings += 1
            self.probe, self.probe_at = self.pings, now + self.probe_ms
            self.send("ping", nonce=self.probe)
            return
        self.end_window()
        self.give_up()
        self.call_again(now)

    def end_window(self):
        """What a window was to bring is wanted like everything else."""
        for label, cursor in (self.fetching or {}).items():
            self.topics.setdefault(label, Topic(self.kinds[label], cursor))
        self.fetching = None

    def on_crash(self, now):
        self.give_up()
        self.begin_process()
        if self.topics:
            self.begin(now)

    def on_park(self, now):
        self.parked = True

    def on_unpark(self, now):
        if not self.parked:
            return
        self.parked = False
        if self.call:
            self.call.heard = now
        waiting, self.waiting = self.waiting, []
        for name, body in waiting:
            if self.call:
                self.take(name, body)

    def note(self, consumer, topics):
        """Notes what a consumer wants; comes back with the lowest cursor of each topic."""
        lowest, wishes = {}, self.wishes.setdefault(consumer, {})
        for label, cursor in topics:
            lowest[label] = min(cursor, lowest.get(label, cursor))
            wishes[label] = min(cursor, wishes.get(label, cursor))
        return lowest

    # Frames

    def on_frame(self, now, call, frame):
        """A frame is `{name: body}`, a row (kind, id, topic)."""
        if not self.call or self.call.number != call:
            return
        self.call.heard = now
        ((name, body),) = frame.items()
        if self.parked and name in HELD:
            self.waiting.append((name, body))
        else:
            self.take(name, body)

    def take(self, name, body):
        if name == "messages":
            self.take_messages(body["mutate_id"], body["rows"])
        elif name == "catchup_complete":
            self.take_catchup(body["mutate_id"])
        elif name == "started" and not self.call.started:
            self.take_started(body["keepalive_interval_ms"])
        elif name == "ping" and not self.call.draining:
            self.send("pong", nonce=body["nonce"])
        elif name == "pong" and body["nonce"] == self.probe:
            self.probe = self.probe_at = None

    def take_started(self, interval):
        call = self.call
        call.started, self.failures = True, 0
        call.interval = interval or call.interval
        adds = self.end_waves()
        if self.fetching is not None:
            adds = {label: max(cursor, adds.get(label, 0)) for label, cursor in self.fetching.items()}
        if adds:
            self.ask(adds, replay=self.fetching is not None)
        if self.fetching is not None:
            call.draining = True
            self.out.append(("half_close", call.number))

    def end_waves(self):
        """No wave of an earlier call goes on. Comes back with topic -> from where it resumes."""
        resumes = self.durable()
        for label, topic in self.topics.items():
            if topic.wave is not None:
                topic.cursor, topic.wave, topic.replay = resumes[label], None, False
        self.progress.clear()
        return resumes

    def take_messages(self, lane, rows):
        if self.dialect == R7 and lane == 0 and any(self.is_too_early(label) for _, _, label in rows):
            self.give_up()
            self.fall_back()
            return
        for kind, number, label in rows:
            raised, key = (self.progress, (lane, kind)) if lane else (self.marks, kind)
            raised[key] = max(number, raised.get(key, 0))
            topic = self.topics.get(label)
            if topic and (self.dialect == R5 or topic.live or topic.wave == lane):
                topic.counted = max(number, topic.counted)
            self.hand_out(label, number)

    def is_too_early(self, label):
        """Whether a live row of it cannot be: the topic is in the wave with which this call first asked for it."""
        topic = self.topics.get(label)
        return topic is not None and topic.wave is not None and topic.wave == self.call.first.get(label)

    def hand_out(self, label, number):
        for consumer, wishes in self.wishes.items():
            if label in wishes and wishes[label] < number:
                self.processed.setdefault(consumer, {}).setdefault(label, set()).add(number)

    def take_catchup(self, wave):
        if wave not in self.call.waves:
            return
        self.call.waves.discard(wave)
        for topic in self.topics.values():
            if topic.wave == wave:
                topic.end_wave()
        self.progress = {key: value for key, value in self.progress.items() if key[0] != wave}

    # Sending

    def can_mutate(self):
        return self.call is not None and self.call.started and not self.call.draining

    def ask(self, adds, replay=False):
        """One Mutate for these topics (label -> cursor), which are in its wave from now on."""
        wave = self.mutate(adds=[[label, cursor] for label, cursor in adds.items()], history_only=replay)
        self.call.waves.add(wave)
        for label, cursor in adds.items():
            self.topics.setdefault(label, Topic(self.kinds[label])).ask(cursor, wave, replay)
            self.call.first.setdefault(label, wave)

    def mutate(self, adds=(), removes=(), history_only=False):
        self.mutates += 1
        self.send("mutate", mutate_id=self.mutates, adds=list(adds), removes=list(removes), history_only=history_only)
        return self.mutates

    def send(self, name, **body):
        self.out.append(("send", self.call.number, {name: body}))

    # Calls

    def on_timer(self, now):
        if self.grace_at is not None and self.grace_at <= now:
            self.give_up()
        silent_at = self.silent_at()
        if any(moment is not None and moment <= now for moment in (self.probe_at, silent_at)):
            self.give_up()
            self.call_again(now)
        elif self.due is not None and self.due <= now:
            self.begin(now)

    def on_closed(self, now, call, code):
        """The call ended with this status."""
        ended = self.call
        if not ended or ended.number != call:
            return
        self.drop()
        if code == "UNIMPLEMENTED":
            self.fall_back()
        elif code in FINAL or (code == "OK" and ended.draining):
            self.fetching = None
        else:
            self.failures += not ended.started
            if not self.suspended:
                self.call_again(now)

    def give_up(self):
        if self.call:
            self.out.append(("cancel", self.call.number))
            self.drop()

    def drop(self):
        self.call = self.probe = self.probe_at = self.grace_at = None
        self.waiting = []

    def fall_back(self):
        self.fell_back = True

    def call_again(self, now):
        wait = 0
        if self.failures:
            wait = min(self.backoff["base_ms"] << (self.failures - 1), self.backoff["cap_ms"])
        self.call_after(now, wait + self.random.randint(0, self.backoff["jitter_ms"]))

    def call_after(self, now, wait):
        """Calls that much later, but not too soon after the last call."""
        if self.fell_back:
            return
        self.due = now + wait
        if self.last_call is not None:
            self.due = max(self.due, self.last_call + self.backoff["min_ms"])
        if self.due <= now:
            self.begin(now)

    def begin(self, now):
        if self.fell_back:
            return
        self.calls += 1
        self.call, self.due, self.last_call = Call(self.calls, now), None, now
        self.out.append(("call", self.calls))
