/** What this example needs of an MLS library. ts-mls 1 and 2 do the same under other names; `ts-mls-1.ts` and `ts-mls-2.ts` say which. */

import type { Hex } from "./format.js"

export interface PrivateKeys {
  initPrivateKey: Uint8Array
  hpkePrivateKey: Uint8Array
  signaturePrivateKey: Uint8Array
}

/** The primitives of cipher suite 1. */
export interface Suite {
  hash: { digest(data: Uint8Array): Promise<Uint8Array> }
  kdf: { size: number; expand(secret: Uint8Array, info: Uint8Array, length: number): Promise<Uint8Array> }
  hpke: {
    keyLength: number
    nonceLength: number
    decryptAead(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array | undefined, ct: Uint8Array): Promise<Uint8Array>
  }
}

/** What was read, and where it ends. */
export type Read<T> = [T, number] | undefined

export interface KeyPackage {
  /** In the library's own words. */
  cipherSuite: number | string
  initKey: Uint8Array
  encryptionKey: Uint8Array
  signatureKey: Uint8Array
  identity: Uint8Array
  ref(): Promise<Uint8Array>
  encoded(): Uint8Array
}

/** What of a PrivateMessage is readable from outside, and what hides its sender. */
export interface PrivateMessage {
  groupId: Uint8Array
  epoch: bigint
  contentType: "application" | "proposal" | "commit"
  encryptedSenderData: Uint8Array
  ciphertext: Uint8Array
}

export type Message =
  | {
      is: "welcome"
      cipherSuite: number | string
      receivers: Hex[]
      join(keyPackage: Uint8Array, keys: PrivateKeys): Promise<Group>
    }
  | { is: "key package"; keyPackage: KeyPackage }
  | { is: "private message"; head: PrivateMessage; receive(group: Group): Promise<Received> }
  | { is: "something else" }

/** The group after a message, and application data if it was that. */
export type Received = [Group, Uint8Array | undefined]

/** A member's view of a group at one moment. */
export interface Group {
  /** The library's own value. */
  state: unknown
  groupId: Uint8Array
  epoch: number
  treeHash: Uint8Array
  ownLeaf: number
  leaves: { index: number; identity: Uint8Array; signatureKey: Uint8Array }[]
  extension(type: number): Uint8Array | undefined
  exporterSecret: Uint8Array
  epochAuthenticator: Uint8Array
  senderDataSecret: Uint8Array
  /** The group after an own message, and the message. */
  send(data: Uint8Array): Promise<[Group, Uint8Array]>
}

export interface Library {
  name: string
  version: string
  suite: Suite
  keyPackage(bytes: Uint8Array): Read<KeyPackage>
  message(bytes: Uint8Array): Read<Message>
  exporter(secret: Uint8Array, label: string, context: Uint8Array, length: number): Promise<Uint8Array>
}

/** Marmot credentials are basic and name a Nostr public key. */
export const isAccount = (credential: object) =>
  "identity" in credential && (credential.identity as Uint8Array).length === 32

export const identityOf = (credential: object): Uint8Array =>
  "identity" in credential ? (credential.identity as Uint8Array) : new Uint8Array()
