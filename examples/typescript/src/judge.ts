/** Does what came out agree with what the test demands? */

import { type Json, Refusal, type Test } from "./format.js"

/** `refused` is refused, but for another reason than the stated one. */
export type Outcome = "accepted" | "accepted_otherwise" | "refused_as_stated" | "refused"

export type Verdict =
  | { is: "passed"; outcome: Outcome }
  | { is: "failed" | "differs"; outcome: Outcome; why: string }
  | { is: "unsupported" | "skipped"; why: string }

const passed = (outcome: Outcome): Verdict => ({ is: "passed", outcome })
const failed = (outcome: Outcome, why: string): Verdict => ({ is: "failed", outcome, why })

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
  if (test.result === "invalid") {
    const known = test.flags.map((flag) => KNOWN[flag]).find((why) => why !== undefined)
    if (known !== undefined) return { is: "differs", outcome: "accepted", why: known }
    return failed("accepted", `accepted, expected ${reasons(test).join(" or ")}`)
  }
  const wrong = difference(test.expect!, came)
  return wrong === undefined ? passed("accepted") : failed("accepted_otherwise", wrong)
}

function judgeRefusal(test: Test, error: Error): Verdict {
  if (!(error instanceof Refusal)) return failed("refused", String(error))
  if (test.result !== "invalid") return failed("refused", error.message)
  const { reason, tag } = error
  if (!reasons(test).includes(reason)) {
    return failed("refused", `${error.message}; expected ${reasons(test).join(" or ")}`)
  }
  return tag === test.tag ? passed("refused_as_stated") : failed("refused", `about tag ${tag}, expected ${test.tag}`)
}

/** What comes out of a test under a policy. */
export type Policies = Record<string, (test: Test) => Promise<Json>>

/** A policy test has one answer per policy id; a client is held to those that it implements. */
export async function judgePolicies(test: Test, known: Policies): Promise<Verdict> {
  const asked = Object.entries(test.expected_by_policy ?? {}).filter(([policy]) => policy in known)
  if (asked.length === 0) return { is: "unsupported", why: "none of the policies is implemented here" }
  for (const [policy, expected] of asked) {
    const answer = await judge({ ...test, result: "valid", expect: expected }, () => known[policy]!(test))
    if (answer.is !== "passed" && "outcome" in answer) return failed(answer.outcome, `${policy}: ${answer.why}`)
  }
  return passed("accepted")
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
