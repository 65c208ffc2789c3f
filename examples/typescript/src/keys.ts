/** The private half of a KeyPackage. */

import { ed25519, x25519 } from "@noble/curves/ed25519.js"
import { schnorr } from "@noble/curves/secp256k1.js"
import { type KeyPackage, keyPackageDecoder } from "ts-mls"
import { type Keys, Refusal, fromHex, toHex } from "./format.js"

/**
 * The KeyPackage, once every private key is known to belong to it. ts-mls joins with a wrong signature or
 * encryption key and says nothing; only a later Commit or the own first message would show it.
 */
export function checkedKeyPackage(keys: Keys): KeyPackage {
  const raw = fromHex(keys.key_package_raw)
  const decoded = keyPackageDecoder(raw, 0)
  if (decoded === undefined || decoded[1] !== raw.length) throw new Refusal("tls_malformed", "key_package_raw")
  const { initKey, leafNode } = decoded[0]
  const account = "identity" in leafNode.credential ? leafNode.credential.identity : new Uint8Array()
  const pairs: [string, Uint8Array, Uint8Array][] = [
    ["init_priv", x25519.getPublicKey(fromHex(keys.init_priv)), initKey],
    ["encryption_priv", x25519.getPublicKey(fromHex(keys.encryption_priv)), leafNode.hpkePublicKey],
    ["signature_priv", ed25519.getPublicKey(fromHex(keys.signature_priv)), leafNode.signaturePublicKey],
    ["signature_pub", fromHex(keys.signature_pub), leafNode.signaturePublicKey],
    ["nostr_sk", schnorr.getPublicKey(fromHex(keys.nostr_sk)), account],
  ]
  for (const [name, found, expected] of pairs) {
    if (toHex(found) !== toHex(expected)) throw new Refusal("private_key_mismatch", name)
  }
  if (keys.key_package !== "00010005" + keys.key_package_raw) throw new Refusal("framing_mismatch", "key_package")
  return decoded[0]
}
