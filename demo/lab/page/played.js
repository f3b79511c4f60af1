// @ts-check
// Browsers that no server can bring about, played by the page. The situation says so.
const open = window.open.bind(window);

/** @type {Record<string, () => void>} */
const PLAYS = {
  'web-view': () => {
    const app =
      'Mozilla/5.0 (Linux; Android 14; Pixel 8; wv) AppleWebKit/537.36 Version/4.0 Chrome/130.0 Mobile [FBAN/App]';
    Object.defineProperty(navigator, 'userAgent', { value: app });
  },
  'popups-blocked': () => {
    window.open = () => null;
  },
  'closed-at-once': () => {
    window.open = (...wanted) => {
      const opened = open(...wanted);
      opened?.close();
      return opened;
    };
  },
};

PLAYS[document.currentScript?.dataset['plays'] ?? '']?.();
