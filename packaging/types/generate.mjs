// Types of marmot-vectors/1 for five languages, from the schemas: node generate.mjs [FOLDER]
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { FetchingJSONSchemaStore, InputData, JSONSchemaInput, quicktype } from "quicktype-core";

const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2] ?? here;

/** Definitions that differ from topic to topic under one name. */
const OF_A_TOPIC = ["Answer", "Expect", "Group", "Input", "Test"];

const LANGUAGES = [
  ["typescript", "typescript/types.ts", { "just-types": true, "prefer-unions": true }],
  ["python", "python/types.py", { "python-version": "3.7", "pydantic-base-model": false }],
  ["kotlin", "kotlin/Types.kt", { framework: "jackson", package: "marmot.vectors" }],
  ["swift", "swift/Types.swift", {}],
  ["go", "go/types.go", { package: "marmotvectors", "omit-empty": true }],
];

function schemas() {
  const folders = ["schema", "engine/schema", "scenarios/schema", "shared-ratchet/schema", "streams/schema"].map((name) => join(here, "../../vectors", name));
  const files = folders.flatMap((folder) => readdirSync(folder).map((name) => [name.replace(/\.json$/, ""), join(folder, name)]));
  return new Map(files.sort().map(([name, path]) => [name, JSON.parse(readFileSync(path, "utf8"))]));
}

/** `welcome-join` is `WelcomeJoin`. */
const pascal = (name) => name.replace(/(^|-)(.)/g, (_, __, letter) => letter.toUpperCase());

/** Unions that are one type to quicktype, which would otherwise call it by what their names share. */
const SAME_UNION = { StreamCursor: "StreamValue" };

/**
 * Whether a definition has no type of its own, but stands in full wherever it is used: a string, or a union with something that is no object. For such a
 * union quicktype writes Go that reads a type which it does not write.
 */
const isInlined = ({ type, enum: values, anyOf }) =>
  (type === "string" && !values) || Boolean(anyOf?.some(({ type }) => type !== undefined && type !== "object"));

/** The same schema with other names of definitions; an object says nothing of members that it does not name. */
function renamed(schema, name, all) {
  if (Array.isArray(schema)) return schema.map((item) => renamed(item, name, all));
  if (typeof schema !== "object" || schema === null) return schema;
  const members = Object.entries(schema).filter(([key]) => !["$defs", "$schema", "patternProperties"].includes(key));
  const { $ref, ...copy } = Object.fromEntries(members.map(([key, value]) => [key, renamed(value, name, all)]));
  if (copy.type === "object" && copy.properties) copy.additionalProperties = Boolean(copy.additionalProperties);
  if (typeof $ref !== "string") return copy;
  const definition = $ref.split("/").pop();
  if (isInlined(all[definition])) return { ...renamed(all[definition], name, all), ...copy, title: SAME_UNION[definition] ?? definition };
  return { ...copy, $ref: `#/definitions/${name(definition)}` };
}

/** One schema with every definition once, each with its name as title. */
function combined() {
  const definitions = {};
  for (const [topic, schema] of schemas()) {
    const isTopic = schema.$defs?.Test !== undefined;
    const name = (definition) => (isTopic && OF_A_TOPIC.includes(definition) ? pascal(topic) + definition : definition);
    const root = isTopic ? `${pascal(topic)}File` : pascal(topic);
    const all = schema.$defs ?? {};
    const own = Object.entries(all).filter(([, value]) => !isInlined(value));
    for (const [key, value] of [[root, schema], ...own.map(([key, value]) => [name(key), value])]) {
      const definition = { ...renamed(value, name, all), title: key };
      if (definitions[key] && JSON.stringify(definitions[key]) !== JSON.stringify(definition)) {
        throw new Error(`${key} of ${topic}.json is not what it is in another schema`);
      }
      definitions[key] = definition;
    }
  }
  return { $schema: "http://json-schema.org/draft-07/schema#", definitions };
}

const schema = JSON.stringify(combined());

/** The topics, each with the name of the type of its files. */
const FILES = [...schemas()].filter(([, schema]) => schema.$defs?.Test).map(([topic]) => [topic, `${pascal(topic)}File`]);

/** What quicktype does not say: which type the files of a topic have. */
const BY_TOPIC = {
  typescript: () => {
    const rows = FILES.map(([topic, type]) => `    "${topic}": ${type};\n`).join("");
    return `\n/** What the files of each topic contain. */\nexport interface FileOf {\n${rows}}\n`;
  },
  go: () => {
    const topics = FILES.map(([topic]) => `\t"${topic}",\n`).join("");
    const cases = FILES.map(([topic, type]) => `\tcase "${topic}":\n\t\treturn &${type}{}\n`).join("");
    return (
      `\n// Topics that this version knows.\nvar Topics = []string{\n${topics}}\n` +
      `\n// FileOf is an empty file of a topic, to decode into; nil if this version does not know the topic.\n` +
      `func FileOf(topic string) any {\n\tswitch topic {\n${cases}\t}\n\treturn nil\n}\n`
    );
  },
};

async function types(lang, rendererOptions) {
  const input = new JSONSchemaInput(new FetchingJSONSchemaStore());
  await input.addSource({ name: "MarmotVectors", schema, uris: ["#/definitions/"] });
  const inputData = new InputData();
  inputData.addInput(input);
  return (await quicktype({ inputData, lang, rendererOptions })).lines.join("\n");
}

for (const [lang, name, options] of LANGUAGES) {
  const path = join(out, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, (await types(lang, options)) + (BY_TOPIC[lang]?.() ?? ""));
}
writeFileSync(join(out, "topics.json"), `${JSON.stringify(FILES.map(([topic]) => topic), null, 2)}\n`);
