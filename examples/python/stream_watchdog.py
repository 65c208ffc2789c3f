"""A watchdog around the older calls, which have no keepalive: it asks for a new stream when the old one is silent.

It is driven as the client of stream_client.py is, and answers with the same tuples.
"""


class Watchdog:
    def __init__(self, policy):
        settings = policy["watchdog"]
        self.idle_ms, self.floor_ms = settings["idle_ms"], settings["floor_ms"]
        self.stamps_each = settings.get("retry_stamp") == "each"
        self.stamp = self.due = self.heard = None  # `heard` only while a stream was taken
        self.calls, self.open, self.out = 0, False, []

    def handle(self, now, what, **given):
        """Something happens; comes back with what is to be done, in order."""
        self.out = []
        getattr(self, f"on_{what}")(now, **given)
        return self.out

    def wake(self):
        moments = (self.due, None if self.heard is None else self.heard + self.idle_ms)
        return min((moment for moment in moments if moment is not None), default=None)

    def on_start(self, now):
        self.attempt(now)

    def on_timer(self, now):
        if self.wake() is not None and self.wake() <= now:
            self.attempt(now)

    def on_frame(self, now, call, frame):
        if call == self.calls and ("started" in frame or self.heard is not None):
            self.heard = now

    def on_closed(self, now, call, code):
        """After a refusal there is a pause. A stream that was taken, or the first attempt, ends for good."""
        if call != self.calls:
            return
        self.open = False
        if self.heard is None and call > 1:
            self.due = now + max(0, self.floor_ms - (now - self.stamp))
        self.heard = None

    def attempt(self, now):
        if self.open:
            self.out.append(("cancel", self.calls))
        if self.stamps_each or self.stamp is None:
            self.stamp = now
        self.calls += 1
        self.open, self.due, self.heard = True, None, None
        self.out.append(("call", self.calls))
