/** `npm test`: finds a browser, runs every suite in its own process, and closes with one line for all of them. */
import { spawn } from 'node:child_process';
import { findBrowser } from './find-browser.js';
import { closingLine, emptyTally, fail, printFailures, type Tally } from './tally.js';

const VITEST = ['node_modules/vitest/vitest.mjs', 'run', '--project'];
const SUITES = [
  { name: 'Unit tests', command: [...VITEST, 'unit'] },
  { name: 'Component tests', command: ['--import', 'tsx', 'node_modules/@web/test-runner/dist/bin.js'] },
  { name: 'End-to-end tests', command: [...VITEST, 'end-to-end'] },
  { name: 'Appearance and accessibility', command: [...VITEST, 'appearance'] },
  { name: 'Browser conformance', command: [...VITEST, 'conformance'] },
];

/** A runner that crashed, said nothing or ran no test is a failure, whatever it counted. */
function runSuite(name: string, command: string[], browser: string): Promise<Tally> {
  const runner = spawn(process.execPath, command, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, CHROME_PATH: browser },
  });
  const total = emptyTally();
  runner.on('message', (message) => {
    add(total, message as Tally);
  });
  return new Promise((resolve, reject) => {
    runner.on('error', reject);
    runner.on('close', (code) => {
      if (total.failed === 0 && (code !== 0 || total.passed === 0)) {
        fail(total, name, { message: code === 0 ? 'No test ran.' : `The runner ended with ${String(code)}.` });
      }
      resolve(total);
    });
  });
}

function add(total: Tally, { passed, failed, skipped, failures }: Tally): void {
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
  total.failures.push(...failures);
}

const browser = await findBrowser().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
const total = emptyTally();
for (const { name, command } of SUITES) {
  console.log(`\n== ${name}`);
  add(total, await runSuite(name, command, browser));
}
printFailures(total);
console.log(`\n${closingLine(total)}`);
process.exitCode = total.failed === 0 ? 0 : 1;
