/**
 * From environment variables to the companion's options. Every fault is told in the variable's own name, all at once,
 * and no value is ever printed.
 */
import { readFileSync } from 'node:fs';
import type { FlowName } from '../protocol/vocabulary.js';
import { ConfigurationError, readConfig, readSessionConfig, type SessionConfig } from '../server/config.js';
import type { LeafConnectOptions } from '../server/index.js';
import { readTrustProxy, type ClientAddress } from '../server/node.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Everything that `serve` runs with. */
export interface ServeSettings {
  /** What the companion is made of. */
  options: LeafConnectOptions;
  /** Address to listen on. Default `127.0.0.1`; in a container `0.0.0.0`. */
  host: string;
  /** Port to listen on. Default `8787`. */
  port: number;
  /** How many proxies a request comes through (1 to 9), or their addresses and networks: who may say whose request it is. */
  clientAddress: ClientAddress | undefined;
  /** A Redis through which all instances share limits and alerts; needs `ioredis`. Without it each counts alone. */
  redisUrl: string | undefined;
  /** `fatal`, `error`, `warn`, `info` (default), `debug`, `trace` or `silent`. */
  logLevel: string;
  /** Variables that are set, and that the flow in use does not read. */
  unused: string[];
}

/** Which variable an option comes from. */
export const VARIABLES: Readonly<Record<string, string>> = {
  leaf: 'Access to Leaf (LEAF_TOKEN, or LEAF_USERNAME and LEAF_PASSWORD)',
  'leaf.apiUrl': 'LEAF_API_URL',
  'leaf.token': 'LEAF_TOKEN',
  'leaf.username': 'LEAF_USERNAME',
  'leaf.password': 'LEAF_PASSWORD',
  'johnDeere.clientKey': 'JD_CLIENT_KEY',
  'johnDeere.clientSecret': 'JD_CLIENT_SECRET',
  'johnDeere.environment': 'JD_ENVIRONMENT',
  'johnDeere.appName': 'JD_APP_NAME',
  'johnDeere.tokenExchange': 'JD_TOKEN_EXCHANGE',
  'johnDeere.helperUrl': 'JD_OAUTH_HELPER_URL',
  'johnDeere.issuer': 'JD_ISSUER',
  'johnDeere.scopes': 'JD_SCOPES',
  flow: 'JD_FLOW',
  returnUrls: 'RETURN_URLS',
  dataSync: 'ORGANIZATION_DATA_SYNC',
  magicLinkOrigins: 'MAGIC_LINK_ORIGINS',
  'magicLink.expiresIn': 'MAGIC_LINK_EXPIRES_IN',
  'magicLink.companyLogo': 'MAGIC_LINK_COMPANY_LOGO',
  'magicLink.backgroundColor': 'MAGIC_LINK_BACKGROUND_COLOR',
  'magicLink.headerImage': 'MAGIC_LINK_HEADER_IMAGE',
  'magicLink.showLeafUserName': 'MAGIC_LINK_SHOW_LEAF_USER_NAME',
  'magicLink.disconnectEnabled': 'MAGIC_LINK_DISCONNECT_ENABLED',
  publicUrl: 'PUBLIC_URL',
  allowedOrigins: 'ALLOWED_ORIGINS',
  sessionKeys: 'SESSION_KEYS',
  companyName: 'COMPANY_NAME',
  signInOrigins: 'SIGN_IN_ORIGINS',
  managementOrigins: 'MANAGEMENT_ORIGINS',
  messageOrigins: 'MESSAGE_ORIGINS',
  webhookSecret: 'LEAF_WEBHOOK_SECRET',
};

const isRedisUrl = (value: string) => URL.canParse(value) && /^rediss?:$/.test(new URL(value).protocol);

/** Variables that only some flows read. */
export const READ_BY: Readonly<Record<string, FlowName>> = {
  JD_APP_NAME: 'provider-connections',
  JD_TOKEN_EXCHANGE: 'authorization-code',
  JD_OAUTH_HELPER_URL: 'authorization-code',
  JD_ISSUER: 'authorization-code',
  JD_SCOPES: 'authorization-code',
  RETURN_URLS: 'authorization-code',
};

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];
const MAX_PORT = 65_535;

/** Everything that `serve` needs. Throws `ConfigurationError`. */
export function readServeSettings(environment: Environment): ServeSettings {
  const { variable, faults } = openEnvironment(environment);

  const port = variable('PORT') ?? '8787';
  if (!/^\d{1,5}$/.test(port) || Number(port) > MAX_PORT) faults.push('PORT is not a port number');
  const logLevel = variable('LOG_LEVEL') ?? 'info';
  if (!LOG_LEVELS.includes(logLevel)) faults.push(`LOG_LEVEL is not one of ${LOG_LEVELS.join(', ')}`);
  const redisUrl = variable('REDIS_URL');
  if (redisUrl !== undefined && !isRedisUrl(redisUrl)) faults.push('REDIS_URL is not a redis: or rediss: URL');
  const trustProxy = variable('TRUST_PROXY');
  const clientAddress = trustProxy === undefined ? undefined : readTrustProxy(trustProxy);
  if (trustProxy !== undefined && clientAddress === undefined)
    faults.push('TRUST_PROXY is neither the number of proxies (1 to 9) nor a list of their addresses');
  const flow = variable('JD_FLOW') ?? 'one-click';
  const unused = Object.keys(READ_BY).filter((name) => variable(name) !== undefined && READ_BY[name] !== flow);

  // `readConfig` checks it: what a variable left out is missing here, and is named there.
  const options = withoutUndefined({
    leaf: leafOptions(variable),
    johnDeere: withoutUndefined({
      ...applicationOptions(variable),
      tokenExchange: variable('JD_TOKEN_EXCHANGE'),
      helperUrl: variable('JD_OAUTH_HELPER_URL'),
      issuer: variable('JD_ISSUER'),
      scopes: variable('JD_SCOPES')?.split(/\s+/),
    }),
    ...sessionOptions(variable),
    flow,
    returnUrls: optionalList(variable('RETURN_URLS')),
    dataSync: variable('ORGANIZATION_DATA_SYNC'),
    magicLink: magicLinkOptions(variable),
    magicLinkOrigins: optionalList(variable('MAGIC_LINK_ORIGINS')),
    companyName: variable('COMPANY_NAME'),
    signInOrigins: optionalList(variable('SIGN_IN_ORIGINS')),
    managementOrigins: optionalList(variable('MANAGEMENT_ORIGINS')),
    messageOrigins: optionalList(variable('MESSAGE_ORIGINS')),
    webhookSecret: variable('LEAF_WEBHOOK_SECRET'),
  }) as unknown as LeafConnectOptions;

  checked(() => readConfig(options), faults);
  const host = variable('HOST') ?? '127.0.0.1';
  return { options, host, port: Number(port), clientAddress, redisUrl, logLevel, unused };
}

/** What `token` needs, and no secret but the session keys. Throws `ConfigurationError`. */
export function readTokenSettings(environment: Environment): SessionConfig {
  const { variable, faults } = openEnvironment(environment);
  const options = withoutUndefined(sessionOptions(variable)) as unknown as LeafConnectOptions;
  return checked(() => readSessionConfig(options), faults);
}

/** What `read` of `READ_APP_KEY` needs; `appName` takes the place of `JD_APP_NAME`. Throws `ConfigurationError`. */
export function readAppKeySettings<Result>(
  environment: Environment,
  appName: string | undefined,
  read: (input: unknown) => Result,
): Result {
  const { variable, faults } = openEnvironment(environment);
  const johnDeere = { ...applicationOptions(variable), ...(appName !== undefined && { appName }) };
  return checked(() => read({ leaf: leafOptions(variable), johnDeere }), faults);
}

type Variable = (name: string) => string | undefined;

function leafOptions(variable: Variable) {
  return withoutUndefined({
    token: variable('LEAF_TOKEN'),
    username: variable('LEAF_USERNAME'),
    password: variable('LEAF_PASSWORD'),
    apiUrl: variable('LEAF_API_URL'),
  });
}

function applicationOptions(variable: Variable) {
  return withoutUndefined({
    clientKey: variable('JD_CLIENT_KEY'),
    clientSecret: variable('JD_CLIENT_SECRET'),
    environment: variable('JD_ENVIRONMENT'),
    appName: variable('JD_APP_NAME'),
  });
}

function sessionOptions(variable: Variable) {
  return {
    publicUrl: variable('PUBLIC_URL'),
    allowedOrigins: optionalList(variable('ALLOWED_ORIGINS')),
    sessionKeys: optionalList(variable('SESSION_KEYS')),
  };
}

function magicLinkOptions(variable: Variable) {
  const expiresIn = variable('MAGIC_LINK_EXPIRES_IN');
  return withoutUndefined({
    expiresIn: expiresIn === undefined ? undefined : Number(expiresIn),
    companyLogo: variable('MAGIC_LINK_COMPANY_LOGO'),
    backgroundColor: variable('MAGIC_LINK_BACKGROUND_COLOR'),
    headerImage: variable('MAGIC_LINK_HEADER_IMAGE'),
    showLeafUserName: yesOrNo(variable('MAGIC_LINK_SHOW_LEAF_USER_NAME')),
    disconnectEnabled: yesOrNo(variable('MAGIC_LINK_DISCONNECT_ENABLED')),
  });
}

/** Anything else is handed on, for the check to name. */
function yesOrNo(value: string | undefined): unknown {
  return value === 'true' || value === 'false' ? value === 'true' : value;
}

/** Secrets may come from files, as container platforms mount them. */
export const FROM_FILE: ReadonlySet<string> = new Set([
  'LEAF_TOKEN',
  'LEAF_PASSWORD',
  'JD_CLIENT_SECRET',
  'SESSION_KEYS',
  'LEAF_WEBHOOK_SECRET',
  'REDIS_URL',
]);

/** Reads each variable once; an empty one counts as not set. `faults` gathers what is wrong on the way. */
function openEnvironment(environment: Environment): { variable: Variable; faults: string[] } {
  const faults: string[] = [];
  const values = new Map<string, string>();
  const keep = (name: string, value: string | undefined) => {
    if (value?.trim()) values.set(name, value.trim());
  };
  for (const [name, value] of Object.entries(environment)) keep(name, value);
  for (const name of FROM_FILE) {
    const file = values.get(`${name}_FILE`);
    if (file === undefined) continue;
    if (values.has(name)) faults.push(`${name} and ${name}_FILE are both set`);
    try {
      keep(name, readFileSync(file, 'utf8'));
    } catch {
      faults.push(`${name}_FILE cannot be read`);
    }
  }
  return { variable: (name) => values.get(name), faults };
}

/** What `read` returns, unless it or anything before it found a fault. */
function checked<Result>(read: () => Result, faults: string[]): Result {
  const found = [...faults];
  try {
    const result = read();
    if (found.length === 0) return result;
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    found.push(...error.faults.map(inVariables));
  }
  throw new ConfigurationError(found);
}

/** `allowedOrigins.1 is …` becomes `ALLOWED_ORIGINS (entry 2) is …`. */
function inVariables(fault: string): string {
  const [path = '', ...rest] = fault.split(' ');
  const [, option = path, index] = /^(.*?)(?:\.(\d+))?$/.exec(path) ?? [];
  const place = index === undefined ? '' : ` (entry ${String(Number(index) + 1)})`;
  return [`${VARIABLES[option] ?? option}${place}`, ...rest].join(' ');
}

function listOf(value: string): string[] {
  return value.split(',').map((entry) => entry.trim());
}

function optionalList(value: string | undefined): string[] | undefined {
  return value === undefined ? undefined : listOf(value);
}

function withoutUndefined(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
