/** Every code that a page or a server can meet, from the tables that say them. */
import { diagnostic } from '../../src/element/diagnostics.js';
import { en } from '../../src/element/texts/en.js';
import { errorText } from '../../src/element/texts/texts.js';
import { PROBLEM_STATUS, type DiagnosticCode, type ErrorCode } from '../../src/protocol/vocabulary.js';
import { code, prose, table } from './markdown.js';
import type { Entry } from './source.js';

const statuses: Readonly<Record<string, number>> = PROBLEM_STATUS;

export interface Codes {
  readonly errors: readonly ErrorCode[];
  readonly diagnostics: readonly DiagnosticCode[];
}

/** @param element The entries of `leaf-jd-connect/element`. */
export function codesOf(element: readonly Entry[]): Codes {
  const words = (name: string) => {
    const text = element.find((entry) => entry.name === name)?.text ?? '';
    return [...text.matchAll(/'(\w+)'/g)].map(([, word]) => word);
  };
  return {
    errors: [...Object.keys(PROBLEM_STATUS), ...words('ErrorCode')] as ErrorCode[],
    diagnostics: words('DiagnosticCode') as DiagnosticCode[],
  };
}

export function codesText({ errors, diagnostics }: Codes): string {
  return [
    'What to do about each is told under [when something goes wrong](../troubleshooting.md).',
    '## Errors',
    'The `code` of `leaf-error`, and of the companion’s problem documents, with the status that each comes with.',
    table(
      ['code', 'status', 'what the grower reads'],
      errors.map((it) => [
        `[${code(it)}](../troubleshooting.md#${it})`,
        statuses[it] === undefined ? 'told by the card itself' : String(statuses[it]),
        prose(en[errorText(it)]),
      ]),
    ),
    '## Diagnostics',
    'The `code` of `leaf-diagnostic`, which speaks to the page’s developer and never to a grower.',
    table(
      ['code', 'message'],
      diagnostics.map((it) => [`[${code(it)}](../diagnostics.md#${it})`, prose(diagnostic(it).message)]),
    ),
  ].join('\n\n');
}
