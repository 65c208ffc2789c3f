/** The few things that ts-mls keeps to itself, and how it is set up here. */

import {
  type CiphersuiteImpl,
  type MlsContext,
  type MlsMessage,
  type PrivateMessage,
  type Welcome,
  defaultCredentialTypes,
  defaultKeyPackageEqualityConfig,
  defaultKeyRetentionConfig,
  defaultLifetimeConfig,
  defaultPaddingConfig,
  getCiphersuiteImpl,
  mlsMessageDecoder,
  wireformats,
} from "ts-mls"
import { Refusal } from "./format.js"

export const suite: CiphersuiteImpl = await getCiphersuiteImpl("MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519")

export const context: MlsContext = {
  cipherSuite: suite,
  // Marmot credentials are basic and name a Nostr public key.
  authService: {
    async validateCredential(credential) {
      const basic = credential.credentialType === defaultCredentialTypes.basic
      return basic && "identity" in credential && credential.identity.length === 32
    },
  },
  clientConfig: {
    keyPackageEqualityConfig: defaultKeyPackageEqualityConfig,
    keyRetentionConfig: defaultKeyRetentionConfig,
    // Off by default in ts-mls. Vectors carry `now`, and `setClock` sets it.
    lifetimeConfig: { ...defaultLifetimeConfig, validateLifetimeOnReceive: true },
    paddingConfig: defaultPaddingConfig,
  },
}

/** ts-mls has no parameter for the time: it asks `Date.now`. Unix seconds. */
export function setClock(now: number) {
  Date.now = () => now * 1000
}

/** A whole MLSMessage and nothing behind it. */
function decodeMessage(bytes: Uint8Array): MlsMessage {
  let decoded: [MlsMessage, number] | undefined
  try {
    decoded = mlsMessageDecoder(bytes, 0)
  } catch (error) {
    throw new Refusal("tls_malformed", (error as Error).message)
  }
  if (decoded === undefined) throw new Refusal("tls_malformed", "not an MLSMessage")
  if (decoded[1] !== bytes.length) throw new Refusal("trailing_bytes", `${bytes.length - decoded[1]} bytes too many`)
  return decoded[0]
}

export function welcomeIn(bytes: Uint8Array): Welcome {
  const message = decodeMessage(bytes)
  if (message.wireformat !== wireformats.mls_welcome) throw new Refusal("wire_format_mismatch", "not a Welcome")
  return message.welcome
}

export function privateMessageIn(bytes: Uint8Array): PrivateMessage {
  const message = decodeMessage(bytes)
  if (message.wireformat !== wireformats.mls_private_message) {
    throw new Refusal("wire_format_mismatch", "not a PrivateMessage")
  }
  return message.privateMessage
}

/** Bytes with their length in front, as RFC 9420 section 2.1.2 writes it, up to 16,383. */
function opaque(bytes: Uint8Array): Uint8Array {
  const head = bytes.length < 64 ? [bytes.length] : [0x40 | (bytes.length >> 8), bytes.length & 0xff]
  return Uint8Array.from([...head, ...bytes])
}

/** ExpandWithLabel, RFC 9420 section 8. */
export function expandWithLabel(secret: Uint8Array, label: string, content: Uint8Array, length: number) {
  const text = new TextEncoder().encode(`MLS 1.0 ${label}`)
  const info = Uint8Array.from([length >> 8, length & 0xff, ...opaque(text), ...opaque(content)])
  return suite.kdf.expand(secret, info, length)
}

/** The leaf that sent a message, out of the encrypted sender data: RFC 9420 section 6.3.2. */
export async function senderLeaf(message: PrivateMessage, senderDataSecret: Uint8Array): Promise<number> {
  const sample = message.ciphertext.slice(0, suite.kdf.size)
  const key = await expandWithLabel(senderDataSecret, "key", sample, suite.hpke.keyLength)
  const nonce = await expandWithLabel(senderDataSecret, "nonce", sample, suite.hpke.nonceLength)
  const epoch = new DataView(new ArrayBuffer(8))
  epoch.setBigUint64(0, message.epoch)
  const aad = Uint8Array.from([...opaque(message.groupId), ...new Uint8Array(epoch.buffer), message.contentType])
  const data = await suite.hpke.decryptAead(key, nonce, aad, message.encryptedSenderData)
  return new DataView(data.buffer, data.byteOffset).getUint32(0)
}
