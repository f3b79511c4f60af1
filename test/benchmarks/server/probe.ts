/** Loaded into a server that is measured: tells what it has used. */
import { answerStarter } from './parts.js';

export interface Memory {
  /** Bytes in use after a collection. */
  heap: number;
  /** Bytes that the process holds. */
  rss: number;
}

answerStarter({
  /** Microseconds of processor time so far, of all threads. */
  cpu: (): number => {
    const { user, system } = process.cpuUsage();
    return user + system;
  },
  memory: (): Memory => {
    // Twice: what the first finds to be finalised, the second collects.
    globalThis.gc?.();
    globalThis.gc?.();
    const { heapUsed, external, rss } = process.memoryUsage();
    return { heap: heapUsed + external, rss };
  },
});
