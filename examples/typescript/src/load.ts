/** From a folder of files to tests. Whatever is wrong with the files ends the program: a damaged set proves nothing. */

import { createHash } from "node:crypto"
import { readFileSync, statSync } from "node:fs"
import { join, normalize, isAbsolute } from "node:path"
import type { Manifest, Test, VectorFile } from "./format.js"

const MAX_BYTES = 1_000_000

/** The files cannot be used. The message names the file and what was expected. */
export class BadFiles extends Error {}

export interface Loaded {
  topic: string
  profile: string
  file: VectorFile
}

export function load(root: string): Loaded[] {
  const manifestPath = join(root, "manifest.json")
  const manifest = parse<Manifest>(manifestPath, read(manifestPath))
  expect(manifestPath, "format", manifest.format, "marmot-vectors-manifest/1")
  const entries = shaped(manifestPath, () => manifest.files.map((entry) => ({ ...entry, path: `${entry.path}` })))
  return entries.map((entry) => {
    if (isAbsolute(entry.path) || normalize(entry.path).startsWith("..")) {
      throw new BadFiles(`${manifestPath}: ${entry.path} leads out of the folder`)
    }
    return loadFile(join(root, entry.path), entry)
  })
}

function loadFile(path: string, entry: Manifest["files"][number]): Loaded {
  return shaped(path, () => {
    const bytes = read(path)
    expect(path, "SHA-256", createHash("sha256").update(bytes).digest("hex"), entry.sha256)
    const file = parse<VectorFile>(path, bytes)
    expect(path, "format", file.format, "marmot-vectors/1")
    expect(path, "topic", file.topic, entry.topic)
    expect(path, "profile", file.profile, entry.profile)
    checkMembers(path, "file", file)
    for (const group of file.groups) checkMembers(path, "group", group)
    const found = tests(file)
    for (const [, test] of found) checkTest(path, file, test)
    expect(path, "number of tests", found.length, entry.test_count)
    expect(path, "test_count", file.test_count, entry.test_count)
    return { topic: entry.topic, profile: entry.profile, file }
  })
}

/** A member that is missing or of another type shows as an error of the language. */
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

function read(path: string): Buffer {
  try {
    const size = statSync(path).size
    if (size >= MAX_BYTES) throw new BadFiles(`${path}: ${size} bytes, expected less than ${MAX_BYTES}`)
    return readFileSync(path)
  } catch (error) {
    throw error instanceof BadFiles ? error : new BadFiles((error as Error).message)
  }
}

function parse<T>(path: string, bytes: Buffer): T {
  try {
    // Members under `x_` may be added at any time and are ignored; every other unknown member is an error.
    return JSON.parse(bytes.toString("utf8"), function (this: unknown, name: string, value: unknown) {
      return !Array.isArray(this) && name.startsWith("x_") ? undefined : value
    }) as T
  } catch (error) {
    throw new BadFiles(`${path}: ${(error as Error).message}`)
  }
}

function expect(path: string, what: string, found: unknown, expected: unknown) {
  if (found !== expected) throw new BadFiles(`${path}: ${what} is ${found}, expected ${expected}`)
}

const MEMBERS = {
  file: "format suite_version topic profile spec generator synthetic_secrets test_count notes groups",
  group: "now tests",
  test:
    "id flags comment parent now input result expect expected_by_policy reason reasons_any stage tag verified_by",
}
const ALWAYS = ["id", "flags", "comment", "input", "result"]
const NEEDS = { valid: ["expect"], invalid: ["reason", "reasons_any"], policy: ["expected_by_policy"] } as const

function checkMembers(path: string, level: keyof typeof MEMBERS, value: object) {
  const known = MEMBERS[level].split(" ")
  const unknown = Object.keys(value).filter((member) => !known.includes(member))
  if (unknown.length > 0) throw new BadFiles(`${path}: unknown member ${unknown.join(", ")} of a ${level}`)
}

function checkTest(path: string, file: VectorFile, test: Test) {
  const bad = (what: string) => new BadFiles(`${path}: ${test.id}: ${what}`)
  checkMembers(path, "test", test)
  for (const member of ALWAYS) if (!(member in test)) throw bad(`no ${member}`)
  if (!(test.result in NEEDS)) throw bad(`unknown result ${test.result}`)
  const needs = NEEDS[test.result]
  if (!needs.some((member) => member in test)) throw bad(`${test.result}, but no ${needs[0]}`)
  for (const flag of test.flags) if (!(flag in file.notes)) throw bad(`flag ${flag} is not in notes`)
}
