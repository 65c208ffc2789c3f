/** Somebody who joins from private keys and a Welcome, and what it can do then. */

import { createHash } from "node:crypto"
import { type Event, type Json, type Keys, type Pair, Refusal, fromHex, toHex } from "./format.js"
import { checkedKeyPackage } from "./keys.js"
import type { Group } from "./library.js"
import { library, messageIn, senderLeaf } from "./mls.js"
import { fromBase64 } from "./outer.js"

const GROUP_DATA = 0xf2ee
const CONVERGENCE = "convergence-conformance-v1"

/** What a message was: application data, or nothing for a Commit that is applied now. */
export interface Read {
  data?: Uint8Array
  leaf: number
}

export class Member {
  private constructor(private group: Group) {}

  static async join(keys: Keys, rumor: Event): Promise<Member> {
    const keyPackage = checkedKeyPackage(keys)
    const welcome = messageIn(fromBase64(rumor.content), "welcome")
    // ts-mls opens it with the suite that it was given, whatever the Welcome names.
    if (welcome.cipherSuite !== keyPackage.cipherSuite) {
      throw new Refusal("ciphersuite_unsupported", "the Welcome names another cipher suite than the KeyPackage")
    }
    const ref = toHex(await keyPackage.ref())
    if (!welcome.receivers.includes(ref)) {
      throw new Refusal("no_matching_key_package", "the Welcome is not for this KeyPackage")
    }
    const privateKeys = {
      initPrivateKey: fromHex(keys.init_priv),
      hpkePrivateKey: fromHex(keys.encryption_priv),
      signaturePrivateKey: fromHex(keys.signature_priv),
    }
    try {
      return new Member(await welcome.join(fromHex(keys.key_package_raw), privateKeys))
    } catch (error) {
      throw new Refusal("welcome_decrypt_failed", (error as Error).message)
    }
  }

  get epoch(): number {
    return this.group.epoch
  }

  get groupId(): string {
    return toHex(this.group.groupId)
  }

  get epochAuthenticator(): string {
    return toHex(this.group.epochAuthenticator)
  }

  /** The id that `h` tags name: after the version at the head of the group data extension. */
  get nostrGroupId(): string {
    const found = this.group.extension(GROUP_DATA)
    if (found === undefined) throw new Refusal("group_data_missing", "no group data extension")
    if (found.length < 34) throw new Refusal("group_data_malformed", "0xf2ee ends inside the group's id")
    if (found[0] === 0 && found[1] === 0) throw new Refusal("group_data_version_unsupported", "0xf2ee has version 0")
    return toHex(found.slice(2, 34))
  }

  get leaves(): { index: number; account: string; signature_key: string }[] {
    return this.group.leaves.map(({ index, identity, signatureKey }) => {
      return { index, account: toHex(identity), signature_key: toHex(signatureKey) }
    })
  }

  export(label: string, exportContext: Uint8Array, length: number): Promise<Uint8Array> {
    return library.exporter(this.group.exporterSecret, label, exportContext, length)
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
      own_leaf: this.group.ownLeaf,
      tree_hash: toHex(this.group.treeHash),
      epoch_authenticator: this.epochAuthenticator,
      leaves: this.leaves,
      exporters,
      commitment,
    }
  }

  async receive(bytes: Uint8Array): Promise<Read> {
    const message = messageIn(bytes, "private message")
    try {
      const leaf = await senderLeaf(message.head, this.group.senderDataSecret)
      const [group, data] = await message.receive(this.group)
      this.group = group
      return data === undefined ? { leaf } : { data, leaf }
    } catch (error) {
      throw new Refusal("message_decrypt_failed", (error as Error).message)
    }
  }

  async send(data: Uint8Array): Promise<Uint8Array> {
    const [group, message] = await this.group.send(data)
    this.group = group
    return message
  }
}
