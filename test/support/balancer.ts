/**
 * A small balancer, as partners put one before their instances: asks each whether it is ready, shares requests out among
 * those that are, keeps connections to them for a moment, and takes another when one does not even accept a connection.
 */
import { Agent, createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Balancer {
  url: string;
  /** Serves by one more. Resolves when it is ready. */
  add(url: string): Promise<void>;
  close(): void;
}

interface Backend {
  url: string;
  ready: boolean;
}

const CHECK_MS = 50;

export async function startBalancer(): Promise<Balancer> {
  const backends: Backend[] = [];
  // Shorter than a companion keeps connections, or both ends would close one at the same time.
  const agent = new Agent({ keepAlive: true, timeout: 1_000 });
  let next = 0;

  async function check(backend: Backend): Promise<void> {
    const answer = await fetch(`${backend.url}/readyz`, { headers: { Connection: 'close' } }).catch(() => undefined);
    backend.ready = answer?.status === 200;
  }

  function pass(inbound: IncomingMessage, outbound: ServerResponse, tried = 0): void {
    const ready = backends.filter((backend) => backend.ready);
    const backend = ready[next++ % ready.length];
    if (backend === undefined) return void outbound.writeHead(503).end('no instance is ready');
    const { method, headers } = inbound;
    const onward = ask(`${backend.url}${inbound.url ?? ''}`, { method, headers, agent }, (answer) => {
      // Connections are each end's own affair.
      const { connection: _theirs, 'keep-alive': _too, ...rest } = answer.headers;
      outbound.writeHead(answer.statusCode ?? 502, rest);
      answer.pipe(outbound);
    });
    onward.on('error', (error: NodeJS.ErrnoException) => {
      // Nothing was sent, so nothing can happen twice.
      if (error.code === 'ECONNREFUSED' && tried < 3) pass(inbound, outbound, tried + 1);
      else outbound.writeHead(502).end(error.code);
    });
    inbound.pipe(onward);
  }

  const server = createServer((inbound, outbound) => pass(inbound, outbound));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const timer = setInterval(() => backends.forEach((backend) => void check(backend)), CHECK_MS);
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    add: async (url) => {
      const backend = { url, ready: false };
      await check(backend);
      backends.push(backend);
    },
    close: () => {
      clearInterval(timer);
      agent.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
}
