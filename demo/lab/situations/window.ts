import type { Group } from '../situation.js';

export const WINDOW: Group = {
  title: 'The John Deere window',
  about: 'It cannot be reached, it does not open, or it is gone too early.',
  situations: [
    {
      id: 'severed-by-sign-in-page',
      title: 'The sign-in page cuts the window off',
      story:
        'The sign-in page sends `Cross-Origin-Opener-Policy: same-origin`. From then on the browser tells this page that the window is closed, while somebody is typing in it. No message can come out, and nobody can close it from here.',
      try: 'Open the window and look at the card. Then sign in as `several`, allow access, and come back here.',
      expect:
        'The card says that the window cannot be reached and that it goes on by itself. Back here: “Connected”, and that you may close the window.',
      switches: { coop: 'same-origin' },
    },
    {
      id: 'severed-allow-popups',
      title: 'The sign-in page cuts it off more gently',
      story:
        'The sign-in page sends `same-origin-allow-popups`. It sounds milder, but for a window that was opened by another site it is the same cut.',
      try: 'As before: sign in as `several`, allow access, and come back here.',
      expect: 'The same as with `same-origin`.',
      switches: { coop: 'same-origin-allow-popups' },
    },
    {
      id: 'popups-blocked',
      title: 'The browser blocks the window',
      story:
        'A browser, or an extension, may refuse every window. No server can cause that, so this page plays it: `window.open` answers nothing here.',
      try: 'Press the card’s button.',
      expect:
        '“Your browser held the window back”, with a real link that opens John Deere, and a code for a phone’s camera.',
      embedding: { plays: 'popups-blocked' },
    },
    {
      id: 'closed-at-once',
      title: 'The window is closed at once',
      story:
        'Some blockers let a window open and close it in the same moment. This page plays one: every window that the card opens is closed straight away.',
      try: 'Press the card’s button.',
      expect: 'The same as with a blocked window: a real link.',
      embedding: { plays: 'closed-at-once' },
    },
    {
      id: 'web-view',
      title: 'Inside another app',
      story:
        'Browsers that are built into apps often open no second window. This page plays one: it calls itself the browser of an app (`navigator.userAgent`), and nothing else about your browser changes.',
      try: 'Look at the card before you press anything, then press its button.',
      expect: 'A way that needs no second window: a link in a new tab, or a link to send on.',
      embedding: { plays: 'web-view' },
    },
  ],
};
