import { getRequestListener } from '@hono/node-server';
import type { RequestListener } from 'node:http';
import { describe, it } from 'vitest';
import { createLeafConnect, type Companion } from '../../src/server/index.js';
import { listen } from '../../src/server/node.js';
import { askOver } from './ask.js';
import { holdsTheContract, stripped } from './contract.js';
import { saysHowToMount } from './parsed-body.js';
import { listening } from './servers.js';

const listenerOf = (companion: Companion): RequestListener => {
  const listener = getRequestListener((request) => companion.fetch(request), { overrideGlobalObjects: false });
  return (request, response) => void listener(request, response);
};

holdsTheContract('our own Node server', async (options) => {
  const server = await listen(createLeafConnect(options), { port: 0 });
  return { ask: askOver(server.url), close: () => server.close() };
});

holdsTheContract('a plain Node server', (options) => listening(listenerOf(createLeafConnect(options))));

holdsTheContract('a plain Node server that takes the mount path off', (options) => {
  const listener = listenerOf(createLeafConnect(options));
  return listening((request, response) => {
    request.url = stripped(request.url ?? '');
    listener(request, response);
  });
});

describe('a plain Node server that reads the body first', () => {
  it('is told how to mount the companion', () =>
    saysHowToMount((companion) =>
      listening((request, response) => {
        request.resume().on('end', () => listenerOf(companion)(request, response));
      }),
    ));
});
