/** The card as it is shipped, in a situation, against a companion that is simulated in the page. */
import { withBase } from 'vitepress';
import { defineComponent, h, onMounted, ref, type PropType } from 'vue';
import type { Card, LeadOptions, SituationName } from '../../../demo/in-page/index.js';
import { isLocale, LOCALES } from './locales.js';

/** As Markdown writes them, but for `style`, which Vue has taken apart. */
type Attributes = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

/** One after the other: some situations are reached by what every card on a page hears, such as its focus. */
let before: Promise<unknown> = Promise.resolve();

export const LiveCard = defineComponent({
  name: 'LiveCard',
  // Whatever else is written on it is for the card: `locale`, `theme`, `style`.
  inheritAttrs: false,
  props: {
    situation: { type: String as PropType<SituationName>, default: 'live' },
    /** The error that `unavailable` and `session-expired` are shown with. */
    code: { type: String as PropType<NonNullable<LeadOptions['code']>>, default: undefined },
    /** A sentence about what is seen. */
    about: { type: String, default: 'Nothing leaves your browser, and nobody at John Deere is asked.' },
  },
  setup(props, { attrs }) {
    const stage = ref<HTMLElement>();

    onMounted(async () => {
      // Only a browser has custom elements, and only a page with a card needs them.
      const [{ lead, simulateCompanion }] = await Promise.all([
        import('../../../demo/in-page/index.js'),
        import('leaf-jd-connect'),
        isLocale(attrs.locale) ? LOCALES[attrs.locale].load() : undefined,
      ]);
      simulateCompanion({ signInUrl: withBase('/simulated-sign-in.html') });
      const { situation, code } = props;
      const show = async (): Promise<void> => {
        // The reader may have left meanwhile.
        if (!stage.value?.isConnected) return;
        const card = document.createElement('leaf-jd-connect') as unknown as Card;
        for (const [name, value] of Object.entries({ 'company-name': 'Fieldbook', ...(attrs as Attributes) })) {
          if (typeof value === 'string') card.setAttribute(name, value);
          else for (const [property, set] of Object.entries<string>(value)) card.style.setProperty(property, set);
        }
        stage.value.append(card);
        await lead(card, situation, code === undefined ? {} : { code });
        stage.value.dataset.shown = '';
      };
      before = before.then(show, show);
      await before;
    });

    return () =>
      h('figure', { class: 'live-card' }, [
        h('figcaption', [h('strong', 'A simulation.'), ` ${props.about}`]),
        h('div', { ref: stage }),
      ]);
  },
});
