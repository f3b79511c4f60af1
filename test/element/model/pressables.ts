/** Finds what a grower can press in a card, straight from Lit's templates: no DOM is needed to know what is offered. */
import type { TemplateResult } from 'lit';

export interface Pressable {
  readonly tag: 'button' | 'a';
  /** The text on it. */
  readonly label: string;
  readonly href: string | undefined;
  /** The page that the link opens can speak to this one. */
  readonly withOpener: boolean;
  readonly target: string | undefined;
  /** What the card itself does about the press; `false` when the browser must not go on. */
  readonly press: () => boolean;
}

interface Flat {
  text: string;
  readonly values: unknown[];
}

/** Every button that is not disabled, and every link that leads somewhere, in the order of the page. */
export function pressables(template: TemplateResult): Pressable[] {
  const flat: Flat = { text: '', values: [] };
  flatten(template, flat);
  return [...flat.text.matchAll(/<(button|a)\b([^>]*)>(.*?)<\/\1\s*>/gs)].flatMap(
    ([, tag, attributes = '', content = '']) => {
      const attribute = (name: string): unknown => {
        const [, marker, written] =
          new RegExp(`\\s${name.replace('?', '[?]')}=(?:\\u0001(\\d+)\\u0001|"([^"]*)")`).exec(attributes) ?? [];
        return marker === undefined ? written : flat.values[Number(marker)];
      };
      const href = attribute('href');
      const offered = tag === 'a' ? typeof href === 'string' && href !== '' : !attribute('?disabled');
      if (!offered || (tag !== 'a' && tag !== 'button')) return [];
      const press = attribute('@click');
      return [
        {
          tag,
          label: content.replace(/<[^>]*>/g, '').trim(),
          href: typeof href === 'string' ? href : undefined,
          target: typeof attribute('target') === 'string' ? String(attribute('target')) : undefined,
          withOpener: attribute('rel') === 'opener',
          press: () => {
            let goesOn = true;
            const preventDefault = (): void => {
              goesOn = false;
            };
            if (isFunction(press)) press({ preventDefault });
            return goesOn;
          },
        },
      ];
    },
  );
}

/** Templates within templates become one text; what stands in an attribute is kept by its number. */
function flatten(value: unknown, flat: Flat): void {
  if (Array.isArray(value)) value.forEach((item) => flatten(item, flat));
  else if (isTemplate(value)) {
    value.strings.forEach((string, index) => {
      flat.text += string;
      if (index >= value.values.length) return;
      const inTag = flat.text.lastIndexOf('<') > flat.text.lastIndexOf('>');
      if (inTag) flat.text += `\u0001${flat.values.push(value.values[index]) - 1}\u0001`;
      else flatten(value.values[index], flat);
    });
  } else if (typeof value === 'string' || typeof value === 'number') {
    flat.text += String(value).replaceAll('<', '&lt;');
  }
}

function isTemplate(value: unknown): value is TemplateResult {
  return typeof value === 'object' && value !== null && '_$litType$' in value;
}

function isFunction(value: unknown): value is (event: object) => void {
  return typeof value === 'function';
}
