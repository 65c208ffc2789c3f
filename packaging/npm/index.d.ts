import type * as types from "./types.js";

export type * from "./types.js";

export type FileOf = types.FileOf;
export type Topic = keyof FileOf;
export type Profile = "pr40" | "mip-2026-01" | "mip-2026-04" | "adopted-2026-07";
export type TestOf<T extends Topic> = FileOf[T]["groups"][number]["tests"][number];

/** A vector file; `topic` tells what is in it. */
export type LoadedFile = { [T in Topic]: { path: string; topic: T; profile: Profile; file: FileOf[T] } }[Topic];
/** A test with what its file says around it; `now` are the Unix seconds of the judgement. */
export type LoadedTest = {
  [T in Topic]: { path: string; topic: T; profile: Profile; now: number; notes: Record<string, types.Note>; test: TestOf<T> };
}[Topic];

export interface Suite {
  manifest: types.Manifest;
  files: LoadedFile[];
  /** Files of a topic or profile that this version does not know: not failed, only not judged. */
  unsupported: { path: string; why: string }[];
}

/** Files that are not what the manifest says. */
export class BadVectors extends Error {}

/** The folder of the vectors in this package. */
export const root: string;
export const topics: Topic[];
export const profiles: Profile[];

/** Every file that the manifest lists, once its SHA-256 and its number of tests are right; without members under `x_`. */
export function load(folder?: string): Suite;
/** Every test of a suite. */
export function tests(suite: Suite): Generator<LoadedTest>;
/** The tests to begin with. */
export function minimal(folder?: string): types.Minimal;
