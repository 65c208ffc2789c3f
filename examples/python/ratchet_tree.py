"""Devices that share one Double Ratchet, as a tree of names. Plays a trace and says what the world is like at its end.

The rules are those of vectors/shared-ratchet/README.md, from which alone this was written.
"""

from collections import Counter
from itertools import combinations
from typing import Any, Optional

from vectors import Refusal

PROFILE = "proton-2022-07-04"
OTHER = {"A": "B", "B": "A"}
FIRST_ROOTS = {"R": "B", "R'": "A"}
Event = list[str]
Picture = dict[str, tuple[list[tuple[int, bool]], list[int]]]


def is_root(node: str) -> bool:
    return node.startswith("R")


def maker(node: str) -> str:
    """The device that stepped or rolled. Nobody made a first root."""
    return node.removeprefix("R:").rpartition(".")[0]


def user(device: str) -> str:
    return device[0].upper()


def owner(node: str) -> str:
    if node in FIRST_ROOTS:
        return FIRST_ROOTS[node]
    return OTHER[user(maker(node))] if is_root(node) else user(maker(node))


def device_place(device: str) -> tuple[int, int]:
    return "ab".index(device[0]), int(device[1:])


def place(node: str) -> tuple[int, ...]:
    """In the order of names: steps, R, R', rolled roots."""
    if node in FIRST_ROOTS:
        return (1, list(FIRST_ROOTS).index(node))
    return (2 if is_root(node) else 0, *device_place(maker(node)), int(node.rpartition(".")[2]))


class World:
    def __init__(self, given: dict[str, Any]) -> None:
        self.policy, self.steps_max = given["policy"], given["steps_max"]
        self.devices = [f"{name}{i + 1}" for name, size in (("a", given["m"]), ("b", given["n"])) for i in range(size)]
        roots = list(FIRST_ROOTS)[: self.policy["roots"]]
        self.paths: dict[str, tuple[str, ...]] = {root: (root,) for root in roots}
        self.generations = dict.fromkeys(roots, 0)
        self.known = {device: set(roots) for device in self.devices}
        self.processed: dict[str, set[str]] = {device: set() for device in self.devices}
        self.decrypted: dict[str, set[str]] = {device: set() for device in self.devices}
        self.acked: dict[str, set[str]] = {device: set() for device in self.devices}
        self.announced: set[str] = set()
        self.removed: set[str] = set()
        self.made: Counter[tuple[str, bool]] = Counter()
        self.messages: Counter[str] = Counter()
        self.heard: Counter[tuple[str, str]] = Counter()
        self.indexes: Counter[tuple[str, str]] = Counter()
        self.sent: Counter[tuple[str, int]] = Counter()
        self.acknowledges = self.policy["accept"] != "all" or self.policy["valid"] != "known"

    # What the world is like.

    def parent(self, node: str) -> Optional[str]:
        return self.paths[node][-2] if len(self.paths[node]) > 1 else None

    def depth(self, node: str) -> int:
        return len(self.paths[node]) - 1

    def deepest(self) -> int:
        return max(map(self.depth, self.paths))

    def opened(self, device: str) -> set[str]:
        return self.decrypted[device] if self.acknowledges else self.known[device]

    def is_foreign_step(self, device: str, node: str) -> bool:
        return not is_root(node) and owner(node) != user(device)

    def is_own_step(self, device: str, node: str) -> bool:
        return not is_root(node) and owner(node) == user(device)

    def is_orphan(self, device: str, node: str) -> bool:
        return not is_root(node) and self.parent(node) not in self.known[device]

    def accepts(self, device: str, node: str) -> bool:
        if self.policy["accept"] == "all" or not self.is_foreign_step(device, node) or node in self.known[device]:
            return True
        parent = self.parent(node)
        return not any(self.parent(known) == parent for known in self.known[device])

    def apart(self, device: str, node: str) -> bool:
        """Whether a sibling made it, and one of the two is removed."""
        other = maker(node)
        siblings = other != "" and other != device and user(other) == user(device)
        return siblings and not self.removed.isdisjoint((device, other))

    def messages_wait(self, device: str, node: str) -> bool:
        more = self.messages[node] > self.heard[device, node]
        return self.policy["length"] == "messages" and node in self.known[device] and more

    def living(self, name: str) -> list[str]:
        return [device for device in self.devices if user(device) == name and device not in self.removed]

    # Selection.

    def selection(self, device: str) -> str:
        nodes = self.of_one_generation(device)
        nodes = [node for node in nodes if self.is_valid(device, node)]
        lengths = {node: self.length(device, node) for node in nodes}
        longest = [node for node in nodes if lengths[node] == max(lengths.values())]
        return min(longest, key=lambda node: self.rank(device, node))

    def of_one_generation(self, device: str) -> list[str]:
        generation = max(self.generations[self.paths[node][0]] for node in self.known[device])
        nodes = [node for node in self.known[device] if self.generations[self.paths[node][0]] == generation]
        if generation == 0 or self.policy.get("root_order", "shared") == "own":
            return nodes
        first = min(filter(is_root, nodes), key=place)
        return [node for node in nodes if self.paths[node][0] == first]

    def is_valid(self, device: str, node: str) -> bool:
        if not self.is_own_step(device, node) or node in self.acked[device] or self.policy["valid"] == "known":
            return True
        if self.policy["valid"] == "acked":
            return False
        parent = self.parent(node)
        return not any(self.parent(acked) == parent for acked in self.acked[device] & self.known[device])

    def length(self, device: str, node: str) -> int:
        counts_messages = self.policy["length"] == "messages"
        return self.depth(node) + counts_messages * sum(self.heard[device, one] for one in self.paths[node])

    def rank(self, device: str, node: str) -> list[tuple[int, ...]]:
        orders = self.policy.get("orders", {})
        order = orders.get(device, orders.get(user(device), "ascending"))
        compared = self.paths[node] if self.policy["order"] == "path" else (node,)
        if order == "ascending":
            return [place(one) for one in compared]
        if order == "descending":
            return [tuple(-number for number in place(one)) for one in compared]
        listed = order["list"]
        return [(0, listed.index(one)) if one in listed else (1, *place(one)) for one in compared]

    # Events: why one cannot happen, empty if it can.

    def why_not(self, event: Event) -> str:
        verb, device, *nodes = event
        return "device_unknown" if device not in self.devices else getattr(self, f"why_not_{verb}")(device, *nodes)

    def why_not_step(self, device: str, node: str, parent: str) -> str:
        if self.made[device, False] == self.steps_max:
            return "steps_exhausted"
        if node != f"{device}.{self.made[device, False] + 1}":
            return "node_not_next"
        if parent != self.selection(device):
            return "not_selected"
        return "wrong_user" if owner(parent) == user(device) else ""

    def why_not_message(self, device: str, node: str) -> str:
        if node != self.selection(device):
            return "not_selected"
        return "" if owner(node) == user(device) else "wrong_user"

    def why_not_roll(self, device: str, node: str) -> str:
        return "" if node == f"R:{device}.{self.made[device, True] + 1}" else "node_not_next"

    def why_not_deliver(self, device: str, node: str) -> str:
        if self.messages_wait(device, node):
            return ""
        return self.why_not_arrives(device, node) or ("" if self.accepts(device, node) else "would_be_rejected")

    def why_not_reject(self, device: str, node: str) -> str:
        return self.why_not_arrives(device, node) or ("would_be_accepted" if self.accepts(device, node) else "")

    def why_not_drop(self, device: str, node: str) -> str:
        if self.policy["orphan"] != "drop":
            return "switch_off"
        return self.why_not_pending(device, node) or ("" if self.is_orphan(device, node) else "not_orphaned")

    def why_not_ack(self, device: str, node: str) -> str:
        if not self.acknowledges:
            return "switch_off"
        if not self.is_own_step(device, node):
            return "wrong_user"
        if node not in self.announced:
            return "not_announced"
        if node in self.acked[device]:
            return "already_acked"
        return "siblings_apart" if self.apart(device, node) else ""

    def why_not_news(self, device: str, node: str) -> str:
        if not self.acknowledges or self.policy["accept"] == "first_unshared":
            return "switch_off"
        if not self.is_foreign_step(device, node):
            return "wrong_user"
        if node not in self.announced:
            return "not_announced"
        if node in self.known[device]:
            return "already_known"
        return "orphaned" if self.is_orphan(device, node) else ""

    def why_not_remove(self, device: str) -> str:
        return "already_removed" if device in self.removed else ""

    def why_not_pending(self, device: str, node: str) -> str:
        if node not in self.paths:
            return "node_unknown"
        if node in self.processed[device]:
            return "already_processed"
        if node in self.known[device] and not (self.acknowledges and self.is_foreign_step(device, node)):
            return "already_known"
        return "siblings_apart" if self.apart(device, node) else ""

    def why_not_arrives(self, device: str, node: str) -> str:
        if why := self.why_not_pending(device, node):
            return why
        if self.is_orphan(device, node):
            return "orphaned"
        retain = self.policy.get("retain", "all")
        if retain == "all" or is_root(node):
            return ""
        below = max(map(self.depth, self.known[device])) - (self.depth(node) - 1)
        return "out_of_reach" if below > retain["levels"] else ""

    # Events: what they do.

    def happen(self, event: Event) -> None:
        if why := self.why_not(event):
            raise Refusal(why)
        verb, *rest = event
        getattr(self, verb)(*rest)

    def step(self, device: str, node: str, parent: str) -> None:
        self.made[device, False] += 1
        self.paths[node] = (*self.paths[parent], node)
        self.known[device].add(node)

    def message(self, device: str, node: str) -> None:
        self.messages[node] += 1
        self.indexes[device, node] += 1
        self.sent[node, self.indexes[device, node]] += 1
        self.heard[device, node] += 1

    def roll(self, device: str, node: str) -> None:
        self.made[device, True] += 1
        self.generations[node] = 1 + max(self.generations[self.paths[known][0]] for known in self.known[device])
        self.paths[node] = (node,)
        self.known[device].add(node)

    def deliver(self, device: str, node: str) -> None:
        if self.messages_wait(device, node):
            self.heard[device, node] = self.messages[node]
            return
        self.known[device].add(node)
        self.processed[device].add(node)
        if self.is_foreign_step(device, node):
            self.decrypted[device].add(node)
            self.announced.add(node)
            parent = self.parent(node)
            if not is_root(parent):
                self.acked[device].add(parent)

    def reject(self, device: str, node: str) -> None:
        self.processed[device].add(node)

    def drop(self, device: str, node: str) -> None:
        self.processed[device].add(node)

    def ack(self, device: str, node: str) -> None:
        self.acked[device].add(node)

    def news(self, device: str, node: str) -> None:
        self.known[device].add(node)

    def remove(self, device: str) -> None:
        self.removed.add(device)

    # What is expected.

    def quiescent(self) -> bool:
        verbs = ("deliver", "reject", "drop", "ack", "news")
        return all(
            self.why_not([verb, device, node]) for device in self.devices for node in self.paths for verb in verbs
        )

    def selections(self) -> dict[str, str]:
        return {device: self.selection(device) for device in self.devices}

    def tips(self) -> list[str]:
        return sorted(self.paths.keys() - set(map(self.parent, self.paths)), key=place)

    def fork_depth(self) -> int:
        forks = [0]
        for one, other in combinations([self.paths[tip] for tip in self.tips()], 2):
            if shared := sum(a == b for a, b in zip(one, other)):
                forks.append(min(len(one), len(other)) - shared)
        return max(forks)

    def lost(self) -> list[str]:
        readers = {name: [self.opened(device) for device in self.living(OTHER[name])] for name in OTHER}
        lost = [node for node in self.paths if not is_root(node) and not any(node in to for to in readers[owner(node)])]
        return sorted(lost, key=place)

    def leaked(self) -> dict[str, list[str]]:
        leaked = {}
        for device in self.removed:
            siblings = [self.opened(sibling) for sibling in self.living(user(device))]
            foreign = [node for node in self.opened(device) if self.is_foreign_step(device, node)]
            leaked[device] = sorted((node for node in foreign if any(node not in by for by in siblings)), key=place)
        return {device: nodes for device, nodes in leaked.items() if nodes}

    def reused(self) -> list[list[Any]]:
        twice = [[node, index] for (node, index), times in self.sent.items() if times > 1]
        return sorted(twice, key=lambda pair: (place(pair[0]), pair[1]))

    def expect(self) -> dict[str, Any]:
        quiescent = self.quiescent()
        always = {
            "quiescent": quiescent,
            "selection": self.selections(),
            "tips": self.tips(),
            "fork_depth": self.fork_depth(),
        }
        sometimes = {"lost": self.lost() if quiescent else [], "leaked": self.leaked(), "reused": self.reused()}
        return always | {name: value for name, value in sometimes.items() if value}

    def picture(self) -> Picture:
        """For every device, tips of what it knows and what waits for it, by level."""
        deepest, picture = self.deepest(), {}
        for device in self.devices:
            selection = self.selection(device)
            tips = self.known[device] - set(map(self.parent, self.known[device]))
            waiting = [node for node in self.paths if maker(node) not in ("", device)]
            picture[device] = (
                sorted((deepest - self.depth(node), node == selection) for node in tips),
                sorted(deepest - self.depth(node) for node in waiting if node not in self.processed[device]),
            )
        return picture


def play(given: dict[str, Any]) -> World:
    """The world after the trace, or a refusal."""
    world = World(given)
    cycle = given.get("cycle", {"ends": [], "from": 1, "rounds": 0})
    ends = dict(enumerate(cycle["ends"], 1))
    first, last = ends.get(cycle["from"]), ends.get(cycle["from"] + cycle["rounds"])
    seen = {}
    for count, event in enumerate(given["trace"], 1):
        world.happen(event)
        if first is not None and count >= first and world.quiescent():
            raise Refusal("cycle_quiescent")
        if count in (first, last):
            seen[count] = (world.picture(), world.deepest())
    if "cycle" in given:
        if last is None:
            raise Refusal("cycle_too_short")
        (before, above), (after, below) = seen[first], seen[last]
        if before != after:
            raise Refusal("cycle_differs")
        if below != above + cycle["shift"]:
            raise Refusal("cycle_shift")
    return world


def replay(test: dict[str, Any]) -> dict[str, Any]:
    """What `expect` must be. Only its `then.trace` is taken from there."""
    world = play(test["input"])
    came = world.expect()
    if then := test.get("expect", {}).get("then"):
        for event in then["trace"]:
            world.happen(event)
        came["then"] = {"trace": then["trace"], "selection": world.selections()}
    return came
