import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startSimulator, type Simulator } from '../../demo/simulator/index.js';
import { leaf, run } from './command.js';

const SECRETS = ['john-deere-shared-secret', 'leaf-token-value', 'kept-client-secret', 'kept-client-key', 'client-key'];
const ENVIRONMENT = { ...settingsOf(), JD_APP_NAME: 'fieldbook' };
const KEPT = { clientKey: 'kept-client-key', clientSecret: 'kept-client-secret' };
const ALL = '/services/usermanagement/api/app-keys/JohnDeere';
const at = (environment: string, name = 'fieldbook') => `${ALL}/${name}/${environment}`;

/** No more than `app-keys` is said to need. */
function settingsOf() {
  return {
    LEAF_TOKEN: 'leaf-token-value',
    JD_CLIENT_KEY: 'client-key',
    JD_CLIENT_SECRET: 'john-deere-shared-secret',
    JD_ENVIRONMENT: 'STAGE',
  };
}

async function manage(args: string[], change: Record<string, string> = {}) {
  const result = await run(['app-keys', ...args], { ...ENVIRONMENT, LEAF_API_URL: leaf.url, ...change });
  for (const secret of SECRETS) expect(result.stdout + result.stderr).not.toContain(secret);
  return result;
}

const called = () => leaf.calls.map(({ method, path }) => `${method} ${path}`);

beforeEach(() => {
  leaf.reset();
});

describe('app-keys list', () => {
  const row = (appName: string, clientEnvironment: string) => ({ provider: 'JohnDeere', appName, clientEnvironment });

  it('says in one call under which names Leaf keeps keys', async () => {
    const rows = [row('fieldbook', 'STAGE'), { ...row('harvest', 'PRODUCTION'), secrets: KEPT }];
    leaf.on(`GET ${ALL}`, { json: rows });
    expect(await manage(['list'])).toEqual({
      code: 0,
      stdout: 'fieldbook STAGE: kept by Leaf\nharvest PRODUCTION: kept by Leaf\n',
      stderr: '',
    });
    expect(called()).toEqual([`GET ${ALL}`]);
  });

  it('needs no key, no secret, no name and no environment', async () => {
    leaf.on(`GET ${ALL}`, { json: [] });
    const { code, stdout } = await run(['app-keys', 'list'], {
      LEAF_TOKEN: 'leaf-token-value',
      LEAF_API_URL: leaf.url,
    });
    expect([code, stdout]).toEqual([0, 'none\n']);
  });

  it('says only what was asked for, where there is a name on the command line', async () => {
    leaf.on(`GET ${ALL}`, { json: [row('fieldbook', 'STAGE'), row('other', 'STAGE')] });
    expect((await manage(['list', '--name', 'other'])).stdout).toBe('other STAGE: kept by Leaf\n');
    expect((await manage(['list', '--name', 'third'])).stdout).toBe('none\n');
  });

  it('counts names that cannot stand in a path, and repeats none of them', async () => {
    const odd = [row('\u001b[31mred', 'STAGE'), row('a/b', 'STAGE'), row('fieldbook', 'MOON'), null];
    leaf.on(`GET ${ALL}`, { json: [...odd, row('fieldbook', 'STAGE')] });
    expect((await manage(['list'])).stdout).toBe(
      'fieldbook STAGE: kept by Leaf\n4 more, under names that cannot be used here\n',
    );
  });

  it('asks for one name in both environments, where Leaf has no list', async () => {
    leaf.on(`GET ${at('STAGE')}`, { json: KEPT });
    expect(await manage(['list'])).toEqual({
      code: 0,
      stdout: 'fieldbook STAGE: kept by Leaf\nfieldbook PRODUCTION: none\n',
      stderr: '',
    });
    expect(called()).toEqual([`GET ${ALL}`, `GET ${at('STAGE')}`, `GET ${at('PRODUCTION')}`]);
  });

  it('asks the person for that name, where there is none', async () => {
    const { code, stderr } = await manage(['list'], { JD_APP_NAME: '' });
    expect([code, called()]).toEqual([64, [`GET ${ALL}`]]);
    expect(stderr).toContain('say a name, with --name');
  });
});

describe('app-keys add', () => {
  it('gives Leaf the keys', async () => {
    leaf.on(`POST ${at('STAGE')}`, { status: 201, json: KEPT });
    expect(await manage(['add'])).toEqual({ code: 0, stdout: 'fieldbook STAGE: added\n', stderr: '' });
    expect(called()).toEqual([`GET ${at('STAGE')}`, `POST ${at('STAGE')}`]);
    expect(JSON.parse(leaf.calls[1]?.body ?? '')).toEqual({
      clientKey: 'client-key',
      clientSecret: 'john-deere-shared-secret',
    });
  });

  it('replaces what is there, so that it can be repeated', async () => {
    leaf.on(`GET ${at('STAGE')}`, { json: KEPT });
    leaf.on(`PUT ${at('STAGE')}`, { json: KEPT });
    expect((await manage(['add'])).stdout).toBe('fieldbook STAGE: replaced\n');
    expect(called()).toEqual([`GET ${at('STAGE')}`, `PUT ${at('STAGE')}`]);
  });

  it('takes the name of the command line before that of the environment', async () => {
    leaf.on(`POST ${at('STAGE', 'other')}`, { json: {} });
    expect((await manage(['add', '--name', 'other'])).stdout).toBe('other STAGE: added\n');
  });

  it('names what is missing, all at once', async () => {
    const { code, stderr } = await run(['app-keys', 'add'], { LEAF_API_URL: leaf.url });
    expect(code).toBe(78);
    expect(stderr.trim().split('\n').slice(1)).toEqual([
      '  Access to Leaf (LEAF_TOKEN, or LEAF_USERNAME and LEAF_PASSWORD) needs either a token, or a username and a password',
      '  JD_CLIENT_KEY is missing',
      '  JD_CLIENT_SECRET is missing',
      '  JD_ENVIRONMENT is missing',
      '  JD_APP_NAME is missing',
    ]);
  });
});

describe('app-keys remove', () => {
  it('has Leaf forget the keys, or says that there are none', async () => {
    leaf.on(`DELETE ${at('STAGE')}`, { status: 204 });
    expect((await manage(['remove'])).stdout).toBe('fieldbook STAGE: removed\n');
    leaf.reset();
    expect(await manage(['remove'])).toEqual({ code: 0, stdout: 'fieldbook STAGE: none\n', stderr: '' });
  });
});

describe('app-keys', () => {
  it.each([
    [401, 'leaf_auth_failed'],
    [400, 'leaf_rejected'],
  ])('exits with 1 when Leaf answers %i, and repeats nothing of it', async (status, code) => {
    leaf.on(`GET ${at('STAGE')}`, { status, json: { detail: KEPT.clientSecret } });
    const { code: exit, stdout, stderr } = await manage(['add']);
    expect([exit, stdout]).toEqual([1, '']);
    expect(stderr).toContain(`(${code}): Leaf `);
  });

  it.each([[[]], [['dance']], [['list', 'add']]])('exits with 64 on %j', async (args) => {
    const { code, stderr } = await manage(args);
    expect([code, called()]).toEqual([64, []]);
    expect(stderr).toContain('leaf-jd-connect app-keys');
  });

  it.each(['..', '.', 'a/b', 'a b', 'a?b', ''])('asks nobody about the name %j', async (name) => {
    const { code } = await manage(['list', '--name', name]);
    expect([code, called()]).toEqual([78, []]);
  });

  describe('with a Leaf that keeps them', () => {
    let simulator: Simulator;
    beforeAll(async () => {
      simulator = await startSimulator();
    });
    afterAll(() => simulator.close());

    it('does and undoes it', async () => {
      const { leafUrl, username, password, clientKey, clientSecret } = simulator;
      const environment = {
        LEAF_API_URL: leafUrl,
        LEAF_USERNAME: username,
        LEAF_PASSWORD: password,
        JD_CLIENT_KEY: clientKey,
        JD_CLIENT_SECRET: clientSecret,
        JD_ENVIRONMENT: 'PRODUCTION',
      };
      const said: string[] = [];
      for (const action of ['list', 'add', 'add', 'list', 'remove', 'list']) {
        const { stdout, stderr } = await run(['app-keys', action, '--name', 'harvest'], environment);
        said.push(stdout + stderr);
      }
      expect(said).toEqual([
        'none\n',
        'harvest PRODUCTION: added\n',
        'harvest PRODUCTION: replaced\n',
        'harvest PRODUCTION: kept by Leaf\n',
        'harvest PRODUCTION: removed\n',
        'none\n',
      ]);
      for (const secret of simulator.secrets()) expect(said.join('')).not.toContain(secret);
    });
  });
});
