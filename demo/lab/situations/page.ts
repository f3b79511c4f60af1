import type { Group } from '../situation.js';

/** Two copies of Lit register the same policy; a page that loads two has to allow it. */
const TWO_COPIES = { 'trusted-types': "lit-html 'allow-duplicates'" };

export const PAGE: Group = {
  title: 'What pages do to the card',
  about: 'Frameworks move, remove and replace what is on a page, and scripts are loaded twice.',
  situations: [
    {
      id: 'two-elements',
      title: 'Two cards on one page',
      story: 'Two cards for the same visitor. A window of one must not become the window of the other.',
      try: 'Press the button of the first card, then the button of the second. Sign in in one of the windows.',
      expect: 'Two windows. The card that was pressed goes first, and the other one finds out when it asks again.',
      embedding: { cards: 2 },
    },
    {
      id: 'loaded-twice',
      title: 'The script is loaded twice',
      story: 'Two script tags of the same address, as happens when two parts of a page bring it along.',
      try: 'Sign in as `several`, allow access, and come back here.',
      expect: 'Everything works; the first script counts.',
      embedding: { scripts: 'twice', policy: TWO_COPIES },
    },
    {
      id: 'second-copy',
      title: 'Another copy was there first',
      story:
        'Another copy of the script, under another address, defines the tag before this one. It stands in for another version: it is the same file with another version’s name on it.',
      try: 'Sign in as `several`, allow access, and come back here.',
      expect: 'Everything works with the copy that was first, and the console says that there are two.',
      embedding: { scripts: 'other-copy-first', policy: TWO_COPIES },
    },
    {
      id: 'moved',
      title: 'The card is moved',
      story: 'A page puts the card into another place while a sign-in is going on.',
      try: 'Press the card’s button. With the window open, press “Move the card” in the panel. Then sign in as `several`.',
      expect: 'The same card in another place, which still waits for the same window, and then shows “Connected”.',
      embedding: { tool: 'move' },
    },
    {
      id: 're-added',
      title: 'The card is removed and put back',
      story: 'A page takes the card away and puts the very same one back, as tabs and accordions do.',
      try: 'Press the card’s button. With the window open, press “Take it out and put it back” in the panel. Then sign in as `several`.',
      expect: 'The sign-in goes on as if nothing had been.',
      embedding: { tool: 're-add' },
    },
    {
      id: 'remounted',
      title: 'The card is replaced by a new one',
      story: 'A page throws the card away and makes a new one, as a change of route does, or React’s strict mode.',
      try: 'Press the card’s button. With the window open, press “Replace the card” in the panel. Then sign in as `several`.',
      expect: 'The new card takes the sign-in over, waits for the same window, and then shows “Connected”.',
      embedding: { tool: 'remount' },
    },
  ],
};
