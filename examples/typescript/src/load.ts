/** From a folder of files to tests. Whatever is wrong with the files ends the program: a damaged set proves nothing. */

import { createHash } from "node:crypto"
import { isAbsolute, join, normalize } from "node:path"
import { BadFiles, expect, parse, read } from "./files.js"
import type { Manifest, Test, VectorFile } from "./format.js"
import { Schemas } from "./schema.js"

const REASONS = ["reason", "reasons_any"]
export const NEEDS: Record<string, string[]> = {
  valid: ["expect"],
  invalid: REASONS,
  deferred: REASONS,
  policy: ["expected_by_policy"],
}

export interface Loaded {
  topic: string
  profile: string
  /** Whether a schema beside the vectors says what files of this topic contain. */
  described: boolean
  file: VectorFile
}

export function load(root: string): Loaded[] {
  const path = join(root, "manifest.json")
  const schemas = new Schemas(join(root, "schema"))
  const manifest = shaped(path, () => {
    const manifest = parse(path, read(path)) as Manifest
    expect(path, "format", manifest.format, "marmot-vectors-manifest/1")
    schemas.check(path, manifest, "manifest")
    return manifest
  })
  checkPaths(path, manifest)
  const files = manifest.files.map((entry) => loadFile(join(root, entry.path), entry, schemas))
  checkIds(root, manifest, files)
  return files
}

function loadFile(path: string, entry: Manifest["files"][number], schemas: Schemas): Loaded {
  return shaped(path, () => {
    const bytes = read(path)
    expect(path, "SHA-256", createHash("sha256").update(bytes).digest("hex"), entry.sha256)
    expect(path, "number of bytes", bytes.length, entry.bytes)
    const file = parse(path, bytes) as VectorFile
    expect(path, "format", file.format, "marmot-vectors/1")
    expect(path, "topic", file.topic, entry.topic)
    expect(path, "profile", file.profile, entry.profile)
    if (schemas.has(entry.topic)) schemas.check(path, file, entry.topic)
    const found = tests(file)
    for (const [, test] of found) checkTest(path, file, test)
    expect(path, "number of tests", found.length, entry.test_count)
    expect(path, "test_count", file.test_count, entry.test_count)
    return { topic: entry.topic, profile: entry.profile, described: schemas.has(entry.topic), file }
  })
}

/** Files that no schema describes: a member that is missing or of another type shows as an error of the language. */
function shaped<T>(path: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof BadFiles) throw error
    throw new BadFiles(`${path}: a member is missing or of the wrong type: ${(error as Error).message}`)
  }
}

/** Every test with the time at which it is judged. */
export function tests(file: VectorFile): [now: number, test: Test][] {
  return file.groups.flatMap((group) => group.tests.map((test): [number, Test] => [test.now ?? group.now, test]))
}

function checkPaths(path: string, manifest: Manifest) {
  const seen = new Set<string>()
  for (const entry of manifest.files.map((entry) => normalize(entry.path))) {
    if (isAbsolute(entry) || entry.startsWith("..")) throw new BadFiles(`${path}: ${entry} leads out of the folder`)
    if (seen.has(entry)) throw new BadFiles(`${path}: ${entry} is listed twice`)
    seen.add(entry)
  }
}

/** How the ids of each topic begin: as most of them do. */
function prefixes(files: Loaded[]): Map<string, string> {
  const counts = new Map<string, Map<string, number>>()
  for (const { topic, file } of files) {
    const own = counts.get(topic) ?? new Map<string, number>()
    counts.set(topic, own)
    for (const [, { id }] of tests(file)) {
      const [prefix] = id.split("-")
      own.set(prefix!, (own.get(prefix!) ?? 0) + 1)
    }
  }
  const most = (own: Map<string, number>) => [...own].reduce((best, other) => (other[1] > best[1] ? other : best), ["", 0])
  return new Map([...counts].map(([topic, own]) => [topic, most(own)[0]]))
}

/** An id is never used again, and tells the topic. */
function checkIds(root: string, manifest: Manifest, files: Loaded[]) {
  const begins = prefixes(files)
  const twice = [...begins.values()].find((prefix, place, all) => all.indexOf(prefix) !== place)
  if (twice !== undefined) throw new BadFiles(`${root}: ids of two topics begin with ${twice}-`)
  const used = new Map(Object.keys(manifest.retired).map((id) => [id, "retired"]))
  for (const [place, { topic, file }] of files.entries()) {
    const path = join(root, manifest.files[place]!.path)
    for (const [, { id }] of tests(file)) {
      const form = `${begins.get(topic)}-[0-9]{4}`
      if (!/^[a-z]{3}-[0-9]{4}$/.test(id) || !id.startsWith(`${begins.get(topic)}-`)) throw new BadFiles(`${path}: id is ${id}, expected ${form}`)
      if (used.has(id)) throw new BadFiles(`${path}: ${id} is ${used.get(id)} already`)
      used.set(id, `used in ${path}`)
    }
  }
}

function checkTest(path: string, file: VectorFile, test: Test) {
  const bad = (what: string) => new BadFiles(`${path}: ${test.id}: ${what}`)
  const needs = NEEDS[test.result]
  if (needs && !needs.some((member) => member in test)) throw bad(`${test.result}, but no ${needs[0]}`)
  for (const flag of test.flags) if (!(flag in file.notes)) throw bad(`flag ${flag} is not in notes`)
}
