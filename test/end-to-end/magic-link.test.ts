/** `hosted-link="magic-link"`: somebody else connects on a page that Leaf hosts, and the card that waits learns of it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../../src/element/texts/en.js';
import { allow, openStage, partnerPage, type Stage } from './stage.js';

const PATH = '/magic-link';

describe('a link to a page that Leaf hosts', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({
      routes: (site) => partnerPage(site, PATH, 'hosted-link="magic-link"'),
      companion: ({ simulator }) => ({ magicLinkOrigins: [simulator.leafUrl], magicLink: { showLeafUserName: true } }),
    });
  });
  afterAll(() => stage.close());

  it('connects whoever opens it elsewhere, under the partner’s name, and the waiting card updates by itself', async () => {
    const visit = await stage.visit({ path: PATH });
    await visit.press(en.sendLink);
    const link = await visit.card.getByRole('textbox', { name: en.linkLabel }).inputValue();
    expect(new URL(link).origin).toBe(stage.demo.simulator.leafUrl);
    await visit.card.getByRole('img', { name: en.qrLabel }).waitFor();
    await visit.card.getByText(en.handedWarning.replace('{company}', 'Fieldbook')).waitFor();

    const elsewhere = await stage.browser.newContext();
    const other = await elsewhere.newPage();
    await other.goto(link);
    await other.getByText('Fieldbook asks for your farm data').waitFor();
    await other.getByText('For A simulated grower.').waitFor();
    await other.getByRole('button', { name: 'Connect John Deere' }).click();
    await allow(other, 'several');

    await visit.reach('connected');
    expect(await visit.row('Lindqvist Home Farm').innerText()).toContain('Shared');
    expect(await visit.eventsNamed('leaf-connected')).toHaveLength(1);
    expect(await visit.eventsNamed('leaf-cancelled')).toEqual([]);
    await elsewhere.close();
  });

  it('leaves a window of one’s own beside it: whoever made the link can still sign in here', async () => {
    const visit = await stage.visit({ path: PATH });
    await visit.press(en.sendLink);
    await visit.card.getByRole('textbox', { name: en.linkLabel }).waitFor();
    const [popup] = await Promise.all([visit.page.waitForEvent('popup'), visit.press(en.connectHere)]);
    await allow(popup, 'several');
    await visit.comeBack();
    await visit.reach('connected');
  });
});
