"""A client of mutable subscription streams, as vectors/streams/README.md describes it. It does no IO: input in, output out.

Topics are labels. `handle` takes the time and one input, and gives a list of outputs; `wake` says when the next `("tick",)` is due.
"""

import dataclasses
import random


@dataclasses.dataclass
class Wish:
    """A topic that somebody wants."""

    cursor: int
    wave: tuple = None
    live: bool = False
    counted: int = 0

    @property
    def done(self):
        return max(self.cursor, self.counted)


class Call:
    """What is lost with a call."""

    def __init__(self, number, now):
        self.number, self.last_frame, self.interval = number, now, 30_000
        self.started = self.draining = False
        self.waves = {}
        self.first = {}
        self.waiting = []
        self.mutates = self.pings = 0
        self.probe = None


class Client:
    def __init__(self, dialect, settings):
        policy = settings["policy"]
        self.tags = dialect != "xip83-r5"
        self.floors = policy.get("resume_from") == "floors"
        self.patience = settings["watchdog_n"]
        self.probes = policy.get("on_resume", "probe") == "probe"
        self.probe_ms = policy.get("probe_ms", 5_000)
        self.grace = policy.get("grace_ms")
        backoff = policy.get("backoff") or {"base_ms": 1_000, "cap_ms": 60_000, "jitter_ms": 0, "min_ms": 0}
        self.backoff = backoff
        self.random = random.Random(1)
        self.kinds = {label: name[:2] for label, name in settings["topics"].items()}
        self.order = {label: name for label, name in settings["topics"].items()}
        # What outlives a crash.
        self.wishes, self.consumers, self.marks, self.progress = {}, {}, {}, {}
        self.has = {}
        # What does not.
        self.call = self.window = self.due = self.suspended = self.began = None
        self.calls = self.failures = 0
        self.parked = False
        self.state = "closed"
        self.out = []

    def handle(self, now, what, *given):
        self.out = []
        getattr(self, "on_" + what)(now, *given)
        return self.out

    def wake(self):
        times = [self.dead_at(), self.grace_end(), None if self.suspended is not None else self.due]
        return min((at for at in times if at is not None), default=None)

    # What consumers want.

    def on_subscribe(self, now, consumer, topics):
        self.note(consumer, topics)
        missing = [
            (topic, cursor)
            for topic, cursor in topics
            if topic not in self.wishes or cursor < self.wishes[topic].done
        ]
        if not missing:
            return
        if self.is_ready():
            return self.ask(missing)
        for topic, cursor in missing:
            self.want(topic, cursor, None)
        if self.call is None and self.due is None and self.suspended is None:
            self.begin(now)

    def on_unsubscribe(self, now, topics):
        for topic in topics:
            self.wishes.pop(topic, None)
        self.consumers = {key: own for key, own in self.consumers.items() if key[0] not in topics}
        if self.is_ready():
            self.ask([], topics)

    def on_fetch(self, now, consumer, topics):
        self.note(consumer, topics)
        self.window = topics
        if self.call is None:
            self.begin(now)

    def note(self, consumer, topics):
        for topic, cursor in topics:
            own = self.consumers.setdefault((topic, consumer), {"above": cursor, "has": set()})
            own["above"] = min(own["above"], cursor)

    def want(self, topic, cursor, wave):
        wish = self.wishes.setdefault(topic, Wish(cursor))
        wish.cursor, wish.wave, wish.live = cursor, wave, False
        wish.counted = min(wish.counted, cursor)

    def is_ready(self):
        return self.call is not None and self.call.started and not self.call.draining

    def ask(self, adds, removes=(), history_only=False):
        call = self.call
        call.mutates += 1
        wave = (call.number, call.mutates)
        if adds:
            call.waves[wave] = history_only
        for topic, cursor in adds:
            call.first.setdefault(topic, wave)
            self.want(topic, cursor, wave)
        mutate = {"adds": adds, "removes": list(removes), "history_only": history_only, "mutate_id": call.mutates}
        self.send("mutate", mutate)
        self.settle()

    # Cursors.

    def resumes(self, topic):
        wish = self.wishes.get(topic)
        if wish is None:
            return 0
        if not self.tags:
            return wish.done
        kind = self.kinds[topic]
        if wish.wave is not None:
            return max(wish.cursor, self.progress.get((wish.wave, kind), 0))
        if wish.live:
            mark = self.marks.get(kind, 0)
            return max(mark, wish.done) if self.floors else mark
        return wish.cursor

    def saved(self):
        return {topic: self.resumes(topic) for topic in self.wishes}

    # Frames.

    def on_frame(self, now, name, frame):
        call = self.call
        call.last_frame = now
        if self.parked and name in ("messages", "topics_live", "catchup_complete"):
            call.waiting.append((name, frame))
        else:
            self.take(name, frame)

    def take(self, name, frame):
        if name == "started":
            self.started(frame["keepalive_interval_ms"])
        elif name == "ping" and not self.call.draining:
            self.send("pong", {"nonce": frame["nonce"]})
        elif name == "pong" and self.call.probe is not None and self.call.probe[0] == frame["nonce"]:
            self.call.probe = None
            self.settle()
        elif name == "messages":
            self.messages(frame["mutate_id"], frame["rows"])
        elif name == "catchup_complete":
            self.complete((self.call.number, frame["mutate_id"]))

    def started(self, interval):
        call = self.call
        if call.started:
            return
        call.started, self.failures = True, 0
        call.interval = interval or call.interval
        if self.window is not None:
            adds = [(topic, max(cursor, self.resumes(topic))) for topic, cursor in self.window]
        else:
            adds = [(topic, self.resumes(topic)) for topic in sorted(self.wishes, key=self.order.get)]
        self.progress = {}
        if adds:
            self.ask(adds, history_only=self.window is not None)
        if self.window is not None:
            call.draining = True
            self.out.append(("half_close", call.number))
        self.settle()

    def messages(self, mutate_id, rows):
        call = self.call
        if self.tags and mutate_id == 0 and any(call.first.get(row["topic"]) in call.waves for row in rows):
            self.give_up()
            return self.enter("fell-back")
        wave = (call.number, mutate_id) if mutate_id else None
        for row in rows:
            for (topic, consumer), own in self.consumers.items():
                if topic == row["topic"] and row["id"] > own["above"] and row["id"] not in own["has"]:
                    own["has"].add(row["id"])
                    self.has.setdefault((consumer, topic), set()).add(row["id"])
            kind = self.kinds[row["topic"]]
            if wave:
                self.progress[wave, kind] = max(self.progress.get((wave, kind), 0), row["id"])
            else:
                self.marks[kind] = max(self.marks.get(kind, 0), row["id"])
            wish = self.wishes.get(row["topic"])
            if wish is not None and (not self.tags or wish.live or (wave and wish.wave == wave)):
                wish.counted = max(wish.counted, row["id"])

    def complete(self, wave):
        if wave not in self.call.waves:
            return
        replay = self.call.waves.pop(wave)
        for wish in self.wishes.values():
            if wish.wave == wave:
                wish.wave, wish.live = None, not replay
                if replay:
                    wish.counted = max(wish.counted, wish.cursor)
                    wish.cursor = wish.counted
        self.settle()

    # Calls.

    def begin(self, now):
        self.calls += 1
        self.due, self.began, self.call = None, now, Call(self.calls, now)
        self.out.append(("call", self.calls))
        self.settle()

    def give_up(self):
        if self.call is not None:
            self.out.append(("give_up", self.call.number))
            self.call = None

    def on_close(self, now, code):
        call, self.call = self.call, None
        if code == "UNIMPLEMENTED":
            return self.enter("fell-back")
        if code == "OK" and call.draining:
            self.window = None
            return self.enter("closed")
        if code in ("INVALID_ARGUMENT", "PERMISSION_DENIED"):
            return self.enter("closed")
        if not call.started:
            self.failures += 1
        if self.suspended is None:
            self.again(now)

    def again(self, now):
        own = self.backoff
        wait = min(own["base_ms"] << (self.failures - 1), own["cap_ms"]) if self.failures else 0
        wait += self.random.randint(0, own["jitter_ms"])
        at = now + wait
        if self.began is not None:
            at = max(at, self.began + own["min_ms"])
        if at <= now:
            return self.begin(now)
        self.due = at
        self.enter("reconnecting")

    def dead_at(self):
        call = self.call
        if call is None or self.suspended is not None or call.draining:
            return None
        times = [] if call.waiting else [call.last_frame + self.patience * call.interval]
        if call.probe is not None:
            times.append(call.probe[1])
        return min(times, default=None)

    def grace_end(self):
        if self.call is None or self.suspended is None or self.grace is None:
            return None
        return self.suspended + self.grace

    def on_tick(self, now):
        grace, dead = self.grace_end(), self.dead_at()
        if grace is not None and grace <= now:
            self.give_up()
        elif dead is not None and dead <= now:
            self.give_up()
            self.enter("stale")
            self.again(now)
        elif self.due is not None and self.due <= now and self.suspended is None:
            self.begin(now)

    # The application.

    def on_suspend(self, now):
        self.suspended = now
        self.enter("suspended")

    def on_resume(self, now):
        if self.suspended is None:
            return
        self.suspended = None
        if self.call is not None and self.call.started and self.probes:
            self.call.pings += 1
            self.call.probe = (self.call.pings, now + self.probe_ms)
            self.send("ping", {"nonce": self.call.pings})
            return self.settle()
        self.give_up()
        self.again(now)

    def on_crash(self, now):
        self.give_up()
        self.due = self.suspended = self.began = self.window = None
        self.failures, self.parked, self.state = 0, False, "closed"
        if self.wishes:
            self.begin(now)

    def on_park(self, now):
        self.parked = True

    def on_unpark(self, now):
        if not self.parked:
            return
        self.parked = False
        if self.call is None:
            return
        while self.call is not None and self.call.waiting:
            self.take(*self.call.waiting.pop(0))
        if self.call is not None:
            self.call.last_frame = now

    # What it says.

    def send(self, name, frame):
        self.out.append(("send", self.call.number, name, frame))

    def enter(self, state):
        self.state = state

    def settle(self):
        call = self.call
        if call is None or self.suspended is not None:
            return
        if call.draining:
            self.enter("draining")
        elif call.probe is not None:
            self.enter("resuming")
        elif not call.started:
            self.enter("opening")
        else:
            self.enter("catching-up" if call.waves else "live")

    def processed(self):
        """Consumer, topic, ids."""
        return {key: sorted(ids) for key, ids in self.has.items()}
