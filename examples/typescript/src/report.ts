import type { Verdict } from "./judge.js"
import type { Loaded } from "./load.js"
import { type Entry, record } from "./record.js"

const COLUMNS = ["passed", "refused", "failed", "differs", "unsupported", "skipped"] as const

/** Counts by topic, with the reasons for whatever was not judged. */
export class Report {
  private readonly rows = new Map<string, { counts: Record<Verdict["is"], number>; why: Set<string> }>()
  private readonly entries: Entry[] = []
  readonly failures: string[] = []

  constructor(
    private readonly stack: string,
    private readonly version: string,
  ) {}

  add({ topic, profile }: Loaded, id: string, sha256: string, verdict: Verdict) {
    this.entries.push({ id, sha256, verdict })
    const none = { passed: 0, refused: 0, failed: 0, differs: 0, unsupported: 0, skipped: 0 }
    const row = this.rows.get(topic) ?? { counts: none, why: new Set() }
    this.rows.set(topic, row)
    row.counts[verdict.is] += 1
    if (verdict.is === "failed") this.failures.push(`${id} (${profile}): ${verdict.why}`)
    else if (verdict.is !== "passed") row.why.add(`${verdict.is}: ${verdict.why}`)
  }

  /** What came of each test, as JSON. */
  record(): string {
    return record(this.stack, this.version, this.entries)
  }

  toString(): string {
    const lines = [["topic", ...COLUMNS, "reason"]]
    for (const [topic, { counts, why }] of [...this.rows].sort()) {
      lines.push([topic, ...COLUMNS.map((column) => String(counts[column])), [...why].join("; ")])
    }
    const widths = lines[0]!.map((_, place) => Math.max(...lines.map((line) => line[place]!.length)))
    const aligned = (cell: string, place: number) =>
      place >= 1 && place <= COLUMNS.length ? cell.padStart(widths[place]!) : cell.padEnd(widths[place]!)
    const table = lines.map((line) => line.map(aligned).join("  ").trimEnd())
    return [...table, ...this.failures.map((failure) => `failed  ${failure}`)].join("\n")
  }
}
