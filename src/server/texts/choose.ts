import { ar } from './ar.js';
import { de } from './de.js';
import { en, type Texts } from './en.js';
import { es } from './es.js';
import { fr } from './fr.js';
import { ptBR } from './pt-BR.js';

/** A language of the companion's pages, with its BCP 47 tag. */
export interface Language {
  tag: string;
  dir: 'ltr' | 'rtl';
  texts: Texts;
}

const ENGLISH: Language = { tag: 'en', dir: 'ltr', texts: en };

export const LANGUAGES: readonly Language[] = [
  ENGLISH,
  { tag: 'es', dir: 'ltr', texts: es },
  { tag: 'pt-BR', dir: 'ltr', texts: ptBR },
  { tag: 'fr', dir: 'ltr', texts: fr },
  { tag: 'de', dir: 'ltr', texts: de },
  { tag: 'ar', dir: 'rtl', texts: ar },
];

/** The best language for an `Accept-Language` header: highest weight first. A language is found in any of its regions. */
export function chooseLanguage(acceptLanguage: string): Language {
  const wanted = acceptLanguage
    // Nobody reads more languages; and a pattern that looks for spaces takes a tenth of a second over 16 kB of them.
    .split(',', 50)
    .map((entry) => {
      const [tag = '', ...parameters] = entry
        .toLowerCase()
        .split(';')
        .map((part) => part.trim());
      const quality = parameters.find((parameter) => parameter.startsWith('q='));
      return { tag, weight: quality === undefined ? 1 : Number(quality.slice(2)) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  for (const { tag } of wanted) {
    const found = tag === '*' ? ENGLISH : LANGUAGES.find((language) => bare(language.tag) === bare(tag));
    if (found !== undefined) return found;
  }
  return ENGLISH;
}

function bare(tag: string): string {
  return tag.split('-', 1)[0] ?? '';
}
