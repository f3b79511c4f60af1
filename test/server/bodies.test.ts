import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, createFixture, PAGE, type Fixture } from './fixture.js';

let at: Fixture;
beforeAll(async () => {
  at = await createFixture();
});
afterAll(() => at.leaf.close());

const LIMIT = 16 * 1024;
const objectOf = (bytes: number) => JSON.stringify({ a: 'x'.repeat(bytes - 8) });

async function post(body: BodyInit | undefined, headers: Record<string, string> = {}): Promise<Response> {
  const base = { Authorization: `Bearer ${await at.session()}`, Origin: PAGE, 'Content-Type': 'application/json' };
  return at.ask('POST', '/attempts', { ...base, ...headers }, body);
}

/** A body that comes in pieces, without a length. */
function inChunks(text: string, size = 1000): ReadableStream {
  const bytes = new TextEncoder().encode(text);
  let sent = 0;
  return new ReadableStream({
    pull(controller) {
      if (sent >= bytes.length) controller.close();
      else controller.enqueue(bytes.slice(sent, (sent += size)));
    },
  });
}

describe('a body', () => {
  it.each<[string, BodyInit, Record<string, string>]>([
    ['that is an empty object', '{}', {}],
    ['with fields that we do not know', '{"theirs":[1,{"a":null}]}', {}],
    ['with a charset', '{}', { 'Content-Type': 'Application/JSON; charset=utf-8' }],
    ['of exactly the limit', objectOf(LIMIT), {}],
    ['in pieces', inChunks(objectOf(LIMIT)), {}],
    ['cut in the middle of a character', inChunks('{"a":"ü€"}', 1), {}],
  ])('%s is taken', async (_, body, headers) => {
    expect((await post(body, headers)).status).toBe(201);
  });

  const bytes = (text: string) => new TextEncoder().encode(text);
  it.each<[string, BodyInit | undefined, Record<string, string>, number]>([
    ['one byte over the limit', objectOf(LIMIT + 1), {}, 413],
    ['over the limit in pieces', inChunks(objectOf(LIMIT + 1)), {}, 413],
    ['over the limit under a lying length', inChunks(objectOf(LIMIT * 2)), { 'Content-Length': '2' }, 413],
    ['with no content type', bytes('{}'), { 'Content-Type': '' }, 415],
    ['of a form', 'a=1', { 'Content-Type': 'application/x-www-form-urlencoded' }, 415],
    ['of plain text', '{}', { 'Content-Type': 'text/plain' }, 415],
    ['of a type that only begins alike', '{}', { 'Content-Type': 'application/json-seq' }, 415],
    ['that is not there', undefined, {}, 400],
    ['that is empty', '', {}, 400],
    ['that is half an object', '{"a":', {}, 400],
    ['that is a list', '[]', {}, 400],
    ['that is null', 'null', {}, 400],
    ['that is a text', '"{}"', {}, 400],
    ['nested 10,000 deep', '['.repeat(5000) + ']'.repeat(5000), {}, 400],
    ['nested 7,000 deep inside an object that never ends', `{"a":${'['.repeat(7000)}`, {}, 400],
    ['with __proto__', '{"__proto__":{"admin":true}}', {}, 400],
    ['with __proto__ further down', '{"a":[{"__proto__":1}]}', {}, 400],
    ['with __proto__ in disguise', '{"\\u005f_proto__":1}', {}, 400],
    ['that is not UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), {}, 400],
    ['that ends inside a character', new Uint8Array([0x7b, 0x7d, 0xe2, 0x82]), {}, 400],
    ['that is packed', gzipSync(objectOf(LIMIT * 100)), { 'Content-Encoding': 'gzip' }, 400],
  ])('%s is refused', async (_, body, headers, status) => {
    const response = await post(body, headers);
    expect([response.status, await codeOf(response)]).toEqual([status, 'bad_request']);
  });

  it.each<[string, UnderlyingSource<Uint8Array>, number]>([
    ['never comes', {}, 408],
    [
      'dribbles for ever',
      {
        async pull(controller) {
          await new Promise((resolve) => setTimeout(resolve, 5));
          controller.enqueue(new Uint8Array([0x20]));
        },
      },
      408,
    ],
    ['never comes, and is never let go of', { cancel: () => new Promise(() => undefined) }, 408],
    [
      'is too large, and is never let go of',
      {
        pull: (controller) => controller.enqueue(new Uint8Array(LIMIT)),
        cancel: () => new Promise(() => undefined),
      },
      413,
    ],
  ])('that %s is not waited for longer than a request may take', async (_, source, status) => {
    const hurried = await createFixture({}, { request: 250 });
    const Authorization = `Bearer ${await hurried.session()}`;
    const headers = { Authorization, Origin: PAGE, 'Content-Type': 'application/json' };
    const response = await hurried.ask('POST', '/attempts', headers, new ReadableStream(source));
    expect([response.status, await codeOf(response)]).toEqual([status, 'bad_request']);
    await hurried.leaf.close();
  });

  it('however deep, is never a fault of ours', async () => {
    const deep = `{"a":${'['.repeat(8000)}${']'.repeat(8000)}}`;
    expect([201, 400]).toContain((await post(deep)).status);
  });
});
