/** Markdown as GitHub reads it, so that a link that works there works here. */
import { posix } from 'node:path';
import type { MarkdownOptions } from 'vitepress';
import { NOT_ON_SITE } from './contents.js';

type Markdown = Parameters<NonNullable<MarkdownOptions['config']>>[0];

/** `## server_url_missing` is `#server_url_missing`. */
export function gitHubSlug(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
}

const { GITHUB_SERVER_URL = 'https://github.com', GITHUB_REPOSITORY, GITHUB_SHA = 'main' } = process.env;

/** The file in the repository, where this is built for one; elsewhere its name is all that can be said. */
const inRepository = (path: string) =>
  GITHUB_REPOSITORY === undefined ? undefined : `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/blob/${GITHUB_SHA}/${path}`;

/** Links that leave `docs/` lead to files of the repository, and files beside the pages are opened as they are. */
export function asOnGitHub(markdown: Markdown): void {
  markdown.core.ruler.push('as-on-github', ({ tokens, env }) => {
    const folder = posix.dirname((env as { relativePath: string }).relativePath);
    for (const { children } of tokens) {
      let isText = false;
      for (const token of children ?? []) {
        if (token.type === 'link_open') {
          const href = token.attrGet('href') ?? '';
          if (/^(\w+:|#|\/)/.test(href)) continue;
          const path = posix.join('docs', folder, href);
          const leaves = !path.startsWith('docs/') || NOT_ON_SITE.includes(path.slice('docs/'.length));
          const address = leaves ? inRepository(path) : href;
          isText = address === undefined;
          if (isText) {
            token.tag = 'span';
            token.attrs = [['title', path]];
          } else if (leaves) token.attrSet('href', address ?? '');
          else if (!/\.md(#|$)/.test(href)) token.attrSet('target', '_self');
        } else if (token.type === 'link_close' && isText) {
          token.tag = 'span';
          isText = false;
        }
      }
    }
  });
}
