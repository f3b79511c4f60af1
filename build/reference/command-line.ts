/** The command line and its environment, from the CLI's own tables and the docstrings of what each variable sets. */
import type ts from 'typescript';
import { FROM_FILE, READ_BY, VARIABLES, type ServeSettings } from '../../src/cli/environment.js';
import { USAGE } from '../../src/cli/usage.js';
import { code, fence, prose, table } from './markdown.js';
import { readModule, type Entry, type Member } from './source.js';

/** Variables that set no option of the companion, but how it is served. */
const SERVED: Record<Exclude<keyof ServeSettings, 'options' | 'unused'>, string> = {
  host: 'HOST',
  port: 'PORT',
  clientAddress: 'TRUST_PROXY',
  redisUrl: 'REDIS_URL',
  logLevel: 'LOG_LEVEL',
};

/** Where the settings of `serve` are. */
export const ENVIRONMENT = 'src/cli/environment.ts';

/** @param server The entries of `leaf-jd-connect/server`. */
export function commandLineText(server: readonly Entry[], program: ts.Program): string {
  const [settings] = readModule({ file: ENVIRONMENT, only: ['ServeSettings'] }, program);
  const ofOptions = Object.entries(VARIABLES)
    // An option that is no variable by itself: each of its own options is one.
    .filter(([, variable]) => /^[A-Z_]+$/.test(variable))
    .map(([option, variable]) => row(variable, code(option), optionAt(option, server)));
  const ofServing = Object.entries(SERVED).map(([name, variable]) =>
    row(
      variable,
      '–',
      settings?.members.find((member) => member.name === name),
    ),
  );
  return [
    fence(USAGE.trimEnd(), 'text'),
    '## Environment',
    'Lists are separated by commas, `JD_SCOPES` by spaces. `http:` addresses are accepted for loopback hosts only.',
    table(['variable', 'option', 'meaning'], [...ofOptions, ...ofServing]),
    `${[...FROM_FILE].map(code).join(', ')} can each come from a file: \`LEAF_TOKEN_FILE=/run/secrets/leaf-token\`.`,
    '## Exit codes',
    table(
      ['code', 'meaning'],
      [
        ['0', 'done; `serve` after `SIGTERM` or `SIGINT`'],
        ['1', 'failed; `doctor` found a fault'],
        ['64', 'the command line cannot be understood'],
        ['78', 'the configuration cannot be used: every fault is named at once, and no value'],
      ],
    ),
  ].join('\n\n');
}

function row(variable: string, option: string, member: Member | undefined): string[] {
  if (!member?.description) throw new Error(`${variable} sets nothing that has a docstring.`);
  const flow = READ_BY[variable];
  const only = flow === undefined || member.description.includes(flow) ? '' : ` ${code(flow)} only.`;
  return [code(variable), option, prose(member.description) + only];
}

/** `johnDeere.clientKey`: the member of the type that the member `johnDeere` has. */
function optionAt(path: string, server: readonly Entry[]): Member | undefined {
  let type: string | undefined = 'LeafConnectOptions';
  let member: Member | undefined;
  for (const name of path.split('.')) {
    const entry = server.find((it) => it.name === type);
    member = entry?.members.find((it) => it.name === name);
    type = member?.type;
  }
  return member;
}
