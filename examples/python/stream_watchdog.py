"""A watchdog of older calls, as vectors/streams/README.md describes it."""


class Watchdog:
    """The client-only floor for calls without keepalive: it asks for a new stream when the old one is silent."""

    def __init__(self, settings):
        own = settings["policy"]["watchdog"]
        self.idle, self.floor, self.each = own["idle_ms"], own["floor_ms"], own.get("retry_stamp", "each") == "each"
        self.silent_since = self.next = self.stamp = self.earliest = None
        self.calls = 0
        self.taken = self.first = False
        self.out = []

    state = None

    def saved(self):
        return {}

    def processed(self):
        return {}

    def handle(self, now, what, *given):
        self.out = []
        getattr(self, "on_" + what)(now, *given)
        return self.out

    def wake(self):
        trips = None if self.silent_since is None else self.silent_since + self.idle
        return min((at for at in (trips, self.next) if at is not None), default=None)

    def attempt(self, now):
        self.calls += 1
        self.silent_since = self.next = None
        if self.each or self.stamp is None:
            self.stamp = now
        self.out.append(("call", self.calls))

    def on_start(self, now):
        self.attempt(now)

    def on_frame(self, now, name, frame):
        self.silent_since = now

    def on_close(self, now, code):
        if self.silent_since is None:
            self.next = now + max(0, self.floor - (now - self.stamp))

    def on_tick(self, now):
        self.attempt(now)
