/**
 * The companion's API as an OpenAPI 3.1 document, made from the schemas of `src/protocol/wire.ts` and the codes of
 * `vocabulary.ts`, so that it cannot say anything else. `npm run openapi` writes it to `docs/openapi.json`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as prettier from 'prettier';
import * as z from 'zod/mini';
import { PROBLEM_STATUS, SCOPES, type ProblemCode, type Scope } from '../src/protocol/vocabulary.js';
import { Attempt, Connection, Link, Problem } from '../src/protocol/wire.js';

export const OPENAPI_FILE = fileURLToPath(new URL('../docs/openapi.json', import.meta.url));

type Json = Readonly<Record<string, unknown>>;
interface Operation extends Json {
  readonly responses: Json;
}

/** Codes that any route may answer with: the last two are ours to be ashamed of. */
const ANYWHERE: readonly ProblemCode[] = ['rate_limited', 'unknown'];
const OF_A_SESSION: readonly ProblemCode[] = [
  'session_missing',
  'session_expired',
  'origin_not_allowed',
  'access_denied',
];
const OF_LEAF: readonly ProblemCode[] = [
  'bad_response',
  'leaf_rejected',
  'leaf_auth_failed',
  'leaf_unavailable',
  'leaf_rate_limited',
  'leaf_timeout',
];

/** Statuses beside a code's usual one; see `Details` in `problem.ts`. */
const MORE_STATUSES: Partial<Record<ProblemCode, readonly number[]>> = { bad_request: [408, 413, 415], unknown: [504] };

const REQUEST_ID = { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } };
const RETRY_AFTER = { 'Retry-After': { $ref: '#/components/headers/Retry-After' } };

const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const empty = (description: string) => ({ description, headers: REQUEST_ID });
const json = (description: string, name: string) => ({
  ...empty(description),
  content: { 'application/json': { schema: reference(name) } },
});
const page = (description: string) => ({
  ...empty(description),
  content: { 'text/html': { schema: { type: 'string' } } },
});
const toSignIn = {
  description: 'To the sign-in of John Deere.',
  headers: { ...REQUEST_ID, Location: { required: true, schema: { type: 'string' } } },
};

/** One response for each status that the codes come with. */
function problems(...codes: readonly ProblemCode[]): Json {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of codes) {
    for (const status of [PROBLEM_STATUS[code], ...(MORE_STATUSES[code] ?? [])]) {
      byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
    }
  }
  return Object.fromEntries(
    [...byStatus].map(([status, told]) => [
      String(status),
      {
        description: `\`code\`: ${told.join(', ')}`,
        headers: { ...REQUEST_ID, ...([429, 503, 504].includes(status) && RETRY_AFTER) },
        content: { 'application/problem+json': { schema: reference('Problem') } },
      },
    ]),
  );
}

interface Asked {
  id: string;
  summary: string;
  scope: Scope;
  success: Json;
  body?: boolean;
  leaf?: boolean;
}

/** A route that acts for the user of a session. */
function forSession({ id, summary, scope, success, body = false, leaf = false }: Asked): Operation {
  return {
    operationId: id,
    summary,
    description: `Wants a session with the scope \`${scope}\`, from the session's own origin.`,
    security: [{ session: [scope] }],
    ...(body && { requestBody: { $ref: '#/components/requestBodies/Empty' } }),
    responses: {
      ...success,
      ...problems(...(body ? (['bad_request'] as const) : []), ...OF_A_SESSION, ...ANYWHERE, ...(leaf ? OF_LEAF : [])),
    },
  };
}

/** A route of the window, which answers people, with pages. */
function forWindow(id: string, summary: string, success: Json): Operation {
  const failed = page('A page that says what happened, with a code for the support.');
  const statuses = new Set(['410', ...ANYWHERE.concat(OF_LEAF).map((code) => String(PROBLEM_STATUS[code]))]);
  return {
    operationId: id,
    summary,
    security: [],
    parameters: [{ name: 'token', in: 'path', required: true, schema: { type: 'string' } }],
    responses: { ...success, ...Object.fromEntries([...statuses].map((status) => [status, failed])) },
  };
}

const open = (id: string, summary: string, responses: Json): Operation => ({
  operationId: id,
  summary,
  security: [],
  responses,
});

const naming = page('The page that names who will receive the data.');

const paths = {
  '/connection': {
    get: forSession({
      id: 'readConnection',
      summary: 'How things stand',
      scope: 'read',
      success: { 200: json('How things stand.', 'Connection') },
      leaf: true,
    }),
    delete: forSession({
      id: 'disconnect',
      summary: 'Remove the connection from Leaf',
      scope: 'disconnect',
      success: { 204: empty('Removed, or there was none.') },
      leaf: true,
    }),
  },
  '/attempts': {
    post: forSession({
      id: 'createAttempt',
      summary: 'A sign-in that can be started by opening an address',
      scope: 'connect',
      success: { 201: json('Made; nobody was asked.', 'Attempt') },
      body: true,
    }),
  },
  '/links': {
    post: forSession({
      id: 'createLink',
      summary: 'A sign-in for somebody else to start, on whatever device they have',
      scope: 'connect',
      success: { 201: json('Made; nobody was asked.', 'Link') },
      body: true,
    }),
  },
  '/organizations/sync': {
    post: forSession({
      id: 'syncOrganizations',
      summary: 'Have Leaf read the organizations again',
      scope: 'organizations',
      success: { 200: json('How things stand now.', 'Connection') },
      body: true,
      leaf: true,
    }),
  },
  '/start/{token}': {
    get: forWindow('openStart', 'The first page of the sign-in window', { 200: naming, 303: toSignIn }),
    post: forWindow('proceedStart', 'The button of the naming page', { 303: toSignIn, 403: naming }),
  },
  '/webhooks/leaf': {
    post: {
      ...open('hearLeaf', 'An alert of Leaf, signed over its bytes', {
        204: empty('Heard, or of no use.'),
        ...problems('bad_request', 'session_missing', 'not_found', ...ANYWHERE),
      }),
      parameters: [{ name: 'X-Leaf-Signature', in: 'header', schema: { type: 'string' } }],
      requestBody: { required: true, content: { 'application/json': { schema: {} } } },
    },
  },
  '/healthz': { get: open('isAlive', 'Whether the process lives', { 200: empty('It does.') }) },
  '/readyz': {
    get: open('isReady', 'Whether it wants requests', { 200: empty('It does.'), 503: empty('It is about to end.') }),
  },
} satisfies Record<string, Record<string, Operation>>;

/** The document. Addresses are relative to `publicUrl`, which is the deployment's own. */
export function openApi(): Json {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as Json;
  const schemas = Object.fromEntries(
    Object.entries({ Connection, Attempt, Link, Problem }).map(([name, schema]) => {
      const { $schema: _, ...described } = z.toJSONSchema(schema, { io: 'input' }) as Json;
      return [name, described];
    }),
  );
  return {
    openapi: '3.1.0',
    info: { title: 'leaf-jd-connect companion', version, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: '{publicUrl}', variables: { publicUrl: { default: 'https://connect.example.com' } } }],
    paths,
    components: {
      securitySchemes: {
        session: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: `Scopes: ${SCOPES.join(', ')}. A session without a \`scope\` claim has all of them.`,
        },
      },
      headers: {
        'X-Request-Id': { required: true, schema: { type: 'string', format: 'uuid' } },
        'Retry-After': { description: 'Seconds.', schema: { type: 'integer' } },
      },
      requestBodies: {
        Empty: {
          description: 'At most 16 kB. An empty object will do.',
          required: true,
          content: { 'application/json': { schema: { type: 'object' } } },
        },
      },
      schemas,
    },
  };
}

/** The document as it stands in the repository. */
export async function openApiFile(): Promise<string> {
  const options = await prettier.resolveConfig(OPENAPI_FILE);
  return prettier.format(JSON.stringify(openApi()), { ...options, filepath: OPENAPI_FILE });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(OPENAPI_FILE, await openApiFile());
