/**
 * A gate of plain TCP in front of the companion: open, refusing, or slow. So a companion that is down, and a network that
 * takes its time, are real sockets that fail and come back, and not an answer that somebody made up.
 */
import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface GateState {
  readonly refusing: boolean;
  /** How long each piece of a request is held back, in milliseconds. */
  readonly delayMs: number;
}

export interface Gate {
  /** Where browsers reach what is behind it. */
  readonly url: string;
  readonly state: GateState;
  /** Names the port on this machine that everything is passed on to. */
  leadTo(port: number): void;
  /** Lets everything through, at once. */
  open(): void;
  /** Resets every connection, those that stand and those that come, until it is opened again. */
  refuse(): void;
  /** Lets everything through, each piece of a request late. Answers are not held back. */
  delay(ms: number): void;
  close(): Promise<void>;
}

export interface GateOptions {
  /** 0 or absent: any free port. */
  port?: number;
  /** Hears of every connection that was turned away, and of every piece of a request that was held back. */
  heard?: (what: 'connection_refused' | 'request_held_back') => void;
}

const OPEN: GateState = { refusing: false, delayMs: 0 };

/** Rejects with the socket's error (`EADDRINUSE`) when the port is taken. */
export async function openGate({ port = 0, heard }: GateOptions = {}): Promise<Gate> {
  let state = OPEN;
  let target = 0;
  const clients = new Set<Socket>();
  const server = createServer((client) => {
    client.on('error', () => undefined);
    if (state.refusing) {
      heard?.('connection_refused');
      client.resetAndDestroy();
      return;
    }
    clients.add(client);
    client.once('close', () => clients.delete(client));
    carry(
      client,
      () => createConnection(target, '127.0.0.1'),
      () => {
        if (state.delayMs > 0) heard?.('request_held_back');
        return state.delayMs;
      },
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(bound)}`,
    get state() {
      return state;
    },
    leadTo: (behind) => {
      target = behind;
    },
    open: () => {
      state = OPEN;
    },
    refuse: () => {
      state = { refusing: true, delayMs: 0 };
      for (const client of clients) client.resetAndDestroy();
    },
    delay: (delayMs) => {
      state = { refusing: false, delayMs };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const client of clients) client.destroy();
      }),
  };
}

/**
 * Passes a client's bytes on in their order, each piece after its delay. A server gives up a connection that is silent for
 * some seconds, so it is called only once there is something to say, and anew for a request that was held back: the line
 * of the request before it may be about to be cut.
 */
function carry(client: Socket, call: () => Socket, delayMs: () => number): void {
  let upstream: Socket | undefined;
  let answered = false;
  let held = 0;
  let turn = Promise.resolve();

  const line = (): Socket => {
    if (upstream) return upstream;
    const called = call();
    called.setNoDelay();
    called.on('error', () => undefined);
    called.on('data', (chunk) => {
      answered = true;
      client.write(chunk);
    });
    called.once('close', () => {
      if (upstream !== called) return;
      upstream = undefined;
      if (held === 0) client.end();
    });
    return (upstream = called);
  };
  const hangUp = (): void => {
    const before = upstream;
    upstream = undefined;
    before?.destroy();
  };

  client.setNoDelay();
  client.on('data', (chunk) => {
    const due = performance.now() + delayMs();
    held += 1;
    turn = turn.then(async () => {
      const wait = due - performance.now();
      if (wait > 0) {
        await sleep(wait, undefined, { ref: false });
        if (answered) hangUp();
      }
      held -= 1;
      answered = false;
      if (!client.destroyed) line().write(chunk);
    });
  });
  client.once('close', hangUp);
}
