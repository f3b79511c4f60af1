/**
 * `doctor`: checks what `serve` would run with, whether it can be reached, and Leaf and John Deere as they answer today. One
 * line a check, in our own words: no value of the configuration and no word of an upstream is ever printed.
 */
import * as z from 'zod';
import { ConfigurationError, readConfig } from '../server/config.js';
import { fault, ok, type Finding } from './doctor-finding.js';
import { checkLeaf } from './doctor-leaf.js';
import { checkPublic } from './doctor-public.js';
import { checkRedis } from './doctor-redis.js';
import { checkAddresses, checkKeys, checkUnused } from './doctor-settings.js';
import { checkExchange } from './doctor-sign-in.js';
import { readServeSettings, type Environment } from './environment.js';
import { UsageError } from './usage.js';

export interface DoctorArguments {
  'leaf-user'?: string | undefined;
  /** Also has Leaf start a sign-in that nobody will finish, and make a Magic Link, which is deleted again. */
  mint?: boolean | undefined;
  json?: boolean | undefined;
}

/** Exit codes, as of `serve`: 78 is EX_CONFIG. */
export type Verdict = 0 | 1 | 78;

/** Prints every finding. Throws `UsageError`. */
export async function examine(given: DoctorArguments, environment: Environment): Promise<Verdict> {
  const leafUserId = given['leaf-user'];
  if (leafUserId !== undefined && !z.guid().safeParse(leafUserId).success) {
    throw new UsageError('--leaf-user must be a UUID');
  }
  if (given.mint && leafUserId === undefined) throw new UsageError('--mint needs --leaf-user');

  const findings: Finding[] = [];
  let verdict: Verdict;
  try {
    const { options, redisUrl, unused } = readServeSettings(environment);
    const config = readConfig(options);
    findings.push(ok('configuration', 'complete, and of the right form'));
    findings.push(...checkUnused(unused), ...checkKeys(config), ...checkAddresses(config));
    findings.push(...(await checkPublic(config)), ...(await checkRedis(redisUrl)));
    findings.push(...(await checkExchange(config)));
    findings.push(...(await checkLeaf(config, leafUserId, given.mint ?? false)));
    verdict = isHealthy(findings) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    findings.push(...error.faults.map((message) => fault('configuration', message)));
    verdict = 78;
  }
  process.stdout.write(given.json ? `${JSON.stringify({ ok: isHealthy(findings), findings })}\n` : toLines(findings));
  return verdict;
}

function isHealthy(findings: readonly Finding[]): boolean {
  return findings.every(({ result }) => result !== 'fault');
}

function toLines(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ check }) => check.length));
  return findings
    .map(({ check, result, message }) => `${result.padEnd(7)}  ${check.padEnd(width)}  ${message}\n`)
    .join('');
}
