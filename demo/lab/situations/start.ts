import type { Group } from '../situation.js';

const TRY =
  'Press the card’s button and read what the window says. Then press “Put it right” in the panel, and “Try again” in the window.';
const EXPECT =
  'The window explains itself in plain words, offers to try again, and shows a support code, which is the request id in the companion’s log. The card waits, and offers to start again.';

export const START: Group = {
  title: 'The sign-in cannot be started',
  about:
    'Leaf has to give the address of the sign-in, and does not. The window is open by then, so the window explains.',
  situations: [
    {
      id: 'leaf-500-at-start',
      title: 'Leaf fails at the start',
      story: 'Leaf answers 500 when it is asked for the sign-in’s address.',
      try: TRY,
      expect: EXPECT,
      switches: { start: '500' },
    },
    {
      id: 'leaf-429-at-start',
      title: 'Leaf is asked too often',
      story: 'Leaf answers 429, “too many requests”, when it is asked for the sign-in’s address.',
      try: TRY,
      expect: EXPECT,
      switches: { start: '429' },
    },
    {
      id: 'leaf-html-at-start',
      title: 'Leaf shows a maintenance page',
      story: 'Where an address should be, there is a web page.',
      try: TRY,
      expect: EXPECT,
      switches: { start: 'html' },
    },
    {
      id: 'leaf-hang-at-start',
      title: 'Leaf does not answer',
      story: 'Leaf takes the question and says nothing. The companion gives up after about ten seconds.',
      try: 'Press the card’s button, and wait in the window.',
      expect: `After about ten seconds: ${EXPECT}`,
      switches: { start: 'hang' },
    },
    {
      id: 'leaf-empty-at-start',
      title: 'Leaf answers with nothing',
      story: 'Leaf answers 200, and the answer is empty.',
      try: TRY,
      expect: EXPECT,
      switches: { start: 'empty' },
    },
    {
      id: 'leaf-redirect-at-start',
      title: 'Leaf redirects',
      story:
        'Leaf answers 307. Whoever followed it would send John Deere’s secret to wherever it points; the companion follows no redirect.',
      try: TRY,
      expect: EXPECT,
      switches: { start: 'redirect' },
    },
    {
      id: 'foreign-sign-in-url',
      title: 'The sign-in is on a foreign host',
      story: 'Leaf gives an address that is not John Deere’s. The companion leads nobody there.',
      try: TRY,
      expect: EXPECT,
      switches: { start: 'foreign-host' },
    },
  ],
};
