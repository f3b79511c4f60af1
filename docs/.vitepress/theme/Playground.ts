/** The theme playground of the demo, as a part of a page. */
import { withBase } from 'vitepress';
import { defineComponent, h, onMounted, ref } from 'vue';
import '../../../demo/playground/playground.css';
import { LOCALES } from './locales.js';

export const Playground = defineComponent({
  name: 'ThemePlayground',
  setup() {
    const place = ref<HTMLElement>();

    onMounted(async () => {
      const [{ simulateCompanion }, { mountPlayground }] = await Promise.all([
        import('../../../demo/in-page/index.js'),
        import('../../../demo/playground/index.js'),
        import('leaf-jd-connect'),
        ...Object.values(LOCALES).map(({ load }) => load()),
      ]);
      simulateCompanion({ signInUrl: withBase('/simulated-sign-in.html') });
      const locales = Object.entries(LOCALES).map(([tag, { name }]) => [tag, name] as const);
      if (place.value?.isConnected) mountPlayground(place.value, { locales: [['en', 'English'], ...locales] });
    });

    return () =>
      h('div', [
        h('p', [h('strong', 'A simulation.'), ' The card talks to a companion that is played by this page.']),
        h('div', { ref: place }),
      ]);
  },
});
