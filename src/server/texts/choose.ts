import { en, type Texts } from './en.js';

/** A language of the companion's pages, with its BCP 47 tag. */
export interface Language {
  tag: string;
  texts: Texts;
}

const ENGLISH: Language = { tag: 'en', texts: en };
const LANGUAGES: readonly Language[] = [ENGLISH];

/** The best language for an `Accept-Language` header: highest weight first, a region falling back to its language. */
export function chooseLanguage(acceptLanguage: string): Language {
  const wanted = acceptLanguage
    .split(',')
    .map((entry) => {
      const [tag = '', ...parameters] = entry
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/);
      const quality = parameters.find((parameter) => parameter.startsWith('q='));
      return { tag, weight: quality === undefined ? 1 : Number(quality.slice(2)) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  for (const { tag } of wanted) {
    const found = find(tag) ?? find(tag.split('-', 1)[0] ?? '');
    if (found !== undefined) return found;
  }
  return ENGLISH;
}

function find(tag: string): Language | undefined {
  return LANGUAGES.find((language) => language.tag.toLowerCase() === tag);
}
