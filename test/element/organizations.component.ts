/** Organizations as rows with links of their own, and what happens when somebody comes back from one. */
import { expect, waitUntil } from '@open-wc/testing';
import { en } from '../../src/element/texts/en.js';
import type { LeafJdConnect } from '../../src/element/define.js';
import type { Connection } from '../../src/protocol/wire.js';
import { connected, disconnected, HILLTOP, nothingShared, organization, problem, RIVER } from '../support/answers.js';
import { comeBack, leavePage } from '../support/browser.js';
import {
  actions,
  control,
  listen,
  mount,
  mountWith,
  part,
  parts,
  press,
  reached,
  root,
  says,
  startSignIn,
  words,
} from '../support/card.js';
import type { Companion } from '../support/companion.js';
import { PATIENCE } from '../support/patience.js';

const names = (card: LeafJdConnect): string[] => parts(card, 'organization-name').map((name) => name.textContent);
const links = (card: LeafJdConnect): string[] =>
  parts(card, 'organization-link').map((link) => link.textContent.trim());

describe('the rows', () => {
  it('name each organization, what it shares, and where to change that', async () => {
    const { card } = await mountWith(connected());
    expect(names(card)).to.deep.equal(['Hilltop Farms', 'River Bend Ag']);
    expect(links(card)).to.deep.equal(['Manage', 'Share']);
    const [shared, notShared] = parts(card, 'organization').map((row) => row.textContent);
    expect(shared).to.contain('Shared').and.not.to.contain('Not shared');
    expect(notShared).to.contain('Not shared');
  });

  it('lead out in a window of their own, and say so', async () => {
    const { card } = await mountWith(connected());
    const [manage] = parts(card, 'organization-link');
    expect(manage?.getAttribute('href')).to.equal(
      'https://connections.example/connections-dialog?orgId=Hilltop%20Farms',
    );
    expect(manage?.getAttribute('target')).to.equal('_blank');
    expect(manage?.getAttribute('rel')).to.equal('noreferrer');
    expect(manage?.getAttribute('aria-label')).to.equal('Manage Hilltop Farms at John Deere (new window)');
  });

  it('stay in their order when one turns', async () => {
    const [a, b, c] = [organization('Alder'), organization('Birch'), organization('Cedar')];
    const { card, companion } = await mountWith(connected({ organizations: { connected: [c], notConnected: [b, a] } }));
    expect(names(card)).to.deep.equal(['Alder', 'Birch', 'Cedar']);
    await companion.says(connected({ organizations: { connected: [c, b], notConnected: [a] } }));
    await card.refresh();
    await card.updateComplete;
    expect(names(card)).to.deep.equal(['Alder', 'Birch', 'Cedar']);
    expect(links(card)).to.deep.equal(['Share', 'Manage', 'Manage']);
  });

  it('say that one visit can share several', async () => {
    const { card } = await mountWith(nothingShared());
    expect(words(card)).to.contain(en.oneVisit);
  });
});

describe('a change of organizations', () => {
  it('is told with what was added and what was removed', async () => {
    const [a, b] = [organization('Alder'), organization('Birch')];
    const { card, companion } = await mountWith(connected({ organizations: { connected: [a], notConnected: [b] } }));
    const told = listen(card, 'leaf-organizations-change');
    await companion.says(connected({ organizations: { connected: [b], notConnected: [a] } }));
    await card.refresh();
    expect(told).to.deep.equal([{ connected: [b], notConnected: [a], added: [b], removed: [a] }]);
  });

  it('is not told on first load, nor when nothing changed', async () => {
    const { card } = await mountWith(connected());
    const told = listen(card, 'leaf-organizations-change');
    await card.refresh();
    expect(told).to.be.empty;
  });

  it('is announced to whoever cannot see the tick', async () => {
    const { card, companion } = await mountWith(connected());
    expect(part(card, 'status').textContent).not.to.contain('Now shared');
    await companion.says(connected({ organizations: { connected: [HILLTOP, RIVER], notConnected: [] } }));
    await card.refresh();
    await card.updateComplete;
    expect(part(card, 'status').textContent).to.contain('Now shared: River Bend Ag.');
    expect(parts(card, 'organization').filter((row) => row.matches('.turned'))).to.have.length(1);
  });
});

describe('coming back from a link of an organization', () => {
  const turned = (url: string): Connection =>
    connected({ organizations: { connected: [organization('Hilltop'), river(url)], notConnected: [] } });
  const river = (url: string): Connection['organizations']['connected'][number] =>
    organization('River', `${url}/start/share`);

  async function visited(change: Partial<Connection> = {}): Promise<{ card: LeafJdConnect; companion: Companion }> {
    const { card, companion } = await mount();
    await companion.says(
      connected({
        organizations: { connected: [organization('Hilltop')], notConnected: [river(companion.url)] },
        ...change,
      }),
    );
    await card.refresh();
    await reached(card, 'connected');
    await press(control(card, 'Share'));
    expect(await companion.arrived()).to.deep.include({ href: `${companion.url}/start/share`, opened: false });
    leavePage();
    return { card, companion };
  }

  it('has the organizations read again, and shows the one that turned', async () => {
    const { card, companion } = await visited();
    await companion.says(turned(companion.url));
    companion.closeWindows();
    comeBack();
    await companion.asked('POST /organizations/sync');
    await waitUntil(() => links(card).join() === 'Manage,Manage', 'the row never turned', PATIENCE);
    expect(part(card, 'status').textContent).to.contain('Now shared: River.');
  });

  it('reads what Leaf knows when the companion cannot have it read again', async () => {
    const { card, companion } = await visited();
    await companion.script({ 'POST /organizations/sync': problem('leaf_unavailable') });
    await companion.says(turned(companion.url));
    comeBack();
    await waitUntil(() => links(card).join() === 'Manage,Manage', 'the row never turned', PATIENCE);
    expect(parts(card, 'error')).to.be.empty;
  });

  it('only reads where the session may not have it read again', async () => {
    const { companion } = await visited({ scopes: ['read', 'connect'] });
    const before = await companion.count('GET /connection');
    comeBack();
    await companion.asked('GET /connection', before + 1);
    expect(await companion.count('POST /organizations/sync')).to.equal(0);
  });

  it('is not waited for: the companion is asked meanwhile', async () => {
    const { card, companion } = await visited({ pollAfterMs: 1_000 });
    await companion.says(turned(companion.url));
    await waitUntil(() => links(card).join() === 'Manage,Manage', 'the row never turned', PATIENCE);
  });
});

describe('“Check again”', () => {
  it('has the organizations read again', async () => {
    const { card, companion } = await mountWith(nothingShared());
    await companion.says(connected());
    await press(control(card, 'Check again'));
    await reached(card, 'connected');
    expect(await companion.count('POST /organizations/sync')).to.equal(1);
  });

  it('says that it is at work', async () => {
    const { card, companion } = await mountWith(connected());
    await companion.script({ 'POST /organizations/sync': 'hold' });
    await press(control(card, 'Check again'));
    await says(card, 'Checking…');
    await companion.script({ 'POST /organizations/sync': { json: connected() } });
    await says(card, 'Check again');
  });
});

describe('“Are these your organizations?”', () => {
  async function connectedJustNow(change: Partial<Connection> = {}): ReturnType<typeof startSignIn> {
    const signIn = await startSignIn();
    await signIn.companion.says(connected(change));
    await signIn.card.refresh();
    await reached(signIn.card, 'connected');
    return signIn;
  }

  it('is asked after a connection was made here', async () => {
    const { card } = await connectedJustNow();
    expect(words(card)).to.contain(en.yoursTitle);
  });

  it('is not asked on a later visit', async () => {
    const { card } = await mountWith(connected());
    expect(words(card)).not.to.contain(en.yoursTitle);
  });

  it('is not asked where the session may not disconnect', async () => {
    const { card } = await connectedJustNow({ scopes: ['read', 'connect'] });
    expect(words(card)).not.to.contain(en.yoursTitle);
  });

  it('goes away when they are', async () => {
    const { card } = await connectedJustNow();
    await press(control(card, en.yoursYes));
    await card.updateComplete;
    expect(words(card)).not.to.contain(en.yoursTitle);
    expect(card.state).to.equal('connected');
  });

  it('disconnects in one press when they are not', async () => {
    const { card, companion } = await connectedJustNow();
    const told = listen(card, 'leaf-disconnected');
    await companion.script({ 'GET /connection': { json: disconnected() } });
    await press(control(card, 'No, disconnect'));
    await reached(card, 'disconnected');
    expect(await companion.count('DELETE /connection')).to.equal(1);
    expect(told).to.deep.equal([{}]);
  });
});

describe('disconnect', () => {
  it('is offered only where the author and the session allow it', async () => {
    expect(actions((await mountWith(connected())).card)).not.to.contain('Disconnect');
    const { card } = await mountWith(connected({ scopes: ['read'] }), { allowDisconnect: true });
    expect(actions(card)).not.to.contain('Disconnect');
    expect(actions((await mountWith(connected(), { allowDisconnect: true })).card)).to.contain('Disconnect');
  });

  it('says that it is at work, and asks how things stand when it is done', async () => {
    const { card, companion } = await mountWith(connected(), { allowDisconnect: true });
    const told = listen(card, 'leaf-disconnected');
    await companion.script({ 'DELETE /connection': 'hold' });
    await press(control(card, 'Disconnect'));
    await press(control(card, 'Disconnect'));
    await says(card, en.disconnecting);
    expect(told).to.be.empty;
    expect(card.state).to.equal('connected');
    await companion.script({ 'GET /connection': { json: disconnected() }, 'DELETE /connection': { status: 204 } });
    await reached(card, 'disconnected');
    expect(told).to.deep.equal([{}]);
  });

  it('asked for twice is done once', async () => {
    const { card, companion } = await mountWith(connected());
    const told = listen(card, 'leaf-disconnected');
    await Promise.all([card.disconnect(), card.disconnect()]);
    expect(await companion.count('DELETE /connection')).to.equal(1);
    expect(told).to.have.length(1);
  });

  it('that fails says why, and keeps what was known', async () => {
    const { card, companion } = await mountWith(connected());
    const told = [listen(card, 'leaf-disconnected'), listen(card, 'leaf-error')];
    await companion.script({ 'DELETE /connection': problem('leaf_unavailable') });
    await card.disconnect();
    expect(told[0]).to.be.empty;
    expect(told[1]).to.have.length(1);
    expect(card.state).to.equal('connected');
    expect(part(card, 'error')).to.exist;
  });

  it('of nothing is no news', async () => {
    const { card } = await mount();
    const told = listen(card, 'leaf-disconnected');
    await card.disconnect();
    expect(told).to.be.empty;
  });
});

describe('health', () => {
  it('that lacks a permission says so, and keeps the rows with their links', async () => {
    const { card } = await mountWith(connected({ state: 'attention', health: 'missing_permission' }));
    expect(words(card)).to.contain(en.missingTitle);
    expect(links(card)).to.deep.equal(['Manage', 'Share']);
  });

  for (const health of ['temporarily_unavailable', 'unknown'] as const) {
    it(`that is ${health} changes no state`, async () => {
      const { card } = await mountWith(connected({ health }));
      expect(card.state).to.equal('connected');
      expect(root(card).querySelector('[role=alert]')).to.be.null;
      expect(words(card).includes(en.deereAway)).to.equal(health === 'temporarily_unavailable');
    });
  }
});
