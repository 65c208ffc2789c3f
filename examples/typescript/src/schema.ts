/** Which members there must be, and no others: the JSON Schemas beside the vectors say. */

import { existsSync } from "node:fs"
import { join } from "node:path"
import { type ErrorObject, Ajv2020 } from "ajv/dist/2020.js"
import { BadFiles, parse, read } from "./files.js"

type Schema = Record<string, unknown>

const ajv = new Ajv2020({ allErrors: true, verbose: true, validateFormats: false, strictTypes: false })

export class Schemas {
  private readonly known = new Map<string, Schema>()

  constructor(private readonly folder: string) {}

  /** Whether there is a schema of this name. */
  has(name: string): boolean {
    return existsSync(this.path(name))
  }

  /** Throws what is wrong with `value`, the content of `path`. */
  check(path: string, value: unknown, name: string) {
    const [error] = errors(this.schema(name), value)
    if (error !== undefined) throw new BadFiles(`${path}: ${place(error.instancePath, value)}: ${words(error)}`)
  }

  private path(name: string): string {
    return join(this.folder, `${name}.json`)
  }

  private schema(name: string): Schema {
    const path = this.path(name)
    const schema = this.known.get(name) ?? (close(parse(path, read(path))) as Schema)
    this.known.set(name, schema)
    return schema
  }
}

/** Some alternatives in the schemas say nothing of further members. Those are errors too. */
function close(schema: unknown): unknown {
  if (typeof schema !== "object" || schema === null) return schema
  const inner = schema as Schema
  if (inner.type === "object" && inner.properties !== undefined) inner.additionalProperties ??= false
  Object.values(inner).forEach(close)
  return schema
}

/** Where no alternative fits, the errors of the closest come first. */
function errors(schema: Schema, value: unknown): ErrorObject[] {
  const validate = ajv.compile(schema)
  if (validate(value)) return []
  const found = validate.errors!.sort((a, b) => a.instancePath.length - b.instancePath.length)
  const choice = found.find(({ keyword }) => keyword === "anyOf" || keyword === "oneOf")
  if (choice === undefined) return found
  const tried = (choice.schema as Schema[]).map((one) => errors({ ...one, $defs: schema.$defs }, choice.data))
  const closest = tried.reduce((best, other) => (other.length < best.length ? other : best))
  const outside = found.filter(({ instancePath }) => !instancePath.startsWith(choice.instancePath))
  return [...closest.map((error) => ({ ...error, instancePath: choice.instancePath + error.instancePath })), ...outside]
}

/** `wjo-0001: input/joiner` for `/groups/0/tests/0/input/joiner`. */
function place(pointer: string, value: any): string {
  const [, group, test, rest] = /^\/groups\/(\d+)\/tests\/(\d+)(?:\/(.*))?$/.exec(pointer) ?? []
  if (test === undefined) return pointer.slice(1) || "the file"
  return `${value.groups[group!].tests[test].id}: ${rest ?? "the test"}`
}

function words({ keyword, params, message, data }: ErrorObject): string {
  if (keyword === "additionalProperties") return `unknown member ${params.additionalProperty}`
  if (keyword === "required") return `no member ${params.missingProperty}`
  const came = JSON.stringify(data).slice(0, 100)
  return keyword === "const" || keyword === "enum" ? `unknown value ${came}` : `${message}, but is ${came}`
}
