#!/usr/bin/env bash
# Guess, before it was run: what quicktype writes for a valid JSON Schema compiles, and the named members keep their types.
#
# The schema is an object with one named member, a text, and beside it further members that are numbers: `properties` with
# `additionalProperties`, a common way to write a table with a title.
#
# Needs: Node 20, npm. Exit 0 if everything is as described.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund quicktype-core@26.0.0 typescript@5.9.3
cat > make.mjs <<'JS'
import { writeFileSync } from "node:fs"
import { FetchingJSONSchemaStore, InputData, JSONSchemaInput, quicktype } from "quicktype-core"

const schema = JSON.stringify({
  type: "object",
  properties: { name: { type: "string" } },
  required: ["name"],
  additionalProperties: { type: "integer" },
})
for (const [lang, file] of [["typescript", "table.ts"], ["go", "table.go"]]) {
  const input = new JSONSchemaInput(new FetchingJSONSchemaStore())
  await input.addSource({ name: "Table", schema })
  const inputData = new InputData()
  inputData.addInput(input)
  const { lines } = await quicktype({ inputData, lang, rendererOptions: { "just-types": "true" } })
  writeFileSync(file, lines.join("\n"))
}
JS
node make.mjs
echo 'quicktype-core 26.0.0, TypeScript:'
cat table.ts
said=$(npx tsc --noEmit --strict table.ts || true)
echo "TypeScript 5.9.3: $said"
echo 'quicktype-core 26.0.0, Go:'
cat table.go
[[ $said == *TS2411* ]] || { echo 'this has changed'; exit 1; }
grep -q '^type Table map\[string\]' table.go || { echo 'this has changed'; exit 1; }
echo 'As described: the TypeScript does not compile, and in Go the required name is one entry of a map like any other.'
