/** One control for one token: any CSS value in a field, and for colours a picker beside it. */
import { colourOf } from './contrast.js';
import { make } from './make.js';
import { isValid, type Token } from './tokens.js';

export interface TokenField {
  readonly field: HTMLElement;
  /** @param value Empty: the card's own. */
  show(value: string, dark: boolean): void;
}

/** @param changed is told a value that fits, or an empty one. */
export function tokenField(token: Token, changed: (value: string) => void): TokenField {
  const { name, label, kind } = token;
  const id = `token-${name}`;
  const text = make('input', { id, type: 'text', spellcheck: false, autocomplete: 'off' });
  const picker = make('input', { type: 'color', ariaLabel: `${label}: pick a colour` });
  const say = (value: string): void => {
    const fits = value === '' || isValid(token, value);
    text.setAttribute('aria-invalid', String(!fits));
    if (fits) changed(value);
  };
  text.addEventListener('input', () => say(text.value.trim()));
  picker.addEventListener('input', () => {
    text.value = picker.value;
    say(picker.value);
  });
  const field = make(
    'div',
    { className: 'token' },
    make('label', { htmlFor: id }, label, ' ', make('code', {}, `--leaf-${name}`)),
    make('div', { className: 'inputs' }, ...(kind === 'colour' ? [picker] : []), text),
  );
  return {
    field,
    show: (value, dark) => {
      if (text.value.trim() !== value) text.value = value;
      if (isValid(token, value) || value === '') text.setAttribute('aria-invalid', 'false');
      const usual = dark ? token.dark : token.light;
      text.placeholder = token.usual ?? usual;
      if (kind === 'colour') picker.value = hex(value || usual, dark);
    },
  };
}

/** A picker knows nothing but six digits. */
function hex(value: string, dark: boolean): string {
  const probe = make('i', { hidden: true });
  probe.style.colorScheme = dark ? 'dark' : 'light';
  probe.style.color = value;
  document.body.append(probe);
  const [red, green, blue] = colourOf(getComputedStyle(probe).color);
  probe.remove();
  return `#${[red, green, blue].map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('')}`;
}
