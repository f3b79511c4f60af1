import type { Group } from '../situation.js';

export const NETWORK: Group = {
  title: 'The network',
  about: 'What lies between the page and your companion. A gate of real sockets stands there.',
  situations: [
    {
      id: 'companion-down',
      title: 'The companion is down',
      story: 'Every connection to the companion is reset, as when it is being restarted.',
      try: 'Look at the card. Press “Put it right” in the panel, then “Try again” on the card. “Break it” once more while the window is open.',
      expect: '“We cannot check your connection right now” and “Try again”. Once it is back, everything goes on.',
      gate: { refuse: true },
    },
    {
      id: 'slow-network',
      title: 'A very slow network',
      story: 'Every request to the companion takes six seconds, preflights too: a phone at the edge of a field.',
      try: 'Press the card’s button as soon as there is one, and then sign in as `several`.',
      expect: 'The window opens in the click all the same, empty at first, and goes on as soon as it can.',
      gate: { delayMs: 6000 },
    },
  ],
};
