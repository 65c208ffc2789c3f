/** Which topic is checked how. */

import type { JoinInput, Json, Test } from "./format.js"
import { type Policies, type Verdict, judge, judgePolicies } from "./judge.js"
import { type Loaded, NEEDS, load, tests } from "./load.js"
import { setClock } from "./mls.js"
import { Report } from "./report.js"
import { exporter } from "./topics/exporter.js"
import { groupEvent } from "./topics/group-event.js"
import { fanoutPolicies } from "./topics/welcome-fanout.js"
import { welcomeJoin } from "./topics/welcome-join.js"

type Topic = (test: Test, joins: Map<string, JoinInput>) => Promise<Json>
const TOPICS: Record<string, Topic> = { "welcome-join": welcomeJoin, "group-event": groupEvent, exporter }
const POLICY_TOPICS: Record<string, Policies> = { "welcome-fanout": fanoutPolicies }

/** Topics that need no MLS group, and one that needs a whole client. */
const ELSEWHERE: Record<string, string> = {
  "key-package-ref": "the Python example checks it",
  "key-package-event": "the Python example checks it",
  "key-package-select": "the Python example checks it",
  "member-coalescing": "the Python example checks it",
  "welcome-rumor": "the Python example checks it",
  scenario: "for live clients",
}
const PROFILES = ["pr40", "mip-2026-04"]

async function verdict({ topic, profile }: Loaded, test: Test, joins: Map<string, JoinInput>): Promise<Verdict> {
  if (topic in ELSEWHERE) return { is: "skipped", why: ELSEWHERE[topic]! }
  if (!PROFILES.includes(profile)) return { is: "unsupported", why: `profile ${profile}` }
  if (!(test.result in NEEDS)) return { is: "unsupported", why: `result ${test.result}` }
  if (topic in POLICY_TOPICS) return judgePolicies(test, POLICY_TOPICS[topic]!)
  // Of a later version of the group data it reads what it knows.
  if (topic === "welcome-join" && test.result === "policy") {
    return judgePolicies(test, { "group-data-forward": (of) => welcomeJoin(of) })
  }
  if (topic in TOPICS) return judge(test, () => TOPICS[topic]!(test, joins))
  return { is: "unsupported", why: "unknown topic" }
}

/** Inputs of the valid joins of a profile, which other topics name in `after`. */
function joinsOf(files: Loaded[], profile: string): Map<string, JoinInput> {
  const joins = files.filter((file) => file.topic === "welcome-join" && file.profile === profile)
  return new Map(joins.flatMap(({ file }) => tests(file).map(([, test]) => [test.id, test.input as JoinInput])))
}

/** Checks every test of the files below `root`, one after the other: the clock is set for each. */
export async function verify(root: string): Promise<Report> {
  const files = load(root)
  const report = new Report()
  for (const loaded of files) {
    const joins = joinsOf(files, loaded.profile)
    for (const [now, test] of tests(loaded.file)) {
      setClock(now)
      report.add(loaded.topic, `${test.id} (${loaded.profile})`, await verdict(loaded, test, joins))
    }
  }
  return report
}
