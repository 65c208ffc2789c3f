// Puts beside the loader what it needs and what lies elsewhere in the repository: vectors (without scenarios), types, licence.
import { copyFileSync, cpSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const scenarios = here("../../vectors/scenarios");

rmSync(here("vectors"), { recursive: true, force: true });
cpSync(here("../../vectors"), here("vectors"), { recursive: true, filter: (path) => path !== scenarios });
copyFileSync(here("../types/typescript/types.ts"), here("types.d.ts"));
copyFileSync(here("../../LICENSE"), here("LICENSE"));
