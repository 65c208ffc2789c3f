"""Devices that share one Double Ratchet: finds every state that can be reached, in every order of events, and counts.

The rules are those of vectors/shared-ratchet/README.md, from which alone this was written. Nodes are bits, in the
order of names. A state is a tuple: the number of its tree, what is announced, the marker, and for each device one
integer with what it knows, has processed, has opened and has seen acknowledged.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any, NamedTuple, Optional

State = tuple[int, ...]
Parents = tuple[Optional[int], ...]


def bits(mask: int) -> Iterator[int]:
    while mask:
        yield (mask & -mask).bit_length() - 1
        mask &= mask - 1


def mask(nodes: Iterable[int]) -> int:
    return sum(1 << node for node in nodes)


class Local(NamedTuple):
    """What one device does in one tree: where it sends, if it can, and what its other events lead to and announce."""

    selection: int
    can_step: bool
    events: list[tuple[int, int]]


class Tree:
    """Which nodes exist, and what follows from that alone."""

    def __init__(self, number: int, parents: Parents, roots: range) -> None:
        self.number, self.parents = number, parents
        nodes = [node for node, parent in enumerate(parents) if parent is not None or node in roots]
        self.steps = mask(node for node in nodes if node not in roots)
        self.paths = {node: self.path(node) for node in nodes}
        self.lines = {node: mask(path) for node, path in self.paths.items()}
        self.depths = {node: len(path) - 1 for node, path in self.paths.items()}
        self.children = {node: mask(child for child in nodes if parents[child] == node) for node in nodes}
        self.fork_depth = self.find_fork_depth()
        self.locals: dict[tuple[int, int, int], Local] = {}
        self.grown: dict[tuple[int, int], Tree] = {}

    def path(self, node: int) -> tuple[int, ...]:
        parent = self.parents[node]
        return (node,) if parent is None else (*self.path(parent), node)

    def find_fork_depth(self) -> int:
        forks = [0]
        for one, other in combinations([node for node, children in self.children.items() if not children], 2):
            if shared := self.lines[one] & self.lines[other]:
                forks.append(min(self.depths[one], self.depths[other]) + 1 - bin(shared).count("1"))
        return max(forks)

    def deepest(self) -> list[int]:
        greatest = max(self.depths.values())
        return [node for node in bits(self.steps) if self.depths[node] == greatest]


class Race:
    def __init__(self, given: dict[str, Any]) -> None:
        self.policy, self.steps_max, self.has_marker = given["policy"], given["steps_max"], given["marker"]
        names = [f"a{i + 1}" for i in range(given["m"])] + [f"b{i + 1}" for i in range(given["n"])]
        self.users = [0] * given["m"] + [1] * given["n"]
        self.devices = range(len(names))
        self.removed = [device for device in self.devices if names[device] in given.get("removed", ())]
        self.living = [
            [device for device in self.devices if self.users[device] == user and device not in self.removed]
            for user in (0, 1)
        ]
        steps = len(names) * self.steps_max
        self.roots = range(steps, steps + self.policy["roots"])
        self.names = [f"{name}.{i + 1}" for name in names for i in range(self.steps_max)]
        self.names += ["R", "R'"][: len(self.roots)]
        self.width = len(self.names)
        self.owners = [self.users[node // self.steps_max] for node in range(steps)] + [1, 0][: len(self.roots)]
        self.steps_of = [mask(node for node in range(steps) if self.owners[node] == user) for user in (0, 1)]
        self.made_by = [((1 << self.steps_max) - 1) << device * self.steps_max for device in self.devices]
        self.apart = [self.find_apart(device) for device in self.devices]
        self.ranks = [self.find_ranks(names[device], "AB"[self.users[device]]) for device in self.devices]
        self.acknowledges = self.policy["accept"] != "all" or self.policy["valid"] != "known"
        self.has_news = self.acknowledges and self.policy["accept"] != "first_unshared"
        self.trees: list[Tree] = []
        self.tree_of: dict[Parents, Tree] = {}
        first = self.tree((None,) * self.width)
        self.first = (first.number, 0, 0) + (mask(self.roots),) * len(names)

    def find_apart(self, device: int) -> int:
        """What siblings made, if they or the device are removed."""
        siblings = [other for other in self.devices if other != device and self.users[other] == self.users[device]]
        return sum(self.made_by[other] for other in siblings if other in self.removed or device in self.removed)

    def find_ranks(self, device: str, user: str) -> list[int]:
        orders = self.policy.get("orders", {})
        order = orders.get(device, orders.get(user, "ascending"))
        if order == "ascending":
            return list(range(self.width))
        if order == "descending":
            return [-node for node in range(self.width)]
        listed = order["list"]
        return [listed.index(name) if name in listed else len(listed) + node for node, name in enumerate(self.names)]

    def tree(self, parents: Parents) -> Tree:
        if parents not in self.tree_of:
            self.tree_of[parents] = Tree(len(self.trees), parents, self.roots)
            self.trees.append(self.tree_of[parents])
        return self.tree_of[parents]

    def grow(self, tree: Tree, node: int, parent: int) -> Tree:
        if (node, parent) not in tree.grown:
            tree.grown[node, parent] = self.tree((*tree.parents[:node], parent, *tree.parents[node + 1 :]))
        return tree.grown[node, parent]

    # One device.

    def parts(self, held: int) -> list[int]:
        """Known, processed, opened, acked."""
        return [held >> part * self.width & (1 << self.width) - 1 for part in range(4)]

    def pack(self, known: int = 0, processed: int = 0, opened: int = 0, acked: int = 0) -> int:
        return ((acked << self.width | opened) << self.width | processed) << self.width | known

    def opened(self, held: int) -> int:
        known, _, opened, _ = self.parts(held)
        return opened if self.acknowledges else known

    def local(self, tree: Tree, device: int, held: int, announced: int) -> Local:
        key = (device, held, announced)
        if key not in tree.locals:
            selection = self.select(tree, device, held)
            has_step_left = tree.steps & self.made_by[device] != self.made_by[device]
            can_step = has_step_left and self.owners[selection] != self.users[device]
            tree.locals[key] = Local(selection, can_step, list(self.events(tree, device, held, announced)))
        return tree.locals[key]

    def select(self, tree: Tree, device: int, held: int) -> int:
        known, _, _, acked = self.parts(held)
        doubtful, passed_over = known & self.steps_of[self.users[device]] & ~acked, 0
        if self.policy["valid"] == "acked":
            passed_over = doubtful
        elif self.policy["valid"] == "acked_first":
            passed_over = mask(x for x in bits(doubtful) if tree.children[tree.parents[x]] & known & acked)
        nodes = list(bits(known & ~passed_over))
        longest = max(tree.depths[node] for node in nodes)
        nodes, ranks = [node for node in nodes if tree.depths[node] == longest], self.ranks[device]
        if self.policy["order"] == "path":
            return min(nodes, key=lambda node: [ranks[one] for one in tree.paths[node]])
        return min(nodes, key=lambda node: ranks[node])

    def events(self, tree: Tree, device: int, held: int, announced: int) -> Iterator[tuple[int, int]]:
        """What is held after each event but a step, and what is announced by it."""
        known, processed, _, acked = self.parts(held)
        for node in bits(tree.steps & ~self.apart[device]):
            bit, own = 1 << node, self.steps_of[self.users[device]] >> node & 1
            is_orphan = not known >> tree.parents[node] & 1
            if not processed & bit and (not known & bit or self.acknowledges and not own):
                if not is_orphan:
                    yield self.arrive(tree, node, own, held)
                elif self.policy["orphan"] == "drop":
                    yield held | self.pack(processed=bit), 0
            if self.acknowledges and own and announced & ~acked & bit:
                yield held | self.pack(acked=bit), 0
            if self.has_news and not own and announced & ~known & bit and not is_orphan:
                yield held | bit, 0

    def arrive(self, tree: Tree, node: int, own: int, held: int) -> tuple[int, int]:
        """Delivered or rejected."""
        bit, parent = 1 << node, tree.parents[node]
        is_first = held & bit or not tree.children[parent] & held
        if not own and self.policy["accept"] != "all" and not is_first:
            return held | self.pack(processed=bit), 0
        if own or not self.acknowledges:
            return held | self.pack(known=bit, processed=bit), 0
        acked = 0 if parent in self.roots else 1 << parent
        return held | self.pack(bit, bit, bit, acked), bit

    # All of them.

    def locals(self, state: State) -> list[Local]:
        tree, announced = self.trees[state[0]], state[1]
        return [self.local(tree, device, held, announced) for device, held in enumerate(state[3:])]

    def settle(self, state: State, found: list[Local]) -> Iterator[State]:
        """After each event but steps."""
        number, announced, marker = state[:3]
        for place, local in enumerate(found, 3):
            for held, bit in local.events:
                yield (number, announced | bit, marker, *state[3:place], held, *state[place + 1 :])

    def step(self, state: State, found: list[Local], quiescent: bool) -> Iterator[State]:
        """After each step."""
        tree = self.trees[state[0]]
        for device, local in enumerate(found):
            if local.can_step:
                left = self.made_by[device] & ~tree.steps
                number = self.grow(tree, next(bits(left)), local.selection).number
                marker = self.mark(tree, state[2], found, local.selection, quiescent) if self.has_marker else 0
                place, held = device + 3, state[device + 3] | left & -left
                yield (number, state[1], marker, *state[3:place], held, *state[place + 1 :])

    def mark(self, tree: Tree, marker: int, found: list[Local], parent: int, quiescent: bool) -> int:
        """The marker is 0 if there is none, else twice the node's successor, and 1 more if it is broken."""
        node, broken = (marker >> 1) - 1, marker & 1
        if quiescent:
            chosen = {local.selection for user, local in zip(self.users, found) if self.owners[local.selection] != user}
            if len(chosen) == 1:
                (new,) = chosen
                broken |= node >= 0 and not tree.lines[new] >> node & 1
                node = new
        broken |= node >= 0 and not tree.lines[parent] >> node & 1
        return (node + 1 << 1) + broken

    def selected(self, found: list[Local]) -> list[set[int]]:
        """By user, what living devices select."""
        return [{found[device].selection for device in living} for living in self.living]

    def count(self) -> dict[str, Any]:
        seen, frontier = {self.first}, [self.first]
        counts: Counter[str] = Counter()
        broken: set[str] = set()
        after: set[State] = set()
        while frontier:
            state = frontier.pop()
            found = self.locals(state)
            new = list(self.settle(state, found))
            quiescent = not new
            steps = list(self.step(state, found, quiescent))
            if quiescent:
                after.update(steps)
                counts["quiescent"] += 1
                self.look(state, found, counts, broken)
            if state[2] & 1:
                broken.add("P4")
            new += steps
            for other in new:
                if other not in seen:
                    seen.add(other)
                    frontier.append(other)
        if not self.agrees_after(after):
            broken.add("P5")
        asked = ["P1", "P2", *["P4"] * self.has_marker, "P5", "P7", *["P8"] * bool(self.removed)]
        names = ("quiescent", "users_differ", "same_user_split", "dead", "stuck", "lost")
        return {
            "states": len(seen),
            **{name: counts[name] for name in names},
            "fork_depth_max": max(tree.fork_depth for tree in self.trees),
            "always": [name for name in asked if name not in broken],
            "fails": [name for name in asked if name in broken],
            "sometimes": ["P3"] * bool(counts["users_differ"]),
        }

    def look(self, state: State, found: list[Local], counts: Counter[str], broken: set[str]) -> None:
        """At a quiescent state."""
        tree, held = self.trees[state[0]], state[3:]
        selected = self.selected(found)
        is_split = any(len(nodes) > 1 for nodes in selected)
        opened = [self.opened(one) for one in held]
        by_all, by_some = [-1, -1], [0, 0]
        for user in (0, 1):
            for device in self.living[user]:
                by_all[user] &= opened[device]
                by_some[user] |= opened[device]
        sent = [tree.steps & self.steps_of[user] for user in (0, 1)]
        counts["same_user_split"] += is_split
        counts["users_differ"] += all(map(len, selected)) and not is_split and selected[0] != selected[1]
        counts["dead"] += all(self.owners[local.selection] == user for user, local in zip(self.users, found))
        counts["stuck"] += any(self.misses(tree, held[device]) for living in self.living for device in living)
        counts["lost"] += any(sent[user] & ~by_some[1 - user] for user in (0, 1))
        if len({self.owners[node] for node in tree.deepest()}) > 1:
            broken.add("P1")
        if is_split:
            broken.add("P2")
        if any(sent[user] & ~by_all[1 - user] for user in (0, 1)):
            broken.add("P7")
        if any(sent[1 - self.users[one]] & opened[one] & ~by_all[self.users[one]] for one in self.removed):
            broken.add("P8")

    def misses(self, tree: Tree, held: int) -> int:
        known, processed, _, _ = self.parts(held)
        return tree.steps & ~known & ~(processed if self.acknowledges else 0)

    def agrees_after(self, starts: set[State]) -> bool:
        """Whether all living devices select one node wherever events but steps lead from here until none is left."""
        seen, frontier = set(starts), list(starts)
        while frontier:
            state = frontier.pop()
            found = self.locals(state)
            new = set(self.settle(state, found))
            if not new and len(set().union(*self.selected(found))) > 1:
                return False
            frontier += new - seen
            seen |= new
        return True


def race(test: dict[str, Any]) -> dict[str, Any]:
    return Race(test["input"]).count()
