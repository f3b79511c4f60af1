/**
 * A Next.js route handler, `app/jd/[...path]/route.ts`. Without Next around it: the exported functions
 * are called as Next documents that it calls them, by the name of the method, with a `Request` of the whole address.
 */
import { describe, it } from 'vitest';
import { createLeafConnect, type Companion } from '../../src/server/index.js';
import { toAnswer, toRequest, type Answer, type Ask } from './ask.js';
import { holdsTheContract, type Host } from './contract.js';
import { saysHowToMount } from './parsed-body.js';

type Handler = (request: Request) => Promise<Response>;
type RouteModule = Partial<Record<string, Handler>>;

/** The recipe of the docs: what the module exports. */
function routeModule(companion: Companion): RouteModule {
  const handler: Handler = (request) => companion.fetch(request);
  return { GET: handler, POST: handler, PUT: handler, PATCH: handler, DELETE: handler, OPTIONS: handler };
}

/** Next answers by itself for methods that a module does not export. */
function next(module: RouteModule): Host {
  const ask: Ask = async (...asked): Promise<Answer> => {
    const [method] = asked;
    const handler = module[method];
    if (handler === undefined) return { status: 405, headers: new Headers(), text: '' };
    return toAnswer(await handler(toRequest('http://localhost:3000', asked)));
  };
  return { ask };
}

holdsTheContract('a Next.js route handler', (options) =>
  Promise.resolve(next(routeModule(createLeafConnect(options)))),
);

describe('a Next.js route handler that reads the body first', () => {
  it('is told how to mount the companion', () =>
    saysHowToMount((companion) => {
      const POST: Handler = async (request) => {
        await request.json();
        return companion.fetch(request);
      };
      return Promise.resolve(next({ POST }));
    }));
});
