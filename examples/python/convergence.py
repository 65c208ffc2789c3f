"""Convergence: which branch of a tree of states is canonical, and what becomes of what was sent on the others.

Written from vectors/engine/README.md. A branch is named by its tip; `down` walks from a state to the anchor.
"""

from vectors import Refusal

REWIND = WINDOW = 5
POLICIES = ("innermost-first", "own-fork", "common-base", "max-tip", "class-first", "never-again")


class Tree:
    """The input of a test, once it is known to be a tree."""

    def __init__(self, given):
        self.given = given
        anchors = [state for state in given["states"] if "commit" not in state]
        if not anchors:
            raise Refusal("anchor_missing")
        if len(anchors) > 1:
            raise Refusal("anchor_repeated")
        self.states = {state["id"]: state for state in given["states"]}
        if len(self.states) < len(given["states"]):
            raise Refusal("state_repeated")
        digests = set()
        for state in self.commits():
            parent = self.states.get(state["commit"]["parent"])
            if parent is None:
                raise Refusal("parent_unknown")
            if state["epoch"] != parent["epoch"] + 1:
                raise Refusal("epoch_not_next")
            if state["commit"]["digest"] in digests:
                raise Refusal("commit_repeated")
            digests.add(state["commit"]["digest"])
        ids = [message["id"] for message in given["messages"]]
        if any(message["state"] not in self.states for message in given["messages"]):
            raise Refusal("message_state_unknown")
        if len(set(ids)) < len(ids):
            raise Refusal("message_repeated")
        self.canonical = given["canonical"]
        if self.canonical not in self.states:
            raise Refusal("canonical_unknown")
        parents = {state["commit"]["parent"] for state in self.commits()}
        self.tips = sorted(set(self.states) - parents)

    def commits(self):
        return [state for state in self.given["states"] if "commit" in state]

    def epoch(self, name):
        return self.states[name]["epoch"]

    def down(self, name):
        way = [name]
        while "commit" in self.states[way[-1]]:
            way.append(self.states[way[-1]]["commit"]["parent"])
        return way

    def meet(self, one, other):
        """The highest state on both ways down."""
        below = set(self.down(other))
        return next(name for name in self.down(one) if name in below)

    def suffix(self, tip):
        """Class, committer and digest of a tip's commit; the lower the better. The anchor has none."""
        commit = self.states[tip].get("commit")
        return commit and (commit["class"] != "privileged", commit["committer"], commit["digest"])

    def spine(self, canonical, policy):
        """The tip along whose path the horizon is measured."""
        if policy != "max-tip":
            return canonical
        height = max(map(self.epoch, self.tips))
        return min((tip for tip in self.tips if self.epoch(tip) == height), key=self.suffix)

    def inside(self, name, canonical, base_epoch, policy):
        """Is a branch with this state on it inside the horizon?"""
        spine = self.spine(canonical, policy)
        reference = max(base_epoch, self.epoch(spine)) if policy == "max-tip" else base_epoch
        fork = self.meet(name, spine)
        return fork == spine or reference - self.epoch(fork) <= REWIND

    def score(self, tip, start):
        branch = [name for name in self.down(tip) if self.epoch(name) > self.epoch(start)]
        accounts = [
            {message["account"] for message in self.given["messages"] if message["state"] == name}
            for name in branch
            if self.epoch(tip) - self.epoch(name) <= WINDOW
        ]
        quorum = any(len(found) >= 2 for found in accounts)
        return {
            "tip": tip,
            "from": start,
            "depth": len(branch),
            "effective": len(branch) + quorum,
            "quorum": quorum,
            "witnesses": sum(min(len(found), 2) for found in accounts),
        }

    def steps(self, score, policy):
        """What is compared, in order; the lower the better."""
        ordinary, committer, digest = self.suffix(score["tip"])
        steps = [
            ("effective_depth", -score["effective"]),
            ("quorum", not score["quorum"]),
            ("witness_score", -score["witnesses"]),
            ("class", ordinary),
            ("committer", committer),
            ("digest", digest),
        ]
        return [steps[3], *steps[:3], *steps[4:]] if policy == "class-first" else steps

    def contest(self, scores, policy):
        ranking = sorted(scores, key=lambda score: [value for _, value in self.steps(score, policy)])
        pairs = zip(self.steps(ranking[0], policy), self.steps(ranking[1], policy))
        return {"decided_by": next(name for (name, a), (_, b) in pairs if a != b), "ranking": ranking}


def innermost_first(tree, tips, policy):
    """From the highest states down: each state gets the best tip above it."""
    best, contests = {tip: tip for tip in tips}, []
    for name in sorted(tree.states, key=lambda name: (-tree.epoch(name), name)):
        children = [state["id"] for state in tree.commits() if state["commit"]["parent"] == name]
        above = [best[child] for child in children if child in best]
        if len(above) > 1:
            contests.append(tree.contest([tree.score(tip, name) for tip in above], policy))
            above = [contests[-1]["ranking"][0]["tip"]]
        if above:
            best[name] = above[0]
    return best[name], contests


def all_at_once(tree, tips, policy):
    forks = {tip: tree.meet(tip, tree.canonical) for tip in tips}
    first = min(forks.values(), key=tree.epoch)

    def start(tip):
        return forks[tip] if policy == "own-fork" and forks[tip] != tree.canonical else first

    if len(tips) == 1:
        return tips[0], []
    contest = tree.contest([tree.score(tip, start(tip)) for tip in tips], policy)
    return contest["ranking"][0]["tip"], [contest]


def of_commits(tree, winner, policy):
    path = tree.down(winner)

    def fate(name):
        if name in path:
            return "accepted"
        return "deferred" if tree.inside(name, winner, tree.epoch(winner), policy) else "stale"

    return {state["id"]: fate(state["id"]) for state in tree.commits()}


def of_messages(tree, winner, policy):
    path = tree.down(winner)

    def fate(message):
        before = tree.given.get("before", {}).get(message["id"])
        on_path = message["state"] in path
        fresh = tree.epoch(winner) - tree.epoch(message["state"]) <= WINDOW
        if before == "stale" or (before not in ("accepted", "invalidated") and not fresh):
            return "stale"
        if not on_path:
            return "invalidated"
        if before == "invalidated" and (not fresh or policy == "never-again"):
            return "invalidated"
        return "accepted"

    return {message["id"]: fate(message) for message in tree.given["messages"]}


def lost(tree, tips):
    """What an eligible branch needs: the state where it leaves the canonical path, and each one behind it."""
    for tip in tips:
        floor = tree.epoch(tree.meet(tip, tree.canonical))
        needed = [name for name in tree.down(tip) if tree.epoch(name) >= floor]
        if tip != tree.canonical and any(tree.states[name].get("lost") for name in needed):
            raise Refusal("retained_state_missing")


def select(given, policy):
    tree = Tree(given)
    inside = {tip: tree.inside(tip, tree.canonical, given["base_epoch"], policy) for tip in tree.tips}
    tips = [tip for tip in tree.tips if inside[tip]]
    lost(tree, tips)
    decide = all_at_once if policy in ("own-fork", "common-base") else innermost_first
    winner, contests = decide(tree, tips, policy)
    return {
        "winner": winner,
        "eligible": inside,
        "contests": contests,
        "commits": of_commits(tree, winner, policy),
        "messages": of_messages(tree, winner, policy),
    }
