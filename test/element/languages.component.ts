/** The card in the language of its page, with files that come early, late, twice or of another version. */
import { expect, waitUntil } from '@open-wc/testing';
import { localeScript } from '../../build/locale-script.js';
import type { LeafJdConnect } from '../../src/element/define.js';
import { en } from '../../src/element/texts/en.js';
import { FINGERPRINT, LOCALES, type TextTable } from '../../src/element/texts/languages.js';
import ar from '../../src/element/texts/locales/ar.js';
import de from '../../src/element/texts/locales/de.js';
import es from '../../src/element/texts/locales/es.js';
import ptBR from '../../src/element/texts/locales/pt-BR.js';
import { connected, disconnected, organization, unauthenticated } from '../support/answers.js';
import { takeWarnings } from '../support/browser.js';
import { create, listen, mount, mountWith, part, parts, put, root, title, words } from '../support/card.js';
import { Companion } from '../support/companion.js';
import { PATIENCE } from '../support/patience.js';

const page = document.documentElement;
const pageLang = page.lang;
afterEach(() => {
  page.lang = pageLang;
  Reflect.deleteProperty(globalThis, Symbol.for(LOCALES));
});

/** Loads a language as a script tag does. */
function load(tag: string, table: TextTable, fingerprint = FINGERPRINT): void {
  const script = document.createElement('script');
  script.textContent = localeScript(tag, table, fingerprint);
  document.head.append(script);
  script.remove();
}

function base(card: LeafJdConnect): [string, string] {
  const { lang, dir } = part(card, 'base');
  return [lang, dir];
}

async function speaks(card: LeafJdConnect, text: string): Promise<void> {
  await waitUntil(() => title(card) === text, `the card says “${title(card)}” and never “${text}”`, PATIENCE);
}

const named = (table: TextTable, company = 'Fieldbook'): string =>
  table.disconnectedTitle.replace('{company}', table === ar ? `\u2068${company}\u2069` : company);
const FIELDBOOK = { companyName: 'Fieldbook' };

describe('a language file', () => {
  it('that came before the card is spoken at once', async () => {
    load('es', es);
    const { card } = await mount({}, { ...FIELDBOOK, locale: 'es' });
    expect(title(card)).to.equal(named(es));
    expect(base(card)).to.deep.equal(['es', 'ltr']);
  });

  it('that comes late is spoken by every card of the page, once it is there', async () => {
    page.lang = 'es';
    const cards = [(await mount({}, FIELDBOOK)).card, (await mount({}, FIELDBOOK)).card];
    for (const card of cards) expect([title(card), ...base(card)]).to.deep.equal([named(en), 'en', 'ltr']);
    load('es', es);
    for (const card of cards) await speaks(card, named(es));
  });

  it('tells of itself by one event', () => {
    let heard = 0;
    const hear = (): void => {
      heard++;
    };
    addEventListener(LOCALES, hear);
    load('es', es);
    removeEventListener(LOCALES, hear);
    expect(heard).to.equal(1);
  });

  it('of another version is not used, which the developer is told once', async () => {
    load('es', es, FINGERPRINT + 1);
    page.lang = 'es';
    const { card } = await mount({}, FIELDBOOK);
    expect([title(card), ...base(card)]).to.deep.equal([named(en), 'en', 'ltr']);
    card.heading = 'Again';
    await card.updateComplete;
    expect(takeWarnings())
      .to.have.length(1)
      .and.to.match(/locale_outdated/);
    load('es', es);
    await speaks(card, named(es));
  });

  it('of another shape is not used either', async () => {
    Reflect.set(globalThis, Symbol.for(LOCALES), { es: { v: 2 } });
    page.lang = 'es';
    const { card } = await mount({}, FIELDBOOK);
    expect([title(card), ...base(card)]).to.deep.equal([named(en), 'en', 'ltr']);
    expect(takeWarnings())
      .to.have.length(1)
      .and.to.match(/locale_outdated/);
  });

  it('leaves alone what the page says in its own words', async () => {
    load('es', es);
    const { card } = await mount({}, { ...FIELDBOOK, locale: 'es', strings: { connect: 'Vamos, {company}' } });
    expect(part(card, 'button').textContent.trim()).to.equal('Vamos, Fieldbook');
    expect(title(card)).to.equal(named(es));
  });

  it('changes the words of what was announced, too', async () => {
    const north = organization('North Farm');
    const { card, companion } = await mountWith(connected(), { allowDisconnect: true });
    const { connected: rows, notConnected } = connected().organizations;
    await companion.says(connected({ organizations: { connected: [...rows, north], notConnected } }));
    await card.refresh();
    await card.updateComplete;
    expect(part(card, 'status').textContent).to.contain('Now shared: North Farm.');
    load('es', es);
    card.locale = 'es';
    await waitUntil(() => part(card, 'status').textContent.includes('Ahora se comparte: North Farm.'), '', PATIENCE);
  });
});

describe('locale', () => {
  it('is an attribute, with a dash or an underscore, and can change', async () => {
    load('pt-BR', ptBR);
    load('es', es);
    const { card } = await mount({}, FIELDBOOK);
    for (const tag of ['pt-BR', 'pt_BR', 'pt', 'PT-pt']) {
      card.setAttribute('locale', tag);
      await speaks(card, named(ptBR));
      expect(base(card)[0], tag).to.equal('pt-BR');
      card.setAttribute('locale', 'es-MX');
      await speaks(card, named(es));
    }
    card.removeAttribute('locale');
    await speaks(card, named(en));
  });

  it('goes before the page’s language, unless it is no tag', async () => {
    load('es', es);
    load('de', de);
    page.lang = 'de';
    const { card } = await mount({}, { ...FIELDBOOK, locale: 'es' });
    expect(title(card)).to.equal(named(es));
    for (const odd of ['', '!!', 'no tag', '<b>', null, undefined]) {
      card.locale = odd;
      await speaks(card, named(de));
      card.locale = 'es';
      await speaks(card, named(es));
    }
  });

  it('without a file is English from left to right, which the developer is told', async () => {
    page.lang = 'ar';
    const companion = await Companion.start({ 'GET /connection': { json: disconnected() } });
    const card = create({ serverUrl: companion.url, ...FIELDBOOK, locale: 'ar' });
    const told = listen(card, 'leaf-diagnostic');
    await put(card);
    await speaks(card, named(en));
    expect(base(card)).to.deep.equal(['en', 'ltr']);
    expect(getComputedStyle(part(card, 'base')).direction).to.equal('ltr');
    expect(told.map(({ code }) => code)).to.deep.equal(['locale_missing']);
    expect(told[0]?.help).to.contain('ar');
    expect(takeWarnings()).to.have.length(1);
  });

  it('that is not set is missed by nobody', async () => {
    page.lang = 'sv';
    const { card } = await mount({}, FIELDBOOK);
    expect([title(card), ...base(card)]).to.deep.equal([named(en), 'en', 'ltr']);
    expect(takeWarnings()).to.be.empty;
  });
});

describe('the page’s language', () => {
  it('is followed as it changes', async () => {
    load('es', es);
    load('de', de);
    const { card } = await mount({}, FIELDBOOK);
    page.lang = 'es';
    await speaks(card, named(es));
    page.lang = 'de-AT';
    await speaks(card, named(de));
    page.removeAttribute('lang');
    await speaks(card, named(en));
  });

  it('is that of the nearest element, out of every shadow root', async () => {
    load('es', es);
    load('de', de);
    const { card } = await mount({}, FIELDBOOK);
    const outer = document.createElement('div');
    const inner = document.createElement('div');
    outer.attachShadow({ mode: 'open' }).append(inner);
    inner.attachShadow({ mode: 'closed' }).append(card);
    outer.lang = 'es';
    document.body.append(outer);
    await speaks(card, named(es));
    inner.lang = 'de';
    await speaks(card, named(de));
    card.lang = 'en';
    await speaks(card, named(en));
    outer.remove();
  });

  it('is followed no longer by a card that was removed, and looked up again when it is back', async () => {
    load('es', es);
    const { card } = await mount({}, FIELDBOOK);
    card.remove();
    page.lang = 'es';
    await new Promise((resolve) => setTimeout(resolve));
    expect(card.isUpdatePending).to.be.false;
    document.body.append(card);
    await speaks(card, named(es));
  });

  it('decides how numbers and dates are written, in its own region', async () => {
    load('es', es);
    page.lang = 'es-MX';
    const many = Array.from({ length: 1_200 }, (_, n) => organization(`Farm ${String(n).padStart(4, '0')}`));
    const { card } = await mountWith(connected({ organizations: { connected: [], notConnected: many } }));
    expect(words(card)).to.contain('100 de 1,200.');
    page.lang = 'es-ES';
    const counted = new Intl.NumberFormat('es-ES').format(1_200);
    await waitUntil(() => words(card).includes(`100 de ${counted}.`), words(card), PATIENCE);
  });
});

describe('from right to left', () => {
  it('the card is laid out so on any page, and a Latin name keeps its place', async () => {
    load('ar', ar);
    const { card } = await mountWith(unauthenticated(), { companyName: 'Acme (Int.)', locale: 'ar' });
    expect(base(card)).to.deep.equal(['ar', 'rtl']);
    expect(getComputedStyle(part(card, 'base')).direction).to.equal('rtl');
    expect(words(card)).to.contain('\u2068Acme (Int.)\u2069');
    expect(part(card, 'button').textContent.trim()).to.equal(ar.reconnect);
  });

  it('what points onwards points the other way', async () => {
    load('ar', ar);
    const { card } = await mount({}, FIELDBOOK);
    const mark = (): string => getComputedStyle(root(card).querySelector('.mark') ?? page).scale;
    expect(mark()).to.equal('none');
    card.locale = 'ar';
    await speaks(card, named(ar));
    expect(mark()).to.equal('-1 1');
  });

  it('rows begin on the right, with their links on the left', async () => {
    load('ar', ar);
    const { card } = await mountWith(connected(), { locale: 'ar' });
    const [row] = parts(card, 'organization');
    const name = row?.querySelector('[part~=organization-name]')?.getBoundingClientRect();
    const link = row?.querySelector('[part~=organization-link]')?.getBoundingClientRect();
    expect(name?.right).to.be.greaterThan(link?.right ?? Infinity);
    expect(row?.querySelector('a')?.getAttribute('aria-label')).to.contain('\u2068');
  });
});
