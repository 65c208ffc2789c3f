/** Which topic is checked how. */

import type { JoinInput, Json, Test } from "./format.js"
import { type Policies, type Verdict, judge, judgePolicies } from "./judge.js"
import { type Loaded, NEEDS, load, tests } from "./load.js"
import { type Version, library, setClock, use } from "./mls.js"
import { digest } from "./record.js"
import { Report } from "./report.js"
import { exporter } from "./topics/exporter.js"
import { groupEvent } from "./topics/group-event.js"
import { keyPackageRef } from "./topics/key-package-ref.js"
import { fanoutPolicies } from "./topics/welcome-fanout.js"
import { welcomeJoin } from "./topics/welcome-join.js"

type Topic = (test: Test, joins: Map<string, JoinInput>) => Promise<Json>
const TOPICS: Record<string, Topic> = {
  "key-package-ref": keyPackageRef,
  "welcome-join": welcomeJoin,
  "group-event": groupEvent,
  exporter,
}
const POLICY_TOPICS: Record<string, Policies> = { "welcome-fanout": fanoutPolicies }

/** Topics that need no MLS group, and one that needs a whole client. */
const ELSEWHERE: Record<string, string> = {
  "key-package-event": "the Python example checks it",
  "key-package-select": "the Python example checks it",
  "member-coalescing": "the Python example checks it",
  convergence: "the Python example checks it",
  "commit-authority": "the Python example checks it",
  "welcome-rumor": "the Python example checks it",
  scenario: "for live clients",
  stream: "the Python example checks it",
}
const PROFILES = ["pr40", "mip-2026-04"]

async function verdict({ topic, profile, described }: Loaded, test: Test, joins: Map<string, JoinInput>): Promise<Verdict> {
  if (!described) return { is: "unsupported", why: `topic ${topic}, of which there is no schema` }
  if (topic in ELSEWHERE) return { is: "skipped", why: ELSEWHERE[topic]! }
  if (!(topic in TOPICS) && !(topic in POLICY_TOPICS)) return { is: "unsupported", why: `topic ${topic}` }
  if (topic !== "key-package-ref" && !PROFILES.includes(profile)) return { is: "unsupported", why: `profile ${profile}` }
  if (!(test.result in NEEDS)) return { is: "unsupported", why: `result ${test.result}` }
  if (topic in POLICY_TOPICS) return judgePolicies(test, POLICY_TOPICS[topic]!)
  // Of a later version of the group data it reads what it knows.
  if (topic === "welcome-join" && test.result === "policy") {
    return judgePolicies(test, { "group-data-forward": (of) => welcomeJoin(of) })
  }
  return judge(test, () => TOPICS[topic]!(test, joins))
}

/** The joins of a profile, which other topics name in `after`. */
function joinsOf(files: Loaded[], profile: string): Map<string, Test> {
  const joins = files.filter((file) => file.topic === "welcome-join" && file.profile === profile)
  return new Map(joins.flatMap(({ file }) => tests(file).map(([, test]) => [test.id, test])))
}

/** Checks every test of the files below `root`, one after the other: the clock is set for each. */
export async function verify(root: string, version: Version = "2"): Promise<Report> {
  await use(version)
  const files = load(root)
  const report = new Report(library.name, library.version)
  for (const loaded of files) {
    const joins = joinsOf(files, loaded.profile)
    const inputs = new Map([...joins].map(([id, test]) => [id, test.input as JoinInput]))
    for (const [now, test] of tests(loaded.file)) {
      setClock(now)
      report.add(loaded, test.id, digest(loaded.profile, now, test, joins), await verdict(loaded, test, inputs))
    }
  }
  return report
}
