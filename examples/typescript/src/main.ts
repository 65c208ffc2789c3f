/** node dist/main.js VECTORS [--ts-mls 1|2] [--record FILE]: 0 all passed, 1 something failed, 2 the files or the call are wrong. */

import { writeFileSync } from "node:fs"
import { parseArgs } from "node:util"
import { BadFiles } from "./files.js"
import { VERSIONS, type Version } from "./mls.js"
import { verify } from "./verify.js"

const USAGE = "usage: node dist/main.js VECTORS [--ts-mls 1|2] [--record FILE]"

function call() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { "ts-mls": { type: "string", default: "2" }, record: { type: "string" } },
    })
    const [version, [root, ...more]] = [values["ts-mls"] as Version, positionals]
    if (root === undefined || more.length > 0 || !VERSIONS.includes(version)) throw new BadFiles(USAGE)
    return { root, version, file: values.record }
  } catch (error) {
    throw error instanceof BadFiles ? error : new BadFiles(`${(error as Error).message}\n${USAGE}`)
  }
}

async function main(): Promise<number> {
  const { root, version, file } = call()
  const report = await verify(root, version)
  console.log(String(report))
  if (file !== undefined) writeFileSync(file, report.record())
  return report.failures.length > 0 ? 1 : 0
}

try {
  process.exitCode = await main()
} catch (error) {
  if (!(error instanceof BadFiles)) throw error
  console.error(error.message)
  process.exitCode = 2
}
