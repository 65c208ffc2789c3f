/** Somebody who joins from private keys and a Welcome, and what it can do then. */

import { createHash } from "node:crypto"
import { ed25519, x25519 } from "@noble/curves/ed25519.js"
import { schnorr } from "@noble/curves/secp256k1.js"
import {
  type ClientState,
  type KeyPackage,
  type PrivateMessage,
  type Welcome,
  createApplicationMessage,
  encode,
  joinGroup,
  keyPackageDecoder,
  makeKeyPackageRef,
  mlsExporter,
  mlsMessageEncoder,
  nodeTypes,
  processPrivateMessage,
  wireformats,
} from "ts-mls"
import { type Event, type JoinInput, type Json, type Keys, type Op, Refusal, fromHex, toHex } from "./format.js"
import { context, decodeMessage, senderLeaf, suite } from "./mls.js"
import { fromBase64 } from "./outer.js"

const GROUP_DATA = 0xf2ee
const CONVERGENCE = "convergence-conformance-v1"

/** What a message was: application data, or nothing for a Commit that is applied now. */
export interface Read {
  data?: Uint8Array
  leaf: number
}

export class Member {
  private constructor(private state: ClientState) {}

  static async join(keys: Keys, rumor: Event): Promise<Member> {
    const keyPackage = checkedKeyPackage(keys)
    const welcome = welcomeIn(rumor)
    const ref = toHex(await makeKeyPackageRef(keyPackage, suite.hash))
    if (!welcome.secrets.some((secret) => toHex(secret.newMember) === ref)) {
      throw new Refusal("no_matching_key_package", "the Welcome is not for this KeyPackage")
    }
    const privateKeys = {
      initPrivateKey: fromHex(keys.init_priv),
      hpkePrivateKey: fromHex(keys.encryption_priv),
      signaturePrivateKey: fromHex(keys.signature_priv),
    }
    try {
      return new Member(await joinGroup({ context, welcome, keyPackage, privateKeys }))
    } catch (error) {
      throw new Refusal("welcome_decrypt_failed", (error as Error).message)
    }
  }

  /** The joiner of a welcome-join test after all of its `then`. */
  static async after(id: string, joins: Map<string, JoinInput>): Promise<Member> {
    const input = joins.get(id)
    if (input === undefined) throw new Error(`after names ${id}, which is no welcome-join test of this profile`)
    return (await play(input)).joiner
  }

  get epoch(): number {
    return Number(this.state.groupContext.epoch)
  }

  get groupId(): string {
    return toHex(this.state.groupContext.groupId)
  }

  get epochAuthenticator(): string {
    return toHex(this.state.keySchedule.epochAuthenticator)
  }

  /** The id that `h` tags name: after the version at the head of the group data extension. */
  get nostrGroupId(): string {
    const found = this.state.groupContext.extensions.find((extension) => extension.extensionType === GROUP_DATA)
    if (found === undefined) throw new Refusal("group_data_missing", "no group data extension")
    return toHex((found.extensionData as Uint8Array).slice(2, 34))
  }

  get leaves(): { index: number; account: string; signature_key: string }[] {
    return this.state.ratchetTree.flatMap((node, place) => {
      if (node?.nodeType !== nodeTypes.leaf) return []
      const { credential, signaturePublicKey } = node.leaf
      const identity = "identity" in credential ? credential.identity : new Uint8Array()
      return [{ index: place / 2, account: toHex(identity), signature_key: toHex(signaturePublicKey) }]
    })
  }

  export(label: string, exportContext: Uint8Array, length: number): Promise<Uint8Array> {
    return mlsExporter(this.state.keySchedule.exporterSecret, label, exportContext, length, suite)
  }

  /** Everything that `expect.state` names; `pairs` are the exports it asks for. */
  async describe(pairs: { label: string; context: string; length: number }[]): Promise<Json> {
    const exporters = []
    for (const { label, context, length } of pairs) {
      const secret = toHex(await this.export(label, fromHex(context), length))
      exporters.push({ label, context, length, secret })
    }
    const convergence = await this.export("marmot", new TextEncoder().encode(CONVERGENCE), 32)
    const commitment = createHash("sha256").update(`marmot-${CONVERGENCE}\0`).update(convergence).digest("hex")
    return {
      group_id: this.groupId,
      nostr_group_id: this.nostrGroupId,
      epoch: this.epoch,
      own_leaf: this.state.privatePath.leafIndex,
      tree_hash: toHex(this.state.groupContext.treeHash),
      epoch_authenticator: this.epochAuthenticator,
      leaves: this.leaves,
      exporters,
      commitment,
    }
  }

  async receive(bytes: Uint8Array): Promise<Read> {
    const privateMessage = privateMessageIn(bytes)
    try {
      const leaf = await senderLeaf(privateMessage, this.state.keySchedule.senderDataSecret)
      const result = await processPrivateMessage({ context, state: this.state, privateMessage })
      this.state = result.newState
      return result.kind === "applicationMessage" ? { data: result.message, leaf } : { leaf }
    } catch (error) {
      throw new Refusal("message_decrypt_failed", (error as Error).message)
    }
  }

  async send(message: Uint8Array): Promise<Uint8Array> {
    const sent = await createApplicationMessage({ context, state: this.state, message })
    this.state = sent.newState
    return encode(mlsMessageEncoder, sent.message)
  }
}

/** Joins joiner and witness and lets everything in `then` happen. */
export async function play(input: JoinInput, pairs: Parameters<Member["describe"]>[0] = []) {
  const joiner = await Member.join(input.joiner, input.rumor)
  const witness = await Member.join(input.witness, input.rumor)
  const state = await joiner.describe(pairs)
  const then: Json[] = []
  for (const op of input.then) then.push(await step(joiner, witness, op))
  return { joiner, state, then }
}

async function step(joiner: Member, witness: Member, op: Op): Promise<Json> {
  if (op.op === "joiner_sends") {
    const read = await witness.receive(await joiner.send(fromHex(op.plaintext)))
    return { witness_reads: toHex(read.data!), sender_leaf: read.leaf }
  }
  const seen = await witness.receive(fromHex(op.mls_message))
  const read = await joiner.receive(fromHex(op.mls_message))
  if (JSON.stringify(seen) !== JSON.stringify(read)) throw new Error("joiner and witness read different messages")
  if (op.op === "receive" && read.data) return { plaintext: toHex(read.data), sender_leaf: read.leaf }
  if (op.op === "receive_commit" && !read.data) return { epoch: joiner.epoch, epoch_authenticator: joiner.epochAuthenticator }
  throw new Error(`${op.op}, but the message is of the other sort`)
}

/**
 * The KeyPackage, once every private key is known to belong to it. ts-mls joins with a wrong signature or
 * encryption key and says nothing; only a later Commit or the own first message would show it.
 */
function checkedKeyPackage(keys: Keys): KeyPackage {
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

function welcomeIn(rumor: Event): Welcome {
  const message = decodeMessage(fromBase64(rumor.content))
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
