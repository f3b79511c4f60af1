/** What a test run came to. */
export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
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
