/** VitePress's own theme with the fonts of the reader's device, the live cards, and colours that everybody can read. */
import type { Theme } from 'vitepress';
import DefaultTheme from 'vitepress/theme-without-fonts';
import { AllStates } from './AllStates.js';
import { LiveCard } from './LiveCard.js';
import { Playground } from './Playground.js';
import './site.css';

export default {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.component('LiveCard', LiveCard);
    app.component('AllStates', AllStates);
    app.component('ThemePlayground', Playground);
  },
} satisfies Theme;
