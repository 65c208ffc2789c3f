"""Small worlds by hand, the counts of bits against a slow search over names, and mistakes that tests notice."""

import copy
import pathlib
import unittest
from unittest import mock

import vectors
from judge import PASSED, judge
from ratchet_race import Race, race
from ratchet_tree import World, play, replay
from vectors import Refusal

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "vectors" / "shared-ratchet"
POLICY = {"accept": "all", "valid": "known", "length": "dh_steps", "orphan": "buffer", "order": "tip", "roots": 1}
ACKS = {"accept": "first", "valid": "acked_first"}
FORK = [["step", "a1", "a1.1", "R"], ["step", "a2", "a2.1", "R"]]


def given(m, n, steps_max, policy=(), **more):
    return {"m": m, "n": n, "steps_max": steps_max, "policy": {**POLICY, **dict(policy)}, "marker": False, **more}


def state(world):
    """What two states must have in common to be one."""
    held = [world.known, world.processed, world.decrypted, world.acked]
    parts = held if world.acknowledges else held[: 1 + (world.policy["orphan"] == "drop")]
    parents = tuple(sorted((node, path[-2:-1]) for node, path in world.paths.items()))
    announced = frozenset(world.announced if world.acknowledges else ())
    return parents, announced, tuple(frozenset(part[device]) for part in parts for device in world.devices)


def after(world):
    """The worlds to which one event leads."""
    verbs = ("deliver", "reject", "drop", "ack", "news")
    events = [[verb, device, node] for verb in verbs for device in world.devices for node in world.paths]
    for device in world.devices:
        events.append(["step", device, f"{device}.{world.made[device, False] + 1}", world.selection(device)])
    for event in events:
        if not world.why_not(event):
            other = copy.deepcopy(world)
            other.happen(event)
            yield other


def slow_counts(asked):
    world = World(asked)
    world.removed.update(asked.get("removed", ()))
    seen, frontier = {state(world): world}, [world]
    while frontier:
        for other in after(frontier.pop()):
            if state(other) not in seen:
                seen[state(other)] = other
                frontier.append(other)
    quiescent = [world for world in seen.values() if world.quiescent()]
    return {
        "states": len(seen),
        "quiescent": len(quiescent),
        "lost": sum(bool(world.lost()) for world in quiescent),
        "fork_depth_max": max(world.fork_depth() for world in seen.values()),
    }


class Traces(unittest.TestCase):
    def refused(self, asked):
        with self.assertRaises(Refusal) as refusal:
            play(asked)
        return refusal.exception.reason

    def test_fork(self):
        trace = FORK + [["deliver", "b1", "a2.1"], ["deliver", "a1", "a2.1"]]
        came = replay({"input": given(2, 1, 1, trace=trace)})
        self.assertEqual(came["selection"], {"a1": "a1.1", "a2": "a2.1", "b1": "a2.1"})
        self.assertEqual((came["tips"], came["fork_depth"], came["quiescent"]), (["a1.1", "a2.1"], 1, False))

    def test_order_of_names_is_by_number(self):
        trace = [["step", f"a{i}", f"a{i}.1", "R"] for i in (2, 10)]
        self.assertEqual(replay({"input": given(10, 1, 1, trace=trace)})["tips"], ["a2.1", "a10.1"])

    def test_first_wins(self):
        trace = FORK + [["deliver", "b1", "a2.1"]]
        second = given(2, 1, 1, ACKS, trace=[*trace, ["deliver", "b1", "a1.1"]])
        self.assertEqual(self.refused(second), "would_be_rejected")
        world = play(given(2, 1, 1, ACKS, trace=[*trace, ["reject", "b1", "a1.1"], ["ack", "a1", "a2.1"]]))
        self.assertEqual(world.selection("a1"), "a1.1")
        world.happen(["deliver", "a1", "a2.1"])
        self.assertEqual(world.selection("a1"), "a2.1")

    def test_reasons_come_in_order(self):
        wrong = (
            (["step", "b2", "b2.1", "R"], "device_unknown"),
            (["step", "a1", "a1.2", "R"], "steps_exhausted"),
            (["step", "b1", "b1.2", "R"], "node_not_next"),
            (["step", "b1", "b1.1", "a1.1"], "not_selected"),
            (["step", "b1", "b1.1", "R"], "wrong_user"),
            (["deliver", "b1", "b1.1"], "node_unknown"),
            (["deliver", "a1", "R"], "already_known"),
            (["reject", "b1", "a1.1"], "would_be_accepted"),
            (["ack", "a1", "a1.1"], "switch_off"),
        )
        for event, reason in wrong:
            with self.subTest(event=event):
                self.assertEqual(self.refused(given(2, 1, 1, trace=[*FORK, event])), reason)

    def test_rolled_root_outranks_depth(self):
        trace = [["step", "a1", "a1.1", "R"], ["roll", "b1", "R:b1.1"], ["deliver", "a1", "R:b1.1"]]
        world = play(given(1, 1, 2, trace=trace))
        self.assertEqual(world.selections(), {"a1": "R:b1.1", "b1": "R:b1.1"})
        self.assertEqual(world.why_not(["step", "b1", "b1.1", "R:b1.1"]), "")
        self.assertEqual(world.why_not(["step", "a1", "a1.2", "R:b1.1"]), "wrong_user")

    def test_messages_count_when_heard(self):
        trace = [*FORK, ["message", "a2", "a2.1"], ["deliver", "b1", "a1.1"], ["deliver", "b1", "a2.1"]]
        world = play(given(2, 1, 1, {"length": "messages"}, trace=trace))
        self.assertEqual(world.selections(), {"a1": "a1.1", "a2": "a2.1", "b1": "a1.1"})
        self.assertEqual(world.why_not(["deliver", "b1", "a1.1"]), "already_processed")
        world.happen(["deliver", "b1", "a2.1"])
        self.assertEqual(world.selection("b1"), "a2.1")

    def test_removed_device_is_apart(self):
        trace = [*FORK, ["remove", "a2"], ["deliver", "a1", "a2.1"]]
        self.assertEqual(self.refused(given(2, 1, 1, trace=trace)), "siblings_apart")

    def cycle(self, **changed):
        """Ever one step and the next; a copy of the last one is always on its way to a2."""
        trace = [["step", "a1", "a1.1", "R"]]
        for i in range(1, 4):
            trace += [["deliver", "b1", f"a1.{i}"], ["step", "b1", f"b1.{i}", f"a1.{i}"], ["deliver", "a1", f"b1.{i}"]]
            trace += [["step", "a1", f"a1.{i + 1}", f"b1.{i}"]]
            trace += [["deliver", "a2", f"a1.{i}"], ["deliver", "a2", f"b1.{i}"]]
        cycle = {"ends": [7, 13, 19], "from": 1, "rounds": 2, "shift": 4, **changed}
        return given(2, 1, 4, trace=trace, cycle=cycle)

    def test_cycles(self):
        self.assertEqual(play(self.cycle()).deepest(), 7)
        self.assertEqual(self.refused(self.cycle(shift=2)), "cycle_shift")
        self.assertEqual(self.refused(self.cycle(rounds=3)), "cycle_too_short")
        self.assertEqual(self.refused(self.cycle(ends=[7, 12, 18])), "cycle_differs")
        caught_up = self.cycle()
        caught_up["trace"] += [["deliver", device, "a1.4"] for device in ("a2", "b1")]
        self.assertEqual(self.refused(caught_up), "cycle_quiescent")


class Races(unittest.TestCase):
    def test_counts_as_slow_search(self):
        asked = (
            given(2, 1, 1),
            given(2, 1, 1, {"orphan": "drop"}),
            given(2, 1, 1, {"accept": "first_unshared", "valid": "acked"}),
            given(1, 2, 1, ACKS, removed=["b2"]),
            given(1, 1, 2, {"roots": 2, "order": "path", "orders": {"B": "descending"}}),
        )
        for one in asked:
            with self.subTest(asked=one):
                came, slow = Race(one).count(), slow_counts(one)
                self.assertEqual({name: came[name] for name in slow}, slow)

    def test_one_line(self):
        """One device each: neither forks, and all is found by hand."""
        came = Race(given(1, 1, 1)).count()
        self.assertEqual((came.pop("states"), came.pop("quiescent")), (5, 3))
        self.assertEqual(came.pop("always"), ["P1", "P2", "P5", "P7"])
        self.assertEqual((came.pop("fails"), came.pop("sometimes")), ([], []))
        names = ("users_differ", "same_user_split", "dead", "stuck", "lost", "fork_depth_max")
        self.assertEqual(came, dict.fromkeys(names, 0))

    def test_users_that_rank_differently(self):
        policy = {"orders": {"A": "descending"}}
        came = Race({**given(2, 1, 1, policy), "marker": True}).count()
        self.assertEqual((came["sometimes"], came["fails"]), (["P3"], []))


# What a careless machine does instead, and the flags of the tests that notice.
MISTAKES = {
    "of_one_generation": (lambda world, device: list(world.known[device]), {"Roll", "RollAgain", "TwoRolls"}),
    "length": (lambda world, device, node: world.depth(node), {"CE3", "LengthInMessages", "RootMessage"}),
    "apart": (lambda world, device, node: False, {"CE4", "HealedFirst", "HealedLast", "Removed", "Roll"}),
    "opened": (lambda world, device: world.known[device], {"News"}),
    "reused": (lambda world: [], {"CE3", "CE5"}),
}


@unittest.skipUnless((FOLDER / "manifest.json").is_file(), "the pack is not there")
class Pack(unittest.TestCase):
    def failed(self, topic, run, most=10_000):
        files = [file for file in vectors.load(FOLDER) if file["topic"] == topic]
        tests = [test for file in files for _, test in vectors.tests(file)]
        small = [test for test in tests if topic == "tree" or test["expect"]["states"] < most]
        self.assertTrue(small)
        return {flag for test in small if judge(test, lambda: run(test)) != PASSED for flag in test["flags"]}

    def test_passes(self):
        self.assertEqual(self.failed("tree", replay) | self.failed("race", race), set())

    def test_mistakes_are_noticed(self):
        for name, (mistake, flags) in MISTAKES.items():
            with self.subTest(name), mock.patch.object(World, name, mistake):
                self.assertEqual(self.failed("tree", replay), flags)
        with mock.patch.object(Race, "agrees_after", lambda race, starts: True):
            self.assertEqual(self.failed("race", race, 200), {"Removed"})


if __name__ == "__main__":
    unittest.main()
