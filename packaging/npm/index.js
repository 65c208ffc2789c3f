import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("vectors", import.meta.url));

export const topics = JSON.parse(readFileSync(new URL("topics.json", import.meta.url), "utf8"));
export const profiles = ["pr40", "mip-2026-01", "mip-2026-04", "adopted-2026-07"];

const MEMBERS = {
  file: "format suite_version topic profile spec generator synthetic_secrets test_count notes groups",
  group: "now tests",
  test: "id flags comment parent now input result expect expected_by_policy reason reasons_any stage tag verified_by",
};

export class BadVectors extends Error {}

export function load(folder = root) {
  const manifest = json(readFileSync(join(folder, "manifest.json")), "manifest.json");
  expect("manifest.json", "format", manifest.format, "marmot-vectors-manifest/1");
  const files = [];
  const unsupported = [];
  for (const entry of manifest.files) {
    const data = listed(folder, entry);
    const why = unknown(entry);
    if (why) unsupported.push({ path: entry.path, why });
    else files.push({ path: entry.path, topic: entry.topic, profile: entry.profile, file: vectorFile(data, entry) });
  }
  return { manifest, files, unsupported };
}

export function* tests(suite) {
  for (const { path, topic, profile, file } of suite.files) {
    for (const group of file.groups) {
      for (const test of group.tests) yield { path, topic, profile, now: test.now ?? group.now, notes: file.notes, test };
    }
  }
}

export function minimal(folder = root) {
  const file = json(readFileSync(join(folder, "minimal.json")), "minimal.json");
  expect("minimal.json", "format", file.format, "marmot-vectors-minimal/1");
  expect("minimal.json", "test_count", file.tests.length, file.test_count);
  return file;
}

/** The bytes of a file, which are those that the manifest means. */
function listed(folder, { path, sha256 }) {
  if (path.startsWith("/") || path.split(/[/\\]/).includes("..")) throw new BadVectors(`manifest.json: ${path} leads out of the folder`);
  const data = readFileSync(join(folder, path));
  expect(path, "SHA-256", createHash("sha256").update(data).digest("hex"), sha256);
  return data;
}

function unknown({ topic, profile }) {
  if (!topics.includes(topic)) return `unknown topic ${topic}`;
  if (!profiles.includes(profile)) return `unknown profile ${profile}`;
}

function vectorFile(data, { path, topic, profile, test_count }) {
  const file = json(data, path);
  for (const [name, wanted] of Object.entries({ format: "marmot-vectors/1", topic, profile, test_count })) {
    expect(path, name, file[name], wanted);
  }
  onlyKnown(path, "file", file);
  for (const group of file.groups) {
    onlyKnown(path, "group", group);
    for (const test of group.tests) onlyKnown(path, "test", test);
  }
  expect(path, "number of tests", file.groups.reduce((sum, group) => sum + group.tests.length, 0), test_count);
  return file;
}

/** JSON without the members that begin with `x_`. */
function json(data, path) {
  try {
    return JSON.parse(data, (key, value) => (key.startsWith("x_") ? undefined : value));
  } catch (error) {
    throw new BadVectors(`${path}: ${error.message}`);
  }
}

function onlyKnown(path, kind, value) {
  const known = MEMBERS[kind].split(" ");
  const stranger = Object.keys(value).find((name) => !known.includes(name));
  if (stranger) throw new BadVectors(`${path}: unknown member ${stranger} of a ${kind}`);
}

function expect(path, what, found, wanted) {
  if (found !== wanted) throw new BadVectors(`${path}: ${what} is ${found}, expected ${wanted}`);
}
