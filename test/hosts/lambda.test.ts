/** Lambda behind API Gateway (both payload formats) and behind a load balancer, by the adapter that Hono has. */
import { Hono } from 'hono';
import * as adapter from 'hono/aws-lambda';
import { createLeafConnect } from '../../src/server/index.js';
import type { Answer, Ask } from './ask.js';
import { holdsTheContract, MOUNT, stripped, type Host, type StartHost } from './contract.js';

interface Result {
  statusCode: number;
  headers?: Record<string, string>;
  multiValueHeaders?: Record<string, string[]>;
  cookies?: string[];
  body: string;
  isBase64Encoded: boolean;
}
interface Adapter {
  handle(app: Hono): (event: unknown) => Promise<Result>;
}
type ToEvent = (...asked: Parameters<Ask>) => unknown;

const DOMAIN = 'abc123.execute-api.us-east-1.amazonaws.com';

/** Both services write the names of headers small, and say how long a body is. */
function headersOf(headers: Record<string, string>, body: string | undefined): Record<string, string> {
  const length = body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
  const all = Object.entries({ Host: DOMAIN, ...headers, ...length });
  return Object.fromEntries(all.map(([name, value]) => [name.toLowerCase(), value]));
}

function parts(path: string): { path: string; query: string } {
  const [bare = '', query = ''] = path.split('?');
  return { path: bare, query };
}

const listsOf = (pairs: Iterable<[string, string]>) =>
  Object.fromEntries([...pairs].map(([name, value]) => [name, [value]]));

/** HTTP API, and function URLs: payload format 2.0, which takes the cookies out of the headers. */
const httpApi: ToEvent = (method, address, { Cookie, ...headers } = {}, body) => ({
  version: '2.0',
  routeKey: '$default',
  rawPath: parts(address).path,
  rawQueryString: parts(address).query,
  ...(Cookie !== undefined && { cookies: Cookie.split('; ') }),
  headers: headersOf(headers, body),
  requestContext: {
    domainName: DOMAIN,
    http: { method, path: parts(address).path, sourceIp: '203.0.113.7' },
    stage: '$default',
  },
  ...(body !== undefined && { body: Buffer.from(body).toString('base64') }),
  isBase64Encoded: body !== undefined,
});

/** REST API: payload format 1.0, with the base path mapping taken off. */
const restApi: ToEvent = (method, address, headers = {}, body) => ({
  version: '1.0',
  resource: '/{proxy+}',
  httpMethod: method,
  path: stripped(parts(address).path),
  headers: headersOf(headers, body),
  multiValueHeaders: listsOf(Object.entries(headersOf(headers, body))),
  // Decoded, unlike a load balancer's.
  multiValueQueryStringParameters: listsOf(new URLSearchParams(parts(address).query)),
  requestContext: {
    domainName: DOMAIN,
    httpMethod: method,
    path: parts(address).path,
    identity: { sourceIp: '203.0.113.7' },
  },
  body: body ?? null,
  isBase64Encoded: false,
});

/** An application load balancer. */
const balancer: ToEvent = (method, address, headers = {}, body) => ({
  httpMethod: method,
  path: parts(address).path,
  headers: headersOf(headers, body),
  queryStringParameters: rawPairs(address),
  requestContext: { elb: { targetGroupArn: 'arn:aws:elasticloadbalancing:us-east-1:1:targetgroup/jd/1' } },
  body: body ?? '',
  isBase64Encoded: false,
});

/** The same with multi-value headers turned on. */
const manyValued: ToEvent = (method, address, headers = {}, body) => ({
  ...(balancer(method, address, {}, body) as object),
  headers: undefined,
  multiValueHeaders: listsOf(Object.entries(headersOf(headers, body))),
  queryStringParameters: undefined,
  multiValueQueryStringParameters: listsOf(Object.entries(rawPairs(address))),
});

function rawPairs(address: string): Record<string, string> {
  const pairs = parts(address).query.split('&').filter(Boolean);
  return Object.fromEntries(pairs.map((pair) => pair.split('=', 2) as [string, string]));
}

const startedWith =
  (toEvent: ToEvent, more: Partial<Host> = {}): StartHost =>
  (options) => {
    const companion = createLeafConnect(options);
    const app = new Hono();
    app.all('*', (c) => companion.fetch(c.req.raw));
    const handler = (adapter as unknown as Adapter).handle(app);
    const ask: Ask = async (...asked) => toAnswer(await handler(toEvent(...asked)));
    return Promise.resolve({ ask, ...more });
  };

/** As the service in front makes a response of it. */
function toAnswer({
  statusCode,
  headers,
  multiValueHeaders = {},
  cookies = [],
  body,
  isBase64Encoded,
}: Result): Answer {
  const received = new Headers(headers);
  for (const [name, values] of Object.entries(multiValueHeaders))
    for (const value of values) received.append(name, value);
  for (const cookie of cookies) received.append('Set-Cookie', cookie);
  return {
    status: statusCode,
    headers: received,
    text: isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body,
  };
}

holdsTheContract(`Lambda behind an HTTP API, at ${MOUNT}`, startedWith(httpApi));
holdsTheContract('Lambda behind a REST API that takes the mount path off', startedWith(restApi));
holdsTheContract('Lambda behind a load balancer', startedWith(balancer, { oneCookie: true }));
holdsTheContract('Lambda behind a load balancer with multi-value headers', startedWith(manyValued));
