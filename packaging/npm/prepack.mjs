// Puts beside the loader what it needs and what lies elsewhere in the repository: vectors (without the extra packs), types, licence.
import { copyFileSync, cpSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const extra = ["engine", "scenarios", "shared-ratchet", "streams"].map((name) => here(`../../vectors/${name}`));

rmSync(here("vectors"), { recursive: true, force: true });
cpSync(here("../../vectors"), here("vectors"), { recursive: true, filter: (path) => !extra.includes(path) });
copyFileSync(here("../types/typescript/types.ts"), here("types.d.ts"));
copyFileSync(here("../types/topics.json"), here("topics.json"));
copyFileSync(here("../../LICENSE"), here("LICENSE"));
