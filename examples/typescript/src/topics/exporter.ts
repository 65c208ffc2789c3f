import { type Hex, type JoinInput, type Json, type Pair, type Test, fromHex, toHex } from "../format.js"
import { expandWithLabel, library } from "../mls.js"
import { joinerAfter } from "./welcome-join.js"

type Input = Pair & ({ exporter_secret: Hex } | { after: string })

export async function exporter(test: Test, joins: Map<string, JoinInput>): Promise<Json> {
  const input = test.input as Input
  const context = fromHex(input.context)
  const context_hash = toHex(await library.suite.hash.digest(context))
  if ("after" in input) {
    const member = await joinerAfter(input.after, joins)
    return { context_hash, secret: toHex(await member.export(input.label, context, input.length)) }
  }
  const from = fromHex(input.exporter_secret)
  return {
    derived_secret: toHex(await expandWithLabel(from, input.label, new Uint8Array(), library.suite.kdf.size)),
    context_hash,
    secret: toHex(await library.exporter(from, input.label, context, input.length)),
  }
}
