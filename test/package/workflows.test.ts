/** What GitHub is asked to do, with which rights, and what a release consists of. */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { parseYaml, type Yaml } from './yaml.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, '.github/workflows');

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, string>>;
}
interface Job {
  readonly needs?: string | readonly string[];
  readonly uses?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly 'timeout-minutes'?: string;
  readonly steps?: readonly Step[];
}
interface Workflow {
  readonly on: Readonly<Record<string, Yaml>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const workflows = await Promise.all(
  readdirSync(folder).map(async (name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    const workflow = (await parseYaml(text)) as unknown as Workflow;
    return { name, text, workflow, jobs: Object.entries(workflow.jobs) };
  }),
);
const release = workflows.find(({ name }) => name === 'release.yml')?.workflow;

/** All rights to write that there are, each for the one thing that its job is there for. */
const MAY_WRITE = [
  'docs.yml deploy: pages',
  'docs.yml deploy: id-token',
  'release.yml publish: id-token',
  'release.yml announce: contents',
];

describe.each(workflows)('$name', ({ name, text, workflow, jobs }) => {
  it('starts from rights to read at most, and gives a right to write only where it is listed here', () => {
    expect(workflow.permissions).toBeDefined();
    for (const right of Object.values(workflow.permissions ?? {})) expect(right).toBe('read');
    const writing = jobs.flatMap(([job, { permissions = {} }]) =>
      Object.entries(permissions).flatMap(([what, right]) => (right === 'write' ? [`${name} ${job}: ${what}`] : [])),
    );
    expect(writing).toEqual(MAY_WRITE.filter((listed) => listed.startsWith(`${name} `)));
  });

  it('runs foreign actions by the commit that was looked at, with its version beside it', () => {
    const used = [...text.matchAll(/uses: (.*)$/gm)].map(([, action = '']) => action);
    expect(used.length).toBe(
      jobs.flatMap(([, { uses, steps = [] }]) => [uses, ...steps.map((it) => it.uses)].filter((it) => it)).length,
    );
    for (const action of used)
      expect(action).toMatch(/^(\.\/\.github\/workflows\/[\w-]+\.yml|[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/);
  });

  it('leaves no credential in the working tree, needs no secret, and puts nothing of an event into a command', () => {
    const steps = jobs.flatMap(([, job]) => job.steps ?? []);
    for (const step of steps) {
      if (step.uses?.startsWith('actions/checkout@'))
        expect(step.with).toMatchObject({ 'persist-credentials': 'false' });
      expect(step.run ?? '').not.toContain('${{');
    }
    expect(text).not.toContain('secrets.');
    expect(Object.keys(workflow.on)).not.toContain('pull_request_target');
  });

  it('gives up in the end', () => {
    for (const [job, { uses, 'timeout-minutes': minutes }] of jobs) {
      if (uses === undefined) expect([job, Number(minutes) > 0]).toEqual([job, true]);
    }
  });
});

describe('a release', () => {
  const needs = (job: string): string[] => {
    const direct = [release?.jobs[job]?.needs ?? []].flat();
    return [...direct, ...direct.flatMap(needs)];
  };

  it('is published only after every check, on every Node that is supported', () => {
    expect(needs('publish')).toEqual(expect.arrayContaining(['pack', 'check']));
    expect(release?.jobs.check?.uses).toBe('./.github/workflows/ci.yml');
    const { jobs } = workflows.find(({ name }) => name === 'ci.yml') ?? { jobs: [] };
    const runs = jobs.flatMap(([, { steps = [] }]) => steps.map(({ run }) => run));
    expect(runs).toContain('.ci/run');
    expect(existsSync(join(root, '.ci/run'))).toBe(true);
  });

  it('publishes the file that was packed and looked over, and says where it came from', () => {
    const runs = (job: string) => (release?.jobs[job]?.steps ?? []).flatMap(({ run }) => run ?? []);
    expect(runs('pack')).toEqual(
      expect.arrayContaining(['npm pack', 'npm run package:check -- leaf-jd-connect-*.tgz']),
    );
    expect(runs('publish')).toEqual(['npm publish ./leaf-jd-connect-*.tgz --provenance --access public']);
  });

  it('asks for scripts that there are', () => {
    const asked = workflows.flatMap(({ text }) =>
      [...text.matchAll(/npm run (?:--silent )?([\w:]+)/g)].map(([, it]) => it),
    );
    expect(asked).toContain('sbom');
    for (const script of asked) expect(Object.keys(manifest.scripts)).toContain(script);
  });

  it('is in the changelog', () => {
    const changelog = readFileSync(join(root, 'CHANGELOG.md'), 'utf8');
    const versions = [...changelog.matchAll(/^## (.*)$/gm)].map(([, heading = '']) => heading.split(' ')[0]);
    expect(versions.find((version) => version !== 'Unreleased')).toBe(manifest.version);
  });
});

interface Component {
  readonly name: string;
  readonly version: string;
}
interface Bom {
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
}

describe('the bill of materials', () => {
  /** What is found from a package's folder, as Node finds it, and all that this needs in turn. */
  function needed(names: readonly string[], from: string, found = new Map<string, string>()): Map<string, string> {
    for (const name of names) {
      const nested = join(from, 'node_modules', name);
      const home = existsSync(nested) ? nested : join(root, 'node_modules', name);
      const { version, dependencies = {} } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as {
        version: string;
        dependencies?: Record<string, string>;
      };
      if (found.get(name) === version) continue;
      found.set(name, version);
      needed(Object.keys(dependencies), home, found);
    }
    return found;
  }

  it('lists what runs where the package is installed, and nothing else', { timeout: 60_000 }, async () => {
    const tsx = join(root, 'node_modules/tsx/dist/cli.mjs');
    const { stdout } = await promisify(execFile)(process.execPath, [tsx, 'build/sbom.ts'], { cwd: root });
    const bom = JSON.parse(stdout) as Bom;
    expect(bom.metadata.component).toMatchObject({ name: manifest.name, version: manifest.version });
    const listed = bom.components.map(({ name, version }) => `${name}@${version}`);
    const expected = [...needed(Object.keys(manifest.dependencies), root)].map(
      ([name, version]) => `${name}@${version}`,
    );
    expect(listed.toSorted()).toEqual(expected.toSorted());
    expect(listed.length).toBeGreaterThan(Object.keys(manifest.dependencies).length);
  });
});
