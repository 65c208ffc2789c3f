/** A flipped byte is noticed, by the id of the test; broken files are not used. */

import assert from "node:assert/strict"
import { createHash } from "node:crypto"
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { after, test } from "node:test"
import { BadFiles } from "./load.js"
import { verify } from "./verify.js"

const VECTORS = join(import.meta.dirname, "../../../vectors")
const FILE = "pr40/welcome-join.json"
const ID = "wjo-0001"

const folder = mkdtempSync(join(tmpdir(), "vectors-"))
after(() => rmSync(folder, { recursive: true }))

/** A set of one file with one test, after `change`. */
function changed(change: (test: any, file: any) => void, damage = (text: string) => text): string {
  const manifest = JSON.parse(readFileSync(join(VECTORS, "manifest.json"), "utf8"))
  const file = JSON.parse(readFileSync(join(VECTORS, FILE), "utf8"))
  file.groups = [{ ...file.groups[0], tests: file.groups[0].tests.filter((test: any) => test.id === ID) }]
  file.test_count = 1
  change(file.groups[0].tests[0], file)
  const text = damage(JSON.stringify(file))
  const entry = manifest.files.find((entry: any) => entry.path === FILE)
  entry.test_count = 1
  entry.sha256 = createHash("sha256").update(text).digest("hex")
  mkdirSync(dirname(join(folder, FILE)), { recursive: true })
  writeFileSync(join(folder, FILE), text)
  writeFileSync(join(folder, "manifest.json"), JSON.stringify({ ...manifest, files: [entry] }))
  return folder
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

const BROKEN: [string, () => string, RegExp][] = [
  ["an unknown member of a test", () => changed((test) => (test.unheard = 1)), /unknown member unheard of a test/],
  ["an unknown member of a file", () => changed((_, file) => (file.unheard = 1)), /unknown member unheard of a file/],
  ["a missing member", () => changed((test) => delete test.expect), /wjo-0001: valid, but no expect/],
  ["a wrong count", () => changed((_, file) => (file.test_count = 2)), /test_count is 2, expected 1/],
  ["a huge file", () => changed((test) => (test.comment = "x".repeat(1e6))), /expected less than 1000000/],
  ["a truncated file", () => changed(() => {}, (text) => text.slice(0, 5000)), /JSON/],
]

for (const [what, make, message] of BROKEN) {
  test(`${what} is named`, async () => {
    const named = (error: unknown) => error instanceof BadFiles && message.test(error.message)
    await assert.rejects(async () => verify(make()), named)
  })
}

test("a wrong hash is named", async () => {
  cpSync(join(VECTORS, FILE), join(changed(() => {}), FILE))
  await assert.rejects(verify(folder), /SHA-256 is .*, expected /)
})

test("a member under x_ is ignored", async () => {
  assert.deepEqual((await verify(changed((test) => (test.x_note = 1)))).failures, [])
})
