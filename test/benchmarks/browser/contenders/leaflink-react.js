// Leaf's own widget. The package's types declare no shape, so its README says how it is used.
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { Leaf, Providers } from '@withleaf.io/leaflink-react';

const settings = {
  isDarkMode: false,
  companyName: 'Fieldbook',
  companyLogo: '',
  leafUser: 'user',
  apiKey: 'key',
  locale: 'en_US',
};
const cards = (count) =>
  Array.from({ length: count }, (_, key) => createElement(Leaf, { key }, createElement(Providers, settings)));

const root = createRoot(document.getElementById('app'));
root.render(cards(1));
window.more = (count) => root.render(cards(1 + count));
