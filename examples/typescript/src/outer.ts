/** What lies between Nostr and MLS: base64, and the AEAD around a group event. */

import { chacha20poly1305 } from "@noble/ciphers/chacha.js"
import { Refusal } from "./format.js"

const NONCE = 12
const TAG = 16

/** Strict base64: standard alphabet, padding, nothing around it. `Buffer` and `atob` alone forgive too much. */
export function fromBase64(text: string): Uint8Array {
  const bytes = Buffer.from(text, "base64")
  if (bytes.toString("base64") !== text) throw new Refusal("content_not_base64", "not canonical base64")
  return Uint8Array.from(bytes)
}

/** `content` of a group event (kind 445): base64(nonce ‖ ChaCha20-Poly1305), no additional data. */
export function open(content: string, key: Uint8Array): Uint8Array {
  if (content === "") throw new Refusal("content_empty", "no content")
  const bytes = fromBase64(content)
  if (bytes.length < NONCE + TAG) throw new Refusal("content_too_short", `${bytes.length} bytes`)
  try {
    return chacha20poly1305(key, bytes.subarray(0, NONCE)).decrypt(bytes.subarray(NONCE))
  } catch {
    throw new Refusal("outer_decrypt_failed", "wrong key or damaged")
  }
}
