/**
 * What `work` comes to, unless `signal` aborts first: then rejects with what `late` makes. The work itself goes on, for
 * others may be waiting for it too.
 */
export function inTime<Result>(work: Promise<Result>, signal: AbortSignal, late: () => Error): Promise<Result> {
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      reject(late());
    };
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    void work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', giveUp);
    });
  });
}
