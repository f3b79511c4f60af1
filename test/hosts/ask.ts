/** Requests as browsers send them, over a real socket: `fetch` would put headers of its own in place of ours. */
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
}

/** Sends a request to a path of the host, with nothing but the headers given. */
export type Ask = (method: string, path: string, headers?: Record<string, string>, body?: string) => Promise<Answer>;

export function askOver(origin: string): Ask {
  return async (method, path, headers = {}, body) => {
    const length = body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
    const sent = request(`${origin}${path}`, { method, headers: { ...headers, ...length }, agent: false });
    sent.end(body);
    const [received] = (await once(sent, 'response')) as [IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of received) chunks.push(chunk as Buffer);
    const pairs = Object.entries(received.headersDistinct).flatMap(([name, values = []]) =>
      values.map((value): [string, string] => [name, value]),
    );
    return {
      status: received.statusCode ?? 0,
      headers: new Headers(pairs),
      text: Buffer.concat(chunks).toString('utf8'),
    };
  };
}

/** The answer of a handler that speaks `Response`. */
export async function toAnswer(response: Response): Promise<Answer> {
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** A request without a socket, as a host without one hands it on. */
export function toRequest(origin: string, [method, path, headers = {}, body]: Parameters<Ask>): Request {
  const length = body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
  return new Request(`${origin}${path}`, {
    method,
    headers: { Host: new URL(origin).host, ...headers, ...length },
    ...(body !== undefined && { body }),
  });
}
