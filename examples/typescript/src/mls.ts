/** The library that is used, and the few things that ts-mls keeps to itself. */

import { Refusal } from "./format.js"
import { type Library, type Message, type PrivateMessage, type Read } from "./library.js"

export const VERSIONS = ["1", "2"] as const
export type Version = (typeof VERSIONS)[number]

export let library: Library

/** ts-mls 1 or 2: one of them for a whole run. */
export async function use(version: Version) {
  library = version === "1" ? (await import("./ts-mls-1.js")).library : (await import("./ts-mls-2.js")).library
}

/** ts-mls has no parameter for the time: it asks `Date.now`. Unix seconds. */
export function setClock(now: number) {
  Date.now = () => now * 1000
}

/** All bytes and nothing behind them. */
export function whole<T>(bytes: Uint8Array, read: (bytes: Uint8Array) => Read<T>): T {
  let decoded: Read<T>
  try {
    decoded = read(bytes)
  } catch (error) {
    throw new Refusal("tls_malformed", (error as Error).message)
  }
  if (decoded === undefined) throw new Refusal("tls_malformed", "no structure of the type")
  if (decoded[1] !== bytes.length) throw new Refusal("trailing_bytes", `${bytes.length - decoded[1]} bytes too many`)
  return decoded[0]
}

export function messageIn<Is extends Message["is"]>(bytes: Uint8Array, is: Is): Extract<Message, { is: Is }> {
  const message = whole(bytes, library.message)
  if (message.is !== is) throw new Refusal("wire_format_mismatch", `not a ${is}`)
  return message as Extract<Message, { is: Is }>
}

/** Bytes with their length in front, as RFC 9420 section 2.1.2 writes it, up to 16,383. */
export function opaque(bytes: Uint8Array): Uint8Array {
  const head = bytes.length < 64 ? [bytes.length] : [0x40 | (bytes.length >> 8), bytes.length & 0xff]
  return Uint8Array.from([...head, ...bytes])
}

/** ExpandWithLabel, RFC 9420 section 8. */
export function expandWithLabel(secret: Uint8Array, label: string, content: Uint8Array, length: number) {
  const text = new TextEncoder().encode(`MLS 1.0 ${label}`)
  const info = Uint8Array.from([length >> 8, length & 0xff, ...opaque(text), ...opaque(content)])
  return library.suite.kdf.expand(secret, info, length)
}

const CONTENT_TYPES = { application: 1, proposal: 2, commit: 3 }

/** The leaf that sent a message, out of the encrypted sender data: RFC 9420 section 6.3.2. */
export async function senderLeaf(message: PrivateMessage, senderDataSecret: Uint8Array): Promise<number> {
  const { kdf, hpke } = library.suite
  const sample = message.ciphertext.slice(0, kdf.size)
  const key = await expandWithLabel(senderDataSecret, "key", sample, hpke.keyLength)
  const nonce = await expandWithLabel(senderDataSecret, "nonce", sample, hpke.nonceLength)
  const epoch = new DataView(new ArrayBuffer(8))
  epoch.setBigUint64(0, message.epoch)
  const type = CONTENT_TYPES[message.contentType]
  const aad = Uint8Array.from([...opaque(message.groupId), ...new Uint8Array(epoch.buffer), type])
  const data = await hpke.decryptAead(key, nonce, aad, message.encryptedSenderData)
  return new DataView(data.buffer, data.byteOffset).getUint32(0)
}
