/** Holds answers against `docs/openapi.json`, the file itself, as a reader of it would. */
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import * as z from 'zod';
import { OPENAPI_FILE } from '../../build/openapi.js';
import type { Answer } from './ask.js';

type JsonSchema = z.core.JSONSchema.JSONSchema;
interface Header {
  $ref?: string;
  required?: boolean;
}
interface Described {
  headers?: Record<string, Header>;
  content?: Record<string, { schema: JsonSchema }>;
}
interface Document {
  paths: Record<string, Record<string, { responses: Record<string, Described> }>>;
  components: { schemas: Record<string, JsonSchema>; headers: Record<string, Header> };
}

const { paths, components } = JSON.parse(readFileSync(OPENAPI_FILE, 'utf8')) as Document;

/**
 * Every answer that the document says a request without fault may get, as `GET /connection 200`. Of a sign-in that comes
 * back, whoever walks it tells: hosts are held to the flow that does not.
 */
export const SUCCESSES = Object.entries(paths).flatMap(([path, operations]) =>
  Object.entries(path === '/callback' ? {} : operations).flatMap(([method, { responses }]) =>
    Object.keys(responses)
      .filter((status) => Number(status) < 400)
      .map((status) => `${method.toUpperCase()} ${path} ${status}`),
  ),
);

/** Demands that the document has the answer: its status, its headers, its kind, and every field of its body. What it is there. */
export function expectDescribed(method: string, path: string, answer: Answer): string {
  const template = templateOf(path);
  const where = `${method} ${template} ${String(answer.status)}`;
  const operation = paths[template]?.[method.toLowerCase()];
  // Preflights and what is not there belong to no operation.
  if (operation === undefined) return where;
  const described = operation.responses[String(answer.status)];
  if (described === undefined) throw new Error(`${where} is not described`);

  for (const [name, header] of Object.entries(described.headers ?? {})) {
    if (resolved(header).required) expect(answer.headers.has(name), `${where} has ${name}`).toBe(true);
  }
  if (described.content === undefined) {
    expect(answer.text, where).toBe('');
    return where;
  }
  const [type = ''] = (answer.headers.get('Content-Type') ?? '').split(';');
  const content = described.content[type];
  if (content === undefined) throw new Error(`${where} is described, but not as ${type}`);
  if (!type.endsWith('json')) return where;
  const parsed = schemaOf(content.schema).safeParse(JSON.parse(answer.text));
  expect(parsed.error?.issues, where).toBeUndefined();
  return where;
}

function templateOf(path: string): string {
  const [bare = ''] = path.split('?');
  if (bare.startsWith('/start/')) return '/start/{token}';
  return /^\/organizations\/(?!sync$)[^/]+$/.test(bare) ? '/organizations/{id}' : bare;
}

function resolved(header: Header): Header {
  return (header.$ref && components.headers[header.$ref.split('/').at(-1) ?? '']) || header;
}

function schemaOf({ $ref }: JsonSchema): z.ZodType {
  const name = $ref?.split('/').at(-1) ?? '';
  return z.fromJSONSchema(closed(components.schemas[name]) as JsonSchema);
}

/** Answers may grow, and readers are told so; what is not described is to be noticed here all the same. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return 'properties' in schema ? { ...inner, additionalProperties: false } : inner;
}
