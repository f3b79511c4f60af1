import { describe, expect, it } from 'vitest';
import { en } from '../../src/element/texts/en.js';
import { errorText, translator, type TextKey, type TextTable, type Values } from '../../src/element/texts/texts.js';
import { PROBLEM_STATUS, type ErrorCode } from '../../src/protocol/vocabulary.js';

const KEYS = Object.keys(en) as TextKey[];

/** What a text is given besides the company, by whoever shows it. */
const GIVEN: Partial<Record<TextKey, Values>> = {
  nowShared: { names: ['North Farm', 'Hill'] },
  shareNamed: { name: 'North Farm' },
  manageNamed: { name: 'North Farm' },
  notAnyMore: { names: ['North Farm'] },
  arrived: { farms: 3, fields: 41 },
  step: { number: 1 },
  handedText: { until: '3 Nov 2026, 08:00' },
  howMany: { shown: 3, all: 200, shared: 40 },
  supportCode: { code: 'r-1' },
};

const ERROR_CODES: ErrorCode[] = [
  ...(Object.keys(PROBLEM_STATUS) as (keyof typeof PROBLEM_STATUS)[]),
  'popup_blocked',
  'server_unreachable',
];

describe.each(KEYS)('the text %s', (key) => {
  it('says something, in words that a grower knows', () => {
    expect(en[key].trim()).not.toBe('');
    expect(en[key]).not.toMatch(
      /\b(oauth\d?|credentials?|tokens?|apis?|popups?|sessions?|scopes?|url|server error)\b/i,
    );
  });

  it('shows no placeholder, and everything that it is given', () => {
    const given = GIVEN[key] ?? {};
    const shown = translator(undefined, 'Partner Inc.')(key, given);
    expect(shown).not.toMatch(/[{}]/);
    for (const value of Object.values(given).flat()) expect(shown).toContain(String(value));
  });
});

describe('the company', () => {
  it('is named as the page says', () => {
    expect(translator(undefined, ' Partner Inc. ')('disconnectedTitle')).toContain('with Partner Inc.');
  });

  it.each([undefined, '', '  '])('is described when it has no name: %j', (name) => {
    expect(translator(undefined, name)('disconnectedTitle')).toContain(`with ${en.company}`);
    expect(translator({ company: 'our app' }, name)('disconnectedTitle')).toContain('with our app');
  });

  it('is taken letter for letter, whatever it looks like', () => {
    for (const name of ['$& and $1', '{name}', '<b>Bold</b>']) {
      expect(translator(undefined, name)('disconnectedTitle')).toContain(`with ${name}`);
    }
  });
});

describe('a text that the page sets', () => {
  it('replaces the built-in one alone, and is filled in too', () => {
    const text = translator({ connect: 'Link {company} up' }, 'Partner');
    expect(text('connect')).toBe('Link Partner up');
    expect(text('cancel')).toBe(en.cancel);
  });

  it('may be empty', () => {
    expect(translator({ takesMinutes: '' }, undefined)('takesMinutes')).toBe('');
  });

  it('shows a placeholder that nobody knows as it was written', () => {
    expect(translator({ connect: 'Hello {nobody}' }, undefined)('connect')).toBe('Hello {nobody}');
  });

  it.each([null, undefined, 7, true, {}, ['Go'], () => 'Go'])('is ignored when it is no text: %j', (own) => {
    const overrides = { connect: own } as unknown as Partial<TextTable>;
    expect(translator(overrides, undefined)('connect')).toBe(en.connect);
  });
});

describe.each(ERROR_CODES)('the error %s', (code) => {
  it('has a sentence for the grower that does not show the code', () => {
    const sentence = translator(undefined, 'Partner')(errorText(code));
    expect(sentence).toMatch(/^[A-Z].{15,}/);
    expect(sentence).not.toContain('_');
  });
});
