/** The parts of `marmot-vectors/1` that this example reads. Bytes are lower-case hex. */

export type Hex = string
export type Json = null | boolean | number | string | Json[] | { [member: string]: Json }

export interface Manifest {
  format: string
  files: { path: string; sha256: Hex; bytes: number; topic: string; profile: string; test_count: number }[]
  retired: Record<string, unknown>
}

export interface VectorFile {
  format: string
  topic: string
  profile: string
  test_count: number
  notes: Record<string, unknown>
  groups: { now: number; tests: Test[] }[]
}

export interface Test {
  id: string
  flags: string[]
  now?: number
  input: unknown
  result: "valid" | "invalid" | "deferred" | "policy"
  expect?: Json
  expected_by_policy?: Record<string, Json>
  reason?: string
  reasons_any?: string[]
  tag?: string
}

export interface Event {
  id: Hex
  pubkey: Hex
  kind: number
  tags: string[][]
  content: string
}

export interface Keys {
  nostr_sk: Hex
  init_priv: Hex
  encryption_priv: Hex
  signature_priv: Hex
  signature_pub: Hex
  key_package: Hex
  key_package_raw: Hex
  key_package_event: Event
}

export interface JoinInput {
  rumor: Event
  joiner: Keys
  witness: Keys
  then: Op[]
}

/** What an exporter is asked for. */
export interface Pair {
  label: string
  context: Hex
  length: number
}

export type Op =
  | { op: "receive"; mls_message: Hex }
  | { op: "receive_commit"; mls_message: Hex }
  | { op: "joiner_sends"; plaintext: Hex }

/** A well-founded refusal: `reason` is one of the closed list of the format. */
export class Refusal extends Error {
  constructor(
    readonly reason: string,
    what: string,
    readonly tag?: string,
  ) {
    super(`${reason}: ${what}`)
  }
}

export const toHex = (bytes: Uint8Array): Hex => Buffer.from(bytes).toString("hex")
export const fromHex = (hex: Hex): Uint8Array => Uint8Array.from(Buffer.from(hex, "hex"))
