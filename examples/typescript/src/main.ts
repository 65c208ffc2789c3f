/** node dist/main.js VECTORS: 0 all passed, 1 something failed, 2 the files or the call are wrong. */

import type { JoinInput, Json, Test } from "./format.js"
import { type Verdict, judge, judgePolicies } from "./judge.js"
import { BadFiles, type Loaded, load, tests } from "./load.js"
import { setClock } from "./mls.js"
import { Report } from "./report.js"
import { exporter } from "./topics/exporter.js"
import { groupEvent } from "./topics/group-event.js"
import { fanoutPolicies } from "./topics/welcome-fanout.js"
import { welcomeJoin } from "./topics/welcome-join.js"

type Topic = (test: Test, joins: Map<string, JoinInput>) => Promise<Json>
const TOPICS: Record<string, Topic> = { "welcome-join": welcomeJoin, "group-event": groupEvent, exporter }
const POLICY_TOPICS: Record<string, typeof fanoutPolicies> = { "welcome-fanout": fanoutPolicies }

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
  if (topic in POLICY_TOPICS) return judgePolicies(test, POLICY_TOPICS[topic]!)
  if (topic in TOPICS) return judge(test, () => TOPICS[topic]!(test, joins))
  return { is: "unsupported", why: "unknown topic" }
}

/** Inputs of the valid joins of a profile, which other topics name in `after`. */
function joinsOf(files: Loaded[], profile: string): Map<string, JoinInput> {
  const joins = files.filter((file) => file.topic === "welcome-join" && file.profile === profile)
  return new Map(joins.flatMap(({ file }) => tests(file).map(([, test]) => [test.id, test.input as JoinInput])))
}

async function main(root: string): Promise<number> {
  const files = load(root)
  const report = new Report()
  for (const loaded of files) {
    const joins = joinsOf(files, loaded.profile)
    for (const [now, test] of tests(loaded.file)) {
      setClock(now)
      report.add(loaded.topic, `${test.id} (${loaded.profile})`, await verdict(loaded, test, joins))
    }
  }
  console.log(String(report))
  return report.failed ? 1 : 0
}

const [root, ...more] = process.argv.slice(2)
try {
  if (root === undefined || more.length > 0) throw new BadFiles("usage: node dist/main.js VECTORS")
  process.exitCode = await main(root)
} catch (error) {
  if (!(error instanceof BadFiles)) throw error
  console.error(error.message)
  process.exitCode = 2
}
