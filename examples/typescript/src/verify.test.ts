/** A flipped byte is noticed, by the id of the test; broken files are not used. */

import assert from "node:assert/strict"
import { createHash } from "node:crypto"
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { after, test } from "node:test"
import { BadFiles } from "./files.js"
import { verify } from "./verify.js"

const VECTORS = join(import.meta.dirname, "../../../vectors")
const FILE = "pr40/welcome-join.json"
const ID = "wjo-0001"

const folder = mkdtempSync(join(tmpdir(), "vectors-"))
after(() => rmSync(folder, { recursive: true }))

cpSync(join(VECTORS, "schema"), join(folder, "schema"), { recursive: true })

type Change = (test: any, file: any) => void

/** A set of one file with one test, after `change`; `list` changes the manifest at last. */
function changed(change: Change, list = (_: any) => {}, damage = (text: string) => text): string {
  const manifest = JSON.parse(readFileSync(join(VECTORS, "manifest.json"), "utf8"))
  const file = JSON.parse(readFileSync(join(VECTORS, FILE), "utf8"))
  file.groups = [{ ...file.groups[0], tests: file.groups[0].tests.filter((test: any) => test.id === ID) }]
  file.test_count = 1
  change(file.groups[0].tests[0], file)
  const text = damage(JSON.stringify(file))
  const entry = manifest.files.find((entry: any) => entry.path === FILE)
  entry.test_count = file.groups[0].tests.length
  entry.sha256 = createHash("sha256").update(text).digest("hex")
  entry.bytes = Buffer.byteLength(text)
  manifest.files = [entry]
  list(manifest)
  mkdirSync(dirname(join(folder, FILE)), { recursive: true })
  writeFileSync(join(folder, FILE), text)
  writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest))
  return folder
}

function refused(root: string, message: RegExp): Promise<void> {
  return assert.rejects(verify(root), (error) => error instanceof BadFiles && message.test(error.message))
}

/** Bit 4 of the first byte: X25519 ignores bits 0 to 2. */
const flip = (hex: string) => (parseInt(hex[0]!, 16) ^ 1).toString(16) + hex.slice(1)
const flipLast = (hex: string) => hex.slice(0, -1) + (parseInt(hex.at(-1)!, 16) ^ 1).toString(16)
const flipBase64 = (text: string) => {
  const bytes = Buffer.from(text, "base64")
  bytes[bytes.length - 1]! ^= 1
  return bytes.toString("base64")
}

test("the test passes as it is", async () => {
  assert.deepEqual((await verify(changed(() => {}))).failures, [])
})

const FLIPS: Record<string, (test: any) => void> = {
  "the joiner's init_priv": ({ input: { joiner } }) => (joiner.init_priv = flip(joiner.init_priv)),
  "the joiner's encryption_priv": ({ input: { joiner } }) => (joiner.encryption_priv = flip(joiner.encryption_priv)),
  "the joiner's signature_priv": ({ input: { joiner } }) => (joiner.signature_priv = flip(joiner.signature_priv)),
  "the joiner's nostr_sk": ({ input: { joiner } }) => (joiner.nostr_sk = flip(joiner.nostr_sk)),
  "the witness's signature_priv": ({ input: { witness } }) => (witness.signature_priv = flip(witness.signature_priv)),
  "the Welcome": ({ input: { rumor } }) => (rumor.content = flipBase64(rumor.content)),
  "the commit": ({ input: { then } }) => (then[1].mls_message = flipLast(then[1].mls_message)),
  "the tree hash": ({ expect: { state } }) => (state.tree_hash = flip(state.tree_hash)),
  "the epoch authenticator": ({ expect: { state } }) => (state.epoch_authenticator = flip(state.epoch_authenticator)),
  "an exported secret": ({ expect: { state } }) => (state.exporters[0].secret = flip(state.exporters[0].secret)),
  "a leaf's account": ({ expect: { state } }) => (state.leaves[2].account = flip(state.leaves[2].account)),
  "the sender": ({ expect: { then } }) => (then[0].sender_leaf += 1),
}

for (const [what, change] of Object.entries(FLIPS)) {
  test(`${what}: a changed byte fails by id`, async () => {
    const { failures } = await verify(changed(change))
    assert.equal(failures.length, 1)
    assert.match(failures[0]!, new RegExp(`^${ID} `))
  })
}

test("a lifetime that is over is noticed", async () => {
  const { failures } = await verify(changed((_, file) => (file.groups[0].now += 100 * 86_400)))
  assert.match(failures[0]!, /Lifetime/)
})

const CHANGED: Record<string, [Change, RegExp]> = {
  "an unknown member of a file": [(_, file) => (file.unheard = 1), /the file: unknown member unheard/],
  "an unknown member of a test": [(test) => (test.unheard = 1), /wjo-0001: the test: unknown member unheard/],
  "an unknown member of input": [({ input }) => (input.unheard = 1), /wjo-0001: input: unknown member unheard/],
  "an unknown member of Keys": [({ input }) => (input.witness.unheard = 1), /input\/witness: unknown member unheard/],
  "an unknown member of a step": [({ input }) => (input.then[1].unheard = 1), /input\/then\/1: unknown member unheard/],
  "an unknown member of State": [({ expect }) => (expect.state.unheard = 1), /expect\/state: unknown member unheard/],
  "an unknown member of a result": [({ expect }) => (expect.then[0].unheard = 1), /then\/0: unknown member unheard/],
  "an unknown member of a refusal": [
    (test) => (test.expected_by_policy = { "by-e": { reason: "tag_missing", stage: "nostr", unheard: 1 } }),
    /expected_by_policy\/by-e: unknown member unheard/,
  ],
  "a missing joiner": [({ input }) => delete input.joiner, /wjo-0001: input: no member joiner/],
  "a missing private key": [({ input }) => delete input.joiner.init_priv, /input\/joiner: no member init_priv/],
  "a missing expect": [(test) => delete test.expect, /wjo-0001: valid, but no expect/],
  "an unknown result": [(test) => (test.result = "maybe"), /wjo-0001: result: unknown value "maybe"/],
  "null for a member": [({ input }) => (input.rumor = null), /wjo-0001: input\/rumor: must be object, but is null/],
  "a time with a fraction": [(test) => (test.now = 1.5), /now is 1.5, expected an integer below 2\^53/],
  "a time that is too large": [(test) => (test.now = 2 ** 53), /now is 9007199254740992, expected an integer below/],
  "a time below zero": [(test) => (test.now = -1), /wjo-0001: now: must be >= 0, but is -1/],
  "an id of another topic": [
    (test, file) => {
      file.test_count = file.groups[0].tests.push({ ...test, id: "wjo-0002" }, { ...test, id: "wjo-0003" })
      test.id = "gev-0001"
    },
    /id is gev-0001, expected wjo-\[0-9\]\{4\}/,
  ],
  "an id that is used twice": [
    (test, file) => (file.test_count = file.groups[0].tests.push(test)),
    /wjo-0001 is used in .*welcome-join.json already/,
  ],
  "a wrong count": [(_, file) => (file.test_count = 2), /test_count is 2, expected 1/],
  "a huge file": [(test) => (test.comment = "x".repeat(1e6)), /expected less than 1000000/],
}

for (const [what, [change, message]] of Object.entries(CHANGED)) {
  test(`${what} is named`, () => refused(changed(change), message))
}

const LISTED: Record<string, [(manifest: any) => void, RegExp]> = {
  "an unknown member of the manifest": [(manifest) => (manifest.unheard = 1), /the file: unknown member unheard/],
  "a file without a hash": [({ files }) => delete files[0].sha256, /manifest.json: files\/0: no member sha256/],
  "a file that is listed twice": [({ files }) => files.push(files[0]), /pr40\/welcome-join.json is listed twice/],
  "a path out of the folder": [({ files }) => (files[0].path = "../a.json"), /leads out of the folder/],
  "a wrong number of bytes": [({ files }) => (files[0].bytes += 1), /number of bytes is \d+, expected \d+/],
  "an id that is retired": [({ retired }) => (retired[ID] = { why: "wrong" }), /wjo-0001 is retired already/],
}

for (const [what, [list, message]] of Object.entries(LISTED)) {
  test(`${what} is named`, () => refused(changed(() => {}, list), message))
}

test("a truncated file is named", () => refused(changed(() => {}, () => {}, (text) => text.slice(0, 5000)), /JSON/))

test("a wrong hash is named", async () => {
  cpSync(join(VECTORS, FILE), join(changed(() => {}), FILE))
  await refused(folder, /SHA-256 is .*, expected /)
})

test("members under x_ are ignored", async () => {
  const change: Change = (test) => (test.x_note = test.input.joiner.x_note = test.expect.then[0].x_note = 1)
  assert.deepEqual((await verify(changed(change))).failures, [])
})

test("a topic of which there is no schema is unsupported", async () => {
  const change: Change = (test, file) => ((file.topic = "unheard-of"), (test.input = {}))
  const report = await verify(changed(change, ({ files }) => (files[0].topic = "unheard-of")))
  assert.match(String(report), /unheard-of .* 1 .*unsupported: topic unheard-of, of which there is no schema/)
})

test("a topic that nothing here judges is unsupported", async (context) => {
  const schema = join(folder, "schema/unheard-of.json")
  cpSync(join(folder, "schema/welcome-join.json"), schema)
  context.after(() => rmSync(schema))
  const report = await verify(changed((_, file) => (file.topic = "unheard-of"), ({ files }) => (files[0].topic = "unheard-of")))
  assert.match(String(report), /unheard-of .* 1 .*unsupported: topic unheard-of/)
})
