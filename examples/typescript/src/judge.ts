/** Does what came out agree with what the test demands? */

import { type Json, Refusal, type Test } from "./format.js"

export type Verdict = { is: "passed" } | { is: "failed" | "unsupported" | "skipped"; why: string }

const PASSED: Verdict = { is: "passed" }
const failed = (why: string): Verdict => ({ is: "failed", why })

export async function judge(test: Test, run: () => Promise<Json>): Promise<Verdict> {
  let came: Json
  try {
    came = await run()
  } catch (error) {
    return judgeRefusal(test, error as Error)
  }
  if (test.result === "invalid") return failed(`accepted, expected ${reasons(test).join(" or ")}`)
  const wrong = difference(test.expect!, came)
  return wrong === undefined ? PASSED : failed(wrong)
}

function judgeRefusal(test: Test, error: Error): Verdict {
  if (!(error instanceof Refusal)) return failed(`${error.stack}`)
  if (test.result !== "invalid") return failed(error.message)
  const { reason, tag } = error
  if (!reasons(test).includes(reason)) return failed(`${error.message}; expected ${reasons(test).join(" or ")}`)
  return tag === test.tag ? PASSED : failed(`about tag ${tag}, expected ${test.tag}`)
}

/** What comes out of a test under a policy. */
export type Policies = Record<string, (test: Test) => Promise<Json>>

/** A policy test has one answer per policy id; a client is held to those that it implements. */
export async function judgePolicies(test: Test, known: Policies): Promise<Verdict> {
  const asked = Object.entries(test.expected_by_policy ?? {}).filter(([policy]) => policy in known)
  if (asked.length === 0) return { is: "unsupported", why: "none of the policies is implemented here" }
  for (const [policy, expected] of asked) {
    const answer = await judge({ ...test, result: "valid", expect: expected }, () => known[policy]!(test))
    if (answer.is !== "passed") return failed(`${policy}: ${answer.why}`)
  }
  return PASSED
}

const reasons = (test: Test): string[] => test.reasons_any ?? [test.reason!]

/** The first place where two values differ, in words. */
function difference(expected: Json, came: Json | undefined, path = "expect"): string | undefined {
  if (typeof expected !== "object" || expected === null || typeof came !== "object" || came === null) {
    return expected === came ? undefined : `${path}: ${JSON.stringify(came)}, expected ${JSON.stringify(expected)}`
  }
  const [want, have] = [expected, came] as Record<string, Json>[]
  for (const name of new Set([...Object.keys(want!), ...Object.keys(have!)])) {
    const place = `${path}.${name}`
    const wrong = name in want! ? difference(want![name]!, have![name], place) : `${place}: not expected`
    if (wrong !== undefined) return wrong
  }
  return undefined
}
