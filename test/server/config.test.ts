import { describe, expect, it } from 'vitest';
import { ConfigurationError, createLeafConnect, type LeafConnectOptions } from '../../src/server/index.js';
import { readConfig } from '../../src/server/config.js';
import { KEY } from './fixture.js';

const GOOD: LeafConnectOptions = {
  leaf: { token: 'leaf-token-value' },
  johnDeere: { clientKey: 'client-key', clientSecret: 'client-secret', environment: 'PRODUCTION' },
  publicUrl: 'https://connect.partner.test',
  allowedOrigins: ['https://app.partner.test'],
  sessionKeys: [KEY],
  companyName: 'Partner Inc.',
};

/** Host applications in JavaScript pass anything. */
function faultsOf(options: unknown): readonly string[] {
  try {
    createLeafConnect(options as LeafConnectOptions);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
}

describe('options', () => {
  it('that are good are taken, with the documented defaults', () => {
    expect(readConfig(GOOD)).toMatchObject({
      flow: 'one-click',
      leaf: { apiUrl: 'https://api.withleaf.io' },
      signInOrigins: ['https://signin.johndeere.com'],
      managementOrigins: ['https://connections.deere.com'],
      messageOrigins: ['https://api.withleaf.io', 'https://api.agrigate.io'],
    });
  });

  it('are refused with every fault at once', () => {
    expect(faultsOf({})).toEqual([
      'publicUrl is missing',
      'allowedOrigins is missing',
      'sessionKeys is missing',
      'leaf is missing',
      'johnDeere is missing',
      'companyName is missing',
    ]);
    expect(faultsOf(undefined)).toEqual(['options is missing']);
    expect(faultsOf('text')).toEqual(['options is not an object']);
  });

  it.each<[string, Partial<Record<keyof LeafConnectOptions, unknown>>, string]>([
    ['both ways into Leaf', { leaf: { token: 'leaf-token-value', username: 'a', password: 'bbbbbbbb' } }, 'leaf'],
    ['a user name alone', { leaf: { username: 'a' } }, 'leaf'],
    ['a token so short that it is found everywhere', { leaf: { token: 'leaf' } }, 'leaf.token'],
    ['Leaf over plain http:', { leaf: { token: 'leaf-token-value', apiUrl: 'http://api.test' } }, 'leaf.apiUrl'],
    ['an unheard-of environment', { johnDeere: { ...GOOD.johnDeere, environment: 'TEST' } }, 'johnDeere.environment'],
    ['a public URL over plain http:', { publicUrl: 'http://connect.partner.test' }, 'publicUrl'],
    ['a public URL with a query', { publicUrl: 'https://connect.partner.test/?a=1' }, 'publicUrl'],
    ['a public URL with user info', { publicUrl: 'https://a:b@connect.partner.test' }, 'publicUrl'],
    ['a public URL that is none', { publicUrl: 'connect' }, 'publicUrl'],
    ['no origin', { allowedOrigins: [] }, 'allowedOrigins'],
    ['any origin', { allowedOrigins: ['*'] }, 'allowedOrigins.0'],
    ['an origin with a path', { allowedOrigins: ['https://a.test', 'https://b.test/x'] }, 'allowedOrigins.1'],
    ['the origin "null"', { allowedOrigins: ['null'] }, 'allowedOrigins.0'],
    ['no key', { sessionKeys: [] }, 'sessionKeys.0'],
    ['a short key', { sessionKeys: [`a:${Buffer.alloc(31).toString('base64url')}`] }, 'sessionKeys.0'],
    ['a key without a kid', { sessionKeys: [KEY.slice(3)] }, 'sessionKeys.0'],
    ['a key that breaks off', { sessionKeys: [KEY, 'k2:A'] }, 'sessionKeys.1'],
    ['a key that is empty', { sessionKeys: [KEY, ''] }, 'sessionKeys.1'],
    ['an origin that is empty', { allowedOrigins: ['https://a.test', ' '] }, 'allowedOrigins.1'],
    ['a key that is not base64url', { sessionKeys: [`a:${'+/'.repeat(30)}`] }, 'sessionKeys.0'],
    ['a kid twice', { sessionKeys: [KEY, KEY] }, 'sessionKeys'],
    ['no company', { companyName: '  ' }, 'companyName'],
    ['stored keys without their name', { flow: 'provider-connections' }, 'johnDeere.appName'],
    ['scopes that bring nothing that lasts', { johnDeere: { ...GOOD.johnDeere, scopes: ['ag1'] } }, 'johnDeere.scopes'],
    ['a page to come back to that is none', { returnUrls: ['https://a.test', '/back'] }, 'returnUrls.1'],
    ['a Magic Link that ends too soon', { magicLink: { expiresIn: 899 } }, 'magicLink.expiresIn'],
    ['everything fetched, which is the default', { dataSync: 'ALL' }, 'dataSync'],
    ['a flow that never will be', { flow: 'telepathy' }, 'flow'],
    ['no place to sign in', { signInOrigins: [] }, 'signInOrigins'],
    ['an authorize that is no function', { authorize: true }, 'authorize'],
    ['an onEvent that is no function', { onEvent: 'https://a.test' }, 'onEvent'],
    ['the address of a Redis, and no client', { redis: 'redis://localhost' }, 'redis'],
    ['half a Redis', { redis: { set: () => undefined } }, 'redis'],
    ['no Redis at all', { redis: null }, 'redis'],
    ['a name that was misspelt', { allowedOrigin: ['https://a.test'] } as object, 'options'],
  ])('with %s are refused by name', (_, change, path) => {
    const faults = faultsOf({ ...GOOD, ...change });
    expect(faults.map((fault) => fault.split(' ', 1)[0])).toEqual([path]);
  });

  it.each(['k3:AAAA', 'k3:A', 'k3', '', 3, null])(
    'that use a kid twice are told so even beside the key %j, which has a fault of its own',
    (faulty) => {
      const faults = faultsOf({ ...GOOD, sessionKeys: [KEY, KEY, faulty] });
      expect(faults).toHaveLength(2);
      expect(faults).toContain('sessionKeys uses a kid twice');
      expect(faults).toContainEqual(expect.stringMatching(/^sessionKeys\.2 is /));
    },
  );

  it('may have several keys that are no kid at all without being told that they share one', () => {
    expect(faultsOf({ ...GOOD, sessionKeys: ['x', 'y'] })).not.toContain('sessionKeys uses a kid twice');
  });

  it('are never printed', () => {
    const options = {
      leaf: { token: 'SECRET', username: 'SECRET', password: 7, apiUrl: 'SECRET' },
      johnDeere: { clientKey: ['SECRET'], clientSecret: 'SECRET', environment: 'SECRET' },
      publicUrl: 'https://SECRET:SECRET@x.test/',
      allowedOrigins: ['SECRET'],
      sessionKeys: ['SECRET'],
      companyName: { SECRET: 'SECRET' },
      flow: 'SECRET',
      signInOrigins: 'SECRET',
    };
    const faults = faultsOf(options).join('\n');
    expect(faults.split('\n')).toHaveLength(12);
    expect(faults).not.toContain('SECRET');
    expect(new ConfigurationError(faultsOf(options)).message).not.toContain('SECRET');
  });

  it('may speak plain http: on loopback, with any port', () => {
    expect(
      faultsOf({
        ...GOOD,
        leaf: { token: 'leaf-token-value', apiUrl: 'http://127.0.0.1:4000' },
        publicUrl: 'http://localhost:8787/jd',
        allowedOrigins: ['http://localhost:3000'],
        signInOrigins: ['http://127.0.0.2:4001'],
      }),
    ).toEqual([]);
  });
});
