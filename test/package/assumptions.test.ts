/** `docs/assumptions.md` says where each assumption lives and which line of `doctor` tries it; both are held to what is there. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const home = new URL('../../docs/assumptions.md', import.meta.url);
const cli = new URL('../../src/cli/', import.meta.url);
const doctor = readdirSync(cli)
  .filter((name) => name.startsWith('doctor'))
  .map((name) => readFileSync(new URL(name, cli), 'utf8'))
  .join('\n');

const rows = readFileSync(home, 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (taken for true|-)/.test(line))
  .map((line) => line.slice(1, -1).split(' | '))
  .map((cells) => cells.map((cell) => cell.trim()));

const isCheck = (name: string) => new RegExp(`check\\b.{0,4}'${name}'|(ok|warning)\\(\\s*'${name}'`).test(doctor);

describe('the page of assumptions', () => {
  it('has all of them, each once', () => {
    expect(rows.length).toBeGreaterThan(40);
    expect(new Set(rows.map(([assumption]) => assumption)).size).toBe(rows.length);
  });

  it.each(rows)('%s', (_, strength = '', where = '', otherwise = '', line = '', ...more) => {
    expect(more).toEqual([]);
    expect(strength).toMatch(/^[OBT?]$/);
    const paths = [...where.matchAll(/\]\(([^)]+)\)/g)].map(([, path = '']) => path);
    expect(paths.length).toBeGreaterThan(0);
    for (const path of paths) expect([path, existsSync(new URL(path, home))]).toEqual([path, true]);
    expect(otherwise.length).toBeGreaterThan(10);
    const [, notYet, name = ''] = /^(not yet: )?`([^`]+)`$/.exec(line) ?? [];
    if (line !== 'cannot be checked live') expect([name, isCheck(name)]).toEqual([name, notYet === undefined]);
  });
});
