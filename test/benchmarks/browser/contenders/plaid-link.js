import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { PlaidLink } from 'react-plaid-link';

const buttons = (count) =>
  Array.from({ length: count }, (_, key) =>
    createElement(PlaidLink, { key, token: 'token', onSuccess: () => {} }, 'Connect'),
  );

const root = createRoot(document.getElementById('app'));
root.render(buttons(1));
window.more = (count) => root.render(buttons(1 + count));
