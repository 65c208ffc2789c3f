/** Reading JSON files that may be damaged. */

import { readFileSync, statSync } from "node:fs"

const MAX_BYTES = 1_000_000

/** The files cannot be used. The message names the file and what was expected. */
export class BadFiles extends Error {}

export function read(path: string): Buffer {
  try {
    const size = statSync(path).size
    if (size >= MAX_BYTES) throw new BadFiles(`${path}: ${size} bytes, expected less than ${MAX_BYTES}`)
    return readFileSync(path)
  } catch (error) {
    throw error instanceof BadFiles ? error : new BadFiles((error as Error).message)
  }
}

/** JSON without the members under `x_`, which may be added at any time. Numbers are integers below 2^53. */
export function parse(path: string, bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"), function (this: unknown, name: string, value: unknown) {
      if (typeof value === "number" && !Number.isSafeInteger(value)) {
        throw new BadFiles(`${path}: ${name} is ${value}, expected an integer below 2^53`)
      }
      return !Array.isArray(this) && name.startsWith("x_") ? undefined : value
    })
  } catch (error) {
    throw error instanceof BadFiles ? error : new BadFiles(`${path}: ${(error as Error).message}`)
  }
}

export function expect(path: string, what: string, found: unknown, expected: unknown) {
  if (found !== expected) throw new BadFiles(`${path}: ${what} is ${found}, expected ${expected}`)
}
