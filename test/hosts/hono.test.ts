import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { mount } from 'hono/mount';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'vitest';
import { createLeafConnect } from '../../src/server/index.js';
import { askOver, toAnswer, toRequest } from './ask.js';
import { holdsTheContract, MOUNT, type Host } from './contract.js';
import { saysHowToMount } from './parsed-body.js';

async function listening(app: Hono): Promise<Host> {
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1', overrideGlobalObjects: false }) as Server;
  if (!server.listening) await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    ask: askOver(`http://127.0.0.1:${String(port)}`),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

holdsTheContract('Hono, mounted, which takes the mount path off', (options) => {
  const companion = createLeafConnect(options);
  const app = new Hono();
  app.use(
    `${MOUNT}/*`,
    mount((request) => companion.fetch(request)),
  );
  return listening(app);
});

holdsTheContract('Hono by a route, which leaves it on', (options) => {
  const companion = createLeafConnect(options);
  const app = new Hono();
  app.all(`${MOUNT}/*`, (c) => companion.fetch(c.req.raw));
  return listening(app);
});

describe('Hono with a middleware that reads the body', () => {
  it.each(['json', 'text', 'arrayBuffer'] as const)('by %s() is told how to mount the companion', (read) =>
    saysHowToMount((companion) => {
      const app = new Hono();
      app.use(async (c, next) => {
        await c.req[read]();
        await next();
      });
      app.all(`${MOUNT}/*`, (c) => companion.fetch(c.req.raw));
      return listening(app);
    }),
  );

  it('is told so without a socket too', () =>
    saysHowToMount((companion) => {
      const app = new Hono();
      app.use(async (c, next) => {
        await c.req.json();
        await next();
      });
      app.all(`${MOUNT}/*`, (c) => companion.fetch(c.req.raw));
      return Promise.resolve({
        ask: async (...asked) => toAnswer(await app.fetch(toRequest('https://connect.partner.test', asked))),
      });
    }));
});
