/**
 * The client for `REDIS_URL`. The package `ioredis` is only needed for it, so it is looked for only then.
 */
import { createRequire } from 'node:module';
import { ConfigurationError, type RedisClient } from '../server/index.js';

/** Beyond this, a command is not worth waiting for: memory takes its place; in milliseconds. */
const COMMAND_MS = 200;
const RECONNECT_MS = 500;

type Ioredis = typeof import('ioredis');

/** Connects by itself, again and again. Throws `ConfigurationError` where `ioredis` is not installed. */
export function connectRedis(url: string): { client: RedisClient; close: () => void } {
  const { Redis } = load();
  const client = new Redis(url, {
    commandTimeout: COMMAND_MS,
    connectTimeout: 1_000,
    // What cannot be asked now need not be asked: a queue would only hold requests back, and grow.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy: () => RECONNECT_MS,
  });
  // What it says may name the address; the companion tells in its own words that Redis is lost.
  client.on('error', () => undefined);
  return { client, close: () => client.disconnect() };
}

function load(): Ioredis {
  try {
    return createRequire(import.meta.url)('ioredis') as Ioredis;
  } catch {
    throw new ConfigurationError(['REDIS_URL needs the package ioredis beside leaf-jd-connect: npm install ioredis']);
  }
}
