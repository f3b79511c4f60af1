/** Looks for files, packages and exports that nobody uses. */
import type { KnipConfig } from 'knip';

export default {
  entry: [
    'src/{cli/main,server/index,server/node,element/define,element/index,frameworks/react,frameworks/vue}.ts',
    'demo/**/*.js',
    'test/**/*.component.ts',
    'test/benchmarks/server/*-process.ts',
    'test/frameworks/*/{main,server,types}.{ts,tsx}',
    'test/frameworks/*/*.{vue,svelte}',
    'web-test-runner.config.js',
  ],
  project: ['{src,build,demo,test}/**/*.{js,ts,tsx,vue,svelte}', '*.{js,ts}'],
  ignoreDependencies: [
    // Vite puts them in the place of `react` and `react-dom`; see `test/frameworks/apps.ts`.
    'react18',
    'react-dom18',
    // Started by its path.
    'vue-tsc',
  ],
  // Installed with a Linux, for the browsers and the Redis of the tests.
  ignoreBinaries: ['redis-server', 'Xvfb', 'openbox'],
  ignoreExportsUsedInFile: true,
} satisfies KnipConfig;
