/**
 * A real Redis of the test's own, on a port of its own, with nothing kept. Where `redis-server` is not installed those
 * tests are skipped and say so; in CI that is an error.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { Redis } from 'ioredis';
import { describe } from 'vitest';

const installed = spawnSync('redis-server', ['--version']).status === 0;
if (!installed && process.env.CI) throw new Error('redis-server is not installed, and CI must not do without it');

/** `describe`, where there is a Redis to be had. */
export const describeWithRedis: (name: string, tests: () => void) => void = installed
  ? describe
  : (name, tests) => describe.skip(`${name} (not run: redis-server is not installed)`, tests);

export interface TestRedis {
  url: string;
  /** A client with the manners of the package's own defaults: it queues without end, and waits without end. */
  client(): Redis;
  /** Stops it as a machine that hangs would: connections stay open, and nothing answers. */
  pause(): void;
  resume(): void;
  kill(): Promise<void>;
  /** Starts it again at the same address, empty. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export async function startRedis(): Promise<TestRedis> {
  const port = await freePort();
  const clients: Redis[] = [];
  let server: ChildProcess;
  const start = async () => {
    server = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']);
    await new Promise<void>((resolve) => {
      server.stdout?.on('data', (data: Buffer) => {
        if (data.toString().includes('Ready to accept connections')) resolve();
      });
    });
  };
  const kill = async () => {
    const gone = new Promise((resolve) => server.once('close', resolve));
    server.kill('SIGKILL');
    await gone;
  };
  await start();
  return {
    url: `redis://127.0.0.1:${String(port)}`,
    client: () => {
      const client = new Redis(port, '127.0.0.1', { retryStrategy: () => 100 });
      client.on('error', () => undefined);
      clients.push(client);
      return client;
    },
    pause: () => void server.kill('SIGSTOP'),
    resume: () => void server.kill('SIGCONT'),
    kill,
    restart: start,
    close: async () => {
      for (const client of clients) client.disconnect();
      if (server.exitCode === null && server.signalCode === null) await kill();
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
