"""python3 -m unittest: what is wrong with a client or with the files is noticed."""

import contextlib
import copy
import hashlib
import io
import json
import pathlib
import shutil
import sys
import tempfile
import unittest
from unittest import mock

import commit_authority
import convergence
import judge
import schnorr
import vectors
import verify

VECTORS = pathlib.Path(__file__).resolve().parents[2] / "vectors"


def run(*arguments):
    """Exit code and everything printed."""
    printed = io.StringIO()
    with mock.patch.object(sys, "argv", ["verify.py", *map(str, arguments)]):
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            return verify.main(), printed.getvalue()


class CarelessClient(unittest.TestCase):
    def test_a_client_with_first_seen_ties_fails_exactly_the_tests_flagged_for_it(self):
        code, printed = run("--policy-quirk", "first-seen", VECTORS)
        failed = {line.split()[1] for line in printed.splitlines() if line.startswith("failed  ")}
        flagged = {
            test["id"]
            for file in vectors.load(VECTORS)
            if file["topic"] == "key-package-select"
            for _, test in vectors.tests(file)
            if "FetchOrder" in test["flags"]
        }
        self.assertEqual((code, failed), (1, flagged))
        self.assertTrue(flagged)


class CarelessConvergence(unittest.TestCase):
    """Each mistake fails the tests whose flag names it."""

    def failing(self, change=lambda given: given):
        files = [file for file in vectors.load(VECTORS / "engine") if file["topic"] == "convergence"]
        flags = set()
        for _, test in (found for file in files for found in vectors.tests(file)):
            changed = {**test, "input": change(test["input"])}
            if verify.converge(changed)[0] == "failed":
                flags.update(test["flags"])
        return flags

    def test_without_a_mistake_nothing_fails(self):
        self.assertEqual(self.failing(), set())

    def test_a_horizon_of_six(self):
        with mock.patch.object(convergence, "REWIND", 6):
            self.assertIn("Horizon", self.failing())

    def test_a_window_of_six(self):
        with mock.patch.object(convergence, "WINDOW", 6):
            self.assertIn("PayloadWindow", self.failing())

    def test_leaves_for_accounts(self):
        def by_leaf(given):
            named = [{**found, "account": f"{found['leaf']:064x}"} for found in given["messages"]]
            return {**given, "messages": named}

        self.assertIn("LeavesOfOneAccount", self.failing(by_leaf))

    def test_own_messages_that_do_not_count(self):
        score = convergence.Tree.score

        def careless(tree, tip, start):
            others = [found for found in tree.given["messages"] if found["leaf"] != tree.given["own_leaf"]]
            without = copy.copy(tree)
            without.given = {**tree.given, "messages": others}
            return score(without, tip, start)

        with mock.patch.object(convergence.Tree, "score", careless):
            self.assertIn("OwnMessage", self.failing())

    def test_what_was_before_left_out(self):
        def as_new(given):
            return {name: value for name, value in given.items() if name != "before"}

        self.assertLessEqual({"ShownAgain", "PayloadWindow"}, self.failing(as_new))


class CarelessAuthority(unittest.TestCase):
    """Each mistake fails the tests whose flag names it."""

    TESTS = [
        test
        for file in vectors.load(VECTORS / "engine")
        if file["topic"] == "commit-authority"
        for _, test in vectors.tests(file)
    ]

    def failing(self):
        return {flag for test in self.TESTS if verify.authorize(test)[0] == "failed" for flag in test["flags"]}

    def test_without_a_mistake_nothing_fails_and_every_refusal_has_the_stated_reason(self):
        self.assertEqual({verify.authorize(test)[0] for test in self.TESTS}, {"passed"})

    def test_without_a_look_at_the_admin_list(self):
        with mock.patch.object(commit_authority.Judge, "is_admin", lambda judge, leaf: True):
            self.assertLessEqual({"NoAdmin", "GrantsItself", "SelfRemoves"}, self.failing())

    def test_authority_of_the_new_state(self):
        def careless(judge, leaf):
            found = judge.after["components"].get(commit_authority.ADMINS, "")
            return judge.leaves[leaf]["identity"] in found

        with mock.patch.object(commit_authority.Judge, "is_admin", careless):
            self.assertLessEqual({"AdminList", "GrantsItself", "ProposedByMember"}, self.failing())

    def test_senders_that_nobody_asks_for(self):
        with mock.patch.object(commit_authority.Judge, "sender", lambda judge, proposal: None):
            expected = {"AdminLeaves", "ProposedByMember", "ProposedByOutsider", "StaleProposal", "HandshakeData"}
            self.assertEqual(self.failing(), expected)

    def test_a_new_state_that_nobody_looks_at(self):
        with mock.patch.object(commit_authority.Judge, "new_state", lambda judge: None):
            found = self.failing()
        self.assertLessEqual({"AdminWithoutLeaf", "LeafLacks", "MissingEntry", "StillRequired", "KeyTwice"}, found)

    def test_proofs_that_nobody_verifies(self):
        with mock.patch.object(commit_authority, "proves", lambda proof, leaf, suite: True):
            self.assertEqual(self.failing(), {"NewLeafProof", "NewLeafIdentity"})

    def test_lists_in_any_order(self):
        with mock.patch.object(commit_authority, "ascending", lambda found: True):
            self.assertEqual(self.failing(), {"AdminListForm", "ListForm", "ComponentForm", "NewLeafForm"})

    def test_an_end_that_is_as_good_as_any_change(self):
        with mock.patch.object(commit_authority.Judge, "ends_well", lambda judge: True):
            self.assertEqual(self.failing(), {"DisbandShape", "DisbandNotEnabled"})

    def test_a_limit_of_six(self):
        with mock.patch.object(commit_authority, "MOST_LEAVES", 6):
            self.assertEqual(self.failing(), {"SixthLeaf"})

    def test_a_state_that_stays_as_it_was(self):
        def careless(parent, commit):
            return {**copy.deepcopy(parent), "leaves": {int(at): leaf for at, leaf in parent["leaves"].items()}}

        with mock.patch.object(commit_authority, "led_to", careless):
            valid = {test["id"] for test in self.TESTS if test["result"] == "valid"}
            failed = {test["id"] for test in self.TESTS if verify.authorize(test)[0] == "failed"}
        self.assertLessEqual(valid, failed)


class Verdicts(unittest.TestCase):
    """What is refused for another reason than the stated one passes, and is told apart."""

    TEST = {"result": "invalid", "reason": "tag_missing", "tag": "d"}

    def judged(self, reason, tag=None, **changes):
        def refuse():
            raise vectors.Refusal(reason, tag)

        return judge.judge({**self.TEST, **changes}, refuse)[0]

    def test_the_stated_reason_passes_and_another_is_refused(self):
        self.assertEqual(self.judged("tag_missing", "d"), "passed")
        self.assertEqual(self.judged("tag_missing", "i"), "refused")
        self.assertEqual(self.judged("content_empty"), "refused")

    def test_a_tag_is_compared_only_where_the_reason_is_about_one(self):
        self.assertEqual(self.judged("ref_mismatch", reasons_any=["ref_mismatch", "tag_missing"]), "passed")

    def test_what_is_deferred_is_neither_taken_nor_given_up(self):
        self.assertEqual(self.judged("tag_missing", "d", result="deferred"), "passed")
        self.assertEqual(self.judged("content_empty", result="deferred"), "failed")
        self.assertEqual(judge.judge({**self.TEST, "result": "deferred"}, dict)[0], "failed")


class BrokenFiles(unittest.TestCase):
    """Each starts from a good copy that holds one file."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        manifest = json.loads((VECTORS / "manifest.json").read_text())
        [self.entry] = [entry for entry in manifest["files"] if entry["path"] == "pr40/member-coalescing.json"]
        self.manifest = {**manifest, "files": [self.entry]}
        shutil.copytree(VECTORS / "schema", self.root / "schema")
        self.path = self.root / self.entry["path"]
        self.path.parent.mkdir()
        self.file = json.loads((VECTORS / self.entry["path"]).read_text())
        self.write()

    def write(self):
        """File and manifest, with the hash that the file has now."""
        content = json.dumps(self.file).encode()
        self.path.write_bytes(content)
        self.entry["sha256"] = hashlib.sha256(content).hexdigest()
        self.entry["bytes"] = len(content)
        self.write_manifest()

    def write_manifest(self):
        (self.root / "manifest.json").write_text(json.dumps(self.manifest))

    @property
    def first(self):
        return self.file["groups"][0]["tests"][0]

    def expect(self, code, words):
        found, printed = run(self.root)
        self.assertEqual(found, code, printed)
        self.assertIn(words, printed)

    def test_the_copy_is_good(self):
        self.expect(0, "member-coalescing")

    def test_a_wrong_hash_is_named(self):
        self.path.write_bytes(self.path.read_bytes() + b"\n")
        self.expect(2, "SHA-256 is")

    def test_an_unknown_member_is_named(self):
        self.first["unheard"] = 1
        self.write()
        self.expect(2, "unheard")

    def test_a_member_under_x_is_ignored(self):
        self.first["x_note"] = 1
        self.write()
        self.expect(0, "member-coalescing")

    @unittest.skipIf(vectors.jsonschema is None, vectors.NO_SCHEMA)
    def test_an_unknown_member_of_input_is_named_with_its_test(self):
        self.first["input"]["unheard"] = 1
        self.write()
        self.expect(2, f"{self.first['id']}: input: Additional properties are not allowed ('unheard'")

    @unittest.skipIf(vectors.jsonschema is None, vectors.NO_SCHEMA)
    def test_an_unknown_member_of_an_alternative_is_named(self):
        self.first["expected_by_policy"] = {"by-e": {"reason": "tag_missing", "stage": "nostr", "unheard": 1}}
        self.write()
        self.expect(2, "expected_by_policy/by-e: Additional properties are not allowed ('unheard'")

    @unittest.skipIf(vectors.jsonschema is None, vectors.NO_SCHEMA)
    def test_an_unknown_result_is_named(self):
        self.first["result"] = "maybe"
        self.write()
        self.expect(2, f"{self.first['id']}: result: unknown value maybe")

    @unittest.skipIf(vectors.jsonschema is None, vectors.NO_SCHEMA)
    def test_a_missing_member_of_input_is_named_with_its_test(self):
        del self.first["input"]["leaves"]
        self.write()
        self.expect(2, f"{self.first['id']}: input: 'leaves' is a required property")

    def test_a_missing_expect_is_named(self):
        del self.first["expect"]
        self.write()
        self.expect(2, f"{self.first['id']}: result valid without what belongs to it")

    def test_numbers_that_are_no_integers_below_2_to_the_53_are_named(self):
        for now in (1.5, 1e9, 2**53, -(2**53), 10**30, float("inf")):
            self.first["now"] = now
            self.write()
            self.expect(2, "now is ")

    def test_an_id_of_another_topic_is_named(self):
        self.first["id"] = "kpr-0001"
        self.write()
        self.expect(2, "id is kpr-0001, expected mco-[0-9]{4}")

    def test_an_id_that_is_used_twice_is_named(self):
        self.file["test_count"] = self.entry["test_count"] = self.entry["test_count"] + 1
        self.file["groups"][0]["tests"].append(self.first)
        self.write()
        self.expect(2, f"{self.first['id']} is used in {self.path} already")

    def test_an_id_that_is_retired_is_named(self):
        self.manifest["retired"] = {self.first["id"]: {"why": "wrong"}}
        self.write()
        self.expect(2, f"{self.first['id']} is retired already")

    def test_a_file_that_is_listed_twice_is_named(self):
        self.manifest["files"].append(self.entry)
        self.write_manifest()
        self.expect(2, f"{self.entry['path']} is listed twice")

    def test_a_wrong_number_of_bytes_is_named(self):
        self.entry["bytes"] += 1
        self.write_manifest()
        self.expect(2, "number of bytes is")

    def test_a_wrong_count_is_named(self):
        self.entry["test_count"] += 1
        self.write()
        self.expect(2, "number of tests")

    def test_a_truncated_file_is_no_json(self):
        self.path.write_bytes(self.path.read_bytes()[:1000])
        self.entry["sha256"] = hashlib.sha256(self.path.read_bytes()).hexdigest()
        self.entry["bytes"] = 1000
        self.write_manifest()
        self.expect(2, "line 1 column")

    def test_a_huge_file_is_not_read(self):
        self.file["generator"]["mls"] = "x" * vectors.MAX_BYTES
        self.write()
        self.expect(2, "expected less than 1000000")

    def test_a_path_out_of_the_folder_is_refused(self):
        self.entry["path"] = "../member-coalescing.json"
        self.write()
        self.expect(2, "leads out of the folder")

    def test_a_topic_of_which_there_is_no_schema_is_unsupported(self):
        self.entry["topic"] = self.file["topic"] = "unheard-of"
        self.write()
        self.expect(0, f"{self.entry['test_count']}        0  unsupported: topic unheard-of, of which there is no schema")
        (self.root / "schema/member-coalescing.json").unlink()
        self.entry["topic"] = self.file["topic"] = "member-coalescing"
        self.write()
        self.expect(0, "unsupported: topic member-coalescing, of which there is no schema")

    def test_a_topic_that_nothing_here_judges_is_unsupported(self):
        schema = self.root / "schema/member-coalescing.json"
        (self.root / "schema/unheard-of.json").write_bytes(schema.read_bytes())
        self.entry["topic"] = self.file["topic"] = "unheard-of"
        self.write()
        self.expect(0, f"{self.entry['test_count']}        0  unsupported: topic unheard-of")

    def test_two_topics_whose_ids_begin_alike_are_named(self):
        other = copy.deepcopy(self.file)
        other["topic"] = "unheard-of"
        for number, test in enumerate(other["groups"][0]["tests"]):
            test["id"] = f"mco-9{number:03}"
        content = json.dumps(other).encode()
        (self.root / "other.json").write_bytes(content)
        entry = {"path": "other.json", "topic": "unheard-of", "bytes": len(content)}
        self.manifest["files"].append({**self.entry, **entry, "sha256": hashlib.sha256(content).hexdigest()})
        self.write_manifest()
        self.expect(2, "ids of two topics begin with mco-")

    def test_a_wrong_answer_fails_by_id(self):
        self.first["expect"]["leaf_count"] += 1
        self.write()
        self.expect(1, f"failed  {self.first['id']} (pr40): expect.leaf_count")


class Schnorr(unittest.TestCase):
    """The first vector of BIP-340."""

    KEY = bytes.fromhex("f9308a019258c31049344f85f89d5229b531c845836f99b08601f113bce036f9")
    SIGNATURE = bytes.fromhex(
        "e907831f80848d1069a5371b402410364bdf1c5f8307b0084c55f1ce2dca8215"
        "25f66a4a85ea8b71e482a74f382d2ce5ebeee8fdb2172f477df4900d310536c0"
    )

    def test_the_signature_verifies(self):
        self.assertTrue(schnorr.verify(self.KEY, bytes(32), self.SIGNATURE))

    def test_another_message_does_not(self):
        self.assertFalse(schnorr.verify(self.KEY, bytes(31) + b"\1", self.SIGNATURE))

    def test_a_key_off_the_curve_does_not(self):
        self.assertFalse(schnorr.verify(b"\xff" * 32, bytes(32), self.SIGNATURE))


if __name__ == "__main__":
    unittest.main()
