/** What is shown by tests rather than measured: how much of it there is, and where. */
import type { Figure } from '../../table.js';
import { FAULTS } from '../../../server/faulty-leaf.js';

export function tested(): Promise<Figure[]> {
  return Promise.resolve([
    {
      line: 'faults',
      target: '30 faults × every route: right code, in time, nothing leaked, recovered',
      measured: `not here: ${FAULTS.length} faults × 8 routes in \`test/server/leaf-faults.test.ts\``,
      reached: undefined,
    },
    {
      line: 'bad input',
      target: '20,000 generated requests, 1,000,000 behind a flag, 200 by hand: no crash, no hang, no 5xx',
      measured:
        'not here: `test/server/generated.test.ts` (`GENERATED_REQUESTS=1000000` for the flag), `test/server/bad-requests.test.ts`',
      reached: undefined,
    },
  ]);
}
