#!/usr/bin/env node
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { ConfigurationError } from '../server/index.js';
import { ProblemError } from '../server/problem.js';
import { manageAppKeys } from './app-keys.js';
import { examine } from './doctor.js';
import { serve } from './serve.js';
import { printToken } from './token.js';
import { USAGE, UsageError } from './usage.js';

/** Exit codes of sysexits.h, which supervisors know: EX_USAGE and EX_CONFIG. */
const EXIT = { failure: 1, usage: 64, configuration: 78 };

const NO_HOST = 'HOST does not name an address of this machine';

/** What a person can do about the ways in which the system refuses an address to listen on. */
const CAUSES: Partial<Record<string, string>> = {
  EADDRINUSE: 'PORT is taken by another process',
  EACCES: 'PORT may not be used by this user',
  EADDRNOTAVAIL: NO_HOST,
  ENOTFOUND: NO_HOST,
  EAI_AGAIN: NO_HOST,
};

const KEY_BYTES = 32;

async function run(): Promise<void> {
  const { command, action, options } = readArguments();
  if (options.help) process.stdout.write(USAGE);
  else if (command === 'serve') await serve(process.env);
  else if (command === 'token') await printToken(options, process.env);
  else if (command === 'keygen') process.stdout.write(`${newKey()}\n`);
  else if (command === 'app-keys') await manageAppKeys(action, options, process.env);
  else if (command === 'doctor') process.exitCode = await examine(options, process.env);
  else throw new UsageError(command === undefined ? 'a command is missing' : 'this command is not known');
}

function readArguments() {
  try {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h', default: false },
        'leaf-user': { type: 'string' },
        origin: { type: 'string' },
        ttl: { type: 'string' },
        name: { type: 'string' },
        mint: { type: 'boolean' },
        json: { type: 'boolean' },
      },
    });
    const [command, action, ...more] = positionals;
    const takesAction = command === 'app-keys';
    if (more.length > 0 || (action !== undefined && !takesAction))
      throw new UsageError('there is one command at a time');
    return { command, action, options: values };
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError('these options are not known');
  }
}

/** The day tells people which key is older; the rest keeps two keys of one day apart. */
function newKey(): string {
  const kid = `${new Date().toISOString().slice(0, 10)}-${randomBytes(2).toString('hex')}`;
  return `${kid}:${randomBytes(KEY_BYTES).toString('base64url')}`;
}

function report(error: unknown): number {
  if (error instanceof ConfigurationError) {
    process.stderr.write(`The configuration cannot be used:\n${error.faults.map((fault) => `  ${fault}\n`).join('')}`);
    return EXIT.configuration;
  }
  if (error instanceof UsageError) {
    process.stderr.write(`${error.message}\n\n${USAGE}`);
    return EXIT.usage;
  }
  // The code and our own words: messages of the system may repeat what was configured.
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const cause = CAUSES[code] ?? (error instanceof ProblemError ? error.message : '');
  process.stderr.write(`leaf-jd-connect failed${code && ` (${code})`}${cause && `: ${cause}`}\n`);
  return EXIT.failure;
}

run().catch((error: unknown) => {
  process.exitCode = report(error);
});
