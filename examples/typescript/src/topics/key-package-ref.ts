import { createHash } from "node:crypto"
import { type Hex, type Json, Refusal, type Test, fromHex, toHex } from "../format.js"
import { library, messageIn, opaque, whole } from "../mls.js"

interface Input {
  cipher_suite: number
  key_package?: Hex
  key_package_raw?: Hex
}

const LABEL = new TextEncoder().encode("MLS 1.0 KeyPackage Reference")

export async function keyPackageRef(test: Test): Promise<Json> {
  const { cipher_suite, key_package, key_package_raw } = test.input as Input
  if (cipher_suite !== 1) throw new Refusal("ciphersuite_unsupported", `cipher suite ${cipher_suite}`)
  const found = key_package
    ? messageIn(fromHex(key_package), "key package").keyPackage
    : whole(fromHex(key_package_raw!), library.keyPackage)
  const encoded = found.encoded()
  const preimage = Uint8Array.from([...opaque(LABEL), ...opaque(encoded)])
  const ref = toHex(await found.ref())
  if (createHash("sha256").update(preimage).digest("hex") !== ref) throw new Error("the preimage does not lead to ref")
  return { key_package_raw: toHex(encoded), preimage: toHex(preimage), ref }
}
