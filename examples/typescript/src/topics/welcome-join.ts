import type { Json, JoinInput, Test } from "../format.js"
import { type Member, play } from "../member.js"

type Pairs = Parameters<Member["describe"]>[0]

export async function welcomeJoin(test: Test): Promise<Json> {
  const wanted = test.expect as { state?: { exporters?: Pairs } } | undefined
  const { state, then } = await play(test.input as JoinInput, wanted?.state?.exporters ?? [])
  return { state, then }
}
