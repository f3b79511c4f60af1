/** Many organizations: the box that finds one, the part of a long list that is drawn, and rows that turn among the rest. */
import { expect, waitUntil } from '@open-wc/testing';
import { emulateMedia, sendKeys } from '@web/test-runner-commands';
import type { LeafJdConnect } from '../../src/element/define.js';
import { en } from '../../src/element/texts/en.js';
import type { Connection, Organization } from '../../src/protocol/wire.js';
import { connected, nothingShared, organization } from '../support/answers.js';
import {
  actions,
  control,
  mountWith,
  part,
  parts,
  press,
  root,
  says as cardSays,
  title,
  words,
} from '../support/card.js';
import type { Companion } from '../support/companion.js';
import { PATIENCE } from '../support/patience.js';

/** Synthetic: `Farm 0000`, `Farm 0001` … in the order of their names. */
function farms(count: number): Organization[] {
  return Array.from({ length: count }, (_, index) => organization(`Farm ${String(index).padStart(4, '0')}`));
}

/** Of these organizations the named ones are shared. */
function sharing(all: readonly Organization[], ...shared: readonly string[]): Connection {
  const isShared = ({ name }: Organization): boolean => shared.includes(name);
  const organizations = { connected: all.filter(isShared), notConnected: all.filter((one) => !isShared(one)) };
  return organizations.connected.length > 0 ? connected({ organizations }) : nothingShared({ organizations });
}

async function says(card: LeafJdConnect, companion: Companion, connection: Connection): Promise<void> {
  await companion.says(connection);
  await card.refresh();
  await card.updateComplete;
}

const names = (card: LeafJdConnect): string[] => parts(card, 'organization-name').map((name) => name.textContent);
const turned = (card: LeafJdConnect): string[] =>
  parts(card, 'organization')
    .filter((row) => row.matches('.turned'))
    .map((row) => row.querySelector('.name')?.textContent ?? '');

function box(card: LeafJdConnect): HTMLInputElement | null {
  return root(card).querySelector<HTMLInputElement>('input[type=search]');
}

/** What is said of how many rows are shown. */
function howMany(card: LeafJdConnect): string {
  return box(card)?.parentElement?.querySelector('#found')?.textContent ?? '';
}

async function type(card: LeafJdConnect, text: string): Promise<void> {
  box(card)?.focus();
  await sendKeys({ type: text });
  await card.updateComplete;
}

async function key(card: LeafJdConnect, name: string): Promise<void> {
  await sendKeys({ press: name });
  await card.updateComplete;
}

const hasFocus = (card: LeafJdConnect, element: Element | null): boolean => root(card).activeElement === element;

describe('a card with', () => {
  it('0 organizations says so, and shows neither list nor box', async () => {
    const { card } = await mountWith(nothingShared({ organizations: { connected: [], notConnected: [] } }));
    expect(title(card)).to.equal(en.noOrganizationTitle);
    expect(parts(card, 'organizations')).to.be.empty;
    expect(box(card)).to.be.null;
  });

  for (const count of [1, 5, 7]) {
    it(`${count} shows them all, and no box`, async () => {
      const { card } = await mountWith(sharing(farms(count), 'Farm 0000'));
      expect(names(card)).to.have.length(count);
      expect(box(card)).to.be.null;
    });
  }

  for (const count of [8, 100]) {
    it(`${count} shows them all, with a box that has a label`, async () => {
      const { card } = await mountWith(sharing(farms(count), 'Farm 0000'));
      expect(names(card)).to.have.length(count);
      expect(box(card)?.labels?.[0]?.textContent).to.equal(en.find);
      expect(box(card)?.offsetHeight).to.be.at.least(44);
      expect(howMany(card)).to.equal(`${count} of ${count}. Shared: 1.`);
      expect(words(card)).not.to.contain(en.showMore);
    });
  }

  for (const count of [200, 2_000]) {
    it(`${count} draws the first hundred, and twice as many with each “Show more”`, async () => {
      const all = farms(count);
      const { card } = await mountWith(sharing(all, 'Farm 0000'));
      for (let shown = 100; shown < count; shown *= 2) {
        expect(names(card)).to.deep.equal(all.slice(0, shown).map(({ name }) => name));
        expect(howMany(card)).to.equal(`${shown.toLocaleString('en')} of ${count.toLocaleString('en')}. Shared: 1.`);
        await press(control(card, en.showMore));
        await card.updateComplete;
      }
      expect(names(card)).to.deep.equal(all.map(({ name }) => name));
      expect(words(card)).not.to.contain(en.showMore);
    });
  }
});

describe('of a long list', () => {
  it('what is shared is shown at once, wherever it stands', async () => {
    const { card } = await mountWith(sharing(farms(2_000), 'Farm 0500', 'Farm 1999'));
    expect(names(card)).to.have.length(102);
    expect(names(card).slice(-3)).to.deep.equal(['Farm 0099', 'Farm 0500', 'Farm 1999']);
    expect(howMany(card)).to.equal('102 of 2,000. Shared: 2.');
  });

  it('no more than a part of that is drawn, and what has just turned always', async () => {
    const all = farms(2_000);
    const most = all.slice(0, 1_900).map(({ name }) => name);
    const { card, companion } = await mountWith(sharing(all, ...most));
    expect(names(card)).to.have.length(200);
    await says(card, companion, sharing(all, ...most, 'Farm 1950'));
    expect(names(card)).to.have.length(201);
    expect(turned(card)).to.deep.equal(['Farm 1950']);
  });

  it('no more is drawn when everything turns at once', async () => {
    const all = farms(2_000);
    const { card, companion } = await mountWith(sharing(all));
    await says(card, companion, sharing(all, ...all.map(({ name }) => name)));
    expect(names(card)).to.have.length(200);
    expect(part(card, 'status').textContent).to.contain('Farm 0004, and +1995.');
  });

  it('“Show more” leads the keyboard to the first new row, also when it is gone', async () => {
    const { card } = await mountWith(sharing(farms(150), 'Farm 0140'));
    control(card, en.showMore).focus();
    await key(card, 'Enter');
    expect(words(card)).not.to.contain(en.showMore);
    await key(card, 'Tab');
    expect(hasFocus(card, parts(card, 'organization-link')[100] ?? null)).to.be.true;
  });
});

describe('the box', () => {
  const mixed = [...farms(9), organization('Fazenda São João'), organization('Ölmühle'), organization('OLD MILL')];

  it('shows what has in its name what was typed, while it is typed', async () => {
    const { card } = await mountWith(sharing(farms(200), 'Farm 0000'));
    await type(card, '15');
    expect(names(card)).to.have.length(12);
    expect(howMany(card)).to.equal('12 of 200. Shared: 1.');
    await type(card, '5');
    expect(names(card)).to.deep.equal(['Farm 0155']);
    await key(card, 'Backspace');
    expect(names(card)).to.have.length(12);
  });

  for (const [typed, found] of [
    ['sao joao', ['Fazenda São João']],
    ['SÃO', ['Fazenda São João']],
    ['sa\u0303o', ['Fazenda São João']],
    ['ol', ['OLD MILL', 'Ölmühle']],
    ['  mühle ', ['Ölmühle']],
    ['.*', []],
  ] as const) {
    it(`knows “${typed}” whatever its case, accents and spaces`, async () => {
      const { card } = await mountWith(sharing(mixed, 'Farm 0000'));
      await type(card, typed);
      expect(names(card)).to.deep.equal(found);
    });
  }

  it('keeps the focus and what was typed in it, whatever the companion answers meanwhile', async () => {
    const all = farms(20);
    const { card, companion } = await mountWith(sharing(all));
    await type(card, '001');
    const before = box(card);
    await says(card, companion, sharing(all));
    expect(box(card) === before, 'the same box').to.be.true;
    expect(hasFocus(card, before)).to.be.true;
    // Another state of the card, which has a box of its own.
    await says(card, companion, sharing(all, 'Farm 0012'));
    expect(card.state).to.equal('connected');
    expect(hasFocus(card, box(card))).to.be.true;
    expect(names(card)).to.have.length(11);
    await sendKeys({ type: '2' });
    await card.updateComplete;
    expect(box(card)?.value).to.equal('0012');
    expect(names(card)).to.deep.equal(['Farm 0012']);
  });

  it('gives the focus to the card when it is gone', async () => {
    const { card, companion } = await mountWith(sharing(farms(8), 'Farm 0000'));
    await type(card, '7');
    await says(card, companion, sharing(farms(7), 'Farm 0000'));
    expect(hasFocus(card, part(card, 'base'))).to.be.true;
    expect(names(card), 'what was typed hides nothing').to.have.length(7);
  });

  for (const [where, clearsByItself] of [
    ['where the browser does that by itself', true],
    ['where it does not', false],
  ] as const) {
    it(`is cleared by Escape, ${where}`, async () => {
      const { card } = await mountWith(sharing(farms(20), 'Farm 0000'));
      // Synthetic: the browser's own clearing is what a key does by default.
      if (!clearsByItself)
        card.addEventListener('keydown', (event) => event.key === 'Escape' && event.preventDefault());
      await type(card, '0012');
      expect(names(card)).to.have.length(1);
      await key(card, 'Escape');
      expect(names(card)).to.have.length(20);
      expect(box(card)?.value).to.equal('');
      expect(hasFocus(card, box(card))).to.be.true;
    });
  }

  it('says so when nothing is found, and one press shows all', async () => {
    const { card } = await mountWith(sharing(farms(20), 'Farm 0000'));
    await type(card, 'zebra');
    expect(names(card)).to.be.empty;
    expect(howMany(card)).to.equal(en.noneFound);
    expect(part(card, 'organizations').checkVisibility(), 'an empty list is seen').to.be.false;
    await press(control(card, en.showAll));
    await card.updateComplete;
    expect(names(card)).to.have.length(20);
    expect(box(card)?.value).to.equal('');
    expect(hasFocus(card, box(card))).to.be.true;
    expect(words(card)).not.to.contain(en.showAll);
  });

  it('draws a part of what it finds, and the rest with “Show more”', async () => {
    const { card } = await mountWith(sharing(farms(2_000), 'Farm 0000'));
    await press(control(card, en.showMore));
    await type(card, '1');
    expect(names(card)).to.have.length(100);
    await press(control(card, en.showMore));
    await card.updateComplete;
    expect(names(card)).to.have.length(200);
    expect(names(card).every((name) => name.includes('1'))).to.be.true;
  });
});

describe('a row that turns', () => {
  it('leaves every row of a long list where and what it was', async () => {
    const all = farms(2_000);
    const { card, companion } = await mountWith(sharing(all, 'Farm 0003'));
    const before = parts(card, 'organization');
    const links = parts(card, 'organization-link');
    await says(card, companion, sharing(all, 'Farm 0003', 'Farm 0050'));
    const after = parts(card, 'organization');
    expect(after).to.have.length(before.length);
    expect(after.every((row, index) => row === before[index])).to.be.true;
    expect(parts(card, 'organization-link').every((link, index) => link === links[index])).to.be.true;
    expect(turned(card)).to.deep.equal(['Farm 0050']);
  });

  it('changes nothing of the other rows', async () => {
    const all = farms(200);
    const { card, companion } = await mountWith(sharing(all, 'Farm 0003'));
    const changed = new Set<string>();
    const observer = new MutationObserver((records) => {
      for (const { target } of records) {
        const row = (target instanceof Element ? target : target.parentElement)?.closest('.organization');
        changed.add(row?.querySelector('.name')?.textContent ?? 'the list itself');
      }
    });
    observer.observe(part(card, 'organizations'), {
      subtree: true,
      childList: true,
      attributes: true,
      characterData: true,
    });
    await says(card, companion, sharing(all, 'Farm 0003', 'Farm 0050'));
    await waitUntil(() => changed.size > 0, 'no row changed', PATIENCE);
    observer.disconnect();
    expect([...changed]).to.deep.equal(['Farm 0050']);
  });

  it('is drawn in one go with the end of the wait for it', async () => {
    const all = farms(200);
    const { card, companion } = await mountWith(sharing(all, 'Farm 0003'));
    await companion.script({ 'POST /organizations/sync': 'hold' });
    await press(control(card, en.checkAgain));
    await cardSays(card, en.checking);
    const drawn: string[][] = [];
    const observer = new MutationObserver(() => drawn.push([...turned(card), ...actions(card)]));
    observer.observe(root(card), { subtree: true, childList: true, attributes: true, characterData: true });
    await companion.script({ 'POST /organizations/sync': { json: sharing(all, 'Farm 0003', 'Farm 0050') } });
    await cardSays(card, en.checkAgain);
    observer.disconnect();
    expect(drawn).to.deep.equal([['Farm 0050', en.checkAgain]]);
  });

  it('is shown though its name is not what was looked for, until something else is', async () => {
    const all = farms(200);
    const { card, companion } = await mountWith(sharing(all, 'Farm 0003'));
    await type(card, '0003');
    await says(card, companion, sharing(all, 'Farm 0003', 'Farm 0150'));
    expect(names(card)).to.deep.equal(['Farm 0003', 'Farm 0150']);
    expect(turned(card)).to.deep.equal(['Farm 0150']);
    await key(card, 'Backspace');
    expect(names(card)).not.to.contain('Farm 0150');
    expect(turned(card)).to.be.empty;
  });

  it('is announced again when it turns again', async () => {
    const all = farms(8);
    const { card, companion } = await mountWith(sharing(all, 'Farm 0000'));
    const announcement = (): string => part(card, 'status').querySelector('.note')?.textContent ?? '';
    for (let time = 0; time < 2; time++) {
      await says(card, companion, sharing(all, 'Farm 0000', 'Farm 0001'));
      expect(announcement()).to.equal('Now shared: Farm 0001.');
      await says(card, companion, sharing(all, 'Farm 0000'));
      expect(announcement(), 'a text that stays the same is not said').to.equal('No longer shared: Farm 0001.');
    }
  });

  it('is named among five, and counted among more', async () => {
    const all = farms(12);
    const turning = (count: number): string[] => all.slice(1, count + 1).map(({ name }) => name);
    const { card, companion } = await mountWith(sharing(all, 'Farm 0000'));
    await says(card, companion, sharing(all, 'Farm 0000', ...turning(5)));
    expect(part(card, 'status').textContent).to.contain(
      'Now shared: Farm 0001, Farm 0002, Farm 0003, Farm 0004, and Farm 0005.',
    );
    await says(card, companion, sharing(all, 'Farm 0000'));
    await says(card, companion, sharing(all, 'Farm 0000', ...turning(6)));
    expect(part(card, 'status').textContent).to.contain('Farm 0005, and +1.');
  });
});

describe('the tick of a row that turns', () => {
  const all = farms(3);

  afterEach(() => emulateMedia({ reducedMotion: 'no-preference' }));

  /** The animations of ticks that are there now. */
  const moving = (card: LeafJdConnect): Animation[] =>
    parts(card, 'organizations').flatMap((list) => list.getAnimations({ subtree: true }));

  for (const [reducedMotion, moves] of [
    ['no-preference', true],
    ['reduce', false],
  ] as const) {
    it(`${moves ? 'moves' : 'stays still'} with prefers-reduced-motion: ${reducedMotion}`, async () => {
      await emulateMedia({ reducedMotion });
      const { card, companion } = await mountWith(sharing(all, 'Farm 0000'));
      expect(moving(card), 'nothing moves before').to.be.empty;
      await says(card, companion, sharing(all, 'Farm 0000', 'Farm 0001'));
      expect(turned(card)).to.deep.equal(['Farm 0001']);
      const state = root(card).querySelector('.turned .state');
      expect(state && getComputedStyle(state).animationName).to.equal(moves ? 'arrive' : 'none');
    });
  }

  it('moves anew with the next change, and that of the last one no more', async () => {
    await emulateMedia({ reducedMotion: 'no-preference' });
    const { card, companion } = await mountWith(sharing(all, 'Farm 0000'));
    const started: string[] = [];
    root(card).addEventListener('animationstart', ({ target }) => {
      started.push((target as Element).closest('.organization')?.querySelector('.name')?.textContent ?? '');
    });
    for (const [turn, ...shared] of [
      ['Farm 0001', 'Farm 0000'],
      ['Farm 0002', 'Farm 0000', 'Farm 0001'],
    ]) {
      await says(card, companion, sharing(all, ...shared, String(turn)));
      await waitUntil(() => started.at(-1) === turn, 'the tick never moved', PATIENCE);
    }
    await says(card, companion, sharing(all, 'Farm 0000'));
    await says(card, companion, sharing(all, 'Farm 0000', 'Farm 0001'));
    await waitUntil(() => started.length === 3, 'the tick never moved again', PATIENCE);
    expect(started).to.deep.equal(['Farm 0001', 'Farm 0002', 'Farm 0001']);
  });
});

describe('axe finds nothing', () => {
  for (const theme of ['light', 'dark'] as const) {
    it(`in a list with a box, ${theme}`, async () => {
      const { card } = await mountWith(sharing(farms(12), 'Farm 0001'), { theme });
      await expect(card).to.be.accessible();
      await type(card, '0001');
      await expect(card).to.be.accessible();
    });

    it(`where nothing was found, ${theme}`, async () => {
      const { card } = await mountWith(sharing(farms(12), 'Farm 0001'), { theme });
      await type(card, 'zebra');
      await expect(card).to.be.accessible();
    });
  }

  it('in a part of a long list', async () => {
    const { card } = await mountWith(sharing(farms(150), 'Farm 0001'), { theme: 'light' });
    expect(words(card)).to.contain(en.showMore);
    await expect(card).to.be.accessible();
  });
});
