/** Lambda behind API Gateway (both payload formats) and behind a load balancer, by the adapter that Hono has. */
import { Hono } from 'hono';
import * as adapter from 'hono/aws-lambda';
import { createLeafConnect } from '../../src/server/index.js';
import type { Answer, Ask } from './ask.js';
import { holdsTheContract, MOUNT, stripped, type StartHost } from './contract.js';

interface Result {
  statusCode: number;
  headers?: Record<string, string>;
  multiValueHeaders?: Record<string, string[]>;
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

/** HTTP API, and function URLs: payload format 2.0. */
const httpApi: ToEvent = (method, path, headers = {}, body) => ({
  version: '2.0',
  routeKey: '$default',
  rawPath: path,
  rawQueryString: '',
  headers: headersOf(headers, body),
  requestContext: { domainName: DOMAIN, http: { method, path, sourceIp: '203.0.113.7' }, stage: '$default' },
  ...(body !== undefined && { body: Buffer.from(body).toString('base64') }),
  isBase64Encoded: body !== undefined,
});

/** REST API: payload format 1.0, with the base path mapping taken off. */
const restApi: ToEvent = (method, path, headers = {}, body) => ({
  version: '1.0',
  resource: '/{proxy+}',
  httpMethod: method,
  path: stripped(path),
  headers: headersOf(headers, body),
  multiValueHeaders: Object.fromEntries(
    Object.entries(headersOf(headers, body)).map(([name, value]) => [name, [value]]),
  ),
  queryStringParameters: null,
  requestContext: { domainName: DOMAIN, httpMethod: method, path, identity: { sourceIp: '203.0.113.7' } },
  body: body ?? null,
  isBase64Encoded: false,
});

/** An application load balancer. */
const balancer: ToEvent = (method, path, headers = {}, body) => ({
  httpMethod: method,
  path,
  headers: headersOf(headers, body),
  queryStringParameters: {},
  requestContext: { elb: { targetGroupArn: 'arn:aws:elasticloadbalancing:us-east-1:1:targetgroup/jd/1' } },
  body: body ?? '',
  isBase64Encoded: false,
});

const startedWith =
  (toEvent: ToEvent): StartHost =>
  (options) => {
    const companion = createLeafConnect(options);
    const app = new Hono();
    app.all('*', (c) => companion.fetch(c.req.raw));
    const handler = (adapter as unknown as Adapter).handle(app);
    const ask: Ask = async (...asked) => toAnswer(await handler(toEvent(...asked)));
    return Promise.resolve({ ask });
  };

function toAnswer({ statusCode, headers, multiValueHeaders = {}, body, isBase64Encoded }: Result): Answer {
  const single = Object.entries(multiValueHeaders).map(([name, values]): [string, string] => [name, values.join(', ')]);
  return {
    status: statusCode,
    headers: new Headers(headers ?? Object.fromEntries(single)),
    text: isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body,
  };
}

holdsTheContract(`Lambda behind an HTTP API, at ${MOUNT}`, startedWith(httpApi));
holdsTheContract('Lambda behind a REST API that takes the mount path off', startedWith(restApi));
holdsTheContract('Lambda behind a load balancer', startedWith(balancer));
