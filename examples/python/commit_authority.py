"""Commit authority: may this member make this commit, and what state does it lead to?

Written from vectors/engine/README.md. Steps have the numbers that they have there.
"""

import copy

import nostr
import schnorr
from vectors import Refusal

POLICIES = (
    "as-text",
    "lists-itself",
    "self-remove-required",
    "defaults-refused",
    "mdk-components",
    "empty-data",
    "no-shrinking",
    "no-mixing",
    "same-account",
)
DENIED, FORM = "authorization_failed", "invalid_encoding"
UNPROVED, LACKS = "invalid_signature", "unsupported_required_feature"
LIST, SAFE_AAD, LAST_RESORT, PROFILE, ADMINS, ROUTING = "0x0001", "0x0002", "0x0004", "0x8001", "0x8003", "0x8004"
RETENTION, MEDIA_V1, PROOF, LIFECYCLE, SAME_ACCOUNT = "0x8005", "0x8008", "0x8009", "0x800c", "0x800d"
RULED = ("add", "remove", "self_remove", "app_data_update", "group_context_extensions")
MOST_LEAVES = 5


def demand(holds, reason):
    if not holds:
        raise Refusal(reason)


def vector(data):
    """`<V>`: the bytes, and those behind them."""
    demand(data, FORM)
    size = 1 << (data[0] >> 6)
    demand(len(data) >= size, FORM)
    length = int.from_bytes(data[:size], "big") & ((1 << (8 * size - 2)) - 1)
    shortest = 1 if length < 64 else 2 if length < 16_384 else 4 if length < 2**30 else 8
    demand(size == shortest and len(data) >= size + length, FORM)
    return data[size : size + length], data[size + length :]


def vectors_in(data):
    found = []
    while data:
        item, data = vector(data)
        found.append(item)
    return found


def items(data, size):
    """A list of items of one size, ascending, each once, and nothing behind it."""
    body, rest = vector(data)
    demand(not rest and len(body) % size == 0, FORM)
    found = [body[at : at + size] for at in range(0, len(body), size)]
    demand(ascending(found), FORM)
    return found


def ascending(found):
    return all(one < other for one, other in zip(found, found[1:]))


def ids(components):
    """The list of component ids in a dictionary; none if it is not there."""
    return [f"0x{found.hex()}" for found in items(bytes.fromhex(components[LIST]), 2)] if LIST in components else []


def admins(components):
    return [found.hex() for found in items(bytes.fromhex(components[ADMINS]), 32)]


def is_text(data, most):
    try:
        return len(data) <= most and data.decode("utf-8") is not None
    except UnicodeDecodeError:
        return False


def is_relay(url):
    if not is_text(url, 512):
        return False
    scheme, _, rest = url.decode().partition("://")
    host = rest.split("/")[0].split("?")[0]
    blank = any(letter.isspace() or not letter.isprintable() for letter in rest)
    return scheme in ("ws", "wss") and bool(host) and "@" not in host and "#" not in rest and not blank


def has_form(component, data):
    if component == LIST:
        items(data, 2)
    elif component == ADMINS:
        demand(items(data, 32), DENIED)
    elif component == LIFECYCLE:
        return data in (b"\0", b"\1")
    elif component == RETENTION:
        return len(data) == 8
    elif component == PROFILE:
        texts = vectors_in(data)
        return len(texts) == 2 and is_text(texts[0], 256) and is_text(texts[1], 4096)
    elif component == ROUTING:
        relays, rest = vector(data[32:])
        relays = vectors_in(relays)
        return not rest and 1 <= len(relays) <= 16 and ascending(relays) and all(map(is_relay, relays))
    return True


def led_to(parent, commit):
    """The state that a commit leads to."""
    state = copy.deepcopy(parent)
    state["epoch"] += 1
    leaves = {int(index): leaf for index, leaf in state["leaves"].items()}
    if "path" in commit:
        leaves[commit["committer"]] = commit["path"]
    asked = [proposal["asks"] for proposal in commit["proposals"]]
    for leaf in gone(commit):
        leaves.pop(leaf, None)
    for asks in asked:
        if asks["type"] == "group_context_extensions":
            state["required"], state["components"] = asks["required"], dict(asks["components"])
    for asks in asked:
        if asks["type"] == "app_data_update":
            state["components"].pop(asks["component"], None)
            if "update" in asks:
                state["components"][asks["component"]] = asks["update"]
        elif asks["type"] == "add":
            leaves[next(index for index in range(len(leaves) + 1) if index not in leaves)] = asks["leaf"]
    state["leaves"] = leaves
    return state


def gone(commit):
    """The leaves that proposals remove."""
    found = []
    for proposal in commit["proposals"]:
        if proposal["asks"]["type"] == "remove":
            found.append(proposal["asks"]["index"])
        elif proposal["asks"]["type"] == "self_remove":
            found.append(proposal.get("reference", commit).get("sender"))
    return found


class Judge:
    """One commit under one policy."""

    def __init__(self, given, policy):
        self.parent, self.commit, self.policy = given["parent"], given["commit"], policy
        self.leaves = {int(index): leaf for index, leaf in self.parent["leaves"].items()}
        self.committer = self.commit.get("committer")
        self.proposals = self.commit["proposals"]
        self.before = ids(self.parent["components"])
        self.admins = admins(self.parent["components"])

    def is_admin(self, leaf):
        return self.leaves[leaf]["identity"] in self.admins

    def inline(self):
        return all("reference" not in proposal for proposal in self.proposals)

    def ruling(self):
        self.envelope()
        self.after = led_to(self.parent, self.commit)
        self.required = ids(self.after["components"]) if self.list_is_sound() else []
        found = self.shape()
        removed = gone(self.commit)
        demand(len(set(removed)) == len(removed), FORM)  # step 3
        for proposal in self.proposals:
            self.sender(proposal)
        for proposal in self.proposals:
            self.content(proposal["asks"])
        self.changes()
        self.kept()
        self.new_state()
        self.new_leaves()
        return {"class": found, **self.told()}

    def list_is_sound(self):
        """A list that is not is refused in step 5."""
        try:
            return ids(self.after["components"]) is not None
        except Refusal:
            return False

    def told(self):
        leaves = [
            {"index": index, "account": leaf["identity"], "signature_key": leaf["signature_key"]}
            for index, leaf in sorted(self.after["leaves"].items())
        ]
        return {name: self.after[name] for name in ("epoch", "required", "components")} | {"leaves": leaves}

    def data(self, message):
        demand(self.policy != "empty-data" or not message.get("authenticated_data"), FORM)

    def envelope(self):
        """Step 1."""
        demand(self.committer in self.leaves, DENIED)
        demand(self.commit["epoch"] == self.parent["epoch"], FORM)
        demand(self.parent["components"].get(LIFECYCLE) != "01", DENIED)
        self.data(self.commit)

    def shape(self):
        """Step 2: the class."""
        if not self.proposals:
            demand("path" in self.commit, DENIED)
            return "ordinary"
        demand(all(proposal["asks"]["type"] in RULED for proposal in self.proposals), DENIED)
        leaving = [proposal for proposal in self.proposals if proposal["asks"]["type"] == "self_remove"]
        for proposal in leaving:
            demand("reference" in proposal and proposal["reference"].get("sender") != self.committer, DENIED)
        if len(leaving) == len(self.proposals):
            return "ordinary"
        demand(self.policy != "no-mixing" or not leaving, DENIED)
        if self.policy == "same-account" and SAME_ACCOUNT in self.before and self.is_of_siblings():
            return "ordinary"
        demand(self.is_admin(self.committer), DENIED)
        if any(is_end(proposal["asks"]) for proposal in self.proposals):
            demand(self.ends_well(), DENIED)
        return "privileged"

    def is_of_siblings(self):
        own = self.leaves[self.committer]["identity"]
        asked = [proposal["asks"] for proposal in self.proposals]
        types = {asks["type"] for asks in asked}
        if not self.inline() or "path" not in self.commit:
            return False
        if types == {"add"}:
            return len(asked) == 1 and asked[0]["leaf"]["identity"] == own
        siblings = {index for index, leaf in self.leaves.items() if leaf["identity"] == own} - {self.committer}
        return types == {"remove"} and len(asked) <= 4 and all(asks["index"] in siblings for asks in asked)

    def ends_well(self):
        asked = [proposal["asks"] for proposal in self.proposals]
        lists = [asks for asks in asked if asks.get("component") == ADMINS and "update" in asks]
        rest = [asks for asks in asked if asks["type"] != "remove" and asks not in lists and not is_end(asks)]
        own = self.leaves[self.committer]["identity"]
        only = len(lists) == 1 and lists[0]["update"] == f"20{own}"
        others = set(self.leaves) - {self.committer}
        return LIFECYCLE in self.before and self.inline() and not rest and only and others <= set(gone(self.commit))

    def sender(self, proposal):
        """Step 4."""
        if "reference" not in proposal:
            return
        message = proposal["reference"]
        demand(message.get("sender") in self.leaves, DENIED)
        demand(message["epoch"] == self.parent["epoch"], FORM)
        self.data(message)
        leaves = proposal["asks"]["type"] == "self_remove"
        demand(self.is_admin(message["sender"]) != leaves, DENIED)

    def content(self, asks):
        """Step 5."""
        if asks["type"] == "remove":
            demand(asks["index"] in self.leaves, FORM)
        elif asks["type"] == "group_context_extensions":
            demand(asks["components"] == self.parent["components"], FORM)
        elif asks["type"] == "app_data_update":
            component = asks["component"]
            if "update" in asks:
                demand(component not in (SAFE_AAD, LAST_RESORT, PROOF), FORM)
                demand(has_form(component, bytes.fromhex(asks["update"])), FORM)
                step = "01" if LIFECYCLE in self.parent["components"] else "00"
                demand(component != LIFECYCLE or asks["update"] == step, DENIED)
            else:
                demand(component not in (ADMINS, LIFECYCLE), FORM)
                demand(component in self.parent["components"], FORM)

    def changes(self):
        """The end of step 5."""
        asked = [proposal["asks"] for proposal in self.proposals]
        changed = [asks["component"] for asks in asked if asks["type"] == "app_data_update"]
        demand(len(set(changed)) == len(changed), FORM)
        demand(sum(asks["type"] == "group_context_extensions" for asks in asked) <= 1, FORM)

    def kept(self):
        """Step 6."""
        demand(LIFECYCLE not in self.before or LIFECYCLE in self.required, FORM)
        dropped = SAME_ACCOUNT in self.before and SAME_ACCOUNT not in self.required
        demand(self.policy != "same-account" or not dropped or self.most_leaves() == 1, DENIED)

    def most_leaves(self):
        accounts = [leaf["identity"] for leaf in self.after["leaves"].values()]
        return max(map(accounts.count, accounts))

    def new_state(self):
        """Step 7."""
        entries, names = self.after["components"], self.after["required"]
        overlay = self.policy == "same-account"
        demand(not (overlay and SAME_ACCOUNT in entries), FORM)
        if self.policy == "mdk-components":
            demand(MEDIA_V1 not in entries, LACKS)
            demand(PROFILE in self.required, FORM)
        demand(ADMINS in self.required and PROOF in self.required, FORM)
        without = {PROOF, SAME_ACCOUNT} if overlay else {PROOF}
        demand(set(self.required) - without <= set(entries), FORM)
        demand("0x0006" in names["extensions"] and "0x0008" in names["proposals"], FORM)
        demand(self.policy != "self-remove-required" or "0x000a" in names["proposals"], FORM)
        for leaf in self.after["leaves"].values():
            self.supports(leaf)
        accounts = {leaf["identity"] for leaf in self.after["leaves"].values()}
        demand(set(admins(entries)) <= accounts, DENIED)
        keys = {leaf["signature_key"] for leaf in self.after["leaves"].values()}
        demand(len(keys) == len(self.after["leaves"]), FORM)
        limited = overlay and SAME_ACCOUNT in self.required
        demand(not limited or self.most_leaves() <= MOST_LEAVES, DENIED)

    def supports(self, leaf):
        demand(set(self.required) <= set(ids(leaf["components"])), LACKS)
        for kind, anyhow in (("extensions", 5), ("proposals", 7), ("credentials", 0)):
            asked = {found for found in self.after["required"][kind] if not 1 <= int(found, 16) <= anyhow}
            demand(asked <= set(leaf["capabilities"][kind]), LACKS)

    def new_leaves(self):
        """Step 8."""
        if "path" in self.commit:
            path, old = self.commit["path"], self.leaves[self.committer]
            self.new_leaf(path)
            demand(path["identity"] == old["identity"], UNPROVED)
            if self.policy == "no-shrinking":
                demand(set(ids(old["components"])) <= set(ids(path["components"])), LACKS)
                lists = old["capabilities"].items()
                demand(all(set(found) <= set(path["capabilities"][kind]) for kind, found in lists), LACKS)
        for asks in (proposal["asks"] for proposal in self.proposals):
            if asks["type"] == "add":
                self.new_leaf(asks["leaf"])
                self.key_package(asks.get("key_package", {}))

    def key_package(self, entries):
        demand(PROOF not in entries, FORM)
        demand(not entries.get(LAST_RESORT), FORM)
        demand(self.policy != "same-account" or SAME_ACCOUNT not in entries, FORM)

    def new_leaf(self, leaf):
        has, entries = leaf["capabilities"], leaf["components"]
        demand("0x0001" in has["versions"] and "0x0001" in has["credentials"], LACKS)
        demand(self.parent["cipher_suite"] in has["cipher_suites"], LACKS)
        demand("0x000a" not in has["extensions"] and LAST_RESORT not in entries, FORM)
        if self.policy == "defaults-refused":
            demand(not any(1 <= int(found, 16) <= 5 for found in has["extensions"]), FORM)
        if self.policy == "lists-itself":
            demand(LIST in ids(entries) and SAFE_AAD in entries, LACKS)
        if self.policy == "same-account":
            demand(SAME_ACCOUNT not in entries, FORM)
        demand(leaf["credential"] == "0x0001" and PROOF in entries, UNPROVED)
        demand(proves(bytes.fromhex(entries[PROOF]), leaf, self.parent["cipher_suite"]), UNPROVED)


def is_end(asks):
    return asks.get("component") == LIFECYCLE and asks.get("update") == "01"


def proves(proof, leaf, suite):
    """The account signed an event (kind 450, never published) that names the leaf's signature key."""
    signer, time, signature = proof[:32], int.from_bytes(proof[32:40], "big"), proof[40:]
    if len(proof) != 104 or signer.hex() != leaf["identity"] or not 1 <= time < 2**53:
        return False
    tags = [
        ["d", "marmot.account-identity-proof.v2"],
        ["component", "0x8009"],
        ["ciphersuite", suite],
        ["signature_scheme", "0x0807"],
        ["mls_signature_key", leaf["signature_key"]],
    ]
    signed = nostr.event_id(signer.hex(), time, 450, tags, "Authorize this MLS leaf key for my Marmot account")
    return schnorr.verify(signer, bytes.fromhex(signed), signature)


def judge(given, policy):
    return Judge(given, policy).ruling()
