/** Reporters that count. Each stands beside the runner's own reporter, which prints the details. */
import type { Reporter as WtrReporter, TestSession, TestSuiteResult } from '@web/test-runner';
import type { Reporter, TestModule } from 'vitest/node';
import { emptyTally, fail, report, type Tally } from './tally.js';

/** A file that cannot be loaded, a hook that throws and an error that nobody caught each count as one failure. */
export const vitestTally: Reporter = {
  onTestRunEnd(modules, unhandledErrors) {
    const tally = emptyTally();
    for (const error of unhandledErrors) fail(tally, 'An error that nobody caught', error);
    for (const module of modules) countModule(tally, module);
    report(tally);
  },
};

function countModule(tally: Tally, module: TestModule): void {
  const file = module.relativeModuleId;
  for (const suite of [module, ...module.children.allSuites()]) {
    const [error] = suite.errors();
    if (error !== undefined) fail(tally, suite.type === 'module' ? file : `${file} > ${suite.fullName}`, error);
  }
  for (const test of module.children.allTests()) {
    const { state, errors } = test.result();
    // A test that never finished has not passed.
    if (state === 'failed' || state === 'pending') fail(tally, `${file} > ${test.fullName}`, errors?.[0]);
    else tally[state] += 1;
  }
}

/** The same for @web/test-runner. */
export const componentTally: WtrReporter = {
  onTestRunFinished({ sessions }) {
    const tally = emptyTally();
    for (const session of sessions) countSession(tally, session);
    report(tally);
  },
};

function countSession(tally: Tally, { testFile, testResults, errors, passed }: TestSession): void {
  const before = tally.failed;
  if (testResults !== undefined) countSuite(tally, testFile, testResults);
  for (const error of errors) fail(tally, testFile, error);
  if (passed !== true && tally.failed === before) fail(tally, testFile, undefined);
}

function countSuite(tally: Tally, path: string, { name, tests, suites }: TestSuiteResult): void {
  const here = name === '' ? path : `${path} > ${name}`;
  for (const test of tests) {
    if (test.skipped) tally.skipped += 1;
    else if (test.passed) tally.passed += 1;
    else fail(tally, `${here} > ${test.name}`, test.error);
  }
  for (const suite of suites) countSuite(tally, here, suite);
}
