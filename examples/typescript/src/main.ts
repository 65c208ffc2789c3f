/** node dist/main.js VECTORS: 0 all passed, 1 something failed, 2 the files or the call are wrong. */

import { BadFiles } from "./files.js"
import { verify } from "./verify.js"

async function main([root, ...more]: string[]): Promise<number> {
  if (root === undefined || more.length > 0) throw new BadFiles("usage: node dist/main.js VECTORS")
  const report = await verify(root)
  console.log(String(report))
  return report.failures.length > 0 ? 1 : 0
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof BadFiles)) throw error
  console.error(error.message)
  process.exitCode = 2
}
