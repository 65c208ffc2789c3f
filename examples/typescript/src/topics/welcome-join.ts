import { type Json, type JoinInput, type Op, type Pair, type Test, fromHex, toHex } from "../format.js"
import { Member } from "../member.js"

export async function welcomeJoin(test: Test): Promise<Json> {
  const wanted = test.expect as { state?: { exporters?: Pair[] } } | undefined
  const { state, then } = await play(test.input as JoinInput, wanted?.state?.exporters ?? [])
  return { state, then }
}

/** The joiner of a test after all of its `then`: other topics go on from there. */
export async function joinerAfter(id: string, joins: Map<string, JoinInput>): Promise<Member> {
  const input = joins.get(id)
  if (input === undefined) throw new Error(`after names ${id}, which is no welcome-join test of this profile`)
  return (await play(input, [])).joiner
}

/** Joins joiner and witness and lets everything in `then` happen. */
async function play(input: JoinInput, pairs: Pair[]) {
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
  if (op.op === "receive_commit" && !read.data) {
    return { epoch: joiner.epoch, epoch_authenticator: joiner.epochAuthenticator }
  }
  throw new Error(`${op.op}, but the message is of the other sort`)
}
