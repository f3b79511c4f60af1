/**
 * The theme playground: every token of the card with a control of its own, the card in every state, and the style sheet to
 * copy. The page around it defines the element, starts the simulated companion, and says that it is a simulation.
 */
import { lead, simulateCompanion, type Card } from '../in-page/index.js';
import { figures } from './figures.js';
import { choice, make } from './make.js';
import { readSettings, SHOWN, USUAL, writeSettings, type Settings } from './settings.js';
import { tokenField } from './token-field.js';
import { PRESETS, styleSheet, TOKENS } from './tokens.js';

export interface PlaygroundOptions {
  /** Languages that the page has loaded, as `[tag, name]`. Default: English alone. */
  readonly locales?: readonly (readonly [tag: string, name: string])[];
}

/**
 * Builds the playground in an empty element that is on the page.
 * @returns takes it away again.
 */
export function mountPlayground(
  place: HTMLElement,
  { locales = [['en', 'English']] }: PlaygroundOptions = {},
): () => void {
  const playground = new Playground(locales);
  place.append(playground.element);
  return playground.begin();
}

class Playground {
  readonly element: HTMLElement;
  readonly #card = make('leaf-jd-connect' as 'div') as unknown as Card;
  readonly #stage = make('div', { className: 'stage' });
  readonly #about = make('p', { className: 'about' });
  readonly #code = make('code');
  readonly #copied = make('span', { className: 'copied' });
  readonly #figures = figures();
  readonly #dark = matchMedia('(prefers-color-scheme: dark)');
  readonly #presets = choice(
    'Begin with',
    [['', 'Something of your own'], ...PRESETS.map(({ name }) => [name, name] as const)],
    (name) => this.#change({ values: PRESETS.find((preset) => preset.name === name)?.values ?? {} }),
  );
  readonly #situations = choice(
    'Situation',
    SHOWN.map(({ name, title }) => [name, title] as const),
    (situation) => this.#change({ situation: situation as Settings['situation'] }),
  );
  readonly #themes = choice(
    'Colour scheme',
    [
      ['', 'As the page'],
      ['light', 'Light'],
      ['dark', 'Dark'],
    ],
    (theme) => this.#change({ theme: theme as Settings['theme'] }),
  );
  readonly #directions = choice(
    'Direction',
    [
      ['ltr', 'Left to right'],
      ['rtl', 'Right to left'],
    ],
    (direction) => this.#change({ direction: direction as Settings['direction'] }),
  );
  readonly #locales: ReturnType<typeof choice>;
  readonly #tokens = TOKENS.map((token) => ({
    token,
    ...tokenField(token, (value) => {
      const { [token.name]: _, ...others } = this.#settings.values;
      this.#change({ values: value ? { ...others, [token.name]: value } : others });
    }),
  }));
  #settings: Settings = USUAL;
  #shown: string | undefined;
  #leading: Promise<unknown> = Promise.resolve();

  constructor(locales: NonNullable<PlaygroundOptions['locales']>) {
    this.#locales = choice('Language', locales, (locale) => this.#change({ locale }));
    this.#card.setAttribute('company-name', 'Fieldbook');
    // Until it is led somewhere: a card without an address tells the page's developer.
    this.#card.setAttribute('server-url', simulateCompanion().serverUrl('loading'));
    this.#stage.append(this.#card);
    const copy = make('button', { type: 'button' }, 'Copy the CSS');
    copy.addEventListener('click', () => void this.#copy());
    this.#copied.setAttribute('role', 'status');
    this.element = make(
      'div',
      { className: 'playground' },
      make(
        'div',
        { className: 'result' },
        this.#about,
        this.#stage,
        make('h2', {}, 'Your CSS'),
        make('pre', { tabIndex: 0, ariaLabel: 'Your CSS' }, this.#code),
        make('p', {}, copy, ' ', this.#copied),
        make('h2', {}, 'Contrast, measured'),
        this.#figures.field,
      ),
      make(
        'form',
        { className: 'controls', ariaLabel: 'Controls' },
        make('fieldset', {}, make('legend', {}, 'Show'), ...this.#fields()),
        make('fieldset', {}, make('legend', {}, 'Custom properties'), ...this.#tokens.map(({ field }) => field)),
      ),
    );
  }

  /** The card is on the page from now on. */
  begin(): () => void {
    const gone = new AbortController();
    const { signal } = gone;
    this.#settings = readSettings(location.hash);
    this.#show();
    const addressed = (): void => {
      this.#settings = readSettings(location.hash);
      this.#show();
    };
    addEventListener('hashchange', addressed, { signal });
    this.#dark.addEventListener('change', () => this.#show(), { signal });
    this.#card.addEventListener('leaf-state-change', () => void this.#measure());
    return () => {
      gone.abort();
      this.element.remove();
    };
  }

  #fields(): HTMLElement[] {
    return [this.#presets, this.#situations, this.#themes, this.#directions, this.#locales].map(({ field }) => field);
  }

  #change(change: Partial<Settings>): void {
    this.#settings = { ...this.#settings, ...change };
    history.replaceState(history.state, '', writeSettings(this.#settings));
    this.#show();
  }

  #show(): void {
    const { situation, theme, direction, locale, values } = this.#settings;
    this.#stage.style.colorScheme = theme;
    this.#stage.dir = direction;
    this.#card.setAttribute('locale', locale);
    for (const field of this.#tokens) {
      const { token } = field;
      const value = values[token.name] ?? '';
      if (value) this.#card.style.setProperty(`--leaf-${token.name}`, value);
      else this.#card.style.removeProperty(`--leaf-${token.name}`);
      field.show(value, this.#isDark(theme));
    }
    const preset = PRESETS.find((one) => JSON.stringify(one.values) === JSON.stringify(values));
    this.#presets.select.value = preset?.name ?? '';
    this.#situations.select.value = situation;
    this.#themes.select.value = theme;
    this.#directions.select.value = direction;
    this.#locales.select.value = locale;
    this.#code.textContent = styleSheet(values) || '/* Nothing is changed. */\n';
    this.#copied.textContent = '';
    this.#about.textContent = SHOWN.find(({ name }) => name === situation)?.about ?? '';
    if (this.#shown !== situation) this.#lead(situation);
    void this.#measure();
  }

  #isDark(theme: Settings['theme']): boolean {
    if (theme) return theme === 'dark';
    const scheme = getComputedStyle(this.element).colorScheme;
    return scheme === 'dark' || (scheme.includes('dark') && this.#dark.matches);
  }

  /** One after the other: a situation that is left half-way would come out in the next. */
  #lead(situation: Settings['situation']): void {
    this.#shown = situation;
    this.#leading = this.#leading
      .then(() => (this.#shown === situation ? lead(this.#card, situation) : undefined))
      .catch(console.error)
      .then(() => this.#measure());
  }

  async #measure(): Promise<void> {
    await this.#card.updateComplete;
    if (this.#card.shadowRoot) this.#figures.measure(this.#card.shadowRoot);
  }

  async #copy(): Promise<void> {
    // Only secure pages have a clipboard; the style sheet can be selected where it stands.
    const { clipboard } = navigator as Partial<Navigator>;
    const done = await clipboard?.writeText(styleSheet(this.#settings.values)).then(
      () => true,
      () => false,
    );
    this.#copied.textContent = done ? 'Copied.' : 'Please select it, and copy it by hand.';
  }
}
