/** ts-mls 2.0.0-rc.10 */

import * as mls from "ts-mls"
import { toHex } from "./format.js"
import { type Group, type KeyPackage, type Library, type Message, type Read, identityOf, isAccount } from "./library.js"

const suite = await mls.getCiphersuiteImpl("MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519")

const context: mls.MlsContext = {
  cipherSuite: suite,
  authService: { validateCredential: async (credential) => isAccount(credential) },
  clientConfig: {
    keyPackageEqualityConfig: mls.defaultKeyPackageEqualityConfig,
    keyRetentionConfig: mls.defaultKeyRetentionConfig,
    // Off by default in ts-mls. Vectors carry `now`, and `setClock` sets it.
    lifetimeConfig: { ...mls.defaultLifetimeConfig, validateLifetimeOnReceive: true },
    paddingConfig: mls.defaultPaddingConfig,
  },
}

const TYPES = { [mls.contentTypes.application]: "application", [mls.contentTypes.proposal]: "proposal" } as const

function keyPackageOf(read: mls.KeyPackage): KeyPackage {
  const { credential, hpkePublicKey, signaturePublicKey } = read.leafNode
  return {
    cipherSuite: read.cipherSuite,
    initKey: read.initKey,
    encryptionKey: hpkePublicKey,
    signatureKey: signaturePublicKey,
    identity: identityOf(credential),
    ref: () => mls.makeKeyPackageRef(read, suite.hash),
    encoded: () => mls.encode(mls.keyPackageEncoder, read),
  }
}

function groupOf(state: mls.ClientState): Group {
  const { groupContext, keySchedule, privatePath, ratchetTree } = state
  return {
    state,
    groupId: groupContext.groupId,
    epoch: Number(groupContext.epoch),
    treeHash: groupContext.treeHash,
    ownLeaf: privatePath.leafIndex,
    leaves: ratchetTree.flatMap((node, place) => {
      if (node?.nodeType !== mls.nodeTypes.leaf) return []
      const { credential, signaturePublicKey } = node.leaf
      return [{ index: place / 2, identity: identityOf(credential), signatureKey: signaturePublicKey }]
    }),
    extension: (type) =>
      groupContext.extensions.find((found) => found.extensionType === type)?.extensionData as Uint8Array | undefined,
    ...keySchedule,
    async send(message) {
      const sent = await mls.createApplicationMessage({ context, state, message })
      return [groupOf(sent.newState), mls.encode(mls.mlsMessageEncoder, sent.message)]
    },
  }
}

function messageOf(read: mls.MlsMessage): Message {
  if (read.wireformat === mls.wireformats.mls_welcome) {
    const { welcome } = read
    return {
      is: "welcome",
      cipherSuite: welcome.cipherSuite,
      receivers: welcome.secrets.map((secret) => toHex(secret.newMember)),
      async join(bytes, privateKeys) {
        const [keyPackage] = mls.keyPackageDecoder(bytes, 0)!
        return groupOf(await mls.joinGroup({ context, welcome, keyPackage, privateKeys }))
      },
    }
  }
  if (read.wireformat === mls.wireformats.mls_key_package) {
    return { is: "key package", keyPackage: keyPackageOf(read.keyPackage) }
  }
  if (read.wireformat !== mls.wireformats.mls_private_message) return { is: "something else" }
  const { privateMessage } = read
  const contentType = TYPES[privateMessage.contentType as keyof typeof TYPES] ?? "commit"
  return {
    is: "private message",
    head: { ...privateMessage, contentType },
    async receive(group) {
      const state = group.state as mls.ClientState
      const result = await mls.processPrivateMessage({ context, state, privateMessage })
      return [groupOf(result.newState), result.kind === "applicationMessage" ? result.message : undefined]
    },
  }
}

const map = <A, B>(read: [A, number] | undefined, f: (value: A) => B): Read<B> => read && [f(read[0]), read[1]]

export const library: Library = {
  name: "ts-mls",
  version: "2.0.0-rc.10",
  suite,
  keyPackage: (bytes) => map(mls.keyPackageDecoder(bytes, 0), keyPackageOf),
  message: (bytes) => map(mls.mlsMessageDecoder(bytes, 0), messageOf),
  exporter: (secret, label, content, length) => mls.mlsExporter(secret, label, content, length, suite),
}
