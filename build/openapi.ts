/**
 * The companion's API as an OpenAPI 3.1 document, made from the schemas of `src/protocol/wire.ts` and the codes of
 * `vocabulary.ts`, so that it cannot say anything else. `npm run openapi` writes it to `docs/openapi.json`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as prettier from 'prettier';
import * as z from 'zod/mini';
import { EXTRAS, PROBLEM_STATUS, SCOPES, type ProblemCode, type Scope } from '../src/protocol/vocabulary.js';
import {
  Attempt,
  AttemptRequest,
  Connection,
  CredentialEvents,
  Link,
  LinkRequest,
  Organization,
  OrganizationChoice,
  Problem,
} from '../src/protocol/wire.js';

const SCHEMAS = {
  Attempt,
  AttemptRequest,
  Connection,
  CredentialEvents,
  Link,
  LinkRequest,
  Organization,
  OrganizationChoice,
  Problem,
};
type SchemaName = keyof typeof SCHEMAS;

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

const reference = (name: SchemaName) => ({ $ref: `#/components/schemas/${name}` });
const empty = (description: string) => ({ description, headers: REQUEST_ID });
const json = (description: string, name: SchemaName) => ({
  ...empty(description),
  content: { 'application/json': { schema: reference(name) } },
});
const page = (description: string) => ({
  ...empty(description),
  content: { 'text/html': { schema: { type: 'string' } } },
});
const leadingOn = (description: string) => ({
  description,
  headers: { ...REQUEST_ID, Location: { required: true, schema: { type: 'string' } } },
});
const toSignIn = leadingOn('To the sign-in of John Deere.');

const pathParameter = (name: string) => ({ name, in: 'path', required: true, schema: { type: 'string' } });
const include = {
  name: 'include',
  in: 'query',
  description:
    'What is to be told besides, as a list with commas. Each costs calls to Leaf; what Leaf fails to tell is left out.',
  style: 'form',
  explode: false,
  schema: { type: 'array', items: { type: 'string', enum: EXTRAS } },
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
  /** What it is sent; any object, where it has no schema. */
  body?: SchemaName | 'Empty';
  parameters?: readonly Json[];
  /** What may be wrong with the request besides its body. */
  also?: readonly ProblemCode[];
  leaf?: boolean;
}

/** A route that acts for the user of a session. */
function forSession({ id, summary, scope, success, body, parameters, also = [], leaf = false }: Asked): Operation {
  return {
    operationId: id,
    summary,
    description: `Wants a session with the scope \`${scope}\`, from the session's own origin.`,
    security: [{ session: [scope] }],
    ...(parameters && { parameters }),
    ...(body && { requestBody: { $ref: `#/components/requestBodies/${body}` } }),
    responses: {
      ...success,
      ...problems(
        ...(body ? (['bad_request'] as const) : []),
        ...also,
        ...OF_A_SESSION,
        ...ANYWHERE,
        ...(leaf ? OF_LEAF : []),
      ),
    },
  };
}

/** A route of the window, which answers people, with pages. */
function forWindow(id: string, summary: string, success: Json, parameters: readonly Json[]): Operation {
  const failed = page('A page that says what happened, with a code for the support.');
  const statuses = new Set(['410', ...ANYWHERE.concat(OF_LEAF).map((code) => String(PROBLEM_STATUS[code]))]);
  return {
    operationId: id,
    summary,
    security: [],
    parameters,
    responses: { ...Object.fromEntries([...statuses].map((status) => [status, failed])), ...success },
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
      parameters: [include],
      also: ['bad_request'],
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
      body: 'AttemptRequest',
    }),
  },
  '/links': {
    post: forSession({
      id: 'createLink',
      summary: 'A sign-in for somebody else to start, on whatever device they have',
      scope: 'connect',
      success: { 201: json('Made; nobody was asked, unless it is a page of Leaf’s.', 'Link') },
      body: 'LinkRequest',
      leaf: true,
    }),
  },
  '/organizations/sync': {
    post: forSession({
      id: 'syncOrganizations',
      summary: 'Have Leaf read the organizations again',
      scope: 'organizations',
      success: { 200: json('How things stand now.', 'Connection') },
      parameters: [include],
      body: 'Empty',
      leaf: true,
    }),
  },
  '/organizations/{id}': {
    patch: forSession({
      id: 'chooseOrganization',
      summary: 'Have Leaf fetch everything of an organization, or only its name',
      scope: 'organizations',
      success: { 200: json('The organization as it is now.', 'Organization') },
      parameters: [pathParameter('id')],
      body: 'OrganizationChoice',
      also: ['not_found'],
      leaf: true,
    }),
  },
  '/events': {
    get: forSession({
      id: 'readEvents',
      summary: 'What became of calls to John Deere within the last 30 days, newest first',
      scope: 'read',
      success: { 200: json('Dates and statuses; never headers or bodies.', 'CredentialEvents') },
      leaf: true,
    }),
  },
  '/start/{token}': {
    get: forWindow('openStart', 'The first page of the sign-in window', { 200: naming, 303: toSignIn }, [
      pathParameter('token'),
    ]),
    post: forWindow('proceedStart', 'The button of the naming page', { 303: toSignIn, 403: naming }, [
      pathParameter('token'),
    ]),
  },
  '/callback': {
    get: forWindow(
      'comeBack',
      'Where John Deere sends the window back to, in the flow `authorization-code`',
      {
        200: page('The page that ends the sign-in, and closes its window where it can.'),
        303: leadingOn('To the choice of organizations, or back to the page that the sign-in began on.'),
        400: page('The answer cannot be understood.'),
        403: page('Begun in another browser, or not by a window; nothing was shared.'),
        ...problems('not_found'),
      },
      ['code', 'state', 'error'].map((name) => ({ name, in: 'query', schema: { type: 'string' } })),
    ),
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
    Object.entries(SCHEMAS).map(([name, schema]) => {
      const { $schema: _, ...described } = z.toJSONSchema(schema, { io: 'input' }) as Json;
      return [name, described];
    }),
  );
  const requestBody = (schema: Json) => ({
    description: 'At most 16 kB.',
    required: true,
    content: { 'application/json': { schema } },
  });
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
        Empty: requestBody({ type: 'object' }),
        AttemptRequest: requestBody(reference('AttemptRequest')),
        LinkRequest: requestBody(reference('LinkRequest')),
        OrganizationChoice: requestBody(reference('OrganizationChoice')),
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
