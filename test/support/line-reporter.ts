/** Reporters that count. Each stands beside the runner's own reporter, which prints the details. */
import type { Reporter as WtrReporter, TestSession, TestSuiteResult } from '@web/test-runner';
import type { Reporter, TestModule } from 'vitest/node';
import { report, type Tally } from './tally.js';

/** A file that cannot be loaded, a hook that throws and an error that nobody caught each count as one failure. */
export const vitestTally: Reporter = {
  onTestRunEnd(modules, unhandledErrors) {
    const tally: Tally = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of modules) countModule(tally, module);
    report(tally);
  },
};

function countModule(tally: Tally, module: TestModule): void {
  for (const suite of [module, ...module.children.allSuites()]) if (suite.errors().length > 0) tally.failed += 1;
  for (const test of module.children.allTests()) {
    const { state } = test.result();
    // A test that never finished has not passed.
    tally[state === 'pending' ? 'failed' : state] += 1;
  }
}

/** The same for @web/test-runner. */
export const componentTally: WtrReporter = {
  onTestRunFinished({ sessions }) {
    const tally: Tally = { passed: 0, failed: 0, skipped: 0 };
    for (const session of sessions) countSession(tally, session);
    report(tally);
  },
};

function countSession(tally: Tally, { testResults, errors, passed }: TestSession): void {
  const before = tally.failed;
  if (testResults !== undefined) countSuite(tally, testResults);
  tally.failed += errors.length;
  if (passed !== true && tally.failed === before) tally.failed += 1;
}

function countSuite(tally: Tally, { tests, suites }: TestSuiteResult): void {
  for (const test of tests) tally[test.skipped ? 'skipped' : test.passed ? 'passed' : 'failed'] += 1;
  for (const suite of suites) countSuite(tally, suite);
}
