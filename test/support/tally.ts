/** What a test run came to. */
export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
  /** One text for each failure: where it stands, and what it says. */
  failures: string[];
}

export const emptyTally = (): Tally => ({ passed: 0, failed: 0, skipped: 0, failures: [] });

export function fail(tally: Tally, where: string, error: { message: string; stack?: string } | undefined): void {
  tally.failed += 1;
  // A stack does not always begin with what was wrong.
  const at = (error?.stack ?? '').split('\n').filter((line) => /^\s*at /.test(line));
  tally.failures.push([where, `  ${error?.message ?? 'It does not say why.'}`, ...at].join('\n'));
}

/** Of thousands of lines, these are the ones to read, and whoever looks last sees no others. */
export function printFailures({ failures }: Tally): void {
  for (const failure of failures) console.error(`\nFAILED: ${failure}`);
}

/** The plain closing line that people and CI read. */
export function closingLine({ passed, failed, skipped }: Tally): string {
  return `${String(passed)} passed, ${String(failed)} failed${skipped > 0 ? `, ${String(skipped)} skipped` : ''}`;
}

/** Hands the tally to `run-tests`, which adds up all suites; a suite that runs alone prints its own line. */
export function report(tally: Tally): void {
  if (process.send === undefined) console.log(`\n${closingLine(tally)}`);
  else process.send(tally);
}
