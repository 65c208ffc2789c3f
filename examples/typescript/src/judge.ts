/**
 * Does what came out agree with what the test demands? An invalid input has two verdicts: that it was refused, which counts, and
 * that it was refused for the stated reason. `refused` is the first without the second.
 */

import { type Json, Refusal, type Test } from "./format.js"

/** What came in place of what is demanded. */
export type Came = "accepted" | "accepted_otherwise" | "refused"

export type Verdict =
  | { is: "passed" }
  | { is: "failed" | "differs"; came: Came; why: string }
  | { is: "refused" | "unsupported" | "skipped"; why: string }

const PASSED: Verdict = { is: "passed" }
const failed = (came: Came, why: string): Verdict => ({ is: "failed", came, why })

/** Readings of ts-mls that are known, by flag. What else is accepted in place of a refusal is a failure. */
const KNOWN: Record<string, string> = {
  LengthNotShortest: "ts-mls accepts a length that is not in its shortest form",
}

export async function judge(test: Test, run: () => Promise<Json>): Promise<Verdict> {
  let came: Json
  try {
    came = await run()
  } catch (error) {
    return judgeRefusal(test, error as Error)
  }
  if (test.result !== "valid") {
    const known = test.flags.map((flag) => KNOWN[flag]).find((why) => why !== undefined)
    if (known !== undefined) return { is: "differs", came: "accepted", why: known }
    return failed("accepted", `accepted, expected ${reasons(test).join(" or ")}`)
  }
  const wrong = difference(test.expect!, came)
  return wrong === undefined ? PASSED : failed("accepted_otherwise", wrong)
}

function judgeRefusal(test: Test, error: Error): Verdict {
  if (!(error instanceof Refusal)) return failed("refused", String(error))
  if (test.result === "valid") return failed("refused", error.message)
  const { reason, tag } = error
  // What is deferred must be kept: that is known by its reason alone.
  const another = (why: string): Verdict => (test.result === "invalid" ? { is: "refused", why } : failed("refused", why))
  if (!reasons(test).includes(reason)) return another(`${error.message}; expected ${reasons(test).join(" or ")}`)
  return reason.startsWith("tag_") && tag !== test.tag ? another(`about tag ${tag}, expected ${test.tag}`) : PASSED
}

/** What comes out of a test under a policy. */
export type Policies = Record<string, (test: Test) => Promise<Json>>

/**
 * A policy test has one answer per policy id; a client is held to those that it implements. What a valid test expects holds for
 * all of them.
 */
export async function judgePolicies(test: Test, known: Policies): Promise<Verdict> {
  const all = Object.keys(known).map((policy): [string, Json] => [policy, test.expect!])
  const answers = test.result === "valid" ? all : Object.entries(test.expected_by_policy ?? {})
  const asked = answers.filter(([policy]) => policy in known)
  if (asked.length === 0) return { is: "unsupported", why: "none of the policies is implemented here" }
  for (const [policy, expected] of asked) {
    const answer = await judge({ ...test, result: "valid", expect: expected }, () => known[policy]!({ ...test, expect: expected }))
    if ("came" in answer) return failed(answer.came, `${policy}: ${answer.why}`)
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
