/** What may be downloaded, at most, brotli at its highest level. What each thing weighs is in `weigh.ts`. */

export interface Budget {
  readonly name: string;
  readonly bytes: number;
  /** A file of `dist`, as it is; or the module that a bundler begins with. */
  readonly file: string;
  readonly bundled?: {
    /** What the partner's own page or server has anyway. */
    readonly without: readonly string[];
    readonly platform: 'browser' | 'node';
  };
}

const inBrowser = (...without: string[]) => ({ without, platform: 'browser' as const });

const LANGUAGES = ['ar', 'de', 'es', 'fr', 'pt-BR'];

export const BUDGETS: readonly Budget[] = [
  // Every page that embeds the element by its script tag pays this once, and a language on top of it.
  { name: 'script tag', bytes: 25_400, file: 'cdn/leaf-jd-connect.js' },
  ...LANGUAGES.map((tag) => ({ name: `language ${tag}`, bytes: 1_500, file: `locales/${tag}.js` })),
  { name: 'leaf-jd-connect', bytes: 31_800, file: 'element/define.js', bundled: inBrowser() },
  { name: 'leaf-jd-connect/element', bytes: 31_800, file: 'element/index.js', bundled: inBrowser() },
  { name: 'leaf-jd-connect/react', bytes: 32_200, file: 'frameworks/react.js', bundled: inBrowser('react') },
  { name: 'leaf-jd-connect/vue', bytes: 100, file: 'frameworks/vue.js', bundled: inBrowser('vue') },
  {
    name: 'leaf-jd-connect/server',
    bytes: 80_000,
    file: 'server/index.js',
    bundled: { without: ['ioredis'], platform: 'node' },
  },
];
