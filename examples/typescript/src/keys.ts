/** The private half of a KeyPackage. */

import { ed25519, x25519 } from "@noble/curves/ed25519.js"
import { schnorr } from "@noble/curves/secp256k1.js"
import { type Keys, Refusal, fromHex, toHex } from "./format.js"
import type { KeyPackage } from "./library.js"
import { library, whole } from "./mls.js"

/**
 * The KeyPackage, once every private key is known to belong to it. ts-mls joins with a wrong signature or
 * encryption key and says nothing; only a later Commit or the own first message would show it.
 */
export function checkedKeyPackage(keys: Keys): KeyPackage {
  const found = whole(fromHex(keys.key_package_raw), library.keyPackage)
  const pairs: [string, Uint8Array, Uint8Array][] = [
    ["init_priv", x25519.getPublicKey(fromHex(keys.init_priv)), found.initKey],
    ["encryption_priv", x25519.getPublicKey(fromHex(keys.encryption_priv)), found.encryptionKey],
    ["signature_priv", ed25519.getPublicKey(fromHex(keys.signature_priv)), found.signatureKey],
    ["signature_pub", fromHex(keys.signature_pub), found.signatureKey],
    ["nostr_sk", schnorr.getPublicKey(fromHex(keys.nostr_sk)), found.identity],
  ]
  for (const [name, derived, expected] of pairs) {
    if (toHex(derived) !== toHex(expected)) throw new Refusal("private_key_mismatch", name)
  }
  if (keys.key_package !== "00010005" + keys.key_package_raw) throw new Refusal("framing_mismatch", "key_package")
  return found
}
