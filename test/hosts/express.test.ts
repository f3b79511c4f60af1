import { getRequestListener } from '@hono/node-server';
import express, { type Express, type Handler } from 'express';
import express4 from 'express4';
import { describe, it } from 'vitest';
import { createLeafConnect, type Companion } from '../../src/server/index.js';
import { holdsTheContract, MOUNT, type StartHost } from './contract.js';
import { saysHowToMount } from './parsed-body.js';
import { listening } from './servers.js';

const handlerOf = (companion: Companion): Handler => {
  const listener = getRequestListener((request) => companion.fetch(request), { overrideGlobalObjects: false });
  return (request, response) => void listener(request, response);
};

describe.each([
  ['Express 4', express4, `${MOUNT}/*`],
  ['Express 5', express, `${MOUNT}/*rest`],
] as const)('%s', (version, make, everything) => {
  const mounted =
    (mount: (app: Express, handler: Handler) => unknown): StartHost =>
    (options) => {
      const app = make();
      mount(app, handlerOf(createLeafConnect(options)));
      // Parsers that come after the companion do it no harm.
      app.use(express.json());
      return listening(app);
    };

  holdsTheContract(
    `${version}, which takes the mount path off`,
    mounted((app, handler) => app.use(MOUNT, handler)),
  );
  holdsTheContract(
    `${version} by a route, which leaves it on`,
    mounted((app, handler) => app.all(everything, handler)),
  );

  it.each([
    ['express.json()', make.json()],
    ['express.raw()', make.raw({ type: () => true })],
    ['express.text()', make.text({ type: () => true })],
  ])('with %s before the companion is told how to mount it', (_, parser) =>
    saysHowToMount((companion) => listening(make().use(parser).use(MOUNT, handlerOf(companion)))),
  );
});
