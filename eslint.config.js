import { defineConfig, globalIgnores } from 'eslint/config';
import lit from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import wc from 'eslint-plugin-wc';
import tseslint from 'typescript-eslint';

/**
 * The rooms of the house and what may be imported into each: only `packages`, and nothing out of the rooms it is
 * `apartFrom`. Arrows run one way: frameworks → element → protocol ← server ← cli, demo.
 */
const ROOMS = {
  'src/protocol': { apartFrom: ['frameworks', 'element', 'server', 'cli', 'demo'], packages: ['zod/mini'] },
  'src/element': { apartFrom: ['frameworks', 'server', 'cli', 'demo'], packages: ['lit', 'zod/mini'] },
  'src/frameworks': { apartFrom: ['server', 'cli', 'demo'], packages: ['lit', 'react', 'vue'] },
  'src/server': {
    apartFrom: ['frameworks', 'element', 'cli', 'demo'],
    packages: ['hono', 'jose', 'oauth4webapi', 'qr', 'rate-limiter-flexible', 'zod'],
  },
  'src/server/node*.ts': {
    apartFrom: ['frameworks', 'element', 'cli', 'demo'],
    packages: ['hono', 'jose', 'qr', 'zod', 'node:[^/]+', '@hono/node-server'],
  },
  'src/cli': { apartFrom: ['frameworks', 'element', 'demo'], packages: ['node:[^/]+', 'jose', 'pino', 'zod'] },
  demo: { apartFrom: ['src/frameworks', 'src/element'], packages: ['.+'] },
};

const walls = Object.entries(ROOMS).map(([room, { apartFrom, packages }]) => ({
  files: [room.endsWith('.ts') ? room : `${room}/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: `^\\.{1,2}/(?:.*/)?(?:${apartFrom.join('|')})/`,
            message: `${room} stays apart from ${apartFrom.join(', ')}.`,
          },
          {
            regex: `^(?!\\.|(?:${packages.join('|')})(?:/|$))`,
            message: `${room} may import no package but ${packages.join(', ')}.`,
          },
        ],
      },
    ],
  },
}));

export default defineConfig(
  // Angular's and Next's apps are checked by their own builds; the package is in them only while those are tested.
  globalIgnores([
    'dist/',
    '.browsers/',
    'test-results/',
    'test/frameworks/{angular,nextjs}/',
    'docs/.vitepress/{cache,dist,.temp}/',
  ]),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: 'error',
      // A number in a text is never a mistake.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // An arrow function that hands on what a `void` function returns reads better without braces.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // What is taken apart only to be left out has a name all the same.
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      // An empty attribute means the same as none.
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
      // The browser's own interfaces can be added to in no other way.
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      'max-lines': ['error', 300],
      'no-console': 'error',
      // What is loaded is known when the package is built; a late import would also step over the walls below.
      'no-restricted-syntax': ['error', { selector: 'ImportExpression', message: 'Import at the top of the file.' }],
    },
  },
  {
    files: ['src/element/**/*.ts'],
    extends: [lit.configs['flat/recommended'], wc.configs['flat/best-practice'], litA11y.configs.recommended],
    rules: {
      // Diagnostics are one console line for the page's developer.
      'no-console': ['error', { allow: ['warn'] }],
      // Safari takes the role from a list that is drawn without bullets.
      'lit-a11y/no-redundant-role': 'off',
    },
  },
  { files: ['src/cli/**/*.ts'], rules: { 'no-console': 'off' } },
  walls,
  {
    files: ['test/**/*.ts'],
    rules: {
      // `Response.json()` and parsed output are `any`; a test that reads them wrongly fails.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      // The types of a Chai plug-in claim that `equal` answers a promise. It does not.
      '@typescript-eslint/no-floating-promises': [
        'error',
        { allowForKnownSafeCalls: [{ from: 'package', package: '@open-wc/semantic-dom-diff', name: 'Equal' }] },
      ],
      // Chai asserts by reading a property: `expect(it).to.be.true`.
      '@typescript-eslint/no-unused-expressions': 'off',
      // Stand-ins do nothing on purpose.
      '@typescript-eslint/no-empty-function': 'off',
    },
  },
);
