import { afterEach, describe, expect, it } from 'vitest';
import { listen, readTrustProxy, type Listening } from '../../src/server/node.js';

const servers: Listening[] = [];
afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));

describe('TRUST_PROXY', () => {
  it.each(['true', '0', '-1', '10', 'proxy.example', '10.0.0.0/33', '10.0.0.1,', '::1/129', '10.0.0.0/8/8', ' '])(
    '%j is of no form that could be trusted',
    (text) => {
      expect(readTrustProxy(text)).toBeUndefined();
    },
  );

  it.each<[string, string | undefined, string | undefined, string | undefined]>([
    // One proxy: what it added is the last entry, whatever a client wrote before it.
    ['1', '10.0.0.1', '192.0.2.1', '192.0.2.1'],
    ['1', '10.0.0.1', '198.51.100.9, 192.0.2.1', '192.0.2.1'],
    ['2', '10.0.0.1', '198.51.100.9, 192.0.2.1, 10.0.0.2', '192.0.2.1'],
    ['1', '10.0.0.1', undefined, undefined],
    ['2', '10.0.0.1', '192.0.2.1', undefined],
    ['1', '10.0.0.1', 'unknown', undefined],
    ['1', '10.0.0.1', '192.0.2.1:4711', '192.0.2.1'],
    // Named proxies: the first address, from here, that is none of them.
    ['10.0.0.0/8', '10.0.0.1', '198.51.100.9, 192.0.2.1, 10.0.0.2', '192.0.2.1'],
    ['10.0.0.1', '192.0.2.7', '198.51.100.9', '192.0.2.7'],
    ['10.0.0.1', '::ffff:10.0.0.1', '192.0.2.1', '192.0.2.1'],
    ['loopback', '127.0.0.1', '192.0.2.1', '192.0.2.1'],
    ['loopback', '::1', '192.0.2.1', '192.0.2.1'],
    ['10.0.0.1, fd00::/8', 'fd12::1', '192.0.2.1, 10.0.0.1', '192.0.2.1'],
    ['10.0.0.1', '10.0.0.1', undefined, undefined],
    ['10.0.0.1', '10.0.0.1', '10.0.0.1, 10.0.0.1', undefined],
    ['10.0.0.1', '10.0.0.1', '192.0.2.1, <script>', undefined],
    ['10.0.0.1', undefined, undefined, undefined],
    // Whoever has one IPv6 address has its whole network.
    ['1', '10.0.0.1', '2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['1', '10.0.0.1', '2001:DB8:1:0002::1', '2001:db8:1:2::/64'],
    ['1', '10.0.0.1', '[2001:db8::1]:80', '2001:db8:0:0::/64'],
    ['1', '10.0.0.1', '::1', '0:0:0:0::/64'],
  ])('%s, asked by %s for %s, finds %s', (text, peer, forwardedFor, expected) => {
    expect(readTrustProxy(text)?.(peer, forwardedFor)).toBe(expected);
  });
});

describe('over a real socket', () => {
  async function ask(trustProxy: string | undefined, headers: Record<string, string>): Promise<string> {
    const server = await listen(
      {
        fetch: () => Promise.resolve(new Response('nobody')),
        fetchFrom: (address) => Promise.resolve(new Response(address ?? 'nobody')),
      },
      { port: 0, clientAddress: trustProxy === undefined ? undefined : readTrustProxy(trustProxy) },
    );
    servers.push(server);
    return (await fetch(server.url, { headers: { ...headers, Connection: 'close' } })).text();
  }

  it('no header names the client without TRUST_PROXY', async () => {
    const headers = { 'X-Forwarded-For': '192.0.2.1', 'X-Real-IP': '192.0.2.1', Forwarded: 'for=192.0.2.1' };
    expect(await ask(undefined, headers)).toBe('nobody');
  });

  it('only X-Forwarded-For does, and only from the proxies named', async () => {
    expect(await ask('loopback', { 'X-Forwarded-For': '192.0.2.1' })).toBe('192.0.2.1');
    expect(await ask('loopback', { 'X-Real-IP': '192.0.2.1', Forwarded: 'for=192.0.2.1' })).toBe('nobody');
    expect(await ask('10.0.0.1', { 'X-Forwarded-For': '192.0.2.1' })).toBe('127.0.0.1');
  });
});
