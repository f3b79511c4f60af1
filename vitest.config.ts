import { defineConfig } from 'vitest/config';
import { vitestTally } from './test/support/line-reporter.js';

export default defineConfig({
  test: {
    reporters: ['default', vitestTally],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/{protocol,element,server,hosts,cli,simulator,package}/**/*.test.ts'],
          testTimeout: 15_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'end-to-end',
          include: ['test/{end-to-end,frameworks,docs}/**/*.test.ts'],
          // Windows take the focus from each other: one file at a time.
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'appearance',
          include: ['test/appearance/**/*.test.ts'],
          fileParallelism: false,
          maxConcurrency: 2,
          // `npm run pictures -- --update`
          env: { PICTURES: process.argv.includes('--update') ? 'update' : 'compare' },
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'conformance',
          include: ['test/conformance/**/*.test.ts'],
          // One engine after the other: there are as many windows as two processors can show in time.
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
