/** ts-mls 1.6.4, installed beside 2 under another name. */

import * as mls from "ts-mls-1"
import { decodeKeyPackage, encodeKeyPackage, makeKeyPackageRef } from "ts-mls-1/keyPackage.js"
import { toHex } from "./format.js"
import { type Group, type KeyPackage, type Library, type Message, type Read, identityOf, isAccount } from "./library.js"

const suite = await mls.getCiphersuiteImpl(
  mls.getCiphersuiteFromName("MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519"),
)

const config: mls.ClientConfig = {
  keyPackageEqualityConfig: mls.defaultKeyPackageEqualityConfig,
  keyRetentionConfig: mls.defaultKeyRetentionConfig,
  // Off by default in ts-mls. Vectors carry `now`, and `setClock` sets it.
  lifetimeConfig: { ...mls.defaultLifetimeConfig, validateLifetimeOnReceive: true },
  paddingConfig: mls.defaultPaddingConfig,
  authService: { validateCredential: async (credential) => isAccount(credential) },
}

function keyPackageOf(read: mls.KeyPackage): KeyPackage {
  const { credential, hpkePublicKey, signaturePublicKey } = read.leafNode
  return {
    cipherSuite: read.cipherSuite,
    initKey: read.initKey,
    encryptionKey: hpkePublicKey,
    signatureKey: signaturePublicKey,
    identity: identityOf(credential),
    ref: () => makeKeyPackageRef(read, suite.hash),
    encoded: () => encodeKeyPackage(read),
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
      if (node?.nodeType !== "leaf") return []
      const { credential, signaturePublicKey } = node.leaf
      return [{ index: place / 2, identity: identityOf(credential), signatureKey: signaturePublicKey }]
    }),
    extension: (type) => groupContext.extensions.find((found) => found.extensionType === type)?.extensionData,
    ...keySchedule,
    async send(data) {
      const { newState, privateMessage } = await mls.createApplicationMessage(state, data, suite)
      const message = { version: "mls10", wireformat: "mls_private_message", privateMessage } as const
      return [groupOf(newState), mls.encodeMlsMessage(message)]
    },
  }
}

function messageOf(read: mls.MLSMessage): Message {
  if (read.wireformat === "mls_welcome") {
    const { welcome } = read
    return {
      is: "welcome",
      cipherSuite: welcome.cipherSuite,
      receivers: welcome.secrets.map((secret) => toHex(secret.newMember)),
      async join(bytes, keys) {
        const [keyPackage] = decodeKeyPackage(bytes, 0)!
        const none = mls.emptyPskIndex
        return groupOf(await mls.joinGroup(welcome, keyPackage, keys, none, suite, undefined, undefined, config))
      },
    }
  }
  if (read.wireformat === "mls_key_package") return { is: "key package", keyPackage: keyPackageOf(read.keyPackage) }
  if (read.wireformat !== "mls_private_message") return { is: "something else" }
  const { privateMessage } = read
  return {
    is: "private message",
    head: privateMessage,
    async receive(group) {
      const state = group.state as mls.ClientState
      const result = await mls.processPrivateMessage(state, privateMessage, mls.emptyPskIndex, suite)
      return [groupOf(result.newState), result.kind === "applicationMessage" ? result.message : undefined]
    },
  }
}

const map = <A, B>(read: [A, number] | undefined, f: (value: A) => B): Read<B> => read && [f(read[0]), read[1]]

export const library: Library = {
  name: "ts-mls",
  version: "1.6.4",
  suite,
  keyPackage: (bytes) => map(decodeKeyPackage(bytes, 0), keyPackageOf),
  message: (bytes) => map(mls.decodeMlsMessage(bytes, 0), messageOf),
  exporter: (secret, label, content, length) => mls.mlsExporter(secret, label, content, length, suite),
}
