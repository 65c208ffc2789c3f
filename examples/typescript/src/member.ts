/** Somebody who joins from private keys and a Welcome, and what it can do then. */

import { createHash } from "node:crypto"
import {
  type ClientState,
  createApplicationMessage,
  encode,
  joinGroup,
  makeKeyPackageRef,
  mlsExporter,
  mlsMessageEncoder,
  nodeTypes,
  processPrivateMessage,
} from "ts-mls"
import { type Event, type Json, type Keys, type Pair, Refusal, fromHex, toHex } from "./format.js"
import { checkedKeyPackage } from "./keys.js"
import { context, privateMessageIn, senderLeaf, suite, welcomeIn } from "./mls.js"
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
    const welcome = welcomeIn(fromBase64(rumor.content))
    // ts-mls opens it with the suite that it was given, whatever the Welcome names.
    if (welcome.cipherSuite !== keyPackage.cipherSuite) {
      throw new Refusal("ciphersuite_unsupported", "the Welcome names another cipher suite than the KeyPackage")
    }
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
    const data = found.extensionData as Uint8Array
    if (data.length < 34) throw new Refusal("group_data_malformed", "0xf2ee ends inside the group's id")
    if (data[0] === 0 && data[1] === 0) throw new Refusal("group_data_version_unsupported", "0xf2ee has version 0")
    return toHex(data.slice(2, 34))
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
  async describe(pairs: Pair[]): Promise<Json> {
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
