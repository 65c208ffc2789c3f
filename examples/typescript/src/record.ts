/** What came of each test, for machines: `crates/conformance/voices/README.md` says what it means. */

import { createHash } from "node:crypto"
import { readFileSync, readdirSync } from "node:fs"
import { join, relative } from "node:path"
import type { Json, Test } from "./format.js"
import type { Verdict } from "./judge.js"

export interface Entry {
  id: string
  sha256: string
  verdict: Verdict
}

/** Members in order of name, no spaces. */
function canonical(value: Json): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`
  const members = Object.keys(value).sort()
  return `{${members.map((name) => `${JSON.stringify(name)}:${canonical(value[name]!)}`).join(",")}}`
}

/** A test without what later emissions add to it. */
const judged = ({ verified_by, ...test }: Test & { verified_by?: unknown }) => test as unknown as Json

/** SHA-256 of all that a verdict rests on: profile, time, test, and the test that `after` names. */
export function digest(profile: string, now: number, test: Test, joins: Map<string, Test>): string {
  const after = joins.get((test.input as { after?: string }).after ?? "")
  const rests = [profile, now, judged(test), after === undefined ? null : judged(after)]
  return createHash("sha256").update(canonical(rests)).digest("hex")
}

/** SHA-256 over path and text of every source of this example, and over what it is built with. */
function consumer(): string {
  const root = join(import.meta.dirname, "..")
  const sources = readdirSync(join(root, "src"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
  const hash = createHash("sha256")
  for (const path of [...sources, "package.json", "package-lock.json"].sort()) {
    hash.update(`${path}\0`).update(readFileSync(join(root, path))).update("\0")
  }
  return hash.digest("hex")
}

function came(verdict: Verdict): { came: string; why?: string } | undefined {
  if (verdict.is === "passed") return { came: "as_demanded" }
  if (verdict.is === "refused") return { came: "refused_otherwise", why: verdict.why }
  return "came" in verdict ? { came: verdict.came, why: verdict.why } : undefined
}

/** One test a line, by id. Tests that the library cannot be asked are left out. */
export function record(stack: string, version: string, entries: Entry[]): string {
  const byId = [...entries].sort((a, b) => (a.id < b.id ? -1 : 1))
  const tests = byId.flatMap(({ id, sha256, verdict }) => {
    const what = came(verdict)
    return what === undefined ? [] : [`    ${JSON.stringify(id)}: ${JSON.stringify({ sha256, ...what })}`]
  })
  return `{
  "format": "colony-voice/1",
  "stack": ${JSON.stringify(stack)},
  "version": ${JSON.stringify(version)},
  "consumer": "examples/typescript",
  "consumer_sha256": "${consumer()}",
  "tests": {
${tests.join(",\n")}
  }
}
`
}
