/** What can be told of the container without building it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createFixture } from '../server/fixture.js';
import { listen } from '../../src/server/node.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (name: string) => readFileSync(`${root}${name}`, 'utf8');

const instructions = read('Dockerfile')
  .replace(/\\\n/g, ' ')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => {
    const [, name = '', rest = ''] = /^([A-Z]+) +(.*)$/.exec(line) ?? [];
    return { name, rest };
  });
const all = (wanted: string) => instructions.filter(({ name }) => name === wanted).map(({ rest }) => rest);
const finalStage = instructions.slice(instructions.map(({ name }) => name).lastIndexOf('FROM'));
const inFinal = (wanted: string) => finalStage.filter(({ name }) => name === wanted).map(({ rest }) => rest);

describe('the Dockerfile', () => {
  it('builds on a slim Node of a named major version that we support', () => {
    const images = all('FROM').map((from) => from.split(' ')[0] ?? '');
    expect(images).toHaveLength(2);
    for (const image of images) expect(image).toMatch(/^node:(?:22|24)-slim$/);
    expect(new Set(images).size).toBe(1);
  });

  it('runs the CLI as somebody who is not root, and so that a signal reaches it', () => {
    expect(inFinal('USER')).toEqual(['node']);
    const { bin } = JSON.parse(read('package.json')) as { bin: Record<string, string> };
    expect(JSON.parse(inFinal('ENTRYPOINT')[0] ?? '')).toEqual(['node', bin['leaf-jd-connect']]);
    expect(JSON.parse(inFinal('CMD')[0] ?? '')).toEqual(['serve']);
  });

  it('takes into the final stage only what runs', () => {
    expect(inFinal('RUN')).toEqual([]);
    expect(inFinal('COPY').every((copied) => copied.startsWith('--from=build '))).toBe(true);
    expect(all('RUN').some((command) => command.includes('npm prune --omit=dev'))).toBe(true);
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    for (const [, script = ''] of all('RUN')
      .join('\n')
      .matchAll(/npm run (\S+)/g))
      expect(scripts).toHaveProperty([script]);
  });

  it('has no secret, nor a place for one', () => {
    const given = [...all('ENV'), ...all('ARG')].join(' ');
    expect(given).not.toMatch(/LEAF_|JD_|SESSION_KEYS|SECRET|TOKEN|PASSWORD|REDIS/);
    expect(all('ARG')).toEqual([]);
    expect(all('COPY').join(' ')).not.toMatch(/\.env|\.npmrc/);
  });

  it('copies nothing that is not there, or that is kept out', () => {
    const ignored = read('.dockerignore').split('\n');
    expect(ignored.find((line) => !line.startsWith('#'))).toBe('*');
    const sources = all('COPY')
      .filter((copied) => !copied.startsWith('--from'))
      .flatMap((copied) => copied.split(' ').slice(0, -1));
    expect(sources.length).toBeGreaterThan(3);
    for (const source of sources) {
      expect(existsSync(`${root}${source}`), source).toBe(true);
      expect(ignored, source).toContain(`!${source}`);
    }
  });

  it('finds out by itself whether the companion lives, without a program that a slim image does not have', async () => {
    const [check = ''] = finalStage.filter(({ name }) => name === 'HEALTHCHECK').map(({ rest }) => rest);
    const [program = '', ...args] = JSON.parse(check.slice(check.indexOf('['))) as string[];
    expect(program).toBe('node');
    const at = await createFixture();
    const server = await listen(at.companion, { port: 0 });
    const { port: PORT } = new URL(server.url);
    const exitCode = async () => {
      const child = spawn(process.execPath, args, { env: { PORT } });
      const [code] = (await once(child, 'close')) as [number | null];
      return code;
    };
    expect(await exitCode()).toBe(0);
    await server.close();
    await at.leaf.close();
    expect(await exitCode()).toBe(1);
  });
});
