/**
 * The worker of the docs. It makes its companion with the first request, for its settings come along with requests, and so
 * that nothing is done before there is one: a worker may not make so much as an `AbortController` then.
 */
import { createLeafConnect, type Companion, type LeafConnectOptions } from '../../src/server/index.js';

interface Settings {
  OPTIONS: string;
  /** Reads every body before the companion does, as no worker should. */
  READS_FIRST?: boolean;
}

let companion: Companion | undefined;

export default {
  async fetch(request: Request, { OPTIONS, READS_FIRST = false }: Settings): Promise<Response> {
    companion ??= createLeafConnect(JSON.parse(OPTIONS) as LeafConnectOptions);
    if (READS_FIRST) await request.text();
    return companion.fetch(request);
  },
};
