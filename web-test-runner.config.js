// Loaded by `node --import tsx`, which is what makes the TypeScript imports work.
import { fileURLToPath } from 'node:url';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { chromeLauncher, summaryReporter } from '@web/test-runner';
import { chromeOptions } from './test/support/chrome.ts';
import { componentTally } from './test/support/line-reporter.ts';
import { scriptedCompanions } from './test/support/scripted-companion.ts';

/** @type {import('@web/test-runner').TestRunnerConfig} */
export default {
  files: 'test/element/**/*.component.ts',
  nodeResolve: true,
  plugins: [
    esbuildPlugin({ ts: true, target: 'es2022', tsconfig: fileURLToPath(new URL('tsconfig.json', import.meta.url)) }),
  ],
  middleware: [scriptedCompanions()],
  browsers: [chromeLauncher({ launchOptions: await chromeOptions() })],
  // Tests open windows, and a window takes the focus from every other test.
  concurrency: 1,
  testFramework: { config: { timeout: '10000' } },
  testsFinishTimeout: 120_000,
  filterBrowserLogs: ({ args }) => !args.some((text) => String(text).includes('Lit is in dev mode')),
  reporters: [summaryReporter({}), componentTally],
};
