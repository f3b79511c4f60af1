/** The documentation as a site. What is read here is what is read on GitHub: plain Markdown with relative links. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitepress';
import { NOT_ON_SITE, sidebar } from './contents.js';
import { copyExtraFiles, serveExtraFiles } from './extra-files.js';
import { asOnGitHub, gitHubSlug } from './markdown.js';

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));

const ICON =
  '%3Csvg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"%3E%3Cpath fill="%231d6b43" d="M2 14C2 6 6 2 14 2c0 8-4 12-10 11l5-6-7 7z"/%3E%3C/svg%3E';

export default defineConfig({
  title: 'leaf-jd-connect',
  description: 'A web component that connects a grower’s John Deere account to Leaf.',
  base: process.env.DOCS_BASE ?? '/leaf-jd-connect/',
  outDir: process.env.DOCS_OUT ?? fileURLToPath(new URL('dist', import.meta.url)),
  cacheDir: fileURLToPath(new URL('cache', import.meta.url)),
  lang: 'en',
  head: [['link', { rel: 'icon', href: `data:image/svg+xml,${ICON}` }]],
  srcExclude: NOT_ON_SITE,
  lastUpdated: false,
  markdown: {
    anchor: { slugify: gitHubSlug },
    // Braces are words of ours, as in `{PUBLIC_URL}/callback`; GitHub reads no attributes in them either.
    attrs: { disable: true },
    config: asOnGitHub,
    // The lighter theme that comes with it is too pale on grey to be read by everybody.
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
  },
  vue: { template: { compilerOptions: { isCustomElement: (tag) => tag === 'leaf-jd-connect' } } },
  vite: {
    plugins: [serveExtraFiles()],
    // What is shown is what is shipped.
    resolve: {
      alias: [
        { find: /^leaf-jd-connect$/, replacement: `${dist}element/define.js` },
        { find: /^leaf-jd-connect\/locales\/(.*)$/, replacement: `${dist}locales/$1.js` },
      ],
    },
    server: { fs: { allow: ['../..'] } },
    build: {
      rollupOptions: {
        // A comment of zod's that says nothing to this bundler; everything else is heard.
        onwarn: (warning, warn) => warning.code === 'INVALID_ANNOTATION' || warn(warning),
      },
    },
  },
  buildEnd: ({ outDir }) => copyExtraFiles(outDir),
  themeConfig: {
    nav: [
      { text: 'Ten minutes', link: '/guides/ten-minutes' },
      { text: 'States', link: '/states' },
      { text: 'Playground', link: '/playground' },
      { text: 'Reference', link: '/reference/element' },
      { text: 'When it goes wrong', link: '/troubleshooting' },
    ],
    sidebar,
    outline: [2, 3],
    search: { provider: 'local' },
    externalLinkIcon: false,
  },
});
