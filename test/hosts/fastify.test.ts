import { getRequestListener } from '@hono/node-server';
import fastify, { type FastifyInstance } from 'fastify';
import { describe, it } from 'vitest';
import { createLeafConnect, type Companion } from '../../src/server/index.js';
import { askOver } from './ask.js';
import { holdsTheContract, MOUNT, stripped, type Host } from './contract.js';
import { saysHowToMount } from './parsed-body.js';

/** The recipe of the docs: a scope of its own, in which Fastify leaves every body alone. */
async function mount(app: FastifyInstance, companion: Companion): Promise<void> {
  const listener = getRequestListener((request) => companion.fetch(request), { overrideGlobalObjects: false });
  await app.register((scope, _, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, next) => next(null));
    scope.all(`${MOUNT}/*`, (request, reply) => {
      reply.hijack();
      void listener(request.raw, reply.raw);
    });
    done();
  });
}

async function listening(app: FastifyInstance): Promise<Host> {
  const origin = await app.listen({ port: 0, host: '127.0.0.1' });
  return { ask: askOver(origin), close: () => app.close() };
}

holdsTheContract('Fastify', async (options) => {
  const app = fastify({ forceCloseConnections: true });
  await mount(app, createLeafConnect(options));
  return listening(app);
});

holdsTheContract('Fastify, with the mount path taken off on the way', async (options) => {
  const app = fastify({ forceCloseConnections: true });
  app.addHook('onRequest', (request, _, done) => {
    request.raw.url = stripped(request.raw.url ?? '');
    done();
  });
  await mount(app, createLeafConnect(options));
  return listening(app);
});

describe('Fastify with its own parser of JSON', () => {
  it('is told how to mount the companion', () =>
    saysHowToMount((companion) => {
      const app = fastify({ forceCloseConnections: true });
      const listener = getRequestListener((request) => companion.fetch(request), { overrideGlobalObjects: false });
      app.all(`${MOUNT}/*`, (request, reply) => {
        reply.hijack();
        void listener(request.raw, reply.raw);
      });
      return listening(app);
    }));
});
