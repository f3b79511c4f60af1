/** The card comes, goes and moves as pages please; a sign-in outlives all of it. */
import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { connected, disconnected, problem } from '../support/answers.js';
import { comeBack, leavePage, openings, windowsClosed } from '../support/browser.js';
import {
  control,
  create,
  listen,
  mount,
  mountWith,
  part,
  press,
  put,
  reached,
  root,
  startSignIn,
} from '../support/card.js';
import { Companion } from '../support/companion.js';

const QUIETLY = { 'GET /connection': { json: disconnected({ pollAfterMs: 60_000 }) } };

describe('a card that is not on the page', () => {
  it('takes every call, and does nothing', async () => {
    const { url } = await Companion.start();
    const card = create({ serverUrl: url });
    const told = [listen(card, 'leaf-connect'), listen(card, 'leaf-error'), listen(card, 'leaf-disconnected')];
    card.connect();
    card.cancel();
    await card.refresh();
    await card.disconnect();
    expect(told.flat()).to.be.empty;
    expect(openings).to.be.empty;
    expect(card.state).to.equal('loading');
  });

  it('takes every call after it was removed, too', async () => {
    const { card, companion } = await mountWith(connected());
    const told = [listen(card, 'leaf-error'), listen(card, 'leaf-state-change')];
    card.remove();
    const before = (await companion.requests()).length;
    card.connect();
    card.cancel();
    await card.refresh();
    await card.disconnect();
    expect((await companion.requests()).length).to.equal(before);
    expect(openings).to.be.empty;
    expect(told.flat()).to.be.empty;
    expect(card.state).to.equal('connected');
  });

  it('that is removed while it disconnects still disconnects, and says nothing of it', async () => {
    const { card, companion } = await mountWith(connected());
    const told = [listen(card, 'leaf-error'), listen(card, 'leaf-disconnected')];
    await companion.script({ 'DELETE /connection': 'hold' });
    const done = card.disconnect();
    await companion.asked('DELETE /connection');
    card.remove();
    await companion.script({ 'DELETE /connection': { status: 204 } });
    await done;
    expect(told.flat()).to.be.empty;
  });

  it('whose question is under way when it is removed says nothing of it', async () => {
    const companion = await Companion.start({ 'GET /connection': 'hold' });
    const card = await put(create({ serverUrl: companion.url }));
    const told = [listen(card, 'leaf-error'), listen(card, 'leaf-state-change')];
    await companion.asked('GET /connection');
    card.remove();
    await companion.script({ 'GET /connection': problem('leaf_unavailable') });
    await card.updateComplete;
    expect(told.flat()).to.be.empty;
  });
});

describe('a card with a live attempt', () => {
  it('that is moved on the page goes on', async () => {
    const { card, companion } = await startSignIn(QUIETLY);
    const told = [listen(card, 'leaf-cancelled'), listen(card, 'leaf-state-change')];
    const elsewhere = document.createElement('main');
    document.body.append(elsewhere);
    elsewhere.append(card);
    await card.updateComplete;
    expect(card.state).to.equal('connecting');
    expect(openings[0]?.handle?.closed).to.be.false;
    expect(told.flat()).to.be.empty;
    const connectedTold = listen(card, 'leaf-connected');
    await companion.says(connected());
    await card.refresh();
    await reached(card, 'connected');
    expect(connectedTold).to.have.length(1);
    elsewhere.remove();
  });

  it('that is moved still sees its window close', async () => {
    const { card, companion } = await startSignIn(QUIETLY);
    leavePage();
    card.remove();
    companion.closeWindows();
    await windowsClosed();
    await put(card);
    comeBack();
    await reached(card, 'unfinished');
  });

  it('that is removed leaves the window to whoever is typing in it, and goes on when it is back', async () => {
    const { card, companion } = await startSignIn(QUIETLY);
    card.remove();
    expect(openings[0]?.handle?.closed).to.be.false;
    await companion.says(connected());
    await put(card);
    await reached(card, 'connected');
  });

  it('that is removed while its window waits for a slow network still leads it on', async () => {
    const { card, companion } = await mount({ 'POST /attempts': 'hold' });
    await companion.asked('POST /attempts');
    await press(part(card, 'button'));
    await reached(card, 'connecting');
    card.remove();
    const startUrl = `${companion.url}/start/late`;
    const attempt = { attemptId: 'late', startUrl, expiresAt: '2026-11-02T09:00:00Z' };
    await companion.script({ 'POST /attempts': { status: 201, json: attempt } });
    expect((await companion.arrived()).href).to.equal(startUrl);
  });
});

describe('a card that a framework mounts, unmounts and mounts again at once', () => {
  it('works as if it had been mounted once', async () => {
    const { url } = await Companion.start({ 'GET /connection': { json: connected() } });
    const card = create({ serverUrl: url });
    const told = listen(card, 'leaf-state-change');
    document.body.append(card);
    card.remove();
    document.body.append(card);
    await reached(card, 'connected');
    await card.refresh();
    expect(told).to.deep.equal([{ state: 'connected', previous: 'loading' }]);
  });
});

describe('a companion that is replaced by another', () => {
  it('takes what was known with it, and its late answer', async () => {
    const { card, companion } = await mountWith(connected());
    await companion.script({ 'GET /connection': 'hold' });
    void card.refresh();
    await companion.asked('GET /connection', 2);
    card.serverUrl = (await Companion.start()).url;
    await reached(card, 'disconnected');
    await companion.says(connected());
    await card.refresh();
    expect(card.state).to.equal('disconnected');
  });

  it('ends an attempt at the other one, and leaves its window alone', async () => {
    const { card } = await startSignIn(QUIETLY);
    card.serverUrl = (await Companion.start()).url;
    await reached(card, 'disconnected');
    expect(openings[0]?.handle?.closed).to.be.false;
  });
});

describe('the focus', () => {
  it('stays inside the card when the pressed button is gone', async () => {
    const { card } = await startSignIn(QUIETLY);
    control(card, 'Cancel').focus();
    await sendKeys({ press: 'Enter' });
    await reached(card, 'disconnected');
    expect(document.activeElement === card, 'the card has the focus').to.be.true;
    expect(root(card).activeElement === null, 'nothing in the card has the focus').to.be.false;
  });

  it('stays inside the card when the sign-in begins', async () => {
    const { card } = await mount(QUIETLY);
    part(card, 'button').focus();
    await sendKeys({ press: 'Enter' });
    await reached(card, 'connecting');
    expect(document.activeElement === card, 'the card has the focus').to.be.true;
    expect(root(card).activeElement === null, 'nothing in the card has the focus').to.be.false;
  });

  it('is never taken from somewhere else', async () => {
    const field = document.createElement('input');
    document.body.append(field);
    const { card, companion } = await mount();
    field.focus();
    await companion.says(connected());
    await card.refresh();
    await reached(card, 'connected');
    expect(document.activeElement === field, 'the field has the focus').to.be.true;
    field.remove();
  });
});
