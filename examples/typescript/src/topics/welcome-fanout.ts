/** Every wrap to every device. ts-mls keeps no list of groups and no list of used Welcomes: a client does, as here. */

import { type Event, type Json, type Keys, Refusal } from "../format.js"
import type { Policies } from "../judge.js"
import { Member } from "../member.js"

interface Input {
  devices: Record<string, Keys>
  rumors: Record<string, Event>
  deliveries: [device: string, rumor: string][]
}

/** Which KeyPackage a Welcome may be for: any that it names, or only the one of the event in `e`. */
type Matching = "by-ref" | "by-e"

export const fanoutPolicies: Policies = {
  "by-ref": (test) => play(test.input as Input, "by-ref"),
  "by-e": (test) => play(test.input as Input, "by-e"),
}

async function play({ devices, rumors, deliveries }: Input, matching: Matching): Promise<Json> {
  const outcomes: Json[] = []
  const held = new Set<string>()
  let leaves = 0
  for (const [device, rumor] of deliveries) {
    const [keys, welcome] = [devices[device], rumors[rumor]]
    if (!keys || !welcome) throw new Error(`deliveries names ${device} and ${rumor}, of which one is missing`)
    try {
      const member = await invited(keys, welcome, matching)
      const place = `${device} ${member.groupId}`
      outcomes.push(held.has(place) ? "duplicate" : "joined")
      held.add(place)
      leaves = member.leaves.length
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      outcomes.push({ rejected: error.reason })
    }
  }
  return { outcomes, leaves }
}

async function invited(keys: Keys, rumor: Event, matching: Matching): Promise<Member> {
  const named = rumor.tags.find(([name]) => name === "e")?.[1]
  if (named === undefined) throw new Refusal("tag_missing", "no e tag", "e")
  if (matching === "by-e" && named !== keys.key_package_event.id) {
    throw new Refusal("key_package_not_local", "e names an event of another device")
  }
  return Member.join(keys, rumor)
}
