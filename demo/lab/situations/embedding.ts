import type { Group } from '../situation.js';

const SIGN_IN = 'Sign in as `several`, allow access, and come back here.';
const SCRIPTS = 'allow-scripts allow-same-origin';
const COOP = 'Cross-Origin-Opener-Policy';

export const EMBEDDING: Group = {
  title: 'How the page embeds the card',
  about: 'Headers and frames of the page around it. They are real: look at them in your browser’s tools.',
  situations: [
    {
      id: 'severed-by-page',
      title: 'This page cuts its own window off',
      story: `This page sends \`${COOP}: same-origin\`. The window it opens is cut off as soon as it leaves this site.`,
      try: SIGN_IN,
      expect: 'The card works without reaching the window, and a diagnostic tells you, the developer, of the header.',
      embedding: { headers: { [COOP]: 'same-origin' } },
    },
    {
      id: 'page-allows-popups',
      title: 'This page keeps its windows',
      story: `This page sends \`${COOP}: same-origin-allow-popups\`, which is the right header for a page that opens windows.`,
      try: SIGN_IN,
      expect: 'Everything as if there were no header.',
      embedding: { headers: { [COOP]: 'same-origin-allow-popups' } },
    },
    {
      id: 'no-referrer',
      title: 'This page says nothing of itself',
      story:
        'This page sends `Referrer-Policy: no-referrer`. The companion cannot see which page opened the window, and has to ask it.',
      try: SIGN_IN,
      expect: 'The window goes on to John Deere by itself, or asks you once whether you meant to share with Fieldbook.',
      embedding: { headers: { 'Referrer-Policy': 'no-referrer' } },
    },
    {
      id: 'cross-site-frame',
      title: 'In a frame of another site',
      story: 'The card is on a page of one site, inside a frame on a page of another, as in a marketplace or a portal.',
      try: SIGN_IN,
      expect: '“Connected”, as without a frame.',
      embedding: { frame: { crossSite: true } },
    },
    {
      id: 'cross-site-frame-severed',
      title: 'In a frame of another site, cut off',
      story: 'As before, and the sign-in page cuts the window off as well. Nothing at all can come out of it.',
      try: SIGN_IN,
      expect: '“Connected”: the companion knows, whatever the browser hides.',
      switches: { coop: 'same-origin' },
      embedding: { frame: { crossSite: true } },
    },
    {
      id: 'frame-in-coop-page',
      title: 'In a frame, inside a page that cuts off',
      story: `The page around the frame sends \`${COOP}: same-origin\`. A window opens, but the browser says that it did not.`,
      try: 'Press the card’s button. A window opens although the card was told otherwise: sign in there as `several`.',
      expect:
        'The card offers a real link, as if the window had been blocked. It keeps asking, and shows “Connected” in the end.',
      embedding: { frame: { crossSite: true }, headers: { [COOP]: 'same-origin' } },
    },
    {
      id: 'sandbox-no-popups',
      title: 'A sandbox without windows',
      story: 'The frame has a `sandbox` without `allow-popups`: neither a window nor a link may open one.',
      try: 'Press the card’s button.',
      expect:
        '“Your browser held the window back”. No link can open here either, but the code for a phone’s camera works, and a diagnostic names the missing token.',
      embedding: { frame: { sandbox: SCRIPTS } },
    },
    {
      id: 'sandbox-no-escape',
      title: 'A sandbox that the window inherits',
      story:
        'The frame’s `sandbox` has `allow-popups` without `allow-popups-to-escape-sandbox`. A window opens, but it is sandboxed as well: without `allow-forms`, its sign-in form cannot be sent.',
      try: 'Press the card’s button, and try to sign in as `several`. Then come back here.',
      expect: 'A diagnostic names the missing token. Whatever becomes of the window, the card has a way on.',
      embedding: { frame: { sandbox: `${SCRIPTS} allow-popups` } },
    },
    {
      id: 'sandbox-allowed',
      title: 'A sandbox that lets it work',
      story: 'The frame’s `sandbox` has every token that the card needs.',
      try: SIGN_IN,
      expect: '“Connected”, as without a sandbox.',
      embedding: { frame: { sandbox: `${SCRIPTS} allow-forms allow-popups allow-popups-to-escape-sandbox` } },
    },
    {
      id: 'strict-csp',
      title: 'A strict Content-Security-Policy',
      story:
        'No inline script or style, requests to this site and the companion only, and Trusted Types: every page of this demo is as strict, this one too.',
      try: SIGN_IN,
      expect: 'Everything works, and the browser’s console stays empty.',
    },
  ],
};

export const WRONG_SETTINGS: Group = {
  title: 'Set up wrongly',
  about:
    'Faults of the page or of its server. The grower reads plain words; the diagnostic tells the developer what to change.',
  situations: [
    {
      id: 'csp-blocks-companion',
      title: 'The page’s policy blocks the companion',
      story:
        "The page’s Content-Security-Policy has `connect-src 'self'`, so the browser sends nothing to the companion.",
      try: 'Look at the card, and at the diagnostic beside it.',
      expect: '“We cannot check your connection right now”, and a diagnostic that names the directive.',
      embedding: { policy: { 'connect-src': "'self'" } },
    },
    {
      id: 'origin-not-allowed',
      title: 'The companion does not know this page',
      story: 'This page’s origin is not among the companion’s `allowedOrigins`: look at the address of this page.',
      try: 'Look at the card, and at the diagnostic beside it.',
      expect: 'The card says whom to tell, and the diagnostic `origin_not_allowed` says what to change.',
      embedding: { unknownOrigin: true },
    },
    {
      id: 'redirect-unsupported',
      title: 'No window is wanted, but nothing would lead back',
      story:
        'The tag has `mode="redirect"`, and the companion signs people in by one-click, which ends on a page of Leaf’s.',
      try: 'Press the card’s button, and look at the diagnostic beside it.',
      expect: 'A window opens all the same, and the diagnostic `redirect_unsupported` says which setting changes that.',
      embedding: { attributes: { mode: 'redirect' } },
    },
    {
      id: 'session-missing',
      title: 'No session',
      story: 'The tag has no `session-url`, so the companion does not know who the visitor is.',
      try: 'Look at the card, and at the diagnostic beside it.',
      expect: 'The card says that one is not signed in, and the diagnostic `session_missing` says what is missing.',
      embedding: { without: 'session-url' },
    },
    {
      id: 'session-expires',
      title: 'Sessions of twenty seconds',
      story:
        'The page’s server hands out sessions that are good for twenty seconds only. A sign-in takes longer than that.',
      try: 'Sign in as `several`, but wait half a minute before you allow access. Then come back here.',
      expect: 'Nothing of it can be noticed: the card fetches a new session when it needs one.',
      embedding: { sessionSeconds: 20 },
    },
    {
      id: 'no-server-url',
      title: 'No address of a companion',
      story: 'The tag has no `server-url`. There is nobody to ask.',
      try: 'Look at the card, and at the diagnostic beside it.',
      expect: 'The card says whom to tell, and the diagnostic `server_url_missing` says what is missing.',
      embedding: { without: 'server-url' },
    },
  ],
};
