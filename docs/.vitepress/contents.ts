/** Pages for whoever works on this: pictures of the card, which the site shows live. */
export const NOT_ON_SITE = ['gallery.md'];

/** What there is to read, in the order of somebody who begins. A test holds it against the pages that there are. */
import type { DefaultTheme } from 'vitepress';

const group = (text: string, pages: Readonly<Record<string, string>>): DefaultTheme.SidebarItem => ({
  text,
  items: Object.entries(pages).map(([link, title]) => ({ text: title, link })),
});

export const sidebar: DefaultTheme.SidebarItem[] = [
  group('Begin', {
    '/guides/ten-minutes': 'Ten minutes',
    '/states': 'Every state, live',
    '/flows': 'Ways to sign in',
  }),
  group('On your page', {
    '/guides/script-tag': 'Script tag',
    '/guides/react': 'React',
    '/guides/vue': 'Vue',
    '/guides/svelte': 'Svelte',
    '/guides/solid': 'Solid',
    '/guides/angular': 'Angular',
    '/guides/nextjs': 'Next.js',
    '/strict-pages': 'Strict pages',
  }),
  group('Make it yours', {
    '/theming': 'Theming',
    '/playground': 'Theme playground',
    '/languages': 'Languages',
    '/accessibility': 'Accessibility',
  }),
  group('On your server', {
    '/companion': 'The companion',
    '/john-deere-application': 'Your application at John Deere',
    '/leaf-client': 'Asking Leaf yourself',
    '/security': 'Security',
  }),
  group('When it goes wrong', {
    '/troubleshooting': 'By error code',
    '/diagnostics': 'By diagnostic',
  }),
  group('Reference', {
    '/reference/element': 'The element',
    '/reference/element-module': '/element',
    '/reference/frameworks': '/react and /vue',
    '/reference/server': '/server',
    '/reference/node': '/server/node',
    '/reference/http': 'The companion’s routes',
    '/reference/command-line': 'The command line',
    '/reference/codes': 'Codes',
    '/reference/texts': 'Texts',
  }),
  group('How we know', {
    '/browsers': 'What browsers do',
    '/rules': 'The rules that follow',
    '/attacks': 'Attacks and answers',
    '/features': 'Every call, and its test',
    '/assumptions': 'What nobody could check',
    '/figures': 'Figures of the card',
    '/companion-figures': 'Figures of the companion',
  }),
];
