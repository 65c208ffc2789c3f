// What a user of the npm package does. Arguments: a folder with a file of an unknown topic, and one with a wrong hash.
import { BadVectors, load, minimal, tests } from "marmot-vectors";

const [, , strange, broken] = /** @type {any} */ (globalThis).process.argv;
console.log([...tests(load())].length, "tests,", minimal().tests.length, "to begin with");
const held = load(strange);
console.log([...tests(held)].length, "tests,", held.unsupported.map(({ why }) => why).join());
for (const { topic, test } of tests(held)) {
  if (topic !== "exporter" || typeof test.input.label !== "string") throw new Error(`${test.id} is no exporter test`);
}
if (JSON.stringify(held).includes("x_")) throw new Error("a member under x_ is left");
try {
  load(broken);
} catch (error) {
  if (!(error instanceof BadVectors)) throw error;
  console.log("refused:", error.message);
}
