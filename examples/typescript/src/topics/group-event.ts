import { type Event, type Hex, type JoinInput, type Json, Refusal, type Test, fromHex, toHex } from "../format.js"
import type { Member } from "../member.js"
import { messageIn } from "../mls.js"
import { open } from "../outer.js"
import { joinerAfter } from "./welcome-join.js"

type Input =
  | { layer: "outer"; event: Event; group_event_key: Hex }
  | { layer: "full"; event: Event; after: string }

export async function groupEvent(test: Test, joins: Map<string, JoinInput>): Promise<Json> {
  const input = test.input as Input
  if (input.layer === "outer") {
    return { mls_message: toHex(open(input.event.content, fromHex(input.group_event_key))) }
  }
  const reader = await joinerAfter(input.after, joins)
  return full(input.event, reader)
}

async function full(event: Event, reader: Member): Promise<Json> {
  const named = event.tags.find(([name]) => name === "h")?.[1]
  if (named !== reader.nostrGroupId) throw new Refusal("group_unknown", "h names another group")
  const key = await reader.export("marmot", new TextEncoder().encode("group-event"), 32)
  const bytes = open(event.content, key)
  const { contentType, epoch } = messageIn(bytes, "private message").head
  const accounts = new Map(reader.leaves.map((leaf) => [leaf.index, leaf.account]))
  const { data, leaf } = await reader.receive(bytes)
  const account = accounts.get(leaf)!
  const head = { content_type: contentType, sender_leaf: leaf, account, epoch: Number(epoch) }
  if (data === undefined) return head
  const rumor = JSON.parse(new TextDecoder().decode(data)) as { pubkey: Hex } & Record<string, Json>
  if (rumor.pubkey !== account) throw new Refusal("inner_author_mismatch", "the rumor names another author")
  return { ...head, rumor }
}
